//! The whole walk: each folder is listed, by git's rules of what is left out.

use std::path::{MAIN_SEPARATOR, Path, PathBuf, is_separator};
use std::sync::{Arc, Mutex};

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::{Look, found};
use crate::notebook::cache::notes::Found;
use crate::notebook::{Notebook, is_note};
use crate::parallel::most_threads;

/// What a walk has seen.
pub struct Walk<T> {
    /// In no order.
    pub seen: Vec<T>,
    /// The paths of folders that are other repositories, which are not entered.
    pub others: Vec<String>,
    /// Whether no folder was left out because it cannot be read: that hides its notes and nobody else's.
    pub is_complete: bool,
}

/// Returns the notes that git's rules do not ignore, in no order.
pub fn notes(notebook: &Notebook, look: Look) -> Vec<Found> {
    let is_adopted = notebook.is_adopted;
    let walk = walk(notebook, |path, entry| {
        let is_note = is_file(entry) && is_note(&path, is_adopted);
        is_note.then(|| found(path, entry, look))
    });
    walk.seen
}

/// Returns what `look` makes of the files and folders that git's rules do not ignore, each with its path from
/// the root, which is empty for the root.
pub fn walk<T: Send>(
    notebook: &Notebook,
    look: impl Fn(String, &DirEntry) -> Option<T> + Sync,
) -> Walk<T> {
    let root = notebook.root.as_path();
    let others = Arc::new(Mutex::new(Vec::new()));
    let walk = builder(notebook)
        .filter_entry(is_ours(root.to_path_buf(), Arc::clone(&others)))
        .threads(most_threads())
        .build_parallel();
    let all = Mutex::new((Vec::new(), true));
    let look = &look;
    walk.run(|| {
        let mut part = Part { all: &all, own: Vec::new(), is_complete: true };
        Box::new(move |entry| {
            match entry {
                Ok(entry) => {
                    part.own.extend(local_path(&entry, root).and_then(|path| look(path, &entry)));
                }
                Err(_) => part.is_complete = false,
            }
            WalkState::Continue
        })
    });
    let (seen, is_complete) = all.into_inner().unwrap_or_default();
    let others = others.lock().map(|others| others.clone()).unwrap_or_default();
    Walk { seen, others, is_complete }
}

/// Returns a walk by git's rules.
pub fn builder(notebook: &Notebook) -> WalkBuilder {
    let mut builder = WalkBuilder::new(&notebook.root);
    builder
        .hidden(true)
        .ignore(false)
        .git_ignore(true)
        .git_exclude(true)
        .git_global(true)
        .require_git(true)
        .follow_links(false)
        .current_dir(work_tree(notebook));
    builder
}

/// Returns the folder that the user's own rules count from.
fn work_tree(notebook: &Notebook) -> &Path {
    let prefix = notebook.repo.as_ref().map_or("", |repo| repo.prefix());
    let depth = prefix.split('/').filter(|part| !part.is_empty()).count();
    notebook.root.ancestors().nth(depth).unwrap_or(&notebook.root)
}

/// Tells what is in no hidden folder and in no other repository, and notes the latter.
fn is_ours(
    root: PathBuf,
    others: Arc<Mutex<Vec<String>>>,
) -> impl Fn(&DirEntry) -> bool + Send + Sync + 'static {
    move |entry| {
        if entry.depth() == 0 {
            return true;
        }
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            return false;
        }
        if !is_folder(entry) || !is_other_repository(entry.path()) {
            return true;
        }
        if let (Some(path), Ok(mut others)) = (local_path(entry, &root), others.lock()) {
            others.push(path);
        }
        false
    }
}

pub fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

pub fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// Returns whether a folder has a `.git` of its own: a submodule or another repository.
pub fn is_other_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// What one thread has seen; it joins the rest at the end.
struct Part<'a, T> {
    all: &'a Mutex<(Vec<T>, bool)>,
    own: Vec<T>,
    is_complete: bool,
}

impl<T> Drop for Part<'_, T> {
    fn drop(&mut self) {
        if let Ok(mut all) = self.all.lock() {
            all.0.append(&mut self.own);
            all.1 &= self.is_complete;
        }
    }
}

/// Returns the path from the root with `/`; names that are not UTF-8 are left out: they cannot be
/// named in a commit's message or on a command line everywhere.
fn local_path(entry: &DirEntry, root: &Path) -> Option<String> {
    let path = entry.path().as_os_str().as_encoded_bytes();
    let path = path.strip_prefix(root.as_os_str().as_encoded_bytes())?;
    let path = str::from_utf8(path).ok()?.trim_start_matches(is_separator);
    Some(if MAIN_SEPARATOR == '/' { path.to_string() } else { path.replace(MAIN_SEPARATOR, "/") })
}
