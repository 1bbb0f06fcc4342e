//! The passages of a note's text: what somebody who looks for words reads as one.
//!
//! Every line that a reader sees is in exactly one passage; comments, which are prompts for the writer, are
//! in none. Of the front matter only the title is text.

use std::collections::HashMap;

use serde::Serialize;

use super::read::Reader;
use crate::date::Date;
use crate::front_matter::Header;
use crate::markdown::{Kind, without_comments};
use crate::words::lossy;

/// A stretch of text that is read as one.
#[derive(Clone, Debug)]
pub struct Passage {
    pub part: Part,
    /// Its lines joined by single spaces, as typed: with markup and a box, without bullet and comments.
    pub text: String,
    /// Where a line starts in the text, and its number; ascending.
    lines: Vec<(usize, usize)>,
    /// The day of its section, else of the note.
    pub date: Option<Date>,
    /// The nearest heading; of a heading, the heading itself.
    pub heading: Option<String>,
    pub internal: bool,
    /// The index of the note's follow-up that stands here.
    pub follow_up: Option<usize>,
}

/// What a passage is in its note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    Heading,
    /// The first paragraph of a list item.
    Item,
    Paragraph,
    /// One line of a table, of code, of HTML.
    Table,
    Code,
    Html,
}

impl Passage {
    /// Returns the numbers of the lines, from 1, that it holds text of.
    pub fn all_lines(&self) -> impl Iterator<Item = usize> {
        self.lines.iter().map(|(_, line)| *line)
    }

    /// Returns the number of the line, from 1, that a byte of the text stands on.
    pub fn line(&self, byte: usize) -> usize {
        let at = self.lines.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
        self.lines.get(at).map_or(1, |(_, line)| *line)
    }
}

