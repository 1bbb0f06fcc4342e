//! Takes the text of one item apart: label, owners, fields, and what is left to be read by people.

use std::ops::Range;

use super::grammar::{self, Field, Found};
use super::label::{Label, label};
use super::owners::{People, dedup, leading_owners};
use crate::date::Date;
use crate::people::{Directory, Owner, Present};

/// The parts of one item's text.
#[derive(Debug, Default, PartialEq)]
pub struct Parts {
    /// Without label, leading owner, and the fields and marks that end it.
    pub text: String,
    pub owners: Vec<Owner>,
    /// Starts with `ACTION`, `Action item:`, `[ACTION]`, or `AI:`, `Todo:` with an owner behind.
    pub is_action: bool,
    pub due: Option<Date>,
    pub promised: Option<Date>,
    pub start: Option<Date>,
    pub done: Option<Date>,
    pub dropped: Option<Date>,
    /// Bears a mark that says done: `(done)`, ✅, `[COMPLETE]`, `~~…~~`.
    pub marked_done: bool,
    /// Bears `(dropped …)` or ❌.
    pub marked_dropped: bool,
    pub repeats: bool,
    /// As it is written: `⏫`, `high`, `(A)`.
    pub priority: Option<String>,
    pub id: Option<String>,
    pub tags: Vec<String>,
    /// Everything that was read, in the order of the text.
    pub fields: Vec<Found>,
    /// The first of the fields in the run that ends the text.
    pub first_ending: usize,
    /// Where that run starts.
    pub ending: usize,
    /// Where the names of owners stand: the leading ones as one range, then each field.
    pub owners_at: Vec<Range<usize>>,
    /// Where the text starts behind its label.
    pub labelled: usize,
    /// Where a leading owner stands, or would.
    pub leading: usize,
    /// Where the text goes on behind a leading owner.
    pub behind: usize,
}

impl Parts {
    pub fn has_date(&self) -> bool {
        self.due.is_some() || self.promised.is_some()
    }

    /// Returns the fields that count: some do only in the run that ends the text.
    pub fn counting(&self) -> impl DoubleEndedIterator<Item = &Found> {
        let counts = |(at, found): &(usize, &Found)| !found.only_at_end || *at >= self.first_ending;
        self.fields.iter().enumerate().filter(counts).map(|(_, found)| found)
    }
}

/// Returns whether a text can start with a label of an action; without a look at who is who.
pub fn may_be_action(text: &str) -> bool {
    let bare = text.trim_start_matches(['*', '_', '~', ' ', '[']).as_bytes();
    ["action", "ai", "todo"].iter().any(|word| {
        bare.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
    })
}

/// Takes a text apart; `present` and `directory` tell which names are people.
pub fn parts(text: &str, directory: &Directory, present: &Present) -> Parts {
    let masked = grammar::masked(text);
    let found = grammar::fields(&masked);
    let people = People { directory, present };
    let (end, first_ending) = ending_run(&masked, &found);
    let mut parts = Parts { tags: grammar::tags(&masked), ..Parts::default() };

    let (label, label_end) = label(&masked);
    let mut start = label_end;
    let mut owners = Vec::new();
    if let Some(name) = label.and_then(Label::owner) {
        owners.extend(people.several(name));
        parts.owners_at.extend((!owners.is_empty()).then(|| place_of(name, &masked)));
    }
    let leading = skip_leading(&masked, start, end, &found);
    (parts.labelled, parts.leading) = (label_end, leading);
    parts.priority = leading_priority(&masked[start..leading]);
    if let Some(mut leaders) =
        leading_owners(&masked[..end.max(leading)], leading, &people, label.is_some())
    {
        owners.append(&mut leaders.owners);
        parts.owners_at.push(leaders.at);
        (start, parts.behind) = (leaders.behind, leaders.behind);
    }
    parts.is_action = match label {
        Some(Label::Todo) if owners.is_empty() => {
            start = 0;
            false
        }
        Some(_) => true,
        None => false,
    };
    for (at, found) in found.iter().enumerate() {
        if !found.only_at_end || at >= first_ending {
            parts.take(found, &people, &mut owners);
        }
    }
    dedup(&mut owners);
    parts.owners = owners;
    if start <= leading && leading_priority(&masked[start..leading]).is_some() {
        // Without an owner behind it, a leading priority is cut off like one at the end.
        start = leading;
    }
    parts.text = shown(&without_marks(text, start, end, &found));
    let is_struck = is_struck(&masked, 0, end) || is_struck(&masked, label_end, end);
    parts.marked_done |= is_struck || ends_completed(&parts.text);
    if parts.text.is_empty() {
        parts.text = shown(&without_marks(text, label_end.min(text.len()), text.len(), &found));
    }
    (parts.fields, parts.first_ending, parts.ending) = (found, first_ending, end);
    parts
}

/// Returns where a part of a text, borrowed from it, stands in it.
fn place_of(part: &str, whole: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - whole.as_ptr() as usize;
    start..start + part.len()
}

