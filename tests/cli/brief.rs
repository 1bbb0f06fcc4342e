//! `brief`: what to know before a meeting.

use serde_json::Value;
use snapbox::str;

use crate::sealed::{Sealed, Shows};

const NEXT: &str = "customers/minato/2026-03-09-sync.md";

/// The notebook with a week that has something for each section.
fn full() -> Sealed {
    let s = Sealed::notebook();
    s.write(
        "customers/minato/2026-03-05-sync.md",
        "---\ncustomer: minato\ndate: 2026-03-05\nkind: sync\nours: [dana]\ntheirs: [佐藤様, 森 由美]\n---\n\
         # Minato Storage — sync\n\nDecision: cut over on a weekend\n\nAsk (pain): an audit log #audit-log\n\n\
         Value: a drive is replaced in 20 minutes; it took a visit\n\nQuestion: a witness in Kawasaki?\n\n\
         Risk (high): the firewall team answers once a week\n\n## Follow-ups\n\n- [ ] @dana call back\n\n\
         ## Internal\n\nRisk: the budget is not signed\n\n- [ ] @dana one page for the director by 2026-03-08\n",
    )
    .write(
        "customers/minato/2026-03-03-escalation.md",
        "---\ncustomer: minato\ndate: 2026-03-03\nkind: escalation\nseverity: critical\n---\n\
         # Minato Storage — failover stops\n\nIt stops.\n\n## Exit criteria\n\n- [x] patch\n- [ ] a day\n",
    )
    .write("customers/orbit/2026-02-20-sync.md", "Ask (blocker): audit log #audit-log\n")
    .write("customers/minato/2026-03-06-sync.md", "---\ncustomer: minato\nkind: sync\n---\n# Sync\n")
    .write(NEXT, "---\ncustomer: minato\nkind: sync\n---\n# Sync\n\n## Since last time\n\n## Notes\n");
    s
}

