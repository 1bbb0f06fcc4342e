//! What the writer wrote into a saved summary: it is kept byte for byte, or not lost in silence.
//!
//! A file is read by the fixed words of the language that it was saved in, and of no other: in a summary
//! in English, a heading *決定事項* is the writer's own.

use std::ops::Range;

use super::phrases::{LANGUAGES, Phrases};
use super::saved::OPENING;
use crate::markdown::{self, Kind};

/// Returns what the writer wrote under *In my words*, byte for byte: all behind that heading up to the
/// next heading of a summary. `None` if there is nothing to keep.
///
/// Where somebody changed the heading itself, it is what stands between the summary's first lines and
/// its first heading, with the changed heading. A second such section is put behind the first.
/// What a summary itself puts there is not the writer's.
pub fn kept_words(file: &str) -> Option<String> {
    let parts = own_parts(file, language(file));
    let mut kept: String = parts.iter().filter_map(|part| file.get(part.clone())).collect();
    let is_placeholder = |words: &&Phrases| words.placeholder.trim() == kept.trim();
    if kept.trim().is_empty() || LANGUAGES.iter().any(is_placeholder) {
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
    let words = language(file);
    let parts = own_parts(file, words);
    let mut at = 0;
    let mut lost = Vec::new();
    for (number, line) in file.split_inclusive('\n').enumerate() {
        let is_own = parts.iter().any(|part| part.contains(&at));
        if !is_own && !is_generated(line.trim_start_matches('\u{feff}').trim(), words) {
            lost.push(number + 1);
        }
        at += line.len();
    }
    lost
}

/// Returns the language that a file was saved in: that of its first lines, or, where somebody changed
/// them, the one that has most of the headings.
fn language(file: &str) -> &'static Phrases {
    let lines = || file.lines().map(|line| line.trim_start_matches('\u{feff}').trim());
    let head = lines().take_while(|line| !line.starts_with("## "));
    let of_head = |line: &str| {
        let is_its =
            |words: &&&Phrases| (words.head.is_title)(line) || line.contains(words.head.as_of);
        LANGUAGES.iter().find(is_its).copied()
    };
    let headings = |words: &Phrases| {
        let texts = lines().map(|line| line.trim_start_matches('#').trim());
        texts.filter(|text| is_heading(text, words)).count()
    };
    let most = || LANGUAGES.into_iter().rev().max_by_key(|words| headings(words));
    head.filter_map(of_head).next().or_else(most).unwrap_or(LANGUAGES[0])
}

/// Returns whether a text is one of a summary's headings.
fn is_heading(text: &str, words: &Phrases) -> bool {
    text == words.headings.in_my_words || words.headings.generated().contains(&text)
}

/// A heading at the top level of a file: its level, its text, and where its lines start and end.
struct Heading<'a> {
    level: u8,
    text: &'a str,
    start: usize,
    end: usize,
}

/// Returns where the writer's own words stand, from top to bottom: the first part without its heading.
fn own_parts(file: &str, words: &Phrases) -> Vec<Range<usize>> {
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
    for own in headings.iter().filter(|heading| heading.text == words.headings.in_my_words) {
        match parts.last() {
            Some(last) if own.start < last.end => {}
            Some(_) => parts.push(own.start..end(file, &headings, words, own.level, own.end)),
            None => parts.push(own.end..end(file, &headings, words, own.level, own.end)),
        }
    }
    if parts.is_empty()
        && let Some(start) = behind_the_head(file, words)
    {
        parts.push(start..end(file, &headings, words, 2, start));
    }
    parts
}

