//! What may go out: texts of notes for one customer, and lines for the whole company, with nothing in them
//! that is not for those readers.
//!
//! Whatever is in doubt is withheld, and told to the user by its place. Words are never rephrased: only
//! marks that mean nothing to the reader are taken out.

mod clean;
mod company;
mod door;
mod guard;
mod marks;
mod others;
mod plain;
mod public;
mod secrets;
mod severity;
mod theirs;

use serde::Serialize;

use crate::follow_up::{FollowUp, grammar};
use crate::markdown::{Inline, inline};
use crate::note::Note;
use crate::people::Directory;
use crate::words::{fold, look};

use clean::cleaned;
use marks::{has_marks, names_notebook};
use others::Others;
use plain::{Name, Plain};
use secrets::holds_secret;

pub use company::Company;
pub use door::{Door, Stop};
pub use guard::{Guard, Hidden, Labels};
pub use public::public;
pub use severity::tells_severity;

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

/// A text that a customer may read. Only [`Outward`] makes one.
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
    /// It looks like a key, a token or a password.
    Secret,
    /// Its section is none of those that are shared.
    Section,
    /// A risk is for us.
    Risk,
    /// A follow-up that nobody does any more.
    Dropped,
}

/// Why a text stays inside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Objection {
    pub reason: Reason,
    /// The name or word of the cards or the settings that it holds; never the text's own words.
    pub named: Option<String>,
}

impl From<Reason> for Objection {
    fn from(reason: Reason) -> Objection {
        Objection { reason, named: None }
    }
}

/// All that a text for a customer is judged by.
pub struct Outward<'a> {
    others: Others<'a>,
    directory: &'a Directory,
    /// These words stop a text wherever they stand.
    words: Vec<Name>,
}

impl<'a> Outward<'a> {
    /// `notes` tell which customers there are, besides those with a card.
    pub fn new(
        notes: impl Iterator<Item = &'a Note>,
        directory: &'a Directory,
        words: &[String],
    ) -> Outward<'a> {
        let words = words.iter().map(|word| Name::of(word)).collect();
        Outward { others: Others::new(notes, directory), directory, words }
    }

    /// Returns the text for a customer's eyes, or why they may not see it.
    ///
    /// # Errors
    /// The first reason that fits; whatever is in doubt has one.
    pub fn clear(&self, said: &Said, customer: Option<&str>) -> Result<Cleared, Reason> {
        let text = cleaned(said, customer, self.directory);
        let seen = inline(&text);
        self.judge(said, customer, &text, &seen).map_err(|objection| objection.reason)?;
        if is_hidden(&text, &seen) {
            Err(Reason::Hidden)
        } else if text.is_empty() || has_marks(&text, &seen) {
            Err(Reason::Mark)
        } else {
            Ok(Cleared(text))
        }
    }

    /// Returns a text of minutes as [`Outward::clear`] does, but with paths of other machines than ours and
    /// links that lead nowhere in it. What `allowed` quotes from it is not looked at for names and words.
    ///
    /// # Errors
    /// The first objection; whatever is in doubt has one.
    pub fn clear_minutes(
        &self,
        said: &Said,
        customer: &str,
        allowed: &[String],
    ) -> Result<Cleared, Objection> {
        let text = cleaned(said, Some(customer), self.directory);
        let (rest, raw) = (without(&text, allowed), without(said.text, allowed));
        let seen = inline(&rest);
        self.judge(&Said { text: &raw, ..*said }, Some(customer), &rest, &seen)?;
        if is_hidden(&text, &seen) || text.contains("<!--") {
            Err(Reason::Hidden.into())
        } else if rest != text && either_holds_secret(&text, &inline(&text).text) {
            Err(Reason::Secret.into())
        } else if text.is_empty() || names_notebook(&text, &seen) {
            Err(Reason::Mark.into())
        } else {
            Ok(Cleared(text))
        }
    }

    /// Returns the lines of a block of code, which stay as they are.
    ///
    /// # Errors
    /// The first objection.
    pub fn clear_code(
        &self,
        said: &Said,
        customer: &str,
        allowed: &[String],
    ) -> Result<Cleared, Objection> {
        let rest = without(said.text, allowed);
        let seen = Inline { text: rest.clone(), ..Inline::default() };
        self.judge(&Said { text: &rest, ..*said }, Some(customer), &rest, &seen)?;
        if rest != said.text && holds_secret(said.text) {
            Err(Reason::Secret.into())
        } else if names_notebook(&rest, &seen) {
            Err(Reason::Mark.into())
        } else {
            Ok(Cleared(said.text.to_string()))
        }
    }

    /// Objects to what no reader outside may see, whatever form it has.
    fn judge(
        &self,
        said: &Said,
        customer: Option<&str>,
        text: &str,
        seen: &Inline,
    ) -> Result<(), Objection> {
        let plain = Plain::of(text, seen);
        if said.internal || said.note.internal {
            return Err(Reason::Internal.into());
        }
        if looks_internal(text, said) {
            return Err(Reason::LooksInternal.into());
        }
        if let Some(name) = self.others.named(&plain, customer) {
            return Err(Objection { reason: Reason::OtherCustomer, named: Some(name) });
        }
        if self.others.answer(said.text, customer, &said.note.present) {
            return Err(Reason::OtherCustomer.into());
        }
        if let Some(word) = self.words.iter().find(|word| plain.names(word)) {
            return Err(Objection { reason: Reason::Word, named: Some(word.text.clone()) });
        }
        if either_holds_secret(text, &seen.text) {
            return Err(Reason::Secret.into());
        }
        Ok(())
    }

    /// Returns the name or word for which a finished text, or a piece of one, may not go out, if there is one.
    pub fn objection(&self, text: &str, customer: &str) -> Option<Objection> {
        let plain = Plain::of(text, &Inline::default());
        if let Some(name) = self.others.named(&plain, Some(customer)) {
            return Some(Objection { reason: Reason::OtherCustomer, named: Some(name) });
        }
        objection_to(&plain, &self.words)
    }
}

