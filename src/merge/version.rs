//! One version of a note, as a merge looks at it: git's lines, and what stands on each.

use std::collections::HashMap;
use std::ops::Range;

use crate::follow_up::FollowUp;
use crate::front_matter::Header;
use crate::markdown::{self, Kind, Outline};
use crate::note::{self, Note};
use crate::people::Directory;

pub(super) struct Version<'a> {
    pub(super) lines: Vec<Line<'a>>,
    pub(super) note: Note,
    /// The number of lines of the front matter, with its fences.
    pub(super) header: usize,
    /// The list items by their first line: of several on one line, the outermost.
    items: HashMap<usize, ListItem>,
    headings: Vec<usize>,
    follow_ups: HashMap<usize, usize>,
}

/// What git calls a line: it ends in `\n`. Lines are numbered from 0 here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) text: &'a [u8],
    /// `\n`, `\r\n`, or nothing at the end of the note.
    pub(super) ending: &'a [u8],
}

#[derive(Clone, Copy)]
struct ListItem {
    /// The line behind its last, children included, blank lines behind it left out.
    end: usize,
    /// How many bytes stand before its marker.
    indent: usize,
}

/// What lines, none of which the base has, are to the lines around them.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// More of a list item that starts above them.
    Inside,
    /// List items, each with its children and the blank lines before it.
    Items {
        indent: usize,
        items: Vec<Range<usize>>,
    },
    /// A new paragraph or section, whose first line is blank or a heading.
    Apart,
    Other,
}

impl<'a> Version<'a> {
    pub(super) fn read(path: &str, bytes: &'a [u8], directory: &Directory) -> Version<'a> {
        let note = note::read(path, bytes, directory);
        let body = Header::read(bytes).body;
        let outline = markdown::outline(bytes, body);
        let header = if body > 3 { outline.lines.number(body) - 1 } else { 0 };
        let follow_ups = note.follow_ups.iter().enumerate().map(|(at, item)| (item.line - 1, at));
        Version {
            lines: lines(bytes),
            header,
            items: list_items(&outline),
            headings: headings(&outline),
            follow_ups: follow_ups.collect(),
            note,
        }
    }

    pub(super) fn is_unread(&self) -> bool {
        self.note.unread().is_some()
    }

    /// Returns the version's bytes with another text on one line.
    pub(super) fn with_line(&self, line: usize, text: &[u8]) -> Vec<u8> {
        let lines = self.lines.iter().enumerate();
        let parts =
            lines.flat_map(|(at, own)| [if at == line { text } else { own.text }, own.ending]);
        parts.collect::<Vec<_>>().concat()
    }

    pub(super) fn text(&self, line: usize) -> &'a [u8] {
        self.lines[line].text
    }

    pub(super) fn follow_up(&self, line: usize) -> Option<&FollowUp> {
        self.follow_ups.get(&line).map(|at| &self.note.follow_ups[*at])
    }

    /// Returns whether a line is the same as another version's, or a follow-up with its text.
    pub(super) fn is_alike(&self, line: usize, other: &Version, its_line: usize) -> bool {
        self.text(line) == other.text(its_line)
            || match (self.follow_up(line), other.follow_up(its_line)) {
                (Some(own), Some(item)) => own.text == item.text,
                _ => false,
            }
    }

    pub(super) fn is_header(&self, line: usize) -> bool {
        line < self.header
    }

    pub(super) fn is_item(&self, line: usize) -> bool {
        self.items.contains_key(&line)
    }

    /// Returns how far a list item that starts on a line is indented.
    pub(super) fn indent(&self, line: usize) -> Option<usize> {
        self.items.get(&line).map(|item| item.indent)
    }

    pub(super) fn has_heading(&self, lines: Range<usize>) -> bool {
        self.headings.iter().any(|line| lines.contains(line))
    }

    pub(super) fn is_blank(&self, line: usize) -> bool {
        self.text(line).trim_ascii().is_empty()
    }

    /// Returns what some lines, one or more, are to those around them.
    pub(super) fn shape(&self, lines: Range<usize>) -> Shape {
        let Some(first) = lines.clone().find(|line| !self.is_blank(*line)) else {
            return Shape::Other;
        };
        if let Some(indent) = self.indent(first) {
            let items = self.whole_items(lines);
            return items.map_or(Shape::Other, |items| Shape::Items { indent, items });
        }
        let last = lines.clone().rev().find(|line| !self.is_blank(*line)).unwrap_or(first);
        if first > 0 && self.items.iter().any(|(at, item)| *at < lines.start && item.end > last) {
            return Shape::Inside;
        }
        let is_apart = self.is_blank(lines.start) || self.has_heading(first..first + 1);
        if is_apart { Shape::Apart } else { Shape::Other }
    }

