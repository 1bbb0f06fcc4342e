//! Values in, text out: one file per format. Nothing here reads a file or knows a terminal.

pub mod json;
pub mod log;
pub mod promises;
pub mod terminal;
pub mod week;
