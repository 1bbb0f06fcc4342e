//! A text without what only we read: comments, tags, and the `@` of people, who are called
//! by their names. Web addresses and code stay as they are.

use std::ops::Range;

use super::Said;
use super::marks::without_urls;
use crate::follow_up::grammar::{self, masked};
use crate::people::{Directory, Known, Present};

/// Returns the text for a customer; every word of it is the note's own.
pub fn cleaned(said: &Said, customer: Option<&str>, directory: &Directory) -> String {
    let mut text = said.text.to_string();
    take_out_comments(&mut text);
    let tags = grammar::tags(&masked(&text));
    take_out_tags(&mut text, &tags);
    // Of a customer without a card, so that nobody of other cards is meant.
    let customer = Some(customer.unwrap_or_default().to_string());
    let present = Present { customer, ..said.note.present.clone() };
    let text = with_names(&text, &present, directory);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes out whole comments; one that has no end stays, and is refused.
fn take_out_comments(text: &mut String) {
    while let Some(start) = text.find("<!--")
        && let Some(length) = text[start..].find("-->")
    {
        take_out(text, start..start + length + 3);
    }
}

fn take_out_tags(text: &mut String, tags: &[String]) {
    for tag in tags {
        let tag = format!("#{tag}");
        let mut from = 0;
        while let Some(at) = words_of(text)[from..].find(&tag).map(|at| at + from) {
            let end = at + tag.len();
            let goes_on = |c: char| c.is_alphanumeric() || "-_/".contains(c);
            if text[end..].starts_with(goes_on) || text[..at].ends_with(char::is_alphanumeric) {
                from = end;
            } else {
                from = take_out(text, at..end);
            }
        }
    }
}

/// Takes out a part, with the parentheses if it is all that stands in them; returns where it was.
fn take_out(text: &mut String, part: Range<usize>) -> usize {
    let (before, behind) = (text[..part.start].trim_end(), text[part.end..].trim_start());
    for (open, close) in [('(', ')'), ('（', '）')] {
        if before.ends_with(open) && behind.starts_with(close) {
            let start = before.len() - open.len_utf8();
            let end = text.len() - behind.len() + close.len_utf8();
            text.replace_range(start..end, "");
            return start;
        }
    }
    text.replace_range(part.clone(), "");
    part.start
}

/// Returns the text with code and web addresses blanked out, byte for byte.
fn words_of(text: &str) -> String {
    masked(&without_urls(text, '`')).into_owned()
}

/// Puts the name in place of `@dana`. A mail address and the name of a package stay as they are.
fn with_names(text: &str, present: &Present, directory: &Directory) -> String {
    let words = words_of(text);
    let mut out = String::new();
    let mut from = 0;
    for (at, sign) in words.match_indices(['@', '＠']) {
        let behind = at + sign.len();
        let length = words[behind..].find(|c: char| !c.is_alphanumeric() && !"-_".contains(c));
        let end = length.map_or(text.len(), |length| behind + length);
        if at < from || is_in_an_address(&words[..at]) {
            continue;
        }
        out.push_str(&text[from..at]);
        from = behind;
        let package = words[end..].strip_prefix('/');
        let is_package = package.is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        match name_of(&words[behind..end], present, directory) {
            Some(name) => {
                out.push_str(&name);
                from = end;
            }
            None if is_package => out.push_str(sign),
            None => {}
        }
    }
    out + &text[from..]
}

/// Returns whether a sign behind a text goes on with a mail's or a page's address: `ken@`,
/// `medium.example/@`.
fn is_in_an_address(before: &str) -> bool {
    let token = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    before.ends_with(|c: char| c.is_ascii_alphanumeric())
        || (token.ends_with('/') && token.contains('.') && !token.contains(['@', '＠']))
}

/// Returns the full name of somebody of the note, its customer's card or the team.
fn name_of(typed: &str, present: &Present, directory: &Directory) -> Option<String> {
    if typed.is_empty() {
        return None;
    }
    let owner = directory.owner_if_known(typed, present)?;
    let ours = directory.team.iter().find(|person| person.shown() == owner.name);
    (owner.known == Known::Yes).then(|| ours.map_or(owner.name, |person| person.name.clone()))
}
