//! What was read of the notes of the work tree.
//!
//! A note whose size, times and inode are those that it had when it was read is not opened again. A file
//! that was younger than a moment when it was read is not kept: it may have changed since, at the same
//! size and within the same tick of the file system's clock.
//!
//! The file: the number of notes; a row for each; all paths; all contents. Numbers are little-endian.

use std::hash::{Hash, Hasher};
use std::io;
use std::path::PathBuf;

use siphasher::sip::SipHasher13;

use super::{Extent, Kept, body, note, number, sum};
use crate::note::Note;
use crate::notebook::stamp::{STAMP, Stamp};
use crate::people::Circles;

/// The form of the file.
const FORM: [u8; 8] = *b"fn:note2";

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

impl NoteCache {
    /// Reads the cache; whatever is wrong with it, it is empty then.
    pub fn open(file: Option<PathBuf>, circles: Circles) -> NoteCache {
        let mut cache = NoteCache { kept: Kept::open(file, &FORM), circles };
        if parts(cache.kept.rest()).is_none() {
            cache.kept.bytes = Vec::new();
        }
        cache
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

    /// Returns a note out of its row, as far as `extent` asks by its header, or `None` if the row is damaged,
    /// or others can be meant in it.
    pub fn note(&self, row: &Row, extent: impl Fn(&Note) -> Extent) -> Option<Note> {
        if sum(row.circle, row.path, row.body) != row.sum {
            return None;
        }
        let is_same = |customer: Option<&str>| self.circles.of_customer(customer) == row.circle;
        note(row.path, row.body, is_same, extent)
    }

    /// Returns a note as it is to be kept; `None` if it cannot be.
    pub fn fresh(&self, stamp: Stamp, note: &Note) -> Option<Fresh> {
        let (circle, body) =
            (self.circles.of_customer(note.customer.as_deref()), body::write(note)?);
        Some(Fresh { stamp, circle, sum: sum(circle, &note.path, &body), body })
    }

    /// Writes the cache anew. `kept` are paths, in their order, with what was known or is.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store(&self, kept: &[(&str, Row)]) -> io::Result<()> {
        let mut head = Vec::with_capacity(8 + kept.len() * ROW);
        head.extend((kept.len() as u64).to_le_bytes());
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
    rows: &'a [[u8; ROW]],
    paths: &'a [u8],
    bodies: &'a [u8],
}

/// Takes what stands behind the start of a file apart, if all lengths are right.
fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    let rows = usize::try_from(number(bytes, 0)?).ok()?.checked_mul(ROW)?;
    let (rows, rest) = bytes.get(8..)?.split_at_checked(rows)?;
    let rows = rows.as_chunks().0;
    let lengths = rows.iter().map(|row| (length(row, 0), length(row, 1)));
    let (paths, bodies) = lengths.fold((0, 0), |all, (path, body)| (all.0 + path, all.1 + body));
    let (paths, rest) = rest.split_at_checked(paths)?;
    (rest.len() == bodies).then_some(Parts { rows, paths, bodies: rest })
}

/// Returns all notes of what stands behind the start of a file, whatever their sums say: for those who try
/// what damage does.
pub fn read_all(bytes: &[u8]) -> Vec<Note> {
    let rows = parts(bytes).into_iter().flat_map(Parts::rows);
    rows.filter_map(|row| body::read(row.body, |_| Some(Extent::Whole))).collect()
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
