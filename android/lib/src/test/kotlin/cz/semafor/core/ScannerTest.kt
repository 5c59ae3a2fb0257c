package cz.semafor.core

import com.google.gson.JsonParser
import cz.semafor.ffi.CodeScanner
import java.io.File
import java.nio.ByteBuffer
import kotlin.concurrent.thread
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test

/** A real picture's luma through the library, as a camera hands it over. `ScannerTests.swift` does the same. */
class ScannerTest {
    private val folder = File(System.getProperty("semafor.vectors"))
    private val json = JsonParser.parseString(File(folder, "frame.json").readText()).asJsonObject
    private val width = json["width"].asInt.toUInt()
    private val height = json["height"].asInt.toUInt()
    private val stride = json["stride"].asInt.toUInt()
    private val text = json["text"].takeUnless { it.isJsonNull }?.asString

    /** Direct, as the plane of a camera's image is: the library reads it where it lies. */
    private val frame: ByteBuffer = File(folder, json["file"].asString).readBytes().let { file ->
        val offset = json["offset"].asInt
        ByteBuffer.allocateDirect(file.size - offset).apply { put(file, offset, file.size - offset).rewind() }
    }

    private fun CodeScanner.look() = scan(frame, width, height, stride, Rotation.CLOCKWISE)

    /** A slow machine needs more frames than one, as a camera has them. */
    private fun CodeScanner.read(): String? =
        generateSequence { look() }.take(FRAMES).filterIsInstance<Seen.Codes>().firstOrNull()?.codes?.first()?.text

    @Test
    fun theFrameIsReadAsByRust() {
        for (mode in Mode.entries) {
            CodeScanner(mode, Wanted.CERTIFICATES).use { scanner ->
                assertEquals(text, scanner.read())
                scanner.forget()
                assertEquals(text, scanner.read())
            }
        }
    }

    @Test
    fun severalThreadsMayLook() {
        CodeScanner(Mode.STILL, Wanted.EVERYTHING).use { scanner ->
            val looks = (1..4).map { thread { repeat(3) { scanner.look() } } }
            looks.forEach(Thread::join)
            assertEquals(text, scanner.read())
        }
    }

    @Test
    fun numbersThatDescribeNoFrameAreTypedErrors() {
        CodeScanner(Mode.CAMERA, Wanted.CERTIFICATES).use { scanner ->
            val rotation = Rotation.UPRIGHT
            val tooShort = assertThrows(FrameException.Stride::class.java) { scanner.scan(frame, 9u, 9u, 8u, rotation) }
            assertEquals("rows of 9 pixels cannot begin every 8 bytes", said(tooShort.stride, tooShort.width))
            assertThrows(FrameException.Length::class.java) { scanner.scan(frame, width, 9_999u, stride, rotation) }
            assertThrows(FrameException.TooLarge::class.java) { scanner.scan(frame, 99_999u, 99_999u, 99_999u, rotation) }
            val nothing = ByteBuffer.allocateDirect(0)
            assertTrue(scanner.scan(nothing, 0u, 0u, 0u, rotation) is Seen.Nothing)
            // A buffer on the heap would have to be copied.
            assertThrows(IllegalArgumentException::class.java) {
                scanner.scan(ByteBuffer.allocate(81), 9u, 9u, 9u, rotation)
            }
        }
    }

    private fun said(stride: UInt, width: UInt) = "rows of $width pixels cannot begin every $stride bytes"

    private companion object {
        const val FRAMES = 400
    }
}
