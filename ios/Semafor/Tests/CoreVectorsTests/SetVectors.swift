import Foundation
import XCTest

import SemaforCore

/// `bindings/ffi/vectors/set/steps.json`: what happens to a device, and what Rust said. `SetVectors.kt` reads it too.
struct SetVectors {
    struct Step {
        let name: String
        let clock: ClockReading
        /// `look`, `sync` or `refresh`.
        let action: String
        /// The generation that the server has; nil is no network.
        let serves: String?
        /// These are compared with what `plain` makes of the library's answers.
        let outcome: NSObject
        let progress: NSArray
        let time: NSObject
        let nextChange: NSObject
        /// What staff are told, by the name of the text.
        let doors: [String: NSDictionary]

        init(_ json: NSDictionary) throws {
            name = try json.member("name")
            let reading: NSDictionary = try json.member("clock")
            let device = try XCTUnwrap(instant(reading["device"]))
            clock = ClockReading(device: device, sinceBoot: try (reading["since_boot"] as? NSDictionary).map(sinceBoot))
            action = try json.member("action")
            serves = json["serves"] as? String
            outcome = try json.member("outcome")
            progress = try json.member("progress")
            time = try json.member("time")
            nextChange = try json.member("next_change")
            doors = try json.member("doors")
        }
    }

    let url: String
    let texts: [String: String]
    let policy: Policy
    let language: Language
    let steps: [Step]

    init() throws {
        let json = try XCTUnwrap(JSONSerialization.jsonObject(with: published("steps.json")) as? NSDictionary)
        url = try json.member("url")
        texts = try json.member("texts")
        policy = Policy(asked: try asked(json.member("asked", as: Any.self)), testKeys: .distrusted)
        language = try XCTUnwrap(["cs": Language.cs, "en": .en, "vi": .vi][json.member("language")])
        steps = try json.member("steps", as: [NSDictionary].self).map(Step.init)
    }
}

private func sinceBoot(_ json: NSDictionary) throws -> SinceBoot {
    SinceBoot(boot: try json.member("boot"), seconds: Int64(try json.member("seconds", as: Int.self)))
}
