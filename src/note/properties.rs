//! What holds for every note, whatever its bytes: reading never fails, and `done` changes one line.

use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

use super::verbs::there_and_back;
use super::{Note, NoteFile, read, with_a_box};
use crate::date::Date;
use crate::follow_up::{Mark, State, Style, Verb};
use crate::markdown::Lines;
use crate::people::{Directory, read_team};

fn directory() -> Directory {
    Directory { team: read_team("- @dana — Dana Reyes\n".as_bytes()), ..Directory::default() }
}

/// Pieces of notes: what boxes stand in, what stands in boxes, and what is hard on both.
const PIECES: [&str; 69] = [
    "- [ ] ",
    "* [ ] ",
    "+ [x] ",
    "1. [ ] ",
    "2) [ ] ",
    "- [/] ",
    "- [-] ",
    "-\t[ ]\t",
    "-   [X] ",
    "- [ ]",
    "- [  ] ",
    "- [] ",
    "- ",
    "  ",
    "    ",
    "\t",
    "> ",
    "> [!NOTE]\n> ",
    "# ",
    "## Attendees\n",
    "## Action items\n",
    "[ ] ",
    "\\[x\\]",
    "ACTION: ",
    "- ACTION: ",
    "[ACTION] ",
    "Todo: Dana to ",
    "@dana ",
    "@佐藤 ",
    "**Dana:** ",
    "send ",
    "the guide ",
    "見積もりを送る",
    "e\u{301}",
    "✔\u{fe0f}",
    "\u{a0}",
    "\u{feff}",
    "\u{200b}",
    "\u{2028}",
    "by 2026-03-05",
    " promised 2026-03-06",
    " 📅 2026-03-07",
    " (done 2026-03-01)",
    " ✅ 2026-03-02",
    "(done)",
    " 🔁 every week",
    " ^k7q2",
    " [due:: 2026-03-05]",
    "~~",
    "`",
    "``",
    "```\n",
    "*",
    "[a](b)",
    "<!-- ",
    " -->",
    "<div>",
    "\\",
    "  \n",
    "\0",
    "|",
    "---\n",
    "===\n",
    "+++\n",
    "\u{1f468}\u{200d}\u{1f469}",
    "#tag",
    "&amp;",
    "TODO",
    "- [x] ~~old~~ (dropped 2026-03-01: no)\n",
];

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        12 => (0..PIECES.len()).prop_map(|at| PIECES[at].as_bytes().to_vec()),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ];
    let ending =
        prop_oneof![6 => Just("\n"), 2 => Just("\r\n"), 1 => Just("\r"), 1 => Just("\n\n")];
    let line = (proptest::collection::vec(piece, 0..7), ending);
    let header = prop_oneof![
        4 => Just(""),
        1 => Just("---\ndate: 2026-03-04\nours: [dana]\n---\n"),
        1 => Just("+++\r\ndate = 2026-03-04\r\n+++\r\n"),
        1 => Just("\u{feff}---\ntheirs: [佐藤 健]\n---\n"),
        1 => Just("---\ndate: [\n"),
    ];
    (header, proptest::collection::vec(line, 0..12), any::<bool>()).prop_map(
        |(header, lines, whole)| {
            let mut bytes = header.as_bytes().to_vec();
            for (pieces, ending) in lines {
                pieces.iter().for_each(|piece| bytes.extend(piece));
                bytes.extend(ending.as_bytes());
            }
            if !whole {
                bytes.truncate(bytes.trim_ascii_end().len());
            }
            bytes
        },
    )
}

/// Every place of a note points at what it says.
#[track_caller]
fn check_places(note: &Note, bytes: &[u8]) {
    let lines = Lines::of(bytes);
    let skipped = note.skipped.iter().map(|(item, _)| item);
    for item in note.follow_ups.iter().chain(skipped).chain(&note.unboxed) {
        let place = &item.place;
        assert!(place.line.start <= place.start && place.start <= place.line.end, "{item:?}");
        assert!(place.paragraph.end <= bytes.len(), "{item:?}");
        assert_eq!(lines.number(place.start), item.line, "{item:?}");
        if let Some(mark) = place.mark {
            assert_eq!((bytes[mark - 1], bytes[mark + 1]), (b'[', b']'), "{item:?}");
            assert!(b" xX-/\t\n\r".contains(&bytes[mark]), "{item:?}");
        }
        assert!(with_a_box(item).len() >= 3, "{item:?}");
    }
}

