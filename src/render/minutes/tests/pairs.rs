//! Notes that differ in their internal text alone: their minutes do not differ in a byte.

use std::cell::Cell;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::string::{RegexGeneratorStrategy, string_regex};
use proptest::test_runner::{RngSeed, TestRunner};

use super::{directory, in_all_formats, in_short, with_minutes};
use crate::chance::cases;
use crate::report::minutes::Shareable;

/// How many pairs are tried: `FIELDNOTE_PAIRS=1000000 cargo test --release --lib minutes` tries a million others.
fn pairs() -> Option<u32> {
    std::env::var("FIELDNOTE_PAIRS").ok()?.parse().ok()
}

/// In these places internal text `{}` stands among what is shared.
const LINES: [&str; 9] = [
    "\n- {} #internal\n  - {}\n\n",
    "\n{} #vs-other\n\n",
    "\n- shown\n  - {} #internal\n    - {}\n\n      {}\n  - also shown\n\n",
    "\n1. shown\n2. {} #internal\n\n   > {}\n\n   ```\n   {}\n   ```\n3. also shown\n\n",
    "\n> shown\n>\n> {} #internal\n>\n> also shown\n\n",
    "\n> - {} #internal\n>   - {}\n> - shown\n\n",
    "\n- [ ] @dana {} #internal\n  {}\n  - [ ] @dana {} by 2026-04-01\n\n",
    "\n- Decision: {} #internal\n\n",
    "\n- {}\n  {} #社外秘\n\n",
];
const PARTS: [&str; 9] = [
    "<!-- {} -->\n\n",
    "\n<!--\n{}\n\n## Next\n- {}\n-->\n\n",
    "shown <!-- {} --> also shown\n\n",
    "\n- Risk: {}\n\n",
    "\n- [ ] **Risk (high):** {}\n  - {}\n\n",
    "\n- [x] ~~@dana {}~~ (dropped 2026-03-05: {})\n  - {}\n\n",
    "\n## Pricing\n{}\n\n- {}\n\n### Numbers\n{}\n\n## Log\n",
    "\n### Internal\n{}\n\n#### Next\n{}\n\n### Shown\n",
    "\n## Since last time\n- [ ] @dana {}\n\n## Notes\n",
];
const KEYS: [&str; 5] =
    ["severity: {}", "budget: {}", "stakeholders: [{}, {}]", "notes:\n  inner: {}", "# {}"];

/// Where internal text stands: places among the shared text, and keys of the front matter.
#[derive(Clone, Copy)]
struct Places {
    places: &'static [&'static str],
    keys: &'static [&'static str],
    /// How lines end.
    breaks: &'static [&'static str],
}

fn text(pattern: &str) -> RegexGeneratorStrategy<String> {
    string_regex(pattern).expect("a pattern")
}

/// Internal text of all forms that stay internal below a heading.
fn section() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        text("[a-z0-9 ]{0,30}"),
        text("(- |> |1\\. |### |\\| )[a-z #@]{0,20}"),
        Just("```\n## Next\n```".to_string()),
        Just("[case]: https://secret.example \"secret\"".to_string()),
        Just("[^1]: a secret note".to_string()),
        Just("- [ ] @dana call Orbit Foods by 2026-04-01".to_string()),
        Just("<!-- hidden -->".to_string()),
        Just("値引きは来月まで出さない".to_string()),
        Just("| a | b |\n|---|---|\n| c | d |".to_string()),
        Just("Decision: give 20 % off".to_string()),
        Just("**bold** &amp; `code` \\".to_string()),
    ];
    vec(line, 0..5).prop_map(|lines| lines.join("\n"))
}

/// Internal text that fits into a line.
fn secret() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => text("[a-z][a-z0-9 ]{0,12}"),
        1 => text("[a-z]{2,5} (\\*\\*[a-z]{1,4}\\*\\*|`[a-z]{1,4}`|\\[x\\]\\([a-z]{1,4}\\)|@dana|#[a-z]{1,4})"),
        1 => select(vec!["値引きは来月まで出さない", "as Orbit Foods does", "off the record", "by 2026-04-01", "x ^k7q2"])
            .prop_map(String::from),
    ]
}

