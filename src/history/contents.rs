//! Which contents the files of a commit have, and those of the work tree as far as an earlier run has seen them.

use std::time::SystemTime;

use crate::error::Result;
use crate::git::{BlobId, CommitId, Repo};
use crate::notebook::cache::contents::{Content, ContentsCache};
use crate::notebook::{Notebook, Stamp};

pub use crate::notebook::cache::contents::Contents;

/// The contents of one commit's files that are notes, or say who is known, and of the work tree's notes.
pub struct Compared<'a> {
    notebook: &'a Notebook,
    repo: &'a Repo,
    /// Of the commit that was asked for last.
    present: Option<(CommitId, Contents)>,
    cache: ContentsCache,
    /// The commit of which the cache tells.
    kept: Option<CommitId>,
    /// What git's index is known by.
    index: Option<Stamp>,
}

/// A file of the work tree: what it is known by, and what it holds.
pub type Held = (Stamp, BlobId);

impl<'a> Compared<'a> {
    /// Starts with what an earlier run has seen.
    pub fn open(notebook: &'a Notebook, repo: &'a Repo) -> Compared<'a> {
        let cache = ContentsCache::open(notebook.cache_file("contents"));
        let index = Stamp::of_file(&repo.index_file());
        let present = cache.contents(notebook.is_adopted, index);
        let kept = present.as_ref().map(|(commit, _)| *commit);
        Compared { notebook, repo, present, cache, kept, index }
    }

    /// Returns the contents where the commit is this one. What differs from the one before is read.
    ///
    /// # Errors
    /// A commit or tree that cannot be read.
    pub fn at(&mut self, commit: CommitId) -> Result<&Contents> {
        let (notebook, repo) = (self.notebook, self.repo);
        let keep = |path: &str| notebook.is_note(path) || notebook.is_of_people(path);
        let before = self.present.take().and_then(|(from, contents)| {
            // The commit may be gone by now: then all is read anew.
            Some((repo.changes(Some(from), commit, &keep).ok()?, contents))
        });
        let (changes, mut contents) = match before {
            Some(before) => before,
            None => (repo.changes(None, commit, &keep)?, Contents::new()),
        };
        for change in changes {
            contents.entry(change.path).or_default().committed = change.new;
        }
        Ok(&self.present.insert((commit, contents)).1)
    }

    /// Keeps for the next run what the work tree holds, beside the commit that was asked for last: all notes of it
    /// by their paths, with what a run that has begun then knows.
    pub fn keep(&mut self, held: Vec<(&str, Option<Held>)>, begun: SystemTime) {
        let Some((commit, contents)) = &mut self.present else { return };
        let was = contents.values().filter(|content| content.work.is_some()).count();
        let is = held.iter().filter(|(_, held)| held.is_some()).count();
        let is_as_it_was = |(path, held): &(&str, Option<Held>)| {
            contents.get(*path).and_then(|content| content.work) == *held
        };
        if self.kept == Some(*commit) && was == is && held.iter().all(is_as_it_was) {
            return;
        }
        contents.values_mut().for_each(|content| content.work = None);
        for (path, work) in held.into_iter().filter(|(_, held)| held.is_some()) {
            contents.entry(path.to_string()).or_default().work = work;
        }
        contents.retain(|_, content| *content != Content::default());
        // Where it cannot be written, the index is asked again.
        let index = self.index.filter(|index| index.is_settled(begun));
        let _ = self.cache.store(self.notebook.is_adopted, index, *commit, contents);
    }
}
