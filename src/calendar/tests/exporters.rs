//! What the programs that people use write: Google, Outlook, Exchange, Apple, and servers behind vdirsyncer.

use super::{MARCH, read, shown};

const GOOGLE: &str = include_str!("../../../tests/calendars/google.ics");
const OUTLOOK: &str = include_str!("../../../tests/calendars/outlook.ics");
const EXCHANGE: &str = include_str!("../../../tests/calendars/exchange.ics");
const APPLE: &str = include_str!("../../../tests/calendars/apple.ics");
const VDIRSYNCER: &str = include_str!("../../../tests/calendars/vdirsyncer.ics");

/// Checks a file as it is, with Windows' line endings, with a byte-order mark, and in UTF-16.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let windows = text.replace('\n', "\r\n");
    let words: Vec<u8> =
        format!("\u{feff}{windows}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = format!("\u{feff}{windows}");
    for bytes in [text.as_bytes(), windows.as_bytes(), marked.as_bytes(), &words] {
        assert_eq!(shown(&[bytes], MARCH), expected);
    }
}

#[test]
fn google() {
    check(
        GOOGLE,
        &[
            "03-04 01:00 Minato 定例",
            "03-05 15:00 Orbit: pricing",
            "03-09 Onsite at Orbit Foods, Porto",
            "03-12 05:00 Minato 定例",
            "03-18 01:00 Minato 定例",
            "03-25 01:00 Minato 定例",
        ],
    );
    let found = read(&[GOOGLE], MARCH).occurrences;
    let people: Vec<&str> = found[0].details.attendees.iter().map(|one| &*one.mail).collect();
    assert_eq!(people, ["dana@us.example", "ken@minato.example"]);
    assert_eq!(found[0].uid, "7kukuqrfedlm2f9t4s7t8o1v2k@google.com");
}

#[test]
fn outlook() {
    check(
        OUTLOOK,
        &[
            "03-02 08:00 Tern weekly",
            "03-06 Visit of Tern",
            "03-09 08:00 Tern weekly",
            "03-23 08:00 Tern weekly",
            "03-30 07:00 Tern weekly",
        ],
    );
    let found = read(&[OUTLOOK], MARCH).occurrences;
    assert_eq!(
        found[0].uid,
        "040000008200E00074C5B7101A82E00800000000A0C1D2E3F4A5DA01000000000000000\
         0100000003A1B2C3D4E5F60718293A4B5C6D7E8F9"
    );
    assert_eq!(found[0].details.attendees[1].name, "Moss, Helen (Tern)");
}

#[test]
fn exchange() {
    check(EXCHANGE, &["03-05 14:00 Orbit / Dana", "03-10 07:00 Vista: kick-off"]);
}

#[test]
fn apple() {
    check(APPLE, &["03-03 11:00 Orbit – plano de migração", "03-30 08:00 Vista"]);
    let found = read(&[APPLE], MARCH).occurrences;
    let details = &found[0].details;
    assert_eq!(details.place, "Orbit Foods Rua do Ouro 1, Lisboa");
    assert_eq!(details.attendees[0].mail, "lucia@vista.example");
    assert_eq!(details.organizer.as_ref().map(|one| &*one.mail), Some("dana@us.example"));
}

#[test]
fn servers_behind_vdirsyncer() {
    check(
        VDIRSYNCER,
        &["03-06 07:00 港湾 定例会", "03-13 07:00 港湾 定例会", "03-20 07:00 港湾 定例会"],
    );
}
