//! The journal of an operation: what it is about to change, on the disk before the first change that
//! anybody can see. Whoever finds it later can finish the operation or take it back.
//!
//! It lies in a folder of our own below git's, one at a time, under the lock of
//! [`Repo::lock_file`]. git's own locks are taken as hard links to it: a lock that a stopped run left
//! behind is known as ours by its bytes, from the moment that it is there.

use std::cell::Cell;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::error::{Context, Hinted, Result, anyhow};

use super::folder::Folder;
use super::{BlobId, CommitId, Ready, Repo, lock};

/// What a file system gives at once, in bytes.
const BLOCK: usize = 4096;

/// The form of the journal; another one is another version's.
const FORMAT: u32 = 1;

/// An operation that was begun.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    format: u32,
    /// The operation's id, which its commit bears.
    pub op: String,
    /// What it does, in the field's words.
    pub subject: String,
    /// The process: no two journals are the same.
    process: u32,
    /// The branch that the commit goes to; `None` if there is to be no commit.
    pub(super) branch: Option<String>,
    /// The commit that the branch named when the operation began.
    pub(super) head: Option<CommitId>,
    pub files: Vec<Planned>,
    /// Folders that are made on the way, outer ones first, from the work tree's root.
    pub folders: Vec<String>,
}

/// A file of an operation.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The path from the work tree's root.
    pub path: String,
    pub(super) staged: Option<BlobId>,
    pub work: Work,
}

/// What an operation does to a file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// Commits it as it is.
    Commits,
    Writes {
        /// What it held; in the file of the journal, these bytes follow the first line.
        #[serde(skip)]
        before: Option<Vec<u8>>,
        length: Option<usize>,
        after: Option<BlobId>,
    },
}

/// What an operation is about to do, for [`Repo::begin`].
pub struct Intention<'a> {
    pub op: &'a str,
    pub subject: &'a str,
    /// `None` if there is to be no commit.
    pub ready: Option<&'a Ready>,
    pub writes: Vec<Rewrite<'a>>,
}

/// A file that an operation is about to write; `None` is no file.
pub struct Rewrite<'a> {
    /// The path from the notebook's folder.
    pub path: &'a str,
    pub before: Option<&'a [u8]>,
    pub after: Option<&'a [u8]>,
}

/// An operation whose journal is on the disk. It stays there until [`Begun::end`].
pub struct Begun {
    pub(super) folder: Folder,
    pub(super) op: String,
    /// git's lock files that the operation may take.
    locks: Vec<PathBuf>,
    /// The index or the log does not show what became of the commit: left to the next run.
    pub(super) is_unsettled: Cell<bool>,
}

impl Repo {
    /// Writes the journal of an operation.
    ///
    /// # Errors
    /// A folder that cannot be written: nothing was changed.
    pub fn begin(&self, intention: &Intention) -> Result<Begun> {
        let folder = self.own_folder();
        let journal = self.journal(intention)?;
        folder
            .write(&journal)
            .with_context(|| format!("failed to write `{}`", folder.journal().display()))?;
        let locks = self.lock_files(&journal);
        let op = journal.op;
        Ok(Begun { folder, op, locks, is_unsettled: Cell::new(false) })
    }

    /// Returns git's lock files that an operation may take.
    pub(super) fn lock_files(&self, journal: &Journal) -> Vec<PathBuf> {
        let branch = journal.branch.as_ref().map(|branch| self.branch_lock(branch));
        branch.into_iter().chain([self.place.git_dir.join("index.lock")]).collect()
    }

