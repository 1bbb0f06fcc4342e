//! git's index as a file: its entries looked up where they lie, changed, and written with all others byte for byte.
//!
//! libgit2 takes an index apart, entry by entry, and sums it up with a SHA-1 that looks for forged collisions: ten
//! times what a commit takes besides. Here an index of the common form is read (gitformat-index, version 2 or 3); any
//! other is left to libgit2 or to git.

use std::cmp::Ordering;
use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;

use git2::{IndexEntry, IndexEntryExtendedFlag, IndexEntryFlag, IndexTime, Oid};
use sha1::{Digest, Sha1};

/// Signature, version and number of entries.
const HEADER: usize = 12;
const SIGNATURE: &[u8] = b"DIRC";
/// Ten numbers of a file, its id, flags.
const FIXED: usize = 62;
/// Where the id is.
const ID: Range<usize> = 40..60;
/// Where the number of bytes is.
const SIZE: Range<usize> = 36..40;
/// The bytes of a SHA-1.
const SUM: usize = 20;

/// The flag of an entry with more flags.
const EXTENDED: u16 = 0x4000;
/// The flags that tell which side of a merge an undecided entry is.
pub(super) const STAGE: u16 = 0x3000;
/// The length of a path, or this if it is longer.
const LENGTH: u16 = 0x0fff;

/// Trees within trees deeper than this are not remembered.
const DEEPEST: usize = 500;

pub(super) struct IndexFile {
    version: u32,
    bytes: Vec<u8>,
    /// Sorted by path, then stage.
    entries: Vec<Row>,
    /// The ids of the trees that the entries make, where they are known: the extension `TREE`.
    trees: Vec<u8>,
}

/// An entry's bytes, with what fills them up.
enum Row {
    /// Where they lie in the file.
    Kept(Range<usize>),
    New(Vec<u8>),
}

/// An entry of the index.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a>(&'a [u8]);

impl IndexFile {
    /// Reads an index; without a file it has no entries. `None` if it is of another form, or damaged.
    pub(super) fn read(file: &Path) -> Option<IndexFile> {
        match fs::metadata(file) {
            Ok(meta) if meta.is_file() => IndexFile::parse(fs::read(file).ok()?),
            Err(error) if error.kind() == ErrorKind::NotFound => Some(IndexFile::new()),
            Ok(_) | Err(_) => None,
        }
    }

    fn new() -> IndexFile {
        IndexFile { version: 2, bytes: Vec::new(), entries: Vec::new(), trees: Vec::new() }
    }

    /// Takes an index apart.
    pub(super) fn parse(bytes: Vec<u8>) -> Option<IndexFile> {
        let end = bytes.len().checked_sub(SUM)?;
        let sum = &bytes[end..];
        // `index.skipHash` leaves zeros in its place.
        let is_summed = sum == [0; SUM] || *sum == *Sha1::digest(&bytes[..end]);
        let version = number(&bytes, 4)?;
        if !is_summed || !bytes.starts_with(SIGNATURE) || !matches!(version, 2 | 3) {
            return None;
        }
        let count = number(&bytes, 8)? as usize;
        let mut at = HEADER;
        let mut entries = Vec::with_capacity(count.min(bytes.len() / FIXED));
        for _ in 0..count {
            let length = Entry(bytes.get(at..end)?).length(version)?;
            entries.push(Row::Kept(at..at + length));
            at += length;
        }
        let mut trees = Vec::new();
        while at < end {
            let (name, length) = (bytes.get(at..at + 4)?, number(&bytes, at + 4)? as usize);
            let content = bytes.get(at + 8..end)?.get(..length)?;
            match name {
                b"TREE" => trees = content.to_vec(),
                // What was undecided in a merge is libgit2's to keep.
                b"REUC" | b"NAME" => return None,
                // Others whose names start so can be left out; without the rest, the index means something else.
                [b'A'..=b'Z', ..] => {}
                _ => return None,
            }
            at += 8 + length;
        }
        let index = IndexFile { version, bytes, entries, trees };
        let is_sorted = |pair: &[Row]| index.entry(&pair[0]).order(index.entry(&pair[1])).is_lt();
        index.entries.windows(2).all(is_sorted).then_some(index)
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.entries.iter().map(|row| self.entry(row))
    }

