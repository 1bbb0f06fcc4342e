//! Periods told in rows, and one table of them for each rule.

mod choices;
mod customers;
mod follow_ups;
mod others;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Frame, WeekReport, week};
use crate::date::{Date, Moment, Zone};
use crate::note::{Note, read};
use crate::people::{Card, Directory, read_team};
use crate::report::period::{Change, Period, Step};
use crate::report::whose::Whose;

/// A Friday: the week is 2 to 8 March 2026.
const FRIDAY: &str = "2026-03-06T17:00:00Z";
const SUNDAY_24: &str = "2026-03-09T00:00:00Z";

const ORBIT: &str = "customers/orbit/2026-03-02-sync.md";
const OTHER: &str = "customers/orbit/2026-03-04-sync.md";
const VISTA: &str = "customers/vista/2026-03-03-sync.md";

pub fn directory() -> Directory {
    let team = "- @dana — Dana Reyes\n- @ann — Ann Lee (Europe/Lisbon)\n- @mia — Mia Ode\n";
    let mut directory = Directory { team: read_team(team.as_bytes()), ..Directory::default() };
    for (slug, card) in [
        ("orbit", "---\nname: Orbit Foods\ncadence: 7d\n---\n## People\n\n- Ivo Pires — IT\n"),
        ("vista", "---\nname: Vista Bank\n---\n## People\n\n- Lea Roth — partner\n"),
        ("minato", "---\nname: Minato\ntimezone: Asia/Tokyo\n---\n"),
        ("hill", "---\nname: Hill\ntimezone: America/New_York\n---\n"),
    ] {
        directory.cards.insert(slug.into(), Card::read(slug, card.as_bytes()));
    }
    directory
}

/// What happened: when, which note, its text then. `start` is before the week, `past DAY` a version
/// before that, `now` is not committed, a day is a commit of its own; `+` behind it belongs to the
/// commit before. The text `gone` is no file; `from PATH` in front of a text is a rename.
pub fn period(rows: &[(&str, &str, &str)], directory: &Directory) -> Period {
    let mut period = Period::default();
    let mut notes: BTreeMap<String, Rc<Note>> = BTreeMap::new();
    let mut is_started = false;
    for (when, path, text) in rows {
        let (from, text) = match text.strip_prefix("from ").and_then(|rest| rest.split_once('\n')) {
            Some((from, text)) => (from, text),
            None => (*path, *text),
        };
        let new = (text != "gone").then(|| Rc::new(read(path, text.as_bytes(), directory)));
        if let Some(day) = when.strip_prefix("past ") {
            let note = new.expect("a version");
            period.past.entry(path.to_string()).or_default().push((day_of(day), note));
            continue;
        }
        if !is_started && *when != "start" {
            is_started = true;
            period.start = notes.values().cloned().collect();
        }
        let old = notes.remove(from);
        notes.extend(new.iter().map(|note| (path.to_string(), Rc::clone(note))));
        let change = Change { old, new };
        match *when {
            "start" => {}
            "now" => {
                let day = day_of(&FRIDAY[..10]);
                period.steps.push(Step { day, is_committed: false, changes: vec![change] });
                period.uncommitted.push(path.to_string());
            }
            day if day.ends_with('+') => period.steps.last_mut().unwrap().changes.push(change),
            day => {
                let day = day_of(day);
                period.steps.push(Step { day, is_committed: true, changes: vec![change] });
            }
        }
    }
    if !is_started {
        period.start = notes.values().cloned().collect();
    }
    period.end = notes.into_values().collect();
    for note in &period.start {
        if let Some(past) = period.past.get_mut(&note.path) {
            let day = past.last().expect("a version").0;
            past.push((day, Rc::clone(note)));
        }
    }
    period
}

fn day_of(text: &str) -> Date {
    Date::parse_iso(text).unwrap()
}

fn report_at(as_of: &str, rows: &[(&str, &str, &str)]) -> WeekReport {
    report_of(&Whose::default(), as_of, rows)
}

fn report_of(whose: &Whose, as_of: &str, rows: &[(&str, &str, &str)]) -> WeekReport {
    let directory = directory();
    let frame = Frame {
        week: day_of("2026-03-02").week(),
        as_of: Moment::parse(as_of).unwrap(),
        zone: Zone::UTC,
        directory: &directory,
        manager: Some("mia"),
        commit: Some("1f2e3d4c5b6a79880011223344556677889900aa"),
        whose,
    };
    week(&frame, &period(rows, &directory))
}

fn report(rows: &[(&str, &str, &str)]) -> WeekReport {
    report_at(FRIDAY, rows)
}
