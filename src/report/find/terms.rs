//! What is looked for, and where a text holds it: without case, accents, width and normal form.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::words::{fold, is_unspaced, lossy};

/// What is looked for; all of it must be there.
#[derive(Clone, Debug)]
pub struct Terms(Vec<Term>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    kind: Kind,
    /// Folded, with single spaces.
    needle: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The beginning of a word.
    Word,
    /// Words as they stand: whole, in their order.
    Phrase,
    /// A whole tag or number: `#infra`, `#123`.
    Tag,
}

/// How a word is to be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// From the beginning of a word on; in scripts without spaces anywhere.
    AtStarts,
    /// Anywhere, also inside of words.
    Inside,
}

impl Terms {
    /// Reads the arguments of a command line: one with a space, or in quotes, is a phrase. `None` without a
    /// single word.
    pub fn read(arguments: &[String]) -> Option<Terms> {
        let terms = arguments.iter().map(|argument| Term::read(argument));
        let terms: Option<Vec<Term>> = terms.collect();
        terms.filter(|terms| !terms.is_empty()).map(Terms)
    }

    /// Returns the terms as they are compared, tags with `#`.
    pub fn needles(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|term| term.needle.as_str())
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Returns whether a file may hold all terms. It never says no to one that does: a term is looked for
    /// piece by piece, as spaces, line breaks and markup may stand between.
    pub fn may_be_in(&self, bytes: &[u8]) -> bool {
        let folded = fold(&lossy(bytes));
        self.0.iter().all(|term| term.pieces().all(|piece| folded.contains(piece)))
    }

    /// Returns which terms a text holds, in their order.
    pub fn held(&self, text: &str, how: How) -> Vec<bool> {
        let folded = fold(text);
        self.0.iter().map(|term| term.first(&folded, how).is_some()).collect()
    }

    /// Returns where a text holds the terms: bytes of the text, ascending, none overlapping another.
    pub fn places(&self, text: &str, how: How) -> Vec<Range<usize>> {
        let folded = Folded::of(text);
        let mut found: Vec<Range<usize>> = Vec::new();
        for term in &self.0 {
            let mut from = 0;
            while let Some(at) = term.first(&folded.text[from..], how) {
                let place = from + at.start..from + at.end;
                // Where the search goes on, a word must not seem to begin.
                if from == 0 || term.begins(&folded.text, place.start, how) {
                    found.push(folded.origin(place.clone()));
                }
                let step = folded.text[place.start..].chars().next().map_or(1, char::len_utf8);
                from = place.end.max(place.start + step);
            }
        }
        found.sort_by_key(|place| (place.start, place.end));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for place in found {
            match apart.last_mut() {
                Some(last) if place.start < last.end => last.end = last.end.max(place.end),
                _ => apart.push(place),
            }
        }
        apart
    }
}

impl Term {
    fn read(argument: &str) -> Option<Term> {
        let folded = fold(argument.trim());
        let bare = folded.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let needle = bare.unwrap_or(&folded).split_whitespace().collect::<Vec<_>>().join(" ");
        let kind = if bare.is_some() || needle.contains(' ') {
            Kind::Phrase
        } else {
            match needle.strip_prefix('#') {
                Some(tag) if !tag.is_empty() && tag.chars().all(is_of_tag) => Kind::Tag,
                _ => Kind::Word,
            }
        };
        (!needle.is_empty()).then_some(Term { kind, needle })
    }

