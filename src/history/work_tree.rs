//! The work tree: its notes, and which of them are not as they were committed.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::rc::Rc;
use std::time::SystemTime;

use crate::error::Result;
use crate::git::{BlobId, CommitId, Repo};
use crate::note::{self, Note};
use crate::notebook::cache::Extent;
use crate::notebook::cache::notes::Found;
use crate::notebook::{Look, Stamp};
use crate::parallel::on_all_cores;
use crate::people::Directory;

use super::contents::Held;
use super::versions::{Notes, Versions, read_file};

/// The notes of the work tree.
pub struct WorkTree {
    pub notes: Notes,
    /// Those of the last commit; one that did not change is the same value.
    pub committed: Notes,
    /// The paths of those that differ from the last commit, sorted.
    pub changed: Vec<String>,
}

/// A note's file in the work tree.
struct Looked {
    path: String,
    stamp: Option<Stamp>,
    /// What the last commit has in its place.
    committed: Option<BlobId>,
    /// What it held when it was looked at last.
    was: Option<Held>,
}

/// A note of the work tree, read.
struct Read {
    note: Note,
    /// Its content, as the repository has it; `None` if it could not be read.
    blob: Option<BlobId>,
    from: From,
}

enum From {
    /// Its file.
    File,
    /// What was kept of it, as far as was asked for.
    Cache(Extent),
}

impl Versions<'_> {
    /// Reads the work tree and the last commit, and remembers what is the same in both. Nothing of it may have been
    /// read before.
    pub fn read_work_tree(&mut self, head: CommitId) -> Result<WorkTree> {
        let begun = SystemTime::now();
        let files = self.look(head, begun)?;
        let read = self.read_files(&files)?;
        let held = files.iter().zip(&read).map(|(file, read)| {
            let stamp = file.stamp.filter(|stamp| stamp.is_settled(begun));
            (&*file.path, stamp.zip(read.as_ref().and_then(|read| read.blob)))
        });
        let held = held.collect();
        self.contents().keep(held, begun);
        let (mut notes, mut same, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        for (file, read) in files.into_iter().zip(read) {
            let Some(Read { note, blob, from }) = read else { continue };
            let Looked { path, committed, .. } = file;
            let note = match blob.filter(|blob| committed == Some(*blob)) {
                Some(blob) => {
                    let file = (path.clone(), blob);
                    let note = match from {
                        From::File => self.keep(file, note),
                        From::Cache(Extent::Whole) => self.remember(file, note),
                        From::Cache(_) => Rc::new(note),
                    };
                    same.push((path.clone(), Rc::clone(&note)));
                    note
                }
                None => {
                    changed.push(path.clone());
                    Rc::new(note)
                }
            };
            notes.push((path, note));
        }
        let (notes, committed) = (notes.into_iter().collect(), same.into_iter().collect());
        let mut work = WorkTree { notes, committed, changed };
        self.read_others(head, &mut work)?;
        work.changed.sort();
        Ok(work)
    }

    /// Reads files out of the cache, or as they are.
    fn read_files(&self, files: &[Looked]) -> Result<Vec<Option<Read>>> {
        let unknown = files.iter().filter(|file| file.blob().is_none());
        let unknown: HashSet<&str> = unknown.map(|file| &*file.path).collect();
        let staged = match unknown.is_empty() {
            true => HashMap::new(),
            false => self.repo.settled(&|path| unknown.contains(path))?,
        };
        let root = self.notebook.root.as_path();
        let (cache, circles, spared) = (&self.cache, &self.circles, &self.spared);
        let directory: &Directory = &self.directory;
        Ok(on_all_cores(files, |file| {
            let blob = file.blob().or_else(|| staged.get(&file.path).copied());
            let is_same = blob.is_some() && blob == file.committed;
            let extent = if is_same { spared.extent(&file.path) } else { Extent::Whole };
            match blob.and_then(|blob| cache.note(&file.path, blob, circles, extent)) {
                Some(note) => Some(Read { note, blob, from: From::Cache(extent) }),
                None => read(root, &file.path, blob, directory),
            }
        }))
    }

    /// Reads what the last commit has of notes that are not as they were, or gone.
    fn read_others(&mut self, head: CommitId, work: &mut WorkTree) -> Result<()> {
        let notebook = self.notebook;
        let is_other = |path: &str| notebook.is_note(path) && !work.committed.contains_key(path);
        let others = self.files(head, is_other)?;
        // What is outside the sparse checkout is as it was committed.
        let gone = others.iter().map(|(path, _)| path.as_str());
        let gone = gone.filter(|path| !work.notes.contains_key(*path));
        let outside = self.repo.outside_checkout(gone)?;
        // What the work tree made of them is told from all that they were.
        self.spared.touched.extend(others.iter().map(|(path, _)| path.clone()));
        for (path, note) in self.read_all(others)? {
            if outside.contains(&path) {
                work.notes.insert(path.clone(), Rc::clone(&note));
            } else if !work.notes.contains_key(&path) {
                work.changed.push(path.clone());
            }
            work.committed.insert(path, note);
        }
        Ok(())
    }

    /// Returns the files of the work tree that are notes, with what is known of them.
    fn look(&mut self, head: CommitId, begun: SystemTime) -> Result<Vec<Looked>> {
        let found = self.notebook.note_files(begun, Look::Stamps)?;
        let contents = self.contents().at(head)?;
        let looked = found.into_iter().map(|Found { path, stamp }| {
            let known = contents.get(&path).copied().unwrap_or_default();
            Looked { path, stamp, committed: known.committed, was: known.work }
        });
        Ok(looked.collect())
    }
}

impl Looked {
    /// Returns its content, if it is as it was.
    fn blob(&self) -> Option<BlobId> {
        self.was.filter(|(stamp, _)| self.stamp == Some(*stamp)).map(|(_, blob)| blob)
    }
}

/// Reads a note out of its file; `None` if there is none by now.
fn read(root: &Path, path: &str, blob: Option<BlobId>, directory: &Directory) -> Option<Read> {
    let (note, blob) = match read_file(root, path) {
        Ok(bytes) => {
            let bytes = bytes?;
            (note::read(path, &bytes, directory), blob.or_else(|| Some(Repo::hash(&bytes))))
        }
        Err(_) => (note::read(path, b"", directory), None),
    };
    Some(Read { note, blob, from: From::File })
}
