//! `show`: a note byte for byte in a pipe, one section of it, and all of it for programs.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const POC: &str = "customers/minato/2026-03-04-poc.md";

#[test]
fn in_a_pipe_it_is_the_file_byte_for_byte() {
    let s = Sealed::notebook();
    let bytes =
        b"---\ncustomer: orbit\ndate: 2026-03-06\n---\r\ncaf\xe9 \x1b[31m\t<!-- a -->\r\n\0no end";
    s.write("customers/orbit/2026-03-06-sync.md", bytes);
    for name in ["orbit", "2026-03-06-sync", "customers/orbit/2026-03-06-sync.md", "Orbit Foods"] {
        s.sh(&format!("fieldnote show '{name}' --color always > ../shown")).succeeds();
        assert_eq!(s.bytes("../shown"), bytes, "{name}");
    }
    s.env("COLUMNS", "40").sh("fieldnote show orbit > ../shown").succeeds();
    assert_eq!(s.bytes("../shown"), bytes);
}

#[test]
fn a_line_names_its_section() {
    let s = Sealed::notebook();
    s.fieldnote("show minato:13").shows(str![[r#"
## Notes

Throughput is fine.

exit 0

"#]]);
    s.fieldnote(&format!("show {POC}:1")).shows(str![[r#"
---
customer: minato
date: 2026-03-04
kind: poc
ours: [dana, priya]
theirs: [佐藤 健]
partner: [高橋 一郎]
---
exit 0

"#]]);
    s.cd("customers/minato").fieldnote("show 2026-03-04-poc.md:13").shows(str![[r#"
## Notes

Throughput is fine.

exit 0

"#]]);
}

#[test]
fn cards_and_the_team_are_shown_too() {
    let s = Sealed::notebook();
    s.fieldnote("show customers/orbit/README.md:11").shows(str![[r#"
## People

- Ivo Pires — buyer

<!-- - Full Name (Alias) — role, champion <mail@example.com> -->
exit 0

"#]]);
    s.fieldnote("show team.md").shows(str![[r#"
# Team

<!-- - @handle — Full Name, role (Area/City) <mail@example.com> -->

- @ann — Ann Lee <ann@us.example>
- @dana — Dana Reyes (America/New_York) <dana@us.example>
- @priya — Priya Nair
exit 0

"#]]);
}

#[test]
fn programs_read_every_key() {
    let s = Sealed::notebook();
    s.write(
        "customers/orbit/2026-03-05-escalation.md",
        "---\nkind: escalation\nseverity: high\nstate: open\nours: [ann]\ntheirs: [Ivo Pires]\n---\n# Mounts hang\n\n\
         ## 2026-03-05\n\n- Decision: roll back\n- Ask (blocker): a patch #patch\n\n> \"Now.\" — Ivo\n\n\
         ## Internal\n\n- Risk (high): they leave\n- [ ] @zed call by 2026-03-05\n",
    );
    s.fieldnote("show 2026-03-05-escalation --json").shows(str![[r#"
{"note":"customers/orbit/2026-03-05-escalation.md","customer":"orbit","date":"2026-03-05","until":null,"sent":null,"kind":"escalation","title":"Mounts hang","state":"written","ours":["ann"],"theirs":["Ivo Pires"],"partner":[],"attendees":[],"internal":false,"severity":"high","escalation":"open","updates":["2026-03-05"],"follow_ups":[{"id":"85495krd","state":"open","text":"call","raw":"- [ ] @zed call by 2026-03-05","owners":["zed"],"side":null,"due":"2026-03-05","promised":null,"start":null,"closed":null,"late_days":1,"customer":"orbit","note":"customers/orbit/2026-03-05-escalation.md","line":20,"box":true,"kind":"box","heading":"Internal","tags":[],"internal":true}],"decisions":[{"customer":"orbit","date":"2026-03-05","text":"roll back","qualifier":null,"tag":null,"note":"customers/orbit/2026-03-05-escalation.md","line":12,"internal":false}],"risks":[{"customer":"orbit","date":"2026-03-05","text":"they leave","qualifier":"high","tag":null,"note":"customers/orbit/2026-03-05-escalation.md","line":19,"internal":true}],"asks":[{"customer":"orbit","date":"2026-03-05","text":"a patch #patch","qualifier":"blocker","tag":"patch","note":"customers/orbit/2026-03-05-escalation.md","line":13,"internal":false}],"value":[],"questions":[],"quotes":[{"text":"Now.","name":"Ivo","date":"2026-03-05","line":15,"internal":false}],"problems":[{"severity":"warning","code":"unknown_person","line":20,"message":"nobody is known as \"zed\""}]}
exit 0

"#]]);
    let whole = s.fieldnote("show minato --json").succeeds().stdout;
    assert_eq!(whole, s.fieldnote("show minato:13 --json").succeeds().stdout);
}

#[test]
fn what_is_not_there_is_refused() {
    let s = Sealed::notebook();
    s.fieldnote("show mintao").shows(str![[r#"
2> error: there is no note or customer `mintao`
2> hint: did you mean `minato`?
exit 1

"#]]);
    s.fieldnote("show minato:99").shows(str![[r#"
2> error: `customers/minato/2026-03-04-poc.md` has no line 99
2> hint: it has 21 lines
exit 1

"#]]);
    s.fieldnote("show minato:0").shows(str![[r#"
2> error: `customers/minato/2026-03-04-poc.md` has no line 0
2> hint: it has 21 lines
exit 1

"#]]);
    s.fieldnote("show README.md:3").shows(str![[r#"
2> error: there is no note or customer `README.md`
2> hint: name a note by the end of its path, or a customer by its slug
exit 1

"#]]);
    s.fieldnote("show sync").shows(str![[r#"
2> error: there is no note or customer `sync`
2> hint: name a note by the end of its path, or a customer by its slug
exit 1

"#]]);
}
