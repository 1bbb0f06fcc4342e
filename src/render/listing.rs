//! Lists in a terminal: columns, a text, and where it stands; on one line where they fit, else below each
//! other. Texts are cut around what was looked for, which is bold.

use std::ops::Range;

use anstyle::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::terminal::{Width, bold, dim, end_of_place, styled};
use crate::cells::{self, harmless};

/// Below this many cells for the text, where it stands goes to a line of its own.
const LEAST_BESIDE: usize = 36;
/// Below this many, the text goes to a line of its own too.
const LEAST_TEXT: usize = 24;
const INDENT: &str = "  ";

/// One entry of a list.
#[derive(Default)]
pub struct Entry {
    /// What stands in the columns before the text, harmless; a column that is empty in all entries is none.
    pub columns: Vec<(String, Style)>,
    pub text: Text,
    /// What is said of it behind the text: `[internal]`.
    pub remark: &'static str,
    /// A path, with or without a line.
    pub place: String,
}

/// A text of a note, and what of it was looked for.
#[derive(Debug, Default)]
pub struct Text {
    pub text: String,
    /// In bytes, ascending, none overlapping another.
    pub marks: Vec<Range<usize>>,
}

/// Returns the list, ending in a line break unless it is empty.
pub fn listing(entries: &[Entry], width: Width) -> String {
    let layout = Layout::of(entries, width);
    entries.iter().map(|entry| layout.entry(entry)).collect()
}

struct Layout {
    columns: Vec<usize>,
    text: usize,
    width: Width,
    shape: Shape,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// All on one line.
    Line,
    /// The place below.
    PlaceBelow,
    /// Text and place below, each on its line.
    AllBelow,
}

impl Layout {
    fn of(entries: &[Entry], width: Width) -> Layout {
        let most = |widths: &mut dyn Iterator<Item = usize>| widths.max().unwrap_or(0);
        let count = most(&mut entries.iter().map(|entry| entry.columns.len()));
        let column = |at: usize| {
            let cells = entries.iter().filter_map(|entry| entry.columns.get(at));
            most(&mut cells.map(|(cell, _)| cells::width(cell)))
        };
        let columns: Vec<usize> = (0..count).map(column).collect();
        let text = most(&mut entries.iter().map(|entry| entry.text_width()));
        let place = most(&mut entries.iter().map(|entry| cells::width(&harmless(&entry.place))));
        let mut layout = Layout { columns, text, width, shape: Shape::Line };
        let Some(width) = width else { return layout };
        let left = width.saturating_sub(layout.head_width());
        let beside = left.saturating_sub(place + 2);
        (layout.shape, layout.text) = if beside >= LEAST_BESIDE.min(text) {
            (Shape::Line, text.min(beside))
        } else if left >= LEAST_TEXT.min(text) {
            (Shape::PlaceBelow, left)
        } else {
            (Shape::AllBelow, width.saturating_sub(INDENT.len()))
        };
        layout
    }

    /// The cells of the columns, with the gap behind each.
    fn head_width(&self) -> usize {
        self.columns.iter().filter(|width| **width > 0).map(|width| width + 2).sum()
    }

    fn head(&self, entry: &Entry) -> String {
        let columns = entry.columns.iter().zip(&self.columns).filter(|(_, width)| **width > 0);
        let cell = |((cell, style), width): (&(String, Style), &usize)| {
            let gap = " ".repeat(width.saturating_sub(cells::width(cell)) + 2);
            styled(*style, cell) + &gap
        };
        columns.map(cell).collect()
    }

