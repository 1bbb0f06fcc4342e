use super::{FRIDAY, ORBIT, OTHER, SUNDAY_24, VISTA, report, report_at};
use crate::report::week::Item;

/// Open at the start, new, reopened, closed, dropped, vanished, open at the end.
fn sums(rows: &[(&str, &str, &str)]) -> [usize; 7] {
    let s = report(rows).sums;
    [s.open_at_start, s.new, s.reopened, s.closed, s.dropped, s.vanished, s.open_at_end]
}

#[test]
fn each_item_counts_by_its_state_at_both_ends() {
    let (open, done, dropped) = ("- [ ] call", "- [x] call", "- [-] call");
    for (start, end, expected) in [
        (open, open, [1, 0, 0, 0, 0, 0, 1]),
        (open, done, [1, 0, 0, 1, 0, 0, 0]),
        (open, dropped, [1, 0, 0, 0, 1, 0, 0]),
        (open, "", [1, 0, 0, 0, 0, 1, 0]),
        (open, "gone", [1, 0, 0, 0, 0, 1, 0]),
        (done, open, [0, 0, 1, 0, 0, 0, 1]),
        (done, done, [0; 7]),
        (done, dropped, [0; 7]),
        (done, "", [0; 7]),
        (dropped, open, [0, 0, 1, 0, 0, 0, 1]),
        (dropped, done, [0; 7]),
        (dropped, "gone", [0; 7]),
        ("", open, [0, 1, 0, 0, 0, 0, 1]),
        ("", done, [0, 1, 0, 1, 0, 0, 0]),
        ("gone", dropped, [0, 1, 0, 0, 1, 0, 0]),
        ("", "", [0; 7]),
    ] {
        let rows = [("start", ORBIT, start), ("2026-03-03", ORBIT, end)];
        assert_eq!(sums(&rows), expected, "{start:?} {end:?}");
    }
}

#[test]
fn what_happened_in_between_does_not_count() {
    let (open, done) = ("- [ ] @dana call them back", "- [x] @dana call them back");
    for (steps, expected) in [
        (&[("2026-03-03", ORBIT, done), ("2026-03-04", ORBIT, open)][..], [1, 0, 0, 0, 0, 0, 1]),
        (&[("2026-03-03", ORBIT, "gone"), ("2026-03-04", ORBIT, open)], [1, 0, 0, 0, 0, 0, 1]),
        (&[("2026-03-03", ORBIT, ""), ("2026-03-04", OTHER, open)], [1, 0, 0, 0, 0, 0, 1]),
        (&[("2026-03-03", ORBIT, ""), ("2026-03-04", VISTA, open)], [1, 1, 0, 0, 0, 1, 1]),
        (
            &[("2026-03-03", ORBIT, ""), ("2026-03-04", ORBIT, "- [ ] @dana call them today")],
            [1, 0, 0, 0, 0, 0, 1],
        ),
        (
            &[("2026-03-03", OTHER, &format!("from {ORBIT}\n- [x] @dana call them"))],
            [1, 0, 0, 1, 0, 0, 0],
        ),
        (
            &[("2026-03-03", OTHER, "- [ ] more"), ("2026-03-04", OTHER, "gone")],
            [1, 0, 0, 0, 0, 0, 1],
        ),
        (&[("now", ORBIT, done)], [1, 0, 0, 1, 0, 0, 0]),
    ] {
        let mut rows = vec![("start", ORBIT, open)];
        rows.extend(steps);
        assert_eq!(sums(&rows), expected, "{steps:?}");
    }
}

