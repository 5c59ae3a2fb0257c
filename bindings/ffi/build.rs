//! How the library for phones is linked: functions that came out the same are kept once, and relocations are packed.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Where the linker is LLVM's: the NDK's, and the one that comes with Rust. Apple's folds by itself.
    let is_lld =
        target("OS") == "android" || (target("OS") == "linux" && target("ENV") == "gnu" && target("ARCH") == "x86_64");
    if is_lld {
        println!("cargo::rustc-cdylib-link-arg=-Wl,--icf=all,-z,pack-relative-relocs");
    }
}

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script its target so")]
fn target(part: &str) -> String {
    std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default()
}
