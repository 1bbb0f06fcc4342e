//! Commits: exactly the paths that were written; what else is staged, changed or untracked stays.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// A notebook in which the user is in the middle of something.
fn busy() -> Sealed {
    let s = Sealed::notebook();
    s.write("mine.txt", "one\n")
        .write("staged.md", "one\n")
        .write("both.md", "one\n")
        .commit("mine");
    s.write("mine.txt", "changed\n").write("untracked.txt", "new\n");
    s.write("staged.md", "staged\n").write("both.md", "staged\n").write("added.md", "added\n");
    s.git(&["add", "staged.md", "both.md", "added.md"]);
    s.git(&["rm", "-q", "--cached", "hands-on/2026-03-05.md"]);
    s.write("both.md", "and changed\n");
    s
}

const BUSY: &str = "A  added.md\nMM both.md\nD  hands-on/2026-03-05.md\n M mine.txt\nM  staged.md\n?? hands-on/2026-03-05.md\n?? untracked.txt\n";

#[test]
fn every_command_leaves_the_rest_as_it_was() {
    for line in [
        "done sizing guide",
        "new minato --no-edit",
        "new hands-on --title nightly --no-edit",
        "customer add acme",
        "person add minato Mori",
        "person add --team zoe Zoe",
        "edit orbit",
        "save customers/orbit/2026-03-02-sync.md",
        "share orbit --sent",
        "new --from-calendar=../work.ics --date 2026-03-12 --no-edit",
    ] {
        let s = busy();
        s.write("../work.ics", include_str!("../calendars/google.ics"));
        assert_eq!(s.status(), BUSY);
        s.env("VISUAL", "echo more >>");
        if line.starts_with("save") {
            s.sh("echo more >> customers/orbit/2026-03-02-sync.md");
        }
        let before = s.git(&["diff", "--cached"]);
        s.fieldnote(line).succeeds();
        assert_eq!(s.status(), BUSY, "{line}");
        assert_eq!(s.git(&["diff", "--cached"]), before, "{line}");
        let ours = s.git(&["show", "--format=", "--name-only", "HEAD"]);
        assert_eq!(ours.lines().count(), 1, "{line}: {ours}");
        let ours = ours.trim();
        s.git(&["commit", "-q", "-m", "the user's own"]);
        let diff = s.git(&["diff", "--stat", "HEAD~1", "HEAD", "--", ours]);
        assert_eq!(diff, "", "{line} is not undone by the next commit");
    }
}

