//! `find`: where the notes hold some words.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::cells::harmless;
use crate::commands::within::Within;
use crate::context::{Context, customer_argument};
use crate::date::Date;
use crate::error::{Hinted, Result, anyhow, misunderstood};
use crate::follow_up::grammar;
use crate::note;
use crate::notebook::{Notebook, TEAM_FILE, card_path};
use crate::people::{Card, Directory};
use crate::render::{find as page, json};
use crate::report::find::{
    Asked, Found, Held, Looked, Source, Terms, Way, gather, held, look, uses,
};
use crate::report::notes::no_kind;
use crate::words::{count, fold, lossy, nearest};

const EXAMPLES: &str = "\
Examples:
  fieldnote find sizing guide               passages that hold both words
  fieldnote find \"sizing guide\"             these words, whole and in this order
  fieldnote find '#uses-nfs' --customers    who uses it
  fieldnote find 見積もり -c minato --since 2w
  fieldnote find sato --json | jq -r '.[] | \"\\(.note):\\(.line)\"'

A passage is an item, a paragraph, a heading, or one line of a table or of code; words are found
over its line breaks. Case, accents, width and normal form make no difference. A word is found
where it begins another one (`migr` finds migration), in scripts without spaces anywhere; if no
word begins so, inside of words. A `#tag` is found whole. If no passage holds all words, the notes
are listed that do, by the first place of each.

The newest hit comes first: by the date of its section, else of its note. Cards and the team, which
have no date, come last. Comments and front matter other than the title are not looked through;
for people who were there, ask `fieldnote notes --with WHO`.";

/// Search the text of the notes
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Words that must all be there; one with a space, or in quotes of its own, is a phrase
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,

    /// Only in what is this customer's
    #[arg(long, short, value_name = "SLUG")]
    customer: Option<String>,

    /// The customers whose notes hold the words, instead of the passages
    #[arg(long)]
    customers: bool,

    /// Only in notes of this kind, such as sync, poc or escalation
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    #[command(flatten)]
    within: Within,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let days = args.within.days(context)?;
    let Some(terms) = Terms::read(&args.words) else {
        let error = anyhow!("there is no word to look for");
        return Err(misunderstood(error.hint("name one: `fieldnote find guide`")));
    };
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let customer = args.customer.as_ref();
    let customer = customer.map(|text| customer_of(text, &notebook, &directory)).transpose()?;
    let asked = Asked { terms, customer, kind: args.kind, days };
    let found = search(context, &notebook, &directory, &asked)?;
    let here = context.today_here();
    if args.customers {
        print_customers(context, &found, here, args.json)?;
    } else {
        print_hits(context, &found, here, args.json)?;
    }
    if found.hits.is_empty() {
        context.ui.status(&nothing(&asked, &notebook, &directory)?);
    }
    say_way(context, &found);
    Ok(())
}

/// Returns the customer's slug; the notes are read only for one that has no card.
fn customer_of(text: &str, notebook: &Notebook, directory: &Directory) -> Result<String> {
    match customer_argument(text, directory, &[]) {
        Ok(slug) => Ok(slug),
        Err(_) => customer_argument(text, directory, &notebook.notes(directory)?),
    }
}

/// Looks through the notes, then through the cards and the team, and names notes that were closed to it.
fn search(
    context: &Context,
    notebook: &Notebook,
    directory: &Directory,
    asked: &Asked,
) -> Result<Found> {
    let clock = context.clock(directory);
    let wanted = |path: &str, bytes: &[u8]| asked.may_be_in(path, bytes);
    let looked = notebook
        .look_through(directory, wanted, |note, passages| look(note, passages, asked, &clock))?;
    let mut all: Vec<Held> = Vec::new();
    for one in looked {
        match one {
            Looked::Through(held) => all.push(held),
            Looked::Not { note, why } => {
                context.ui.warn(&format!("`{}` was {}", harmless(&note), harmless(&why)));
            }
        }
    }
    if notebook.is_adopted {
        let cards = directory.cards.keys().map(|slug| (card_path(slug), Source::Card));
        for (path, source) in cards.chain([(TEAM_FILE.to_string(), Source::Team)]) {
            let Some(bytes) = notebook.bytes_if_there(&path)? else { continue };
            if asked.terms.may_be_in(&bytes) {
                let (note, passages) = note::read_with_passages(&path, &bytes, directory);
                all.push(held(&note, &passages, source, asked, &clock));
            }
        }
    }
    Ok(gather(all))
}

