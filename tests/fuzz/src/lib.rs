//! What the fuzz targets hold true. The same functions replay the corpora in `cargo test` (`core/tests/corpora.rs`).

pub mod properties;
