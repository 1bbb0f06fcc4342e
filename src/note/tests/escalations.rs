//! Escalations: their exit criteria, their updates, and when one is owed.

use super::{day, note};
use crate::note::Reason;

#[test]
fn escalations_have_criteria_and_updates() {
    let note = note(
        "---\nkind: escalation\nseverity: High\nstate: open\n---\n## Exit criteria\n- [x] a\n- [ ] b\n- [ ] <!-- -->\n## 2026-03-05 Update\n",
    );
    assert!(note.is_open_escalation());
    let criteria: Vec<_> =
        note.exit_criteria.iter().map(|one| (one.text.as_str(), one.is_met, one.line)).collect();
    assert_eq!(criteria, [("a", true, 7), ("b", false, 8)]);
    assert_eq!(note.severity.as_deref(), Some("high"));
    assert_eq!(note.updates[0].date, day("2026-03-05"));
    assert_eq!(note.skipped[0].1, Reason::Heading);
}

#[test]
fn updates_of_an_escalation_say_what_their_sections_do() {
    for (text, expected) in [
        (
            "One\nparagraph.\n\n- an item\n  - below\n\n  more of it\n",
            "One paragraph.|an item|below|more of it",
        ),
        ("<!-- a prompt -->\n\n- <!-- one -->\n- TBD\n- \n", ""),
        ("Text <!-- and a comment -->\n", "Text <!-- and a comment -->"),
        // Follow-ups and typed lines stand elsewhere, with what is below them.
        ("- [ ] @dana a\n  - b\n- [x] c\n- Risk: d\n  - e\n\n  f\n- g\n\nDecision: h\n", "g"),
        ("```\na\n```\n\n> b\n>\n> - c\n\n|d|\n|-|\n\n<div>e</div>\n", "-|-|-|-"),
        ("a\n\n### Below\n\nb\n\n## Afterwards\n\nc\n", "a|b"),
        ("a\n\n### Internal\n\nb\n\n- c #internal\n", "a|!b|!c #internal"),
        ("a\n\nb #vs-rival\n", "a|!b #vs-rival"),
    ] {
        let header = "---\nkind: escalation\n---\nBefore.\n\n## 2026-03-05 Update\n";
        let note = note(&format!("{header}{text}"));
        let shown = note.updates[0].statements.iter().map(|one| {
            let mark = if one.internal { "!" } else { "" };
            format!("{mark}{}", one.text.as_deref().unwrap_or("-"))
        });
        assert_eq!(shown.collect::<Vec<_>>().join("|"), expected, "{text}");
    }
    let minutes = note("## 2026-03-05\n\nText\n");
    assert_eq!(minutes.updates[0].statements, []);
}

#[test]
fn an_update_of_an_escalation_is_owed_by_its_severity() {
    // 2026-03-02 is a Monday.
    for (severity, updates, today, expected) in [
        ("critical", "", "2026-03-02", None),
        ("critical", "", "2026-03-03", Some("2026-03-02")),
        ("critical", "2026-03-03", "2026-03-03", None),
        ("critical", "2026-03-03", "2026-03-07", Some("2026-03-03")),
        ("high", "", "2026-03-03", None),
        ("high", "", "2026-03-04", Some("2026-03-02")),
        ("high", "2026-03-04", "2026-03-05", None),
        ("high", "2026-03-05", "2026-03-06", Some("2026-03-05")), // a Friday
        ("high", "2026-03-06", "2026-03-06", None),
        ("high", "2026-03-06", "2026-03-09", None), // Monday is the first working day
        ("high", "2026-03-06", "2026-03-10", Some("2026-03-06")),
        ("medium", "2026-03-03", "2026-03-05", None),
        ("medium", "2026-03-03", "2026-03-06", Some("2026-03-03")),
        ("medium", "2026-03-06", "2026-03-12", None),
        ("medium", "2026-03-07", "2026-03-14", Some("2026-03-07")),
        ("low", "", "2026-04-03", None),
        ("", "", "2026-03-03", None),
        ("", "", "2026-03-04", Some("2026-03-02")),
        ("Critical", "2026-03-10", "2026-03-05", Some("2026-03-02")), // one is planned
        ("critical", "2026-03-04 2026-03-03", "2026-03-05", Some("2026-03-04")),
        ("critical", "", "2026-03-01", None), // before it began
    ] {
        let sections: String =
            updates.split_whitespace().map(|date| format!("## {date} Update\n\n")).collect();
        let text = |state: &str| {
            format!(
                "---\ndate: 2026-03-02\nkind: escalation\nseverity: {severity}\nstate: {state}\n---\n{sections}"
            )
        };
        let owed = |state: &str| note(&text(state)).update_owed(day(today)).map(|d| d.to_string());
        assert_eq!(owed("open").as_deref(), expected, "{severity} {updates} {today}");
        assert_eq!(owed("closed"), None);
    }
    let sync = note("---\ndate: 2026-03-02\nkind: sync\nseverity: critical\n---\n");
    assert_eq!(sync.update_owed(day("2026-03-05")), None);
}
