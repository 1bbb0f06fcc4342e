//! Days that people say behind a word: "by friday", "promised next mon", "due 2w". The one reader of
//! them, for the command line, where they are written out, and for notes, where they are named. It
//! never guesses: words that can be another day, or no day at all, say so.

use std::ops::Range;

use super::grammar;
use crate::date::{self, Date};
use crate::words::fold;

/// A word and the day said behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub word: Word,
    /// The word and the phrase: `by friday`.
    pub at: Range<usize>,
    /// The phrase: `friday`.
    pub phrase: Range<usize>,
    pub day: Day,
    /// Whether the phrase counts days or weeks: `3d`, `in 2 weeks`.
    pub is_counted: bool,
    /// Whether nothing but tags and fields follows.
    pub ends: bool,
    /// Whether `is` or `are` stands before the word.
    pub is_stated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// `by`, `due`.
    Due,
    Promised,
    From,
    Until,
    Before,
}

/// The day that a phrase means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Day {
    One(Date),
    /// `3/9`.
    Two([Date; 2]),
    /// What follows says which one, or that there are others; with the words up to there:
    /// `by friday the 20th`, `by friday or monday`.
    Further(Range<usize>),
    /// `not by friday`, `was promised friday`.
    Denied,
    /// `2026-02-30`: the form of a date, and no day.
    Impossible,
}

/// A date has at most this many words: `5 March 2027`, `in 3 days`.
const MOST_WORDS: usize = 3;

/// Punctuation that is no part of a phrase.
const MARKS: [char; 9] = ['.', ',', ';', ')', '(', '!', ':', '）', '（'];

/// Returns the days that a masked text says, in their order, counted from `today`; without one, only
/// those that cannot be. Dates in ISO form are fields, and left out.
pub fn said_days(masked: &str, today: Option<Date>) -> Vec<Said> {
    let words = words(masked);
    let mut found: Vec<(Said, Range<usize>)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match said_at(masked, &words, at, today) {
            Some((said, next)) => {
                found.push((said, at..next));
                at = next;
            }
            None => at += 1,
        }
    }
    if !found.is_empty() {
        find_ends(masked, &words, &mut found);
    }
    found.into_iter().map(|(said, _)| said).collect()
}

/// Finds out, from the last one back, whether nothing but tags and fields follows.
fn find_ends(masked: &str, words: &[Range<usize>], found: &mut [(Said, Range<usize>)]) {
    let fields = grammar::fields(masked);
    let is_field = |word: &Range<usize>| {
        let bare = bare(masked, word);
        let at = fields.partition_point(|found| found.at.end < bare.end);
        masked[word.clone()].starts_with('#')
            || bare.is_empty()
            || fields.get(at).is_some_and(|found| found.at.start <= bare.start)
    };
    let (mut ends, mut end) = (true, words.len());
    for (said, at) in found.iter_mut().rev() {
        said.ends = ends && words[at.end..end].iter().all(is_field);
        ends = said.ends && matches!(said.day, Day::One(_));
        end = at.start;
    }
}

/// Reads a day behind the word at a place; returns also the place of the next word.
fn said_at(
    masked: &str,
    words: &[Range<usize>],
    at: usize,
    today: Option<Date>,
) -> Option<(Said, usize)> {
    let (word, word_at, glued) = date_word(masked, &words[at])?;
    let first = if glued.is_some() { at } else { at + 1 };
    let start = match glued {
        Some(start) => start,
        None => bare(masked, words.get(first)?).start,
    };
    let before = at.checked_sub(1).map(|before| fold(&masked[words[before].clone()]));
    let said = |phrase: Range<usize>, day: Day, next: usize| {
        let said = Said {
            word,
            at: word_at.start..phrase.end,
            is_counted: is_counted(&masked[phrase.clone()]),
            ends: false,
            is_stated: matches!(before.as_deref(), Some("is" | "are")),
            phrase,
            day,
        };
        Some((said, next))
    };
    let one = start..bare(masked, &words[first]).end.max(start);
    if is_impossible(&masked[one.clone()]) {
        return said(one, Day::Impossible, first + 1);
    }
    if Date::parse_iso(&masked[one.clone()]).is_some() {
        return None;
    }
    let today = today?;
    for count in (1..=MOST_WORDS).rev() {
        let next = first + count;
        let Some(last) = words.get(next - 1) else { continue };
        let phrase = start..bare(masked, last).end.max(start);
        let text = &masked[phrase.clone()];
        if let [one, two, ..] = *date::readings(text, today) {
            return said(phrase, Day::Two([one, two]), next);
        }
        let Ok(day) = date::parse_phrase(text, today) else { continue };
        // `due soon. 3 nodes`: a sentence is over.
        let is_over = masked[phrase.end..last.end].contains(['.', ';', '!', ')', '）']);
        let rest = if is_over { &[] } else { &words[next..] };
        if let Some(length) = said_further(masked, text, rest, today) {
            let end = bare(masked, &rest[length - 1]).end;
            return said(phrase, Day::Further(word_at.start..end), next);
        }
        if is_in_a_name(masked, text, rest) {
            return None;
        }
        const DENIALS: [&str; 6] = ["not", "never", "no", "was", "were", "been"];
        let is_denied = before.as_deref().is_some_and(|word| DENIALS.contains(&word));
        return said(phrase, if is_denied { Day::Denied } else { Day::One(day) }, next);
    }
    None
}

