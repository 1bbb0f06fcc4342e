//! What the writer wrote into a saved summary: it is kept byte for byte, or not lost in silence.

use std::ops::Range;

use super::saved::OPENING;
use super::{ASKS, BLOCKS, GENERATED, IN_MY_WORDS, LOOK_FIRST};
use crate::markdown::{self, Kind};

/// The headings right below *In my words*, for a manager and for the company.
const FIRST: [&str; 2] = [LOOK_FIRST, ASKS];

/// Returns what the writer wrote under *In my words*, byte for byte: all behind that heading up to the
/// next heading of a summary. `None` if there is nothing to keep.
///
/// Where somebody changed the heading itself, it is what stands between the summary's first lines and
/// its first heading, with the changed heading. A second such section is put behind the first.
pub fn kept_words(file: &str) -> Option<String> {
    let parts = own_parts(file);
    let mut kept: String = parts.iter().filter_map(|part| file.get(part.clone())).collect();
    if kept.trim().is_empty() {
        return None;
    }
    if !kept.ends_with('\n') {
        kept.push('\n');
    }
    Some(kept)
}

/// Returns the numbers of the lines, from 1, that stand outside *In my words* and are none that a summary
/// has: to write it anew would lose them.
pub fn lost_lines(file: &str) -> Vec<usize> {
    let parts = own_parts(file);
    let mut at = 0;
    let mut lost = Vec::new();
    for (number, line) in file.split_inclusive('\n').enumerate() {
        let is_own = parts.iter().any(|part| part.contains(&at));
        if !is_own && !is_generated(line.trim_start_matches('\u{feff}').trim()) {
            lost.push(number + 1);
        }
        at += line.len();
    }
    lost
}

/// A heading at the top level of a file: its level, its text, and where its lines start and end.
struct Heading<'a> {
    level: u8,
    text: &'a str,
    start: usize,
    end: usize,
}

impl Heading<'_> {
    fn is_generated(&self) -> bool {
        GENERATED.contains(&self.text)
    }
}

/// Returns where the writer's own words stand, from top to bottom: the first part without its heading.
fn own_parts(file: &str) -> Vec<Range<usize>> {
    let outline = markdown::outline(file.as_bytes(), 0);
    let headings = outline.blocks.iter().filter(|block| block.parent.is_none());
    let headings = headings.filter_map(|block| match &block.kind {
        Kind::Heading { level, text } => Some(Heading {
            level: *level,
            text: text.trim(),
            start: line_start(file, block.span.start),
            end: next_line(file, block.span.end),
        }),
        _ => None,
    });
    let headings: Vec<Heading> = headings.collect();
    let mut parts: Vec<Range<usize>> = Vec::new();
    for own in headings.iter().filter(|heading| heading.text == IN_MY_WORDS) {
        match parts.last() {
            Some(last) if own.start < last.end => {}
            Some(_) => parts.push(own.start..end(file, &headings, own.level, own.end)),
            None => parts.push(own.end..end(file, &headings, own.level, own.end)),
        }
    }
    if parts.is_empty()
        && let Some(start) = behind_the_head(file)
    {
        parts.push(start..end(file, &headings, 2, start));
    }
    parts
}

/// Returns where own words end: at the next heading of a summary. One below their own heading is the
/// writer's, unless there is no other. What Markdown does not see in a fence or a tag that is never
/// closed is told by its line.
fn end(file: &str, headings: &[Heading], level: u8, start: usize) -> usize {
    let below = || headings.iter().filter(|heading| heading.start >= start);
    let found = below().find(|heading| heading.is_generated() && heading.level <= level.max(2));
    if let Some(heading) = found.filter(|heading| FIRST.contains(&heading.text)) {
        return heading.start;
    }
    let limit = found.map_or(file.len(), |heading| heading.start);
    let deeper = || below().find(|heading| heading.is_generated()).map(|heading| heading.start);
    line_of(&FIRST, file, start..limit)
        .or_else(|| found.map(|heading| heading.start))
        .or_else(deeper)
        .or_else(|| line_of(&GENERATED, file, start..limit))
        .unwrap_or(file.len())
}

