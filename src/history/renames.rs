//! What a step did to the notes, with renames found by git's 50 % rule.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::git::{BlobId, CommitId, Repo, similar};
use crate::report::period::Change;

use super::versions::Versions;
use super::work_tree::WorkTree;

/// With more pairs to compare than this, only files that keep their name are compared, as git does
/// above its own limit.
const MOST_PAIRS: usize = 10_000;

/// Returns what a commit did to the notes of the one before.
pub fn changes(
    versions: &mut Versions,
    old: Option<CommitId>,
    new: CommitId,
) -> Result<Vec<Change>> {
    let found = versions.changes(old, new)?;
    let gone = found.iter().filter(|change| change.new.is_none());
    let gone: Vec<(String, BlobId)> =
        gone.filter_map(|change| Some((change.path.clone(), change.old?))).collect();
    let come = found.iter().filter(|change| change.old.is_none());
    let come: Vec<(String, BlobId)> =
        come.filter_map(|change| Some((change.path.clone(), change.new?))).collect();
    let mut renamed = renamed(&gone, &come, &|blob| versions.repo.blob(blob))?;
    let taken: Vec<(String, BlobId)> = renamed.values().cloned().collect();
    let mut changes = Vec::new();
    for change in found.iter() {
        let old = match change.old {
            Some(blob) => Some((change.path.clone(), blob)),
            None => renamed.remove(&change.path),
        };
        if change.new.is_none() && old.as_ref().is_some_and(|old| taken.contains(old)) {
            continue;
        }
        let old = old.map(|(path, blob)| versions.note(&path, blob)).transpose()?;
        let new = change.new.map(|blob| versions.note(&change.path, blob)).transpose()?;
        changes.push(Change { old, new });
    }
    Ok(changes)
}

/// Returns what the work tree does to the notes of the last commit.
pub fn in_work_tree(versions: &Versions, head: CommitId, work: &WorkTree) -> Result<Vec<Change>> {
    let committed = &work.committed;
    let repo = versions.repo;
    let mut bytes: BTreeMap<BlobId, Vec<u8>> = BTreeMap::new();
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for path in &work.changed {
        match (committed.contains_key(path), work.notes.contains_key(path)) {
            (true, false) => gone.push(path.clone()),
            (false, true) => {
                let content = versions.notebook.bytes_if_there(path)?.unwrap_or_default();
                let blob = Repo::hash(&content);
                bytes.insert(blob, content);
                come.push((path.clone(), blob));
            }
            _ => {}
        }
    }
    let gone = if come.is_empty() || gone.is_empty() {
        Vec::new()
    } else {
        repo.files(head, &|path| gone.binary_search_by(|gone| gone.as_str().cmp(path)).is_ok())?
    };
    let content = |blob: BlobId| match bytes.get(&blob) {
        Some(bytes) => Ok(bytes.clone()),
        None => repo.blob(blob),
    };
    let renamed = renamed(&gone, &come, &content)?;
    let is_taken = |path: &String| renamed.values().any(|(old, _)| old == path);
    let changes = work.changed.iter().filter(|path| !is_taken(path)).map(|path| {
        let before = renamed.get(path).map_or(path, |(old, _)| old);
        Change { old: committed.get(before).cloned(), new: work.notes.get(path).cloned() }
    });
    Ok(changes.collect())
}

/// Returns for each new path which of the old files it was: the same bytes first, then files that keep
/// their name, then any other of which half is left.
pub fn renamed(
    gone: &[(String, BlobId)],
    come: &[(String, BlobId)],
    bytes: &dyn Fn(BlobId) -> Result<Vec<u8>>,
) -> Result<BTreeMap<String, (String, BlobId)>> {
    let mut found: BTreeMap<String, (String, BlobId)> = BTreeMap::new();
    if gone.is_empty() || come.is_empty() {
        return Ok(found);
    }
    let mut left: Vec<&(String, BlobId)> = gone.iter().collect();
    for (path, blob) in come {
        let same = |(_, old): &&(String, BlobId)| old == blob;
        if let Some(at) = left.iter().position(same) {
            found.insert(path.clone(), left.remove(at).clone());
        }
    }
    let all = left.len() * (come.len() - found.len()) <= MOST_PAIRS;
    for by_name in [true, false] {
        if !by_name && !all {
            break;
        }
        for (path, blob) in come {
            if found.contains_key(path) {
                continue;
            }
            let new = bytes(*blob)?;
            for at in 0..left.len() {
                let (old_path, old) = left[at];
                let is_candidate = (name(old_path) == name(path)) == by_name;
                if is_candidate && similar(&bytes(*old)?, &new) {
                    found.insert(path.clone(), left.remove(at).clone());
                    break;
                }
            }
        }
    }
    Ok(found)
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
