//! Where a repository lies: its work tree, its git folder, and the folder that worktrees share.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Context, Hinted, Result, anyhow};

/// The folders of an opened repository.
pub(super) struct Place {
    pub(super) work_tree: PathBuf,
    /// The notebook's folder below `work_tree`, `/`-separated; empty at the root.
    pub(super) prefix: String,
    /// `.git`; of a linked worktree `.git/worktrees/NAME`.
    pub(super) git_dir: PathBuf,
    /// `.git` of the main work tree.
    pub(super) common_dir: PathBuf,
    pub(super) bare: bool,
}

/// A folder that looks like a repository from outside, not yet opened.
pub(super) struct Found {
    dir: PathBuf,
    /// The folder to open: the one with `.git` in it, or a bare repository.
    pub(super) opened: PathBuf,
    git_dir: PathBuf,
    pub(super) common_dir: PathBuf,
    bare: bool,
}

/// Looks for a repository from `dir` upwards.
pub(super) fn find(dir: &Path) -> Result<Option<Found>> {
    let dir =
        fs::canonicalize(dir).with_context(|| format!("failed to read `{}`", dir.display()))?;
    for folder in dir.ancestors() {
        let dot_git = folder.join(".git");
        let (git_dir, bare) = if let Some(target) = pointed_to(&dot_git) {
            (target, false)
        } else if is_git_dir(&dot_git) {
            (dot_git, false)
        } else if is_git_dir(folder) && folder.join("HEAD").exists() {
            (folder.to_path_buf(), true)
        } else {
            continue;
        };
        let common_dir = common_dir(&git_dir);
        return Ok(Some(Found { opened: folder.to_path_buf(), dir, git_dir, common_dir, bare }));
    }
    Ok(None)
}

impl Found {
    /// Returns the place as libgit2 sees it, or `None` if `dir` lies in no work tree of the repository.
    pub(super) fn settle(&self, library: &git2::Repository) -> Result<Option<Place>> {
        let mut place = self.place();
        if library.is_bare() {
            return Ok(Some(Place { bare: true, ..place }));
        }
        if self.bare {
            return Ok(None); // inside `.git` itself
        }
        let Some(work_tree) = library.workdir() else { return Ok(None) };
        let work_tree = fs::canonicalize(work_tree)
            .with_context(|| format!("failed to read `{}`", work_tree.display()))
            .map_err(|error| {
                let moved = format!(
                    "if the work tree was moved: git -C '{}' worktree repair",
                    self.opened.display()
                );
                error.hint(moved)
            })?;
        let Ok(below) = self.dir.strip_prefix(&work_tree) else { return Ok(None) };
        place.prefix = slashed(below)?;
        place.work_tree = work_tree;
        Ok(Some(place))
    }

    /// Returns the place as the folders tell it.
    pub(super) fn place(&self) -> Place {
        let below = self.dir.strip_prefix(&self.opened).ok().and_then(|below| slashed(below).ok());
        Place {
            work_tree: if self.bare { self.dir.clone() } else { self.opened.clone() },
            prefix: if self.bare { String::new() } else { below.unwrap_or_default() },
            git_dir: self.git_dir.clone(),
            common_dir: self.common_dir.clone(),
            bare: self.bare,
        }
    }
}

/// Returns the folder that a `.git` file names (`gitdir: PATH`).
fn pointed_to(dot_git: &Path) -> Option<PathBuf> {
    if !fs::metadata(dot_git).ok()?.is_file() {
        return None;
    }
    let text = fs::read_to_string(dot_git).ok()?;
    let target = text.strip_prefix("gitdir:")?.trim();
    Some(dot_git.parent()?.join(target))
}

fn is_git_dir(folder: &Path) -> bool {
    folder.join("objects").is_dir() && folder.join("refs").is_dir()
}

fn common_dir(git_dir: &Path) -> PathBuf {
    match fs::read_to_string(git_dir.join("commondir")) {
        Ok(text) => git_dir.join(text.trim()),
        Err(_) => git_dir.to_path_buf(),
    }
}

fn slashed(path: &Path) -> Result<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    match parts {
        Some(parts) => Ok(parts.join("/")),
        None => Err(anyhow!("the name of the folder `{}` is not UTF-8", path.display())
            .hint("rename the folder")),
    }
}
