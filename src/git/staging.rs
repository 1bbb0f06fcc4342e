//! The index as it is now: what is staged, read through git2 or, where it cannot, through `git ls-files`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use git2::IndexEntryExtendedFlag;

use crate::error::{Context, Result, anyhow};

use super::index::Index;
use super::index_file::IndexFile;
use super::{BlobId, Repo, said};

/// A file's entry in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Staged {
    /// The staged content; of a mere intent to add, that of an empty file.
    pub(super) content: BlobId,
    pub(super) mode: u32,
    pub(super) skip_worktree: bool,
}

/// The index at one moment.
pub(super) enum Staging {
    Here(Index),
    Program(Listing),
}

/// What `git ls-files` told.
pub(super) struct Listing {
    entries: BTreeMap<String, Staged>,
    unmerged: bool,
}

impl Repo {
    /// Returns the paths under the notebook's folder that are in the index, sorted.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn tracked(&self, keep: &dyn Fn(&str) -> bool) -> Result<Vec<String>> {
        let entries: Vec<(String, Staged)> = match self.staging()? {
            Staging::Here(index) => index
                .entries()
                .filter_map(|entry| Some((str::from_utf8(&entry.path).ok()?.into(), entry.staged)))
                .collect(),
            Staging::Program(listing) => listing.entries.into_iter().collect(),
        };
        let mut paths: Vec<String> = entries
            .into_iter()
            .filter(|(_, staged)| staged.mode & 0o170_000 == 0o100_000)
            .filter_map(|(full, _)| self.local(&full).filter(|path| keep(path)).map(str::to_string))
            .collect();
        paths.dedup();
        Ok(paths)
    }

    /// Returns which of these paths are outside the sparse checkout: git keeps them, and wants no file.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn outside_checkout<'p>(
        &self,
        paths: impl Iterator<Item = &'p str>,
    ) -> Result<HashSet<String>> {
        let mut paths = paths.peekable();
        if paths.peek().is_none() {
            return Ok(HashSet::new());
        }
        let staging = self.staging()?;
        let is_outside =
            |path: &&str| staging.get(&self.full(path)).is_some_and(|staged| staged.skip_worktree);
        Ok(paths.filter(is_outside).map(String::from).collect())
    }

    /// Returns the regular files under the notebook's folder that differ from HEAD as git tells it, sorted, where
    /// what HEAD has cannot be read without it; `None` elsewhere. As in any `git status`, filters may be run.
    ///
    /// # Errors
    /// What git says to it.
    pub fn changed_by_git(&self, keep: &dyn Fn(&str) -> bool) -> Result<Option<Vec<String>>> {
        if self.objects().is_ok() {
            return Ok(None);
        }
        let args = ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"];
        let told = self.program().ask(&args)?;
        let fulls =
            told.split(|byte| *byte == 0).filter_map(|one| str::from_utf8(one.get(3..)?).ok());
        let is_file_or_gone = |full: &&str| {
            let meta = std::fs::symlink_metadata(self.work_tree().join(full));
            meta.map_or(true, |meta| meta.is_file())
        };
        let paths = fulls.filter(is_file_or_gone).filter_map(|full| self.local(full));
        let mut paths: Vec<String> = paths.filter(|path| keep(path)).map(String::from).collect();
        paths.sort();
        Ok(Some(paths))
    }

    /// Returns true if git ignores the path and does not track it.
    ///
    /// # Errors
    /// Rules that cannot be read.
    pub fn is_ignored(&self, path: &str) -> Result<bool> {
        let full = self.full(path);
        if let Some(library) = self.library() {
            let ignored = library.is_path_ignored(&full).map_err(said);
            let ignored = ignored
                .with_context(|| format!("failed to read the rules that ignore `{path}`"))?;
            return Ok(ignored && self.staging()?.get(&full).is_none());
        }
        let args = ["check-ignore", "--quiet", "--", &format!("./{full}")]; // `./`: no pathspec
        let answer = self.program().read(&args)?;
        match answer.code {
            Some(0) => Ok(true),
            Some(1) => Ok(false),
            _ => Err(answer.failure(&args)),
        }
    }

    /// Returns the paths under the notebook's folder whose files are as they were when they were staged,
    /// with what is staged, told by size, times and inode as git tells it. A file that filters or line endings
    /// change on its way into the repository can be told in no other way without running them. A file
    /// as young as the index is left out: it may have changed within the same tick of the clock.
    ///
    /// # Errors
    /// An index that cannot be read.
    #[cfg(unix)]
    pub fn settled(&self, keep: &dyn Fn(&str) -> bool) -> Result<HashMap<String, BlobId>> {
        use std::os::unix::fs::MetadataExt;
        let mut settled = HashMap::new();
        let Staging::Here(index) = self.staging()? else { return Ok(settled) };
        let Ok(written) = std::fs::metadata(self.index_file()) else { return Ok(settled) };
        for entry in index.entries() {
            let Ok(full) = str::from_utf8(&entry.path) else { continue };
            let Some(path) = self.local(full).filter(|path| keep(path)) else { continue };
            let Ok(file) = std::fs::symlink_metadata(self.work_tree().join(full)) else { continue };
            let wide =
                |(seconds, nanoseconds): (i32, u32)| (i64::from(seconds), i64::from(nanoseconds));
            let (time, changed) = (wide(entry.mtime), wide(entry.ctime));
            let is_older = time < (written.mtime(), written.mtime_nsec());
            // As git, which leaves out what the index does not know.
            let is_same = (file.mtime(), file.mtime_nsec()) == time
                && (changed == (0, 0) || (file.ctime(), file.ctime_nsec()) == changed)
                && (entry.inode == 0 || file.ino() as u32 == entry.inode)
                && file.size() as u32 == entry.size
                && file.is_file();
            if is_older && is_same && !entry.staged.is_submodule() {
                settled.insert(path.to_string(), entry.staged.content);
            }
        }
        Ok(settled)
    }

    /// Returns nothing: here, every file is compared by its content.
    ///
    /// # Errors
    /// None.
    #[cfg(not(unix))]
    pub fn settled(&self, _keep: &dyn Fn(&str) -> bool) -> Result<HashMap<String, BlobId>> {
        Ok(HashMap::new())
    }

    /// Reads the index. libgit2 does it afresh if it is not what it read before, which it tells by the sum at its end.
    pub(super) fn staging(&self) -> Result<Staging> {
        if let Some(library) = self.library() {
            if !self.folds_names()?
                && let Some(file) = IndexFile::read(&self.index_file())
            {
                return Ok(Staging::Here(Index::File(file)));
            }
            if let Ok(mut index) = library.index()
                && index.read(!has_sum(&self.index_file())).is_ok()
            {
                return Ok(Staging::Here(Index::Library(index)));
            }
        }
        let listed = self.program().ask(&["ls-files", "-s", "-v", "-z"]);
        let listed =
            listed.context("failed to read the index").map_err(|error| self.damaged(error))?;
        Listing::parse(&listed).map(Staging::Program)
    }
    /// Returns whether names are the same in upper and lower case, as libgit2 finds them then.
    fn folds_names(&self) -> Result<bool> {
        Ok(self.config()?.get_bool("core.ignoreCase").unwrap_or(false))
    }
}

