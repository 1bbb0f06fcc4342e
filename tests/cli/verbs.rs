//! `reopen`, `drop`, `move`, `assign`: one line each, one commit, and what is said of it.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// Returns what the last commit changed, without git's header.
pub fn changed(s: &Sealed) -> String {
    let shown = s.git(&["show", "--format=%s", "-U0", "HEAD"]);
    let is_shown = |line: &&str| {
        !["diff ", "index ", "--- ", "+++ ", "@@ "].iter().any(|head| line.starts_with(head))
    };
    shown.lines().filter(is_shown).map(|line| format!("{line}\n")).collect()
}

#[test]
fn what_was_done_is_opened_again_as_it_was() {
    let s = Sealed::notebook();
    let before = s.bytes("customers/minato/2026-03-04-poc.md");
    s.fieldnote("done launch checklist").succeeds();
    s.fieldnote("reopen launch checklist").shows(str![[r#"
2> reopened: write the 🚀 launch checklist · customers/minato/2026-03-04-poc.md:20
exit 0

"#]]);
    assert_eq!(s.bytes("customers/minato/2026-03-04-poc.md"), before, "with its `[/]`");
    changed(&s).shows(str![[r#"
minato: reopen "write the 🚀 launch checklist"

-- [x] @priya write the 🚀 launch checklist 📅 2026-03-13 (done 2026-03-07)
+- [/] @priya write the 🚀 launch checklist 📅 2026-03-13

"#]]);
    let before = s.bytes("hands-on/2026-03-05.md");
    s.fieldnote("done crash").succeeds();
    s.fieldnote("reopen crash").succeeds();
    assert_eq!(s.bytes("hands-on/2026-03-05.md"), before, "without a box");
    s.status().shows(str![]);
}

#[test]
fn reopening_looks_among_the_closed_ones() {
    let s = Sealed::notebook();
    s.fieldnote("reopen sizing guide").shows(str![[r#"
2> error: "send the sizing guide" is open (customers/minato/2026-03-04-poc.md:17)
exit 1

"#]]);
    s.fieldnote("reopen nothing like it").shows(str![[r#"
2> error: no closed follow-up fits `nothing like it`
2> hint: `fieldnote followups --closed` lists them with their ids
exit 1

"#]]);
    s.fieldnote("reopen room").shows(str![[r#"
2> reopened: book the room · customers/minato/2026-02-18-sync.md:14
exit 0

"#]]);
    changed(&s).shows(str![[r#"
minato: reopen "book the room"

-- [x] ~~@dana book the room~~ (dropped 2026-02-18: they come to us)
+- [ ] @dana book the room

"#]]);
    s.fieldnote("reopen send").shows(str![[r#"
2> reopened: send the agenda · customers/minato/2026-02-18-sync.md:12
exit 0

"#]]);
}

#[test]
fn a_dropped_one_says_why() {
    let s = Sealed::notebook();
    s.fieldnote("drop inventory").shows(str![[r#"
2> error: the following required arguments were not provided:
2>   --why <REASON>
2> 
2> Usage: fieldnote drop --why <REASON> <SELECTOR>...
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("drop contract --why '  '").shows(str![[r#"
2> error: there is no reason in `  `
2> hint: say it as `--why "they chose another"`
exit 2

"#]]);
    s.fieldnote("drop contract --why 'a smile :)'").shows(str![[r#"
2> error: the reason has a bracket without its other half, or is too long
exit 1

"#]]);
    s.status().shows(str![]);
    s.run(&["drop", "contract", "--why", "they\n signed (all)\tof it"]).shows(str![[r#"
2> dropped: send the contract · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    changed(&s).shows(str![[r#"
orbit: drop "send the contract"

-- [ ] @ann send the contract by 2026-03-05
+- [x] ~~@ann send the contract by 2026-03-05~~ (dropped 2026-03-06: they signed (all) of it)

"#]]);
    s.git(&["log", "-1", "--format=%B"]).shows(str![[r#"
orbit: drop "send the contract"

they signed (all) of it

Fieldnote: drop
Fieldnote-Op: [ID]


"#]]);
    let before = s.bytes("customers/orbit/2026-03-02-sync.md");
    s.fieldnote("reopen contract").succeeds();
    s.fieldnote("drop contract -w 'they signed (all) of it'").succeeds();
    assert_eq!(s.bytes("customers/orbit/2026-03-02-sync.md"), before);
}

#[test]
fn a_moved_promise_says_what_it_costs() {
    let s = Sealed::notebook();
    s.fieldnote("move mon sizing guide").shows(str![[r#"
2> moved: send the sizing guide · 6 Mar → 9 Mar · customers/minato/2026-03-04-poc.md:17
2>   the promise of 6 Mar will count as missed in week 10
exit 0

"#]]);
    changed(&s).shows(str![[r#"
minato: move "send the sizing guide" to 2026-03-09

-- [ ] @dana send the sizing guide promised 2026-03-06
+- [ ] @dana send the sizing guide promised 2026-03-09

"#]]);
    s.fieldnote("move 2026-03-12 sizing guide --why 'the lab is closed'").shows(str![[r#"
2> moved: send the sizing guide · 9 Mar → 12 Mar · customers/minato/2026-03-04-poc.md:17
2>   the promise of 6 Mar counts as missed in week 10 already
exit 0

"#]]);
    s.git(&["log", "-1", "--format=%B"]).shows(str![[r#"
minato: move "send the sizing guide" to 2026-03-12

the lab is closed

Fieldnote: move
Fieldnote-Op: [ID]


"#]]);
    // Earlier is no miss.
    s.fieldnote("move 2026-03-10 migration plan").shows(str![[r#"
2> moved: send the migration plan · 11 Mar → 10 Mar · customers/orbit/2026-03-02-sync.md:17
exit 0

"#]]);
    s.fieldnote("move 2026-03-10 migration plan").shows(str![[r#"
2> error: "send the migration plan" is for 2026-03-10 already
exit 1

"#]]);
}

#[test]
fn a_promise_of_today_can_still_be_corrected() {
    let s = Sealed::init();
    s.write("team.md", "- @ann — Ann Lee\n");
    s.write("a.md", "- [ ] @ann send promised 2026-03-09\n").commit("notes");
    s.fieldnote("move 2026-03-10 send").shows(str![[r#"
2> moved: send · 9 Mar → 10 Mar · a.md:1
exit 0

"#]]);
    s.at("2026-03-07T09:00:00Z").fieldnote("move 2026-03-11 send").shows(str![[r#"
2> moved: send · 10 Mar → 11 Mar · a.md:1
2>   the promise of 10 Mar will count as missed in week 11
exit 0

"#]]);
    s.write("a.md", "- [ ] @ann send by 2026-03-09 promised 2026-03-20\n").commit("by hand");
    s.fieldnote("move 2026-03-21 send").shows(str![[r#"
2> moved: send · 20 Mar → 21 Mar · a.md:1
2>   it is still due 9 Mar
2>   the promise of 10 Mar counts as missed in week 11 already
exit 0

"#]]);
}

#[test]
fn the_due_day_is_moved_where_nothing_is_promised() {
    let s = Sealed::notebook();
    s.fieldnote("move +1d ports").shows(str![[r#"
2> moved: open ports 2049 and 4420 · 9 Mar → 8 Mar · customers/minato/2026-03-04-poc.md:18
exit 0

"#]]);
    changed(&s).shows(str![[r#"
minato: move "open ports 2049 and 4420" to 2026-03-08

-- [ ] @佐藤 open ports 2049 and 4420 by 2026-03-09
+- [ ] @佐藤 open ports 2049 and 4420 by 2026-03-08

"#]]);
    s.fieldnote("move eow manual").shows(str![[r#"
2> moved: read the manual · no date → 8 Mar · customers/minato/2026-03-04-poc.md:21
exit 0

"#]]);
    changed(&s).shows(str![[r#"
minato: move "read the manual" to 2026-03-08

-- [ ] read the manual
+- [ ] read the manual by 2026-03-08

"#]]);
    s.fieldnote("move 3/9 manual").shows(str![[r#"
2> error: `3/9` can be 2026-03-09 or 2026-09-03
2> hint: write the date as YYYY-MM-DD
exit 2

"#]]);
    s.fieldnote("move soon manual").shows(str![[r#"
2> error: `soon` is no date
2> hint: write YYYY-MM-DD, or `fri`, `next fri`, `+3d`, `2w`, `eow`, `5 mar`, `today`
exit 2

"#]]);
}

#[test]
fn somebody_else_takes_it() {
    let s = Sealed::notebook();
    s.fieldnote("assign @priya sizing guide").shows(str![[r#"
2> assigned to priya: send the sizing guide · customers/minato/2026-03-04-poc.md:17
exit 0

"#]]);
    changed(&s).shows(str![[r#"
minato: assign "send the sizing guide" to priya

-- [ ] @dana send the sizing guide promised 2026-03-06
+- [ ] @priya send the sizing guide promised 2026-03-06

"#]]);
    s.fieldnote("assign sato,dana manual").shows(str![[r#"
2> assigned to 佐藤 健, dana: read the manual · customers/minato/2026-03-04-poc.md:21
exit 0

"#]]);
    changed(&s).shows(str![[r#"
minato: assign "read the manual" to 佐藤 健, dana

-- [ ] read the manual
+- [ ] @佐藤 @dana read the manual

"#]]);
    s.fieldnote("assign priya crash").shows(str![[r#"
2> assigned to priya: file the crash · hands-on/2026-03-05.md:7
exit 0

"#]]);
    changed(&s).shows(str![[r#"
assign "file the crash" to priya

-- ACTION: Dana to file the crash
+- ACTION: Priya to file the crash

"#]]);
    s.fieldnote("assign priya crash").shows(str![[r#"
2> error: "file the crash" is assigned to priya already
exit 1

"#]]);
    s.fieldnote("assign zed crash").shows(str![[r#"
2> error: `hands-on/2026-03-05.md`: there is no person `zed`
2> hint: known are ann, dana, priya, 佐藤 健, 高橋 一郎, Ivo Pires
exit 1

"#]]);
    s.fieldnote("assign , crash").shows(str![[r#"
2> error: `,` names nobody
exit 2

"#]]);
    s.write(
        "customers/minato/2026-03-05-sync.md",
        "---\ntheirs: [佐藤 健, 佐藤 由美]\n---\n- [ ] pay\n",
    );
    s.fieldnote("assign 佐藤 pay").shows(str![[r#"
2> error: `佐藤` can be 佐藤 健 or 佐藤 由美
2> hint: give the handle or the full name
exit 1

"#]]);
    s.fieldnote("assign 佐藤由美 pay --no-commit").shows(str![[r#"
2> assigned to 佐藤 由美: pay · customers/minato/2026-03-05-sync.md:4
2> not committed
exit 0

"#]]);
    s.read("customers/minato/2026-03-05-sync.md").shows(str![[r#"
---
theirs: [佐藤 健, 佐藤 由美]
---
- [ ] @佐藤由美 pay

"#]]);
}
