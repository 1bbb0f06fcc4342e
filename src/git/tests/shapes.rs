//! Repositories that only the `git` program can commit into: hooks, signing, filters, foreign forms.

use std::fs;

use super::{Outcome, Sandbox, committed};
use crate::error::chain;
use crate::git::shape::Way;

/// Returns what needs the `git` program for `a.md`.
fn way(sandbox: &Sandbox) -> Way {
    sandbox.repo().preflight(&["a.md".to_string()]).unwrap().way
}

fn by(reason: &str) -> Way {
    Way::Program(reason.to_string())
}

#[cfg(unix)]
#[test]
fn hooks_run() {
    let sandbox = Sandbox::with_notes();
    sandbox.script(".git/hooks/pre-commit.sample", "exit 1");
    assert_eq!(way(&sandbox), Way::InProcess);
    sandbox.script(".git/hooks/pre-commit", "echo \"$VIRTUAL_ENV$GIT_TRACE\" > hook-ran");
    assert_eq!(way(&sandbox), by("the hook `pre-commit`"));

    let sandbox = Sandbox {
        variables: sandbox.variables.clone().with("VIRTUAL_ENV", "venv").with("GIT_TRACE", "1"),
        ..sandbox
    };
    sandbox.write("b.md", "staged\n");
    sandbox.git(&["add", "b.md"]);
    sandbox.write("a.md", "done\n");
    sandbox.write("new.md", "new\n");
    let id = committed(sandbox.commit(&["a.md", "new.md"]));
    assert_eq!(fs::read_to_string(sandbox.root.join("hook-ran")).unwrap(), "venv\n");
    assert_eq!(sandbox.last_commit(), ["a.md", "new.md"]);
    assert_eq!(sandbox.git(&["rev-parse", "HEAD"]).trim(), id.to_string());
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "M  b.md\n?? hook-ran\n");
    assert_eq!(
        sandbox.git(&["log", "-1", "--format=%an %ad|%cd|%B", "--date=raw"]),
        "Ann Lee 1772787600 +0900|1772787600 +0900|minato: done \"send the guide\"\n\nFieldnote: done\n\n"
    );
    assert_eq!(sandbox.commit(&["a.md"]).unwrap(), Outcome::Nothing);
}

#[cfg(unix)]
#[test]
fn a_failing_hook_leaves_everything_and_has_its_say() {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["config", "core.hooksPath", "hooks"]);
    sandbox.script("hooks/commit-msg", "printf 'no ticket \\033[31mnumber\\n' >&2; exit 1");
    sandbox.write("b.md", "staged\n");
    sandbox.git(&["add", "b.md"]);
    sandbox.write("intended.md", "intended\n");
    sandbox.git(&["add", "-N", "intended.md"]);
    sandbox.write("a.md", "done\n");
    sandbox.write("[new].md", "new\n");
    let (head, status) = (sandbox.repo().head().unwrap(), sandbox.status());
    let entries = sandbox.entries_without("-");

    let error = sandbox.commit(&["a.md", "[new].md"]).unwrap_err();
    assert_eq!(chain(&error), "`git commit` failed: no ticket \\x1b[31mnumber");
    assert_eq!((sandbox.repo().head().unwrap(), sandbox.status()), (head, status));
    assert_eq!(sandbox.entries_without("-"), entries);
    assert_eq!(fs::read_to_string(sandbox.root.join("a.md")).unwrap(), "done\n");
}

#[cfg(unix)]
#[test]
fn a_failing_hook_leaves_an_unborn_branch_unborn() {
    let sandbox = Sandbox::new();
    sandbox.script(".git/hooks/pre-commit", "echo no >&2; exit 1");
    sandbox.write("a.md", "a\n");
    assert!(sandbox.commit(&["a.md"]).is_err());
    assert_eq!(sandbox.status(), "? a.md\n");
    fs::remove_file(sandbox.root.join(".git/hooks/pre-commit")).unwrap();
    sandbox.script(".git/hooks/post-commit", "exit 1");
    committed(sandbox.commit(&["a.md"]));
    assert_eq!(sandbox.status(), "");
}

