//! What asks for a box and has none: bullets straight under a heading such as *Action items*, and
//! near-boxes (`- []`, `- [ ]text`, `[ ] text` without a bullet, `- \[x\]`, `-[ ] text`, `- ［ ］`).
//!
//! They are no follow-ups until they have one: nothing counts them.

use super::near_box::{NearBox, is_glued, may_start_near_box, near_box};
use super::read::Reader;
use super::skip;
use super::typed::{self, Word};
use crate::edit::Span;
use crate::follow_up::parts::{self, Parts};
use crate::follow_up::{FollowUp, Kind as Written, State};
use crate::markdown::{self, Joined};
use crate::words::fold;

impl Reader<'_> {
    /// Returns whether a list item without a box may ask for one; cheap, for it is asked of each.
    pub(super) fn may_want_a_box(&self, item: usize, text: &str) -> bool {
        may_start_near_box(text.as_bytes()) || self.is_straight_under_actions(item)
    }

    fn is_straight_under_actions(&self, item: usize) -> bool {
        let list = self.block(item).parent;
        self.section(item).names_actions
            && list.is_some_and(|list| self.block(list).parent.is_none())
    }

    /// Keeps a list item without a box if it asks for one; `word` is the one of a typed line.
    pub(super) fn read_bullet(&mut self, item: usize, text: &str, word: Option<Word>) {
        let Some(paragraph) = self.facts[item].text else { return };
        let span = self.block(paragraph).span;
        if let Some(near) = near_box(text) {
            return self.read_near_box(item, span, near, &text[near.behind..]);
        }
        let is_name = || {
            let name = text.trim().trim_matches(['*', '_']);
            skip::is_a_person(name, self.directory, &self.note.present)
                || self.has_list(paragraph) && is_all_strong(text)
        };
        let is_straight = self.is_straight_under_actions(item);
        if word.is_some() || !is_straight || is_no_action(text) || is_name() {
            return;
        }
        let parts = parts::parts(text, self.directory, &self.note.present);
        if !is_no_action(&parts.text) {
            self.keep(item, span, parts, false);
        }
    }

    /// Returns whether a list stands below the first paragraph of an item.
    fn has_list(&self, paragraph: usize) -> bool {
        let next = self.outline.blocks.get(paragraph + 1);
        next.is_some_and(|next| {
            next.kind == markdown::Kind::List && next.parent == self.block(paragraph).parent
        })
    }

    /// Reads the lines of a paragraph that start with a near-box, each with those below it; `block` is
    /// the paragraph, or the item whose text it is.
    pub(super) fn read_near_boxes(&mut self, block: usize, paragraph: usize) {
        let span = self.block(paragraph).span;
        let starts = self.starts_of_lines(span).into_iter().filter(|at| {
            let rest = &self.bytes[*at..span.end];
            may_start_near_box(rest) && near_box(&first_line(rest)).is_some()
        });
        let mut starts: Vec<usize> = starts.collect();
        // A line below others may start with `[ ]` by chance, and hardly with `-[ ]`.
        if block != paragraph || starts.first() != Some(&span.start) {
            starts.retain(|at| *at > span.start && is_glued(&self.bytes[*at..span.end]));
        }
        starts.push(span.end);
        for pair in starts.windows(2) {
            let span = Span::new(pair[0], pair[1]);
            let joined = Joined::of(self.bytes, span, &self.outline.lines);
            let Some(near) = near_box(&joined.text) else { continue };
            // `[] text` is a box only where a list says so.
            if !joined.text.starts_with("[]") && !joined.text.starts_with("［］") {
                self.read_near_box(block, span, near, &joined.text[near.behind..]);
            }
        }
    }

    /// Returns where the text of each line of a paragraph starts.
    fn starts_of_lines(&self, paragraph: Span) -> Vec<usize> {
        let lines = &self.outline.lines;
        let below = (lines.number(paragraph.start) + 1..)
            .map(|number| lines.start(number))
            .take_while(|start| *start < paragraph.end);
        let below = below.map(|start| {
            let blank = self.bytes[start..paragraph.end].iter();
            start + blank.take_while(|b| matches!(b, b' ' | b'\t')).count()
        });
        [paragraph.start].into_iter().chain(below).collect()
    }

    fn read_near_box(&mut self, block: usize, span: Span, near: NearBox, text: &str) {
        let parts = parts::parts(text, self.directory, &self.note.present);
        let is_named = skip::asks_for_something(&parts) || parts.is_action;
        let bare = parts.owners.is_empty() && !parts.has_date() && !parts.is_action;
        let heading = self.section(block).heading.as_deref();
        let is_topic = bare && heading.is_some_and(skip::names_a_list_of_topics);
        let is_risk = typed::split(text).is_some_and(|(word, _, _)| word == Word::Risk);
        // What would be no follow-up with a box wants none.
        if is_topic || is_risk || is_blank(text) || skip::is_placeholder(&parts.text) {
            return;
        }
        if !is_named && self.is_under_attendees(block) {
            return;
        }
        self.keep(block, span, parts, near.ticked);
    }

    fn keep(&mut self, block: usize, span: Span, parts: Parts, ticked: bool) {
        let state = match (parts.marked_dropped, ticked || parts.marked_done) {
            (true, _) => State::Dropped,
            (false, true) => State::Done,
            (false, false) => State::Open,
        };
        let item = self.assembled(block, span, Written::Bullet, state, parts);
        self.note.unboxed.push(item);
    }
}

