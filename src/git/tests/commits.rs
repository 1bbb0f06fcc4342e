//! Commits made in this process: ours alone, and everything else as it was.

use std::fs;

use super::{Outcome, Sandbox, commit, commit_ready, committed, exists};
use crate::error::chain;
use crate::git::Repo;
use crate::git::shape::Way;

#[test]
fn a_commit_holds_exactly_the_named_path() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("b.md", "staged by the user\n");
    sandbox.git(&["add", "b.md"]);
    sandbox.write("sub/c.md", "changed by the user\n");
    sandbox.write("untracked.md", "untracked\n");
    sandbox.write("intended.md", "intended\n");
    sandbox.git(&["add", "-N", "intended.md"]);
    let (status, entries) = (sandbox.status(), sandbox.entries_without("a.md"));

    sandbox.write("a.md", "done\n");
    let id = committed(sandbox.commit(&["a.md"]));

    assert_eq!(sandbox.git(&["rev-parse", "HEAD"]).trim(), id.to_string());
    assert_eq!(sandbox.last_commit(), ["a.md"]);
    assert_eq!(sandbox.status(), status);
    assert_eq!(sandbox.entries_without("a.md"), entries);
    // Clean without a refresh, too.
    assert_eq!(sandbox.git(&["diff-files", "--name-only", "a.md"]), "");
    assert!(!exists(&sandbox.root.join(".git/index.lock")));
    sandbox.git(&["fsck", "--strict"]);
}

#[test]
fn the_next_plain_commit_does_not_undo_ours() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("b.md", "staged by the user\n");
    sandbox.git(&["add", "b.md"]);
    sandbox.write("a.md", "done\n");
    committed(sandbox.commit(&["a.md"]));
    sandbox.git(&["commit", "--quiet", "-m", "theirs"]);
    assert_eq!(sandbox.last_commit(), ["b.md"]);
    assert_eq!(sandbox.git(&["show", "HEAD:a.md"]), "done\n");
}

#[test]
fn name_time_and_message_are_those_asked_for() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("a.md", "done\n");
    committed(sandbox.commit(&["a.md"]));
    assert_eq!(
        sandbox.git(&["log", "-1", "--format=%an <%ae> %ad|%cn %cd|%B", "--date=raw"]),
        "Ann Lee <ann@example.com> 1772787600 +0900|Ann Lee 1772787600 +0900|\
         minato: done \"send the guide\"\n\nFieldnote: done\n\n"
    );
    assert_eq!(
        sandbox.git(&["log", "-g", "-1", "--format=%gs", "main"]),
        sandbox.git(&["log", "-g", "-1", "--format=%gs", "HEAD"])
    );
    assert_eq!(
        sandbox.git(&["log", "-g", "-1", "--format=%gs", "HEAD"]),
        "commit: minato: done \"send the guide\"\n"
    );
}

#[test]
fn the_variables_of_git_go_before_settings_and_clock() {
    let mut sandbox = Sandbox::with_notes();
    sandbox.variables = sandbox
        .variables
        .clone()
        .with("GIT_AUTHOR_NAME", "Bo")
        .with("GIT_AUTHOR_EMAIL", "bo@example.com")
        .with("GIT_AUTHOR_DATE", "2026-01-02 03:04:05 +0100")
        .with("GIT_COMMITTER_DATE", "@1700000000 -0330");
    sandbox.write("a.md", "done\n");
    committed(sandbox.commit(&["a.md"]));
    assert_eq!(
        sandbox.git(&["log", "-1", "--format=%an %ae %ad|%cn %cd", "--date=raw"]),
        "Bo bo@example.com 1767319445 +0100|Ann Lee 1700000000 -0330\n"
    );
    assert_eq!(sandbox.repo().identity().unwrap().unwrap().name, "Bo");
}

#[test]
fn the_first_commit_starts_the_branch() {
    let sandbox = Sandbox::new();
    sandbox.write("staged.md", "staged\n");
    sandbox.git(&["add", "staged.md"]);
    sandbox.write("new.md", "new\n");
    assert_eq!(sandbox.repo().head().unwrap(), None);
    committed(sandbox.commit(&["new.md"]));
    assert_eq!(sandbox.last_commit(), ["new.md"]);
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "A  staged.md\n");
    assert_eq!(sandbox.git(&["log", "-g", "--format=%gs"]).lines().count(), 1);
}

