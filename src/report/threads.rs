//! Follow-ups and notes over time: each follow-up is one thread through all versions of a period.
//!
//! Every follow-up of the start and every one of the end lies on exactly one thread, whatever happened
//! in between: that is why the sums of a week always come out even.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use super::pairing::{Candidate, pair};
use super::period::{Change, Period};
use crate::date::Date;
use crate::follow_up::FollowUp;
use crate::note::Note;

/// One follow-up over time.
#[derive(Debug)]
pub struct Thread {
    /// Its versions, oldest first; never empty.
    pub seen: Vec<Sight>,
    /// Which version stood at the start of the period.
    pub start: Option<usize>,
    /// The day of the step that it is gone since; `None` if it is there at the end.
    pub gone: Option<Date>,
}

/// A version of a follow-up.
#[derive(Clone, Debug)]
pub struct Sight {
    /// The day of the commit that brought it; `None` if that was before what is known.
    pub day: Option<Date>,
    pub note: Rc<Note>,
    at: usize,
}

/// A note at the end of the period.
#[derive(Debug)]
pub struct Kept {
    pub note: Rc<Note>,
    /// What it was at the start.
    pub origin: Option<Rc<Note>>,
    /// The day on which its text was first committed, if that lies in the period.
    pub written: Option<Date>,
}

/// Nobody writes up more past meetings at once than so many: more of them are brought from elsewhere.
const MOST_WRITTEN_UP: usize = 20;

/// Notes of past meetings that came all at once, such as those of a folder that is put under git. They
/// are taken as if they had been there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brought {
    pub notes: usize,
    pub on: Date,
}

/// Everything that a period's notes went through.
#[derive(Debug, Default)]
pub struct Story {
    pub brought: Vec<Brought>,
    pub threads: Vec<Thread>,
    /// In the order of their paths.
    pub notes: Vec<Kept>,
}

impl Sight {
    pub fn item(&self) -> &FollowUp {
        &self.note.follow_ups[self.at]
    }
}

impl Thread {
    pub fn last(&self) -> &Sight {
        self.seen.last().expect("a thread starts with a sight")
    }

    pub fn at_start(&self) -> Option<&FollowUp> {
        self.start.map(|at| self.seen[at].item())
    }

    pub fn at_end(&self) -> Option<&FollowUp> {
        self.gone.is_none().then(|| self.last().item())
    }
}

/// Follows notes and follow-ups through a period; `today` is the day of what is not committed.
pub fn follow(period: &Period, today: Date) -> Story {
    follow_some(period, &period.start, &period.end, today)
}

/// Follows what may have changed in a period, for those who only count. Returns the threads, and the notes that were
/// left alone: each of their follow-ups would be a thread of one version, there from the start to the end. Only
/// those are left that `may_be_left` allows.
pub fn follow_touched(
    period: &Period,
    today: Date,
    may_be_left: impl Fn(&Note) -> bool,
) -> (Vec<Thread>, Vec<&Note>) {
    let changes = period.steps.iter().flat_map(|step| &step.changes);
    let versions = changes.flat_map(|change| change.old.iter().chain(&change.new));
    let paths = versions.map(|note| &note.path).chain(period.past.keys());
    let followed: HashSet<&String> = paths.collect();
    let is_left = |note: &Note| may_be_left(note) && !followed.contains(&note.path);
    let (mut start, mut end, mut left) = (Vec::new(), Vec::new(), Vec::new());
    let mut at_end = period.end.iter().peekable();
    for note in &period.start {
        // Both are in the order of their paths. What does not lie side by side is followed.
        while let Some(other) = at_end.next_if(|other| other.path < note.path) {
            end.push(Rc::clone(other));
        }
        match at_end.next_if(|other| Rc::ptr_eq(other, note) && is_left(note)) {
            Some(_) => left.push(&**note),
            None => start.push(Rc::clone(note)),
        }
    }
    end.extend(at_end.cloned());
    (follow_some(period, &start, &end, today).threads, left)
}

/// Follows some notes through a period: all that its steps touch have to be among them.
fn follow_some(period: &Period, start: &[Rc<Note>], end: &[Rc<Note>], today: Date) -> Story {
    let mut tracker = Tracker::default();
    let live = start.iter().map(|note| {
        let past = period.past.get(&note.path);
        let seen = past.and_then(|past| seen_before(note, past));
        (note.path.clone(), tracker.start(note, seen))
    });
    tracker.live = live.collect();
    for step in &period.steps {
        tracker.step(step.day, step.is_committed, &step.changes);
    }
    let rest = tracker.changes_to(end);
    tracker.step(today, false, &rest);
    tracker.finish(start)
}

