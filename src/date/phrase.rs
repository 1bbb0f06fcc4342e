//! The dates of the command line: "fri", "next fri", "+3d", "2w", "eow", "5 mar".

use super::{Date, MONTHS, WEEKDAYS};
use crate::error::{Error, Hinted, Result, anyhow};
use crate::words::fold;

/// Reads a date of the command line, in any case:
///
/// - ISO; `today`, `tomorrow`, `yesterday` (今日, 明日, 昨日);
/// - a weekday (the next one that is not today), `next fri` (the one in next week), `next week` (its
///   Monday, 来週), `eow` (Friday, or Sunday at the weekend), `eom` (the last day of the month);
/// - `+3d`, `2w`, `-1w`, `3 days`, `in 2 weeks`;
/// - `5 mar`, `March 5`, `3月5日`: the next such day, today among them, unless a year stands with it;
/// - `13/3`, `13.3.2026`: numbers that can be read in one way only.
///
/// # Errors
/// A text that is no date; `3/9` and `1.2.` are refused with both readings.
pub fn parse_phrase(text: &str, today: Date) -> Result<Date> {
    let folded = fold(text.trim());
    if let Some(date) = Date::parse_iso(&folded) {
        return Ok(date);
    }
    let words: Vec<&str> =
        folded.split([' ', '\t', ',', '\u{3000}']).filter(|word| !word.is_empty()).collect();
    if let Some(date) = day_named(&words, today).or_else(|| distance(&words, today)) {
        return Ok(date);
    }
    if let Some(parts) = month_and_day(&folded).or_else(|| japanese(&folded)) {
        return parts.nearest(today).ok_or_else(|| anyhow!("there is no day `{text}`"));
    }
    match *readings(&folded, today) {
        [] => Err(not_a_date(text, &folded)),
        [one] => Ok(one),
        [one, two, ..] => {
            Err(anyhow!("`{text}` can be {one} or {two}").hint("write the date as YYYY-MM-DD"))
        }
    }
}

fn not_a_date(text: &str, folded: &str) -> Error {
    let numbers: Vec<&str> = folded.split(['-', '/', '.']).collect();
    if let [year, month, day] = numbers.as_slice()
        && let (Some(year), Some(month), Some(day)) = (year_of(year), number(month), number(day))
    {
        return match Date::new(year, month, day) {
            Some(date) => anyhow!("`{text}` is no date").hint(format!("did you mean `{date}`?")),
            None => anyhow!("there is no day `{text}`"),
        };
    }
    anyhow!("`{text}` is no date")
        .hint("write YYYY-MM-DD, or `fri`, `next fri`, `+3d`, `2w`, `eow`, `5 mar`, `today`")
}

/// Reads what names a day by its place around today.
fn day_named(words: &[&str], today: Date) -> Option<Date> {
    let monday = today.week().next().monday();
    let day = match words {
        ["today" | "今日"] => today,
        ["tomorrow" | "明日"] => today.plus(1),
        ["yesterday" | "昨日"] => today.plus(-1),
        ["next", "week"] | ["来週"] => monday,
        ["eow"] => {
            let end = if today.weekday() <= 5 { 5 } else { 7 };
            today.plus(i64::from(end) - i64::from(today.weekday()))
        }
        ["eom"] => end_of_month(today),
        ["next", name] => monday.plus(i64::from(weekday_named(name)?) - 1),
        [name] => {
            let day = i64::from(weekday_named(name)?);
            today.plus((day - i64::from(today.weekday()) + 6).rem_euclid(7) + 1)
        }
        _ => return None,
    };
    Some(day)
}

fn end_of_month(day: Date) -> Date {
    let (year, month) = match day.month() {
        12 => (day.year() + 1, 1),
        month => (day.year(), month + 1),
    };
    Date::new(year, month, 1).map_or(day, |first| first.plus(-1))
}

/// Returns 1 for `mon`, `monday` … 7 for `sun`.
fn weekday_named(text: &str) -> Option<u32> {
    Some(place(&WEEKDAYS, text)? + 1)
}

/// Returns the place of a name in a list, from 0, by its first three letters or more.
fn place(names: &[&str], text: &str) -> Option<u32> {
    let is_meant = |name: &&str| fold(name).starts_with(text);
    let found = names.iter().position(|name| text.len() >= 3 && is_meant(name))?;
    u32::try_from(found).ok()
}

