//! Every tricky place in which internal text was ever hidden.

mod pairs;

use super::{ENGLISH, Format, JAPANESE, artefact, seen};
use crate::date::Moment;
use crate::note::{Note, read};
use crate::people::{Card, Directory, read_team};
use crate::report::minutes::{Asked, NoteText, Purpose, Shareable, share};

pub const PATH: &str = "customers/minato/2026-03-05-sync.md";
const CANARY: &str = "zqcanary";

pub fn directory() -> Directory {
    let team = read_team("- @dana — Dana Reyes <dana@us.example>\n".as_bytes());
    let mut directory = Directory { team, ..Directory::default() };
    for (slug, card) in [
        ("minato", "---\nname: Minato\n---\n## People\n\n- 佐藤 健 <ken@minato.example>\n"),
        (
            "orbit",
            "---\nname: Orbit Foods\ndomains: [orbit.example]\n---\n## People\n\n- Lucía Pérez\n",
        ),
    ] {
        directory.cards.insert(slug.into(), Card::read(slug, card.as_bytes()));
    }
    directory
}

/// Returns the minutes of a note in all formats, with what can be read in them, or nothing if it is refused.
fn minutes(text: &[u8], directory: &Directory, notes: &[Note]) -> Option<String> {
    with_minutes(text, directory, notes, in_all_formats)
}

/// Returns what is made of the minutes of a note; nothing if it is refused.
fn with_minutes<T>(
    text: &[u8],
    directory: &Directory,
    notes: &[Note],
    make: impl Fn(&Shareable) -> Option<T>,
) -> Option<T> {
    let sections = ["Notes", "Next", "Follow-ups", "Log", "Decisions"].map(String::from);
    let words = ["confidential", "off the record"].map(String::from);
    let asked =
        Asked { purpose: Purpose::Minutes, sections: &sections, words: &words, allowed: &[] };
    let texts = [NoteText { path: PATH, bytes: text }];
    make(&share(&texts, asked, directory, notes).ok()?)
}

/// Returns what all formats are written from, and the one that is made the fastest.
fn in_short(shared: &Shareable) -> Option<String> {
    let made = artefact(shared, Format::Md, &ENGLISH, Moment::from_seconds(0)).ok()?;
    Some(format!("{:?}{:?}{}", shared.head, shared.sections, made.as_str()))
}

/// Returns minutes in all formats, each followed by what can be read in it. What one of them refuses, all do.
pub fn in_all_formats(shared: &Shareable) -> Option<String> {
    let made = [Format::Md, Format::Html, Format::Eml].map(|format| {
        let made = artefact(shared, format, &ENGLISH, Moment::from_seconds(0)).ok()?;
        let made = made.as_str().to_string();
        Some(match format {
            Format::Md => made,
            Format::Html => made.clone() + &seen::of_html(&made),
            Format::Eml => made.clone() + &seen::of_mail(&made)?,
        })
    });
    let refused = made.iter().filter(|made| made.is_none()).count();
    assert!(matches!(refused, 0 | 3), "{made:?}");
    made.into_iter().collect()
}

