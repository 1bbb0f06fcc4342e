//! A commit through the `git` program, where hooks, signing, filters or the repository's form need it.

use std::fs;

use crate::error::Result;

use super::journal::Begun;
use super::lock;
use super::preflight::ReadyPath;
use super::shape::Way;
use super::staging::Staging;
use super::stamp::Stamp;
use super::{BlobId, CommitId, Outcome, Ready, Repo};

impl Repo {
    pub(super) fn commit_through_git(
        &self,
        paths: &[&ReadyPath],
        message: &str,
        when: Option<Stamp>,
        begun: &Begun,
    ) -> Result<Outcome> {
        self.refuse_state()?; // a merge may have begun since the preflight
        self.signers()?;
        lock::wait_until_free(&self.place.git_dir, self.patience)?;
        let staging = self.staging()?;
        let by_program = Way::Program(String::new());
        for ready in paths {
            let staged = staging.get(&ready.full).map(|staged| staged.content);
            if staged != ready.staged {
                self.refuse_own_version(&ready.path, staged, &by_program)?;
            }
        }
        let old = self.head()?;
        let Some(wanted) = self.different(paths, &staging, old)? else {
            return Ok(Outcome::Nothing);
        };

        let new = Intents { repo: self, fulls: wanted.unknown };
        new.add().inspect_err(|_| begun.is_unsettled.set(new.take_back().is_err()))?;
        let specs: Vec<String> =
            wanted.fulls.iter().map(|full| format!(":(literal){full}")).collect();
        let mut args = vec!["commit", "--only", "--quiet", "--cleanup=verbatim", "--file=-", "--"];
        args.extend(specs.iter().map(String::as_str));
        let answer = self.program().write(&args, message, &self.time_variables(when));
        let has_ended_well = answer.as_ref().is_ok_and(|answer| answer.code == Some(0));
        let head = self.head()?.filter(|head| Some(*head) != old);
        let own = match head {
            // git reports a failure too where the commit has landed, but something after it went wrong;
            // and a hook may have made another commit behind it.
            Some(head) => self.find_operation(head, old, &begun.op)?,
            None => None,
        };
        let own = own.or(head.filter(|head| has_ended_well || self.is_ours(*head, old, message)));
        match (own, answer) {
            (Some(own), _) => {
                // git moves the branch before the index: where it was stopped, the index may be behind.
                begun.is_unsettled.set(begun.is_unsettled.get() || !has_ended_well);
                Ok(Outcome::Committed(own))
            }
            (None, answer) => {
                // The commit's own error is the one to report.
                begun.is_unsettled.set(begun.is_unsettled.get() || new.take_back().is_err());
                Err(answer?.failure(&args))
            }
        }
    }

    /// Returns what hooks did beside the commit of these paths, whose files held `before` as it began.
    pub fn by_hooks(
        &self,
        ready: &Ready,
        commit: CommitId,
        before: &[Option<BlobId>],
    ) -> Vec<String> {
        if ready.way == Way::InProcess {
            return Vec::new();
        }
        let mut said = Vec::new();
        for (path, before) in ready.paths.iter().zip(before) {
            let now = fs::read(self.work_tree().join(&path.full)).ok();
            if now.as_deref().map(Repo::hash) == *before {
                continue;
            }
            let args = ["--literal-pathspecs", "diff", "--quiet", "HEAD", "--", &path.full];
            let is_committed = self.program().read(&args).is_ok_and(|it| it.code == Some(0));
            let rest = if is_committed { "" } else { "; that is not committed" };
            said.push(format!("a hook changed {}{rest}", path.path));
        }
        let commit = commit.to_string();
        let args = ["diff-tree", "--no-commit-id", "--name-only", "-r", "-z", "--root", &commit];
        let listed = self.program().ask(&args).unwrap_or_default();
        for full in listed.split(|byte| *byte == 0).filter(|full| !full.is_empty()) {
            let full = String::from_utf8_lossy(full);
            if !ready.paths.iter().any(|path| path.full == full) {
                said.push(format!("a hook added {full} to the commit"));
            }
        }
        said
    }

    /// Returns which paths differ from HEAD, or `None` if none does.
    fn different(
        &self,
        paths: &[&ReadyPath],
        staging: &Staging,
        old: Option<CommitId>,
    ) -> Result<Option<Wanted>> {
        let mut wanted = Wanted { fulls: Vec::new(), unknown: Vec::new() };
        let by_program = Way::Program(String::new());
        let mut certain = false;
        for ready in paths {
            let exists = self.file_now(ready)?.is_some();
            let in_index = staging.get(&ready.full).is_some();
            let in_head = self.head_version(&ready.full)?;
            if exists && !in_index {
                wanted.unknown.push(ready.full.clone());
            }
            // `git diff` takes the index's word for a file that is marked `--assume-unchanged`.
            certain |= self.file_version(&ready.full, &by_program)? != in_head;
            if exists || in_index || in_head.is_some() {
                wanted.fulls.push(ready.full.clone());
            }
        }
        if wanted.fulls.is_empty() {
            return Ok(None);
        }
        if let (Some(_), false) = (old, certain) {
            let mut args = vec![
                "--literal-pathspecs",
                "diff",
                "--quiet",
                "--no-ext-diff",
                "--no-textconv",
                "HEAD",
                "--",
            ];
            args.extend(wanted.fulls.iter().map(String::as_str));
            let answer = self.program().read(&args)?;
            match answer.code {
                Some(0) => return Ok(None),
                Some(1) => {}
                _ => return Err(answer.failure(&args)),
            }
        }
        Ok(Some(wanted))
    }

    /// Returns whether `head` is the commit that was asked for, told by its parent and message.
    fn is_ours(&self, head: CommitId, old: Option<CommitId>, message: &str) -> bool {
        let parent = old.map(|old| old.to_string()).unwrap_or_default();
        let args = ["show", "--no-patch", "--format=%P%n%B", &head.to_string()];
        let shown = self.program().ask(&args).unwrap_or_default();
        String::from_utf8_lossy(&shown).trim_end() == format!("{parent}\n{message}").trim_end()
    }
}

/// What `git commit` is to be given.
struct Wanted {
    fulls: Vec<String>,
    /// Those of them that the index does not know yet.
    unknown: Vec<String>,
}

/// New files, announced to the index by an intent to add: `git commit --only` takes only files that it knows.
pub(super) struct Intents<'a> {
    pub(super) repo: &'a Repo,
    pub(super) fulls: Vec<String>,
}

impl Intents<'_> {
    fn add(&self) -> Result<()> {
        if self.fulls.is_empty() {
            return Ok(());
        }
        let specs: Vec<String> =
            self.fulls.iter().map(|full| format!(":(literal){full}")).collect();
        let mut args = vec!["add", "--intent-to-add", "--"];
        args.extend(specs.iter().map(String::as_str));
        self.write(&args)
    }

    /// Makes the index forget the files again.
    pub(super) fn take_back(&self) -> Result<()> {
        if self.fulls.is_empty() {
            return Ok(());
        }
        let mut args = vec!["update-index", "--force-remove", "--"];
        args.extend(self.fulls.iter().map(String::as_str));
        self.write(&args)
    }

    fn write(&self, args: &[&str]) -> Result<()> {
        let answer = self.repo.program().write(args, "", &[])?;
        if answer.code == Some(0) { Ok(()) } else { Err(answer.failure(args)) }
    }
}
