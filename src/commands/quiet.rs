//! `quiet`: customers whom nobody has met for long, and those whom one person alone connects with us.

use crate::context::Context;
use crate::error::Result;
use crate::render::{json, quiet as page};
use crate::report::quiet::{State, Touch, touches};

const EXAMPLES: &str = "\
Examples:
  fieldnote quiet              whom nobody has met for long, the longest first
  fieldnote quiet --all        every customer with a card
  fieldnote quiet --json | jq -r '.[] | select(.state == \"quiet\") | .customer'

A customer has gone quiet when the last meeting is more than two cadences ago, or more than 21
days where the card gives no cadence. Customers whom nobody ever met come last. Below stand those
of whom one person alone was met in the last 90 days, by the `theirs` of the notes: if that person
leaves, nobody is left. People of partners do not count.";

/// List customers who have gone quiet, or who depend on one person
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Every customer with a card
    #[arg(long)]
    all: bool,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let notes = context.open_notes(&notebook, &directory)?;
    let all = touches(notes, &context.clock(&directory));
    let listed: Vec<&Touch> =
        all.iter().filter(|touch| args.all || touch.state != State::Met).collect();
    let contacts: Vec<&Touch> = all.iter().filter(|touch| touch.contact.is_some()).collect();
    if args.json {
        let rows = all.iter().filter(|touch| args.all || touch.is_warning());
        let rows: Vec<String> = rows.map(json::to_text).collect();
        context.ui.print(&json::lines(&rows))?;
    } else {
        let (here, width) = (context.today_here(), context.ui.width());
        context.ui.page(&page::touches(&listed, &contacts, here, width))?;
    }
    if all.is_empty() {
        context.ui.status("no customers yet: add one with `fieldnote customer add SLUG`");
    } else if !all.iter().any(|touch| touch.state == State::Quiet) {
        context.ui.status("nobody has gone quiet");
    }
    Ok(())
}
