//! The caches: no answer shows whether there are any, and a note that is as it was is not opened, nor a folder listed.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use snapbox::str;

use crate::hostile::READING;
use crate::kill::has_strace;
use crate::sealed::{Sealed, Shows, visible};
use crate::stats::two_months;

const CACHE: &str = ".git/fieldnote/cache/notes";
const POC: &str = "customers/minato/2026-03-04-poc.md";

/// Returns the notes that a run of `followups` opens, without repeats.
fn opened(s: &Sealed) -> Vec<String> {
    opened_by(s, "followups")
}

fn opened_by(s: &Sealed, line: &str) -> Vec<String> {
    s.sh(&format!("strace -f -qq -o ../trace -e trace=openat fieldnote -q {line} >../out 2>&1"))
        .succeeds();
    let trace = visible(&s.bytes("../trace"));
    let paths = trace.lines().filter_map(|line| line.split('"').nth(1));
    let root = format!("{}/", s.path("").canonicalize().expect("a path").display());
    let mut notes: Vec<String> = paths
        .filter_map(|path| path.strip_prefix(&root))
        .filter(|path| path.ends_with(".md") && !path.ends_with("README.md") && *path != "team.md")
        .map(String::from)
        .collect();
    notes.sort();
    notes.dedup();
    notes
}

/// Lists until there is a file.
fn warm_up(s: &Sealed, file: &str) {
    s.sh(&format!(
        "for i in $(seq 200); do fieldnote -q followups >../out; ls {file} && break; done"
    ))
    .succeeds();
}

/// Lists until the notes are old enough to be kept: a moment.
fn warm(s: &Sealed) {
    for _ in 0..200 {
        if opened(s).is_empty() {
            return;
        }
    }
    panic!("still opened: {:?}", opened(s));
}

/// What each reading command says, one after the other.
fn answers(s: &Sealed, is_cold: bool) -> Vec<String> {
    let answer = |line: &&str| {
        if is_cold {
            s.sh("rm -rf .git/fieldnote/cache");
        }
        let output = s.fieldnote(line);
        format!("{line}\n{}\n{}\n{}", output.stdout, output.stderr, output.code)
    };
    READING.iter().chain(&PARTS).map(answer).collect()
}

/// Lists that read a part of each note, and what needs more of it after all.
const PARTS: [&str; 12] = [
    "followups",
    "followups --json",
    "followups --owner zoe",
    "followups --owner nobody",
    "followups --closed --json",
    "today --json",
    "today --owner zoe",
    "waiting --json",
    "quiet --all --json",
    "notes --json",
    "done -N 'closed 59'",
    "reopen -N 'closed 59'",
];

#[test]
fn every_answer_is_the_same_with_and_without() {
    if !has_strace() {
        return;
    }
    let s = Sealed::notebook();
    let edits = [
        "true",
        // As many bytes, and the same time as before.
        "touch -r customers/orbit/2026-03-02-sync.md ../time; \
         sed -i 's/send the contract/lend the contract/' customers/orbit/2026-03-02-sync.md; \
         touch -r ../time customers/orbit/2026-03-02-sync.md",
        "mv customers/minato/2026-02-18-sync.md customers/minato/2026-02-19-sync.md",
        "cp customers/minato/2026-02-19-sync.md x; mv x customers/minato/2026-02-19-sync.md",
        "rm customers/minato/2026-02-19-sync.md",
        "printf -- '- [ ] @new call them\\n' > new.md; echo new.md > .gitignore",
        "git add -f new.md",
        "rm .gitignore; printf -- '---\\nhandle: x\\n---\\n- @new — New Person\\n' >> team.md",
        "git rm -q --cached new.md; echo '*.md' > .git/info/exclude",
        "printf 'colour = 1\\n' >> fieldnote.toml",
        // As after a fetch of a part of the history.
        "git rev-parse HEAD > .git/shallow",
    ];
    // Of closed ones, a list of open ones needs the ids and the owners.
    let closed: String = (0..60).map(|n| format!("- [x] @zoe closed {n}\n")).collect();
    s.write("past.md", closed).commit("past");
    warm(&s);
    s.git(&["status"]); // from now on, the index knows the files by their times
    for edit in edits {
        warm(&s);
        s.sh(edit).succeeds();
        let with = answers(&s, false);
        assert_eq!(with, answers(&s, true), "{edit}");
        assert_eq!(with, answers(&s, false), "{edit}");
    }
}

