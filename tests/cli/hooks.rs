//! Hooks, signatures, and whatever else keeps a commit from landing: then nothing has happened.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// Writes a hook of the repository.
fn hook(s: &Sealed, name: &str, script: &str) {
    s.write(&format!(".git/hooks/{name}"), format!("#!/bin/sh\n{script}\n"));
    s.sh(&format!("chmod +x .git/hooks/{name}"));
}

/// Returns everything that a failure must leave as it was: files, index, history, what git holds.
fn everything(s: &Sealed) -> String {
    let script = "git log --format=%H --all; git ls-files -s; git status --porcelain -uall; \
                  find . -path ./.git -prune -o -print | sort | while read f; do \
                  echo $f; [ -f $f ] && cksum < $f; done; find .git -name '*.lock'; ls -I cache .git/fieldnote";
    s.sh(script).to_string()
}

const REFUSED: &str = "echo no notes on Fridays >&2; exit 1";

#[test]
fn a_hook_that_refuses_leaves_all_as_it_was_and_has_its_say() {
    for line in [
        "done contract",
        "done contract importer a.md:1",
        "drop contract --why 'they chose another'",
        "add minato @dana call",
        "new minato --no-edit",
        "new hands-on --title nightly --no-edit",
        "customer add acme",
        "person add minato Mori",
        "week --save",
        "share minato --sent",
        "undo",
    ] {
        let s = Sealed::notebook();
        s.write("a.md", "- [ ] one\n").commit("a");
        s.fieldnote("done manual").succeeds();
        s.write("mine.txt", "mine\n").write("staged.txt", "staged\n").git(&["add", "staged.txt"]);
        s.fieldnote("new minato --no-edit --date 2026-03-09").succeeds();
        s.write("empty/of/mine", "").sh("rm empty/of/mine");
        let line = if line.starts_with("done contract i") { "done a.md:1" } else { line };
        hook(&s, "pre-commit", REFUSED);
        let before = everything(&s);
        let output = s.fieldnote(line);
        assert_eq!(
            output.to_string(),
            "2> error: `git commit` failed: no notes on Fridays\n\
             2> hint: nothing was changed; once the cause is gone, run the command again\nexit 1\n",
            "{line}"
        );
        assert_eq!(everything(&s), before, "{line}");
        s.sh("rm .git/hooks/pre-commit");
        s.fieldnote(line).succeeds();
    }
}

