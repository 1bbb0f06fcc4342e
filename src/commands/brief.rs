//! `brief`: what to know before a meeting with a customer.

use crate::calendar::Days;
use crate::cells::{argument, harmless};
use crate::clock::Clock;
use crate::commands::calendars;
use crate::context::{Context, customer_argument, since_argument};
use crate::error::{Hinted, Result, anyhow, misunderstood};
use crate::note::{MeetingState, Note};
use crate::render::brief::{as_json, markdown, page};
use crate::report::booked::{Booked, agenda};
use crate::report::brief::{Asked, DAYS, LeftOut, Reader, brief};
use crate::words::count;

const EXAMPLES: &str = "\
Examples:
  fieldnote brief minato                      two minutes before the call
  fieldnote brief                             … with whom you meet next
  fieldnote brief minato --since 2026-01-01   value, decisions, asks and questions since then
  fieldnote brief minato --md | pbcopy        to paste below *Since last time*
  fieldnote brief minato --json | jq .they_owe

Follow-ups, risks and boxes that are open are shown whatever their age; what else is dated, of the
last 90 days or since DATE. What is internal is marked `(internal)`: do not read it aloud.
`--md` leaves out what is internal, risks, severity, and the names of other customers, as it goes
into a note that may be shared; stderr counts what it left out.";

/// How far the calendar is looked ahead for the next meeting, in days.
const AHEAD: i64 = 14;

/// Prepare a meeting: what we owe, what they owe, asks, decisions, people
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Whom you meet; without, whom you meet next by your calendar or by the notes
    #[arg(value_name = "CUSTOMER")]
    customer: Option<String>,

    /// Show what is dated from this day on (`2026-03-05`; `mon`, `1 mar`, `2w` look back)
    #[arg(long, value_name = "DATE")]
    since: Option<String>,

    /// Print Markdown to paste into a note of the customer
    #[arg(long, conflicts_with = "json")]
    md: bool,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let notes = context.notes(&notebook, &directory)?;
    let clock = context.clock(&directory);
    let customer = match &args.customer {
        Some(text) => customer_argument(text, &directory, notes)?,
        None => met_next(context, notes, &clock)?,
    };
    let today = clock.today(Some(&customer));
    let since = args.since.as_ref().map(|text| since_argument(text, today)).transpose()?;
    let asked = Asked {
        customer: &customer,
        since: since.unwrap_or(today.plus(-DAYS)),
        reader: if args.md { Reader::Anybody } else { Reader::Us },
    };
    let brief = brief(notes, asked, &clock);
    if args.json {
        return context.ui.print(&as_json(&brief, &clock));
    }
    if args.md {
        context.ui.print(&markdown(&brief, &clock))?;
        say_left_out(context, brief.left_out);
        return Ok(());
    }
    context.ui.page(&page(&brief, &clock, context.ui.width()))?;
    if !directory.cards.contains_key(&customer) {
        let (slug, named) = (harmless(&customer), argument(&customer));
        context.ui.status(&format!(
            "{slug} has no card: fieldnote customer add {named} --name \"Its Name\""
        ));
    }
    Ok(())
}

/// Returns the customer of the next meeting: on the user's calendar, or of the notes if that is on an earlier
/// day.
///
/// # Errors
/// As for [`planned_next`].
fn met_next(context: &Context, notes: &[Note], clock: &Clock) -> Result<String> {
    let planned = planned_next(notes, clock);
    let latest = planned.as_ref().map_or(AHEAD, |(days, _)| *days);
    match next_on_calendar(context, notes, clock, latest) {
        Some(customer) => Ok(customer),
        None => planned.map(|(_, customer)| customer),
    }
}

/// Returns the customer of the next meeting on the user's calendar that is not over and is at most so many
/// days ahead, and says which one it is.
fn next_on_calendar(
    context: &Context,
    notes: &[Note],
    clock: &Clock,
    latest: i64,
) -> Option<String> {
    let here = context.today_here();
    let (first, last) = (here.plus(-1), here.plus(AHEAD.min(latest) + 1)); // a customer's day can be another
    let occurrences = calendars::configured(context, Days { first, last });
    let agenda = agenda(&occurrences, notes, (first, last), clock);
    let is_ahead = |one: &&Booked| (0..=latest).contains(&one.date.days_since(one.today));
    let next = agenda.meetings.iter().filter(is_ahead).filter(|one| !one.is_over(context.now));
    // What begins at an hour comes before what lasts all day.
    let days = |one: &Booked| one.date.days_since(one.today);
    let next = next.min_by_key(|one| (days(one), one.start.is_none(), one.start))?;
    let time = next.start.map_or("all day".to_string(), |start| start.clock(context.zone));
    let day = if days(next) == 0 { String::new() } else { format!("{} ", next.date.short()) };
    let title = harmless(next.title);
    context.ui.status(&format!(
        "next on the calendar: {day}{time} {}, {title}",
        harmless(&next.customer)
    ));
    Some(next.customer.clone())
}

/// Returns the only customer with a note of a meeting that is planned next, and in how many days that is.
///
/// # Errors
/// None, or several on one day: the command line lacks a customer, and the hint names whom it can be.
fn planned_next(notes: &[Note], clock: &Clock) -> Result<(i64, String)> {
    let mut planned: Vec<(i64, &str)> =
        notes.iter().filter_map(|note| planned(note, clock)).collect();
    planned.sort_unstable();
    planned.dedup();
    let next = planned.first().map(|(days, _)| *days);
    let mut slugs: Vec<&str> =
        planned.iter().filter(|(days, _)| Some(*days) == next).map(|(_, slug)| *slug).collect();
    slugs.dedup();
    let names: Vec<String> = slugs.iter().map(|slug| harmless(slug)).collect();
    let missing = |what: String| misunderstood(anyhow!("{what}: name a customer"));
    let of_first = slugs.first().map(|slug| format!("fieldnote brief {}", argument(slug)));
    match (next, slugs.as_slice(), of_first) {
        (Some(days), [one], _) => Ok((days, (*one).to_string())),
        (Some(days), several, Some(example)) => {
            let meetings = count(several.len(), "customer");
            let day = match days {
                0 => "today".to_string(),
                days => format!("in {}", count(usize::try_from(days).unwrap_or(0), "day")),
            };
            Err(missing(format!("you meet {meetings} {day} ({})", names.join(", ")))
                .hint(format!("as in `{example}`")))
        }
        _ => Err(missing("no meeting is planned".to_string())
            .hint("the customers: `fieldnote customer list`")),
    }
}

/// Returns in how many days a planned meeting starts, 0 for one that is on, and with whom.
fn planned<'a>(note: &'a Note, clock: &Clock) -> Option<(i64, &'a str)> {
    let slug = note.customer.as_deref()?;
    let today = clock.today(Some(slug));
    let is_planned = note.meeting_state(today) == Some(MeetingState::Planned);
    is_planned.then_some((note.date?.days_since(today).max(0), slug))
}

/// Says on stderr what is not in the Markdown.
fn say_left_out(context: &Context, left_out: LeftOut) {
    let parts = [(left_out.internal, "internal line"), (left_out.risks, "risk")];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts.map(|(number, noun)| count(number, noun)).collect();
    if !parts.is_empty() {
        context.ui.status(&format!("left out {}", parts.join(" and ")));
    }
}
