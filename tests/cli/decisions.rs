//! `decisions`: a log of what was decided.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

fn decided() -> Sealed {
    let s = Sealed::notebook();
    s.write(
        "customers/minato/2025-12-15-onsite.md",
        "---\nuntil: 2025-12-16\n---\nDecision: NVMe over TCP for the databases\n\n\
         ## 2025-12-16\n\n決定：切り替えは週末に行い、データベースを先に、ファイル共有は一週間後に移す\n",
    )
    .write(
        "customers/orbit/2026-03-05-sync.md",
        "- **Decision:** cut over on a \u{1b}[31mweekend\n\n## Internal\n\nDecision: no discount\n",
    )
    .write("rules.md", "Decision: two people for each visit\n");
    s
}

#[test]
fn the_newest_come_first() {
    let s = decided();
    s.fieldnote("decisions").shows(str![[r#"
5 Mar        orbit   cut over on a \x1b[31mweekend  customers/orbit/2026-03-05-sync.md:1
5 Mar        orbit   no discount [internal]  customers/orbit/2026-03-05-sync.md:5
16 Dec 2025  minato  切り替えは週末に行い、データベースを先に、ファイル共有は一週間後に移す  customers/minato/2025-12-15-onsite.md:8
15 Dec 2025  minato  NVMe over TCP for the databases  customers/minato/2025-12-15-onsite.md:4
no date      -       two people for each visit  rules.md:1
exit 0

"#]]);
    s.fieldnote("decisions storage nvme").shows(str![[r#"
15 Dec 2025  minato  NVMe over TCP for the databases  customers/minato/2025-12-15-onsite.md:4
exit 0

"#]]);
    s.fieldnote("decisions 週末").shows(str![[r#"
16 Dec 2025  minato  切り替えは週末に行い、データベースを先に、ファイル共有は一週間後に移す  customers/minato/2025-12-15-onsite.md:8
exit 0

"#]]);
    s.fieldnote("decisions -c orbit --since 2026-03-05 --json").shows(str![[r#"
[
{"customer":"orbit","date":"2026-03-05","text":"cut over on a \u001b[31mweekend","qualifier":null,"tag":null,"note":"customers/orbit/2026-03-05-sync.md","line":1,"internal":false},
{"customer":"orbit","date":"2026-03-05","text":"no discount","qualifier":null,"tag":null,"note":"customers/orbit/2026-03-05-sync.md","line":5,"internal":true}
]
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("decisions").shows(str![[r#"
5 Mar        orbit   cut over on a \x1b[31mweekend
                     customers/orbit/2026-03-05-sync.md:1
5 Mar        orbit   no discount [internal]
                     customers/orbit/2026-03-05-sync.md:5
16 Dec 2025  minato  切り替えは週末に行い、データベースを先
                     に、ファイル共有は一週間後に移す
                     customers/minato/2025-12-15-onsite.md:8
15 Dec 2025  minato  NVMe over TCP for the databases
                     customers/minato/2025-12-15-onsite.md:4
no date      -       two people for each visit
                     rules.md:1
exit 0

"#]]);
}

#[test]
fn an_empty_list_says_why() {
    let s = Sealed::init();
    s.fieldnote("decisions").shows(str![[r#"
2> no decisions yet: write one as `Decision: …`
exit 0

"#]]);
    s.fieldnote("decisions --json nothing").shows(str![[r#"
[]
2> no such decisions
exit 0

"#]]);
    s.write(
        "a.md",
        "---\ndate: 2026-03-01\n---\n- Decision: one\n\n## 2026-03-03\n\n- Decision: two\n",
    );
    s.fieldnote("decisions --until 2026-03-02").shows(str![[r#"
1 Mar  -  one  a.md:4
exit 0

"#]]);
    s.fieldnote("decisions -c minto").shows(str![[r#"
2> error: there is no customer `minto`
2> hint: add one: `fieldnote customer add SLUG --name "Its Name"`
exit 1

"#]]);
}