#[test]
fn a_staged_version_of_its_own_is_refused() {
    let s = Sealed::notebook();
    let path = "customers/orbit/2026-03-02-sync.md";
    let text = String::from_utf8(s.bytes(path)).unwrap();
    s.write(path, format!("{text}staged\n"));
    s.git(&["add", path]);
    s.write(path, format!("{text}other\n"));
    s.fieldnote("done contract").shows(str![[r#"
2> error: `customers/orbit/2026-03-02-sync.md` has a staged version of its own
2> hint: commit it first: `git commit`; or give it up: git restore --staged 'customers/orbit/2026-03-02-sync.md'
exit 1

"#]]);
    s.fieldnote("save orbit").shows(str![[r#"
2> error: `customers/orbit/2026-03-02-sync.md` has a staged version of its own
2> hint: commit it first: `git commit`; or give it up: git restore --staged 'customers/orbit/2026-03-02-sync.md'
exit 1

"#]]);
    s.env("VISUAL", "false").fieldnote("edit orbit").shows(str![[r#"
2> error: `customers/orbit/2026-03-02-sync.md` has a staged version of its own
2> hint: commit it first: `git commit`; or give it up: git restore --staged 'customers/orbit/2026-03-02-sync.md'
exit 1

"#]]);
    s.fieldnote("done contract --no-commit").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
2> not committed
exit 0

"#]]);
    s.status().shows(str![[r#"
MM customers/orbit/2026-03-02-sync.md

"#]]);
}

#[test]
fn a_staged_version_that_is_the_files_goes_in() {
    let s = Sealed::notebook();
    let path = "customers/orbit/2026-03-02-sync.md";
    s.sh(&format!("echo more >> {path}; git add {path}"));
    s.fieldnote("done contract").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
2> with 1 other changed line of customers/orbit/2026-03-02-sync.md
exit 0

"#]]);
    s.status().shows(str![]);
}

#[test]
fn git_variables_are_refused_by_name() {
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        let s = Sealed::notebook();
        s.env(name, "[ROOT]/notes/.git");
        let output = s.fieldnote("done contract");
        assert_eq!(output.code, 1);
        assert!(output.stderr.contains(name), "{output}");
    }
    let s = Sealed::notebook();
    s.env("GIT_DIR", "[ROOT]/notes/.git").fieldnote("followups").shows(str![[r#"
2> error: `GIT_DIR` is set in the environment
2> hint: run `unset GIT_DIR`, then again
exit 1

"#]]);
}

#[test]
fn without_an_identity_nothing_is_written() {
    let s = Sealed::notebook();
    s.write("../home/.gitconfig", "[user]\n\tuseConfigOnly = true\n");
    s.fieldnote("done contract").shows(str![[r#"
2> error: git does not know your name and e-mail address
2> hint: tell it:
2>   git config --global user.name "Your Name"
2>   git config --global user.email you@example.com
exit 1

"#]]);
    s.fieldnote("new minato --no-edit").shows(str![[r#"
2> error: git does not know your name and e-mail address
2> hint: tell it:
2>   git config --global user.name "Your Name"
2>   git config --global user.email you@example.com
exit 1

"#]]);
    s.status().shows(str![]);
    s.fieldnote("done contract --no-commit").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
2> not committed
exit 0

"#]]);
}

#[test]
fn a_detached_head_is_refused() {
    let s = Sealed::notebook();
    s.git(&["checkout", "-q", "--detach"]);
    s.fieldnote("done contract").shows(str![[r#"
2> error: HEAD is detached: a commit would be on no branch
2> hint: go back to a branch: `git switch BRANCH`
exit 1

"#]]);
    s.status().shows(str![]);
    s.fieldnote("followups contract").shows(str![[r#"
! n  5 Mar 1d late  ann  send the contract  customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
}

#[test]
fn a_merge_in_progress_is_refused() {
    let s = Sealed::notebook();
    s.git(&["checkout", "-q", "-b", "side"]);
    s.write("b", "2\n").commit("two");
    s.git(&["checkout", "-q", "main"]);
    s.write("c", "3\n").commit("three");
    s.git(&["merge", "-q", "--no-commit", "--no-ff", "side"]);
    s.fieldnote("done contract").shows(str![[r#"
2> error: a merge is in progress
2> hint: end it first: `git merge --continue` or `git merge --abort`
exit 1

"#]]);
    s.fieldnote("new minato --no-edit").shows(str![[r#"
2> error: a merge is in progress
2> hint: end it first: `git merge --continue` or `git merge --abort`
exit 1

"#]]);
    s.fieldnote("save").shows(str![[r#"
2> nothing was changed by hand
exit 0

"#]]);
    s.status().shows(str![[r#"
A  b

"#]]);
}

#[test]
fn an_unmerged_note_is_refused() {
    let s = Sealed::notebook();
    let path = "customers/orbit/2026-03-02-sync.md";
    s.git(&["checkout", "-q", "-b", "side"]);
    s.sh(&format!("echo side >> {path}"));
    s.commit("two");
    s.git(&["checkout", "-q", "main"]);
    s.sh(&format!("echo main >> {path}"));
    s.commit("three");
    s.sh("git merge -q side");
    s.fieldnote("done contract").shows(str![[r#"
2> error: a merge is in progress
2> hint: end it first: `git merge --continue` or `git merge --abort`
exit 1

"#]]);
    s.fieldnote("save").shows(str![[r#"
2> error: a merge is in progress
2> hint: end it first: `git merge --continue` or `git merge --abort`
exit 1

"#]]);
    s.fieldnote("followups contract").shows(str![[r#"
! n  5 Mar 1d late  ann  send the contract  customers/orbit/2026-03-02-sync.md:16
exit 0

"#]]);
}

#[test]
fn commit_false_leaves_every_commit_to_the_user() {
    let s = Sealed::notebook();
    s.write("fieldnote.toml", "commit = false\n").commit("settings");
    s.fieldnote("done contract").shows(str![[r#"
2> done: send the contract · customers/orbit/2026-03-02-sync.md:16
2> not committed
exit 0

"#]]);
    s.fieldnote("new minato --no-edit").shows(str![[r#"
[ROOT]/notes/customers/minato/2026-03-07-sync.md
2> not committed: `customers/minato/2026-03-07-sync.md`
exit 0

"#]]);
    s.fieldnote("customer add acme").shows(str![[r#"
2> acme: wrote `customers/acme/README.md`
2> not committed
2> next: fieldnote person add acme "Full Name"
exit 0

"#]]);
    s.fieldnote("save").shows(str![[r#"
2> not committed: `commit = false` in `fieldnote.toml`
exit 0

"#]]);
    s.status().shows(str![[r#"
 M customers/orbit/2026-03-02-sync.md
?? customers/acme/README.md
?? customers/minato/2026-03-07-sync.md

"#]]);
    s.log().lines().next().unwrap().to_string().shows(str!["settings"]);
}

#[test]
fn an_ignored_path_is_refused() {
    let s = Sealed::notebook();
    s.write(".gitignore", "hands-on/\nsecret*.md\n").write("secret.md", "- [ ] hush\n");
    s.git(&["add", ".gitignore"]);
    s.git(&["commit", "-qm", "ignore"]);
    s.fieldnote("new hands-on --title secret --no-edit").shows(str![[r#"
2> error: git ignores `hands-on/2026-03-06-secret.md`
2> hint: find the rule: git check-ignore -v 'hands-on/2026-03-06-secret.md'; or add the file once: git add -f 'hands-on/2026-03-06-secret.md'
exit 1

"#]]);
    s.fieldnote("done hush").shows(str![[r#"
2> error: no open follow-up fits `hush`
2> hint: `fieldnote followups` lists them with their ids
exit 1

"#]]);
    s.fieldnote("done file the crash").shows(str![[r#"
2> done: file the crash · hands-on/2026-03-05.md:7
exit 0

"#]]);
    s.status().shows(str![]);
}

#[test]
fn the_clock_and_the_zone_are_on_the_commit() {
    let s = Sealed::notebook();
    s.env("TZ", "America/New_York").fieldnote("done contract").succeeds();
    s.git(&["log", "-1", "--format=%ad | %cd", "--date=iso"]).shows(str![[r#"
2026-03-06 12:00:00 -0500 | 2026-03-06 12:00:00 -0500

"#]]);
    s.env("GIT_AUTHOR_DATE", "2020-01-01T00:00:00Z").fieldnote("done importer").succeeds();
    s.sh("git log -1 --format='%ad | %cd' --date=iso").shows(str![[r#"
2020-01-01 00:00:00 +0000 | 2026-03-06 12:00:00 -0500
exit 0

"#]]);
}
