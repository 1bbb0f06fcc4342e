//! `notes`: which there are, in which order, how they are narrowed down, and on narrow terminals.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// The usual notebook, with a meeting to come, one that nobody wrote up, and notes that are no meetings.
fn notebook() -> Sealed {
    let s = Sealed::notebook();
    s.write(
        "customers/minato/2026-03-11-sync.md",
        "---\nkind: sync\nours: [dana]\n---\n# 定例会議\n",
    );
    s.write("customers/orbit/2026-02-23-sync.md", "---\nkind: sync\ntheirs: [Ivo Pires]\n---\n");
    s.write(
        "customers/orbit/2025-12-01-onsite.md",
        "---\nuntil: 2025-12-03\ninternal: true\n---\nx\n",
    );
    s.write("ideas.md", "# Ideas\n\n- [ ] sort them\n");
    s
}

#[test]
fn the_newest_note_comes_first() {
    notebook().fieldnote("notes").shows(str![[r#"
11 Mar      minato  sync      planned              定例会議  customers/minato/2026-03-11-sync.md
5 Mar               hands-on               1 open  Nightly build  hands-on/2026-03-05.md
4 Mar       minato  poc       written      5 open  Minato Storage PoC  customers/minato/2026-03-04-poc.md
2 Mar       orbit   sync      written      4 open  Orbit Foods sync  customers/orbit/2026-03-02-sync.md
23 Feb      orbit   sync      not written          2026-02-23-sync  customers/orbit/2026-02-23-sync.md
18 Feb      minato  sync      written      1 open  Minato Storage sync  customers/minato/2026-02-18-sync.md
1 Dec 2025  orbit             written              2025-12-01-onsite [internal]  customers/orbit/2025-12-01-onsite.md
                                           1 open  Ideas  ideas.md
exit 0

"#]]);
}

#[test]
fn notes_are_chosen_by_customer_kind_person_days_and_state() {
    let s = notebook();
    let paths = |line: &str| {
        let shown = s.fieldnote(line).succeeds();
        let ends = shown.stdout.lines().filter_map(|line| line.rsplit('/').next());
        let names = ends.map(|end| end.rsplit(' ').next().unwrap_or(end).replace(".md", ""));
        names.collect::<Vec<_>>().join(" ")
    };
    for (line, expected) in [
        ("notes -c 'orbit foods'", "2026-03-02-sync 2026-02-23-sync 2025-12-01-onsite"),
        ("notes --kind PoC", "2026-03-04-poc"),
        ("notes --with sato", "2026-03-04-poc 2026-02-18-sync"),
        ("notes --with 佐藤様", "2026-03-04-poc 2026-02-18-sync"),
        ("notes --with @dana", "2026-03-11-sync 2026-03-04-poc 2026-02-18-sync"),
        ("notes --with me", "2026-03-02-sync"),
        ("notes --with pires -c orbit", "2026-02-23-sync"),
        ("notes --state planned", "2026-03-11-sync"),
        ("notes --state not_written", "2026-02-23-sync"),
        ("notes --state not-written", "2026-02-23-sync"),
        ("notes --state written --since mon", "2026-03-04-poc 2026-03-02-sync"),
        ("notes --until 2025-12-31", "2025-12-01-onsite"),
        ("notes --since 2025-12-03 --until 2025-12-31", "2025-12-01-onsite"),
    ] {
        assert_eq!(paths(line), expected, "{line}");
    }
}

#[test]
fn an_empty_list_says_why() {
    let s = notebook();
    s.fieldnote("notes --kind pco --json").shows(str![[r#"
[]
2> no notes of kind `pco`: did you mean `poc`?
exit 0

"#]]);
    s.fieldnote("notes --kind poc -c orbit").shows(str![[r#"
2> no such notes
exit 0

"#]]);
    s.fieldnote("notes --with priya -c minato --since today").shows(str![[r#"
2> no such notes
exit 0

"#]]);
    Sealed::init().fieldnote("notes").shows(str![[r#"
2> no notes: start one with `fieldnote new CUSTOMER`
exit 0

"#]]);
}

#[test]
fn what_nobody_knows_is_refused() {
    let s = notebook();
    s.fieldnote("notes --with pirez").shows(str![[r#"
2> error: there is no person `pirez`
2> hint: add them with `fieldnote person add`
exit 1

"#]]);
    s.fieldnote("notes -c obrit").shows(str![[r#"
2> error: there is no customer `obrit`
2> hint: did you mean `orbit`?
exit 1

"#]]);
    s.fieldnote("notes --since soon").shows(str![[r#"
2> error: `soon` is no date
2> hint: write YYYY-MM-DD, or `mon`, `2w`, `3 days ago`, `5 mar`, `yesterday`
exit 2

"#]]);
    s.fieldnote("notes --since 2026-03-05 --until 2026-03-04").shows(str![[r#"
2> error: 2026-03-04 is before 2026-03-05
2> hint: swap `--since` and `--until`
exit 2

"#]]);
    s.fieldnote("notes --state sent").shows(str![[r#"
2> error: invalid value 'sent' for '--state <STATE>'
2>   [possible values: planned, written, not_written]
2> 
2> For more information, try '--help'.
exit 2

"#]]);
}

#[test]
fn narrow_terminals_get_the_path_below() {
    let s = notebook();
    s.env("COLUMNS", "80").fieldnote("notes -c minato").shows(str![[r#"
11 Mar  minato  sync  planned          定例会議
  customers/minato/2026-03-11-sync.md
4 Mar   minato  poc   written  5 open  Minato Storage PoC
  customers/minato/2026-03-04-poc.md
18 Feb  minato  sync  written  1 open  Minato Storage sync
  customers/minato/2026-02-18-sync.md
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("notes -c orbit").shows(str![[r#"
2 Mar       orbit  sync  written      4 open
  Orbit Foods sync
  customers/orbit/2026-03-02-sync.md
23 Feb      orbit  sync  not written
  2026-02-23-sync
  customers/orbit/2026-02-23-sync.md
1 Dec 2025  orbit        written
  2025-12-01-onsite [internal]
  customers/orbit/2025-12-01-onsite.md
exit 0

"#]]);
    s.env("COLUMNS", "36").fieldnote("notes -c minato --state planned").shows(str![[r#"
11 Mar  minato  sync  planned
  定例会議
  minato/2026-03-11-sync.md
exit 0

"#]]);
}

#[test]
fn programs_read_every_key() {
    notebook().fieldnote("notes --json --since 2025-12-01 --until 2026-02-25").shows(str![[r#"
[
{"note":"customers/orbit/2026-02-23-sync.md","customer":"orbit","date":"2026-02-23","until":null,"kind":"sync","title":"2026-02-23-sync","state":"not_written","sent":null,"open":0,"internal":false},
{"note":"customers/minato/2026-02-18-sync.md","customer":"minato","date":"2026-02-18","until":null,"kind":"sync","title":"Minato Storage sync","state":"written","sent":null,"open":1,"internal":false},
{"note":"customers/orbit/2025-12-01-onsite.md","customer":"orbit","date":"2025-12-01","until":"2025-12-03","kind":null,"title":"2025-12-01-onsite","state":"written","sent":null,"open":0,"internal":true}
]
exit 0

"#]]);
}

#[test]
fn any_folder_of_markdown_has_notes() {
    let s = Sealed::empty();
    s.write("a\u{1b}[31m.md", "# Evil \u{1b}[31m title\n").write("2026-03-04 call.md", "- [ ] x\n");
    s.fieldnote("notes -C .").shows(str![[r#"
4 Mar  1 open  2026-03-04 call  2026-03-04 call.md
               Evil \x1b[31m title  a\x1b[31m.md
exit 0

"#]]);
}
