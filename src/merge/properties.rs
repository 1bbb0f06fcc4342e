//! What holds for every three versions of a note: nothing is lost, nothing is doubled, and what git merges
//! is merged as git does.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

use super::version::lines;
use super::{Versions, merge};
use crate::git::{Markers, Merged, merge_lines};
use crate::note::conflict_marker;
use crate::people::{Directory, read_team};

fn directory() -> Directory {
    Directory { team: read_team("- @dana — Dana Reyes\n".as_bytes()), ..Directory::default() }
}

/// Lines of notes: follow-ups in many forms, and what is hard on them.
const LINES: [&str; 40] = [
    "- [ ] @dana send the guide by 2026-03-05",
    "- [ ] @dana send the sizing guide",
    "- [ ] call the bank",
    "- [ ] @佐藤 見積もりを送る",
    "* [/] rack the node 📅 2026-03-07",
    "1. [ ] write the plan promised 2026-03-06",
    "- ACTION: @dana mail them",
    "- [x] old (done 2026-03-01)",
    "- [x] ~~dead~~ (dropped 2026-03-01: no)",
    "- [ ] send ^k7q2",
    "- [ ] call",
    "- [ ]",
    "- [ ] TODO",
    "- [ ] water the plant 🔁 every week 📅 2026-03-05",
    "- [ ] by 2026-03-05 send",
    "- [ ] `by 2026-03-05` is code",
    "  - [ ] nested by 2026-03-09",
    "  more of it",
    "  more by 2026-03-10",
    "- a bullet",
    "  - nested",
    "Text that is long enough to be compared.",
    "Text.",
    "Decision: use it",
    "",
    "",
    "# A",
    "## Follow-ups",
    "## Attendees",
    "## Internal",
    "```",
    "> - [ ] quoted",
    "| a | b |",
    "---",
    "ours: [dana]",
    "<!--",
    "-->",
    "    - [ ] deep",
    "- [x] Tom Dale",
    "Title\n===",
];

/// What people do to a line.
const CHANGES: [(&str, &str); 14] = [
    ("[ ]", "[x]"),
    ("[ ]", "[/]"),
    ("[x]", "[ ]"),
    ("2026-03-05", "2026-03-08"),
    ("2026-03-05", "2026-03-09"),
    ("send", "mail"),
    ("the", "the big"),
    ("@dana", "@佐藤"),
    ("", "$ (done 2026-03-04)"),
    ("", "$ (done 2026-03-05)"),
    ("", "$ by 2026-03-11"),
    ("", "$ ✅ 2026-03-04"),
    ("", "$ #tag"),
    ("[dana]", "[dana, ken]"),
];

#[derive(Clone, Debug)]
enum Edit {
    Change(usize, usize),
    Add(usize, usize),
    Remove(usize),
    Swap(usize),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        6 => (any::<usize>(), 0..CHANGES.len()).prop_map(|(at, how)| Edit::Change(at, how)),
        2 => (any::<usize>(), 0..LINES.len()).prop_map(|(at, line)| Edit::Add(at, line)),
        1 => any::<usize>().prop_map(Edit::Remove),
        1 => any::<usize>().prop_map(Edit::Swap),
    ];
    proptest::collection::vec(edit, 0..6)
}

fn edited(base: &[String], edits: &[Edit]) -> Vec<String> {
    let mut lines = base.to_vec();
    for edit in edits {
        let count = lines.len();
        match *edit {
            Edit::Change(at, how) if count > 0 => {
                let line = &mut lines[at % count];
                match CHANGES[how] {
                    ("", behind) => line.push_str(&behind[1..]),
                    (old, new) => *line = line.replacen(old, new, 1),
                }
            }
            Edit::Add(at, line) => lines.insert(at % (count + 1), LINES[line].to_string()),
            Edit::Remove(at) if count > 0 => drop(lines.remove(at % count)),
            Edit::Swap(at) if count > 1 => lines.swap(at % (count - 1), at % (count - 1) + 1),
            _ => {}
        }
    }
    lines
}

