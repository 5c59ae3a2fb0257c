import Foundation
import XCTest

import SemaforCore

/// The answers in `bindings/ffi/vectors/answers.json`: both phones must give them to the letter.
/// `CoreVectorsTest.kt` reads the same file.
final class CoreVectorsTests: XCTestCase {
    private struct Vector {
        let name: String
        let trust: [String]
        let texts: [String]
        let at: Int64
        let expected: NSDictionary

        init(_ json: NSDictionary) throws {
            name = try XCTUnwrap(json["name"] as? String)
            trust = try XCTUnwrap(json["trust"] as? [String])
            texts = try XCTUnwrap(json["texts"] as? [String])
            at = try XCTUnwrap(json["at"] as? NSNumber).int64Value
            expected = try XCTUnwrap(json["expected"] as? NSDictionary)
        }
    }

    private let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent()
        .appendingPathComponent("../../../../bindings/ffi/vectors").standardizedFileURL

    func testEveryVectorGivesItsReport() throws {
        let vectors = try vectors()
        XCTAssertFalse(vectors.isEmpty)
        for vector in vectors {
            let verifier = try Verifier.fromParts(trust: vector.trust.map(file))
            let report = verifier.check(texts: vector.texts)
            XCTAssertEqual(plain(report) as? NSDictionary, vector.expected, vector.name)
        }
    }

    func testNoTrustIsATypedError() {
        XCTAssertThrowsError(try Verifier.fromParts(trust: [])) { XCTAssertEqual($0 as? TrustError, .Missing) }
    }

    func testAnyTextIsInspected() {
        for text in ["", "HC1:", "\u{0}", "Nguyễn Thị Đào, Žižkov 🟢", String(repeating: "x", count: 100_000)] {
            XCTAssertEqual(inspect(text: text).length, UInt64(text.utf8.count))
        }
    }

    private func vectors() throws -> [Vector] {
        let json = try JSONSerialization.jsonObject(with: file("answers.json"))
        return try XCTUnwrap(json as? [NSDictionary]).map(Vector.init)
    }

    private func file(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent(name))
    }
}
