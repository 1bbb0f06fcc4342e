//! What the RFC says of zones, ends, exceptions and copies.

use super::{Days, MARCH, Reader, When, calendar, check, day, read, shown};
use crate::calendar::Answer;
use crate::date::Zone;

/// A weekly meeting at 09:00 in a zone.
fn weekly(zone: &str, start: &str) -> String {
    calendar(&[&format!(
        "UID:w\nSUMMARY:Weekly\nDTSTART;TZID={zone}:{start}T090000\nDTEND;TZID={zone}:{start}T100000\n\
         RRULE:FREQ=WEEKLY"
    )])
}

#[test]
fn nine_o_clock_stays_nine_o_clock_when_the_clocks_change() {
    let york = weekly("America/New_York", "20260226");
    assert_eq!(
        shown(&[&york], "2026-03-01..2026-03-20"),
        ["03-05 14:00 Weekly", "03-12 13:00 Weekly", "03-19 13:00 Weekly"]
    );
    assert_eq!(
        shown(&[&york], "2026-10-25..2026-11-08"),
        ["10-29 13:00 Weekly", "11-05 14:00 Weekly"]
    );
    // A Friday morning in Tokyo is a Thursday evening in New York.
    let tokyo = weekly("Asia/Tokyo", "20260306");
    let zone: Zone = "America/New_York".parse().unwrap();
    let found = read(&[&tokyo], "2026-03-05..2026-03-13").occurrences;
    let days: Vec<_> = found.iter().map(|one| one.start.date(zone).to_string()).collect();
    assert_eq!(days, ["2026-03-05", "2026-03-12"]);
}

#[test]
fn times_that_the_clocks_leave_out_or_show_twice_are_read() {
    check(
        &[
            "UID:g\nSUMMARY:Gap\nDTSTART;TZID=America/New_York:20260307T023000\nRRULE:FREQ=DAILY;COUNT=3",
        ],
        &["03-07 07:30 Gap", "03-08 07:30 Gap", "03-09 06:30 Gap"],
    );
    let twice = calendar(&["UID:t\nSUMMARY:Twice\nDTSTART;TZID=America/New_York:20261101T013000"]);
    assert_eq!(shown(&[&twice], "2026-11-01..2026-11-02"), ["11-01 05:30 Twice"]);
}

#[test]
fn exceptions_stand_in_the_place_of_their_occurrence() {
    let series = "UID:s\nSUMMARY:Sync\nSEQUENCE:1\nDTSTART;TZID=Asia/Tokyo:20260302T100000\nRRULE:FREQ=WEEKLY";
    let moved =
        "UID:s\nSUMMARY:Moved\nSEQUENCE:4\nDTSTART;TZID=Asia/Tokyo:20260311T110000\nRECURRENCE-ID";
    let sync = |days: &[u8]| -> Vec<String> {
        days.iter().map(|day| format!("03-{day:02} 01:00 Sync")).collect()
    };
    let check = |events: &[&str], expected: Vec<String>| {
        assert_eq!(shown(&[&calendar(events)], MARCH), expected, "{events:?}");
    };
    check(&[series], sync(&[2, 9, 16, 23, 30]));
    let with = |line: &str| format!("{series}\n{line}");
    for line in [
        "EXDATE;TZID=Asia/Tokyo:20260309T100000,20260316T100000",
        "EXDATE:20260309T010000Z\nEXDATE;TZID=Asia/Tokyo:20260316T100000",
        "EXDATE;VALUE=DATE:20260309,20260316",
    ] {
        check(&[&with(line)], sync(&[2, 23, 30]));
    }
    // The exception bears another SEQUENCE than the series, and names its occurrence in any zone.
    for at in [";TZID=Asia/Tokyo:20260309T100000", ":20260309T010000Z", ";VALUE=DATE:20260309"] {
        let mut expected = sync(&[2, 16, 23, 30]);
        expected.insert(1, "03-11 02:00 Moved".to_string());
        check(&[series, &format!("{moved}{at}")], expected.clone());
        check(&[&format!("{moved}{at}"), series], expected);
    }
    let cancelled = format!("{moved};TZID=Asia/Tokyo:20260309T100000\nSTATUS:CANCELLED");
    check(&[series, &cancelled], sync(&[2, 16, 23, 30]));
    // All from the 16th on are half a day later.
    let later = "UID:s\nSUMMARY:Late\nDTSTART;TZID=Asia/Tokyo:20260316T220000\n\
                 RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Asia/Tokyo:20260316T100000";
    let mut expected = sync(&[2, 9]);
    expected.extend([16, 23, 30].map(|day| format!("03-{day} 13:00 Late")));
    check(&[series, later], expected);
    // An invitation to one occurrence alone.
    check(&[&format!("{moved}:20260309T010000Z")], vec!["03-11 02:00 Moved".to_string()]);
    let more =
        with("RDATE;TZID=Asia/Tokyo:20260304T100000\nRDATE;VALUE=PERIOD:20260305T010000Z/PT1H");
    check(&[&more], sync(&[2, 4, 5, 9, 16, 23, 30]));
}

