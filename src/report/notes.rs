//! The notes of a notebook as a list shows them: which, how far their meetings have come, what is open.

use std::cmp::Reverse;

use serde::Serialize;

use super::days::Days;
use crate::clock::Clock;
use crate::date::Date;
use crate::follow_up::FollowUp;
use crate::note::{MeetingState, Note};
use crate::words::{fold, nearest};

/// A note in the list.
#[derive(Clone, Debug, Serialize)]
pub struct Listed {
    pub note: String,
    pub customer: Option<String>,
    pub date: Option<Date>,
    /// The last day of a visit.
    pub until: Option<Date>,
    pub kind: Option<String>,
    pub title: String,
    /// `None` of a note that is no meeting's.
    pub state: Option<MeetingState>,
    /// The day on which its minutes were sent.
    pub sent: Option<Date>,
    /// How many of its follow-ups are open.
    pub open: usize,
    pub internal: bool,
}

/// Which notes to list. Empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Which {
    pub customer: Option<String>,
    pub kind: Option<String>,
    /// Somebody who was there, by any of their names.
    pub with: Option<String>,
    pub days: Days,
    pub state: Option<MeetingState>,
}

/// Returns the notes that are asked for: the newest first, those of a day by customer and path, those
/// without a date last.
pub fn listed(notes: &[Note], which: &Which, clock: &Clock) -> Vec<Listed> {
    let mut found: Vec<Listed> = notes
        .iter()
        .map(|note| (note, note.meeting_state(clock.today(note.customer.as_deref()))))
        .filter(|(note, state)| which.fits(note, *state, clock))
        .map(|(note, state)| Listed {
            note: note.path.clone(),
            customer: note.customer.clone(),
            date: note.date,
            until: note.until,
            kind: note.kind.clone(),
            title: note.title.clone(),
            state,
            sent: note.sent,
            open: note.follow_ups.iter().filter(|item: &&FollowUp| item.is_open()).count(),
            internal: note.internal,
        })
        .collect();
    found.sort_by(|one, two| {
        let key = |one: &Listed| (one.date.is_none(), Reverse(one.date), one.customer.is_none());
        key(one)
            .cmp(&key(two))
            .then_with(|| (&one.customer, &one.note).cmp(&(&two.customer, &two.note)))
    });
    found
}

impl Which {
    /// Returns whether nothing is asked for but every note.
    pub fn is_all(&self) -> bool {
        let Which { customer, kind, with, days, state } = self;
        customer.is_none() && kind.is_none() && with.is_none() && days.are_all() && state.is_none()
    }

    fn fits(&self, note: &Note, state: Option<MeetingState>, clock: &Clock) -> bool {
        self.customer.as_ref().is_none_or(|slug| note.customer.as_ref() == Some(slug))
            && is_of_kind(note, self.kind.as_deref())
            && self.days.hold(note.date, note.last_day())
            && self.state.is_none_or(|asked| state == Some(asked))
            && self.with.as_ref().is_none_or(|who| clock.directory.is_present(who, &note.present))
    }
}

/// Returns whether a note is of a kind, without case; every note is where none is asked for.
pub fn is_of_kind(note: &Note, kind: Option<&str>) -> bool {
    kind.is_none_or(|kind| note.kind.as_deref() == Some(fold(kind).as_str()))
}

/// Returns the kinds of notes that there are, sorted.
fn kinds(notes: &[Note]) -> Vec<&str> {
    let mut kinds: Vec<&str> = notes.iter().filter_map(|note| note.kind.as_deref()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Returns that no note is of a kind, with the nearest one that there is; `None` if a note is.
pub fn no_kind(kind: &str, notes: &[Note]) -> Option<String> {
    if notes.iter().any(|note| is_of_kind(note, Some(kind))) {
        return None;
    }
    let near = nearest(kind, kinds(notes)).map(|near| format!(": did you mean `{near}`?"));
    Some(format!("no notes of kind `{kind}`{}", near.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::{Which, listed};
    use crate::clock::Clock;
    use crate::date::{Date, Moment};
    use crate::note::{MeetingState, read};
    use crate::people::{Directory, read_team};
    use crate::report::days::Days;

    /// Returns the paths that are listed, without their ending.
    fn paths(which: &Which) -> String {
        let team = read_team(b"- @dana \xe2\x80\x94 Dana Reyes\n");
        let directory = Directory { team, ..Directory::default() };
        let header = "---\nkind: PoC\nours: [dana]\n---\n";
        let notes: Vec<_> = [
            ("customers/b/2026-03-04.md", header),
            ("customers/a/2026-03-04.md", "- [ ] call\n- [x] write\n"),
            ("customers/a/2026-03-20.md", ""),
            ("customers/a/2026-03-02.md", "---\nuntil: 2026-03-05\n---\nx\n"),
            ("customers/b/2026-02-01.md", ""),
            ("2026-03-04.md", "x\n"),
            ("z.md", "x\n"),
            ("y.md", "- [ ] x\n- [ ] y\n"),
        ]
        .map(|(path, text)| read(path, text.as_bytes(), &directory))
        .into();
        let now = Moment::parse("2026-03-06T12:00:00Z").unwrap();
        let zone = "Europe/Lisbon".parse().unwrap();
        let found = listed(&notes, which, &Clock { now, zone, directory: &directory });
        let open: usize = found.iter().map(|one| one.open).sum();
        let shown = found.iter().map(|one| {
            let name = one.note.trim_start_matches("customers/").trim_end_matches(".md");
            name.trim_start_matches("2026-").replace("/2026-", " ")
        });
        format!("{} · {open}", shown.collect::<Vec<_>>().join(", "))
    }

    #[test]
    fn the_newest_come_first_and_those_without_a_date_last() {
        let all = "a 03-20, a 03-04, b 03-04, 03-04, a 03-02, b 02-01, y, z · 3";
        assert_eq!(paths(&Which::default()), all);
    }

    #[test]
    fn notes_are_chosen_by_what_they_are() {
        let day = |text: &str| Date::parse_iso(text);
        let state = |state| Which { state: Some(state), ..Which::default() };
        for (which, expected) in [
            (Which { customer: Some("b".into()), ..Which::default() }, "b 03-04, b 02-01 · 0"),
            (Which { kind: Some("Poc".into()), ..Which::default() }, "b 03-04 · 0"),
            (Which { with: Some("reyes".into()), ..Which::default() }, "b 03-04 · 0"),
            (state(MeetingState::Planned), "a 03-20 · 0"),
            (state(MeetingState::Written), "a 03-04, a 03-02 · 1"),
            (state(MeetingState::NotWritten), "b 03-04, b 02-01 · 0"),
            (
                Which {
                    days: Days { since: day("2026-03-05"), until: day("2026-03-10") },
                    ..Which::default()
                },
                "a 03-02 · 0",
            ),
            (
                Which { days: Days { since: None, until: day("2026-03-03") }, ..Which::default() },
                "a 03-02, b 02-01 · 0",
            ),
        ] {
            assert_eq!(paths(&which), expected, "{which:?}");
        }
    }
}
