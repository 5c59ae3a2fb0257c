# Names for the steps of .ci/run, which is what a change has to pass. `just` is a convenience: nothing needs it.

# All steps, as they run for every change.
check:
    bash .ci/run

# The demonstration: an authority of its own, certificates of each kind, and what everybody sees of them.
demo:
    cargo semafor demo

# Rewrites the sources in the one format.
format:
    cargo fmt --all

# Formatting, lints, licences.
lint:
    bash .ci/run formatting clippy licences advisories

# What the README calls the tests.
test:
    cargo test --workspace

# The public suites, where they lie beside the checkout.
conformance:
    bash .ci/run conformance

# The Kotlin and the Swift library against the real Rust library, and the phones' targets.
shells:
    bash .ci/run kotlin swift cross
