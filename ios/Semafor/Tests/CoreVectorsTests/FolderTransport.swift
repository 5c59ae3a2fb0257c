import Foundation

import SemaforCore

/// A network of the test's own: one generation of `bindings/ffi/vectors/set`, served as a web server would. A sync asks for
/// several files at once; the lock has them answered one by one.
final class FolderTransport: Transport, @unchecked Sendable {
    private let url: String
    private let lock = NSRecursiveLock()
    /// `first` or `second`; nil is no network.
    var generation: String?
    /// The bytes of a blob after which the connection breaks.
    var cutAfter: Int?
    /// Called before each answer.
    var before: (Request) throws -> Void = { _ in }
    private(set) var requests: [Request] = []
    /// What was sent of each blob, in order.
    private(set) var sent: [String: Data] = [:]

    init(url: String) {
        self.url = url
    }

    func get(request: Request) throws -> Response {
        lock.lock()
        defer { lock.unlock() }
        requests.append(request)
        try before(request)
        guard let generation else { throw TransportError.NoConnection(detail: "unplugged") }
        let path = String(request.url.dropFirst(url.count))
        return path == "timestamp.cbor"
            ? try timestamp("\(generation)/\(path)", etag: "\"\(generation)\"", request) : file(path, request)
    }

    private func timestamp(_ path: String, etag: String, _ request: Request) throws -> Response {
        request.etag == etag ? response(304, etag: etag) : response(200, etag: etag, try published(path))
    }

    private func file(_ path: String, _ request: Request) -> Response {
        guard let file = try? published(path) else { return response(404) }
        guard let range = request.range else { return blob(path, 200, file) }
        let (from, end) = (Int(range.from), min(file.count, Int(range.from + range.bytes)))
        return from < end ? blob(path, 206, file.subdata(in: from..<end)) : response(416)
    }

    private func blob(_ path: String, _ status: UInt16, _ body: Data) -> Response {
        let came = body.prefix(cutAfter ?? body.count)
        sent[path, default: Data()] += came
        return response(status, Data(came), complete: came.count == body.count)
    }

    private func response(
        _ status: UInt16, etag: String? = nil, _ body: Data = Data(), complete: Bool = true
    ) -> Response {
        Response(status: status, etag: etag, retryAfter: nil, body: body, complete: complete)
    }
}

/// A file of `vectors/set`.
func published(_ path: String) throws -> Data {
    try file("bindings/ffi/vectors/set/\(path)")
}
