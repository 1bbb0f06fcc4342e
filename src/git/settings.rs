//! git's settings: whose name is on a commit, and what in them libgit2 does not know.

use std::path::Path;

use git2::{Config, ConfigLevel};

use crate::error::{Context, Hinted, Result, anyhow};

use super::merge::Style;
use super::variables::Variables;
use super::{Backing, Repo, said};

/// Whose name is on a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub name: String,
    pub email: String,
}

/// The two names on a commit.
pub(super) struct Signers {
    pub(super) author: Identity,
    pub(super) committer: Identity,
}

/// No file: stands in for a settings file that git would not read.
const NOWHERE: &str = "/dev/null/none";

impl Repo {
    /// Returns the author of commits made here, as git finds it: `GIT_AUTHOR_*`, then the settings.
    ///
    /// # Errors
    /// Settings that cannot be read.
    pub fn identity(&self) -> Result<Option<Identity>> {
        Ok(self.identity_as("author", &self.config()?))
    }

    /// Returns the user's `core.editor`. A repository's own setting is left out: it may be a stranger's.
    ///
    /// # Errors
    /// Settings that cannot be read.
    pub fn editor(&self) -> Result<Option<String>> {
        let mut config = self.config()?;
        let config = config.snapshot().map_err(said)?;
        for level in [git2::ConfigLevel::Global, git2::ConfigLevel::XDG, git2::ConfigLevel::System]
        {
            let Ok(own) = config.open_level(level) else { continue };
            if let Ok(editor) = own.get_string("core.editor") {
                return Ok(Some(editor));
            }
        }
        Ok(None)
    }

    /// Returns how git marks conflicts here: `merge.conflictStyle`.
    pub fn conflict_style(&self) -> Style {
        let style =
            self.config().and_then(|config| config.get_string("merge.conflictstyle").map_err(said));
        match style.as_deref() {
            Ok("diff3") => Style::Diff3,
            Ok("zdiff3") => Style::Zdiff3,
            _ => Style::Merge,
        }
    }

    /// Returns the program that merges files with `merge=NAME`, if the repository's own settings name one.
    /// git takes it from nowhere else either that a stranger could write.
    pub fn merge_driver(&self, name: &str) -> Option<String> {
        let own = Config::open(&self.own_settings()).ok()?;
        own.get_string(&format!("merge.{name}.driver")).ok()
    }

    /// Writes a program that merges files with `merge=NAME`, and what it is, into the repository's own
    /// settings.
    ///
    /// # Errors
    /// Settings that cannot be written.
    pub fn set_merge_driver(&self, name: &str, what: &str, command: &str) -> Result<()> {
        self.set_own(&[
            (&format!("merge.{name}.name"), what),
            (&format!("merge.{name}.driver"), command),
        ])
    }

    /// Returns how git merges some files (paths from the notebook's folder), as `.gitattributes` and the like
    /// say: `unspecified`, `set`, `unset`, or a name.
    ///
    /// # Errors
    /// No `git` program.
    pub fn merge_attributes(&self, paths: &[String]) -> Result<Vec<String>> {
        const AT_ONCE: usize = 500;
        let mut found = Vec::with_capacity(paths.len());
        for paths in paths.chunks(AT_ONCE) {
            let fulls: Vec<String> = paths.iter().map(|path| self.full(path)).collect();
            let mut args = vec!["check-attr", "-z", "merge", "--"];
            args.extend(fulls.iter().map(String::as_str));
            let answer = self.program().ask(&args)?;
            // A path, `merge` and the value for each file, each with a NUL behind it.
            let parts = answer.split(|byte| *byte == 0).skip(2).step_by(3);
            found.extend(parts.map(|value| String::from_utf8_lossy(value).into_owned()));
        }
        Ok(found)
    }

    /// Writes the identity into the repository's own settings.
    ///
    /// # Errors
    /// Settings that cannot be written.
    pub fn set_identity(&self, name: &str, email: &str) -> Result<()> {
        self.set_own(&[("user.name", name), ("user.email", email)])
    }

    fn own_settings(&self) -> std::path::PathBuf {
        self.place.common_dir.join("config")
    }

    fn set_own(&self, values: &[(&str, &str)]) -> Result<()> {
        let file = self.own_settings();
        let set = || -> Result<(), git2::Error> {
            let mut config = Config::open(&file)?;
            values.iter().try_for_each(|(key, value)| config.set_str(key, value))
        };
        set().map_err(said).with_context(|| format!("failed to write `{}`", file.display()))
    }

