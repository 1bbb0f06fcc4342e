//! The one door to the `git` program: hardened ways to start it, for reading, for committing, and for
//! reaching another repository.

use std::ffi::OsString;
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;
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

/// What a child is started for; the repository's settings may come from a stranger.
#[derive(Clone, Copy)]
enum Purpose {
    /// It only reads, and runs nothing of the repository's choice.
    Reading,
    /// It stores a content, as it is.
    Storing,
    /// It commits, with the user's hooks, signing and filters.
    Committing,
    /// It reaches another repository, with the user's keys and hooks, and asks nobody.
    Transferring(OwnSsh),
}

/// What holds for every child: nobody pages through its output.
const ALWAYS: [&str; 3] = ["--no-pager", "-c", "core.pager=cat"];

const READING: [&str; 14] = [
    "--no-optional-locks",
    "--no-replace-objects",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.untrackedCache=keep",
    "-c",
    "diff.external=",
    "-c",
    "log.showSignature=false",
    "-c",
    "submodule.recurse=false",
    "-c",
    "protocol.allow=never",
];

/// All of it on the disk before it counts, and the message in the encoding it has.
const COMMITTING: [&str; 4] = ["-c", "core.fsync=all", "-c", "i18n.commitEncoding=UTF-8"];

/// No program that an address names, nothing that goes on in the background, no password window, and no
/// server that is waited for without end.
const TRANSFERRING: [&str; 22] = [
    "-c",
    "core.fsync=all",
    "-c",
    "protocol.ext.allow=never",
    "-c",
    "protocol.fd.allow=never",
    "-c",
    "submodule.recurse=false",
    "-c",
    "fetch.recurseSubmodules=false",
    "-c",
    "maintenance.auto=false",
    "-c",
    "gc.auto=0",
    "-c",
    "http.lowSpeedLimit=1000",
    "-c",
    "http.lowSpeedTime=30",
    "-c",
    "credential.interactive=false",
    "-c",
    "push.followTags=false",
];

/// Variables for a child that only reads: it waits for nothing and fetches nothing.
const ASKING_NOBODY: [(&str, &str); 5] = [
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_EDITOR", "false"),
    ("GIT_PAGER", "cat"),
];

/// How ssh is called where the user has no say of their own: without a question, and not for ever.
const SSH: &str = "ssh -oBatchMode=yes -oConnectTimeout=20 -oServerAliveInterval=15";

/// How long a transfer may take as a whole.
const TRANSFER_LIMIT: Duration = Duration::from_secs(600);

