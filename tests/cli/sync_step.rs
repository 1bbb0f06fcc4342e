//! What a step forward of `sync` leaves in the work tree, when it is killed or when git cannot end it.

use snapbox::str;

use crate::kill::has_strace;
use crate::sealed::{Sealed, Shows};
use crate::sync::{run_in, shared};

const ORBIT: &str = "customers/orbit/2026-03-02-sync.md";

/// A clone that knows of commits that `priya` sent, and has begun the step to them.
fn begun(s: &Sealed) {
    s.git(&["fetch", "-q"]);
    s.sh("mkdir -p .git/fieldnote && git rev-parse HEAD origin/main | paste -sd' ' > .git/fieldnote/step")
        .succeeds();
}

#[test]
fn files_that_an_interrupted_step_wrote_are_taken_back() {
    for crlf in ["true", "false"] {
        let s = shared();
        s.git(&["config", "core.autocrlf", crlf]);
        s.write("gone.md", "gone\r\n").commit("one more");
        s.fieldnote("sync").succeeds();
        let before = s.sh("cat customers/orbit/* | tr -d '\\r'; git status --porcelain").stdout;
        s.cd("../priya").git(&["pull", "-q"]);
        s.write("../priya/cut new.md", "a\nb\n").write("../priya/deep/whole.md", "a\n");
        s.write("../priya/mine.md", "theirs\n");
        s.sh("git rm -q gone.md").succeeds();
        run_in(&s, "priya", &["done importer", "save", "sync"]);
        begun(&s);
        s.sh(&format!("git cat-file --filters origin/main:{ORBIT} > {ORBIT}")).succeeds();
        let ending = if crlf == "true" { "\r\n" } else { "\n" };
        s.write("cut new.md", format!("a{ending}")).write("deep/whole.md", format!("a{ending}"));
        s.write("mine.md", "mine\n");
        s.sh("rm gone.md").succeeds();
        s.fieldnote("done nothing-like-it").shows(str![[r#"
2> took back what an interrupted sync had begun
2> error: no open follow-up fits `nothing-like-it`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
        assert_eq!(s.read("gone.md"), "gone␍\n");
        assert_eq!(
            s.sh("cat customers/orbit/* | tr -d '\\r'; git status --porcelain").stdout,
            before + "?? mine.md\n"
        );
    }
}

#[test]
fn a_step_over_more_files_than_a_command_line_holds_is_taken_back() {
    let s = shared();
    s.cd("../priya");
    for number in 0..1_500 {
        s.write(&format!("../priya/many/{number:0200}.md"), "a\n");
    }
    s.commit("many").git(&["push", "-q"]);
    s.cd("");
    begun(&s);
    s.git(&["restore", "--source=origin/main", "--staged", "--worktree", "."]);
    // The command line holds a quarter of the stack.
    s.sh("ulimit -s 1024 && fieldnote done contract").shows(str![[r#"
2> took back what an interrupted sync had begun
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    s.status().shows(str![]);
    assert!(!s.path("many").exists());
}

#[test]
fn a_step_waits_for_gits_lock_before_it_is_taken_back() {
    let s = shared();
    run_in(&s, "priya", &["done importer", "sync"]);
    begun(&s);
    s.sh(&format!("git show origin/main:{ORBIT} > {ORBIT}")).succeeds();
    s.sh("touch .git/index.lock; (sleep 0.4; rm .git/index.lock) & fieldnote done contract; code=$?; wait; exit $code")
        .shows(str![[r#"
2> took back what an interrupted sync had begun
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    s.status().shows(str![]);
    s.fieldnote("sync").succeeds();
}

#[test]
fn what_an_interrupted_step_wrote_is_not_taken_for_changes_of_the_user() {
    let s = shared();
    run_in(&s, "priya", &["done importer", "sync"]);
    begun(&s);
    s.sh(&format!("git show origin/main:{ORBIT} > {ORBIT}")).succeeds();
    s.fieldnote("sync").shows(str![[r#"
2> took back what an interrupted sync had begun
2> received 1 commit, 1 note changed
exit 0

"#]]);
}

/// Returns a program's call, in which the note cannot be removed.
fn without_unlink(s: &Sealed, program: &str) -> String {
    let full = s.path(ORBIT).display().to_string();
    format!(
        "strace -f -qqq -A -o ../trace -P {ORBIT} -P {full} -e trace=unlink -e inject=unlink:error=ENOSPC {program}"
    )
}

/// A clone of a notebook in which somebody has deleted a note.
fn deleted() -> Sealed {
    let s = shared();
    let delete = format!("git rm -q {ORBIT} && git commit -q -m gone && git push -q");
    s.cd("../priya").sh(&delete).succeeds();
    s.cd("");
    s
}

#[test]
fn a_note_that_git_could_not_remove_does_not_come_back() {
    if !has_strace() {
        return;
    }
    let s = deleted();
    let path = std::env::var("PATH").expect("a path");
    let git = without_unlink(&s, "git");
    s.write("../bin/git", format!("#!/bin/sh\nPATH={path} exec {git} \"$@\"\n"));
    s.sh("chmod +x ../bin/git").succeeds();
    s.env("PATH", &format!("[ROOT]/bin:{path}")).fieldnote("sync").shows(str![[r#"
2> received 1 commit, 1 note changed
exit 0

"#]]);
    assert!(s.read("../trace").contains("INJECTED"), "{}", s.read("../trace"));
    assert!(!s.path(ORBIT).exists());
    s.status().shows(str![]);

    let s = deleted();
    for command in ["fieldnote sync", "fieldnote save"] {
        let output = s.sh(&without_unlink(&s, command));
        let words = format!("others deleted `{ORBIT}`, but it could not be removed here");
        assert!(output.code == 1 && output.stderr.contains(&words), "{command}: {output}");
    }
    s.fieldnote("save").shows(str![[r#"
2> nothing was changed by hand
exit 0

"#]]);
    assert!(!s.path(ORBIT).exists());
    s.status().shows(str![]);
}

#[test]
fn what_is_kept_of_a_note_that_others_deleted_stays() {
    if !has_strace() {
        return;
    }
    for kept in [format!("echo more >> {ORBIT}"), format!("git add {ORBIT}")] {
        let s = deleted();
        let output = s.sh(&without_unlink(&s, "fieldnote sync"));
        assert_eq!(output.code, 1, "{output}");
        s.sh(&kept).succeeds();
        s.fieldnote("sync").succeeds();
        s.fieldnote("save").succeeds();
        assert!(s.path(ORBIT).exists(), "{kept}");
    }
}
