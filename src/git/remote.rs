//! The shared branch: where it lies, what it holds, and sending to it. The one place that reaches a network.
//!
//! Nothing is ever forced: a branch that goes elsewhere than on, here or there, is refused.

use crate::error::{Error, Hinted, Result, anyhow};

use super::program::{Answer, OwnSsh};
use super::url::without_passwords;
use super::{CommitId, Repo};

/// The branch of another repository that a branch here follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    /// The name of the other repository, such as `origin`.
    remote: String,
    /// The branch there, such as `refs/heads/main`.
    branch: String,
    /// What was last seen of it, such as `refs/remotes/origin/main`.
    tracking: String,
}

/// What became of sending.
#[derive(Debug)]
pub enum Pushed {
    Done,
    /// It was refused, or its fate is not known; git's words.
    Failed(String),
}

impl Upstream {
    /// Returns its short name, such as `origin/main`.
    pub fn name(&self) -> &str {
        self.tracking.strip_prefix("refs/remotes/").unwrap_or(&self.tracking)
    }

    /// Returns the name of the other repository, such as `origin`.
    pub(super) fn remote(&self) -> &str {
        &self.remote
    }

    /// Returns the name of the branch there, such as `main`.
    pub fn branch(&self) -> &str {
        self.branch.strip_prefix("refs/heads/").unwrap_or(&self.branch)
    }
}

impl Repo {
    /// Returns the branch that this one is shared with.
    ///
    /// # Errors
    /// None is set, or it cannot be used: a branch of this clone, an odd name, another place to send to.
    pub fn upstream(&self) -> Result<Upstream> {
        let branch = self.branch()?.unwrap_or_default();
        let short = branch.strip_prefix("refs/heads/").unwrap_or(&branch);
        let format = "--format=%(upstream)%00%(upstream:remotename)%00%(upstream:remoteref)%00%(push:remotename)";
        let told = self.program().ask(&["for-each-ref", format, &branch])?;
        let told = String::from_utf8_lossy(&told).trim_end_matches('\n').to_string();
        let parts: Vec<&str> = told.split('\0').collect();
        let [tracking, remote, there, push] = parts.as_slice() else {
            return Err(anyhow!("there is no commit on `{short}` yet")
                .hint("make one: `fieldnote save`, or `fieldnote new CUSTOMER`"));
        };
        if tracking.is_empty() {
            return Err(self.no_upstream(short, remote));
        }
        if *remote == "." || !tracking.starts_with("refs/remotes/") {
            return Err(anyhow!("`{short}` follows a branch of this same clone: `{tracking}`")
                .hint(format!("share it with another repository: `git push -u origin {short}`")));
        }
        if !is_plain(remote) || !there.starts_with("refs/heads/") {
            return Err(anyhow!("`{remote}` and `{there}` are no names to be used with git")
                .hint("give the remote a plain name: `git remote rename`"));
        }
        if push != remote {
            return Err(anyhow!(
                "`{short}` comes from `{remote}`, but git is told to send it to `{push}`"
            )
            .hint(format!(
                "send it where it comes from: git config branch.{short}.pushRemote {remote}"
            )));
        }
        let [remote, branch, tracking] = [*remote, *there, *tracking].map(str::to_string);
        Ok(Upstream { remote, branch, tracking })
    }

    fn no_upstream(&self, short: &str, remote: &str) -> Error {
        let remotes = self.program().ask(&["remote"]).unwrap_or_default();
        let remotes = String::from_utf8_lossy(&remotes).into_owned();
        let known = remotes.lines().find(|name| *name == remote).or(remotes.lines().next());
        let hint = match known {
            Some(remote) => format!("share it once: `git push -u {remote} {short}`"),
            None => format!(
                "name the repository to share it with: `git remote add origin URL`, then `git push -u origin {short}`"
            ),
        };
        anyhow!("`{short}` is shared with no other repository").hint(hint)
    }

    /// Asks the other repository for its branch, and returns its last commit; `None` if nobody has sent it
    /// yet. Only git's own note of that branch changes here.
    ///
    /// # Errors
    /// It cannot be reached; the branch is gone there, or went back: commits that were shared are missing.
    pub fn fetch(&self, upstream: &Upstream) -> Result<Option<CommitId>> {
        let known = self.tip_of(&upstream.tracking)?;
        let Upstream { remote, branch, tracking } = upstream;
        // With an empty `--refmap`, git does not move its note of the branch; a branch that went back
        // must be seen here, now and the next time.
        let args = [
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-prune",
            "--no-recurse-submodules",
            "--refmap=",
            "--end-of-options",
            remote,
            branch,
        ];
        let answer = self.transfer(&args)?;
        if answer.code != Some(0) {
            return match self.is_branch_missing(upstream)? {
                true if known.is_none() => Ok(None),
                true => {
                    Err(anyhow!("`{}` is gone from `{remote}`", upstream.branch()).hint(format!(
                        "what is here stays; to share it again: `git push {remote} {}`",
                        upstream.branch()
                    )))
                }
                false => Err(unreachable(upstream, &answer)),
            };
        }
        let fetched = self.program().read(&["rev-parse", "--verify", "FETCH_HEAD^{commit}"])?;
        let Some(tip) = CommitId::from_hex(&fetched.text()) else {
            return Err(fetched.failure(&["fetch"]));
        };
        if known.is_some_and(|known| known != tip) || known.is_none() {
            if let Some(known) = known
                && !self.is_contained(known, tip)?
            {
                return Err(rewritten(upstream));
            }
            self.note_seen(tracking, tip, known)?;
        }
        Ok(Some(tip))
    }

