//! Which follow-up of a later version is which of an earlier one.
//!
//! Equal text first, with the same owners and dates before others: within a note or its rename, then gone from one note and there in another of the
//! same customer. Then, within a note, the same owner or the same deadline and at least half of the
//! words in common; the best pair first, ties by place. Each is paired at most once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::date::Date;
use crate::follow_up::{FollowUp, State};
use crate::words::{dice, grams};

/// A follow-up that may have a partner in the other version.
pub struct Candidate<'a> {
    pub item: &'a FollowUp,
    /// The same number for a note and what became of it; `None` if its note did not change.
    pub note: Option<usize>,
    pub customer: Option<&'a str>,
}

/// Where two candidates have to meet.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    Note,
    Customer,
}

/// How much two candidates with equal text have in common besides: owners, dates and state; owners and
/// dates; nothing.
#[derive(Clone, Copy)]
enum Alike {
    InAll,
    ButForState,
    InText,
}

/// What has to be equal besides the text.
#[derive(PartialEq, Eq, Hash)]
struct Details<'a> {
    owners: Vec<&'a str>,
    dates: (Option<Date>, Option<Date>),
    state: Option<State>,
}

#[derive(PartialEq, Eq, Hash)]
enum Place<'a> {
    Note(usize),
    Customer(&'a str),
}

/// Returns for each of `new` which of `old` it is. Earlier candidates go first among equals.
pub fn pair(old: &[Candidate], new: &[Candidate]) -> Vec<Option<usize>> {
    let mut pairs = Pairs { old_of: vec![None; new.len()], taken: vec![false; old.len()] };
    for within in [Within::Note, Within::Customer] {
        for alike in [Alike::InAll, Alike::ButForState, Alike::InText] {
            pairs.by_text(old, new, within, alike);
        }
    }
    pairs.by_likeness(old, new);
    pairs.old_of
}

struct Pairs {
    old_of: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairs {
    fn join(&mut self, old: usize, new: usize) {
        self.old_of[new] = Some(old);
        self.taken[old] = true;
    }

    /// Pairs equal texts that are alike as far as is asked for. The closest go first, so that of two
    /// equal lines the one that stayed is not taken for the one that went, nor what was ticked off for
    /// its next occurrence, which Obsidian Tasks writes above it with a later date.
    fn by_text(&mut self, old: &[Candidate], new: &[Candidate], within: Within, alike: Alike) {
        let mut waiting: HashMap<_, VecDeque<usize>> = HashMap::new();
        for (at, candidate) in old.iter().enumerate().filter(|(at, _)| !self.taken[*at]) {
            if let Some(key) = candidate.key(within, alike) {
                waiting.entry(key).or_default().push_back(at);
            }
        }
        for (at, candidate) in new.iter().enumerate() {
            if self.old_of[at].is_none()
                && let Some(key) = candidate.key(within, alike)
                && let Some(partner) = waiting.get_mut(&key).and_then(VecDeque::pop_front)
            {
                self.join(partner, at);
            }
        }
    }

    fn by_likeness(&mut self, old: &[Candidate], new: &[Candidate]) {
        let mut notes: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, candidate) in old.iter().enumerate().filter(|(at, _)| !self.taken[*at]) {
            let Some(note) = candidate.note else { continue };
            notes.entry(note).or_default().0.push(at);
        }
        for (at, candidate) in new.iter().enumerate() {
            if self.old_of[at].is_none()
                && let Some((_, left)) = candidate.note.and_then(|note| notes.get_mut(&note))
            {
                left.push(at);
            }
        }
        for (gone, come) in notes.into_values().filter(|(_, come)| !come.is_empty()) {
            let words = |of: &[Candidate], at: &[usize]| -> Vec<(usize, Vec<String>)> {
                at.iter().map(|at| (*at, grams(&of[*at].item.text))).collect()
            };
            let mut found = Vec::new();
            let come = words(new, &come);
            for (old_at, old_words) in words(old, &gone) {
                for (new_at, new_words) in &come {
                    if !have_owner_or_deadline_in_common(old[old_at].item, new[*new_at].item) {
                        continue;
                    }
                    let likeness = dice(&old_words, new_words);
                    if likeness >= 0.5 {
                        // A ratio of counts in whole millionths sorts without floats.
                        found.push((Reverse((likeness * 1e6) as u32), old_at, *new_at));
                    }
                }
            }
            found.sort_unstable();
            for (_, old_at, new_at) in found {
                if !self.taken[old_at] && self.old_of[new_at].is_none() {
                    self.join(old_at, new_at);
                }
            }
        }
    }
}

impl<'a> Candidate<'a> {
    fn key(
        &self,
        within: Within,
        alike: Alike,
    ) -> Option<(Place<'a>, &'a str, Option<Details<'a>>)> {
        let item = self.item;
        let place = match within {
            Within::Note => Place::Note(self.note?),
            Within::Customer if item.text.is_empty() => return None,
            Within::Customer => Place::Customer(self.customer?),
        };
        let details = |state: Option<State>| Details {
            owners: item.owners.iter().map(|owner| owner.name.as_str()).collect(),
            dates: (item.due, item.promised),
            state,
        };
        let details = match alike {
            Alike::InAll => Some(details(Some(item.state))),
            Alike::ButForState => Some(details(None)),
            Alike::InText => None,
        };
        Some((place, item.text.as_str(), details))
    }
}

