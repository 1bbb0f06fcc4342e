//! HTML comments: what a writer is told, and no reader sees.

use std::borrow::Cow;
use std::ops::Range;

/// Returns the comments of a text, from `<!--` to behind `-->` or, if one is never closed, to the end. One
/// right behind a backtick is code.
pub fn comments(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&bytes[from..], b"<!--") {
        let start = from + at;
        if start > 0 && bytes[start - 1] == b'`' {
            from = start + 4;
            continue;
        }
        let length = memchr::memmem::find(&bytes[start..], b"-->").map(|length| length + 3);
        from = length.map_or(bytes.len(), |length| start + length);
        found.push(start..from);
    }
    found
}

/// Returns whether a text holds a comment that is never closed in it.
pub fn has_open_comment(text: &str) -> bool {
    comments(text.as_bytes()).last().is_some_and(|last| !text[last.clone()].ends_with("-->"))
}

/// Returns the bytes with each comment as spaces; line endings stay.
pub fn without_comments(bytes: &[u8]) -> Cow<'_, [u8]> {
    let found = comments(bytes);
    if found.is_empty() {
        return Cow::Borrowed(bytes);
    }
    let mut blanked = bytes.to_vec();
    for byte in found.into_iter().flatten() {
        if !matches!(blanked[byte], b'\n' | b'\r') {
            blanked[byte] = b' ';
        }
    }
    Cow::Owned(blanked)
}

#[cfg(test)]
mod tests {
    use super::{has_open_comment, without_comments};

    #[test]
    fn comments_become_spaces() {
        for (text, expected) in [
            ("a <!-- b --> c", "a            c"),
            ("<!-- a\nb -->c<!--", "      \n     c    "),
            ("`<!-- a -->` b", "`<!-- a -->` b"),
            ("a", "a"),
        ] {
            assert_eq!(without_comments(text.as_bytes()), expected.as_bytes(), "{text}");
            assert_eq!(has_open_comment(text), text.ends_with("<!--"), "{text}");
        }
    }
}
