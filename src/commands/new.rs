//! `new`: starts a dated note from a template.

use std::path::PathBuf;

use crate::commands::from_calendar::{self, Invitation};
use crate::commands::{Writing, scaffold, written};
use crate::context::{Context, customer_argument, date_argument};
use crate::date::Date;
use crate::error::{Hinted, Result, anyhow, bail};
use crate::note;
use crate::notebook::{Alone, Change, Clearance, Notebook};
use crate::people::Directory;
use crate::template;
use crate::ui::Edited;
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote new minato                    a sync, today at the customer
  fieldnote new minato poc --with dana,sato
  fieldnote new minato onsite --date mon --until wed
  fieldnote new minato sync --title \"SSO deep dive\"   a second sync on one day
  fieldnote new hands-on --title nightly  using the product yourself
  fieldnote new minato --no-edit          print the path, open nothing
  fieldnote new --from-calendar           the next meeting of today, with who is invited
  fieldnote new --from-calendar=work.ics minato --date mon

Kinds: sync, discovery, poc, escalation, onsite, review, hands-on, speclet, and every file in
the notebook's `templates/`. The note is committed when the editor ends. The same call again
opens the same note. With --from-calendar, customer, title, days, people and place are those of a
meeting on your calendar (docs/calendar.md); of several, you are asked which one, or it is the
next one that is not over.";

/// Start a note for a meeting
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The customer's slug or name; left out for `hands-on` and `speclet`
    #[arg(value_name = "CUSTOMER", required_unless_present = "from_calendar")]
    customer: Option<String>,

    /// The template
    kind: Option<String>,

    /// Take a meeting of your calendar: of `calendars` in your config.toml, or of this file
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    from_calendar: Option<Option<PathBuf>>,

    /// A title; part of the file's name. With --from-calendar: words of the meeting's
    #[arg(long, short)]
    title: Option<String>,

    /// The day, if it is not today at the customer (`2026-03-05`, `fri`, `+3d`)
    #[arg(long, value_name = "DATE")]
    date: Option<String>,

    /// The last day of a visit
    #[arg(long, value_name = "DATE")]
    until: Option<String>,

    /// Who is there; sorted into ours, theirs and partner
    #[arg(long, value_name = "NAME,NAME", value_delimiter = ',')]
    with: Vec<String>,

    /// Do not open the editor; print the path
    #[arg(long)]
    no_edit: bool,

    /// Print the note instead of writing it
    #[arg(long)]
    print: bool,

    #[command(flatten)]
    writing: Writing,
}

/// What the arguments name.
pub struct Plan {
    pub customer: Option<String>,
    pub kind: String,
    pub date: Date,
    pub until: Option<Date>,
    pub title: Option<String>,
    /// The meeting on the calendar.
    pub invitation: Option<Invitation>,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = if args.print { context.notebook()? } else { context.notebook_for_writing()? };
    let invitation = invitation(context, &args, &notebook)?; // it may ask: never within `alone`
    let alone = if args.print { None } else { Some(context.alone(&notebook)?) };
    let directory = context.directory(&notebook)?;
    let plan = match invitation {
        Some(invitation) => invited(&args, invitation)?,
        None => plan(context, &args, &notebook, &directory)?,
    };
    let (path, exists) = plan.path(&notebook, &directory)?;
    if exists {
        plan.refuse_other_customer(&path, &notebook, &directory)?;
    }
    if exists && !args.print {
        return open_again(context, &args, &notebook, &directory, &path, alone);
    }
    let text = scaffold::text(context, &plan, &args.with, &path, &notebook, &directory)?;
    let Some(alone) = alone else { return context.ui.print(&text) };
    let clearance = notebook.clear(std::slice::from_ref(&path), !args.writing.no_commit)?;
    let note = note::read(&path, text.as_bytes(), &directory);
    let subject = written::subject("new", &note);
    let operation = context.operation("new", subject.clone());
    let change = Change { path: path.clone(), before: None, after: Some(text.into_bytes()) };
    if args.no_edit || !context.ui.can_edit() {
        let committed = notebook.carry_out(&alone, clearance, &[change], &operation)?;
        written::say(context, &committed, &subject, &note);
        return context.ui.print(&format!("{}\n", notebook.root.join(&path).display()));
    }
    notebook.carry_out(&alone, Clearance::left_to_the_user(), &[change], &operation)?;
    drop(alone); // never around an editor
    written::open_editor(context, &notebook, &path)?;
    written::commit_note(context, &notebook, &directory, clearance, "new", &path, None)
}

/// The note is there: opens it, and commits what was written.
fn open_again(
    context: &Context,
    args: &Args,
    notebook: &Notebook,
    directory: &Directory,
    path: &str,
    alone: Option<Alone>,
) -> Result<()> {
    if args.no_edit || !context.ui.can_edit() {
        context.ui.status(&format!("`{path}` is there already"));
        return context.ui.print(&format!("{}\n", notebook.root.join(path).display()));
    }
    let clearance = notebook.clear(&[path.to_string()], !args.writing.no_commit)?;
    let before = notebook.bytes_if_there(path)?;
    drop(alone); // never around an editor
    if written::open_editor(context, notebook, path)? == Edited::Unchanged {
        context.ui.status(&format!("nothing new in `{path}`"));
        return Ok(());
    }
    let before = before.as_deref();
    written::commit_note(context, notebook, directory, clearance, "edit", path, before)?;
    Ok(())
}

