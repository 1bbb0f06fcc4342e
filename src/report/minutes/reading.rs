//! One note as it is read for minutes: which of its lines may be shared, and which are withheld.

use super::select::{Selection, select};
use super::{LeftOut, NoteText, Refusal, Why, doubt};
use crate::front_matter::Header;
use crate::markdown::{self, Outline, without_comments};
use crate::note::{self, Note, Passage, Word};
use crate::people::Directory;
use crate::report::outward::{Hidden, Reason};

pub struct Reading<'a> {
    text: NoteText<'a>,
    pub note: Note,
    passages: Vec<Passage>,
    outline: Outline,
    /// The first line behind the front matter.
    body: usize,
    pub selection: Selection,
    /// The lines from 1 as they are typed, and without comments.
    typed: Vec<String>,
    bare: Vec<String>,
}

impl<'a> Reading<'a> {
    /// Reads a note; `sections` are shared.
    ///
    /// # Errors
    /// What cannot be read for sure, and what is internal as a whole.
    pub fn of(
        text: NoteText<'a>,
        sections: &[String],
        directory: &Directory,
    ) -> Result<Reading<'a>, Vec<Refusal>> {
        let NoteText { path, bytes } = text;
        let (note, passages) = note::read_with_passages(path, bytes, directory);
        let broken = refuse_note(&note, directory);
        if !broken.is_empty() {
            return Err(broken);
        }
        let header = Header::read(bytes);
        let outline = markdown::outline(bytes, header.body);
        let mut selection = select(bytes, header.body, &outline, sections);
        if let Some(title) = header.text("title") {
            selection.title = Some((title, header.line("title")));
        }
        let body = outline.lines.number(header.body);
        let (typed, bare) = (lines(bytes), lines(&without_comments(bytes)));
        Ok(Reading { text, note, passages, outline, body, selection, typed, bare })
    }

    /// Asks for the place of the meeting.
    pub fn with_place(mut self) -> Reading<'a> {
        let header = Header::read(self.text.bytes);
        self.selection.place = header.text("place").map(|place| (place, header.line("place")));
        self
    }

    /// Refuses shared lines that another reading of the note holds for internal, or that look so, and what
    /// is never closed.
    pub fn refusals(&self) -> Vec<Refusal> {
        let is_shared =
            |line: &usize| self.selection.reasons.get(*line).is_some_and(Option::is_none);
        let internal = self.passages.iter().filter(|passage| passage.internal);
        let mut lines: Vec<usize> = internal
            .filter_map(|passage| passage.all_lines().find(|line| is_shared(line)))
            .collect();
        let look_alikes = self.note.look_alikes.iter();
        let look_alikes = look_alikes.filter(|lines| (*lines).clone().any(|line| is_shared(&line)));
        lines.extend(look_alikes.map(|lines| *lines.start()));
        let unmarked = lines.into_iter().map(|line| (line, Why::Unmarked));
        let open = doubt::never_closed(self.text.bytes, &self.outline).into_iter();
        let all = unmarked.chain(open.map(|(line, open)| (line, Why::Open(open))));
        all.map(|(line, why)| Refusal::of(&self.note, line, why)).collect()
    }

    /// Returns what is withheld: lines, comments, risks. `own` was left out of the shared lines; lines count
    /// from `offset` + 1.
    pub fn withheld(&self, own: &[LeftOut], offset: usize) -> Vec<Hidden<'_>> {
        let mut withheld: Vec<Hidden> = Vec::new();
        for line in (1..self.typed.len()).filter(|line| !self.is_public(*line, own)) {
            let is_internal = self.selection.reasons[line] == Some(Reason::Internal);
            let goes_on = line > 1 && !self.is_public(line - 1, own);
            let place = offset + line;
            withheld.push(Hidden { place, text: &self.typed[line], is_internal, goes_on });
        }
        let hidden = self.passages.iter().filter(|passage| passage.internal);
        let hidden = hidden.map(|passage| (passage.line(0), passage.text.as_str()));
        let risks = self.note.typed.iter().filter(|typed| typed.word == Word::Risk);
        let risks = risks.map(|typed| (typed.line, typed.text.as_str()));
        withheld.extend(hidden.chain(risks).map(|(line, text)| Hidden {
            place: offset + line,
            text,
            is_internal: false,
            goes_on: false,
        }));
        withheld
    }

    /// Returns the lines that may go out.
    pub fn public<'r>(&'r self, own: &'r [LeftOut]) -> impl Iterator<Item = &'r str> {
        let lines = (1..self.bare.len()).filter(|line| self.is_public(*line, own));
        lines.map(|line| self.bare[line].as_str())
    }

    fn is_public(&self, line: usize, own: &[LeftOut]) -> bool {
        let is_own = own.iter().any(|one| (one.first..=one.last).contains(&line));
        let is_shared = self.selection.reasons.get(line).is_some_and(Option::is_none);
        (is_shared || self.title_line() == Some(line)) && !is_own
    }

    fn title_line(&self) -> Option<usize> {
        self.selection.title.as_ref().map(|(_, line)| *line)
    }

    /// Returns how many lines it has.
    pub fn count(&self) -> usize {
        self.typed.len() - 1
    }

    /// Returns the lines that are left out, each run of them once; empty ones and the header are not told.
    pub fn left_out(&self, mut own: Vec<LeftOut>) -> Vec<LeftOut> {
        let is_empty = |line: usize| self.typed[line].trim_ascii().is_empty();
        for (line, reason) in self.selection.reasons.iter().enumerate().skip(self.body) {
            let told = reason.filter(|_| !is_empty(line) && self.title_line() != Some(line));
            let Some(reason) = told else { continue };
            match own.last_mut().filter(|last| last.reason == reason) {
                Some(last) if (last.last..line).skip(1).all(is_empty) => last.last = line,
                _ => own.push(LeftOut::of(&self.note, line, reason)),
            }
        }
        own
    }
}

/// Refuses what cannot be read for sure, and what is internal as a whole.
fn refuse_note(note: &Note, directory: &Directory) -> Vec<Refusal> {
    let errors = note.problems.iter().filter(|problem| problem.is_error);
    let mut refusals: Vec<Refusal> = errors
        .map(|problem| Refusal::of(note, problem.line, Why::Broken(problem.message.clone())))
        .collect();
    if note.internal {
        refusals.push(Refusal::of(note, 1, Why::Internal));
    }
    let has_card = note.customer.as_ref().is_some_and(|slug| directory.cards.contains_key(slug));
    if !has_card {
        refusals.push(Refusal::of(note, 1, Why::NoCard));
    }
    refusals
}

/// Returns the lines of a text from 1 on; an empty one stands before them.
fn lines(bytes: &[u8]) -> Vec<String> {
    let lines = markdown::Lines::of(bytes);
    let text = |number| String::from_utf8_lossy(&bytes[lines.span(number, bytes).range()]).into();
    std::iter::once(String::new()).chain((1..=lines.count()).map(text)).collect()
}
