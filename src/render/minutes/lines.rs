//! Minutes as lines: Markdown, or what a mail shows that has no markup. They are written anew from what a
//! reader sees, so that nothing hides in them.

use super::Phrases;
use crate::cells::{harmless, width};
use crate::markdown::{Mark, Piece, pieces, seen};
use crate::report::minutes::{Block, Head, Item, Line, Shareable};
use crate::report::outward::Cleared;
use crate::template::is_reference;

/// Whether marks are written, or lines as they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    Markdown,
    None,
}

/// Returns the minutes, ending in a line break.
pub fn page(minutes: &Shareable, phrases: &Phrases, markup: Markup) -> String {
    let writer = Writer { phrases, year: minutes.head.year(), markup };
    writer.head(&minutes.head) + &sections(minutes, phrases, markup)
}

/// Returns the sections of minutes, an empty line before each.
pub fn sections(minutes: &Shareable, phrases: &Phrases, markup: Markup) -> String {
    let writer = Writer { phrases, year: minutes.head.year(), markup };
    let mut out = String::new();
    for section in &minutes.sections {
        if let Some(title) = phrases.title(&section.title, writer.year) {
            out.push('\n');
            out.push_str(&writer.heading(2, &writer.literal(&title)));
        }
        for block in &section.blocks {
            out.push('\n');
            writer.block(block, "", &mut out);
        }
    }
    out
}

struct Writer<'a> {
    phrases: &'a Phrases,
    /// Days of this year bear no year.
    year: i32,
    markup: Markup,
}

impl Writer<'_> {
    fn head(&self, head: &Head) -> String {
        let phrases = self.phrases;
        let title = head.title.as_ref();
        let title = title.map_or(self.literal(phrases.untitled(head)), |title| self.inline(title));
        let behind = phrases.behind_title(head);
        let customer = (phrases.customer)(&self.literal(&head.customer));
        let title = format!("{customer}{}{title}{behind}", phrases.colon);
        let mut out = self.heading(1, &title);
        if let Some(days) = phrases.days_of(head) {
            out.push_str(&format!("\n{days}\n"));
        }
        if let Some(names) = phrases.names_of(head) {
            let names = self.literal(&names);
            out.push_str(&format!("\n{}{}{names}\n", phrases.present, phrases.colon));
        }
        out
    }

    /// Returns the line of a heading; without marks it is underlined.
    fn heading(&self, level: usize, text: &str) -> String {
        match self.markup {
            Markup::Markdown => format!("{} {text}\n", "#".repeat(level)),
            Markup::None => {
                let line = if level == 1 { "=" } else { "-" };
                format!("{text}\n{}\n", line.repeat(width(text)))
            }
        }
    }

    /// Returns a text that reads as it is.
    fn literal(&self, text: &str) -> String {
        match self.markup {
            Markup::Markdown => escaped(&harmless(text)),
            Markup::None => harmless(text),
        }
    }

    fn inline(&self, text: &Cleared) -> String {
        match self.markup {
            Markup::Markdown => inline(text),
            Markup::None => plain(text),
        }
    }

    /// Writes a block, each line of it behind an indent.
    fn block(&self, block: &Block, indent: &str, out: &mut String) {
        match block {
            Block::Heading(text) => {
                let marks = if self.markup == Markup::Markdown { "### " } else { "" };
                out.push_str(&format!("{indent}{marks}{}\n", self.inline(text)));
            }
            Block::Section(name) => {
                let marks = if self.markup == Markup::Markdown { "### " } else { "" };
                let name = self.literal(&self.phrases.own(name, self.year));
                out.push_str(&format!("{indent}{marks}{name}\n"));
            }
            Block::Paragraph(line) => out.push_str(&format!("{indent}{}\n", self.start(line))),
            Block::List { is_ordered, items } => {
                for (at, item) in items.iter().enumerate() {
                    let mark = if *is_ordered { format!("{}. ", at + 1) } else { "- ".to_string() };
                    self.item(item, &mark, indent, out);
                }
            }
            Block::Quote(blocks) => {
                let inner = format!("{indent}> ");
                for (at, block) in blocks.iter().enumerate() {
                    if at > 0 {
                        out.push_str(&format!("{}\n", inner.trim_end()));
                    }
                    self.block(block, &inner, out);
                }
            }
            Block::Code(text) => {
                let fence = "`".repeat(longest_run(text.as_str(), '`').max(2) + 1);
                let is_fenced = self.markup == Markup::Markdown;
                let fence = if is_fenced { format!("{indent}{fence}\n") } else { String::new() };
                let inner = if is_fenced { "" } else { "    " };
                out.push_str(&fence);
                for line in text.as_str().lines() {
                    out.push_str(&format!("{indent}{inner}{}\n", code_line(line)));
                }
                out.push_str(&fence);
            }
            Block::Table(rows) => {
                for (at, row) in rows.iter().enumerate() {
                    let cells = row.iter().map(|cell| {
                        let text = cell.as_ref().map_or(String::new(), |cell| self.inline(cell));
                        match self.markup {
                            Markup::Markdown => text.replace('|', "\\|"),
                            Markup::None => text,
                        }
                    });
                    let cells = cells.collect::<Vec<_>>().join(" | ");
                    out.push_str(&format!("{indent}| {cells} |\n"));
                    if at == 0 {
                        out.push_str(&format!("{indent}|{}\n", " --- |".repeat(row.len())));
                    }
                }
            }
        }
    }

    fn item(&self, item: &Item, mark: &str, indent: &str, out: &mut String) {
        let ticked = item.is_ticked.map_or("", |ticked| if ticked { "[x] " } else { "[ ] " });
        let text = item.line.as_ref().map_or(String::new(), |line| self.start(line));
        out.push_str(&format!("{indent}{mark}{ticked}{text}\n"));
        let inner = format!("{indent}{}", " ".repeat(mark.len()));
        for block in &item.blocks {
            if !matches!(block, Block::List { .. }) {
                out.push_str(&format!("{}\n", inner.trim_end()));
            }
            self.block(block, &inner, out);
        }
    }

    /// Returns a line as it stands at the start of a block, where some marks would begin another one.
    fn start(&self, line: &Line) -> String {
        let label = line.word.map_or("", self.phrases.word);
        let mut text = format!("{label}{}", self.inline(&line.text));
        if let Some(task) = &line.task {
            text.push_str(&self.literal(&self.phrases.behind_task(task, self.year)));
        }
        if self.markup == Markup::None {
            return text;
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && text[digits..].starts_with(['.', ')']) {
            text.insert(digits, '\\');
        } else if text.starts_with(['#', '-', '+', '=', '>', ':']) {
            text.insert(0, '\\');
        }
        text
    }
}

