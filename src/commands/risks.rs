//! `risks`: what may go wrong, across customers.

use crate::commands::within::Within;
use crate::context::{Context, customer_argument};
use crate::error::Result;
use crate::render::{json, typed as page};
use crate::report::lines::Wanted;
use crate::report::risks::{STANDS, State, Which, risks};
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote risks                  those that stand, high ones first
  fieldnote risks -c minato
  fieldnote risks --closed         those that are ticked off
  fieldnote risks --json | jq '.[] | select(.qualifier == \"high\")'

A risk is a line such as `- [ ] Risk (high): the cut-over falls on the quarter's end`. With a
box it stands until it is ticked. Without one it cannot be ticked off: it is listed for 90 days,
then counted on stderr, and still listed by `--since`, `--until` and `--all`. High ones come
first, then medium ones, those without a word, and low ones; within these, the oldest.";

/// List the risks that stand
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only this customer's
    #[arg(long, short, value_name = "SLUG")]
    customer: Option<String>,

    #[command(flatten)]
    within: Within,

    /// Those that are ticked off
    #[arg(long, conflicts_with = "all")]
    closed: bool,

    /// Those that stand, those that are ticked off, and old ones without a box
    #[arg(long)]
    all: bool,

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
    let which = match &args {
        Args { closed: true, .. } => Which::Closed,
        Args { all: true, .. } => Which::All,
        _ => Which::Standing,
    };
    let clock = context.clock(&directory);
    let all = risks(notes, Which::All, &wanted, &clock);
    let old = all.iter().filter(|risk| risk.state == State::Old).count();
    let is_first = all.is_empty() && wanted.is_all();
    let found = risks(notes, which, &wanted, &clock);
    if args.json {
        let rows: Vec<String> = found.iter().map(json::to_text).collect();
        context.ui.print(&json::lines(&rows))?;
    } else {
        context.ui.page(&page::risks(&found, here, context.ui.width()))?;
    }
    if is_first {
        context.ui.status("no risks yet: write one as `- [ ] Risk (high): …`");
    } else if found.is_empty() {
        context.ui.status(if wanted.is_all() { nothing(which) } else { "no such risks" });
    }
    if which == Which::Standing && old > 0 {
        let verb = if old == 1 { "is" } else { "are" };
        let count = words::count(old, "risk");
        context.ui.status(&format!("{count} without a box {verb} older than {STANDS} days: --all"));
    }
    Ok(())
}

fn nothing(which: Which) -> &'static str {
    match which {
        Which::Standing => "no risks that stand",
        Which::Closed => "no closed risks",
        Which::All => "no risks",
    }
}
