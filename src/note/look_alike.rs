//! What looks internal and is not marked as docs/format.md says: `## Notes (internal)`, a bold
//! `**Internal**` above a list, a callout, a comment. In doubt it reaches too far rather than too short.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::read::Reader;
use crate::markdown::Kind;
use crate::words::{fold, lossy};

/// What marks a part as internal for its readers, folded; the words in ASCII first.
const WORDS: [&str; 9] = [
    "internal",
    "confidential",
    "off the record",
    "do not share",
    "社外秘",
    "部外秘",
    "社内",
    "極秘",
    "関係者限り",
];

/// So many of [`WORDS`] are in ASCII.
const ASCII_WORDS: usize = 4;

/// Searches for those words; made once, as each line of some notes is searched.
static FINDERS: LazyLock<Vec<Finder>> =
    LazyLock::new(|| WORDS.iter().map(|word| Finder::new(word.as_bytes())).collect());

/// Searches for bytes of which one stands in every note with such a word, those in ASCII first; made once, as
/// each note is searched.
static TRACES: LazyLock<Vec<Finder>> = LazyLock::new(|| {
    let traces = [
        "nternal",
        "NTERNAL",
        "onfidential",
        "ONFIDENTIAL",
        "he record",
        "HE RECORD",
        "ot share",
        "OT SHARE",
        "外秘",
        "社内",
        "極秘",
        "関係者限り",
    ];
    traces.iter().map(|trace| Finder::new(trace.as_bytes())).collect()
});

/// So many of [`TRACES`] are in ASCII.
const ASCII_TRACES: usize = 8;

/// A label above a list is short, in bytes.
const LONGEST_LABEL: usize = 80;

impl Reader<'_> {
    /// Collects the lines below what looks internal: below a heading to the end of its section, of a
    /// callout and an item to their own end, below a label to the end of the note.
    pub(super) fn find_look_alikes(&mut self, header: &[u8]) {
        self.find_headings();
        self.find_hidden();
        let traces = if self.bytes.is_ascii() { &TRACES[..ASCII_TRACES] } else { &TRACES[..] };
        if traces.iter().any(|trace| trace.find(self.bytes).is_some()) {
            self.find_in_header(header);
            for at in 0..self.outline.blocks.len() {
                let Some(last) = self.end_of_label(at) else { continue };
                let first = self.line(self.block(at).span.start);
                self.note.look_alikes.push(first..=last.max(first));
            }
        }
    }

    fn find_headings(&mut self) {
        // Level, first line, and whether it counts: a marked one does once a heading in a quote cut it short.
        let mut open: Vec<(u8, usize, bool)> = Vec::new();
        let mut found = Vec::new();
        for (at, block) in self.outline.blocks.iter().enumerate() {
            let Kind::Heading { level, text } = &block.kind else { continue };
            let line = self.line(block.span.start);
            if block.parent.is_some() {
                open.iter_mut().filter(|one| one.0 >= *level).for_each(|one| one.2 = true);
            } else {
                let closed = open.extract_if(.., |one| one.0 >= *level).filter(|one| one.2);
                found.extend(closed.map(|one| one.1..=line - 1));
            }
            let is_marked = self.section(at).is_marked;
            if is_marked || holds_a_word(text) {
                open.push((*level, line, !is_marked));
            }
        }
        let last = self.outline.lines.count();
        found.extend(open.into_iter().filter(|one| one.2).map(|one| one.1..=last));
        self.note.look_alikes.append(&mut found);
    }

    /// Finds comments between two `%%` on different lines, which only Obsidian hides. With more than two
    /// such lines, nobody can tell which of them opens one.
    fn find_hidden(&mut self) {
        let mut found = memchr::memmem::find_iter(self.bytes, b"%%").peekable();
        if found.peek().is_none() {
            return;
        }
        let blocks = self.outline.blocks.iter();
        let mut code = blocks.filter(|block| block.kind == Kind::Code).map(|block| block.span);
        let mut in_code = code.next();
        let mut lines: Vec<usize> = Vec::new();
        for at in found {
            // Both are in the order of the text.
            while in_code.is_some_and(|span| span.end <= at) {
                in_code = code.next();
            }
            if in_code.is_some_and(|span| span.start <= at) {
                continue;
            }
            let line = self.line(at);
            // Two on one line belong together.
            if lines.last() == Some(&line) {
                lines.pop();
            } else {
                lines.push(line);
            }
        }
        let Some(first) = lines.first() else { return };
        let is_closed = lines.len().is_multiple_of(2);
        let last = if is_closed { lines[lines.len() - 1] } else { self.outline.lines.count() };
        self.note.look_alikes.push(*first..=last);
    }

    /// Finds `audience: internal`, `tags: [internal]` and the like: all of the note.
    fn find_in_header(&mut self, header: &[u8]) {
        let header = lossy(header);
        let says_no = |line: &str| ["internal: false", "internal: no"].contains(&line);
        let holds = |line: &str| holds_a_word(line) && !says_no(&fold(line.trim()));
        if header.lines().any(holds) {
            let all: RangeInclusive<usize> = 1..=self.outline.lines.count();
            self.note.look_alikes.push(all);
        }
    }

    /// Returns the last line below a block that says that it is internal.
    fn end_of_label(&self, at: usize) -> Option<usize> {
        let block = self.block(at);
        let text = lossy(&self.bytes[block.span.range()]);
        let end_of_note = self.outline.lines.count();
        let end_of = |block: usize| self.line(self.block(block).span.end.saturating_sub(1));
        match block.kind {
            Kind::Html => holds_a_word(&text).then_some(end_of_note),
            Kind::Alert | Kind::Quote => {
                let first = text.lines().next().unwrap_or_default();
                (first.contains("[!") && holds_a_word(first)).then(|| end_of(at))
            }
            Kind::Paragraph => {
                let line = self.outline.lines.span(self.line(block.span.start), self.bytes);
                let line = &self.bytes[line.range()];
                // The title of a callout reaches as far as the callout.
                if line.starts_with(b">") && memchr::memmem::find(line, b"[!").is_some() {
                    return None;
                }
                let item = block.parent.filter(|parent| self.facts[*parent].text == Some(at));
                let mut lines = text.lines().map(|line| line.trim_start_matches(['>', ' ', '\t']));
                match item {
                    None => lines.any(is_label).then_some(end_of_note),
                    Some(item) => {
                        let has_box = matches!(self.block(item).kind, Kind::Item { mark: Some(_) });
                        let line = lines.next()?;
                        let line = if has_box { line.get(3..)?.trim_start() } else { line };
                        let end = if has_box { end_of(item) } else { end_of_note };
                        is_label(line).then_some(end)
                    }
                }
            }
            _ => None,
        }
    }
}

