//! `check --fix`: writes what is safe to write, once it was shown and agreed to.

use crate::cells::harmless;
use crate::commands::{Writing, changes};
use crate::context::Context;
use crate::error::{Hinted, Result, anyhow, bail};
use crate::note::{Fix, Fixed, Note, NoteFile, What};
use crate::notebook::{Change, Notebook};
use crate::people::Directory;
use crate::render::lines;
use crate::render::terminal::Width;
use crate::report::check::Scope;
use crate::words;

/// Who agrees to the changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Somebody at the terminal is asked.
    Ask,
    /// The command line said `--yes`.
    Given,
    /// The changes are only shown.
    DryRun,
}

/// What became of the changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Written,
    /// They were shown, and not written.
    Shown,
    /// There are none.
    Nothing,
}

/// A note and what it is to be.
struct Plan {
    file: NoteFile,
    fixed: Fixed,
}

/// Shows the changes, has them agreed to, and writes them in one commit.
///
/// # Errors
/// Nobody to ask; a note that changed meanwhile; what keeps a commit from landing.
pub fn run(
    context: &Context,
    notebook: &Notebook,
    directory: &Directory,
    notes: &[Note],
    scope: Scope,
    consent: Consent,
    writing: Writing,
) -> Result<Outcome> {
    let plans = plans(notebook, directory, notes, scope)?;
    let width = context.ui.width();
    let shown: String = plans.iter().map(|plan| plan.preview(width)).collect();
    match consent {
        Consent::DryRun => context.ui.page(&shown)?,
        Consent::Ask | Consent::Given => context.ui.print(&shown)?,
    }
    for plan in &plans {
        plan.fixed.left.iter().for_each(|fix| say_left(context, &plan.file.note, fix));
    }
    let made: Vec<&Fix> = plans.iter().flat_map(|plan| &plan.fixed.made).collect();
    let number = words::count(made.len(), "change");
    if made.is_empty() {
        context.ui.status("nothing to fix");
        return Ok(Outcome::Nothing);
    }
    match consent {
        Consent::DryRun => {
            context.ui.status(&format!("{number}; nothing was written"));
            return Ok(Outcome::Shown);
        }
        Consent::Ask if !context.ui.can_ask() => {
            return Err(anyhow!("nobody can be asked about {number}; nothing was written")
                .hint("`fieldnote check --fix --yes` writes without asking"));
        }
        Consent::Ask => {
            let these = if made.len() == 1 { "this change" } else { &format!("these {number}") };
            if !context.ui.confirm(&format!("Write {these}?"))? {
                context.ui.status("nothing was written");
                return Ok(Outcome::Shown);
            }
        }
        Consent::Given => {}
    }
    write(context, notebook, directory, &plans, &made, writing)?;
    Ok(Outcome::Written)
}

/// Writes the changes that were agreed to, if the notes are still what was shown.
fn write(
    context: &Context,
    notebook: &Notebook,
    directory: &Directory,
    plans: &[Plan],
    made: &[&Fix],
    writing: Writing,
) -> Result<()> {
    let alone = context.alone(notebook)?;
    let mut changes = Vec::new();
    for plan in plans.iter().filter(|plan| !plan.fixed.made.is_empty()) {
        let path = plan.file.note.path.clone();
        let fresh = notebook.note_file(&path, directory)?.bytes;
        if fresh != plan.file.bytes {
            bail!("`{path}` changed meanwhile; nothing was written");
        }
        changes.push(Change { path, before: Some(fresh), after: Some(plan.fixed.bytes.clone()) });
    }
    let subject = format!("{}fix {}", prefix(plans), counted(made));
    let operation = context.operation("check", subject);
    let written = changes::write(notebook, &alone, &changes, operation, writing)?;
    let notes = words::count(changes.len(), "note");
    context.ui.status(&format!("fixed {} in {notes}", counted(made)));
    written.say_rest(context);
    Ok(())
}

fn plans(
    notebook: &Notebook,
    directory: &Directory,
    notes: &[Note],
    scope: Scope,
) -> Result<Vec<Plan>> {
    let mut plans = Vec::new();
    for note in notes.iter().filter(|note| scope.holds(note) && note.fixable() > 0) {
        let file = notebook.note_file(&note.path, directory)?;
        let fixed = file.with_fixes(file.fixes(notebook.settings.style), directory)?;
        plans.push(Plan { file, fixed });
    }
    Ok(plans)
}

impl Plan {
    /// Returns each line that changes, once, before and after.
    fn preview(&self, width: Width) -> String {
        let mut numbers: Vec<usize> = self.fixed.made.iter().map(|fix| fix.line).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let (before, after) = (self.file.line_texts(&numbers), self.fixed.line_texts(&numbers));
        let shown = numbers.iter().zip(before.iter().zip(&after)).map(|(number, (old, new))| {
            let place = format!("{}:{number}", self.file.note.path);
            lines::changed(&place, std::slice::from_ref(old), std::slice::from_ref(new), width)
        });
        shown.collect()
    }
}

fn say_left(context: &Context, note: &Note, fix: &Fix) {
    let what = match fix.what {
        What::Box => "a box",
        What::Date { .. } => "the date",
    };
    let place = format!("{}:{}", harmless(&note.path), fix.line);
    context.ui.warn(&format!("{place} is left as it is: {what} would change how it is read"));
}

/// `minato: ` where all changes are in one customer's notes.
fn prefix(plans: &[Plan]) -> String {
    let mut changed = plans.iter().filter(|plan| !plan.fixed.made.is_empty());
    let first = changed.next().map_or(String::new(), |plan| plan.file.note.subject_prefix());
    let is_one = changed.all(|plan| plan.file.note.subject_prefix() == first);
    if is_one && !first.is_empty() { first } else { "check: ".to_string() }
}

/// `2 boxes and 1 date`.
fn counted(fixes: &[&Fix]) -> String {
    let boxes = fixes.iter().filter(|fix| fix.what == What::Box).count();
    match (boxes, fixes.len() - boxes) {
        (boxes, 0) => words::count(boxes, "box"),
        (0, dates) => words::count(dates, "date"),
        (boxes, dates) => {
            format!("{} and {}", words::count(boxes, "box"), words::count(dates, "date"))
        }
    }
}
