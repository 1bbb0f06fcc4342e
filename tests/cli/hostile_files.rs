//! Files that are no plain notes, in a place from where somebody writes: nothing outside is written, nothing hangs.

use snapbox::str;

use crate::hostile::READING;
use crate::sealed::{Sealed, Shows, visible};

/// Commands that would write below a folder or into a file that leads elsewhere, each with what is put in
/// the way.
const LEADING_OUT: &[(&str, &str)] = &[
    ("rm -r customers/orbit; ln -s ../../outside customers/orbit", "new orbit --no-edit"),
    ("rm -r customers/orbit; ln -s ../../outside customers/orbit", "add orbit @dana call"),
    ("rm -r customers/orbit; ln -s ../../outside customers/orbit", "person add orbit 'Eve Poe'"),
    ("mv customers ../moved; ln -s ../outside customers", "customer add acme"),
    ("ln -s ../outside weekly", "week --save"),
    ("ln -s ../outside speclets", "new speclet --no-edit"),
    ("rm team.md; ln -s ../outside/team.md team.md", "person add --team zoe 'Zoe Low'"),
    (
        "rm customers/orbit/README.md; ln -s ../../../outside/a.md customers/orbit/README.md",
        "person add orbit 'Eve Poe'",
    ),
    (
        "rm customers/orbit/2026-03-02-sync.md; ln -s ../../../outside/a.md customers/orbit/2026-03-02-sync.md",
        "done outside",
    ),
    (
        "rm customers/orbit/2026-03-02-sync.md; ln -s ../../../outside/a.md customers/orbit/2026-03-02-sync.md",
        "save customers/orbit/2026-03-02-sync.md",
    ),
    (
        "rm customers/orbit/2026-03-02-sync.md; ln -s ../../../outside/a.md customers/orbit/2026-03-02-sync.md",
        "edit customers/orbit/2026-03-02-sync.md",
    ),
    ("ln -s ../outside linked", "save linked/a.md"),
    ("ln -s ../outside linked", "done linked/a.md:1"),
    ("ln -s ../outside linked", "edit linked/a.md"),
    ("ln -s ../outside/a.md a.md", "done a.md:1"),
    ("ln -s ../outside/none.md 'hands-on/2026-03-06.md'", "new hands-on --no-edit"),
    ("ln -s /dev/zero a.md", "save a.md"),
    ("rm -r customers/orbit; ln -s ../../outside customers/orbit", "save"),
    ("ln -s ../outside templates", "new orbit outside --no-edit"),
];

#[test]
fn nothing_outside_is_written() {
    for (script, line) in LEADING_OUT {
        let s = Sealed::notebook();
        s.write("../outside/a.md", "- [ ] outside\n").write("../outside/team.md", "# Team\n");
        s.write("../outside/outside.md", "# CANARYTEXT\n");
        s.env("VISUAL", "echo edited >>").env("EDITOR", "echo edited >>");
        s.sh(script).succeeds();
        let outside = "cd ../outside; find . | sort; cat *.md";
        let before = s.sh(outside).stdout;
        let output = s.sh(&format!("timeout 20 fieldnote {line}"));
        assert!(output.code <= 2, "{script}: {line}: {output}");
        assert_eq!(s.sh(outside).stdout, before, "{script}: {line}: {output}");
        assert!(!s.git(&["log", "-p"]).contains("outside\n"), "{script}: {line}");
        assert!(!s.git(&["log", "-p"]).contains("CANARYTEXT"), "{script}: {line}");
        let is_said =
            output.code == 0 || output.stderr.contains("hint:") || output.stderr.contains("error:");
        assert!(is_said, "{script}: {line}: {output}");
    }
}

