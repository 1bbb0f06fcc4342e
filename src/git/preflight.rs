//! Everything for which a commit can be refused, looked at before a note is written.

use std::fs;

use crate::error::{Context, Hinted, Result, anyhow, bail};
use crate::note::conflict_marker;

use super::shape::Way;
use super::staging::{Staged, Staging};
use super::{BlobId, Repo, lock, said};

/// Paths that can be committed; made by [`Repo::preflight`].
pub struct Ready {
    pub(super) paths: Vec<ReadyPath>,
    pub(super) way: Way,
}

/// A path that can be committed, as it was found.
pub(super) struct ReadyPath {
    pub(super) path: String,
    /// The path from the work tree's root.
    pub(super) full: String,
    /// What was staged; it is HEAD's version or the file's.
    pub(super) staged: Option<BlobId>,
}

impl Repo {
    /// Refuses everything that would keep these paths from being committed. Writes nothing.
    ///
    /// # Errors
    /// No identity; a detached HEAD; a merge or the like in progress; a bare repository; a path that
    /// is ignored, in a submodule, behind a symbolic link, no regular file, outside the sparse
    /// checkout, with conflict markers or with a staged version of its own; an index that another
    /// program keeps locked; no `git` program where one is needed.
    pub fn preflight(&self, paths: &[String]) -> Result<Ready> {
        self.refuse_state()?;
        self.signers()?;
        let staging = self.staging()?;
        if staging.has_unmerged() {
            return Err(anyhow!("a merge left files undecided")
                .hint("see them with `git status`; then `git add` each"));
        }
        for path in paths {
            self.refuse_path(path, &staging)?;
        }
        let fulls: Vec<String> = paths.iter().map(|path| self.full(path)).collect();
        let way = self.way(&fulls, &staging)?;
        if let Way::Program(reason) = &way {
            self.program().refuse_missing(reason)?;
        }
        let mut ready = Ready { paths: Vec::new(), way };
        for (path, full) in paths.iter().zip(fulls) {
            let staged = staging.get(&full).map(|staged| staged.content);
            self.refuse_own_version(path, staged, &ready.way)?;
            ready.paths.push(ReadyPath { path: path.clone(), full, staged });
        }
        lock::wait_until_free(&self.place.git_dir, self.patience)?;
        Ok(ready)
    }

    fn refuse_path(&self, path: &str, staging: &Staging) -> Result<()> {
        self.refuse_folders(path, staging)?;
        let full = self.full(path);
        let staged = staging.get(&full);
        if staged.is_some_and(Staged::is_submodule) {
            return Err(in_submodule(path, path));
        }
        if staged.is_some_and(|staged| staged.skip_worktree) {
            return Err(anyhow!("`{path}` is outside the sparse checkout")
                .hint(format!("take it in: `git sparse-checkout add` its folder, or `git update-index --no-skip-worktree '{full}'`")));
        }
        if staged.is_none() && self.is_ignored(path)? {
            return Err(anyhow!("git ignores `{path}`")
                .hint(format!("find the rule: git check-ignore -v '{full}'; or add the file once: git add -f '{full}'")));
        }
        let file = self.work_tree().join(&full);
        match fs::symlink_metadata(&file) {
            Err(_) => Ok(()), // a file to come, or one that is gone
            Ok(meta) if meta.is_symlink() => {
                Err(anyhow!("`{path}` is a symbolic link").hint("name the file that it points to"))
            }
            Ok(meta) if !meta.is_file() => bail!("`{path}` is not a regular file"),
            Ok(_) => {
                let bytes = fs::read(&file).with_context(|| format!("failed to read `{path}`"))?;
                refuse_conflict_markers(path, &bytes)
            }
        }
    }

