//! Minutes that cannot leak: what of a note its customer may read.
//!
//! [`share`] is the one road. It selects lines of listed sections, reads them again on their own, clears each
//! text as [`Outward`] does, and hands the guard on that looks at whatever is made of them. When in doubt it
//! refuses: then there are no minutes at all.

mod compose;
mod doubt;
mod reading;
mod sections;
mod select;

use crate::date::Date;
use crate::note::{Note, Word};
use crate::people::{Directory, Known, Side};
use crate::report::outward::{Cleared, Guard, Objection, Outward, Reason, Said};
use compose::{Composer, Made, Source};
use reading::Reading;
use sections::all_labels;

pub use doubt::Open;
pub use sections::Name;

/// A note's path and bytes.
#[derive(Clone, Copy, Debug)]
pub struct NoteText<'a> {
    pub path: &'a str,
    pub bytes: &'a [u8],
}

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
    guard: Guard,
    places: Places,
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

/// Lines of a note, from 1, that stand in no minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub note: String,
    pub first: usize,
    pub last: usize,
    pub reason: Reason,
}

/// Why there are no minutes, and the line of a note, from 1, that is the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub note: String,
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
    text: NoteText,
    asked: Asked<'a>,
    directory: &'a Directory,
    notes: &'a [Note],
) -> Result<Shareable<'a>, Vec<Refusal>> {
    let reading = Reading::of(text, asked.sections, directory)?;
    let slug = reading.note.customer.clone().unwrap_or_default();
    let mut refusals = reading.refusals();
    let outward = Outward::new(notes.iter(), directory, asked.words);
    let mut composer = Composer::new(Source {
        note: &reading.note,
        directory,
        outward: &outward,
        slug: &slug,
        allowed: asked.allowed,
        selection: &reading.selection,
    });
    let head = composer.head();
    let sections = composer.sections();
    let Made { refusals: mut own, left_out: own_left_out, code } = composer.made;
    refusals.append(&mut own);
    if refusals.is_empty() && sections.is_empty() {
        refusals.push(Refusal::of(&reading.note, 1, Why::Nothing));
    }
    if !refusals.is_empty() {
        refusals.sort_by_key(|one| one.line);
        refusals.dedup();
        return Err(refusals);
    }
    let mut guard = Guard::new(reading.withheld(&own_left_out, 0));
    reading.public(&own_left_out).for_each(|text| guard.let_out(text));
    code.iter().for_each(|text| guard.let_out(text));
    head.texts().iter().for_each(|text| guard.let_out(text));
    let mut left_out = reading.left_out(own_left_out);
    left_out.sort_by_key(|one| (one.reason, one.first));
    let allowed = asked.allowed;
    let places = Places::of([&reading]);
    Ok(Shareable { head, sections, left_out, guard, places, outward, slug, allowed })
}

/// Which line of which note a place is that the guard names: the notes' lines, counted on.
struct Places(Vec<(String, usize)>);

impl Places {
    fn of<'r>(readings: impl IntoIterator<Item = &'r Reading<'r>>) -> Places {
        let lines = readings.into_iter().map(|one| (one.note.path.clone(), one.count()));
        Places(lines.collect())
    }

    fn find(&self, mut place: usize) -> (&str, usize) {
        for (note, count) in &self.0 {
            if place <= *count {
                return (note, place);
            }
            place -= count;
        }
        ("", place)
    }
}

impl Refusal {
    fn of(note: &Note, line: usize, why: Why) -> Refusal {
        Refusal { note: note.path.clone(), line, why }
    }
}

impl LeftOut {
    fn of(note: &Note, line: usize, reason: Reason) -> LeftOut {
        LeftOut { note: note.path.clone(), first: line, last: line, reason }
    }
}

impl Head {
    /// Returns what it says, text by text.
    fn texts(&self) -> Vec<String> {
        let title = self.title.as_ref().map_or("", Cleared::as_str);
        let names = self.present.iter().map(|one| one.name.as_str());
        let names = names.collect::<Vec<_>>().join(" ");
        let mails = self.present.iter().filter_map(|one| Some(one.mail.as_ref()?.as_str().into()));
        [format!("{} {title}", self.customer), names].into_iter().chain(mails).collect()
    }

    /// Returns the year whose days bear no year.
    pub fn year(&self) -> i32 {
        self.first.map_or(0, |day| day.year())
    }
}

impl Shareable<'_> {
    /// Returns the lines of internal parts, by note, that also stand, word for word, in what is shared.
    pub fn repeated(&self) -> Vec<(&str, usize)> {
        self.guard.repeated().iter().map(|place| self.places.find(*place)).collect()
    }

    /// Refuses all of it, for a reason that no line is to blame for.
    pub fn refusal(&self, why: Why) -> Refusal {
        let (note, line) = self.places.find(1);
        Refusal { note: note.to_string(), line, why }
    }

    /// Looks at what was made of it, decoded: the last look before anybody else does.
    ///
    /// # Errors
    /// What it holds that it must not.
    pub fn check(&self, finished: &str) -> Result<(), Vec<Refusal>> {
        let rest = crate::report::outward::without(finished, self.allowed);
        let refusal = |place: usize, why: Why| {
            let (note, line) = self.places.find(place);
            Refusal { note: note.to_string(), line, why }
        };
        let leaks = self.guard.leaks(&rest, all_labels()).into_iter();
        let mut refusals: Vec<Refusal> = leaks.map(|place| refusal(place, Why::Leak)).collect();
        let named = self.outward.objection(&rest, &self.slug);
        refusals.extend(named.map(|one| refusal(1, Why::Objection(one))));
        let absent = self.allowed.iter().filter(|text| !finished.contains(text.as_str()));
        refusals.extend(absent.map(|text| refusal(1, Why::NotThere(text.clone()))));
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }
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
