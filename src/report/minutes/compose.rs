//! From the shared lines of a note to blocks, in the order of the reader: decisions, follow-ups, open
//! questions, then the rest. Each text of them is cleared, or the note is refused.

mod head;

use super::assemble::Contents;
use super::doubt::{Open, heading_looks_internal, label_looks_internal};
use super::select::{Part, Selection};
use super::{Block, Item, LeftOut, Line, Refusal, Section, Task, Title, Why, said};
use crate::follow_up::{FollowUp, State};
use crate::markdown::{Entry, Node, has_open_comment, tree, without_comments};
use crate::note::{self, Note, Word};
use crate::people::Directory;
use crate::report::outward::{Cleared, Objection, Outward, Reason, tells_severity};
use head::listed_name;

/// What minutes are made of.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub note: &'a Note,
    pub directory: &'a Directory,
    pub outward: &'a Outward<'a>,
    /// The note's customer.
    pub slug: &'a str,
    pub allowed: &'a [String],
    pub selection: &'a Selection,
}

pub struct Composer<'a> {
    source: Source<'a>,
    decisions: Vec<Item>,
    follow_ups: Vec<Item>,
    questions: Vec<Item>,
    pub made: Made,
}

/// What became of the lines, beside the sections.
#[derive(Default)]
pub struct Made {
    pub refusals: Vec<Refusal>,
    pub left_out: Vec<LeftOut>,
    /// The texts of blocks of code, which may hold what is a comment elsewhere.
    pub code: Vec<String>,
}

