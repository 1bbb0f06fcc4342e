//! Who gets which letter, and what is in none.

use super::{Nudge, Recipient, nudge};
use crate::clock::Clock;
use crate::date::{Moment, Zone};
use crate::note::{Note, read};
use crate::people::{Card, Directory, read_team};
use crate::report::waiting::waiting;

fn directory() -> Directory {
    let team = read_team("- @dana — Dana Reyes\n- @x — Xavier\n".as_bytes());
    let mut directory = Directory { team, ..Directory::default() };
    for (slug, card) in [
        (
            "minato",
            "---\nname: Minato Logistics\n---\n## People\n\n- 佐藤 健 (Ken Sato) <ken@minato.example>\n\
             - 高橋 一郎 — partner\n- Mia Ode\n",
        ),
        (
            "orbit",
            "---\nname: Orbit Foods\ndomains: [orbit.example]\n---\n## People\n\n- Ivo Pires (Ivo) <ivo@orbit.example>\n- Mia Ode\n",
        ),
        (
            "nb",
            "---\nname: North Bank\n---\n## People\n\n- 田中 太郎 (Tanaka Tarō)\n- Carla Mendes (carla)\n\
             - Dana Reyes\n- Dana White\n",
        ),
        ("rival", "## People\n\n- Carla Souza (carla)\n"),
    ] {
        directory.cards.insert(slug.into(), Card::read(slug, card.as_bytes()));
    }
    directory
}

fn written(notes: &[(&str, &str)]) -> Nudge {
    let directory = directory();
    let notes: Vec<Note> =
        notes.iter().map(|(path, text)| read(path, text.as_bytes(), &directory)).collect();
    let now = Moment::parse("2026-03-06T12:00:00Z").unwrap();
    let clock = Clock { now, zone: Zone::UTC, directory: &directory };
    let rows = waiting(&notes, None, &clock);
    nudge(&rows, &notes, &directory, &["confidential".to_string(), "社外秘".to_string()])
}

const MINATO: &str = "customers/minato/2026-03-04-sync.md";

/// The points of one line in a note of Minato's, or why it is withheld.
fn of_line(line: &str) -> String {
    let nudge = written(&[(MINATO, line), ("customers/tern/2026-03-01.md", "# Tern\n")]);
    let withheld = nudge.withheld.iter().map(|one| format!("{:?}", one.reason));
    let points = nudge.letters.iter().flat_map(|letter| &letter.points);
    points.map(|point| point.text.clone()).chain(withheld).collect::<Vec<_>>().join("; ")
}

#[test]
fn letters_go_to_each_person_of_each_customer() {
    let minato = "- [ ] @佐藤 a by 2026-03-09\n- [ ] @佐藤 @高橋 b\n- [ ] @them c\n- [ ] @dana d\n";
    let orbit = "- [ ] @ivo e promised 2026-03-07\n- [ ] @mia @dana f\n";
    let hands_on = "- [ ] @ivo g by 2026-03-01\n- [ ] @mia h\n- [ ] @them i\n";
    let nudge = written(&[
        (MINATO, minato),
        ("customers/orbit/2026-03-03-sync.md", orbit),
        ("hands-on/2026-03-02.md", hands_on),
    ]);
    let letters: Vec<String> = nudge
        .letters
        .iter()
        .map(|letter| {
            let to = match &letter.to {
                Recipient::Person { name, mail } => {
                    format!("{name} <{}>", mail.as_deref().unwrap_or_default())
                }
                Recipient::Company(name) => name.clone(),
            };
            let points = letter.points.iter().map(|point| {
                let day = |date: Option<crate::date::Date>| date.map_or("-".into(), |d| d.short());
                format!("{} {} {}", point.text, day(point.agreed), day(point.since))
            });
            let customer = letter.customer.as_deref().unwrap_or("-");
            format!("{customer}, {to}: {}", points.collect::<Vec<_>>().join("; "))
        })
        .collect();
    assert_eq!(
        letters,
        [
            "-, Mia Ode <>: h - 2 Mar",
            "minato, 佐藤 健 <ken@minato.example>: a 9 Mar -; b - 4 Mar",
            "minato, 高橋 一郎 <>: b - 4 Mar",
            "minato, Minato Logistics: c - 4 Mar",
            "orbit, Ivo Pires <ivo@orbit.example>: g 1 Mar -; e 7 Mar -",
        ]
    );
    let withheld: Vec<String> = nudge
        .withheld
        .iter()
        .map(|one| format!("{}:{} {:?}", one.note, one.line, one.reason))
        .collect();
    assert_eq!(withheld, ["hands-on/2026-03-02.md:3 Nobody"]);
}

