//! What was read of the notes of the work tree.
//!
//! A note whose size, times and inode are those that it had when it was read is not opened again. A file
//! that was younger than a moment when it was read is not kept: it may have changed since, at the same
//! size and within the same tick of the file system's clock.
//!
//! The file: what git's index said, the number of notes; a row for each; all paths; all contents. Numbers
//! are little-endian.

use std::hash::{Hash, Hasher};
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

use siphasher::sip::SipHasher13;

use super::{Kept, body, note, number, sum};
use crate::note::Note;
use crate::notebook::stamp::{STAMP, Stamp};
use crate::people::Circles;

/// The form of the file.
const FORM: [u8; 8] = *b"fn:note1";

/// Bytes before the paths that only the index knows: listing, stamp of the index, two counts.
const HEADER: usize = 8 + STAMP + 8 + 8;
/// Bytes of a row: a stamp, a circle, a sum, two lengths.
const ROW: usize = STAMP + 8 + 8 + 4 + 4;

/// A file that is a note.
#[derive(Clone, Debug)]
pub struct Found {
    pub path: String,
    /// `None` where the system does not tell enough.
    pub stamp: Option<Stamp>,
}

/// The notes that an earlier run has read.
pub struct NoteCache {
    kept: Kept,
    circles: Circles,
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
    circle: u64,
    sum: u64,
    body: &'a [u8],
}

/// A note to be kept.
pub struct Fresh {
    stamp: Stamp,
    circle: u64,
    sum: u64,
    body: Vec<u8>,
}

/// Stands for a stamp that is not there: no file has it.
const NO_STAMP: [u8; STAMP] = [0xff; STAMP];

impl Tracked {
    /// Returns whether the index can be told from what it will be after the next change.
    pub fn is_settled(&self, begun: SystemTime) -> bool {
        self.index.is_some_and(|index| index.is_settled(begun))
    }
}

impl NoteCache {
    /// Reads the cache; whatever is wrong with it, it is empty then.
    pub fn open(file: Option<PathBuf>, circles: Circles) -> NoteCache {
        let mut cache = NoteCache { kept: Kept::open(file, &FORM), circles };
        if parts(cache.kept.rest()).is_none() {
            cache.kept.bytes = Vec::new();
        }
        cache
    }

    /// Returns what the index knew beside the walk, when it was asked last.
    pub fn tracked(&self) -> Option<Tracked> {
        let parts = parts(self.kept.rest())?;
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
        let mut rows = parts(self.kept.rest()).into_iter().flat_map(Parts::rows).peekable();
        let rows_of = files.iter().map(|file| {
            while rows.next_if(|row| row.path < file.path.as_str()).is_some() {}
            let row = rows.next_if(|row| row.path == file.path)?;
            (Some(row.stamp) == file.stamp).then_some(row)
        });
        rows_of.collect()
    }

    /// Returns a note out of its row, or `None` if the row is damaged, or others can be meant in it.
    pub fn note(&self, row: &Row) -> Option<Note> {
        let is_whole = sum(row.circle, row.path, row.body) == row.sum;
        is_whole.then(|| note(row.path, row.body, row.circle, &self.circles)).flatten()
    }

    /// Returns a note as it is to be kept; `None` if it cannot be.
    pub fn fresh(&self, stamp: Stamp, note: &Note) -> Option<Fresh> {
        let (circle, body) = (self.circles.of_customer(note.customer.as_deref()), body(note)?);
        Some(Fresh { stamp, circle, sum: sum(circle, &note.path, &body), body })
    }

    /// Writes the cache anew. `kept` are paths, in their order, with what was known or is.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store(&self, tracked: &Tracked, kept: &[(&str, Row)]) -> io::Result<()> {
        let paths = tracked.paths.join("\0");
        let mut head = Vec::with_capacity(HEADER + paths.len() + kept.len() * ROW);
        head.extend(tracked.listing.to_le_bytes());
        head.extend(tracked.index.map_or(NO_STAMP, Stamp::to_bytes));
        head.extend((paths.len() as u64).to_le_bytes());
        head.extend((kept.len() as u64).to_le_bytes());
        head.extend(paths.as_bytes());
        for (path, row) in kept {
            head.extend(row.stamp.to_bytes());
            head.extend(row.circle.to_le_bytes());
            head.extend(row.sum.to_le_bytes());
            head.extend((path.len() as u32).to_le_bytes());
            head.extend((row.body.len() as u32).to_le_bytes());
        }
        let length: usize = kept.iter().map(|(path, row)| path.len() + row.body.len()).sum();
        let mut rest = Vec::with_capacity(length);
        kept.iter().for_each(|(path, _)| rest.extend(path.as_bytes()));
        kept.iter().for_each(|(_, row)| rest.extend(row.body));
        self.kept.replace(&FORM, &[&head, &rest])
    }
}

impl Fresh {
    /// Returns the row of a note that was read just now.
    pub fn row<'a>(&'a self, path: &'a str) -> Row<'a> {
        let Fresh { stamp, circle, sum, body } = self;
        Row { path, stamp: *stamp, circle: *circle, sum: *sum, body }
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

/// Takes what stands behind the start of a file apart, if all lengths are right.
fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    let listing = number(bytes, 0)?;
    let index = bytes.get(8..)?.first_chunk()?;
    let (tracked, count) = (number(bytes, 8 + STAMP)?, number(bytes, 16 + STAMP)?);
    let rest = bytes.get(HEADER..)?;
    let (tracked, rest) = rest.split_at_checked(usize::try_from(tracked).ok()?)?;
    let rows = usize::try_from(count).ok()?.checked_mul(ROW)?;
    let (rows, rest) = rest.split_at_checked(rows)?;
    let rows = rows.as_chunks().0;
    let lengths = rows.iter().map(|row| (length(row, 0), length(row, 1)));
    let (paths, bodies) = lengths.fold((0, 0), |all, (path, body)| (all.0 + path, all.1 + body));
    let (paths, rest) = rest.split_at_checked(paths)?;
    (rest.len() == bodies).then_some(Parts { listing, index, tracked, rows, paths, bodies: rest })
}

/// Returns all notes of what stands behind the start of a file, whatever their sums say: for those who try
/// what damage does.
pub fn read_all(bytes: &[u8]) -> Vec<Note> {
    let rows = parts(bytes).into_iter().flat_map(Parts::rows);
    rows.filter_map(|row| postcard::from_bytes(row.body).ok()).collect()
}

impl<'a> Parts<'a> {
    fn rows(self) -> impl Iterator<Item = Row<'a>> {
        let (mut paths, mut bodies) = (self.paths, self.bodies);
        self.rows.iter().map_while(move |row| {
            let (path, rest) = paths.split_at_checked(length(row, 0))?;
            paths = rest;
            let (body, rest) = bodies.split_at_checked(length(row, 1))?;
            bodies = rest;
            let (path, stamp) = (str::from_utf8(path).ok()?, Stamp::from_bytes(row.first_chunk()?));
            let (circle, sum) = (number(row, STAMP)?, number(row, STAMP + 8)?);
            Some(Row { path, stamp, circle, sum, body })
        })
    }
}

/// Returns one of the two lengths that end a row, in bytes: the path's, the content's.
fn length(row: &[u8; ROW], which: usize) -> usize {
    let at = STAMP + 16 + 4 * which;
    row[at..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes) as usize)
}

/// Returns what stands for a listing: the same only if all paths are.
pub fn listing(files: &[Found]) -> u64 {
    let mut hasher = SipHasher13::new();
    files.iter().for_each(|file| file.path.hash(&mut hasher));
    hasher.finish()
}
