//! `invite` and `followups --ics`: what goes into a calendar program.

use std::fs;

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const NOTE: &str = "customers/minato/2026-03-09-sync.md";

fn planned(note: &str) -> Sealed {
    let s = Sealed::notebook();
    s.write(NOTE, note);
    s
}

#[test]
fn an_invitation_has_the_time_at_the_customer_and_the_agenda() {
    let s = planned(
        "---\nkind: sync\nplace: Shinagawa, 3rd floor\ntheirs: [佐藤 健, Lee]\nours: [dana]\n---\n# Minato Storage — sync\n\n\
         ## Agenda\n- ports\n- ALPHA #internal\n\n## Notes\nBRAVO\n\n## Internal\nCHARLIE\n",
    );
    s.fieldnote("invite minato --at 10:00").shows(str![[r#"
BEGIN:VCALENDAR␍
VERSION:2.0␍
PRODID:-//fieldnote//EN␍
BEGIN:VEVENT␍
UID:89bdded04d7c2e97ef533410a669e05b@meetings.fieldnote.invalid␍
DTSTAMP:20260306T170000Z␍
DTSTART:20260309T010000Z␍
DTEND:20260309T020000Z␍
TRANSP:OPAQUE␍
SUMMARY:Minato Storage: sync␍
DESCRIPTION:Agenda\n------\n\n- ports␍
LOCATION:Shinagawa\, 3rd floor␍
ORGANIZER;CN="Ann Lee":mailto:ann@us.example␍
ATTENDEE;CN="佐藤 健";ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:ken@minato.e␍
 xample␍
ATTENDEE;CN="Dana Reyes";ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:dana@us.exam␍
 ple␍
END:VEVENT␍
END:VCALENDAR␍
2> Mon 9 Mar 10:00 in Tokyo · Mon 9 Mar 01:00 here
2> no address is known for Lee
2> left out 2 parts (internal): customers/minato/2026-03-09-sync.md:11, customers/minato/2026-03-09-sync.md:16-17
2> left out 1 part (not in a section that is shared): customers/minato/2026-03-09-sync.md:13-14
exit 0

"#]]);
    s.fieldnote("invite minato --at 16:30 --minutes 45 --place Zoom --labels ja -o ../a.ics")
        .shows(str![[r#"
2> wrote ../a.ics
2> Mon 9 Mar 16:30 in Tokyo · Mon 9 Mar 07:30 here
2> no address is known for Lee
2> left out 2 parts (internal): customers/minato/2026-03-09-sync.md:11, customers/minato/2026-03-09-sync.md:16-17
2> left out 1 part (not in a section that is shared): customers/minato/2026-03-09-sync.md:13-14
exit 0

"#]]);
    let file = fs::read_to_string(s.path("../a.ics")).unwrap();
    for line in ["DTSTART:20260309T073000Z", "DTEND:20260309T081500Z", "LOCATION:Zoom"] {
        assert!(file.contains(&format!("\r\n{line}\r\n")), "{line}: {file}");
    }
    s.fieldnote("invite 2026-03-09-sync").shows(str![[r#"
BEGIN:VCALENDAR␍
VERSION:2.0␍
PRODID:-//fieldnote//EN␍
BEGIN:VEVENT␍
UID:89bdded04d7c2e97ef533410a669e05b@meetings.fieldnote.invalid␍
DTSTAMP:20260306T170000Z␍
DTSTART;VALUE=DATE:20260309␍
DTEND;VALUE=DATE:20260310␍
TRANSP:TRANSPARENT␍
SUMMARY:Minato Storage: sync␍
DESCRIPTION:Agenda\n------\n\n- ports␍
LOCATION:Shinagawa\, 3rd floor␍
ORGANIZER;CN="Ann Lee":mailto:ann@us.example␍
ATTENDEE;CN="佐藤 健";ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:ken@minato.e␍
 xample␍
ATTENDEE;CN="Dana Reyes";ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:dana@us.exam␍
 ple␍
END:VEVENT␍
END:VCALENDAR␍
2> Mon 9 Mar, all day
2> no address is known for Lee
2> left out 2 parts (internal): customers/minato/2026-03-09-sync.md:11, customers/minato/2026-03-09-sync.md:16-17
2> left out 1 part (not in a section that is shared): customers/minato/2026-03-09-sync.md:13-14
exit 0

"#]]);
}

#[test]
fn the_meeting_of_a_calendar_keeps_its_name() {
    let s = planned("---\nevent: abc@calendar.example\n---\n");
    let made = s.fieldnote("invite minato --at 10:00");
    assert!(made.stdout.contains("UID:abc@calendar.example"), "{made}");
    let of = |note: &str| {
        let uid = s.fieldnote(&format!("invite {note}")).stdout;
        uid.lines().find(|line| line.starts_with("UID:")).unwrap().to_string()
    };
    assert_eq!(of("2026-03-04-poc"), of("2026-03-04-poc"));
    assert_ne!(of("2026-03-04-poc"), of("2026-02-18-sync"));
}

#[test]
fn nothing_is_written_in_doubt_or_without_a_time() {
    let s = planned("---\nplace: at Orbit Foods\n---\n## Agenda\na\n");
    s.fieldnote("invite minato --at 10:00 -o ../a.ics").shows(str![[r#"
2> error: no invitation to `customers/minato/2026-03-09-sync.md`
2> customers/minato/2026-03-09-sync.md:2: another customer is named: orbit
2> hint: put it under *Internal*, tag it `#internal`, or let it pass with `--allow "TEXT"`
exit 1

"#]]);
    s.fieldnote("invite minato --place 'Orbit Foods' -o ../a.ics").shows(str![[r#"
2> error: no invitation to `customers/minato/2026-03-09-sync.md`
2> customers/minato/2026-03-09-sync.md:2: another customer is named: orbit
2> hint: put it under *Internal*, tag it `#internal`, or let it pass with `--allow "TEXT"`
exit 1

"#]]);
    assert!(!s.path("../a.ics").exists());
    s.write(NOTE, "## Agenda\na\n");
    s.fieldnote("invite minato --place 'Orbit Foods'").shows(str![[r#"
2> error: no invitation to `customers/minato/2026-03-09-sync.md`
2> customers/minato/2026-03-09-sync.md:1: another customer is named: orbit
2> hint: put it under *Internal*, tag it `#internal`, or let it pass with `--allow "TEXT"`
exit 1

"#]]);
    let allowed = s.fieldnote("invite minato --place 'Orbit Foods' --allow 'Orbit Foods'");
    assert!(allowed.code == 0 && allowed.stderr.contains("allowed: Orbit Foods"), "{allowed}");
    s.fieldnote("invite minato --at 25:00").shows(str![[r#"
2> error: `25:00` is no time of day
2> hint: write it as `16:30`
exit 2

"#]]);
    s.fieldnote("invite orbit").shows(str![[r#"
2> error: `orbit` has no meeting from today on
2> hint: start its note: `fieldnote new orbit --date fri`
exit 1

"#]]);
    s.write("plain.md", "a\n");
    s.fieldnote("invite plain").shows(str![[r#"
2> error: `plain.md` has no date
2> hint: write `date: 2026-03-09` into its front matter
exit 1

"#]]);
}

#[test]
fn due_dates_and_promises_are_entries_of_a_calendar() {
    let s = Sealed::notebook();
    s.write("fieldnote.toml", "")
        .write(
            "customers/orbit/2026-03-05-sync.md",
            "- [ ] @ann send, by mail; the list by 2026-03-09 promised 2026-03-08\n- [x] @ann call by 2026-03-04 (done 2026-03-03)\n- [ ] later\n",
        );
    s.fieldnote("f --ics list").shows(str![[r#"
BEGIN:VCALENDAR␍
VERSION:2.0␍
PRODID:-//fieldnote//EN␍
BEGIN:VEVENT␍
UID:58wjmkd4-promised@followups.fieldnote.invalid␍
DTSTAMP:20260306T170000Z␍
DTSTART;VALUE=DATE:20260308␍
DTEND;VALUE=DATE:20260309␍
TRANSP:TRANSPARENT␍
SUMMARY:promised: send\, by mail\; the list · Orbit Foods␍
DESCRIPTION:ann\ncustomers/orbit/2026-03-05-sync.md:1␍
END:VEVENT␍
BEGIN:VEVENT␍
UID:58wjmkd4-due@followups.fieldnote.invalid␍
DTSTAMP:20260306T170000Z␍
DTSTART;VALUE=DATE:20260309␍
DTEND;VALUE=DATE:20260310␍
TRANSP:TRANSPARENT␍
SUMMARY:due: send\, by mail\; the list · Orbit Foods␍
DESCRIPTION:ann\ncustomers/orbit/2026-03-05-sync.md:1␍
END:VEVENT␍
END:VCALENDAR␍
exit 0

"#]]);
    s.fieldnote("f --ics=tasks --closed call").shows(str![[r#"
BEGIN:VCALENDAR␍
VERSION:2.0␍
PRODID:-//fieldnote//EN␍
BEGIN:VTODO␍
UID:wr4h3p54-due@followups.fieldnote.invalid␍
DTSTAMP:20260306T170000Z␍
DUE;VALUE=DATE:20260304␍
STATUS:COMPLETED␍
COMPLETED:20260303T000000Z␍
SUMMARY:due: call · Orbit Foods␍
DESCRIPTION:ann\ncustomers/orbit/2026-03-05-sync.md:2␍
END:VTODO␍
END:VCALENDAR␍
exit 0

"#]]);
    s.fieldnote("f --ics later").shows(str![[r#"
BEGIN:VCALENDAR␍
VERSION:2.0␍
PRODID:-//fieldnote//EN␍
END:VCALENDAR␍
2> 1 follow-up without a date left out
exit 0

"#]]);
    s.fieldnote("f --ics --json").shows(str![[r#"
2> error: the argument '--ics[=<AS>]' cannot be used with '--json'
2> 
2> Usage: fieldnote followups --ics[=<AS>] [WORDS]...
2> 
2> For more information, try '--help'.
exit 2

"#]]);
}

#[test]
fn what_is_due_is_no_meeting() {
    let s = Sealed::notebook();
    s.write("../due.ics", s.fieldnote("f --ics --all").stdout.replace('␍', "\r"));
    s.fieldnote("calendar ../due.ics --since 2026-02-01 --until 2026-04-01 --missing").shows(str![
        [r#"
2> no meeting of 1 February – 1 April 2026 is without a note
exit 0

"#]
    ]);
}
