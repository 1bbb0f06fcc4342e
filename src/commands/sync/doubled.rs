//! What a merge that git made by itself has doubled: a follow-up that two people added in different places.

use std::collections::BTreeMap;

use crate::cells::harmless;
use crate::context::Context;
use crate::error::Result;
use crate::git::{BlobId, CommitId, Repo};
use crate::note;
use crate::notebook::Notebook;
use crate::people::Directory;

/// Names the open follow-ups that a merge has more often than each side had them. The merge stays as it is.
pub(super) fn say_doubled(
    context: &Context,
    notebook: &Notebook,
    repo: &Repo,
    sides: [CommitId; 2],
    merged: CommitId,
) -> Result<()> {
    let directory = context.directory(notebook)?;
    let is_note = |path: &str| notebook.is_note(path);
    let [there, here] = sides.map(|side| repo.changes(Some(side), merged, &is_note));
    let (there, here) = (there?, here?);
    for one in &there {
        let Some(other) = here.iter().find(|other| other.path == one.path) else { continue };
        let counts = |blob: Option<BlobId>| counts(repo, &one.path, blob, &directory);
        let (theirs, ours) = (counts(one.old)?, counts(other.old)?);
        for (text, number) in counts(one.new)? {
            let before = [&theirs, &ours].map(|side| side.get(&text).copied().unwrap_or(0));
            if before.iter().all(|before| (1..number).contains(before)) {
                let said = format!("`{}`: \"{text}\" stands twice: both sides added it", one.path);
                context.ui.warn(&harmless(&said));
            }
        }
    }
    Ok(())
}

/// Returns how often each open follow-up stands in a note, by its text.
fn counts(
    repo: &Repo,
    path: &str,
    blob: Option<BlobId>,
    directory: &Directory,
) -> Result<BTreeMap<String, usize>> {
    let mut counts = BTreeMap::new();
    let Some(blob) = blob else { return Ok(counts) };
    for item in note::read(path, &repo.content(blob)?, directory).follow_ups {
        if item.is_open() && !item.text.is_empty() {
            *counts.entry(item.text).or_default() += 1;
        }
    }
    Ok(counts)
}
