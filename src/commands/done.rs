//! `done`: ticks follow-ups off, and commits it.

use crate::commands::verb::{self, Options, Request, Scene};
use crate::context::Context;
use crate::date::Date;
use crate::error::Result;
use crate::follow_up::{FollowUp, Verb};
use crate::note::Note;

const EXAMPLES: &str = "\
Examples:
  fieldnote done k7                 by the id that the list shows
  fieldnote done k7 p2              two of them
  fieldnote done sizing guide       by words that only one follow-up has
  fieldnote done minato/2026-03-04-poc.md:31
  fieldnote done sizing guide --dry-run

Only the box and the done mark change. If several follow-ups fit, nothing changes and they
are listed. `fieldnote undo` takes it back.";

/// Tick off follow-ups
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Ids or NOTE:LINE of several follow-ups, or words of one
    #[arg(required = true, value_name = "SELECTOR")]
    selectors: Vec<String>,

    #[command(flatten)]
    options: Options,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let choose = |_: &Scene, _: &Note, _: &FollowUp, today: Date| Ok(Verb::Done(today));
    verb::run(context, &Request::new("done", &args.selectors, args.options, &choose))
}
