//! What is left of a week for one owner, one customer, or both.

use super::{FRIDAY, ORBIT, OTHER, VISTA, report_of};
use crate::report::whose::Whose;

fn whose(owner: &str, customer: &str) -> Whose {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_string());
    Whose { owner: some(owner), customer: some(customer) }
}

/// All that a report names, with the sums that are not 0.
fn shown(whose: &Whose, rows: &[(&str, &str, &str)]) -> String {
    let report = report_of(whose, FRIDAY, rows);
    assert_eq!(report.unbalanced, None, "what is chosen is not all that stands in the notes");
    let sums = &report.sums;
    let even = sums.open_at_start + sums.new + sums.reopened;
    assert_eq!(even, sums.open_at_end + sums.closed + sums.dropped + sums.vanished, "{whose:?}");
    let sums = serde_json::to_value(sums).unwrap();
    let sums = sums.as_object().unwrap().iter().filter(|(_, number)| **number != 0);
    let sums: Vec<String> = sums.map(|(name, number)| format!("{name} {number}")).collect();
    let lists = [
        report.look_first.iter().map(|one| one.text.clone()).collect::<Vec<_>>(),
        report.late.iter().map(|item| item.text.clone()).collect(),
        report.waiting.iter().map(|item| item.text.clone()).collect(),
        report.vanished.iter().flatten().map(|item| item.text.clone()).collect(),
        report.closed.iter().flatten().filter_map(|one| one.customer.clone()).collect(),
        report.meetings.iter().filter_map(|one| one.customer.clone()).collect(),
        report.decisions.iter().map(|line| line.text.clone()).collect(),
        report.quiet.iter().map(|quiet| quiet.customer.clone()).collect(),
        report.next_week.meetings.iter().map(|one| one.date.to_string()).collect(),
        report.next_week.follow_ups.iter().map(|item| item.text.clone()).collect(),
    ];
    let lists: Vec<String> = lists.iter().map(|list| list.join(" ")).collect();
    format!("{}; {}", sums.join(" "), lists.join("|"))
}

#[test]
fn an_owner_and_a_customer_choose_at_both_ends() {
    let rows = [
        (
            "start",
            ORBIT,
            "---\nours: [dana]\n---\nDecision: o\n- [ ] @dana a\n- [ ] @Ivo b\n- [ ] @dana c\n- [ ] @ann d\n",
        ),
        ("start", VISTA, "- [ ] @dana e by 2026-03-10\n- [ ] @Lea f by 2026-03-01\n"),
        ("start", "customers/orbit/2026-03-12-x.md", "---\nours: [ann]\n---\n"),
        (
            "2026-03-04",
            ORBIT,
            "---\nours: [dana]\n---\nDecision: o\n- [x] @dana a\n- [ ] @Ivo b\n- [ ] @ann c\n",
        ),
        (
            "2026-03-04",
            VISTA,
            "Decision: v\n- [ ] @dana e by 2026-03-10\n- [ ] @Lea f by 2026-03-01\n- [ ] @dana g\n",
        ),
    ];
    for (owner, customer, expected) in [
        (
            "",
            "",
            "closed 1 late 1 new 1 open_at_end 5 open_at_start 6 vanished 1 waiting 2; |f|f b|d|orbit|orbit vista|o v||2026-03-12|e",
        ),
        ("dana", "", "closed 1 new 1 open_at_end 2 open_at_start 2; ||||orbit|orbit vista|o v|||e"),
        ("Ann", "", "open_at_end 1 open_at_start 2 vanished 1; |||d||vista|v||2026-03-12|"),
        (
            "",
            "orbit",
            "closed 1 open_at_end 2 open_at_start 4 vanished 1 waiting 1; ||b|d|orbit|orbit|o||2026-03-12|",
        ),
        ("", "vista", "late 1 new 1 open_at_end 3 open_at_start 2 waiting 1; |f|f|||vista|v|||e"),
        ("dana", "vista", "new 1 open_at_end 2 open_at_start 1; |||||vista|v|||e"),
        ("Lea Roth", "", "late 1 open_at_end 1 open_at_start 1 waiting 1; |f|f|||||||"),
        ("nobody", "hill", "; |||||||||"),
    ] {
        assert_eq!(shown(&whose(owner, customer), &rows), expected, "{owner} {customer}");
    }
}

#[test]
fn concerns_and_quiet_customers_are_chosen_by_their_notes() {
    let escalation = "---\nkind: escalation\nours: [dana]\n---\ntext\n\nRisk (high): r\n";
    let rows = [
        ("start", "customers/vista/2026-01-20-x.md", "---\nours: [ann]\n---\ntext"),
        ("start", "customers/orbit/2026-02-02-x.md", escalation),
        ("start", "customers/orbit/2026-02-03-x.md", "---\nours: [dana, ann]\n---\ntext"),
        ("2026-03-03", OTHER, "---\nours: [ann]\n---\n"),
    ];
    for (owner, customer, expected) in [
        ("", "", "2026-02-02-x 2026-03-04-sync|||||orbit||vista||"),
        ("dana", "", "2026-02-02-x|||||||||"),
        ("ann", "", "2026-03-04-sync|||||orbit||vista||"),
        ("", "orbit", "2026-02-02-x 2026-03-04-sync|||||orbit||||"),
        ("", "vista", "|||||||vista||"),
    ] {
        assert_eq!(
            shown(&whose(owner, customer), &rows),
            format!("; {expected}"),
            "{owner} {customer}"
        );
    }
}
