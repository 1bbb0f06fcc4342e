//! A commit through libgit2, in repositories without hooks, signing and filters.
//!
//! Under `index.lock`: blobs, the tree of HEAD with our paths, the commit, our index entries in a
//! private copy, all of it on the disk. Then, with the branch locked and found where it was, the copy
//! becomes the index, and the branch moves. In this order a `git commit` of the user's, which looks at
//! HEAD before it reads the index, has either both or a HEAD from which the branch has moved on, and
//! is refused by git.

use std::fs::{self, Metadata};

use git2::build::TreeUpdateBuilder;
use git2::{FileMode, IndexEntry, IndexTime, Oid, Repository, Signature, Tree};

use crate::error::{Context, Result};

use super::branch::{Move, Moved};
use super::index::Index;
use super::journal::Begun;
use super::lock::{IndexLock, modified_seconds};
use super::preflight::ReadyPath;
use super::settings::Identity;
use super::shape::Way;
use super::stamp::Stamp;
use super::trees::is_regular;
use super::{BlobId, Outcome, Repo, said};

/// A path to commit, with what its file holds now.
pub(super) struct Target<'a> {
    pub(super) full: &'a str,
    /// `None` if the file is gone.
    pub(super) file: Option<File>,
}

pub(super) struct File {
    pub(super) blob: Oid,
    pub(super) mode: FileMode,
    /// Taken before the bytes were read: if the file changes meanwhile, git will see that it is newer.
    /// `None` where the file does not hold these bytes: git will look at it.
    pub(super) meta: Option<Metadata>,
}

impl Repo {
    /// Makes the commit, or returns `None` if another program has committed at the same moment.
    pub(super) fn commit_in_process(
        &self,
        paths: &[&ReadyPath],
        message: &str,
        when: Option<Stamp>,
        begun: &Begun,
    ) -> Result<Option<Outcome>> {
        let library = self.library().context("the repository cannot be written in this process")?;
        let signers = self.signers()?;
        let author = signature(&signers.author, self.time_by("GIT_AUTHOR_DATE", when))?;
        let committer = signature(&signers.committer, self.time_by("GIT_COMMITTER_DATE", when))?;

        let lock = IndexLock::take(&self.place.git_dir, &begun.folder, self.patience)?;
        self.refuse_state()?; // a merge may have begun since the preflight
        let branch = self.branch()?.context("HEAD is detached")?;
        let mut index = lock.copy()?;
        for ready in paths {
            let staged = index.get(&ready.full).map(|entry| entry.staged.content);
            if staged != ready.staged {
                self.refuse_own_version(&ready.path, staged, &Way::InProcess)?;
            }
        }

        let tip = match self.head()? {
            Some(id) => Some(library.find_commit(id.oid()?).map_err(said)?),
            None => None,
        };
        let old = tip.as_ref().map(git2::Commit::tree).transpose().map_err(said)?;
        let targets = self.targets(library, paths, old.as_ref())?;
        let tree = tree_with(library, old.as_ref(), &targets)?;
        if old
            .as_ref()
            .map_or(targets.iter().all(|target| target.file.is_none()), |old| old.id() == tree.id())
        {
            return Ok(Some(Outcome::Nothing));
        }
        let parents: Vec<&git2::Commit<'_>> = tip.iter().collect();
        let id = library
            .commit(None, &author, &committer, message, &tree, &parents)
            .map_err(said)
            .context("failed to write the commit")?;

        self.smudge_racy(&mut index, lock.written(), &targets)?;
        stage(&mut index, &targets)?;
        lock.prepare(&mut index)?;
        lock.keep_old()?;
        let fulls: Vec<&str> = paths.iter().map(|ready| ready.full.as_str()).collect();
        self.settle(&library.find_commit(id).map_err(said)?, &fulls)?;
        let log = log_line(message, tip.is_none());
        let old = tip.map(|tip| tip.id());
        let step = Move { branch: &branch, old, new: id, committer: &committer, log };
        match self.move_branch(library, begun, &step, || lock.publish()) {
            Ok(Moved::Done) => Ok(Some(Outcome::Committed(id.into()))),
            Ok(Moved::Overtaken) => Ok(None),
            Err(error) => {
                lock.restore()?;
                Err(error)
            }
        }
    }

