//! Text in a terminal: display width, cutting, padding, and control characters made harmless.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns the width of a text in display cells.
pub fn width(text: &str) -> usize {
    if is_printable_ascii(text) { text.len() } else { text.width() }
}

/// Returns whether a text is what most are: one byte and one cell for each character.
fn is_printable_ascii(text: &str) -> bool {
    // All bytes are looked at, many at once: a way out in between would cost more.
    text.bytes().fold(true, |so_far, byte| so_far & matches!(byte, b' '..=b'~'))
}

/// Returns the text cut by whole graphemes to at most `cells`, with `…` where something was left out.
pub fn cut(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_string();
    }
    let Some(room) = cells.checked_sub(1) else { return String::new() };
    let mut kept = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = width(grapheme);
        if used + wide > room {
            break;
        }
        kept.push_str(grapheme);
        used += wide;
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// Returns the text with spaces behind it up to `cells`.
pub fn pad(text: &str, cells: usize) -> String {
    let mut padded = String::with_capacity(text.len().max(cells));
    padded.push_str(text);
    push_blanks(&mut padded, cells.saturating_sub(width(text)));
    padded
}

/// Appends so many spaces.
pub fn push_blanks(text: &mut String, mut count: usize) {
    const BLANKS: &str = "                                ";
    while count > 0 {
        let some = count.min(BLANKS.len());
        text.push_str(&BLANKS[..some]);
        count -= some;
    }
}

/// Returns the text with whatever could drive a terminal or reorder a line shown as `\x1b` or
/// `<U+202E>`: C0 and C1 controls, DEL, bidirectional controls, line separators. Tabs and line
/// breaks become single spaces.
pub fn harmless(text: &str) -> String {
    shown(text).into_owned()
}

/// Returns the text as [`harmless`] does; most are shown as they are.
pub fn shown(text: &str) -> Cow<'_, str> {
    if is_printable_ascii(text) || !text.chars().any(is_harmful) {
        return text.into();
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => safe.push(' '),
            c if !is_harmful(c) => safe.push(c),
            c if (c as u32) < 0x100 => safe.push_str(&format!("\\x{:02x}", c as u32)),
            c => safe.push_str(&format!("<U+{:04X}>", c as u32)),
        }
    }
    safe.into()
}

/// Returns whether a character could drive a terminal or reorder a line.
pub fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{e0000}'..='\u{e007f}' | '\u{feff}')
}

/// Returns a word for a command line in a shell, in quotes where it needs them.
pub fn argument(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:@+".contains(c);
    let text = harmless(text);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::{argument, cut, harmless, pad, width};

    #[test]
    fn cutting_keeps_whole_graphemes() {
        assert_eq!(cut("send the guide", 8), "send th…");
        assert_eq!(cut("send the guide", 14), "send the guide");
        assert_eq!(cut("佐藤さんに送る", 7), "佐藤さ…");
        assert_eq!(width(&cut("👩‍👩‍👧family", 4)), 4);
        assert_eq!(cut("abc", 1), "…");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn padding_counts_cells() {
        assert_eq!(pad("佐藤", 6), "佐藤  ");
        assert_eq!(pad("abcdef", 3), "abcdef");
    }

    #[test]
    fn control_characters_cannot_reach_the_terminal() {
        assert_eq!(harmless("a\u{1b}[31mb\u{9b}c\td"), "a\\x1b[31mb\\x9bc d");
        assert_eq!(harmless("a\u{202e}b"), "a<U+202E>b");
        assert_eq!(harmless("佐藤"), "佐藤");
    }

    #[test]
    fn words_of_a_command_line_are_quoted_where_they_must() {
        for (text, expected) in [
            ("customers/minato/2026-03-04-poc.md:7", "customers/minato/2026-03-04-poc.md:7"),
            ("佐藤", "佐藤"),
            ("佐藤 健", "'佐藤 健'"),
            ("O'Neil", "'O'\\''Neil'"),
            ("$(x)", "'$(x)'"),
            ("a\u{1b}b", "'a\\x1bb'"),
            ("", "''"),
        ] {
            assert_eq!(argument(text), expected, "{text}");
        }
    }
}
