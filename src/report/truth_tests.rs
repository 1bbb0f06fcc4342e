//! The sums of random histories against what the test itself did to each follow-up.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proptest::prelude::*;

use super::period::{Change, Period, Step};
use super::week::{Frame, week};
use super::whose::Whose;
use crate::date::{Date, Moment, Zone};
use crate::note::{Note, read};
use crate::people::Directory;

/// What is done to one follow-up or note on the way to the next version: a number chooses which, another
/// one what becomes of it.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Add,
    Mark,
    Reword,
    Owe,
    Remove,
    Restore,
    Relist,
    ToOtherCustomer,
    Rename,
    Delete,
}

const DEEDS: [Deed; 10] = [
    Deed::Add,
    Deed::Mark,
    Deed::Reword,
    Deed::Owe,
    Deed::Remove,
    Deed::Restore,
    Deed::Relist,
    Deed::ToOtherCustomer,
    Deed::Rename,
    Deed::Delete,
];

/// A follow-up as the test knows it. Its words are its own: no other has one of them.
#[derive(Clone, Debug, PartialEq)]
struct Owed {
    mark: char,
    words: [usize; 3],
    due: u32,
    /// Which note it stands in; `None` if it is gone.
    slot: Option<usize>,
    /// Whose it is; kept when it is gone.
    customer: usize,
    /// It went to another customer, or came from one.
    has_crossed: bool,
}

/// Everything, by the follow-up's number; a note is a slot with a path, or no file.
#[derive(Clone, Debug, Default)]
struct World {
    owed: BTreeMap<usize, Owed>,
    paths: [Option<String>; 4],
    words: usize,
    count: usize,
    moved: usize,
}

impl World {
    fn add(&mut self, slot: usize, mark: char) -> usize {
        let words = [self.words, self.words + 1, self.words + 2];
        (self.words, self.count) = (self.words + 3, self.count + 1);
        let customer = slot % 2;
        let owed = Owed { mark, words, due: 1, slot: Some(slot), customer, has_crossed: false };
        self.owed.insert(self.count, owed);
        self.count
    }

    /// Gives a note a path that no other one has.
    fn take_path(&mut self, slot: usize, path: String) {
        if !self.paths.contains(&Some(path.clone())) {
            self.paths[slot] = Some(path);
        }
    }

    /// Does a deed, unless what it concerns was touched on this day already.
    fn act(&mut self, deed: Deed, which: usize, what: usize, touched: &mut BTreeSet<usize>) {
        let slot = what % 4;
        let is_free = |id: &usize| !touched.contains(id);
        let there = |owed: &&Owed| owed.slot.is_some();
        let pick = |gone: bool| -> Option<usize> {
            let ids: Vec<usize> = self
                .owed
                .iter()
                .filter(|(id, o)| is_free(id) && there(o) != gone)
                .map(|(id, _)| *id)
                .collect();
            (!ids.is_empty()).then(|| ids[which % ids.len()])
        };
        let in_slot: Vec<usize> =
            self.owed.iter().filter(|(_, o)| o.slot == Some(slot)).map(|(id, _)| *id).collect();
        match deed {
            Deed::Add if self.paths[slot].is_some() => {
                let id = self.add(slot, [' ', 'x', '-'][which % 3]);
                touched.insert(id);
            }
            Deed::Rename if self.paths[slot].is_some() => {
                let path = format!("customers/{}/{which}-{}.md", slot % 2, touched.len());
                self.take_path(slot, path);
            }
            Deed::Delete if in_slot.iter().all(is_free) => match self.paths[slot].take() {
                Some(_) => {
                    for id in in_slot {
                        self.owed.get_mut(&id).unwrap().slot = None;
                        touched.insert(id);
                    }
                }
                None => self.take_path(slot, format!("customers/{}/new-{which}.md", slot % 2)),
            },
            Deed::Add | Deed::Rename | Deed::Delete => {}
            _ => {
                let Some(id) = pick(matches!(deed, Deed::Restore)) else { return };
                touched.insert(id);
                let mut owed = self.owed[&id].clone();
                match deed {
                    Deed::Mark => owed.mark = [' ', 'x', '-'][what % 3],
                    Deed::Reword => {
                        owed.words[what % 3] = self.words;
                        self.words += 1;
                    }
                    Deed::Owe => {
                        owed.due = 1 + (what % 28) as u32;
                        let is_move = owed.mark == ' ' && owed.due != self.owed[&id].due;
                        self.moved += usize::from(is_move);
                    }
                    Deed::Remove => owed.slot = None,
                    // Another note of the same customer, or the same one.
                    Deed::Restore | Deed::Relist => {
                        let slot = owed.customer + 2 * (what % 2);
                        if self.paths[slot].is_some() {
                            owed.slot = Some(slot);
                        }
                    }
                    // What another customer has is another follow-up.
                    Deed::ToOtherCustomer => {
                        let slot = 1 - owed.customer + 2 * (what % 2);
                        // What comes back is the one that went, also in other words: it crosses over
                        // only once.
                        if self.paths[slot].is_some() && !owed.has_crossed {
                            self.count += 1;
                            touched.insert(self.count);
                            owed.has_crossed = true;
                            let there =
                                Owed { slot: Some(slot), customer: slot % 2, ..owed.clone() };
                            self.owed.insert(self.count, there);
                            owed.slot = None;
                        }
                    }
                    _ => unreachable!("notes are done"),
                }
                self.owed.insert(id, owed);
            }
        }
    }

