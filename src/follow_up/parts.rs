//! Takes the text of one item apart: label, owners, fields, and what is left to be read by people.

use std::ops::Range;

use super::grammar::{self, Field, Found};
use super::label::{Label, label};
use super::owners::{People, dedup, leading_owners};
use crate::date::Date;
use crate::people::{Directory, Owner, Present};

/// The parts of one item's text.
#[derive(Debug, Default, PartialEq)]
pub struct Parts {
    /// Without label, leading owner, and the fields and marks that end it.
    pub text: String,
    pub owners: Vec<Owner>,
    /// Starts with `ACTION`, `Action item:`, `[ACTION]`, or `AI:`, `Todo:` with an owner behind.
    pub is_action: bool,
    pub due: Option<Date>,
    pub promised: Option<Date>,
    pub start: Option<Date>,
    pub done: Option<Date>,
    pub dropped: Option<Date>,
    /// Bears a mark that says done: `(done)`, ✅, `[COMPLETE]`, `~~…~~`.
    pub marked_done: bool,
    /// Bears `(dropped …)` or ❌.
    pub marked_dropped: bool,
    pub repeats: bool,
    /// As it is written: `⏫`, `high`, `(A)`.
    pub priority: Option<String>,
    pub id: Option<String>,
    pub tags: Vec<String>,
    /// Everything that was read, in the order of the text.
    pub fields: Vec<Found>,
    /// The first of the fields in the run that ends the text.
    pub first_ending: usize,
    /// Where that run starts.
    pub ending: usize,
    /// Where the names of owners stand: the leading ones as one range, then each field.
    pub owners_at: Vec<Range<usize>>,
    /// Where the text starts behind its label.
    pub labelled: usize,
    /// Where a leading owner stands, or would.
    pub leading: usize,
}

impl Parts {
    pub fn has_date(&self) -> bool {
        self.due.is_some() || self.promised.is_some()
    }

    /// Returns the fields that count: some do only in the run that ends the text.
    pub fn counting(&self) -> impl DoubleEndedIterator<Item = &Found> {
        let counts = |(at, found): &(usize, &Found)| !found.only_at_end || *at >= self.first_ending;
        self.fields.iter().enumerate().filter(counts).map(|(_, found)| found)
    }
}

/// Returns whether a text can start with a label of an action; without a look at who is who.
pub fn may_be_action(text: &str) -> bool {
    let bare = text.trim_start_matches(['*', '_', '~', ' ', '[']).as_bytes();
    ["action", "ai", "todo"].iter().any(|word| {
        bare.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
    })
}

/// Takes a text apart; `present` and `directory` tell which names are people.
pub fn parts(text: &str, directory: &Directory, present: &Present) -> Parts {
    let masked = grammar::masked(text);
    let found = grammar::fields(&masked);
    let people = People { directory, present };
    let (end, first_ending) = ending_run(&masked, &found);
    let mut parts = Parts { tags: grammar::tags(&masked), ..Parts::default() };

    let (label, label_end) = label(&masked);
    let mut start = label_end;
    let mut owners = Vec::new();
    if let Some(name) = label.and_then(Label::owner) {
        owners.extend(people.several(name));
        parts.owners_at.extend((!owners.is_empty()).then(|| place_of(name, &masked)));
    }
    let leading = skip_leading(&masked, start, end, &found);
    (parts.labelled, parts.leading) = (label_end, leading);
    parts.priority = leading_priority(&masked[start..leading]);
    if let Some(mut leaders) =
        leading_owners(&masked[..end.max(leading)], leading, &people, label.is_some())
    {
        owners.append(&mut leaders.owners);
        parts.owners_at.push(leaders.at);
        start = leaders.behind;
    }
    parts.is_action = match label {
        Some(Label::Todo) if owners.is_empty() => {
            start = 0;
            false
        }
        Some(_) => true,
        None => false,
    };
    for (at, found) in found.iter().enumerate() {
        if !found.only_at_end || at >= first_ending {
            parts.take(found, &people, &mut owners);
        }
    }
    dedup(&mut owners);
    parts.owners = owners;
    if start <= leading && leading_priority(&masked[start..leading]).is_some() {
        // Without an owner behind it, a leading priority is cut off like one at the end.
        start = leading;
    }
    parts.text = shown(&without_marks(text, start, end, &found));
    let is_struck = is_struck(&masked, 0, end) || is_struck(&masked, label_end, end);
    parts.marked_done |= is_struck || ends_completed(&parts.text);
    if parts.text.is_empty() {
        parts.text = shown(&without_marks(text, label_end.min(text.len()), text.len(), &found));
    }
    (parts.fields, parts.first_ending, parts.ending) = (found, first_ending, end);
    parts
}

