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
customers/minato/2026-03-04-poc.md:21: warning: nobody owns "read the manual"
customers/orbit/2026-03-03-sync.md:1: warning: the meeting was held, and nothing is written (fieldnote edit customers/orbit/2026-03-03-sync.md)
date.md:4: warning: no date read in "by friday" (by 2026-03-06)
date.md:5: warning: no date read in "by 2026-02-30"
hands-on/2026-03-05.md:7: warning: this action has no box (- [ ] ACTION: Dana to file the crash)
large.md:1: error: not read: 4.6 MB, above the limit of 4 MB; split it
merge.md:1: error: conflict markers
2> 3 errors, 8 warnings in 9 notes; 2 can be fixed: --fix
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

fn owed() -> Sealed {
    let s = Sealed::notebook();
    s.write(
        "customers/orbit/2026-03-05-sync.md",
        "# Sync\n\n## Next steps\n\n- Ivo to send the list of all their branches in the north\n\n## Follow-ups\n\n\
         - [ ] @ann send the contract\n- [ ] 見積もりを確認して、来週までに全拠点の担当者へ返事を送る\n\
         - [x]@ann call\n- [ ] @ann write #Importer\n",
    );
    s
}

#[test]
fn what_is_owed_is_named() {
    let s = owed();
    s.fieldnote("check orbit").shows(str![[r#"
customers/orbit/2026-03-05-sync.md:5: warning: this asks for a box (- [ ] Ivo to send the list of all their branches in the north)
customers/orbit/2026-03-05-sync.md:9: warning: "send the contract" is open in customers/orbit/2026-03-02-sync.md:16 already
customers/orbit/2026-03-05-sync.md:10: warning: nobody owns "見積もりを確認して、来週までに全拠点の担当者へ返事を送る"
customers/orbit/2026-03-05-sync.md:12: warning: #Importer (1 time) is written #importer elsewhere (1 time) (#importer)
2> 0 errors, 4 warnings in 2 notes
exit 1

"#]]);
    s.fieldnote("check orbit --json").shows(str![[r##"
[
{"severity":"warning","code":"unboxed","note":"customers/orbit/2026-03-05-sync.md","line":5,"message":"this asks for a box","fix":"- [ ] Ivo to send the list of all their branches in the north"},
{"severity":"warning","code":"same_text","note":"customers/orbit/2026-03-05-sync.md","line":9,"message":"\"send the contract\" is open in customers/orbit/2026-03-02-sync.md:16 already","fix":null},
{"severity":"warning","code":"no_owner","note":"customers/orbit/2026-03-05-sync.md","line":10,"message":"nobody owns \"見積もりを確認して、来週までに全拠点の担当者へ返事を送る\"","fix":null},
{"severity":"warning","code":"similar_tags","note":"customers/orbit/2026-03-05-sync.md","line":12,"message":"#Importer (1 time) is written #importer elsewhere (1 time)","fix":"#importer"}
]
exit 1

"##]]);
}

#[test]
fn on_a_terminal_findings_stand_below_their_note() {
    let s = owed();
    s.env("COLUMNS", "60").fieldnote("check").shows(str![[r#"
customers/minato/2026-03-04-poc.md
  21  warning  nobody owns "read the manual"
customers/orbit/2026-03-05-sync.md
   5  warning  this asks for a box
               → - [ ] Ivo to send the list of all their
                 branches in the north
   9  warning  "send the contract" is open in
               customers/orbit/2026-03-02-sync.md:16 already
  10  warning  nobody owns
               "見積もりを確認して、来週までに全拠点の担当者
               へ返事を送る"
  12  warning  #Importer (1 time) is written #importer
               elsewhere (1 time)
               → #importer
hands-on/2026-03-05.md
  7  warning  this action has no box
              → - [ ] ACTION: Dana to file the crash
2> 0 errors, 6 warnings in 5 notes; 1 can be fixed: --fix
exit 1

"#]]);
}

#[test]
fn elsewhere_nobody_is_asked_to_own_anything() {
    let s = Sealed::empty();
    s.write("a.md", "- [ ] call\n- [ ] @nobody send\n- ACTION: mail\n");
    s.git(&["init", "-q"]);
    s.fieldnote("check").shows(str![[r#"
a.md:3: warning: this action has no box (- [ ] ACTION: mail)
2> 0 errors, 1 warning in 1 note
exit 1

"#]]);
}
