//! Lines of the front matter: lists to which both sides added names, and keys that both added.

use std::ops::Range;

/// Returns the key that a line of YAML or TOML gives a value to.
pub(super) fn key(line: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(line).ok()?;
    let length = text.find(|c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c)))?;
    let rest = text[length..].trim_start();
    (length > 0 && rest.starts_with([':', '='])).then(|| &text[..length])
}

/// Returns our line of a list in brackets with what they added and without what they took away; `None`
/// if it is no plain list on one line in all three.
pub(super) fn merged_list(base: &[u8], ours: &[u8], theirs: &[u8]) -> Option<Vec<u8>> {
    let own = List::of(ours)?;
    let (base, other) = (List::of(base)?, List::of(theirs)?);
    if (own.before, own.behind) != (other.before, other.behind) {
        return None;
    }
    let gone = |name: &&str| base.names.contains(name) && !other.names.contains(name);
    let kept: Vec<&str> = own.names.iter().copied().filter(|name| !gone(name)).collect();
    let is_new = |name: &&str| !base.names.contains(name) && !own.names.contains(name);
    let new: Vec<&str> = other.names.iter().copied().filter(is_new).collect();
    let inner = if kept.len() == own.names.len() && !kept.is_empty() {
        let inner = &own.line[own.inner.clone()];
        let bare = inner.trim_end();
        let added: String = new.iter().map(|name| format!(", {name}")).collect();
        format!("{bare}{added}{}", &inner[bare.len()..])
    } else {
        [kept, new].concat().join(", ")
    };
    Some(format!("{}[{inner}]{}", own.before, own.behind).into_bytes())
}

/// Returns whether lines that both sides added at one place can all stay: each is an entry of a list, or
/// each gives a value to a key of its own.
pub(super) fn can_all_stay(ours: &[&[u8]], theirs: &[&[u8]]) -> bool {
    let entry = |line: &&[u8]| {
        let bare = line.trim_ascii_start();
        bare.strip_prefix(b"- ")
            .is_some_and(|rest| key(rest).is_none())
            .then_some(line.len() - bare.len())
    };
    let mut entries = ours.iter().chain(theirs).map(entry);
    let first = entries.next().flatten();
    if first.is_some() && entries.all(|indent| indent == first) {
        return true;
    }
    let keys = |lines: &[&[u8]]| -> Option<Vec<String>> {
        lines.iter().map(|line| key(line).map(String::from)).collect()
    };
    match (keys(ours), keys(theirs)) {
        (Some(own), Some(other)) => !own.iter().any(|key| other.contains(key)),
        _ => false,
    }
}

/// `ours: [dana, priya]`
struct List<'a> {
    line: &'a str,
    before: &'a str,
    behind: &'a str,
    inner: Range<usize>,
    /// As they are written, quotation marks included.
    names: Vec<&'a str>,
}

impl<'a> List<'a> {
    fn of(line: &'a [u8]) -> Option<List<'a>> {
        let line = std::str::from_utf8(line).ok()?;
        key(line.as_bytes())?;
        let (open, close) = (line.find('[')?, line.rfind(']')?);
        let inner = open + 1..close;
        let text = line.get(inner.clone())?;
        let names: Vec<&str> = match text.trim() {
            "" => Vec::new(),
            text => text.split(',').map(str::trim).collect(),
        };
        let is_plain = |name: &&str| {
            let quotes = name.chars().filter(|c| matches!(c, '"' | '\'')).count();
            !name.is_empty() && !name.contains(['[', ']', '{', '}', '#']) && quotes % 2 == 0
        };
        names.iter().all(is_plain).then_some(List {
            line,
            before: &line[..open],
            behind: &line[close + 1..],
            inner,
            names,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{can_all_stay, merged_list};

    #[test]
    fn names_of_both_are_in_the_list() {
        for (base, ours, theirs, expected) in [
            ("ours: [a]", "ours: [a, b]", "ours: [a, c]", Some("ours: [a, b, c]")),
            ("ours: []", "ours: [b]", "ours: [c]", Some("ours: [b, c]")),
            ("ours: [a]", "ours: [a, b]", "ours: [a, b]", Some("ours: [a, b]")),
            ("ours: [a, b]", "ours: [b]", "ours: [a, b, c]", Some("ours: [b, c]")),
            ("ours: [a, b]", "ours: [ a,b , d ]", "ours: [b]", Some("ours: [b, d]")),
            ("ours: [a]", "ours: [ a,b ]", "ours: [a,c]", Some("ours: [ a,b, c ]")),
            ("ours: [a]", "ours: []", "ours: [a, c]", Some("ours: [c]")),
            (
                "o = [\"a\"]",
                "o = [\"a\", \"b\"]",
                "o = [\"a\", \"佐藤\"]",
                Some("o = [\"a\", \"b\", \"佐藤\"]"),
            ),
            ("ours: [\"a, b\"]", "ours: [\"a, b\", c]", "ours: [\"a, b\", d]", None),
            ("ours: [a]", "ours: [a, [b]]", "ours: [a, c]", None),
            ("ours: a", "ours: [a, b]", "ours: [a, c]", None),
            ("ours: [a]", "ours: [a, b]", "theirs: [a, c]", None),
            ("ours: [a]", "ours: [a, b] # x", "ours: [a, c]", None),
        ] {
            let merged = merged_list(base.as_bytes(), ours.as_bytes(), theirs.as_bytes());
            let merged = merged.map(|line| String::from_utf8(line).expect("UTF-8"));
            assert_eq!(merged.as_deref(), expected, "{base} {ours} {theirs}");
        }
    }

    #[test]
    fn entries_and_keys_of_their_own_stay() {
        for (ours, theirs, expected) in [
            ("  - a", "  - b", true),
            ("- a", "- b", true),
            ("- a", "  - b", false),
            ("- a: b", "- c", false),
            ("until: 2026-03-05", "partner: [a]", true),
            ("kind: poc", "kind: sync", false),
            ("a: b", "  - c", false),
            ("# a", "b: c", false),
        ] {
            let stay = can_all_stay(&[ours.as_bytes()], &[theirs.as_bytes()]);
            assert_eq!(stay, expected, "{ours} {theirs}");
        }
    }
}
