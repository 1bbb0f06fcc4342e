//! Which notes differ between two commits. Two are compared once, those of a week in no later run again.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::error::Result;
use crate::git::{self, Repo};
use crate::notebook::Notebook;
use crate::notebook::cache::changes::{ChangesCache, Pair};

pub struct Changes<'a> {
    notebook: &'a Notebook,
    repo: &'a Repo,
    compared: HashMap<Pair, Rc<[git::Change]>>,
    cache: ChangesCache,
    /// What earlier runs have kept, in its order.
    kept: Vec<Pair>,
    /// What this run keeps.
    to_keep: Vec<Pair>,
}

impl<'a> Changes<'a> {
    /// Starts with what earlier runs have compared.
    pub fn open(notebook: &'a Notebook, repo: &'a Repo) -> Changes<'a> {
        let cache = ChangesCache::open(notebook.cache_file("changes"));
        let mut changes = Changes {
            notebook,
            repo,
            compared: HashMap::new(),
            cache,
            kept: Vec::new(),
            to_keep: Vec::new(),
        };
        for (pair, found) in changes.cache.changes(notebook.is_adopted) {
            changes.kept.push(pair);
            changes.compared.insert(pair, found.into());
        }
        changes
    }

    /// Returns the notes that differ between two commits.
    ///
    /// # Errors
    /// A commit or tree that cannot be read.
    pub fn between(&mut self, pair: Pair) -> Result<Rc<[git::Change]>> {
        if let Some(changes) = self.compared.get(&pair) {
            return Ok(Rc::clone(changes));
        }
        let found = self.repo.changes(pair.0, pair.1, &|path| self.notebook.is_note(path))?;
        let found: Rc<[git::Change]> = found.into();
        self.compared.insert(pair, Rc::clone(&found));
        Ok(found)
    }

    /// Returns them as [`Changes::between`] does, and keeps them for the next run.
    ///
    /// # Errors
    /// A commit or tree that cannot be read.
    pub fn keep(&mut self, pair: Pair) -> Result<Rc<[git::Change]>> {
        self.to_keep.push(pair);
        self.between(pair)
    }

    fn store(&self) {
        let kept: HashSet<&Pair> = self.kept.iter().collect();
        if self.to_keep.iter().all(|pair| kept.contains(pair)) {
            return;
        }
        let mut seen = HashSet::new();
        let pairs = self.to_keep.iter().chain(&self.kept).filter(|pair| seen.insert(*pair));
        let pairs = pairs.filter_map(|pair| Some((*pair, &**self.compared.get(pair)?)));
        // Where it cannot be written, they are compared again.
        let _ = self.cache.store(self.notebook.is_adopted, pairs);
    }
}

impl Drop for Changes<'_> {
    fn drop(&mut self) {
        self.store();
    }
}
