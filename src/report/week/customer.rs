//! The week for one customer: what breaks and how far we are, what was decided, what we owe each other, what
//! was done, and when we meet next. Nothing else leaves the house, and each text of it passes
//! [`Outward::clear`].

use std::collections::BTreeMap;

use serde::Serialize;

use super::follow_ups::is_closed;
use super::lines;
use super::{Frame, Head, remarks, story};
use crate::date::{Date, Moment, Week};
use crate::follow_up::FollowUp;
use crate::note::{MeetingState, Note, Word};
use crate::people::Side;
use crate::report::outward::{Cleared, Outward, Reason, Said, Withheld, public, tells_severity};
use crate::report::period::{Period, Remark};
use crate::report::promises::first_date;
use crate::report::threads::{Story, Thread};

/// Serialized, it is what `week --for customer --json` prints.
#[derive(Debug, Serialize)]
pub struct CustomerReport {
    pub week: Week,
    /// The week's Monday.
    pub start: Date,
    /// The week's Sunday.
    pub end: Date,
    pub as_of: Moment,
    /// The customer's name.
    pub name: String,
    pub escalations: Vec<Escalation>,
    pub updates: Vec<Update>,
    pub decisions: Vec<Decision>,
    pub we_owe: Vec<Owed>,
    pub we_need: Vec<Owed>,
    pub done: Vec<Owed>,
    pub next: Option<Next>,
    /// The day at the customer, at most the week's Sunday.
    #[serde(skip)]
    pub day: Date,
    #[serde(skip)]
    pub remarks: Vec<Remark>,
    #[serde(skip)]
    pub withheld: Vec<Withheld>,
}

/// An open escalation. How severe it is, is for us.
#[derive(Debug, Serialize)]
pub struct Escalation {
    pub title: Cleared,
    pub since: Option<Date>,
    /// How many of the criteria are met.
    pub met: usize,
    pub criteria: Vec<Criterion>,
}

#[derive(Debug, Serialize)]
pub struct Criterion {
    pub text: Cleared,
    #[serde(rename = "met")]
    pub is_met: bool,
}

/// What an escalation's section of a day says.
#[derive(Debug, Serialize)]
pub struct Update {
    pub date: Date,
    /// The escalation's title.
    pub title: Option<Cleared>,
    pub lines: Vec<Cleared>,
}

#[derive(Debug, Serialize)]
pub struct Decision {
    pub date: Option<Date>,
    pub text: Cleared,
}

/// The next planned meeting: its days alone, as a note's title and kind are ours.
#[derive(Debug, Serialize)]
pub struct Next {
    pub date: Date,
    /// The last day of a visit.
    pub until: Option<Date>,
}

/// A follow-up.
#[derive(Debug, Serialize)]
pub struct Owed {
    pub text: Cleared,
    pub owners: Vec<Who>,
    /// What was said to the customer, else the agreed day; of what is done the day on which it was.
    pub date: Option<Date>,
    /// The date that was promised first, where it is another.
    pub was: Option<Date>,
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Who {
    /// `None`: their side, and nobody is named.
    pub name: Option<Cleared>,
    #[serde(skip)]
    pub side: Option<Side>,
}

impl CustomerReport {
    /// What the notes are that are not committed is no matter of the customer's, nor is the commit.
    pub fn head(&self) -> Head<'_> {
        Head {
            week: self.week,
            start: self.start,
            end: self.end,
            as_of: self.as_of,
            commit: None,
            uncommitted: &[],
            remarks: &self.remarks,
        }
    }
}

/// What may be told, before anybody looked at it.
struct Point<'a> {
    block: Block,
    said: Said<'a>,
    date: Option<Date>,
    was: Option<Date>,
    is_met: bool,
    /// What stands in a line's parentheses: it is not told, but it may say that the line is not to be.
    qualifier: Option<&'a str>,
    /// Of a follow-up.
    item: Option<&'a FollowUp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    Escalation,
    Criterion,
    Update,
    Decision,
    WeOwe,
    WeNeed,
    Done,
    /// Open, and neither ours nor theirs.
    Nobodys,
}

/// Returns the week for the customer that the frame chooses. `words` stop a text wherever they stand.
pub fn customer(frame: &Frame, period: &Period, words: &[String]) -> CustomerReport {
    let slug = frame.whose.customer.as_deref().unwrap_or_default();
    let (whole, story) = (story(frame, period), story(frame, &public(period)));
    let all = period.start.iter().chain(&period.end).map(|note| &**note);
    let teller = Teller { outward: Outward::new(all, frame.directory, words), frame, slug };
    let name = frame.directory.customer_name(slug).to_string();
    let day = frame.today(Some(slug)).min(frame.week.sunday());
    let mut report = CustomerReport {
        week: frame.week,
        start: frame.week.monday(),
        end: frame.week.sunday(),
        as_of: frame.as_of,
        day,
        name,
        escalations: Vec::new(),
        updates: Vec::new(),
        decisions: Vec::new(),
        we_owe: Vec::new(),
        we_need: Vec::new(),
        done: Vec::new(),
        next: None,
        remarks: remarks(period, &story),
        withheld: Vec::new(),
    };
    let internal = points(frame, &whole).into_iter().filter(|point| point.is_internal());
    report.withheld = internal.map(|one| Withheld::of(&one.said, Reason::Internal)).collect();
    let (next, withheld) = next(frame, &story, day);
    report.next = next;
    report.withheld.extend(withheld);
    let points = points(frame, &story).into_iter().filter(|point| !point.is_internal());
    teller.tell(points.collect(), &mut report);
    report.withheld.sort_by(|a, b| (a.reason, &a.note, a.line).cmp(&(b.reason, &b.note, b.line)));
    report.withheld.dedup();
    report
}

