//! The one door to the `git` program: hardened ways to start it, for reading, for committing, and for
//! reaching another repository.

use std::ffi::OsString;
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::cells;
use crate::error::{Context, Error, Hinted, Result, anyhow};

use super::variables::Variables;

/// `git`, to be run in a work tree.
pub(super) struct Program<'a> {
    pub(super) dir: &'a Path,
    pub(super) variables: &'a Variables,
}

/// What `git` answered.
pub(super) struct Answer {
    /// The exit code; `None` if a signal ended it.
    pub(super) code: Option<i32>,
    pub(super) out: Vec<u8>,
    /// Its words on stderr, a line each, harmless to a terminal.
    pub(super) words: String,
}

/// Settings of every child: no pager, no check of signatures, no program that an address names.
const ALWAYS: [&str; 9] = [
    "--no-pager",
    "-c",
    "core.pager=cat",
    "-c",
    "log.showSignature=false",
    "-c",
    "protocol.ext.allow=never",
    "-c",
    "submodule.recurse=false",
];

/// Settings under which reading runs no program of the repository's choice.
const READING: [&str; 12] = [
    "--no-optional-locks",
    "--no-replace-objects",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.untrackedCache=keep",
    "-c",
    "diff.external=",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "safe.bareRepository=explicit",
];

/// Settings of a commit: all of it on the disk before it counts, and the message in the encoding it has.
const COMMITTING: [&str; 4] = ["-c", "core.fsync=all", "-c", "i18n.commitEncoding=UTF-8"];

/// Settings of what reaches another repository: nothing that goes on in the background, no password window,
/// and no server that is waited for without end.
const TRANSFERRING: [&str; 16] = [
    "-c",
    "maintenance.auto=false",
    "-c",
    "gc.auto=0",
    "-c",
    "core.fsync=all",
    "-c",
    "fetch.recurseSubmodules=false",
    "-c",
    "http.lowSpeedLimit=1000",
    "-c",
    "http.lowSpeedTime=30",
    "-c",
    "credential.interactive=false",
    "-c",
    "push.followTags=false",
];

/// How another repository may be reached, where the user has not said it: never by a program that an
/// address names (`ext::`, `fd::`, `helper::address`).
const PROTOCOLS: &str = "file:git:http:https:ssh";

/// How ssh is called where the user has no say of their own: without a question, and not for ever.
const SSH: &str = "ssh -oBatchMode=yes -oConnectTimeout=20 -oServerAliveInterval=15";

/// How long a transfer may take as a whole.
const TRANSFER_LIMIT: Duration = Duration::from_secs(600);

