//! The commands: one file each, with its arguments and help, then what it does.

pub mod add;
pub mod asks;
pub mod assign;
pub mod brief;
pub mod calendar;
mod calendars;
mod changes;
pub mod check;
pub mod completions;
pub mod customer;
pub mod decisions;
pub mod demo;
pub mod done;
pub mod drop;
pub mod edit;
pub mod find;
mod fixes;
pub mod followups;
pub mod handoff;
pub mod init;
pub mod invite;
mod from_calendar;
pub mod log;
pub mod man;
pub mod merge_driver;
pub mod new;
pub mod notes;
mod outgoing;
pub mod person;
pub mod postpone;
pub mod promises;
pub mod quiet;
pub mod reopen;
pub mod risks;
pub mod save;
mod scaffold;
pub mod share;
pub mod show;
pub mod stats;
mod summary;
pub mod sync;
pub mod today;
pub mod undo;
mod verb;
pub mod waiting;
pub mod week;
mod within;
mod written;

/// What every command that writes takes.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Writing {
    /// Leave the commit to you
    #[arg(long)]
    pub no_commit: bool,
}
