//! What a note says of itself: its header, its path, and conflict markers in it.

use super::Note;
use crate::date::Date;
use crate::front_matter::Header;
use crate::people::{Attendee, Present, initials};
use crate::words::fold;

/// Returns where git's conflict markers start: a line of `<<<<<<<`, with one of `>>>>>>>` below it; one alone
/// can be Markdown.
///
/// They are longer where the attribute `conflict-marker-size` says so, and end without a label where a side
/// has no name.
pub fn conflict_marker(bytes: &[u8]) -> Option<usize> {
    let at_line_start = |marker: &[u8], from: usize| {
        let is_marker = |at: &usize| {
            let is_at_start = *at == 0 || matches!(bytes[at - 1], b'\n' | b'\r');
            // The run is measured once, at its start: a line of nothing else has many places in it.
            is_at_start && {
                let rest = &bytes[*at..];
                let length = rest.iter().take_while(|byte| **byte == marker[0]).count();
                matches!(rest.get(length), None | Some(b' ' | b'\n' | b'\r'))
            }
        };
        let places = memchr::memmem::find_iter(&bytes[from..], marker);
        places.map(|at| at + from).find(is_marker)
    };
    let start = at_line_start(b"<<<<<<<", 0)?;
    at_line_start(b">>>>>>>", start).map(|_| start)
}

pub(super) fn from_header(path: &str, header: &mut Header) -> Note {
    let names = |key: &str| {
        let list = header.list(key).into_iter();
        list.map(|name| name.trim_start_matches(['@', '＠']).trim().to_string())
            .filter(|n| !n.is_empty())
            .collect()
    };
    let customer = header.text("customer").or_else(|| customer_of(path));
    let attendees: Vec<String> = names("attendees");
    let attendees = attendees.into_iter().map(|name| Attendee { initials: initials(&name), name });
    let present = Present {
        customer: customer.clone(),
        ours: names("ours"),
        theirs: names("theirs"),
        partner: names("partner"),
        attendees: attendees.collect(),
    };
    Note {
        path: path.to_string(),
        customer,
        kind: header.text("kind").map(|kind| fold(&kind)),
        event: header.text("event"),
        internal: header.flag("internal"),
        sent: header.date("sent"),
        severity: header.text("severity").map(|severity| fold(&severity)),
        state: header.text("state").map(|state| fold(&state)),
        title: header.text("title").unwrap_or_default(),
        date: header.date("date").or_else(|| date_of(path)),
        until: header.date("until"),
        present,
        ..Note::default()
    }
}

fn customer_of(path: &str) -> Option<String> {
    let (slug, _) = path.strip_prefix("customers/")?.split_once('/')?;
    Some(slug.to_string())
}

/// Returns the last `YYYY-MM-DD` or `YYYYMMDD` of a path.
fn date_of(path: &str) -> Option<Date> {
    let bytes = path.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).rev().filter(|at| is_digit(*at) && (*at == 0 || !is_digit(at - 1))).find_map(
        |at| {
            let iso =
                path.get(at..at + 10).filter(|_| !is_digit(at + 10)).and_then(Date::parse_iso);
            let compact =
                || path.get(at..at + 8).filter(|_| !is_digit(at + 8)).and_then(Date::parse_compact);
            iso.or_else(compact)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::conflict_marker;

    #[test]
    fn conflict_markers_of_every_style_are_found() {
        for (text, expected) in [
            ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n", Some(0)),
            ("x\n<<<<<<< HEAD\na\n||||||| 1f2e3d4\nc\n=======\nb\n>>>>>>> topic\n", Some(2)),
            ("x\r\n<<<<<<< HEAD\r\n=======\r\n>>>>>>> topic\r\n", Some(3)),
            ("<<<<<<<<<<< HEAD\na\n===========\nb\n>>>>>>>>>>> topic\n", Some(0)),
            ("<<<<<<<\n=======\nb\n>>>>>>> topic", Some(0)),
            ("<<<<<<< a\n<<<<<<< HEAD\nb\n=======\n>>>>>>>", Some(0)),
            ("<<<<<<< HEAD\na\n", None),
            ("a <<<<<<< HEAD\n>>>>>>> topic\n", None),
            (">>>>>>> topic\n<<<<<<< HEAD\n", None),
            ("<<<<<<<HEAD\n>>>>>>>topic\n", None),
            ("<<<<<< HEAD\n>>>>>> topic\n", None),
            ("a <<<<<<<<<<<<<<<<<<<<<\n>>>>>>>\n", None),
            ("", None),
        ] {
            assert_eq!(conflict_marker(text.as_bytes()), expected, "{text:?}");
        }
    }
}
