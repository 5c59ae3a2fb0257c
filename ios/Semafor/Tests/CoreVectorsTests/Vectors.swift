import Foundation
import XCTest

import SemaforCore

/// `bindings/ffi/vectors/answers.json`: questions and Rust's answers. `Vectors.kt` reads the same file.
struct Vectors {
    struct Question {
        let name: String
        let trust: [KeyFile]
        let policyFiles: [PolicyFile]
        let texts: [String]
        let policy: Policy
        let time: TimeContext
        let language: Language
        let door: NSDictionary
        let explanation: NSDictionary

        init(_ json: NSDictionary, _ vectors: Vectors) throws {
            name = try json.member("name")
            trust = try json.member("trust", as: [NSDictionary].self).map(keyFile)
            let published = try json.member("with_policy") ? vectors.published : []
            policyFiles = try published + json.member("more_policy", as: [NSDictionary].self).map(policyFile)
            texts = try json.member("texts", as: [String].self).map { try vectors.text($0).member("text") }
            policy = Policy(asked: try asked(json.member("asked", as: Any.self)), testKeys: .distrusted)
            let context: NSDictionary = try json.member("time")
            time = TimeContext(
                device: try XCTUnwrap(instant(context["device"])),
                floor: instant(context["floor"]), estimate: instant(context["estimate"]))
            let languages = ["cs": Language.cs, "en": .en, "vi": .vi]
            language = try XCTUnwrap(languages[json.member("language")])
            door = try json.member("door")
            explanation = try json.member("explanation")
        }
    }

    /// Files of which nothing can be made.
    struct Failure {
        let trust: [KeyFile]
        let policyFiles: [PolicyFile]
        let kind: String
        let message: String

        init(_ json: NSDictionary) throws {
            trust = try json.member("trust", as: [String].self).map { keyFile(Data($0.utf8), domain: nil) }
            policyFiles = try json.member("policy", as: [NSDictionary].self).map(policyFile)
            kind = try json.member("kind")
            message = try json.member("message")
        }
    }

    private let json: NSDictionary
    /// The files of `rules/policy`.
    private let published: [PolicyFile]

    init() throws {
        let answers = try JSONSerialization.jsonObject(with: file("bindings/ffi/vectors/answers.json"))
        json = try XCTUnwrap(answers as? NSDictionary)
        published = try json.member("policy", as: [String].self).map {
            PolicyFile(name: $0, bytes: try file("rules/policy/\($0)"))
        }
    }

    func questions() throws -> [Question] {
        try json.member("questions", as: [NSDictionary].self).map { try Question($0, self) }
    }

    func failures() throws -> [Failure] {
        try json.member("failures", as: [NSDictionary].self).map(Failure.init)
    }

    /// Each text with what it holds.
    func inspections() throws -> [(text: String, inspection: NSDictionary)] {
        let texts = try json.member("texts", as: [String: NSDictionary].self)
        return try texts.values.map { (try $0.member("text"), try $0.member("inspection")) }
    }

    private func text(_ name: String) throws -> NSDictionary {
        try json.member("texts", as: NSDictionary.self).member(name)
    }
}

let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent()
    .appendingPathComponent("../../../..").standardizedFileURL

func file(_ path: String) throws -> Data {
    try Data(contentsOf: repository.appendingPathComponent(path))
}

private func keyFile(_ trust: NSDictionary) throws -> KeyFile {
    let domain = (trust["domain"] as? String).map { $0 == "who-icvp" ? Domain.whoIcvp : .euDcc }
    return keyFile(try file("docs/example/\(trust.member("file", as: String.self))"), domain: domain)
}

private func keyFile(_ bytes: Data, domain: Domain?) -> KeyFile {
    KeyFile(bytes: bytes, domain: domain, listKey: nil, pin: nil)
}

private func policyFile(_ json: NSDictionary) throws -> PolicyFile {
    PolicyFile(name: try json.member("name"), bytes: Data(try json.member("text", as: String.self).utf8))
}

func asked(_ json: Any) throws -> Asked {
    guard let entry = (json as? NSDictionary)?["entry"] as? NSDictionary else { return .technical }
    let text = { entry[$0] as? String }
    return .entry(country: text("country"), region: text("region"), mode: text("mode"))
}

func instant(_ json: Any?) -> Date? {
    (json as? String).flatMap { ISO8601DateFormatter().date(from: $0) }
}

extension NSDictionary {
    func member<T>(_ name: String, as type: T.Type = T.self) throws -> T {
        try XCTUnwrap(self[name] as? T, name)
    }
}
