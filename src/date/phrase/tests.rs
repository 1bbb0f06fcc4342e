//! Phrases, and the days that they name.

use super::{parse_past, parse_phrase};
use crate::date::Date;
use crate::error::{Result, chain, hints};

/// The day that is read, else what is said and what is hinted.
fn read(phrase: &str, today: &str) -> String {
    shown(parse_phrase(phrase, Date::parse_iso(today).expect("an ISO date")))
}

fn shown(read: Result<Date>) -> String {
    match read {
        Ok(date) => date.to_string(),
        Err(error) => format!("{} ({})", chain(&error), hints(&error).join("; ")),
    }
}

#[test]
fn phrases_are_read_from_today() {
    // 2026-03-04 is a Wednesday.
    for (phrase, expected) in [
        ("2026-03-05", "2026-03-05"),
        (" 2026-03-05 ", "2026-03-05"),
        ("today", "2026-03-04"),
        ("Tomorrow", "2026-03-05"),
        ("yesterday", "2026-03-03"),
        ("今日", "2026-03-04"),
        ("明日", "2026-03-05"),
        ("来週", "2026-03-09"),
        ("fri", "2026-03-06"),
        ("Friday", "2026-03-06"),
        ("thurs", "2026-03-05"),
        ("wed", "2026-03-11"),
        ("tue", "2026-03-10"),
        ("next fri", "2026-03-13"),
        ("next  Friday", "2026-03-13"),
        ("next mon", "2026-03-09"),
        ("next week", "2026-03-09"),
        ("+3d", "2026-03-07"),
        ("3d", "2026-03-07"),
        ("2w", "2026-03-18"),
        ("-1w", "2026-02-25"),
        ("3 days", "2026-03-07"),
        ("in 3 days", "2026-03-07"),
        ("in 1 day", "2026-03-05"),
        ("in a week", "2026-03-11"),
        ("in 2w", "2026-03-18"),
        ("eow", "2026-03-06"),
        ("eom", "2026-03-31"),
    ] {
        assert_eq!(read(phrase, "2026-03-04"), expected, "{phrase}");
    }
}

#[test]
fn days_without_a_year_look_forward() {
    for (phrase, today, expected) in [
        ("5 mar", "2026-03-04", "2026-03-05"),
        ("5 mar", "2026-03-05", "2026-03-05"),
        ("5 mar", "2026-03-06", "2027-03-05"),
        ("mar 5", "2026-03-06", "2027-03-05"),
        ("March 5th", "2026-03-06", "2027-03-05"),
        ("3月5日", "2026-03-06", "2027-03-05"),
        ("5 March 2026", "2026-03-06", "2026-03-05"),
        ("March 5, 2026", "2026-03-06", "2026-03-05"),
        ("5-mar-2026", "2026-03-06", "2026-03-05"),
        ("5. Mar. 2026", "2026-03-06", "2026-03-05"),
        ("2026年3月5日", "2026-03-06", "2026-03-05"),
        ("1 sept", "2026-03-06", "2026-09-01"),
        ("31 dec", "2026-12-31", "2026-12-31"),
        ("1 jan", "2026-12-31", "2027-01-01"),
        ("29 feb", "2026-03-06", "2028-02-29"),
        ("29 feb", "2096-03-01", "2104-02-29"),
        ("13/3", "2026-03-06", "2026-03-13"),
        ("3/13", "2026-03-06", "2026-03-13"),
        ("13.3.", "2026-03-20", "2027-03-13"),
        ("13/3/2025", "2026-03-20", "2025-03-13"),
        ("3/3", "2026-03-06", "2027-03-03"),
        ("29/2", "2026-03-06", "2028-02-29"),
    ] {
        assert_eq!(read(phrase, today), expected, "{phrase} on {today}");
    }
}