#[test]
fn the_first_commit_without_an_index_works() {
    let sandbox = Sandbox::new();
    sandbox.write("new.md", "new\n");
    committed(sandbox.commit(&["new.md"]));
    assert_eq!(sandbox.status(), "");
    sandbox.git(&["fsck", "--strict"]);
}

#[test]
fn new_changed_and_deleted_files_go_into_one_commit() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("a.md", "changed\n");
    fs::remove_file(sandbox.root.join("sub/c.md")).unwrap();
    sandbox.write("new/deep/d.md", "new\n");
    committed(sandbox.commit(&["a.md", "sub/c.md", "new/deep/d.md"]));
    assert_eq!(
        sandbox.git(&["show", "--format=", "--name-status", "HEAD"]),
        "M\ta.md\nA\tnew/deep/d.md\nD\tsub/c.md\n"
    );
    assert_eq!(sandbox.status(), "");
    sandbox.git(&["fsck", "--strict"]);
}

#[test]
fn odd_names_are_taken_literally() {
    let names = ["[a].md", ":(top)b.md", "佐藤 さん.md", "-n.md", "*.md", "!x.md", "ü/é.md"];
    let sandbox = Sandbox::with_notes();
    sandbox.write("other.md", "untracked\n");
    for name in names {
        sandbox.write(name, name);
        committed(sandbox.commit(&[name]));
        assert_eq!(sandbox.last_commit(), [name]);
    }
    assert_eq!(sandbox.status(), "? other.md\n");
}

#[test]
fn a_folder_below_the_root_is_a_notebook_too() {
    let sandbox = Sandbox::with_notes();
    let repo = sandbox.repo_at("sub");
    assert_eq!((repo.prefix(), repo.work_tree()), ("sub", sandbox.root.as_path()));
    sandbox.write("sub/c.md", "changed\n");
    sandbox.write("a.md", "changed by the user\n");
    let id = committed(commit(&repo, &["c.md"]));
    assert_eq!(sandbox.last_commit(), ["sub/c.md"]);
    assert_eq!(repo.blob_at(id, "c.md").unwrap().unwrap(), b"changed\n");
    assert_eq!(repo.files(id, &|_| true).unwrap()[0].0, "c.md");
    assert_eq!(repo.tracked(&|_| true).unwrap(), ["c.md"]);
}

#[test]
fn without_a_difference_nothing_is_committed() {
    let sandbox = Sandbox::with_notes();
    let head = sandbox.repo().head().unwrap();
    assert_eq!(sandbox.commit(&["a.md", "never-there.md"]).unwrap(), Outcome::Nothing);
    assert_eq!(sandbox.repo().head().unwrap(), head);
    assert!(!exists(&sandbox.root.join(".git/index.lock")));
    assert_eq!(Sandbox::new().commit(&["never-there.md"]).unwrap(), Outcome::Nothing);
}

#[cfg(unix)]
#[test]
fn the_executable_bit_follows_the_settings() {
    use std::os::unix::fs::PermissionsExt;
    for (trusted, expected) in [("true", "100755"), ("false", "100644")] {
        let sandbox = Sandbox::with_notes();
        sandbox.git(&["config", "core.fileMode", trusted]);
        sandbox.write("a.md", "changed\n");
        let mode = fs::Permissions::from_mode(0o755);
        fs::set_permissions(sandbox.root.join("a.md"), mode).unwrap();
        committed(sandbox.commit(&["a.md"]));
        assert!(sandbox.git(&["ls-tree", "HEAD", "a.md"]).starts_with(expected), "{trusted}");
        assert_eq!(sandbox.status(), "");
    }
}

#[test]
fn a_staged_note_is_committed_as_its_file_is() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("a.md", "typed\n");
    sandbox.git(&["add", "a.md"]);
    let repo = sandbox.repo();
    let paths = ["a.md".to_string()];
    let ready = repo.preflight(&paths).unwrap();
    sandbox.write("a.md", "typed\ndone\n"); // by the command, after the preflight
    committed(commit_ready(&repo, &ready, &paths));
    assert_eq!(sandbox.git(&["show", "HEAD:a.md"]), "typed\ndone\n");
    assert_eq!(sandbox.status(), "");
}

