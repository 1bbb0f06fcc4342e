//! Fields in parentheses or brackets.

use std::ops::Range;

use super::{Field, Found, date_at, dated, done, dropped, skip_spaces, word_field};
use crate::date::Date;

/// Fields in parentheses or brackets: `(due DATE)`, `(done DATE)`, `(dropped DATE: why)`,
/// `(@name)`, `[due:: DATE]`, `[COMPLETE]`.
pub(super) fn bracketed(text: &str, at: usize, open: char) -> Option<Found> {
    let inner = at + open.len_utf8();
    let close = match open {
        '(' => ')',
        '（' => '）',
        _ => ']',
    };
    let length = matching(&text[inner..], open, close)?;
    let whole = at..inner + length + close.len_utf8();
    let content = &text[inner..inner + length];
    if let Some((key, value)) = content.split_once("::") {
        let value_at = skip_spaces(text, inner + key.len() + 2);
        return dataview(&key.trim().to_lowercase(), value.trim(), text, value_at, whole);
    }
    if open == '[' {
        let is_done =
            matches!(content.to_ascii_uppercase().as_str(), "COMPLETE" | "COMPLETED" | "DONE");
        let found = Found::new(Field::Done(None), whole);
        return is_done.then_some(Found { only_at_end: false, ..found });
    }
    let start = skip_spaces(text, inner);
    if let Some(names) = content.trim().strip_prefix(['@', '＠']) {
        let is_name = !names.is_empty() && !names.contains(['(', ',', '，', ':']);
        let found = Found::new(Field::Owner(names.trim().to_string()), whole);
        return is_name.then_some(Found { only_at_end: true, ..found });
    }
    if let Some(is_drop) = closing_word(content) {
        let word = text[start..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(0);
        let value = skip_spaces(text, start + word);
        return match date_at(text, value).filter(|(_, place)| place.end <= inner + length) {
            Some((date, place)) if is_drop => Some(dated(dropped, date, whole, place)),
            Some((date, place)) => Some(dated(done, date, whole, place)),
            // `(done by the vendor)` is a remark, `(done)` is a mark.
            None if value >= inner + content.trim_end().len() || text[value..].starts_with(':') => {
                let field = if is_drop { Field::Dropped(None) } else { Field::Done(None) };
                Some(Found { only_at_end: true, ..Found::new(field, whole) })
            }
            None => None,
        };
    }
    let found = word_field(text, start)?;
    (skip_spaces(text, found.at.end) == inner + length).then_some(Found { at: whole, ..found })
}

/// Returns whether what stands in parentheses starts with a word for dropped (true) or done (false).
fn closing_word(content: &str) -> Option<bool> {
    let lower = content.trim().to_lowercase();
    let starts_with = |words: &[&str]| words.iter().any(|word| is_word(&lower, word));
    if starts_with(&["dropped", "cancelled", "canceled"]) {
        return Some(true);
    }
    starts_with(&["done", "completed", "complete"]).then_some(false)
}

fn is_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
}

/// Returns the length up to the bracket that closes, counting nested ones; it has to be near.
fn matching(text: &str, open: char, close: char) -> Option<usize> {
    const FARTHEST: usize = 1_000;
    const DEEPEST: usize = 8;
    let mut depth = 0;
    for (at, c) in text.char_indices().take_while(|(at, _)| *at <= FARTHEST) {
        if c == close && depth == 0 {
            return Some(at);
        } else if c == close {
            depth -= 1;
        } else if c == open {
            depth += 1;
            if depth > DEEPEST {
                return None;
            }
        }
    }
    None
}

/// `[key:: value]` and `(key:: value)` as the Dataview plug-in and Obsidian Tasks write them.
fn dataview(
    key: &str,
    value: &str,
    text: &str,
    value_at: usize,
    whole: Range<usize>,
) -> Option<Found> {
    let field: fn(Date) -> Field = match key {
        "due" => Field::Due,
        "promised" => Field::Promised,
        "completion" | "done" => done,
        "cancelled" | "dropped" => dropped,
        "start" | "scheduled" => Field::Start,
        "owner" => {
            let name = value.trim_start_matches(['@', '＠']).to_string();
            return (!name.is_empty()).then(|| Found::new(Field::Owner(name), whole));
        }
        "id" if value.is_empty() => return None,
        "id" => return Some(Found::new(Field::Id(value.to_string()), whole)),
        "repeat" => return Some(Found::new(Field::Repeat, whole)),
        "priority" => return Some(Found::new(Field::Priority(value.to_string()), whole)),
        "created" | "reminder" | "dependson" | "oncompletion" => {
            return Some(Found::new(Field::Mark, whole));
        }
        _ => return None,
    };
    let (date, place) = date_at(text, value_at)?;
    Some(dated(field, date, whole, place))
}
