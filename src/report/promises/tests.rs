use super::{Customer, by_customer};
use crate::clock::Clock;
use crate::date::{Date, Moment, Zone};
use crate::people::Directory;
use crate::report::threads::follow;
use crate::report::week::tests::{directory, period};

const ORBIT: &str = "customers/orbit/2026-03-02-sync.md";
const VISTA: &str = "customers/vista/2026-03-03-sync.md";

fn day(text: &str) -> Date {
    Date::parse_iso(text).unwrap()
}

fn counted(rows: &[(&str, &str, &str)], since: Option<&str>) -> Vec<Customer> {
    let story = follow(&period(rows, &directory()), day("2026-03-06"));
    let now = Moment::parse("2026-03-06T12:00:00Z").expect("an instant");
    let directory = Directory::default();
    let clock = Clock { now, zone: Zone::UTC, directory: &directory };
    by_customer(&story, since.map(day), &clock)
}

/// Returns each promise as `verdict state first now`.
fn told(customers: &[Customer]) -> String {
    let promises = customers.iter().flat_map(|one| &one.promises).map(|promise| {
        let now = promise.now.map_or("none".to_string(), Date::short);
        let (verdict, state) = (promise.verdict, promise.state);
        format!("{verdict:?} {state:?} {} {now}", promise.first.short()).to_lowercase()
    });
    promises.collect::<Vec<_>>().join("; ")
}

#[test]
fn each_promise_is_one_of_four() {
    let note = |end: &str| format!("- [{}] @dana send it {}", &end[..1], &end[2..]);
    for (steps, expected) in [
        (&[("2026-03-01", "  promised 2026-03-06")][..], "open open 6 mar 6 mar"),
        (&[("2026-03-01", "  promised 2026-03-05")], "missed open 5 mar 5 mar"),
        (
            &[("2026-03-01", "  promised 2026-03-05"), ("2026-03-05", "x promised 2026-03-05")],
            "kept done 5 mar 5 mar",
        ),
        (
            &[("2026-03-01", "  promised 2026-03-05"), ("2026-03-06", "x promised 2026-03-05")],
            "missed done 5 mar 5 mar",
        ),
        // The mark goes before the day of the commit.
        (
            &[
                ("2026-03-01", "  promised 2026-03-05"),
                ("2026-03-06", "x promised 2026-03-05 (done 2026-03-05)"),
            ],
            "kept done 5 mar 5 mar",
        ),
        (
            &[("2026-03-01", "  promised 2026-03-05"), ("2026-03-02", "  promised 2026-03-09")],
            "moved open 5 mar 9 mar",
        ),
        // Corrected on its first day; moved to an earlier day; moved and back.
        (
            &[("2026-03-01", "  promised 2026-03-05"), ("2026-03-01", "  promised 2026-03-09")],
            "open open 9 mar 9 mar",
        ),
        (
            &[("2026-03-01", "  promised 2026-03-09"), ("2026-03-02", "  promised 2026-03-05")],
            "open open 9 mar 5 mar",
        ),
        (
            &[
                ("2026-03-01", "  promised 2026-03-07"),
                ("2026-03-02", "  promised 2026-03-09"),
                ("2026-03-03", "  promised 2026-03-07"),
            ],
            "open open 7 mar 7 mar",
        ),
        // Moved, then done by the first date after all, done later, dropped.
        (
            &[
                ("2026-03-01", "  promised 2026-03-05"),
                ("2026-03-02", "  promised 2026-03-09"),
                ("2026-03-04", "x promised 2026-03-09"),
            ],
            "kept done 5 mar 9 mar",
        ),
        (
            &[
                ("2026-03-01", "  promised 2026-03-03"),
                ("2026-03-02", "  promised 2026-03-09"),
                ("2026-03-04", "x promised 2026-03-09"),
            ],
            "moved done 3 mar 9 mar",
        ),
        (
            &[
                ("2026-03-01", "  promised 2026-03-05"),
                ("2026-03-02", "  promised 2026-03-09"),
                ("2026-03-04", "- promised 2026-03-09"),
            ],
            "missed dropped 5 mar 9 mar",
        ),
        (
            &[("2026-03-01", "  promised 2026-03-09"), ("2026-03-02", "- promised 2026-03-09")],
            "missed dropped 9 mar 9 mar",
        ),
        // Taken back; not a promise at first.
        (
            &[("2026-03-01", "  promised 2026-03-09"), ("2026-03-02", "  soon")],
            "missed open 9 mar none",
        ),
        (&[("2026-03-01", "  "), ("2026-03-02", "  promised 2026-03-09")], "open open 9 mar 9 mar"),
        (&[("2026-03-01", "  by 2026-03-05")], ""),
        // Not committed yet.
        (&[("now", "  promised 2026-03-05")], "missed open 5 mar 5 mar"),
    ] {
        let texts: Vec<String> = steps.iter().map(|(_, end)| note(end)).collect();
        let rows = steps.iter().zip(&texts).map(|((when, _), text)| (*when, ORBIT, &text[..]));
        let rows: Vec<(&str, &str, &str)> = rows.collect();
        assert_eq!(told(&counted(&rows, None)), expected, "{steps:?}");
    }
}

#[test]
fn what_is_gone_is_missed_unless_it_went_at_once() {
    let open = "- [ ] @dana send it promised 2026-03-09";
    for (rows, expected) in [
        (
            &[("2026-03-02", ORBIT, open), ("2026-03-03", ORBIT, "gone")][..],
            "missed vanished 9 mar 9 mar",
        ),
        (&[("2026-03-02", ORBIT, open), ("2026-03-02", ORBIT, "gone")], ""),
        (&[("2026-03-02", ORBIT, open), ("now", ORBIT, "")], "missed vanished 9 mar 9 mar"),
        (&[("2026-03-02", ORBIT, "- [ ] @Ivo send it promised 2026-03-05")], ""),
    ] {
        assert_eq!(told(&counted(rows, None)), expected, "{rows:?}");
    }
}

#[test]
fn customers_are_counted_apart_and_since_a_day() {
    let rows = [
        (
            "2026-03-01",
            VISTA,
            "- [ ] @dana a promised 2026-03-02\n- [ ] @ann b promised 2026-03-09",
        ),
        ("2026-03-01", "x.md", "- [x] @dana c promised 2026-03-04 (done 2026-03-04)"),
        ("2026-03-01", ORBIT, "- [x] @dana d promised 2026-03-05 (done 2026-03-04)"),
    ];
    let shown = |since| {
        let counts = counted(&rows, since).into_iter().map(|one| {
            let name = one.customer.as_deref().unwrap_or("-");
            format!("{name} {}{}{}{}", one.kept, one.moved, one.missed, one.open)
        });
        counts.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(shown(None), "orbit 1000, vista 0011, - 1000");
    assert_eq!(shown(Some("2026-03-04")), "orbit 1000, vista 0001, - 1000");
    assert_eq!(shown(Some("2026-03-05")), "orbit 1000, vista 0001");
}
