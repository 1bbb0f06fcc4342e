//! `week --labels ja`: the fixed words of a week in Japanese, and what is saved in either language.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

fn demo() -> Sealed {
    let s = Sealed::empty();
    s.run(&["demo"]).succeeds();
    s
}

#[test]
fn a_manager_reads_it_in_japanese() {
    demo().fieldnote("-C fieldnote-demo week --labels ja").shows(str![[r#"
# 第10週 週報 — Dana Reyes

2026年3月2日（月）〜3月8日（日） · 集計時点：3月6日（金）17:00（Lisbon） · コミット：495faae
<!-- fieldnote: week 2026-W10, commit 495faaea432c470e2a59cd0e4d8cc0c0e151fe08, as of 2026-03-06T17:00:00Z -->

## 所感

<!-- ご自身の言葉でお書きください。再作成しても残ります -->

## 要確認事項

- **エスカレーション：** Vista Bank、failover stops at 80 percent — high、2月26日（木） · [メモ](../customers/vista/2026-02-26-escalation.md)
- **約束の延期：** send the migration runbook — Dana Reyes、Minato Logistics、3月4日（水） → 3月12日（木） · [メモ](../customers/minato/2026-02-23-sync.md)
- **守られなかった約束：** ship the patched build — Priya Raman、Vista Bank、3月3日（火） · [メモ](../customers/vista/2026-02-26-escalation.md)
- **リスク（高）：** without the patched build this week there is no failover before the auditors come — Vista Bank、3月2日（月） · [メモ](../customers/vista/2026-02-26-escalation.md)
- **未記録の打ち合わせ：** Vista Bank、3月3日（火）のsync · [メモ](../customers/vista/2026-03-03-sync.md)
- **あなたへの依頼：** なし

## 宿題

| 月曜時点の未完了 | 新規 | 再開 | 完了 | 取り下げ | 消失 | 現在の未完了 | 期限超過 | 先方対応待ち | 守られた約束 |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
| 11 | 6 | 0 | 1 | 1 | 0 | 15 | 5 | 8 | 3件中1件 |

**期限超過**
- Vista Bank — send the packet captures of the failover — Ivo Pires、2月25日（水）、9日超過 · [メモ](../customers/vista/2026-02-10-poc.md)
- Minato Logistics — open ports 2049 and 4420 between the sites — 佐藤 健、2月27日（金）、8日超過 · [メモ](../customers/minato/2026-02-17-onsite.md)
- Orbit Foods — ask legal for the data-processing addendum — Ann Lee、2月27日（金）、7日超過 · [メモ](../customers/orbit/2026-02-11-sync.md)
- Vista Bank — ship the patched build — Priya Raman、3月3日（火）、3日超過 · [メモ](../customers/vista/2026-02-26-escalation.md)
- Minato Logistics — send the quotation for two more racks — 高橋 一郎、3月6日（金）、1日超過 · [メモ](../customers/minato/2026-02-17-onsite.md)

**期日変更**
- Minato Logistics — send the migration runbook — Dana Reyes、約束日 3月4日（水） → 3月12日（木） · [メモ](../customers/minato/2026-02-23-sync.md)

**先方対応待ち**
- Vista Bank — send the packet captures of the failover — Ivo Pires、2月25日（水）、9日超過 · [メモ](../customers/vista/2026-02-10-poc.md)
- Minato Logistics — open ports 2049 and 4420 between the sites — 佐藤 健、2月27日（金）、8日超過 · [メモ](../customers/minato/2026-02-17-onsite.md)
- Minato Logistics — send the quotation for two more racks — 高橋 一郎、3月6日（金）、1日超過 · [メモ](../customers/minato/2026-02-17-onsite.md)
- Orbit Foods — send the backup log of one week — Rui Costa、3月6日（金） · [メモ](../customers/orbit/2026-02-25-sync.md)
- Vista Bank — repeat the failover test on the patched build — Ivo Pires、3月9日（月） · [メモ](../customers/vista/2026-02-26-escalation.md)
- Minato Logistics — confirm the cut-over weekend — 佐藤 健、3月10日（火） · [メモ](../customers/minato/2026-03-02-sync.md)
- Orbit Foods — list the three restores that hurt most — Marta Nunes、期限未定 · [メモ](../customers/orbit/2026-02-25-sync.md)
- Tern Genomics — name a contact for networking — Helen Moss、期限未定 · [メモ](../customers/tern/2026-01-20-sync.md)

**記録から消えたもの**
なし

**完了**
- Minato Logistics — 1件 · [メモ](../customers/minato/2026-02-23-sync.md)

## 打ち合わせ

**記録済み**
- Minato Logistics、3月2日（月）のsync · [メモ](../customers/minato/2026-03-02-sync.md)

**未記録**
- Vista Bank、3月3日（火）のsync · [メモ](../customers/vista/2026-03-03-sync.md)

**記録遅れ**
- Orbit Foods、2月25日（水）のsync、6日遅れで記録 · [メモ](../customers/orbit/2026-02-25-sync.md)

## 決定事項

- Minato Logistics — cut over on a weekend, databases first, file shares a week later — 3月2日（月） · [メモ](../customers/minato/2026-03-02-sync.md)

## 効果

- Orbit Foods — the nightly backup takes 1 h 15 min; it took 6 h 40 min before — 2月25日（水） · [メモ](../customers/orbit/2026-02-25-sync.md)

## リスク

- Vista Bank — without the patched build this week there is no failover before the auditors come — high、3月2日（月） · [メモ](../customers/vista/2026-02-26-escalation.md)

## お客様からの要望

- **#audit-log** — an audit log that the administrator cannot delete — blocker、3社：Minato Logistics、Orbit Foods、Vista Bank · [メモ](../customers/orbit/2026-02-25-sync.md) · [メモ](../customers/minato/2026-03-02-sync.md) · [メモ](../customers/vista/2026-02-26-escalation.md)
- **#quota-report** — a quota report by department — nice、Orbit Foods · [メモ](../customers/orbit/2026-02-25-sync.md)

## しばらくお会いしていないお客様

- Tern Genomics — 前回の打ち合わせ：1月20日（火）、45日前、通常は14日ごと · [メモ](../customers/tern/2026-01-20-sync.md)；次回：未定

## 来週の予定

- Orbit Foods、3月10日（火）のreview · [メモ](../customers/orbit/2026-03-10-review.md)
- Orbit Foods — show the quota report — Dana Reyes、3月10日（火） · [メモ](../customers/orbit/2026-02-25-sync.md)
- Minato Logistics — translate the failover checklist into Japanese — Dana Reyes、3月11日（水） · [メモ](../customers/minato/2026-03-02-sync.md)
- Minato Logistics — send the migration runbook — Dana Reyes、3月12日（木） · [メモ](../customers/minato/2026-02-23-sync.md)
- Minato Logistics — say whether the audit log can leave through syslog — Priya Raman、3月13日（金） · [メモ](../customers/minato/2026-03-02-sync.md)
exit 0

"#]]);
}

#[test]
fn the_company_reads_it_in_japanese() {
    demo().fieldnote("-C fieldnote-demo week --for company --labels ja").shows(str![[r#"
# 第10週 社内向け週報 — Dana Reyes

2026年3月2日（月）〜3月8日（日） · 集計時点：3月6日（金）17:00（Lisbon） · コミット：495faae
<!-- fieldnote: week 2026-W10, for company, commit 495faaea432c470e2a59cd0e4d8cc0c0e151fe08, as of 2026-03-06T17:00:00Z -->

## 所感

<!-- ご自身の言葉でお書きください。再作成しても残ります -->

## お客様からの要望

- **#audit-log** — an audit log that the administrator cannot delete — blocker、3社：Minato Logistics、Orbit Foods、Vista Bank · [メモ](../customers/orbit/2026-02-25-sync.md) · [メモ](../customers/minato/2026-03-02-sync.md) · [メモ](../customers/vista/2026-02-26-escalation.md)
- **#quota-report** — a quota report by department — nice、Orbit Foods · [メモ](../customers/orbit/2026-02-25-sync.md)

## 効果

- Orbit Foods — the nightly backup takes 1 h 15 min; it took 6 h 40 min before — 2月25日（水） · [メモ](../customers/orbit/2026-02-25-sync.md)

## お客様の声

- Orbit Foods — 「An afternoon a month, so that finance can draw a pie.」 — Marta Nunes、2月25日（水） · [メモ](../customers/orbit/2026-02-25-sync.md)

## 決定事項

- Minato Logistics — cut over on a weekend, databases first, file shares a week later — 3月2日（月） · [メモ](../customers/minato/2026-03-02-sync.md)

## リスク

- Vista Bank — without the patched build this week there is no failover before the auditors come — high、3月2日（月） · [メモ](../customers/vista/2026-02-26-escalation.md)

## 未解決の質問

- Minato Logistics — does Kawasaki need a witness of its own? — 3月2日（月） · [メモ](../customers/minato/2026-03-02-sync.md)

## 打ち合わせ

**記録済み**
- Minato Logistics、3月2日（月）のsync · [メモ](../customers/minato/2026-03-02-sync.md)
- Orbit Foods、2月25日（水）のsync、6日遅れで記録 · [メモ](../customers/orbit/2026-02-25-sync.md)

**未記録**
- Vista Bank、3月3日（火）のsync · [メモ](../customers/vista/2026-03-03-sync.md)

## しばらくお会いしていないお客様

- Tern Genomics — 前回の打ち合わせ：1月20日（火）、45日前、通常は14日ごと · [メモ](../customers/tern/2026-01-20-sync.md)；次回：未定

## 来週の予定

- Orbit Foods、3月10日（火）のreview · [メモ](../customers/orbit/2026-03-10-review.md)
exit 0

"#]]);
}

#[test]
fn a_customer_of_the_demo_reads_it_in_japanese() {
    demo().fieldnote("-C fieldnote-demo week --for customer -c vista --labels ja").shows(str![[r#"
Vista Bank 御中
週次のご報告：2026年3月2日（月）〜3月8日（日）
2026年3月6日（金）現在

■ 対応中のエスカレーション

failover stops at 80 percent（2月26日（木）より、完了条件3件中1件達成）
- [x] the cause is known and explained in writing
- [ ] three failovers in a row on the patched build
- [ ] Carla agrees that the audit trail has no gap

■ 今週の経過

3月2日（月）　failover stops at 80 percent
- The cause is found: the witness counts the exports one by one. A patched build is in test. Next: Priya ships it.

3月4日（水）　failover stops at 80 percent
- The explanation is with Ivo and Carla; two pages, and Carla's first question is answered. The build is late: one test fails on four nodes. Next: Priya, tomorrow by noon.

■ 決定事項

なし

■ 宿題（弊社）

- ship the patched build（Priya Raman、期限：3月3日（火））

■ 宿題（貴社・パートナー）

- send the packet captures of the failover（Ivo Pires 様、期限：2月25日（水））
- repeat the failover test on the patched build（Ivo Pires 様、期限：3月9日（月））

■ 今週の完了事項

なし

■ 次回

日程未定
exit 0

"#]]);
}

#[test]
fn the_settings_choose_the_language_and_the_flag_goes_first() {
    let s = Sealed::notebook();
    s.write("fieldnote.toml", "labels = \"ja\"\n");
    s.commit("all");
    for (flags, heading) in [
        ("week", "## 所感"),
        ("week --for company", "## 所感"),
        ("week --labels en", "## In my words"),
        ("week --for company --labels en", "## In my words"),
    ] {
        let text = s.fieldnote(flags).succeeds().stdout;
        assert!(text.contains(&format!("\n{heading}\n")), "{flags}: {text}");
    }
    let json = |flags: &str| s.fieldnote(&format!("week --json {flags}")).succeeds().stdout;
    assert_eq!(json("--labels en"), json("--labels ja"));
}

/// Saves in one language, writes, and saves in the other and back.
#[test]
fn what_you_wrote_stays_in_either_language() {
    for (one, other, comment, headings) in [
        ("en", "ja", "<!-- yours", ["## In my words", "## 所感"]),
        ("ja", "en", "<!-- ご自身", ["## 所感", "## In my words"]),
    ] {
        for (flags, file) in [("", "2026-W10"), ("--for company", "2026-W10-company")] {
            let s = Sealed::notebook();
            let path = format!("weekly/{file}.md");
            let save = |labels: &str| {
                s.fieldnote(&format!("week {flags} --labels {labels} --save -q")).succeeds();
                s.fieldnote("save -q");
                s.sh(&format!("cat {path}")).stdout
            };
            // Nothing was written: the comment speaks the language of the file.
            let first = save(one);
            let second = save(other);
            assert!(first.contains(comment) && !second.contains(comment), "{second}");
            assert!(second.contains(headings[1]) && !second.contains(headings[0]), "{second}");
            save(one);
            s.sh(&format!("sed -i 's/^{comment}.*/よい週。 *Good.*  /' {path}"));
            s.fieldnote("save").succeeds();
            for (labels, heading) in [(other, headings[1]), (one, headings[0])] {
                let text = save(labels);
                let own = format!("{heading}\n\nよい週。 *Good.*  \n\n## ");
                assert!(text.contains(&own), "{labels}: {text}");
                assert_eq!(text.matches("よい週").count(), 1, "{text}");
            }
        }
    }
}

#[test]
fn a_heading_of_the_other_language_is_not_cut() {
    let s = Sealed::notebook();
    s.fieldnote("week --save -q").succeeds();
    s.sh("sed -i 's/^<!-- yours.*/mine\\n\\n## 決定事項\\n\\nmine too/' weekly/2026-W10.md");
    s.fieldnote("save -q");
    s.fieldnote("week --save -q").succeeds();
    s.sh("grep -c mine weekly/2026-W10.md").shows(str![[r#"
2
exit 0

"#]]);
    s.fieldnote("week --save --labels ja").shows(str![[r#"
2> error: what you wrote in `weekly/2026-W10.md` has a heading that a summary has in this language
2> hint: give that heading another name, or keep the language: `--labels en` or `--labels ja`
exit 1

"#]]);
    s.sh("git status --short; grep -c mine weekly/2026-W10.md").shows(str![[r#"
2
exit 0

"#]]);
}

#[test]
fn a_week_starts_where_a_summary_in_japanese_ended() {
    let s = Sealed::notebook();
    s.fieldnote("week --save --labels ja -q").succeeds();
    let commit = s
        .sh("sed -n 's/.*week 2026-W10, commit \\([0-9a-f]*\\).*/\\1/p' weekly/2026-W10.md")
        .stdout;
    s.at("2026-03-06T20:00:00Z").write("customers/orbit/2026-03-06-sync.md", "- [ ] @dana call\n");
    s.commit("friday night");
    // With the exact line, and, where somebody took it out, by the header alone.
    for change in ["true", "sed -i '/^<!-- fieldnote/d' weekly/2026-W10.md"] {
        s.sh(change);
        let s = s.at("2026-03-09T17:00:00Z");
        let past = s.fieldnote("week last --json").succeeds().stdout;
        assert!(past.contains(&format!("\"commit\":\"{}\"", commit.trim())), "{change}: {past}");
        let now = s.fieldnote("week --json").succeeds().stdout;
        assert!(now.contains("\"new\":1"), "{change}: {now}");
    }
}
