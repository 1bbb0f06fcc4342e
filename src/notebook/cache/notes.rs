//! What was read of the notes of the work tree.
//!
//! A note whose size, times and inode are those that it had when it was read is not opened again. A file
//! that was younger than a moment when it was read is not kept: it may have changed since, at the same
//! size and within the same tick of the file system's clock.
//!
//! The file: the length of its first part; that part, which is the number of notes, a row for each, all paths and
//! what lists show of each; the second part, the rest of each. Numbers are little-endian.

use std::hash::{Hash, Hasher};
use std::io;
use std::path::PathBuf;

use siphasher::sip::SipHasher13;

use super::body::{self, Body};
use super::two_parts::{self, TwoParts};
use super::{Extent, number, sum};
use crate::note::Note;
use crate::notebook::stamp::{STAMP, Stamp};
use crate::people::Circles;

/// The form of the file.
const FORM: [u8; 8] = *b"fn:note5";

/// Bytes of a row: a stamp, a circle, two sums, three lengths.
const ROW: usize = STAMP + 3 * 8 + 3 * 4;

/// A file that is a note.
#[derive(Clone, Debug)]
pub struct Found {
    pub path: String,
    /// `None` where the system does not tell enough.
    pub stamp: Option<Stamp>,
}

/// The notes that an earlier run has read.
pub struct NoteCache {
    kept: TwoParts,
    circles: Circles,
}

/// A note in the cache.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    path: &'a str,
    stamp: Stamp,
    circle: u64,
    listed: Content<'a>,
    rest: Rest<'a>,
}

/// What was kept, and its sum.
#[derive(Clone, Copy)]
struct Content<'a> {
    sum: u64,
    bytes: &'a [u8],
}

/// What no list shows of a note.
#[derive(Clone, Copy)]
enum Rest<'a> {
    /// Its sum, and where it lies in the second part of the file.
    Kept {
        sum: u64,
        start: usize,
        length: usize,
    },
    Fresh(Content<'a>),
}

/// A note to be kept.
pub struct Fresh {
    stamp: Stamp,
    circle: u64,
    body: Body,
}

impl NoteCache {
    /// Reads the cache; whatever is wrong with it, it is empty then.
    pub fn open(file: Option<PathBuf>, circles: Circles) -> NoteCache {
        let mut kept = TwoParts::open(file, &FORM);
        if parts(&kept.first).is_none() {
            kept.first = Vec::new();
        }
        NoteCache { kept, circles }
    }

    /// Returns the rows of files, both in the order of their paths, that are as they were.
    pub fn rows<'a>(&'a self, files: &[Found]) -> Vec<Option<Row<'a>>> {
        let mut rows = parts(&self.kept.first).into_iter().flat_map(Parts::rows).peekable();
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
        let is_same =
            |note: &Note| self.circles.of_customer(note.customer.as_deref()) == row.circle;
        let wanted = |note: &Note| is_same(note).then(|| extent(note));
        let rest = || self.rest(&row.rest)?.checked(row);
        let note = body::read(row.listed.checked(row)?, rest, wanted)?;
        Some(Note { path: row.path.to_string(), ..note })
    }

    fn rest<'a>(&'a self, rest: &Rest<'a>) -> Option<Content<'a>> {
        match *rest {
            Rest::Kept { sum, start, length } => {
                let bytes = self.kept.second().get(start..)?.get(..length)?;
                Some(Content { sum, bytes })
            }
            Rest::Fresh(content) => Some(content),
        }
    }

    /// Returns a note as it is to be kept; `None` if it cannot be.
    pub fn fresh(&self, stamp: Stamp, note: &Note) -> Option<Fresh> {
        let circle = self.circles.of_customer(note.customer.as_deref());
        Some(Fresh { stamp, circle, body: body::write(note)? })
    }

    /// Writes the cache anew. `kept` are notes in the order of their paths, with what was known or is.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store(&self, kept: &[Row]) -> io::Result<()> {
        // What was cut off meanwhile is not known any more.
        let kept = kept.iter().filter_map(|row| Some((row, self.rest(&row.rest)?)));
        let kept: Vec<(&Row, Content)> = kept.collect();
        let mut first = Vec::with_capacity(8 + kept.len() * ROW);
        first.extend((kept.len() as u64).to_le_bytes());
        for (row, rest) in &kept {
            first.extend(row.stamp.to_bytes());
            for number in [row.circle, row.listed.sum, rest.sum] {
                first.extend(number.to_le_bytes());
            }
            for length in [row.path.len(), row.listed.bytes.len(), rest.bytes.len()] {
                first.extend((length as u32).to_le_bytes());
            }
        }
        kept.iter().for_each(|(row, _)| first.extend(row.path.as_bytes()));
        kept.iter().for_each(|(row, _)| first.extend(row.listed.bytes));
        let second: Vec<&[u8]> = kept.iter().map(|(_, rest)| rest.bytes).collect();
        self.kept.replace(&FORM, &first, &second.concat())
    }
}

