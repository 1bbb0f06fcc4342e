//! Minutes that cannot leak: what of a note its customer may read.
//!
//! [`share`] is the one road. It selects lines of listed sections, reads them again on their own, clears each
//! text as [`Outward`] does, and hands the guard on that looks at whatever is made of them. When in doubt it
//! refuses: then there are no minutes at all.

mod compose;
mod doubt;
mod sections;
mod select;

use crate::date::Date;
use crate::front_matter::Header;
use crate::markdown::{self, without_comments};
use crate::note::{self, Note, Passage, Word};
use crate::people::{Directory, Known, Side};
use crate::report::outward::{Cleared, Guard, Hidden, Objection, Outward, Reason, Said};
use compose::{Composer, Made, Source};
use sections::all_labels;
use select::{Selection, select};

pub use doubt::Open;
pub use sections::Name;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The headings of the sections that are shared.
    pub sections: &'a [String],
    /// Words that stop the sharing.
    pub words: &'a [String],
    /// Texts that may stand in the minutes whatever they name.
    pub allowed: &'a [String],
}

/// What a customer may read of a note. Only [`share`] makes one.
pub struct Shareable<'a> {
    pub head: Head,
    pub sections: Vec<Section>,
    pub left_out: Vec<LeftOut>,
    /// The lines of internal parts that also stand, word for word, in what is shared.
    pub repeated: Vec<usize>,
    guard: Guard,
    outward: Outward<'a>,
    slug: String,
    allowed: &'a [String],
}

/// The meeting.
#[derive(Debug)]
pub struct Head {
    /// The customer's name.
    pub customer: String,
    pub title: Option<Cleared>,
    pub first: Option<Date>,
    pub last: Option<Date>,
    /// Theirs first, then the partner's, then ours.
    pub present: Vec<Attendee>,
}

/// Somebody who was there.
#[derive(Debug)]
pub struct Attendee {
    pub side: Side,
    pub name: Cleared,
    /// The address that the customer's card or the team's list gives.
    pub mail: Option<Cleared>,
}

#[derive(Debug)]
pub struct Section {
    pub title: Title,
    pub blocks: Vec<Block>,
}

#[derive(Debug)]
pub enum Title {
    /// What stands before the first section.
    None,
    Decisions,
    FollowUps,
    Questions,
    /// A section of the note.
    Own(Name),
}

#[derive(Debug)]
pub enum Block {
    Heading(Cleared),
    Paragraph(Line),
    List {
        is_ordered: bool,
        items: Vec<Item>,
    },
    Quote(Vec<Block>),
    Code(Cleared),
    /// Rows of cells, the head first; `None` where a cell is empty.
    Table(Vec<Vec<Option<Cleared>>>),
}

#[derive(Debug)]
pub struct Item {
    /// Whether its box is ticked, if it has one.
    pub is_ticked: Option<bool>,
    pub line: Option<Line>,
    pub blocks: Vec<Block>,
}

#[derive(Debug)]
pub struct Line {
    /// What a typed line is.
    pub word: Option<Word>,
    pub text: Cleared,
    pub task: Option<Task>,
}

/// Who does something, and by when; of what is done, the day on which it was.
#[derive(Debug)]
pub struct Task {
    /// Without a name: their side.
    pub owners: Vec<(Option<Cleared>, Option<Side>)>,
    pub date: Option<Date>,
    pub is_done: bool,
}

/// Lines of the note, from 1, that stand in no minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub first: usize,
    pub last: usize,
    pub reason: Reason,
}

/// Why there are no minutes, and the line of the note, from 1, that is the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub line: usize,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    Objection(Objection),
    /// A fence or comment that is never closed.
    Open(Open),
    /// Front matter, conflict markers, or a note that cannot be read, in the note's own words for it.
    Broken(String),
    /// The whole note is internal.
    Internal,
    /// It has no customer, or one without a card.
    NoCard,
    /// Internal text stands where the note marks it in no known way.
    Unmarked,
    /// Nothing in it is shared.
    Nothing,
    /// What is nested too deep, or has a form that nobody knows.
    Unknown,
    /// What stands in the minutes stands on this withheld line alone.
    Leak,
    /// What is allowed stands nowhere.
    NotThere(String),
}

