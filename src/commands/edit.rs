//! `edit`: opens a note, and commits what was written.

use crate::commands::{Writing, written};
use crate::context::{Context, note_argument};
use crate::error::{Hinted, Result, anyhow};

const EXAMPLES: &str = "\
Examples:
  fieldnote edit minato             the customer's latest note
  fieldnote edit 2026-03-04-poc     by the end of its path
  fieldnote edit customers/minato/2026-03-04-poc.md

What you wrote is committed when the editor ends.";

/// Open a note and commit what you write
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A path, the end of one, or a customer
    note: String,

    #[command(flatten)]
    writing: Writing,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook_for_writing()?;
    let alone = context.alone(&notebook)?;
    let directory = context.directory(&notebook)?;
    let notes = context.read_notes(&notebook, &directory)?;
    let path = note_argument(context, &args.note, &notebook, &directory, &notes)?;
    if !context.ui.can_edit() {
        return Err(anyhow!("there is no terminal for an editor")
            .hint("set `VISUAL` to an editor that needs none"));
    }
    let clearance = notebook.clear(std::slice::from_ref(&path), !args.writing.no_commit)?;
    let before = notebook.bytes_if_there(&path)?;
    drop(alone); // never around an editor
    written::open_editor(context, &notebook, &path)?;
    let before = before.as_deref();
    written::commit_note(context, &notebook, &directory, clearance, "edit", &path, before)?;
    Ok(())
}