/// Returns whether two follow-ups can be one that was reworded. Two without any owner have that in common;
/// two without any date do not.
pub fn have_owner_or_deadline_in_common(one: &FollowUp, two: &FollowUp) -> bool {
    let is_shared = one.owners.iter().any(|own| two.owners.iter().any(|o| o.name == own.name));
    is_shared
        || (one.owners.is_empty() && two.owners.is_empty())
        || (one.deadline().is_some() && one.deadline() == two.deadline())
}

#[cfg(test)]
mod tests {
    use super::{Candidate, pair};
    use crate::note::{Note, read};
    use crate::people::Directory;

    /// Reads notes written as `path: line; line`, one a line of `text`; `*` is an open box, `x` a ticked
    /// one.
    fn notes(text: &str) -> Vec<Note> {
        let notes = text.lines().filter(|line| !line.trim().is_empty()).map(|line| {
            let (path, items) = line.trim().split_once(": ").unwrap();
            let boxes = items.split("; ").map(|item| match item.split_once(' ').unwrap() {
                ("x", text) => format!("- [x] {text}\n"),
                (_, text) => format!("- [ ] {text}\n"),
            });
            read(path, boxes.collect::<String>().as_bytes(), &Directory::default())
        });
        notes.collect()
    }

    fn candidates(notes: &[Note]) -> Vec<Candidate<'_>> {
        let of_note = |(at, note)| {
            let note: &Note = note;
            let customer = note.customer.as_deref();
            note.follow_ups.iter().map(move |item| Candidate { item, note: Some(at), customer })
        };
        notes.iter().enumerate().flat_map(of_note).collect()
    }

    /// Checks which items of the later notes are which of the earlier ones; the n-th line of both is the
    /// same note or its rename.
    fn check(old: &str, new: &str, expected: &[Option<usize>]) {
        let (old, new) = (notes(old), notes(new));
        assert_eq!(pair(&candidates(&old), &candidates(&new)), expected);
    }

    #[test]
    fn equal_text_goes_first() {
        check("a.md: * send it; * call", "a.md: * call; * send it", &[Some(1), Some(0)]);
        check(
            "a.md: * @d send the guide; * @d send the big guide",
            "a.md: * @d send the big guide; * @d send guide",
            &[Some(1), Some(0)],
        );
        check("a.md: * @d send it by 2026-03-01", "a.md: x @e send it", &[Some(0)]);
    }

    #[test]
    fn of_equal_lines_the_one_that_stayed_is_the_same() {
        check("a.md: * call; x call", "a.md: x call", &[Some(1)]);
        check("a.md: * call; * call", "a.md: * call; x call", &[Some(0), Some(1)]);
    }

    #[test]
    fn what_was_ticked_off_is_not_its_next_occurrence() {
        let (first, next) = ("@d call by 2026-03-02", "@d call by 2026-03-09");
        check(&format!("a.md: * {first}"), &format!("a.md: * {next}; x {first}"), &[None, Some(0)]);
        check(&format!("a.md: * {first}"), &format!("a.md: x {first}; * {next}"), &[Some(0), None]);
        check(&format!("a.md: * {first}"), &format!("a.md: * {next}"), &[Some(0)]);
        let moved = "customers/o/1.md: * stay\ncustomers/o/2.md: * {next}; x {first}";
        let moved = moved.replace("{next}", next).replace("{first}", first);
        check(
            &format!("customers/o/1.md: * stay; * {first}\ncustomers/o/2.md: * b"),
            &moved,
            &[Some(0), None, Some(1)],
        );
    }

    #[test]
    fn rewording_needs_half_of_the_words_and_an_owner_or_a_deadline() {
        for (old, new, expected) in [
            ("* @d send the sizing guide", "* @d send the new sizing guide", Some(0)),
            ("* @d send the sizing guide", "* @e send the new sizing guide", None),
            (
                "* @d send the sizing guide by 2026-03-01",
                "* @e send the new sizing guide by 2026-03-01",
                Some(0),
            ),
            ("* @d send the sizing guide", "* @d call the bank", None),
            ("* send the sizing guide", "* send the new sizing guide", Some(0)),
            ("* @d 見積もりを送る", "* @d 見積もりを送付する", Some(0)),
        ] {
            check(&format!("a.md: {old}"), &format!("a.md: {new}"), &[expected]);
        }
    }

    #[test]
    fn the_best_pair_goes_first_then_the_place() {
        check(
            "a.md: * @d send the guide to them; * @d send the sizing guide to them",
            "a.md: * @d send the new sizing guide to them; * @d send a guide to them",
            &[Some(1), Some(0)],
        );
        check("a.md: * @d one two; * @d one two three four", "a.md: * @d one two five", &[Some(0)]);
    }

    #[test]
    fn equal_text_in_another_note_of_the_customer_is_the_same() {
        let (one, two) = ("customers/o/1.md", "customers/o/2.md");
        check(
            &format!("{one}: * send it; * stay\n{two}: * x"),
            &format!("{one}: * stay\n{two}: * x; * send it"),
            &[Some(1), Some(2), Some(0)],
        );
        check("customers/o/1.md: * a b", "customers/p/1.md: * a b", &[Some(0)]);
        let (old, new) = (
            notes("customers/o/1.md: * a b\nx.md: * c"),
            notes("x.md: * c\ncustomers/p/1.md: * a b"),
        );
        assert_eq!(pair(&candidates(&old), &candidates(&new)), [None, None]);
    }
}
