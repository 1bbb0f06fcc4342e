//! From the words of the command line to the text of a new follow-up: `@sato open ports by mon` becomes
//! `@佐藤 open ports by 2026-03-09`.

use super::Style;
use super::grammar::{self, Field};
use super::said::{Day, Said, Word, said_days};
use crate::cells;
use crate::date::{self, Date};
use crate::error::{Hinted, Result, anyhow, bail, misunderstood};
use crate::people::{Directory, Present};

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
    let mut written = String::new();
    let mut done = 0;
    for said in said_days(&masked, Some(today)) {
        if let Some(day) = day_of(&said, text, today)? {
            written.push_str(&text[done..said.phrase.start]);
            written.push_str(&day.to_string());
            done = said.phrase.end;
        }
    }
    written.push_str(&text[done..]);
    Ok(written)
}

/// Returns the day to write for what was said; `None` if the words are to stay.
fn day_of(said: &Said, text: &str, today: Date) -> Result<Option<Date>> {
    let phrase = &text[said.phrase.clone()];
    let is_meant = match said.word {
        Word::Until | Word::Before => false,
        // `from 1.2` is a version.
        Word::From => {
            said.ends && (!phrase.contains('.') || date::readings(phrase, today).is_empty())
        }
        // `due 3 days later`.
        Word::Due | Word::Promised => {
            !said.is_counted || said.ends || phrase.starts_with(['+', '-'])
        }
    };
    if !is_meant {
        return Ok(None);
    }
    match &said.day {
        Day::One(day) => Ok(Some(*day)),
        Day::Denied | Day::Impossible => Ok(None),
        Day::Two(days) => Err(misunderstood(
            anyhow!("`{phrase}` can be {} or {}", days[0], days[1])
                .hint("write the date as YYYY-MM-DD; what is no date stays as it is in backticks"),
        )),
        Day::Further(at) => Err(misunderstood(
            anyhow!("`{}` can be more than one day", &text[at.clone()])
                .hint("write the date as YYYY-MM-DD"),
        )),
    }
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
            (
                "call by in 2 weeks #infra promised 3d",
                "call by 2026-03-18 #infra promised 2026-03-07",
            ),
            ("call by +3d with slides", "call by 2026-03-07 with slides"),
            ("call from mon by fri", "call from 2026-03-09 by 2026-03-06"),
            ("the slides are due fri", "the slides are due 2026-03-06"),
        ] {
            assert_eq!(composed(typed, Style::Plain), expected, "{typed}");
        }
    }

    #[test]
    fn ordinary_words_stay() {
        for text in [
            "compare the model from 3d printing",
            "reviewed by Sun Microsystems",
            "what is due 3 days later",
            "upgrade from 1.2 to 1.3",
            "upgrade from 1.2",
            "rollback from 5.1.2024 build",
            "learn from monday on",
            "find out what was promised fri",
            "cut it by `1/2`",
        ] {
            assert_eq!(composed(text, Style::Plain), text);
        }
    }

    #[test]
    fn a_day_that_is_said_further_is_refused() {
        for (typed, words) in [
            ("call by friday 20 march", "by friday 20 march"),
            ("call by friday the 20th", "by friday the 20th"),
            ("call by friday next week", "by friday next week"),
            ("call by friday or monday", "by friday or monday"),
            ("call by monday week", "by monday week"),
            ("call due:fri 20", "due:fri 20"),
        ] {
            let expected = format!("refused: `{words}` can be more than one day");
            assert_eq!(composed(typed, Style::Plain), expected, "{typed}");
        }
    }

    #[test]
    fn what_can_be_two_things_is_refused() {
        for (typed, expected) in [
            ("cut it by 1/2", "`1/2` can be 2027-01-02 or 2027-02-01"),
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
