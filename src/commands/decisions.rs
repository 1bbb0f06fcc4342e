//! `decisions`: what was decided, across customers.

use crate::commands::within::Within;
use crate::context::{Context, customer_argument};
use crate::error::Result;
use crate::render::{json, typed as page};
use crate::report::decisions::decisions;
use crate::report::lines::Wanted;

const EXAMPLES: &str = "\
Examples:
  fieldnote decisions                  all of them, the newest first
  fieldnote decisions cut-over         those with this word in the text or the customer's name
  fieldnote decisions -c minato --since 2026-01-01
  fieldnote decisions --json | jq -r '.[] | \"\\(.date) \\(.text)\"'

A decision is a line such as `Decision: NVMe over TCP for the databases`. It has the date of its
section, where the heading starts with one, else the note's.";

/// List what was decided, the newest first
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Words that all occur in the text or in the customer's name
    #[arg(value_name = "WORDS")]
    words: Vec<String>,

    /// Only what was decided with this customer
    #[arg(long, short, value_name = "SLUG")]
    customer: Option<String>,

    #[command(flatten)]
    within: Within,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let days = args.within.days(context)?;
    let notebook = context.notebook()?;
    let here = context.today_here();
    let directory = context.directory(&notebook)?;
    let notes = context.notes(&notebook, &directory)?;
    let customer = args.customer.as_ref();
    let customer = customer.map(|text| customer_argument(text, &directory, notes)).transpose()?;
    let wanted = Wanted { customer, days };
    let found = decisions(notes, &args.words, &wanted, &directory);
    if args.json {
        let rows: Vec<String> = found.iter().map(json::to_text).collect();
        context.ui.print(&json::lines(&rows))?;
    } else {
        context.ui.page(&page::decisions(&found, here, context.ui.width()))?;
    }
    if found.is_empty() {
        let is_all = args.words.is_empty() && wanted.is_all();
        let first = "no decisions yet: write one as `Decision: …`";
        context.ui.status(if is_all { first } else { "no such decisions" });
    }
    Ok(())
}
