//! `person add`: one line in a card or in the team, nothing else changed.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const CARD: &str = "customers/minato/README.md";

#[test]
fn a_line_is_added_to_the_card() {
    let s = Sealed::notebook();
    s.fieldnote("person add minato '森 花子' --alias 'Mori Hanako' --alias モリ --role buyer --mail mori@minato.example").shows(str![[r#"
2> added to `customers/minato/README.md`: - 森 花子 (Mori Hanako, モリ) — buyer <mori@minato.example>
exit 0

"#]]);
    s.fieldnote("person add 'Minato Storage' 'Ken Two' --partner --champion").shows(str![[r#"
2> added to `customers/minato/README.md`: - Ken Two — partner, champion
exit 0

"#]]);
    s.read(CARD).shows(str![[r#"
---
customer: minato
name: Minato Storage
timezone: Asia/Tokyo
cadence: "7d"
---
# Minato Storage

## People

- 佐藤 健 (Satō Ken) — infrastructure lead, champion <ken@minato.example>
- 高橋 一郎 — partner
- 森 花子 (Mori Hanako, モリ) — buyer <mori@minato.example>
- Ken Two — partner, champion

<!-- - Full Name (Alias) — role, champion <mail@example.com> -->

"#]]);
    s.last_commit().shows(str![[r#"
minato: new person Ken Two

M␉customers/minato/README.md

"#]]);
}

#[test]
fn a_line_is_added_to_the_team() {
    let s = Sealed::notebook();
    s.fieldnote("person add --team @zoe 'Zoë Müller' --role PM --timezone Europe/Berlin --mail zoe@us.example").shows(str![[r#"
2> added to `team.md`: - @zoe — Zoë Müller, PM (Europe/Berlin) <zoe@us.example>
exit 0

"#]]);
    s.read("team.md").shows(str![[r#"
# Team

<!-- - @handle — Full Name, role (Area/City) <mail@example.com> -->

- @ann — Ann Lee <ann@us.example>
- @dana — Dana Reyes (America/New_York) <dana@us.example>
- @priya — Priya Nair
- @zoe — Zoë Müller, PM (Europe/Berlin) <zoe@us.example>

"#]]);
    s.sh("rm team.md");
    s.fieldnote("person add --team bob Bob").shows(str![[r#"
2> added to `team.md`: - @bob — Bob
exit 0

"#]]);
    s.read("team.md").shows(str![[r#"
# Team

- @bob — Bob

"#]]);
}

#[test]
fn who_is_known_or_cannot_be_written_is_refused() {
    let s = Sealed::notebook();
    s.fieldnote("person add minato '佐藤 健'").shows(str![[r#"
2> error: "佐藤 健" is on the card of `minato` already
exit 1

"#]]);
    s.fieldnote("person add --team dana 'Dana Two'").shows(str![[r#"
2> error: `@dana` is in `team.md` already
exit 1

"#]]);
    s.fieldnote("person add --team 'a b' Bob").shows(str![[r#"
2> error: `a b` is no handle: letters, digits, `-`, `_` and `.`
exit 2

"#]]);
    s.fieldnote("person add mintao Bob").shows(str![[r#"
2> error: there is no customer `mintao`
2> hint: did you mean `minato`?
exit 1

"#]]);
    s.fieldnote("person add minato 'Bob <b@x>'").shows(str![[r#"
2> error: `Bob <b@x>` cannot stand in a list of people: no line breaks, `<>` or `()`
exit 2

"#]]);
    s.fieldnote("person add minato ''").shows(str![[r#"
2> error: `` cannot stand in a list of people: no line breaks, `<>` or `()`
exit 2

"#]]);
    s.run(&["person", "add", "minato", "a\nb"]).shows(str![[r#"
2> error: `a b` cannot stand in a list of people: no line breaks, `<>` or `()`
exit 2

"#]]);
    s.fieldnote("person add minato Bob --timezone Asia/Tokyo").shows(str![[r#"
2> error: the following required arguments were not provided:
2>   --team
2> 
2> Usage: fieldnote person add --team --timezone <ZONE> <CUSTOMER|HANDLE> <NAME>
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("person add --team bob Bob --timezone Asia/Tokio").shows(str![[r#"
2> error: `Asia/Tokio` is no time zone
2> hint: did you mean `Asia/Tokyo`?
exit 2

"#]]);
    s.fieldnote("person add --team bob Bob --partner").shows(str![[r#"
2> error: the argument '--team' cannot be used with '--partner'
2> 
2> Usage: fieldnote person add --team <CUSTOMER|HANDLE> <NAME>
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.status().shows(str![]);
}

#[test]
fn line_endings_and_the_end_of_the_file_stay() {
    let s = Sealed::notebook();
    for (before, after) in [
        (
            "# A\r\n\r\n## People\r\n\r\n- Bo\r\n\r\n## Notes\r\ntext\r\n",
            "# A␍\n␍\n## People␍\n␍\n- Bo␍\n- Cy␍\n␍\n## Notes␍\ntext␍\n",
        ),
        ("# A\n\n## People\n- Bo", "# A\n\n## People\n- Bo\n- Cy"),
        ("# A\n\n## People", "# A\n\n## People\n\n- Cy"),
        ("# A\n", "# A\n\n## People\n\n- Cy\n"),
        ("", "\n## People\n\n- Cy\n"),
    ] {
        s.write(CARD, before);
        s.fieldnote("person add minato Cy").succeeds();
        assert_eq!(s.read(CARD), after, "{before:?}");
    }
}

#[test]
fn who_was_added_is_known() {
    let s = Sealed::notebook();
    s.fieldnote("person add minato '森 花子' --alias 'Mori Hanako'").succeeds();
    s.fieldnote("new minato --with mori,高橋,dana --print").shows(str![[r#"
---
customer: minato
date: 2026-03-07
kind: sync
ours: [ann, dana]
theirs: [森 花子]
partner: [高橋 一郎]
---
# Minato Storage — sync

## Since last time
- [見積もりを確認する](2026-02-18-sync.md)
- [send the sizing guide](2026-03-04-poc.md)
- [open ports 2049 and 4420](2026-03-04-poc.md)
- [write the 🚀 launch checklist](2026-03-04-poc.md)
- [rack the second node](2026-03-04-poc.md)
- [read the manual](2026-03-04-poc.md)

## Agenda
<!-- Theirs first. Leave a gap for what they bring. -->

## Notes
<!-- As it is said, with who said it.
     Start a line with Decision: Risk: Ask: Value: Question: and it is found again. -->

## Next

## Follow-ups
<!-- - [ ] @who what by 2026-01-31      (agreed date)
     - [ ] @who what promised 2026-01-31 (said to the customer)
     Read this list aloud before you hang up. -->

## Internal
<!-- Never shared. Mood, money, people, guesses. -->
exit 0

"#]]);
}

#[test]
fn a_name_that_looks_like_markup_is_read_back() {
    for name in [
        "A — B", "A - B", "*Bob*", "Bob, Jr.", "`x`", "[Bob]", "1. Bob", "+ Bob", "O'Neil", "@bob",
        "#1", "Bob: x", "a\\b",
    ] {
        let s = Sealed::notebook();
        let output = s.run(&["person", "add", "minato", name]);
        if output.code != 0 {
            assert!(output.stderr.contains("cannot stand"), "{name}: {output}");
            continue;
        }
        let again = s.run(&["person", "add", "minato", name]);
        assert_eq!(again.code, 1, "{name}: {again}\n{}", s.read(CARD));
        let note = s.run(&["new", "minato", "--print", "--with", name]);
        assert_eq!(note.code, 0, "{name}: {note}\n{}", s.read(CARD));
    }
}
