//! Reports: plain values computed from notes, their history and a day.
//!
//! Nothing here reads a file, a repository or the clock.

pub mod check;
pub mod item;
pub mod lines;
pub mod meetings;
pub mod nudge;
pub mod outward;
pub mod pairing;
pub mod period;
pub mod promises;
mod similar_tags;
pub mod threads;
pub mod today;
pub mod waiting;
pub mod week;
pub mod whose;

#[cfg(test)]
mod history_tests;