/// Returns the line of an action or a bullet as it would be with a box.
pub fn with_a_box(item: &FollowUp) -> String {
    let at = item.place.start.saturating_sub(item.place.line.start);
    let (marker, text) = item.raw.split_at_checked(at).unwrap_or(("", &item.raw));
    let near = near_box(text).filter(|_| item.kind == Written::Bullet);
    let mark = if near.is_some_and(|near| near.ticked) { 'x' } else { ' ' };
    let text = near.map_or(text, |near| &text[near.behind..]);
    let has_marker = marker.contains(|c: char| !c.is_whitespace());
    format!("{marker}{}[{mark}] {text}", if has_marker { "" } else { "- " })
}

/// Returns whether a bullet under such a heading says nothing to be done: a placeholder, a link to a
/// note, a label of what stands below it.
fn is_no_action(text: &str) -> bool {
    let bare = text.trim().trim_end_matches(['*', '_', ' ']);
    is_blank(text)
        || skip::is_one_link_to_a_note(text)
        || bare.ends_with([':', '：'])
        || says_there_is_none(bare)
}

/// `**Dana**` and nothing else.
fn is_all_strong(text: &str) -> bool {
    let inner = text.trim().strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    inner.is_some_and(|inner| !inner.contains("**"))
}

/// A placeholder, or nothing to be read: `{?}`, `-`.
fn is_blank(text: &str) -> bool {
    skip::is_placeholder(text) || !text.contains(char::is_alphanumeric)
}

/// `None this week`, `No action items`, `nothing new`.
fn says_there_is_none(text: &str) -> bool {
    const MOST_WORDS: usize = 6;
    let folded = fold(text);
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    match words.next() {
        Some("none" | "nothing" | "なし" | "特になし") => words.count() < MOST_WORDS,
        Some("no") => words.next().is_some_and(|next| {
            matches!(next, "action" | "actions" | "new" | "follow" | "followups" | "next" | "todos")
        }),
        _ => false,
    }
}

/// Returns the text up to the first line break.
fn first_line(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    let end = memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end])
}

#[cfg(test)]
mod tests {
    use super::with_a_box;
    use crate::follow_up::State;
    use crate::note::read;
    use crate::people::{Directory, read_team};

