//! What is wrong with notes, or owed in them: each finding with its note and line.

use std::borrow::Cow;

use std::collections::HashMap;

use serde::Serialize;

use crate::cells;
use crate::clock::Clock;
use crate::date::Date;
use crate::follow_up::{FollowUp, Kind};
use crate::note::{self, MeetingState, Note, Problem};
use crate::report::not_sent::not_sent;
use crate::report::similar_tags::similar_tags;
use crate::words::{self, fold};

/// Something that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub severity: Severity,
    /// A stable word for programs, such as `no_owner`.
    pub code: Cow<'static, str>,
    /// A note, a card, or the settings: a path from the notebook's root.
    pub note: String,
    pub line: usize,
    pub message: String,
    /// What to write or run, if that can be said.
    pub fix: Option<String>,
}

#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
}

/// Which notes are looked at, and how strictly.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Only the notes of this customer; the others are compared with still.
    pub customer: Option<&'a str>,
    /// Whether the notebook is ours. Elsewhere no card and no team tells who is who, and nobody is asked
    /// to own anything.
    pub is_adopted: bool,
}

impl Scope<'_> {
    pub fn holds(&self, note: &Note) -> bool {
        self.customer.is_none() || note.customer.as_deref() == self.customer
    }
}

impl Finding {
    fn warning(
        note: &Note,
        line: usize,
        code: impl Into<Cow<'static, str>>,
        message: String,
    ) -> Finding {
        let code = code.into();
        let note = note.path.clone();
        Finding { severity: Severity::Warning, code, note, line, message, fix: None }
    }

    fn with_fix(self, fix: String) -> Finding {
        Finding { fix: Some(fix), ..self }
    }
}

/// Returns what is found in notes, in their order and by line.
pub fn of_notes(notes: &[Note], scope: Scope, clock: &Clock) -> Vec<Finding> {
    let mut found: Vec<(usize, Finding)> = Vec::new();
    for (at, note) in notes.iter().enumerate().filter(|(_, note)| scope.holds(note)) {
        let of_note = of_note(note, scope, clock.today(note.customer.as_deref()));
        found.extend(of_note.into_iter().map(|finding| (at, finding)));
    }
    found.extend(same_texts(notes, scope));
    found.extend(tags(notes, scope));
    found.extend(unsent(notes, scope, clock));
    found.sort_by_key(|(at, finding)| (*at, finding.line));
    found.into_iter().map(|(_, finding)| finding).collect()
}

fn of_note(note: &Note, scope: Scope, today: Date) -> Vec<Finding> {
    let mut found = Vec::new();
    let is_known = |problem: &&Problem| scope.is_adopted || problem.code != "unknown_person";
    found.extend(note.problems.iter().filter(is_known).map(|problem| of_problem(note, problem)));
    for item in note.follow_ups.iter().filter(|item| item.is_open()) {
        if scope.is_adopted && item.owners.is_empty() {
            let message = format!("nobody owns {}", quoted(item));
            found.push(Finding::warning(note, item.line, "no_owner", message));
        }
        if item.kind == Kind::Action {
            let finding =
                Finding::warning(note, item.line, "no_box", "this action has no box".into());
            found.push(finding.with_fix(note::with_a_box(item)));
        }
    }
    for item in note.unboxed.iter().filter(|item| item.is_open()) {
        let finding = Finding::warning(note, item.line, "unboxed", "this asks for a box".into());
        found.push(finding.with_fix(note::with_a_box(item)));
    }
    // A customer meeting without a write-up is a warning sign.
    if note.meeting_state(today) == Some(MeetingState::NotWritten) {
        let message = "the meeting was held, and nothing is written".to_string();
        let finding = Finding::warning(note, 1, "not_written", message);
        found.push(finding.with_fix(format!("fieldnote edit {}", note.path)));
    }
    found
}

fn of_problem(note: &Note, problem: &Problem) -> Finding {
    Finding {
        severity: if problem.is_error { Severity::Error } else { Severity::Warning },
        fix: problem.fix.clone(),
        ..Finding::warning(note, problem.line, problem.code.clone(), problem.message.clone())
    }
}

/// A follow-up lives in one file: names the same open text in a later note of a customer.
fn same_texts(notes: &[Note], scope: Scope) -> Vec<(usize, Finding)> {
    let mut places: HashMap<(&str, String), Vec<(usize, &FollowUp)>> = HashMap::new();
    for (at, note) in notes.iter().enumerate().filter(|(_, note)| scope.holds(note)) {
        let Some(customer) = note.customer.as_deref() else { continue };
        for item in note.follow_ups.iter().filter(|item| item.is_open()) {
            places.entry((customer, fold(&item.text))).or_default().push((at, item));
        }
    }
    let mut found = Vec::new();
    for mut places in places.into_values().filter(|places| places.len() > 1) {
        let age = |at: usize| (notes[at].date.is_none(), notes[at].date, &notes[at].path);
        places.sort_by_key(|(at, item)| (age(*at), item.line));
        let (first, oldest) = places[0];
        let copies = places.iter().filter(|(at, item)| *at != first && may_be_one(oldest, item));
        found.extend(copies.map(|(at, item)| {
            let place = format!("{}:{}", notes[first].path, oldest.line);
            let message = format!("{} is open in {place} already", quoted(item));
            (*at, Finding::warning(&notes[*at], item.line, "same_text", message))
        }));
    }
    found
}

/// What two people owe is not one follow-up.
fn may_be_one(one: &FollowUp, other: &FollowUp) -> bool {
    let has = |name: &str| other.owners.iter().any(|owner| fold(&owner.name) == fold(name));
    one.owners.is_empty()
        || other.owners.is_empty()
        || one.owners.iter().any(|owner| has(&owner.name))
}

