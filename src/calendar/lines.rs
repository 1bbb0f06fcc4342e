//! The lines of a calendar file (RFC 5545, section 3.1): those that are read, component by component.
//!
//! What nobody asks for (descriptions, attachments, alarms) is left out here, before anything is parsed:
//! so whatever stands in a file, no more of it is in memory than one component.

use std::borrow::Cow;

use super::limits::{LONGEST_COMPONENT, LONGEST_LINE};

/// A component of a file, cut down to what is read of it, with its `BEGIN` and `END`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    pub kind: Kind,
    pub text: String,
    /// It was longer than is read, and has lost lines.
    pub is_cut: bool,
    /// Its end was there.
    pub is_closed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Event,
    Zone,
}

/// The properties of an event that are read.
const OF_EVENTS: [&str; 17] = [
    "UID",
    "SEQUENCE",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "EXRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "STATUS",
    "SUMMARY",
    "LOCATION",
    "ORGANIZER",
    "ATTENDEE",
    "X-MICROSOFT-CDO-ALLDAYEVENT",
    "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT",
];

/// The properties of a time zone that are read, and of its parts.
const OF_ZONES: [&str; 8] = [
    "TZID",
    "X-LIC-LOCATION",
    "X-MICROSOFT-CDO-TZID",
    "DTSTART",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "RRULE",
    "RDATE",
];

/// Walks through the components of one kind.
pub struct Components<'a> {
    rest: &'a [u8],
    kind: Kind,
    /// The value of `METHOD`, above the events.
    pub method: Option<String>,
}

impl<'a> Components<'a> {
    pub fn of(kind: Kind, bytes: &'a [u8]) -> Components<'a> {
        Components { rest: bytes, kind, method: None }
    }

    /// Returns the next physical line without its ending.
    fn physical(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.rest).unwrap_or(self.rest.len());
        let line = &self.rest[..end];
        self.rest = &self.rest[(end + 1).min(self.rest.len())..];
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }

    /// Returns the next line, unfolded where it is one that is read or begins or ends a component; of the
    /// others nothing but the name.
    fn line(&mut self, wanted: &[&str]) -> Option<Line<'a>> {
        let first = self.physical()?;
        let mut text = Cow::Borrowed(first);
        let is_wanted = match name(first) {
            Some(name) => is_one_of(name, wanted),
            None => true, // the name itself may be folded
        };
        let mut is_cut = first.len() > LONGEST_LINE;
        while matches!(self.rest.first(), Some(b' ' | b'\t')) {
            let more = self.physical().unwrap_or_default();
            if is_wanted && text.len() + more.len() <= LONGEST_LINE {
                text.to_mut().extend_from_slice(&more[1..]);
            } else {
                is_cut = true;
            }
        }
        let is_wanted = is_wanted && name(&text).is_some_and(|name| is_one_of(name, wanted));
        Some(Line { is_wanted, is_cut, text })
    }
}

struct Line<'a> {
    text: Cow<'a, [u8]>,
    is_wanted: bool,
    is_cut: bool,
}

/// Returns what stands before the first `:` or `;`.
fn name(line: &[u8]) -> Option<&[u8]> {
    Some(&line[..memchr::memchr2(b':', b';', line)?])
}

fn is_one_of(name: &[u8], names: &[&str]) -> bool {
    let is_edge =
        |edge: &str| name.len() == edge.len() && name.eq_ignore_ascii_case(edge.as_bytes());
    ["BEGIN", "END"].into_iter().any(is_edge) || names.iter().any(|one| is_edge(one))
}

/// Returns the name of the component that a line begins (`Ok`) or ends (`Err`).
fn edge(line: &[u8]) -> Option<Result<&[u8], &[u8]>> {
    let value = |word: &str| {
        let (start, rest) = line.split_at_checked(word.len())?;
        start.eq_ignore_ascii_case(word.as_bytes()).then(|| rest.trim_ascii())
    };
    value("BEGIN:").map(Ok).or_else(|| value("END:").map(Err))
}

