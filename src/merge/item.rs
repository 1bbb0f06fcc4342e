//! One follow-up that both sides changed: what each changed in it, and the line that has both.

use super::align::{Alignment, Slot};
use super::likeness::of_tokens;
use super::token::{Name, Token, What, tokens};
use crate::date::Date;
use crate::follow_up::{FollowUp, Kind, State};

/// What a follow-up says, as far as a merge may change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    state: State,
    started: bool,
    closed: Option<Date>,
    due: Option<Date>,
    promised: Option<Date>,
    start: Option<Date>,
    owners: Vec<String>,
    text: String,
    priority: Option<String>,
    repeats: bool,
    kind: Kind,
    internal: bool,
}

impl Said {
    pub(super) fn of(item: &FollowUp) -> Said {
        Said {
            state: item.state,
            started: item.started,
            closed: item.closed,
            due: item.due,
            promised: item.promised,
            start: item.start,
            owners: item.owners.iter().map(|owner| owner.name.clone()).collect(),
            text: item.text.clone(),
            priority: item.priority.clone(),
            repeats: item.repeats,
            kind: item.kind,
            internal: item.internal,
        }
    }

    /// Returns what has the changes of both sides; `None` if they changed one field in two ways.
    pub(super) fn merged(base: &FollowUp, ours: &FollowUp, theirs: &FollowUp) -> Option<Said> {
        let (base, ours, theirs) = (Said::of(base), Said::of(ours), Said::of(theirs));
        let state = three_way(&base.state, &ours.state, &theirs.state)?;
        let closed = match (ours.closed, theirs.closed) {
            // Somebody did it first.
            (Some(one), Some(two)) if base.closed.is_none() && ours.state == theirs.state => {
                Some(one.min(two))
            }
            (one, two) => three_way(&base.closed, &one, &two)?,
        };
        Some(Said {
            state,
            // What one has begun, and the other has done, is done.
            started: state == State::Open
                && three_way(&base.started, &ours.started, &theirs.started)?,
            closed,
            due: three_way(&base.due, &ours.due, &theirs.due)?,
            promised: three_way(&base.promised, &ours.promised, &theirs.promised)?,
            start: three_way(&base.start, &ours.start, &theirs.start)?,
            owners: three_way(&base.owners, &ours.owners, &theirs.owners)?,
            text: three_way(&base.text, &ours.text, &theirs.text)?,
            priority: three_way(&base.priority, &ours.priority, &theirs.priority)?,
            repeats: three_way(&base.repeats, &ours.repeats, &theirs.repeats)?,
            kind: three_way(&base.kind, &ours.kind, &theirs.kind)?,
            internal: three_way(&base.internal, &ours.internal, &theirs.internal)?,
        })
    }

    /// Returns whether a line that nobody changed says the same in another note: who is meant by a name
    /// depends on who is known there.
    pub(super) fn is_same_line(&self, other: &Said) -> bool {
        let of = |said: &Said| (said.state, said.started, said.closed, said.kind, said.internal);
        of(self) == of(other)
            && (self.due, self.promised, self.start) == (other.due, other.promised, other.start)
    }
}

/// Returns the value that one side or both gave; `None` if each gave another.
pub(super) fn three_way<T: PartialEq + Clone>(base: &T, ours: &T, theirs: &T) -> Option<T> {
    match (base == ours, base == theirs) {
        (true, _) => Some(theirs.clone()),
        (_, true) => Some(ours.clone()),
        _ => (ours == theirs).then(|| ours.clone()),
    }
}

/// Which goes first of what both sides put at one place.
#[derive(Clone, Copy)]
enum Order {
    /// Words, then fields, then the end of a struck text, then done and dropped marks.
    AsWritten,
    OursFirst,
    TheirsFirst,
}

/// A version of a follow-up's first line.
pub(super) type Version<'a> = (&'a str, &'a FollowUp);

/// Returns the lines that have the changes of both sides, the likeliest first. The caller reads the note
/// again to see which of them says what it should.
pub(super) fn merged_lines(base: Version, ours: Version, theirs: Version) -> Vec<String> {
    let [base, ours, theirs] = [base, ours, theirs].map(|(line, item)| tokens(line, item));
    let (Some(to_ours), Some(to_theirs)) = (of_tokens(&base, &ours), of_tokens(&base, &theirs))
    else {
        return Vec::new();
    };
    let weave = Weave {
        base: &base,
        ours: Side { tokens: &ours, alignment: to_ours },
        theirs: Side { tokens: &theirs, alignment: to_theirs },
    };
    let mut found: Vec<String> = Vec::new();
    for order in [Order::AsWritten, Order::OursFirst, Order::TheirsFirst] {
        if let Some(line) = weave.line(order).filter(|line| !found.contains(line)) {
            found.push(line);
        }
    }
    found
}

struct Weave<'a> {
    base: &'a [Token<'a>],
    ours: Side<'a>,
    theirs: Side<'a>,
}

struct Side<'a> {
    tokens: &'a [Token<'a>],
    alignment: Alignment,
}

impl<'a> Side<'a> {
    fn at(&self, element: usize) -> &'a [Token<'a>] {
        &self.tokens[self.alignment.side_of(element)]
    }
}

