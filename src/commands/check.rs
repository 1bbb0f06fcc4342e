//! `check`: what is wrong or owed, with file and line.

use crate::calendar::Days;
use crate::cells::argument;
use crate::commands::fixes::{self, Consent, Outcome};
use crate::commands::{Writing, calendars};
use crate::config::SETTINGS_FILE;
use crate::context::{Context, customer_argument};
use crate::error::Result;
use crate::note::Note;
use crate::notebook::{Notebook, card_path};
use crate::people::Directory;
use crate::render::check as render;
use crate::render::json;
use crate::report::booked::{Booked, State, agenda};
use crate::report::check::{self, Finding, Scope, Severity};
use crate::report::today::DAYS_BACK;

const EXAMPLES: &str = "\
Examples:
  fieldnote check            the whole notebook
  fieldnote check minato     one customer
  fieldnote check --fix      show what can be fixed, ask, write it in one commit
  fieldnote check --json | jq -r '.[] | select(.severity == \"error\") | .note'

Errors are conflict markers, broken front matter and notes that cannot be read. Warnings are
dates and people that are not understood, follow-ups without an owner or a box, tags that are
nearly another, the same open text in two notes of a customer, and meetings that nobody wrote
up; of those on your calendar (docs/calendar.md) the last 14 days. Exit code 1 if anything was
found, with --fix if anything is left.

--fix gives a box to each open action that has a label (`- ACTION: call` becomes `- [ ] ACTION:
call`), and writes the day for words such as \"by friday\", counted from the note's own. What can
mean two days is left, and so are bullets: only you know whether they are follow-ups.";

/// Find what is not understood, and what is owed: owners, boxes, write-ups
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only this customer
    customer: Option<String>,

    /// Write what is safe: boxes of labelled actions, dates for words such as "by friday"
    #[arg(long, conflicts_with = "json")]
    fix: bool,

    /// With --fix: write without asking
    #[arg(long, short, requires = "fix")]
    yes: bool,

    /// With --fix: only show the changes
    #[arg(long, short = 'N', requires = "fix", conflicts_with = "yes")]
    dry_run: bool,

    /// With --fix: leave the commit to you
    #[arg(long, requires = "fix")]
    no_commit: bool,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,
}

/// Runs the check; returns whether nothing was found, or with `--fix` is left.
pub fn run(context: &Context, args: Args) -> Result<bool> {
    let notebook = if args.fix { context.notebook_for_writing()? } else { context.notebook()? };
    let directory = context.directory(&notebook)?;
    let mut notes = context.read_notes(&notebook, &directory)?;
    let customer = args.customer.as_ref();
    let customer = customer.map(|text| customer_argument(text, &directory, &notes)).transpose()?;
    let scope = Scope { customer: customer.as_deref(), is_adopted: notebook.is_adopted };
    if args.fix {
        let writing = Writing { no_commit: args.no_commit };
        let fixed =
            fixes::run(context, &notebook, &directory, &notes, scope, args.consent(), writing)?;
        if fixed == Outcome::Written {
            notes = context.read_notes(&notebook, &directory)?;
        }
        let found = findings(context, &notebook, &directory, &notes, scope);
        if fixed != Outcome::Shown {
            context.ui.status(&render::left(&found));
        }
        return Ok(found.is_empty());
    }
    let found = findings(context, &notebook, &directory, &notes, scope);
    let looked_at: Vec<&Note> = notes.iter().filter(|note| scope.holds(note)).collect();
    if args.json {
        let rows: Vec<String> = found.iter().map(json::to_text).collect();
        context.ui.print(&json::lines(&rows))?;
    } else {
        context.ui.page(&render::findings(&found, context.ui.width()))?;
        let fixable =
            if notebook.is_adopted { looked_at.iter().map(|n| n.fixable()).sum() } else { 0 };
        context.ui.status(&render::summary(&found, looked_at.len(), fixable));
    }
    Ok(found.is_empty())
}

impl Args {
    fn consent(&self) -> Consent {
        match (self.yes, self.dry_run) {
            (true, _) => Consent::Given,
            (_, true) => Consent::DryRun,
            _ => Consent::Ask,
        }
    }
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
            code: "settings".into(),
            note: SETTINGS_FILE.to_string(),
            line: problem.line,
            message: problem.message.clone(),
            fix: problem.hint.clone(),
        }));
    }
    found.extend(of_cards(directory, scope.customer));
    found.extend(check::of_notes(notes, scope, &context.clock(directory)));
    if notebook.is_adopted {
        found.extend(missing(context, directory, notes, scope));
    }
    found
}

/// Returns the meetings on the user's calendar that are over and have no note, each with its customer's card.
fn missing(context: &Context, directory: &Directory, notes: &[Note], scope: Scope) -> Vec<Finding> {
    let here = context.today_here();
    let days = (here.plus(-DAYS_BACK), here);
    let occurrences = calendars::configured(context, Days { first: days.0, last: days.1 });
    let agenda = agenda(&occurrences, notes, days, &context.clock(directory));
    let is_asked = |one: &&Booked| {
        one.state == State::Missing && scope.customer.is_none_or(|slug| one.customer == slug)
    };
    let missing = agenda.meetings.iter().filter(is_asked).map(|one| Finding {
        severity: Severity::Warning,
        code: "missing".into(),
        note: card_path(&one.customer),
        line: 1,
        message: format!("\"{}\" of {} is on your calendar, and has no note", one.title, one.date),
        fix: Some(format!("fieldnote new {} --date {}", argument(&one.customer), one.date)),
    });
    missing.collect()
}

fn of_cards(directory: &Directory, customer: Option<&str>) -> Vec<Finding> {
    let cards = directory.cards.values();
    let cards = cards.filter(|card| customer.is_none_or(|slug| card.slug == slug));
    let problems = cards.flat_map(|card| card.problems.iter().map(move |problem| (card, problem)));
    let findings = problems.map(|(card, problem)| Finding {
        severity: if problem.is_error { Severity::Error } else { Severity::Warning },
        code: "card".into(),
        note: card_path(&card.slug),
        line: problem.line,
        message: problem.message.clone(),
        fix: None,
    });
    findings.collect()
}
