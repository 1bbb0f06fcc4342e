//! A note as it is read in a terminal: a short header instead of the front matter, headings bold, text
//! wrapped below its bullet and box; code and tables as they stand; prompts for the writer left out.

use std::collections::HashMap;

use super::lines::wrapped;
use super::page::{ENGLISH, Page, Ways};
use super::terminal::{Width, bold, dim};
use crate::cells::{self, harmless};
use crate::clock::Clock;
use crate::edit::Span;
use crate::front_matter::Header;
use crate::markdown::{self, Kind, Outline, without_comments};
use crate::note::{MeetingState, Note};
use crate::words::is_unspaced;

/// Longer lines are hard to read.
const MOST_WIDTH: usize = 100;
/// Lines are at least this wide, however deep in lists.
const LEAST_WIDTH: usize = 20;

/// Which lines of a note, from 1, both within.
pub type Lines = std::ops::RangeInclusive<usize>;

/// Returns a note, or some lines of it below its header, ending in a line break.
pub fn note(
    note: &Note,
    bytes: &[u8],
    lines: Option<&Lines>,
    clock: &Clock,
    width: Width,
) -> String {
    let header = Header::read(bytes);
    let width = width.map_or(MOST_WIDTH, |width| width.min(MOST_WIDTH));
    let outline = markdown::outline(bytes, header.body);
    let body = outline.lines.number(header.body);
    // A header that cannot be read is text like any other.
    let is_broken = note.problems.iter().any(|one| one.code == "front_matter" && one.is_error);
    let first = if is_broken { 1 } else { body };
    let asked = lines.cloned().unwrap_or(first..=outline.lines.count());
    let sheet = Sheet { bytes, outline: &outline, width, out: Vec::new() };
    let head: Vec<String> = head(note, &header, clock, width);
    let text = sheet.lines(asked, body);
    [head, vec![String::new()], text].concat().join("\n").trim_end().to_string() + "\n"
}

/// Returns what stands above a note's text: whose it is and of when, who was there, and its path.
fn head(note: &Note, header: &Header, clock: &Clock, width: usize) -> Vec<String> {
    let page = Page {
        directory: clock.directory,
        year: clock.here().year(),
        ways: Ways::Places,
        phrases: &ENGLISH,
    };
    let title = header.text("title").map(|title| harmless(&title));
    let date = note.date.map(|date| match note.until.filter(|until| *until > date) {
        Some(until) => format!("{} – {}", date.long(), until.long()),
        None => date.long(),
    });
    let state = note.meeting_state(clock.today(note.customer.as_deref()));
    let state = state.map(|state| match state {
        MeetingState::Planned => "planned",
        MeetingState::Written => "written",
        MeetingState::NotWritten => "not written",
    });
    let severity = note.severity.as_deref().filter(|_| note.is_escalation());
    let escalation = note.state.as_deref().filter(|_| note.is_escalation());
    let about = [
        note.customer.as_deref().map(|slug| page.customer(Some(slug))),
        date,
        note.kind.as_deref().map(harmless),
        severity.map(harmless),
        escalation.map(harmless),
        state.map(String::from),
        note.sent.map(|day| format!("sent {}", day.long())),
        note.internal.then(|| "internal".to_string()),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    let attendees = header.list("attendees");
    let present = &note.present;
    let people = [
        ("ours", &present.ours),
        ("theirs", &present.theirs),
        ("partner", &present.partner),
        ("attendees", &attendees),
    ];
    let people = people
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .flat_map(|(side, names)| wrapped(&format!("{side}: {}", page.people(names)), width));
    let lines = title.into_iter().flat_map(|title| wrapped(&title, width)).map(|line| bold(&line));
    let lines = lines.chain(wrapped(&about.join(" · "), width));
    let lines = lines.chain(people).filter(|line| !line.is_empty());
    let lines =
        lines.chain(wrapped(&harmless(&note.path), width).into_iter().map(|line| dim(&line)));
    lines.collect()
}

/// The text as far as it is laid out.
struct Sheet<'a> {
    bytes: &'a [u8],
    outline: &'a Outline,
    width: usize,
    out: Vec<String>,
}