    fn notes(&self) -> [Option<(String, String)>; 4] {
        std::array::from_fn(|slot| {
            let path = self.paths[slot].clone()?;
            let items = self.owed.values().filter(|owed| owed.slot == Some(slot));
            let line = |owed: &Owed| {
                let [a, b, c] = owed.words;
                format!("- [{}] @dana w{a} w{b} w{c} by 2026-03-{:02}\n", owed.mark, owed.due)
            };
            Some((path, items.map(line).collect()))
        })
    }

    fn mark(&self, id: usize) -> Option<char> {
        self.owed.get(&id).filter(|owed| owed.slot.is_some()).map(|owed| owed.mark)
    }
}

/// Returns the notes over some versions of the world, each a commit of its own day.
fn period(worlds: &[World]) -> Period {
    let mut period = Period::default();
    let mut before: [Option<(String, String)>; 4] = worlds[0].notes();
    let note =
        |file: &(String, String)| Rc::new(read(&file.0, file.1.as_bytes(), &Directory::default()));
    let mut notes: Vec<Option<Rc<Note>>> =
        before.iter().map(|file| file.as_ref().map(note)).collect();
    period.start = notes.iter().flatten().cloned().collect();
    for (at, world) in worlds.iter().enumerate().skip(1) {
        let mut changes = Vec::new();
        let now = world.notes();
        for slot in (0..4).filter(|slot| before[*slot] != now[*slot]) {
            let new = now[slot].as_ref().map(note);
            let old = std::mem::replace(&mut notes[slot], new.clone());
            changes.push(Change { old, new });
        }
        before = now;
        let day = Date::new(2026, 3, 1 + at as u32).unwrap();
        period.steps.push(Step { day, is_committed: true, changes });
    }
    period.end = notes.into_iter().flatten().collect();
    period
}

proptest! {
    #![proptest_config(crate::chance::cases(400))]

    #[test]
    fn the_sums_are_what_was_done(
        history in prop::collection::vec(
            prop::collection::vec((prop::sample::select(DEEDS.to_vec()), 0usize..97, 0usize..84), 0..7),
            1..6,
        )
    ) {
        let mut world = World::default();
        for slot in 0..3 {
            world.paths[slot] = Some(format!("customers/{}/first-{slot}.md", slot % 2));
            for mark in [' ', 'x', ' ', '-'] {
                world.add(slot, mark);
            }
        }
        let mut worlds = vec![world.clone()];
        for deeds in &history {
            let mut touched = BTreeSet::new();
            for (deed, which, what) in deeds {
                world.act(*deed, *which, *what, &mut touched);
            }
            worlds.push(world.clone());
        }
        let (start, end) = (&worlds[0], &world);
        // Open at the start, new, reopened, closed, dropped, vanished, open at the end; moved.
        let mut expected = [0; 8];
        for id in 1..=world.count {
            let was_seen = worlds.iter().any(|world| world.mark(id).is_some());
            let (old, new) = (start.mark(id), end.mark(id));
            let mut count = |at: usize, is_so: bool| expected[at] += usize::from(was_seen && is_so);
            let is_closed = |mark: Option<char>| mark.is_some_and(|mark| mark != ' ');
            count(0, old == Some(' '));
            count(1, old.is_none() && new.is_some());
            count(2, is_closed(old) && new == Some(' '));
            count(3, !is_closed(old) && new == Some('x'));
            count(4, !is_closed(old) && new == Some('-'));
            count(5, old == Some(' ') && new.is_none());
            count(6, new == Some(' '));
        }
        expected[7] = world.moved;
        let directory = Directory::default();
        let as_of = Moment::parse("2026-03-06T17:00:00Z").unwrap();
        let week_10 = as_of.date(Zone::UTC).week();
        let whose = Whose::default();
        let frame = Frame {
            week: week_10,
            as_of,
            zone: Zone::UTC,
            directory: &directory,
            manager: None,
            commit: None,
            whose: &whose,
        };
        let s = week(&frame, &period(&worlds)).sums;
        let found =
            [s.open_at_start, s.new, s.reopened, s.closed, s.dropped, s.vanished, s.open_at_end, s.moved];
        prop_assert_eq!(found, expected);
    }
}
