//! `risks`: what stands, what is over, what is old.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

fn risky() -> Sealed {
    let s = Sealed::notebook();
    s.write(
        "customers/orbit/2025-11-20-sync.md",
        "Risk: the buyer leaves in spring\n\n- [ ] Risk (high): the old exporter \u{1b}[31mloses rows\n\
         - [x] Risk: no test data (done 2025-12-01)\n",
    )
    .write(
        "customers/minato/2026-03-02-sync.md",
        "リスク（高）：夜間バックアップが週末の切り替えまでに終わらない可能性がある\n\n\
         Risk (medium): the firewall team answers once a week\n\n\
         ## Internal\n\nRisk (low): the budget is decided in May\n",
    );
    s
}

#[test]
fn high_ones_come_first_and_a_box_keeps_them() {
    let s = risky();
    s.fieldnote("risks").shows(str![[r#"
high    20 Nov 2025  orbit   the old exporter \x1b[31mloses rows  customers/orbit/2025-11-20-sync.md:3
high    2 Mar        minato  夜間バックアップが週末の切り替えまでに終わらない可能性がある  customers/minato/2026-03-02-sync.md:1
medium  2 Mar        minato  the firewall team answers once a week  customers/minato/2026-03-02-sync.md:3
low     2 Mar        minato  the budget is decided in May [internal]  customers/minato/2026-03-02-sync.md:7
2> 1 risk without a box is older than 90 days: --all
exit 0

"#]]);
    s.fieldnote("risks --closed").shows(str![[r#"
closed  20 Nov 2025  orbit  no test data (done 2025-12-01)  customers/orbit/2025-11-20-sync.md:4
exit 0

"#]]);
    s.fieldnote("risks --all").shows(str![[r#"
high            20 Nov 2025  orbit   the old exporter \x1b[31mloses rows  customers/orbit/2025-11-20-sync.md:3
high            2 Mar        minato  夜間バックアップが週末の切り替えまでに終わらない可能性がある  customers/minato/2026-03-02-sync.md:1
medium          2 Mar        minato  the firewall team answers once a week  customers/minato/2026-03-02-sync.md:3
        old     20 Nov 2025  orbit   the buyer leaves in spring  customers/orbit/2025-11-20-sync.md:1
        closed  20 Nov 2025  orbit   no test data (done 2025-12-01)  customers/orbit/2025-11-20-sync.md:4
low             2 Mar        minato  the budget is decided in May [internal]  customers/minato/2026-03-02-sync.md:7
exit 0

"#]]);
    s.fieldnote("risks -c orbit --since 2025-11-01").shows(str![[r#"
high  20 Nov 2025  orbit  the old exporter \x1b[31mloses rows  customers/orbit/2025-11-20-sync.md:3
      20 Nov 2025  orbit  the buyer leaves in spring  customers/orbit/2025-11-20-sync.md:1
exit 0

"#]]);
    s.fieldnote("risks -c orbit --json").shows(str![[r#"
[
{"customer":"orbit","date":"2025-11-20","text":"the old exporter \u001b[31mloses rows","qualifier":"high","tag":null,"note":"customers/orbit/2025-11-20-sync.md","line":3,"internal":false,"box":true,"state":"open"}
]
2> 1 risk without a box is older than 90 days: --all
exit 0

"#]]);
    // A follow-up it is not, and ticking the box ends it.
    assert!(!s.fieldnote("followups").stdout.contains("exporter"));
    s.sh("sed -i 's/\\[ \\] Risk/[x] Risk/' customers/orbit/2025-11-20-sync.md");
    assert!(!s.fieldnote("risks").stdout.contains("exporter"));
}

#[test]
fn narrow_terminals_get_every_word() {
    let s = risky();
    s.env("COLUMNS", "80").fieldnote("risks -q").shows(str![[r#"
high    20 Nov 2025  orbit   the old exporter \x1b[31mloses rows
                             customers/orbit/2025-11-20-sync.md:3
high    2 Mar        minato  夜間バックアップが週末の切り替えまでに終わらない可
                             能性がある
                             customers/minato/2026-03-02-sync.md:1
medium  2 Mar        minato  the firewall team answers once a week
                             customers/minato/2026-03-02-sync.md:3
low     2 Mar        minato  the budget is decided in May [internal]
                             customers/minato/2026-03-02-sync.md:7
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("risks --all -q").shows(str![[r#"
high  20 Nov 2025  orbit
  the old exporter \x1b[31mloses rows
  customers/orbit/2025-11-20-sync.md:3
high  2 Mar  minato
  夜間バックアップが週末の切り替えまでに終わらない可能性があ
  る
  customers/minato/2026-03-02-sync.md:1
medium  2 Mar  minato
  the firewall team answers once a week
  customers/minato/2026-03-02-sync.md:3
old  20 Nov 2025  orbit
  the buyer leaves in spring
  customers/orbit/2025-11-20-sync.md:1
closed  20 Nov 2025  orbit
  no test data (done 2025-12-01)
  customers/orbit/2025-11-20-sync.md:4
low  2 Mar  minato
  the budget is decided in May [internal]
  customers/minato/2026-03-02-sync.md:7
exit 0

"#]]);
}

#[test]
fn an_empty_list_says_why() {
    let s = Sealed::init();
    s.fieldnote("risks").shows(str![[r#"
2> no risks yet: write one as `- [ ] Risk (high): …`
exit 0

"#]]);
    s.write("a.md", "---\ndate: 2026-03-01\n---\n- [x] Risk: over\n");
    s.fieldnote("risks --json").shows(str![[r#"
[]
2> no risks that stand
exit 0

"#]]);
    s.fieldnote("risks --since mon --closed").shows(str![[r#"
2> no such risks
exit 0

"#]]);
    s.fieldnote("risks --closed --until 2026-02-28").shows(str![[r#"
2> no such risks
exit 0

"#]]);
    s.fieldnote("risks --closed --all").shows(str![[r#"
2> error: the argument '--closed' cannot be used with '--all'
2> 
2> Usage: fieldnote risks --closed
2> 
2> For more information, try '--help'.
exit 2

"#]]);
}