impl Program<'_> {
    /// Returns `git` with an environment of nothing but `variables` and with the settings of every child.
    fn child<'v>(
        &self,
        variables: impl Iterator<Item = (&'v OsString, &'v OsString)>,
        settings: &[&str],
    ) -> Command {
        let mut command = Command::new("git");
        command.env_clear().envs(variables);
        command.current_dir(self.dir);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.args(ALWAYS).args(settings);
        command
    }

    /// Runs a command that only reads, and no program beside git.
    pub(super) fn read(&self, args: &[&str]) -> Result<Answer> {
        let mut command = self.child(self.variables.for_reading(), &READING);
        command.envs([
            ("GIT_TERMINAL_PROMPT", "0"),
            ("GIT_OPTIONAL_LOCKS", "0"),
            ("GIT_NO_LAZY_FETCH", "1"),
            ("GIT_ALLOW_PROTOCOL", ""),
            ("GIT_EDITOR", "false"),
            ("GIT_PAGER", "cat"),
        ]);
        self.run(command.args(args), args, b"")
    }

    /// Runs a command that writes, with the user's hooks, signing and filters; paths in `args` are pathspecs.
    pub(super) fn write(
        &self,
        args: &[&str],
        input: &str,
        variables: &[(&str, OsString)],
    ) -> Result<Answer> {
        let mut command = self.child(self.variables.for_commits(), &COMMITTING);
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        self.run(command.args(args), args, input.as_bytes())
    }

    /// Stores a content, and returns what git said: its id.
    pub(super) fn store(&self, bytes: &[u8]) -> Result<Answer> {
        let args = ["hash-object", "-w", "--no-filters", "--stdin"];
        let mut command = self.child(self.variables.for_reading(), &COMMITTING);
        self.run(command.args(args), &args, bytes)
    }

    /// Runs a command that reaches another repository, with the user's keys and hooks, and asks nobody.
    /// It is stopped when it has not ended after ten minutes.
    pub(super) fn transfer(&self, args: &[&str], own_ssh: OwnSsh) -> Result<Answer> {
        let mut command = self.child(self.variables.for_transfers(), &TRANSFERRING);
        // An empty `GIT_ASKPASS` also keeps git from `core.askPass` and `SSH_ASKPASS`.
        command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ASKPASS", "");
        if own_ssh == OwnSsh::No {
            command.env("GIT_SSH_COMMAND", SSH);
        }
        if self.variables.get("GIT_ALLOW_PROTOCOL").is_none() {
            command.env("GIT_ALLOW_PROTOCOL", PROTOCOLS);
        }
        self.run_within(command.args(args), args, TRANSFER_LIMIT)
    }

    /// Runs a command that only reads and returns what it printed.
    pub(super) fn ask(&self, args: &[&str]) -> Result<Vec<u8>> {
        let answer = self.read(args)?;
        match answer.code {
            Some(0) => Ok(answer.out),
            _ => Err(answer.failure(args)),
        }
    }

    /// Refuses to go on where there is no `git` program; `why` says what needs it.
    pub(super) fn refuse_missing(&self, why: &str) -> Result<()> {
        self.read(&["version"]).map(drop).with_context(|| format!("{why} needs the `git` program"))
    }

    fn run(&self, command: &mut Command, args: &[&str], input: &[u8]) -> Result<Answer> {
        if !input.is_empty() {
            command.stdin(Stdio::piped());
        }
        let mut child = command.spawn().map_err(not_started)?;
        let pipe = child.stdin.take();
        let output = thread::scope(|scope| {
            // Beside reading: git may wait for somebody to read before it reads on. A child that ends
            // without reading tells why through its exit code.
            scope.spawn(move || pipe.map(|mut pipe| pipe.write_all(input)));
            child.wait_with_output()
        });
        let output = output
            .with_context(|| format!("failed to wait for `git {}`", args.first().unwrap_or(&"")))?;
        Ok(Answer::of(output.status, output.stdout, &output.stderr))
    }

    /// Runs a command that is stopped when it takes too long.
    fn run_within(&self, command: &mut Command, args: &[&str], limit: Duration) -> Result<Answer> {
        let mut child = command.spawn().map_err(not_started)?;
        let (out, words) = (drain(child.stdout.take()), drain(child.stderr.take()));
        let name = args.first().unwrap_or(&"");
        let start = Instant::now();
        let status = loop {
            let ended = child.try_wait();
            if let Some(status) =
                ended.with_context(|| format!("failed to wait for `git {name}`"))?
            {
                break status;
            }
            if start.elapsed() >= limit {
                let _ = child.kill().and_then(|()| child.wait());
                let seconds = limit.as_secs();
                return Err(anyhow!(
                    "`git {name}` had not ended after {seconds} seconds, and was stopped"
                ));
            }
            thread::sleep(Duration::from_millis(5));
        };
        let read = |pipe: JoinHandle<Vec<u8>>| pipe.join().unwrap_or_default();
        Ok(Answer::of(status, read(out), &read(words)))
    }
}

/// Whether the user has told git how to call ssh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnSsh {
    Yes,
    No,
}

/// Reads a pipe to its end, beside what else goes on.
fn drain(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

impl Answer {
    fn of(status: ExitStatus, out: Vec<u8>, words: &[u8]) -> Answer {
        let words = String::from_utf8_lossy(words);
        let words: Vec<String> = words.trim_end().lines().map(cells::harmless).collect();
        Answer { code: status.code(), out, words: words.join("\n") }
    }

    /// Returns what it printed as text, without the line ending.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).trim().to_string()
    }

    /// Returns the error that says what git said.
    pub(super) fn failure(&self, args: &[&str]) -> Error {
        let words = match (self.words.as_str(), self.code) {
            ("", Some(code)) => format!("it ended with code {code} and said nothing"),
            ("", None) => "a signal ended it".to_string(),
            (words, _) => words.to_string(),
        };
        anyhow!(words).context(format!("`git {}` failed", args.first().unwrap_or(&"")))
    }
}

fn not_started(error: std::io::Error) -> Error {
    if error.kind() == ErrorKind::NotFound {
        return anyhow!("there is no `git` program on the PATH")
            .hint("install git: https://git-scm.com/downloads");
    }
    Error::new(error).context("failed to start `git`")
}

#[cfg(test)]
mod tests;
