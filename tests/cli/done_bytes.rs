//! `done` changes the bytes it must, and no others.

use snapbox::str;

use crate::sealed::{Sealed, Shows, visible};

/// Ticks the one follow-up with `x` in it off; returns the exit code's trouble, else the file.
fn ticked(bytes: &[u8]) -> String {
    let s = Sealed::init();
    s.write("a.md", bytes).commit("notes");
    let output = s.fieldnote("done x");
    if output.code == 0 {
        assert_eq!(s.status(), "", "nothing is left to commit");
        assert_eq!(s.git(&["show", "HEAD:a.md"]), visible(&s.bytes("a.md")));
        return s.read("a.md");
    }
    assert_eq!(visible(bytes), s.read("a.md"), "refused, and nothing changed");
    output.to_string()
}

#[track_caller]
fn check(before: impl AsRef<[u8]>, after: &str) {
    let after = format!("{after}\n");
    let shown = ticked(before.as_ref());
    assert_eq!(shown.trim_end_matches('\n'), after.trim_end_matches('\n'));
}

#[test]
fn the_mark_goes_behind_the_text_of_the_line() {
    check("- [ ] x\n", "- [x] x (done 2026-03-06)\n");
    check("- [ ] x", "- [x] x (done 2026-03-06)");
    check("- [ ] x  \n", "- [x] x (done 2026-03-06)  \n");
    check("- [ ] x\\\n  more\n", "- [x] x (done 2026-03-06)\\\n  more\n");
    check("- [ ] x ^k7q2\n", "- [x] x (done 2026-03-06) ^k7q2\n");
    check("- [ ] x by 2026-03-09 #tag\n", "- [x] x by 2026-03-09 #tag (done 2026-03-06)\n");
    check("- [ ] x\n  and more\n", "- [x] x (done 2026-03-06)\n  and more\n");
    check("- [ ] x\nlazy\n", "- [x] x (done 2026-03-06)\nlazy\n");
    check(
        "- [ ] [x\n  y](https://example.com)\n",
        "- [x] [x (done 2026-03-06)\n  y](https://example.com)\n",
    );
    check("- [ ] x <!-- why -->\n", "- [x] x <!-- why --> (done 2026-03-06)\n");
    check("- [/] x\n", "- [x] x (done 2026-03-06)\n");
}

#[test]
fn every_list_marker_stays() {
    check("* [ ] x\n", "* [x] x (done 2026-03-06)\n");
    check("+ [ ] x\n", "+ [x] x (done 2026-03-06)\n");
    check("1. [ ] x\n", "1. [x] x (done 2026-03-06)\n");
    check("10) [ ] x\n", "10) [x] x (done 2026-03-06)\n");
    check("- a\n\t- [ ] x\n", "- a\n␉- [x] x (done 2026-03-06)\n");
    check("-   [ ]   x\n", "-   [x]   x (done 2026-03-06)\n");
    check("-\t[ ]\tx\n", "-␉[x]␉x (done 2026-03-06)\n");
    check("> [!NOTE]\n> - [ ] x\n", "> [!NOTE]\n> - [x] x (done 2026-03-06)\n");
    check("- ACTION: x\n", "- [x] ACTION: x (done 2026-03-06)\n");
    check("- - [ ] x\n", "- - [x] x (done 2026-03-06)\n");
}

