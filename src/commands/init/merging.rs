//! `init --merge-driver`: has git merge notes with fieldnote.

use std::path::Path;

use crate::commands::changes::say_hooks;
use crate::config::Found;
use crate::context::Context;
use crate::error::{Hinted, Result, anyhow};
use crate::git::Repo;
use crate::notebook::{Change, Committed, Notebook};

const ATTRIBUTES: &str = ".gitattributes";
const LINE: &str = "*.md merge=fieldnote";

/// The value of the attribute `merge`, and the name of the driver.
const NAME: &str = "fieldnote";

/// What git runs, by `sh`, to merge a note. `%P` and the labels come quoted by git. The program is looked
/// for on the PATH, so that it may be updated and moved; where it is missing or fails, git merges itself,
/// since a driver that ends without a result leaves our side alone, without a marker.
const COMMAND: &str = "fieldnote merge-driver %O %A %B --marker-size=%L --path=%P \
    --base-label=%S --ours-label=%X --theirs-label=%Y; s=$?; test $s -lt 2 || \
    { git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; s=$?; }; exit $s";

/// Writes the attribute, commits it, and writes the program into the repository's own settings; what is
/// there already stays.
///
/// # Errors
/// No repository; notes that git merges in another way; whatever keeps `.gitattributes` from being committed.
pub(super) fn set_up(context: &Context, folder: &Path) -> Result<()> {
    let notebook = Notebook::open(Found::Notebook(folder.to_path_buf()))?.for_writing()?;
    let Some(repo) = &notebook.repo else {
        return Err(anyhow!("`{}` is in no git repository", folder.display())
            .hint("run `git init` there first"));
    };
    let shared = has_attribute(&notebook, repo)?;
    let known = repo.merge_driver(NAME);
    if shared && known.as_deref() == Some(COMMAND) {
        context.ui.status("git merges notes with fieldnote here already");
        return Ok(());
    }
    if !shared {
        share(context, &notebook)?;
    }
    if known.as_deref() != Some(COMMAND) {
        repo.set_merge_driver(NAME, "merge notes with follow-ups understood", COMMAND)?;
        context.ui.status("set `merge.fieldnote` in this clone's git settings");
    }
    context.ui.status("git merges notes with fieldnote in this clone; elsewhere it merges as ever");
    context.ui.status("each clone needs the command once: git takes no program from a repository");
    Ok(())
}

/// Returns whether git is told to merge notes with fieldnote.
fn has_attribute(notebook: &Notebook, repo: &Repo) -> Result<bool> {
    let mut paths = vec!["note.md".to_string()];
    paths.extend(notebook.note_paths()?);
    let found = repo.merge_attributes(&paths)?;
    let is_other = |value: &&String| !matches!(value.as_str(), "unspecified" | NAME);
    if let Some(at) = found.iter().position(|value| is_other(&value)) {
        let (path, value) = (&paths[at], &found[at]);
        let merged = match value.as_str() {
            "unset" => "git does not merge notes here".to_string(),
            "set" => "git is told to merge notes here in its own way".to_string(),
            name => format!("git merges notes here with `{name}` already"),
        };
        return Err(anyhow!("{merged} (`{path}`)").hint(format!(
            "if fieldnote is to do it, take that out of `{ATTRIBUTES}` (or the like) and run the command again"
        )));
    }
    Ok(found.first().is_some_and(|value| value == NAME))
}

/// Adds the line to `.gitattributes` behind what stands there, and commits it.
fn share(context: &Context, notebook: &Notebook) -> Result<()> {
    let alone = context.alone(notebook)?;
    let before = notebook.bytes_if_there(ATTRIBUTES)?;
    let mut after = before.clone().unwrap_or_default();
    let ending = if after.windows(2).any(|two| two == b"\r\n") { "\r\n" } else { "\n" };
    if after.last().is_some_and(|byte| *byte != b'\n') {
        after.extend_from_slice(ending.as_bytes());
    }
    after.extend_from_slice(format!("{LINE}{ending}").as_bytes());
    let clearance = notebook.clear(&[ATTRIBUTES.to_string()], true)?;
    let change = Change { path: ATTRIBUTES.into(), before, after: Some(after) };
    let operation = context.operation("init", "merge notes with fieldnote".to_string());
    let committed = notebook.carry_out(&alone, clearance, &[change], &operation)?;
    context.ui.status(&match committed {
        Committed::As { id, by_hooks } => {
            say_hooks(context, &by_hooks);
            format!("added `{LINE}` to `{ATTRIBUTES}` · {}", id.short())
        }
        Committed::Nothing | Committed::NotAsked => format!("added `{LINE}` to `{ATTRIBUTES}`"),
    });
    Ok(())
}