/// Returns where a part of a text, borrowed from it, stands in it.
fn place_of(part: &str, whole: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - whole.as_ptr() as usize;
    start..start + part.len()
}

impl Parts {
    /// Takes a field; of several of one kind the last counts.
    fn take(&mut self, found: &Found, people: &People, owners: &mut Vec<Owner>) {
        match &found.field {
            Field::Due(date) => self.due = Some(*date),
            Field::Promised(date) => self.promised = Some(*date),
            Field::Start(date) => self.start = Some(*date),
            Field::Done(date) => {
                self.marked_done = true;
                self.done = date.or(self.done);
            }
            Field::Dropped(date) => {
                self.marked_dropped = true;
                self.dropped = date.or(self.dropped);
            }
            Field::Owner(names) => {
                self.owners_at.push(found.at.clone());
                let names = names.split([' ', '@', '+', '&']).filter(|name| !name.is_empty());
                match people.directory.owner_if_known(found.owner_words(), people.present) {
                    Some(owner) => owners.push(owner),
                    None => owners.extend(names.map(|name| people.owner(name))),
                }
            }
            Field::Id(id) => self.id = Some(id.clone()),
            Field::Repeat => self.repeats = true,
            Field::Priority(sign) => self.priority = Some(sign.clone()),
            Field::Mark => {}
        }
    }
}

impl Found {
    fn owner_words(&self) -> &str {
        match &self.field {
            Field::Owner(words) => words,
            _ => "",
        }
    }
}

/// Returns whether `~~…~~` stands around the whole text but for the fields that end it.
fn is_struck(text: &str, from: usize, end: usize) -> bool {
    let trimmed = text[from..].trim_start();
    let inner = from + text[from..].len() - trimmed.len() + 2;
    trimmed.starts_with("~~")
        && text[inner..].rfind("~~").is_some_and(|close| inner + close + 2 >= end)
}

/// `… - Completed` says done where there is no box.
fn ends_completed(text: &str) -> bool {
    let lower = text.trim_end_matches(['.', '*']).to_lowercase();
    ["- completed", "– completed", "— completed"].iter().any(|mark| lower.ends_with(mark))
}

/// Where the run of fields that ends a text starts, and the first of its fields. They are in the order
/// of the text, so a place is looked up by halves.
fn ending_run(text: &str, found: &[Found]) -> (usize, usize) {
    let mut end = text.trim_end().len();
    let mut first = found.len();
    let ends_at = |end: usize| found.binary_search_by_key(&end, |found| found.at.end).ok();
    loop {
        if let Some(field) = ends_at(end) {
            first = field;
            end = text[..found[field].at.start].trim_end().len();
            continue;
        }
        // Punctuation between and behind fields, and the end of a struck text.
        let before = text[..end].trim_end_matches(['.', ',', ';', '。', '、']).trim_end();
        if before.len() < end && ends_at(before.len()).is_some() {
            end = before.len();
            continue;
        }
        let unstruck = text[..end].strip_suffix("~~").map(|rest| rest.trim_end().len());
        match unstruck {
            Some(inner) if ends_at(inner).is_some() => end = inner,
            _ => break,
        }
    }
    (end, first)
}

/// Returns where the text goes on behind `~~`, a priority in parentheses, and leading fields.
fn skip_leading(text: &str, from: usize, end: usize, found: &[Found]) -> usize {
    let mut at = from;
    while at < end {
        let rest = &text[at..end];
        let trimmed = rest.trim_start();
        if trimmed.len() < rest.len() {
            at += rest.len() - trimmed.len();
        } else if let Ok(field) = found.binary_search_by_key(&at, |found| found.at.start)
            && !found[field].only_at_end
        {
            at = found[field].at.end;
        } else if rest.starts_with("~~") {
            at += 2;
        } else if is_priority(rest) {
            at += 3;
        } else {
            break;
        }
    }
    at.min(end.max(from))
}

/// `(A) ` as in todo.txt.
fn is_priority(text: &str) -> bool {
    matches!(text.as_bytes(), [b'(', b'A'..=b'Z', b')', b' ', ..])
}

