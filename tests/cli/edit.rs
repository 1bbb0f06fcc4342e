//! `edit`, and the editor of `new`.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn what_was_written_is_committed() {
    let s = Sealed::notebook();
    s.env("VISUAL", "echo more >>");
    s.fieldnote("edit minato").shows(str![[r#"
2> minato: edit poc 2026-03-04 · [COMMIT]
exit 0

"#]]);
    s.fieldnote("edit 2026-02-18-sync").shows(str![[r#"
2> minato: edit sync 2026-02-18 · [COMMIT]
exit 0

"#]]);
    s.fieldnote("edit hands-on/2026-03-05.md").shows(str![[r#"
2> edit hands-on 2026-03-05 · [COMMIT]
exit 0

"#]]);
    s.cd("customers").fieldnote("edit orbit/2026-03-02-sync.md").shows(str![[r#"
2> orbit: edit sync 2026-03-02 · [COMMIT]
exit 0

"#]]);
    s.fieldnote("edit ../hands-on/2026-03-05.md").shows(str![[r#"
2> edit hands-on 2026-03-05 · [COMMIT]
exit 0

"#]]);
    s.log().shows(str![[r#"
edit hands-on 2026-03-05
orbit: edit sync 2026-03-02
edit hands-on 2026-03-05
minato: edit sync 2026-02-18
minato: edit poc 2026-03-04
notes of 2026-03-05
notes of 2026-03-04
notes of 2026-03-02
notes of 2026-02-18
team: new person Priya Nair
team: new person Dana Reyes
orbit: new person Ivo Pires
minato: new person 高橋 一郎
minato: new person 佐藤 健
orbit: new customer
minato: new customer
start the notebook

"#]]);
    s.status().shows(str![]);
}

#[test]
fn the_latest_note_up_to_today_is_meant() {
    let s = Sealed::notebook();
    s.fieldnote("new minato --date +7d --no-edit").succeeds();
    s.env("VISUAL", "echo").fieldnote("edit minato").shows(str![[r#"
[ROOT]/notes/customers/minato/2026-03-04-poc.md
2> nothing new in `customers/minato/2026-03-04-poc.md`
exit 0

"#]]);
    s.at("2026-02-01T00:00:00Z").fieldnote("edit minato").shows(str![[r#"
2> error: `minato` has no note up to today
2> hint: start one: `fieldnote new minato`
exit 1

"#]]);
}

#[test]
fn nothing_written_is_no_commit() {
    let s = Sealed::notebook();
    s.env("VISUAL", "true").fieldnote("edit orbit").shows(str![[r#"
2> nothing new in `customers/orbit/2026-03-02-sync.md`
exit 0

"#]]);
    s.fieldnote("new minato").shows(str![[r#"
2> minato: new sync 2026-03-07 · [COMMIT]
exit 0

"#]]);
    s.log().lines().next().unwrap().to_string().shows(str!["minato: new sync 2026-03-07"]);
}

#[test]
fn an_editor_that_fails_commits_nothing() {
    let s = Sealed::notebook();
    s.env("VISUAL", "echo more >> \"$1\"; exit 3; :").fieldnote("edit orbit").shows(str![[r#"
2> error: the editor `echo more >> "$1"; exit 3; :` ended with status 3
2> hint: `customers/orbit/2026-03-02-sync.md` stays as it is; `fieldnote edit customers/orbit/2026-03-02-sync.md` opens it again, `fieldnote save` commits it
2> hint: what it saved is in `[ROOT]/notes/customers/orbit/2026-03-02-sync.md`
exit 1

"#]]);
    s.status().shows(str![[r#"
 M customers/orbit/2026-03-02-sync.md

"#]]);
    s.fieldnote("new minato").shows(str![[r#"
2> error: the editor `echo more >> "$1"; exit 3; :` ended with status 3
2> hint: `customers/minato/2026-03-07-sync.md` stays as it is; `fieldnote edit customers/minato/2026-03-07-sync.md` opens it again, `fieldnote save` commits it
2> hint: what it saved is in `[ROOT]/notes/customers/minato/2026-03-07-sync.md`
exit 1

"#]]);
    s.status().shows(str![[r#"
 M customers/orbit/2026-03-02-sync.md
?? customers/minato/2026-03-07-sync.md

"#]]);
}

#[test]
fn an_editor_that_is_missing_is_named() {
    let s = Sealed::notebook();
    s.env("VISUAL", "no-such-editor 2>/dev/null").fieldnote("edit orbit").shows(str![[r#"
2> error: the editor `no-such-editor 2>/dev/null` was not found
2> hint: `customers/orbit/2026-03-02-sync.md` stays as it is; `fieldnote edit customers/orbit/2026-03-02-sync.md` opens it again, `fieldnote save` commits it
2> hint: set `VISUAL`, or `editor` in your own config
exit 1

"#]]);
    s.fieldnote("new minato").shows(str![[r#"
2> error: the editor `no-such-editor 2>/dev/null` was not found
2> hint: `customers/minato/2026-03-07-sync.md` stays as it is; `fieldnote edit customers/minato/2026-03-07-sync.md` opens it again, `fieldnote save` commits it
2> hint: set `VISUAL`, or `editor` in your own config
exit 1

"#]]);
    s.status().shows(str![[r#"
?? customers/minato/2026-03-07-sync.md

"#]]);
}

#[test]
fn an_editor_that_deletes_the_note_commits_nothing() {
    let s = Sealed::notebook();
    s.env("VISUAL", "rm").fieldnote("edit orbit").shows(str![[r#"
2> error: the editor left no `customers/orbit/2026-03-02-sync.md`; nothing was committed
exit 1

"#]]);
    s.git(&["checkout", "-q", "."]);
    s.fieldnote("new minato").shows(str![[r#"
2> error: the editor left no `customers/minato/2026-03-07-sync.md`; nothing was committed
exit 1

"#]]);
    s.status().shows(str![]);
}

#[test]
fn an_editor_that_replaces_the_file_is_fine() {
    let s = Sealed::notebook();
    s.env("VISUAL", "f() { printf '# new\\n' > \"$1.tmp\" && mv \"$1.tmp\" \"$1\"; }; f");
    s.fieldnote("edit orbit").shows(str![[r#"
2> orbit: edit note 2026-03-02 · [COMMIT]
exit 0

"#]]);
    s.status().shows(str![]);
}

#[test]
fn an_editor_may_have_arguments_and_spaces() {
    let s = Sealed::notebook();
    s.write("../home/my editor", "#!/bin/sh\necho \"$1 $#\" >> \"$2\"\n");
    s.sh("chmod +x '../home/my editor'");
    s.env("VISUAL", "'[ROOT]/home/my editor' --wait").fieldnote("edit 2026-03-05").shows(str![[
        r#"
2> edit hands-on 2026-03-05 · [COMMIT]
exit 0

"#
    ]]);
    s.sh("tail -1 hands-on/2026-03-05.md").shows(str![[r#"
--wait 2
exit 0

"#]]);
}

#[test]
fn the_users_config_chooses_the_editor_and_the_repository_never_does() {
    let s = Sealed::notebook();
    s.write("../home/.config/fieldnote/config.toml", "editor = \"echo config >>\"\n");
    s.env("VISUAL", "echo visual >>").fieldnote("edit 2026-03-05").succeeds();
    s.sh("tail -1 hands-on/2026-03-05.md").shows(str![[r#"
config
exit 0

"#]]);
    s.write("fieldnote.toml", "editor = \"touch [ROOT]/pwned\"\n");
    s.fieldnote("edit 2026-03-05").shows(str![[r#"
2> error: `fieldnote.toml` line 1: unknown key `editor`
exit 1

"#]]);
    s.git(&["checkout", "-q", "fieldnote.toml"]);
    s.write("../home/.config/fieldnote/config.toml", "");
    s.git(&["config", "core.editor", "touch pwned"]);
    s.fieldnote("edit 2026-03-05").succeeds();
    s.sh("tail -1 hands-on/2026-03-05.md; ls").shows(str![[r#"
visual
customers
fieldnote.toml
hands-on
team.md
exit 0

"#]]);
}

#[test]
fn without_a_terminal_or_a_name_there_is_no_editor() {
    Sealed::notebook().fieldnote("edit orbit").shows(str![[r#"
2> error: there is no terminal for an editor
2> hint: set `VISUAL` to an editor that needs none
exit 1

"#]]);
}

#[test]
fn unknown_and_ambiguous_notes_are_refused() {
    let s = Sealed::notebook();
    s.env("VISUAL", "true");
    s.fieldnote("edit mintao").shows(str![[r#"
2> error: there is no note or customer `mintao`
2> hint: did you mean `minato`?
exit 1

"#]]);
    s.fieldnote("edit 2026-03-04-pco").shows(str![[r#"
2> error: there is no note or customer `2026-03-04-pco`
2> hint: did you mean `2026-03-04-poc.md`?
exit 1

"#]]);
    s.fieldnote("edit zzzzzz").shows(str![[r#"
2> error: there is no note or customer `zzzzzz`
2> hint: name a note by the end of its path, or a customer by its slug
exit 1

"#]]);
    s.fieldnote("edit ../../etc/passwd").shows(str![[r#"
2> error: there is no note or customer `../../etc/passwd`
2> hint: name a note by the end of its path, or a customer by its slug
exit 1

"#]]);
    s.fieldnote("edit ''").shows(str![[r#"
2> error: there is no note or customer ``
2> hint: name a note by the end of its path, or a customer by its slug
exit 1

"#]]);
    s.write("x/a.md", "a\n").write("y/a.md", "a\n");
    s.fieldnote("edit a.md").shows(str![[r#"
2> error: `a.md` can be x/a.md or y/a.md
2> hint: give more of the path
exit 1

"#]]);
    s.fieldnote("edit x/a.md").shows(str![[r#"
2> edit x/a.md · [COMMIT]
exit 0

"#]]);
}

#[test]
fn lines_that_are_not_understood_are_named() {
    let s = Sealed::notebook();
    s.env("VISUAL", "printf '%s\\n' '- [ ] @ann send it by friday' '- [ ] @nobody call by 3/9' '[ ] no bullet' '- [] near' '<<<<<<< x' '>>>>>>> y' >>");
    s.fieldnote("new orbit").shows(str![[r#"
2> orbit: new sync 2026-03-06 · [COMMIT]
2> warning: customers/orbit/2026-03-06-sync.md:32: no date read in "by friday": by 2026-03-13?
2> warning: customers/orbit/2026-03-06-sync.md:33: nobody is known as "nobody"
2> warning: customers/orbit/2026-03-06-sync.md:33: no date read in "by 3/9"
2> warning: customers/orbit/2026-03-06-sync.md:36: conflict markers
exit 0

"#]]);
}

#[test]
fn no_commit_leaves_the_commit_to_the_user() {
    let s = Sealed::notebook();
    s.env("VISUAL", "echo more >>").fieldnote("edit orbit --no-commit").shows(str![[r#"
2> not committed: `customers/orbit/2026-03-02-sync.md`
exit 0

"#]]);
    s.status().shows(str![[r#"
 M customers/orbit/2026-03-02-sync.md

"#]]);
}
