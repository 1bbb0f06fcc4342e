//! `check`: what is wrong or owed, with file and line.

use crate::config::SETTINGS_FILE;
use crate::context::{Context, customer_argument};
use crate::error::Result;
use crate::note::Note;
use crate::notebook::{Notebook, card_path};
use crate::people::Directory;
use crate::render::check as render;
use crate::render::json;
use crate::report::check::{self, Finding, Scope, Severity};

const EXAMPLES: &str = "\
Examples:
  fieldnote check            the whole notebook
  fieldnote check minato     one customer
  fieldnote check --json | jq -r '.[] | select(.severity == \"error\") | .note'

Errors are conflict markers, broken front matter and notes that cannot be read. Warnings are
dates and people that are not understood, follow-ups without an owner or a box, tags that are
nearly another, the same open text in two notes of a customer, and meetings that nobody wrote
up. Exit code 1 if anything was found.";

/// Find what is not understood, and what is owed: owners, boxes, write-ups
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only this customer
    customer: Option<String>,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

/// Runs the check; returns whether nothing was found.
pub fn run(context: &Context, args: Args) -> Result<bool> {
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let notes = notebook.notes(&directory)?;
    let customer = args.customer.as_ref();
    let customer = customer.map(|text| customer_argument(text, &directory, &notes)).transpose()?;
    let scope = Scope { customer: customer.as_deref(), is_adopted: notebook.is_adopted };
    let found = findings(context, &notebook, &directory, &notes, scope);
    if args.json {
        let rows: Vec<String> = found.iter().map(json::to_text).collect();
        context.ui.print(&json::lines(&rows))?;
    } else {
        context.ui.page(&render::findings(&found, context.ui.width()))?;
        let looked_at = notes.iter().filter(|note| scope.holds(note)).count();
        context.ui.status(&render::summary(&found, looked_at));
    }
    Ok(found.is_empty())
}

/// Returns what is found in settings, cards and notes.
fn findings(
    context: &Context,
    notebook: &Notebook,
    directory: &Directory,
    notes: &[Note],
    scope: Scope,
) -> Vec<Finding> {
    let mut found = Vec::new();
    if scope.customer.is_none() {
        found.extend(notebook.settings.warnings.iter().map(|problem| Finding {
            severity: Severity::Error,
            code: "settings",
            note: SETTINGS_FILE.to_string(),
            line: problem.line,
            message: problem.message.clone(),
            fix: problem.hint.clone(),
        }));
    }
    found.extend(of_cards(directory, scope.customer));
    let today = |customer: Option<&str>| context.today(directory, customer);
    found.extend(check::of_notes(notes, scope, &today));
    found
}

fn of_cards(directory: &Directory, customer: Option<&str>) -> Vec<Finding> {
    let cards = directory.cards.values();
    let cards = cards.filter(|card| customer.is_none_or(|slug| card.slug == slug));
    let problems = cards.flat_map(|card| card.problems.iter().map(move |problem| (card, problem)));
    let findings = problems.map(|(card, problem)| Finding {
        severity: if problem.is_error { Severity::Error } else { Severity::Warning },
        code: "card",
        note: card_path(&card.slug),
        line: problem.line,
        message: problem.message.clone(),
        fix: None,
    });
    findings.collect()
}
