//! Minutes in their formats. Whatever leaves the house is an [`Artefact`], which only [`artefact`] makes: it
//! writes a [`Shareable`], and lets its guard read what was written.

#[cfg(test)]
mod format_tests;
mod html;
mod invitation;
mod lines;
mod mail;
mod phrases;
mod seen;
#[cfg(test)]
mod tests;
mod told;

use crate::date::Moment;
use crate::report::minutes::{Refusal, Shareable, Why};
use lines::Markup;
use phrases::BARE;

pub use invitation::{Slot, invitation};
pub use mail::without_address;
pub use phrases::{ENGLISH, JAPANESE, Phrases};
pub use told::{left_out, refusals, repeated};

/// The forms in which minutes leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Markdown
    Md,
    /// One page for a browser or a printer
    Html,
    /// The draft of a mail, as text and HTML
    Eml,
}

impl Format {
    /// Returns the format that the ending of a file's name stands for.
    pub fn of_ending(ending: &str) -> Option<Format> {
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "txt" => Some(Format::Md),
            "html" | "htm" => Some(Format::Html),
            "eml" => Some(Format::Eml),
            _ => None,
        }
    }
}

/// Finished minutes that passed the guard.
#[derive(Debug)]
pub struct Artefact(String);

impl Artefact {
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Writes minutes, and looks at them as a whole. `now` is the date of a mail.
///
/// # Errors
/// What stands in them that must not; then there are none.
pub fn artefact(
    minutes: &Shareable,
    format: Format,
    phrases: &Phrases,
    now: Moment,
) -> Result<Artefact, Vec<Refusal>> {
    finished(minutes, phrases, |phrases| written(minutes, format, phrases, now))
}

/// Writes and reads back, and lets the guard look at what was read. It is looked at once more without the
/// tool's own words if something speaks against it: that may be one of them.
fn finished(
    minutes: &Shareable,
    phrases: &Phrases,
    write: impl Fn(&Phrases) -> Option<(String, String)>,
) -> Result<Artefact, Vec<Refusal>> {
    // What cannot be read back may hold anything.
    let (text, seen) = write(phrases).ok_or_else(|| vec![minutes.refusal(Why::Unknown)])?;
    minutes.check(&seen).or_else(|found| match write(&BARE) {
        Some((_, bare)) => minutes.check_with(&seen, &bare),
        None => Err(found),
    })?;
    Ok(Artefact(text))
}

/// Writes minutes; and reads them back, decoded, if that is possible.
fn written(
    minutes: &Shareable,
    format: Format,
    phrases: &Phrases,
    now: Moment,
) -> Option<(String, String)> {
    Some(match format {
        Format::Md => {
            let page = lines::page(minutes, phrases, Markup::Markdown);
            (page.clone(), page)
        }
        Format::Html => {
            let page = html::page(minutes, phrases, html::Place::Alone);
            let seen = seen::of_html(&page);
            (page, seen)
        }
        Format::Eml => {
            let mail = mail::draft(minutes, phrases, now);
            let seen = seen::of_mail(&mail)?;
            (mail, seen)
        }
    })
}