#[cfg(unix)]
#[test]
fn a_commit_that_landed_is_no_failure() {
    let sandbox = Sandbox::with_notes();
    // `git commit` fails after the branch has moved, because it cannot publish the index.
    sandbox.script(
        ".git/hooks/reference-transaction",
        "[ \"$1\" = committed ] && [ -e .git/index.lock ] && rm -f .git/index.lock\nexit 0",
    );
    sandbox.write("a.md", "done\n");
    let id = committed(sandbox.commit(&["a.md"]));
    assert_eq!(sandbox.git(&["rev-parse", "HEAD"]).trim(), id.to_string());
    assert_eq!(sandbox.git(&["rev-list", "--count", "HEAD"]), "2\n");
}

#[cfg(unix)]
#[test]
fn a_commit_below_another_one_is_ours() {
    let sandbox = Sandbox::with_notes();
    sandbox.script(
        ".git/hooks/post-commit",
        "[ -e .git/once ] && exit; touch .git/once; git commit -q --allow-empty -m after",
    );
    sandbox.write("a.md", "done\n");
    let repo = sandbox.repo();
    let paths = ["a.md".to_string()];
    let ready = repo.preflight(&paths).unwrap();
    let begun = super::begin(&repo, &ready);
    let message = "done\n\nFieldnote-Op: k7q2".to_string();
    let request = super::CommitRequest { message, ..super::request(&paths) };
    let id = committed(repo.commit(&ready, &request, &begun));
    assert_eq!(sandbox.git(&["rev-parse", "HEAD~1"]).trim(), id.to_string());
}

#[cfg(unix)]
#[test]
fn signed_repositories_get_signed_commits() {
    let sandbox = Sandbox::with_notes();
    let gpg = sandbox.script(
        ".git/fake-gpg",
        "cat > /dev/null; echo '[GNUPG:] SIG_CREATED ' >&2; echo '-----BEGIN PGP SIGNATURE-----'; echo fake; echo '-----END PGP SIGNATURE-----'",
    );
    sandbox.git(&["config", "commit.gpgsign", "true"]);
    sandbox.git(&["config", "gpg.program", gpg.to_str().unwrap()]);
    assert_eq!(way(&sandbox), by("the setting `commit.gpgsign`"));
    sandbox.write("a.md", "done\n");
    committed(sandbox.commit(&["a.md"]));
    assert!(sandbox.git(&["cat-file", "commit", "HEAD"]).contains("gpgsig -----BEGIN PGP"));

    sandbox.git(&["config", "gpg.program", "/nowhere/gpg"]);
    sandbox.write("a.md", "again\n");
    assert!(sandbox.commit(&["a.md"]).is_err());
    assert_eq!(sandbox.git(&["rev-list", "--count", "HEAD"]), "2\n");
}

#[cfg(unix)]
#[test]
fn filters_are_applied() {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["config", "filter.shout.clean", "tr a-z A-Z"]);
    sandbox.git(&["config", "filter.shout.smudge", "tr A-Z a-z"]);
    sandbox.write(".gitattributes", "*.md filter=shout\n");
    assert_eq!(way(&sandbox), by("the attribute `filter` of `a.md`"));
    sandbox.write("a.md", "secret\n");
    sandbox.git(&["add", "a.md"]); // staged = the file, through the filter
    committed(sandbox.commit(&["a.md"]));
    assert_eq!(sandbox.git(&["cat-file", "-p", "HEAD:a.md"]), "SECRET\n");
    assert_eq!(fs::read_to_string(sandbox.root.join("a.md")).unwrap(), "secret\n");
    assert_eq!(sandbox.commit(&["a.md"]).unwrap(), Outcome::Nothing);
}

