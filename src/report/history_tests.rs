//! The equation and the pairing over random histories.

use std::rc::Rc;

use proptest::prelude::*;

use super::period::{Change, Period, Step};
use super::threads::follow;
use super::week::tests::directory;
use super::week::{Frame, sums, week};
use super::whose::Whose;
use crate::date::{Date, Moment, Zone};
use crate::follow_up::FollowUp;
use crate::note::{Note, read};
use crate::people::Directory;

/// What may happen to the notes of one version on the way to the next.
#[derive(Clone, Debug)]
enum Event {
    /// An item gets another mark: open, ticked, dropped.
    Mark(usize, usize, char),
    Reword(usize, usize, usize),
    Add(usize, usize),
    Remove(usize, usize),
    /// An item goes to another note.
    Relist(usize, usize, usize),
    Rename(usize),
    Delete(usize),
    Create(usize),
    Swap(usize, usize),
}

const TEXTS: [&str; 8] = [
    "@dana send the sizing guide",
    "@dana send the new sizing guide by 2026-03-05",
    "@dana send the whole sizing guide promised 2026-03-06",
    "@ken open the ports",
    "open the ports by 2026-03-05",
    "call",
    "@dana 見積もりを送る",
    "@dana by 2026-03-04",
];

/// A note as the test writes it: its path and its boxes, or `None` if there is no such file.
#[derive(Clone, Debug)]
struct File {
    path: String,
    items: Vec<(char, usize)>,
}

fn events() -> impl Strategy<Value = Vec<Vec<Event>>> {
    let (note, item, text) = (0usize..4, 0usize..5, 0usize..TEXTS.len());
    let event = prop_oneof![
        (note.clone(), item.clone(), prop::sample::select(vec![' ', 'x', '-']))
            .prop_map(|(n, i, mark)| Event::Mark(n, i, mark)),
        (note.clone(), item.clone(), text.clone()).prop_map(|(n, i, t)| Event::Reword(n, i, t)),
        (note.clone(), text).prop_map(|(n, t)| Event::Add(n, t)),
        (note.clone(), item.clone()).prop_map(|(n, i)| Event::Remove(n, i)),
        (note.clone(), item, note.clone()).prop_map(|(n, i, to)| Event::Relist(n, i, to)),
        note.clone().prop_map(Event::Rename),
        note.clone().prop_map(Event::Delete),
        note.clone().prop_map(Event::Create),
        (note.clone(), note).prop_map(|(a, b)| Event::Swap(a, b)),
    ];
    prop::collection::vec(prop::collection::vec(event, 0..6), 1..6)
}

/// Returns the slots before and after some events; a slot is a file with its renames.
fn apply(slots: &[Option<File>], events: &[Event], count: &mut usize) -> Vec<Option<File>> {
    let mut slots = slots.to_vec();
    for event in events {
        *count += 1;
        match *event {
            Event::Mark(n, i, mark) => {
                if let Some((old, _)) = item(&mut slots[n], i) {
                    *old = mark;
                }
            }
            Event::Reword(n, i, text) => {
                if let Some((_, old)) = item(&mut slots[n], i) {
                    *old = text;
                }
            }
            Event::Add(n, text) => {
                if let Some(file) = &mut slots[n] {
                    file.items.push((' ', text));
                }
            }
            Event::Remove(n, i) => _ = take(&mut slots[n], i),
            Event::Relist(n, i, to) => {
                if slots[to].is_some()
                    && let Some(taken) = take(&mut slots[n], i)
                    && let Some(file) = &mut slots[to]
                {
                    file.items.push(taken);
                }
            }
            Event::Rename(n) => {
                if let Some(file) = &mut slots[n] {
                    file.path = format!("customers/{}/renamed-{count}.md", n % 2);
                }
            }
            Event::Delete(n) => slots[n] = None,
            Event::Create(n) => {
                let path = format!("customers/{}/new-{count}.md", n % 2);
                slots[n].get_or_insert(File { path, items: vec![(' ', n), ('x', n + 1)] });
            }
            Event::Swap(a, b) => {
                if let (Some(one), Some(two)) = (slots[a].clone(), slots[b].clone()) {
                    slots[a] = Some(File { path: two.path.clone(), ..one.clone() });
                    slots[b] = Some(File { path: one.path, ..two });
                }
            }
        }
    }
    slots
}

fn item(slot: &mut Option<File>, at: usize) -> Option<&mut (char, usize)> {
    slot.as_mut()?.items.get_mut(at)
}

fn take(slot: &mut Option<File>, at: usize) -> Option<(char, usize)> {
    let file = slot.as_mut()?;
    (at < file.items.len()).then(|| file.items.remove(at))
}

fn note(file: &File, directory: &Directory) -> Rc<Note> {
    let boxes = file.items.iter().map(|(mark, text)| format!("- [{mark}] {}\n", TEXTS[*text]));
    let text = boxes.collect::<String>();
    Rc::new(read(&file.path, text.as_bytes(), directory))
}

