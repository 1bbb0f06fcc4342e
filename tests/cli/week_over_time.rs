//! What happens to follow-ups and notes in a week, and how the week counts it.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const ONE: &str = "customers/orbit/2026-02-23-sync.md";
const TWO: &str = "customers/orbit/2026-02-25-sync.md";
const OTHER: &str = "customers/minato/2026-02-24-sync.md";
const PROSE: &str = "We spoke about backups, and how long they take.\nThey take eight hours.\n\
                     It used to be five, before the third site came.\n";

/// Three notes of the week before; it is Wednesday 4 March 2026, 12:00.
fn wednesday() -> Sealed {
    let s = Sealed::empty();
    s.at("2026-02-26T12:00:00Z").fieldnote("init").succeeds();
    for line in ["customer add orbit", "customer add minato", "person add --team dana Dana"] {
        s.fieldnote(line).succeeds();
    }
    s.write(
        ONE,
        format!(
            "{PROSE}\n- [ ] @dana send the sizing guide by 2026-03-20\n- [ ] @ann call the bank\n\
             - [x] @ann book the room\n"
        ),
    );
    s.write(TWO, "- [ ] @dana name a date\n").write(OTHER, "- [ ] @dana open the ports\n");
    s.commit("the week before");
    s.at("2026-03-04T12:00:00Z");
    s
}

/// Open at the start, new, reopened, closed, dropped, vanished, open at the end; moved.
fn sums(s: &Sealed, week: &str) -> [u64; 8] {
    let shown = s.fieldnote(&format!("week {week} --json")).succeeds().stdout;
    let sums = &serde_json::from_str::<serde_json::Value>(&shown).expect("JSON")["sums"];
    let keys = ["open_at_start", "new", "reopened", "closed", "dropped", "vanished"];
    let keys = keys.into_iter().chain(["open_at_end", "moved"]);
    let found: Vec<u64> = keys.map(|key| sums[key].as_u64().expect("a number")).collect();
    found.try_into().expect("eight numbers")
}

#[test]
fn what_happens_counts_once_committed_or_not() {
    for (what, script, expected) in [
        ("nothing", "echo Prose. >> $TWO", [4, 0, 0, 0, 0, 0, 4, 0]),
        (
            "reworded",
            "sed -i 's/the sizing guide/the new sizing guide/' $ONE",
            [4, 0, 0, 0, 0, 0, 4, 0],
        ),
        (
            "reworded and ticked",
            "sed -i 's/\\[ \\] @dana send the/[x] @dana send the new/' $ONE",
            [4, 0, 0, 1, 0, 0, 3, 0],
        ),
        (
            "given to somebody else",
            "sed -i 's/@dana send/@ann send/' $ONE",
            [4, 0, 0, 0, 0, 0, 4, 0],
        ),
        ("another date", "sed -i 's/by 2026-03-20/by 2026-03-25/' $ONE", [4, 0, 0, 0, 0, 0, 4, 1]),
        ("the date taken back", "sed -i 's/ by 2026-03-20//' $ONE", [4, 0, 0, 0, 0, 0, 4, 1]),
        ("note renamed", "mv $ONE customers/orbit/2026-02-23-call.md", [4, 0, 0, 0, 0, 0, 4, 0]),
        (
            "note renamed and edited",
            "mv $ONE customers/orbit/2026-02-23-call.md; sed -i 's/the sizing/the new sizing/;s/\\[ \\] @ann/[x] @ann/;s/eight/nine/' customers/orbit/2026-02-23-call.md",
            [4, 0, 0, 1, 0, 0, 3, 0],
        ),
        (
            "note goes to another customer",
            "mkdir customers/vista; mv $ONE customers/vista/",
            [4, 0, 0, 0, 0, 0, 4, 0],
        ),
        (
            "moved to another note",
            "sed -i /bank/d $ONE; echo '- [ ] @ann call the bank' >> $TWO",
            [4, 0, 0, 0, 0, 0, 4, 0],
        ),
        (
            "moved to a new note",
            "sed -i /bank/d $ONE; echo '- [ ] @ann call the bank' > customers/orbit/2026-03-03-sync.md",
            [4, 0, 0, 0, 0, 0, 4, 0],
        ),
        (
            "moved to another customer's note",
            "sed -i /bank/d $ONE; echo '- [ ] @ann call the bank' >> $OTHER",
            [4, 1, 0, 0, 0, 1, 4, 0],
        ),
        // A copy is a second follow-up.
        (
            "listed again in a later note",
            "echo '- [ ] @ann call the bank' > customers/orbit/2026-03-03-sync.md",
            [4, 1, 0, 0, 0, 0, 5, 0],
        ),
        ("reopened", "sed -i 's/\\[x\\] @ann book/[ ] @ann book/' $ONE", [4, 0, 1, 0, 0, 0, 5, 0]),
        ("closed", "sed -i 's/\\[ \\] @ann/[x] @ann/' $ONE", [4, 0, 0, 1, 0, 0, 3, 0]),
        ("dropped", "sed -i 's/\\[ \\] @ann/[-] @ann/' $ONE", [4, 0, 0, 0, 1, 0, 3, 0]),
        (
            "new, and closed at once",
            "echo '- [x] @ann said hello' >> $TWO",
            [4, 1, 0, 1, 0, 0, 4, 0],
        ),
        ("line deleted", "sed -i /bank/d $ONE", [4, 0, 0, 0, 0, 1, 3, 0]),
        ("a closed line deleted", "sed -i /room/d $ONE", [4, 0, 0, 0, 0, 0, 4, 0]),
        ("note deleted", "rm $ONE", [4, 0, 0, 0, 0, 2, 2, 0]),
        ("note emptied", ": > $ONE", [4, 0, 0, 0, 0, 2, 2, 0]),
    ] {
        let s = wednesday();
        s.env("ONE", ONE).env("TWO", TWO).env("OTHER", OTHER).sh(script).succeeds();
        assert_eq!(sums(&s, "this"), expected, "{what}, not committed");
        s.commit(what);
        assert_eq!(sums(&s, "this"), expected, "{what}");
        s.at("2026-03-20T12:00:00Z");
        assert_eq!(sums(&s, "2026-W10"), expected, "{what}, later");
    }
}

