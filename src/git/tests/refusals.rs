//! What is refused before anything is written, and the way out that the refusal names.

use std::fs;

use super::{Sandbox, commit, refusal};
use crate::error::{chain, hints};
use crate::git::Repo;

#[test]
fn without_a_name_the_hint_says_how_to_give_one() {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["config", "--unset", "user.name"]);
    let (error, hint) = sandbox.refusal("a.md");
    assert_eq!(error, "git does not know your name and e-mail address");
    assert!(hint.contains("git config --global user.name"), "{hint}");
    assert!(hint.contains("git config --global user.email"), "{hint}");
}

#[test]
fn a_detached_head_is_refused() {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["switch", "--quiet", "--detach"]);
    let (error, hint) = sandbox.refusal("a.md");
    assert_eq!(error, "HEAD is detached: a commit would be on no branch");
    assert!(hint.contains("git switch BRANCH"), "{hint}");
}

#[test]
fn what_is_in_progress_is_named_with_its_end() {
    for (begin, expected, end) in [
        (
            &["merge", "--no-commit", "--no-ff", "side"][..],
            "a merge is in progress",
            "git merge --abort",
        ),
        (&["merge", "conflict"], "a merge is in progress", "git merge --continue"),
        (&["rebase", "conflict"], "a rebase is in progress", "git rebase --abort"),
        (&["cherry-pick", "conflict"], "a cherry-pick is in progress", "git cherry-pick --abort"),
        (&["revert", "--no-edit", "HEAD~1"], "a revert is in progress", "git revert --abort"),
        (&["bisect", "start", "HEAD", "HEAD~2"], "a bisect is in progress", "git bisect reset"),
    ] {
        let sandbox = with_branches();
        sandbox.git_may_fail(begin);
        let (error, hint) = sandbox.refusal("sub/c.md");
        assert_eq!(error, expected, "{begin:?}");
        assert!(hint.contains(end), "{begin:?}: {hint}");
    }
}

/// Returns notes with a branch `side` that merges and a branch `conflict` that does not.
fn with_branches() -> Sandbox {
    let sandbox = Sandbox::with_notes();
    for (branch, path) in [("side", "side.md"), ("conflict", "a.md")] {
        sandbox.git(&["switch", "--quiet", "-c", branch, "main"]);
        sandbox.write(path, branch);
        sandbox.git(&["add", "."]);
        sandbox.git(&["commit", "--quiet", "-m", branch]);
    }
    sandbox.git(&["switch", "--quiet", "main"]);
    for text in ["one\n", "two\n"] {
        sandbox.write("a.md", text);
        sandbox.git(&["commit", "--quiet", "-am", "main"]);
    }
    sandbox
}

#[test]
fn undecided_files_are_refused_without_a_merge_in_progress() {
    let sandbox = with_branches();
    sandbox.write("a.md", "local\n");
    sandbox.git(&["stash", "--quiet"]);
    sandbox.write("a.md", "other\n");
    sandbox.git(&["commit", "--quiet", "-am", "other"]);
    sandbox.git_may_fail(&["stash", "pop"]);
    assert_eq!(sandbox.refusal("sub/c.md").0, "a merge left files undecided");
}

#[test]
fn a_bare_repository_is_refused() {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["clone", "--quiet", "--bare", ".", "bare.git"]);
    let repo = sandbox.repo_at("bare.git");
    let (error, hint) = refusal(&repo, "a.md");
    assert!(error.ends_with("is a bare repository, without files"), "{error}");
    assert!(hint.contains("git clone"), "{hint}");
    assert!(repo.head().unwrap().is_some());
}

#[test]
fn an_ignored_path_is_refused_unless_it_is_tracked() {
    let sandbox = Sandbox::with_notes();
    sandbox.write(".gitignore", "a.md\nprivate/\n");
    let (error, hint) = sandbox.refusal("private/x.md");
    assert_eq!(error, "git ignores `private/x.md`");
    assert!(hint.contains("git check-ignore -v 'private/x.md'"), "{hint}");
    let repo = sandbox.repo();
    assert!(repo.is_ignored("private/x.md").unwrap());
    assert!(!repo.is_ignored("a.md").unwrap());
    assert!(!repo.is_ignored("b.md").unwrap());
    repo.preflight(&["a.md".to_string()]).unwrap();
}

#[test]
fn conflict_markers_are_refused() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("a.md", "# a\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> side\n");
    let (error, _) = sandbox.refusal("a.md");
    assert_eq!(error, "`a.md` has conflict markers (from line 2)");
    for harmless in ["Title\n=======\n", ">>>>>>> quoted\n", "<<<<<<< HEAD\nx\n"] {
        sandbox.write("a.md", harmless);
        sandbox.repo().preflight(&["a.md".to_string()]).unwrap();
    }
}

#[test]
fn a_staged_version_of_its_own_is_refused() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("a.md", "staged\n");
    sandbox.git(&["add", "a.md"]);
    sandbox.write("a.md", "typed after that\n");
    let (error, hint) = sandbox.refusal("a.md");
    assert_eq!(error, "`a.md` has a staged version of its own");
    assert!(hint.contains("git restore --staged 'a.md'"), "{hint}");

    sandbox.git(&["rm", "--quiet", "--cached", "b.md"]);
    assert_eq!(sandbox.refusal("b.md").0, "the removal of `b.md` is staged, but the file is there");
    fs::remove_file(sandbox.root.join("b.md")).unwrap();
    sandbox.repo().preflight(&["b.md".to_string()]).unwrap();
}

