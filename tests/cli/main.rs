//! The commands, end to end, in a sealed home: no network, no clock, nothing of the machine's user.
//!
//! `SNAPSHOTS=overwrite cargo test` writes what the commands print into the tests and documents.

mod sealed;

mod add;
mod architecture;
mod at_once;
mod check;
mod check_fix;
mod clock;
mod commits;
mod customer;
mod demo;
mod docs;
mod done;
mod done_bytes;
mod done_commits;
mod edit;
mod followups;
mod followups_lists;
mod followups_look;
mod hooks;
mod init;
mod kill;
mod log;
mod new;
mod new_names;
mod new_templates;
mod notebook;
mod notes;
mod person;
mod promises;
mod recovery;
mod refusals;
mod save;
mod settings;
mod today;
mod unboxed;
mod undo;
mod undo_refusals;
mod undo_typed;
mod undo_which;
mod verbs;
mod verbs_alike;
mod waiting;
mod week;
