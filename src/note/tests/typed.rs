//! Typed lines and quotes: their dates, and which quote belongs to which line.

use super::{day, note};
use crate::date::Date;
use crate::note::Word;

#[test]
fn typed_lines_have_the_date_of_their_section() {
    let text = "Decision: go\n\n## 2026-03-06 Day 3\n\n- **Risk (high):** late #parts\n- [x] Risk: old\n\n### Talks\n\nAsk (blocker): SSO #sso\n\n## After\n\n- Value: 2x\n\n> \"Nice\" — 佐藤\n";
    let note = note(text);
    let shown: Vec<_> =
        note.typed.iter().map(|t| (t.word, t.date.map(Date::day), t.line, t.ticked)).collect();
    assert_eq!(
        shown,
        [
            (Word::Decision, Some(4), 1, None),
            (Word::Risk, Some(6), 5, None),
            (Word::Risk, Some(6), 6, Some(true)),
            (Word::Ask, Some(6), 10, None),
            (Word::Value, Some(4), 14, None),
        ]
    );
    assert_eq!(note.typed[3].topic(), "#sso");
    let quote = &note.quotes[0];
    assert_eq!((quote.name.as_deref(), quote.date.map(Date::day)), (Some("佐藤"), Some(4)));
    let updates: Vec<_> = note.updates.iter().map(|update| update.date).collect();
    assert_eq!(updates, [day("2026-03-06")]);
}

#[test]
fn a_quote_belongs_to_the_typed_line_around_or_right_before_it() {
    for (text, expected) in [
        ("Ask: SSO #sso\n\n> \"a\" — Ivo\n", "a:1"),
        ("Ask: SSO #sso\n> \"a\" — Ivo\n", "a:1"),
        ("- Ask: SSO #sso\n\n> \"a\" — Ivo\n", "a:1"),
        ("- Ask: SSO #sso\n  > \"a\" — Ivo\n", "a:1"),
        ("- [ ] Ask: SSO #sso\n  > \"a\" — Ivo\n", "a:1"),
        // Within the item, whatever stands between.
        ("- Ask: SSO #sso\n  - why\n    - so\n\n      > \"a\"\n", "a:1"),
        ("- x\n- Ask: SSO\n\n  They said:\n\n  > \"a\"\n- y\n\n  > \"b\"\n", "a:2 b"),
        ("- Minato\n  - Ask: SSO\n\n  > \"a\"\n", "a:2"),
        ("- Ask: A\n  - Ask: B\n    > \"b\"\n\n  > \"a\"\n", "b:2 a:1"),
        // All of a run of quotes.
        ("Ask: SSO\n\n> \"a\" — Ivo\n\n> \"b\" — Ken\n", "a:1 b:1"),
        ("Ask: SSO\n\n> \"a\" — Ivo\n>\n> \"b\" — Ken\n", "a:1 b:1"),
        ("Ask: SSO\n\n> - \"a\" — Ivo\n> - \"b\"\n\n<!-- -->\n\n> \"c\"\n", "a:1 b:1 c"),
        ("Ask: SSO\n> \"a\" — Ivo\n> \"b\" — Ken\n", "a:1 b:1"),
        ("Value: 2x\nfaster\n\n> \"a\"\n", "a:1"),
        // Something else stands between, or nothing before it.
        ("> \"a\"\n\nAsk: SSO\n", "a"),
        ("Ask: SSO\n\nHe:\n\n> \"a\"\n", "a"),
        ("Ask: SSO\n## Talks\n> \"a\"\n", "a"),
        ("- Ask: SSO\n  - why\n\n> \"a\"\n", "a"),
        ("Ask: <!-- what -->\n\n> \"a\"\n", "a"),
        ("Ask: SSO\n\n> none\n\n> \"a\"\n", "a"),
        // Its own tags are read too.
        ("> \"a\" — Ivo #sso #nfs\n", "a#sso#nfs"),
        ("Ask: SSO\n> \"a #nfs\" `#code`\n", "a #nfs#nfs:1"),
    ] {
        let note = note(text);
        let shown = note.quotes.iter().map(|quote| {
            let tags: String = quote.tags.iter().map(|tag| format!("#{tag}")).collect();
            let typed = quote.typed.map_or(String::new(), |line| format!(":{line}"));
            format!("{}{tags}{typed}", quote.text)
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{text}");
    }
}

#[test]
fn quotes_on_lines_of_one_paragraph_are_several() {
    for (text, expected) in [
        ("> \"a\" — Ivo\n> \"b\" — Ken\n", "1 a Ivo, 2 b Ken"),
        ("> \"a\nb\" — Ivo\n>  \"c\n> d\"\n", "1 a b Ivo, 3 c d -"),
        ("- > 「a」 — Ivo\n  > “b” —\n  > Ken\n", "1 a Ivo, 2 b Ken"),
        ("x\n\n> > \"a\" — Ivo\n> > \"b\"", "3 a Ivo, 4 b -"),
        ("> \"a\r\n> \"b\" c\"\r\n", "1 a \"b\" c -"),
        ("> He:\n> \"a\"\n", ""),
    ] {
        let note = note(text);
        let shown = note.quotes.iter().map(|quote| {
            format!("{} {} {}", quote.line, quote.text, quote.name.as_deref().unwrap_or("-"))
        });
        assert_eq!(shown.collect::<Vec<_>>().join(", "), expected, "{text}");
    }
}
