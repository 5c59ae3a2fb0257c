package cz.semafor.core

/**
 * A text that can cross into the core: half a surrogate pair, which a pasted or shared text may hold, becomes U+FFFD.
 * Texts from the camera are well-formed already.
 */
fun wellFormed(text: String): String =
    buildString(text.length) {
        for ((index, unit) in text.withIndex()) {
            val paired = when {
                unit.isHighSurrogate() -> text.getOrNull(index + 1)?.isLowSurrogate() == true
                unit.isLowSurrogate() -> text.getOrNull(index - 1)?.isHighSurrogate() == true
                else -> true
            }
            append(if (paired) unit else '\uFFFD')
        }
    }