impl Point<'_> {
    fn is_internal(&self) -> bool {
        self.said.internal || self.said.note.internal
    }
}

/// Looks at each point, and puts it where it belongs.
struct Teller<'a> {
    outward: Outward<'a>,
    frame: &'a Frame<'a>,
    slug: &'a str,
}

impl Teller<'_> {
    fn tell(&self, points: Vec<Point>, report: &mut CustomerReport) {
        // The titles that may be told, by note; what belongs to no such escalation is not told.
        let mut titles: BTreeMap<&str, Cleared> = BTreeMap::new();
        let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
        for point in points {
            let path = point.said.note.path.as_str();
            let (text, owners) = match self.cleared(&point) {
                Ok(cleared) => cleared,
                Err(reason) => {
                    report.withheld.push(Withheld::of(&point.said, reason));
                    continue;
                }
            };
            let (date, was) = (point.date, point.was);
            match point.block {
                Block::Escalation => {
                    titles.insert(path, text.clone());
                    if point.said.note.is_open_escalation() {
                        shown.insert(path, report.escalations.len());
                        let (title, criteria) = (text, Vec::new());
                        report.escalations.push(Escalation {
                            title,
                            since: date,
                            met: 0,
                            criteria,
                        });
                    }
                }
                Block::Criterion => {
                    if let Some(at) = shown.get(path) {
                        let own = &mut report.escalations[*at];
                        own.met += usize::from(point.is_met);
                        own.criteria.push(Criterion { text, is_met: point.is_met });
                    }
                }
                Block::Update => {
                    let Some(date) = date else { continue };
                    let title = titles.get(path);
                    match report.updates.last_mut() {
                        Some(last) if last.date == date && last.title.as_ref() == title => {
                            last.lines.push(text);
                        }
                        _ => {
                            let (title, lines) = (title.cloned(), vec![text]);
                            report.updates.push(Update { date, title, lines });
                        }
                    }
                }
                Block::Decision => report.decisions.push(Decision { date, text }),
                Block::WeOwe => report.we_owe.push(Owed { text, owners, date, was }),
                Block::WeNeed => report.we_need.push(Owed { text, owners, date, was }),
                Block::Done => report.done.push(Owed { text, owners, date, was }),
                Block::Nobodys => {}
            }
        }
    }

    /// Returns what of a point the customer may read: its text, and the names of its owners.
    fn cleared(&self, point: &Point) -> Result<(Cleared, Vec<Who>), Reason> {
        if point.block == Block::Nobodys {
            return Err(Reason::NoOwner);
        }
        if point.said.text.is_empty() {
            return Err(Reason::Block);
        }
        let text = self.clear(&point.said)?;
        if let Some(qualifier) = point.qualifier {
            self.clear(&Said { text: &format!("({qualifier})"), ..point.said })?;
        }
        let owners = point.item.map(|item| item.owners.as_slice()).unwrap_or_default();
        let owners = owners.iter().map(|owner| {
            if owner.name == "them" {
                return Ok(Who { name: None, side: owner.side });
            }
            let mut team = self.frame.directory.team.iter();
            let ours = team.find(|person| person.shown() == owner.name);
            let name = ours.map_or(&owner.name, |person| &person.name);
            let name = self.clear(&Said { text: name, ..point.said })?;
            Ok(Who { name: Some(name), side: owner.side })
        });
        Ok((text, owners.collect::<Result<_, Reason>>()?))
    }

    /// All that a customer reads of our notes comes from here.
    fn clear(&self, said: &Said) -> Result<Cleared, Reason> {
        if tells_severity(said.text) {
            return Err(Reason::Severity);
        }
        self.outward.clear(said, Some(self.slug))
    }
}

