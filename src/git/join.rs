//! Two lines of history become one: git's own merge of all files, made without the work tree, then a
//! commit whose first parent is the shared branch, then a step forward of the branch here.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::date::Moment;
use crate::error::{Context, Hinted, Result, bail};

use super::stamp::Stamp;
use super::{BlobId, CommitId, Repo};

/// How many commits each of two branches has that the other has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Those of the branch here.
    pub here: usize,
    /// Those of the shared branch.
    pub there: usize,
}

/// The files of a commit to come: the id of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedFiles(String);

/// What git makes of two commits.
#[derive(Debug)]
pub struct Joined {
    /// All files merged; those of `clashes` with conflict markers.
    pub files: MergedFiles,
    /// Files that both sides changed in a way that git cannot merge, by path.
    pub clashes: Vec<Clash>,
    /// Conflicts of whole files, such as one that a side renamed and the other deleted, in git's words.
    pub others: Vec<String>,
}

/// A file in conflict: the content that it had, and has on each side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clash {
    /// The path from the top of the work tree.
    pub full: String,
    pub base: Option<BlobId>,
    pub there: Option<BlobId>,
    pub here: Option<BlobId>,
    /// The modes of all that are there, without doubles.
    modes: Vec<String>,
}

/// A file's content in place of git's.
pub struct Settled {
    pub clash: Clash,
    pub bytes: Vec<u8>,
}

/// Which files of two commits to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Differing {
    All,
    /// Those that are gone, and not only renamed.
    Deleted,
}

/// The hooks that git runs between a merge and its commit, with what they are given.
const HOOKS: [(&str, &[&str]); 3] =
    [("pre-merge-commit", &[]), ("prepare-commit-msg", &["merge"]), ("commit-msg", &[])];

impl Clash {
    /// Returns whether both sides changed the content of one regular file.
    pub fn is_of_content(&self) -> bool {
        let are_there = self.base.is_some() && self.there.is_some() && self.here.is_some();
        are_there && self.modes.len() == 1 && self.modes[0].starts_with("100")
    }
}

impl Repo {
    /// Returns how far two commits are apart.
    ///
    /// # Errors
    /// A commit that is not in the repository.
    pub fn apart(&self, here: CommitId, there: CommitId) -> Result<Apart> {
        let range = format!("{there}...{here}");
        let told = self.program().ask(&["rev-list", "--left-right", "--count", &range])?;
        let told = String::from_utf8_lossy(&told);
        let counts: Vec<usize> = told.split_whitespace().flat_map(str::parse).collect();
        match counts.as_slice() {
            [there, here] => Ok(Apart { here: *here, there: *there }),
            _ => bail!("failed to compare commits"),
        }
    }

    /// Returns the number of commits that are up to one and not up to another, merges aside.
    ///
    /// # Errors
    /// A commit that is not in the repository.
    pub fn count_between(&self, old: Option<CommitId>, new: CommitId) -> Result<usize> {
        let range = old.map_or_else(|| new.to_string(), |old| format!("{old}..{new}"));
        let told = self.program().ask(&["rev-list", "--no-merges", "--count", &range])?;
        String::from_utf8_lossy(&told).trim().parse().context("failed to count commits")
    }

    /// Returns the paths (from the notebook's folder) in which two commits differ, sorted.
    ///
    /// # Errors
    /// A commit that is not in the repository.
    pub fn differing(&self, old: CommitId, new: CommitId, which: Differing) -> Result<Vec<String>> {
        self.differing_files(old, &MergedFiles(new.to_string()), which)
    }

    /// Returns the paths in which the files to come differ from a commit, as [`Repo::differing`] does.
    ///
    /// # Errors
    /// As [`Repo::differing`].
    pub fn differing_files(
        &self,
        old: CommitId,
        MergedFiles(new): &MergedFiles,
        which: Differing,
    ) -> Result<Vec<String>> {
        let old = old.to_string();
        let mut args = vec!["diff-tree", "-r", "-z", "--name-only", "--no-ext-diff"];
        match which {
            Differing::All => args.push("--no-renames"),
            Differing::Deleted => args.extend(["--find-renames", "--diff-filter=D"]),
        }
        args.extend([old.as_str(), new.as_str()]);
        let listed = self.program().ask(&args)?;
        let listed = listed.split(|byte| *byte == 0).filter(|full| !full.is_empty());
        let fulls = listed.map(|full| String::from_utf8_lossy(full).into_owned());
        Ok(fulls.filter_map(|full| self.local(&full).map(str::to_string)).collect())
    }

