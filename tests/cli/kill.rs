//! Killed, or refused by the disk, at each call that changes a file: the note is the old or the new one,
//! what is the user's stays, and once the next command has run, all has happened or nothing has.
//!
//! `strace` stops the program. These tests take a sample; all calls of all commands are tried by the
//! long run of docs/reliability.md, which sets `FIELDNOTE_SWEEP=all` and prints how many it tried.

use std::collections::BTreeMap;
use std::process::Command;

use crate::hostile::WRITING;
use crate::sealed::{Output, Sealed, visible};

/// The calls that change files or take locks.
const CALLS: &str = "openat,write,pwrite64,fsync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,\
                     mkdir,mkdirat,rmdir,chmod,fchmod,fchmodat,ftruncate,copy_file_range,sendfile,flock";

/// A line for each command that writes.
pub const LINES: [&str; 17] = [
    "done contract",
    "add orbit @dana call",
    "undo",
    "week --save",
    "new orbit --no-edit",
    "customer add acme",
    "done contract --no-commit",
    "reopen manual",
    "drop contract --why late",
    "move fri contract",
    "assign priya contract",
    "person add orbit 'Eve Poe'",
    "save a/b.md",
    "done orbit/2026-03-02-sync.md:16 orbit/2026-03-02-sync.md:18",
    "share orbit/2026-03-02-sync.md --sent",
    "check orbit --fix --yes",
    "new --from-calendar=work.ics --date 2026-03-12 --no-edit",
];

/// Commands that are tried elsewhere (`sync`), that commit what an editor has written, come what may
/// (`edit`), or that make a notebook of their own.
const ELSEWHERE: [&str; 5] = ["sync", "edit", "init", "merge-driver", "demo"];

/// Something that a command is to do, tried again and again from the same start.
struct Sweep {
    line: &'static str,
    /// Whether the fault also meets the git programs that the command starts.
    reach: Reach,
    start: Sealed,
    /// What there is at the start and after a run that nothing disturbed.
    before: State,
    after: State,
    /// The calls that change files, in their order: the name, and which of that name it is.
    calls: Vec<(String, usize)>,
}

/// All that matters: files, index, history, logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
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

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Fieldnote,
    Children,
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
    without_cache(&s);
    s
}

/// Keeps the cache from being written: whether a note is old enough for it is a matter of moments, and the
/// calls of two runs are to be the same.
pub fn without_cache(s: &Sealed) {
    let folder = "$(git rev-parse --path-format=absolute --git-dir)/fieldnote";
    s.sh(&format!(
        "cd {folder} || mkdir -m 700 {folder} && cd {folder} && rm -rf cache && touch cache"
    ));
}

/// The same, made ready for a line.
pub fn start_of(line: &str) -> Sealed {
    let s = start();
    match line.split(' ').next() {
        Some("week") => _ = s.git(&["restore", "--staged", "--worktree", "staged.md"]),
        Some("save") => _ = s.write("a/b.md", "two\n"),
        Some("check") => {
            let note = "---\ndate: 2026-03-04\nkind: sync\n---\n# Sync\n\n## Next steps\n\n- ACTION: @ann call by fri\n";
            s.write("customers/orbit/2026-03-03-sync.md", note);
            s.write("customers/orbit/2026-03-04-sync.md", note.replace("call", "write"));
            let both = ["customers/orbit/2026-03-03-sync.md", "customers/orbit/2026-03-04-sync.md"];
            s.git(&[&["add", "--"], &both[..]].concat());
            s.git(&[&["commit", "-qm", "by hand", "--"], &both[..]].concat());
        }
        Some("new") if line.contains("calendar") => {
            s.write("work.ics", include_str!("../calendars/google.ics"));
        }
        _ => {}
    }
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
    pub fn of(s: &Sealed, reach: Reach) -> State {
        // git notes a move of a branch before it makes it: of one that was killed, the note may stay.
        let logs: &[&str] = if reach == Reach::Fieldnote { &["main", "HEAD"] } else { &[] };
        let files = "find . -path ./.git -prune -o -type f -print | sort | xargs cksum; find . -path ./.git -prune -o -type d -print | sort";
        State {
            files: s.sh(files).stdout,
            index: s.git(&["ls-files", "-s"]),
            history: s.git(&["log", "--format=%s %T"]),
            log: logs.iter().map(|name| s.git(&["log", "-g", "--format=%gs", name])).collect(),
        }
    }
}

