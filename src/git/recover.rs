//! What a run that was stopped has left: looked at by the next one that writes, under the same lock.
//!
//! Only what the journal proves to be ours is touched: git's locks by their bytes, index entries that
//! are as the operation found them. Whose a thing is never follows from its age.

use std::fs;

use git2::{FileMode, TreeEntry};

use crate::error::{Context, Result};

use super::branch::Move;
use super::folder::Folder;
use super::in_process::{File, Target, log_line, stage};
use super::journal::{Journal, Planned};
use super::lock::{IndexLock, OLD_INDEX, release_all};
use super::staging::Staging;
use super::through_git::Intents;
use super::{BlobId, CommitId, Repo, said};

/// An operation that did not come to its end. While this is held, no git command changes the index.
pub struct Unfinished<'a> {
    repo: &'a Repo,
    pub journal: Journal,
    folder: Folder,
    /// The operation's commit, if the branch has it.
    landed: Option<CommitId>,
}

/// The oldest commit that is looked at for an operation, counted from the branch's tip: nobody makes so
/// many between two runs.
const MOST_COMMITS: usize = 10_000;

impl Repo {
    /// Returns what a run that was stopped has left here; `None` if nothing is.
    ///
    /// # Errors
    /// A journal that cannot be read; a repository that cannot be read.
    pub fn unfinished(&self) -> Result<Option<Unfinished<'_>>> {
        let Some((journal, folder)) = self.begun()? else { return Ok(None) };
        let mut unfinished = Unfinished { repo: self, journal, folder, landed: None };
        unfinished.landed = unfinished.landed()?;
        Ok(Some(unfinished))
    }

    /// Returns the commit of an operation on a line of history, looked for from its newest commit back
    /// to the one that the operation was made on.
    pub(super) fn find_operation(
        &self,
        tip: CommitId,
        old: Option<CommitId>,
        op: &str,
    ) -> Result<Option<CommitId>> {
        let line = format!("Fieldnote-Op: {op}");
        let is_its = |message: &str| message.lines().any(|other| other == line);
        if self.objects().is_err() {
            return self.find_by_program(tip, old, &is_its);
        }
        for commit in self.first_parents(tip).take(MOST_COMMITS) {
            let id = commit?.id;
            if Some(id) == old {
                return Ok(None);
            }
            if is_its(&self.message(id)?) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    fn find_by_program(
        &self,
        tip: CommitId,
        old: Option<CommitId>,
        is_its: &dyn Fn(&str) -> bool,
    ) -> Result<Option<CommitId>> {
        let until = old.map(|old| format!("^{old}"));
        let tip = tip.to_string();
        let mut args = vec!["log", "--first-parent", "-z", "--format=%H%n%B", &tip];
        args.extend(until.as_deref());
        let listed = self.program().ask(&args)?;
        let listed = String::from_utf8_lossy(&listed);
        let found = listed.split('\0').find_map(|record| {
            let (id, message) = record.split_once('\n')?;
            is_its(message).then(|| CommitId::from_hex(id)).flatten()
        });
        Ok(found)
    }
}

impl Unfinished<'_> {
    pub fn has_landed(&self) -> bool {
        self.landed.is_some()
    }

    /// Makes room on the disk for putting files back.
    pub fn make_room(&self) {
        self.folder.make_room();
    }

    /// Keeps git commands from changing the index, as long as the value lives. An index that was
    /// published for a commit that has not landed becomes what it was, if it has been locked since.
    ///
    /// A `git commit` that the stopped run had started may still be at work, behind a slow hook. It
    /// holds this lock; if it starts later, it finds nothing to commit.
    ///
    /// # Errors
    /// Another program that holds the lock.
    pub fn hold(&self) -> Result<impl Drop + '_> {
        let (git_dir, patience) = (&self.repo.place.git_dir, self.repo.patience);
        let hold = || -> Result<_> {
            if !self.folder.owns(&git_dir.join("index.lock")) {
                self.folder.remove(OLD_INDEX)?; // the index may be the user's by now
            }
            let lock = IndexLock::take(git_dir, &self.folder, patience)?;
            if !self.has_landed() {
                lock.restore()?;
            }
            Ok(lock)
        };
        hold().context("failed to look after what an interrupted run had begun")
    }

    /// Returns whether the bytes that a file holds are the user's own by now: committed or staged.
    ///
    /// # Errors
    /// A repository that cannot be read.
    pub fn is_adopted(&self, file: &Planned) -> Result<bool> {
        let staging = self.repo.staging()?;
        let way = self.repo.way(std::slice::from_ref(&file.path), &staging)?;
        let stored = self.repo.file_version(&file.path, &way)?;
        let staged = staging.get(&file.path).map(|staged| staged.content);
        let is_staged = staged == stored && staged != file.staged;
        Ok(is_staged || self.repo.head_version(&file.path)? == stored)
    }

    /// Brings the index up to date if the commit has landed, and forgets the operation.
    ///
    /// # Errors
    /// An index that cannot be written; then the journal stays.
    pub fn end(self) -> Result<()> {
        self.settle_index()?;
        self.forget_intents()?;
        let locks = self.repo.lock_files(&self.journal);
        release_all(&self.folder, &locks)?;
        self.folder.clear()
    }

    fn landed(&self) -> Result<Option<CommitId>> {
        let Some(branch) = &self.journal.branch else { return Ok(None) };
        let Some(tip) = self.repo.tip_of(branch)? else { return Ok(None) };
        self.repo.find_operation(tip, self.journal.head, &self.journal.op)
    }

    /// Lets the index show the commit, where its entries are still as the operation found them. Without
    /// that, the user's next `git commit` would take the operation back.
    fn settle_index(&self) -> Result<()> {
        let repo = self.repo;
        let (Some(library), Some(landed)) = (repo.library(), self.landed) else { return Ok(()) };
        let commit = library.find_commit(landed.oid()?).map_err(said)?;
        // A line that is missing in the log is no reason to refuse all that comes.
        let _ = self.log_move(&commit);
        let Staging::Here(index) = repo.staging()? else { return Ok(()) };
        let tree = commit.tree().map_err(said)?;
        let is_behind = |file: &&Planned| {
            let staged = index.get(&file.path).map(|entry| entry.staged.content);
            let new = tree.get_path(file.path.as_ref()).ok().map(|entry| BlobId::from(entry.id()));
            let is_intent = file.staged.is_none() && staged.is_some_and(BlobId::is_of_nothing);
            (staged == file.staged || is_intent) && staged != new
        };
        let behind: Vec<&Planned> = self.journal.files.iter().filter(is_behind).collect();
        if behind.is_empty() {
            return Ok(());
        }
        let lock = IndexLock::take(&repo.place.git_dir, &self.folder, repo.patience)?;
        let mut index = lock.copy()?;
        let targets: Vec<Target> = behind
            .iter()
            .map(|file| {
                let entry = tree.get_path(file.path.as_ref()).ok();
                Target { full: &file.path, file: entry.map(|entry| self.file(&file.path, &entry)) }
            })
            .collect();
        repo.smudge_racy(&mut index, lock.written(), &targets)?;
        stage(&mut index, &targets)?;
        lock.prepare(&mut index)?;
        lock.publish()
    }

    /// Takes out of the index what was announced to it for a commit that has not landed.
    fn forget_intents(&self) -> Result<()> {
        if self.has_landed() || self.journal.branch.is_none() {
            return Ok(());
        }
        let staging = self.repo.staging()?;
        let is_intent = |file: &&Planned| {
            let now = staging.get(&file.path).map(|staged| staged.content);
            file.staged.is_none() && now.is_some_and(BlobId::is_of_nothing)
        };
        let files = self.journal.files.iter().filter(is_intent);
        let fulls = files.map(|file| file.path.clone()).collect();
        Intents { repo: self.repo, fulls }.take_back()
    }

    /// Returns what the index is to say of a file of the commit.
    fn file(&self, full: &str, entry: &TreeEntry<'_>) -> File {
        let is_executable = entry.filemode() == 0o100_755;
        let mode = if is_executable { FileMode::BlobExecutable } else { FileMode::Blob };
        let place = self.repo.work_tree().join(full);
        let meta = fs::symlink_metadata(&place).ok(); // before the bytes, as for a commit
        let is_it = fs::read(&place).is_ok_and(|bytes| Repo::hash(&bytes) == entry.id().into());
        File { blob: entry.id(), mode, meta: meta.filter(|_| is_it) }
    }

    fn log_move(&self, commit: &git2::Commit<'_>) -> Result<()> {
        let Some(branch) = &self.journal.branch else { return Ok(()) };
        let log =
            log_line(&String::from_utf8_lossy(commit.message_bytes()), commit.parent_count() == 0);
        let (old, new, committer) = (commit.parent_id(0).ok(), commit.id(), commit.committer());
        self.repo.log_missing_move(&Move { branch, old, new, committer: &committer, log })
    }
}