    /// Merges all files of two commits as git does, and changes neither branch nor work tree.
    ///
    /// # Errors
    /// Two histories that have nothing in common; a git before 2.38.
    pub fn join(&self, there: CommitId, here: CommitId) -> Result<Joined> {
        let (there, here) = (there.to_string(), here.to_string());
        let args = ["merge-tree", "--write-tree", "-z", "--messages", &there, &here];
        let answer = self.program().write(&args, "", &[])?;
        match answer.code {
            Some(0 | 1) => joined(&answer.out).context("failed to read what `git merge-tree` said"),
            Some(129) => Err(answer.failure(&args).hint("it needs git 2.38 or newer")),
            _ => Err(answer.failure(&args).context("failed to merge; nothing was changed")),
        }
    }

    /// Returns a content, also where only the `git` program reads the repository.
    ///
    /// # Errors
    /// Content that is not in the repository.
    pub fn content(&self, id: BlobId) -> Result<Vec<u8>> {
        self.program().ask(&["cat-file", "blob", &id.to_string()])
    }

    /// Returns the files with some contents put in place of git's.
    ///
    /// # Errors
    /// A repository that cannot be written.
    pub fn with_settled(&self, files: &MergedFiles, settled: &[Settled]) -> Result<MergedFiles> {
        if settled.is_empty() {
            return Ok(files.clone());
        }
        let index = self.own_index(files)?;
        let mut lines = String::new();
        for Settled { clash, bytes } in settled {
            let stored = self.program().store(bytes)?;
            if stored.code != Some(0) {
                return Err(stored.failure(&["hash-object"]));
            }
            let (mode, id) = (clash.modes.join(""), stored.text());
            lines.push_str(&format!("{mode} {id}\t{}\0", clash.full));
        }
        self.write(&["update-index", "-z", "--index-info"], &lines, &index.variables())?;
        self.write(&["write-tree"], "", &index.variables()).map(MergedFiles)
    }

    /// Makes the commit of a merge, after the hooks that git runs for one, and returns it. No branch moves.
    ///
    /// # Errors
    /// A hook that refuses it, a signature that fails.
    pub fn commit_merge(
        &self,
        files: &MergedFiles,
        [there, here]: [CommitId; 2],
        message: &str,
        (moment, offset_minutes): (Moment, i32),
    ) -> Result<CommitId> {
        let index = self.own_index(files)?;
        let file = index.folder.path().join("message");
        std::fs::write(&file, message).context("failed to write the message")?;
        let file = file.to_string_lossy().into_owned();
        for (hook, more) in HOOKS {
            let mut args = vec!["hook", "run", "--ignore-missing", hook, "--"];
            if hook != "pre-merge-commit" {
                args.push(&file);
            }
            args.extend(more);
            let answer = self.program().write(&args, "", &index.variables())?;
            if answer.code != Some(0) {
                let error = answer
                    .failure(&args[..2])
                    .context(format!("the hook `{hook}` refused the merge"));
                return Err(error.hint("nothing was changed; what is committed here stays"));
            }
        }
        let (there, here) = (there.to_string(), here.to_string());
        let mut args = vec!["commit-tree", &files.0, "-p", &there, "-p", &here, "-F", &file];
        if self.config()?.get_bool("commit.gpgsign") == Ok(true) {
            args.push("-S");
        }
        let when = Some(Stamp { seconds: moment.seconds(), offset_minutes });
        let id = self.write(&args, "", &self.time_variables(when))?;
        CommitId::from_hex(&id).context("failed to read the id of the merge")
    }

