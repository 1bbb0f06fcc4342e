//! `asks`: across customers, with their words and quotes.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// Asks of three customers and of a hands-on log, with quotes by tag and by place.
fn asking() -> Sealed {
    let s = Sealed::notebook();
    s.fieldnote("customer add 港湾 --name '港湾ロジスティクス株式会社'");
    s.write(
        "customers/minato/2026-02-25-sync.md",
        "---\ntheirs: [佐藤 健]\n---\n## Notes\n\n\
         - Ask (pain): 監査ログを自社のsyslogへ送りたい #audit-log\n  \
         > 「夜中に手で集めています」 — 佐藤 健\n\
         - Ask (nice): a dark theme\n\n\
         ## Internal\n\nAsk (blocker): price per node, see https://wiki.example/price\n",
    )
    .write(
        "customers/orbit/2026-02-23-sync.md",
        "Ask (nice): an audit log #Audit-Log\n\nAsk (pain): tags on volumes #tags\n\n\
         They have 4,000 of them.\n\n> \"I cannot find my own volumes.\" — Ivo Pires #tags\n",
    )
    .write(
        "customers/orbit/2026-03-04-call.md",
        "Ask (blocker): an audit log that the administrator \u{1b}[31mcannot delete #audit-log\n\n\
         > \"Without it the auditors do not let us in.\" — Ivo Pires\n\n> \"In May at the latest.\"\n",
    )
    .write("hands-on/2025-12-30-log.md", "Ask: search in the #audit-log\n\nAsk (nice): undo #audit_log\n");
    s
}

