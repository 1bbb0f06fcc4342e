//! A brief as programs read it.

use serde::Serialize;

use crate::clock::Clock;
use crate::date::{Date, Zone};
use crate::render::json::{FollowUpRow, follow_up, to_text};
use crate::report::brief::{Asking, Brief};
use crate::report::escalations::Escalation;
use crate::report::lines::Line;
use crate::report::meetings::Meeting;
use crate::report::people_seen::Seen;

#[derive(Serialize)]
struct Whole<'a> {
    customer: &'a str,
    name: &'a str,
    owner: Option<&'a str>,
    timezone: Option<String>,
    cadence: Option<i64>,
    date: Date,
    since: Date,
    last_meeting: Option<&'a Meeting>,
    next_meeting: Option<&'a Meeting>,
    not_written: &'a [Meeting],
    escalations: &'a [Escalation],
    promised: Vec<FollowUpRow<'a>>,
    we_owe: Vec<FollowUpRow<'a>>,
    they_owe: Vec<FollowUpRow<'a>>,
    owner_unknown: Vec<FollowUpRow<'a>>,
    asks: &'a [Asking],
    decisions: &'a [Line],
    questions: &'a [Line],
    value: &'a [Line],
    risks: &'a [Line],
    people: &'a [Seen],
}

/// Returns a brief as one object on one line.
pub fn as_json(brief: &Brief, clock: &Clock) -> String {
    let card = clock.directory.cards.get(&brief.customer);
    let whole = Whole {
        customer: &brief.customer,
        name: clock.directory.customer_name(&brief.customer),
        owner: card.and_then(|card| card.owner.as_deref()),
        timezone: card.and_then(|card| card.zone).and_then(Zone::name),
        cadence: card.and_then(|card| card.cadence),
        date: brief.today,
        since: brief.since,
        last_meeting: brief.last.as_ref(),
        next_meeting: brief.next.as_ref(),
        not_written: &brief.not_written,
        escalations: &brief.escalations,
        promised: brief.promised.iter().map(follow_up).collect(),
        we_owe: brief.we_owe.iter().map(follow_up).collect(),
        they_owe: brief.they_owe.iter().map(follow_up).collect(),
        owner_unknown: brief.owner_unknown.iter().map(follow_up).collect(),
        asks: &brief.asks,
        decisions: &brief.decisions,
        questions: &brief.questions,
        value: &brief.value,
        risks: &brief.risks,
        people: &brief.people,
    };
    to_text(&whole) + "\n"
}
