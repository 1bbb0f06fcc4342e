//! The keys of one table of a settings file, taken one by one, so that whatever is wrong has a line.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::cells::harmless;
use crate::error::{Error, Hinted, Result, anyhow};
use crate::words;

/// Something wrong at a line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    /// From 1.
    pub line: usize,
    pub message: String,
    pub hint: Option<String>,
}

impl Problem {
    /// Returns the problem as an error: "`fieldnote.toml` line 3: unknown key `comit`".
    pub fn into_error(self) -> Error {
        let error = anyhow!("`{}` line {}: {}", harmless(&self.file), self.line, self.message);
        match self.hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

/// Returns a problem at a byte of a text. What the message quotes is made harmless.
pub fn problem_at(file: &str, text: &str, byte: usize, message: &str) -> Problem {
    let before = &text.as_bytes()[..byte.min(text.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    Problem { file: file.to_string(), line, message: harmless(message), hint: None }
}

/// A table of a settings file; what is not taken from it is unknown.
pub(super) struct Keys<'a> {
    file: &'a str,
    text: &'a str,
    /// The table's name with a dot behind it; empty for the top.
    name: String,
    entries: BTreeMap<String, Entry<'a>>,
    taken: Vec<&'static str>,
}

struct Entry<'a> {
    key: Range<usize>,
    value: Spanned<DeValue<'a>>,
}

/// A value, and where it stands.
pub(super) struct Place<T> {
    pub(super) value: T,
    byte: usize,
}

impl<'a> Keys<'a> {
    /// Reads the top table of a file.
    ///
    /// # Errors
    /// What is no TOML, with its line.
    pub(super) fn parse(file: &'a str, text: &'a str) -> Result<Keys<'a>> {
        match DeTable::parse(text) {
            Ok(table) => Ok(Keys::new(file, text, String::new(), table.into_inner())),
            Err(error) => {
                let byte = error.span().map_or(0, |span| span.start);
                let message = error.message().lines().next().unwrap_or("no TOML").to_string();
                let mut problem = problem_at(file, text, byte, &message);
                if text.lines().any(|line| line.starts_with("<<<<<<< ")) {
                    let hint = "the file has conflict markers: resolve them first";
                    problem.hint = Some(hint.to_string());
                }
                Err(problem.into_error())
            }
        }
    }

    fn new(file: &'a str, text: &'a str, name: String, table: DeTable<'a>) -> Keys<'a> {
        let entry = |(key, value): (Spanned<std::borrow::Cow<'a, str>>, Spanned<DeValue<'a>>)| {
            (key.get_ref().to_string(), Entry { key: key.span(), value })
        };
        Keys { file, text, name, entries: table.into_iter().map(entry).collect(), taken: vec![] }
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        self.taken.push(key);
        self.entries.remove(key).map(|entry| entry.value)
    }

    /// Takes a table out of this one; an absent one is empty.
    ///
    /// # Errors
    /// A key of that name that is no table.
    pub(super) fn table(&mut self, key: &'static str) -> Result<Keys<'a>> {
        let name = format!("{}{key}.", self.name);
        let Some(value) = self.take(key) else {
            return Ok(Keys::new(self.file, self.text, name, DeTable::new()));
        };
        let byte = value.span().start;
        match value.into_inner() {
            DeValue::Table(table) => Ok(Keys::new(self.file, self.text, name, table)),
            _ => Err(self.wrong(key, byte, "a table").into_error()),
        }
    }

    pub(super) fn boolean(&mut self, key: &'static str) -> Result<Option<bool>> {
        let Some(value) = self.take(key) else { return Ok(None) };
        match value.get_ref() {
            DeValue::Boolean(yes) => Ok(Some(*yes)),
            _ => Err(self.wrong(key, value.span().start, "true or false").into_error()),
        }
    }

    pub(super) fn text(&mut self, key: &'static str) -> Result<Option<Place<String>>> {
        let Some(value) = self.take(key) else { return Ok(None) };
        let byte = value.span().start;
        match value.into_inner() {
            DeValue::String(text) => Ok(Some(Place { value: text.into_owned(), byte })),
            _ => Err(self.wrong(key, byte, "a text in quotes").into_error()),
        }
    }

    pub(super) fn texts(&mut self, key: &'static str) -> Result<Option<Vec<String>>> {
        let Some(value) = self.take(key) else { return Ok(None) };
        let wrong = |byte| Err(self.wrong(key, byte, "a list of texts in quotes").into_error());
        let byte = value.span().start;
        let DeValue::Array(items) = value.into_inner() else { return wrong(byte) };
        let mut texts = Vec::new();
        for item in items {
            let byte = item.span().start;
            let DeValue::String(text) = item.into_inner() else { return wrong(byte) };
            texts.push(text.into_owned());
        }
        Ok(Some(texts))
    }

    /// Takes a text that is one of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        choices: &[(&'static str, T)],
    ) -> Result<Option<T>> {
        let words: Vec<String> = choices.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        let (last, first) = words.split_last().expect("a choice has words");
        let expected = format!("{} or {last}", first.join(", "));
        let Some(value) = self.take(key) else { return Ok(None) };
        let mut problem = self.wrong(key, value.span().start, &expected);
        let DeValue::String(text) = value.get_ref() else { return Err(problem.into_error()) };
        if let Some((_, choice)) = choices.iter().find(|(word, _)| word == text) {
            return Ok(Some(*choice));
        }
        let near = words::nearest(text, choices.iter().map(|(word, _)| *word));
        problem.hint = near.map(|word| format!("did you mean \"{word}\"?"));
        Err(problem.into_error())
    }

    fn wrong(&self, key: &str, byte: usize, expected: &str) -> Problem {
        self.problem(byte, &format!("`{}{key}` must be {expected}", self.name))
    }

    pub(super) fn problem_in<T>(&self, place: &Place<T>, message: &str) -> Problem {
        self.problem(place.byte, message)
    }

    fn problem(&self, byte: usize, message: &str) -> Problem {
        problem_at(self.file, self.text, byte, message)
    }

    /// Returns a problem for each key that was not taken, with the nearest of those that were.
    ///
    /// `others` are keys of other tables and where they belong.
    pub(super) fn unknown(self, others: &[(&str, &str)]) -> Vec<Problem> {
        let problem = |(key, entry): (&String, &Entry)| {
            let mut problem =
                self.problem(entry.key.start, &format!("unknown key `{}{key}`", self.name));
            let near = words::nearest(key, self.taken.iter().copied());
            problem.hint = match others.iter().find(|(other, _)| other == key) {
                Some((_, place)) => Some(format!("`{key}` belongs {place}")),
                None => near.map(|near| format!("did you mean `{}{near}`?", self.name)),
            };
            problem
        };
        self.entries.iter().map(problem).collect()
    }
}

impl<T> Place<T> {
    /// Returns the line of the value, from 1.
    pub(super) fn line(&self, text: &str) -> usize {
        problem_at("", text, self.byte, "").line
    }
}
