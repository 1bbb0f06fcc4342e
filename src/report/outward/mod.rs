//! What may go out: texts of notes for one customer, and lines for the whole company, with nothing in them
//! that is not for those readers.
//!
//! Whatever is in doubt is withheld, and told to the user by its place. Words are never rephrased: only
//! marks that mean nothing to the reader are taken out.

mod clean;
mod company;
mod marks;
mod others;
mod plain;
mod public;
mod theirs;

use serde::Serialize;

use crate::follow_up::{FollowUp, grammar};
use crate::markdown::inline;
use crate::note::Note;
use crate::people::Directory;
use crate::words::fold;

use clean::cleaned;
use marks::has_marks;
use others::Others;
use plain::Plain;

pub use company::Company;
pub use public::public;

/// A text of a note, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    pub text: &'a str,
    pub note: &'a Note,
    pub line: usize,
    pub internal: bool,
}

impl<'a> Said<'a> {
    pub fn of(item: &'a FollowUp, note: &'a Note) -> Said<'a> {
        Said { text: &item.text, note, line: item.line, internal: item.internal }
    }
}

/// A text that a customer may read. Only [`Outward::clear`] makes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Cleared(String);

impl Cleared {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What stays inside. It is never quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    pub note: String,
    pub line: usize,
    pub reason: Reason,
}

impl Withheld {
    pub fn of(said: &Said, reason: Reason) -> Withheld {
        Withheld { note: said.note.path.clone(), line: said.line, reason }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Internal,
    /// It may be internal: it looks so, or stands below what does.
    LooksInternal,
    /// It holds a comment or HTML, in which something may hide.
    Hidden,
    /// Another customer, or somebody there, is named.
    OtherCustomer,
    /// It holds a word that stops sharing, such as "confidential".
    Word,
    /// It holds a path, a link to a note or an id.
    Mark,
    /// It has no customer, and nobody is named.
    Nobody,
    /// Somebody of a customer's or a partner's is named.
    Person,
    /// An address or a telephone number of who is quoted.
    Address,
    /// It tells how severe an escalation is, in our words.
    Severity,
    /// A follow-up that nobody owns: neither they nor we.
    NoOwner,
    /// Code, a table or a quote, where a line of words is told.
    Block,
}

/// All that a text for a customer is judged by.
pub struct Outward<'a> {
    others: Others<'a>,
    directory: &'a Directory,
    /// These words stop a text wherever they stand.
    words: &'a [String],
}

impl<'a> Outward<'a> {
    /// `notes` tell which customers there are, besides those with a card.
    pub fn new(
        notes: impl Iterator<Item = &'a Note>,
        directory: &'a Directory,
        words: &'a [String],
    ) -> Outward<'a> {
        Outward { others: Others::new(notes, directory), directory, words }
    }

    /// Returns the text for a customer's eyes, or why they may not see it.
    ///
    /// # Errors
    /// The first reason that fits; whatever is in doubt has one.
    pub fn clear(&self, said: &Said, customer: Option<&str>) -> Result<Cleared, Reason> {
        let text = cleaned(said, customer, self.directory);
        let seen = inline(&text);
        let plain = Plain::of(&text, &seen);
        if said.internal || said.note.internal {
            Err(Reason::Internal)
        } else if looks_internal(&text, said) {
            Err(Reason::LooksInternal)
        } else if self.others.are_named(&plain, customer)
            || self.others.answer(said.text, customer, &said.note.present)
        {
            Err(Reason::OtherCustomer)
        } else if self.words.iter().any(|word| plain.names(word)) {
            Err(Reason::Word)
        } else if seen.has_html || text.contains("%%") {
            Err(Reason::Hidden)
        } else if text.is_empty() || has_marks(&text, &seen) {
            Err(Reason::Mark)
        } else {
            Ok(Cleared(text))
        }
    }
}

/// Returns whether a text says of itself that it is internal (`the internal network` does not), or stands
/// below what says so.
fn looks_internal(text: &str, said: &Said) -> bool {
    const SIGNS: [&str; 8] = [
        "(internal",
        "[internal",
        "internal)",
        "internal]",
        "internal:",
        "internal only",
        "internal use",
        "internally only",
    ];
    let text = fold(text).replace(['*', '_', '`'], "");
    // A title may bear a tag that makes its line internal.
    let tags = grammar::tags(said.text);
    let mut tags = tags.iter().map(|tag| fold(tag));
    SIGNS.iter().any(|sign| text.contains(sign))
        || tags.any(|tag| tag.starts_with("internal") || tag.starts_with("vs-"))
        || said.note.look_alikes.iter().any(|lines| lines.contains(&said.line))
}
