//! A period as if nothing internal had ever been written.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::note::Note;
use crate::report::period::{Change, Period, Step};

/// Returns a period in which no note holds anything internal: what is told from it cannot depend on what it
/// does not know, not even on how an internal line of an earlier version was worded or dated.
///
/// An internal note stays as an empty one, so that a meeting was held still.
pub fn public(period: &Period) -> Period {
    let mut seen = Seen::default();
    let steps = period.steps.iter().map(|step| Step {
        day: step.day,
        is_committed: step.is_committed,
        changes: step.changes.iter().map(|change| seen.change(change)).collect(),
    });
    let steps = steps.collect();
    let past: BTreeMap<_, _> = period
        .past
        .iter()
        .map(|(path, versions)| {
            let versions = versions.iter().map(|(day, note)| (*day, seen.note(note)));
            (path.clone(), versions.collect())
        })
        .collect();
    Period {
        start: period.start.iter().map(|note| seen.note(note)).collect(),
        end: period.end.iter().map(|note| seen.note(note)).collect(),
        steps,
        past,
        uncommitted: period.uncommitted.clone(),
        remarks: period.remarks.clone(),
    }
}

/// What became of each note; a note that is shared stays one.
#[derive(Default)]
struct Seen(HashMap<*const Note, Rc<Note>>);

impl Seen {
    fn change(&mut self, change: &Change) -> Change {
        Change {
            old: change.old.as_ref().map(|note| self.note(note)),
            new: change.new.as_ref().map(|note| self.note(note)),
        }
    }

    fn note(&mut self, note: &Rc<Note>) -> Rc<Note> {
        if !holds_internal(note) {
            return Rc::clone(note);
        }
        Rc::clone(self.0.entry(Rc::as_ptr(note)).or_insert_with(|| Rc::new(without(note))))
    }
}

fn holds_internal(note: &Note) -> bool {
    note.internal
        || note.follow_ups.iter().any(|item| item.internal)
        || note.typed.iter().any(|typed| typed.internal)
        || note.quotes.iter().any(|quote| quote.internal)
        || note.exit_criteria.iter().any(|criterion| criterion.internal)
        || note.updates.iter().any(|update| update.statements.iter().any(|one| one.internal))
}

fn without(note: &Note) -> Note {
    let mut note = note.clone();
    note.follow_ups.retain(|item| !item.internal);
    note.skipped.retain(|(item, _)| !item.internal);
    note.unboxed.retain(|item| !item.internal);
    note.typed.retain(|typed| !typed.internal);
    note.quotes.retain(|quote| !quote.internal);
    note.exit_criteria.retain(|criterion| !criterion.internal);
    note.updates.iter_mut().for_each(|update| update.statements.retain(|one| !one.internal));
    if note.internal {
        note.title.clear();
    }
    note
}
