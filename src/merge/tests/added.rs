//! Lines that were added, moved or taken away, and the front matter.

use super::{check, merged};
use crate::git::Style;

#[test]
fn items_that_both_added_stay_ours_first() {
    for (base, ours, theirs, expected) in [
        ("- [ ] a\n", "- [ ] a\n- [ ] b\n", "- [ ] a\n- [ ] c\n", "- [ ] a\n- [ ] b\n- [ ] c\n"),
        ("- [ ] a", "- [ ] a\n- [ ] b", "- [ ] a\n- [ ] c", "- [ ] a\n- [ ] b\n- [ ] c"),
        (
            "- [ ] a\n",
            "- [ ] a\n- [ ] b\n- [ ] c\n",
            "- [ ] a\n- [ ] c\n- [ ] d\n",
            "- [ ] a\n- [ ] b\n- [ ] c\n- [ ] d\n",
        ),
        (
            "- [ ] a\n",
            "- [ ] a\n\n- [ ] b\n",
            "- [ ] a\n\n- [ ] c\n",
            "- [ ] a\n\n- [ ] b\n\n- [ ] c\n",
        ),
        ("- [ ] a\n", "- [x] a\n- [ ] b\n", "- [ ] a\n- [ ] c\n", "- [x] a\n- [ ] b\n- [ ] c\n"),
        (
            "- [ ] a\n",
            "- [x] a\n- [ ] b\n",
            "- [ ] a by 2026-03-09\n- [ ] c\n",
            "- [x] a by 2026-03-09\n- [ ] b\n- [ ] c\n",
        ),
        ("- [ ] a\n", "- [ ] a\n- [ ] b\n", "- [ ] a\n  - note\n", "- [ ] a\n  - note\n- [ ] b\n"),
        ("- [ ] a\n", "- [ ] a\n- [ ] b\n", "- [ ] a\n  more\n", "- [ ] a\n  more\n- [ ] b\n"),
        (
            "- [ ] a\n",
            "- [ ] a\n- [ ] b\n  - note\n",
            "- [ ] a\n- [ ] c\n  - note\n",
            "- [ ] a\n- [ ] b\n  - note\n- [ ] c\n  - note\n",
        ),
        (
            "## F\n- [ ] a\n",
            "## F\n- [ ] a\n\n## Internal\nx\n",
            "## F\n- [ ] a\n- [ ] b\n",
            "## F\n- [ ] a\n- [ ] b\n\n## Internal\nx\n",
        ),
        (
            "- [ ] a\n- [ ] b\n",
            "- [ ] a\n- [ ] c\n",
            "- [ ] a\n- [ ] b\n- [ ] d\n",
            "- [ ] a\n- [ ] c\n- [ ] d\n",
        ),
        (
            "- [ ] a\r\n",
            "- [ ] a\r\n- [ ] b\r\n",
            "- [ ] a\r\n- [ ] c\r\n",
            "- [ ] a\r\n- [ ] b\r\n- [ ] c\r\n",
        ),
        (
            "- [ ] a\n",
            "- [ ] a\n- [ ] send\n- [ ] b\n",
            "- [ ] a\n- [x] send\n- [ ] c\n",
            "- [ ] a\n<<<<<<< ours\n- [ ] send\n=======\n- [x] send\n>>>>>>> theirs\n- [ ] b\n- [ ] c\n",
        ),
        (
            "Text.\n",
            "Text.\nOurs.\n",
            "Text.\nTheirs.\n",
            "Text.\n<<<<<<< ours\nOurs.\n=======\nTheirs.\n>>>>>>> theirs\n",
        ),
        (
            "- a\n",
            "- a\n\nOurs.\n",
            "- a\n\nTheirs.\n",
            "- a\n\n<<<<<<< ours\nOurs.\n=======\nTheirs.\n>>>>>>> theirs\n",
        ),
    ] {
        assert_eq!(
            merged(base, ours, theirs, Style::Merge),
            expected,
            "{base:?} {ours:?} {theirs:?}"
        );
    }
}

#[test]
fn what_is_added_to_what_is_gone_is_a_conflict() {
    check(&[
        (
            "## A\n- [ ] a\n\n## B\nb\n",
            "## A\n- [ ] a\n- [ ] new\n\n## B\nb\n",
            "## B\nb\n",
            "<<<<<<< ours\n## A\n- [ ] a\n- [ ] new\n\n=======\n>>>>>>> theirs\n## B\nb\n",
        ),
        (
            "- [ ] a\n- [ ] b\n",
            "- [ ] a\n- [ ] b\n  - note\n",
            "- [ ] a\n",
            "- [ ] a\n<<<<<<< ours\n- [ ] b\n  - note\n=======\n>>>>>>> theirs\n",
        ),
        (
            "t\n\n## A\n- [ ] a\n",
            "t\n\n## A\n- [ ] a\n- [ ] new\n",
            "t\n\n",
            "t\n\n<<<<<<< ours\n## A\n- [ ] a\n- [ ] new\n=======\n>>>>>>> theirs\n",
        ),
        ("- [ ] a\n- [ ] b\n", "- [ ] a\n- [ ] b\n- [ ] c\n", "- [ ] a\n", "- [ ] a\n- [ ] c\n"),
    ]);
}

#[test]
fn a_line_that_was_moved_into_a_conflict_is_one_where_it_was() {
    check(&[(
        "# A\n\n## B\nOne.\n\nTwo.\n",
        "\nOne.\nNew.\n## B\n\nTwo.\n",
        "# A\n\n## B\nOne.\nTwo.\n\n",
        "\n<<<<<<< ours\n=======\n## B\n>>>>>>> theirs\nOne.\n<<<<<<< ours\nNew.\n## B\n\n=======\n>>>>>>> theirs\nTwo.\n\n",
    )]);
}

#[test]
fn front_matter_is_merged_line_by_line() {
    let note = |lines: &str| format!("---\n{lines}---\n# A\n");
    for (base, ours, theirs, expected) in [
        (
            "ours: [a]\ntheirs: [b]\n",
            "ours: [a, c]\ntheirs: [b]\n",
            "ours: [a]\ntheirs: [b, d]\n",
            "ours: [a, c]\ntheirs: [b, d]\n",
        ),
        ("ours: [a]\n", "ours: [a, b]\n", "ours: [a, c]\n", "ours: [a, b, c]\n"),
        (
            "ours:\n  - a\n",
            "ours:\n  - a\n  - b\n",
            "ours:\n  - a\n  - c\n",
            "ours:\n  - a\n  - b\n  - c\n",
        ),
        (
            "kind: poc\n",
            "kind: poc\nuntil: 2026-03-05\n",
            "kind: poc\npartner: [b]\n",
            "kind: poc\nuntil: 2026-03-05\npartner: [b]\n",
        ),
        (
            "kind: poc\n",
            "kind: sync\n",
            "kind: demo\n",
            "<<<<<<< ours\nkind: sync\n=======\nkind: demo\n>>>>>>> theirs\n",
        ),
    ] {
        let text = merged(&note(base), &note(ours), &note(theirs), Style::Merge);
        assert_eq!(text, note(expected), "{base:?} {ours:?} {theirs:?}");
    }
}
