//! Minutes that cannot leak: what of a note its customer may read.
//!
//! [`share`] is the one road. It selects lines of listed sections, reads them again on their own, clears each
//! text as [`Outward`] does, and hands the guard on that looks at whatever is made of them. When in doubt it
//! refuses: then there are no minutes at all.

mod assemble;
mod compose;
mod doubt;
mod further;
mod model;
mod reading;
mod sections;
mod select;

use crate::note::Note;
use crate::people::{Directory, Side};
use crate::report::outward::{BLANK, Guard, Outward, Reason, Said, without};
use assemble::{Contents, assemble};
use compose::{Composer, Made, Source};
use reading::Reading;
use sections::{all_labels, of_agenda};

pub use doubt::Open;
pub use further::{is_visit, last_visit, next_meeting, of_visit, open_before};
pub use model::{
    Asked, Attendee, Block, Head, Item, LeftOut, Line, NoteText, Purpose, Refusal, Section, Task,
    Title, Why,
};
pub use sections::Name;

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

/// Returns what a customer may read of notes: of the first, which names the meeting, and of further ones,
/// all of one customer. `notes` tell which other customers there are.
///
/// # Errors
/// All that speaks against it, by line. Whatever is in doubt does.
pub fn share<'a>(
    texts: &[NoteText],
    asked: Asked<'a>,
    directory: &'a Directory,
    notes: &'a [Note],
) -> Result<Shareable<'a>, Vec<Refusal>> {
    let Read { readings, mut refusals, mut left_out } = read(texts, &asked, directory);
    let Some(first) = readings.first().filter(|_| refusals.is_empty()) else {
        return Err(refusals);
    };
    let slug = first.note.customer.clone().unwrap_or_default();
    let outward = Outward::new(notes.iter(), directory, asked.words);
    let mut made: Vec<Made> = Vec::new();
    let mut told: Vec<(Head, Contents)> = Vec::new();
    for (at, reading) in readings.iter().enumerate() {
        if reading.note.customer != first.note.customer {
            refusals.push(Refusal::of(&reading.note, 1, Why::OtherNote));
        }
        let mut composer = Composer::new(Source {
            note: &reading.note,
            directory,
            outward: &outward,
            slug: &slug,
            allowed: asked.allowed,
            selection: &reading.selection,
        });
        told.push(if is_background(&asked, at) {
            (Head::default(), composer.still_open(reading.refusals().is_empty()))
        } else {
            refusals.extend(reading.refusals());
            (composer.head(), composer.contents())
        });
        made.push(composer.made);
    }
    let head = head(asked.purpose, &mut told);
    let sections = assemble(asked.purpose, told);
    refusals.extend(made.iter().flat_map(|made| made.refusals.iter().cloned()));
    if refusals.is_empty() && sections.is_empty() && asked.purpose != Purpose::Invitation {
        refusals.push(Refusal::of(&first.note, 1, Why::Nothing));
    }
    if !refusals.is_empty() {
        let order = |one: &Refusal| readings.iter().position(|own| own.note.path == one.note);
        refusals.sort_by_key(|one| (order(one), one.line));
        refusals.dedup();
        return Err(refusals);
    }
    let places = Places::of(&readings);
    let guard = guard(&readings, &made, &head);
    let own = readings.iter().zip(made).enumerate().map(|(at, (reading, made))| {
        match is_background(&asked, at) {
            // What else stands in it is no matter of an agenda.
            true => made.left_out,
            false => reading.left_out(made.left_out),
        }
    });
    left_out.extend(own.flatten());
    // Stable: by note.
    left_out.sort_by_key(|one| one.reason);
    let allowed = asked.allowed;
    Ok(Shareable { head, sections, left_out, guard, places, outward, slug, allowed })
}

#[derive(Default)]
struct Read<'t> {
    readings: Vec<Reading<'t>>,
    refusals: Vec<Refusal>,
    /// Notes that have no part in an agenda.
    left_out: Vec<LeftOut>,
}

