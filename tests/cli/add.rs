//! `add`: one line into the right note, with the right name and the right day.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn a_follow_up_goes_into_the_latest_note_in_the_notes_own_words() {
    let s = Sealed::notebook();
    s.fieldnote("add minato '@sato open port 80 by mon'").shows(str![[r#"
2> added: @佐藤 open port 80 by 2026-03-09 · customers/minato/2026-03-04-poc.md:22
exit 0

"#]]);
    s.git(&["show", "--format=%B", "-U1", "HEAD"]).shows(str![[r#"
minato: add "open port 80"

Fieldnote: add
Fieldnote-Op: [ID]


diff --git a/customers/minato/2026-03-04-poc.md b/customers/minato/2026-03-04-poc.md
index da676cf..9c9ac74 100644
--- a/customers/minato/2026-03-04-poc.md
+++ b/customers/minato/2026-03-04-poc.md
@@ -21 +21,2 @@ Throughput is fine.
 - [ ] read the manual
+- [ ] @佐藤 open port 80 by 2026-03-09

"#]]);
    s.status().shows(str![]);
    s.fieldnote("add minato @me send the slides promised +3d").shows(str![[r#"
2> added: @ann send the slides promised 2026-03-10 · customers/minato/2026-03-04-poc.md:23
exit 0

"#]]);
    s.fieldnote("add 'Orbit Foods' call Ivo by 2026-03-20 #price").shows(str![[r#"
2> added: call Ivo by 2026-03-20 #price · customers/orbit/2026-03-02-sync.md:21
exit 0

"#]]);
    s.fieldnote("followups --customer orbit price").shows(str![[r#"
  j  20 Mar  call Ivo by 2026-03-20 #price  customers/orbit/2026-03-02-sync.md:21
exit 0

"#]]);
}

#[test]
fn days_are_counted_at_the_customer() {
    let s = Sealed::notebook();
    // Saturday in Tokyo, Friday here.
    s.fieldnote("add minato a by tomorrow").shows(str![[r#"
2> added: a by 2026-03-08 · customers/minato/2026-03-04-poc.md:22
exit 0

"#]]);
    s.fieldnote("add orbit b by tomorrow").shows(str![[r#"
2> added: b by 2026-03-07 · customers/orbit/2026-03-02-sync.md:21
exit 0

"#]]);
}

#[test]
fn a_note_can_be_named() {
    let s = Sealed::notebook();
    s.fieldnote("add -n 2026-02-18-sync.md '@dana call'").shows(str![[r#"
2> added: @dana call · customers/minato/2026-02-18-sync.md:15
exit 0

"#]]);
    s.fieldnote("add minato '@dana mail' -n 2026-02-18-sync.md").shows(str![[r#"
2> added: @dana mail · customers/minato/2026-02-18-sync.md:16
exit 0

"#]]);
    s.fieldnote("add -n hands-on/2026-03-05.md file another one").shows(str![[r#"
2> added: file another one · hands-on/2026-03-05.md:10
exit 0

"#]]);
    s.read("customers/minato/2026-02-18-sync.md").shows(str![[r#"
---
customer: minato
date: 2026-02-18
kind: sync
ours: [dana]
theirs: [佐藤 健]
---
# Minato Storage sync

## Follow-ups

- [x] @dana send the agenda by 2026-02-17 (done 2026-02-17)
- [ ] @佐藤 見積もりを確認する by 2026-02-27
- [x] ~~@dana book the room~~ (dropped 2026-02-18: they come to us)
- [ ] @dana call
- [ ] @dana mail

"#]]);
    s.read("hands-on/2026-03-05.md").shows(str![[r#"
---
date: 2026-03-05
kind: hands-on
---
# Nightly build

- ACTION: Dana to file the crash

## Follow-ups
- [ ] file another one

"#]]);
}

#[test]
fn a_new_note_has_its_place_for_it() {
    let s = Sealed::notebook();
    s.fieldnote("new minato --no-edit").succeeds();
    s.fieldnote("add minato @dana call by fri").shows(str![[r#"
2> added: @dana call by 2026-03-13 · customers/minato/2026-03-07-sync.md:31
exit 0

"#]]);
    s.git(&["show", "--format=", "-U2", "HEAD"]).shows(str![[r#"
diff --git a/customers/minato/2026-03-07-sync.md b/customers/minato/2026-03-07-sync.md
index f1dad1d..c6c554f 100644
--- a/customers/minato/2026-03-07-sync.md
+++ b/customers/minato/2026-03-07-sync.md
@@ -29,4 +29,5 @@ theirs: []
      - [ ] @who what promised 2026-01-31 (said to the customer)
      Read this list aloud before you hang up. -->
+- [ ] @dana call by 2026-03-13
 
 ## Internal

"#]]);
}

#[test]
fn what_is_odd_is_said() {
    let s = Sealed::notebook();
    s.fieldnote("add orbit '@zed call before friday'").shows(str![[r#"
2> added: @zed call before friday · customers/orbit/2026-03-02-sync.md:21
2> warning: customers/orbit/2026-03-02-sync.md:21: nobody is known as "zed"
2> warning: customers/orbit/2026-03-02-sync.md:21: no date read in "before friday"
exit 0

"#]]);
    s.fieldnote("add orbit send the contract").shows(str![[r#"
2> added: send the contract · customers/orbit/2026-03-02-sync.md:22
2> warning: the same text is open already: customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
}

#[test]
fn what_cannot_be_added_is_refused() {
    let s = Sealed::notebook();
    s.fieldnote("add minato call by 3/9").shows(str![[r#"
2> error: `3/9` can be 2026-03-09 or 2026-09-03
2> hint: write the date as YYYY-MM-DD; what is no date stays as it is in backticks
exit 2

"#]]);
    s.fieldnote("add minato call by friday the 20th").shows(str![[r#"
2> error: `by friday the 20th` can be more than one day
2> hint: write the date as YYYY-MM-DD
exit 2

"#]]);
    s.run(&["add", "minato", "call \u{1b}[31m"]).shows(str![[r#"
2> error: the text holds a character that could drive a terminal
exit 1

"#]]);
    s.fieldnote("add minato").shows(str![[r#"
2> error: there is no text to add
2> hint: say what is to be done: `fieldnote add minato "@me call back"`
exit 2

"#]]);
    s.fieldnote("add minato ' '").shows(str![[r#"
2> error: there is no text in ` `
exit 2

"#]]);
    s.fieldnote("add minato TBD").shows(str![[r#"
2> error: `TBD` would be no follow-up (placeholder)
exit 1

"#]]);
    s.fieldnote("add mintao call").shows(str![[r#"
2> error: there is no note or customer `mintao`
2> hint: did you mean `minato`?
exit 1

"#]]);
    s.fieldnote("customer add tern --name Tern").succeeds();
    s.fieldnote("add tern call").shows(str![[r#"
2> error: `tern` has no note up to today
2> hint: start one: `fieldnote new tern`
exit 1

"#]]);
    s.write("customers/orbit/2026-03-05-sync.md", "```\nopen\n").commit("a fence");
    s.fieldnote("add orbit call").shows(str![[r#"
2> error: a new line in `customers/orbit/2026-03-05-sync.md` would not be read as a follow-up
2> hint: is a code block or a comment left open in it?
exit 1

"#]]);
    s.status().shows(str![]);
}

#[test]
fn other_changes_of_the_note_go_with_it_and_all_else_stays() {
    let s = Sealed::notebook();
    s.write("other.md", "x\n").git(&["add", "other.md"]);
    let path = "customers/orbit/2026-03-02-sync.md";
    let mut bytes = s.bytes(path);
    bytes.extend(b"typed\r\n");
    s.write(path, &bytes);
    s.fieldnote("add orbit call").shows(str![[r#"
2> added: call · customers/orbit/2026-03-02-sync.md:22
2> with 1 other changed line of customers/orbit/2026-03-02-sync.md
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
orbit: add "call"

M␉customers/orbit/2026-03-02-sync.md

"#]]);
    s.status().shows(str![[r#"
A  other.md

"#]]);
}

#[test]
fn obsidian_gets_its_signs_and_a_dry_run_writes_nothing() {
    let s = Sealed::notebook();
    s.write("fieldnote.toml", "style = \"obsidian\"\n").commit("style");
    s.fieldnote("add minato @sato open port 80 by mon -N").shows(str![[r#"
customers/minato/2026-03-04-poc.md:22
+ - [ ] @佐藤 open port 80 📅 2026-03-09
2> nothing was written
exit 0

"#]]);
    s.status().shows(str![]);
    s.fieldnote("add minato @sato open port 80 by mon --no-commit").shows(str![[r#"
2> added: @佐藤 open port 80 📅 2026-03-09 · customers/minato/2026-03-04-poc.md:22
2> not committed
exit 0

"#]]);
    s.status().shows(str![[r#"
 M customers/minato/2026-03-04-poc.md

"#]]);
}
