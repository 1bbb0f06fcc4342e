//! `new`: the names of files, and what must not become one.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// The path that `new` prints, from the notebook.
fn path(s: &Sealed, arguments: &[&str]) -> String {
    let output = s.run(&[&["new"], arguments, &["--no-edit"]].concat());
    match output.stdout.trim().strip_prefix("[ROOT]/notes/") {
        Some(path) => path.to_string(),
        None => output.to_string(),
    }
}

#[test]
fn titles_become_ascii_slugs() {
    let s = Sealed::notebook();
    for (title, expected) in [
        ("SSO deep dive", "2026-03-06-sync-sso-deep-dive.md"),
        ("../../../etc/passwd", "2026-03-06-sync-etc-passwd.md"),
        ("a/b", "2026-03-06-sync-a-b.md"),
        ("Zürich: kick-off", "2026-03-06-sync-zurich-kick-off.md"),
        (".hidden", "2026-03-06-sync-hidden.md"),
        ("-C /tmp", "2026-03-06-sync-c-tmp.md"),
        ("a\nb\u{1b}[31m", "2026-03-06-sync-a-b-31m.md"),
        ("x.md", "2026-03-06-sync-x-md.md"),
        ("", "2026-03-06-sync.md"),
        ("  ", "2026-03-06-sync.md"),
    ] {
        let title = format!("--title={title}");
        assert_eq!(path(&s, &["orbit", &title]), format!("customers/orbit/{expected}"), "{title}");
    }
    let long = path(&s, &["orbit", "--title", &"long title ".repeat(40)]);
    assert!(long.len() < 120, "{long}");
    s.status().shows(str![]);
}

