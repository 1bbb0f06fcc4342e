//! What is handed over, and what is missing.

use super::{Asked, Handoff, handoff};
use crate::clock::Clock;
use crate::date::{Date, Moment, Zone};
use crate::note::{Note, read};
use crate::people::{Card, Directory, read_team};
use crate::report::item::Item;

/// Ann looks after minato (in Tokyo), and Dana after orbit; vista's card names nobody.
fn directory() -> Directory {
    let team = read_team("- @ann — Ann Lee\n- @dana — Dana Reyes\n".as_bytes());
    let mut directory = Directory { team, ..Directory::default() };
    let people = "---\n## People\n\n- Ken Sato\n";
    for (slug, header) in [
        ("minato", "timezone: Asia/Tokyo\nowner: Ann Lee\ncadence: 7d\n"),
        ("orbit", "owner: dana\n"),
        ("vista", "timezone: Asia/Tokyo\n"),
    ] {
        let card = format!("---\n{header}{people}");
        directory.cards.insert(slug.into(), Card::read(slug, card.as_bytes()));
    }
    directory
}

/// Names what stands in the lists that are not empty; `missing` are codes with customer and line.
fn shown(handoff: &Handoff) -> Vec<String> {
    let items = |items: &[Item]| items.iter().map(|item| item.text.clone()).collect::<Vec<_>>();
    let code = |code: &super::What| serde_json::to_string(code).unwrap().replace('"', "");
    let missing = handoff.missing.iter().map(|one| {
        let line = one.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{} {}{line}", code(&one.what), one.customer.as_deref().unwrap_or("-"))
    });
    let mut lists = vec![
        ("promised".to_string(), items(&handoff.promised)),
        ("later".to_string(), items(&handoff.promised_later)),
        ("meetings".to_string(), handoff.meetings.iter().map(|one| one.note.clone()).collect()),
        ("escalations".to_string(), handoff.escalations.iter().map(|o| o.note.clone()).collect()),
    ];
    for one in &handoff.customers {
        let owe = (one.they_owe > 0).then(|| format!("they owe {}", one.they_owe));
        let all = items(&one.follow_ups).into_iter().chain(owe).collect::<Vec<_>>().join(", ");
        lists.push((one.customer.clone(), vec![all]));
    }
    lists.push(("others".to_string(), items(&handoff.follow_ups)));
    lists.push(("missing".to_string(), missing.collect()));
    let lists = lists.into_iter().filter(|(_, list): &(_, Vec<String>)| !list.is_empty());
    lists
        .map(|(name, list)| format!("{name}: {}", list.join(", ")).trim_end().to_string())
        .collect()
}

/// Checks what Ann hands over until 13 March; it is Friday 6 March, 18:00 in UTC, and the 7th in Tokyo.
#[track_caller]
fn check(customer: Option<&str>, notes: &[(&str, &str)], expected: &[&str]) {
    let directory = directory();
    let notes: Vec<Note> =
        notes.iter().map(|(path, text)| read(path, text.as_bytes(), &directory)).collect();
    let now = Moment::parse("2026-03-06T18:00:00Z").unwrap();
    let clock = Clock { now, zone: Zone::UTC, directory: &directory };
    let until = Date::parse_iso("2026-03-13").unwrap();
    let asked = Asked { owner: "ann", to: "dana", until, customer };
    assert_eq!(shown(&handoff(&notes, asked, &clock)), expected);
}

const NEXT: (&str, &str) = ("customers/minato/2026-03-20-sync.md", "# Sync\n");

#[test]
fn follow_ups_of_the_owner_are_promised_or_stand_with_their_customer() {
    let text = "- [ ] @ann a promised 2026-03-13\n- [ ] @ann b promised 2026-03-14\n- [ ] @ann c promised 2026-03-01\n\
                - [ ] @ann d promised 2026-03-20 by 2026-03-10\n- [ ] @ann e by 2026-03-20\n- [ ] @dana f by 2026-03-20\n\
                - [ ] @dana @ann g by 2026-03-09\n- [x] @ann h\n- [ ] @ken i by 2026-03-09\n- [ ] @them j\n";
    let orbit = "- [ ] @ann k by 2026-03-09\n";
    check(
        None,
        &[
            NEXT,
            ("customers/minato/a.md", text),
            ("customers/orbit/b.md", orbit),
            ("hands-on/c.md", "- [ ] @ann l by 2026-04-01\n"),
        ],
        &["promised: c, d, a", "later: b", "minato: g, e, they owe 2", "orbit: k", "others: l"],
    );
    check(
        Some("orbit"),
        &[("customers/minato/a.md", text), ("customers/orbit/b.md", orbit)],
        &["orbit: k"],
    );
}

