//! What `today`, `brief`, `check` and `week` make of the user's calendar.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// Of 6 March, 17:00 in Lisbon: one meeting without a note is over, one was this morning, one is to come.
const WORK: &str = "\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:missing@us.example
SUMMARY:Orbit: pricing
DTSTART:20260304T100000Z
DTEND:20260304T110000Z
END:VEVENT
BEGIN:VEVENT
UID:noted@us.example
SUMMARY:Minato PoC
DTSTART:20260304T010000Z
DTEND:20260304T020000Z
END:VEVENT
BEGIN:VEVENT
UID:morning@us.example
SUMMARY:Minato: ports
DTSTART:20260306T090000Z
DTEND:20260306T093000Z
END:VEVENT
BEGIN:VEVENT
UID:next@us.example
SUMMARY:Orbit \u{1b}[31mSSO
DTSTART:20260306T173000Z
DTEND:20260306T180000Z
END:VEVENT
BEGIN:VEVENT
UID:monday@us.example
SUMMARY:Orbit weekly
DTSTART:20260309T100000Z
DTEND:20260309T110000Z
END:VEVENT
END:VCALENDAR
";

fn meeting() -> Sealed {
    let s = Sealed::notebook();
    s.write("../home/.config/fieldnote/config.toml", "calendars = [\"~/work.ics\"]\n");
    s.write("../home/work.ics", WORK);
    s
}

#[test]
fn today_names_meetings_without_a_note() {
    let s = meeting();
    let day = s.fieldnote("today").succeeds().stdout;
    day[day.find("Meetings today").expect("a section")..].to_string().shows(str![[r#"
Meetings today
     today           no note  Orbit [31mSSO  orbit

Not written up
!    6 Mar 1d ago    no note  Minato: ports  minato
!    4 Mar 2d ago    no note  Orbit: pricing  orbit

5 open later or without a date: fieldnote followups

"#]]);
    let day = s.fieldnote("today -c orbit --json").succeeds().stdout;
    day[day.find("\"meetings\"").expect("a key")..].to_string().shows(str![[r#"
"meetings":[{"customer":"orbit","date":"2026-03-06","until":null,"kind":null,"title":"Orbit [31mSSO","state":"planned","note":null}],"not_written":[{"customer":"orbit","date":"2026-03-04","until":null,"kind":null,"title":"Orbit: pricing","state":"missing","note":null}],"later":2}

"#]]);
    assert!(s.fieldnote("today -o ann").stdout.contains("Orbit: pricing"));
    assert!(!s.fieldnote("today -o dana").stdout.contains("Orbit: pricing"));
    // A calendar that is gone is said, and the day is shown without it.
    s.write("../home/.config/fieldnote/config.toml", "calendars = [\"~/gone.ics\"]\n");
    let day = s.fieldnote("today").succeeds();
    day.stderr.shows(str![[r#"
warning: failed to read the calendar `[ROOT]/home/gone.ics`: No such file or directory (os error 2)

"#]]);
    assert!(day.stdout.contains("Promises"), "{day}");
}

#[test]
fn brief_takes_the_next_meeting() {
    let s = meeting();
    let brief = s.fieldnote("brief").succeeds();
    brief.stderr.shows(str![[r#"
next on the calendar: 17:30 orbit, Orbit [31mSSO

"#]]);
    assert!(brief.stdout.contains("Orbit Foods"), "{brief}");
    let morning = s.at("2026-03-06T08:00:00Z").fieldnote("brief").succeeds();
    assert!(morning.stdout.contains("Minato Storage"), "{morning}");
    let evening = s.at("2026-03-06T19:00:00Z").fieldnote("brief").succeeds();
    evening.stderr.shows(str![[r#"
next on the calendar: 9 Mar 10:00 orbit, Orbit weekly

"#]]);
    // An earlier meeting of the notes goes first.
    s.write("customers/minato/2026-03-07-sync.md", "---\nkind: sync\n---\n");
    let evening = s.fieldnote("brief").succeeds();
    assert!(evening.stdout.starts_with("Minato Storage"), "{evening}");
}

#[test]
fn check_finds_meetings_without_a_note() {
    let s = meeting();
    let found = s.fieldnote("check orbit");
    let lines = found.stdout.lines().filter(|line| line.contains("calendar"));
    lines.collect::<Vec<_>>().join("\n").shows(str![[r#"customers/orbit/README.md:1: warning: "Orbit: pricing" of 2026-03-04 is on your calendar, and has no note (fieldnote new orbit --date 2026-03-04)"#]]);
    assert_eq!(found.code, 1);
    // The day is over in Tokyo.
    let of_minato = s.fieldnote("check minato").stdout;
    assert!(of_minato.contains("ports") && !of_minato.contains("Orbit"), "{of_minato}");
    s.fieldnote("new --from-calendar --date 2026-03-04 --title pricing").succeeds();
    assert!(!s.fieldnote("check orbit").stdout.contains("calendar"));
}

#[test]
fn a_week_is_told_beside_its_summary() {
    let s = meeting();
    let week = s.fieldnote("week").succeeds();
    week.stderr.shows(str![[r#"
2 meetings of this week without a note, by your calendar: 4 Mar orbit, 6 Mar minato
1 more meeting next week, by your calendar: 9 Mar orbit

"#]]);
    assert!(!week.stdout.contains("pricing"), "{week}");
    assert_eq!(s.fieldnote("week -c minato").stderr.lines().count(), 1);
    for line in ["week last", "week --at HEAD", "week --for company", "week -o dana"] {
        let output = s.fieldnote(line).succeeds();
        assert!(!output.stderr.contains("calendar"), "{line}: {output}");
    }
}
