//! The operations of this tool, read from the commits that they made.

use std::collections::{BTreeMap, HashSet};

use crate::error::Result;
use crate::git::{self, BlobId, CommitId, CommitInfo, Identity, LogEntry};

use super::Notebook;
use super::write::BEFORE;

/// An operation, as its commit tells it.
#[derive(Debug)]
pub struct Recorded {
    pub commit: CommitInfo,
    /// The commit that it was made on.
    pub parent: Option<CommitId>,
    pub author: Identity,
    pub words: Words,
    /// Whether a later operation, or `git revert`, took it back.
    pub is_undone: bool,
}

/// What was taken back, as far as the history was read: ids of operations and of commits.
#[derive(Default)]
struct TakenBack(HashSet<String>);

/// What the message of an operation's commit says.
#[derive(Debug, PartialEq, Eq)]
pub struct Words {
    /// In the field's words, such as `minato: done "send the sizing guide"`.
    pub subject: String,
    pub why: Option<String>,
    /// The word of the trailer, such as `done`.
    pub verb: String,
    /// The operation's id.
    pub op: String,
    /// The id of the operation that it took back.
    pub undoes: Option<String>,
    /// What files held before it, where no commit has that: the content's id, by path.
    pub before: BTreeMap<String, BlobId>,
}

impl Notebook {
    /// Returns the operations of everybody, the newest first, each read when asked for; none without a
    /// repository or a commit.
    ///
    /// # Errors
    /// A repository that cannot be read.
    pub fn operations(&self) -> Result<impl Iterator<Item = Result<Recorded>> + '_> {
        let log = match &self.repo {
            Some(repo) => repo.head()?.map(|head| repo.log(head)),
            None => None,
        };
        let mut taken_back = TakenBack::default();
        let recorded = move |entry: Result<LogEntry>| {
            entry.map(|entry| taken_back.recorded(entry)).transpose()
        };
        Ok(log.into_iter().flatten().filter_map(recorded))
    }

    /// Returns the files of this notebook that an operation changed, sorted by path.
    ///
    /// # Errors
    /// A commit that cannot be read.
    pub fn changed_by(&self, operation: &Recorded) -> Result<Vec<git::Change>> {
        match &self.repo {
            Some(repo) => repo.changes(operation.parent, operation.commit.id, &|_| true),
            None => Ok(Vec::new()),
        }
    }
}

impl Notebook {
    /// Returns what a file held before the operation of a commit, where the operation kept it.
    pub fn kept_before(&self, commit: CommitId, path: &str) -> Option<Vec<u8>> {
        let repo = self.repo.as_ref()?;
        let words = Words::read(&repo.message(commit).ok()?)?;
        repo.blob(*words.before.get(path)?).ok()
    }
}

impl TakenBack {
    /// Returns the operation that a commit made, if one did. What takes back comes before what it took
    /// back; if it was itself taken back, it counts for nothing.
    fn recorded(&mut self, entry: LogEntry) -> Option<Recorded> {
        let LogEntry { commit, author, message, parent } = entry;
        let words = Words::read(&message);
        let of_commit = self.0.contains(&commit.id.to_string());
        if !of_commit {
            self.0.extend(words.as_ref().and_then(|words| words.undoes.clone()));
            self.0.extend(reverted(&message));
        }
        let words = words?;
        let is_undone = of_commit || self.0.contains(&words.op);
        Some(Recorded { commit, parent, author, words, is_undone })
    }
}

/// Returns the ids of the commits that a message of `git revert` names.
fn reverted(message: &str) -> Vec<String> {
    let named = message.split("This reverts commit ").skip(1);
    let ids = named.map(|rest| rest.chars().take_while(char::is_ascii_hexdigit).collect());
    ids.filter(|id: &String| id.len() >= 40).collect()
}

/// Reads the path and the content's id of what a file held before.
fn before(line: &str) -> Option<(String, BlobId)> {
    let (blob, path) = line.strip_prefix(BEFORE)?.trim().split_once(' ')?;
    Some((path.to_string(), BlobId::from_hex(blob)?))
}