#[test]
fn an_intent_to_add_ends_with_the_commit() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("new.md", "new\n");
    sandbox.git(&["add", "-N", "new.md"]);
    committed(sandbox.commit(&["new.md"]));
    assert_eq!(sandbox.git(&["show", "HEAD:new.md"]), "new\n");
    assert_eq!(sandbox.status(), "");
}

#[test]
fn what_was_staged_after_the_preflight_is_not_lost() {
    let sandbox = Sandbox::with_notes();
    let repo = sandbox.repo();
    let paths = ["a.md".to_string()];
    let ready = repo.preflight(&paths).unwrap();
    sandbox.write("a.md", "staged meanwhile\n");
    sandbox.git(&["add", "a.md"]);
    sandbox.write("b.md", "staged meanwhile\n");
    sandbox.git(&["add", "b.md"]);
    sandbox.write("a.md", "done\n");
    let error = commit_ready(&repo, &ready, &paths).unwrap_err();
    assert_eq!(chain(&error), "`a.md` has a staged version of its own");
    assert!(!exists(&sandbox.root.join(".git/index.lock")));
    sandbox.git(&["restore", "--staged", "a.md"]);
    committed(sandbox.commit(&["a.md"]));
    assert_eq!(sandbox.git(&["diff", "--cached", "--name-only"]), "b.md\n");
}

#[test]
fn a_merge_begun_after_the_preflight_is_noticed() {
    let sandbox = Sandbox::with_notes();
    let repo = sandbox.repo();
    let ready = repo.preflight(&["a.md".to_string()]).unwrap();
    sandbox.write("a.md", "done\n");
    sandbox.write(".git/MERGE_HEAD", &sandbox.git(&["rev-parse", "HEAD"]));
    let error = commit_ready(&repo, &ready, &["a.md".to_string()]).unwrap_err();
    assert_eq!(chain(&error), "a merge is in progress");
}

#[test]
fn a_path_that_was_not_made_ready_is_refused() {
    let sandbox = Sandbox::with_notes();
    let repo = sandbox.repo();
    let ready = repo.preflight(&["a.md".to_string()]).unwrap();
    let error = commit_ready(&repo, &ready, &["b.md".to_string()]).unwrap_err();
    assert_eq!(chain(&error), "`b.md` was not made ready for the commit");
}

#[test]
fn flags_of_entries_are_kept() {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["update-index", "--assume-unchanged", "a.md"]);
    sandbox.git(&["update-index", "--skip-worktree", "b.md"]);
    sandbox.write("a.md", "done\n");
    committed(sandbox.commit(&["a.md"]));
    assert_eq!(sandbox.git(&["ls-files", "-v"]), "h a.md\nS b.md\nH sub/c.md\n");
    assert_eq!(sandbox.git(&["show", "HEAD:a.md"]), "done\n");
}

#[test]
fn a_change_in_the_second_of_the_last_staging_stays_visible() {
    let sandbox = Sandbox::with_notes();
    // The same size and the same time as the staged version: git looks at the bytes because the
    // index is no newer than the file.
    let file = fs::File::options().write(true).open(sandbox.root.join("b.md")).unwrap();
    let time = file.metadata().unwrap().modified().unwrap();
    sandbox.write("b.md", "B.md\n");
    file.set_modified(time).unwrap();
    let index = fs::File::options().write(true).open(sandbox.root.join(".git/index")).unwrap();
    index.set_modified(time).unwrap();
    sandbox.write("a.md", "done\n");
    committed(sandbox.commit(&["a.md"]));
    let index = fs::File::options().write(true).open(sandbox.root.join(".git/index")).unwrap();
    index.set_modified(time + std::time::Duration::from_secs(10)).unwrap();
    assert_eq!(sandbox.git(&["diff", "--name-only"]), "b.md\n");
}

