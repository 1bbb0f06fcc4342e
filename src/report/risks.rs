//! Risks: those that still stand, and those that are over.

use serde::Serialize;

use super::lines::{Line, Wanted, lines};
use crate::clock::Clock;
use crate::note::{Note, Word};

/// A risk without a box cannot be ticked off: it stands for this many days.
pub const STANDS: i64 = 90;

/// Which risks are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// With a box, until it is ticked; without, those of the last [`STANDS`] days.
    Standing,
    /// Those that are ticked off.
    Closed,
    All,
}

#[derive(Debug, Serialize)]
pub struct Risk {
    #[serde(flatten)]
    pub line: Line,
    #[serde(rename = "box")]
    pub has_box: bool,
    pub state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Open,
    Closed,
    /// Without a box, and older than [`STANDS`] days.
    Old,
}

/// Returns risks, high before medium, then those without a word, then low; the oldest first, those without
/// a date last. A day that is asked for replaces the [`STANDS`] days.
pub fn risks(notes: &[Note], which: Which, wanted: &Wanted, clock: &Clock) -> Vec<Risk> {
    let found = lines(notes, Word::Risk, wanted).map(|(note, typed)| {
        let today = clock.today(note.customer.as_deref());
        let age = typed.date.map(|date| today.days_since(date));
        let is_old = typed.ticked.is_none() && age > Some(STANDS) && wanted.days.are_all();
        let state = match typed.is_standing() {
            false => State::Closed,
            true if is_old => State::Old,
            true => State::Open,
        };
        Risk { line: Line::of(typed, note), has_box: typed.ticked.is_some(), state }
    });
    let is_wanted = |risk: &Risk| match which {
        Which::Standing => risk.state == State::Open,
        Which::Closed => risk.state == State::Closed,
        Which::All => true,
    };
    let mut found: Vec<Risk> = found.filter(is_wanted).collect();
    found.sort_by(|a, b| key(&a.line).cmp(&key(&b.line)));
    found
}

fn key(line: &Line) -> (usize, bool, Option<crate::date::Date>, &str, usize) {
    let rank = match line.qualifier.as_deref() {
        Some("high") => 0,
        Some("medium") => 1,
        Some("low") => 3,
        _ => 2,
    };
    (rank, line.date.is_none(), line.date, &line.note, line.line)
}

#[cfg(test)]
mod tests {
    use super::{Risk, State, Which, risks};
    use crate::clock::Clock;
    use crate::date::{Date, Moment, Zone};
    use crate::note::{Note, read};
    use crate::people::Directory;
    use crate::report::days::Days;
    use crate::report::lines::Wanted;

    fn shown(which: Which, wanted: &Wanted) -> String {
        let directory = Directory::default();
        let notes: Vec<Note> = [
            ("customers/a/2025-12-05.md", "Risk: 91 days\n\n- [ ] Risk (low): box of old\n"),
            ("customers/a/2025-12-06.md", "Risk: 90 days\n\n- [x] Risk (high): over\n"),
            ("customers/b/2026-03-01.md", "Risk (medium): m\n\nRisk (severe): s\n"),
            ("customers/b/2026-03-02.md", "Risk (high): new\n\nDecision: no risk\n"),
            ("customers/b/2026-03-03.md", "- [-] Risk: dropped\n- リスク（高）：遅れ #internal\n"),
            ("customers/b/undated.md", "Risk: undated\n"),
        ]
        .map(|(path, text)| read(path, text.as_bytes(), &directory))
        .into();
        let now = Moment::parse("2026-03-06T12:00:00Z").unwrap();
        let clock = Clock { now, zone: Zone::UTC, directory: &directory };
        let name = |risk: Risk| match risk.state {
            State::Open if risk.has_box => format!("{} [ ]", risk.line.text),
            State::Open => risk.line.text,
            State::Closed => format!("{} [x]", risk.line.text),
            State::Old => format!("{} (old)", risk.line.text),
        };
        risks(&notes, which, wanted, &clock).into_iter().map(name).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn high_ones_come_first_and_a_box_keeps_a_risk() {
        let all = Wanted::default();
        let within = |since, until| Wanted {
            days: Days { since: Date::parse_iso(since), until: Date::parse_iso(until) },
            ..Wanted::default()
        };
        let of_a = Wanted { customer: Some("a".into()), ..Wanted::default() };
        for (which, wanted, expected) in [
            (Which::Standing, &all, "new, 遅れ #internal, m, 90 days, s, undated, box of old [ ]"),
            (Which::Closed, &all, "over [x], dropped [x]"),
            (
                Which::All,
                &all,
                "over [x], new, 遅れ #internal, m, 91 days (old), 90 days, s, dropped [x], undated, box of old [ ]",
            ),
            (Which::Standing, &within("2026-03-02", ""), "new, 遅れ #internal"),
            (
                Which::Standing,
                &within("2025-01-01", ""),
                "new, 遅れ #internal, m, 91 days, 90 days, s, box of old [ ]",
            ),
            (Which::Standing, &within("", "2025-12-05"), "91 days, box of old [ ]"),
            (Which::Closed, &of_a, "over [x]"),
        ] {
            assert_eq!(shown(which, wanted), expected, "{which:?} {wanted:?}");
        }
    }
}
