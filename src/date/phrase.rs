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
    read(text, today, Toward::Future)
}

/// Reads a date of the command line that lies behind, as of "since": as [`parse_phrase`], but
///
/// - a weekday is the last one that is not today;
/// - `5 mar` and `13/3` are the last such day, today among them, unless a year stands with it;
/// - `2w`, `3 days` and `3 days ago` are counted back; with a `+` or `in`, forward.
///
/// # Errors
/// A text that is no date, or one that can be read in two ways.
pub fn parse_past(text: &str, today: Date) -> Result<Date> {
    read(text, today, Toward::Past)
}

/// Where a day lies of which the year or the week is not said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Toward {
    Future,
    Past,
}

fn read(text: &str, today: Date, toward: Toward) -> Result<Date> {
    let folded = fold(text.trim());
    if let Some(date) = Date::parse_iso(&folded) {
        return Ok(date);
    }
    let words: Vec<&str> =
        folded.split([' ', '\t', ',', '\u{3000}']).filter(|word| !word.is_empty()).collect();
    if let Some(date) = day_named(&words, today, toward).or_else(|| distance(&words, today, toward))
    {
        return Ok(date);
    }
    if let Some(parts) = month_and_day(&folded).or_else(|| japanese(&folded)) {
        return parts.nearest(today, toward).ok_or_else(|| anyhow!("there is no day `{text}`"));
    }
    match *days(&folded, today, toward) {
        [] => Err(not_a_date(text, &folded, toward)),
        [one] => Ok(one),
        [one, two, ..] => {
            Err(anyhow!("`{text}` can be {one} or {two}").hint("write the date as YYYY-MM-DD"))
        }
    }
}

fn not_a_date(text: &str, folded: &str, toward: Toward) -> Error {
    let numbers: Vec<&str> = folded.split(['-', '/', '.']).collect();
    if let [year, month, day] = numbers.as_slice()
        && let (Some(year), Some(month), Some(day)) = (year_of(year), number(month), number(day))
    {
        return match Date::new(year, month, day) {
            Some(date) => anyhow!("`{text}` is no date").hint(format!("did you mean `{date}`?")),
            None => anyhow!("there is no day `{text}`"),
        };
    }
    anyhow!("`{text}` is no date").hint(match toward {
        Toward::Future => {
            "write YYYY-MM-DD, or `fri`, `next fri`, `+3d`, `2w`, `eow`, `5 mar`, `today`"
        }
        Toward::Past => "write YYYY-MM-DD, or `mon`, `2w`, `3 days ago`, `5 mar`, `yesterday`",
    })
}

/// Reads what names a day by its place around today.
fn day_named(words: &[&str], today: Date, toward: Toward) -> Option<Date> {
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
            let ahead = i64::from(weekday_named(name)?) - i64::from(today.weekday());
            match toward {
                Toward::Future => today.plus((ahead + 6).rem_euclid(7) + 1),
                Toward::Past => today.plus(ahead.rem_euclid(7) - 7),
            }
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

/// Reads `+3d`, `2w`, `-1w`, `3 days`, `in 2 weeks`, `in a week`; towards the past, `2 weeks ago`.
fn distance(words: &[&str], today: Date, toward: Toward) -> Option<Date> {
    let (is_in, is_ago, words) = match words {
        ["in", rest @ ..] => (true, false, rest),
        [rest @ .., "ago"] if toward == Toward::Past => (false, true, rest),
        words => (false, false, words),
    };
    let (number, unit) = match words {
        ["a" | "one", unit] if is_in || is_ago => ("1", *unit),
        [number, unit] => (*number, *unit),
        [one] => one.split_at(one.find(|c: char| c.is_ascii_alphabetic())?),
        _ => return None,
    };
    let days = match unit {
        "d" | "day" | "days" => 1,
        "w" | "week" | "weeks" => 7,
        _ => return None,
    };
    let is_signed = number.starts_with(['+', '-']);
    let number: i64 = number.parse().ok()?;
    let is_counted_back = toward == Toward::Past && !is_in && !is_signed;
    let number = if is_counted_back { -number } else { number };
    let is_odd = (number < 0 && is_in) || (is_signed && is_ago);
    (number.abs() <= 36_600 && !is_odd).then(|| today.plus(number * days))
}

/// A day of a month, with or without a year. There may be no such day.
struct Parts {
    year: Option<i32>,
    month: u32,
    day: u32,
}

impl Parts {
    /// Returns the day; without a year, the next one from today on, or the last one up to today.
    fn nearest(&self, today: Date, toward: Toward) -> Option<Date> {
        if let Some(year) = self.year {
            return self.in_year(year);
        }
        // Eight years lie at most between two leap days.
        let mut years = 0..=8;
        years.find_map(|years| match toward {
            Toward::Future => self.in_year(today.year() + years).filter(|day| *day >= today),
            Toward::Past => self.in_year(today.year() - years).filter(|day| *day <= today),
        })
    }

    fn in_year(&self, year: i32) -> Option<Date> {
        Date::new(year, self.month, self.day)
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
    days(text, today, Toward::Future)
}

fn days(text: &str, today: Date, toward: Toward) -> Vec<Date> {
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
    let days = ways.map(|(month, day)| Parts { year, month, day }.nearest(today, toward));
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
mod tests;
