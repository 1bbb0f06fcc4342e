//! From bytes to a [`Note`].

use std::collections::HashMap;

use super::skip::{self, Reason};
use super::typed::{self, Quote, Typed, Word};
use super::{Note, Problem};
use crate::date::{self, Date};
use crate::edit::Span;
use crate::follow_up::parts::{self, Parts};
use crate::follow_up::{self, FollowUp, Kind as Written, Place, State, grammar};
use crate::front_matter::Header;
use crate::markdown::{self, Block, Joined, Kind, Outline};
use crate::people::{Attendee, Directory, Known, Present, initials};
use crate::words::fold;

/// Notes above this many bytes are read for their name alone.
const LARGEST: usize = 4 * 1024 * 1024;

/// Reads a note; `path` is from the notebook's root.
pub fn read(path: &str, bytes: &[u8], directory: &Directory) -> Note {
    let mut header = if bytes.len() > LARGEST { Header::default() } else { Header::read(bytes) };
    let mut note = from_header(path, &mut header);
    let problems = header.problems.drain(..).map(|(line, message)| Problem {
        is_error: !message.ends_with("is no date (YYYY-MM-DD)"),
        ..Problem::warning(line, "front_matter", message)
    });
    note.problems = problems.collect();
    if bytes.len() > LARGEST {
        let message = format!("too large to read: above {} MB", LARGEST / 1024 / 1024);
        note.problems.push(Problem::warning(1, "too_large", message));
        return note;
    }
    if let Some(at) = conflict_marker(bytes) {
        let line = markdown::Lines::of(&bytes[..=at]).count();
        let problem = Problem::warning(line, "conflict_markers", "conflict markers".into());
        note.problems.push(Problem { is_error: true, ..problem });
    }
    let outline = markdown::outline(bytes, header.body);
    let mut reader = Reader::new(bytes, &outline, directory, &mut note);
    reader.find_attendees();
    reader.read_blocks();
    reader.name_open_ends();
    note
}

/// Returns where git's conflict markers start: a line of `<<<<<<< ` with a `>>>>>>> ` below it.
fn conflict_marker(bytes: &[u8]) -> Option<usize> {
    let at_line_start = |marker: &[u8], from: usize| {
        let mut places = memchr::memmem::find_iter(&bytes[from..], marker).map(|at| at + from);
        places.find(|at| *at == 0 || matches!(bytes[at - 1], b'\n' | b'\r'))
    };
    let start = at_line_start(b"<<<<<<< ", 0)?;
    at_line_start(b">>>>>>> ", start).map(|_| start)
}

fn from_header(path: &str, header: &mut Header) -> Note {
    let names = |key: &str| {
        let list = header.list(key).into_iter();
        list.map(|name| name.trim_start_matches('@').trim().to_string())
            .filter(|n| !n.is_empty())
            .collect()
    };
    let customer = header.text("customer").or_else(|| customer_of(path));
    let attendees: Vec<String> = names("attendees");
    let attendees = attendees.into_iter().map(|name| Attendee { initials: initials(&name), name });
    let present = Present {
        customer: customer.clone(),
        ours: names("ours"),
        theirs: names("theirs"),
        partner: names("partner"),
        attendees: attendees.collect(),
    };
    Note {
        path: path.to_string(),
        customer,
        kind: header.text("kind").map(|kind| fold(&kind)),
        internal: header.flag("internal"),
        severity: header.text("severity").map(|severity| fold(&severity)),
        state: header.text("state").map(|state| fold(&state)),
        title: header.text("title").unwrap_or_default(),
        date: header.date("date").or_else(|| date_of(path)),
        until: header.date("until"),
        present,
        ..Note::default()
    }
}

fn customer_of(path: &str) -> Option<String> {
    let (slug, _) = path.strip_prefix("customers/")?.split_once('/')?;
    Some(slug.to_string())
}

/// Returns the last `YYYY-MM-DD` or `YYYYMMDD` of a path.
fn date_of(path: &str) -> Option<Date> {
    let bytes = path.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).rev().filter(|at| is_digit(*at) && (*at == 0 || !is_digit(at - 1))).find_map(
        |at| {
            let iso =
                path.get(at..at + 10).filter(|_| !is_digit(at + 10)).and_then(Date::parse_iso);
            let compact =
                || path.get(at..at + 8).filter(|_| !is_digit(at + 8)).and_then(Date::parse_compact);
            iso.or_else(compact)
        },
    )
}