/// Returns what a customer may read of a note. `notes` tell which other customers there are.
///
/// # Errors
/// All that speaks against it, by line. Whatever is in doubt does.
pub fn share<'a>(
    path: &str,
    bytes: &[u8],
    asked: Asked<'a>,
    directory: &'a Directory,
    notes: &'a [Note],
) -> Result<Shareable<'a>, Vec<Refusal>> {
    let (note, passages) = note::read_with_passages(path, bytes, directory);
    let broken = refuse_note(&note, directory);
    if !broken.is_empty() {
        return Err(broken);
    }
    let slug = note.customer.clone().unwrap_or_default();
    let header = Header::read(bytes);
    let outline = markdown::outline(bytes, header.body);
    let mut selection = select(bytes, header.body, &outline, asked.sections);
    if let Some(title) = header.text("title") {
        selection.title = Some((title, header.line("title")));
    }
    let mut refusals = refuse_lines(&note, &passages, &selection);
    let open = doubt::never_closed(bytes, &outline).into_iter();
    refusals.extend(open.map(|(line, open)| Refusal { line, why: Why::Open(open) }));
    let outward = Outward::new(notes.iter(), directory, asked.words);
    let mut composer = Composer::new(Source {
        note: &note,
        directory,
        outward: &outward,
        slug: &slug,
        allowed: asked.allowed,
        selection: &selection,
    });
    let head = composer.head();
    let sections = composer.sections();
    let Made { refusals: mut own, left_out: own_left_out, code } = composer.made;
    refusals.append(&mut own);
    if refusals.is_empty() && sections.is_empty() {
        refusals.push(Refusal { line: 1, why: Why::Nothing });
    }
    if !refusals.is_empty() {
        refusals.sort_by_key(|one| one.line);
        refusals.dedup();
        return Err(refusals);
    }
    let guard = guard(bytes, &note, &passages, &selection, &own_left_out, &head, &code);
    let repeated = guard.repeated().iter().copied().collect();
    let body = outline.lines.number(header.body);
    let left_out = left_out(bytes, &outline.lines, body, &selection, own_left_out);
    let allowed = asked.allowed;
    Ok(Shareable { head, sections, left_out, repeated, guard, outward, slug, allowed })
}

impl Head {
    /// Returns the year whose days bear no year.
    pub fn year(&self) -> i32 {
        self.first.map_or(0, |day| day.year())
    }
}

impl Shareable<'_> {
    /// Looks at what was made of it, decoded: the last look before anybody else does.
    ///
    /// # Errors
    /// What it holds that it must not.
    pub fn check(&self, finished: &str) -> Result<(), Vec<Refusal>> {
        let rest = crate::report::outward::without(finished, self.allowed);
        let leaks = self.guard.leaks(&rest, all_labels()).into_iter();
        let mut refusals: Vec<Refusal> =
            leaks.map(|line| Refusal { line, why: Why::Leak }).collect();
        let named = self.outward.objection(&rest, &self.slug);
        refusals.extend(named.map(|one| Refusal { line: 1, why: Why::Objection(one) }));
        let absent = self.allowed.iter().filter(|text| !finished.contains(text.as_str()));
        refusals.extend(absent.map(|text| Refusal { line: 1, why: Why::NotThere(text.clone()) }));
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }
}

/// Refuses what cannot be read for sure, and what is internal as a whole.
fn refuse_note(note: &Note, directory: &Directory) -> Vec<Refusal> {
    let errors = note.problems.iter().filter(|problem| problem.is_error);
    let mut refusals: Vec<Refusal> = errors
        .map(|problem| Refusal { line: problem.line, why: Why::Broken(problem.message.clone()) })
        .collect();
    if note.internal {
        refusals.push(Refusal { line: 1, why: Why::Internal });
    }
    let has_card = note.customer.as_ref().is_some_and(|slug| directory.cards.contains_key(slug));
    if !has_card {
        refusals.push(Refusal { line: 1, why: Why::NoCard });
    }
    refusals
}

/// Refuses shared lines that another reading of the note holds for internal, or that look so.
fn refuse_lines(note: &Note, passages: &[Passage], selection: &Selection) -> Vec<Refusal> {
    let is_shared = |line: &usize| selection.reasons.get(*line).is_some_and(Option::is_none);
    let internal = passages.iter().filter(|passage| passage.internal);
    let mut lines: Vec<usize> =
        internal.filter_map(|passage| passage.all_lines().find(|line| is_shared(line))).collect();
    let look_alikes =
        note.look_alikes.iter().filter(|lines| (*lines).clone().any(|line| is_shared(&line)));
    lines.extend(look_alikes.map(|lines| *lines.start()));
    lines.into_iter().map(|line| Refusal { line, why: Why::Unmarked }).collect()
}

