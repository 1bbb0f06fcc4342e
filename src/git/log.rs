//! Commits with their words, along all parents.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use crate::error::{Error, Result};

use super::{CommitId, CommitInfo, Identity, Repo};

/// A commit and what it says.
#[derive(Clone, Debug)]
pub struct LogEntry {
    pub commit: CommitInfo,
    pub author: Identity,
    /// Subject, body and trailers; bytes that are no UTF-8 are replaced.
    pub message: String,
    /// Its first parent.
    pub parent: Option<CommitId>,
}

/// Commits that are still to come, by time; among equals the one that was found first goes first.
struct Walk<'a> {
    repo: &'a Repo,
    waiting: BTreeMap<(i64, Reverse<usize>), git2::Commit<'a>>,
    found: HashSet<CommitId>,
    failed: Option<Error>,
}

impl Repo {
    /// Returns the commits from `from` back along all parents in git's own order, the newest first,
    /// each read when asked for.
    ///
    /// Where a shallow clone's history ends, it just ends.
    pub fn log(&self, from: CommitId) -> impl Iterator<Item = Result<LogEntry>> + '_ {
        let mut walk =
            Walk { repo: self, waiting: BTreeMap::new(), found: HashSet::new(), failed: None };
        walk.add(from);
        walk
    }
}

impl Walk<'_> {
    fn add(&mut self, id: CommitId) {
        if !self.found.insert(id) {
            return;
        }
        match self.repo.commit_object(id) {
            Ok(commit) => {
                let key = (commit.time().seconds(), Reverse(self.found.len()));
                self.waiting.insert(key, commit);
            }
            Err(error) => self.failed = Some(error),
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<LogEntry>;

    fn next(&mut self) -> Option<Result<LogEntry>> {
        if let Some(error) = self.failed.take() {
            self.waiting.clear();
            return Some(Err(error));
        }
        let (_, commit) = self.waiting.pop_last()?;
        let mut parents = Vec::new();
        if !self.repo.is_cut_off_after(commit.id()) {
            parents.extend(commit.parent_ids().map(CommitId::from));
        }
        parents.iter().for_each(|parent| self.add(*parent));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let author = commit.author();
        Some(Ok(LogEntry {
            commit: CommitInfo::of(&commit),
            author: Identity { name: text(author.name_bytes()), email: text(author.email_bytes()) },
            message: text(commit.message_bytes()),
            parent: parents.first().copied(),
        }))
    }
}
