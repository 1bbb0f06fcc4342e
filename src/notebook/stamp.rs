//! What `lstat` says of a file, by which it is known again.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// By what a file is known to be unchanged. Times are nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    size: u64,
    modified: i64,
    changed: i64,
    inode: u64,
}

/// Its length in bytes.
pub const STAMP: usize = 32;

impl Stamp {
    /// Returns the stamp of what `lstat` says; `None` where the system has no inodes.
    #[cfg(unix)]
    pub fn of(meta: &Metadata) -> Option<Stamp> {
        use std::os::unix::fs::MetadataExt;
        Some(Stamp {
            size: meta.size(),
            modified: nanoseconds(meta.mtime(), meta.mtime_nsec()),
            changed: nanoseconds(meta.ctime(), meta.ctime_nsec()),
            inode: meta.ino(),
        })
    }

    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Option<Stamp> {
        None
    }

    /// Returns the stamp of a file that is there.
    pub fn of_file(file: &Path) -> Option<Stamp> {
        std::fs::symlink_metadata(file).ok().as_ref().and_then(Stamp::of)
    }

    /// Returns the stamp of what `stat` says, as [`Stamp::of`] does.
    #[cfg(target_os = "linux")]
    pub fn of_stat(stat: &rustix::fs::Stat) -> Option<Stamp> {
        Some(Stamp {
            size: u64::try_from(stat.st_size).ok()?,
            modified: nanoseconds(stat.st_mtime, i64::try_from(stat.st_mtime_nsec).ok()?),
            changed: nanoseconds(stat.st_ctime, i64::try_from(stat.st_ctime_nsec).ok()?),
            inode: stat.st_ino,
        })
    }

    /// Returns whether the file system has a time for when it was written.
    #[cfg(target_os = "linux")]
    pub fn is_dated(&self) -> bool {
        self.modified != 0
    }

    /// Returns whether the file was left alone for a moment when a run began to read: what changes after
    /// that gets another time. On file systems that count in whole seconds the moment is longer.
    pub fn is_settled(&self, begun: SystemTime) -> bool {
        const TICK: Duration = Duration::from_millis(20);
        const COARSE: Duration = Duration::from_secs(3);
        let last = self.modified.max(self.changed);
        let is_coarse = [self.modified, self.changed].iter().all(|time| time % 1_000_000_000 == 0);
        let moment = if is_coarse { COARSE } else { TICK };
        let since = begun.duration_since(UNIX_EPOCH).ok().and_then(|it| it.checked_sub(moment));
        since.is_some_and(|since| last >= 0 && (last as u128) < since.as_nanos())
    }

    /// Returns its four numbers, little-endian.
    pub fn to_bytes(self) -> [u8; STAMP] {
        let mut bytes = [0; STAMP];
        let parts = [
            self.size.to_le_bytes(),
            self.modified.to_le_bytes(),
            self.changed.to_le_bytes(),
            self.inode.to_le_bytes(),
        ];
        bytes.as_chunks_mut().0.copy_from_slice(&parts);
        bytes
    }

    pub fn from_bytes(bytes: &[u8; STAMP]) -> Stamp {
        let part = |at: usize| bytes.as_chunks().0[at];
        Stamp {
            size: u64::from_le_bytes(part(0)),
            modified: i64::from_le_bytes(part(1)),
            changed: i64::from_le_bytes(part(2)),
            inode: u64::from_le_bytes(part(3)),
        }
    }
}

#[cfg(unix)]
fn nanoseconds(seconds: i64, more: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(more)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::Stamp;

    const SECOND: i64 = 1_000_000_000;

    #[test]
    fn a_file_is_settled_once_its_next_change_gets_another_time() {
        let stamp = |modified, changed| Stamp { size: 1, modified, changed, inode: 1 };
        let begun = UNIX_EPOCH + Duration::from_secs(100);
        let settled = |modified, changed| stamp(modified, changed).is_settled(begun);
        let (now, tick) = (100 * SECOND, 20_000_000);
        assert!(settled(now - tick - 1, now - tick - 1));
        assert!(!settled(now - tick, 1) && !settled(1, now - tick), "the later time counts");
        assert!(!settled(now + 1, 1), "of the future");
        assert!(!settled(now - 3 * SECOND, now - 3 * SECOND), "whole seconds");
        assert!(settled(now - 4 * SECOND, now - 4 * SECOND));
        assert!(!settled(-1, -1), "before 1970");
    }

    #[test]
    fn a_stamp_comes_back_from_its_bytes() {
        let stamp = Stamp { size: u64::MAX, modified: -2, changed: i64::MAX, inode: 7 };
        assert_eq!(Stamp::from_bytes(&stamp.to_bytes()), stamp);
    }
}
