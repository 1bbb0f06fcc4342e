//! A notebook from a stranger: reading it runs nothing, reads nothing outside of it and writes nothing.

use std::collections::BTreeSet;

use crate::kill::has_strace;
use crate::sealed::{Sealed, visible};

/// A line for each command that reads, and that a notebook's owner may be made to run on it.
pub const READING: &[&str] = &[
    "",
    "today",
    "brief minato",
    "notes",
    "find the",
    "show customers/minato/2026-03-04-poc.md",
    "followups --all",
    "followups --skipped",
    "followups --unboxed",
    "waiting",
    "waiting --nudge",
    "log",
    "share customers/minato/2026-03-04-poc.md",
    "share customers/minato/2026-03-04-poc.md --to eml",
    "share customers/minato/2026-03-04-poc.md --agenda",
    "share minato --trip",
    "invite customers/minato/2026-03-04-poc.md --at 10:00",
    "followups --ics",
    "week",
    "week last",
    "week --for company",
    "week --for customer --customer minato",
    "promises",
    "promises --json",
    "stats",
    "asks",
    "risks",
    "decisions",
    "quiet",
    "calendar .",
    "new orbit --print",
    "new --from-calendar=. --date 2026-03-12 --print",
    "handoff --to priya --until fri --owner ann",
    "check",
    "check --fix --dry-run",
    "customer list",
    "done guide --dry-run",
    "undo --dry-run",
    "completions bash",
    "man week",
];

/// Commands that write, or that reach another repository.
pub const WRITING: &[&str] = &[
    "new",
    "edit",
    "save",
    "add",
    "done",
    "reopen",
    "drop",
    "move",
    "assign",
    "undo",
    "sync",
    "customer",
    "person",
    "init",
    "merge-driver",
    "demo",
];

/// A calendar that lies in the notebook, for the commands that read one.
const CALENDAR: &str = include_str!("../calendars/google.ics");

/// Settings by which git, told to read, could be made to run a program.
const SETTINGS: &str = r#"
[core]
	fsmonitor = CANARY
	hooksPath = ../hooks
	sshCommand = CANARY
	askPass = CANARY
	gitProxy = CANARY
	pager = CANARY
	editor = CANARY
	alternateRefsCommand = CANARY
	attributesFile = ../attributes
[credential]
	helper = !CANARY
[diff]
	external = CANARY
[diff "odd"]
	textconv = CANARY
	command = CANARY
[filter "odd"]
	clean = CANARY
	smudge = CANARY
	process = CANARY
[merge "odd"]
	driver = CANARY
[gpg]
	program = CANARY
[gpg "ssh"]
	program = CANARY
	defaultKeyCommand = CANARY
[log]
	showSignature = true
[sequence]
	editor = CANARY
[pager]
	log = CANARY
	show = CANARY
	diff = CANARY
[interactive]
	diffFilter = CANARY
[trailer "x"]
	command = CANARY
	cmd = CANARY
[uploadpack]
	packObjectsHook = CANARY
[gc]
	recentObjectsHook = CANARY
[protocol "ext"]
	allow = always
