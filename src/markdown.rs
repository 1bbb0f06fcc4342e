//! The one door to comrak: an outline of a Markdown text with exact byte positions.
//!
//! The outline is a flat list of blocks in the order of the text; nesting is told by `parent`, so
//! a tree of any depth is walked without recursion. Boxes are found by looking at the bytes where
//! comrak says that the first paragraph of a list item starts (GFM task list items, section 5.3),
//! not by comrak's own task items, whose positions are off after link reference definitions and
//! character references.

mod comments;
mod inline;
mod nesting;
mod pieces;
mod tree;

use std::borrow::Cow;

use comrak::nodes::{AstNode, NodeValue, Sourcepos};
use comrak::{Arena, Options, parse_document};

use crate::edit::Span;

pub use comments::{has_open_comment, without_comments};
pub use inline::{Inline, inline};
pub use nesting::DEEPEST;
pub use pieces::{Mark, Piece, pieces, seen};
pub use tree::{Entry, Node, tree};

/// The blocks of a text, and where its lines start.
#[derive(Debug, Default)]
pub struct Outline {
    pub blocks: Vec<Block>,
    pub lines: Lines,
    /// The first line that is nested deeper than [`DEEPEST`]: then no block was looked for.
    pub too_deep: Option<usize>,
}

/// One block; `parent` is an index into [`Outline::blocks`] and always smaller than its own.
#[derive(Debug)]
pub struct Block {
    pub kind: Kind,
    pub span: Span,
    pub parent: Option<usize>,
}

impl Outline {
    /// Returns the lines, from 1, of the section that holds a line: from the nearest heading up to the next one
    /// of the same or a higher level; what stands before any heading is one too.
    pub fn section(&self, line: usize) -> std::ops::RangeInclusive<usize> {
        let headings = self.blocks.iter().filter_map(|block| match block.kind {
            Kind::Heading { level, .. } => Some((self.lines.number(block.span.start), level)),
            _ => None,
        });
        let (mut first, mut own) = (1, u8::MAX);
        for (start, level) in headings {
            if start <= line {
                (first, own) = (start, level);
            } else if level <= own {
                return first..=start - 1;
            }
        }
        first..=self.lines.count()
    }
}

#[derive(Debug, PartialEq, Eq)]
pub enum Kind {
    /// `level` is 1 to 6; `text` is what a reader sees, without markup.
    Heading {
        level: u8,
        text: String,
    },
    Paragraph,
    List,
    /// `mark` is the byte between the brackets of a box at the start of the item.
    Item {
        mark: Option<usize>,
    },
    /// A block quote that is no alert.
    Quote,
    /// An alert (`> [!NOTE]`) or a callout (`> [!todo]- Title`).
    Alert,
    Code,
    Html,
    Table,
    Rule,
    /// Containers and leaves that the notes have no use for.
    Other,
}

/// Where each line starts; `\n`, `\r\n` and a lone `\r` end a line, as in CommonMark.
#[derive(Debug, Default)]
pub struct Lines {
    starts: Vec<usize>,
    end: usize,
}

impl Lines {
    pub fn of(bytes: &[u8]) -> Lines {
        const BYTES_OF_A_LINE: usize = 32;
        let mut starts = Vec::with_capacity(1 + bytes.len() / BYTES_OF_A_LINE);
        starts.push(0);
        if memchr::memchr(b'\r', bytes).is_none() {
            starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1));
        } else {
            let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
                .filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
            starts.extend(ends.map(|at| at + 1));
        }
        Lines { starts, end: bytes.len() }
    }

    /// Returns the number of the line, from 1, that holds a byte.
    pub fn number(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte)
    }

    /// Returns the first byte of a line, numbered from 1; the end of the text for lines beyond it.
    pub fn start(&self, number: usize) -> usize {
        self.starts.get(number.saturating_sub(1)).copied().unwrap_or(self.end)
    }

    /// Returns the bytes of a line without its ending.
    pub fn span(&self, number: usize, bytes: &[u8]) -> Span {
        let start = self.start(number);
        let mut end = self.start(number + 1);
        while end > start && matches!(bytes[end - 1], b'\n' | b'\r') {
            end -= 1;
        }
        Span::new(start, end)
    }

    pub fn count(&self) -> usize {
        self.starts.len()
    }
}