fn letters(text: &str) -> String {
    crate::words::look(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Notes with a canary in each tricky place; `=` before those that must be shared without it; the others
/// may be refused as a whole.
const CASES: [&str; 78] = [
    "=## Notes\na\n\nInternal\n---\nzqcanary\n",
    "=## Notes\na\n\nMore\nInternal\n---\nzqcanary\n",
    "=## Notes\na\n\n## **Internal**\nzqcanary\n",
    "=## Notes\na\n\n## [Internal](x)\nzqcanary\n",
    "=## Notes\na\n\n## &#73;nternal\nzqcanary\n",
    "=## Notes\na\n\n## Internal ##\nzqcanary\n",
    "=## Notes\na\n\n## Internal {#id}\nzqcanary\n",
    "=## Notes\na\n\n## Internal <!-- x -->\nzqcanary\n",
    "=## Notes\na\n\n## Internal: notes\nzqcanary\n",
    "=## Notes\na\n\n## 🔒 INTERNAL\nzqcanary\n",
    "=## Notes\na\n\n## Interne Notizen\nzqcanary\n",
    "## Notes\na\n\n### 🔒 INTERNAL\nzqcanary\n",
    "## Notes\na\n\n### Interne Notizen\nzqcanary\n",
    "## Notes\na\n\n### Intеrnаl\nzqcanary\n",
    "## Notes\na\n\n### Int\u{200b}ernal\nzqcanary\n",
    "## Notes\na\n\n### Ｉｎｔｅｒｎａｌ　x\n",
    "## Notes\na\n\n### In\0ternal\nzqcanary\n",
    "## Notes\na\n\n##Internal\nzqcanary\n",
    "## Notes\na\n\n####### Internal\nzqcanary\n",
    "## Notes\na\n\n\\## Internal\nzqcanary\n",
    "## Notes\na\n\n**Internal**\n\nzqcanary\n",
    "=## Notes\na\n\n   ## Internal\nzqcanary\n",
    "## Notes\na\n\n    ## Internal\n    zqcanary\n",
    "## Notes\na\n\n\t## Internal\n\n\tzqcanary\n",
    "## Notes\n- ## Internal\n  zqcanary\n",
    "## Notes\n- a\n\n  ## Internal\n  zqcanary\n",
    "## Notes\n> ## Internal\n> zqcanary\n",
    "## Notes\na[^1]\n\n[^1]: ## Internal\n    zqcanary\n",
    "## Notes\n|Internal|\n|-|\n|zqcanary|\n",
    "## Notes\n> [!internal]\n> zqcanary\n",
    "=#### Notes\na\n## Internal\nb\n### Notes\nzqcanary\n",
    "=## Internal\nb\n#### x\n# Notes\na\n## Internal\nzqcanary\n",
    "=## Notes\na\n## Internal\n```\n## Next\n```\nzqcanary\n",
    "## Notes\n```\na\n\n## Internal\nzqcanary\n",
    "## Notes\n```\na\n\n## Internal\nzqcanary\n```sh\nb\n```\n",
    "## Notes\n<div>\n## Internal\nzqcanary\n",
    "## Notes\n<!-- a\n## Internal\nzqcanary\n",
    "## Notes\n<details><summary>x</summary>\nzqcanary\n</details>\n",
    "## Notes\n::: internal\nzqcanary\n:::\n",
    "=## Notes\na <!-- zqcanary --> b\n",
    "=## Notes\na\n\n<!-- zqcanary -->\n",
    "## Notes\n<?php zqcanary ?>\n",
    "## Notes\n<![CDATA[ zqcanary ]]>\n",
    "=## Notes\nsee [case] and [x][case]\n\n## Internal\n[case]: https://zqcanary.example \"zqcanary\"\n",
    "=## Notes\na[^1]\n\n## Internal\n[^1]: zqcanary\n",
    "=## Notes\na[^1]\n\n## Internal\nx\n\n[^1]: zqcanary\n    zqcanary\n",
    "=## Notes\n1. a\n2. zqcanary #internal\n3. b\n",
    "=## Notes\n- [ ] @dana a\n- [x] @dana b\n\n## Internal\n- [ ] @dana zqcanary\n- [x] @dana zqcanary\n",
    "=## Notes\n{{ note.raw }} {% include 'x' %} ${note.raw} %{note}\n\n## Internal\nzqcanary\n",
    "=## Notes\na\n\n## Internal\n![](zqcanary.png)\n[zqcanary](zqcanary.pdf)\n",
    "=## Notes\n![a](attachments/zqcanary.png \"zqcanary\")\n",
    "=## Notes\na\n\n## Since last time\n- [zqcanary](2026-02-18-zqcanary.md)\n- ![[zqcanary]]\n",
    "## Notes\nsee [[zqcanary|it]]\n",
    "## Notes\nsee [it](zqcanary.md)\n",
    "=---\nbcc: [zqcanary]\nattachments: [zqcanary.pdf]\n---\n## Notes\na\n",
    "=## Notes\na\n\n## Internal Follow-ups\n- [ ] @dana zqcanary\n",
    "## Notes\na <!-- zqcanary\n## Notes\nzqcanary --> b\n",
    "## Notes\na <!-- x\n\nzqcanary --> b\n",
    "=## Notes\nPrice\n: zqcanary #internal\n\nb\n",
    "=## Notes\na\n\n## Numbers (do not send)\nzqcanary\n",
    "=## Notes\n[a](https://x.example \"zqcanary\") <https://x.example>\n",
    "=## Notes\n[a](mailto:ken@minato.example?body=zqcanary)\n",
    "=---\nkind: zqcanary\n---\n## Notes\na\n",
    "## Notes\na %%zqcanary%% b\n",
    "## Notes\na\n\n%%\nzqcanary\n%%\n",
    "## Notes\na {internal}zqcanary{/} b\n",
    "=## Notes\na\n\n## Follow-ups\n- [ ] @dana zqcanary #internal\n  zqcanary\n  - [ ] zqcanary\n- [ ] @dana b\n",
    "=# Internal zqcanary\n\n# Notes\na\n",
    "=## zqcanary\nx\n\n## Notes\na\n",
    "## Notes\n![[zqcanary]]\n",
    "=---\nours: [dana (zqcanary)]\n---\n## Notes\na\n",
    "=\u{feff}## Notes\ra\r## Internal\rzqcanary\r",
    "## Notes\n<<<<<<< HEAD\na\n=======\nzqcanary\n>>>>>>> x\n",
    "=## Notes\na\n\n## Log of others\nzqcanary\n",
    "=## Notes\na\n- Risk: zqcanary\n- **Risk (high):** zqcanary\n",
    "=## Notes\na\n\n> Risk: zqcanary\n",
    "---\ninternal: true\n---\n## Notes\nzqcanary\n",
    "## Notes\n関係者限り：\nzqcanary\n",
];

#[test]
fn no_canary_leaves_from_any_tricky_place() {
    let directory = directory();
    for case in CASES {
        let (is_shared, text) = match case.strip_prefix('=') {
            Some(text) => (true, text),
            None => (false, case),
        };
        let made = minutes(text.as_bytes(), &directory, &[]);
        assert!(made.is_some() || !is_shared, "{text:?}");
        let made = made.unwrap_or_default();
        assert!(!letters(&made).contains(CANARY), "{text:?}: {made}");
    }
}

#[test]
fn a_note_in_another_encoding_is_refused() {
    let directory = directory();
    let text = "## Notes\na\n\n## Internal\nzqcanary\n";
    let mut little: Vec<u8> = vec![0xff, 0xfe];
    little.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let mut big: Vec<u8> = vec![0xfe, 0xff];
    big.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    for bytes in [little, big] {
        let made = minutes(&bytes, &directory, &[]).unwrap_or_default();
        assert!(!letters(&made).contains(CANARY), "{made}");
    }
}

#[test]
fn what_names_another_customer_is_refused_however_it_is_written() {
    let directory = directory();
    let notes = [read("customers/vista/2026-03-02.md", b"a", &directory)];
    for line in [
        "as Orbit Foods",
        "as ORBIT FOODS",
        "as **Orbit** Foods",
        "as Оrbit Fооds",
        "as Or\u{ad}bit",
        "as O&#114;bit",
        "mail ivo@orbit.example",
        "[x](https://orbit.example)",
        "as Lucia Perez says",
        "as Luci\u{301}a Pérez says",
        "@lucía says",
        "as at Vista",
        "```\norbit\n```",
        "| a | Orbit |\n|-|-|\n| b | c |",
        "key AKIAIOSFODNN7EXAMPLE",
        "confidential",
    ] {
        let made = minutes(format!("## Notes\na\n\n{line}\n").as_bytes(), &directory, &notes);
        assert_eq!(made, None, "{line}");
    }
}

#[test]
fn a_finished_text_is_looked_at_as_a_whole() {
    let directory = directory();
    let (sections, words) = (["Notes".to_string()], ["confidential".to_string()]);
    let asked =
        Asked { purpose: Purpose::Minutes, sections: &sections, words: &words, allowed: &[] };
    let text = "## Notes\na\n- Risk: the auditors come next week\n\n- [x] ~~@dana the price goes up soon~~ (dropped 2026-03-05: no)\n\n\
        ## Internal\nthey will sign in May\n";
    let Ok(shared) =
        share(&[NoteText { path: PATH, bytes: text.as_bytes() }], asked, &directory, &[])
    else {
        panic!()
    };
    assert_eq!(shared.check("a, and what else there is"), Ok(()));
    for text in [
        "as Orbit Foods",
        "it is confidential",
        "so they will sign in June",
        "the auditors come next week",
        "and the price goes up soon",
    ] {
        assert!(shared.check(text).is_err(), "{text}");
    }
}

#[test]
fn words_of_the_tool_stop_nothing() {
    let mut directory = directory();
    for slug in ["notes", "march", "present", "minato-storage"] {
        let card = Card::read(slug, b"---\nname: Minutes\n---\n");
        directory.cards.insert(slug.into(), card);
    }
    let own = Card::read("minato", b"---\nname: Minato Storage\n---\n");
    directory.cards.insert("minato".into(), own);
    let (sections, words) = (["Agenda".to_string()], ["agenda".to_string(), "partner".into()]);
    let asked =
        Asked { purpose: Purpose::Minutes, sections: &sections, words: &words, allowed: &[] };
    let made = |text: &str| {
        let shared =
            share(&[NoteText { path: PATH, bytes: text.as_bytes() }], asked, &directory, &[])
                .ok()?;
        Some(
            [&ENGLISH, &JAPANESE]
                .map(|words| artefact(&shared, Format::Md, words, Moment::from_seconds(0)).is_ok()),
        )
    };
    let head = "---\nours: [dana]\npartner: [Ann Lee]\n---\n# Minato Storage — sync\n\n";
    for (text, expected) in [
        ("## Agenda\n- [x] @dana it is (done 2026-03-04)\n", Some([true, true])),
        ("## Agenda\n- the notes\n", None),
        ("## Agenda\n- the agenda\n", None),
        ("## Agenda\n### Agenda\na\n", None),
    ] {
        assert_eq!(made(&format!("{head}{text}")), expected, "{text}");
    }
}

#[test]
fn a_name_is_found_in_the_bare_text_of_minutes() {
    let directory = directory();
    let (sections, words) = (["Notes".to_string()], ["confidential".to_string()]);
    let asked =
        Asked { purpose: Purpose::Minutes, sections: &sections, words: &words, allowed: &[] };
    let Ok(shared) =
        share(&[NoteText { path: PATH, bytes: b"## Notes\na\n" }], asked, &directory, &[])
    else {
        panic!()
    };
    for (bare, expected) in
        [("a\u{fffc}b", true), ("\u{fffc}as Orbit\n\u{fffc}", false), ("Or\u{fffc}bit", true)]
    {
        assert_eq!(shared.check_with("a", bare).is_ok(), expected, "{bare}");
    }
}

#[test]
fn a_customer_may_be_called_as_another_one_and_more() {
    let mut directory = directory();
    let card = Card::read("minato", b"---\nname: Orbit Foods Japan\n---\n");
    directory.cards.insert("minato".into(), card);
    let made = |text: &str| minutes(text.as_bytes(), &directory, &[]).is_some();
    assert!(made("# Orbit Foods Japan \u{2014} sync\n\n## Notes\nas Orbit Foods Japan does\n"));
    assert!(!made("## Notes\nas Orbit Foods does\n"));
    assert!(!made("## Notes\nas Orbit Foods Japan and Orbit do\n"));
}
