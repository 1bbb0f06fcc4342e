//! Which repositories this process may commit into by itself, and which only the `git` program may.
//!
//! libgit2 runs no hooks, signs nothing, ignores filters, and does not know every form of a repository.

use std::fs;
use std::path::{Path, PathBuf};

use git2::{AttrCheckFlags, AttrValue, Config, Repository};

use crate::error::{Context, Result};

use super::index::Index;
use super::staging::Staging;
use super::{Repo, said, stamp};

/// How a commit is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    InProcess,
    /// By `git commit`; the text says what needs it, such as `the hook `pre-commit``.
    Program(String),
}

/// Hooks that git runs for a commit.
const HOOKS: [&str; 6] = [
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
    "reference-transaction",
    "post-index-change",
];

impl Repo {
    /// Returns how to commit these paths (from the work tree's root).
    pub(super) fn way(&self, fulls: &[String], staging: &Staging) -> Result<Way> {
        let (Some(library), Staging::Here(index)) = (self.library(), staging) else {
            return Ok(Way::Program("the form of this repository".to_string()));
        };
        let config = self.config()?;
        let mut reason = self
            .reason_in_settings(&config)
            .or_else(|| self.active_hook(&config).map(|hook| format!("the hook `{hook}`")))
            .or_else(|| self.branch_elsewhere(library));
        if reason.is_none() {
            let attributes = self.attributes(library, index)?;
            for full in fulls {
                reason = match reason {
                    Some(reason) => Some(reason),
                    None => conversion(attributes, &config, full)?,
                };
            }
        }
        Ok(reason.map_or(Way::InProcess, Way::Program))
    }

    /// Returns whether a filter of the user's, such as one that encrypts, stands between a path's file and
    /// what git stores of it.
    ///
    /// # Errors
    /// Attributes that cannot be read.
    pub fn is_filtered(&self, path: &str) -> Result<bool> {
        let full = self.full(path);
        let is_filtered =
            |view: &Repository| is_set(view, &full, "filter").map(|set| set == Some(true));
        if let Some(view) = self.attributes.get() {
            return is_filtered(view);
        }
        if let (Some(library), Staging::Here(index)) = (self.library(), self.staging()?) {
            return is_filtered(self.attributes(library, &index)?);
        }
        let told = self.program().ask(&["check-attr", "-z", "filter", "--", &full])?;
        let value = told.split(|byte| *byte == 0).nth(2);
        Ok(!matches!(value, Some(b"unspecified" | b"unset")))
    }

    /// Returns a reason if the branch is another name of a branch, which only git moves.
    fn branch_elsewhere(&self, library: &Repository) -> Option<String> {
        let branch = self.branch().ok()??;
        let reference = library.find_reference(&branch).ok()?;
        let is_name = reference.kind() == Some(git2::ReferenceType::Symbolic);
        is_name.then(|| format!("the branch `{branch}`, which names another"))
    }

    fn reason_in_settings(&self, config: &Config) -> Option<String> {
        for name in
            ["commit.gpgsign", "core.sparseCheckout", "core.splitIndex", "core.untrackedCache"]
        {
            if config.get_bool(name) == Ok(true) {
                return Some(format!("the setting `{name}`"));
            }
        }
        if config.get_string("extensions.partialclone").is_ok() {
            return Some("a partial clone".to_string());
        }
        // A path to a hook or a boolean; anything but a plain "no" keeps more in the index than libgit2 does.
        if config
            .get_string("core.fsmonitor")
            .is_ok_and(|value| Config::parse_bool(value) != Ok(false))
        {
            return Some("the setting `core.fsmonitor`".to_string());
        }
        for name in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
            if self.variables.text(name).is_some_and(|text| stamp::parse(&text).is_none()) {
                return Some(format!("the form of `{name}`"));
            }
        }
        None
    }

    /// Returns a view of the repository for attributes alone: of the index it has what gives attributes, so libgit2
    /// need not read all of it.
    fn attributes<'l>(&'l self, library: &'l Repository, index: &Index) -> Result<&'l Repository> {
        let Index::File(file) = index else { return Ok(library) };
        if let Some(view) = self.attributes.get() {
            return Ok(view);
        }
        let open = || {
            let mut some = git2::Index::new()?;
            for entry in file.entries().filter(|entry| entry.gives_attributes()) {
                some.add(&entry.to_library())?;
            }
            let view = Repository::open(library.path())?;
            view.set_index(&mut some)?;
            Ok(view)
        };
        let view = open().map_err(said).context("failed to read the attributes")?;
        Ok(self.attributes.get_or_init(|| view))
    }

    /// Returns the first hook that git would run for a commit.
    fn active_hook(&self, config: &Config) -> Option<String> {
        let folder = self.hooks_folder(config);
        if let Some(hook) = HOOKS.iter().find(|hook| is_program(&folder.join(hook))) {
            return Some((*hook).to_string());
        }
        // Newer gits also take hooks from the settings: `hook.NAME.command`.
        let mut named = None;
        let entries = config.entries(Some("^hook\\..*\\.command$")).ok()?;
        entries.for_each(|entry| named = entry.name().ok().map(str::to_string)).ok()?;
        named
    }

    fn hooks_folder(&self, config: &Config) -> PathBuf {
        match config.get_path("core.hooksPath") {
            Ok(folder) => self.work_tree().join(folder),
            Err(_) => self.place.common_dir.join("hooks"),
        }
    }
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|meta| meta.is_file())
}

/// Returns whether an attribute of a path is set, or `None` if nothing is said of it.
fn is_set(library: &Repository, full: &str, name: &str) -> Result<Option<bool>> {
    let value = library
        .get_attr_bytes(full.as_ref(), name, AttrCheckFlags::FILE_THEN_INDEX)
        .map_err(said)
        .with_context(|| format!("failed to read the attributes of `{full}`"))?;
    Ok(match AttrValue::from_bytes(value) {
        AttrValue::Unspecified => None,
        AttrValue::False => Some(false),
        AttrValue::True | AttrValue::String(_) | AttrValue::Bytes(_) => Some(true),
    })
}

/// Returns why a path's bytes in the repository differ from those in its file.
fn conversion(library: &Repository, config: &Config, full: &str) -> Result<Option<String>> {
    let is_set = |name: &str| is_set(library, full, name);
    for name in ["filter", "ident", "working-tree-encoding", "text", "crlf", "eol"] {
        if is_set(name)? == Some(true) {
            return Ok(Some(format!("the attribute `{name}` of `{full}`")));
        }
    }
    let converts = config.get_string("core.autocrlf").is_ok_and(|value| {
        value.eq_ignore_ascii_case("input") || Config::parse_bool(value) == Ok(true)
    });
    let is_text = is_set("text")? != Some(false) && is_set("crlf")? != Some(false);
    Ok((converts && is_text).then(|| "the setting `core.autocrlf`".to_string()))
}
