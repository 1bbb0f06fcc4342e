//! The entries of a section on a terminal: a column that is led by, then a text, whole, and below it or
//! beside it where it stands. Nothing is cut: who prepares a meeting reads all of it.

use anstyle::Style;

use crate::cells;
use crate::render::lines::wrapped;
use crate::render::terminal::{ID, Width, dim, end_of_place, styled};

/// One thing in a section.
#[derive(Default)]
pub(super) struct Entry {
    /// What a follow-up is named by on the command line.
    pub(super) id: String,
    /// What the entry is found by: a day, a word.
    pub(super) lead: String,
    pub(super) text: String,
    /// What else is to be known, such as whose it is.
    pub(super) about: Vec<String>,
    /// Where it stands: notes and lines, or commands.
    pub(super) places: Vec<Place>,
    pub(super) style: Style,
    /// `!` of what is late or owed.
    pub(super) mark: Mark,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mark {
    #[default]
    None,
    Late,
}

pub(super) enum Place {
    /// A note's path from the root, and the line there.
    Note(String, usize),
    /// A command to run.
    Command(String),
}

/// Below this many cells for the text, the lead gets a line of its own.
const LEAST_TEXT: usize = 20;
const GAP: usize = 2;

/// Returns the lines of a section's entries, none wider than the terminal.
pub(super) fn entries(entries: &[Entry], width: Width) -> String {
    let lead = entries.iter().map(|entry| cells::width(&entry.lead)).max().unwrap_or(0);
    let text = entries.iter().map(|entry| cells::width(&entry.text)).max().unwrap_or(0);
    let indent = GAP + if lead == 0 { 0 } else { lead + GAP };
    let is_beside = width.is_none_or(|width| {
        let tail = entries.iter().map(|entry| cells::width(&entry.tail().join(" · "))).max();
        indent + text + GAP + tail.unwrap_or(0) <= width
    });
    let columns = Columns { lead, text, indent, width };
    entries
        .iter()
        .map(|entry| if is_beside { columns.beside(entry) } else { columns.below(entry) })
        .collect()
}

struct Columns {
    lead: usize,
    text: usize,
    indent: usize,
    width: Width,
}

impl Columns {
    fn head(&self, entry: &Entry) -> String {
        let mark = if entry.mark == Mark::Late { "!" } else { " " };
        let mark = styled(entry.style, mark) + " ";
        match self.lead {
            0 => mark,
            lead => mark + &styled(entry.style, &cells::pad(&entry.lead, lead)) + "  ",
        }
    }

    /// Text and place on one line; in a pipe the places are not aligned.
    fn beside(&self, entry: &Entry) -> String {
        let tail = entry.tail();
        let text = match self.width {
            Some(_) if !tail.is_empty() => cells::pad(&entry.text, self.text),
            _ => entry.text.clone(),
        };
        let gap = if tail.is_empty() { "" } else { "  " };
        format!("{}{text}{gap}{}\n", self.head(entry), painted(&tail.join(" · "), &entry.id))
    }

