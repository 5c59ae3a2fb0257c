import Foundation

import SemaforCore

/// Any generated value in the shape in which the core serialises it, so that Rust can write what is expected: fields in
/// snake_case, variants in kebab-case, a variant without data as its name, one with data as `{"name": {fields}}` or
/// `{"name": the only unnamed field}`, times in RFC 3339, bytes in hex. `Plain.kt` does the same.
func plain(_ value: Any) -> Any {
    switch value {
    case let text as String: return text
    case let flag as Bool: return NSNumber(value: flag)
    case let number as any BinaryInteger: return NSNumber(value: Int64(number))
    case let number as Double: return NSNumber(value: number)
    case let time as Date: return ISO8601DateFormatter().string(from: time)
    case let algorithm as Algorithm: return "\(algorithm)".uppercased()  // ES256 is its name everywhere
    case let bytes as Data: return bytes.map { String(format: "%02x", $0) }.joined()
    default: return plainByMirror(value)
    }
}

private func plainByMirror(_ value: Any) -> Any {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { plain($0.value) } ?? NSNull()
    case .collection: return mirror.children.map { plain($0.value) }
    case .enum:
        guard let payload = mirror.children.first else { return words("\(value)", "-") }
        return [words(payload.label ?? "", "-"): plain(payload.value)]
    default:
        return Dictionary(uniqueKeysWithValues: mirror.children.map { (words($0.label ?? "", "_"), plain($0.value)) })
    }
}

private func words(_ name: String, _ between: String) -> String {
    name.reduce(into: "") { text, letter in
        if letter.isUppercase && !text.isEmpty { text += between }
        text += letter.lowercased()
    }
}
