//! What the repository is in the middle of: a merge, a rebase; and the branch that HEAD names.

use crate::error::{Context, Error, Hinted, Result, anyhow};

use super::{CommitId, Repo, said};

/// Something that git has begun and not ended: a file in git's folder that shows it, its name, the way out.
const UNFINISHED: [(&str, &str, &str); 9] = [
    ("rebase-merge", "a rebase", "git rebase --continue` or `git rebase --abort"),
    ("rebase-apply/applying", "a `git am`", "git am --continue` or `git am --abort"),
    ("rebase-apply", "a rebase", "git rebase --continue` or `git rebase --abort"),
    ("MERGE_HEAD", "a merge", "git merge --continue` or `git merge --abort"),
    (
        "CHERRY_PICK_HEAD",
        "a cherry-pick",
        "git cherry-pick --continue` or `git cherry-pick --abort",
    ),
    ("REVERT_HEAD", "a revert", "git revert --continue` or `git revert --abort"),
    (
        "sequencer/todo",
        "a cherry-pick or revert",
        "git cherry-pick --abort` or `git revert --abort",
    ),
    ("BISECT_LOG", "a bisect", "git bisect reset"),
    ("BISECT_START", "a bisect", "git bisect reset"),
];

impl Repo {
    /// Returns the commit that HEAD names, or `None` on a branch without commits.
    ///
    /// # Errors
    /// A HEAD or a branch that cannot be read.
    pub fn head(&self) -> Result<Option<CommitId>> {
        let Some(library) = self.library() else { return self.head_by_program() };
        match library.head().and_then(|head| head.peel_to_commit()) {
            Ok(commit) => Ok(Some(commit.id().into())),
            Err(error) if error.code() == git2::ErrorCode::UnbornBranch => Ok(None),
            Err(error) => Err(self.damaged(said(error).context("failed to read HEAD"))),
        }
    }

    /// Returns the commit that a branch names; `None` if there is no such branch.
    pub(super) fn tip_of(&self, branch: &str) -> Result<Option<CommitId>> {
        let failed = || format!("failed to read `{branch}`");
        let Some(library) = self.library() else {
            let answer = self.program().read(&["rev-parse", "--verify", "--quiet", branch])?;
            return Ok(CommitId::from_hex(String::from_utf8_lossy(&answer.out).trim()));
        };
        match library.refname_to_id(branch) {
            Ok(id) => Ok(Some(id.into())),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(said(error)).with_context(failed),
        }
    }

    fn head_by_program(&self) -> Result<Option<CommitId>> {
        let args = ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"];
        let answer = self.program().read(&args).context("failed to read HEAD")?;
        match answer.code {
            Some(0) => {
                let text = String::from_utf8_lossy(&answer.out);
                CommitId::from_hex(text.trim()).context("failed to read HEAD").map(Some)
            }
            Some(1) if answer.words.is_empty() => Ok(None),
            _ => Err(self.damaged(answer.failure(&args).context("failed to read HEAD"))),
        }
    }

    /// Returns the full name of the branch that HEAD names, such as `refs/heads/main`; `None` if detached.
    pub(super) fn branch(&self) -> Result<Option<String>> {
        if let Some(library) = self.library() {
            let head = library
                .find_reference("HEAD")
                .map_err(|error| self.damaged(said(error).context("failed to read HEAD")))?;
            return match head.symbolic_target() {
                Ok(target) => Ok(target.map(str::to_string)),
                Err(_) => Err(anyhow!("the name of the branch is not UTF-8")),
            };
        }
        let answer = self.program().read(&["symbolic-ref", "--quiet", "HEAD"])?;
        let name = String::from_utf8_lossy(&answer.out).trim().to_string();
        Ok((answer.code == Some(0)).then_some(name))
    }

    /// Refuses a repository in which a commit would not land on a branch, or would end what git has begun.
    pub(super) fn refuse_state(&self) -> Result<()> {
        if self.place.bare {
            let folder = self.work_tree().display();
            let way_out = if self.work_tree().join(".git").exists() {
                "it says so in `core.bare`; if the files here are its own: `git config core.bare false`"
            } else {
                "work in a clone of it: `git clone`"
            };
            return Err(anyhow!("`{folder}` is a bare repository, without files").hint(way_out));
        }
        if let Some((_, name, way_out)) = UNFINISHED.iter().find(|(sign, ..)| self.has_sign(sign)) {
            return Err(anyhow!("{name} is in progress").hint(format!("end it first: `{way_out}`")));
        }
        if self.branch()?.is_none() {
            return Err(anyhow!("HEAD is detached: a commit would be on no branch")
                .hint("go back to a branch: `git switch BRANCH`"));
        }
        Ok(())
    }

    fn has_sign(&self, sign: &str) -> bool {
        if self.place.git_dir.join(sign).exists() {
            return true;
        }
        // reftable keeps these two as references.
        let is_reference = matches!(sign, "CHERRY_PICK_HEAD" | "REVERT_HEAD");
        is_reference
            && self.library().is_none()
            && self
                .program()
                .read(&["rev-parse", "--verify", "--quiet", sign])
                .is_ok_and(|answer| answer.code == Some(0))
    }

    pub(super) fn damaged(&self, error: Error) -> Error {
        let folder = self.work_tree().display();
        error.hint(format!("the repository may be damaged; check it: git -C '{folder}' fsck"))
    }
}