[remote "origin"]
	url = ext::CANARY
	fetch = +refs/heads/*:refs/remotes/origin/*
	uploadpack = CANARY
	receivepack = CANARY
	vcs = odd
	promisor = true
	partialclonefilter = blob:none
[alias]
	log = !CANARY
	status = !CANARY
	ls-files = !CANARY
	for-each-ref = !CANARY
	rev-parse = !CANARY
[include]
	path = ../included
[maintenance]
	auto = true
"#;

/// Lets every setting, hook and attribute name a program that leaves a file behind.
pub fn with_canaries(s: &Sealed) {
    s.write("../canary", "#!/bin/sh\ntouch \"[ROOT]/ran\"\n".replace("[ROOT]", &root(s)));
    s.sh("chmod +x ../canary").succeeds();
    let canary = format!("{}/canary", root(s));
    let mut settings = String::from_utf8(s.bytes(".git/config")).expect("text");
    settings.push_str(&SETTINGS.replace("CANARY", &canary));
    s.write(".git/config", settings);
    s.write(".gitattributes", "*.md diff=odd filter=odd merge=odd\n");
    s.write(".git/info/attributes", "*.md diff=odd filter=odd merge=odd\n");
    for hook in [
        "pre-commit",
        "post-checkout",
        "post-index-change",
        "reference-transaction",
        "fsmonitor-watchman",
    ] {
        s.write(&format!(".git/hooks/{hook}"), format!("#!/bin/sh\n{canary}\n"));
        s.write(&format!("../hooks/{hook}"), format!("#!/bin/sh\n{canary}\n"));
    }
    s.sh("chmod +x .git/hooks/* ../hooks/*").succeeds();
    s.write(
        "fieldnote.toml",
        String::from_utf8(s.bytes("fieldnote.toml")).expect("text")
            + &format!("\neditor = \"{canary}\"\npager = \"{canary}\"\n"),
    );
}

pub fn root(s: &Sealed) -> String {
    s.path("..").canonicalize().expect("a path").display().to_string()
}

fn state(s: &Sealed) -> String {
    s.sh("find . -type f -not -path './.git/fieldnote/*' | sort | xargs cksum; find . | grep -v '^./.git/fieldnote' | sort").stdout
}

#[test]
fn every_command_reads_or_writes() {
    let s = Sealed::empty();
    let help = s.fieldnote("--help").stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let known: BTreeSet<&str> = READING
        .iter()
        .chain(WRITING)
        .filter_map(|line| line.split_whitespace().next())
        .chain(["help"])
        .collect();
    let unknown: Vec<&str> = commands
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| !known.contains(name))
        .collect();
    assert_eq!(unknown, Vec::<&str>::new(), "add a line to READING or a name to WRITING");
}

#[test]
fn reading_runs_nothing_of_the_repositorys_choice() {
    let s = Sealed::notebook();
    with_canaries(&s);
    s.write("work.ics", CALENDAR);
    let before = state(&s);
    for line in READING {
        let output = s.fieldnote(line);
        assert!(!s.path("../ran").exists(), "{line}: {output}");
        assert!(output.code <= 1, "{line}: {output}");
    }
    assert_eq!(state(&s), before);
    // The traps are set: git itself falls into them.
    s.sh("git --no-pager log -p -1 --ext-diff; git status; git diff");
    assert!(s.path("../ran").exists());
}

#[test]
fn reading_in_repositories_that_need_the_git_program_runs_nothing_either() {
    for form in ["--object-format=sha256", "--ref-format=reftable"] {
        let s = Sealed::empty();
        if s.sh(&format!("git init -q {form}")).code != 0 {
            continue; // an older git
        }
        s.fieldnote("init").succeeds();
        s.write("a.md", "---\ncustomer: minato\n---\n- [ ] one\n").commit("a");
        s.sh("git config commit.gpgSign false");
        with_canaries(&s);
        for line in READING {
            let output = s.fieldnote(line);
            assert!(!s.path("../ran").exists(), "{form} {line}: {output}");
        }
    }
}

/// What any program opens: libraries, time zones, devices; and what the user's own settings are.
fn is_of_the_system(path: &str) -> bool {
    let folders = ["/lib", "/usr/lib", "/etc/", "/usr/share/zoneinfo", "/proc/", "/sys/", "/dev/"];
    folders.iter().any(|folder| path.starts_with(folder))
}

#[test]
fn reading_opens_nothing_outside_writes_nothing_and_calls_nobody() {
    if !has_strace() {
        return;
    }
    let s = Sealed::notebook();
    s.write("work.ics", CALENDAR);
    s.write("../secret/2026-03-01-x.md", "- [ ] CANARYTEXT\n");
    s.write("../secret/one.md", "- [ ] CANARYTEXT\n");
    s.sh("ln -s ../secret linked; ln -s ../secret/one.md one.md; ln -s ../../../secret/one.md customers/minato/2026-03-03-x.md;
          ln -s /etc/passwd customers/orbit/passwd.md; ln -s .git/config config.md; ln -s loop.md loop.md; ln -s gone dangling.md;
          ln -s /dev/zero zero.md; ln -s ../secret customers/secret; mkfifo pipe.md customers/orbit/2026-03-01-pipe.md; mkdir folder.md;
          mkdir -p nested && cd nested && git init -q && printf -- '- [ ] nested\\n' > n.md").succeeds();
    let inside = format!("{}/notes", root(&s));
    let home = format!("{}/home", root(&s));
    for line in READING {
        let calls = "open,openat,openat2,execve,connect,sendto,bind,mkdir,mkdirat,unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,utimensat";
        let output = s.sh(&format!("strace -f -qq -o ../trace -e trace={calls} fieldnote {line}"));
        assert!(output.code <= 1, "{line}: {output}");
        let shown = format!("{}{}", output.stdout, output.stderr);
        assert!(!shown.contains("CANARYTEXT") && !shown.contains("root:"), "{line}: {output}");
        let mut started = 0;
        for call in visible(&s.bytes("../trace")).lines() {
            let Some((_, call)) = call.split_once(' ') else { continue };
            let Some((name, rest)) = call.trim_start().split_once('(') else { continue };
            let path = rest.split('"').nth(1).unwrap_or_default();
            let relative = !path.starts_with('/');
            match name {
                "open" | "openat" | "openat2" => {
                    let writes = rest.contains("O_WRONLY")
                        || rest.contains("O_RDWR")
                        || rest.contains("O_CREAT");
                    let is_ours =
                        path.contains("/.git/fieldnote/") || path.starts_with(".git/fieldnote/");
                    assert!(!writes || path.starts_with("/dev/") || is_ours, "{line}: {call}");
                    assert!(
                        !path.contains("secret") || rest.contains("O_NOFOLLOW"),
                        "{line}: {call}"
                    );
                    let known = relative
                        || path.starts_with(&inside)
                        || path.starts_with(&home)
                        || is_of_the_system(path);
                    assert!(known || path == root(&s), "{line}: {call}");
                }
                "execve" if !rest.contains("= -1") => {
                    started += 1;
                    let program = path.rsplit('/').next().unwrap_or_default();
                    assert!(program == "fieldnote" && started == 1, "{line}: {call}");
                }
                "connect" | "sendto" | "bind" => {
                    assert!(!rest.contains("AF_INET"), "{line}: {call}");
                }
                "execve" => {}
                _ => assert!(path.contains(".git/fieldnote"), "{line}: {call}"),
            }
        }
    }
}