    fn entry(&self, entry: &Entry) -> String {
        let (head, place) = (self.head(entry), harmless(&entry.place));
        let Some(width) = self.width else {
            let text = entry.text.fitted(None);
            return format!("{head}{text}{}  {}\n", dim(entry.remark), dim(&place));
        };
        let room = self.text.saturating_sub(cells::width(entry.remark));
        let text = entry.text.fitted(Some(room)) + &dim(entry.remark);
        let end = dim(&end_of_place(&place, width.saturating_sub(INDENT.len())));
        match self.shape {
            Shape::Line => {
                let used = entry.text_width().min(self.text);
                let gap = " ".repeat(self.text - used + 2);
                format!("{head}{text}{gap}{}\n", dim(&place))
            }
            Shape::PlaceBelow => format!("{head}{text}\n{INDENT}{end}\n"),
            Shape::AllBelow => {
                let head = super::terminal::cells_cut(&head, width);
                format!("{head}\n{INDENT}{text}\n{INDENT}{end}\n")
            }
        }
    }
}

impl Entry {
    fn text_width(&self) -> usize {
        cells::width(&harmless(&self.text.text)) + cells::width(self.remark)
    }
}

/// A grapheme made harmless, and whether it was looked for.
struct Piece {
    shown: String,
    cells: usize,
    is_marked: bool,
}

impl Text {
    /// Returns the text in at most `room` cells, with `…` where something was left out; what was looked for
    /// first stays, and all that was looked for is bold.
    fn fitted(&self, room: Width) -> String {
        let Some(room) = room.filter(|room| *room < cells::width(&harmless(&self.text))) else {
            return self.whole();
        };
        let pieces = self.pieces();
        let total: usize = pieces.iter().map(|piece| piece.cells).sum();
        if total <= room {
            return painted(&pieces);
        }
        if room == 0 {
            return String::new();
        }
        let first = pieces.iter().position(|piece| piece.is_marked).unwrap_or(0);
        let length = pieces[first..].iter().take_while(|piece| piece.is_marked).count();
        let cells_of = |range: Range<usize>| pieces[range].iter().map(|p| p.cells).sum::<usize>();
        // What was looked for stands in the first third if the beginning has to go.
        let mut start = 0;
        if cells_of(0..first + length) + 1 > room {
            start = first;
            let before = (room / 3).min(room.saturating_sub(cells_of(first..first + length) + 2));
            while start > 0 && cells_of(start - 1..first) <= before {
                start -= 1;
            }
            // The end is near: what room is left shows more of what stands before.
            while start > 1 && cells_of(start - 1..pieces.len()) < room {
                start -= 1;
            }
        }
        let opening = if start > 0 { "…" } else { "" };
        let mut left = room - cells::width(opening);
        let mut end = start;
        let rest = cells_of(start..pieces.len());
        if rest > left {
            left = left.saturating_sub(1);
        }
        while end < pieces.len() && pieces[end].cells <= left {
            left -= pieces[end].cells;
            end += 1;
        }
        let closing = if end < pieces.len() { "…" } else { "" };
        // A space beside `…` says nothing.
        let blank = |piece: &&Piece| piece.shown == " ";
        let kept = &pieces[start..end];
        let behind = kept.iter().rev().take_while(blank).count();
        let before = kept.iter().take_while(blank).count().min(kept.len() - behind);
        let kept = match (opening, closing) {
            ("", "") => kept,
            ("", _) => &kept[..kept.len() - behind],
            (_, "") => &kept[before..],
            _ => &kept[before..kept.len() - behind],
        };
        format!("{opening}{}{closing}", painted(kept))
    }

    /// Returns the whole text. It needs no graphemes, and most texts are shown whole.
    fn whole(&self) -> String {
        let mut shown = String::with_capacity(self.text.len());
        let mut from = 0;
        for mark in &self.marks {
            shown.push_str(&harmless(&self.text[from..mark.start]));
            shown.push_str(&bold(&harmless(&self.text[mark.clone()])));
            from = mark.end;
        }
        shown + &harmless(&self.text[from..])
    }

    fn pieces(&self) -> Vec<Piece> {
        let graphemes = self.text.grapheme_indices(true);
        let piece = |(at, grapheme): (usize, &str)| {
            let shown = harmless(grapheme);
            let end = at + grapheme.len();
            Piece {
                cells: cells::width(&shown),
                is_marked: self.marks.iter().any(|mark| mark.start < end && at < mark.end),
                shown,
            }
        };
        graphemes.map(piece).collect()
    }
}

