//! What was decided, as a log.

use std::cmp::Reverse;

use super::lines::{Line, Wanted, lines};
use crate::note::{Note, Word};
use crate::people::Directory;
use crate::query::has_words_in;

/// Returns decisions, the newest first, those without a date last; all words have to occur in the text or
/// the customer's name.
pub fn decisions(
    notes: &[Note],
    words: &[String],
    wanted: &Wanted,
    directory: &Directory,
) -> Vec<Line> {
    let found = lines(notes, Word::Decision, wanted).filter(|(note, typed)| {
        let slug = note.customer.as_deref().unwrap_or_default();
        let name = directory.customer_name(slug);
        has_words_in(&format!("{} {slug} {name}", typed.text), words)
    });
    let mut found: Vec<Line> = found.map(|(note, typed)| Line::of(typed, note)).collect();
    found.sort_by(|a, b| {
        (Reverse(a.date), &a.note, a.line).cmp(&(Reverse(b.date), &b.note, b.line))
    });
    found
}
