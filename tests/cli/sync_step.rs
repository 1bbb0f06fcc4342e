//! What a step forward of `sync` leaves in the work tree, when it is killed or when git cannot end it.

use snapbox::str;

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
