//! What a whole walk has listed, as the next one knows it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::MetadataExt;

use ignore::DirEntry;

use super::known::Ground;
use super::rules::{State, state};
use super::whole::{self, is_file, is_folder};
use super::{Look, found};
use crate::notebook::cache::folders::Folder;
use crate::notebook::cache::notes::Found;
use crate::notebook::stamp::Stamp;
use crate::notebook::{Notebook, is_note};

/// What a walk comes by.
enum Seen {
    Note(Found),
    Folder(Listed),
}

/// A folder that was listed.
struct Listed {
    path: String,
    /// `None` if it cannot be told whether it changes.
    stamp: Option<Stamp>,
    /// Its `.gitignore`.
    rules: Option<State>,
    /// Whether something in it may become a repository and show it nowhere.
    is_odd: bool,
}

/// Returns the notes that git's rules do not ignore, in no order, and all folders if they can be known again.
pub fn notes(
    notebook: &Notebook,
    ground: &Ground,
    look: Look,
) -> (Vec<Found>, Option<Vec<Folder<'static>>>) {
    let is_adopted = notebook.is_adopted;
    let walk = whole::walk(notebook, |path, entry| {
        if is_folder(entry) {
            Some(Seen::Folder(listed(path, entry, ground)))
        } else {
            let is_note = is_file(entry) && is_note(&path, is_adopted);
            is_note.then(|| Seen::Note(found(path, entry, look)))
        }
    });
    let (mut notes, mut listed) = (Vec::new(), Vec::new());
    for seen in walk.seen {
        match seen {
            Seen::Note(note) => notes.push(note),
            Seen::Folder(folder) => listed.push(folder),
        }
    }
    notes.sort_unstable_by(|one, other| one.path.cmp(&other.path));
    let mut others = walk.others;
    others.sort_unstable();
    let folders = if walk.is_complete { folders(listed, &notes, &others) } else { None };
    (notes, folders)
}

fn listed(path: String, entry: &DirEntry, ground: &Ground) -> Listed {
    let folder = entry.path();
    let meta = entry.metadata().ok();
    let stamp = meta.and_then(|meta| ground.stamp(meta.dev(), Stamp::of(&meta)));
    let is_there = |name: &str| fs::symlink_metadata(folder.join(name)).is_ok();
    let rules = is_there(".gitignore").then(|| state(&folder.join(".gitignore"), ground.begun()));
    let is_odd = !path.is_empty() && (is_there(".git") || is_there(".jj"));
    Listed { path, stamp, rules, is_odd }
}

/// Returns the folders, each behind the one that it lies in. `notes` and `others` are sorted.
fn folders(
    mut listed: Vec<Listed>,
    notes: &[Found],
    others: &[String],
) -> Option<Vec<Folder<'static>>> {
    listed.sort_unstable_by(|one, other| one.path.cmp(&other.path));
    let mut folders: Vec<Folder> = Vec::with_capacity(listed.len());
    let mut places: HashMap<&str, u32> = HashMap::with_capacity(listed.len());
    for Listed { path, stamp, rules, is_odd } in &listed {
        if *is_odd || rules.is_some_and(|rules| !rules.is_settled) {
            return None;
        }
        let (parent, name) = parts(path);
        let place = u32::try_from(folders.len()).ok()?;
        let parent = if place == 0 { 0 } else { *places.get(parent)? };
        // A folder that may have changed may have had other rules when what lies in it was listed.
        let is_sure = place == 0 || folders.get(parent as usize)?.stamp().is_some();
        let (stamp, rules) = (stamp.filter(|_| is_sure), rules.map(|rules| rules.sum));
        folders.push(Folder::new(parent, Cow::Owned(name.to_string()), stamp, rules));
        places.insert(path, place);
    }
    for note in notes {
        let (folder, name) = parts(&note.path);
        folders.get_mut(*places.get(folder)? as usize)?.notes.push(name);
    }
    for path in others {
        let (folder, name) = parts(path);
        folders.get_mut(*places.get(folder)? as usize)?.others.push(name);
    }
    folders.first()?.stamp()?; // it is listed again anyway
    Some(folders)
}

/// Returns the folder and the name in a path.
fn parts(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