impl Sweep {
    fn of(line: &'static str, start: Sealed) -> Sweep {
        Sweep::reaching(Reach::Fieldnote, line, start)
    }

    fn reaching(reach: Reach, line: &'static str, start: Sealed) -> Sweep {
        let undisturbed = copy(&start);
        let follow = if reach == Reach::Children { "-f" } else { "" };
        let trace = format!("strace {follow} -o ../trace -e trace={CALLS} fieldnote {line}");
        undisturbed.sh(&trace).succeeds();
        let calls = calls(reach, &visible(&undisturbed.bytes("../trace")));
        assert!(calls.len() > 20, "{line}: {calls:?}");
        let (before, after) = (State::of(&start, reach), State::of(&undisturbed, reach));
        assert_ne!(before, after);
        Sweep { line, reach, start, before, after, calls }
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
        let follow = if self.reach == Reach::Children { "-f" } else { "" };
        let output =
            s.sh(&format!("strace {follow} -qq -o ../trace {inject} fieldnote {}", self.line));
        (s, output)
    }

    /// Checks what must hold whatever has happened, then that the next command that writes leaves all or
    /// nothing of it, and that the command can be run again.
    fn check(&self, s: &Sealed, at: &str) {
        s.git(&["fsck", "--strict", "--no-dangling"]);
        let now = State::of(s, self.reach);
        for line in now.files.lines().filter(|line| !line.contains("/.fieldnote-")) {
            let known = |state: &State| state.files.lines().any(|other| other == line);
            assert!(known(&self.before) || known(&self.after), "{at}: {line}");
        }
        // git is told of a new note before it commits it: an intent to add, which the next run takes back.
        let is_known = now.index == self.before.index || now.index == self.after.index;
        assert!(is_known || self.reach == Reach::Children, "{at}: the index");
        s.fieldnote("followups").succeeds();
        assert_eq!(State::of(s, self.reach), now, "{at}: reading changes nothing");

        let mut saved = s.fieldnote("save --quiet mine.txt");
        if self.reach == Reach::Children && saved.stderr.contains("another program holds") {
            // git's own, which it left when it was killed; the message says to remove it.
            s.sh("find .git -name '*.lock' -delete");
            saved = s.fieldnote("save --quiet mine.txt");
        }
        assert!(saved.stderr.contains("there is no note"), "{at}: {saved}");
        let now = State::of(s, self.reach);
        assert!(now == self.before || now == self.after, "{at}: {}\n{saved}", self.differing(&now));
        if self.reach == Reach::Children {
            s.sh("find .git -name '*.lock' -delete");
        }
        let left = s
            .sh("find . -name '*.lock' -o -name '.fieldnote-*'; ls -I cache .git/fieldnote")
            .stdout;
        assert_eq!(left, "lock\n", "{at}");

        if now == self.before {
            s.fieldnote(self.line).succeeds();
        }
        assert_eq!(State::of(s, self.reach), self.after, "{at}: the command again");
    }

    fn kill(&self, sample: Sample) {
        let calls = self.sampled(sample);
        self.count("kills", calls.len());
        for call in calls {
            let at = format!("{}: killed at {} {}", self.line, call.0, call.1);
            let (s, output) = self.disturbed(call, "signal=SIGKILL");
            if self.reach == Reach::Fieldnote {
                assert_eq!(output.code, 137, "{at}: {output}");
            } else if output.code == 0 {
                assert_eq!(State::of(&s, self.reach).history, self.after.history, "{at}: {output}");
            }
            self.check(&s, &at);
        }
    }

    /// Returns the parts of a state that are neither as before nor as after.
    fn differing(&self, now: &State) -> String {
        let parts = |state: &State| {
            [&state.files, &state.index, &state.history, &state.log].map(String::clone)
        };
        let (before, after) = (parts(&self.before), parts(&self.after));
        let lines = |at: usize, part: &String| {
            let known = |line: &&str| {
                [&before[at], &after[at]]
                    .iter()
                    .all(|part| part.lines().any(|other| other == *line))
            };
            part.lines()
                .filter(|line| !known(line))
                .map(|line| format!("{line}\n"))
                .collect::<String>()
        };
        parts(now).iter().enumerate().map(|(at, part)| lines(at, part)).collect()
    }

    /// Says how many faults there were, in the long run.
    #[expect(clippy::print_stderr, reason = "the figures of docs/reliability.md")]
    fn count(&self, faults: &str, number: usize) {
        if std::env::var_os("FIELDNOTE_SWEEP").is_some() {
            eprintln!("{number} {faults} of `{}`", self.line);
        }
    }

