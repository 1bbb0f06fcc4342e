//! `done`: which follow-up is meant, and what is said of it.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn words_tick_one_and_commit_it() {
    let s = Sealed::notebook();
    s.fieldnote("done sizing guide").shows(str![[r#"
2> done: send the sizing guide · customers/minato/2026-03-04-poc.md:17
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
minato: done "send the sizing guide"

M␉customers/minato/2026-03-04-poc.md

"#]]);
    s.git(&["show", "--format=%B", "-U0", "HEAD", "--", "customers"]).shows(str![[r#"
minato: done "send the sizing guide"

Fieldnote: done
Fieldnote-Op: [ID]


diff --git a/customers/minato/2026-03-04-poc.md b/customers/minato/2026-03-04-poc.md
index da676cf..7b04015 100644
--- a/customers/minato/2026-03-04-poc.md
+++ b/customers/minato/2026-03-04-poc.md
@@ -17 +17 @@ Throughput is fine.
-- [ ] @dana send the sizing guide promised 2026-03-06
+- [x] @dana send the sizing guide promised 2026-03-06 (done 2026-03-07)

"#]]);
    s.status().shows(str![]);
}

#[test]
fn an_id_or_its_prefix_names_one() {
    let s = Sealed::notebook();
    let id = s.id("send the contract");
    s.run(&["done", &id]).shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    let id = s.id("demo the importer #importer");
    s.run(&["done", &id[..3]]).shows(str![[r#"
2> done: demo the importer #importer · customers/orbit/2026-03-02-sync.md:18
exit 0

"#]]);
    s.run(&["done", &id[..3]]).shows(str![[r#"
2> error: "demo the importer #importer" is closed already (customers/orbit/2026-03-02-sync.md:18)
exit 1

"#]]);
}

#[test]
fn ids_and_places_name_several_in_one_commit() {
    let s = Sealed::notebook();
    let id = s.id("send the contract");
    s.run(&["done", &id, "2026-03-04-poc.md:17", "minato/2026-03-04-poc.md:18"]).shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
2> done: send the sizing guide · customers/minato/2026-03-04-poc.md:17
2> done: open ports 2049 and 4420 · customers/minato/2026-03-04-poc.md:18
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
done 3 follow-ups

M␉customers/minato/2026-03-04-poc.md
M␉customers/orbit/2026-03-02-sync.md

"#]]);
    s.git(&["show", "--format=", "-U0", "HEAD"]).shows(str![[r#"
diff --git a/customers/minato/2026-03-04-poc.md b/customers/minato/2026-03-04-poc.md
index da676cf..740a65a 100644
--- a/customers/minato/2026-03-04-poc.md
+++ b/customers/minato/2026-03-04-poc.md
@@ -17,2 +17,2 @@ Throughput is fine.
-- [ ] @dana send the sizing guide promised 2026-03-06
-- [ ] @佐藤 open ports 2049 and 4420 by 2026-03-09
+- [x] @dana send the sizing guide promised 2026-03-06 (done 2026-03-07)
+- [x] @佐藤 open ports 2049 and 4420 by 2026-03-09 (done 2026-03-07)
diff --git a/customers/orbit/2026-03-02-sync.md b/customers/orbit/2026-03-02-sync.md
index 34cbfe6..3d3e98f 100644
--- a/customers/orbit/2026-03-02-sync.md
+++ b/customers/orbit/2026-03-02-sync.md
@@ -16 +16 @@ ours: [ann, priya]
-- [ ] @ann send the contract by 2026-03-05
+- [x] @ann send the contract by 2026-03-05 (done 2026-03-06)

"#]]);
}

#[test]
fn several_of_which_one_is_unknown_change_nothing() {
    let s = Sealed::notebook();
    s.fieldnote("done 2026-03-04-poc.md:17 2026-03-04-poc.md:1").shows(str![[r#"
2> error: no open follow-up fits `2026-03-04-poc.md:1`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    s.fieldnote("done 2026-03-04-poc.md:17 zzzz").shows(str![[r#"
2> error: no open follow-up fits `zzzz`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    s.fieldnote("done nowhere.md:17").shows(str![[r#"
2> error: no open follow-up fits `nowhere.md:17`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    s.status().shows(str![]);
}

#[test]
fn the_same_one_twice_is_ticked_once() {
    let s = Sealed::notebook();
    let id = s.id("read the manual");
    s.run(&["done", &id, &id, "2026-03-04-poc.md:21"]).shows(str![[r#"
2> done: read the manual · customers/minato/2026-03-04-poc.md:21
exit 0

"#]]);
    s.git(&["show", "--format=", "-U0", "HEAD"]).shows(str![[r#"
diff --git a/customers/minato/2026-03-04-poc.md b/customers/minato/2026-03-04-poc.md
index da676cf..6f59d61 100644
--- a/customers/minato/2026-03-04-poc.md
+++ b/customers/minato/2026-03-04-poc.md
@@ -21 +21 @@ Throughput is fine.
-- [ ] read the manual
+- [x] read the manual (done 2026-03-07)

"#]]);
}

#[test]
fn ambiguous_words_change_nothing_and_list_the_candidates() {
    let s = Sealed::notebook();
    s.fieldnote("done send the").shows(str![[r#"
2> error: `send the` fits 3 open follow-ups; nothing was changed
2> ! n  5 Mar 1d late            ann   send the contract  customers/orbit/2026-03-02-sync.md:16
2> ! f  6 Mar 1d late  promised  dana  send the sizing guide  customers/minato/2026-03-04-poc.md:17
2>   p  11 Mar         promised  ann   send the migration plan  customers/orbit/2026-03-02-sync.md:17
2> hint: name one by its id, or add a word
exit 1

"#]]);
    s.status().shows(str![]);
}

#[test]
fn japanese_words_need_no_spaces() {
    let s = Sealed::notebook();
    s.fieldnote("done 見積もり").shows(str![[r#"
2> done: 見積もりを確認する · customers/minato/2026-02-18-sync.md:13
exit 0

"#]]);
    s.git(&["show", "--format=%s", "-U0", "HEAD"]).shows(str![[r#"
minato: done "見積もりを確認する"

diff --git a/customers/minato/2026-02-18-sync.md b/customers/minato/2026-02-18-sync.md
index c4bff5b..0e0501e 100644
--- a/customers/minato/2026-02-18-sync.md
+++ b/customers/minato/2026-02-18-sync.md
@@ -13 +13 @@ theirs: [佐藤 健]
-- [ ] @佐藤 見積もりを確認する by 2026-02-27
+- [x] @佐藤 見積もりを確認する by 2026-02-27 (done 2026-03-07)

"#]]);
}

#[test]
fn what_fits_nothing_is_refused() {
    let s = Sealed::notebook();
    s.fieldnote("done nothing like it").shows(str![[r#"
2> error: no open follow-up fits `nothing like it`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    s.fieldnote("done send the agenda").shows(str![[r#"
2> error: "send the agenda" is closed already (customers/minato/2026-02-18-sync.md:12)
exit 1

"#]]);
    s.fieldnote("done book the room").shows(str![[r#"
2> error: "book the room" is closed already (customers/minato/2026-02-18-sync.md:14)
exit 1

"#]]);
    s.fieldnote("done TODO").shows(str![[r#"
2> error: `customers/orbit/2026-03-02-sync.md:20` is no follow-up (placeholder)
2> hint: `fieldnote followups --skipped` lists such boxes
exit 1

"#]]);
    s.fieldnote("done ''").shows(str![[r#"
2> error: no open follow-up fits ``
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    s.fieldnote("done").shows(str![[r#"
2> error: the following required arguments were not provided:
2>   <SELECTOR>...
2> 
2> Usage: fieldnote done <SELECTOR>...
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.status().shows(str![]);
}

#[test]
fn an_action_without_a_box_gets_one() {
    let s = Sealed::notebook();
    s.fieldnote("done file the crash").shows(str![[r#"
2> done: file the crash · hands-on/2026-03-05.md:7
exit 0

"#]]);
    s.read("hands-on/2026-03-05.md").shows(str![[r#"
---
date: 2026-03-05
kind: hands-on
---
# Nightly build

- [x] ACTION: Dana to file the crash (done 2026-03-06)

"#]]);
}

#[test]
fn the_day_is_the_customers() {
    let s = Sealed::notebook();
    s.at("2026-03-06T16:00:00Z").fieldnote("done sizing guide").shows(str![[r#"
2> done: send the sizing guide · customers/minato/2026-03-04-poc.md:17
exit 0

"#]]);
    s.git(&["show", "--format=", "-U0", "HEAD"]).shows(str![[r#"
diff --git a/customers/minato/2026-03-04-poc.md b/customers/minato/2026-03-04-poc.md
index da676cf..7b04015 100644
--- a/customers/minato/2026-03-04-poc.md
+++ b/customers/minato/2026-03-04-poc.md
@@ -17 +17 @@ Throughput is fine.
-- [ ] @dana send the sizing guide promised 2026-03-06
+- [x] @dana send the sizing guide promised 2026-03-06 (done 2026-03-07)

"#]]);
    s.fieldnote("done send the contract").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    s.git(&["show", "--format=", "-U0", "HEAD"]).shows(str![[r#"
diff --git a/customers/orbit/2026-03-02-sync.md b/customers/orbit/2026-03-02-sync.md
index 34cbfe6..3d3e98f 100644
--- a/customers/orbit/2026-03-02-sync.md
+++ b/customers/orbit/2026-03-02-sync.md
@@ -16 +16 @@ ours: [ann, priya]
-- [ ] @ann send the contract by 2026-03-05
+- [x] @ann send the contract by 2026-03-05 (done 2026-03-06)

"#]]);
}

#[test]
fn equal_texts_are_told_apart_by_id_and_place() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] same\n- [ ] same\n- [ ] same\n").commit("notes");
    s.fieldnote("done same").shows(str![[r#"
2> error: `same` fits 3 open follow-ups; nothing was changed
2>   n  same  a.md:1
2>   7  same  a.md:2
2>   r  same  a.md:3
2> hint: name one by its id, or add a word
exit 1

"#]]);
    s.fieldnote("done a.md:2").shows(str![[r#"
2> done: same · a.md:2
exit 0

"#]]);
    s.read("a.md").shows(str![[r#"
- [ ] same
- [x] same (done 2026-03-06)
- [ ] same

"#]]);
    s.fieldnote("followups").shows(str![[r#"
  n  same  a.md:1
  r  same  a.md:3
exit 0

"#]]);
}

#[test]
fn an_id_on_the_line_is_the_id() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] one ^k7q2\n- [ ] two 🆔 abcdef\n- [ ] three [id:: dead]\n")
        .commit("notes");
    s.fieldnote("followups").shows(str![[r#"
  k  one  a.md:1
  a  two  a.md:2
  d  three  a.md:3
exit 0

"#]]);
    s.fieldnote("done k7q2 abcdef dead").shows(str![[r#"
2> done: one · a.md:1
2> done: two · a.md:2
2> done: three · a.md:3
exit 0

"#]]);
    s.read("a.md").shows(str![[r#"
- [x] one (done 2026-03-06) ^k7q2
- [x] two 🆔 abcdef (done 2026-03-06)
- [x] three [id:: dead] (done 2026-03-06)

"#]]);
}

#[test]
fn words_that_are_also_an_id_are_ambiguous() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] one ^guide\n- [ ] the guide\n").commit("notes");
    s.fieldnote("done guide").shows(str![[r#"
2> error: `guide` fits 2 open follow-ups; nothing was changed
2>   g  one  a.md:1
2>   r  the guide  a.md:2
2> hint: name one by its id, or add a word
exit 1

"#]]);
    s.status().shows(str![]);
}
