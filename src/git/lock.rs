//! git's own lock on the index, held for a whole commit, with a private copy of the index beside it.
//!
//! libgit2 takes this lock only while it writes and writes back what it read earlier, which loses
//! what others staged in between. Here the copy is made, changed and published under the lock.

use std::fs::{self, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Context, Error, Hinted, Result, anyhow};

use super::folder::Folder;
use super::index::Index;
use super::index_file::IndexFile;
use super::said;

/// `index.lock`, held; given up on drop.
pub(super) struct IndexLock<'a> {
    folder: &'a Folder,
    git_dir: PathBuf,
    lock: PathBuf,
    /// Where the index is changed before it is published.
    draft: PathBuf,
    /// The index as it was before, kept until the branch has moved.
    old: PathBuf,
}

impl<'a> IndexLock<'a> {
    /// Takes the lock, waiting for up to `patience`; one that the same journal's operation left is ours.
    pub(super) fn take(
        git_dir: &Path,
        folder: &'a Folder,
        patience: Duration,
    ) -> Result<IndexLock<'a>> {
        let lock = git_dir.join("index.lock");
        claim(folder, &lock, patience)?;
        let (git_dir, draft) = (git_dir.to_path_buf(), folder.draft("index"));
        Ok(IndexLock { folder, git_dir, lock, draft, old: folder.draft(OLD_INDEX) })
    }

    /// Returns the index, to be changed and written beside the one that is there.
    pub(super) fn copy(&self) -> Result<Index> {
        let index = self.index();
        if let Some(file) = IndexFile::read(&index) {
            return Ok(Index::File(file));
        }
        // libgit2's own lock on the copy: in our folder, a leftover is ours.
        let _ = fs::remove_file(self.draft.with_extension("lock"));
        fs::copy(index, &self.draft).context("failed to copy the index")?;
        let index = git2::Index::open(&self.draft).map_err(said);
        index.map(Index::Library).context("failed to read the index")
    }

    fn index(&self) -> PathBuf {
        self.git_dir.join("index")
    }

    /// Returns when the index was last written, in whole seconds; 0 if there is none.
    pub(super) fn written(&self) -> i64 {
        fs::metadata(self.index()).map_or(0, |meta| modified_seconds(&meta))
    }

    /// Writes the changed copy, still under the lock.
    pub(super) fn prepare(&self, index: &mut Index) -> Result<()> {
        index.write(&self.draft)?;
        if let Ok(meta) = fs::metadata(self.index()) {
            fs::set_permissions(&self.draft, meta.permissions())
                .context("failed to write the index")?;
        }
        self.folder.durability.file(&self.draft).context("failed to write the index")
    }

    /// Keeps the index as it is, for [`IndexLock::restore`].
    pub(super) fn keep_old(&self) -> Result<()> {
        let (index, old) = (self.index(), &self.old);
        let keep = || {
            remove_if_there(old)?;
            match fs::hard_link(&index, old) {
                Err(error) if error.kind() == ErrorKind::NotFound => fs::write(old, b"")?,
                Err(_) => copy_with_time(&index, old)?, // a file system without hard links
                Ok(()) => {}
            }
            self.folder.sync()?;
            // The lock's name too: without it the new index would be taken for the user's.
            self.folder.durability.folder(&self.git_dir)
        };
        keep().context("failed to keep the index as it was")
    }

    /// Makes the prepared copy the index.
    pub(super) fn publish(&self) -> Result<()> {
        let publish = || {
            fs::rename(&self.draft, self.index())?;
            self.folder.durability.folder(&self.git_dir)
        };
        publish().context("failed to write the index")
    }

    /// Makes the index what it was when it was kept; without one that was kept, does nothing.
    pub(super) fn restore(&self) -> Result<()> {
        let restore = || match fs::metadata(&self.old) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Ok(meta) if meta.len() == 0 => remove_if_there(&self.index()),
            _ => fs::rename(&self.old, self.index()),
        };
        let restored = restore().and_then(|()| self.folder.durability.folder(&self.git_dir));
        restored.context("failed to write the index as it was")
    }
}

/// The index as it was; empty if there was none.
pub(super) const OLD_INDEX: &str = "index.old";

pub(super) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Copies a file with the time of its last change, by which git tells which files may have changed since.
fn copy_with_time(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to)?;
    let copy = OpenOptions::new().write(true).open(to)?;
    copy.set_modified(fs::metadata(from)?.modified()?)?;
    copy.sync_all()
}

