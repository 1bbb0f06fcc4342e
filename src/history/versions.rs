//! Versions of notes out of commits and the work tree, each read once for those who can be meant in it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::ErrorKind;
use std::path::Path;
use std::rc::Rc;

use crate::date::Date;
use crate::error::Result;
use crate::git::{self, BlobId, CommitId, CommitInfo, Repo};
use crate::note::{self, Note};
use crate::notebook::cache::Extent;
use crate::notebook::cache::versions::VersionCache;
use crate::notebook::{Notebook, has_real_folders};
use crate::parallel::on_all_cores;
use crate::people::{Circles, Directory};

use super::changes::Changes;
use super::contents::Compared;

pub type Notes = BTreeMap<String, Rc<Note>>;
pub(super) type File = (String, BlobId);

pub struct Versions<'a> {
    pub notebook: &'a Notebook,
    pub repo: &'a Repo,
    pub(super) directory: Rc<Directory>,
    /// Of the present directory.
    pub(super) circles: Circles,
    pub(super) cache: VersionCache,
    /// What was read of each version, with the circle that could be meant in it.
    read: HashMap<File, Vec<(u64, Rc<Note>)>>,
    /// The notes of a commit that somebody is to ask for next.
    held: Option<Held>,
    changes: Changes<'a>,
    /// What need not be read.
    pub(super) spared: Spared,
    /// Read once it is asked for.
    contents: Option<Compared<'a>>,
}

/// The notes of a commit, for those who are known.
struct Held {
    commit: CommitId,
    notes: Notes,
    /// Whether all of them are here: not those in which others can be meant by now.
    is_whole: bool,
}

/// What of notes need not be read.
#[derive(Default)]
pub struct Spared {
    /// The day from which on something has to count to be read; `None` if all is.
    since: Option<Date>,
    /// The paths of notes of which all is read.
    pub(super) touched: HashSet<String>,
}

impl Spared {
    /// Returns how much of a note is read.
    pub fn extent(&self, path: &str) -> Extent {
        match self.since {
            Some(since) if !self.touched.contains(path) => Extent::Since(since),
            _ => Extent::Whole,
        }
    }
}

