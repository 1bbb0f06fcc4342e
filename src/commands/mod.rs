//! The commands: one file each, with its arguments and help, then what it does.

pub mod add;
pub mod assign;
mod changes;
pub mod check;
pub mod customer;
pub mod demo;
pub mod done;
pub mod drop;
pub mod edit;
mod fixes;
pub mod followups;
pub mod init;
pub mod log;
pub mod merge_driver;
pub mod new;
pub mod person;
pub mod postpone;
pub mod promises;
pub mod reopen;
pub mod save;
mod summary;
pub mod today;
pub mod undo;
mod verb;
pub mod waiting;
pub mod week;
mod written;

/// What every command that writes takes.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Writing {
    /// Leave the commit to you
    #[arg(long)]
    pub no_commit: bool,
}
