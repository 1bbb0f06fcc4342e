//! Lists, documents and tables at every width.

use super::{document, follow_ups, table};
use crate::cells;
use crate::clock::Clock;
use crate::date::{Moment, Zone};
use crate::note::read;
use crate::people::Directory;
use crate::query::{Filter, Sort, select, sort};

fn rendered(width: Option<usize>) -> String {
    let text = "---\ntheirs: [佐藤 健]\n---\n- [ ] @dana send the \u{1b}[31msizing guide to the whole of the platform team by 2026-03-01\n\
        - [ ] @佐藤 見積もりを確認して、来週までに全拠点の担当者へ返事を送る promised 2026-03-09\n- ACTION: call 👩‍👩‍👧\n";
    let notes =
        [read("customers/minato/2026-03-04-poc.md", text.as_bytes(), &Directory::default())];
    let directory = Directory::default();
    let clock = Clock {
        now: Moment::parse("2026-03-04T12:00:00Z").unwrap(),
        zone: Zone::UTC,
        directory: &directory,
    };
    let mut rows = select(&notes, &Filter::default(), &clock);
    sort(&mut rows, Sort::Date);
    follow_ups(&rows, None, &directory, clock.here(), width)
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in 20..=160 {
        let text = anstream::adapter::strip_str(&rendered(Some(width))).to_string();
        for line in text.lines() {
            assert!(cells::width(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn control_characters_are_shown_not_sent() {
    let text = anstream::adapter::strip_str(&rendered(None)).to_string();
    assert!(text.contains("the \\x1b[31msizing"), "{text}");
    assert!(text.lines().next().unwrap().starts_with("! "), "late ones are marked without colour");
    assert!(text.contains("customers/minato/2026-03-04-poc.md:4"), "{text}");
}

#[test]
fn documents_are_wrapped_between_words() {
    let text = "# Week\n\n- send the guide to them · customers/minato/2026-03-04-poc.md:31\n- 見積もりを確認する\n";
    let shown = anstream::adapter::strip_str(&document(text, Some(39))).to_string();
    assert_eq!(
        shown,
        "# Week\n\n- send the guide to them ·\n  customers/minato/2026-03-04-poc.md:31\n- 見積もりを確認する\n"
    );
    for width in 20..80 {
        let shown = anstream::adapter::strip_str(&document(text, Some(width))).to_string();
        assert!(shown.lines().all(|line| cells::width(line) <= width), "{width}");
    }
    assert_eq!(anstream::adapter::strip_str(&document(text, None)).to_string(), text);
}

#[test]
fn tables_are_aligned_by_width() {
    let rows = [vec!["佐藤".to_string(), "a".to_string()], vec!["b".to_string(), "c".to_string()]];
    assert_eq!(table(&rows, None), "佐藤  a\nb     c\n");
}
