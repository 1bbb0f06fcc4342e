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
        let three = format!("{two} {}", clean(at + 3));
        if looks_like_iso(one) {
            return Some((format!("{word} {one}"), None));
        }
        let Some(day) = written else { continue };
        if !date::readings(one, day).is_empty() {
            return Some((format!("{word} {one}"), None));
        }
        for phrase in [three.trim_end(), two.trim_end(), one] {
            if phrase.is_empty() || Date::parse_iso(phrase).is_some() || is_distance(phrase) {
                continue;
            }
            if let Ok(date) = date::parse_phrase(phrase, day) {
                return Some((format!("{word} {phrase}"), Some(date)));
            }
        }
    }
    None
}

/// `+3d`, `2 weeks`: in a note nobody knows from when.
fn is_distance(phrase: &str) -> bool {
    let is_unit = |word: &str| matches!(word, "day" | "days" | "week" | "weeks");
    let counts = phrase.starts_with(|c: char| c.is_ascii_digit());
    phrase.starts_with(['+', '-']) || counts && phrase.split(' ').any(is_unit)
}

/// `2026-02-30`: the form of a date, and no day.
fn looks_like_iso(word: &str) -> bool {
    let shape = word.bytes().enumerate().all(|(at, b)| match at {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    word.len() == 10 && shape && Date::parse_iso(word).is_none()
}

#[cfg(test)]
mod tests {
    use super::unread_date;
    use crate::date::Date;

    #[test]
    fn words_that_look_like_a_date_are_found_with_the_day_that_they_mean() {
        for (text, expected) in [
            ("call by friday", "by friday: 2026-03-06"),
            ("call by next fri, please", "by next fri: 2026-03-13"),
            ("call by 5 mar", "by 5 mar: 2026-03-05"),
            ("call by 5 March 2027 (late)", "by 5 March 2027: 2027-03-05"),
            ("call before next week", "before next week: 2026-03-09"),
            ("call by 3/9", "by 3/9: ?"),
            ("due 5.13, the release", "due 5.13: ?"),
            ("call by 2026-02-30", "by 2026-02-30: ?"),
            ("call by 2026-03-05", ""),
            ("what was promised 2 weeks ago", ""),
            ("review by Tom", ""),
            ("until May decides", ""),
        ] {
            let found = unread_date(text, Date::parse_iso("2026-03-04"));
            let shown = found.map_or(String::new(), |(words, date)| {
                format!("{words}: {}", date.map_or("?".to_string(), |date| date.to_string()))
            });
            assert_eq!(shown, expected, "{text}");
        }
    }
}
