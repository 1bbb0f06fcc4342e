//! Notes: one meeting's (or one day's) Markdown file, and what stands in it.
//!
//! Reading never fails: what is wrong with a note is collected in it, with lines.

mod actions;
mod dates;
mod fix;
mod header;
mod insert;
mod items;
mod look_alike;
mod near_box;
mod passages;
mod read;
mod skip;
mod typed;
mod unboxed;
mod unread;
mod updates;

use std::borrow::Cow;
use std::ops::RangeInclusive;

use crate::date::{Date, Week};
use crate::edit::{self, Span};
use crate::error::{Hinted, Result, anyhow, bail};
use crate::follow_up::{FollowUp, Item, Place, Style, Verb};
use crate::people::{Directory, Present};

pub use fix::{Fix, Fixed, What};
pub use header::conflict_marker;
pub use passages::{Part, Passage};
pub use read::{read, read_with_passages};
pub use skip::{Reason, is_placeholder};
pub use typed::{Quote, Typed, Word, split as typed_line};
pub use unboxed::with_a_box;
pub use updates::{Criterion, Update};

/// What stands in one note. What is skipped by serde is kept in parts of its own: `notebook::cache::body`.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Note {
    /// From the notebook's root, with `/`.
    #[serde(skip)]
    pub path: String,
    pub customer: Option<String>,
    pub date: Option<Date>,
    /// The last day of a visit.
    pub until: Option<Date>,
    pub title: String,
    pub kind: Option<String>,
    /// What the user's calendar calls the meeting (`UID`).
    pub event: Option<String>,
    #[serde(skip)]
    pub present: Present,
    /// The whole note is internal.
    pub internal: bool,
    /// The day on which its minutes were sent.
    pub sent: Option<Date>,
    /// Of an escalation: critical, high, medium or low.
    pub severity: Option<String>,
    /// Of an escalation: open or closed.
    pub state: Option<String>,
    #[serde(skip)]
    pub follow_ups: Vec<FollowUp>,
    /// Boxes that are no follow-ups, and why.
    #[serde(skip)]
    pub skipped: Vec<(FollowUp, Reason)>,
    /// Bullets and near-boxes that ask for a box; no follow-ups, and never counted.
    #[serde(skip)]
    pub unboxed: Vec<FollowUp>,
    #[serde(skip)]
    pub typed: Vec<Typed>,
    #[serde(skip)]
    pub quotes: Vec<Quote>,
    /// The sections whose heading starts with a date, in their order.
    #[serde(skip)]
    pub updates: Vec<Update>,
    /// The boxes under *Exit criteria*, in their order.
    #[serde(skip)]
    pub exit_criteria: Vec<Criterion>,
    /// Whether somebody wrote something into it, beyond what a template holds.
    pub has_text: bool,
    /// The lines, from 1, of what looks internal and is not marked so; those below it are among them.
    #[serde(skip)]
    pub look_alikes: Vec<RangeInclusive<usize>>,
    pub problems: Vec<Problem>,
    /// The ids of its closed follow-ups, a space between them, where those were left out.
    #[serde(skip)]
    pub ids_left_out: String,
}

/// Something wrong with a note.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    pub line: usize,
    /// A stable word for programs, such as `front_matter`.
    pub code: Cow<'static, str>,
    pub message: String,
    /// Broken front matter, conflict markers and unreadable notes are errors; the rest are warnings.
    pub is_error: bool,
    /// What to do about it, if that can be said.
    pub fix: Option<String>,
    /// Of a date that is not read: what is written instead, where that is sure.
    pub relative: Option<Relative>,
}

/// A date that is told from the day on which it was written: `by friday`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Relative {
    /// All of it, in the note's bytes.
    pub words: Span,
    /// Its day: `friday`.
    pub phrase: Span,
    /// Whether nothing but tags and fields follows.
    pub ends: bool,
    pub is_promise: bool,
    pub date: Date,
}