#[test]
fn asks_are_counted_by_customers() {
    let s = asking();
    s.fieldnote("asks").shows(str![[r#"
#audit-log  4 Mar        2 customers: orbit blocker, minato pain, no customer  an audit log that the administrator \x1b[31mcannot delete
no tag      25 Feb       1 customer: minato blocker  price per node, see https://wiki.example/price [internal]
#tags       23 Feb       1 customer: orbit pain  tags on volumes
no tag      25 Feb       1 customer: minato nice  a dark theme
#audit_log  30 Dec 2025  no customer nice  undo
2> 2 asks bear no tag: end the line with one, as `Ask (pain): … #tag`, to count them across customers
exit 0

"#]]);
    s.fieldnote("asks -c minato --since 2026-02-25").shows(str![[r#"
no tag      25 Feb  1 customer: minato blocker  price per node, see https://wiki.example/price [internal]
#audit-log  25 Feb  1 customer: minato pain  監査ログを自社のsyslogへ送りたい
no tag      25 Feb  1 customer: minato nice  a dark theme
2> 2 asks bear no tag: end the line with one, as `Ask (pain): … #tag`, to count them across customers
exit 0

"#]]);
    s.fieldnote("asks -c minato --until 2026-02-24").shows(str![[r#"
2> no such asks
exit 0

"#]]);
    s.fieldnote("asks --since 2026-03-02 --until 2026-03-01").shows(str![[r#"
2> error: 2026-03-01 is before 2026-03-02
2> hint: swap `--since` and `--until`
exit 2

"#]]);
    s.fieldnote("asks --since 'mar 5'").shows(str![[r#"
2> no such asks
exit 0

"#]]);
    s.fieldnote("asks -c orbit --json --since 2026-03-01").shows(str![[r##"
[
{"topic":"#audit-log","customers":["orbit"],"word":"blocker","lines":[{"customer":"orbit","date":"2026-03-04","text":"an audit log that the administrator \u001b[31mcannot delete #audit-log","qualifier":"blocker","tag":"audit-log","note":"customers/orbit/2026-03-04-call.md","line":1,"internal":false}],"tag":"audit-log","who":[{"customer":"orbit","word":"blocker","last":"2026-03-04"}],"last":"2026-03-04","text":"an audit log that the administrator \u001b[31mcannot delete #audit-log","quotes":[{"customer":"orbit","date":"2026-03-04","text":"Without it the auditors do not let us in.","name":"Ivo Pires","note":"customers/orbit/2026-03-04-call.md","line":3,"internal":false},{"customer":"orbit","date":"2026-03-04","text":"In May at the latest.","name":null,"note":"customers/orbit/2026-03-04-call.md","line":5,"internal":false}]}
]
exit 0

"##]]);
}

#[test]
fn one_ask_has_all_its_lines_and_quotes() {
    let s = asking();
    s.fieldnote("asks audit-log").shows(str![[r##"
#audit-log · 2 customers · blocker · last asked 4 Mar

Orbit Foods
  blocker  4 Mar        an audit log that the administrator \x1b[31mcannot delete #audit-log  customers/orbit/2026-03-04-call.md:1
  quote    4 Mar        "Without it the auditors do not let us in." — Ivo Pires  customers/orbit/2026-03-04-call.md:3
  quote    4 Mar        "In May at the latest."  customers/orbit/2026-03-04-call.md:5
  nice     23 Feb       an audit log #Audit-Log  customers/orbit/2026-02-23-sync.md:1

Minato Storage
  pain     25 Feb       監査ログを自社のsyslogへ送りたい #audit-log  customers/minato/2026-02-25-sync.md:6
  quote    25 Feb       "夜中に手で集めています" — 佐藤 健  customers/minato/2026-02-25-sync.md:7

no customer
  ask      30 Dec 2025  search in the #audit-log  hands-on/2025-12-30-log.md:1
2> `#audit_log` is nearly the same tag as `#audit-log`, and counted apart: `fieldnote check`
exit 0

"##]]);
    assert_eq!(s.fieldnote("asks audit-log").stdout, s.fieldnote("asks #AUDIT-log").stdout);
    s.fieldnote("asks tags").shows(str![[r##"
#tags · 1 customer · pain · last asked 23 Feb

Orbit Foods
  pain   23 Feb  tags on volumes #tags  customers/orbit/2026-02-23-sync.md:3
  quote  23 Feb  "I cannot find my own volumes." — Ivo Pires  customers/orbit/2026-02-23-sync.md:7
exit 0

"##]]);
    s.fieldnote("asks tags -c minato").shows(str![[r#"
2> no such asks
exit 0

"#]]);
    s.fieldnote("asks tags --json").shows(str![[r##"
[
{"topic":"#tags","customers":["orbit"],"word":"pain","lines":[{"customer":"orbit","date":"2026-02-23","text":"tags on volumes #tags","qualifier":"pain","tag":"tags","note":"customers/orbit/2026-02-23-sync.md","line":3,"internal":false}],"tag":"tags","who":[{"customer":"orbit","word":"pain","last":"2026-02-23"}],"last":"2026-02-23","text":"tags on volumes #tags","quotes":[{"customer":"orbit","date":"2026-02-23","text":"I cannot find my own volumes.","name":"Ivo Pires","note":"customers/orbit/2026-02-23-sync.md","line":7,"internal":false}]}
]
exit 0

"##]]);
}

#[test]
fn narrow_terminals_get_every_word() {
    let s = asking();
    s.env("COLUMNS", "80").fieldnote("asks -q").shows(str![[r#"
#audit-log  4 Mar        2 customers: orbit blocker, minato pain, no customer
                         an audit log that the administrator \x1b[31mcannot
                         delete
no tag      25 Feb       1 customer: minato blocker
                         price per node, see https://wiki.example/price
                         [internal]
#tags       23 Feb       1 customer: orbit pain
                         tags on volumes
no tag      25 Feb       1 customer: minato nice
                         a dark theme
#audit_log  30 Dec 2025  no customer nice
                         undo
exit 0

"#]]);
    s.fieldnote("asks audit-log -q").shows(str![[r##"
#audit-log · 2 customers · blocker · last asked 4 Mar

Orbit Foods
  blocker  4 Mar        an audit log that the administrator \x1b[31mcannot
                        delete #audit-log
                        customers/orbit/2026-03-04-call.md:1
  quote    4 Mar        "Without it the auditors do not let us in." — Ivo Pires
                        customers/orbit/2026-03-04-call.md:3
  quote    4 Mar        "In May at the latest."
                        customers/orbit/2026-03-04-call.md:5
  nice     23 Feb       an audit log #Audit-Log
                        customers/orbit/2026-02-23-sync.md:1

Minato Storage
  pain     25 Feb       監査ログを自社のsyslogへ送りたい #audit-log
                        customers/minato/2026-02-25-sync.md:6
  quote    25 Feb       "夜中に手で集めています" — 佐藤 健
                        customers/minato/2026-02-25-sync.md:7

no customer
  ask      30 Dec 2025  search in the #audit-log
                        hands-on/2025-12-30-log.md:1
exit 0

"##]]);
    s.env("COLUMNS", "60").fieldnote("asks -q").shows(str![[r#"
#audit-log  4 Mar        2 customers: orbit blocker, minato
                         pain, no customer
                         an audit log that the administrator
                         \x1b[31mcannot delete
no tag      25 Feb       1 customer: minato blocker
                         price per node, see
                         https://wiki.example/price
                         [internal]
#tags       23 Feb       1 customer: orbit pain
                         tags on volumes
no tag      25 Feb       1 customer: minato nice
                         a dark theme
#audit_log  30 Dec 2025  no customer nice
                         undo
exit 0

"#]]);
    s.fieldnote("asks audit-log -q").shows(str![[r##"
#audit-log · 2 customers · blocker · last asked 4 Mar

Orbit Foods
  blocker  4 Mar        an audit log that the administrator
                        \x1b[31mcannot delete #audit-log
                        customers/orbit/2026-03-04-call.md:1
  quote    4 Mar        "Without it the auditors do not let
                        us in." — Ivo Pires
                        customers/orbit/2026-03-04-call.md:3
  quote    4 Mar        "In May at the latest."
                        customers/orbit/2026-03-04-call.md:5
  nice     23 Feb       an audit log #Audit-Log
                        customers/orbit/2026-02-23-sync.md:1

Minato Storage
  pain     25 Feb       監査ログを自社のsyslogへ送りたい
                        #audit-log
                        minato/2026-02-25-sync.md:6
  quote    25 Feb       "夜中に手で集めています" — 佐藤 健
                        minato/2026-02-25-sync.md:7

no customer
  ask      30 Dec 2025  search in the #audit-log
                        hands-on/2025-12-30-log.md:1
exit 0

"##]]);
    s.env("COLUMNS", "36").fieldnote("asks tags -q").shows(str![[r##"
#tags · 1 customer · pain · last as…

Orbit Foods
  pain  23 Feb
    tags on volumes #tags
    orbit/2026-02-23-sync.md:3
  quote  23 Feb
    "I cannot find my own volumes."
    — Ivo Pires
    orbit/2026-02-23-sync.md:7
exit 0

"##]]);
}

#[test]
fn a_speclet_is_filled_with_who_needs_it() {
    let s = asking();
    let lists = ["asks -q", "asks audit-log -q", "followups --all", "decisions -q"];
    let before = lists.map(|list| s.fieldnote(list).to_string());
    s.fieldnote("asks audit-log --md -q").shows(str![[r#"
- **Orbit Foods** — blocker, last asked 4 Mar 2026
  - blocker, 4 Mar 2026: an audit log that the administrator \x1b[31mcannot delete #audit-log · [note](../customers/orbit/2026-03-04-call.md)
  - "Without it the auditors do not let us in." — Ivo Pires, 4 Mar 2026 · [note](../customers/orbit/2026-03-04-call.md)
  - "In May at the latest.", 4 Mar 2026 · [note](../customers/orbit/2026-03-04-call.md)
  - nice, 23 Feb 2026: an audit log #Audit-Log · [note](../customers/orbit/2026-02-23-sync.md)
- **Minato Storage** — pain, last asked 25 Feb 2026
  - pain, 25 Feb 2026: 監査ログを自社のsyslogへ送りたい #audit-log · [note](../customers/minato/2026-02-25-sync.md)
  - "夜中に手で集めています" — 佐藤 健, 25 Feb 2026 · [note](../customers/minato/2026-02-25-sync.md)
- **no customer** — last asked 30 Dec 2025
  - 30 Dec 2025: search in the #audit-log · [note](../hands-on/2025-12-30-log.md)
exit 0

"#]]);
    s.write("undated.md", "- Ask (nice): by team #tags\n");
    s.fieldnote("asks tags --md -q").shows(str![[r#"
- **Orbit Foods** — pain, last asked 23 Feb 2026
  - pain, 23 Feb 2026: tags on volumes #tags · [note](../customers/orbit/2026-02-23-sync.md)
  - "I cannot find my own volumes." — Ivo Pires, 23 Feb 2026 · [note](../customers/orbit/2026-02-23-sync.md)
- **no customer** — nice
  - nice, no date: by team #tags · [note](../undated.md)
exit 0

"#]]);
    s.git(&["clean", "-fdq", "undated.md"]);
    s.fieldnote("asks --md -c orbit").shows(str![[r####"
### #audit-log — 1 customer

- **Orbit Foods** — blocker, last asked 4 Mar 2026
  - blocker, 4 Mar 2026: an audit log that the administrator \x1b[31mcannot delete #audit-log · [note](../customers/orbit/2026-03-04-call.md)
  - "Without it the auditors do not let us in." — Ivo Pires, 4 Mar 2026 · [note](../customers/orbit/2026-03-04-call.md)
  - "In May at the latest.", 4 Mar 2026 · [note](../customers/orbit/2026-03-04-call.md)
  - nice, 23 Feb 2026: an audit log #Audit-Log · [note](../customers/orbit/2026-02-23-sync.md)

### #tags — 1 customer

- **Orbit Foods** — pain, last asked 23 Feb 2026
  - pain, 23 Feb 2026: tags on volumes #tags · [note](../customers/orbit/2026-02-23-sync.md)
  - "I cannot find my own volumes." — Ivo Pires, 23 Feb 2026 · [note](../customers/orbit/2026-02-23-sync.md)
exit 0

"####]]);
    // What is pasted is not counted again, and its links lead to the notes.
    let page = s.fieldnote("asks audit-log --md -q").stdout + &s.fieldnote("asks --md -q").stdout;
    s.write(
        "speclets/2026-03-06-audit.md",
        format!("---\nkind: speclet\n---\n## Who needs it\n{page}"),
    );
    assert_eq!(lists.map(|list| s.fieldnote(list).to_string()), before);
    let links: Vec<&str> =
        page.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() >= 8, "{page}");
    for link in links {
        assert!(s.path("speclets").join(link).is_file(), "{link}");
    }
}

#[test]
fn what_is_not_known_is_refused_with_the_nearest() {
    let s = asking();
    for (line, error) in [
        ("asks audit-lgo", "no ask bears the tag `#audit-lgo`\nhint: did you mean `#audit-log`?"),
        ("asks #zzz", "no ask bears the tag `#zzz`\nhint: `fieldnote asks` lists them all"),
        ("asks -c minto", "there is no customer `minto`\nhint: did you mean `minato`?"),
    ] {
        let output = s.fieldnote(line);
        assert_eq!((output.code, output.stderr), (1, format!("error: {error}\n")), "{line}");
    }
    assert_eq!(s.fieldnote("asks --since soon").code, 2);
    assert_eq!(s.fieldnote("asks --md --json").code, 2);
}

#[test]
fn without_asks_it_says_how_to_write_one() {
    let s = Sealed::init();
    s.fieldnote("asks").shows(str![[r#"
2> no asks yet: write one as `Ask (pain): … #tag`
exit 0

"#]]);
    s.fieldnote("asks --json").shows(str![[r#"
[]
2> no asks yet: write one as `Ask (pain): … #tag`
exit 0

"#]]);
    s.fieldnote("asks --md").shows(str![[r#"
2> no asks yet: write one as `Ask (pain): … #tag`
exit 0

"#]]);
    s.fieldnote("asks sso").shows(str![[r#"
2> error: no ask bears the tag `#sso`
2> hint: write one as `Ask (pain): … #sso`
exit 1

"#]]);
}