/// Makes the guard of all that is withheld: lines, comments, risks.
fn guard(
    bytes: &[u8],
    note: &Note,
    passages: &[Passage],
    selection: &Selection,
    own: &[LeftOut],
    head: &Head,
    code: &[String],
) -> Guard {
    let bare = without_comments(bytes);
    let lines = |bytes: &[u8]| -> Vec<String> {
        let lines = markdown::Lines::of(bytes);
        let text =
            |number| String::from_utf8_lossy(&bytes[lines.span(number, bytes).range()]).into();
        std::iter::once(String::new()).chain((1..=lines.count()).map(text)).collect()
    };
    let (typed, bare): (Vec<String>, Vec<String>) = (lines(bytes), lines(&bare));
    let is_own = |line: usize| own.iter().any(|one| (one.first..=one.last).contains(&line));
    let title = selection.title.as_ref().map(|(_, line)| *line);
    let is_public = |line: usize| {
        let is_shared = selection.reasons.get(line).is_some_and(Option::is_none);
        (is_shared || title == Some(line)) && !is_own(line)
    };
    let mut withheld: Vec<Hidden> = Vec::new();
    let mut public: Vec<&str> = code.iter().map(String::as_str).collect();
    for line in 1..typed.len() {
        if is_public(line) {
            public.push(&bare[line]);
            continue;
        }
        let is_internal = selection.reasons[line] == Some(Reason::Internal);
        let goes_on = line > 1 && !is_public(line - 1);
        withheld.push(Hidden { place: line, text: &typed[line], is_internal, goes_on });
    }
    let hidden = passages.iter().filter(|passage| passage.internal);
    let hidden = hidden.map(|passage| (passage.line(0), passage.text.as_str()));
    let risks = note.typed.iter().filter(|typed| typed.word == Word::Risk);
    let risks = risks.map(|typed| (typed.line, typed.text.as_str()));
    withheld.extend(hidden.chain(risks).map(|(place, text)| Hidden {
        place,
        text,
        is_internal: false,
        goes_on: false,
    }));
    let title = head.title.as_ref().map_or("", Cleared::as_str);
    let names = head.present.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(" ");
    let own = [format!("{} {title}", head.customer), names];
    let mails = head.present.iter().filter_map(|one| Some(one.mail.as_ref()?.as_str()));
    let mut guard = Guard::new(withheld);
    for text in public.into_iter().chain(own.iter().map(String::as_str)).chain(mails) {
        guard.let_out(text);
    }
    guard
}

/// Returns the lines that are left out from the line `body` on, each run of them once; empty ones are not told.
fn left_out(
    bytes: &[u8],
    lines: &markdown::Lines,
    body: usize,
    selection: &Selection,
    mut own: Vec<LeftOut>,
) -> Vec<LeftOut> {
    let is_empty = |line: usize| bytes[lines.span(line, bytes).range()].trim_ascii().is_empty();
    let title = selection.title.as_ref().map(|(_, line)| *line);
    for (line, reason) in selection.reasons.iter().enumerate().skip(body) {
        let Some(reason) = reason.filter(|_| !is_empty(line) && title != Some(line)) else {
            continue;
        };
        match own.last_mut().filter(|last| last.reason == reason) {
            Some(last) if (last.last..line).skip(1).all(is_empty) => last.last = line,
            _ => own.push(LeftOut { first: line, last: line, reason }),
        }
    }
    own.sort_by_key(|one| (one.reason, one.first));
    own
}

/// Returns the name of somebody in the note's lists, as it is written to a customer.
fn listed_name(typed: &str, note: &Note, directory: &Directory) -> String {
    let owner = directory.owner(typed, &note.present);
    let mut team = directory.team.iter();
    let ours = team.find(|person| owner.known == Known::Yes && person.shown() == owner.name);
    let name = ours.map_or(owner.name.as_str(), |person| person.name.as_str());
    bare_name(name).to_string()
}

/// Returns a name without what is told beside it: `Lars Holm (CTO)`.
fn bare_name(name: &str) -> &str {
    name.split(['(', '（', '<', ',', '、']).next().unwrap_or_default().trim()
}

fn said<'n>(text: &'n str, note: &'n Note, line: usize) -> Said<'n> {
    Said { text, note, line, internal: false }
}
