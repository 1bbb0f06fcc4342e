//! `quiet`: customers whom nobody has met for long, and those who depend on one person.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// On 23 March, minato (every 7 days) was last met on 4 March, orbit (no cadence) on 2 March, and
/// 港湾 never.
fn meeting() -> Sealed {
    let s = Sealed::notebook();
    s.write("customers/港湾/README.md", "---\nname: 港湾ロジスティクス\ncadence: 14d\n---\n")
        .write("customers/港湾/2026-03-30-sync.md", "# Sync\n")
        .write("customers/tern/README.md", "---\nname: Tern Genomics\n---\n")
        .write("customers/tern/2026-03-20-call.md", "---\ntheirs: ['@helen']\n---\ntext\n")
        .write("customers/tern/2026-03-13-call.md", "---\ntheirs: [Helen Moss]\n---\ntext\n")
        .write("customers/tern/2026-03-06-call.md", "text\n");
    s.at("2026-03-23T12:00:00Z");
    s
}

#[test]
fn the_longest_come_first_and_one_contact_is_named() {
    let s = meeting();
    s.fieldnote("quiet").shows(str![[r#"
CUSTOMER  LAST MET  AGO  EVERY  NEXT
minato    4 Mar     19d  7d     none
港湾      never     -    14d    30 Mar

One person in all meetings of the last 90 days
  minato  佐藤 健, in both meetings
  tern    Helen Moss, in 2 of 3 meetings; 1 names nobody of theirs
exit 0

"#]]);
    s.fieldnote("quiet --all").shows(str![[r#"
CUSTOMER  LAST MET  AGO  EVERY  NEXT
orbit     2 Mar     21d  -      none
minato    4 Mar     19d  7d     none    quiet
tern      20 Mar    3d   -      none
港湾      never     -    14d    30 Mar

One person in all meetings of the last 90 days
  minato  佐藤 健, in both meetings
  tern    Helen Moss, in 2 of 3 meetings; 1 names nobody of theirs
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("quiet --all").shows(str![[r#"
CUSTOMER  LAST MET  AGO  EVERY  NEXT
orbit     2 Mar     21d  -      none
minato    4 Mar     19d  7d     none    quiet
tern      20 Mar    3d   -      none
港湾      never     -    14d    30 Mar

One person in all meetings of the last 90 days
  minato  佐藤 健, in both meetings
  tern    Helen Moss, in 2 of 3 meetings; 1 names nobody of
          theirs
exit 0

"#]]);
    s.env("COLUMNS", "40").fieldnote("quiet").shows(str![[r#"
CUSTOMER  LAST MET  AGO  EVERY  NEXT
minato    4 Mar     19d  7d     none
港湾      never     -    14d    30 Mar

One person in all meetings of the last…
  minato  佐藤 健, in both meetings
  tern    Helen Moss, in 2 of 3
          meetings; 1 names nobody of
          theirs
exit 0

"#]]);
    s.fieldnote("quiet --json").shows(str![[r#"
[
{"customer":"minato","state":"quiet","last":"2026-03-04","days":19,"cadence":7,"note":"customers/minato/2026-03-04-poc.md","next":null,"next_note":null,"meetings":2,"contact":"佐藤 健","contact_meetings":2},
{"customer":"tern","state":"met","last":"2026-03-20","days":3,"cadence":null,"note":"customers/tern/2026-03-20-call.md","next":null,"next_note":null,"meetings":3,"contact":"Helen Moss","contact_meetings":2},
{"customer":"港湾","state":"never_met","last":null,"days":null,"cadence":14,"note":null,"next":"2026-03-30","next_note":"customers/港湾/2026-03-30-sync.md","meetings":0,"contact":null,"contact_meetings":null}
]
exit 0

"#]]);
    // Once it is over, the booked meeting counts, written or not.
    let later = s.env("COLUMNS", "80").at("2026-03-31T12:00:00Z").fieldnote("quiet --all").stdout;
    assert!(later.contains("港湾      30 Mar    1d   14d    none"), "{later}");
}

#[test]
fn it_agrees_with_the_weekly_summary() {
    let s = meeting();
    let json = |line: &str| -> serde_json::Value {
        serde_json::from_str(&s.fieldnote(line).succeeds().stdout).expect("JSON")
    };
    let week = json("week --json")["quiet"].as_array().expect("an array").clone();
    let quiet = json("quiet --json").as_array().expect("an array").clone();
    let quiet: Vec<_> = quiet.into_iter().filter(|one| one["state"] == "quiet").collect();
    assert_eq!(week.len(), 1);
    for (one, other) in week.iter().zip(&quiet) {
        for (key, value) in one.as_object().expect("an object") {
            assert_eq!(other[key], *value, "{key}");
        }
    }
}

#[test]
fn nobody_quiet_is_said() {
    let s = Sealed::init();
    s.fieldnote("quiet").shows(str![[r#"
2> no customers yet: add one with `fieldnote customer add SLUG`
exit 0

"#]]);
    s.fieldnote("quiet --json").shows(str![[r#"
[]
2> no customers yet: add one with `fieldnote customer add SLUG`
exit 0

"#]]);
    s.fieldnote("customer add orbit").succeeds();
    s.write("customers/orbit/2026-03-05-sync.md", "---\ntheirs: [Ivo, Ana]\n---\ntext\n");
    s.fieldnote("quiet").shows(str![[r#"
2> nobody has gone quiet
exit 0

"#]]);
}
