//! The walk by known names: a folder that is as it was when it was listed is not listed again, and of its notes
//! only the files are looked at.
//!
//! It must find what a whole walk finds. A folder's times tell of each name that comes or goes only on file
//! systems that are known for it; elsewhere, each walk is a whole one.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use ignore::IncrementalIgnore;
use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, Stat, fstat, fstatfs, openat, statat};

use super::rules::{Rules, rules, state};
use super::whole::{self, is_other_repository};
use super::{Look, listed};
use crate::notebook::cache::folders::{Folder, FolderCache, below, names, paths};
use crate::notebook::cache::notes::Found;
use crate::notebook::stamp::Stamp;
use crate::notebook::{Notebook, is_note};
use crate::parallel::{FEW, most_threads, one_by_one};

/// Bytes of names that one thread looks at before it takes the next.
const PIECE: usize = 1 << 14;

/// Where more names than this are new, all cores walk over everything sooner than one lists them.
const MANY: usize = 4_000;

/// Where fewer than one of so many names were listed, listing them again takes less time than writing all anew.
const WORTH_WRITING: usize = 64;

/// To list one name again takes the rules; reading those takes as long as so many names.
const RULES: usize = 200;

/// Returns the notes that git's rules do not ignore, in no order.
pub fn notes(notebook: &Notebook, look: Look, begun: SystemTime) -> Vec<Found> {
    let file = notebook.cache_file("folders");
    let ground = file.as_ref().and_then(|_| Ground::open(notebook, begun));
    let Some(ground) = ground else { return whole::notes(notebook, look) };
    let cache = FolderCache::open(file);
    let kept = cache.folders(ground.rules.sum);
    let known = sweep(notebook, &ground, &kept, look);
    let (found, folders) = known.unwrap_or_else(|| listed::notes(notebook, &ground, look));
    if let Some(folders) = folders.filter(|_| ground.rules.is_settled) {
        let _ = cache.store(ground.rules.sum, &folders); // where it cannot be written, all is listed again
    }
    found
}

/// The root's folder and the rules, on a file system whose folders can be told to be as they were.
pub struct Ground {
    root: OwnedFd,
    device: u64,
    rules: Rules,
    begun: SystemTime,
}

/// The file systems that give a folder another time whenever a name comes, goes or becomes another file's, by the
/// numbers that `statfs` has for them: ext2 to ext4, XFS, Btrfs, tmpfs, ZFS, F2FS, overlayfs, bcachefs.
const KNOWN: [u32; 8] = [
    0xef53,
    0x5846_5342,
    0x9123_683e,
    0x0102_1994,
    0x2fc1_2fc1,
    0xf2f5_2010,
    0x794c_7630,
    0xca45_1a4e,
];

impl Ground {
    fn open(notebook: &Notebook, begun: SystemTime) -> Option<Ground> {
        let root = open(CWD, &notebook.root)?;
        let kind = fstatfs(&root).ok()?.f_type;
        if !u32::try_from(kind).is_ok_and(|kind| KNOWN.contains(&kind)) {
            return None;
        }
        let device = fstat(&root).ok()?.st_dev;
        let rules = rules(notebook, device, begun)?;
        Some(Ground { root, device, rules, begun })
    }

    /// Returns the stamp of a folder if it says so when the folder changes.
    pub fn stamp(&self, device: u64, stamp: Option<Stamp>) -> Option<Stamp> {
        stamp.filter(|it| device == self.device && it.is_dated() && it.is_settled(self.begun))
    }

    pub fn begun(&self) -> SystemTime {
        self.begun
    }

    fn folder(&self, path: &str) -> Option<(OwnedFd, Stat)> {
        let folder = open(&self.root, Path::new(if path.is_empty() { "." } else { path }))?;
        let stat = fstat(&folder).ok()?;
        Some((folder, stat))
    }
}

/// Opens a folder to look at what lies in it, not to list it.
fn open(from: impl AsFd, path: &Path) -> Option<OwnedFd> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    openat(from, path, flags, Mode::empty()).ok()
}

