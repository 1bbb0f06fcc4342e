//! `handoff`: what a colleague needs to take over.

use crate::cells::harmless;
use crate::context::{Context, customer_argument, date_argument, person_argument};
use crate::error::{Hinted, Result, anyhow, bail};
use crate::people::{Directory, Person, Side};
use crate::render::handoff::markdown;
use crate::render::page::Ways;
use crate::render::{json, terminal};
use crate::report::handoff::{Asked, handoff};

const EXAMPLES: &str = "\
Examples:
  fieldnote handoff --to ann --until 2026-03-20             while you are away
  fieldnote handoff --to ann --until \"next fri\" --customer minato
  fieldnote handoff --to ann --until +2w --owner priya > handoff.txt
  fieldnote handoff --to ann --until +2w --json | jq .missing

It lists what you promised until then and later, meetings and escalations, and for each customer
whom you look after, or at whom something is yours: what else is open, the card, the last notes, and
their people. Last comes what nobody wrote down, each with the command that mends it. Nothing is
changed: `fieldnote assign` gives a follow-up to somebody else. What is internal is in it, marked.
In a pipe it is Markdown, with links from the notebook's root.";

/// Tell a colleague what to take over while you are away
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Who of the team takes over
    #[arg(long, value_name = "WHO")]
    to: String,

    /// The last day (`2026-03-20`, `fri`, `next mon`, `+3d`, `2w`, `eow`)
    #[arg(long, value_name = "DATE")]
    until: String,

    /// Who of the team hands over
    #[arg(long, short, value_name = "WHO", default_value = "me")]
    owner: String,

    /// Only what is of this customer
    #[arg(long, short, value_name = "SLUG")]
    customer: Option<String>,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let here = context.today_here();
    let until = date_argument(&args.until, here)?;
    if until < here {
        bail!("the handoff would end on {until}, before today");
    }
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let owner = of_the_team(&args.owner, &directory)?;
    let to = of_the_team(&args.to, &directory)?;
    if owner.shown() == to.shown() {
        bail!("{} cannot hand over to themselves", harmless(&owner.name));
    }
    let notes = context.notes(&notebook, &directory)?;
    let customer = args.customer.as_ref();
    let customer = customer.map(|text| customer_argument(text, &directory, notes)).transpose()?;
    let asked =
        Asked { owner: owner.shown(), to: to.shown(), until, customer: customer.as_deref() };
    let clock = context.clock(&directory);
    let handoff = handoff(notes, asked, &clock);
    if args.json {
        return context.ui.print(&format!("{}\n", json::to_text(&handoff)));
    }
    if handoff.is_empty() {
        context.ui.status(&format!("{} has nothing to hand over", harmless(&owner.name)));
        return Ok(());
    }
    if !context.ui.is_terminal() {
        return context.ui.print(&markdown(&handoff, &clock, Ways::Links { from: "" }));
    }
    let text = markdown(&handoff, &clock, Ways::Places);
    context.ui.page(&terminal::document(&text, context.ui.width()))
}

/// Returns the member of the team whom the command line names.
///
/// # Errors
/// Nobody of that name, two, or somebody of a customer's.
fn of_the_team<'a>(text: &str, directory: &'a Directory) -> Result<&'a Person> {
    if text == "me" && directory.me.is_none() {
        return Err(anyhow!("nobody is known as `me`").hint(
            "set `me = \"your handle\"` in your own config, give your address in `team.md`, \
             or name somebody with --owner",
        ));
    }
    let person = match directory.me.as_deref().filter(|_| text == "me") {
        Some(me) => person_argument(me, None, directory)?,
        None => person_argument(text, None, directory)?,
    };
    if person.side != Side::Ours {
        return Err(anyhow!("{} is not of the team", person.name)
            .hint("the team stands in `team.md`: `fieldnote person add --team HANDLE NAME`"));
    }
    Ok(person)
}
