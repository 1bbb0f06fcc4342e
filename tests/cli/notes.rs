//! Which files are notes, and what cannot be read.

use snapbox::str;

use crate::hostile::root;
use crate::sealed::{Sealed, Shows};

#[test]
fn notes_are_what_git_tracks_or_does_not_ignore() {
    let s = Sealed::init();
    s.write(".gitignore", "ignored/\ntracked.md\n*.log.md\n")
        .write("ignored/a.md", "- [ ] ignored\n");
    s.write("tracked.md", "- [ ] ignored but tracked\n").write("x.log.md", "- [ ] log\n");
    s.write(".hidden/a.md", "- [ ] hidden\n").write(".a.md", "- [ ] hidden file\n");
    s.write("a.MD", "- [ ] upper case\n")
        .write("a.markdown", "- [ ] markdown\n")
        .write("a.txt", "- [ ] text\n");
    s.write("deep/.gitignore", "b.md\n")
        .write("deep/b.md", "- [ ] ignored deep\n")
        .write("deep/c.md", "- [ ] deep\n");
    s.write(".git/info/exclude", "excluded.md\n").write("excluded.md", "- [ ] excluded\n");
    s.write(".ignore", "kept.md\n").write("kept.md", "- [ ] .ignore is not git's\n");
    s.write("templates/a.md", "- [ ] template\n").write("weekly/a.md", "- [ ] weekly\n");
    s.write("customers/a/README.md", "- [ ] card\n")
        .write("customers/a/readme.md", "- [ ] lower\n");
    s.git(&["add", "-f", "tracked.md"]);
    s.fieldnote("f -q").shows(str![[r#"
  9  upper case  a.MD:1
  f  lower  customers/a/readme.md:1
  h  deep  deep/c.md:1
  j  .ignore is not git's  kept.md:1
  p  ignored but tracked  tracked.md:1
exit 0

"#]]);
}

#[test]
fn the_users_own_rules_count_from_the_work_tree_wherever_a_run_starts() {
    let s = Sealed::init();
    s.write("../home/.config/git/ignore", "/mine.md\n/deep/b.md\n").write("deep/b.md", "- [ ] b\n");
    s.write("mine.md", "- [ ] mine\n").write("deep/mine.md", "- [ ] deep\n");
    for folder in [".", "deep", ".."] {
        let listed =
            s.cd(folder).fieldnote("f -q -C [ROOT]/notes".replace("[ROOT]", &root(&s)).as_str());
        assert_eq!(listed.stdout, "  4  deep  deep/mine.md:1\n", "{folder}");
    }
}

#[test]
fn other_repositories_are_left_alone() {
    let s = Sealed::init();
    s.write("nested/a.md", "- [ ] nested\n").write("a.md", "- [ ] mine\n");
    s.sh("git init -q nested");
    s.fieldnote("f").shows(str![[r#"
  4  mine  a.md:1
exit 0

"#]]);
    s.sh("git -c protocol.file.allow=always submodule --quiet add ./nested sub 2>&1; true");
    s.fieldnote("f").shows(str![[r#"
  4  mine  a.md:1
exit 0

"#]]);
    s.cd("nested").fieldnote("f").shows(str![[r#"
  4  mine  a.md:1
exit 0

"#]]);
}

#[test]
fn links_pipes_and_folders_named_like_notes_are_left_out() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] a\n").write("../out/b.md", "- [ ] outside\n");
    s.sh("mkfifo fifo.md; mkdir folder.md; ln -s ../out/b.md link.md; ln -s ../out linked; ln -s a.md same.md; ln -s loop.md loop.md; ln -s nowhere dangling.md");
    s.fieldnote("f").shows(str![[r#"
  d  a  a.md:1
exit 0

"#]]);
    s.git(&["add", "link.md"]);
    s.fieldnote("f").shows(str![[r#"
  d  a  a.md:1
exit 0

"#]]);
    s.fieldnote("save").shows(str![[r#"
2> save a.md · [COMMIT]
exit 0

"#]]);
}

#[test]
fn a_note_that_cannot_be_read_hides_no_other() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] a\n").write("b.md", "- [ ] b\n").commit("notes");
    s.sh("chmod 0 b.md");
    if std::fs::read(s.path("b.md")).is_ok() {
        return; // root reads everything
    }
    s.fieldnote("f").shows(str![[r#"
  d  a  a.md:1
2> warning: `b.md` was not read: Permission denied (os error 13)
exit 0

"#]]);
    s.fieldnote("check").shows(str![[r#"
b.md:1: error: not read: Permission denied (os error 13)
2> 1 error, 0 warnings in 2 notes
exit 1

"#]]);
}

#[test]
fn strange_notes_are_read() {
    let s = Sealed::init();
    s.write("empty.md", "")
        .write("binary.md", [0u8, 159, 146, 150, 255])
        .write("latin.md", b"# \xfcber\n- [ ] pr\xfcfen by 2026-03-09\n");
    s.write("utf16.md", b"\xff\xfe-\0 \0[\0 \0]\0 \0a\0\n\0").write("nul.md", "- [ ] with\0nul\n");
    s.write("crlf.md", "---\r\ncustomer: acme\r\n---\r\n- [ ] crlf\r\n")
        .write("cr.md", "- [ ] cr\r- [ ] two\r");
    s.write("name with spaces & 'quotes'.md", "- [ ] spaces\n")
        .write("日本語.md", "- [ ] 日本語\n");
    s.write("-rf.md", "- [ ] dash\n").write("a:7.md", "- [ ] colon\n");
    s.fieldnote("f").shows(str![[r#"
  8z  9 Mar  pr�fen  latin.md:2
  8g         dash  -rf.md:1
  j          colon  a:7.md:1
  dd         cr  cr.md:1
  c          two  cr.md:2
  r          crlf  crlf.md:4
  p          spaces  name with spaces & 'quotes'.md:1
  h          with\x00nul  nul.md:1
  d8         日本語  日本語.md:1
exit 0

"#]]);
    s.commit("notes");
    s.fieldnote("done a:7.md:1").shows(str![[r#"
2> done: colon · a:7.md:1
exit 0

"#]]);
    s.fieldnote("done -- -rf.md:1").shows(str![[r#"
2> done: dash · -rf.md:1
exit 0

"#]]);
    s.fieldnote("done 日本語.md:1").shows(str![[r#"
2> done: 日本語 · 日本語.md:1
exit 0

"#]]);
    s.run(&["done", "name with spaces & 'quotes'.md:1"]).shows(str![[r#"
2> done: spaces · name with spaces & 'quotes'.md:1
exit 0

"#]]);
    s.fieldnote("done with").shows(str![[r#"
2> done: with\x00nul · nul.md:1
exit 0

"#]]);
    s.status().shows(str![]);
}

#[test]
fn a_huge_note_is_passed_by() {
    let s = Sealed::init();
    s.write("a.md", "- [ ] a\n")
        .write("huge.md", format!("- [ ] huge\n{}", "x\n".repeat(3_000_000)));
    s.fieldnote("f").shows(str![[r#"
  d  a  a.md:1
2> warning: `huge.md` was not read: 5.8 MB, above the limit of 4 MB; split it
exit 0

"#]]);
}

#[test]
fn a_name_that_is_no_utf8_is_left_out() {
    use std::os::unix::ffi::OsStrExt;
    let s = Sealed::init();
    s.write("a.md", "- [ ] a\n");
    std::fs::write(s.path("").join(std::ffi::OsStr::from_bytes(b"caf\xe9.md")), "- [ ] latin\n")
        .unwrap();
    s.fieldnote("f").shows(str![[r#"
  d  a  a.md:1
exit 0

"#]]);
    s.git(&["add", "-A"]);
    s.fieldnote("f").shows(str![[r#"
  d  a  a.md:1
exit 0

"#]]);
    s.fieldnote("done a").shows(str![[r#"
2> done: a · a.md:1
2> with all of a.md, which was not committed before
exit 0

"#]]);
}

#[test]
fn boxes_of_all_and_skipped_are_each_box_once() {
    let s = Sealed::notebook();
    let count = |line: &str| s.fieldnote(line).stdout.lines().count();
    assert_eq!(count("f --all"), 13);
    assert_eq!(count("f --skipped"), 3);
}