#[derive(Default)]
struct Tracker {
    threads: Vec<Thread>,
    live: BTreeMap<String, Live>,
    parked: Vec<Parked>,
    brought: Vec<Brought>,
}

struct Live {
    kept: Kept,
    /// The thread of each of the note's follow-ups.
    threads: Vec<usize>,
}

/// A thread that is gone, and the path where it was; it may come back.
struct Parked {
    thread: usize,
    home: String,
}

/// A thread that looks for its follow-up in the next version.
struct Held {
    thread: usize,
    sight: Sight,
    change: Option<usize>,
    home: String,
}

impl Tracker {
    /// Starts with a note, of which the earlier versions of its follow-ups may be known.
    fn start(&mut self, note: &Rc<Note>, seen: Option<Vec<Vec<Sight>>>) -> Live {
        let first = self.threads.len();
        let alone = || (0..note.follow_ups.len()).map(|at| vec![sight(None, note, at)]).collect();
        let new = seen.unwrap_or_else(alone).into_iter();
        let new = new.map(|seen| Thread { start: Some(seen.len() - 1), seen, gone: None });
        self.threads.extend(new);
        let kept = Kept { note: Rc::clone(note), origin: Some(Rc::clone(note)), written: None };
        Live { kept, threads: (first..self.threads.len()).collect() }
    }

    /// Returns what leads from the present notes to those given.
    fn changes_to(&self, end: &[Rc<Note>]) -> Vec<Change> {
        let end: BTreeMap<&str, &Rc<Note>> =
            end.iter().map(|note| (note.path.as_str(), note)).collect();
        let gone = self.live.iter().filter(|(path, _)| !end.contains_key(path.as_str()));
        let gone =
            gone.map(|(_, live)| Change { old: Some(Rc::clone(&live.kept.note)), new: None });
        let come = end.values().filter_map(|note| {
            let old = self.live.get(&note.path).map(|live| &live.kept.note);
            if old.is_some_and(|old| Rc::ptr_eq(old, note)) {
                return None;
            }
            Some(Change { old: old.map(Rc::clone), new: Some(Rc::clone(note)) })
        });
        gone.chain(come).collect()
    }

    fn step(&mut self, day: Date, is_committed: bool, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        let (held, mut notes) = self.take(changes);
        let new: Vec<(usize, &Rc<Note>)> =
            changes.iter().enumerate().filter_map(|(at, c)| Some((at, c.new.as_ref()?))).collect();
        let old: Vec<Candidate> = held.iter().map(Held::candidate).collect();
        let items = new.iter().flat_map(|(at, note)| {
            let customer = note.customer.as_deref();
            note.follow_ups.iter().map(move |item| Candidate { item, note: Some(*at), customer })
        });
        let items: Vec<Candidate> = items.collect();
        let mut partners = pair(&old, &items).into_iter();

        let is_past = |note: &Note| note.has_text && note.last_day().is_some_and(|last| last < day);
        let is_brought = |change: &Change| {
            change.old.is_none() && change.new.as_ref().is_some_and(|note| is_past(note))
        };
        let brought = changes.iter().filter(|change| is_brought(change)).count();
        let are_brought = brought > MOST_WRITTEN_UP;
        if are_brought {
            self.brought.push(Brought { notes: brought, on: day });
        }
        let mut found = vec![false; held.len()];
        for (change, note) in new {
            let mut threads = Vec::with_capacity(note.follow_ups.len());
            for at in 0..note.follow_ups.len() {
                let sight = sight(Some(day), note, at);
                match partners.next().flatten() {
                    Some(partner) => {
                        found[partner] = true;
                        let thread = &mut self.threads[held[partner].thread];
                        thread.seen.push(sight);
                        thread.gone = None;
                        threads.push(held[partner].thread);
                    }
                    None => {
                        self.threads.push(Thread { seen: vec![sight], start: None, gone: None });
                        threads.push(self.threads.len() - 1);
                    }
                }
            }
            let before = notes.remove(&change);
            let kept = match are_brought && before.is_none() && is_brought(&changes[change]) {
                true => {
                    Kept { note: Rc::clone(note), origin: Some(Rc::clone(note)), written: None }
                }
                false => kept(before, note, is_committed.then_some(day)),
            };
            self.live.insert(note.path.clone(), Live { kept, threads });
        }
        self.park(held, &found, day, changes);
    }

