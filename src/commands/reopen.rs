//! `reopen`: opens closed follow-ups again, as they were.

use crate::commands::verb::{self, Options, Request, Scene};
use crate::context::Context;
use crate::date::Date;
use crate::error::Result;
use crate::follow_up::{FollowUp, Verb};
use crate::note::Note;

const EXAMPLES: &str = "\
Examples:
  fieldnote reopen sizing guide     by words that only one closed follow-up has
  fieldnote reopen k7               by the id that `fieldnote followups --closed` shows
  fieldnote reopen minato/2026-03-04-poc.md:31

The done or dropped mark goes, and the box is as it was when the follow-up was last open: the
history tells whether it was `[ ]`, `[/]` or none.";

/// Open closed follow-ups again
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
    let request = Request::new("reopen", &args.selectors, args.options, &as_it_was);
    verb::run(context, &Request { closed: true, ..request })
}

fn as_it_was(scene: &Scene, note: &Note, item: &FollowUp, _: Date) -> Result<Verb> {
    Ok(Verb::Reopen(scene.versions(&note.path)?.last_open_mark(note, item)?))
}
