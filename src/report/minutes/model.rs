//! What minutes are asked for and made of, and what is said where there are none.

use super::{Name, Open};
use crate::date::Date;
use crate::note::{Note, Word};
use crate::people::Side;
use crate::report::outward::{Cleared, Objection, Reason};

/// A note's path and bytes.
#[derive(Clone, Copy, Debug)]
pub struct NoteText<'a> {
    pub path: &'a str,
    pub bytes: &'a [u8],
}

/// What the text is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// What was said. Further notes are of the same visit.
    #[default]
    Minutes,
    /// What is to be talked about. Of further notes only what is still open is told.
    Agenda,
    /// When and where to meet, and what to talk about, if that is known.
    Invitation,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    pub purpose: Purpose,
    /// The headings of the sections that are shared.
    pub sections: &'a [String],
    /// Words that stop the sharing.
    pub words: &'a [String],
    /// Texts that may stand in the minutes whatever they name.
    pub allowed: &'a [String],
}

/// The meeting.
#[derive(Debug, Default)]
pub struct Head {
    pub purpose: Purpose,
    /// The customer's name.
    pub customer: String,
    pub title: Option<Cleared>,
    pub first: Option<Date>,
    pub last: Option<Date>,
    pub place: Option<Cleared>,
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
    /// What was open before the meeting.
    StillOpen,
    /// A section of the note.
    Own(Name),
    /// A further note: its title and day.
    Meeting(Option<Cleared>, Option<Date>),
}

#[derive(Debug)]
pub enum Block {
    Heading(Cleared),
    /// The heading of a section of a further note.
    Section(Name),
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
    /// It is another customer's than the first note.
    OtherNote,
    /// What is nested too deep, or has a form that nobody knows.
    Unknown,
    /// What stands in the minutes stands on this withheld line alone.
    Leak,
    /// What is allowed stands nowhere.
    NotThere(String),
}

impl Refusal {
    pub fn of(note: &Note, line: usize, why: Why) -> Refusal {
        Refusal { note: note.path.clone(), line, why }
    }
}

impl LeftOut {
    pub fn of(note: &Note, line: usize, reason: Reason) -> LeftOut {
        LeftOut { note: note.path.clone(), first: line, last: line, reason }
    }
}

impl Head {
    /// Returns what it says, text by text.
    pub fn texts(&self) -> Vec<String> {
        let title = self.title.as_ref().map_or("", Cleared::as_str);
        let names = self.present.iter().map(|one| one.name.as_str());
        let names = names.collect::<Vec<_>>().join(" ");
        let mails = self.present.iter().filter_map(|one| Some(one.mail.as_ref()?.as_str().into()));
        let place = self.place.iter().map(|place| place.as_str().to_string());
        [format!("{} {title}", self.customer), names]
            .into_iter()
            .chain(mails)
            .chain(place)
            .collect()
    }

    /// Returns the year whose days bear no year.
    pub fn year(&self) -> i32 {
        self.first.map_or(0, |day| day.year())
    }
}
