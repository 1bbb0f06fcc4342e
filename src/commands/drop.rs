//! `drop`: closes follow-ups that will not be done, with the reason.

use crate::commands::verb::{self, Options, Request, Scene};
use crate::context::Context;
use crate::date::Date;
use crate::error::Result;
use crate::follow_up::{FollowUp, Verb};
use crate::note::Note;

const EXAMPLES: &str = "\
Examples:
  fieldnote drop inventory --why \"replaced by the CSV export\"
  fieldnote drop k7 p2 --why \"they chose another product\"

The line is ticked and struck out, and ends in `(dropped DATE: why)`. A promise that is dropped
counts as missed.";

/// Close follow-ups that will not be done, and say why
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Ids or NOTE:LINE of several follow-ups, or words of one
    #[arg(required = true, value_name = "SELECTOR")]
    selectors: Vec<String>,

    /// The reason, which is written on the line
    #[arg(long, short, value_name = "REASON")]
    why: String,

    #[command(flatten)]
    options: Options,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let why = verb::reason(&args.why)?;
    let choose =
        |_: &Scene, _: &Note, _: &FollowUp, day: Date| Ok(Verb::Drop { day, why: why.clone() });
    let request = Request::new("drop", &args.selectors, args.options, &choose);
    verb::run(context, &Request { why: Some(why.clone()), ..request })
}
