use super::{Filter, Group, Sort, States, group, select, sort};
use crate::clock::Clock;
use crate::date::{Date, Moment, Zone};
use crate::note::{Note, read};
use crate::people::{Directory, Side, read_team};

fn directory() -> Directory {
    Directory {
        team: read_team(b"- @dana -- Dana Reyes\n- @priya -- Priya Nair\n"),
        ..Directory::default()
    }
}

fn clock(directory: &Directory) -> Clock<'_> {
    Clock { now: Moment::parse("2026-03-04T12:00:00Z").unwrap(), zone: Zone::UTC, directory }
}

fn notes() -> Vec<Note> {
    let texts = [
        (
            "customers/a/2026-03-02-sync.md",
            "---\ntheirs: [佐藤 健]\n---\n- [ ] @dana send the guide by 2026-03-01\n- [ ] @佐藤 見積もりを確認する by 2026-03-09\n- [x] @priya done\n- [ ] nobody\n- [ ] TODO\n- [ ]@dana ring\n",
        ),
        (
            "customers/b/2026-03-02-sync.md",
            "- [ ] @priya call promised 2026-02-20\n- [ ] @dana mail due 2026-03-09\n",
        ),
    ];
    texts.iter().map(|(path, text)| read(path, text.as_bytes(), &directory())).collect()
}

fn listed(filter: Filter, by: Sort) -> Vec<String> {
    let notes = notes();
    let directory = directory();
    let mut rows = select(&notes, &filter, &clock(&directory));
    sort(&mut rows, by);
    rows.iter().map(|row| row.item.text.clone()).collect()
}

#[test]
fn late_ones_come_first() {
    let expected = ["call", "send the guide", "見積もりを確認する", "mail", "nobody"];
    assert_eq!(listed(Filter::default(), Sort::Date), expected);
    let by_owner = ["send the guide", "mail", "call", "見積もりを確認する", "nobody"];
    assert_eq!(listed(Filter::default(), Sort::Owner), by_owner);
}

#[test]
fn filters_leave_in_what_was_asked_for() {
    let f = Filter::default;
    let words = |text: &str| text.split(' ').map(String::from).collect();
    for (filter, expected) in [
        (Filter { owner: Some("dana".into()), ..f() }, vec!["send the guide", "mail"]),
        (Filter { customer: Some("b".into()), ..f() }, vec!["call", "mail"]),
        (Filter { side: Some(Side::Theirs), ..f() }, vec!["見積もりを確認する"]),
        (Filter { overdue: true, ..f() }, vec!["call", "send the guide"]),
        (Filter { due_before: Date::new(2026, 3, 1), ..f() }, vec!["call"]),
        (Filter { no_owner: true, ..f() }, vec!["nobody"]),
        (Filter { no_date: true, ..f() }, vec!["nobody"]),
        (Filter { states: States::Closed, ..f() }, vec!["done"]),
        (Filter { states: States::Skipped, ..f() }, vec!["TODO"]),
        (Filter { states: States::Unboxed, ..f() }, vec!["ring"]),
        (Filter { states: States::Unboxed, no_owner: true, ..f() }, vec![]),
        (Filter { words: words("GUI send"), ..f() }, vec!["send the guide"]),
        (Filter { words: words("確認"), ..f() }, vec!["見積もりを確認する"]),
        (Filter { words: words("uide"), ..f() }, vec![]),
        (Filter { words: words("dana b"), ..f() }, vec!["mail"]),
    ] {
        assert_eq!(listed(filter.clone(), Sort::Date), expected, "{filter:?}");
    }
}

#[test]
fn short_ids_are_whole_characters() {
    let text = "- [ ] a [id:: 日本]\n- [ ] b [id:: 月本]\n- [ ] c [id:: é1]\n- [ ] d [id:: è1]\n\
                - [ ] e ^k7q2\n- [ ] f ^k7q2\n- [ ] g ^k7\n";
    let notes = [read("a.md", text.as_bytes(), &Directory::default())];
    let directory = Directory::default();
    let rows = select(&notes, &Filter::default(), &clock(&directory));
    let ids: Vec<&str> = rows.iter().map(|row| row.short_id).collect();
    assert_eq!(ids, ["日", "月", "é", "è", "k7q2", "k7q2", "k7"]);
}

#[test]
fn groups_have_titles() {
    let (notes, directory) = (notes(), directory());
    let rows = select(&notes, &Filter::default(), &clock(&directory));
    let titles = |by| {
        group(&rows, by, &directory)
            .into_iter()
            .map(|(title, rows)| format!("{title} {}", rows.len()))
            .collect::<Vec<_>>()
    };
    assert_eq!(titles(Group::Owner), ["dana 2", "priya 1", "佐藤 健 1", "no owner 1"]);
    assert_eq!(titles(Group::Side), ["ours 3", "theirs 1", "no side 1"]);
    assert_eq!(titles(Group::Week)[0], "2026-W08, 16 Feb – 22 Feb 1");
}