impl<'a> Composer<'a> {
    pub fn new(source: Source<'a>) -> Composer<'a> {
        let (decisions, follow_ups, questions) = Default::default();
        Composer { source, decisions, follow_ups, questions, made: Made::default() }
    }

    /// Returns all that the note tells.
    pub fn contents(&mut self) -> Contents {
        let selection = self.source.selection;
        let mut rest = Vec::new();
        for part in &selection.parts {
            let nodes = tree(&part.text);
            if let Some(name) = &part.name
                && heading_looks_internal(&name.text)
            {
                self.refuse(part.line, Why::Unmarked);
            }
            let mut blocks = self.blocks(&nodes, part);
            while matches!(blocks.last(), Some(Block::Heading(_))) {
                blocks.pop();
            }
            // A fixed name is written in the tool's own words.
            if let Some(name) = part.name.as_ref().filter(|name| name.fixed().is_none()) {
                self.text(&name.text, part.line);
            }
            let title = part.name.clone().map_or(Title::None, Title::Own);
            rest.push(Section { title, blocks });
        }
        Contents {
            decisions: std::mem::take(&mut self.decisions),
            follow_ups: std::mem::take(&mut self.follow_ups),
            questions: std::mem::take(&mut self.questions),
            rest,
        }
    }

    /// Returns the follow-ups that are open, without what belongs to them. One that is in doubt is left out,
    /// and so are all of a note that `is_sound` does not hold of.
    pub fn still_open(&mut self, is_sound: bool) -> Contents {
        let mut follow_ups = Vec::new();
        let note = self.source.note;
        let shared = note.follow_ups.iter().filter(|item| item.is_open() && !item.internal);
        let reasons = &self.source.selection.reasons;
        for task in shared.filter(|task| reasons.get(task.line).is_some_and(Option::is_none)) {
            if !is_sound {
                self.leave_out(task.line, Reason::LooksInternal);
                continue;
            }
            let before = self.made.refusals.len();
            let made = self.line(&task.text, task.line).and_then(|_| self.task(task, task.line));
            let refused = self.made.refusals.drain(before..).next();
            match refused {
                Some(Refusal { why: Why::Objection(objection), .. }) => {
                    self.leave_out(task.line, objection.reason);
                }
                Some(_) => self.leave_out(task.line, Reason::LooksInternal),
                None => follow_ups.extend(made.map(|line| Item {
                    is_ticked: Some(false),
                    line: Some(line),
                    blocks: Vec::new(),
                })),
            }
        }
        Contents { follow_ups, ..Contents::default() }
    }

    fn blocks(&mut self, nodes: &[Node], part: &Part) -> Vec<Block> {
        let mut found: Vec<Block> = Vec::new();
        for node in nodes {
            let block = self.block(node, part);
            // A heading with nothing below it is none.
            if matches!(block, Some(Block::Heading(_)))
                && matches!(found.last(), Some(Block::Heading(_)))
            {
                found.pop();
            }
            found.extend(block);
        }
        found
    }

    fn block(&mut self, node: &Node, part: &Part) -> Option<Block> {
        match node {
            Node::Heading { text, line, .. } => {
                let line = part.line_of(*line);
                if heading_looks_internal(text) {
                    self.refuse(line, Why::Unmarked);
                    return None;
                }
                self.text(text, line).map(Block::Heading)
            }
            Node::Paragraph { text, line } => self.paragraph(text, part.line_of(*line)),
            Node::List { is_ordered, items } => {
                let items: Vec<Item> =
                    items.iter().filter_map(|entry| self.item(entry, part)).collect();
                let is_ordered = *is_ordered;
                (!items.is_empty()).then_some(Block::List { is_ordered, items })
            }
            Node::Quote(nodes) => {
                let blocks = self.blocks(nodes, part);
                (!blocks.is_empty()).then_some(Block::Quote(blocks))
            }
            Node::Code { text, line } => self.code(text, part.line_of(*line)),
            Node::Table { rows, line } => self.table(rows, part.line_of(*line)),
            Node::Html { text, line } => {
                let seen = without_comments(text.as_bytes());
                if !seen.trim_ascii().is_empty() {
                    self.refuse(part.line_of(*line), Why::Objection(Reason::Hidden.into()));
                }
                None
            }
            Node::Rule => None,
            Node::Unknown { line } => {
                self.refuse(part.line_of(*line), Why::Unknown);
                None
            }
        }
    }

    fn paragraph(&mut self, text: &str, line: usize) -> Option<Block> {
        let made = self.line(text, line)?;
        match made.word {
            Some(Word::Decision) => self.decisions.push(Item::of(made)),
            Some(Word::Question) => self.questions.push(Item::of(made)),
            _ => return Some(Block::Paragraph(made)),
        }
        None
    }

    fn item(&mut self, entry: &Entry, part: &Part) -> Option<Item> {
        let line = part.line_of(entry.line);
        let note = self.source.note;
        let task = note.follow_ups.iter().find(|item| item.line == line);
        if let Some(task) = task.filter(|task| task.state == State::Dropped) {
            self.leave_out(task.line, Reason::Dropped);
            self.leave_out_below(entry, part);
            return None;
        }
        let is_empty = entry.text.trim().is_empty() || note::is_placeholder(&entry.text);
        let made = if is_empty { None } else { self.line(&entry.text, line) };
        if made.is_none() && !is_empty {
            self.leave_out_below(entry, part);
            return None;
        }
        let made = match (made, task) {
            (Some(_), Some(task)) => Some(self.task(task, line)?),
            (made, _) => made,
        };
        let blocks = self.blocks(&entry.nodes, part);
        if made.is_none() && blocks.is_empty() {
            return None;
        }
        let word = made.as_ref().and_then(|made| made.word);
        let done = made.as_ref().and_then(|made| Some(made.task.as_ref()?.is_done));
        let is_task = done.is_some();
        let is_ticked = done.or(entry.mark.map(|mark| matches!(mark, 'x' | 'X')));
        let item = Item { is_ticked, line: made, blocks };
        match word {
            _ if is_task => self.follow_ups.push(item),
            Some(Word::Decision) => self.decisions.push(item),
            Some(Word::Question) => self.questions.push(item),
            _ => return Some(item),
        }
        None
    }

    /// What belongs to a line that is left out is left out with it.
    fn leave_out_below(&mut self, entry: &Entry, part: &Part) {
        let line = part.line_of(entry.line);
        let Some(last) = entry.nodes.iter().filter_map(last_line).max() else { return };
        let last = part.line_of(last);
        let own = self.made.left_out.iter_mut().filter(|one| one.first == line);
        own.for_each(|one| one.last = last);
    }

    /// Puts a follow-up's own text, owners and date in place of the line as it is typed.
    fn task(&mut self, task: &FollowUp, line: usize) -> Option<Line> {
        let text = self.text(&task.text, line)?;
        let mut owners = Vec::new();
        for owner in &task.owners {
            let name = match owner.name.as_str() {
                "them" => None,
                name => Some(
                    self.text(&listed_name(name, self.source.note, self.source.directory), line)?,
                ),
            };
            owners.push((name, owner.side));
        }
        let is_done = task.state == State::Done;
        let date = match task.state {
            State::Done => task.closed,
            _ => task.promised.or(task.due),
        };
        Some(Line { word: None, text, task: Some(Task { owners, date, is_done }) })
    }

    /// Reads and clears one line; a typed one without its word. `None` if it is left out.
    fn line(&mut self, raw: &str, line: usize) -> Option<Line> {
        if label_looks_internal(raw) {
            self.refuse(line, Why::Unmarked);
            return None;
        }
        let (word, text) = match note::typed_line(raw) {
            Some((Word::Risk, ..)) => {
                self.leave_out(line, Reason::Risk);
                return None;
            }
            // All of the line is looked at, and what stands in its parentheses is not told.
            Some((word, _, text)) => {
                self.text(raw, line)?;
                (Some(word), text)
            }
            None => (None, raw.to_string()),
        };
        let text = self.text(&text, line)?;
        Some(Line { word, text, task: None })
    }

    /// Clears a text. `None` if nothing of it is left or it is left out.
    fn text(&mut self, raw: &str, line: usize) -> Option<Cleared> {
        // A comment that a heading or an empty line ends is none, whatever was meant.
        if has_open_comment(raw) {
            self.refuse(line, Why::Open(Open::Comment));
            return None;
        }
        let bare = String::from_utf8_lossy(&without_comments(raw.as_bytes())).into_owned();
        let bare = without_block_id(bare.trim());
        if bare.is_empty() {
            return None;
        }
        if tells_severity(bare) {
            self.leave_out(line, Reason::Severity);
            return None;
        }
        let said = said(bare, self.source.note, line);
        let cleared =
            self.source.outward.clear_minutes(&said, self.source.slug, self.source.allowed);
        self.cleared(cleared, line)
    }

    fn code(&mut self, text: &str, line: usize) -> Option<Block> {
        if text.lines().any(label_looks_internal) {
            self.refuse(line, Why::Unmarked);
        }
        let said = said(text, self.source.note, line);
        let cleared = self.source.outward.clear_code(&said, self.source.slug, self.source.allowed);
        self.made.code.push(text.to_string());
        self.cleared(cleared, line).map(Block::Code)
    }

    fn table(&mut self, rows: &[Vec<String>], line: usize) -> Option<Block> {
        let mut cleared = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            // Behind the head stands the line of dashes.
            let line = line + at + usize::from(at > 0);
            if row.iter().any(|cell| label_looks_internal(cell)) {
                self.refuse(line, Why::Unmarked);
            }
            // Names can be divided by cells.
            self.text(&row.join(" "), line);
            cleared.push(row.iter().map(|cell| self.text(cell, line)).collect());
        }
        Some(Block::Table(cleared))
    }

