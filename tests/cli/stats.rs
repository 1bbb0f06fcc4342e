//! `stats`: the sums of the last weeks, each as the summary of its week has them.

use serde_json::{Map, Value};
use snapbox::str;

use crate::sealed::{Sealed, Shows};

const ORBIT: &str = "customers/orbit/2026-01-13-sync.md";
const LINES: &str = "\nA line of text.\nA line of text.\nA line of text.\n";

/// January to Friday 6 March 2026: a note renamed, a promise moved, summaries saved, a side branch that is
/// merged later, a card and the team changed, a follow-up that vanishes, and one not committed.
pub fn two_months() -> Sealed {
    let s = Sealed::empty();
    s.at("2026-01-12T09:00:00Z").fieldnote("init").succeeds();
    let sed = |time: &str, script: &str, path: &str| {
        s.at(time).sh(&format!("sed -i '{script}' {path}")).succeeds();
        s.commit(script);
    };
    s.fieldnote("customer add orbit --name 'Orbit Foods'").succeeds();
    s.fieldnote("customer add minato --timezone Asia/Tokyo").succeeds();
    s.fieldnote("person add --team dana 'Dana Reyes'").succeeds();
    s.at("2026-01-13T12:00:00Z").write(
        "orbit.md",
        format!(
            "- [ ] @dana send it promised 2026-01-20\n- [ ] @ivo sign by 2026-01-30\n- [ ] @ann call\n\
             - [x] @ann book (done 2026-01-13)\n{LINES}"
        ),
    );
    s.commit("tuesday");
    s.at("2026-01-15T12:00:00Z").sh(&format!("git mv orbit.md {ORBIT}")).succeeds();
    s.commit("renamed");
    sed("2026-01-16T12:00:00Z", "s/promised 2026-01-20/promised 2026-02-03/", ORBIT);
    s.fieldnote("week --save").succeeds();
    sed("2026-01-18T12:00:00Z", "s/ \\] @ann call/x] @ann call/", ORBIT);
    s.at("2026-01-20T12:00:00Z").git(&["checkout", "-q", "-b", "side"]);
    s.write("customers/minato/1.md", "- [ ] @ken open the ports by 2026-01-23\n- [ ] @dana ask\n");
    s.commit("side");
    s.git(&["checkout", "-q", "main"]);
    sed("2026-01-28T12:00:00Z", "s/x\\] @ann call/ ] @ann call/", ORBIT);
    s.at("2026-02-04T12:00:00Z").git(&["merge", "-q", "--no-ff", "-m", "merge", "side"]);
    s.at("2026-02-06T17:00:00Z").fieldnote("week --save").succeeds();
    s.at("2026-02-10T12:00:00Z").fieldnote("person add orbit 'Ivo Pires' --partner").succeeds();
    s.fieldnote("person add minato 'Ken Sato'").succeeds();
    sed("2026-02-12T12:00:00Z", "s/ \\] @dana send/x] @dana send/", ORBIT);
    s.at("2026-02-18T12:00:00Z").write(
        "weekly/2026-W07.md",
        "<!-- fieldnote: week 2026-W07, commit 1f2e3d4c5b6a79880011223344556677889900aa, as of x -->\n",
    );
    s.write("hands-on/2026-02-18.md", "- [ ] @ivo look promised 2026-02-20\n");
    s.commit("a summary of another history");
    sed("2026-02-24T12:00:00Z", "/@dana ask/d", "customers/minato/1.md");
    s.sh("sed -i 's/, partner//; s/ — partner//' customers/orbit/README.md").succeeds();
    s.commit("Ivo is theirs");
    s.at("2026-03-03T12:00:00Z").fieldnote("drop call --why 'no need'").succeeds();
    s.at("2026-03-06T17:00:00Z").write("customers/minato/2.md", "- [ ] @ann new by 2026-03-05\n");
    s
}

fn json(s: &Sealed, line: &str) -> Value {
    serde_json::from_str(&s.fieldnote(line).succeeds().stdout).expect("JSON")
}

/// Compares each of the weeks with its own summary, and returns how many they are.
#[track_caller]
fn are_those_of_the_summaries(s: &Sealed, line: &str) -> usize {
    let rows = json(s, &format!("{line} --json"));
    let rows = rows.as_array().expect("an array");
    for row in rows {
        let week = row["week"].as_str().expect("a week");
        let summary = json(s, &format!("week {week} --json"));
        let mut expected = Map::new();
        for key in ["week", "start", "end", "as_of", "commit"] {
            expected.insert(key.to_string(), summary[key].clone());
        }
        expected.extend(summary["sums"].as_object().expect("an object").clone());
        assert_eq!(*row, Value::Object(expected), "{week}");
    }
    rows.len()
}

