//! From bytes to a [`Note`].

use super::header::{conflict_marker, from_header};
use super::items::ids;
use super::near_box::may_hold_near_boxes;
use super::passages::Passage;
use super::typed;
use super::{Note, Problem, Update, actions, skip, unread};
use crate::date::Date;
use crate::follow_up::grammar;
use crate::front_matter::Header;
use crate::markdown::{self, Block, Joined, Kind, Outline};
use crate::people::{Attendee, Directory, initials};
use crate::words::{fold, lossy};

/// More people than this in one meeting are not told apart by name.
const MOST_ATTENDEES: usize = 500;

/// Reads a note; `path` is from the notebook's root.
pub fn read(path: &str, bytes: &[u8], directory: &Directory) -> Note {
    read_and(path, bytes, directory, |_, _| ()).0
}

/// Reads a note, and the passages of its text.
pub fn read_with_passages(path: &str, bytes: &[u8], directory: &Directory) -> (Note, Vec<Passage>) {
    read_and(path, bytes, directory, |reader, header| reader.passages(header))
}

/// Reads a note, and lets `look` see how it was read; of one that is not read, there is nothing to see.
fn read_and<T: Default>(
    path: &str,
    bytes: &[u8],
    directory: &Directory,
    look: impl FnOnce(&Reader, &Header) -> T,
) -> (Note, T) {
    let mut header = Header::read(bytes);
    let mut note = from_header(path, &mut header);
    let problems = header.problems.drain(..).map(|(line, message)| Problem {
        is_error: !message.ends_with("is no date (YYYY-MM-DD)"),
        ..Problem::warning(line, "front_matter", message)
    });
    note.problems = problems.collect();
    if let Some(why) = unread::why_not(bytes) {
        note.leave_unread(why);
        return (note, T::default());
    }
    if let Some(at) = conflict_marker(bytes) {
        let line = markdown::Lines::of(&bytes[..=at]).count();
        let problem = Problem::warning(line, "conflict_markers", "conflict markers".into());
        note.problems.push(Problem { is_error: true, ..problem });
    }
    let outline = markdown::outline(bytes, header.body);
    if let Some(line) = outline.too_deep {
        note.leave_unread(unread::too_deep(line));
        return (note, T::default());
    }
    let mut reader = Reader::new(bytes, &outline, directory, &mut note);
    reader.find_look_alikes(&bytes[..header.body]);
    reader.find_attendees();
    reader.read_blocks();
    reader.read_updates();
    reader.name_open_ends();
    let seen = look(&reader, &header);
    (note, seen)
}

/// A part of the note under one heading; the first is what stands before any.
#[derive(Default)]
pub(super) struct Section {
    pub(super) heading: Option<String>,
    pub(super) level: u8,
    /// The day that dates its lines: of its heading or of one above it.
    pub(super) date: Option<Date>,
    /// Which of the note's updates it belongs to.
    pub(super) update: Option<usize>,
    pub(super) internal: bool,
    /// Its own heading says that it is internal.
    pub(super) is_marked: bool,
    /// Text in it does not make a note written.
    pub(super) is_preparation: bool,
    /// Its heading names attendees.
    pub(super) is_attendance: bool,
    /// Its heading names what is to be done.
    pub(super) names_actions: bool,
}

/// What is known of each block besides what comrak says.
#[derive(Clone, Copy, Default)]
pub(super) struct Facts {
    pub(super) section: usize,
    pub(super) quoted: bool,
    pub(super) internal: bool,
    /// The block before it with the same parent.
    pub(super) previous: Option<usize>,
    /// Of an item: its first paragraph.
    pub(super) text: Option<usize>,
    /// The line of the typed line that it is, or that it belongs to as a quote.
    pub(super) typed: Option<usize>,
    /// Of a list, once that was asked: whether every item is a box with a person's name.
    pub(super) is_roll: Option<bool>,
    /// Of a list, once that was asked: whether the label above it names attendees.
    pub(super) is_of_attendees: Option<bool>,
}

pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) outline: &'a Outline,
    pub(super) directory: &'a Directory,
    pub(super) note: &'a mut Note,
    pub(super) sections: Vec<Section>,
    pub(super) facts: Vec<Facts>,
}

