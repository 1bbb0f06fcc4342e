//! What the next run makes of one that was killed, and of what the user did in between.

use snapbox::str;

use crate::kill::has_strace;
use crate::sealed::{Sealed, Shows};

const ORBIT: &str = "customers/orbit/2026-03-02-sync.md";

/// Where a run of `done contract` is killed.
enum At {
    /// The note is written, nothing is committed.
    Written,
    /// As before, with git's lock on the index and on the branch taken.
    Locked,
    /// The index shows the commit; the branch does not have it yet.
    Staged,
    /// The branch has the commit; the locks are still there.
    Landed,
}

/// A notebook in which `done contract` was killed.
fn killed(at: At) -> Sealed {
    let s = Sealed::notebook();
    kill(&s, at);
    s
}

fn kill(s: &Sealed, at: At) {
    crate::kill::without_cache(s);
    let (call, number, path) = match at {
        At::Written => ("link,linkat", 1, ""),
        At::Locked => ("rename", 2, ""),
        At::Staged => ("rename", 3, ""),
        At::Landed => {
            ("openat", 1, "-P $(git rev-parse --path-format=absolute --git-dir)/logs/HEAD")
        }
    };
    let inject = format!("{path} -e trace={call} -e inject={call}:signal=SIGKILL:when={number}");
    let output = s.sh(&format!("strace -qq -o ../trace {inject} fieldnote done contract"));
    assert_eq!(output.code, 137, "{output}");
}

fn locks(s: &Sealed) -> String {
    s.sh("find .git -name '*.lock' | sort; ls -I cache .git/fieldnote").stdout
}

