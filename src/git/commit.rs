//! One commit of exactly the named paths, on top of HEAD.

use std::ffi::OsString;
use std::fs;

use crate::date::Moment;
use crate::error::{Context, Hinted, Result, anyhow, bail};

use super::journal::Begun;
use super::preflight::ReadyPath;
use super::shape::Way;
use super::stamp::{self, Stamp};
use super::{CommitId, Ready, Repo};

/// What to commit.
pub struct CommitRequest {
    /// Paths that were made ready: files that exist are committed as they are, others as deleted.
    pub paths: Vec<String>,
    /// The whole message: subject, body, trailers.
    pub message: String,
    /// The instant and the clock (minutes east of UTC) on the commit; `None` is now. `GIT_AUTHOR_DATE`
    /// and `GIT_COMMITTER_DATE` go first.
    pub when: Option<(Moment, i32)>,
}

/// What became of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Committed(CommitId),
    /// HEAD has the same files already.
    Nothing,
}

/// How often to try again where the user's own git commits in the moment before ours.
const TRIES: usize = 20;

impl Repo {
    /// Commits the named paths and nothing else; what is staged, changed or untracked beside them stays.
    ///
    /// # Errors
    /// Whatever keeps the commit from landing. Then HEAD and index are as before; the files are the
    /// caller's. Once the commit has landed, no error is returned.
    pub fn commit(&self, ready: &Ready, request: &CommitRequest, begun: &Begun) -> Result<Outcome> {
        let mut paths: Vec<&ReadyPath> = Vec::new();
        for path in &request.paths {
            match ready.paths.iter().find(|ready| ready.path == *path) {
                Some(found) if !paths.iter().any(|known| known.full == found.full) => {
                    paths.push(found)
                }
                Some(_) => {}
                None => bail!("`{path}` was not made ready for the commit"),
            }
        }
        let mut message = request.message.trim_end().to_string();
        message.push('\n');
        let when = request
            .when
            .map(|(moment, offset_minutes)| Stamp { seconds: moment.seconds(), offset_minutes });
        match &ready.way {
            Way::InProcess => {
                for _ in 0..TRIES {
                    if let Some(done) = self.commit_in_process(&paths, &message, when, begun)? {
                        return Ok(done);
                    }
                }
                Err(anyhow!("other programs commit here all the time").hint("try again later"))
            }
            Way::Program(_) => self.commit_through_git(&paths, &message, when, begun),
        }
    }

    /// Returns the time for a commit: the variable's, else `when`, else now.
    pub(super) fn time_by(&self, variable: &str, when: Option<Stamp>) -> Option<Stamp> {
        self.variables.text(variable).and_then(|text| stamp::parse(&text)).or(when)
    }

    /// Returns the variables that tell `git commit` the time, where the user has not set them.
    pub(super) fn time_variables(&self, when: Option<Stamp>) -> Vec<(&'static str, OsString)> {
        let Some(when) = when else { return Vec::new() };
        ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"]
            .into_iter()
            .filter(|name| self.variables.get(name).is_none())
            .map(|name| (name, when.for_git().into()))
            .collect()
    }

    /// Returns what `lstat` says about a path that is ready, or `None` if the file is gone.
    pub(super) fn file_now(&self, ready: &ReadyPath) -> Result<Option<fs::Metadata>> {
        match fs::symlink_metadata(self.work_tree().join(&ready.full)) {
            Ok(meta) if meta.is_file() => Ok(Some(meta)),
            Ok(_) => bail!("`{}` is not a regular file any more", ready.path),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("failed to read `{}`", ready.path)),
        }
    }
}
