import Foundation
import XCTest

import SemaforCore

/// A device with a folder, a clock and a network of its own. It was handed the first root.
final class Device {
    let vectors: SetVectors
    let folder: URL
    let clock: WoundClock
    let transport: FolderTransport
    let published: PublishedSet
    /// Made before anything is synced, and never again.
    let verifier: Verifier
    let sync: Sync

    init() throws {
        vectors = try SetVectors()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("semafor-set-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        clock = WoundClock(try XCTUnwrap(vectors.steps.first).clock)
        transport = FolderTransport(url: vectors.url)
        published = try PublishedSet.open(dataDir: folder.path, clock: clock)
        verifier = Verifier.of(published: published)
        sync = try Sync(published: published, url: vectors.url, root: firstRoot(), transport: transport)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func sync(_ generation: String?, watch: Watch = Witness()) throws -> Synced {
        transport.generation = generation
        return try sync.run(watch: watch)
    }

    func door(_ text: String = "certificate", verifier: Verifier? = nil) throws -> DoorReport {
        (verifier ?? self.verifier).check(
            texts: [try XCTUnwrap(vectors.texts[text])], policy: vectors.policy, time: published.time(),
            language: vectors.language)
    }
}

func firstRoot() throws -> Data {
    try published("roots/1.cbor")
}

/// Shows what it was set to.
final class WoundClock: Clock, @unchecked Sendable {
    var reading: ClockReading

    init(_ reading: ClockReading) {
        self.reading = reading
    }

    func read() -> ClockReading {
        reading
    }
}

/// Remembers all progress, and ends a sync when it has seen enough.
final class Witness: Watch, @unchecked Sendable {
    private(set) var seen: [SyncProgress] = []
    private let isEnough: (SyncProgress) -> Bool

    init(isEnough: @escaping (SyncProgress) -> Bool = { _ in false }) {
        self.isEnough = isEnough
    }

    func progress(progress: SyncProgress) {
        seen.append(progress)
    }

    func isCancelled() -> Bool {
        seen.contains(where: isEnough)
    }
}
