//! How severe an escalation is, is told in our words, and to us alone.

use crate::words::fold;

/// Returns whether a text speaks of severity as our notes do: `severity: high`, `Sev-1`, `重大度`.
pub fn tells_severity(text: &str) -> bool {
    let text = fold(text);
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = |rest: &str| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit());
    let is_level = |word: &str| word == "sev" || word.strip_prefix("sev").is_some_and(is_number);
    words.any(|word| word == "severity" || is_level(word)) || text.contains("重大度")
}
