//! History and trees, compared with what git prints.

use super::Sandbox;
use crate::error::{chain, hints};
use crate::git::{Change, CommitId, Repo};

/// Returns a repository with a merge of a side branch of two commits.
fn with_merge() -> Sandbox {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["switch", "--quiet", "-c", "side"]);
    for (path, text) in [("side.md", "1\n"), ("sub/c.md", "2\n")] {
        sandbox.write(path, text);
        sandbox.git(&["add", "."]);
        sandbox.git(&["commit", "--quiet", "-m", &format!("side {path}")]);
    }
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.write("a.md", "main\n");
    sandbox.git(&["commit", "--quiet", "-am", "main"]);
    sandbox.git(&["merge", "--quiet", "--no-edit", "side"]);
    sandbox
}

#[test]
fn first_parents_pass_a_merge_by() {
    let sandbox = with_merge();
    let repo = sandbox.repo();
    let head = repo.head().unwrap().unwrap();
    let line: Vec<String> =
        repo.first_parents(head).map(|commit| commit.unwrap().id.to_string()).collect();
    let expected = sandbox.git(&["log", "--first-parent", "--format=%H"]);
    assert_eq!(line, expected.lines().collect::<Vec<_>>());

    let merge = repo.commit_info(head).unwrap();
    assert_eq!(merge.parents, 2);
    let brought = repo.brought_by_merge(&merge).unwrap();
    let ids: Vec<String> = brought.iter().map(|commit| commit.id.to_string()).collect();
    let expected = sandbox.git(&["log", "--format=%H", "HEAD^1..HEAD^2"]);
    assert_eq!(ids, expected.lines().collect::<Vec<_>>());
    let plain = repo.commit_info(brought[1].id).unwrap();
    assert!(repo.brought_by_merge(&plain).unwrap().is_empty());
    assert!(repo.is_ancestor(plain.id, head).unwrap());
    assert!(!repo.is_ancestor(head, plain.id).unwrap());
    assert!(repo.is_ancestor(head, head).unwrap());
}

#[test]
fn a_commit_belongs_to_the_day_on_its_committers_clock() {
    let sandbox = Sandbox::with_notes();
    for (date, expected) in [
        ("2026-03-06T23:30:00-05:00", "2026-03-06"),
        ("2026-03-06T23:30:00+00:00", "2026-03-06"),
        ("2026-03-07T00:30:00+09:00", "2026-03-07"),
    ] {
        let sandbox = Sandbox {
            variables: sandbox.variables.clone().with("GIT_COMMITTER_DATE", date),
            _dir: tempfile::tempdir().unwrap(),
            root: sandbox.root.clone(),
        };
        sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", "x"]);
        let repo = sandbox.repo();
        let info = repo.commit_info(repo.head().unwrap().unwrap()).unwrap();
        assert_eq!(info.day().to_string(), expected, "{date}");
    }
}

#[test]
fn a_shallow_clone_just_ends() {
    let origin = with_merge();
    let url = format!("file://{}", origin.root.display());
    for form in ["files", "reftable"] {
        let Some(sandbox) = Sandbox::with_form(&[&format!("--ref-format={form}")]) else {
            continue;
        };
        sandbox.git(&["fetch", "--quiet", "--depth=2", &url, "main"]);
        sandbox.git(&["reset", "--quiet", "--hard", "FETCH_HEAD"]);
        let repo = sandbox.repo();
        let head = repo.head().unwrap().unwrap();
        assert_eq!(repo.first_parents(head).map(Result::unwrap).count(), 2, "{form}");
    }
}

#[test]
fn texts_name_commits_as_for_git() {
    let sandbox = with_merge();
    sandbox.git(&["tag", "-a", "v1", "-m", "v1", "HEAD~1"]);
    let repo = sandbox.repo();
    let head = sandbox.git(&["rev-parse", "HEAD"]);
    for text in ["HEAD", "main", "side", "v1", "HEAD~1", "main^2", head.trim(), &head[..8]] {
        let expected = sandbox.git(&["rev-parse", &format!("{text}^{{commit}}")]);
        assert_eq!(repo.find_commit(text).unwrap().to_string(), expected.trim(), "{text}");
    }
    for text in ["nowhere", "HEAD:a.md", "", "--all", "HEAD~99"] {
        let error = repo.find_commit(text).unwrap_err();
        assert_eq!(chain(&error), format!("`{text}` names no commit"));
        assert_eq!(hints(&error), ["see the commits: `git log --oneline`"]);
    }
}

#[cfg(unix)]
#[test]
fn files_are_the_regular_ones_that_are_kept() {
    let sandbox = Sandbox::with_notes();
    sandbox.write("a.txt", "x");
    sandbox.write(".hidden/x.md", "x");
    sandbox.write("sub/.hidden/x.md", "x");
    sandbox.write(".dot.md", "x");
    sandbox.script("tool.md", "x");
    std::os::unix::fs::symlink("a.md", sandbox.root.join("link.md")).unwrap();
    let bytes: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"latin-\xe9.md");
    std::fs::write(sandbox.root.join(bytes), "x").unwrap();
    sandbox.git(&["add", "."]);
    let head = sandbox.git(&["rev-parse", "HEAD"]);
    sandbox.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{},m.md", head.trim())]);
    sandbox.git(&["commit", "--quiet", "-m", "x"]);
    let repo = sandbox.repo();
    let head = repo.head().unwrap().unwrap();
    let files = repo.files(head, &|path| path.ends_with(".md")).unwrap();
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, [".dot.md", "a.md", "b.md", "sub/c.md", "tool.md"]);
    assert_eq!(repo.blob(files[1].1).unwrap(), b"a.md\n");
    assert_eq!(files[1].1, Repo::hash(b"a.md\n"));
    assert_eq!(repo.blob_at(head, "sub/c.md").unwrap().unwrap(), b"sub/c.md\n");
    for path in ["sub", "link.md", "m.md", "none.md", "sub/none.md"] {
        assert_eq!(repo.blob_at(head, path).unwrap(), None, "{path}");
    }
    let tracked = repo.tracked(&|path| !path.starts_with('.')).unwrap();
    assert_eq!(tracked, ["a.md", "a.txt", "b.md", "sub/.hidden/x.md", "sub/c.md", "tool.md"]);
}

