//! The generator of Semafor's Kotlin and Swift bindings.

fn main() {
    uniffi::uniffi_bindgen_main();
}
