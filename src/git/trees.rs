//! The files of a commit, and what differs between two.

use std::cmp::Ordering;

use git2::{ObjectType, Odb, Oid};

use crate::error::{Error, Hinted, Result};

use super::tree::{Entry, Kind, Tree, Trees};
use super::{BlobId, CommitId, Repo, said};

/// A file that differs between two commits; one of `old` and `new` is there.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    pub path: String,
    pub old: Option<BlobId>,
    pub new: Option<BlobId>,
}

impl Repo {
    /// Returns the regular files under the notebook's folder in a commit, sorted by path.
    ///
    /// `keep` chooses by path. Symbolic links, submodules, names that are not UTF-8 and folders whose
    /// name starts with `.` are left out.
    ///
    /// # Errors
    /// A commit or tree that cannot be read.
    pub fn files(
        &self,
        at: CommitId,
        keep: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<(String, BlobId)>> {
        let changes = self.changes(None, at, keep)?;
        Ok(changes.into_iter().filter_map(|change| Some((change.path, change.new?))).collect())
    }

    /// Returns the files that differ between two commits (of `None`: all files of `new`), sorted by path.
    ///
    /// Leaves out what [`Repo::files`] leaves out. A renamed file is one gone and one new.
    ///
    /// # Errors
    /// A commit or tree that cannot be read.
    pub fn changes(
        &self,
        old: Option<CommitId>,
        new: CommitId,
        keep: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<Change>> {
        let old = match old {
            Some(id) => self.notebook_tree(id)?,
            None => None,
        };
        let new = self.notebook_tree(new)?;
        let database = self.objects()?.odb().map_err(said)?;
        let mut comparison = Comparison { database, trees: &self.trees, keep, found: Vec::new() };
        comparison.folders("", old, new)?;
        comparison.found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(comparison.found)
    }

    /// Returns the content with an id.
    ///
    /// # Errors
    /// Content that is not in the repository, such as in a partial clone.
    pub fn blob(&self, id: BlobId) -> Result<Vec<u8>> {
        self.objects()?
            .find_blob(id.oid()?)
            .map(|blob| blob.content().to_vec())
            .map_err(|error| not_here(error, &format!("content {id}")))
    }

    /// Stores a content that no commit holds, and returns its id. git keeps it until it next tidies up, two
    /// weeks at least; it goes to no other repository.
    ///
    /// # Errors
    /// A repository that cannot be written, or that this process cannot read.
    pub fn keep(&self, bytes: &[u8]) -> Result<BlobId> {
        let stored = self.objects()?.blob(bytes).map(BlobId::from);
        stored.map_err(|error| said(error).context("failed to store what stood there before"))
    }

    /// Returns the bytes of a regular file in a commit, or `None` where the commit has no such file.
    ///
    /// # Errors
    /// A commit or tree that cannot be read.
    pub fn blob_at(&self, at: CommitId, path: &str) -> Result<Option<Vec<u8>>> {
        let commit = self.objects()?.find_commit(at.oid()?);
        let tree = commit
            .and_then(|commit| commit.tree())
            .map_err(|error| not_here(error, &format!("commit {}", at.short())))?;
        match tree.get_path(self.full(path).as_ref()) {
            Ok(entry) if is_regular(entry.filemode()) => self.blob(entry.id().into()).map(Some),
            Ok(_) => Ok(None),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(not_here(error, &format!("the files of commit {}", at.short()))),
        }
    }

    /// Returns the id that these bytes have, or would have, in the repository.
    pub fn hash(bytes: &[u8]) -> BlobId {
        Oid::hash_object(ObjectType::Blob, bytes)
            .expect("hashing bytes in memory cannot fail")
            .into()
    }

    /// Returns the id of the notebook's folder in a commit, or `None` where the commit has none.
    fn notebook_tree(&self, at: CommitId) -> Result<Option<Oid>> {
        let missing = |error| not_here(error, &format!("commit {}", at.short()));
        let commit = self.objects()?.find_commit(at.oid()?).map_err(missing)?;
        if self.prefix().is_empty() {
            return Ok(Some(commit.tree_id()));
        }
        let tree = commit.tree().map_err(missing)?;
        match tree.get_path(self.prefix().as_ref()) {
            Ok(entry) => Ok((entry.kind() == Some(ObjectType::Tree)).then(|| entry.id())),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(not_here(error, &format!("the files of commit {}", at.short()))),
        }
    }
}

/// Two trees walked side by side: equal entries are skipped, which `diff_tree_to_tree` does seven times slower.
struct Comparison<'a> {
    database: Odb<'a>,
    trees: &'a Trees,
    keep: &'a dyn Fn(&str) -> bool,
    found: Vec<Change>,
}

impl Comparison<'_> {
    fn folders(&mut self, path: &str, old: Option<Oid>, new: Option<Oid>) -> Result<()> {
        if old == new {
            return Ok(());
        }
        let (old, new) = (self.tree(old)?, self.tree(new)?);
        let (mut old, mut new) = (old.entries(), new.entries());
        loop {
            old.skip_equal(&mut new);
            let order = match (old.peek(), new.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => old.order(&new),
            };
            let old = if order.is_le() { old.next() } else { None };
            let new = if order.is_ge() { new.next() } else { None };
            if old != new {
                self.entry(path, old, new)?;
            }
        }
    }

    fn tree(&self, id: Option<Oid>) -> Result<Tree> {
        let Some(id) = id else { return Ok(Tree::default()) };
        let tree = self.trees.read(&self.database, id);
        tree.map_err(|error| not_here(error, &format!("tree {id}")))
    }

    fn entry(&mut self, folder: &str, old: Option<Entry>, new: Option<Entry>) -> Result<()> {
        let Some(either) = old.or(new) else { return Ok(()) };
        let Ok(name) = std::str::from_utf8(either.name) else { return Ok(()) };
        if either.kind == Kind::Folder {
            if name.starts_with('.') {
                return Ok(());
            }
            let path = format!("{folder}{name}/");
            return self.folders(&path, old.map(|e| e.id()), new.map(|e| e.id()));
        }
        let file = |entry: Option<Entry>| {
            entry.filter(|e| e.kind == Kind::File).map(|e| BlobId::from(e.id()))
        };
        let (old, new) = (file(old), file(new));
        if old != new {
            let path = format!("{folder}{name}");
            if (self.keep)(&path) {
                self.found.push(Change { path, old, new });
            }
        }
        Ok(())
    }
}

/// Returns true for the modes of regular files, with and without the executable bit.
pub(super) fn is_regular(mode: i32) -> bool {
    mode & 0o170_000 == 0o100_000
}

fn not_here(error: git2::Error, what: &str) -> Error {
    said(error)
        .context(format!("failed to read {what}"))
        .hint("in a partial clone it may have to be fetched first: `git fetch --refetch`")
}
