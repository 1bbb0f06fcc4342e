//! `new`: what the templates make of a meeting.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn a_visit_has_a_section_for_each_day() {
    let s = Sealed::notebook();
    s.fieldnote("new orbit onsite --date mon --until wed --with ann,ivo --print").shows(str![[
        r#"
---
customer: orbit
date: 2026-03-09
until: 2026-03-11
kind: onsite
ours: [ann]
theirs: [Ivo Pires]
partner: []
---
# Orbit Foods — on-site

## Goals
<!-- What would make this visit valuable for them, in their words. -->

## Who and where

## 2026-03-09 Day

## 2026-03-10 Day

## 2026-03-11 Day
<!-- each day: found · done · stuck · tomorrow -->

## What we saw
<!-- Things nobody would have written in a ticket. -->

## Exit meeting
<!-- What happens next, who owns it, when we speak again. -->

## Follow-ups

## Internal
exit 0

"#
    ]]);
}

#[test]
fn own_templates_replace_and_add() {
    let s = Sealed::notebook();
    s.write("templates/sync.md", "---\ncustomer: {{customer}}\ndate: {{date}}\nkind: sync\nours: [{{ours}}]\n---\n# Ours: {{name}}\n");
    s.write("templates/demo.md", "# Demo for {{name}} on {{date}}\n\n{{open}}\n")
        .commit("templates");
    s.fieldnote("new orbit --print").shows(str![[r#"
---
customer: orbit
date: 2026-03-06
kind: sync
ours: [ann]
---
# Ours: Orbit Foods
exit 0

"#]]);
    s.fieldnote("new orbit demo --no-edit").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-06-demo.md
2> orbit: new demo 2026-03-06 · [COMMIT]
exit 0

"#]]);
    s.read("customers/orbit/2026-03-06-demo.md").shows(str![[r#"
---
customer: orbit
date: 2026-03-06
kind: demo
ours: [ann]
theirs: []
---
# Demo for Orbit Foods on 2026-03-06

- [send the contract](2026-03-02-sync.md)
- [send the migration plan](2026-03-02-sync.md)
- [demo the importer \#importer](2026-03-02-sync.md)
- [name a contact for networking](2026-03-02-sync.md)

"#]]);
    s.fieldnote("new orbit dmeo").shows(str![[r#"
2> error: there is no kind `dmeo`
2> hint: did you mean `demo`?
exit 1

"#]]);
}

#[test]
fn a_template_that_is_wrong_is_refused_with_its_line() {
    let s = Sealed::notebook();
    s.write("templates/sync.md", "# {{name}}\n\n{% if %}\n");
    s.fieldnote("new orbit").shows(str![[r#"
2> error: `templates/sync.md` line 3: unexpected end of block
exit 1

"#]]);
    s.write(
        "templates/sync.md",
        "{% for x in range(100000) %}{% for y in range(100000) %}x{% endfor %}{% endfor %}",
    );
    s.fieldnote("new orbit").shows(str![[r#"
2> error: `templates/sync.md` line 1: the template takes too many steps
2> hint: does a loop end?
exit 1

"#]]);
    s.write("templates/sync.md", "{{ nmae }}\n");
    s.fieldnote("new orbit --print").shows(str![[r#"
2> error: `templates/sync.md` line 1: `nmae` is undefined
2> hint: did you mean `name`?
exit 1

"#]]);
    s.write("templates/sync.md", "{% include '../../home/.gitconfig' %}\n");
    s.fieldnote("new orbit --print").shows(str![[r#"
2> error: `templates/sync.md` line 1: a template is one file
2> hint: `include`, `import` and `extends` are not supported: put the text into the template
exit 1

"#]]);
    s.write("templates/sync.md", b"caf\xe9 {{name}}\n");
    s.fieldnote("new orbit --print").shows(str![[r#"
2> error: `templates/sync.md` is not UTF-8
exit 1

"#]]);
    s.status().shows(str![[r#"
?? templates/sync.md

"#]]);
}

#[test]
fn open_follow_ups_are_linked_not_copied() {
    let s = Sealed::notebook();
    s.write(
        "customers/minato/2026-03-05-x (1).md",
        "# x\n- [ ] look at `a|b` & [c](d) <e> *f*\n- [ ] keep it quiet #internal\n",
    )
    .commit("more");
    s.fieldnote("new minato --print").shows(str![[r#"
---
customer: minato
date: 2026-03-07
kind: sync
ours: [ann]
theirs: []
---
# Minato Storage — sync

## Since last time
- [見積もりを確認する](2026-02-18-sync.md)
- [send the sizing guide](2026-03-04-poc.md)
- [open ports 2049 and 4420](2026-03-04-poc.md)
- [write the 🚀 launch checklist](2026-03-04-poc.md)
- [rack the second node](2026-03-04-poc.md)
- [read the manual](2026-03-04-poc.md)
- [look at \`a\|b\` & \[c\](d) \<e\> \*f\*](2026-03-05-x%20%281%29.md)

## Agenda
<!-- Theirs first. Leave a gap for what they bring. -->

## Notes
<!-- As it is said, with who said it.
     Start a line with Decision: Risk: Ask: Value: Question: and it is found again. -->

## Next

## Follow-ups
<!-- - [ ] @who what by 2026-01-31      (agreed date)
     - [ ] @who what promised 2026-01-31 (said to the customer)
     Read this list aloud before you hang up. -->

## Internal
<!-- Never shared. Mood, money, people, guesses. -->
exit 0

"#]]);
    let before = s.fieldnote("followups --json").stdout;
    s.fieldnote("new minato --no-edit").succeeds();
    assert_eq!(before, s.fieldnote("followups --json").stdout);
}

#[test]
fn print_writes_nothing_and_needs_no_identity() {
    let s = Sealed::notebook();
    s.write("../home/.gitconfig", "[user]\n\tuseConfigOnly = true\n");
    s.fieldnote("new minato poc --print --with dana,sato,高橋 --title 'The \"big\" one: {{x}}'")
        .shows(str![[r#"
---
customer: minato
date: 2026-03-07
kind: poc
ours: [dana]
theirs: [佐藤 健]
partner: [高橋 一郎]
---
# Minato Storage — The "big" one: {{x}}

## The question
<!-- After this we will know whether … -->

## Success criteria
- [ ] <!-- thing, number, who judges it -->

## Not part of it

## Setup
<!-- product build · machines · sizes · network · who has access -->

## Plan
<!-- 2026-01-31  step — who, on which side -->

## 2026-03-07 Log

## Result
<!-- criterion — measured — met or not -->

## Follow-ups

## Internal
exit 0

"#]]);
    s.status().shows(str![]);
}