#[test]
fn a_folder_that_git_knows_as_a_file_is_refused() {
    let sandbox = Sandbox::with_notes();
    fs::remove_file(sandbox.root.join("a.md")).unwrap();
    sandbox.write("a.md/b.md", "b\n");
    assert_eq!(sandbox.refusal("a.md/b.md").0, "git knows `a.md` as a file");
}

#[test]
fn a_path_in_another_repository_is_refused() {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["init", "--quiet", "nested"]);
    let (error, hint) = sandbox.refusal("nested/x.md");
    assert_eq!(error, "`nested/x.md` lies in another repository: `nested`");
    assert!(hint.contains("cd nested"), "{hint}");

    // A submodule that is not checked out: an empty folder, known to the index alone.
    let head = sandbox.git(&["rev-parse", "HEAD"]);
    let entry = format!("160000,{},module", head.trim());
    sandbox.git(&["update-index", "--add", "--cacheinfo", &entry]);
    fs::create_dir(sandbox.root.join("module")).unwrap();
    let (error, _) = sandbox.refusal("module/deep/x.md");
    assert_eq!(error, "`module/deep/x.md` lies in another repository: `module`");
    assert!(sandbox.git(&["ls-files", "-s", "module"]).starts_with("160000"));
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_refused() {
    let sandbox = Sandbox::with_notes();
    std::os::unix::fs::symlink("sub", sandbox.root.join("link")).unwrap();
    std::os::unix::fs::symlink("a.md", sandbox.root.join("link.md")).unwrap();
    assert_eq!(sandbox.refusal("link/c.md").0, "`link` is a symbolic link");
    assert_eq!(sandbox.refusal("link.md").0, "`link.md` is a symbolic link");
}

#[test]
fn what_is_no_plain_path_or_file_is_refused() {
    let sandbox = Sandbox::with_notes();
    for path in
        ["../a.md", "/etc/passwd", "sub/../a.md", ".git/config", "sub/.GIT/x", "", "sub//c.md"]
    {
        let (error, _) = sandbox.refusal(path);
        assert_eq!(error, format!("`{path}` is no path below the notebook's folder"));
    }
    assert_eq!(sandbox.refusal("sub").0, "`sub` is not a regular file");
    sandbox.write("file", "untracked\n");
    assert_eq!(sandbox.refusal("file/b.md").0, "`file` is not a folder");
}

#[test]
fn a_path_outside_the_sparse_checkout_is_refused() {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["update-index", "--skip-worktree", "a.md"]);
    assert_eq!(sandbox.refusal("a.md").0, "`a.md` is outside the sparse checkout");
}

#[test]
fn a_held_index_is_named_with_its_lock() {
    let sandbox = Sandbox::with_notes();
    sandbox.write(".git/index.lock", "");
    let (error, hint) = sandbox.refusal("a.md");
    assert!(error.contains("index.lock"), "{error}");
    assert!(hint.contains("remove that file"), "{hint}");
    // Another program's lock is not ours to remove.
    assert!(super::exists(&sandbox.root.join(".git/index.lock")));
}

#[test]
fn without_a_git_program_plain_repositories_still_work() {
    let mut sandbox = Sandbox::with_notes();
    sandbox.write("a.md", "done\n");
    let with_git = sandbox.variables.clone();
    sandbox.variables = with_git.clone().with("PATH", "/nowhere");
    super::committed(sandbox.commit(&["a.md"]));

    sandbox.variables = with_git.clone();
    sandbox.git(&["config", "commit.gpgsign", "true"]);
    sandbox.variables = with_git.with("PATH", "/nowhere");
    let (error, hint) = sandbox.refusal("a.md");
    assert_eq!(
        error,
        "the setting `commit.gpgsign` needs the `git` program: there is no `git` program on the PATH"
    );
    assert!(hint.contains("install git"), "{hint}");
}

#[test]
fn no_repository_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::new();
    assert!(Repo::discover_with(dir.path(), sandbox.variables.clone()).unwrap().is_none());
    let inside = sandbox.root.join(".git/objects");
    assert!(Repo::discover_with(&inside, sandbox.variables.clone()).unwrap().is_none());
}

#[test]
fn a_damaged_repository_is_an_error_with_a_hint() {
    let sandbox = Sandbox::with_notes();
    fs::write(sandbox.root.join(".git/refs/heads/main"), "").unwrap();
    let error = sandbox.repo().head().unwrap_err();
    assert!(chain(&error).starts_with("failed to read HEAD: "), "{}", chain(&error));
    assert!(!chain(&error).contains("class="));
    assert!(hints(&error)[0].contains("fsck"));
    assert!(commit(&sandbox.repo(), &["a.md"]).is_err());

    fs::write(sandbox.root.join(".git/config"), "[core\n").unwrap();
    let error = Repo::discover_with(&sandbox.root, sandbox.variables.clone()).err().unwrap();
    assert!(chain(&error).starts_with("failed to read the repository in"), "{}", chain(&error));
}