#[test]
fn the_weeks_stand_side_by_side() {
    two_months().fieldnote("stats").shows(str![[r#"
WEEK        FROM  NEW  REOPENED  CLOSED  DROPPED  VANISHED    KEPT  LATE  OPEN
2026-W03  12 Jan    4         0       1        0         0       -     0     3  ░░░░░░░░░░░░░░░░░░
2026-W04  19 Jan    0         0       1        0         0  0 of 1     0     2  ░░░░░░░░░░░░
2026-W05  26 Jan    0         1       0        0         0       -     1     3  ██████░░░░░░░░░░░░
2026-W06   2 Feb    2         0       0        0         0       -     3     5  ██████████████████░░░░░░░░░░░░
2026-W07   9 Feb    0         0       1        0         0       -     2     4  ████████████░░░░░░░░░░░░
2026-W08  16 Feb    1         0       0        0         0       -     3     5  ██████████████████░░░░░░░░░░░░
2026-W09  23 Feb    0         0       0        0         1       -     3     4  ██████████████████░░░░░░
2026-W10   2 Mar    1         0       0        1         0       -     4     4  ████████████████████████
8 weeks             8         1       3        1         1  0 of 1
█ late, ░ open and not late · 2026-W10 is not over
2> 4 weeks before 2026-W03 are left out: no commit yet
2> `weekly/2026-W07.md` names commit 1f2e3d4, which is not in this history: ignored
2> 1 commit of another day came by a merge: it counts on the merge's day
exit 0

"#]]);
}

#[test]
fn the_figures_are_those_of_the_summaries() {
    let s = two_months();
    assert_eq!(are_those_of_the_summaries(&s, "stats"), 8);
    s.commit("all is committed");
    assert_eq!(are_those_of_the_summaries(&s, "stats --weeks 3"), 3);
    // Long after, all weeks are past, and somewhere else.
    s.at("2026-04-01T02:00:00Z").env("TZ", "America/New_York");
    assert_eq!(are_those_of_the_summaries(&s, "stats --weeks 30"), 12);
}

#[test]
fn the_figures_of_the_demo_are_those_of_the_summaries() {
    let s = Sealed::empty();
    s.run(&["demo"]).succeeds();
    s.cd("fieldnote-demo");
    assert_eq!(are_those_of_the_summaries(&s, "stats"), 9);
}

#[test]
fn a_shallow_clone_says_that_the_numbers_may_be_wrong() {
    let s = two_months();
    s.commit("all");
    s.sh("git clone -q --depth 4 file://$PWD ../clone").succeeds();
    s.cd("../clone");
    assert_eq!(are_those_of_the_summaries(&s, "stats"), 2);
    s.fieldnote("stats").shows(str![[r#"
WEEK        FROM  NEW  CLOSED  DROPPED  LATE  OPEN
2026-W09  23 Feb    6       2        0     3     4  █████████████████████░░░░░░░
2026-W10   2 Mar    1       0        1     4     4  ████████████████████████████
2 weeks             7       2        1
█ late, ░ open and not late · 2026-W10 is not over
2> 10 weeks before 2026-W09 are left out: this clone does not hold them
2> this clone does not hold the whole history: sums and first dates may be wrong (`git fetch --unshallow`)
2> `weekly/2026-W03.md` names commit 50151e6, which is not in this history: ignored
2> `weekly/2026-W06.md` names commit 40d070e, which is not in this history: ignored
2> `weekly/2026-W07.md` names commit 1f2e3d4, which is not in this history: ignored
exit 0

"#]]);
}

#[test]
fn without_a_commit_this_week_is_told_alone() {
    let s = Sealed::empty();
    s.write("fieldnote.toml", "").write(ORBIT, "- [ ] @ann call by 2026-03-02\n- [x] done\n");
    let expected = str![[r#"
WEEK       FROM  NEW  CLOSED  LATE  OPEN
2026-W10  2 Mar    –       –     1     1  ██████████████████████████████
█ late, ░ open and not late · 2026-W10 is not over
2> no commits here: past weeks need them
exit 0

"#]];
    s.fieldnote("stats").shows(expected.clone());
    assert_eq!(are_those_of_the_summaries(&s, "stats"), 1);
    s.git(&["init", "-q"]);
    s.fieldnote("stats").shows(expected);
    assert_eq!(are_those_of_the_summaries(&s, "stats"), 1);
}

#[test]
fn other_programs_get_the_same_rows() {
    let s = two_months();
    s.fieldnote("stats --weeks 2 --csv").shows(str![[r#"
week,start,end,as_of,commit,open_at_start,new,reopened,closed,dropped,vanished,open_at_end,late,moved,waiting,promises_kept,promises_due
2026-W09,2026-02-23,2026-03-01,2026-03-02T00:00:00Z,e1e438441c5e05361912dcb3c9d1866f71bb85c9,5,0,0,0,0,1,4,3,0,3,0,0
2026-W10,2026-03-02,2026-03-08,2026-03-06T17:00:00Z,49850feda9d7dcedb7c41c0ade7ff831f6ccee4f,4,1,0,0,1,0,4,4,0,3,0,0
exit 0

"#]]);
    s.fieldnote("stats --weeks 2 --json").shows(str![[r#"
[
{"week":"2026-W09","start":"2026-02-23","end":"2026-03-01","as_of":"2026-03-02T00:00:00Z","commit":"e1e438441c5e05361912dcb3c9d1866f71bb85c9","open_at_start":5,"new":0,"reopened":0,"closed":0,"dropped":0,"vanished":1,"open_at_end":4,"late":3,"moved":0,"waiting":3,"promises_kept":0,"promises_due":0},
{"week":"2026-W10","start":"2026-03-02","end":"2026-03-08","as_of":"2026-03-06T17:00:00Z","commit":"49850feda9d7dcedb7c41c0ade7ff831f6ccee4f","open_at_start":4,"new":1,"reopened":0,"closed":0,"dropped":1,"vanished":0,"open_at_end":4,"late":4,"moved":0,"waiting":3,"promises_kept":0,"promises_due":0}
]
exit 0

"#]]);
}

#[test]
fn a_notebook_without_follow_ups_says_so() {
    let s = Sealed::init();
    s.fieldnote("stats").shows(str![[r#"
2> no follow-ups in these weeks: write one as `- [ ] @owner text`
2> 11 weeks before 2026-W10 are left out: no commit yet
exit 0

"#]]);
    s.fieldnote("stats --csv").shows(str![[r#"
week,start,end,as_of,commit,open_at_start,new,reopened,closed,dropped,vanished,open_at_end,late,moved,waiting,promises_kept,promises_due
2026-W10,2026-03-02,2026-03-08,2026-03-06T17:00:00Z,ad909bd198ccbcf4db955cbc5dc059b643401fcd,0,0,0,0,0,0,0,0,0,0,0,0
2> no follow-ups in these weeks: write one as `- [ ] @owner text`
2> 11 weeks before 2026-W10 are left out: no commit yet
exit 0

"#]]);
    s.fieldnote("stats --quiet").shows(str![[r#"
exit 0

"#]]);
}

#[test]
fn a_folder_without_commits_or_follow_ups_says_so() {
    let s = Sealed::empty();
    s.write("fieldnote.toml", "");
    s.fieldnote("stats").shows(str![[r#"
2> no follow-ups in these weeks: write one as `- [ ] @owner text`
2> no commits here: past weeks need them
exit 0

"#]]);
}

#[test]
fn any_folder_with_commits_will_do() {
    let s = Sealed::empty();
    s.git(&["init", "-q"]);
    s.at("2026-02-25T12:00:00Z").write("notes/a.md", "- [ ] one\n- [ ] two\n").commit("one");
    s.at("2026-03-03T12:00:00Z").write("notes/a.md", "- [x] one\n- [ ] two\n").commit("two");
    s.at("2026-03-06T17:00:00Z").cd("..").fieldnote("stats -C notes --weeks 2").shows(str![[r#"
WEEK        FROM  NEW  CLOSED  LATE  OPEN
2026-W09  23 Feb    2       0     0     2  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
2026-W10   2 Mar    0       1     0     1  ░░░░░░░░░░░░░░░
2 weeks             2       1
█ late, ░ open and not late · 2026-W10 is not over
exit 0

"#]]);
}

#[test]
fn what_is_not_understood_is_refused() {
    let s = Sealed::init();
    for line in ["stats --weeks 0", "stats --weeks 521", "stats --weeks all", "stats --csv --json"]
    {
        assert_eq!(s.fieldnote(line).code, 2, "{line}");
    }
    s.fieldnote("stats --weeks 521").shows(str![[r#"
2> error: invalid value '521' for '--weeks <N>': 521 is not in 1..=520
2> 
2> For more information, try '--help'.
exit 2

"#]]);
}
