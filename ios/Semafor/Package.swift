// swift-tools-version: 5.9
import PackageDescription

// Where libsemafor_ffi lies; .ci/swift sets it. An app links the library itself.
let library: [LinkerSetting] =
    Context.environment["SEMAFOR_LIBRARY"].map {
        [.unsafeFlags(["-L\($0)", "-lsemafor_ffi", "-Xlinker", "-rpath", "-Xlinker", $0])]
    } ?? []

let package = Package(
    name: "Semafor",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "SemaforCore", targets: ["SemaforCore"])],
    targets: [
        .target(name: "SemaforCoreFFI", linkerSettings: library),
        .target(name: "SemaforCore", dependencies: ["SemaforCoreFFI"]),
        .testTarget(name: "CoreVectorsTests", dependencies: ["SemaforCore"]),
    ]
)