fn bytes(lines: &[String], ending: &str, whole: bool) -> Vec<u8> {
    let mut bytes = lines.join(ending).into_bytes();
    if whole && !lines.is_empty() {
        bytes.extend(ending.as_bytes());
    }
    bytes
}

type Three = (Vec<u8>, Vec<u8>, Vec<u8>);

/// A base and two versions that people made of it; now and then with other line endings, or without the last.
fn versions() -> impl Strategy<Value = Three> {
    let line = (0..LINES.len()).prop_map(|at| LINES[at].to_string());
    let ending = || prop_oneof![8 => Just("\n"), 2 => Just("\r\n"), 1 => Just("\r")];
    let format = move || {
        let endings =
            prop_oneof![9 => ending().prop_map(|one| (one, one)), 1 => (ending(), ending())];
        (endings, any::<bool>(), prop_oneof![8 => Just(true), 1 => Just(false)])
    };
    (proptest::collection::vec(line, 0..9), edits(), edits(), format()).prop_map(
        |(base, ours, theirs, ((ending, other), whole, all_whole))| {
            (
                bytes(&base, ending, whole || all_whole),
                bytes(&edited(&base, &ours), other, all_whole),
                bytes(&edited(&base, &theirs), ending, whole || all_whole),
            )
        },
    )
}

fn merged(base: &[u8], ours: &[u8], theirs: &[u8]) -> Merged {
    merge(
        "customers/a/2026-03-04.md",
        Versions { base, ours, theirs },
        &Markers::default(),
        &directory(),
    )
}

/// How often each line stands in a text, blank ones aside.
fn counts(bytes: &[u8]) -> BTreeMap<Vec<u8>, usize> {
    let mut found = BTreeMap::new();
    for line in lines(bytes).iter().filter(|line| !line.text.trim_ascii().is_empty()) {
        *found.entry(line.text.to_vec()).or_default() += 1;
    }
    found
}

/// The words of a text, and the marks between blanks.
fn words(bytes: &[u8]) -> BTreeSet<String> {
    String::from_utf8_lossy(bytes).split_whitespace().map(String::from).collect()
}

/// Whether a word may give way to the other side's: of two done marks the earlier stays, and what one has
/// begun and the other has done is done.
fn may_give_way(word: &str) -> bool {
    let is_end_of_mark = word.starts_with("2026-") && word.ends_with(')');
    is_end_of_mark || ["(done", "✅", "2026-03-04", "[/]", "[dana,", "ken]"].contains(&word)
}

#[track_caller]
fn check(base: &[u8], ours: &[u8], theirs: &[u8]) {
    let found = merged(base, ours, theirs);
    let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let all = || {
        format!(
            "{:?} {:?} {:?} became {:?}",
            show(base),
            show(ours),
            show(theirs),
            show(&found.bytes)
        )
    };
    if base != ours && base != theirs && ours != theirs {
        let plain = merge_lines(base, ours, theirs, &Markers::default());
        if plain.conflicts == 0 {
            assert!(found == plain, "as git: {}", all());
            return;
        }
    }
    let is_marked = conflict_marker(&found.bytes).is_some();
    assert_eq!(found.conflicts > 0, is_marked, "{}", all());
    // The same comes of the sides exchanged, but for the order of what both added.
    let exchanged = merged(base, theirs, ours);
    assert_eq!(found.conflicts > 0, exchanged.conflicts > 0, "exchanged: {}", all());
    if !is_marked {
        let sorted = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let mut words: Vec<String> = text.split_whitespace().map(String::from).collect();
            words.sort();
            words
        };
        assert!(
            sorted(&found.bytes) == sorted(&exchanged.bytes),
            "exchanged: {} and {:?}",
            all(),
            show(&exchanged.bytes)
        );
    }
    // What a side wrote is there.
    let there = words(&found.bytes);
    for word in words(ours).union(&words(theirs)).filter(|word| !may_give_way(word)) {
        let is_new = !words(base).contains(word);
        assert!(!is_new || there.contains(word), "{word} is lost: {}", all());
    }
    // No follow-up that both added is there twice.
    let (base, ours, theirs, there) =
        (counts(base), counts(ours), counts(theirs), counts(&found.bytes));
    let is_new = |line: &&Vec<u8>| line.starts_with(b"- [ ] ") && !base.contains_key(*line);
    for line in there.keys().filter(is_new).filter(|_| !is_marked) {
        let of = |counts: &BTreeMap<Vec<u8>, usize>| counts.get(line).copied().unwrap_or_default();
        assert!(of(&there) <= of(&ours).max(of(&theirs)).max(1), "doubled: {}", all());
    }
}

