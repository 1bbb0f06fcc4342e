//! Writing: a new file never takes the place of one, a changed file is replaced whole, and only if
//! it is still what was read; each change is one commit of exactly its paths.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use super::Notebook;
use crate::cells::{self, harmless};
use crate::config::SETTINGS_FILE;
use crate::date::{Moment, Zone};
use crate::error::{Context, Hinted, Result, anyhow, bail};
use crate::follow_up;
use crate::git::{self, CommitId, CommitRequest, Outcome, Ready};

/// One operation of the tool, as its commit tells it.
pub struct Operation<'a> {
    /// The word of the trailer, such as `done`.
    pub verb: &'a str,
    /// The subject, in the field's words.
    pub subject: String,
    /// Why, in the user's words: a paragraph below the subject.
    pub why: Option<String>,
    /// Trailers beside those that every operation has, such as `Fieldnote-Undoes: k7q2`.
    pub trailers: Vec<String>,
    pub now: Moment,
    pub zone: Zone,
}

/// A permission to commit some paths, asked for before anything is written; `None` where the notebook
/// leaves commits to the user.
pub struct Clearance(Option<Ready>);

impl Clearance {
    /// Returns whether there will be a commit.
    pub fn is_given(&self) -> bool {
        self.0.is_some()
    }
}

/// The lock of [`Notebook::alone`], on `fieldnote.toml`: it leaves no file behind.
pub struct Alone {
    _file: Option<File>,
}

/// A file as it was read and as it is to be; `None` is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub path: String,
    pub before: Option<Vec<u8>>,
    pub after: Option<Vec<u8>>,
}

/// How far a file goes beyond its last commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// By so many lines.
    Lines(usize),
    /// No commit has it.
    All,
}

/// What a change came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Committed {
    As(CommitId),
    /// Nothing differed from HEAD.
    Nothing,
    /// Left to the user, by `--no-commit` or `commit = false`.
    NotAsked,
}

impl Notebook {
    /// Waits until no other run changes what stands in files here, and keeps others waiting until the
    /// value is dropped. To be asked for before reading what will be changed, and never around an
    /// editor. Where the file system has no locks, there is none.
    ///
    /// # Errors
    /// Another run that does not end within ten seconds.
    pub fn alone(&self) -> Result<Alone> {
        const TRIES: u32 = 200;
        const PAUSE: Duration = Duration::from_millis(50);
        let Ok(file) = File::open(self.root.join(SETTINGS_FILE)) else {
            return Ok(Alone { _file: None });
        };
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Alone { _file: Some(file) }),
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
                Err(TryLockError::Error(_)) => return Ok(Alone { _file: None }),
            }
        }
        Err(anyhow!("another fieldnote is changing this notebook, and has not ended within 10 s")
            .hint(
                "look for it with `pgrep fieldnote`; a git hook must not call fieldnote to write",
            ))
    }

    /// Refuses, before anything is written, what would keep these paths from being committed.
    ///
    /// # Errors
    /// No repository, no identity, a merge in progress and the like, with the way out named.
    pub fn clear(&self, paths: &[String], commit: bool) -> Result<Clearance> {
        if !commit || !self.settings.commit {
            return Ok(Clearance(None));
        }
        let Some(repo) = &self.repo else {
            return Err(anyhow!("`{}` is in no git repository", self.root.display())
                .hint("run `git init` there, or set `commit = false` in `fieldnote.toml`"));
        };
        Ok(Clearance(Some(repo.preflight(paths)?)))
    }

    /// Commits exactly the paths that were cleared.
    ///
    /// # Errors
    /// A commit that fails, such as by a hook; the files stay as they were written.
    pub fn commit(
        &self,
        clearance: Clearance,
        paths: &[String],
        operation: &Operation,
    ) -> Result<Committed> {
        let (Some(ready), Some(repo)) = (clearance.0, &self.repo) else {
            return Ok(Committed::NotAsked);
        };
        let request = CommitRequest {
            paths: paths.to_vec(),
            message: operation.message(repo.head().ok().flatten()),
            when: Some((operation.now, operation.now.offset_minutes(operation.zone))),
        };
        Ok(match repo.commit(ready, &request)? {
            Outcome::Committed(id) => Committed::As(id),
            Outcome::Nothing => Committed::Nothing,
        })
    }

    /// Writes a file that is not there yet, and its folders.
    ///
    /// # Errors
    /// A file of that name, or a folder that cannot be written.
    pub fn create(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let full = self.safe_place(path)?;
        let folder = full.parent().unwrap_or(&self.root);
        std::fs::create_dir_all(folder)
            .with_context(|| format!("failed to make `{}`", folder.display()))?;
        let mut file =
            temporary(folder, 0o666).with_context(|| format!("failed to write `{path}`"))?;
        file.write_all(bytes).with_context(|| format!("failed to write `{path}`"))?;
        file.as_file().sync_all().with_context(|| format!("failed to write `{path}`"))?;
        match file.persist_noclobber(&full) {
            Ok(_) => sync_folder(folder),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                bail!("`{path}` is there already")
            }
            Err(error) => Err(error.error).with_context(|| format!("failed to write `{path}`")),
        }
    }

    /// Replaces a file as a whole, keeping its mode, if it still holds `read`.
    ///
    /// # Errors
    /// A file that changed since it was read: nothing is written then.
    pub fn replace(&self, path: &str, read: &[u8], bytes: &[u8]) -> Result<()> {
        let full = self.safe_place(path)?;
        let folder = full.parent().unwrap_or(&self.root);
        let failed = || format!("failed to write `{path}`");
        let mode = std::fs::metadata(&full).with_context(failed)?.permissions();
        let mut file = temporary(folder, 0o600).with_context(failed)?;
        file.write_all(bytes).with_context(failed)?;
        file.as_file().set_permissions(mode).with_context(failed)?;
        file.as_file().sync_all().with_context(failed)?;
        if std::fs::read(&full).with_context(failed)? != read {
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
        let full = self.safe_place(path)?;
        let failed = || format!("failed to remove `{path}`");
        if std::fs::read(&full).with_context(failed)? != read {
            return Err(anyhow!("`{path}` changed while it was being removed")
                .hint("nothing was removed; run the command again"));
        }
        std::fs::remove_file(&full).with_context(failed)?;
        sync_folder(full.parent().unwrap_or(&self.root))?;
        // Folders are there for what lies in them: git does not know empty ones.
        let folders = full.ancestors().skip(1).take_while(|folder| *folder != self.root);
        folders.take_while(|folder| std::fs::remove_dir(folder).is_ok()).for_each(drop);
        Ok(())
    }

    /// Makes all changes, or none: what was written is put back where a later one fails.
    ///
    /// # Errors
    /// As for [`Notebook::create`], [`Notebook::replace`] and [`Notebook::remove`].
    pub fn write_all(&self, changes: &[Change]) -> Result<()> {
        for (at, change) in changes.iter().enumerate() {
            if let Err(error) = self.write_one(change) {
                for done in changes[..at].iter().rev() {
                    self.write_one(&done.reversed())
                        .with_context(|| format!("failed to put `{}` back", done.path))?;
                }
                return Err(error);
            }
        }
        Ok(())
    }

    fn write_one(&self, change: &Change) -> Result<()> {
        match (&change.before, &change.after) {
            (Some(before), Some(after)) => self.replace(&change.path, before, after),
            (None, Some(after)) => self.create(&change.path, after),
            (Some(before), None) => self.remove(&change.path, before),
            (None, None) => Ok(()),
        }
    }

    /// Keeps what a file holds before an operation, for a file that goes beyond its last commit, so that
    /// `undo` takes back the operation alone; returns the trailer that tells it. `None` where there is
    /// no way to keep it.
    pub fn remember(&self, path: &str, before: &[u8]) -> Option<String> {
        let is_a_line = !path.chars().any(char::is_control);
        let blob = self.repo.as_ref().filter(|_| is_a_line)?.keep(before).ok()?;
        Some(format!("{BEFORE} {blob} {path}"))
    }

    /// Returns how far a file's bytes go beyond its last commit; `None` if they do not.
    pub fn beyond_commit(&self, path: &str, bytes: &[u8]) -> Option<Beyond> {
        let committed = || -> Option<Vec<u8>> {
            let repo = self.repo.as_ref()?;
            repo.blob_at(repo.head().ok()??, path).ok()?
        };
        let Some(old) = committed() else { return Some(Beyond::All) };
        // With `core.autocrlf` the endings differ, and git calls that no change.
        let lines = git::changed_lines(&with_line_feeds(&old), &with_line_feeds(bytes));
        (lines > 0).then_some(Beyond::Lines(lines))
    }

    /// Returns the full path of a file below the root; no part of it is a symbolic link.
    fn safe_place(&self, path: &str) -> Result<std::path::PathBuf> {
        let mut full = self.root.clone();
        for part in path.split('/') {
            if part.is_empty() || part == "." || part == ".." || part.contains(['\\', '\0']) {
                bail!("`{path}` is no path inside the notebook");
            }
            full.push(part);
            if std::fs::symlink_metadata(&full).is_ok_and(|meta| meta.is_symlink()) {
                bail!("`{path}` leads through a symbolic link");
            }
        }
        Ok(full)
    }
}

