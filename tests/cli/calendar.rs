//! `calendar`: the meetings with customers on the user's calendar, and those without a note.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// The notebook, and beside it the calendars of some programs in `calendars/`.
fn meeting() -> Sealed {
    let s = Sealed::notebook();
    for (name, text) in [
        ("google", include_str!("../calendars/google.ics")),
        ("outlook", include_str!("../calendars/outlook.ics")),
        ("exchange", include_str!("../calendars/exchange.ics")),
        ("apple", include_str!("../calendars/apple.ics")),
    ] {
        s.write(&format!("../calendars/{name}.ics"), text);
    }
    s
}

/// A calendar with these events, each given as its lines.
fn calendar(events: &[&str]) -> String {
    let events = events.iter().map(|lines| format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n"));
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{}END:VCALENDAR\n", events.collect::<String>())
}

#[test]
fn each_meeting_is_listed_with_its_note() {
    let s = meeting();
    s.fieldnote("calendar ../calendars").shows(str![[r#"
3 Mar   orbit   missing  Orbit – plano de migração  no note
5 Mar   orbit   missing  Orbit / Dana  no note
9 Mar   orbit   planned  Onsite at Orbit Foods, Porto  no note yet
12 Mar  minato  planned  Minato 定例  no note yet
4 Mar   minato  written  Minato 定例  customers/minato/2026-03-04-poc.md
2> 2 meetings with people whom no card knows: tern.example; if one is a customer's, put `domains: [tern.example]` on it
2> 2 meetings of 20 February – 13 March 2026 have no note: `fieldnote new orbit --date 2026-03-03`
exit 0

"#]]);
    s.fieldnote("calendar ../calendars/google.ics --until '5 mar'").shows(str![[r#"
4 Mar  minato  written  Minato 定例  customers/minato/2026-03-04-poc.md
2> 1 meeting of 19 February – 5 March 2026, none missing
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("calendar ../calendars").shows(str![[r#"
3 Mar   orbit   missing  Orbit – plano de migração
  no note
5 Mar   orbit   missing  Orbit / Dana
  no note
9 Mar   orbit   planned  Onsite at Orbit Foods, Porto
  no note yet
12 Mar  minato  planned  Minato 定例
  no note yet
4 Mar   minato  written  Minato 定例
  customers/minato/2026-03-04-poc.md
2> 2 meetings with people whom no card knows: tern.example; if one is a customer's, put `domains: [tern.example]` on it
2> 2 meetings of 20 February – 13 March 2026 have no note: `fieldnote new orbit --date 2026-03-03`
exit 0

"#]]);
}

#[test]
fn meetings_without_a_note_are_found_for_programs() {
    let s = meeting();
    s.fieldnote("calendar ../calendars --missing").shows(str![[r#"
3 Mar  orbit  missing  Orbit – plano de migração  no note
5 Mar  orbit  missing  Orbit / Dana  no note
2> 2 meetings with people whom no card knows: tern.example; if one is a customer's, put `domains: [tern.example]` on it
2> 2 meetings of 20 February – 13 March 2026 have no note: `fieldnote new orbit --date 2026-03-03`
exit 1

"#]]);
    s.fieldnote("calendar ../calendars --missing --json -q").shows(str![[r#"
[
{"customer":"orbit","date":"2026-03-03","until":null,"start":"2026-03-03T11:00:00Z","title":"Orbit – plano de migração","state":"missing","note":null,"event":"9E3F2A54-7C11-4D0B-8E55-1A2B3C4D5E6F"},
{"customer":"orbit","date":"2026-03-05","until":null,"start":"2026-03-05T14:00:00Z","title":"Orbit / Dana","state":"missing","note":null,"event":"040000008200E00074C5B7101A82E008000000005F1C"}
]
exit 1

"#]]);
    s.fieldnote("calendar ../calendars/google.ics --missing").shows(str![[r#"
2> no meeting of 20 February – 13 March 2026 is without a note
exit 0

"#]]);
    // Once there is a note, it is no more missing; nor is it before the day is over at the customer.
    s.fieldnote("new orbit --date 2026-03-05 --no-edit").succeeds();
    s.fieldnote("new orbit --date 2026-03-03 --no-edit").succeeds();
    s.fieldnote("calendar ../calendars --since '1 mar' --until today").shows(str![[r#"
3 Mar  orbit   not written  Orbit – plano de migração  customers/orbit/2026-03-03-sync.md
5 Mar  orbit   not written  Orbit / Dana  customers/orbit/2026-03-05-sync.md
4 Mar  minato  written      Minato 定例  customers/minato/2026-03-04-poc.md
2> 1 meeting with people whom no card knows: tern.example; if one is a customer's, put `domains: [tern.example]` on it
2> 3 meetings of 1–6 March 2026, none missing
exit 0

"#]]);
    let all = s.fieldnote("calendar ../calendars --json").succeeds().stdout;
    for line in all.lines().filter(|line| line.starts_with('{')) {
        let row: serde_json::Value =
            serde_json::from_str(line.trim_end_matches(',')).expect("JSON");
        let keys: Vec<&String> = row.as_object().expect("an object").keys().collect();
        assert_eq!(
            keys,
            ["customer", "date", "event", "note", "start", "state", "title", "until"],
            "{line}"
        );
    }
}

#[test]
fn what_is_not_sure_is_said_with_how_to_settle_it() {
    let s = meeting();
    let unsure = calendar(&[
        "UID:a\nSUMMARY:Review\nDTSTART:20260305T100000Z\nATTENDEE:mailto:helen@tern.example",
        "UID:b\nSUMMARY:Review\nDTSTART:20260306T100000Z\nATTENDEE:mailto:helen@tern.example\nATTENDEE:mailto:x@gmail.com",
        "UID:c\nSUMMARY:Orbit and Minato\nDTSTART:20260306T110000Z",
        "UID:d\nSUMMARY:Ours\nDTSTART:20260306T120000Z\nATTENDEE:mailto:ann@us.example\nATTENDEE:mailto:dana@us.example",
        "UID:e\nSUMMARY:Orbit\nSTATUS:CANCELLED\nDTSTART:20260306T120000Z",
        "UID:f\nSUMMARY:Orbit\nDTSTART:20260306T120000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:ann@us.example",
    ]);
    s.write("../unsure.ics", unsure).fieldnote("calendar ../unsure.ics").shows(str![[r#"
2> 1 meeting can be of several customers: 6 Mar "Orbit and Minato" (minato or orbit); the title can name one, or `event:` in a note
2> 2 meetings with people whom no card knows: tern.example, x@gmail.com; if one is a customer's, put `domains: [tern.example]` on it
2> no meetings with customers on 20 February – 13 March 2026
exit 0

"#]]);
    s.fieldnote("customer add tern --domain tern.example").succeeds();
    s.write("customers/orbit/2026-03-06-sync.md", "---\nevent: c\n---\ntext\n");
    s.fieldnote("calendar ../unsure.ics").shows(str![[r#"
5 Mar  tern   missing  Review  no note
6 Mar  tern   planned  Review  no note yet
6 Mar  orbit  written  Orbit and Minato  customers/orbit/2026-03-06-sync.md
2> 1 meeting of 20 February – 13 March 2026 has no note: `fieldnote new tern --date 2026-03-05`
exit 0

"#]]);
    s.fieldnote("calendar ../unsure.ics --missing").shows(str![[r#"
5 Mar  tern  missing  Review  no note
2> 1 meeting of 20 February – 13 March 2026 has no note: `fieldnote new tern --date 2026-03-05`
exit 1

"#]]);
}

#[test]
fn calendars_can_stand_in_the_users_config() {
    let s = meeting();
    s.fieldnote("calendar").shows(str![[r#"
2> error: there is no calendar to read
2> hint: name .ics files, or write `calendars = ["~/calendars"]` into your config.toml
exit 1

"#]]);
    let config = "../home/.config/fieldnote/config.toml";
    s.write(config, "calendars = [\"~/work.ics\", \"../../../calendars/exchange.ics\"]\n");
    s.write("../home/work.ics", include_str!("../calendars/vdirsyncer.ics"));
    s.fieldnote("calendar").shows(str![[r#"
5 Mar  orbit  missing  Orbit / Dana  no note
2> 2 meetings with people whom no card knows: kowan.example; if one is a customer's, put `domains: [kowan.example]` on it
2> 1 meeting of 20 February – 13 March 2026 has no note: `fieldnote new orbit --date 2026-03-05`
exit 0

"#]]);
    s.write(config, "calendars = [\"~/gone.ics\"]\n");
    s.fieldnote("calendar --missing").shows(str![[r#"
2> error: failed to read the calendar `[ROOT]/home/gone.ics`: No such file or directory (os error 2)
exit 1

"#]]);
    s.fieldnote("calendar ../calendars/google.ics --since fri").succeeds();
}

#[test]
fn what_is_wrong_with_a_calendar_is_said() {
    let s = meeting();
    s.write("../empty/readme.txt", "");
    s.write("../page.ics", "<html>sign in</html>\n");
    s.write(
        "../odd\u{1b}[31m.ics",
        calendar(&[
            "UID:a\u{1b}[2J\nSUMMARY:Orbit \u{1b}[31m\u{202e}x\nDTSTART;TZID=Mars:20260305T100000",
            "UID:b\nSUMMARY:Orbit\nDTSTART:20260305T100000Z\nRRULE:FREQ=SECONDLY",
            "UID:c\nSUMMARY:Orbit\nDTSTART:20260231T100000Z",
        ]),
    );
    s.write("../folder/page.ics", "<html>sign in</html>\n");
    s.run(&["calendar", "../folder", "../odd\u{1b}[31m.ics"]).shows(str![[r#"
5 Mar  orbit  missing  Orbit  no note
5 Mar  orbit  missing  Orbit [31m<U+202E>x  no note
2> warning: `../folder/page.ics`: no calendar: it does not begin with BEGIN:VCALENDAR
2> warning: `../odd\x1b[31m.ics`: nobody knows the time zone `Mars`: yours is taken
2> warning: `../odd\x1b[31m.ics`: the event `c` has no start that exists
2> warning: `../odd\x1b[31m.ics`: the event `b`: its rule repeats within a day: its first occurrence alone is read
2> 2 meetings of 20 February – 13 March 2026 have no note: `fieldnote new orbit --date 2026-03-05`
exit 0

"#]]);
    s.fieldnote("calendar ../empty --missing").shows(str![[r#"
2> error: no .ics file is in `../empty`
2> hint: name an .ics file, or a folder of them
exit 1

"#]]);
    s.fieldnote("calendar ../page.ics --missing").shows(str![[r#"
2> error: `../page.ics` is no calendar
2> hint: name an .ics file, or a folder of them
exit 1

"#]]);
    s.fieldnote("calendar ../calendars --since '5 mar' --until '1 mar'").shows(str![[r#"
2> error: 2026-03-01 is before 2026-03-05
2> hint: swap `--since` and `--until`
exit 2

"#]]);
}