#[test]
fn forms_of_the_index_are_kept() {
    for (name, value) in
        [("index.version", "4"), ("index.skipHash", "true"), ("feature.manyFiles", "true")]
    {
        let sandbox = Sandbox::new();
        sandbox.git(&["config", name, value]);
        sandbox.git(&["config", "core.untrackedCache", "false"]);
        sandbox.add_notes();
        let before = sandbox.entries_without("a.md");
        let version = fs::read(sandbox.root.join(".git/index")).unwrap()[7];
        sandbox.write("a.md", "done\n");
        committed(sandbox.commit(&["a.md"]));
        assert_eq!(fs::read(sandbox.root.join(".git/index")).unwrap()[7], version, "{name}");
        assert_eq!(sandbox.entries_without("a.md"), before);
        assert_eq!(sandbox.status(), "");
    }
}

#[test]
fn a_packed_branch_moves() {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["pack-refs", "--all"]);
    sandbox.write("a.md", "done\n");
    let id = committed(sandbox.commit(&["a.md"]));
    assert_eq!(sandbox.git(&["rev-parse", "main"]).trim(), id.to_string());
    assert_eq!(sandbox.git(&["rev-list", "--count", "main"]), "2\n");
}

#[test]
fn a_locked_branch_fails_and_leaves_all_as_it_was() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("a.md", "done\n");
    sandbox.write(".git/refs/heads/main.lock", "");
    let (head, status) = (sandbox.repo().head().unwrap(), sandbox.status());
    let error = sandbox.commit(&["a.md"]).unwrap_err();
    assert!(chain(&error).starts_with("failed to lock `refs/heads/main`"), "{}", chain(&error));
    assert!(chain(&error).contains("main.lock"), "{}", chain(&error));
    assert_eq!((sandbox.repo().head().unwrap(), sandbox.status()), (head, status));
    assert!(!exists(&sandbox.root.join(".git/index.lock")));
}

#[test]
fn a_linked_worktree_commits_to_its_own_branch() {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["worktree", "add", "--quiet", "-b", "side", "../repo/wt"]);
    let repo = sandbox.repo_at("wt");
    assert_eq!(repo.work_tree(), sandbox.root.join("wt"));
    sandbox.write("wt/a.md", "done\n");
    let id = committed(commit(&repo, &["a.md"]));
    assert_eq!(sandbox.git(&["rev-parse", "side"]).trim(), id.to_string());
    assert_eq!(sandbox.git(&["rev-list", "--count", "main"]), "1\n");
    assert_eq!(sandbox.git_in("wt", &["status", "--porcelain"]), "");
    assert_eq!(
        sandbox.git_in("wt", &["log", "-g", "--format=%gs", "-1"]).trim(),
        "commit: minato: done \"send the guide\""
    );
}

#[test]
fn line_ends_are_stored_as_they_are() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("a.md", "one\r\ntwo\n");
    let repo = sandbox.repo();
    assert_eq!(repo.preflight(&["a.md".to_string()]).unwrap().way, Way::InProcess);
    committed(sandbox.commit(&["a.md"]));
    assert_eq!(sandbox.git(&["show", "HEAD:a.md"]), "one\r\ntwo\n");
    assert_eq!(sandbox.status(), "");
}

#[test]
fn a_new_repository_takes_the_identity_it_is_given() {
    let sandbox = Sandbox::new();
    let dir = sandbox.root.join("demo");
    fs::create_dir(&dir).unwrap();
    let repo = Repo::init_with(&dir, sandbox.variables.clone()).unwrap();
    assert_eq!(repo.identity().unwrap(), None);
    repo.set_identity("Demo", "demo@example.com").unwrap();
    assert_eq!(repo.identity().unwrap().unwrap().name, "Demo");
    sandbox.write("demo/a.md", "a\n");
    committed(commit(&repo, &["a.md"]));
    assert_eq!(sandbox.git_in("demo", &["branch", "--show-current"]), "main\n");
    sandbox.git(&["config", "--global", "init.defaultBranch", "trunk"]);
    let dir = sandbox.root.join("other");
    let repo = Repo::init_with(&dir, sandbox.variables.clone()).unwrap();
    assert_eq!(repo.branch().unwrap().unwrap(), "refs/heads/trunk");
}
