//! Many at once: runs of fieldnote beside each other, and beside the user's own git.
//!
//! With `FIELDNOTE_SWEEP=all`, four times as many processes make twice as many changes each.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// Returns how many processes there are, and how many changes each of them makes.
fn many() -> (usize, usize) {
    if std::env::var_os("FIELDNOTE_SWEEP").is_some() { (64, 100) } else { (16, 50) }
}

/// A notebook with two notes, each with a line for every change.
fn notebook() -> Sealed {
    let s = Sealed::init();
    let (processes, changes) = many();
    for note in ["a.md", "b.md"] {
        let lines: Vec<String> =
            (1..=processes * changes / 2).map(|n| format!("- [ ] item {n}\n")).collect();
        s.write(note, lines.concat());
    }
    s.commit("notes");
    s
}

/// Returns a script in which each process ticks lines of both notes.
fn ticking() -> String {
    let (all, changes) = many();
    let half = changes / 2;
    format!(
        "for p in $(seq 1 {all}); do (
           for n in $(seq 1 {half}); do
             line=$(( (p - 1) * {half} + n ))
             for note in a.md b.md; do
               fieldnote -q done $note:$line || echo failed $note:$line
             done
           done
         ) & done; wait"
    )
}

#[test]
fn all_changes_of_many_runs_are_there() {
    let s = notebook();
    s.sh(&ticking()).shows(str![[r#"
exit 0

"#]]);
    let (processes, changes) = many();
    let (lines, commits) = (processes * changes / 2, processes * changes);
    for note in ["a.md", "b.md"] {
        assert_eq!(s.read(note).lines().filter(|line| line.starts_with("- [x] ")).count(), lines);
    }
    assert_eq!(s.log().lines().count(), commits + 2);
    s.status().shows(str![]);
    s.git(&["fsck", "--strict"]);
}

#[test]
fn the_users_own_commits_beside_it_are_whole() {
    let s = notebook();
    // `git commit` reads the index before it locks it. One that is refused, as the branch has moved, may have
    // put back an index that is older than the commit: that is git's own, whoever commits beside it.
    let user = "n=0; while [ ! -e ../stop ]; do
          n=$((n + 1)); echo $n > mine$n.txt
          git add mine$n.txt 2>/dev/null && git commit -qm \"mine $n\" 2>/dev/null ||
            { rm mine$n.txt; for i in $(seq 500); do git reset -q 2>/dev/null && break; done; }
        done";
    let (_, few) = many();
    let output = s.sh(&format!(
        "({user}) & for n in $(seq 1 {few}); do fieldnote -q done a.md:$n || echo failed $n; done; touch ../stop; wait"
    ));
    let failed = output.stdout.lines().filter(|line| line.starts_with("failed")).count();
    let ticked = s.read("a.md").lines().filter(|line| line.starts_with("- [x] ")).count();
    assert_eq!(ticked, few - failed, "{output}");
    // Each commit is of one alone, and none takes another one's work back.
    let log = s.git(&["log", "--format=@@%s", "--name-status", "HEAD~1"]);
    let mut users = 0;
    for commit in log.split("@@").filter(|text| text.starts_with("mine ") || text.contains("done"))
    {
        let paths: Vec<&str> = commit.lines().skip(1).filter(|line| !line.is_empty()).collect();
        if commit.starts_with("mine ") {
            users += 1;
            assert!(paths.iter().all(|path| path.starts_with("A␉mine")), "{commit}");
        } else {
            assert_eq!(paths, ["M␉a.md"], "{commit}");
        }
    }
    assert!(users > 0 && failed == 0, "{output}");
    assert_eq!(s.git(&["show", "HEAD:a.md"]), s.read("a.md"));
    s.git(&["fsck", "--strict"]);
}
