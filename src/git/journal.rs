//! The journal of an operation: what it is about to change, on the disk before the first change that
//! anybody can see. Whoever finds it later can finish the operation or take it back.
//!
//! It lies in a folder of our own below git's, one at a time, under the lock of
//! [`Repo::lock_file`]. git's own locks are taken as hard links to it: a lock that a stopped run left
//! behind is known as ours by its bytes, from the moment that it is there.

use std::cell::Cell;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Context, Hinted, Result, anyhow};

use super::durable::Durability;
use super::{BlobId, CommitId, Ready, Repo, lock};

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

/// Our folder below git's.
pub(super) struct Folder {
    path: PathBuf,
    pub(super) durability: Durability,
}

impl Repo {
    /// Opens the file whose lock makes runs wait for each other; all work trees of a repository share it.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn lock_file(&self) -> io::Result<File> {
        let folder = self.place.common_dir.join(NAME);
        make(&folder)?;
        private().read(true).truncate(false).open(folder.join("lock"))
    }

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

    /// Returns our folder; each work tree has its own.
    pub(super) fn own_folder(&self) -> Folder {
        Folder { path: self.place.git_dir.join(NAME), durability: self.durability }
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
    fn to_bytes(&self) -> Result<Vec<u8>> {
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
    fn room(&self) -> usize {
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

const NAME: &str = "fieldnote";

/// The journal while it is written.
const DRAFT: &str = "journal.new";

/// A file that takes the room that putting back will need: it must not fail where the operation failed
/// because the disk is full.
const SPARE: &str = "spare";

/// What a file system gives at once, in bytes.
const BLOCK: usize = 4096;

impl Folder {
    fn journal(&self) -> PathBuf {
        self.path.join("journal")
    }

    /// Returns the place of a file that is made here and then moved to where git looks for it.
    pub(super) fn draft(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    fn write(&self, journal: &Journal) -> Result<()> {
        let write = || -> Result<()> {
            make(&self.path)?;
            private()
                .truncate(true)
                .open(&self.draft(SPARE))?
                .write_all(&vec![0; journal.room()])?;
            let draft = self.draft(DRAFT);
            private().truncate(true).open(&draft)?.write_all(&journal.to_bytes()?)?;
            self.durability.file(&draft)?;
            fs::rename(&draft, self.journal())?;
            Ok(self.sync()?)
        };
        write().inspect_err(|_| _ = self.clear())
    }

    /// Gives back the room on the disk that was kept for what is put back.
    pub(super) fn make_room(&self) {
        let _ = self.remove(SPARE);
    }

    /// Writes a file of this folder, on the disk when this returns.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        make(&self.path)?;
        let path = self.draft(name);
        private().truncate(true).open(&path)?.write_all(bytes)?;
        self.durability.file(&path)?;
        Ok(self.sync()?)
    }

    /// Waits until the names in here are on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.durability.folder(&self.path)
    }

    /// Removes the journal and whatever was drafted.
    pub(super) fn clear(&self) -> Result<()> {
        let names = ["index", "index.lock", lock::OLD_INDEX, "ref", SPARE, DRAFT, "journal"];
        names.iter().try_for_each(|name| self.remove(name))
    }

    /// Removes a file of this folder, if it is there.
    pub(super) fn remove(&self, name: &str) -> Result<()> {
        let path = self.draft(name);
        lock::remove_if_there(&path)
            .with_context(|| format!("failed to remove `{}`", path.display()))
    }

    /// Makes one of git's lock files; returns false if there is one.
    pub(super) fn claim(&self, lock: &Path) -> io::Result<bool> {
        match fs::hard_link(self.journal(), lock) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(_) => self.copy_to(lock), // a file system without hard links
        }
    }

    fn copy_to(&self, lock: &Path) -> io::Result<bool> {
        let bytes = fs::read(self.journal())?;
        match OpenOptions::new().write(true).create_new(true).open(lock) {
            Ok(mut file) => file.write_all(&bytes).map(|()| true).inspect_err(|_| {
                let _ = fs::remove_file(lock);
            }),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Returns whether a lock file is the one that this journal's operation made.
    pub(super) fn owns(&self, lock: &Path) -> bool {
        let length = |path: &Path| fs::symlink_metadata(path).ok().map(|meta| meta.len());
        let same_length = length(lock).is_some_and(|own| length(&self.journal()) == Some(own));
        same_length && fs::read(lock).ok() == fs::read(self.journal()).ok()
    }
}

/// Makes a folder that is the user's alone: the journal holds what stood in notes.
fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        result => result,
    }
}

/// Returns how to open a file that is the user's alone.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
