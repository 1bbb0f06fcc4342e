//! The repository: history in, commits of exactly the named paths out.
//!
//! The one door to `git2`, and (in `program`) to the `git` program. Reading never writes and never
//! runs a program that the repository names. Nothing here writes a note: callers begin an operation,
//! which notes it in a journal, write the files, ask for a commit, and end it. Paths are `/`-separated and relative to the notebook's folder, which is
//! the work tree's root or a folder below it.

mod id;
mod variables;
mod place;
mod program;
mod settings;
mod stamp;
mod state;
mod history;
mod log;
mod tree;
mod trees;
mod compare;
mod merge;
mod take_back;
mod index_file;
mod index;
mod staging;
mod shape;
mod preflight;
mod durable;
mod folder;
mod journal;
mod lock;
mod branch;
mod in_process;
mod through_git;
mod commit;
mod recover;
mod url;
mod remote;
mod address;
mod join;
mod touched;
mod advance;
mod example;
#[cfg(test)]
mod tests;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

pub use address::Address;
pub use commit::{CommitRequest, Outcome};
pub use compare::{changed_lines, hunks, similar};
pub use example::Example;
pub use history::CommitInfo;
pub use id::{BlobId, CommitId};
pub use index_file::others_stay;
pub use join::{Apart, Clash, Differing, MergedFiles, Settled};
pub use journal::{Begun, Intention, Planned, Rewrite, Work};
pub use log::LogEntry;
pub use merge::{Labels, Markers, Merged, Style, merge_lines};
pub use preflight::Ready;
pub use recover::Unfinished;
pub use remote::{Pushed, Upstream};
pub use settings::Identity;
pub use take_back::{Conflict, Replaced, take_back};
pub use trees::Change;
pub use variables::refuse_environment;

use crate::error::{Context, Error, Hinted, Result, anyhow};
use durable::Durability;
use place::Place;
use program::Program;
use variables::Variables;

/// The repository whose work tree holds the notebook.
pub struct Repo {
    place: Place,
    backing: Backing,
    variables: Variables,
    /// The commits that were walked over, each with its first parent.
    line: RefCell<HashMap<CommitId, (CommitInfo, Option<CommitId>)>>,
    trees: tree::Trees,
    /// What libgit2 is asked for attributes.
    attributes: OnceCell<git2::Repository>,
    /// How long to wait for another program's `index.lock`.
    patience: Duration,
    durability: Durability,
}

/// What can read the repository in this process.
enum Backing {
    /// libgit2 reads all of it.
    Whole(git2::Repository),
    /// libgit2 reads the objects; references and index need the `git` program (reftable, partial clone).
    Objects(git2::Repository),
    /// Only the `git` program reads it (SHA-256).
    Program,
}

impl Repo {
    /// Returns the repository whose work tree holds `dir`, looking upwards as git does, or `None`.
    ///
    /// A bare repository is found too; commits into it are refused.
    ///
    /// # Errors
    /// A repository that is there but cannot be read.
    pub fn discover(dir: &Path) -> Result<Option<Repo>> {
        Repo::discover_with(dir, Variables::of_process())
    }

    fn discover_with(dir: &Path, variables: Variables) -> Result<Option<Repo>> {
        // Reading is twice as fast; zlib's own checksum still catches a damaged object.
        git2::opts::strict_hash_verification(false);
        let Some(found) = place::find(dir)? else { return Ok(None) };
        let (place, backing) = match git2::Repository::open(&found.opened) {
            Ok(library) => {
                let Some(place) = found.settle(&library)? else { return Ok(None) };
                (place, Backing::Whole(library))
            }
            Err(error) => (found.place(), foreign(&found, error)?),
        };
        let (line, patience) = (RefCell::default(), Duration::from_secs(4));
        let durability = Durability::Disk;
        let (trees, attributes) = (tree::Trees::default(), OnceCell::new());
        let mut repo =
            Repo { place, backing, variables, line, trees, attributes, patience, durability };
        repo.durability = Durability::of(&repo.config()?); // git2 must see the same user settings as git
        Ok(Some(repo))
    }

