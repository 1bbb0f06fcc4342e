//! `followups --unboxed`: what asks for a box and has none.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

fn notebook() -> Sealed {
    let s = Sealed::notebook();
    s.write(
        "customers/orbit/2026-03-05-sync.md",
        "# Orbit Foods sync\n\n## Action items\n\n- @priya demo the importer by 2026-03-05\n- Ann to call \
         the \u{1b}[31mfirewall team of all the branches in the north and the south\n- ACTION: labelled\n\
         - [ ] @ann boxed\n- ~~ask for a date~~\n\n## Notes\n\n- [x]@ann send the minutes\n\n[ ] 見積もりを送る\n",
    );
    s
}

#[test]
fn what_is_no_follow_up_is_named_where_it_is_asked_for() {
    let s = notebook();
    let before = s.read("customers/orbit/2026-03-05-sync.md");
    s.fieldnote("done 2026-03-05-sync.md:15").shows(str![[r#"
2> error: line 15 of `customers/orbit/2026-03-05-sync.md` has no box yet
2> hint: give it one: `fieldnote edit customers/orbit/2026-03-05-sync.md`
exit 1

"#]]);
    s.fieldnote("done send the minutes").shows(str![[r#"
2> error: line 13 of `customers/orbit/2026-03-05-sync.md` has no box yet
2> hint: give it one: `fieldnote edit customers/orbit/2026-03-05-sync.md`
exit 1

"#]]);
    s.fieldnote("done 2026-03-05-sync.md:8 2026-03-05-sync.md:6").shows(str![[r#"
2> error: line 6 of `customers/orbit/2026-03-05-sync.md` has no box yet
2> hint: give it one: `fieldnote edit customers/orbit/2026-03-05-sync.md`
exit 1

"#]]);
    s.fieldnote("drop --why gone branches north").shows(str![[r#"
2> error: line 6 of `customers/orbit/2026-03-05-sync.md` has no box yet
2> hint: give it one: `fieldnote edit customers/orbit/2026-03-05-sync.md`
exit 1

"#]]);
    s.fieldnote("done priya nair").shows(str![[r#"
2> error: `customers/orbit/2026-03-02-sync.md:12` is no follow-up (attendance)
2> hint: `fieldnote followups --skipped` lists such boxes
exit 1

"#]]);
    s.fieldnote("done 2026-03-02-sync.md:12").shows(str![[r#"
2> error: `customers/orbit/2026-03-02-sync.md:12` is no follow-up (attendance)
2> hint: `fieldnote followups --skipped` lists such boxes
exit 1

"#]]);
    s.fieldnote("reopen 2026-03-02-sync.md:20").shows(str![[r#"
2> error: `customers/orbit/2026-03-02-sync.md:20` is no follow-up (placeholder)
2> hint: `fieldnote followups --skipped` lists such boxes
exit 1

"#]]);
    s.write("hands-on/2026-03-06.md", "- [ ]twin\n- [ ]twin\n");
    s.fieldnote("done twin").shows(str![[r#"
2> error: no open follow-up fits `twin`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    assert_eq!(s.read("customers/orbit/2026-03-05-sync.md"), before);
}

#[test]
fn bullets_and_near_boxes_are_listed_without_ids() {
    let s = notebook();
    s.fieldnote("followups --unboxed").shows(str![[r#"
! 5 Mar 1d late  priya  demo the importer  customers/orbit/2026-03-05-sync.md:5
                 ann    call the \x1b[31mfirewall team of all the branches in the north and the south  customers/orbit/2026-03-05-sync.md:6
                        見積もりを送る  customers/orbit/2026-03-05-sync.md:15
x done                  ask for a date  customers/orbit/2026-03-05-sync.md:9
x done           ann    send the minutes  customers/orbit/2026-03-05-sync.md:13
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("followups --unboxed --group owner --sort note").shows(str![
        [r#"
ann · 2 follow-ups
                 call the \x1b[31mfirewall team of all the…
  customers/orbit/2026-03-05-sync.md:6  ann
x done           send the minutes
  customers/orbit/2026-03-05-sync.md:13  ann

priya · 1 follow-up
! 5 Mar 1d late  demo the importer
  customers/orbit/2026-03-05-sync.md:5  priya

no owner · 2 follow-ups
x done           ask for a date
  customers/orbit/2026-03-05-sync.md:9
                 見積もりを送る
  customers/orbit/2026-03-05-sync.md:15
exit 0

"#]
    ]);
    s.fieldnote("f --unboxed --json --overdue").shows(str![[r#"
[
{"id":null,"state":"open","text":"demo the importer","raw":"- @priya demo the importer by 2026-03-05","owners":["priya"],"side":"ours","due":"2026-03-05","promised":null,"start":null,"closed":null,"late_days":1,"customer":"orbit","note":"customers/orbit/2026-03-05-sync.md","line":5,"box":false,"kind":"bullet","heading":"Action items","tags":[],"internal":false}
]
exit 0

"#]]);
    s.fieldnote("f --unboxed --owner ann --no-date branches").shows(str![[r#"
  call the \x1b[31mfirewall team of all the branches in the…
  customers/orbit/2026-03-05-sync.md:6  ann
exit 0

"#]]);
    s.fieldnote("f --unboxed --customer minato").shows(str![[r#"
2> no bullet asks for a box
exit 0

"#]]);
}

#[test]
fn boxes_of_a_japanese_keyboard_are_found() {
    let s = Sealed::init();
    s.write(
        "a.md",
        "## 宿題\n\n- [ ]　＠佐藤 見積もりを送る\n- ［ ］ 三つ目\n\n## メモ\n\n-[ ] @ann send\n",
    );
    s.fieldnote("followups --unboxed").shows(str![[r#"
  佐藤  見積もりを送る  a.md:3
        三つ目  a.md:4
  ann   send  a.md:8
exit 0

"#]]);
    s.fieldnote("check").shows(str![[r#"
a.md:3: warning: this asks for a box (- [ ] ＠佐藤 見積もりを送る)
a.md:4: warning: this asks for a box (- [ ] 三つ目)
a.md:8: warning: this asks for a box (- [ ] @ann send)
2> 0 errors, 3 warnings in 1 note
exit 1

"#]]);
}

#[test]
fn they_are_in_no_other_list_and_never_counted() {
    let s = notebook();
    for list in ["--all", "--skipped"] {
        let shown = s.run(&["followups", list, "--json", "--customer", "orbit"]).succeeds().stdout;
        assert!(!shown.contains("demo the importer by") && !shown.contains("bullet"), "{shown}");
    }
    let before = Sealed::notebook().run(&["week", "--json"]).succeeds().stdout;
    let after = notebook().run(&["week", "--json"]).succeeds().stdout;
    let open = |text: &str| {
        let week: serde_json::Value = serde_json::from_str(text).expect("JSON");
        week["sums"]["open_at_end"].as_u64().expect("a number")
    };
    assert_eq!(open(&after), open(&before) + 2, "the labelled one and the boxed one");
    s.fieldnote("done minutes").shows(str![[r#"
2> error: line 13 of `customers/orbit/2026-03-05-sync.md` has no box yet
2> hint: give it one: `fieldnote edit customers/orbit/2026-03-05-sync.md`
exit 1

"#]]);
}

#[test]
fn other_lists_cannot_be_asked_for_at_once() {
    let s = Sealed::init();
    for other in ["--all", "--closed", "--skipped"] {
        assert_eq!(s.run(&["followups", "--unboxed", other]).code, 2, "{other}");
    }
    s.fieldnote("followups --unboxed").shows(str![[r#"
2> no bullet asks for a box
exit 0

"#]]);
}
