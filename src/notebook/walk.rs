//! Which files of the work tree are notes: what git does not ignore, and what it tracks.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use ignore::{DirEntry, WalkBuilder};

use super::{Notebook, has_real_folders};
use crate::error::{Context, Result};

/// Returns the paths from the root of the files that `belongs` leaves in, sorted.
pub fn files(notebook: &Notebook, belongs: &dyn Fn(&str) -> bool) -> Result<Vec<String>> {
    let mut found = BTreeSet::new();
    let walk = WalkBuilder::new(&notebook.root)
        .hidden(true)
        .ignore(false)
        .git_ignore(true)
        .git_exclude(true)
        .git_global(true)
        .require_git(true)
        .follow_links(false)
        .filter_entry(|entry| entry.depth() == 0 || !is_other_repository(entry))
        .build();
    for entry in walk {
        // A folder that cannot be read hides its notes and nobody else's.
        let Ok(entry) = entry else { continue };
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        if let Some(path) = local_path(&entry, notebook).filter(|path| belongs(path)) {
            found.insert(path);
        }
    }
    if let Some(repo) = &notebook.repo {
        let tracked = repo.tracked(belongs).with_context(|| {
            format!("failed to read the index of `{}`", notebook.root.display())
        })?;
        for path in tracked.into_iter().filter(|path| !found.contains(path)).collect::<Vec<_>>() {
            let meta = std::fs::symlink_metadata(notebook.root.join(&path));
            if meta.is_ok_and(|meta| meta.is_file()) && has_real_folders(&notebook.root, &path) {
                found.insert(path);
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// A folder with a `.git` of its own is a submodule or another repository.
fn is_other_repository(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir()) && entry.path().join(".git").exists()
}

/// Returns the path from the root with `/`; names that are not UTF-8 are left out: they cannot be
/// named in a commit's message or on a command line everywhere.
fn local_path(entry: &DirEntry, notebook: &Notebook) -> Option<String> {
    let path = entry.path().strip_prefix(&notebook.root).ok()?;
    let parts: Option<Vec<&str>> = path.iter().map(OsStr::to_str).collect();
    Some(parts?.join("/"))
}
