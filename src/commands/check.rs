//! `check`: what is wrong or owed, with file and line.

use serde::Serialize;

use crate::cells::harmless;
use crate::config::SETTINGS_FILE;
use crate::context::{Context, customer_argument};
use crate::error::Result;
use crate::note::{self, MeetingState, Note, Problem};
use crate::notebook::card_path;
use crate::people::Directory;
use crate::render::{json, terminal};
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote check            the whole notebook
  fieldnote check minato     one customer
  fieldnote check --json | jq -r '.[] | select(.severity == \"error\") | .note'

Errors are conflict markers, broken front matter and notes that cannot be read; the rest are
warnings. Exit code 1 if anything was found.";

/// Find what is not understood, and meetings that nobody wrote up
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only this customer
    customer: Option<String>,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

/// Something that was found.
#[derive(Serialize)]
struct Finding {
    severity: Severity,
    code: &'static str,
    note: String,
    line: usize,
    message: String,
    fix: Option<String>,
}

#[derive(Clone, Copy, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Severity {
    Error,
    Warning,
}

/// Runs the check; returns whether nothing was found.
pub fn run(context: &Context, args: Args) -> Result<bool> {
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let mut notes = notebook.notes(&directory)?;
    let customer = args.customer.as_ref();
    let customer = customer.map(|text| customer_argument(text, &directory, &notes)).transpose()?;
    if customer.is_some() {
        notes.retain(|note| note.customer == customer);
    }
    let mut found = Vec::new();
    if customer.is_none() {
        found.extend(notebook.settings.warnings.iter().map(|problem| Finding {
            severity: Severity::Error,
            code: "settings",
            note: SETTINGS_FILE.to_string(),
            line: problem.line,
            message: problem.message.clone(),
            fix: problem.hint.clone(),
        }));
    }
    found.extend(of_cards(&directory, customer.as_deref()));
    for note in &notes {
        // Where no card and no team tells who is who, nobody can be known.
        let problems =
            note.problems.iter().filter(|p| notebook.is_adopted || p.code != "unknown_person");
        found.extend(problems.map(|problem| of_note(note, problem)));
        found.extend(unboxed(note));
        found.extend(not_written(context, &directory, note));
    }
    if args.json {
        let rows: Vec<String> = found.iter().map(json::to_text).collect();
        context.ui.print(&json::lines(&rows))?;
    } else {
        context.ui.page(&list(&found))?;
        context.ui.status(&summary(&found, notes.len()));
    }
    Ok(found.is_empty())
}

fn of_note(note: &Note, problem: &Problem) -> Finding {
    Finding {
        severity: if problem.is_error { Severity::Error } else { Severity::Warning },
        code: problem.code,
        note: note.path.clone(),
        line: problem.line,
        message: problem.message.clone(),
        fix: problem.fix.clone(),
    }
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

/// What asks for a box, with the line that has one.
fn unboxed(note: &Note) -> impl Iterator<Item = Finding> {
    let open = note.unboxed.iter().filter(|item| item.is_open());
    open.map(|item| Finding {
        severity: Severity::Warning,
        code: "unboxed",
        note: note.path.clone(),
        line: item.line,
        message: "this asks for a box".to_string(),
        fix: Some(note::with_a_box(item)),
    })
}

/// A customer meeting without a write-up is a warning sign.
fn not_written(context: &Context, directory: &Directory, note: &Note) -> Option<Finding> {
    let today = context.today(directory, note.customer.as_deref());
    let is_owed = note.meeting_state(today) == Some(MeetingState::NotWritten);
    is_owed.then(|| Finding {
        severity: Severity::Warning,
        code: "not_written",
        note: note.path.clone(),
        line: 1,
        message: "the meeting was held, and nothing is written".to_string(),
        fix: Some(format!("fieldnote edit {}", note.path)),
    })
}

fn list(found: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let place = format!("{}:{}", harmless(&finding.note), finding.line);
        let severity = match finding.severity {
            Severity::Error => terminal::bold("error"),
            Severity::Warning => "warning".to_string(),
        };
        let fix = finding.fix.as_ref().map_or(String::new(), |fix| format!(" ({})", harmless(fix)));
        format!("{place}: {severity}: {}{}\n", harmless(&finding.message), terminal::dim(&fix))
    };
    found.iter().map(line).collect()
}

fn summary(found: &[Finding], notes: usize) -> String {
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
    let notes = words::count(notes, "note");
    if found.is_empty() {
        return format!("nothing wrong in {notes}");
    }
    let warnings = words::count(found.len() - errors, "warning");
    format!("{}, {warnings} in {notes}", words::count(errors, "error"))
}
