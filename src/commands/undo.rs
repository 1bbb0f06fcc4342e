//! `undo`: takes the last operation back, as a new commit.

use crate::cells::harmless;
use crate::commands::{Writing, changes};
use crate::context::Context;
use crate::error::{Error, Hinted, Result, anyhow};
use crate::git::{self, Conflict, Replaced, take_back};
use crate::notebook::{Change, Notebook, Recorded};
use crate::render::lines;
use crate::render::terminal::Width;
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote undo --dry-run   which lines would go, and which would come back
  fieldnote undo             take back the last operation
  fieldnote undo             … and the one before
  fieldnote log              which ones there are

Only lines of your own last operation change; what was typed before it or since stays. It is a
new commit: nothing is taken out of the history. If one of the lines was changed since, nothing
is undone. What was not committed (`--no-commit`) is not known to it.";

/// Take back the last operation
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Show the lines before and after, and write nothing
    #[arg(long, short = 'N')]
    dry_run: bool,

    #[command(flatten)]
    writing: Writing,
}

/// What undoing does to one file.
struct Undone {
    change: Change,
    places: Vec<Replaced>,
}

/// With more places in a file than this, they are counted and not listed.
const MOST_PLACES: usize = 5;

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook_for_writing()?;
    let alone = context.alone(&notebook)?;
    let Some((operation, touched)) = last_own(&notebook)? else {
        return Err(anyhow!("there is nothing left to undo").hint(
            match notebook.settings.commit {
                true => "`fieldnote log` lists what was done; yours alone can be undone",
                false => "`commit = false` in `fieldnote.toml`: what is not committed is not known",
            },
        ));
    };
    let undone = undone(&notebook, &operation, &touched)?;
    let (customer, what) = operation.words.parts();
    if args.dry_run {
        let paths: Vec<String> = undone.iter().map(|file| file.change.path.clone()).collect();
        notebook.clear(&paths, !args.writing.no_commit)?;
        let width = context.ui.width();
        let shown: String = undone.iter().map(|file| file.preview(width)).collect();
        let id = operation.commit.id.short();
        context.ui.status(&format!("would undo: {} · {id}", harmless(what)));
        return context.ui.page(&shown);
    }
    let mut undo = context.operation("undo", format!("{customer}undo {what}"));
    undo.trailers.push(format!("Fieldnote-Undoes: {}", operation.words.op));
    let changes: Vec<Change> = undone.iter().map(|file| file.change.clone()).collect();
    let written = changes::write(&notebook, &alone, &changes, undo, args.writing)?;
    for place in undone.iter().flat_map(Undone::told) {
        context.ui.status(&format!("undone: {} · {}", harmless(what), harmless(&place)));
    }
    written.say_rest(context);
    Ok(())
}

/// Returns the user's newest operation in this notebook that can be undone and was not, with the files
/// that it changed. A start, a merge and an undo cannot.
fn last_own(notebook: &Notebook) -> Result<Option<(Recorded, Vec<git::Change>)>> {
    let Some(repo) = &notebook.repo else {
        return Err(anyhow!("`{}` is in no git repository", notebook.root.display())
            .hint("what is done there is not recorded, and cannot be undone"));
    };
    let Some(own) = repo.identity()?.map(|identity| words::fold(&identity.email)) else {
        return Err(anyhow!("git does not know your e-mail address, and so not what you did")
            .hint("tell it: git config --global user.email you@example.com"));
    };
    for operation in notebook.operations()? {
        let operation = operation?;
        let is_own = words::fold(&operation.author.email) == own;
        let is_plain = operation.commit.parents < 2;
        if is_own
            && is_plain
            && !operation.is_undone
            && !matches!(operation.words.verb.as_str(), "undo" | "init")
        {
            let touched = notebook.changed_by(&operation)?;
            if !touched.is_empty() {
                return Ok(Some((operation, touched)));
            }
        }
    }
    Ok(None)
}

fn undone(
    notebook: &Notebook,
    operation: &Recorded,
    touched: &[git::Change],
) -> Result<Vec<Undone>> {
    let Some(repo) = &notebook.repo else { return Ok(Vec::new()) };
    if repo.is_end_of_clone(operation.commit.id) {
        let subject = &operation.words.subject;
        return Err(anyhow!("this clone does not hold what was before `{subject}`")
            .hint("fetch the rest of the history: `git fetch --unshallow`"));
    }
    let files = touched.iter().map(|file| {
        let bytes = |blob: Option<git::BlobId>| blob.map(|blob| repo.blob(blob)).transpose();
        // What was typed before the operation went into its commit, and is not its own.
        let before = match operation.words.before.get(&file.path) {
            Some(kept) => Some(repo.blob(*kept).map_err(|_| gone(&file.path, operation))?),
            None => bytes(file.old)?,
        };
        let after = bytes(file.new)?;
        let current = notebook.bytes_if_there(&file.path)?;
        let is_committed =
            current.as_ref().is_none_or(|now| notebook.beyond_commit(&file.path, now).is_none());
        of_file(&file.path, before, after, current)
            .map_err(|refusal| refusal.error(operation, is_committed))
    });
    files.collect()
}