/// What is told of weeks, whatever was kept of them.
const WEEKS: [&str; 14] = [
    "week",
    "week --json",
    "week last",
    "week 2026-W07 --json",
    "week --owner ivo",
    "week --customer orbit --json",
    "week --for company",
    "week --for customer -c orbit",
    "stats",
    "stats --weeks 52 --json",
    "stats --owner dana --csv",
    "stats --owner ivo --json",
    "stats --customer minato --json",
    "promises",
];

#[test]
fn every_week_is_told_the_same_with_and_without() {
    let s = two_months();
    let card = "customers/orbit/README.md";
    let edits: [(&str, &[&str]); 12] = [
        ("a later day", &["true"]),
        ("a note", &["printf -- '- [ ] @dana more by 2026-03-02\n' >> customers/minato/2.md"]),
        ("a commit", &["git add -A", "git commit -qm more"]),
        (
            "another commit in its place",
            &["git commit -q --amend --date 2026-03-11T12:00 -m again"],
        ),
        (
            "a history written anew",
            &[
                "git fast-export --all | sed 's/^renamed$/changed/' | git fast-import --quiet --force",
            ],
        ),
        ("a card", &["sed -i 's/Ivo Pires/Ivo Pires — partner/' CARD"]),
        (
            "a zone, in a commit",
            &["printf -- '---\ntimezone: Pacific/Auckland\n---\n' > CARD", "git commit -qam zone"],
        ),
        (
            "a team, in a commit",
            &["printf -- '- @ivo — Ivo Pires\n' >> team.md", "git commit -qam team"],
        ),
        ("a saved summary", &["fieldnote week 2026-W09 --save"]),
        (
            "one of another commit",
            &[
                "sed -i \"s/commit [0-9a-f]*, as of [^ ]*/commit $(git rev-parse HEAD~9), as of 2026-02-06T12:00:00Z/\" weekly/2026-W09.md",
                "git commit -qam other",
            ],
        ),
        ("no settings", &["git rm -q fieldnote.toml", "git commit -qm bare"]),
        ("a part of the history", &["git rev-parse HEAD~5 > .git/shallow"]),
    ];
    s.at("2026-03-11T12:00:00Z");
    s.write("../me/.config/fieldnote/config.toml", "me = \"dana\"\n");
    told_alike(&s, "first");
    for (what, lines) in edits {
        for line in lines {
            s.sh(&line.replace("CARD", card)).succeeds();
        }
        told_alike(&s, what);
    }
    for (name, value) in
        [("TZ", "Asia/Tokyo"), ("TZ", "XYZ-14"), ("TZ", "XYZ12"), ("HOME", "[ROOT]/me")]
    {
        s.env(name, value);
        told_alike(&s, value);
    }
    s.at("2026-02-19T12:00:00Z");
    told_alike(&s, "a clock that was set back");
}

/// Compares what is told of weeks with what earlier runs have kept, without, and with that of this run.
#[track_caller]
fn told_alike(s: &Sealed, what: &str) {
    let told = |is_cold: bool| {
        let answer = |line: &&str| {
            if is_cold {
                s.sh("rm -rf .git/fieldnote/cache");
            }
            let output = s.fieldnote(line);
            format!("{line}\n{}\n{}\n{}", output.stdout, output.stderr, output.code)
        };
        WEEKS.iter().map(answer).collect::<Vec<String>>()
    };
    let with = told(false);
    assert_eq!(with, told(true), "{what}");
    assert_eq!(with, told(false), "{what}");
    assert_eq!(with, told(false), "{what}");
}