/// Returns whether a word names a month, by its first three letters or more.
pub fn names_a_month(word: &str) -> bool {
    place(&MONTHS, &fold(word)).is_some()
}

/// Reads `+3d`, `2w`, `-1w`, `3 days`, `in 2 weeks`, `in a week`.
fn distance(words: &[&str], today: Date) -> Option<Date> {
    let (is_in, words) = match words {
        ["in", rest @ ..] => (true, rest),
        words => (false, words),
    };
    let (number, unit) = match words {
        ["a" | "one", unit] if is_in => ("1", *unit),
        [number, unit] => (*number, *unit),
        [one] => one.split_at(one.find(|c: char| c.is_ascii_alphabetic())?),
        _ => return None,
    };
    let days = match unit {
        "d" | "day" | "days" => 1,
        "w" | "week" | "weeks" => 7,
        _ => return None,
    };
    let number: i64 = number.parse().ok()?;
    let is_back = number < 0 && is_in;
    (number.abs() <= 36_600 && !is_back).then(|| today.plus(number * days))
}

/// A day of a month, with or without a year. There may be no such day.
struct Parts {
    year: Option<i32>,
    month: u32,
    day: u32,
}

impl Parts {
    /// Returns the day; without a year, the next one from today on.
    fn nearest(&self, today: Date) -> Option<Date> {
        if let Some(year) = self.year {
            return Date::new(year, self.month, self.day);
        }
        // Eight years lie at most between two leap days.
        let years = today.year()..=today.year() + 8;
        let mut days = years.filter_map(|year| Date::new(year, self.month, self.day));
        days.find(|day| *day >= today)
    }
}

/// Reads `5 mar`, `mar 5`, `5-Mar-2026`, `5th March 2026`, `March 5, 2026`.
fn month_and_day(text: &str) -> Option<Parts> {
    let words = text.split([' ', ',', '-', '.']).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let (one, two, year) = match words.as_slice() {
        [one, two] => (*one, *two, None),
        [one, two, year] => (*one, *two, Some(year_of(year)?)),
        _ => return None,
    };
    let (month, day) = match (place(&MONTHS, one), place(&MONTHS, two)) {
        (Some(month), None) => (month + 1, two),
        (None, Some(month)) => (month + 1, one),
        _ => return None,
    };
    let endings = ["st", "nd", "rd", "th"];
    let digits = endings.iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day);
    Some(Parts { year, month, day: number(digits)? })
}

/// Reads `3月5日` and `2026年3月5日`.
fn japanese(text: &str) -> Option<Parts> {
    let (year, rest) = match text.split_once('年') {
        Some((year, rest)) => (Some(year_of(year)?), rest),
        None => (None, text),
    };
    let (month, day) = rest.strip_suffix('日')?.split_once('月')?;
    Some(Parts { year, month: number(month)?, day: number(day)? })
}

/// Returns the days that `3/9`, `1.2.` or `3/9/2026` can be, each once: none, one or two. The first has
/// the month in front.
pub fn readings(text: &str, today: Date) -> Vec<Date> {
    let is_dotted = text.contains('.');
    let text = if is_dotted { text.strip_suffix('.').unwrap_or(text) } else { text };
    let numbers: Vec<&str> = text.split(if is_dotted { '.' } else { '/' }).collect();
    let (one, two, year) = match numbers.as_slice() {
        [one, two] => (number(one), number(two), None),
        [one, two, year] => match year_of(year) {
            Some(year) => (number(one), number(two), Some(year)),
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let (Some(one), Some(two)) = (one, two) else { return Vec::new() };
    let ways = [(one, two), (two, one)];
    let days = ways.map(|(month, day)| Parts { year, month, day }.nearest(today));
    let mut days: Vec<Date> = days.into_iter().flatten().collect();
    days.dedup();
    days
}

/// Reads a number of one or two digits.
fn number(text: &str) -> Option<u32> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// Reads a year of four digits.
fn year_of(text: &str) -> Option<i32> {
    let is_year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| is_year)
}

#[cfg(test)]
mod tests {
    use super::parse_phrase;
    use crate::date::Date;
    use crate::error::{chain, hints};

    /// The day that is read, else what is said and what is hinted.
    fn read(phrase: &str, today: &str) -> String {
        match parse_phrase(phrase, Date::parse_iso(today).expect("an ISO date")) {
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
}
