//! From the words of the command line to the text of a new follow-up: `@sato open ports by mon` becomes
//! `@佐藤 open ports by 2026-03-09`.

use super::Style;
use super::grammar::{self, Field};
use crate::cells;
use crate::date::{self, Date};
use crate::error::{Hinted, Result, anyhow, bail, misunderstood};
use crate::people::{Directory, Present};

/// Words before a date that make it a field.
const WORDS: [&str; 4] = ["by", "due", "promised", "from"];

/// A date has at most this many words: `5 march 2026`, `in 3 days`.
const MOST_WORDS: usize = 3;

/// Returns a follow-up's text as it is written: one line, owners by their shortest handles, dates in
/// ISO form counted from `today`, the customer's day; signs instead of words in Obsidian's style.
///
/// # Errors
/// No text, or a character in it that no line should hold; an owner whom two people answer to; a date
/// that can be two.
pub fn compose(
    typed: &str,
    today: Date,
    style: Style,
    directory: &Directory,
    present: &Present,
) -> Result<String> {
    let line = typed.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let line = without_box(line.trim().trim_start_matches('\t')).replace('\t', " ");
    if !line.chars().any(char::is_alphanumeric) {
        return Err(misunderstood(anyhow!("there is no text in `{typed}`")));
    }
    if line.chars().any(cells::is_harmful) {
        bail!("the text holds a character that could drive a terminal");
    }
    let line = with_iso_dates(&with_known_owners(&line, directory, present)?, today)?;
    Ok(match style {
        Style::Plain => line,
        Style::Obsidian => with_signs(&line),
    })
}

/// Returns the text behind a list marker and a box that were typed too.
fn without_box(text: &str) -> &str {
    let bare = text.strip_prefix(['-', '*', '+']).map_or(text, str::trim_start);
    bare.strip_prefix("[ ] ").map_or(text, str::trim_start)
}

/// Returns the text with the owners that it starts with as the note names them.
fn with_known_owners(text: &str, directory: &Directory, present: &Present) -> Result<String> {
    let mut written = String::new();
    let mut at = 0;
    while let Some((name, behind)) = grammar::at_name(text, at) {
        match directory.mention(name, present) {
            Ok(Some(mention)) => written.push_str(&format!("@{}", mention.handle)),
            Ok(None) => written.push_str(&text[at..behind]),
            Err(names) => {
                return Err(anyhow!("`@{name}` can be {}", names.join(" or "))
                    .hint("give the handle or the full name, joined: `@佐藤健`"));
            }
        }
        let rest = &text[behind..];
        let gap = rest.len() - rest.trim_start_matches([' ', '+', ',', '&', '、']).len();
        written.push_str(&rest[..gap]);
        at = behind + gap;
    }
    written.push_str(&text[at..]);
    Ok(written)
}

/// Returns the text with the dates behind `by`, `due`, `promised` and `from` in ISO form.
fn with_iso_dates(text: &str, today: Date) -> Result<String> {
    let masked = grammar::masked(text);
    let words = words(&masked);
    let mut written = String::new();
    let mut done = 0;
    let mut at = 0;
    while at < words.len() {
        let (start, end) = words[at];
        at += 1;
        let word = masked[start..end].trim_start_matches(['(', '（']).to_lowercase();
        let (word, glued) = word.split_once(':').unwrap_or((&word, ""));
        if !WORDS.contains(&word) {
            continue;
        }
        let first = if glued.is_empty() { at } else { at - 1 };
        let from = |n: usize| if glued.is_empty() { words[n].0 } else { end - glued.len() };
        for count in (1..=MOST_WORDS).rev() {
            let Some((_, last)) = words.get(first + count - 1) else { continue };
            let phrase_start = from(first);
            let phrase =
                masked[phrase_start..*last].trim_end_matches(['.', ',', ';', '!', ')', '）']);
            match phrase_of(phrase, today) {
                Ok(Some(date)) => {
                    written.push_str(&text[done..phrase_start]);
                    written.push_str(&date.to_string());
                    done = phrase_start + phrase.len();
                    at = first + count;
                    break;
                }
                Ok(None) => {}
                Err(error) => return Err(misunderstood(error)),
            }
        }
    }
    written.push_str(&text[done..]);
    Ok(written)
}

/// Returns the day that words mean; `None` if they are no date, an error if they can be two.
fn phrase_of(phrase: &str, today: Date) -> Result<Option<Date>> {
    if Date::parse_iso(phrase).is_some() {
        return Ok(None);
    }
    match date::parse_phrase(phrase, today) {
        Ok(date) => Ok(Some(date)),
        Err(error) if date::readings(phrase, today).len() > 1 => Err(error),
        Err(_) => Ok(None),
    }
}