/// Returns the word, its place, and where its date starts if that is glued to it: `due:fri`.
fn date_word(masked: &str, at: &Range<usize>) -> Option<(Word, Range<usize>, Option<usize>)> {
    let whole = &masked[at.clone()];
    let bare = whole.trim_start_matches(['(', '（']);
    let start = at.end - bare.len();
    let (name, glued) = match bare.split_once(':') {
        Some((name, value)) => (name, (!value.is_empty()).then_some(at.end - value.len())),
        None => (bare, None),
    };
    const WORDS: [(&str, Word); 6] = [
        ("by", Word::Due),
        ("due", Word::Due),
        ("promised", Word::Promised),
        ("from", Word::From),
        ("until", Word::Until),
        ("before", Word::Before),
    ];
    let (_, word) = WORDS.into_iter().find(|(word, _)| name.eq_ignore_ascii_case(word))?;
    Some((word, start..start + name.len(), glued))
}

/// Returns how many of the words behind a phrase say which day it is, or name another.
fn said_further(masked: &str, phrase: &str, rest: &[Range<usize>], today: Date) -> Option<usize> {
    let word = |at: usize| rest.get(at).map(|at| fold(&masked[bare(masked, at)]));
    let first = word(0)?;
    let second = word(1).unwrap_or_default();
    let is_day = |word: &str| names_a_day(word, today);
    let is_counted = is_counted(phrase);
    match first.as_str() {
        "next" | "this" if is_period(&second) || is_day(&second) => Some(2),
        "next" if second.is_empty() => Some(1),
        "week" | "of" if !is_counted => Some(1),
        "after" if !is_counted => Some(1),
        "or" | "and" | "to" | "-" | "–" | "/" if is_day(&second) || second == "next" => Some(2),
        "or" | "and" | "to" if second == "the" && word(2).is_some_and(|word| is_day(&word)) => {
            Some(3)
        }
        "the" if is_day(&second) => Some(2),
        "in" if word(2).is_some_and(|unit| is_period(&unit)) => Some(3),
        first if !is_counted && is_day(first) => {
            Some(1 + usize::from(date::names_a_month(&second)))
        }
        _ => None,
    }
}

fn is_period(word: &str) -> bool {
    matches!(word, "day" | "days" | "week" | "weeks" | "month" | "months" | "year")
}

/// Returns whether a word alone names a day, or a part of one's date: `monday`, `20th`, `march`.
fn names_a_day(word: &str, today: Date) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &word[..word.len() - digits.len()];
    let is_number = matches!(digits, "" | "st" | "nd" | "rd" | "th")
        && number.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day));
    let is_date = !word.is_empty() && !is_counted(word) && date::parse_phrase(word, today).is_ok();
    is_number || is_date || date::names_a_month(word) || !date::readings(word, today).is_empty()
}

/// Returns whether a phrase counts days or weeks: there `3d` may be a way to print.
fn is_counted(phrase: &str) -> bool {
    let phrase = fold(phrase);
    let bare = phrase.trim_start_matches(['+', '-']);
    let unit = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    phrase.starts_with("in ")
        || unit.len() < bare.len()
            && matches!(unit.trim(), "d" | "w" | "day" | "days" | "week" | "weeks")
}

