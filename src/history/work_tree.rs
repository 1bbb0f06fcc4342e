//! The work tree: its notes, and which of them are not as they were committed.

use std::rc::Rc;

use crate::error::Result;
use crate::git::{BlobId, CommitId, Repo};
use crate::note;
use crate::parallel::on_all_cores;
use crate::people::Directory;

use super::versions::{File, Notes, Versions, read_file};

/// The notes of the work tree.
pub struct WorkTree {
    pub notes: Notes,
    /// The paths of those that differ from the last commit, sorted.
    pub changed: Vec<String>,
}

impl Versions<'_> {
    /// Reads the work tree, and remembers what the last commit has in the same words. Nothing of it may
    /// have been read before.
    pub fn read_work_tree(&mut self, head: CommitId) -> Result<WorkTree> {
        let root = self.notebook.root.as_path();
        let paths = self.notebook.note_paths()?;
        let files = self.files(head)?;
        let committed: Vec<Option<BlobId>> =
            paths.iter().map(|path| files.get(path).copied()).collect();
        let settled = self.repo.settled(&|path| self.notebook.is_note(path))?;
        let directory: &Directory = &self.directory;
        let (cache, circles) = (&self.cache, &self.circles);
        let read = on_all_cores(&paths, |path| {
            let blob = settled.get(path).copied();
            if let Some(note) = blob.and_then(|blob| cache.note(path, blob, circles)) {
                return Some((blob, note, Known::Yes));
            }
            match read_file(root, path) {
                Ok(Some(bytes)) => {
                    let blob = blob.unwrap_or_else(|| Repo::hash(&bytes));
                    Some((Some(blob), note::read(path, &bytes, directory), Known::No))
                }
                Ok(None) => None,
                Err(_) => Some((None, note::read(path, b"", directory), Known::No)),
            }
        });
        let mut work = WorkTree { notes: Notes::new(), changed: Vec::new() };
        for ((path, before), read) in paths.into_iter().zip(committed).zip(read) {
            let Some((blob, note, known)) = read else { continue };
            let note = match (blob.filter(|blob| before == Some(*blob)), known) {
                (Some(blob), Known::Yes) => self.remember((path.clone(), blob), note),
                (Some(blob), Known::No) => self.keep((path.clone(), blob), note),
                (None, _) => {
                    work.changed.push(path.clone());
                    Rc::new(note)
                }
            };
            work.notes.insert(path, note);
        }
        let notebook = self.notebook;
        let gone = self.files(head)?.iter().filter(|(path, _)| !work.notes.contains_key(*path));
        let gone = gone.filter(|(path, _)| notebook.is_note(path));
        let gone: Vec<File> = gone.map(|(path, blob)| (path.clone(), *blob)).collect();
        // What is outside the sparse checkout is as it was committed.
        let outside = self.repo.outside_checkout(gone.iter().map(|(path, _)| path.as_str()))?;
        for (path, blob) in gone {
            if outside.contains(&path) {
                let note = self.note(&path, blob)?;
                work.notes.insert(path, note);
            } else {
                work.changed.push(path);
            }
        }
        work.changed.sort();
        Ok(work)
    }
}

/// Whether an earlier run has read a version.
#[derive(Clone, Copy)]
enum Known {
    Yes,
    No,
}
