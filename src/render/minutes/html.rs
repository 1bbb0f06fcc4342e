//! Minutes as one HTML page. Elements have fixed names and text is always escaped, so that no text of a note
//! is ever markup; nothing is loaded from anywhere, and no script runs.

use super::Phrases;
use super::lines::code_line;
use crate::cells::harmless;
use crate::markdown::{Mark, Piece, pieces};
use crate::report::minutes::{Block, Head, Item, Line, Shareable, Title};
use crate::report::outward::Cleared;

/// Where a page is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A browser, a printer.
    Alone,
    /// A mail program, which knows little of CSS.
    Mail,
}

/// What a browser is told of a page that stands alone: it may use its own styles, and load nothing.
pub const TOLD: [(&str, &str, &str); 5] = [
    ("name", "viewport", "width=device-width, initial-scale=1"),
    ("name", "color-scheme", "light dark"),
    ("name", "referrer", "no-referrer"),
    ("name", "robots", "noindex"),
    ("http-equiv", "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
];

/// Returns a whole page.
pub fn page(minutes: &Shareable, phrases: &Phrases, place: Place) -> String {
    let head = &minutes.head;
    let mut page = Page { out: "<!doctype html>\n".to_string(), phrases, year: head.year() };
    page.open("html", &[("lang", phrases.language)]);
    page.line();
    page.head(head, place);
    page.open("body", &[]);
    page.open("main", &[]);
    page.line();
    page.front(head);
    for section in &minutes.sections {
        page.section(&section.title, &section.blocks);
    }
    page.close("main");
    page.close("body");
    page.close("html");
    page.line();
    page.out
}

struct Page<'a> {
    out: String,
    phrases: &'a Phrases,
    /// Days of this year bear no year.
    year: i32,
}