#[test]
fn what_was_typed_stays_where_a_hook_refuses() {
    let s = Sealed::notebook();
    hook(&s, "pre-commit", REFUSED);
    s.env("VISUAL", "echo typed >>");
    s.fieldnote("new orbit").shows(str![[r#"
2> error: `git commit` failed: no notes on Fridays
2> hint: what was written is saved but not committed; once the cause is gone: `fieldnote save customers/orbit/2026-03-06-sync.md`
exit 1

"#]]);
    s.fieldnote("edit minato").shows(str![[r#"
2> error: `git commit` failed: no notes on Fridays
2> hint: what was written is saved but not committed; once the cause is gone: `fieldnote save customers/minato/2026-03-04-poc.md`
exit 1

"#]]);
    s.fieldnote("save minato").shows(str![[r#"
2> error: `git commit` failed: no notes on Fridays
2> hint: what was written is saved but not committed; once the cause is gone: `fieldnote save customers/minato/2026-03-04-poc.md`
exit 1

"#]]);
    s.status().shows(str![[r#"
 M customers/minato/2026-03-04-poc.md
?? customers/orbit/2026-03-06-sync.md

"#]]);
    s.sh("tail -qn1 customers/orbit/2026-03-06-sync.md customers/minato/2026-03-04-poc.md").shows(
        str![[r#"
typed
typed
exit 0

"#]],
    );
    s.sh("rm .git/hooks/pre-commit");
    s.fieldnote("save").shows(str![[r#"
2> save 2 notes · [COMMIT]
2>   customers/minato/2026-03-04-poc.md
2>   customers/orbit/2026-03-06-sync.md
exit 0

"#]]);
}

#[test]
fn a_signature_that_fails_leaves_all_as_it_was() {
    let s = Sealed::notebook();
    s.git(&["config", "commit.gpgSign", "true"]);
    s.git(&["config", "gpg.program", "false"]);
    let before = everything(&s);
    let output = s.fieldnote("done contract");
    assert!(output.stderr.contains("nothing was changed"), "{output}");
    assert_eq!((output.code, everything(&s)), (1, before));
}

#[test]
fn a_hook_that_refuses_leaves_the_first_commit_to_come() {
    let s = Sealed::empty();
    s.git(&["init", "-q"]);
    hook(&s, "commit-msg", REFUSED);
    s.write("staged.txt", "staged\n").git(&["add", "staged.txt"]);
    s.sh("mkdir -m 700 .git/fieldnote; touch .git/fieldnote/lock");
    let before = everything(&s);
    s.fieldnote("init").shows(str![[r#"
2> error: `git commit` failed: no notes on Fridays
2> hint: nothing was changed; once the cause is gone, run the command again
exit 1

"#]]);
    assert_eq!(everything(&s), before);
    s.sh("rm .git/hooks/commit-msg");
    s.fieldnote("init").succeeds();
    s.status().shows(str![[r#"
A  staged.txt

"#]]);
}

#[test]
fn what_a_hook_rewrote_and_then_refused_stays() {
    let s = Sealed::notebook();
    let path = "customers/orbit/2026-03-02-sync.md";
    hook(&s, "pre-commit", &format!("echo tidied >> {path}; exit 1"));
    s.fieldnote("done contract").shows(str![[r#"
2> error: `git commit` failed: it ended with code 1 and said nothing
2> hint: `customers/orbit/2026-03-02-sync.md` was changed meanwhile and stays as it is; look at it, then `fieldnote save customers/orbit/2026-03-02-sync.md`
exit 1

"#]]);
    s.sh(&format!("tail -n1 {path}")).shows(str![[r#"
tidied
exit 0

"#]]);
}

#[test]
fn what_hooks_do_beside_is_told() {
    let s = Sealed::notebook();
    let path = "customers/orbit/2026-03-02-sync.md";
    hook(
        &s,
        "pre-commit",
        &format!("echo tidied >> {path}; date > built.txt; git add {path} built.txt"),
    );
    s.fieldnote("done contract").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
2> a hook changed customers/orbit/2026-03-02-sync.md
2> a hook added built.txt to the commit
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
orbit: done "send the contract"

A␉built.txt
M␉customers/orbit/2026-03-02-sync.md

"#]]);
    hook(&s, "pre-commit", &format!("echo more >> {path}"));
    s.fieldnote("done importer").shows(str![[r#"
2> error: `customers/orbit/2026-03-02-sync.md` has a staged version of its own
2> hint: commit it first: `git commit`; or give it up: git restore --staged 'customers/orbit/2026-03-02-sync.md'
exit 1

"#]]);
    hook(&s, "pre-commit", "exit 0");
    hook(&s, "post-commit", "exit 1");
    s.fieldnote("done manual").shows(str![[r#"
2> done: read the manual · customers/minato/2026-03-04-poc.md:21
exit 0

"#]]);
    s.git(&["log", "-1", "--format=%s"]).shows(str![[r#"
minato: done "read the manual"

"#]]);
}

#[test]
fn a_commit_that_another_one_covers_has_landed() {
    let s = Sealed::notebook();
    hook(
        &s,
        "post-commit",
        "[ -e .git/once ] && exit; touch .git/once; git commit -q --allow-empty -m after",
    );
    s.fieldnote("done contract").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    s.log().lines().take(2).collect::<Vec<_>>().join("\n").shows(str![[r#"
after
orbit: done "send the contract"
"#]]);
}

#[test]
fn hooks_see_the_paths_and_may_reword() {
    let s = Sealed::notebook();
    s.write(
        ".git/hooks/commit-msg",
        "#!/bin/sh\necho 'Reviewed-by: nobody' >> \"$1\"\ngit diff --cached --name-only\n",
    );
    s.sh("chmod +x .git/hooks/commit-msg");
    s.write("staged.md", "x\n").git(&["add", "staged.md"]);
    s.fieldnote("done contract").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    s.git(&["log", "-1", "--format=%B"])
        .lines()
        .filter(|line| !line.contains("-Op:"))
        .collect::<Vec<_>>()
        .join("\n")
        .shows(str![[r#"
orbit: done "send the contract"

Fieldnote: done
Reviewed-by: nobody

"#]]);
    s.status().shows(str![[r#"
A  staged.md

"#]]);
}
