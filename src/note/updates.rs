//! What an escalation's dated sections say, and its exit criteria.

use std::collections::HashSet;

use super::read::Reader;
use super::skip;
use crate::date::Date;
use crate::follow_up::grammar;
use crate::markdown::Kind;
use crate::words::lossy;

/// A section whose heading starts with a date.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Update {
    pub date: Date,
    /// What it says, in its order; of an escalation alone.
    pub statements: Vec<Statement>,
}

/// A paragraph or a list item. Follow-ups, typed lines and what stands below them are none: they are
/// read for what they are.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Statement {
    /// Its lines joined by one space; `None` of what is no line of words: code, a table, a quote.
    pub text: Option<String>,
    pub line: usize,
    pub internal: bool,
}

/// A box under *Exit criteria*.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Criterion {
    pub text: String,
    pub is_met: bool,
    pub line: usize,
    pub internal: bool,
}

impl Reader<'_> {
    /// Collects the statements of an escalation's updates. Other notes have dated sections by the hundred,
    /// and nobody asks for what they say.
    pub(super) fn read_updates(&mut self) {
        if !self.note.is_escalation() || self.note.updates.is_empty() {
            return;
        }
        let boxes = self.note.skipped.iter().map(|(item, _)| item.line);
        let items = self.note.follow_ups.iter().map(|item| item.line);
        let typed = self.note.typed.iter().map(|typed| typed.line);
        let known: HashSet<usize> = items.chain(boxes).chain(typed).collect();
        let mut is_taken = vec![false; self.outline.blocks.len()];
        for at in 0..self.outline.blocks.len() {
            let block = self.block(at);
            if block.parent.is_some_and(|parent| is_taken[parent]) {
                is_taken[at] = true;
                continue;
            }
            let Some(update) = self.section(at).update else { continue };
            let line = self.line(block.span.start);
            let text = match block.kind {
                Kind::Item { .. } | Kind::Paragraph if known.contains(&line) => {
                    is_taken[at] = true;
                    continue;
                }
                Kind::Paragraph => Some(self.joined(at).text),
                Kind::Html if self.is_comment(at) => continue,
                Kind::Quote | Kind::Alert | Kind::Code | Kind::Table | Kind::Html => {
                    is_taken[at] = true;
                    None
                }
                _ => continue,
            };
            let internal = self.facts[at].internal;
            if text.as_deref().is_none_or(|text| !skip::is_placeholder(text)) {
                self.note.updates[update].statements.push(Statement { text, line, internal });
            }
        }
    }

    fn is_comment(&self, block: usize) -> bool {
        let text = lossy(&self.bytes[self.block(block).span.range()]);
        grammar::uncommented(&text).trim().is_empty()
    }
}
