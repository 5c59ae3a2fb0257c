package cz.semafor.core

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File

/** `bindings/ffi/vectors/answers.json`: questions and Rust's answers. `Vectors.swift` reads the same file. */
class Vectors {
    class Question(json: JsonObject, vectors: Vectors) {
        val name: String = json["name"].asString
        val trust = json["trust"].asJsonArray.map { vectors.keyFile(it.asJsonObject) }
        val policyFiles =
            (if (json["with_policy"].asBoolean) vectors.published else emptyList()) + policyFiles(json["more_policy"])
        val texts = json["texts"].asJsonArray.map { vectors.text(it.asString)["text"].asString }
        val policy = Policy(asked(json["asked"]), TestKeys.DISTRUSTED)
        val time = json["time"].asJsonObject.let {
            TimeContext(Instant.parse(it["device"].asString), instant(it["floor"]), instant(it["estimate"]))
        }
        val language = Language.valueOf(json["language"].asString.uppercase())
        val door = json["door"].asJsonObject
        val explanation = json["explanation"].asJsonObject
    }

    /** Files of which nothing can be made. */
    class Failure(json: JsonObject) {
        val trust = json["trust"].asJsonArray.map { keyFile(it.asString.toByteArray(), domain = null) }
        val policyFiles = policyFiles(json["policy"])
        val error = when (val kind = json["kind"].asString) {
            "trust" -> PartsException.Trust::class.java
            "policy" -> PartsException.Policy::class.java
            else -> error(kind)
        }
        val message: String = json["message"].asString
    }

    private val json = JsonParser.parseString(folder("vectors", "answers.json").readText()).asJsonObject

    /** The files of `rules/policy`. */
    private val published = json["policy"].asJsonArray.map(JsonElement::getAsString)
        .map { PolicyFile(it, folder("policy", it).readBytes()) }
    val questions = json["questions"].asJsonArray.map { Question(it.asJsonObject, this) }
    val failures = json["failures"].asJsonArray.map { Failure(it.asJsonObject) }

    /** Each text with what it holds. */
    val inspections = json["texts"].asJsonObject.entrySet()
        .associate { (_, shown) -> shown.asJsonObject.let { it["text"].asString to it["inspection"].asJsonObject } }

    private fun text(name: String) = json["texts"].asJsonObject[name].asJsonObject

    private fun keyFile(trust: JsonObject): KeyFile {
        val domain = trust["domain"].takeUnless { it.isJsonNull }?.let {
            if (it.asString == "who-icvp") Domain.WhoIcvp else Domain.EuDcc
        }
        return keyFile(folder("examples", trust["file"].asString).readBytes(), domain)
    }
}

internal fun folder(name: String, file: String) = File(System.getProperty("semafor.$name"), file)

private fun keyFile(bytes: ByteArray, domain: Domain?) = KeyFile(bytes, domain, listKey = null, pin = null)

private fun policyFiles(files: JsonElement) = files.asJsonArray.map { it.asJsonObject }
    .map { PolicyFile(it["name"].asString, it["text"].asString.toByteArray()) }

internal fun asked(json: JsonElement): Asked {
    if (json.isJsonPrimitive) return Asked.Technical
    val entry = json.asJsonObject["entry"].asJsonObject
    return Asked.Entry(text(entry["country"]), text(entry["region"]), text(entry["mode"]))
}

internal fun text(json: JsonElement): String? = json.takeUnless { it.isJsonNull }?.asString

internal fun instant(json: JsonElement): Instant? = text(json)?.let { Instant.parse(it) }