/// Returns the first meeting that lies ahead on a day, and why those before it are not named. An
/// escalation is no meeting that they were asked to.
fn next(frame: &Frame, story: &Story, day: Date) -> (Option<Next>, Vec<Withheld>) {
    let notes = story.notes.iter().map(|kept| &*kept.note).filter(|note| {
        let is_planned = note.meeting_state(day) == Some(MeetingState::Planned);
        is_planned && frame.is_chosen(note) && !note.is_escalation()
    });
    let mut planned: Vec<&Note> = notes.collect();
    planned.sort_by_key(|note| (note.date, note.last_day(), &note.path));
    let mut withheld = Vec::new();
    for note in planned {
        let said = Said { text: "", note, line: 1, internal: note.internal };
        // What cannot be read may say that it is internal.
        let is_in_doubt = note.problems.iter().any(|one| one.is_error);
        if note.internal {
            withheld.push(Withheld::of(&said, Reason::Internal));
        } else if is_in_doubt || !note.look_alikes.is_empty() {
            withheld.push(Withheld::of(&said, Reason::LooksInternal));
        } else if let Some(date) = note.date {
            let until = note.last_day().filter(|last| *last > date);
            return (Some(Next { date, until }), withheld);
        }
    }
    (None, withheld)
}

/// Returns all that may be told, in the order in which it is.
fn points<'a>(frame: &Frame, story: &'a Story) -> Vec<Point<'a>> {
    let notes = story.notes.iter().map(|kept| &*kept.note).filter(|note| frame.is_chosen(note));
    let mut escalations: Vec<&Note> = notes.filter(|note| note.is_escalation()).collect();
    escalations.sort_by_key(|note| (note.date.is_none(), note.date, &note.path));
    let mut found = Vec::new();
    let updates = updates(frame, &escalations);
    let is_told = |note: &&&Note| {
        let is_its = |point: &Point| std::ptr::eq(point.said.note, **note);
        note.is_open_escalation() || updates.iter().any(is_its)
    };
    for note in escalations.iter().filter(is_told) {
        found.extend(escalation(frame, note));
    }
    found.extend(updates);
    let decisions = lines::of_week(frame, &story.notes).into_iter();
    for one in decisions.filter(|one| one.word == Word::Decision) {
        let typed = one.note.typed.iter().find(|typed| typed.line == one.line.line);
        let Some(typed) = typed else { continue };
        let (note, line, internal) = (one.note, typed.line, typed.internal);
        let said = Said { text: &typed.text, note, line, internal };
        let qualifier = typed.qualifier.as_deref();
        found.push(Point { qualifier, ..Point::new(Block::Decision, said, typed.date) });
    }
    found.extend(follow_ups(story));
    found
}

impl<'a> Point<'a> {
    fn new(block: Block, said: Said<'a>, date: Option<Date>) -> Point<'a> {
        Point { block, said, date, was: None, is_met: false, qualifier: None, item: None }
    }
}

/// The title comes first, and what it stands for only if the escalation is open.
fn escalation<'a>(frame: &Frame, note: &'a Note) -> Vec<Point<'a>> {
    let name = note.customer.as_deref().map(|slug| frame.directory.customer_name(slug));
    // Titles start with the customer's name, as the template makes them.
    let own = name.and_then(|name| note.title.strip_prefix(name)?.strip_prefix(" — "));
    let text = own.unwrap_or(&note.title);
    let title = Said { text, note, line: 1, internal: note.internal };
    let mut found = vec![Point::new(Block::Escalation, title, note.date)];
    if note.is_open_escalation() {
        found.extend(note.exit_criteria.iter().map(|one| {
            let said = Said { text: &one.text, note, line: one.line, internal: one.internal };
            Point { is_met: one.is_met, ..Point::new(Block::Criterion, said, None) }
        }));
    }
    found
}

/// Returns what the sections dated in the week say, by date.
fn updates<'a>(frame: &Frame, escalations: &[&'a Note]) -> Vec<Point<'a>> {
    let mut found = Vec::new();
    for note in escalations {
        for update in note.updates.iter().filter(|update| frame.week.contains(update.date)) {
            found.extend(update.statements.iter().map(|one| {
                let text = one.text.as_deref().unwrap_or_default();
                let said = Said { text, note, line: one.line, internal: one.internal };
                Point::new(Block::Update, said, Some(update.date))
            }));
        }
    }
    found.sort_by_key(|point| point.date);
    found
}

fn follow_ups(story: &Story) -> Vec<Point<'_>> {
    let mut found: Vec<Point> = story.threads.iter().filter_map(point).collect();
    found.sort_by_key(|one| {
        let place = (&one.said.note.path, one.said.line);
        (one.block as u8, one.date.is_none(), one.date, place)
    });
    found
}

fn point(thread: &Thread) -> Option<Point<'_>> {
    let item = thread.at_end()?;
    let block = match item.side() {
        _ if is_closed(thread) => Block::Done,
        _ if !item.is_open() => return None,
        Some(Side::Ours) => Block::WeOwe,
        Some(Side::Theirs | Side::Partner) => Block::WeNeed,
        None => Block::Nobodys,
    };
    let date = match (block, item.side()) {
        (Block::Done, _) => item.closed,
        (_, Some(Side::Ours)) => item.promised.or(item.due),
        _ => item.deadline(),
    };
    let is_open_promise = item.is_promise() && block == Block::WeOwe;
    let first = if is_open_promise { first_date(thread) } else { None };
    let was = first.filter(|first| Some(*first) != item.promised);
    let said = Said::of(item, &thread.last().note);
    Some(Point { was, item: Some(item), ..Point::new(block, said, date) })
}
