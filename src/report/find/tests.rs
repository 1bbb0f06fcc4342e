//! What is found in which notes, in which order.

use super::{Asked, Source, Terms, Way, gather, held, uses};
use crate::clock::Clock;
use crate::date::{Date, Moment};
use crate::note::read_with_passages;
use crate::people::Directory;
use crate::report::days::Days;

const NOTES: [(&str, &str); 7] = [
    (
        "customers/a/2026-03-04.md",
        "---\nkind: poc\n---\n# Sizing\n\n- [ ] @x send the sizing\n  guide by 2026-03-05\n- [x] write a guide\n\n\
         ## 2026-03-05 Update\n\nA guide for NFS.\n",
    ),
    ("customers/b/2026-03-05.md", "The Guide #guide\n\n# Internal\n\nguide of prices\n"),
    ("customers/b/2026-02-01.md", "A guide. #guide-2\n"),
    ("2026-03-04.md", "| guide | NFS |\n|---|---|\n| x | misguided |\n"),
    ("undated.md", "<!-- guide --> A guide.\n"),
    ("customers/c/undated.md", "no date: guide\n"),
    ("customers/a/README.md", "- Guido Reni — guide\n"),
];

fn asked(words: &str) -> Asked {
    let arguments: Vec<String> = words.split(' ').map(|word| word.replace('_', " ")).collect();
    let terms = Terms::read(&arguments).expect("words");
    Asked { terms, customer: None, kind: None, days: Days::default() }
}

fn found(asked: &Asked) -> super::Found {
    let directory = Directory::default();
    let now = Moment::parse("2026-03-07T12:00:00Z").unwrap();
    let clock = Clock { now, zone: "Europe/Lisbon".parse().unwrap(), directory: &directory };
    let files = NOTES.iter().map(|(path, text)| {
        let (note, passages) = read_with_passages(path, text.as_bytes(), &directory);
        let source = if path.ends_with("README.md") { Source::Card } else { Source::Note };
        held(&note, &passages, source, asked, &clock)
    });
    gather(files.collect())
}

/// Shows hits as `path:line` with what is special of them.
fn shown(asked: &Asked) -> String {
    let found = found(asked);
    let hits = found.hits.iter().map(|hit| {
        let state = hit.state.map_or(String::new(), |state| format!(" {state:?}"));
        let late = hit.late_days.map_or(String::new(), |days| format!(" {days}d"));
        let internal = if hit.internal { " internal" } else { "" };
        let path = hit.note.trim_start_matches("customers/").trim_end_matches(".md");
        format!("{}:{}{state}{late}{internal}", path.replace("2026-", ""), hit.line)
    });
    let way = match found.way {
        Way::Together => "",
        Way::Apart => "apart: ",
        Way::Inside => "inside: ",
    };
    format!("{way}{}", hits.collect::<Vec<_>>().join(", "))
}

#[test]
fn the_newest_comes_first() {
    for (words, expected) in [
        (
            "guide",
            "a/03-04:12, b/03-05:1, b/03-05:5 internal, 03-04:1, a/03-04:7 Open 2d, a/03-04:8 Done, \
             b/02-01:1, c/undated:1, undated:1, a/README:1",
        ),
        ("sizing guide", "a/03-04:6 Open 2d"),
        ("guide sizing", "a/03-04:6 Open 2d"),
        ("sizing_guide", "a/03-04:6 Open 2d"),
        ("guide_sizing", ""),
        ("#guide", "b/03-05:1"),
        ("sizing", "a/03-04:4, a/03-04:6 Open 2d"),
        ("guid reni", "a/README:1"),
        ("sizing nfs", "apart: a/03-04:4, a/03-04:12"),
        ("uided", "inside: 03-04:3"),
        ("sizing uide", "inside: a/03-04:6 Open 2d"),
        ("x", "03-04:3, a/03-04:6 Open 2d"),
        ("nothing", ""),
    ] {
        assert_eq!(shown(&asked(words)), expected, "{words}");
    }
}

#[test]
fn hits_are_chosen_by_customer_kind_and_day() {
    let day = |text: &str| Date::parse_iso(text);
    let guide = asked("guide");
    for (asked, expected) in [
        (
            Asked { customer: Some("b".into()), ..guide.clone() },
            "b/03-05:1, b/03-05:5 internal, b/02-01:1",
        ),
        (
            Asked { kind: Some("PoC".into()), ..guide.clone() },
            "a/03-04:12, a/03-04:7 Open 2d, a/03-04:8 Done",
        ),
        (
            Asked { days: Days { since: day("2026-03-05"), until: None }, ..guide.clone() },
            "a/03-04:12, b/03-05:1, b/03-05:5 internal",
        ),
        (Asked { days: Days { since: None, until: day("2026-02-01") }, ..guide }, "b/02-01:1"),
    ] {
        assert_eq!(shown(&asked), expected, "{asked:?}");
    }
}

#[test]
fn customers_are_told_by_their_last_hit() {
    let (found, of_nobody) = uses(&found(&asked("guide")));
    let shown = found.iter().map(|one| {
        let day = |date: Option<Date>| date.map_or("-".to_string(), |date| date.to_string());
        let place = format!("{}:{}", one.note.replace("customers/", ""), one.line);
        format!("{} {} {} {} {place}", one.customer, one.hits, day(one.first), day(one.last))
    });
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            "a 3 2026-03-04 2026-03-05 a/2026-03-04.md:12",
            "b 3 2026-02-01 2026-03-05 b/2026-03-05.md:1",
            "c 1 - - c/undated.md:1",
        ]
    );
    assert_eq!(of_nobody, 2);
}

#[test]
fn a_box_is_told_by_the_state() {
    let found = found(&asked("guide"));
    let texts: Vec<&str> = found.hits.iter().map(|hit| hit.text.as_str()).collect();
    assert!(texts.contains(&"@x send the sizing guide by 2026-03-05"), "{texts:?}");
    let marked = found.hits.iter().map(|hit| &hit.text[hit.places[0].clone()]);
    assert!(marked.map(str::to_lowercase).all(|word| word == "guide"));
}
