//! The versions of one note, for what a follow-up on it was before.

use std::cell::RefCell;
use std::rc::Rc;

use super::past::{Version, Walk};
use super::versions;
use crate::date::Date;
use crate::error::Result;
use crate::follow_up::{FollowUp, Mark};
use crate::note::{self, Note};
use crate::notebook::Notebook;
use crate::people::Directory;
use crate::report::promises;

/// The committed versions of one note, each read when it is asked for. There are none of a note that was never
/// committed, and where there is no history.
pub struct Versions<'a> {
    notebook: &'a Notebook,
    directory: &'a Directory,
    path: String,
    /// Those that were read, newest first.
    read: RefCell<Vec<Version>>,
    /// What leads to the others.
    older: RefCell<Option<(Walk<'a>, versions::Versions<'a>)>>,
}

impl<'a> Versions<'a> {
    /// Looks for them in the repository, along first parents and through renames.
    ///
    /// # Errors
    /// A repository that cannot be read.
    pub fn of(
        notebook: &'a Notebook,
        directory: &'a Directory,
        path: &str,
    ) -> Result<Versions<'a>> {
        let (read, older) = (RefCell::default(), RefCell::default());
        let versions = Versions { notebook, directory, path: path.to_string(), read, older };
        if let Some(repo) = &notebook.repo
            && let Some(head) = repo.head()?
            && repo.blob_at(head, path)?.is_some()
        {
            let walk = Walk::back_from(repo, std::iter::once(path.to_string()), head);
            let known = Rc::new(directory.clone());
            let all = versions::Versions::new(notebook, repo, known);
            *versions.older.borrow_mut() = Some((walk, all));
        }
        Ok(versions)
    }

    /// Returns a version, the newest being the first; `None` before the first that was committed.
    fn version(&self, at: usize) -> Result<Option<Version>> {
        let mut older = self.older.borrow_mut();
        while let Some((walk, versions)) = &mut *older
            && self.read.borrow().len() <= at
        {
            match walk.next(versions)? {
                Some(found) => {
                    self.read.borrow_mut().extend(found.into_iter().map(|(_, version)| version));
                }
                None => *older = None,
            }
        }
        Ok(self.read.borrow().get(at).cloned())
    }

    /// Returns what the note held before an operation, as far as no commit has that.
    fn before(&self, version: &Version) -> Option<Note> {
        let kept = self.notebook.kept_before(version.commit.id, &self.path)?;
        Some(note::read(&self.path, &kept, self.directory))
    }

    /// Returns what stood in the box of a closed follow-up when it was last open (`None`: it had no
    /// box), told by its text and its place among equal texts. Where no version tells, an empty box.
    ///
    /// # Errors
    /// A repository that cannot be read.
    pub fn last_open_mark(&self, note: &Note, item: &FollowUp) -> Result<Option<Mark>> {
        fn with_text<'a>(note: &'a Note, text: &'a str) -> impl Iterator<Item = &'a FollowUp> {
            note.follow_ups.iter().filter(move |own| own.text == text)
        }
        let rank = with_text(note, &item.text).position(|own| own.place == item.place);
        let before = |version: &Note| {
            let own = with_text(version, &item.text).nth(rank.unwrap_or_default())?;
            own.is_open().then(|| own.mark())
        };
        let mut at = 0;
        while let Some(version) = self.version(at)? {
            if let Some(mark) = before(&version.note).or_else(|| before(&self.before(&version)?)) {
                return Ok(mark);
            }
            at += 1;
        }
        Ok(Some(Mark::Empty))
    }

    /// Returns the first date of a promise that will count as missed by what the note holds `today`: it
    /// is promised for a later day than it first was.
    ///
    /// # Errors
    /// A repository that cannot be read.
    pub fn broken_promise(
        &self,
        after: &Rc<Note>,
        index: usize,
        today: Date,
    ) -> Result<Option<Date>> {
        let mut past: Vec<(Date, Rc<Note>)> = Vec::new();
        while let Some(version) = self.version(past.len())? {
            past.push((version.commit.day(), version.note));
        }
        past.reverse();
        Ok(promises::broken_by(&past, after, index, today))
    }
}
