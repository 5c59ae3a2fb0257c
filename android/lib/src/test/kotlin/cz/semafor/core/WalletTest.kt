package cz.semafor.core

import cz.semafor.ffi.Wallet
import cz.semafor.ffi.walletPresence
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test

/** A family's wallet in a folder of its own, judged by what was synced. `WalletTests.swift` does the same. */
class WalletTest {
    private val vectors = SetVectors()
    private val schemes = listOf("VN")

    private fun onDevice(test: (Device, Wallet) -> Unit) = Device(vectors).use { device ->
        device.sync("first")
        Wallet.create(device.home(), ShiftedKey(1), device.published).use { test(device, it) }
    }

    private fun Device.home() = File(folder, "wallet").path

    private fun Wallet.addOne(name: String): Added.New = add(listOf(vectors.texts.getValue(name))).single() as Added.New

    @Test
    fun aCertificateIsAddedListedRemovedAndHadBack() = onDevice { device, wallet ->
        val added = wallet.addOne("certificate")
        assertTrue(added.verified)
        assertTrue(wallet.add(listOf(vectors.texts.getValue("certificate"))).single() is Added.Duplicate)

        val person = wallet.list(schemes, Language.EN).people.single()
        assertEquals("Jana Nováková", person.holder.name)
        assertEquals(listOf(added.id), person.members.map { it.id })
        val shown = person.statuses.single().shown
        assertEquals(Triple(Colour.GREEN, Shape.CIRCLE, "Green"), Triple(shown.colour, shown.shape, shown.word))
        assertEquals(vectors.texts.getValue("certificate"), wallet.certificate(added.id, Language.EN).text)

        wallet.remove(added.id)
        val empty = wallet.list(schemes, Language.EN)
        assertTrue(empty.people.isEmpty() && empty.removed.single().id == added.id)
        assertEquals(added.id, wallet.undo(null))
        assertThrows(WalletFailure.NoSuch::class.java) { wallet.undo(null) }

        wallet.close()
        Wallet.open(device.home(), ShiftedKey(1), device.published).use {
            assertEquals(added.id, it.list(schemes, Language.EN).certificates.single().id)
        }
    }

    @Test
    fun aColourSaysUntilWhenAndWhatComesNext() = onDevice { _, wallet ->
        val id = wallet.addOne("certificate").id
        val status = wallet.status(id, "VN", Language.EN)
        val next = status.next!!
        assertEquals(status.until!!.plusSeconds(1), next.at)
        assertEquals(StatusState.NO_SCHEME, wallet.status(id, "XX", Language.EN).shown.state)
    }

    @Test
    fun whatCannotBeVerifiedIsKeptAndSaysSo() = onDevice { _, wallet ->
        val added = wallet.addOne("stranger")
        assertFalse(added.verified)
        assertTrue(wallet.list(schemes, Language.EN).certificates.single().reasons.contains(ReasonCode.KEY_UNKNOWN))
        assertTrue(wallet.add(listOf("https://example.org")).single() is Added.NotKept)
    }

    @Test
    fun whoBelongsTogetherIsDecidedByTheOwner() = onDevice { _, wallet ->
        val certificate = wallet.addOne("certificate").id
        val entered = wallet.addPerson(HolderNote("Jana Nováková", "1964-08-12", null))
        assertEquals(1, wallet.list(schemes, Language.EN).people.size)
        wallet.decide(certificate, entered, false)
        val people = wallet.list(schemes, Language.EN).people
        assertEquals(listOf(false, true), people.map { it.isIdentityOnly })
        wallet.decide(certificate, entered, true)
        val because = wallet.list(schemes, Language.EN).people.single().members.first().because!!
        assertEquals(Joined.Decided, because.joined)
        assertThrows(WalletFailure.Unusable::class.java) { wallet.decide(entered, entered, true) }
    }

    @Test
    fun aWrongKeyOpensNothingAndHarmsNothing() = onDevice { device, wallet ->
        wallet.addOne("certificate")
        wallet.close()
        val before = File(device.home(), "wallet.db").readBytes()
        assertThrows(WalletFailure.Refused::class.java) { Wallet.open(device.home(), ShiftedKey(2), device.published) }
        assertTrue(before.contentEquals(File(device.home(), "wallet.db").readBytes()))
        assertThrows(WalletFailure.Occupied::class.java) {
            Wallet.create(device.home(), ShiftedKey(2), device.published)
        }
        assertEquals(Presence.PRESENT, walletPresence(device.home()))
        File(device.home(), "wallet.key").delete()
        assertEquals(Presence.KEY_LOST, walletPresence(device.home()))
        assertThrows(WalletFailure.KeyLost::class.java) { Wallet.open(device.home(), ShiftedKey(1), device.published) }
    }

    @Test
    fun whatIsExportedOpensElsewhereByItsWordsAlone() = onDevice { device, wallet ->
        val id = wallet.addOne("certificate").id
        wallet.addPerson(HolderNote("Petr Novák", "2019", null))
        wallet.chooseSchemes(listOf("VN", "CZ"))
        val exported = wallet.export()
        assertEquals(6, exported.words.split(" ").size)
        val elsewhere = File(device.folder, "elsewhere").path
        Wallet.create(elsewhere, ShiftedKey(4), device.published).use { other ->
            assertThrows(WalletFailure.WrongWords::class.java) { other.import(exported.file, wallet.export().words) }
            assertThrows(WalletFailure.Unusable::class.java) { other.import(exported.file, "one two three") }
            assertThrows(WalletFailure.Unusable::class.java) { other.import(exported.file.copyOf(90), exported.words) }
            val imported = other.import(exported.file, exported.words)
            assertEquals(1u to 1u, imported.new to imported.persons)
            val people = other.list(schemes, Language.EN).people
            assertEquals(wallet.list(schemes, Language.EN).people.map { it.holder }, people.map { it.holder })
            assertEquals(listOf("VN", "CZ"), other.schemes())
            assertEquals(2u, wallet.import(exported.file, exported.words).duplicates)
        }
        assertEquals(id, wallet.list(schemes, Language.EN).certificates.single().id)
    }

    @Test
    fun aRecoveryPhraseOpensWhatALostKeystoreDoesNot() = onDevice { device, wallet ->
        wallet.addOne("certificate")
        val phrase = wallet.makeRecovery()
        wallet.close()
        Wallet.recover(device.home(), phrase, ShiftedKey(3), device.published).use {
            assertEquals(1, it.list(schemes, Language.EN).certificates.size)
        }
        Wallet.open(device.home(), ShiftedKey(3), device.published).close()
        assertNotEquals(phrase, phrase.reversed())
        assertThrows(WalletFailure.Unusable::class.java) {
            Wallet.recover(device.home(), phrase.reversed(), ShiftedKey(3), device.published)
        }
    }
}

/** A vault that opens what it has locked itself, and nothing of another one. */
private class ShiftedKey(private val shift: Byte) : KeyVault {
    override fun wrap(key: ByteArray) = byteArrayOf(shift) + key.map { (it + shift).toByte() }

    override fun unwrap(wrapped: ByteArray): ByteArray {
        if (wrapped.first() != shift) throw VaultException.Refused()
        return wrapped.drop(1).map { (it - shift).toByte() }.toByteArray()
    }
}