    fn cleared(&mut self, cleared: Result<Cleared, Objection>, line: usize) -> Option<Cleared> {
        match cleared {
            Ok(text) => return Some(text),
            Err(Objection { reason: Reason::Mark, .. }) => self.leave_out(line, Reason::Mark),
            Err(objection) => self.refuse(line, Why::Objection(objection)),
        }
        None
    }

    fn refuse(&mut self, line: usize, why: Why) {
        self.made.refusals.push(Refusal::of(self.source.note, line, why));
    }

    fn leave_out(&mut self, line: usize, reason: Reason) {
        let one = LeftOut::of(self.source.note, line, reason);
        if !self.made.left_out.contains(&one) {
            self.made.left_out.push(one);
        }
    }
}

impl Item {
    fn of(line: Line) -> Item {
        Item { is_ticked: None, line: Some(line), blocks: Vec::new() }
    }
}

/// Returns the text without an Obsidian block id at its end.
fn without_block_id(text: &str) -> &str {
    let is_of_id = |c: char| c.is_ascii_alphanumeric() || c == '-';
    match text.rsplit_once(" ^") {
        Some((rest, id)) if !id.is_empty() && id.chars().all(is_of_id) => rest.trim_end(),
        _ => text,
    }
}

/// Returns the last line on which a block starts, in its own text.
fn last_line(node: &Node) -> Option<usize> {
    match node {
        Node::Heading { line, .. }
        | Node::Paragraph { line, .. }
        | Node::Code { line, .. }
        | Node::Table { line, .. }
        | Node::Html { line, .. }
        | Node::Unknown { line } => Some(*line),
        Node::List { items, .. } => {
            let lines = items
                .iter()
                .flat_map(|item| item.nodes.iter().filter_map(last_line).chain([item.line]));
            lines.max()
        }
        Node::Quote(nodes) => nodes.iter().filter_map(last_line).max(),
        Node::Rule => None,
    }
}