/// The lines of a paragraph joined by single spaces, and where its text came from.
#[derive(Debug, Default)]
pub struct Joined {
    pub text: String,
    /// Where a run of bytes of `text` starts, and where it started in the note; ascending.
    runs: Vec<(usize, usize)>,
}

impl Joined {
    /// Joins the bytes of a paragraph; indentation and quote marks of later lines are left out.
    /// Bytes that are not UTF-8 become U+FFFD.
    pub fn of(bytes: &[u8], paragraph: Span, lines: &Lines) -> Joined {
        let text = String::with_capacity(paragraph.range().len());
        let mut joined = Joined { text, runs: Vec::new() };
        let mut number = lines.number(paragraph.start);
        let mut start = paragraph.start;
        loop {
            let line = lines.span(number, bytes);
            joined.push_line(bytes, start, line.end.min(paragraph.end).max(start));
            number += 1;
            if number > lines.count() || lines.start(number) >= paragraph.end {
                return joined;
            }
            start = lines.start(number);
            let prefix = bytes[start..].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'>'));
            start += prefix.count();
        }
    }

    fn push_line(&mut self, bytes: &[u8], start: usize, end: usize) {
        let line = bytes[start..end].trim_ascii_end();
        if !self.text.is_empty() && !line.is_empty() {
            self.text.push(' ');
        }
        // Almost all lines are text, and taken as a whole.
        if let Ok(line) = str::from_utf8(line)
            && !line.is_empty()
        {
            self.runs.push((self.text.len(), start));
            self.text.push_str(line);
            return;
        }
        let mut at = start;
        for chunk in line.utf8_chunks() {
            self.runs.push((self.text.len(), at));
            self.text.push_str(chunk.valid());
            at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                self.runs.push((self.text.len(), at));
                self.text.push('\u{fffd}');
                at += chunk.invalid().len();
            }
        }
    }

    /// Returns the byte of the note that a byte of the text came from.
    fn origin(&self, byte: usize) -> usize {
        let run = self.runs.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
        self.runs.get(run).map_or(0, |(start, origin)| origin + (byte - start))
    }

    /// Returns the bytes of the note that a range of the text, not empty and within a line, came from.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        let start = self.origin(range.start);
        Span::new(start, self.origin(range.end.saturating_sub(1)).max(start) + 1)
    }
}

/// Returns the outline of the bytes from `body` on; positions are those of the whole.
///
/// Bytes that are not UTF-8, and NUL, are read as one unknown character each, so positions hold.
pub fn outline(bytes: &[u8], body: usize) -> Outline {
    let lines = Lines::of(bytes);
    if let Some(line) = nesting::too_deep(bytes, body, &lines) {
        return Outline { blocks: Vec::new(), lines, too_deep: Some(line) };
    }
    let text = readable(&bytes[body..]);
    let arena = Arena::new();
    let root = parse_document(&arena, &text, &options(&text));
    let at = Positions { lines: &lines, first_line: lines.number(body), body };
    let mut blocks: Vec<Block> = Vec::new();
    // A stack of (node, parent's index) instead of recursion: trees can be 20,000 levels deep.
    let mut stack = vec![(root, None)];
    while let Some((node, parent)) = stack.pop() {
        let data = node.data();
        let here = match kind_of(node, &data.value, bytes, &at) {
            None => parent,
            Some(kind) => {
                blocks.push(Block { kind, span: at.span(data.sourcepos), parent });
                Some(blocks.len() - 1)
            }
        };
        if is_container(&data.value) {
            let first = stack.len();
            stack.extend(node.children().map(|child| (child, here)));
            stack[first..].reverse();
        }
    }
    Outline { blocks, lines, too_deep: None }
}

