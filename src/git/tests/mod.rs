//! The repository against git itself, in a sealed home.

mod commits;
mod index_file;
mod reading;
mod refusals;
mod shapes;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::program::Program;
use super::variables::Variables;
use super::{Begun, CommitId, CommitRequest, Intention, Outcome, Ready, Repo};
use crate::date::Moment;
use crate::error::{Result, chain, hints};

/// A repository in a folder of its own, with a home of its own.
struct Sandbox {
    _dir: TempDir,
    root: PathBuf,
    variables: Variables,
}

impl Sandbox {
    /// Returns a repository on the unborn branch `main`, with an identity.
    fn new() -> Sandbox {
        Sandbox::with_form(&[]).expect("plain `git init` works")
    }

    /// Returns a repository made by `git init` with these options, or `None` where git does not know them.
    fn with_form(options: &[&str]) -> Option<Sandbox> {
        let dir = tempfile::tempdir().unwrap();
        let (root, home) = (dir.path().join("repo"), dir.path().join("home"));
        fs::create_dir(&root).unwrap();
        fs::create_dir(&home).unwrap();
        let root = fs::canonicalize(root).unwrap();
        let settings = format!(
            "[core]\nfsync = none\nexcludesFile = {0}/ignore\nattributesFile = {0}/attributes\n[gc]\nauto = 0\n[maintenance]\nauto = false\n",
            home.display()
        );
        fs::write(home.join("gitconfig"), settings).unwrap();
        let path = std::env::var("PATH").unwrap();
        let variables = Variables::of([
            ("PATH", path.as_str()),
            ("HOME", home.to_str().unwrap()),
            ("GIT_CONFIG_GLOBAL", home.join("gitconfig").to_str().unwrap()),
            ("GIT_CONFIG_NOSYSTEM", "1"),
        ]);
        let sandbox = Sandbox { _dir: dir, root, variables };
        let mut init = vec!["init", "--quiet", "--initial-branch=main"];
        init.extend(options);
        let program = Program { dir: &sandbox.root, variables: &sandbox.variables };
        if program.write(&init, "", &[]).unwrap().code != Some(0) {
            return None;
        }
        sandbox.git(&["config", "user.name", "Ann Lee"]);
        sandbox.git(&["config", "user.email", "ann@example.com"]);
        Some(sandbox)
    }

    /// Returns a repository with one commit of `a.md`, `b.md` and `sub/c.md`.
    fn with_notes() -> Sandbox {
        let sandbox = Sandbox::new();
        sandbox.add_notes();
        sandbox
    }

    fn add_notes(&self) {
        for path in ["a.md", "b.md", "sub/c.md"] {
            self.write(path, &format!("{path}\n"));
        }
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "-m", "start"]);
    }

    fn repo(&self) -> Repo {
        self.repo_at("")
    }

    fn repo_at(&self, folder: &str) -> Repo {
        let dir = self.root.join(folder);
        let mut repo =
            Repo::discover_with(&dir, self.variables.clone()).unwrap().expect("a repository");
        repo.patience = Duration::ZERO;
        repo
    }

    /// Runs git and returns what it printed.
    fn git(&self, args: &[&str]) -> String {
        self.git_in("", args)
    }

    fn git_in(&self, folder: &str, args: &[&str]) -> String {
        let program = Program { dir: &self.root.join(folder), variables: &self.variables };
        let answer = program.write(args, "", &[]).unwrap();
        assert_eq!(answer.code, Some(0), "git {args:?}: {}", answer.words);
        String::from_utf8(answer.out).unwrap()
    }

    /// Runs git and lets it fail.
    fn git_may_fail(&self, args: &[&str]) {
        let program = Program { dir: &self.root, variables: &self.variables };
        program.write(args, "", &[]).unwrap();
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn commit(&self, paths: &[&str]) -> Result<Outcome> {
        commit(&self.repo(), paths)
    }

    /// Returns the error with which the preflight refuses a path, with its hints.
    fn refusal(&self, path: &str) -> (String, String) {
        refusal(&self.repo(), path)
    }

    /// Returns everything that git says about work tree and index.
    fn status(&self) -> String {
        self.git(&["status", "--porcelain=v2", "-uall"])
    }

    /// Returns the index entries, with flags and stat data, without those of `path`.
    fn entries_without(&self, path: &str) -> Vec<String> {
        let listed = self.git(&["ls-files", "--stage", "--debug"]);
        let mut entries: Vec<String> = Vec::new();
        for line in listed.lines() {
            match entries.last_mut() {
                Some(entry) if line.starts_with("  ") => entry.push_str(line),
                _ => entries.push(line.to_string()),
            }
        }
        entries.retain(|entry| !entry.contains(&format!("\t{path}  ")));
        entries
    }

    /// Returns the names of the files in HEAD's newest commit.
    fn last_commit(&self) -> Vec<String> {
        let names = self.git(&["show", "--format=", "--name-only", "-z", "--root", "HEAD"]);
        names.split('\0').filter(|name| !name.is_empty()).map(str::to_string).collect()
    }

    #[cfg(unix)]
    fn script(&self, path: &str, text: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        self.write(path, &format!("#!/bin/sh\n{text}\n"));
        let file = self.root.join(path);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        file
    }
}

fn commit(repo: &Repo, paths: &[&str]) -> Result<Outcome> {
    let paths: Vec<String> = paths.iter().map(|path| (*path).to_string()).collect();
    let ready = repo.preflight(&paths)?;
    commit_ready(repo, &ready, &paths)
}

/// Commits as a command does: begun, committed, ended.
fn commit_ready(repo: &Repo, ready: &Ready, paths: &[String]) -> Result<Outcome> {
    let begun = begin(repo, ready);
    let outcome = repo.commit(ready, &request(paths), &begun);
    begun.end()?;
    outcome
}

fn begin(repo: &Repo, ready: &Ready) -> Begun {
    let writes = Vec::new();
    let intention = Intention { op: "k7q2", subject: "send the guide", ready: Some(ready), writes };
    repo.begin(&intention).unwrap()
}

fn request(paths: &[String]) -> CommitRequest {
    let when = Some((Moment::parse("2026-03-06T09:00:00Z").unwrap(), 540));
    CommitRequest {
        paths: paths.to_vec(),
        message: "minato: done \"send the guide\"\n\nFieldnote: done".to_string(),
        when,
    }
}

fn committed(outcome: Result<Outcome>) -> CommitId {
    match outcome {
        Ok(Outcome::Committed(id)) => id,
        Ok(Outcome::Nothing) => panic!("nothing was committed"),
        Err(error) => panic!("{}", chain(&error)),
    }
}

fn refusal(repo: &Repo, path: &str) -> (String, String) {
    match repo.preflight(&[path.to_string()]) {
        Ok(_) => panic!("`{path}` was not refused"),
        Err(error) => (chain(&error), hints(&error).join(" | ")),
    }
}

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
