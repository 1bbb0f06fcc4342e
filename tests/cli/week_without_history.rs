//! Folders without commits: what can be told from the notes alone, and what cannot.

use snapbox::str;

use crate::sealed::{Output, Sealed, Shows};

/// Notes in a folder; `git` makes it a repository, `settings` a notebook.
fn notes(git: bool, settings: bool) -> Sealed {
    let s = Sealed::empty();
    if git {
        s.sh("git init -q").succeeds();
    }
    if settings {
        s.write("fieldnote.toml", "").write("team.md", "- @dana — Dana Reyes\n");
    }
    s.write(
        "customers/orbit/2026-03-03-sync.md",
        "- Decision: of this week\n- [ ] @dana send the guide promised 2026-03-04\n\
         - [x] @dana call promised 2026-03-05 (done 2026-03-05)\n- [x] @them sign\n",
    );
    s.write("customers/orbit/2026-02-03-sync.md", "- Decision: of another week\n");
    s
}

fn run(s: &Sealed, line: &str) -> Output {
    s.fieldnote(&format!("-C . {line}"))
}

#[test]
fn the_week_is_told_from_the_notes_and_says_what_needs_commits() {
    run(&notes(false, true), "week").shows(str![[r#"
# Week 10

2–8 March 2026 · as of Fri 6 Mar 17:00 Lisbon · no commit
<!-- fieldnote: week 2026-W10, commit none, as of 2026-03-06T17:00:00Z -->

No commits here: what came, moved, closed or vanished, and past weeks, need them.

## In my words

<!-- yours: kept when this file is generated again -->

## Look at this first

- **Promise missed:** send the guide — Dana Reyes, orbit, 4 Mar · [note](../customers/orbit/2026-03-03-sync.md)
- **Asked of you:** none

## Follow-ups

| Open on Monday | New | Reopened | Closed | Dropped | Vanished | Open now | Late | Waiting on them | Promises kept |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
| – | – | – | – | – | – | 1 | 1 | 0 | 1 of 2 |

**Late**
- orbit — send the guide — Dana Reyes, 4 Mar, 2 days · [note](../customers/orbit/2026-03-03-sync.md)

**Moved**
needs commits: there are none here

**Waiting on them**
none

**Vanished**
needs commits: there are none here

**Closed**
needs commits: there are none here

## Meetings

**Written**
- orbit, 2026-03-03-sync of 3 Mar · [note](../customers/orbit/2026-03-03-sync.md)

**Not written**
none

**Written late**
none

## Decisions

- orbit — of this week — 3 Mar · [note](../customers/orbit/2026-03-03-sync.md)

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
    let s = notes(true, true);
    let shown = run(&s, "week").succeeds().stdout;
    for part in [
        "No commits here: what came, moved, closed or vanished, and past weeks, need them.",
        "Not committed: 2 notes: [customers/orbit/2026-02-03-sync.md]",
        "| – | – | – | – | – | – | 1 | 1 | 0 | 1 of 2 |",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn json_knows_what_it_does_not_know() {
    for git in [false, true] {
        let s = notes(git, true);
        s.sh("fieldnote -C . week --json | tr ',' '\\n' | grep -A99 sums | grep -B99 late.: | tr '\\n' ' '")
            .shows(str![[r#"
"sums":{"open_at_start":null "new":null "reopened":null "closed":null "dropped":null "vanished":null "open_at_end":1 "late":1 "moved":null "waiting":0 "promises_kept":1 "promises_due":2} "unbalanced":null "look_first":[{"kind":"promise_missed" "customer":"orbit" "date":"2026-03-04" "text":"send the guide" "owners":["dana"] "from":"2026-03-04" "to":null "severity":null "note":"customers/orbit/2026-03-03-sync.md" "line":2}] "late":[{"id":"vffmp8pn" \ no newline
exit 0

"#]]);
    }
}

#[test]
fn past_weeks_need_commits() {
    for (git, settings) in [(false, false), (false, true), (true, false), (true, true)] {
        let s = notes(git, settings);
        for line in ["week last", "week 2026-W09", "week last --json"] {
            run(&s, line).shows(str![[r#"
2> error: past weeks need commits, and there are none here
2> hint: this week is told from the notes alone: `fieldnote week`
exit 1

"#]]);
        }
    }
    let s = notes(true, true);
    run(&s, "week --at HEAD").shows(str![[r#"
2> error: `HEAD` names no commit: there is none here yet
exit 1

"#]]);
    run(&s, "week --save").shows(str![[r#"
2> error: 2 notes are not committed: `customers/orbit/2026-02-03-sync.md`, `customers/orbit/2026-03-03-sync.md`
2> hint: commit them first: `fieldnote save`
exit 1

"#]]);
}

#[test]
fn the_other_commands_work_or_say_why_not() {
    for (git, settings) in [(false, false), (false, true), (true, false), (true, true)] {
        let s = notes(git, settings);
        for line in ["followups", "today", "promises", "waiting", "check", "customer list"] {
            let output = run(&s, line);
            assert!(output.code == 0 || line == "check", "{line}: {output}");
            assert!(!output.stderr.contains("panicked"), "{line}: {output}");
        }
    }
    let s = notes(false, true);
    run(&s, "promises").shows(str![[r#"
CUSTOMER  KEPT  MOVED  MISSED  OPEN
orbit     1     0      1       0     kept 1 of 2

orbit
  missed  4 Mar, still open  send the guide  customers/orbit/2026-03-03-sync.md:2
2> no commits here: first dates are those that stand in the notes
exit 0

"#]]);
    run(&s, "log").shows(str![[r#"
2> no git repository here: what is done is not recorded
exit 0

"#]]);
    run(&s, "undo").shows(str![[r#"
2> error: `[ROOT]/notes` is in no git repository
2> hint: what is done there is not recorded, and cannot be undone
exit 1

"#]]);
    let s = notes(true, true);
    run(&s, "promises").shows(str![[r#"
CUSTOMER  KEPT  MOVED  MISSED  OPEN
orbit     1     0      1       0     kept 1 of 2

orbit
  missed  4 Mar, still open  send the guide  customers/orbit/2026-03-03-sync.md:2
2> no commits here: first dates are those that stand in the notes
exit 0

"#]]);
    run(&s, "log").shows(str![[r#"
2> no operations yet
exit 0

"#]]);
    run(&s, "undo").shows(str![[r#"
2> error: there is nothing left to undo
2> hint: `fieldnote log` lists what was done; yours alone can be undone
exit 1

"#]]);
    let s = notes(true, false);
    run(&s, "log").shows(str![[r#"
2> no operations yet
exit 0

"#]]);
    run(&s, "undo").shows(str![[r#"
2> error: `[ROOT]/notes` has no `fieldnote.toml`
2> hint: run `fieldnote init` there to make it a notebook; it changes no other file
exit 1

"#]]);
}
