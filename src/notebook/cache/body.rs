//! A note as it is kept: in parts, so that a list need not read what it does not show.

use crate::follow_up::FollowUp;
use crate::note::Note;

/// How much of a note is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What its path and front matter say, and its problems.
    Header,
    /// Without closed follow-ups, but for their ids, and without typed lines and quotes.
    Open,
    Whole,
}

/// Follow-ups with their places among all of the note, from 0.
type Placed<T> = Vec<(usize, T)>;

/// Returns a note as it is kept; `None` of one that is not, such as one that could not be read.
pub fn write(note: &Note) -> Option<Vec<u8>> {
    if note.problems.iter().any(|problem| problem.code == "unreadable") {
        return None;
    }
    let all = note.follow_ups.iter().enumerate();
    let (open, closed): (Placed<&FollowUp>, Placed<&FollowUp>) =
        all.partition(|(_, item)| item.is_open());
    let ids: Vec<&str> = closed.iter().map(|(_, item)| item.id.as_str()).collect();
    let listed = (open, ids.join(" "), &note.skipped, &note.unboxed);
    let told = (&note.updates, &note.exit_criteria, &note.look_alikes);
    let body = postcard::to_allocvec(&(note, listed, told, closed, &note.typed, &note.quotes));
    body.ok().filter(|body| u32::try_from(body.len()).is_ok())
}

/// Returns a note out of what was kept of it, as far as is wanted by what its header says; `None` if that is
/// damaged.
pub fn read(body: &[u8], wanted: impl Fn(&Note) -> Option<Extent>) -> Option<Note> {
    let (mut note, rest): (Note, _) = postcard::take_from_bytes(body).ok()?;
    let extent = wanted(&note)?;
    if extent == Extent::Header {
        return Some(note);
    }
    let ((open, ids, skipped, unboxed), rest) = postcard::take_from_bytes(rest).ok()?;
    let (mut all, ids): (Placed<FollowUp>, String) = (open, ids);
    (note.skipped, note.unboxed) = (skipped, unboxed);
    let (told, rest) = postcard::take_from_bytes(rest).ok()?;
    (note.updates, note.exit_criteria, note.look_alikes) = told;
    if extent == Extent::Open {
        note.ids_left_out = ids;
    } else {
        let closed: Placed<FollowUp>;
        (closed, note.typed, note.quotes) = postcard::from_bytes(rest).ok()?;
        all.extend(closed);
        all.sort_by_key(|(place, _)| *place);
    }
    note.follow_ups = all.into_iter().map(|(_, item)| item).collect();
    Some(note)
}
