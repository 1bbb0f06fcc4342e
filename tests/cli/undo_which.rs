//! `undo`: which operation is taken back.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn the_next_undo_takes_the_one_before() {
    let s = Sealed::notebook();
    let before = s.git(&["rev-parse", "HEAD^{tree}"]);
    s.fieldnote("done sizing guide").succeeds();
    s.fieldnote("done read the manual").succeeds();
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "read the manual" · customers/minato/2026-03-04-poc.md:21
exit 0

"#]]);
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "send the sizing guide" · customers/minato/2026-03-04-poc.md:17
exit 0

"#]]);
    assert_eq!(s.git(&["rev-parse", "HEAD^{tree}"]), before);
    s.fieldnote("done sizing guide").succeeds();
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "send the sizing guide" · customers/minato/2026-03-04-poc.md:17
exit 0

"#]]);
    s.fieldnote("undo").shows(str![[r#"
2> undone: new person Priya Nair · team.md:7
exit 0

"#]]);
    s.log().lines().take(7).collect::<Vec<_>>().join("\n").shows(str![[r#"
team: undo new person Priya Nair
minato: undo done "send the sizing guide"
minato: done "send the sizing guide"
minato: undo done "send the sizing guide"
minato: undo done "read the manual"
minato: done "read the manual"
minato: done "send the sizing guide"
"#]]);
}

#[test]
fn every_operation_but_the_start_can_be_undone() {
    let s = Sealed::init();
    let start = s.git(&["rev-parse", "HEAD^{tree}"]);
    s.fieldnote("customer add acme").succeeds();
    s.fieldnote("person add acme Mori").succeeds();
    s.fieldnote("person add --team zoe Zoe").succeeds();
    s.fieldnote("new acme --no-edit").succeeds();
    s.env("VISUAL", "echo '- [ ] @zoe call' >>").fieldnote("edit acme").succeeds();
    s.write("a.md", "- [ ] x\n").write("b.md", "- [ ] y\n").fieldnote("save").succeeds();
    s.fieldnote("done a.md:1 b.md:1").succeeds();
    s.fieldnote("week --save").succeeds();
    s.sh("rm a.md; fieldnote save").succeeds();
    for _ in 0..9 {
        s.fieldnote("undo").succeeds();
    }
    assert_eq!(s.git(&["rev-parse", "HEAD^{tree}"]), start);
    s.status().shows(str![]);
    s.sh("ls").shows(str![[r#"
fieldnote.toml
team.md
exit 0

"#]]);
    s.fieldnote("undo").shows(str![[r#"
2> error: there is nothing left to undo
2> hint: `fieldnote log` lists what was done; yours alone can be undone
exit 1

"#]]);
    s.log().shows(str![[r#"
acme: undo new customer
acme: undo new person Mori
team: undo new person Zoe
acme: undo new sync 2026-03-06
acme: undo edit sync 2026-03-06
undo save 2 notes
undo done 2 follow-ups
undo week 2026-W10
undo save a.md
save a.md
week 2026-W10
done 2 follow-ups
save 2 notes
acme: edit sync 2026-03-06
acme: new sync 2026-03-06
team: new person Zoe
acme: new person Mori
acme: new customer
start the notebook

"#]]);
}

#[test]
fn what_git_reverted_is_undone_already() {
    let s = Sealed::notebook();
    s.fieldnote("done sizing guide").succeeds();
    s.fieldnote("done contract").succeeds();
    s.git(&["revert", "--no-edit", "HEAD"]);
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "send the sizing guide" · customers/minato/2026-03-04-poc.md:17
exit 0

"#]]);
    s.git(&["revert", "--no-edit", "HEAD"]);
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "send the sizing guide" · customers/minato/2026-03-04-poc.md:17
exit 0

"#]]);
}

#[test]
fn what_others_did_is_theirs() {
    let s = Sealed::notebook();
    s.fieldnote("done sizing guide").succeeds();
    s.env("GIT_AUTHOR_EMAIL", "zoe@us.example").fieldnote("done read the manual").succeeds();
    s.without("GIT_AUTHOR_EMAIL").fieldnote("undo").shows(str![[r#"
2> undone: done "send the sizing guide" · customers/minato/2026-03-04-poc.md:17
exit 0

"#]]);
    s.env("GIT_AUTHOR_EMAIL", "ZOE@us.example").fieldnote("undo").shows(str![[r#"
2> undone: new person Priya Nair · team.md:7
exit 0

"#]]);
    s.fieldnote("undo").shows(str![[r#"
2> undone: new person Dana Reyes · team.md:6
exit 0

"#]]);
}

#[test]
fn after_a_merge_ones_own_may_be_on_its_second_side() {
    let s = Sealed::notebook();
    s.git(&["checkout", "-q", "-b", "mine"]);
    s.at("2026-03-06T17:10:00Z").fieldnote("done sizing guide").succeeds();
    s.git(&["checkout", "-q", "main"]);
    s.at("2026-03-06T17:05:00Z").fieldnote("done contract").succeeds();
    s.at("2026-03-06T17:20:00Z");
    s.git(&["merge", "-q", "--no-edit", "mine"]);
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "send the sizing guide" · customers/minato/2026-03-04-poc.md:17
exit 0

"#]]);
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "send the contract" · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    s.status().shows(str![]);
}

#[test]
fn a_slow_clock_puts_no_undo_before_what_it_took_back() {
    let s = Sealed::notebook();
    s.at("2026-03-06T12:00:00Z").fieldnote("done contract").succeeds();
    s.at("2026-03-06T12:30:00Z").fieldnote("done sizing guide").succeeds();
    s.git(&["checkout", "-q", "-b", "slow"]);
    s.at("2026-03-06T11:00:00Z").fieldnote("undo").succeeds();
    s.git(&["checkout", "-q", "main"]);
    s.write("other.md", "x\n").at("2026-03-06T13:00:00Z").commit("other");
    s.git(&["merge", "-q", "--no-edit", "slow"]);
    s.fieldnote("log").shows(str![[r#"
2026-03-06 11:00  2a75df2  minato: undo done "send the sizing guide"
2026-03-06 12:30  d7ceeb3  minato: done "send the sizing guide" (undone)
2026-03-06 12:00  21d4914  orbit: done "send the contract"
2026-02-02 09:00  4cd1434  team: new person Priya Nair
2026-02-02 09:00  21f50cf  team: new person Dana Reyes
2026-02-02 09:00  33d9658  orbit: new person Ivo Pires
2026-02-02 09:00  14978ca  minato: new person 高橋 一郎
2026-02-02 09:00  6d93d8b  minato: new person 佐藤 健
2026-02-02 09:00  b077728  orbit: new customer
2026-02-02 09:00  7f08f9f  minato: new customer
2026-02-02 09:00  6d8f987  start the notebook
exit 0

"#]]);
    s.fieldnote("undo").shows(str![[r#"
2> undone: done "send the contract" · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
}

#[test]
fn there_may_be_nothing_to_undo() {
    let s = Sealed::init();
    s.fieldnote("undo").shows(str![[r#"
2> error: there is nothing left to undo
2> hint: `fieldnote log` lists what was done; yours alone can be undone
exit 1

"#]]);
    let s = Sealed::empty();
    s.write("fieldnote.toml", "");
    s.fieldnote("undo").shows(str![[r#"
2> error: `[ROOT]/notes` is in no git repository
2> hint: what is done there is not recorded, and cannot be undone
exit 1

"#]]);
    s.git(&["init", "-q"]);
    s.fieldnote("undo").shows(str![[r#"
2> error: there is nothing left to undo
2> hint: `fieldnote log` lists what was done; yours alone can be undone
exit 1

"#]]);
    s.write("../home/.gitconfig", "").fieldnote("undo").shows(str![[r#"
2> error: git does not know your e-mail address, and so not what you did
2> hint: tell it: git config --global user.email you@example.com
exit 1

"#]]);
    s.env("GIT_CONFIG_GLOBAL", "/dev/null").fieldnote("undo").shows(str![[r#"
2> error: git does not know your e-mail address, and so not what you did
2> hint: tell it: git config --global user.email you@example.com
exit 1

"#]]);
}

#[test]
fn a_notebook_below_the_work_tree_undoes_its_own() {
    let s = Sealed::notebook();
    s.run(&["init", "other"]).succeeds();
    s.write("other/a.md", "- [ ] x\n").commit("note");
    s.cd("other").fieldnote("done x").succeeds();
    s.cd("").fieldnote("done contract").succeeds();
    s.cd("other").fieldnote("undo").shows(str![[r#"
2> undone: done "x" · a.md:1
exit 0

"#]]);
    s.read("other/a.md").shows(str![[r#"
- [ ] x

"#]]);
}