/// git has tidied up what the file held, with lines that no commit has.
fn gone(path: &str, operation: &Recorded) -> Error {
    let (subject, id) = (&operation.words.subject, operation.commit.id.short());
    anyhow!("what `{path}` held before `{subject}` is not known any more; nothing was undone")
        .hint(format!("undo it by hand, then `fieldnote save`; what it did: git show {id}"))
}

/// Why a file cannot be as it was before.
enum Refusal<'a> {
    Line(&'a str, Conflict),
    /// Its lines are as they were before the operation.
    AsBefore(&'a str),
    /// The operation made the file, and it is not what it was then.
    Changed(&'a str),
    Gone(&'a str),
    ThereAgain(&'a str),
}

fn of_file(
    path: &str,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
    current: Option<Vec<u8>>,
) -> Result<Undone, Refusal<'_>> {
    let (left, places) = match (before, after, &current) {
        (Some(before), Some(after), Some(current)) => match take_back(&before, &after, current) {
            Ok(taken) => (Some(taken.bytes), taken.places),
            // What can be done again has been undone.
            Err(_) if take_back(&after, &before, current).is_ok() => {
                return Err(Refusal::AsBefore(path));
            }
            Err(conflict) => return Err(Refusal::Line(path, conflict)),
        },
        (None, Some(after), Some(current)) => match take_back(b"", &after, current) {
            Ok(taken) if taken.bytes.is_empty() => (None, taken.places),
            _ => return Err(Refusal::Changed(path)),
        },
        (Some(before), None, None) => {
            let back = before.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
            let places = vec![Replaced { line: 1, gone: Vec::new(), back }];
            (Some(before), places)
        }
        (_, _, None) => return Err(Refusal::Gone(path)),
        (_, None, Some(_)) => return Err(Refusal::ThereAgain(path)),
    };
    let change = Change { path: path.to_string(), before: current, after: left };
    Ok(Undone { change, places })
}

impl Refusal<'_> {
    fn error(self, operation: &Recorded, is_committed: bool) -> Error {
        let id = operation.commit.id.short();
        let subject = &operation.words.subject;
        let by_hand = format!("undo it by hand, then `fieldnote save`; what it did: git show {id}");
        match self {
            Refusal::Line(path, Conflict { line, wrote, now }) => {
                let text = |bytes: Option<Vec<u8>>| {
                    let bytes = bytes.unwrap_or_else(|| b"(nothing)".to_vec());
                    String::from_utf8_lossy(&bytes).trim_end().to_string()
                };
                anyhow!(
                    "`{path}:{line}` was changed since `{subject}`; nothing was undone\n  it wrote  {}\n  now       {}",
                    text(wrote),
                    text(now)
                )
                .hint(by_hand)
            }
            Refusal::AsBefore(path) => anyhow!(
                "the lines of `{path}` are as they were before `{subject}`; nothing was undone"
            )
            .hint(match is_committed {
                true => "`fieldnote log` lists the older ones; `git revert COMMIT` takes one back",
                false => "`fieldnote save` commits that",
            }),
            Refusal::Changed(path) => {
                anyhow!("`{path}` was changed since `{subject}` made it; nothing was undone")
                    .hint("if it is to go all the same, delete it, then `fieldnote save`")
            }
            Refusal::Gone(path) => {
                anyhow!("`{path}` is not there any more; `{subject}` was not undone").hint(by_hand)
            }
            Refusal::ThereAgain(path) => {
                anyhow!("there is a `{path}` again; `{subject}` was not undone").hint(by_hand)
            }
        }
    }
}

impl Undone {
    /// Returns where lines changed, a text for each place.
    fn told(&self) -> Vec<String> {
        let Change { path, before, after } = &self.change;
        if after.is_none() {
            return vec![format!("{path} removed")];
        }
        if before.is_none() {
            return vec![format!("{path} is back")];
        }
        if self.places.len() > MOST_PLACES {
            return vec![format!("{path}, {}", words::count(self.places.len(), "place"))];
        }
        let places = self.places.iter().map(|place| match place.back.len() {
            0 | 1 => format!("{path}:{}", place.line),
            lines => format!("{path}:{}-{}", place.line, place.line + lines - 1),
        });
        places.collect()
    }

    /// Returns the lines that go and come, a text for each place.
    fn preview(&self, width: Width) -> String {
        let texts = |lines: &[Vec<u8>]| -> Vec<String> {
            let lines = lines.iter().map(|line| String::from_utf8_lossy(line));
            lines.map(|line| line.trim_end_matches(['\r', '\n']).to_string()).collect()
        };
        let shown = self.places.iter().map(|place| {
            let at = format!("{}:{}", self.change.path, place.line);
            lines::changed(&at, &texts(&place.gone), &texts(&place.back), width)
        });
        shown.collect()
    }
}
