//! `demo`: an example notebook that is the same for the same clock, and harms nothing.

use std::fs;

use snapbox::str;

use crate::sealed::{Sealed, Shows as _};

const DEMO: &str = "fieldnote-demo";

fn demo() -> Sealed {
    let s = Sealed::empty();
    s.fieldnote("demo").succeeds();
    s
}

#[test]
fn it_shows_the_follow_ups_and_says_how_to_go_on() {
    let s = Sealed::empty();
    let output = s.fieldnote("demo").succeeds();
    for part in ["$ fieldnote followups\n", "! ", "佐藤 健", "promised", "[no box]"] {
        assert!(output.stdout.contains(part), "{part}: {output}");
    }
    output.stderr.shows(str![[r#"
wrote the notebook of Dana Reyes, a solutions engineer, into `fieldnote-demo`: 40 commits since 2026-01-05
Go on:
  cd fieldnote-demo
  fieldnote followups minato    what is open at one customer
  fieldnote done quota report   tick one off; `git log -1 -p` shows the commit
  fieldnote new tern            start a note

"#]]);
}

#[test]
fn the_commands_it_names_work() {
    let s = demo();
    let next = s.fieldnote("demo").stderr;
    let lines: Vec<&str> = next.lines().skip_while(|line| *line != "Go on:").skip(1).collect();
    assert!(lines.len() == 4 && lines[0] == "  cd fieldnote-demo", "{next}");
    for line in &lines[1..] {
        let command = line.trim().split("  ").next().expect("a command");
        s.sh(&format!("cd {DEMO} && VISUAL=true {command}")).succeeds();
    }
}

#[test]
fn it_holds_what_a_week_can_tell() {
    let s = demo();
    s.cd(DEMO);
    let format = "--format=%ad %s";
    let log = s.git(&["log", format, "--date=format:%a %e %b %H:%M", "--since=2026-03-01"]);
    log.shows(str![[r#"
Wed  4 Mar 11:30 vista: edit escalation 2026-02-26
Tue  3 Mar 17:05 orbit: new review 2026-03-10
Tue  3 Mar 16:45 minato: move "send the migration runbook" to 2026-03-12
Tue  3 Mar 14:10 orbit: edit sync 2026-02-25
Tue  3 Mar 10:55 vista: new sync 2026-03-03
Mon  2 Mar 17:30 vista: edit escalation 2026-02-26
Mon  2 Mar 15:20 orbit: drop "send the inventory of NFS mounts"
Mon  2 Mar 12:00 minato: done "send the sizing guide for 40 nodes"
Mon  2 Mar 10:10 minato: new sync 2026-03-02

"#]]);
    s.fieldnote("customer list").shows(str![[r#"
CUSTOMER  OPEN  LATE  LAST MET    NEXT        EVERY  ZONE              NAME
minato    6     2     2026-03-02  -           7d     Asia/Tokyo        Minato Logistics
orbit     4     1     2026-02-25  2026-03-10  14d    Europe/Lisbon     Orbit Foods
tern      1     0     2026-01-20  -           14d    Europe/London     Tern Genomics
vista     3     2     2026-03-03  -           7d     America/New_York  Vista Bank
exit 0

"#]]);
    s.fieldnote("followups --closed -c orbit").shows(str![[r#"
x k2  done 12 Feb    dana         move the Faro schedule to 22:00  customers/orbit/2026-02-11-sync.md:17
- kk  dropped 2 Mar  Marta Nunes  send the inventory of NFS mounts  customers/orbit/2026-02-11-sync.md:15
exit 0

"#]]);
    s.status().shows(str![]);
}

#[test]
fn the_same_clock_gives_the_same_commits() {
    let commit = |name: &str, value: &str| {
        let s = Sealed::empty();
        s.env(name, value).fieldnote("demo").succeeds();
        s.cd(DEMO).git(&["rev-parse", "HEAD"])
    };
    let plain = commit("HOME", "[ROOT]/home");
    for (name, value) in [
        ("HOME", "[ROOT]/nobody"),
        ("GIT_AUTHOR_NAME", "Somebody Else"),
        ("GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z"),
        ("COLUMNS", "40"),
        ("LC_ALL", "ja_JP.UTF-8"),
    ] {
        assert_eq!(commit(name, value), plain, "{name}");
    }
    assert_ne!(commit("TZ", "Asia/Tokyo"), plain);
    assert_ne!(commit("FIELDNOTE_NOW", "2026-03-13T17:00:00Z"), plain);
}

#[test]
fn the_settings_of_the_user_do_not_reach_it() {
    let s = Sealed::empty();
    s.write("../hooks/pre-commit", "#!/bin/sh\nexit 1\n")
        .sh("chmod +x ../hooks/pre-commit")
        .succeeds();
    s.sh("git config --global core.hooksPath \"$HOME/../hooks\" && git config --global commit.gpgSign true").succeeds();
    s.fieldnote("demo").succeeds();
    s.cd(DEMO).fieldnote("done quota report").succeeds();
    s.git(&["log", "-1", "--format=%an: %s"]).shows(str![[r#"
Dana Reyes: orbit: done "show the quota report"

"#]]);
}

#[test]
fn it_works_without_an_identity_and_without_git() {
    let s = Sealed::empty();
    s.env("HOME", "[ROOT]/nobody").env("PATH", "/nowhere").fieldnote("demo").succeeds();
}

#[test]
fn a_second_run_starts_over() {
    let s = demo();
    let before = s.sh("cd fieldnote-demo && git rev-parse HEAD").stdout;
    s.cd(DEMO).fieldnote("done quota report").succeeds();
    s.cd("").fieldnote("demo").succeeds();
    assert_eq!(
        s.sh("cd fieldnote-demo && git rev-parse HEAD && git status --short").stdout,
        before
    );
}

#[test]
fn a_run_that_was_interrupted_is_no_obstacle() {
    let s = demo();
    s.sh("cd fieldnote-demo && git config fieldnote.example unfinished && rm -r customers && touch x").succeeds();
    s.fieldnote("demo").succeeds();
    assert!(!s.path("fieldnote-demo/x").exists());
}

#[test]
fn a_folder_with_anything_else_in_it_is_left_alone() {
    let s = demo();
    s.write("fieldnote-demo/customers/acme/README.md", "mine\n");
    s.fieldnote("demo").shows(str![[r#"
2> error: `fieldnote-demo` holds a file of yours: `customers/acme/README.md`
2> hint: name another folder, or remove this one yourself
exit 1

"#]]);
    assert_eq!(s.read("fieldnote-demo/customers/acme/README.md"), "mine\n");
    s.write("other/a.txt", "mine\n");
    s.fieldnote("demo other").shows(str![[r#"
2> error: `other` is not empty, and no example notebook
2> hint: name another folder: `fieldnote demo DIR`
exit 1

"#]]);
    s.fieldnote("demo other/a.txt").shows(str![[r#"
2> error: `other/a.txt` is no folder
exit 1

"#]]);
    s.fieldnote("init book").succeeds();
    s.fieldnote("demo book").shows(str![[r#"
2> error: `book` is not empty, and no example notebook
2> hint: name another folder: `fieldnote demo DIR`
exit 1

"#]]);
    let files = s.sh("find other book -path book/.git -prune -o -type f -print | sort");
    files.stdout.shows(str![[r#"
book/fieldnote.toml
book/team.md
other/a.txt

"#]]);
}

#[test]
fn inside_another_repository_it_is_its_own() {
    let s = Sealed::init();
    s.fieldnote("demo try/it").succeeds();
    s.log().shows(str![[r#"
start the notebook

"#]]);
    s.git(&["status", "--porcelain"]).shows(str![[r#"
?? try/

"#]]);
    s.cd("try/it").fieldnote("followups --owner me").stdout.shows(str![[r#"
  7    10 Mar  promised  dana  show the quota report  customers/orbit/2026-02-25-sync.md:27
  q7g  11 Mar            dana  translate the failover checklist into Japanese  customers/minato/2026-03-02-sync.md:25
  cx   12 Mar  promised  dana  send the migration runbook  customers/minato/2026-02-23-sync.md:18

"#]]);
}

#[test]
fn an_ignored_folder_is_good_enough() {
    let s = Sealed::init();
    s.write(".gitignore", "/fieldnote-demo\n*.md\n");
    let list = s.fieldnote("demo").succeeds().stdout;
    assert!(list.contains("ship the patched build"), "{list}");
}

#[test]
fn nothing_is_written_beside_the_folder() {
    let s = demo();
    let mut names: Vec<String> = fs::read_dir(s.path(".."))
        .expect("a folder")
        .chain(fs::read_dir(s.path("../home")).expect("a folder"))
        .map(|entry| entry.expect("an entry").file_name().display().to_string())
        .collect();
    names.sort();
    assert_eq!(names, [".gitconfig", "home", "notes", "tmp"]);
}