#[test]
fn the_words_stay_and_the_marks_go() {
    for (line, expected) in [
        ("- [ ] @佐藤 open ports 2049 and 4420", "open ports 2049 and 4420"),
        ("- [ ] @佐藤 open the ports #infra by 2026-03-09", "open the ports"),
        ("- [ ] @佐藤 open the #infra-core ports (#infra), see #12", "open the ports , see #12"),
        (
            "- [ ] @佐藤 send the list to @dana, not @ken",
            "send the list to Dana Reyes, not 佐藤 健",
        ),
        ("- [ ] @佐藤 ask @nobody or ＠dana", "ask nobody or Dana Reyes"),
        ("- [ ] @佐藤 read [it](https://e.example/a)", "read [it](https://e.example/a)"),
        ("- [ ] @佐藤 mail dana@us.example", "mail dana@us.example"),
        ("- [ ] @佐藤 send the list <!-- he is slow --> of hosts", "send the list of hosts"),
        ("- [ ] @佐藤 見積もりを確認する", "見積もりを確認する"),
        ("- [ ] @佐藤 call foo() (#infra) ( #net ) now", "call foo() now"),
        (
            "- [ ] @佐藤 read https://medium.com/@ken/post, ask @ken",
            "read https://medium.com/@ken/post, ask 佐藤 健",
        ),
        ("- [ ] @佐藤 read medium.com/@ken/post", "read medium.com/@ken/post"),
        ("- [ ] @佐藤 see https://e.example/#net #net", "see https://e.example/#net"),
        ("- [ ] @佐藤 install @scope/pkg", "install @scope/pkg"),
        ("- [ ] @佐藤 ask @ken/@dana", "ask 佐藤 健/Dana Reyes"),
        ("- [ ] @佐藤 run `mail @dana #net` #net", "run `mail @dana #net`"),
        ("- [ ] @佐藤 read <https://e.example/#a>", "read <https://e.example/#a>"),
        ("- [ ] @佐藤 talk to Mia Ode and Dana Reyes", "talk to Mia Ode and Dana Reyes"),
    ] {
        assert_eq!(of_line(line), expected, "{line}");
    }
}

#[test]
fn another_customer_is_known_in_any_dress() {
    for text in [
        "ask 田中太郎さん",
        "田中　太郎に聞く",
        "ask Tanaka-Taro",
        "ask @carla",
        "ask ＠Carla, please",
        "ask (@mendes), please",
        "ask @田中さんに聞く",
        "ask @carla-san",
        "same as **North** Bank",
        "North-Bank",
        "NorthBank's",
        "[North](https://x.example) Bank",
        "North&#32;Bank",
        "North<!-- x -->Bank",
        "see https://x.example/north%20bank",
        "mail ivo@**orbit**.example",
    ] {
        assert_eq!(of_line(&format!("- [ ] @佐藤 {text}")), "OtherCustomer", "{text}");
    }
    for (line, expected) in [
        ("- [ ] @佐藤 ask @dana", "ask Dana Reyes"),
        ("- [ ] @佐藤 ask Dana Reyes", "ask Dana Reyes"),
        ("- [ ] @佐藤 go north to the bank", "go north to the bank"),
        ("---\ntheirs: [佐藤 健, Carla Diaz]\n---\n- [ ] @佐藤 ask @carla", "ask Carla Diaz"),
    ] {
        assert_eq!(of_line(line), expected, "{line}");
    }
}

