//! `today`: what the day brings, on one screen; what `fieldnote` alone prints.

use crate::calendar::Days;
use crate::cells::argument;
use crate::commands::calendars;
use crate::context::{Context, customer_argument, owner_argument};
use crate::error::Result;
use crate::render::json;
use crate::render::today::{Screen, today as screen};
use crate::report::booked::agenda;
use crate::report::today::{DAYS_BACK, today};
use crate::report::whose::Whose;

const EXAMPLES: &str = "\
Examples:
  fieldnote today              everybody's day; `fieldnote` alone prints the same
  fieldnote today -o me        only what is mine
  fieldnote today -c minato
  fieldnote today | less       all of it, however long
  fieldnote today --json | jq .promises

What is owed is listed by what it costs to forget: promises that are late or due within seven
days, escalations whose customer waits for an update, other follow-ups that are late or due
within seven days, the meetings of the day, and meetings that nobody wrote up. The day is the
one at each customer. In a terminal it is one screen, and the last line counts what it left out.
Meetings on your calendar that have no note are among them, where `calendars` stands in your
config.toml (docs/calendar.md).";

/// Show what is promised, late, due, met and not written up today
#[derive(clap::Args, Debug, Default)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only what is this person's; `me` is you
    #[arg(long, short, value_name = "WHO")]
    owner: Option<String>,

    /// Only what is this customer's
    #[arg(long, short, value_name = "SLUG")]
    customer: Option<String>,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let notes = match args.owner {
        None => context.open_notes(&notebook, &directory)?,
        Some(_) => context.notes(&notebook, &directory)?, // closed ones may be theirs alone
    };
    let customer = args.customer.as_ref();
    let customer = customer.map(|text| customer_argument(text, &directory, notes)).transpose()?;
    let owner = args.owner.as_ref();
    let owner = owner.map(|text| owner_argument(text, customer.as_deref(), &directory, notes));
    let whose = Whose { owner: owner.transpose()?, customer };
    let here = context.today_here();
    let (first, last) = (here.plus(-DAYS_BACK), here.plus(1)); // tomorrow here is today in Tokyo
    let occurrences = calendars::configured(context, Days { first, last });
    let clock = context.clock(&directory);
    let agenda = agenda(&occurrences, notes, (first, last), &clock);
    let day = today(notes, &whose, &clock).with(agenda, &whose, &clock);
    if args.json {
        return context.ui.print(&json::today(&day));
    }
    let flags = flags(&whose);
    let (width, height) = (context.ui.width(), context.ui.height());
    context.ui.print(&screen(&day, Screen { width, height, flags: &flags }))
}

/// Returns the flags that ask another command for the same, each with a space before it.
fn flags(whose: &Whose) -> String {
    let flag = |name: &str, value: &Option<String>| {
        let value = value.as_deref().map(argument);
        value.map_or_else(String::new, |value| format!(" {name} {value}"))
    };
    flag("-o", &whose.owner) + &flag("-c", &whose.customer)
}

#[cfg(test)]
mod tests {
    use super::flags;
    use crate::report::whose::Whose;

    #[test]
    fn flags_are_words_of_a_shell() {
        for (owner, customer, expected) in [
            (None, None, ""),
            (Some("dana"), Some("minato"), " -o dana -c minato"),
            (Some("佐藤 健"), None, " -o '佐藤 健'"),
            (Some("O'Hara"), None, r" -o 'O'\''Hara'"),
            (Some("$(id)"), Some("a;b"), " -o '$(id)' -c 'a;b'"),
        ] {
            let whose =
                Whose { owner: owner.map(String::from), customer: customer.map(String::from) };
            assert_eq!(flags(&whose), expected);
        }
    }
}