fn public() -> impl Strategy<Value = String> {
    prop_oneof![
        text("[a-z0-9 ]{1,30}"),
        text("- [a-z]{1,8} [a-z]{1,8}"),
        text("- \\[ \\] @dana [a-z ]{1,20}"),
        text("- [a-z]{1,8}\n  - [a-z]{1,8} `[a-z]{1,8}`"),
        select(vec![
            "see [case] and a[^1]",
            "- Decision: go",
            "> quoted",
            "| a | b |\n|---|---|\n| c | d |\n",
            ""
        ])
        .prop_map(String::from),
    ]
}

/// A place, and what stands there in either note.
fn hidden(places: &'static [&'static str]) -> impl Strategy<Value = [String; 2]> {
    let fill = |place: &str, secret: &str| place.replace("{}", secret);
    (select(places), secret(), secret())
        .prop_map(move |(place, one, two)| [fill(place, &one), fill(place, &two)])
}

/// Two notes that differ in their internal text alone.
fn pair(places: Places) -> impl Strategy<Value = [String; 2]> {
    let block = (public(), proptest::option::weighted(0.75, hidden(places.places)));
    let keys = vec(hidden(places.keys), 0..3);
    (vec(block, 1..4), keys, section(), section(), select(places.breaks)).prop_map(
        |(blocks, keys, one, two, line_break)| {
            let sections = [one, two];
            [0, 1].map(|side| {
                let mut note = String::new();
                if !keys.is_empty() {
                    let keys = keys.iter().enumerate().map(|(at, key)| match key[side].as_str() {
                        // A key stands there once.
                        key if at > 0 && key.starts_with(char::is_alphabetic) => {
                            format!("x{at}{key}\n")
                        }
                        key => format!("{key}\n"),
                    });
                    note.push_str(&format!("---\n{}---\n", keys.collect::<String>()));
                }
                note.push_str("# Minato — sync\n\n## Notes\n");
                for (public, hidden) in &blocks {
                    let hidden = hidden.as_ref().map_or("\n", |hidden| &hidden[side]);
                    note.push_str(&format!("{public}\n{hidden}"));
                }
                let section = &sections[side];
                note.push_str(&format!(
                    "\n## Internal\n{section}\n\n## Follow-ups\n- [ ] @dana end\n"
                ));
                note.replace('\n', line_break)
            })
        },
    )
}

/// Tries a part of the pairs. There are four tests, so that they use more than one core.
fn check(places: Places, parts: u32) {
    let directory = directory();
    let count = pairs().unwrap_or(20_000).div_ceil(parts);
    let same = cases(count);
    let seed = if pairs().is_some() { RngSeed::Random } else { same.rng_seed };
    let config = ProptestConfig { cases: count, rng_seed: seed, ..same };
    let shared = Cell::new(0u32);
    let result = TestRunner::new(config).run(&pair(places), |[first, second]| {
        // All formats are written from the same; some of the pairs are written in each.
        let is_whole = shared.get().is_multiple_of(8);
        let make =
            |shared: &Shareable| if is_whole { in_all_formats(shared) } else { in_short(shared) };
        let made = |text: &str| with_minutes(text.as_bytes(), &directory, &[], make);
        if let Some(one) = made(&first)
            && let Some(two) = made(&second)
        {
            prop_assert_eq!(one, two);
            shared.set(shared.get() + 1);
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    assert!(shared.get() > count / 4, "only {} of {count} pairs were shared", shared.get());
}

#[test]
fn internal_sections_change_no_byte_of_the_minutes() {
    check(Places { places: &["\n"], keys: &["# {}"], breaks: &["\n"] }, 4);
}

#[test]
fn internal_lines_change_no_byte_of_the_minutes() {
    check(Places { places: &LINES, keys: &["# {}"], breaks: &["\n"] }, 4);
}

#[test]
fn withheld_parts_change_no_byte_of_the_minutes() {
    check(Places { places: &PARTS, keys: &KEYS, breaks: &["\n"] }, 4);
}

#[test]
fn withheld_text_of_notes_from_elsewhere_changes_no_byte_of_the_minutes() {
    check(Places { places: &PARTS, keys: &KEYS, breaks: &["\r\n", "\r\n", "\r"] }, 8);
    check(Places { places: &LINES, keys: &KEYS, breaks: &["\r\n", "\r\n", "\r"] }, 8);
}
