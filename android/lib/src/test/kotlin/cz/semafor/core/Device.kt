package cz.semafor.core

import cz.semafor.ffi.PublishedSet
import cz.semafor.ffi.Sync
import cz.semafor.ffi.Verifier
import java.io.File
import java.nio.file.Files

/** A device with a folder, a clock and a network of its own. It was handed the first root. */
class Device(val vectors: SetVectors) : AutoCloseable {
    val folder: File = Files.createTempDirectory("semafor-set").toFile()
    val clock = WoundClock(vectors.steps.first().clock)
    val transport = FolderTransport(vectors.url)
    val published = open()

    /** Made before anything is synced, and never again. */
    val verifier = Verifier.of(published)
    val sync = sync(published)

    fun open() = PublishedSet.open(folder.path, clock)

    fun sync(published: PublishedSet, root: ByteArray = bytes("roots/1.cbor")!!) =
        Sync(published, vectors.url, root, transport)

    fun sync(generation: String?, watch: Watch = Witness()): Synced {
        transport.generation = generation
        return sync.run(watch)
    }

    fun door(text: String = "certificate", verifier: Verifier = this.verifier): DoorReport =
        verifier.check(listOf(vectors.texts.getValue(text)), vectors.policy, published.time(), vectors.language)

    override fun close() {
        listOf(sync, verifier, published).forEach(AutoCloseable::close)
        folder.deleteRecursively()
    }
}

/** Shows what it was set to. */
class WoundClock(var reading: ClockReading) : Clock {
    override fun read() = reading
}

/** Remembers all progress, and ends a sync when it has seen enough. */
class Witness(private val isEnough: (SyncProgress) -> Boolean = { false }) : Watch {
    val seen = mutableListOf<SyncProgress>()

    override fun progress(progress: SyncProgress) {
        seen += progress
    }

    override fun isCancelled() = seen.any(isEnough)
}
