import Foundation
import XCTest

import SemaforCore

/// A published set from the first opening on, over a network and a clock of our own. `PublishedSetTest.kt` too.
final class PublishedSetTests: XCTestCase {
    func testEveryStepComesToTheSameAsInRust() throws {
        let device = try Device()
        XCTAssertFalse(device.vectors.steps.isEmpty)
        for step in device.vectors.steps {
            device.clock.reading = step.clock
            let witness = Witness()
            XCTAssertEqual(try take(step, device, witness) as? NSObject, step.outcome, step.name)
            XCTAssertEqual(plain(witness.seen) as? NSArray, step.progress, step.name)
            XCTAssertEqual(plain(device.published.time()) as? NSObject, step.time, step.name)
            XCTAssertEqual(plain(device.published.nextChange() as Any) as? NSObject, step.nextChange, step.name)
            for (text, door) in step.doors { XCTAssertEqual(plain(try device.door(text)) as? NSDictionary, door, step.name) }
        }
    }

    private func take(_ step: SetVectors.Step, _ device: Device, _ witness: Witness) throws -> Any {
        switch step.action {
        case "sync":
            do {
                return plain(try device.sync(step.serves, watch: witness))
            } catch SyncFailure.NoAnswer(let detail) {
                XCTAssertTrue(detail.contains("unplugged"), detail)
                return "no-answer" as NSString
            }
        case "refresh": try device.published.refresh()
        default: break
        }
        return NSNull()
    }

    func testWhatWasSyncedIsThereForEverybody() throws {
        let device = try Device()
        _ = try device.sync("first")
        let another = try Verifier.open(dataDir: device.folder.path, clock: device.clock)
        XCTAssertEqual(try device.door(), try device.door(verifier: another))
        let explanation = Explainer.of(published: device.published).explain(
            texts: [try XCTUnwrap(device.vectors.texts["certificate"])], policy: device.vectors.policy,
            time: device.published.time(), language: device.vectors.language)
        XCTAssertEqual(explanation.verdict, .accepted)
        XCTAssertEqual(explanation.snapshot.id, try device.door().snapshotId)
    }

    func testADownloadThatBrokeOffGoesOnWhereItWas() throws {
        let (device, cut) = (try Device(), 100)
        device.transport.cutAfter = cut
        var failures = 0
        while failures < 100 {
            do {
                _ = try device.sync("first")
                break
            } catch SyncFailure.NoAnswer {
                failures += 1
            }
        }
        XCTAssertTrue((2...99).contains(failures), "\(failures)")
        XCTAssertEqual(try device.door().verdict, .accepted)
        let resumed = device.transport.requests.compactMap { $0.range.map { Int($0.from) } }
        XCTAssertTrue(!resumed.isEmpty && resumed.allSatisfy { $0 % cut == 0 }, "\(resumed)")
        for (path, sent) in device.transport.sent { XCTAssertEqual(sent, try published(path), path) }
    }

    func testWhateverATransportThrowsIsNoAnswer() throws {
        let device = try Device()
        _ = try device.sync("first")
        for thrown in [TransportError.Timeout, CocoaError(.fileNoSuchFile)] as [Error] {
            device.transport.before = { _ in throw thrown }
            assertThrows(try device.sync("second")) { if case .NoAnswer = $0 as? SyncFailure { true } else { false } }
            XCTAssertEqual(try device.door().verdict, .accepted)
        }
    }

    func testWhoeverWatchesMayEndIt() throws {
        let device = try Device()
        let witness = Witness { if case .fetched = $0 { true } else { false } }
        assertThrows(try device.sync("first", watch: witness)) { $0 as? SyncFailure == .Cancelled }
        XCTAssertEqual(try device.door().reasons.map(\.code), [.noKeys])
        _ = try device.sync("first")
        for (path, sent) in device.transport.sent { XCTAssertEqual(sent, try published(path), path) }
    }

    func testASyncThatWasCancelledIsOver() throws {
        let device = try Device()
        device.transport.before = { [sync = device.sync] in if $0.url.contains("blobs/") { sync.cancel() } }
        for _ in 1...2 { assertThrows(try device.sync("first")) { $0 as? SyncFailure == .Cancelled } }
        XCTAssertEqual(device.transport.requests.count, 2)
        device.transport.before = { _ in }
        let another = try Sync(
            published: device.published, url: device.vectors.url, root: firstRoot(), transport: device.transport)
        XCTAssertTrue(try another.run(watch: Witness()).isChanged)
    }

    func testTheNextSyncIsDueSoonAfterAFailureAndLaterAfterASuccess() throws {
        let device = try Device()
        XCTAssertNil(try device.sync.dueAt())
        assertThrows(try device.sync(nil)) { $0 is SyncFailure }
        try assertDue(device, in: 45...75)
        _ = try device.sync("first")
        try assertDue(device, in: 16_200...27_000)
    }

    private func assertDue(_ device: Device, in seconds: ClosedRange<TimeInterval>) throws {
        let wait = try XCTUnwrap(device.sync.dueAt()).timeIntervalSince(device.clock.reading.device)
        XCTAssertTrue(seconds.contains(wait), "\(wait)")
    }

    func testADamagedFileIsATypedErrorAndCanBeSetAside() throws {
        let device = try Device()
        _ = try device.sync("first")
        let files = try FileManager.default.contentsOfDirectory(at: device.folder, includingPropertiesForKeys: nil)
        let file = try XCTUnwrap(files.first { try Data(contentsOf: $0).count > 0 })
        var bytes = try Data(contentsOf: file)
        bytes.resetBytes(in: 0..<bytes.count / 2)
        try bytes.write(to: file)
        let isDamaged = { (error: Error) in if case .Damaged = error as? OpenFailure { true } else { false } }
        assertThrows(try PublishedSet.open(dataDir: device.folder.path, clock: device.clock), isDamaged)
        assertThrows(try Verifier.open(dataDir: device.folder.path, clock: device.clock), isDamaged)
        XCTAssertEqual(try device.door().verdict, .accepted)

        try setAsidePublished(dataDir: device.folder.path)
        let anew = try PublishedSet.open(dataDir: device.folder.path, clock: device.clock)
        let sync = try Sync(published: anew, url: device.vectors.url, root: firstRoot(), transport: device.transport)
        XCTAssertTrue(try sync.run(watch: Witness()).isChanged)
    }

    func testWhatCannotBeOpenedIsATypedError() throws {
        let device = try Device()
        assertThrows(
            try Sync(
                published: device.published, url: device.vectors.url, root: Data(count: 9), transport: device.transport)
        ) { if case .Root = $0 as? OpenFailure { true } else { false } }
        assertThrows(try setAsidePublished(dataDir: device.folder.path + "/absent")) {
            if case .Inaccessible = $0 as? OpenFailure { true } else { false }
        }
    }

    private func assertThrows<T>(
        _ expression: @autoclosure () throws -> T, _ isExpected: (Error) -> Bool, line: UInt = #line
    ) {
        XCTAssertThrowsError(try expression(), line: line) { XCTAssertTrue(isExpected($0), "\($0)", line: line) }
    }
}
