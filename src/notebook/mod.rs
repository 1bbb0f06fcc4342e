//! The notebook on disk: which files are notes, reading them, and writing without losing a byte.
//!
//! Reading never follows a symbolic link and never runs a program. Writing never overwrites what it
//! has not read.

mod alone;
pub mod cache;
mod files;
mod join;
mod operations;
mod read;
mod stamp;
mod walk;
mod write;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use crate::config::{self, SETTINGS_FILE, Settings};
use crate::error::{Context, Hinted, Result, anyhow, bail};
use crate::git::{self, Repo};
use crate::note::NoteFile;
use crate::people::{self, Card, Directory};
use crate::words;

pub use alone::Alone;
pub use files::Change;
pub use join::{Dispute, Union};
pub use operations::Recorded;
pub use stamp::Stamp;
pub use walk::Look;
pub use write::{Beyond, Clearance, Committed, Operation, message};

/// A folder with notes.
pub struct Notebook {
    pub root: PathBuf,
    /// Whether `fieldnote.toml` stands at the root; without it, the folder is for reading only.
    pub is_adopted: bool,
    /// The repository whose work tree holds the notebook.
    pub repo: Option<Repo>,
    pub settings: Settings,
    /// The user's folder for what can be made again; of use where there is no repository.
    pub cache_home: Option<PathBuf>,
}

/// The file that lists our people.
pub const TEAM_FILE: &str = "team.md";

impl Notebook {
    /// Opens the folder that was found.
    ///
    /// # Errors
    /// Settings with a wrong type, a repository that cannot be read.
    pub fn open(found: config::Found) -> Result<Notebook> {
        git::refuse_environment()?;
        let (root, is_adopted) = match found {
            config::Found::Notebook(root) => (root, true),
            config::Found::Plain(root) => (root, false),
        };
        let settings = if is_adopted { Settings::read(&root)? } else { Settings::default() };
        let repo = Repo::discover(&root)?;
        Ok(Notebook { root, is_adopted, repo, settings, cache_home: None })
    }

    /// Refuses a folder that only reading is for, and settings that are not understood.
    ///
    /// # Errors
    /// No `fieldnote.toml`; an unknown key in it.
    pub fn for_writing(self) -> Result<Notebook> {
        if !self.is_adopted {
            return Err(anyhow!("`{}` has no `{SETTINGS_FILE}`", self.root.display()).hint(
                "run `fieldnote init` there to make it a notebook; it changes no other file",
            ));
        }
        let settings = self.settings.strict()?;
        Ok(Notebook { settings, ..self })
    }

    /// Returns whether a path from the root is a note's: `.md` in any case, in no hidden folder; in a
    /// notebook not a template, a saved summary, the team or a card.
    pub fn is_note(&self, path: &str) -> bool {
        is_note(path, self.is_adopted)
    }

    /// Returns whether a file says who is known: the team, or a card.
    pub fn is_of_people(&self, path: &str) -> bool {
        self.is_adopted && (path == TEAM_FILE || slug_of_card(path).is_some())
    }

    /// Returns everybody that the notebook knows; `me` is the user's handle, where the user's config
    /// gives one, else the team member with git's `user.email` is.
    ///
    /// # Errors
    /// A card or `team.md` that cannot be read.
    pub fn directory(&self, me: Option<&str>) -> Result<Directory> {
        let mut directory = Directory::default();
        if self.is_adopted {
            if let Some(bytes) = self.bytes_if_there(TEAM_FILE)? {
                directory.team = people::read_team(&bytes);
            }
            for slug in self.card_slugs()? {
                if let Some(bytes) = self.bytes_if_there(&card_path(&slug))? {
                    directory.cards.insert(slug.clone(), Card::read(&slug, &bytes));
                }
            }
        }
        directory.me = match me {
            Some(me) => Some(me.to_string()),
            None => self.own_handle(&directory),
        };
        Ok(directory)
    }

    fn own_handle(&self, directory: &Directory) -> Option<String> {
        let email = self.repo.as_ref()?.identity().ok()??.email;
        let is_mine = |mail: &String| words::fold(mail) == words::fold(&email);
        let member =
            directory.team.iter().find(|person| person.mail.as_ref().is_some_and(is_mine))?;
        Some(member.shown().to_string())
    }

