//! Where a summary is saved, and what it says there to the next run: what was chosen, its commit, its
//! instant.

use super::phrases::{Header, LANGUAGES};
use crate::cells::harmless;
use crate::date::{Moment, Week};
use crate::people::Directory;
use crate::report::week::{Head, Reader};
use crate::report::whose::Whose;
use crate::words::slug;

/// What a saved summary was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The whole id, or the 7 digits of the header where the exact line was taken out.
    pub commit: String,
    pub as_of: Option<Moment>,
    /// Whose it is, as [`scope`] tells it; `None` where the exact line was taken out.
    pub scope: Option<String>,
}

pub const OPENING: &str = "<!-- fieldnote: week ";

/// Returns the line that [`saved`] reads.
pub fn mark(of: &Head, scope: &str) -> String {
    let commit = of.commit.unwrap_or("none");
    let (week, as_of) = (of.week, of.as_of.rfc3339());
    format!("{OPENING}{week}{scope}, commit {commit}, as of {as_of} -->\n")
}

/// Returns for whom a summary is and what was chosen for it: `, customer orbit, owner dana`; nothing for
/// the plain one.
pub fn scope(reader: Reader, whose: &Whose) -> String {
    let reader = match reader {
        Reader::Manager => None,
        Reader::Company => Some(", for company".to_string()),
        Reader::Customer => Some(", for the customer".to_string()),
    };
    let part = |label: &str, name: &Option<String>| -> Option<String> {
        // What could end the comment that it stands in is left out.
        let bare = harmless(name.as_deref()?).replace(['<', '>'], "");
        Some(format!(", {label} {bare}"))
    };
    let parts = [reader, part("customer", &whose.customer), part("owner", &whose.owner)];
    parts.into_iter().flatten().collect()
}

/// Returns the path of a saved summary: `weekly/2026-W10.md`, with what was chosen
/// `weekly/2026-W10-orbit-dana.md`. A name without ASCII letters gives way to an alias with some, if there
/// is one.
pub fn file_name(week: Week, reader: Reader, whose: &Whose, directory: &Directory) -> String {
    let reader = match reader {
        Reader::Manager => None,
        Reader::Company => Some("company".to_string()),
        Reader::Customer => Some("letter".to_string()),
    };
    let owner = whose.owner.as_deref().map(|owner| {
        let person = directory.everybody().find(|person| person.shown() == owner);
        let aliases = person.into_iter().flat_map(|person| &person.aliases);
        let mut names = [owner].into_iter().chain(aliases.map(String::as_str));
        names.find_map(slug).unwrap_or_else(|| safe(owner))
    });
    let parts = [reader, whose.customer.as_deref().map(safe), owner];
    let parts: String = parts.into_iter().flatten().map(|part| format!("-{part}")).collect();
    format!("weekly/{week}{parts}.md")
}

/// Returns letters and digits of any script, with single hyphens for all else; at most 60 characters.
fn safe(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric() && !"_.".contains(c));
    let words: Vec<&str> = words.map(|word| word.trim_matches('.')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(60).collect()
}

/// Returns what a saved summary was made from; `None` if it names no commit.
pub fn saved(file: &str) -> Option<Saved> {
    if let Some(line) = file.lines().find_map(|line| line.trim().strip_prefix(OPENING)) {
        let commit = word_behind(line, "commit ").filter(|commit| is_commit(commit))?;
        let as_of = word_behind(line, "as of ").and_then(|text| Moment::parse(text).ok());
        let head = line.rsplit_once(", commit ").map_or(line, |(head, _)| head);
        let scope = head.find(',').map_or(String::new(), |at| head[at..].to_string());
        return Some(Saved { commit: commit.to_string(), as_of, scope: Some(scope) });
    }
    let (header, words) = file.lines().take(8).find_map(|line| Some((line, header(line)?)))?;
    let commit = word_behind(header, words.commit).filter(|commit| is_commit(commit))?;
    Some(Saved { commit: commit.to_string(), as_of: None, scope: None })
}

/// Returns the words of the language in which a line says as of when a week is told; `None` if it does not.
pub fn header(line: &str) -> Option<&'static Header> {
    LANGUAGES.iter().map(|words| &words.head).find(|words| line.contains(words.as_of))
}

fn word_behind<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    let (_, rest) = line.rsplit_once(label)?;
    rest.split([' ', ',']).next()
}

fn is_commit(text: &str) -> bool {
    text.len() >= 7 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::{Saved, file_name, saved};
    use crate::date::{Date, Moment};
    use crate::people::{Card, Directory, read_team};
    use crate::report::week::Reader;
    use crate::report::whose::Whose;

    const HEAD: &str =
        "# Week 32 — Ann Lee\n\n3–9 August 2026 · as of Fri 7 Aug 17:00 Lisbon · commit 1f2e3d4\n";
    const COMMIT: &str = "1f2e3d4c5b6a79880011223344556677889900aa";

    fn mark(commit: &str) -> String {
        format!("<!-- fieldnote: week 2026-W32, commit {commit}, as of 2026-08-07T16:00:00Z -->\n")
    }

    #[test]
    fn the_commit_and_the_instant_are_read_back() {
        let as_of = Moment::parse("2026-08-07T16:00:00Z").ok();
        let scope = Some(String::new());
        let exact = Saved { commit: COMMIT.to_string(), as_of, scope };
        assert_eq!(saved(&format!("{HEAD}{}\ntext", mark(COMMIT))), Some(exact));
        let short = Saved { commit: "1f2e3d4".to_string(), as_of: None, scope: None };
        assert_eq!(saved(&format!("{HEAD}\ntext")), Some(short));
        assert_eq!(saved(&mark("none")), None);
        assert_eq!(saved("# Notes\n\ncommit 1f2e3d4\n"), None);
    }

    #[test]
    fn summaries_are_told_apart_by_their_names_and_by_what_they_say() {
        let team = read_team("- @dana — Dana Reyes\n".as_bytes());
        let mut directory = Directory { team, ..Directory::default() };
        let card = "## People\n\n- 佐藤 健 (ケン, Satō Ken)\n- 高橋 一郎\n";
        directory.cards.insert("minato".into(), Card::read("minato", card.as_bytes()));
        let week = Date::parse_iso("2026-03-06").unwrap().week();
        for (customer, owner, path, scope) in [
            ("", "", "2026-W10", ""),
            ("minato", "", "2026-W10-minato", ", customer minato"),
            ("", "dana", "2026-W10-dana", ", owner dana"),
            ("minato", "dana", "2026-W10-minato-dana", ", customer minato, owner dana"),
            ("", "佐藤 健", "2026-W10-sato-ken", ", owner 佐藤 健"),
            ("", "高橋 一郎", "2026-W10-高橋-一郎", ", owner 高橋 一郎"),
            ("", "../高橋 --> /x", "2026-W10-x", ", owner ../高橋 -- /x"),
            ("..", "", "2026-W10-", ", customer .."),
            ("a/b.c_D", "", "2026-W10-a-b.c_D", ", customer a/b.c_D"),
        ] {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_string());
            let whose = Whose { customer: some(customer), owner: some(owner) };
            let found = file_name(week, Reader::Manager, &whose, &directory);
            assert_eq!(found, format!("weekly/{path}.md"));
            assert_eq!(super::scope(Reader::Manager, &whose), scope);
            let line = mark(COMMIT).replace(", commit", &format!("{scope}, commit"));
            assert_eq!(saved(&line).and_then(|saved| saved.scope).as_deref(), Some(scope));
        }
    }
}