/// Ticks every open follow-up off, each alone, and looks at what has changed.
#[track_caller]
fn check_done(bytes: &[u8], style: Style) {
    let directory = directory();
    let file = NoteFile::read("a.md", bytes.to_vec(), &directory);
    let day = Date::new(2026, 3, 6).expect("a day");
    for (at, item) in file.note.follow_ups.iter().enumerate().filter(|(_, item)| item.is_open()) {
        let Ok(after) = file.change(item, &Verb::Done(day), style, &directory) else { continue };
        let again = read("a.md", &after, &directory);
        assert_eq!(again.follow_ups[at].state, State::Done);
        let (start, end) =
            (item.place.line.start, item.place.paragraph.end.max(item.place.line.end));
        assert_eq!(after[..start], bytes[..start], "what stands before stays");
        let tail = &bytes[end..];
        assert!(after.ends_with(tail), "what stands behind stays");
        let (old, new) = (&bytes[start..end], &after[start..after.len() - tail.len()]);
        // Without the box and the inserted mark, the two are the same bytes.
        let mark = match style {
            Style::Plain => " (done 2026-03-06)".as_bytes(),
            Style::Obsidian => " ✅ 2026-03-06".as_bytes(),
        };
        let places = new.windows(mark.len()).enumerate().filter(|(_, window)| *window == mark);
        let boxed = item.place.start - start;
        let is_same = places.into_iter().any(|(at, _)| {
            let mut bare = [&new[..at], &new[at + mark.len()..]].concat();
            match item.place.mark {
                Some(mark) => bare[mark - start] = bytes[mark],
                None => drop(bare.drain(boxed..boxed + 4)),
            }
            bare == old
        });
        let show = String::from_utf8_lossy;
        assert!(is_same, "{:?} became {:?}", show(old), show(new));
    }
}

/// Does every verb to every follow-up, each alone: nothing changes outside of its lines, and what was
/// closed comes back as it was.
#[track_caller]
fn check_verbs(bytes: &[u8], style: Style) {
    let directory = directory();
    let file = NoteFile::read("a.md", bytes.to_vec(), &directory);
    let day = Date::new(2026, 3, 6).expect("a day");
    let dana = directory.mention("dana", &file.note.present).expect("one person");
    let drop = Verb::Drop { day, why: "replaced (again)".into() };
    let assign = Verb::Assign(dana.into_iter().collect());
    for (at, item) in file.note.follow_ups.iter().enumerate() {
        let reopen = Verb::Reopen(Some(Mark::Empty));
        for verb in [&Verb::Done(day), &drop, &reopen, &Verb::Move(day), &assign] {
            let Ok(after) = file.change(item, verb, style, &directory) else { continue };
            let (start, end) =
                (item.place.line.start, item.place.paragraph.end.max(item.place.line.end));
            assert_eq!(after[..start], bytes[..start], "what stands before stays: {verb:?}");
            let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert!(
                after.ends_with(&bytes[end..]),
                "what stands behind stays: {verb:?}: {:?} became {:?}",
                show(bytes),
                show(&after)
            );
            if verb.closes() {
                let back = there_and_back(bytes, at, verb, style).expect("it was closed");
                assert!(back == bytes, "{verb:?}: {:?} became {:?}", show(bytes), show(&back));
            }
        }
    }
}

proptest! {
    #![proptest_config(crate::chance::cases(600))]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check_places(&read("customers/a/2026-03-04-sync.md", &bytes, &directory()), &bytes);
    }

    #[test]
    fn any_note_is_read(bytes in bytes()) {
        check_places(&read("customers/a/2026-03-04-sync.md", &bytes, &directory()), &bytes);
    }

    #[test]
    fn done_changes_the_box_and_adds_the_mark_and_nothing_else(bytes in bytes()) {
        check_done(&bytes, Style::Plain);
        check_done(&bytes, Style::Obsidian);
    }

    #[test]
    fn every_verb_keeps_to_its_lines_and_can_be_taken_back(bytes in bytes()) {
        check_verbs(&bytes, Style::Plain);
        check_verbs(&bytes, Style::Obsidian);
    }
}