impl Iterator for Components<'_> {
    type Item = Component;

    fn next(&mut self) -> Option<Component> {
        let (name, wanted, deepest): (_, &[&str], _) = match self.kind {
            Kind::Event => ("VEVENT", &OF_EVENTS, 0),
            Kind::Zone => ("VTIMEZONE", &OF_ZONES, 1),
        };
        let is_own = |begun: &[u8]| begun.eq_ignore_ascii_case(name.as_bytes());
        loop {
            let line = self.line(&["METHOD"])?;
            match edge(&line.text) {
                Some(Ok(begun)) if is_own(begun) => break,
                None if line.is_wanted => {
                    let text = String::from_utf8_lossy(&line.text);
                    self.method = text.split_once(':').map(|(_, method)| method.trim().to_string());
                }
                _ => {}
            }
        }
        let mut found = Component {
            kind: self.kind,
            text: format!("BEGIN:{name}\r\n"),
            is_cut: false,
            is_closed: false,
        };
        // How many components are open within this one.
        let mut depth = 0;
        let mut at = self.rest;
        while let Some(line) = self.line(wanted) {
            match edge(&line.text) {
                Some(Err(_)) if depth == 0 => {
                    found.is_closed = true;
                    break;
                }
                // The end of the one before is missing.
                Some(Ok(begun)) if is_own(begun) => {
                    self.rest = at;
                    break;
                }
                Some(Ok(_)) => depth += 1,
                Some(Err(_)) => depth -= 1,
                None => {}
            }
            at = self.rest;
            let is_edge_within = edge(&line.text).is_some() && deepest > 0;
            let is_read =
                if edge(&line.text).is_some() { is_edge_within } else { depth <= deepest };
            if !line.is_wanted || !is_read {
                continue;
            }
            if line.is_cut || found.text.len() + line.text.len() > LONGEST_COMPONENT {
                found.is_cut = true;
                continue;
            }
            found.text.push_str(&String::from_utf8_lossy(&line.text));
            found.text.push_str("\r\n");
        }
        found.text.push_str(&format!("END:{name}\r\n"));
        Some(found)
    }
}