/// The trailer of what a file held before an operation: the content's id and the path.
pub(super) const BEFORE: &str = "Fieldnote-Before:";

impl Change {
    fn reversed(&self) -> Change {
        Change { path: self.path.clone(), before: self.after.clone(), after: self.before.clone() }
    }
}

impl Operation<'_> {
    /// Returns the commit's message. The operation's id is made of what it does, when, and on top of
    /// which commit: no two operations have it, and the same one has it again.
    fn message(&self, head: Option<CommitId>) -> String {
        let head = head.map_or(String::new(), |id| id.to_string());
        let text = format!("{} {} {head}", self.now.seconds(), self.subject);
        let id = follow_up::id(&text, self.verb, 0, 1);
        let trailers: String = self.trailers.iter().map(|line| format!("{line}\n")).collect();
        let why = self.why.as_deref().map(harmless).unwrap_or_default();
        let message = message(&self.subject, self.verb, &id);
        match (why.trim(), message.split_once("\n\n")) {
            ("", _) | (_, None) => format!("{message}{trailers}"),
            (why, Some((subject, rest))) => format!("{subject}\n\n{why}\n\n{rest}{trailers}"),
        }
    }
}

/// Returns a commit's message: the subject, and which operation did it as trailers.
pub fn message(subject: &str, verb: &str, id: &str) -> String {
    let subject = cells::cut(harmless(subject).trim(), 100);
    format!("{subject}\n\nFieldnote: {verb}\nFieldnote-Op: {id}\n")
}

fn with_line_feeds(bytes: &[u8]) -> Vec<u8> {
    let is_ending = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
    (0..bytes.len()).filter(|at| !is_ending(*at)).map(|at| bytes[at]).collect()
}

fn temporary(folder: &Path, mode: u32) -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".fieldnote-")
        .permissions(std::fs::Permissions::from_mode(mode))
        .tempfile_in(folder)
}

fn sync_folder(folder: &Path) -> Result<()> {
    let sync = || std::fs::File::open(folder)?.sync_all();
    sync().with_context(|| format!("failed to write `{}`", folder.display()))
}