    /// Returns whether the other repository can be reached and has no such branch.
    fn is_branch_missing(&self, upstream: &Upstream) -> Result<bool> {
        let Upstream { remote, branch, .. } = upstream;
        let args = ["ls-remote", "--exit-code", "--end-of-options", remote, branch];
        Ok(self.transfer(&args)?.code == Some(2))
    }

    /// Moves git's note of the shared branch on, unless somebody else has.
    fn note_seen(&self, tracking: &str, tip: CommitId, known: Option<CommitId>) -> Result<()> {
        let old = known.map(|known| known.to_string()).unwrap_or_default();
        let args = ["update-ref", "-m", "fieldnote sync", tracking, &tip.to_string(), &old];
        let answer = self.program().write(&args, "", &[])?;
        match answer.code {
            Some(0) => Ok(()),
            _ if self.tip_of(tracking)? == Some(tip) => Ok(()),
            _ => Err(answer.failure(&args)),
        }
    }

    /// Sends a commit to the shared branch, on which it must be made.
    ///
    /// # Errors
    /// No `git` program; a transfer that does not end.
    pub fn push(&self, upstream: &Upstream, commit: CommitId) -> Result<Pushed> {
        let spec = format!("{commit}:{}", upstream.branch);
        let args = [
            "push",
            "--quiet",
            "--no-recurse-submodules",
            "--end-of-options",
            &upstream.remote,
            &spec,
        ];
        let answer = self.transfer(&args)?;
        Ok(match answer.code {
            Some(0) => Pushed::Done,
            _ => Pushed::Failed(reason(&answer.words)),
        })
    }

    /// Returns whether a commit is another one or before it.
    pub(super) fn is_contained(&self, commit: CommitId, of: CommitId) -> Result<bool> {
        let args = ["merge-base", "--is-ancestor", &commit.to_string(), &of.to_string()];
        let answer = self.program().read(&args)?;
        match answer.code {
            Some(0) => Ok(true),
            Some(1) => Ok(false),
            _ => Err(answer.failure(&args)),
        }
    }

    /// Returns whether the user has a say of their own on how ssh is called: it may ask for a passphrase then.
    ///
    /// # Errors
    /// Settings that cannot be read.
    pub fn has_own_ssh(&self) -> Result<bool> {
        let is_set = |name: &&str| self.variables.get(name).is_some();
        Ok(["GIT_SSH", "GIT_SSH_COMMAND"].iter().any(is_set)
            || self.config()?.get_string("core.sshCommand").is_ok())
    }

    fn transfer(&self, args: &[&str]) -> Result<Answer> {
        let own_ssh = if self.has_own_ssh()? { OwnSsh::Yes } else { OwnSsh::No };
        let answer = self.program().transfer(args, own_ssh)?;
        Ok(Answer { words: without_passwords(&answer.words), ..answer })
    }
}

/// Returns whether the name of a remote can be taken for nothing else: no option, no address.
fn is_plain(remote: &str) -> bool {
    let odd = |b: u8| !(b.is_ascii_alphanumeric() || b"._-/".contains(&b));
    let starts_well = remote.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
    starts_well && remote.len() <= 64 && !remote.contains("..") && !remote.bytes().any(odd)
}

/// Returns why a push failed: git's reason and the server's own words, else all that git said.
fn reason(words: &str) -> String {
    let refused = words.lines().find(|line| line.trim_start().starts_with("! ["));
    let why = refused
        .and_then(|line| line.rsplit_once('(')?.1.strip_suffix(')'))
        .map(|why| format!("({why})"));
    let server = words.lines().filter_map(|line| line.strip_prefix("remote:"));
    let server: Vec<String> = server.map(|line| format!("  {}", line.trim())).collect();
    match why {
        Some(why) => [vec![why], server].concat().join("\n"),
        None if words.is_empty() => "git said nothing".to_string(),
        None => words.to_string(),
    }
}

fn unreachable(upstream: &Upstream, answer: &Answer) -> Error {
    let remote = &upstream.remote;
    answer.failure(&["fetch"]).context(format!("failed to reach `{remote}`")).hint(format!(
        "what is committed here stays. If git asks for a password or about a host, answer it once by hand: `git fetch {remote}`"
    ))
}

fn rewritten(upstream: &Upstream) -> Error {
    let name = upstream.name();
    anyhow!(
        "somebody has rewritten `{name}`: commits that were shared are missing there; nothing was changed here"
    )
    .hint(format!(
        "ask who did it. `git fetch {}` takes note of it, and `git log {name}..HEAD` then lists what only you have; \
         `fieldnote sync` would send all of that again",
        upstream.remote
    ))
}

#[cfg(test)]
mod tests {
    use super::{is_plain, reason};

    #[test]
    fn why_a_push_failed_is_told_in_the_words_of_the_server() {
        for (words, expected) in [
            (
                "remote: GH006: protected  \nTo x\n ! [remote rejected] 1f2e -> main (hook declined)\nerror: failed",
                "(hook declined)\n  GH006: protected",
            ),
            (" ! [rejected] 1f2e -> main (fetch first)", "(fetch first)"),
            ("fatal: no route to host", "fatal: no route to host"),
            ("", "git said nothing"),
        ] {
            assert_eq!(reason(words), expected, "{words}");
        }
    }

    #[test]
    fn a_remote_has_a_plain_name() {
        for (name, expected) in [
            ("origin", true),
            ("team/notes.git-2", true),
            ("-uevil", false),
            ("--upload-pack=x", false),
            ("ext::sh -c x", false),
            ("https://example.com/x", false),
            ("../x", false),
            ("a/../../x", false),
            ("a\nb", false),
            (&"a".repeat(64), true),
            (&"a".repeat(65), false),
            ("", false),
        ] {
            assert_eq!(is_plain(name), expected, "{name}");
        }
    }
}