#[test]
fn line_endings_and_foreign_bytes_stay() {
    check("- [ ] x\r\n- [ ] b\r\n", "- [x] x (done 2026-03-06)␍\n- [ ] b␍\n");
    check("- [ ] x\r- [ ] b\r", "- [x] x (done 2026-03-06)␍- [ ] b␍");
    check("- [ ] b\r\n- [ ] x\n\r\n", "- [ ] b␍\n- [x] x (done 2026-03-06)\n␍\n");
    check("\u{feff}- [ ] x\n", "\\u{feff}- [x] x (done 2026-03-06)\n");
    check(
        "\u{feff}---\r\ndate: 2026-03-01\r\n---\r\n- [ ] x\r\n",
        "\\u{feff}---␍\ndate: 2026-03-01␍\n---␍\n- [x] x (done 2026-03-06)␍\n",
    );
    check(
        b"# caf\xe9\n- [ ] x \xe0\n\xff\n",
        "# caf\\xe9\n- [x] x \\xe0 (done 2026-03-06)\n\\xff\n",
    );
    check("- [ ] x\u{a0}\n", "- [x] x\\u{a0} (done 2026-03-06)\n");
    check("- [ ] x ✔\u{fe0f}\n", "- [x] x ✔\\u{fe0f} (done 2026-03-06)\n");
    check("- [ ] x e\u{301}\n", "- [x] x e\u{301} (done 2026-03-06)\n");
    check("a\0b\n\n- [ ] x\n", "a\\u{0}b\n\n- [x] x (done 2026-03-06)\n");
    check("- [ ] x \u{1b}[31mred\n", "- [x] x \\u{1b}[31mred (done 2026-03-06)\n");
    check("- [ ] x\x0c\n", "- [x] x (done 2026-03-06)\\u{c}\n");
}

#[test]
fn the_obsidian_style_writes_a_tick_with_a_date() {
    let s = Sealed::init();
    s.write("fieldnote.toml", "style = \"obsidian\"\n")
        .write("a.md", "- [ ] x 📅 2026-03-09\n- [ ] y ^k7q2\n")
        .commit("notes");
    s.fieldnote("done a.md:1 a.md:2").shows(str![[r#"
2> done: x · a.md:1
2> done: y · a.md:2
exit 0

"#]]);
    s.read("a.md").shows(str![[r#"
- [x] x 📅 2026-03-09 ✅ 2026-03-06
- [x] y ✅ 2026-03-06 ^k7q2

"#]]);
}

#[test]
fn what_cannot_be_ticked_alone_is_refused() {
    ticked(b"- [ ] x \xf0\x9f\x94\x81 every week\n").shows(str![[r#"
2> error: "x" repeats, and only one of its days would be done
exit 1

"#]]);
    ticked(b"- [ ] x\n  ===\n").shows(str![[r#"
2> error: no open follow-up fits `x`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    ticked(b"<div>\n- [ ] x\n</div>\n").shows(str![[r#"
2> error: no open follow-up fits `x`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    ticked(b"```\n- [ ] x\n```\n").shows(str![[r#"
2> error: no open follow-up fits `x`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    ticked(b"    - [ ] x\n").shows(str![[r#"
2> error: no open follow-up fits `x`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
}

#[test]
fn a_note_with_conflict_markers_is_refused() {
    ticked(b"- [ ] x\n<<<<<<< ours\n- [ ] a\n=======\n- [ ] b\n>>>>>>> theirs\n").shows(str![[
        r#"
2> error: `a.md` has conflict markers (from line 2)
2> hint: decide between the versions in your editor first
exit 1

"#
    ]]);
}

#[test]
fn broken_front_matter_hides_no_follow_up() {
    check("---\ndate: [\n---\n- [ ] x\n", "---\ndate: [\n---\n- [x] x (done 2026-03-06)\n");
    check("---\ndate: 2026-03-01\n- [ ] x\n", "---\ndate: 2026-03-01\n- [x] x (done 2026-03-06)\n");
    check(
        "+++\ndate = 2026-03-01\n+++\n- [ ] x\n",
        "+++\ndate = 2026-03-01\n+++\n- [x] x (done 2026-03-06)\n",
    );
}

#[cfg(unix)]
#[test]
fn the_mode_of_the_file_stays() {
    use std::os::unix::fs::PermissionsExt;
    let s = Sealed::init();
    s.write("a.md", "- [ ] x\n");
    std::fs::set_permissions(s.path("a.md"), std::fs::Permissions::from_mode(0o755)).unwrap();
    s.commit("notes").fieldnote("done x").shows(str![[r#"
2> done: x · a.md:1
exit 0

"#]]);
    assert_eq!(std::fs::metadata(s.path("a.md")).unwrap().permissions().mode() & 0o777, 0o755);
    s.status().shows(str![]);
}
