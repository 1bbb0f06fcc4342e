//! The example notebook, dated back from the clock: what each of its commits writes.
//!
//! Its files stand in `demo/notebook/`, as they were first committed; `history` says when, and what changed
//! later. In names and texts a day is a placeholder: `{{mon-3}}` is the Monday three weeks before the
//! week that the story ends in, `{{tue+1}}` the Tuesday of next week.

mod history;

use std::collections::BTreeMap;

use crate::date::{Date, Week};
use crate::template::{self, FrontMatter, Meeting};
use history::{Change, HISTORY, Scaffold, Step};

/// Whose notebook it is: one of its team, so that `me` is somebody.
pub const OWNER: (&str, &str) = ("Dana Reyes", "dana@storage.example");

/// One commit of the example.
#[derive(Debug)]
pub struct Commit {
    pub day: Date,
    /// The time of day, such as `09:30`.
    pub clock: &'static str,
    /// The word of the trailer, such as `done`.
    pub verb: &'static str,
    pub subject: String,
    /// The paths that it writes, with their whole texts.
    pub files: Vec<(String, String)>,
}

/// Returns the commits of the example, oldest first; none lies after `today`.
pub fn commits(today: Date) -> Vec<Commit> {
    let mut notebook = BTreeMap::new();
    HISTORY.iter().map(|step| commit(step, today, &mut notebook)).collect()
}

/// Returns the week in which the story ends: this one from Thursday on, else the last. Its last
/// commit is of a Wednesday.
pub fn last_week(today: Date) -> Week {
    if today.weekday() >= 4 { today.week() } else { today.week().previous() }
}

fn commit(step: &Step, today: Date, notebook: &mut BTreeMap<String, String>) -> Commit {
    let (name, clock) = step.at.split_once(' ').expect("a step has a day and a time");
    let day = day_named(name, today).expect("a step's day is a day's name");
    let mut files = BTreeMap::new();
    for change in step.changes {
        let path = filled(change.path(), today);
        let before = notebook.get(&path).map_or("", String::as_str);
        let text = changed(change, before, day, today);
        notebook.insert(path.clone(), text.clone());
        files.insert(path, text);
    }
    let (subject, files) = (filled(step.subject, today), files.into_iter().collect());
    Commit { day, clock, verb: step.verb, subject, files }
}

/// Returns a file's text after a change made on a day.
fn changed(change: &Change, before: &str, day: Date, today: Date) -> String {
    match change {
        Change::File(_, text) => filled(text, today),
        Change::Scaffold(scaffold) => scaffold_text(scaffold, today),
        Change::Section(_, text) => {
            let at = before.find("## Follow-ups").expect("a note has follow-ups");
            format!("{}{}\n{}", &before[..at], filled(text, today), &before[at..])
        }
        Change::Tick(_, words) => {
            line_changed(before, words, |line| line.replacen("[ ]", "[x]", 1))
        }
        Change::Done(_, words) => line_changed(before, words, |line| {
            format!("{} (done {day})", line.replacen("[ ]", "[x]", 1))
        }),
        Change::Moved(_, words, from, to) => line_changed(before, words, |line| {
            line.replacen(&filled(from, today), &filled(to, today), 1)
        }),
        Change::Dropped(_, words, why) => line_changed(before, words, |line| {
            let text = line.trim_start_matches("- [ ] ");
            format!("- [x] ~~{text}~~ (dropped {day}: {why})")
        }),
    }
}

/// Returns the text with the one line changed that holds the words.
fn line_changed(text: &str, words: &str, change: impl Fn(&str) -> String) -> String {
    assert_eq!(text.matches(words).count(), 1, "\"{words}\" stands once in its note");
    let lines = text.lines().map(|line| match line.contains(words) {
        true => change(line) + "\n",
        false => format!("{line}\n"),
    });
    lines.collect()
}

/// Returns a note as `new` writes it before the meeting.
fn scaffold_text(scaffold: &Scaffold, today: Date) -> String {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_string()).collect();
    let meeting = Meeting {
        customer: Some(scaffold.customer),
        name: scaffold.name,
        date: day_named(scaffold.day, today).expect("a scaffold's day is a day's name"),
        until: None,
        kind: scaffold.kind,
        title: None,
        ours: names(scaffold.ours),
        theirs: names(scaffold.theirs),
        partner: Vec::new(),
        place: None,
        event: None,
        open: Vec::new(),
    };
    let source = template::built_in(scaffold.kind).expect("the example's kinds are built in");
    template::render(scaffold.kind, source, &meeting, FrontMatter::Yaml)
        .expect("the built-in templates can be filled")
}

/// Returns the text with its placeholders replaced by ISO dates.
fn filled(text: &str, today: Date) -> String {
    let mut parts = text.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (name, rest) = part.split_once("}}").expect("a placeholder ends");
        let day = day_named(name, today).expect("a placeholder is a day's name");
        filled.push_str(&format!("{day}{rest}"));
    }
    filled
}

/// Reads `mon`, `mon-3` (weeks back from the story's last week) and `mon+1` (weeks on from today's).
fn day_named(name: &str, today: Date) -> Option<Date> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let (name, weeks) = name.split_at_checked(3)?;
    let weekday = NAMES.iter().position(|known| *known == name)? as i64;
    let weeks: i64 = if weeks.is_empty() { 0 } else { weeks.parse().ok()? };
    let week = if weeks > 0 { today.week() } else { last_week(today) };
    Some(week.monday().plus(weeks * 7 + weekday))
}

#[cfg(test)]
mod tests {
    use super::{HISTORY, commits, day_named, filled, last_week};
    use crate::date::Date;

    fn day(text: &str) -> Date {
        Date::parse_iso(text).expect("an ISO date")
    }

    #[test]
    fn placeholders_are_days_around_the_week_that_the_story_ends_in() {
        // 2026-03-05 is a Thursday: the story ends this week; on Wednesday it ended last week.
        for (today, name, expected) in [
            ("2026-03-05", "mon", "2026-03-02"),
            ("2026-03-05", "wed-3", "2026-02-11"),
            ("2026-03-05", "tue+1", "2026-03-10"),
            ("2026-03-04", "mon", "2026-02-23"),
            ("2026-03-04", "wed-3", "2026-02-04"),
            ("2026-03-04", "tue+1", "2026-03-10"),
        ] {
            assert_eq!(day_named(name, day(today)), Some(day(expected)), "{today} {name}");
        }
        for name in ["", "mo", "monday", "mon~1", "date"] {
            assert_eq!(day_named(name, day("2026-03-05")), None, "{name}");
        }
        assert_eq!(filled("by {{fri}}, {{mon+1}}", day("2026-03-05")), "by 2026-03-06, 2026-03-09");
    }

    #[test]
    fn on_every_weekday_the_story_is_in_order_and_in_the_past() {
        for days in 0..7 {
            let today = day("2026-12-28").plus(days);
            let commits = commits(today);
            assert_eq!(commits.len(), HISTORY.len());
            assert!(commits.is_sorted_by_key(|commit| (commit.day, commit.clock)));
            let last = commits.last().expect("a story");
            assert!(last.day < today && last.day.week() == last_week(today));
            for (path, text) in commits.iter().flat_map(|commit| &commit.files) {
                assert!(!text.contains("{{") && text.ends_with('\n'), "{path}");
            }
        }
    }
}
