//! The work tree: its notes, and which of them are not as they were committed.

use std::path::Path;
use std::rc::Rc;

use crate::error::Result;
use crate::git::{BlobId, CommitId, Repo};
use crate::note::{self, Note};

use crate::notebook::cache::Extent;
use crate::parallel::on_all_cores;
use crate::people::Directory;

use super::versions::{File, Notes, Versions, read_file};

/// The notes of the work tree.
pub struct WorkTree {
    pub notes: Notes,
    /// Those of the last commit; one that did not change is the same value.
    pub committed: Notes,
    /// The paths of those that differ from the last commit, sorted.
    pub changed: Vec<String>,
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
        let (notebook, root) = (self.notebook, self.notebook.root.as_path());
        let paths = notebook.note_paths()?;
        let files = self.files(head)?;
        let committed = paths.iter().map(|path| files.get(path).copied()).collect::<Vec<_>>();
        let settled = self.repo.settled(&|path| notebook.is_note(path))?;
        let files: Vec<(String, Option<BlobId>)> = paths.into_iter().zip(committed).collect();
        let (cache, circles, directory) = (&self.cache, &self.circles, &*self.directory);
        let spared = &self.spared;
        let read = on_all_cores(&files, |(path, committed)| {
            let blob = settled.get(path).copied();
            let is_same = blob.is_some() && blob == *committed;
            let extent = if is_same { spared.extent(path) } else { Extent::Whole };
            let kept = blob.and_then(|blob| cache.note(path, blob, circles, extent));
            match kept {
                Some(note) => Some(Read { note, blob, from: From::Cache(extent) }),
                None => read(root, path, blob, directory),
            }
        });
        let (mut notes, mut same, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        for ((path, committed), read) in files.into_iter().zip(read) {
            let Some(Read { note, blob, from }) = read else { continue };
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
        let (mut notes, mut committed): (Notes, Notes) =
            (notes.into_iter().collect(), same.into_iter().collect());
        let others = self.files(head)?.iter();
        let others = others.filter(|(path, _)| !committed.contains_key(*path));
        let others = others.filter(|(path, _)| notebook.is_note(path));
        let others: Vec<File> = others.map(|(path, blob)| (path.clone(), *blob)).collect();
        // What is outside the sparse checkout is as it was committed.
        let gone = others.iter().map(|(path, _)| path.as_str());
        let gone = gone.filter(|path| !notes.contains_key(*path));
        let outside = self.repo.outside_checkout(gone)?;
        for (path, note) in self.read_all(others)? {
            if outside.contains(&path) {
                notes.insert(path.clone(), Rc::clone(&note));
            } else if !notes.contains_key(&path) {
                changed.push(path.clone());
            }
            committed.insert(path, note);
        }
        changed.sort();
        Ok(WorkTree { notes, committed, changed })
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
