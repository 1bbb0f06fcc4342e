//! Which lines of a note are shared: those of the listed sections, and what stands before the first, without
//! what is internal. All others are withheld, whatever they are.

use super::sections::Name;
use crate::follow_up::grammar;
use crate::markdown::{Block, Kind, Outline};
use crate::report::outward::Reason;
use crate::words::{fold, look};

/// What is shared of a note, and what became of each other line.
#[derive(Debug, Default)]
pub struct Selection {
    /// The note's title as a heading says it, and its line.
    pub title: Option<(String, usize)>,
    /// Where the meeting is, as the front matter says it, and its line; only if it is asked for.
    pub place: Option<(String, usize)>,
    /// In the order of the note.
    pub parts: Vec<Part>,
    /// For each line, from 1, why it is withheld; `None` if it is shared. The first stands for no line.
    pub reasons: Vec<Option<Reason>>,
}

/// A shared section, as a text of its own.
#[derive(Debug)]
pub struct Part {
    /// `None` before the first section.
    pub name: Option<Name>,
    /// Where the section's heading stands.
    pub line: usize,
    pub text: String,
    /// For each line of the text, its line in the note.
    pub lines: Vec<usize>,
}

/// What a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Below the title, or before any heading.
    Open,
    Part(usize),
    Internal,
    Other,
}

/// Selects lines of a note whose blocks start at the byte `body`. `listed` are the headings that are shared.
pub fn select(bytes: &[u8], body: usize, outline: &Outline, listed: &[String]) -> Selection {
    let count = outline.lines.count();
    let mut states = vec![State::Open; count + 1];
    let mut selection =
        Selection { title: None, parts: vec![Part::new(None, 1)], ..Selection::default() };
    let mut open: Vec<(u8, State)> = Vec::new();
    let mut is_first = true;
    for block in outline.blocks.iter().filter(|block| block.parent.is_none()) {
        let Kind::Heading { level, text } = &block.kind else { continue };
        while open.last().is_some_and(|(above, _)| above >= level) {
            open.pop();
        }
        let above = open.last().map_or(State::Open, |(_, state)| *state);
        let line = outline.lines.number(block.span.start);
        let name = Name::of(text);
        let state = match above {
            _ if is_internal(text) => State::Internal,
            State::Open if name.is_one_of(listed) => {
                selection.parts.push(Part::new(Some(name), line));
                State::Part(selection.parts.len() - 1)
            }
            State::Open if is_first && *level == 1 => {
                selection.title = Some((text.clone(), line));
                State::Open
            }
            State::Open => State::Other,
            above => above,
        };
        is_first = false;
        open.push((*level, state));
        states[line..].fill(state);
    }
    let header = outline.lines.number(body).min(count + 1);
    let is_header = |line: usize| outline.lines.start(line) < body && line < header;
    selection.reasons = states.iter().map(|state| reason(*state)).collect();
    for line in (1..=count).filter(|line| is_header(*line)) {
        selection.reasons[line] = Some(Reason::Section);
    }
    withhold_internal(bytes, outline, &mut selection.reasons);
    if let Some((_, line)) = &selection.title {
        hide_heading(outline, *line, &mut selection.reasons);
    }
    fill(bytes, outline, &states, &mut selection);
    selection
}

fn reason(state: State) -> Option<Reason> {
    match state {
        State::Open | State::Part(_) => None,
        State::Internal => Some(Reason::Internal),
        State::Other => Some(Reason::Section),
    }
}

/// Returns whether a heading opens an internal section.
fn is_internal(text: &str) -> bool {
    let text = look(text);
    let text = text.trim_start();
    ["internal", "社外秘", "社内"].iter().any(|word| text.starts_with(word))
}

/// Withholds what bears an internal tag: a paragraph, or the item that starts with it, with all below.
fn withhold_internal(bytes: &[u8], outline: &Outline, reasons: &mut [Option<Reason>]) {
    for (at, block) in outline.blocks.iter().enumerate() {
        if block.kind != Kind::Paragraph || !has_internal_tag(bytes, block) {
            continue;
        }
        let item = block.parent.filter(|parent| parent + 1 == at).map(|at| &outline.blocks[at]);
        let item = item.filter(|item| matches!(item.kind, Kind::Item { .. }));
        let span = item.unwrap_or(block).span;
        let first = outline.lines.number(span.start);
        let last = outline.lines.number(span.end.max(1) - 1).max(first);
        reasons[first..=last].fill(Some(Reason::Internal));
    }
}

fn has_internal_tag(bytes: &[u8], block: &Block) -> bool {
    let text = String::from_utf8_lossy(&bytes[block.span.range()]);
    let mut tags = grammar::tags(&text).into_iter().map(|tag| fold(&tag));
    tags.any(|tag| ["internal", "社外秘", "社内", "vs-"].iter().any(|start| tag.starts_with(start)))
}

