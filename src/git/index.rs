//! The index, read in this process: as the file that it is, or by libgit2 where its form asks for that.

use std::borrow::Cow;
use std::path::Path;

use git2::{IndexEntry, IndexEntryFlag};

use crate::error::{Context, Result};

use super::index_file::{self, IndexFile};
use super::said;
use super::staging::Staged;

pub(super) enum Index {
    File(IndexFile),
    Library(git2::Index),
}

/// An entry, and what it says of its file.
pub(super) struct Seen<'a> {
    /// From the work tree's root.
    pub(super) path: Cow<'a, [u8]>,
    pub(super) staged: Staged,
    /// Whether no merge left it undecided.
    pub(super) is_decided: bool,
    /// Bytes, cut to 32 bits.
    pub(super) size: u32,
    /// Seconds, cut to 32 bits, and nanoseconds.
    pub(super) mtime: (i32, u32),
    pub(super) ctime: (i32, u32),
    pub(super) inode: u32,
    /// The flag `--assume-unchanged`, to be kept.
    pub(super) assumed_unchanged: u16,
}

impl Index {
    /// Returns all entries, sorted by path.
    pub(super) fn entries(&self) -> Box<dyn Iterator<Item = Seen<'_>> + '_> {
        match self {
            Index::File(file) => Box::new(file.entries().map(Seen::of_file)),
            Index::Library(index) => Box::new(index.iter().map(Seen::of_library)),
        }
    }

    /// Returns the entry of a path, if it has one and that is decided.
    pub(super) fn get(&self, full: &str) -> Option<Seen<'_>> {
        match self {
            Index::File(file) => file.get(full.as_bytes()).map(Seen::of_file),
            Index::Library(index) => index.get_path(full.as_ref(), 0).map(Seen::of_library),
        }
    }

    /// Returns true if a merge left files undecided.
    pub(super) fn has_unmerged(&self) -> bool {
        match self {
            Index::File(file) => file.entries().any(|entry| entry.stage() != 0),
            Index::Library(index) => index.has_conflicts(),
        }
    }

    /// Puts an entry in the place of its path's.
    pub(super) fn put(&mut self, entry: &IndexEntry) -> Result<()> {
        match self {
            Index::File(file) => file.put(entry),
            Index::Library(index) => index.add(entry).map_err(changing)?,
        }
        Ok(())
    }

    /// Takes the entry of a path out, if it has one.
    pub(super) fn remove(&mut self, full: &str) -> Result<()> {
        match self {
            Index::File(file) => file.remove(full.as_bytes()),
            Index::Library(index) if index.get_path(full.as_ref(), 0).is_some() => {
                index.remove(full.as_ref(), 0).map_err(changing)?;
            }
            Index::Library(_) => {}
        }
        Ok(())
    }

    /// Lets git look at the bytes of a path's file, whatever its size and times.
    pub(super) fn smudge(&mut self, full: &str) -> Result<()> {
        match self {
            Index::File(file) => file.smudge(full.as_bytes()),
            Index::Library(index) => {
                if let Some(entry) = index.get_path(full.as_ref(), 0) {
                    index.add(&IndexEntry { file_size: 0, ..entry }).map_err(changing)?;
                }
            }
        }
        Ok(())
    }

    /// Writes it; what libgit2 has read, it writes where it has read it.
    pub(super) fn write(&mut self, to: &Path) -> Result<()> {
        match self {
            Index::File(file) => std::fs::write(to, file.to_bytes()).map_err(Into::into),
            Index::Library(index) => index.write().map_err(said),
        }
        .context("failed to write the index")
    }
}

fn changing(error: git2::Error) -> crate::error::Error {
    said(error).context("failed to change the index")
}

impl<'a> Seen<'a> {
    fn of_file(entry: index_file::Entry<'a>) -> Seen<'a> {
        let staged = Staged {
            content: entry.id().into(),
            mode: entry.mode(),
            skip_worktree: entry.skips_worktree(),
        };
        Seen {
            path: entry.path().into(),
            staged,
            is_decided: entry.stage() == 0,
            size: entry.file_size(),
            mtime: entry.mtime(),
            ctime: entry.ctime(),
            inode: entry.inode(),
            assumed_unchanged: entry.assumed_unchanged(),
        }
    }

    fn of_library(entry: IndexEntry) -> Seen<'a> {
        Seen {
            staged: Staged::of(&entry),
            is_decided: entry.flags & index_file::STAGE == 0,
            size: entry.file_size,
            mtime: (entry.mtime.seconds(), entry.mtime.nanoseconds()),
            ctime: (entry.ctime.seconds(), entry.ctime.nanoseconds()),
            inode: entry.ino,
            assumed_unchanged: entry.flags & IndexEntryFlag::VALID.bits(),
            path: entry.path.into(),
        }
    }
}
