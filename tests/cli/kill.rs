//! Killed, or refused by the disk, at each call that changes a file: the note is the old or the new one,
//! what is the user's stays, and once the next command has run, all has happened or nothing has.
//!
//! `strace` stops the program. These tests take a sample; all calls of all commands, which takes some
//! minutes, are tried by `FIELDNOTE_SWEEP=all cargo test --test cli -- kill:: at_once::`.

use std::process::Command;

use crate::sealed::{Output, Sealed, visible};

/// The calls that change files or take locks.
const CALLS: &str = "openat,write,pwrite64,fsync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,\
                     mkdir,mkdirat,rmdir,chmod,fchmod,fchmodat,ftruncate,copy_file_range,sendfile,flock";

/// Something that a command is to do, tried again and again from the same start.
struct Sweep {
    line: &'static str,
    start: Sealed,
    /// What there is at the start and after a run that nothing disturbed.
    before: State,
    after: State,
    /// The calls that change files, in their order: the name, and which of that name it is.
    calls: Vec<(String, usize)>,
}

/// All that matters: files, index, history, logs.
#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    files: String,
    index: String,
    history: String,
    /// What git logged of the branch and of HEAD.
    log: String,
}

/// How many of the calls are tried, in a plain run of the tests.
#[derive(Clone, Copy)]
enum Sample {
    All,
    /// One of so many, from this one on.
    One {
        of: usize,
        from: usize,
    },
}

/// Returns whether `strace` is here; says so if it is not.
#[expect(clippy::print_stderr, reason = "a test that is skipped must say so")]
pub fn has_strace() -> bool {
    let found =
        Command::new("strace").arg("-V").output().is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("skipped: there is no `strace` here");
    }
    found
}

/// A notebook whose user is in the middle of something.
fn start() -> Sealed {
    let s = Sealed::notebook();
    s.write("../home/.gitconfig", "[user]\n\tname = Ann Lee\n\temail = ann@us.example\n");
    s.write("mine.txt", "one\n")
        .write("staged.md", "one\n")
        .write("a/b.md", "one\n")
        .commit("mine");
    s.fieldnote("done manual").succeeds();
    s.write("mine.txt", "changed\n").write("untracked.txt", "new\n").write("staged.md", "staged\n");
    s.git(&["add", "staged.md"]);
    s
}

/// Returns the same folders again.
pub fn copy(start: &Sealed) -> Sealed {
    let s = Sealed::empty();
    let copied = Command::new("cp").arg("-a").arg(start.path("../.")).arg(s.path("..")).status();
    assert!(copied.expect("cp").success());
    s
}

impl State {
    fn of(s: &Sealed) -> State {
        let files = "find . -path ./.git -prune -o -type f -print | sort | xargs cksum; find . -path ./.git -prune -o -type d -print | sort";
        State {
            files: s.sh(files).stdout,
            index: s.git(&["ls-files", "-s"]),
            history: s.git(&["log", "--format=%s %T"]),
            log: s.git(&["log", "-g", "--format=%gs", "main"])
                + &s.git(&["log", "-g", "--format=%gs"]),
        }
    }
}

impl Sweep {
    fn of(line: &'static str, start: Sealed) -> Sweep {
        let undisturbed = copy(&start);
        let trace = format!("strace -o ../trace -e trace={CALLS} fieldnote {line}");
        undisturbed.sh(&trace).succeeds();
        let calls = calls(&visible(&undisturbed.bytes("../trace")));
        assert!(calls.len() > 20, "{line}: {calls:?}");
        let (before, after) = (State::of(&start), State::of(&undisturbed));
        assert_ne!(before, after);
        Sweep { line, start, before, after, calls }
    }

    fn sampled(&self, sample: Sample) -> Vec<&(String, usize)> {
        let (of, from) = match sample {
            Sample::One { of, from } if std::env::var_os("FIELDNOTE_SWEEP").is_none() => (of, from),
            Sample::One { .. } | Sample::All => (1, 0),
        };
        self.calls.iter().skip(from).step_by(of).collect()
    }

    /// Runs the command with a fault at one call.
    fn disturbed(&self, (call, number): &(String, usize), fault: &str) -> (Sealed, Output) {
        let s = copy(&self.start);
        let inject = format!("-e trace={call} -e inject={call}:{fault}:when={number}");
        let output = s.sh(&format!("strace -qq -o ../trace {inject} fieldnote {}", self.line));
        (s, output)
    }

    /// Checks what must hold whatever has happened, then that the next command that writes leaves all or
    /// nothing of it, and that the command can be run again.
    fn check(&self, s: &Sealed, at: &str) {
        s.git(&["fsck", "--strict", "--no-dangling"]);
        let now = State::of(s);
        for line in now.files.lines().filter(|line| !line.contains("/.fieldnote-")) {
            let known = |state: &State| state.files.lines().any(|other| other == line);
            assert!(known(&self.before) || known(&self.after), "{at}: {line}");
        }
        assert!(now.index == self.before.index || now.index == self.after.index, "{at}: the index");
        s.fieldnote("followups").succeeds();
        assert_eq!(State::of(s), now, "{at}: reading changes nothing");

        let saved = s.fieldnote("save --quiet mine.txt");
        assert!(saved.stderr.contains("there is no note"), "{at}: {saved}");
        let now = State::of(s);
        assert!(now == self.before || now == self.after, "{at}: {now:#?}\n{saved}");
        let left = s.sh("find . -name '*.lock' -o -name '.fieldnote-*'; ls .git/fieldnote").stdout;
        assert_eq!(left, "lock\n", "{at}");

        if now == self.before {
            s.fieldnote(self.line).succeeds();
        }
        assert_eq!(State::of(s), self.after, "{at}: the command again");
    }

