//! `handoff`: what a colleague needs to take over.

use serde_json::Value;
use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// The notebook, in which Dana looks after minato.
fn danas() -> Sealed {
    let s = Sealed::notebook();
    let card = s.read("customers/minato/README.md").replace("cadence:", "owner: dana\ncadence:");
    s.write("customers/minato/README.md", card)
        .write(
            "customers/minato/2026-03-02-escalation.md",
            "---\nkind: escalation\nours: [priya]\n---\n# Minato Storage — failover stops\n\nIt stops.\n",
        )
        .write("customers/minato/2026-03-05-sync.md", "---\nkind: sync\n---\n# Sync\n")
        .write("customers/minato/2026-03-09-sync.md", "---\nkind: sync\n---\n# Sync\n")
        .write(
            "customers/orbit/2026-03-05-sync.md",
            "---\ntheirs: [Abe]\n---\nThey like it.\n\n- [ ] @dana call [the lab](https://x.example) promised 2026-04-01\n\
             - [ ] @dana @ann ask legal by 2026-03-10 #internal\n",
        );
    s
}

#[test]
fn a_colleague_is_told_what_to_take_over() {
    let s = danas();
    s.fieldnote("handoff --to priya --until 2026-03-20 --owner dana").shows(str![[r##"
# Dana Reyes hands over to Priya Nair

until Fri 20 March 2026 · as of Fri 6 Mar 17:00 Lisbon · before each meeting: `fieldnote brief CUSTOMER`

## Promised until 20 Mar

- 1 day late — send the sizing guide — Minato Storage, 6 Mar · [note](customers/minato/2026-03-04-poc.md)

## Promised later

- call [the lab](https://x.example) — Orbit Foods, 1 Apr · [note](customers/orbit/2026-03-05-sync.md)

## Meetings until 20 Mar

- Minato Storage, sync of 9 Mar · [note](customers/minato/2026-03-09-sync.md)

## Escalations

- Minato Storage, failover stops — no severity, last update 2 Mar, update owed today, no exit criteria · [note](customers/minato/2026-03-02-escalation.md)

## Minato Storage

[card](customers/minato/README.md) · Sat 7 Mar 02:00 Tokyo · every 7 days · Dana Reyes looks after them · next meeting 9 Mar · they owe 3: `fieldnote waiting minato`

**Also open**
none

**Last met**
- 5 Mar, sync, not written · [note](customers/minato/2026-03-05-sync.md)
- 4 Mar, poc · [note](customers/minato/2026-03-04-poc.md)
- 2 Mar, escalation · [note](customers/minato/2026-03-02-escalation.md)

**People**
- 佐藤 健 — infrastructure lead, champion — last seen 4 Mar — ken@minato.example
- 高橋 一郎 — partner — last seen 4 Mar

## Orbit Foods

[card](customers/orbit/README.md) · no meeting planned · they owe 1: `fieldnote waiting orbit`

**Also open**
- ask legal by 2026-03-10 #internal (internal) — 10 Mar, with Ann Lee · [note](customers/orbit/2026-03-05-sync.md)

**Last met**
- 5 Mar, 2026-03-05-sync · [note](customers/orbit/2026-03-05-sync.md)
- 2 Mar, sync · [note](customers/orbit/2026-03-02-sync.md)

**People**
- Ivo Pires — buyer — never seen
- Abe — not on the card — last seen 5 Mar

## Without a customer

- file the crash — no date · [note](hands-on/2026-03-05.md)

## Not written down

- Minato Storage: what was said, sync of 5 Mar — `fieldnote edit customers/minato/2026-03-05-sync.md`
- Minato Storage: today's update, failover stops — `fieldnote edit customers/minato/2026-03-02-escalation.md`
- Minato Storage: when it is over, failover stops — `fieldnote edit customers/minato/2026-03-02-escalation.md`
- Minato Storage: whose it is, "read the manual" — `fieldnote assign WHO customers/minato/2026-03-04-poc.md:21`
- Orbit Foods: their time zone, on the card — write `timezone: Area/City` into customers/orbit/README.md
- Orbit Foods: how often you meet, on the card — write `cadence: 7d` into customers/orbit/README.md
- Orbit Foods: who looks after them, on the card — write `owner: HANDLE` into customers/orbit/README.md
- Orbit Foods: the next meeting — `fieldnote new orbit --date DATE`
- no customer: by when, "file the crash" — `fieldnote move DATE hands-on/2026-03-05.md:7`
exit 0

"##]]);
    s.fieldnote("handoff --to priya --until +1w -o dana -c orbit").shows(str![[r#"
# Dana Reyes hands over to Priya Nair

until Fri 13 March 2026 · as of Fri 6 Mar 17:00 Lisbon · before each meeting: `fieldnote brief CUSTOMER`

## Promised until 13 Mar

none

## Promised later

- call [the lab](https://x.example) — Orbit Foods, 1 Apr · [note](customers/orbit/2026-03-05-sync.md)

## Meetings until 13 Mar

none

## Escalations

none

## Orbit Foods

[card](customers/orbit/README.md) · no meeting planned · they owe 1: `fieldnote waiting orbit`

**Also open**
- ask legal by 2026-03-10 #internal (internal) — 10 Mar, with Ann Lee · [note](customers/orbit/2026-03-05-sync.md)

**Last met**
- 5 Mar, 2026-03-05-sync · [note](customers/orbit/2026-03-05-sync.md)
- 2 Mar, sync · [note](customers/orbit/2026-03-02-sync.md)

**People**
- Ivo Pires — buyer — never seen
- Abe — not on the card — last seen 5 Mar

## Not written down

- Orbit Foods: their time zone, on the card — write `timezone: Area/City` into customers/orbit/README.md
- Orbit Foods: how often you meet, on the card — write `cadence: 7d` into customers/orbit/README.md
- Orbit Foods: who looks after them, on the card — write `owner: HANDLE` into customers/orbit/README.md
- Orbit Foods: the next meeting — `fieldnote new orbit --date DATE`
exit 0

"#]]);
}

#[test]
fn i_am_who_hands_over() {
    let s = danas();
    s.fieldnote("handoff --to dana --until eow").shows(str![[r#"
# Ann Lee hands over to Dana Reyes

until Fri 6 March 2026 · as of Fri 6 Mar 17:00 Lisbon · before each meeting: `fieldnote brief CUSTOMER`

## Promised until 6 Mar

none

## Promised later

- send the migration plan — Orbit Foods, 11 Mar · [note](customers/orbit/2026-03-02-sync.md)

## Meetings until 6 Mar

none

## Escalations

none

## Orbit Foods

[card](customers/orbit/README.md) · no meeting planned · they owe 1: `fieldnote waiting orbit`

**Also open**
- 1 day late — send the contract — 5 Mar · [note](customers/orbit/2026-03-02-sync.md)
- ask legal by 2026-03-10 #internal (internal) — 10 Mar, with Dana Reyes · [note](customers/orbit/2026-03-05-sync.md)

**Last met**
- 5 Mar, 2026-03-05-sync · [note](customers/orbit/2026-03-05-sync.md)
- 2 Mar, sync · [note](customers/orbit/2026-03-02-sync.md)

**People**
- Ivo Pires — buyer — never seen
- Abe — not on the card — last seen 5 Mar

## Not written down

- Orbit Foods: their time zone, on the card — write `timezone: Area/City` into customers/orbit/README.md
- Orbit Foods: how often you meet, on the card — write `cadence: 7d` into customers/orbit/README.md
- Orbit Foods: who looks after them, on the card — write `owner: HANDLE` into customers/orbit/README.md
- Orbit Foods: the next meeting — `fieldnote new orbit --date DATE`
exit 0

"#]]);
    s.write("team.md", "- @dana — Dana Reyes\n- @priya — Priya Nair\n- @tom — Tom Dale\n");
    s.fieldnote("handoff --to dana --until eow").shows(str![[r#"
2> error: nobody is known as `me`
2> hint: set `me = "your handle"` in your own config, give your address in `team.md`, or name somebody with --owner
exit 1

"#]]);
    s.fieldnote("handoff --to dana --until eow --owner tom").shows(str![[r#"
2> Tom Dale has nothing to hand over
exit 0

"#]]);
    s.write("../home/.config/fieldnote/config.toml", "me = \"priya\"\n");
    let mine = s.fieldnote("handoff --to dana --until eow").succeeds().stdout;
    assert!(mine.starts_with("# Priya Nair hands over to Dana Reyes\n"), "{mine}");
}

#[test]
fn what_is_not_understood_is_refused() {
    let s = danas();
    for line in [
        "handoff --to zed --until fri",
        "handoff --to 佐藤 --until fri",
        "handoff --to dana --until fri --owner dana",
        "handoff --to dana --until 2026-03-05",
        "handoff --to dana --until sometime",
        "handoff --to dana --until fri --owner priya -c mintao",
    ] {
        let output = s.fieldnote(line);
        assert!(output.stdout.is_empty() && output.code != 0, "{line}: {output}");
    }
    s.fieldnote("handoff --to 佐藤 --until fri").shows(str![[r#"
2> error: 佐藤 健 is not of the team
2> hint: the team stands in `team.md`: `fieldnote person add --team HANDLE NAME`
exit 1

"#]]);
    s.fieldnote("handoff --to dana --until fri --owner Reyes").shows(str![[r#"
2> error: Dana Reyes cannot hand over to themselves
exit 1

"#]]);
    s.fieldnote("handoff --to dana --until 2026-03-05").shows(str![[r#"
2> error: the handoff would end on 2026-03-05, before today
exit 1

"#]]);
    s.fieldnote("handoff --to dana --until sometime").shows(str![[r#"
2> error: `sometime` is no date
2> hint: write YYYY-MM-DD, or `fri`, `next fri`, `+3d`, `2w`, `eow`, `5 mar`, `today`
exit 2

"#]]);
}

#[test]
fn what_is_not_written_down_can_be_mended_as_it_says() {
    let s = danas();
    s.commit("more notes");
    let missing = |s: &Sealed| -> Vec<String> {
        let text = s.fieldnote("handoff --to priya --until +2w -o dana --json").succeeds().stdout;
        let handoff: Value = serde_json::from_str(&text).expect("JSON");
        let missing = handoff["missing"].as_array().expect("an array").iter();
        missing.map(|one| one["fix"].as_str().expect("a fix").to_string()).collect()
    };
    let before = missing(&s);
    let mut mended = 0;
    for fix in before.iter().filter(|fix| !fix.contains(" edit ") && fix.starts_with("fieldnote")) {
        let line = fix.replace("DATE", "2026-03-20").replace("WHO", "dana");
        s.sh(&format!("EDITOR=true {line}")).succeeds();
        assert!(!missing(&s).contains(fix), "{fix}");
        mended += 1;
    }
    assert!(mended > 0, "{before:?}");
}
