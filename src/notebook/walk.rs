//! Which files of the work tree are notes: what git does not ignore, and what it tracks.

#[cfg(target_os = "linux")]
mod known;
#[cfg(target_os = "linux")]
mod listed;
#[cfg(target_os = "linux")]
mod rules;
mod whole;

use std::collections::BTreeSet;
use std::time::SystemTime;

use ignore::DirEntry;

use whole::is_file;

use super::cache::notes::{Found, listing};
use super::cache::tracked::Tracked;
use super::stamp::Stamp;
use super::{Notebook, has_real_folders, is_note};
use crate::error::{Context, Result};

/// Returns the paths from the root of the files that `belongs` leaves in, sorted.
pub fn files(notebook: &Notebook, belongs: &(dyn Fn(&str) -> bool + Sync)) -> Result<Vec<String>> {
    let walk =
        whole::walk(notebook, |path, entry| (is_file(entry) && belongs(&path)).then_some(path));
    let mut paths: BTreeSet<String> = walk.seen.into_iter().collect();
    for path in tracked(notebook, belongs)? {
        if !paths.contains(&path) && stamp_of(notebook, &path).is_some() {
            paths.insert(path);
        }
    }
    Ok(paths.into_iter().collect())
}

/// How closely notes are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Names,
    /// What tells whether their files are as they were, too.
    Stamps,
}

/// Returns the notes, sorted by their paths, for a run that has begun then. git's index is asked for those that
/// its rules ignore and it tracks anyway, unless it and the files are as they were when it was asked last; what
/// it said is returned too.
pub fn notes(
    notebook: &Notebook,
    known: Option<&Tracked>,
    look: Look,
    begun: SystemTime,
) -> Result<(Vec<Found>, Tracked)> {
    let belongs = |path: &str| is_note(path, notebook.is_adopted);
    let mut found = not_ignored(notebook, look, begun);
    sort(&mut found);
    let listing = listing(&found);
    // No file is another state than none that can be told.
    let index = notebook.repo.as_ref().and_then(|repo| Stamp::of_file(&repo.index_file()));
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
        sort(&mut found);
    }
    Ok((found, ignored))
}

/// Sorts by paths what mostly is in their order.
fn sort(found: &mut [Found]) {
    found.sort_by(|one, other| one.path.cmp(&other.path));
}

/// Returns the notes that git's rules do not ignore, in no order.
#[cfg(target_os = "linux")]
fn not_ignored(notebook: &Notebook, look: Look, begun: SystemTime) -> Vec<Found> {
    known::notes(notebook, look, begun)
}

#[cfg(not(target_os = "linux"))]
fn not_ignored(notebook: &Notebook, look: Look, _: SystemTime) -> Vec<Found> {
    whole::notes(notebook, look)
}

/// Returns a note that a walk came by.
fn found(path: String, entry: &DirEntry, look: Look) -> Found {
    let meta = if look == Look::Stamps { entry.metadata().ok() } else { None };
    Found { path, stamp: meta.as_ref().and_then(Stamp::of) }
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

#[cfg(all(test, target_os = "linux"))]
mod tests;
