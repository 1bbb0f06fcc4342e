//! A step forward of branch and work tree, as `git merge --ff-only` makes it; what a step that was killed
//! has left is taken back.
//!
//! git writes the files first, then the index, then the branch. In between, files of the new commit lie in
//! the work tree of the old one, and one may be cut. So the step is noted beside the journal before it
//! begins. It begins only where no file that it touches holds anything that is not committed.
//!
//! A file that it could not remove does not make git fail: it would come back with the next `save`.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;

use crate::error::{Context, Error, Hinted, Result, anyhow};

use super::join::Differing;
use super::{CommitId, Repo, lock};

/// The name of the note: the commits before and after the step.
const STEP: &str = "step";

/// Paths come from stdin: they may be more than a command line holds.
const FROM_STDIN: &str = "--pathspec-from-file=-";

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
            let begun = self.own_folder().replace(STEP, format!("{old} {to}\n").as_bytes());
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
            return self.take_back_step().map(drop);
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

    /// Takes back a step that was killed before the branch moved; returns whether there was one. Of one after
    /// which the branch has moved, what git could not remove is removed.
    ///
    /// # Errors
    /// A work tree or an index that cannot be written; the next run tries again.
    pub fn take_back_step(&self) -> Result<bool> {
        let folder = self.own_folder();
        let Ok(text) = fs::read_to_string(folder.draft(STEP)) else { return Ok(false) };
        let ids: Vec<CommitId> = text.split_whitespace().filter_map(CommitId::from_hex).collect();
        let is_begun = match ids.as_slice() {
            [old, to] if self.head()? == Some(*old) => {
                self.restore(*old, *to)?;
                true
            }
            [old, to] => {
                self.remove_left_behind(*old, *to)?;
                false
            }
            _ => false,
        };
        folder.remove(STEP)?;
        Ok(is_begun)
    }

    /// Makes the files that a step has written, whole or in part, what they were before it.
    fn restore(&self, old: CommitId, to: CommitId) -> Result<()> {
        let mut found = Vec::new();
        for one in self.touched(old, to)? {
            let full = &one.full;
            let file = self.work_tree().join(full);
            let now = match fs::symlink_metadata(&file) {
                Ok(meta) if meta.is_file() => {
                    Some(fs::read(&file).with_context(|| format!("failed to read `{full}`"))?)
                }
                Ok(_) => continue, // no file of git's
                Err(_) => None,
            };
            found.push((one, now));
        }
        let asked = found.iter().filter(|(_, now)| now.is_some());
        let asked = asked.filter_map(|(one, _)| Some((one.new.blob()?, one.full.as_str())));
        let mut written = self.checked_out(&asked.collect::<Vec<_>>())?.into_iter();
        let (mut back, mut gone) = (Vec::new(), Vec::new());
        for (one, now) in &found {
            // git removes a file before it writes it anew: it may be missing, or cut.
            let is_of_step = match (now, one.new.blob()) {
                (None, _) => true,
                (Some(now), Some(_)) => written.next().is_some_and(|new| new.starts_with(now)),
                (Some(_), None) => false,
            };
            match is_of_step {
                true if one.old.is_there() => back.push(one.full.as_str()),
                true => gone.push(one.full.as_str()),
                false => {}
            }
        }
        if back.is_empty() && gone.is_empty() {
            return Ok(());
        }
        lock::wait_until_free(&self.place.git_dir, self.patience)?;
        if !back.is_empty() {
            let source = format!("--source={old}");
            let args =
                ["restore", &source, "--staged", "--worktree", FROM_STDIN, "--pathspec-file-nul"];
            self.must(
                &args,
                &back.iter().map(|full| format!(":(literal){full}\0")).collect::<String>(),
            )?;
        }
        if !gone.is_empty() {
            let args = ["update-index", "--force-remove", "-z", "--stdin"];
            self.must(&args, &gone.iter().map(|full| format!("{full}\0")).collect::<String>())?;
        }
        for full in gone {
            let _ = self.remove_with_folders(full);
        }
        Ok(())
    }

    /// Removes the files that a step has deleted and git could not remove: those that git does not know any
    /// more, with the bytes that they had before.
    fn remove_left_behind(&self, old: CommitId, to: CommitId) -> Result<()> {
        let is_file = |full: &str| {
            fs::symlink_metadata(self.work_tree().join(full)).is_ok_and(|meta| meta.is_file())
        };
        let mut left = self.touched(old, to)?;
        left.retain(|one| !one.new.is_there() && is_file(&one.full));
        if left.is_empty() {
            return Ok(());
        }
        let unknown = self.program().ask(&["ls-files", "-z", "--others"])?;
        let unknown: HashSet<&[u8]> = unknown.split(|byte| *byte == 0).collect();
        left.retain(|one| unknown.contains(one.full.as_bytes()));
        let asked = left.iter().filter_map(|one| Some((one.old.blob()?, one.full.as_str())));
        let asked: Vec<(&str, &str)> = asked.collect();
        let before = self.checked_out(&asked)?;
        for ((_, full), before) in asked.iter().zip(before) {
            if fs::read(self.work_tree().join(full)).is_ok_and(|now| now == before) {
                self.remove_with_folders(full).map_err(|error| still_here(full, error))?;
            }
        }
        Ok(())
    }

    /// Removes a file, and the folders that are empty without it.
    fn remove_with_folders(&self, full: &str) -> io::Result<()> {
        let file = self.work_tree().join(full);
        fs::remove_file(&file)?;
        let folders = file.ancestors().skip(1).take_while(|folder| *folder != self.work_tree());
        folders.take_while(|folder: &&Path| fs::remove_dir(folder).is_ok()).for_each(drop);
        Ok(())
    }

    fn must(&self, args: &[&str], input: &str) -> Result<()> {
        let answer = self.program().write(args, input, &[])?;
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

fn still_here(full: &str, error: io::Error) -> Error {
    Error::new(error).context(format!("others deleted `{full}`, but it could not be removed here")).hint(format!(
        "once it can be removed, run `fieldnote sync` again; to keep it as a note of yours: `git add '{full}'`"
    ))
}