    /// Refuses a path that does not lie plainly in this repository's work tree.
    fn refuse_folders(&self, path: &str, staging: &Staging) -> Result<()> {
        let odd = |part: &str| matches!(part, "" | "." | "..") || part.eq_ignore_ascii_case(".git");
        if path.split('/').any(odd) || path.contains('\0') {
            bail!("`{path}` is no path below the notebook's folder");
        }
        for (end, _) in path.match_indices('/') {
            let folder = &path[..end];
            let full = self.full(folder);
            match staging.get(&full) {
                Some(staged) if staged.is_submodule() => return Err(in_submodule(path, folder)),
                Some(_) => {
                    return Err(anyhow!("git knows `{folder}` as a file").hint(format!(
                        "commit its removal first: git rm --cached '{full}' && git commit"
                    )));
                }
                None => {}
            }
            let place = self.work_tree().join(&full);
            match fs::symlink_metadata(&place) {
                Err(_) => return Ok(()), // a folder to come
                Ok(meta) if meta.is_symlink() => {
                    return Err(anyhow!("`{folder}` is a symbolic link")
                        .hint("name the folder that it points to"));
                }
                Ok(meta) if !meta.is_dir() => bail!("`{folder}` is not a folder"),
                Ok(_) if fs::symlink_metadata(place.join(".git")).is_ok() => {
                    return Err(in_submodule(path, folder));
                }
                Ok(_) => {}
            }
        }
        Ok(())
    }

    /// Refuses to lose what is staged for a path, if that is neither HEAD's version nor the file's.
    pub(super) fn refuse_own_version(
        &self,
        path: &str,
        staged: Option<BlobId>,
        way: &Way,
    ) -> Result<()> {
        let full = self.full(path);
        let head = self.head_version(&full)?;
        // An empty staged file has nothing to lose, and may be no more than an intent to add.
        let nothing_to_lose = staged.is_some_and(BlobId::is_of_nothing) && head.is_none();
        if staged == head || nothing_to_lose || staged == self.file_version(&full, way)? {
            return Ok(());
        }
        let fact = match staged {
            Some(_) => anyhow!("`{path}` has a staged version of its own"),
            None => anyhow!("the removal of `{path}` is staged, but the file is there"),
        };
        Err(fact.hint(format!(
            "commit it first: `git commit`; or give it up: git restore --staged '{full}'"
        )))
    }

    /// Returns the content of a path in HEAD.
    pub(super) fn head_version(&self, full: &str) -> Result<Option<BlobId>> {
        let Some(head) = self.head()? else { return Ok(None) };
        let Some(library) = self.library() else {
            let answer = self.program().read(&[
                "rev-parse",
                "--verify",
                "--quiet",
                &format!("{head}:{full}"),
            ])?;
            return Ok(BlobId::from_hex(String::from_utf8_lossy(&answer.out).trim()));
        };
        let entry = library
            .find_commit(head.oid()?)
            .and_then(|commit| commit.tree())
            .map(|tree| tree.get_path(full.as_ref()))
            .map_err(|error| self.damaged(said(error).context("failed to read HEAD's files")))?;
        Ok(entry.ok().map(|entry| entry.id().into()))
    }

    /// Returns whether a path's file, as git would store it, is what HEAD has; `None` if HEAD has none.
    ///
    /// # Errors
    /// A HEAD that cannot be read; a filter that fails.
    pub fn is_as_committed(&self, path: &str) -> Result<Option<bool>> {
        let full = self.full(path);
        let Some(head) = self.head_version(&full)? else { return Ok(None) };
        let file = self.file_version(&full, &Way::Program(String::new()))?;
        Ok(Some(file == Some(head)))
    }

    /// Returns the content that git would store for a path's file.
    pub(super) fn file_version(&self, full: &str, way: &Way) -> Result<Option<BlobId>> {
        let Ok(bytes) = fs::read(self.work_tree().join(full)) else { return Ok(None) };
        if *way == Way::InProcess {
            return Ok(Some(Repo::hash(&bytes)));
        }
        let id = self.program().ask(&["hash-object", "--", full])?;
        Ok(BlobId::from_hex(String::from_utf8_lossy(&id).trim()))
    }
}

fn in_submodule(path: &str, folder: &str) -> crate::error::Error {
    anyhow!("`{path}` lies in another repository: `{folder}`")
        .hint(format!("work there: `cd {folder}`"))
}

/// Refuses the marks of an undecided merge.
fn refuse_conflict_markers(path: &str, bytes: &[u8]) -> Result<()> {
    let Some(at) = conflict_marker(bytes) else { return Ok(()) };
    let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    Err(anyhow!("`{path}` has conflict markers (from line {line})")
        .hint("decide between the versions in your editor first"))
}
