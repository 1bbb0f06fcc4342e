//! What takes long says so, on a terminal.

use crate::kill::has_strace;
use crate::sealed::{Sealed, visible};

/// A list for which the disk takes most of a second.
const SLOW: &str = "strace -f -o ../trace -e trace=getdents64 -e inject=getdents64:delay_enter=700000:when=1 fieldnote followups guide";

/// Returns what stands on the terminal in the course of a line.
fn on_terminal(s: &Sealed, line: &str) -> String {
    s.write("../line", line);
    visible(s.sh("script -qec 'sh ../line' /dev/null </dev/null").stdout.as_bytes())
}

#[test]
fn a_line_comes_after_half_a_second_and_goes() {
    if !has_strace() {
        return;
    }
    let s = Sealed::notebook();
    s.env("TERM", "xterm");
    let slow = on_terminal(&s, SLOW);
    let before = "\\u{1b}[2Kreading the notes …";
    let (_, rest) = slow.split_once(before).unwrap_or_else(|| panic!("{slow}"));
    assert!(rest.contains("\\u{1b}[2K") && rest.contains("guide"), "{slow}");
    assert!(rest.find("\\u{1b}[2K") < rest.find("guide"), "{slow}");

    for quiet in [
        on_terminal(&s, "fieldnote followups guide"),
        on_terminal(&s, &format!("{SLOW} -q")),
        on_terminal(&s, &format!("TERM=dumb {SLOW}")),
        s.sh(&format!("{SLOW} 2>&1")).stdout,
    ] {
        assert!(!quiet.contains("reading") && quiet.contains("guide"), "{quiet}");
    }
}
