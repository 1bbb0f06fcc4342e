//! Dates that people write and that are not read: "by friday", "by 2026-02-30".

use std::ops::Range;

use crate::date::{self, Date};
use crate::follow_up::grammar;
use crate::follow_up::said::{Day, Said, Word, said_days};

/// The words of a date that is not read, such as `by friday`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unread {
    pub(super) words: String,
    /// The words in the text.
    pub(super) at: Range<usize>,
    /// The words behind the first one: `friday`.
    pub(super) phrase: Range<usize>,
    /// Whether nothing but tags and fields follows, not even a full stop.
    pub(super) ends: bool,
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

/// The dates of a follow-up that are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    pub(super) due: bool,
    pub(super) promised: bool,
}

/// A date without a year that is further ahead, in days, was likely over when it was written.
const FARTHEST: i64 = 180;

/// Returns the words of the first date of each kind that is not read; the day that they mean is counted
/// from the one on which they were written.
pub(super) fn unread_dates(text: &str, written: Option<Date>, read: Read) -> Vec<Unread> {
    let masked = grammar::masked(text);
    let mut said = said_days(&masked, written);
    said.retain(|said| {
        let is_known = match said.word {
            Word::Due => read.due,
            Word::Promised => read.promised,
            Word::Until | Word::Before => read.due || read.promised,
            Word::From => true,
        };
        // `+3d` and `in 2 weeks` count from nowhere.
        !is_known && !said.is_counted
    });
    let (promised, due): (Vec<Said>, Vec<Said>) =
        said.into_iter().partition(|said| said.word == Word::Promised);
    let mut unread: Vec<Unread> = [due, promised]
        .iter()
        .filter_map(|said| said.split_first())
        .map(|(first, others)| Unread {
            words: words(&masked, first),
            at: first.at.clone(),
            phrase: first.phrase.clone(),
            ends: first.ends && {
                let rest = &masked[first.phrase.end..];
                rest.is_empty() || rest.starts_with(char::is_whitespace)
            },
            // With another of its kind, who knows which one counts.
            meant: others.is_empty().then(|| meant(&masked, first, written)).flatten(),
        })
        .collect();
    unread.sort_by_key(|unread| unread.at.start);
    unread
}

/// `by friday`, with one space.
fn words(masked: &str, said: &Said) -> String {
    let words: Vec<&str> = masked[said.at.clone()].split_whitespace().collect();
    words.join(" ")
}

/// Returns the field and the day that words mean beyond doubt.
fn meant(masked: &str, said: &Said, written: Option<Date>) -> Option<(Meant, Date)> {
    let meant = match said.word {
        Word::Due => Meant::Due,
        Word::Promised => Meant::Promised,
        Word::Until => Meant::LikelyDue,
        // Friday is too late for what is to be there before it.
        Word::Before | Word::From => return None,
    };
    let Day::One(day) = said.day else { return None };
    let phrase = &masked[said.phrase.clone()];
    let has_year = phrase.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    let is_far = !has_year && day.days_since(written?) > FARTHEST;
    let is_number = !date::readings(phrase, day).is_empty();
    (!said.is_stated && !is_far && !is_number).then_some((meant, day))
}

#[cfg(test)]
mod tests {
    use super::{Meant, Read, unread_dates};
    use crate::date::Date;

    const NONE: Read = Read { due: false, promised: false };

    /// Shows `words | place of the phrase | what they mean`; the text was written on a Wednesday.
    fn check(text: &str, expected: &str) {
        check_beside(NONE, text, expected);
    }

    /// With what is read in the text.
    fn check_beside(read: Read, text: &str, expected: &str) {
        let written = Date::parse_iso("2026-03-04");
        let found = unread_dates(text, written, read);
        let shown = found.iter().map(|found| {
            let meant = found.meant.map_or(String::new(), |(meant, date)| {
                let sure = if meant == Meant::LikelyDue { " likely" } else { "" };
                format!("{} {date}{sure}", meant.word())
            });
            assert_eq!(
                found.words.split_whitespace().next(),
                text[found.at.clone()].split(' ').next()
            );
            format!("{} | {} | {meant}", found.words, &text[found.phrase.clone()])
        });
        let shown: Vec<String> = shown.collect();
        let shown = if shown.is_empty() { "none".to_string() } else { shown.join(" + ") };
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
        check("call (by friday)", "by friday | friday | by 2026-03-06");
        check("call by 3月5日", "by 3月5日 | 3月5日 | by 2026-03-05");
        check("call by 31 aug", "by 31 aug | 31 aug | by 2026-08-31");
        check("call by friday 15:00", "by friday | friday | by 2026-03-06");
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
            ("sent to legal by 2 March", "by 2 March | 2 March | "),
            ("call by 1 sept", "by 1 sept | 1 sept | "),
            ("call by next week wednesday", "by next week | next week | "),
            ("not by friday but by monday", "by friday | friday | "),
            ("two by friday and by monday", "by friday | friday | "),
            ("was promised friday already", "promised friday | friday | "),
            ("it is due friday", "due friday | friday | "),
        ] {
            check(text, words);
        }
    }

    #[test]
    fn each_kind_is_judged_on_its_own() {
        let due = Read { due: true, promised: false };
        let promised = Read { due: false, promised: true };
        let text = "send by 2026-03-06, promised monday";
        check_beside(due, text, "promised monday | monday | promised 2026-03-09");
        let text = "send promised 2026-03-06 by monday";
        check_beside(promised, text, "by monday | monday | by 2026-03-09");
        check_beside(promised, "use it until friday promised 2026-03-06", "none");
        check_beside(due, "send by 2026-03-06, not by friday", "none");
        check(
            "send promised monday by friday",
            "promised monday | monday | promised 2026-03-09 + by friday | friday | by 2026-03-06",
        );
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
        assert_eq!(unread_dates("call by friday", None, NONE), []);
    }
}