#[test]
fn what_was_not_committed_is_taken_back() {
    if !has_strace() {
        return;
    }
    for at in [At::Written, At::Locked, At::Staged] {
        let s = killed(at);
        assert!(s.read(ORBIT).contains("- [x] @ann send the contract"));
        s.fieldnote("done importer").shows(str![[r#"
2> took back what an interrupted run had begun: orbit: done "send the contract"
2> done: demo the importer #importer · customers/orbit/2026-03-02-sync.md:18
exit 0

"#]]);
        s.git(&["show", "--format=%s", "--unified=0", "HEAD"])
            .lines()
            .filter(|line| !line.starts_with("index"))
            .collect::<Vec<_>>()
            .join("\n")
            .shows(str![[r#"
orbit: done "demo the importer #importer"

diff --git a/customers/orbit/2026-03-02-sync.md b/customers/orbit/2026-03-02-sync.md
--- a/customers/orbit/2026-03-02-sync.md
+++ b/customers/orbit/2026-03-02-sync.md
@@ -18 +18 @@ ours: [ann, priya]
-- [ ] @priya demo the importer #importer
+- [x] @priya demo the importer #importer (done 2026-03-06)
"#]]);
        s.status().shows(str![]);
        assert_eq!(locks(&s), "lock\n");
    }
}

#[test]
fn what_was_committed_is_finished() {
    if !has_strace() {
        return;
    }
    let s = killed(At::Landed);
    assert_eq!(
        locks(&s),
        ".git/index.lock\n.git/refs/heads/main.lock\nindex.old\njournal\nlock\nspare\n"
    );
    s.fieldnote("done contract").shows(str![[r#"
2> finished what an interrupted run had begun: orbit: done "send the contract"
2> error: "send the contract" is closed already (customers/orbit/2026-03-02-sync.md:16)
exit 1

"#]]);
    s.status().shows(str![]);
    assert_eq!(locks(&s), "lock\n");
    s.git(&["log", "-g", "--format=%gs", "-2", "main"]).shows(str![[r#"
commit: orbit: done "send the contract"
commit: notes of 2026-03-05

"#]]);
    s.git(&["commit", "-q", "--allow-empty", "-m", "mine"]);
    s.fieldnote("followups contract").shows(str![[r#"
2> no open follow-ups
exit 0

"#]]);
}

#[test]
fn an_index_that_the_user_unlocked_is_brought_up_to_date() {
    if !has_strace() {
        return;
    }
    let s = killed(At::Landed);
    s.sh("rm .git/index.lock");
    s.write("mine.md", "mine\n").git(&["add", "mine.md"]);
    s.fieldnote("save hands-on/2026-03-05.md").shows(str![[r#"
2> finished what an interrupted run had begun: orbit: done "send the contract"
2> nothing was changed by hand
exit 0

"#]]);
    s.status().shows(str![[r#"
A  mine.md

"#]]);
    s.git(&["commit", "-q", "-m", "mine"]);
    s.last_commit().shows(str![[r#"
mine

A␉mine.md

"#]]);
}

#[test]
fn an_index_that_is_the_users_by_now_is_not_put_back() {
    if !has_strace() {
        return;
    }
    let s = killed(At::Staged);
    s.sh("rm .git/index.lock");
    s.write("mine.md", "mine\n").git(&["add", "mine.md"]);
    s.fieldnote("save hands-on/2026-03-05.md").shows(str![[r#"
2> an interrupted run had begun: orbit: done "send the contract"; `customers/orbit/2026-03-02-sync.md` stays as it is by now
2> nothing was changed by hand
exit 0

"#]]);
    s.status().shows(str![[r#"
M  customers/orbit/2026-03-02-sync.md
A  mine.md

"#]]);
    assert_eq!(locks(&s), "lock\n");
}

#[test]
fn what_is_the_users_by_now_stays() {
    if !has_strace() {
        return;
    }
    for script in [
        "git commit -qam mine",
        "git commit -qam mine; echo more >> untracked; git add -A; git commit -qm more",
        "git add -A",
        "echo typed >> customers/orbit/2026-03-02-sync.md",
        "git switch -qc other; git commit -qam mine",
        "rm customers/orbit/2026-03-02-sync.md",
    ] {
        let s = killed(At::Written);
        s.sh(script).succeeds();
        let before = s.sh("cat customers/orbit/*; git ls-files -s; git log --format=%H").stdout;
        let output = s.fieldnote("save hands-on/2026-03-05.md");
        let after = s.sh("cat customers/orbit/*; git ls-files -s; git log --format=%H").stdout;
        assert_eq!(after, before, "{script}: {output}");
        assert_eq!(locks(&s), "lock\n", "{script}");
    }
    let s = killed(At::Written);
    s.sh("echo typed >> customers/orbit/2026-03-02-sync.md");
    s.fieldnote("save hands-on/2026-03-05.md").shows(str![[r#"
2> an interrupted run had begun: orbit: done "send the contract"; `customers/orbit/2026-03-02-sync.md` stays as it is by now
2> nothing was changed by hand
exit 0

"#]]);
}

#[test]
fn locks_of_others_are_never_removed() {
    if !has_strace() {
        return;
    }
    for (lock, text) in [("index.lock", ""), ("index.lock", "DIRC"), ("refs/heads/main.lock", "")] {
        let s = killed(At::Written);
        let lock = format!(".git/{lock}");
        s.write(&lock, text);
        s.sh(&format!("touch -d 1970-01-02 {lock}"));
        let output = s.fieldnote("done importer");
        assert!(output.stderr.contains("another program holds"), "{lock}: {output}");
        assert_eq!((output.code, s.read(&lock)), (1, text.to_string()), "{lock}");
        s.sh(&format!("rm {lock}"));
        s.fieldnote("done importer").succeeds();
        s.status().shows(str![]);
    }
}

#[test]
fn a_commit_that_is_still_at_work_is_waited_for() {
    for (end, state) in [("exit 0", "x"), ("exit 1", " ")] {
        let s = Sealed::notebook();
        // The hook kills the run that started git, and goes on.
        let hook = format!(
            "#!/bin/sh\n[ -e .git/once ] && exit 0\ntouch .git/once\n\
             kill -9 $(ps -o ppid= -p $PPID)\nsleep 0.5\n{end}\n"
        );
        s.write(".git/hooks/pre-commit", hook).sh("chmod +x .git/hooks/pre-commit");
        assert_eq!(s.fieldnote("done contract").code, -1);
        s.fieldnote("save hands-on/2026-03-05.md").succeeds();
        let box_and_owner = format!("- [{state}] @ann send the contract");
        assert!(s.read(ORBIT).contains(&box_and_owner), "{end}");
        s.status().shows(str![]);
        assert_eq!(locks(&s), "lock\n");
        s.fieldnote("done importer").succeeds();
    }
}

#[test]
fn each_work_tree_looks_after_its_own() {
    if !has_strace() {
        return;
    }
    let s = killed(At::Written);
    s.git(&["worktree", "add", "-q", "../other"]);
    s.cd("../other").fieldnote("done importer").shows(str![[r#"
2> done: demo the importer #importer · customers/orbit/2026-03-02-sync.md:18
exit 0

"#]]);
    kill(&s, At::Landed);
    s.cd("").fieldnote("save hands-on/2026-03-05.md").shows(str![[r#"
2> took back what an interrupted run had begun: orbit: done "send the contract"
2> nothing was changed by hand
exit 0

"#]]);
    s.cd("../other").fieldnote("save hands-on/2026-03-05.md").shows(str![[r#"
2> finished what an interrupted run had begun: orbit: done "send the contract"
2> nothing was changed by hand
exit 0

"#]]);
    s.status().shows(str![]);
    s.cd("").status().shows(str![]);
}

#[test]
fn repositories_of_other_forms_are_looked_after() {
    for form in ["--object-format=sha256", "--ref-format=reftable"] {
        let s = Sealed::empty();
        if s.sh(&format!("git init -q {form}")).code != 0 {
            continue; // an older git
        }
        s.fieldnote("init").succeeds();
        s.write("a.md", "- [ ] one\n").commit("a");
        for (end, customer, expected) in
            [("exit 1", "acme", "- [ ] one\n"), ("exit 0", "bolt", "- [x] one (done 2026-03-06)\n")]
        {
            let hook = format!("#!/bin/sh\nkill -9 $(ps -o ppid= -p $PPID)\n{end}\n");
            s.write(".git/hooks/pre-commit", hook).sh("chmod +x .git/hooks/pre-commit");
            s.fieldnote("done one");
            s.sh("rm .git/hooks/pre-commit");
            s.fieldnote(&format!("customer add {customer}")).succeeds();
            assert_eq!(s.read("a.md"), expected, "{form} {end}");
            assert_eq!(s.status(), "", "{form} {end}");
            assert_eq!(locks(&s), "lock\n", "{form} {end}");
        }
    }
}

#[test]
fn a_new_note_is_taken_back_with_its_folder() {
    if !has_strace() {
        return;
    }
    let s = Sealed::init();
    s.fieldnote("customer add acme --no-commit").succeeds();
    s.fieldnote("save").succeeds();
    let inject = "-e trace=link,linkat -e inject=link,linkat:signal=SIGKILL:when=2";
    s.sh(&format!("strace -qq -o ../trace {inject} fieldnote new speclet --no-edit"));
    s.status().shows(str![[r#"
?? speclets/2026-03-06.md

"#]]);
    s.fieldnote("followups").shows(str![[r#"
2> no open follow-ups
exit 0

"#]]);
    s.fieldnote("save").shows(str![[r#"
2> took back what an interrupted run had begun: new speclet 2026-03-06
2> nothing was changed by hand
exit 0

"#]]);
    s.sh("ls").shows(str![[r#"
customers
fieldnote.toml
team.md
exit 0

"#]]);
}

#[test]
fn a_journal_of_another_version_is_left_alone() {
    let s = Sealed::notebook();
    s.write(".git/fieldnote/journal", "{\"format\":2}\n");
    s.fieldnote("done contract").shows(str![[r#"
2> error: failed to read what an interrupted run had begun: `[ROOT]/notes/.git/fieldnote/journal`: missing field `op` at line 1 column 12
2> hint: a newer fieldnote may have begun it: run that one; if there is none, remove that file
exit 1

"#]]);
    s.fieldnote("followups contract").succeeds();
    assert_eq!(s.read(".git/fieldnote/journal"), "{\"format\":2}\n");
    s.status().shows(str![]);
}

#[test]
fn killed_while_it_looks_after_another() {
    if !has_strace() {
        return;
    }
    for at in [At::Locked, At::Staged, At::Landed] {
        let start = killed(at);
        let trace =
            "strace -qq -o ../trace -e trace=unlink,unlinkat,rename,renameat,renameat2,link,linkat";
        let calls = ["unlink", "rename", "renameat", "link"];
        for call in calls {
            for number in 1.. {
                let s = crate::kill::copy(&start);
                let inject = format!("-e inject={call}:signal=SIGKILL:when={number}");
                let output =
                    s.sh(&format!("{trace} {inject} fieldnote save hands-on/2026-03-05.md"));
                if output.code != 137 {
                    break;
                }
                s.git(&["fsck", "--strict", "--no-dangling"]);
                s.fieldnote("save hands-on/2026-03-05.md").succeeds();
                assert_eq!(s.status(), "", "{call} {number}");
                assert_eq!(locks(&s), "lock\n", "{call} {number}");
            }
        }
    }
}
