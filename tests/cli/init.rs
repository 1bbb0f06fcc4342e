//! `init`: starts a notebook, or adopts a repository and changes nothing else in it.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn a_new_notebook_has_settings_and_a_team() {
    let s = Sealed::empty();
    s.fieldnote("init").shows(str![[r#"
2> started the notebook `[ROOT]/notes`
2> next: fieldnote customer add SLUG --name "Its Name"
exit 0

"#]]);
    s.status().shows(str![]);
    s.last_commit().shows(str![[r#"
start the notebook

A␉fieldnote.toml
A␉team.md

"#]]);
    s.read("team.md").shows(str![[r#"
# Team

<!-- - @handle — Full Name, role (Area/City) <mail@example.com> -->

- @ann — Ann Lee <ann@us.example>

"#]]);
    s.git(&["log", "-1", "--format=%an <%ae> %ad%n%cn %cd%n%B"]).shows(str![[r#"
Ann Lee <ann@us.example> Fri Mar 6 17:00:00 2026 +0000
Ann Lee Fri Mar 6 17:00:00 2026 +0000
start the notebook

Fieldnote: init
Fieldnote-Op: [ID]


"#]]);
}

#[test]
fn a_second_run_changes_nothing() {
    let s = Sealed::init();
    s.fieldnote("init").shows(str![[r#"
2> `[ROOT]/notes` is a notebook already
exit 0

"#]]);
    s.log().shows(str![[r#"
start the notebook

"#]]);
}

#[test]
fn a_folder_may_be_named_and_new() {
    let s = Sealed::empty();
    s.fieldnote("init 'deep/my notes'").shows(str![[r#"
2> started the notebook `[ROOT]/notes/deep/my notes`
2> next: fieldnote customer add SLUG --name "Its Name"
exit 0

"#]]);
    s.fieldnote("-C 'deep/my notes' init").shows(str![[r#"
2> `[ROOT]/notes/deep/my notes` is a notebook already
exit 0

"#]]);
    s.write("file", "").fieldnote("init file").shows(str![[r#"
2> error: `[ROOT]/notes/file` is no folder
exit 1

"#]]);
}

#[test]
fn a_repository_is_adopted_with_its_changes_as_they_are() {
    let s = Sealed::empty();
    s.git(&["init", "-q"]);
    s.write("a.md", "- [ ] a\n").write("b.md", "b\n").commit("mine");
    s.write("a.md", "- [ ] changed\n").write("b.md", "staged\n").write("c.md", "new\n");
    s.git(&["add", "b.md"]);
    s.fieldnote("init").shows(str![[r#"
2> adopted the notebook `[ROOT]/notes`
2> next: fieldnote customer add SLUG --name "Its Name"
exit 0

"#]]);
    s.status().shows(str![[r#"
 M a.md
M  b.md
?? c.md

"#]]);
    s.last_commit().shows(str![[r#"
start the notebook

A␉fieldnote.toml
A␉team.md

"#]]);
}

#[test]
fn a_team_that_is_there_stays() {
    let s = Sealed::empty();
    s.git(&["init", "-q"]);
    s.write("team.md", "- @zoe — Zoe\n").fieldnote("init").shows(str![[r#"
2> adopted the notebook `[ROOT]/notes`
2> next: fieldnote customer add SLUG --name "Its Name"
exit 0

"#]]);
    s.read("team.md").shows(str![[r#"
- @zoe — Zoe

"#]]);
    s.status().shows(str![[r#"
?? team.md

"#]]);
}

#[test]
fn without_an_identity_nothing_is_left_behind() {
    let s = Sealed::empty();
    s.write("../home/.gitconfig", "[user]\n\tuseConfigOnly = true\n");
    s.fieldnote("init").shows(str![[r#"
2> error: git does not know your name and e-mail address
2> hint: tell it:
2>   git config --global user.name "Your Name"
2>   git config --global user.email you@example.com
exit 1

"#]]);
    s.sh("ls -A").shows(str![[r#"
exit 0

"#]]);
}

#[test]
fn a_folder_of_a_repository_can_be_a_notebook() {
    let s = Sealed::empty();
    s.git(&["init", "-q"]);
    s.write("src/main.c", "int main;\n").write("docs/x.md", "- [ ] not mine\n").commit("code");
    s.fieldnote("init notes").shows(str![[r#"
2> adopted the notebook `[ROOT]/notes/notes`
2> next: fieldnote customer add SLUG --name "Its Name"
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
start the notebook

A␉notes/fieldnote.toml
A␉notes/team.md

"#]]);
    s.write("notes/a.md", "- [ ] mine\n").cd("notes");
    s.fieldnote("followups").shows(str![[r#"
  4  mine  a.md:1
exit 0

"#]]);
    s.fieldnote("done mine").shows(str![[r#"
2> done: mine · a.md:1
2> with all of a.md, which was not committed before
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
done "mine"

A␉notes/a.md

"#]]);
    s.fieldnote("customer add acme").shows(str![[r#"
2> acme: wrote `customers/acme/README.md`
2> next: fieldnote person add acme "Full Name"
exit 0

"#]]);
    s.fieldnote("new acme --no-edit").shows(str![[r#"
[ROOT]/notes/notes/customers/acme/2026-03-06-sync.md
2> acme: new sync 2026-03-06 · [COMMIT]
exit 0

"#]]);
    s.last_commit().shows(str![[r#"
acme: new sync 2026-03-06

A␉notes/customers/acme/2026-03-06-sync.md

"#]]);
    s.write("notes/a.md", "changed\n").fieldnote("save").shows(str![[r#"
2> save a.md · [COMMIT]
exit 0

"#]]);
    s.status().shows(str![""]);
}

#[test]
fn an_ignored_settings_file_is_refused() {
    let s = Sealed::empty();
    s.git(&["init", "-q"]);
    s.write(".gitignore", "*.toml\n").commit("ignore");
    s.fieldnote("init").shows(str![[r#"
2> error: git ignores `fieldnote.toml`
2> hint: find the rule: git check-ignore -v 'fieldnote.toml'; or add the file once: git add -f 'fieldnote.toml'
exit 1

"#]]);
    s.sh("ls -A").shows(str![[r#"
.git
.gitignore
exit 0

"#]]);
}

#[test]
fn the_middle_of_a_merge_is_refused() {
    let s = Sealed::empty();
    s.git(&["init", "-q"]);
    s.write("a", "1\n").commit("one");
    s.git(&["checkout", "-q", "-b", "side"]);
    s.write("b", "2\n").commit("two");
    s.git(&["checkout", "-q", "main"]);
    s.write("c", "3\n").commit("three");
    s.git(&["merge", "-q", "--no-commit", "--no-ff", "side"]);
    s.fieldnote("init").shows(str![[r#"
2> error: a merge is in progress
2> hint: end it first: `git merge --continue` or `git merge --abort`
exit 1

"#]]);
    s.status().shows(str![[r#"
A  b

"#]]);
}
