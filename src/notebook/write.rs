//! Operations: each makes all its changes and is one commit of exactly its paths, or nothing happened.

use super::Notebook;
use super::alone::Alone;
use super::files::{Change, Files, PutBack};
use crate::cells::{self, harmless};
use crate::date::{Moment, Zone};
use crate::error::{Hinted, Result, anyhow, chain, hints};
use crate::follow_up;
use crate::git::{self, Begun, CommitId, CommitRequest, Intention, Outcome, Ready, Repo, Rewrite};

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
    /// Returns the clearance of what is written and not committed.
    pub fn left_to_the_user() -> Clearance {
        Clearance(None)
    }

    /// Returns whether there will be a commit.
    pub fn is_given(&self) -> bool {
        self.0.is_some()
    }
}

/// How far a file goes beyond its last commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// By so many lines.
    Lines(usize),
    /// By something that cannot be counted in lines: git stores the file in another form.
    Uncounted,
    /// No commit has it.
    All,
}

/// What a change came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Committed {
    As {
        id: CommitId,
        /// What the repository's hooks did beside, a sentence each.
        by_hooks: Vec<String>,
    },
    /// Nothing differed from HEAD.
    Nothing,
    /// Left to the user, by `--no-commit` or `commit = false`.
    NotAsked,
}

impl Notebook {
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

    /// Makes all changes and commits exactly their paths, or leaves files and repository as they were.
    ///
    /// # Errors
    /// A file that changed meanwhile or cannot be written; a commit that fails, such as by a hook. What
    /// somebody else changed meanwhile stays, and the error says so.
    pub fn carry_out(
        &self,
        alone: &Alone,
        clearance: Clearance,
        changes: &[Change],
        operation: &Operation,
    ) -> Result<Committed> {
        let writes = changes.iter().map(|change| Rewrite {
            path: &change.path,
            before: change.before.as_deref(),
            after: change.after.as_deref(),
        });
        let step = operation.step(self.head());
        let begun = self.begin(alone, &clearance, &step, writes.collect())?;
        let files = Files::new(&self.root, &step.op);
        let paths: Vec<String> = changes.iter().map(|change| change.path.clone()).collect();
        let done = match files.write_all(changes) {
            Ok(()) => self.commit_step(&clearance, &paths, &step, begun.as_ref()),
            Err(error) => Err(error),
        };
        match done {
            Ok(committed) => {
                end(begun);
                Ok(committed)
            }
            Err(error) => {
                if let Some(begun) = &begun {
                    begun.make_room();
                }
                let hint = match put_back(&files, changes) {
                    Ok(hint) => {
                        end(begun);
                        hint
                    }
                    // The journal stays with what could not be put back.
                    Err(failure) => {
                        format!("{}; the next command that writes tries again", chain(&failure))
                    }
                };
                let says_more = hints(&error).is_empty() || hint != AS_BEFORE;
                Err(if says_more { error.hint(hint) } else { error })
            }
        }
    }

    /// Commits exactly the paths that were cleared, as their files are.
    ///
    /// # Errors
    /// A commit that fails, such as by a hook; the files stay as they were written.
    pub fn commit(
        &self,
        alone: &Alone,
        clearance: Clearance,
        paths: &[String],
        operation: &Operation,
    ) -> Result<Committed> {
        let step = operation.step(self.head());
        let begun = self.begin(alone, &clearance, &step, Vec::new())?;
        let done = self.commit_step(&clearance, paths, &step, begun.as_ref());
        end(begun);
        let named = if let [path] = paths { format!(" {path}") } else { String::new() };
        done.hint(format!(
            "what was written is saved but not committed; once the cause is gone: `fieldnote save{named}`"
        ))
    }

    fn head(&self) -> Option<CommitId> {
        self.repo.as_ref()?.head().ok()?
    }

    /// Notes in the repository's journal what is about to happen.
    fn begin(
        &self,
        _alone: &Alone,
        Clearance(ready): &Clearance,
        step: &Step,
        writes: Vec<Rewrite>,
    ) -> Result<Option<Begun>> {
        let Some(repo) = &self.repo else { return Ok(None) };
        let (op, subject, ready) = (step.op.as_str(), step.subject(), ready.as_ref());
        let begun = repo.begin(&Intention { op, subject, ready, writes });
        match ready {
            Some(_) => begun.map(Some),
            None => Ok(begun.ok()), // what is left to the user can do without
        }
    }

    fn commit_step(
        &self,
        Clearance(ready): &Clearance,
        paths: &[String],
        step: &Step,
        begun: Option<&Begun>,
    ) -> Result<Committed> {
        let (Some(ready), Some(repo), Some(begun)) = (ready, &self.repo, begun) else {
            return Ok(Committed::NotAsked);
        };
        let (message, when) = (step.message.clone(), Some(step.when));
        let request = CommitRequest { paths: paths.to_vec(), message, when };
        let before = self.hashes(paths);
        Ok(match repo.commit(ready, &request, begun)? {
            Outcome::Committed(id) => {
                Committed::As { id, by_hooks: repo.by_hooks(ready, id, &before) }
            }
            Outcome::Nothing => Committed::Nothing,
        })
    }

