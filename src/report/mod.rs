//! Reports: plain values computed from notes, their history and a day.
//!
//! Nothing here reads a file, a repository or the clock.

pub mod asks;
pub mod booked;
pub mod brief;
pub mod check;
pub mod days;
pub mod decisions;
pub mod escalations;
pub mod find;
pub mod guests;
pub mod handoff;
pub mod item;
pub mod lines;
pub mod meetings;
pub mod minutes;
mod not_sent;
pub mod notes;
pub mod nudge;
pub mod outward;
pub mod pairing;
pub mod people_seen;
pub mod period;
pub mod promises;
pub mod quiet;
pub mod risks;
pub mod sides;
mod similar_tags;
pub mod stats;
pub mod threads;
pub mod today;
pub mod waiting;
pub mod week;
pub mod whose;

#[cfg(test)]
mod history_tests;
#[cfg(test)]
mod truth_tests;
