//! What a day brings: what was promised, what is late, whom to tell, and what to write down. By the cost
//! of forgetting it.

use std::cmp::Reverse;

use super::booked::{self, Agenda, Booked};
use super::whose::Whose;
use crate::clock::Clock;
use crate::date::Date;
use crate::note::{MeetingState, Note};
use crate::query::{self, Filter, Row, Sort};
use crate::report::escalations::severity_rank;

/// What is due is named this many days ahead.
pub const DAYS: i64 = 7;

/// What is missing of the calendar is named this many days back.
pub const DAYS_BACK: i64 = 14;

/// One day, all of it judged on the day at each customer. What is in one list is in no list below it.
#[derive(Debug)]
pub struct Today<'a> {
    /// The day here.
    pub date: Date,
    /// Promises of ours that are late or near.
    pub promises: Vec<Row<'a>>,
    /// Open escalations with an update owed, the worst first.
    pub escalations: Vec<Escalation<'a>>,
    /// Other follow-ups that are late, whoever owes them.
    pub late: Vec<Row<'a>>,
    /// Other follow-ups that are near.
    pub due: Vec<Row<'a>>,
    /// The meetings of the day, and visits that go on.
    pub meetings: Vec<Meeting<'a>>,
    /// Those on the calendar that have no note yet.
    pub to_come: Vec<Booked<'a>>,
    /// Meetings that were held and not written up, the latest first.
    pub not_written: Vec<Meeting<'a>>,
    /// Those on the calendar that are over and have no note, the latest first.
    pub missing: Vec<Booked<'a>>,
    /// How many more are open: later, or without a date.
    pub later: usize,
}

/// An escalation that somebody waits to hear of.
#[derive(Debug)]
pub struct Escalation<'a> {
    pub note: &'a Note,
    pub last_update: Date,
    /// Since the last update.
    pub days: i64,
}

/// A meeting on its day or after.
#[derive(Debug)]
pub struct Meeting<'a> {
    pub note: &'a Note,
    pub first: Date,
    pub last: Date,
    /// The day at the customer.
    pub today: Date,
    pub state: MeetingState,
}

/// Returns what the day brings.
pub fn today<'a>(notes: &'a [Note], whose: &Whose, clock: &Clock) -> Today<'a> {
    let (owner, customer) = (whose.owner.clone(), whose.customer.clone());
    let mut rows = query::select(notes, &Filter { owner, customer, ..Filter::default() }, clock);
    query::sort(&mut rows, Sort::Date);
    let is_near =
        |row: &Row| row.item.deadline().is_some_and(|deadline| deadline <= row.today.plus(DAYS));
    let (near, later): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(is_near);
    let (promises, others): (Vec<Row>, Vec<Row>) =
        near.into_iter().partition(|row| row.item.is_promise());
    let (late, due) = others.into_iter().partition(|row| row.late_days.is_some());
    let notes: Vec<&Note> =
        notes.iter().filter(|note| whose.is_of(note, clock.directory)).collect();
    Today {
        date: clock.here(),
        promises,
        escalations: escalations(&notes, clock),
        late,
        due,
        meetings: meetings(&notes, clock),
        to_come: Vec::new(),
        not_written: not_written(&notes, clock),
        missing: Vec::new(),
        later: later.len(),
    }
}

impl<'a> Today<'a> {
    /// Returns the day with what stands on the user's calendar and has no note.
    #[must_use]
    pub fn with(self, agenda: Agenda<'a>, whose: &Whose, clock: &Clock) -> Today<'a> {
        let all = agenda.without_notes(whose, clock.directory).into_iter();
        let (mut missing, to_come): (Vec<Booked>, Vec<Booked>) =
            all.partition(|one| one.state == booked::State::Missing);
        missing.reverse();
        let is_on = |one: &Booked| one.date <= one.today;
        Today { missing, to_come: to_come.into_iter().filter(is_on).collect(), ..self }
    }
}

fn escalations<'a>(notes: &[&'a Note], clock: &Clock) -> Vec<Escalation<'a>> {
    let owed = notes.iter().filter_map(|note| {
        let today = clock.today(note.customer.as_deref());
        let last_update = note.update_owed(today)?;
        Some(Escalation { note, last_update, days: today.days_since(last_update) })
    });
    let mut owed: Vec<Escalation> = owed.collect();
    owed.sort_by_key(|one| (severity_rank(one.note), Reverse(one.days), &one.note.path));
    owed
}

