package cz.semafor.core

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive
import java.lang.reflect.Modifier
import java.time.Instant

/**
 * Any generated value in the shape in which the core serialises it, so that Rust can write what is expected: fields in
 * snake_case, variants in kebab-case, a variant without data as its name, one with data as `{"name": {fields}}` or
 * `{"name": the only unnamed field}`, times in RFC 3339, bytes in hex. `Plain.swift` does the same.
 */
fun plain(value: Any?): JsonElement =
    when (value) {
        null -> JsonNull.INSTANCE
        is String -> JsonPrimitive(value)
        is Boolean -> JsonPrimitive(value)
        is Number -> JsonPrimitive(value)
        is UInt -> JsonPrimitive(value.toLong())
        is Instant -> JsonPrimitive(value.toString())
        is Algorithm -> JsonPrimitive(value.name) // ES256 is its name everywhere
        is Enum<*> -> JsonPrimitive(value.name.lowercase().replace('_', '-'))
        is ByteArray -> JsonPrimitive(value.joinToString("") { "%02x".format(it) })
        is List<*> -> JsonArray().apply { value.forEach { add(plain(it)) } }
        else -> plainByReflection(value)
    }

private fun plainByReflection(value: Any): JsonElement {
    val fields = JsonObject()
    for (field in value.javaClass.declaredFields.filterNot { Modifier.isStatic(it.modifiers) }) {
        field.isAccessible = true
        fields.add(words(field.name, '_'), plain(field[value]))
    }
    val type = value.javaClass
    val name = words(type.simpleName, '-')
    return when {
        !Modifier.isAbstract(type.superclass.modifiers) -> fields
        fields.isEmpty -> JsonPrimitive(name)
        // uniffi's name for an unnamed field
        else -> JsonObject().apply { add(name, fields["v1"] ?: fields) }
    }
}

private fun words(name: String, between: Char) = name.replace(Regex("(?<=.)[A-Z]"), "$between$0").lowercase()
