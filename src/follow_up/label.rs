//! The label that an action starts with: `ACTION`, `Action item:`, `[ACTION: name]`, `AI:`, `TODO`.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label<'a> {
    /// `ACTION`, with the name that `[ACTION: name]` holds.
    Action(Option<&'a str>),
    /// `AI:`, `Todo:`, `TODO`: a label only with an owner behind it.
    Todo,
}

impl<'a> Label<'a> {
    pub(super) fn owner(self) -> Option<&'a str> {
        match self {
            Label::Action(name) => name,
            Label::Todo => None,
        }
    }
}

/// Returns the label that a text starts with, and where the text goes on behind it.
pub(super) fn label(text: &str) -> (Option<Label<'_>>, usize) {
    let bare = text.trim_start_matches(['*', '_', '~', ' ']);
    let emphasis = |rest: &str| {
        let behind = rest.trim_start_matches(['*', '_']);
        let behind = behind.trim_start_matches([':', '：']).trim_start_matches(['*', '_']);
        text.len() - behind.trim_start_matches([' ', '\u{a0}', '-', '–', '—']).len()
    };
    if let Some(inner) = bare.strip_prefix('[') {
        let Some(close) = inner.find(']') else { return (None, 0) };
        let Some(rest) = strip_word(&inner[..close], "ACTION") else { return (None, 0) };
        let rest = strip_word(rest.trim_start(), "ITEM").unwrap_or(rest);
        let name = rest.trim_matches([':', ' ', '-', '@', '＠']);
        let is_link = inner[close + 1..].starts_with(['(', '[']);
        let name = (!name.is_empty()).then_some(name);
        return if is_link {
            (None, 0)
        } else {
            (Some(Label::Action(name)), emphasis(&inner[close + 1..]))
        };
    }
    if let Some(rest) = strip_word(bare, "ACTION") {
        let item =
            ["ITEM", "Item", "item"].iter().find_map(|word| strip_word(rest.trim_start(), word));
        return (Some(Label::Action(None)), emphasis(item.unwrap_or(rest)));
    }
    for (word, label) in [
        ("action item", Label::Action(None)),
        ("action", Label::Action(None)),
        ("ai", Label::Todo),
        ("todo", Label::Todo),
    ] {
        let Some((head, rest)) = bare.split_at_checked(word.len()) else { continue };
        if !head.eq_ignore_ascii_case(word) {
            continue;
        }
        let has_colon = rest.trim_start_matches(['*', '_']).starts_with([':', '：']);
        let upper_todo = word == "todo" && bare.starts_with("TODO") && rest.starts_with(' ');
        let upper_ai = word != "ai" || bare.starts_with("AI");
        if (has_colon || upper_todo) && upper_ai {
            return (Some(label), emphasis(rest));
        }
    }
    (None, 0)
}

/// Strips a word that is not followed by more letters.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(word)?;
    (!rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')).then_some(rest)
}
