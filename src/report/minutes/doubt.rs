//! What makes a note unsafe to read, and what looks internal to anybody but a program.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::markdown::{Kind, Outline};
use crate::words::look;

/// Words that make a heading or a label internal, as they look; in the languages of our customers.
const WORDS: [&str; 22] = [
    "internal",
    "interne ",
    "interna ",
    "interno",
    "interní",
    "intern:",
    "nur intern",
    "confidential",
    "confidentiel",
    "confidencial",
    "riservato",
    "vertraulich",
    "off the record",
    "do not share",
    "not for customer",
    "社外秘",
    "部外秘",
    "対外秘",
    "社内",
    "極秘",
    "内部",
    "機密",
];

/// The same in Cyrillic and Hangul, which are compared as they look, too.
const OTHER_WORDS: [&str; 4] = ["внутренн", "конфиденциальн", "не для клиента", "대외비"];

/// A label is not longer than this, in characters.
const LONGEST_LABEL: usize = 60;

/// What is wrong with the blocks of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    Fence,
    Comment,
    /// A script, a processing instruction and the like, which go on over empty lines.
    Html,
}

/// Returns the lines of code fences, comments and HTML that are never closed: what stands below them may be meant
/// to be a heading.
pub fn never_closed(bytes: &[u8], outline: &Outline) -> Vec<(usize, Open)> {
    let blocks = outline.blocks.iter().filter_map(|block| {
        // Where a list ends a fence, comrak tells no more of it than its first byte.
        let last = outline.lines.number(block.span.end.max(1) - 1);
        let end = outline.lines.span(last, bytes).end.max(block.span.end);
        let text = String::from_utf8_lossy(&bytes[block.span.start..end]);
        let open = match block.kind {
            Kind::Code if is_open_fence(&text) => Open::Fence,
            Kind::Html if is_open_comment(&text) => Open::Comment,
            Kind::Html if is_open_html(&text) => Open::Html,
            _ => return None,
        };
        Some((outline.lines.number(block.span.start), open))
    });
    blocks.collect()
}

fn is_open_fence(text: &str) -> bool {
    let first = text.trim_start();
    let Some(mark) = first.chars().next().filter(|c| "`~".contains(*c)) else { return false };
    let length = first.chars().take_while(|c| *c == mark).count();
    if length < 3 {
        return false;
    }
    let last = text.trim_end().lines().skip(1).last().unwrap_or_default();
    let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
    !(last.chars().count() >= length && last.chars().all(|c| c == mark))
}

fn is_open_comment(text: &str) -> bool {
    text.rfind("<!--").is_some_and(|start| !text[start + 2..].contains("-->"))
}

/// Returns whether a block of HTML has no end of its own (GFM, section 4.6, the kinds 1 and 3 to 5).
fn is_open_html(text: &str) -> bool {
    const WHOLE: [&str; 4] = ["script", "pre", "style", "textarea"];
    let text = text.trim_start().to_ascii_lowercase();
    let is_whole = |tag: &str| {
        let rest = text.strip_prefix('<').and_then(|rest| rest.strip_prefix(tag));
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
    };
    if WHOLE.iter().any(|tag| is_whole(tag)) {
        return !WHOLE.iter().any(|tag| text.contains(&format!("</{tag}>")));
    }
    let ends = [("<?", "?>"), ("<![cdata[", "]]>"), ("<!--", ""), ("<!", ">")];
    let end = ends.iter().find(|(start, _)| text.starts_with(*start));
    end.is_some_and(|(_, end)| !text.contains(*end))
}

/// Returns whether a heading looks internal: such a word stands in it, however it is spelled.
pub fn heading_looks_internal(text: &str) -> bool {
    let text = format!("{} ", look(text).replace(['*', '_', '`', '.', '-'], ""));
    static FINDERS: LazyLock<Vec<Finder>> =
        LazyLock::new(|| words().map(|word| Finder::new(word.as_bytes())).collect());
    let is_start = |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
    FINDERS.iter().any(|word| word.find_iter(text.as_bytes()).any(is_start))
}

/// Returns whether a line is a label that looks internal: it is short, and starts with such a word.
pub fn label_looks_internal(text: &str) -> bool {
    let looks = look(text);
    let bare = looks.trim_start_matches(|c: char| !c.is_alphanumeric());
    if bare.chars().count() > LONGEST_LABEL {
        return false;
    }
    let bare = format!("{} ", bare.replace(['*', '_', '`'], ""));
    words().any(|word| bare.starts_with(word.as_str()))
}

fn words() -> impl Iterator<Item = &'static String> {
    static LOOKS: LazyLock<Vec<String>> =
        LazyLock::new(|| WORDS.iter().chain(&OTHER_WORDS).map(|word| look(word)).collect());
    LOOKS.iter()
}

#[cfg(test)]
mod tests {
    use super::{heading_looks_internal, label_looks_internal, never_closed};
    use crate::markdown::outline;

    #[test]
    fn what_is_never_closed_is_found_by_its_line() {
        for (text, expected) in [
            ("```\na\n```\n", ""),
            ("```\na\n", "1"),
            ("a\n\n~~~~\na\n~~~\n", "3"),
            ("- a\n  ```\n  b\n  ```\n", ""),
            ("- a\n  ```\n  b\n\nc\n", "2"),
            ("> ```\n> a\n\nb\n", "1"),
            ("> ```\n> a\n> ```\n\nb\n", ""),
            ("    indented\n", ""),
            ("```\n", "1"),
            ("````\n```\n````\n", ""),
            ("<!-- a -->\n", ""),
            ("<!-- a\n\n## b\n", "1"),
            ("<!-- a --> <!-- b\n", "1"),
            ("<script>\na\n\n## b\n", "1"),
            ("<SCRIPT x>\na\n</pre>\n", ""),
            ("<scripts>\na\n", ""),
            ("<div>\na\n", ""),
            ("<?a\n\n## b\n", "1"),
            ("<?a ?>\n", ""),
            ("<![CDATA[ a\n\nb >\n", "1"),
            ("<!DOCTYPE\n\n## b\n", "1"),
        ] {
            let outline = outline(text.as_bytes(), 0);
            let lines: Vec<String> = never_closed(text.as_bytes(), &outline)
                .iter()
                .map(|one| one.0.to_string())
                .collect();
            assert_eq!(lines.join(" "), expected, "{text:?}");
        }
    }

    #[test]
    fn headings_and_labels_look_internal_however_they_are_spelled() {
        for text in [
            "Internal",
            "INTERNAL notes",
            "🔒 Internal",
            "Int\u{200b}ernal",
            "Intеrnal",
            "Ｉｎｔｅｒｎａｌ",
            "I-n-ternal",
            "Interne Notizen",
            "Interno",
            "Nur intern",
            "Vertraulich",
            "Внутреннее",
            "内部メモ",
            "社外秘",
            "Notes (internal)",
            "In\u{ad}ternal",
            "In\0ternal",
        ] {
            assert!(heading_looks_internal(text), "{text:?}");
        }
        for text in ["International", "Notes", "Internet access", "社員", "Internals"] {
            assert_eq!(heading_looks_internal(text), text == "Internals", "{text}");
        }
        for (text, expected) in [
            ("**Intеrnal**", true),
            ("##Internal", true),
            ("\\## Internal", true),
            ("####### Internal", true),
            ("Internal: they are late", true),
            ("they use the internal network", false),
            ("機密", true),
        ] {
            assert_eq!(label_looks_internal(text), expected, "{text}");
        }
    }
}
