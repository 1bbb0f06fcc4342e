//! What must hold for whatever bytes somebody puts into a note, a setting or a merge. The programs in
//! `fuzz/` try it on bytes of a fuzzer's, the tests on those in `fuzz/seeds/`.

use crate::cells;
use crate::config::Settings;
use crate::date::{Date, parse_past, parse_phrase};
use crate::follow_up::{Style, Verb};
use crate::front_matter::Header;
use crate::git::Markers;
use crate::merge::{self, Versions};
use crate::note::{self, NoteFile};
use crate::people::{Card, Directory, Present, read_team};
use crate::render::week::{kept_words, lost_lines};

/// A property of all bytes: it panics where it does not hold.
pub type Property = fn(&[u8]);

/// The properties, by the names of the fuzz targets.
pub const TARGETS: [(&str, Property); 7] = [
    ("note", note),
    ("line_editor", line_editor),
    ("front_matter", front_matter),
    ("config", config),
    ("merge", merge),
    ("own_words", own_words),
    ("words", words),
];

const PATH: &str = "customers/acme/2026-03-04-sync.md";

fn directory() -> Directory {
    let card = b"---\nname: Acme\n---\n\n## People\n\n- Yuki Sato (champion), yuki@acme.example\n";
    let mut directory =
        Directory { team: read_team(b"- Ann Lee @ann\n- Bo @bo\n"), ..Directory::default() };
    directory.cards.insert("acme".into(), Card::read("acme", card));
    directory
}

/// A note is read the same each time, and all that is found in it lies in it.
fn note(bytes: &[u8]) {
    let directory = directory();
    let (note, passages) = note::read_with_passages(PATH, bytes, &directory);
    let again = note::read(PATH, bytes, &directory);
    assert_eq!(format!("{note:?}"), format!("{again:?}"));
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    let of_boxes = note
        .follow_ups
        .iter()
        .chain(&note.unboxed)
        .chain(note.skipped.iter().map(|(item, _)| item));
    for line in of_boxes.map(|item| item.line).chain(note.typed.iter().map(|typed| typed.line)) {
        assert!((1..=lines).contains(&line), "line {line} of {lines}");
    }
    assert!(passages.len() <= 2 * lines + 2, "{} passages", passages.len());
}

/// Whatever is done to a follow-up changes the bytes of its own lines alone, and what was closed comes
/// back byte for byte.
fn line_editor(bytes: &[u8]) {
    let directory = directory();
    let file = NoteFile::read(PATH, bytes.to_vec(), &directory);
    let Some(day) = Date::new(2026, 3, 6) else { return };
    let mention = directory.mention("ann", &Present::default()).ok().flatten();
    for (at, item) in file.note.follow_ups.iter().enumerate().take(8) {
        let verbs = [
            Verb::Done(day),
            Verb::Drop { day, why: "no need".into() },
            Verb::Move(day),
            Verb::Assign(mention.iter().cloned().collect()),
            Verb::Reopen(None),
        ];
        for (verb, style) in
            verbs.iter().flat_map(|verb| [(verb, Style::Plain), (verb, Style::Obsidian)])
        {
            let Ok(changed) = file.change(item, verb, style, &directory) else { continue };
            let after = NoteFile::read(PATH, changed, &directory);
            let same = bytes.iter().zip(&after.bytes).take_while(|(old, new)| old == new).count();
            let first = 1 + line_breaks(&bytes[..same]);
            assert!(first + 1 >= item.line, "{verb:?} of line {} changes line {first}", item.line);
            assert_eq!(line_breaks(bytes), line_breaks(&after.bytes), "{verb:?}");
            if let Verb::Done(_) | Verb::Drop { .. } = verb {
                let (closed, mark) = (&after.note.follow_ups[at], item.mark());
                let back = after.change(closed, &Verb::Reopen(mark), style, &directory);
                assert!(back.is_ok_and(|back| back == bytes), "{verb:?} of line {}", item.line);
            }
        }
    }
}