/// Returns where the words of a text start and end.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Returns the text with an agreed day as `📅 DATE` at its end, where Obsidian Tasks looks for it.
fn with_signs(text: &str) -> String {
    let fields = grammar::fields(&grammar::masked(text));
    let mut bare = text.to_string();
    let mut signs = String::new();
    for found in fields.iter().rev() {
        if let (Field::Due(day), Some(_)) = (&found.field, &found.date_at)
            && !text[found.at.clone()].contains(['📅', '📆', '🗓', ':'])
        {
            let before = bare[..found.at.start].trim_end().len();
            let start = if before == 0 { found.at.start } else { before };
            bare.replace_range(start..found.at.end, "");
            signs.insert_str(0, &Style::Obsidian.due(*day));
        }
    }
    format!("{}{signs}", bare.trim())
}

#[cfg(test)]
mod tests {
    use super::{Style, compose};
    use crate::date::Date;
    use crate::error::chain;
    use crate::people::{Card, Directory, Present, read_team};

    fn composed(typed: &str, style: Style) -> String {
        let card = "## People\n\n- 佐藤 健 (Satō Ken) — lead\n- 高橋 一郎\n- 高橋 花子\n";
        let team = "- @dana — Dana Reyes\n- @priya — Priya Nair\n".as_bytes();
        let mut directory = Directory { team: read_team(team), ..Directory::default() };
        directory.cards.insert("minato".into(), Card::read("minato", card.as_bytes()));
        directory.me = Some("dana".into());
        let present = Present { customer: Some("minato".into()), ..Present::default() };
        // A Wednesday.
        let today = Date::new(2026, 3, 4).expect("a day");
        match compose(typed, today, style, &directory, &present) {
            Ok(text) => text,
            Err(error) => format!("refused: {}", chain(&error)),
        }
    }

    #[test]
    fn owners_and_dates_are_written_out() {
        for (typed, expected) in [
            ("@sato open ports by mon", "@佐藤 open ports by 2026-03-09"),
            ("@me send the guide promised fri", "@dana send the guide promised 2026-03-06"),
            ("@Reyes+@sato call", "@dana+@佐藤 call"),
            ("@dana @priya: call", "@dana @priya: call"),
            ("@nobody call", "@nobody call"),
            ("@them name a contact", "@them name a contact"),
            ("call by next fri, with slides", "call by 2026-03-13, with slides"),
            ("call by Friday.", "call by 2026-03-06."),
            ("call (due +3d)", "call (due 2026-03-07)"),
            ("call due:fri #infra", "call due:2026-03-06 #infra"),
            ("call by 2026-03-05 promised 2w", "call by 2026-03-05 promised 2026-03-18"),
            ("call due:mar 20, then wait", "call due:2026-03-20, then wait"),
            ("call by in 3 days", "call by 2026-03-07"),
            ("stand by me, go by hand", "stand by me, go by hand"),
            ("get it read by tom", "get it read by tom"),
            ("run `cat by fri` by fri", "run `cat by fri` by 2026-03-06"),
            ("- [ ] call\n  them by eow", "call them by 2026-03-06"),
            ("* [ ] call", "call"),
            ("- call", "- call"),
            ("見積もりを送る　明後日", "見積もりを送る　明後日"),
            ("by", "by"),
        ] {
            assert_eq!(composed(typed, Style::Plain), expected, "{typed}");
        }
    }

    #[test]
    fn what_can_be_two_things_is_refused() {
        for (typed, expected) in [
            ("call \u{1b}[31m", "the text holds a character that could drive a terminal"),
            ("call \u{202e}x", "the text holds a character that could drive a terminal"),
            ("call by 3/9", "`3/9` can be 2026-03-09 or 2026-09-03"),
            ("@高橋 call", "`@高橋` can be 高橋 一郎 or 高橋 花子"),
            ("  ", "there is no text in `  `"),
            ("- [ ]", "there is no text in `- [ ]`"),
        ] {
            assert_eq!(composed(typed, Style::Plain), format!("refused: {expected}"), "{typed}");
        }
    }

    #[test]
    fn obsidian_gets_the_day_at_the_end() {
        for (typed, expected) in [
            ("@sato open ports by mon", "@佐藤 open ports 📅 2026-03-09"),
            ("send by fri the guide", "send the guide 📅 2026-03-06"),
            ("send promised fri by thu", "send promised 2026-03-06 📅 2026-03-05"),
            ("by fri send", "send 📅 2026-03-06"),
            ("send 📅 2026-03-06", "send 📅 2026-03-06"),
            ("send [due:: 2026-03-06]", "send [due:: 2026-03-06]"),
        ] {
            assert_eq!(composed(typed, Style::Obsidian), expected, "{typed}");
        }
    }
}
