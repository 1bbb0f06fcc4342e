//! Which content each file has, as the last commit and the work tree were compared last.
//!
//! What a file of the work tree holds is known as long as its size, times and inode are those that it had then.
//! The content is the repository's: filters and line endings may have made it another one than the file's bytes,
//! which git's index knows. What it does not know is held to be the bytes, until the index is another.
//!
//! The file: a sum; whether the folder is a notebook, what the index was known by, the commit and the files, in the
//! order of their paths.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Kept;
use crate::git::{BlobId, CommitId};
use crate::notebook::stamp::{STAMP, Stamp};

/// The form of the file.
const FORM: [u8; 8] = *b"fn:cont1";

/// A file's contents; one of them is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// In the commit.
    pub committed: Option<BlobId>,
    /// In the work tree.
    pub work: Option<(Stamp, BlobId)>,
}

/// Files by their paths.
pub type Contents = BTreeMap<String, Content>;

/// A file as it is kept: where the work tree has what was committed, that stands there once.
#[derive(Serialize, Deserialize)]
struct Row<'a> {
    path: &'a str,
    committed: Option<BlobId>,
    stamp: Option<[u8; STAMP]>,
    work: Option<BlobId>,
}

/// All that is kept.
#[derive(Serialize, Deserialize)]
struct Form<'a> {
    is_adopted: bool,
    index: Option<[u8; STAMP]>,
    commit: CommitId,
    #[serde(borrow)]
    rows: Vec<Row<'a>>,
}

/// What an earlier run has compared.
pub struct ContentsCache {
    kept: Kept,
}

impl ContentsCache {
    pub fn open(file: Option<PathBuf>) -> ContentsCache {
        ContentsCache { kept: Kept::open(file, &FORM) }
    }

    /// Returns the commit and the contents; whatever is wrong with the file, nothing then, nor if the folder was
    /// none of a notebook then and is now: other files are notes. `index` is what the index is known by now.
    pub fn contents(&self, is_adopted: bool, index: Option<Stamp>) -> Option<(CommitId, Contents)> {
        let form: Form = postcard::from_bytes(self.kept.summed()?).ok()?;
        let is_same_index = index.is_some() && index == form.index.as_ref().map(Stamp::from_bytes);
        let contents = form.rows.into_iter().map(|row| {
            let blob = row.work.filter(|_| is_same_index);
            let blob = if row.work.is_none() { row.committed } else { blob };
            let work = row.stamp.as_ref().map(Stamp::from_bytes).zip(blob);
            (row.path.to_string(), Content { committed: row.committed, work })
        });
        (form.is_adopted == is_adopted).then(|| (form.commit, contents.collect()))
    }

    /// Writes the cache anew.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store(
        &self,
        is_adopted: bool,
        index: Option<Stamp>,
        commit: CommitId,
        contents: &Contents,
    ) -> io::Result<()> {
        let rows = contents.iter().map(|(path, Content { committed, work })| Row {
            path,
            committed: *committed,
            stamp: work.map(|(stamp, _)| stamp.to_bytes()),
            work: work.map(|(_, blob)| blob).filter(|blob| *committed != Some(*blob)),
        });
        let (index, rows) = (index.map(Stamp::to_bytes), rows.collect());
        let form = postcard::to_allocvec(&Form { is_adopted, index, commit, rows });
        self.kept.replace_summed(&FORM, &form.map_err(io::Error::other)?)
    }
}
