//! Dates that people write and that are not read: "by friday", "by 2026-02-30".

use std::ops::Range;

use crate::date::{self, Date};
use crate::follow_up::grammar;
use crate::words::fold;

/// The words of a date that is not read, such as `by friday`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unread {
    pub(super) words: String,
    /// The words in the text.
    pub(super) at: Range<usize>,
    /// The words behind the first one: `friday`.
    pub(super) phrase: Range<usize>,
    /// The field that they mean, and its day.
    pub(super) meant: Option<(Meant, Date)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// `by`, `due`: the date of an agreement.
    Due,
    Promised,
    /// `until`: likely a due date, but perhaps how long something lasts.
    LikelyDue,
}

impl Meant {
    /// Returns the word that is written before the date.
    pub(super) fn word(self) -> &'static str {
        match self {
            Meant::Promised => "promised",
            Meant::Due | Meant::LikelyDue => "by",
        }
    }
}

/// A date has at most this many words: `5 March 2027`.
const MOST_WORDS: usize = 3;

/// Returns the words of the first date of a text that is not read; the day that they mean is counted
/// from the one on which they were written.
pub(super) fn unread_date(text: &str, written: Option<Date>) -> Option<Unread> {
    let masked = grammar::masked(text);
    let words = words(&masked);
    for (at, (start, word)) in words.iter().enumerate() {
        let meant = match fold(word).as_str() {
            "by" | "due" => Some(Meant::Due),
            "promised" => Some(Meant::Promised),
            "until" => Some(Meant::LikelyDue),
            // Friday is too late for what is to be there before it.
            "before" => None,
            _ => continue,
        };
        let Some((phrase, length)) = words.get(at + 1).map(|(start, word)| bare(*start, word))
        else {
            break;
        };
        let unread = |phrase: Range<usize>, date: Option<Date>| Unread {
            words: format!("{word} {}", &masked[phrase.clone()]),
            at: *start..phrase.end,
            phrase,
            meant: meant.zip(date),
        };
        let one = &masked[phrase..phrase + length];
        if looks_like_iso(one) {
            return Some(unread(phrase..phrase + length, None));
        }
        let Some(day) = written else { continue };
        if !date::readings(one, day).is_empty() {
            return Some(unread(phrase..phrase + length, None));
        }
        for count in (1..=MOST_WORDS).rev() {
            let Some(last) = words.get(at + count) else { continue };
            let (start, length) = bare(last.0, last.1);
            let (range, next) = (phrase..start + length, at + count + 1);
            let rest = words.get(next..).unwrap_or_default();
            let said = &masked[range.clone()];
            if !may_be_date(said, rest) {
                continue;
            }
            if let Ok(date) = date::parse_phrase(said, day) {
                return Some(unread(range, (!is_said_further(rest)).then_some(date)));
            }
        }
    }
    None
}

/// Returns the words of a text with their places.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let mut words = Vec::new();
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        if !word.is_empty() {
            words.push((at, word));
        }
        at += part.len();
    }
    words
}

/// Returns where a word without the punctuation around it starts, and its length.
fn bare(start: usize, word: &str) -> (usize, usize) {
    const MARKS: [char; 7] = ['.', ',', ';', ')', '(', '!', ':'];
    let behind = word.trim_start_matches(MARKS);
    (start + word.len() - behind.len(), behind.trim_end_matches(MARKS).len())
}

/// Returns whether a phrase of the command line is one in a note, too: there `3d` is a way to print,
/// `+3d` and `in 2 weeks` count from nowhere, and `Sun` before a name is a part of it.
fn may_be_date(phrase: &str, rest: &[(usize, &str)]) -> bool {
    let is_short = phrase.len() <= 4 && phrase.starts_with(char::is_uppercase);
    // `Sun Microsystems`, but `Fri EOD`.
    let is_name = |next: &str| {
        next.starts_with(char::is_uppercase) && next.contains(|c: char| c.is_lowercase())
    };
    let is_in_a_name = is_short && rest.first().is_some_and(|(_, next)| is_name(next));
    let is_unit = |word: &str| matches!(word, "d" | "w" | "day" | "days" | "week" | "weeks");
    let is_counted = phrase.starts_with("in ")
        || phrase.starts_with(|c: char| !c.is_alphabetic())
            && (!phrase.contains(' ') || phrase.split(' ').any(is_unit));
    !is_counted && !is_in_a_name
}

