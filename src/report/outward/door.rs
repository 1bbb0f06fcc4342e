//! The last look at a finished summary, whoever made it: nothing of what was withheld stands in it, and
//! nothing that its readers must not see.
//!
//! It looks at pieces: the finished text without the tool's own words, or the values of its JSON.

use std::collections::BTreeSet;

use super::clean::cleaned;
use super::guard::{Guard, Hidden, Labels};
use super::secrets::holds_secret;
use super::{Company, Objection, Outward, Reason, Said, Withheld};
use crate::note::{Note, Word};
use crate::people::{Card, Directory};

/// What a finished summary has to pass.
pub struct Door<'a> {
    reader: Reader<'a>,
    guard: Guard,
    /// The notes and lines by the guard's places.
    places: Vec<(String, usize)>,
}

/// Who is on the other side.
enum Reader<'a> {
    Customer(Outward<'a>, String),
    Company(Company<'a>),
}

/// Why a finished summary does not go out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// Words of this withheld line stand in it.
    Leak {
        note: String,
        line: usize,
    },
    Objection(Objection),
}

impl<'a> Door<'a> {
    /// `notes` are the customer's, `withheld` what of them was left out.
    pub fn to_customer<'n>(
        outward: Outward<'a>,
        slug: &str,
        notes: impl Iterator<Item = &'n Note>,
        withheld: &[Withheld],
    ) -> Door<'a> {
        let directory = outward.directory;
        let mut texts = Texts::default();
        for note in notes {
            texts.read(note, withheld, |word| word != Word::Risk);
            let owners = note.follow_ups.iter().flat_map(|item| &item.owners);
            texts.public.extend(owners.map(|owner| owner.name.clone()));
            let as_told = texts.told.drain(..).map(|(line, text)| {
                let said = Said { text: &text, note, line, internal: false };
                cleaned(&said, Some(slug), directory)
            });
            texts.public.extend(as_told);
        }
        texts.public.extend(names_of_team(directory));
        texts.public.extend(directory.cards.get(slug).into_iter().flat_map(names_on));
        texts.door(Reader::Customer(outward, slug.to_string()))
    }

    /// `notes` are those that are told of, `withheld` what of them was left out.
    pub fn to_company<'n>(
        company: Company<'a>,
        directory: &Directory,
        notes: impl Iterator<Item = &'n Note>,
        withheld: &[Withheld],
    ) -> Door<'a> {
        let mut texts = Texts::default();
        for note in notes {
            texts.read(note, withheld, |_| true);
            texts.public.push(note.path.clone());
            texts.public.extend(note.kind.clone());
        }
        texts.public.extend(names_of_team(directory));
        let customers = directory.cards.values().flat_map(|card| [&card.slug, &card.name]);
        texts.public.extend(customers.cloned());
        texts.door(Reader::Company(company))
    }

    /// Looks at all pieces of a finished summary.
    ///
    /// # Errors
    /// All that speaks against it, in its order.
    pub fn check<'t>(&self, pieces: impl IntoIterator<Item = &'t str>) -> Result<(), Vec<Stop>> {
        let none = Labels::of([]);
        let mut stops = BTreeSet::new();
        for piece in pieces {
            let leaks = self.guard.leaks(piece, &none).into_iter();
            stops.extend(leaks.map(|place| {
                let (note, line) = self.places[place].clone();
                Stop::Leak { note, line }
            }));
            let objection = match &self.reader {
                Reader::Customer(outward, slug) => outward.objection(piece, slug),
                Reader::Company(company) => company.objection(piece),
            };
            let secret = holds_secret(piece).then(|| Reason::Secret.into());
            stops.extend(objection.into_iter().chain(secret).map(Stop::Objection));
        }
        if stops.is_empty() { Ok(()) } else { Err(stops.into_iter().collect()) }
    }
}

/// The texts of notes, by whether they may go out.
#[derive(Default)]
struct Texts {
    /// With the places where they stand.
    hidden: Vec<(usize, String)>,
    public: Vec<String>,
    /// Public ones of the note that was read last, with their lines.
    told: Vec<(usize, String)>,
    places: Vec<(String, usize)>,
}

impl Texts {
    /// Reads the texts of a note. All on a line stay inside if one of them does.
    fn read(&mut self, note: &Note, withheld: &[Withheld], is_told: impl Fn(Word) -> bool) {
        let texts = texts_of(note, is_told);
        let withheld = withheld.iter().filter(|one| one.note == note.path).map(|one| one.line);
        let internal = texts.iter().filter(|text| text.is_hidden).map(|text| text.line);
        let hidden: BTreeSet<usize> = withheld.chain(internal).collect();
        for Text { line, text, .. } in texts {
            if note.internal || hidden.contains(&line) {
                self.hide(note, line, text);
            } else {
                self.public.push(text.to_string());
                self.told.push((line, text.to_string()));
            }
        }
        match note.internal {
            true => self.hide(note, 1, &note.title),
            false => {
                self.public.push(note.title.clone());
                self.told.push((1, note.title.clone()));
            }
        }
    }

    fn hide(&mut self, note: &Note, line: usize, text: &str) {
        self.hidden.push((self.places.len(), text.to_string()));
        self.places.push((note.path.clone(), line));
    }

    fn door(self, reader: Reader<'_>) -> Door<'_> {
        let hidden = self.hidden.iter().map(|(place, text)| Hidden {
            place: *place,
            text,
            is_internal: false,
            goes_on: false,
        });
        let mut guard = Guard::new(hidden);
        self.public.iter().for_each(|text| guard.let_out(text));
        Door { reader, guard, places: self.places }
    }
}

struct Text<'a> {
    line: usize,
    text: &'a str,
    /// Internal, or never told to the reader.
    is_hidden: bool,
}

/// Returns what of a note can be told at all, and the tags and names that are told with it.
fn texts_of(note: &Note, is_told: impl Fn(Word) -> bool) -> Vec<Text<'_>> {
    let mut texts = Vec::new();
    let skipped = note.skipped.iter().map(|(item, _)| item);
    for item in note.follow_ups.iter().chain(&note.unboxed).chain(skipped) {
        texts.push(Text { line: item.line, text: &item.text, is_hidden: item.internal });
    }
    for typed in &note.typed {
        let (line, is_hidden) = (typed.line, typed.internal || !is_told(typed.word));
        let beside = [&typed.qualifier, &typed.tag, &typed.link].into_iter().flatten();
        let all = [&typed.text].into_iter().chain(beside);
        texts.extend(all.map(|text| Text { line, text, is_hidden }));
    }
    for quote in &note.quotes {
        let (line, is_hidden) = (quote.line, quote.internal);
        let all = [&quote.text].into_iter().chain(&quote.name);
        texts.extend(all.map(|text| Text { line, text, is_hidden }));
    }
    for one in &note.exit_criteria {
        texts.push(Text { line: one.line, text: &one.text, is_hidden: one.internal });
    }
    for one in note.updates.iter().flat_map(|update| &update.statements) {
        let text = one.text.as_deref().unwrap_or_default();
        texts.push(Text { line: one.line, text, is_hidden: one.internal });
    }
    texts
}

fn names_of_team(directory: &Directory) -> impl Iterator<Item = String> {
    directory.team.iter().map(|person| person.name.clone())
}

fn names_on(card: &Card) -> impl Iterator<Item = String> {
    [&card.name].into_iter().chain(card.people.iter().map(|person| &person.name)).cloned()
}
