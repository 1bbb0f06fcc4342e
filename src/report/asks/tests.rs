//! Which asks are one, who asks, and which quotes belong to them.

use super::{tags, topics, twins};
use crate::date::Date;
use crate::note::{Note, read};
use crate::people::Directory;
use crate::report::days::Days;
use crate::report::lines::Wanted;

fn notes(texts: &[(&str, &str)]) -> Vec<Note> {
    let directory = Directory::default();
    texts
        .iter()
        .map(|(path, text)| read(&format!("{path}.md"), text.as_bytes(), &directory))
        .collect()
}

fn since(day: &str) -> Days {
    Days { since: Date::parse_iso(day), until: None }
}

/// Shows the topics as `topic: customer word, …; last; text; "quotes"`.
fn shown(notes: &[Note], wanted: &Wanted) -> Vec<String> {
    let topics = topics(notes, wanted).into_iter().map(|topic| {
        let who = topic.who.iter().map(|one| {
            let name = one.customer.as_deref().unwrap_or("-");
            format!("{name} {}", one.word.unwrap_or("-"))
        });
        let who = who.collect::<Vec<_>>().join(", ");
        let last = topic.last.map_or("-".to_string(), |date| date.to_string());
        let quotes: String = topic.quotes.iter().map(|one| format!(" \"{}\"", one.text)).collect();
        format!("{}: {who}; {last}; {}{quotes}", topic.ask.topic, topic.text)
    });
    topics.collect()
}

#[test]
fn asks_are_ordered_by_customers_then_the_worst_word_then_the_tag() {
    let notes = notes(&[
        ("customers/a/2026-03-01", "Ask (nice): A1 #two\n\nAsk (blocker): A2 #one\n"),
        ("customers/a/2026-03-02", "Ask (pain): A3 #two\n\nAsk (pain): A4 #two\n"),
        ("customers/b/2026-03-03", "Ask: B1 #Two\n\nAsk (pain): B2 #x\n\nAsk (pain): B3 #w\n"),
        ("customers/c/2026-02-01", "要望（高い）：C1 #two\n\nAsk (nice): C2 #nice\n"),
        ("hands-on/2026-03-04", "Ask (blocker): H #two\n\nAsk (blocker): H2 #own\n"),
        ("customers/c/undated", "Ask: C3 see https://x.example/1\n\nAsk: C4 words\n\nAsk:\n"),
        ("customers/d/2026-01-01", "Ask: D1 https://x.example/1\n\nAsk: c4 Words\n"),
    ]);
    assert_eq!(
        shown(&notes, &Wanted::default()),
        [
            "#two: a pain, b -, c -, - blocker; 2026-03-04; H #two",
            "c4 words: c -, d -; 2026-01-01; c4 Words",
            "https://x.example/1: c -, d -; 2026-01-01; D1 https://x.example/1",
            "#one: a blocker; 2026-03-01; A2 #one",
            "#w: b pain; 2026-03-03; B3 #w",
            "#x: b pain; 2026-03-03; B2 #x",
            "#nice: c nice; 2026-02-01; C2 #nice",
            "#own: - blocker; 2026-03-04; H2 #own",
        ]
    );
    assert_eq!(
        tags(&notes).into_iter().collect::<Vec<_>>(),
        ["nice", "one", "own", "two", "w", "x"]
    );
    let of_a = Wanted { customer: Some("a".into()), days: since("2026-03-02") };
    assert_eq!(shown(&notes, &of_a), ["#two: a pain; 2026-03-02; A4 #two"]);
}

#[test]
fn the_worst_line_is_shown_the_latest_of_several() {
    let notes = notes(&[
        ("customers/a/2026-03-01", "Ask (pain): old #t\n"),
        ("customers/a/2026-03-02", "Ask (pain): new #t\n"),
        ("customers/a/2026-03-03", "Ask (nice): less #t\n"),
    ]);
    assert_eq!(shown(&notes, &Wanted::default()), ["#t: a pain; 2026-03-03; new #t"]);
}

#[test]
fn quotes_belong_by_tag_or_by_place() {
    let check = |text: &str, expected: &str| {
        let texts = [("customers/a/2026-03-01", text), ("customers/b/2026-02-01", "> \"b\" #T\n")];
        assert_eq!(shown(&notes(&texts), &Wanted::default()), [expected], "{text}");
    };
    for (text, expected) in [
        ("Ask: A #t\n\n> \"a\"\n", "#t: a -; 2026-03-01; A #t \"b\" \"a\""),
        ("Ask: A #t\n\nx\n\n> \"a\" #t\n", "#t: a -; 2026-03-01; A #t \"b\" \"a\""),
        ("Ask: A #t\n\n> \"a\" #t\n", "#t: a -; 2026-03-01; A #t \"b\" \"a\""),
        ("Ask: A #t\n\nx\n\n> \"a\" #u\n", "#t: a -; 2026-03-01; A #t \"b\""),
        ("Ask: A #t\n\nValue: V\n\n> \"a\"\n", "#t: a -; 2026-03-01; A #t \"b\""),
        ("Ask: A\n\n> \"a\"\n", "a: a -; 2026-03-01; A \"a\""),
        ("---\nkind: speclet\n---\nAsk: A #t\n\n> \"a\"\n", "#t: a -; 2026-03-01; A #t \"b\""),
    ] {
        check(text, expected);
    }
    let since = Wanted { days: since("2026-03-01"), ..Wanted::default() };
    let texts =
        [("customers/a/2026-03-01", "Ask: A #t\n"), ("customers/b/2026-02-01", "> \"b\" #t\n")];
    assert_eq!(shown(&notes(&texts), &since), ["#t: a -; 2026-03-01; A #t"]);
    let topic = &topics(&notes(&texts), &Wanted::default())[0];
    assert_eq!(topic.voices(), [Some("a"), Some("b")]);
}

#[test]
fn twins_are_tags_of_other_asks_that_are_nearly_the_same() {
    let notes = notes(&[
        ("customers/a/2026-03-01", "Ask: A #audit_log\n\nAsk: B #sso\n\n- [ ] call #s-s-o\n"),
        ("customers/b/2026-03-01", "Ask: A #Audit-Log\n\nAsk: C #audit-log\n"),
    ]);
    let tags = tags(&notes);
    for (tag, expected) in
        [("audit-log", vec!["audit_log"]), ("audit_log", vec!["audit-log"]), ("sso", vec![])]
    {
        let found: Vec<String> = twins(&notes, tag, &tags).into_iter().collect();
        assert_eq!(found, expected, "{tag}");
    }
}
