//! Words from a stranger: in notes, names, addresses and settings.

use crate::hostile::{READING, root, with_canaries};
use crate::sealed::{Output, Sealed};

/// What stands outside the notebook, and must never be seen.
const CANARY: &str = "CANARY-OUTSIDE";

/// A notebook in which everything that is shown would drive a terminal.
fn nasty() -> Sealed {
    let s = Sealed::notebook();
    const ESC: &str = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{8}\u{7f}\u{1b}c";
    let front = "---\ncustomer: minato\ndate: 2026-03-04\nours: [dana]\n---\n";
    let body = format!(
        "# T{ESC}\n\nDecision: d{ESC} #t{ESC}\nRisk: r{ESC}\nAsk: a{ESC} #t\n> \"q{ESC}\"\n\n- [ ] @dana f{ESC} by 2026-03-01\n- [ ] @x{ESC} g\n"
    );
    for name in [
        "2026-03-04-a\u{1b}[2Jb.md",
        "2026-03-04-a\nb.md",
        "2026-03-04-a\tb.md",
        "-x.md",
        ":(top)x.md",
        "*.md",
        "[a].md",
    ] {
        s.write(&format!("customers/minato/{name}"), format!("{front}{body}"));
    }
    s.git(&["config", "user.name", &format!("Eve{ESC}")]);
    s.git(&["add", "-A"]);
    s.git(&["commit", "-q", "-m", &format!("subject{ESC}")]);
    s.write("customers/orbit/x\u{1b}[2J.md", body);
    s
}

#[track_caller]
fn is_harmless(line: &str, output: &Output) {
    // `Output` shows a control character as `\u{1b}`; our own words never have that spelling.
    // Files for mail and calendar programs end their lines so.
    let is_a_file = ["--to eml", "invite ", "--ics"].iter().any(|part| line.contains(part));
    let shown = output.to_string();
    let shown = if is_a_file { shown.replace("␍\n", "\n") } else { shown };
    for odd in ["\\u{1b}", "\\u{7}", "\\u{9b}", "\\u{8}", "\\u{7f}", "␍"] {
        assert!(!shown.contains(odd), "{line}: {odd}: {output}");
    }
}

#[test]
fn nothing_that_is_printed_drives_a_terminal() {
    let s = nasty();
    for line in READING {
        is_harmless(line, &s.fieldnote(line));
        let json = s.fieldnote(&format!("{line} --json"));
        is_harmless(line, &json);
        if json.code == 0 && !json.stdout.is_empty() && !line.contains("--json") {
            for value in
                serde_json::Deserializer::from_str(&json.stdout).into_iter::<serde_json::Value>()
            {
                value.unwrap_or_else(|error| panic!("{line}: {error}: {json}"));
            }
        }
    }
    for line in [
        "save",
        "done 'f'",
        "undo",
        "done no-such-\u{1b}[2J",
        "show 'no\u{1b}[2J.md'",
        "new 'x\u{1b}[2J'",
    ] {
        is_harmless(line, &s.fieldnote(line));
    }
}

#[test]
fn names_that_look_like_patterns_or_options_are_committed_literally() {
    for name in ["-x.md", ":(top)x.md", "*.md", "[a].md", "--force.md", "!x.md"] {
        let s = Sealed::notebook();
        let path = format!("customers/minato/{name}");
        s.write(&path, "---\ncustomer: minato\ndate: 2026-03-05\n---\n# T\n");
        s.write("customers/minato/2026-03-04-poc.md", "changed by the user\n");
        s.run(&["save", &path]).succeeds();
        assert_eq!(s.status(), " M customers/minato/2026-03-04-poc.md\n", "{name}");
    }
}

/// Remotes and addresses by which a program would be started.
#[test]
fn sync_starts_no_program_that_an_address_names() {
    for (name, url) in [
        ("--upload-pack=[ROOT]/canary", "file://[ROOT]/other"),
        ("-uorigin", "file://[ROOT]/other"),
        ("origin", "ext::[ROOT]/canary"),
        ("origin", "fd::7"),
        ("origin", "ssh://-oProxyCommand=[ROOT]/canary/x"),
        ("origin", "-oProxyCommand=[ROOT]/canary:x"),
        ("origin", "--upload-pack=[ROOT]/canary"),
        ("origin", "https://x.invalid\\n/y"),
        ("../x", "file://[ROOT]/other"),
    ] {
        let s = Sealed::notebook();
        with_canaries(&s);
        let [name, url] = [name, url].map(|text| text.replace("[ROOT]", &root(&s)));
        let head =
            s.sh("sed -n '/^\\[core\\]/,/^\\[/p' .git/config | head -5").stdout.replace('␉', "\t");
        s.write(".git/config", format!(
            "{head}\n[protocol \"ext\"]\n\tallow = always\n[remote \"{name}\"]\n\turl = \"{url}\"\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n\
             [branch \"main\"]\n\tremote = \"{name}\"\n\tmerge = refs/heads/main\n"
        ));
        s.sh("rm -f .git/hooks/*").succeeds();
        let output = s.sh("timeout 20 fieldnote sync");
        assert!(!matches!(output.code, 0 | 124), "{name} {url}: {output}");
        assert!(!s.path("../ran").exists(), "{name} {url}: {output}");
    }
}

#[test]
fn settings_are_read_from_a_regular_file_alone() {
    for make in [
        "mkfifo fieldnote.toml",
        "ln -s ../outside.toml fieldnote.toml",
        "ln -s /dev/zero fieldnote.toml",
    ] {
        let s = Sealed::notebook();
        s.write("../outside.toml", format!("{CANARY} = ["));
        s.sh(&format!("rm fieldnote.toml; {make}")).succeeds();
        let output = s.sh("timeout 20 fieldnote followups");
        assert_ne!(output.code, 124, "{make}");
        assert!(!output.to_string().contains(CANARY), "{make}: {output}");
    }
}
