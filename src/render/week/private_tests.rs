//! What a reader must not learn makes no difference to what they are told.

use proptest::prelude::*;

use super::{ENGLISH, JAPANESE, Look, company_json, customer_json, finished, to_customer};
use crate::date::{Date, Moment, Zone};
use crate::report::week;
use crate::report::week::Frame;
use crate::report::week::tests::{directory, period};
use crate::report::whose::Whose;

const ORBIT: &str = "customers/orbit/2026-03-02-sync.md";
const CASE: &str = "customers/orbit/2026-02-26-escalation.md";

/// Returns all that the company and Orbit Foods are told, as texts and as JSON.
fn told(rows: &[(&str, &str, &str)]) -> String {
    let directory = directory();
    let period = period(rows, &directory);
    let of_orbit = Whose { customer: Some("orbit".into()), ..Whose::default() };
    let all = Whose::default();
    let frame = Frame {
        week: Date::parse_iso("2026-03-02").unwrap().week(),
        as_of: Moment::parse("2026-03-06T17:00:00Z").unwrap(),
        zone: Zone::UTC,
        directory: &directory,
        manager: None,
        commit: Some("1f2e3d4c5b6a79880011223344556677889900aa"),
        whose: &all,
    };
    let words = ["confidential".to_string()];
    let to_company = week::company(&frame, &period, &words);
    let to_orbit = week::customer(&Frame { whose: &of_orbit, ..frame }, &period, &words);
    let look = |phrases| Look {
        directory: &directory,
        zone: Zone::UTC,
        writer: None,
        whose: &all,
        kept_words: None,
        links: true,
        phrases,
    };
    let door = week::company_door(&frame, &period, &words, &to_company);
    let of_orbit = Frame { whose: &of_orbit, ..frame };
    let door_to_orbit = week::customer_door(&of_orbit, &period, &words, &to_orbit);
    let finished = [
        finished::to_company(&to_company, &door, &look(&ENGLISH)),
        finished::to_company(&to_company, &door, &look(&JAPANESE)),
        company_json(&to_company, &door),
        to_customer(&to_orbit, &door_to_orbit, &ENGLISH),
        to_customer(&to_orbit, &door_to_orbit, &JAPANESE),
        customer_json(&to_orbit, &door_to_orbit),
    ];
    let texts = finished.map(|one| one.expect("nothing that stops it").as_str().to_string());
    texts.join("\n")
}

/// A week in which `{}` stands in every internal place, at the start, in between and at the end.
fn week_with(secret: &str) -> String {
    let escalation = "---\nkind: escalation\nseverity: high\n---\n# Orbit Foods — it stops\n\n## Exit criteria\n\n\
        - [x] one\n- [ ] {} #internal\n- [ ] two\n\n## 2026-03-04 Update\n\nHalf way.\n\n- {} #vs-rival\n\n### Internal\n\n{}\n\n\
        ## Internal\n\n- [ ] {}\n- {}\n\nDecision: {}\n";
    let start = "---\ntheirs: [Ivo Pires]\n---\nDecision: go\n\n- [ ] @dana send the plan promised 2026-03-05\n\
        - [ ] @dana {} promised 2026-03-01 #internal\n- [ ] @Ivo open the ports by 2026-03-09\n\n## 社外秘\n\n- [ ] @Ivo {}\n\nAsk: {}\n";
    let end = "---\ntheirs: [Ivo Pires]\n---\nDecision: go\n\nAsk (pain): quota #quota\n\n> \"It works\" — Ivo Pires\n\n\
        - [ ] @dana send the plan promised 2026-03-09\n- [x] @dana call (done 2026-03-04)\n\
        - [x] @dana {} promised 2026-03-01 #internal\n- [ ] @Ivo open the ports by 2026-03-09\n\n## Internal\n\n- [ ] @Ivo {}\n\n\
        Ask: {}\n\nValue: {}\n\n> \"{}\" — Ivo Pires\n";
    let dinner = "---\ninternal: true\ntitle: {}\n---\n{}\n\n- [ ] @dana {}\n\nDecision: {}\n";
    let rows = [
        ("start", CASE, escalation),
        ("start", ORBIT, start),
        ("2026-03-03", "customers/orbit/2026-03-03-dinner.md", dinner),
        ("2026-03-04", ORBIT, end),
        ("now", "customers/orbit/2026-03-10-dinner.md", dinner),
        (
            "now",
            "customers/orbit/2026-03-11-escalation.md",
            "---\nkind: escalation\nstate: closed\n---\n",
        ),
        ("now", "customers/orbit/2026-03-12-sync.md", "---\nkind: sync\n---\n"),
    ];
    let rows = rows.map(|(when, path, text)| (when, path, text.replace("{}", secret)));
    told(&rows.each_ref().map(|(when, path, text)| (*when, *path, text.as_str())))
}

#[test]
fn what_is_internal_makes_no_difference() {
    let plain = week_with("BRAVO");
    for part in [
        "send the plan (Dana Reyes, 9 March, was 5 March)",
        "1 of 2",
        "Half way.",
        "It works",
        "quota",
        "Next meeting\n\n12 March\n",
    ] {
        assert!(plain.contains(part), "{part}: {plain}");
    }
    assert!(!plain.contains("BRAVO"), "{plain}");
    for secret in [
        "send the plan",
        "send the plan promised 2026-03-01",
        "open the ports",
        "call",
        "go",
        "quota #quota",
        "It works",
        "two",
        "Half way.",
        "ask Lea Roth of Vista Bank",
        "社外秘の件",
        "x <!-- y",
        "`x",
        "**x",
        "[[x]] ^k7q2",
        "a 2026-03-04 b",
    ] {
        assert_eq!(week_with(secret), plain, "{secret}");
    }
}

proptest! {
    #![proptest_config(crate::chance::cases(64))]

    #[test]
    fn whatever_is_internal_makes_no_difference(secret in "[a-z佐藤@#*(:][a-z0-9 佐藤のを.,:;!?()@#*_-]{0,30}[a-z]") {
        prop_assert_eq!(week_with(&secret), week_with("BRAVO"));
    }
}
