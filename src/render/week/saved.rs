//! What a saved summary says to the next run: the writer's own words, its commit, its instant.

use super::{GENERATED, IN_MY_WORDS};
use crate::date::Moment;
use crate::markdown::{self, Kind};
use crate::report::week::WeekReport;

/// What a saved summary was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The whole id, or the 7 digits of the header where the exact line was taken out.
    pub commit: String,
    pub as_of: Option<Moment>,
}

const OPENING: &str = "<!-- fieldnote: week ";

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

/// A heading at the top level of a file: its level, its text, and where its lines start and end.
struct Heading<'a> {
    level: u8,
    text: &'a str,
    start: usize,
    end: usize,
}

/// Returns what the writer wrote under *In my words*, byte for byte: all behind that heading up to the
/// next heading of a summary. `None` if there is nothing to keep.
///
/// Where somebody changed the heading itself, it is what stands between the summary's first lines and
/// its first heading, with the changed heading.
pub fn kept_words(file: &str) -> Option<String> {
    let outline = markdown::outline(file.as_bytes(), 0);
    let headings = outline.blocks.iter().filter(|block| block.parent.is_none());
    let headings: Vec<Heading> = headings
        .filter_map(|block| match &block.kind {
            Kind::Heading { level, text } => Some(Heading {
                level: *level,
                text: text.trim(),
                start: line_start(file, block.span.start),
                end: block.span.end,
            }),
            _ => None,
        })
        .collect();
    let own = headings.iter().find(|heading| heading.text == IN_MY_WORDS);
    let (level, start) = match own {
        Some(own) => (own.level, next_line(file, own.end)),
        None => (2, behind_the_head(file)?),
    };
    let is_end = |heading: &&Heading| {
        heading.start >= start && heading.level <= level && GENERATED.contains(&heading.text)
    };
    let end = headings.iter().find(is_end).map_or(file.len(), |heading| heading.start);
    let mut kept = file.get(start..end)?.to_string();
    if kept.trim().is_empty() {
        return None;
    }
    if !kept.ends_with('\n') {
        kept.push('\n');
    }
    Some(kept)
}

/// Returns where the lines end that every summary starts with.
fn behind_the_head(file: &str) -> Option<usize> {
    let mark =
        [OPENING, " · as of "].into_iter().find_map(|mark| Some(file.find(mark)? + mark.len()))?;
    Some(next_line(file, mark))
}

fn next_line(file: &str, at: usize) -> usize {
    let at = at.min(file.len());
    if file[..at].ends_with('\n') {
        return at;
    }
    file[at..].find('\n').map_or(file.len(), |end| at + end + 1)
}

fn line_start(file: &str, at: usize) -> usize {
    file[..at].rfind('\n').map_or(0, |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::{Saved, kept_words, saved};
    use crate::date::Moment;

    const HEAD: &str =
        "# Week 32 — Ann Lee\n\n3–9 August 2026 · as of Fri 7 Aug 17:00 Lisbon · commit 1f2e3d4\n";
    const COMMIT: &str = "1f2e3d4c5b6a79880011223344556677889900aa";

    fn mark(commit: &str) -> String {
        format!("<!-- fieldnote: week 2026-W32, commit {commit}, as of 2026-08-07T16:00:00Z -->\n")
    }

    #[test]
    fn the_writers_words_are_kept_byte_for_byte() {
        let generated = "## Look at this first\n\nnone\n\n## Risks\n";
        let head = format!("{HEAD}{}\n", mark(COMMIT));
        for words in [
            "\n<!-- yours -->\n\n",
            "\nA good week.\r\n\r\n  Indented, *marked*  \n\n",
            "\n```\n## Risks\n```\n\n## My own heading\n\n### Risks\n\ntext\n\n",
            "no empty lines\n",
        ] {
            let file = format!("{head}## In my words\n{words}{generated}");
            assert_eq!(kept_words(&file).as_deref(), Some(words));
        }
        for (file, expected) in [
            // The heading below was taken out, or all of them.
            ("## In my words\nwords\n## Risks\n", Some("words\n")),
            ("## In my words\nwords", Some("words\n")),
            ("## In my words", None),
            // The heading itself was changed.
            ("## My week\n\nwords\n\n## Risks\n", Some("\n## My week\n\nwords\n\n")),
            ("## Risks\n", None),
        ] {
            assert_eq!(kept_words(&format!("{head}{file}")).as_deref(), expected, "{file}");
        }
        assert_eq!(kept_words("# Something else\n\ntext\n"), None);
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