fn print_hits(context: &Context, found: &Found, here: Date, as_json: bool) -> Result<()> {
    if as_json {
        let rows: Vec<String> = found.hits.iter().map(json::to_text).collect();
        return context.ui.print(&json::lines(&rows));
    }
    context.ui.page(&page::hits(&found.hits, here, context.ui.width()))
}

fn print_customers(context: &Context, found: &Found, here: Date, as_json: bool) -> Result<()> {
    let (customers, of_nobody) = uses(found);
    if as_json {
        let rows: Vec<String> = customers.iter().map(json::to_text).collect();
        context.ui.print(&json::lines(&rows))?;
    } else {
        context.ui.page(&page::customers(&customers, here, context.ui.width()))?;
    }
    if of_nobody > 0 {
        context.ui.status(&format!("{} in notes without a customer", count(of_nobody, "hit")));
    } else if customers.is_empty() && !found.hits.is_empty() {
        context.ui.status("only cards and the team hold that");
    }
    Ok(())
}

/// Says how what was found holds the words, where it is not as asked.
fn say_way(context: &Context, found: &Found) {
    match found.way {
        Way::Together => {}
        Way::Apart => context
            .ui
            .status("no passage holds all of it: these notes do, by the first place of each word"),
        Way::Inside => context.ui.status("no word begins so: found inside of words"),
    }
}

/// Returns that nothing was found, and what was likely meant: a kind, a tag or a customer.
fn nothing(asked: &Asked, notebook: &Notebook, directory: &Directory) -> Result<String> {
    if let Some(kind) = &asked.kind
        && let Some(none) = no_kind(kind, &notebook.notes(directory)?)
    {
        return Ok(none);
    }
    let tags = near_tags(asked, notebook, directory)?;
    let names = directory.cards.iter().flat_map(|(slug, card)| [slug.as_str(), card.name.as_str()]);
    let names: Vec<&str> = names.collect();
    for needle in asked.terms.needles() {
        let is_named =
            |(slug, card): &(&String, &Card)| fold(slug) == needle || fold(&card.name) == needle;
        if let Some((slug, _)) = directory.cards.iter().find(is_named) {
            let notes = format!("`fieldnote notes -c {}`", harmless(slug));
            return Ok(format!("nothing found; for all notes of a customer: {notes}"));
        }
        let near = match needle.starts_with('#') {
            true => nearest(needle, tags.iter().map(String::as_str)),
            false => nearest(needle, tags.iter().map(|tag| &tag[1..]).chain(names.iter().copied())),
        };
        if let Some(near) = near.filter(|near| fold(near) != needle) {
            return Ok(format!("nothing found: did you mean `{}`?", harmless(near)));
        }
    }
    Ok("nothing found".to_string())
}

/// Returns the tags, with `#` and sorted, of all notes in which one is near to what was looked for.
fn near_tags(asked: &Asked, notebook: &Notebook, directory: &Directory) -> Result<Vec<String>> {
    let needles: Vec<&str> =
        asked.terms.needles().map(|needle| needle.trim_start_matches('#')).collect();
    let is_near = |tag: &str| needles.iter().any(|needle| nearest(needle, [tag]).is_some());
    // Most tags stand in many notes.
    let known: Mutex<HashMap<String, bool>> = Mutex::default();
    let is_near = |tag: String| {
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry(tag).or_insert_with_key(|tag| is_near(tag))
    };
    let has_near = |_: &str, bytes: &[u8]| {
        bytes.contains(&b'#') && grammar::tags(&lossy(bytes)).into_iter().any(is_near)
    };
    let of_notes = notebook.look_through(directory, has_near, |_, passages| -> Vec<String> {
        passages.iter().flat_map(|one| grammar::tags(&grammar::masked(&one.text))).collect()
    })?;
    let mut tags: Vec<String> = of_notes.iter().flatten().map(|tag| format!("#{tag}")).collect();
    tags.sort();
    tags.dedup();
    Ok(tags)
}
