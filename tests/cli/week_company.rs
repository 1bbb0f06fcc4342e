//! `week --for company`: for everybody in the company, and so without what is not theirs to read.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const NOTE: &str = "customers/minato/2026-03-05-review.md";

/// A week in which something internal stands next to everything.
fn a_week() -> Sealed {
    let s = Sealed::notebook();
    s.write(
        NOTE,
        "---\nkind: review\nours: [ann]\n---\n# Minato × Satō Ken\n\n> \"It never woke me up\" — 佐藤 健\n>\n\n> \"ALPHA, says 高橋さん\" — 佐藤 健\n\n\
         - Ask (pain): a quota report #quota\n- Ask: BRAVO #internal\n- Ask: CHARLIE, as @佐藤 wants it #quota\n\
         - Value: backups take an hour less\n- Value: DELTA for Ken Satō\n- Decision: start with one site\n\
         - Risk: two of their three disks are old\n- Risk (high): they may buy a second site elsewhere\n- Risk: ECHO #vs-rival\n- Question: which site comes first?\n\
         - [x] Question: FOXTROT\n- [ ] @ann GOLF by 2026-03-12\n- Decision: HOTEL <!-- INDIA -->\n\n\
         ## Internal\n\nDecision: JULIET\n\n> \"KILO\" — 佐藤 健\n",
    );
    s.write("customers/minato/2026-03-03-dinner.md", "---\ninternal: true\n---\nDecision: LIMA\n");
    s.write("customers/orbit/2026-03-10-x.md", "---\ninternal: true\ntitle: MIKE\n---\n");
    s.write("customers/orbit/2026-03-11-x.md", "---\ntitle: November with Ivo\n---\n");
    s.commit("the week");
    s
}

