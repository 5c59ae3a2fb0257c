import Foundation
import XCTest

import SemaforCore

/// Rust's answers: both phones must give them to the letter. `CoreVectorsTest.kt` holds the same.
final class CoreVectorsTests: XCTestCase {
    func testTheDoorReportsAlike() throws {
        let questions = try Vectors().questions()
        XCTAssertFalse(questions.isEmpty)
        for question in questions {
            let verifier = try Verifier.fromParts(trust: question.trust, policy: question.policyFiles)
            let report = verifier.check(
                texts: question.texts, policy: question.policy, time: question.time, language: question.language)
            XCTAssertEqual(plain(report) as? NSDictionary, question.door, question.name)
        }
    }

    func testTheHolderIsToldAlike() throws {
        for question in try Vectors().questions() {
            let explainer = try Explainer.fromParts(trust: question.trust, policy: question.policyFiles)
            let explanation = explainer.explain(
                texts: question.texts, policy: question.policy, time: question.time, language: question.language)
            XCTAssertEqual(plain(explanation) as? NSDictionary, question.explanation, question.name)
        }
    }

    func testEveryTextIsInspectedAlike() throws {
        let inspections = try Vectors().inspections()
        XCTAssertFalse(inspections.isEmpty)
        for (text, expected) in inspections {
            XCTAssertEqual(plain(inspect(text: text)) as? NSDictionary, expected, text)
        }
    }

    func testFilesThatCannotBeUsedAreTypedErrorsWithTheirNames() throws {
        let failures = try Vectors().failures()
        XCTAssertFalse(failures.isEmpty)
        for failure in failures {
            XCTAssertThrowsError(try Verifier.fromParts(trust: failure.trust, policy: failure.policyFiles)) {
                assertEqual($0, failure)
            }
            XCTAssertThrowsError(try Explainer.fromParts(trust: failure.trust, policy: failure.policyFiles)) {
                assertEqual($0, failure)
            }
        }
    }

    func testAnyTextIsInspected() {
        for text in ["", "HC1:", "\u{0}", "Nguyễn Thị Đào, Žižkov 🟢", String(repeating: "x", count: 100_000)] {
            XCTAssertNil(inspect(text: text).keyId, text)
        }
    }

    private func assertEqual(_ error: Error, _ failure: Vectors.Failure) {
        switch error as? PartsError {
        case .Trust(let message)? where failure.kind == "trust": XCTAssertEqual(message, failure.message)
        case .Policy(let message)? where failure.kind == "policy":
            XCTAssertEqual(message, failure.message)
            // The last file is the one at fault.
            let name = failure.policyFiles.last?.name ?? ""
            XCTAssertTrue(message.contains(name), name)
        default: XCTFail("\(failure.message): \(error)")
        }
    }
}
