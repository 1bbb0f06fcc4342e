//! Tags that are likely meant to be one: `#sso` and `#SSO`, `#single-sign-on` and `#single-signon`,
//! and slips of the hand in long ones.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::follow_up::grammar;
use crate::note::Note;
use crate::words::fold;

/// A tag that is likely another one, at its first place.
#[derive(Debug, PartialEq, Eq)]
pub struct SimilarTag {
    pub rarer: String,
    pub times: usize,
    pub likelier: String,
    pub likelier_times: usize,
    /// Whether both are the same letters; else one is a slip of the other.
    pub is_spelling: bool,
    /// The index of the note, and the line in it.
    pub note: usize,
    pub line: usize,
}

/// One spelling of a tag.
#[derive(Default)]
struct Spelling {
    times: usize,
    /// The first place in a note that is looked at.
    first: Option<(usize, usize)>,
    /// The order in which spellings were met, from 1.
    order: usize,
}

/// A slip is rarer than this many times, and the likelier tag this many times as frequent.
const RARE: usize = 3;
/// Shorter tags are too near to each other, longer ones are none.
const LENGTHS: std::ops::RangeInclusive<usize> = 6..=40;

/// Returns the tags of follow-ups and typed lines that are likely others; all notes are counted, and
/// places are named in those that are shown.
pub fn similar_tags(notes: &[Note], is_shown: &dyn Fn(&Note) -> bool) -> Vec<SimilarTag> {
    let spellings = spellings(notes, is_shown);
    let mut tags: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for tag in spellings.keys() {
        tags.entry(key(tag)).or_default().push(tag);
    }
    let mut found = Vec::new();
    let similar = |rarer: &str, likelier: &str, is_spelling: bool| {
        let (one, other) = (&spellings[rarer], &spellings[likelier]);
        one.first.map(|(note, line)| SimilarTag {
            rarer: rarer.to_string(),
            times: one.times,
            likelier: likelier.to_string(),
            likelier_times: other.times,
            is_spelling,
            note,
            line,
        })
    };
    let mut usual: BTreeMap<&str, &str> = BTreeMap::new();
    for (key, tags) in &mut tags {
        tags.sort_by_key(|tag| (std::cmp::Reverse(spellings[*tag].times), spellings[*tag].order));
        found.extend(tags[1..].iter().filter_map(|rarer| similar(rarer, tags[0], true)));
        usual.insert(key, tags[0]);
    }
    let times = |key: &str| spellings[usual[key]].times;
    let is_rare_beside =
        |rarer: &str, likelier: &str| times(rarer) < RARE && times(likelier) >= RARE * times(rarer);
    for (rarer, likelier) in near(usual.keys().copied(), &is_rare_beside) {
        found.extend(similar(usual[rarer], usual[likelier], false));
    }
    found
}

fn spellings(notes: &[Note], is_shown: &dyn Fn(&Note) -> bool) -> HashMap<String, Spelling> {
    let mut spellings: HashMap<String, Spelling> = HashMap::new();
    for (at, note) in notes.iter().enumerate() {
        let mut meet = |tag: &str, line: usize| {
            let order = spellings.len() + 1;
            let spelling = match spellings.get_mut(tag) {
                Some(spelling) => spelling,
                None => spellings
                    .entry(tag.to_string())
                    .or_insert(Spelling { order, ..Spelling::default() }),
            };
            spelling.times += 1;
            if is_shown(note) && spelling.first.is_none() {
                spelling.first = Some((at, line));
            }
        };
        let skipped = note.skipped.iter().map(|(item, _)| item);
        for item in note.follow_ups.iter().chain(skipped).chain(&note.unboxed) {
            item.tags.iter().for_each(|tag| meet(tag, item.line));
        }
        // A typed line with a box is among the boxes.
        for typed in note.typed.iter().filter(|typed| typed.tag.is_some() && typed.ticked.is_none())
        {
            let tags = grammar::tags(&grammar::masked(&typed.text));
            tags.iter().for_each(|tag| meet(tag, typed.line));
        }
    }
    spellings
}

/// What two spellings of one tag share: no case, accents, hyphens and underscores.
fn key(tag: &str) -> String {
    fold(tag).replace(['-', '_'], "")
}