#[test]
fn attributes_are_also_read_out_of_the_index_and_in_a_linked_work_tree() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("sub/.gitattributes", "*.md filter=shout\n");
    sandbox.git(&["add", "sub/.gitattributes"]);
    sandbox.git(&["commit", "--quiet", "-m", "attributes"]);
    let way_in = |folder: &str, path: &str| {
        let repo = sandbox.repo_at(folder);
        repo.way(&[path.to_string()], &repo.staging().unwrap()).unwrap()
    };
    let filtered = by("the attribute `filter` of `sub/c.md`");
    assert_eq!((way_in("", "sub/c.md"), way_in("", "a.md")), (filtered.clone(), Way::InProcess));
    fs::remove_file(sandbox.root.join("sub/.gitattributes")).unwrap();
    assert_eq!((way_in("", "sub/c.md"), way_in("", "a.md")), (filtered.clone(), Way::InProcess));
    sandbox.git(&["worktree", "add", "--quiet", "linked"]);
    fs::remove_file(sandbox.root.join("linked/sub/.gitattributes")).unwrap();
    assert_eq!(way_in("linked", "sub/c.md"), filtered);
    sandbox.git_in("linked", &["rm", "--quiet", "--cached", "sub/.gitattributes"]);
    assert_eq!((way_in("linked", "sub/c.md"), way_in("", "sub/c.md")), (Way::InProcess, filtered));
}

#[test]
fn line_ends_are_stored_as_git_stores_them() {
    for (setting, attributes, reason) in [
        ("true", "", "the setting `core.autocrlf`"),
        ("input", "", "the setting `core.autocrlf`"),
        ("false", "*.md text", "the attribute `text` of `a.md`"),
        ("false", "*.md text=auto", "the attribute `text` of `a.md`"),
        ("false", "*.md eol=crlf", "the attribute `eol` of `a.md`"),
    ] {
        let sandbox = Sandbox::with_notes();
        sandbox.git(&["config", "core.autocrlf", setting]);
        sandbox.write(".gitattributes", attributes);
        assert_eq!(way(&sandbox), by(reason), "{setting} {attributes}");
        sandbox.write("a.md", "one\r\ntwo\r\n");
        committed(sandbox.commit(&["a.md"]));
        assert_eq!(sandbox.git(&["cat-file", "-p", "HEAD:a.md"]), "one\ntwo\n");
        assert_eq!(fs::read_to_string(sandbox.root.join("a.md")).unwrap(), "one\r\ntwo\r\n");
        assert_eq!(sandbox.git(&["status", "--porcelain", "a.md"]), "");
    }
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["config", "core.autocrlf", "true"]);
    sandbox.write(".gitattributes", "*.md -text");
    assert_eq!(way(&sandbox), Way::InProcess);
}

#[test]
fn settings_and_variables_can_need_git() {
    for (name, value) in [
        ("core.sparseCheckout", "true"),
        ("core.untrackedCache", "true"),
        ("core.fsmonitor", "true"),
    ] {
        let sandbox = Sandbox::with_notes();
        sandbox.git(&["config", name, value]);
        assert_eq!(way(&sandbox), by(&format!("the setting `{name}`")));
    }
    let mut sandbox = Sandbox::with_notes();
    sandbox.variables = sandbox.variables.clone().with("GIT_AUTHOR_DATE", "2026-01-02 03:04:05");
    assert_eq!(way(&sandbox), by("the form of `GIT_AUTHOR_DATE`"));
    sandbox.write("a.md", "done\n");
    committed(sandbox.commit(&["a.md"]));
    assert_eq!(
        sandbox.git(&["log", "-1", "--format=%ad|%cd", "--date=format:%F %T"]),
        "2026-01-02 03:04:05|2026-03-06 18:00:00\n"
    );
}

#[test]
fn a_split_index_is_left_to_git() {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["update-index", "--split-index"]);
    check_foreign(&sandbox);
}

#[test]
fn a_sparse_index_is_left_to_git() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("far/d.md", "d\n");
    sandbox.git(&["add", "far"]);
    sandbox.git(&["commit", "--quiet", "-m", "far"]);
    sandbox.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "sub"]);
    check_foreign(&sandbox);
    assert_eq!(sandbox.refusal("far/d.md").0, "`far/d.md` is outside the sparse checkout");
}

