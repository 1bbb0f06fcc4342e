use super::{ORBIT, OTHER, VISTA, day_of, report};
use crate::date::Date;
use crate::report::period::Remark;

#[test]
fn meetings_have_a_state() {
    let text = "## Notes\n\nThey agreed.\n";
    let at = |name: &str| format!("customers/orbit/{name}.md");
    for (rows, expected) in [
        (vec![("2026-03-03", at("2026-03-02-sync"), text)], "2026-03-02 written"),
        (vec![("2026-03-04", at("2026-03-02-sync"), text)], "2026-03-02 written_late"),
        (vec![("start", at("2026-03-02-sync"), text)], "2026-03-02 written"),
        (vec![("2026-03-02", at("2026-03-02-sync"), "# Sync")], "2026-03-02 not_written"),
        (vec![("2026-03-06", at("2026-03-06-sync"), "# Sync")], "2026-03-06 planned"),
        (vec![("2026-03-06", at("2026-03-07-sync"), "# Sync")], ""),
        (vec![("now", at("2026-03-02-sync"), text)], "2026-03-02 written"),
        // Friday's on Monday is in time, on Tuesday it is late: it is of the week in which it was written.
        (vec![("2026-03-02", at("2026-02-27-sync"), text)], "2026-02-27 written"),
        (vec![("2026-03-03", at("2026-02-27-sync"), text)], "2026-02-27 written_late"),
        (
            vec![
                ("start", at("2026-02-27-sync"), text),
                ("2026-03-05", at("2026-02-27-sync"), "New text"),
            ],
            "",
        ),
        (
            vec![
                ("start", at("2026-02-27-sync"), "# S"),
                ("2026-03-03", at("2026-02-27-sync"), text),
            ],
            "2026-02-27 written_late",
        ),
        // A visit counts on its last day, an escalation on its first; logs are no meetings.
        (
            vec![("2026-03-05", at("2026-02-26-visit"), "---\nuntil: 2026-03-04\n---\ntext")],
            "2026-02-26 written",
        ),
        (vec![("2026-03-05", at("2026-03-04-visit"), "---\nuntil: 2026-03-09\n---\ntext")], ""),
        (
            vec![("start", at("2026-02-26-x"), "---\nkind: escalation\n---\n## 2026-03-05\ntext")],
            "",
        ),
        (vec![("start", at("2026-03-02-x"), "---\nkind: hands-on\n---\ntext")], ""),
        (vec![("start", "notes/2026-03-02-x.md".to_string(), text)], ""),
    ] {
        let rows: Vec<_> = rows.iter().map(|(when, path, text)| (*when, &**path, *text)).collect();
        let found = report(&rows).meetings.into_iter().map(|meeting| {
            let state = serde_json::to_value(meeting.state).unwrap();
            format!("{} {}", meeting.date, state.as_str().unwrap())
        });
        assert_eq!(found.collect::<Vec<_>>().join("; "), expected, "{rows:?}");
    }
}

#[test]
fn notes_that_come_all_at_once_were_there_before() {
    let path = |at: usize| format!("customers/orbit/2026-02-{:02}-sync.md", at + 1);
    for (count, late, brought) in [(20, 20, 0), (21, 0, 21)] {
        let paths: Vec<String> = (0..count).map(path).collect();
        let text = "They agreed.\n\nDecision: go\n\n- [ ] @dana call\n";
        let day = |at: usize| if at == 0 { "2026-03-04" } else { "2026-03-04+" };
        let rows: Vec<_> =
            paths.iter().enumerate().map(|(at, path)| (day(at), &**path, text)).collect();
        let report = report(&rows);
        assert_eq!((report.meetings.len(), report.decisions.len()), (late, late), "{count}");
        assert_eq!(report.sums.new, count, "follow-ups are new all the same");
        let expected = Remark::Brought { notes: brought, on: day_of("2026-03-04") };
        assert_eq!(report.remarks.contains(&expected), brought > 0);
    }
}

#[test]
fn typed_lines_are_of_the_week_or_new_to_it() {
    let (inside, before, after) =
        (ORBIT, "customers/orbit/2026-02-10-sync.md", "customers/orbit/2026-03-10-sync.md");
    for (rows, expected) in [
        (vec![("start", inside, "Decision: go")], 1),
        (vec![("start", before, "Decision: go")], 0),
        (vec![("start", after, "Decision: go")], 0),
        (vec![("start", before, "## 2026-03-04\n\nDecision: go")], 1),
        (vec![("start", before, "x"), ("2026-03-03", before, "x\n\nDecision: go")], 1),
        (vec![("2026-03-03", before, "Decision: go")], 1),
        (vec![("now", before, "Decision: go")], 1),
        (
            vec![
                ("start", before, "Decision: take the big one"),
                ("2026-03-03", before, "Decision: take the very big one\n\nText"),
            ],
            0,
        ),
        (
            vec![
                ("start", before, "Decision: take the big one"),
                ("2026-03-03", before, "Decision: take the big one\n\nDecision: take the big two"),
            ],
            1,
        ),
        (
            vec![
                ("start", before, "Decision: go"),
                ("2026-03-03", "customers/orbit/2026-02-11-sync.md", "Decision: go"),
            ],
            0,
        ),
    ] {
        assert_eq!(report(&rows).decisions.len(), expected, "{rows:?}");
    }
}

