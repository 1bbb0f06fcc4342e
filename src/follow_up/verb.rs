//! What can be done to a follow-up: each verb yields the edits of its line, and knows what must come
//! of them.

use super::grammar::{self, Field, Found};
use super::item::Item;
use super::{FollowUp, State, Style};
use crate::date::Date;
use crate::edit::{Edit, Span};
use crate::people::Mention;

/// What is to be done to a follow-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Tick it off on a day.
    Done(Date),
    /// Open it again, with the box that it had before; `None` if it had none.
    Reopen(Option<Mark>),
    /// Close it on a day because it will not be done.
    Drop { day: Date, why: String },
    /// Move the promised day where there is one, else the due day, which is added if it is missing.
    Move(Date),
    /// Give it to others, who take the place of those who had it.
    Assign(Vec<Mention>),
}

/// What stands in the box of an open follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `[ ]`
    Empty,
    /// `[/]`
    Started,
}

impl Verb {
    /// Returns why the verb cannot be meant for a follow-up in its state.
    pub fn objection(&self, item: &FollowUp) -> Option<String> {
        let text = &item.text;
        match self {
            Verb::Done(_) if item.repeats => {
                Some(format!("\"{text}\" repeats, and only one of its days would be done"))
            }
            Verb::Reopen(_) if item.is_open() => Some(format!("\"{text}\" is open")),
            Verb::Reopen(_) => None,
            _ if !item.is_open() => Some(format!("\"{text}\" is closed already")),
            Verb::Drop { why, day } if !is_one_field(&dropped_mark(*day, why)) => {
                Some("the reason has a bracket without its other half, or is too long".to_string())
            }
            Verb::Move(day) if item.promised.or(item.due) == Some(*day) => {
                Some(format!("\"{text}\" is for {day} already"))
            }
            Verb::Assign(to) if named(to).eq(item.owners.iter().map(|o| o.name.as_str())) => {
                let names: Vec<&str> = named(to).collect();
                Some(format!("\"{text}\" is assigned to {} already", names.join(", ")))
            }
            _ => None,
        }
    }

    /// Returns whether it closes a follow-up.
    pub fn closes(&self) -> bool {
        matches!(self, Verb::Done(_) | Verb::Drop { .. })
    }

    /// Returns the edits that do it, the likeliest way first. The caller reads the note again to see
    /// which of them does just that.
    pub fn ways(&self, item: &Item, style: Style) -> Vec<Vec<Edit>> {
        match self {
            Verb::Done(day) => done(item, *day, style),
            Verb::Reopen(mark) => reopen(item, *mark),
            Verb::Drop { day, why } => drop(item, *day, why, style),
            Verb::Move(day) => move_to(item, *day, style),
            Verb::Assign(to) => assign(item, to),
        }
    }

