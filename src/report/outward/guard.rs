//! The last look at a finished text: nothing may stand in it that stands in the withheld parts alone.
//!
//! It knows nothing of how the text was made. Compared are runs of words as they look, so that case,
//! accents, markup and what nobody sees hide nothing.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::plain::unescaped;
use crate::words::{is_unspaced, look};

/// A run of so many words is nobody's by chance.
const WORDS: usize = 4;
/// In scripts without spaces, of so many characters.
const CHARACTERS: usize = 8;
/// A token with a digit (a price, a ticket, a number of a build) counts alone from so many characters on.
const TOKEN: usize = 6;

/// The number of a word that stands in no withheld part.
const UNKNOWN: u32 = u32::MAX;

/// The runs that stand in withheld parts, without those that may go out.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// The words of the withheld parts, numbered.
    numbers: HashMap<String, u32>,
    /// The places of each run, as the numbers of its words.
    runs: HashMap<Vec<u32>, Places>,
    /// The lengths of whole short passages, in tokens.
    short: BTreeSet<usize>,
    /// Where internal text stands that was let out.
    repeated: BTreeSet<usize>,
}

/// A text that is withheld.
#[derive(Clone, Copy, Debug)]
pub struct Hidden<'a> {
    /// Its line, or whatever number tells the caller where it stands.
    pub place: usize,
    pub text: &'a str,
    /// Whether it is told apart if it also stands in what goes out.
    pub is_internal: bool,
    /// Whether it goes on where the text before it ends.
    pub goes_on: bool,
}

/// Where a run stands first, and where in an internal text.
#[derive(Clone, Copy, Debug)]
struct Places {
    first: usize,
    internal: Option<usize>,
}

impl Guard {
    /// Makes a guard of withheld texts.
    pub fn new<'a>(withheld: impl IntoIterator<Item = Hidden<'a>>) -> Guard {
        let mut guard = Guard::default();
        let mut before: Option<(usize, Tokens)> = None;
        for hidden in withheld {
            let own = Tokens::of(hidden.text);
            guard.withhold(hidden.place, &own, hidden.is_internal);
            if let Some((place, before)) = before.filter(|_| hidden.goes_on) {
                guard.withhold(place, &before.and(&own), false);
            }
            before = Some((hidden.place, own));
        }
        guard
    }

    fn withhold(&mut self, place: usize, tokens: &Tokens, is_internal: bool) {
        let numbers: Vec<u32> = tokens.words().map(|word| self.number(word)).collect();
        let mut runs: Vec<Range<usize>> = tokens.runs().collect();
        // A short passage is looked for as a whole.
        if (1..WORDS).contains(&numbers.len()) && tokens.words().any(|word| word.len() > 2) {
            self.short.insert(numbers.len());
            runs.push(0..numbers.len());
        }
        for run in runs {
            let internal = is_internal.then_some(place);
            let run = &numbers[run];
            match self.runs.get_mut(run) {
                Some(places) => places.internal = places.internal.or(internal),
                None => {
                    self.runs.insert(run.to_vec(), Places { first: place, internal });
                }
            }
        }
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(UNKNOWN);
        self.numbers.insert(word.to_string(), number);
        number
    }

    /// Lets all runs of a text pass that goes out.
    pub fn let_out(&mut self, text: &str) {
        let tokens = Tokens::of(text);
        let numbers = self.numbers_of(&tokens);
        let passing: Vec<Range<usize>> = self.all_runs(&tokens, &numbers).collect();
        for run in passing {
            let is_long = run.len() >= WORDS;
            if let Some(places) = self.runs.remove(&numbers[run]).filter(|_| is_long) {
                self.repeated.extend(places.internal);
            }
        }
    }

    /// Returns the places of the withheld parts of which something stands in a text, ascending. `labels` are
    /// what the tool says itself.
    pub fn leaks(&self, text: &str, labels: &Labels) -> BTreeSet<usize> {
        let tokens = Tokens::of(text);
        let numbers = self.numbers_of(&tokens);
        let found = self.all_runs(&tokens, &numbers).filter_map(|run| {
            let places = self.runs.get(&numbers[run.clone()])?;
            (!labels.0.contains(&tokens.joined(run))).then_some(places.first)
        });
        found.collect()
    }

    /// Returns the places of internal texts that also stand, word for word, among the texts that go out.
    pub fn repeated(&self) -> &BTreeSet<usize> {
        &self.repeated
    }

    fn numbers_of(&self, tokens: &Tokens) -> Vec<u32> {
        tokens.words().map(|word| self.numbers.get(word).copied().unwrap_or(UNKNOWN)).collect()
    }

    /// Returns the runs of a text that may be withheld.
    fn all_runs(&self, tokens: &Tokens, numbers: &[u32]) -> impl Iterator<Item = Range<usize>> {
        let whole = self.short.iter().flat_map(|length| tokens.windows(*length));
        tokens.runs().chain(whole).filter(|run| !numbers[run.clone()].contains(&UNKNOWN))
    }
}

/// Fixed words of the tool's own, which no note is needed for.
pub struct Labels(HashSet<String>);

impl Labels {
    pub fn of<'a>(labels: impl IntoIterator<Item = &'a str>) -> Labels {
        let runs = labels.into_iter().flat_map(|label| {
            let tokens = Tokens::of(label);
            let short = (1..WORDS).flat_map(|length| tokens.windows(length));
            let runs = tokens.runs().chain(short).map(|run| tokens.joined(run));
            runs.collect::<Vec<_>>()
        });
        Labels(runs.collect())
    }
}

