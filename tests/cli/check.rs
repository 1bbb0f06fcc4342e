//! `check`: what is not understood, and meetings that nobody wrote up.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn nothing_wrong_is_said() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] @ann call\n");
    s.fieldnote("check").shows(str![[r#"
2> nothing wrong in 1 note
exit 0

"#]]);
}

#[test]
fn what_is_wrong_has_file_and_line() {
    let s = Sealed::notebook();
    s.write("broken.md", "---\ndate: [\n---\n- [ ] @zed call by friday\n")
        .write("date.md", "---\ndate: 2026-03-04\n---\n- [ ] @ann call by friday\n- [ ] @ann mail by 2026-02-30\n")
        .write("merge.md", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n")
        .write("customers/orbit/2026-03-03-sync.md", "# Sync\n")
        .write("customers/orbit/README.md", "---\ntimezone: Asia/Tokio\ncadence: often\n---\n")
        .write("large.md", "- [ ] x\n".repeat(600_000));
    s.fieldnote("check").shows(str![[r#"
customers/orbit/README.md:2: warning: `timezone: Asia/Tokio` is no time zone
customers/orbit/README.md:3: warning: `cadence: often` is no number of days, such as `7d`
broken.md:2: error: the front matter is no valid YAML
broken.md:4: warning: nobody is known as "zed"
customers/orbit/2026-03-03-sync.md:1: warning: the meeting was held, and nothing is written (fieldnote edit customers/orbit/2026-03-03-sync.md)
date.md:4: warning: no date read in "by friday" (by 2026-03-06)
date.md:5: warning: no date read in "by 2026-02-30"
large.md:1: warning: too large to read: above 4 MB
merge.md:1: error: conflict markers
2> 2 errors, 7 warnings in 9 notes
exit 1

"#]]);
    s.fieldnote("check orbit").shows(str![[r#"
customers/orbit/README.md:2: warning: `timezone: Asia/Tokio` is no time zone
customers/orbit/README.md:3: warning: `cadence: often` is no number of days, such as `7d`
customers/orbit/2026-03-03-sync.md:1: warning: the meeting was held, and nothing is written (fieldnote edit customers/orbit/2026-03-03-sync.md)
2> 0 errors, 3 warnings in 2 notes
exit 1

"#]]);
    s.fieldnote("check orbit --json").shows(str![[r#"
[
{"severity":"warning","code":"card","note":"customers/orbit/README.md","line":2,"message":"`timezone: Asia/Tokio` is no time zone","fix":null},
{"severity":"warning","code":"card","note":"customers/orbit/README.md","line":3,"message":"`cadence: often` is no number of days, such as `7d`","fix":null},
{"severity":"warning","code":"not_written","note":"customers/orbit/2026-03-03-sync.md","line":1,"message":"the meeting was held, and nothing is written","fix":"fieldnote edit customers/orbit/2026-03-03-sync.md"}
]
exit 1

"#]]);
    s.fieldnote("check nobody").shows(str![[r#"
2> error: there is no customer `nobody`
2> hint: known are minato, orbit
exit 1

"#]]);
}