    /// Takes lines for list items, if they are nothing else and no item goes on behind them.
    fn whole_items(&self, lines: Range<usize>) -> Option<Vec<Range<usize>>> {
        let mut found = Vec::new();
        let (mut start, mut at) = (lines.start, lines.start);
        while at < lines.end {
            if self.is_blank(at) {
                at += 1;
                continue;
            }
            let item = self.items.get(&at).filter(|item| item.end <= lines.end)?;
            found.push(start..item.end);
            (start, at) = (item.end, item.end);
        }
        Some(found)
    }
}

/// Returns the lines of a text as git counts them; no line behind the last `\n`.
pub(super) fn lines(bytes: &[u8]) -> Vec<Line<'_>> {
    let split = bytes.split_inclusive(|byte| *byte == b'\n');
    let length = |whole: &[u8]| match whole.strip_suffix(b"\n") {
        Some(text) => text.len() - usize::from(text.ends_with(b"\r")),
        None => whole.len(),
    };
    let parts = split.map(|whole| whole.split_at(length(whole)));
    parts.map(|(text, ending)| Line { text, ending }).collect()
}

fn list_items(outline: &Outline) -> HashMap<usize, ListItem> {
    let line = |byte: usize| outline.lines.number(byte) - 1;
    // comrak counts the blank lines behind an item to it, so its end is that of its last leaf.
    let mut ends: Vec<usize> = outline.blocks.iter().map(|block| line(block.span.start)).collect();
    for (at, block) in outline.blocks.iter().enumerate() {
        if matches!(block.kind, Kind::List | Kind::Item { .. }) {
            continue;
        }
        let last = line(block.span.end.saturating_sub(1).max(block.span.start));
        let mut above = Some(at);
        while let Some(at) = above.filter(|at| ends[*at] <= last) {
            ends[at] = last;
            above = outline.blocks[at].parent;
        }
    }
    let mut items = HashMap::new();
    for (at, block) in outline.blocks.iter().enumerate() {
        if matches!(block.kind, Kind::Item { .. }) {
            let first = line(block.span.start);
            let indent = block.span.start - outline.lines.start(first + 1);
            items.entry(first).or_insert(ListItem { end: ends[at] + 1, indent });
        }
    }
    items
}

fn headings(outline: &Outline) -> Vec<usize> {
    let headings = outline.blocks.iter().filter(|block| matches!(block.kind, Kind::Heading { .. }));
    headings.map(|block| outline.lines.number(block.span.start) - 1).collect()
}

#[cfg(test)]
mod tests {
    use super::{Shape, Version};
    use crate::people::Directory;

    fn shape(text: &str, lines: std::ops::Range<usize>) -> String {
        match Version::read("a.md", text.as_bytes(), &Directory::default()).shape(lines) {
            Shape::Items { indent, items } => format!("items {indent} {items:?}"),
            shape => format!("{shape:?}").to_lowercase(),
        }
    }

    #[test]
    fn lines_are_taken_for_what_they_are() {
        for (text, lines, expected) in [
            ("- a\n- b\n- c\n", 1..3, "items 0 [1..2, 2..3]"),
            ("- a\n- b\n  more\n  - d\n\n\n- c\n", 1..7, "items 0 [1..4, 4..7]"),
            ("- a\n\n- b\n", 1..3, "items 0 [1..3]"),
            ("- a\n  - b\n- c\n", 1..2, "items 2 [1..2]"),
            ("- a\n  - b\n- c\n", 0..1, "other"),
            ("- a\n  more\n", 1..2, "inside"),
            ("- a\n\n  more\n", 1..3, "inside"),
            ("- a\n- b\n\ntext\n", 1..4, "other"),
            ("- a\n\ntext\n", 1..3, "apart"),
            ("- a\n## b\n", 1..2, "apart"),
            ("text\nmore\n", 1..2, "other"),
            ("text\n\n", 1..2, "other"),
            ("---\nours:\n- a\n---\n", 2..3, "other"),
            ("---\na: b\n---\n- c\n- d\n", 4..5, "items 0 [4..5]"),
            ("\u{feff}---\r\na: b\r\n---\r\n1) c\r\n2) d\r\n", 3..5, "items 0 [3..4, 4..5]"),
        ] {
            assert_eq!(shape(text, lines), expected, "{text:?}");
        }
    }
}
