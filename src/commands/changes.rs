//! What the commands that change lines of notes share: writing all of it or nothing, one commit, and
//! saying what else went with it.

use crate::cells::harmless;
use crate::commands::Writing;
use crate::context::Context;
use crate::error::Result;
use crate::notebook::{Alone, Beyond, Change, Committed, Notebook, Operation};
use crate::words;

/// Changes that were written, and perhaps committed.
pub struct Written {
    committed: Committed,
    /// What files held beyond their last commit, by path.
    beyond: Vec<(String, Beyond)>,
}

/// Writes all changes and commits exactly these paths, or nothing happened.
///
/// # Errors
/// What keeps the commit from landing; a file that changed meanwhile.
pub fn write(
    notebook: &Notebook,
    alone: &Alone,
    changes: &[Change],
    mut operation: Operation,
    writing: Writing,
) -> Result<Written> {
    let paths: Vec<String> = changes.iter().map(|change| change.path.clone()).collect();
    let clearance = notebook.clear(&paths, !writing.no_commit)?;
    let mut beyond = Vec::new();
    if clearance.is_given() {
        for change in changes {
            let Some(before) = &change.before else { continue };
            let Some(more) = notebook.beyond_commit(&change.path, before) else { continue };
            operation.trailers.extend(notebook.remember(&change.path, before));
            beyond.push((change.path.clone(), more));
        }
    }
    let committed = notebook.carry_out(alone, clearance, changes, &operation)?;
    Ok(Written { committed, beyond })
}

impl Written {
    /// Says what is left to the user, and, as a note goes into a commit whole, what else went with it.
    pub fn say_rest(&self, context: &Context) {
        match &self.committed {
            Committed::NotAsked => context.ui.status("not committed"),
            Committed::Nothing => {}
            Committed::As { by_hooks, .. } => {
                say_hooks(context, by_hooks);
                for (path, beyond) in &self.beyond {
                    let path = harmless(path);
                    context.ui.status(&match beyond {
                        Beyond::Lines(lines) => {
                            format!("with {} of {path}", words::count(*lines, "other changed line"))
                        }
                        Beyond::Uncounted => format!("with other changes of {path}"),
                        Beyond::All => {
                            format!("with all of {path}, which was not committed before")
                        }
                    });
                }
            }
        }
    }
}

/// Says what hooks of the repository did beside a commit.
pub fn say_hooks(context: &Context, by_hooks: &[String]) {
    by_hooks.iter().for_each(|said| context.ui.status(&harmless(said)));
}