/// Returns what comrak is to read in a text.
fn options(text: &str) -> Options<'static> {
    // For footnotes comrak walks all that it found twice more; `&` can start a reference to `^`.
    let may_have_footnotes = memchr::memchr2(b'^', b'&', text.as_bytes()).is_some();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.alerts = true;
    options.extension.ofm_callouts = true;
    options.extension.footnotes = may_have_footnotes;
    options.parse.leave_footnote_definitions = true;
    options
}

/// Returns the bytes as text of the same length: every byte that is not UTF-8, and NUL, becomes
/// U+001A (substitute).
fn readable(bytes: &[u8]) -> Cow<'_, str> {
    let mut text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(substituted(bytes)),
    };
    if memchr::memchr(0, text.as_bytes()).is_some() {
        text = Cow::Owned(text.replace('\0', "\u{1a}"));
    }
    text
}

fn substituted(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '\u{1a}'));
    }
    text
}

/// Turns comrak's lines and columns (both from 1; columns count bytes) into bytes of the note.
struct Positions<'a> {
    lines: &'a Lines,
    /// The line of the note that comrak's first line is.
    first_line: usize,
    /// Where that line starts for comrak: behind a byte-order mark.
    body: usize,
}

impl Positions<'_> {
    fn byte(&self, line: usize, column: usize) -> usize {
        let start = self.lines.start(self.first_line + line.max(1) - 1).max(self.body);
        (start + column.saturating_sub(1)).min(self.lines.end)
    }

    fn span(&self, position: Sourcepos) -> Span {
        let start = self.byte(position.start.line, position.start.column);
        let end = self.byte(position.end.line, position.end.column + 1);
        Span::new(start, end.max(start))
    }
}

fn is_container(value: &NodeValue) -> bool {
    !matches!(
        value,
        NodeValue::Heading(_)
            | NodeValue::Paragraph
            | NodeValue::CodeBlock(_)
            | NodeValue::Table(_)
    ) && value.block()
}

fn kind_of<'a>(
    node: &'a AstNode<'a>,
    value: &NodeValue,
    bytes: &[u8],
    at: &Positions,
) -> Option<Kind> {
    Some(match value {
        NodeValue::Document => return None,
        NodeValue::Heading(heading) => {
            Kind::Heading { level: heading.level, text: inline_text(node) }
        }
        NodeValue::Paragraph => Kind::Paragraph,
        NodeValue::List(_) => Kind::List,
        NodeValue::Item(_) => Kind::Item { mark: mark_of(node, bytes, at) },
        NodeValue::BlockQuote => Kind::Quote,
        NodeValue::Alert(_) | NodeValue::Callout(_) => Kind::Alert,
        NodeValue::CodeBlock(_) => Kind::Code,
        NodeValue::HtmlBlock(_) => Kind::Html,
        NodeValue::Table(_) => Kind::Table,
        NodeValue::ThematicBreak => Kind::Rule,
        value if value.block() => Kind::Other,
        _ => return None,
    })
}

/// Returns the byte between the brackets of the box that starts an item's first paragraph.
fn mark_of<'a>(item: &'a AstNode<'a>, bytes: &[u8], at: &Positions) -> Option<usize> {
    let first = item.first_child()?;
    let data = first.data();
    let NodeValue::Paragraph = data.value else { return None };
    let start = at.byte(data.sourcepos.start.line, data.sourcepos.start.column);
    let rest = bytes.get(start..)?;
    let [b'[', b' ' | b'x' | b'X' | b'-' | b'/', b']', ..] = rest else { return None };
    let behind = rest.get(3);
    matches!(behind, None | Some(b' ' | b'\t' | b'\n' | b'\r')).then_some(start + 1)
}