/// Reads notes; and refuses those that are internal or cannot be read for sure, or leaves them out of an
/// agenda.
fn read<'t>(texts: &[NoteText<'t>], asked: &Asked, directory: &Directory) -> Read<'t> {
    let agenda: Vec<String> = match asked.purpose {
        Purpose::Minutes => Vec::new(),
        Purpose::Agenda | Purpose::Invitation => of_agenda(asked.sections),
    };
    let mut read = Read::default();
    for (at, text) in texts.iter().enumerate() {
        let is_meeting = asked.purpose != Purpose::Minutes && at == 0;
        let sections = if is_meeting { &agenda } else { asked.sections };
        match Reading::of(*text, sections, directory) {
            Ok(reading) if asked.purpose == Purpose::Invitation => {
                read.readings.push(reading.with_place());
            }
            Ok(reading) => read.readings.push(reading),
            Err(found) if is_background(asked, at) => {
                let is_internal = found.iter().all(|one| one.why == Why::Internal);
                let reason = if is_internal { Reason::Internal } else { Reason::LooksInternal };
                let note = text.path.to_string();
                read.left_out.push(LeftOut { note, first: 1, last: 1, reason });
            }
            Err(found) => read.refusals.extend(found),
        }
    }
    read
}

/// Returns whether only what is open is told of a note, by its place among all.
fn is_background(asked: &Asked, at: usize) -> bool {
    asked.purpose != Purpose::Minutes && at > 0
}

/// Returns the meeting as the first note names it, with everybody whom the notes name.
fn head(purpose: Purpose, told: &mut [(Head, Contents)]) -> Head {
    let Some(((first, _), further)) = told.split_first_mut() else { return Head::default() };
    let mut head = Head { purpose, ..std::mem::take(first) };
    for one in further.iter_mut().flat_map(|(head, _)| std::mem::take(&mut head.present)) {
        if !head.present.iter().any(|own| own.name == one.name) {
            head.present.push(one);
        }
    }
    let order = [Side::Theirs, Side::Partner, Side::Ours];
    head.present.sort_by_key(|one| order.iter().position(|side| *side == one.side));
    head
}

/// Returns the guard of all that is withheld in the notes.
fn guard(readings: &[Reading], made: &[Made], head: &Head) -> Guard {
    let mut withheld = Vec::new();
    let mut offset = 0;
    for (reading, made) in readings.iter().zip(made) {
        withheld.extend(reading.withheld(&made.left_out, offset));
        offset += reading.count();
    }
    let mut guard = Guard::new(withheld);
    for (reading, made) in readings.iter().zip(made) {
        reading.public(&made.left_out).for_each(|text| guard.let_out(text));
        made.code.iter().for_each(|text| guard.let_out(text));
    }
    head.texts().iter().for_each(|text| guard.let_out(text));
    guard
}

/// Which line of which note a place is that the guard names: the notes' lines, counted on.
struct Places(Vec<(String, usize)>);

impl Places {
    fn of(readings: &[Reading]) -> Places {
        let lines = readings.iter().map(|one| (one.note.path.clone(), one.count()));
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
        self.check_with(finished, finished)
    }

    /// The same, but names and words are looked for in a `bare` text: it is what was made without the tool's own
    /// words, with blanks in their place. A customer may be called as a heading is.
    ///
    /// # Errors
    /// What it holds that it must not.
    pub fn check_with(&self, finished: &str, bare: &str) -> Result<(), Vec<Refusal>> {
        let refusal = |place: usize, why: Why| {
            let (note, line) = self.places.find(place);
            Refusal { note: note.to_string(), line, why }
        };
        let rest = without(finished, self.allowed);
        let leaks = self.guard.leaks(&rest, all_labels()).into_iter();
        let mut refusals: Vec<Refusal> = leaks.map(|place| refusal(place, Why::Leak)).collect();
        let bare = without(bare, self.allowed);
        let named = bare.split(BLANK).find_map(|part| self.outward.objection(part, &self.slug));
        refusals.extend(named.map(|one| refusal(1, Why::Objection(one))));
        let absent = self.allowed.iter().filter(|text| !finished.contains(text.as_str()));
        refusals.extend(absent.map(|text| refusal(1, Why::NotThere(text.clone()))));
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }
}

fn said<'n>(text: &'n str, note: &'n Note, line: usize) -> Said<'n> {
    Said { text, note, line, internal: false }
}
