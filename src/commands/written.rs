//! What `new`, `edit` and `save` share: the editor, the commit of what was written, and a look at it.

use crate::cells::harmless;
use crate::commands::changes::say_hooks;
use crate::context::Context;
use crate::error::{Hinted, Result, bail};
use crate::note::{self, Note};
use crate::notebook::{Clearance, Committed, Notebook};
use crate::people::Directory;
use crate::ui::Edited;

/// Opens a note in the editor, and returns whether it changed it.
///
/// # Errors
/// An editor that fails or leaves no file; what it wrote stays, and the error says how to commit it.
pub fn open_editor(context: &Context, notebook: &Notebook, path: &str) -> Result<Edited> {
    let core_editor = notebook.repo.as_ref().and_then(|repo| repo.editor().ok().flatten());
    let edited = context
        .ui
        .edit(&notebook.root.join(path), core_editor.as_deref())
        .hint(format!("`{path}` stays as it is; `fieldnote edit {path}` opens it again, `fieldnote save` commits it"))?;
    if notebook.bytes_if_there(path)?.is_none() {
        bail!("the editor left no `{path}`; nothing was committed");
    }
    Ok(edited)
}

/// Commits one note that was written in the editor and says so; `before` is what it held when that opened.
///
/// # Errors
/// A commit that fails: the note stays as it was written, and the error says how to commit it.
pub fn commit_note(
    context: &Context,
    notebook: &Notebook,
    directory: &Directory,
    clearance: Clearance,
    verb: &str,
    path: &str,
    before: Option<&[u8]>,
) -> Result<()> {
    let alone = context.alone(notebook)?;
    let note = read(notebook, directory, path)?;
    let subject = subject(verb, &note);
    let mut operation = context.operation(verb, subject.clone());
    let is_kept =
        |bytes: &&[u8]| clearance.is_given() && notebook.beyond_commit(path, bytes).is_some();
    let kept = before.filter(is_kept).and_then(|bytes| notebook.remember(path, bytes));
    operation.trailers.extend(kept);
    let committed = notebook.commit(&alone, clearance, &[path.to_string()], &operation)?;
    say(context, &committed, &subject, &note);
    Ok(())
}

/// Says what became of a note that was written, and what is not understood in it.
pub fn say(context: &Context, committed: &Committed, subject: &str, note: &Note) {
    let path = harmless(&note.path);
    match committed {
        Committed::As { id, by_hooks } => {
            context.ui.status(&format!("{} · {}", harmless(subject), id.short()));
            say_hooks(context, by_hooks);
        }
        Committed::Nothing => context.ui.status(&format!("nothing new in `{path}`")),
        Committed::NotAsked => context.ui.status(&format!("not committed: `{path}`")),
    }
    say_problems(context, note);
}

/// Reads a note as it stands now.
///
/// # Errors
/// A note that is gone or cannot be read.
pub fn read(notebook: &Notebook, directory: &Directory, path: &str) -> Result<Note> {
    let bytes = notebook.bytes_if_there(path)?;
    Ok(note::read(path, &bytes.unwrap_or_default(), directory))
}

/// Returns what a commit says of a note: `minato: new poc 2026-03-04`.
pub fn subject(verb: &str, note: &Note) -> String {
    let kind = note.kind.as_deref().unwrap_or("note");
    let what = match note.date {
        Some(date) => format!("{kind} {date}"),
        None => note.path.clone(),
    };
    format!("{}{verb} {what}", note.subject_prefix())
}

/// Names the lines of a note that are not understood, on stderr.
pub fn say_problems(context: &Context, note: &Note) {
    for problem in &note.problems {
        let fix = problem.fix.as_ref().map_or(String::new(), |fix| format!(": {fix}?"));
        let path = harmless(&note.path);
        context.ui.warn(&format!("{path}:{}: {}{fix}", problem.line, harmless(&problem.message)));
    }
}