#[test]
fn everybody_may_read_it() {
    a_week().fieldnote("week --for company").shows(str![[r##"
# Week 10 for the company — Ann Lee

2–8 March 2026 · as of Fri 6 Mar 17:00 Lisbon · commit c383c7f
<!-- fieldnote: week 2026-W10, for company, commit c383c7f090a5f978568a603dc1113447fd5b5791, as of 2026-03-06T17:00:00Z -->

## In my words

<!-- yours: kept when this file is generated again -->

## Asks by customers

- **#quota** — a quota report — pain, Minato Storage · [note](../customers/minato/2026-03-05-review.md)

## Value

- Minato Storage — backups take an hour less — 5 Mar · [note](../customers/minato/2026-03-05-review.md)

## What they said

- Minato Storage — "It never woke me up" — 佐藤 健, 5 Mar · [note](../customers/minato/2026-03-05-review.md)

## Decisions

- Minato Storage — start with one site — 5 Mar · [note](../customers/minato/2026-03-05-review.md)

## Risks

- Minato Storage — they may buy a second site elsewhere — high, 5 Mar · [note](../customers/minato/2026-03-05-review.md)
- Minato Storage — two of their three disks are old — 5 Mar · [note](../customers/minato/2026-03-05-review.md)

## Open questions

- Minato Storage — which site comes first? — 5 Mar · [note](../customers/minato/2026-03-05-review.md)

## Meetings

**Written**
- Minato Storage, poc of 4 Mar · [note](../customers/minato/2026-03-04-poc.md)
- Minato Storage, review of 5 Mar · [note](../customers/minato/2026-03-05-review.md)
- Orbit Foods, sync of 2 Mar · [note](../customers/orbit/2026-03-02-sync.md)

**Not written**
none

## Gone quiet

none

## Next week

none
2> left out 7 lines (internal): customers/minato/2026-03-03-dinner.md:1, customers/minato/2026-03-03-dinner.md:4, customers/minato/2026-03-05-review.md:13, customers/minato/2026-03-05-review.md:20, customers/minato/2026-03-05-review.md:28, customers/minato/2026-03-05-review.md:30, customers/orbit/2026-03-10-x.md:1
2> left out 1 line (a comment or HTML stands in it): customers/minato/2026-03-05-review.md:24
2> left out 4 lines (somebody of theirs is named): customers/minato/2026-03-05-review.md:10, customers/minato/2026-03-05-review.md:14, customers/minato/2026-03-05-review.md:16, customers/orbit/2026-03-11-x.md:1
exit 0

"##]]);
}

/// What stands beside a line's text is told with it, and so it is judged with it.
#[test]
fn what_stands_beside_a_line_is_withheld_with_it() {
    let s = Sealed::notebook();
    s.write(
        NOTE,
        "---\nkind: review\n---\n> \"Fine\" — 佐藤 健\n\n> \"ALPHA\" — 佐藤 健 <ken@minato.example>\n\n\
         > \"BRAVO\" — 佐藤 健, 090-1234-5678\n\n- Risk (high, says Ken): CHARLIE\n- Ask (blocker for 佐藤): DELTA #echo\n\
         - Decision (internal): FOXTROT\n- Risk (high): a thin budget\n",
    );
    s.write("customers/minato/2026-03-05-hotel.md", "---\ninternal: true\n---\ntext\n");
    s.commit("the week");
    std::fs::remove_file(s.path("customers/minato/2026-03-05-hotel.md")).unwrap();
    s.write("customers/minato/2026-03-05-sato-ken.md", "text\n");
    s.write("customers/minato/2026-03-05-golf.md", "---\ninternal: true\n---\ntext\n");
    s.write("customers/minato/2026-03-05-plain.md", "text\n");
    for flags in ["", " --json"] {
        let text = s.fieldnote(&format!("week --for company{flags}")).succeeds().stdout;
        for secret in "ALPHA BRAVO CHARLIE DELTA echo FOXTROT golf hotel sato-ken".split(' ') {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        assert!(text.contains("Fine") && text.contains("a thin budget"), "{text}");
        assert!(text.contains("2026-03-05-plain.md"), "{text}");
    }
    // It is refused by all of them, to the one who saves it.
    let refused = s.fieldnote("week --for company --save");
    assert!(refused.stderr.contains("4 notes are not committed"), "{}", refused.stderr);
}

#[test]
fn json_holds_nothing_that_the_text_withholds() {
    let s = a_week();
    let json = s.fieldnote("week --for company --json").succeeds().stdout;
    for secret in "ALPHA BRAVO CHARLIE DELTA ECHO FOXTROT GOLF HOTEL INDIA JULIET KILO LIMA MIKE November Satō Ivo"
        .split(' ')
    {
        assert!(!json.contains(secret), "{secret}: {json}");
    }
    assert!(
        json.contains("\"name\":\"佐藤 健\"") && json.contains("\"text\":\"start with one site\"")
    );
}

#[test]
fn it_is_saved_with_the_writers_words_beside_the_managers() {
    let s = a_week();
    s.fieldnote("week --for company -c minato --save").shows(str![[r#"
2> weekly/2026-W10-company-minato.md · [COMMIT]
2> left out 6 lines (internal): customers/minato/2026-03-03-dinner.md:1, customers/minato/2026-03-03-dinner.md:4, customers/minato/2026-03-05-review.md:13, customers/minato/2026-03-05-review.md:20, customers/minato/2026-03-05-review.md:28, customers/minato/2026-03-05-review.md:30
2> left out 1 line (a comment or HTML stands in it): customers/minato/2026-03-05-review.md:24
2> left out 3 lines (somebody of theirs is named): customers/minato/2026-03-05-review.md:10, customers/minato/2026-03-05-review.md:14, customers/minato/2026-03-05-review.md:16
exit 0

"#]]);
    s.sh("sed -i 's/^<!-- yours.*/Ken is happy./' weekly/2026-W10-company-minato.md");
    s.fieldnote("save").succeeds();
    s.fieldnote("week --for company -c minato --save -q").succeeds();
    s.sh("sed -n '1,/Ask/p' weekly/2026-W10-company-minato.md").shows(str![[r#"
# Week 10 for the company — Ann Lee (only Minato Storage)

2–8 March 2026 · as of Fri 6 Mar 17:00 Lisbon · commit 9aa5a93
<!-- fieldnote: week 2026-W10, for company, customer minato, commit 9aa5a93d15edebbaaccbbac23496315d917b198f, as of 2026-03-06T17:00:00Z -->

## In my words

Ken is happy.

## Asks by customers
exit 0

"#]]);
}

#[test]
fn it_is_told_of_ours_alone() {
    let s = a_week();
    s.fieldnote("week --for company -o 佐藤").shows(str![[r#"
2> error: `佐藤 健` is none of ours, and the company hears of nobody else
2> hint: name somebody of `team.md`, or leave out `--owner`
exit 1

"#]]);
    s.sh("fieldnote week --for company -o priya -q | grep -c ALPHA").shows(str![[r#"
0
exit 1

"#]]);
    s.fieldnote("week --for boss").shows(str![[r#"
2> error: invalid value 'boss' for '--for <READER>'
2>   [possible values: manager, company, customer]
2> 
2> For more information, try '--help'.
exit 2

"#]]);
}

#[test]
fn a_secret_is_withheld() {
    let s = Sealed::notebook();
    s.write(NOTE, "- Ask: a quota report\n- Ask: their password: hunter2\n").commit("the week");
    let output = s.fieldnote("week --for company").succeeds();
    assert!(output.stdout.contains("a quota report") && !output.stdout.contains("hunter2"));
    assert!(output.stderr.contains("a key, a token or a password"), "{output}");
    assert!(!output.stderr.contains("hunter2"), "{output}");
}