#[test]
fn moves_come_from_every_version() {
    for (start, steps, expected) in [
        ("by 2026-03-05", &[("2026-03-03", "by 2026-03-09")][..], "due 2026-03-05 2026-03-09"),
        (
            "promised 2026-03-05",
            &[("2026-03-03", "promised 2026-03-09"), ("2026-03-04", "promised 2026-03-05")],
            "promised 2026-03-05 2026-03-09; promised 2026-03-09 2026-03-05",
        ),
        ("by 2026-03-05", &[("2026-03-03", "")], "due 2026-03-05 none"),
        ("", &[("2026-03-03", "by 2026-03-05")], ""),
        ("", &[], ""),
        // Not there at the start: what changed on its first day is a correction.
        ("gone", &[("2026-03-03", "by 2026-03-05"), ("2026-03-03", "by 2026-03-06")], ""),
        (
            "gone",
            &[("2026-03-03", "by 2026-03-05"), ("2026-03-04", "by 2026-03-06")],
            "due 2026-03-05 2026-03-06",
        ),
    ] {
        let text = |fields: &str| match fields {
            "gone" => fields.to_string(),
            _ => format!("- [ ] @dana send it {fields}"),
        };
        let mut rows = vec![("start", ORBIT, text(start))];
        rows.extend(steps.iter().map(|(day, fields)| (*day, ORBIT, text(fields))));
        let rows: Vec<_> = rows.iter().map(|(day, path, text)| (*day, *path, &**text)).collect();
        let report = report(&rows);
        let moved = report.moved.expect("there are commits");
        let moves = moved.iter().map(|moved| {
            let to = moved.to.map_or("none".to_string(), |to| to.to_string());
            format!("{} {} {to}", moved.field, moved.from)
        });
        assert_eq!(moves.collect::<Vec<_>>().join("; "), expected, "{start} {steps:?}");
        assert_eq!(report.sums.moved, moved.len());
    }
}

/// Checks how many promises were kept, and how many count.
fn check_promises(as_of: &str, rows: &[(&str, &str)], expected: (usize, usize)) {
    let rows: Vec<_> = rows.iter().map(|(when, text)| (*when, ORBIT, *text)).collect();
    let sums = report_at(as_of, &rows).sums;
    assert_eq!((sums.promises_kept, sums.promises_due), expected, "{as_of} {rows:?}");
}

#[test]
fn promises_count_in_the_week_of_their_first_date() {
    let open = "- [ ] @dana send it promised 2026-03-05";
    let check = |rows: &[(&str, &str)], expected| check_promises(FRIDAY, rows, expected);
    // Done: by the mark, else by the commit.
    check(
        &[
            ("start", open),
            ("2026-03-06", "- [x] @dana send it promised 2026-03-05 (done 2026-03-05)"),
        ],
        (1, 1),
    );
    check(&[("start", open), ("2026-03-05", "- [x] @dana send it promised 2026-03-05")], (1, 1));
    check(&[("start", open), ("2026-03-06", "- [x] @dana send it promised 2026-03-05")], (0, 1));
    check(&[("start", open), ("now", "- [x] @dana send it promised 2026-03-05")], (0, 1));
    // Open: once the day is over.
    check(&[("start", open)], (0, 1));
    check(&[("start", "- [ ] @dana send it promised 2026-03-06")], (0, 0));
    check_promises(SUNDAY_24, &[("start", "- [ ] @dana send it promised 2026-03-06")], (0, 1));
    // Moved, dropped, vanished.
    check(
        &[
            ("start", "- [ ] @dana send it promised 2026-03-07"),
            ("2026-03-03", "- [ ] @dana send it promised 2026-03-11"),
        ],
        (0, 1),
    );
    check(
        &[
            ("start", "- [ ] @dana send it promised 2026-03-07"),
            ("2026-03-03", "- [ ] @dana send it"),
        ],
        (0, 1),
    );
    check(
        &[
            ("start", "- [ ] @dana send it promised 2026-03-07"),
            ("2026-03-03", "- [-] @dana send it promised 2026-03-07"),
        ],
        (0, 1),
    );
    check(&[("start", "- [ ] @dana send it promised 2026-03-07"), ("2026-03-03", "")], (0, 1));
    check(
        &[
            ("start", "- [ ] @dana send it promised 2026-03-07"),
            ("2026-03-03", "- [ ] @dana send it promised 2026-03-04"),
            ("2026-03-06", "- [x] @dana send it promised 2026-03-04"),
        ],
        (1, 1),
    );
    // Other weeks, theirs, nobody's.
    check(&[("start", "- [ ] @dana send it promised 2026-02-27")], (0, 0));
    check(&[("start", "- [ ] @dana send it promised 2026-03-10")], (0, 0));
    check(&[("start", "- [ ] @Ivo send it promised 2026-03-05")], (0, 0));
    check(&[("start", "- [ ] send it promised 2026-03-05")], (0, 0));
}