fn line_breaks(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// A header is read or has problems, each with its line.
fn front_matter(bytes: &[u8]) {
    let header = Header::read(bytes);
    assert!(header.body <= bytes.len());
    let lines = 1 + line_breaks(bytes);
    for (line, problem) in &header.problems {
        assert!((1..=lines).contains(line) && !problem.is_empty(), "{line}: {problem}");
    }
    let _ = Card::read("acme", bytes);
    let _ = read_team(bytes);
}

/// Settings are read, or refused with the file's name.
fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(error) = Settings::parse(text) {
        let said = crate::error::chain(&error);
        assert!(said.contains("fieldnote.toml"), "{said}");
    }
}

/// Of three versions, apart at bytes 0xff: what one side alone changed is there; no new word of either
/// side is lost, be it in the result or between the markers of a conflict.
fn merge(bytes: &[u8]) {
    let mut parts = bytes.split(|byte| *byte == 0xff);
    let (Some(base), Some(ours), Some(theirs)) = (parts.next(), parts.next(), parts.next()) else {
        return;
    };
    let merge = |base, ours, theirs| {
        merge::merge(PATH, Versions { base, ours, theirs }, &Markers::default(), &directory())
    };
    let merged = merge(base, ours, theirs);
    assert_eq!(merge(base, base, theirs).bytes, theirs);
    assert_eq!(merge(base, ours, base).bytes, ours);
    assert_eq!(merge(base, ours, ours).bytes, ours);
    if [base, ours, theirs].iter().any(|version| version.contains(&0)) {
        return;
    }
    if merged.conflicts == 0 {
        assert!(note::conflict_marker(&merged.bytes).is_none());
    }
    let is_in = |word: &[u8], text: &[u8]| word_of(text).any(|own| own == word);
    for side in [ours, theirs] {
        for word in word_of(side).filter(|word| !is_in(word, base)) {
            assert!(is_in(word, &merged.bytes), "{:?} is lost", String::from_utf8_lossy(word));
        }
    }
}

fn word_of(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| byte.is_ascii_whitespace() || byte.is_ascii_punctuation())
        .filter(|word| !word.is_empty())
}

/// What the writer wrote into a summary is kept, or its line is named; what is kept stays the same.
fn own_words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for head in ["# Week 2026-W10 (2–8 Mar)\n\n## In my words", ""] {
        let file = format!("{head}{text}");
        let lines = file.split_inclusive('\n').count();
        assert!(lost_lines(&file).iter().all(|line| (1..=lines).contains(line)));
        let Some(kept) = kept_words(&file) else { continue };
        assert!(kept.trim_end().lines().all(|line| file.contains(line)), "{kept:?}");
        let again = kept_words(&format!("# Week 2026-W10 (2–8 Mar)\n\n## In my words\n\n{kept}"));
        assert_eq!(again.as_deref().map(str::trim), Some(kept.trim()));
    }
}

/// Text that is shown drives no terminal; a date is read or refused.
fn words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let shown = cells::harmless(&text);
    assert!(!shown.chars().any(cells::is_harmful), "{shown:?}");
    assert_eq!(cells::harmless(&shown), shown);
    assert!(cells::width(&cells::cut(&shown, 20)) <= 20);
    let Some(today) = Date::new(2026, 3, 6) else { return };
    let _ = parse_phrase(&text, today);
    if let Ok(day) = parse_past(&text, today) {
        assert!(Date::parse_iso(&day.to_string()).is_some(), "{day}");
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::TARGETS;

    #[test]
    fn what_was_found_once_holds() {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
        for (name, property) in TARGETS {
            let mut count = 0;
            for entry in std::fs::read_dir(seeds.join(name)).unwrap() {
                property(&std::fs::read(entry.unwrap().path()).unwrap());
                count += 1;
            }
            assert!(count > 0, "fuzz/seeds/{name}");
        }
    }
}