impl Words {
    /// Reads a commit's message; `None` if no operation of this tool made it. Whoever reworded it may
    /// have put other trailers beside ours, or a paragraph below them.
    pub fn read(message: &str) -> Option<Words> {
        let (subject, body) = message.split_once('\n')?;
        let paragraphs: Vec<Vec<&str>> = body
            .split("\n\n")
            .map(|paragraph| paragraph.lines().map(str::trim).filter(|l| !l.is_empty()).collect())
            .collect();
        let value = |paragraph: &[&str], key: &str| {
            let mut lines = paragraph.iter();
            lines.find_map(|line| Some(line.strip_prefix(key)?.trim().to_string()))
        };
        let at = paragraphs.iter().rposition(|paragraph| {
            value(paragraph, "Fieldnote:").is_some() && value(paragraph, "Fieldnote-Op:").is_some()
        })?;
        let why = paragraphs[..at].concat().join(" ");
        Some(Words {
            subject: subject.trim().to_string(),
            why: Some(why).filter(|why| !why.is_empty()),
            verb: value(&paragraphs[at], "Fieldnote:")?,
            op: value(&paragraphs[at], "Fieldnote-Op:")?,
            undoes: value(&paragraphs[at], "Fieldnote-Undoes:"),
            before: paragraphs[at].iter().filter_map(|line| before(line)).collect(),
        })
    }

    /// Returns the subject in two: the customer with `: ` behind it, if it names one, and the rest.
    pub fn parts(&self) -> (&str, &str) {
        let starts_with_verb =
            self.subject.strip_prefix(&self.verb).is_some_and(|rest| rest.starts_with(' '));
        match self.subject.find(": ").filter(|_| !starts_with_verb) {
            Some(at) => self.subject.split_at(at + 2),
            None => ("", &self.subject),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn the_words_of_a_message_are_read_back() {
        for (message, expected) in [
            ("s\n\nFieldnote: done\nFieldnote-Op: k7q2\n", "s|-|done|k7q2|-"),
            ("s\n\nbecause\n\nFieldnote: move\nFieldnote-Op: k\n", "s|because|move|k|-"),
            ("s\n\nFieldnote: undo\nFieldnote-Op: k\nFieldnote-Undoes: p\n", "s|-|undo|k|p"),
            ("s\n\nFieldnote: done\nFieldnote-Op: k\nReviewed-by: x\n", "s|-|done|k|-"),
            (
                "s\n\none\n\ntwo\n\nFieldnote: done\nFieldnote-Op: k\n\nbelow\n",
                "s|one two|done|k|-",
            ),
            ("s\r\n\r\nFieldnote: done\r\nFieldnote-Op: k\r\n", "s|-|done|k|-"),
            ("s\n\nFieldnote: done\n", "-"),
            ("s\n\nFieldnote-Op: k\n", "-"),
            ("s", "-"),
            ("", "-"),
            ("Revert \"s\"\n\n> Fieldnote: done\n> Fieldnote-Op: k\n", "-"),
        ] {
            let words = Words::read(message).map(|words| {
                let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_string());
                let (why, undoes) = (or_none(words.why), or_none(words.undoes));
                [words.subject, why, words.verb, words.op, undoes].join("|")
            });
            assert_eq!(words.as_deref().unwrap_or("-"), expected, "{message:?}");
        }
    }

    #[test]
    fn the_customer_stands_before_the_rest() {
        for (verb, subject, customer) in [
            ("done", "minato: done \"a: b\"", "minato: "),
            ("done", "done \"a: b\"", ""),
            ("done", "Orbit Foods: done \"a\"", "Orbit Foods: "),
            ("save", "save a: b.md", ""),
            ("customer", "minato: new customer", "minato: "),
            ("person", "team: Zoe", "team: "),
            ("week", "week 2026-W10", ""),
        ] {
            let message = format!("{subject}\n\nFieldnote: {verb}\nFieldnote-Op: k\n");
            let words = Words::read(&message).expect("an operation");
            assert_eq!(words.parts(), (customer, &subject[customer.len()..]));
        }
    }
}
