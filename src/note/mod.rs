//! Notes: one meeting's (or one day's) Markdown file, and what stands in it.
//!
//! Reading never fails: what is wrong with a note is collected in it, with lines.

mod actions;
mod dates;
mod fix;
mod header;
mod items;
mod near_box;
mod read;
mod skip;
mod typed;
mod unboxed;

use crate::date::Date;
use crate::edit::{self, Edit, Span};
use crate::error::{Result, bail};
use crate::follow_up::{FollowUp, State, Style};
use crate::people::{Directory, Present};

pub use fix::{Fix, Fixed, What};
pub use read::read;
pub use skip::Reason;
pub use typed::{Quote, Typed, Word};
pub use unboxed::with_a_box;

/// What stands in one note.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// From the notebook's root, with `/`.
    pub path: String,
    pub customer: Option<String>,
    pub date: Option<Date>,
    /// The last day of a visit.
    pub until: Option<Date>,
    pub title: String,
    pub kind: Option<String>,
    pub present: Present,
    /// The whole note is internal.
    pub internal: bool,
    /// Of an escalation: critical, high, medium or low.
    pub severity: Option<String>,
    /// Of an escalation: open or closed.
    pub state: Option<String>,
    pub follow_ups: Vec<FollowUp>,
    /// Boxes that are no follow-ups, and why.
    pub skipped: Vec<(FollowUp, Reason)>,
    /// Bullets and near-boxes that ask for a box; no follow-ups, and never counted.
    pub unboxed: Vec<FollowUp>,
    pub typed: Vec<Typed>,
    pub quotes: Vec<Quote>,
    /// The days of the sections whose heading starts with a date, in their order.
    pub updates: Vec<Date>,
    /// The boxes under *Exit criteria*: ticked, all.
    pub exit_criteria: (usize, usize),
    /// Whether somebody wrote something into it, beyond what a template holds.
    pub has_text: bool,
    pub problems: Vec<Problem>,
}

/// Something wrong with a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub line: usize,
    /// A stable word for programs, such as `front_matter`.
    pub code: &'static str,
    pub message: String,
    /// Broken front matter, conflict markers and unreadable notes are errors; the rest are warnings.
    pub is_error: bool,
    /// What to do about it, if that can be said.
    pub fix: Option<String>,
    /// Of a date that is not read: what is written instead, where that is sure.
    pub relative: Option<Relative>,
}

/// A date that is told from the day on which it was written: `by friday`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relative {
    /// All of it, in the note's bytes.
    pub words: Span,
    /// Its day: `friday`.
    pub phrase: Span,
    pub is_promise: bool,
    pub date: Date,
}

impl Problem {
    /// Returns a warning.
    pub fn warning(line: usize, code: &'static str, message: String) -> Problem {
        Problem { line, code, message, is_error: false, fix: None, relative: None }
    }

    /// Returns the error of a note that the system does not let us read.
    pub fn unreadable(reason: String) -> Problem {
        Problem { is_error: true, ..Problem::warning(1, "unreadable", reason) }
    }
}

/// How far a meeting has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingState {
    Planned,
    NotWritten,
    Written,
}

impl Note {
    /// Returns what the subject of a commit about the note starts with: `minato: `, or nothing.
    pub fn subject_prefix(&self) -> String {
        self.customer.as_ref().map_or(String::new(), |slug| format!("{slug}: "))
    }

    /// Returns whether the note is of a meeting with a customer: it has a customer and a date, and
    /// is no hands-on log and no speclet.
    pub fn is_meeting(&self) -> bool {
        let kind = self.kind.as_deref().unwrap_or_default();
        self.customer.is_some() && self.date.is_some() && !matches!(kind, "hands-on" | "speclet")
    }

    pub fn is_escalation(&self) -> bool {
        self.kind.as_deref() == Some("escalation")
    }

    pub fn is_open_escalation(&self) -> bool {
        self.is_escalation() && self.state.as_deref() != Some("closed")
    }

    /// Returns the meeting's last day.
    pub fn last_day(&self) -> Option<Date> {
        Some(self.until.unwrap_or(self.date?).max(self.date?))
    }

    /// Returns how far the meeting has come on a day at the customer; `None` if it is no meeting.
    ///
    /// Before its first day it is planned, whatever it holds; from then on it is written if it has
    /// text; without, it is planned until its last day is over.
    pub fn meeting_state(&self, today: Date) -> Option<MeetingState> {
        if !self.is_meeting() {
            return None;
        }
        let (first, last) = (self.date?, self.last_day()?);
        Some(if today < first {
            MeetingState::Planned
        } else if self.has_text {
            MeetingState::Written
        } else if today <= last {
            MeetingState::Planned
        } else {
            MeetingState::NotWritten
        })
    }
}

/// A note and the exact bytes that it was read from. Only this can be edited.
#[derive(Debug)]
pub struct NoteFile {
    pub note: Note,
    pub bytes: Vec<u8>,
}

impl NoteFile {
    pub fn read(path: &str, bytes: Vec<u8>, directory: &Directory) -> NoteFile {
        NoteFile { note: read(path, &bytes, directory), bytes }
    }

    /// Returns the note's bytes with one follow-up ticked off on a day.
    ///
    /// # Errors
    /// A follow-up that is closed or repeats, or whose line cannot be changed without changing
    /// something else: every way is tried on a copy, which is read again to see that nothing but
    /// this follow-up's state and day differ.
    pub fn done(
        &self,
        follow_up: &FollowUp,
        day: Date,
        style: Style,
        directory: &Directory,
    ) -> Result<Vec<u8>> {
        if follow_up.repeats {
            bail!("\"{}\" repeats, and only one of its days would be done", follow_up.text);
        }
        if !follow_up.is_open() {
            bail!("\"{}\" is closed already", follow_up.text);
        }
        let Some(index) = self.note.follow_ups.iter().position(|own| own.place == follow_up.place)
        else {
            bail!("\"{}\" is not in `{}`", follow_up.text, self.note.path);
        };
        for edits in follow_up.done(&self.bytes, day, style) {
            let changed = self.apply(&edits)?;
            let after = read(&self.note.path, &changed, directory);
            if self.only_closed(index, day, &after) {
                return Ok(changed);
            }
        }
        bail!(
            "line {} of `{}` cannot be ticked without changing more than that line",
            follow_up.line,
            self.note.path
        )
    }

    fn apply(&self, edits: &[Edit]) -> Result<Vec<u8>> {
        edit::apply(&self.bytes, edits)
    }

    /// Returns whether `after` differs from this note in nothing but that one follow-up is done.
    fn only_closed(&self, index: usize, day: Date, after: &Note) -> bool {
        let (before, after) = (&self.note.follow_ups, &after.follow_ups);
        before.len() == after.len()
            && before.iter().zip(after).enumerate().all(|(at, (old, new))| {
                let same = old.text == new.text && old.line == new.line && old.owners == new.owners;
                let dates = (old.due, old.promised) == (new.due, new.promised);
                if at == index {
                    same && dates && new.state == State::Done && new.closed == Some(day)
                } else {
                    same && dates && old.state == new.state && old.closed == new.closed
                }
            })
    }
}

#[cfg(test)]
mod dialects;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
