//! What `sync` does not do, and says so: then files and branches are as they were.

use snapbox::str;

use crate::sealed::{Sealed, Shows};
use crate::sync::{run_in, shared};

const ORBIT: &str = "customers/orbit/2026-03-02-sync.md";

/// Returns all that must stay: branch, index, files.
fn everything(s: &Sealed) -> String {
    s.sh("git rev-parse HEAD; git ls-files -s; git status --porcelain -uall --ignored; cat customers/*/*; \
          find .git -name '*.lock' -o -name 'fieldnote-sync-*' -o -name MERGE_HEAD; git -C ../hub.git rev-parse main")
        .to_string()
}

#[test]
fn one_field_with_two_values_is_for_somebody_to_decide() {
    let s = shared();
    run_in(&s, "priya", &["move 2026-03-20 contract", "done importer", "sync"]);
    s.fieldnote("move 2026-03-09 contract").succeeds();
    let before = everything(&s);
    s.fieldnote("sync").shows(str![[r#"
2> error: the same was changed here and by others; nothing was changed
2>   customers/orbit/2026-03-02-sync.md:16
2>     here   - [ ] @ann send the contract by 2026-03-09
2>     there  - [ ] @ann send the contract by 2026-03-20
2> hint: if theirs is right, write the same here, then `fieldnote save` and `fieldnote sync`. Else `git merge origin/main` marks each place in the file: decide in your editor, `git add`, `git commit`, then `fieldnote sync`
exit 1

"#]]);
    assert_eq!(everything(&s), before);
    let again = s.fieldnote("sync --dry-run");
    assert_eq!(again.code, 1, "{again}");
    assert_eq!(everything(&s), before);
    // The first way out that it names.
    s.fieldnote("move 2026-03-20 contract").succeeds();
    s.fieldnote("sync").succeeds();
    // The second.
    run_in(&s, "priya", &["sync", "move 2026-03-21 contract", "sync"]);
    s.fieldnote("move 2026-03-22 contract").succeeds();
    assert_eq!(s.fieldnote("sync").code, 1);
    assert_eq!(s.sh("git merge -q origin/main").code, 1);
    s.fieldnote("sync").shows(str![[r#"
2> error: a merge is in progress
2> hint: end it first: `git merge --continue` or `git merge --abort`
exit 1

"#]]);
    s.sh("git checkout -q --ours . && git add . && git commit -q --no-edit").succeeds();
    s.fieldnote("sync").succeeds();
    run_in(&s, "priya", &["sync"]);
    assert!(s.read(&format!("../priya/{ORBIT}")).contains("by 2026-03-22"));
}

#[test]
fn a_note_that_one_deleted_and_the_other_changed_is_for_somebody_to_decide() {
    let s = shared();
    s.cd("../priya").sh(&format!("git rm -q {ORBIT} && git commit -q -m gone")).succeeds();
    s.fieldnote("sync").succeeds();
    s.write("../priya/customers/minato/new.md", "theirs\n").commit("new");
    s.fieldnote("sync").succeeds();
    s.cd("").fieldnote("done contract").succeeds();
    s.write("customers/minato/new.md", "ours\n").commit("new");
    let before = everything(&s);
    s.fieldnote("sync").shows(str![[r#"
2> error: the same was changed here and by others; nothing was changed
2>   customers/minato/new.md: made here, and by others with other content
2>   customers/orbit/2026-03-02-sync.md: changed here, deleted by others
2> hint: if theirs is right, write the same here, then `fieldnote save` and `fieldnote sync`. Else `git merge origin/main` marks each place in the file: decide in your editor, `git add`, `git commit`, then `fieldnote sync`
exit 1

"#]]);
    assert_eq!(everything(&s), before);
}

#[test]
fn what_is_not_committed_is_never_written_over() {
    for kind in ["changed", "staged", "untracked", "ignored"] {
        let s = shared();
        s.write("../priya/new.md", "theirs\n");
        run_in(&s, "priya", &["done importer", "save", "sync"]);
        match kind {
            "untracked" => s.write("new.md", "mine\n"),
            "ignored" => s.write(".git/info/exclude", "new.md\n").write("new.md", "mine\n"),
            _ => s.write(ORBIT, s.read(ORBIT) + "- [ ] @ann one more\n"),
        };
        if kind == "staged" {
            s.git(&["add", "."]);
        }
        let before = everything(&s);
        for commits in 0..2 {
            // Behind at first, then diverged.
            if commits == 1 {
                s.fieldnote("done 2026-03-04-poc.md:19").succeeds();
            }
            let before = if commits == 0 { before.clone() } else { everything(&s) };
            let refused = s.fieldnote("sync");
            assert_eq!(refused.code, 1, "{kind}: {refused}");
            assert!(refused.stderr.contains("nothing was changed here"), "{kind}: {refused}");
            assert_eq!(everything(&s), before, "{kind}");
        }
        if kind == "changed" {
            s.fieldnote("sync").shows(str![[r#"
2> warning: `customers/orbit/2026-03-02-sync.md` holds changes that are not committed, and stays here: `fieldnote save`
2> error: `customers/orbit/2026-03-02-sync.md` was changed by others, and holds changes that are not committed; nothing was changed here
2> hint: commit yours first: `fieldnote save customers/orbit/2026-03-02-sync.md`, then `fieldnote sync`
exit 1

"#]]);
            s.fieldnote(&format!("save {ORBIT}")).succeeds();
            s.fieldnote("sync").succeeds();
            assert!(s.read(ORBIT).contains("[x] @priya demo the importer"), "{}", s.read(ORBIT));
        }
    }
}

#[test]
fn a_branch_that_is_not_shared_is_told_how_to_be() {
    let s = Sealed::notebook();
    s.fieldnote("sync").shows(str![[r#"
2> error: `main` is shared with no other repository
2> hint: name the repository to share it with: `git remote add origin URL`, then `git push -u origin main`
exit 1

"#]]);
    s.git(&["remote", "add", "origin", "../gone.git"]);
    s.fieldnote("sync").shows(str![[r#"
2> error: `main` is shared with no other repository
2> hint: share it once: `git push -u origin main`
exit 1

"#]]);
    s.git(&["branch", "side"]);
    s.git(&["branch", "-q", "--set-upstream-to=side"]);
    s.fieldnote("sync").shows(str![[r#"
2> error: `main` follows a branch of this same clone: `refs/heads/side`
2> hint: share it with another repository: `git push -u origin main`
exit 1

"#]]);
    let s = shared();
    s.git(&["remote", "add", "fork", "../fork.git"]);
    s.git(&["config", "remote.pushDefault", "fork"]);
    s.fieldnote("sync").shows(str![[r#"
2> error: `main` comes from `origin`, but git is told to send it to `fork`
2> hint: send it where it comes from: git config branch.main.pushRemote origin
exit 1

"#]]);
    s.git(&["switch", "-q", "--detach"]);
    s.fieldnote("sync").shows(str![[r#"
2> error: HEAD is detached: a commit would be on no branch
2> hint: go back to a branch: `git switch BRANCH`
exit 1

"#]]);
    let s = Sealed::empty();
    s.write("fieldnote.toml", "commit = false\n").fieldnote("sync").shows(str![[r#"
2> error: `[ROOT]/notes` is in no git repository
2> hint: run `git init` there, and name the repository to share it with: `git remote add origin URL`
exit 1

"#]]);
}

#[test]
fn a_remote_that_cannot_be_reached_leaves_all_as_it_was() {
    let s = shared();
    s.fieldnote("done contract").succeeds();
    s.sh("mv ../hub.git ../away.git").succeeds();
    s.fieldnote("sync").shows(str![[r#"
2> error: failed to reach `origin`: `git fetch` failed: fatal: '../hub.git' does not appear to be a git repository
2> fatal: Could not read from remote repository.
2> 
2> Please make sure you have the correct access rights
2> and the repository exists.
2> hint: what is committed here stays. If git asks for a password or about a host, answer it once by hand: `git fetch origin`
exit 1

"#]]);
    s.sh("mv ../away.git ../hub.git && git config remote.origin.url 'ext::sh -c touch% ../evil'")
        .succeeds();
    assert_eq!(s.fieldnote("sync").code, 1);
    assert!(!s.path("../evil").exists());
}

#[test]
fn a_protected_branch_has_its_say_and_the_work_is_kept() {
    let s = shared();
    s.write(
        "../hub.git/hooks/pre-receive",
        "#!/bin/sh\nprintf 'main is \\033[31mprotected\\n' >&2; exit 1\n",
    );
    s.sh("chmod +x ../hub.git/hooks/pre-receive").succeeds();
    s.fieldnote("done contract").succeeds();
    let before = everything(&s);
    let refused = s.fieldnote("sync");
    refused.shows(str![[r#"
2> error: `origin/main` did not take what was sent (pre-receive hook declined)
2>   main is \x1b[31mprotected
2> hint: what is committed here stays; run `fieldnote sync` again once the cause is gone
exit 1

"#]]);
    assert_eq!(everything(&s), before);
}

#[test]
fn a_shared_branch_that_went_back_is_not_followed() {
    let s = shared();
    run_in(&s, "priya", &["done importer", "sync"]);
    s.fieldnote("sync").succeeds();
    s.sh("git -C ../hub.git update-ref refs/heads/main main~1").succeeds();
    s.fieldnote("done contract").succeeds();
    let before = everything(&s);
    for _ in 0..2 {
        s.fieldnote("sync").shows(str![[r#"
2> error: somebody has rewritten `origin/main`: commits that were shared are missing there; nothing was changed here
2> hint: ask who did it. `git fetch origin` takes note of it, and `git log origin/main..HEAD` then lists what only you have; `fieldnote sync` would send all of that again
exit 1

"#]]);
    }
    assert_eq!(everything(&s), before);
    s.sh("git -C ../hub.git update-ref -d refs/heads/main").succeeds();
    s.fieldnote("sync").shows(str![[r#"
2> error: `main` is gone from `origin`
2> hint: what is here stays; to share it again: `git push origin main`
exit 1

"#]]);
}

#[test]
fn many_notes_that_would_be_deleted_are_asked_about() {
    let s = shared();
    for number in 0..22 {
        s.write(&format!("../priya/daily/2026-02-{:02}.md", number + 1), format!("day {number}\n"));
    }
    run_in(&s, "priya", &["save", "sync"]);
    s.fieldnote("sync").succeeds();
    // Renamed notes are not gone.
    s.cd("../priya").sh("git mv daily diary && git commit -q -m moved").succeeds();
    s.fieldnote("sync").succeeds();
    s.cd("").fieldnote("sync").succeeds();
    s.cd("../priya").sh("git rm -q -r diary && git commit -q -m gone").succeeds();
    s.fieldnote("sync").shows(str![[r#"
2> error: 22 notes would be deleted for the others: diary/2026-02-01.md, diary/2026-02-02.md, diary/2026-02-03.md …; nothing was changed
2> hint: look at them with `fieldnote sync --dry-run`; `fieldnote sync --yes` goes on
exit 1

"#]]);
    s.fieldnote("sync --yes").succeeds();
    s.cd("").fieldnote("done contract").succeeds();
    let before = everything(&s);
    s.fieldnote("sync").shows(str![[r#"
2> error: 22 notes would be deleted here: diary/2026-02-01.md, diary/2026-02-02.md, diary/2026-02-03.md …; nothing was changed
2> hint: look at them with `fieldnote sync --dry-run`; `fieldnote sync --yes` goes on
exit 1

"#]]);
    assert_eq!(everything(&s), before);
    s.fieldnote("sync --yes").succeeds();
    assert!(!s.path("diary").exists());
}

#[test]
fn a_hook_that_refuses_the_merge_leaves_all_as_it_was() {
    for hook in ["pre-merge-commit", "commit-msg", "pre-push"] {
        let s = shared();
        run_in(&s, "priya", &["done importer", "sync"]);
        s.fieldnote("done contract").succeeds();
        s.write(
            &format!(".git/hooks/{hook}"),
            "#!/bin/sh\necho no merges on Fridays >&2; exit 1\n",
        );
        s.sh("chmod +x .git/hooks/*").succeeds();
        let before = everything(&s);
        let refused = s.fieldnote("sync");
        assert_eq!(refused.code, 1, "{hook}: {refused}");
        assert!(refused.stderr.contains("no merges on Fridays"), "{hook}: {refused}");
        if hook != "pre-push" {
            assert_eq!(everything(&s), before, "{hook}");
        }
    }
}
