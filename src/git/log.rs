//! Commits with their words, along all parents.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

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
    /// From the first merge on: how many children of a commit are still to come. A commit waits for all
    /// of them, or one with a slow clock would come behind what it was made on.
    children: Option<HashMap<CommitId, usize>>,
    failed: Option<Error>,
}

impl Repo {
    /// Returns the commits from `from` back along all parents the newest first, and none before
    /// what was made on it; each read when asked for.
    ///
    /// Where a shallow clone's history ends, it just ends.
    pub fn log(&self, from: CommitId) -> impl Iterator<Item = Result<LogEntry>> + '_ {
        let mut walk = Walk {
            repo: self,
            waiting: BTreeMap::new(),
            found: HashSet::new(),
            children: None,
            failed: None,
        };
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

impl Walk<'_> {
    /// Adds the parents of a commit of which no other child is still to come.
    fn add_all(&mut self, parents: &[CommitId]) -> Result<()> {
        if parents.len() > 1 && self.children.is_none() {
            self.children = Some(self.children_below(parents)?);
        }
        for parent in parents {
            let is_last = match self.children.as_mut().and_then(|all| all.get_mut(parent)) {
                Some(left) => {
                    *left = left.saturating_sub(1);
                    *left == 0
                }
                None => true,
            };
            if is_last {
                self.add(*parent);
            }
        }
        Ok(())
    }

    /// Returns for each commit from a merge's parents back how many children it has, the merge included.
    fn children_below(&self, parents: &[CommitId]) -> Result<HashMap<CommitId, usize>> {
        let mut children: HashMap<CommitId, usize> = HashMap::new();
        let mut open: Vec<CommitId> = parents.to_vec();
        while let Some(id) = open.pop() {
            let count = children.entry(id).or_default();
            *count += 1;
            if *count == 1 {
                open.extend(self.parents(&self.repo.commit_object(id)?));
            }
        }
        Ok(children)
    }

    fn parents(&self, commit: &git2::Commit) -> Vec<CommitId> {
        match self.repo.is_cut_off_after(commit.id()) {
            true => Vec::new(),
            false => commit.parent_ids().map(CommitId::from).collect(),
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
        let parents = self.parents(&commit);
        if let Err(error) = self.add_all(&parents) {
            self.failed = Some(error);
        }
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
