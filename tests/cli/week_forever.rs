//! A week that is over is told in the same bytes for ever.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const NOTE: &str = "customers/orbit/2026-03-02-sync.md";

/// Week 10 is over, and week 11 has a commit: it is Monday 9 March 2026, 12:00.
fn monday() -> Sealed {
    let s = Sealed::notebook();
    s.at("2026-03-09T10:00:00Z").sh(&format!("echo '- [ ] @ann of monday' >> {NOTE}"));
    s.commit("of week 11");
    s.at("2026-03-09T12:00:00Z");
    s
}

/// Appends a line to a note and commits it with the day of an instant.
fn commit_at(s: &Sealed, instant: &str, line: &str) {
    s.at(instant).sh(&format!("echo '- [ ] @ann {line}' >> {NOTE}"));
    s.commit(line);
}

/// Something that happens after a week is over.
type Later = (&'static str, fn(&Sealed));

const LATER: [Later; 8] = [
    ("more commits", |s| {
        commit_at(s, "2026-03-10T12:00:00Z", "on tuesday");
        commit_at(s, "2026-03-17T12:00:00Z", "a week later");
    }),
    ("a teammate's older commits come by a merge", |s| {
        s.git(&["switch", "-q", "-c", "side", "HEAD~1"]);
        s.at("2026-03-01T12:00:00Z").write("customers/orbit/2026-03-01-call.md", "- [ ] old\n");
        s.commit("before the week");
        s.at("2026-03-06T12:00:00Z").write("customers/orbit/2026-03-06-call.md", "- [ ] new\n");
        s.commit("in the week");
        s.git(&["switch", "-q", "main"]);
        s.at("2026-03-10T12:00:00Z").git(&["merge", "-q", "--no-ff", "-m", "merge", "side"]);
    }),
    ("a teammate's older commits come by a rebase", |s| {
        commit_at(s, "2026-03-06T12:00:00Z", "in the week");
        commit_at(s, "2026-03-01T12:00:00Z", "before the week");
        commit_at(s, "2026-03-10T12:00:00Z", "on tuesday");
    }),
    ("clocks were wrong", |s| {
        commit_at(s, "2030-05-03T12:00:00Z", "from the future");
        commit_at(s, "1970-01-02T12:00:00Z", "from the past");
        commit_at(s, "2026-03-10T12:00:00Z", "on tuesday");
    }),
    ("other weeks are saved", |s| {
        s.at("2026-03-14T12:00:00Z").fieldnote("week --save").succeeds();
        s.fieldnote("week 2026-W08 --save").succeeds();
    }),
    ("files lie about", |s| {
        s.sh(&format!("echo '- [ ] @ann not committed' >> {NOTE}; git rm -q --cached hands-on/*"));
        s.sh("rm -r customers/minato; mv hands-on customers/orbit/").succeeds();
        s.write("customers/new/README.md", "---\nname: New\n---\n").write("x.md", "- [ ] x\n");
    }),
    ("another language", |s| {
        s.env("LC_ALL", "tr_TR.UTF-8").env("LANG", "ja_JP.UTF-8").env("LC_TIME", "C");
    }),
    ("years", |s| _ = s.at("2031-12-24T12:00:00Z")),
];

#[test]
fn what_comes_later_changes_nothing() {
    for (later, happens) in LATER {
        let s = monday();
        let end = s.git(&["rev-parse", "HEAD~1"]);
        let told = |s: &Sealed| {
            let at_end = format!("week 2026-W10 --at {}", end.trim());
            ["week 2026-W10", "week 2026-W10 --json", &at_end, "week 2026-W09"]
                .map(|line| s.fieldnote(line).succeeds().stdout)
        };
        let before = told(&s);
        assert!(before[0].contains("· as of Sun 8 Mar 24:00 Lisbon ·"), "{}", before[0]);
        assert_eq!(before[0], before[2]);
        happens(&s);
        assert_eq!(told(&s), before, "{later}");
    }
}

/// What a teammate who pulls by a merge makes of the line: theirs comes first, ours behind it.
const OTHER_LINE: Later = ("a teammate's merge puts their commits first", |s| {
    s.git(&["switch", "-q", "-c", "side", "HEAD~3"]);
    commit_at(s, "2026-03-06T12:00:00Z", "of theirs");
    s.at("2026-03-10T12:00:00Z").sh("git merge -q -X theirs -m merge main").succeeds();
    s.git(&["branch", "-f", "main"]);
    s.git(&["switch", "-q", "main"]);
});

#[test]
fn what_is_saved_stays_whatever_comes_later() {
    for (later, happens) in LATER.into_iter().chain([OTHER_LINE]) {
        let s = Sealed::notebook();
        s.fieldnote("week --save").succeeds();
        let saved = s.read("weekly/2026-W10.md");
        assert!(saved.contains("· as of Fri 6 Mar 17:00 Lisbon ·"), "{saved}");
        s.at("2026-03-09T10:00:00Z").sh(&format!("echo '- [ ] @ann of monday' >> {NOTE}"));
        s.commit("of week 11");
        happens(&s);
        assert_eq!(s.fieldnote("week 2026-W10").succeeds().stdout, saved, "{later}");
        if !s.status().is_empty() {
            s.git(&["stash", "-u", "-q"]);
        }
        s.sh("git checkout -q HEAD -- . && fieldnote week 2026-W10 --save").succeeds();
        assert_eq!(s.read("weekly/2026-W10.md"), saved, "{later}");
    }
}

#[test]
fn a_rebase_does_not_draw_this_week_into_the_last() {
    let s = monday();
    commit_at(&s, "2026-03-06T12:00:00Z", "of friday");
    commit_at(&s, "2026-03-07T12:00:00Z", "of saturday");
    s.at("2026-03-09T13:00:00Z");
    s.sh("fieldnote week | sed -n '3p;6p;/^| [0-9]/p'").shows(str![[r#"
9–15 March 2026 · as of Mon 9 Mar 13:00 Lisbon · commit 09cc11b
2 commits of 6–7 March stand behind one of 9 March: counted in this week.
| 11 | 3 | 0 | 0 | 0 | 0 | 14 | 3 | 4 | 0 of 0 |
exit 0

"#]]);
    s.sh("fieldnote week last | sed -n '3,6p;/^| [0-9]/p'").shows(str![[r#"
2–8 March 2026 · as of Sun 8 Mar 24:00 Lisbon · commit 149d12d
<!-- fieldnote: week 2026-W10, commit 149d12dccfb29aab81281f5461b7e475ee27c8cd, as of 2026-03-09T00:00:00Z -->

## In my words
| 1 | 10 | 0 | 0 | 0 | 0 | 11 | 3 | 4 | 0 of 1 |
exit 0

"#]]);
}

#[test]
fn a_wrong_clock_is_named_and_breaks_nothing() {
    let s = monday();
    commit_at(&s, "2030-05-03T12:00:00Z", "from the future");
    commit_at(&s, "1970-01-02T12:00:00Z", "from the past");
    commit_at(&s, "2026-03-10T12:00:00Z", "on tuesday");
    s.at("2026-03-20T12:00:00Z");
    s.sh("fieldnote week 2026-W11 | sed -n '3p;6p;/^| [0-9]/p'").shows(str![[r#"
9–15 March 2026 · as of Sun 15 Mar 24:00 Lisbon · commit d1447fe
2 commits of 2 January 1970 – 3 May 2030 stand among others of 9 March: counted there, as a clock was wrong.
| 11 | 4 | 0 | 0 | 0 | 0 | 15 | 6 | 4 | 0 of 1 |
exit 0

"#]]);
    s.sh("fieldnote week | sed -n '3p;6p;/^| [0-9]/p'").shows(str![[r#"
16–22 March 2026 · as of Fri 20 Mar 12:00 Lisbon · commit d1447fe
## In my words
| 15 | 0 | 0 | 0 | 0 | 0 | 15 | 6 | 4 | 0 of 0 |
exit 0

"#]]);
    s.fieldnote("promises orbit").shows(str![[r#"
CUSTOMER  KEPT  MOVED  MISSED  OPEN
orbit     0     0      1       0     kept 0 of 1

orbit
  missed  11 Mar, still open  send the migration plan  customers/orbit/2026-03-02-sync.md:17
exit 0

"#]]);
}

#[test]
fn one_weeks_end_is_the_next_weeks_start() {
    for (later, happens) in LATER {
        let s = monday();
        happens(&s);
        s.at("2026-04-02T12:00:00Z");
        let sums = |week: u32| -> serde_json::Value {
            let shown = s.fieldnote(&format!("week 2026-W{week:02} --json")).succeeds().stdout;
            serde_json::from_str::<serde_json::Value>(&shown).expect("JSON")["sums"].clone()
        };
        for week in 8..14 {
            let (one, next) = (sums(week), sums(week + 1));
            assert_eq!(one["open_at_end"], next["open_at_start"], "{later}, week {week}");
        }
    }
}

#[test]
fn only_the_users_zone_changes_the_end_of_a_week() {
    let s = monday();
    let told = |s: &Sealed| s.fieldnote("week 2026-W10").succeeds().stdout;
    let before = told(&s);
    let tokyo = s.env("TZ", "Asia/Tokyo").fieldnote("week 2026-W10").succeeds().stdout;
    assert!(tokyo.contains("as of Sun 8 Mar 24:00 Tokyo"), "{tokyo}");
    assert_eq!(told(s.env("TZ", "Europe/Lisbon")), before);
}
