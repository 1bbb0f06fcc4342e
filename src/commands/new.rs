//! `new`: starts a dated note from a template.

use crate::commands::{Writing, written};
use crate::context::{Context, customer_argument, date_argument, person_argument, unknown_of};
use crate::date::Date;
use crate::error::{Hinted, Result, anyhow, bail};
use crate::note::{self, Note};
use crate::notebook::{Alone, Change, Clearance, Notebook};
use crate::people::{Directory, Person, Side};
use crate::template::{self, Meeting, Open};
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

Kinds: sync, discovery, poc, escalation, onsite, review, hands-on, speclet, and every file in
the notebook's `templates/`. The note is committed when the editor ends. The same call again
opens the same note.";

/// Start a note for a meeting
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The customer's slug or name; left out for `hands-on` and `speclet`
    #[arg(value_name = "CUSTOMER")]
    customer: String,

    /// The template
    kind: Option<String>,

    /// A title; part of the file's name
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
struct Plan {
    customer: Option<String>,
    kind: String,
    date: Date,
    until: Option<Date>,
    title: Option<String>,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = if args.print { context.notebook()? } else { context.notebook_for_writing()? };
    let alone = if args.print { None } else { Some(context.alone(&notebook)?) };
    let directory = context.directory(&notebook)?;
    let plan = plan(context, &args, &notebook, &directory)?;
    let (path, exists) = plan.path(&notebook, &directory)?;
    if exists {
        plan.refuse_other_customer(&path, &notebook, &directory)?;
    }
    if exists && !args.print {
        return open_again(context, &args, &notebook, &directory, &path, alone);
    }
    let text = scaffold(context, &args, &plan, &path, &notebook, &directory)?;
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
    let alone = template::WITHOUT_CUSTOMER.contains(&args.customer.as_str()) && args.kind.is_none();
    let (customer, kind) = if alone {
        (None, args.customer.clone())
    } else {
        let customer = known_customer(&args.customer, notebook, directory)?;
        (Some(customer), args.kind.clone().unwrap_or_else(|| "sync".to_string()))
    };
    let today = context.today(directory, customer.as_deref());
    let date = args.date.as_ref().map_or(Ok(today), |text| date_argument(text, today))?;
    let until = args.until.as_ref().map(|text| date_argument(text, date)).transpose()?;
    if let Some(until) = until.filter(|until| *until < date) {
        bail!("the visit would end on {until}, before it starts on {date}");
    }
    let title = args.title.as_ref().map(|title| title.trim().to_string());
    Ok(Plan { customer, kind, date, until, title: title.filter(|title| !title.is_empty()) })
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

fn scaffold(
    context: &Context,
    args: &Args,
    plan: &Plan,
    path: &str,
    notebook: &Notebook,
    directory: &Directory,
) -> Result<String> {
    let (name, source) = source(&plan.kind, notebook)?;
    let customer = plan.customer.as_deref();
    let mut meeting = Meeting {
        customer,
        name: customer.map_or("", |slug| directory.customer_name(slug)),
        date: plan.date,
        until: plan.until,
        kind: &plan.kind,
        title: plan.title.as_deref(),
        ours: directory.me.iter().cloned().collect(),
        theirs: Vec::new(),
        partner: Vec::new(),
        open: Vec::new(),
    };
    for name in args.with.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        add_person(&mut meeting, person_argument(name, customer, directory)?);
    }
    if let Some(customer) = customer.filter(|_| source.contains("open")) {
        meeting.open = open_links(context, path, customer, notebook, directory)?;
    }
    template::render(&name, &source, &meeting, notebook.settings.front_matter)
}

fn add_person(meeting: &mut Meeting, person: &Person) {
    let list = match person.side {
        Side::Ours => &mut meeting.ours,
        Side::Theirs => &mut meeting.theirs,
        Side::Partner => &mut meeting.partner,
    };
    let name = person.shown().to_string();
    if !list.contains(&name) {
        list.push(name);
    }
}

/// Returns a template's name and text: the notebook's own, else the built-in one.
fn source(kind: &str, notebook: &Notebook) -> Result<(String, String)> {
    let own = notebook.own_kinds();
    if own.iter().any(|known| known == kind) {
        let path = format!("templates/{kind}.md");
        let bytes = notebook.bytes_if_there(&path)?.unwrap_or_default();
        let text = String::from_utf8(bytes).map_err(|_| anyhow!("`{path}` is not UTF-8"))?;
        return Ok((path, text));
    }
    if let Some(text) = template::built_in(kind) {
        return Ok((format!("{kind}.md"), text.to_string()));
    }
    let mut known: Vec<&str> = template::built_in_kinds().to_vec();
    known.extend(own.iter().map(String::as_str));
    Err(unknown_of("kind", kind, &known))
}

/// Returns the customer's open follow-ups that are not internal, as links from the new note.
fn open_links(
    context: &Context,
    path: &str,
    customer: &str,
    notebook: &Notebook,
    directory: &Directory,
) -> Result<Vec<Open>> {
    let notes = notebook.open_notes_of(customer, directory)?;
    context.say_unread(&notes);
    let depth = path.matches('/').count();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let link = |note: &Note| match note.path.strip_prefix(&format!("{folder}/")) {
        Some(name) => name.to_string(),
        None => format!("{}{}", "../".repeat(depth), note.path),
    };
    let today = context.today(directory, Some(customer));
    let open = notes.iter().flat_map(|note| {
        let items = note.follow_ups.iter().filter(|item| item.is_open() && !item.internal);
        items.map(move |item| (note, item))
    });
    let mut open: Vec<_> = open.collect();
    open.sort_by_key(|(note, item)| {
        let deadline = item.deadline();
        (-item.late_days(today).unwrap_or(0), deadline.is_none(), deadline, &note.path, item.line)
    });
    Ok(open
        .into_iter()
        .map(|(note, item)| Open { text: item.text.clone(), link: link(note) })
        .collect())
}
