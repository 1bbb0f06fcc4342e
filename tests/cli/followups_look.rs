//! `followups`: how it looks, at every width and with every character.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

fn at_width(width: &str) -> String {
    let s = Sealed::notebook();
    s.write("customers/orbit/2026-03-03-long.md", "- [ ] @佐藤健太郎 @dana 次回の会議までに、東京と大阪の全拠点について、現在の構成図と容量の見積もりを共有する by 2026-03-12\n- [ ] a-very-long-word-without-any-space-in-it-that-does-not-fit-anywhere-at-all-in-a-narrow-terminal\n- [ ] 👩‍👩‍👧 family ✔️ check é\u{301} combining\n");
    s.env("COLUMNS", width).fieldnote("f").to_string()
}

#[test]
fn in_40_cells() {
    at_width("40").shows(str![[r#"
! 7   27 Feb 8d late  見積もりを確認する
      2026-02-18-sync.md:13  佐藤 健
! n   5 Mar 1d late   send the contract
      orbit/2026-03-02-sync.md:16  ann
! f   6 Mar 1d late   send the sizing g…
      2026-03-04-poc.md:17  promised
  8   9 Mar           open ports 2049 a…
      2026-03-04-poc.md:18  佐藤 健
  p   11 Mar          send the migratio…
      2026-03-02-sync.md:17  promised
  w5  12 Mar          次回の会議までに…
      2026-03-03-long.md:1  佐藤健太郎,…
  r   13 Mar          write the 🚀 laun…
      minato/2026-03-04-poc.md:20  priya
  d   20 Mar          rack the second n…
      2026-03-04-poc.md:19  高橋 一郎
  s                   read the manual
      minato/2026-03-04-poc.md:21
  c                   demo the importer…
      orbit/2026-03-02-sync.md:18  priya
  b                   name a contact fo…
      orbit/2026-03-02-sync.md:19  them
  wz                  a-very-long-word-…
      orbit/2026-03-03-long.md:2
  t                   👩\u{200d}👩\u{200d}👧 family ✔\u{fe0f} chec…
      orbit/2026-03-03-long.md:3
  g                   file the… [no box]
      hands-on/2026-03-05.md:7  dana
2> 3 boxes are no follow-ups: --skipped
exit 0

"#]]);
}

#[test]
fn in_60_cells() {
    at_width("60").shows(str![[r#"
! 7   27 Feb 8d late  見積もりを確認する
      customers/minato/2026-02-18-sync.md:13  佐藤 健
! n   5 Mar 1d late   send the contract
      customers/orbit/2026-03-02-sync.md:16  ann
! f   6 Mar 1d late   send the sizing guide
      customers/minato/2026-03-04-poc.md:17  dana, promised
  8   9 Mar           open ports 2049 and 4420
      customers/minato/2026-03-04-poc.md:18  佐藤 健
  p   11 Mar          send the migration plan
      customers/orbit/2026-03-02-sync.md:17  ann, promised
  w5  12 Mar          次回の会議までに、東京と大阪の全拠点…
      customers/orbit/2026-03-03-long.md:1  佐藤健太郎, dana
  r   13 Mar          write the 🚀 launch checklist
      customers/minato/2026-03-04-poc.md:20  priya
  d   20 Mar          rack the second node
      customers/minato/2026-03-04-poc.md:19  高橋 一郎
  s                   read the manual
      customers/minato/2026-03-04-poc.md:21
  c                   demo the importer #importer
      customers/orbit/2026-03-02-sync.md:18  priya
  b                   name a contact for networking
      customers/orbit/2026-03-02-sync.md:19  them
  wz                  a-very-long-word-without-any-space-in…
      customers/orbit/2026-03-03-long.md:2
  t                   👩\u{200d}👩\u{200d}👧 family ✔\u{fe0f} check é́ combining
      customers/orbit/2026-03-03-long.md:3
  g                   file the crash [no box]
      hands-on/2026-03-05.md:7  dana
2> 3 boxes are no follow-ups: --skipped
exit 0

"#]]);
}

#[test]
fn in_80_cells() {
    at_width("80").shows(str![[r#"
! 7   27 Feb 8d late  見積もりを確認する
      customers/minato/2026-02-18-sync.md:13  佐藤 健
! n   5 Mar 1d late   send the contract
      customers/orbit/2026-03-02-sync.md:16  ann
! f   6 Mar 1d late   send the sizing guide
      customers/minato/2026-03-04-poc.md:17  dana, promised
  8   9 Mar           open ports 2049 and 4420
      customers/minato/2026-03-04-poc.md:18  佐藤 健
  p   11 Mar          send the migration plan
      customers/orbit/2026-03-02-sync.md:17  ann, promised
  w5  12 Mar          次回の会議までに、東京と大阪の全拠点について、現在の構成…
      customers/orbit/2026-03-03-long.md:1  佐藤健太郎, dana
  r   13 Mar          write the 🚀 launch checklist
      customers/minato/2026-03-04-poc.md:20  priya
  d   20 Mar          rack the second node
      customers/minato/2026-03-04-poc.md:19  高橋 一郎
  s                   read the manual
      customers/minato/2026-03-04-poc.md:21
  c                   demo the importer #importer
      customers/orbit/2026-03-02-sync.md:18  priya
  b                   name a contact for networking
      customers/orbit/2026-03-02-sync.md:19  them
  wz                  a-very-long-word-without-any-space-in-it-that-does-not-fi…
      customers/orbit/2026-03-03-long.md:2
  t                   👩\u{200d}👩\u{200d}👧 family ✔\u{fe0f} check é́ combining
      customers/orbit/2026-03-03-long.md:3
  g                   file the crash [no box]
      hands-on/2026-03-05.md:7  dana
2> 3 boxes are no follow-ups: --skipped
exit 0

"#]]);
}

#[test]
fn in_140_cells() {
    at_width("140").shows(str![[r#"
! 7   27 Feb 8d late            佐藤 健           見積もりを確認する                                  customers/minato/2026-02-18-sync.md:13
! n   5 Mar 1d late             ann               send the contract                                   customers/orbit/2026-03-02-sync.md:16
! f   6 Mar 1d late   promised  dana              send the sizing guide                               customers/minato/2026-03-04-poc.md:17
  8   9 Mar                     佐藤 健           open ports 2049 and 4420                            customers/minato/2026-03-04-poc.md:18
  p   11 Mar          promised  ann               send the migration plan                             customers/orbit/2026-03-02-sync.md:17
  w5  12 Mar                    佐藤健太郎, dana  次回の会議までに、東京と大阪の全拠点について、現…   customers/orbit/2026-03-03-long.md:1
  r   13 Mar                    priya             write the 🚀 launch checklist                       customers/minato/2026-03-04-poc.md:20
  d   20 Mar                    高橋 一郎         rack the second node                                customers/minato/2026-03-04-poc.md:19
  s                                               read the manual                                     customers/minato/2026-03-04-poc.md:21
  c                             priya             demo the importer #importer                         customers/orbit/2026-03-02-sync.md:18
  b                             them              name a contact for networking                       customers/orbit/2026-03-02-sync.md:19
  wz                                              a-very-long-word-without-any-space-in-it-that-doe…  customers/orbit/2026-03-03-long.md:2
  t                                               👩\u{200d}👩\u{200d}👧 family ✔\u{fe0f} check é́ combining                      customers/orbit/2026-03-03-long.md:3
  g                             dana              file the crash [no box]                             hands-on/2026-03-05.md:7
2> 3 boxes are no follow-ups: --skipped
exit 0

"#]]);
}

#[test]
fn without_a_terminal_nothing_is_cut() {
    at_width("").shows(str![[r#"
! 7   27 Feb 8d late            佐藤 健           見積もりを確認する  customers/minato/2026-02-18-sync.md:13
! n   5 Mar 1d late             ann               send the contract  customers/orbit/2026-03-02-sync.md:16
! f   6 Mar 1d late   promised  dana              send the sizing guide  customers/minato/2026-03-04-poc.md:17
  8   9 Mar                     佐藤 健           open ports 2049 and 4420  customers/minato/2026-03-04-poc.md:18
  p   11 Mar          promised  ann               send the migration plan  customers/orbit/2026-03-02-sync.md:17
  w5  12 Mar                    佐藤健太郎, dana  次回の会議までに、東京と大阪の全拠点について、現在の構成図と容量の見積もりを共有する  customers/orbit/2026-03-03-long.md:1
  r   13 Mar                    priya             write the 🚀 launch checklist  customers/minato/2026-03-04-poc.md:20
  d   20 Mar                    高橋 一郎         rack the second node  customers/minato/2026-03-04-poc.md:19
  s                                               read the manual  customers/minato/2026-03-04-poc.md:21
  c                             priya             demo the importer #importer  customers/orbit/2026-03-02-sync.md:18
  b                             them              name a contact for networking  customers/orbit/2026-03-02-sync.md:19
  wz                                              a-very-long-word-without-any-space-in-it-that-does-not-fit-anywhere-at-all-in-a-narrow-terminal  customers/orbit/2026-03-03-long.md:2
  t                                               👩\u{200d}👩\u{200d}👧 family ✔\u{fe0f} check é́ combining  customers/orbit/2026-03-03-long.md:3
  g                             dana              file the crash [no box]  hands-on/2026-03-05.md:7
2> 3 boxes are no follow-ups: --skipped
exit 0

"#]]);
}

#[test]
fn control_characters_do_nothing() {
    let s = Sealed::init();
    let evil = "- [ ] @ev\u{1b}[31mil a \u{1b}]0;title\u{7} b\u{8}\u{8} c\rd \u{9b}31m \u{202e}desrever \u{200b}zero\u{2028}sep \u{7f} tab\tend by 2026-03-01\n";
    s.write("a\u{1b}[31m.md", evil)
        .write("b.md", "---\ncustomer: \"a\\e[31mb\\nc\"\n---\n# \u{1b}[1mT\n- [ ] x \u{1b}[2J\n");
    s.fieldnote("f").shows(str![[r#"
! j  1 Mar 5d late  ev  \x1b[31mil a \x1b]0;title\x07 b\x08\x08 c d \x9b31m <U+202E>desrever \u{200b}zero<U+2028>sep \x7f tab end  a\x1b[31m.md:1
  c                     x \x1b[2J  b.md:5
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("f --color always --group customer").shows(str![[r#"
\u{1b}[1ma\x1b[31mb c\u{1b}[0m \u{1b}[2m· 1 follow-up\u{1b}[0m
  \u{1b}[36mc\u{1b}[0m                 x \x1b[2J
     \u{1b}[2mb.md:5\u{1b}[0m

\u{1b}[1mno customer\u{1b}[0m \u{1b}[2m· 1 follow-up\u{1b}[0m
\u{1b}[1m\u{1b}[31m!\u{1b}[0m \u{1b}[36mj\u{1b}[0m  \u{1b}[1m\u{1b}[31m1 Mar 5d late\u{1b}[0m  \x1b[31mil a \x1b]0;title\x07 b\x08\x08…
     \u{1b}[2ma\x1b[31m.md:1\u{1b}[0m  ev
exit 0

"#]]);
    s.without("COLUMNS");
    s.fieldnote("f --json").shows(str![[r#"
[
{"id":"j827vrf9","state":"open","text":"\u001b[31mil a \u001b]0;title\u0007 b\b\b c d \u009b31m \u202edesrever \u{200b}zero\u2028sep \u007f tab\tend","raw":"- [ ] @ev\u001b[31mil a \u001b]0;title\u0007 b\b\b c","owners":["ev"],"side":null,"due":"2026-03-01","promised":null,"start":null,"closed":null,"late_days":5,"customer":null,"note":"a\u001b[31m.md","line":1,"box":true,"kind":"box","heading":null,"tags":[],"internal":false},
{"id":"ckr2zjzf","state":"open","text":"x \u001b[2J","raw":"- [ ] x \u001b[2J","owners":[],"side":null,"due":null,"promised":null,"start":null,"closed":null,"late_days":null,"customer":"a\u001b[31mb\nc","note":"b.md","line":5,"box":true,"kind":"box","heading":"\u001b[1mT","tags":[],"internal":false}
]
exit 0

"#]]);
    s.fieldnote("customer list").shows(str![[r#"
CUSTOMER      OPEN  LATE  LAST MET  NEXT  EVERY  ZONE  NAME
a\x1b[31mb c  1     0     -         -     -      -     a\x1b[31mb c
exit 0

"#]]);
    s.fieldnote("done 2J").shows(str![[r#"
2> done: x \x1b[2J · b.md:5
2> with all of b.md, which was not committed before
exit 0

"#]]);
    s.fieldnote("edit zz\u{1b}[31mzz").shows(str![[r#"
2> error: there is no note or customer `zz\x1b[31mzz`
2> hint: did you mean `a\x1b[31m.md`?
exit 1

"#]]);
    s.fieldnote("done zz\u{1b}[31mzz").shows(str![[r#"
2> error: no open follow-up fits `zz\x1b[31mzz`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    s.fieldnote("new zz\u{1b}[31mzz").shows(str![[r#"
2> error: there is no customer `zz\x1b[31mzz`
2> hint: add one: `fieldnote customer add SLUG --name "Its Name"`
exit 1

"#]]);
}

#[test]
fn colour_is_for_terminals_or_for_who_asks() {
    let s = Sealed::notebook();
    s.fieldnote("f contract --color always").shows(str![[r#"
\u{1b}[1m\u{1b}[31m!\u{1b}[0m \u{1b}[36mn\u{1b}[0m  \u{1b}[1m\u{1b}[31m5 Mar 1d late\u{1b}[0m  ann  send the contract  \u{1b}[2mcustomers/orbit/2026-03-02-sync.md:16\u{1b}[0m
exit 0

"#]]);
    s.fieldnote("f contract --color never").shows(str![[r#"
! n  5 Mar 1d late  ann  send the contract  customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    s.env("CLICOLOR_FORCE", "1").fieldnote("f -q contract").shows(str![[r#"
\u{1b}[1m\u{1b}[31m!\u{1b}[0m \u{1b}[36mn\u{1b}[0m  \u{1b}[1m\u{1b}[31m5 Mar 1d late\u{1b}[0m  ann  send the contract  \u{1b}[2mcustomers/orbit/2026-03-02-sync.md:16\u{1b}[0m
exit 0

"#]]);
    s.env("NO_COLOR", "1").fieldnote("f -q contract").shows(str![[r#"
! n  5 Mar 1d late  ann  send the contract  customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    s.fieldnote("f --color sometimes").shows(str![[r#"
2> error: invalid value 'sometimes' for '--color <WHEN>'
2>   [possible values: auto, always, never]
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("f --json contract --color always")
        .stdout
        .contains('\u{1b}')
        .to_string()
        .shows(str!["false"]);
}
