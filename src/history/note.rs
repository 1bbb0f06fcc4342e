//! The versions of one note, for what a follow-up on it was before.

use std::rc::Rc;

use super::{past, versions};
use crate::date::Date;
use crate::error::Result;
use crate::follow_up::{FollowUp, Mark};
use crate::note::Note;
use crate::notebook::Notebook;
use crate::people::Directory;
use crate::report::promises;

/// Every committed version of one note, oldest first, with the day of its commit. Empty for a note
/// that was never committed, and where there is no history.
pub struct Versions(Vec<(Date, Rc<Note>)>);

impl Versions {
    /// Reads them from the repository, along first parents and through renames.
    ///
    /// # Errors
    /// A repository that cannot be read.
    pub fn read(notebook: &Notebook, directory: &Directory, path: &str) -> Result<Versions> {
        let Some(repo) = &notebook.repo else { return Ok(Versions(Vec::new())) };
        let Some(head) = repo.head()? else { return Ok(Versions(Vec::new())) };
        let Some(bytes) = repo.blob_at(head, path)? else { return Ok(Versions(Vec::new())) };
        let note = Rc::new(crate::note::read(path, &bytes, directory));
        let mut versions = versions::Versions::new(notebook, repo, directory);
        let mut past = past::of_notes(&mut versions, [note].iter(), head)?.past;
        Ok(Versions(past.remove(path).unwrap_or_default()))
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
        let mut versions = self.0.iter().rev();
        versions.find_map(|(_, version)| before(version)).unwrap_or(Some(Mark::Empty))
    }

    /// Returns the first date of a promise that will count as missed by what the note holds `today`: it
    /// is promised for a later day than it first was.
    pub fn broken_promise(&self, after: &Rc<Note>, index: usize, today: Date) -> Option<Date> {
        promises::broken_by(&self.0, after, index, today)
    }
}
