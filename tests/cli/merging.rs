//! What real git makes of notes that two people changed, with fieldnote as its merge driver.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const NOTE: &str = "customers/orbit/2026-03-02-sync.md";

/// A notebook with one note, in which git merges notes with fieldnote.
fn notebook(note: &str) -> Sealed {
    let s = Sealed::notebook();
    s.write(NOTE, note).commit("the note");
    s.fieldnote("init --merge-driver").succeeds();
    s
}

/// Commits `theirs` on the branch `theirs`, and `ours` on `main`.
fn branches(base: &str, ours: &str, theirs: &str) -> Sealed {
    let s = notebook(base);
    s.git(&["switch", "-q", "-c", "theirs"]);
    s.write(NOTE, theirs).commit("theirs");
    s.git(&["switch", "-q", "main"]);
    s.write(NOTE, ours).commit("ours");
    s
}

const FOLLOW_UPS: &str = "# Sync\n\n## Follow-ups\n\n\
    - [ ] @ann send the contract by 2026-03-05\n\
    - [ ] @priya demo the importer\n";

#[test]
fn follow_ups_that_two_people_ticked_off_in_two_clones_are_merged() {
    let s = notebook(FOLLOW_UPS);
    s.sh("git clone -q . ../other").succeeds();
    s.fieldnote("done contract").succeeds();
    s.cd("../other");
    s.fieldnote("init --merge-driver").shows(str![[r#"
2> set `merge.fieldnote` in this clone's git settings
2> git merges notes with fieldnote in this clone; elsewhere it merges as ever
2> each clone needs the command once: git takes no program from a repository
exit 0

"#]]);
    s.fieldnote("done importer").succeeds();
    s.fieldnote("move 2026-03-09 contract").succeeds();
    s.sh("git pull -q --no-rebase --no-edit").shows(str![[r#"
Auto-merging customers/orbit/2026-03-02-sync.md
exit 0

"#]]);
    s.read(&format!("../other/{NOTE}")).shows(str![[r#"
# Sync

## Follow-ups

- [x] @ann send the contract by 2026-03-09 (done 2026-03-06)
- [x] @priya demo the importer (done 2026-03-06)

"#]]);
    s.status().shows(str![]);
}

#[test]
fn rebase_and_cherry_pick_merge_alike() {
    let ours = FOLLOW_UPS.replace("- [ ] @ann", "- [x] @ann");
    let theirs = FOLLOW_UPS.replace("- [ ] @priya", "- [x] @priya") + "- [ ] @ann call the bank\n";
    for command in ["git rebase -q theirs", "git cherry-pick theirs >/dev/null"] {
        let s = branches(FOLLOW_UPS, &ours, &theirs);
        s.sh(command).succeeds();
        s.read(NOTE).shows(str![[r#"
# Sync

## Follow-ups

- [x] @ann send the contract by 2026-03-05
- [x] @priya demo the importer
- [ ] @ann call the bank

"#]]);
    }
}

#[test]
fn one_field_with_two_values_is_a_conflict_that_check_finds() {
    let moved = |day: &str| FOLLOW_UPS.replace("2026-03-05", day);
    let theirs = moved("2026-03-10").replace("- [ ] @priya", "- [x] @priya");
    let s = branches(FOLLOW_UPS, &moved("2026-03-09"), &theirs);
    s.sh("git merge theirs").shows(str![[r#"
Auto-merging customers/orbit/2026-03-02-sync.md
CONFLICT (content): Merge conflict in customers/orbit/2026-03-02-sync.md
Automatic merge failed; fix conflicts and then commit the result.
exit 1

"#]]);
    s.read(NOTE).shows(str![[r#"
# Sync

## Follow-ups

<<<<<<< HEAD
- [ ] @ann send the contract by 2026-03-09
=======
- [ ] @ann send the contract by 2026-03-10
>>>>>>> theirs
- [x] @priya demo the importer

"#]]);
    let found = s.fieldnote("check orbit");
    assert!(found.stdout.contains("conflict markers"), "{found}");
    assert_eq!(found.code, 1);
}

#[test]
fn conflicts_are_marked_in_the_style_that_git_is_told() {
    let s = branches("- [ ] send\n", "- [ ] send by 2026-03-09\n", "- [ ] send by 2026-03-10\n");
    s.write(".gitattributes", "*.md merge=fieldnote conflict-marker-size=9\n").commit("longer");
    s.git(&["config", "merge.conflictStyle", "zdiff3"]);
    s.sh("git merge -q theirs");
    let base = s.git(&["rev-parse", "--short", "theirs~"]);
    s.read(NOTE).replace(base.trim(), "[BASE]").shows(str![[r#"
<<<<<<<<< HEAD
- [ ] send by 2026-03-09
||||||||| [BASE]
- [ ] send
=========
- [ ] send by 2026-03-10
>>>>>>>>> theirs

"#]]);
    let found = s.fieldnote("check orbit");
    assert!(found.stdout.contains("conflict markers"), "{found}");
}

#[test]
fn line_endings_are_kept() {
    let s = branches(
        "- [ ] a\r\n- [ ] b\r\n",
        "- [x] a\r\n- [ ] b\r\n- [ ] c\r\n",
        "- [ ] a\r\n- [x] b\r\n- [ ] d\r\n",
    );
    s.sh("git merge -q --no-edit theirs").succeeds();
    s.read(NOTE).shows(str![[r#"
- [x] a␍
- [x] b␍
- [ ] c␍
- [ ] d␍

"#]]);
}

#[test]
fn without_the_program_git_merges_as_ever() {
    let moved = |day: &str| FOLLOW_UPS.replace("2026-03-05", day);
    let s = branches(FOLLOW_UPS, &moved("2026-03-09"), &moved("2026-03-10"));
    s.sh("mkdir ../bin && ln -s \"$(command -v git)\" \"$(command -v sh)\" ../bin/").succeeds();
    let merged = s.sh("PATH=../bin; export PATH; git merge -q theirs");
    assert_eq!(merged.code, 1, "{merged}");
    assert!(merged.stderr.contains("not found"), "{merged}");
    s.read(NOTE).shows(str![[r#"
# Sync

## Follow-ups

<<<<<<< ours
- [ ] @ann send the contract by 2026-03-09
=======
- [ ] @ann send the contract by 2026-03-10
>>>>>>> theirs
- [ ] @priya demo the importer

"#]]);
}

#[test]
fn what_is_wrong_elsewhere_does_not_fail_a_merge() {
    let s = branches("- [ ] a\n- [ ] b\n", "- [x] a\n- [ ] b\n", "- [ ] a\n- [x] b\n");
    s.write("fieldnote.toml", "unknown = [\n")
        .write("../home/.config/fieldnote/config.toml", "=\n");
    s.env("FIELDNOTE_NOW", "never").env("GIT_COMMITTER_DATE", "2026-03-06T17:00:00Z");
    s.sh("GIT_DIR=\"$PWD/.git\" git merge -q --no-edit theirs").succeeds();
    s.read(NOTE).shows(str![[r#"
- [x] a
- [x] b

"#]]);
}

#[test]
fn three_files_are_merged_without_a_repository() {
    let s = Sealed::empty();
    s.write("base.md", "- [ ] a\n- [ ] b\n").write("mine.md", "- [x] a\n- [ ] b\n");
    s.write("theirs.md", "- [ ] a\n- [x] b\n");
    s.fieldnote("merge-driver base.md mine.md theirs.md").shows(str![[r#"
exit 0

"#]]);
    s.read("mine.md").shows(str![[r#"
- [x] a
- [x] b

"#]]);
    s.write("base.md", "Text.\n").write("mine.md", "Mine.\n").write("theirs.md", "Theirs.\n");
    let merge = ["merge-driver", "base.md", "mine.md", "theirs.md", "--marker-size", "9"];
    let marks = ["--style=diff3", "--path=-x.md", "--base-label=old", "--ours-label=%X"];
    let label = ["--theirs-label=1f2e3d4 (their 'text')"];
    s.run(&[&merge[..], &marks, &label].concat()).shows(str![[r#"
exit 1

"#]]);
    s.read("mine.md").shows(str![[r#"
<<<<<<<<< ours
Mine.
||||||||| old
Text.
=========
Theirs.
>>>>>>>>> 1f2e3d4 (their 'text')

"#]]);
}

#[test]
fn a_merge_that_fails_leaves_our_file_and_is_no_conflict_to_git() {
    let s = Sealed::empty();
    s.write("mine.md", "Mine.\n").write("theirs.md", "Theirs.\n");
    s.fieldnote("merge-driver base.md mine.md theirs.md").shows(str![[r#"
2> error: failed to read `base.md`: No such file or directory (os error 2)
exit 129

"#]]);
    let misunderstood = s.fieldnote("merge-driver base.md mine.md");
    assert_eq!(misunderstood.code, 129, "{misunderstood}");
    s.read("mine.md").shows(str![[r#"
Mine.

"#]]);
}

#[test]
fn who_is_who_is_read_in_the_notebook_of_the_note() {
    // Without a box it is a follow-up only if Dana is known.
    let s = notebook("");
    let merged = |path: &str| {
        s.write("../base", "- Todo: Dana to open ports\n");
        s.write("../mine", "- [x] Todo: Dana to open ports (done 2026-03-06)\n");
        s.write("../theirs", "- Todo: Dana to open ports by 2026-03-10\n");
        s.fieldnote(&format!("merge-driver ../base ../mine ../theirs --path {path}")).code
    };
    assert_eq!(merged("../elsewhere.md"), 1);
    assert_eq!(merged("customers/minato/2026-03-09-new.md"), 0);
    s.read("../mine").shows(str![[r#"
- [x] Todo: Dana to open ports by 2026-03-10 (done 2026-03-06)

"#]]);
}
