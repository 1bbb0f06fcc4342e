//! The commits of a branch along first parents: what a commit says of itself never changes.
//!
//! The file: a sum; the commits, newest first.

use std::io;
use std::path::PathBuf;

use super::Kept;
use crate::date::Moment;
use crate::git::{CommitId, CommitInfo};

/// The form of the file.
const FORM: [u8; 8] = *b"fn:line2";

/// The commits that an earlier run has read.
pub struct LineCache {
    kept: Kept,
}

/// A commit: its id, seconds since 1970, its clock in minutes east of UTC, how many parents.
type Row = (CommitId, i64, i32, usize);

impl LineCache {
    pub fn open(file: Option<PathBuf>) -> LineCache {
        LineCache { kept: Kept::open(file, &FORM) }
    }

    /// Returns the commits, newest first; whatever is wrong with the file, there are none then.
    pub fn commits(&self) -> Vec<CommitInfo> {
        let rows = self.kept.summed().and_then(|rows| postcard::from_bytes::<Vec<Row>>(rows).ok());
        let commit = |(id, time, offset_minutes, parents): Row| {
            let time = Moment::from_seconds(time);
            CommitInfo { id, time, offset_minutes, parents }
        };
        rows.unwrap_or_default().into_iter().map(commit).collect()
    }

    /// Writes the cache anew.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store(&self, commits: &[CommitInfo]) -> io::Result<()> {
        let row = |commit: &CommitInfo| -> Row {
            let CommitInfo { id, time, offset_minutes, parents } = commit;
            (*id, time.seconds(), *offset_minutes, *parents)
        };
        let rows: Vec<Row> = commits.iter().map(row).collect();
        let rows = postcard::to_allocvec(&rows).map_err(io::Error::other)?;
        self.kept.replace_summed(&FORM, &rows)
    }
}
