//! Rules against days that are looked at one by one.

use std::time::Instant;

use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::{collection, option, sample};

use super::{calendar, day, read};
use crate::calendar::When;
use crate::calendar::limits::MOST_OCCURRENCES;
use crate::date::Date;

/// A rule as people make them in their calendars.
#[derive(Clone, Debug)]
struct Rule {
    frequency: &'static str,
    interval: i64,
    count: Option<usize>,
    until: Option<i64>,
    /// Days of the week from 1, with which one of the month (0: all; -1: the last).
    by_day: Vec<(i64, u32)>,
}

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Rule {
    fn text(&self, start: Date) -> String {
        let mut text = format!("FREQ={};INTERVAL={}", self.frequency, self.interval);
        if let Some(count) = self.count {
            text += &format!(";COUNT={count}");
        }
        if let Some(days) = self.until {
            text += &format!(";UNTIL={}", start.plus(days).to_string().replace('-', ""));
        }
        let named = |&(which, weekday): &(i64, u32)| {
            let which = if which == 0 { String::new() } else { which.to_string() };
            format!("{which}{}", DAYS[weekday as usize - 1])
        };
        if !self.by_day.is_empty() {
            text +=
                &format!(";BYDAY={}", self.by_day.iter().map(named).collect::<Vec<_>>().join(","));
        }
        text
    }

    /// Returns the days of the rule up to `end`: every day is asked.
    fn days(&self, start: Date, end: Date) -> Vec<Date> {
        let until = self.until.map_or(end, |days| start.plus(days)).min(end);
        let all = (0..=until.days_since(start)).map(|days| start.plus(days));
        let all = all.filter(|day| self.holds(start, *day));
        all.take(self.count.unwrap_or(usize::MAX)).collect()
    }

    fn holds(&self, start: Date, day: Date) -> bool {
        let monday = |day: Date| day.week().monday();
        let months = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
        let periods = match self.frequency {
            "DAILY" => day.days_since(start),
            "WEEKLY" => monday(day).days_since(monday(start)) / 7,
            _ => months(day) - months(start),
        };
        let is_first = |which: i64| match which {
            0 => true,
            1.. => i64::from((day.day() - 1) / 7 + 1) == which,
            _ => {
                day.plus(-7 * which).month() != day.month()
                    && day.plus(-7 * (which + 1)).month() == day.month()
            }
        };
        let is_named = match (self.by_day.as_slice(), self.frequency) {
            ([], "WEEKLY") => day.weekday() == start.weekday(),
            ([], "MONTHLY") => day.day() == start.day(),
            ([], _) => true,
            (named, _) => {
                named.iter().any(|(which, weekday)| *weekday == day.weekday() && is_first(*which))
            }
        };
        periods % self.interval == 0 && is_named
    }
}

fn rules() -> impl Strategy<Value = Rule> {
    let frequency = sample::select(&["DAILY", "WEEKLY", "MONTHLY"][..]);
    let by_day = collection::vec((-2..=4i64, 1..=7u32), 0..4);
    (frequency, 1..=5i64, option::of(1..20usize), option::of(0..400i64), by_day).prop_map(
        |(frequency, interval, count, until, mut by_day)| {
            if frequency != "MONTHLY" {
                by_day.iter_mut().for_each(|(which, _)| *which = 0);
            }
            // A rule has one of the two (section 3.3.10).
            let until = until.filter(|_| count.is_none());
            Rule { frequency, interval, count, until, by_day }
        },
    )
}

