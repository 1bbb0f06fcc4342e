//! `notes`: the notes there are, the newest first.

use crate::commands::within::Within;
use crate::context::{Context, customer_argument, person_argument};
use crate::error::Result;
use crate::note::{MeetingState, Note};
use crate::people::Directory;
use crate::render::{json, notes as page};
use crate::report::notes::{Which, listed, no_kind};

const EXAMPLES: &str = "\
Examples:
  fieldnote notes                            all of them, the newest first
  fieldnote notes -c minato --since 4w
  fieldnote notes --with sato                where 佐藤 健 (Satō Ken) was there
  fieldnote notes --state not_written        meetings that nobody wrote up
  fieldnote notes --kind escalation
  fieldnote notes --json | jq -r '.[].note'

A line holds the date, the customer, the kind, whether the meeting is written up, how many
follow-ups are open, the title and the path. Notes without a date come last. What stands in
the notes is found by `fieldnote find`, and a note is read with `fieldnote show`.";

/// List notes, the newest first
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only those of this customer
    #[arg(long, short, value_name = "SLUG")]
    customer: Option<String>,

    /// Only those of this kind, such as sync, poc or escalation
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    /// Only those of meetings with this person, of ours, theirs or a partner; `me` is you
    #[arg(long, value_name = "WHO")]
    with: Option<String>,

    #[command(flatten)]
    within: Within,

    /// Only meetings that are planned, written or not_written
    #[arg(long, value_name = "STATE", hide_possible_values = true)]
    state: Option<State>,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
enum State {
    Planned,
    Written,
    #[value(alias = "not-written")]
    NotWritten,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let days = args.within.days(context)?;
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let notes = context.open_notes(&notebook, &directory)?;
    let customer = args.customer.as_ref();
    let which = Which {
        customer: customer.map(|text| customer_argument(text, &directory, notes)).transpose()?,
        kind: args.kind,
        with: args.with,
        days,
        state: args.state.map(|state| match state {
            State::Planned => MeetingState::Planned,
            State::Written => MeetingState::Written,
            State::NotWritten => MeetingState::NotWritten,
        }),
    };
    let found = listed(notes, &which, &context.clock(&directory));
    if found.is_empty() {
        known_by_somebody(&which, notes, &directory)?;
    }
    if args.json {
        let rows: Vec<String> = found.iter().map(json::to_text).collect();
        context.ui.print(&json::lines(&rows))?;
    } else {
        context.ui.page(&page::notes(&found, context.today_here(), context.ui.width()))?;
    }
    if found.is_empty() {
        context.ui.status(&nothing(&which, notes));
    }
    Ok(())
}

/// Refuses a name that is nobody's: in no note, on no card, not in the team.
fn known_by_somebody(which: &Which, notes: &[Note], directory: &Directory) -> Result<()> {
    let Some(who) = &which.with else { return Ok(()) };
    let is_there = notes.iter().any(|note| directory.is_present(who, &note.present));
    // Several may answer to a name; that none of them was there is what was asked.
    let is_known = is_there || directory.person(who, None).is_err();
    if is_known { Ok(()) } else { person_argument(who, None, directory).map(|_| ()) }
}

/// Returns why the list is empty, with the kind that was likely meant.
fn nothing(which: &Which, notes: &[Note]) -> String {
    if which.is_all() {
        return "no notes: start one with `fieldnote new CUSTOMER`".to_string();
    }
    let kind = which.kind.as_deref();
    kind.and_then(|kind| no_kind(kind, notes)).unwrap_or_else(|| "no such notes".to_string())
}
