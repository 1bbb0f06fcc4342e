//! Which notes differ between two commits: that never changes.
//!
//! The file: a sum; whether the folder is a notebook, and the pairs of commits, those that were asked for last first.

use std::io;
use std::path::PathBuf;

use super::Kept;
use crate::git::{Change, CommitId};

/// The form of the file.
const FORM: [u8; 8] = *b"fn:diff1";

/// More pairs than this are not kept on. A week has some hundred; the way back to the first version of the oldest note
/// with an open promise may be all commits.
const MOST: usize = 50_000;
/// A pair with more changes is not kept.
const MANY: usize = 1000;

/// Two commits; before the first there was nothing.
pub type Pair = (Option<CommitId>, CommitId);

/// What earlier runs have compared.
pub struct ChangesCache {
    kept: Kept,
}

impl ChangesCache {
    pub fn open(file: Option<PathBuf>) -> ChangesCache {
        ChangesCache { kept: Kept::open(file, &FORM) }
    }

    /// Returns the pairs and their changes; whatever is wrong with the file, there are none then, nor if the folder
    /// was none of a notebook then and is now: other files are notes.
    pub fn changes(&self, is_adopted: bool) -> Vec<(Pair, Vec<Change>)> {
        let read = || postcard::from_bytes::<(bool, _)>(self.kept.summed()?).ok();
        read().filter(|(was, _)| *was == is_adopted).map(|(_, pairs)| pairs).unwrap_or_default()
    }

    /// Writes the cache anew.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store<'c>(
        &self,
        is_adopted: bool,
        pairs: impl Iterator<Item = (Pair, &'c [Change])>,
    ) -> io::Result<()> {
        let pairs = pairs.filter(|(_, changes)| changes.len() <= MANY).take(MOST);
        let pairs: Vec<(Pair, &[Change])> = pairs.collect();
        let pairs = postcard::to_allocvec(&(is_adopted, pairs)).map_err(io::Error::other)?;
        self.kept.replace_summed(&FORM, &pairs)
    }
}