    fn below(&self, entry: &Entry) -> String {
        let width = self.width.unwrap_or(usize::MAX);
        let (indent, head) = if width >= self.indent + LEAST_TEXT {
            (self.indent, self.head(entry))
        } else {
            let lead = cells::cut(&entry.lead, width.saturating_sub(GAP));
            let mark = if entry.mark == Mark::Late { "!" } else { " " };
            let head = styled(entry.style, &format!("{mark} {lead}")) + "\n" + &" ".repeat(GAP);
            (GAP, if lead.is_empty() { self.head(entry) } else { head })
        };
        let room = width.saturating_sub(indent).max(1);
        let margin = " ".repeat(indent);
        let texts = wrapped(&entry.text, room).join(&format!("\n{margin}"));
        let tails = flow(&entry.tail(), room).into_iter();
        let tails = tails.map(|line| format!("\n{margin}{}", painted(&line, &entry.id)));
        format!("{head}{texts}{}\n", tails.collect::<String>())
    }
}

impl Entry {
    /// Returns the parts of what stands behind or below the text.
    fn tail(&self) -> Vec<String> {
        let id = Some(self.id.clone()).filter(|id| !id.is_empty());
        let places = self.places.iter().map(|place| match place {
            Place::Note(note, line) => format!("{}:{line}", cells::harmless(note)),
            Place::Command(command) => command.clone(),
        });
        id.into_iter().chain(self.about.iter().cloned()).chain(places).collect()
    }
}

/// Returns a line dim, with the id it starts with in its own colour.
fn painted(line: &str, id: &str) -> String {
    match line.strip_prefix(id) {
        Some(rest) if !id.is_empty() => styled(ID, id) + &dim(rest),
        _ => dim(line),
    }
}

/// Returns parts as lines of at most `room` cells; each part stays whole where that is possible, and of
/// a place its end does.
fn flow(parts: &[String], room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        let joined = lines.last().map(|line| format!("{line} · {part}"));
        match joined.filter(|joined| cells::width(joined) <= room) {
            Some(joined) => *lines.last_mut().expect("a line was joined") = joined,
            None if part.contains(' ') => lines.extend(wrapped(part, room)),
            None => lines.push(end_of_place(part, room)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Entry, Mark, Place, entries};
    use crate::cells;

    fn some() -> Vec<Entry> {
        let note = "customers/minato/2026-03-04-poc.md";
        vec![
            Entry {
                id: "k7".into(),
                lead: "5 Mar 3d late".into(),
                text: "send the sizing guide for 40 nodes to all of them".into(),
                about: vec!["Dana Reyes".into()],
                places: vec![Place::Note(note.into(), 31)],
                mark: Mark::Late,
                ..Entry::default()
            },
            Entry {
                lead: "9 Mar".into(),
                text: "見積もりを確認して全拠点の担当者へ返事を送る".into(),
                places: vec![Place::Note(note.into(), 7), Place::Command("fieldnote new a".into())],
                ..Entry::default()
            },
        ]
    }

    fn shown(width: Option<usize>) -> String {
        anstream::adapter::strip_str(&entries(&some(), width)).to_string()
    }

    #[test]
    fn nothing_is_cut_and_no_line_is_wider_than_the_terminal() {
        for width in 24..160 {
            let text = shown(Some(width));
            for line in text.lines() {
                assert!(cells::width(line) <= width, "{width}: {line}");
            }
            let bare: String = text.split_whitespace().collect();
            for part in ["sendthesizingguidefor40nodestoallofthem", "DanaReyes", "fieldnotenewa"] {
                assert!(bare.contains(part), "{width}: {text}");
            }
            assert!(bare.contains("見積もりを確認して全拠点の担当者へ返事を送る"), "{text}");
        }
    }

    #[test]
    fn the_place_is_beside_the_text_where_all_of_them_fit() {
        for (width, expected) in [
            (
                None,
                "! 5 Mar 3d late  send the sizing guide for 40 nodes to all of them  k7 · Dana Reyes · customers/minato/2026-03-04-poc.md:31\n\
                 \x20 9 Mar          見積もりを確認して全拠点の担当者へ返事を送る  customers/minato/2026-03-04-poc.md:7 · fieldnote new a\n",
            ),
            (
                Some(60),
                "! 5 Mar 3d late  send the sizing guide for 40 nodes to all\n\
                 \x20                of them\n\
                 \x20                k7 · Dana Reyes\n\
                 \x20                customers/minato/2026-03-04-poc.md:31\n\
                 \x20 9 Mar          見積もりを確認して全拠点の担当者へ返事を送\n\
                 \x20                る\n\
                 \x20                customers/minato/2026-03-04-poc.md:7\n\
                 \x20                fieldnote new a\n",
            ),
            (
                Some(30),
                "! 5 Mar 3d late\n  send the sizing guide for 40\n  nodes to all of them\n  k7 · Dana Reyes\n\
                 \x20 minato/2026-03-04-poc.md:31\n  9 Mar\n  見積もりを確認して全拠点の担\n  当者へ返事を送る\n\
                 \x20 minato/2026-03-04-poc.md:7\n  fieldnote new a\n",
            ),
        ] {
            assert_eq!(shown(width), expected, "{width:?}");
        }
    }
}
