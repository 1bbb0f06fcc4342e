//! `check --fix`: boxes and dates, and no other byte.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const NOTE: &str = "customers/orbit/2026-03-04-sync.md";

fn notebook() -> Sealed {
    let s = Sealed::notebook();
    s.write(
        NOTE,
        b"# Sync\r\n\r\n## Next steps\r\n\r\n-\tACTION: @ann send \x1b[31mth\xe9 list by friday\r\n\
          - bullet\r\n\r\n- [ ] @priya call promised next mon\r\n- [ ] @ann mail by 3/9\r\n- [ ]@ann write"
            as &[u8],
    );
    s.commit("by hand");
    s
}

#[test]
fn changes_are_shown_then_written_in_one_commit() {
    let s = notebook();
    s.fieldnote("check --fix --yes").shows(str![[r#"
customers/orbit/2026-03-04-sync.md:5
- - ACTION: @ann send \x1b[31mth� list by friday
+ - [ ] ACTION: @ann send \x1b[31mth� list by 2026-03-06
customers/orbit/2026-03-04-sync.md:8
- - [ ] @priya call promised next mon
+ - [ ] @priya call promised 2026-03-09
hands-on/2026-03-05.md:7
- - ACTION: Dana to file the crash
+ - [ ] ACTION: Dana to file the crash
2> fixed 2 boxes and 2 dates in 2 notes
2> 0 errors, 4 warnings left: fieldnote check
exit 1

"#]]);
    s.read(NOTE).shows(str![[r#"
# Sync␍
␍
## Next steps␍
␍
-␉[ ] ACTION: @ann send \u{1b}[31mth\xe9 list by 2026-03-06␍
- bullet␍
␍
- [ ] @priya call promised 2026-03-09␍
- [ ] @ann mail by 3/9␍
- [ ]@ann write
"#]]);
    s.read("hands-on/2026-03-05.md").shows(str![[r#"
---
date: 2026-03-05
kind: hands-on
---
# Nightly build

- [ ] ACTION: Dana to file the crash

"#]]);
    s.last_commit().shows(str![[r#"
check: fix 2 boxes and 2 dates

M␉customers/orbit/2026-03-04-sync.md
M␉hands-on/2026-03-05.md

"#]]);
    s.git(&["log", "-1", "--format=%b"]).shows(str![[r#"
Fieldnote: check
Fieldnote-Op: [ID]


"#]]);
    assert_eq!(s.status(), "");
    s.fieldnote("check --fix --yes").shows(str![[r#"
2> nothing to fix
2> 0 errors, 4 warnings left: fieldnote check
exit 1

"#]]);
}

#[test]
fn only_the_notes_of_the_customer_are_fixed() {
    let s = notebook();
    s.fieldnote("check --fix --yes orbit").shows(str![[r#"
customers/orbit/2026-03-04-sync.md:5
- - ACTION: @ann send \x1b[31mth� list by friday
+ - [ ] ACTION: @ann send \x1b[31mth� list by 2026-03-06
customers/orbit/2026-03-04-sync.md:8
- - [ ] @priya call promised next mon
+ - [ ] @priya call promised 2026-03-09
2> fixed 1 box and 2 dates in 1 note
2> 0 errors, 3 warnings left: fieldnote check
exit 1

"#]]);
    s.last_commit().shows(str![[r#"
orbit: fix 1 box and 2 dates

M␉customers/orbit/2026-03-04-sync.md

"#]]);
    assert!(s.read("hands-on/2026-03-05.md").contains("\n- ACTION"));
}

#[test]
fn nothing_is_written_without_a_yes() {
    let s = notebook();
    let before = (s.bytes(NOTE), s.log());
    s.fieldnote("check --fix orbit").shows(str![[r#"
customers/orbit/2026-03-04-sync.md:5
- - ACTION: @ann send \x1b[31mth� list by friday
+ - [ ] ACTION: @ann send \x1b[31mth� list by 2026-03-06
customers/orbit/2026-03-04-sync.md:8
- - [ ] @priya call promised next mon
+ - [ ] @priya call promised 2026-03-09
2> error: nobody can be asked about 3 changes; nothing was written
2> hint: `fieldnote check --fix --yes` writes without asking
exit 1

"#]]);
    s.fieldnote("check --fix --dry-run orbit").shows(str![[r#"
customers/orbit/2026-03-04-sync.md:5
- - ACTION: @ann send \x1b[31mth� list by friday
+ - [ ] ACTION: @ann send \x1b[31mth� list by 2026-03-06
customers/orbit/2026-03-04-sync.md:8
- - [ ] @priya call promised next mon
+ - [ ] @priya call promised 2026-03-09
2> 3 changes; nothing was written
exit 1

"#]]);
    assert_eq!((s.bytes(NOTE), s.log()), before);
}

#[test]
fn a_notebook_in_the_style_of_obsidian_gets_its_dates() {
    let s = Sealed::init();
    s.write("fieldnote.toml", "style = 'obsidian'\n")
        .write("2026-03-04.md", "- [ ] @ann call by friday\n- [ ] @ann send promised friday\n")
        .commit("by hand");
    s.fieldnote("check --fix --yes --no-commit").shows(str![[r#"
2026-03-04.md:1
- - [ ] @ann call by friday
+ - [ ] @ann call 📅 2026-03-06
2026-03-04.md:2
- - [ ] @ann send promised friday
+ - [ ] @ann send promised 2026-03-06
2> fixed 2 dates in 1 note
2> not committed
2> nothing else is wrong
exit 0

"#]]);
    s.read("2026-03-04.md").shows(str![[r#"
- [ ] @ann call 📅 2026-03-06
- [ ] @ann send promised 2026-03-06

"#]]);
    s.status().shows(str![[r#"
 M 2026-03-04.md

"#]]);
    s.fieldnote("followups --json").shows(str![[r#"
[
{"id":"8qtmm8nr","state":"open","text":"call","raw":"- [ ] @ann call 📅 2026-03-06","owners":["ann"],"side":"ours","due":"2026-03-06","promised":null,"start":null,"closed":null,"late_days":null,"customer":null,"note":"2026-03-04.md","line":1,"box":true,"kind":"box","heading":null,"tags":[],"internal":false},
{"id":"drjqms4p","state":"open","text":"send","raw":"- [ ] @ann send promised 2026-03-06","owners":["ann"],"side":"ours","due":null,"promised":"2026-03-06","start":null,"closed":null,"late_days":null,"customer":null,"note":"2026-03-04.md","line":2,"box":true,"kind":"box","heading":null,"tags":[],"internal":false}
]
exit 0

"#]]);
}

#[test]
fn what_may_be_another_day_is_named_and_not_counted_as_fixable() {
    let s = Sealed::init();
    s.write(
        "2026-03-04.md",
        "- [ ] @ann sent to legal by 2 March\n- [ ] @ann call by next week wednesday\n\
         - [ ] @ann not by friday but by monday\n- [ ] @ann send by 2026-03-06, promised monday\n",
    )
    .commit("by hand");
    s.fieldnote("check").shows(str![[r#"
2026-03-04.md:1: warning: no date read in "by 2 March"
2026-03-04.md:2: warning: no date read in "by next week"
2026-03-04.md:3: warning: no date read in "by friday"
2026-03-04.md:4: warning: no date read in "promised monday" (promised 2026-03-09)
2> 0 errors, 4 warnings in 1 note; 1 can be fixed: --fix
exit 1

"#]]);
    s.fieldnote("check --fix --dry-run").shows(str![[r#"
2026-03-04.md:4
- - [ ] @ann send by 2026-03-06, promised monday
+ - [ ] @ann send by 2026-03-06, promised 2026-03-09
2> 1 change; nothing was written
exit 1

"#]]);
}

#[test]
fn what_would_change_more_is_named_and_left() {
    let s = Sealed::init();
    s.write("2026-03-04.md", "- [ ] by friday @ann call\n").commit("by hand");
    s.fieldnote("check --fix --yes").shows(str![[r#"
2> warning: 2026-03-04.md:1 is left as it is: the date would change how it is read
2> nothing to fix
2> 0 errors, 2 warnings left: fieldnote check
exit 1

"#]]);
    assert_eq!(s.read("2026-03-04.md"), "- [ ] by friday @ann call\n");
}

#[test]
fn other_lines_of_a_note_go_with_it_and_are_named() {
    let s = notebook();
    let text = [s.bytes(NOTE), b"\r\nmore\r\n".to_vec()].concat();
    s.write(NOTE, &text);
    s.fieldnote("check --fix --yes orbit --quiet").shows(str![[r#"
customers/orbit/2026-03-04-sync.md:5
- - ACTION: @ann send \x1b[31mth� list by friday
+ - [ ] ACTION: @ann send \x1b[31mth� list by 2026-03-06
customers/orbit/2026-03-04-sync.md:8
- - [ ] @priya call promised next mon
+ - [ ] @priya call promised 2026-03-09
exit 1

"#]]);
    s.git(&["reset", "-q", "--hard", "HEAD^"]);
    s.write(NOTE, &text);
    let stderr = s.fieldnote("check --fix --yes orbit").stderr;
    assert!(stderr.contains("with 2 other changed lines of"), "{stderr}");
}

#[test]
fn what_cannot_be_fixed_is_refused() {
    let s = Sealed::empty();
    s.git(&["init", "-q"]);
    s.write("a.md", "- ACTION: call\n");
    s.fieldnote("check --fix --yes").shows(str![[r#"
2> error: `[ROOT]/notes` has no `fieldnote.toml`
2> hint: run `fieldnote init` there to make it a notebook; it changes no other file
exit 1

"#]]);
    for line in
        ["check --yes", "check --fix --json", "check --fix --yes --dry-run", "check --dry-run"]
    {
        assert_eq!(s.fieldnote(line).code, 2, "{line}");
    }
}
