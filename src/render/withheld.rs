//! What was left out, for the user alone: how many, why and where, and never what it says.

use crate::cells::harmless;
use crate::report::outward::{Objection, Reason, Withheld};
use crate::words;

/// Returns a line for each reason, in the order of the reasons. `what` is one of them in a word.
pub fn withheld(withheld: &[Withheld], what: &str) -> Vec<String> {
    let mut reasons: Vec<Reason> = withheld.iter().map(|one| one.reason).collect();
    reasons.sort_unstable();
    reasons.dedup();
    let lines = reasons.into_iter().map(|reason| {
        let places = withheld.iter().filter(|one| one.reason == reason);
        let places: Vec<String> =
            places.map(|one| format!("{}:{}", harmless(&one.note), one.line)).collect();
        let count = words::count(places.len(), what);
        format!("left out {count} ({}): {}", why(reason), places.join(", "))
    });
    lines.collect()
}

/// Returns why a text may not go out; of names and words those of the cards and the settings.
pub fn objection(objection: &Objection) -> String {
    match objection {
        Objection { reason: Reason::OtherCustomer, named: Some(name) } => {
            format!("another customer is named: {}", harmless(name))
        }
        Objection { reason: Reason::Word, named: Some(word) } => {
            format!("a word stands in it that stops sharing: {}", harmless(word))
        }
        objection => why(objection.reason).to_string(),
    }
}

pub fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Internal => "internal",
        Reason::LooksInternal => "it looks internal, or stands below what does",
        Reason::Hidden => "a comment or HTML stands in it",
        Reason::OtherCustomer => "another customer is named",
        Reason::Word => "a word stands in it that stops sharing",
        Reason::Mark => "a path, a link to a note or an id stands in it",
        Reason::Nobody => "it has no customer and names nobody",
        Reason::Person => "somebody of theirs is named",
        Reason::Address => "an address or a number stands behind the name",
        Reason::Severity => "it tells how severe it is",
        Reason::NoOwner => "nobody owns it",
        Reason::Block => "code, a table or a quote",
        Reason::Secret => "it looks like a key, a token or a password",
        Reason::Section => "not in a section that is shared",
        Reason::Risk => "risks are for us",
        Reason::Dropped => "dropped",
    }
}
