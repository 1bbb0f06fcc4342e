//! One table per rule of what is read in a note (docs/format.md).

mod escalations;
mod typed;

use super::{MeetingState, Note, NoteFile, read};
use crate::date::Date;
use crate::follow_up::{State, Style, Verb};
use crate::people::{Card, Directory, read_team};

fn directory() -> Directory {
    let team = "- @dana — Dana Reyes\n- @priya — Priya Nair\n";
    let card = "## People\n\n- 佐藤 健 (Satō Ken) — lead\n";
    let mut directory = Directory { team: read_team(team.as_bytes()), ..Directory::default() };
    directory.cards.insert("minato".into(), Card::read("minato", card.as_bytes()));
    directory
}

fn note(text: &str) -> Note {
    read("customers/minato/2026-03-04-sync.md", text.as_bytes(), &directory())
}

fn day(text: &str) -> Date {
    Date::parse_iso(text).expect("an ISO date")
}

/// Shows each item as `line state text` or `line reason text`.
fn check(text: &str, expected: &[&str]) {
    let note = note(text);
    let mut shown: Vec<(usize, String)> = Vec::new();
    for item in &note.follow_ups {
        let state = format!("{:?}", item.state).to_lowercase();
        shown.push((item.line, format!("{} {state} {}", item.line, item.text)));
    }
    for (item, reason) in &note.skipped {
        shown.push((item.line, format!("{} {} {}", item.line, reason.word(), item.text)));
    }
    shown.sort_by_key(|(line, _)| *line);
    let shown: Vec<String> =
        shown.into_iter().map(|(_, text)| text.trim_end().to_string()).collect();
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn boxes_are_follow_ups() {
    check(
        "- [ ] a\n* [x] b\n1. [X] c\n+ [-] d\n1) [/] e\n",
        &["1 open a", "2 done b", "3 done c", "4 dropped d", "5 open e"],
    );
    check("- [ ] @dana send\n  the guide\n  by 2026-03-05\n", &["1 open send the guide"]);
    check("- a\n  - [ ] nested\n", &["2 open nested"]);
    check("> [!NOTE]\n> - [ ] in a callout\n", &["2 open in a callout"]);
    check("> [!todo]- Mine\n> - [ ] folded\n", &["2 open folded"]);
    check("> [!] no\n> - [ ] callout\n", &["2 quoted callout"]);
    check("```\n- [ ] code\n```\n<div>\n- [ ] html\n</div>\n", &[]);
    check("---\ntodo: \"- [ ] header\"\n---\n- [ ] body\n", &["4 open body"]);
    check(
        "- [x] ~~@dana send~~ (dropped 2026-03-12: no)\n- [ ] a (dropped 2026-03-12)\n",
        &["1 dropped send", "2 open a"],
    );
}

#[test]
fn an_action_is_a_follow_up_wherever_it_stands_with_and_without_a_box() {
    check("## Agenda\n- ACTION: revert\n- [x] ACTION: send\n", &["2 open revert", "3 done send"]);
    check(
        "## Attendees\n- [ ] ACTION: revert\n- [x] Tom Dale\n",
        &["2 open revert", "3 attendance Tom Dale"],
    );
}

#[test]
fn what_is_no_follow_up_has_a_reason() {
    check(
        "- [ ]\n- [ ] TODO\n- [ ] <!-- thing -->\n",
        &["1 empty", "2 placeholder TODO", "3 placeholder <!-- thing -->"],
    );
    check("> - [ ] quoted\n", &["1 quoted quoted"]);
    check(
        "## Attendees (3)\n\n- [x] Tom Dale (TD)\n- [ ] @dana bring the badge\n- [ ] @priya\n",
        &["3 attendance Tom Dale (TD)", "4 open bring the badge", "5 attendance @priya"],
    );
    check("**Attendees:**\n\n- [x] Tom Dale\n", &["3 attendance Tom Dale"]);
    check("- Attendees:\n  - [x] Tom Dale\n", &["2 attendance Tom Dale"]);
    check("## 出席者\n\n- [x] 佐藤 健\n", &["3 attendance 佐藤 健"]);
    check("- [x] Dana Reyes\n- [ ] 佐藤健\n", &["1 attendance Dana Reyes", "2 attendance 佐藤健"]);
    check("- [x] Dana Reyes\n- [ ] call\n", &["1 done Dana Reyes", "2 open call"]);
    check(
        "- [ ] Risk (high): late\n- [ ] Decision: go\n",
        &["1 risk Risk (high): late", "2 open Decision: go"],
    );
    check(
        "## Success criteria\n\n- [ ] 1 GB/s\n- [ ] @dana measure\n- [ ] tune by 2026-03-05\n",
        &["3 heading 1 GB/s", "4 open measure", "5 open tune"],
    );
    check(
        "## Agenda\n\n- [ ] intro\n\n## Follow-ups\n\n- [ ] call\n",
        &["3 heading intro", "7 open call"],
    );
}

#[test]
fn labelled_items_are_follow_ups_without_a_box() {
    check(
        "- ACTION: @dana send\n- Action items:\n- **ACTION** call (done)\n- AI: everywhere\n",
        &["1 open send", "3 done call"],
    );
    check(
        "- ACTION: ~~send~~\n- [ACTION] call [COMPLETE]\n- ACTION: mail ✅\n",
        &["1 done send", "2 done call", "3 done mail"],
    );
    check("## Attendees\n\n- Tom Dale (TD)\n\n## Notes\n\n- AI: TD to call\n", &["7 open call"]);
    check("ACTION: in a paragraph\n", &[]);
}

#[test]
fn a_note_has_customer_date_and_title_by_the_stated_fallbacks() {
    let read = |path: &str, text: &str| {
        let note = read(path, text.as_bytes(), &Directory::default());
        (
            note.customer.unwrap_or_default(),
            note.date.map_or(String::new(), |d| d.to_string()),
            note.title,
        )
    };
    let row = |a: &str, b: &str, c: &str| (a.to_string(), b.to_string(), c.to_string());
    assert_eq!(
        read("customers/a/2026-03-04-poc.md", "text"),
        row("a", "2026-03-04", "2026-03-04-poc")
    );
    assert_eq!(read("x/20260304 call.md", "# *Big* call\n"), row("", "2026-03-04", "Big call"));
    assert_eq!(
        read(
            "customers/a/2026-03-04.md",
            "---\ncustomer: b\ndate: 2026-03-05\ntitle: T\n---\n# H\n"
        ),
        row("b", "2026-03-05", "T")
    );
    assert_eq!(read("2026-03-04/2026-03-09-x.md", ""), row("", "2026-03-09", "2026-03-09-x"));
    assert_eq!(read("notes/2026-02-30.md", ""), row("", "", "2026-02-30"));
    assert_eq!(read("2023-01/-01-03.md", ""), row("", "", "-01-03"));
}

#[test]
fn internal_parts_are_known() {
    let text = "- [ ] a\n## Notes\n- [ ] b #internal\n  - [ ] c\n- [ ] d #vs-acme\n\n## Internal stuff\n\n- [ ] e\n\n### Below\n\n- [ ] f\n\n## Next\n\n- [ ] g\n";
    let internal = |note: &Note| -> Vec<String> {
        note.follow_ups
            .iter()
            .filter(|item| item.internal)
            .map(|item| item.text[..1].to_string())
            .collect()
    };
    assert_eq!(internal(&note(text)), ["b", "c", "d", "e", "f"]);
    assert_eq!(internal(&note("---\ninternal: true\n---\n- [ ] a\n")), ["a"]);
    assert_eq!(internal(&note("## 社内メモ\n\n- [ ] a\n")), ["a"]);
    assert_eq!(internal(&note("## **Internal**\n\n- [ ] a\n# Top\n- [ ] b\n")), ["a"]);
}

#[test]
fn a_note_is_written_when_somebody_wrote_something() {
    let text_of = |text: &str| note(text).has_text;
    for text in [
        "",
        "# Title\n\n## Notes\n\n<!-- a prompt\nover lines -->\n",
        "- [ ] <!-- thing -->\n- [ ]\n-\n1. <!-- x -->\n",
        "## Agenda\n\n- their topic\n\n## Goals\n\ntext\n\n### Below\n\nmore\n",
        "## Since last time\n\n- [send](../x.md)\n",
        "- [send the guide](2026-03-04-poc.md)\n- [[2026-03-04-poc]]\n",
        "---\ncustomer: a\n---\n",
    ] {
        assert!(!text_of(text), "{text}");
    }
    for text in [
        "text\n",
        "## Notes\n\n- one\n",
        "- [ ] call\n",
        "```\ncode\n```\n",
        "- see [send](x.md) first\n",
        "- [site](https://a.example/x.md)\n",
        "> quote\n",
        "|a|\n|-|\n|b|\n",
    ] {
        assert!(text_of(text), "{text}");
    }
}

#[test]
fn a_meeting_is_planned_written_or_not_written() {
    let visit = |text: &str, today: &str| {
        let text = format!("---\nuntil: 2026-03-06\n---\n{text}");
        note(&text).meeting_state(day(today)).expect("a meeting")
    };
    assert_eq!(visit("text", "2026-03-03"), MeetingState::Planned);
    assert_eq!(visit("text", "2026-03-04"), MeetingState::Written);
    assert_eq!(visit("", "2026-03-04"), MeetingState::Planned);
    assert_eq!(visit("", "2026-03-06"), MeetingState::Planned);
    assert_eq!(visit("", "2026-03-07"), MeetingState::NotWritten);
    assert_eq!(note("---\nkind: hands-on\n---\n").meeting_state(day("2026-03-07")), None);
}

#[test]
fn what_is_wrong_is_collected_with_its_line() {
    let note = note(
        "---\ndate: soon\n---\n- [ ] @dana call by friday\n- [ ] @nobody call by 2026-02-30\n\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> b\n",
    );
    let shown: Vec<_> = note
        .problems
        .iter()
        .map(|p| format!("{} {} {}", p.line, p.code, p.fix.clone().unwrap_or_default()))
        .collect();
    assert_eq!(
        shown,
        [
            "2 front_matter ",
            "4 date_not_read by 2026-03-06",
            "5 unknown_person ",
            "5 date_not_read ",
            "7 conflict_markers "
        ]
    );
}

#[test]
fn dates_that_can_be_two_are_named() {
    let note = note("- [ ] @dana call by 3/9\n- [ ] @dana mail by 2026-03-09\n");
    let lines: Vec<usize> = note.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [1]);
}

