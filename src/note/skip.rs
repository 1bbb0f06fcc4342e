//! What is no follow-up, though it bears a box, and why.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::follow_up::grammar;
use crate::follow_up::parts::Parts;
use crate::people::{Directory, Present};
use crate::words::{fold, is_unspaced};

/// Why a box is no follow-up; the first that fits is given.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// No text at all.
    Empty,
    /// `TODO`, `TBD`, `N/A`, `<…>`, `{{…}}`, only a comment.
    Placeholder,
    /// In a block quote that is no alert.
    Quoted,
    /// A name to tick: under a heading or label that names attendees, or in a list of persons.
    Attendance,
    /// A `Risk:` line.
    Risk,
    /// Under a heading that names criteria, an agenda, topics or a checklist.
    Heading,
}

impl Reason {
    /// Returns the reason as one word.
    pub fn word(self) -> &'static str {
        match self {
            Reason::Empty => "empty",
            Reason::Placeholder => "placeholder",
            Reason::Quoted => "quoted",
            Reason::Attendance => "attendance",
            Reason::Risk => "risk",
            Reason::Heading => "heading",
        }
    }
}

/// Returns whether a text holds nothing that anybody wrote.
pub fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 9] = ["todo", "tbd", "tba", "n/a", "none", "?", "??", "???", "…"];
    let visible = grammar::uncommented(text);
    let bare = visible.trim().trim_end_matches([':', '.', '!']).trim();
    if bare.is_empty() {
        return true;
    }
    let in_angles = bare.starts_with('<') && bare.ends_with('>') && bare.matches('<').count() == 1;
    let in_braces =
        bare.starts_with("{{") && bare.ends_with("}}") && bare.matches("{{").count() == 1;
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(bare))
        || (in_angles && !bare.contains("://") && !bare.contains('@'))
        || in_braces
}

/// Returns whether a text is `[words](2026-03-04-sync.md)` or `[[2026-03-04-sync]]`, and nothing else.
pub fn is_one_link_to_a_note(text: &str) -> bool {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        return !inner.contains("]]");
    }
    let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(')')) else {
        return false;
    };
    let Some((_, target)) = inner.rsplit_once("](") else { return false };
    let target = target.split(['#', ' ']).next().unwrap_or_default().trim_matches(['<', '>']);
    !target.contains("://") && target.to_lowercase().ends_with(".md")
}

/// Returns whether a whole heading or label names those who attend.
pub fn names_attendees(text: &str) -> bool {
    const NOUNS: [&str; 16] = [
        "attendees",
        "attendee",
        "attendance",
        "attending",
        "attended",
        "members",
        "member",
        "visitors",
        "guests",
        "participants",
        "participant",
        "present",
        "rollcall",
        "absent",
        "regrets",
        "apologies",
    ];
    const ADJECTIVES: [&str; 24] = [
        "by",
        "voting",
        "non",
        "nonvoting",
        "active",
        "all",
        "other",
        "current",
        "new",
        "remote",
        "core",
        "invited",
        "in",
        "person",
        "online",
        "the",
        "of",
        "and",
        "meeting",
        "list",
        "tsc",
        "toc",
        "board",
        "committee",
    ];
    const UNSPACED: [&str; 6] = ["出席", "参加", "欠席", "与会", "参会", "참석"];
    const LONGEST: usize = 80;
    if text.len() > LONGEST {
        return false;
    }
    // Most headings are others, and each heading of each note comes by here: the first word tells.
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let may_be_first = |word: &&str| word.eq_ignore_ascii_case(first);
    if text.is_ascii()
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !NOUNS.iter().chain(&ADJECTIVES).chain(&["roll"]).any(may_be_first)
    {
        return false;
    }
    let folded = fold(text).replace("roll call", "rollcall").replace("roll-call", "rollcall");
    static FINDERS: LazyLock<Vec<Finder>> = LazyLock::new(|| {
        NOUNS.iter().chain(&UNSPACED).map(|word| Finder::new(word.as_bytes())).collect()
    });
    if !FINDERS.iter().any(|word| word.find(folded.as_bytes()).is_some()) {
        return false;
    }
    let bare: String = folded.chars().filter(|c| !c.is_ascii_digit()).collect();
    if UNSPACED.iter().any(|word| bare.contains(word)) {
        return bare.chars().filter(|c| c.is_alphabetic()).count() <= 6;
    }
    let mut nouns = 0;
    for word in bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if NOUNS.contains(&word) {
            nouns += 1;
        } else if !ADJECTIVES.contains(&word) {
            return false;
        }
    }
    nouns > 0
}

