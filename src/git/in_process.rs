//! A commit through libgit2, in repositories without hooks, signing and filters.
//!
//! Under `index.lock`: blobs, the tree of HEAD with our paths, the commit, our index entries in a
//! private copy; then the branch moves by compare-and-swap; then the copy becomes the index.

use std::fs::{self, Metadata};

use git2::build::TreeUpdateBuilder;
use git2::{FileMode, IndexEntry, IndexTime, Oid, Repository, Signature, Tree};

use crate::error::{Context, Hinted, Result, anyhow};

use super::lock::{IndexLock, modified_seconds};
use super::preflight::ReadyPath;
use super::settings::Identity;
use super::shape::Way;
use super::staging::{Staged, assumed_unchanged};
use super::stamp::Stamp;
use super::trees::is_regular;
use super::{Outcome, Repo, said};

/// A path to commit, with what its file holds now.
struct Target<'a> {
    ready: &'a ReadyPath,
    /// `None` if the file is gone.
    file: Option<File>,
}

struct File {
    blob: Oid,
    mode: FileMode,
    /// Taken before the bytes were read: if the file changes meanwhile, git will see that it is newer.
    meta: Metadata,
}

impl Repo {
    pub(super) fn commit_in_process(
        &self,
        paths: &[&ReadyPath],
        message: &str,
        when: Option<Stamp>,
    ) -> Result<Outcome> {
        let library = self.library().context("the repository cannot be written in this process")?;
        let signers = self.signers()?;
        let author = signature(&signers.author, self.time_by("GIT_AUTHOR_DATE", when))?;
        let committer = signature(&signers.committer, self.time_by("GIT_COMMITTER_DATE", when))?;

        let lock = IndexLock::take(&self.place.git_dir, self.patience)?;
        self.refuse_state()?; // a merge may have begun since the preflight
        let branch = self.branch()?.context("HEAD is detached")?;
        let mut index = lock.open()?;
        for ready in paths {
            let staged = index.get_path(ready.full.as_ref(), 0);
            let staged = staged.map(|entry| Staged::of(&entry).content);
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
            return Ok(Outcome::Nothing);
        }
        let parents: Vec<&git2::Commit<'_>> = tip.iter().collect();
        let id = library
            .commit(None, &author, &committer, message, &tree, &parents)
            .map_err(said)
            .context("failed to write the commit")?;

        self.smudge_racy(&mut index, lock.written(), &targets)?;
        stage(&mut index, &targets)?;
        lock.prepare(&mut index)?;
        let subject = message.lines().next().unwrap_or_default();
        let initial = if tip.is_none() { " (initial)" } else { "" };
        let log = format!("commit{initial}: {subject}");
        move_branch(library, &branch, tip.map(|tip| tip.id()), id, &committer, &log)?;
        // The commit has landed. A rename within the folder that has just been written hardly fails.
        let _ = lock.publish();
        Ok(Outcome::Committed(id.into()))
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
                targets.push(Target { ready, file: None });
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
            targets.push(Target { ready, file: Some(File { blob, mode, meta }) });
        }
        Ok(targets)
    }

    /// Marks entries whose file may have changed within the second in which the index was written.
    ///
    /// git tells such a change by the index being no newer than the file. We are about to make the
    /// index newer, so, as git does, the size of such an entry becomes 0, "look at the bytes".
    fn smudge_racy(
        &self,
        index: &mut git2::Index,
        written: i64,
        targets: &[Target<'_>],
    ) -> Result<()> {
        let is_ours = |entry: &IndexEntry| {
            targets.iter().any(|target| target.ready.full.as_bytes() == entry.path)
        };
        let racy: Vec<IndexEntry> = index
            .iter()
            .filter(|entry| i64::from(entry.mtime.seconds()) >= written && entry.file_size != 0)
            .filter(|entry| {
                is_regular(entry.mode as i32) && entry.flags & 0x3000 == 0 && !is_ours(entry)
            })
            .collect();
        for mut entry in racy {
            let Ok(path) = std::str::from_utf8(&entry.path) else { continue };
            let file = self.work_tree().join(path);
            // A file that looks different is found anyway.
            let looks_the_same = fs::symlink_metadata(&file).is_ok_and(|meta| {
                meta.len() as u32 == entry.file_size
                    && modified_seconds(&meta) as i32 == entry.mtime.seconds()
            });
            let hash = || Oid::hash_file(git2::ObjectType::Blob, &file);
            if looks_the_same && !hash().is_ok_and(|id| id == entry.id) {
                entry.file_size = 0;
                index.add(&entry).map_err(said).context("failed to change the index")?;
            }
        }
        Ok(())
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
    for Target { ready, file } in targets {
        let known = old.is_some_and(|old| old.get_path(ready.full.as_ref()).is_ok());
        match file {
            Some(file) => _ = update.upsert(ready.full.as_str(), file.blob, file.mode),
            None if known => _ = update.remove(ready.full.as_str()),
            None => {}
        }
    }
    let mut write = || {
        let empty = library.find_tree(library.treebuilder(None)?.write()?)?;
        library.find_tree(update.create_updated(library, old.unwrap_or(&empty))?)
    };
    write().map_err(said).context("failed to write the tree of the commit")
}

/// Brings our index entries up to date; all others stay as they are.
fn stage(index: &mut git2::Index, targets: &[Target<'_>]) -> Result<()> {
    for Target { ready, file } in targets {
        let path = ready.full.as_ref();
        let before = index.get_path(path, 0);
        let changed = match file {
            Some(file) => {
                let flags = before.as_ref().map_or(0, assumed_unchanged);
                index.add(&IndexEntry { flags, ..entry(&ready.full, file) })
            }
            None if before.is_some() => index.remove(path, 0),
            None => Ok(()),
        };
        changed.map_err(said).context("failed to change the index")?;
    }
    Ok(())
}

/// Moves the branch from `old` to `new` unless somebody else has moved it.
fn move_branch(
    library: &Repository,
    branch: &str,
    old: Option<Oid>,
    new: Oid,
    committer: &Signature<'_>,
    log: &str,
) -> Result<()> {
    let mut transaction = library.transaction().map_err(said)?;
    transaction.lock_ref(branch).map_err(|error| {
        let file = library.commondir().join(format!("{branch}.lock"));
        said(error)
            .context(format!("failed to lock `{branch}`"))
            .hint(format!("if no git command is at work here, remove `{}`", file.display()))
    })?;
    let now = match library.refname_to_id(branch) {
        Ok(id) => Some(id),
        Err(error) if error.code() == git2::ErrorCode::NotFound => None,
        Err(error) => return Err(said(error).context(format!("failed to read `{branch}`"))),
    };
    if now != old {
        return Err(anyhow!("another program committed at the same moment").hint("try again"));
    }
    let moved = transaction
        .set_target(branch, new, Some(committer), log)
        .and_then(|()| transaction.commit());
    match moved {
        Err(error) if library.refname_to_id(branch) != Ok(new) => {
            Err(said(error).context(format!("failed to move `{branch}`")))
        }
        _ => Ok(()),
    }
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

/// Returns the index entry of a file; its numbers are cut to 32 bits, as git cuts them.
#[cfg(unix)]
fn entry(full: &str, file: &File) -> IndexEntry {
    use std::os::unix::fs::MetadataExt;
    let meta = &file.meta;
    IndexEntry {
        ctime: IndexTime::new(meta.ctime() as i32, meta.ctime_nsec() as u32),
        mtime: IndexTime::new(meta.mtime() as i32, meta.mtime_nsec() as u32),
        dev: meta.dev() as u32,
        ino: meta.ino() as u32,
        mode: i32::from(file.mode) as u32,
        uid: meta.uid(),
        gid: meta.gid(),
        file_size: meta.size() as u32,
        id: file.blob,
        flags: 0,
        flags_extended: 0,
        path: full.as_bytes().to_vec(),
    }
}

/// Without the numbers of a Unix file system git looks at the bytes once and fills them in.
#[cfg(not(unix))]
fn entry(full: &str, file: &File) -> IndexEntry {
    let none = IndexTime::new(0, 0);
    IndexEntry {
        ctime: none,
        mtime: IndexTime::new(modified_seconds(&file.meta) as i32, 0),
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
    }
}

#[cfg(test)]
mod tests {
    use super::{Signature, move_branch};
    use crate::error::chain;

    #[test]
    fn a_branch_that_somebody_moved_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let library = git2::Repository::init(dir.path()).unwrap();
        let time = git2::Time::new(1_772_787_600, 0);
        let ann = Signature::new("Ann", "ann@example.com", &time).unwrap();
        let tree = library.find_tree(library.treebuilder(None).unwrap().write().unwrap()).unwrap();
        let commit = |message| library.commit(None, &ann, &ann, message, &tree, &[]).unwrap();
        let (one, two) = (commit("one"), commit("two"));
        let move_to =
            |old, new| move_branch(&library, "refs/heads/main", old, new, &ann, "commit: x");

        move_to(None, one).unwrap();
        for old in [None, Some(two)] {
            let error = move_to(old, two).unwrap_err();
            assert_eq!(chain(&error), "another program committed at the same moment");
        }
        assert_eq!(library.refname_to_id("refs/heads/main").unwrap(), one);
        move_to(Some(one), two).unwrap();
        assert_eq!(library.refname_to_id("refs/heads/main").unwrap(), two);
    }
}
