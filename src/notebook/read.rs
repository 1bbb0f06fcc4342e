//! Reading all notes: out of the cache, or on all cores out of their files.

use std::path::Path;
use std::time::SystemTime;

use super::cache::Extent;
use super::cache::notes::{Found, NoteCache, Row};
use super::cache::tracked::TrackedCache;
use super::walk::Look;
use super::{Notebook, walk};
use crate::error::Result;
use crate::note::{self, Note, Passage};
use crate::parallel::{in_parts, on_all_cores};
use crate::people::{Circles, Directory};

/// Where fewer than one of so many notes changed, reading those again takes less time than writing all anew.
const WORTH_WRITING: usize = 64;

impl Notebook {
    /// Returns all notes of the work tree, read, in the order of their paths. A note that cannot be
    /// read is there with a problem that says so.
    ///
    /// # Errors
    /// As [`Notebook::note_paths`].
    pub fn notes(&self, directory: &Directory) -> Result<Vec<Note>> {
        self.read_notes(directory, |_| Extent::Whole)
    }

    /// Returns all notes, as [`Notebook::notes`] does, for those who list what is open: nothing else need be in
    /// them ([`Extent::Listed`]).
    ///
    /// # Errors
    /// As [`Notebook::note_paths`].
    pub fn listed_notes(&self, directory: &Directory) -> Result<Vec<Note>> {
        self.read_notes(directory, |_| Extent::Listed)
    }

    /// Returns all notes, as [`Notebook::notes`] does, for those who ask for nothing but what is open: closed
    /// follow-ups are left out but for their ids, and so are typed lines and quotes, unless they were read anyway.
    ///
    /// # Errors
    /// As [`Notebook::note_paths`].
    pub fn open_notes(&self, directory: &Directory) -> Result<Vec<Note>> {
        self.read_notes(directory, |_| Extent::Open)
    }

    /// Returns what is open in all notes of a customer, as [`Notebook::open_notes`] does.
    ///
    /// # Errors
    /// As [`Notebook::note_paths`].
    pub fn open_notes_of(&self, customer: &str, directory: &Directory) -> Result<Vec<Note>> {
        let is_of = |note: &Note| note.customer.as_deref() == Some(customer);
        let extent = |note: &Note| if is_of(note) { Extent::Open } else { Extent::Header };
        let mut notes = self.read_notes(directory, extent)?;
        notes.retain(is_of);
        Ok(notes)
    }

    /// Returns all notes, each as far as `extent` asks by its header, or further.
    fn read_notes(
        &self,
        directory: &Directory,
        extent: impl Fn(&Note) -> Extent + Sync,
    ) -> Result<Vec<Note>> {
        let (begun, root) = (SystemTime::now(), self.root.as_path());
        let files = self.note_files(begun, Look::Stamps)?;
        let cache = NoteCache::open(self.cache_file("notes"), Circles::of(directory));
        let rows: Vec<(&Found, Option<Row>)> = files.iter().zip(cache.rows(&files)).collect();
        let parts = in_parts(&rows, |rows| {
            let mut part = (Vec::with_capacity(rows.len()), Vec::new());
            for (file, row) in rows {
                if let Some(note) = row.and_then(|row| cache.note(&row, &extent)) {
                    part.0.push(note);
                } else if let Some(note) = read_note(root, &file.path, directory) {
                    let stamp = file.stamp.filter(|stamp| stamp.is_settled(begun));
                    let fresh = stamp.and_then(|stamp| cache.fresh(stamp, &note));
                    part.1.extend(fresh.map(|fresh| (&file.path, fresh)));
                    part.0.push(note);
                }
            }
            part
        });
        let (mut notes, mut fresh) = (Vec::with_capacity(files.len()), Vec::new());
        for (some, read) in parts {
            notes.extend(some);
            fresh.extend(read);
        }
        if fresh.len() * WORTH_WRITING > files.len() {
            let mut fresh = fresh.iter().peekable();
            let kept = rows.iter().filter_map(|(file, row)| {
                let fresh = fresh.next_if(|(path, _)| **path == file.path);
                fresh.map(|(path, fresh)| fresh.row(path)).or(*row)
            });
            let kept: Vec<Row> = kept.collect();
            let _ = cache.store(&kept); // where it cannot be written, all is read again
        }
        Ok(notes)
    }

    /// Returns the paths of all notes of the work tree, sorted.
    ///
    /// # Errors
    /// A folder that cannot be read, an index that cannot be read.
    pub fn note_paths(&self) -> Result<Vec<String>> {
        let files = self.note_files(SystemTime::now(), Look::Names)?;
        Ok(files.into_iter().map(|file| file.path).collect())
    }

    /// Returns the files that are notes, sorted by their paths, for a run that has begun then.
    ///
    /// # Errors
    /// As [`Notebook::note_paths`].
    pub fn note_files(&self, begun: SystemTime, look: Look) -> Result<Vec<Found>> {
        let cache = TrackedCache::open(self.cache_file("tracked"));
        let known = cache.tracked();
        let (files, tracked) = walk::notes(self, known.as_ref(), look, begun)?;
        if known.as_ref() != Some(&tracked) && tracked.is_settled(begun) {
            let _ = cache.store(&tracked); // where it cannot be written, the index is read again
        }
        Ok(files)
    }

    /// Returns what `look` makes of the notes of the work tree and their passages, in the order of their
    /// paths. Notes whose path and bytes are not wanted are not parsed; one that cannot be read is there with
    /// a problem that says so.
    ///
    /// # Errors
    /// As [`Notebook::note_paths`].
    pub fn look_through<T: Send>(
        &self,
        directory: &Directory,
        wanted: impl Fn(&str, &[u8]) -> bool + Sync,
        look: impl Fn(&Note, &[Passage]) -> T + Sync,
    ) -> Result<Vec<T>> {
        let (paths, root) = (self.note_paths()?, self.root.as_path());
        let seen = on_all_cores(&paths, |path| match std::fs::read(root.join(path)) {
            Ok(bytes) => wanted(path, &bytes).then(|| {
                let (note, passages) = note::read_with_passages(path, &bytes, directory);
                look(&note, &passages)
            }),
            Err(error) => unreadable(path, &error).map(|note| look(&note, &[])),
        });
        Ok(seen.into_iter().flatten().collect())
    }
}

/// Returns a note, or `None` if it vanished since it was found.
fn read_note(root: &Path, path: &str, directory: &Directory) -> Option<Note> {
    match std::fs::read(root.join(path)) {
        Ok(bytes) => Some(note::read(path, &bytes, directory)),
        Err(error) => unreadable(path, &error),
    }
}

/// Returns a note that could not be read; `None` if it vanished since it was found.
fn unreadable(path: &str, error: &std::io::Error) -> Option<Note> {
    let is_gone = error.kind() == std::io::ErrorKind::NotFound;
    (!is_gone).then(|| Note::unreadable(path, &error.to_string()))
}
