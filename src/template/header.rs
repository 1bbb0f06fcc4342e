//! The front matter of a template: split into keys, and written with the meeting's values in it.
//!
//! Nothing in a header is filled as text. The tool's own keys are written from the meeting; the
//! template's other keys are kept, in order, and only change their form (YAML or TOML) if they must.

use std::collections::HashSet;

use serde_json::Value;

use crate::cells::harmless;
use crate::date::Date;
use crate::error::{Error, Hinted, Result, anyhow};
use crate::template::{FrontMatter, Meeting, scalar};

/// The keys that the tool writes itself, in this order.
const OWN: [&str; 7] = ["customer", "date", "until", "kind", "ours", "theirs", "partner"];

/// The front matter of a template.
#[derive(Debug)]
pub struct Header {
    form: FrontMatter,
    entries: Vec<Entry>,
}

/// One key with its value, over one or more lines; or a comment.
#[derive(Debug)]
struct Entry {
    /// From 1.
    line: usize,
    /// `None` for a comment, and for the tables that end a TOML header.
    key: Option<String>,
    /// The lines as they stand, without the last line ending.
    text: String,
}

/// Returns the header of a template, if it has one, and the body with an empty line for each line of
/// the header, so that lines keep their numbers.
///
/// # Errors
/// A header without an end, and template tags in it.
pub fn split(name: &str, source: &str) -> Result<(Option<Header>, String)> {
    let first = source.lines().next().unwrap_or_default().trim_end();
    let form = match first {
        "---" => FrontMatter::Yaml,
        "+++" => FrontMatter::Toml,
        _ => return Ok((None, source.to_string())),
    };
    let Some(end) = source.lines().skip(1).position(|line| line.trim_end() == first) else {
        return Err(at(name, 1, "the front matter has no end")
            .hint(format!("write `{first}` on a line of its own below the last key")));
    };
    let header: Vec<&str> = source.lines().skip(1).take(end).collect();
    let body: Vec<&str> = source.split('\n').skip(end + 2).collect();
    let body = format!("{}{}", "\n".repeat(end + 2), body.join("\n"));
    let header = Header { form, entries: entries(&header, form) };
    header.refuse_tags(name)?;
    Ok((Some(header), body))
}

fn entries(lines: &[&str], form: FrontMatter) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut in_tables = false;
    for (index, line) in lines.iter().enumerate() {
        let is_table = form == FrontMatter::Toml && is_table(line);
        let key = key(line, form);
        let starts = !in_tables && (is_table || key.is_some() || line.starts_with('#'));
        in_tables |= is_table;
        match entries.last_mut() {
            Some(last) if !starts => {
                last.text.push('\n');
                last.text.push_str(line);
            }
            _ => entries.push(Entry { line: index + 2, key, text: (*line).to_string() }),
        }
    }
    for entry in &mut entries {
        entry.text.truncate(entry.text.trim_end().len());
    }
    entries.retain(|entry| !entry.text.is_empty());
    entries
}

/// Returns the key that a line starts with, if it starts one.
fn key(line: &str, form: FrontMatter) -> Option<String> {
    let first = line.chars().next()?;
    if !(first.is_alphanumeric() || "_\"'".contains(first)) {
        return None;
    }
    let (key, _) = match form {
        FrontMatter::Yaml => line.split_once(':')?,
        FrontMatter::Toml => line.split_once('=')?,
    };
    Some(key.trim().trim_matches(['"', '\'']).to_string())
}

/// Returns whether a line is the head of a TOML table, such as `[extra]`.
fn is_table(line: &str) -> bool {
    let line = line.trim_end();
    line.starts_with('[') && line.ends_with(']') && !line.contains(',')
}

impl Header {
    /// Refuses `{% … %}` anywhere, and `{{ … }}` in the values that are kept as they stand.
    fn refuse_tags(&self, name: &str) -> Result<()> {
        for entry in &self.entries {
            let own = entry.key.as_deref().is_some_and(|key| OWN.contains(&key));
            for (index, line) in entry.text.lines().enumerate() {
                if line.contains("{%") || line.contains("{{") && !own {
                    return Err(at(name, entry.line + index, "the front matter is not filled")
                        .hint("write plain values there, and placeholders below it"));
                }
            }
        }
        Ok(())
    }

    fn lists(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key.as_deref() == Some(key))
    }

    fn others(&self) -> impl Iterator<Item = &Entry> {
        let own = |entry: &Entry| entry.key.as_deref().is_some_and(|key| OWN.contains(&key));
        self.entries.iter().filter(move |entry| !own(entry))
    }
}

