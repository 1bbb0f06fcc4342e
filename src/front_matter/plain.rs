//! The plainest of YAML: lines of `key: words`, of which most headers are made. They are read here many times
//! faster than by the library, and as it reads them; a header with any other line is left to it.

use std::collections::BTreeMap;

use super::{Field, Value};

/// A longer header (in bytes) can reach the limits that are set to the library.
const LONGEST: usize = 4 * 1024;

/// Returns the fields of a header, whose first line is the second one of the note; `None` where a line is
/// not a plain one.
pub(super) fn fields(text: &str) -> Option<BTreeMap<String, Field>> {
    if text.len() > LONGEST {
        return None;
    }
    let mut fields = BTreeMap::new();
    for (line, text) in (2..).zip(text.lines()) {
        let (key, value) = text.split_once(':')?;
        if !are_words(key) {
            return None;
        }
        fields
            .insert(key.to_string(), Field { value: plain_value(value.strip_prefix(' ')?)?, line });
    }
    Some(fields)
}

/// Reads `words`, `true`, `false`, `[words, words]`.
fn plain_value(text: &str) -> Option<Value> {
    if let Some(inner) = text.strip_prefix('[') {
        let items = inner.strip_suffix(']')?.split(", ");
        let items = items.map(|item| are_words(item).then(|| item.to_string()));
        return items.collect::<Option<_>>().map(Value::List);
    }
    match text {
        "true" | "false" => Some(Value::Flag(text == "true")),
        _ => (are_words(text) || is_day(text)).then(|| Value::Text(text.to_string())),
    }
}

/// Returns whether a text is words to YAML: it starts with a letter, and neither a sign in it nor the whole
/// has a meaning.
fn are_words(text: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/');
    let is_word_of_yaml =
        ["true", "false", "null"].iter().any(|word| text.eq_ignore_ascii_case(word));
    text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(is_plain)
        && !is_word_of_yaml
}

/// Returns whether a text has the form of a day: `2026-03-04`.
fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::fields;
    use crate::front_matter::by_library;

    #[test]
    fn plain_headers_are_read() {
        for text in [
            "",
            "customer: minato\ndate: 2026-03-04\nkind: sync\n",
            "customer: minato\r\ninternal: true\r\n",
            "title: Kick-off at Łódź/港 v1.2\n",
            "ours: [dana, priya]\ntheirs: [佐藤 健]\n",
        ] {
            assert!(fields(text).is_some(), "{text}");
        }
    }

    #[test]
    fn all_else_is_left_to_the_library() {
        for text in [
            "a\n",
            "a:\n",
            "a: \n",
            "\n",
            "a: b\n c\n",
            "a: b\n- c\n",
            "a: b # c\n",
            "a: 'b'\n",
            "a: b: c\n",
            "a: *b\n",
            "a: 7\n",
            "a: Null\n",
            "a: []\n",
            "a: [b, [c]]\n",
            "a: [1]\n",
            "true: b\n",
        ] {
            assert!(fields(text).is_none(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(crate::chance::cases(500))]

        #[test]
        fn plain_headers_are_read_as_the_library_reads_them(
            text in r"((a|key|n|no|True|y_1|é|k e-y|null|inf): (\[?(true|False|no|on|inf|NaN|e5|a b|0x1|1e5|x-y|x -y|x - y|a_1|null|x\.|\.inf|é|港 銀行|²|2026-03-04|0000-99-99|a/b|a\r|\u{2028}|\u{85}|\PC)(, (dana|true|Null|2026-03-04|x y|-|))?\]?)?(\n|\r\n|\r| |)){0,4}",
        ) {
            if let Some(own) = fields(&text) {
                prop_assert_eq!((own, Vec::new()), by_library(&text));
            }
        }
    }
}
