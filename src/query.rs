//! Which follow-ups: filters, order, groups, and the selectors that name one.

use crate::clock::{Clock, Left};
use crate::date::{Date, Week};
use crate::follow_up::{FollowUp, State};
use crate::note::{Note, Reason};
use crate::people::{Directory, Side};
use crate::words::{fold, is_unspaced};

/// A follow-up with what a list shows of it.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    pub note: &'a Note,
    pub item: &'a FollowUp,
    /// Why it is none, in the list of what was skipped.
    pub reason: Option<Reason>,
    /// The day at the customer.
    pub today: Date,
    pub late_days: Option<i64>,
    /// What is left of the deadline's day, where it is today and the customer's clock is not ours.
    pub left: Option<Left>,
    /// The shortest prefix of its id that is unique among all follow-ups.
    pub short_id: &'a str,
}

/// What to leave in. Empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: Vec<String>,
    /// An owner's handle or full name, as resolved.
    pub owner: Option<String>,
    pub customer: Option<String>,
    pub side: Option<Side>,
    pub states: States,
    pub overdue: bool,
    pub due_before: Option<Date>,
    pub no_owner: bool,
    pub no_date: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum States {
    #[default]
    Open,
    Closed,
    All,
    /// Only what is no follow-up.
    Skipped,
    /// Only what asks for a box and has none.
    Unboxed,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Sort {
    #[default]
    Date,
    Owner,
    Customer,
    Note,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Group {
    Owner,
    Customer,
    Side,
    Week,
}

/// Returns the rows that a filter leaves in, in the notes' order.
pub fn select<'a>(notes: &'a [Note], filter: &Filter, clock: &Clock) -> Vec<Row<'a>> {
    let mut rows = all(notes, filter, clock);
    if !matches!(filter.states, States::Skipped | States::Unboxed) {
        shorten_ids(&mut rows, notes);
    }
    rows
}

/// Returns how many rows a filter leaves in.
pub fn count(notes: &[Note], filter: &Filter, clock: &Clock) -> usize {
    all(notes, filter, clock).len()
}

/// Returns the rows with their whole ids.
fn all<'a>(notes: &'a [Note], filter: &Filter, clock: &Clock) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for note in notes {
        let today = clock.today(note.customer.as_deref());
        let mut consider = |item: &'a FollowUp, reason: Option<Reason>| {
            let late_days = if reason.is_none() { item.late_days(today) } else { None };
            let short_id = item.id.as_str();
            let mut row = Row { note, item, reason, today, late_days, left: None, short_id };
            if filter.fits(&row, clock.directory) {
                row.left = row.left_at(clock);
                rows.push(row);
            }
        };
        match filter.states {
            States::Skipped => {
                note.skipped.iter().for_each(|(item, why)| consider(item, Some(*why)))
            }
            States::Unboxed => note.unboxed.iter().for_each(|item| consider(item, None)),
            States::Open | States::Closed | States::All => {
                note.follow_ups.iter().for_each(|item| consider(item, None));
            }
        }
    }
    rows
}

impl Row<'_> {
    fn left_at(&self, clock: &Clock) -> Option<Left> {
        let is_due = self.reason.is_none() && self.item.is_open();
        let deadline = self.item.deadline().filter(|day| is_due && *day == self.today)?;
        clock.left(deadline, self.note.customer.as_deref())
    }
}

impl Filter {
    fn fits(&self, row: &Row, directory: &Directory) -> bool {
        let item = row.item;
        let state = match self.states {
            States::Open => item.is_open(),
            States::Closed => !item.is_open(),
            States::All | States::Skipped | States::Unboxed => true,
        };
        state
            && (!self.overdue || row.late_days.is_some())
            && (!self.no_owner || item.owners.is_empty())
            && (!self.no_date || item.deadline().is_none())
            && self.due_before.is_none_or(|day| item.deadline().is_some_and(|due| due < day))
            && self.side.is_none_or(|side| item.side() == Some(side))
            && self.customer.as_ref().is_none_or(|slug| row.note.customer.as_ref() == Some(slug))
            && self
                .owner
                .as_ref()
                .is_none_or(|name| item.owners.iter().any(|owner| fold(&owner.name) == fold(name)))
            && has_words(row.note, item, &self.words, directory)
    }
}

/// Returns whether all words occur in a follow-up's text, owners or customer: at the start of a word,
/// anywhere in scripts without spaces, without case and accents.
pub fn has_words(note: &Note, item: &FollowUp, words: &[String], directory: &Directory) -> bool {
    finds_all(note, item, words, directory, false)
}

/// Returns whether all words occur as whole words.
pub fn has_whole_words(
    note: &Note,
    item: &FollowUp,
    words: &[String],
    directory: &Directory,
) -> bool {
    finds_all(note, item, words, directory, true)
}

fn finds_all(
    note: &Note,
    item: &FollowUp,
    words: &[String],
    directory: &Directory,
    whole: bool,
) -> bool {
    if words.is_empty() {
        return true;
    }
    let slug = note.customer.as_deref().unwrap_or_default();
    let mut text = format!("{} {slug} {}", item.text, directory.customer_name(slug));
    for owner in &item.owners {
        text.push(' ');
        text.push_str(&owner.name);
    }
    finds_all_in(&text, words, whole)
}

/// Returns whether all words occur in a text, as [`has_words`] finds them.
pub fn has_words_in(text: &str, words: &[String]) -> bool {
    words.is_empty() || finds_all_in(text, words, false)
}

