//! `promises`: what was said to customers, and whether it was kept.

use crate::context::{Context, customer_argument, since_argument};
use crate::error::Result;
use crate::history;
use crate::render::{json, promises as page};
use crate::report::{promises, threads};

const EXAMPLES: &str = "\
Examples:
  fieldnote promises                     every customer, from the first commit on
  fieldnote promises minato
  fieldnote promises --since 2026-01-01  promised for that day or a later one
  fieldnote promises --json | jq '.[] | {customer, kept, moved, missed}'

A promise is a follow-up of ours with `promised DATE`. It is kept if it was done by its first
date: the one that it bore at the end of the day on which it was first committed. A later date
makes it moved; still open after it, done late, dropped or gone from the notes, it is missed.
Promises are counted for customers, never for people.";

/// Count promises to customers: kept, moved, missed
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only those to this customer
    #[arg(value_name = "CUSTOMER")]
    customer: Option<String>,

    /// Only those that were first promised for this day or a later one (`2026-03-05`; `mon`, `1 mar`,
    /// `2w` look back)
    #[arg(long, value_name = "DATE")]
    since: Option<String>,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook()?;
    let here = context.today_here();
    let since = args.since.as_ref().map(|text| since_argument(text, here)).transpose()?;
    let directory = context.directory(&notebook)?;
    let customer = match &args.customer {
        Some(text) => {
            let notes = context.read_notes(&notebook, &directory)?;
            Some(customer_argument(text, &directory, &notes)?)
        }
        None => None,
    };
    let period = {
        let _reading = context.ui.progress("reading the history");
        history::whole(&notebook, &directory, here)?
    };
    context.say_unread(period.end.iter().map(|note| &**note));
    let story = threads::follow(&period, here);
    let mut found = promises::by_customer(&story, since, &context.clock(&directory));
    found.retain(|one| customer.is_none() || one.customer == customer);
    if args.json {
        let rows: Vec<String> = found.iter().map(json::to_text).collect();
        context.ui.print(&json::lines(&rows))?;
    } else {
        context.ui.page(&page::customers(&found, here, context.ui.width()))?;
    }
    let remarks = match (found.is_empty(), customer.is_some() || since.is_some()) {
        (true, true) => vec!["no such promises".to_string()],
        (true, false) => vec!["no promises: write one as `promised 2026-03-05`".to_string()],
        (false, _) => page::remarks(&period.remarks),
    };
    remarks.iter().for_each(|remark| context.ui.status(remark));
    Ok(())
}