#[test]
fn an_end_is_part_of_the_rule_in_every_zone() {
    for (rule, expected) in [
        // 09:00 in Tokyo is midnight in UTC.
        ("UNTIL=20260316T000000Z", vec![2, 9, 16]),
        ("UNTIL=20260315T235959Z", vec![2, 9]),
        ("UNTIL=20260316T090000", vec![2, 9, 16]),
        ("UNTIL=20260316", vec![2, 9, 16]),
        ("COUNT=2", vec![2, 9]),
        ("UNTIL=20250101", vec![2]),
    ] {
        let event = format!(
            "UID:u\nSUMMARY:S\nDTSTART;TZID=Asia/Tokyo:20260302T090000\nRRULE:FREQ=WEEKLY;{rule}"
        );
        let expected: Vec<_> = expected.iter().map(|day| format!("03-{day:02} 00:00 S")).collect();
        assert_eq!(shown(&[&calendar(&[&event])], MARCH), expected, "{rule}");
    }
}

#[test]
fn events_end_where_they_say_or_at_once() {
    for (lines, expected) in [
        ("DTSTART:20260306T090000Z\nDTEND:20260306T100000Z", "2026-03-06T10:00:00Z"),
        ("DTSTART:20260306T090000Z\nDURATION:PT90M", "2026-03-06T10:30:00Z"),
        ("DTSTART:20260306T090000Z", "2026-03-06T09:00:00Z"),
        ("DTSTART:20260306T090000Z\nDTEND:20260305T090000Z", "2026-03-06T09:00:00Z"),
        ("DTSTART:20260306T090000Z\nDURATION:P99999999999W", "+262142-12-31T23:59:59Z"),
        ("DTSTART;VALUE=DATE:20260306", "2026-03-07"),
        ("DTSTART;VALUE=DATE:20260306\nDTEND;VALUE=DATE:20260309", "2026-03-09"),
        ("DTSTART;VALUE=DATE:20260306\nDURATION:P2D", "2026-03-08"),
    ] {
        let found = read(&[&calendar(&[lines])], MARCH).occurrences;
        let end = match found[0].end {
            When::At(end) => end.rfc3339(),
            When::On(day) => day.to_string(),
        };
        assert!(end == expected || lines.contains("999"), "{lines}: {end}");
    }
}