#[test]
fn what_is_no_file_is_passed_by() {
    let s = Sealed::notebook();
    s.sh("mkfifo pipe.md customers/orbit/2026-03-01-pipe.md; mkdir folder.md; mkdir customers/orbit/2026-03-04.md;
          ln -s loop.md loop.md; ln -s gone.md dangling.md; ln -s . again").succeeds();
    s.sh("timeout 20 fieldnote done contract").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    s.sh("timeout 20 fieldnote save").shows(str![[r#"
2> nothing was changed by hand
exit 0

"#]]);
    for path in
        ["pipe.md", "folder.md", "loop.md", "dangling.md", "customers/orbit/2026-03-01-pipe.md"]
    {
        let output = s.sh(&format!("timeout 20 fieldnote save {path}"));
        assert_eq!(output.code, 1, "{path}: {output}");
    }
    s.sh("timeout 20 fieldnote save pipe.md folder.md").shows(str![[r#"
2> error: there is no note or customer `pipe.md`
2> hint: name a note by the end of its path, or a customer by its slug
exit 1

"#]]);
    s.sh("timeout 20 fieldnote check").shows(str![[r#"
customers/minato/2026-03-04-poc.md:21: warning: nobody owns "read the manual"
hands-on/2026-03-05.md:7: warning: this action has no box (- [ ] ACTION: Dana to file the crash)
2> 0 errors, 2 warnings in 4 notes; 1 can be fixed: --fix
exit 1

"#]]);
    s.last_commit().shows(str![[r#"
orbit: done "send the contract"

M␉customers/orbit/2026-03-02-sync.md

"#]]);
}

#[test]
fn other_repositories_inside_are_left_alone() {
    let s = Sealed::notebook();
    s.sh("git init -q ../other && cd ../other && printf -- '- [ ] theirs\\n' > t.md && git add . && git commit -qm theirs")
        .succeeds();
    s.git(&[
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        "../other",
        "customers/sub",
    ]);
    s.commit("sub");
    s.sh("mkdir nested && cd nested && git init -q && printf -- '- [ ] nested\\n' > n.md")
        .succeeds();
    s.fieldnote("followups theirs").shows(str![[r#"
2> no open follow-ups
exit 0

"#]]);
    s.fieldnote("followups nested").shows(str![[r#"
2> no open follow-ups
exit 0

"#]]);
    for line in [
        "done customers/sub/t.md:1",
        "save customers/sub/t.md",
        "save nested/n.md",
        "new sub --no-edit",
    ] {
        let output = s.fieldnote(line);
        assert_eq!(output.code, 1, "{line}: {output}");
    }
    s.fieldnote("save nested/n.md").shows(str![[r#"
2> error: there is no note or customer `nested/n.md`
2> hint: name a note by the end of its path, or a customer by its slug
exit 1

"#]]);
    s.git(&["ls-files", "-s", "customers/sub"])
        .split(' ')
        .next()
        .unwrap_or_default()
        .to_string()
        .shows(str!["160000"]);
    s.fieldnote("done contract").succeeds();
    s.last_commit().shows(str![[r#"
orbit: done "send the contract"

M␉customers/orbit/2026-03-02-sync.md

"#]]);
    s.sh("git -C customers/sub status --porcelain; git status --porcelain").shows(str![[r#"
?? nested/
exit 0

"#]]);
}

#[test]
fn what_links_lead_to_is_not_read() {
    for script in [
        "ln -s ../outside templates",
        "rm fieldnote.toml; ln -s ../outside/a.md fieldnote.toml",
        "rm team.md; ln -s ../outside/a.md team.md",
        "rm customers/orbit/README.md; ln -s ../../../outside/a.md customers/orbit/README.md",
        "mv customers ../moved; ln -s ../outside customers",
        "ln -s ../outside weekly",
        // git knows a note where a link to a folder stands by now.
        "mkdir was; echo x > was/a.md; git add was; git commit -qm was; rm -r was; ln -s ../outside was",
        "mkdir -p b/was; echo x > b/was/a.md; git add b; git commit -qm was; rm -r b; ln -s ../outside b",
    ] {
        let s = Sealed::notebook();
        s.write(
            "../outside/a.md",
            "- [ ] CANARYTEXT\n- Eve CANARYTEXT, @eve, CANARYTEXT\nCANARYTEXT = 1\n",
        );
        s.write("../outside/was/a.md", "- [ ] CANARYTEXT\n");
        s.write("../outside/orbit/README.md", "---\nname: CANARYTEXT\n---\n- Eve CANARYTEXT\n");
        s.write("../outside/2026-W10.md", "CANARYTEXT\n");
        s.sh(script).succeeds();
        for line in READING.iter().chain(&["new orbit a --no-edit", "week --save", "save"]) {
            let output = s.sh(&format!("timeout 20 fieldnote {line}"));
            assert!(output.code <= 2, "{script}: {line}: {output}");
            assert!(!format!("{output}").contains("CANARYTEXT"), "{script}: {line}: {output}");
        }
        assert!(!s.git(&["log", "-p"]).contains("CANARYTEXT"), "{script}");
    }
}

#[test]
fn odd_names_are_shown_harmless_and_committed_as_they_are() {
    let s = Sealed::notebook();
    let names = [
        "new\nline.md",
        "tab\t.md",
        "esc\u{1b}[31m.md",
        "-rf.md",
        ":(top)x.md",
        "*.md",
        "[a].md",
        "a b.md",
        "\u{202e}dm.md",
        "日本語.md",
        "quote'\".md",
    ];
    for name in names {
        s.write(name, format!("- [ ] call about {}\n", name.len()));
    }
    s.sh("printf '%s' '- [ ] bytes' > \"$(printf 'caf\\351.md')\"").succeeds();
    s.write(&format!("{}.md", "l".repeat(252)), "- [ ] long\n");
    let all = s.fieldnote("followups");
    assert_eq!(all.code, 0, "{all}");
    s.fieldnote("save").succeeds();
    let committed =
        s.git(&["-c", "core.quotePath=false", "show", "--format=", "--name-only", "-z", "HEAD"]);
    for name in names {
        let shown = visible(name.as_bytes());
        assert!(committed.contains(&shown), "{shown}: {committed}");
    }
    for name in names {
        let output = s.run(&["done", "--", &format!("{name}:1")]);
        assert_eq!(output.code, 0, "{name:?}: {output}");
        assert_eq!(
            s.git(&["show", "--format=", "--name-only", "-z", "HEAD"]).trim_end_matches("\\u{0}"),
            format!("{}\\u{{0}}", visible(name.as_bytes())).trim_end_matches("\\u{0}")
        );
    }
    for line in READING {
        let output = s.fieldnote(line);
        let shown = format!("{output}");
        // `visible` writes a control character that came through as `\u{1b}`.
        for raw in ["\\u{1b}", "\\u{202e}", "\\u{7}"] {
            assert!(!shown.contains(raw), "{line}: {shown}");
        }
    }
}

#[test]
fn variables_that_would_lead_git_astray_are_refused_or_not_passed_on() {
    for (name, value) in [
        ("GIT_TRACE", "[ROOT]/traced"),
        ("GIT_TRACE2_EVENT", "[ROOT]/traced"),
        ("GIT_PAGER", "touch [ROOT]/ran"),
        ("GIT_EDITOR", "touch [ROOT]/ran"),
        ("GIT_EXTERNAL_DIFF", "touch [ROOT]/ran"),
        ("GIT_SSH_COMMAND", "touch [ROOT]/ran"),
        ("GIT_ASKPASS", "touch [ROOT]/ran"),
        ("GIT_OBJECT_DIRECTORY", "[ROOT]/objects"),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", "[ROOT]/objects"),
        ("GIT_NAMESPACE", "x"),
        ("GIT_COMMON_DIR", "[ROOT]/common"),
        ("GIT_LITERAL_PATHSPECS", "1"),
        ("GIT_ICASE_PATHSPECS", "1"),
        ("GIT_TEMPLATE_DIR", "[ROOT]/objects"),
        ("GIT_CONFIG_PARAMETERS", "'core.hooksPath'='[ROOT]/hooks'"),
    ] {
        let hook = if name == "GIT_TRACE" { "#!/bin/sh\nexit 0\n" } else { "" };
        let s = Sealed::notebook();
        if !hook.is_empty() {
            s.write(".git/hooks/pre-commit", hook).sh("chmod +x .git/hooks/pre-commit");
        }
        s.env(name, value);
        s.fieldnote("done contract").succeeds();
        s.without(name);
        for left in ["traced", "ran", "objects", "common"] {
            assert!(!s.path("..").join(left).exists(), "{name}: {left}");
        }
        s.status().shows(str![]);
        assert!(s.last_commit().starts_with("orbit: done"), "{name}");
        s.git(&["fsck", "--strict"]);
    }
}