impl<'a> Versions<'a> {
    pub fn new(notebook: &'a Notebook, repo: &'a Repo, directory: Rc<Directory>) -> Versions<'a> {
        let circles = Circles::of(&directory);
        let cache = VersionCache::open(notebook.cache_file("versions"));
        let (read, changes) = (HashMap::new(), Changes::open(notebook, repo));
        let (spared, held, contents) = (Spared::default(), None, None);
        Versions {
            notebook,
            repo,
            directory,
            circles,
            cache,
            read,
            held,
            changes,
            spared,
            contents,
        }
    }

    /// Changes who is known: notes in which others can be meant now are read again.
    pub fn know(&mut self, directory: &Rc<Directory>) {
        self.directory = Rc::clone(directory);
        let before = std::mem::replace(&mut self.circles, Circles::of(directory));
        if let Some(held) = self.held.as_mut().filter(|_| before != self.circles) {
            let circles = [&before, &self.circles];
            let count = held.notes.len();
            held.notes.retain(|_, note| {
                let [old, new] = circles.map(|all| all.of_customer(note.customer.as_deref()));
                old == new
            });
            held.is_whole &= held.notes.len() == count;
        }
    }

    /// Returns the notes that differ between two commits.
    pub fn changes(&mut self, old: Option<CommitId>, new: CommitId) -> Result<Rc<[git::Change]>> {
        self.changes.between((old, new))
    }

    /// Returns them as [`Versions::changes`] does, and keeps them for the next run.
    pub fn changes_to_keep(
        &mut self,
        old: Option<CommitId>,
        new: CommitId,
    ) -> Result<Rc<[git::Change]>> {
        self.changes.keep((old, new))
    }

    /// Leaves out, from now on, what was over before a day in notes that nothing touches between two commits: neither
    /// that they differ in, nor that one of the line between them (newest first) changes.
    pub fn spare(
        &mut self,
        since: Date,
        (start, end): (Option<CommitId>, CommitId),
        line: &[CommitInfo],
    ) -> Result<()> {
        let mut pairs = vec![(start, end)];
        let mut before = start;
        pairs.extend(line.iter().rev().map(|commit| (before.replace(commit.id), commit.id)));
        let mut touched = HashSet::new();
        for pair in pairs {
            let changes = self.changes.keep(pair)?;
            touched.extend(changes.iter().map(|change| change.path.clone()));
        }
        self.spared = Spared { since: Some(since), touched };
        Ok(())
    }

    /// Returns the files of a commit that `belongs` leaves in, of notes and what says who is known; sorted by path.
    pub fn files(&mut self, at: CommitId, belongs: impl Fn(&str) -> bool) -> Result<Vec<File>> {
        let files = self.contents().at(at)?.iter().filter(|(path, _)| belongs(path));
        Ok(files.filter_map(|(path, content)| Some((path.clone(), content.committed?))).collect())
    }

    pub(super) fn contents(&mut self) -> &mut Compared<'a> {
        self.contents.get_or_insert_with(|| Compared::open(self.notebook, self.repo))
    }

    /// Reads a version of a note.
    pub fn note(&mut self, path: &str, blob: BlobId) -> Result<Rc<Note>> {
        let file = (path.to_string(), blob);
        if let Some(note) = self.known(&file) {
            return Ok(note);
        }
        if let Some(note) = self.cache.note(path, blob, &self.circles, Extent::Whole) {
            return Ok(self.remember(file, note));
        }
        let note = note::read(path, &self.repo.blob(blob)?, &self.directory);
        Ok(self.keep(file, note))
    }

    /// Returns a version that was read already, with the same people in mind.
    fn known(&self, file: &File) -> Option<Rc<Note>> {
        let read = self.read.get(file)?;
        let circle = self.circles.of_customer(read.first()?.1.customer.as_deref());
        read.iter().find(|(own, _)| *own == circle).map(|(_, note)| Rc::clone(note))
    }

    /// Takes what was read of a version, for this run and the next.
    pub(super) fn keep(&mut self, file: File, note: Note) -> Rc<Note> {
        self.cache.keep(file.1, &note, &self.circles);
        self.remember(file, note)
    }

    /// Takes those of these versions that earlier runs have read, and returns the others; first, by their paths,
    /// those that were not read as a whole: they are good for nothing else.
    fn recall(&mut self, files: Vec<File>) -> (Notes, Vec<File>) {
        let (cache, circles, spared) = (&self.cache, &self.circles, &self.spared);
        let notes = on_all_cores(&files, |(path, blob)| {
            cache.note(path, *blob, circles, spared.extent(path))
        });
        let (mut parts, mut others) = (Notes::new(), Vec::new());
        for (file, note) in files.into_iter().zip(notes) {
            match note {
                Some(note) if self.spared.extent(&file.0) == Extent::Whole => {
                    self.remember(file, note);
                }
                Some(note) => _ = parts.insert(file.0, Rc::new(note)),
                None => others.push(file),
            }
        }
        (parts, others)
    }

    pub(super) fn remember(&mut self, file: File, note: Note) -> Rc<Note> {
        let circle = self.circles.of_customer(note.customer.as_deref());
        let note = Rc::new(note);
        self.read.entry(file).or_default().push((circle, Rc::clone(&note)));
        note
    }

    /// Reads what the commits of a line (newest first) made of the notes, on all cores.
    pub fn read_line(&mut self, line: &[CommitInfo]) -> Result<()> {
        const AT_ONCE: usize = 2_000;
        let (mut wanted, mut found) = (Vec::new(), HashSet::new());
        // From one commit to the next, as they lie together in the pack.
        for (at, commit) in line.iter().enumerate().rev() {
            let before = line.get(at + 1).map(|commit| commit.id);
            for change in self.changes(before, commit.id)?.iter() {
                let Some(blob) = change.new else { continue };
                let file = (change.path.clone(), blob);
                if self.known(&file).is_none() && found.insert(file.clone()) {
                    wanted.push(file);
                }
            }
        }
        for some in self.recall(wanted).1.chunks(AT_ONCE) {
            let bytes = some.iter().map(|(path, blob)| Ok((path, self.repo.blob(*blob)?)));
            let bytes: Vec<(&String, Vec<u8>)> = bytes.collect::<Result<_>>()?;
            let directory: &Directory = &self.directory;
            let notes = on_all_cores(&bytes, |(path, bytes)| note::read(path, bytes, directory));
            for (file, note) in some.iter().zip(notes) {
                self.keep(file.clone(), note);
            }
        }
        Ok(())
    }

    /// Reads all notes of a commit, but for those that are held.
    pub fn notes(&mut self, at: CommitId) -> Result<Notes> {
        let (notebook, held) = (self.notebook, self.held.take());
        let (mut notes, is_whole) = match held.filter(|held| held.commit == at) {
            Some(Held { notes, is_whole, .. }) => (notes, is_whole),
            None => (Notes::new(), false),
        };
        if !is_whole {
            let files =
                self.files(at, |path| notebook.is_note(path) && !notes.contains_key(path))?;
            notes.extend(self.read_all(files)?);
        }
        Ok(notes)
    }

    /// Holds all notes of a commit for whoever asks for them next.
    pub fn hold(&mut self, commit: CommitId, notes: Notes) {
        self.held = Some(Held { commit, notes, is_whole: true });
    }

    /// Reads notes of a commit, on all cores.
    pub(super) fn read_all(&mut self, files: Vec<File>) -> Result<Notes> {
        let unknown = files.iter().filter(|file| self.known(file).is_none()).cloned().collect();
        let (mut parts, unknown) = self.recall(unknown);
        self.read_from_work_tree(unknown);
        let notes = files.into_iter().map(|(path, blob)| {
            let note = match parts.remove(&path) {
                Some(note) => note,
                None => self.note(&path, blob)?,
            };
            Ok((path, note))
        });
        notes.collect()
    }

    /// Reads those versions that lie in the work tree byte for byte: a file is opened ten times faster
    /// than a packed object.
    fn read_from_work_tree(&mut self, files: Vec<File>) {
        let root = self.notebook.root.as_path();
        let directory: &Directory = &self.directory;
        let notes = on_all_cores(&files, |(path, blob)| match read_file(root, path) {
            Ok(Some(bytes)) if Repo::hash(&bytes) == *blob => {
                Some(note::read(path, &bytes, directory))
            }
            _ => None,
        });
        for (file, note) in files.into_iter().zip(notes) {
            if let Some(note) = note {
                self.keep(file, note);
            }
        }
    }
}

impl Drop for Versions<'_> {
    fn drop(&mut self) {
        let _ = self.cache.store(); // where it cannot be written, all is read again
        // A run ends soon after it has read a history: notes by the ten thousand need not be freed one by one.
        std::mem::forget(std::mem::take(&mut self.read));
    }
}

/// Returns a regular file's bytes, or `None` if there is no such file, or none that lies below the root.
pub(super) fn read_file(root: &Path, path: &str) -> std::io::Result<Option<Vec<u8>>> {
    if !has_real_folders(root, path) {
        return Ok(None);
    }
    let full = root.join(path);
    match std::fs::symlink_metadata(&full) {
        Ok(meta) if meta.is_file() => std::fs::read(&full).map(Some),
        Ok(_) => Ok(None),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
