//! Changes some bytes of a text and keeps all the others.

use crate::error::{Result, bail};

/// A range of bytes, end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

/// One replacement: the bytes of `span` become `text`. An empty span inserts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

impl Edit {
    pub fn replace(span: Span, text: impl Into<String>) -> Edit {
        Edit { span, text: text.into() }
    }

    pub fn insert(at: usize, text: impl Into<String>) -> Edit {
        Edit { span: Span::new(at, at), text: text.into() }
    }
}

/// Returns `source` with all edits made; the order in which they are given does not matter, but two
/// insertions at one place stay in theirs.
///
/// # Errors
/// Edits that overlap, or lie outside the source.
pub fn apply(source: &[u8], edits: &[Edit]) -> Result<Vec<u8>> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut result = Vec::with_capacity(source.len());
    let mut at = 0;
    for edit in edits {
        if edit.span.start < at || edit.span.end < edit.span.start || edit.span.end > source.len() {
            bail!("two changes to the same bytes at {}", edit.span.start);
        }
        result.extend_from_slice(&source[at..edit.span.start]);
        result.extend_from_slice(edit.text.as_bytes());
        at = edit.span.end;
    }
    result.extend_from_slice(&source[at..]);
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::{Edit, Span, apply};

    #[test]
    fn only_the_spans_change() {
        let edits = [Edit::insert(5, "!"), Edit::replace(Span::new(0, 1), "J")];
        assert_eq!(apply(b"hello\xff", &edits).unwrap(), b"Jello!\xff");
        assert_eq!(apply(b"abc", &[]).unwrap(), b"abc");
    }

    #[test]
    fn overlapping_edits_are_refused() {
        let edits = [Edit::replace(Span::new(0, 2), "x"), Edit::replace(Span::new(1, 3), "y")];
        assert!(apply(b"abc", &edits).is_err());
        assert!(apply(b"abc", &[Edit::insert(4, "x")]).is_err());
    }
}
