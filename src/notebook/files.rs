//! Files, written so that each is the old or the new version whole, whenever the process is killed.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::error::{Context, Hinted, Result, anyhow, bail};

/// A file as it was read and as it is to be; `None` is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub path: String,
    pub before: Option<Vec<u8>>,
    pub after: Option<Vec<u8>>,
}

/// What became of a change that was to be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutBack {
    /// The file is as it was before.
    Done,
    /// Somebody has changed it since: it stays as it is.
    Kept,
}

/// The files below a folder, written by one operation.
pub struct Files<'a> {
    root: &'a Path,
    /// The name of what is written before it takes a file's place; it lies in that file's folder.
    temporary: String,
    /// Folders that were made for files, outer ones behind those that lie in them.
    made: RefCell<Vec<PathBuf>>,
}

impl Files<'_> {
    /// `token` is in the names of temporary files: the operation's id.
    pub fn new<'a>(root: &'a Path, token: &str) -> Files<'a> {
        Files { root, temporary: format!(".fieldnote-{token}"), made: RefCell::default() }
    }

    /// Makes the changes, one after the other, up to the first that fails.
    ///
    /// # Errors
    /// As for [`Files::create`], [`Files::replace`] and [`Files::remove`]. The change that failed may
    /// have been made all the same: [`Files::put_back`] looks.
    pub fn write_all(&self, changes: &[Change]) -> Result<()> {
        for Change { path, before, after } in changes {
            match (before, after) {
                (before, after) if before == after => {}
                (Some(before), Some(after)) => self.replace(path, before, after)?,
                (None, Some(after)) => self.create(path, after)?,
                (Some(before), None) => self.remove(path, before)?,
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// Makes a file what it was before a change, if it still is what the change made of it.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn put_back(&self, change: &Change) -> Result<PutBack> {
        let Change { path, before, after } = change;
        let failed = || format!("failed to put `{path}` back");
        let now = self.read(path).with_context(failed)?;
        if now == *before {
            self.remove_made(); // for a file that could not be written into them
            return Ok(PutBack::Done);
        }
        if now != *after {
            return Ok(PutBack::Kept);
        }
        let put = match (before, after) {
            (Some(before), Some(after)) => self.replace(path, after, before),
            (Some(before), None) => self.create(path, before),
            (None, Some(after)) => self.delete(path, after).map(|_| self.remove_made()),
            (None, None) => Ok(()),
        };
        // A folder that is not on the disk yet is no failure: the next run would do the same again.
        match put {
            Err(error) if self.read(path).ok().as_ref() != Some(before) => {
                Err(error).with_context(failed)
            }
            _ => Ok(PutBack::Done),
        }
    }

    /// Writes a file that is not there yet, and its folders.
    ///
    /// # Errors
    /// A file of that name, or a folder that cannot be written.
    pub fn create(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let full = self.place(path)?;
        let folder = full.parent().unwrap_or(self.root);
        let failed = || format!("failed to write `{path}`");
        let missing = folder.ancestors().take_while(|outer| !outer.is_dir());
        let missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
        self.made.borrow_mut().extend(missing.iter().cloned());
        fs::create_dir_all(folder)
            .with_context(|| format!("failed to make `{}`", folder.display()))?;
        let mut file = self.temporary(folder, 0o666).with_context(failed)?;
        file.write_all(bytes).with_context(failed)?;
        file.as_file().sync_all().with_context(failed)?;
        match file.persist_noclobber(&full) {
            Ok(_) => sync_folder(folder)?,
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
                bail!("`{path}` is there already")
            }
            Err(error) => return Err(error.error).with_context(failed),
        }
        missing.iter().filter_map(|folder| folder.parent()).try_for_each(sync_folder)
    }

    /// Replaces a file as a whole, keeping its mode, if it still holds `read`.
    ///
    /// # Errors
    /// A file that changed since it was read: nothing is written then.
    pub fn replace(&self, path: &str, read: &[u8], bytes: &[u8]) -> Result<()> {
        let full = self.place(path)?;
        let folder = full.parent().unwrap_or(self.root);
        let failed = || format!("failed to write `{path}`");
        let mode = fs::metadata(&full).with_context(failed)?.permissions();
        let mut file = self.temporary(folder, 0o600).with_context(failed)?;
        file.write_all(bytes).with_context(failed)?;
        file.as_file().set_permissions(mode).with_context(failed)?;
        file.as_file().sync_all().with_context(failed)?;
        if fs::read(&full).with_context(failed)? != read {
            return Err(anyhow!("`{path}` changed while it was being edited")
                .hint("nothing was written; run the command again"));
        }
        file.persist(&full).map_err(|error| error.error).with_context(failed)?;
        sync_folder(folder)
    }

    /// Removes a file if it still holds `read`, and the folders that are empty then.
    ///
    /// # Errors
    /// A file that changed since it was read, or is gone: nothing is removed then.
    pub fn remove(&self, path: &str, read: &[u8]) -> Result<()> {
        let full = self.delete(path, read)?;
        // Folders are there for what lies in them: git does not know empty ones.
        let folders = full.ancestors().skip(1).take_while(|folder| *folder != self.root);
        folders.take_while(|folder| fs::remove_dir(folder).is_ok()).for_each(drop);
        Ok(())
    }

    fn delete(&self, path: &str, read: &[u8]) -> Result<PathBuf> {
        let full = self.place(path)?;
        let failed = || format!("failed to remove `{path}`");
        if fs::read(&full).with_context(failed)? != read {
            return Err(anyhow!("`{path}` changed while it was being removed")
                .hint("nothing was removed; run the command again"));
        }
        fs::remove_file(&full).with_context(failed)?;
        sync_folder(full.parent().unwrap_or(self.root))?;
        Ok(full)
    }

    /// Removes the folders that were made, unless something lies in them.
    fn remove_made(&self) {
        for folder in self.made.borrow().iter() {
            let _ = fs::remove_dir(folder);
        }
    }

    /// Removes what the operation had begun to write into a file's folder when it was stopped.
    pub fn sweep(&self, path: &str) {
        if let Some(folder) = self.place(path).ok().as_deref().and_then(Path::parent) {
            let _ = fs::remove_file(folder.join(&self.temporary));
        }
    }

    /// Returns a file's bytes; `None` if there is none.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        match fs::read(self.place(path)?) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("failed to read `{path}`")),
        }
    }

    /// Returns the full path of a file below the root; no part of it is a symbolic link.
    fn place(&self, path: &str) -> Result<PathBuf> {
        let mut full = self.root.to_path_buf();
        for part in path.split('/') {
            if part.is_empty()
                || part == "."
                || part == ".."
                || part.contains(['\\', '\0'])
                || part.eq_ignore_ascii_case(".git")
            {
                bail!("`{path}` is no path inside the notebook");
            }
            full.push(part);
            if fs::symlink_metadata(&full).is_ok_and(|meta| meta.is_symlink()) {
                bail!("`{path}` leads through a symbolic link");
            }
        }
        Ok(full)
    }

    fn temporary(&self, folder: &Path, mode: u32) -> std::io::Result<tempfile::NamedTempFile> {
        // Under the lock, a file of that name is what a stopped run left.
        let _ = fs::remove_file(folder.join(&self.temporary));
        tempfile::Builder::new()
            .prefix(&self.temporary)
            .rand_bytes(0)
            .permissions(fs::Permissions::from_mode(mode))
            .tempfile_in(folder)
    }
}

