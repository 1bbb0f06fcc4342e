//! `undo` and `reopen` after an operation on a note that held what no commit had: what was typed stays.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const SYNC: &str = "customers/orbit/2026-03-02-sync.md";

fn with_typed_lines() -> (Sealed, Vec<u8>) {
    let s = Sealed::notebook();
    let mut bytes = s.bytes(SYNC);
    bytes.extend(b"\n## Notes\r\nA long paragraph.\n- [/] @ann begun\n- ACTION: Ann to call");
    s.write(SYNC, &bytes);
    (s, bytes)
}

#[test]
fn what_was_typed_before_stays() {
    let (s, typed) = with_typed_lines();
    s.fieldnote("done send the contract").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
2> with 5 other changed lines of customers/orbit/2026-03-02-sync.md
exit 0

"#]]);
    s.fieldnote("undo --dry-run").shows(str![[r#"
customers/orbit/2026-03-02-sync.md:16
- - [x] @ann send the contract by 2026-03-05 (done 2026-03-06)
+ - [ ] @ann send the contract by 2026-03-05
2> would undo: done "send the contract" · [COMMIT]
exit 0

"#]]);
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "send the contract" · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    assert_eq!(s.bytes(SYNC), typed);
    s.status().shows(str![]);
}

#[test]
fn a_note_that_was_written_by_hand_is_not_removed() {
    let s = Sealed::notebook();
    let typed = "# By hand\n\n- [/] @ann call\n- ACTION: mail\n";
    s.write("hands-on/2026-03-06.md", typed);
    s.fieldnote("done call").shows(str![[r#"
2> done: call · hands-on/2026-03-06.md:3
2> with all of hands-on/2026-03-06.md, which was not committed before
exit 0

"#]]);
    s.fieldnote("done mail").succeeds();
    s.fieldnote("undo").succeeds();
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "call" · hands-on/2026-03-06.md:3
exit 0

"#]]);
    assert_eq!(s.read("hands-on/2026-03-06.md"), typed);
    s.write("team.md", "- @ann — Ann Lee\n- @bob — Bob\n")
        .fieldnote("person add --team cy 'Cy Fox'")
        .shows(str![[r#"
2> added to `team.md`: - @cy — Cy Fox
2> with 7 other changed lines of team.md
exit 0

"#]]);
    s.fieldnote("undo").succeeds();
    s.read("team.md").shows(str![[r#"
- @ann — Ann Lee
- @bob — Bob

"#]]);
}

#[test]
fn what_was_typed_before_the_editor_opened_stays() {
    let (s, typed) = with_typed_lines();
    s.write("../editor", "#!/bin/sh\necho more >> \"$1\"\n").sh("chmod +x ../editor");
    s.env("VISUAL", "[ROOT]/editor").fieldnote("edit orbit").succeeds();
    assert_ne!(s.bytes(SYNC), typed);
    s.fieldnote("undo").succeeds();
    assert_eq!(s.bytes(SYNC), typed);
}

#[test]
fn what_git_has_tidied_up_is_not_guessed() {
    let (s, _) = with_typed_lines();
    s.fieldnote("done send the contract").succeeds();
    s.git(&["gc", "--quiet", "--prune=now"]);
    let before = s.bytes(SYNC);
    s.fieldnote("undo").shows(str![[r#"
2> error: what `customers/orbit/2026-03-02-sync.md` held before `orbit: done "send the contract"` is not known any more; nothing was undone
2> hint: undo it by hand, then `fieldnote save`; what it did: git show [COMMIT]
exit 1

"#]]);
    assert_eq!(s.bytes(SYNC), before);
}

#[test]
fn what_was_never_committed_is_opened_again_as_it_was() {
    let (s, typed) = with_typed_lines();
    s.fieldnote("done begun").succeeds();
    s.fieldnote("reopen begun").succeeds();
    assert_eq!(s.bytes(SYNC), typed);
    s.write(SYNC, &typed[..typed.len() - 4]);
    s.fieldnote("done ann to").succeeds();
    s.fieldnote("reopen ann to").succeeds();
    assert_eq!(s.bytes(SYNC), &typed[..typed.len() - 4]);
}