/// Returns whether one of the words stands in a text, at the start of a word.
fn holds_a_word(text: &str) -> bool {
    let text = fold(text);
    let starts = |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
    let words = if text.is_ascii() { &FINDERS[..ASCII_WORDS] } else { &FINDERS[..] };
    words.iter().any(|word| word.find_iter(text.as_bytes()).any(starts))
}

/// Returns whether a line is a label with such a word: it starts with it, or is bold, in brackets or
/// before a colon as a whole.
fn is_label(line: &str) -> bool {
    let line = line.trim();
    let is_callout = line.starts_with("[!");
    if is_callout || line.len() > LONGEST_LABEL || !holds_a_word(line) {
        return false;
    }
    let is_whole = |pairs: &[(&str, &str)]| {
        pairs.iter().any(|(open, close)| line.starts_with(open) && line.ends_with(close))
    };
    let bare = fold(line.trim_matches(|c: char| !c.is_alphanumeric()));
    WORDS.iter().any(|word| bare.starts_with(word))
        || line.trim_end_matches(['*', '_', ' ']).ends_with([':', '：'])
        || is_whole(&[
            ("*", "*"),
            ("_", "_"),
            ("(", ")"),
            ("[", "]"),
            ("（", "）"),
            ("【", "】"),
            ("-", "-"),
        ])
}

#[cfg(test)]
mod tests {
    use super::is_label;
    use crate::note::read;
    use crate::people::Directory;

    #[test]
    fn the_lines_below_what_looks_internal_are_known() {
        for (text, expected) in [
            ("## Notes (internal)\na\n\n### b\n\n## c\n", "1-5"),
            ("## 🔒 Internal\na\n# b\n", "1-2"),
            ("## 1. Internal notes\na\n", "1-3"),
            ("## For internal use only\n", "1-2"),
            ("## 打合せ（社外秘）\na\n## b\n", "1-2"),
            ("## Notes #internal\n", "1-2"),
            ("## Strictly confidential\n", "1-2"),
            ("## Notes (internal)\n\n> # a\n\nb\n\n## c\n", "1-6"),
            ("## Internal\na\n## b\n", ""),
            ("## Internal\n\n> # a\n\nb\n\n## c\n", "1-6"),
            ("## International\na\n", ""),
            ("a\n\n**Internal**\n- b\n\n## c\n", "3-7"),
            ("a\n**Our internal view:**\n\n- b\n", "1-5"),
            ("Internal\n\n- b\n", "1-4"),
            ("- **Internal**\n  - a\n- b\n", "1-4"),
            ("- [ ] Internal\n  - a\n- b\n", "1-2"),
            ("- [ ] ask for the internal price\n- b\n", ""),
            ("They have an internal network.\n\n- b\n", ""),
            ("> [!internal]\n> - a\n\nb\n", "1-2"),
            ("> [!note]- Internal\n> - a\n\nb\n", "1-2"),
            ("> an internal network\n> - a\n", ""),
            ("<details><summary>Internal</summary>\n\n- a\n", "1-4"),
            ("<!-- internal from here on -->\n\n- a\n", "1-4"),
            ("a\n\n%%\n- b\n%%\n\nc\n", "3-5"),
            ("a\n\n%%\n- b\n\nc\n", "3-7"),
            ("a %% b %% c\n\n- d\n", ""),
            ("```\n%%\n```\n- a\n", ""),
            ("---\naudience: internal\n---\na\n", "1-5"),
            ("---\ninternal: false\n---\na\n", ""),
        ] {
            let note = read("a.md", text.as_bytes(), &Directory::default());
            let found = note.look_alikes.iter().map(|one| format!("{}-{}", one.start(), one.end()));
            assert_eq!(found.collect::<Vec<_>>().join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_label_is_short_and_stands_alone() {
        for (line, expected) in [
            ("**Internal**", true),
            ("__internal notes__:", true),
            ("🔒 Internal only", true),
            ("(internal)", true),
            ("【社外秘】", true),
            ("Notes, internal:", true),
            ("ask for the internal price", false),
            ("international:", false),
        ] {
            assert_eq!(is_label(line), expected, "{line}");
        }
    }
}
