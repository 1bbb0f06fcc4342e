//! git's own lock on the index, held for a whole commit, with a private copy of the index in it.
//!
//! libgit2 takes this lock only while it writes and writes back what it read earlier, which loses
//! what others staged in between. Here the copy is made, changed and published under the lock.

use std::fs::{self, Metadata, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Context, Error, Hinted, Result, anyhow};

use super::said;

/// `index.lock`, held; given up on drop unless published.
pub(super) struct IndexLock {
    index: PathBuf,
    lock: PathBuf,
    published: bool,
}

/// An index without entries: signature, version 2, no entries, no checksum (libgit2 allows zeros).
const EMPTY_INDEX: [u8; 32] = *b"DIRC\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

impl IndexLock {
    /// Takes the lock, waiting for up to `patience`.
    pub(super) fn take(git_dir: &Path, patience: Duration) -> Result<IndexLock> {
        let (index, lock) = (git_dir.join("index"), git_dir.join("index.lock"));
        let taken =
            retry(patience, || match OpenOptions::new().write(true).create_new(true).open(&lock) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => None,
                result => Some(result),
            });
        let mut file = taken
            .ok_or_else(|| held(&lock))?
            .with_context(|| format!("failed to make `{}`", lock.display()))?;
        let held = IndexLock { index, lock, published: false };
        if held.index.exists() {
            drop(file);
            fs::copy(&held.index, &held.lock).map(drop)
        } else {
            file.write_all(&EMPTY_INDEX)
        }
        .context("failed to copy the index")?;
        Ok(held)
    }

    /// Returns the copy of the index; it is written into the lock file.
    pub(super) fn open(&self) -> Result<git2::Index> {
        git2::Index::open(&self.lock).map_err(said).context("failed to read the index")
    }

    /// Returns when the index was last written, in whole seconds; 0 if there is none.
    pub(super) fn written(&self) -> i64 {
        fs::metadata(&self.index).map_or(0, |meta| modified_seconds(&meta))
    }

    /// Writes the changed copy, still under the lock.
    pub(super) fn prepare(&self, index: &mut git2::Index) -> Result<()> {
        // Only the holder of `index.lock` makes this one: a leftover is nobody's.
        let _ = fs::remove_file(self.lock.with_extension("lock.lock"));
        index.write().map_err(said).context("failed to write the index")?;
        if let Ok(meta) = fs::metadata(&self.index) {
            fs::set_permissions(&self.lock, meta.permissions())
                .context("failed to write the index")?;
        }
        Ok(())
    }

    /// Makes the prepared copy the index.
    pub(super) fn publish(mut self) -> Result<()> {
        fs::rename(&self.lock, &self.index).context("failed to write the index")?;
        self.published = true;
        Ok(())
    }
}

impl Drop for IndexLock {
    fn drop(&mut self) {
        if !self.published {
            let _ = fs::remove_file(&self.lock);
        }
    }
}

/// Waits until nobody holds the lock.
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
        pause *= 2;
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