impl Program<'_> {
    /// The one place where git is started: its settings and its environment, by what it is for.
    fn command(&self, purpose: Purpose) -> Command {
        let mut command = Command::new("git");
        command.env_clear().args(ALWAYS);
        match purpose {
            Purpose::Reading => {
                command.envs(self.variables.for_reading()).envs(ASKING_NOBODY).args(READING)
            }
            Purpose::Storing => command.envs(self.variables.for_reading()).args(COMMITTING),
            Purpose::Committing => command.envs(self.variables.for_commits()).args(COMMITTING),
            Purpose::Transferring(own_ssh) => {
                command.envs(self.variables.for_transfers());
                // An empty `GIT_ASKPASS` also keeps git from `core.askPass` and `SSH_ASKPASS`.
                command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ASKPASS", "");
                if own_ssh == OwnSsh::No {
                    command.env("GIT_SSH_COMMAND", SSH);
                }
                command.args(TRANSFERRING)
            }
        };
        command
    }

    /// Runs a command that only reads; paths in `args` are literal.
    pub(super) fn read(&self, args: &[&str]) -> Result<Answer> {
        self.run(self.command(Purpose::Reading), args, b"")
    }

    /// Runs a command that writes, with the user's hooks, signing and filters; paths in `args` are pathspecs.
    pub(super) fn write(
        &self,
        args: &[&str],
        input: &str,
        variables: &[(&str, OsString)],
    ) -> Result<Answer> {
        let mut command = self.command(Purpose::Committing);
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        self.run(command, args, input.as_bytes())
    }

    /// Stores a content, and returns what git said: its id.
    pub(super) fn store(&self, bytes: &[u8]) -> Result<Answer> {
        let args = ["hash-object", "-w", "--no-filters", "--stdin"];
        self.run(self.command(Purpose::Storing), &args, bytes)
    }

    /// Runs a command that reaches another repository. It is stopped when it has not ended after ten
    /// minutes.
    pub(super) fn transfer(&self, args: &[&str], own_ssh: OwnSsh) -> Result<Answer> {
        self.run_within(self.command(Purpose::Transferring(own_ssh)), args, TRANSFER_LIMIT)
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

    fn run(&self, mut command: Command, args: &[&str], input: &[u8]) -> Result<Answer> {
        command.args(args).stdin(if input.is_empty() { Stdio::null() } else { Stdio::piped() });
        let mut child = self.start(command)?;
        if let Some(mut pipe) = child.stdin.take() {
            // A child that ends without reading tells why through its exit code.
            let _ = pipe.write_all(input);
        }
        let output = child
            .wait_with_output()
            .with_context(|| format!("failed to wait for `git {}`", args.first().unwrap_or(&"")))?;
        Ok(Answer::of(output.status, output.stdout, &output.stderr))
    }

    /// Runs a command that is stopped when it takes too long.
    fn run_within(&self, mut command: Command, args: &[&str], limit: Duration) -> Result<Answer> {
        command.args(args).stdin(Stdio::null());
        let mut child = self.start(command)?;
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
            std::thread::sleep(Duration::from_millis(5));
        };
        let read = |pipe: JoinHandle<Vec<u8>>| pipe.join().unwrap_or_default();
        Ok(Answer::of(status, read(out), &read(words)))
    }

    fn start(&self, mut command: Command) -> Result<Child> {
        command.current_dir(self.dir);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().map_err(not_started)
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
    std::thread::spawn(move || {
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
mod tests {
    use std::path::{Path, PathBuf};
    use std::process::Command;
    use std::time::{Duration, Instant};

    use super::Program;
    use crate::error::chain;
    use crate::git::variables::Variables;

    #[test]
    fn what_does_not_end_is_stopped() {
        let (dir, variables) = (std::env::temp_dir(), Variables::sealed());
        let program = Program { dir: &dir, variables: &variables };
        let run = |seconds: &str, limit: u64| {
            program.run_within(Command::new("sleep"), &[seconds], Duration::from_millis(limit))
        };
        assert_eq!(run("0", 60_000).ok().and_then(|answer| answer.code), Some(0));
        let start = Instant::now();
        let error = run("60", 50).err().expect("an error");
        assert_eq!(chain(&error), "`git 60` had not ended after 0 seconds, and was stopped");
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn nothing_is_forced_or_thrown_away() {
        let needles = [
            concat!("--", "force"),
            concat!("--", "hard"),
            concat!("\"", "clean\""),
            concat!("\"+", "refs/"),
        ];
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut found = Vec::new();
        let is_test = |path: &Path| path.iter().any(|part| part == "tests");
        for path in sources(&src).into_iter().filter(|path| !is_test(path)) {
            let text = std::fs::read_to_string(&path).unwrap();
            let lines = text.lines().filter(|line| !line.contains("--force-remove"));
            for line in lines.filter(|line| needles.iter().any(|needle| line.contains(needle))) {
                found.push(format!("{}: {line}", path.display()));
            }
        }
        assert_eq!(found, Vec::<String>::new());
    }

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
    fn programs_are_started_in_three_places() {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut starting: Vec<(String, usize)> = Vec::new();
        for path in sources(&src) {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split(concat!("#[cfg", "(test)]\nmod tests {")).next().unwrap();
            let starts = ["Command::new", "process::Command", "fork(", "exec(", "posix_spawn"];
            let is_use =
                |line: &str| line.trim_start().starts_with("use ") || line.contains("clap::");
            let lines = code.lines().filter(|line| !is_use(line));
            let count =
                lines.filter(|line| starts.iter().any(|start| line.contains(start))).count();
            let name = path.strip_prefix(&src).unwrap().display().to_string();
            if count > 0 && !name.ends_with("tests.rs") && !name.contains("tests/") {
                starting.push((name, count));
            }
        }
        starting.sort();
        let known = ["git/program.rs", "ui/editor.rs", "ui/pager.rs"];
        assert_eq!(starting, known.map(|name| (name.to_string(), 1)));
    }
}