    /// Returns the journal of an operation that did not come to its end.
    ///
    /// # Errors
    /// A journal that cannot be read, or of a later version.
    pub(super) fn begun(&self) -> Result<Option<(Journal, Folder)>> {
        let folder = self.own_folder();
        let path = folder.journal();
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let _ = folder.clear(); // of a run that had changed nothing yet, or that was done
                return Ok(None);
            }
            Err(error) => {
                return Err(error).with_context(|| format!("failed to read `{}`", path.display()));
            }
        };
        let journal = Journal::parse(&bytes).with_context(|| {
            format!("failed to read what an interrupted run had begun: `{}`", path.display())
        });
        let hint =
            "a newer fieldnote may have begun it: run that one; if there is none, remove that file";
        Ok(Some((journal.hint(hint)?, folder)))
    }

    fn journal(&self, intention: &Intention) -> Result<Journal> {
        let branch = intention.ready.map(|_| self.branch()).transpose()?.flatten();
        let mut files = Vec::new();
        for Rewrite { path, before, after } in &intention.writes {
            let work = Work::Writes {
                before: before.map(<[u8]>::to_vec),
                length: before.map(<[u8]>::len),
                after: after.map(Repo::hash),
            };
            files.push(Planned { path: self.full(path), staged: None, work });
        }
        for ready in intention.ready.iter().flat_map(|ready| &ready.paths) {
            match files.iter_mut().find(|file| file.path == ready.full) {
                Some(file) => file.staged = ready.staged,
                None => files.push(Planned {
                    path: ready.full.clone(),
                    staged: ready.staged,
                    work: Work::Commits,
                }),
            }
        }
        Ok(Journal {
            format: FORMAT,
            op: intention.op.to_string(),
            subject: intention.subject.to_string(),
            process: std::process::id(),
            branch,
            head: self.head()?,
            folders: self.missing_folders(&files),
            files,
        })
    }

    /// Returns the folders of these files that are not there.
    fn missing_folders(&self, files: &[Planned]) -> Vec<String> {
        let folders = files.iter().flat_map(|file| {
            file.path.match_indices('/').map(|(end, _)| file.path[..end].to_string())
        });
        let mut missing: Vec<String> = folders
            .filter(|folder| fs::symlink_metadata(self.work_tree().join(folder)).is_err())
            .collect();
        missing.sort();
        missing.dedup();
        missing
    }
}

impl Journal {
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec(self)?;
        bytes.push(b'\n');
        for file in &self.files {
            if let Work::Writes { before: Some(before), .. } = &file.work {
                bytes.extend(before);
            }
        }
        Ok(bytes)
    }

    /// Returns how many bytes it takes to put all files back, one after the other.
    pub(super) fn room(&self) -> usize {
        let lengths = self.files.iter().map(|file| match &file.work {
            Work::Writes { length, .. } => length.unwrap_or(0).next_multiple_of(BLOCK),
            Work::Commits => 0,
        });
        lengths.sum::<usize>() + 2 * BLOCK
    }

    fn parse(bytes: &[u8]) -> Result<Journal> {
        let line = bytes.iter().position(|byte| *byte == b'\n').context("it is cut off")?;
        let (line, mut rest) = bytes.split_at(line + 1);
        let mut journal: Journal = serde_json::from_slice(line)?;
        if journal.format != FORMAT {
            return Err(anyhow!("it has the form {}", journal.format));
        }
        for file in &mut journal.files {
            if let Work::Writes { before, length: Some(length), .. } = &mut file.work {
                let (own, others) = rest.split_at_checked(*length).context("it is cut off")?;
                *before = Some(own.to_vec());
                rest = others;
            }
        }
        Ok(journal)
    }
}

impl Begun {
    /// Makes room on the disk for putting files back.
    pub fn make_room(&self) {
        self.folder.make_room();
    }

    /// Forgets the operation: it is done, or was taken back.
    ///
    /// # Errors
    /// A file that cannot be removed.
    pub fn end(self) -> Result<()> {
        lock::release_all(&self.folder, &self.locks)?;
        if self.is_unsettled.get() || self.locks.iter().any(|lock| self.folder.owns(lock)) {
            return Ok(()); // the next run finds the journal, and goes on
        }
        self.folder.clear()
    }
}
