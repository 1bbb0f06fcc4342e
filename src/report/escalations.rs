//! Open escalations: what they wait for, and whether somebody waits to hear of them.

use serde::Serialize;

use crate::clock::Clock;
use crate::date::Date;
use crate::note::Note;

/// An escalation that is open.
#[derive(Clone, Debug, Serialize)]
pub struct Escalation {
    pub customer: Option<String>,
    pub date: Option<Date>,
    pub severity: Option<String>,
    /// As the note has it: mostly `open`.
    pub state: Option<String>,
    pub title: String,
    pub last_update: Option<Date>,
    /// Whether another update is owed on this day at the customer.
    pub update_owed: bool,
    /// How many of the exit criteria are met.
    pub criteria_met: usize,
    /// How many exit criteria there are.
    pub criteria: usize,
    pub note: String,
}

impl Escalation {
    /// Returns a note as an escalation; `None` if it is none, or closed.
    pub fn of(note: &Note, clock: &Clock) -> Option<Escalation> {
        if !note.is_open_escalation() {
            return None;
        }
        let today = clock.today(note.customer.as_deref());
        Some(Escalation {
            customer: note.customer.clone(),
            date: note.date,
            severity: note.severity.clone(),
            state: note.state.clone(),
            title: note.title.clone(),
            last_update: note.last_update(today),
            update_owed: note.update_owed(today).is_some(),
            criteria_met: note.exit_criteria.iter().filter(|one| one.is_met).count(),
            criteria: note.exit_criteria.len(),
            note: note.path.clone(),
        })
    }
}

/// Returns the open escalations among notes: the worst first, then those that were heard of longest ago.
pub fn escalations<'a>(notes: impl Iterator<Item = &'a Note>, clock: &Clock) -> Vec<Escalation> {
    let ranked = notes.filter_map(|note| Some((severity_rank(note), Escalation::of(note, clock)?)));
    let mut ranked: Vec<(usize, Escalation)> = ranked.collect();
    ranked.sort_by(|(rank, a), (other, b)| {
        (rank, a.last_update, &a.note).cmp(&(other, b.last_update, &b.note))
    });
    ranked.into_iter().map(|(_, one)| one).collect()
}

/// Returns the place of a note's severity, from 0, the worst; a severity that is not known, and none,
/// is taken for high, which is what the template says.
pub fn severity_rank(note: &Note) -> usize {
    const SEVERITIES: [&str; 4] = ["critical", "high", "medium", "low"];
    let severity = note.severity.as_deref().unwrap_or("high");
    SEVERITIES.iter().position(|known| *known == severity).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::escalations;
    use crate::clock::Clock;
    use crate::date::{Moment, Zone};
    use crate::note::{Note, read};
    use crate::people::Directory;

    #[test]
    fn the_worst_come_first_with_what_they_wait_for() {
        let directory = Directory::default();
        let header = |more: &str| format!("---\ncustomer: a\nkind: escalation\n{more}\n---\n");
        let notes: Vec<Note> = [
            ("low.md", header("severity: low\ndate: 2026-02-01")),
            ("closed.md", header("severity: critical\nstate: closed\ndate: 2026-03-01")),
            ("none.md", header("date: 2026-03-05") + "## Exit criteria\n- [x] one\n- [ ] two\n"),
            ("high.md", header("severity: high\ndate: 2026-03-01") + "## 2026-03-04 Update\n"),
            ("odd.md", header("severity: huge\nstate: watched\ndate: 2026-03-06")),
            (
                "critical.md",
                header("severity: critical\ndate: 2026-03-06") + "## 2026-03-07 Later\n",
            ),
            ("sync.md", "---\ncustomer: a\ndate: 2026-03-06\n---\n".to_string()),
        ]
        .iter()
        .map(|(path, text)| read(path, text.as_bytes(), &directory))
        .collect();
        let now = Moment::parse("2026-03-06T12:00:00Z").unwrap();
        let clock = Clock { now, zone: Zone::UTC, directory: &directory };
        let shown: Vec<String> = escalations(notes.iter(), &clock)
            .iter()
            .map(|one| {
                let day = one.last_update.map(|day| day.to_string()).unwrap_or_default();
                let owed = if one.update_owed { "owed" } else { "-" };
                format!("{} {day} {owed} {}/{}", one.note, one.criteria_met, one.criteria)
            })
            .collect();
        let expected = [
            "critical.md 2026-03-06 - 0/0",
            "high.md 2026-03-04 owed 0/0",
            "none.md 2026-03-05 owed 1/2",
            "odd.md 2026-03-06 - 0/0",
            "low.md 2026-02-01 - 0/0",
        ];
        assert_eq!(shown, expected);
    }
}