    /// Returns the pieces between which something may stand.
    fn pieces(&self) -> impl Iterator<Item = &str> {
        let mut rest = self.needle.as_str();
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(' ');
            let piece = &rest[..first_piece(rest)];
            rest = &rest[piece.len()..];
            Some(piece).filter(|piece| !piece.is_empty())
        })
    }

    /// Returns where a folded text first holds the term.
    fn first(&self, text: &str, how: How) -> Option<Range<usize>> {
        let piece = &self.needle[..first_piece(&self.needle)];
        let starts = text.match_indices(piece).map(|(at, _)| at);
        starts.filter(|at| self.begins(text, *at, how)).find_map(|at| {
            let end = self.end(text, at)?;
            self.ends(text, end).then_some(at..end)
        })
    }

    /// Returns where the term ends that starts at a byte of a folded text.
    fn end(&self, text: &str, start: usize) -> Option<usize> {
        let mut rest = &text[start..];
        let mut last = None;
        for c in self.needle.chars() {
            if c == ' ' {
                let behind = rest.trim_start_matches(may_part_words);
                let gap = &rest[..rest.len() - behind.len()];
                let is_gap = gap.contains(char::is_whitespace);
                // Where words are written without spaces, none need be there.
                if !is_gap && !last.is_some_and(is_unspaced) {
                    return None;
                }
                rest = behind;
            } else if is_unspaced(c) && last.is_some_and(is_unspaced) {
                rest = rest.trim_start_matches(may_part_words).strip_prefix(c)?;
            } else {
                rest = rest.strip_prefix(c)?;
            }
            last = Some(c);
        }
        Some(text.len() - rest.len())
    }

    fn begins(&self, text: &str, at: usize, how: How) -> bool {
        let before = text[..at].chars().next_back();
        let Some(before) = before else { return true };
        if self.kind == Kind::Tag {
            return !(before.is_alphanumeric() || "/#&_-=?".contains(before));
        }
        let Some(first) = self.needle.chars().next() else { return false };
        (how == How::Inside && self.kind == Kind::Word) || parts(before, first)
    }

    fn ends(&self, text: &str, at: usize) -> bool {
        let rest = &text[at..];
        let next = rest.chars().next();
        match (self.kind, self.needle.chars().next_back(), next) {
            (Kind::Word, ..) | (_, _, None) => true,
            // Signs that end a tag belong to what stands behind it.
            (Kind::Tag, ..) => {
                let behind = rest.trim_start_matches(['-', '_', '/']);
                !behind.chars().next().is_some_and(char::is_alphanumeric)
            }
            (Kind::Phrase, Some(last), Some(next)) => parts(last, next),
            (Kind::Phrase, None, _) => false,
        }
    }
}

/// Returns the length of what must stand together at the start of a needle.
fn first_piece(needle: &str) -> usize {
    let pairs = needle.char_indices().zip(needle.chars().skip(1));
    let end = pairs
        .filter(|((_, one), two)| *two == ' ' || (is_unspaced(*one) && is_unspaced(*two)))
        .map(|((at, one), _)| at + one.len_utf8())
        .next();
    end.unwrap_or(needle.len())
}

/// Returns whether one word can end and another begin between two characters.
fn parts(one: char, two: char) -> bool {
    let is_letter = |c: char| c.is_alphabetic() && !is_unspaced(c);
    !(is_letter(one) && is_letter(two) || one.is_numeric() && two.is_numeric())
}

/// Between the words of a phrase, and between signs of scripts without spaces: spaces and markup.
fn may_part_words(c: char) -> bool {
    c.is_whitespace() || "*_~`[]".contains(c)
}

fn is_of_tag(c: char) -> bool {
    c.is_alphanumeric() || "_-/".contains(c)
}

/// A folded text that knows where its bytes came from.
struct Folded {
    text: String,
    /// Where a grapheme starts in the folded text, and in the one that was folded; ascending. None where
    /// every byte stayed in its place.
    starts: Vec<(usize, usize)>,
}

impl Folded {
    fn of(text: &str) -> Folded {
        if text.is_ascii() {
            return Folded { text: fold(text), starts: Vec::new() };
        }
        let mut folded = Folded { text: String::with_capacity(text.len()), starts: Vec::new() };
        for (at, grapheme) in text.grapheme_indices(true) {
            folded.starts.push((folded.text.len(), at));
            folded.text.push_str(&fold(grapheme));
        }
        folded.starts.push((folded.text.len(), text.len()));
        folded
    }