impl<'a> Reader<'a> {
    fn new(
        bytes: &'a [u8],
        outline: &'a Outline,
        directory: &'a Directory,
        note: &'a mut Note,
    ) -> Reader<'a> {
        let mut reader = Reader {
            bytes,
            outline,
            directory,
            note,
            sections: vec![Section::default()],
            facts: Vec::with_capacity(outline.blocks.len()),
        };
        reader.find_facts();
        reader
    }

    pub(super) fn block(&self, at: usize) -> &'a Block {
        &self.outline.blocks[at]
    }

    pub(super) fn joined(&self, at: usize) -> Joined {
        Joined::of(self.bytes, self.block(at).span, &self.outline.lines)
    }

    /// Returns an item's text without its box.
    pub(super) fn item_text(&self, item: usize) -> Option<(Joined, usize)> {
        let joined = self.joined(self.facts[item].text?);
        let Kind::Item { mark } = self.block(item).kind else { return None };
        let behind = if mark.is_some() { 3.min(joined.text.len()) } else { 0 };
        let spaces = joined.text[behind..].len() - joined.text[behind..].trim_start().len();
        Some((joined, behind + spaces))
    }

    pub(super) fn section(&self, block: usize) -> &Section {
        &self.sections[self.facts[block].section]
    }

    pub(super) fn line(&self, byte: usize) -> usize {
        self.outline.lines.number(byte)
    }

    /// Walks the blocks once, in order: sections, quotes, internal parts, siblings.
    fn find_facts(&mut self) {
        let mut open: Vec<usize> = vec![0];
        // The last child so far of the note itself, then of each block.
        let mut last_child: Vec<Option<usize>> = vec![None; self.outline.blocks.len() + 1];
        for (at, block) in self.outline.blocks.iter().enumerate() {
            if let Kind::Heading { level, text } = &block.kind {
                // A section is enclosed by the nearest earlier one of a lower level.
                while self.sections[open[open.len() - 1]].level >= *level {
                    open.pop();
                }
                let section = self.open_section(open[open.len() - 1], *level, text);
                open.push(section);
            }
            let section = open[open.len() - 1];
            let above = block.parent.map(|parent| self.facts[parent]).unwrap_or_default();
            let facts = Facts {
                section,
                quoted: above.quoted || block.kind == Kind::Quote,
                internal: above.internal || self.note.internal || self.sections[section].internal,
                previous: last_child[block.parent.map_or(0, |parent| parent + 1)].replace(at),
                ..Facts::default()
            };
            self.facts.push(facts);
            if block.kind == Kind::Paragraph {
                let tagged = self.has_internal_tag(at);
                self.facts[at].internal |= tagged;
                // The first paragraph comes right behind its item, so its tag is known before any child.
                if let Some(parent) = block.parent.filter(|parent| *parent + 1 == at)
                    && matches!(self.block(parent).kind, Kind::Item { .. })
                {
                    self.facts[parent].text = Some(at);
                    self.facts[parent].internal |= tagged;
                }
            }
        }
    }

    fn has_internal_tag(&self, paragraph: usize) -> bool {
        let bytes = &self.bytes[self.block(paragraph).span.range()];
        if memchr::memchr(b'#', bytes).is_none() {
            return false;
        }
        // Even in code, or behind a comment that never ends: what says that it is internal, is.
        grammar::tags(&lossy(bytes))
            .iter()
            .map(|tag| fold(tag))
            .any(|tag| is_internal_heading(&tag) || tag.starts_with("vs-"))
    }

    /// Opens a section within another, and returns its number.
    fn open_section(&mut self, parent: usize, level: u8, text: &str) -> usize {
        let parent = &self.sections[parent];
        let (inherited_date, inherited_update) = (parent.date, parent.update);
        let (internal, preparation) = (parent.internal, parent.is_preparation);
        let own_date = text.get(..10).and_then(Date::parse_iso);
        let own_update = own_date.map(|date| {
            self.note.updates.push(Update { date, statements: Vec::new() });
            self.note.updates.len() - 1
        });
        let folded = fold(text);
        let is_marked = is_internal_heading(&folded);
        let internal = internal || is_marked;
        if self.note.title.is_empty() && !internal {
            self.note.title = text.trim_end_matches([' ', '—', '–', '-', ':']).to_string();
        }
        self.sections.push(Section {
            heading: Some(text.to_string()),
            level,
            date: own_date.or(inherited_date),
            update: own_update.or(inherited_update),
            internal,
            is_marked,
            is_preparation: preparation || is_preparation_heading(&folded),
            is_attendance: skip::names_attendees(text),
            names_actions: actions::names_actions(text),
        });
        self.sections.len() - 1
    }

    /// Reads the names under headings and labels of attendance, so that their initials are known.
    fn find_attendees(&mut self) {
        let mut found = Vec::new();
        for at in 0..self.outline.blocks.len() {
            if !matches!(self.block(at).kind, Kind::Item { .. }) || !self.is_under_attendees(at) {
                continue;
            }
            let Some((joined, behind)) = self.item_text(at) else { continue };
            let text = joined.text[behind..].trim();
            let (name, rest) = text.split_once(['(', '（']).unwrap_or((text, ""));
            let name = name.split([',', '—', '–']).next().unwrap_or_default();
            let name = name.trim().trim_start_matches(['@', '＠']).to_string();
            let given = rest.split([')', '）']).next().unwrap_or_default();
            let is_initials =
                (2..=4).contains(&given.len()) && given.chars().all(char::is_uppercase);
            let initials = if is_initials { given.to_string() } else { initials(&name) };
            if !name.is_empty() && name.len() <= 60 && found.len() < MOST_ATTENDEES {
                found.push(Attendee { name, initials });
            }
        }
        self.note.present.attendees.extend(found);
    }

    /// Returns whether an item stands under a heading or label that names attendees.
    pub(super) fn is_under_attendees(&mut self, item: usize) -> bool {
        if self.section(item).is_attendance {
            return true;
        }
        let Some(list) = self.block(item).parent else { return false };
        if let Some(known) = self.facts[list].is_of_attendees {
            return known;
        }
        let label = match self.facts[list].previous {
            Some(previous) if self.block(previous).kind == Kind::Paragraph => Some(previous),
            _ => self.block(list).parent.and_then(|parent| self.facts[parent].text),
        };
        const LONGEST_LABEL: usize = 80;
        let is_named = label.is_some_and(|label| {
            let span = self.block(label).span;
            span.end - span.start <= LONGEST_LABEL
                && skip::names_attendees(self.joined(label).text.trim_matches(['*', '_', ' ']))
        });
        self.facts[list].is_of_attendees = Some(is_named);
        is_named
    }

    fn read_blocks(&mut self) {
        for at in 0..self.outline.blocks.len() {
            match self.block(at).kind {
                Kind::Item { mark } => self.read_item(at, mark),
                Kind::Paragraph => self.read_paragraph(at),
                Kind::Code | Kind::Table => self.note.has_text |= !self.section(at).is_preparation,
                Kind::Html => {
                    let text = lossy(&self.bytes[self.block(at).span.range()]);
                    self.note_text(at, &grammar::uncommented(&text));
                }
                _ => {}
            }
        }
        let note = &mut *self.note;
        let listed = ids(&note.path, note.follow_ups.iter());
        let skipped = ids(&note.path, note.skipped.iter().map(|(item, _)| item));
        let items = note.follow_ups.iter_mut().chain(note.skipped.iter_mut().map(|(item, _)| item));
        items.zip(listed.into_iter().chain(skipped)).for_each(|(item, id)| item.id = id);
        self.note.name_itself();
        self.note.problems.sort_by_key(|problem| problem.line);
    }

    /// Counts visible text outside the preparing sections as written.
    pub(super) fn note_text(&mut self, block: usize, text: &str) {
        if !self.section(block).is_preparation && !text.trim().is_empty() {
            self.note.has_text = true;
        }
    }

    fn read_paragraph(&mut self, at: usize) {
        let item = self.block(at).parent.filter(|parent| self.facts[*parent].text == Some(at));
        let quoted = self.facts[at].quoted;
        let span = self.block(at).span;
        if !quoted && may_hold_near_boxes(&self.bytes[span.range()]) {
            self.read_near_boxes(item.unwrap_or(at), at);
        }
        if item.is_some() {
            return;
        }
        if self.note.has_text && !quoted && !typed::may_be_typed(&self.bytes[span.range()]) {
            return;
        }
        let joined = self.joined(at);
        self.note_text(at, &grammar::uncommented(&joined.text));
        if quoted {
            self.read_quotes(at, span);
        } else {
            self.read_typed(at, &joined.text, None);
        }
    }
}

pub(super) fn is_internal_heading(folded: &str) -> bool {
    ["internal", "社外秘", "社内"].iter().any(|word| folded.trim_start().starts_with(word))
}

fn is_preparation_heading(folded: &str) -> bool {
    let names = ["agenda", "since last time", "goals", "who and where", "what we want to learn"];
    names.contains(&folded.trim().trim_end_matches(':'))
}
