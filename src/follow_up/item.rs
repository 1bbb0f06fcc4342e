//! One follow-up's text in the very bytes of its note, taken apart for editing.

use std::ops::Range;

use super::FollowUp;
use super::grammar::Found;
use super::parts::{self, Parts};
use crate::edit::{Edit, Span};
use crate::markdown::{Joined, Lines};
use crate::people::{Directory, Present};

/// A follow-up, the bytes of the note that it was read from, and its parts with their places.
pub struct Item<'a> {
    pub follow_up: &'a FollowUp,
    pub parts: Parts,
    bytes: &'a [u8],
    joined: Joined,
    /// Where the text starts in the paragraph, behind the box.
    behind: usize,
}

impl<'a> Item<'a> {
    /// Takes a follow-up apart; `bytes` are those of the note that it was read from.
    pub fn of(
        bytes: &'a [u8],
        follow_up: &'a FollowUp,
        directory: &Directory,
        present: &Present,
    ) -> Item<'a> {
        let joined = Joined::of(bytes, follow_up.place.paragraph, &Lines::of(bytes));
        let of_box = if follow_up.place.mark.is_some() { 3.min(joined.text.len()) } else { 0 };
        let rest = &joined.text[of_box..];
        let behind = of_box + rest.len() - rest.trim_start().len();
        let parts = parts::parts(&joined.text[behind..], directory, present);
        Item { follow_up, parts, bytes, joined, behind }
    }

    /// Returns what stands in the box, if there is one.
    pub fn box_mark(&self) -> Option<u8> {
        self.follow_up.place.mark.map(|at| self.bytes[at])
    }

    /// Returns the text without its box, lines joined by one space.
    pub fn text(&self) -> &str {
        &self.joined.text[self.behind..]
    }

    /// Returns the byte of the note where a byte of the text stands; the end of the text is behind its
    /// last byte.
    pub fn byte(&self, at: usize) -> usize {
        match at.checked_sub(1) {
            Some(last) if at >= self.text().len() => self.span(last..at).end,
            _ => self.span(at..at + 1).start,
        }
    }

    /// Returns the bytes of the note that a part of the text, not empty, takes up.
    pub fn span(&self, part: Range<usize>) -> Span {
        self.joined.span(part.start + self.behind..part.end + self.behind)
    }

    /// Returns the edit that replaces a part of the text.
    pub fn replace(&self, part: Range<usize>, by: impl Into<String>) -> Edit {
        Edit::replace(self.span(part), by)
    }

    /// Returns the edit that takes a field away with the blank before it, else the one behind it; `None`
    /// if it runs over the end of a line.
    pub fn remove(&self, found: &Found) -> Option<Edit> {
        let mut span = self.span(found.at.clone());
        if self.bytes[span.range()].iter().any(|b| matches!(b, b'\n' | b'\r')) {
            return None;
        }
        let is_blank = |at: usize| matches!(self.bytes.get(at), Some(b' ' | b'\t'));
        let place = &self.follow_up.place;
        let ends = self.text()[found.at.end..].chars().next().is_none_or(char::is_whitespace);
        let is_of_box = place.mark.is_some() && span.start == place.start + "[x] ".len();
        let is_free = ends || !is_of_box;
        if is_free && span.start > place.start && is_blank(span.start - 1) {
            span.start -= 1;
        } else if is_blank(span.end) {
            span.end += 1;
        }
        Some(Edit::replace(span, ""))
    }

    /// Returns where something goes on the item's first line: before trailing white space, a hard
    /// break's backslash and a block id, which must stay last.
    pub fn end_of_first_line(&self) -> usize {
        end_of_text(self.bytes, self.follow_up.place.line)
    }

    /// Returns the same place on the last line, if the item has more than one.
    pub fn end_of_last_line(&self) -> Option<usize> {
        let end = self.follow_up.place.paragraph.end;
        let before = &self.bytes[..end];
        let start = before.iter().rposition(|b| matches!(b, b'\n' | b'\r')).map_or(0, |at| at + 1);
        (start > self.follow_up.place.line.start)
            .then(|| end_of_text(self.bytes, Span::new(start, end)))
    }

    /// Returns the places of the `~~` around the text, which say that it is closed; none if there are
    /// none, or more than two.
    pub fn strikes(&self) -> Vec<Range<usize>> {
        let text = self.text();
        let starts = |from: usize| text[from..].trim_start().starts_with("~~");
        let places: Vec<Range<usize>> =
            text.match_indices("~~").map(|(at, strike)| at..at + strike.len()).collect();
        let around = places.len() == 2 && (starts(0) || starts(self.parts.labelled));
        if around { places } else { Vec::new() }
    }
}

/// Returns where a mark goes on a line.
fn end_of_text(bytes: &[u8], line: Span) -> usize {
    let text = &bytes[line.range()];
    let mut end = text.trim_ascii_end().len();
    if text[..end].ends_with(b"\\") && !text[..end].ends_with(b"\\\\") {
        end = text[..end - 1].trim_ascii_end().len();
    }
    if let Some(caret) = text[..end].iter().rposition(|b| *b == b'^') {
        let id = &text[caret + 1..end];
        let is_id = !id.is_empty() && id.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
        if is_id && caret > 0 && text[caret - 1].is_ascii_whitespace() {
            end = text[..caret].trim_ascii_end().len();
        }
    }
    line.start + end
}

#[cfg(test)]
mod tests {
    use super::end_of_text;
    use crate::edit::Span;

    #[test]
    fn marks_go_before_what_must_stay_last() {
        for (line, expected) in [
            ("- [ ] a", 7),
            ("- [ ] a  ", 7),
            ("- [ ] a\\", 7),
            ("- [ ] a ^k7q2", 7),
            ("- [ ] 2^10", 10),
            ("- [ ] a ^k7q2  ", 7),
        ] {
            assert_eq!(end_of_text(line.as_bytes(), Span::new(0, line.len())), expected, "{line}");
        }
    }
}
