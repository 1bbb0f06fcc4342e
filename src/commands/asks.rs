//! `asks`: what customers ask for, counted by customers, and who said what.

use std::collections::BTreeSet;

use crate::commands::within::Within;
use crate::context::{Context, customer_argument};
use crate::error::{Error, Hinted, Result, anyhow};
use crate::render::{asks as page, json};
use crate::report::asks::{Topic, tags, topics, twins};
use crate::report::lines::Wanted;
use crate::words::{self, fold};

const EXAMPLES: &str = "\
Examples:
  fieldnote asks                       what most customers ask for comes first
  fieldnote asks audit-log             who asks for it, how badly, and in which words
  fieldnote asks audit-log --md        the same for a speclet's *Who needs it*
  fieldnote asks --since 2026-01-01 -c minato
  fieldnote asks --json | jq '.[] | {topic, customers, word}'

An ask is a line such as `Ask (pain): send the audit log to their syslog #audit-log`. Its first
tag says which ask it is, else its first link, else its text. Asks are counted by customers, not
by lines; `blocker` is worse than `pain`, and `pain` than `nice`. The list shows the day on which
each was asked last, who asks, and the latest line with the worst word. A quote `> \"…\" — Name`
belongs to an ask if it bears the tag, or stands in the ask's list item or right behind its line.

`--md` writes links that resolve from `speclets/`. It holds what is internal too, marked so: a
speclet is internal itself, and no page for a customer.";

/// List what customers ask for: how many of them, how badly
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only this ask, with all its lines and quotes; with or without `#`
    #[arg(value_name = "TAG")]
    tag: Option<String>,

    /// Only what this customer asks for
    #[arg(long, short, value_name = "SLUG")]
    customer: Option<String>,

    #[command(flatten)]
    within: Within,

    /// Print Markdown for a speclet, with links that resolve from `speclets/`
    #[arg(long, conflicts_with = "json")]
    md: bool,

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
    let known = tags(notes);
    let tag = args.tag.as_ref().map(|text| tag_argument(text, &known)).transpose()?;
    let mut found = topics(notes, &wanted);
    found.retain(|topic| tag.is_none() || topic.tag == tag);
    let width = context.ui.width();
    match (found.as_slice(), &tag) {
        (found, _) if args.json => {
            let rows: Vec<String> = found.iter().map(json::to_text).collect();
            context.ui.print(&json::lines(&rows))?;
        }
        ([topic], Some(_)) if args.md => context.ui.print(&page::markdown(topic, &directory))?,
        (found, _) if args.md => context.ui.print(&page::all_markdown(found, &directory))?,
        ([topic], Some(_)) => context.ui.page(&page::detail(topic, &directory, here, width))?,
        (found, _) => context.ui.page(&page::list(found, here, width))?,
    }
    let remark = match &tag {
        _ if found.is_empty() && wanted.is_all() => {
            Some("no asks yet: write one as `Ask (pain): … #tag`".to_string())
        }
        _ if found.is_empty() => Some("no such asks".to_string()),
        Some(tag) => near_twins(tag, twins(notes, tag, &known)),
        None => without_tag(&found),
    };
    remark.iter().for_each(|remark| context.ui.status(remark));
    Ok(())
}

/// Returns the tag that the command line names, as it is compared.
fn tag_argument(text: &str, known: &BTreeSet<String>) -> Result<String, Error> {
    let tag = fold(text.trim().trim_start_matches(['#', '＃']));
    if known.contains(&tag) {
        return Ok(tag);
    }
    let error = anyhow!("no ask bears the tag `#{tag}`");
    Err(match words::nearest(&tag, known.iter().map(String::as_str)) {
        Some(near) => error.hint(format!("did you mean `#{near}`?")),
        None if known.is_empty() => error.hint(format!("write one as `Ask (pain): … #{tag}`")),
        None => error.hint("`fieldnote asks` lists them all"),
    })
}

fn near_twins(tag: &str, twins: BTreeSet<String>) -> Option<String> {
    let names: Vec<String> = twins.iter().map(|twin| format!("`#{twin}`")).collect();
    let are = if names.len() == 1 { "is nearly the same tag" } else { "are nearly the same tags" };
    let names = names.join(", ");
    (!names.is_empty())
        .then(|| format!("{names} {are} as `#{tag}`, and counted apart: `fieldnote check`"))
}

fn without_tag(found: &[Topic]) -> Option<String> {
    let bare = found.iter().filter(|topic| topic.tag.is_none()).count();
    let (verb, them) = if bare == 1 { ("bears", "it") } else { ("bear", "them") };
    let count = words::count(bare, "ask");
    let hint = "end the line with one, as `Ask (pain): … #tag`, to count";
    (bare > 0).then(|| format!("{count} {verb} no tag: {hint} {them} across customers"))
}
