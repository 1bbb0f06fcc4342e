//! Names and links made literal in Markdown, whatever they hold.

/// Returns a text as one line of Markdown that renders as that very text.
///
/// A character is escaped where it could start a construct of CommonMark, GFM or Obsidian; line
/// breaks and control characters become spaces.
pub fn markdown(text: &str) -> String {
    let line: String = text.chars().map(|c| if is_break(c) { ' ' } else { c }).collect();
    let line = line.trim();
    let mut escaped = String::with_capacity(line.len() + 8);
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        let starts_line = at == 0 || is_list_number(&line[..at]) && matches!(c, '.' | ')');
        let special = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => true,
            '#' => before == ' ',
            '&' => is_reference(&line[at..]),
            '-' | '+' | '=' | '.' | ')' => starts_line,
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Returns whether a list marker is complete once a dot or a parenthesis follows.
fn is_list_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Returns whether a text that starts with `&` could be a character reference.
pub fn is_reference(text: &str) -> bool {
    let rest = text[1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    rest.starts_with(';')
}

/// Returns a relative path as the destination of a link; what would end or change it is
/// percent-encoded, other scripts stay readable.
pub fn destination(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_ascii_alphanumeric() || "/.-_~+,=@".contains(c) || (!c.is_ascii() && !is_space(c)) {
            encoded.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    encoded
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || is_break(c)
}

#[cfg(test)]
mod tests {
    use super::{destination, markdown};

    #[test]
    fn what_would_be_markup_is_escaped_and_the_rest_is_left() {
        for (text, expected) in [
            ("Minato Fisheries (Osaka), R&D", "Minato Fisheries (Osaka), R&D"),
            ("佐藤 健", "佐藤 健"),
            ("*Star* [x](y) <b>", r"\*Star\* \[x\](y) \<b\>"),
            ("a_b `c` ~d~ e|f", r"a\_b \`c\` \~d\~ e\|f"),
            (r"back\slash", r"back\\slash"),
            ("# one #two C#", r"\# one \#two C#"),
            ("&amp; &#42; A&B;", r"\&amp; \&#42; A\&B;"),
            ("- dash - dash", r"\- dash - dash"),
            ("1. FC Köln", r"1\. FC Köln"),
            ("2) two", r"2\) two"),
            ("3.5", r"3\.5"),
            ("one\r\ntwo\u{1b}three\u{2028}four", "one  two three four"),
            ("    code", "code"),
        ] {
            assert_eq!(markdown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_path_cannot_leave_its_link() {
        assert_eq!(destination("../2026-03-04-sync.md"), "../2026-03-04-sync.md");
        assert_eq!(destination("メモ/a b(c).md"), "メモ/a%20b%28c%29.md");
        assert_eq!(destination("a#b%c>\u{3000}"), "a%23b%25c%3E%E3%80%80");
    }
}
