//! Typed lines (`Decision: …`, `Ask (blocker): … #tag`) and quotes (`> "…" — Name`).

use crate::date::Date;
use crate::follow_up::grammar;
use crate::words::fold;

/// The word that a typed line starts with.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    Decision,
    Risk,
    Ask,
    Value,
    Question,
}

/// One typed line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Typed {
    pub word: Word,
    /// What stands in its parentheses, folded: `high`, `blocker`.
    pub qualifier: Option<String>,
    /// What stands behind the colon, as typed.
    pub text: String,
    /// The first `#tag`, without `#`.
    pub tag: Option<String>,
    /// The first link's target.
    pub link: Option<String>,
    /// The day of its section, else of its note.
    pub date: Option<Date>,
    pub line: usize,
    pub internal: bool,
    /// Of a line with a box: whether it is ticked.
    pub ticked: Option<bool>,
}

/// Words of a person, marked as such.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Quote {
    pub text: String,
    pub name: Option<String>,
    /// Without `#`.
    pub tags: Vec<String>,
    /// The line of the typed line that it stands in or directly behind.
    pub typed: Option<usize>,
    /// The day of its section, else of its note.
    pub date: Option<Date>,
    pub line: usize,
    pub internal: bool,
}

const WORDS: [(&str, Word); 10] = [
    ("decision", Word::Decision),
    ("risk", Word::Risk),
    ("ask", Word::Ask),
    ("value", Word::Value),
    ("question", Word::Question),
    ("決定", Word::Decision),
    ("リスク", Word::Risk),
    ("要望", Word::Ask),
    ("効果", Word::Value),
    ("質問", Word::Question),
];

impl Typed {
    /// Returns what identifies an ask across notes: its first tag, else its first link, else its text.
    pub fn topic(&self) -> String {
        match (&self.tag, &self.link) {
            (Some(tag), _) => format!("#{}", fold(tag)),
            (None, Some(link)) => link.clone(),
            (None, None) => fold(&self.text),
        }
    }

    /// Returns whether it is a risk that still stands: without a box, or with an empty one.
    pub fn is_standing(&self) -> bool {
        self.ticked != Some(true)
    }
}

/// Returns whether a line can be a typed one: a colon stands near its start.
pub fn may_be_typed(line: &[u8]) -> bool {
    let head = &line[..line.len().min(FARTHEST_COLON + 3)];
    let mut full_width = memchr::memchr_iter("：".as_bytes()[0], head);
    memchr::memchr(b':', head).is_some()
        || full_width.any(|at| head[at..].starts_with("：".as_bytes()))
}

/// A typed line's colon stands within this many bytes.
const FARTHEST_COLON: usize = 60;

/// Reads `Word (qualifier): text` at the start of a line: the word, its qualifier, and the text.
pub fn split(text: &str) -> Option<(Word, Option<String>, String)> {
    if !may_be_typed(text.as_bytes()) {
        return None;
    }
    let colon = text.find([':', '：']).filter(|at| *at <= FARTHEST_COLON)?;
    let head = text[..colon].trim_matches(['*', '_', ' ']);
    let opened = head.len() < text[..colon].trim().len();
    let (name, qualifier) = match head.split_once(['(', '（']) {
        Some((name, rest)) => (name, rest.trim_end().strip_suffix([')', '）'])),
        None => (head, None),
    };
    if name.len() < head.len() && qualifier.is_none() {
        return None;
    }
    let folded = fold(name.trim_matches(['*', '_', ' ']));
    let (_, word) = WORDS.iter().find(|(known, _)| *known == folded)?;
    let rest = text[colon..].trim_start_matches([':', '：']);
    let rest = if opened { rest.trim_start_matches(['*', '_']) } else { rest };
    Some((*word, qualifier.map(qualifier_word), rest.trim().to_string()))
}

/// Japanese qualifiers are read as the English ones.
fn qualifier_word(text: &str) -> String {
    let folded = fold(text.trim());
    match folded.as_str() {
        "高" => "high".to_string(),
        "中" => "medium".to_string(),
        "低" => "low".to_string(),
        _ => folded,
    }
}

