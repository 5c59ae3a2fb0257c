package cz.semafor.core

import com.google.gson.JsonElement
import com.google.gson.JsonPrimitive
import cz.semafor.ffi.Explainer
import cz.semafor.ffi.Verifier
import cz.semafor.ffi.setAsidePublished
import java.time.Instant
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test

/** A published set from the first opening on, over a network and a clock of our own. `PublishedSetTests.swift` too. */
class PublishedSetTest {
    private val vectors = SetVectors()

    private fun onDevice(test: (Device) -> Unit) = Device(vectors).use(test)

    @Test
    fun everyStepComesToTheSameAsInRust() = onDevice { device ->
        assertFalse(vectors.steps.isEmpty())
        for (step in vectors.steps) {
            device.clock.reading = step.clock
            val witness = Witness()
            assertEquals(step.name, step.outcome, device.take(step, witness))
            assertEquals(step.name, step.progress, plain(witness.seen))
            assertEquals(step.name, step.time, plain(device.published.time()))
            assertEquals(step.name, step.nextChange, plain(device.published.nextChange()))
            for ((text, door) in step.doors.entrySet()) assertEquals(step.name, door, plain(device.door(text)))
        }
    }

    private fun Device.take(step: SetVectors.Step, witness: Witness): JsonElement =
        when (step.action) {
            "sync" -> try {
                plain(sync(step.serves, witness))
            } catch (failure: SyncFailure.NoAnswer) {
                assertTrue(failure.detail, failure.detail.contains("unplugged"))
                JsonPrimitive("no-answer")
            }
            "refresh" -> plain(null).also { published.refresh() }
            else -> plain(null)
        }

    @Test
    fun whatWasSyncedIsThereForEverybody() = onDevice { device ->
        device.sync("first")
        Verifier.open(device.folder.path, device.clock).use { assertEquals(device.door(), device.door(verifier = it)) }
        Explainer.of(device.published).use {
            val texts = listOf(vectors.texts.getValue("certificate"))
            val explanation = it.explain(texts, vectors.policy, device.published.time(), vectors.language)
            assertEquals(Verdict.ACCEPTED, explanation.verdict)
            assertEquals(device.door().snapshotId, explanation.snapshot.id)
        }
    }

    @Test
    fun aDownloadThatBrokeOffGoesOnWhereItWas() = onDevice { device ->
        device.transport.cutAfter = CUT
        val failures = generateSequence { runCatching { device.sync("first") }.exceptionOrNull() }.take(100).toList()
        assertTrue(failures.toString(), failures.size in 2..99 && failures.all { it is SyncFailure.NoAnswer })
        assertEquals(Verdict.ACCEPTED, device.door().verdict)
        val resumed = device.transport.requests.mapNotNull { it.range?.from?.toInt() }
        assertTrue(resumed.toString(), resumed.isNotEmpty() && resumed.all { it % CUT == 0 })
        for ((path, sent) in device.transport.sent) assertTrue(path, sent.contentEquals(bytes(path)))
    }

    @Test
    fun whateverATransportThrowsIsNoAnswer() = onDevice { device ->
        device.sync("first")
        for (thrown in listOf(TransportException.Timeout(), IllegalStateException("the cable is gone"))) {
            device.transport.before = { throw thrown }
            assertThrows(SyncFailure.NoAnswer::class.java) { device.sync("second") }
            assertEquals(Verdict.ACCEPTED, device.door().verdict)
        }
    }

    @Test
    fun whoeverWatchesMayEndIt() = onDevice { device ->
        val witness = Witness { it is SyncProgress.Fetched }
        assertThrows(SyncFailure.Cancelled::class.java) { device.sync("first", witness) }
        assertTrue(witness.seen.toString(), witness.seen.last() is SyncProgress.Fetched)
        assertEquals(listOf(ReasonCode.NO_KEYS), device.door().reasons.map { it.code })
        device.sync("first")
        for ((path, sent) in device.transport.sent) assertTrue(path, sent.contentEquals(bytes(path)))
    }

    @Test
    fun aSyncThatWasCancelledIsOver() = onDevice { device ->
        device.transport.before = { if ("blobs/" in it.url) device.sync.cancel() }
        repeat(2) { assertThrows(SyncFailure.Cancelled::class.java) { device.sync("first") } }
        assertEquals(2, device.transport.requests.size)
        device.transport.before = {}
        device.sync(device.published).use { another -> assertTrue(another.run(Witness()).isChanged) }
    }

    @Test
    fun theNextSyncIsDueSoonAfterAFailureAndLaterAfterASuccess() = onDevice { device ->
        assertNull(device.sync.dueAt())
        assertThrows(SyncFailure.NoAnswer::class.java) { device.sync(null) }
        assertDue(device, 45L..75)
        device.sync("first")
        assertDue(device, 16_200L..27_000)
    }

    private fun assertDue(device: Device, seconds: LongRange) {
        val due: Instant = device.sync.dueAt()!!
        assertTrue(due.toString(), due.epochSecond - device.clock.reading.device.epochSecond in seconds)
    }

    @Test
    fun aDamagedFileIsATypedErrorAndCanBeSetAside() = onDevice { device ->
        device.sync("first")
        val file = device.folder.listFiles()!!.single { it.length() > 0 }
        file.writeBytes(file.readBytes().apply { fill(0x55, 0, size / 2) })
        assertThrows(OpenFailure.Damaged::class.java) { device.open() }
        assertThrows(OpenFailure.Damaged::class.java) { Verifier.open(device.folder.path, device.clock) }
        assertEquals(Verdict.ACCEPTED, device.door().verdict)

        setAsidePublished(device.folder.path)
        device.open().use { anew ->
            device.transport.generation = "first"
            device.sync(anew).use { assertTrue(it.run(Witness()).isChanged) }
        }
    }

    @Test
    fun whatCannotBeOpenedIsATypedError() = onDevice { device ->
        assertThrows(OpenFailure.Root::class.java) { device.sync(device.published, root = ByteArray(9)) }
        assertThrows(OpenFailure.Inaccessible::class.java) { setAsidePublished(device.folder.path + "/absent") }
    }

    private companion object {
        const val CUT = 100
    }
}