fn meetings<'a>(notes: &[&'a Note], clock: &Clock) -> Vec<Meeting<'a>> {
    let found = notes.iter().filter_map(|note| meeting(note, clock));
    let mut found: Vec<Meeting> =
        found.filter(|one| (one.first..=one.last).contains(&one.today)).collect();
    found.sort_by_key(|one| (&one.note.customer, &one.note.path));
    found
}

fn not_written<'a>(notes: &[&'a Note], clock: &Clock) -> Vec<Meeting<'a>> {
    let found = notes.iter().filter_map(|note| meeting(note, clock));
    let mut found: Vec<Meeting> =
        found.filter(|one| one.state == MeetingState::NotWritten).collect();
    found.sort_by_key(|one| (Reverse(one.last), &one.note.path));
    found
}

fn meeting<'a>(note: &'a Note, clock: &Clock) -> Option<Meeting<'a>> {
    let today = clock.today(note.customer.as_deref());
    let state = note.meeting_state(today)?;
    Some(Meeting { note, first: note.date?, last: note.last_day()?, today, state })
}

#[cfg(test)]
mod tests {
    use super::{Today, today};
    use crate::clock::Clock;
    use crate::date::{Moment, Zone};
    use crate::note::{Note, read};
    use crate::people::{Card, Directory, read_team};
    use crate::report::whose::Whose;

    const TEAM: &str = "- @dana — Dana Reyes\n- @ann — Ann Lee\n";

    fn directory() -> Directory {
        let mut directory = Directory { team: read_team(TEAM.as_bytes()), ..Directory::default() };
        for (slug, zone) in [("minato", "Asia/Tokyo"), ("hill", "Pacific/Honolulu")] {
            let card = format!("---\ntimezone: {zone}\n---\n## People\n\n- Ken Sato\n");
            directory.cards.insert(slug.into(), Card::read(slug, card.as_bytes()));
        }
        directory
    }

    /// Names what stands in the lists: texts of follow-ups, paths of notes.
    fn shown(today: &Today) -> Vec<String> {
        let texts = |rows: &[crate::query::Row]| -> Vec<String> {
            rows.iter().map(|row| row.item.text.clone()).collect()
        };
        let path = |note: &Note| note.path.clone();
        let lists = [
            ("promises", texts(&today.promises)),
            ("escalations", today.escalations.iter().map(|one| path(one.note)).collect()),
            ("late", texts(&today.late)),
            ("due", texts(&today.due)),
            ("meetings", today.meetings.iter().map(|one| path(one.note)).collect()),
            ("not_written", today.not_written.iter().map(|one| path(one.note)).collect()),
            ("later", (today.later > 0).then(|| today.later.to_string()).into_iter().collect()),
        ];
        let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
        lists.map(|(name, list)| format!("{name}: {}", list.join(", "))).collect()
    }

    /// It is 18:00 on Friday 6 March in UTC: the 7th in Tokyo, the morning of the 6th on Hawaii.
    fn check(notes: &[(&str, &str)], whose: &Whose, expected: &[&str]) {
        let directory = directory();
        let notes: Vec<Note> =
            notes.iter().map(|(path, text)| read(path, text.as_bytes(), &directory)).collect();
        let now = Moment::parse("2026-03-06T18:00:00Z").unwrap();
        let clock = Clock { now, zone: Zone::UTC, directory: &directory };
        assert_eq!(shown(&today(&notes, whose, &clock)), expected);
    }