impl Drop for IndexLock<'_> {
    fn drop(&mut self) {
        release(self.folder, &self.lock);
    }
}

/// Removes a lock file of git's if it is still the one that our operation made. One that cannot be
/// removed is found by the next run: the journal stays with it.
pub(super) fn release(folder: &Folder, lock: &Path) {
    if folder.owns(lock) {
        let _ = fs::remove_file(lock);
    }
}

/// Removes those of these lock files that our operation made, and waits until the disk has forgotten them:
/// without the journal nobody would know whose they are.
pub(super) fn release_all(folder: &Folder, locks: &[PathBuf]) -> Result<()> {
    for lock in locks {
        release(folder, lock);
        let Some(parent) = lock.parent().filter(|parent| parent.exists()) else { continue };
        let settled = folder.durability.folder(parent);
        settled.with_context(|| format!("failed to remove `{}` from the disk", lock.display()))?;
    }
    Ok(())
}

/// Makes a lock file of git's, waiting for up to `patience` until nobody else holds it.
pub(super) fn claim(folder: &Folder, lock: &Path, patience: Duration) -> Result<()> {
    let taken = retry(patience, || match folder.claim(lock) {
        Ok(false) if folder.owns(lock) => Some(Ok(())),
        Ok(false) => None,
        Ok(true) => Some(Ok(())),
        Err(error) => Some(Err(error)),
    });
    taken.ok_or_else(|| held(lock))?.with_context(|| format!("failed to make `{}`", lock.display()))
}

/// Waits until nobody holds the index's lock.
pub(super) fn wait_until_free(git_dir: &Path, patience: Duration) -> Result<()> {
    let lock = git_dir.join("index.lock");
    retry(patience, || (!lock.exists()).then_some(())).ok_or_else(|| held(&lock))
}

/// Tries until there is a result or `patience` has passed, at growing distances.
fn retry<T>(patience: Duration, mut attempt: impl FnMut() -> Option<T>) -> Option<T> {
    let mut pause = Duration::from_millis(10);
    let mut left = patience;
    loop {
        if let Some(result) = attempt() {
            return Some(result);
        }
        if left.is_zero() {
            return None;
        }
        let now = pause.min(left);
        std::thread::sleep(now);
        left -= now;
        pause = (pause * 2).min(Duration::from_millis(50)); // others may come and go quickly
    }
}

fn held(lock: &Path) -> Error {
    anyhow!("another program holds `{}`", lock.display()).hint(
        "let it end and try again; if no git command and no editor is at work here, remove that file",
    )
}

/// Returns the seconds of a file's last change.
#[cfg(unix)]
pub(super) fn modified_seconds(meta: &Metadata) -> i64 {
    std::os::unix::fs::MetadataExt::mtime(meta)
}

#[cfg(not(unix))]
pub(super) fn modified_seconds(meta: &Metadata) -> i64 {
    let since =
        meta.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or(0, |since| since.as_secs() as i64)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::Duration;

    use super::{IndexLock, copy_with_time};
    use crate::git::{Intention, Repo};

    /// What tells one state of the index from another: its bytes and the time of its last change.
    fn state(index: &Path) -> Option<(Vec<u8>, std::time::SystemTime)> {
        Some((fs::read(index).ok()?, fs::metadata(index).ok()?.modified().ok()?))
    }

    #[test]
    fn an_index_is_put_back_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        git2::Repository::init(dir.path()).unwrap();
        let repo = Repo::discover(dir.path()).unwrap().unwrap();
        let intention = Intention { op: "op", subject: "x", ready: None, writes: Vec::new() };
        let begun = repo.begin(&intention).unwrap();
        let git_dir = dir.path().join(".git");
        let index = git_dir.join("index");
        for before in [None, Some(b"the index".as_slice())] {
            if let Some(bytes) = before {
                fs::write(&index, bytes).unwrap();
            }
            let old = state(&index);
            assert_eq!(old.is_some(), before.is_some());
            let lock = IndexLock::take(&git_dir, &begun.folder, Duration::ZERO).unwrap();
            lock.keep_old().unwrap();
            fs::write(&lock.draft, b"a newer one").unwrap();
            lock.publish().unwrap();
            assert_eq!(fs::read(&index).unwrap(), b"a newer one");
            for _ in 0..2 {
                lock.restore().unwrap();
                assert_eq!(state(&index), old);
            }
        }
        let copy = git_dir.join("copy");
        copy_with_time(&index, &copy).unwrap();
        assert_eq!(state(&copy), state(&index));
    }
}
