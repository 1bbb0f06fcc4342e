//! A step forward of branch and work tree, as `git merge --ff-only` makes it; what a step that was killed
//! has left is taken back.
//!
//! git writes the files first, then the index, then the branch. In between, files of the new commit lie in
//! the work tree of the old one, and one may be cut. So the step is noted beside the journal before it
//! begins. It begins only where no file that it touches holds anything that is not committed.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use crate::error::{Context, Error, Hinted, Result, anyhow};

use super::join::Differing;
use super::{CommitId, Repo};

/// The name of the note: the commits before and after the step.
const STEP: &str = "step";

/// A file in which two commits differ.
struct Touched {
    /// The path from the work tree's root.
    full: String,
    is_in_old: bool,
    is_in_new: bool,
}

impl Repo {
    /// Moves branch and work tree forward to a commit that was made on HEAD. What else is changed stays.
    ///
    /// # Errors
    /// A change in the work tree, or a file that git does not know, where the commit has something else:
    /// nothing was changed.
    pub fn advance(&self, to: CommitId) -> Result<()> {
        let old = self.head()?;
        if let Some(old) = old {
            let touched = self.differing(old, to, Differing::All)?;
            let mut in_the_way = self.changed_here()?;
            in_the_way.retain(|path| touched.contains(path));
            if !in_the_way.is_empty() {
                return Err(not_committed(&in_the_way));
            }
            let begun = self.own_folder().put(STEP, format!("{old} {to}\n").as_bytes());
            begun.context("failed to begin")?;
        }
        let to_text = to.to_string();
        let args = [
            "-c",
            "gc.auto=0",
            "-c",
            "maintenance.auto=false",
            "merge",
            "--quiet",
            "--ff-only",
            "--no-squash",
            "--no-autostash",
            "--no-overwrite-ignore",
            &to_text,
        ];
        let variables = [("GIT_REFLOG_ACTION", OsString::from("fieldnote sync"))];
        let answer = self.program().write(&args, "", &variables)?;
        // A hook after the merge may fail; the branch has moved all the same.
        let has_moved = answer.code == Some(0) || (self.head()? == Some(to) && old != Some(to));
        if has_moved {
            return self.own_folder().remove(STEP);
        }
        // git may have written files before it failed. What cannot be taken back is left to the next run.
        if self.take_back_step().is_err() {
            return Err(answer
                .failure(&args)
                .hint("once the cause is gone, run `fieldnote sync` again"));
        }
        let error = answer.failure(&args).context("nothing was changed here");
        Err(error.hint("look at it with `git status`"))
    }

    /// Takes back a step that was killed before the branch moved; returns whether there was one.
    ///
    /// # Errors
    /// A work tree or an index that cannot be written.
    pub fn take_back_step(&self) -> Result<bool> {
        let folder = self.own_folder();
        let Ok(text) = fs::read_to_string(folder.draft(STEP)) else { return Ok(false) };
        let ids: Vec<CommitId> = text.split_whitespace().filter_map(CommitId::from_hex).collect();
        let is_begun = match ids.as_slice() {
            [old, to] if self.head()? == Some(*old) => {
                self.restore(*old, *to)?;
                true
            }
            _ => false,
        };
        folder.remove(STEP)?;
        Ok(is_begun)
    }

    /// Makes the files that a step has written, whole or in part, what they were before it.
    fn restore(&self, old: CommitId, to: CommitId) -> Result<()> {
        let (mut back, mut gone) = (Vec::new(), Vec::new());
        for Touched { full, is_in_old, is_in_new } in self.touched(old, to)? {
            let file = self.work_tree().join(&full);
            let now = match fs::symlink_metadata(&file) {
                Ok(meta) if meta.is_file() => {
                    Some(fs::read(&file).with_context(|| format!("failed to read `{full}`"))?)
                }
                Ok(_) => continue, // no file of git's
                Err(_) => None,
            };
            let new = if is_in_new { Some(self.checked_out(to, &full)?) } else { None };
            // git removes a file before it writes it anew: it may be missing, or cut.
            let is_of_step = match (&now, &new) {
                (Some(now), Some(new)) => new.starts_with(now),
                (None, _) => true,
                (Some(_), None) => false,
            };
            match is_of_step {
                true if is_in_old => back.push(format!(":(literal){full}")),
                true => gone.push(full),
                false => {}
            }
        }
        if !back.is_empty() {
            let old = format!("--source={old}");
            let mut args = vec!["restore", &old, "--staged", "--worktree", "--"];
            args.extend(back.iter().map(String::as_str));
            self.must(&args)?;
        }
        if !gone.is_empty() {
            let mut args = vec!["update-index", "--force-remove", "--"];
            args.extend(gone.iter().map(String::as_str));
            self.must(&args)?;
        }
        for file in gone.iter().map(|full| self.work_tree().join(full)) {
            let _ = fs::remove_file(&file);
            let folders = file.ancestors().skip(1).take_while(|folder| *folder != self.work_tree());
            folders.take_while(|folder: &&Path| fs::remove_dir(folder).is_ok()).for_each(drop);
        }
        Ok(())
    }

    /// Returns the files in which two commits differ, by `git diff-tree --raw`.
    fn touched(&self, old: CommitId, to: CommitId) -> Result<Vec<Touched>> {
        let (old, to) = (old.to_string(), to.to_string());
        let args = ["diff-tree", "-r", "-z", "--no-renames", "--name-status", &old, &to];
        let listed = self.program().ask(&args)?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let mut fields = listed.split('\0');
        let mut touched = Vec::new();
        while let (Some(status), Some(full)) = (fields.next(), fields.next()) {
            let (is_in_old, is_in_new) = (status != "A", status != "D");
            touched.push(Touched { full: full.to_string(), is_in_old, is_in_new });
        }
        Ok(touched)
    }

    /// Returns the bytes that git writes into the work tree for a file of a commit.
    fn checked_out(&self, commit: CommitId, full: &str) -> Result<Vec<u8>> {
        let args = ["cat-file", "--filters", &format!("{commit}:{full}")];
        let answer = self.program().write(&args, "", &[])?;
        if answer.code == Some(0) { Ok(answer.out) } else { Err(answer.failure(&args)) }
    }

    fn must(&self, args: &[&str]) -> Result<()> {
        let answer = self.program().write(args, "", &[])?;
        if answer.code == Some(0) { Ok(()) } else { Err(answer.failure(args)) }
    }

    /// Returns the files that differ from HEAD or that git does not know.
    fn changed_here(&self) -> Result<Vec<String>> {
        let args =
            ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignored"];
        let told = self.program().ask(&args)?;
        let entries = told.split(|byte| *byte == 0).filter_map(|entry| entry.get(3..));
        let fulls = entries.map(|full| String::from_utf8_lossy(full).into_owned());
        Ok(fulls.filter_map(|full| self.local(&full).map(str::to_string)).collect())
    }
}

fn not_committed(paths: &[String]) -> Error {
    match paths {
        [path] => anyhow!("`{path}` was changed by others, and holds changes that are not committed; nothing was changed here")
            .hint(format!("commit yours first: `fieldnote save {path}`, then `fieldnote sync`")),
        paths => anyhow!("these were changed by others, and hold changes that are not committed; nothing was changed here: {}", paths.join(", "))
            .hint("commit yours first: `fieldnote save`, then `fieldnote sync`"),
    }
}