/// Returns whether a phrase is a part of a name: `Sun Microsystems`, but `Fri EOD`.
fn is_in_a_name(masked: &str, phrase: &str, rest: &[Range<usize>]) -> bool {
    let is_short = phrase.len() <= 4 && phrase.starts_with(char::is_uppercase);
    let next = rest.first().map(|at| &masked[at.clone()]);
    is_short
        && next.is_some_and(|next| {
            next.starts_with(char::is_uppercase) && next.contains(char::is_lowercase)
        })
}

/// `2026-02-30`.
fn is_impossible(word: &str) -> bool {
    let shape = word.bytes().enumerate().all(|(at, b)| match at {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    word.len() == 10 && shape && Date::parse_iso(word).is_none()
}

/// Returns where the words of a text stand.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut words = Vec::new();
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        if !word.is_empty() {
            words.push(at..at + word.len());
        }
        at += part.len();
    }
    words
}

/// Returns a word's place without the punctuation around it.
fn bare(text: &str, at: &Range<usize>) -> Range<usize> {
    let behind = text[at.clone()].trim_start_matches(MARKS);
    let start = at.end - behind.len();
    start..start + behind.trim_end_matches(MARKS).len()
}

#[cfg(test)]
mod tests {
    use super::{Day, said_days};
    use crate::date::Date;

    /// Shows `words = day` of each, counted from a Wednesday.
    fn check(text: &str, expected: &[&str]) {
        let said = said_days(text, Date::parse_iso("2026-03-04"));
        let shown = said.iter().map(|said| match &said.day {
            Day::One(day) => format!("{} = {day}", &text[said.at.clone()]),
            Day::Two(_) => format!("{} = two", &text[said.at.clone()]),
            Day::Further(at) => format!("{} = further", &text[at.clone()]),
            Day::Denied => format!("{} = denied", &text[said.at.clone()]),
            Day::Impossible => format!("{} = impossible", &text[said.at.clone()]),
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn one_day_is_read() {
        check(
            "by friday, promised next mon",
            &["by friday = 2026-03-06", "promised next mon = 2026-03-09"],
        );
        check(
            "(due:fri) from 5 March 2027",
            &["due:fri = 2026-03-06", "from 5 March 2027 = 2027-03-05"],
        );
        check("by Fri EOD", &["by Fri = 2026-03-06"]);
        check("by 3月5日", &["by 3月5日 = 2026-03-05"]);
        check("by friday the guide", &["by friday = 2026-03-06"]);
        check("by friday mark the boxes", &["by friday = 2026-03-06"]);
        check("by friday 15:00 or lose it", &["by friday = 2026-03-06"]);
        check("by friday. 3 nodes", &["by friday = 2026-03-06"]);
        check("by +3d 2 nodes", &["by +3d = 2026-03-07"]);
    }

    #[test]
    fn what_may_be_another_day_says_so() {
        for text in [
            "by friday 20",
            "by friday 13.3.2026",
            "by friday the 20th",
            "by friday, March",
            "by Fri March",
            "by friday next week",
            "by friday next",
            "by next week wednesday",
            "by friday of",
            "by monday week",
            "by friday or monday",
            "by friday or the 20th",
            "by friday - monday",
            "by friday in two weeks",
            "by friday this week",
        ] {
            let end = if text.ends_with('.') { text.len() - 1 } else { text.len() };
            check(text, &[&format!("{} = further", &text[..end])]);
        }
        check("by 3/9", &["by 3/9 = two"]);
        check("by 2026-02-30", &["by 2026-02-30 = impossible"]);
        check("not by friday but by monday", &["by friday = denied", "by monday = 2026-03-09"]);
    }

    #[test]
    fn where_it_ends_the_text() {
        for (text, ends) in [
            ("by friday", true),
            ("by friday.", true),
            ("by friday #infra ⏫ promised 2026-03-05", true),
            ("by friday promised 2w", true),
            ("by friday by hand", false),
            ("by friday the guide", false),
        ] {
            assert_eq!(said_days(text, Date::parse_iso("2026-03-04"))[0].ends, ends, "{text}");
        }
    }

    #[test]
    fn names_and_ordinary_words_are_no_days() {
        for text in
            ["by Sun Microsystems", "by and large", "by", "by 2026-03-05", "until May decides"]
        {
            check(text, &[]);
        }
    }
}
