//! End-to-end tests of the commands: one file each, each in a sealed home.
//!
//! A new case is a line that ends in `str![]`; `SNAPSHOTS=overwrite cargo test --test cli` fills it in.

mod sealed;

mod architecture;
mod demo;
mod docs;
mod init;