    /// Returns the graphemes that a range of the folded text came from.
    fn origin(&self, range: Range<usize>) -> Range<usize> {
        if self.starts.is_empty() {
            return range;
        }
        let first = self.starts.partition_point(|(start, _)| *start <= range.start).max(1) - 1;
        let behind = self.starts.partition_point(|(start, _)| *start < range.end);
        self.starts[first].1..self.starts[behind.min(self.starts.len() - 1)].1
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{How, Terms};

    fn terms(asked: &str) -> Terms {
        let arguments: Vec<String> = asked.split(" + ").map(String::from).collect();
        Terms::read(&arguments).expect("something to look for")
    }

    /// Shows a text with what was found in brackets.
    fn found(asked: &str, text: &str, how: How) -> String {
        let terms = terms(asked);
        let places = terms.places(text, how);
        let holds = terms.held(text, how);
        assert_eq!(places.is_empty(), !holds.contains(&true), "{asked} in {text}");
        if holds.iter().all(|held| *held) {
            assert!(terms.may_be_in(text.as_bytes()), "{asked} in {text}");
        }
        let mut shown = text.to_string();
        for place in places.iter().rev() {
            shown.insert(place.end, ']');
            shown.insert(place.start, '[');
        }
        shown
    }

    #[test]
    fn what_is_looked_for_is_found_where_it_stands() {
        for (asked, text, expected) in [
            // Words: at the start of a word, without case, accents and width.
            ("guide", "the Sizing-Guides, a guide", "the Sizing-[Guide]s, a [guide]"),
            ("ha", "that has HA", "that [ha]s [HA]"),
            ("port", "import report", "import report"),
            ("sato", "Satō Sato\u{304}sama ＳＡＴＯ", "[Satō] [Sato\u{304}]sama [ＳＡＴＯ]"),
            ("2049", "port2049 12049", "port[2049] 12049"),
            ("satō", "Sato", "[Sato]"),
            ("strasse", "Straße 1", "[Straße] 1"),
            ("don't", "I don’t", "I [don’t]"),
            ("dana@us", "<dana@us.example>", "<[dana@us].example>"),
            ("@dana", "ask @dana", "ask [@dana]"),
            ("c++", "in C++ and c+", "in [C++] and c+"),
            ("sizing + guide", "a guide to sizing", "a [guide] to [sizing]"),
            ("a + ab", "abc", "[ab]c"),
            // Scripts without spaces: anywhere, over line breaks and spaces.
            ("もり", "見積もりを送る", "見積[もり]を送る"),
            ("佐藤健", "佐藤 健様", "[佐藤 健]様"),
            ("佐藤 健", "佐藤健様", "[佐藤健]様"),
            ("見積もり", "見積 もりと**見積**もり", "[見積 もり]と**[見積**もり]"),
            ("がく", "か\u{3099}く かく", "[か\u{3099}く] かく"),
            ("ｶﾞ", "ガ", "[ガ]"),
            ("nfs", "このNFSは", "この[NFS]は"),
            // Phrases: whole words in their order, whatever markup stands between.
            (
                "the guide",
                "see the **guide**, the guides, the\nguide",
                "see [the **guide]**, the guides, [the\nguide]",
            ),
            ("the guide", "see [the][guide] bathe guide", "see [the][guide] bathe guide"),
            ("sizing guide", "a guide to sizing", "a guide to sizing"),
            ("\"sso\"", "SSO ssos", "[SSO] ssos"),
            ("iso 9", "ISO  9 iso 90", "[ISO  9] iso 90"),
            // Tags: whole.
            (
                "#uses-x",
                "#uses-xy #Uses-X, #uses-x/y #uses-x- x#uses-x",
                "#uses-xy [#Uses-X], #uses-x/y [#uses-x]- x#uses-x",
            ),
            ("#12", "#123 (#12)", "#123 ([#12])"),
            ("#要望", "#要望です #要望。", "#要望です [#要望]。"),
            ("uses-x", "#uses-xy", "#[uses-x]y"),
            ("#", "# a", "[#] a"),
        ] {
            assert_eq!(found(asked, text, How::AtStarts), expected, "{asked}");
        }
    }

    #[test]
    fn words_are_found_inside_of_others_if_asked() {
        for (asked, text, expected) in [
            ("port", "import reports", "im[port] re[port]s"),
            ("#port", "im#port", "im#port"),
            ("the port", "bathe port", "bathe port"),
        ] {
            assert_eq!(found(asked, text, How::Inside), expected, "{asked}");
        }
    }

    #[test]
    fn nothing_is_no_term() {
        for arguments in [vec![], vec![""], vec!["a", " "], vec!["\"\""]] {
            let arguments: Vec<String> = arguments.into_iter().map(String::from).collect();
            assert!(Terms::read(&arguments).is_none(), "{arguments:?}");
        }
    }

    proptest! {
        #![proptest_config(crate::chance::cases(256))]

        #[test]
        fn what_a_text_holds_its_file_may_hold(
            text in r"([a-c #*_\n-]|[éÉßṡΣσς]|[\u{301}\u{3099}]|[かがガ佐藤]|[Ａａ①ｶﾞ]){0,16}",
            asked in r"([a-c#ess1]|[éß]|[かが佐藤]|[Ａ ]){1,4}",
            how in prop_oneof![Just(How::AtStarts), Just(How::Inside)],
        ) {
            if let Some(terms) = Terms::read(&[asked]) {
                let held = terms.held(&text, how) == [true];
                prop_assert!(!held || terms.may_be_in(text.as_bytes()));
                let is_whole = |at: usize| text.is_char_boundary(at);
                let places = terms.places(&text, how);
                prop_assert!(places.iter().all(|place| is_whole(place.start) && is_whole(place.end)));
                prop_assert_eq!(held, !places.is_empty());
            }
        }
    }
}
