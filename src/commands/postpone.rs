//! `move`: gives follow-ups another day, and says what that costs.

use std::rc::Rc;

use crate::commands::verb::{self, Changed, Options, Request, Scene};
use crate::context::{Context, date_argument};
use crate::date::Date;
use crate::error::Result;
use crate::follow_up::{FollowUp, Verb};
use crate::note::{self, Note};

const EXAMPLES: &str = "\
Examples:
  fieldnote move fri sizing guide           to this Friday
  fieldnote move +1w k7 p2                  by a week from today, two of them
  fieldnote move 2026-03-12 runbook --why \"the lab is closed\"
  fieldnote move \"next mon\" minato/2026-03-04-poc.md:31 --dry-run

The promised day is moved where there is one, else the due day, where it stands on the line; a
follow-up without a day gets one. A promise that is put off counts as missed in the week of its
first date, and `move` says so. The reason goes into the commit.";

/// Move follow-ups to another day
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The new day (`2026-03-05`, `fri`, `next mon`, `+3d`, `2w`, `eow`)
    date: String,

    /// Ids or NOTE:LINE of several follow-ups, or words of one
    #[arg(required = true, value_name = "SELECTOR")]
    selectors: Vec<String>,

    /// The reason, for the commit
    #[arg(long, short, value_name = "REASON")]
    why: Option<String>,

    #[command(flatten)]
    options: Options,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let why = args.why.as_deref().map(verb::reason).transpose()?;
    // Understood before anything else; for each customer its own day counts.
    date_argument(&args.date, context.today_here())?;
    let choose = |_: &Scene, _: &Note, _: &FollowUp, today: Date| {
        Ok(Verb::Move(date_argument(&args.date, today)?))
    };
    let request = Request::new("move", &args.selectors, args.options, &choose);
    verb::run(context, &Request { why, remarks: Some(&costs), ..request })
}

/// Returns what moving one follow-up costs, and which of its dates stays.
fn costs(scene: &Scene, changed: &Changed, bytes: &[u8]) -> Result<Vec<String>> {
    let mut said = Vec::new();
    let (Verb::Move(day), Some(promised)) = (&changed.verb, changed.item.promised) else {
        return Ok(said);
    };
    if let Some(due) = changed.item.due.filter(|due| due < day) {
        said.push(format!("it is still due {}", due.short()));
    }
    let path = &changed.note.path;
    let after = Rc::new(note::read(path, bytes, scene.directory));
    let follow_ups = &changed.note.follow_ups;
    let index = follow_ups.iter().position(|own| own.place == changed.item.place);
    let versions = scene.versions(path)?;
    let today = scene.context.today_here();
    let broken = index.map(|at| versions.broken_promise(&after, at, today)).transpose()?;
    if let Some(first) = broken.flatten() {
        let (week, first_day) = (first.week().number(), first.short());
        said.push(if promised > first {
            format!("the promise of {first_day} counts as missed in week {week} already")
        } else {
            format!("the promise of {first_day} will count as missed in week {week}")
        });
    } else if scene.notebook.repo.is_none() && promised < *day {
        said.push("without a repository nobody will see that the promise was moved".to_string());
    }
    Ok(said)
}
