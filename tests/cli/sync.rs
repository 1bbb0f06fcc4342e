//! `sync` between clones that share a bare repository: what comes, what goes, how it is merged.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const ORBIT: &str = "customers/orbit/2026-03-02-sync.md";

/// A notebook `notes`, the clones `priya` and `rui` beside it, and `hub.git`, which they share.
pub fn shared() -> Sealed {
    let s = Sealed::notebook();
    s.sh("git init -q --bare -b main ../hub.git && git remote add origin ../hub.git && \
          git push -q -u origin main && git clone -q ../hub.git ../priya && git clone -q ../hub.git ../rui")
        .succeeds();
    s
}

/// Runs in a clone, and comes back.
pub fn run_in(s: &Sealed, clone: &str, lines: &[&str]) {
    s.cd(&format!("../{clone}"));
    for line in lines {
        s.fieldnote(line).succeeds();
    }
    s.cd("");
}

#[test]
fn what_others_did_comes_and_what_was_done_here_goes() {
    let s = shared();
    s.fieldnote("sync").shows(str![[r#"
2> nothing new here or on origin/main
exit 0

"#]]);
    s.fieldnote("done contract").succeeds();
    s.fieldnote("sync").shows(str![[r#"
2> sent 1 commit to origin/main
exit 0

"#]]);
    s.cd("../priya").fieldnote("sync --dry-run").shows(str![[r#"
2> would receive 1 commit, 1 note changed
2>   customers/orbit/2026-03-02-sync.md
exit 0

"#]]);
    assert_eq!(s.git(&["status", "-sb"]), "## main...origin/main [behind 1]\n");
    s.fieldnote("sync").shows(str![[r#"
2> received 1 commit, 1 note changed
exit 0

"#]]);
    assert_eq!(s.bytes(ORBIT), s.bytes(&format!("../priya/{ORBIT}")));
    assert_eq!(s.git(&["status", "-sb"]), "## main...origin/main\n");
}

#[test]
fn ticks_in_neighbouring_lines_are_merged_without_being_set_up() {
    let s = shared();
    run_in(&s, "priya", &["done importer", "sync"]);
    s.fieldnote("move 2026-03-12 migration").succeeds();
    s.fieldnote("done contract").succeeds();
    s.fieldnote("sync --dry-run").shows(str![[r#"
2> would receive 1 commit, 1 note changed
2>   customers/orbit/2026-03-02-sync.md
2> would send 2 commits to origin/main
exit 0

"#]]);
    s.fieldnote("sync").shows(str![[r#"
2> received 1 commit, 1 note changed, merged · [COMMIT]
2> sent 2 commits to origin/main
exit 0

"#]]);
    s.read(ORBIT).shows(str![[r#"
---
customer: orbit
date: 2026-03-02
kind: sync
ours: [ann, priya]
---
# Orbit Foods sync

## Attendees

- [x] Ann Lee
- [x] Priya Nair

## Follow-ups

- [x] @ann send the contract by 2026-03-05 (done 2026-03-06)
- [ ] @ann send the migration plan promised 2026-03-12
- [x] @priya demo the importer #importer (done 2026-03-06)
- [ ] @them name a contact for networking
- [ ] TODO

"#]]);
    assert_eq!(s.status(), "");
    // The shared branch comes first, so that it is one line of history.
    s.git(&["log", "--first-parent", "--format=%s"]).shows(str![[r#"
merge 2 commits into main
orbit: done "demo the importer #importer"
notes of 2026-03-05
notes of 2026-03-04
notes of 2026-03-02
notes of 2026-02-18
team: new person Priya Nair
team: new person Dana Reyes
orbit: new person Ivo Pires
minato: new person 高橋 一郎
minato: new person 佐藤 健
orbit: new customer
minato: new customer
start the notebook

"#]]);
    s.git(&["log", "-1", "--format=%an %ad%n%B", "--date=iso"]).shows(str![[r#"
Ann Lee 2026-03-06 17:00:00 +0000
merge 2 commits into main

Fieldnote: sync
Fieldnote-Op: [ID]


"#]]);
    run_in(&s, "priya", &["sync"]);
    assert_eq!(s.bytes(ORBIT), s.bytes(&format!("../priya/{ORBIT}")));
}

#[test]
fn a_follow_up_that_both_added_in_different_places_is_named() {
    let s = shared();
    s.write("n.md", "- [ ] a\n\nOne.\n\nTwo.\n\nThree.\n\n- [ ] z\n").commit("note");
    s.fieldnote("sync").succeeds();
    s.cd("../priya").git(&["pull", "-q"]);
    let both =
        |added: &str, text: &str| text.replacen(added, &format!("{added}- [ ] send the list\n"), 1);
    let text = s.read("n.md");
    s.write("../priya/n.md", both("- [ ] a\n", &text)).commit("theirs");
    s.fieldnote("sync").succeeds();
    s.cd("").write("n.md", both("- [ ] z\n", &text)).commit("ours");
    s.fieldnote("sync").shows(str![[r#"
2> received 1 commit, 1 note changed, merged · [COMMIT]
2> warning: `n.md`: "send the list" stands twice: both sides added it
2> sent 1 commit to origin/main
exit 0

"#]]);
    s.read("n.md").shows(str![[r#"
- [ ] a
- [ ] send the list

One.

Two.

Three.

- [ ] z
- [ ] send the list

"#]]);
}

#[test]
fn what_one_ticked_off_and_the_other_moved_is_both() {
    let s = shared();
    run_in(&s, "priya", &["move 2026-03-20 contract", "sync"]);
    s.fieldnote("done contract").succeeds();
    s.fieldnote("sync").succeeds();
    let note = s.read(ORBIT);
    assert!(
        note.contains("- [x] @ann send the contract by 2026-03-20 (done 2026-03-06)"),
        "{note}"
    );
}

#[test]
fn the_week_counts_what_came_on_the_day_on_which_it_came() {
    let s = shared();
    run_in(&s, "priya", &["done importer", "sync"]);
    s.fieldnote("done contract").succeeds();
    s.fieldnote("sync").succeeds();
    let week = s.fieldnote("week --json").succeeds().stdout;
    let week: serde_json::Value = serde_json::from_str(&week).expect("JSON");
    assert_eq!(week["sums"]["closed"], 2, "{week}");
}

#[test]
fn somebody_who_was_faster_is_merged_with() {
    let s = shared();
    run_in(&s, "priya", &["done importer"]);
    run_in(&s, "rui", &["add orbit @them send the list"]);
    // Between the fetch and the push of `notes`, Priya pushes; between those that follow, Rui does.
    s.write(
        "../hook",
        "#!/bin/sh\nfor one in priya rui; do\n  [ -e $0.$one ] && continue\n  touch $0.$one\n  \
         env -i PATH=\"$PATH\" HOME=\"$HOME\" FIELDNOTE_NOW=2026-03-06T17:00:00Z fieldnote -C [ROOT]/$one sync >&2\n  exit\ndone\n"
            .replace("[ROOT]", &s.path("..").canonicalize().expect("a path").display().to_string()),
    );
    s.sh("chmod +x ../hook && cp ../hook .git/hooks/pre-push").succeeds();
    s.fieldnote("done contract").succeeds();
    s.fieldnote("sync").shows(str![[r#"
2> received 1 commit, 1 note changed, merged · [COMMIT]
2> received 1 commit, 1 note changed, merged · [COMMIT]
2> sent 1 commit to origin/main
exit 0

"#]]);
    s.read(ORBIT).shows(str![[r#"
---
customer: orbit
date: 2026-03-02
kind: sync
ours: [ann, priya]
---
# Orbit Foods sync

## Attendees

- [x] Ann Lee
- [x] Priya Nair

## Follow-ups

- [x] @ann send the contract by 2026-03-05 (done 2026-03-06)
- [ ] @ann send the migration plan promised 2026-03-11
- [x] @priya demo the importer #importer (done 2026-03-06)
- [ ] @them name a contact for networking
- [ ] TODO
- [ ] @them send the list

"#]]);
    assert_eq!(
        s.git(&["rev-parse", "main"]),
        s.git(&["ls-remote", "-q", "origin", "main"])[..40].to_string() + "\n"
    );
}

#[test]
fn the_first_to_share_a_notebook_sends_all_of_it() {
    let s = Sealed::notebook();
    s.sh("git init -q --bare -b main ../hub.git && git remote add origin ../hub.git && \
          git config branch.main.remote origin && git config branch.main.merge refs/heads/main")
        .succeeds();
    s.fieldnote("sync").shows(str![[r#"
2> sent 12 commits to origin/main
exit 0

"#]]);
    s.fieldnote("sync").shows(str![[r#"
2> nothing new here or on origin/main
exit 0

"#]]);
}

#[test]
fn what_is_not_committed_stays_and_is_named() {
    let s = shared();
    run_in(&s, "priya", &["done importer", "sync"]);
    let minato = "customers/minato/2026-02-18-sync.md";
    let typed = s.read(minato) + "- [ ] @dana one more\n";
    s.write(minato, &typed).write("staged.txt", "staged\n").write("mine.txt", "mine\n");
    s.git(&["add", "staged.txt"]);
    s.fieldnote("sync").shows(str![[r#"
2> warning: `customers/minato/2026-02-18-sync.md` holds changes that are not committed, and stays here: `fieldnote save`
2> received 1 commit, 1 note changed
exit 0

"#]]);
    assert_eq!(s.read(minato), typed);
    s.status().shows(str![[r#"
 M customers/minato/2026-02-18-sync.md
A  staged.txt
?? mine.txt

"#]]);
}

#[test]
fn hooks_run_as_for_git() {
    let s = shared();
    run_in(&s, "priya", &["done importer", "sync"]);
    s.fieldnote("done contract").succeeds();
    for hook in ["pre-merge-commit", "prepare-commit-msg", "commit-msg", "post-merge", "pre-push"] {
        let script = format!(
            "#!/bin/sh\necho {hook} ${{2:-}} >> ../said\ncase {hook} in *-msg) echo 'Seen-by: {hook}' >> \"$1\";; esac\n"
        );
        s.write(&format!(".git/hooks/{hook}"), script);
    }
    s.sh("chmod +x .git/hooks/*").succeeds();
    s.fieldnote("sync").succeeds();
    s.read("../said").shows(str![[r#"
pre-merge-commit
prepare-commit-msg merge
commit-msg
post-merge
pre-push ../hub.git

"#]]);
    s.git(&["log", "-1", "--format=%(trailers:key=Seen-by)"]).shows(str![[r#"
Seen-by: prepare-commit-msg
Seen-by: commit-msg


"#]]);
}

#[test]
fn a_notebook_below_the_top_of_the_work_tree_is_shared_too() {
    let s = Sealed::empty();
    s.git(&["init", "-q"]);
    s.fieldnote("init deep").succeeds();
    s.write("deep/n.md", "- [ ] a\n- [ ] b\n").commit("note");
    s.sh("git init -q --bare -b main ../hub.git && git remote add origin ../hub.git && \
          git push -q -u origin main && git clone -q ../hub.git ../priya")
        .succeeds();
    s.cd("../priya")
        .sh("fieldnote -C deep done deep/n.md:2 || fieldnote -C deep done n.md:2")
        .succeeds();
    s.fieldnote("-C deep sync").succeeds();
    s.cd("").fieldnote("-C deep done n.md:1").succeeds();
    s.fieldnote("-C deep sync").succeeds();
    s.read("deep/n.md").shows(str![[r#"
- [x] a (done 2026-03-06)
- [x] b (done 2026-03-06)

"#]]);
}