/// Returns the bytes as UTF-8: without a byte-order mark, and out of UTF-16 where a mark says so.
pub fn as_utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let words = |of: fn([u8; 2]) -> u16| {
        let words = bytes[2..].chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
        let text: String =
            char::decode_utf16(words).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        Cow::Owned(text.into_bytes())
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        [0xff, 0xfe, ..] => words(u16::from_le_bytes),
        [0xfe, 0xff, ..] => words(u16::from_be_bytes),
        _ => Cow::Borrowed(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::{Components, Kind, as_utf8};
    use crate::calendar::limits::{LONGEST_COMPONENT, LONGEST_LINE};

    /// Returns the components of a text, their lines joined by `|`.
    fn found(kind: Kind, text: &str) -> Vec<String> {
        let text = text.replace('\n', "\r\n");
        let shown = Components::of(kind, text.as_bytes()).map(|one| {
            let lines: Vec<&str> = one.text.lines().collect();
            let cut = if one.is_cut { " cut" } else { "" };
            let open = if one.is_closed { "" } else { " open" };
            format!("{}{cut}{open}", lines[1..lines.len() - 1].join("|"))
        });
        shown.collect()
    }

    #[test]
    fn events_are_cut_down_to_what_is_read() {
        for (text, expected) in [
            (
                "BEGIN:VEVENT\nUID:a\nDESCRIPTION:x\nSUMMARY:s\nEND:VEVENT\n",
                vec!["UID:a|SUMMARY:s"],
            ),
            ("begin:vevent\nuid;X=1:a\nend:vevent\n", vec!["uid;X=1:a"]),
            ("BEGIN:VEVENT\nSUMM\n ARY:long\n  er\n\t!\nEND:VEVENT", vec!["SUMMARY:long er!"]),
            ("BEGIN:VEVENT\nDESCRIPTION:x\n UID:no\nUID:a\nEND:VEVENT", vec!["UID:a"]),
            // An alarm has a summary of its own.
            (
                "BEGIN:VEVENT\nBEGIN:VALARM\nSUMMARY:no\nEND:VALARM\nUID:a\nEND:VEVENT\n",
                vec!["UID:a"],
            ),
            ("BEGIN:VTODO\nUID:no\nEND:VTODO\nBEGIN:VEVENT\nUID:a\nEND:VEVENT\n", vec!["UID:a"]),
            // Cut off, and without an end.
            ("BEGIN:VEVENT\nUID:a\nSUMMARY:cu", vec!["UID:a|SUMMARY:cu open"]),
            ("BEGIN:VEVENT\nUID:a\nBEGIN:VEVENT\nUID:b\nEND:VEVENT\n", vec!["UID:a open", "UID:b"]),
            ("BEGIN:VEVENT\nnonsense\n:\n;\nUID:a\nEND:VEVENT", vec!["UID:a"]),
            ("END:VEVENT\n", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(found(Kind::Event, text), expected, "{text}");
        }
    }

    #[test]
    fn zones_keep_their_parts() {
        let text = "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nTZNAME:x\nTZOFFSETTO:+0100\nEND:STANDARD\n\
                    END:VTIMEZONE\nBEGIN:VEVENT\nUID:a\nEND:VEVENT\n";
        let expected = "TZID:X|BEGIN:STANDARD|TZOFFSETTO:+0100|END:STANDARD";
        assert_eq!(found(Kind::Zone, text), [expected]);
        assert_eq!(found(Kind::Event, text), ["UID:a"]);
    }

    #[test]
    fn nothing_grows_without_end() {
        let deep = "BEGIN:X\n".repeat(10_000) + &"END:X\n".repeat(10_000);
        let text = format!("BEGIN:VEVENT\n{deep}UID:a\nEND:VEVENT\n");
        assert_eq!(found(Kind::Event, &text), ["UID:a"]);
        let long = "x".repeat(LONGEST_LINE + 1);
        let text = format!("BEGIN:VEVENT\nUID:a\nSUMMARY:{long}\nEND:VEVENT\n");
        assert_eq!(found(Kind::Event, &text), ["UID:a cut"]);
        let folded = format!("BEGIN:VEVENT\nSUMMARY:a\n {long}\n b\nUID:a\nEND:VEVENT\n");
        assert_eq!(found(Kind::Event, &folded), ["UID:a cut"]);
        let many = "ATTENDEE:mailto:a@orbit.example\n".repeat(LONGEST_COMPONENT / 30);
        let text = format!("BEGIN:VEVENT\n{many}END:VEVENT\n");
        let component = Components::of(Kind::Event, text.as_bytes()).next().unwrap();
        assert!(component.is_cut && component.text.len() < LONGEST_COMPONENT + 100);
    }

    #[test]
    fn marks_of_encodings_are_taken_off() {
        assert_eq!(&*as_utf8(b"\xef\xbb\xbfBEGIN"), b"BEGIN");
        assert_eq!(&*as_utf8(b"\xff\xfeA\0\xe9\0"), "Aé".as_bytes());
        assert_eq!(&*as_utf8(b"\xfe\xff\0A\xd8\0"), "A\u{fffd}".as_bytes());
        assert_eq!(&*as_utf8(b"\xff\xfeA"), b"");
        assert_eq!(&*as_utf8(b""), b"");
    }

    #[test]
    fn the_method_stands_above_the_events() {
        let text = b"BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nMETHOD:x\nEND:VEVENT\n";
        let mut components = Components::of(Kind::Event, text);
        assert!(components.next().is_some());
        assert_eq!(components.method.as_deref(), Some("CANCEL"));
    }
}