    fn entry<'a>(&'a self, row: &'a Row) -> Entry<'a> {
        Entry(match row {
            Row::Kept(place) => &self.bytes[place.clone()],
            Row::New(bytes) => bytes,
        })
    }

    /// Returns the entry of a path, if it has one and that is decided.
    pub(super) fn get(&self, path: &[u8]) -> Option<Entry<'_>> {
        self.find(path).ok().map(|at| self.entry(&self.entries[at]))
    }

    fn find(&self, path: &[u8]) -> Result<usize, usize> {
        self.entries.binary_search_by(|row| {
            let entry = self.entry(row);
            entry.path().cmp(path).then(entry.stage().cmp(&0))
        })
    }

    /// Puts an entry in the place of its path's.
    pub(super) fn put(&mut self, entry: &IndexEntry) {
        let row = Row::New(bytes_of(entry));
        match self.find(&entry.path) {
            Ok(at) => self.entries[at] = row,
            Err(at) => self.entries.insert(at, row),
        }
        self.forget_trees(&entry.path);
    }

    /// Takes the entry of a path out, if it has one.
    pub(super) fn remove(&mut self, path: &[u8]) {
        if let Ok(at) = self.find(path) {
            self.entries.remove(at);
            self.forget_trees(path);
        }
    }

    /// Lets git look at the bytes of a path's file, whatever its size and times.
    pub(super) fn smudge(&mut self, path: &[u8]) {
        if let Ok(at) = self.find(path) {
            let mut bytes = self.entry(&self.entries[at]).0.to_vec();
            bytes[SIZE].fill(0);
            self.entries[at] = Row::New(bytes);
        }
    }

    /// Returns the bytes of the file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.bytes.len() + 4096);
        bytes.extend(SIGNATURE);
        bytes.extend(self.version.to_be_bytes());
        bytes.extend((self.entries.len() as u32).to_be_bytes());
        self.entries().for_each(|entry| bytes.extend(entry.0));
        if !self.trees.is_empty() {
            bytes.extend(b"TREE");
            bytes.extend((self.trees.len() as u32).to_be_bytes());
            bytes.extend(&self.trees);
        }
        let sum = Sha1::digest(&bytes);
        bytes.extend(sum);
        bytes
    }

    /// Forgets the ids of the trees that a path lies in.
    fn forget_trees(&mut self, path: &[u8]) {
        let mut changed = Vec::with_capacity(self.trees.len());
        let mut rest = self.trees.as_slice();
        let is_read =
            copy_tree(&mut rest, Some(path), &mut changed, DEEPEST).is_some() && rest.is_empty();
        // Of a form that nobody knows, all are forgotten.
        self.trees = if is_read { changed } else { Vec::new() };
    }
}

/// Takes the first entry out of an index and marks the last, and returns whether all others are read again as they were;
/// `None` if it is of another form. Its sum does not count. For those who try what damage does.
pub fn others_stay(bytes: &[u8]) -> Option<bool> {
    let unsummed = bytes.get(..bytes.len().checked_sub(SUM)?)?;
    let mut index = IndexFile::parse([unsummed, &[0; SUM]].concat())?;
    let all: Vec<Vec<u8>> = index.entries().map(|entry| entry.0.to_vec()).collect();
    let [first, .., last] = all.as_slice() else { return Some(true) };
    let (first, last) = (Entry(first), Entry(last));
    index.remove(first.path());
    index.smudge(last.path());
    let again = IndexFile::parse(index.to_bytes());
    let rest: Vec<Vec<u8>> = again?.entries().map(|entry| entry.0.to_vec()).collect();
    // What a merge left undecided has no entry of its own.
    let gone = usize::from(first.stage() == 0);
    Some(rest.len() == all.len() - gone && rest[..rest.len() - 1] == all[gone..all.len() - 1])
}

