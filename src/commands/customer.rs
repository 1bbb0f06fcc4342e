//! `customer`: cards of customers.

use serde::Serialize;

use crate::cells::harmless;
use crate::commands::{Writing, changes};
use crate::context::{Context, person_argument};
use crate::date::{Date, Zone};
use crate::error::{Hinted, Result, anyhow, misunderstood};
use crate::note::{MeetingState, Note};
use crate::notebook::{Change, card_path};
use crate::people::{self, Directory};
use crate::render::{json, terminal};
use crate::template::FrontMatter;
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote customer add minato --name \"Minato Storage\" --timezone Asia/Tokyo --cadence 7d
  fieldnote customer list
  fieldnote customer list --json";

/// Add and list customers
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    Add(Add),
    List(List),
}

/// Write a customer's card, `customers/SLUG/README.md`
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
struct Add {
    /// A short name for folders and commands: lower-case letters, digits and hyphens
    slug: String,

    /// The name for people
    #[arg(long)]
    name: Option<String>,

    /// The time zone, such as `Asia/Tokyo`
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,

    /// How often you meet, such as `7d` or `2w`
    #[arg(long, value_name = "DAYS")]
    cadence: Option<String>,

    /// Who of ours looks after them
    #[arg(long, value_name = "WHO")]
    owner: Option<String>,

    /// Their mail domains
    #[arg(long, value_name = "DOMAIN", value_delimiter = ',')]
    domain: Vec<String>,

    #[command(flatten)]
    writing: Writing,
}

/// List customers: last and next meeting, open and late follow-ups
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
struct List {
    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    match args.command {
        Command::Add(add) => run_add(context, add),
        Command::List(list) => run_list(context, list),
    }
}

fn run_add(context: &Context, add: Add) -> Result<()> {
    let notebook = context.notebook_for_writing()?;
    let alone = context.alone(&notebook)?;
    let directory = context.directory(&notebook)?;
    let slug = add.slug.as_str();
    if words::slug(slug).as_deref() != Some(slug) {
        let error = anyhow!("`{slug}` is no slug: lower-case ASCII letters, digits and hyphens");
        return Err(misunderstood(match words::slug(slug) {
            Some(near) => error.hint(format!("write `{near}`")),
            None => error.hint("take a short name in ASCII; `--name` takes any script"),
        }));
    }
    let path = card_path(slug);
    if directory.cards.contains_key(slug) {
        return Err(anyhow!("`{slug}` has a card already").hint(format!("edit `{path}`")));
    }
    let text = card_text(&add, &directory, notebook.settings.front_matter)?;
    let operation = context.operation("customer", format!("{slug}: new customer"));
    let change = Change { path: path.clone(), before: None, after: Some(text.into_bytes()) };
    let written = changes::write(&notebook, &alone, &[change], operation, add.writing)?;
    context.ui.status(&format!("{slug}: wrote `{path}`"));
    written.say_rest(context);
    context.ui.status(&format!("next: fieldnote person add {slug} \"Full Name\""));
    Ok(())
}

fn card_text(add: &Add, directory: &Directory, form: FrontMatter) -> Result<String> {
    let name = add.name.as_deref().unwrap_or(&add.slug).trim();
    if name.is_empty() || name.contains(char::is_control) {
        return Err(misunderstood(anyhow!(
            "`{}` is no name: it is one line of text",
            harmless(name)
        )));
    }
    let mut fields = vec![("customer", add.slug.clone()), ("name", name.to_string())];
    if let Some(text) = &add.timezone {
        text.parse::<Zone>().map_err(misunderstood)?;
        fields.push(("timezone", text.clone()));
    }
    if let Some(text) = &add.cadence {
        let days = people::cadence(text).ok_or_else(|| {
            misunderstood(anyhow!("`{text}` is no number of days").hint("write `7d` or `2w`"))
        })?;
        fields.push(("cadence", format!("{days}d")));
    }
    if let Some(owner) = &add.owner {
        fields.push(("owner", person_argument(owner, None, directory)?.shown().to_string()));
    }
    let header =
        crate::template::front_matter(&fields, &[("domains", add.domain.as_slice())], form);
    let heading = crate::template::escaped(name);
    Ok(format!(
        "{header}# {heading}\n\n## People\n\n<!-- - Full Name (Alias) — role, champion <mail@example.com> -->\n"
    ))
}

/// A customer in the list.
#[derive(Serialize)]
struct Row<'a> {
    customer: &'a str,
    name: &'a str,
    timezone: Option<String>,
    cadence: Option<i64>,
    owner: Option<&'a str>,
    people: usize,
    last_meeting: Option<Date>,
    next_meeting: Option<Date>,
    open: usize,
    late: usize,
}

fn run_list(context: &Context, list: List) -> Result<()> {
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let notes = context.notes(&notebook, &directory)?;
    let mut slugs: Vec<&str> = directory.cards.keys().map(String::as_str).collect();
    slugs.extend(notes.iter().filter_map(|note| note.customer.as_deref()));
    slugs.sort_unstable();
    slugs.dedup();
    let rows: Vec<Row> = slugs.iter().map(|slug| row(context, slug, &directory, notes)).collect();
    if list.json {
        let rows: Vec<String> = rows.iter().map(json::to_text).collect();
        return context.ui.print(&json::lines(&rows));
    }
    if rows.is_empty() {
        context.ui.status("no customers yet: fieldnote customer add SLUG --name \"Its Name\"");
        return Ok(());
    }
    let heads = ["CUSTOMER", "OPEN", "LATE", "LAST MET", "NEXT", "EVERY", "ZONE", "NAME"];
    let mut table = vec![heads.map(String::from).to_vec()];
    table.extend(rows.iter().map(|row| {
        let day = |date: Option<Date>| date.map_or("-".to_string(), |date| date.to_string());
        vec![
            harmless(row.customer),
            row.open.to_string(),
            row.late.to_string(),
            day(row.last_meeting),
            day(row.next_meeting),
            row.cadence.map_or("-".to_string(), |days| format!("{days}d")),
            row.timezone.clone().unwrap_or_else(|| "-".to_string()),
            harmless(row.name),
        ]
    }));
    context.ui.page(&terminal::table(&table, context.ui.width()))
}

fn row<'a>(context: &Context, slug: &'a str, directory: &'a Directory, notes: &[Note]) -> Row<'a> {
    let card = directory.cards.get(slug);
    let today = context.today(directory, Some(slug));
    let own = || notes.iter().filter(|note| note.customer.as_deref() == Some(slug));
    let meetings = |planned: bool| {
        own().filter(move |note| {
            note.meeting_state(today)
                .is_some_and(|state| (state == MeetingState::Planned) == planned)
        })
    };
    let open: Vec<_> =
        own().flat_map(|note| &note.follow_ups).filter(|item| item.is_open()).collect();
    Row {
        customer: slug,
        name: directory.customer_name(slug),
        timezone: card.and_then(|card| card.zone).and_then(Zone::name),
        cadence: card.and_then(|card| card.cadence),
        owner: card.and_then(|card| card.owner.as_deref()),
        people: card.map_or(0, |card| card.people.len()),
        last_meeting: meetings(false).filter_map(Note::last_day).max(),
        next_meeting: meetings(true)
            .filter_map(|note| note.date)
            .filter(|date| *date >= today)
            .min(),
        open: open.len(),
        late: open.iter().filter(|item| item.late_days(today).is_some()).count(),
    }
}