    /// Runs a command that must succeed, and returns what it printed.
    fn write(&self, args: &[&str], input: &str, variables: &[(&str, OsString)]) -> Result<String> {
        let answer = self.program().write(args, input, variables)?;
        match answer.code {
            Some(0) => Ok(answer.text()),
            _ => Err(answer.failure(args)),
        }
    }

    /// Returns an index of our own, with these files.
    fn own_index(&self, MergedFiles(tree): &MergedFiles) -> Result<OwnIndex> {
        let folder =
            tempfile::Builder::new().prefix("fieldnote-sync-").tempdir_in(&self.place.git_dir);
        let index = OwnIndex { folder: folder.context("failed to write git's folder")? };
        self.write(&["read-tree", tree], "", &index.variables())?;
        Ok(index)
    }
}

/// An index beside the user's, gone when it is dropped.
struct OwnIndex {
    folder: tempfile::TempDir,
}

impl OwnIndex {
    fn variables(&self) -> [(&'static str, OsString); 1] {
        let file: PathBuf = self.folder.path().join("index");
        [("GIT_INDEX_FILE", file.into_os_string())]
    }
}

/// Reads what `git merge-tree -z` prints: the tree, the files in conflict, then messages; each part ends in
/// an empty field (git-merge-tree(1), "Output").
fn joined(out: &[u8]) -> Option<Joined> {
    let text = String::from_utf8_lossy(out);
    let mut fields = text.split('\0');
    let files = MergedFiles(fields.next()?.to_string());
    let mut clashes: BTreeMap<String, Clash> = BTreeMap::new();
    for field in fields.by_ref().take_while(|field| !field.is_empty()) {
        let (entry, full) = field.split_once('\t')?;
        let [mode, id, stage] = entry.split(' ').collect::<Vec<_>>().try_into().ok()?;
        let clash = clashes.entry(full.to_string()).or_default();
        clash.full = full.to_string();
        let id = BlobId::from_hex(id);
        match stage {
            "1" => clash.base = id,
            "2" => clash.there = id,
            _ => clash.here = id,
        }
        if !clash.modes.iter().any(|known| known == mode) {
            clash.modes.push(mode.to_string());
        }
    }
    let mut others = Vec::new();
    while let Some(number) = fields.next().and_then(|field| field.trim().parse::<usize>().ok()) {
        let mut rest = fields.by_ref().skip(number);
        let (kind, message) = (rest.next()?, rest.next()?);
        let is_of_file = matches!(kind, "CONFLICT (contents)" | "CONFLICT (modify/delete)");
        if kind.starts_with("CONFLICT") && !is_of_file {
            others.push(message.trim().to_string());
        }
    }
    Some(Joined { files, clashes: clashes.into_values().collect(), others })
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn what_git_says_of_a_merge_is_read() {
        let (a, b) = ("1".repeat(40), "2".repeat(40));
        let clean = joined(format!("{a}\0").as_bytes()).unwrap();
        assert!(clean.clashes.is_empty() && clean.others.is_empty());
        let told = format!(
            "{a}\0100644 {a} 1\tx y.md\0100644 {b} 2\tx y.md\0100644 {a} 3\tx y.md\0100644 {a} 1\tz.md\0\
             100644 {b} 3\tz.md\0\01\0x y.md\0Auto-merging\0Auto-merging x y.md\n\0\
             1\0x y.md\0CONFLICT (contents)\0CONFLICT (content): x y.md\n\0\
             1\0z.md\0CONFLICT (modify/delete)\0CONFLICT (modify/delete): z.md gone\n\0\
             2\0p\0q\0CONFLICT (rename/rename)\0CONFLICT (rename/rename): p and q\n\0"
        );
        let found = joined(told.as_bytes()).unwrap();
        let paths: Vec<_> =
            found.clashes.iter().map(|c| (c.full.as_str(), c.is_of_content())).collect();
        assert_eq!(paths, [("x y.md", true), ("z.md", false)]);
        assert_eq!(found.others, ["CONFLICT (rename/rename): p and q"]);
    }
}
