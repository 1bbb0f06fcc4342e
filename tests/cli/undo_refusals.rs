//! `undo`: what is refused, with nothing undone.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const POC: &str = "customers/minato/2026-03-04-poc.md";

#[test]
fn a_line_that_changed_since_is_refused() {
    let s = Sealed::notebook();
    s.fieldnote("done minato/2026-03-04-poc.md:17 minato/2026-03-04-poc.md:21").succeeds();
    s.sh(&format!("sed -i 's/read the manual/read it/; 1a title: PoC' {POC}"));
    let before = s.read(POC);
    s.fieldnote("undo").shows(str![[r#"
2> error: `customers/minato/2026-03-04-poc.md:22` was changed since `minato: done 2 follow-ups`; nothing was undone
2>   it wrote  - [x] read the manual (done 2026-03-07)
2>   now       - [x] read it (done 2026-03-07)
2> hint: undo it by hand, then `fieldnote save`; what it did: git show [COMMIT]
exit 1

"#]]);
    assert_eq!(s.read(POC), before);
    s.commit("by hand").fieldnote("undo").shows(str![[r#"
2> error: `customers/minato/2026-03-04-poc.md:22` was changed since `minato: done 2 follow-ups`; nothing was undone
2>   it wrote  - [x] read the manual (done 2026-03-07)
2>   now       - [x] read it (done 2026-03-07)
2> hint: undo it by hand, then `fieldnote save`; what it did: git show [COMMIT]
exit 1

"#]]);
    assert_eq!(s.read(POC), before);
    s.sh(&format!("sed -i '/read it/d' {POC}"));
    s.fieldnote("undo").shows(str![[r#"
2> error: `customers/minato/2026-03-04-poc.md:22` was changed since `minato: done 2 follow-ups`; nothing was undone
2>   it wrote  - [x] read the manual (done 2026-03-07)
2>   now       (nothing)
2> hint: undo it by hand, then `fieldnote save`; what it did: git show [COMMIT]
exit 1

"#]]);
    s.sh(&format!("rm {POC}"));
    s.fieldnote("undo").shows(str![[r#"
2> error: `customers/minato/2026-03-04-poc.md` is not there any more; `minato: done 2 follow-ups` was not undone
2> hint: undo it by hand, then `fieldnote save`; what it did: git show [COMMIT]
exit 1

"#]]);
}

#[test]
fn what_was_undone_by_hand_is_left_alone() {
    let s = Sealed::notebook();
    s.fieldnote("done sizing guide").succeeds();
    s.sh(&format!("git show HEAD~1:{POC} > {POC}"));
    s.fieldnote("undo").shows(str![[r#"
2> error: the lines of `customers/minato/2026-03-04-poc.md` are as they were before `minato: done "send the sizing guide"`; nothing was undone
2> hint: `fieldnote save` commits that
exit 1

"#]]);
    s.commit("by hand").fieldnote("undo").shows(str![[r#"
2> error: the lines of `customers/minato/2026-03-04-poc.md` are as they were before `minato: done "send the sizing guide"`; nothing was undone
2> hint: `fieldnote log` lists the older ones; `git revert COMMIT` takes one back
exit 1

"#]]);
}

#[test]
fn a_new_note_goes_only_if_nothing_was_written_into_it() {
    let s = Sealed::notebook();
    s.fieldnote("new orbit --no-edit").succeeds();
    let path = "customers/orbit/2026-03-06-sync.md";
    s.sh(&format!("echo more >> {path}"));
    s.fieldnote("undo").shows(str![[r#"
2> error: `customers/orbit/2026-03-06-sync.md` was changed since `orbit: new sync 2026-03-06` made it; nothing was undone
2> hint: if it is to go all the same, delete it, then `fieldnote save`
exit 1

"#]]);
    s.fieldnote("save").succeeds();
    s.fieldnote("undo").shows(str![[r#"
2> undone: save sync 2026-03-06 · customers/orbit/2026-03-06-sync.md:32
exit 0

"#]]);
    s.fieldnote("undo").shows(str![[r#"
2> undone: new sync 2026-03-06 · customers/orbit/2026-03-06-sync.md removed
exit 0

"#]]);
    assert!(!s.path(path).exists());
    s.fieldnote("new orbit --no-edit").succeeds();
    s.sh(&format!("rm {path}"));
    s.fieldnote("undo").shows(str![[r#"
2> error: `customers/orbit/2026-03-06-sync.md` is not there any more; `orbit: new sync 2026-03-06` was not undone
2> hint: undo it by hand, then `fieldnote save`; what it did: git show [COMMIT]
exit 1

"#]]);
}

#[test]
fn a_staged_version_of_its_own_is_refused() {
    let s = Sealed::notebook();
    s.fieldnote("done sizing guide").succeeds();
    s.sh(&format!("cp {POC} was; echo staged >> {POC}; git add {POC}; mv was {POC}"));
    s.fieldnote("undo").shows(str![[r#"
2> error: `customers/minato/2026-03-04-poc.md` has a staged version of its own
2> hint: commit it first: `git commit`; or give it up: git restore --staged 'customers/minato/2026-03-04-poc.md'
exit 1

"#]]);
    s.fieldnote("undo --dry-run").shows(str![[r#"
2> error: `customers/minato/2026-03-04-poc.md` has a staged version of its own
2> hint: commit it first: `git commit`; or give it up: git restore --staged 'customers/minato/2026-03-04-poc.md'
exit 1

"#]]);
}

#[test]
fn a_shallow_clone_does_not_know_what_was_before() {
    let s = Sealed::notebook();
    s.fieldnote("done sizing guide").succeeds();
    s.sh("git clone -q --depth 1 file://$PWD ../clone");
    s.cd("../clone").fieldnote("undo").shows(str![[r#"
2> error: this clone does not hold what was before `minato: done "send the sizing guide"`
2> hint: fetch the rest of the history: `git fetch --unshallow`
exit 1

"#]]);
}