    /// Returns whether a follow-up became what the verb makes of it, and nothing else.
    pub fn did(&self, old: &FollowUp, new: &FollowUp) -> bool {
        let same_text = old.text == new.text;
        let same_owners = old.owners == new.owners;
        let same_dates = (old.due, old.promised) == (new.due, new.promised);
        let same_rest = old.line == new.line
            && old.start == new.start
            && old.repeats == new.repeats
            && old.tags == new.tags
            && old.internal == new.internal;
        same_rest
            && match self {
                Verb::Done(day) => {
                    same_text && same_owners && same_dates && closed_as(new, State::Done, *day)
                }
                Verb::Reopen(_) => {
                    // `… - Completed` is a mark and text at once.
                    let text = same_text || old.text.starts_with(&new.text);
                    text && same_owners && same_dates && new.is_open() && new.closed.is_none()
                }
                Verb::Drop { day, .. } => {
                    same_text && same_owners && same_dates && closed_as(new, State::Dropped, *day)
                }
                Verb::Move(day) => {
                    let dates = match old.promised {
                        Some(_) => (old.due, Some(*day)),
                        None => (Some(*day), None),
                    };
                    // A date in the midst of the text is part of it.
                    let was = old.promised.or(old.due).map(|date| date.to_string());
                    let text = same_text
                        || was.is_some_and(|was| {
                            old.text.replace(&was, "") == new.text.replace(&day.to_string(), "")
                        });
                    let same_state = old.state == new.state && old.started == new.started;
                    text && same_owners && same_state && (new.due, new.promised) == dates
                }
                Verb::Assign(to) => {
                    let is_theirs = named(to).eq(new.owners.iter().map(|o| o.name.as_str()));
                    let same_state = old.state == new.state && old.started == new.started;
                    // `TODO call` is a label once an owner follows, and a field may be part of the text.
                    let bare = |text: &str| without_owners(text);
                    let label = old.text.strip_suffix(new.text.as_str()).unwrap_or_default();
                    let label = label.trim_matches(['*', ':', ' ']).to_lowercase();
                    let text = matches!(label.as_str(), "todo" | "ai")
                        || bare(&old.text) == bare(&new.text);
                    text && same_dates && same_state && is_theirs
                }
            }
    }
}

fn named(to: &[Mention]) -> impl Iterator<Item = &str> {
    to.iter().map(|one| one.name.as_str())
}

fn closed_as(item: &FollowUp, state: State, day: Date) -> bool {
    item.state == state && item.closed == Some(day)
}

/// Ticks the box, or puts one behind the list marker.
fn tick(item: &Item, mark: &str) -> Edit {
    let place = &item.follow_up.place;
    match place.mark {
        Some(at) => Edit::replace(Span::new(at, at + 1), mark),
        None => Edit::insert(place.start, format!("[{mark}] ")),
    }
}

/// Returns the ways to put a mark behind the text: on the first line, else on the last; always behind a
/// mark of its kind that was left when the follow-up was opened again, as the last one counts.
fn behind_text(item: &Item, edits: &[Edit], text: &str, left: Option<&Found>) -> Vec<Vec<Edit>> {
    let left = left.map_or(0, |found| item.span(found.at.clone()).end);
    let places = [Some(item.end_of_first_line()), item.end_of_last_line()];
    let way = |at| [edits, &[Edit::insert(at, text)]].concat();
    places.into_iter().flatten().filter(|at| *at >= left).map(way).collect()
}

fn is_done_mark(found: &&Found) -> bool {
    matches!(found.field, Field::Done(Some(_)))
}

fn is_drop_mark(found: &&Found) -> bool {
    matches!(found.field, Field::Dropped(_))
}

fn done(item: &Item, day: Date, style: Style) -> Vec<Vec<Edit>> {
    let text = match style {
        Style::Plain => format!(" (done {day})"),
        Style::Obsidian => format!(" ✅ {day}"),
    };
    behind_text(item, &[tick(item, "x")], &text, item.parts.counting().rfind(is_done_mark))
}

