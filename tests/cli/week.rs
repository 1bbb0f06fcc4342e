//! `week`: the weekly summary, printed and saved.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// Monday to Friday of 2026-W11 at Orbit Foods, each step committed on its day; it is Friday, 17:00.
fn a_week() -> Sealed {
    let s = Sealed::notebook();
    let note = "customers/orbit/2026-03-09-sync.md";
    s.at("2026-03-09T15:00:00Z").write(
        note,
        "---\ncustomer: orbit\ndate: 2026-03-09\nkind: sync\n---\n# Orbit\n\n## Notes\n\n\
         - Decision: start with one site\n- Ask (pain): a quota report #quota\n\
         - Value: backups take an hour less\n\n## Follow-ups\n\n\
         - [ ] @dana send the figures promised 2026-03-10\n- [ ] @ann book the room by 2026-03-20\n",
    );
    s.commit("monday");
    s.at("2026-03-10T15:00:00Z").sh(&format!("sed -i 's/2026-03-10$/2026-03-16/' {note}"));
    s.commit("tuesday: the promise moves");
    s.at("2026-03-11T15:00:00Z").write("customers/orbit/2026-03-11-review.md", "# Review\n");
    s.commit("wednesday: nothing is written");
    s.at("2026-03-13T17:00:00Z").fieldnote("done book the room").succeeds();
    s
}

