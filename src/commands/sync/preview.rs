//! What `sync` would do.

use crate::cells::harmless;
use crate::context::Context;
use crate::error::Result;
use crate::git::{Apart, Differing, Repo, Upstream};
use crate::notebook::Notebook;
use crate::words;

use super::{Plan, Step, changed, commits, deleted, noted, shown};

pub(super) fn preview(
    context: &Context,
    notebook: &Notebook,
    repo: &Repo,
    upstream: &Upstream,
    plan: &Plan,
) -> Result<()> {
    let [arriving, leaving] = deleted(notebook, repo, plan)?;
    let paths = match &plan.step {
        Step::Stay => Vec::new(),
        Step::Forward(there) => repo.differing(plan.here, *there, Differing::All)?,
        Step::Merge { files, .. } => repo.differing_files(plan.here, files, Differing::All)?,
    };
    let notes = noted(notebook, paths);
    if plan.apart.there > 0 {
        let commits = commits(plan.to_come(repo)?);
        context.ui.status(&format!("would receive {commits}, {}", changed(notes.len())));
        list(context, &notes);
    }
    if plan.apart.here > 0 {
        let commits = commits(repo.count_between(plan.there, plan.here)?);
        context.ui.status(&format!("would send {commits} to {}", shown(upstream)));
    }
    for (notes, where_) in [(arriving, "here"), (leaving, "for the others")] {
        if !notes.is_empty() {
            let number = words::count(notes.len(), "note");
            context.ui.status(&format!("would delete {number} {where_}"));
            list(context, &notes);
        }
    }
    if plan.apart == (Apart { here: 0, there: 0 }) {
        context.ui.status(&format!("nothing new here or on {}", shown(upstream)));
    }
    Ok(())
}

fn list(context: &Context, paths: &[String]) {
    paths.iter().for_each(|path| context.ui.status(&format!("  {}", harmless(path))));
}
