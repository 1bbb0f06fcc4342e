//! Minutes in their formats. Whatever leaves the house is an [`Artefact`], which only [`artefact`] makes: it
//! writes a [`Shareable`], and lets its guard read what was written.

mod markdown;
mod phrases;
#[cfg(test)]
mod tests;
mod told;

use crate::report::minutes::{Refusal, Shareable};

pub use phrases::{ENGLISH, JAPANESE, Phrases};
pub use told::{left_out, refusals, repeated};

/// The forms in which minutes leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Markdown
    Md,
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

/// Writes minutes, and looks at them as a whole.
///
/// # Errors
/// What stands in them that must not; then there are none.
pub fn artefact(
    minutes: &Shareable,
    format: Format,
    phrases: &Phrases,
) -> Result<Artefact, Vec<Refusal>> {
    let text = match format {
        Format::Md => markdown::page(minutes, phrases),
    };
    minutes.check(&text)?;
    Ok(Artefact(text))
}