#[test]
fn the_week_says_what_happened_since_monday() {
    a_week().fieldnote("week").shows(str![[r#"
# Week 11 — Ann Lee

9–15 March 2026 · as of Fri 13 Mar 17:00 Lisbon · commit 6486bc2
<!-- fieldnote: week 2026-W11, commit 6486bc27feb3f38558aec172da609d497d3b871f, as of 2026-03-13T17:00:00Z -->

## In my words

<!-- yours: kept when this file is generated again -->

## Look at this first

- **Promise moved:** send the figures — Dana Reyes, Orbit Foods, 10 Mar → 16 Mar · [note](../customers/orbit/2026-03-09-sync.md)
- **Promise missed:** send the migration plan — Ann Lee, Orbit Foods, 11 Mar · [note](../customers/orbit/2026-03-02-sync.md)
- **Not written up:** Orbit Foods, Review of 11 Mar · [note](../customers/orbit/2026-03-11-review.md)
- **Asked of you:** none

## Follow-ups

| Open on Monday | New | Reopened | Closed | Dropped | Vanished | Open now | Late | Waiting on them | Promises kept |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
| 11 | 2 | 0 | 1 | 0 | 0 | 12 | 6 | 4 | 0 of 2 |

**Late**
- Minato Storage — 見積もりを確認する — 佐藤 健, 27 Feb, 15 days · [note](../customers/minato/2026-02-18-sync.md)
- Minato Storage — send the sizing guide — Dana Reyes, 6 Mar, 8 days · [note](../customers/minato/2026-03-04-poc.md)
- Orbit Foods — send the contract — Ann Lee, 5 Mar, 8 days · [note](../customers/orbit/2026-03-02-sync.md)
- Minato Storage — open ports 2049 and 4420 — 佐藤 健, 9 Mar, 5 days · [note](../customers/minato/2026-03-04-poc.md)
- Orbit Foods — send the migration plan — Ann Lee, 11 Mar, 2 days · [note](../customers/orbit/2026-03-02-sync.md)
- Minato Storage — write the 🚀 launch checklist — Priya Nair, 13 Mar, 1 day · [note](../customers/minato/2026-03-04-poc.md)

**Moved**
- Orbit Foods — send the figures — Dana Reyes, promised 10 Mar → 16 Mar · [note](../customers/orbit/2026-03-09-sync.md)

**Waiting on them**
- Minato Storage — 見積もりを確認する — 佐藤 健, 27 Feb, 15 days · [note](../customers/minato/2026-02-18-sync.md)
- Minato Storage — open ports 2049 and 4420 — 佐藤 健, 9 Mar, 5 days · [note](../customers/minato/2026-03-04-poc.md)
- Minato Storage — rack the second node — 高橋 一郎, 20 Mar · [note](../customers/minato/2026-03-04-poc.md)
- Orbit Foods — name a contact for networking — them, no date · [note](../customers/orbit/2026-03-02-sync.md)

**Vanished**
none

**Closed**
- Orbit Foods — 1 · [note](../customers/orbit/2026-03-09-sync.md)

## Meetings

**Written**
- Orbit Foods, sync of 9 Mar · [note](../customers/orbit/2026-03-09-sync.md)

**Not written**
- Orbit Foods, Review of 11 Mar · [note](../customers/orbit/2026-03-11-review.md)

**Written late**
none

## Decisions

- Orbit Foods — start with one site — 9 Mar · [note](../customers/orbit/2026-03-09-sync.md)

## Value

- Orbit Foods — backups take an hour less — 9 Mar · [note](../customers/orbit/2026-03-09-sync.md)

## Risks

none

## Asks by customers

- **#quota** — a quota report — pain, Orbit Foods · [note](../customers/orbit/2026-03-09-sync.md)

## Gone quiet

none

## Next week

- Orbit Foods — send the figures — Dana Reyes, 16 Mar · [note](../customers/orbit/2026-03-09-sync.md)
exit 0

"#]]);
}

#[test]
fn saving_keeps_what_the_writer_wrote() {
    let s = a_week();
    s.fieldnote("week --save").shows(str![[r#"
2> weekly/2026-W11.md · [COMMIT]
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
week 2026-W11

A␉weekly/2026-W11.md

"#]]);
    s.status().shows(str![]);
    s.sh("sed -i 's/^<!-- yours.*/A quiet week, but for Orbit.\\n\\n### And\\n\\nmore/' weekly/2026-W11.md");
    s.fieldnote("save").succeeds();
    s.fieldnote("week --save").shows(str![[r#"
2> weekly/2026-W11.md · [COMMIT]
exit 0

"#]]);
    s.sh("sed -n '/In my words/,/Look at/p' weekly/2026-W11.md").shows(str![[r#"
## In my words

A quiet week, but for Orbit.

### And

more

## Look at this first
exit 0

"#]]);
}

#[test]
fn links_of_a_saved_week_lead_to_its_notes() {
    let s = a_week();
    s.fieldnote("week --save").succeeds();
    let text = s.read("weekly/2026-W11.md");
    let links: Vec<&str> =
        text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() > 5, "{text}");
    for link in links {
        assert!(s.path("weekly").join(link).exists(), "{link}");
    }
}

#[test]
fn a_saved_week_stays_as_it_was() {
    let s = a_week();
    s.fieldnote("week --save").succeeds();
    s.at("2026-03-18T09:00:00Z");
    let before = s.fieldnote("week last").succeeds().stdout;
    s.sh("echo '- [ ] @ann late news' >> customers/orbit/2026-03-09-sync.md");
    s.commit("a later change");
    assert_eq!(s.fieldnote("week 2026-W11").succeeds().stdout, before);
    s.sh("head -5 weekly/2026-W11.md").shows(str![[r#"
# Week 11 — Ann Lee

9–15 March 2026 · as of Fri 13 Mar 17:00 Lisbon · commit 6486bc2
<!-- fieldnote: week 2026-W11, commit 6486bc27feb3f38558aec172da609d497d3b871f, as of 2026-03-13T17:00:00Z -->

exit 0

"#]]);
    s.fieldnote("week 2026-W11 --json").succeeds();
    // What came after the saved summary on its own Friday belongs to the week behind it.
    s.sh("fieldnote week | grep -A2 'Open on'").shows(str![[r#"
| Open on Monday | New | Reopened | Closed | Dropped | Vanished | Open now | Late | Waiting on them | Promises kept |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
| 12 | 1 | 0 | 0 | 0 | 0 | 13 | 7 | 4 | 0 of 0 |
exit 0

"#]]);
}

#[test]
fn a_commit_ends_the_week_where_it_is_asked_to() {
    let s = a_week();
    s.sh("fieldnote week 2026-W11 --at HEAD~2 | grep -A2 'Open on'").shows(str![[r#"
| Open on Monday | New | Reopened | Closed | Dropped | Vanished | Open now | Late | Waiting on them | Promises kept |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
| 11 | 2 | 0 | 0 | 0 | 0 | 13 | 6 | 4 | 0 of 2 |
exit 0

"#]]);
    s.fieldnote("week --at nothing").shows(str![[r#"
2> error: `nothing` names no commit
2> hint: see the commits: `git log --oneline`
exit 1

"#]]);
}

#[test]
fn what_is_not_committed_is_named_and_cannot_be_saved() {
    let s = a_week();
    s.sh("echo '- [ ] @ann one more' >> customers/orbit/2026-03-09-sync.md");
    s.sh("fieldnote week | sed -n 3,6p").shows(str![[r#"
9–15 March 2026 · as of Fri 13 Mar 17:00 Lisbon · commit 6486bc2
<!-- fieldnote: week 2026-W11, commit 6486bc27feb3f38558aec172da609d497d3b871f, as of 2026-03-13T17:00:00Z -->

Not committed: 1 note: [customers/orbit/2026-03-09-sync.md](../customers/orbit/2026-03-09-sync.md)
exit 0

"#]]);
    s.fieldnote("week --save").shows(str![[r#"
2> error: 1 note is not committed: `customers/orbit/2026-03-09-sync.md`
2> hint: commit them first: `fieldnote save`
exit 1

"#]]);
    assert!(!s.path("weekly").exists());
}

#[test]
fn an_empty_week_says_none() {
    let s = Sealed::init();
    s.at("2027-01-01T12:00:00Z").fieldnote("week").shows(str![[r#"
# Week 53 — Ann Lee

28 December 2026 – 3 January 2027 · as of Fri 1 Jan 12:00 Lisbon · commit ad909bd
<!-- fieldnote: week 2026-W53, commit ad909bd198ccbcf4db955cbc5dc059b643401fcd, as of 2027-01-01T12:00:00Z -->

## In my words

<!-- yours: kept when this file is generated again -->

## Look at this first

- **Asked of you:** none

## Follow-ups

| Open on Monday | New | Reopened | Closed | Dropped | Vanished | Open now | Late | Waiting on them | Promises kept |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
| 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 of 0 |

**Late**
none

**Moved**
none

**Waiting on them**
none

**Vanished**
none

**Closed**
none

## Meetings

**Written**
none

**Not written**
none

**Written late**
none

## Decisions

none

## Value

none

## Risks

none

## Asks by customers

none

## Gone quiet

none

## Next week

none
exit 0

"#]]);
}

#[test]
fn a_week_that_is_none_is_not_understood() {
    let s = Sealed::notebook();
    s.fieldnote("week 2026-W54").shows(str![[r#"
2> error: there is no week 54 in 2026
exit 2

"#]]);
    s.fieldnote("week soon").shows(str![[r#"
2> error: `soon` is no week
2> hint: write a week as `2026-W10`, `last` or `this`
exit 2

"#]]);
}

#[test]
fn a_file_that_is_no_summary_is_not_replaced() {
    let s = a_week();
    s.write("weekly/2026-W11.md", "# My own\n").commit("mine");
    s.fieldnote("week --save").shows(str![[r#"
2> error: `weekly/2026-W11.md` is no summary of fieldnote's, and would be replaced
exit 1

"#]]);
    s.read("weekly/2026-W11.md").shows(str![[r#"
# My own

"#]]);
}

#[test]
fn without_history_the_week_says_so() {
    let s = Sealed::empty();
    s.write("customers/a/2026-03-04-sync.md", "- [ ] @ann call\n");
    s.sh("fieldnote -C . week | head -9").shows(str![[r#"
# Week 10

2–8 March 2026 · as of Fri 6 Mar 17:00 Lisbon · no commit
<!-- fieldnote: week 2026-W10, commit none, as of 2026-03-06T17:00:00Z -->

No commits here: what came, moved, closed or vanished, and past weeks, need them.

## In my words

exit 0

"#]]);
}

#[test]
fn the_sums_add_up_in_json() {
    let s = a_week();
    let json: serde_json::Value =
        serde_json::from_str(&s.fieldnote("week --json").succeeds().stdout).expect("JSON");
    let sum = |key: &str| json["sums"][key].as_i64().expect("a number");
    assert_eq!(
        sum("open_at_start") + sum("new") + sum("reopened")
            - sum("closed")
            - sum("dropped")
            - sum("vanished"),
        sum("open_at_end")
    );
    assert_eq!((sum("new"), sum("closed"), sum("moved")), (2, 1, 1));
    assert_eq!((sum("promises_kept"), sum("promises_due")), (0, 2));
    assert_eq!(json["look_first"][0]["kind"], "promise_moved");
}