#[test]
fn titles_without_ascii_letters_are_numbered() {
    let s = Sealed::notebook();
    assert_eq!(path(&s, &["orbit"]), "customers/orbit/2026-03-06-sync.md");
    assert_eq!(path(&s, &["orbit", "--title", "定例会"]), "customers/orbit/2026-03-06-sync-2.md");
    assert_eq!(path(&s, &["orbit", "--title", "🚀"]), "customers/orbit/2026-03-06-sync-3.md");
    assert_eq!(path(&s, &["orbit", "--title", "定例会"]), "customers/orbit/2026-03-06-sync-2.md");
    assert_eq!(path(&s, &["orbit", "--title", "🚀"]), "customers/orbit/2026-03-06-sync-3.md");
    assert_eq!(path(&s, &["orbit", "--title", "定例"]), "customers/orbit/2026-03-06-sync-4.md");
    assert_eq!(path(&s, &["orbit", "--title", "42"]), "customers/orbit/2026-03-06-sync-5.md");
    s.read("customers/orbit/2026-03-06-sync-2.md").shows(str![[r#"
---
customer: orbit
date: 2026-03-06
kind: sync
ours: [ann]
theirs: []
---
# Orbit Foods — 定例会

## Since last time
- [send the contract](2026-03-02-sync.md)
- [send the migration plan](2026-03-02-sync.md)
- [demo the importer \#importer](2026-03-02-sync.md)
- [name a contact for networking](2026-03-02-sync.md)

## Agenda
<!-- Theirs first. Leave a gap for what they bring. -->

## Notes
<!-- As it is said, with who said it.
     Start a line with Decision: Risk: Ask: Value: Question: and it is found again. -->

## Next

## Follow-ups
<!-- - [ ] @who what by 2026-01-31      (agreed date)
     - [ ] @who what promised 2026-01-31 (said to the customer)
     Read this list aloud before you hang up. -->

## Internal
<!-- Never shared. Mood, money, people, guesses. -->

"#]]);
}

#[test]
fn names_that_lead_out_of_the_notebook_are_refused() {
    let s = Sealed::notebook();
    s.write("../secret.md", "# secret {{name}}\n").write("templates/x.md", "# x\n");
    for line in [
        "new ../..",
        "new ../../etc",
        "new /etc",
        "new .",
        "new ''",
        "new customers/orbit",
        "new orbit ../../secret",
        "new orbit ../x",
        "new orbit /etc/passwd",
        "new orbit x.md",
        "new orbit ''",
        "new orbit .",
        "new orbit SYNC",
    ] {
        for tail in ["--no-edit", "--print"] {
            let output = s.fieldnote(&format!("{line} {tail}"));
            assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{line} {tail}: {output}");
        }
    }
    s.sh("rm templates/x.md; git status --porcelain; ls ..").shows(str![[r#"
home
notes
secret.md
tmp
exit 0

"#]]);
}

#[test]
fn a_customer_whose_note_gives_it_a_strange_name_gets_no_folder() {
    let s = Sealed::init();
    s.write("a.md", "---\ncustomer: ../../x\n---\n# a\n")
        .write("b.md", "---\ncustomer: acme\n---\n# b\n")
        .commit("notes");
    s.fieldnote("new ../../x --no-edit").shows(str![[r#"
2> error: `../../x` has no card, and cannot be a folder's name
2> hint: add a card: `fieldnote customer add SLUG --name …`
exit 1

"#]]);
    s.fieldnote("new acme --no-edit").shows(str![[r#"
[ROOT]/notes/customers/acme/2026-03-06-sync.md
2> acme: new sync 2026-03-06 · [COMMIT]
exit 0

"#]]);
}

#[test]
fn a_link_in_the_way_is_not_followed() {
    let s = Sealed::notebook();
    s.sh("mkdir ../out && ln -s ../../../out/note.md customers/orbit/2026-03-06-sync.md && ln -s ../out hands-on-2 && rm -r hands-on && ln -s ../out hands-on");
    s.fieldnote("new orbit --no-edit").shows(str![[r#"
2> error: `customers/orbit/2026-03-06-sync.md` is not a regular file
exit 1

"#]]);
    s.fieldnote("new hands-on --title x --no-edit").shows(str![[r#"
2> error: `hands-on/2026-03-06-x.md` leads through a symbolic link
2> hint: put a folder in its place: what a link leads to may be anybody's
exit 1

"#]]);
    s.sh("ls ../out").shows(str![[r#"
exit 0

"#]]);
}

#[test]
fn a_folder_in_the_way_is_named() {
    let s = Sealed::notebook();
    s.sh("mkdir customers/orbit/2026-03-06-sync.md; rm -r hands-on; touch hands-on");
    s.fieldnote("new orbit --no-edit").shows(str![[r#"
2> error: `customers/orbit/2026-03-06-sync.md` is not a regular file
exit 1

"#]]);
    s.fieldnote("new hands-on --title x --no-edit").shows(str![[r#"
2> error: failed to read `hands-on/2026-03-06-x.md`: Not a directory (os error 20)
exit 1

"#]]);
}

#[test]
fn a_deleted_note_can_be_started_again() {
    let s = Sealed::notebook();
    s.fieldnote("new orbit --no-edit").succeeds();
    s.sh("rm customers/orbit/2026-03-06-sync.md");
    s.fieldnote("new orbit --no-edit").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-06-sync.md
2> nothing new in `customers/orbit/2026-03-06-sync.md`
exit 0

"#]]);
    s.status().shows(str![]);
}

#[test]
fn front_matter_survives_every_title_in_both_forms() {
    let titles = [
        "yes", "a: b", "*x*", "# h", "{{x}}", "{% x", "a\"b'c\\", "🚀", "- [ ] d", "<!-- e", "---",
        "+++",
    ];
    for form in ["yaml", "toml"] {
        let s = Sealed::notebook();
        s.write("fieldnote.toml", format!("front_matter = \"{form}\"\n")).commit("settings");
        let before = s.fieldnote("followups --all --json").stdout;
        for title in titles {
            let title = format!("--title={title}");
            let output = s.run(&["new", "orbit", "--no-edit", &title, "--with", "ivo"]);
            assert_eq!((output.code, output.stderr.lines().count()), (0, 1), "{title}: {output}");
        }
        assert_eq!(s.fieldnote("followups --all --json").stdout, before, "{form}");
    }
}