#[test]
fn of_two_copies_the_newer_counts() {
    let copy = |sequence: u8, time: &str| {
        calendar(&[&format!("UID:c\nSUMMARY:S\nSEQUENCE:{sequence}\nDTSTART:20260306T{time}00Z")])
    };
    let days = MARCH;
    assert_eq!(shown(&[&copy(0, "0900"), &copy(0, "0900")], days), ["03-06 09:00 S"]);
    assert_eq!(shown(&[&copy(1, "1000"), &copy(0, "0900")], days), ["03-06 10:00 S"]);
    let cancelled = copy(2, "0900").replace("VERSION:2.0", "METHOD:CANCEL");
    assert_eq!(shown(&[&copy(1, "0900"), &cancelled], days), [""; 0]);
    let answer = copy(0, "0900").replace("VERSION:2.0", "METHOD:REPLY");
    assert_eq!(shown(&[&answer], days), [""; 0]);
    // Events without a UID are none the same; some programs give one to two events.
    check(
        &["SUMMARY:A\nDTSTART:20260306T090000Z", "SUMMARY:B\nDTSTART:20260306T090000Z"],
        &["03-06 09:00 A", "03-06 09:00 B"],
    );
    check(
        &[
            "UID:x\nSUMMARY:A\nDTSTART:20260306T090000Z",
            "UID:x\nSUMMARY:B\nDTSTART:20260307T090000Z",
        ],
        &["03-06 09:00 A", "03-07 09:00 B"],
    );
}

#[test]
fn a_zone_is_known_by_its_name_or_as_the_file_tells_it() {
    let zone = |id: &str, offset: &str| {
        format!(
            "BEGIN:VTIMEZONE\nTZID:{id}\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:{offset}\n\
             TZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
        )
    };
    let file = |zone: &str, id: &str| {
        let event = format!(
            "UID:z\nSUMMARY:S\nDTSTART;TZID={id}:20260306T090000\nRRULE:FREQ=DAILY;COUNT=2"
        );
        let text = calendar(&[&event]);
        text.replace("BEGIN:VEVENT", &format!("{}BEGIN:VEVENT", zone.replace('\n', "\r\n")))
    };
    let at = |hour: &str| vec![format!("03-06 {hour} S"), format!("03-07 {hour} S")];
    for (text, expected) in [
        (file("", "Tokyo Standard Time"), at("00:00")),
        (file("", "\"(UTC+09:00) Osaka, Sapporo, Tokyo\""), at("00:00")),
        (file("", "/example.org/20260101_1/Asia/Tokyo"), at("00:00")),
        (file(&zone("Asia/Tokyo", "+0900"), "Asia/Tokyo"), at("00:00")),
        (file(&zone("Customized Time Zone", "+0530"), "Customized Time Zone"), at("03:30")),
    ] {
        assert_eq!(shown(&[&text], MARCH), expected, "{text}");
    }
    let odd = |text: &str, hour: &str, what: &str| {
        let mut expected = at(hour);
        expected.push(format!("0.ics: {what}"));
        assert_eq!(shown(&[text], MARCH), expected);
    };
    odd(&file("", "Mars"), "09:00", "nobody knows the time zone `Mars`: yours is taken");
    odd(
        &file(&zone("Asia/Tokyo", "+0800"), "Asia/Tokyo"),
        "00:00",
        "the time zone `Asia/Tokyo` is taken for Asia/Tokyo, which is not as its VTIMEZONE says",
    );
}