    fn fail(&self, sample: Sample, error: &str) {
        let calls = self.sampled(sample);
        self.count(error, calls.len());
        for call in calls {
            let at = format!("{}: {error} at {} {}", self.line, call.0, call.1);
            let (s, output) = self.disturbed(call, &format!("error={error}"));
            let now = State::of(&s, self.reach);
            match output.code {
                0 => assert_eq!(now.history, self.after.history, "{at}: {output}"),
                1 => assert_eq!(now.history, self.before.history, "{at}: {output}"),
                _ => panic!("{at}: {output}"),
            }
            self.check(&s, &at);
            let end = State::of(&s, self.reach);
            assert_eq!(end, self.after, "{at}");
        }
    }
}

/// Returns the calls of several processes that change files.
pub fn calls_of_all(trace: &str) -> Vec<(String, usize)> {
    calls(Reach::Children, trace)
}

/// Returns the calls of a trace that change files: not those that read, or write to the terminal. Of the
/// calls of several processes, each number is there once.
fn calls(reach: Reach, trace: &str) -> Vec<(String, usize)> {
    let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut found: Vec<(String, usize)> = Vec::new();
    for line in trace.lines() {
        let (process, line) = match (reach, line.split_once(' ')) {
            (Reach::Children, Some((process, rest))) => (process, rest.trim_start()),
            _ => ("", line),
        };
        let Some((name, arguments)) = line.split_once('(') else { continue };
        let number = seen.entry((process, name)).or_default();
        *number += 1;
        let changes = match name {
            "openat" => arguments.contains("O_CREAT") || arguments.contains("O_RDWR"),
            "write" => !arguments.starts_with("1,") && !arguments.starts_with("2,"),
            _ => true,
        };
        let call = (name.to_string(), *number);
        if changes && !found.contains(&call) {
            found.push(call);
        }
    }
    found
}

#[test]
fn every_command_that_writes_is_tried() {
    let tried: Vec<&str> = LINES.iter().filter_map(|line| line.split(' ').next()).collect();
    let untried = WRITING.iter().filter(|name| !tried.contains(name) && !ELSEWHERE.contains(name));
    assert_eq!(untried.collect::<Vec<_>>(), Vec::<&&str>::new(), "add a line to LINES");
}

#[test]
fn done_killed_at_each_call() {
    if has_strace() {
        Sweep::of(LINES[0], start()).kill(Sample::All);
    }
}

#[test]
fn other_commands_killed() {
    if has_strace() {
        for (from, line) in LINES.into_iter().enumerate().skip(1) {
            Sweep::of(line, start_of(line)).kill(Sample::One { of: 19, from });
        }
    }
}

