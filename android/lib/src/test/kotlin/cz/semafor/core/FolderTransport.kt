package cz.semafor.core

import java.io.File

/**
 * A network of the test's own: one generation of `bindings/ffi/vectors/set`, served as a web server would. A sync asks for
 * several files at once; they are answered one by one.
 */
class FolderTransport(private val url: String) : Transport {
    /** `first` or `second`; null is no network. */
    var generation: String? = null

    /** The bytes of a blob after which the connection breaks. */
    var cutAfter: Int? = null

    /** Called before each answer. */
    var before: (Request) -> Unit = {}

    val requests = mutableListOf<Request>()

    /** What was sent of each blob, in order. */
    val sent = mutableMapOf<String, ByteArray>()

    @Synchronized
    override fun get(request: Request): Response {
        requests += request
        before(request)
        val generation = generation ?: throw TransportException.NoConnection("unplugged")
        val path = request.url.removePrefix(url)
        return if (path == "timestamp.cbor") timestamp("$generation/$path", request) else file(path, request)
    }

    private fun timestamp(path: String, request: Request): Response {
        val etag = "\"$generation\""
        return if (request.etag == etag) response(304, etag) else response(200, etag, bytes(path)!!)
    }

    private fun file(path: String, request: Request): Response {
        val file = bytes(path) ?: return response(404)
        val range = request.range ?: return blob(path, 200, file)
        val from = range.from.toInt()
        val end = minOf(file.size, from + range.bytes.toInt())
        return if (from < end) blob(path, 206, file.copyOfRange(from, end)) else response(416)
    }

    private fun blob(path: String, status: Int, body: ByteArray): Response {
        val most = cutAfter?.takeIf { it < body.size }
        val came = body.copyOf(most ?: body.size)
        sent[path] = (sent[path] ?: ByteArray(0)) + came
        return response(status, body = came, complete = most == null)
    }

    private fun response(status: Int, etag: String? = null, body: ByteArray = ByteArray(0), complete: Boolean = true) =
        Response(status.toUShort(), etag, retryAfter = null, body, complete)
}

/** A file of `vectors/set`, if it is there. */
fun bytes(path: String): ByteArray? = folder("vectors", "set/$path").takeIf(File::isFile)?.readBytes()
