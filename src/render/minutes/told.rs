//! What the user is told of minutes: what was left out, and why there are none. No text of a note is quoted.

use crate::cells::harmless;
use crate::render::withheld::{objection, why as reason_of};
use crate::report::minutes::{LeftOut, Open, Refusal, Why};
use crate::report::outward::{Objection, Reason};
use crate::words::count;

/// Returns a line for each reason: `left out 2 parts (internal): path:17, path:20-24`.
pub fn left_out(left_out: &[LeftOut]) -> Vec<String> {
    let lines = left_out.chunk_by(|one, other| one.reason == other.reason).map(|parts| {
        let places = parts.iter().map(|LeftOut { note, first, last, .. }| {
            let end = if first == last { String::new() } else { format!("-{last}") };
            format!("{}:{first}{end}", harmless(note))
        });
        let places = places.collect::<Vec<_>>().join(", ");
        format!(
            "left out {} ({}): {places}",
            count(parts.len(), "part"),
            reason_of(parts[0].reason)
        )
    });
    lines.collect()
}

/// Returns a line for each internal line that is also told outside of the internal parts.
pub fn repeated(lines: &[(&str, usize)]) -> Vec<String> {
    let told = lines.iter().map(|(note, line)| {
        format!("{}:{line} is internal, and its words also stand in what is shared", harmless(note))
    });
    told.collect()
}

/// Returns a line for each reason why there are no minutes, and the ways out.
pub fn refusals(refusals: &[Refusal]) -> (String, String) {
    let lines = refusals.iter();
    let lines = lines.map(|one| format!("{}:{}: {}", harmless(&one.note), one.line, why(&one.why)));
    let mut hints: Vec<&str> = refusals.iter().map(|one| way_out(&one.why)).collect();
    hints.dedup();
    let mut known: Vec<&str> = Vec::new();
    for hint in hints {
        if !known.contains(&hint) {
            known.push(hint);
        }
    }
    (lines.collect::<Vec<_>>().join("\n"), known.join("; "))
}

fn why(why: &Why) -> String {
    match why {
        Why::Objection(one) => objection(one),
        Why::Open(Open::Fence) => "a code fence is never closed".to_string(),
        Why::Open(Open::Comment) => "a comment is never closed".to_string(),
        Why::Open(Open::Html) => "HTML is never closed".to_string(),
        Why::Broken(message) => harmless(message),
        Why::Internal => "the whole note is internal".to_string(),
        Why::NoCard => "its customer has no card, so nobody knows what may go there".to_string(),
        Why::Unmarked => "it looks internal, and is not marked so".to_string(),
        Why::Nothing => "nothing in it is shared".to_string(),
        Why::OtherNote => "it is another customer's note".to_string(),
        Why::Unknown => "it has a form that cannot be shared".to_string(),
        Why::Leak => "words of this withheld line would stand in the minutes".to_string(),
        Why::NotThere(text) => format!("what is allowed does not stand in it: {}", harmless(text)),
    }
}

fn way_out(why: &Why) -> &'static str {
    match why {
        Why::Objection(Objection { reason: Reason::OtherCustomer | Reason::Word, .. }) => {
            "put it under *Internal*, tag it `#internal`, or let it pass with `--allow \"TEXT\"`"
        }
        Why::Objection(Objection { reason: Reason::Secret, .. }) => {
            "take it out of the notes, and change it where it is used"
        }
        Why::Objection(Objection { reason: Reason::Hidden, .. }) => {
            "take the HTML out, put it in backticks, or tag the line `#internal`"
        }
        Why::Objection(_) | Why::Unmarked => {
            "mark it as docs/format.md says (a heading *Internal*, a tag `#internal`), or word it differently"
        }
        Why::Open(_) => "close it",
        Why::Broken(_) => "mend it first: `fieldnote check`",
        Why::Internal => "take `internal: true` out of the front matter if it is not",
        Why::NoCard => "write one: `fieldnote customer add SLUG --name \"Its Name\"`",
        Why::Nothing => {
            "name a section with `--section \"Heading\"`, or in `share.sections` of `fieldnote.toml`"
        }
        Why::OtherNote => "name notes of one customer",
        Why::Unknown => "write it more simply",
        Why::Leak => "word one of the two differently, or let it pass with `--allow \"TEXT\"`",
        Why::NotThere(_) => "`--allow` takes the text as it stands in the minutes",
    }
}
