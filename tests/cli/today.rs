//! `today`, and `fieldnote` alone: what the day brings.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// The notebook that most tests read, with an escalation, a visit and notes owed.
fn notebook() -> Sealed {
    let s = Sealed::notebook();
    for (path, text) in [
        (
            "customers/orbit/2026-03-04-escalation.md",
            "---\ndate: 2026-03-04\nkind: escalation\nseverity: critical\nstate: open\nours: [ann]\n---\n\
             # The import stops\n\nSince Monday.\n\n## 2026-03-05 Update\n\nSeen in the lab.\n",
        ),
        (
            "customers/minato/2026-03-06-onsite.md",
            "---\ndate: 2026-03-06\nuntil: 2026-03-08\nkind: onsite\nours: [dana]\n---\n# 東京でのワークショップ\n",
        ),
        (
            "customers/minato/2026-03-05-sync.md",
            "---\ndate: 2026-03-05\nkind: sync\n---\n# Minato sync\n",
        ),
        (
            "customers/orbit/2026-02-20-sync.md",
            "---\ndate: 2026-02-20\nkind: sync\n---\n# Orbit sync\n",
        ),
    ] {
        s.write(path, text);
    }
    s
}

#[test]
fn what_costs_most_to_forget_comes_first() {
    notebook().fieldnote("today").shows(str![[r#"
Friday 6 March 2026

Promises
! f  6 Mar 1d late   dana      send the sizing guide  customers/minato/2026-03-04-poc.md:17
  p  11 Mar          ann       send the migration plan  customers/orbit/2026-03-02-sync.md:17

Update owed
!    5 Mar 1d ago    critical  The import stops  customers/orbit/2026-03-04-escalation.md

Late
! 7  27 Feb 8d late  佐藤 健   見積もりを確認する  customers/minato/2026-02-18-sync.md:13
! n  5 Mar 1d late   ann       send the contract  customers/orbit/2026-03-02-sync.md:16

Due within 7 days
  8  9 Mar           佐藤 健   open ports 2049 and 4420  customers/minato/2026-03-04-poc.md:18
  r  13 Mar          priya     write the 🚀 launch checklist  customers/minato/2026-03-04-poc.md:20

Meetings today
     day 2 of 3      onsite    東京でのワークショップ  customers/minato/2026-03-06-onsite.md

Not written up
!    5 Mar 2d ago    sync      Minato sync  customers/minato/2026-03-05-sync.md
!    20 Feb 14d ago  sync      Orbit sync  customers/orbit/2026-02-20-sync.md

5 open later or without a date: fieldnote followups
exit 0

"#]]);
}

#[test]
fn in_80_cells() {
    notebook().env("COLUMNS", "80").fieldnote("today").shows(str![[r#"
Friday 6 March 2026

Promises
! f  6 Mar 1d late   dana      send the sizing guide          minato
  p  11 Mar          ann       send the migration plan        orbit

Update owed
!    5 Mar 1d ago    critical  The import stops               orbit

Late
! 7  27 Feb 8d late  佐藤 健   見積もりを確認する             minato
! n  5 Mar 1d late   ann       send the contract              orbit

Due within 7 days
  8  9 Mar           佐藤 健   open ports 2049 and 4420       minato
  r  13 Mar          priya     write the 🚀 launch checklist  minato

Meetings today
     day 2 of 3      onsite    東京でのワークショップ         minato

Not written up
!    5 Mar 2d ago    sync      Minato sync                    minato
!    20 Feb 14d ago  sync      Orbit sync                     orbit

5 open later or without a date: fieldnote followups
exit 0

"#]]);
}

#[test]
fn in_60_cells() {
    let s = notebook();
    s.at("2026-03-06T13:00:00Z").env("COLUMNS", "60").fieldnote("today").shows(str![[r#"
Friday 6 March 2026

Promises
  f  2 h left    dana      send the sizing gu…  minato 22:00
  p  11 Mar      ann       send the migration…  orbit

Update owed
!    1d ago      critical  The import stops     orbit

Late
! 7  7d late     佐藤 健   見積もりを確認する   minato
! n  1d late     ann       send the contract    orbit

Due within 7 days
  8  9 Mar       佐藤 健   open ports 2049 an…  minato
  r  13 Mar      priya     write the 🚀 launc…  minato

Meetings today
     day 1 of 3  onsite    東京でのワークショ…  minato

Not written up
!    1d ago      sync      Minato sync          minato
!    14d ago     sync      Orbit sync           orbit

5 open later or without a date: fieldnote followups
exit 0

"#]]);
}

#[test]
fn alone_it_is_the_same() {
    let s = notebook();
    let alone = s.run(&[] as &[&str]).to_string();
    assert_eq!(alone, s.fieldnote("today").to_string());
}

#[test]
fn of_one_person_or_one_customer() {
    let s = notebook();
    s.fieldnote("today -o me").shows(str![[r#"
Friday 6 March 2026

Promises
  p  11 Mar          ann       send the migration plan  customers/orbit/2026-03-02-sync.md:17

Update owed
!    5 Mar 1d ago    critical  The import stops  customers/orbit/2026-03-04-escalation.md

Late
! n  5 Mar 1d late   ann       send the contract  customers/orbit/2026-03-02-sync.md:16

Not written up
!    5 Mar 2d ago    sync      Minato sync  customers/minato/2026-03-05-sync.md
!    20 Feb 14d ago  sync      Orbit sync  customers/orbit/2026-02-20-sync.md
exit 0

"#]]);
    s.fieldnote("today -c minato --owner 'Dana Reyes'").shows(str![[r#"
Friday 6 March 2026

Promises
! f  6 Mar 1d late  dana    send the sizing guide  customers/minato/2026-03-04-poc.md:17

Meetings today
     day 2 of 3     onsite  東京でのワークショップ  customers/minato/2026-03-06-onsite.md

Not written up
!    5 Mar 2d ago   sync    Minato sync  customers/minato/2026-03-05-sync.md
exit 0

"#]]);
    s.fieldnote("today -c 'Orbit Foods' -o 佐藤").shows(str![[r#"
Friday 6 March 2026: nothing is open. Enjoy the day.
exit 0

"#]]);
    s.fieldnote("today -c mintao").shows(str![[r#"
2> error: there is no customer `mintao`
2> hint: did you mean `minato`?
exit 1

"#]]);
    s.fieldnote("today -o nobody").shows(str![[r#"
2> error: there is no person `nobody`
2> hint: add them with `fieldnote person add`
exit 1

"#]]);
}

#[test]
fn a_quiet_day_is_one_line() {
    let s = Sealed::init();
    s.fieldnote("today").shows(str![[r#"
Friday 6 March 2026: nothing is open. Enjoy the day.
exit 0

"#]]);
    s.write("a.md", "- [ ] read the manual\n").fieldnote("today").shows(str![[r#"
Friday 6 March 2026: nothing for the next 7 days.
1 open later or without a date: fieldnote followups
exit 0

"#]]);
    s.fieldnote("today --json").shows(str![[r#"
{"date":"2026-03-06","promises":[],"escalations":[],"late":[],"due":[],"meetings":[],"not_written":[],"later":1}
exit 0

"#]]);
}

#[test]
fn as_json() {
    let s = notebook();
    let printed = s.fieldnote("today --json -c orbit").succeeds().stdout;
    let day: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let mut shown = format!("{} and {} later\n", day["date"], day["later"]);
    for key in ["promises", "escalations", "late", "due", "meetings", "not_written"] {
        for one in day[key].as_array().expect("a list") {
            let mut one = one.clone();
            if one.get("raw").is_some() {
                one = one["text"].clone();
            }
            shown.push_str(&format!("{key}: {one}\n"));
        }
    }
    shown.shows(str![[r#"
"2026-03-06" and 2 later
promises: "send the migration plan"
escalations: {"customer":"orbit","date":"2026-03-04","days":1,"last_update":"2026-03-05","note":"customers/orbit/2026-03-04-escalation.md","severity":"critical","title":"The import stops"}
late: "send the contract"
not_written: {"customer":"orbit","date":"2026-02-20","kind":"sync","note":"customers/orbit/2026-02-20-sync.md","state":"not_written","title":"Orbit sync","until":null}

"#]]);
}

#[test]
fn a_folder_without_settings_has_a_day_too() {
    let s = Sealed::empty();
    s.write("2026-03-06.md", "- [ ] call by 2026-03-06\n");
    s.fieldnote("today -C .").shows(str![[r#"
Friday 6 March 2026

Due within 7 days
  t  today  call  2026-03-06.md:1
exit 0

"#]]);
    s.fieldnote("today").shows(str![[r#"
2> error: there is no notebook in `[ROOT]/notes` or above
2> hint: run `fieldnote init` to start one here, or name one with `-C DIR`
exit 1

"#]]);
}