/// Copies a tree of the extension and those below it, without the ids of those that the path lies in: a name that ends
/// in a zero byte; how many entries it has, or -1 if its id is not known; how many trees lie in it; the id.
fn copy_tree(rest: &mut &[u8], path: Option<&[u8]>, out: &mut Vec<u8>, depth: usize) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    let name = until(rest, 0)?;
    let (count, below) = (until(rest, b' ')?, until(rest, b'\n')?);
    let (count, below): (i64, usize) = (decimal(count)?, decimal(below)?);
    let id = if count >= 0 { rest.split_off(..SUM)? } else { &[] };
    out.extend(name);
    match path {
        Some(_) => out.extend(format!("\0-1 {below}\n").as_bytes()),
        None => {
            out.extend(format!("\0{count} {below}\n").as_bytes());
            out.extend(id);
        }
    }
    let folder = path.and_then(|path| {
        let slash = memchr::memchr(b'/', path)?;
        Some((&path[..slash], &path[slash + 1..]))
    });
    for _ in 0..below {
        let name = &rest[..memchr::memchr(0, rest)?];
        let inside = folder.filter(|(folder, _)| *folder == name).map(|(_, path)| path);
        copy_tree(rest, inside, out, depth)?;
    }
    Some(())
}

/// Returns what stands before a byte, and goes on behind it.
fn until<'a>(rest: &mut &'a [u8], byte: u8) -> Option<&'a [u8]> {
    let found = rest.split_off(..memchr::memchr(byte, rest)?)?;
    rest.split_off_first()?;
    Some(found)
}

fn decimal<T: std::str::FromStr>(digits: &[u8]) -> Option<T> {
    str::from_utf8(digits).ok()?.parse().ok()
}

impl<'a> Entry<'a> {
    /// Returns how many bytes the first entry of some has, if it is all there.
    fn length(self, version: u32) -> Option<usize> {
        self.0.get(..FIXED + 2)?;
        if self.is_extended() && version < 3 {
            return None;
        }
        let start = self.path_start();
        let path = memchr::memchr(0, self.0.get(start..)?)?;
        let length = filled_up(start + path);
        let filling = self.0.get(start + path..length)?;
        let is_said = usize::from(self.flags() & LENGTH) == path.min(usize::from(LENGTH));
        let is_plain = is_plain(&self.0[start..start + path]);
        (is_said && is_plain && filling.iter().all(|byte| *byte == 0)).then_some(length)
    }

    fn path_start(self) -> usize {
        if self.is_extended() { FIXED + 2 } else { FIXED }
    }