/// Returns the folders of the notebook that a run of `followups` lists.
fn listed(s: &Sealed) -> Vec<String> {
    s.sh("strace -f -qq -y -o ../trace -e trace=getdents64 fieldnote -q followups >../out 2>&1")
        .succeeds();
    let root = s.path("").canonicalize().expect("a path").display().to_string();
    let trace = visible(&s.bytes("../trace"));
    let paths = trace.lines().filter_map(|line| line.split(['<', '>']).nth(1));
    let inside = paths.filter_map(|path| path.strip_prefix(&root));
    let mut folders: Vec<String> = inside.map(|path| path.trim_matches('/').to_string()).collect();
    folders.sort();
    folders.dedup();
    folders.retain(|folder| folder != "customers" && !folder.starts_with(".git")); // its cards are read by all
    folders
}

/// Lists until no folder has to be: a moment.
fn warm_folders(s: &Sealed) {
    for _ in 0..200 {
        if listed(s).is_empty() {
            return;
        }
    }
    panic!("still listed: {:?}", listed(s));
}

#[test]
fn a_folder_that_changed_is_the_only_one_that_is_listed() {
    if !has_strace() || !is_file_system_known() {
        return;
    }
    let s = Sealed::notebook();
    assert!(listed(&s).len() > 2);
    warm_folders(&s);
    s.sh(&format!("printf -- '- [ ] more\\n' >> {POC}"));
    assert_eq!(listed(&s), Vec::<String>::new(), "a note changed, not its folder");
    s.write("hands-on/x.md", "- [ ] x\n");
    assert_eq!(listed(&s), ["hands-on"]);
    warm_folders(&s);
    s.write("hands-on/new/y.md", "- [ ] y\n");
    assert_eq!(listed(&s), ["hands-on", "hands-on/new"]);
    warm_folders(&s);
    // Other rules: all is listed.
    for rules in [".git/info/exclude", "../home/.config/git/ignore", "hands-on/.gitignore"] {
        s.write(rules, "y.md\n");
        assert!(listed(&s).len() > 2, "{rules}");
        warm_folders(&s);
    }
}

/// Returns whether folders of temporary files show that they changed.
fn is_file_system_known() -> bool {
    let s = Sealed::notebook();
    s.sh("stat -f -c %T . | grep -qE '^(ext2/ext3|xfs|btrfs|tmpfs|zfs|f2fs|overlayfs|bcachefs)$'")
        .code
        == 0
}

#[test]
fn every_list_is_the_same_whatever_is_known_of_the_folders() {
    if !has_strace() {
        return;
    }
    if !is_file_system_known() {
        return;
    }
    let s = Sealed::notebook();
    let home = "../home/.config/git";
    for edit in [
        "mkdir -p a/b; printf -- '- [ ] one\\n' > a/b/one.md; printf -- '- [ ] two\\n' > a/two.md",
        "mv a c",
        "echo two.md > c/.gitignore",
        "rm c/.gitignore; echo '/c/b' > .gitignore",
        "rm .gitignore; echo 'c/*' > .git/info/exclude",
        &format!("rm .git/info/exclude; mkdir -p {home}; echo one.md > {home}/ignore"),
        &format!(
            "rm {home}/ignore; git config --global core.excludesFile '~/mine'; echo /c > ../home/mine"
        ),
        "git config --global core.excludesFile '~/none'",
        "mkdir ../away; cp -r c/b ../away; rm -r c/b; ln -s ../../away/b c/b",
        "rm c/b; git init -q c/b; cp ../away/b/one.md c/b",
        "rm -rf c/b/.git",
        "rm c/two.md; mkdir c/two.md; cp c/b/one.md c/two.md/three.md",
        "rm -r c",
    ] {
        s.sh(edit).succeeds();
        let lists = ["followups --all", "find one", "notes", "check"];
        let answers = || lists.map(|line| s.fieldnote(line).to_string());
        let (first, again) = (answers(), answers());
        warm_folders(&s);
        let known = answers();
        s.sh("rm -rf .git/fieldnote/cache");
        assert_eq!(first, answers(), "{edit}");
        assert_eq!((&first, &first), (&again, &known), "{edit}");
        warm_folders(&s);
    }
}