/// The words of a text as they look; in scripts without spaces every character is one.
#[derive(Clone, Debug, Default)]
struct Tokens {
    letters: String,
    tokens: Vec<Token>,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    /// Where it starts and ends among the letters.
    start: usize,
    end: usize,
    is_unspaced: bool,
    /// Whether it counts alone.
    is_telling: bool,
}

impl Tokens {
    fn of(text: &str) -> Tokens {
        let mut all = Tokens::default();
        let mut inside = false;
        for c in look(&unescaped(text)).chars() {
            if !c.is_alphanumeric() {
                inside = false;
                continue;
            }
            let is_unspaced = is_unspaced(c);
            if is_unspaced || !inside {
                let start = all.letters.len();
                all.tokens.push(Token { start, end: start, is_unspaced, is_telling: false });
            }
            inside = !is_unspaced;
            all.letters.push(c);
            if let Some(last) = all.tokens.last_mut() {
                last.end = all.letters.len();
            }
        }
        for token in &mut all.tokens {
            let word = &all.letters[token.start..token.end];
            token.is_telling = word.len() >= TOKEN
                && word.chars().count() >= TOKEN
                && word.chars().any(char::is_numeric);
        }
        all
    }

    /// Returns these and others behind them.
    fn and(mut self, others: &Tokens) -> Tokens {
        let start = self.letters.len();
        self.letters.push_str(&others.letters);
        self.tokens.extend(others.tokens.iter().map(|token| Token {
            start: start + token.start,
            end: start + token.end,
            ..*token
        }));
        self
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(|token| &self.letters[token.start..token.end])
    }

    /// Returns these words with single spaces between them.
    fn joined(&self, run: Range<usize>) -> String {
        let words = self.tokens[run].iter().map(|token| &self.letters[token.start..token.end]);
        words.collect::<Vec<_>>().join(" ")
    }

    /// Returns where the runs stand that count, and the tokens that count alone.
    fn runs(&self) -> impl Iterator<Item = Range<usize>> {
        let is_unspaced =
            |run: &Range<usize>| self.tokens[run.clone()].iter().all(|token| token.is_unspaced);
        let words = self.windows(WORDS).filter(move |run| !is_unspaced(run));
        let characters = self.windows(CHARACTERS).filter(is_unspaced);
        let alone = self.windows(1).filter(|run| self.tokens[run.start].is_telling);
        words.chain(characters).chain(alone)
    }

    fn windows(&self, length: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        (length..=self.tokens.len()).map(move |end| end - length..end)
    }
}

#[cfg(test)]
mod tests {
    use super::{Guard, Hidden, Labels};

    fn guard(withheld: &[(usize, &str)], public: &str) -> Guard {
        let withheld = withheld.iter().map(|(place, text)| Hidden {
            place: *place,
            text,
            is_internal: true,
            goes_on: *place == 2,
        });
        let mut guard = Guard::new(withheld);
        guard.let_out(public);
        guard
    }

    /// The line of one withheld text if something of it stands in a text that goes out.
    fn leaks(withheld: &str, public: &str, text: &str) -> bool {
        !guard(&[(1, withheld)], public).leaks(text, &Labels::of([])).is_empty()
    }

    #[test]
    fn what_stands_in_withheld_parts_alone_is_found() {
        for (withheld, public, text, expected) in [
            ("they will sign in May anyway", "", "so they will sign in June", true),
            ("they will sign in May", "", "they will sign", false),
            ("they will sign in May", "they will sign in May", "they will sign in May", false),
            ("They will sign, in MAY", "", "they **will** _sign_ in may", true),
            ("they will sign in", "", "they\u{ad} wi\u{200b}ll sіgn in", true),
            ("they will sign in", "", "they%20will%20sign%20in", true),
            ("the price is 120000 a year", "", "of 120000 or so", true),
            ("the price is 12000 a year", "", "of 12000 or so", false),
            ("ticket AB-1234567", "", "see 1234567", true),
            ("値引きは来月まで出さない", "", "件、値引きは来月まで出さ", true),
            ("値引きは来月まで", "", "値引きは来月", false),
            ("ALPHA", "", "an alpha release", true),
            ("ALPHA", "an alpha release", "an alpha release", false),
            ("over budget", "", "we are over budget", true),
            ("no", "", "no", false),
        ] {
            assert_eq!(leaks(withheld, public, text), expected, "{withheld} in {text}");
        }
    }

    #[test]
    fn what_is_told_twice_is_known_by_its_line() {
        let guard = guard(&[(7, "they will sign in May"), (9, "a b")], "so they will sign in");
        assert_eq!(guard.repeated().iter().collect::<Vec<_>>(), [&7]);
        assert!(guard.leaks("they will sign in", &Labels::of([])).is_empty());
    }

    #[test]
    fn what_the_tool_says_itself_is_no_leak() {
        let (guard, labels) = (
            guard(&[(1, "decisions"), (2, "what they asked for")], ""),
            ["Decisions", "What they asked for"],
        );
        for (text, expected) in [
            ("Decisions", false),
            ("what they asked for", false),
            ("decisions what they asked", true),
        ] {
            assert_eq!(!guard.leaks(text, &Labels::of(labels)).is_empty(), expected, "{text}");
            assert!(!guard.leaks(text, &Labels::of([])).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_text_that_goes_on_in_the_next_line_is_one() {
        let guard = guard(&[(1, "they will"), (2, "sign in May"), (3, "and pay")], "");
        let places =
            |text: &str| guard.leaks(text, &Labels::of([])).into_iter().collect::<Vec<_>>();
        assert_eq!(places("so they will sign in"), [1]);
        assert_eq!(places("and sign in May"), [2]);
        assert!(places("in May and pay it").contains(&3) && places("May it").is_empty());
    }
}