fn finds_all_in(text: &str, words: &[String], whole: bool) -> bool {
    let text = fold(text);
    let ends_word = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || is_unspaced(c));
    words.iter().flat_map(|word| word.split_whitespace()).all(|word| {
        let word = fold(word.trim_start_matches(['@', '＠']));
        text.match_indices(&word).any(|(at, _)| {
            let begins = word.starts_with(is_unspaced) || ends_word(text[..at].chars().next_back());
            begins && (!whole || ends_word(text[at + word.len()..].chars().next()))
        })
    })
}

/// Cuts the ids of rows, in the order of the notes, to what no other follow-up of these has.
fn shorten_ids<'a>(rows: &mut [Row<'a>], notes: &'a [Note]) {
    // In the order of the ids: the first eight bytes, by which most are told apart at once; all; the row.
    let mut ids: Vec<(u64, &str, Option<usize>)> = Vec::new();
    let mut own = rows.iter().map(|row| row.item).enumerate().peekable();
    for note in notes {
        for item in &note.follow_ups {
            let row = own.next_if(|(_, own)| std::ptr::eq(*own, item)).map(|(row, _)| row);
            ids.push((first_bytes(&item.id), &item.id, row));
        }
        let left_out = note.ids_left_out.split_ascii_whitespace();
        ids.extend(left_out.map(|id| (first_bytes(id), id, None)));
    }
    ids.sort_unstable_by_key(|(first, ..)| *first);
    ids.chunk_by_mut(|one, two| one.0 == two.0).for_each(<[_]>::sort_unstable);
    for (at, (_, id, row)) in ids.iter().enumerate() {
        let Some(row) = row else { continue };
        let shared = |other: Option<&(u64, &str, Option<usize>)>| {
            let pairs = other.into_iter().flat_map(|(_, other, _)| id.chars().zip(other.chars()));
            pairs.take_while(|(one, two)| one == two).count()
        };
        let before = shared(at.checked_sub(1).and_then(|before| ids.get(before)));
        let first_own = id.char_indices().nth(before.max(shared(ids.get(at + 1))));
        rows[*row].short_id = first_own.map_or(*id, |(at, c)| &id[..at + c.len_utf8()]);
    }
}

fn first_bytes(id: &str) -> u64 {
    let first = id.as_bytes().first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 8];
        bytes[..id.len()].copy_from_slice(id.as_bytes());
        bytes
    });
    u64::from_be_bytes(first)
}

/// Sorts rows that come in the order of the notes and their lines; among equal ones they keep it.
pub fn sort<'a>(rows: &mut [Row<'a>], by: Sort) {
    match by {
        Sort::Date => rows.sort_by_cached_key(by_date),
        Sort::Owner => rows.sort_by_cached_key(|row| (names(row), by_date(row))),
        Sort::Customer => {
            let customer = |row: &Row<'a>| row.note.customer.as_deref();
            rows.sort_by_cached_key(|row| (customer(row), by_date(row)));
        }
        Sort::Note => {}
    }
}

/// Open before closed; late first, most days first; then by deadline; then without.
fn by_date(row: &Row) -> impl Ord + use<> {
    let late = row.late_days.map_or(0, |days| -days);
    let deadline = row.item.deadline();
    (row.item.state != State::Open, late, deadline.is_none(), deadline)
}

fn names(row: &Row) -> (bool, String) {
    let names: Vec<String> = row.item.owners.iter().map(|owner| fold(&owner.name)).collect();
    (names.is_empty(), names.join(" "))
}

/// Returns the rows in groups with their titles, in the order of the titles; within a group the rows
/// keep their order.
pub fn group<'r, 'a>(
    rows: &'r [Row<'a>],
    by: Group,
    directory: &Directory,
) -> Vec<(String, Vec<&'r Row<'a>>)> {
    let mut groups: Vec<((bool, String), String, Vec<&Row>)> = Vec::new();
    for row in rows {
        let (key, title) = title(row, by, directory);
        match groups.iter_mut().find(|(known, _, _)| *known == key) {
            Some((_, _, rows)) => rows.push(row),
            None => groups.push((key, title, vec![row])),
        }
    }
    groups.sort_by(|one, two| one.0.cmp(&two.0));
    groups.into_iter().map(|(_, title, rows)| (title, rows)).collect()
}

/// Returns what a row's group is sorted by (the nameless one comes last) and called.
fn title(row: &Row, by: Group, directory: &Directory) -> ((bool, String), String) {
    let named = |key: Option<String>, title: Option<String>, none: &str| match (key, title) {
        (Some(key), Some(title)) => ((false, key), title),
        _ => ((true, String::new()), none.to_string()),
    };
    match by {
        Group::Owner => {
            let owners: Vec<&str> = row.item.owners.iter().map(|o| o.name.as_str()).collect();
            let title = (!owners.is_empty()).then(|| owners.join(", "));
            named(title.as_deref().map(fold), title, "no owner")
        }
        Group::Customer => {
            let slug = row.note.customer.as_deref();
            let title = slug.map(|slug| directory.customer_name(slug).to_string());
            named(slug.map(String::from), title, "no customer")
        }
        Group::Side => match row.item.side() {
            Some(side @ Side::Ours) => named(Some(format!("{side:?}")), Some("ours".into()), ""),
            Some(side @ Side::Theirs) => {
                named(Some(format!("{side:?}")), Some("theirs".into()), "")
            }
            Some(Side::Partner) => named(Some("Un".into()), Some("partner".into()), ""),
            None => named(None, None, "no side"),
        },
        Group::Week => {
            let week = row.item.deadline().map(Date::week);
            let title = week.map(|week: Week| {
                format!("{week}, {} – {}", week.monday().short(), week.sunday().short())
            });
            named(week.map(|week| week.to_string()), title, "no date")
        }
    }
}

#[cfg(test)]
mod tests;
