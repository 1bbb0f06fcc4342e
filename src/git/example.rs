//! The repository of the example notebook: made and filled without the user's settings, so that it is
//! the same everywhere, and marked as ours in its own settings.

use std::fs;
use std::path::Path;

use git2::{Config, RepositoryInitOptions};

use crate::error::{Context, Result};

use super::durable::Durability;
use super::variables::Variables;
use super::{CommitId, Identity, Repo, said};

/// A repository that was made by [`Repo::init_example`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// The run that made it did not come to its end.
    Unfinished,
    /// The last commit that was made with it.
    Made(CommitId),
}

/// The setting that marks an example; its value is the last commit, or a word as long as there is none.
const MARK: &str = "fieldnote.example";

impl Repo {
    /// Makes a repository in `dir` and marks it as an example. Commits made through it heed neither the
    /// user's settings nor the environment; commits made later run no hooks and are not signed.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn init_example(dir: &Path, owner: &Identity) -> Result<Repo> {
        let init = || -> Result<(), git2::Error> {
            let mut options = RepositoryInitOptions::new();
            options.external_template(false).initial_head("main");
            git2::Repository::init_opts(dir, &options)?;
            let mut config = Config::open(&dir.join(".git/config"))?;
            config.set_str(MARK, "unfinished")?;
            config.set_bool("commit.gpgSign", false)?;
            config.set_str("core.hooksPath", "/dev/null")
        };
        init()
            .map_err(said)
            .with_context(|| format!("failed to make a repository in `{}`", dir.display()))?;
        let mut repo = Repo::discover_with(dir, Variables::sealed())?
            .with_context(|| format!("the new repository in `{}` is not found", dir.display()))?;
        repo.durability = Durability::Cache; // an example can be made again
        repo.set_identity(&owner.name, &owner.email)?;
        Ok(repo)
    }

    /// Notes in the mark that the example ends with its newest commit.
    ///
    /// # Errors
    /// Settings that cannot be written.
    pub fn finish_example(&self) -> Result<()> {
        let last = self.head()?.context("the example has no commit")?;
        let file = self.place.common_dir.join("config");
        Config::open(&file)
            .and_then(|mut config| config.set_str(MARK, &last.to_string()))
            .map_err(said)
            .with_context(|| format!("failed to write `{}`", file.display()))
    }

    /// Returns the mark of the repository whose root `dir` is; `None` where there is no repository, or
    /// one that is no example.
    ///
    /// # Errors
    /// Settings that cannot be read.
    pub fn example(dir: &Path) -> Result<Option<Example>> {
        let file = dir.join(".git/config");
        let is_own = fs::symlink_metadata(dir.join(".git")).is_ok_and(|meta| meta.is_dir());
        if !is_own || !file.is_file() {
            return Ok(None);
        }
        let config = Config::open(&file)
            .map_err(said)
            .with_context(|| format!("failed to read `{}`", file.display()))?;
        let Ok(mark) = config.get_string(MARK) else { return Ok(None) };
        Ok(Some(CommitId::from_hex(&mark).map_or(Example::Unfinished, Example::Made)))
    }
}