#[test]
fn a_page_tells_what_stands_between_us() {
    let s = full();
    s.env("COLUMNS", "80").fieldnote("brief minato").shows(str![[r#"
Minato Storage · minato
Sat 7 Mar 02:00 in Tokyo · every 7 days

  Last met     6 Mar, sync, not written, 1 day ago
               customers/minato/2026-03-06-sync.md:1
  Next         9 Mar, sync, in 2 days
               customers/minato/2026-03-09-sync.md:1
! Not written  6 Mar, sync
               fieldnote edit customers/minato/2026-03-06-sync.md

Escalations
! critical  failover stops (last update 3 Mar, update owed today, exit criteria
            1 of 2)
            customers/minato/2026-03-03-escalation.md:1

Promised
! 6 Mar 1d late  send the sizing guide
                 f2 · Dana Reyes · customers/minato/2026-03-04-poc.md:17

We owe
  8 Mar    one page for the director (internal)
           f4 · Dana Reyes · customers/minato/2026-03-05-sync.md:28
  13 Mar   write the 🚀 launch checklist
           r · Priya Nair · customers/minato/2026-03-04-poc.md:20
  no date  call back
           q · Dana Reyes · customers/minato/2026-03-05-sync.md:22

They owe
! 27 Feb 8d late  見積もりを確認する
                  7 · 佐藤 健 · customers/minato/2026-02-18-sync.md:13
  9 Mar           open ports 2049 and 4420
                  8 · 佐藤 健 · customers/minato/2026-03-04-poc.md:18
  20 Mar          rack the second node
                  d · 高橋 一郎 (partner)
                  customers/minato/2026-03-04-poc.md:19

Owner not known
  no date  read the manual  s · no owner · customers/minato/2026-03-04-poc.md:21

Their asks since 7 Dec 2025
  pain  an audit log #audit-log
        5 Mar · also Orbit Foods · customers/minato/2026-03-05-sync.md:12

Decisions since 7 Dec 2025
  5 Mar  cut over on a weekend  customers/minato/2026-03-05-sync.md:10

Open questions since 7 Dec 2025
  5 Mar  a witness in Kawasaki?  customers/minato/2026-03-05-sync.md:16

Value since 7 Dec 2025
  5 Mar  a drive is replaced in 20 minutes; it took a visit
         customers/minato/2026-03-05-sync.md:14

Risks
! 5 Mar  the firewall team answers once a week
         high · customers/minato/2026-03-05-sync.md:18
  5 Mar  the budget is not signed (internal)
         customers/minato/2026-03-05-sync.md:26

People
  佐藤 健    infrastructure lead, champion · last seen 5 Mar
             ken@minato.example
  高橋 一郎  partner · last seen 4 Mar
  森 由美    last seen 5 Mar · not on the card
             fieldnote person add minato '森 由美'
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("brief orbit").shows(str![[r#"
Orbit Foods · orbit
Fri 6 Mar 17:00 here

  Last met  2 Mar, sync, written, 4 days ago
            customers/orbit/2026-03-02-sync.md:1
  Next      none planned
            fieldnote new orbit --date DATE

Escalations  none

Promised
  11 Mar  send the migration plan
          p · Ann Lee
          customers/orbit/2026-03-02-sync.md:17

We owe
! 5 Mar 1d late  send the contract
                 n · Ann Lee
                 customers/orbit/2026-03-02-sync.md:16
  no date        demo the importer #importer
                 c · Priya Nair
                 customers/orbit/2026-03-02-sync.md:18

They owe
  no date  name a contact for networking
           b · them · customers/orbit/2026-03-02-sync.md:19

Their asks since 6 Dec 2025
  blocker  audit log #audit-log
           20 Feb · also Minato Storage
           customers/orbit/2026-02-20-sync.md:1

Decisions since 6 Dec 2025  none
Open questions since 6 Dec 2025  none
Value since 6 Dec 2025  none
Risks  none

People
  Ivo Pires  buyer · never seen
exit 0

"#]]);
}

#[test]
fn in_a_pipe_an_entry_is_a_line() {
    let s = full();
    s.fieldnote("brief 'Minato Storage' --since 2026-03-05").shows(str![[r#"
Minato Storage · minato
Sat 7 Mar 02:00 in Tokyo · every 7 days

  Last met     6 Mar, sync, not written, 1 day ago  customers/minato/2026-03-06-sync.md:1
  Next         9 Mar, sync, in 2 days  customers/minato/2026-03-09-sync.md:1
! Not written  6 Mar, sync  fieldnote edit customers/minato/2026-03-06-sync.md

Escalations
! critical  failover stops (last update 3 Mar, update owed today, exit criteria 1 of 2)  customers/minato/2026-03-03-escalation.md:1

Promised
! 6 Mar 1d late  send the sizing guide  f2 · Dana Reyes · customers/minato/2026-03-04-poc.md:17

We owe
  8 Mar    one page for the director (internal)  f4 · Dana Reyes · customers/minato/2026-03-05-sync.md:28
  13 Mar   write the 🚀 launch checklist  r · Priya Nair · customers/minato/2026-03-04-poc.md:20
  no date  call back  q · Dana Reyes · customers/minato/2026-03-05-sync.md:22

They owe
! 27 Feb 8d late  見積もりを確認する  7 · 佐藤 健 · customers/minato/2026-02-18-sync.md:13
  9 Mar           open ports 2049 and 4420  8 · 佐藤 健 · customers/minato/2026-03-04-poc.md:18
  20 Mar          rack the second node  d · 高橋 一郎 (partner) · customers/minato/2026-03-04-poc.md:19

Owner not known
  no date  read the manual  s · no owner · customers/minato/2026-03-04-poc.md:21

Their asks since 5 Mar
  pain  an audit log #audit-log  5 Mar · also Orbit Foods · customers/minato/2026-03-05-sync.md:12

Decisions since 5 Mar
  5 Mar  cut over on a weekend  customers/minato/2026-03-05-sync.md:10

Open questions since 5 Mar
  5 Mar  a witness in Kawasaki?  customers/minato/2026-03-05-sync.md:16

Value since 5 Mar
  5 Mar  a drive is replaced in 20 minutes; it took a visit  customers/minato/2026-03-05-sync.md:14

Risks
! 5 Mar  the firewall team answers once a week  high · customers/minato/2026-03-05-sync.md:18
  5 Mar  the budget is not signed (internal)  customers/minato/2026-03-05-sync.md:26

People
  佐藤 健    infrastructure lead, champion · last seen 5 Mar  ken@minato.example
  高橋 一郎  partner · last seen 4 Mar
  森 由美    last seen 5 Mar · not on the card  fieldnote person add minato '森 由美'
exit 0

"#]]);
}

#[test]
fn markdown_is_for_a_note_that_may_be_shared() {
    let s = full();
    s.fieldnote("brief minato --md").shows(str![[r#"
As of 7 March 2026, last met 6 Mar, sync · [note](2026-03-06-sync.md)

### Escalations

- 3 Mar — failover stops (last update 3 Mar, exit criteria 1 of 2) · [note](2026-03-03-escalation.md)

### Promised

- 6 Mar, late — send the sizing guide — Dana Reyes · [note](2026-03-04-poc.md)

### We owe

- 13 Mar — write the 🚀 launch checklist — Priya Nair · [note](2026-03-04-poc.md)
- no date — call back — Dana Reyes · [note](2026-03-05-sync.md)

### They owe

- 27 Feb, late — 見積もりを確認する — 佐藤 健 · [note](2026-02-18-sync.md)
- 9 Mar — open ports 2049 and 4420 — 佐藤 健 · [note](2026-03-04-poc.md)
- 20 Mar — rack the second node — 高橋 一郎 (partner) · [note](2026-03-04-poc.md)

### Owner not known

- no date — read the manual — no owner · [note](2026-03-04-poc.md)

### Their asks since 7 Dec 2025

- 5 Mar — an audit log #audit-log — 1 other customer too · [note](2026-03-05-sync.md)

### Decisions since 7 Dec 2025

- 5 Mar — cut over on a weekend · [note](2026-03-05-sync.md)

### Open questions since 7 Dec 2025

- 5 Mar — a witness in Kawasaki? · [note](2026-03-05-sync.md)

### Value since 7 Dec 2025

- 5 Mar — a drive is replaced in 20 minutes; it took a visit · [note](2026-03-05-sync.md)

### People

- 佐藤 健 — infrastructure lead · last seen 5 Mar — ken@minato.example
- 高橋 一郎 — partner · last seen 4 Mar
- 森 由美 — last seen 5 Mar
2> left out 2 internal lines and 1 risk
exit 0

"#]]);
    // The customer's notes may lie elsewhere.
    s.write("notes/2026-03-06.md", "---\ncustomer: vista\n---\nDecision: yes\n");
    s.fieldnote("brief vista --md").shows(str![[r#"
As of 6 March 2026, last met 6 Mar, 2026-03-06 · [note](../../notes/2026-03-06.md)

### Decisions since 6 Dec 2025

- 6 Mar — yes · [note](../../notes/2026-03-06.md)
exit 0

"#]]);
}

#[test]
fn what_is_pasted_adds_nothing_that_is_read() {
    let s = full();
    s.write(
        "customers/minato/2026-03-04-odd.md",
        "- [ ] Ask (pain): what? #x\n- [ ] ACTION: Dana to go by 2026-03-08\n- [ ] @佐藤 > \"quoted\" — 佐藤\n\n\
         Decision: [ ] Risk: of boxes by friday\n\nValue: \"a\" — b\n\nAsk: TODO: @dana by 2026-04-01 #todo\n",
    );
    let all = || {
        let lists = ["--all", "--skipped", "--unboxed"].map(|list| ["f", "--json", list]);
        let lists = lists.iter().map(|list| s.run(list).succeeds().stdout);
        let others =
            ["brief minato --json", "check --json minato"].map(|line| s.fieldnote(line).stdout);
        lists.chain(others).collect::<Vec<_>>()
    };
    let before = all();
    let pasted = s.fieldnote("brief minato --md").succeeds().stdout;
    assert!(pasted.contains("### Decisions") && pasted.contains("of boxes"), "{pasted}");
    let note =
        s.read(NEXT).replace("## Since last time\n", &format!("## Since last time\n\n{pasted}"));
    s.write(NEXT, note);
    assert_eq!(all(), before);
    // It prepares a note, and does not make it written.
    s.at("2026-03-10T17:00:00Z");
    let check = s.fieldnote("check minato").stdout;
    assert!(check.contains("2026-03-09-sync.md:1: warning: the meeting was held"), "{check}");
}

#[test]
fn the_customer_of_the_next_meeting_need_not_be_named() {
    let s = Sealed::notebook();
    let planned = |path: &str| {
        s.write(path, "---\nkind: sync\n---\n# Sync\n");
    };
    s.fieldnote("brief").shows(str![[r#"
2> error: no meeting is planned: name a customer
2> hint: the customers: `fieldnote customer list`
exit 2

"#]]);
    planned("customers/orbit/2026-03-12-sync.md");
    let brief = s.fieldnote("brief").succeeds().stdout;
    assert!(brief.contains("Next      12 Mar, sync, in 6 days"), "{brief}");
    // It is the 6th in Lisbon, and already the 7th in Tokyo.
    planned("customers/minato/2026-03-07-sync.md");
    let brief = s.fieldnote("brief").succeeds().stdout;
    assert!(brief.starts_with("Minato Storage · minato\n"), "{brief}");
    assert!(brief.contains("Next      7 Mar, sync, today"), "{brief}");
    planned("customers/orbit/2026-03-06-sync.md");
    s.fieldnote("brief").shows(str![[r#"
2> error: you meet 2 customers today (minato, orbit): name a customer
2> hint: as in `fieldnote brief minato`
exit 2

"#]]);
}

#[test]
fn a_customer_without_a_card_or_a_note_has_a_page_too() {
    let s = Sealed::notebook();
    s.write(
        "customers/vista/2026-03-02-sync.md",
        "---\ntheirs: [Abe, O'Neil]\n---\nThey like it.\n",
    );
    s.fieldnote("brief vista").shows(str![[r#"
vista
Fri 6 Mar 17:00 here

  Last met  2 Mar, 2026-03-02-sync, written, 4 days ago  customers/vista/2026-03-02-sync.md:1
  Next      none planned  fieldnote new vista --date DATE

Escalations  none
Promised  none
We owe  none
They owe  none
Their asks since 6 Dec 2025  none
Decisions since 6 Dec 2025  none
Open questions since 6 Dec 2025  none
Value since 6 Dec 2025  none
Risks  none

People
  Abe     last seen 2 Mar · not on the card
  O'Neil  last seen 2 Mar · not on the card
2> vista has no card: fieldnote customer add vista --name "Its Name"
exit 0

"#]]);
    s.write("customers/tern/README.md", "---\nname: \"Tern \\e[31m\"\nowner: \"\\e[31m\"\n---\n");
    s.fieldnote("brief tern").shows(str![[r#"
Tern \x1b[31m · tern
Fri 6 Mar 17:00 here · \x1b[31m looks after them

  Last met  never
  Next      none planned  fieldnote new tern --date DATE

Escalations  none
Promised  none
We owe  none
They owe  none
Their asks since 6 Dec 2025  none
Decisions since 6 Dec 2025  none
Open questions since 6 Dec 2025  none
Value since 6 Dec 2025  none
Risks  none
People  none
exit 0

"#]]);
}

#[test]
fn what_is_not_understood_is_refused() {
    let s = Sealed::notebook();
    s.fieldnote("brief mintao").shows(str![[r#"
2> error: there is no customer `mintao`
2> hint: did you mean `minato`?
exit 1

"#]]);
    s.fieldnote("brief minato --since yesterweek").shows(str![[r#"
2> error: `yesterweek` is no date
2> hint: write YYYY-MM-DD, or `mon`, `2w`, `3 days ago`, `5 mar`, `yesterday`
exit 2

"#]]);
    assert_eq!(s.fieldnote("brief minato --md --json").code, 2);
}

#[test]
fn json_has_all_of_it() {
    let s = full();
    let text = s.fieldnote("brief minato --json").succeeds().stdout;
    let brief: Value = serde_json::from_str(&text).expect("JSON");
    for (path, expected) in [
        ("/customer", "\"minato\""),
        ("/date", "\"2026-03-07\""),
        ("/since", "\"2025-12-07\""),
        ("/last_meeting/note", "\"customers/minato/2026-03-06-sync.md\""),
        ("/last_meeting/state", "\"not_written\""),
        ("/next_meeting/date", "\"2026-03-09\""),
        ("/escalations/0/update_owed", "true"),
        ("/escalations/0/criteria", "2"),
        ("/promised/0/late_days", "1"),
        ("/we_owe/0/internal", "true"),
        ("/they_owe/0/owners/0", "\"佐藤 健\""),
        ("/owner_unknown/0/text", "\"read the manual\""),
        ("/asks/0/also/0", "\"orbit\""),
        ("/asks/0/word", "\"pain\""),
        ("/people/0/last_seen", "\"2026-03-05\""),
        ("/people/2/on_card", "false"),
    ] {
        assert_eq!(brief.pointer(path).map(Value::to_string).as_deref(), Some(expected), "{path}");
    }
}
