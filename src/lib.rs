//! fieldnote: customer-meeting notes in Markdown and git.
//!
//! This file is the map of the code and its one law: **modules are listed in order, and a module may
//! use only those above it.** A total order cannot hold a circle. `tests/cli/architecture.rs` checks it.

// Text and time; pure; nothing here has heard of a meeting.
#[cfg(test)]
mod chance;
mod parallel;
mod error;
mod words;
mod cells;
mod date;
mod edit;
mod markdown;
mod front_matter;
mod calendar;

// Meetings; pure; the nouns of the field.
mod people;
mod clock;
mod follow_up;
mod note;
mod template;
mod demo;
mod query;
mod selector;
mod report;

// Looks; pure; values in, text out.
mod render;

// The world; reads and writes, never prints.
mod private;
mod config;
mod calendar_files;
mod git;
mod merge;
mod notebook;
mod history;
mod ui;

// The commands.
mod context;
mod completion;
mod commands;
mod cli;

// What must hold for all bytes.
mod fuzzing;

#[doc(hidden)]
pub use fuzzing::TARGETS;

/// Runs the program on the process's arguments.
pub fn main() -> std::process::ExitCode {
    cli::main()
}
