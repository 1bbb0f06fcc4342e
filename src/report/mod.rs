//! Reports: plain values computed from notes, their history and a day.
//!
//! Nothing here reads a file, a repository or the clock.

pub mod brief;
pub mod check;
pub mod escalations;
pub mod handoff;
pub mod item;
pub mod lines;
pub mod meetings;
pub mod nudge;
pub mod pairing;
pub mod people_seen;
pub mod period;
pub mod promises;
mod similar_tags;
pub mod threads;
pub mod today;
pub mod waiting;
pub mod week;

#[cfg(test)]
mod history_tests;
