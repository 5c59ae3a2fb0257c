import Foundation
import XCTest

import SemaforCore

/// A real picture's luma through the library, as a camera hands it over. `ScannerTest.kt` does the same.
final class ScannerTests: XCTestCase {
    private struct Vector {
        let frame: Data
        let width: UInt32
        let height: UInt32
        let stride: UInt32
        let text: String?

        init() throws {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../../../bindings/ffi/vectors")
            let described = try Data(contentsOf: folder.appendingPathComponent("frame.json"))
            let json = try XCTUnwrap(JSONSerialization.jsonObject(with: described) as? NSDictionary)
            let number = { (name: String) in UInt32(try XCTUnwrap(json[name] as? Int)) }
            let file = try Data(contentsOf: folder.appendingPathComponent(try XCTUnwrap(json["file"] as? String)))
            frame = file.dropFirst(Int(try number("offset")))
            width = try number("width")
            height = try number("height")
            stride = try number("stride")
            text = json["text"] as? String
        }

        func look(_ scanner: CodeScanner) throws -> Seen {
            try scanner.scan(frame: frame, width: width, height: height, stride: stride, rotation: .clockwise)
        }

        /// A slow machine needs more frames than one, as a camera has them.
        func read(_ scanner: CodeScanner) throws -> String? {
            for _ in 1...400 {
                if case .codes(let codes) = try look(scanner) { return codes.first?.text }
            }
            return nil
        }
    }

    func testTheFrameIsReadAsByRust() throws {
        let vector = try Vector()
        for mode in [Mode.camera, .still] {
            let scanner = CodeScanner(mode: mode, wanted: .certificates)
            XCTAssertEqual(try vector.read(scanner), vector.text)
            scanner.forget()
            XCTAssertEqual(try vector.read(scanner), vector.text)
        }
    }

    /// The memory of a pixel buffer is lent to `Data`, and by `Data` to the library.
    func testAPixelBufferIsNotCopied() throws {
        let vector = try Vector()
        let plane = UnsafeMutableRawPointer.allocate(byteCount: vector.frame.count, alignment: 64)
        defer { plane.deallocate() }
        vector.frame.withUnsafeBytes { plane.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        let lent = Data(bytesNoCopy: plane, count: vector.frame.count, deallocator: .none)
        lent.withUnsafeBytes { XCTAssertEqual($0.baseAddress, UnsafeRawPointer(plane)) }
        let seen = try CodeScanner(mode: .still, wanted: .everything).scan(
            frame: lent, width: vector.width, height: vector.height, stride: vector.stride, rotation: .clockwise)
        if case .codes(let codes) = seen { XCTAssertEqual(codes.first?.text, vector.text) }
    }

    func testNumbersThatDescribeNoFrameAreTypedErrors() throws {
        let scanner = CodeScanner(mode: .camera, wanted: .certificates)
        let frame = try Vector().frame
        for (width, height, stride, expected) in [
            (9, 9, 8, FrameError.Stride(stride: 8, width: 9)),
            (9, 1_000_000, 9, .Length(bytes: UInt64(frame.count), needed: 9_000_000)),
        ] as [(UInt32, UInt32, UInt32, FrameError)] {
            XCTAssertThrowsError(
                try scanner.scan(frame: frame, width: width, height: height, stride: stride, rotation: .upright)
            ) { XCTAssertEqual($0 as? FrameError, expected) }
        }
        let seen = try scanner.scan(frame: Data(), width: 0, height: 0, stride: 0, rotation: .upright)
        if case .codes = seen { XCTFail("a code in nothing") }
    }
}
