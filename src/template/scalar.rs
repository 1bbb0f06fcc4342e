//! Values written into front matter, as YAML or as TOML, so that they read back as what they were.

use serde_json::Value;

use crate::template::FrontMatter;

/// Returns a line of front matter without its ending: `kind: sync` or `kind = "sync"`.
pub fn line(key: &str, value: &str, form: FrontMatter) -> String {
    match form {
        FrontMatter::Yaml => format!("{}: {value}", yaml(key)),
        FrontMatter::Toml => format!("{} = {value}", toml_key(key)),
    }
}

/// Returns a text as a value.
pub fn text(text: &str, form: FrontMatter) -> String {
    match form {
        FrontMatter::Yaml => yaml(text),
        FrontMatter::Toml => quoted(text),
    }
}

/// Returns texts as a list on one line.
pub fn list(texts: &[String], form: FrontMatter) -> String {
    let texts: Vec<String> = texts.iter().map(|one| text(one, form)).collect();
    format!("[{}]", texts.join(", "))
}

/// Returns any value that either form can hold; TOML has no null, so it writes the empty text.
pub fn value(any: &Value, form: FrontMatter) -> String {
    match (any, form) {
        (Value::Null, FrontMatter::Yaml) => "null".to_string(),
        (Value::Null, FrontMatter::Toml) => quoted(""),
        (Value::Bool(_) | Value::Number(_), _) => any.to_string(),
        (Value::String(one), _) => text(one, form),
        (Value::Array(items), _) => {
            let items: Vec<String> = items.iter().map(|item| value(item, form)).collect();
            format!("[{}]", items.join(", "))
        }
        (Value::Object(entries), _) => {
            let entry = |(key, one): (&String, &Value)| line(key, &value(one, form), form);
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// Returns a text as a YAML scalar: plain where no reader can take it for anything else.
fn yaml(text: &str) -> String {
    if is_plain(text) { text.to_string() } else { quoted(text) }
}

/// Returns whether a text is safe without quotes in block and flow style: it starts with a letter,
/// holds no indicator, and is no word of YAML 1.1 or 1.2.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || " -_./()'".contains(c);
    text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(plain)
        && !is_word(text)
}

/// <https://yaml.org/type/bool.html>, <https://yaml.org/type/null.html> and the core schema.
fn is_word(text: &str) -> bool {
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn toml_key(key: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if !key.is_empty() && key.bytes().all(bare) { key.to_string() } else { quoted(key) }
}

/// Returns a text in double quotes, with the escapes that YAML and TOML share.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if !is_hidden(c) => quoted.push(c),
            c if (c as u32) < 0x1_0000 => quoted.push_str(&format!("\\u{:04X}", c as u32)),
            c => quoted.push_str(&format!("\\U{:08X}", c as u32)),
        }
    }
    quoted.push('"');
    quoted
}

/// Returns whether a character is escaped: controls, line separators, what reorders a line, and what
/// YAML does not allow (the last two of each plane).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}' | '\u{feff}')
        || (c as u32) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{any, prop_assert_eq, prop_oneof, proptest};
    use proptest::strategy::Strategy;

    use super::{line, list, quoted, text, value};
    use crate::template::FrontMatter::{Toml, Yaml};

    #[test]
    fn yaml_is_plain_only_where_it_is_safe() {
        for (given, expected) in [
            ("minato", "minato"),
            ("佐藤 健", "佐藤 健"),
            ("Dana O'Neil (US)", "Dana O'Neil (US)"),
            ("Yes", "\"Yes\""),
            ("null", "\"null\""),
            ("1.5", "\"1.5\""),
            ("2026-03-04", "\"2026-03-04\""),
            ("", "\"\""),
            ("~", "\"~\""),
            ("a: b", "\"a: b\""),
            ("a #b", "\"a #b\""),
            ("a, b", "\"a, b\""),
            ("end ", "\"end \""),
            ("@dana", "\"@dana\""),
            ("- x", "\"- x\""),
            ("say \"hi\" \\", r#""say \"hi\" \\""#),
            ("a\nb\u{1b}\u{202e}", r#""a\u000Ab\u001B\u202E""#),
        ] {
            assert_eq!(text(given, Yaml), expected, "{given}");
        }
    }

    #[test]
    fn any_value_has_both_forms() {
        let both = |json: &str| {
            let json = serde_json::from_str(json).expect("JSON");
            (value(&json, Yaml), value(&json, Toml))
        };
        let same = |text: &str| (text.to_string(), text.to_string());
        assert_eq!(both("true"), same("true"));
        assert_eq!(both("[1, 2.5]"), same("[1, 2.5]"));
        assert_eq!(both("null"), ("null".to_string(), "\"\"".to_string()));
        assert_eq!(
            both(r#"{"a b": ["x", null]}"#),
            ("{a b: [x, null]}".to_string(), "{\"a b\" = [\"x\", \"\"]}".to_string())
        );
        assert_eq!(quoted("\u{10ffff}"), "\"\\U0010FFFF\"");
    }

    /// Texts that are likely to be misread, and any others.
    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[-@?:#&*!|>'\"%\\[{}\\]`,~=.+0-9a-z \t\r\n]{0,8}",
            "(?i)(yes|no|on|off|true|false|null|y|n|~|\\.nan|\\.inf|0x1f|0o7|1e3|1_000|12:30)",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}",
            "[\u{80}-\u{a0}\u{2028}\u{2029}\u{feff}\u{fffe}a ]{0,5}",
        ]
    }

    proptest! {
        #![proptest_config(crate::chance::cases(256))]

        #[test]
        fn what_is_written_reads_back(
            one in texts(),
            many in proptest::collection::vec(texts(), 0..4),
        ) {
            let yaml = format!(
                "{}\n{}\n", line("one", &text(&one, Yaml), Yaml), line("many", &list(&many, Yaml), Yaml)
            );
            let back: BTreeMap<String, serde_json::Value> =
                serde_saphyr::from_str(&yaml).expect("valid YAML");
            prop_assert_eq!(back["one"].as_str(), Some(one.as_str()));
            prop_assert_eq!(&back["many"], &serde_json::json!(many));

            let toml = format!(
                "{}\n{}\n", line("one", &text(&one, Toml), Toml), line("many", &list(&many, Toml), Toml)
            );
            let back: toml::Table = toml.parse().expect("valid TOML");
            prop_assert_eq!(back["one"].as_str(), Some(one.as_str()));
            prop_assert_eq!(&back["many"], &toml::Value::from(many));
        }

        #[test]
        fn keys_read_back(key in texts()) {
            let yaml = line(&key, "1", Yaml);
            let back: BTreeMap<String, u8> = serde_saphyr::from_str(&yaml).expect("valid YAML");
            prop_assert_eq!(back.get(&key), Some(&1));
            let back: toml::Table = line(&key, "1", Toml).parse().expect("valid TOML");
            prop_assert_eq!(back.get(&key).and_then(toml::Value::as_integer), Some(1));
        }
    }
}
