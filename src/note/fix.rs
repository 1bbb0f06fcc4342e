//! The changes that are safe to make to a note without asking what was meant: a box for an action that
//! has a label, and the date for words such as `by friday`.

use std::ops::Range;

use super::{Criterion, Note, NoteFile, Relative, read};
use crate::date::Date;
use crate::edit::{self, Edit, Span};
use crate::error::Result;
use crate::follow_up::{FollowUp, Kind, Style, grammar};
use crate::markdown::Lines;
use crate::people::Directory;

/// One such change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub what: What,
    pub line: usize,
    pub edit: Edit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Box,
    Date {
        date: Date,
        is_promise: bool,
        /// As it was written, and as it is to be.
        words: String,
        field: String,
    },
}

/// A note's bytes with fixes made.
#[derive(Debug)]
pub struct Fixed {
    pub bytes: Vec<u8>,
    pub made: Vec<Fix>,
    /// What would have changed more than its line's box or date.
    pub left: Vec<Fix>,
}

impl Note {
    /// Returns how many changes [`NoteFile::fixes`] would offer.
    pub fn fixable(&self) -> usize {
        let dates = self.problems.iter().filter(|problem| problem.relative.is_some());
        self.actions_without_box().count() + dates.count()
    }

    fn actions_without_box(&self) -> impl Iterator<Item = &FollowUp> {
        self.follow_ups.iter().filter(|item| item.is_open() && item.kind == Kind::Action)
    }
}

impl Fixed {
    /// Returns lines, by their numbers, as text.
    pub fn line_texts(&self, numbers: &[usize]) -> Vec<String> {
        line_texts(&self.bytes, numbers)
    }
}

impl NoteFile {
    /// Returns lines, by their numbers, as text.
    pub fn line_texts(&self, numbers: &[usize]) -> Vec<String> {
        line_texts(&self.bytes, numbers)
    }

    /// Returns the changes that are safe to make, in the order of their places.
    pub fn fixes(&self, style: Style) -> Vec<Fix> {
        let lines = Lines::of(&self.bytes);
        let boxes = self.note.actions_without_box().map(|item| Fix {
            what: What::Box,
            line: item.line,
            edit: Edit::insert(item.place.start, "[ ] "),
        });
        let dates = self.note.problems.iter().filter_map(|problem| problem.relative.as_ref());
        let dates = dates.filter_map(|relative| self.date_fix(relative, style, &lines));
        let mut fixes: Vec<Fix> = boxes.chain(dates).collect();
        fixes.sort_by_key(|fix| fix.edit.span);
        fixes
    }

    /// Returns the change of words over one line.
    fn date_fix(&self, relative: &Relative, style: Style, lines: &Lines) -> Option<Fix> {
        let Relative { words, phrase, ends, is_promise, date } = relative.clone();
        let text = std::str::from_utf8(&self.bytes[words.range()]).ok()?;
        if text.contains(['\n', '\r']) {
            return None;
        }
        let edit = match style {
            // Obsidian Tasks reads its signs from the end of the text.
            Style::Obsidian if !is_promise && ends => Edit::replace(words, format!("📅 {date}")),
            Style::Obsidian | Style::Plain => Edit::replace(phrase, date.to_string()),
        };
        let before = edit.span.start - words.start;
        let field = format!("{}{}", &text[..before], edit.text);
        let line = lines.number(words.start);
        Some(Fix {
            what: What::Date { date, is_promise, words: text.to_string(), field },
            line,
            edit,
        })
    }

    /// Returns the bytes with as many of the fixes as change nothing but what they are for: the result is
    /// read again each time.
    ///
    /// # Errors
    /// Fixes that are not of these bytes.
    pub fn with_fixes(&self, fixes: Vec<Fix>, directory: &Directory) -> Result<Fixed> {
        let mut fixed = Fixed { bytes: self.bytes.clone(), made: Vec::new(), left: Vec::new() };
        // All at once, and where that fails each half.
        let mut parts = vec![fixes];
        while let Some(mut part) = parts.pop().filter(|part| !part.is_empty()) {
            let tried: Vec<&Fix> = fixed.made.iter().chain(&part).collect();
            let edits: Vec<Edit> = tried.iter().map(|fix| fix.edit.clone()).collect();
            let bytes = edit::apply(&self.bytes, &edits)?;
            let after = read(&self.note.path, &bytes, directory);
            if differs_only(&self.note, &after, &tried) {
                fixed.bytes = bytes;
                fixed.made.extend(part);
            } else if part.len() == 1 {
                fixed.left.extend(part);
            } else {
                let second = part.split_off(part.len() / 2);
                parts.extend([second, part]);
            }
        }
        fixed.made.sort_by_key(|fix| fix.edit.span);
        Ok(fixed)
    }
}

