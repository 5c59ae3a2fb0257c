import Foundation
import XCTest

import SemaforCore

/// The answers in `bindings/ffi/vectors/answers.json`: both phones must give them to the letter.
/// `CoreVectorsTest.kt` reads the same file.
final class CoreVectorsTests: XCTestCase {
    private struct Vector {
        let name: String
        let trust: [NSDictionary]
        let texts: [String]
        let policy: Policy
        let time: TimeContext
        let language: Language
        let expected: NSDictionary
        let inspections: [NSDictionary]

        init(_ json: NSDictionary) throws {
            name = try XCTUnwrap(json["name"] as? String)
            trust = try XCTUnwrap(json["trust"] as? [NSDictionary])
            texts = try XCTUnwrap(json["texts"] as? [String])
            let country = json["country"] as? String
            policy = Policy(asked: country == nil ? .technical : .entry(country: country, region: nil, mode: nil), testKeys: .distrusted)
            let at = try XCTUnwrap(ISO8601DateFormatter().date(from: XCTUnwrap(json["at"] as? String)))
            time = TimeContext(device: at, floor: nil, estimate: nil)
            let languages = ["cs": Language.cs, "en": .en, "vi": .vi]
            language = try XCTUnwrap(languages[XCTUnwrap(json["language"] as? String)])
            expected = try XCTUnwrap(json["expected"] as? NSDictionary)
            inspections = try XCTUnwrap(json["inspections"] as? [NSDictionary])
        }
    }

    private let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent()
        .appendingPathComponent("../../../..").standardizedFileURL

    func testEveryVectorGivesItsReport() throws {
        let vectors = try vectors()
        XCTAssertFalse(vectors.isEmpty)
        for vector in vectors {
            let verifier = try Verifier.fromParts(trust: vector.trust.map(keyFile))
            let report = verifier.check(
                texts: vector.texts, policy: vector.policy, time: vector.time, language: vector.language)
            XCTAssertEqual(plain(report) as? NSDictionary, vector.expected, vector.name)
        }
    }

    func testEveryVectorIsInspectedAlike() throws {
        for vector in try vectors() {
            for (text, expected) in zip(vector.texts, vector.inspections) {
                XCTAssertEqual(plain(inspect(text: text)) as? NSDictionary, expected, vector.name)
            }
        }
    }

    func testNoKeyFileIsATypedError() {
        let file = KeyFile(bytes: Data([1]), domain: nil, listKey: nil, pin: nil)
        XCTAssertThrowsError(try Verifier.fromParts(trust: [file])) { error in
            guard case .UnknownShape(let message)? = error as? ImportError else { return XCTFail("\(error)") }
            XCTAssertTrue(message.hasPrefix("not a key file"), message)
        }
    }

    func testAnyTextIsInspected() {
        for text in ["", "HC1:", "\u{0}", "Nguyễn Thị Đào, Žižkov 🟢", String(repeating: "x", count: 100_000)] {
            XCTAssertNil(inspect(text: text).keyId, text)
        }
    }

    private func vectors() throws -> [Vector] {
        let json = try JSONSerialization.jsonObject(with: file("bindings/ffi/vectors/answers.json"))
        return try XCTUnwrap(json as? [NSDictionary]).map(Vector.init)
    }

    private func keyFile(_ trust: NSDictionary) throws -> KeyFile {
        let name = try XCTUnwrap(trust["file"] as? String)
        let domain = (trust["domain"] as? String).map { $0 == "who-icvp" ? Domain.whoIcvp : .euDcc }
        return KeyFile(bytes: try file("docs/example/\(name)"), domain: domain, listKey: nil, pin: nil)
    }

    private func file(_ path: String) throws -> Data {
        try Data(contentsOf: repository.appendingPathComponent(path))
    }
}
