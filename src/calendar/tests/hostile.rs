//! Calendars that nobody means well with: reading ends, within the limits, and says what was left out.

use std::time::Instant;

use proptest::prelude::{any, proptest};
use proptest::{collection, sample};

use super::{MARCH, calendar, check, read, shown};
use crate::calendar::limits::{MOST_EVENTS, MOST_OCCURRENCES, MOST_OF_A_SERIES, MOST_PROBLEMS};

#[test]
fn rules_that_never_end_do() {
    let rule = |rule: &str| format!("UID:r\nSUMMARY:S\nDTSTART:20260306T090000Z\nRRULE:{rule}");
    let refused = |what: &str| {
        let problem = format!("0.ics: the event `r`: {what}: its first occurrence alone is read");
        vec!["03-06 09:00 S".to_string(), problem]
    };
    let minutes = (0..60).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let hours = (0..24).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let cross = format!("FREQ=YEARLY;BYHOUR={hours};BYMINUTE={minutes};BYSECOND={minutes}");
    let long = format!("FREQ=DAILY;BYMONTHDAY={}1", "1,".repeat(500));
    for (text, expected) in [
        ("FREQ=SECONDLY", refused("its rule repeats within a day")),
        ("FREQ=MINUTELY;COUNT=1000000000", refused("its rule repeats within a day")),
        ("FREQ=HOURLY", refused("its rule repeats within a day")),
        ("FREQ=DAILY;INTERVAL=0", refused("its rule has INTERVAL=0")),
        ("FREQ=DAILY;INTERVAL=65536", refused("its rule has INTERVAL=65536")),
        ("FREQ=DAILY;COUNT=0", refused("its rule has COUNT=0")),
        ("FREQ=DAILY;COUNT=-1", refused("its rule has COUNT=-1")),
        ("FREQ=DAILY;COUNT=4294967297", refused("its rule has COUNT=4294967297")),
        (&cross, refused("its rule has more than 24 times of day")),
        (&long, refused("its rule has more than 400 parts")),
        ("FREQ=DAILY;BYMONTHDAY=40", refused("its rule is not understood")),
        ("FREQ=NEVER", refused("its rule is not understood")),
        ("nonsense", refused("its rule is not understood")),
        ("FREQ=DAILY;UNTIL=20260230", refused("there is no day of its UNTIL")),
    ] {
        assert_eq!(shown(&[&calendar(&[&rule(text)])], MARCH), expected, "{text}");
    }
    let many =
        read(&[&calendar(&[&rule("FREQ=DAILY;COUNT=1000000000")])], "2026-03-06..2026-03-10");
    assert_eq!(many.occurrences.len(), 6);
    // It never comes true.
    assert_eq!(
        shown(&[&calendar(&[&rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")])], MARCH),
        [""; 0]
    );
}

#[test]
fn days_that_do_not_exist_are_said() {
    check(
        &["UID:a\nDTSTART:20260230T090000Z", "UID:b", "UID:c\nDTSTART:99999999", "DTSTART:soon"],
        &[
            "0.ics: the event `a` has no start that exists",
            "0.ics: the event `b` has no start that exists",
            "0.ics: the event `c` has no start that exists",
            "0.ics: an event without a name has no start that exists",
        ],
    );
    check(
        &["UID:y\nSUMMARY:Old\nDTSTART:00010101T090000Z\nRRULE:FREQ=DAILY"],
        &[
            "0.ics: the event `y`: its rule has more than 40000 occurrences: its first occurrence alone is read",
        ],
    );
    check(
        &["UID:y\nSUMMARY:Old\nDTSTART:00010106T090000Z\nRRULE:FREQ=YEARLY;BYMONTH=3"],
        &["03-06 09:00 Old"],
    );
}

#[test]
fn texts_are_one_line_and_not_long() {
    check(
        &["UID:t\nDTSTART:20260306T090000Z\nSUMMARY:a\\nb\\rc\u{1b}[31md\re\u{85}f\u{2028}g\\,h"],
        &["03-06 09:00 a b c [31mde f g,h"],
    );
    let long = format!("UID:t\nDTSTART:20260306T090000Z\nSUMMARY:{}", "é".repeat(300));
    check(&[&long], &[&format!("03-06 09:00 {}", "é".repeat(200))]);
}

#[test]
fn what_is_no_calendar_is_said() {
    for text in ["", "x", "# Notes\n", "BEGIN:VCARD\nEND:VCARD\n", "\0\0\0\0"] {
        let expected = "0.ics: no calendar: it does not begin with BEGIN:VCALENDAR";
        assert_eq!(shown(&[text], MARCH), [expected], "{text:?}");
    }
    let cut = calendar(&["UID:a\nSUMMARY:S\nDTSTART:20260306T090000Z"]);
    let cut = &cut[..cut.len() - 25];
    assert_eq!(
        shown(&[cut], MARCH),
        ["03-06 09:00 S", "0.ics: an event has no end: the file may be cut off"]
    );
}

/// Returns what is read, and asserts that it took no more than a few seconds, even without optimisation.
#[track_caller]
fn in_time(text: &str, span: &str) -> super::Read {
    let start = Instant::now();
    let read = read(&[text], span);
    let seconds = start.elapsed().as_secs_f64();
    assert!(seconds < 20.0, "{seconds} s");
    assert!(read.problems.len() <= MOST_PROBLEMS && read.occurrences.len() <= MOST_OCCURRENCES);
    read
}

#[test]
fn nothing_takes_long() {
    let event = "BEGIN:VEVENT\nUID:e\nDTSTART:20260306T090000Z\nEND:VEVENT\n";
    let many = in_time(&format!("BEGIN:VCALENDAR\n{}", event.repeat(300_000)), MARCH);
    assert_eq!(many.occurrences.len(), 1);
    assert_eq!(
        many.problems[0].what,
        format!("more than {MOST_EVENTS} events: the others are not read")
    );
    let barren = "BEGIN:VEVENT\nDTSTART:20260306T090000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n";
    let barren = in_time(&format!("BEGIN:VCALENDAR\n{}", barren.repeat(10_000)), MARCH);
    assert!(
        barren.problems[0].what.contains("the rules of all events take more than"),
        "{barren:?}"
    );
    let old = "BEGIN:VEVENT\nDTSTART:19200306T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n";
    let old = in_time(&format!("BEGIN:VCALENDAR\n{}", old.repeat(10_000)), MARCH);
    assert!(!old.problems.is_empty());
    let daily: String = (0..9_000)
        .map(|n| {
            format!(
                "BEGIN:VEVENT\nUID:{n}\nDTSTART:20260101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n"
            )
        })
        .collect();
    let daily = in_time(&format!("BEGIN:VCALENDAR\n{daily}"), MARCH);
    assert_eq!(daily.occurrences.len(), MOST_OCCURRENCES);
    let exceptions: String = (0..50_000)
        .map(|n| format!("BEGIN:VEVENT\nUID:x\nDTSTART:20260306T090000Z\nRECURRENCE-ID:20260306T{:06}Z\nEND:VEVENT\n", n % 60))
        .collect();
    in_time(&format!("BEGIN:VCALENDAR\n{exceptions}"), MARCH);
    let series = calendar(&["UID:s\nDTSTART:20200101T090000Z\nRRULE:FREQ=DAILY"]);
    let series = in_time(&series, "2020-01-01..2026-01-01");
    assert_eq!(series.occurrences.len(), MOST_OF_A_SERIES);
    let zones = "BEGIN:VTIMEZONE\nTZID:a\nBEGIN:STANDARD\nDTSTART:00010101T000000\nTZOFFSETFROM:+0100\n\
                 TZOFFSETTO:+0100\nRRULE:FREQ=DAILY\nEND:STANDARD\nEND:VTIMEZONE\n";
    let zones: String = (0..5_000).map(|n| zones.replace("TZID:a", &format!("TZID:{n}"))).collect();
    in_time(&format!("BEGIN:VCALENDAR\n{zones}{event}"), MARCH);
    in_time(&format!("BEGIN:VCALENDAR\n{}", "BEGIN:VEVENT\n".repeat(500_000)), MARCH);
    in_time(&format!("BEGIN:VCALENDAR\nSUMMARY:{}", "x".repeat(100_000_000)), MARCH);
}

#[test]
fn no_line_takes_long_however_often_a_piece_stands_in_it() {
    for piece in PIECES.iter().chain(&["\"", ";", "=", ",", "\\", "\\n", ";CN=", "^'", " ", "=3D"])
    {
        for property in ["ATTENDEE", "SUMMARY", "RRULE:FREQ=DAILY", "EXDATE", "DTSTART", ""] {
            let many = piece.repeat(120_000 / piece.len());
            let text =
                format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{property}{many}\r\nEND:VEVENT\r\n");
            let start = Instant::now();
            read(&[text], MARCH);
            let seconds = start.elapsed().as_secs_f64();
            assert!(seconds < 2.0, "{property}{piece:?}: {seconds} s");
        }
    }
}

/// Pieces of which calendars are made.
const PIECES: [&str; 44] = [
    "BEGIN:VCALENDAR\r\n",
    "END:VCALENDAR\r\n",
    "BEGIN:VEVENT\r\n",
    "END:VEVENT\r\n",
    "BEGIN:VTIMEZONE\r\n",
    "END:VTIMEZONE\r\n",
    "BEGIN:STANDARD\r\n",
    "END:STANDARD\r\n",
    "UID:a\r\n",
    "DTSTART",
    "DTEND",
    "RRULE",
    "EXDATE",
    "RDATE",
    "RECURRENCE-ID",
    ";TZID=",
    "America/New_York",
    "W. Europe Standard Time",
    "(UTC",
    ")",
    ";VALUE=DATE",
    ";VALUE=PERIOD",
    ";RANGE=THISANDFUTURE",
    ":",
    "20260306",
    "T090000",
    "Z",
    "\r\n",
    "\r\n ",
    "FREQ=WEEKLY",
    "FREQ=MONTHLY",
    "FREQ=YEARLY",
    ";BYDAY=1MO,-1FR",
    ";BYSETPOS=-1",
    ";COUNT=3",
    ";UNTIL=",
    ";INTERVAL=2",
    "DURATION:P1W\r\n",
    "SUMMARY:x\r\n",
    "ATTENDEE;CN=\"a\":mailto:a@b.example\r\n",
    "TZOFFSETFROM:+0100\r\n",
    "TZOFFSETTO:-9999\r\n",
    "99991231",
    "/",
];

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn no_pieces_make_it_panic(pieces in collection::vec(sample::select(&PIECES[..]), 0..60)) {
        let text = format!("BEGIN:VCALENDAR\r\n{}", pieces.concat());
        let found = read(&[&text], MARCH);
        assert!(found.occurrences.len() <= MOST_OF_A_SERIES);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in collection::vec(any::<u8>(), 0..200)) {
        let text = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260306\r\n{}", String::from_utf8_lossy(&bytes));
        read(&[&text], MARCH);
    }
}
