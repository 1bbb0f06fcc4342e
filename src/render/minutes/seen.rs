//! What is in finished minutes, decoded: every word that any program can show of them, and where links lead.
//! It is read back by parsers that know nothing of how it was written.

use html5gum::{Token, Tokenizer};
use mail_parser::{HeaderValue, MessageParser, PartType};

use super::html;

/// Elements that divide no words.
const INLINE: [&[u8]; 7] = [b"a", b"code", b"em", b"s", b"span", b"strong", b"html"];

/// Returns the texts, the numbers of lists, the values of attributes and the comments of a page; a style is one
/// of our two.
pub fn of_html(page: &str) -> String {
    let mut seen = String::new();
    let mut targets = String::new();
    let mut is_style = false;
    // How many items of each list there were, of those that are numbered.
    let mut lists: Vec<Option<usize>> = Vec::new();
    for Ok(token) in Tokenizer::new(page) {
        match token {
            Token::StartTag(tag) => {
                is_style = tag.name.as_slice() == b"style";
                if !INLINE.contains(&tag.name.as_slice()) {
                    seen.push('\n');
                }
                match tag.name.as_slice() {
                    b"ol" => lists.push(Some(0)),
                    b"ul" => lists.push(None),
                    b"li" => {
                        if let Some(Some(number)) = lists.last_mut() {
                            *number += 1;
                            seen.push_str(&format!("{number}. "));
                        }
                    }
                    _ => {}
                }
                for value in tag.attributes.values().map(|value| String::from_utf8_lossy(value)) {
                    if !is_ours(&value) {
                        targets.push('\n');
                        targets.push_str(&value);
                    }
                }
            }
            Token::EndTag(tag) if !INLINE.contains(&tag.name.as_slice()) => {
                seen.push('\n');
                if [b"ol", b"ul"].iter().any(|list| tag.name.as_slice() == *list) {
                    lists.pop();
                }
            }
            Token::String(text) if is_style => {
                is_style = false;
                let text = String::from_utf8_lossy(&text);
                if ![include_str!("page.css"), include_str!("mail.css")].contains(&text.as_ref()) {
                    seen.push_str(&text);
                }
            }
            Token::String(text) => seen.push_str(&String::from_utf8_lossy(&text)),
            Token::Comment(text) => targets.push_str(&String::from_utf8_lossy(&text)),
            Token::EndTag(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    seen + "\n" + &targets
}

/// Returns whether the value of an attribute is one that every page has.
fn is_ours(value: &str) -> bool {
    const NAMES: [&str; 9] = ["utf-8", "en", "ja", "day", "present", "task", "box", "who", "wide"];
    let told = html::TOLD.iter().flat_map(|(_, name, content)| [*name, *content]);
    NAMES.into_iter().chain(told).any(|own| own == value)
}

/// Returns the headers and all parts of a mail. `None` if it is none, or has a part of a kind that is not
/// looked into.
pub fn of_mail(mail: &str) -> Option<String> {
    let message = MessageParser::default().parse(mail)?;
    let mut seen = String::new();
    for part in &message.parts {
        for header in &part.headers {
            seen.push('\n');
            seen.push_str(&of_header(&header.value)?);
        }
        seen.push('\n');
        match &part.body {
            PartType::Text(text) => seen.push_str(text),
            PartType::Html(page) => seen.push_str(&of_html(page)),
            PartType::Multipart(_) => {}
            PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) => return None,
        }
    }
    Some(seen)
}

fn of_header(value: &HeaderValue) -> Option<String> {
    Some(match value {
        HeaderValue::Text(text) => text.to_string(),
        HeaderValue::TextList(texts) => texts.join("\n"),
        HeaderValue::Address(addresses) => {
            let one = |one: &mail_parser::Addr| {
                let parts = [&one.name, &one.address];
                parts.into_iter().flatten().map(|part| part.to_string()).collect::<Vec<_>>()
            };
            addresses.iter().flat_map(one).collect::<Vec<_>>().join("\n")
        }
        HeaderValue::ContentType(kind) => {
            let attributes = kind.attributes.iter().flatten();
            attributes.map(|one| one.value.to_string()).collect::<Vec<_>>().join("\n")
        }
        HeaderValue::DateTime(_) | HeaderValue::Empty => String::new(),
        HeaderValue::Received(_) => return None,
    })
}