    fn card_slugs(&self) -> Result<Vec<String>> {
        let folder = self.root.join("customers");
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) if !folder.is_symlink() => entries,
            _ => return Ok(Vec::new()),
        };
        let mut slugs = Vec::new();
        for entry in entries {
            let entry = entry.with_context(|| format!("failed to read `{}`", folder.display()))?;
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if let (true, Ok(name)) = (is_folder, entry.file_name().into_string())
                && !name.starts_with('.')
            {
                slugs.push(name);
            }
        }
        slugs.sort();
        Ok(slugs)
    }

    /// Reads one note for editing.
    ///
    /// # Errors
    /// No such file, or one that cannot be read.
    pub fn note_file(&self, path: &str, directory: &Directory) -> Result<NoteFile> {
        let Some(bytes) = self.bytes_if_there(path)? else { bail!("there is no `{path}`") };
        Ok(NoteFile::read(path, bytes, directory))
    }

    /// Returns a file's bytes; `None` if there is none. Only regular files are read.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn bytes_if_there(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let full = self.root.join(path);
        if !has_real_folders(&self.root, path) {
            return Err(anyhow!("`{path}` leads through a symbolic link")
                .hint("put a folder in its place: what a link leads to may be anybody's"));
        }
        match std::fs::symlink_metadata(&full) {
            Ok(meta) if !meta.is_file() => bail!("`{path}` is not a regular file"),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("failed to read `{path}`")),
        }
        std::fs::read(&full).map(Some).with_context(|| format!("failed to read `{path}`"))
    }

    /// Returns the Markdown files and settings that differ from HEAD: notes, cards, the team, templates
    /// and saved summaries; changed, new or deleted. All of them without a commit.
    ///
    /// # Errors
    /// A repository or a file that cannot be read.
    pub fn changed_files(&self) -> Result<Vec<String>> {
        let belongs = |path: &str| is_note(path, false) || path == SETTINGS_FILE;
        if let Some(repo) = &self.repo
            && let Some(changed) = repo.changed_by_git(&belongs)?
        {
            return Ok(changed);
        }
        let (mut committed, mut settled) = (BTreeMap::new(), HashMap::new());
        if let Some(repo) = &self.repo
            && let Some(head) = repo.head()?
        {
            committed.extend(repo.files(head, &belongs)?);
            settled = repo.settled(&belongs)?;
        }
        let mut changed = BTreeSet::new();
        for path in walk::files(self, &belongs)? {
            let content = match settled.remove(&path) {
                Some(blob) => blob,
                None => {
                    let Some(bytes) = self.bytes_if_there(&path)? else { continue };
                    Repo::hash(&bytes)
                }
            };
            if committed.remove(&path) != Some(content) {
                changed.insert(path);
            }
        }
        if let Some(repo) = &self.repo {
            let outside = repo.outside_checkout(committed.keys().map(String::as_str))?;
            committed.retain(|path, _| !outside.contains(path));
        }
        changed.extend(committed.into_keys());
        Ok(changed.into_iter().collect())
    }

    /// Returns the kinds of notes that `templates/` adds or replaces; only names that can be part of a
    /// note's name.
    pub fn own_kinds(&self) -> Vec<String> {
        let folder = self.root.join("templates");
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) if !folder.is_symlink() => entries,
            _ => return Vec::new(),
        };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let kinds = names.filter_map(|name| name.strip_suffix(".md").map(String::from));
        let mut kinds: Vec<String> =
            kinds.filter(|kind| words::slug(kind).as_deref() == Some(kind.as_str())).collect();
        kinds.sort();
        kinds
    }

    /// Returns the path below the root of a file in the file system, if it lies there.
    pub fn path_of(&self, file: &Path) -> Option<String> {
        let file = file.canonicalize().ok()?;
        let root = self.root.canonicalize().ok()?;
        file.strip_prefix(root).ok()?.to_str().map(String::from)
    }
}

/// Returns whether none of the folders on the way to a path from the root is a symbolic link: what lies
/// behind one may be anywhere, and is not the notebook's.
pub fn has_real_folders(root: &Path, path: &str) -> bool {
    let is_link = |folder: &Path| {
        std::fs::symlink_metadata(root.join(folder)).is_ok_and(|meta| meta.is_symlink())
    };
    !Path::new(path).ancestors().skip(1).any(|folder| folder != Path::new("") && is_link(folder))
}

/// Returns the path of a customer's card.
pub fn card_path(slug: &str) -> String {
    format!("customers/{slug}/README.md")
}

/// Returns the customer's slug in the path of a card.
pub fn slug_of_card(path: &str) -> Option<&str> {
    let (slug, file) = path.strip_prefix("customers/")?.split_once('/')?;
    (file == "README.md").then_some(slug)
}

/// Returns whether a path from the root is a note's; the same rule for the work tree and a commit.
pub fn is_note(path: &str, in_notebook: bool) -> bool {
    let is_markdown = path.len() > 3
        && path.get(path.len() - 3..).is_some_and(|ending| ending.eq_ignore_ascii_case(".md"));
    if !is_markdown || path.starts_with('.') || path.contains("/.") {
        return false;
    }
    !in_notebook
        || match path.split_once('/') {
            None => path != TEAM_FILE,
            Some(("templates" | "weekly", _)) => false,
            Some(("customers", rest)) => !matches!(rest.split_once('/'), Some((_, "README.md"))),
            Some(_) => true,
        }
}

#[cfg(test)]
mod tests;
