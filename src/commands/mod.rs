//! The commands: one file each, with its arguments and help, then what it does.

mod changes;
pub mod check;
pub mod customer;
pub mod demo;
pub mod done;
pub mod edit;
pub mod followups;
pub mod init;
pub mod log;
pub mod new;
pub mod person;
pub mod promises;
pub mod save;
mod summary;
pub mod undo;
pub mod week;
mod written;

/// What every command that writes takes.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Writing {
    /// Leave the commit to you
    #[arg(long)]
    pub no_commit: bool,
}