/// Returns whether what follows a weekday says which one: `friday 13 March`, `friday of next week`.
fn is_said_further(rest: &[(usize, &str)]) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let near = rest.iter().take(3).map(|(_, word)| fold(word));
    let mut near = near.enumerate();
    near.any(|(at, word)| {
        let is_month = MONTHS.iter().any(|month| word.starts_with(month));
        let leads_on = matches!(word.as_str(), "next" | "week" | "of" | "or");
        word.contains(|c: char| c.is_ascii_digit()) || at == 0 && (is_month || leads_on)
    })
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
    use super::{Meant, unread_date};
    use crate::date::Date;

    /// Shows `words | place of the phrase | what they mean`; the text was written on a Wednesday.
    fn check(text: &str, expected: &str) {
        let written = Date::parse_iso("2026-03-04");
        let shown = unread_date(text, written).map_or("none".to_string(), |found| {
            let meant = found.meant.map_or(String::new(), |(meant, date)| {
                let sure = if meant == Meant::LikelyDue { " likely" } else { "" };
                format!("{} {date}{sure}", meant.word())
            });
            assert_eq!(
                found.words.split_whitespace().next(),
                text[found.at.clone()].split(' ').next()
            );
            format!("{} | {} | {meant}", found.words, &text[found.phrase])
        });
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn relative_dates_mean_a_day() {
        check("call by friday", "by friday | friday | by 2026-03-06");
        check("call By  Friday, please", "By Friday | Friday | by 2026-03-06");
        check("call due next mon.", "due next mon | next mon | by 2026-03-09");
        check("call promised tomorrow", "promised tomorrow | tomorrow | promised 2026-03-05");
        check("wait until eow", "until eow | eow | by 2026-03-06 likely");
        check("見積もり by fri", "by fri | fri | by 2026-03-06");
        check("call by Fri EOD", "by Fri | Fri | by 2026-03-06");
        check("call by Friday EOD", "by Friday | Friday | by 2026-03-06");
        check("call by 5 mar", "by 5 mar | 5 mar | by 2026-03-05");
        check("call by 5 March 2027 (late)", "by 5 March 2027 | 5 March 2027 | by 2027-03-05");
        check("call before next week", "before next week | next week | ");
    }

    #[test]
    fn what_can_be_two_days_means_none() {
        for (text, words) in [
            ("call by 3/9", "by 3/9 | 3/9 | "),
            ("due 5.13, the release", "due 5.13 | 5.13 | "),
            ("call by 2026-02-30", "by 2026-02-30 | 2026-02-30 | "),
            ("call before friday", "before friday | friday | "),
            ("call by friday 13 March", "by friday | friday | "),
            ("call by friday the 13th", "by friday | friday | "),
            ("call by friday March 13", "by friday | friday | "),
            ("call by friday of next week", "by friday | friday | "),
            ("call by friday or monday", "by friday | friday | "),
        ] {
            check(text, words);
        }
    }

    #[test]
    fn names_and_codes_are_no_dates() {
        for text in [
            "reviewed by Tom",
            "what was promised 2 weeks ago",
            "done by in 3 days",
            "until May decides",
            "made by Sun Microsystems",
            "print by 3d printer",
            "call `by friday`",
            "call by",
            "stand by",
            "by and large",
            "friday",
        ] {
            check(text, "none");
        }
        assert_eq!(unread_date("call by friday", None), None);
    }
}
