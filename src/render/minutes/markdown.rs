//! Minutes as Markdown: written anew from what a reader sees, so that nothing hides in it.

use super::Phrases;
use crate::cells::harmless;
use crate::markdown::{Mark, Piece, pieces};
use crate::people::Side;
use crate::report::minutes::{Block, Head, Item, Line, Shareable};
use crate::report::outward::Cleared;
use crate::template::is_reference;

/// Returns the minutes, ending in a line break.
pub fn page(minutes: &Shareable, phrases: &Phrases) -> String {
    let writer = Writer { phrases, year: minutes.head.first.map_or(0, |day| day.year()) };
    let mut out = writer.head(&minutes.head);
    for section in &minutes.sections {
        if let Some(title) = phrases.title(&section.title, writer.year) {
            out.push_str(&format!("\n## {}\n", escaped(&harmless(&title))));
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
}

impl Writer<'_> {
    fn head(&self, head: &Head) -> String {
        let phrases = self.phrases;
        let title = head.title.as_ref().map_or(phrases.minutes.to_string(), inline);
        let mut out = format!("# {}{}{title}\n", escaped(&harmless(&head.customer)), phrases.colon);
        if let (Some(first), Some(last)) = (head.first, head.last) {
            out.push_str(&format!("\n{}\n", (phrases.days)(first, last)));
        }
        if !head.present.is_empty() {
            let names = head.present.iter().map(|(side, name)| {
                let name = (phrases.person)(&inline(name), Some(*side));
                if *side == Side::Partner { name + phrases.partner } else { name }
            });
            let names = names.collect::<Vec<_>>().join(phrases.page.comma);
            out.push_str(&format!("\n{}{}{names}\n", phrases.present, phrases.colon));
        }
        out
    }

    /// Writes a block, each line of it behind an indent.
    fn block(&self, block: &Block, indent: &str, out: &mut String) {
        match block {
            Block::Heading(text) => out.push_str(&format!("{indent}### {}\n", inline(text))),
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
                out.push_str(&format!("{indent}{fence}\n"));
                for line in text.as_str().lines() {
                    out.push_str(&format!("{indent}{}\n", plain(line)));
                }
                out.push_str(&format!("{indent}{fence}\n"));
            }
            Block::Table(rows) => {
                for (at, row) in rows.iter().enumerate() {
                    let cells = row.iter().map(|cell| {
                        cell.as_ref().map_or(String::new(), |cell| inline(cell).replace('|', "\\|"))
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
        let mut text = format!("{label}{}", inline(&line.text));
        if let Some(task) = &line.task {
            let owners = task.owners.iter().map(|(name, side)| match name {
                Some(name) => (self.phrases.person)(&inline(name), *side),
                None => self.phrases.page.them.to_string(),
            });
            let day = task.date.map(|date| {
                let day = (self.phrases.page.day)(date, self.year);
                if task.is_done { (self.phrases.done)(&day) } else { (self.phrases.due)(&day) }
            });
            let parts: Vec<String> = owners.chain(day).collect();
            if !parts.is_empty() {
                text.push_str(&(self.phrases.behind)(&parts.join(self.phrases.page.comma)));
            }
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

fn longest_run(text: &str, mark: char) -> usize {
    text.split(|c| c != mark).map(str::len).max().unwrap_or(0)
}

/// Returns a line of code with what could drive a terminal made visible; its tabs and spaces stay.
fn plain(line: &str) -> String {
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
