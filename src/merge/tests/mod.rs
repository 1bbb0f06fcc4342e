//! What two people's changes come to: one table a kind of change, `base`, `ours`, `theirs`, `merged`.

mod added;
mod items;

use super::{Versions, merge};
use crate::git::{Markers, Style};
use crate::people::{Card, Directory, read_team};

fn directory() -> Directory {
    let team = "- @dana — Dana Reyes\n- @priya — Priya Nair\n";
    let card = "## People\n\n- 佐藤 健 (Satō Ken) — lead\n";
    let mut directory = Directory { team: read_team(team.as_bytes()), ..Directory::default() };
    directory.cards.insert("minato".into(), Card::read("minato", card.as_bytes()));
    directory
}

fn merged(base: &str, ours: &str, theirs: &str, style: Style) -> String {
    let versions =
        Versions { base: base.as_bytes(), ours: ours.as_bytes(), theirs: theirs.as_bytes() };
    let markers = Markers { style, ..Markers::default() };
    let merged = merge("customers/minato/2026-03-04-sync.md", versions, &markers, &directory());
    let text = String::from_utf8(merged.bytes).expect("UTF-8");
    assert_eq!(merged.conflicts > 0, text.contains("<<<<<<<"), "{text}");
    text
}

/// Checks a merge, and the same with the sides exchanged.
#[track_caller]
fn check(cases: &[(&str, &str, &str, &str)]) {
    for (base, ours, theirs, expected) in cases {
        let text = merged(base, ours, theirs, Style::Merge);
        assert_eq!(text, *expected, "{base:?} {ours:?} {theirs:?}");
        if !expected.contains("<<<<<<<") {
            let text = merged(base, theirs, ours, Style::Merge);
            assert_eq!(text, *expected, "exchanged: {base:?} {ours:?} {theirs:?}");
        }
    }
}

#[test]
fn lines_next_to_each_other_do_not_conflict() {
    check(&[
        ("- [ ] a\n- [ ] b\n", "- [x] a\n- [ ] b\n", "- [ ] a\n- [x] b\n", "- [x] a\n- [x] b\n"),
        ("one\ntwo\n", "ONE\ntwo\n", "one\nTWO\n", "ONE\nTWO\n"),
        (
            "- [ ] a\n- [ ] b\n- [ ] c\n",
            "- [x] a\n- [ ] b\n- [x] c\n",
            "- [ ] a\n- [x] b\n- [ ] c\n",
            "- [x] a\n- [x] b\n- [x] c\n",
        ),
        ("- [ ] a\n- [ ] b\n", "- [x] a\n- [ ] b\n", "- [ ] a\n", "- [x] a\n"),
        ("- [ ] a\n- [ ] b", "- [x] a\n- [ ] b", "- [ ] a\n- [x] b", "- [x] a\n- [x] b"),
        (
            "| a | b |\n|--|--|\n| 1 | 2 |\n| 3 | 4 |\n",
            "| a | b |\n|--|--|\n| 9 | 2 |\n| 3 | 4 |\n",
            "| a | b |\n|--|--|\n| 1 | 2 |\n| 3 | 9 |\n",
            "| a | b |\n|--|--|\n| 9 | 2 |\n| 3 | 9 |\n",
        ),
    ]);
}

#[test]
fn long_lists_are_merged() {
    let list = |box_: &str, day: &str| -> String {
        (0..300).map(|at| format!("- [{box_}] send number {at} by {day}\n")).collect()
    };
    let text = merged(
        &list(" ", "2026-03-05"),
        &list("x", "2026-03-05"),
        &list(" ", "2026-03-09"),
        Style::Merge,
    );
    assert_eq!(text, list("x", "2026-03-09"));
}

#[test]
fn a_conflict_holds_the_lines_of_its_item_alone() {
    check(&[
        (
            "- [ ] a by 2026-03-01\n- [ ] b\n- [ ] c\n",
            "- [ ] a by 2026-03-02\n- [x] b\n- [ ] c\n",
            "- [ ] a by 2026-03-03\n- [ ] b\n- [x] c\n",
            "<<<<<<< ours\n- [ ] a by 2026-03-02\n=======\n- [ ] a by 2026-03-03\n>>>>>>> theirs\n- [x] b\n- [x] c\n",
        ),
        (
            "- [ ] a\n- [ ] b\n- [ ] c\n",
            "- [ ] a\n- [ ] c\n",
            "- [ ] a\n- [x] b\n- [x] c\n",
            "- [ ] a\n<<<<<<< ours\n=======\n- [x] b\n>>>>>>> theirs\n- [x] c\n",
        ),
        (
            "- [ ] send the guide\n- [ ] b\n",
            "- [ ] call the bank\n- [x] b\n",
            "- [x] send the guide (done 2026-03-04)\n- [ ] b\n",
            "<<<<<<< ours\n- [ ] call the bank\n=======\n- [x] send the guide (done 2026-03-04)\n>>>>>>> theirs\n- [x] b\n",
        ),
        (
            "One.\nTwo.\n\n- [ ] a\n- [ ] b\n",
            "One, ours.\nTwo, ours.\n\n- [x] a\n- [ ] b\n",
            "One, theirs.\nTwo, theirs.\n\n- [ ] a\n- [x] b\n",
            "<<<<<<< ours\nOne, ours.\nTwo, ours.\n=======\nOne, theirs.\nTwo, theirs.\n>>>>>>> theirs\n\n- [x] a\n- [x] b\n",
        ),
    ]);
}

