//! What only git's index knows of the work tree: notes that git tracks although its rules ignore them.
//!
//! The file: a sum; what the walk found, and the index, when the index was asked; the paths.

use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

use super::{Kept, number};
use crate::notebook::stamp::{STAMP, Stamp};

/// The form of the file.
const FORM: [u8; 8] = *b"fn:track";

/// What the index was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// What the walk found when the index was asked.
    pub listing: u64,
    pub index: Option<Stamp>,
    pub paths: Vec<String>,
}

/// What an earlier run has asked the index for.
pub struct TrackedCache {
    kept: Kept,
}

/// Bytes before the paths: a listing, the stamp of the index.
const HEADER: usize = 8 + STAMP;

/// Stands for a stamp that is not there: no file has it.
const NO_STAMP: [u8; STAMP] = [0xff; STAMP];

impl Tracked {
    /// Returns whether the index can be told from what it will be after the next change.
    pub fn is_settled(&self, begun: SystemTime) -> bool {
        self.index.is_some_and(|index| index.is_settled(begun))
    }
}

impl TrackedCache {
    pub fn open(file: Option<PathBuf>) -> TrackedCache {
        TrackedCache { kept: Kept::open(file, &FORM) }
    }

    /// Returns what the index knew beside the walk, when it was asked last; whatever is wrong with the file,
    /// nothing then.
    pub fn tracked(&self) -> Option<Tracked> {
        let bytes = self.kept.summed()?;
        let index = bytes.get(8..)?.first_chunk()?;
        let paths = bytes.get(HEADER..)?.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        let paths = paths.map(|path| String::from_utf8(path.to_vec()).ok());
        Some(Tracked {
            listing: number(bytes, 0)?,
            index: (*index != NO_STAMP).then(|| Stamp::from_bytes(index)),
            paths: paths.collect::<Option<_>>()?,
        })
    }

    /// Writes the cache anew.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store(&self, tracked: &Tracked) -> io::Result<()> {
        let mut rest = tracked.listing.to_le_bytes().to_vec();
        rest.extend(tracked.index.map_or(NO_STAMP, Stamp::to_bytes));
        rest.extend(tracked.paths.join("\0").as_bytes());
        self.kept.replace_summed(&FORM, &rest)
    }
}
