//! Lines of notes in a terminal: short columns, then the words, whole, and where they stand.
//!
//! Words are never cut: on a narrow terminal they are wrapped, below the columns if need be.

use anstyle::Style;

use super::lines::wrapped;
use super::terminal::{Width, bold, cells_cut, dim, end_of_place, styled};
use crate::cells::{self, harmless};
use crate::date::Date;

/// One line of a note. What could drive a terminal is taken out here.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Short texts before the words; a column that is empty in all entries takes no room.
    pub columns: Vec<String>,
    /// Of the first column.
    pub style: Style,
    pub words: String,
    /// More words, on lines of their own; in a pipe they stand behind the others.
    pub below: String,
    /// `NOTE:LINE`, or nothing.
    pub place: String,
}

/// Below this many cells for the words, the place goes to a line of its own.
const LEAST_BESIDE: usize = 36;
/// Below this many, the words do so too.
const LEAST_WORDS: usize = 30;

/// Returns the entries of a list, each from `indent` cells on.
pub fn entries(list: &[Entry], indent: usize, width: Width) -> String {
    let list: Vec<Entry> = list.iter().map(Entry::harmless).collect();
    let columns = Columns::of(&list, indent, width);
    list.iter().map(|entry| columns.shown(entry)).collect()
}

/// Returns the entries of a list in groups, each below its title; the columns are those of all.
pub fn grouped(groups: &[(String, Vec<Entry>)], indent: usize, width: Width) -> String {
    let harmless_of = |list: &[Entry]| list.iter().map(Entry::harmless).collect::<Vec<_>>();
    let all: Vec<Entry> = groups.iter().flat_map(|(_, list)| harmless_of(list)).collect();
    let columns = Columns::of(&all, indent, width);
    let groups = groups.iter().map(|(title, list)| {
        let list = harmless_of(list);
        let list = list.iter().map(|entry| columns.shown(entry)).collect::<String>();
        format!("{}\n{list}", bold(&fitted(&harmless(title), width)))
    });
    groups.collect::<Vec<_>>().join("\n")
}

/// Returns a line of at most the terminal's width.
pub fn fitted(line: &str, width: Width) -> String {
    width.map_or_else(|| line.to_string(), |width| cells::cut(line, width))
}

/// Returns a day as `5 Mar`, with the year where it is not today's; `no date` without one.
pub fn day(date: Option<Date>, today: Date) -> String {
    match date {
        None => "no date".to_string(),
        Some(date) if date.year() == today.year() => date.short(),
        Some(date) => format!("{} {}", date.short(), date.year()),
    }
}

impl Entry {
    fn harmless(&self) -> Entry {
        Entry {
            columns: self.columns.iter().map(|text| harmless(text)).collect(),
            style: self.style,
            words: harmless(&self.words),
            below: harmless(&self.below),
            place: harmless(&self.place),
        }
    }
}

struct Columns {
    indent: usize,
    /// The widths of the columns.
    widths: Vec<usize>,
    layout: Layout,
}

enum Layout {
    /// A pipe: one line, nothing wrapped.
    OneLine,
    /// The place behind the words, which take this many cells.
    Beside { words: usize },
    /// The place below the words, which take this many cells.
    Below { words: usize },
    /// The words below the columns.
    Narrow { width: usize },
}

impl Columns {
    fn of(list: &[Entry], indent: usize, width: Width) -> Columns {
        let count = list.iter().map(|entry| entry.columns.len()).max().unwrap_or(0);
        let most = |of: &dyn Fn(&Entry) -> usize| list.iter().map(of).max().unwrap_or(0);
        let of_column =
            |at: usize| most(&|entry| entry.columns.get(at).map_or(0, |text| cells::width(text)));
        let widths: Vec<usize> = (0..count).map(of_column).collect();
        let Some(width) = width else {
            return Columns { indent, widths, layout: Layout::OneLine };
        };
        let words = most(&|entry| cells::width(&entry.words).max(cells::width(&entry.below)));
        let place = most(&|entry| cells::width(&entry.place));
        let room = width.saturating_sub(indent + head(&widths));
        let beside = if place == 0 { room } else { room.saturating_sub(place + 2) };
        let layout = if beside >= LEAST_BESIDE.min(words) {
            Layout::Beside { words: beside.min(words).max(1) }
        } else if room >= LEAST_WORDS.min(words) {
            Layout::Below { words: room.max(1) }
        } else {
            Layout::Narrow { width }
        };
        Columns { indent, widths, layout }
    }

