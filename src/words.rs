//! Comparing what people type: folding, nearness, likeness, slugs, counts.

mod likeness;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

pub use likeness::look;

/// Returns the text as it is compared: without case, accents, width and normal form.
///
/// Marks are taken off Latin, Greek and Cyrillic letters only (U+0300–U+036F), so か and が stay two.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // What becomes of a capital sigma depends on its neighbours.
    if text.contains('Σ') {
        return fold_whole(text);
    }
    let mut folded = String::with_capacity(text.len());
    // A character that stays, as long as no mark follows it.
    let mut last: Option<char> = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        if let Some(held) = rest[..ascii].chars().next_back() {
            folded.extend(last.replace(held.to_ascii_lowercase()));
            let start = folded.len();
            folded.push_str(&rest[..ascii - 1]);
            folded[start..].make_ascii_lowercase();
            rest = &rest[ascii..];
            continue;
        }
        if stays(c) {
            folded.extend(last.replace(c.to_ascii_lowercase()));
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let end = rest.find(stays).unwrap_or(rest.len());
        let run: String = last.take().into_iter().chain(rest[..end].chars()).collect();
        folded.push_str(&fold_whole(&run));
        rest = &rest[end..];
    }
    folded.extend(last);
    folded
}

/// Returns whether a text is what another one was folded to.
pub fn folds_to(text: &str, folded: &str) -> bool {
    if text.is_ascii() { text.eq_ignore_ascii_case(folded) } else { fold(text) == folded }
}

/// Returns bytes as text, with a sign for what is none. Almost all bytes of notes are text.
pub fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    // This looks at many bytes at once, the other one at one after the other.
    str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Returns whether a character is the same in all normal forms and cases, ASCII capitals aside.
fn stays(c: char) -> bool {
    matches!(c, '\0'..='\x7f' | '–' | '—' | '“' | '”' | '、' | '。' | 'ー')
        || matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}')
}

/// Folds without looking for what stays.
fn fold_whole(text: &str) -> String {
    let bare = text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c));
    bare.nfc().collect::<String>().to_lowercase().replace('ß', "ss").replace('’', "'")
}

/// Returns whether a character belongs to a script that is written without spaces.
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}'      // Thai, Lao
        | '\u{1000}'..='\u{109f}'    // Myanmar
        | '\u{1780}'..='\u{17ff}'    // Khmer
        | '\u{3040}'..='\u{30ff}'    // Hiragana, Katakana
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{9fff}'    // Han
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

/// Returns what a text is compared by: its words, and character pairs in scripts without spaces.
pub fn grams(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut found = Vec::new();
    let mut word = String::new();
    let mut run: Vec<char> = Vec::new();
    for c in folded.chars().chain([' ']) {
        if is_unspaced(c) {
            if !word.is_empty() {
                found.push(std::mem::take(&mut word));
            }
            run.push(c);
            continue;
        }
        match run.as_slice() {
            [] => {}
            [one] => found.push(one.to_string()),
            run => found.extend(run.windows(2).map(|pair| pair.iter().collect::<String>())),
        }
        run.clear();
        if c.is_alphanumeric() {
            word.push(c);
        } else if !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
    }
    found
}

