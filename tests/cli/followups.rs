//! `followups`: filters, groups, orders, and JSON.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn what_is_open_late_ones_first() {
    let s = Sealed::notebook();
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
2> 3 boxes are no follow-ups: --skipped
exit 0

"#]]);
    s.fieldnote("f -q minato").shows(str![[r#"
! 7  27 Feb 8d late            佐藤 健    見積もりを確認する  customers/minato/2026-02-18-sync.md:13
! f  6 Mar 1d late   promised  dana       send the sizing guide  customers/minato/2026-03-04-poc.md:17
  8  9 Mar                     佐藤 健    open ports 2049 and 4420  customers/minato/2026-03-04-poc.md:18
  r  13 Mar                    priya      write the 🚀 launch checklist  customers/minato/2026-03-04-poc.md:20
  d  20 Mar                    高橋 一郎  rack the second node  customers/minato/2026-03-04-poc.md:19
  s                                       read the manual  customers/minato/2026-03-04-poc.md:21
exit 0

"#]]);
}

/// The texts that are left, in their order.
fn texts(s: &Sealed, line: &str) -> String {
    let output = s.fieldnote(&format!("followups --json {line}"));
    if output.code != 0 {
        return output.to_string();
    }
    let list: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let texts = list.as_array().expect("an array").iter();
    texts.map(|item| item["text"].as_str().expect("a text")).collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn check(line: &str, expected: &str) {
    thread_local!(static NOTEBOOK: Sealed = Sealed::notebook());
    NOTEBOOK.with(|s| assert_eq!(texts(s, line), expected, "{line}"));
}

#[test]
fn filters_leave_in_what_was_asked_for() {
    check("--owner dana", "send the sizing guide; file the crash");
    check("-o me", "send the contract; send the migration plan");
    check("-o @me", "send the contract; send the migration plan");
    check("-o 'Dana Reyes'", "send the sizing guide; file the crash");
    check("-o sato", "見積もりを確認する; open ports 2049 and 4420");
    check("-o 佐藤様", "見積もりを確認する; open ports 2049 and 4420");
    check("-o 高橋", "rack the second node");
    check("-o them", "name a contact for networking");
    check("--customer minato --side ours", "send the sizing guide; write the 🚀 launch checklist");
    check("-c 'Minato Storage' --side partner", "rack the second node");
    check(
        "--side theirs",
        "見積もりを確認する; open ports 2049 and 4420; name a contact for networking",
    );
    check("--overdue", "見積もりを確認する; send the contract; send the sizing guide");
    check("--due-before 2026-03-06", "見積もりを確認する; send the contract");
    check("--due-before sat", "見積もりを確認する; send the contract; send the sizing guide");
    check("--no-owner", "read the manual");
    check("--no-date --side ours", "demo the importer #importer; file the crash");
    check("--closed", "send the agenda; book the room");
    check("--closed --owner priya", "");
    check("--skipped", "TODO; Ann Lee; Priya Nair");
    check("contract send", "send the contract");
    check("orbit importer", "demo the importer #importer");
    check("Storage CHECKLIST", "write the 🚀 launch checklist");
    check("確認", "見積もりを確認する");
    check("kake", "");
    check("🚀", "write the 🚀 launch checklist");
    check("'#importer'", "demo the importer #importer");
    check("hands-on", "");
}

#[test]
fn orders_are_total() {
    check(
        "--sort date --side ours",
        "send the contract; send the sizing guide; send the migration plan; write the 🚀 launch checklist; demo the importer #importer; file the crash",
    );
    check(
        "--sort owner --side ours",
        "send the contract; send the migration plan; send the sizing guide; file the crash; write the 🚀 launch checklist; demo the importer #importer",
    );
    check(
        "--sort customer --side ours",
        "file the crash; send the sizing guide; write the 🚀 launch checklist; send the contract; send the migration plan; demo the importer #importer",
    );
    check(
        "--sort note --side ours",
        "send the sizing guide; write the 🚀 launch checklist; send the contract; send the migration plan; demo the importer #importer; file the crash",
    );
}

#[test]
fn what_is_not_understood_or_unknown_is_refused() {
    let s = Sealed::notebook();
    s.fieldnote("followups --owner dnaa").shows(str![[r#"
2> error: there is no person `dnaa`
2> hint: did you mean `dana`?
exit 1

"#]]);
    s.fieldnote("followups --owner zzzzzz").shows(str![[r#"
2> error: there is no person `zzzzzz`
2> hint: add them with `fieldnote person add`
exit 1

"#]]);
    s.fieldnote("followups --customer orbti").shows(str![[r#"
2> error: there is no customer `orbti`
2> hint: did you mean `orbit`?
exit 1

"#]]);
    s.fieldnote("followups --side outs").shows(str![[r#"
2> error: invalid value 'outs' for '--side <SIDE>'
2>   [possible values: ours, theirs, partner]
2> 
2>   tip: a similar value exists: 'ours'
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("followups --sort when").shows(str![[r#"
2> error: invalid value 'when' for '--sort <KEY>'
2>   [possible values: date, owner, customer, note]
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("followups --group who").shows(str![[r#"
2> error: invalid value 'who' for '--group <KEY>'
2>   [possible values: owner, customer, side, week]
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("followups --due-before 3/9").shows(str![[r#"
2> error: `3/9` can be 2026-03-09 or 2026-09-03
2> hint: write the date as YYYY-MM-DD
exit 2

"#]]);
    s.fieldnote("followups --due-before soon").shows(str![[r#"
2> error: `soon` is no date
2> hint: write YYYY-MM-DD, or `fri`, `next fri`, `+3d`, `2w`, `eow`, `5 mar`, `today`
exit 2

"#]]);
    s.fieldnote("followups --frobnicate").shows(str![[r#"
2> error: unexpected argument '--frobnicate' found
2> 
2>   tip: to pass '--frobnicate' as a value, use '-- --frobnicate'
2> 
2> Usage: fieldnote followups [OPTIONS] [WORDS]...
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("followup").shows(str![[r#"
2> error: unrecognized subcommand 'followup'
2> 
2>   tip: some similar subcommands exist: 'f', 'followups'
2> 
2> Usage: fieldnote [OPTIONS] [COMMAND]
2> 
2> For more information, try '--help'.
exit 2

"#]]);
}

#[test]
fn lateness_is_judged_in_the_customers_zone() {
    let s = Sealed::notebook();
    let late = |now: &str| texts(s.at(now), "--overdue");
    assert_eq!(late("2026-03-06T14:59:59Z"), "見積もりを確認する; send the contract");
    assert_eq!(
        late("2026-03-06T15:00:00Z"),
        "見積もりを確認する; send the contract; send the sizing guide"
    );
    s.env("TZ", "America/New_York");
    assert_eq!(late("2026-03-06T04:59:00Z"), "見積もりを確認する");
    assert_eq!(late("2026-03-06T05:00:00Z"), "見積もりを確認する; send the contract");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] a long line of text that fills the pipe\n".repeat(5000));
    s.sh("set -e; { fieldnote followups; echo \"ended with $?\" >&2; } | head -1; { fieldnote f --json; echo \"ended with $?\" >&2; } | head -c 1").shows(str![[r#"
  6gq     a long line of text that fills the pipe  a.md:1
[\ no newline
2> ended with 0
2> ended with 0
exit 0

"#]]);
    s.sh("fieldnote --help | true; fieldnote f | true; fieldnote f > /dev/full; echo $?").shows(
        str![[r#"
1
2> error: failed to write the output: No space left on device (os error 28)
exit 0

"#]],
    );
}