fn unsent(notes: &[Note], scope: Scope, clock: &Clock) -> Vec<(usize, Finding)> {
    let owed = not_sent(notes, clock).into_iter().filter(|at| scope.holds(&notes[*at]));
    let findings = owed.map(|at| {
        let message = "its minutes were not sent".to_string();
        let finding = Finding::warning(&notes[at], 1, "not_sent", message);
        (at, finding.with_fix(format!("fieldnote share {} --sent", notes[at].path)))
    });
    findings.collect()
}

fn tags(notes: &[Note], scope: Scope) -> Vec<(usize, Finding)> {
    let similar = similar_tags(notes, &|note| scope.holds(note)).into_iter();
    let findings = similar.map(|tag| {
        let times = |number| words::count(number, "time");
        let relation = if tag.is_spelling { "is written" } else { "is nearly" };
        let message = format!(
            "#{} ({}) {relation} #{} elsewhere ({})",
            tag.rarer,
            times(tag.times),
            tag.likelier,
            times(tag.likelier_times)
        );
        let finding = Finding::warning(&notes[tag.note], tag.line, "similar_tags", message);
        (tag.note, finding.with_fix(format!("#{}", tag.likelier)))
    });
    findings.collect()
}

/// The beginning of a follow-up's text, between quotation marks.
fn quoted(item: &FollowUp) -> String {
    const MOST_CELLS: usize = 60;
    format!("\"{}\"", cells::cut(&item.text, MOST_CELLS))
}

#[cfg(test)]
mod tests {
    use super::{Clock, Scope, of_notes};
    use crate::date::{Moment, Zone};
    use crate::note::{Note, read};
    use crate::people::{Directory, read_team};

    /// Shows what is found as `note:line code message`.
    fn check(notes: &[(&str, &str)], scope: Scope, expected: &[&str]) {
        let team = read_team("- @dana — Dana Reyes\n- @priya — Priya Nair\n".as_bytes());
        let directory = Directory { team, ..Directory::default() };
        let read = |(path, text): &(&str, &str)| read(path, text.as_bytes(), &directory);
        let notes: Vec<Note> = notes.iter().map(read).collect();
        let now = Moment::parse("2026-03-04T12:00:00Z").expect("an instant");
        let directory = Directory::default();
        let clock = Clock { now, zone: Zone::UTC, directory: &directory };
        let found = of_notes(&notes, scope, &clock);
        let shown: Vec<String> = found
            .iter()
            .map(|found| {
                let fix = found.fix.as_ref().map_or(String::new(), |fix| format!(" → {fix}"));
                format!("{}:{} {} {}{fix}", found.note, found.line, found.code, found.message)
            })
            .collect();
        assert_eq!(shown, expected);
    }

    const ALL: Scope = Scope { customer: None, is_adopted: true };

    #[test]
    fn what_lacks_an_owner_or_a_box_is_named() {
        let text = "- [ ] call\n- ACTION: @dana send\n- [x] done\n- ~~ACTION: old~~\n- [ ]@dana ask\n- [x]@dana old\n- [ ] TODO\n";
        let named = [
            "a.md:1 no_owner nobody owns \"call\"",
            "a.md:2 no_box this action has no box → - [ ] ACTION: @dana send",
            "a.md:5 unboxed this asks for a box → - [ ] @dana ask",
        ];
        check(&[("a.md", text)], ALL, &named);
        check(&[("a.md", text)], Scope { is_adopted: false, ..ALL }, &named[1..]);
    }

    #[test]
    fn the_same_open_text_in_two_notes_of_a_customer_is_named_in_the_later() {
        check(
            &[
                (
                    "customers/a/2026-03-03-poc.md",
                    "written\n- [ ] @dana Send the guide\n- [ ] @priya demo\n",
                ),
                (
                    "customers/a/2026-03-02-sync.md",
                    "- [ ] @dana send the guide\n- [ ] @dana demo\n- [x] @dana old\n",
                ),
                (
                    "customers/a/undated.md",
                    "- [ ] @dana old\n- [ ] @dana @priya send the guide by 2026-04-01\n",
                ),
                ("customers/b/2026-03-02-sync.md", "- [ ] @dana send the guide\n"),
                ("hands-on/2026-03-02.md", "- [ ] @dana send the guide\n"),
            ],
            ALL,
            &[
                "customers/a/2026-03-03-poc.md:2 same_text \"Send the guide\" is open in customers/a/2026-03-02-sync.md:1 already",
                "customers/a/undated.md:2 same_text \"send the guide\" is open in customers/a/2026-03-02-sync.md:1 already",
            ],
        );
        check(&[("customers/a/1.md", "- [ ] @dana a\n- [ ] @dana a\n")], ALL, &[]);
    }

    #[test]
    fn only_the_notes_of_the_customer_are_shown_but_all_are_compared() {
        let notes = [
            ("customers/a/2026-03-02.md", "Ask: login #SSO\n- [ ] call\n"),
            ("customers/b/2026-03-02.md", "Ask: login #sso\n\nAsk: log-out #sso\n- [ ] call\n"),
        ];
        let only = |customer| Scope { customer: Some(customer), ..ALL };
        check(
            &notes,
            only("a"),
            &[
                "customers/a/2026-03-02.md:1 similar_tags #SSO (1 time) is written #sso elsewhere (2 times) → #sso",
                "customers/a/2026-03-02.md:2 no_owner nobody owns \"call\"",
            ],
        );
        check(&notes, only("b"), &["customers/b/2026-03-02.md:4 no_owner nobody owns \"call\""]);
    }
}
