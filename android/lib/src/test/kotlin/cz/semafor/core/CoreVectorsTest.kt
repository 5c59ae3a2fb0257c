package cz.semafor.core

import cz.semafor.ffi.Explainer
import cz.semafor.ffi.Verifier
import cz.semafor.ffi.inspect
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test

/** Rust's answers: both phones must give them to the letter. `CoreVectorsTests.swift` holds the same. */
class CoreVectorsTest {
    private val vectors = Vectors()

    @Test
    fun theDoorReportsAlike() {
        assertFalse(vectors.questions.isEmpty())
        for (question in vectors.questions) {
            val report = Verifier.fromParts(question.trust, question.policyFiles).use {
                it.check(question.texts, question.policy, question.time, question.language)
            }
            assertEquals(question.name, question.door, plain(report))
        }
    }

    @Test
    fun theHolderIsToldAlike() {
        for (question in vectors.questions) {
            val explanation = Explainer.fromParts(question.trust, question.policyFiles).use {
                it.explain(question.texts, question.policy, question.time, question.language)
            }
            assertEquals(question.name, question.explanation, plain(explanation))
        }
    }

    @Test
    fun everyTextIsInspectedAlike() {
        assertFalse(vectors.inspections.isEmpty())
        for ((text, expected) in vectors.inspections) assertEquals(text, expected, plain(inspect(text)))
    }

    @Test
    fun filesThatCannotBeUsedAreTypedErrorsWithTheirNames() {
        assertFalse(vectors.failures.isEmpty())
        for (failure in vectors.failures) {
            for (from in listOf(Verifier::fromParts, Explainer::fromParts)) {
                val error = assertThrows(failure.error) { from(failure.trust, failure.policyFiles) }
                assertEquals(failure.message, error.message)
                // The last file is the one at fault; key files have no names.
                failure.policyFiles.lastOrNull()?.let { assertTrue(it.name, error.message!!.contains(it.name)) }
            }
        }
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
}
