//! `new`: scaffolds a note, opens it, commits what was written.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn without_a_terminal_the_note_is_written_and_its_path_printed() {
    let s = Sealed::notebook();
    s.fieldnote("new orbit").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-06-sync.md
2> orbit: new sync 2026-03-06 · [COMMIT]
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
orbit: new sync 2026-03-06

A␉customers/orbit/2026-03-06-sync.md

"#]]);
    s.read("customers/orbit/2026-03-06-sync.md").shows(str![[r#"
---
customer: orbit
date: 2026-03-06
kind: sync
ours: [ann]
theirs: []
---
# Orbit Foods — sync

## Since last time
- [send the contract](2026-03-02-sync.md)
- [send the migration plan](2026-03-02-sync.md)
- [demo the importer \#importer](2026-03-02-sync.md)
- [name a contact for networking](2026-03-02-sync.md)

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

"#]]);
    s.status().shows(str![]);
}

#[test]
fn the_same_call_again_opens_the_same_note() {
    let s = Sealed::notebook();
    s.fieldnote("new orbit").succeeds();
    s.fieldnote("new orbit").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-06-sync.md
2> `customers/orbit/2026-03-06-sync.md` is there already
exit 0

"#]]);
    s.fieldnote("new orbit --no-edit").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-06-sync.md
2> `customers/orbit/2026-03-06-sync.md` is there already
exit 0

"#]]);
    s.env("VISUAL", "echo more >>").fieldnote("new orbit").shows(str![[r#"
2> orbit: edit sync 2026-03-06 · [COMMIT]
exit 0

"#]]);
    s.env("VISUAL", "true").fieldnote("new orbit").shows(str![[r#"
2> nothing new in `customers/orbit/2026-03-06-sync.md`
exit 0

"#]]);
    s.fieldnote("new orbit --with ivo --title x --print").shows(str![[r#"
---
customer: orbit
date: 2026-03-06
kind: sync
ours: [ann]
theirs: [Ivo Pires]
---
# Orbit Foods — x

## Since last time
- [send the contract](2026-03-02-sync.md)
- [send the migration plan](2026-03-02-sync.md)
- [demo the importer \#importer](2026-03-02-sync.md)
- [name a contact for networking](2026-03-02-sync.md)

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
    s.log().shows(str![[r#"
orbit: edit sync 2026-03-06
orbit: new sync 2026-03-06
notes of 2026-03-05
notes of 2026-03-04
notes of 2026-03-02
notes of 2026-02-18
team: new person Priya Nair
team: new person Dana Reyes
orbit: new person Ivo Pires
minato: new person 高橋 一郎
minato: new person 佐藤 健
orbit: new customer
minato: new customer
start the notebook

"#]]);
}

#[test]
fn the_day_is_the_one_at_the_customer() {
    let s = Sealed::notebook();
    s.at("2026-03-06T14:59:59Z").fieldnote("new minato --no-edit").shows(str![[r#"
[ROOT]/notes/customers/minato/2026-03-06-sync.md
2> minato: new sync 2026-03-06 · [COMMIT]
exit 0

"#]]);
    s.at("2026-03-06T16:00:00Z").fieldnote("new minato --no-edit").shows(str![[r#"
[ROOT]/notes/customers/minato/2026-03-07-sync.md
2> minato: new sync 2026-03-07 · [COMMIT]
exit 0

"#]]);
    s.fieldnote("new orbit poc --no-edit").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-06-poc.md
2> orbit: new poc 2026-03-06 · [COMMIT]
exit 0

"#]]);
    s.fieldnote("new minato poc --date fri --no-edit").shows(str![[r#"
[ROOT]/notes/customers/minato/2026-03-13-poc.md
2> minato: new poc 2026-03-13 · [COMMIT]
exit 0

"#]]);
}

#[test]
fn dates_look_forward_and_ambiguous_ones_are_not_understood() {
    let s = Sealed::notebook();
    for (date, expected) in [
        ("2026-03-09", "2026-03-09"),
        ("today", "2026-03-06"),
        ("tomorrow", "2026-03-07"),
        ("fri", "2026-03-13"),
        ("mon", "2026-03-09"),
        ("+3d", "2026-03-09"),
        ("2w", "2026-03-20"),
        ("next fri", "2026-03-13"),
    ] {
        let output = s.run(&["new", "orbit", "--print", "--date", date]);
        assert!(output.stdout.contains(&format!("date: {expected}\n")), "{date}: {output}");
    }
    s.fieldnote("new orbit --date 3/9").shows(str![[r#"
2> error: `3/9` can be 2026-03-09 or 2026-09-03
2> hint: write the date as YYYY-MM-DD
exit 2

"#]]);
    s.fieldnote("new orbit --date 2026-02-30").shows(str![[r#"
2> error: there is no day `2026-02-30`
exit 2

"#]]);
    s.fieldnote("new orbit --date someday").shows(str![[r#"
2> error: `someday` is no date
2> hint: write YYYY-MM-DD, or `fri`, `next fri`, `+3d`, `2w`, `eow`, `5 mar`, `today`
exit 2

"#]]);
    s.fieldnote("new orbit --date 2026-13-01").shows(str![[r#"
2> error: there is no day `2026-13-01`
exit 2

"#]]);
    s.fieldnote("new orbit onsite --date mon --until 2026-03-06").shows(str![[r#"
2> error: the visit would end on 2026-03-06, before it starts on 2026-03-09
exit 1

"#]]);
    s.status().shows(str![]);
}

#[test]
fn a_day_of_hands_on_needs_no_customer() {
    let s = Sealed::notebook();
    s.fieldnote("new hands-on --title nightly --no-edit").shows(str![[r#"
[ROOT]/notes/hands-on/2026-03-06-nightly.md
2> new hands-on 2026-03-06 · [COMMIT]
exit 0

"#]]);
    s.fieldnote("new speclet --no-edit").shows(str![[r#"
[ROOT]/notes/speclets/2026-03-06.md
2> new speclet 2026-03-06 · [COMMIT]
exit 0

"#]]);
    s.fieldnote("new orbit hands-on --title nightly --no-edit").shows(str![[r#"
2> error: `hands-on/2026-03-06-nightly.md` is there already, and of another customer
2> hint: give this one a name of its own: `--title`
exit 1

"#]]);
    s.fieldnote("new orbit speclet --title plan --no-edit").shows(str![[r#"
[ROOT]/notes/speclets/2026-03-06-plan.md
2> orbit: new speclet 2026-03-06 · [COMMIT]
exit 0

"#]]);
}

#[test]
fn every_kind_makes_a_planned_meeting() {
    for kind in
        ["sync", "discovery", "poc", "escalation", "onsite", "review", "hands-on", "speclet"]
    {
        let s = Sealed::notebook();
        let output = s.run(&["new", "orbit", kind, "--no-edit"]);
        assert_eq!((output.code, output.stderr.lines().count()), (0, 1), "{kind}: {output}");
        let list = s.fieldnote("followups --all --json").stdout;
        assert!(!list.contains("2026-03-06-"), "{kind}: a template brings no follow-ups: {list}");
        assert!(
            s.fieldnote("customer list --json").stdout.contains("2026-03-06")
                == !matches!(kind, "hands-on" | "speclet"),
            "{kind}"
        );
    }
}

#[test]
fn who_is_with_it_is_sorted_into_three_lists() {
    let s = Sealed::notebook();
    s.fieldnote("new minato poc --no-edit --with 'dana, SATO ,takahashi'").shows(str![[r#"
2> error: there is no person `takahashi`
2> hint: add them with `fieldnote person add`
exit 1

"#]]);
    s.fieldnote("new minato poc --no-edit --with 'dana, SATO ,高橋, ann,dana'").shows(str![[r#"
[ROOT]/notes/customers/minato/2026-03-07-poc.md
2> minato: new poc 2026-03-07 · [COMMIT]
exit 0

"#]]);
    s.sh("head -10 customers/minato/2026-03-07-poc.md").shows(str![[r#"
---
customer: minato
date: 2026-03-07
kind: poc
ours: [ann, dana]
theirs: [佐藤 健]
partner: [高橋 一郎]
---
# Minato Storage — proof of concept

exit 0

"#]]);
    s.fieldnote("new orbit --with dnaa").shows(str![[r#"
2> error: there is no person `dnaa`
2> hint: did you mean `dana`?
exit 1

"#]]);
    s.fieldnote("new orbit --with nobody").shows(str![[r#"
2> error: there is no person `nobody`
2> hint: add them with `fieldnote person add`
exit 1

"#]]);
}

#[test]
fn two_people_of_one_name_are_refused_with_both() {
    let s = Sealed::notebook();
    s.fieldnote("person add minato '佐藤 一'").succeeds();
    s.fieldnote("new minato --with 佐藤").shows(str![[r#"
2> error: `佐藤` can be 佐藤 健 or 佐藤 一
2> hint: give the handle or the full name
exit 1

"#]]);
}

#[test]
fn unknown_customers_and_kinds_are_refused_with_the_nearest() {
    let s = Sealed::notebook();
    s.fieldnote("new mintao").shows(str![[r#"
2> error: there is no customer `mintao`
2> hint: did you mean `minato`?
exit 1

"#]]);
    s.fieldnote("new zzzzzz").shows(str![[r#"
2> error: there is no customer `zzzzzz`
2> hint: known are minato, orbit
exit 1

"#]]);
    s.fieldnote("new orbit pco").shows(str![[r#"
2> error: there is no kind `pco`
2> hint: did you mean `poc`?
exit 1

"#]]);
    s.fieldnote("new orbit zzzzzz").shows(str![[r#"
2> error: there is no kind `zzzzzz`
2> hint: known are sync, discovery, poc, escalation, onsite, review, hands-on, speclet
exit 1

"#]]);
    s.fieldnote("new 'orbit foods' --print").succeeds();
    s.fieldnote("new").shows(str![[r#"
2> error: the following required arguments were not provided:
2>   <CUSTOMER>
2> 
2> Usage: fieldnote new <CUSTOMER> [KIND]
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    let empty = Sealed::init();
    empty.fieldnote("new acme").shows(str![[r#"
2> error: there is no customer `acme`
2> hint: add one: `fieldnote customer add SLUG --name "Its Name"`
exit 1

"#]]);
    s.status().shows(str![]);
}

#[test]
fn no_commit_leaves_the_note_to_the_user() {
    let s = Sealed::notebook();
    s.fieldnote("new orbit --no-edit --no-commit").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-06-sync.md
2> not committed: `customers/orbit/2026-03-06-sync.md`
exit 0

"#]]);
    s.status().shows(str![[r#"
?? customers/orbit/2026-03-06-sync.md

"#]]);
}