#[test]
fn meetings_and_escalations_are_those_of_the_owner_and_of_her_customers() {
    let ours = "---\nours: [Ann]\n---\n# Sync\n";
    let escalation =
        "---\nkind: escalation\ndate: 2026-03-06\n---\nIt stops.\n## Exit criteria\n- [ ] a\n";
    let visit = "---\nuntil: 2026-03-09\n---\nThey like it.\n";
    check(
        None,
        &[
            ("customers/minato/2026-03-06-sync.md", "a\n"),
            ("customers/minato/2026-03-07-sync.md", "# Sync\n"),
            ("customers/minato/2026-03-13-sync.md", "# Sync\n"),
            ("customers/minato/2026-03-14-sync.md", "# Sync\n"),
            ("customers/minato/2026-03-05-onsite.md", visit),
            ("customers/minato/e.md", escalation),
            ("customers/minato/closed.md", &escalation.replace("date", "state: closed\ndate")),
            ("customers/orbit/2026-03-09-sync.md", ours),
            ("customers/orbit/2026-03-10-sync.md", "# Sync\n"),
            ("customers/orbit/e.md", escalation),
            ("customers/tern/e.md", &escalation.replace("date", "ours: [ann]\ndate")),
        ],
        &[
            "meetings: customers/minato/2026-03-07-sync.md, customers/minato/2026-03-05-onsite.md, \
             customers/orbit/2026-03-09-sync.md, customers/minato/2026-03-13-sync.md",
            "escalations: customers/minato/e.md, customers/tern/e.md",
            "minato:",
            "orbit:",
            "tern:",
            "missing: card tern, next_meeting tern",
        ],
    );
}

#[test]
fn what_nobody_wrote_down_is_named() {
    let some = "- [ ] @ann a\n- [ ] b\n- [ ] @dana c\n- [x] d\n- [ ] @ann e by 2026-04-01\n";
    let escalation = "---\nkind: escalation\ndate: 2026-03-03\n---\nIt stops.\n";
    // The card that names another colleague is not Ann's to mend, nor is the meeting that she was not in.
    check(
        None,
        &[
            ("customers/minato/2026-03-02-sync.md", "# Sync\n"),
            ("customers/minato/2026-03-04-sync.md", escalation),
            ("customers/minato/a.md", some),
            ("customers/orbit/2026-03-02-sync.md", "# Sync\n"),
            ("customers/orbit/2026-03-03-sync.md", "---\nours: [ann]\n---\n# Sync\n"),
            ("customers/orbit/a.md", some),
            ("customers/vista/a.md", "- [ ] @ann f by 2026-04-01\n"),
            ("customers/tern/a.md", "- [ ] @ann g by 2026-04-01\n"),
            ("x.md", some),
        ],
        &[
            "escalations: customers/minato/2026-03-04-sync.md",
            "minato: e, a",
            "orbit: e, a",
            "tern: g",
            "vista: f",
            "others: e, a",
            "missing: next_meeting minato, write_up minato, update minato, exit_criteria minato, \
             date minato:1, owner minato:2, write_up orbit, date orbit:1, owner orbit:2, card tern, \
             next_meeting tern, cadence vista, customer_owner vista, next_meeting vista, date -:1",
        ],
    );
    check(Some("orbit"), &[], &["orbit:"]);
    check(None, &[NEXT], &["minato:"]);
}

#[test]
fn each_gap_names_what_mends_it() {
    let directory = directory();
    let text = "---\ndate: 2026-03-02\ncustomer: vista bank\nours: [ann]\n---\n- [ ] b\n";
    let notes =
        [read("a b.md", text.as_bytes(), &directory), read("c.md", b"- [ ] @ann x\n", &directory)];
    let now = Moment::parse("2026-03-06T18:00:00Z").unwrap();
    let clock = Clock { now, zone: Zone::UTC, directory: &directory };
    let until = Date::parse_iso("2026-03-13").unwrap();
    let asked = Asked { owner: "ann", to: "dana", until, customer: Some("vista bank") };
    let fixes = |asked| -> Vec<String> {
        handoff(&notes, asked, &clock).missing.into_iter().map(|one| one.fix).collect()
    };
    assert_eq!(
        fixes(asked),
        [
            "fieldnote customer add 'vista bank' --name \"Its Name\"",
            "fieldnote new 'vista bank' --date DATE",
            "fieldnote assign WHO 'a b.md:6'",
        ]
    );
    let all = fixes(Asked { customer: None, ..asked });
    assert_eq!(all.last().map(String::as_str), Some("fieldnote move DATE c.md:1"));
    let fixes = fixes(Asked { owner: "dana", customer: Some("orbit"), ..asked });
    assert_eq!(
        fixes,
        [
            "write `timezone: Area/City` into customers/orbit/README.md",
            "write `cadence: 7d` into customers/orbit/README.md",
            "fieldnote new orbit --date DATE",
        ]
    );
}