/// Returns the pairs of tags, the rarer first, that one slip lies between: a letter more, less, other,
/// or two swapped.
///
/// Such pairs have a text in common once each has lost a letter, so they are looked up, not compared
/// each with each.
fn near<'a>(
    tags: impl Iterator<Item = &'a str>,
    is_rare_beside: &dyn Fn(&str, &str) -> bool,
) -> Vec<(&'a str, &'a str)> {
    let mut shortened: HashMap<String, Vec<&str>> = HashMap::new();
    let is_plain =
        |tag: &&str| LENGTHS.contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_lowercase());
    for tag in tags.filter(is_plain) {
        shortened.entry(tag.to_string()).or_default().push(tag);
        // A double letter lost is the same text twice.
        let texts: HashSet<String> =
            (0..tag.len()).map(|at| format!("{}{}", &tag[..at], &tag[at + 1..])).collect();
        texts.into_iter().for_each(|text| shortened.entry(text).or_default().push(tag));
    }
    let mut pairs = Vec::new();
    for tags in shortened.values() {
        for rarer in tags {
            let likelier = tags.iter().filter(|other| is_rare_beside(rarer, other));
            pairs.extend(likelier.map(|likelier| (*rarer, *likelier)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.retain(|(one, other)| is_slip(one, other));
    pairs
}

/// Returns whether two tags differ by a slip, and not as words do: in their first letter, or by an
/// ending (`importer`, `importers`, `imported`).
fn is_slip(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let stem = &short[..short.len() - 1];
    let is_ending = long.starts_with(stem) && long.len() - stem.len() <= 2 && !is_swap(one, other);
    one.as_bytes()[0] == other.as_bytes()[0]
        && !is_ending
        && strsim::damerau_levenshtein(one, other) == 1
}

fn is_swap(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).filter(|(a, b)| a != b).count() == 2
}

#[cfg(test)]
mod tests {
    use super::similar_tags;
    use crate::note::{Note, read};
    use crate::people::Directory;

    /// Shows similar tags as `rarer likelier` in a note of these tags, each so many times.
    fn check(tags: &[(&str, usize)], expected: &[&str]) {
        let lines =
            tags.iter().flat_map(|(tag, times)| vec![format!("- [ ] call {tag}\n"); *times]);
        let text: String = lines.collect();
        let notes: Vec<Note> = vec![read("a.md", text.as_bytes(), &Directory::default())];
        let found = similar_tags(&notes, &|_| true);
        let shown: Vec<String> =
            found.iter().map(|tag| format!("{} {}", tag.rarer, tag.likelier)).collect();
        assert_eq!(shown, expected, "{tags:?}");
    }

    #[test]
    fn spellings_of_one_tag_are_found() {
        check(&[("#SSO", 1), ("#sso", 2)], &["SSO sso"]);
        check(&[("#sso", 1), ("#SSO", 1)], &["SSO sso"]);
        check(&[("#single-signon", 1), ("#single-sign-on", 2)], &["single-signon single-sign-on"]);
        check(&[("#audit_log", 2), ("#audit-log", 5)], &["audit_log audit-log"]);
        check(&[("#Zurich", 1), ("#Zürich", 2)], &["Zurich Zürich"]);
    }

    #[test]
    fn slips_in_long_tags_are_found() {
        check(&[("#replicatoin", 1), ("#replication", 3)], &["replicatoin replication"]);
        check(
            &[("#single-sign-no", 1), ("#single-sign-on", 3)],
            &["single-sign-no single-sign-on"],
        );
        check(&[("#replcation", 1), ("#replication", 3)], &["replcation replication"]);
        check(&[("#snappshot", 2), ("#snapshot", 6)], &["snappshot snapshot"]);
        check(&[("#snapahot", 1), ("#snapshot", 3)], &["snapahot snapshot"]);
    }

    #[test]
    fn other_words_are_none() {
        for (one, other) in [
            ("#importer", "#importers"),
            ("#importer", "#imported"),
            ("#upgrade", "#upgraded"),
            ("#node-1", "#node-2"),
            ("#release2025", "#release2026"),
            ("#inbound", "#unbound"),
            ("#nfs", "#nfv"),
            ("#backup", "#restore"),
            ("#要望一覧表示", "#要望一覧表記"),
        ] {
            check(&[(one, 1), (other, 9)], &[]);
        }
        check(&[("#snapahot", 3), ("#snapshot", 9)], &[]);
        check(&[("#snapahot", 1), ("#snapshot", 2)], &[]);
    }

    #[test]
    fn many_tags_take_no_longer_than_few_each() {
        let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
        let tag = |n: usize| {
            format!(
                "#replica{}{}{}{}",
                letter(n),
                letter(n / 26),
                letter(n / 676),
                letter(n / 17_576)
            )
        };
        let text: String = (0..5_000).map(|n| format!("- [ ] {}\n", tag(n))).collect();
        let notes = [read("a.md", text.as_bytes(), &Directory::default())];
        assert!(similar_tags(&notes, &|_| true).is_empty());
    }
}