fn plan(
    context: &Context,
    args: &Args,
    notebook: &Notebook,
    directory: &Directory,
) -> Result<Plan> {
    let named = args.customer.as_deref().unwrap_or_default();
    let alone = template::WITHOUT_CUSTOMER.contains(&named) && args.kind.is_none();
    let (customer, kind) = if alone {
        (None, named.to_string())
    } else {
        let customer = known_customer(named, notebook, directory)?;
        (Some(customer), args.kind.clone().unwrap_or_else(|| "sync".to_string()))
    };
    let today = context.today(directory, customer.as_deref());
    let date = args.date.as_ref().map_or(Ok(today), |text| date_argument(text, today))?;
    let title = args.title.as_ref().map(|title| title.trim().to_string());
    let title = title.filter(|title| !title.is_empty());
    Ok(Plan { customer, kind, date, until: args.until(date)?, title, invitation: None })
}

/// Returns the meeting on the calendar that is meant, if one is asked for.
fn invitation(context: &Context, args: &Args, notebook: &Notebook) -> Result<Option<Invitation>> {
    let Some(file) = &args.from_calendar else { return Ok(None) };
    let directory = context.directory(notebook)?;
    let customer = args.customer.as_deref();
    let asked = from_calendar::Asked {
        file: file.as_deref(),
        customer: customer.map(|text| known_customer(text, notebook, &directory)).transpose()?,
        date: args.date.as_deref(),
        title: args.title.as_deref(),
    };
    from_calendar::pick(context, asked, notebook, &directory).map(Some)
}

/// Returns the plan of a meeting on the calendar: one of several days is a visit.
fn invited(args: &Args, invitation: Invitation) -> Result<Plan> {
    let until = args.until(invitation.date)?.or(invitation.until);
    let kind = if until.is_some() { "onsite" } else { "sync" };
    Ok(Plan {
        customer: Some(invitation.customer.clone()),
        kind: args.kind.clone().unwrap_or_else(|| kind.to_string()),
        date: invitation.date,
        until,
        title: Some(invitation.title.clone()).filter(|title| !title.is_empty()),
        invitation: Some(invitation),
    })
}

impl Args {
    fn until(&self, date: Date) -> Result<Option<Date>> {
        let until = self.until.as_ref().map(|text| date_argument(text, date)).transpose()?;
        if let Some(until) = until.filter(|until| *until < date) {
            bail!("the visit would end on {until}, before it starts on {date}");
        }
        Ok(until)
    }
}

/// Returns the slug of a customer with a card, else of one that some note names.
fn known_customer(text: &str, notebook: &Notebook, directory: &Directory) -> Result<String> {
    match customer_argument(text, directory, &[]) {
        Ok(slug) => Ok(slug),
        Err(error) => {
            let notes = notebook.notes(directory)?;
            let slug = customer_argument(text, directory, &notes).map_err(|_| error)?;
            // A note may call its customer what no folder can be called.
            match words::slug(&slug) {
                Some(safe) if safe == slug => Ok(slug),
                _ => Err(anyhow!("`{slug}` has no card, and cannot be a folder's name")
                    .hint("add a card: `fieldnote customer add SLUG --name …`")),
            }
        }
    }
}

impl Plan {
    /// Returns the note's path, and whether it is there already.
    fn path(&self, notebook: &Notebook, directory: &Directory) -> Result<(String, bool)> {
        if let Some(path) = self.invitation.as_ref().and_then(|one| one.note.clone()) {
            return Ok((path, true));
        }
        let slug = self.title.as_deref().map(words::slug);
        let (folder, stem) = match (self.kind.as_str(), &self.customer) {
            ("hands-on", _) => ("hands-on".to_string(), self.date.to_string()),
            ("speclet", _) => ("speclets".to_string(), self.date.to_string()),
            (kind, Some(customer)) => {
                (format!("customers/{customer}"), format!("{}-{kind}", self.date))
            }
            (kind, None) => (kind.to_string(), self.date.to_string()),
        };
        let is_there =
            |path: &str| -> Result<bool> { Ok(notebook.bytes_if_there(path)?.is_some()) };
        let path = match slug {
            None => format!("{folder}/{stem}.md"),
            Some(Some(slug)) => format!("{folder}/{stem}-{slug}.md"),
            // A title without ASCII letters gets a number: the first that is free or bears this title.
            Some(None) => {
                let title = self.title.as_deref().unwrap_or_default();
                for number in 2.. {
                    let path = format!("{folder}/{stem}-{number}.md");
                    if !is_there(&path)? {
                        return Ok((path, false));
                    }
                    if bears(&written::read(notebook, directory, &path)?.title, title) {
                        return Ok((path, true));
                    }
                }
                unreachable!("numbers do not end")
            }
        };
        let exists = is_there(&path)?;
        Ok((path, exists))
    }
}

/// Returns whether a note's heading bears a title, as whole words: `定例会` does not bear `定例`.
fn bears(heading: &str, title: &str) -> bool {
    heading.match_indices(title).any(|(at, _)| {
        let before = heading[..at].chars().next_back();
        let behind = heading[at + title.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
    })
}

impl Plan {
    /// Hands-on logs and speclets of all customers share a folder: the note that is there may be
    /// another's.
    fn refuse_other_customer(
        &self,
        path: &str,
        notebook: &Notebook,
        directory: &Directory,
    ) -> Result<()> {
        let note = written::read(notebook, directory, path)?;
        if note.customer == self.customer
            || !template::WITHOUT_CUSTOMER.contains(&self.kind.as_str())
        {
            return Ok(());
        }
        Err(anyhow!("`{path}` is there already, and of another customer")
            .hint("give this one a name of its own: `--title`"))
    }
}