#[test]
fn what_looks_internal_is_withheld() {
    for above in [
        "## Notes (internal)",
        "## 🔒 Internal",
        "## 1. Internal notes",
        "## For internal use only",
        "**Internal**",
        "- Internal:\n  - the price",
        "> [!internal]\n> - [ ] @佐藤 pay more",
        "<details><summary>Internal</summary>",
    ] {
        let shown = of_line(&format!("{above}\n\n- [ ] @佐藤 pay more"));
        let is_callout = above.starts_with('>');
        let expected = if is_callout { "pay more; LooksInternal" } else { "LooksInternal" };
        assert_eq!(shown, expected, "{above}");
    }
    let below = "## Notes (internal)\n\n- [ ] @佐藤 pay more\n\n## Next\n\n- [ ] @佐藤 call";
    assert_eq!(of_line(below), "call; LooksInternal");
    for (line, expected) in [
        ("- [ ] @佐藤 pay more #internal-only", "Internal"),
        ("- [ ] @佐藤 pay more #社外秘", "Internal"),
        ("- [ ] @佐藤 pay %% more %% now", "Hidden"),
        ("- [ ] @佐藤 pay <span hidden>more</span> now", "Hidden"),
        ("- [ ] @佐藤 (internal) pay more", "LooksInternal"),
        ("- [ ] @佐藤 **Internal**: pay more", "LooksInternal"),
        ("%%\n\n- [ ] @佐藤 pay more\n\n%%", "LooksInternal"),
        ("- [ ] @佐藤 order the internal disks", "order the internal disks"),
    ] {
        assert_eq!(of_line(line), expected, "{line}");
    }
}

#[test]
fn what_is_in_doubt_is_withheld() {
    for (line, expected) in [
        ("- [ ] @佐藤 pay more #internal", "Internal"),
        ("- [ ] @佐藤 leave them #vs-rival", "Internal"),
        ("## Internal\n\n- [ ] @佐藤 pay more", "Internal"),
        ("## 社外秘\n\n- [ ] @佐藤 pay more", "Internal"),
        ("- Ours #internal\n  - [ ] @佐藤 pay more", "Internal"),
        ("---\ninternal: true\n---\n- [ ] @佐藤 pay more", "Internal"),
        ("- [ ] @佐藤 do as Orbit Foods does", "OtherCustomer"),
        ("- [ ] @佐藤 do as at ORBIT", "OtherCustomer"),
        ("- [ ] @佐藤 mail info@orbit.example", "OtherCustomer"),
        ("- [ ] @佐藤 call Ivo Pires", "OtherCustomer"),
        ("- [ ] @佐藤 call @ivo", "OtherCustomer"),
        ("- [ ] @佐藤 do as tern does", "OtherCustomer"),
        ("- [ ] @佐藤 keep it confidential", "Word"),
        ("- [ ] @佐藤 keep it con**fid**ential", "Word"),
        ("- [ ] @佐藤 社外秘の資料を送る", "Word"),
        ("- [ ] @佐藤 see [the note](../x/2026-03-04-sync.md#a)", "Mark"),
        ("- [ ] @佐藤 see [[2026-03-04-sync]]", "Mark"),
        ("- [ ] @佐藤 see customers/minato", "Mark"),
        ("- [ ] @佐藤 see [the deck](../files/prices.pptx)", "Mark"),
        ("- [ ] @佐藤 see [the note](README.MD)", "Mark"),
        ("- [ ] @佐藤 see /home/dana/notes/secret.txt", "Mark"),
        ("- [ ] @佐藤 see <file:///srv/x>", "Mark"),
        ("- [ ] @佐藤 see [minutes][m]\n\n[m]: ../x", "Mark"),
        ("- [ ] @佐藤 see ../plans/q2", "Mark"),
        ("- [ ] @佐藤 after ⛔ k7q2 is done", "Mark"),
        ("- [ ] @佐藤 do ^k7q2 more", "Mark"),
        ("- [ ] @佐藤 #infra", "Mark"),
    ] {
        assert_eq!(of_line(line), expected, "{line}");
    }
}
