//! `week --for customer`: what one customer may read, ready to be pasted into a mail.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

fn a_week() -> Sealed {
    let s = Sealed::notebook();
    s.write(
        "customers/minato/2026-02-26-escalation.md",
        "---\nkind: escalation\nseverity: critical\nstate: open\n---\n# Minato Storage — failover stops\n\n## Exit criteria\n\
         - [x] the cause is known\n- [ ] three failovers in a row\n- [ ] ALPHA #internal\n\n## 2026-02-26 Update\nBRAVO\n\n\
         ## 2026-03-05 Update\nThe cause is found. Next: @dana ships a build.\n\n- 佐藤さんが確認\n- Risk (high): CHARLIE\n\n## Internal\nDELTA\n",
    );
    s.write(
        "customers/minato/2026-03-05-sync.md",
        "---\ntheirs: [佐藤 健]\n---\n- Decision: start with one site\n- Decision: ECHO, as Orbit Foods\n- Ask (blocker): FOXTROT #sso\n\
         - [ ] @priya answer the question #audit ^k7q2\n- [ ] @dana GOLF #internal\n- [x] @佐藤 send the log (done 2026-03-05)\n\
         - [ ] see HOTEL.md\n\n## Internal\n\n- [ ] @dana INDIA\n",
    );
    s.commit("the week");
    s.sh("sed -i 's/promised 2026-03-06/promised 2026-03-11/' customers/minato/2026-03-04-poc.md");
    s.at("2026-03-06T18:00:00Z").commit("a promise moves");
    s
}