/// Where there are hooks, git commits: what kills it, kills it below us, or the two of them.
#[test]
fn git_killed_below_us() {
    if has_strace() {
        for (from, line) in [LINES[0], LINES[4], LINES[1], LINES[3]].into_iter().enumerate() {
            let start = start_of(line);
            start.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n");
            start.sh("chmod +x .git/hooks/pre-commit");
            Sweep::reaching(Reach::Children, line, start).kill(Sample::One { of: 23, from });
        }
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
fn other_commands_refused_by_the_disk() {
    if has_strace() {
        for (from, line) in LINES.into_iter().enumerate().skip(1) {
            let sweep = Sweep::of(line, start_of(line));
            sweep.fail(Sample::One { of: 37, from }, "EIO");
            sweep.fail(Sample::One { of: 61, from }, "ENOSPC");
            sweep.fail(Sample::One { of: 61, from: from + 7 }, "EDQUOT");
        }
    }
}

/// What is made for others beside the notebook: a file that is there holds all of it, also after a power cut.
#[test]
fn what_leaves_is_whole_or_not_there() {
    if !has_strace() {
        return;
    }
    for line in [
        "share orbit/2026-03-02-sync.md -o ../out/a.html",
        "invite orbit/2026-03-02-sync.md --at 10:00 -o ../out/a.ics",
    ] {
        let start = start();
        start.sh("mkdir ../out").succeeds();
        let traced = |s: &Sealed, more: &str| {
            s.sh(&format!("strace -qq -o ../trace -e trace={CALLS} {more} fieldnote -q {line}"))
        };
        let undisturbed = copy(&start);
        traced(&undisturbed, "").succeeds();
        let calls = calls(Reach::Fieldnote, &visible(&undisturbed.bytes("../trace")));
        let names: Vec<&str> = calls.iter().map(|(name, _)| name.as_str()).collect();
        let at = |name: &str| names.iter().rposition(|one| one.starts_with(name));
        assert!(
            at("write") < at("fsync") && at("fsync") < at("rename").or(at("link")),
            "{names:?}"
        );
        let whole = |s: &Sealed| s.sh("cat ../out/a.*").stdout;
        let (all, before) = (whole(&undisturbed), State::of(&start, Reach::Fieldnote));
        assert!(!all.is_empty());
        for (name, number) in &calls {
            for fault in ["signal=SIGKILL", "error=EIO", "error=ENOSPC"] {
                let s = copy(&start);
                let at = format!("{line}: {fault} at {name} {number}");
                let more = format!("-e inject={name}:{fault}:when={number}");
                let output = traced(&s, &more);
                let left = s.sh("ls -A ../out").stdout;
                let is_there = left.lines().any(|file| !file.starts_with(".tmp"));
                assert!(!is_there || whole(&s) == all, "{at}: {output}");
                if output.code != 137 {
                    assert_eq!(is_there, output.code == 0, "{at}: {output}");
                    assert!(!left.contains(".tmp"), "{at}: {left}");
                }
                assert_eq!(State::of(&s, Reach::Fieldnote), before, "{at}");
            }
        }
    }
}

/// What a power cut could undo: a name that is in its place before its bytes are on the disk, or before
/// the folder in which it stands.
#[test]
fn what_counts_is_on_the_disk_first() {
    if has_strace() {
        for line in LINES.iter().filter(|line| !line.contains("--no-commit")) {
            check_order(line);
        }
    }
}

fn check_order(line: &str) {
    let s = start_of(line);
    let root = s.path("").canonicalize().expect("a path").display().to_string();
    let calls = "fsync,rename,renameat,renameat2,link,linkat";
    s.sh(&format!("strace -qq -y -o ../trace -e trace={calls} fieldnote {line}")).succeeds();
    let trace = visible(&s.bytes("../trace")).replace(&format!("{root}/"), "");
    let at = format!("{line}\n{trace}");
    let mut synced: Vec<&str> = Vec::new();
    let mut written: Vec<&str> = Vec::new();
    for line in trace.lines() {
        if let Some((_, path)) = line.strip_prefix("fsync(").and_then(|rest| rest.split_once('<')) {
            synced.push(path.split('>').next().expect("a path"));
            continue;
        }
        let names: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        let [from, to] = names[..] else { panic!("{line}") };
        if line.contains("= -1") || from.ends_with("index.lock") {
            continue; // libgit2's own: looked at by the name that it gets
        }
        assert!(synced.contains(&from) || from == ".git/index", "{line}\n{at}");
        if to == ".git/index" {
            let after_kept = synced.iter().skip_while(|path| **path != ".git/fieldnote/index.old");
            assert!(after_kept.clone().any(|path| *path == ".git/fieldnote"), "{at}");
            assert!(synced.contains(&".git"), "the index's lock: {at}");
            let objects = trace
                .lines()
                .filter(|line| line.contains("tmp_object") && line.starts_with("link"));
            let objects: Vec<&str> = objects.filter_map(|line| line.split('"').nth(3)).collect();
            assert!(!objects.is_empty(), "{at}");
            assert!(objects.iter().all(|object| synced.contains(object)), "{at}");
            assert!(synced.contains(&".git/objects"), "{at}");
            for path in &written {
                let folder = path.rsplit_once('/').map_or(root.as_str(), |(folder, _)| folder);
                assert!(synced.contains(&folder), "{folder} of {path}: {at}");
            }
        }
        synced.push(to);
        if !to.starts_with(".git/") {
            written.push(to);
        }
    }
    // The index that was is kept before there is a new one, and that is there before the branch moves.
    let moved =
        [".git/fieldnote/ref", ".git/index", ".git", ".git/refs/heads/main", ".git/refs/heads"];
    // git's locks are gone before the journal, which tells whose they are.
    let unlocked = [".git/refs/heads", ".git"];
    assert!(synced.ends_with(&[moved.as_slice(), &unlocked].concat()), "{at}");
    let has_written = !matches!(line.split(' ').next(), Some("save"));
    assert_eq!(!written.is_empty(), has_written, "{at}");
}