impl Staging {
    /// Returns a path's entry, if it has one.
    pub(super) fn get(&self, full: &str) -> Option<Staged> {
        match self {
            Staging::Here(index) => index.get(full).map(|entry| entry.staged),
            Staging::Program(listing) => listing.entries.get(full).copied(),
        }
    }

    /// Returns true if a merge left files undecided.
    pub(super) fn has_unmerged(&self) -> bool {
        match self {
            Staging::Here(index) => index.has_unmerged(),
            Staging::Program(listing) => listing.unmerged,
        }
    }
}

impl Staged {
    pub(super) fn of(entry: &git2::IndexEntry) -> Staged {
        let extended = IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended);
        Staged {
            content: entry.id.into(),
            mode: entry.mode,
            skip_worktree: extended.is_skip_worktree(),
        }
    }

    pub(super) fn is_submodule(self) -> bool {
        self.mode == 0o160_000
    }
}

/// Returns whether a file of an index is there and ends in its sum, which git leaves out (zeros) where
/// `index.skipHash` is set.
fn has_sum(index: &Path) -> bool {
    const SUM: usize = 20;
    let sum = || {
        let (mut file, mut sum) = (File::open(index)?, [0; SUM]);
        file.seek(SeekFrom::End(-(SUM as i64)))?;
        file.read_exact(&mut sum)?;
        Ok::<_, std::io::Error>(sum)
    };
    sum().is_ok_and(|sum| sum != [0; SUM])
}

impl Listing {
    /// Reads `git ls-files -s -v -z`: `H 100644 ID STAGE\tPATH\0`; `S` marks skip-worktree.
    fn parse(listed: &[u8]) -> Result<Listing> {
        let mut listing = Listing { entries: BTreeMap::new(), unmerged: false };
        for record in listed.split(|b| *b == 0).filter(|record| !record.is_empty()) {
            let Ok(record) = std::str::from_utf8(record) else { continue };
            let (fields, path) = record.split_once('\t').unwrap_or_default();
            let [tag, mode, id, stage] = fields.split(' ').collect::<Vec<_>>()[..] else {
                return Err(anyhow!("`git ls-files` answered in an unknown form"));
            };
            if stage != "0" {
                listing.unmerged = true;
                continue;
            }
            let staged = Staged {
                content: BlobId::from_hex(id).context("`git ls-files` showed no id")?,
                mode: u32::from_str_radix(mode, 8).unwrap_or(0),
                skip_worktree: tag.eq_ignore_ascii_case("s"),
            };
            listing.entries.insert(path.to_string(), staged);
        }
        Ok(listing)
    }
}
