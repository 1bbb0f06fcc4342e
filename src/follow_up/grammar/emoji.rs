//! Fields that start with an emoji.

use super::{Field, Found, date_at, dated, done, dropped, skip_spaces, word_field};
use crate::date::Date;

const EMOJI: &str = "📅📆🗓✅❌🛫⏳⌛➕⏰🔁🆔⛔🏁🔺⏫🔼🔽⏬";

/// The signs of Obsidian Tasks, each with an optional U+FE0F behind it.
pub(super) fn emoji_field(text: &str, at: usize, c: char) -> Option<Found> {
    if !EMOJI.contains(c) {
        return None;
    }
    let sign_end = at + c.len_utf8();
    let sign_end = sign_end + if text[sign_end..].starts_with('\u{fe0f}') { 3 } else { 0 };
    let value = skip_spaces(text, sign_end);
    let date = date_at(text, value);
    let with_date = |field: fn(Date) -> Field| {
        let (date, place) = date.clone()?;
        Some(dated(field, date, at..place.end, place))
    };
    let at_end = |field| Some(Found { only_at_end: true, ..Found::new(field, at..sign_end) });
    let token = || {
        let length = text[value..].find(char::is_whitespace).unwrap_or(text.len() - value);
        value..value + length
    };
    match c {
        '📅' | '📆' | '🗓' => with_date(Field::Due),
        '🛫' | '⏳' | '⌛' => with_date(Field::Start),
        '✅' => with_date(done).or_else(|| at_end(Field::Done(None))),
        '❌' => with_date(dropped).or_else(|| at_end(Field::Dropped(None))),
        '➕' => with_date(|_| Field::Mark),
        '⏰' => {
            let (_, place) = date?;
            let time = text[place.end..].strip_prefix(' ').filter(|rest| is_time(rest));
            Some(Found::new(Field::Mark, at..place.end + time.map_or(0, |_| " 09:30".len())))
        }
        '🔁' => {
            let rest = &text[value..];
            let length = rest.find(|c| EMOJI.contains(c) || "[(#^".contains(c));
            let length = length.unwrap_or(rest.len());
            let words = rest[..length].match_indices(' ').map(|(at, _)| at + 1);
            let field = words.into_iter().find(|at| word_field(text, value + at).is_some());
            let end = value + rest[..field.unwrap_or(length)].trim_end().len();
            (end > value).then(|| Found::new(Field::Repeat, at..end))
        }
        '🆔' => {
            let id = text[token()].trim_end_matches([',', '.', ';', ':', ')']);
            let found = Found::new(Field::Id(id.to_string()), at..value + id.len());
            (!id.is_empty()).then_some(found)
        }
        '⛔' => Some(Found::new(Field::Mark, at..end_of_list(text, value))),
        '🏁' => Some(Found::new(Field::Mark, at..token().end)),
        sign => Some(Found::new(Field::Priority(sign.to_string()), at..sign_end)),
    }
}

/// Returns whether a text starts with `09:30`.
fn is_time(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, b':', c, d, ..] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()))
}

/// Returns where a list of ids ends: a comma, with or without spaces around it, leads to the next.
fn end_of_list(text: &str, start: usize) -> usize {
    let is_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut end = start;
    let mut at = start;
    loop {
        let rest = &text[at..];
        let length = rest.find(|c| !is_id(c)).unwrap_or(rest.len());
        if length == 0 {
            return end;
        }
        end = at + length;
        let Some(comma) = text[end..].trim_start_matches(' ').strip_prefix(',') else { return end };
        at = text.len() - comma.trim_start_matches(' ').len();
    }
}