    /// Reads the files and writes their bytes as blobs.
    fn targets<'a>(
        &self,
        library: &Repository,
        paths: &[&'a ReadyPath],
        old: Option<&Tree<'_>>,
    ) -> Result<Vec<Target<'a>>> {
        let trusts_mode = self.config()?.get_bool("core.fileMode").unwrap_or(true);
        let mut targets = Vec::new();
        for ready in paths {
            let Some(meta) = self.file_now(ready)? else {
                targets.push(Target { full: &ready.full, file: None });
                continue;
            };
            let bytes = fs::read(self.work_tree().join(&ready.full))
                .with_context(|| format!("failed to read `{}`", ready.path))?;
            let blob = library
                .blob(&bytes)
                .map_err(said)
                .with_context(|| format!("failed to store `{}`", ready.path))?;
            let before = old.and_then(|old| old.get_path(ready.full.as_ref()).ok());
            let was_executable = before.is_some_and(|entry| entry.filemode() == 0o100_755);
            let executable = if trusts_mode { is_executable(&meta) } else { was_executable };
            let mode = if executable { FileMode::BlobExecutable } else { FileMode::Blob };
            targets.push(Target {
                full: &ready.full,
                file: Some(File { blob, mode, meta: Some(meta) }),
            });
        }
        Ok(targets)
    }

    /// Marks entries whose file may have changed within the second in which the index was written.
    ///
    /// git tells such a change by the index being no newer than the file. We are about to make the
    /// index newer, so, as git does, the size of such an entry becomes 0, "look at the bytes".
    pub(super) fn smudge_racy(
        &self,
        index: &mut Index,
        written: i64,
        targets: &[Target<'_>],
    ) -> Result<()> {
        let is_ours = |full: &str| targets.iter().any(|target| target.full == full);
        let mut changed = Vec::new();
        for entry in index.entries().filter(|entry| i64::from(entry.mtime.0) >= written) {
            let Ok(full) = str::from_utf8(&entry.path) else { continue };
            let is_file = is_regular(entry.staged.mode as i32) && entry.is_decided;
            if entry.size == 0 || !is_file || is_ours(full) {
                continue;
            }
            let file = self.work_tree().join(full);
            // A file that looks different is found anyway.
            let looks_the_same = fs::symlink_metadata(&file).is_ok_and(|meta| {
                meta.len() as u32 == entry.size && modified_seconds(&meta) as i32 == entry.mtime.0
            });
            let hash = || Oid::hash_file(git2::ObjectType::Blob, &file).map(BlobId::from);
            if looks_the_same && !hash().is_ok_and(|id| id == entry.staged.content) {
                changed.push(full.to_string());
            }
        }
        changed.iter().try_for_each(|full| index.smudge(full))
    }
}

fn signature(identity: &Identity, time: Option<Stamp>) -> Result<Signature<'static>> {
    match time {
        Some(stamp) => Signature::new(&identity.name, &identity.email, &stamp.time()),
        None => Signature::now(&identity.name, &identity.email),
    }
    .map_err(said)
    .context("failed to sign the commit with your name")
}

/// Writes the tree of HEAD with the targets put in, or taken out.
fn tree_with<'a>(
    library: &'a Repository,
    old: Option<&Tree<'_>>,
    targets: &[Target<'_>],
) -> Result<Tree<'a>> {
    let mut update = TreeUpdateBuilder::new();
    for Target { full, file } in targets {
        let known = old.is_some_and(|old| old.get_path((*full).as_ref()).is_ok());
        match file {
            Some(file) => _ = update.upsert(*full, file.blob, file.mode),
            None if known => _ = update.remove(*full),
            None => {}
        }
    }
    let mut write = || {
        let tree = match old {
            Some(old) => update.create_updated(library, old)?,
            None => {
                let empty = library.find_tree(library.treebuilder(None)?.write()?)?;
                update.create_updated(library, &empty)?
            }
        };
        library.find_tree(tree)
    };
    write().map_err(said).context("failed to write the tree of the commit")
}

/// Brings our index entries up to date; all others stay as they are.
pub(super) fn stage(index: &mut Index, targets: &[Target<'_>]) -> Result<()> {
    for Target { full, file } in targets {
        match file {
            Some(file) => {
                let flags = index.get(full).map_or(0, |before| before.assumed_unchanged);
                index.put(&IndexEntry { flags, ..entry(full, file) })?;
            }
            None => index.remove(full)?,
        }
    }
    Ok(())
}

/// Returns what the log of the branch says of a commit.
pub(super) fn log_line(message: &str, is_first: bool) -> String {
    let subject = message.lines().next().unwrap_or_default();
    format!("commit{}: {subject}", if is_first { " (initial)" } else { "" })
}

#[cfg(unix)]
fn is_executable(meta: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    meta.permissions().mode() & 0o100 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &Metadata) -> bool {
    false
}

/// Returns the index entry of a file. Without the numbers of a Unix file system git looks at the bytes
/// once and fills them in.
fn entry(full: &str, file: &File) -> IndexEntry {
    let none = IndexTime::new(0, 0);
    let entry = IndexEntry {
        ctime: none,
        mtime: none,
        dev: 0,
        ino: 0,
        mode: i32::from(file.mode) as u32,
        uid: 0,
        gid: 0,
        file_size: 0,
        id: file.blob,
        flags: 0,
        flags_extended: 0,
        path: full.as_bytes().to_vec(),
    };
    match &file.meta {
        Some(meta) => with_numbers(entry, meta),
        None => entry,
    }
}

/// Returns the entry with the numbers of its file, cut to 32 bits as git cuts them.
#[cfg(unix)]
fn with_numbers(entry: IndexEntry, meta: &Metadata) -> IndexEntry {
    use std::os::unix::fs::MetadataExt;
    IndexEntry {
        ctime: IndexTime::new(meta.ctime() as i32, meta.ctime_nsec() as u32),
        mtime: IndexTime::new(meta.mtime() as i32, meta.mtime_nsec() as u32),
        dev: meta.dev() as u32,
        ino: meta.ino() as u32,
        uid: meta.uid(),
        gid: meta.gid(),
        file_size: meta.size() as u32,
        ..entry
    }
}

#[cfg(not(unix))]
fn with_numbers(entry: IndexEntry, meta: &Metadata) -> IndexEntry {
    IndexEntry { mtime: IndexTime::new(modified_seconds(meta) as i32, 0), ..entry }
}
