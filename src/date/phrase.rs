//! The dates of the command line: "fri", "next fri", "+3d", "2w", "eow".

use super::Date;
use crate::error::{Hinted, Result, anyhow};

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads a date of the command line: ISO, `today`, `tomorrow`, `yesterday`, a weekday (the next one
/// that is not today), `next fri` (the one in next week), `+3d`, `2w`, `-1w`, `eow` (Friday, or
/// Sunday at the weekend), `eom` (the last day of the month).
///
/// # Errors
/// A text that is no date; `3/9` and `1.2.` are refused with both readings.
pub fn parse_phrase(text: &str, today: Date) -> Result<Date> {
    let lower = text.trim().to_lowercase();
    if let Some(date) = Date::parse_iso(&lower) {
        return Ok(date);
    }
    match lower.as_str() {
        "today" | "tod" => return Ok(today),
        "tomorrow" | "tom" => return Ok(today.plus(1)),
        "yesterday" => return Ok(today.plus(-1)),
        "eow" => {
            let end = if today.weekday() <= 5 { 5 } else { 7 };
            return Ok(today.plus(i64::from(end) - i64::from(today.weekday())));
        }
        "eom" => return Ok(end_of_month(today)),
        _ => {}
    }
    if let Some(day) = weekday_named(&lower) {
        let ahead = (i64::from(day) - i64::from(today.weekday()) + 6).rem_euclid(7) + 1;
        return Ok(today.plus(ahead));
    }
    if let Some(day) = lower.strip_prefix("next ").and_then(|rest| weekday_named(rest.trim())) {
        return Ok(today.week().next().monday().plus(i64::from(day) - 1));
    }
    if let Some(days) = relative_days(&lower) {
        return Ok(today.plus(days));
    }
    if let Some((one, two)) = two_readings(&lower, today) {
        return Err(anyhow!("`{text}` can be {one} or {two}").hint("write the date as YYYY-MM-DD"));
    }
    Err(anyhow!("`{text}` is no date")
        .hint("write YYYY-MM-DD, or `fri`, `next fri`, `+3d`, `2w`, `eow`, `today`"))
}

fn end_of_month(day: Date) -> Date {
    let (year, month) = match day.month() {
        12 => (day.year() + 1, 1),
        month => (day.year(), month + 1),
    };
    Date::new(year, month, 1).map_or(day, |first| first.plus(-1))
}

/// Returns 1 for `mon`, `monday` … 7 for `sun`; at least three letters of the name.
fn weekday_named(text: &str) -> Option<u32> {
    if text.len() < 3 {
        return None;
    }
    let index = WEEKDAYS.iter().position(|name| name.starts_with(text))?;
    Some(index as u32 + 1)
}

/// Reads `+3d`, `3d`, `-2w`, `2w` as days.
fn relative_days(text: &str) -> Option<i64> {
    let unit = match text.chars().last()? {
        'd' => 1,
        'w' => 7,
        _ => return None,
    };
    let digits = &text[..text.len() - 1];
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    let number: i64 = digits.trim_start().parse().ok()?;
    (number.abs() <= 36_600).then_some(number * unit)
}

/// Returns both readings of `3/9`, `3/9/2026` or `1.2.`.
pub fn two_readings(text: &str, today: Date) -> Option<(Date, Date)> {
    let parts: Vec<&str> = text.trim_end_matches('.').split(['/', '.']).collect();
    let year = match parts.as_slice() {
        [_, _] => today.year(),
        [_, _, year] if year.len() == 4 => year.parse().ok()?,
        _ => return None,
    };
    let (one, two) = (parts[0].parse().ok()?, parts[1].parse().ok()?);
    let (us, other) = (Date::new(year, one, two), Date::new(year, two, one));
    Some((us.or(other)?, other.or(us)?))
}
