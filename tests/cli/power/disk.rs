//! A disk that remembers only what was pushed to it, made of the calls of a run.
//!
//! A file's bytes are on it once the file was synced; a name is on it once its folder was synced, no
//! sooner, in whatever order the names were given. Of all else, a cut may leave any part.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::rc::Rc;

use crate::sealed;

/// A number of a file, whatever names it has.
type Inode = usize;

/// What a file holds.
#[derive(Clone, Default)]
struct Contents {
    now: Rc<Vec<u8>>,
    /// What was synced last; nothing of a file that never was.
    synced: Rc<Vec<u8>>,
}

/// A change of names, which a cut leaves whole or not at all.
#[derive(Clone)]
enum Names {
    Given { path: String, inode: Inode },
    Moved { from: String, to: String, inode: Inode },
    Removed { path: String },
    FolderMade { path: String },
    FolderRemoved { path: String },
}

/// The names of files, and the folders.
#[derive(Clone, Default)]
struct View {
    files: BTreeMap<String, Inode>,
    folders: BTreeSet<String>,
}

#[derive(Clone)]
enum Open {
    File { inode: Inode, at: usize, appends: bool },
    Folder(String),
}

/// The files below a folder, as the program sees them and as the disk has them.
#[derive(Clone, Default)]
pub struct Disk {
    root: String,
    inodes: Vec<Contents>,
    now: View,
    synced: View,
    /// Changes of names that the disk need not have yet, in their order.
    pending: Vec<Names>,
    open: BTreeMap<i64, Open>,
}

/// How much of what was not pushed to the disk is there after a cut.
#[derive(Clone, Copy, Debug)]
pub enum Left {
    Nothing,
    All,
    /// All names, and half of the bytes.
    Half,
    /// All names, and no bytes.
    NamesAlone,
    /// Some names and some bytes, drawn by this seed.
    Some(u64),
}

/// Files and their bytes; folders have none.
pub type Files = BTreeMap<String, Option<Rc<Vec<u8>>>>;

impl Disk {
    /// Returns the disk with all that lies in a folder.
    pub fn of(root: &Path) -> Disk {
        let mut disk = Disk { root: root.display().to_string(), ..Disk::default() };
        for (path, bytes) in files(root) {
            let Some(bytes) = bytes else {
                disk.now.folders.insert(path);
                continue;
            };
            disk.now.files.insert(path, disk.inodes.len());
            disk.inodes.push(Contents { now: bytes.clone(), synced: bytes });
        }
        disk.synced = disk.now.clone();
        disk
    }

    /// Follows a line of `strace -xx`; returns what was said, if the line says something to the user.
    pub fn follow(&mut self, line: &str) -> Option<Vec<u8>> {
        let (name, rest) = line.split_once('(')?;
        let (arguments, result) = rest.rsplit_once(" = ")?;
        let arguments = arguments.trim_end().strip_suffix(')')?;
        let result: i64 = result.split(' ').next()?.parse().ok()?;
        if result < 0 {
            return None;
        }
        let texts: Vec<Vec<u8>> = arguments.split('"').skip(1).step_by(2).map(bytes).collect();
        let numbers: Vec<&str> = arguments.split(", ").collect();
        let number = |at: usize| numbers.get(at).and_then(|word| word.parse::<i64>().ok());
        let path = |at: usize| self.path(texts.get(at)?);
        match name {
            "write" if matches!(number(0), Some(1 | 2)) => return texts.into_iter().next(),
            "openat" => self.open(result, path(0), arguments),
            "write" => self.write(number(0)?, &texts.first()?[..result as usize]),
            "pwrite64" => {
                let (file, at) = (number(0)?, number(numbers.len() - 1)? as usize);
                self.seek(file, at);
                self.write(file, &texts.first()?[..result as usize]);
            }
            "copy_file_range" | "sendfile" => {
                let (from, to) = if name == "sendfile" { (1, 0) } else { (0, 2) };
                let (from, to) = (number(from)?, number(to)?);
                let copied = self.read(from, result as usize)?;
                self.write(to, &copied);
            }
            "ftruncate" => {
                let length = number(1)? as usize;
                if let Some(Open::File { inode, .. }) = self.open.get(&number(0)?) {
                    Rc::make_mut(&mut self.inodes[*inode].now).resize(length, 0);
                }
            }
            "fsync" | "fdatasync" => self.sync(number(0)?),
            "rename" | "renameat" | "renameat2" => {
                let (from, to) = (path(0)?, path(1)?);
                let inode = self.now.files[&from];
                self.change(Names::Moved { from, to, inode });
            }
            "link" | "linkat" => {
                let (from, path) = (path(0)?, path(1)?);
                let inode = self.now.files[&from];
                self.change(Names::Given { path, inode });
            }
            "unlinkat" if arguments.contains("AT_REMOVEDIR") => {
                let path = path(0)?;
                self.change(Names::FolderRemoved { path });
            }
            "unlink" | "unlinkat" => {
                let path = path(0)?;
                self.change(Names::Removed { path });
            }
            "mkdir" | "mkdirat" => {
                let path = path(0)?;
                self.change(Names::FolderMade { path });
            }
            "rmdir" => {
                let path = path(0)?;
                self.change(Names::FolderRemoved { path });
            }
            _ => {}
        }
        None
    }