#[test]
fn relative_dates_are_counted_from_the_day_of_their_section() {
    let note = note("- [ ] a by friday\n\n## 2026-03-10 Day 2\n\n- [ ] b promised friday\n");
    let fixes: Vec<_> = note.problems.iter().filter_map(|p| p.fix.as_deref()).collect();
    assert_eq!(fixes, ["by 2026-03-06", "promised 2026-03-13"]);
}

#[test]
fn any_bytes_are_read() {
    for bytes in [
        b"\xef\xbb\xbf- [ ] bom\r\n- [x] crlf\r\n".to_vec(),
        b"- [ ] a\r- [x] b\r".to_vec(),
        b"- [ ] caf\xe9 \0 x\n- [x] b".to_vec(),
        b"-\t[ ] tab\n-\t[x] b".to_vec(),
    ] {
        let file = NoteFile::read("a.md", bytes, &directory());
        let states: Vec<State> = file.note.follow_ups.iter().map(|item| item.state).collect();
        assert_eq!(
            states,
            [State::Open, State::Done],
            "{:?}",
            String::from_utf8_lossy(&file.bytes)
        );
        assert_eq!(file.note.follow_ups[1].line, 2);
        for item in &file.note.follow_ups {
            let mark = item.place.mark.expect("a box");
            assert_eq!((file.bytes[mark - 1], file.bytes[mark + 1]), (b'[', b']'));
        }
    }
}

