//! `log`: what was done, in the field's words.

use snapbox::str;

use crate::sealed::{Output, Sealed, Shows};

/// Hides the ids of commits, which depend on everything.
trait WithoutIds {
    fn without_ids(self) -> String;
}

impl WithoutIds for Output {
    fn without_ids(self) -> String {
        let is_id =
            |word: &&str| word.len() == 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let text = self.to_string();
        let lines = text.lines().map(|line| match line.split_whitespace().find(is_id) {
            Some(id) => line.replacen(id, "[COMM.]", 1),
            None => line.to_string(),
        });
        lines.map(|line| line + "\n").collect()
    }
}

/// Two operations on top of the notebook, one of which is undone.
fn used() -> Sealed {
    let s = Sealed::notebook();
    s.at("2026-03-06T16:00:00Z").fieldnote("done sizing guide").succeeds();
    s.at("2026-03-06T16:30:00Z").env("TZ", "Asia/Tokyo").fieldnote("done contract").succeeds();
    s.at("2026-03-06T17:00:00Z").env("TZ", "Europe/Lisbon").fieldnote("undo").succeeds();
    s
}

#[test]
fn the_newest_comes_first_on_its_committers_clock() {
    used().fieldnote("log").without_ids().shows(str![[r#"
2026-03-06 17:00  [COMM.]  orbit: undo done "send the contract"
2026-03-07 01:30  [COMM.]  orbit: done "send the contract" (undone)
2026-03-06 16:00  [COMM.]  minato: done "send the sizing guide"
2026-02-02 09:00  [COMM.]  team: new person Priya Nair
2026-02-02 09:00  [COMM.]  team: new person Dana Reyes
2026-02-02 09:00  [COMM.]  orbit: new person Ivo Pires
2026-02-02 09:00  [COMM.]  minato: new person 高橋 一郎
2026-02-02 09:00  [COMM.]  minato: new person 佐藤 健
2026-02-02 09:00  [COMM.]  orbit: new customer
2026-02-02 09:00  [COMM.]  minato: new customer
2026-02-02 09:00  [COMM.]  start the notebook
exit 0

"#]]);
}

#[test]
fn a_customer_or_a_note_chooses() {
    let s = used();
    s.fieldnote("log minato").without_ids().shows(str![[r#"
2026-03-06 16:00  [COMM.]  minato: done "send the sizing guide"
2026-02-02 09:00  [COMM.]  minato: new person 高橋 一郎
2026-02-02 09:00  [COMM.]  minato: new person 佐藤 健
2026-02-02 09:00  [COMM.]  minato: new customer
exit 0

"#]]);
    s.fieldnote("log 'Orbit Foods' -n 2").without_ids().shows(str![[r#"
2026-03-06 17:00  [COMM.]  orbit: undo done "send the contract"
2026-03-07 01:30  [COMM.]  orbit: done "send the contract" (undone)
exit 0

"#]]);
    s.fieldnote("log 2026-03-04-poc").without_ids().shows(str![[r#"
2026-03-06 16:00  [COMM.]  minato: done "send the sizing guide"
exit 0

"#]]);
    s.fieldnote("log 2026-02-18-sync.md").shows(str![[r#"
2> no operations yet
exit 0

"#]]);
    s.fieldnote("log mintao").shows(str![[r#"
2> error: there is no note or customer `mintao`
2> hint: did you mean `minato`?
exit 1

"#]]);
}

#[test]
fn a_narrow_terminal_gets_the_subject_below() {
    let s = used();
    s.env("COLUMNS", "60").fieldnote("log -n 2").without_ids().shows(str![[r#"
2026-03-06 17:00  [COMM.]  orbit: undo done "send the
                           contract"
2026-03-07 01:30  [COMM.]  orbit: done "send the contract"
                           (undone)
exit 0

"#]]);
    s.env("COLUMNS", "40").fieldnote("log -n 2").without_ids().shows(str![[r#"
2026-03-06 17:00  [COMM.]
  orbit: undo done "send the contract"
2026-03-07 01:30  [COMM.]
  orbit: done "send the contract"
  (undone)
exit 0

"#]]);
}

#[test]
fn a_reason_and_foreign_trailers_are_told_apart() {
    let s = Sealed::notebook();
    let message = "minato: move \"見積もり\"\n\nthey asked for a week\n\nFieldnote: move\nFieldnote-Op: k7q2\nFieldnote-Way: later\nReviewed-by: Zoe";
    s.git(&["commit", "-q", "--allow-empty", "-m", message]);
    s.git(&["commit", "-q", "--allow-empty", "-m", "Revert \"minato: move\""]);
    s.fieldnote("log -n 1").without_ids().shows(str![[r#"
2026-03-06 17:00  [COMM.]  minato: move "見積もり"
                           they asked for a week
exit 0

"#]]);
}

#[test]
fn json_tells_what_was_touched_and_by_whom() {
    let s = used();
    s.sh("fieldnote log --json -n 3 | sed -E 's/\"(commit|op)\":\"[0-9a-z]+\"/\"\\1\":\"…\"/g'")
        .shows(str![[r#"
[
{"commit":"…","time":"2026-03-06T17:00:00Z","verb":"undo","op":"…","subject":"orbit: undo done \"send the contract\"","why":null,"by":"Ann Lee","undone":false,"paths":["customers/orbit/2026-03-02-sync.md"]},
{"commit":"…","time":"2026-03-06T16:30:00Z","verb":"done","op":"…","subject":"orbit: done \"send the contract\"","why":null,"by":"Ann Lee","undone":true,"paths":["customers/orbit/2026-03-02-sync.md"]},
{"commit":"…","time":"2026-03-06T16:00:00Z","verb":"done","op":"…","subject":"minato: done \"send the sizing guide\"","why":null,"by":"Ann Lee","undone":false,"paths":["customers/minato/2026-03-04-poc.md"]}
]
exit 0

"#]]);
    s.sh("fieldnote log --json | grep -c Fieldnote").shows(str![[r#"
0
exit 1

"#]]);
}

#[test]
fn without_operations_there_is_one_line() {
    let s = Sealed::empty();
    s.write("a.md", "- [ ] x\n");
    s.fieldnote("log -C .").shows(str![[r#"
2> no git repository here: what is done is not recorded
exit 0

"#]]);
    s.fieldnote("log -C . --json").shows(str![[r#"
[]
exit 0

"#]]);
    s.git(&["init", "-q"]);
    s.fieldnote("log").shows(str![[r#"
2> no operations yet
exit 0

"#]]);
    s.commit("by hand").fieldnote("log").shows(str![[r#"
2> no operations yet
exit 0

"#]]);
}

#[test]
fn a_notebook_below_the_work_tree_tells_its_own() {
    let s = Sealed::notebook();
    s.run(&["init", "other"]).succeeds();
    s.cd("other").fieldnote("log").without_ids().shows(str![[r#"
2026-03-06 17:00  [COMM.]  start the notebook
exit 0

"#]]);
}