/// Reads the versions, sharing what did not change.
fn period(versions: &[Vec<Option<File>>], told: bool, directory: &Directory) -> Period {
    let mut period = Period::default();
    let note = |file: &File| note(file, directory);
    let mut notes: Vec<Option<Rc<Note>>> =
        versions[0].iter().map(|slot| slot.as_ref().map(&note)).collect();
    period.start = notes.iter().flatten().cloned().collect();
    for (at, version) in versions.iter().enumerate().skip(1) {
        let mut changes = Vec::new();
        for (slot, file) in version.iter().enumerate() {
            let before = &versions[at - 1][slot];
            let is_same = match (before, file) {
                (Some(old), Some(new)) => old.path == new.path && old.items == new.items,
                (old, new) => old.is_none() && new.is_none(),
            };
            if !is_same {
                let new = file.as_ref().map(&note);
                let old = std::mem::replace(&mut notes[slot], new.clone());
                changes.push(Change { old, new });
            }
        }
        let day = Date::new(2026, 3, 1 + at as u32).unwrap();
        if told {
            period.steps.push(Step { day, is_committed: true, changes });
        }
    }
    period.end = notes.into_iter().flatten().collect();
    period
}

/// Returns the slots after each of some steps, and before the first.
fn versions(history: &[Vec<Event>]) -> Vec<Vec<Option<File>>> {
    let first = |n: usize| File {
        path: format!("customers/{}/first-{n}.md", n % 2),
        items: vec![(' ', n), ('x', n + 2), (' ', n + 4)],
    };
    let mut versions = vec![vec![Some(first(0)), Some(first(1)), Some(first(2)), None]];
    let mut count = 0;
    for events in history {
        versions.push(apply(versions.last().unwrap(), events, &mut count));
    }
    versions
}

fn frame<'a>(directory: &'a Directory, whose: &'a Whose) -> Frame<'a> {
    let as_of = Moment::parse("2026-03-06T17:00:00Z").unwrap();
    Frame {
        week: as_of.date(Zone::UTC).week(),
        as_of,
        zone: Zone::UTC,
        directory,
        manager: Some("dana"),
        commit: None,
        whose,
    }
}

proptest! {
    #![proptest_config(crate::chance::cases(300))]

    #[test]
    fn the_sums_always_come_out_even(history in events(), told: bool) {
        let directory = Directory::default();
        let period = period(&versions(&history), told, &directory);
        let whose = Whose::default();
        let frame = frame(&directory, &whose);
        let report = week(&frame, &period);
        prop_assert_eq!(report.unbalanced, None);
        let sums = report.sums;
        let open = |notes: &[Rc<Note>]| {
            notes.iter().flat_map(|note| &note.follow_ups).filter(|item| item.is_open()).count()
        };
        prop_assert_eq!(sums.open_at_start, open(&period.start));
        prop_assert_eq!(sums.open_at_end, open(&period.end));
        prop_assert_eq!(
            sums.open_at_start + sums.new + sums.reopened,
            sums.closed + sums.dropped + sums.vanished + sums.open_at_end,
            "{:?}", sums
        );
        prop_assert!(sums.promises_kept <= sums.promises_due);

        // Each follow-up of both ends lies on exactly one thread.
        let story = follow(&period, Date::new(2026, 3, 6).unwrap());
        let items = |notes: &[Rc<Note>]| notes.iter().map(|note| note.follow_ups.len()).sum::<usize>();
        let count = |of: &dyn Fn(&super::threads::Thread) -> Option<FollowUp>| {
            story.threads.iter().filter_map(of).count()
        };
        prop_assert_eq!(count(&|thread| thread.at_start().cloned()), items(&period.start));
        prop_assert_eq!(count(&|thread| thread.at_end().cloned()), items(&period.end));
    }

    /// Counting what a week did not touch is the same as following it.
    #[test]
    fn the_sums_alone_are_those_of_the_summary(
        history in events(),
        told: bool,
        past in prop::collection::vec((0usize..3, 0usize..TEXTS.len()), 0..4),
        whose in prop::sample::select(vec![(None, None), (Some("dana"), None), (None, Some("1"))]),
    ) {
        let directory = directory();
        let mut period = period(&versions(&history), told, &directory);
        for (slot, text) in past {
            let at_start = Rc::clone(&period.start[slot]);
            let before = File { path: at_start.path.clone(), items: vec![(' ', text), (' ', slot)] };
            let day = |day| Date::new(2026, 2, day).unwrap();
            let versions = vec![(day(9), note(&before, &directory)), (day(16), at_start)];
            period.past.insert(before.path, versions);
        }
        let whose = Whose { owner: whose.0.map(String::from), customer: whose.1.map(String::from) };
        let frame = frame(&directory, &whose);
        prop_assert_eq!(sums(&frame, &period), week(&frame, &period).sums);
    }
}
