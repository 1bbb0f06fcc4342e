//! `done`: ticks follow-ups off, and commits it.

use crate::cells::{self, harmless};
use crate::commands::{Writing, changes};
use crate::context::Context;
use crate::date::Date;
use crate::error::{Hinted, Result, anyhow, bail};
use crate::follow_up::{FollowUp, Style};
use crate::note::{Note, NoteFile};
use crate::notebook::{Change, Notebook};
use crate::people::Directory;
use crate::query::{Filter, select as rows_of};
use crate::render::terminal;
use crate::selector::{self, Pick, Selected};
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote done k7                 by the id that the list shows
  fieldnote done k7 p2              two of them
  fieldnote done sizing guide       by words that only one follow-up has
  fieldnote done minato/2026-03-04-poc.md:31

Only the box and the done mark change. If several follow-ups fit, nothing changes and they
are listed.";

/// Tick off follow-ups
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Ids or NOTE:LINE of several follow-ups, or words of one
    #[arg(required = true, value_name = "SELECTOR")]
    selectors: Vec<String>,

    #[command(flatten)]
    writing: Writing,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook_for_writing()?;
    let _alone = notebook.alone()?;
    let directory = context.directory(&notebook)?;
    let notes = notebook.notes(&directory)?;
    let selectors = context.selectors(&args.selectors, &notebook);
    let picks = match selector::select(&selectors, &notes, &directory, &|item| item.is_open()) {
        Selected::These(picks) => picks,
        Selected::Ambiguous { asked, candidates } => {
            let list = candidate_list(context, &notes, &directory, &candidates);
            let several = words::count(candidates.len(), "open follow-up");
            return Err(anyhow!("`{asked}` fits {several}; nothing was changed\n{list}")
                .hint("name one by its id, or add a word"));
        }
        Selected::Nothing { asked } => {
            return Err(nothing_fits(&asked, &selectors, &notes, &directory));
        }
    };
    let changes = changes(context, &notebook, &directory, &picks)?;
    let operation = context.operation("done", subject(&picks));
    let written = changes::write(&notebook, &changes, &operation, args.writing)?;
    for (note, item) in &picks {
        let place = format!("{}:{}", note.path, item.line);
        context.ui.status(&format!("done: {} · {}", harmless(&item.text), harmless(&place)));
    }
    written.say_rest(context);
    Ok(())
}

/// Reads each note again and makes its edits on the fresh bytes; the line must still be there.
fn changes(
    context: &Context,
    notebook: &Notebook,
    directory: &Directory,
    picks: &[Pick],
) -> Result<Vec<Change>> {
    let mut changes: Vec<Change> = Vec::new();
    for (note, item) in picks {
        let day = context.today(directory, note.customer.as_deref());
        let at = match changes.iter().position(|change| change.path == note.path) {
            Some(at) => at,
            None => {
                let before = Some(notebook.note_file(&note.path, directory)?.bytes);
                changes.push(Change { path: note.path.clone(), after: before.clone(), before });
                changes.len() - 1
            }
        };
        let bytes = changes[at].after.take().unwrap_or_default();
        let file = NoteFile::read(&note.path, bytes, directory);
        changes[at].after = Some(ticked(&file, item, day, notebook.settings.style, directory)?);
    }
    Ok(changes)
}

fn ticked(
    file: &NoteFile,
    item: &FollowUp,
    day: Date,
    style: Style,
    directory: &Directory,
) -> Result<Vec<u8>> {
    let is_same = |own: &&FollowUp| own.line == item.line && own.raw == item.raw;
    let Some(fresh) = file.note.follow_ups.iter().find(is_same) else {
        bail!("line {} of `{}` changed meanwhile; nothing was written", item.line, file.note.path);
    };
    file.done(fresh, day, style, directory)
}

fn subject(picks: &[Pick]) -> String {
    match picks {
        [(note, item)] => {
            format!("{}done \"{}\"", note.subject_prefix(), cells::cut(&item.text, 60))
        }
        several => format!("done {}", words::count(several.len(), "follow-up")),
    }
}

fn candidate_list(
    context: &Context,
    notes: &[Note],
    directory: &Directory,
    picks: &[Pick],
) -> String {
    let mut rows = rows_of(notes, &Filter::default(), &context.clock(directory));
    rows.retain(|row| {
        picks.iter().any(|(note, item)| note.path == row.note.path && item.place == row.item.place)
    });
    let list =
        terminal::follow_ups(&rows, None, directory, context.today_here(), context.ui.width());
    anstream::adapter::strip_str(&list).to_string().trim_end().to_string()
}

/// Nothing open fits: perhaps something closed does.
fn nothing_fits(
    asked: &str,
    selectors: &[String],
    notes: &[Note],
    directory: &Directory,
) -> crate::error::Error {
    let closed = selector::select(selectors, notes, directory, &|item| !item.is_open());
    if let Selected::These(picks) = closed
        && let [(note, item)] = picks.as_slice()
    {
        let place = format!("{}:{}", note.path, item.line);
        return anyhow!("\"{}\" is closed already ({place})", item.text);
    }
    anyhow!("no open follow-up fits `{asked}`")
        .hint("`fieldnote followups` lists them with their ids")
}
