//! Where a new follow-up goes: behind the last of the note's *Follow-ups*, a section that is made if it
//! is missing.

use super::actions::names_actions;
use super::read::is_internal_heading;
use super::{Note, NoteFile, read};
use crate::edit::{self, Edit};
use crate::error::{Hinted, Result, anyhow, bail};
use crate::follow_up::FollowUp;
use crate::front_matter::Header;
use crate::markdown::{self, Block, Kind, Outline};
use crate::people::Directory;
use crate::words::fold;

impl NoteFile {
    /// Returns the note's bytes with a new open follow-up, and its place among the note's follow-ups.
    ///
    /// # Errors
    /// A text that is no follow-up, or a note in which it would be read as something else or change
    /// something else: every way is tried on a copy, which is read again.
    pub fn insert(&self, text: &str, directory: &Directory) -> Result<(Vec<u8>, usize)> {
        if let Some(why) = self.note.unread() {
            bail!("`{}` was {}", self.note.path, why.message);
        }
        let outline = markdown::outline(&self.bytes, Header::read(&self.bytes).body);
        let section = Sections { bytes: &self.bytes, outline: &outline };
        // What bears `#internal` may stand anywhere; what does not must not become internal.
        let alone = read("", format!("- [ ] {text}\n").as_bytes(), directory);
        let may_be_internal =
            self.note.internal || alone.follow_ups.iter().any(|item| item.internal);
        let mut skipped = None;
        for edit in section.ways(text) {
            let changed = edit::apply(&self.bytes, &[edit])?;
            let after = read(&self.note.path, &changed, directory);
            match self.only_new(text, &after) {
                Some(index) if may_be_internal || !after.follow_ups[index].internal => {
                    return Ok((changed, index));
                }
                Some(_) => {}
                None => {
                    let is_new = |(item, _): &&(FollowUp, _)| item.raw.ends_with(text);
                    skipped = skipped.or(after.skipped.iter().find(is_new).map(|(_, why)| *why));
                }
            }
        }
        Err(match skipped {
            Some(reason) => anyhow!("`{text}` would be no follow-up ({})", reason.word()),
            None => anyhow!("a new line in `{}` would not be read as a follow-up", self.note.path)
                .hint("is a code block or a comment left open in it?"),
        })
    }

    /// Returns the place of the one follow-up that `after` has more; `None` if anything else differs.
    fn only_new(&self, text: &str, after: &Note) -> Option<usize> {
        let (old, new) = (&self.note.follow_ups, &after.follow_ups);
        if new.len() != old.len() + 1 {
            return None;
        }
        let same = |one: &FollowUp, two: &FollowUp| {
            (&one.raw, &one.text, one.state) == (&two.raw, &two.text, two.state)
                && (&one.owners, &one.heading) == (&two.owners, &two.heading)
        };
        let index = (0..old.len()).find(|at| !same(&old[*at], &new[*at])).unwrap_or(old.len());
        let rest_is_same = old[index..].iter().zip(&new[index + 1..]).all(|(a, b)| same(a, b));
        let item = &new[index];
        (rest_is_same && item.is_open() && item.raw.ends_with(text)).then_some(index)
    }
}

struct Sections<'a> {
    bytes: &'a [u8],
    outline: &'a Outline,
}

