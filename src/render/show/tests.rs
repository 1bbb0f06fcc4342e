use super::note;
use crate::cells;
use crate::clock::Clock;
use crate::date::Moment;
use crate::note::read;
use crate::people::{Card, Directory, read_team};

const PATH: &str = "customers/minato/2026-03-04-poc.md";

/// Shows a note as in a terminal, bold as `*…*`.
fn shown(text: &str, lines: Option<super::Lines>, width: usize) -> String {
    let mut directory = Directory {
        team: read_team("- @dana — Dana Reyes\n".as_bytes()),
        ..Directory::default()
    };
    directory
        .cards
        .insert("minato".into(), Card::read("minato", b"---\nname: Minato Storage\n---\n"));
    let now = Moment::parse("2026-03-06T12:00:00Z").unwrap();
    let clock = Clock { now, zone: "Europe/Lisbon".parse().unwrap(), directory: &directory };
    let read = read(PATH, text.as_bytes(), &directory);
    let shown = note(&read, text.as_bytes(), lines.as_ref(), &clock, Some(width));
    let bold = shown.replace("\u{1b}[1m", "*").replace("\u{1b}[0m", "*").replace("\u{1b}[2m", "*");
    assert!(!bold.contains('\u{1b}'), "{bold:?}");
    bold
}

/// Returns the text below the header.
fn below(text: &str, width: usize) -> String {
    let shown = shown(text, None, width);
    let (_, below) = shown.split_once("\n\n").unwrap_or_default();
    below.to_string()
}

#[test]
fn text_is_laid_out_as_it_is_read() {
    for (text, expected) in [
        ("# A **b**\n\n\n\ntext\n", "*# A **b***\n\ntext\n"),
        ("Title\n=====\n", "*Title*\n*=====*\n"),
        ("one\ntwo\n", "one\ntwo\n"),
        (
            "one two three four five six seven\neight\n",
            "one two three four five six\nseven eight\n",
        ),
        (
            "one two three four five six  \nseven eight nine ten\n",
            "one two three four five six\nseven eight nine ten\n",
        ),
        (
            "one two three four five six seven  \neight\n",
            "one two three four five six\nseven\neight\n",
        ),
        ("- one two three four five six seven\n", "- one two three four five\n  six seven\n"),
        (
            "- [ ] one two three four five six seven\n",
            "- [ ] one two three four\n      five six seven\n",
        ),
        (
            "1. a\n   - [x] one two three four five\n",
            "1. a\n   - [x] one two three four\n         five\n",
        ),
        (
            "> one two three four five six seven\n> eight\n",
            "> one two three four five\n> six seven eight\n",
        ),
        (
            "- a\n\n  one two three four five six seven\n",
            "- a\n\n  one two three four five\n  six seven\n",
        ),
        (
            "見積もりを確認して送る。\nそれから電話で連絡する。\n",
            "見積もりを確認して送る。\nそれから電話で連絡する。\n",
        ),
        (
            "見積もりを確認して返事を送る。\nそれから電話で連絡する。\n",
            "見積もりを確認して返事を送る\n。それから電話で連絡する。\n",
        ),
        (
            "```sh\na  \n\n\n\tb one two three four five six seven\n```\n",
            "```sh\na\n\n\n    b one two three four five six seven\n```\n",
        ),
        (
            "| a | b |\n|---|---|\n| one two three four five | six |\n",
            "| a | b |\n|---|---|\n| one two three four five | six |\n",
        ),
        ("<!-- a\nprompt -->\n\ntext <!-- b --> c\n", "text            c\n"),
        ("- <!-- a -->\n- [ ] <!-- b -->\n", "-\n- [ ]\n"),
        ("<div>\n<!-- a -->\nb\n</div>\n", "<div>\nb\n</div>\n"),
        (
            "[a]: https://a.example/a-long-path-that-goes-on\n\ntext\n",
            "[a]:\nhttps://a.example/a-long-pat\nh-that-goes-on\n\ntext\n",
        ),
        ("a\u{1b}[31m\u{202e}\n", "a\\x1b[31m<U+202E>\n"),
        ("---\n\ntext\n", "---\n\ntext\n"),
        ("", ""),
    ] {
        assert_eq!(below(text, 28), expected, "{text}");
    }
}

#[test]
fn the_header_says_whose_it_is_and_who_was_there() {
    let header = "---\ncustomer: minato\ndate: 2026-03-04\nkind: poc\ntitle: First try\nours: [dana, zed]\n\
                  theirs: [佐藤 健]\nattendees: Tom\nother: x\n---\ntext\n";
    assert_eq!(
        shown(header, None, 80),
        "*First try*\nMinato Storage · 4 March 2026 · poc · written\nours: Dana Reyes, zed\n\
         theirs: 佐藤 健\nattendees: Tom\n*customers/minato/2026-03-04-poc.md*\n\ntext\n"
    );
    let escalation = "---\nkind: escalation\nseverity: high\nstate: open\nuntil: 2026-03-05\ninternal: true\n---\n";
    assert_eq!(
        shown(escalation, None, 100),
        "Minato Storage · 4 March 2026 – 5 March 2026 · escalation · high · open · not written · internal\n\
         *customers/minato/2026-03-04-poc.md*\n"
    );
}

#[test]
fn a_header_that_cannot_be_read_is_shown_as_it_stands() {
    assert_eq!(below("---\nours: [\n---\ntext\n", 80), "---\nours: [\n---\ntext\n");
}

#[test]
fn some_lines_can_be_asked_for() {
    let text = "---\nkind: poc\n---\n# A\n\na\n\n# B\n\nb\n";
    assert!(shown(text, Some(4..=7), 80).ends_with(".md*\n\n*# A*\n\na\n"));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let text = "---\nours: [dana, dana, dana, dana]\n---\n# A heading that is longer than the line\n\n\
                - [ ] @佐藤 見積もりを確認して全拠点の担当者へ返事を送る by 2026-03-05\n  - nested words in a list\n\
                    > a quote of several words that goes on\n";
    for width in 40..=120 {
        for line in shown(text, None, width).replace('*', "").lines() {
            assert!(cells::width(line) <= width, "{width}: {line}");
        }
    }
}
