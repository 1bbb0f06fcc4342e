//! `share`: minutes that a customer may read.

use std::path::PathBuf;

use crate::cells::harmless;
use crate::commands::{Writing, changes, outgoing, written};
use crate::config::Labels;
use crate::context::{Context, customer_argument, note_argument, since_argument};
use crate::error::{Context as _, Hinted, Result, anyhow};
use crate::note::{Note, NoteFile};
use crate::notebook::{Change, Notebook};
use crate::people::Directory;
use crate::render::minutes::{Format, artefact, refusals};
use crate::report::minutes::{
    Asked, NoteText, Purpose, Refusal, is_visit, last_visit, of_visit, open_before, share,
};
use crate::template::with_day;

const EXAMPLES: &str = "\
Examples:
  fieldnote share minato                          the customer's latest note, as Markdown
  fieldnote share 2026-03-04-poc -o minutes.md    into a file
  fieldnote share minato -o minutes.html          … as a page for a browser or a printer
  fieldnote share minato -o minutes.eml           … as the draft of a mail to those who were there
  fieldnote share minato --labels ja              in Japanese: 決定事項, 宿題, 未決事項
  fieldnote share minato --agenda                 before the next meeting: what it is about
  fieldnote share minato --trip                   all notes of the last visit in one
  fieldnote share minato --sent                   write into the note that they were sent today
  fieldnote share minato --section \"Numbers\"      … with this section of the note, too
  fieldnote share minato --allow \"Orbit Foods\"    … with this name in it

First comes what was decided, what is to be done, and what is open; then the note's other
sections, if they stand in `share.sections` of `fieldnote.toml`. What is internal never leaves:
what is left out is told on stderr by its lines. If anything is in doubt, such as another
customer's name, a word like \"confidential\", or a part that looks internal and is not marked
so, nothing is written at all, and the lines are named. Read it before you send it.

`--sent` writes `sent: DATE` into the note; where a customer gets minutes, `check` names the
meetings of the last two weeks that have none.";

const A_VISIT: &str = "a visit's note is `kind: onsite`, or has `until` in its front matter";

/// Write the minutes of a meeting for its customer, with nothing internal in them
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A path, the end of one, or a customer (its latest note)
    #[arg(value_name = "CUSTOMER|NOTE")]
    note: String,

    /// The format [default: by the ending of the file, else md]
    #[arg(long, value_name = "FORMAT", value_enum)]
    to: Option<Format>,

    /// Write it to this file, which must not exist
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Share the section with this heading, too
    #[arg(long, value_name = "HEADING")]
    section: Vec<String>,

    /// Before a meeting: its agenda, and what is still open between you
    #[arg(long)]
    agenda: bool,

    /// Of a visit: all notes of its days in one
    #[arg(long, conflicts_with = "agenda")]
    trip: bool,

    /// Let this text pass, whatever it names
    #[arg(long, value_name = "TEXT")]
    allow: Vec<String>,

    /// Write into the note that its minutes were sent, today or on this day, and commit that
    #[arg(long, value_name = "DATE", num_args = 0..=1, require_equals = true, default_missing_value = "today")]
    #[arg(conflicts_with_all = ["to", "output", "section", "agenda", "trip", "allow", "labels"])]
    sent: Option<String>,

    /// Language of headings and other fixed words [default: `labels` in `fieldnote.toml`]
    #[arg(long, value_name = "LANGUAGE", value_enum)]
    labels: Option<Labels>,

    /// Leave the commit of `--sent` to you
    #[arg(long, requires = "sent")]
    no_commit: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    match &args.sent {
        Some(day) => mark_sent(context, &args, day),
        None => share_note(context, &args),
    }
}