/// Returns the first line of a part that is a heading of a summary, to go by its bytes.
fn line_of(headings: &[&str], file: &str, part: Range<usize>) -> Option<usize> {
    let mut at = part.start;
    for line in file[part].split_inclusive('\n') {
        if line.strip_prefix("## ").is_some_and(|text| headings.contains(&text.trim_end())) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Returns where the lines end that every summary starts with, remarks among them.
fn behind_the_head(file: &str) -> Option<usize> {
    let mark =
        [OPENING, " · as of "].into_iter().find_map(|mark| Some(file.find(mark)? + mark.len()))?;
    let mut end = next_line(file, mark);
    let mut at = end;
    for line in file[end..].split_inclusive('\n') {
        at += line.len();
        if is_remark(line.trim()) {
            end = at;
        } else if !line.trim().is_empty() {
            break;
        }
    }
    Some(end)
}

/// Returns whether a summary has such a line. A bullet of one ends in the way to its note or to a card.
fn is_generated(line: &str) -> bool {
    let heading = line.trim_start_matches('#').trim();
    if line.starts_with('#') {
        let is_title = line.starts_with("# Week ");
        let is_known = |texts: &[&str]| texts.contains(&heading);
        return is_title || heading == IN_MY_WORDS || is_known(&GENERATED) || is_known(&BLOCKS);
    }
    if let Some(text) = ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet)) {
        let is_way = |before: &str| ["[note", "[card"].iter().any(|way| before.ends_with(way));
        let has_way = text.rsplit_once("](").is_some_and(|(before, target)| {
            is_way(before) && target.find(')').is_some_and(|end| end + 1 == target.len())
        });
        return has_way && text.ends_with(')')
            || text.ends_with("` is gone")
            || text.ends_with("**Asked of you:** none");
    }
    let bold = line.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    let is_underline = ["-", "="].iter().any(|c| line.trim_start_matches(c).is_empty());
    is_underline
        || line == "none"
        || is_sum(line)
        || line.starts_with(OPENING)
        || line.contains(" · as of ")
        || bold.is_some_and(|text| BLOCKS.contains(&text))
        || ["needs commits: ", "These sums do not add up"].iter().any(|own| line.starts_with(own))
        || GENERATED.contains(&line)
        || line == IN_MY_WORDS
        || is_remark(line)
}

/// Returns whether a line is of the table of sums. A table of the writer's own bears words.
fn is_sum(line: &str) -> bool {
    let Some(cells) = line.strip_prefix('|') else { return false };
    let is_number = |c: char| c.is_ascii_digit() || "–-: |".contains(c);
    cells.starts_with(" Open on Monday |") || cells.replace(" of ", "").chars().all(is_number)
}