/// Returns where own words end: at the next heading of a summary. One below their own heading is the
/// writer's, unless there is no other. What Markdown does not see in a fence or a tag that is never
/// closed is told by its line.
fn end(file: &str, headings: &[Heading], words: &Phrases, level: u8, start: usize) -> usize {
    let (first, generated) = (words.headings.first(), words.headings.generated());
    let is_generated = |heading: &&Heading| generated.contains(&heading.text);
    let below = || headings.iter().filter(|heading| heading.start >= start);
    let found = below().find(|heading| is_generated(heading) && heading.level <= level.max(2));
    if let Some(heading) = found.filter(|heading| first.contains(&heading.text)) {
        return heading.start;
    }
    let limit = found.map_or(file.len(), |heading| heading.start);
    let deeper = || below().find(is_generated).map(|heading| heading.start);
    line_of(&first, file, start..limit)
        .or_else(|| found.map(|heading| heading.start))
        .or_else(deeper)
        .or_else(|| line_of(&generated, file, start..limit))
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
fn behind_the_head(file: &str, words: &Phrases) -> Option<usize> {
    let mark = [OPENING, words.head.as_of]
        .into_iter()
        .find_map(|mark| Some(file.find(mark)? + mark.len()))?;
    let mut end = next_line(file, mark);
    let mut at = end;
    for line in file[end..].split_inclusive('\n') {
        at += line.len();
        if (words.head.is_remark)(line.trim()) {
            end = at;
        } else if !line.trim().is_empty() {
            break;
        }
    }
    Some(end)
}

/// Returns whether a summary has such a line. A bullet of one ends in the way to its note or to a card.
fn is_generated(line: &str, words: &Phrases) -> bool {
    let blocks = words.blocks.all();
    let heading = line.trim_start_matches('#').trim();
    if line.starts_with('#') {
        let is_title = (words.head.is_title)(line);
        return is_title || is_heading(heading, words) || blocks.contains(&heading);
    }
    if let Some(text) = ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet)) {
        let is_gone = text.ends_with(&format!("` {}", words.page.gone));
        return ends_in_a_way(text, words) || is_gone || text.ends_with(&words.nothing_asked());
    }
    let bold = line.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    let is_underline = ["-", "="].iter().any(|c| line.trim_start_matches(c).is_empty());
    is_underline
        || line == words.page.none
        || is_sum(line, words)
        || line.starts_with(OPENING)
        || line.contains(words.head.as_of)
        || bold.is_some_and(|text| blocks.contains(&text))
        || line == words.needs_commits
        || line.starts_with(words.unbalanced_opening)
        || is_heading(line, words)
        || (words.head.is_remark)(line)
}

/// Returns whether a bullet ends in a link such as a summary's own: `[note](../a.md)`.
fn ends_in_a_way(text: &str, words: &Phrases) -> bool {
    let ways = [words.page.note, words.page.card].map(|name| format!("[{name}"));
    text.rsplit_once("](").is_some_and(|(before, target)| {
        let is_end = target.find(')').is_some_and(|end| end + 1 == target.len());
        is_end && ways.iter().any(|way| before.ends_with(way))
    })
}

