//! What a brief tells, and in which order.

use super::{Asked, Brief, Reader, brief};
use crate::clock::Clock;
use crate::date::{Date, Moment, Zone};
use crate::note::{Note, read};
use crate::people::{Card, Directory, read_team};
use crate::query::Row;
use crate::report::lines::Line;

/// It is 18:00 on Friday 6 March in UTC, and the 7th in Tokyo, where minato is.
const NOW: &str = "2026-03-06T18:00:00Z";

/// Names what stands in the lists that are not empty.
fn shown(brief: &Brief) -> Vec<String> {
    let rows = |rows: &[Row]| rows.iter().map(|row| row.item.text.clone()).collect::<Vec<_>>();
    let lines = |lines: &[Line]| lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
    let asks = brief.asks.iter().map(|ask| {
        let word = ask.word.unwrap_or("-");
        format!("{} {word} {} {}", ask.topic, ask.lines.len(), ask.also.join("+"))
    });
    let day = |date: Date| date.to_string()[5..].to_string();
    let met = |one: &crate::report::meetings::Meeting| day(one.date);
    let lists = [
        ("last", brief.last.iter().map(met).collect()),
        ("next", brief.next.iter().map(met).collect()),
        ("not written", brief.not_written.iter().map(met).collect()),
        ("escalations", brief.escalations.iter().map(|one| one.title.clone()).collect()),
        ("promised", rows(&brief.promised)),
        ("we owe", rows(&brief.we_owe)),
        ("they owe", rows(&brief.they_owe)),
        ("unknown", rows(&brief.owner_unknown)),
        ("asks", asks.map(|ask| ask.trim_end().to_string()).collect()),
        ("decisions", lines(&brief.decisions)),
        ("questions", lines(&brief.questions)),
        ("value", lines(&brief.value)),
        ("risks", lines(&brief.risks)),
    ];
    let lists = lists.into_iter().filter(|(_, list): &(_, Vec<String>)| !list.is_empty());
    lists.map(|(name, list)| format!("{name}: {}", list.join(", "))).collect()
}

fn directory() -> Directory {
    let team = read_team("- @dana — Dana Reyes\n".as_bytes());
    let mut directory = Directory { team, ..Directory::default() };
    let card = "---\ntimezone: Asia/Tokyo\n---\n## People\n\n- Ken Sato\n- Lea Roth — partner\n";
    directory.cards.insert("minato".into(), Card::read("minato", card.as_bytes()));
    directory
}

/// What a reader is told of minato since 1 February, of notes given by their paths and texts.
fn told(reader: Reader, notes: &[(&str, &str)], check: impl FnOnce(&Brief)) {
    let directory = directory();
    let notes: Vec<Note> =
        notes.iter().map(|(path, text)| read(path, text.as_bytes(), &directory)).collect();
    let now = Moment::parse(NOW).unwrap();
    let clock = Clock { now, zone: Zone::UTC, directory: &directory };
    let since = Date::parse_iso("2026-02-01").unwrap();
    check(&brief(&notes, Asked { customer: "minato", since, reader }, &clock));
}

#[track_caller]
fn check(notes: &[(&str, &str)], expected: &[&str]) {
    told(Reader::Us, notes, |brief| assert_eq!(shown(brief), expected));
}

const OLD: &str = "customers/minato/2026-01-31-sync.md";
const FIRST: &str = "customers/minato/2026-02-01-sync.md";
const NEW: &str = "customers/minato/2026-03-02-sync.md";

#[test]
fn follow_ups_are_sorted_by_whose_they_are_and_late_ones_come_first() {
    let text = "- [ ] @dana a promised 2026-03-20\n- [ ] @dana b promised 2026-03-06\n- [ ] @dana c\n\
                - [ ] @dana d by 2026-03-01\n- [ ] @ken e promised 2026-03-06\n- [ ] @lea f by 2026-03-05\n\
                - [ ] @them g\n- [ ] h\n- [ ] @zed i by 2026-03-07\n- [x] @dana j\n- ACTION: Dana to k\n";
    let expected = ["promised: b, a", "we owe: d, c, k", "they owe: f, e, g", "unknown: i, h"];
    check(
        &[(OLD, text), ("customers/orbit/s.md", "- [ ] @dana x\n- [ ] y\n")],
        &[&["last: 01-31"], &expected[..]].concat(),
    );
}

#[test]
fn what_is_dated_is_told_from_the_first_day_on_the_latest_first() {
    let lines = |n: &str| {
        format!(
            "Decision: d{n}\n\nValue: v{n}\n\nQuestion: q{n}\n\nAsk (nice): a{n} #t{n}\n\nRisk: r{n}\n"
        )
    };
    check(
        &[
            (OLD, &lines("0")),
            (FIRST, &lines("1")),
            (NEW, &lines("2")),
            ("customers/minato/x.md", &lines("3")),
        ],
        &[
            "last: 03-02",
            "asks: #t1 nice 1, #t2 nice 1, #t3 nice 1",
            "decisions: d2, d1, d3",
            "questions: q2, q1, q3",
            "value: v2, v1, v3",
            "risks: r2, r1, r0, r3",
        ],
    );
    // The day of a section is the day of its lines.
    let sections = "## 2026-01-31 Day\n\nValue: a\n\n## 2026-02-01 Day\n\nValue: b\n";
    check(&[(NEW, sections)], &["last: 03-02", "value: b"]);
}

