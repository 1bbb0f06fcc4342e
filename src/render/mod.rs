//! Values in, text out: one file per format. Nothing here reads a file or knows a terminal.

pub mod check;
pub mod json;
pub mod lines;
pub mod log;
pub mod nudge;
pub mod page;
pub mod promises;
pub mod terminal;
pub mod today;
pub mod week;
pub mod withheld;
