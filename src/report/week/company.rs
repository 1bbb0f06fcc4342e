//! The week for the company: what customers ask for and say, and what was decided. No tasks, nothing
//! internal, and nobody of theirs by name but who said something.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::lines::{self, Found};
use super::{Frame, Head, held, meetings_in, quiet, remarks, story};
use crate::date::{Date, Moment, Week};
use crate::note::{Note, Quote, Word};
use crate::report::lines::{Ask, Line, asks};
use crate::report::meetings::{Meeting, Quiet};
use crate::report::outward::{Company, Reason, Said, Withheld, public};
use crate::report::period::{Period, Remark};
use crate::report::threads::Story;

/// Serialized, it is what `week --for company --json` prints.
#[derive(Debug, Serialize)]
pub struct CompanyReport {
    pub week: Week,
    /// The week's Monday.
    pub start: Date,
    /// The week's Sunday.
    pub end: Date,
    pub as_of: Moment,
    pub commit: Option<String>,
    /// The paths of notes that are not committed as they are, and that everybody may know of.
    pub uncommitted: Vec<String>,
    pub asks: Vec<Ask>,
    pub value: Vec<Line>,
    pub quotes: Vec<Quoted>,
    pub decisions: Vec<Line>,
    pub risks: Vec<Line>,
    pub questions: Vec<Line>,
    pub meetings: Vec<Meeting>,
    pub quiet: Vec<Quiet>,
    /// Meetings alone.
    pub next_week: Vec<Meeting>,
    #[serde(skip)]
    pub remarks: Vec<Remark>,
    #[serde(skip)]
    pub withheld: Vec<Withheld>,
}

/// What somebody said.
#[derive(Clone, Debug, Serialize)]
pub struct Quoted {
    pub customer: Option<String>,
    pub date: Option<Date>,
    pub text: String,
    /// Who said it, as the note has it.
    pub name: Option<String>,
    pub note: String,
    pub line: usize,
}

impl CompanyReport {
    pub fn head(&self) -> Head<'_> {
        Head {
            week: self.week,
            start: self.start,
            end: self.end,
            as_of: self.as_of,
            commit: self.commit.as_deref(),
            uncommitted: &self.uncommitted,
            remarks: &self.remarks,
        }
    }

    /// Returns the notes of which something is told or left out.
    pub fn paths(&self) -> BTreeSet<&str> {
        let asked = self.asks.iter().flat_map(|ask| &ask.lines);
        let lines = asked.chain(&self.value).chain(&self.decisions).chain(&self.risks);
        let lines = lines.chain(&self.questions).map(|line| &line.note);
        let quotes = self.quotes.iter().map(|quote| &quote.note);
        let meetings = self.meetings.iter().chain(&self.next_week).map(|meeting| &meeting.note);
        let quiet = self.quiet.iter().flat_map(|one| [&one.note].into_iter().chain(&one.next_note));
        let withheld = self.withheld.iter().map(|one| &one.note).chain(&self.uncommitted);
        let all = lines.chain(quotes).chain(meetings).chain(quiet).chain(withheld);
        all.map(String::as_str).collect()
    }
}

/// Returns the summary of a week for the company. `words` stop a line wherever they stand.
pub fn company(frame: &Frame, period: &Period, words: &[String]) -> CompanyReport {
    let (whole, period) = (story(frame, period), &public(period));
    let story = story(frame, period);
    let all = period.start.iter().chain(&period.end).map(|note| &**note);
    let mut sieve = Sieve {
        company: Company::new(all, frame.directory, words),
        notes: story.notes.iter().map(|kept| (kept.note.path.as_str(), &*kept.note)).collect(),
        withheld: internal(frame, &whole),
    };
    let found = lines::of_week(frame, &story.notes);
    let mut lines = |word: Word| -> Vec<Line> {
        let own = found.iter().filter(|one| one.word == word);
        // A question that was ticked off is not open.
        let own = own.filter(|one| word != Word::Question || !one.is_over);
        own.filter(|one| sieve.passes_line(one)).map(|one| one.line.clone()).collect()
    };
    let (decisions, value, questions) =
        (lines(Word::Decision), lines(Word::Value), lines(Word::Question));
    let (mut risks, asked) = (lines(Word::Risk), lines(Word::Ask));
    risks.sort_by_key(|risk| !risk.is_high());
    let quotes = sieve.quotes(lines::quotes(frame, &story.notes));
    let mut meetings = sieve.meetings(held(frame, &story.notes));
    meetings.sort_by(|a, b| a.customer.cmp(&b.customer));
    let next_week = sieve.meetings(meetings_in(frame.week.next(), frame, &story.notes));
    let quiet = sieve.quiet(quiet(frame, &story.notes));
    let uncommitted = sieve.uncommitted(period);
    let mut withheld = sieve.withheld;
    withheld.sort_by(|a, b| (a.reason, &a.note, a.line).cmp(&(b.reason, &b.note, b.line)));
    withheld.dedup();
    CompanyReport {
        week: frame.week,
        start: frame.week.monday(),
        end: frame.week.sunday(),
        as_of: frame.as_of,
        commit: frame.commit.map(String::from),
        uncommitted,
        asks: asks(asked.into_iter()),
        value,
        quotes,
        decisions,
        risks,
        questions,
        meetings,
        quiet,
        next_week,
        remarks: remarks(period, &story),
        withheld,
    }
}

