//! Three clones in which anything is done in any order: after `sync` they are the same, and nothing is lost
//! or doubled.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::sealed::Sealed;
use crate::sync::shared;

const CLONES: [&str; 3] = ["notes", "priya", "rui"];

/// A generator of numbers that are the same in each run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

/// What a follow-up is to be in the end.
#[derive(Debug, PartialEq)]
struct Expected {
    state: &'static str,
    due: Option<String>,
}

#[test]
fn clones_converge_and_nothing_is_lost_or_doubled() {
    let is_long = std::env::var_os("FIELDNOTE_SWEEP").is_some();
    for seed in 0..if is_long { 140 } else { 2 } {
        converge(seed);
    }
}

fn converge(seed: u64) {
    let s = shared();
    let mut numbers = Numbers(seed);
    let mut expected: BTreeMap<String, Expected> = BTreeMap::new();
    // What a clone has added or seen, and may so change; a date is moved by the clone that added it alone.
    let mut known: [Vec<String>; 3] = Default::default();
    for round in 0..36 {
        let at = numbers.below(3);
        s.cd(&format!("../{}", CLONES[at]));
        let mine = |texts: &Vec<String>| -> Vec<String> {
            texts.iter().filter(|text| text.ends_with(CLONES[at])).cloned().collect()
        };
        match numbers.below(5) {
            0 | 1 => {
                let text = format!("do thing {round} of {}", CLONES[at]);
                let customer = ["orbit", "minato"][numbers.below(2)];
                s.run(&["add", customer, &format!("@ann {text} by 2026-03-20")]).succeeds();
                expected.insert(
                    text.clone(),
                    Expected { state: "open", due: Some("2026-03-20".into()) },
                );
                known[at].push(text);
            }
            2 if !known[at].is_empty() => {
                let text = known[at].swap_remove(numbers.below(known[at].len()));
                let ticked = s.run(&["done", &text]);
                if ticked.code == 0 {
                    expected.get_mut(&text).expect("a follow-up").state = "done";
                }
            }
            3 if !mine(&known[at]).is_empty() => {
                let mine = mine(&known[at]);
                let text = &mine[numbers.below(mine.len())];
                let day = format!("2026-04-{:02}", 1 + numbers.below(28));
                if s.run(&["move", &day, text]).code == 0 {
                    expected.get_mut(text).expect("a follow-up").due = Some(day);
                }
            }
            _ => {
                s.fieldnote("sync").succeeds();
                known[at] = follow_ups(&s)
                    .into_iter()
                    .filter(|(_, item)| item["state"] == "open")
                    .map(|(text, _)| text)
                    .filter(|text| text.starts_with("do thing"))
                    .collect();
            }
        }
    }
    for clone in CLONES.iter().chain(&CLONES) {
        s.cd(&format!("../{clone}")).fieldnote("sync").succeeds();
    }
    let trees = CLONES.map(|clone| {
        s.cd(&format!("../{clone}"));
        assert_eq!(s.status(), "", "seed {seed}");
        s.git(&["rev-parse", "HEAD"])
    });
    assert!(trees.iter().all(|tree| *tree == trees[0]), "seed {seed}: {trees:?}");
    let found = follow_ups(&s);
    for (text, expected) in &expected {
        let items: Vec<&Value> =
            found.iter().filter(|(other, _)| other == text).map(|(_, item)| item).collect();
        let [item] = items.as_slice() else { panic!("seed {seed}: {text}: {items:?}") };
        assert_eq!(item["state"], expected.state, "seed {seed}: {text}");
        assert_eq!(item["due"].as_str(), expected.due.as_deref(), "seed {seed}: {text}");
    }
}

/// Returns all follow-ups with their texts.
fn follow_ups(s: &Sealed) -> Vec<(String, Value)> {
    let list = s.fieldnote("followups --all --json").succeeds().stdout;
    let list: Vec<Value> = serde_json::from_str(&list).expect("JSON");
    list.into_iter()
        .map(|item| (item["text"].as_str().expect("a text").to_string(), item))
        .collect()
}
