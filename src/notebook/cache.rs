//! What was read of the notes, kept from one run to the next in one disposable file.
//!
//! A note whose size, times and inode are those that it had when it was read is not opened again. A file
//! that was younger than a moment when it was read is not kept: it may have changed since, at the same
//! size and within the same tick of the file system's clock. A cache that is cut off, damaged, of other
//! people or of another fieldnote is as good as none, and is written anew without a word.
//!
//! The file: [`MAGIC`], the key, the state of git's index, the paths that only the index knows, the number
//! of notes; a row for each note; all paths; all contents (`postcard`). Numbers are little-endian.

use std::fs::{self, File, OpenOptions};
use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use siphasher::sip::SipHasher13;

use super::stamp::{STAMP, Stamp};
use crate::note::Note;
use crate::people::Directory;

/// What the file starts with: its form.
const MAGIC: [u8; 8] = *b"fldnote1";

/// Bytes before the paths that only the index knows: magic, key, listing, stamp of the index, two counts.
const HEADER: usize = 8 + 8 + 8 + STAMP + 8 + 8;
/// Bytes of a row: a stamp, a sum, two lengths.
const ROW: usize = STAMP + 8 + 4 + 4;

/// A cache above this many bytes is none.
const LARGEST: u64 = 1 << 32;

/// A file that is a note.
#[derive(Clone, Debug)]
pub struct Found {
    pub path: String,
    /// `None` where the system does not tell enough.
    pub stamp: Option<Stamp>,
}

/// The cache as an earlier run has left it; empty if there is none.
pub struct Cache {
    /// Where it is; `None` if there is no place for one.
    file: Option<PathBuf>,
    key: u64,
    bytes: Vec<u8>,
}

/// What only git's index knows: notes that git tracks although its rules ignore them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// What the walk found when the index was asked.
    pub listing: u64,
    pub index: Option<Stamp>,
    pub paths: Vec<String>,
}

/// A note in the cache.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    path: &'a str,
    stamp: Stamp,
    sum: u64,
    body: &'a [u8],
}

/// A note to be kept.
pub struct Kept<'a> {
    pub path: &'a str,
    pub stamp: Stamp,
    pub body: &'a [u8],
}

/// Stands for a stamp that is not there: no file has it.
const NO_STAMP: [u8; STAMP] = [0xff; STAMP];

impl Tracked {
    /// Returns whether the index can be told from what it will be after the next change.
    pub fn is_settled(&self, begun: SystemTime) -> bool {
        self.index.is_some_and(|index| index.is_settled(begun))
    }
}

impl Cache {
    /// Reads the cache; whatever is wrong with it, it is empty then.
    pub fn open(file: Option<PathBuf>, directory: &Directory) -> Cache {
        let key = key(directory);
        let bytes = file.as_deref().and_then(|file| read(file).ok()).unwrap_or_default();
        let mut cache = Cache { file, key, bytes };
        if cache.parts().is_none() {
            cache.bytes = Vec::new();
        }
        cache
    }

    /// Returns the header's rest, the rows, the paths and the bodies, if all lengths are right.
    fn parts(&self) -> Option<Parts<'_>> {
        let bytes = &self.bytes;
        let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
        if !bytes.starts_with(&MAGIC) || number(8)? != self.key {
            return None;
        }
        let listing = number(16)?;
        let index = bytes.get(24..24 + STAMP)?.first_chunk()?;
        let (tracked, count) = (number(24 + STAMP)?, number(32 + STAMP)?);
        let rest = bytes.get(HEADER..)?;
        let (tracked, rest) = rest.split_at_checked(usize::try_from(tracked).ok()?)?;
        let rows = usize::try_from(count).ok()?.checked_mul(ROW)?;
        let (rows, rest) = rest.split_at_checked(rows)?;
        let rows = rows.as_chunks().0;
        let lengths = rows.iter().map(|row| (row_length(row, 0), row_length(row, 1)));
        let (paths, bodies) =
            lengths.fold((0, 0), |sum, (path, body)| (sum.0 + path, sum.1 + body));
        let (paths, rest) = rest.split_at_checked(paths)?;
        (rest.len() == bodies).then_some(Parts {
            listing,
            index,
            tracked,
            rows,
            paths,
            bodies: rest,
        })
    }

    /// Returns what the index knew beside the walk, when it was asked last.
    pub fn tracked(&self) -> Option<Tracked> {
        let parts = self.parts()?;
        let paths = parts.tracked.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        let paths = paths.map(|path| String::from_utf8(path.to_vec()).ok());
        Some(Tracked {
            listing: parts.listing,
            index: (*parts.index != NO_STAMP).then(|| Stamp::from_bytes(parts.index)),
            paths: paths.collect::<Option<_>>()?,
        })
    }

    /// Returns the rows of files, both in the order of their paths, that are as they were.
    pub fn rows<'a>(&'a self, files: &[Found]) -> Vec<Option<Row<'a>>> {
        let mut rows = self.parts().into_iter().flat_map(Parts::rows).peekable();
        let rows_of = files.iter().map(|file| {
            while rows.next_if(|row| row.path < file.path.as_str()).is_some() {}
            let row = rows.next_if(|row| row.path == file.path)?;
            (Some(row.stamp) == file.stamp).then_some(row)
        });
        rows_of.collect()
    }

    /// Returns a note out of its row, or `None` if the row is damaged.
    pub fn note(&self, row: &Row) -> Option<Note> {
        if sum(self.key, row.path, row.body) != row.sum {
            return None;
        }
        let mut note: Note = postcard::from_bytes(row.body).ok()?;
        note.path = row.path.to_string();
        Some(note)
    }

    /// Writes the cache anew, in the place of the old one. Where it cannot be written, the old one stays, and
    /// the next run has more to read.
    pub fn store(&self, tracked: &Tracked, kept: &[Kept]) -> io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let folder = file.parent().unwrap_or(Path::new(""));
        make(folder)?;
        // One run writes at a time; another one need not wait, its own copy is as good.
        let Some(_writer) = only_writer(&file.with_extension("writing"))? else { return Ok(()) };
        let draft = file.with_extension("new");
        let _ = fs::remove_file(&draft); // of a run that was stopped
        let written = private()
            .create_new(true)
            .open(&draft)
            .and_then(|mut draft| draft.write_all(&self.to_bytes(tracked, kept)))
            .and_then(|()| fs::rename(&draft, file));
        written.inspect_err(|_| _ = fs::remove_file(&draft))
    }

    fn to_bytes(&self, tracked: &Tracked, kept: &[Kept]) -> Vec<u8> {
        let length: usize = kept.iter().map(|one| ROW + one.path.len() + one.body.len()).sum();
        let paths = tracked.paths.join("\0");
        let mut bytes = Vec::with_capacity(HEADER + paths.len() + length);
        bytes.extend(MAGIC);
        bytes.extend(self.key.to_le_bytes());
        bytes.extend(tracked.listing.to_le_bytes());
        bytes.extend(tracked.index.map_or(NO_STAMP, Stamp::to_bytes));
        bytes.extend((paths.len() as u64).to_le_bytes());
        bytes.extend((kept.len() as u64).to_le_bytes());
        bytes.extend(paths.as_bytes());
        for one in kept {
            bytes.extend(one.stamp.to_bytes());
            bytes.extend(sum(self.key, one.path, one.body).to_le_bytes());
            bytes.extend((one.path.len() as u32).to_le_bytes());
            bytes.extend((one.body.len() as u32).to_le_bytes());
        }
        kept.iter().for_each(|one| bytes.extend(one.path.as_bytes()));
        kept.iter().for_each(|one| bytes.extend(one.body));
        bytes
    }
}

