//! What one customer is told, and what is kept from them.

use super::{FRIDAY, ORBIT, VISTA, day_of, directory, period};
use crate::date::{Date, Moment, Zone};
use crate::report::week::{CustomerReport, Frame, Owed, customer};
use crate::report::whose::Whose;

const CASE: &str = "customers/orbit/2026-02-26-escalation.md";

fn told(rows: &[(&str, &str, &str)]) -> CustomerReport {
    let directory = directory();
    let whose = Whose { customer: Some("orbit".into()), ..Whose::default() };
    let frame = Frame {
        week: day_of("2026-03-02").week(),
        as_of: Moment::parse(FRIDAY).unwrap(),
        zone: Zone::UTC,
        directory: &directory,
        manager: None,
        commit: None,
        whose: &whose,
    };
    customer(&frame, &period(rows, &directory), &["confidential".to_string()])
}

fn owed(items: &[Owed]) -> String {
    let day = |date: Option<Date>| date.map_or("-".to_string(), |date| date.short());
    let shown = items.iter().map(|item| {
        let owners = item.owners.iter();
        let owners: Vec<&str> =
            owners.map(|who| who.name.as_ref().map_or("them", |name| name.as_str())).collect();
        let was = item.was.map_or(String::new(), |was| format!(" was {}", was.short()));
        format!("{} ({}, {}{was})", item.text.as_str(), owners.join(" "), day(item.date))
    });
    shown.collect::<Vec<_>>().join("; ")
}

fn reasons(report: &CustomerReport) -> String {
    let shown = report.withheld.iter().map(|one| format!("{} {:?}", one.line, one.reason));
    shown.collect::<Vec<_>>().join("; ")
}

#[test]
fn what_we_owe_each_other_is_told_by_side_and_date() {
    let report = told(&[
        (
            "start",
            ORBIT,
            "- [ ] @dana a promised 2026-03-05\n- [ ] @ann b by 2026-03-04\n- [ ] @dana g\n",
        ),
        ("start", VISTA, "- [ ] @dana of another promised 2026-03-05\n"),
        (
            "2026-03-04",
            ORBIT,
            "- [ ] @dana a promised 2026-03-12\n- [ ] @ann b by 2026-03-06\n- [x] @dana g (done 2026-03-04)\n\
             - [ ] @dana c by 2026-03-03 promised 2026-03-10\n- [ ] @Ivo d by 2026-03-09\n- [ ] @them e\n- [ ] f\n\
             - [x] @Ivo h\n- [x] ~~@dana i~~ (dropped 2026-03-04: no)\n- [ ] @dana @Ivo j\n",
        ),
    ]);
    let expected = "b (Ann Lee, 6 Mar); c (Dana Reyes, 10 Mar); a (Dana Reyes, 12 Mar was 5 Mar); j (Dana Reyes Ivo Pires, -)";
    assert_eq!(owed(&report.we_owe), expected);
    assert_eq!(owed(&report.we_need), "d (Ivo Pires, 9 Mar); e (them, -)");
    assert_eq!(owed(&report.done), "g (Dana Reyes, 4 Mar); h (Ivo Pires, -)");
    assert_eq!(reasons(&report), "7 NoOwner");
}

#[test]
fn escalations_have_their_criteria_and_the_updates_of_the_week() {
    let text = "---\nkind: escalation\nseverity: critical\n---\n# Orbit Foods — it stops\n\n## Exit criteria\n\n- [x] one\n- [ ] @ivo agrees\n\
        - [x] three #internal\n- [ ] it is confidential\n\n## 2026-02-27 Update\n\nOld.\n\n## 2026-03-04 Update\n\nA patch is in test, says @dana.\n\n\
        - Risk: it may fail\n  - again\n- Severity: high\n- as at Vista Bank\n- more\n\n```\nlog\n```\n\n## 2026-03-03\n\nThe cause is known. #cause\n";
    let closed =
        text.replace("severity: critical", "state: closed").replace("it stops", "it stopped");
    let report = told(&[
        ("start", CASE, text),
        ("start", "customers/orbit/2026-02-27-escalation.md", &closed),
        (
            "start",
            "customers/orbit/2026-01-02-x.md",
            "---\nkind: escalation\nstate: closed\n---\nconfidential\n",
        ),
        ("start", "customers/vista/2026-02-27-escalation.md", text),
    ]);
    let shown = report.escalations.iter().map(|one| {
        let criteria = one.criteria.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join(", ");
        format!("{} {:?} {}: {criteria}", one.title.as_str(), one.since.map(Date::short), one.met)
    });
    assert_eq!(shown.collect::<Vec<_>>(), ["it stops Some(\"26 Feb\") 1: one, Ivo Pires agrees"]);
    let shown = report.updates.iter().map(|update| {
        let lines = update.lines.iter().map(|line| line.as_str()).collect::<Vec<_>>().join(", ");
        let title = update.title.as_ref().map_or("-", |title| title.as_str());
        format!("{} {title}: {lines}", update.date.short())
    });
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            "3 Mar it stops: The cause is known.",
            "3 Mar it stopped: The cause is known.",
            "4 Mar it stops: A patch is in test, says Dana Reyes., more",
            "4 Mar it stopped: A patch is in test, says Dana Reyes., more",
        ]
    );
    let of_case = report.withheld.iter().filter(|one| one.note == CASE);
    let of_case: Vec<String> =
        of_case.map(|one| format!("{} {:?}", one.line, one.reason)).collect();
    assert_eq!(of_case, ["11 Internal", "25 OtherCustomer", "12 Word", "24 Severity", "28 Block"]);
}

#[test]
fn what_is_in_doubt_is_withheld_wherever_it_would_stand() {
    for (text, expected) in [
        ("- [ ] @dana as at Vista Bank", "1 OtherCustomer"),
        ("- [ ] @dana keep it confidential", "1 Word"),
        ("- [ ] @dana see ../plans/q2", "1 Mark"),
        ("- [ ] @dana the password: hunter2", "1 Secret"),
        ("- [ ] @dana as at Vistа Bаnk", "1 OtherCustomer"),
        ("- [ ] @dana x <b>y</b>", "1 Hidden"),
        ("- [ ] @dana x (internal)", "1 LooksInternal"),
        ("- [ ] @dana x #internal", "1 Internal"),
        ("- [ ] @dana the sev-1 case", "1 Severity"),
        ("- [x] @dana as at Vista Bank (done 2026-03-04)", "1 OtherCustomer"),
        ("- [ ] @Ivo call Lea Roth", "1 OtherCustomer"),
        ("Decision: as Vista Bank does", "1 OtherCustomer"),
        ("Decision: x #vs-rival", "1 Internal"),
        ("Decision (internal): x", "1 LooksInternal"),
        ("Decision (confidential): x", "1 Word"),
        ("## Notes (confidential)\n\nDecision: x", "3 LooksInternal"),
        ("---\ninternal: true\n---\n- [ ] @dana x\n- [ ] @Ivo y\n", "4 Internal; 5 Internal"),
        ("Risk: x\n\nAsk: y\n\nValue: z\n\n> \"q\" — Ivo\n", ""),
    ] {
        let report = told(&[("2026-03-04", ORBIT, text)]);
        assert_eq!(reasons(&report), expected, "{text}");
        let json = serde_json::to_value(&report).unwrap();
        for block in ["escalations", "updates", "decisions", "we_owe", "we_need", "done"] {
            assert_eq!(json[block], serde_json::json!([]), "{block}: {text}");
        }
    }
}
