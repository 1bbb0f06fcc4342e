//! Reading all notes: out of the cache, or on all cores out of their files.

use std::path::Path;
use std::time::SystemTime;

use super::cache::notes::{Found, NoteCache, Row};
use super::{Notebook, on_all_cores, walk};
use crate::error::Result;
use crate::note::{self, Note, Passage};
use crate::people::{Circles, Directory};

impl Notebook {
    /// Returns all notes of the work tree, read, in the order of their paths. A note that cannot be
    /// read is there with a problem that says so.
    ///
    /// # Errors
    /// As [`Notebook::note_paths`].
    pub fn notes(&self, directory: &Directory) -> Result<Vec<Note>> {
        let (begun, root) = (SystemTime::now(), self.root.as_path());
        let cache = NoteCache::open(self.cache_file("notes"), Circles::of(directory));
        let known = cache.tracked();
        let (files, tracked) = walk::notes(self, known.clone())?;
        let rows: Vec<(&Found, Option<Row>)> = files.iter().zip(cache.rows(&files)).collect();
        let read = on_all_cores(&rows, |(file, row)| {
            if let Some(note) = row.and_then(|row| cache.note(&row)) {
                return Some((note, None));
            }
            let note = read_note(root, &file.path, |_| true, directory)?;
            let stamp = file.stamp.filter(|stamp| stamp.is_settled(begun));
            let fresh = stamp.and_then(|stamp| cache.fresh(stamp, &note));
            Some((note, fresh))
        });
        let is_news = read.iter().flatten().any(|(_, fresh)| fresh.is_some())
            || Some(&tracked) != known.as_ref() && tracked.is_settled(begun);
        if is_news {
            let kept = rows.iter().zip(&read).filter_map(|((file, row), read)| {
                let fresh = read.as_ref()?.1.as_ref().map(|fresh| fresh.row(&file.path));
                Some((file.path.as_str(), fresh.or(*row)?))
            });
            let kept: Vec<(&str, Row)> = kept.collect();
            let _ = cache.store(&tracked, &kept); // where it cannot be written, all is read again
        }
        Ok(read.into_iter().flatten().map(|(note, _)| note).collect())
    }

    /// Returns all notes of a customer, as [`Notebook::notes`] does. Notes that do not even hold its
    /// slug are not parsed.
    ///
    /// # Errors
    /// As [`Notebook::note_paths`].
    pub fn notes_of(&self, customer: &str, directory: &Directory) -> Result<Vec<Note>> {
        let (paths, root) = (self.note_paths()?, self.root.as_path());
        let folder = format!("customers/{customer}/");
        let finder = memchr::memmem::Finder::new(customer);
        let read = on_all_cores(&paths, |path| {
            let may_be = |bytes: &[u8]| path.starts_with(&folder) || finder.find(bytes).is_some();
            read_note(root, path, may_be, directory)
        });
        let read = read.into_iter().flatten();
        Ok(read.filter(|note| note.customer.as_deref() == Some(customer)).collect())
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

/// Returns a note, or `None` if it vanished since it was found or its bytes are not wanted.
fn read_note(
    root: &Path,
    path: &str,
    wanted: impl Fn(&[u8]) -> bool,
    directory: &Directory,
) -> Option<Note> {
    match std::fs::read(root.join(path)) {
        Ok(bytes) => wanted(&bytes).then(|| note::read(path, &bytes, directory)),
        Err(error) => unreadable(path, &error),
    }
}

/// Returns a note that could not be read; `None` if it vanished since it was found.
fn unreadable(path: &str, error: &std::io::Error) -> Option<Note> {
    let is_gone = error.kind() == std::io::ErrorKind::NotFound;
    (!is_gone).then(|| Note::unreadable(path, &error.to_string()))
}
