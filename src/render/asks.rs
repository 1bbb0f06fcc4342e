//! What customers ask for: a list, one ask with all its lines and quotes, and Markdown for a speclet.

use super::entries::{Entry, day, entries, fitted, grouped};
use super::page::{ENGLISH, Page, Ways};
use super::terminal::{LATE, Width, bold, dim};
use crate::cells::{self, harmless};
use crate::date::Date;
use crate::people::Directory;
use crate::report::asks::{Said, Topic, Who, Words};
use crate::report::lines::Line;
use crate::words::{count, fold};

const NO_CUSTOMER: &str = "no customer";
const NO_TAG: &str = "no tag";
/// Tags take at most this many cells.
const MOST_TAG: usize = 24;

/// Returns the asks: when each was asked last, who asks, and below that the words of the worst line.
pub fn list(topics: &[Topic], today: Date, width: Width) -> String {
    let list = topics.iter().map(|topic| Entry {
        columns: vec![cells::cut(&harmless(&name(topic)), MOST_TAG), day(topic.last, today)],
        style: anstyle::Style::new().bold(),
        words: asked_by(topic),
        below: topic.worst_line().map(|line| shown(line, topic)).unwrap_or_default(),
        ..Entry::default()
    });
    entries(&list.collect::<Vec<_>>(), 0, width)
}

/// Returns `#audit-log`; `no tag` for an ask that has none.
fn name(topic: &Topic) -> String {
    topic.tag.as_ref().map_or(NO_TAG.to_string(), |tag| format!("#{tag}"))
}

/// Returns `2 customers: orbit blocker, minato pain`.
fn asked_by(topic: &Topic) -> String {
    let who = topic.who.iter().map(|one| {
        let customer = one.customer.as_deref().unwrap_or(NO_CUSTOMER);
        one.word.map_or(customer.to_string(), |word| format!("{customer} {word}"))
    });
    let who = who.collect::<Vec<_>>().join(", ");
    match topic.ask.customers.len() {
        0 => who,
        number => format!("{}: {who}", count(number, "customer")),
    }
}

/// Returns the words of a line without the ask's own tag at their end, which stands before them.
fn shown(line: &Line, topic: &Topic) -> String {
    let last = line.text.rsplit_once(char::is_whitespace);
    let words = match (last, &topic.tag) {
        (Some((words, last)), Some(tag)) if fold(last) == format!("#{tag}") => words.trim_end(),
        _ => &line.text,
    };
    format!("{words}{}", internal(line.internal))
}

/// Returns one ask: all its lines and quotes, customer by customer, the latest first.
pub fn detail(topic: &Topic, directory: &Directory, today: Date, width: Width) -> String {
    let last = topic.last.map(|last| format!("last asked {}", day(Some(last), today)));
    let customers = match topic.ask.customers.len() {
        0 => NO_CUSTOMER.to_string(),
        number => count(number, "customer"),
    };
    let about = [Some(customers), topic.ask.word.map(String::from), last];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let name = harmless(&name(topic));
    let head = fitted(&format!("{name} · {about}"), width);
    let (name, about) = head.split_at(name.len().min(head.len()));
    let groups: Vec<(String, Vec<Entry>)> = topic
        .voices()
        .into_iter()
        .map(|customer| {
            let title = customer.map_or(NO_CUSTOMER, |slug| directory.customer_name(slug));
            (title.to_string(), of_customer(topic, customer, today))
        })
        .collect();
    format!("{}{}\n\n{}", bold(name), dim(about), grouped(&groups, 2, width))
}

fn of_customer(topic: &Topic, customer: Option<&str>, today: Date) -> Vec<Entry> {
    let entry = |kind: String, date, words: String, is_internal, place| Entry {
        style: if kind == "blocker" { LATE } else { anstyle::Style::new() },
        columns: vec![kind, day(date, today)],
        words: words + internal(is_internal),
        place,
        ..Entry::default()
    };
    let words = topic.words_of(customer).into_iter().map(|words| match words {
        Words::Asked(line) => {
            let word = line.qualifier.as_deref().unwrap_or("ask").to_string();
            let place = format!("{}:{}", line.note, line.line);
            entry(word, line.date, line.text.clone(), line.internal, place)
        }
        Words::Said(quote) => {
            let place = format!("{}:{}", quote.note, quote.line);
            entry("quote".to_string(), quote.date, said(quote), quote.internal, place)
        }
    });
    words.collect()
}

fn internal(is_internal: bool) -> &'static str {
    if is_internal { " [internal]" } else { "" }
}

fn said(quote: &Said) -> String {
    let name = quote.name.as_ref().map_or(String::new(), |name| format!(" — {name}"));
    format!("\"{}\"{name}", quote.text)
}

/// Returns one ask as a list for a speclet: who needs it, in whose words, with links that resolve from
/// `speclets/`. Every date has its year, as a speclet is read for long. Nothing in it is read as an ask, a
/// quote or a follow-up of the speclet.
pub fn markdown(topic: &Topic, directory: &Directory) -> String {
    let page =
        Page { directory, year: 0, ways: Ways::Links { from: "speclets" }, phrases: &ENGLISH };
    let mut out = String::new();
    for customer in topic.voices() {
        let who = topic.who.iter().find(|who| who.customer.as_deref() == customer);
        out.push_str(&format!("- {}\n", heading(customer, who, &page)));
        for words in topic.words_of(customer) {
            out.push_str(&format!("  - {}\n", words_with_link(words, &page)));
        }
    }
    out
}

/// Returns all asks as [`markdown`] has them, each under a heading of its own.
pub fn all_markdown(topics: &[Topic], directory: &Directory) -> String {
    let parts = topics.iter().map(|topic| {
        let name = match &topic.tag {
            Some(tag) => format!("#{}", harmless(tag)),
            None => format!("{NO_TAG}: {}", harmless(&topic.text)),
        };
        let customers = match topic.ask.customers.len() {
            0 => NO_CUSTOMER.to_string(),
            number => count(number, "customer"),
        };
        format!("### {name} — {customers}\n\n{}", markdown(topic, directory))
    });
    parts.collect::<Vec<_>>().join("\n")
}

/// Returns `**Orbit Foods** — blocker, last asked 5 Mar 2026`; what is not known is left out.
fn heading(customer: Option<&str>, who: Option<&Who>, page: &Page) -> String {
    let name = format!("**{}**", page.customer(customer));
    let Some(who) = who else { return format!("{name} — quoted") };
    let last = who.last.map(|last| format!("last asked {}", page.day(last)));
    let about = [who.word.map(String::from), last].into_iter().flatten().collect::<Vec<_>>();
    if about.is_empty() { name } else { format!("{name} — {}", about.join(", ")) }
}

/// Returns `pain, 5 Mar 2026: send it #audit-log · [note](…)`: the date comes first, so that no word of the
/// line is read as the start of a typed line or an action.
fn words_with_link(words: Words, page: &Page) -> String {
    match words {
        Words::Asked(line) => {
            let word = line.qualifier.as_deref().map(|word| format!("{}, ", harmless(word)));
            format!(
                "{}{}: {}{}{}",
                word.unwrap_or_default(),
                page.or_no_date(line.date),
                harmless(&line.text),
                internal(line.internal),
                page.place(&line.note, line.line, true)
            )
        }
        Words::Said(quote) => format!(
            "{}, {}{}{}",
            harmless(&said(quote)),
            page.or_no_date(quote.date),
            internal(quote.internal),
            page.place(&quote.note, quote.line, true)
        ),
    }
}
