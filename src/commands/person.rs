//! `person`: people on cards and in the team.

use crate::cells::harmless;
use crate::commands::{Writing, changes};
use crate::context::{Context, customer_argument};
use crate::date::Zone;
use crate::edit;
use crate::error::{Result, bail, misunderstood};
use crate::notebook::{Alone, Change, Notebook, TEAM_FILE, card_path};
use crate::people::{self, Directory, Entry};

const EXAMPLES: &str = "\
Examples:
  fieldnote person add minato \"佐藤 健\" --alias \"Satō Ken\" --role \"infrastructure lead\" --champion
  fieldnote person add minato \"高橋 一郎\" --partner
  fieldnote person add --team dana \"Dana Reyes\" --timezone America/New_York";

/// Add people to a customer's card or to the team
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    Add(Add),
}

/// Write one line into a card's list of people, or into `team.md`
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
struct Add {
    /// The customer; with `--team`, the handle
    #[arg(value_name = "CUSTOMER|HANDLE")]
    place: String,

    /// The full name
    name: String,

    /// One of ours
    #[arg(long, conflicts_with_all = ["partner", "champion"])]
    team: bool,

    /// Another name they go by, such as one in another script
    #[arg(long)]
    alias: Vec<String>,

    /// What they do
    #[arg(long)]
    role: Option<String>,

    /// Their address
    #[arg(long)]
    mail: Option<String>,

    /// The time zone of one of ours
    #[arg(long, value_name = "ZONE", requires = "team")]
    timezone: Option<String>,

    /// Somebody of a partner, not of the customer
    #[arg(long)]
    partner: bool,

    /// Somebody who speaks for us there
    #[arg(long)]
    champion: bool,

    #[command(flatten)]
    writing: Writing,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let Command::Add(add) = args.command;
    let notebook = context.notebook_for_writing()?;
    let alone = context.alone(&notebook)?;
    let directory = context.directory(&notebook)?;
    for text in [Some(&add.name), add.role.as_ref(), add.mail.as_ref()]
        .into_iter()
        .flatten()
        .chain(&add.alias)
    {
        if text.trim().is_empty() || text.contains(|c: char| c.is_control() || "<>()".contains(c)) {
            return Err(misunderstood(crate::error::anyhow!(
                "`{}` cannot stand in a list of people: no line breaks, `<>` or `()`",
                harmless(text)
            )));
        }
    }
    let (path, subject, line) = if add.team {
        let handle = add.place.trim_start_matches('@');
        refuse_known_handle(handle, &directory)?;
        (TEAM_FILE.to_string(), format!("team: new person {}", add.name), add.entry(Some(handle))?)
    } else {
        let slug = customer_argument(&add.place, &directory, &[])?;
        refuse_known_name(&add.name, &slug, &directory)?;
        (card_path(&slug), format!("{slug}: new person {}", add.name), add.entry(None)?)
    };
    write_line(context, &notebook, &alone, &add, &path, subject, &line)
}

fn write_line(
    context: &Context,
    notebook: &Notebook,
    alone: &Alone,
    add: &Add,
    path: &str,
    subject: String,
    line: &str,
) -> Result<()> {
    let before = notebook.bytes_if_there(path)?;
    let after = match &before {
        Some(bytes) => {
            let heading = if add.team { None } else { Some("People") };
            edit::apply(bytes, &[people::new_line(bytes, heading, line)])?
        }
        None => format!("# Team\n\n{line}\n").into_bytes(),
    };
    add.refuse_what_reads_otherwise(&after)?;
    let change = Change { path: path.to_string(), before, after: Some(after) };
    let operation = context.operation("person", subject);
    let written = changes::write(notebook, alone, &[change], operation, add.writing)?;
    context.ui.status(&format!("added to `{}`: {}", harmless(path), harmless(line)));
    written.say_rest(context);
    Ok(())
}

impl Add {
    /// Refuses a name that the list, read again, does not hold: ` — ` in it would start the role.
    fn refuse_what_reads_otherwise(&self, after: &[u8]) -> Result<()> {
        let people =
            if self.team { people::read_team(after) } else { people::Card::read("", after).people };
        if people.iter().any(|person| person.name == self.name.trim()) {
            return Ok(());
        }
        Err(misunderstood(crate::error::anyhow!(
            "`{}` cannot stand in a list of people: it would be read as something else",
            harmless(&self.name)
        )))
    }

    fn entry(&self, handle: Option<&str>) -> Result<String> {
        let mut role: Vec<&str> = self.role.iter().map(String::as_str).collect();
        if self.partner {
            role.insert(0, "partner");
        }
        if self.champion {
            role.push("champion");
        }
        if let Some(zone) = &self.timezone {
            zone.parse::<Zone>().map_err(misunderstood)?;
        }
        let entry = Entry {
            handle,
            name: self.name.trim(),
            aliases: &self.alias,
            role: role.join(", "),
            zone: self.timezone.as_deref(),
            mail: self.mail.as_deref(),
        };
        Ok(entry.line())
    }
}

fn refuse_known_handle(handle: &str, directory: &Directory) -> Result<()> {
    let is_name =
        !handle.is_empty() && handle.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    if !is_name {
        return Err(misunderstood(crate::error::anyhow!(
            "`{}` is no handle: letters, digits, `-`, `_` and `.`",
            harmless(handle)
        )));
    }
    if directory.team.iter().any(|person| person.handle.as_deref() == Some(handle)) {
        bail!("`@{handle}` is in `{TEAM_FILE}` already");
    }
    Ok(())
}

fn refuse_known_name(name: &str, slug: &str, directory: &Directory) -> Result<()> {
    let Some(card) = directory.cards.get(slug) else { bail!("`{slug}` has no card") };
    if card.people.iter().any(|person| person.name == name.trim()) {
        bail!("\"{}\" is on the card of `{slug}` already", harmless(name));
    }
    Ok(())
}
