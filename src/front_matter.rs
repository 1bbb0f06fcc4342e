//! The header of a note or card: YAML between `---` lines or TOML between `+++` lines.
//!
//! Reading never fails: what cannot be read becomes a problem with its line, and the rest counts.

mod plain;

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::date::Date;
use crate::words::lossy;

/// A header as it was read.
#[derive(Debug, Default)]
pub struct Header {
    fields: BTreeMap<String, Field>,
    /// What is wrong, with its line from 1.
    pub problems: Vec<(usize, String)>,
    /// The first byte behind the header; 0 without one (behind a byte-order mark: 3).
    pub body: usize,
}

#[derive(Debug, PartialEq)]
struct Field {
    value: Value,
    line: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Empty,
    Flag(bool),
    Text(String),
    List(Vec<String>),
    /// A table or something nested: kept by the user, of no use here.
    Other,
}

/// Header larger than this (in bytes) are not read: real ones have some hundred.
const MOST_BYTES: usize = 64 * 1024;

impl Header {
    /// Reads the header at the start of a note.
    pub fn read(bytes: &[u8]) -> Header {
        let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let none = |problems| Header { fields: BTreeMap::new(), problems, body: start };
        let Some(fence) = opening(&bytes[start..]) else { return none(Vec::new()) };
        let Some((inner, body)) = closing(bytes, start, fence) else {
            return match fence {
                // A lone `---` is a thematic break; it is a header only if it looks like one.
                b"---" if !looks_like_yaml(&bytes[start..]) => none(Vec::new()),
                _ => none(vec![(1, "the front matter is never closed".to_string())]),
            };
        };
        let text = lossy(&bytes[inner]);
        if text.len() > MOST_BYTES {
            let problem = (1, "the front matter is too large".to_string());
            return Header { fields: BTreeMap::new(), problems: vec![problem], body };
        }
        let (fields, problems) = if fence == b"---" { yaml(&text) } else { toml(&text) };
        Header { fields, problems, body }
    }

    /// Returns a value as text; numbers and flags as they are written.
    pub fn text(&self, key: &str) -> Option<String> {
        match &self.fields.get(key)?.value {
            Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_string()),
            Value::Flag(flag) => Some(flag.to_string()),
            _ => None,
        }
    }

    /// Returns a list; one text is a list of one.
    pub fn list(&self, key: &str) -> Vec<String> {
        match self.fields.get(key).map(|field| &field.value) {
            Some(Value::List(list)) => list.clone(),
            Some(Value::Text(text)) if !text.trim().is_empty() => vec![text.trim().to_string()],
            _ => Vec::new(),
        }
    }

    /// Returns whether a key is `true` (or `yes`, `on`).
    pub fn flag(&self, key: &str) -> bool {
        match self.fields.get(key).map(|field| &field.value) {
            Some(Value::Flag(flag)) => *flag,
            Some(Value::Text(text)) => {
                matches!(text.to_lowercase().as_str(), "yes" | "true" | "on")
            }
            _ => false,
        }
    }

    /// Returns a day; a value that is none becomes a problem.
    pub fn date(&mut self, key: &str) -> Option<Date> {
        let text = self.text(key)?;
        let date = text.get(..10).and_then(Date::parse_iso);
        if date.is_none() {
            let line = self.line(key);
            self.problems.push((line, format!("`{key}: {text}` is no date (YYYY-MM-DD)")));
        }
        date
    }

    /// Returns whether there is such a key, whatever its value.
    pub fn holds(&self, key: &str) -> bool {
        self.fields.contains_key(key)
    }

    /// Returns whether all other keys have the values that they have in another header.
    pub fn differs_only_in(&self, key: &str, other: &Header) -> bool {
        let values = |header: &Header| -> BTreeMap<String, Value> {
            let fields = header.fields.iter().filter(|(own, _)| *own != key);
            fields.map(|(key, field)| (key.clone(), field.value.clone())).collect()
        };
        values(self) == values(other)
    }

    /// Returns the line of a key, from 1; 1 if there is no such key.
    pub fn line(&self, key: &str) -> usize {
        self.fields.get(key).map_or(1, |field| field.line)
    }
}

/// Returns the fence (`---` or `+++`) if the first line is one.
fn opening(bytes: &[u8]) -> Option<&'static [u8]> {
    let line = bytes.split(|b| matches!(b, b'\n' | b'\r')).next()?;
    match line.trim_ascii_end() {
        b"---" => Some(b"---"),
        b"+++" => Some(b"+++"),
        _ => None,
    }
}

/// Returns the bytes between the fences and the first byte behind the closing line.
fn closing(bytes: &[u8], start: usize, fence: &[u8]) -> Option<(std::ops::Range<usize>, usize)> {
    let mut at = line_end(bytes, start).1;
    let inner = at;
    while at < bytes.len() {
        let (end, next) = line_end(bytes, at);
        if bytes[at..end].trim_ascii_end() == fence {
            return Some((inner..at, next));
        }
        at = next;
    }
    None
}

/// Returns where a line's text ends, and where the next line starts.
fn line_end(bytes: &[u8], at: usize) -> (usize, usize) {
    let length = bytes[at..].iter().position(|b| matches!(b, b'\n' | b'\r'));
    let Some(length) = length else { return (bytes.len(), bytes.len()) };
    let end = at + length;
    let next = if bytes[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 };
    (end, next)
}

fn looks_like_yaml(bytes: &[u8]) -> bool {
    let second = bytes.split(|b| *b == b'\n').nth(1).unwrap_or_default();
    let key = second.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    key > 0 && second.get(key) == Some(&b':')
}

type Read = (BTreeMap<String, Field>, Vec<(usize, String)>);

