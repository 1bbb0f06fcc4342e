//! `week --owner`, `week --customer`: a part of the week, and where it is saved.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn only_what_is_of_one_customer_and_one_person() {
    let s = Sealed::notebook();
    s.fieldnote("week -c 'Minato Storage' --owner priya").shows(str![[r#"
# Week 10 — Ann Lee (only Minato Storage, Priya Nair)

2–8 March 2026 · as of Fri 6 Mar 17:00 Lisbon · commit 149d12d
<!-- fieldnote: week 2026-W10, customer minato, owner priya, commit 149d12dccfb29aab81281f5461b7e475ee27c8cd, as of 2026-03-06T17:00:00Z -->

## In my words

<!-- yours: kept when this file is generated again -->

## Look at this first

- **Asked of you:** none

## Follow-ups

| Open on Monday | New | Reopened | Closed | Dropped | Vanished | Open now | Late | Waiting on them | Promises kept |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
| 0 | 1 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 0 of 0 |

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
- Minato Storage, poc of 4 Mar · [note](../customers/minato/2026-03-04-poc.md)

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

- Minato Storage — write the 🚀 launch checklist — Priya Nair, 13 Mar · [note](../customers/minato/2026-03-04-poc.md)
exit 0

"#]]);
}

#[test]
fn the_title_names_what_was_chosen() {
    let s = Sealed::notebook();
    for (flags, title) in [
        ("", "# Week 10 — Ann Lee"),
        ("-c minato", "# Week 10 — Ann Lee (only Minato Storage)"),
        ("-o me", "# Week 10 — Ann Lee (only Ann Lee)"),
        ("-o sato", "# Week 10 — Ann Lee (only 佐藤 健)"),
        ("-c orbit -o priya", "# Week 10 — Ann Lee (only Orbit Foods, Priya Nair)"),
    ] {
        let text = s.fieldnote(&format!("week {flags}")).succeeds().stdout;
        assert_eq!(text.lines().next(), Some(title), "{flags}");
    }
}

#[test]
fn json_follows_the_choice() {
    let s = Sealed::notebook();
    let json = s.fieldnote("week -c minato -o 佐藤 --json").succeeds().stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let texts: Vec<_> =
        json["waiting"].as_array().expect("a list").iter().map(|i| &i["text"]).collect();
    assert_eq!(texts, ["見積もりを確認する", "open ports 2049 and 4420"]);
    assert_eq!(
        (&json["sums"]["open_at_end"], &json["meetings"]),
        (&2.into(), &serde_json::json!([]))
    );
}

#[test]
fn nobody_and_nothing_unknown_is_chosen() {
    let s = Sealed::notebook();
    s.fieldnote("week -c mintao").shows(str![[r#"
2> error: there is no customer `mintao`
2> hint: did you mean `minato`?
exit 1

"#]]);
    s.fieldnote("week -o zed").shows(str![[r#"
2> error: there is no person `zed`
2> hint: add them with `fieldnote person add`
exit 1

"#]]);
}

#[test]
fn a_part_is_saved_beside_the_whole_and_ends_no_week() {
    let s = Sealed::notebook();
    s.fieldnote("week -c minato --save").shows(str![[r#"
2> weekly/2026-W10-minato.md · [COMMIT]
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
week 2026-W10, customer minato

A␉weekly/2026-W10-minato.md

"#]]);
    s.at("2026-03-07T12:00:00Z").fieldnote("week -c minato -o 佐藤 --save").shows(str![[r#"
2> weekly/2026-W10-minato-sato-ken.md · [COMMIT]
exit 0

"#]]);
    s.sh("head -5 weekly/*; sed -i 's/^<!-- yours.*/Mine./' weekly/2026-W10-minato.md")
        .shows(str![[r#"
==> weekly/2026-W10-minato-sato-ken.md <==
# Week 10 — Ann Lee (only Minato Storage, 佐藤 健)

2–8 March 2026 · as of Sat 7 Mar 12:00 Lisbon · commit 4534f51
<!-- fieldnote: week 2026-W10, customer minato, owner 佐藤 健, commit 4534f51f9558bd064799201f70c521c3216f4036, as of 2026-03-07T12:00:00Z -->


==> weekly/2026-W10-minato.md <==
# Week 10 — Ann Lee (only Minato Storage)

2–8 March 2026 · as of Fri 6 Mar 17:00 Lisbon · commit 149d12d
<!-- fieldnote: week 2026-W10, customer minato, commit 149d12dccfb29aab81281f5461b7e475ee27c8cd, as of 2026-03-06T17:00:00Z -->

exit 0

"#]]);
    s.fieldnote("save").succeeds();
    s.fieldnote("week -c minato --save").succeeds();
    assert!(s.read("weekly/2026-W10-minato.md").contains("\n\nMine.\n\n"));
    // What was done after it was saved is in the week still.
    s.at("2026-03-07T15:00:00Z").fieldnote("done send the contract").succeeds();
    let sums = s.at("2026-03-11T12:00:00Z").fieldnote("week last --json").succeeds().stdout;
    assert!(sums.contains("\"as_of\":\"2026-03-09T00:00:00Z\""), "{sums}");
    assert!(sums.contains("\"closed\":1"), "{sums}");
}

#[test]
fn no_summary_is_replaced_by_another() {
    let s = Sealed::notebook();
    s.fieldnote("customer add dana --name 'Dana AG'").succeeds();
    s.fieldnote("week -o dana --save").succeeds();
    let before = s.read("weekly/2026-W10-dana.md");
    s.fieldnote("week -c dana --save").shows(str![[r#"
2> error: `weekly/2026-W10-dana.md` is the summary of owner dana, and would be replaced
2> hint: give it another name, or print this one and keep it yourself
exit 1

"#]]);
    s.sh("cp weekly/2026-W10-dana.md weekly/2026-W10.md").succeeds();
    s.fieldnote("week --save").shows(str![[r#"
2> error: `weekly/2026-W10.md` is the summary of owner dana, and would be replaced
2> hint: give it another name, or print this one and keep it yourself
exit 1

"#]]);
    assert_eq!(s.read("weekly/2026-W10-dana.md"), before);
}