fn share_note(context: &Context, args: &Args) -> Result<()> {
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let notes = context.open_notes(&notebook, &directory)?;
    let paths = paths(context, args, &notebook, &directory, notes)?;
    let bytes = paths.iter().map(|path| match notebook.bytes_if_there(path)? {
        Some(bytes) => Ok(bytes),
        None => Err(anyhow!("there is no `{}`", harmless(path))),
    });
    let bytes: Vec<Vec<u8>> = bytes.collect::<Result<_>>()?;
    let texts = paths.iter().zip(&bytes).map(|(path, bytes)| NoteText { path, bytes });
    let texts: Vec<NoteText> = texts.collect();
    let what = if args.agenda { "agenda" } else { "minutes" };
    let settings = &notebook.settings;
    let sections: Vec<String> =
        settings.share.sections.iter().chain(&args.section).cloned().collect();
    let purpose = if args.agenda { Purpose::Agenda } else { Purpose::Minutes };
    let asked =
        Asked { purpose, sections: &sections, words: &settings.share.words, allowed: &args.allow };
    let refused = |found: Vec<Refusal>| {
        let (lines, hint) = refusals(&found);
        anyhow!("no {what} of `{}`\n{lines}", harmless(&paths[0])).hint(hint)
    };
    let minutes = share(&texts, asked, &directory, notes).map_err(refused)?;
    let phrases = outgoing::phrases(args.labels.unwrap_or(settings.labels));
    let ending = args.output.as_deref().and_then(|file| file.extension()?.to_str());
    let format = args.to.or(ending.and_then(Format::of_ending)).unwrap_or(Format::Md);
    let finished = artefact(&minutes, format, phrases, context.now).map_err(refused)?;
    outgoing::put(context, args.output.as_deref(), &finished)?;
    if format == Format::Eml {
        outgoing::say_without_address(context, &minutes);
    }
    outgoing::say_beside(context, &minutes, &args.allow);
    Ok(())
}

/// Returns the notes that are shared from: the one that is asked for, then those that belong to it.
fn paths(
    context: &Context,
    args: &Args,
    notebook: &Notebook,
    directory: &Directory,
    notes: &[Note],
) -> Result<Vec<String>> {
    if !args.agenda && !args.trip {
        return Ok(vec![note_argument(context, &args.note, notebook, directory, notes)?]);
    }
    let note = match customer_argument(&args.note, directory, notes) {
        Ok(customer) if args.agenda => outgoing::next_note(context, &customer, directory, notes)?,
        Ok(customer) => {
            let today = context.today(directory, Some(&customer));
            last_visit(notes, &customer, today).ok_or_else(|| {
                anyhow!("`{}` has no visit up to today", harmless(&customer)).hint(A_VISIT)
            })?
        }
        Err(_) => {
            let path = note_argument(context, &args.note, notebook, directory, notes)?;
            let is_it = |note: &&Note| note.path == path;
            notes.iter().find(is_it).ok_or_else(|| anyhow!("there is no `{}`", harmless(&path)))?
        }
    };
    if args.trip && !is_visit(note) {
        return Err(anyhow!("`{}` is no visit", harmless(&note.path)).hint(A_VISIT));
    }
    let further = if args.agenda { open_before(notes, note) } else { of_visit(notes, note) };
    Ok([note].into_iter().chain(further).map(|note| note.path.clone()).collect())
}

/// Writes the day on which the minutes were sent into the note.
fn mark_sent(context: &Context, args: &Args, day: &str) -> Result<()> {
    let notebook = context.notebook_for_writing()?;
    let alone = context.alone(&notebook)?;
    let directory = context.directory(&notebook)?;
    let notes = context.read_notes(&notebook, &directory)?;
    let path = note_argument(context, &args.note, &notebook, &directory, &notes)?;
    let NoteFile { note, bytes } = notebook.note_file(&path, &directory)?;
    let today = context.today(&directory, note.customer.as_deref());
    let day = since_argument(day, today)?;
    if day > today {
        return Err(anyhow!("{day} has not come yet").hint("`--sent` alone means today"));
    }
    let shown = harmless(&path);
    let form = notebook.settings.front_matter;
    let after = with_day(&bytes, "sent", day, form).context(format!("`{shown}` stays as it is"))?;
    if after == bytes {
        context.ui.status(&format!("sent on {day} already · {shown}"));
        return Ok(());
    }
    let operation = context.operation("share", written::subject("sent", &note));
    let writing = Writing { no_commit: args.no_commit };
    let change = Change { path: path.clone(), before: Some(bytes), after: Some(after) };
    let done = changes::write(&notebook, &alone, &[change], operation, writing)?;
    context.ui.status(&format!("sent on {day} · {shown}"));
    done.say_rest(context);
    Ok(())
}