/// A part of the note under one heading; the first is what stands before any.
#[derive(Default)]
struct Section {
    heading: Option<String>,
    level: u8,
    /// The day that dates its lines: of its heading or of one above it.
    date: Option<Date>,
    internal: bool,
    /// Text in it does not make a note written.
    is_preparation: bool,
    /// Its heading names attendees.
    is_attendance: bool,
}

/// What is known of each block besides what comrak says.
#[derive(Clone, Copy, Default)]
struct Facts {
    section: usize,
    quoted: bool,
    internal: bool,
    /// The block before it with the same parent.
    previous: Option<usize>,
    /// Of an item: its first paragraph.
    text: Option<usize>,
}

struct Reader<'a> {
    bytes: &'a [u8],
    outline: &'a Outline,
    directory: &'a Directory,
    note: &'a mut Note,
    sections: Vec<Section>,
    facts: Vec<Facts>,
    /// For each list, whether every item is a box with a person's name.
    rolls: HashMap<usize, bool>,
    /// For each list, whether the label above it names attendees.
    attendance_lists: HashMap<usize, bool>,
    places: HashMap<String, usize>,
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
            rolls: HashMap::new(),
            attendance_lists: HashMap::new(),
            places: HashMap::new(),
        };
        reader.find_facts();
        reader
    }

    fn block(&self, at: usize) -> &'a Block {
        &self.outline.blocks[at]
    }

    fn joined(&self, at: usize) -> Joined {
        Joined::of(self.bytes, self.block(at).span, &self.outline.lines)
    }

    /// Returns an item's text without its box.
    fn item_text(&self, item: usize) -> Option<(Joined, usize)> {
        let joined = self.joined(self.facts[item].text?);
        let Kind::Item { mark } = self.block(item).kind else { return None };
        let behind = if mark.is_some() { 3.min(joined.text.len()) } else { 0 };
        let spaces = joined.text[behind..].len() - joined.text[behind..].trim_start().len();
        Some((joined, behind + spaces))
    }

    fn section(&self, block: usize) -> &Section {
        &self.sections[self.facts[block].section]
    }

    fn line(&self, byte: usize) -> usize {
        self.outline.lines.number(byte)
    }

    /// Walks the blocks once, in order: sections, quotes, internal parts, siblings.
    fn find_facts(&mut self) {
        let mut open: Vec<usize> = vec![0];
        let mut last_child: HashMap<Option<usize>, usize> = HashMap::new();
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
                previous: last_child.insert(block.parent, at),
                text: None,
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
        if !bytes.contains(&b'#') {
            return false;
        }
        let text = grammar::masked(&String::from_utf8_lossy(bytes));
        grammar::tags(&text).iter().any(|tag| {
            let tag = fold(tag);
            tag == "internal" || tag.starts_with("internal/") || tag.starts_with("vs-")
        })
    }

    /// Opens a section within another, and returns its number.
    fn open_section(&mut self, parent: usize, level: u8, text: &str) -> usize {
        let parent = &self.sections[parent];
        let (inherited_date, internal, preparation) =
            (parent.date, parent.internal, parent.is_preparation);
        let own_date = text.get(..10).and_then(Date::parse_iso);
        if let Some(date) = own_date {
            self.note.updates.push(date);
        }
        if self.note.title.is_empty() {
            self.note.title = text.trim_end_matches([' ', '—', '–', '-', ':']).to_string();
        }
        self.sections.push(Section {
            heading: Some(text.to_string()),
            level,
            date: own_date.or(inherited_date),
            internal: internal || is_internal_heading(text),
            is_preparation: preparation || is_preparation_heading(text),
            is_attendance: skip::names_attendees(text),
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
            let name = name.trim().trim_start_matches('@').to_string();
            let given = rest.split([')', '）']).next().unwrap_or_default();
            let is_initials =
                (2..=4).contains(&given.len()) && given.chars().all(char::is_uppercase);
            let initials = if is_initials { given.to_string() } else { initials(&name) };
            if !name.is_empty() && name.len() <= 60 {
                found.push(Attendee { name, initials });
            }
        }
        self.note.present.attendees.extend(found);
    }

    /// Returns whether an item stands under a heading or label that names attendees.
    fn is_under_attendees(&mut self, item: usize) -> bool {
        if self.section(item).is_attendance {
            return true;
        }
        let Some(list) = self.block(item).parent else { return false };
        if let Some(known) = self.attendance_lists.get(&list) {
            return *known;
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
        self.attendance_lists.insert(list, is_named);
        is_named
    }

    fn read_blocks(&mut self) {
        for at in 0..self.outline.blocks.len() {
            match self.block(at).kind {
                Kind::Item { mark } => self.read_item(at, mark),
                Kind::Paragraph => self.read_paragraph(at),
                Kind::Code | Kind::Table => self.note.has_text |= !self.section(at).is_preparation,
                Kind::Html => {
                    let text = String::from_utf8_lossy(&self.bytes[self.block(at).span.range()]);
                    self.note_text(at, &grammar::masked(&text.replace('`', "'")));
                }
                _ => {}
            }
        }
        if self.note.title.is_empty() {
            let name = self.note.path.rsplit('/').next().unwrap_or_default();
            self.note.title = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_string();
        }
        self.note.problems.sort_by_key(|problem| problem.line);
    }

    /// Counts visible text outside the preparing sections as written.
    fn note_text(&mut self, block: usize, text: &str) {
        if !self.section(block).is_preparation && !text.trim().is_empty() {
            self.note.has_text = true;
        }
    }

    fn read_paragraph(&mut self, at: usize) {
        let is_item_text =
            self.block(at).parent.is_some_and(|parent| self.facts[parent].text == Some(at));
        if is_item_text {
            return;
        }
        let quoted = self.facts[at].quoted;
        let span = self.block(at).span;
        if self.note.has_text && !quoted && !typed::may_be_typed(&self.bytes[span.range()]) {
            return;
        }
        let joined = self.joined(at);
        self.note_text(at, &grammar::masked(&joined.text.replace('`', "'")));
        if quoted {
            if let Some((text, name)) = typed::quote(&joined.text) {
                let (line, internal) =
                    (self.line(self.block(at).span.start), self.facts[at].internal);
                self.note.quotes.push(Quote { text, name, line, internal });
            }
        } else {
            self.read_typed(at, &joined.text, None);
        }
    }

    fn read_typed(&mut self, at: usize, text: &str, ticked: Option<bool>) -> Option<Word> {
        let (word, qualifier, text) = typed::split(text)?;
        if skip::is_placeholder(&text) {
            return Some(word);
        }
        let tag = grammar::tags(&grammar::masked(&text)).into_iter().next();
        self.note.typed.push(Typed {
            word,
            qualifier,
            link: typed::first_link(&text),
            tag,
            text,
            date: self.section(at).date.or(self.note.date),
            line: self.line(self.block(at).span.start),
            internal: self.facts[at].internal,
            ticked,
        });
        Some(word)
    }

    fn read_item(&mut self, at: usize, mark: Option<usize>) {
        let Some((joined, behind)) = self.item_text(at) else { return };
        let text = &joined.text[behind..];
        let quoted = self.facts[at].quoted;
        let may_be_action = mark.is_some() || parts::may_be_action(text);
        if self.note.has_text && !quoted && !may_be_action && !typed::may_be_typed(text.as_bytes())
        {
            return;
        }
        let is_placeholder = skip::is_placeholder(text);
        if !is_placeholder && !is_one_link_to_a_note(text) {
            self.note_text(at, text);
        }
        if mark.is_none() && quoted {
            if let Some((text, name)) = typed::quote(text) {
                let (line, internal) =
                    (self.line(self.block(at).span.start), self.facts[at].internal);
                self.note.quotes.push(Quote { text, name, line, internal });
            }
            return;
        }
        let ticked = mark.map(|mark| matches!(self.bytes[mark], b'x' | b'X' | b'-'));
        let word = if quoted { None } else { self.read_typed(at, text, ticked) };
        if !may_be_action {
            return;
        }
        let parts = parts::parts(text, self.directory, &self.note.present);
        if mark.is_none()
            && (!parts.is_action || is_placeholder || skip::is_placeholder(&parts.text))
        {
            return;
        }
        let reason = mark.and_then(|_| self.reason(at, text, &parts, word));
        let item = self.follow_up(at, mark, &joined, behind, parts);
        match reason {
            Some(reason) => self.note.skipped.push((item, reason)),
            None => {
                self.name_owners(&item);
                self.name_dates(&item, &joined.text[behind..]);
                self.note.follow_ups.push(item);
            }
        }
    }

    /// Returns why a box is no follow-up; the first reason that fits.
    fn reason(
        &mut self,
        at: usize,
        text: &str,
        parts: &Parts,
        word: Option<Word>,
    ) -> Option<Reason> {
        let heading = self.section(at).heading.clone();
        let heading = heading.as_deref();
        if heading.is_some_and(|heading| fold(heading).starts_with("exit criteria"))
            && !skip::is_placeholder(text)
        {
            let Kind::Item { mark: Some(mark) } = self.block(at).kind else { return None };
            self.note.exit_criteria.1 += 1;
            self.note.exit_criteria.0 += usize::from(matches!(self.bytes[mark], b'x' | b'X'));
        }
        if text.trim().is_empty() {
            return Some(Reason::Empty);
        }
        if skip::is_placeholder(text) || (skip::is_placeholder(&parts.text) && !parts.has_date()) {
            return Some(Reason::Placeholder);
        }
        if self.facts[at].quoted {
            return Some(Reason::Quoted);
        }
        // Where `ACTION` says what it is, the place does not matter: not even once `done` gave it a box.
        let attends = self.is_under_attendees(at) && !skip::asks_for_something(parts)
            || self.is_in_a_roll(at);
        if attends && !parts.is_action {
            return Some(Reason::Attendance);
        }
        if word == Some(Word::Risk) {
            return Some(Reason::Risk);
        }
        let bare = parts.owners.is_empty() && !parts.has_date() && !parts.is_action;
        (bare && heading.is_some_and(skip::names_a_list_of_topics)).then_some(Reason::Heading)
    }

    /// Returns whether every item of this item's list is a box with a person's name.
    fn is_in_a_roll(&mut self, item: usize) -> bool {
        let Some(list) = self.block(item).parent else { return false };
        if let Some(known) = self.rolls.get(&list) {
            return *known;
        }
        let mut boxes = 0;
        let is_roll = (list + 1..self.outline.blocks.len())
            .take_while(|at| self.block(*at).span.start <= self.block(list).span.end)
            .filter(|at| self.block(*at).parent == Some(list))
            .all(|at| {
                let Kind::Item { mark: Some(_) } = self.block(at).kind else { return false };
                boxes += 1;
                let Some((joined, behind)) = self.item_text(at) else { return false };
                skip::is_a_person(&joined.text[behind..], self.directory, &self.note.present)
            });
        self.rolls.insert(list, is_roll && boxes > 0);
        is_roll && boxes > 0
    }

    fn follow_up(
        &mut self,
        at: usize,
        mark: Option<usize>,
        joined: &Joined,
        behind: usize,
        parts: Parts,
    ) -> FollowUp {
        let paragraph = self.facts[at].text.map_or(Span::default(), |text| self.block(text).span);
        let line = self.line(paragraph.start);
        let line_span = self.outline.lines.span(line, self.bytes);
        let state = state(mark.map(|mark| self.bytes[mark]), &parts);
        let closed = match state {
            State::Open => None,
            State::Done => parts.done.or(parts.dropped),
            State::Dropped => parts.dropped.or(parts.done),
        };
        let done_date =
            parts.done_at.as_ref().map(|at| joined.span(at.start + behind..at.end + behind));
        let place = self.places.entry(parts.text.clone()).or_default();
        let id = parts.id.unwrap_or_else(|| follow_up::id(&self.note.path, &parts.text, *place));
        *place += 1;
        FollowUp {
            id,
            state,
            started: mark.is_some_and(|mark| self.bytes[mark] == b'/'),
            text: parts.text,
            raw: String::from_utf8_lossy(&self.bytes[line_span.range()]).into_owned(),
            owners: parts.owners,
            due: parts.due,
            promised: parts.promised,
            start: parts.start,
            closed,
            repeats: parts.repeats,
            priority: parts.priority,
            kind: if mark.is_some() { Written::Box } else { Written::Action },
            line,
            heading: self.section(at).heading.clone(),
            tags: parts.tags,
            internal: self.facts[at].internal,
            place: Place { mark, start: paragraph.start, paragraph, line: line_span, done_date },
        }
    }

    /// Names owners whom nobody knows, or two people answer to.
    fn name_owners(&mut self, item: &FollowUp) {
        if !item.is_open() {
            return;
        }
        for owner in &item.owners {
            let message = match &owner.known {
                Known::Yes => continue,
                Known::No if self.is_attendee(&owner.name) => continue,
                Known::No => ("unknown_person", format!("nobody is known as \"{}\"", owner.name)),
                Known::Ambiguous(names) => (
                    "ambiguous_person",
                    format!("\"{}\" can be {}", owner.name, names.join(" or ")),
                ),
            };
            self.note.problems.push(Problem::warning(item.line, message.0, message.1));
        }
    }

    fn is_attendee(&self, name: &str) -> bool {
        self.note.present.attendees.iter().any(|attendee| fold(&attendee.name) == fold(name))
    }

    /// Names words that look like a date and are read as none.
    fn name_dates(&mut self, item: &FollowUp, text: &str) {
        if !item.is_open() || item.deadline().is_some() {
            return;
        }
        let Some((words, date)) = unread_date(text, self.note.date) else { return };
        let problem =
            Problem::warning(item.line, "date_not_read", format!("no date read in \"{words}\""));
        let fix = date.map(|date| format!("by {date}"));
        self.note.problems.push(Problem { fix, ..problem });
    }

    /// What concerns the note as a whole.
    fn name_open_ends(&mut self) {
        if let (Some(first), Some(until)) = (self.note.date, self.note.until)
            && until < first
        {
            let message = format!("`until: {until}` is before `date: {first}`");
            self.note.problems.push(Problem::warning(1, "front_matter", message));
        }
    }
}

/// A box's mark decides open or closed; without a box the done marks do.
fn state(mark: Option<u8>, parts: &Parts) -> State {
    match mark {
        Some(b'-') => State::Dropped,
        Some(b'x' | b'X') if parts.marked_dropped => State::Dropped,
        Some(b'x' | b'X') => State::Done,
        Some(_) => State::Open,
        None if parts.marked_dropped => State::Dropped,
        None if parts.marked_done => State::Done,
        None => State::Open,
    }
}

fn is_internal_heading(text: &str) -> bool {
    let folded = fold(text);
    ["internal", "社外秘", "社内"].iter().any(|word| folded.trim_start().starts_with(word))
}

fn is_preparation_heading(text: &str) -> bool {
    let folded = fold(text);
    let names = ["agenda", "since last time", "goals", "who and where", "what we want to learn"];
    names.contains(&folded.trim().trim_end_matches(':'))
}

/// `[words](2026-03-04-sync.md)` or `[[2026-03-04-sync]]`, and nothing else.
fn is_one_link_to_a_note(text: &str) -> bool {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        return !inner.contains("]]");
    }
    let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(')')) else {
        return false;
    };
    let Some((_, target)) = inner.rsplit_once("](") else { return false };
    let target = target.split(['#', ' ']).next().unwrap_or_default().trim_matches(['<', '>']);
    !target.contains("://") && target.to_lowercase().ends_with(".md")
}