/// Returns the pieces as a text in which what was looked for is bold.
fn painted(pieces: &[Piece]) -> String {
    let runs = pieces.chunk_by(|one, two| one.is_marked == two.is_marked);
    let run = |run: &[Piece]| {
        let text: String = run.iter().map(|piece| piece.shown.as_str()).collect();
        if run[0].is_marked { bold(&text) } else { text }
    };
    runs.map(run).collect()
}

#[cfg(test)]
mod tests {
    use anstyle::Style;

    use super::{Entry, Text, listing};
    use crate::cells;

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    /// Shows a text in so many cells, with what was looked for in brackets.
    fn fitted(text: &str, mark: &str, room: usize) -> String {
        let marks = text.match_indices(mark).map(|(at, found)| at..at + found.len());
        let marks = if mark.is_empty() { Vec::new() } else { marks.collect() };
        let shown = Text { text: text.to_string(), marks }.fitted(Some(room));
        assert!(cells::width(&plain(&shown)) <= room, "{room}: {shown:?}");
        shown.replace("\u{1b}[1m", "[").replace("\u{1b}[0m", "]")
    }

    #[test]
    fn texts_are_cut_around_what_was_looked_for() {
        for (text, mark, room, expected) in [
            ("send the guide", "guide", 14, "send the [guide]"),
            ("a guide, the guides", "guide", 19, "a [guide], the [guide]s"),
            ("佐藤\tへ\u{202e}guide送る", "guide", 40, "佐藤 へ<U+202E>[guide]送る"),
            ("send the guide", "send", 9, "[send] the…"),
            ("send the guide", "", 9, "send the…"),
            ("please send the sizing guide today", "guide", 20, "…sizing [guide] today"),
            ("please send the sizing guide to them today", "guide", 20, "…izing [guide] to the…"),
            ("please send the guide", "guide", 4, "…[gu]…"),
            ("見積もりを全拠点の担当者へ送る", "担当者", 14, "…点の[担当者]へ…"),
            ("guide and guide and guide", "guide", 16, "[guide] and [guide]…"),
            ("a\u{1b}[31m guide", "guide", 20, "a\\x1b[31m [guide]"),
            ("guide", "guide", 0, ""),
        ] {
            assert_eq!(fitted(text, mark, room), expected, "{text} in {room}");
        }
    }

    fn entries() -> Vec<Entry> {
        let entry = |day: &str, state: &str, text: &str| Entry {
            columns: vec![(day.into(), Style::new()), (state.into(), Style::new())],
            text: Text { text: text.to_string(), marks: Vec::new() },
            remark: if text.starts_with('s') { " [internal]" } else { "" },
            place: "customers/minato/2026-03-04-poc.md:17".to_string(),
        };
        vec![
            entry("4 Mar", "open", "send the sizing guide to everybody who asked for it in March"),
            entry(
                "12 Mar 2025",
                "",
                "見積もりを確認して全拠点の担当者へ返事を送る、それから電話する",
            ),
        ]
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in 20..=180 {
            for line in plain(&listing(&entries(), Some(width))).lines() {
                assert!(cells::width(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn columns_stand_below_each_other_and_the_place_where_there_is_room() {
        let shown = |width| plain(&listing(&entries()[..1], width));
        let place = "customers/minato/2026-03-04-poc.md:17";
        let text = "send the sizing guide to everybody who asked for it in March [internal]";
        assert_eq!(shown(None), format!("4 Mar  open  {text}  {place}\n"));
        assert_eq!(
            shown(Some(90)),
            format!("4 Mar  open  send the sizing guide to e… [internal]  {place}\n")
        );
        assert_eq!(
            shown(Some(60)),
            format!("4 Mar  open  send the sizing guide to everybody… [internal]\n  {place}\n")
        );
        assert_eq!(
            shown(Some(30)),
            "4 Mar  open\n  send the sizing… [internal]\n  minato/2026-03-04-poc.md:17\n"
        );
        assert_eq!(listing(&[], Some(80)), "");
    }
}