/// Returns the front matter of a note, with its fences.
///
/// `date` and `kind` are always written, and `customer` where there is one; the others if the template
/// lists them or the meeting has something to put there; `place` and `event` where the meeting has them, in
/// the place of the template's own. Without a header in the template, `ours` is
/// listed, and `theirs` for a customer. A listed `until` that is not known is the date.
///
/// # Errors
/// Keys of the template that cannot be read.
pub fn write(
    name: &str,
    header: Option<&Header>,
    meeting: &Meeting,
    form: FrontMatter,
) -> Result<String> {
    let mut lines = own_lines(header, meeting, form);
    let told = [("place", meeting.place), ("event", meeting.event)];
    let told = told.into_iter().filter_map(|(key, value)| Some((key, value?)));
    let told: Vec<(&str, &str)> = told.collect();
    lines.extend(
        told.iter().map(|(key, value)| scalar::line(key, &scalar::text(value, form), form)),
    );
    if let Some(header) = header {
        let mut seen = HashSet::new();
        let is_told =
            |entry: &&Entry| told.iter().any(|(key, _)| entry.key.as_deref() == Some(*key));
        for entry in header.others().filter(|entry| !is_told(entry)) {
            lines.extend(entry.lines(name, header.form, form)?);
            if let Some(key) = &entry.key
                && !seen.insert(key)
            {
                return Err(at(name, entry.line, &format!("`{key}` stands here twice")));
            }
        }
    }
    let fence = match form {
        FrontMatter::Yaml => "---",
        FrontMatter::Toml => "+++",
    };
    Ok(format!("{fence}\n{}\n{fence}\n", lines.join("\n")))
}

fn own_lines(header: Option<&Header>, meeting: &Meeting, form: FrontMatter) -> Vec<String> {
    let listed = |key: &str| match header {
        Some(header) => header.lists(key),
        None => key == "ours" || key == "theirs" && meeting.customer.is_some(),
    };
    let text = |text: &str| Some(scalar::text(text, form));
    let date = |date: Date| Some(date.to_string());
    let names = |key: &str, names: &[String]| {
        (listed(key) || !names.is_empty()).then(|| scalar::list(names, form))
    };
    let value = |key: &str| match key {
        "customer" => meeting.customer.and_then(text),
        "date" => date(meeting.date),
        "until" if listed(key) => date(meeting.until()),
        "until" => meeting.until.and_then(date),
        "kind" => text(meeting.kind),
        "ours" => names(key, &meeting.ours),
        "theirs" => names(key, &meeting.theirs),
        _ => names(key, &meeting.partner),
    };
    OWN.iter().filter_map(|key| Some(scalar::line(key, &value(key)?, form))).collect()
}

impl Entry {
    /// Returns the lines of an entry in another form, or as they stand if the form is the same.
    fn lines(&self, name: &str, from: FrontMatter, to: FrontMatter) -> Result<Vec<String>> {
        let is_comment = self.text.lines().all(|line| line.starts_with('#'));
        if is_comment {
            return Ok(vec![self.text.clone()]);
        }
        let Some(entries) = parse(&self.text, from) else {
            let form = match from {
                FrontMatter::Yaml => "YAML",
                FrontMatter::Toml => "TOML",
            };
            return Err(at(name, self.line, &format!("the front matter is no {form}")));
        };
        if from == to {
            return Ok(vec![self.text.clone()]);
        }
        let line = |(key, one): (&String, &Value)| scalar::line(key, &scalar::value(one, to), to);
        Ok(entries.iter().map(line).collect())
    }
}

fn parse(text: &str, form: FrontMatter) -> Option<serde_json::Map<String, Value>> {
    match form {
        FrontMatter::Yaml => serde_saphyr::from_str(text).ok(),
        FrontMatter::Toml => match json(toml::Value::Table(text.parse().ok()?)) {
            Value::Object(entries) => Some(entries),
            _ => None,
        },
    }
}

/// Returns a TOML value with dates and infinite numbers as texts.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) if number.is_finite() => number.into(),
        toml::Value::Float(number) => number.to_string().into(),
        toml::Value::Boolean(yes) => yes.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(entries) => {
            Value::Object(entries.into_iter().map(|(key, value)| (key, json(value))).collect())
        }
    }
}

/// Returns an error at a line of a template.
pub fn at(name: &str, line: usize, fact: &str) -> Error {
    anyhow!("`{}` line {line}: {}", harmless(name), harmless(fact))
}