#[test]
fn names_of_many_programs_are_known() {
    for (id, expected) in [
        ("UTC", "09:00"),
        ("GMT", "09:00"),
        ("Etc/UTC", "09:00"),
        ("US/Eastern", "14:00"),
        ("Eastern Standard Time", "14:00"),
        ("\"(UTC-05:00) Eastern Time (US & Canada)\"", "14:00"),
        ("Romance Standard Time", "08:00"),
        ("\"Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\"", "08:00"),
        ("/freeassociation.sourceforge.net/Europe/Paris", "08:00"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Paris", "08:00"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "08:00"),
        ("/citadel.org/20210210_1/America/Argentina/Buenos_Aires", "12:00"),
        ("India Standard Time", "03:30"),
    ] {
        let event = format!("SUMMARY:S\nDTSTART;TZID={id}:20260306T090000");
        check(&[&event], &[&format!("03-06 {expected} S")]);
    }
}

#[test]
fn a_zone_that_the_file_tells_has_a_summer() {
    let told = "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:-0400\n\
                TZOFFSETTO:-0500\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nEND:STANDARD\nBEGIN:DAYLIGHT\n\
                DTSTART:16010101T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\n\
                RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT";
    for (start, span) in
        [("20260306", "2026-03-01..2026-03-12"), ("20261030", "2026-10-28..2026-11-03")]
    {
        for time in ["090000", "013000", "023000"] {
            let event = |id: &str| {
                let event =
                    format!("UID:z\nDTSTART;TZID={id}:{start}T{time}\nRRULE:FREQ=DAILY;COUNT=4");
                calendar(&[&event])
            };
            let ours = event("Ours").replace("BEGIN:VEVENT", &told.replace('\n', "\r\n"));
            let theirs = event("America/New_York");
            assert_eq!(shown(&[&ours], span), shown(&[&theirs], span), "{start} {time}");
        }
    }
}

#[test]
fn people_are_read_and_rooms_are_not() {
    let text = calendar(&["UID:p\nDTSTART:20260306T090000Z\nLOCATION:Room\\, 2nd floor\n\
        ORGANIZER;CN=Dana Reyes:mailto:Dana@us.example\n\
        ATTENDEE;CN=\"Sato, Ken\";PARTSTAT=ACCEPTED:MAILTO:ken@minato.example\n\
        ATTENDEE;PARTSTAT=DECLINED;CN=ana@minato.example:mailto:ana@minato.example\n\
        ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@us.example\n\
        ATTENDEE;CUTYPE=RESOURCE:mailto:c_1@resource.calendar.google.com\n\
        ATTENDEE;CN=Ivo;EMAIL=ivo@orbit.example:urn:uuid:1\nATTENDEE:invalid:nomail"]);
    let found = read(&[&text], MARCH).occurrences;
    let details = &found[0].details;
    assert_eq!(details.place, "Room, 2nd floor");
    assert_eq!(details.organizer.as_ref().map(|one| &*one.mail), Some("dana@us.example"));
    let people: Vec<_> =
        details.attendees.iter().map(|one| (&*one.name, &*one.mail, one.answer)).collect();
    assert_eq!(
        people,
        [
            ("Sato, Ken", "ken@minato.example", Answer::Accepted),
            ("", "ana@minato.example", Answer::Declined),
            ("Ivo", "ivo@orbit.example", Answer::Open),
        ]
    );
}

#[test]
fn a_window_holds_its_days_in_every_zone() {
    let text = weekly("Asia/Tokyo", "20250103");
    let mut reader =
        Reader::new(Days { first: day("2026-03-06"), last: day("2026-03-06") }, Zone::UTC);
    reader.read("a.ics", text.as_bytes());
    assert_eq!(reader.finish().occurrences.len(), 1);
}

#[test]
fn what_is_odd_in_other_years_is_not_told() {
    for (lines, expected) in [
        ("DTSTART;TZID=Mars:20150306T090000", 0),
        ("DTSTART;TZID=Mars:20150306T090000\nRRULE:FREQ=DAILY;UNTIL=20150401", 0),
        ("DTSTART:20150306T090000Z\nRRULE:FREQ=HOURLY;UNTIL=20150401T000000Z", 0),
        ("DTSTART;TZID=Mars:20270306T090000\nRRULE:FREQ=HOURLY", 0),
        ("DTSTART;TZID=Mars:20150306T090000\nRRULE:FREQ=DAILY", 1),
        ("DTSTART:20150306T090000Z\nRRULE:FREQ=HOURLY", 1),
        ("DTSTART;TZID=Mars:20260306T090000", 1),
    ] {
        let found = read(&[calendar(&[lines])], MARCH);
        assert_eq!(found.problems.len(), expected, "{lines}: {:?}", found.problems);
    }
    // The rules for summer time were others in 2005.
    let york = "BEGIN:VTIMEZONE\nTZID:America/New_York\nBEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:-0400\n\
                TZOFFSETTO:-0500\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nEND:STANDARD\nBEGIN:DAYLIGHT\n\
                DTSTART:16010101T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\n\
                RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT";
    let event = "DTSTART;TZID=America/New_York:20050320T090000\nRRULE:FREQ=WEEKLY";
    let text = calendar(&[event]).replace("BEGIN:VEVENT", &york.replace('\n', "\r\n"));
    assert_eq!(read(&[text], MARCH).problems, []);
}
