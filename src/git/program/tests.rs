use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Program;
use crate::error::chain;
use crate::git::variables::Variables;

#[test]
fn what_does_not_end_is_stopped() {
    let (dir, variables) = (std::env::temp_dir(), Variables::sealed());
    let program = Program { dir: &dir, variables: &variables };
    let run = |seconds: &str, limit: u64| {
        let mut command = Command::new("sleep");
        command.arg(seconds).stdout(Stdio::piped()).stderr(Stdio::piped());
        program.run_within(&mut command, &["fetch"], Duration::from_millis(limit))
    };
    assert_eq!(run("0", 60_000).ok().and_then(|answer| answer.code), Some(0));
    let start = Instant::now();
    let error = run("60", 50).err().expect("an error");
    assert_eq!(chain(&error), "`git fetch` had not ended after 0 seconds, and was stopped");
    assert!(start.elapsed() < Duration::from_secs(30));
}

/// A repository whose settings name a script wherever git would start one while it reads.
#[test]
fn reading_starts_no_program_of_the_repository() {
    const SIGNED: &str = "author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\
        gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nsigned\n";
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("repo");
    std::fs::create_dir(&dir).unwrap();
    let variables = Variables::sealed();
    let program = Program { dir: &dir, variables: &variables };
    let must = |args: &[&str], input: &str| {
        let answer = program.write(args, input, &[]).unwrap();
        assert_eq!(answer.code, Some(0), "{args:?}: {}", answer.words);
        answer.text()
    };
    must(&["init", "-q", "-b", "main"], "");
    std::fs::write(dir.join("a.md"), "one\n").unwrap();
    must(&["add", "a.md"], "");
    let commit = format!("tree {}\n{SIGNED}", must(&["write-tree"], ""));
    let commit = must(&["hash-object", "-w", "-t", "commit", "--stdin"], &commit);
    must(&["update-ref", "refs/heads/main", &commit], "");
    let script = folder.path().join("canary.sh").display().to_string();
    std::fs::write(&script, "#!/bin/sh\necho \"$@\" >> \"$(dirname \"$0\")/ran\"\n").unwrap();
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&script, executable).unwrap();
    for key in ["core.fsmonitor", "gpg.program", "diff.external", "core.pager", "core.askPass"] {
        must(&["config", key, &script], "");
    }
    must(&["config", "log.showSignature", "true"], "");
    let ran = folder.path().join("ran");
    for args in [
        &["status", "--porcelain"][..],
        &["log", "--format=%H%n%B"],
        &["show", "--no-patch", "--format=%P", "HEAD"],
        &["diff", "--quiet", "HEAD", "--", "a.md"],
        &["ls-files", "-s", "-v", "-z"],
        &["fetch", "ext::true"],
    ] {
        let answer = program.read(args).unwrap();
        assert_eq!(answer.code == Some(0), args[0] != "fetch", "{args:?}: {}", answer.words);
        assert_eq!(std::fs::read_to_string(&ran).unwrap_or_default(), "", "{args:?}");
    }
    // Without the settings of reading, the same commands do start it.
    let trapped = program.write(&["status"], "", &[]).unwrap();
    assert!(ran.exists(), "{}", trapped.words);
}

#[test]
fn nothing_is_forced_or_thrown_away() {
    let needles = [
        concat!("--", "force"),
        concat!("--", "hard"),
        concat!("\"", "clean\""),
        concat!("\"+", "refs/"),
    ];
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let is_test = |path: &Path| path.iter().any(|part| part == "tests");
    for path in sources(&src).into_iter().filter(|path| !is_test(path)) {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines = text.lines().filter(|line| !line.contains("--force-remove"));
        for line in lines.filter(|line| needles.iter().any(|needle| line.contains(needle))) {
            found.push(format!("{}: {line}", path.display()));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

/// Returns every Rust file below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn three_files_start_programs() {
    // What starts a program in `std`, `libc`, and `git2`.
    let needles = [
        concat!("Command::", "new("),
        concat!("process::", "Command as"),
        concat!("Command", "Ext"),
        concat!("posix_", "spawn"),
        concat!("exec", "v"),
        concat!("for", "k()"),
        concat!("RemoteCall", "backs"),
    ];
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let is_test = |path: &Path| path.ends_with("tests.rs") || path.iter().any(|p| p == "tests");
    let mut starting: Vec<PathBuf> = sources(&src)
        .into_iter()
        .filter(|path| !is_test(path))
        .filter(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            needles.iter().any(|needle| text.contains(needle))
        })
        .map(|path| path.strip_prefix(&src).unwrap().to_path_buf())
        .collect();
    starting.sort();
    let allowed = ["git/program.rs", "ui/editor.rs", "ui/pager.rs"];
    assert_eq!(starting, allowed.map(Path::new));
    let own = std::fs::read_to_string(src.join("git/program.rs")).unwrap();
    assert_eq!(own.matches(concat!("Command::new(", "\"git\")")).count(), 1, "one constructor");
}
