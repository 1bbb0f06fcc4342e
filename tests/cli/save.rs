//! `save`: one commit of what was changed by hand.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn nothing_changed_is_nothing_to_save() {
    Sealed::notebook().fieldnote("save").shows(str![[r#"
2> nothing was changed by hand
exit 0

"#]]);
}

#[test]
fn every_changed_note_goes_into_one_commit_and_nothing_else() {
    let s = Sealed::notebook();
    s.write("new.md", "- [ ] new\n")
        .write("code.c", "int main;\n")
        .write("templates/sync.md", "# x\n");
    s.write("weekly/2026-W10.md", "# w\n");
    s.sh("echo more >> customers/orbit/README.md; echo more >> team.md; rm hands-on/2026-03-05.md; echo '#' >> fieldnote.toml");
    s.fieldnote("save").shows(str![[r#"
2> save 7 files · [COMMIT]
2>   customers/orbit/README.md
2>   fieldnote.toml
2>   hands-on/2026-03-05.md
2>   new.md
2>   team.md
2>   templates/sync.md
2>   weekly/2026-W10.md
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
save 7 files

M␉customers/orbit/README.md
M␉fieldnote.toml
D␉hands-on/2026-03-05.md
A␉new.md
M␉team.md
A␉templates/sync.md
A␉weekly/2026-W10.md

"#]]);
    s.status().shows(str![[r#"
?? code.c

"#]]);
}

#[test]
fn one_note_is_named_in_the_subject() {
    let s = Sealed::notebook();
    s.sh("echo more >> customers/minato/2026-03-04-poc.md; echo more >> customers/orbit/2026-03-02-sync.md");
    s.fieldnote("save minato").shows(str![[r#"
2> minato: save poc 2026-03-04 · [COMMIT]
exit 0

"#]]);
    s.fieldnote("save minato").shows(str![[r#"
2> nothing was changed by hand
exit 0

"#]]);
    s.fieldnote("save 2026-03-02-sync.md hands-on/2026-03-05.md").shows(str![[r#"
2> save 2 notes · [COMMIT]
2>   customers/orbit/2026-03-02-sync.md
2>   hands-on/2026-03-05.md
exit 0

"#]]);
    s.status().shows(str![]);
}

#[test]
fn a_renamed_note_is_saved_under_both_names() {
    let s = Sealed::notebook();
    s.sh("mv hands-on/2026-03-05.md hands-on/2026-03-05-nightly.md");
    s.fieldnote("save").shows(str![[r#"
2> save 2 files · [COMMIT]
2>   hands-on/2026-03-05-nightly.md
2>   hands-on/2026-03-05.md
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
save 2 files

R100␉hands-on/2026-03-05.md␉hands-on/2026-03-05-nightly.md

"#]]);
    s.git(&["mv", "hands-on/2026-03-05-nightly.md", "hands-on/2026-03-05.md"]);
    s.fieldnote("save").shows(str![[r#"
2> save 2 files · [COMMIT]
2>   hands-on/2026-03-05-nightly.md
2>   hands-on/2026-03-05.md
exit 0

"#]]);
    s.status().shows(str![]);
}

#[test]
fn a_deleted_note_can_be_named() {
    let s = Sealed::notebook();
    s.sh("rm hands-on/2026-03-05.md");
    s.fieldnote("save hands-on/2026-03-05.md").shows(str![[r#"
2> save hands-on/2026-03-05.md · [COMMIT]
exit 0

"#]]);
    s.status().shows(str![""]);
}

#[test]
fn unknown_notes_are_refused() {
    let s = Sealed::notebook();
    s.sh("echo more >> customers/minato/2026-03-04-poc.md");
    s.fieldnote("save minato nowhere").shows(str![[r#"
2> error: there is no note or customer `nowhere`
2> hint: name a note by the end of its path, or a customer by its slug
exit 1

"#]]);
    s.fieldnote("save team.md").shows(str![[r#"
2> error: there is no note or customer `team.md`
2> hint: name a note by the end of its path, or a customer by its slug
exit 1

"#]]);
    s.status().shows(str![[r#"
 M customers/minato/2026-03-04-poc.md

"#]]);
}

#[test]
fn conflict_markers_are_refused() {
    let s = Sealed::notebook();
    s.write("a.md", "<<<<<<< x\na\n=======\nb\n>>>>>>> y\n");
    s.fieldnote("save").shows(str![[r#"
2> error: `a.md` has conflict markers (from line 1)
2> hint: decide between the versions in your editor first
exit 1

"#]]);
    s.status().shows(str![[r#"
?? a.md

"#]]);
}

#[test]
fn ignored_and_foreign_notes_stay_out() {
    let s = Sealed::notebook();
    s.write(".gitignore", "secret.md\n")
        .write("secret.md", "x\n")
        .write(".hidden/x.md", "x\n")
        .write("other/x.md", "x\n");
    s.sh("git init -q other; ln -s x link.md");
    s.write("a.md", "x\n").fieldnote("save").shows(str![[r#"
2> save a.md · [COMMIT]
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
save a.md

A␉a.md

"#]]);
    s.status().shows(str![[r#"
?? .gitignore
?? .hidden/x.md
?? link.md
?? other/

"#]]);
}

#[test]
fn line_endings_that_git_converts_are_no_change() {
    let s = Sealed::notebook();
    s.git(&["config", "core.autocrlf", "true"]);
    s.write("a.md", "x\r\n").write("b.md", "x\r\n").fieldnote("save").succeeds();
    s.status().shows(str![]);
    // A file as young as the index may have changed within one tick of the clock.
    s.sh("touch -d '1 hour ago' *.md customers/*/*.md hands-on/*.md; git status --short");
    s.fieldnote("save").shows(str![[r#"
2> nothing was changed by hand
exit 0

"#]]);
    s.write("b.md", "y\r\n");
    s.fieldnote("save").shows(str![[r#"
2> save b.md · [COMMIT]
exit 0

"#]]);
    s.status().shows(str![]);
}
