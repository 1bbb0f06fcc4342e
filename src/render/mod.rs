//! Values in, text out: one file per format. Nothing here reads a file or knows a terminal.

pub mod asks;
pub mod booked;
pub mod brief;
pub mod check;
pub mod due_dates;
pub mod entries;
pub mod find;
pub mod handoff;
pub mod json;
pub mod lines;
pub mod listing;
pub mod log;
pub mod notes;
pub mod minutes;
pub mod nudge;
pub mod page;
pub mod promises;
pub mod quiet;
pub mod remarks;
pub mod show;
pub mod stats;
pub mod terminal;
pub mod today;
pub mod typed;
pub mod week;
pub mod withheld;
