//! `assign`: gives follow-ups to somebody else.

use crate::commands::verb::{self, Options, Request, Scene};
use crate::context::{Context, unknown_of};
use crate::date::Date;
use crate::error::{Hinted, Result, anyhow, misunderstood};
use crate::follow_up::{FollowUp, Verb};
use crate::note::Note;
use crate::people::{Directory, Mention, Person};

const EXAMPLES: &str = "\
Examples:
  fieldnote assign priya sizing guide       by words that only one follow-up has
  fieldnote assign sato k7 p2               two of them, to one of theirs
  fieldnote assign dana,priya k7            to both
  fieldnote assign me k7

The name takes the place of the owners that stand on the line, in the form that they had. Names
are looked up among those who were in the meeting, on the customer's card, then in the team.";

/// Give follow-ups to somebody
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Who: a handle or any part of a name; several with commas
    #[arg(value_name = "WHO")]
    who: String,

    /// Ids or NOTE:LINE of several follow-ups, or words of one
    #[arg(required = true, value_name = "SELECTOR")]
    selectors: Vec<String>,

    #[command(flatten)]
    options: Options,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let names: Vec<&str> = args.who.split(',').map(str::trim).filter(|n| !n.is_empty()).collect();
    if names.is_empty() {
        return Err(misunderstood(anyhow!("`{}` names nobody", args.who)));
    }
    let choose = |scene: &Scene, note: &Note, _: &FollowUp, _: Date| {
        let mentions = names.iter().map(|name| mention(name, scene.directory, note));
        Ok(Verb::Assign(mentions.collect::<Result<Vec<Mention>>>()?))
    };
    verb::run(context, &Request::new("assign", &args.selectors, args.options, &choose))
}

/// Returns how a note names the person whom the command line names.
///
/// # Errors
/// Nobody of that name, or several: they are named.
fn mention(name: &str, directory: &Directory, note: &Note) -> Result<Mention> {
    match directory.mention(name, &note.present) {
        Ok(Some(mention)) => Ok(mention),
        Ok(None) => {
            // Whom this note can name: other customers' people are nobody here.
            let is_here = |slug: &String| note.customer.as_ref().is_none_or(|own| own == slug);
            let cards = directory.cards.values().filter(|card| is_here(&card.slug));
            let people = directory.team.iter().chain(cards.flat_map(|card| &card.people));
            let known: Vec<&str> = people.map(Person::shown).collect();
            let name = name.trim_start_matches(['@', '＠']);
            Err(unknown_of("person", name, &known).context(format!("`{}`", note.path)))
        }
        Err(names) => Err(anyhow!("`{name}` can be {}", names.join(" or "))
            .hint("give the handle or the full name")),
    }
}