    /// Shows what asks for a box as `line state owners | text | with a box`.
    fn check(text: &str, expected: &[&str]) {
        let team = read_team("- @dana — Dana Reyes\n".as_bytes());
        let directory = Directory { team, ..Directory::default() };
        let note = read("a/2026-03-04.md", text.as_bytes(), &directory);
        let shown = note.unboxed.iter().map(|item| {
            let owners: Vec<&str> = item.owners.iter().map(|owner| owner.name.as_str()).collect();
            let state = match item.state {
                State::Open => "open",
                State::Done => "done",
                State::Dropped => "dropped",
            };
            let (owners, fix) = (owners.join("+"), with_a_box(item));
            format!("{} {state} {owners} | {} | {fix}", item.line, item.text)
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{text}");
        let all = note.follow_ups.iter().chain(note.skipped.iter().map(|(item, _)| item));
        let mut lines = all.map(|item| item.line);
        assert!(lines.all(|line| note.unboxed.iter().all(|item| item.line != line)), "{text}");
    }

    #[test]
    fn bullets_straight_under_such_a_heading_ask_for_a_box() {
        check(
            "## Action items\n\n- @dana send the guide by 2026-03-05\n* order the cables\n1. call\n",
            &[
                "3 open dana | send the guide | - [ ] @dana send the guide by 2026-03-05",
                "4 open  | order the cables | * [ ] order the cables",
                "5 open  | call | 1. [ ] call",
            ],
        );
        check(
            "## 宿題\n\n- 見積もりを送る\n",
            &["3 open  | 見積もりを送る | - [ ] 見積もりを送る"],
        );
        check(
            "## Next steps\n\n- ~~call~~\n- mail (done)\n",
            &["3 done  | call | - [ ] ~~call~~", "4 done  | mail | - [ ] mail (done)"],
        );
        check(
            "## Action items\n- AI: what it can do\n",
            &["2 open  | AI: what it can do | - [ ] AI: what it can do"],
        );
        check(
            "## Next steps\n- a\n  - how\n\n### Later\n- b\n\n# Notes\n- c\n",
            &["2 open  | a | - [ ] a"],
        );
        check(
            "## Action items\n\n- [ ] a box\n- ACTION: labelled\n- TBD\n- None this week\n- No action items\n\
             - [send](2026-03-04-poc.md)\n- [[2026-03-04-poc]]\n- Decision: go\n- Risk: late\n- @dana:\n  - nested\n- @dana\n- **Dana**\n  - nested\n- **Zed**\n  - nested\n- {?}\n\
             \n> - quoted\n\n```\n- code\n```\n",
            &[],
        );
    }

    #[test]
    fn near_boxes_ask_for_a_box_anywhere() {
        check(
            "- [] @dana send\n- [ ]mail\n- [x]call\n- [X]@dana ring\n- [ x ] ask\n- [  ] wait\n- \\[x\\] write\n- \\[ \\] read\n",
            &[
                "1 open dana | send | - [ ] @dana send",
                "2 open  | mail | - [ ] mail",
                "3 done  | call | - [x] call",
                "4 done dana | ring | - [x] @dana ring",
                "5 done  | ask | - [x] ask",
                "6 open  | wait | - [ ] wait",
                "7 done  | write | - [x] write",
                "8 open  | read | - [ ] read",
            ],
        );
        check(
            "text\n\n[ ] send\n  the guide\n[x] call by 2026-03-05\n\\[ \\] mail\n",
            &[
                "3 open  | send the guide | - [ ] send",
                "5 done  | call | - [x] call by 2026-03-05",
                "6 open  | mail | - [ ] mail",
            ],
        );
        check(
            "- [ ]　@dana send\n- ［ ］ call\n- ［x］　mail\n- [　]　ask\n",
            &[
                "1 open dana | send | - [ ] @dana send",
                "2 open  | call | - [ ] call",
                "3 done  | mail | - [x] mail",
                "4 open  | ask | - [ ] ask",
            ],
        );
        check("## 宿題\n\n- [ ]　＠dana 送る\n", &["3 open dana | 送る | - [ ] ＠dana 送る"]);
        check(
            "-[ ] @dana send\n-[x] call\n\nTo do:\n-[ ] mail\n\n- [ ] a\n-[ ] ask\n  -[ ] ring\n",
            &[
                "1 open dana | send | - [ ] @dana send",
                "2 done  | call | - [x] call",
                "5 open  | mail | - [ ] mail",
                "8 open  | ask | - [ ] ask",
                "9 open  | ring |   - [ ] ring",
            ],
        );
        check("- a\n  - [ ]nested\n", &["2 open  | nested |   - [ ] nested"]);
        check(
            "    [ ] code\n\n- [x](a.md) link\n- [x][ref] link\n- [ ](a.md)\n- []string\n- [1]text\n- [] -\n- []\n- [ ]TODO\n- [x], [y]\n\
             \n[] paragraph\n\n> - [ ]quoted\n\n## Attendees\n- [x]Tom Dale\n\n## Agenda\n- [ ]pricing\n\n## Notes\n- [ ]Risk: late\n\
             \n`[ ] code`\n\nsee\n[ ] below\n",
            &[],
        );
    }
}