/// Returns whether a line is of the table of sums.
fn is_sum(line: &str, words: &Phrases) -> bool {
    let Some(row) = line.strip_prefix('|').and_then(|row| row.strip_suffix('|')) else {
        return false;
    };
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let is_number = |cell: &&str| cell.chars().all(|c| c.is_ascii_digit() || "–-:".contains(c));
    let (numbers, kept) = (&cells[..cells.len() - 1], cells[cells.len() - 1]);
    cells == words.sums
        || cells.len() == words.sums.len()
            && numbers.iter().all(is_number)
            && kept.starts_with(|c: char| c.is_ascii_digit() || c == '-')
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

    use super::{kept_words, language, lost_lines};
    use crate::render::week::phrases::{ENGLISH, JAPANESE, LANGUAGES, Phrases};
    use crate::report::week::Matter;

    const MARK: &str = "<!-- fieldnote: week 2026-W32, commit 1f2e3d4c5b6a79880011223344556677889900aa, as of 2026-08-07T16:00:00Z -->";
    const REST: &str = "## Look at this first\n\n- **Asked of you:** none\n\n## Risks\n\n- Orbit — late — 5 Aug · [note](../customers/orbit/x.md)\n";

    /// Returns the first lines of a summary.
    fn head(words: &Phrases) -> String {
        let title = if std::ptr::eq(words, &JAPANESE) { "# 第32週 週報" } else { "# Week 32" };
        let (as_of, commit) = (words.head.as_of, words.head.commit);
        format!(
            "{title} — Ann Lee\n\n3–9 August 2026{as_of}Fri 7 Aug 17:00{commit}1f2e3d4\n{MARK}\n\n"
        )
    }

    /// Returns a text with the fixed words of English in another language.
    fn told(text: &str, words: &Phrases) -> String {
        let titles = |words: &Phrases| {
            let own = [words.headings.in_my_words, words.blocks.late];
            own.into_iter().chain(words.headings.generated()).collect::<Vec<_>>()
        };
        let mut text = text.replace("none\n", &format!("{}\n", words.page.none));
        text = text.replace("**Asked of you:**", &words.label(Matter::Asked));
        text = text.replace("[note](", &format!("[{}](", words.page.note));
        for (english, other) in titles(&ENGLISH).into_iter().zip(titles(words)) {
            text = text.replace(english, other);
        }
        text
    }

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
            for language in LANGUAGES {
                let words = told(words, language);
                let rest = told(&format!("## In my words\n{words}{REST}"), language);
                let file = format!("{}{rest}", head(language));
                for file in [file.clone(), format!("\u{feff}{file}")] {
                    assert_eq!(kept_words(&file).as_ref(), Some(&words));
                    assert_eq!(lost_lines(&file), Vec::<usize>::new(), "{file}");
                }
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
            for language in LANGUAGES {
                let (file, expected) = (told(file, language), expected.map(|e| told(e, language)));
                let file = format!("{}{file}", head(language));
                assert_eq!(kept_words(&file), expected, "{file}");
                assert_eq!(lost_lines(&file), Vec::<usize>::new(), "{file}");
                let crlf = file.replace('\n', "\r\n");
                let expected = expected.map(|text| text.replace('\n', "\r\n"));
                if file.ends_with('\n') {
                    assert_eq!(kept_words(&crlf), expected, "{file}");
                }
            }
        }
        assert_eq!(kept_words("# Something else\n\ntext\n"), None);
        for (words, remark) in [
            (&ENGLISH, "2 commits of 5–6 August arrived on 7 August."),
            (
                &JAPANESE,
                "注：8月5日（水）〜8月6日（木）のコミット2件が8月7日（金）に取り込まれました。",
            ),
        ] {
            let file = told(&format!("{remark}\n\nwords\n\n## Risks\n"), words);
            let kept = kept_words(&format!("{}{file}", head(words)));
            assert_eq!(kept.as_deref(), Some("\nwords\n\n"), "{file}");
        }
    }

    #[test]
    fn a_file_is_read_by_the_words_of_its_own_language() {
        for (words, other) in [(&ENGLISH, &JAPANESE), (&JAPANESE, &ENGLISH)] {
            let own = told("\nwords\n\n## Risks\n\n**Late**\n\n- x [y](z)\n\n", other);
            let title = words.headings.in_my_words;
            let file = format!("## {title}\n{own}{}", told(REST, words));
            for head in [head(words), format!("{MARK}\n")] {
                let file = format!("{head}{file}");
                assert!(std::ptr::eq(language(&file), words), "{file}");
                assert_eq!(kept_words(&file).as_deref(), Some(own.as_str()), "{file}");
                assert_eq!(lost_lines(&file), Vec::<usize>::new(), "{file}");
            }
        }
    }

    #[test]
    fn what_a_summary_itself_puts_there_is_not_kept() {
        for words in LANGUAGES {
            for (own, expected) in [("", None), ("mine\n", Some("mine\n"))] {
                let own = format!("{}{own}", words.placeholder);
                let file = told(&format!("## In my words\n{own}{REST}"), words);
                let expected = expected.map(|_| own.clone());
                assert_eq!(kept_words(&format!("{}{file}", head(words))), expected);
            }
        }
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
            (
                "## Risks\n| Who | When |\n|---|---|\n| Ann | 3 of 4 |\n| 3 of 4 | – |\n",
                &[7, 8, 9, 10],
            ),
            ("above\n\n## In my words\nwords\n## Risks\nnone\n", &[6]),
            ("## Risks\nnone\n```\n## Team\n```\n", &[8, 9, 10]),
        ] {
            for language in LANGUAGES {
                let file = format!("{}{}", head(language), told(file, language));
                assert_eq!(lost_lines(&file), expected, "{file}");
            }
        }
        let head = head(&ENGLISH);
        assert_eq!(lost_lines(&format!("---\ntags: x\n---\n{head}{REST}")), [2]);
    }

    /// The lines of a summary and of a writer, in any order.
    fn lines() -> impl Strategy<Value = Vec<String>> {
        let own = [
            "mine", "- mine", "### mine", "## mine", "# mine", "", "> mine", "1. mine", "~~~", "\r",
        ];
        let own = prop::sample::select(own.to_vec()).prop_map(String::from);
        let titles = LANGUAGES.iter().flat_map(|words| words.headings.generated());
        let heading = (1usize..5, prop::sample::select(titles.collect::<Vec<_>>()))
            .prop_map(|(level, text)| format!("{} {text}", "#".repeat(level)));
        let words = LANGUAGES.map(|words| words.headings.in_my_words).to_vec();
        let words = (1usize..4, prop::sample::select(words))
            .prop_map(|(level, text)| format!("{} {text}", "#".repeat(level)));
        let rest =
            vec!["none", "なし", "**Late**", "**期限超過**", "| 1 |", "- x · [note](../a.md)"];
        let rest = prop::sample::select(rest);
        let rest = rest.prop_map(String::from);
        prop::collection::vec(prop_oneof![4 => own, 2 => heading, 1 => words, 2 => rest], 0..16)
    }

    proptest! {
        #![proptest_config(crate::chance::cases(2000))]

        /// Whatever somebody made of the file: each line of theirs is kept or named.
        #[test]
        fn no_line_of_theirs_is_lost_in_silence(
            lines in lines(),
            language in 0..LANGUAGES.len(),
        ) {
            let words = LANGUAGES[language];
            let mut file = head(words);
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
                let (own, rest) = (words.headings.in_my_words, told(REST, words));
                let again = format!("{}## {own}\n{kept}{rest}", head(words));
                prop_assert_eq!(kept_words(&again), Some(kept), "{}", again);
            }
        }
    }
}