fn reopen(item: &Item, mark: Option<Mark>) -> Vec<Vec<Edit>> {
    let place = &item.follow_up.place;
    let mut edits = Vec::new();
    match (place.mark, mark) {
        (Some(at), Some(mark)) => {
            let mark = if mark == Mark::Started { "/" } else { " " };
            edits.push(Edit::replace(Span::new(at, at + 1), mark));
        }
        (Some(_), None) => {
            edits.push(Edit::replace(Span::new(place.start, place.start + "[x] ".len()), ""));
        }
        (None, _) => {}
    }
    let is_mark = |found: &&Found| is_drop_mark(found) || matches!(found.field, Field::Done(_));
    let marks: Vec<&Found> = item.parts.counting().filter(is_mark).collect();
    let without = |marks: &[&Found]| {
        let removed = marks.iter().map(|found| item.remove(found)).collect::<Option<Vec<Edit>>>();
        removed.map(|removed| [edits.as_slice(), &removed].concat())
    };
    // Beside a box, what did not close the follow-up may have stood there while it was open.
    let closing: Vec<&Found> = match item.follow_up.state {
        State::Dropped => marks.iter().copied().filter(is_drop_mark).collect(),
        _ => marks.iter().copied().filter(is_done_mark).collect(),
    };
    let of_box = [last_mark(item, &closing), closing].map(|marks| without(&marks));
    let of_box = of_box.into_iter().filter(|_| place.mark.is_some());
    let is_struck = place.mark.is_none() || item.follow_up.state == State::Dropped;
    let strikes = if is_struck { item.strikes() } else { Vec::new() };
    let strikes: Vec<Edit> = strikes.into_iter().map(|at| item.replace(at, "")).collect();
    let mut ways = Vec::new();
    for way in of_box.chain([without(&marks)]).flatten() {
        if !keeps_strikes(item) {
            ways.push([way.as_slice(), &strikes].concat());
        }
        ways.push(way);
    }
    let completed = completed_suffix(item.text());
    ways.extend(completed.map(|at| [edits.as_slice(), &[item.replace(at, "")]].concat()));
    ways
}

/// Returns the last of the marks that close a follow-up, and the reason that belongs to it:
/// `(dropped: no need) ❌ 2026-03-05`. Those before it were left when it was opened by hand.
fn last_mark<'a>(item: &Item, closing: &[&'a Found]) -> Vec<&'a Found> {
    let Some((last, before)) = closing.split_last() else { return Vec::new() };
    let reason = before.iter().rfind(|found| found.field == Field::Dropped(None));
    let is_sign = last.date_at.is_some() && item.text()[last.at.start..].starts_with('❌');
    reason.filter(|_| is_sign).into_iter().chain([last]).copied().collect()
}

/// Returns whether the follow-up was struck out before it was dropped: [`drop`] puts `[-]` there.
fn keeps_strikes(item: &Item) -> bool {
    let is_dated = |found: &Found| matches!(found.field, Field::Dropped(Some(_)));
    item.box_mark() == Some(b'-') && item.parts.counting().any(is_dated)
}

/// Returns where ` - Completed` stands at the end of a text.
fn completed_suffix(text: &str) -> Option<std::ops::Range<usize>> {
    let end = text.trim_end_matches(['.', '*']).len();
    let start = end.checked_sub("completed".len())?;
    text.get(start..end).filter(|word| word.eq_ignore_ascii_case("completed"))?;
    let before = text[..start].trim_end().strip_suffix(['-', '–', '—'])?.trim_end();
    Some(before.len()..end)
}

/// The mark of a follow-up that was dropped, with its reason.
fn dropped_mark(day: Date, why: &str) -> String {
    format!("(dropped {day}: {why})")
}

/// Returns whether a text is read as one field and nothing else.
fn is_one_field(text: &str) -> bool {
    let fields = grammar::fields(&grammar::masked(text));
    matches!(fields.as_slice(), [one] if one.at == (0..text.len()))
}

fn drop(item: &Item, day: Date, why: &str, style: Style) -> Vec<Vec<Edit>> {
    let left = item.parts.counting().rfind(is_drop_mark);
    if style == Style::Obsidian {
        // Obsidian Tasks reads its signs from the end of the line, so the reason goes before them.
        let (tick, reason) = (tick(item, "-"), format!(" (dropped: {why})"));
        let sign = format!(" ❌ {day}");
        if item.parts.first_ending == item.parts.fields.len() || left.is_some() {
            return behind_text(item, &[tick], &(reason + &sign), left);
        }
        let reason = Edit::insert(item.byte(item.parts.ending), reason);
        return behind_text(item, &[tick, reason], &sign, left);
    }
    let mark = dropped_mark(day, why);
    let box_mark = if item.strikes().is_empty() { "x" } else { "-" };
    let plain = behind_text(item, &[tick(item, box_mark)], &format!(" {mark}"), left);
    if item.text().contains("~~") || item.end_of_last_line().is_some() {
        return plain;
    }
    let struck = vec![
        tick(item, "x"),
        Edit::insert(item.byte(0), "~~"),
        Edit::insert(item.end_of_first_line(), format!("~~ {mark}")),
    ];
    [vec![struck], plain].concat()
}