impl Sheet<'_> {
    /// Lays out the lines asked for; those before `body` are front matter, and stay as they stand.
    fn lines(mut self, asked: Lines, body: usize) -> Vec<String> {
        let leaves = self.outline.blocks.iter().filter(|block| {
            !matches!(
                block.kind,
                Kind::List | Kind::Item { .. } | Kind::Quote | Kind::Alert | Kind::Other
            )
        });
        let leaves: HashMap<usize, (&Kind, Span)> = leaves
            .map(|block| (self.outline.lines.number(block.span.start), (&block.kind, block.span)))
            .collect();
        let mut line = *asked.start();
        while line <= *asked.end() {
            let leaf = leaves.get(&line).filter(|_| line >= body);
            let last = leaf.map_or(line, |(_, span)| {
                self.outline.lines.number(span.end.max(span.start + 1) - 1).max(line)
            });
            match leaf {
                None if line < body => self.as_it_stands(line),
                None => self.paragraph(line, line, self.outline.lines.span(line, self.bytes).start),
                Some((Kind::Heading { .. }, span)) => {
                    let before = self.out.len();
                    self.paragraph(line, last, span.start);
                    self.out[before..].iter_mut().for_each(|line| *line = bold(line));
                }
                Some((Kind::Code | Kind::Table, _)) => {
                    (line..=last).for_each(|line| self.as_it_stands(line));
                }
                Some((Kind::Html, span)) => self.html(line, last, *span),
                Some((_, span)) => self.paragraph(line, last, span.start),
            }
            line = last + 1;
        }
        self.out
    }

    /// Adds a line; a blank one only below one that is not.
    fn push(&mut self, line: String) {
        let is_second = self.out.last().is_none_or(|last| last.trim().is_empty());
        if !(line.trim().is_empty() && is_second) {
            self.out.push(line);
        }
    }

    fn as_it_stands(&mut self, line: usize) {
        let text = shown(&self.bytes[self.outline.lines.span(line, self.bytes).range()]);
        self.out.push(text.trim_end().to_string());
    }

    /// Lays out HTML without its comments; nothing of what was only a comment.
    fn html(&mut self, first: usize, last: usize, span: Span) {
        let start = self.outline.lines.span(first, self.bytes).start;
        let bytes = without_comments(&self.bytes[start..span.end]).into_owned();
        for line in first..=last {
            let span = self.outline.lines.span(line, self.bytes);
            let text = shown(&bytes[span.start - start..span.end.min(start + bytes.len()) - start]);
            if !text.trim().is_empty() {
                self.push(text.trim_end().to_string());
            }
        }
    }

    /// Lays out a paragraph: line by line as typed, where all its lines fit, else wrapped as one.
    fn paragraph(&mut self, first: usize, last: usize, start: usize) {
        let line_start = self.outline.lines.span(first, self.bytes).start;
        let end = self.outline.lines.span(last, self.bytes).end;
        let bytes = without_comments(&self.bytes[start..end]);
        let mut texts: Vec<String> = Vec::new();
        for line in first..=last {
            let span = self.outline.lines.span(line, self.bytes);
            let text = shown(&bytes[span.start.max(start) - start..span.end - start]);
            let text = match line == first {
                true => text,
                false => text.trim_start_matches([' ', '>']).to_string(),
            };
            if line == first || !text.trim().is_empty() {
                texts.push(text);
            }
        }
        let mut opening = shown(&self.bytes[line_start..start]);
        if let Some(mark) = box_of(&texts[0]).filter(|_| !opening.trim().is_empty()) {
            opening.push_str(mark);
            texts[0] = texts[0][mark.len()..].to_string();
        }
        let below: String = opening.chars().map(|c| if c == '>' { c } else { ' ' }).collect();
        let room = self.width.saturating_sub(cells::width(&opening)).max(LEAST_WIDTH);
        let is_fitting = texts.iter().all(|text| cells::width(text.trim_end()) <= room);
        let parts = if is_fitting { texts } else { joined(&texts) };
        let lines = parts.iter().flat_map(|part| wrapped(part.trim_end(), room));
        let lines: Vec<String> = lines.collect();
        for (at, line) in lines.iter().enumerate() {
            let before = if at == 0 { &opening } else { &below };
            self.push(format!("{before}{line}").trim_end().to_string());
        }
    }
}

/// Returns a box and the space behind it.
fn box_of(text: &str) -> Option<&str> {
    let mark = text.strip_prefix('[')?.chars().next()?;
    let is_box = " xX-/".contains(mark) && text.get(2..4) == Some("] ");
    is_box.then(|| &text[..4])
}

/// Joins lines up to those that end in a hard break; without a space where the script has none.
fn joined(lines: &[String]) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in lines {
        let text = line.trim_end();
        match parts.last_mut().filter(|_| is_open) {
            Some(last) => {
                let ends = last.chars().next_back().is_some_and(is_close);
                let is_close = ends && text.chars().next().is_some_and(is_close);
                last.push_str(if is_close { "" } else { " " });
                last.push_str(text);
            }
            None => parts.push(text.to_string()),
        }
        is_open = !(line.ends_with("  ") || line.ends_with('\\'));
    }
    parts
}

/// Returns whether a line of such characters goes on without a space: a script without spaces, its marks.
fn is_close(c: char) -> bool {
    is_unspaced(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}')
}

/// Returns bytes for a terminal; tabs take four cells.
fn shown(bytes: &[u8]) -> String {
    harmless(&String::from_utf8_lossy(bytes).replace('\t', "    "))
}

#[cfg(test)]
mod tests;