#[test]
fn what_was_undone_within_the_week_does_not_count() {
    let s = wednesday();
    for script in [
        "sed -i 's/\\[ \\] @ann/[x] @ann/' $ONE",
        "rm $ONE $TWO",
        "git checkout -q HEAD~2 -- customers",
    ] {
        s.env("ONE", ONE).env("TWO", TWO).sh(script).succeeds();
        s.commit(script);
    }
    assert_eq!(sums(&s, "this"), [4, 0, 0, 0, 0, 0, 4, 0]);
}

#[test]
fn what_vanished_is_named_with_the_note_it_left() {
    let s = wednesday();
    s.sh(&format!("sed -i /bank/d {ONE}; rm {TWO}")).succeeds();
    s.commit("gone");
    s.sh("fieldnote week | sed -n '/Vanished..$/,/^$/p'").shows(str![[r#"
**Vanished**
- orbit — call the bank — Ann Lee, no date · [note](../customers/orbit/2026-02-23-sync.md)
- orbit — name a date — Dana, no date · `customers/orbit/2026-02-25-sync.md` is gone · [card](../customers/orbit/README.md)

exit 0

"#]]);
}

#[test]
fn what_a_merge_brings_counts_on_its_day() {
    let s = wednesday();
    s.at("2026-02-27T12:00:00Z").git(&["switch", "-q", "-c", "side"]);
    s.write("customers/orbit/2026-02-27-call.md", "- [ ] @ann from the side\n");
    s.commit("of theirs");
    s.at("2026-03-03T12:00:00Z").sh(&format!("sed -i 's/\\[ \\] @ann/[x] @ann/' {ONE}"));
    s.commit("another of theirs");
    s.git(&["switch", "-q", "main"]);
    s.at("2026-03-04T10:00:00Z").git(&["merge", "-q", "--no-ff", "-m", "merge", "side"]);
    s.at("2026-03-04T12:00:00Z");
    assert_eq!(sums(&s, "this"), [4, 1, 0, 1, 0, 0, 4, 0]);
    assert_eq!(sums(&s, "last"), [0, 5, 0, 1, 0, 0, 4, 0]);
    s.sh("fieldnote week | sed -n '6p;/^.*Written late/,/^$/p'").shows(str![[r#"
2 commits of 27 February – 3 March arrived on 4 March.
**Written late**
- orbit, 2026-02-27-call of 27 Feb, written late, 5 days · [note](../customers/orbit/2026-02-27-call.md)

exit 0

"#]]);
}

#[test]
fn a_note_that_was_written_late_counts_where_it_was_written() {
    let s = wednesday();
    let late = "customers/orbit/2026-02-26-sync.md";
    s.at("2026-02-26T13:00:00Z").write(late, "# Sync\n\n## Notes\n");
    s.write("customers/orbit/2026-02-17-visit.md", "---\nuntil: 2026-02-19\nkind: onsite\n---\n");
    s.commit("scaffolds");
    s.at("2026-03-02T12:00:00Z").sh(&format!("echo 'We met.' >> {late}"));
    s.sh("echo 'We saw it.' >> customers/orbit/2026-02-17-visit.md");
    // On Monday, Friday's note is in time.
    s.write("customers/orbit/2026-02-27-call.md", "We called.\n");
    s.commit("written on monday");
    s.at("2026-03-04T12:00:00Z");
    let blocks = "sed -n '/Not written..$/,/^$/p;/Written late..$/,/^$/p'";
    s.sh(&format!("fieldnote week | {blocks}")).shows(str![[r#"
**Not written**
none

**Written late**
- orbit, onsite of 17 Feb – 19 Feb, written late, 11 days · [note](../customers/orbit/2026-02-17-visit.md)
- orbit, Sync of 26 Feb, written late, 4 days · [note](../customers/orbit/2026-02-26-sync.md)

exit 0

"#]]);
    s.sh(&format!("fieldnote week last | {blocks}")).shows(str![[r#"
**Not written**
- orbit, Sync of 26 Feb · [note](../customers/orbit/2026-02-26-sync.md)

**Written late**
- orbit, 2026-02-23-sync of 23 Feb, written late, 3 days · [note](../customers/orbit/2026-02-23-sync.md)
- minato, 2026-02-24-sync of 24 Feb, written late, 2 days · [note](../customers/minato/2026-02-24-sync.md)

exit 0

"#]]);
}
