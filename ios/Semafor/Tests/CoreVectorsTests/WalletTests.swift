import Foundation
import XCTest

import SemaforCore

/// A family's wallet in a folder of its own, judged by what was synced. `WalletTest.kt` does the same.
final class WalletTests: XCTestCase {
    private let schemes = ["VN"]

    private func device() throws -> (Device, Wallet) {
        let device = try Device()
        _ = try device.sync("first")
        return (device, try Wallet.create(folder: home(device), vault: ShiftedKey(1), published: device.published))
    }

    private func home(_ device: Device) -> String {
        device.folder.appendingPathComponent("wallet").path
    }

    private func addOne(_ name: String, _ device: Device, _ wallet: Wallet) throws -> (id: String, verified: Bool) {
        let added = try wallet.add(texts: [try XCTUnwrap(device.vectors.texts[name])])
        guard case .new(let id, let verified, _, _, _, _) = added.first else { throw Unexpected(what: "\(added)") }
        return (id, verified)
    }

    func testACertificateIsAddedListedRemovedAndHadBack() throws {
        let (device, wallet) = try device()
        let added = try addOne("certificate", device, wallet)
        XCTAssertTrue(added.verified)
        let again = try wallet.add(texts: [try XCTUnwrap(device.vectors.texts["certificate"])])
        guard case .duplicate = again.first else { return XCTFail("\(again)") }

        let person = try XCTUnwrap(wallet.list(schemes: schemes, language: .en).people.first)
        XCTAssertEqual(person.holder.name, "Jana Nováková")
        XCTAssertEqual(person.members.map(\.id), [added.id])
        let shown = try XCTUnwrap(person.statuses.first).shown
        XCTAssertEqual(shown.colour, .green)
        XCTAssertEqual(shown.shape, .circle)
        XCTAssertEqual(shown.word, "Green")
        let text = try wallet.certificate(id: added.id, language: .en).text
        XCTAssertEqual(text, device.vectors.texts["certificate"])

        try wallet.remove(id: added.id)
        let empty = try wallet.list(schemes: schemes, language: .en)
        XCTAssertTrue(empty.people.isEmpty)
        XCTAssertEqual(empty.removed.map(\.id), [added.id])
        XCTAssertEqual(try wallet.undo(id: nil), added.id)
        XCTAssertThrowsError(try wallet.undo(id: nil)) { guard case WalletFailure.NoSuch = $0 else { return XCTFail("\($0)") } }

        let opened = try Wallet.open(folder: home(device), vault: ShiftedKey(1), published: device.published)
        XCTAssertEqual(try opened.list(schemes: schemes, language: .en).certificates.map(\.id), [added.id])
    }

    func testAColourSaysUntilWhenAndWhatComesNext() throws {
        let (device, wallet) = try device()
        let id = try addOne("certificate", device, wallet).id
        let status = try wallet.status(id: id, scheme: "VN", language: .en)
        let next = try XCTUnwrap(status.next)
        XCTAssertEqual(try XCTUnwrap(status.until).addingTimeInterval(1), next.at)
        XCTAssertEqual(try wallet.status(id: id, scheme: "XX", language: .en).shown.state, .noScheme)
    }

    func testWhatCannotBeVerifiedIsKeptAndSaysSo() throws {
        let (device, wallet) = try device()
        XCTAssertFalse(try addOne("stranger", device, wallet).verified)
        let kept = try XCTUnwrap(wallet.list(schemes: schemes, language: .en).certificates.first)
        XCTAssertTrue(kept.reasons.contains(.keyUnknown))
        let link = try wallet.add(texts: ["https://example.org"])
        guard case .notKept = link.first else { return XCTFail("\(link)") }
    }

    func testWhoBelongsTogetherIsDecidedByTheOwner() throws {
        let (device, wallet) = try device()
        let certificate = try addOne("certificate", device, wallet).id
        let entered = try wallet.addPerson(
            person: HolderNote(name: "Jana Nováková", born: "1964-08-12", document: nil))
        XCTAssertEqual(try wallet.list(schemes: schemes, language: .en).people.count, 1)
        try wallet.decide(one: certificate, other: entered, isOnePerson: false)
        XCTAssertEqual(try wallet.list(schemes: schemes, language: .en).people.map(\.isIdentityOnly), [false, true])
        try wallet.decide(one: certificate, other: entered, isOnePerson: true)
        let person = try XCTUnwrap(wallet.list(schemes: schemes, language: .en).people.first)
        XCTAssertEqual(person.members.first?.because?.joined, .decided)
        XCTAssertThrowsError(try wallet.decide(one: entered, other: entered, isOnePerson: true)) {
            guard case WalletFailure.Unusable = $0 else { return XCTFail("\($0)") }
        }
    }

