//! Where the notebook is found, and from where it can be used.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn the_order_is_c_above_variable_config() {
    let s = Sealed::notebook();
    for name in ["named", "variable", "config"] {
        s.sh(&format!("mkdir ../{name} && cd ../{name} && fieldnote init -q")).succeeds();
        s.write(&format!("../{name}/a.md"), format!("- [ ] from {name}\n"));
    }
    s.write("../home/.config/fieldnote/config.toml", "notebook = \"~/../config\"\n");
    s.env("FIELDNOTE_NOTEBOOK", "[ROOT]/variable");
    s.fieldnote("-C ../named f").shows(str![[r#"
  4  from named  a.md:1
exit 0

"#]]);
    s.fieldnote("f --notebook ../named -q").shows(str![[r#"
  4  from named  a.md:1
exit 0

"#]]);
    s.cd("customers/minato").fieldnote("f -q contract").shows(str![[r#"
! n  5 Mar 1d late  ann  send the contract  customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    s.cd("../tmp").fieldnote("f").shows(str![[r#"
  v  from variable  a.md:1
exit 0

"#]]);
    s.env("FIELDNOTE_NOTEBOOK", "").fieldnote("f").shows(str![[r#"
  m  from config  a.md:1
exit 0

"#]]);
    s.env("XDG_CONFIG_HOME", "[ROOT]/xdg").fieldnote("f").shows(str![[r#"
2> error: there is no notebook in `[ROOT]/tmp` or above
2> hint: run `fieldnote init` to start one here, or name one with `-C DIR`
exit 1

"#]]);
    s.write("../xdg/fieldnote/config.toml", "notebook = \"../../named\"\n");
    s.fieldnote("f").shows(str![[r#"
  4  from named  a.md:1
exit 0

"#]]);
    s.env("FIELDNOTE_NOTEBOOK", "[ROOT]/nowhere").fieldnote("f").shows(str![[r#"
2> error: `FIELDNOTE_NOTEBOOK` names no notebook: failed to open `[ROOT]/nowhere`: No such file or directory (os error 2)
exit 1

"#]]);
    s.env("FIELDNOTE_NOTEBOOK", "[ROOT]/tmp").fieldnote("f").shows(str![[r#"
2> error: `FIELDNOTE_NOTEBOOK` names no notebook: there is no `fieldnote.toml` in `[ROOT]/tmp`
2> hint: run `fieldnote init [ROOT]/tmp`
exit 1

"#]]);
    s.fieldnote("-C ../nowhere f").shows(str![[r#"
2> error: failed to open `../nowhere`: No such file or directory (os error 2)
exit 1

"#]]);
}

#[test]
fn a_folder_that_is_no_repository_can_be_read() {
    let s = Sealed::empty();
    s.write("a.md", "- [ ] a\n").write("templates/b.md", "- [ ] b\n").write("team.md", "- [ ] c\n");
    s.fieldnote("f").shows(str![[r#"
2> error: there is no notebook in `[ROOT]/notes` or above
2> hint: run `fieldnote init` to start one here, or name one with `-C DIR`
exit 1

"#]]);
    s.fieldnote("-C . f").shows(str![[r#"
  d  a  a.md:1
  r  c  team.md:1
  s  b  templates/b.md:1
exit 0

"#]]);
    s.fieldnote("-C . done a").shows(str![[r#"
2> error: `[ROOT]/notes` has no `fieldnote.toml`
2> hint: run `fieldnote init` there to make it a notebook; it changes no other file
exit 1

"#]]);
    s.fieldnote("-C . save").shows(str![[r#"
2> error: `[ROOT]/notes` has no `fieldnote.toml`
2> hint: run `fieldnote init` there to make it a notebook; it changes no other file
exit 1

"#]]);
    s.fieldnote("-C . customer list").shows(str![[r#"
2> no customers yet: fieldnote customer add SLUG --name "Its Name"
exit 0

"#]]);
    s.fieldnote("-C a.md f").shows(str![[r#"
2> error: `a.md` is no folder
exit 1

"#]]);
    s.fieldnote("-C .").shows(str![[r#"
Friday 6 March 2026: nothing for the next 7 days.
3 open later or without a date: fieldnote followups
exit 0

"#]]);
}

#[test]
fn a_repository_that_is_no_notebook_can_be_read() {
    let s = Sealed::empty();
    s.git(&["init", "-q"]);
    s.write("deep/a.md", "- [ ] a by 2026-03-01\n").write("README.md", "- [ ] b\n").commit("notes");
    s.fieldnote("f").shows(str![[r#"
! d  1 Mar 5d late  a  deep/a.md:1
  b                 b  README.md:1
exit 0

"#]]);
    s.cd("deep").fieldnote("f").shows(str![[r#"
! d  1 Mar 5d late  a  deep/a.md:1
  b                 b  README.md:1
exit 0

"#]]);
    s.fieldnote("done a").shows(str![[r#"
2> error: `[ROOT]/notes` has no `fieldnote.toml`
2> hint: run `fieldnote init` there to make it a notebook; it changes no other file
exit 1

"#]]);
    s.fieldnote("new acme").shows(str![[r#"
2> error: `[ROOT]/notes` has no `fieldnote.toml`
2> hint: run `fieldnote init` there to make it a notebook; it changes no other file
exit 1

"#]]);
    s.fieldnote("save").shows(str![[r#"
2> error: `[ROOT]/notes` has no `fieldnote.toml`
2> hint: run `fieldnote init` there to make it a notebook; it changes no other file
exit 1

"#]]);
    s.fieldnote("edit a.md").shows(str![[r#"
2> error: `[ROOT]/notes` has no `fieldnote.toml`
2> hint: run `fieldnote init` there to make it a notebook; it changes no other file
exit 1

"#]]);
    s.fieldnote("customer add acme").shows(str![[r#"
2> error: `[ROOT]/notes` has no `fieldnote.toml`
2> hint: run `fieldnote init` there to make it a notebook; it changes no other file
exit 1

"#]]);
    s.fieldnote("person add --team bob Bob").shows(str![[r#"
2> error: `[ROOT]/notes` has no `fieldnote.toml`
2> hint: run `fieldnote init` there to make it a notebook; it changes no other file
exit 1

"#]]);
    s.status().shows(str![]);
}

#[test]
fn a_notebook_without_git_can_be_written_if_commits_are_off() {
    let s = Sealed::empty();
    s.write("fieldnote.toml", "").write("a.md", "- [ ] a\n- [ ] b\n");
    s.fieldnote("done a").shows(str![[r#"
2> error: `[ROOT]/notes` is in no git repository
2> hint: run `git init` there, or set `commit = false` in `fieldnote.toml`
exit 1

"#]]);
    s.fieldnote("save").shows(str![[r#"
2> error: `[ROOT]/notes` is in no git repository
2> hint: run `git init` there, or set `commit = false` in `fieldnote.toml`
exit 1

"#]]);
    s.fieldnote("done a --no-commit").shows(str![[r#"
2> done: a · a.md:1
2> not committed
exit 0

"#]]);
    s.write("fieldnote.toml", "commit = false\n").fieldnote("done b").shows(str![[r#"
2> done: b · a.md:2
2> not committed
exit 0

"#]]);
    s.read("a.md").shows(str![[r#"
- [x] a (done 2026-03-06)
- [x] b (done 2026-03-06)

"#]]);
}

#[test]
fn places_are_named_from_anywhere() {
    let s = Sealed::notebook();
    s.cd("customers/minato");
    s.fieldnote("done ./2026-03-04-poc.md:17").shows(str![[r#"
2> done: send the sizing guide · customers/minato/2026-03-04-poc.md:17
exit 0

"#]]);
    s.fieldnote("done ../orbit/2026-03-02-sync.md:16").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    let path = s.path("customers/orbit/2026-03-02-sync.md").display().to_string();
    s.run(&["done", &format!("{path}:18")]).shows(str![[r#"
2> done: demo the importer #importer · customers/orbit/2026-03-02-sync.md:18
exit 0

"#]]);
    s.cd("../tmp").fieldnote("-C ../notes done customers/orbit/2026-03-02-sync.md:17").shows(str![
        [r#"
2> done: send the migration plan · customers/orbit/2026-03-02-sync.md:17
exit 0

"#]
    ]);
    s.fieldnote("-C ../notes new orbit --no-edit").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-06-sync.md
2> orbit: new sync 2026-03-06 · [COMMIT]
exit 0

"#]]);
}

#[test]
fn a_path_that_is_whole_is_no_end_of_another() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] one\n").write("deep/a.md", "- [ ] two\n").commit("notes");
    s.fieldnote("done a.md:1").shows(str![[r#"
2> done: one · a.md:1
exit 0

"#]]);
    s.env("VISUAL", "echo more >>").cd("..").fieldnote("-C notes edit a.md").shows(str![[r#"
2> edit a.md · [COMMIT]
exit 0

"#]]);
}

#[test]
fn a_link_to_the_notebook_is_the_notebook() {
    let s = Sealed::notebook();
    s.sh("ln -s notes ../link");
    s.cd("../link").fieldnote("done contract").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    s.cd("../link/customers").fieldnote("f -q importer").shows(str![[r#"
  c  priya  demo the importer #importer  customers/orbit/2026-03-02-sync.md:18
exit 0

"#]]);
    s.env("VISUAL", "echo more >>").fieldnote("edit orbit/2026-03-02-sync.md").shows(str![[r#"
2> orbit: edit sync 2026-03-02 · [COMMIT]
exit 0

"#]]);
}

#[test]
fn a_bare_repository_and_a_work_tree_of_git_are_told_apart() {
    let s = Sealed::notebook();
    s.git(&["worktree", "add", "-q", "../tree", "-b", "side"]);
    s.cd("../tree").fieldnote("done contract").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
    s.status().shows(str![]);
    s.cd("").status().shows(str![]);
    s.git(&["clone", "-q", "--bare", ".", "../bare.git"]);
    s.cd("../bare.git").fieldnote("f").shows(str![[r#"
2> error: there is no notebook in `[ROOT]/bare.git` or above
2> hint: run `fieldnote init` to start one here, or name one with `-C DIR`
exit 1

"#]]);
}

#[test]
fn the_clock_must_be_a_moment() {
    let s = Sealed::notebook();
    s.at("yesterday").fieldnote("f").shows(str![[r#"
2> error: failed to read `FIELDNOTE_NOW`: `yesterday` is no RFC 3339 time
2> hint: write it as `2026-03-06T17:00:00Z`
exit 1

"#]]);
    s.at("2026-03-06").fieldnote("f").shows(str![[r#"
2> error: failed to read `FIELDNOTE_NOW`: `2026-03-06` is no RFC 3339 time
2> hint: write it as `2026-03-06T17:00:00Z`
exit 1

"#]]);
    s.at("2026-03-06T23:30:00+09:00").fieldnote("f --overdue -q").shows(str![[r#"
! 7  27 Feb 7d late  佐藤 健  見積もりを確認する  customers/minato/2026-02-18-sync.md:13
! n  5 Mar 1d late   ann      send the contract  customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
}