/// Returns the words of a date that is not read, such as `by friday`, and the day that they mean
/// counted from the note's own.
fn unread_date(text: &str, written: Option<Date>) -> Option<(String, Option<Date>)> {
    let masked = grammar::masked(text);
    let words: Vec<&str> = masked.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        if !matches!(fold(word).as_str(), "by" | "due" | "promised" | "until" | "before") {
            continue;
        }
        let clean = |at: usize| {
            let word = words.get(at).copied().unwrap_or_default();
            word.trim_matches(['.', ',', ';', ')', '(', '!', ':'])
        };
        let one = clean(at + 1);
        let two = format!("{one} {}", clean(at + 2));
        if looks_like_iso(one) {
            return Some((format!("{word} {one}"), None));
        }
        let Some(day) = written else { continue };
        for phrase in [two.trim_end(), one] {
            if phrase.is_empty()
                || Date::parse_iso(phrase).is_some()
                || phrase.starts_with(['+', '-'])
            {
                continue;
            }
            if let Ok(date) = date::parse_phrase(phrase, day) {
                return Some((format!("{word} {phrase}"), Some(date)));
            }
        }
    }
    None
}

/// `2026-02-30`: the form of a date, and no day.
fn looks_like_iso(word: &str) -> bool {
    let shape = word.bytes().enumerate().all(|(at, b)| match at {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    word.len() == 10 && shape && Date::parse_iso(word).is_none()
}