    func testAWrongKeyOpensNothingAndHarmsNothing() throws {
        let (device, wallet) = try device()
        _ = try addOne("certificate", device, wallet)
        let file = URL(fileURLWithPath: home(device)).appendingPathComponent("wallet.db")
        let before = try Data(contentsOf: file)
        XCTAssertThrowsError(try Wallet.open(folder: home(device), vault: ShiftedKey(2), published: device.published)) {
            guard case WalletFailure.Refused = $0 else { return XCTFail("\($0)") }
        }
        XCTAssertEqual(try Data(contentsOf: file), before)
        XCTAssertThrowsError(try Wallet.create(folder: home(device), vault: ShiftedKey(2), published: device.published)) {
            guard case WalletFailure.Occupied = $0 else { return XCTFail("\($0)") }
        }
        XCTAssertEqual(walletPresence(folder: home(device)), .present)
        try FileManager.default.removeItem(at: file.deletingLastPathComponent().appendingPathComponent("wallet.key"))
        XCTAssertEqual(walletPresence(folder: home(device)), .keyLost)
    }

    func testWhatIsExportedOpensElsewhereByItsWordsAlone() throws {
        let (device, wallet) = try device()
        _ = try addOne("certificate", device, wallet)
        _ = try wallet.addPerson(person: HolderNote(name: "Petr Novák", born: "2019", document: nil))
        try wallet.chooseSchemes(ids: ["VN", "CZ"])
        let exported = try wallet.export()
        XCTAssertEqual(exported.words.split(separator: " ").count, 6)
        let place = device.folder.appendingPathComponent("elsewhere").path
        let other = try Wallet.create(folder: place, vault: ShiftedKey(4), published: device.published)
        XCTAssertThrowsError(try other.import(file: exported.file, words: wallet.export().words)) {
            guard case WalletFailure.WrongWords = $0 else { return XCTFail("\($0)") }
        }
        XCTAssertThrowsError(try other.import(file: exported.file, words: "one two three")) {
            guard case WalletFailure.Unusable = $0 else { return XCTFail("\($0)") }
        }
        XCTAssertThrowsError(try other.import(file: exported.file.prefix(90), words: exported.words)) {
            guard case WalletFailure.Unusable = $0 else { return XCTFail("\($0)") }
        }
        let imported = try other.import(file: exported.file, words: exported.words)
        XCTAssertEqual(imported.new, 1)
        XCTAssertEqual(imported.persons, 1)
        let people = try other.list(schemes: schemes, language: .en).people
        XCTAssertEqual(people.map(\.holder), try wallet.list(schemes: schemes, language: .en).people.map(\.holder))
        XCTAssertEqual(try other.schemes(), ["VN", "CZ"])
    }

    func testARecoveryPhraseOpensWhatALostKeystoreDoesNot() throws {
        let (device, wallet) = try device()
        _ = try addOne("certificate", device, wallet)
        let phrase = try wallet.makeRecovery()
        let (place, vault) = (home(device), ShiftedKey(3))
        let recovered = try Wallet.recover(folder: place, phrase: phrase, vault: vault, published: device.published)
        XCTAssertEqual(try recovered.list(schemes: schemes, language: .en).certificates.count, 1)
        _ = try Wallet.open(folder: place, vault: vault, published: device.published)
    }
}

private struct Unexpected: Error {
    let what: String
}

/// A vault that opens what it has locked itself, and nothing of another one.
private final class ShiftedKey: KeyVault, @unchecked Sendable {
    private let shift: UInt8

    init(_ shift: UInt8) {
        self.shift = shift
    }

    func wrap(key: Data) throws -> Data {
        Data([shift]) + Data(key.map { $0 &+ shift })
    }

    func unwrap(wrapped: Data) throws -> Data {
        guard wrapped.first == shift else { throw VaultError.Refused }
        return Data(wrapped.dropFirst().map { $0 &- shift })
    }
}