#[test]
fn risks_with_a_box_stay_until_they_are_ticked() {
    let old = "customers/orbit/2026-02-10-sync.md";
    let report = report(&[
        ("start", old, "- [ ] Risk: the old one\n- [x] Risk: ticked\n- Risk (high): past\n"),
        ("start", ORBIT, "- Risk: plain\n- Risk (high): new\n- [x] Risk: over\n"),
    ]);
    let risks: Vec<_> = report.risks.iter().map(|risk| risk.text.as_str()).collect();
    assert_eq!(risks, ["new", "the old one", "plain"]);
    let first: Vec<_> = report.look_first.iter().map(|concern| concern.text.as_str()).collect();
    assert_eq!(first, ["new"]);
}

#[test]
fn asks_are_counted_by_customers() {
    let report = report(&[
        ("start", ORBIT, "Ask: NFS #nfs\n\nAsk (blocker): SSO #sso\n\nAsk (pain): logs #logs\n"),
        ("start", VISTA, "Ask (nice): NFS #NFS\n\nAsk: dark mode\n"),
    ]);
    let asks = report
        .asks
        .iter()
        .map(|ask| format!("{} {} {}", ask.topic, ask.customers.len(), ask.word.unwrap_or("none")));
    let expected = ["#nfs 2 nice", "#sso 1 blocker", "#logs 1 pain", "dark mode 1 none"];
    assert_eq!(asks.collect::<Vec<_>>(), expected);
}

#[test]
fn quiet_is_twice_the_cadence_or_three_weeks() {
    for (customer, days_ago, expected) in
        [("orbit", 14, false), ("orbit", 15, true), ("vista", 21, false), ("vista", 22, true)]
    {
        let last = day_of("2026-03-06").plus(-days_ago);
        let path = format!("customers/{customer}/{last}-sync.md");
        let next = format!("customers/{customer}/2026-03-20-sync.md");
        let report = report(&[("start", &path, "# x"), ("start", &next, "# x")]);
        assert_eq!(report.quiet.len(), usize::from(expected), "{customer} {days_ago}");
        for quiet in &report.quiet {
            assert_eq!((quiet.days, quiet.next), (days_ago, Date::parse_iso("2026-03-20")));
        }
    }
    let hands_on = "---\nkind: hands-on\n---\n";
    let rows = [
        ("start", "customers/vista/2026-02-01-x.md", "text"),
        ("start", "customers/vista/2026-03-01-x.md", hands_on),
        ("start", "customers/nocard/2026-01-01-x.md", "text"),
    ];
    let report = report(&rows);
    assert_eq!(report.quiet.iter().map(|q| q.customer.as_str()).collect::<Vec<_>>(), ["vista"]);
}

#[test]
fn next_week_has_its_meetings_and_what_is_ours() {
    let report = report(&[
        ("start", "customers/orbit/2026-03-11-sync.md", "# x"),
        ("start", "customers/vista/2026-03-10-sync.md", "# x"),
        ("start", "customers/vista/2026-03-16-sync.md", "# x"),
        (
            "start",
            ORBIT,
            "- [ ] @dana b by 2026-03-12\n- [ ] @ann a promised 2026-03-09\n- [ ] @Ivo c by 2026-03-12\n\
             - [ ] @dana d by 2026-03-17\n- [x] @dana e by 2026-03-12\n- [ ] @dana f by 2026-03-05\n",
        ),
    ]);
    let meetings: Vec<_> = report.next_week.meetings.iter().map(|m| m.date.to_string()).collect();
    assert_eq!(meetings, ["2026-03-10", "2026-03-11"]);
    let items: Vec<_> = report.next_week.follow_ups.iter().map(|i| i.text.as_str()).collect();
    assert_eq!(items, ["a", "b"]);
}

#[test]
fn what_to_look_at_first_is_in_its_order() {
    let report = report(&[
        (
            "start",
            "customers/vista/2026-02-20-x.md",
            "---\nkind: escalation\nseverity: high\n---\ntext",
        ),
        (
            "start",
            "customers/vista/2026-02-21-x.md",
            "---\nkind: escalation\nstate: closed\n---\ntext",
        ),
        (
            "start",
            ORBIT,
            "text\n- [ ] @dana one promised 2026-03-05\n- [ ] @dana two promised 2026-03-04\n- [ ] @mia three\n\
             - [ ] @dana four promised 2026-03-10\nRisk (high): slow\n",
        ),
        (
            "2026-03-04",
            ORBIT,
            "text\n- [ ] @dana one promised 2026-03-11\n- [ ] @dana two promised 2026-03-04\n- [ ] @mia three\n\
             - [ ] @dana four promised 2026-03-07\n\nRisk (high): slow\n",
        ),
        ("2026-03-04", OTHER, "# Sync"),
    ]);
    let found = report.look_first.iter().map(|concern| {
        let kind = serde_json::to_value(concern.matter).unwrap();
        format!("{} {}", kind.as_str().unwrap(), concern.text)
    });
    let expected = [
        "escalation 2026-02-20-x",
        "promise_moved one",
        "promise_missed two",
        "risk slow",
        "not_written Sync",
        "asked three",
    ];
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn json_has_the_keys_of_the_contract() {
    let text = serde_json::to_string(&report(&[("start", ORBIT, "- [ ] a")])).unwrap();
    let keys = [
        "week",
        "start",
        "end",
        "as_of",
        "commit",
        "uncommitted",
        "sums",
        "unbalanced",
        "look_first",
        "late",
        "moved",
        "waiting",
        "vanished",
        "closed",
        "meetings",
        "decisions",
        "value",
        "risks",
        "asks",
        "quiet",
        "next_week",
    ];
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut found: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = keys.to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
}