impl Weave<'_> {
    fn line(&self, order: Order) -> Option<String> {
        let mut line = String::new();
        for element in 0..=2 * self.base.len() {
            let (ours, theirs) = (self.ours.at(element), self.theirs.at(element));
            let at = element / 2;
            if element.is_multiple_of(2) {
                line.push_str(&both(ours, theirs, order)?);
                continue;
            }
            match (self.ours.alignment.slots[at], self.theirs.alignment.slots[at]) {
                (Slot::Is(one), Slot::Is(two)) => {
                    let (one, two) = (self.ours.tokens[one], self.theirs.tokens[two]);
                    line.push_str(&changed(self.base[at], one, two)?);
                }
                (Slot::Gone(_), Slot::Is(two)) => {
                    line.push_str(&replaced(self.base[at], ours, self.theirs.tokens[two])?);
                }
                (Slot::Is(one), Slot::Gone(_)) => {
                    line.push_str(&replaced(self.base[at], theirs, self.ours.tokens[one])?);
                }
                (Slot::Gone(one), Slot::Gone(two)) => {
                    let (one, two) =
                        (&self.ours.alignment.blocks[one], &self.theirs.alignment.blocks[two]);
                    let same = joined(&self.ours.tokens[one.side.clone()])
                        == joined(&self.theirs.tokens[two.side.clone()]);
                    if one.base != two.base || !same {
                        return None;
                    }
                    line.push_str(&joined(ours));
                }
            }
        }
        Some(line)
    }
}

/// Returns what became of one token; `None` if it is a conflict.
fn changed(base: Token, ours: Token, theirs: Token) -> Option<String> {
    let blanks = three_way(&base.blanks(), &ours.blanks(), &theirs.blanks())?;
    let bare = match three_way(&base.bare(), &ours.bare(), &theirs.bare()) {
        Some(bare) => bare,
        None if base.what == What::Box => one_mark(ours.bare(), theirs.bare())?,
        None => return None,
    };
    Some(format!("{blanks}{bare}"))
}

/// Returns the box that says what both say: what one has begun and the other has closed is closed.
fn one_mark<'a>(ours: &'a str, theirs: &'a str) -> Option<&'a str> {
    match (ours, theirs) {
        ("[/]", closed) | (closed, "[/]") if closed != "[ ]" => Some(closed),
        ("[x]" | "[X]", "[x]" | "[X]") => Some("[x]"),
        _ => None,
    }
}

/// Returns what one side put in the place of a token, if the other kept it.
fn replaced(base: Token, by: &[Token], kept: Token) -> Option<String> {
    let text = joined(by);
    match (kept.bare() == base.bare(), kept.blanks() == base.blanks()) {
        (true, false) if !by.is_empty() => Some(format!("{}{}", kept.blanks(), text.trim_start())),
        (same, _) => same.then_some(text),
    }
}

/// Returns what both sides put at one place; `None` if it cannot be both.
fn both(ours: &[Token], theirs: &[Token], order: Order) -> Option<String> {
    let (mut own, mut other) = (ours.to_vec(), theirs.to_vec());
    one_closing(&mut own, &mut other)?;
    other.retain(|token| !own.iter().any(|known| known.text == token.text));
    let mut all: Vec<Token> = match order {
        Order::TheirsFirst => other.into_iter().chain(own).collect(),
        _ => own.into_iter().chain(other).collect(),
    };
    if let Order::AsWritten = order {
        all.sort_by_key(|token| match token.what {
            What::Field(Name::Done(_) | Name::Dropped(_)) => 3,
            What::Strike => 2,
            What::Field(_) => 1,
            _ => 0,
        });
    }
    Some(joined(&all))
}

/// Leaves one done or dropped mark where both sides have one: the earlier. `None` if they say two things.
fn one_closing<'a>(ours: &mut Vec<Token<'a>>, theirs: &mut Vec<Token<'a>>) -> Option<()> {
    let closings = |tokens: &[Token<'a>]| -> Vec<usize> {
        let is_one =
            |at: &usize| matches!(tokens[*at].what, What::Field(Name::Done(_) | Name::Dropped(_)));
        (0..tokens.len()).filter(is_one).collect()
    };
    let (one, two) = match (closings(ours).as_slice(), closings(theirs).as_slice()) {
        ([], _) | (_, []) => return Some(()),
        ([one], [two]) => (*one, *two),
        _ => return None,
    };
    let (own, other) = (ours[one], theirs[two]);
    let (own_day, other_day) = match (own.what, other.what) {
        (What::Field(Name::Done(own)), What::Field(Name::Done(other))) => (own, other),
        (What::Field(Name::Dropped(day)), What::Field(Name::Dropped(other_day))) => {
            let bare = |token: Token<'a>, day: Option<Date>| match day {
                Some(day) => token.bare().replacen(&day.to_string(), "", 1),
                None => token.bare().to_string(),
            };
            if bare(own, day) != bare(other, other_day) {
                return None;
            }
            (day, other_day)
        }
        _ => return None,
    };
    // Of one day and of none, the same stays whoever is ours.
    let rank = |day: Option<Date>, token: &Token<'a>| (day.is_none(), day, token.bare());
    if rank(other_day, &other) < rank(own_day, &own) {
        ours.remove(one);
    } else {
        theirs.remove(two);
    }
    Some(())
}

fn joined(tokens: &[Token]) -> String {
    tokens.iter().map(|token| token.text).collect()
}
