// SwiftPM wants a source file in a C target; the code is in libsemafor_ffi.