fn yaml(text: &str) -> Read {
    plain::fields(text).map_or_else(|| by_library(text), |fields| (fields, Vec::new()))
}

fn by_library(text: &str) -> Read {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: 32,
            max_nodes: 5_000,
            max_events: 20_000,
            max_aliases: 0,
            max_anchors: 16,
            max_documents: 1,
        },
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
    };
    type Fields = BTreeMap<String, serde_saphyr::Spanned<Value>>;
    match serde_saphyr::from_str_with_options::<Option<Fields>>(text, options) {
        Ok(fields) => {
            let fields = fields.unwrap_or_default().into_iter().map(|(key, spanned)| {
                let line = spanned.referenced.line() as usize + 1;
                (key, Field { value: spanned.value, line })
            });
            (fields.collect(), Vec::new())
        }
        Err(error) => {
            let line = error.location().map_or(1, |location| location.line() as usize + 1);
            (BTreeMap::new(), vec![(line, "the front matter is no valid YAML".to_string())])
        }
    }
}

fn toml(text: &str) -> Read {
    let (table, errors) = toml::de::DeTable::parse_recoverable(text);
    let lines = |at: usize| {
        2 + text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count()
    };
    let problems = errors.iter().map(|error| {
        let line = lines(error.span().map_or(0, |span| span.start));
        (line, format!("the front matter is no valid TOML: {}", error.message()))
    });
    let problems: Vec<_> = problems.collect();
    let fields = table.into_inner().into_iter().map(|(key, spanned)| {
        let line = lines(key.span().start);
        (key.into_inner().into_owned(), Field { value: of_toml(spanned.into_inner()), line })
    });
    (fields.collect(), problems)
}

fn of_toml(value: toml::de::DeValue<'_>) -> Value {
    use toml::de::DeValue;
    match value {
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Array(items) => {
            let items = items.into_iter().filter_map(|item| match of_toml(item.into_inner()) {
                Value::Text(text) => Some(text),
                Value::Flag(flag) => Some(flag.to_string()),
                _ => None,
            });
            Value::List(items.collect())
        }
        DeValue::Table(_) => Value::Other,
        DeValue::String(text) if text.is_empty() => Value::Empty,
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => Value::Text(number.to_string()),
        DeValue::Float(number) => Value::Text(number.to_string()),
        DeValue::Datetime(time) => Value::Text(time.to_string()),
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Empty)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Empty)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Value>()? {
            match item {
                Value::Text(text) => list.push(text),
                Value::Flag(flag) => list.push(flag.to_string()),
                _ => {}
            }
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        while entries.next_entry::<Value, Value>()?.is_some() {}
        Ok(Value::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::Header;
    use crate::date::Date;

    #[test]
    fn yaml_and_toml_say_the_same() {
        let yaml = "---\ncustomer: minato\ndate: 2026-03-04\nours: [dana, priya]\ninternal: true\n\
                    theirs:\n  - 佐藤 健\nbuild:\n---\nbody\n";
        let toml = "+++\ncustomer = \"minato\"\ndate = 2026-03-04\nours = [\"dana\", \"priya\"]\n\
                    internal = true\ntheirs = [\"佐藤 健\"]\nbuild = \"\"\n+++\nbody\n";
        for text in [yaml, toml, &yaml.replace('\n', "\r\n"), &format!("\u{feff}{yaml}")] {
            let mut header = Header::read(text.as_bytes());
            assert_eq!(header.text("customer").as_deref(), Some("minato"), "{text}");
            assert_eq!(header.date("date"), Date::new(2026, 3, 4));
            assert_eq!(header.list("ours"), ["dana", "priya"]);
            assert_eq!(header.list("theirs"), ["佐藤 健"]);
            assert!(header.flag("internal"));
            assert_eq!(header.text("build"), None);
            assert_eq!(header.problems, []);
            assert!(text[header.body..].starts_with("body"));
        }
    }

    #[test]
    fn words_that_yaml_takes_for_flags_or_numbers_stay_words() {
        let header = Header::read(b"---\ncustomer: no\ntitle: 007\nours: [on, y]\n---\n");
        assert_eq!(header.text("customer").as_deref(), Some("no"));
        assert_eq!(header.text("title").as_deref(), Some("007"));
        assert_eq!(header.list("ours"), ["on", "y"]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, line) in [
            ("---\ncustomer: a\ndate: [\n---\n", 3),
            ("---\ncustomer: a\n", 1),
            ("+++\na = 1\nb = \n+++\n", 3),
        ] {
            let header = Header::read(text.as_bytes());
            assert_eq!(header.problems.first().map(|problem| problem.0), Some(line), "{text}");
        }
        let mut header = Header::read(b"---\nkind: sync\ndate: soon\n---\n");
        assert_eq!(header.date("date"), None);
        assert_eq!(header.problems, [(3, "`date: soon` is no date (YYYY-MM-DD)".to_string())]);
        assert_eq!(header.text("kind").as_deref(), Some("sync"));
    }

    #[test]
    fn a_thematic_break_is_no_front_matter() {
        for text in ["---\n\nText\n", "text\n---\n", "", "--- \n"] {
            let header = Header::read(text.as_bytes());
            assert_eq!((header.body, header.problems.len()), (0, 0), "{text:?}");
        }
    }

    #[test]
    fn bombs_end() {
        let bomb = format!("---\na: {}{}\n---\n", "[".repeat(9_000), "]".repeat(9_000));
        assert_eq!(Header::read(bomb.as_bytes()).problems.len(), 1);
        let aliases = "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n";
        assert_eq!(Header::read(aliases.as_bytes()).problems.len(), 1);
    }
}
