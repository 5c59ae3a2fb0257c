package cz.semafor.core

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import cz.semafor.ffi.TrustException
import cz.semafor.ffi.Verifier
import cz.semafor.ffi.inspect
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Test

/**
 * The answers in `bindings/ffi/vectors/answers.json`: both phones must give them to the letter.
 * `CoreVectorsTests.swift` reads the same file.
 */
class CoreVectorsTest {
    private class Vector(json: JsonObject) {
        val name: String = json["name"].asString
        val trust = json["trust"].asJsonArray.map(JsonElement::getAsString)
        val texts = json["texts"].asJsonArray.map(JsonElement::getAsString)
        val at = json["at"].asLong
        val expected = json["expected"].asJsonObject
    }

    private val folder = File(System.getProperty("semafor.vectors"))

    @Test
    fun everyVectorGivesItsReport() {
        val json = JsonParser.parseString(file("answers.json").decodeToString())
        val vectors = json.asJsonArray.map { Vector(it.asJsonObject) }
        assertFalse(vectors.isEmpty())
        for (vector in vectors) {
            val report = Verifier.fromParts(vector.trust.map(::file)).use { it.check(vector.texts) }
            assertEquals(vector.name, vector.expected, plain(report))
        }
    }

    @Test
    fun noTrustIsATypedError() {
        assertThrows(TrustException.Missing::class.java) { Verifier.fromParts(listOf()) }
    }

    @Test
    fun anyTextIsInspected() {
        for (text in listOf("", "HC1:", "\u0000", "Nguyễn Thị Đào, Žižkov 🟢", "x".repeat(100_000))) {
            assertEquals(text.encodeToByteArray().size.toULong(), inspect(text).length)
        }
    }

    private fun file(name: String) = File(folder, name).readBytes()
}
