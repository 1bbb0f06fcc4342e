//! The last look at a finished text: nothing may stand in it that stands in the withheld parts alone.
//!
//! It knows nothing of how the text was made. Compared are runs of words as they look, so that case,
//! accents, markup and what nobody sees hide nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::plain::unescaped;
use crate::words::{is_unspaced, look};

/// A run of so many words is nobody's by chance.
const WORDS: usize = 4;
/// In scripts without spaces, of so many characters.
const CHARACTERS: usize = 8;
/// A token with a digit (a price, a ticket, a number of a build) counts alone from so many characters on.
const TOKEN: usize = 6;

/// The runs that stand in withheld parts, and those that may go out.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// The lines, from 1, of a run's first place.
    withheld: HashMap<String, usize>,
    public: HashSet<String>,
    /// The lengths of whole short passages, in tokens.
    short: BTreeSet<usize>,
}

impl Guard {
    /// Makes a guard of withheld texts with their lines, and of the texts that may go out: what is shared, and
    /// whatever the tool says itself.
    pub fn new<'a>(
        withheld: impl IntoIterator<Item = (usize, &'a str)>,
        public: impl IntoIterator<Item = &'a str>,
    ) -> Guard {
        let mut guard = Guard::default();
        for (line, text) in withheld {
            guard.withhold(line, text);
        }
        for text in public {
            let tokens = tokens(text);
            guard.public.extend(runs(&tokens));
            for length in &guard.short {
                guard.public.extend(tokens.windows(*length).map(|run| run.join(" ")));
            }
        }
        guard
    }

    fn withhold(&mut self, line: usize, text: &str) {
        let tokens = tokens(text);
        for run in runs(&tokens) {
            self.withheld.entry(run).or_insert(line);
        }
        // A short passage is looked for as a whole.
        if (1..WORDS).contains(&tokens.len()) && tokens.iter().any(|token| token.len() > 2) {
            self.short.insert(tokens.len());
            self.withheld.entry(tokens.join(" ")).or_insert(line);
        }
    }

    /// Returns the lines of the withheld parts of which something stands in a text, ascending.
    pub fn leaks(&self, text: &str) -> BTreeSet<usize> {
        let tokens = tokens(text);
        let whole = self.short.iter().flat_map(|length| tokens.windows(*length));
        let found = runs(&tokens).chain(whole.map(|run| run.join(" ")));
        let leaked = found.filter(|run| !self.public.contains(run));
        leaked.filter_map(|run| self.withheld.get(&run).copied()).collect()
    }

    /// Returns the lines of withheld texts that also stand, word for word, among the texts that go out.
    pub fn repeated(&self) -> BTreeSet<usize> {
        let repeated = self.withheld.iter().filter(|(run, _)| self.public.contains(*run));
        let is_telling = |run: &String| run.split(' ').count() >= WORDS;
        repeated.filter(|(run, _)| is_telling(run)).map(|(_, line)| *line).collect()
    }
}

/// Returns the words of a text as they look; in scripts without spaces every character is one.
fn tokens(text: &str) -> Vec<String> {
    let text = look(&unescaped(text));
    let mut tokens: Vec<String> = Vec::new();
    let mut inside = false;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            inside = false;
        } else if is_unspaced(c) {
            tokens.push(c.to_string());
            inside = false;
        } else if let Some(last) = tokens.last_mut().filter(|_| inside) {
            last.push(c);
        } else {
            tokens.push(c.to_string());
            inside = true;
        }
    }
    tokens
}

/// Returns the runs that count, and the tokens that count alone.
fn runs(tokens: &[String]) -> impl Iterator<Item = String> {
    let is_unspaced = |token: &String| token.chars().all(is_unspaced);
    let words = tokens.windows(WORDS).filter(move |run| !run.iter().all(is_unspaced));
    let characters = tokens.windows(CHARACTERS).filter(move |run| run.iter().all(is_unspaced));
    let has_digit = |token: &&String| token.chars().any(char::is_numeric);
    let long = tokens.iter().filter(|token| token.chars().count() >= TOKEN);
    let alone = long.filter(has_digit).cloned();
    words.chain(characters).map(|run| run.join(" ")).chain(alone)
}

#[cfg(test)]
mod tests {
    use super::Guard;

    /// The line of one withheld text if something of it stands in a text that goes out.
    fn leaks(withheld: &str, public: &str, text: &str) -> bool {
        !Guard::new([(1, withheld)], [public]).leaks(text).is_empty()
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
        let guard =
            Guard::new([(7, "they will sign in May"), (9, "a b")], ["so they will sign in"]);
        assert_eq!(guard.repeated().into_iter().collect::<Vec<_>>(), [7]);
        assert!(guard.leaks("they will sign in").is_empty());
    }
}
