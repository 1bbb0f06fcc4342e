//! What the folders of the work tree held when they were listed: the names of their notes.
//!
//! The file: a sum; what stands for the rules of that walk; the folders, each behind the one that it lies in.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Kept;
use crate::notebook::stamp::{STAMP, Stamp};

/// The form of the file.
const FORM: [u8; 8] = *b"fn:fold1";

/// A folder that was listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder<'a> {
    /// The place among all of the folder that it lies in; the root's own is 0.
    pub parent: u32,
    /// Its name; the root has none.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// `None` if it is to be listed each time.
    stamp: Option<[u8; STAMP]>,
    /// What stands for its `.gitignore`, if it has one.
    pub rules: Option<u64>,
    #[serde(borrow)]
    pub notes: Names<'a>,
    /// The folders in it that are other repositories.
    #[serde(borrow)]
    pub others: Names<'a>,
}

/// Names of files or folders, each with a zero byte behind it, which no name has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Folder<'a> {
    /// Returns a folder without notes.
    pub fn new(parent: u32, name: Cow<'a, str>, stamp: Option<Stamp>, rules: Option<u64>) -> Self {
        let (stamp, notes, others) =
            (stamp.map(Stamp::to_bytes), Names::default(), Names::default());
        Folder { parent, name, stamp, rules, notes, others }
    }

    /// Returns the folder where the one that it lies in stands elsewhere.
    pub fn within(&self, parent: u32) -> Folder<'a> {
        Folder { parent, ..self.clone() }
    }

    pub fn stamp(&self) -> Option<Stamp> {
        self.stamp.as_ref().map(Stamp::from_bytes)
    }

    /// Returns whether the same was found in both, wherever the folders they lie in stand.
    pub fn is_as(&self, other: &Folder) -> bool {
        let Folder { parent: _, name, stamp, rules, notes, others } = self;
        (name, stamp, rules, notes, others)
            == (&other.name, &other.stamp, &other.rules, &other.notes, &other.others)
    }
}

impl Names<'_> {
    pub fn push(&mut self, name: &str) {
        let names = self.0.to_mut();
        names.push_str(name);
        names.push('\0');
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        names(&self.0)
    }

    /// Returns the names in pieces of about so many bytes.
    pub fn pieces(&self, bytes: usize) -> impl Iterator<Item = &str> {
        let mut rest: &str = &self.0;
        std::iter::from_fn(move || {
            let end = match rest.as_bytes().get(bytes..) {
                Some(behind) => bytes + behind.iter().position(|byte| *byte == 0)? + 1,
                None => rest.len(),
            };
            let (piece, behind) = rest.split_at_checked(end)?;
            rest = behind;
            (!piece.is_empty()).then_some(piece)
        })
    }

    /// Returns how many bytes they take.
    pub fn bytes(&self) -> usize {
        self.0.len()
    }
}

/// Returns the names of a piece; none leads out of its folder.
pub fn names(piece: &str) -> impl Iterator<Item = &str> {
    piece.split_terminator('\0').filter(|name| is_name(name))
}

/// Returns the paths of folders from the root; `None` if one is below none before it.
pub fn paths(folders: &[Folder]) -> Option<Vec<String>> {
    let mut paths: Vec<String> = Vec::with_capacity(folders.len());
    for (at, folder) in folders.iter().enumerate() {
        let path = match at {
            0 => folder.name.is_empty().then(String::new)?,
            _ if !is_name(&folder.name) => return None,
            _ => below(paths.get(folder.parent as usize)?, &folder.name),
        };
        paths.push(path);
    }
    Some(paths)
}

/// Returns the path of what lies in a folder.
pub fn below(folder: &str, name: &str) -> String {
    let mut path = String::with_capacity(folder.len() + 1 + name.len());
    if !folder.is_empty() {
        path.push_str(folder);
        path.push('/');
    }
    path.push_str(name);
    path
}

fn is_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains('/')
}

/// The folders that an earlier run has listed.
pub struct FolderCache {
    kept: Kept,
}

impl FolderCache {
    pub fn open(file: Option<PathBuf>) -> FolderCache {
        FolderCache { kept: Kept::open(file, &FORM) }
    }

    /// Returns the folders that were listed by the same rules; none whatever is wrong with the file.
    pub fn folders(&self, rules: u64) -> Vec<Folder<'_>> {
        let kept = self.kept.summed().and_then(read_all).filter(|kept| kept.0 == rules);
        kept.map(|kept| kept.1).unwrap_or_default()
    }

    /// Writes the cache anew.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store(&self, rules: u64, folders: &[Folder]) -> io::Result<()> {
        self.kept.replace_summed(&FORM, &write_all(rules, folders)?)
    }
}

/// Returns what stands behind the sum of a file, if it can be read at all: for those who try what damage does.
pub fn read_all(bytes: &[u8]) -> Option<(u64, Vec<Folder<'_>>)> {
    postcard::from_bytes(bytes).ok()
}

/// Returns what [`read_all`] reads.
///
/// # Errors
/// No memory.
pub fn write_all(rules: u64, folders: &[Folder]) -> io::Result<Vec<u8>> {
    postcard::to_allocvec(&(rules, folders)).map_err(io::Error::other)
}