impl Reader<'_> {
    /// Returns the passages of the note in the order of their lines.
    pub(super) fn passages(&self, header: &Header) -> Vec<Passage> {
        let mut found = Vec::new();
        if let Some(title) = header.text("title") {
            found.push(Passage {
                part: Part::Heading,
                lines: vec![(0, header.line("title"))],
                date: self.note.date,
                heading: Some(title.clone()),
                internal: self.note.internal,
                follow_up: None,
                text: title,
            });
        }
        let follow_ups = self.note.follow_ups.iter().enumerate();
        let follow_ups = follow_ups.map(|(at, item)| (item.place.paragraph.start, at));
        let follow_ups: HashMap<usize, usize> = follow_ups.collect();
        // Lines that comrak has no block for, such as link reference definitions, are text too.
        let mut next = self.line(header.body);
        for at in 0..self.outline.blocks.len() {
            let Some(part) = self.part(at) else { continue };
            let span = self.block(at).span;
            let (first, last) = (self.line(span.start), self.line(span.end.max(1) - 1));
            found.extend(self.each_line(next..first, at.checked_sub(1), Part::Paragraph));
            next = next.max(last + 1);
            match part {
                Part::Table | Part::Code | Part::Html => {
                    found.extend(self.each_line(first..last + 1, Some(at), part));
                }
                Part::Heading | Part::Item | Part::Paragraph => {
                    let passage = self.passage(first..last + 1, Some(at), part);
                    let follow_up = follow_ups.get(&span.start).copied();
                    found.extend(passage.map(|passage| Passage { follow_up, ..passage }));
                }
            }
        }
        let last = self.outline.blocks.len().checked_sub(1);
        found.extend(self.each_line(next..self.outline.lines.count() + 1, last, Part::Paragraph));
        found
    }

    /// Returns what a block is, if it holds text itself.
    fn part(&self, at: usize) -> Option<Part> {
        Some(match self.block(at).kind {
            Kind::Heading { .. } => Part::Heading,
            Kind::Paragraph => {
                let parent = self.block(at).parent;
                let is_item = parent.is_some_and(|parent| self.facts[parent].text == Some(at));
                if is_item { Part::Item } else { Part::Paragraph }
            }
            Kind::Table => Part::Table,
            Kind::Code => Part::Code,
            Kind::Html => Part::Html,
            Kind::List
            | Kind::Item { .. }
            | Kind::Quote
            | Kind::Alert
            | Kind::Rule
            | Kind::Other => {
                return None;
            }
        })
    }

    fn each_line(
        &self,
        lines: std::ops::Range<usize>,
        block: Option<usize>,
        part: Part,
    ) -> Vec<Passage> {
        if part != Part::Html {
            return lines.filter_map(|line| self.passage(line..line + 1, block, part)).collect();
        }
        // A comment can span lines.
        let Some(whole) = self.passage(lines, block, part) else { return Vec::new() };
        let ends = whole.lines.iter().skip(1).map(|(start, _)| start - 1);
        let ends = ends.chain([whole.text.len()]);
        let lines = whole.lines.iter().zip(ends).map(|((start, line), end)| Passage {
            text: whole.text[*start..end].to_string(),
            lines: vec![(0, *line)],
            ..whole.clone()
        });
        lines.collect()
    }

    /// Joins lines of a block, of what stands before it if it is none's; `None` if nothing is to be read.
    fn passage(
        &self,
        lines: std::ops::Range<usize>,
        block: Option<usize>,
        part: Part,
    ) -> Option<Passage> {
        let (mut text, mut starts) = (String::new(), Vec::new());
        let span = |line| self.outline.lines.span(line, self.bytes);
        let from = span(lines.start).start;
        let to = span(lines.end - 1).end;
        // The paragraph of an item starts behind its bullet.
        let own =
            block.map(|at| self.block(at).span.start).filter(|start| (from..to).contains(start));
        let bytes = match part {
            Part::Code => self.bytes[from..to].into(),
            _ => without_comments(&self.bytes[from..to]),
        };
        let is_cut = bytes.as_ref() != &self.bytes[from..to];
        for line in lines {
            let span = span(line);
            let start = own.filter(|start| (span.start..=span.end).contains(start));
            let line_bytes = &bytes[start.unwrap_or(span.start) - from..span.end - from];
            let typed = lossy(line_bytes);
            let typed = match part {
                Part::Heading | Part::Code if !is_cut => typed.trim(),
                _ => typed.trim_start_matches([' ', '\t', '>']).trim_end(),
            };
            let is_underline =
                part == Part::Heading && !typed.contains(|c: char| c.is_alphanumeric());
            if typed.is_empty() || is_underline {
                continue;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            starts.push((text.len(), line));
            if is_cut {
                text.push_str(&typed.split_whitespace().collect::<Vec<_>>().join(" "));
            } else {
                text.push_str(typed);
            }
        }
        let facts = block.map(|at| self.facts[at]).unwrap_or_default();
        let section = &self.sections[facts.section];
        text.chars().any(char::is_alphanumeric).then(|| Passage {
            part,
            text,
            lines: starts,
            date: section.date.or(self.note.date),
            heading: section.heading.clone(),
            internal: facts.internal || section.internal || self.note.internal,
            follow_up: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::note::read_with_passages;
    use crate::people::Directory;

    /// Shows passages as `part line[,line…] text`, with `!` where they are internal and `*` for follow-ups.
    fn shown(text: &str) -> Vec<String> {
        let (note, passages) =
            read_with_passages("2026-03-04.md", text.as_bytes(), &Directory::default());
        let shown = passages.iter().map(|passage| {
            let lines = passage.lines.iter().map(|(_, line)| line.to_string());
            let date = passage.date.filter(|date| Some(*date) != note.date);
            format!(
                "{:?}{}{} {} {}{}",
                passage.part,
                if passage.internal { "!" } else { "" },
                if passage.follow_up.is_some() { "*" } else { "" },
                lines.collect::<Vec<_>>().join(","),
                passage.text,
                date.map_or(String::new(), |date| format!(" ({date})"))
            )
        });
        shown.collect()
    }

    #[test]
    fn every_line_that_is_read_is_in_one_passage() {
        for (text, expected) in [
            ("a\nb\n\nc", vec!["Paragraph 1,2 a b", "Paragraph 4 c"]),
            ("# A #\n\nB\n===\n", vec!["Heading 1 # A #", "Heading 3 B"]),
            ("- [ ] a\n  b\n- c\n\n  d\n", vec!["Item* 1,2 [ ] a b", "Item 3 c", "Paragraph 5 d"]),
            ("> - a\n> b\n", vec!["Item 1,2 a b"]),
            ("1. a\n   - b\n", vec!["Item 1 a", "Item 2 b"]),
            ("```sh\na > b\n\nc\n```\n", vec!["Code 1 ```sh", "Code 2 a > b", "Code 4 c"]),
            ("|a|b|\n|-|-|\n|c|d|\n", vec!["Table 1 |a|b|", "Table 3 |c|d|"]),
            (
                "<div>\na <!-- b\nc --> d\n</div>\n",
                vec!["Html 1 <div>", "Html 2 a", "Html 3 d", "Html 4 </div>"],
            ),
            ("<!-- a -->\n\nb\n", vec!["Paragraph 3 b"]),
            ("- a <!-- b --> c\n- <!-- d -->\n", vec!["Item 1 a c"]),
            ("[a]: /b\n\n- [ ]\n\n---\n", vec!["Paragraph 1 [a]: /b"]),
            ("a[^1]\n\n[^1]: b\n", vec!["Paragraph 1 a[^1]", "Paragraph 3 b"]),
            ("---\nkind: x\ntitle: T\n---\na\n", vec!["Heading 3 T", "Paragraph 5 a"]),
            (
                "# Internal\n\na\n\n# B\n\n- c #internal\n  - d\n",
                vec![
                    "Heading! 1 # Internal",
                    "Paragraph! 3 a",
                    "Heading 5 # B",
                    "Item! 7 c #internal",
                    "Item! 8 d",
                ],
            ),
            (
                "## 2026-03-05 x\n\n[a]: b\n",
                vec!["Heading 1 ## 2026-03-05 x (2026-03-05)", "Paragraph 3 [a]: b (2026-03-05)"],
            ),
            ("a\r\nb\rc", vec!["Paragraph 1,2,3 a b c"]),
            ("", vec![]),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_byte_of_the_text_has_a_line() {
        let (_, passages) = read_with_passages("a.md", b"\n- a\n  b\n", &Directory::default());
        assert_eq!(["a", " ", "b"].map(|c| passages[0].line("a b".find(c).unwrap())), [2, 2, 3]);
    }
}
