//! git's own lock on the index, held for a whole commit, with a private copy of the index beside it.
//!
//! libgit2 takes this lock only while it writes and writes back what it read earlier, which loses
//! what others staged in between. Here the copy is made, changed and published under the lock.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Context, Error, Hinted, Result, anyhow};

use super::journal::Folder;
use super::said;

/// `index.lock`, held; given up on drop.
pub(super) struct IndexLock<'a> {
    folder: &'a Folder,
    git_dir: PathBuf,
    lock: PathBuf,
    /// Where the index is changed before it is published.
    draft: PathBuf,
}

/// An index without entries: signature, version 2, no entries, no checksum (libgit2 allows zeros).
const EMPTY_INDEX: [u8; 32] = *b"DIRC\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

impl<'a> IndexLock<'a> {
    /// Takes the lock, waiting for up to `patience`; one that the same journal's operation left is ours.
    pub(super) fn take(
        git_dir: &Path,
        folder: &'a Folder,
        patience: Duration,
    ) -> Result<IndexLock<'a>> {
        let lock = git_dir.join("index.lock");
        claim(folder, &lock, patience)?;
        Ok(IndexLock { folder, git_dir: git_dir.to_path_buf(), lock, draft: folder.draft("index") })
    }

    /// Returns a copy of the index.
    pub(super) fn copy(&self) -> Result<git2::Index> {
        let index = self.index();
        // libgit2's own lock on the copy: in our folder, a leftover is ours.
        let _ = fs::remove_file(self.draft.with_extension("lock"));
        if index.exists() {
            fs::copy(index, &self.draft).map(drop)
        } else {
            fs::write(&self.draft, EMPTY_INDEX)
        }
        .context("failed to copy the index")?;
        git2::Index::open(&self.draft).map_err(said).context("failed to read the index")
    }

    fn index(&self) -> PathBuf {
        self.git_dir.join("index")
    }

    /// Returns when the index was last written, in whole seconds; 0 if there is none.
    pub(super) fn written(&self) -> i64 {
        fs::metadata(self.index()).map_or(0, |meta| modified_seconds(&meta))
    }

    /// Writes the changed copy, still under the lock.
    pub(super) fn prepare(&self, index: &mut git2::Index) -> Result<()> {
        index.write().map_err(said).context("failed to write the index")?;
        if let Ok(meta) = fs::metadata(self.index()) {
            fs::set_permissions(&self.draft, meta.permissions())
                .context("failed to write the index")?;
        }
        self.folder.durability.file(&self.draft).context("failed to write the index")
    }

    /// Makes the prepared copy the index.
    pub(super) fn publish(self) -> Result<()> {
        let publish = || {
            fs::rename(&self.draft, self.index())?;
            self.folder.durability.folder(&self.git_dir)
        };
        publish().context("failed to write the index")
    }
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
