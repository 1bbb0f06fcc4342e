//! An error that can carry a hint: what to try next.
//!
//! Errors are a chain of single facts (`anyhow`), lowercase, without a period. A hint is one more
//! layer in the chain that the user interface shows on its own line; it never changes the facts.

use std::fmt::{self, Display};

pub use anyhow::{Context, Error, Result, anyhow, bail};

/// What the user can do about an error; wrapped around the error by [`Hinted::hint`].
#[derive(Debug)]
struct Hint {
    hint: String,
    error: Error,
}

impl Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.error, f)
    }
}

impl std::error::Error for Hint {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error.source()
    }
}

/// Adds a hint to an error or to the error of a result.
pub trait Hinted {
    type Output;

    /// Returns the same error with `hint` to be shown below it.
    fn hint(self, hint: impl Into<String>) -> Self::Output;
}

impl Hinted for Error {
    type Output = Error;

    fn hint(self, hint: impl Into<String>) -> Error {
        Error::new(Hint { hint: hint.into(), error: self })
    }
}

impl<T> Hinted for Result<T> {
    type Output = Result<T>;

    fn hint(self, hint: impl Into<String>) -> Result<T> {
        self.map_err(|error| error.hint(hint))
    }
}

/// Marks an error as one of the command line: a value that is no date, no week, no name of a kind.
#[derive(Debug)]
struct Misunderstood(Error);

impl Display for Misunderstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.0, f)
    }
}

impl std::error::Error for Misunderstood {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// Returns the error as one of a command line that is not understood (exit code 2).
pub fn misunderstood(error: Error) -> Error {
    Error::new(Misunderstood(error))
}

/// Returns whether the command line was not understood.
pub fn is_misunderstood(error: &Error) -> bool {
    error.chain().any(|cause| {
        let hinted = cause.downcast_ref::<Hint>();
        cause.is::<Misunderstood>() || hinted.is_some_and(|hint| is_misunderstood(&hint.error))
    })
}

/// Returns the hints of an error, outermost first.
pub fn hints(error: &Error) -> Vec<&str> {
    let mut found = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        next = None;
        for cause in error.chain() {
            if let Some(hint) = cause.downcast_ref::<Hint>() {
                found.push(hint.hint.as_str());
                next = Some(&hint.error);
                break;
            }
            if let Some(Misunderstood(error)) = cause.downcast_ref::<Misunderstood>() {
                next = Some(error);
                break;
            }
        }
    }
    found
}

/// Returns the facts of an error joined by `: `, outermost first, each said once.
pub fn chain(error: &Error) -> String {
    let mut facts: Vec<String> = Vec::new();
    for cause in error.chain() {
        let fact = cause.to_string();
        if facts.last() != Some(&fact) {
            facts.push(fact);
        }
    }
    facts.join(": ")
}

#[cfg(test)]
mod tests {
    use super::{Context, Hinted, Result, anyhow, chain, hints, is_misunderstood, misunderstood};

    #[test]
    fn a_hint_is_kept_apart_from_the_facts() {
        let result: Result<()> = Err(anyhow!("no such file"));
        let error = result
            .hint("look in another folder")
            .context("failed to read `a.md`")
            .hint("run `fieldnote init`")
            .unwrap_err();
        assert_eq!(chain(&error), "failed to read `a.md`: no such file");
        assert_eq!(hints(&error), ["run `fieldnote init`", "look in another folder"]);
        let error = misunderstood(error);
        assert!(is_misunderstood(&error));
        let error = error.hint("look it up");
        assert!(is_misunderstood(&error));
        assert_eq!(hints(&error)[1..], ["run `fieldnote init`", "look in another folder"]);
    }
}
