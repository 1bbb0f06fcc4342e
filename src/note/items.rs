//! The list items of a note: follow-ups, boxes that are none, typed lines.

use std::ops::Range;

use super::dates::{self, Meant, unread_dates};
use super::read::Reader;
use super::skip::{self, Reason};
use super::typed::{self, Quote, Typed, Word};
use super::{Criterion, Problem, Relative};
use crate::edit::Span;
use crate::follow_up::parts::{self, Parts};
use crate::follow_up::{self, FollowUp, Kind as Written, Place, State, grammar};
use crate::markdown::{Joined, Kind};
use crate::people::Known;
use crate::words::{fold, lossy};

impl Reader<'_> {
    pub(super) fn read_typed(
        &mut self,
        at: usize,
        text: &str,
        ticked: Option<bool>,
    ) -> Option<Word> {
        let (word, qualifier, text) = typed::split(text)?;
        if skip::is_placeholder(&text) {
            return Some(word);
        }
        let tag = grammar::tags(&grammar::masked(&text)).into_iter().next();
        let line = self.line(self.block(at).span.start);
        self.mark_typed(at, line);
        self.note.typed.push(Typed {
            word,
            qualifier,
            link: typed::first_link(&text),
            tag,
            text,
            date: self.section(at).date.or(self.note.date),
            line,
            internal: self.facts[at].internal,
            ticked,
        });
        Some(word)
    }

    /// Reads the quotes of a paragraph: behind the end of one, a line that opens another starts it.
    pub(super) fn read_quotes(&mut self, at: usize, paragraph: Span) {
        for quote in self.quote_spans(paragraph) {
            let text = Joined::of(self.bytes, quote, &self.outline.lines).text;
            self.read_quote(at, quote.start, &text);
        }
    }

    fn quote_spans(&self, paragraph: Span) -> Vec<Span> {
        let lines = &self.outline.lines;
        let mut starts = vec![paragraph.start];
        // The mark that the last quote still waits for; none if it is over.
        let mut missing: Option<char> = None;
        let mut start = paragraph.start;
        for number in lines.number(start) + 1..=lines.count() + 1 {
            let text = lossy(&self.bytes[start..lines.start(number)]);
            let mut words = text.trim_start_matches(['>', ' ', '\t']);
            let is_first = starts == [start];
            match typed::closing(words).filter(|_| missing.is_none()) {
                // Words before the first quote: then there is none.
                None if is_first => break,
                None => {}
                Some(mark) => {
                    if !is_first {
                        starts.push(start + text.len() - words.len());
                    }
                    missing = Some(mark);
                    words = &words[words.chars().next().map_or(0, char::len_utf8)..];
                }
            }
            missing = missing.filter(|mark| !words.contains(*mark));
            start = lines.start(number);
            if start >= paragraph.end {
                break;
            }
        }
        let ends = starts[1..].iter().copied().chain([paragraph.end]);
        starts.iter().zip(ends).map(|(start, end)| Span::new(*start, end)).collect()
    }

    fn read_quote(&mut self, at: usize, start: usize, text: &str) {
        let Some((words, name)) = typed::quote(text) else { return };
        let typed = self.typed_line_of_quote(at);
        if let Some(line) = typed {
            self.mark_typed(at, line);
        }
        self.note.quotes.push(Quote {
            text: words,
            name,
            tags: grammar::tags(&grammar::masked(text)),
            typed,
            date: self.section(at).date.or(self.note.date),
            line: self.line(start),
            internal: self.facts[at].internal,
        });
    }

    /// Notes of a block, and of the paragraph of an item, to which typed line it belongs.
    fn mark_typed(&mut self, at: usize, line: usize) {
        let paragraph = self.facts[at].text.unwrap_or(at);
        (self.facts[at].typed, self.facts[paragraph].typed) = (Some(line), Some(line));
    }

    /// Returns the line of the typed line in whose item a quote stands, else of the one right before its
    /// block quote; of several quotes in a row, all belong to the line before the first.
    fn typed_line_of_quote(&self, at: usize) -> Option<usize> {
        let parents = || std::iter::successors(self.block(at).parent, |at| self.block(*at).parent);
        let around = parents().find_map(|parent| {
            let is_item = matches!(self.block(parent).kind, Kind::Item { .. });
            self.facts[parent].typed.filter(|_| is_item)
        });
        let first = parents().filter(|parent| self.facts[*parent].quoted).last()?;
        let before = || self.facts[first.checked_sub(1)?].typed;
        around.or_else(before)
    }

    pub(super) fn read_item(&mut self, at: usize, mark: Option<usize>) {
        let Some((joined, behind)) = self.item_text(at) else { return };
        let text = &joined.text[behind..];
        let quoted = self.facts[at].quoted;
        let may_be_action = mark.is_some() || parts::may_be_action(text);
        let wants_box = mark.is_none() && !quoted && self.may_want_a_box(at, text);
        if self.note.has_text
            && !quoted
            && !may_be_action
            && !wants_box
            && !typed::may_be_typed(text.as_bytes())
        {
            return;
        }
        let is_placeholder = skip::is_placeholder(text);
        if !is_placeholder && !skip::is_one_link_to_a_note(text) {
            self.note_text(at, text);
        }
        if mark.is_none() && quoted {
            let start = self.block(at).span.start;
            return self.read_quote(at, start, text);
        }
        let ticked = mark.map(|mark| matches!(self.bytes[mark], b'x' | b'X' | b'-'));
        let word = if quoted { None } else { self.read_typed(at, text, ticked) };
        if !may_be_action {
            if wants_box {
                self.read_bullet(at, text, word);
            }
            return;
        }
        let parts = parts::parts(text, self.directory, &self.note.present);
        if mark.is_none()
            && (!parts.is_action || is_placeholder || skip::is_placeholder(&parts.text))
        {
            if wants_box {
                self.read_bullet(at, text, word);
            }
            return;
        }
        let reason = mark.and_then(|_| self.reason(at, text, &parts, word));
        let item = self.follow_up(at, mark, parts);
        match reason {
            Some(reason) => self.note.skipped.push((item, reason)),
            None => {
                self.name_owners(&item);
                self.name_dates(&item, at, &joined, behind);
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
            self.note.exit_criteria.push(Criterion {
                text: text.trim().to_string(),
                is_met: matches!(self.bytes[mark], b'x' | b'X'),
                line: self.line(mark),
                internal: self.facts[at].internal,
            });
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
        if let Some(known) = self.facts[list].is_roll {
            return known;
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
        self.facts[list].is_roll = Some(is_roll && boxes > 0);
        is_roll && boxes > 0
    }

    fn follow_up(&self, at: usize, mark: Option<usize>, parts: Parts) -> FollowUp {
        let paragraph = self.facts[at].text.map_or(Span::default(), |text| self.block(text).span);
        let state = state(mark.map(|mark| self.bytes[mark]), &parts);
        let kind = if mark.is_some() { Written::Box } else { Written::Action };
        let item = self.assembled(at, paragraph, kind, state, parts);
        FollowUp {
            started: mark.is_some_and(|mark| self.bytes[mark] == b'/'),
            place: Place { mark, ..item.place },
            ..item
        }
    }

    /// Puts together what stands in a paragraph of a block, without a box.
    pub(super) fn assembled(
        &self,
        block: usize,
        paragraph: Span,
        kind: Written,
        state: State,
        parts: Parts,
    ) -> FollowUp {
        let line = self.line(paragraph.start);
        let line_span = self.outline.lines.span(line, self.bytes);
        let closed = match state {
            State::Open => None,
            State::Done => parts.done.or(parts.dropped),
            State::Dropped => parts.dropped.or(parts.done),
        };
        FollowUp {
            // Where the line bears none, it is given one when all of the note is read.
            id: parts.id.unwrap_or_default(),
            state,
            started: false,
            text: parts.text,
            raw: lossy(&self.bytes[line_span.range()]).into_owned(),
            owners: parts.owners,
            due: parts.due,
            promised: parts.promised,
            start: parts.start,
            closed,
            repeats: parts.repeats,
            priority: parts.priority,
            kind,
            line,
            heading: self.section(block).heading.clone(),
            tags: parts.tags,
            internal: self.facts[block].internal,
            place: Place { mark: None, start: paragraph.start, paragraph, line: line_span },
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
    fn name_dates(&mut self, item: &FollowUp, block: usize, joined: &Joined, behind: usize) {
        if !item.is_open() {
            return;
        }
        let written = self.section(block).date.or(self.note.date);
        let read = dates::Read { due: item.due.is_some(), promised: item.promised.is_some() };
        let place = |at: Range<usize>| joined.span(at.start + behind..at.end + behind);
        for unread in unread_dates(&joined.text[behind..], written, read) {
            let message = format!("no date read in \"{}\"", unread.words);
            let problem = Problem::warning(item.line, "date_not_read", message);
            let fix = unread.meant.map(|(meant, date)| format!("{} {date}", meant.word()));
            let relative = unread.meant.filter(|(meant, _)| *meant != Meant::LikelyDue);
            let relative = relative.map(|(meant, date)| Relative {
                words: place(unread.at),
                phrase: place(unread.phrase),
                ends: unread.ends,
                is_promise: meant == Meant::Promised,
                date,
            });
            self.note.problems.push(Problem { fix, relative, ..problem });
        }
    }

    /// What concerns the note as a whole.
    pub(super) fn name_open_ends(&mut self) {
        if let (Some(first), Some(until)) = (self.note.date, self.note.until)
            && until < first
        {
            let message = format!("`until: {until}` is before `date: {first}`");
            self.note.problems.push(Problem::warning(1, "front_matter", message));
        }
    }
}

/// Returns the ids of follow-ups, in their order: their own, or one made of their text.
pub(super) fn ids<'a>(path: &str, items: impl Iterator<Item = &'a FollowUp>) -> Vec<String> {
    let items: Vec<&FollowUp> = items.collect();
    let mut ids: Vec<String> = items.iter().map(|item| item.id.clone()).collect();
    let mut nameless: Vec<usize> = (0..items.len()).filter(|at| ids[*at].is_empty()).collect();
    // Those of the same text stand together then, in their order.
    nameless.sort_by_key(|at| items[*at].text.as_str());
    for same in nameless.chunk_by(|one, two| items[*one].text == items[*two].text) {
        for (place, at) in same.iter().enumerate() {
            ids[*at] = follow_up::id(path, &items[*at].text, place, same.len());
        }
    }
    ids
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
