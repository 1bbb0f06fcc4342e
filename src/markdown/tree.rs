//! A whole text as nested blocks, each with the bytes of its own lines: what is to be written anew, block by
//! block.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, parse_document};

use super::{Joined, Lines, Positions, inline_text, mark_of, nesting, options, readable};
use crate::edit::Span;

/// Blocks that are nested deeper than this are not read.
const DEEPEST_TREE: usize = 16;

/// One block. Lines count from 1; texts are as typed, their lines joined by single spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Heading {
        level: u8,
        text: String,
        line: usize,
    },
    Paragraph {
        text: String,
        line: usize,
    },
    List {
        is_ordered: bool,
        items: Vec<Entry>,
    },
    Quote(Vec<Node>),
    Code {
        text: String,
        line: usize,
    },
    /// Rows of cells; the first is the head.
    Table {
        rows: Vec<Vec<String>>,
        line: usize,
    },
    /// Raw HTML, comments too.
    Html {
        text: String,
        line: usize,
    },
    Rule,
    /// Something that is nested too deep, or that nobody knows.
    Unknown {
        line: usize,
    },
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What stands between the brackets of a box at its start.
    pub mark: Option<char>,
    /// Its first paragraph without the box; empty if it starts with something else.
    pub text: String,
    pub line: usize,
    pub nodes: Vec<Node>,
}

/// Reads a text on its own.
pub fn tree(text: &str) -> Vec<Node> {
    let lines = Lines::of(text.as_bytes());
    if let Some(line) = nesting::too_deep(text.as_bytes(), 0, &lines) {
        return vec![Node::Unknown { line }];
    }
    let arena = Arena::new();
    let root = parse_document(&arena, &readable(text.as_bytes()), &options(text));
    let at = Positions { lines: &lines, first_line: 1, body: 0 };
    Builder { bytes: text.as_bytes(), at }.nodes(root, 0)
}

struct Builder<'a> {
    bytes: &'a [u8],
    at: Positions<'a>,
}

impl Builder<'_> {
    fn nodes<'a>(&self, parent: &'a AstNode<'a>, depth: usize) -> Vec<Node> {
        parent.children().filter_map(|node| self.node(node, depth)).collect()
    }

    fn node<'a>(&self, node: &'a AstNode<'a>, depth: usize) -> Option<Node> {
        let data = node.data();
        let span = self.at.span(data.sourcepos);
        let line = self.at.lines.number(span.start);
        if depth > DEEPEST_TREE {
            return Some(Node::Unknown { line });
        }
        Some(match &data.value {
            NodeValue::Heading(heading) => {
                let text = heading_text(&self.joined(span), heading.setext);
                Node::Heading { level: heading.level, text, line }
            }
            NodeValue::Paragraph => Node::Paragraph { text: self.joined(span), line },
            NodeValue::List(list) => {
                let is_ordered = list.list_type == comrak::nodes::ListType::Ordered;
                let items = node.children().map(|item| self.entry(item, depth));
                Node::List { is_ordered, items: items.collect() }
            }
            NodeValue::BlockQuote | NodeValue::Alert(_) | NodeValue::Callout(_) => {
                Node::Quote(self.nodes(node, depth + 1))
            }
            NodeValue::CalloutTitle => Node::Paragraph { text: inline_text(node), line },
            NodeValue::FootnoteDefinition(_) => Node::Paragraph { text: self.joined(span), line },
            NodeValue::CodeBlock(code) => Node::Code { text: code.literal.clone(), line },
            NodeValue::Table(_) => Node::Table { rows: self.rows(node), line },
            NodeValue::HtmlBlock(html) => Node::Html { text: html.literal.clone(), line },
            NodeValue::ThematicBreak => Node::Rule,
            _ => Node::Unknown { line },
        })
    }

    fn entry<'a>(&self, item: &'a AstNode<'a>, depth: usize) -> Entry {
        let line = self.at.lines.number(self.at.span(item.data().sourcepos).start);
        let mark = mark_of(item, self.bytes, &self.at).map(|at| char::from(self.bytes[at]));
        let mut nodes = self.nodes(item, depth + 1);
        let mut text = String::new();
        if let Some(Node::Paragraph { text: first, .. }) = nodes.first_mut() {
            text = std::mem::take(first);
            nodes.remove(0);
        }
        if mark.is_some() {
            text = text.get(3..).unwrap_or_default().trim_start().to_string();
        }
        Entry { mark, text, line, nodes }
    }

    fn rows<'a>(&self, table: &'a AstNode<'a>) -> Vec<Vec<String>> {
        let cell = |cell: &'a AstNode<'a>| {
            let text = self.joined(self.at.span(cell.data().sourcepos));
            text.trim_matches(['|', ' ']).trim_end_matches('\\').to_string()
        };
        table.children().map(|row| row.children().map(cell).collect()).collect()
    }

    fn joined(&self, span: Span) -> String {
        Joined::of(self.bytes, span, self.at.lines).text
    }
}