/// The file, taken apart.
struct Parts<'a> {
    listing: u64,
    index: &'a [u8; STAMP],
    tracked: &'a [u8],
    rows: &'a [[u8; ROW]],
    paths: &'a [u8],
    bodies: &'a [u8],
}

impl<'a> Parts<'a> {
    fn rows(self) -> impl Iterator<Item = Row<'a>> {
        let (mut paths, mut bodies) = (self.paths, self.bodies);
        self.rows.iter().map_while(move |row| {
            let (path, rest) = paths.split_at_checked(row_length(row, 0))?;
            paths = rest;
            let (body, rest) = bodies.split_at_checked(row_length(row, 1))?;
            bodies = rest;
            let stamp = Stamp::from_bytes(row.first_chunk()?);
            let sum = u64::from_le_bytes(*row[STAMP..].first_chunk()?);
            Some(Row { path: std::str::from_utf8(path).ok()?, stamp, sum, body })
        })
    }
}

impl<'a> Row<'a> {
    /// Returns the row as it is to be kept on.
    pub fn kept(&self) -> Kept<'a> {
        Kept { path: self.path, stamp: self.stamp, body: self.body }
    }
}

/// Returns one of the two lengths that end a row, in bytes: the path's, the content's.
fn row_length(row: &[u8; ROW], which: usize) -> usize {
    let at = STAMP + 8 + 4 * which;
    row[at..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes) as usize)
}

/// Returns a note as it is kept; `None` of one that cannot be, such as one that could not be read.
pub fn body(note: &Note) -> Option<Vec<u8>> {
    if note.problems.iter().any(|problem| problem.code == "unreadable") {
        return None;
    }
    let body = postcard::to_allocvec(note).ok()?;
    u32::try_from(body.len()).is_ok().then_some(body)
}

/// Returns what stands for a listing: the same only if all paths are.
pub fn listing(files: &[Found]) -> u64 {
    let mut hasher = SipHasher13::new();
    files.iter().for_each(|file| file.path.hash(&mut hasher));
    hasher.finish()
}

/// Returns the name of the cache of a folder.
pub fn name_of(folder: &Path) -> String {
    let mut hasher = SipHasher13::new();
    folder.hash(&mut hasher);
    format!("notes-{:016x}", hasher.finish())
}

/// Returns what a note's content depends on besides its bytes and its path: who is known, and this very program.
fn key(directory: &Directory) -> u64 {
    let mut hasher = SipHasher13::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    let program = std::env::current_exe().and_then(fs::metadata).ok();
    if let Some(stamp) = program.and_then(|meta| Stamp::of(&meta)) {
        stamp.to_bytes().hash(&mut hasher);
    }
    directory.hash(&mut hasher);
    hasher.finish()
}

/// Returns the sum by which damage is seen, and a content that is another note's.
fn sum(key: u64, path: &str, body: &[u8]) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(key, body.len() as u64);
    hasher.write(path.as_bytes());
    hasher.write(body);
    hasher.finish()
}

/// Reads a regular file that is not too large.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    let meta = fs::symlink_metadata(file)?;
    if !meta.is_file() || meta.len() > LARGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    fs::read(file)
}

/// Makes a folder that is the user's alone. One that is a link is refused: it may lead anywhere.
fn make(folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(meta) if meta.is_dir() => return Ok(()),
        Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
        Err(_) => {}
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Returns the locked file of the only run that writes, or `None` if another one does.
fn only_writer(path: &Path) -> io::Result<Option<File>> {
    match fs::symlink_metadata(path) {
        Ok(meta) if !meta.is_file() => return Err(io::ErrorKind::InvalidData.into()),
        _ => {}
    }
    let file = private().create(true).truncate(false).open(path)?;
    Ok(file.try_lock().is_ok().then_some(file))
}

/// Returns how to write a file that is the user's alone.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests;