/// Returns the first link's target of a text: `[words](target)`, `<url>` or a bare URL.
pub fn first_link(text: &str) -> Option<String> {
    // Most lines hold none.
    memchr::memchr2(b'(', b'/', text.as_bytes())?;
    let masked = grammar::masked(text);
    let inline = masked.find("](").map(|at| at + 2);
    let bare = masked.find("http://").into_iter().chain(masked.find("https://")).min();
    let start = inline.into_iter().chain(bare).min()?;
    let rest = &masked[start..];
    let end = rest.find(|c: char| c.is_whitespace() || ")>".contains(c)).unwrap_or(rest.len());
    let link = rest[..end].trim_end_matches(['.', ',', ';', ':']);
    (!link.is_empty()).then(|| link.to_string())
}

/// Reads `"…" — Name`: the words between the marks, and who said them. Tags are no part of the name.
pub fn quote(text: &str) -> Option<(String, Option<String>)> {
    let text = text.trim();
    let close = closing(text)?;
    let open = text.chars().next()?.len_utf8();
    let end = text[open..].rfind(close)? + open;
    let words = text[open..end].trim().to_string();
    let behind = text[end + close.len_utf8()..].split_whitespace();
    let name = behind.filter(|word| grammar::tags(word).is_empty()).collect::<Vec<_>>().join(" ");
    let name = name.trim_start_matches(['—', '–', '-', '(', ' ']).trim_end_matches(')').trim();
    (!words.is_empty()).then(|| (words, (!name.is_empty()).then(|| name.to_string())))
}

/// Returns the mark that closes what a text opens.
pub fn closing(text: &str) -> Option<char> {
    match text.chars().next()? {
        '"' => Some('"'),
        '“' => Some('”'),
        '「' => Some('」'),
        '„' => Some('“'),
        '«' => Some('»'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Word, first_link, quote, split};

    #[test]
    fn typed_lines_are_read() {
        for (text, word, qualifier, rest) in [
            ("Decision: go", Word::Decision, None, "go"),
            ("**Decision:** go", Word::Decision, None, "go"),
            ("**Decision**: go", Word::Decision, None, "go"),
            ("RISK (High): late **parts**", Word::Risk, Some("high"), "late **parts**"),
            ("Ask (blocker): SSO #sso", Word::Ask, Some("blocker"), "SSO #sso"),
            ("決定：進める", Word::Decision, None, "進める"),
            ("リスク（高）：遅れ", Word::Risk, Some("high"), "遅れ"),
            ("Question: why: now?", Word::Question, None, "why: now?"),
        ] {
            let expected = (word, qualifier.map(String::from), rest.to_string());
            assert_eq!(split(text), Some(expected), "{text}");
        }
        for text in ["Decisions: go", "The risk: late", "Ask about it", "Risk (high: late"] {
            assert_eq!(split(text), None, "{text}");
        }
    }

    #[test]
    fn links_and_quotes_are_read() {
        assert_eq!(
            first_link("see [x](http://a.example/b) y").as_deref(),
            Some("http://a.example/b")
        );
        assert_eq!(first_link("see https://a.example/b.").as_deref(), Some("https://a.example/b"));
        assert_eq!(first_link("none"), None);
        let words = quote("\"It just works\" — 佐藤 健").unwrap();
        assert_eq!(words, ("It just works".to_string(), Some("佐藤 健".to_string())));
        assert_eq!(quote("「速い」").unwrap(), ("速い".to_string(), None));
        let tagged = quote("\"Soon #sso\" — Helen Moss #nfs #1").unwrap();
        assert_eq!(tagged, ("Soon #sso".to_string(), Some("Helen Moss #1".to_string())));
        assert_eq!(quote("\"Soon\" #sso").unwrap(), ("Soon".to_string(), None));
        assert_eq!(quote("plain"), None);
    }
}
