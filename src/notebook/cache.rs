//! What was read of notes, kept from one run to the next in disposable files: one for the notes of the work tree,
//! one for its folders, one for what only git's index knows of it, one for what its files hold beside the last commit,
//! one for versions out of the history, one for its commits, one for what differs between them, one for the sums of
//! its weeks.
//!
//! A file that is cut off, damaged or of another fieldnote is as good as none, and is written anew without
//! a word; a note in which other people can be meant by now is read again.

mod body;
pub mod changes;
pub mod contents;
#[cfg(target_os = "linux")]
pub mod folders;
pub mod line;
pub mod notes;
pub mod sums;
pub mod tracked;
mod two_parts;
pub mod versions;

use std::fs::{self, File};
use std::hash::{Hash, Hasher};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use siphasher::sip::SipHasher13;

pub use body::Extent;

use super::Notebook;
use super::stamp::Stamp;
use crate::note::Note;
use crate::private;

/// A file above this many bytes is none.
const LARGEST: u64 = 1 << 32;

/// A cache file as an earlier run has left it; empty if there is none.
struct Kept {
    /// Where it is; `None` if there is no place for one.
    file: Option<PathBuf>,
    bytes: Vec<u8>,
}

impl Kept {
    fn open(file: Option<PathBuf>, form: &[u8; 8]) -> Kept {
        let bytes = file.as_deref().and_then(|file| read(file).ok());
        let bytes = bytes.filter(|bytes| bytes.starts_with(&start(form)));
        Kept { file, bytes: bytes.unwrap_or_default() }
    }

    /// Returns what stands behind what every cache file starts with.
    fn rest(&self) -> &[u8] {
        self.bytes.get(START..).unwrap_or_default()
    }

    /// Returns what stands behind a sum, if that is right: of a file that is read all or not at all.
    fn summed(&self) -> Option<&[u8]> {
        let rest = self.rest();
        let summed = rest.get(8..)?;
        (number(rest, 0)? == sum(0, "", summed)).then_some(summed)
    }

    /// Writes the file anew, as [`Kept::summed`] reads it.
    fn replace_summed(&self, form: &[u8; 8], rest: &[u8]) -> io::Result<()> {
        self.replace(form, &[&sum(0, "", rest).to_le_bytes(), rest])
    }

    fn replace(&self, form: &[u8; 8], parts: &[&[u8]]) -> io::Result<()> {
        self.file.as_deref().map_or(Ok(()), |file| replace(file, form, parts))
    }
}

/// Writes a cache file anew, in the place of the old one. Where it cannot be written, the old one stays, and the
/// next run has more to read.
fn replace(file: &Path, form: &[u8; 8], parts: &[&[u8]]) -> io::Result<()> {
    private::make_folder(file.parent().unwrap_or(Path::new("")))?;
    // One run writes at a time; another one need not wait, its own copy is as good.
    let writer = private::open(&file.with_extension("writing"))?;
    if writer.try_lock().is_err() {
        return Ok(());
    }
    let draft = file.with_extension("new");
    let write = || {
        let mut draft = private::create(&draft)?;
        draft.write_all(&start(form))?;
        parts.iter().try_for_each(|part| draft.write_all(part))
    };
    let written = write().and_then(|()| fs::rename(&draft, file));
    written.inspect_err(|_| _ = fs::remove_file(&draft))
}

/// Bytes that every cache file starts with.
const START: usize = 16;

/// Returns what a cache file starts with: its form, and this very program.
fn start(form: &[u8; 8]) -> [u8; START] {
    let mut hasher = SipHasher13::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    let program = std::env::current_exe().and_then(fs::metadata).ok();
    if let Some(stamp) = program.and_then(|meta| Stamp::of(&meta)) {
        stamp.to_bytes().hash(&mut hasher);
    }
    let mut start = [0; START];
    start[..8].copy_from_slice(form);
    start[8..].copy_from_slice(&hasher.finish().to_le_bytes());
    start
}

/// Returns a note that was kept and read again, if it can be: for those who try what damage does.
pub fn again(note: &Note) -> Option<Note> {
    let body = body::write(note)?;
    body::read(&body.listed, || Some(&body.rest), |_| Some(Extent::Whole))
}

/// Returns the sum by which damage is seen, and a content that is another note's.
fn sum(circle: u64, path: &str, body: &[u8]) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(circle, body.len() as u64);
    hasher.write(path.as_bytes());
    hasher.write(body);
    hasher.finish()
}

impl Notebook {
    /// Returns where a cache of this name may lie: each notebook of a work tree has its own. `None` if there is
    /// no place for one.
    pub fn cache_file(&self, name: &str) -> Option<PathBuf> {
        let (folder, of) = match &self.repo {
            Some(repo) => (repo.cache_folder()?, Path::new(repo.prefix())),
            None => (self.cache_home.clone()?, self.root.as_path()),
        };
        if of == Path::new("") {
            return Some(folder.join(name));
        }
        let mut hasher = SipHasher13::new();
        of.hash(&mut hasher);
        Some(folder.join(format!("{name}-{:016x}", hasher.finish())))
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Reads a regular file that is not too large.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(file)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens a regular file that is not too large.
fn open(file: &Path) -> io::Result<File> {
    let meta = fs::symlink_metadata(file)?;
    if !meta.is_file() || meta.len() > LARGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    File::open(file)
}

#[cfg(test)]
mod tests;