    fn shown(&self, entry: &Entry) -> String {
        let columns = " ".repeat(self.indent) + &self.padded(entry);
        let indent = " ".repeat(self.indent + head(&self.widths));
        let place = dim(&entry.place);
        let mut out = String::new();
        let mut line = |text: &str| {
            out.push_str(text.trim_end());
            out.push('\n');
        };
        match self.layout {
            Layout::OneLine => {
                let parts = [entry.words.as_str(), &entry.below, &place].into_iter();
                let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
                line(&format!("{columns}{}", parts.join("  ")));
            }
            Layout::Beside { words } => {
                for (at, part) in paragraphs(entry, words).iter().enumerate() {
                    match at {
                        0 => line(&format!("{columns}{}  {place}", cells::pad(part, words))),
                        _ => line(&format!("{indent}{part}")),
                    }
                }
            }
            Layout::Below { words } => {
                for (at, part) in paragraphs(entry, words).iter().enumerate() {
                    line(&format!("{}{part}", if at == 0 { &columns } else { &indent }));
                }
                if !entry.place.is_empty() {
                    line(&format!("{indent}{}", dim(&end_of_place(&entry.place, words))));
                }
            }
            Layout::Narrow { width } => {
                let texts = entry.columns.iter().filter(|text| !text.is_empty());
                let texts = texts.map(String::as_str).collect::<Vec<_>>().join("  ");
                let columns = format!("{}{}", " ".repeat(self.indent), styled(entry.style, &texts));
                line(&cells_cut(&columns, width));
                let indent = " ".repeat(self.indent + 2);
                let room = width.saturating_sub(self.indent + 2).max(1);
                paragraphs(entry, room).iter().for_each(|part| line(&format!("{indent}{part}")));
                if !entry.place.is_empty() {
                    line(&format!("{indent}{}", dim(&end_of_place(&entry.place, room))));
                }
            }
        }
        out
    }

    /// Returns the columns, each with the gap behind it.
    fn padded(&self, entry: &Entry) -> String {
        let columns = self.widths.iter().enumerate().filter(|(_, width)| **width > 0);
        let cells = columns.map(|(at, width)| {
            let text = entry.columns.get(at).map_or("", String::as_str);
            let padded = cells::pad(text, *width) + "  ";
            if at == 0 { styled(entry.style, &padded) } else { padded }
        });
        cells.collect()
    }
}

/// Returns the cells of all columns with the gaps behind them.
fn head(widths: &[usize]) -> usize {
    widths.iter().filter(|width| **width > 0).map(|width| width + 2).sum()
}

fn paragraphs(entry: &Entry, room: usize) -> Vec<String> {
    let mut lines = wrapped(&entry.words, room);
    if !entry.below.is_empty() {
        lines.extend(wrapped(&entry.below, room));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Entry, entries};
    use crate::cells;

    fn list() -> Vec<Entry> {
        let entry = |columns: [&str; 3], words: &str, below: &str| Entry {
            columns: columns.map(String::from).to_vec(),
            words: words.to_string(),
            below: below.to_string(),
            place: "customers/minato/2026-03-04-poc.md:17".to_string(),
            ..Entry::default()
        };
        vec![
            entry(
                ["high", "", "12 Dec 2025"],
                "the cut-over falls on the quarter\u{1b}[31m's end",
                "",
            ),
            entry(
                ["", "", "2 Mar"],
                "夜間バックアップが週末の切り替えまでに終わらない可能性がある",
                "見積もり",
            ),
        ]
    }

    fn shown(width: Option<usize>) -> String {
        anstream::adapter::strip_str(&entries(&list(), 2, width)).to_string()
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_no_word_is_lost() {
        for width in 16..=140 {
            let text = shown(Some(width));
            for line in text.lines() {
                assert!(cells::width(line) <= width, "{width}: {line}");
            }
            let place = "customers/minato/2026-03-04-poc.md:17";
            let ends = [place, &place[10..], &place[17..]];
            let text = ends.iter().fold(text, |text, place| text.replace(place, ""));
            let letters: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            for word in
                ["thecut-overfallsonthequarter\\x1b[31m'send", "ない可能性がある", "見積もり"]
            {
                assert!(letters.contains(word), "{width}: {text}");
            }
        }
    }

    #[test]
    fn each_width_has_its_layout() {
        assert_eq!(
            shown(None),
            "  high  12 Dec 2025  the cut-over falls on the quarter\\x1b[31m's end  customers/minato/2026-03-04-poc.md:17\n\
             \x20       2 Mar        夜間バックアップが週末の切り替えまでに終わらない可能性がある  見積もり  customers/minato/2026-03-04-poc.md:17\n"
        );
        assert_eq!(
            shown(Some(100)),
            "  high  12 Dec 2025  the cut-over falls on the                 customers/minato/2026-03-04-poc.md:17\n\
             \x20                    quarter\\x1b[31m's end\n\
             \x20       2 Mar        夜間バックアップが週末の切り替えまでに終  customers/minato/2026-03-04-poc.md:17\n\
             \x20                    わらない可能性がある\n\
             \x20                    見積もり\n"
        );
        assert_eq!(
            shown(Some(60)),
            "  high  12 Dec 2025  the cut-over falls on the\n\
             \x20                    quarter\\x1b[31m's end\n\
             \x20                    customers/minato/2026-03-04-poc.md:17\n\
             \x20       2 Mar        夜間バックアップが週末の切り替えまでに\n\
             \x20                    終わらない可能性がある\n\
             \x20                    見積もり\n\
             \x20                    customers/minato/2026-03-04-poc.md:17\n"
        );
        assert_eq!(
            shown(Some(40)),
            "  high  12 Dec 2025\n\
             \x20   the cut-over falls on the\n\
             \x20   quarter\\x1b[31m's end\n\
             \x20   minato/2026-03-04-poc.md:17\n\
             \x20 2 Mar\n\
             \x20   夜間バックアップが週末の切り替えまで\n\
             \x20   に終わらない可能性がある\n\
             \x20   見積もり\n\
             \x20   minato/2026-03-04-poc.md:17\n"
        );
        assert_eq!(entries(&[], 0, Some(60)), "");
    }
}