#[test]
fn large_and_deep_notes_end() {
    let large = "- [ ] x\n".repeat(600_000);
    let note = note(&large);
    assert_eq!((note.follow_ups.len(), &*note.problems[0].code), (0, "too_large"));
    let deep = format!("{}- [ ] x\n", "> ".repeat(400));
    check(&format!("{deep}\n\n- [ ] y\n"), &["4 open y"]);
    let items = "- [ ] x by 2026-03-05\n".repeat(100_000);
    assert_eq!(super::read("a.md", items.as_bytes(), &directory()).follow_ups.len(), 100_000);
}

#[test]
fn done_changes_the_box_and_the_mark_alone() {
    for (before, after) in [
        ("- [ ] a\n", "- [x] a (done 2026-03-05)\n"),
        ("- [ ] a", "- [x] a (done 2026-03-05)"),
        ("- [ ] a  \r\n  b\r\n", "- [x] a (done 2026-03-05)  \r\n  b\r\n"),
        ("- [ ] a ^k7q2\n", "- [x] a (done 2026-03-05) ^k7q2\n"),
        ("- [/] a\n", "- [x] a (done 2026-03-05)\n"),
        ("- [ ] a (done 2026-01-01)\n", "- [x] a (done 2026-01-01) (done 2026-03-05)\n"),
        ("- [ ] run `a\n  b` now\n", "- [x] run `a\n  b` now (done 2026-03-05)\n"),
        ("1. ACTION: @dana call\n", "1. [x] ACTION: @dana call (done 2026-03-05)\n"),
        ("> [!NOTE]\n> - [ ] a\n", "> [!NOTE]\n> - [x] a (done 2026-03-05)\n"),
    ] {
        let file = NoteFile::read("a.md", before.as_bytes().to_vec(), &directory());
        let changed = file
            .change(
                &file.note.follow_ups[0],
                &Verb::Done(day("2026-03-05")),
                Style::Plain,
                &directory(),
            )
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&changed), after, "{before:?}");
    }
    for text in ["- [x] a\n", "- [ ] a 🔁 every week\n"] {
        let file = NoteFile::read("a.md", text.as_bytes().to_vec(), &directory());
        assert!(
            file.change(
                &file.note.follow_ups[0],
                &Verb::Done(day("2026-03-05")),
                Style::Plain,
                &directory()
            )
            .is_err()
        );
    }
}

