//! What the commands that change lines of notes share: writing all of it or nothing, one commit, and
//! saying what else went with it.

use crate::cells::harmless;
use crate::commands::Writing;
use crate::context::Context;
use crate::error::Result;
use crate::notebook::{Change, Committed, Notebook, Operation};
use crate::words;

/// Changes that were written, and perhaps committed.
pub struct Written {
    committed: Committed,
    /// The paths that had other lines changed since their last commit, and how many.
    other_lines: Vec<(String, usize)>,
    /// The paths of those that no commit had before.
    never_committed: Vec<String>,
}

/// Writes all changes or none, and commits exactly these paths.
///
/// # Errors
/// What keeps the commit from landing, before anything is written; a file that changed meanwhile.
pub fn write(
    notebook: &Notebook,
    changes: &[Change],
    mut operation: Operation,
    writing: Writing,
) -> Result<Written> {
    let paths: Vec<String> = changes.iter().map(|change| change.path.clone()).collect();
    let clearance = notebook.clear(&paths, !writing.no_commit)?;
    let other_lines = changes.iter().filter_map(|change| {
        let before = change.before.as_ref()?;
        Some((change.path.clone(), notebook.uncommitted_lines(&change.path, before)))
    });
    let other_lines = other_lines.filter(|(_, lines)| *lines > 0).collect();
    let is_new = |change: &&Change| change.before.is_some() && !notebook.is_committed(&change.path);
    let never_committed: Vec<String> =
        changes.iter().filter(is_new).map(|change| change.path.clone()).collect();
    if clearance.is_given() {
        let before = changes.iter().filter_map(|change| Some((change, change.before.as_ref()?)));
        let kept = before.filter_map(|(change, before)| notebook.remember(&change.path, before));
        operation.trailers.extend(kept);
    }
    notebook.write_all(changes)?;
    let committed = notebook.commit(clearance, &paths, &operation)?;
    Ok(Written { committed, other_lines, never_committed })
}

impl Written {
    /// Says what is left to the user, and, as a note goes into a commit whole, what else went with it.
    pub fn say_rest(&self, context: &Context) {
        match &self.committed {
            Committed::NotAsked => context.ui.status("not committed"),
            Committed::Nothing => {}
            Committed::As(_) => {
                for (path, lines) in &self.other_lines {
                    let lines = words::count(*lines, "other changed line");
                    context.ui.status(&format!("with {lines} of {}", harmless(path)));
                }
                for path in &self.never_committed {
                    let path = harmless(path);
                    context
                        .ui
                        .status(&format!("with all of {path}, which was not committed before"));
                }
            }
        }
    }
}
