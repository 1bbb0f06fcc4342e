//! Headings that name what is to be done.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::skip;
use crate::words::fold;

/// Searches for what stands in every heading in ASCII that names what is to be done; made once, as each heading
/// of each note is searched.
static TRACES: LazyLock<[Finder; 4]> =
    LazyLock::new(|| ["action", "step", "follow", "do"].map(Finder::new));

/// Returns whether a whole heading names what is to be done: *Action items*, *Next steps (3)*,
/// *Follow-ups:*, 宿題.
pub(super) fn names_actions(text: &str) -> bool {
    const NOUNS: [&str; 6] = ["actionitem", "action", "nextstep", "followup", "todo", "nextaction"];
    const ADJECTIVES: [&str; 24] = [
        "new",
        "open",
        "our",
        "their",
        "your",
        "my",
        "all",
        "the",
        "and",
        "or",
        "list",
        "of",
        "other",
        "key",
        "agreed",
        "pending",
        "outstanding",
        "remaining",
        "immediate",
        "short",
        "long",
        "term",
        "additional",
        "required",
    ];
    const UNSPACED: [&str; 5] =
        ["宿題", "アクション", "次回まで", "ネクストステップ", "フォローアップ"];
    const LONGEST: usize = 80;
    const LONGEST_UNSPACED: usize = 10;
    if text.len() > LONGEST {
        return false;
    }
    let folded = fold(text);
    if text.is_ascii() && !TRACES.iter().any(|trace| trace.find(folded.as_bytes()).is_some()) {
        return false;
    }
    if skip::names_a_list_of_topics(text) {
        return false;
    }
    let folded: String = folded.chars().filter(|c| !c.is_ascii_digit()).collect();
    if !folded.is_ascii() && UNSPACED.iter().any(|word| folded.contains(word)) {
        return folded.chars().filter(|c| c.is_alphabetic()).count() <= LONGEST_UNSPACED;
    }
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_noun = |word: &str| NOUNS.contains(&word) || NOUNS.contains(&word.trim_end_matches('s'));
    let (mut at, mut nouns) = (0, 0);
    while at < words.len() {
        let two = words[at..].get(..2).map(|pair| pair.concat());
        if two.is_some_and(|two| is_noun(&two)) {
            (at, nouns) = (at + 2, nouns + 1);
        } else if is_noun(words[at]) {
            (at, nouns) = (at + 1, nouns + 1);
        } else if ADJECTIVES.contains(&words[at]) {
            at += 1;
        } else {
            return false;
        }
    }
    nouns > 0
}

#[cfg(test)]
mod tests {
    use super::names_actions;

    #[test]
    fn headings_that_name_actions() {
        for text in [
            "Action items",
            "Action Item",
            "ACTIONS:",
            "Actions (3)",
            "Next steps",
            "Next step",
            "Follow-ups",
            "Follow up",
            "Followups",
            "To do",
            "TODO",
            "To-dos",
            "3. Action items",
            "Action items and next steps",
            "✅ Next actions",
            "New action items",
            "Long-term TODOs",
            "宿題",
            "アクション",
            "次回まで",
            "次回までの宿題",
            "アクションアイテム",
            "TODO（3）",
        ] {
            assert!(names_actions(text), "{text}");
        }
        for text in [
            "",
            "Action item review",
            "GitHub Actions",
            "Follow-up discussion",
            "Next",
            "Next meeting",
            "Steps",
            "Open",
            "Actionable alerts",
            "Next year's goals",
            "次回までの議題",
            "Item",
            "アクションカメラの評価結果について",
            "Action items from last time",
        ] {
            assert!(!names_actions(text), "{text}");
        }
    }
}
