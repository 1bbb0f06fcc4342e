//! Notes that are not read: each list says so, and nobody calls them empty.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const LARGE: &str = "customers/orbit/2026-03-03-sync.md";

fn with_a_large_note() -> Sealed {
    let s = Sealed::notebook();
    s.write(LARGE, "- [ ] @ann call by 2026-03-04\n".repeat(200_000));
    s.git(&["add", "-A"]);
    s.git(&["commit", "-q", "-m", "notes"]);
    s
}

#[test]
fn each_list_names_a_note_that_is_too_large_once() {
    let s = with_a_large_note();
    let warning =
        format!("warning: `{LARGE}` was not read: 5.8 MB, above the limit of 4 MB; split it");
    for command in [
        "followups",
        "followups --json",
        "followups --skipped",
        "today",
        "today --json",
        "brief orbit",
        "week",
        "week --json",
        "week --for customer -c orbit",
        "waiting",
        "asks",
        "risks",
        "decisions",
        "quiet",
        "notes",
        "notes --json",
        "promises",
        "promises --json",
        "stats",
        "handoff --owner dana --to ann --until 2026-03-20",
        "customer list",
        "find call",
        "done -N read the manual",
        "new orbit --print",
    ] {
        let output = s.fieldnote(command);
        let said = &output.stderr;
        assert_eq!(said.matches(&warning).count(), 1, "{command}: {said}");
        assert_eq!(output.code, 0, "{command}: {said}");
    }
}

#[test]
fn what_is_too_large_is_no_meeting_without_a_word() {
    let s = with_a_large_note();
    for command in ["week", "notes -c orbit --state not_written", "today", "brief orbit"] {
        let printed = s.fieldnote(command).stdout.to_lowercase();
        let mut lines = printed.lines().filter(|line| line.contains(LARGE));
        assert_eq!(lines.find(|line| line.contains("not written")), None, "{command}");
    }
    s.fieldnote("check orbit").shows(str![[r#"
customers/orbit/2026-03-03-sync.md:1: error: not read: 5.8 MB, above the limit of 4 MB; split it
2> 1 error, 0 warnings in 2 notes
exit 1

"#]]);
    s.fieldnote("check orbit --json").shows(str![[r#"
[
{"severity":"error","code":"too_large","note":"customers/orbit/2026-03-03-sync.md","line":1,"message":"not read: 5.8 MB, above the limit of 4 MB; split it","fix":null}
]
exit 1

"#]]);
    s.fieldnote("followups").shows(str![[r#"
! 7  27 Feb 8d late            佐藤 健    見積もりを確認する  customers/minato/2026-02-18-sync.md:13
! n  5 Mar 1d late             ann        send the contract  customers/orbit/2026-03-02-sync.md:16
! f  6 Mar 1d late   promised  dana       send the sizing guide  customers/minato/2026-03-04-poc.md:17
  8  9 Mar                     佐藤 健    open ports 2049 and 4420  customers/minato/2026-03-04-poc.md:18
  p  11 Mar          promised  ann        send the migration plan  customers/orbit/2026-03-02-sync.md:17
  r  13 Mar                    priya      write the 🚀 launch checklist  customers/minato/2026-03-04-poc.md:20
  d  20 Mar                    高橋 一郎  rack the second node  customers/minato/2026-03-04-poc.md:19
  s                                       read the manual  customers/minato/2026-03-04-poc.md:21
  c                            priya      demo the importer #importer  customers/orbit/2026-03-02-sync.md:18
  b                            them       name a contact for networking  customers/orbit/2026-03-02-sync.md:19
  g                            dana       file the crash [no box]  hands-on/2026-03-05.md:7
2> warning: `customers/orbit/2026-03-03-sync.md` was not read: 5.8 MB, above the limit of 4 MB; split it
2> 3 boxes are no follow-ups: --skipped
exit 0

"#]]);
    s.fieldnote("done call").shows(str![[r#"
2> warning: `customers/orbit/2026-03-03-sync.md` was not read: 5.8 MB, above the limit of 4 MB; split it
2> error: no open follow-up fits `call`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    s.fieldnote("add orbit call").shows(str![[r#"
2> error: `customers/orbit/2026-03-03-sync.md` was not read: 5.8 MB, above the limit of 4 MB; split it
exit 1

"#]]);
}