/// Returns the `(A)` among leading fields.
fn leading_priority(leading: &str) -> Option<String> {
    let at = (0..leading.len())
        .find(|at| leading.is_char_boundary(*at) && is_priority(&leading[*at..]))?;
    Some(leading[at..at + 3].to_string())
}

/// Returns a part of the text without dated done marks: they are written at the end of the first
/// line, which need not be the end of the text.
fn without_marks(text: &str, start: usize, end: usize, found: &[Found]) -> String {
    let mut kept = String::new();
    let mut at = start;
    for found in found.iter().filter(|found| found.at.start >= start && found.at.end <= end) {
        if matches!(found.field, Field::Done(Some(_)) | Field::Dropped(Some(_))) {
            kept.push_str(text[at..found.at.start].trim_end());
            at = found.at.end;
        }
    }
    kept.push_str(text.get(at..end).unwrap_or_default());
    kept
}

/// Returns a text without the marks that strike it through.
fn shown(text: &str) -> String {
    let text = text.trim();
    let bare = text.strip_prefix("~~").unwrap_or(text).trim_start();
    match bare.strip_suffix("~~") {
        Some(inner) if !inner.contains("~~") => inner.trim_end().to_string(),
        _ if text.len() != bare.len() && !bare.contains("~~") => bare.to_string(),
        _ => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Parts, parts};
    use crate::people::{Attendee, Directory, Present, read_team};

    fn read(text: &str) -> Parts {
        let directory = Directory {
            team: read_team("- @dana — Dana Reyes\n- @priya — Priya Nair\n".as_bytes()),
            ..Directory::default()
        };
        let attendee = Attendee { name: "Tom Dale".into(), initials: "TD".into() };
        let present = Present {
            attendees: vec![attendee],
            theirs: vec!["佐藤 健".into()],
            ..Present::default()
        };
        parts(text, &directory, &present)
    }

    /// Shows `owners | text | fields`.
    fn check(text: &str, expected: &str) {
        let parts = read(text);
        let names: Vec<&str> = parts.owners.iter().map(|owner| owner.name.as_str()).collect();
        let mut fields = Vec::new();
        for (name, date) in [
            ("due", parts.due),
            ("promised", parts.promised),
            ("start", parts.start),
            ("done", parts.done),
            ("dropped", parts.dropped),
        ] {
            fields.extend(date.map(|date| format!("{name} {date}")));
        }
        fields.extend(parts.is_action.then(|| "action".to_string()));
        fields.extend((parts.marked_done && parts.done.is_none()).then(|| "marked".to_string()));
        fields.extend(parts.priority.map(|sign| format!("priority {sign}")));
        fields.extend(parts.repeats.then(|| "repeats".to_string()));
        fields.extend(parts.id.map(|id| format!("id {id}")));
        let shown = format!("{} | {} | {}", names.join("+"), parts.text, fields.join(", "));
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn owners_are_read_in_every_form() {
        for text in [
            "@dana send the guide",
            "@dana: send the guide",
            "@dana, send the guide",
            "@Dana send the guide",
            "**@dana** send the guide",
            "**@dana:** send the guide",
            "Dana: send the guide",
            "Dana Reyes: send the guide",
            "**Dana**: send the guide",
            "**Dana:** send the guide",
            "Dana to send the guide",
            "Dana will send the guide",
            "send the guide (@dana)",
            "send the guide [owner:: dana]",
            "send the guide [owner:: @dana]",
            "Dana：send the guide",
        ] {
            check(text, "dana | send the guide | ");
        }
        for text in [
            "@dana @priya call",
            "@dana+@priya call",
            "@dana, @priya: call",
            "@dana and @priya call",
            "Dana & Priya to call",
            "call (@dana @priya)",
        ] {
            check(text, "dana+priya | call | ");
        }
        check("TD to call", "Tom Dale | call | ");
        check("@佐藤様 open ports by 2026-03-09", "佐藤 健 | open ports | due 2026-03-09");
        check("@them name a contact", "them | name a contact | ");
        check("@stranger: call", "stranger | call | ");
        check("Support to call", " | Support to call | ");
        check("Note: call", " | Note: call | ");
        check("call @dana back", " | call @dana back | ");
        check("@dana", "dana | @dana | ");
    }

    #[test]
    fn fields_are_read_anywhere_and_cut_off_at_the_end() {
        check(
            "@dana send by 2026-03-05 promised 2026-03-04",
            "dana | send | due 2026-03-05, promised 2026-03-04",
        );
        check(
            "@dana run `make by 2026-01-01` by 2026-03-05",
            "dana | run `make by 2026-01-01` | due 2026-03-05",
        );
        check("`make` (done 2026-03-05)", " | `make` | done 2026-03-05");
        check(
            "@dana send <!-- by 2026-01-01 --> by 2026-03-05 <!-- x -->",
            "dana | send | due 2026-03-05",
        );
        check("@dana send by 2026-03-05.", "dana | send | due 2026-03-05");
        check(
            "@dana send by 2026-03-05 the guide",
            "dana | send by 2026-03-05 the guide | due 2026-03-05",
        );
        check("@dana send by 2026-03-05, by 2026-03-09", "dana | send | due 2026-03-09");
        check("📅 2026-03-05 @dana send ⏫", "dana | send | due 2026-03-05, priority ⏫");
        check("(A) @dana send due:2026-03-05", "dana | send | due 2026-03-05, priority (A)");
        check("(A) send", " | send | priority (A)");
        check("[priority:: high] send", " | [priority:: high] send | priority high");
        check("send #infra by 2026-03-05", " | send #infra | due 2026-03-05");
        check("send by 2026-03-05 #infra", " | send by 2026-03-05 #infra | due 2026-03-05");
        check("send from 2026-03-02 by 2026-03-05", " | send | due 2026-03-05, start 2026-03-02");
        check("numbers from 2026-03-02 are wrong", " | numbers from 2026-03-02 are wrong | ");
        check(
            "send 🔁 every week 📅 2026-03-05 ^k7q2",
            " | send | due 2026-03-05, repeats, id k7q2",
        );
        check(
            "2026-03-05までに見積もりを送る",
            " | 2026-03-05までに見積もりを送る | due 2026-03-05",
        );
    }

    #[test]
    fn done_and_dropped_marks_are_read() {
        check("@dana send (done 2026-03-05)", "dana | send | done 2026-03-05");
        check("send by 2026-03-05 ✅ 2026-03-04", " | send | due 2026-03-05, done 2026-03-04");
        check(
            "~~@dana send by 2026-02-17~~ (dropped 2026-03-12: replaced by the CSV export)",
            "dana | send | due 2026-02-17, dropped 2026-03-12, marked",
        );
        check(
            "@dana by 2026-03-05 (done 2026-03-04)",
            "dana | @dana by 2026-03-05 | due 2026-03-05, done 2026-03-04",
        );
        check("~~send the guide~~", " | send the guide | marked");
        check("send (done)", " | send | marked");
        check("send (done 2026-03-05) the guide", " | send the guide | done 2026-03-05");
        check("send the guide - Completed", " | send the guide - Completed | marked");
        check("~~old~~ new", " | ~~old~~ new | ");
    }

    #[test]
    fn many_fields_take_no_longer_than_few_each() {
        // Were a field looked up among all others, this would not end within a coffee break.
        let dates = "by 2026-03-05 ".repeat(100_000);
        assert!(read(&format!("send {dates}")).text == "send");
        let signs = "📅 2026-03-05 ".repeat(100_000);
        assert!(read(&format!("{signs}@dana send")).text == "send");
        let tags: String = (0..100_000).map(|n| format!("#a{n} ")).collect();
        assert_eq!(read(&tags).tags.len(), 100_000);
        assert_eq!(read(&"(".repeat(100_000)).text.len(), 100_000);
    }

    #[test]
    fn labels_make_actions() {
        check("ACTION: @dana send", "dana | send | action");
        check("ACTION send the guide", " | send the guide | action");
        check("**ACTION ITEM** Dana: send", "dana | send | action");
        check("**Action item:** send", " | send | action");
        check("~~ACTION: @dana send~~", "dana | send | action, marked");
        check("[ACTION] Dana & Priya to send", "dana+priya | send | action");
        check("[ACTION: dana] send", "dana | send | action");
        check("AI: Dana - send", "dana | send | action");
        check("AI: @dana send", "dana | send | action");
        check("AI: will change everything", " | AI: will change everything | ");
        check("Todo: Dana to send", "dana | send | action");
        check("TODO @dana send", "dana | send | action");
        check("TODO send", " | TODO send | ");
        check(
            "[ACTION](https://example.com) is a link",
            " | [ACTION](https://example.com) is a link | ",
        );
        check("ACTIONS speak louder", " | ACTIONS speak louder | ");
        check("Action items: none", " | Action items: none | ");
    }
}
