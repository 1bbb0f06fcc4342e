//! `undo`: the last operation's own lines, and no others.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const POC: &str = "customers/minato/2026-03-04-poc.md";

#[test]
fn done_and_undone_are_the_same_bytes() {
    for note in [
        "- [ ] x\n- [ ] y\n",
        "- [ ] y\r\n- [ ] x",
        "\u{feff}# H\r\n\r\n- [ ] x\r\n",
        "* [ ] x\n\n\n",
    ] {
        let s = Sealed::init();
        s.write("a.md", note).commit("note").fieldnote("done x").succeeds();
        assert_ne!(s.bytes("a.md"), note.as_bytes());
        s.fieldnote("undo").succeeds();
        assert_eq!(s.bytes("a.md"), note.as_bytes());
        s.status().shows(str![]);
    }
    let s = Sealed::init();
    let latin = b"caf\xe9\n- [ ] x \xe0\n\xff";
    s.write("a.md", latin).commit("note").fieldnote("done a.md:2").succeeds();
    s.fieldnote("undo").succeeds();
    assert_eq!(s.bytes("a.md"), latin);
}

#[test]
fn undo_is_a_commit_that_names_what_it_took_back() {
    let s = Sealed::notebook();
    s.fieldnote("done sizing guide").succeeds();
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "send the sizing guide" · customers/minato/2026-03-04-poc.md:17
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
minato: undo done "send the sizing guide"

M␉customers/minato/2026-03-04-poc.md

"#]]);
    s.sh("git log -1 --format=%B | sed 's/\\(Op\\|Undoes\\): .*/\\1: …/'").shows(str![[r#"
minato: undo done "send the sizing guide"

Fieldnote: undo
Fieldnote-Op: [ID]
Fieldnote-Undoes: …

exit 0

"#]]);
    let op = "git log --format='%(trailers:key=Fieldnote-Op,valueonly,separator=)'";
    let undoes = "git log --format='%(trailers:key=Fieldnote-Undoes,valueonly,separator=)'";
    let done = s.sh(&format!("{op} -1 HEAD~1")).succeeds().stdout;
    assert_eq!(s.sh(&format!("{undoes} -1")).succeeds().stdout, done);
    assert_ne!(s.sh(&format!("{op} -1")).succeeds().stdout, done);
    s.status().shows(str![]);
}

#[test]
fn files_that_were_made_or_removed_are_named() {
    let s = Sealed::notebook();
    s.fieldnote("new orbit --no-edit").succeeds();
    s.fieldnote("undo").shows(str![[r#"
2> undone: new sync 2026-03-06 · customers/orbit/2026-03-06-sync.md removed
exit 0

"#]]);
    s.sh(&format!("rm {POC}; fieldnote save")).succeeds();
    s.fieldnote("undo").shows(str![[r#"
2> undone: save customers/minato/2026-03-04-poc.md · customers/minato/2026-03-04-poc.md is back
exit 0

"#]]);
    s.write("many.md", "- [ ] a\n\n".repeat(7)).commit("many");
    s.sh("sed -i 's/a/b/' many.md; fieldnote save many.md").succeeds();
    s.fieldnote("undo").shows(str![[r#"
2> undone: save many.md · many.md, 7 places
exit 0

"#]]);
}

#[test]
fn neighbours_that_changed_since_stay() {
    let s = Sealed::notebook();
    let before = s.read(POC);
    s.fieldnote("done sizing guide").succeeds();
    s.sh(&format!("sed -i '16s/.*/\\n- [ ] one more/; 18s/2049/80/' {POC}"));
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "send the sizing guide" · customers/minato/2026-03-04-poc.md:18
2> with 2 other changed lines of customers/minato/2026-03-04-poc.md
exit 0

"#]]);
    let expected = before.replace("\n\n- [ ] @dana send", "\n\n- [ ] one more\n- [ ] @dana send");
    assert_eq!(s.read(POC), expected.replace("2049", "80"));
    s.status().shows(str![]);
}

#[test]
fn a_folder_that_is_empty_then_goes_too() {
    let s = Sealed::init();
    s.fieldnote("customer add acme").succeeds();
    s.fieldnote("undo").succeeds();
    assert!(!s.path("customers").exists());
}

#[test]
fn other_changes_of_the_note_go_with_it_and_others_stay() {
    let s = Sealed::notebook();
    s.fieldnote("done sizing guide").succeeds();
    s.write("staged.md", "x\n").git(&["add", "staged.md"]);
    s.sh(&format!("echo more >> {POC}; echo more >> hands-on/2026-03-05.md"));
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "send the sizing guide" · customers/minato/2026-03-04-poc.md:17
2> with 1 other changed line of customers/minato/2026-03-04-poc.md
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
minato: undo done "send the sizing guide"

M␉customers/minato/2026-03-04-poc.md

"#]]);
    s.status().shows(str![[r#"
 M hands-on/2026-03-05.md
A  staged.md

"#]]);
}

#[test]
fn a_dry_run_shows_the_lines_and_writes_nothing() {
    let s = Sealed::notebook();
    s.fieldnote("done minato/2026-03-04-poc.md:17 orbit/2026-03-02-sync.md:19").succeeds();
    let head = s.git(&["rev-parse", "HEAD"]);
    s.fieldnote("undo --dry-run").shows(str![[r#"
customers/minato/2026-03-04-poc.md:17
- - [x] @dana send the sizing guide promised 2026-03-06 (done 2026-03-07)
+ - [ ] @dana send the sizing guide promised 2026-03-06
customers/orbit/2026-03-02-sync.md:19
- - [x] @them name a contact for networking (done 2026-03-06)
+ - [ ] @them name a contact for networking
2> would undo: done 2 follow-ups · [COMMIT]
exit 0

"#]]);
    assert_eq!(s.git(&["rev-parse", "HEAD"]), head);
    s.status().shows(str![]);
    s.write("b.md", "- [ ] 見積もり\n\u{1b}[31m").fieldnote("save").succeeds();
    s.fieldnote("undo --dry-run").shows(str![[r#"
b.md:1
- - [ ] 見積もり
- \x1b[31m
2> would undo: save b.md · [COMMIT]
exit 0

"#]]);
}

#[test]
fn no_commit_leaves_the_commit_to_the_user() {
    let s = Sealed::notebook();
    s.fieldnote("done sizing guide").succeeds();
    s.fieldnote("undo --no-commit").shows(str![[r#"
2> undone: done "send the sizing guide" · customers/minato/2026-03-04-poc.md:17
2> not committed
exit 0

"#]]);
    s.status().shows(str![[r#"
 M customers/minato/2026-03-04-poc.md

"#]]);
    s.fieldnote("undo").shows(str![[r#"
2> error: the lines of `customers/minato/2026-03-04-poc.md` are as they were before `minato: done "send the sizing guide"`; nothing was undone
2> hint: `fieldnote save` commits that
exit 1

"#]]);
}

#[test]
fn line_endings_that_git_converts_come_back() {
    let s = Sealed::init();
    s.git(&["config", "core.autocrlf", "true"]);
    s.write("a.md", "- [ ] one\r\n- [ ] two\r\n").commit("notes");
    s.fieldnote("done one").succeeds();
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "one" · a.md:1
exit 0

"#]]);
    s.read("a.md").shows(str![[r#"
- [ ] one␍
- [ ] two␍

"#]]);
    s.status().shows(str![]);
}