    pub(super) fn path(self) -> &'a [u8] {
        let path = &self.0[self.path_start()..];
        let said = usize::from(self.flags() & LENGTH);
        let is_long = said == usize::from(LENGTH);
        &path[..if is_long { memchr::memchr(0, path).unwrap_or(path.len()) } else { said }]
    }

    pub(super) fn id(self) -> Oid {
        Oid::from_bytes(&self.0[ID]).expect("an entry has the bytes of an id")
    }

    pub(super) fn mode(self) -> u32 {
        self.number(6)
    }

    /// Returns the number of bytes of its file, cut to 32 bits.
    pub(super) fn file_size(self) -> u32 {
        self.number(9)
    }

    /// Returns when its file was changed last: seconds, cut to 32 bits, and nanoseconds.
    pub(super) fn mtime(self) -> (i32, u32) {
        (self.number(2) as i32, self.number(3))
    }

    /// Returns when anything of its file was changed last.
    pub(super) fn ctime(self) -> (i32, u32) {
        (self.number(0) as i32, self.number(1))
    }

    pub(super) fn inode(self) -> u32 {
        self.number(5)
    }

    /// Returns the flag `--assume-unchanged`, to be kept.
    pub(super) fn assumed_unchanged(self) -> u16 {
        self.flags() & IndexEntryFlag::VALID.bits()
    }

    /// Returns 0 for what is decided, else which side of a merge it is.
    pub(super) fn stage(self) -> u16 {
        self.flags() & STAGE
    }

    pub(super) fn skips_worktree(self) -> bool {
        let more = self.0.get(FIXED..FIXED + 2).filter(|_| self.is_extended());
        let more = more.map_or(0, |bytes| u16::from_be_bytes([bytes[0], bytes[1]]));
        IndexEntryExtendedFlag::from_bits_truncate(more).is_skip_worktree()
    }

    /// Returns whether it is a file of attributes, and decided.
    pub(super) fn gives_attributes(self) -> bool {
        let name = self.path().strip_suffix(b".gitattributes");
        name.is_some_and(|folder| folder.is_empty() || folder.ends_with(b"/")) && self.stage() == 0
    }

    /// Returns it as libgit2 has it, but for what it says of its file.
    pub(super) fn to_library(self) -> IndexEntry {
        let none = IndexTime::new(0, 0);
        IndexEntry {
            ctime: none,
            mtime: none,
            dev: 0,
            ino: 0,
            mode: self.mode(),
            uid: 0,
            gid: 0,
            file_size: 0,
            id: self.id(),
            flags: 0,
            flags_extended: 0,
            path: self.path().to_vec(),
        }
    }

    fn order(self, other: Entry) -> Ordering {
        self.path().cmp(other.path()).then(self.stage().cmp(&other.stage()))
    }

    fn flags(self) -> u16 {
        u16::from_be_bytes([self.0[60], self.0[61]])
    }

    fn is_extended(self) -> bool {
        self.flags() & EXTENDED != 0
    }

    fn number(self, which: usize) -> u32 {
        number(self.0, 4 * which).unwrap_or(0)
    }
}

/// Returns whether a path has no name that leads elsewhere: none is empty, `.`, `..` or git's own folder.
fn is_plain(path: &[u8]) -> bool {
    let starts = memchr::memchr_iter(b'/', path).map(|slash| slash + 1);
    std::iter::once(0).chain(starts).all(|start| {
        let is_odd =
            |name: &[u8]| matches!(name, b"" | b"." | b"..") || name.eq_ignore_ascii_case(b".git");
        match path.get(start) {
            None | Some(b'/') => false,
            Some(b'.') => {
                !is_odd(path[start..].split(|byte| *byte == b'/').next().unwrap_or_default())
            }
            Some(_) => true,
        }
    })
}

/// Returns the bytes of an entry without extended flags.
fn bytes_of(entry: &IndexEntry) -> Vec<u8> {
    let IndexEntry { ctime, mtime, dev, ino, mode, uid, gid, file_size, id, flags, path, .. } =
        entry;
    let times =
        [ctime.seconds() as u32, ctime.nanoseconds(), mtime.seconds() as u32, mtime.nanoseconds()];
    let length = u16::try_from(path.len()).map_or(LENGTH, |length| length.min(LENGTH));
    let flags = flags & IndexEntryFlag::VALID.bits() | length;
    let mut bytes = Vec::with_capacity(filled_up(FIXED + path.len()));
    for number in times.into_iter().chain([*dev, *ino, *mode, *uid, *gid, *file_size]) {
        bytes.extend(number.to_be_bytes());
    }
    bytes.extend(id.as_bytes());
    bytes.extend(flags.to_be_bytes());
    bytes.extend(path);
    bytes.resize(filled_up(bytes.len()), 0);
    bytes
}

/// Returns the length of an entry with one to eight zero bytes behind it: a multiple of eight.
fn filled_up(length: usize) -> usize {
    length / 8 * 8 + 8
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}