#[test]
fn reftable_repositories_commit_and_tell_their_history() {
    let Some(sandbox) = Sandbox::with_form(&["--ref-format=reftable"]) else { return };
    sandbox.write("a.md", "first\n");
    assert_eq!(sandbox.repo().head().unwrap(), None);
    committed(sandbox.commit(&["a.md"]));
    sandbox.add_notes();
    check_foreign(&sandbox);
    let repo = sandbox.repo();
    let head = repo.head().unwrap().unwrap();
    assert_eq!(repo.first_parents(head).count(), 4);
    assert_eq!(repo.blob_at(head, "a.md").unwrap().unwrap(), b"done\n");
    assert_eq!(repo.find_commit("main~1").unwrap(), repo.find_commit("HEAD^").unwrap());
    assert!(repo.is_ancestor(repo.find_commit("HEAD~3").unwrap(), head).unwrap());

    sandbox.write("b.md", "x\n");
    sandbox.git(&["commit", "--quiet", "-am", "x"]);
    sandbox.git(&["revert", "--no-commit", "HEAD"]);
    assert_eq!(sandbox.refusal("a.md").0, "a revert is in progress");
}

#[test]
fn sha256_repositories_commit_and_say_that_history_is_out_of_reach() {
    let Some(sandbox) = Sandbox::with_form(&["--object-format=sha256"]) else { return };
    sandbox.add_notes();
    check_foreign(&sandbox);
    let repo = sandbox.repo();
    let head = repo.head().unwrap().unwrap();
    assert_eq!(head.to_string().len(), 64);
    let error = repo.first_parents(head).next().unwrap().unwrap_err();
    assert_eq!(chain(&error), "the history of a SHA-256 repository cannot be read");
    assert!(repo.files(head, &|_| true).is_err());
}

#[test]
fn a_partial_clone_is_read_and_committed() {
    let origin = Sandbox::with_notes();
    origin.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", origin.root.display());
    let sandbox = Sandbox::new();
    sandbox.git(&["clone", "--quiet", "--filter=blob:none", &url, "clone"]);
    let repo = sandbox.repo_at("clone");
    assert_eq!(repo.first_parents(repo.head().unwrap().unwrap()).count(), 1);
    sandbox.git_in("clone", &["config", "user.name", "Ann Lee"]);
    sandbox.git_in("clone", &["config", "user.email", "ann@example.com"]);
    sandbox.write("clone/a.md", "done\n");
    committed(super::commit(&repo, &["a.md"]));
    assert_eq!(sandbox.git_in("clone", &["status", "--porcelain"]), "");
}

/// Checks reading the index and committing where libgit2 can do neither.
fn check_foreign(sandbox: &Sandbox) {
    assert!(matches!(way(sandbox), Way::Program(_)));
    let repo = sandbox.repo();
    let tracked = repo.tracked(&|path| path.starts_with("sub/")).unwrap();
    assert_eq!(tracked, ["sub/c.md"]);
    assert_eq!(repo.identity().unwrap().unwrap().name, "Ann Lee");
    sandbox.write(".git/info/exclude", "ignored.md\n");
    assert!(repo.is_ignored("ignored.md").unwrap());
    assert!(!repo.is_ignored("a.md").unwrap());

    sandbox.write("sub/c.md", "staged\n");
    sandbox.git(&["add", "sub/c.md"]);
    let status = sandbox.status();
    sandbox.write("a.md", "done\n");
    let id = committed(sandbox.commit(&["a.md"]));
    assert_eq!(sandbox.git(&["rev-parse", "HEAD"]).trim(), id.to_string());
    assert_eq!(sandbox.last_commit(), ["a.md"]);
    assert_eq!(sandbox.status(), status);
    assert_eq!(sandbox.commit(&["a.md"]).unwrap(), Outcome::Nothing);

    sandbox.write("intended.md", "intended\n");
    sandbox.git(&["add", "-N", "intended.md"]);
    committed(sandbox.commit(&["intended.md"]));
    assert_eq!(sandbox.last_commit(), ["intended.md"]);

    sandbox.write("sub/c.md", "typed after staging\n");
    assert_eq!(sandbox.refusal("sub/c.md").0, "`sub/c.md` has a staged version of its own");
    sandbox.git(&["restore", "--staged", "--worktree", "sub/c.md"]);
}