#[test]
fn conflicts_are_marked_as_git_marks_them() {
    let texts = ("a\r\n- [ ] send\r\n", "a\r\n- [ ] mail\r\n", "a\r\n- [x] send\r\n");
    let marked = |style| merged(texts.0, texts.1, texts.2, style);
    let expected = "a\r\n<<<<<<< ours\r\n- [ ] mail\r\n||||||| base\r\n- [ ] send\r\n=======\r\n- [x] send\r\n>>>>>>> theirs\r\n";
    assert_eq!(marked(Style::Diff3), expected);
    assert_eq!(marked(Style::Zdiff3), expected);
    let expected = "a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n";
    assert_eq!(merged("a", "a\nb", "a\nc", Style::Merge), expected);
    let (base, ours, theirs) = ("t\n", "t\n\nSame.\nOurs.\nEnd.\n", "t\n\nSame.\nTheirs.\nEnd.\n");
    let expected = "t\n\nSame.\n<<<<<<< ours\nOurs.\n=======\nTheirs.\n>>>>>>> theirs\nEnd.\n";
    assert_eq!(merged(base, ours, theirs, Style::Merge), expected);
}

#[test]
fn endings_and_bytes_are_kept() {
    let path = "a.md";
    for (base, ours, theirs, expected) in [
        (
            &b"- [ ] a\r\n- [ ] caf\xe9\r\n"[..],
            &b"- [x] a\r\n- [ ] caf\xe9\r\n"[..],
            &b"- [ ] a\r\n- [x] caf\xe9\r\n"[..],
            &b"- [x] a\r\n- [x] caf\xe9\r\n"[..],
        ),
        // One side gave the note other line endings.
        (
            b"- [ ] a\n- [ ] b\n",
            b"- [ ] a\r\n- [ ] b\r\n",
            b"- [x] a\n- [ ] b\n",
            b"- [x] a\r\n- [ ] b\r\n",
        ),
        (
            b"\xef\xbb\xbf- [ ] a\n- [ ] b",
            b"\xef\xbb\xbf- [x] a\n- [ ] b",
            b"\xef\xbb\xbf- [ ] a\n- [x] b\n",
            b"\xef\xbb\xbf- [x] a\n- [x] b\n",
        ),
        (
            b"- [ ] a\r- [ ] b\r",
            b"- [x] a\r- [ ] b\r",
            b"- [ ] a\r- [x] b\r",
            b"<<<<<<< ours\n- [x] a\r- [ ] b\r\n=======\n- [ ] a\r- [x] b\r\n>>>>>>> theirs\n",
        ),
        (b"a\0\n", b"b\0\n", b"c\0\n", b"b\0\n"),
    ] {
        let merged =
            merge(path, Versions { base, ours, theirs }, &Markers::default(), &directory());
        let text = String::from_utf8_lossy;
        assert_eq!(text(&merged.bytes), text(expected));
    }
}

#[test]
fn markers_that_were_there_are_a_conflict() {
    let marked = "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n";
    for (base, ours, theirs, expected) in [
        ("t\n", "t\n", marked, marked.to_string()),
        ("1\n2\n3\n", "0\n2\n3\n", &format!("1\n2\n{marked}"), format!("0\n2\n{marked}")),
        (marked, "x\n", &format!("{marked}\nmore\n"), String::new()),
    ] {
        let versions =
            Versions { base: base.as_bytes(), ours: ours.as_bytes(), theirs: theirs.as_bytes() };
        let merged = merge("a.md", versions, &Markers::default(), &directory());
        assert!(merged.conflicts > 0, "{base}");
        if !expected.is_empty() {
            assert_eq!(String::from_utf8_lossy(&merged.bytes), expected);
        }
    }
}

#[test]
fn a_base_of_several_ancestors_may_hold_markers() {
    check(&[(
        "<<<<<<<<< one\n- [ ] a\n=========\n- [ ] a!\n>>>>>>>>> two\n- [ ] b\n",
        "- [ ] a\n- [x] b\n",
        "- [x] a\n- [ ] b\n",
        "- [x] a\n- [x] b\n",
    )]);
}

#[test]
fn what_would_be_read_as_something_else_is_gits_own_conflict() {
    for (base, ours, theirs) in [
        // The heading makes a follow-up of theirs an attendee.
        ("## A\n- [ ] a\n", "## Attendees\n- [x] a\n", "## A\n- [ ] a\n- [ ] Tom Dale\n"),
        // Ours opens a code block.
        ("t\n- [ ] a\n", "t\n```\n- [ ] a\n", "t\n- [x] a\n- [ ] b\n"),
        // Both moved the same line, to different places.
        (
            "- [ ] a\n- [ ] b\n- [ ] c\n- [ ] d\n",
            "- [ ] b\n- [ ] a\n- [ ] c\n- [x] d\n",
            "- [ ] b\n- [ ] c\n- [ ] a\n- [ ] d\n",
        ),
    ] {
        let versions =
            Versions { base: base.as_bytes(), ours: ours.as_bytes(), theirs: theirs.as_bytes() };
        let merged = merge("a.md", versions, &Markers::default(), &directory());
        let [base, ours, theirs] = [versions.base, versions.ours, versions.theirs];
        let plain = crate::git::merge_lines(base, ours, theirs, &Markers::default());
        assert_eq!(String::from_utf8_lossy(&merged.bytes), String::from_utf8_lossy(&plain.bytes));
        assert!(merged.conflicts > 0, "{versions:?}");
    }
}
