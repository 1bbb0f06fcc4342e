//! The commands, end to end, in a sealed home: no network, no clock, nothing of the machine's user.
//!
//! `SNAPSHOTS=overwrite cargo test` writes what the commands print into the tests and documents.

mod sealed;

mod add;
mod architecture;
mod asks;
mod brief;
mod check;
mod check_fix;
mod clock;
mod commits;
mod customer;
mod decisions;
mod demo;
mod docs;
mod done;
mod done_bytes;
mod done_commits;
mod edit;
mod find;
mod followups;
mod followups_lists;
mod followups_look;
mod handoff;
mod init;
mod log;
mod new;
mod new_names;
mod new_templates;
mod notebook;
mod notes;
mod notes_list;
mod person;
mod promises;
mod quiet;
mod refusals;
mod risks;
mod save;
mod settings;
mod show;
mod stats;
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
mod week_forever;
mod week_over_time;
mod week_trust;
mod week_without_history;