/// Returns whether a heading names criteria, an agenda, topics or a checklist.
pub fn names_a_list_of_topics(heading: &str) -> bool {
    const WORDS: [&str; 6] = ["criteria", "criterion", "agenda", "topics", "topic", "checklist"];
    const UNSPACED: [&str; 6] = ["基準", "議題", "アジェンダ", "チェックリスト", "议程", "의제"];
    let folded = fold(heading);
    folded.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
        || !folded.is_ascii() && UNSPACED.iter().any(|word| folded.contains(word))
}

/// Returns whether a box under a heading of attendees asks for something all the same: it bears a
/// date, or an owner and further text.
pub fn asks_for_something(parts: &Parts) -> bool {
    parts.has_date() || (!parts.owners.is_empty() && has_further_text(parts))
}

fn has_further_text(parts: &Parts) -> bool {
    let text = parts.text.split(['(', '（', '<']).next().unwrap_or_default();
    let is_owner = parts
        .owners
        .iter()
        .any(|owner| fold(&owner.name) == fold(text.trim_start_matches(['@', '＠'])));
    !text.trim().is_empty() && !is_owner && !looks_like_a_name(text)
}

/// A few capitalised words, or a few characters in scripts without spaces.
fn looks_like_a_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.len() <= 4
        && text.chars().filter(|c| is_unspaced(*c)).count() <= 8
        && words
            .iter()
            .all(|word| !word.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()))
}

/// Returns whether the whole text of a box is a person: a known one, `@name`, or `Tom Dale (TD)`.
pub fn is_a_person(text: &str, directory: &Directory, present: &Present) -> bool {
    let text = text.trim();
    if let Some((_, end)) = grammar::at_name(text, 0) {
        return end == text.len();
    }
    if directory.owner_if_known(text, present).is_some() {
        return true;
    }
    let Some((name, initials)) = text.split_once('(') else { return false };
    let initials = initials.trim_end().trim_end_matches(')').trim();
    let is_short = (2..=4).contains(&initials.len());
    is_short && looks_like_a_name(name) && crate::people::initials(name) == initials
}

#[cfg(test)]
mod tests {
    use super::{is_placeholder, names_a_list_of_topics, names_attendees};

    #[test]
    fn placeholders() {
        for text in
            ["TODO", "tbd", "N/A", "None.", "?", "...", "<name>", "{{ item }}", "<!-- x -->", " "]
        {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["TODO call", "<https://a.example>", "`code`", "none of them", "a <!-- x -->"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn headings_that_name_attendees() {
        for text in [
            "Attendees",
            "Attended by:",
            "Voting members (12)",
            "Roll call",
            "出席者",
            "TSC Members",
            "Present",
        ] {
            assert!(names_attendees(text), "{text}");
        }
        for text in [
            "Member onboarding",
            "Attendee survey results",
            "Present the plan",
            "Actions",
            "出席者アンケートの結果",
        ] {
            assert!(!names_attendees(text), "{text}");
        }
    }

    #[test]
    fn headings_that_name_topics() {
        for text in ["Exit criteria", "2019-10-03 agenda", "Moderator checklist", "議題"] {
            assert!(names_a_list_of_topics(text), "{text}");
        }
        assert!(!names_a_list_of_topics("Follow-ups"));
    }
}
