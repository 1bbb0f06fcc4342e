//! What a saved summary says to the next run: its commit, its instant.

use crate::date::Moment;
use crate::report::week::WeekReport;

/// What a saved summary was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The whole id, or the 7 digits of the header where the exact line was taken out.
    pub commit: String,
    pub as_of: Option<Moment>,
}

pub const OPENING: &str = "<!-- fieldnote: week ";

/// Returns the line that [`saved`] reads.
pub fn mark(report: &WeekReport) -> String {
    let commit = report.commit.as_deref().unwrap_or("none");
    format!("{OPENING}{}, commit {commit}, as of {} -->\n", report.week, report.as_of.rfc3339())
}

/// Returns what a saved summary was made from; `None` if it names no commit.
pub fn saved(file: &str) -> Option<Saved> {
    if let Some(line) = file.lines().find_map(|line| line.trim().strip_prefix(OPENING)) {
        let commit = word_behind(line, "commit ").filter(|commit| is_commit(commit))?;
        let as_of = word_behind(line, "as of ").and_then(|text| Moment::parse(text).ok());
        return Some(Saved { commit: commit.to_string(), as_of });
    }
    let header = file.lines().take(8).find(|line| line.contains(" · as of "))?;
    let commit = word_behind(header, " · commit ").filter(|commit| is_commit(commit))?;
    Some(Saved { commit: commit.to_string(), as_of: None })
}

fn word_behind<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    let (_, rest) = line.rsplit_once(label)?;
    rest.split([' ', ',']).next()
}

fn is_commit(text: &str) -> bool {
    text.len() >= 7 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::{Saved, saved};
    use crate::date::Moment;

    const HEAD: &str =
        "# Week 32 — Ann Lee\n\n3–9 August 2026 · as of Fri 7 Aug 17:00 Lisbon · commit 1f2e3d4\n";
    const COMMIT: &str = "1f2e3d4c5b6a79880011223344556677889900aa";

    fn mark(commit: &str) -> String {
        format!("<!-- fieldnote: week 2026-W32, commit {commit}, as of 2026-08-07T16:00:00Z -->\n")
    }

    #[test]
    fn the_commit_and_the_instant_are_read_back() {
        let as_of = Moment::parse("2026-08-07T16:00:00Z").ok();
        let exact = Saved { commit: COMMIT.to_string(), as_of };
        assert_eq!(saved(&format!("{HEAD}{}\ntext", mark(COMMIT))), Some(exact));
        let short = Saved { commit: "1f2e3d4".to_string(), as_of: None };
        assert_eq!(saved(&format!("{HEAD}\ntext")), Some(short));
        assert_eq!(saved(&mark("none")), None);
        assert_eq!(saved("# Notes\n\ncommit 1f2e3d4\n"), None);
    }
}
