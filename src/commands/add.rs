//! `add`: one follow-up more, into a customer's latest note.

use crate::cells::{self, harmless};
use crate::commands::verb::Options;
use crate::commands::{changes, written};
use crate::context::{Context, customer_argument, note_argument};
use crate::edit;
use crate::error::{Hinted, Result, anyhow, misunderstood};
use crate::follow_up::{FollowUp, compose};
use crate::note::{Note, NoteFile};
use crate::notebook::Change;
use crate::people::Directory;
use crate::render::lines;

const EXAMPLES: &str = "\
Examples:
  fieldnote add minato \"@sato open ports 2049 and 4420 by mon\"
  fieldnote add minato @me send the sizing guide promised fri
  fieldnote add -n 2026-03-04-poc.md \"@dana rack the second node\"

The line goes behind the last one under *Follow-ups* of the customer's latest note; the heading is
made if it is missing. Names are looked up and written as the note names them; the days behind
`by`, `due`, `promised` and `from` (`fri`, `next mon`, `+3d`, `2w`, `eow`) are written as dates,
counted from today at the customer.";

/// Add a follow-up to a customer's latest note
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
#[command(
    override_usage = "fieldnote add [OPTIONS] <CUSTOMER> <TEXT>...\n       fieldnote add [OPTIONS] --note <NOTE> <TEXT>..."
)]
pub struct Args {
    /// The customer, then what is to be done; only that with `--note`
    #[arg(required = true, value_name = "CUSTOMER> <TEXT")]
    words: Vec<String>,

    /// Into this note: a path, the end of one, or a customer
    #[arg(long, short, value_name = "NOTE")]
    note: Option<String>,

    #[command(flatten)]
    options: Options,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook_for_writing()?;
    let alone = context.alone(&notebook)?;
    let directory = context.directory(&notebook)?;
    let notes = context.read_notes(&notebook, &directory)?;
    let (note, words) = match (&args.note, args.words.split_first()) {
        (Some(note), _) => (note, args.words.as_slice()),
        (None, Some((customer, words))) => (customer, words),
        (None, None) => return Err(misunderstood(anyhow!("there is no text"))),
    };
    let path = note_argument(context, note, &notebook, &directory, &notes)?;
    let file = notebook.note_file(&path, &directory)?;
    let words = without_customer(words, &args, &file.note, &directory);
    if words.is_empty() {
        return Err(misunderstood(anyhow!("there is no text to add"))
            .hint(format!("say what is to be done: `fieldnote add {note} \"@me call back\"`")));
    }
    let today = context.today(&directory, file.note.customer.as_deref());
    let style = notebook.settings.style;
    let text = compose(&words.join(" "), today, style, &directory, &file.note.present)?;
    let (bytes, index) = file.insert(&text, &directory)?;
    let after = NoteFile::read(&path, bytes, &directory);
    let item = &after.note.follow_ups[index];
    if args.options.dry_run {
        let new = edit::changed_lines(&file.bytes, &after.bytes);
        let place = format!("{path}:{}", new.line);
        context.ui.print(&lines::changed(&place, &new.old, &new.new, context.ui.width()))?;
        context.ui.status("nothing was written");
    } else {
        let subject =
            format!("{}add \"{}\"", file.note.subject_prefix(), cells::cut(&item.text, 60));
        let operation = context.operation("add", subject);
        let change = Change { path, before: Some(file.bytes), after: Some(after.bytes.clone()) };
        let written =
            changes::write(&notebook, &alone, &[change], operation, args.options.writing)?;
        let place = format!("{}:{}", after.note.path, item.line);
        context.ui.status(&format!("added: {} · {}", harmless(&text), harmless(&place)));
        written.say_rest(context);
    }
    say_what_is_odd(context, &notes, &after.note, item);
    Ok(())
}

/// With `--note`, the customer may be named all the same.
fn without_customer<'a>(
    words: &'a [String],
    args: &Args,
    note: &Note,
    directory: &Directory,
) -> &'a [String] {
    match words.split_first() {
        Some((first, rest)) if args.note.is_some() && !rest.is_empty() => {
            let named = customer_argument(first, directory, std::slice::from_ref(note)).ok();
            if named.is_some() && named == note.customer { rest } else { words }
        }
        _ => words,
    }
}

/// Names what is not understood on the new line, and the same open text in another note.
fn say_what_is_odd(context: &Context, notes: &[Note], note: &Note, item: &FollowUp) {
    let own = note.problems.iter().filter(|problem| problem.line == item.line).cloned().collect();
    written::say_problems(
        context,
        &Note { path: note.path.clone(), problems: own, ..Note::default() },
    );
    let of_customer = notes.iter().filter(|other| other.customer == note.customer);
    let same = of_customer.flat_map(|other| other.follow_ups.iter().map(move |own| (other, own)));
    let same = same.filter(|(_, own)| own.is_open() && own.text == item.text);
    for (other, own) in same.take(1) {
        let place = format!("{}:{}", other.path, own.line);
        context.ui.warn(&format!("the same text is open already: {}", harmless(&place)));
    }
}
