//! The properties over what was found once, and over some that nobody wrote: as many as `PROPTEST_CASES` says.

use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::TARGETS;
use crate::notebook::cache;

/// Returns the files in `fuzz/seeds` of a target.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect()
}

fn check(target: &str, bytes: &[u8]) {
    let (_, property) = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    property(bytes);
}

#[test]
fn what_was_found_once_holds() {
    for (name, property) in TARGETS {
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "fuzz/seeds/{name}");
        seeds.iter().for_each(|seed| property(seed));
    }
}

/// A cache in an earlier form is thrown away at its first bytes, and finds nothing.
#[test]
fn the_seeds_of_the_cache_are_in_its_present_form() {
    let seeds = seeds("cache");
    let notes = seeds
        .iter()
        .map(|seed| cache::notes::read_all(seed).len() + cache::versions::read_all(seed).len());
    assert_eq!(notes.collect::<Vec<_>>(), [2, 3]);
}

/// What is hard on more than one reader.
const PIECES: [&str; 32] = [
    "- [ ] ",
    "- [x] ",
    "- [-] ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "  ",
    "\t",
    "> ",
    "# ",
    "## ",
    "```\n",
    "`",
    "~~",
    "<!-- ",
    "-->",
    "<div>\n",
    "*",
    "[",
    "](",
    " by 2026-03-05",
    " (done 2026-03-01)",
    " (dropped 2026-03-01: no)",
    " \u{274c} 2026-03-01",
    " \u{2705} 2026-03-02",
    "@ann ",
    "ACTION: ",
    "Ann Lee: ",
    " ^k7",
    "\0",
    "\u{2028}",
];

/// Returns what comes of the lines of a target's seeds in another order, with pieces between them.
fn shuffled(target: &str) -> impl Strategy<Value = Vec<u8>> {
    let seeds = seeds(target).concat();
    let lines = seeds.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec);
    let line = select(lines.collect::<Vec<_>>());
    let part = (line.clone(), any::<Index>(), any::<Index>()).prop_map(|(line, one, two)| {
        let (one, two) = (one.index(line.len() + 1), two.index(line.len() + 1));
        line[one.min(two)..one.max(two)].to_vec()
    });
    let piece = select(PIECES.to_vec()).prop_map(|piece| piece.as_bytes().to_vec());
    let byte = any::<u8>().prop_map(|byte| vec![byte]);
    let any_part = prop_oneof![5 => line, 3 => part, 4 => piece, 1 => byte];
    vec(any_part, 0..16).prop_map(|parts| parts.concat())
}

/// A seed of which some bytes are others, or that is cut off.
fn damaged(target: &str) -> impl Strategy<Value = Vec<u8>> {
    let edits = vec((any::<Index>(), any::<u8>()), 0..6);
    (select(seeds(target)), edits, any::<Option<Index>>()).prop_map(|(mut bytes, edits, end)| {
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let end = end.map_or(bytes.len(), |end| end.index(bytes.len()));
        bytes.truncate(end);
        bytes
    })
}

/// What a summary and its writer have in one file.
fn summary() -> impl Strategy<Value = Vec<u8>> {
    let lines = [
        "Mine",
        "- mine",
        "### Mine",
        "## Mine",
        "",
        "> mine",
        "1. mine",
        "```",
        "~~~",
        "<!--",
        "-->",
        "<div>",
        "\r",
        "## In my words",
        "## Look at this first",
        "### Risks",
        "## Risks",
        "# Risks",
        "Risks\n---",
        "Mine\n===",
        "none",
        "**Late**",
        "- x \u{b7} [note](../a.md)",
        "| 1 |",
        "---",
        "    code",
        "- a\n  ## Risks",
        "## \u{6c7a}\u{5b9a}\u{4e8b}\u{9805}",
        "## \u{81ea}\u{5206}\u{306e}\u{8a00}\u{8449}",
        "# Week 11",
        "[a]: b",
        "Mine  ",
        "> ## Risks",
        "Mine\\",
    ];
    vec(select(lines.to_vec()), 0..14).prop_map(|lines| lines.join("\n").into_bytes())
}

