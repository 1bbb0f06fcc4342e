//! The sums of weeks that are over. What they follow from is their key, all of it, so they stay right; there is no
//! week in it that can still change.
//!
//! The file: a sum; the weeks, those that were summed up last first.

use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Kept;
use crate::date::Date;
use crate::git::CommitId;
use crate::report::period::Remark;
use crate::report::week::Sums;

/// The form of the file.
const FORM: [u8; 8] = *b"fn:sums2";

/// More weeks than this are not kept on.
const MOST: usize = 4096;

/// What the sums of a week that is over follow from: what stood in the notes and who was known at a commit, and
/// what was before, never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    pub monday: Date,
    /// The commits at both ends.
    pub start: Option<CommitId>,
    pub end: CommitId,
    /// The instant that it is told as of, in seconds since 1970.
    pub as_of: i64,
    /// The day that it is then in the user's zone: that zone has no other say.
    pub today: Date,
    /// Who the user is.
    pub me: Option<String>,
    /// Whether the folder has settings: without them, cards and templates are notes.
    pub is_adopted: bool,
    /// Of whom, and of which customer.
    pub owner: Option<String>,
    pub customer: Option<String>,
}

/// What is kept of a week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summed {
    #[serde(with = "Numbers")]
    pub sums: Sums,
    /// What its commits give to remark.
    pub remarks: Vec<Remark>,
}

/// The sums as they are kept: each a number, where JSON tells what is not known.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Sums")]
struct Numbers {
    open_at_start: usize,
    new: usize,
    reopened: usize,
    closed: usize,
    dropped: usize,
    vanished: usize,
    open_at_end: usize,
    late: usize,
    moved: usize,
    waiting: usize,
    promises_kept: usize,
    promises_due: usize,
    lacks_start: bool,
}

/// The weeks that this run and earlier ones have summed up.
pub struct SumsCache {
    kept: Kept,
    weeks: Vec<(Key, Summed)>,
    /// How many of them are of this run.
    fresh: usize,
}

impl SumsCache {
    /// Reads the cache; whatever is wrong with it, it is empty then.
    pub fn open(file: Option<PathBuf>) -> SumsCache {
        let kept = Kept::open(file, &FORM);
        let weeks = kept.summed().and_then(|weeks| postcard::from_bytes(weeks).ok());
        SumsCache { weeks: weeks.unwrap_or_default(), kept, fresh: 0 }
    }

    /// Returns what is kept of a week.
    pub fn get(&self, key: &Key) -> Option<&Summed> {
        self.weeks.iter().find(|(own, _)| own == key).map(|(_, summed)| summed)
    }

    /// Keeps a week for the next run.
    pub fn keep(&mut self, key: Key, summed: Summed) {
        self.weeks.insert(self.fresh, (key, summed));
        self.fresh += 1;
    }

    /// Writes the cache anew, if there is something new.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store(&self) -> io::Result<()> {
        if self.fresh == 0 {
            return Ok(());
        }
        let weeks = &self.weeks[..self.weeks.len().min(MOST)];
        let weeks = postcard::to_allocvec(weeks).map_err(io::Error::other)?;
        self.kept.replace_summed(&FORM, &weeks)
    }
}
