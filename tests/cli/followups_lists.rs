//! `followups`: groups, closed ones, what was left out, and JSON.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn groups_have_titles() {
    let s = Sealed::notebook();
    for by in ["owner", "customer", "side", "week"] {
        let output = s.run(&["followups", "--side", "ours", "--group", by]);
        assert_eq!(output.code, 0, "{output}");
    }
    s.fieldnote("followups --group owner").shows(str![[r#"
ann · 2 follow-ups
! n  5 Mar 1d late             ann        send the contract  customers/orbit/2026-03-02-sync.md:16
  p  11 Mar          promised  ann        send the migration plan  customers/orbit/2026-03-02-sync.md:17

dana · 2 follow-ups
! f  6 Mar 1d late   promised  dana       send the sizing guide  customers/minato/2026-03-04-poc.md:17
  g                            dana       file the crash [no box]  hands-on/2026-03-05.md:7

priya · 2 follow-ups
  r  13 Mar                    priya      write the 🚀 launch checklist  customers/minato/2026-03-04-poc.md:20
  c                            priya      demo the importer #importer  customers/orbit/2026-03-02-sync.md:18

them · 1 follow-up
  b                            them       name a contact for networking  customers/orbit/2026-03-02-sync.md:19

佐藤 健 · 2 follow-ups
! 7  27 Feb 8d late            佐藤 健    見積もりを確認する  customers/minato/2026-02-18-sync.md:13
  8  9 Mar                     佐藤 健    open ports 2049 and 4420  customers/minato/2026-03-04-poc.md:18

高橋 一郎 · 1 follow-up
  d  20 Mar                    高橋 一郎  rack the second node  customers/minato/2026-03-04-poc.md:19

no owner · 1 follow-up
  s                                       read the manual  customers/minato/2026-03-04-poc.md:21
2> 3 boxes are no follow-ups: --skipped
exit 0

"#]]);
    s.fieldnote("followups --group customer").shows(str![[r#"
Minato Storage · 6 follow-ups
! 7  27 Feb 8d late            佐藤 健    見積もりを確認する  customers/minato/2026-02-18-sync.md:13
! f  6 Mar 1d late   promised  dana       send the sizing guide  customers/minato/2026-03-04-poc.md:17
  8  9 Mar                     佐藤 健    open ports 2049 and 4420  customers/minato/2026-03-04-poc.md:18
  r  13 Mar                    priya      write the 🚀 launch checklist  customers/minato/2026-03-04-poc.md:20
  d  20 Mar                    高橋 一郎  rack the second node  customers/minato/2026-03-04-poc.md:19
  s                                       read the manual  customers/minato/2026-03-04-poc.md:21

Orbit Foods · 4 follow-ups
! n  5 Mar 1d late             ann        send the contract  customers/orbit/2026-03-02-sync.md:16
  p  11 Mar          promised  ann        send the migration plan  customers/orbit/2026-03-02-sync.md:17
  c                            priya      demo the importer #importer  customers/orbit/2026-03-02-sync.md:18
  b                            them       name a contact for networking  customers/orbit/2026-03-02-sync.md:19

no customer · 1 follow-up
  g                            dana       file the crash [no box]  hands-on/2026-03-05.md:7
2> 3 boxes are no follow-ups: --skipped
exit 0

"#]]);
    s.fieldnote("followups --group side").shows(str![[r#"
ours · 6 follow-ups
! n  5 Mar 1d late             ann        send the contract  customers/orbit/2026-03-02-sync.md:16
! f  6 Mar 1d late   promised  dana       send the sizing guide  customers/minato/2026-03-04-poc.md:17
  p  11 Mar          promised  ann        send the migration plan  customers/orbit/2026-03-02-sync.md:17
  r  13 Mar                    priya      write the 🚀 launch checklist  customers/minato/2026-03-04-poc.md:20
  c                            priya      demo the importer #importer  customers/orbit/2026-03-02-sync.md:18
  g                            dana       file the crash [no box]  hands-on/2026-03-05.md:7

theirs · 3 follow-ups
! 7  27 Feb 8d late            佐藤 健    見積もりを確認する  customers/minato/2026-02-18-sync.md:13
  8  9 Mar                     佐藤 健    open ports 2049 and 4420  customers/minato/2026-03-04-poc.md:18
  b                            them       name a contact for networking  customers/orbit/2026-03-02-sync.md:19

partner · 1 follow-up
  d  20 Mar                    高橋 一郎  rack the second node  customers/minato/2026-03-04-poc.md:19

no side · 1 follow-up
  s                                       read the manual  customers/minato/2026-03-04-poc.md:21
2> 3 boxes are no follow-ups: --skipped
exit 0

"#]]);
    s.fieldnote("followups --group week --all").shows(str![[r#"
2026-W08, 16 Feb – 22 Feb · 1 follow-up
x 3  done 17 Feb               dana       send the agenda  customers/minato/2026-02-18-sync.md:12

2026-W09, 23 Feb – 1 Mar · 1 follow-up
! 7  27 Feb 8d late            佐藤 健    見積もりを確認する  customers/minato/2026-02-18-sync.md:13

2026-W10, 2 Mar – 8 Mar · 2 follow-ups
! n  5 Mar 1d late             ann        send the contract  customers/orbit/2026-03-02-sync.md:16
! f  6 Mar 1d late   promised  dana       send the sizing guide  customers/minato/2026-03-04-poc.md:17

2026-W11, 9 Mar – 15 Mar · 3 follow-ups
  8  9 Mar                     佐藤 健    open ports 2049 and 4420  customers/minato/2026-03-04-poc.md:18
  p  11 Mar          promised  ann        send the migration plan  customers/orbit/2026-03-02-sync.md:17
  r  13 Mar                    priya      write the 🚀 launch checklist  customers/minato/2026-03-04-poc.md:20

2026-W12, 16 Mar – 22 Mar · 1 follow-up
  d  20 Mar                    高橋 一郎  rack the second node  customers/minato/2026-03-04-poc.md:19

no date · 5 follow-ups
  s                                       read the manual  customers/minato/2026-03-04-poc.md:21
  c                            priya      demo the importer #importer  customers/orbit/2026-03-02-sync.md:18
  b                            them       name a contact for networking  customers/orbit/2026-03-02-sync.md:19
  g                            dana       file the crash [no box]  hands-on/2026-03-05.md:7
- x  dropped 18 Feb            dana       book the room  customers/minato/2026-02-18-sync.md:14
2> 3 boxes are no follow-ups: --skipped
exit 0

"#]]);
}

#[test]
fn closed_all_and_skipped_are_told_apart() {
    let s = Sealed::notebook();
    s.fieldnote("followups --closed").shows(str![[r#"
x 3  done 17 Feb     dana  send the agenda  customers/minato/2026-02-18-sync.md:12
- x  dropped 18 Feb  dana  book the room  customers/minato/2026-02-18-sync.md:14
2> 3 boxes are no follow-ups: --skipped
exit 0

"#]]);
    s.fieldnote("followups --all minato").shows(str![[r#"
! 7  27 Feb 8d late            佐藤 健    見積もりを確認する  customers/minato/2026-02-18-sync.md:13
! f  6 Mar 1d late   promised  dana       send the sizing guide  customers/minato/2026-03-04-poc.md:17
  8  9 Mar                     佐藤 健    open ports 2049 and 4420  customers/minato/2026-03-04-poc.md:18
  r  13 Mar                    priya      write the 🚀 launch checklist  customers/minato/2026-03-04-poc.md:20
  d  20 Mar                    高橋 一郎  rack the second node  customers/minato/2026-03-04-poc.md:19
  s                                       read the manual  customers/minato/2026-03-04-poc.md:21
x 3  done 17 Feb               dana       send the agenda  customers/minato/2026-02-18-sync.md:12
- x  dropped 18 Feb            dana       book the room  customers/minato/2026-02-18-sync.md:14
exit 0

"#]]);
    s.fieldnote("followups --skipped").shows(str![[r#"
        TODO [placeholder]  customers/orbit/2026-03-02-sync.md:20
  done  Ann Lee [attendance]  customers/orbit/2026-03-02-sync.md:11
  done  Priya Nair [attendance]  customers/orbit/2026-03-02-sync.md:12
exit 0

"#]]);
    s.fieldnote("followups --skipped --json --customer orbit TODO").shows(str![[r#"
[
{"id":"7vn4kk9h","state":"open","text":"TODO","raw":"- [ ] TODO","owners":[],"side":null,"due":null,"promised":null,"start":null,"closed":null,"late_days":null,"customer":"orbit","note":"customers/orbit/2026-03-02-sync.md","line":20,"box":true,"kind":"box","heading":"Follow-ups","tags":[],"internal":false,"reason":"placeholder"}
]
exit 0

"#]]);
    s.fieldnote("followups --skipped --all").shows(str![[r#"
2> error: the argument '--skipped' cannot be used with '--all'
2> 
2> Usage: fieldnote followups --skipped [WORDS]...
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("followups --closed --all").shows(str![[r#"
2> error: the argument '--closed' cannot be used with '--all'
2> 
2> Usage: fieldnote followups --closed [WORDS]...
2> 
2> For more information, try '--help'.
exit 2

"#]]);
}

#[test]
fn json_has_every_key() {
    let s = Sealed::notebook();
    s.fieldnote("followups --json sizing").shows(str![[r#"
[
{"id":"f2ppc9sw","state":"open","text":"send the sizing guide","raw":"- [ ] @dana send the sizing guide promised 2026-03-06","owners":["dana"],"side":"ours","due":null,"promised":"2026-03-06","start":null,"closed":null,"late_days":1,"customer":"minato","note":"customers/minato/2026-03-04-poc.md","line":17,"box":true,"kind":"box","heading":"Follow-ups","tags":[],"internal":false}
]
exit 0

"#]]);
    s.fieldnote("followups --json --all agenda").shows(str![[r#"
[
{"id":"367pfkwd","state":"done","text":"send the agenda","raw":"- [x] @dana send the agenda by 2026-02-17 (done 2026-02-17)","owners":["dana"],"side":"ours","due":"2026-02-17","promised":null,"start":null,"closed":"2026-02-17","late_days":null,"customer":"minato","note":"customers/minato/2026-02-18-sync.md","line":12,"box":true,"kind":"box","heading":"Follow-ups","tags":[],"internal":false}
]
exit 0

"#]]);
    s.fieldnote("followups --json file crash").shows(str![[r#"
[
{"id":"gtgvzbk5","state":"open","text":"file the crash","raw":"- ACTION: Dana to file the crash","owners":["dana"],"side":"ours","due":null,"promised":null,"start":null,"closed":null,"late_days":null,"customer":null,"note":"hands-on/2026-03-05.md","line":7,"box":false,"kind":"action","heading":"Nightly build","tags":[],"internal":false}
]
exit 0

"#]]);
    s.fieldnote("followups --json nothing like it").shows(str![[r#"
[]
exit 0

"#]]);
}

#[test]
fn empty_lists_are_done() {
    let s = Sealed::notebook();
    s.fieldnote("followups nothing like it").shows(str![[r#"
2> no open follow-ups
exit 0

"#]]);
    s.fieldnote("followups --closed nothing").shows(str![[r#"
2> no closed follow-ups
exit 0

"#]]);
    s.fieldnote("followups --all nothing").shows(str![[r#"
2> no follow-ups
exit 0

"#]]);
    s.fieldnote("followups --skipped nothing").shows(str![[r#"
2> every box is a follow-up
exit 0

"#]]);
    Sealed::init().fieldnote("followups").shows(str![[r#"
2> no open follow-ups
exit 0

"#]]);
}