#[test]
fn a_box_says_what_is_open_whatever_its_age() {
    let old = "- [ ] Question: open?\n- [x] Question: answered?\n- Question: old?\n- [ ] Risk: stands\n- [x] Risk: gone\n\
               - [ ] Ask: wanted #w\n- [x] Ask: given #g\n";
    check(
        &[
            (OLD, old),
            (NEW, "- [x] Question: done?\n- Question: new?\n- [ ] @ken Question: whose?\n"),
        ],
        &[
            "last: 03-02",
            "they owe: Question: whose?",
            "asks: #w - 1",
            "questions: new?, open?",
            "risks: stands",
        ],
    );
}

#[test]
fn high_risks_come_first() {
    check(
        &[(OLD, "Risk (high): a\n"), (NEW, "Risk: b\n\nRisk (High): c\n\nリスク（高）: d\n")],
        &["last: 03-02", "risks: c, d, a, b"],
    );
}

#[test]
fn asks_come_with_who_else_asks_and_by_their_own_worst_word() {
    let own = "Ask (nice): x #both\n\nAsk (pain): y #pain\n\nAsk (blocker): z #both\n\nAsk (pain): w #Many\n\nAsk: no tag\n";
    check(
        &[
            (
                "customers/orbit/2025-01-01.md",
                "Ask (blocker): x #PAIN\n\nAsk: y #many\n\nAsk: z #other\n",
            ),
            (NEW, own),
            ("customers/vista/2026-03-01.md", "Ask: y #many\n\nAsk: again #many\n"),
            ("hands-on/2026-03-01.md", "Ask: y #both\n"),
        ],
        &[
            "last: 03-02",
            "asks: #both blocker 2, #many pain 1 orbit+vista, #pain pain 1 orbit, no tag - 1",
        ],
    );
}

#[test]
fn the_last_meeting_was_held_and_the_next_is_planned_in_tokyo() {
    let at = |day: &str| format!("customers/minato/2026-{day}-sync.md");
    let (held, today, later, last) = (at("03-06"), at("03-07"), at("03-10"), at("03-09"));
    for (notes, expected) in [
        (vec![(held.as_str(), "a\n")], vec!["last: 03-06"]),
        (vec![(held.as_str(), "# Sync\n")], vec!["last: 03-06", "not written: 03-06"]),
        (vec![(today.as_str(), "# Sync\n")], vec!["next: 03-07"]),
        (vec![(today.as_str(), "a\n")], vec!["last: 03-07"]),
        (vec![(later.as_str(), "a\n"), (last.as_str(), "a\n")], vec!["next: 03-09"]),
        (vec![("customers/minato/README/2026-03-01.md", "---\nkind: hands-on\n---\na\n")], vec![]),
        (
            vec![(FIRST, "# Sync\n"), (NEW, "# Sync\n")],
            vec!["last: 03-02", "not written: 03-02, 02-01"],
        ),
    ] {
        check(&notes, &expected);
    }
}

#[test]
fn only_for_us_is_what_is_internal_and_what_is_risky() {
    let notes = [
        (
            NEW,
            "Decision: a\n\nRisk: r\n\n- [ ] @dana b\n- [ ] @dana c #internal\n\n## Internal\n\nDecision: d\n\nRisk: s\n\nAsk: e #t\n",
        ),
        (
            "customers/minato/2026-03-03-sync.md",
            "---\ninternal: true\n---\nValue: f\n\nAsk: g #u\n",
        ),
        (OLD, "---\ndate: 2026-03-01\n---\nAsk: g #u\n"),
        (
            "customers/minato/e.md",
            "---\ndate: 2026-02-01\nkind: escalation\ninternal: true\n---\n# Fails\n",
        ),
        ("customers/orbit/2026-01-01.md", "Ask: x #u\n\n## Internal\n\nAsk: y #t\n"),
        ("customers/vista/2026-01-01.md", "---\ninternal: true\n---\nAsk: x #u\n"),
    ];
    check(
        &notes,
        &[
            "last: 03-03",
            "not written: 02-01",
            "escalations: Fails",
            "we owe: b, c #internal",
            "asks: #u - 2 orbit+vista, #t - 1 orbit",
            "decisions: a, d",
            "value: f",
            "risks: r, s",
        ],
    );
    told(Reader::Anybody, &notes, |brief| {
        let expected = ["last: 03-02", "we owe: b", "asks: #u - 1 orbit", "decisions: a"];
        assert_eq!(shown(brief), expected);
        // c, d, s, e, f, g; and r.
        assert_eq!((brief.left_out.internal, brief.left_out.risks), (6, 1));
    });
}