    fn kill(&self, sample: Sample) {
        for call in self.sampled(sample) {
            let at = format!("{}: killed at {} {}", self.line, call.0, call.1);
            let (s, output) = self.disturbed(call, "signal=SIGKILL");
            assert_eq!(output.code, 137, "{at}: {output}");
            self.check(&s, &at);
        }
    }

    fn fail(&self, sample: Sample, error: &str) {
        for call in self.sampled(sample) {
            let at = format!("{}: {error} at {} {}", self.line, call.0, call.1);
            let (s, output) = self.disturbed(call, &format!("error={error}"));
            let now = State::of(&s);
            match output.code {
                0 => assert_eq!(now.history, self.after.history, "{at}: {output}"),
                1 => assert_eq!(now.history, self.before.history, "{at}: {output}"),
                _ => panic!("{at}: {output}"),
            }
            self.check(&s, &at);
            let end = State::of(&s);
            assert_eq!(end, self.after, "{at}");
        }
    }
}

/// Returns the calls of a trace that change files: not those that read, or write to the terminal.
fn calls(trace: &str) -> Vec<(String, usize)> {
    let mut seen: Vec<(String, usize)> = Vec::new();
    let mut found = Vec::new();
    for line in trace.lines() {
        let Some((name, arguments)) = line.split_once('(') else { continue };
        match seen.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => *count += 1,
            None => seen.push((name.to_string(), 1)),
        }
        let number = seen.iter().find(|(known, _)| known == name).map_or(0, |(_, count)| *count);
        let changes = match name {
            "openat" => arguments.contains("O_CREAT") || arguments.contains("O_RDWR"),
            "write" => !arguments.starts_with("1,") && !arguments.starts_with("2,"),
            _ => true,
        };
        if changes {
            found.push((name.to_string(), number));
        }
    }
    found
}

#[test]
fn done_killed_at_each_call() {
    if has_strace() {
        Sweep::of("done contract", start()).kill(Sample::All);
    }
}

#[test]
fn other_commands_killed() {
    if !has_strace() {
        return;
    }
    for (from, line) in [
        "add orbit @dana call",
        "undo",
        "week --save",
        "new orbit --no-edit",
        "customer add acme",
        "done contract --no-commit",
    ]
    .into_iter()
    .enumerate()
    {
        let start = start();
        if line.starts_with("week") {
            start.sh("git restore --staged --worktree staged.md");
        }
        Sweep::of(line, start).kill(Sample::One { of: 9, from });
    }
}

#[test]
fn done_refused_by_the_disk() {
    if has_strace() {
        let sweep = Sweep::of("done contract", start());
        sweep.fail(Sample::One { of: 2, from: 0 }, "EIO");
        sweep.fail(Sample::One { of: 7, from: 1 }, "ENOSPC");
    }
}

#[test]
fn new_refused_by_the_disk() {
    if has_strace() {
        Sweep::of("new orbit --no-edit", start()).fail(Sample::One { of: 6, from: 2 }, "EIO");
    }
}

/// What a power cut could undo: a name that is in its place before its bytes are on the disk.
#[test]
fn what_counts_is_on_the_disk_first() {
    if !has_strace() {
        return;
    }
    let s = start();
    let root = format!("{}/", s.path("").canonicalize().expect("a path").display());
    let calls = "fsync,rename,renameat,link,linkat";
    s.sh(&format!("strace -qq -y -o ../trace -e trace={calls} fieldnote done contract")).succeeds();
    let trace = visible(&s.bytes("../trace")).replace(&root, "");
    let mut synced: Vec<&str> = Vec::new();
    let mut published = 0;
    for line in trace.lines() {
        if let Some((_, path)) = line.strip_prefix("fsync(").and_then(|rest| rest.split_once('<')) {
            synced.push(path.split('>').next().expect("a path"));
            continue;
        }
        let names: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        let [from, to] = names[..] else { panic!("{line}") };
        if line.contains("= -1") || from.contains("tmp_object") || from.ends_with("index.lock") {
            continue; // libgit2's own: looked at by the names that they get
        }
        assert!(synced.contains(&from) || from == ".git/index", "{line}\n{trace}");
        if to == ".git/index" {
            let after_kept = synced.iter().skip_while(|path| **path != ".git/fieldnote/index.old");
            assert!(after_kept.clone().any(|path| *path == ".git/fieldnote"), "{trace}");
            let objects = trace
                .lines()
                .filter(|line| line.contains("tmp_object") && line.starts_with("link"));
            let objects: Vec<&str> = objects.filter_map(|line| line.split('"').nth(3)).collect();
            assert!(objects.len() > 3, "{trace}");
            assert!(objects.iter().all(|object| synced.contains(object)), "{trace}");
            assert!(
                synced.contains(&"customers/orbit") && synced.contains(&".git/objects"),
                "{trace}"
            );
        }
        synced.push(to);
        published += 1;
    }
    let all = "the journal, the note, two locks, the index that was, the index, the branch";
    assert_eq!(published, 7, "{all}: {trace}");
    // The index that was is kept before there is a new one, and that is there before the branch moves.
    let end =
        [".git/fieldnote/ref", ".git/index", ".git", ".git/refs/heads/main", ".git/refs/heads"];
    assert!(synced.ends_with(&end), "{trace}");
}