    /// Returns whether a cut here loses nothing.
    pub fn is_settled(&self) -> bool {
        self.pending.is_empty() && self.inodes.iter().all(|file| file.now == file.synced)
    }

    /// Returns all files as the program sees them.
    pub fn seen(&self) -> Files {
        self.files_of(&self.now, |contents, _| contents.now.clone())
    }

    /// Returns all files as a cut leaves them.
    pub fn after_cut(&self, left: Left) -> Files {
        let mut view = self.synced.clone();
        for (at, names) in self.pending.iter().enumerate() {
            let is_there = match left {
                Left::Nothing => false,
                Left::All | Left::Half | Left::NamesAlone => true,
                Left::Some(seed) => mixed(seed, at as u64).is_multiple_of(2),
            };
            if is_there {
                names.apply(&mut view);
            }
        }
        self.files_of(&view, |contents, inode| {
            let choice = match left {
                _ if contents.now == contents.synced => 0,
                Left::All => 0,
                Left::Nothing | Left::NamesAlone => 1,
                Left::Half => 2,
                Left::Some(seed) => mixed(seed, 1_000_000 + inode as u64) % 3,
            };
            match choice {
                0 => contents.now.clone(),
                1 => contents.synced.clone(),
                _ => Rc::new(contents.now[..contents.now.len() / 2].to_vec()),
            }
        })
    }

    fn files_of(&self, view: &View, bytes: impl Fn(&Contents, Inode) -> Rc<Vec<u8>>) -> Files {
        let is_there = |path: &str| {
            path.match_indices('/').all(|(end, _)| view.folders.contains(&path[..end]))
        };
        let folders = view.folders.iter().map(|path| (path.clone(), None));
        let files = view
            .files
            .iter()
            .map(|(path, inode)| (path.clone(), Some(bytes(&self.inodes[*inode], *inode))));
        folders.chain(files).filter(|(path, _)| is_there(path)).collect()
    }

    fn path(&self, bytes: &[u8]) -> Option<String> {
        let path = std::str::from_utf8(bytes).ok()?;
        if path == self.root || path == "." {
            return Some(String::new());
        }
        match path.strip_prefix(&self.root) {
            Some(rest) => Some(rest.strip_prefix('/')?.trim_end_matches('/').to_string()),
            None if path.starts_with('/') => None,
            None => Some(path.trim_start_matches("./").to_string()),
        }
    }

    fn open(&mut self, number: i64, path: Option<String>, flags: &str) {
        let Some(path) = path else {
            self.open.remove(&number); // outside
            return;
        };
        if path.is_empty() || self.now.folders.contains(&path) {
            self.open.insert(number, Open::Folder(path));
            return;
        }
        let inode = match self.now.files.get(&path) {
            Some(inode) => *inode,
            None => {
                assert!(flags.contains("O_CREAT"), "{path} {flags}");
                let inode = self.inodes.len();
                self.inodes.push(Contents::default());
                self.change(Names::Given { path, inode });
                inode
            }
        };
        if flags.contains("O_TRUNC") {
            self.inodes[inode].now = Rc::default();
        }
        let appends = flags.contains("O_APPEND");
        self.open.insert(number, Open::File { inode, at: 0, appends });
    }

