//! One follow-up that two people changed.

use super::check;

/// Checks merges of one line.
#[track_caller]
fn check_line(cases: &[(&str, &str, &str, &str)]) {
    for (base, ours, theirs, expected) in cases {
        let line = |text: &str| format!("## Follow-ups\n{text}\n\nSee you.\n");
        let expected = match *expected {
            "conflict" => line(&format!("<<<<<<< ours\n{ours}\n=======\n{theirs}\n>>>>>>> theirs")),
            text => line(text),
        };
        check(&[(&line(base), &line(ours), &line(theirs), &expected)]);
    }
}

#[test]
fn one_follow_up_gets_the_changes_of_both() {
    check_line(&[
        (
            "- [ ] @dana send it by 2026-03-05",
            "- [x] @dana send it by 2026-03-05 (done 2026-03-04)",
            "- [ ] @dana send it by 2026-03-09",
            "- [x] @dana send it by 2026-03-09 (done 2026-03-04)",
        ),
        (
            "- [ ] send",
            "- [x] send (done 2026-03-04)",
            "- [ ] send by 2026-03-09",
            "- [x] send by 2026-03-09 (done 2026-03-04)",
        ),
        (
            "- [ ] send",
            "- [x] send ✅ 2026-03-04",
            "- [ ] send 📅 2026-03-09",
            "- [x] send 📅 2026-03-09 ✅ 2026-03-04",
        ),
        (
            "- [ ] send ^k7",
            "- [x] send (done 2026-03-04) ^k7",
            "- [ ] @dana send ^k7",
            "- [x] @dana send (done 2026-03-04) ^k7",
        ),
        (
            "- [ ] @dana send by 2026-03-05",
            "- [x] ~~@dana send by 2026-03-05~~ (dropped 2026-03-04: no)",
            "- [ ] @priya send by 2026-03-09",
            "- [x] ~~@priya send by 2026-03-09~~ (dropped 2026-03-04: no)",
        ),
        (
            "- [ ] send",
            "- [x] ~~send~~ (dropped 2026-03-04: no)",
            "- [ ] send promised 2026-03-09",
            "- [x] ~~send promised 2026-03-09~~ (dropped 2026-03-04: no)",
        ),
        (
            "- [ ] send promised 2026-03-05",
            "- [ ] send promised 2026-03-09",
            "- [/] send the guide promised 2026-03-05",
            "- [/] send the guide promised 2026-03-09",
        ),
        (
            "- ACTION: send",
            "- [x] ACTION: send (done 2026-03-04)",
            "- ACTION: @dana send by 2026-03-09",
            "- [x] ACTION: @dana send by 2026-03-09 (done 2026-03-04)",
        ),
        (
            "- [x] send (done 2026-03-01)",
            "- [ ] send",
            "- [x] send by 2026-03-09 (done 2026-03-01)",
            "- [ ] send by 2026-03-09",
        ),
        (
            "- [ ] send",
            "- [ ] send from 2026-03-01",
            "- [ ] send #infra",
            "- [ ] send #infra from 2026-03-01",
        ),
        (
            "- [ ] send by 2026-03-05",
            "- [ ] @佐藤 send by 2026-03-05",
            "- [ ] send promised 2026-03-07 by 2026-03-05",
            "- [ ] @佐藤 send promised 2026-03-07 by 2026-03-05",
        ),
        (
            "- [ ] send  ",
            "- [x] send  ",
            "- [ ] send by 2026-03-09  ",
            "- [x] send by 2026-03-09  ",
        ),
    ]);
}

#[test]
fn what_both_did_is_done_once_on_the_earlier_day() {
    check_line(&[
        (
            "- [ ] send",
            "- [x] send (done 2026-03-04)",
            "- [x] send (done 2026-03-05)",
            "- [x] send (done 2026-03-04)",
        ),
        (
            "- [ ] send",
            "- [x] send (done 2026-03-04)",
            "- [x] send",
            "- [x] send (done 2026-03-04)",
        ),
        (
            "- [ ] send",
            "- [x] send (done 2026-03-04)",
            "- [x] send ✅ 2026-03-05",
            "- [x] send (done 2026-03-04)",
        ),
        ("- [ ] send", "- [x] send", "- [X] send", "- [x] send"),
        (
            "- [ ] send",
            "- [/] send",
            "- [x] send (done 2026-03-04)",
            "- [x] send (done 2026-03-04)",
        ),
        (
            "- [ ] send by 2026-03-09",
            "- [x] ~~send by 2026-03-09~~ (dropped 2026-03-04: no)",
            "- [x] ~~send by 2026-03-09~~ (dropped 2026-03-05: no)",
            "- [x] ~~send by 2026-03-09~~ (dropped 2026-03-04: no)",
        ),
        (
            "- [ ] send by 2026-03-01",
            "- [ ] send by 2026-03-09",
            "- [x] send by 2026-03-09",
            "- [x] send by 2026-03-09",
        ),
    ]);
}

#[test]
fn one_field_with_two_values_is_a_conflict() {
    check_line(&[
        (
            "- [ ] send by 2026-03-05",
            "- [ ] send by 2026-03-06",
            "- [ ] send by 2026-03-07",
            "conflict",
        ),
        ("- [ ] send", "- [ ] send by 2026-03-06", "- [ ] send by 2026-03-07", "conflict"),
        ("- [ ] @dana send", "- [ ] @priya send", "- [ ] @佐藤 send", "conflict"),
        ("- [ ] send it", "- [ ] send all of it", "- [ ] send it now", "conflict"),
        (
            "- [ ] send",
            "- [x] send (done 2026-03-04)",
            "- [x] ~~send~~ (dropped 2026-03-04: no)",
            "conflict",
        ),
        (
            "- [ ] send",
            "- [x] ~~send~~ (dropped 2026-03-04: no)",
            "- [x] ~~send~~ (dropped 2026-03-04: late)",
            "conflict",
        ),
        ("- [x] send (done 2026-03-01)", "- [x] send (done 2026-03-02)", "- [ ] send", "conflict"),
        ("Throughput is fine.", "Throughput is good.", "Throughput is bad.", "conflict"),
        ("- [ ] TODO", "- [x] TODO", "- [ ] TODO!", "conflict"),
    ]);
}
