//! `save`: commits what was changed by hand.

use crate::cells::harmless;
use crate::commands::changes::say_hooks;
use crate::commands::written;
use crate::context::{Context, note_argument};
use crate::error::Result;
use crate::notebook::{Committed, Notebook};
use crate::people::Directory;
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote save             all notes, cards and templates that you changed
  fieldnote save minato      the customer's latest note
  fieldnote save 2026-03-04-poc.md

One commit of exactly these files. What else is changed or staged stays as it is.";

/// Commit the notes that you changed by hand
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Paths, ends of paths, or customers; all that changed if left out
    #[arg(value_name = "NOTE")]
    notes: Vec<String>,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook_for_writing()?;
    let alone = context.alone(&notebook)?;
    let directory = context.directory(&notebook)?;
    let changed = notebook.changed_files()?;
    let paths = if args.notes.is_empty() {
        changed.clone()
    } else {
        named(context, &args, &changed, &notebook, &directory)?
    };
    if paths.is_empty() {
        context.ui.status("nothing was changed by hand");
        return Ok(());
    }
    let clearance = notebook.clear(&paths, true)?;
    let mut notes = Vec::new();
    for path in paths.iter().filter(|path| notebook.is_note(path)) {
        if notebook.root.join(path).exists() {
            notes.push(written::read(&notebook, &directory, path)?);
        }
    }
    let subject = match (paths.as_slice(), notes.as_slice()) {
        ([_], [note]) => written::subject("save", note),
        ([path], _) => format!("save {path}"),
        (paths, notes) if paths.len() == notes.len() => {
            format!("save {}", words::count(paths.len(), "note"))
        }
        (paths, _) => format!("save {}", words::count(paths.len(), "file")),
    };
    let operation = context.operation("save", subject.clone());
    match notebook.commit(&alone, clearance, &paths, &operation)? {
        Committed::As { id, by_hooks } => {
            context.ui.status(&format!("{} · {}", harmless(&subject), id.short()));
            if paths.len() > 1 {
                paths.iter().for_each(|path| context.ui.status(&format!("  {}", harmless(path))));
            }
            say_hooks(context, &by_hooks);
        }
        Committed::Nothing => context.ui.status("nothing was changed by hand"),
        Committed::NotAsked => {
            context.ui.status("not committed: `commit = false` in `fieldnote.toml`")
        }
    }
    notes.iter().for_each(|note| written::say_problems(context, note));
    Ok(())
}

fn named(
    context: &Context,
    args: &Args,
    changed: &[String],
    notebook: &Notebook,
    directory: &Directory,
) -> Result<Vec<String>> {
    let notes = notebook.notes(directory)?;
    // Cards, templates and the team are no notes, and a deleted note is none any more.
    let whole = |text: &String| {
        let from_here = notebook.path_of(&context.folder(None).join(text));
        changed.iter().find(|path| *path == text || Some(*path) == from_here.as_ref()).cloned()
    };
    let paths = args.notes.iter().map(|text| {
        whole(text).map_or_else(|| note_argument(context, text, notebook, directory, &notes), Ok)
    });
    let mut paths = paths.collect::<Result<Vec<String>>>()?;
    paths.sort();
    paths.dedup();
    Ok(paths)
}
