//! What governs which files a walk leaves out, but for the `.gitignore` files below the root: by this, a listing
//! of an earlier run is known to be of the same rules. It must cover whatever the `ignore` crate reads.

use std::fs;
use std::hash::{Hash, Hasher};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::SystemTime;

use ignore::gitignore::gitconfig_excludes_path;
use siphasher::sip::SipHasher13;

use crate::notebook::Notebook;
use crate::notebook::stamp::Stamp;

/// The rules of a walk.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The same only if all rules are.
    pub sum: u64,
    /// Whether no file of rules can change without another time.
    pub is_settled: bool,
}

/// What a file of rules is: the same only if it says the same.
#[derive(Clone, Copy, Debug)]
pub struct State {
    pub sum: u64,
    pub is_settled: bool,
}

/// Returns the rules for a notebook whose root lies on a device; `None` if they depend on more than can be told.
pub fn rules(notebook: &Notebook, device: u64, begun: SystemTime) -> Option<Rules> {
    let mut sum = Sum { hasher: SipHasher13::new(), is_settled: true, begun };
    let root = notebook.root.canonicalize().ok()?;
    notebook.root.as_os_str().as_bytes().hash(&mut sum.hasher);
    (device, notebook.is_adopted, rustix::process::geteuid().as_raw()).hash(&mut sum.hasher);
    for folder in root.ancestors() {
        folder.as_os_str().as_bytes().hash(&mut sum.hasher);
        if folder != root {
            sum.add(&folder.join(".gitignore"));
        }
        if sum.add_repository(folder, notebook)? {
            break; // rules above it do not count
        }
    }
    let excludes = gitconfig_excludes_path();
    excludes.as_ref().map(|path| path.as_os_str().as_bytes()).hash(&mut sum.hasher);
    if let Some(file) = excludes {
        sum.add(&file);
    }
    Some(Rules { sum: sum.hasher.finish(), is_settled: sum.is_settled })
}

/// Returns what a file of rules is, behind links: those are followed to it.
pub fn state(file: &Path, begun: SystemTime) -> State {
    let mut sum = Sum { hasher: SipHasher13::new(), is_settled: true, begun };
    sum.add(file);
    State { sum: sum.hasher.finish(), is_settled: sum.is_settled }
}

struct Sum {
    hasher: SipHasher13,
    is_settled: bool,
    begun: SystemTime,
}

impl Sum {
    fn add(&mut self, file: &Path) {
        let meta = fs::metadata(file).ok();
        let stamp = meta.as_ref().and_then(Stamp::of);
        (stamp.map(Stamp::to_bytes), meta.map(|meta| meta.dev())).hash(&mut self.hasher);
        self.is_settled &= stamp.is_none_or(|stamp| stamp.is_settled(self.begun));
    }

    /// Adds whether a folder is the top of a repository, and the rules of that; returns whether it is.
    fn add_repository(&mut self, folder: &Path, notebook: &Notebook) -> Option<bool> {
        let (git, has_jj) = (folder.join(".git"), folder.join(".jj").exists());
        let kind = fs::metadata(&git).ok().map(|meta| (meta.is_dir(), meta.is_file()));
        (kind, has_jj).hash(&mut self.hasher);
        match kind {
            Some((true, _)) => self.add(&git.join("info/exclude")),
            Some((_, true)) => {
                // Of a linked work tree. A path that is not absolute is taken to count from where the run starts.
                if !fs::read(&git).ok()?.starts_with(b"gitdir: /") {
                    return None;
                }
                self.add(&git);
                self.add(&notebook.repo.as_ref()?.exclude_file());
            }
            Some(_) => return None,
            None => {}
        }
        Some(kind.is_some() || has_jj)
    }
}
