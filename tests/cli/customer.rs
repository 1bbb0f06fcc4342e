//! `customer add` and `customer list`.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn a_card_is_written_and_committed() {
    let s = Sealed::init();
    s.fieldnote("customer add minato --name 'Minato Storage' --timezone Asia/Tokyo --cadence 2w --owner ann --domain minato.example,minato.test").shows(str![[r#"
2> minato: wrote `customers/minato/README.md`
2> next: fieldnote person add minato "Full Name"
exit 0

"#]]);
    s.read("customers/minato/README.md").shows(str![[r#"
---
customer: minato
name: Minato Storage
timezone: Asia/Tokyo
cadence: "14d"
owner: ann
domains: [minato.example, minato.test]
---
# Minato Storage

## People

<!-- - Full Name (Alias) — role, champion <mail@example.com> -->

"#]]);
    s.last_commit().shows(str![[r#"
minato: new customer

A␉customers/minato/README.md

"#]]);
    s.fieldnote("customer add minato").shows(str![[r#"
2> error: `minato` has a card already
2> hint: edit `customers/minato/README.md`
exit 1

"#]]);
    s.status().shows(str![]);
}

#[test]
fn names_of_every_kind_come_back_as_they_were() {
    let names = [
        "yes",
        "null",
        "1.0",
        "a: b",
        "*x*",
        "#x",
        "- x",
        "'q' \"d\"",
        "🚀 Rocket",
        "a\\b",
        "{{x}}",
        "Müller & Söhne",
        "<b>",
        "[x]",
        "@x",
        "%",
        "~",
        "a #b",
        "港ストレージ",
        "---",
        "+++",
    ];
    for form in ["yaml", "toml"] {
        let s = Sealed::init();
        s.write("fieldnote.toml", format!("front_matter = \"{form}\"\n")).commit("settings");
        for (number, name) in names.iter().enumerate() {
            let slug = format!("c{number:02}");
            s.run(&["customer", "add", &slug, &format!("--name={name}")]).succeeds();
            s.run(&["new", &slug, "--no-edit"]).succeeds();
        }
        let list = s.fieldnote("customer list --json").succeeds().stdout;
        let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
        for (number, name) in names.iter().enumerate() {
            let customer = &list[number];
            let found = (&customer["name"], &customer["next_meeting"], &customer["open"]);
            assert_eq!(found, (&(*name).into(), &"2026-03-06".into(), &0.into()), "{form}");
        }
    }
}

#[test]
fn toml_front_matter_is_written_where_it_is_asked_for() {
    let s = Sealed::init();
    s.write("fieldnote.toml", "front_matter = \"toml\"\n").commit("settings");
    s.fieldnote("customer add acme --name 'A \"B\"' --timezone Asia/Tokyo --domain a.example")
        .succeeds();
    s.read("customers/acme/README.md").shows(str![[r#"
+++
customer = "acme"
name = "A \"B\""
timezone = "Asia/Tokyo"
domains = ["a.example"]
+++
# A "B"

## People

<!-- - Full Name (Alias) — role, champion <mail@example.com> -->

"#]]);
    s.fieldnote("new acme poc --no-edit").succeeds();
    s.sh("cat customers/acme/2026-03-07-poc.md").shows(str![[r#"
+++
customer = "acme"
date = 2026-03-07
kind = "poc"
ours = ["ann"]
theirs = []
partner = []
+++
# A "B" — proof of concept

## The question
<!-- After this we will know whether … -->

## Success criteria
- [ ] <!-- thing, number, who judges it -->

## Not part of it

## Setup
<!-- product build · machines · sizes · network · who has access -->

## Plan
<!-- 2026-01-31  step — who, on which side -->

## 2026-03-07 Log

## Result
<!-- criterion — measured — met or not -->

## Follow-ups

## Internal
exit 0

"#]]);
    s.fieldnote("customer list").shows(str![[r#"
CUSTOMER  OPEN  LATE  LAST MET  NEXT        EVERY  ZONE        NAME
acme      0     0     -         2026-03-07  -      Asia/Tokyo  A "B"
exit 0

"#]]);
}

#[test]
fn what_is_no_slug_zone_or_cadence_is_not_understood() {
    let s = Sealed::init();
    for line in [
        "customer add Minato",
        "customer add ../x",
        "customer add a/b",
        "customer add .",
        "customer add 港",
        "customer add 'a b'",
        "customer add ''",
        "customer add acme --timezone Asia/Tokio",
        "customer add acme --name ' '",
        "customer add acme --name 'a\nb'",
        "customer add acme --timezone nowhere",
        "customer add acme --cadence often",
        "customer add acme --cadence 0d",
        "customer add acme --cadence -1d",
        "customer add acme --owner nobody",
    ] {
        let output = s.fieldnote(line);
        assert_ne!(output.code, 0, "{line}: {output}");
    }
    s.status().shows(str![]);
    s.fieldnote("customer add Minato").shows(str![[r#"
2> error: `Minato` is no slug: lower-case ASCII letters, digits and hyphens
2> hint: write `minato`
exit 2

"#]]);
    s.fieldnote("customer add 港").shows(str![[r#"
2> error: `港` is no slug: lower-case ASCII letters, digits and hyphens
2> hint: take a short name in ASCII; `--name` takes any script
exit 2

"#]]);
    s.fieldnote("customer add acme --timezone Asia/Tokio").shows(str![[r#"
2> error: `Asia/Tokio` is no time zone
2> hint: did you mean `Asia/Tokyo`?
exit 2

"#]]);
    s.fieldnote("customer add acme --cadence often").shows(str![[r#"
2> error: `often` is no number of days
2> hint: write `7d` or `2w`
exit 2

"#]]);
    s.fieldnote("customer add acme --owner nobody").shows(str![[r#"
2> error: there is no person `nobody`
2> hint: add them with `fieldnote person add`
exit 1

"#]]);
}

#[test]
fn the_list_says_who_was_met_and_what_is_open() {
    let s = Sealed::notebook();
    s.fieldnote("customer list").shows(str![[r#"
CUSTOMER  OPEN  LATE  LAST MET    NEXT  EVERY  ZONE        NAME
minato    6     2     2026-03-04  -     7d     Asia/Tokyo  Minato Storage
orbit     4     1     2026-03-02  -     -      -           Orbit Foods
exit 0

"#]]);
    s.fieldnote("customer list --json").shows(str![[r#"
[
{"customer":"minato","name":"Minato Storage","timezone":"Asia/Tokyo","cadence":7,"owner":null,"people":2,"last_meeting":"2026-03-04","next_meeting":null,"open":6,"late":2},
{"customer":"orbit","name":"Orbit Foods","timezone":null,"cadence":null,"owner":null,"people":1,"last_meeting":"2026-03-02","next_meeting":null,"open":4,"late":1}
]
exit 0

"#]]);
    s.env("COLUMNS", "40").fieldnote("customer list").shows(str![[r#"
CUSTOMER  OPEN  LATE  LAST MET    NEXT…
minato    6     2     2026-03-04  -…
orbit     4     1     2026-03-02  -…
exit 0

"#]]);
}

#[test]
fn a_list_without_customers_says_so() {
    Sealed::init().fieldnote("customer list").shows(str![[r#"
2> no customers yet: fieldnote customer add SLUG --name "Its Name"
exit 0

"#]]);
}

#[test]
fn a_customer_without_a_card_is_listed_too() {
    let s = Sealed::init();
    s.write("customers/acme/2026-03-02-sync.md", "- [ ] call\n")
        .write("x.md", "---\ncustomer: Big: Co\n---\n- [ ] x\n");
    s.fieldnote("customer list").shows(str![[r#"
CUSTOMER  OPEN  LATE  LAST MET    NEXT  EVERY  ZONE  NAME
acme      1     0     2026-03-02  -     -      -     acme
exit 0

"#]]);
}

#[test]
fn a_card_that_git_has_not_seen_is_not_overwritten() {
    let s = Sealed::init();
    s.write("customers/acme/README.md", "mine\n").fieldnote("customer add acme").shows(str![[r#"
2> error: `acme` has a card already
2> hint: edit `customers/acme/README.md`
exit 1

"#]]);
    s.read("customers/acme/README.md").shows(str![[r#"
mine

"#]]);
}

#[test]
fn a_folder_that_is_a_link_is_not_followed() {
    let s = Sealed::init();
    s.sh("mkdir ../out customers && ln -s ../../out customers/acme");
    s.fieldnote("customer add acme").shows(str![[r#"
2> error: `customers/acme` is a symbolic link
2> hint: name the folder that it points to
exit 1

"#]]);
    s.sh("ls ../out").shows(str![[r#"
exit 0

"#]]);
}
