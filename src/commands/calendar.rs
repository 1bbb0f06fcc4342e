//! `calendar`: the meetings with customers on the user's calendar, and which of them have no note.

use std::path::PathBuf;

use crate::calendar::Days;
use crate::cells::argument;
use crate::commands::calendars;
use crate::context::{Context, date_argument, since_argument};
use crate::date::{Date, run_of_days};
use crate::error::{Hinted, Result, anyhow, misunderstood};
use crate::render::booked::{meetings, unsure};
use crate::render::json;
use crate::report::booked::{Booked, State, agenda};
use crate::words::count;

/// What is listed without `--since` and `--until`, in days before and after today.
const BEFORE: i64 = 14;
const AFTER: i64 = 7;

/// In March, "until 5 mar" is not next year's, in days.
const FAR: i64 = 180;

const EXAMPLES: &str = "\
Examples:
  fieldnote calendar                      the last 14 days and the next 7
  fieldnote calendar ~/Downloads/work.ics
  fieldnote calendar --since \"1 mar\" --until today
  fieldnote calendar --missing            meetings without a note; exit code 1 if there are any
  fieldnote calendar --json | jq -r '.[] | select(.state == \"missing\") | .customer'

Each meeting with a customer is missing (it is over, and there is no note), not written (its
note has no text), planned or written. Whose meeting it is, is told by who is invited: by the
`domains` on the customers' cards and the addresses of their people, else by a customer's name
in the title. What is ours alone, cancelled or declined is left out. Files are .ics files and
folders of them; without any, it is `calendars = [\"~/calendars\"]` in your own config.toml.
Nothing is fetched. How to get the files: docs/calendar.md.";

/// List the meetings on your calendar, and those without a note
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// .ics files, or folders of them [default: `calendars` in your config.toml]
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::AnyPath)]
    files: Vec<PathBuf>,

    /// Only those of this day or a later one [default: 14 days ago]
    #[arg(long, value_name = "DATE")]
    since: Option<String>,

    /// Only those of this day or an earlier one [default: in 7 days]
    #[arg(long, value_name = "DATE")]
    until: Option<String>,

    /// Only those that are over and have no note; exit code 1 if there are any
    #[arg(long)]
    missing: bool,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

/// Lists the meetings; returns false where `--missing` found some.
pub fn run(context: &Context, args: Args) -> Result<bool> {
    let (first, last) = args.days(context.today_here())?;
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let Some(occurrences) = calendars::read(context, &args.files, Days { first, last })? else {
        return Err(calendars::none());
    };
    let notes = context.open_notes(&notebook, &directory)?;
    let found = agenda(&occurrences, notes, (first, last), &context.clock(&directory));
    let is_listed = |one: &&Booked| !args.missing || one.state == State::Missing;
    let listed: Vec<&Booked> = found.meetings.iter().filter(is_listed).collect();
    let here = context.today_here();
    if args.json {
        let rows: Vec<String> = listed.iter().map(json::to_text).collect();
        context.ui.print(&json::lines(&rows))?;
    } else {
        context.ui.page(&meetings(&listed, here, context.ui.width()))?;
    }
    unsure(&found.unsure, here).iter().for_each(|line| context.ui.status(line));
    context.ui.status(&summary(&listed, &args, (first, last)));
    Ok(!args.missing || listed.is_empty())
}

impl Args {
    /// Returns the first and the last day that is asked for.
    fn days(&self, today: Date) -> Result<(Date, Date)> {
        let since = self.since.as_ref().map(|text| since_argument(text, today)).transpose()?;
        let until = self.until.as_ref().map(|text| until(text, today)).transpose()?;
        let (first, last) = match (since, until) {
            (None, None) => (today.plus(-BEFORE), today.plus(AFTER)),
            (Some(first), None) => (first, first.max(today).plus(AFTER)),
            (None, Some(last)) => (last.min(today).plus(-BEFORE), last),
            (Some(first), Some(last)) => (first, last),
        };
        if last < first {
            return Err(misunderstood(
                anyhow!("{last} is before {first}").hint("swap `--since` and `--until`"),
            ));
        }
        Ok((first, last))
    }
}

/// Reads the last day: of a day without a year the next one, but not one that is most of a year ahead.
fn until(text: &str, today: Date) -> Result<Date> {
    let ahead = date_argument(text, today)?;
    match since_argument(text, today) {
        Ok(back) if ahead.days_since(today) > FAR => Ok(back),
        _ => Ok(ahead),
    }
}

/// Returns how many there are, and how to start the note of the first that has none.
fn summary(listed: &[&Booked], args: &Args, (first, last): (Date, Date)) -> String {
    let days = run_of_days(first, last);
    let mut missing = listed.iter().filter(|one| one.state == State::Missing);
    match (missing.next(), missing.count()) {
        (Some(one), more) => {
            let new = format!("fieldnote new {} --date {}", argument(&one.customer), one.date);
            let have = if more == 0 { "has" } else { "have" };
            format!("{} of {days} {have} no note: `{new}`", count(more + 1, "meeting"))
        }
        (None, _) if args.missing => format!("no meeting of {days} is without a note"),
        (None, _) if listed.is_empty() => format!("no meetings with customers on {days}"),
        (None, _) => format!("{} of {days}, none missing", count(listed.len(), "meeting")),
    }
}