/// Examples of section 3.8.5.3, moved to 2026, and others that people make.
#[test]
fn rarer_rules_are_walked() {
    for (start, rule, expected) in [
        ("20260101", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "01-30 02-27 03-31 04-30"),
        ("20260101", "FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3", "01-07 02-05 03-05 04-07"),
        ("20260131", "FREQ=MONTHLY", "01-31 03-31"),
        ("20260131", "FREQ=MONTHLY;BYMONTHDAY=-1", "01-31 02-28 03-31 04-30"),
        ("20260101", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "02-13 03-13"),
        (
            "20260106",
            "FREQ=WEEKLY;INTERVAL=4;BYDAY=TU,SU;WKST=MO",
            "01-06 01-11 02-03 02-08 03-03 03-08 03-31 04-05 04-28",
        ),
        (
            "20260106",
            "FREQ=WEEKLY;INTERVAL=4;BYDAY=TU,SU;WKST=SU",
            "01-06 02-01 02-03 03-01 03-03 03-29 03-31 04-26 04-28",
        ),
        ("20260101", "FREQ=YEARLY;BYDAY=20MO", ""),
        ("20250310", "FREQ=YEARLY", "03-10"),
        ("20240229", "FREQ=YEARLY", ""),
        ("20250101", "FREQ=YEARLY;BYWEEKNO=10;BYDAY=MO", "03-02"),
        ("20250101", "FREQ=YEARLY;BYYEARDAY=1,100,-1", "01-01 04-10"),
        ("20250101", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "03-29"),
        (
            "20250101",
            "FREQ=DAILY;BYMONTH=1;BYDAY=MO;BYHOUR=9,15",
            "01-05 01-05 01-12 01-12 01-19 01-19 01-26 01-26",
        ),
    ] {
        let text = format!("UID:r\nDTSTART:{start}T090000Z\nRRULE:{rule}");
        let found = read(&[calendar(&[&text])], "2026-01-02..2026-04-29");
        let days = found
            .occurrences
            .iter()
            .map(|one| one.start.date(crate::date::Zone::UTC).to_string()[5..].to_string());
        assert_eq!(days.collect::<Vec<_>>().join(" "), expected, "{rule}");
    }
}

/// Any rule that can be written, sensible or not.
fn any_rule() -> impl Strategy<Value = String> {
    let list = |name: &'static str, least: i64, most: i64| {
        collection::vec(least..=most, 1..12).prop_map(move |numbers| {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            format!(";{name}={}", numbers.join(","))
        })
    };
    let days = collection::vec((-53..=53i64, sample::select(&DAYS[..])), 1..8).prop_map(|days| {
        let named = |(which, day): &(i64, &str)| match which {
            0 => (*day).to_string(),
            which => format!("{which}{day}"),
        };
        format!(";BYDAY={}", days.iter().map(named).collect::<Vec<_>>().join(","))
    });
    let part = prop_oneof![
        days,
        list("BYMONTH", 0, 13),
        list("BYMONTHDAY", -32, 32),
        list("BYYEARDAY", -367, 367),
        list("BYWEEKNO", -54, 54),
        list("BYSETPOS", -367, 367),
        list("BYHOUR", 0, 24),
        list("BYMINUTE", 0, 60),
        list("INTERVAL", 0, 70_000),
        list("COUNT", 0, 1_000_000_000),
    ];
    let frequency = sample::select(&["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"][..]);
    (frequency, collection::vec(part, 0..5))
        .prop_map(|(frequency, parts)| format!("FREQ={frequency}{}", parts.concat()))
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn any_rule_ends(rules in collection::vec((any_rule(), 1800..2027u32), 1..20)) {
        let event = |(at, (rule, year)): (usize, &(String, u32))| {
            format!("UID:{at}\nDTSTART:{year}0106T090000Z\nRRULE:{rule}")
        };
        let events: Vec<String> = rules.iter().enumerate().map(event).collect();
        let events: Vec<&str> = events.iter().map(String::as_str).collect();
        let begun = Instant::now();
        let found = read(&[calendar(&events)], "2026-01-01..2026-12-31");
        prop_assert!(begun.elapsed().as_secs() < 10, "{:?}", rules);
        prop_assert!(found.occurrences.len() <= MOST_OCCURRENCES);
    }
}

proptest! {
    #![proptest_config(crate::chance::cases(500))]

    #[test]
    fn a_rule_gives_the_days_that_a_calendar_shows(
        rule in rules(), from in 0..800i64, is_timed in any::<bool>(),
    ) {
        let (first, last) = (day("2026-01-01"), day("2026-12-31"));
        let start = day("2024-06-01").plus(from);
        let at = if is_timed { "T090000Z" } else { "" };
        let stamp = start.to_string().replace('-', "");
        let text = format!("UID:r\nDTSTART:{stamp}{at}\nRRULE:{}", rule.text(start));
        let found = read(&[&calendar(&[&text])], &format!("{first}..{last}"));
        let starts = found.occurrences.iter().map(|one| match one.start {
            When::At(at) => at.date(crate::date::Zone::UTC),
            When::On(day) => day,
        });
        let expected = rule.days(start, last.plus(1)).into_iter().filter(|day| *day >= first.plus(-1));
        prop_assert_eq!(starts.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{}", text);
        prop_assert_eq!(found.problems, []);
    }
}
