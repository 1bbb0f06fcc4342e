//! A note as it is kept: in two contents, of which the first is what lists show, so that a list need not read
//! the other.

use std::borrow::Cow;

use crate::date::Date;
use crate::follow_up::{FollowUp, Place};
use crate::note::Note;

/// How much of a note is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What its path and front matter say but for who was there, and its problems.
    Header,
    /// What a list shows: beside that, what is open, without the line as it stands, the heading and the place.
    /// Closed follow-ups are left out but for their ids.
    Listed,
    /// All but closed follow-ups, typed lines and quotes.
    Open,
    /// What counts from a day on, if the note stays as it is: what a list shows, and typed lines; the whole note, if
    /// something in it was promised that is open, or was promised for that day or later.
    Since(Date),
    Whole,
}

/// A note as it is kept.
pub struct Body {
    /// What lists show.
    pub listed: Vec<u8>,
    /// What they do not.
    pub rest: Vec<u8>,
}

/// How a follow-up is written, which no list shows: the line as it stands before and behind the text (or all
/// of it, where the text is not in it word for word), the heading above, the place.
type Written<'a> = (Cow<'a, str>, Option<Cow<'a, str>>, Option<Cow<'a, str>>, Place);

/// Returns a note as it is kept; `None` of one that is not, such as one that could not be read.
pub fn write(note: &Note) -> Option<Body> {
    if note.problems.iter().any(|problem| problem.code == "unreadable") {
        return None;
    }
    let all = note.follow_ups.iter().enumerate();
    let (open, closed): (Vec<_>, Vec<_>) = all.partition(|(_, item)| item.is_open());
    let open: Vec<&FollowUp> = open.into_iter().map(|(_, item)| item).collect();
    let ids: Vec<&str> = closed.iter().map(|(_, item)| item.id.as_str()).collect();
    let skipped = note.skipped.iter().map(|(item, _)| item);
    let shown = open.iter().copied().chain(skipped).chain(&note.unboxed);
    let shown: Vec<Written> = shown.map(written).collect();
    let hidden: Vec<Written> = closed.iter().map(|(_, item)| written(item)).collect();
    let shown = postcard::to_allocvec(&shown).ok()?;
    let told = (&note.present, &note.updates, &note.exit_criteria, &note.look_alikes);
    let told = postcard::to_allocvec(&told).ok()?;
    let last_promise = closed.iter().filter_map(|(_, item)| item.promised).max();
    let listed = (note, open, ids.join(" "), &note.skipped, &note.unboxed);
    let rest = ((shown, told), (last_promise, &note.typed), (closed, hidden, &note.quotes));
    let body = Body {
        listed: postcard::to_allocvec(&listed).ok()?,
        rest: postcard::to_allocvec(&rest).ok()?,
    };
    let is_short = |part: &Vec<u8>| u32::try_from(part.len()).is_ok();
    (is_short(&body.listed) && is_short(&body.rest)).then_some(body)
}

/// Returns a note out of what was kept of it, as far as is wanted by what its header says; `None` if that is
/// damaged. The rest is asked for only if it is needed.
pub fn read<'a>(
    listed: &[u8],
    rest: impl FnOnce() -> Option<&'a [u8]>,
    wanted: impl FnOnce(&Note) -> Option<Extent>,
) -> Option<Note> {
    let (mut note, listed): (Note, _) = postcard::take_from_bytes(listed).ok()?;
    let extent = wanted(&note)?;
    if extent == Extent::Header {
        return Some(note);
    }
    (note.follow_ups, note.ids_left_out, note.skipped, note.unboxed) =
        postcard::from_bytes(listed).ok()?;
    if extent == Extent::Listed {
        return Some(note);
    }
    let ((shown, told), rest): ((&[u8], &[u8]), _) = postcard::take_from_bytes(rest()?).ok()?;
    if let Extent::Since(day) = extent {
        let ((last_promise, typed), _) = postcard::take_from_bytes(rest).ok()?;
        if !may_count(&note, last_promise, day) {
            note.typed = typed;
            return Some(note);
        }
    }
    let shown: Vec<Written> = postcard::from_bytes(shown).ok()?;
    let skipped = note.skipped.iter_mut().map(|(item, _)| item);
    let items = note.follow_ups.iter_mut().chain(skipped).chain(&mut note.unboxed);
    items.zip(shown).for_each(|(item, written)| write_down(item, written));
    (note.present, note.updates, note.exit_criteria, note.look_alikes) =
        postcard::from_bytes(told).ok()?;
    if extent == Extent::Open {
        return Some(note);
    }
    let ((_, typed), rest): ((Option<Date>, _), _) = postcard::take_from_bytes(rest).ok()?;
    note.typed = typed;
    let (mut closed, hidden): (Vec<(usize, FollowUp)>, Vec<Written>);
    (closed, hidden, note.quotes) = postcard::from_bytes(rest).ok()?;
    closed.iter_mut().zip(hidden).for_each(|((_, item), written)| write_down(item, written));
    // Each to its place among all, in ascending order.
    for (place, item) in closed {
        note.follow_ups.insert(place.min(note.follow_ups.len()), item);
    }
    note.ids_left_out.clear();
    Some(note)
}

/// Returns whether a promise in a note may count from a day on: one that is open, or the last of the closed ones.
fn may_count(open: &Note, last_closed: Option<Date>, day: Date) -> bool {
    let is_open = open.follow_ups.iter().any(|item| item.promised.is_some());
    is_open || last_closed >= Some(day)
}

/// Returns how a follow-up is written.
fn written(item: &FollowUp) -> Written<'_> {
    let (before, behind) = match item.raw.split_once(item.text.as_str()) {
        Some((before, behind)) => (before, Some(behind.into())),
        None => (item.raw.as_str(), None),
    };
    (before.into(), behind, item.heading.as_deref().map(Cow::from), item.place.clone())
}

/// Gives a follow-up back how it is written.
fn write_down(item: &mut FollowUp, (before, behind, heading, place): Written) {
    item.raw = match behind {
        Some(behind) => [&before, item.text.as_str(), &behind].concat(),
        None => before.into_owned(),
    };
    (item.heading, item.place) = (heading.map(Cow::into_owned), place);
}