#[test]
fn a_customer_reads_what_concerns_them() {
    a_week().fieldnote("week --for customer -c minato").shows(str![[r#"
Minato Storage: week of 2–8 March 2026
As of Saturday, 7 March 2026

Open escalations

failover stops (since 26 February, 1 of 2 exit criteria met)
- [x] the cause is known
- [ ] three failovers in a row

Updates of this week

5 March: failover stops
- The cause is found. Next: Dana Reyes ships a build.
- 佐藤さんが確認

Decided

- start with one site (5 March)

What we owe you

- send the sizing guide (Dana Reyes, 11 March, was 6 March)
- write the 🚀 launch checklist (Priya Nair, 13 March)
- answer the question (Priya Nair, no date yet)

What we need from you

- 見積もりを確認する (佐藤 健, 27 February)
- open ports 2049 and 4420 (佐藤 健, 9 March)
- rack the second node (高橋 一郎, 20 March)

Done this week

- send the log (佐藤 健, 5 March)

Next meeting

no date yet
2> left out 3 lines (internal): customers/minato/2026-02-26-escalation.md:11, customers/minato/2026-03-05-sync.md:8, customers/minato/2026-03-05-sync.md:14
2> left out 1 line (another customer is named): customers/minato/2026-03-05-sync.md:5
2> left out 2 lines (nobody owns it): customers/minato/2026-03-04-poc.md:21, customers/minato/2026-03-05-sync.md:10
exit 0

"#]]);
}

#[test]
fn a_customer_reads_it_in_japanese() {
    a_week().fieldnote("week --for customer -c minato --labels ja -q").shows(str![[r#"
Minato Storage 御中
週次のご報告：2026年3月2日（月）〜3月8日（日）
2026年3月7日（土）現在

■ 対応中のエスカレーション

failover stops（2月26日（木）より、完了条件2件中1件達成）
- [x] the cause is known
- [ ] three failovers in a row

■ 今週の経過

3月5日（木）　failover stops
- The cause is found. Next: Dana Reyes ships a build.
- 佐藤さんが確認

■ 決定事項

- start with one site（3月5日（木））

■ 宿題（弊社）

- send the sizing guide（Dana Reyes、期限：3月11日（水）、当初は3月6日（金））
- write the 🚀 launch checklist（Priya Nair、期限：3月13日（金））
- answer the question（Priya Nair、期限未定）

■ 宿題（貴社・パートナー）

- 見積もりを確認する（佐藤 健 様、期限：2月27日（金））
- open ports 2049 and 4420（佐藤 健 様、期限：3月9日（月））
- rack the second node（高橋 一郎 様、期限：3月20日（金））

■ 今週の完了事項

- send the log（佐藤 健 様、3月5日（木））

■ 次回

日程未定
exit 0

"#]]);
}

#[test]
fn nothing_else_reaches_a_customer() {
    let s = a_week();
    let secrets = "ALPHA BRAVO CHARLIE DELTA ECHO FOXTROT GOLF HOTEL INDIA critical Orbit @ # k7q2 .md customers/";
    for flags in ["", " --labels ja", " --json"] {
        let text = s.fieldnote(&format!("week --for customer -c minato{flags}")).succeeds().stdout;
        assert!(text.contains("start with one site"), "{text}");
        for secret in secrets.split(' ') {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

#[test]
fn the_next_meeting_is_named_by_its_days_alone() {
    let s = Sealed::notebook();
    let next = |s: &Sealed| {
        let text = s.fieldnote("week --for customer -c minato").succeeds();
        let day = text.stdout.split_once("Next meeting\n\n").map(|(_, day)| day.to_string());
        let left_out = text.stderr.lines().filter(|line| !line.starts_with("Not committed"));
        let withheld = left_out.map(|line| line.matches("2026-03-").count()).sum::<usize>();
        (day.unwrap_or_default(), withheld)
    };
    let before = next(&s).1;
    for (path, text, expected, withheld) in [
        // A meeting that was held, one that is nobody's, another customer's.
        ("customers/minato/2026-03-05-sync.md", "", "no date yet\n", 0),
        (
            "hands-on/2026-03-10-x.md",
            "---\nkind: hands-on\ncustomer: minato\n---\n",
            "no date yet\n",
            0,
        ),
        ("customers/orbit/2026-03-10-x.md", "", "no date yet\n", 0),
        ("customers/minato/2026-03-30-sync.md", "ALPHA", "30 March\n", 0),
        ("customers/minato/2026-03-09-poc.md", "---\ntitle: BRAVO\n---\n", "9 March\n", 0),
        // What is ours, looks so, or cannot be read.
        ("customers/minato/2026-03-09-poc.md", "---\ninternal: true\n---\n", "30 March\n", 1),
        ("customers/minato/2026-03-09-poc.md", "---\ntitle: *x\n---\n", "30 March\n", 1),
        (
            "customers/minato/2026-03-09-poc.md",
            "---\nkind: escalation\nstate: closed\n---\n",
            "30 March\n",
            0,
        ),
        (
            "customers/minato/2026-03-09-poc.md",
            "---\nuntil: 2026-03-11\n---\n",
            "9 March – 11 March\n",
            0,
        ),
        // A visit that goes on is the one that we are at.
        (
            "customers/minato/2026-03-05-sync.md",
            "---\nuntil: 2026-03-08\n---\n",
            "5 March – 8 March\n",
            0,
        ),
        ("customers/minato/2026-03-30-sync.md", "", "5 March – 8 March\n", 0),
    ] {
        s.write(path, text);
        assert_eq!(next(&s), (expected.to_string(), before + withheld), "{path}: {text}");
    }
}

#[test]
fn an_empty_week_says_none() {
    let s = Sealed::notebook();
    s.write("fieldnote.toml", "labels = \"ja\"\n");
    s.fieldnote("week 2026-W02 --for customer -c 'Orbit Foods'").shows(str![[r#"
Orbit Foods 御中
週次のご報告：2026年1月5日（月）〜1月11日（日）
2026年1月11日（日）現在

■ 対応中のエスカレーション

なし

■ 今週の経過

なし

■ 決定事項

なし

■ 宿題（弊社）

なし

■ 宿題（貴社・パートナー）

なし

■ 今週の完了事項

なし

■ 次回

日程未定
exit 0

"#]]);
    s.fieldnote("week 2026-W02 --for customer -c orbit --labels en").shows(str![[r#"
Orbit Foods: week of 5–11 January 2026
As of Sunday, 11 January 2026

Open escalations

none

Updates of this week

none

Decided

none

What we owe you

none

What we need from you

none

Done this week

none

Next meeting

no date yet
exit 0

"#]]);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let s = Sealed::notebook();
    s.write("customers/tern/2026-03-05-sync.md", "text\n");
    for (flags, shown) in [
        ("", "error: a summary for a customer does not say for which"),
        ("-c orbit -o ann", "error: a summary for a customer is never of one person alone"),
        ("-c orbit --save", "error: a summary for a customer is sent, not kept in the notebook"),
        ("-c orbit --labels de", "error: invalid value 'de' for '--labels <LANGUAGE>'"),
    ] {
        let output = s.fieldnote(&format!("week --for customer {flags}"));
        assert_eq!((output.stderr.lines().next(), output.code), (Some(shown), 2), "{output}");
    }
    s.fieldnote("week --for customer -c tern").shows(str![[r#"
2> error: `tern` has no card, so nobody knows what may go there
2> hint: write one: `fieldnote customer add tern --name "Its Name"`
exit 1

"#]]);
    s.fieldnote("week --for customer -c mintao").shows(str![[r#"
2> error: there is no customer `mintao`
2> hint: did you mean `minato`?
exit 1

"#]]);
}

#[test]
fn what_is_not_committed_is_named_to_the_writer_alone() {
    let s = Sealed::notebook();
    s.write("customers/orbit/2026-03-05-sync.md", "Decision: go\n");
    let told = s.fieldnote("week --for customer --customer orbit").succeeds();
    assert!(told.stdout.contains("- go (") && !told.stdout.contains("committed"), "{told}");
    let named = "Not committed: 1 note: customers/orbit/2026-03-05-sync.md";
    assert!(told.stderr.contains(named), "{told}");
}
