//! `init --merge-driver`: git is told to merge notes with fieldnote, and nothing else changes.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn a_notebook_is_set_up_once() {
    let s = Sealed::init();
    s.fieldnote("init --merge-driver").shows(str![[r#"
2> added `*.md merge=fieldnote` to `.gitattributes` · [COMMIT]
2> set `merge.fieldnote` in this clone's git settings
2> git merges notes with fieldnote in this clone; elsewhere it merges as ever
2> each clone needs the command once: git takes no program from a repository
exit 0

"#]]);
    s.read(".gitattributes").shows(str![[r#"
*.md merge=fieldnote

"#]]);
    s.git(&["config", "--local", "--get-regexp", "merge"]).shows(str![[r#"
merge.fieldnote.name merge notes with follow-ups understood
merge.fieldnote.driver fieldnote merge-driver %O %A %B --marker-size=%L --path=%P --base-label=%S --ours-label=%X --theirs-label=%Y; s=$?; test $s -lt 2 || { git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; s=$?; }; exit $s

"#]]);
    s.last_commit().shows(str![[r#"
merge notes with fieldnote

A␉.gitattributes

"#]]);
    s.status().shows(str![]);
    let config = s.bytes(".git/config");
    s.fieldnote("init --merge-driver").shows(str![[r#"
2> git merges notes with fieldnote here already
exit 0

"#]]);
    assert_eq!(s.bytes(".git/config"), config);
    s.log().shows(str![[r#"
merge notes with fieldnote
start the notebook

"#]]);
}

#[test]
fn a_new_notebook_is_set_up_at_once() {
    let s = Sealed::empty();
    s.fieldnote("init --merge-driver").shows(str![[r#"
2> started the notebook `[ROOT]/notes`
2> added `*.md merge=fieldnote` to `.gitattributes` · [COMMIT]
2> set `merge.fieldnote` in this clone's git settings
2> git merges notes with fieldnote in this clone; elsewhere it merges as ever
2> each clone needs the command once: git takes no program from a repository
2> next: fieldnote customer add SLUG --name "Its Name"
exit 0

"#]]);
    s.log().shows(str![[r#"
merge notes with fieldnote
start the notebook

"#]]);
}

#[test]
fn what_stands_in_the_attributes_stays() {
    for (before, after) in [
        ("*.png binary\n", "*.png binary\n*.md merge=fieldnote\n"),
        ("*.png binary", "*.png binary\n*.md merge=fieldnote\n"),
        ("*.png binary\r\n", "*.png binary␍\n*.md merge=fieldnote␍\n"),
        ("*.md text\n", "*.md text\n*.md merge=fieldnote\n"),
        ("*.md text merge=fieldnote\n", "*.md text merge=fieldnote\n"),
    ] {
        let s = Sealed::init();
        s.write(".gitattributes", before).commit("attributes");
        s.fieldnote("init --merge-driver").succeeds();
        assert_eq!(s.read(".gitattributes"), after);
        assert_eq!(s.status(), "");
    }
}

#[test]
fn notes_that_git_merges_in_another_way_are_left_to_the_user() {
    for attributes in ["*.md merge=union\n", "*.md -merge\n", "customers/** merge=ours\n"] {
        let s = Sealed::notebook();
        s.write(".gitattributes", attributes).commit("attributes");
        let refused = s.fieldnote("init --merge-driver");
        assert_eq!(refused.code, 1, "{attributes}: {refused}");
        assert_eq!(s.read(".gitattributes"), attributes);
        assert!(!s.read(".git/config").contains("fieldnote"), "{attributes}");
    }
    let s = Sealed::notebook();
    s.write(".gitattributes", "*.md merge=union\n")
        .fieldnote("init --merge-driver")
        .shows(str![[r#"
2> error: git merges notes here with `union` already (`note.md`)
2> hint: if fieldnote is to do it, take that out of `.gitattributes` (or the like) and run the command again
exit 1

"#]]);
}

#[test]
fn without_a_repository_there_is_nothing_to_set_up() {
    let s = Sealed::empty();
    s.write("fieldnote.toml", "commit = false\n").fieldnote("init --merge-driver").shows(str![[
        r#"
2> error: `[ROOT]/notes` is in no git repository
2> hint: run `git init` there first
exit 1

"#
    ]]);
}

#[test]
fn a_notebook_below_the_top_of_the_work_tree_is_set_up_there() {
    let s = Sealed::empty();
    s.git(&["init", "-q"]);
    s.fieldnote("init deep").succeeds();
    s.fieldnote("init deep --merge-driver").succeeds();
    s.read("deep/.gitattributes").shows(str![[r#"
*.md merge=fieldnote

"#]]);
    let (path, note) = ("deep/customers/orbit/2026-03-02.md", "- [ ] a\n- [ ] b\n");
    s.write(path, note).commit("note");
    s.git(&["switch", "-q", "-c", "theirs"]);
    s.write(path, note.replace("[ ] b", "[x] b")).commit("theirs");
    s.git(&["switch", "-q", "main"]);
    s.write(path, note.replace("[ ] a", "[x] a")).commit("ours");
    s.sh("git merge -q --no-edit theirs").succeeds();
    s.read(path).shows(str![[r#"
- [x] a
- [x] b

"#]]);
}

#[test]
fn a_changed_file_of_attributes_that_is_staged_otherwise_is_refused() {
    let s = Sealed::init();
    s.write(".gitattributes", "*.png binary\n");
    s.git(&["add", ".gitattributes"]);
    s.write(".gitattributes", "*.jpg binary\n");
    let refused = s.fieldnote("init --merge-driver");
    assert_eq!(refused.code, 1, "{refused}");
    assert_eq!(s.read(".gitattributes"), "*.jpg binary\n");
    assert!(!s.read(".git/config").contains("fieldnote"));
}