fn line_texts(bytes: &[u8], numbers: &[usize]) -> Vec<String> {
    let lines = Lines::of(bytes);
    let text = |number: &usize| String::from_utf8_lossy(&bytes[lines.span(*number, bytes).range()]);
    numbers.iter().map(|number| text(number).into_owned()).collect()
}

/// Returns whether nothing but what the fixes are for differs between a note and the changed one.
fn differs_only(before: &Note, after: &Note, fixes: &[&Fix]) -> bool {
    let mut fixes = fixes.to_vec();
    fixes.sort_by_key(|fix| fix.edit.span);
    let met = |criterion: &Criterion| criterion.is_met;
    let same_rest = before.title == after.title
        && before.skipped.len() == after.skipped.len()
        && before.unboxed.len() == after.unboxed.len()
        && before.typed.len() == after.typed.len()
        && before.quotes == after.quotes
        && before.exit_criteria.iter().map(met).eq(after.exit_criteria.iter().map(met));
    same_rest
        && before.follow_ups.len() == after.follow_ups.len()
        && before.follow_ups.iter().zip(&after.follow_ups).all(|(old, new)| {
            let own = &fixes[within(&fixes, old.place.paragraph)];
            let has_box = own.iter().any(|fix| fix.what == What::Box);
            let (mut due, mut promised, mut said) = (old.due, old.promised, Vec::new());
            for fix in own {
                if let What::Date { date, is_promise, words, field } = &fix.what {
                    let kind = if *is_promise { &mut promised } else { &mut due };
                    *kind = Some(*date);
                    said.push((words.as_str(), field.as_str()));
                }
            }
            is_as_before(old, new)
                && new.kind == if has_box { Kind::Box } else { old.kind }
                && (new.due, new.promised) == (due, promised)
                && says(&new.text, &old.text, &said)
        })
}

/// Returns the fixes within a paragraph; they are in the order of their places.
fn within(fixes: &[&Fix], paragraph: Span) -> Range<usize> {
    let first = fixes.partition_point(|fix| fix.edit.span.start < paragraph.start);
    first..fixes.partition_point(|fix| fix.edit.span.start < paragraph.end)
}

fn is_as_before(old: &FollowUp, new: &FollowUp) -> bool {
    old.line == new.line
        && (old.state, old.started, old.closed) == (new.state, new.started, new.closed)
        && old.owners == new.owners
        && old.start == new.start
        && old.repeats == new.repeats
        && old.priority == new.priority
        && old.heading == new.heading
        && old.tags == new.tags
        && old.internal == new.internal
}

/// Returns whether a text is the old one with fields for words; those at its end are cut off.
fn says(new: &str, old: &str, said: &[(&str, &str)]) -> bool {
    let Some(((words, field), rest)) = said.split_first() else {
        return new == old || bare(new) == bare(old) || bare(new) == without_ending_fields(old);
    };
    // The same words may stand in code spans, too.
    const MOST_PLACES: usize = 20;
    old.match_indices(words).take(MOST_PLACES).any(|(at, _)| {
        let replaced = format!("{}{field}{}", &old[..at], &old[at + words.len()..]);
        says(new, &replaced, rest)
    })
}

fn bare(text: &str) -> &str {
    text.trim_end_matches(['.', ',', ';', ' '])
}

