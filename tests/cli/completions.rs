//! `completions` and `man`: what a shell offers, and the manual pages.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// Returns what bash would offer for a line whose last word is being typed.
fn offered(s: &Sealed, line: &str) -> String {
    let script = format!(
        "bash --norc -c '
           source <(fieldnote completions bash)
           COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMP_TYPE=9
           _clap_complete_fieldnote fieldnote \"${{COMP_WORDS[COMP_CWORD]}}\" x
           printf \"%s\\n\" \"${{COMPREPLY[@]}}\"'"
    );
    let output = s.sh(&script);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{line}: {output}");
    let values = output.stdout.lines().filter(|value| !value.starts_with('-'));
    values.collect::<Vec<_>>().join(" ")
}

#[test]
fn tab_offers_what_the_notebook_has() {
    let s = Sealed::empty();
    s.fieldnote("demo --quiet .").succeeds();
    s.write("templates/workshop.md", "# Workshop\n");
    s.write("customers/vista/2026-03-05-a b.md", "# no plain name\n");
    let id = |words: &str, options: &str| {
        let list = s.fieldnote(&format!("followups {options} --json {words}")).stdout;
        let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
        list[0]["id"].as_str().expect("an id").to_string()
    };
    let (open, closed) = (id("runbook", ""), id("", "--closed"));
    for (line, expected) in [
        ("fieldnote we", "week"),
        ("fieldnote brief m", "minato"),
        ("fieldnote followups -c \"\"", "minato orbit tern vista"),
        ("fieldnote followups -o \"\"", "me ann dana priya"),
        ("fieldnote new \"\"", "minato orbit tern vista hands-on speclet"),
        ("fieldnote new minato w", "workshop"),
        ("fieldnote notes --kind p", "poc"),
        ("fieldnote asks \"\"", "audit-log quota-report self-restore"),
        ("fieldnote edit customers/vista/2026-03-05", ""),
        ("fieldnote edit customers/minato/2026-02-17", "customers/minato/2026-02-17-onsite.md"),
        ("fieldnote week --for \"\"", "manager company customer"),
        ("fieldnote -C /nowhere brief \"\"", ""),
        ("fieldnote -C ../notes brief o", "orbit"),
        (&format!("fieldnote done {}", &open[..4]), open.as_str()),
        (&format!("fieldnote reopen {}", &open[..4]), ""),
        (&format!("fieldnote reopen {}", &closed[..4]), closed.as_str()),
        (&format!("fieldnote assign ann {}", &open[..4]), open.as_str()),
    ] {
        assert_eq!(offered(&s, line), expected, "{line}");
    }
}

#[test]
fn where_there_is_no_notebook_nothing_is_said() {
    let s = Sealed::empty();
    assert_eq!(offered(&s, "fieldnote brief \"\""), "");
    assert_eq!(offered(&s, "fieldnote bri"), "brief");
}

#[test]
fn every_shell_has_a_script() {
    let s = Sealed::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = s.fieldnote(&format!("completions {shell}"));
        assert_eq!(output.code, 0, "{output}");
        assert!(output.stdout.contains("FIELDNOTE_COMPLETE"), "{output}");
        assert!(!output.stdout.contains('\u{1b}'), "{shell}");
    }
    s.fieldnote("completions tcsh").shows(str![[r#"
2> error: invalid value 'tcsh' for '<SHELL>'
2>   [possible values: bash, zsh, fish, elvish, powershell]
2> 
2>   tip: a similar value exists: 'zsh'
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.sh("FIELDNOTE_COMPLETE=tcsh fieldnote").shows(str![[r#"
2> error: failed to answer the shell: unknown shell `tcsh`, expected one of `bash`, `elvish`, `fish`, `powershell`, `zsh`
exit 1

"#]]);
}

#[test]
fn manual_pages_are_made_of_the_help() {
    let s = Sealed::empty();
    let page = s.fieldnote("man drop");
    assert_eq!(page.code, 0, "{page}");
    for expected in
        [".TH fieldnote-drop 1", "Close follow\\-ups that will not be done", "\\-\\-why"]
    {
        assert!(page.stdout.contains(expected), "{expected}: {page}");
    }
    assert!(s.fieldnote("man f").stdout.contains(".TH fieldnote-followups 1"));
    assert!(s.fieldnote("man customer add").stdout.contains(".TH fieldnote-customer-add 1"));
    s.fieldnote("man wek").shows(str![[r#"
2> error: there is no command `wek`
2> hint: did you mean `week`?
exit 2

"#]]);
    s.fieldnote("man --write ../man/man1").shows(str![[r#"
2> wrote 42 pages into [ROOT]/notes/../man/man1
exit 0

"#]]);
    let help = s.fieldnote("--help").stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    for command in commands.filter_map(|line| line.split_whitespace().next()) {
        if command != "help" {
            assert!(!s.read(&format!("../man/man1/fieldnote-{command}.1")).is_empty());
        }
    }
    s.fieldnote("man --write /proc/none").shows(str![[r#"
2> error: failed to write into `/proc/none`: No such file or directory (os error 2)
exit 1

"#]]);
}
