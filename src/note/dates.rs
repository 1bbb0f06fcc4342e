//! Dates that people write and that are not read: "by friday", "by 2026-02-30".

use crate::date::{self, Date};
use crate::follow_up::grammar;
use crate::words::fold;

/// Returns the words of a date that is not read, such as `by friday`, and the day that they mean
/// counted from the note's own.
pub(super) fn unread_date(text: &str, written: Option<Date>) -> Option<(String, Option<Date>)> {
    let masked = grammar::masked(text);
    let words: Vec<&str> = masked.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        if !matches!(fold(word).as_str(), "by" | "due" | "promised" | "until" | "before") {
            continue;
        }
        let clean = |at: usize| {
            let word = words.get(at).copied().unwrap_or_default();
            word.trim_matches(['.', ',', ';', ')', '(', '!', ':'])
        };
        let one = clean(at + 1);
        let two = format!("{one} {}", clean(at + 2));
        if looks_like_iso(one) {
            return Some((format!("{word} {one}"), None));
        }
        let Some(day) = written else { continue };
        if date::two_readings(one, day).is_some() {
            return Some((format!("{word} {one}"), None));
        }
        for phrase in [two.trim_end(), one] {
            if phrase.is_empty()
                || Date::parse_iso(phrase).is_some()
                || phrase.starts_with(['+', '-'])
            {
                continue;
            }
            if let Ok(date) = date::parse_phrase(phrase, day) {
                return Some((format!("{word} {phrase}"), Some(date)));
            }
        }
    }
    None
}

/// `2026-02-30`: the form of a date, and no day.
fn looks_like_iso(word: &str) -> bool {
    let shape = word.bytes().enumerate().all(|(at, b)| match at {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    word.len() == 10 && shape && Date::parse_iso(word).is_none()
}