impl Sections<'_> {
    /// Returns the edits that add a line, the likeliest place first.
    fn ways(&self, text: &str) -> Vec<Edit> {
        let headings = self.headings();
        let named = headings.iter().filter(|(_, title)| names_actions(title));
        // *Follow-ups* goes before *Action items*, wherever it stands.
        let (own, other): (Vec<_>, Vec<_>) =
            named.partition(|(_, title)| fold(title).starts_with("follow"));
        let named = own.into_iter().chain(other);
        let mut ways: Vec<Edit> =
            named.map(|(heading, _)| self.in_section(heading, text)).collect();
        ways.push(self.in_new_section(&headings, text));
        ways
    }

    /// Returns the headings outside of lists and quotes.
    fn headings(&self) -> Vec<(usize, &str)> {
        let blocks = self.outline.blocks.iter().enumerate();
        let headings = blocks.filter_map(|(at, block)| match &block.kind {
            Kind::Heading { text, .. } if block.parent.is_none() => Some((at, text.as_str())),
            _ => None,
        });
        headings.collect()
    }

    /// Puts a line behind the last item of a section's last list, else behind what stands in it.
    fn in_section(&self, heading: usize, text: &str) -> Edit {
        let blocks = &self.outline.blocks;
        let is_heading = |block: &Block| matches!(block.kind, Kind::Heading { .. });
        let behind = &blocks[heading + 1..];
        let length = behind.iter().position(is_heading).unwrap_or(behind.len());
        let content = heading + 1..heading + 1 + length;
        let is_list = |at: &usize| blocks[*at].kind == Kind::List && blocks[*at].parent.is_none();
        if let Some(list) = content.clone().rev().find(is_list) {
            let is_item = |at: &usize| blocks[*at].parent == Some(list);
            let last = content.clone().rev().find(is_item).unwrap_or(list);
            let next_top = (last + 1..content.end).find(|at| blocks[*at].parent.is_none());
            let leaves = last..next_top.unwrap_or(content.end);
            return self.behind_line_of(leaves, &format!("{}[ ] {text}", self.marker(last)));
        }
        let item = format!("- [ ] {text}");
        match content.clone().last().map(|at| &blocks[at].kind) {
            // Directly behind the heading, or behind the comment of a template.
            None | Some(Kind::Html) => self.behind_line_of(heading..content.end, &item),
            Some(_) => self.behind_line_of(content, &format!("{}{item}", self.ending())),
        }
    }

    /// Makes the section: before the first internal one, else at the end.
    fn in_new_section(&self, headings: &[(usize, &str)], text: &str) -> Edit {
        let ending = self.ending();
        let section = format!("## Follow-ups{ending}- [ ] {text}{ending}");
        let internal = headings.iter().find(|(_, title)| is_internal_heading(&fold(title)));
        if let Some((at, _)) = internal {
            let lines = &self.outline.lines;
            let start = lines.start(lines.number(self.outline.blocks[*at].span.start));
            return Edit::insert(start, format!("{section}{ending}"));
        }
        let end = self.bytes.len();
        let last_line = if self.bytes.is_empty() || self.ends_line() { "" } else { ending };
        let gap = if self.bytes.trim_ascii().is_empty() { "" } else { ending };
        Edit::insert(end, format!("{last_line}{gap}{section}"))
    }

    /// Puts a line behind the last line that some blocks take up, and a blank one before a heading.
    fn behind_line_of(&self, blocks: std::ops::Range<usize>, line: &str) -> Edit {
        let is_leaf =
            |at: &usize| !matches!(self.outline.blocks[*at].kind, Kind::List | Kind::Item { .. });
        let ends = blocks.clone().filter(is_leaf).map(|at| self.outline.blocks[at].span.end);
        let end = ends.max().unwrap_or(self.outline.blocks[blocks.start].span.end);
        let lines = &self.outline.lines;
        let number = lines.number(end.saturating_sub(1));
        let at = lines.span(number, self.bytes).end;
        let next = lines.span(number + 1, self.bytes);
        let is_cramped = number < lines.count()
            && next.start < self.bytes.len()
            && self.outline.blocks.iter().any(|block| {
                matches!(block.kind, Kind::Heading { .. }) && block.span.start == next.start
            });
        let ending = self.ending();
        let gap = if is_cramped { ending } else { "" };
        Edit::insert(at, format!("{ending}{line}{gap}"))
    }

    /// Returns what stands before the text of a new item that follows this one: its indentation and
    /// its list marker, counted on.
    fn marker(&self, item: usize) -> String {
        let start = self.outline.blocks[item].span.start;
        let lines = &self.outline.lines;
        let line = lines.span(lines.number(start), self.bytes);
        let before = &self.bytes[line.start..start];
        let indent = if before.iter().all(|b| matches!(b, b' ' | b'\t')) { before } else { b"" };
        let rest = &self.bytes[start..line.end];
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let number = std::str::from_utf8(&rest[..digits]).unwrap_or_default().parse::<u64>();
        let marker = match (number, rest.get(digits)) {
            (Ok(number), Some(b)) => format!("{}{} ", number + 1, char::from(*b)),
            (Err(_), Some(b'*')) => "* ".to_string(),
            (Err(_), Some(b'+')) => "+ ".to_string(),
            _ => "- ".to_string(),
        };
        format!("{}{marker}", String::from_utf8_lossy(indent))
    }

    fn ends_line(&self) -> bool {
        self.bytes.ends_with(b"\n") || self.bytes.ends_with(b"\r")
    }

    /// Returns the line ending that the note uses.
    fn ending(&self) -> &'static str {
        match memchr::memchr2(b'\r', b'\n', self.bytes) {
            Some(at) if self.bytes[at..].starts_with(b"\r\n") => "\r\n",
            Some(at) if self.bytes[at] == b'\r' => "\r",
            _ => "\n",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Directory, NoteFile};
    use crate::error::chain;

    fn inserted(note: &str, text: &str) -> String {
        let file = NoteFile::read("a.md", note.as_bytes().to_vec(), &Directory::default());
        match file.insert(text, &Directory::default()) {
            Ok((bytes, _)) => String::from_utf8(bytes).expect("UTF-8"),
            Err(error) => format!("refused: {}", chain(&error)),
        }
    }

    #[test]
    fn a_new_line_goes_behind_the_last_follow_up() {
        for (before, after) in [
            ("# A\n\n## Follow-ups\n- [ ] a\n", "# A\n\n## Follow-ups\n- [ ] a\n- [ ] new\n"),
            ("## Follow-ups\n\n* [ ] a", "## Follow-ups\n\n* [ ] a\n* [ ] new"),
            ("## Follow-ups\r\n1) [ ] a\r\n", "## Follow-ups\r\n1) [ ] a\r\n2) [ ] new\r\n"),
            (
                "## Follow-ups\n- [ ] a\n  more\n  - nested\n\n    deep\n\n## Internal\n- x\n",
                "## Follow-ups\n- [ ] a\n  more\n  - nested\n\n    deep\n- [ ] new\n\n## Internal\n- x\n",
            ),
            (
                "## Follow-ups\n- [ ] a\n### Theirs\n- [ ] b\n",
                "## Follow-ups\n- [ ] a\n- [ ] new\n\n### Theirs\n- [ ] b\n",
            ),
            (
                "## Follow-ups\n  - [ ] a\n\nSee you.\n",
                "## Follow-ups\n  - [ ] a\n  - [ ] new\n\nSee you.\n",
            ),
            ("## Follow-ups\n", "## Follow-ups\n- [ ] new\n"),
            ("## Follow-ups", "## Follow-ups\n- [ ] new"),
            ("## Follow-ups\n## Internal\n", "## Follow-ups\n- [ ] new\n\n## Internal\n"),
            (
                "## Follow-ups\n<!-- - [ ] @who\n     Read aloud. -->\n\n## Internal\n",
                "## Follow-ups\n<!-- - [ ] @who\n     Read aloud. -->\n- [ ] new\n\n## Internal\n",
            ),
            ("## Follow-ups\nNone yet.\n", "## Follow-ups\nNone yet.\n\n- [ ] new\n"),
            ("Follow-ups:\n----\n- a\n", "Follow-ups:\n----\n- a\n- [ ] new\n"),
            ("## Action items\n- [ ] a\n", "## Action items\n- [ ] a\n- [ ] new\n"),
            (
                "## Action items\n- [ ] a\n\n## Follow-ups\n",
                "## Action items\n- [ ] a\n\n## Follow-ups\n- [ ] new\n",
            ),
        ] {
            assert_eq!(inserted(before, "new"), after, "{before}");
        }
    }

    #[test]
    fn the_section_is_made_if_it_is_missing() {
        for (before, after) in [
            ("", "## Follow-ups\n- [ ] new\n"),
            ("# A\n", "# A\n\n## Follow-ups\n- [ ] new\n"),
            ("# A", "# A\n\n## Follow-ups\n- [ ] new\n"),
            ("# A\r\n\r\ntext", "# A\r\n\r\ntext\r\n\r\n## Follow-ups\r\n- [ ] new\r\n"),
            (
                "# A\n\n## Internal\nsecret\n",
                "# A\n\n## Follow-ups\n- [ ] new\n\n## Internal\nsecret\n",
            ),
            (
                "# A\n\n## Internal\n\n### Follow-ups\n- [ ] hush\n",
                "# A\n\n## Follow-ups\n- [ ] new\n\n## Internal\n\n### Follow-ups\n- [ ] hush\n",
            ),
        ] {
            assert_eq!(inserted(before, "new"), after, "{before}");
        }
    }

    #[test]
    fn what_bears_the_mark_of_internal_is_added_all_the_same() {
        assert_eq!(
            inserted("# A\n", "new #internal"),
            "# A\n\n## Follow-ups\n- [ ] new #internal\n"
        );
    }

    #[test]
    fn what_would_be_read_as_something_else_is_refused() {
        for (note, text, expected) in [
            ("# A\n", "TODO", "`TODO` would be no follow-up (placeholder)"),
            ("# A\n", "Risk: late", "`Risk: late` would be no follow-up (risk)"),
            ("```\nopen\n", "new", "a new line in `a.md` would not be read as a follow-up"),
            ("<!-- open\n", "new", "a new line in `a.md` would not be read as a follow-up"),
        ] {
            assert_eq!(inserted(note, text), format!("refused: {expected}"), "{note}");
        }
    }
}
