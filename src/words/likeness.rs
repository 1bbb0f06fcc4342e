//! Letters that look like others: a word written with them is read as the word that it looks like.

use super::fold;

/// Returns a folded text with letters of other scripts as the Latin ones that they look like, and
/// without what nobody sees: soft hyphens, joiners, variation selectors, controls.
///
/// Both sides of a comparison have to go through it: Cyrillic words lose letters to Latin ones.
pub fn look(text: &str) -> String {
    let folded = fold(text);
    if folded.is_ascii() && !folded.bytes().any(|byte| byte < b' ' && byte != b'\n') {
        return folded;
    }
    folded.chars().filter(|c| !is_unseen(*c)).map(latin).collect()
}

/// Returns whether a character has no shape of its own.
fn is_unseen(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Returns the Latin small letter that a folded letter looks like, else the letter itself.
fn latin(c: char) -> char {
    match c {
        'а' | 'α' | 'ɑ' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' | 'đ' => 'd',
        'е' | 'ε' => 'e',
        // Of Greek letters the capital decides: Ν looks like N, ν like v, and they are one letter.
        'н' | 'һ' | 'η' => 'h',
        'і' | 'ι' | 'ı' | 'ӏ' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ł' | 'ƚ' => 'l',
        'м' | 'μ' => 'm',
        'ո' | 'ν' => 'n',
        'о' | 'ο' | 'օ' | 'ø' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'ս' => 'u',
        'ѵ' => 'v',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'υ' | 'γ' => 'y',
        'ζ' => 'z',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::look;

    #[test]
    fn words_are_read_as_they_look() {
        for (text, expected) in [
            ("Internal", "internal"),
            ("Intеrnаl", "internal"),
            ("ΙΝΤΕRΝAL", "internal"),
            ("Int\u{200b}er\u{ad}nal", "internal"),
            ("Ｉｎｔｅｒｎａｌ", "internal"),
            ("In\0ternal", "internal"),
            ("𝐈𝐧𝐭𝐞𝐫𝐧𝐚𝐥", "internal"),
            ("佐藤 健\n", "佐藤 健\n"),
        ] {
            assert_eq!(look(text), expected, "{text:?}");
        }
    }
}
