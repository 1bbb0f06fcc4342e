//! `log`: what this tool did, in the field's words, with the commits.

use std::collections::HashSet;

use serde::Serialize;

use crate::context::{Context, customer_argument, note_argument};
use crate::date::Moment;
use crate::error::Result;
use crate::notebook::{Notebook, Recorded};
use crate::render::{json, log};

const EXAMPLES: &str = "\
Examples:
  fieldnote log              everything, the newest first
  fieldnote log -n 5         the last five
  fieldnote log minato       what touched a customer's notes or card
  fieldnote log 2026-03-04-poc.md
  fieldnote log --json | jq -r '.[] | select(.undone) | .subject'

Listed are the operations of everybody on this branch. Commits made with git itself are left
out: `git log` shows all of them.";

/// Tell what was done, with the commits
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A customer, a note's path, or the end of one
    #[arg(value_name = "CUSTOMER|NOTE")]
    about: Option<String>,

    /// At most so many
    #[arg(short = 'n', long, value_name = "N")]
    number: Option<usize>,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

/// Which files an operation has to have touched.
enum About {
    Anything,
    Note(String),
    /// What lies in the customer's folder, and its notes elsewhere.
    Customer {
        folder: String,
        notes: HashSet<String>,
    },
}

/// An operation that is listed.
#[derive(Serialize)]
struct Row {
    commit: String,
    time: Moment,
    verb: String,
    op: String,
    subject: String,
    why: Option<String>,
    by: String,
    undone: bool,
    paths: Vec<String>,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook()?;
    let about = about(context, &notebook, args.about.as_deref())?;
    let found = select(&notebook, &about, &args)?;
    if args.json {
        let rows: Vec<String> = found.iter().map(|(_, row)| json::to_text(row)).collect();
        return context.ui.print(&json::lines(&rows));
    }
    if found.is_empty() {
        context.ui.status(match &notebook.repo {
            Some(_) => "no operations yet",
            None => "no git repository here: what is done is not recorded",
        });
        return Ok(());
    }
    let entries = found.into_iter().map(|(operation, row)| log::Entry {
        when: format!("{} {}", operation.commit.day(), operation.commit.clock()),
        commit: operation.commit.id.short(),
        subject: row.subject,
        why: row.why,
        is_undone: row.undone,
    });
    let entries: Vec<log::Entry> = entries.collect();
    context.ui.page(&log::operations(&entries, context.ui.width()))
}

fn about(context: &Context, notebook: &Notebook, text: Option<&str>) -> Result<About> {
    let Some(text) = text else { return Ok(About::Anything) };
    let directory = context.directory(notebook)?;
    let notes = context.read_notes(notebook, &directory)?;
    let Ok(customer) = customer_argument(text, &directory, &notes) else {
        return note_argument(context, text, notebook, &directory, &notes).map(About::Note);
    };
    let of_customer = notes.iter().filter(|note| note.customer.as_ref() == Some(&customer));
    Ok(About::Customer {
        folder: format!("customers/{customer}/"),
        notes: of_customer.map(|note| note.path.clone()).collect(),
    })
}

/// Returns the operations that are asked for. The work of telling what each touched is only done where
/// it matters.
fn select(notebook: &Notebook, about: &About, args: &Args) -> Result<Vec<(Recorded, Row)>> {
    let is_whole = notebook.repo.as_ref().is_none_or(|repo| repo.prefix().is_empty());
    let looks = args.json || !is_whole || !matches!(about, About::Anything);
    let mut found = Vec::new();
    for operation in notebook.operations()? {
        if args.number.is_some_and(|number| found.len() >= number) {
            break;
        }
        let operation = operation?;
        let mut paths = Vec::new();
        if looks {
            paths.extend(notebook.changed_by(&operation)?.into_iter().map(|change| change.path));
            if !paths.iter().any(|path| about.is_met_by(path)) {
                continue;
            }
        }
        let row = row(&operation, paths);
        found.push((operation, row));
    }
    Ok(found)
}

fn row(operation: &Recorded, paths: Vec<String>) -> Row {
    let words = &operation.words;
    Row {
        commit: operation.commit.id.to_string(),
        time: operation.commit.time,
        verb: words.verb.clone(),
        op: words.op.clone(),
        subject: words.subject.clone(),
        why: words.why.clone(),
        by: operation.author.name.clone(),
        undone: operation.is_undone,
        paths,
    }
}

impl About {
    fn is_met_by(&self, path: &str) -> bool {
        match self {
            About::Anything => true,
            About::Note(note) => path == note,
            About::Customer { folder, notes } => path.starts_with(folder) || notes.contains(path),
        }
    }
}
