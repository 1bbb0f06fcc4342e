//! A line's inline content as pieces that can be written in any format: no raw HTML, no pictures, no titles of
//! links, and links only where their scheme is allowed.

use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};

use super::options;

/// One piece; what is opened is closed again, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Code(String),
    Open(Mark),
    Close(Mark),
    /// The start of a link, and where it leads.
    Link(String),
    LinkEnd,
    Break,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Emphasis,
    Strong,
    Struck,
}

/// A step of the walk: into a node, or out of what was opened.
enum Step<'a> {
    Into(&'a comrak::nodes::AstNode<'a>),
    Out(Piece),
}

/// Reads a text without line endings as the inside of a paragraph, on its own: nothing outside of it can
/// give its links a target. Raw HTML is left out; of a picture its description stays.
pub fn pieces(text: &str) -> Vec<Piece> {
    const WORD: &str = "x ";
    let arena = Arena::new();
    let text = format!("{WORD}{text}");
    let root = parse_document(&arena, &text, &options(&text));
    let mut found = Vec::new();
    let mut stack = vec![Step::Into(root)];
    while let Some(step) = stack.pop() {
        let node = match step {
            Step::Out(piece) => {
                found.push(piece);
                continue;
            }
            Step::Into(node) => node,
        };
        let (open, close) = match &node.data().value {
            NodeValue::Text(text) => (Some(Piece::Text(text.to_string())), None),
            NodeValue::Code(code) => (Some(Piece::Code(code.literal.clone())), None),
            NodeValue::SoftBreak => (Some(Piece::Text(" ".to_string())), None),
            NodeValue::LineBreak => (Some(Piece::Break), None),
            NodeValue::Emph => both(Mark::Emphasis),
            NodeValue::Strong => both(Mark::Strong),
            NodeValue::Strikethrough => both(Mark::Struck),
            NodeValue::Link(link) => match allowed(&link.url) {
                Some(target) => (Some(Piece::Link(target)), Some(Piece::LinkEnd)),
                None => (None, None),
            },
            _ => (None, None),
        };
        found.extend(open);
        stack.extend(close.map(Step::Out));
        let first = stack.len();
        stack.extend(node.children().map(Step::Into));
        stack[first..].reverse();
    }
    without_word(found, WORD)
}

fn both(mark: Mark) -> (Option<Piece>, Option<Piece>) {
    (Some(Piece::Open(mark)), Some(Piece::Close(mark)))
}

/// Joins texts that follow each other, and takes the word away that made a paragraph of the line.
fn without_word(pieces: Vec<Piece>, word: &str) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(&more),
            (_, piece) => joined.push(piece),
        }
    }
    if let Some(Piece::Text(text)) = joined.first_mut() {
        *text = text.strip_prefix(word).unwrap_or(text).to_string();
    }
    joined.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    joined
}

/// Returns the target of a link if its scheme is `http`, `https` or `mailto`; of a mail address only the
/// address, as a subject or a body can hide behind it.
fn allowed(url: &str) -> Option<String> {
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"`\\".contains(c);
    if !url.chars().all(is_plain) {
        return None;
    }
    let (scheme, rest) = url.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        scheme @ ("http" | "https") if rest.starts_with("//") && rest.len() > 2 => {
            Some(format!("{scheme}:{rest}"))
        }
        "mailto" => {
            let address = rest.split('?').next().unwrap_or_default();
            address.contains('@').then(|| format!("mailto:{address}"))
        }
        _ => None,
    }
}

/// Returns what a reader sees of pieces, in one line; behind a link that does not show it, where it leads.
pub fn seen(pieces: &[Piece]) -> String {
    let mut out = String::new();
    let mut link: Option<(&str, usize)> = None;
    for piece in pieces {
        match piece {
            Piece::Text(text) | Piece::Code(text) => out.push_str(text),
            Piece::Break => out.push(' '),
            Piece::Link(target) => link = Some((target, out.len())),
            Piece::LinkEnd => {
                let Some((target, from)) = link.take() else { continue };
                let bare = target.trim_start_matches("mailto:");
                if !out[from..].contains(bare) {
                    out.push_str(&format!(" ({bare})"));
                }
            }
            Piece::Open(_) | Piece::Close(_) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces, seen};

    #[test]
    fn only_what_is_allowed_is_left_of_a_line() {
        for (text, expected) in [
            ("a **b** `c` <https://x.example/d>", "a b c https://x.example/d"),
            ("[a](https://x.example \"hidden\")", "a (https://x.example)"),
            ("[a](mailto:ken@x.example?subject=hidden&body=hidden)", "a (ken@x.example)"),
            ("![seen](https://x.example/hidden.png \"hidden\")", "seen"),
            ("[a](javascript:alert(1)) [b](data:text/html,x) [c](vscode://x)", "a b c"),
            ("[a](JaVaScRiPt:alert(1))", "a"),
            ("[a](java&#115;cript:alert(1))", "a"),
            ("[a](../b.md) [c](//x.example) [d](blob:https://x.example/1)", "a c d"),
            ("a<b>c</b><!-- hidden -->d", "acd"),
            ("[case] and [text][case] and [^1]", "[case] and [text][case] and [^1]"),
            ("&lt;b&gt; \\<i>", "<b> <i>"),
        ] {
            assert_eq!(seen(&pieces(text)), expected, "{text}");
        }
    }

    #[test]
    fn what_is_opened_is_closed() {
        let found = pieces("**a _b ~~c~~_** [d *e*](http://x.example)");
        let depth = found.iter().fold(0i32, |depth, piece| match piece {
            Piece::Open(_) | Piece::Link(_) => depth + 1,
            Piece::Close(_) | Piece::LinkEnd => depth - 1,
            _ => depth,
        });
        assert_eq!((depth, found.len()), (0, 16));
    }
}
