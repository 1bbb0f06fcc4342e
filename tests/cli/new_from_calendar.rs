//! `new --from-calendar`: a note of a meeting on the user's calendar.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// The day of 6 March, 17:00 in Lisbon: one meeting is over, one is to come, one lasts for days.
const WORK: &str = "\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:over@us.example
SUMMARY:Orbit: pricing
LOCATION:Teams
DTSTART:20260306T100000Z
DTEND:20260306T110000Z
END:VEVENT
BEGIN:VEVENT
UID:next@us.example
SUMMARY:SSO deep dive
LOCATION:Room 4\\, 2nd floor
DTSTART:20260306T173000Z
DTEND:20260306T180000Z
ORGANIZER;CN=Dana Reyes:mailto:dana@us.example
ATTENDEE;CN=Ann Lee;PARTSTAT=ACCEPTED:mailto:ann@us.example
ATTENDEE;CN=\"Pires, Ivo\":mailto:ivo@orbit.example
ATTENDEE;CN=Lucía Pérez:mailto:lucia@orbit.example
ATTENDEE;CN=Priya;PARTSTAT=DECLINED:mailto:priya@us.example
END:VEVENT
BEGIN:VEVENT
UID:visit@us.example
SUMMARY:Onsite at Minato Storage
DTSTART;VALUE=DATE:20260306
DTEND;VALUE=DATE:20260309
END:VEVENT
END:VCALENDAR
";

fn meeting() -> Sealed {
    let s = Sealed::notebook();
    s.write("../home/.config/fieldnote/config.toml", "calendars = [\"~/work.ics\"]\n");
    s.write("../home/work.ics", WORK);
    let card = s.read("customers/orbit/README.md");
    s.write(
        "customers/orbit/README.md",
        card.replacen("---\n", "---\ndomains: [orbit.example]\n", 1),
    );
    s
}

/// Returns a note up to its first section.
fn header(note: &str) -> String {
    note[..note.find("\n## ").expect("a section")].to_string()
}

#[test]
fn the_next_meeting_fills_the_note() {
    let s = meeting();
    s.fieldnote("new --from-calendar").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-06-sync-sso-deep-dive.md
2> from the calendar: 17:30 orbit, SSO deep dive
2> orbit: new sync 2026-03-06 · [COMMIT]
exit 0

"#]]);
    let note = s.read("customers/orbit/2026-03-06-sync-sso-deep-dive.md");
    header(&note).shows(str![[r#"
---
customer: orbit
date: 2026-03-06
kind: sync
ours: [dana, ann]
theirs: [Ivo Pires, Lucía Pérez]
place: "Room 4, 2nd floor"
event: "next@us.example"
---
# Orbit Foods — SSO deep dive

"#]]);
    // The calendar knows the note now, and the same call opens it again.
    s.fieldnote("calendar --since today --until today").shows(str![[r#"
6 Mar  minato  planned  Onsite at Minato Storage  no note yet
6 Mar  orbit   planned  Orbit: pricing  no note yet
6 Mar  orbit   planned  SSO deep dive  customers/orbit/2026-03-06-sync-sso-deep-dive.md
2> 3 meetings of 6 March 2026, none missing
exit 0

"#]]);
    s.fieldnote("new --from-calendar").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-06-sync-sso-deep-dive.md
2> from the calendar: 17:30 orbit, SSO deep dive (it has a note)
2> `customers/orbit/2026-03-06-sync-sso-deep-dive.md` is there already
exit 0

"#]]);
}

#[test]
fn a_series_leads_to_its_last_note() {
    let s = meeting();
    s.write("customers/orbit/2026-02-20-poc.md", "---\nkind: poc\n---\na\n");
    s.write("customers/orbit/2026-02-19-sync.md", "---\nkind: sync\n---\na\n");
    let note = s.fieldnote("new orbit --from-calendar --print").stdout;
    let first = note.split("## Since last time\n").nth(1).expect("the section");
    assert!(first.starts_with("- [sync of 2 March 2026](2026-03-02-sync.md)\n- ["), "{note}");
    let poc = s.fieldnote("new orbit poc --from-calendar --print").stdout;
    assert!(!poc.contains("sync of"), "{poc}");
    assert!(!s.fieldnote("new orbit --print").stdout.contains("sync of"));
}

#[test]
fn the_meeting_is_chosen_by_customer_day_and_title() {
    let s = meeting();
    s.fieldnote("new --from-calendar --title pricing --no-commit").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-06-sync-orbit-pricing.md
2> from the calendar: 10:00 orbit, Orbit: pricing
2> not committed: `customers/orbit/2026-03-06-sync-orbit-pricing.md`
exit 0

"#]]);
    s.fieldnote("new minato --from-calendar --no-commit").shows(str![[r#"
[ROOT]/notes/customers/minato/2026-03-06-onsite-onsite-at-minato-storage.md
2> from the calendar: all day minato, Onsite at Minato Storage
2> not committed: `customers/minato/2026-03-06-onsite-onsite-at-minato-storage.md`
exit 0

"#]]);
    header(&s.read("customers/minato/2026-03-06-onsite-onsite-at-minato-storage.md")).shows(str![
        [r#"
---
customer: minato
date: 2026-03-06
until: 2026-03-08
kind: onsite
ours: [ann]
theirs: []
partner: []
event: "visit@us.example"
---
# Minato Storage — Onsite at Minato Storage

"#]
    ]);
    s.fieldnote("new minato review --from-calendar --until 2026-03-07 --print").succeeds();
    s.fieldnote("new --from-calendar --title sizing").shows(str![[r#"
2> error: no meeting today is named `sizing`
2> hint: there is "Onsite at Minato Storage", "Orbit: pricing", "SSO deep dive"
exit 1

"#]]);
    s.fieldnote("new orbit --from-calendar --date mon").shows(str![[r#"
2> error: no meeting with orbit is on the calendar on 2026-03-09
2> hint: `fieldnote calendar` lists those of other days: give one with `--date`
exit 1

"#]]);
    s.fieldnote("new orbit --from-calendar=../gone.ics").shows(str![[r#"
2> error: failed to read the calendar `../gone.ics`: No such file or directory (os error 2)
exit 1

"#]]);
    s.write("../home/.config/fieldnote/config.toml", "").fieldnote("new --from-calendar").shows(
        str![[r#"
2> error: there is no calendar to read
2> hint: name .ics files, or write `calendars = ["~/calendars"]` into your config.toml
exit 1

"#]],
    );
    s.fieldnote("new orbit poc --from-calendar=../home/work.ics --print --title sso").succeeds();
    s.fieldnote("new").shows(str![[r#"
2> error: the following required arguments were not provided:
2>   <CUSTOMER>
2> 
2> Usage: fieldnote new <CUSTOMER> [KIND]
2> 
2> For more information, try '--help'.
exit 2

"#]]);
}

#[test]
fn after_the_last_meeting_it_is_the_last() {
    let s = meeting();
    s.at("2026-03-06T20:00:00Z");
    let printed = s.fieldnote("new orbit --from-calendar --print").succeeds();
    assert!(printed.stdout.contains("event: \"next@us.example\""), "{printed}");
}