/// What one of two people does to each of some follow-ups.
#[derive(Clone, Copy, Debug, Default)]
struct Did {
    ticked: bool,
    moved: bool,
    assigned: bool,
    reworded: bool,
}

fn did() -> impl Strategy<Value = Vec<Did>> {
    let of_ten = |times: u32| (0..10_u32).prop_map(move |roll| roll >= 10 - times);
    let one = (of_ten(4), of_ten(2), of_ten(2), of_ten(1)).prop_map(
        |(ticked, moved, assigned, reworded)| {
            // With another owner, another date and other words it is another follow-up.
            Did { ticked, moved, assigned, reworded: reworded && !(moved && assigned) }
        },
    );
    proptest::collection::vec(one, 5)
}

/// Writes five follow-ups, one a line, as one person leaves them.
fn five(did: &[Did], day: &str, name: &str, word: &str) -> String {
    let line = |(at, did): (usize, &Did)| {
        format!(
            "- [{}] @{} send {}number{at} by {}{}\n",
            if did.ticked { "x" } else { " " },
            if did.assigned { name } else { "dana" },
            if did.reworded { format!("{word} ") } else { String::new() },
            if did.moved { day } else { "2026-03-05" },
            if did.ticked { " (done 2026-03-04)" } else { "" },
        )
    };
    format!("## Follow-ups\n\n{}", did.iter().enumerate().map(line).collect::<String>())
}

proptest! {
    #![proptest_config(crate::chance::cases(300))]

    #[test]
    fn nothing_is_lost_and_nothing_doubled((base, ours, theirs) in versions()) {
        check(&base, &ours, &theirs);
    }

    #[test]
    fn everything_that_two_people_did_is_done((one, two) in (did(), did())) {
        let base = five(&[Did::default(); 5], "", "", "");
        let (ours, theirs) =
            (five(&one, "2026-03-08", "ken", "old"), five(&two, "2026-03-09", "ann", "new"));
        let found = merged(base.as_bytes(), ours.as_bytes(), theirs.as_bytes());
        let text = String::from_utf8(found.bytes).expect("UTF-8");
        let pairs = || one.iter().zip(&two);
        let clash = |(one, two): &(&Did, &Did)| {
            one.moved && two.moved || one.assigned && two.assigned || one.reworded && two.reworded
        };
        assert_eq!(found.conflicts, pairs().filter(clash).count(), "{ours}{theirs}{text}");
        if found.conflicts == 0 {
            let both: Vec<Did> = pairs().map(|(one, two)| Did {
                ticked: one.ticked || two.ticked,
                moved: one.moved || two.moved,
                assigned: one.assigned || two.assigned,
                reworded: one.reworded || two.reworded,
            }).collect();
            let text = text.replace("2026-03-09", "2026-03-08").replace("ann", "ken").replace("new", "old");
            assert_eq!(text, five(&both, "2026-03-08", "ken", "old"));
        }
    }

    #[test]
    fn what_one_side_left_alone_is_the_others((base, ours, _) in versions()) {
        let clean = |found: Merged| (found.bytes == ours, found.conflicts);
        assert_eq!(clean(merged(&base, &ours, &base)), (true, 0));
        assert_eq!(clean(merged(&base, &base, &ours)), (true, 0));
        assert_eq!(clean(merged(&base, &ours, &ours)), (true, 0));
    }
}
