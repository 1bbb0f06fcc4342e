//! What was done, in a terminal: operations with their commits.

use super::lines::wrapped;
use super::terminal::{Width, dim};
use crate::cells::harmless;

/// Below this many cells for the subject, it goes below the commit.
const LEAST_SUBJECT: usize = 24;

/// An operation in the list.
pub struct Entry {
    /// Such as `2026-03-06 17:00`.
    pub when: String,
    /// The commit's short id.
    pub commit: String,
    pub subject: String,
    pub why: Option<String>,
    pub is_undone: bool,
}

/// Returns the list of operations, one after the other, the reason below its subject.
pub fn operations(entries: &[Entry], width: Width) -> String {
    entries.iter().map(|entry| operation(entry, width)).collect()
}

fn operation(entry: &Entry, width: Width) -> String {
    let head = format!("{}  {}  ", dim(&entry.when), entry.commit);
    let wide = entry.when.len() + entry.commit.len() + 4;
    let is_beside = width.is_none_or(|width| width >= wide + LEAST_SUBJECT);
    let indent = " ".repeat(if is_beside { wide } else { 2 });
    let room = width.map_or(usize::MAX, |width| width.saturating_sub(indent.len()).max(1));
    let undone = if entry.is_undone { " (undone)" } else { "" };
    let mut lines = wrapped(&format!("{}{undone}", harmless(&entry.subject)), room);
    if entry.is_undone {
        lines = lines.iter().map(|line| dim(line)).collect();
    }
    if let Some(why) = &entry.why {
        lines.extend(wrapped(&harmless(why), room).iter().map(|line| dim(line)));
    }
    let text = lines.join(&format!("\n{indent}"));
    match is_beside {
        true => format!("{head}{text}\n"),
        false => format!("{}\n{indent}{text}\n", head.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, operations};
    use crate::cells;

    fn shown(width: Option<usize>) -> String {
        let entry = |subject: &str, why: Option<&str>, is_undone| Entry {
            when: "2026-03-06 17:00".to_string(),
            commit: "1f2e3d4".to_string(),
            subject: subject.to_string(),
            why: why.map(String::from),
            is_undone,
        };
        let entries = [
            entry("minato: done \"send the \u{1b}[31msizing guide\"", None, true),
            entry(
                "minato: move \"見積もりを確認して全拠点の担当者へ返事を送る\"",
                Some("they asked for a week more"),
                false,
            ),
        ];
        anstream::adapter::strip_str(&operations(&entries, width)).to_string()
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in 30..=120 {
            for line in shown(Some(width)).lines() {
                assert!(cells::width(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn a_reason_stands_below_its_subject() {
        assert_eq!(
            shown(None),
            "2026-03-06 17:00  1f2e3d4  minato: done \"send the \\x1b[31msizing guide\" (undone)\n\
             2026-03-06 17:00  1f2e3d4  minato: move \"見積もりを確認して全拠点の担当者へ返事を送る\"\n\
             \x20                          they asked for a week more\n"
        );
    }
}