fn without_ending_fields(text: &str) -> &str {
    let fields = grammar::fields(&grammar::masked(text));
    let mut left = bare(text);
    for found in fields.iter().rev().take_while(|found| !found.only_at_end) {
        if found.at.end == left.len() {
            left = bare(&text[..found.at.start]);
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use crate::follow_up::Style;
    use crate::note::NoteFile;
    use crate::people::{Directory, read_team};

    /// Fixes a note of Wednesday 4 March; `left` is how many fixes are not made.
    fn check(before: &[u8], style: Style, after: &[u8], left: usize) {
        let team = read_team("- @dana — Dana Reyes\n".as_bytes());
        let directory = Directory { team, ..Directory::default() };
        let file = NoteFile::read("a/2026-03-04.md", before.to_vec(), &directory);
        let fixed = file.with_fixes(file.fixes(style), &directory).expect("fixes of these bytes");
        let shown = |bytes: &[u8]| bytes.escape_ascii().to_string();
        assert_eq!(shown(&fixed.bytes), shown(after), "{}", shown(before));
        assert_eq!(fixed.left.len(), left, "{}", shown(before));
    }

    fn plain(before: &str, after: &str) {
        check(before.as_bytes(), Style::Plain, after.as_bytes(), 0);
    }

    #[test]
    fn an_open_action_gets_its_box() {
        plain("- ACTION: call\n", "- [ ] ACTION: call\n");
        plain("1. [ACTION] call", "1. [ ] [ACTION] call");
        plain("*\tAI: Dana - send\r\n", "*\t[ ] AI: Dana - send\r\n");
        plain("- a\n  - ACTION: nested\n", "- a\n  - [ ] ACTION: nested\n");
        plain("> [!NOTE]\n> - ACTION: call\n", "> [!NOTE]\n> - [ ] ACTION: call\n");
        for text in [
            "- ~~ACTION: call~~\n",
            "- ACTION: call (done)\n",
            "- [ ] a\n- [ ]b\n",
            "- ACTION: TBD\n",
        ] {
            plain(text, text);
        }
    }

    #[test]
    fn a_relative_date_becomes_its_day() {
        plain("- [ ] @dana call by friday\n", "- [ ] @dana call by 2026-03-06\n");
        plain("- [ ] call By  Friday, please.", "- [ ] call By  2026-03-06, please.");
        plain(
            "- [ ] @dana call promised next mon #a\r\n",
            "- [ ] @dana call promised 2026-03-09 #a\r\n",
        );
        plain("- [ ] over\n  two lines, due fri.\n", "- [ ] over\n  two lines, due 2026-03-06.\n");
        plain(
            "- ACTION: @dana call by fri\n- ACTION: mail\n",
            "- [ ] ACTION: @dana call by 2026-03-06\n- [ ] ACTION: mail\n",
        );
        plain("- [ ] run `by friday` by friday\n", "- [ ] run `by friday` by 2026-03-06\n");
        plain("- [ ] call (by friday)\n", "- [ ] call (by 2026-03-06)\n");
        plain(
            "- [ ] send by 2026-03-06, promised monday.\n",
            "- [ ] send by 2026-03-06, promised 2026-03-09.\n",
        );
        plain(
            "- [ ] send by friday promised monday #a\n- [ ] promised fri by thu\n",
            "- [ ] send by 2026-03-06 promised 2026-03-09 #a\n- [ ] promised 2026-03-06 by 2026-03-05\n",
        );
        for text in [
            "- [x] call by friday\n",
            "- [ ] call by 3/9\n",
            "- [ ] call until friday\n",
            "- [ ] call by\n  friday\n",
            "- [ ] call by friday 13\n",
            "- [ ] sent to legal by 2 March\n",
            "- [ ] call by next week wednesday\n",
            "- [ ] call not by friday but by monday\n",
            "- [ ] was promised friday already\n",
            "call by friday\n",
        ] {
            plain(text, text);
        }
    }

    #[test]
    fn the_style_of_obsidian_is_written_where_it_has_one() {
        let obsidian = |before: &str, after: &str| {
            check(before.as_bytes(), Style::Obsidian, after.as_bytes(), 0)
        };
        obsidian("- [ ] call by friday\n", "- [ ] call 📅 2026-03-06\n");
        obsidian("- [ ] call by friday #a ⏫\n", "- [ ] call 📅 2026-03-06 #a ⏫\n");
        obsidian("- [ ] send by friday the guide\n", "- [ ] send by 2026-03-06 the guide\n");
        obsidian("- [ ] send (by friday)\n", "- [ ] send (by 2026-03-06)\n");
        obsidian("- [ ] send by friday.\n", "- [ ] send by 2026-03-06.\n");
        obsidian("- [ ] send by friday\n  the guide\n", "- [ ] send by 2026-03-06\n  the guide\n");
        obsidian("- [ ] call promised friday\n", "- [ ] call promised 2026-03-06\n");
    }

    #[test]
    fn all_other_bytes_stay() {
        check(
            b"caf\xe9\n\n- [ ] na\xefve by friday\r\n-\tACTION: \xe9t\xe9",
            Style::Plain,
            b"caf\xe9\n\n- [ ] na\xefve by 2026-03-06\r\n-\t[ ] ACTION: \xe9t\xe9",
            0,
        );
        plain(
            "\u{feff}- ACTION: call\r- [ ] mail by fri\r",
            "\u{feff}- [ ] ACTION: call\r- [ ] mail by 2026-03-06\r",
        );
    }

    #[test]
    fn what_would_change_more_is_left() {
        // With a date before it, `@dana` would become the owner.
        let text = "- [ ] by friday @dana call\n- ACTION: mail\n";
        check(
            text.as_bytes(),
            Style::Plain,
            b"- [ ] by friday @dana call\n- [ ] ACTION: mail\n",
            1,
        );
    }

    #[test]
    fn many_fixes_end() {
        let text = "- ACTION: call by friday\n".repeat(2_000) + "- [ ] by friday @dana call\n";
        let fixed =
            "- [ ] ACTION: call by 2026-03-06\n".repeat(2_000) + "- [ ] by friday @dana call\n";
        check(text.as_bytes(), Style::Plain, fixed.as_bytes(), 1);
    }
}
