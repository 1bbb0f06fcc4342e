//! What the notes were at the start of a period, what they are at its end, and the versions between.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::date::Date;
use crate::note::Note;

/// The notes over a period, read already. A note that did not change is one value, shared.
#[derive(Debug, Default)]
pub struct Period {
    pub start: Vec<Rc<Note>>,
    pub end: Vec<Rc<Note>>,
    /// The commits from the start to the end, oldest first; last, what is not committed.
    pub steps: Vec<Step>,
    /// For notes of the start whose promises may count, by their path there: every version up to that
    /// one, oldest first, with the day of its commit.
    pub past: BTreeMap<String, Vec<(Date, Rc<Note>)>>,
    /// The paths of notes that differ from the last commit, sorted.
    pub uncommitted: Vec<String>,
    pub remarks: Vec<Remark>,
}

/// What one commit did to the notes, or what the work tree holds beyond the last one.
#[derive(Debug)]
pub struct Step {
    pub day: Date,
    pub is_committed: bool,
    pub changes: Vec<Change>,
}

/// A note before and after a step; a renamed one has both, under two paths.
#[derive(Clone, Debug)]
pub struct Change {
    pub old: Option<Rc<Note>>,
    pub new: Option<Rc<Note>>,
}

/// What a reader has to know about how a report came about.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Remark {
    /// A merge brought commits that were made on other days.
    Arrived { commits: usize, first: Date, last: Date, on: Date },
    /// Commits older than the week stand behind one of it: they count in it.
    OutOfOrder { commits: usize, first: Date, last: Date, behind: Date },
    /// Commits bear days that those around them contradict.
    Astray { commits: usize, first: Date, last: Date, on: Date },
    /// A saved summary names a commit that cannot be used.
    SavedIgnored { file: String, commit: String },
    /// Notes of past meetings came all at once.
    Brought { notes: usize, on: Date },
    /// There is no repository, or no commit in it.
    NoHistory,
    /// The history ends where a shallow clone does: what was before is not known.
    CutOff,
}