    /// Returns author and committer, or the refusal that says how to name oneself.
    pub(super) fn signers(&self) -> Result<Signers> {
        let config = self.config()?;
        let author = self.identity_as("author", &config);
        let committer = self.identity_as("committer", &config);
        match (author, committer) {
            (Some(author), Some(committer)) => Ok(Signers { author, committer }),
            _ => Err(anyhow!("git does not know your name and e-mail address").hint(
                "tell it:\n  git config --global user.name \"Your Name\"\n  git config --global user.email you@example.com",
            )),
        }
    }

    /// Returns the identity of the `author` or the `committer`.
    fn identity_as(&self, role: &str, config: &Config) -> Option<Identity> {
        let find = |part: &str| {
            self.variables
                .text(&format!("GIT_{}_{}", role.to_uppercase(), part.to_uppercase()))
                .or_else(|| config.get_string(&format!("{role}.{part}")).ok())
                .or_else(|| config.get_string(&format!("user.{part}")).ok())
        };
        let name = clean(&find("name")?);
        let email = clean(&find("email").or_else(|| self.variables.text("EMAIL"))?);
        (!name.is_empty() && !email.is_empty()).then_some(Identity { name, email })
    }

    /// Returns the settings that git would heed here.
    pub(super) fn config(&self) -> Result<Config> {
        let config = match &self.backing {
            Backing::Whole(library) => library.config(),
            Backing::Objects(_) | Backing::Program => self.config_by_files(),
        };
        layered(config.map_err(said).context("failed to read git's settings")?, &self.variables)
    }

    fn config_by_files(&self) -> Result<Config, git2::Error> {
        let mut config = Config::open_default()?;
        let (git_dir, common_dir) = (&self.place.git_dir, &self.place.common_dir);
        config.add_file(&common_dir.join("config"), ConfigLevel::Local, false)?;
        config.add_file(&git_dir.join("config.worktree"), ConfigLevel::Worktree, false)?;
        Ok(config)
    }
}

/// Returns the settings with the user's and the system's files replaced as `GIT_CONFIG_*` say; libgit2
/// does not heed these variables when it opens a repository by its path.
pub(super) fn layered(mut config: Config, variables: &Variables) -> Result<Config> {
    let mut replace = |path: &Path, level| config.add_file(path, level, true);
    let mut layer = || -> Result<(), git2::Error> {
        if let Some(path) = variables.get("GIT_CONFIG_GLOBAL") {
            replace(Path::new(path), ConfigLevel::Global)?;
            replace(Path::new(NOWHERE), ConfigLevel::XDG)?;
        }
        let without_system = variables
            .text("GIT_CONFIG_NOSYSTEM")
            .is_some_and(|value| Config::parse_bool(value) == Ok(true));
        if without_system {
            replace(Path::new(NOWHERE), ConfigLevel::System)?;
        } else if let Some(path) = variables.get("GIT_CONFIG_SYSTEM") {
            replace(Path::new(path), ConfigLevel::System)?;
        }
        Ok(())
    };
    layer().map_err(said).context("failed to read git's settings")?;
    Ok(config)
}

/// Returns the first `extensions.*` setting that libgit2 does not open, without its section.
pub(super) fn extension_unknown_to_libgit2(common_dir: &Path) -> Option<String> {
    let config = Config::open(&common_dir.join("config")).ok()?;
    if config.get_string("extensions.objectformat").is_ok_and(|format| format != "sha1") {
        return Some("objectformat".to_string());
    }
    let known = ["noop", "objectformat", "worktreeconfig", "preciousobjects", "relativeworktrees"];
    let mut unknown = None;
    let entries = config.entries(Some("^extensions\\.")).ok()?;
    entries
        .for_each(|entry| {
            let name = entry.name().ok().and_then(|name| name.strip_prefix("extensions."));
            if let Some(name) = name.filter(|name| !known.contains(name)) {
                unknown.get_or_insert(name.to_string());
            }
        })
        .ok()?;
    unknown
}

/// Returns a name as git writes it: without `<`, `>` and line breaks, and without odd characters at its ends.
fn clean(text: &str) -> String {
    let odd = |c: char| c <= ' ' || ".,:;\"\\'".contains(c);
    text.trim_matches(|c| odd(c) || c == '<' || c == '>').replace(['<', '>', '\n', '\0'], "")
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn names_are_cleaned_as_git_does() {
        assert_eq!(clean(" Ann Lee, "), "Ann Lee");
        assert_eq!(clean("Ann <Lee>\n"), "Ann Lee");
        assert_eq!(clean("\"\""), "");
        assert_eq!(clean("佐藤"), "佐藤");
    }
}