/// Returns a text as inline Markdown that reads as it does.
fn inline(text: &Cleared) -> String {
    let mut out = String::new();
    let mut target = String::new();
    for piece in pieces(text.as_str()) {
        match piece {
            Piece::Text(text) => out.push_str(&escaped(&harmless(&text))),
            Piece::Code(code) => {
                let ticks = "`".repeat(longest_run(&code, '`') + 1);
                let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
                out.push_str(&format!("{ticks}{pad}{}{pad}{ticks}", harmless(&code)));
            }
            Piece::Open(mark) | Piece::Close(mark) => out.push_str(match mark {
                Mark::Emphasis => "*",
                Mark::Strong => "**",
                Mark::Struck => "~~",
            }),
            Piece::Link(to) => {
                out.push('[');
                target = to;
            }
            // The angle brackets hold together what parentheses would end.
            Piece::LinkEnd if target.contains(['(', ')']) => {
                out.push_str(&format!("](<{}>)", harmless(&target)));
            }
            Piece::LinkEnd => out.push_str(&format!("]({})", harmless(&target))),
            Piece::Break => out.push(' '),
        }
    }
    out
}

/// Returns a text as it is read; behind a link that does not show it, where it leads.
pub fn plain(text: &Cleared) -> String {
    harmless(&seen(&pieces(text.as_str())))
}

fn longest_run(text: &str, mark: char) -> usize {
    text.split(|c| c != mark).map(str::len).max().unwrap_or(0)
}

/// Returns a line of code with what could drive a terminal made visible; its tabs and spaces stay.
pub fn code_line(line: &str) -> String {
    line.split('\t').map(harmless).collect::<Vec<_>>().join("\t")
}

/// Puts a backslash before what would be markup, and before nothing else: minutes are read as they are, too.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
        let is_mark = match c {
            '\\' | '`' | '*' | '[' | ']' => true,
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '~' => before == '~' || next == '~',
            '<' => next.is_ascii_alphabetic() || "/!?".contains(next),
            '&' => is_reference(&text[at..]),
            _ => false,
        };
        if is_mark {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;
    use crate::markdown::{Piece, pieces};

    #[test]
    fn a_text_reads_as_it_does_with_as_few_backslashes_as_can_be() {
        for (text, expected) in [
            ("R&D at AT&T, 5 < 6, snake_case, $HOME", "R&D at AT&T, 5 < 6, snake_case, $HOME"),
            ("&lt; &#60; & more;", "\\&lt; \\&#60; & more;"),
            ("a <b> </b> <!-- c -->", "a \\<b> \\</b> \\<!-- c -->"),
            ("*a* _b_ ~~c~~ ~d", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ ~d"),
            ("[a](b) `c` \\", "\\[a\\](b) \\`c\\` \\\\"),
        ] {
            assert_eq!(escaped(text), expected);
            assert_eq!(pieces(expected), [Piece::Text(text.to_string())], "{text}");
        }
    }
}
