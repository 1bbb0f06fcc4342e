//! Meetings whose minutes nobody sent, at customers that are used to getting them.

use std::collections::HashSet;

use crate::clock::Clock;
use crate::note::{MeetingState, Note};

/// After so many days nobody waits for minutes any more.
const MOST_DAYS: i64 = 14;

/// Returns the places in a list of notes of those that were written up from the day after their last day
/// on, and not sent (`sent` in the front matter). It asks for nothing where no minutes were ever sent to the customer.
pub fn not_sent(notes: &[Note], clock: &Clock) -> Vec<usize> {
    let sent = notes.iter().filter(|note| note.sent.is_some());
    let used_to: HashSet<&str> = sent.filter_map(|note| note.customer.as_deref()).collect();
    if used_to.is_empty() {
        return Vec::new();
    }
    let is_owed = |note: &Note| {
        let Some(customer) = note.customer.as_deref() else { return false };
        let today = clock.today(Some(customer));
        let age = note.last_day().map(|day| today.days_since(day));
        used_to.contains(customer)
            && note.sent.is_none()
            && !note.internal
            && note.meeting_state(today) == Some(MeetingState::Written)
            && age.is_some_and(|age| (1..=MOST_DAYS).contains(&age))
    };
    (0..notes.len()).filter(|at| is_owed(&notes[*at])).collect()
}

#[cfg(test)]
mod tests {
    use super::not_sent;
    use crate::clock::Clock;
    use crate::date::{Moment, Zone};
    use crate::note::read;
    use crate::people::Directory;

    #[test]
    fn only_customers_that_get_minutes_wait_for_them() {
        let directory = Directory::default();
        let clock = Clock {
            now: Moment::parse("2026-03-20T12:00:00Z").unwrap(),
            zone: Zone::UTC,
            directory: &directory,
        };
        let notes = [
            ("customers/orbit/2026-01-05-sync.md", "---\nsent: 2026-01-06\n---\na"),
            ("customers/orbit/2026-03-05-sync.md", "a"),
            ("customers/orbit/2026-03-06-sync.md", "a"),
            ("customers/orbit/2026-03-19-sync.md", "a"),
            ("customers/orbit/2026-03-18-onsite.md", "---\nuntil: 2026-03-20\n---\na"),
            ("customers/orbit/2026-03-20-sync.md", "a"),
            ("customers/orbit/2026-03-17-sync.md", "---\nsent: 2026-03-18\n---\na"),
            ("customers/orbit/2026-03-16-sync.md", "---\ninternal: true\n---\na"),
            ("customers/orbit/2026-03-13-sync.md", "# Nothing yet\n"),
            ("customers/minato/2026-03-19-sync.md", "a"),
            ("hands-on/2026-03-19.md", "a"),
        ];
        let notes = notes.map(|(path, text)| read(path, text.as_bytes(), &directory));
        assert_eq!(not_sent(&notes, &clock), [2, 3]);
    }
}