/// Returns the Sørensen–Dice coefficient of two bags of [`grams`]: 0 (nothing shared) to 1.
pub fn dice(one: &[String], two: &[String]) -> f64 {
    if one.is_empty() || two.is_empty() {
        return 0.0;
    }
    let (mut one_sorted, mut two_sorted): (Vec<_>, Vec<_>) = (one.to_vec(), two.to_vec());
    one_sorted.sort_unstable();
    two_sorted.sort_unstable();
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < one_sorted.len() && j < two_sorted.len() {
        match one_sorted[i].cmp(&two_sorted[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * f64::from(shared) / (one.len() + two.len()) as f64
}

/// Returns whether a phrase stands in a text as whole words, without case and accents. In scripts without
/// spaces every place begins and ends a word.
pub fn has_phrase(text: &str, phrase: &str) -> bool {
    let (text, phrase) = (fold(text), fold(phrase.trim()));
    let parts = |one: Option<char>, two: Option<char>| match (one, two) {
        (Some(one), Some(two)) => {
            let is_letter = |c: char| c.is_alphanumeric() && !is_unspaced(c);
            !(is_letter(one) && is_letter(two))
        }
        _ => true,
    };
    !phrase.is_empty()
        && text.match_indices(&phrase).any(|(at, found)| {
            let end = at + found.len();
            parts(text[..at].chars().next_back(), found.chars().next())
                && parts(found.chars().next_back(), text[end..].chars().next())
        })
}

/// Returns the candidate nearest to `text`, if one is near enough to be what was meant.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(text);
    let score = |name: &str| {
        let name = fold(name);
        if folded.len() > 1 && name.starts_with(&folded) {
            return 0.95;
        }
        // In short names one slip weighs too much for Jaro: `pco` is `poc`.
        let is_one_slip = name.len() >= 3 && strsim::damerau_levenshtein(&folded, &name) <= 1;
        if is_one_slip { 0.9 } else { strsim::jaro(&folded, &name) }
    };
    let mut best: Option<(f64, &str)> = None;
    for name in candidates {
        let score = score(name);
        if score > best.map_or(0.7, |(best, _)| best) {
            best = Some((score, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Returns a name for files: lower-case ASCII letters and digits with single hyphens, at most 60
/// bytes; `None` if nothing of the text is left.
pub fn slug(text: &str) -> Option<String> {
    let mut slug = String::new();
    for c in fold(text).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && c != '\'' && c != '’' {
            slug.push('-');
        }
    }
    slug.truncate(60);
    let slug = slug.trim_matches('-');
    slug.bytes().any(|b| b.is_ascii_alphabetic()).then(|| slug.to_string())
}

/// Returns a number with its noun: `1 note`, `2 notes`, `2 boxes`.
pub fn count(number: usize, noun: &str) -> String {
    match (number, noun) {
        (1, _) => format!("1 {noun}"),
        (_, noun) if noun.ends_with('x') || noun.ends_with('s') => format!("{number} {noun}es"),
        (_, noun) if noun.ends_with('y') && !noun.ends_with("ay") => {
            format!("{number} {}ies", &noun[..noun.len() - 1])
        }
        _ => format!("{number} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{count, dice, fold, fold_whole, grams, has_phrase, nearest, slug};

    #[test]
    fn folding_forgets_case_accents_width_and_normal_form() {
        assert_eq!(fold("Satō"), "sato");
        assert_eq!(fold("Sato\u{304}"), "sato");
        assert_eq!(fold("ＡＢＣ"), "abc");
        assert_eq!(fold("Straße"), "strasse");
        assert_eq!(fold("Don’t"), "don't");
        assert_ne!(fold("か"), fold("が"));
        assert_eq!(fold("か\u{3099}"), "が");
    }

    proptest! {
        #![proptest_config(crate::chance::cases(256))]

        #[test]
        fn folding_in_parts_is_folding_the_whole(
            text in r"([a-zA-Z0-9 .–—“’”…、。ー]|[かがカガパ佐藤健]|[äÄéÉßŁΣσςΩ]|[\u{300}-\u{36f}\u{3099}\u{309a}]|[Ａ-Ｚｶﾞﾊﾟ①™㍻]|[ᄀ-ᇿ각]|\PC){0,12}",
        ) {
            prop_assert_eq!(fold(&text), fold_whole(&text));
        }
    }

    #[test]
    fn likeness_counts_words_or_character_pairs() {
        let like = |one: &str, two: &str| dice(&grams(one), &grams(two));
        assert!((like("send the guide", "send the sizing guide") - 6.0 / 7.0).abs() < 1e-9);
        assert!(like("見積もりを送る", "見積もりを送付する") >= 0.5);
        assert!(like("send the guide", "open a port") < 0.5);
        assert!(like("", "").abs() < 1e-9);
    }

    #[test]
    fn phrases_are_whole_words() {
        for (text, phrase, expected) in [
            ("as at Orbit Foods, too", "orbit foods", true),
            ("as at ORBIT", "Orbit", true),
            ("the orbits", "orbit", false),
            ("an exorbit", "orbit", false),
            ("mail ivo@orbit.example", "orbit.example", true),
            ("港銀行の件で", "港銀行", true),
            ("Orbitの件で", "orbit", true),
            ("the Société", "societe", true),
            ("anything", "", false),
        ] {
            assert_eq!(has_phrase(text, phrase), expected, "{phrase} in {text}");
        }
    }

    #[test]
    fn slugs_are_ascii() {
        assert_eq!(slug("Kick-off: Q1 / Zürich").as_deref(), Some("kick-off-q1-zurich"));
        assert_eq!(slug("../../etc/passwd").as_deref(), Some("etc-passwd"));
        assert_eq!(slug("定例"), None);
    }

    #[test]
    fn the_nearest_name_must_be_near() {
        assert_eq!(nearest("mintao", ["minato", "orbit"]), Some("minato"));
        assert_eq!(nearest("pco", ["sync", "poc"]), Some("poc"));
        assert_eq!(nearest("zzz", ["minato", "orbit"]), None);
    }

    #[test]
    fn counts_agree_with_their_nouns() {
        assert_eq!(count(1, "note"), "1 note");
        assert_eq!(count(2, "box"), "2 boxes");
        assert_eq!(count(0, "day"), "0 days");
        assert_eq!(count(2, "entry"), "2 entries");
    }
}