fn sync_folder(folder: &Path) -> Result<()> {
    let sync = || File::open(folder)?.sync_all();
    sync().with_context(|| format!("failed to write `{}`", folder.display()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Change, Files, PutBack};

    fn change(path: &str, before: Option<&str>, after: Option<&str>) -> Change {
        let bytes = |text: Option<&str>| text.map(|text| text.as_bytes().to_vec());
        Change { path: path.to_string(), before: bytes(before), after: bytes(after) }
    }

    /// Returns the names of all files and folders below a folder, sorted.
    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = ignore::WalkBuilder::new(folder)
            .standard_filters(false)
            .build()
            .map(|entry| entry.unwrap().path().strip_prefix(folder).unwrap().display().to_string())
            .filter(|name| !name.is_empty())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_file_takes_nobodys_place() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path(), "op");
        files.create("customers/a/x.md", b"one").unwrap();
        assert!(files.create("customers/a/x.md", b"two").is_err());
        assert_eq!(files.read("customers/a/x.md").unwrap().unwrap(), b"one");
        for path in ["../x.md", "a//b.md", "/etc/x.md", "a/../../x.md"] {
            assert!(files.create(path, b"").is_err(), "{path}");
        }
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path(), "op");
        files.create("x.md", b"one").unwrap();
        fs::write(folder.path().join(".fieldnote-op"), "of a run that was stopped").unwrap();
        assert!(files.replace("x.md", b"other", b"two").is_err());
        files.replace("x.md", b"one", b"two").unwrap();
        assert_eq!(files.read("x.md").unwrap().unwrap(), b"two");
        assert_eq!(names(folder.path()), ["x.md"], "no temporary file is left");
    }

    #[test]
    fn what_is_put_back_is_as_it_was_and_what_is_not_ours_stays() {
        let (old, new, other) = (Some("old"), Some("new"), Some("other"));
        for (before, after, now, expected, left) in [
            (old, new, new, PutBack::Done, old),
            (old, new, old, PutBack::Done, old),
            (old, new, other, PutBack::Kept, other),
            (old, new, None, PutBack::Kept, None),
            (None, new, new, PutBack::Done, None),
            (None, new, other, PutBack::Kept, other),
            (None, new, None, PutBack::Done, None),
            (old, None, None, PutBack::Done, old),
            (old, None, other, PutBack::Kept, other),
        ] {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("a")).unwrap();
            if let Some(now) = now {
                fs::write(folder.path().join("a/x.md"), now).unwrap();
            }
            let files = Files::new(folder.path(), "op");
            let put_back = files.put_back(&change("a/x.md", before, after)).unwrap();
            let found = files.read("a/x.md").unwrap();
            let found = found.map(|bytes| String::from_utf8(bytes).unwrap());
            assert_eq!(
                (put_back, found.as_deref()),
                (expected, left),
                "{before:?} {after:?} {now:?}"
            );
        }
    }

    #[test]
    fn folders_go_that_were_made_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("customers/acme")).unwrap();
        let files = Files::new(folder.path(), "op");
        let changes =
            [change("customers/acme/x.md", None, Some("x")), change("a/b/c.md", None, Some("c"))];
        files.write_all(&changes).unwrap();
        fs::remove_file(folder.path().join("a/b/c.md")).unwrap(); // as if it could not be written
        for change in changes.iter().rev() {
            assert_eq!(files.put_back(change).unwrap(), PutBack::Done);
        }
        assert_eq!(names(folder.path()), ["customers", "customers/acme"]);
    }

    #[test]
    fn writing_ends_with_the_first_failure() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path(), "op");
        files.create("a.md", b"one").unwrap();
        let changes = [
            change("a.md", Some("one"), Some("1")),
            change("c.md", None, Some("3")),
            change("a.md", Some("other"), Some("x")),
            change("d.md", None, Some("4")),
        ];
        assert!(files.write_all(&changes).is_err());
        assert_eq!(names(folder.path()), ["a.md", "c.md"]);
        for change in changes.iter().rev() {
            files.put_back(change).unwrap();
        }
        assert_eq!(names(folder.path()), ["a.md"]);
        assert_eq!(files.read("a.md").unwrap().unwrap(), b"one");
    }
}
