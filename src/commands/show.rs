//! `show`: a note to read.

use crate::context::{Context, note_argument};
use crate::error::{Hinted, Result, anyhow};
use crate::front_matter::Header;
use crate::markdown;
use crate::note;
use crate::notebook::{Notebook, TEAM_FILE, card_path};
use crate::people::Directory;
use crate::render::{json, show as page};
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote show minato                 the customer's latest note
  fieldnote show 2026-03-04-poc         by the end of its path
  fieldnote show 2026-03-04-poc.md:17   only the section of that line
  fieldnote show customers/minato/README.md
  fieldnote show minato | less          the file, byte for byte
  fieldnote show minato --json | jq '.follow_ups[] | select(.state == \"open\") | .text'

In a terminal the front matter becomes a short header, headings are bold, text is wrapped, and
comments, which are prompts for the writer, are left out. In a pipe nothing is changed.";

/// Show a note
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A path, the end of one, or a customer; with `:LINE` its section
    note: String,

    /// Print JSON, always of the whole note (docs/json.md)
    #[arg(long)]
    json: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let (path, line) = named(context, &args.note, &notebook, &directory)?;
    let Some(bytes) = notebook.bytes_if_there(&path)? else {
        return Err(anyhow!("there is no `{path}`"));
    };
    let note = note::read(&path, &bytes, &directory);
    let clock = context.clock(&directory);
    if args.json {
        return context.ui.print(&json::note(&note, &clock));
    }
    let outline = markdown::outline(&bytes, Header::read(&bytes).body);
    // Behind the ending of the last line there is none.
    let ends = matches!(bytes.last(), Some(b'\n' | b'\r'));
    let count = outline.lines.count() - usize::from(ends);
    let lines = match line {
        None => None,
        Some(line) if (1..=count).contains(&line) => Some(outline.section(line)),
        Some(line) => {
            let lines = words::count(count, "line");
            return Err(anyhow!("`{path}` has no line {line}").hint(format!("it has {lines}")));
        }
    };
    if context.ui.is_terminal() {
        let width = context.ui.width();
        return context.ui.page(&page::note(&note, &bytes, lines.as_ref(), &clock, width));
    }
    let span = lines.map_or(0..bytes.len(), |lines| {
        outline.lines.start(*lines.start())..outline.lines.start(lines.end() + 1)
    });
    context.ui.print_bytes(&bytes[span])
}

/// Returns the path of the note, card or team that is named, and the line.
fn named(
    context: &Context,
    text: &str,
    notebook: &Notebook,
    directory: &Directory,
) -> Result<(String, Option<usize>)> {
    let of_line = text.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse().ok()?)));
    for (path, line) in
        [Some((text, None)), of_line.map(|(path, line)| (path, Some(line)))].into_iter().flatten()
    {
        let mut cards = directory.cards.keys().map(|slug| card_path(slug));
        if notebook.is_adopted && (path == TEAM_FILE || cards.any(|card| card == path)) {
            return Ok((path.to_string(), line));
        }
    }
    let notes = notebook.notes(directory)?;
    let whole = note_argument(context, text, notebook, directory, &notes);
    match (whole, of_line) {
        (Err(_), Some((path, line))) => {
            Ok((note_argument(context, path, notebook, directory, &notes)?, Some(line)))
        }
        (whole, _) => Ok((whole?, None)),
    }
}
