//! What `check` found: one line each in a pipe, by note on a terminal.

use crate::cells::harmless;
use crate::render::lines::wrapped;
use crate::render::terminal::{self, Width};
use crate::report::check::{Finding, Severity};
use crate::words;

/// Returns the findings, ending in a line break unless there are none.
///
/// Without a width, each is one line that starts with `NOTE:LINE:`, for programs and for `grep`.
pub fn findings(found: &[Finding], width: Width) -> String {
    let Some(width) = width else { return found.iter().map(line).collect() };
    let mut out = String::new();
    for group in found.chunk_by(|one, other| one.note == other.note) {
        out.push_str(&terminal::bold(&harmless(&group[0].note)));
        out.push('\n');
        let digits = group.iter().map(|finding| finding.line.to_string().len()).max().unwrap_or(0);
        group.iter().for_each(|finding| out.push_str(&below_note(finding, digits, width)));
    }
    out
}

fn line(finding: &Finding) -> String {
    let place = format!("{}:{}", harmless(&finding.note), finding.line);
    let fix = finding.fix.as_ref().map_or(String::new(), |fix| format!(" ({})", harmless(fix)));
    let message = harmless(&finding.message);
    format!("{place}: {}: {message}{}\n", severity(finding.severity), terminal::dim(&fix))
}

fn severity(severity: Severity) -> String {
    match severity {
        Severity::Error => terminal::bold("error"),
        Severity::Warning => "warning".to_string(),
    }
}

/// Line, severity and message; below them what to write or run instead.
fn below_note(finding: &Finding, digits: usize, width: usize) -> String {
    const SEVERITY: usize = "warning".len();
    let word = severity(finding.severity);
    let gap = " ".repeat(if finding.severity == Severity::Error { 2 } else { 0 });
    let head = format!("  {:>digits$}  {word}{gap}  ", finding.line);
    let indent = 2 + digits + 2 + SEVERITY + 2;
    let room = width.saturating_sub(indent).max(1);
    let mut out = String::new();
    for (at, part) in wrapped(&harmless(finding.message.trim()), room).iter().enumerate() {
        let before = if at == 0 { head.clone() } else { " ".repeat(indent) };
        out.push_str(&format!("{before}{part}\n"));
    }
    let fix = finding
        .fix
        .as_deref()
        .map(|fix| wrapped(&harmless(fix.trim()), room.saturating_sub(2).max(1)));
    for (at, part) in fix.unwrap_or_default().iter().enumerate() {
        let arrow = if at == 0 { "→ " } else { "  " };
        out.push_str(&format!(
            "{}{}\n",
            " ".repeat(indent),
            terminal::dim(&format!("{arrow}{part}"))
        ));
    }
    out
}

/// Returns how much was found: `2 errors, 7 warnings in 9 notes; 2 can be fixed: --fix`.
pub fn summary(found: &[Finding], notes: usize, fixable: usize) -> String {
    let notes = words::count(notes, "note");
    if found.is_empty() {
        return format!("nothing wrong in {notes}");
    }
    let fixable = match fixable {
        0 => String::new(),
        fixable => format!("; {fixable} can be fixed: --fix"),
    };
    format!("{} in {notes}{fixable}", counted(found))
}

/// Returns how much is left after fixing: `0 errors, 3 warnings left: fieldnote check`.
pub fn left(found: &[Finding]) -> String {
    if found.is_empty() {
        return "nothing else is wrong".to_string();
    }
    format!("{} left: fieldnote check", counted(found))
}

fn counted(found: &[Finding]) -> String {
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = words::count(found.len() - errors, "warning");
    format!("{}, {warnings}", words::count(errors, "error"))
}

#[cfg(test)]
mod tests {
    use super::findings;
    use crate::cells;
    use crate::report::check::{Finding, Severity};

    fn found() -> Vec<Finding> {
        let finding = |note: &str, line, message: &str, fix: Option<&str>| Finding {
            severity: if line == 1 { Severity::Error } else { Severity::Warning },
            code: "no_box".into(),
            note: note.to_string(),
            line,
            message: message.to_string(),
            fix: fix.map(String::from),
        };
        vec![
            finding("customers/minato/2026-03-04-poc.md", 1, "conflict markers", None),
            finding(
                "customers/minato/2026-03-04-poc.md",
                120,
                "this action has no box",
                Some(
                    "- [ ] ACTION: 見積もりを確認して、来週までに全拠点の担当者へ返事を送る send \u{1b}[31mthe guide to all",
                ),
            ),
            finding("b.md", 2, "nobody owns \"call\"", None),
        ]
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in 40..=120 {
            let text = anstream::adapter::strip_str(&findings(&found(), Some(width))).to_string();
            assert!(text.lines().all(|line| cells::width(line) <= width), "{width}: {text}");
        }
    }

    #[test]
    fn a_terminal_has_them_by_note_and_a_pipe_one_a_line() {
        let shown = |width| anstream::adapter::strip_str(&findings(&found(), width)).to_string();
        assert_eq!(
            shown(Some(50)),
            "customers/minato/2026-03-04-poc.md
    1  error    conflict markers
  120  warning  this action has no box
                → - [ ] ACTION:
                  見積もりを確認して、来週までに全
                  拠点の担当者へ返事を送る send
                  \\x1b[31mthe guide to all
b.md
  2  warning  nobody owns \"call\"
"
        );
        let flat = shown(None);
        assert_eq!(flat.lines().count(), 3);
        assert!(
            flat.starts_with("customers/minato/2026-03-04-poc.md:1: error: conflict markers\n")
        );
    }
}