fn move_to(item: &Item, day: Date, style: Style) -> Vec<Vec<Edit>> {
    let is_moved = |found: &&Found| match found.field {
        Field::Promised(_) => true,
        Field::Due(_) => item.parts.promised.is_none(),
        _ => false,
    };
    match item.parts.counting().rev().find(is_moved).and_then(|found| found.date_at.clone()) {
        Some(date) => vec![vec![item.replace(date, day.to_string())]],
        None => behind_text(item, &[], &style.due(day), None),
    }
}

fn assign(item: &Item, to: &[Mention]) -> Vec<Vec<Edit>> {
    let handles: Vec<String> = to.iter().map(|one| format!("@{}", one.handle)).collect();
    let handles = handles.join(" ");
    let Some((first, others)) = item.parts.owners_at.split_first() else {
        let places = [item.parts.leading, item.parts.labelled].map(|at| item.byte(at));
        return places.map(|at| vec![Edit::insert(at, format!("{handles} "))]).to_vec();
    };
    let fields = &item.parts.fields;
    let remove = |at: &std::ops::Range<usize>| {
        fields.iter().find(|found| found.at == *at).and_then(|found| item.remove(found))
    };
    let Some(removed) = others.iter().map(remove).collect::<Option<Vec<Edit>>>() else {
        return Vec::new();
    };
    let names = inner_names(item.text(), first.clone());
    let is_field = fields.iter().any(|found| found.at == *first);
    let plain: Vec<&str> = to.iter().map(|one| one.plain.as_str()).collect();
    let (plain, bare) = (plain.join(" & "), handles.replace('@', ""));
    let way = |at: std::ops::Range<usize>, by: &str| {
        [vec![item.replace(at, by)], removed.clone()].concat()
    };
    match item.text()[names.clone()].chars().next() {
        Some('@') => vec![way(names, &handles)],
        Some('＠') => vec![way(names, &handles.replace('@', "＠"))],
        _ if is_field => vec![way(names.clone(), &bare), way(names, &handles)],
        // `Dana to send` becomes `@them send` for those who have no name.
        _ => vec![
            way(names.clone(), &plain),
            way(names.clone(), &handles),
            way(names.start..item.parts.behind.max(names.end), &format!("{handles} ")),
        ],
    }
}

/// Returns a text without the fields that name owners.
fn without_owners(text: &str) -> String {
    let fields = grammar::fields(&grammar::masked(text));
    let mut bare = text.to_string();
    for found in fields.iter().rev().filter(|found| matches!(found.field, Field::Owner(_))) {
        bare.replace_range(found.at.clone(), "");
    }
    bare
}

/// Returns where the names stand in `(@dana)` and `[owner:: dana]`; other ranges are names.
fn inner_names(text: &str, at: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let whole = &text[at.clone()];
    let Some(open) = whole.chars().next().filter(|c| "([（".contains(*c)) else { return at };
    let inner = match whole.find("::") {
        Some(colons) => colons + 2,
        None => open.len_utf8(),
    };
    let names = &whole[inner..whole.len() - whole.chars().next_back().map_or(0, char::len_utf8)];
    let start = at.start + inner + names.len() - names.trim_start().len();
    start..start + names.trim().len()
}

impl Style {
    /// Returns an agreed day as it is written behind a text, with the blank before it.
    pub fn due(self, day: Date) -> String {
        match self {
            Style::Plain => format!(" by {day}"),
            Style::Obsidian => format!(" 📅 {day}"),
        }
    }
}
