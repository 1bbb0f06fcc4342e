//! One line's inline content: what a reader sees of it, and what hides behind it.

use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};

use super::{inline_text, options};

/// The inline content of one line.
#[derive(Debug, Default)]
pub struct Inline {
    /// What a reader sees, without markup.
    pub text: String,
    /// Where its links and pictures lead.
    pub targets: Vec<String>,
    /// Whether it holds raw HTML; a comment is that too.
    pub has_html: bool,
}

/// Reads a text without line endings as the inside of a paragraph: what starts like a heading or a
/// definition is words.
pub fn inline(text: &str) -> Inline {
    const WORD: &str = "x ";
    let arena = Arena::new();
    let text = format!("{WORD}{text}");
    let root = parse_document(&arena, &text, &options(&text));
    let seen = inline_text(root);
    let text = seen.strip_prefix(WORD).unwrap_or_default().to_string();
    let mut inline = Inline { text, ..Inline::default() };
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::Link(link) | NodeValue::Image(link) => inline.targets.push(link.url.clone()),
            NodeValue::HtmlInline(_) | NodeValue::HtmlBlock(_) => inline.has_html = true,
            _ => {}
        }
    }
    inline
}

#[cfg(test)]
mod tests {
    use super::inline;

    #[test]
    fn a_line_is_read_as_a_reader_sees_it() {
        for (text, seen, targets, has_html) in [
            ("**North** _Bank_", "North Bank", "", false),
            ("[North](https://x.example) Bank", "North Bank", "https://x.example", false),
            ("North&#32;Bank", "North Bank", "", false),
            ("North<!-- x -->Bank", "NorthBank", "", true),
            ("<span hidden>a</span>", "a", "", true),
            ("<file:///srv/x> ![p](../p.png)", "file:///srv/x p", "file:///srv/x ../p.png", false),
            ("# a", "# a", "", false),
            ("[a]: /b", "[a]: /b", "", false),
            ("`<b>` and a < b", "<b> and a < b", "", false),
            ("", "", "", false),
        ] {
            let inline = inline(text);
            let found = (inline.text.as_str(), inline.targets.join(" "), inline.has_html);
            assert_eq!(found, (seen, targets.to_string(), has_html), "{text}");
        }
    }
}