    fn hashes(&self, paths: &[String]) -> Vec<Option<git::BlobId>> {
        let bytes = paths.iter().map(|path| self.bytes_if_there(path).ok().flatten());
        bytes.map(|bytes| bytes.as_deref().map(Repo::hash)).collect()
    }

    /// Keeps what a file holds before an operation, for a file that goes beyond its last commit, so that
    /// `undo` takes back the operation alone; returns the trailer that tells it. `None` where there is
    /// no way to keep it, and of a file behind a filter: what that encrypts is not to lie in the repository
    /// as it is.
    pub fn remember(&self, path: &str, before: &[u8]) -> Option<String> {
        let is_a_line = !path.chars().any(char::is_control);
        let repo = self.repo.as_ref().filter(|_| is_a_line)?;
        if repo.is_filtered(path).unwrap_or(true) {
            return None;
        }
        let blob = repo.keep(before).ok()?;
        Some(format!("{BEFORE} {blob} {path}"))
    }

    /// Returns how far a file's bytes go beyond its last commit; `None` if they do not.
    pub fn beyond_commit(&self, path: &str, bytes: &[u8]) -> Option<Beyond> {
        let Some(repo) = &self.repo else { return Some(Beyond::All) };
        let Ok(Some(head)) = repo.head() else { return Some(Beyond::All) };
        let is_filtered = repo.is_filtered(path).unwrap_or(true);
        let old = match repo.blob_at(head, path) {
            Ok(None) => return Some(Beyond::All),
            Ok(Some(old)) if !is_filtered => old,
            // What is stored is not what the file held, or cannot be read here: only git can compare the two.
            Ok(Some(_)) | Err(_) => {
                return match repo.is_as_committed(path) {
                    Ok(Some(true)) => None,
                    Ok(None) => Some(Beyond::All),
                    Ok(Some(false)) | Err(_) => Some(Beyond::Uncounted),
                };
            }
        };
        // With `core.autocrlf` the endings differ, and git calls that no change.
        let lines = git::changed_lines(&with_line_feeds(&old), &with_line_feeds(bytes));
        (lines > 0).then_some(Beyond::Lines(lines))
    }
}

/// The trailer of what a file held before an operation: the content's id and the path.
pub(super) const BEFORE: &str = "Fieldnote-Before:";

/// What can be done after a failure that left nothing behind.
const AS_BEFORE: &str = "nothing was changed; once the cause is gone, run the command again";

/// Takes changes back, and returns what the user can do then.
fn put_back(files: &Files, changes: &[Change]) -> Result<String> {
    let mut kept = Vec::new();
    for change in changes.iter().rev() {
        if files.put_back(change)? == PutBack::Kept {
            kept.push(change.path.as_str());
        }
    }
    Ok(match kept.as_slice() {
        [] => AS_BEFORE.to_string(),
        [path] => format!(
            "`{path}` was changed meanwhile and stays as it is; look at it, then `fieldnote save {path}`"
        ),
        paths => format!(
            "these were changed meanwhile and stay as they are: {}; look at them, then `fieldnote save`",
            paths.join(", ")
        ),
    })
}

/// Ends an operation. A journal that cannot be removed is found by the next run.
fn end(begun: Option<Begun>) {
    let _ = begun.map(Begun::end);
}

/// An operation on top of a commit.
pub(super) struct Step {
    op: String,
    pub(super) message: String,
    pub(super) when: (Moment, i32),
}

impl Step {
    fn subject(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }
}

impl Operation<'_> {
    /// Returns the operation's id and message. The id is made of what it does, when, and on top of
    /// which commit: no two operations have it, and the same one has it again.
    pub(super) fn step(&self, head: Option<CommitId>) -> Step {
        let head = head.map_or(String::new(), |id| id.to_string());
        let text = format!("{} {} {head}", self.now.seconds(), self.subject);
        let op = follow_up::id(&text, self.verb, 0, 1);
        let trailers: String = self.trailers.iter().map(|line| format!("{line}\n")).collect();
        let why = self.why.as_deref().map(harmless).unwrap_or_default();
        let message = message(&self.subject, self.verb, &op);
        let message = match (why.trim(), message.split_once("\n\n")) {
            ("", _) | (_, None) => format!("{message}{trailers}"),
            (why, Some((subject, rest))) => format!("{subject}\n\n{why}\n\n{rest}{trailers}"),
        };
        Step { op, message, when: (self.now, self.now.offset_minutes(self.zone)) }
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