    /// Makes a repository of `dir`, as `git init` does; the branch is git's `init.defaultBranch`, else `main`.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn init(dir: &Path) -> Result<Repo> {
        Repo::init_with(dir, Variables::of_process())
    }

    fn init_with(dir: &Path, variables: Variables) -> Result<Repo> {
        let config = settings::layered(git2::Config::open_default().map_err(said)?, &variables)?;
        let branch = config.get_string("init.defaultbranch").unwrap_or_else(|_| "main".to_string());
        let mut options = git2::RepositoryInitOptions::new();
        git2::Repository::init_opts(dir, options.initial_head(&branch))
            .map_err(said)
            .with_context(|| format!("failed to make a repository in `{}`", dir.display()))?;
        Repo::discover_with(dir, variables)?
            .with_context(|| format!("the new repository in `{}` is not found", dir.display()))
    }

    /// Returns the root of the work tree; of a bare repository, the folder it was looked for in.
    pub fn work_tree(&self) -> &Path {
        &self.place.work_tree
    }

    /// Returns the notebook's folder below the work tree's root, such as `notes/acme`; empty at the root.
    pub fn prefix(&self) -> &str {
        &self.place.prefix
    }

    /// Returns the path from the work tree's root.
    fn full(&self, path: &str) -> String {
        match self.prefix() {
            "" => path.to_string(),
            prefix => format!("{prefix}/{path}"),
        }
    }

    /// Returns the path from the notebook's folder, or `None` for a path outside of it.
    pub fn local<'a>(&self, full: &'a str) -> Option<&'a str> {
        match self.prefix() {
            "" => Some(full),
            prefix => full.strip_prefix(prefix)?.strip_prefix('/'),
        }
    }

    fn program(&self) -> Program<'_> {
        Program { dir: &self.place.work_tree, variables: &self.variables }
    }

    /// Returns libgit2's view of the whole repository, if it can read all of it.
    fn library(&self) -> Option<&git2::Repository> {
        match &self.backing {
            Backing::Whole(library) => Some(library),
            Backing::Objects(_) | Backing::Program => None,
        }
    }

    /// Returns libgit2's view of commits, trees and blobs.
    fn objects(&self) -> Result<&git2::Repository> {
        match &self.backing {
            Backing::Whole(library) | Backing::Objects(library) => Ok(library),
            Backing::Program => Err(anyhow!("the history of a SHA-256 repository cannot be read")
                .hint("notes can be read and committed here; summaries need a SHA-1 repository")),
        }
    }
}

/// Returns how to read a repository that libgit2 refuses to open.
fn foreign(found: &place::Found, error: git2::Error) -> Result<Backing> {
    match settings::extension_unknown_to_libgit2(&found.common_dir) {
        Some(name) if name == "objectformat" => Ok(Backing::Program),
        Some(_) => {
            let objects = found.common_dir.join("objects");
            let objects = objects.to_str().context("the repository's folder is not UTF-8")?;
            let database = git2::Odb::new().map_err(said)?;
            database.add_disk_alternate(objects).map_err(said)?;
            Ok(Backing::Objects(git2::Repository::from_odb(database).map_err(said)?))
        }
        None => Err(unreadable(found, error)),
    }
}

fn unreadable(found: &place::Found, error: git2::Error) -> Error {
    let folder = found.opened.display();
    let hint = match error.code() {
        git2::ErrorCode::Owner => {
            format!("if you trust it: git config --global --add safe.directory '{folder}'")
        }
        _ => format!("see what git says: git -C '{folder}' fsck"),
    };
    said(error).context(format!("failed to read the repository in `{folder}`")).hint(hint)
}

/// Starts libgit2, if it is not. git2 does so itself but for what compares and merges bytes in memory.
fn start_library() {
    let _settings = git2::Config::new();
}

/// Returns libgit2's error as a plain fact, without its class and code.
fn said(error: git2::Error) -> Error {
    anyhow!("{}", crate::cells::harmless(error.message().trim_end_matches('.')))
}