fn said<'a>(found: &'a Found) -> Said<'a> {
    let line = &found.line;
    Said { text: &line.text, note: found.note, line: line.line, internal: line.internal }
}

/// Returns the lines of a whole story that are internal.
fn internal(frame: &Frame, whole: &Story) -> Vec<Withheld> {
    let typed = lines::of_week(frame, &whole.notes).into_iter();
    let typed = typed.filter(|one| one.line.internal);
    let quotes = lines::quotes(frame, &whole.notes).into_iter();
    let quotes = quotes.filter(|(quote, _)| quote.internal);
    let of = |note: &Note, line: usize| Withheld {
        note: note.path.clone(),
        line,
        reason: Reason::Internal,
    };
    let typed = typed.map(|one| of(one.note, one.line.line));
    typed.chain(quotes.map(|(quote, note)| of(note, quote.line))).collect()
}

/// Lets through what is for everybody, and remembers the rest.
struct Sieve<'a> {
    company: Company<'a>,
    notes: BTreeMap<&'a str, &'a Note>,
    withheld: Vec<Withheld>,
}

impl Sieve<'_> {
    fn passes(&mut self, said: &Said) -> bool {
        self.keeps(said, self.company.check(said))
    }

    fn keeps(&mut self, said: &Said, checked: Result<(), Reason>) -> bool {
        if let Err(reason) = checked {
            self.withheld.push(Withheld::of(said, reason));
        }
        checked.is_ok()
    }

    /// What stands in a line's parentheses is told with it. It was read without its capitals.
    fn passes_line(&mut self, one: &Found) -> bool {
        let said = said(one);
        let qualifier =
            one.line.qualifier.as_deref().map(|text| format!("({})", capitalised(text)));
        self.passes(&said)
            && qualifier.is_none_or(|text| self.passes(&Said { text: &text, ..said }))
    }

    /// A note that was taken away is judged by its last versions.
    fn uncommitted(&mut self, period: &Period) -> Vec<String> {
        let changes = period.steps.iter().flat_map(|step| &step.changes);
        let changed = changes.flat_map(|change| change.old.iter().chain(&change.new));
        let mut told: BTreeSet<&String> = period.uncommitted.iter().collect();
        for note in period.start.iter().chain(&period.end).chain(changed) {
            if told.contains(&note.path) && !self.passes(&of_note(note, "")) {
                told.remove(&note.path);
            }
        }
        period.uncommitted.iter().filter(|path| told.contains(path)).cloned().collect()
    }

    /// A name stands where somebody said something, and nowhere else; an address is no name.
    fn quotes(&mut self, quotes: Vec<(&Quote, &Note)>) -> Vec<Quoted> {
        let mut told = Vec::new();
        for (quote, note) in quotes {
            let said = Said { text: &quote.text, note, line: quote.line, internal: quote.internal };
            if self.passes(&said) && self.passes_speaker(quote.name.as_deref(), &said) {
                told.push(Quoted {
                    customer: note.customer.clone(),
                    date: quote.date,
                    text: quote.text.clone(),
                    name: quote.name.clone(),
                    note: note.path.clone(),
                    line: quote.line,
                });
            }
        }
        told
    }

    /// A meeting is called by its kind; its title, where that has to do, may name somebody.
    fn meetings(&mut self, meetings: Vec<Meeting>) -> Vec<Meeting> {
        let mut told = Vec::new();
        for meeting in meetings {
            let title = meeting.kind.clone().unwrap_or(meeting.title);
            if self.passes_note(&meeting.note, &title) {
                told.push(Meeting { title, ..meeting });
            }
        }
        told
    }

    fn quiet(&mut self, quiet: Vec<Quiet>) -> Vec<Quiet> {
        let mut told = Vec::new();
        for one in quiet {
            let passes = self.passes_note(&one.note, "")
                && one.next_note.as_ref().is_none_or(|next| self.passes_note(next, ""));
            if passes {
                told.push(one);
            }
        }
        told
    }

    fn passes_note(&mut self, path: &str, text: &str) -> bool {
        let Some(note) = self.notes.get(path).copied() else { return false };
        self.passes(&of_note(note, text))
    }

    fn passes_speaker(&mut self, name: Option<&str>, said: &Said) -> bool {
        let name = Said { text: name.unwrap_or_default(), ..*said };
        self.keeps(&name, self.company.check_speaker(&name))
    }
}

fn of_note<'a>(note: &'a Note, text: &'a str) -> Said<'a> {
    Said { text, note, line: 1, internal: note.internal }
}

/// Returns a text with a capital at the start of each word, as names have it.
fn capitalised(text: &str) -> String {
    let mut is_start = true;
    let mut out = String::new();
    for c in text.chars() {
        if is_start {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        is_start = !c.is_alphanumeric();
    }
    out
}