#[test]
fn changes_are_those_of_git_diff() {
    let sandbox = Sandbox::new();
    let mut commits: Vec<CommitId> = Vec::new();
    let repo = sandbox.repo();
    // Each step: what is written, and what is removed first. Names around `/` in byte order: `-`, `.`, `0`.
    for (number, (gone, written)) in [
        ("", vec!["a", "a.md", "a-b", "a0", "d/x", "d/y/z", "e/f/g/h"]),
        ("a", vec!["a/b", "a/c/d", "d.md", "d-e"]),
        ("a", vec!["a", "d/x"]),
        ("d", vec!["d", "e/f/g/i"]),
        ("e/f/g/h", vec!["ü", "佐 藤/x"]),
    ]
    .into_iter()
    .enumerate()
    {
        if !gone.is_empty() {
            sandbox.git(&["rm", "-r", "--quiet", gone]);
        }
        for path in written {
            sandbox.write(path, &format!("{number} {path}"));
        }
        sandbox.git(&["add", "."]);
        sandbox.git(&["commit", "--quiet", "-m", "x"]);
        commits.push(repo.head().unwrap().unwrap());
    }
    for old in &commits {
        for new in &commits {
            let changes = repo.changes(Some(*old), *new, &|_| true).unwrap();
            assert_eq!(shown(&changes), by_git(&sandbox, *old, *new));
        }
    }
    let all = repo.changes(None, commits[0], &|path| path.starts_with("d/")).unwrap();
    assert_eq!(shown(&all), ["A d/x", "A d/y/z"]);
    let below = sandbox.repo_at("e");
    let changes = below.changes(Some(commits[2]), commits[3], &|_| true).unwrap();
    assert_eq!(shown(&changes), ["A f/g/i"]);
}

fn shown(changes: &[Change]) -> Vec<String> {
    let letter = |change: &Change| match (change.old, change.new) {
        (None, _) => 'A',
        (_, None) => 'D',
        _ => 'M',
    };
    changes.iter().map(|change| format!("{} {}", letter(change), change.path)).collect()
}

fn by_git(sandbox: &Sandbox, old: CommitId, new: CommitId) -> Vec<String> {
    let args = ["diff", "--name-status", "--no-renames", "-z", &old.to_string(), &new.to_string()];
    let printed = sandbox.git(&args);
    let mut fields = printed.split_terminator('\0');
    let mut found: Vec<(String, String)> = Vec::new();
    while let (Some(letter), Some(path)) = (fields.next(), fields.next()) {
        found.push((path.to_string(), letter.to_string()));
    }
    found.sort();
    found.into_iter().map(|(path, letter)| format!("{letter} {path}")).collect()
}

#[test]
fn a_file_as_young_as_the_index_is_not_settled() {
    use std::fs::File;
    use std::time::{Duration, SystemTime};
    let sandbox = Sandbox::with_notes();
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let touch = |path: &str, seconds: u64| {
        let file = File::options().append(true).open(sandbox.root.join(path)).unwrap();
        file.set_modified(then + Duration::from_secs(seconds)).unwrap();
    };
    let settled = || sandbox.repo().settled(&|path| path == "settled.md").unwrap();
    sandbox.write("settled.md", "one\n");
    touch("settled.md", 0);
    sandbox.git(&["add", "settled.md"]);
    touch(".git/index", 10);
    assert_eq!(settled().get("settled.md"), Some(&Repo::hash(b"one\n")));
    // The same size within the same tick of the clock: only the content can tell.
    sandbox.write("settled.md", "two\n");
    touch("settled.md", 0);
    touch(".git/index", 0);
    assert!(settled().is_empty());
    touch(".git/index", 10);
    touch("settled.md", 1);
    assert!(settled().is_empty());
}

#[test]
fn what_others_stage_is_seen_whatever_was_read_before() {
    for skips_hash in ["false", "true"] {
        let sandbox = Sandbox::with_notes();
        sandbox.git(&["config", "index.skipHash", skips_hash]);
        sandbox.git(&["update-index", "--force-write-index"]);
        let repo = sandbox.repo();
        let staged = || repo.staging().unwrap().get("a.md").map(|staged| staged.content);
        for text in ["one\n", "two\n"] {
            sandbox.write("a.md", text);
            sandbox.git(&["add", "a.md"]);
            assert_eq!(staged(), Some(Repo::hash(text.as_bytes())), "{skips_hash}");
        }
        std::fs::remove_file(sandbox.root.join(".git/index")).unwrap();
        assert_eq!(staged(), None, "{skips_hash}: without an index");
    }
}
