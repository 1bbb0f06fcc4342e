//! Our folder below git's: where files are made before they are moved to where git looks for them, and
//! where the journal lies. What stands in it is the user's alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::{Context, Result};
use crate::private;

use super::durable::Durability;
use super::journal::Journal;
use super::{Repo, lock};

/// Our folder below git's.
pub(super) struct Folder {
    path: PathBuf,
    pub(super) durability: Durability,
}

impl Repo {
    /// Opens the file whose lock makes runs wait for each other; all work trees of a repository share it.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn lock_file(&self) -> io::Result<File> {
        let folder = self.place.common_dir.join(NAME);
        private::make_folder(&folder)?;
        private::open(&folder.join("lock"))
    }

    /// Returns the folder for what can be made again; each work tree has its own. `None` if our folder is a link
    /// to elsewhere.
    pub fn cache_folder(&self) -> Option<PathBuf> {
        let own = self.own_folder().path;
        (!own.is_symlink()).then(|| own.join("cache"))
    }

    /// Returns the file of git's index.
    pub fn index_file(&self) -> PathBuf {
        self.place.git_dir.join("index")
    }

    /// Returns the file of what git ignores in this clone alone.
    #[cfg(target_os = "linux")]
    pub fn exclude_file(&self) -> PathBuf {
        self.place.common_dir.join("info/exclude")
    }

    /// Returns our folder; each work tree has its own.
    pub(super) fn own_folder(&self) -> Folder {
        Folder { path: self.place.git_dir.join(NAME), durability: self.durability }
    }

    /// Returns the folder that all work trees share.
    pub(super) fn shared_folder(&self) -> Folder {
        Folder { path: self.place.common_dir.join(NAME), durability: self.durability }
    }
}

/// Its name.
const NAME: &str = "fieldnote";

/// The journal while it is written.
const DRAFT: &str = "journal.new";

/// A file that takes the room that putting back will need: it must not fail where the operation failed
/// because the disk is full.
const SPARE: &str = "spare";

impl Folder {
    pub(super) fn journal(&self) -> PathBuf {
        self.path.join("journal")
    }

    /// Returns the place of a file that is made here and then moved to where git looks for it.
    pub(super) fn draft(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub(super) fn write(&self, journal: &Journal) -> Result<()> {
        let write = || -> Result<()> {
            private::make_folder(&self.path)?;
            private::create(&self.draft(SPARE))?.write_all(&vec![0; journal.room()])?;
            self.replace("journal", &journal.to_bytes()?)
        };
        write().inspect_err(|_| _ = self.clear())
    }

    /// Gives back the room on the disk that was kept for what is put back.
    pub(super) fn make_room(&self) {
        let _ = self.remove(SPARE);
    }

    /// Writes a file of this folder beside its place and moves it there, on the disk when this returns.
    pub(super) fn replace(&self, name: &str, bytes: &[u8]) -> Result<()> {
        private::make_folder(&self.path)?;
        let draft = self.draft(&format!("{name}.new"));
        private::create(&draft)?.write_all(bytes)?;
        self.durability.file(&draft)?;
        fs::rename(&draft, self.draft(name))?;
        Ok(self.sync()?)
    }

    /// Waits until the names in here are on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.durability.folder(&self.path)
    }

    /// Removes the journal and whatever was drafted.
    pub(super) fn clear(&self) -> Result<()> {
        let names = ["index", "index.lock", lock::OLD_INDEX, "ref", SPARE, DRAFT, "journal"];
        names.iter().try_for_each(|name| self.remove(name))
    }

    /// Removes a file of this folder, if it is there.
    pub(super) fn remove(&self, name: &str) -> Result<()> {
        let path = self.draft(name);
        lock::remove_if_there(&path)
            .with_context(|| format!("failed to remove `{}`", path.display()))
    }

    /// Makes one of git's lock files; returns false if there is one.
    pub(super) fn claim(&self, lock: &Path) -> io::Result<bool> {
        match fs::hard_link(self.journal(), lock) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(_) => self.copy_to(lock), // a file system without hard links
        }
    }

    fn copy_to(&self, lock: &Path) -> io::Result<bool> {
        let bytes = fs::read(self.journal())?;
        match OpenOptions::new().write(true).create_new(true).open(lock) {
            Ok(mut file) => file.write_all(&bytes).map(|()| true).inspect_err(|_| {
                let _ = fs::remove_file(lock);
            }),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Returns whether a lock file is the one that this journal's operation made.
    pub(super) fn owns(&self, lock: &Path) -> bool {
        let length = |path: &Path| fs::symlink_metadata(path).ok().map(|meta| meta.len());
        let same_length = length(lock).is_some_and(|own| length(&self.journal()) == Some(own));
        same_length && fs::read(lock).ok() == fs::read(self.journal()).ok()
    }
}