impl Page<'_> {
    fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push_str(&format!(" {key}=\"{}\"", escaped(value)));
        }
        self.out.push('>');
    }

    fn close(&mut self, name: &'static str) {
        self.out.push_str(&format!("</{name}>"));
    }

    fn line(&mut self) {
        self.out.push('\n');
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(&escaped(&harmless(text)));
    }

    /// Writes an element that holds words alone, on a line of its own.
    fn simple(&mut self, name: &'static str, attributes: &[(&'static str, &str)], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
        self.line();
    }

    fn head(&mut self, head: &Head, place: Place) {
        self.open("head", &[]);
        self.line();
        self.open("meta", &[("charset", "utf-8")]);
        self.line();
        if place == Place::Alone {
            for (key, name, content) in TOLD {
                self.open("meta", &[(key, name), ("content", content)]);
                self.line();
            }
        }
        let title = self.phrases.title_of(head);
        self.simple("title", &[], &title);
        self.open("style", &[]);
        self.out.push_str(match place {
            Place::Alone => include_str!("page.css"),
            Place::Mail => include_str!("mail.css"),
        });
        self.close("style");
        self.line();
        self.close("head");
        self.line();
    }

    /// Writes what the meeting was.
    fn front(&mut self, head: &Head) {
        let phrases = self.phrases;
        self.open("h1", &[]);
        self.text(&format!("{}{}", (phrases.customer)(&head.customer), phrases.colon));
        match &head.title {
            Some(title) => self.inline(title),
            None => self.text(phrases.untitled(head)),
        }
        self.text(phrases.behind_title(head));
        self.close("h1");
        self.line();
        if let Some(days) = phrases.days_of(head) {
            self.simple("p", &[("class", "day")], &days);
        }
        if let Some(names) = phrases.names_of(head) {
            let names = format!("{}{}{names}", phrases.present, phrases.colon);
            self.simple("p", &[("class", "present")], &names);
        }
    }

    fn section(&mut self, title: &Title, blocks: &[Block]) {
        self.open("section", &[]);
        self.line();
        if let Some(title) = self.phrases.title(title, self.year) {
            self.simple("h2", &[], &title);
        }
        self.blocks(blocks);
        self.close("section");
        self.line();
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => {
                self.open("h3", &[]);
                self.inline(text);
                self.close("h3");
            }
            Block::Section(name) => {
                let name = self.phrases.own(name, self.year);
                self.open("h3", &[]);
                self.text(&name);
                self.close("h3");
            }
            Block::Paragraph(line) => {
                self.open("p", &[]);
                self.words(line);
                self.close("p");
            }
            Block::List { is_ordered, items } => {
                let name = if *is_ordered { "ol" } else { "ul" };
                self.open(name, &[]);
                self.line();
                items.iter().for_each(|item| self.item(item));
                self.close(name);
            }
            Block::Quote(blocks) => {
                self.open("blockquote", &[]);
                self.line();
                self.blocks(blocks);
                self.close("blockquote");
            }
            Block::Code(text) => {
                self.open("pre", &[]);
                self.open("code", &[]);
                for line in text.as_str().lines() {
                    self.out.push_str(&escaped(&code_line(line)));
                    self.line();
                }
                self.close("code");
                self.close("pre");
            }
            Block::Table(rows) => self.table(rows),
        }
        self.line();
    }

    fn item(&mut self, item: &Item) {
        match item.is_ticked {
            Some(_) => self.open("li", &[("class", "task")]),
            None => self.open("li", &[]),
        }
        if let Some(is_ticked) = item.is_ticked {
            self.open("span", &[("class", "box")]);
            self.text(if is_ticked { "☑" } else { "☐" });
            self.close("span");
            self.out.push(' ');
        }
        if let Some(line) = &item.line {
            self.words(line);
        }
        if !item.blocks.is_empty() {
            self.line();
            self.blocks(&item.blocks);
        }
        self.close("li");
        self.line();
    }

    fn table(&mut self, rows: &[Vec<Option<Cleared>>]) {
        // A wide one is moved, not the page.
        self.open("div", &[("class", "wide")]);
        self.open("table", &[]);
        self.line();
        for (at, row) in rows.iter().enumerate() {
            let name = if at == 0 { "th" } else { "td" };
            self.open("tr", &[]);
            for cell in row {
                self.open(name, &[]);
                if let Some(cell) = cell {
                    self.inline(cell);
                }
                self.close(name);
            }
            self.close("tr");
            self.line();
        }
        self.close("table");
        self.close("div");
    }

    fn words(&mut self, line: &Line) {
        let label = line.word.map_or("", self.phrases.word);
        if !label.is_empty() {
            self.open("strong", &[]);
            self.text(label.trim_end());
            self.close("strong");
            self.out.push_str(if label.ends_with(' ') { " " } else { "" });
        }
        self.inline(&line.text);
        let behind = line.task.as_ref().map(|task| self.phrases.behind_task(task, self.year));
        if let Some(behind) = behind.filter(|behind| !behind.is_empty()) {
            self.out.push_str(if behind.starts_with(' ') { " " } else { "" });
            self.open("span", &[("class", "who")]);
            self.text(behind.trim_start());
            self.close("span");
        }
    }

    fn inline(&mut self, text: &Cleared) {
        for piece in pieces(text.as_str()) {
            match piece {
                Piece::Text(text) => self.text(&text),
                Piece::Code(code) => {
                    self.open("code", &[]);
                    self.text(&code);
                    self.close("code");
                }
                Piece::Open(mark) => self.open(element(mark), &[]),
                Piece::Close(mark) => self.close(element(mark)),
                Piece::Link(to) => self.open("a", &[("href", &harmless(&to))]),
                Piece::LinkEnd => self.close("a"),
                Piece::Break => self.open("br", &[]),
            }
        }
    }
}

fn element(mark: Mark) -> &'static str {
    match mark {
        Mark::Emphasis => "em",
        Mark::Strong => "strong",
        Mark::Struck => "s",
    }
}

/// Returns a text that is text in an element, and in an attribute between double quotes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_would_be_markup_in_a_text_or_an_attribute_is_none() {
        assert_eq!(escaped("<a b=\"c\"> & 'd' 佐藤"), "&lt;a b=&quot;c&quot;&gt; &amp; 'd' 佐藤");
    }
}