/// What somebody does to a line of a note.
#[derive(Clone, Debug)]
enum Touch {
    Nothing,
    TakeAway,
    Tick,
    Move,
    Say(u8),
    Add(u8),
}

/// Three versions of a note, apart at bytes 0xff: a base, and what two people made of it.
fn versions() -> impl Strategy<Value = Vec<u8>> {
    let touch = prop_oneof![
        8 => Just(Touch::Nothing), 1 => Just(Touch::TakeAway), 2 => Just(Touch::Tick), 1 => Just(Touch::Move),
        1 => (0..4u8).prop_map(Touch::Say), 1 => (0..4u8).prop_map(Touch::Add),
    ];
    let line = select(vec![
        "- [ ] @ann send",
        "- [ ] call",
        "  - [ ] ask",
        "text",
        "## Part",
        "",
        "- item",
        "> said",
    ]);
    vec((line, touch.clone(), touch), 0..10).prop_map(|lines| {
        let base = |at: usize, line: &str| match line.len() {
            0 => "\n".to_string(),
            _ => format!("{line} w{at}a w{at}b by 2026-03-09\n"),
        };
        let touched = |(at, line): (usize, &str), touch: &Touch, who: &str| {
            let base = base(at, line);
            match touch {
                Touch::Nothing => base,
                Touch::TakeAway => String::new(),
                Touch::Tick => base.replace("[ ]", "[x]").replace("09\n", "09 (done 2026-03-06)\n"),
                Touch::Move => base.replace("2026-03-09", &format!("2026-03-1{}", who.len())),
                Touch::Say(word) => base.replace("b by", &format!("b new{word}{who} by")),
                Touch::Add(word) => format!("{base}- [ ] more{word}{at} added{who}\n"),
            }
        };
        let side = |ours: bool| {
            let lines = lines.iter().enumerate();
            let text = lines.map(|(at, (line, one, two))| match ours {
                true => touched((at, line), one, "x"),
                false => touched((at, line), two, "yy"),
            });
            text.collect::<String>()
        };
        let base: String =
            lines.iter().enumerate().map(|(at, (line, ..))| base(at, line)).collect();
        [base.as_bytes(), side(true).as_bytes(), side(false).as_bytes()].join(&0xff)
    })
}

proptest! {
    #![proptest_config(crate::chance::cases(60))]

    #[test]
    fn any_note_holds(bytes in shuffled("note")) {
        check("note", &bytes);
    }

    #[test]
    fn any_line_that_is_edited_holds(bytes in shuffled("line_editor")) {
        check("line_editor", &bytes);
    }

    #[test]
    fn any_cache_holds(bytes in damaged("cache")) {
        check("cache", &bytes);
    }

    #[test]
    fn any_index_holds(bytes in damaged("index")) {
        check("index", &bytes);
    }

    #[test]
    fn any_header_holds(bytes in shuffled("front_matter")) {
        check("front_matter", &bytes);
    }

    #[test]
    fn any_settings_hold(bytes in shuffled("config")) {
        check("config", &bytes);
    }

    #[test]
    fn any_merge_holds(bytes in versions()) {
        check("merge", &bytes);
    }

    #[test]
    fn any_mixture_of_versions_holds(bytes in shuffled("merge")) {
        check("merge", &bytes);
    }

    #[test]
    fn any_own_words_hold(bytes in summary()) {
        check("own_words", &bytes);
    }

    #[test]
    fn any_minutes_hold(bytes in shuffled("share")) {
        check("share", &bytes);
    }

    #[test]
    fn any_words_hold(bytes in shuffled("words")) {
        check("words", &bytes);
    }

    #[test]
    fn any_calendar_holds(bytes in shuffled("calendar")) {
        check("calendar", &bytes);
    }
}
