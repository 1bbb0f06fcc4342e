//! The versions of one note, for what a follow-up on it was before.

use std::rc::Rc;

use super::past::{self, Version};
use super::versions;
use crate::date::Date;
use crate::error::Result;
use crate::follow_up::{FollowUp, Mark};
use crate::note::{self, Note};
use crate::notebook::Notebook;
use crate::people::Directory;
use crate::report::promises;

/// Every committed version of one note, oldest first. Empty for a note that was never committed, and
/// where there is no history.
pub struct Versions<'a> {
    notebook: &'a Notebook,
    directory: &'a Directory,
    path: String,
    committed: Vec<Version>,
}

impl<'a> Versions<'a> {
    /// Reads them from the repository, along first parents and through renames.
    ///
    /// # Errors
    /// A repository that cannot be read.
    pub fn read(
        notebook: &'a Notebook,
        directory: &'a Directory,
        path: &str,
    ) -> Result<Versions<'a>> {
        let committed = Vec::new();
        let none = Versions { notebook, directory, path: path.to_string(), committed };
        let Some(repo) = &notebook.repo else { return Ok(none) };
        let Some(head) = repo.head()? else { return Ok(none) };
        let Some(bytes) = repo.blob_at(head, path)? else { return Ok(none) };
        let note = Rc::new(note::read(path, &bytes, directory));
        let known = Rc::new(directory.clone());
        let mut versions = versions::Versions::new(notebook, repo, known);
        let mut past = past::of_notes(&mut versions, [note].iter(), head)?.past;
        Ok(Versions { committed: past.remove(path).unwrap_or_default(), ..none })
    }

    /// Returns what the note held before an operation, as far as no commit has that.
    fn before(&self, version: &Version) -> Option<Note> {
        let kept = self.notebook.kept_before(version.commit.id, &self.path)?;
        Some(note::read(&self.path, &kept, self.directory))
    }

    /// Returns what stood in the box of a closed follow-up when it was last open (`None`: it had no
    /// box), told by its text and its place among equal texts. Where no version tells, an empty box.
    pub fn last_open_mark(&self, note: &Note, item: &FollowUp) -> Option<Mark> {
        fn with_text<'a>(note: &'a Note, text: &'a str) -> impl Iterator<Item = &'a FollowUp> {
            note.follow_ups.iter().filter(move |own| own.text == text)
        }
        let rank = with_text(note, &item.text).position(|own| own.place == item.place);
        let before = |version: &Note| {
            let own = with_text(version, &item.text).nth(rank.unwrap_or_default())?;
            own.is_open().then(|| own.mark())
        };
        let open =
            |version: &Version| before(&version.note).or_else(|| before(&self.before(version)?));
        self.committed.iter().rev().find_map(open).unwrap_or(Some(Mark::Empty))
    }

    /// Returns the first date of a promise that will count as missed by what the note holds `today`: it
    /// is promised for a later day than it first was.
    pub fn broken_promise(&self, after: &Rc<Note>, index: usize, today: Date) -> Option<Date> {
        let versions = self.committed.iter();
        let past: Vec<(Date, Rc<Note>)> =
            versions.map(|version| (version.commit.day(), Rc::clone(&version.note))).collect();
        promises::broken_by(&past, after, index, today)
    }
}