#[test]
fn a_follow_up_is_still_there_only_where_nothing_of_its_line_changed() {
    let before = note("- [ ] twin by 2026-03-05\n- [ ] twin by 2026-03-09\n");
    let item = &before.follow_ups[1];
    assert_eq!(before.still(item), Some(item));
    for after in [
        "- [ ] twin by 2026-03-09\n",
        "- [ ] twin by 2026-03-05\n- [ ] twin by 2026-03-10\n",
        "- [ ] twin by 2026-03-05\n\n- [ ] twin by 2026-03-09\n",
    ] {
        assert_eq!(note(after).still(item), None, "{after}");
    }
}

#[test]
fn no_title_comes_from_an_internal_part() {
    for (text, expected) in [
        ("## Internal: why they leave\n\n### Prices\n\n# Orbit\n", "Orbit"),
        ("## 社外秘の件\n", "2026-03-04-sync"),
        ("# Orbit\n\n## Internal\n", "Orbit"),
    ] {
        assert_eq!(note(text).title, expected, "{text}");
    }
}

#[test]
fn an_internal_tag_counts_wherever_it_stands() {
    for text in
        ["- [ ] @dana x #internal", "- [ ] @dana x <!-- y #internal", "- [ ] @dana x `#internal`"]
    {
        assert!(note(text).follow_ups[0].internal, "{text}");
    }
}