/// Returns a heading without its marks: `## A ##`, or the underline of a setext heading.
fn heading_text(text: &str, is_setext: bool) -> String {
    if is_setext {
        let text = text.trim_end_matches(['=', '-']);
        return text.trim().to_string();
    }
    let text = text.trim_start_matches('#').trim();
    let bare = text.trim_end_matches('#');
    let is_closed = bare.is_empty() || bare.ends_with([' ', '\t']);
    if is_closed { bare.trim().to_string() } else { text.to_string() }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Node, tree};

    fn shown(nodes: &[Node]) -> String {
        let shown = nodes.iter().map(|node| match node {
            Node::Heading { level, text, line } => format!("h{level}@{line} {text}"),
            Node::Paragraph { text, line } => format!("p@{line} {text}"),
            Node::List { is_ordered, items } => {
                let items = items.iter().map(|Entry { mark, text, line, nodes }| {
                    let mark = mark.map_or(String::new(), |mark| format!("[{mark}]"));
                    format!("-@{line}{mark} {text}({})", shown(nodes))
                });
                format!("{}{}", if *is_ordered { "ol" } else { "ul" }, items.collect::<String>())
            }
            Node::Quote(nodes) => format!("q({})", shown(nodes)),
            Node::Code { text, line } => format!("c@{line} {text:?}"),
            Node::Table { rows, line } => format!("t@{line} {rows:?}"),
            Node::Html { text, line } => format!("x@{line} {text:?}"),
            Node::Rule => "hr".to_string(),
            Node::Unknown { line } => format!("?@{line}"),
        });
        shown.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn blocks_are_read_with_their_own_texts() {
        for (text, expected) in [
            ("## A **b** ##\n\na\nb", "h2@1 A **b**; p@3 a b"),
            ("A\n===\n\nB #\n---\n", "h1@1 A; h2@4 B #"),
            ("- [ ] a\n  b\n  - c\n- d", "ul-@1[ ] a b(ul-@3 c())-@4 d()"),
            ("1. a\n\n   b\n", "ol-@1 a(p@3 b)"),
            ("> a\n> - b\n", "q(p@1 a; ul-@2 b())"),
            ("> [!NOTE]\n> a\n", "q(p@2 a)"),
            ("```sh\na <b>\n\nc\n```\n", "c@1 \"a <b>\\n\\nc\\n\""),
            (
                "|a|b|\n|-|-|\n| c \\| e |**d**|\n",
                "t@1 [[\"a\", \"b\"], [\"c \\\\| e\", \"**d**\"]]",
            ),
            ("<div>\na\n</div>\n\nb", "x@1 \"<div>\\na\\n</div>\\n\"; p@5 b"),
            ("a\n\n---\n", "p@1 a; hr"),
            ("[a]: /b\n\nc [a]\n", "p@3 c [a]"),
        ] {
            assert_eq!(shown(&tree(text)), expected, "{text}");
        }
    }

    #[test]
    fn what_is_nested_too_deep_is_not_read() {
        let deep = format!("{}a", "> ".repeat(40));
        assert!(shown(&tree(&deep)).contains("?@1"));
        assert_eq!(shown(&tree(&"> ".repeat(2_000))), "?@1");
    }
}
