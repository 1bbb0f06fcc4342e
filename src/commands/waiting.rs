//! `waiting`: what they owe us, and letters that ask for it.

use crate::config::Labels;
use crate::context::{Context, customer_argument};
use crate::error::Result;
use crate::people::Directory;
use crate::query::Row;
use crate::render::nudge::{ENGLISH, JAPANESE, as_json, letters};
use crate::render::withheld::withheld;
use crate::render::{json, terminal};
use crate::report::nudge::{Nudge, nudge};
use crate::report::waiting::waiting;

const EXAMPLES: &str = "\
Examples:
  fieldnote waiting                   what customers and partners owe us, the oldest first
  fieldnote waiting minato
  fieldnote waiting minato --nudge    a letter to each of them, ready to paste
  fieldnote waiting --nudge --json | jq -r '.[].mail'

A letter holds nothing internal, no other customer, and no path, id, tag or handle. What is left
out of all letters is counted with its places, and never quoted. The fixed words are English or
Japanese, by `labels` in `fieldnote.toml`.";

/// List what they owe us, or write to them about it
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only what this customer and its partners owe us
    #[arg(value_name = "CUSTOMER")]
    customer: Option<String>,

    /// Print a letter to each person, ready to paste
    #[arg(long)]
    nudge: bool,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let notes = context.open_notes(&notebook, &directory)?;
    let customer = args.customer.as_ref();
    let customer = customer.map(|text| customer_argument(text, &directory, notes)).transpose()?;
    let rows = waiting(notes, customer, &context.clock(&directory));
    if !args.nudge {
        return list(context, &rows, &directory, args.json);
    }
    let nudge = nudge(&rows, notes, &directory, &notebook.settings.share.words);
    let phrases = match notebook.settings.labels {
        Labels::English => &ENGLISH,
        Labels::Japanese => &JAPANESE,
    };
    let today = context.today_here();
    if args.json {
        context.ui.print(&as_json(&nudge.letters, phrases, today))?;
    } else {
        context.ui.page(&letters(&nudge.letters, phrases, today))?;
    }
    say_withheld(context, &nudge);
    Ok(())
}

fn list(context: &Context, rows: &[Row], directory: &Directory, as_json: bool) -> Result<()> {
    if as_json {
        return context.ui.print(&json::follow_ups(rows));
    }
    let (here, width) = (context.today_here(), context.ui.width());
    context.ui.page(&terminal::follow_ups(rows, None, directory, here, width))?;
    if rows.is_empty() {
        context.ui.status("nothing to wait for");
    }
    Ok(())
}

/// Says on stderr what is in no letter: how many, why, and where.
fn say_withheld(context: &Context, nudge: &Nudge) {
    if nudge.letters.is_empty() && nudge.withheld.is_empty() {
        context.ui.status("nothing to ask for");
    }
    withheld(&nudge.withheld, "follow-up").iter().for_each(|line| context.ui.status(line));
}
