//! Which files of the work tree are notes: what git does not ignore, and what it tracks.

use std::collections::BTreeSet;
use std::path::{MAIN_SEPARATOR, Path, is_separator};
use std::sync::Mutex;

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::cache::notes::{Found, listing};
use super::cache::tracked::Tracked;
use super::stamp::Stamp;
use super::{Notebook, has_real_folders, is_note};
use crate::error::{Context, Result};
use crate::parallel::most_threads;

/// Returns the paths from the root of the files that `belongs` leaves in, sorted.
pub fn files(notebook: &Notebook, belongs: &(dyn Fn(&str) -> bool + Sync)) -> Result<Vec<String>> {
    let found = not_ignored(notebook, belongs, |path, _| Some(path));
    let mut paths: BTreeSet<String> = found.into_iter().collect();
    for path in tracked(notebook, belongs)? {
        if !paths.contains(&path) && stamp_of(notebook, &path).is_some() {
            paths.insert(path);
        }
    }
    Ok(paths.into_iter().collect())
}

/// Returns the notes, sorted by their paths, each with what `stamp` tells of its file. git's index is asked for those that its rules ignore and it
/// tracks anyway, unless it and the files are as they were when it was asked last; what it said is returned
/// too.
pub fn notes(
    notebook: &Notebook,
    known: Option<&Tracked>,
    stamp: impl Fn(&DirEntry) -> Option<Stamp> + Sync,
) -> Result<(Vec<Found>, Tracked)> {
    let is_adopted = notebook.is_adopted;
    let belongs = move |path: &str| is_note(path, is_adopted);
    let mut found =
        not_ignored(notebook, &belongs, |path, entry| Some(Found { path, stamp: stamp(entry) }));
    found.sort_unstable_by(|one, other| one.path.cmp(&other.path));
    let listing = listing(&found);
    let index = notebook.repo.as_ref().map(|repo| repo.index_file()).and_then(|index| {
        // No file is another state than none that can be told.
        std::fs::symlink_metadata(index).ok().and_then(|meta| Stamp::of(&meta))
    });
    let known =
        known.filter(|known| index.is_some() && (known.index, known.listing) == (index, listing));
    let ignored = match known {
        Some(known) => known.clone(),
        None => {
            let is_found =
                |path: &String| found.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok();
            let mut paths = tracked(notebook, &belongs)?;
            paths.retain(|path| !is_found(path));
            Tracked { listing, index, paths }
        }
    };
    if !ignored.paths.is_empty() {
        let more = ignored.paths.iter().filter_map(|path| {
            let stamp = stamp_of(notebook, path)?;
            Some(Found { path: path.clone(), stamp })
        });
        found.extend(more);
        found.sort_unstable_by(|one, other| one.path.cmp(&other.path));
    }
    Ok((found, ignored))
}

/// Returns what `look` makes of the files that git's rules do not ignore, in no order.
fn not_ignored<T: Send>(
    notebook: &Notebook,
    belongs: &(dyn Fn(&str) -> bool + Sync),
    look: impl Fn(String, &DirEntry) -> Option<T> + Sync,
) -> Vec<T> {
    let root = notebook.root.as_path();
    let walk = WalkBuilder::new(root)
        .hidden(true)
        .ignore(false)
        .git_ignore(true)
        .git_exclude(true)
        .git_global(true)
        .require_git(true)
        .follow_links(false)
        .current_dir(work_tree(notebook))
        .filter_entry(|entry| entry.depth() == 0 || !is_other_repository(entry))
        .threads(most_threads())
        .build_parallel();
    let all = Mutex::new(Vec::new());
    let look = &look;
    walk.run(|| {
        let mut part = Part { all: &all, own: Vec::new() };
        Box::new(move |entry| {
            // A folder that cannot be read hides its notes and nobody else's.
            if let Ok(entry) = entry
                && entry.file_type().is_some_and(|kind| kind.is_file())
                && let Some(path) = local_path(&entry, root).filter(|path| belongs(path))
            {
                part.own.extend(look(path, &entry));
            }
            WalkState::Continue
        })
    });
    all.into_inner().unwrap_or_default()
}

/// Returns the folder that the user's own rules count from.
fn work_tree(notebook: &Notebook) -> &Path {
    let prefix = notebook.repo.as_ref().map_or("", |repo| repo.prefix());
    let depth = prefix.split('/').filter(|part| !part.is_empty()).count();
    notebook.root.ancestors().nth(depth).unwrap_or(&notebook.root)
}

/// What one thread has found; it joins the rest at the end.
struct Part<'a, T> {
    all: &'a Mutex<Vec<T>>,
    own: Vec<T>,
}

impl<T> Drop for Part<'_, T> {
    fn drop(&mut self) {
        if let Ok(mut all) = self.all.lock() {
            all.append(&mut self.own);
        }
    }
}

fn tracked(notebook: &Notebook, belongs: &dyn Fn(&str) -> bool) -> Result<Vec<String>> {
    let Some(repo) = &notebook.repo else { return Ok(Vec::new()) };
    repo.tracked(belongs)
        .with_context(|| format!("failed to read the index of `{}`", notebook.root.display()))
}

/// Returns the stamp of a regular file below the root; outer `None` if there is none.
fn stamp_of(notebook: &Notebook, path: &str) -> Option<Option<Stamp>> {
    let meta = std::fs::symlink_metadata(notebook.root.join(path)).ok()?;
    (meta.is_file() && has_real_folders(&notebook.root, path)).then(|| Stamp::of(&meta))
}

/// A folder with a `.git` of its own is a submodule or another repository.
fn is_other_repository(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir()) && entry.path().join(".git").exists()
}

/// Returns the path from the root with `/`; names that are not UTF-8 are left out: they cannot be
/// named in a commit's message or on a command line everywhere.
fn local_path(entry: &DirEntry, root: &Path) -> Option<String> {
    let path = entry.path().as_os_str().as_encoded_bytes();
    let path = path.strip_prefix(root.as_os_str().as_encoded_bytes())?;
    let path = str::from_utf8(path).ok()?.trim_start_matches(is_separator);
    Some(if MAIN_SEPARATOR == '/' { path.to_string() } else { path.replace(MAIN_SEPARATOR, "/") })
}
