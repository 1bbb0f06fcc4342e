#![allow(dead_code)]
//! fieldnote: customer-meeting notes in Markdown and git.
//!
//! This file is the map of the code and its one law: **modules are listed in order, and a module may
//! use only those above it.** A total order cannot hold a circle. `tests/cli/architecture.rs` checks it.

// Text and time; pure; nothing here has heard of a meeting.
mod error;
mod words;
mod cells;
mod date;
mod edit;
mod markdown;
mod front_matter;

// Meetings; pure; the nouns of the field.
mod people;
mod follow_up;
mod note;
mod query;
#[cfg_attr(not(test), expect(dead_code, reason = "the command that fills templates comes next"))]
mod template;

// Looks; pure; values in, text out.
mod render;

// The world; reads and writes, never prints.
#[expect(
    dead_code,
    unused_imports,
    reason = "the commands that commit and read history are not written yet"
)]
mod git;
#[expect(dead_code, unused_imports, reason = "the commands that read settings come next")]
mod config;
#[expect(dead_code, reason = "the commands that print come next")]
mod ui;

// The commands.

/// Runs the program on the process's arguments.
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
