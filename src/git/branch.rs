//! Moves a branch from one commit to the next, under git's own lock on it.
//!
//! Not libgit2's transaction: its lock would be nobody's if the process were killed, and git would
//! refuse to commit until somebody removed it by hand.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use git2::{Oid, Repository, Signature};

use crate::error::{Context, Hinted, Result, anyhow};

use super::folder::Folder;
use super::journal::Begun;
use super::stamp::Stamp;
use super::{Repo, lock, said};

/// How a branch moves.
pub(super) struct Move<'a> {
    /// The branch's full name, such as `refs/heads/main`.
    pub(super) branch: &'a str,
    pub(super) old: Option<Oid>,
    pub(super) new: Oid,
    pub(super) committer: &'a Signature<'a>,
    /// The line of the log, such as `commit: minato: done "call"`.
    pub(super) log: String,
}

/// What became of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    Done,
    /// Somebody else has moved the branch: nothing was done.
    Overtaken,
}

/// A lock file, removed on drop.
struct BranchLock<'a> {
    folder: &'a Folder,
    file: PathBuf,
}

impl Drop for BranchLock<'_> {
    fn drop(&mut self) {
        lock::release(self.folder, &self.file);
    }
}

impl Repo {
    pub(super) fn branch_lock(&self, branch: &str) -> PathBuf {
        self.place.common_dir.join(format!("{branch}.lock"))
    }

    /// Moves a branch unless somebody else has moved it. `before` comes first, once nobody else can move
    /// it any more.
    ///
    /// # Errors
    /// Another program that holds the branch, `before`, a file that cannot be written: then it stays.
    pub(super) fn move_branch(
        &self,
        library: &Repository,
        begun: &Begun,
        step: &Move<'_>,
        before: impl FnOnce() -> Result<()>,
    ) -> Result<Moved> {
        let (branch, folder) = (step.branch, &begun.folder);
        let target = self.place.common_dir.join(branch);
        let parent = target.parent().unwrap_or(&self.place.common_dir);
        fs::create_dir_all(parent).with_context(|| format!("failed to lock `{branch}`"))?;
        let file = self.branch_lock(branch);
        lock::claim(folder, &file, self.patience.min(Duration::from_secs(1)))
            .with_context(|| format!("failed to lock `{branch}`"))?;
        let _lock = BranchLock { folder, file };

        let now = tip(library, branch).map_err(said);
        if now.with_context(|| format!("failed to read `{branch}`"))? != step.old {
            return Ok(Moved::Overtaken);
        }
        if step.old.is_none() {
            refuse_taken_name(library, branch)?;
        }
        let draft = folder.draft("ref");
        let failed = || format!("failed to move `{branch}`");
        fs::write(&draft, format!("{}\n", step.new))
            .and_then(|()| folder.durability.file(&draft))
            .with_context(failed)?;
        let _ = fs::remove_dir(&target); // an empty folder of branches that are gone
        before()?;
        let moved = fs::rename(&draft, &target).and_then(|()| folder.durability.folder(parent));
        match moved {
            Err(error) if tip(library, branch) != Ok(Some(step.new)) => {
                return Err(error).with_context(failed);
            }
            _ => {}
        }
        // The commit has landed; a line that is missing in the log is left to the next run.
        for log in self.logs(branch) {
            if append(&log, &step.line()).is_err() {
                begun.is_unsettled.set(true);
            }
        }
        Ok(Moved::Done)
    }

    /// Adds a move to the logs in which the commit before it is the last.
    pub(super) fn log_missing_move(&self, step: &Move<'_>) -> Result<()> {
        for log in self.logs(step.branch) {
            let failed = || format!("failed to write `{}`", log.display());
            let text = match fs::read(&log) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
                read => read.with_context(failed)?,
            };
            let is_next = match step.old {
                Some(old) => last_line(&text).get(41..81) == Some(old.to_string().as_bytes()),
                None => text.is_empty(),
            };
            if is_next {
                append(&log, &step.line()).with_context(failed)?;
            }
        }
        Ok(())
    }

    /// Returns the files in which git would note that a branch, checked out here, moves.
    fn logs(&self, branch: &str) -> Vec<PathBuf> {
        let setting = self.config().map(|config| config.get_string("core.logAllRefUpdates"));
        let is_wanted = match setting {
            Ok(Ok(value)) => git2::Config::parse_bool(value) != Ok(false),
            _ => true,
        };
        let logs =
            [self.place.common_dir.join("logs").join(branch), self.place.git_dir.join("logs/HEAD")];
        logs.into_iter().filter(|log| is_wanted || log.exists()).collect()
    }
}