impl Parts {
    /// Takes a field; of several of one kind the last counts.
    fn take(&mut self, found: &Found, people: &People, owners: &mut Vec<Owner>) {
        match &found.field {
            Field::Due(date) => self.due = Some(*date),
            Field::Promised(date) => self.promised = Some(*date),
            Field::Start(date) => self.start = Some(*date),
            Field::Done(date) => {
                self.marked_done = true;
                self.done = date.or(self.done);
            }
            Field::Dropped(date) => {
                self.marked_dropped = true;
                self.dropped = date.or(self.dropped);
            }
            Field::Owner(names) => {
                self.owners_at.push(found.at.clone());
                let names = names.split([' ', '@', '＠', '+', '&']).filter(|name| !name.is_empty());
                match people.directory.owner_if_known(found.owner_words(), people.present) {
                    Some(owner) => owners.push(owner),
                    None => owners.extend(names.map(|name| people.owner(name))),
                }
            }
            Field::Id(id) => self.id = Some(id.clone()),
            Field::Repeat => self.repeats = true,
            Field::Priority(sign) => self.priority = Some(sign.clone()),
            Field::Mark => {}
        }
    }
}

impl Found {
    fn owner_words(&self) -> &str {
        match &self.field {
            Field::Owner(words) => words,
            _ => "",
        }
    }
}

/// Returns whether `~~…~~` stands around the whole text but for the fields that end it.
fn is_struck(text: &str, from: usize, end: usize) -> bool {
    let trimmed = text[from..].trim_start();
    let inner = from + text[from..].len() - trimmed.len() + 2;
    trimmed.starts_with("~~")
        && text[inner..].rfind("~~").is_some_and(|close| inner + close + 2 >= end)
}

/// `… - Completed` says done where there is no box.
fn ends_completed(text: &str) -> bool {
    const WORD: &str = " completed";
    let bare = text.trim_end_matches(['.', '*']);
    let parts = bare.len().checked_sub(WORD.len()).and_then(|at| bare.split_at_checked(at));
    parts.is_some_and(|(before, word)| {
        before.ends_with(['-', '–', '—']) && word.eq_ignore_ascii_case(WORD)
    })
}

/// What may stand between and behind fields.
const PUNCTUATION: [char; 5] = ['.', ',', ';', '。', '、'];

/// Where the run of fields that ends a text starts, and the first of its fields. They are in the order
/// of the text, so a place is looked up by halves.
fn ending_run(text: &str, found: &[Found]) -> (usize, usize) {
    let mut end = text.trim_end().len();
    let mut first = found.len();
    let ends_at = |end: usize| found.binary_search_by_key(&end, |found| found.at.end).ok();
    loop {
        if let Some(field) = ends_at(end) {
            first = field;
            end = text[..found[field].at.start].trim_end().len();
            continue;
        }
        // Punctuation between and behind fields, and the end of a struck text.
        let before = text[..end].trim_end_matches(PUNCTUATION).trim_end();
        if before.len() < end && ends_at(before.len()).is_some() {
            end = before.len();
            continue;
        }
        let unstruck = text[..end].strip_suffix("~~").map(str::trim_end);
        let bare = |inner: &str| inner.trim_end_matches(PUNCTUATION).trim_end().len();
        match unstruck.map(|inner| [inner.len(), bare(inner)]) {
            Some([inner, _]) if ends_at(inner).is_some() => end = inner,
            Some([_, inner]) if ends_at(inner).is_some() => end = inner,
            _ => break,
        }
    }
    (end, first)
}

/// Returns where the text goes on behind `~~`, a priority in parentheses, and leading fields.
fn skip_leading(text: &str, from: usize, end: usize, found: &[Found]) -> usize {
    let mut at = from;
    while at < end {
        let rest = &text[at..end];
        let trimmed = rest.trim_start();
        if trimmed.len() < rest.len() {
            at += rest.len() - trimmed.len();
        } else if let Ok(field) = found.binary_search_by_key(&at, |found| found.at.start)
            && !found[field].only_at_end
        {
            at = found[field].at.end;
        } else if rest.starts_with("~~") {
            at += 2;
        } else if is_priority(rest) {
            at += 3;
        } else {
            break;
        }
    }
    at.min(end.max(from))
}

/// `(A) ` as in todo.txt.
fn is_priority(text: &str) -> bool {
    matches!(text.as_bytes(), [b'(', b'A'..=b'Z', b')', b' ', ..])
}

/// Returns the `(A)` among leading fields.
fn leading_priority(leading: &str) -> Option<String> {
    let at = (0..leading.len())
        .find(|at| leading.is_char_boundary(*at) && is_priority(&leading[*at..]))?;
    Some(leading[at..at + 3].to_string())
}

/// Returns a part of the text without dated done marks: they are written at the end of the first
/// line, which need not be the end of the text.
fn without_marks(text: &str, start: usize, end: usize, found: &[Found]) -> String {
    let mut kept = String::new();
    let mut at = start;
    for found in found.iter().filter(|found| found.at.start >= start && found.at.end <= end) {
        if matches!(found.field, Field::Done(Some(_)) | Field::Dropped(Some(_))) {
            kept.push_str(text[at..found.at.start].trim_end());
            at = found.at.end;
        }
    }
    kept.push_str(text.get(at..end).unwrap_or_default());
    kept
}

/// Returns a text without the marks that strike it through.
fn shown(text: &str) -> String {
    let text = text.trim();
    let bare = text.strip_prefix("~~").unwrap_or(text).trim_start();
    match bare.strip_suffix("~~") {
        Some(inner) if !inner.contains("~~") => inner.trim_end().to_string(),
        _ if text.len() != bare.len() && !bare.contains("~~") => bare.to_string(),
        _ => text.to_string(),
    }
}

#[cfg(test)]
mod tests;
