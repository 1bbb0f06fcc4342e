//! The one door to the `git` program: two hardened ways to start it, for reading and for committing.

use std::ffi::OsString;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

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

/// Settings under which reading runs no program of the repository's choice.
const READING: [&str; 11] = [
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.untrackedCache=keep",
    "-c",
    "diff.external=",
    "-c",
    "submodule.recurse=false",
];

/// Settings of a commit: all of it on the disk before it counts, and the message in the encoding it has.
const COMMITTING: [&str; 4] = ["-c", "core.fsync=all", "-c", "i18n.commitEncoding=UTF-8"];

impl Program<'_> {
    /// Runs a command that only reads; paths in `args` are literal.
    pub(super) fn read(&self, args: &[&str]) -> Result<Answer> {
        let mut command = Command::new("git");
        command.env_clear().envs(self.variables.for_reading());
        for (name, value) in [
            ("GIT_TERMINAL_PROMPT", "0"),
            ("GIT_OPTIONAL_LOCKS", "0"),
            ("GIT_NO_LAZY_FETCH", "1"),
            ("GIT_EDITOR", "false"),
            ("GIT_PAGER", "cat"),
        ] {
            command.env(name, value);
        }
        command.args(READING).args(args);
        self.run(command, args, "")
    }

    /// Runs a command that writes, with the user's hooks, signing and filters; paths in `args` are pathspecs.
    pub(super) fn write(
        &self,
        args: &[&str],
        input: &str,
        variables: &[(&str, OsString)],
    ) -> Result<Answer> {
        let mut command = Command::new("git");
        command.env_clear().envs(self.variables.for_commits());
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        command.args(COMMITTING).args(args);
        self.run(command, args, input)
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

    fn run(&self, mut command: Command, args: &[&str], input: &str) -> Result<Answer> {
        command.current_dir(self.dir);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.stdin(if input.is_empty() { Stdio::null() } else { Stdio::piped() });
        let mut child = command.spawn().map_err(not_started)?;
        if let Some(mut pipe) = child.stdin.take() {
            // A child that ends without reading tells why through its exit code.
            let _ = pipe.write_all(input.as_bytes());
        }
        let output = child
            .wait_with_output()
            .with_context(|| format!("failed to wait for `git {}`", args.first().unwrap_or(&"")))?;
        let words = String::from_utf8_lossy(&output.stderr);
        let words: Vec<String> = words.trim_end().lines().map(cells::harmless).collect();
        Ok(Answer { code: output.status.code(), out: output.stdout, words: words.join("\n") })
    }
}

impl Answer {
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
mod tests {
    use std::path::{Path, PathBuf};

    /// Returns every Rust file below a folder.
    fn sources(folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(sources(&path));
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
        found
    }

    #[test]
    fn only_this_file_starts_git() {
        let needle = concat!("Command::new(", "\"git\")");
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let starting: Vec<PathBuf> = sources(&src)
            .into_iter()
            .filter(|path| std::fs::read_to_string(path).unwrap().contains(needle))
            .map(|path| path.strip_prefix(&src).unwrap().to_path_buf())
            .collect();
        assert_eq!(starting, [Path::new("git/program.rs")]);
    }
}
