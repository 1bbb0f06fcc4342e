//! What was read of versions of notes, out of the history: a version never changes, so what was read of it
//! stays right as long as the same people can be meant in it.
//!
//! The file: the number of versions; a row for each, sorted; all contents. Numbers are little-endian.

use std::collections::BTreeMap;
use std::hash::Hasher;
use std::io;
use std::path::PathBuf;

use siphasher::sip::SipHasher13;

use super::body::{self, Body};
use super::{Extent, Kept, number, sum};
use crate::git::BlobId;
use crate::note::Note;
use crate::people::Circles;

/// The form of the file.
const FORM: [u8; 8] = *b"fn:vers5";

/// Bytes of a row: what stands for path and blob, a circle, a sum, where its content ends.
const ROW: usize = 4 * 8;

/// Above this many bytes, what nobody asked for is not kept on.
const ENOUGH: usize = 256 * 1024 * 1024;

/// The versions that earlier runs have read.
pub struct VersionCache {
    kept: Kept,
    /// What this run has read beside, by what stands for path and blob, and by circle.
    fresh: BTreeMap<(u64, u64), (u64, Vec<u8>)>,
}

/// A version in the cache.
#[derive(Clone, Copy)]
struct Row<'a> {
    key: u64,
    circle: u64,
    sum: u64,
    body: &'a [u8],
}

impl VersionCache {
    /// Reads the cache; whatever is wrong with it, it is empty then.
    pub fn open(file: Option<PathBuf>) -> VersionCache {
        let mut kept = Kept::open(file, &FORM);
        if rows(kept.rest()).is_none() {
            kept.bytes = Vec::new();
        }
        VersionCache { kept, fresh: BTreeMap::new() }
    }

    /// Returns a version, as far as is asked for, if it was read with the same people in mind.
    pub fn note(
        &self,
        path: &str,
        blob: BlobId,
        circles: &Circles,
        extent: Extent,
    ) -> Option<Note> {
        let key = key(path, blob);
        let all = rows(self.kept.rest())?;
        let first = all.table.partition_point(|row| number(row, 0).unwrap_or(0) < key);
        let rows = (first..).map_while(|at| all.row(at)).take_while(|row| row.key == key);
        rows.filter(|row| sum(row.circle ^ key, path, row.body) == row.sum).find_map(|row| {
            let is_same = |note: &Note| circles.of_customer(note.customer.as_deref()) == row.circle;
            let note = note(row.body, |note| is_same(note).then_some(extent))?;
            Some(Note { path: path.to_string(), ..note })
        })
    }

    /// Keeps a version for the next run.
    pub fn keep(&mut self, blob: BlobId, note: &Note, circles: &Circles) {
        let (key, circle) = (key(&note.path, blob), circles.of_customer(note.customer.as_deref()));
        if let Some(body) = body::write(note).map(joined) {
            let sum = sum(circle ^ key, &note.path, &body);
            self.fresh.insert((key, circle), (sum, body));
        }
    }

    /// Writes the cache anew, if there is something new.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store(&self) -> io::Result<()> {
        if self.fresh.is_empty() {
            return Ok(());
        }
        let fresh = self.fresh.iter().map(|((key, circle), (sum, body))| Row {
            key: *key,
            circle: *circle,
            sum: *sum,
            body,
        });
        let mut all: Vec<Row> = fresh.collect();
        if self.kept.bytes.len() < ENOUGH
            && let Some(known) = rows(self.kept.rest())
        {
            let known = (0..known.table.len()).filter_map(|at| known.row(at));
            all.extend(known.filter(|row| !self.fresh.contains_key(&(row.key, row.circle))));
            all.sort_by_key(|row| (row.key, row.circle));
        }
        let mut head = Vec::with_capacity(8 + all.len() * ROW);
        head.extend((all.len() as u64).to_le_bytes());
        let mut end = 0;
        for row in &all {
            end += row.body.len() as u64;
            for part in [row.key, row.circle, row.sum, end] {
                head.extend(part.to_le_bytes());
            }
        }
        let mut bodies = Vec::with_capacity(end as usize);
        all.iter().for_each(|row| bodies.extend(row.body));
        self.kept.replace(&FORM, &[&head, &bodies])
    }
}

/// The file, taken apart.
struct Rows<'a> {
    table: &'a [[u8; ROW]],
    bodies: &'a [u8],
}

fn rows(bytes: &[u8]) -> Option<Rows<'_>> {
    let length = usize::try_from(number(bytes, 0)?).ok()?.checked_mul(ROW)?;
    let (table, bodies) = bytes.get(8..)?.split_at_checked(length)?;
    Some(Rows { table: table.as_chunks().0, bodies })
}

/// Returns all notes of what stands behind the start of a file, whatever their sums say: for those who try
/// what damage does.
pub fn read_all(bytes: &[u8]) -> Vec<Note> {
    let Some(all) = rows(bytes) else { return Vec::new() };
    let rows = (0..all.table.len()).filter_map(|at| all.row(at));
    rows.filter_map(|row| note(row.body, |_| Some(Extent::Whole))).collect()
}

impl<'a> Rows<'a> {
    fn row(&self, at: usize) -> Option<Row<'a>> {
        let row = self.table.get(at)?;
        let end = |row: &[u8; ROW]| usize::try_from(number(row, 24)?).ok();
        let start = match at.checked_sub(1) {
            Some(before) => end(self.table.get(before)?)?,
            None => 0,
        };
        let body = self.bodies.get(start..end(row)?)?;
        Some(Row { key: number(row, 0)?, circle: number(row, 8)?, sum: number(row, 16)?, body })
    }
}

/// Returns the two contents of a note as one: the length of the first, and both.
fn joined(Body { listed, rest }: Body) -> Vec<u8> {
    [&(listed.len() as u32).to_le_bytes(), listed.as_slice(), &rest].concat()
}

/// Returns a note out of its two contents.
fn note(joined: &[u8], wanted: impl FnOnce(&Note) -> Option<Extent>) -> Option<Note> {
    let (length, contents) = joined.split_first_chunk()?;
    let (listed, rest) = contents.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    body::read(listed, || Some(rest), wanted)
}

/// Returns what stands for a version.
fn key(path: &str, blob: BlobId) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(path.as_bytes());
    hasher.write(blob.as_bytes());
    hasher.finish()
}