    /// Takes the notes that change out of the present ones: the threads that look for a place, present
    /// ones before those that went earlier, and by change what the notes were.
    fn take(&mut self, changes: &[Change]) -> (Vec<Held>, BTreeMap<usize, Kept>) {
        let mut held = Vec::new();
        let mut notes = BTreeMap::new();
        // All old paths go before the new ones: two notes may have changed names with each other.
        let old =
            changes.iter().enumerate().filter_map(|(at, c)| Some((at, &c.old.as_ref()?.path)));
        let new =
            changes.iter().enumerate().filter_map(|(at, c)| Some((at, &c.new.as_ref()?.path)));
        for (at, path) in old.chain(new) {
            let Some(live) = self.live.remove(path) else { continue };
            held.extend(live.threads.iter().map(|thread| Held {
                thread: *thread,
                sight: self.threads[*thread].last().clone(),
                change: Some(at),
                home: path.clone(),
            }));
            notes.entry(at).or_insert(live.kept);
        }
        for Parked { thread, home } in self.parked.drain(..) {
            let change = changes.iter().position(|change| {
                let is_home =
                    |note: &Option<Rc<Note>>| note.as_ref().is_some_and(|n| n.path == home);
                is_home(&change.old) || is_home(&change.new)
            });
            held.push(Held { thread, sight: self.threads[thread].last().clone(), change, home });
        }
        (held, notes)
    }

    /// Remembers the threads that found no place.
    fn park(&mut self, held: Vec<Held>, found: &[bool], day: Date, changes: &[Change]) {
        for (held, _) in held.into_iter().zip(found).filter(|(_, found)| !**found) {
            let thread = &mut self.threads[held.thread];
            thread.gone = thread.gone.or(Some(day));
            let moved = held.change.and_then(|at| changes[at].new.as_ref());
            let home = moved.map_or(held.home, |note| note.path.clone());
            self.parked.push(Parked { thread: held.thread, home });
        }
    }

    fn finish(self, start: &[Rc<Note>]) -> Story {
        let start: BTreeMap<&str, &Rc<Note>> =
            start.iter().map(|note| (note.path.as_str(), note)).collect();
        let notes = self.live.into_values().map(|live| {
            let mut kept = live.kept;
            if kept.origin.is_none()
                && let Some(note) = start.get(kept.note.path.as_str())
            {
                // The file went and came back.
                kept.origin = Some(Rc::clone(note));
                kept.written = kept.written.filter(|_| !note.has_text);
            }
            kept
        });
        Story { brought: self.brought, notes: notes.collect(), threads: self.threads }
    }
}

impl Held {
    fn candidate(&self) -> Candidate<'_> {
        let customer = self.sight.note.customer.as_deref();
        Candidate { item: self.sight.item(), note: self.change, customer }
    }
}

/// Returns the versions of each follow-up of a note whose earlier versions are known, the newest of them being the
/// note itself; `None` if they are not those of its follow-ups.
fn seen_before(note: &Note, past: &[(Date, Rc<Note>)]) -> Option<Vec<Vec<Sight>>> {
    let mut before = Tracker::default();
    let mut old = None;
    for (day, version) in past {
        let change = Change { old: old.take(), new: Some(Rc::clone(version)) };
        before.step(*day, true, &[change]);
        old = Some(Rc::clone(version));
    }
    let live = before.live.remove(&old?.path)?;
    let seen = live.threads.iter().map(|thread| std::mem::take(&mut before.threads[*thread].seen));
    let seen: Vec<Vec<Sight>> = seen.collect();
    (seen.len() == note.follow_ups.len()).then_some(seen)
}

fn sight(day: Option<Date>, note: &Rc<Note>, at: usize) -> Sight {
    Sight { day, note: Rc::clone(note), at }
}

/// Returns a note's new version with what is known of it from before.
fn kept(before: Option<Kept>, note: &Rc<Note>, committed: Option<Date>) -> Kept {
    let (origin, written) = match &before {
        Some(before) => (before.origin.clone(), before.written),
        None => (None, None),
    };
    let had_text = origin.as_ref().is_some_and(|origin| origin.has_text);
    let first = committed.filter(|_| note.has_text && !had_text);
    Kept { note: Rc::clone(note), origin, written: written.or(first) }
}