impl<'a> Content<'a> {
    /// Returns what was kept, if it is as it was and the row's.
    fn checked(self, row: &Row) -> Option<&'a [u8]> {
        (sum(row.circle, row.path, self.bytes) == self.sum).then_some(self.bytes)
    }
}

impl Fresh {
    /// Returns the row of a note that was read just now.
    pub fn row<'a>(&'a self, path: &'a str) -> Row<'a> {
        let content = |bytes: &'a [u8]| Content { sum: sum(self.circle, path, bytes), bytes };
        let (listed, rest) = (content(&self.body.listed), content(&self.body.rest));
        Row { path, stamp: self.stamp, circle: self.circle, listed, rest: Rest::Fresh(rest) }
    }
}

/// The first part of the file, taken apart.
struct Parts<'a> {
    rows: &'a [[u8; ROW]],
    paths: &'a [u8],
    listed: &'a [u8],
}

/// Takes the first part apart, if all lengths are right.
fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    let rows = usize::try_from(number(bytes, 0)?).ok()?.checked_mul(ROW)?;
    let (rows, rest) = bytes.get(8..)?.split_at_checked(rows)?;
    let rows = rows.as_chunks().0;
    let lengths = rows.iter().map(lengths);
    let (paths, listed) =
        lengths.fold((0, 0), |all, [path, listed, _]| (all.0 + path, all.1 + listed));
    let (paths, rest) = rest.split_at_checked(paths)?;
    (rest.len() == listed).then_some(Parts { rows, paths, listed: rest })
}

/// Returns all notes of what stands behind the start of a file, whatever their sums say: for those who try
/// what damage does.
pub fn read_all(bytes: &[u8]) -> Vec<Note> {
    let Some((first, second)) = two_parts::split(bytes) else { return Vec::new() };
    let rows = parts(first).into_iter().flat_map(Parts::rows);
    let whole = |row: Row| {
        let Rest::Kept { start, length, .. } = row.rest else { return None };
        let rest = || second.get(start..)?.get(..length);
        body::read(row.listed.bytes, rest, |_| Some(Extent::Whole))
    };
    rows.filter_map(whole).collect()
}

impl<'a> Parts<'a> {
    fn rows(self) -> impl Iterator<Item = Row<'a>> {
        let (mut paths, mut listed, mut start) = (self.paths, self.listed, 0);
        self.rows.iter().map_while(move |row| {
            let [path, shown, length] = lengths(row);
            let path = paths.split_off(..path)?;
            let bytes = listed.split_off(..shown)?;
            let (path, stamp) = (str::from_utf8(path).ok()?, Stamp::from_bytes(row.first_chunk()?));
            let at = |which: usize| number(row, STAMP + 8 * which);
            let rest = Rest::Kept { sum: at(2)?, start, length };
            start += length;
            Some(Row { path, stamp, circle: at(0)?, listed: Content { sum: at(1)?, bytes }, rest })
        })
    }
}

/// Returns the three lengths that end a row, in bytes: the path's, of what lists show, of the rest.
fn lengths(row: &[u8; ROW]) -> [usize; 3] {
    let (_, ends) = row.split_last_chunk::<12>().unwrap_or((row, &[0; 12]));
    let length = |at: usize| u32::from_le_bytes(ends.as_chunks().0[at]) as usize;
    [length(0), length(1), length(2)]
}

/// Returns what stands for a listing: the same only if all paths are.
pub fn listing(files: &[Found]) -> u64 {
    let mut hasher = SipHasher13::new();
    files.iter().for_each(|file| file.path.hash(&mut hasher));
    hasher.finish()
}
