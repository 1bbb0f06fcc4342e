//! `promises`: kept, moved, missed; for customers, never for people.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const ORBIT: &str = "customers/orbit/2026-02-16-sync.md";
const MINATO: &str = "customers/minato/2026-02-17-sync.md";

/// Three weeks, from Monday 16 February to Sunday 8 March 2026: each line of the two notes has a
/// history of its own.
fn weeks() -> Sealed {
    let s = Sealed::empty();
    s.at("2026-02-16T09:00:00Z").fieldnote("init").succeeds();
    s.fieldnote("customer add orbit").succeeds();
    s.fieldnote("customer add minato --timezone Asia/Tokyo").succeeds();
    s.fieldnote("person add --team dana 'Dana Reyes'").succeeds();
    s.at("2026-02-16T12:00:00Z").write(
        ORBIT,
        "- [ ] @dana kept in time promised 2026-02-19\n- [ ] @dana done too late promised 2026-02-20\n\
         - [ ] @ann moved twice promised 2026-02-20\n- [ ] @ann dropped promised 2026-02-27\n\
         - [ ] @them not ours promised 2026-02-20\n- [ ] @ann not due promised 2026-03-20\n",
    );
    s.write(
        MINATO,
        "- [ ] @dana 見積もりを送る promised 2026-02-25\n- [ ] @dana mistyped promised 2026-02-18\n\
         - [ ] @ann gone promised 2026-02-25\n- [ ] @ann never done promised 2026-03-05\n",
    );
    s.commit("monday");
    s.at("2026-02-16T13:00:00Z").sh(&format!("sed -i 's/2026-02-18/2026-02-26/' {MINATO}"));
    s.commit("corrected the same day");
    s.at("2026-02-18T12:00:00Z").fieldnote("done kept in time").succeeds();
    s.sh(&format!("sed -i 's/twice promised 2026-02-20/twice promised 2026-02-26/' {ORBIT}"));
    s.commit("moved");
    s.at("2026-02-23T12:00:00Z").fieldnote("done too late").succeeds();
    s.sh(&format!("sed -i 's/twice promised 2026-02-26/twice promised 2026-03-12/' {ORBIT}"));
    s.sh(&format!("sed -i 's/- \\[ \\] @ann dropped/- [-] @ann dropped/' {ORBIT}"));
    s.commit("moved again, and dropped");
    s.at("2026-02-25T12:00:00Z").fieldnote("done 見積もりを送る").succeeds();
    s.sh(&format!("sed -i '/@ann gone/d' {MINATO}"));
    s.commit("gone");
    s.at("2026-02-26T12:00:00Z").fieldnote("done mistyped").succeeds();
    s.at("2026-03-08T12:00:00Z");
    s
}

