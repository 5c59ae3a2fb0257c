package cz.semafor.core

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser

/** `bindings/ffi/vectors/set/steps.json`: what happens to a device, and what Rust said. `SetVectors.swift` reads it too. */
class SetVectors {
    class Step(json: JsonObject) {
        val name: String = json["name"].asString
        val clock = json["clock"].asJsonObject.let { ClockReading(instant(it["device"])!!, sinceBoot(it["since_boot"])) }

        /** `look`, `sync` or `refresh`. */
        val action: String = json["action"].asString

        /** The generation that the server has; null is no network. */
        val serves = text(json["serves"])
        val outcome: JsonElement = json["outcome"]
        val progress: JsonElement = json["progress"]
        val time: JsonElement = json["time"]
        val nextChange: JsonElement = json["next_change"]

        /** What staff are told, by the name of the text. */
        val doors = json["doors"].asJsonObject
    }

    private val json = JsonParser.parseString(bytes("steps.json")!!.decodeToString()).asJsonObject
    val url: String = json["url"].asString
    val texts = json["texts"].asJsonObject.entrySet().associate { (name, text) -> name to text.asString }
    val policy = Policy(asked(json["asked"]), TestKeys.DISTRUSTED)
    val language = Language.valueOf(json["language"].asString.uppercase())
    val steps = json["steps"].asJsonArray.map { Step(it.asJsonObject) }
}

private fun sinceBoot(json: JsonElement): SinceBoot? =
    json.takeUnless { it.isJsonNull }?.asJsonObject?.let { SinceBoot(it["boot"].asString, it["seconds"].asLong) }
