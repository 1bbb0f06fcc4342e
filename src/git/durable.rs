//! What must be on the disk before the next step may count on it: a power cut can come at any time.
//!
//! libgit2 and git leave most of this to the system's cache. Syncing the files by name after they were
//! written needs no switch of libgit2's, and holds for objects that plain git wrote before.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::Path;

use git2::{Commit, Config, Oid, Tree};

use crate::error::{Context, Result};

use super::{Repo, said};

/// Lets libgit2 push what it writes to the disk before it gives it its name, from now on and in this whole
/// process. An object that had its name first could be torn by a power cut; whoever makes the same object
/// again finds it there, and takes it for whole.
///
/// git2 has no door to this switch.
#[expect(unsafe_code, reason = "the call takes an option and a number, and keeps neither")]
fn sync_before_names() {
    let option = libgit2_sys::GIT_OPT_ENABLE_FSYNC_GITDIR as std::ffi::c_int;
    // SAFETY: this option takes one `int` (libgit2's `git2/common.h`), and sets a variable.
    unsafe { libgit2_sys::git_libgit2_opts(option, 1 as std::ffi::c_int) };
}

/// Whether files of the repository are pushed to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durability {
    Disk,
    /// The user's settings say `core.fsync = none`: the system writes when it likes.
    Cache,
}

impl Repo {
    /// Pushes a commit to the disk, with the trees and the contents of these paths.
    pub(super) fn settle(&self, commit: &Commit<'_>, fulls: &[&str]) -> Result<()> {
        let durability = self.durability;
        if durability == Durability::Cache {
            return Ok(());
        }
        let tree = commit.tree().map_err(said).context("failed to read the commit")?;
        let ids = [commit.id(), tree.id()].into_iter();
        let ids: BTreeSet<Oid> =
            ids.chain(fulls.iter().flat_map(|full| on_the_way(&tree, full))).collect();
        let objects = self.place.common_dir.join("objects");
        let mut folders = BTreeSet::from([objects.clone()]);
        for id in ids {
            let name = id.to_string();
            let folder = objects.join(&name[..2]);
            // What is not there by its own name lies in a pack, which git has settled.
            match durability.file(&folder.join(&name[2..])) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                result => result.context("failed to write the commit to the disk")?,
            }
            folders.insert(folder);
        }
        for folder in folders {
            durability.folder(&folder).context("failed to write the commit to the disk")?;
        }
        Ok(())
    }
}

/// Returns the objects between a tree and a path in it: folders, then the file.
fn on_the_way(tree: &Tree<'_>, full: &str) -> Vec<Oid> {
    let ends = full.match_indices('/').map(|(at, _)| at).chain([full.len()]);
    ends.filter_map(|end| Some(tree.get_path(full[..end].as_ref()).ok()?.id())).collect()
}

impl Durability {
    /// Returns what the settings ask for, and lets libgit2 do so too.
    pub(super) fn of(config: &Config) -> Durability {
        match config.get_string("core.fsync") {
            Ok(setting) if setting.trim() == "none" => Durability::Cache,
            _ => {
                sync_before_names();
                Durability::Disk
            }
        }
    }

    /// Waits until a file's bytes are on the disk.
    pub(super) fn file(self, path: &Path) -> io::Result<()> {
        match self {
            Durability::Disk => File::open(path)?.sync_all(),
            Durability::Cache => Ok(()),
        }
    }

    /// Waits until the names in a folder are on the disk.
    pub(super) fn folder(self, path: &Path) -> io::Result<()> {
        self.file(path)
    }
}