#[test]
fn customers_are_counted_and_what_was_not_kept_is_named() {
    let s = weeks();
    s.fieldnote("promises").shows(str![[r#"
CUSTOMER  KEPT  MOVED  MISSED  OPEN
minato    2     0      2       0     kept 2 of 4
orbit     1     1      2       1     kept 1 of 4

minato
  missed  25 Feb, vanished   gone  customers/minato/2026-02-17-sync.md:3
  missed  5 Mar, still open  never done  customers/minato/2026-02-17-sync.md:3

orbit
  missed  20 Feb, done 23 Feb  done too late  customers/orbit/2026-02-16-sync.md:2
  moved   20 Feb → 12 Mar      moved twice  customers/orbit/2026-02-16-sync.md:3
  missed  27 Feb, dropped      dropped  customers/orbit/2026-02-16-sync.md:4
exit 0

"#]]);
    s.fieldnote("promises minato").shows(str![[r#"
CUSTOMER  KEPT  MOVED  MISSED  OPEN
minato    2     0      2       0     kept 2 of 4

minato
  missed  25 Feb, vanished   gone  customers/minato/2026-02-17-sync.md:3
  missed  5 Mar, still open  never done  customers/minato/2026-02-17-sync.md:3
exit 0

"#]]);
    s.fieldnote("promises --since 2026-02-26").shows(str![[r#"
CUSTOMER  KEPT  MOVED  MISSED  OPEN
minato    1     0      1       0     kept 1 of 2
orbit     0     0      1       1     kept 0 of 1

minato
  missed  5 Mar, still open  never done  customers/minato/2026-02-17-sync.md:3

orbit
  missed  27 Feb, dropped  dropped  customers/orbit/2026-02-16-sync.md:4
exit 0

"#]]);
    s.fieldnote("promises --json").shows(str![[r#"
[
{"customer":"minato","kept":2,"moved":0,"missed":2,"open":0,"promises":[{"text":"見積もりを送る","first":"2026-02-25","now":"2026-02-25","outcome":"kept","state":"done","closed":"2026-02-25","note":"customers/minato/2026-02-17-sync.md","line":1},{"text":"gone","first":"2026-02-25","now":"2026-02-25","outcome":"missed","state":"vanished","closed":null,"note":"customers/minato/2026-02-17-sync.md","line":3},{"text":"mistyped","first":"2026-02-26","now":"2026-02-26","outcome":"kept","state":"done","closed":"2026-02-26","note":"customers/minato/2026-02-17-sync.md","line":2},{"text":"never done","first":"2026-03-05","now":"2026-03-05","outcome":"missed","state":"open","closed":null,"note":"customers/minato/2026-02-17-sync.md","line":3}]},
{"customer":"orbit","kept":1,"moved":1,"missed":2,"open":1,"promises":[{"text":"kept in time","first":"2026-02-19","now":"2026-02-19","outcome":"kept","state":"done","closed":"2026-02-18","note":"customers/orbit/2026-02-16-sync.md","line":1},{"text":"done too late","first":"2026-02-20","now":"2026-02-20","outcome":"missed","state":"done","closed":"2026-02-23","note":"customers/orbit/2026-02-16-sync.md","line":2},{"text":"moved twice","first":"2026-02-20","now":"2026-03-12","outcome":"moved","state":"open","closed":null,"note":"customers/orbit/2026-02-16-sync.md","line":3},{"text":"dropped","first":"2026-02-27","now":"2026-02-27","outcome":"missed","state":"dropped","closed":null,"note":"customers/orbit/2026-02-16-sync.md","line":4},{"text":"not due","first":"2026-03-20","now":"2026-03-20","outcome":"open","state":"open","closed":null,"note":"customers/orbit/2026-02-16-sync.md","line":6}]}
]
exit 0

"#]]);
}

#[test]
fn since_looks_back() {
    let s = weeks();
    let since = |day: &str| s.run(&["promises", "--json", "--since", day]).succeeds().stdout;
    for (phrase, day) in [("mon", "2026-03-02"), ("27 feb", "2026-02-27"), ("2w", "2026-02-22")] {
        assert_eq!(since(phrase), since(day), "{phrase}");
        assert!(since(phrase).contains("never done"), "{phrase}");
    }
    s.run(&["promises", "--since", "soon"]).shows(str![[r#"
2> error: `soon` is no date
2> hint: write YYYY-MM-DD, or `mon`, `2w`, `3 days ago`, `5 mar`, `yesterday`
exit 2

"#]]);
}

#[test]
fn what_was_moved_and_is_late_again_is_still_open() {
    let s = weeks();
    let shown = s.at("2026-03-20T12:00:00Z").fieldnote("promises orbit").succeeds().stdout;
    assert!(shown.contains("  moved   20 Feb → 12 Mar, still open  moved twice"), "{shown}");
}

#[test]
fn a_shallow_clone_says_that_first_dates_may_be_wrong() {
    let s = weeks();
    s.sh("git clone -q --depth 2 file://$PWD ../clone");
    let shown = s.cd("../clone").fieldnote("promises orbit");
    const REMARK: &str = "this clone does not hold the whole history: first dates may be wrong (`git fetch --unshallow`)\n";
    assert_eq!(shown.stderr, REMARK);
    for week in ["week", "week last"] {
        let shown = s.fieldnote(week).succeeds().stdout;
        assert!(shown.contains("This clone does not hold what was before"), "{week}: {shown}");
    }
    s.sh("git fetch -q --unshallow").succeeds();
    assert_eq!(s.fieldnote("promises").stderr, "");
    assert!(!s.fieldnote("week").stdout.contains("This clone"));
}

#[test]
fn what_came_by_a_merge_counts_on_its_day() {
    let s = weeks();
    s.at("2026-03-02T12:00:00Z").git(&["switch", "-q", "-c", "side"]);
    s.write("customers/orbit/2026-03-02-sync.md", "- [ ] @ann call promised 2026-03-03\n");
    s.commit("on the side");
    s.fieldnote("done ann call").succeeds();
    s.git(&["switch", "-q", "main"]);
    s.at("2026-03-04T12:00:00Z").git(&["merge", "-q", "--no-ff", "-m", "merged", "side"]);
    let remark = s.fieldnote("promises orbit").succeeds().stderr;
    assert_eq!(remark, "2 commits of other days came by merges: they count on the merge's day\n");
    assert_eq!(s.fieldnote("promises -q orbit").stderr, "");
}

#[test]
fn narrow_terminals_get_the_place_below() {
    let s = weeks();
    s.env("COLUMNS", "80").fieldnote("promises minato").shows(str![[r#"
CUSTOMER  KEPT  MOVED  MISSED  OPEN
minato    2     0      2       0     kept 2 of 4

minato
  missed  25 Feb, vanished   gone        customers/minato/2026-02-17-sync.md:3
  missed  5 Mar, still open  never done  customers/minato/2026-02-17-sync.md:3
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("promises orbit").shows(str![[r#"
CUSTOMER  KEPT  MOVED  MISSED  OPEN
orbit     1     1      2       1     kept 1 of 4

orbit
  missed  20 Feb, done 23 Feb  done too late
    customers/orbit/2026-02-16-sync.md:2
  moved   20 Feb → 12 Mar      moved twice
    customers/orbit/2026-02-16-sync.md:3
  missed  27 Feb, dropped      dropped
    customers/orbit/2026-02-16-sync.md:4
exit 0

"#]]);
    s.env("COLUMNS", "36").fieldnote("promises orbit --since 2026-02-27").shows(str![[r#"
CUSTOMER  KEPT  MOVED  MISSED  OPEN
orbit     0     0      1       1…

orbit
  missed  27 Feb, dropped
    dropped
    orbit/2026-02-16-sync.md:4
exit 0

"#]]);
}

#[test]
fn nobody_is_named() {
    let s = weeks();
    for line in ["promises", "promises --json"] {
        let output = s.fieldnote(line).succeeds().stdout.to_lowercase();
        assert!(!output.contains("dana") && !output.contains("ann"), "{output}");
    }
}

#[test]
fn the_weeks_add_up_to_it() {
    let s = weeks();
    let json = |line: &str| -> serde_json::Value {
        serde_json::from_str(&s.fieldnote(line).succeeds().stdout).expect("JSON")
    };
    let (mut kept, mut due) = (0, 0);
    for week in ["2026-W08", "2026-W09", "2026-W10"] {
        let sums = &json(&format!("week {week} --json"))["sums"];
        kept += sums["promises_kept"].as_u64().expect("a number");
        due += sums["promises_due"].as_u64().expect("a number");
    }
    let customers = json("promises --json");
    let sum = |keys: &[&str]| -> u64 {
        let customers = customers.as_array().expect("an array").iter();
        customers.flat_map(|one| keys.iter().filter_map(|key| one[key].as_u64())).sum()
    };
    assert_eq!((sum(&["kept"]), sum(&["kept", "moved", "missed"])), (kept, due));
    assert_eq!((kept, due), (3, 8));
}

#[test]
fn an_uncommitted_promise_counts_by_today() {
    let s = weeks();
    s.sh(&format!("sed -i 's/2026-03-20/2026-03-21/' {ORBIT}"));
    s.write("customers/orbit/2026-03-08-sync.md", "- [ ] @ann just said promised 2026-03-01\n");
    s.fieldnote("promises orbit --since 2026-03-01").shows(str![[r#"
CUSTOMER  KEPT  MOVED  MISSED  OPEN
orbit     0     1      1       0     kept 0 of 2

orbit
  missed  1 Mar, still open  just said  customers/orbit/2026-03-08-sync.md:1
  moved   20 Mar → 21 Mar    not due  customers/orbit/2026-02-16-sync.md:6
exit 0

"#]]);
}

#[test]
fn without_a_history_the_notes_alone_tell() {
    let s = Sealed::empty();
    s.write("fieldnote.toml", "").write("team.md", "- @dana — Dana Reyes\n");
    s.fieldnote("promises").shows(str![[r#"
2> no promises: write one as `promised 2026-03-05`
exit 0

"#]]);
    s.write(
        ORBIT,
        "- [ ] @dana late promised 2026-02-19\n- [x] @dana kept promised 2026-02-19 (done 2026-02-19)\n",
    );
    s.fieldnote("promises").shows(str![[r#"
CUSTOMER  KEPT  MOVED  MISSED  OPEN
orbit     1     0      1       0     kept 1 of 2

orbit
  missed  19 Feb, still open  late  customers/orbit/2026-02-16-sync.md:1
2> no commits here: first dates are those that stand in the notes
exit 0

"#]]);
    s.fieldnote("promises --json --since 2026-03-01").shows(str![[r#"
[]
2> no such promises
exit 0

"#]]);
}

#[test]
fn what_is_not_understood_is_refused() {
    let s = weeks();
    s.fieldnote("promises obrit").shows(str![[r#"
2> error: there is no customer `obrit`
2> hint: did you mean `orbit`?
exit 1

"#]]);
    s.fieldnote("promises --since yesterweek").shows(str![[r#"
2> error: `yesterweek` is no date
2> hint: write YYYY-MM-DD, or `mon`, `2w`, `3 days ago`, `5 mar`, `yesterday`
exit 2

"#]]);
    s.fieldnote("promises --since 2027-01-01").shows(str![[r#"
2> no such promises
exit 0

"#]]);
}
