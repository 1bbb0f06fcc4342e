//! Commits: one by one, along first parents, and what a merge brought.

use crate::date::{Date, Moment};
use crate::error::{Context, Hinted, Result, anyhow};

use super::{CommitId, Repo, said};

/// What a commit says about itself.
#[derive(Clone, Debug)]
pub struct CommitInfo {
    pub id: CommitId,
    /// When it was committed (not: written).
    pub time: Moment,
    /// The committer's clock, in minutes east of UTC.
    pub offset_minutes: i32,
    /// The number of its parents; from two on it is a merge.
    pub parents: usize,
}

impl CommitInfo {
    /// Returns the day on its committer's own clock.
    pub fn day(&self) -> Date {
        self.time.date_at_offset(self.offset_minutes)
    }

    /// Returns the time of day on its committer's own clock, as `17:00`.
    pub fn clock(&self) -> String {
        self.time.clock_at_offset(self.offset_minutes)
    }

    pub(super) fn of(commit: &git2::Commit<'_>) -> CommitInfo {
        let time = commit.committer().when();
        CommitInfo {
            id: commit.id().into(),
            time: Moment::from_seconds(time.seconds()),
            offset_minutes: time.offset_minutes(),
            parents: commit.parent_count(),
        }
    }
}

impl Repo {
    /// Returns the commit that a text names as `git rev-parse` reads it: an id, a branch, a tag, `HEAD~3`.
    ///
    /// # Errors
    /// A text that names no commit.
    pub fn find_commit(&self, text: &str) -> Result<CommitId> {
        let found = match self.library() {
            Some(library) => library
                .revparse_single(text)
                .and_then(|object| object.peel_to_commit())
                .map(|commit| commit.id().into())
                .ok(),
            None => {
                let wanted = format!("{text}^{{commit}}");
                let args = ["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted];
                let answer = self.program().read(&args)?;
                CommitId::from_hex(String::from_utf8_lossy(&answer.out).trim())
            }
        };
        found.ok_or_else(|| {
            anyhow!("`{text}` names no commit").hint("see the commits: `git log --oneline`")
        })
    }

    /// Returns what a commit says about itself.
    ///
    /// # Errors
    /// A commit that is not in the repository.
    pub fn commit_info(&self, id: CommitId) -> Result<CommitInfo> {
        Ok(CommitInfo::of(&self.commit_object(id)?))
    }

    /// Returns a commit's message; bytes that are no UTF-8 are replaced.
    ///
    /// # Errors
    /// A commit that is not in the repository.
    pub fn message(&self, id: CommitId) -> Result<String> {
        Ok(String::from_utf8_lossy(self.commit_object(id)?.message_bytes()).into_owned())
    }

    /// Returns true if `ancestor` is `of` or one of its ancestors.
    ///
    /// # Errors
    /// A commit that is not in the repository.
    pub fn is_ancestor(&self, ancestor: CommitId, of: CommitId) -> Result<bool> {
        if ancestor == of {
            return Ok(true);
        }
        self.objects()?.graph_descendant_of(of.oid()?, ancestor.oid()?).map_err(said).with_context(
            || format!("failed to compare commits {} and {}", ancestor.short(), of.short()),
        )
    }

    /// Returns the commits from `from` back along first parents, newest first, each read when asked for,
    /// and once for all walks.
    ///
    /// Where a shallow clone's history ends, it just ends.
    pub fn first_parents(&self, from: CommitId) -> impl Iterator<Item = Result<CommitInfo>> + '_ {
        let mut next = Some(from);
        std::iter::from_fn(move || {
            let id = next.take()?;
            let known = self.line.borrow().get(&id).cloned();
            let (commit, parent) = match known.map_or_else(|| self.on_line(id), Ok) {
                Ok(read) => read,
                Err(error) => return Some(Err(error)),
            };
            next = parent;
            Some(Ok(commit))
        })
    }

    /// Takes a line that was read before, newest first: none of it but its end is read again.
    pub fn remember_line(&self, line: &[CommitInfo]) {
        let pairs = line.windows(2).map(|pair| (pair[0].id, (pair[0].clone(), Some(pair[1].id))));
        self.line.borrow_mut().extend(pairs);
    }

    /// Reads a commit, and which one its line goes on to.
    fn on_line(&self, id: CommitId) -> Result<(CommitInfo, Option<CommitId>)> {
        let commit = self.commit_object(id)?;
        let is_cut_off = || self.is_cut_off_after(commit.id());
        let parent = commit.parent_id(0).ok().filter(|_| !is_cut_off()).map(CommitId::from);
        let read = (CommitInfo::of(&commit), parent);
        // Where a line ends in a shallow clone, a fetch may let it go on.
        if parent.is_some() {
            self.line.borrow_mut().insert(id, read.clone());
        }
        Ok(read)
    }

    /// Returns the commits that a merge brought, newest first: those reachable from its other parents
    /// and not from its first.
    ///
    /// # Errors
    /// A commit that is not in the repository.
    pub fn brought_by_merge(&self, merge: &CommitInfo) -> Result<Vec<CommitInfo>> {
        let commit = self.commit_object(merge.id)?;
        let walk = || -> Result<Vec<git2::Oid>, git2::Error> {
            let mut walk =
                self.objects().map_err(|_| git2::Error::from_str("no history"))?.revwalk()?;
            walk.set_sorting(git2::Sort::TOPOLOGICAL | git2::Sort::TIME)?;
            for (place, parent) in commit.parent_ids().enumerate() {
                if place == 0 { walk.hide(parent)? } else { walk.push(parent)? }
            }
            walk.collect()
        };
        walk()
            .map_err(said)
            .with_context(|| format!("failed to read what merge {} brought", merge.id.short()))?
            .into_iter()
            .map(|id| self.commit_info(id.into()))
            .collect()
    }

    pub(super) fn commit_object(&self, id: CommitId) -> Result<git2::Commit<'_>> {
        self.objects()?
            .find_commit(id.oid()?)
            .map_err(said)
            .with_context(|| format!("failed to read commit {}", id.short()))
            .hint("in a partial clone it may have to be fetched first: `git fetch`")
    }

    /// Returns true for the last commits of a shallow clone: what was before them is not known.
    pub fn is_end_of_clone(&self, id: CommitId) -> bool {
        std::fs::read_to_string(self.place.common_dir.join("shallow"))
            .is_ok_and(|cut| cut.lines().any(|line| line.trim() == id.to_string()))
    }

    /// Returns whether the history may end, or go on, elsewhere than its commits say: in a shallow clone,
    /// or by git's older list of grafts.
    pub fn is_cut_off(&self) -> bool {
        let marks = ["shallow", "info/grafts"];
        marks.iter().any(|mark| self.place.common_dir.join(mark).exists())
    }

    /// Returns true for the last commits of a shallow clone where libgit2 does not see that they are.
    pub(super) fn is_cut_off_after(&self, id: git2::Oid) -> bool {
        self.library().is_none() && self.is_end_of_clone(id.into())
    }
}