/// Returns the text of a block's inline content as a reader sees it.
fn inline_text<'a>(node: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::{Kind, Lines, outline};

    /// The boxes of a text as `line:mark` with the byte of the mark.
    fn boxes(text: &[u8]) -> Vec<(usize, usize, u8)> {
        let outline = outline(text, 0);
        let marks = outline.blocks.iter().filter_map(|block| match block.kind {
            Kind::Item { mark } => mark,
            _ => None,
        });
        marks.map(|mark| (outline.lines.number(mark), mark, text[mark])).collect()
    }

    #[test]
    fn boxes_are_found_at_their_very_byte() {
        for (text, expected) in [
            ("- [ ] a\n- [x] b\n", vec![(1, 3, b' '), (2, 11, b'x')]),
            ("* [X] a", vec![(1, 3, b'X')]),
            ("1) [-] a\n10. [/] b", vec![(1, 4, b'-'), (2, 14, b'/')]),
            ("-\t[ ] tab", vec![(1, 3, b' ')]),
            ("- a\n  - [ ] nested\n", vec![(2, 9, b' ')]),
            ("> - [ ] quoted\n", vec![(1, 5, b' ')]),
            ("a\r- [ ] b\r- [ ] c\r", vec![(2, 5, b' '), (3, 13, b' ')]),
            ("a\r\n\r\n- [ ] b\r\n", vec![(3, 8, b' ')]),
            ("- 佐藤\n- [ ] 佐藤\n", vec![(2, 12, b' ')]),
            ("- [ ]\n", vec![(1, 3, b' ')]),
            ("- [x](url) link\n- [y] other\n- [ ]text\n- \\[x] a\n", vec![]),
            ("- &#91;x] reference\n", vec![]),
            ("- [a]: /url\n  [ ] after a definition\n", vec![]),
            ("```\n- [ ] code\n```\n", vec![]),
            ("    - [ ] indented code\n", vec![]),
            ("<!--\n- [ ] comment\n-->\n", vec![]),
            ("[ ] no bullet\n", vec![]),
        ] {
            assert_eq!(boxes(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn bytes_that_are_not_text_keep_positions() {
        assert_eq!(boxes(b"caf\xe9 \0\n\n- [ ] na\xefve\n"), [(3, 11, b' ')]);
    }

    #[test]
    fn headings_are_read_as_a_reader_sees_them() {
        let text = "## **Internal** [notes](x) &amp; `code` ##\n\nTitle\n===\n";
        let outline = outline(text.as_bytes(), 0);
        let headings: Vec<_> = outline
            .blocks
            .iter()
            .filter_map(|block| match &block.kind {
                Kind::Heading { level, text } => Some((*level, text.as_str())),
                _ => None,
            })
            .collect();
        assert_eq!(headings, [(2, "Internal notes & code"), (1, "Title")]);
    }

    #[test]
    fn deep_nesting_is_read() {
        let quotes = format!("{}- [ ] deep\n", "> ".repeat(400));
        // comrak, as cmark, opens no list below a hundred containers: the line is read as text.
        assert_eq!(boxes(quotes.as_bytes()).len(), 0);
        assert_eq!(boxes(format!("{quotes}\n\n- [ ] behind\n").as_bytes()).len(), 1);
        let mut list = String::new();
        for depth in 0..400 {
            list.push_str(&format!("{}- [ ] item\n", "  ".repeat(depth)));
        }
        assert!(boxes(list.as_bytes()).len() >= 99);
    }

    #[test]
    fn what_is_nested_too_deep_is_named_and_not_looked_at() {
        let text = format!("---\na: b\n---\n- [ ] a\n{}b\n", "> ".repeat(20_000));
        let outline = outline(text.as_bytes(), "---\na: b\n---\n".len());
        assert_eq!((outline.too_deep, outline.blocks.len()), (Some(5), 0));
    }

    #[test]
    fn a_line_has_a_section() {
        let outline = outline(b"a\n# B\nb\n## C\nc\n\n## D\n# E\n", 0);
        for (line, expected) in
            [(1, 1..=1), (2, 2..=7), (3, 2..=7), (4, 4..=6), (6, 4..=6), (7, 7..=7), (8, 8..=9)]
        {
            assert_eq!(outline.section(line), expected, "{line}");
        }
    }

    #[test]
    fn lines_have_numbers_and_spans() {
        let bytes = b"a\r\nb\rc\n\nd";
        let lines = Lines::of(bytes);
        assert_eq!(lines.count(), 5);
        assert_eq!(lines.number(3), 2);
        assert_eq!(lines.span(2, bytes).range(), 3..4);
        assert_eq!(lines.span(5, bytes).range(), 8..9);
    }
}
