//! A stranger's notebook: reading it runs nothing and reads nothing outside it; writing stays in it.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use crate::docs::subcommands;
use crate::kill::has_strace;
use crate::sealed::{Output, Sealed};

/// What stands outside the notebook, and must never be seen.
const CANARY: &str = "CANARY-OUTSIDE";

/// Commands that only read, with what they need; `every_command_is_swept` compares it with the command tree.
const READING: [&str; 20] = [
    "asks",
    "brief minato",
    "check",
    "customer list",
    "decisions",
    "find contract",
    "followups --all",
    "handoff --to priya --until 2026-03-20",
    "log",
    "notes",
    "promises",
    "quiet",
    "risks",
    "show customers/orbit/2026-03-02-sync.md",
    "stats",
    "today",
    "waiting",
    "week",
    "week --for customer -c minato",
    "followups --json",
];

/// Settings under which git starts a program of the repository's choice, or reads outside it.
const SETTINGS: &str = r#"
[core]
	fsmonitor = [ROOT]/canary.sh
	hooksPath = [ROOT]/hooks
	sshCommand = [ROOT]/canary.sh
	askPass = [ROOT]/canary.sh
	gitProxy = [ROOT]/canary.sh
	pager = [ROOT]/canary.sh
	editor = [ROOT]/canary.sh
	alternateRefsCommand = [ROOT]/canary.sh
[sequence]
	editor = [ROOT]/canary.sh
[pager]
	log = [ROOT]/canary.sh
	diff = [ROOT]/canary.sh
	show = [ROOT]/canary.sh
[filter "x"]
	clean = [ROOT]/canary.sh
	smudge = [ROOT]/canary.sh
	process = [ROOT]/canary.sh
	required = true
[diff]
	external = [ROOT]/canary.sh
[diff "x"]
	textconv = [ROOT]/canary.sh
	command = [ROOT]/canary.sh
[merge "x"]
	driver = [ROOT]/canary.sh
[credential]
	helper = ![ROOT]/canary.sh
[gpg]
	program = [ROOT]/canary.sh
[log]
	showSignature = true
[alias]
	log = ![ROOT]/canary.sh
	status = ![ROOT]/canary.sh
	diff = ![ROOT]/canary.sh
[trailer "x"]
	command = [ROOT]/canary.sh
[uploadpack]
	packObjectsHook = [ROOT]/canary.sh
[gc]
	recentObjectsHook = [ROOT]/canary.sh
[maintenance]
	auto = true
[protocol "ext"]
	allow = always