/// A title is told as such, not as a line.
fn hide_heading(outline: &Outline, line: usize, reasons: &mut [Option<Reason>]) {
    let is_it = |block: &&Block| outline.lines.number(block.span.start) == line;
    let Some(block) = outline.blocks.iter().find(is_it) else { return };
    let last = outline.lines.number(block.span.end.max(1) - 1).max(line);
    reasons[line..=last].fill(Some(Reason::Section));
}

/// Puts the shared lines into their parts. Where lines are withheld between two, an empty one stands, so
/// that what was two blocks is not read as one.
fn fill(bytes: &[u8], outline: &Outline, states: &[State], selection: &mut Selection) {
    for (line, state) in states.iter().enumerate().skip(1) {
        let part = match *state {
            State::Open => 0,
            State::Part(at) => at,
            State::Internal | State::Other => continue,
        };
        let part = &mut selection.parts[part];
        // The heading of a part is its name.
        let is_heading = part.name.is_some() && part.line == line;
        if selection.reasons[line].is_some() || is_heading {
            part.push("", line);
        } else {
            let span = outline.lines.span(line, bytes);
            part.push(&String::from_utf8_lossy(&bytes[span.range()]), line);
        }
    }
    hide_underlines(outline, selection);
}

/// Takes the underline of a setext heading away with its heading.
fn hide_underlines(outline: &Outline, selection: &mut Selection) {
    for part in selection.parts.iter_mut().filter(|part| part.name.is_some()) {
        let is_it = |block: &&Block| outline.lines.number(block.span.start) == part.line;
        let Some(block) = outline.blocks.iter().find(is_it) else { continue };
        let last = outline.lines.number(block.span.end.max(1) - 1).max(part.line);
        let texts: Vec<&str> = part.text.split('\n').collect();
        let texts = texts
            .iter()
            .zip(&part.lines)
            .map(|(text, line)| if (part.line..=last).contains(line) { "" } else { text });
        part.text = texts.collect::<Vec<_>>().join("\n");
    }
}

impl Part {
    fn new(name: Option<Name>, line: usize) -> Part {
        Part { name, line, text: String::new(), lines: Vec::new() }
    }

    fn push(&mut self, text: &str, line: usize) {
        if !self.lines.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.lines.push(line);
    }

    /// Returns the note's line of a line of the text.
    pub fn line_of(&self, line: usize) -> usize {
        let at = line.saturating_sub(1).min(self.lines.len().saturating_sub(1));
        self.lines.get(at).copied().unwrap_or(self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::select;
    use crate::front_matter::Header;
    use crate::markdown::outline;

    /// Shows the lines that are shared.
    fn shared(text: &str) -> String {
        let body = Header::read(text.as_bytes()).body;
        let outline = outline(text.as_bytes(), body);
        let listed = ["Notes".to_string(), "Next".into(), "Internal".into()];
        let selection = select(text.as_bytes(), body, &outline, &listed);
        let parts = selection.parts.iter().map(|part| {
            let name = part.name.as_ref().map_or("", |name| &name.text);
            let texts = part.text.split('\n').filter(|text| !text.trim().is_empty());
            format!("{name}: {}", texts.collect::<Vec<_>>().join("|"))
        });
        let title = selection.title.map_or(String::new(), |(title, _)| format!("<{title}> "));
        title + &parts.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn only_listed_sections_and_what_stands_before_them_are_shared() {
        for (text, expected) in [
            (
                "---\na: b\n---\n# T\n\nx\n\n## Notes\ny\n### z\n## Other\nw\n### Notes\nv\n",
                "<T> : x; Notes: y|### z",
            ),
            ("a\n## Internal\nb\n### Notes\nc\n## Next\nd\n", ": a; Next: d"),
            ("## Notes\na\n### Internal\nb\n#### Next\nc\n### d\ne\n", ": ; Notes: a|### d|e"),
            ("Notes\n---\na\n\nInternal\n---\nb\n", ": ; Notes: a"),
            ("# Notes\na\n# Next\nb\n# T\nc\n", ": ; Notes: a; Next: b"),
            (
                "## Notes\n- a\n- b #internal\n  - c\n\n  d\n- e\n\nf #vs-x\ng\n\nh\n",
                ": ; Notes: - a|- e|h",
            ),
            ("## Notes\n- a\n  b #internal-only\n  c\n- d\n", ": ; Notes: - d"),
            ("## Notes\r\na\r\n## Internal\r\nb\r\n", ": ; Notes: a"),
            ("## Notes\ra\r## Internal\rb\r", ": ; Notes: a"),
            ("\u{feff}## Internal\nb\n", ": "),
            ("### Internal\na\n## Notes\nb\n# X\n## Notes\nc\n", ": ; Notes: b"),
            ("## Notes\n```\n## Internal\n```\na\n", ": ; Notes: ```|## Internal|```|a"),
            ("## Internal\n```\n## Next\n```\na\n", ": "),
            ("## Pricing\n\n# Notes\na\n", ": ; Notes: a"),
            ("# Internal\na\n", ": "),
        ] {
            assert_eq!(shared(text), expected, "{text:?}");
        }
    }
}