impl Move<'_> {
    /// Returns the line of the log, with its ending.
    fn line(&self) -> String {
        let old = self.old.map_or("0".repeat(40), |old| old.to_string());
        let when = self.committer.when();
        let stamp = Stamp { seconds: when.seconds(), offset_minutes: when.offset_minutes() };
        let (stamp, new) = (stamp.for_git(), self.new);
        let name = String::from_utf8_lossy(self.committer.name_bytes());
        let email = String::from_utf8_lossy(self.committer.email_bytes());
        let stamp = stamp.trim_start_matches('@');
        format!("{old} {new} {name} <{email}> {stamp}\t{}\n", self.log)
    }
}

/// Returns what a branch names; `None` if there is no such branch.
fn tip(library: &Repository, branch: &str) -> Result<Option<Oid>, git2::Error> {
    match library.refname_to_id(branch) {
        Ok(id) => Ok(Some(id)),
        Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Refuses a new branch where another one's name is a folder of it: `a` beside `a/b`.
fn refuse_taken_name(library: &Repository, branch: &str) -> Result<()> {
    let names = library.references().map_err(said).context("failed to read the branches")?;
    for reference in names.flatten() {
        let Ok(name) = reference.name() else { continue };
        let holds = |outer: &str, inner: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
        };
        if holds(name, branch) || holds(branch, name) {
            return Err(anyhow!("there is `{name}`, so there cannot be `{branch}`")
                .hint("give the branch another name: `git branch -m NAME`"));
        }
    }
    Ok(())
}

fn last_line(text: &[u8]) -> &[u8] {
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    text.rsplit(|byte| *byte == b'\n').next().unwrap_or_default()
}

fn append(log: &Path, line: &str) -> io::Result<()> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().append(true).create(true).open(log)?.write_all(line.as_bytes())
}

#[cfg(test)]
mod tests {
    use git2::{Oid, Repository, Signature};

    use super::{Move, Moved};
    use crate::error::Result;
    use crate::git::{Intention, Repo};

    #[test]
    fn a_branch_that_somebody_moved_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let library = Repository::init(dir.path()).unwrap();
        library.set_head("refs/heads/main").unwrap();
        let repo = Repo::discover(dir.path()).unwrap().unwrap();
        let time = git2::Time::new(1_772_787_600, 540);
        let ann = Signature::new("Ann", "ann@example.com", &time).unwrap();
        let tree = library.find_tree(library.treebuilder(None).unwrap().write().unwrap()).unwrap();
        let commit = |message| library.commit(None, &ann, &ann, message, &tree, &[]).unwrap();
        let (one, two) = (commit("one"), commit("two"));
        let intention = Intention { op: "op", subject: "x", ready: None, writes: Vec::new() };
        let begun = repo.begin(&intention).unwrap();
        let move_to = |branch, old: Option<Oid>, new: Oid| -> Result<Moved> {
            let log = "commit: x".to_string();
            let step = Move { branch, old, new, committer: &ann, log };
            repo.move_branch(&library, &begun, &step, || Ok(()))
        };

        assert_eq!(move_to("refs/heads/main", None, one).unwrap(), Moved::Done);
        for old in [None, Some(two)] {
            assert_eq!(move_to("refs/heads/main", old, two).unwrap(), Moved::Overtaken);
        }
        assert_eq!(library.refname_to_id("refs/heads/main").unwrap(), one);
        move_to("refs/heads/main", Some(one), two).unwrap();
        assert_eq!(library.refname_to_id("refs/heads/main").unwrap(), two);
        let log = std::fs::read_to_string(dir.path().join(".git/logs/HEAD")).unwrap();
        let last = format!("{one} {two} Ann <ann@example.com> 1772787600 +0900\tcommit: x");
        assert_eq!(log.lines().last(), Some(last.as_str()));

        for branch in ["refs/heads/main/x", "refs/heads"] {
            assert!(move_to(branch, None, two).is_err(), "{branch}");
        }
        std::fs::create_dir_all(dir.path().join(".git/refs/heads/gone/by")).unwrap();
        std::fs::remove_dir(dir.path().join(".git/refs/heads/gone/by")).unwrap();
        move_to("refs/heads/gone", None, one).unwrap();
        assert!(!dir.path().join(".git/refs/heads/main.lock").exists());
    }
}