/// Returns whether a line is a paragraph that says how a summary came about.
fn is_remark(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < line.len()
        && (rest.starts_with(" commit of ") || rest.starts_with(" commits of ")))
        || rest.starts_with(" notes of past meetings came at once on ")
        || line.starts_with("`weekly/") && line.contains(" names commit ")
        || ["No commits here: ", "This clone does not hold ", "Not committed: "]
            .iter()
            .any(|opening| line.starts_with(opening))
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
    use proptest::prelude::*;

    use super::{GENERATED, kept_words, lost_lines};

    const HEAD: &str = "# Week 32 — Ann Lee\n\n3–9 August 2026 · as of Fri 7 Aug 17:00 Lisbon · commit 1f2e3d4\n\
         <!-- fieldnote: week 2026-W32, commit 1f2e3d4c5b6a79880011223344556677889900aa, as of 2026-08-07T16:00:00Z -->\n\n";
    const REST: &str = "## Look at this first\n\n- **Asked of you:** none\n\n## Risks\n\n- Orbit — late — 5 Aug · [note](../customers/orbit/x.md)\n";

    #[test]
    fn the_writers_words_are_kept_byte_for_byte() {
        for words in [
            "\n<!-- yours -->\n\n",
            "\nA good week.\r\n\r\n  Indented, *marked*  \n\n",
            "\n```\n## Risks\n```\n\n## My own heading\n\n### Risks\n\ntext\n\n",
            "no empty lines\n",
            "\n```\nnever closed\n\n",
            "\n<!-- never closed\n\n",
            "\n<div>\nno line below\n",
            "\n- a list\n  ## Risks\n\n> ## Risks\n\n",
            "\n| a table | of mine |\n|---|---|\n\n***\n\n",
            "\u{202e}\u{feff}\t\u{1b}[31m\n",
        ] {
            let file = format!("{HEAD}## In my words\n{words}{REST}");
            for file in [file.clone(), format!("\u{feff}{file}")] {
                assert_eq!(kept_words(&file).as_deref(), Some(words));
                assert_eq!(lost_lines(&file), Vec::<usize>::new(), "{file}");
            }
        }
    }

    #[test]
    fn changed_headings_do_not_lose_them() {
        for (file, expected) in [
            // The heading below was taken out, or all of them.
            ("## In my words\nwords\n## Risks\n", Some("words\n")),
            ("## In my words\nwords", Some("words\n")),
            ("## In my words", None),
            // The heading itself was changed, or taken out.
            ("## My week\n\nwords\n\n## Risks\n", Some("\n## My week\n\nwords\n\n")),
            ("words\n\n## Risks\n", Some("\nwords\n\n")),
            (
                "2 commits of 5–6 August arrived on 7 August.\n\nwords\n\n## Risks\n",
                Some("\nwords\n\n"),
            ),
            ("## Risks\n", None),
            // Other levels.
            ("# In my words\nwords\n## Risks\nnone\n", Some("words\n")),
            ("#### In my words\nwords\n### More\n## Risks\nnone\n", Some("words\n### More\n")),
            ("## In my words\nwords\n### Risks\nnone\n", Some("words\n")),
            ("In my words\n---\nwords\n\nRisks\n-----\nnone\n", Some("words\n\n")),
            // Another order, and twice.
            ("## Risks\nnone\n## In my words\nwords\n", Some("words\n")),
            (
                "## In my words\none\n## Risks\nnone\n## In my words\ntwo\n",
                Some("one\n## In my words\ntwo\n"),
            ),
            (
                "## In my words\none\n## In my words\ntwo\n## Risks\n",
                Some("one\n## In my words\ntwo\n"),
            ),
        ] {
            let file = format!("{HEAD}{file}");
            assert_eq!(kept_words(&file).as_deref(), expected, "{file}");
            assert_eq!(lost_lines(&file), Vec::<usize>::new(), "{file}");
            let crlf = file.replace('\n', "\r\n");
            let expected = expected.map(|text| text.replace('\n', "\r\n"));
            if file.ends_with('\n') {
                assert_eq!(kept_words(&crlf), expected, "{file}");
            }
        }
        assert_eq!(kept_words("# Something else\n\ntext\n"), None);
    }

    #[test]
    fn what_would_be_lost_is_found() {
        for (file, expected) in [
            ("## In my words\nwords\n## Risks\nnone\n\nMine.\n", &[11][..]),
            ("## In my words\nwords\n## Risks\nnone\n## Team\n- on leave\n", &[10, 11]),
            ("## In my words\nwords\n## Risks\n- of mine\n", &[9]),
            (
                "## Risks\n- see [the plan](https://x.example/plan)\n- [note](../a.md) (mine)\n",
                &[7, 8],
            ),
            ("## Risks\n- see [note](mine) or [my note](b.md)\n", &[7]),
            ("## Risks\n| Who | When |\n|---|---|\n| Ann | 3 of 4 |\n| 3 of 4 | – |\n", &[7, 9]),
            ("above\n\n## In my words\nwords\n## Risks\nnone\n", &[6]),
            ("## Risks\nnone\n```\n## Team\n```\n", &[8, 9, 10]),
        ] {
            assert_eq!(lost_lines(&format!("{HEAD}{file}")), expected, "{file}");
        }
        assert_eq!(lost_lines(&format!("---\ntags: x\n---\n{HEAD}{REST}")), [2]);
    }

    /// The lines of a summary and of a writer, in any order.
    fn lines() -> impl Strategy<Value = Vec<String>> {
        let own = [
            "mine", "- mine", "### mine", "## mine", "# mine", "", "> mine", "1. mine", "~~~", "\r",
        ];
        let own = prop::sample::select(own.to_vec()).prop_map(String::from);
        let heading = (1usize..5, prop::sample::select(GENERATED.to_vec()))
            .prop_map(|(level, text)| format!("{} {text}", "#".repeat(level)));
        let words = (1usize..4).prop_map(|level| format!("{} In my words", "#".repeat(level)));
        let rest = prop::sample::select(vec!["none", "**Late**", "| 1 |", "- x · [note](../a.md)"]);
        let rest = rest.prop_map(String::from);
        prop::collection::vec(prop_oneof![4 => own, 2 => heading, 1 => words, 2 => rest], 0..16)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever somebody made of the file: each line of theirs is kept or named.
        #[test]
        fn no_line_of_theirs_is_lost_in_silence(lines in lines()) {
            let mut file = HEAD.to_string();
            let mut written = 0;
            for line in &lines {
                if line.contains("mine") {
                    written += 1;
                    file.push_str(&line.replace("mine", &format!("mine {written}.")));
                } else {
                    file.push_str(line);
                }
                file.push('\n');
            }
            let kept = kept_words(&file).unwrap_or_default();
            let lost = lost_lines(&file);
            for number in 1..=written {
                let word = format!("mine {number}.");
                let at = file.lines().position(|line| line.ends_with(&word)).unwrap() + 1;
                prop_assert!(kept.contains(&word) != lost.contains(&at), "{word}: {file}");
            }
            // What was kept is kept again.
            if lost.is_empty() && !kept.is_empty() {
                let again = format!("{HEAD}## In my words\n{kept}{REST}");
                prop_assert_eq!(kept_words(&again), Some(kept), "{}", again);
            }
        }
    }
}
