//! Where `sync` sends the notes: where it sent them before, or where somebody agreed to.

use std::os::unix::fs::PermissionsExt;

use snapbox::str;

use crate::sealed::{Output, Sealed, Shows};
use crate::sync::shared;

/// A clone that has sent to `hub.git`; there is a copy of that, `away.git`, and a change to send.
fn sent() -> Sealed {
    let s = shared();
    s.fieldnote("sync").succeeds();
    s.sh("cp -a ../hub.git ../away.git").succeeds();
    s.fieldnote("done contract").succeeds();
    s
}

fn tip(s: &Sealed, hub: &str) -> String {
    s.git(&["-C", hub, "rev-parse", "main"])
}

/// Asserts that nothing was sent, and that the message names both addresses.
#[track_caller]
fn refused(s: &Sealed, output: &Output, now: &str) {
    let words = format!(
        "notes went to ../hub.git before; git is now told to send them to {now}; nothing was sent"
    );
    assert!(output.code == 1 && output.stderr.contains(&words), "{output}");
    for hub in ["../hub.git", "../away.git"] {
        assert_ne!(tip(s, hub), tip(s, "."), "{hub}");
    }
}

#[test]
fn the_address_is_remembered_at_the_first_sync() {
    let s = shared();
    let file = ".git/fieldnote/addresses";
    s.fieldnote("sync --dry-run").succeeds();
    assert!(!s.path(file).exists());
    s.fieldnote("sync").succeeds();
    assert_eq!(s.read(file), "refs/heads/main ../hub.git\n");
    let mode = s.path(file).metadata().expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    s.fieldnote("done contract").succeeds();
    s.fieldnote("sync").shows(str![[r#"
2> sent 1 commit to origin/main
exit 0

"#]]);
}

#[test]
fn another_address_has_to_be_agreed_to() {
    let s = sent();
    s.git(&["remote", "set-url", "origin", "../away.git"]);
    s.fieldnote("sync").shows(str![[r#"
2> error: notes went to ../hub.git before; git is now told to send them to ../away.git; nothing was sent
2> hint: if that is right: `fieldnote sync --new-address`; else see who set it: git config --show-origin --get-regexp '^(remote|url|branch)[.]'
exit 1

"#]]);
    for line in ["sync", "sync --yes", "sync --dry-run"] {
        refused(&s, &s.fieldnote(line), "../away.git");
    }
    s.fieldnote("sync --new-address").shows(str![[r#"
2> sent 1 commit to origin/main
exit 0

"#]]);
    assert_eq!(tip(&s, "../away.git"), tip(&s, "."));
    s.fieldnote("sync").succeeds();
    s.git(&["remote", "set-url", "origin", "../hub.git"]);
    assert_eq!(s.fieldnote("sync").code, 1);
}

#[test]
fn somebody_at_the_terminal_is_asked() {
    for (answer, code) in [("n", 1), ("", 1), ("y", 0)] {
        let s = sent();
        s.git(&["remote", "set-url", "origin", "../away.git"]);
        let output = s.sh(&format!("echo {answer} | script -qec 'fieldnote sync' /dev/null"));
        if output.code == 127 {
            return; // there is no `script` here
        }
        let words = "notes went to ../hub.git before; git is now told to send them to ../away.git";
        assert!(output.stdout.contains(words), "{output}");
        assert_eq!(output.code, code, "{answer}: {output}");
        assert_eq!(tip(&s, "../away.git") == tip(&s, "."), code == 0, "{answer}");
    }
}

#[test]
fn every_setting_that_sends_elsewhere_counts() {
    for (setting, now) in [
        ("config remote.origin.pushurl ../away.git", "../away.git"),
        ("config url.../away.git.pushInsteadOf ../hub.git", "../away.git"),
        ("config url.../away.git.insteadOf ../hub.git", "../away.git"),
        ("config include.path ../../included", "../away.git"),
    ] {
        let s = sent();
        s.write("../included", "[remote \"origin\"]\n\tpushurl = ../away.git\n");
        s.git(&setting.split(' ').collect::<Vec<_>>());
        refused(&s, &s.fieldnote("sync"), now);
    }
    // A remote of another name, and a branch that never was sent.
    for switch in ["true", "git switch -q -c side"] {
        let s = sent();
        s.sh(&format!("{switch} && git remote add other ../away.git && git fetch -q other && git branch -q -u other/main"))
            .succeeds();
        refused(&s, &s.fieldnote("sync"), "../away.git");
    }
}

#[test]
fn a_second_address_is_refused() {
    let s = shared();
    s.sh("cp -a ../hub.git ../away.git && git remote set-url --add origin ../away.git").succeeds();
    s.fieldnote("done contract").succeeds();
    s.fieldnote("sync --new-address").shows(str![[r#"
2> error: git is told to send what goes to `origin` to several addresses: ../hub.git, ../away.git; nothing was sent
2> hint: keep one of them; see who set them: git config --show-origin --get-regexp '^(remote|url)[.]'
exit 1

"#]]);
    assert_ne!(tip(&s, "../away.git"), tip(&s, "."));
}

#[test]
fn passwords_of_an_address_are_neither_kept_nor_shown() {
    let s = sent();
    s.git(&[
        "remote",
        "set-url",
        "--push",
        "origin",
        "https://ann:s3cret@127.0.0.1:1/n.git?token=s3cret",
    ]);
    s.fieldnote("sync").shows(str![[r#"
2> error: notes went to ../hub.git before; git is now told to send them to https://127.0.0.1:1/n.git; nothing was sent
2> hint: if that is right: `fieldnote sync --new-address`; else see who set it: git config --show-origin --get-regexp '^(remote|url|branch)[.]'
exit 1

"#]]);
    let failed = s.fieldnote("sync --new-address");
    assert_eq!(failed.code, 1, "{failed}");
    assert!(!failed.stderr.contains("s3cret"), "{failed}");
    // Another password is not another address.
    s.write(".git/fieldnote/addresses", "refs/heads/main https://127.0.0.1:1/n.git\n");
    let failed = s.fieldnote("sync");
    assert!(!failed.stderr.contains("s3cret") && !failed.stderr.contains("went to"), "{failed}");
    s.git(&["remote", "set-url", "--push", "origin", "https://evil.example\\@127.0.0.1:1/n.git"]);
    s.fieldnote("sync").shows(str![[r#"
2> error: the address that git has for `origin` is not understood
2> hint: set it anew: git remote set-url origin URL
exit 1

"#]]);
}