#[test]
fn a_note_that_changed_is_the_only_one_that_is_opened() {
    if !has_strace() {
        return;
    }
    let s = Sealed::notebook();
    assert_eq!(opened(&s).len(), 4);
    warm(&s);
    s.sh(&format!("touch {POC}"));
    assert_eq!(opened(&s), [POC]);
    warm(&s);
    s.fieldnote("done guide").succeeds();
    assert_eq!(opened(&s), [POC]);
    // One that is too young, or of a time to come, may change and look as it did.
    s.sh(&format!("touch -d 2099-01-01 {POC}"));
    assert_eq!((opened(&s), opened(&s)), (vec![POC.to_string()], vec![POC.to_string()]));
    s.sh(&format!("touch -d 2026-01-01 {POC}"));
    // Other people: who is meant in a note may be another.
    warm(&s);
    s.sh("echo '- @x — Xenia Y' >> team.md");
    assert_eq!(opened(&s).len(), 4);
}

#[test]
fn a_line_that_is_named_is_found_without_the_other_notes() {
    if !has_strace() {
        return;
    }
    let s = Sealed::notebook();
    const ORBIT: &str = "customers/orbit/2026-03-02-sync.md";
    let other = format!("- [ ] @ann see {ORBIT}:16 first\n");
    s.write("other.md", other).write("new.md", "- [ ] one\n").git(&["add", "other.md"]);
    s.git(&["commit", "-qm", "other"]);
    assert_eq!(opened_by(&s, &format!("done -N {ORBIT}:16 {ORBIT}:18")), [ORBIT]);
    s.fieldnote(&format!("done {ORBIT}:16")).succeeds();
    assert_eq!(opened_by(&s, &format!("reopen -N {ORBIT}:16")), [ORBIT]);
    // What is not committed yet may be no note.
    s.fieldnote("done -N new.md:1").succeeds();
    s.sh("echo new.md > .git/info/exclude");
    assert_eq!(s.fieldnote("done -N new.md:1").code, 1);
}

#[test]
fn what_cannot_be_a_cache_is_as_good_as_none() {
    let s = Sealed::notebook();
    let first = s.fieldnote("followups").stdout;
    warm_up(&s, CACHE);
    let mode = fs::metadata(s.path(CACHE)).expect("a cache").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    for spoil in [
        "rm -f $C/notes; mkdir $C/notes",
        "rmdir $C/notes; mkfifo $C/notes",
        "rm $C/notes; ln -s ../../../fieldnote.toml $C/notes",
        "rm $C/notes; head -c 3000 /dev/urandom > $C/notes",
        "rm -r $C; ln -s ../../elsewhere $C",
        "rm $C; echo x > $C",
        "rm -r .git/fieldnote; ln -s ../elsewhere .git/fieldnote",
        "rm .git/fieldnote; echo x > .git/fieldnote",
    ] {
        s.sh(&format!("set -e; C=.git/fieldnote/cache; mkdir -p elsewhere; {spoil}")).succeeds();
        let again = s.sh("timeout 20 fieldnote followups");
        assert_eq!((again.stdout.as_str(), again.code), (first.as_str(), 0), "{spoil}");
        assert_eq!(s.sh("ls elsewhere").stdout, "", "{spoil}");
    }
    assert!(!s.bytes("fieldnote.toml").is_empty());
}

#[test]
fn without_a_repository_it_lies_in_the_users_cache_folder() {
    let s = Sealed::empty();
    s.write("a.md", "- [ ] call\n").write("fieldnote.toml", "");
    warm_up(&s, "../home/.cache/fieldnote/notes-????????????????");
    s.env("XDG_CACHE_HOME", "[ROOT]/kept");
    warm_up(&s, "../kept/fieldnote/notes-????????????????");
    let again = s.fieldnote("followups");
    again.shows(str![[r#"
  h  call  a.md:1
exit 0

"#]]);
    s.without("HOME").without("XDG_CACHE_HOME");
    s.fieldnote("followups").succeeds();
}