#[test]
fn the_first_date_is_that_of_the_first_evening() {
    let open = |day: &str| format!("- [ ] @dana send it promised {day}");
    let (two, four, five, ten) =
        (open("2026-03-02"), open("2026-03-04"), open("2026-03-05"), open("2026-03-10"));
    let check = |rows: &[(&str, &str)], expected| check_promises(FRIDAY, rows, expected);
    check(&[("2026-03-02", &two), ("2026-03-02", &ten)], (0, 0));
    check(&[("2026-03-02", &ten), ("2026-03-02", &four), ("2026-03-03", &ten)], (0, 1));
    // From the note's own history: moved in an earlier week.
    check(&[("past 2026-02-20", &five), ("past 2026-02-23", &ten), ("start", &ten)], (0, 1));
    check(
        &[
            ("past 2026-02-20", &ten),
            ("past 2026-02-20", &five),
            ("past 2026-02-23", &ten),
            ("start", &ten),
        ],
        (0, 1),
    );
    check(&[("past 2026-02-20", &ten), ("past 2026-02-24", &five), ("start", &five)], (0, 0));
    // Taken back on the day on which it was typed.
    check(&[("2026-03-03", &four), ("2026-03-03", "")], (0, 0));
    check(&[("2026-03-03", &four), ("2026-03-04", "")], (0, 1));
    // Ticked before the week, without a mark.
    let done = five.replace("[ ]", "[x]");
    check(&[("past 2026-02-20", &five), ("past 2026-02-23", &done), ("start", &done)], (1, 1));
}

#[test]
fn late_is_judged_at_the_customer() {
    let item = "- [ ] @dana send it by 2026-03-06";
    for (as_of, customer, late) in [
        ("2026-03-06T14:59:00Z", "minato", None),
        ("2026-03-06T15:00:00Z", "minato", Some(1)),
        ("2026-03-06T23:59:00Z", "orbit", None),
        ("2026-03-07T00:00:00Z", "orbit", Some(1)),
        ("2026-03-07T04:59:00Z", "hill", None),
        ("2026-03-07T05:00:00Z", "hill", Some(1)),
        (SUNDAY_24, "orbit", Some(3)),
    ] {
        let path = format!("customers/{customer}/2026-03-02-sync.md");
        let report = report_at(as_of, &[("start", &path, item)]);
        assert_eq!(report.late.first().and_then(|item| item.late_days), late, "{as_of} {customer}");
        assert_eq!(report.sums.late, report.late.len());
    }
}

#[test]
fn lists_are_sorted_as_they_should_be() {
    let report = report(&[
        (
            "start",
            ORBIT,
            "- [ ] @dana one by 2026-03-05\n- [ ] @Ivo two by 2026-03-03\n- [ ] @Ivo three\n- [ ] @Ivo four by 2026-03-20\n",
        ),
        ("start", VISTA, "- [ ] @Lea five by 2026-03-01\n- [ ] six by 2026-03-05\n- [ ] seven"),
        (
            "2026-03-04",
            VISTA,
            "- [ ] @Lea five by 2026-03-01\n- [x] six by 2026-03-05\n- [x] seven",
        ),
    ]);
    let texts =
        |items: &[Item]| items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().join(" ");
    assert_eq!(texts(&report.late), "five two one");
    assert_eq!(texts(&report.waiting), "five two four three");
    let closed = report.closed.expect("there are commits");
    assert_eq!(closed.len(), 1);
    assert_eq!((closed[0].customer.as_deref(), closed[0].count), (Some("vista"), 2));
}