/// Objects to words that stop sharing.
fn objection_to(plain: &Plain, words: &[Name]) -> Option<Objection> {
    let word = words.iter().find(|word| plain.names(word))?;
    Some(Objection { reason: Reason::Word, named: Some(word.text.clone()) })
}

/// Looks at a text as it is written and as it is seen.
fn either_holds_secret(text: &str, seen: &str) -> bool {
    holds_secret(text) || (seen != text && holds_secret(seen))
}

fn is_hidden(text: &str, seen: &Inline) -> bool {
    seen.has_html || text.contains("%%")
}

/// Stands in a finished text for words of the tool's own, and for what is allowed.
pub const BLANK: &str = "\u{fffc}";

/// Returns the text with what is allowed in it blanked out.
pub fn without(text: &str, allowed: &[String]) -> String {
    let quoted = allowed.iter().filter(|quoted| !quoted.is_empty());
    let blank = format!(" {BLANK} ");
    quoted.fold(text.to_string(), |text, quoted| text.replace(quoted.as_str(), &blank))
}

/// Returns whether a text says of itself that it is internal (`the internal network` does not), or stands
/// below what says so.
fn looks_internal(text: &str, said: &Said) -> bool {
    const SIGNS: [&str; 16] = [
        "(internal",
        "[internal",
        "internal)",
        "internal]",
        "internal:",
        "internal only",
        "internal use",
        "internally only",
        "{internal",
        "internal}",
        "（社内",
        "(社内",
        "社内限",
        "社内用",
        "対外秘",
        "部外秘",
    ];
    let text = look(text).replace(['*', '_', '`'], "");
    // A title may bear a tag that makes its line internal.
    let tags = grammar::tags(said.text);
    let mut tags = tags.iter().map(|tag| fold(tag));
    // Most texts have no such letters at all.
    let is_doubtful = text.contains("internal") || !text.is_ascii();
    is_doubtful && SIGNS.iter().any(|sign| text.contains(sign))
        || tags.any(|tag| tag.starts_with("internal") || tag.starts_with("vs-"))
        || said.note.look_alikes.iter().any(|lines| lines.contains(&said.line))
}