[remote "origin"]
	url = ext::[ROOT]/canary.sh
	fetch = +refs/heads/*:refs/remotes/origin/*
	uploadpack = [ROOT]/canary.sh
	receivepack = [ROOT]/canary.sh
	vcs = x
	promisor = true
"#;

fn root(s: &Sealed) -> String {
    s.path("..").canonicalize().expect("a path").display().to_string()
}

/// A notebook whose `.git/config`, hooks and attributes name a script that leaves `ran` behind.
fn trapped() -> Sealed {
    let s = Sealed::notebook();
    s.write("../canary.sh", "#!/bin/sh\necho \"$0 $*\" >> \"$(dirname \"$0\")/ran\"\n");
    s.write(".gitattributes", "*.md filter=x diff=x merge=x\n");
    s.sh("chmod +x ../canary.sh; mkdir -p ../hooks").succeeds();
    for hook in ["pre-commit", "post-index-change", "reference-transaction", "post-checkout"] {
        let text = "#!/bin/sh\necho hook >> \"$(dirname \"$0\")/../ran\"\n";
        s.write(&format!("../hooks/{hook}"), text);
        s.write(
            &format!(".git/hooks/{hook}"),
            format!("#!/bin/sh\necho hook >> '{}/ran'\n", root(&s)),
        );
    }
    s.sh("chmod +x ../hooks/* .git/hooks/*").succeeds();
    let config = String::from_utf8(s.bytes(".git/config")).expect("text");
    s.write(".git/config", config + &SETTINGS.replace("[ROOT]", &root(&s)));
    s
}

fn ran(s: &Sealed) -> String {
    fs::read_to_string(s.path("../ran")).unwrap_or_default()
}

fn contents(s: &Sealed) -> String {
    s.sh("find . -type f ! -path './.git/fieldnote/*' | sort | xargs -d '\\n' cksum").stdout
}

#[test]
fn every_command_is_swept() {
    let s = Sealed::empty();
    let writing = [
        "add",
        "assign",
        "demo",
        "done",
        "drop",
        "edit",
        "help",
        "init",
        "merge-driver",
        "move",
        "new",
        "person",
        "reopen",
        "save",
        "sync",
        "undo",
    ];
    let help = s.run(&["--help"]).succeeds().stdout;
    let names = subcommands(&help);
    let is_swept = |name: &str| READING.iter().any(|line| line.split(' ').next() == Some(name));
    let missing: Vec<&String> =
        names.iter().filter(|name| !is_swept(name) && !writing.contains(&name.as_str())).collect();
    assert!(names.len() > 20);
    assert_eq!(missing, Vec::<&String>::new(), "add them to READING");
}

#[test]
fn reading_runs_no_program_that_the_repository_names_and_writes_nothing() {
    let s = trapped();
    let before = contents(&s);
    for line in READING {
        let output = s.fieldnote(line);
        assert!(output.code == 0 || (line == "check" && output.code == 1), "{line}: {output}");
        assert_eq!(ran(&s), "", "{line}");
    }
    assert_eq!(contents(&s), before);
}

#[test]
fn the_trap_works() {
    let s = trapped();
    s.sh("git status; git log --oneline -p -1; git fetch");
    assert_ne!(ran(&s), "");
}

/// One sweep under `strace`: no other program than git, no network, no file outside written or read that the
/// machine's own programs do not need.
#[test]
fn reading_opens_nothing_outside_and_no_connection() {
    if !has_strace() {
        return;
    }
    let s = trapped();
    let root = root(&s);
    for line in READING {
        s.sh(&format!(
            "strace -f -qq -s 300 -o ../trace -e trace=execve,openat,open,connect,sendto fieldnote {line}"
        ));
        let trace = String::from_utf8_lossy(&s.bytes("../trace")).into_owned();
        assert!(trace.contains("execve("), "{line}: {trace}");
        for call in trace.lines().filter(|call| !call.contains(" = -1 ")) {
            assert!(!call.contains("AF_INET"), "{line}: {call}");
            if call.contains("execve(") {
                let is_known = call.contains("fieldnote\"") || call.contains("/git\"");
                assert!(is_known, "{line}: {call}");
            }
            let Some(path) = call.split("open").nth(1).and_then(|rest| rest.split('"').nth(1))
            else {
                continue;
            };
            let inside = !path.starts_with('/') || path.starts_with(&format!("{root}/notes"));
            let known = ["/etc/", "/usr/", "/lib", "/proc/", "/sys/", "/dev/null", "/dev/urandom"];
            let of_user = path.starts_with(&format!("{root}/home"));
            let is_known = known.iter().any(|known| path.starts_with(known));
            assert!(inside || of_user || is_known || path == root, "{line}: {call}");
            let writes = call.contains("O_WRONLY") || call.contains("O_RDWR");
            assert!(
                !writes || path.starts_with("/dev/") || path.contains("/fieldnote/"),
                "{line}: {call}"
            );
        }
    }
}

/// A notebook with files that are none: what is outside holds the canary, and looks like a note.
fn decoys() -> Sealed {
    let s = Sealed::notebook();
    let note = format!(
        "---\ncustomer: minato\ndate: 2026-03-04\n---\n# {CANARY}\n\n- [ ] @dana {CANARY}\n"
    );
    s.write("../outside/secret.md", &note)
        .write("../outside/README.md", format!("---\nname: {CANARY}\n---\n"));
    let root = root(&s);
    for (to, from) in [
        (format!("{root}/outside/secret.md"), "customers/minato/2026-03-01-absolute.md"),
        ("../../../outside/secret.md".into(), "customers/minato/2026-03-01-outside.md"),
        ("loop.md".into(), "customers/minato/loop.md"),
        ("gone".into(), "customers/minato/dangling.md"),
        ("../../.git/config".into(), "customers/minato/config.md"),
        ("/dev/zero".into(), "customers/minato/zero.md"),
        (format!("{root}/outside"), "customers/evil"),
        (format!("{root}/outside"), "linked"),
    ] {
        symlink(to, s.path(from)).expect("a link");
    }
    s.sh("mkfifo customers/minato/fifo.md; mkdir customers/minato/folder.md").succeeds();
    drop(UnixListener::bind(s.path("customers/minato/socket.md")).expect("a socket"));
    s
}

#[test]
fn what_is_no_regular_file_is_neither_read_nor_waited_for() {
    let s = decoys();
    for line in READING {
        let output = s.sh(&format!("timeout 20 fieldnote {line}"));
        assert_ne!(output.code, 124, "{line}");
        assert!(!output.to_string().contains(CANARY), "{line}: {output}");
    }
}

#[test]
fn writing_through_a_link_is_refused() {
    let s = decoys();
    let before = s.sh("cat ../outside/*").stdout;
    for line in [
        "save customers/minato/2026-03-01-outside.md",
        "save customers/minato/fifo.md",
        "edit customers/minato/2026-03-01-absolute.md",
        "edit linked/secret.md",
        "new evil",
        "customer add evil",
        "person add evil 'A B'",
    ] {
        let quoted = format!("EDITOR='sh -c \"echo x >> \\$0\"' timeout 20 fieldnote {line}");
        let output = s.sh(&quoted);
        assert!(!matches!(output.code, 0 | 124), "{line}: {output}");
        assert!(!output.to_string().contains(CANARY), "{line}: {output}");
    }
    assert_eq!(s.sh("cat ../outside/*").stdout, before);
    assert_eq!(s.sh("ls ../outside").stdout, "README.md\nsecret.md\n");
}

/// The index knows the notes of a folder that has become a link out of the notebook.
#[test]
fn a_folder_that_became_a_link_is_not_followed() {
    for (folder, link) in [("customers", "customers"), ("customers/minato", "minato")] {
        let s = Sealed::notebook();
        s.sh(&format!(
            "mkdir ../out && mv {folder} ../out/ && ln -s ../out/{link} {folder}; \
            [ {folder} = customers ] || {{ rm {folder}; ln -s ../../out/{link} {folder}; }}"
        ))
        .succeeds();
        s.sh(&format!("find ../out -name '*.md' -exec sh -c 'echo \"- [ ] @dana {CANARY}\" >> \"$1\"' _ {{}} \\;")).succeeds();
        let before = s.sh("find ../out -type f | sort | xargs cksum").stdout;
        for line in READING.iter().chain(&["done sizing", "save", "new minato", "check --fix"]) {
            let output = s.sh(&format!(
                "timeout 20 fieldnote {line} --no-commit || timeout 20 fieldnote {line}"
            ));
            assert!(!output.to_string().contains(CANARY), "{folder}: {line}: {output}");
        }
        assert_eq!(s.sh("find ../out -type f | sort | xargs cksum").stdout, before, "{folder}");
    }
}

/// Every place from which a text comes, with what drives a terminal in it.
fn nasty() -> Sealed {
    let s = Sealed::notebook();
    const ESC: &str = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{8}\u{7f}\u{1b}c";
    let front = "---\ncustomer: minato\ndate: 2026-03-04\nours: [dana]\n---\n";
    let body = format!(
        "# T{ESC}\n\nDecision: d{ESC} #t{ESC}\nRisk: r{ESC}\nAsk: a{ESC} #t\n> \"q{ESC}\"\n\n- [ ] @dana f{ESC} by 2026-03-01\n- [ ] @x{ESC} g\n"
    );
    for name in [
        "2026-03-04-a\u{1b}[2Jb.md",
        "2026-03-04-a\nb.md",
        "2026-03-04-a\tb.md",
        "-x.md",
        ":(top)x.md",
        "*.md",
        "[a].md",
    ] {
        s.write(&format!("customers/minato/{name}"), format!("{front}{body}"));
    }
    s.git(&["config", "user.name", &format!("Eve{ESC}")]);
    s.git(&["add", "-A"]);
    s.git(&["commit", "-q", "-m", &format!("subject{ESC}")]);
    s.write("customers/orbit/x\u{1b}[2J.md", body);
    s
}

#[track_caller]
fn is_harmless(line: &str, output: &Output) {
    // `Output` shows a control character as `\u{1b}`; our own words never have that spelling.
    for odd in ["\\u{1b}", "\\u{7}", "\\u{9b}", "\\u{8}", "\\u{7f}", "␍"] {
        assert!(!output.to_string().contains(odd), "{line}: {odd}: {output}");
    }
}

#[test]
fn nothing_that_is_printed_drives_a_terminal() {
    let s = nasty();
    for line in READING {
        is_harmless(line, &s.fieldnote(line));
        let json = s.fieldnote(&format!("{line} --json"));
        is_harmless(line, &json);
        if json.code == 0 && !json.stdout.is_empty() && !line.contains("--json") {
            for value in
                serde_json::Deserializer::from_str(&json.stdout).into_iter::<serde_json::Value>()
            {
                value.unwrap_or_else(|error| panic!("{line}: {error}: {json}"));
            }
        }
    }
    for line in [
        "save",
        "done 'f'",
        "undo",
        "done no-such-\u{1b}[2J",
        "show 'no\u{1b}[2J.md'",
        "new 'x\u{1b}[2J'",
    ] {
        is_harmless(line, &s.fieldnote(line));
    }
}

#[test]
fn names_that_look_like_patterns_or_options_are_committed_literally() {
    for name in ["-x.md", ":(top)x.md", "*.md", "[a].md", "--force.md", "!x.md"] {
        let s = Sealed::notebook();
        let path = format!("customers/minato/{name}");
        s.write(&path, "---\ncustomer: minato\ndate: 2026-03-05\n---\n# T\n");
        s.write("customers/minato/2026-03-04-poc.md", "changed by the user\n");
        s.run(&["save", &path]).succeeds();
        assert_eq!(s.status(), " M customers/minato/2026-03-04-poc.md\n", "{name}");
    }
}

#[test]
fn variables_that_point_git_elsewhere_are_refused_or_have_no_effect() {
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        let s = Sealed::notebook();
        s.env(name, "[ROOT]/elsewhere");
        for line in ["followups", "done manual", "save"] {
            let output = s.fieldnote(line);
            assert_eq!(output.code, 1, "{name}: {line}: {output}");
            assert!(output.stderr.contains(&format!("unset {name}")), "{name}: {line}: {output}");
        }
    }
    let s = Sealed::notebook();
    s.write("../canary.sh", "#!/bin/sh\necho x >> \"$(dirname \"$0\")/ran\"\n");
    s.sh("chmod +x ../canary.sh").succeeds();
    for name in ["GIT_PAGER", "GIT_EDITOR", "GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF", "GIT_ASKPASS"] {
        s.env(name, "[ROOT]/canary.sh");
    }
    for (name, value) in [
        ("GIT_TRACE", "[ROOT]/ran"),
        ("GIT_TRACE2", "[ROOT]/ran"),
        ("GIT_OBJECT_DIRECTORY", "[ROOT]/objects"),
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "core.fsmonitor"),
        ("GIT_CONFIG_VALUE_0", "[ROOT]/canary.sh"),
    ] {
        s.env(name, value);
    }
    for line in READING.iter().chain(&["done manual", "undo"]) {
        let output = s.fieldnote(line);
        assert!(output.code == 0 || (*line == "check" && output.code == 1), "{line}: {output}");
        assert_eq!(ran(&s), "", "{line}");
    }
    assert!(!s.path("../objects").exists());
}

/// Remotes and addresses by which a program would be started.
#[test]
fn sync_starts_no_program_that_an_address_names() {
    for (name, url) in [
        ("--upload-pack=[ROOT]/canary.sh", "file://[ROOT]/other"),
        ("-uorigin", "file://[ROOT]/other"),
        ("origin", "ext::[ROOT]/canary.sh"),
        ("origin", "fd::7"),
        ("origin", "ssh://-oProxyCommand=[ROOT]/canary.sh/x"),
        ("origin", "-oProxyCommand=[ROOT]/canary.sh:x"),
        ("origin", "--upload-pack=[ROOT]/canary.sh"),
        ("origin", "https://x.invalid\\n/y"),
        ("../x", "file://[ROOT]/other"),
    ] {
        let s = trapped();
        let [name, url] = [name, url].map(|text| text.replace("[ROOT]", &root(&s)));
        let head =
            s.sh("sed -n '/^\\[core\\]/,/^\\[/p' .git/config | head -5").stdout.replace('␉', "\t");
        s.write(".git/config", format!(
            "{head}\n[protocol \"ext\"]\n\tallow = always\n[remote \"{name}\"]\n\turl = \"{url}\"\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n\
             [branch \"main\"]\n\tremote = \"{name}\"\n\tmerge = refs/heads/main\n"
        ));
        s.sh("rm -f .git/hooks/*").succeeds();
        let output = s.sh("timeout 20 fieldnote sync");
        assert!(!matches!(output.code, 0 | 124), "{name} {url}: {output}");
        assert_eq!(ran(&s), "", "{name} {url}: {output}");
    }
}

#[test]
fn settings_are_read_from_a_regular_file_alone() {
    for make in [
        "mkfifo fieldnote.toml",
        "ln -s ../outside.toml fieldnote.toml",
        "ln -s /dev/zero fieldnote.toml",
    ] {
        let s = Sealed::notebook();
        s.write("../outside.toml", format!("{CANARY} = ["));
        s.sh(&format!("rm fieldnote.toml; {make}")).succeeds();
        let output = s.sh("timeout 20 fieldnote followups");
        assert_ne!(output.code, 124, "{make}");
        assert!(!output.to_string().contains(CANARY), "{make}: {output}");
    }
}
