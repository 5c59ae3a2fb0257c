package cz.semafor.core

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import cz.semafor.ffi.Verifier
import cz.semafor.ffi.inspect
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test

/**
 * The answers in `bindings/ffi/vectors/answers.json`: both phones must give them to the letter.
 * `CoreVectorsTests.swift` reads the same file.
 */
class CoreVectorsTest {
    private class Vector(json: JsonObject) {
        val name: String = json["name"].asString
        val trust = json["trust"].asJsonArray.map { it.asJsonObject }
        val texts = json["texts"].asJsonArray.map(JsonElement::getAsString)
        val policy = json["country"].let {
            Policy(if (it.isJsonNull) Asked.Technical else Asked.Entry(it.asString, region = null, mode = null), TestKeys.DISTRUSTED)
        }
        val time = TimeContext(device = Instant.parse(json["at"].asString), floor = null, estimate = null)
        val language = Language.valueOf(json["language"].asString.uppercase())
        val expected = json["expected"].asJsonObject
        val inspections = json["inspections"].asJsonArray
    }

    private val vectors =
        JsonParser.parseString(File(System.getProperty("semafor.vectors"), "answers.json").readText())
            .asJsonArray.map { Vector(it.asJsonObject) }
    private val examples = File(System.getProperty("semafor.examples"))

    @Test
    fun everyVectorGivesItsReport() {
        assertFalse(vectors.isEmpty())
        for (vector in vectors) {
            val report = Verifier.fromParts(vector.trust.map(::keyFile)).use {
                it.check(vector.texts, vector.policy, vector.time, vector.language)
            }
            assertEquals(vector.name, vector.expected, plain(report))
        }
    }

    @Test
    fun everyVectorIsInspectedAlike() {
        for (vector in vectors) {
            vector.texts.zip(vector.inspections).forEach { (text, expected) ->
                assertEquals(vector.name, expected, plain(inspect(text)))
            }
        }
    }

    @Test
    fun noKeyFileIsATypedError() {
        val files = listOf(KeyFile(byteArrayOf(1), domain = null, listKey = null, pin = null))
        val error = assertThrows(ImportException.UnknownShape::class.java) { Verifier.fromParts(files) }
        assertTrue(error.message, error.message!!.startsWith("not a key file"))
    }

    @Test
    fun anyTextIsInspected() {
        for (text in listOf("", "HC1:", "\u0000", "Nguyễn Thị Đào, Žižkov 🟢", "x".repeat(100_000))) {
            assertNull(text, inspect(text).keyId)
        }
    }

    @Test
    fun aTextThatIsNoUnicodeIsInspectedToo() {
        assertEquals(TextKind.OTHER, inspect(wellFormed("a\uD800b")).text)
        assertEquals("a\uFFFDb\uFFFD", wellFormed("a\uDC00b\uD83D"))
        assertEquals("Nguyễn 🟢", wellFormed("Nguyễn 🟢"))
    }

    private fun keyFile(trust: JsonObject): KeyFile {
        val domain = trust["domain"].takeUnless { it.isJsonNull }?.let {
            if (it.asString == "who-icvp") Domain.WhoIcvp else Domain.EuDcc
        }
        return KeyFile(File(examples, trust["file"].asString).readBytes(), domain, listKey = null, pin = null)
    }
}