impl Problem {
    /// Returns a warning.
    pub fn warning(line: usize, code: &'static str, message: String) -> Problem {
        Problem { line, code: code.into(), message, is_error: false, fix: None, relative: None }
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

    /// Returns the follow-up that still stands on its line, byte for byte, as it did in another reading of
    /// the note.
    pub fn still(&self, item: &FollowUp) -> Option<&FollowUp> {
        self.follow_ups.iter().find(|own| own.line == item.line && own.raw == item.raw)
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

    /// Returns the day of the last update of an open escalation, if another is owed on a day at the
    /// customer. Updates are the sections dated up to that day, and the note's own date.
    ///
    /// Owed is one a day (critical), every second working day (high) or every seventh day (medium), and
    /// every Friday; never of a low one. Any other severity, or none, is taken for high, which is what
    /// the template says.
    pub fn update_owed(&self, today: Date) -> Option<Date> {
        const FRIDAY: u32 = 5;
        let last = self.last_update(today)?;
        let is_time = match self.severity.as_deref() {
            Some("low") => return None,
            Some("critical") => true,
            Some("medium") => today.days_since(last) >= 7,
            _ => last.working_days_until(today) >= 2,
        };
        let is_owed = last < today && (is_time || today.weekday() == FRIDAY);
        (self.is_open_escalation() && is_owed).then_some(last)
    }

    /// Returns the day of the last update up to a day: of the dated sections, and the note's own date.
    pub fn last_update(&self, today: Date) -> Option<Date> {
        let updates = self.updates.iter().map(|update| update.date).chain(self.date);
        updates.filter(|day| *day <= today).max()
    }

    /// Returns the meeting's last day.
    pub fn last_day(&self) -> Option<Date> {
        Some(self.until.unwrap_or(self.date?).max(self.date?))
    }

    /// Returns whether one of the meeting's days lies in a week.
    pub fn is_in(&self, week: Week) -> bool {
        self.date.is_some_and(|first| first <= week.sunday())
            && self.last_day().is_some_and(|last| last >= week.monday())
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

    /// Returns the note's bytes with one follow-up changed.
    ///
    /// # Errors
    /// A follow-up that the verb is not for, or whose line cannot be changed without changing
    /// something else, or so that `reopen` brings it back: every way is tried on a copy, which is read again
    /// to see that this follow-up became what it should, and nothing else differs.
    pub fn change(
        &self,
        follow_up: &FollowUp,
        verb: &Verb,
        style: Style,
        directory: &Directory,
    ) -> Result<Vec<u8>> {
        if let Some(objection) = verb.objection(follow_up) {
            bail!("{objection}");
        }
        let Some(index) = self.note.follow_ups.iter().position(|own| own.place == follow_up.place)
        else {
            bail!("\"{}\" is not in `{}`", follow_up.text, self.note.path);
        };
        let item = Item::of(&self.bytes, follow_up, directory, &self.note.present);
        for edits in verb.ways(&item, style) {
            let changed = edit::apply(&self.bytes, &edits)?;
            let after = read(&self.note.path, &changed, directory);
            let did = |old: &FollowUp, new: &FollowUp| verb.did(old, new);
            let has_all_lines = line_breaks(&changed) == line_breaks(&self.bytes);
            if changed == self.bytes || !has_all_lines || !self.differs_only(index, did, &after) {
                continue;
            }
            let changed = NoteFile { note: after, bytes: changed };
            if !verb.closes() || self.comes_back(index, &changed, style, directory) {
                return Ok(changed.bytes);
            }
        }
        Err(anyhow!(
            "line {} of `{}` cannot be changed so that it is read as it should be",
            follow_up.line,
            self.note.path
        )
        .hint(format!("change it by hand: `fieldnote edit {}`", self.note.path)))
    }

    /// Returns whether a follow-up that was closed can be opened again, with every byte as it was.
    fn comes_back(
        &self,
        index: usize,
        closed: &NoteFile,
        style: Style,
        directory: &Directory,
    ) -> bool {
        let reopen = Verb::Reopen(self.note.follow_ups[index].mark());
        let back = closed.change(&closed.note.follow_ups[index], &reopen, style, directory);
        back.is_ok_and(|back| back == self.bytes)
    }

    /// Returns whether one follow-up became what it should in `after`, and all else is the same.
    fn differs_only(
        &self,
        index: usize,
        did: impl Fn(&FollowUp, &FollowUp) -> bool,
        after: &Note,
    ) -> bool {
        let same = |old: &FollowUp, new: &FollowUp| {
            let of = |item: &FollowUp| (item.state, item.started, item.due, item.promised);
            of(old) == of(new)
                && (old.closed, old.kind, old.line) == (new.closed, new.kind, new.line)
                && (&old.text, &old.owners) == (&new.text, &new.owners)
        };
        // What a mark stood in front of can become a heading without it.
        let stands = |old: &FollowUp, new: &FollowUp| {
            (&old.heading, old.internal) == (&new.heading, new.internal)
        };
        let (before, after) = (&self.note, after);
        let own = before.follow_ups[index].line;
        before.follow_ups.len() == after.follow_ups.len()
            && rest(before, own) == rest(after, own)
            && before.follow_ups.iter().zip(&after.follow_ups).enumerate().all(
                |(at, (old, new))| {
                    stands(old, new) && if at == index { did(old, new) } else { same(old, new) }
                },
            )
    }
}

/// Returns what a change of the line `own` must not change, but for where its bytes stand: what else is in a
/// note, and of a typed line with the box all but its text.
fn rest(note: &Note, own: usize) -> (Vec<FollowUp>, Vec<Typed>) {
    let items = note.skipped.iter().map(|(item, _)| item).chain(&note.unboxed);
    let items =
        items.map(|item| FollowUp { place: Place::default(), id: String::new(), ..item.clone() });
    let typed = note.typed.iter().map(|typed| {
        if typed.line != own {
            return typed.clone();
        }
        let (text, tag, link, ticked) = Default::default();
        Typed { text, tag, link, ticked, ..typed.clone() }
    });
    (items.collect(), typed.collect())
}

fn line_breaks(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count()
}

#[cfg(test)]
mod dialects;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod verbs;
