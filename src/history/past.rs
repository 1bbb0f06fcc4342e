//! What notes with promises were before the week: a promise's first date stands in its first version.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::rc::Rc;

use crate::date::{Date, Week};
use crate::error::Result;
use crate::git::{self, CommitId, CommitInfo, Repo};
use crate::note::Note;
use crate::report::promises;

use super::line::Line;
use super::renames;
use super::versions::Versions;

/// A version of a note, and the commit that brought it.
#[derive(Clone)]
pub struct Version {
    pub commit: CommitInfo,
    pub note: Rc<Note>,
}

/// What notes were before.
#[derive(Default)]
pub struct Found {
    /// The versions of each, oldest first, by its path at the start.
    pub past: BTreeMap<String, Vec<Version>>,
    /// The first commit of the line, if some versions had to be sought as far back as that.
    pub first: Option<CommitId>,
}

impl Found {
    /// Returns the versions with the days on which their commits count.
    pub fn dated(self, line: &Line) -> BTreeMap<String, Vec<(Date, Rc<Note>)>> {
        let dated = |version: Version| (line.day(&version.commit), version.note);
        let past = self.past.into_iter();
        past.map(|(path, versions)| (path, versions.into_iter().map(dated).collect())).collect()
    }
}

/// Returns every version up to the start of the notes whose promises may count in the week, oldest
/// first, by their path at the start. The line is walked back as far as the oldest of them reaches.
pub fn of_promises<'n>(
    versions: &mut Versions,
    notes: impl Iterator<Item = &'n Rc<Note>>,
    start: Option<CommitId>,
    week: Week,
) -> Result<Found> {
    let Some(start) = start else { return Ok(Found::default()) };
    of_notes(versions, notes.filter(|note| promises::may_count(note, week)), start)
}

/// Returns every version of some notes up to a commit that has them, oldest first, by their path there.
/// The line is walked back as far as the oldest of them reaches.
pub fn of_notes<'n>(
    versions: &mut Versions,
    wanted: impl Iterator<Item = &'n Rc<Note>>,
    start: CommitId,
) -> Result<Found> {
    let mut past: BTreeMap<String, Vec<Version>> = BTreeMap::new();
    let mut walk = Walk::back_from(versions.repo, wanted.map(|note| note.path.clone()), start);
    while let Some(found) = walk.next(versions)? {
        for (path, version) in found {
            past.entry(path).or_default().push(version);
        }
    }
    past.values_mut().for_each(|versions| versions.reverse());
    Ok(Found { past, first: walk.first })
}

/// A walk back along first parents, for the versions of some notes.
pub struct Walk<'a> {
    line: Peekable<Box<dyn Iterator<Item = Result<CommitInfo>> + 'a>>,
    /// By the path that a note has at the commit that is looked at: its path at the start.
    sought: BTreeMap<String, String>,
    /// The first commit of the line, if some versions had to be sought as far back as that.
    first: Option<CommitId>,
}

impl<'a> Walk<'a> {
    /// Starts with a commit that has notes at these paths.
    pub fn back_from(
        repo: &'a Repo,
        paths: impl Iterator<Item = String>,
        start: CommitId,
    ) -> Walk<'a> {
        let line: Box<dyn Iterator<Item = _>> = Box::new(repo.first_parents(start));
        let sought = paths.map(|path| (path.clone(), path)).collect();
        Walk { line: line.peekable(), sought, first: None }
    }

    /// Goes one commit back, and returns the versions that it brought, by their paths at the start; `None` once all
    /// are found.
    pub fn next(&mut self, versions: &mut Versions) -> Result<Option<Vec<(String, Version)>>> {
        if self.sought.is_empty() {
            return Ok(None);
        }
        let Some(commit) = self.line.next().transpose()? else { return Ok(None) };
        let parent = match self.line.peek() {
            Some(Ok(parent)) => Some(parent.id),
            _ => {
                self.first = Some(commit.id);
                None
            }
        };
        let all = versions.changes_to_keep(parent, commit.id)?;
        let changes = all.iter().filter(|change| self.sought.contains_key(&change.path));
        let changes: Vec<&git::Change> = changes.collect();
        let mut sources = BTreeMap::new();
        if changes.iter().any(|change| change.old.is_none()) {
            sources = came_from(versions.repo, &all)?;
        }
        let mut found = Vec::new();
        for change in changes {
            let Some(blob) = change.new else { continue };
            let Some(at_start) = self.sought.remove(&change.path) else { continue };
            let note = versions.note(&change.path, blob)?;
            found.push((at_start.clone(), Version { commit: commit.clone(), note }));
            let before = match change.old {
                Some(_) => Some(change.path.clone()),
                None => sources.remove(&change.path),
            };
            if let Some(path) = before {
                self.sought.insert(path, at_start);
            }
        }
        Ok(Some(found))
    }
}

/// Returns the paths that the files which a commit added had before; of all that it changed.
fn came_from(repo: &Repo, changes: &[git::Change]) -> Result<BTreeMap<String, String>> {
    let files = |of: &dyn Fn(&git::Change) -> Option<git::BlobId>| -> Vec<(String, git::BlobId)> {
        changes.iter().filter_map(|change| Some((change.path.clone(), of(change)?))).collect()
    };
    let gone = files(&|change| change.old.filter(|_| change.new.is_none()));
    let come = files(&|change| change.new.filter(|_| change.old.is_none()));
    let renamed = renames::renamed(&gone, &come, &|blob| repo.blob(blob))?;
    Ok(renamed.into_iter().map(|(new, (old, _))| (new, old)).collect())
}