/// Returns a note in a folder, if it is a regular file.
fn note(folder: &OwnedFd, path: &str, name: &str, look: Look) -> Option<Found> {
    let found = |stamp| Found { path: below(path, name), stamp };
    match look {
        Look::Names => Some(found(None)),
        Look::Stamps => {
            let stat = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
            let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
            is_file.then(|| found(Stamp::of_stat(&stat)))
        }
    }
}

/// Returns the notes, and the folders anew if it is worth it to keep them; `None` if a whole walk has to say: the
/// rules in a folder may be others than they were, a folder cannot be read, or so much is new that it takes less
/// time.
fn sweep<'a>(
    notebook: &Notebook,
    ground: &Ground,
    kept: &[Folder<'a>],
    look: Look,
) -> Option<(Vec<Found>, Option<Vec<Folder<'a>>>)> {
    let paths = paths(kept).filter(|paths| !paths.is_empty())?;
    for (folder, path) in kept.iter().zip(&paths) {
        let file = || notebook.root.join(path).join(".gitignore");
        if folder.rules.is_some_and(|rules| state(&file(), ground.begun).sum != rules) {
            return None;
        }
    }
    let mut unchanged = unchanged(notebook, ground, kept, &paths, look);
    let mut list = List {
        notebook,
        ground,
        look,
        matcher: None,
        found: Vec::new(),
        folders: Vec::with_capacity(kept.len()),
        names: 0,
        has_news: false,
    };
    // Of each folder: where it stands now, and of one that was listed, the folders in it that are not known.
    let mut places: Vec<Option<u32>> = vec![None; kept.len()];
    let mut news: HashMap<usize, BTreeSet<String>> = HashMap::new();
    for (at, (folder, path)) in kept.iter().zip(&paths).enumerate() {
        let parent = folder.parent as usize;
        let is_there = at == 0
            || places[parent].is_some()
                && news.get_mut(&parent).is_none_or(|news| news.remove(&*folder.name));
        if !is_there {
            continue; // it is gone, or is no folder any more
        }
        let parent = if at == 0 { 0 } else { places[parent]? };
        places[at] = u32::try_from(list.folders.len()).ok();
        match unchanged[at].take() {
            Some(notes) => {
                list.found.extend(notes);
                list.folders.push(folder.within(parent));
            }
            None => {
                let folders = list.folder(path, parent, folder.name.clone())?;
                let fresh = list.folders.last()?;
                if fresh.rules != folder.rules {
                    return None;
                }
                list.has_news |= !fresh.is_as(folder);
                news.insert(at, folders);
            }
        }
    }
    for (at, news) in news {
        for name in news {
            list.tree(&paths[at], places[at]?, name)?;
        }
    }
    let all: usize = list.folders.iter().map(|folder| folder.notes.bytes()).sum();
    let is_worth_it = (list.names + RULES) * WORTH_WRITING > all / NAME;
    let keep = list.has_news && is_worth_it;
    Some((list.found, keep.then_some(list.folders)))
}

/// Bytes of a name that is not long.
const NAME: usize = 16;

/// Returns the notes of each folder that is as it was.
fn unchanged(
    notebook: &Notebook,
    ground: &Ground,
    kept: &[Folder],
    paths: &[String],
    look: Look,
) -> Vec<Option<Vec<Found>>> {
    let mut pieces = Vec::with_capacity(kept.len());
    for (at, folder) in kept.iter().enumerate() {
        let before = pieces.len();
        pieces.extend(folder.notes.pieces(PIECE).map(|piece| (at, piece)));
        if pieces.len() == before {
            pieces.push((at, ""));
        }
    }
    let bytes: usize = kept.iter().map(|folder| folder.notes.bytes()).sum();
    let few = if look == Look::Names { FEW * 10 } else { FEW };
    let threads = if bytes / NAME + kept.len() < few { 1 } else { most_threads() };
    let root = notebook.root.as_path();
    let seen = one_by_one(&pieces, threads, |(at, piece)| {
        let (folder, path) = (&kept[*at], &paths[*at]);
        let stamp = folder.stamp()?;
        let (opened, stat) = ground.folder(path)?;
        if stat.st_dev != ground.device || Stamp::of_stat(&stat) != Some(stamp) {
            return None;
        }
        let other = |name| is_other_repository(&root.join(path).join(name));
        if !folder.others.iter().all(other) {
            return None;
        }
        Some(names(piece).filter_map(|name| note(&opened, path, name, look)).collect())
    });
    let mut unchanged: Vec<Option<Vec<Found>>> = vec![Some(Vec::new()); kept.len()];
    for ((at, _), notes) in pieces.iter().zip(seen) {
        match (&mut unchanged[*at], notes) {
            (Some(all), Some(notes)) if all.is_empty() => *all = notes,
            (Some(all), Some(notes)) => all.extend(notes),
            (all, _) => *all = None,
        }
    }
    // One that has become another repository shows it itself; which ones are, is said by the one around it.
    for at in 1..kept.len() {
        if unchanged[at].is_none() && is_other_repository(&root.join(&paths[at])) {
            unchanged[kept[at].parent as usize] = None;
        }
    }
    unchanged
}