#[test]
fn the_past_is_read_from_today_back() {
    const HINT: &str = "(write YYYY-MM-DD, or `mon`, `2w`, `3 days ago`, `5 mar`, `yesterday`)";
    for (phrase, today, expected) in [
        // 2026-03-06 is a Friday.
        ("2026-03-09", "2026-03-06", "2026-03-09"),
        ("today", "2026-03-06", "2026-03-06"),
        ("yesterday", "2026-03-06", "2026-03-05"),
        ("mon", "2026-03-06", "2026-03-02"),
        ("thu", "2026-03-06", "2026-03-05"),
        ("fri", "2026-03-06", "2026-02-27"),
        ("sat", "2026-03-06", "2026-02-28"),
        ("1 mar", "2026-03-06", "2026-03-01"),
        ("6 mar", "2026-03-06", "2026-03-06"),
        ("7 mar", "2026-03-06", "2025-03-07"),
        ("7 mar 2026", "2026-03-06", "2026-03-07"),
        ("3月1日", "2026-03-06", "2026-03-01"),
        ("29 feb", "2026-03-06", "2024-02-29"),
        ("29 feb", "2104-02-28", "2096-02-29"),
        ("31 dec", "2027-01-01", "2026-12-31"),
        ("13/2", "2026-03-06", "2026-02-13"),
        ("2w", "2026-03-06", "2026-02-20"),
        ("3 days", "2026-03-06", "2026-03-03"),
        ("3 days ago", "2026-03-06", "2026-03-03"),
        ("a week ago", "2026-03-06", "2026-02-27"),
        ("-1w", "2026-03-06", "2026-02-27"),
        ("+3d", "2026-03-06", "2026-03-09"),
        ("in 3 days", "2026-03-06", "2026-03-09"),
        (
            "3/4",
            "2026-03-06",
            "`3/4` can be 2026-03-04 or 2025-04-03 (write the date as YYYY-MM-DD)",
        ),
        ("soon", "2026-03-06", &format!("`soon` is no date {HINT}")),
        ("-3 days ago", "2026-03-06", &format!("`-3 days ago` is no date {HINT}")),
    ] {
        let today = Date::parse_iso(today).expect("an ISO date");
        assert_eq!(shown(parse_past(phrase, today)), expected, "{phrase} on {today}");
    }
    assert!(read("3 days ago", "2026-03-06").contains("is no date"));
}

#[test]
fn years_end_and_days_leap() {
    for (phrase, today, expected) in [
        ("tomorrow", "2026-12-31", "2027-01-01"),
        ("fri", "2026-12-31", "2027-01-01"),
        ("next week", "2026-12-31", "2027-01-04"),
        ("next thu", "2026-12-31", "2027-01-07"),
        ("eow", "2027-01-02", "2027-01-03"),
        ("eow", "2027-01-03", "2027-01-03"),
        ("eow", "2027-01-01", "2027-01-01"),
        ("eom", "2026-12-31", "2026-12-31"),
        ("eom", "2028-02-01", "2028-02-29"),
        ("eom", "2026-02-28", "2026-02-28"),
        ("tomorrow", "2028-02-28", "2028-02-29"),
        ("yesterday", "2028-03-01", "2028-02-29"),
        ("+52w", "2028-02-29", "2029-02-27"),
    ] {
        assert_eq!(read(phrase, today), expected, "{phrase} on {today}");
    }
}

#[test]
fn what_can_be_read_in_two_ways_is_refused_with_both() {
    const HINT: &str = "(write the date as YYYY-MM-DD)";
    for (phrase, readings) in [
        ("3/9", "2026-03-09 or 2026-09-03"),
        ("1.2.", "2027-01-02 or 2027-02-01"),
        ("1.2", "2027-01-02 or 2027-02-01"),
        ("9.3.2026", "2026-09-03 or 2026-03-09"),
        ("3/9/2026", "2026-03-09 or 2026-09-03"),
    ] {
        let expected = format!("`{phrase}` can be {readings} {HINT}");
        assert_eq!(read(phrase, "2026-03-04"), expected);
    }
}

#[test]
fn what_is_no_date_is_refused() {
    const HINT: &str =
        "(write YYYY-MM-DD, or `fri`, `next fri`, `+3d`, `2w`, `eow`, `5 mar`, `today`)";
    for phrase in [
        "",
        "soon",
        "fr",
        "next",
        "next month",
        "march",
        "may",
        "ma 5",
        "5",
        "5 5 mar",
        "0/0",
        "13/13",
        "3/9/26",
        "in",
        "in fri",
        "in -3 days",
        "3x",
        "d",
        "+d",
        "999999d",
        "mar mar",
    ] {
        assert_eq!(read(phrase, "2026-03-04"), format!("`{phrase}` is no date {HINT}"));
    }
    for (phrase, expected) in [
        ("2026-3-9", "`2026-3-9` is no date (did you mean `2026-03-09`?)"),
        ("2026/03/09", "`2026/03/09` is no date (did you mean `2026-03-09`?)"),
        ("2026-02-30", "there is no day `2026-02-30` ()"),
        ("30 feb", "there is no day `30 feb` ()"),
        ("29 Feb 2026", "there is no day `29 Feb 2026` ()"),
    ] {
        assert_eq!(read(phrase, "2026-03-04"), expected);
    }
}
