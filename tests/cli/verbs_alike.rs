//! What `done`, `reopen`, `drop`, `move` and `assign` have in common: several at once, dry runs, twins, what
//! repeats, and the signs of Obsidian.

use snapbox::str;

use crate::sealed::{Sealed, Shows};
use crate::verbs::changed;

#[test]
fn several_are_changed_together_or_not_at_all() {
    let s = Sealed::notebook();
    let (poc, sync) = ("2026-03-04-poc.md", "2026-02-18-sync.md");
    s.run(&["assign", "dana", &format!("{poc}:18"), &format!("{poc}:17")]).shows(str![[r#"
2> error: "send the sizing guide" is assigned to dana already
exit 1

"#]]);
    s.status().shows(str![]);
    s.run(&[
        "move",
        "2026-03-16",
        &format!("{poc}:18"),
        &format!("{poc}:19"),
        &format!("{sync}:13"),
    ])
    .shows(str![[r#"
2> moved: open ports 2049 and 4420 · 9 Mar → 16 Mar · customers/minato/2026-03-04-poc.md:18
2> moved: rack the second node · 20 Mar → 16 Mar · customers/minato/2026-03-04-poc.md:19
2> moved: 見積もりを確認する · 27 Feb → 16 Mar · customers/minato/2026-02-18-sync.md:13
exit 0

"#]]);
    changed(&s).shows(str![[r#"
minato: move 3 follow-ups to 2026-03-16

-- [ ] @佐藤 見積もりを確認する by 2026-02-27
+- [ ] @佐藤 見積もりを確認する by 2026-03-16
-- [ ] @佐藤 open ports 2049 and 4420 by 2026-03-09
-- [ ] @高橋 rack the second node by 2026-03-20
+- [ ] @佐藤 open ports 2049 and 4420 by 2026-03-16
+- [ ] @高橋 rack the second node by 2026-03-16

"#]]);
    s.run(&["drop", "-w", "over", &format!("{poc}:18"), "2026-03-02-sync.md:16"]).shows(str![[
        r#"
2> dropped: open ports 2049 and 4420 · customers/minato/2026-03-04-poc.md:18
2> dropped: send the contract · customers/orbit/2026-03-02-sync.md:16
exit 0

"#
    ]]);
    changed(&s).shows(str![[r#"
drop 2 follow-ups

-- [ ] @佐藤 open ports 2049 and 4420 by 2026-03-16
+- [x] ~~@佐藤 open ports 2049 and 4420 by 2026-03-16~~ (dropped 2026-03-07: over)
-- [ ] @ann send the contract by 2026-03-05
+- [x] ~~@ann send the contract by 2026-03-05~~ (dropped 2026-03-06: over)

"#]]);
}

#[test]
fn a_dry_run_shows_the_lines_and_writes_nothing() {
    let s = Sealed::notebook();
    s.fieldnote("move mon sizing guide --dry-run").shows(str![[r#"
customers/minato/2026-03-04-poc.md:17
- - [ ] @dana send the sizing guide promised 2026-03-06
+ - [ ] @dana send the sizing guide promised 2026-03-09
2>   the promise of 6 Mar will count as missed in week 10
2> nothing was written
exit 0

"#]]);
    s.run(&["done", "-N", "2026-03-04-poc.md:18", "2026-03-02-sync.md:16"]).shows(str![[r#"
customers/minato/2026-03-04-poc.md:18
- - [ ] @佐藤 open ports 2049 and 4420 by 2026-03-09
+ - [x] @佐藤 open ports 2049 and 4420 by 2026-03-09 (done 2026-03-07)
customers/orbit/2026-03-02-sync.md:16
- - [ ] @ann send the contract by 2026-03-05
+ - [x] @ann send the contract by 2026-03-05 (done 2026-03-06)
2> nothing was written
exit 0

"#]]);
    s.fieldnote("--color always drop -N manual -w 'no need'").shows(str![[r#"
\u{1b}[1mcustomers/minato/2026-03-04-poc.md:21\u{1b}[0m
\u{1b}[31m- - [ ] read the manual\u{1b}[0m
\u{1b}[32m+ - [x] ~~read the manual~~ (dropped 2026-03-07: no need)\u{1b}[0m
2> nothing was written
exit 0

"#]]);
    s.status().shows(str![]);
}

#[test]
fn what_repeats_is_not_done_but_can_be_moved_and_dropped() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] water 🔁 every week 📅 2026-03-09\n- [ ] tea [repeat:: every day]\n");
    s.commit("notes");
    s.fieldnote("done water").shows(str![[r#"
2> error: "water" repeats, and only one of its days would be done
exit 1

"#]]);
    s.fieldnote("done tea").shows(str![[r#"
2> error: "tea" repeats, and only one of its days would be done
exit 1

"#]]);
    s.fieldnote("move 2026-03-16 water").succeeds();
    s.fieldnote("drop tea --why 'coffee'").succeeds();
    s.read("a.md").shows(str![[r#"
- [ ] water 🔁 every week 📅 2026-03-16
- [x] ~~tea [repeat:: every day]~~ (dropped 2026-03-06: coffee)

"#]]);
}

#[test]
fn lines_that_are_the_same_are_told_apart_by_their_place() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] twin\r\n- [ ] twin\r\n- [ ] twin").commit("notes");
    s.fieldnote("drop twin --why no").shows(str![[r#"
2> error: `twin` fits 3 open follow-ups; nothing was changed
2>   6  twin  a.md:1
2>   3  twin  a.md:2
2>   8  twin  a.md:3
2> hint: name one by its id, or add a word
exit 1

"#]]);
    s.fieldnote("done a.md:2").succeeds();
    s.fieldnote("move 2026-03-09 a.md:3").succeeds();
    s.read("a.md").shows(str![[r#"
- [ ] twin␍
- [x] twin (done 2026-03-06)␍
- [ ] twin by 2026-03-09
"#]]);
    s.fieldnote("reopen twin").succeeds();
    s.read("a.md").shows(str![[r#"
- [ ] twin␍
- [ ] twin␍
- [ ] twin by 2026-03-09
"#]]);
}

#[test]
fn candidates_are_told_with_their_customer() {
    let s = Sealed::notebook();
    s.write("calls/one.md", "---\ncustomer: orbit\n---\n- [ ] @ann send the guide\n").commit("x");
    s.fieldnote("done guide").shows(str![[r#"
2> error: `guide` fits 2 open follow-ups; nothing was changed
2> Minato Storage · 1 follow-up
2> ! f   6 Mar 1d late  promised  dana  send the sizing guide  customers/minato/2026-03-04-poc.md:17
2> 
2> Orbit Foods · 1 follow-up
2>   cr                           ann   send the guide  calls/one.md:4
2> hint: name one by its id, or add a word
exit 1

"#]]);
    s.fieldnote("assign sato orbit/2026-03-02-sync.md:16").shows(str![[r#"
2> error: `customers/orbit/2026-03-02-sync.md`: there is no person `sato`
2> hint: known are ann, dana, priya, Ivo Pires
exit 1

"#]]);
    s.write("a.md", "- [ ] don’t panic\n").commit("y");
    s.run(&["drop", "-w", "calm", "don't"]).succeeds();
}

#[test]
fn an_old_id_of_a_twin_names_nothing_once_another_came() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] call by 2026-03-09\n").commit("notes");
    let id = s.id("call");
    s.write("a.md", "- [ ] call by 2026-03-05\n- [ ] call by 2026-03-09\n");
    s.run(&["done", &id]).shows(str![[r#"
2> error: no open follow-up fits `hmtzh9db`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    s.write("a.md", "- [ ] mail\n- [ ] call by 2026-03-09\n").run(&["done", &id]).succeeds();
}

#[test]
fn each_twin_is_opened_again_as_it_was_itself() {
    let s = Sealed::init();
    let before = "- [/] twin\n- [ ] twin\n- ACTION: twin\n";
    s.write("a.md", before).commit("notes");
    s.fieldnote("done a.md:1 a.md:2 a.md:3").succeeds();
    s.fieldnote("reopen a.md:2 a.md:3 a.md:1").succeeds();
    assert_eq!(s.read("a.md"), before);
}

#[test]
fn obsidian_gets_its_signs() {
    let s = Sealed::init();
    s.write("fieldnote.toml", "style = \"obsidian\"\n");
    s.write("a.md", "- [ ] one 📅 2026-03-09\n- [ ] two ^k7\n- [ ] three\n").commit("notes");
    s.fieldnote("drop one --why 'no need'").succeeds();
    s.fieldnote("move 2026-03-12 two").succeeds();
    s.fieldnote("done three").succeeds();
    s.read("a.md").shows(str![[r#"
- [-] one (dropped: no need) 📅 2026-03-09 ❌ 2026-03-06
- [ ] two 📅 2026-03-12 ^k7
- [x] three ✅ 2026-03-06

"#]]);
    s.fieldnote("reopen one").succeeds();
    s.fieldnote("reopen three").succeeds();
    s.read("a.md").shows(str![[r#"
- [ ] one 📅 2026-03-09
- [ ] two 📅 2026-03-12 ^k7
- [ ] three

"#]]);
}
