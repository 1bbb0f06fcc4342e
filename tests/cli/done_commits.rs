//! `done`: what goes into its commit.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn what_was_typed_since_goes_with_it_and_is_named() {
    let s = Sealed::notebook();
    let path = "customers/minato/2026-03-04-poc.md";
    let text = String::from_utf8(s.bytes(path)).unwrap();
    s.write(path, text.replace("fine.", "fine.\nVery fine.\nReally."))
        .write("new.md", "- [ ] mine\n");
    s.fieldnote("done sizing guide").shows(str![[r#"
2> done: send the sizing guide · customers/minato/2026-03-04-poc.md:19
2> with 2 other changed lines of customers/minato/2026-03-04-poc.md
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
minato: done "send the sizing guide"

M␉customers/minato/2026-03-04-poc.md

"#]]);
    s.status().shows(str![[r#"
?? new.md

"#]]);
    s.fieldnote("done mine").shows(str![[r#"
2> done: mine · new.md:1
2> with all of new.md, which was not committed before
exit 0

"#]]);
}

#[test]
fn no_commit_leaves_the_commit_to_the_user() {
    let s = Sealed::notebook();
    s.fieldnote("done sizing guide --no-commit").shows(str![[r#"
2> done: send the sizing guide · customers/minato/2026-03-04-poc.md:17
2> not committed
exit 0

"#]]);
    s.status().shows(str![[r#"
 M customers/minato/2026-03-04-poc.md

"#]]);
    s.fieldnote("done read the manual").shows(str![[r#"
2> done: read the manual · customers/minato/2026-03-04-poc.md:21
2> with 1 other changed line of customers/minato/2026-03-04-poc.md
exit 0

"#]]);
    s.status().shows(str![]);
}

#[test]
fn quiet_says_nothing_but_errors() {
    let s = Sealed::notebook();
    s.fieldnote("-q done sizing guide").shows(str![[r#"
exit 0

"#]]);
    s.fieldnote("done --quiet sizing guide").shows(str![[r#"
2> error: "send the sizing guide" is closed already (customers/minato/2026-03-04-poc.md:17)
exit 1

"#]]);
}

#[test]
fn runs_at_the_same_time_wait_for_each_other() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] one\n- [ ] two\n- [ ] six\n- [ ] ten\n").commit("notes");
    s.sh("for line in 1 2 3 4; do fieldnote -q done a.md:$line & done; wait").shows(str![[r#"
exit 0

"#]]);
    s.read("a.md").shows(str![[r#"
- [x] one (done 2026-03-06)
- [x] two (done 2026-03-06)
- [x] six (done 2026-03-06)
- [x] ten (done 2026-03-06)

"#]]);
    assert_eq!(s.log().lines().count(), 6);
    s.status().shows(str![]);
}

#[test]
fn line_endings_that_git_converts_are_no_changes() {
    let s = Sealed::init();
    s.git(&["config", "core.autocrlf", "true"]);
    s.write("a.md", "- [ ] one\r\n- [ ] two\r\n").commit("notes");
    s.fieldnote("done one").shows(str![[r#"
2> done: one · a.md:1
exit 0

"#]]);
    s.read("a.md").shows(str![[r#"
- [x] one (done 2026-03-06)␍
- [ ] two␍

"#]]);
    s.status().shows(str![]);
    s.fieldnote("save").shows(str![[r#"
2> nothing was changed by hand
exit 0

"#]]);
}