    #[test]
    fn follow_ups_stand_in_the_first_list_that_fits() {
        let text = "---\ncustomer: orbit\n---\n- [ ] @dana a promised 2026-03-01\n- [ ] @dana b promised 2026-03-13\n\
            - [ ] @dana c promised 2026-03-14\n- [ ] @dana d by 2026-03-05\n- [ ] @them e promised 2026-03-05\n\
            - [ ] f by 2026-03-06\n- [ ] @them g by 2026-03-13\n- [ ] h by 2026-03-14\n- [ ] i\n\
            - [x] @dana j promised 2026-03-01\n- [ ] @dana k by 2026-03-03 promised 2026-04-01\n";
        let expected = ["promises: a, k, b", "late: d, e", "due: f, g", "later: 3"];
        check(&[("a.md", text)], &Whose::default(), &expected);
    }

    #[test]
    fn each_customer_has_its_own_day() {
        let text = "---\ndate: 2026-03-06\n---\n- [ ] @dana six by 2026-03-06\n- [ ] @dana thirteen by 2026-03-13\n\
            - [ ] @dana fourteen by 2026-03-14\n";
        check(
            &[("customers/minato/s.md", text)],
            &Whose::default(),
            &["late: six", "due: thirteen, fourteen"],
        );
        check(
            &[("customers/hill/s.md", text)],
            &Whose::default(),
            &["due: six, thirteen", "meetings: customers/hill/s.md", "later: 1"],
        );
    }

    #[test]
    fn notes_are_meetings_escalations_and_what_was_not_written() {
        let visit = "---\ncustomer: orbit\ndate: 2026-03-05\nuntil: 2026-03-07\n---\n";
        let high = "---\ncustomer: orbit\ndate: 2026-03-04\nkind: escalation\nseverity: high\n---\nIt fails.\n";
        let critical = high.replace("high", "critical");
        check(
            &[
                ("visit.md", visit),
                ("before.md", "---\ncustomer: orbit\ndate: 2026-03-03\n---\n"),
                ("older.md", "---\ncustomer: orbit\ndate: 2026-02-03\n---\n"),
                ("written.md", "---\ncustomer: orbit\ndate: 2026-03-03\n---\nThey like it.\n"),
                ("later.md", "---\ncustomer: orbit\ndate: 2026-03-07\n---\n"),
                ("log.md", "---\ncustomer: orbit\ndate: 2026-03-06\nkind: hands-on\n---\n"),
                ("high.md", high),
                ("critical.md", &critical),
            ],
            &Whose::default(),
            &[
                "escalations: critical.md, high.md",
                "meetings: visit.md",
                "not_written: before.md, older.md",
            ],
        );
    }

    #[test]
    fn owner_and_customer_leave_out_the_rest() {
        let orbit = "---\ncustomer: orbit\ndate: 2026-03-06\nours: [Dana Reyes]\n---\n- [ ] @dana a by 2026-03-06\n- [ ] @ann b by 2026-03-06\n- [ ] @ann c\n";
        let vista = "---\ncustomer: vista\ndate: 2026-03-06\n---\n- [ ] @ann d by 2026-03-06\n";
        let notes = [("orbit.md", orbit), ("vista.md", vista)];
        let whose = |owner: Option<&str>, customer: Option<&str>| Whose {
            owner: owner.map(String::from),
            customer: customer.map(String::from),
        };
        for (owner, customer, expected) in [
            (Some("dana"), None, vec!["due: a", "meetings: orbit.md, vista.md"]),
            (Some("ann"), None, vec!["due: b, d", "meetings: vista.md", "later: 1"]),
            (None, Some("vista"), vec!["due: d", "meetings: vista.md"]),
            (Some("dana"), Some("vista"), vec!["meetings: vista.md"]),
            (Some("Ken Sato"), None, vec![]),
        ] {
            check(&notes, &whose(owner, customer), &expected);
        }
    }
}
