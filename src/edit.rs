//! Changes some bytes of a text and keeps all the others.

use crate::error::{Result, bail};

/// A range of bytes, end exclusive.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
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

/// What one change made of some lines that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedLines {
    /// The first of them, from 1.
    pub line: usize,
    /// Without their endings; bytes that are not UTF-8 as U+FFFD.
    pub old: Vec<String>,
    pub new: Vec<String>,
}

/// Returns the lines from the first to the last that differ.
pub fn changed_lines(old: &[u8], new: &[u8]) -> ChangedLines {
    let lines = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let ends_line = |at: &usize| {
            bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n')
        };
        let mut ends: Vec<usize> = (0..bytes.len()).filter(ends_line).map(|at| at + 1).collect();
        ends.push(bytes.len());
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let lines = starts.zip(&ends).map(|(start, end)| bytes[start..*end].to_vec());
        lines.filter(|line| !line.is_empty()).collect()
    };
    let (old, new) = (lines(old), lines(new));
    let shorter = old.len().min(new.len());
    let before = (0..shorter).take_while(|at| old[*at] == new[*at]).count();
    let same_behind = |at: &usize| old[old.len() - at] == new[new.len() - at];
    let behind = (1..=shorter - before).take_while(same_behind).count();
    let shown = |lines: &[Vec<u8>]| -> Vec<String> {
        let text = |line: &Vec<u8>| {
            String::from_utf8_lossy(line).trim_end_matches(['\n', '\r']).to_string()
        };
        lines[before..lines.len() - behind].iter().map(text).collect()
    };
    ChangedLines { line: before + 1, old: shown(&old), new: shown(&new) }
}

#[cfg(test)]
mod tests {
    use super::{Edit, Span, apply, changed_lines};

    #[test]
    fn lines_that_differ_are_found() {
        for (old, new, line, before, after) in [
            ("a\nb\nc\n", "a\nx\nc\n", 2, "b", "x"),
            ("a\r\nb", "a\r\nb!", 2, "b", "b!"),
            ("a\n", "a\nb\n", 2, "", "b"),
            ("a\nb\na\nb\n", "a\nb\n", 3, "a|b", ""),
            ("", "a", 1, "", "a"),
            ("a", "a", 2, "", ""),
        ] {
            let found = changed_lines(old.as_bytes(), new.as_bytes());
            let shown = (found.line, found.old.join("|"), found.new.join("|"));
            assert_eq!(shown, (line, before.into(), after.into()), "{old:?} {new:?}");
        }
    }

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