/// Folders that are listed one by one, beside those that need not be.
struct List<'a, 'b> {
    notebook: &'b Notebook,
    ground: &'b Ground,
    look: Look,
    /// git's rules, once they are needed.
    matcher: Option<IncrementalIgnore>,
    found: Vec<Found>,
    folders: Vec<Folder<'a>>,
    /// How many names were read.
    names: usize,
    /// Whether something was found that is not as it was.
    has_news: bool,
}

impl<'a> List<'a, '_> {
    /// Lists a folder, and returns the names of the folders in it; `None` if that cannot be known the next time,
    /// or there is too much in it.
    fn folder(&mut self, path: &str, parent: u32, name: Cow<'a, str>) -> Option<BTreeSet<String>> {
        let root = self.notebook.root.as_path();
        let full = root.join(path);
        let opened = self.ground.folder(path);
        let stamp = opened
            .as_ref()
            .and_then(|(_, stat)| self.ground.stamp(stat.st_dev, Stamp::of_stat(stat)));
        let mut folder = Folder::new(parent, name, stamp, None);
        let entries = fs::read_dir(&full).and_then(Iterator::collect::<Result<Vec<_>, _>>).ok()?;
        self.names += entries.len();
        if self.names > MANY {
            return None;
        }
        let mut folders = BTreeSet::new();
        let mut notes = Vec::new();
        for entry in entries {
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.starts_with('.') {
                match name.as_str() {
                    ".gitignore" => {
                        let state = state(&full.join(&name), self.ground.begun);
                        folder.rules = Some(state.is_settled.then_some(state.sum)?);
                    }
                    ".git" | ".jj" if !path.is_empty() => return None,
                    _ => {}
                }
                continue;
            }
            let Ok(kind) = entry.file_type() else { continue };
            let path = below(path, &name);
            if kind.is_dir() && !self.is_ignored(&path, true) {
                match is_other_repository(&entry.path()) {
                    true => notes.push((name, false)),
                    false => _ = folders.insert(name),
                }
            } else if kind.is_file()
                && is_note(&path, self.notebook.is_adopted)
                && !self.is_ignored(&path, false)
            {
                notes.push((name, true));
            }
        }
        notes.sort_unstable();
        for (name, is_note) in notes {
            if !is_note {
                folder.others.push(&name);
                continue;
            }
            folder.notes.push(&name);
            let found =
                opened.as_ref().and_then(|(opened, _)| note(opened, path, &name, self.look));
            self.found.extend(found);
        }
        self.folders.push(folder);
        Some(folders)
    }

    /// Lists a folder that is new, and all in it.
    fn tree(&mut self, parent: &str, place: u32, name: String) -> Option<()> {
        self.has_news = true;
        let mut new = vec![(below(parent, &name), place, name)];
        while let Some((path, parent, name)) = new.pop() {
            let place = u32::try_from(self.folders.len()).ok()?;
            let folders = self.folder(&path, parent, Cow::Owned(name))?;
            new.extend(folders.into_iter().map(|name| (below(&path, &name), place, name)));
        }
        Some(())
    }

    fn is_ignored(&mut self, path: &str, is_folder: bool) -> bool {
        if self.matcher.is_none() {
            self.matcher = whole::builder(self.notebook).build_matchers().pop();
        }
        self.matcher.as_mut().is_some_and(|rules| rules.matched(path, is_folder).is_ignore())
    }
}