    fn seek(&mut self, number: i64, to: usize) {
        if let Some(Open::File { at, .. }) = self.open.get_mut(&number) {
            *at = to;
        }
    }

    fn write(&mut self, number: i64, bytes: &[u8]) {
        let Some(Open::File { inode, at, appends }) = self.open.get_mut(&number) else { return };
        let now = Rc::make_mut(&mut self.inodes[*inode].now);
        if *appends {
            *at = now.len();
        }
        let end = *at + bytes.len();
        if now.len() < end {
            now.resize(end, 0);
        }
        now[*at..end].copy_from_slice(bytes);
        *at = end;
    }

    fn read(&mut self, number: i64, length: usize) -> Option<Vec<u8>> {
        let Some(Open::File { inode, at, .. }) = self.open.get_mut(&number) else { return None };
        let start = *at;
        *at += length;
        Some(self.inodes[*inode].now[start..start + length].to_vec())
    }

    fn sync(&mut self, number: i64) {
        match self.open.get(&number) {
            Some(Open::File { inode, .. }) => {
                let contents = &mut self.inodes[*inode];
                contents.synced = contents.now.clone();
            }
            Some(Open::Folder(folder)) => {
                let (synced, pending): (Vec<Names>, Vec<Names>) =
                    self.pending.drain(..).partition(|names| names.folder() == folder);
                self.pending = pending;
                synced.iter().for_each(|names| names.apply(&mut self.synced));
            }
            None => {}
        }
    }

    fn change(&mut self, names: Names) {
        names.apply(&mut self.now);
        self.pending.push(names);
    }
}

impl Names {
    /// Returns the folder whose sync puts this on the disk.
    fn folder(&self) -> &str {
        let path = match self {
            Names::Given { path, .. } | Names::Removed { path } => path,
            Names::Moved { to, .. } => to,
            Names::FolderMade { path } | Names::FolderRemoved { path } => path,
        };
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    fn apply(&self, view: &mut View) {
        match self {
            Names::Given { path, inode } => _ = view.files.insert(path.clone(), *inode),
            Names::Moved { from, to, inode } => {
                view.files.insert(to.clone(), *inode);
                if view.files.get(from) == Some(inode) {
                    view.files.remove(from);
                }
            }
            Names::Removed { path } => _ = view.files.remove(path),
            Names::FolderMade { path } => _ = view.folders.insert(path.clone()),
            Names::FolderRemoved { path } => _ = view.folders.remove(path),
        }
    }
}

/// Returns all files and folders below a folder.
pub fn files(root: &Path) -> Files {
    let found = sealed::files(root).into_iter();
    found.map(|(path, bytes)| (path, bytes.map(Rc::new))).collect()
}

/// Makes a folder hold exactly these files.
pub fn lay_out(root: &Path, wanted: &Files) {
    let there = files(root);
    for (path, bytes) in wanted {
        match bytes {
            None => fs::create_dir_all(root.join(path)).expect("a folder"),
            Some(bytes) if there.get(path) != Some(&Some(bytes.clone())) => {
                let _ = fs::remove_file(root.join(path)); // git's objects are read-only
                fs::write(root.join(path), &**bytes).expect("a file");
            }
            Some(_) => {}
        }
    }
    for (path, bytes) in there.iter().rev().filter(|(path, _)| !wanted.contains_key(*path)) {
        match bytes {
            Some(_) => fs::remove_file(root.join(path)).expect("a file"),
            None => fs::remove_dir(root.join(path)).expect("a folder"),
        }
    }
}

/// Returns the bytes of a text in which each is written as `\x5f`.
fn bytes(text: &str) -> Vec<u8> {
    let codes = text.split("\\x").skip(1);
    codes.map(|code| u8::from_str_radix(code, 16).expect("two digits")).collect()
}

/// Returns a number that two others always give, and that looks like none of them (splitmix64).
pub fn mixed(seed: u64, number: u64) -> u64 {
    let mut z = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
