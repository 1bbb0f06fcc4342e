//! `sync`, killed at each call of its own and of git's: nothing that was committed is lost, no other file is
//! touched, and the next `sync` ends what was begun.

use crate::kill::{copy, has_strace};
use crate::sealed::{Output, Sealed, visible};
use crate::sync::{run_in, shared};

const CALLS: &str =
    "openat,write,fsync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,rmdir,chmod";

/// Both sides have ticked lines next to each other; one has a note that the other has not.
fn start() -> Sealed {
    let s = shared();
    run_in(&s, "priya", &["done importer", "new orbit review --no-edit", "sync"]);
    s.fieldnote("done contract").succeeds();
    s.write("mine.txt", "mine\n");
    s
}

/// The files here, and what this clone and the shared branch have committed.
fn state(s: &Sealed) -> [String; 3] {
    let files = "find . -path ./.git -prune -o -type f -print | sort | xargs cksum";
    let trees = "git rev-parse HEAD^{tree}; git -C ../hub.git rev-parse main^{tree}; git status --porcelain";
    [s.sh(files).stdout, s.sh(trees).stdout, s.git(&["log", "--format=%s"])]
}

/// Runs `sync` as somebody would who reads what it says: a lock that git left is removed.
fn sync(s: &Sealed) -> Output {
    let output = s.fieldnote("sync");
    if output.code != 0 && (output.stderr.contains(".lock") || output.stderr.contains("holds")) {
        s.sh("find .git ../hub.git -name '*.lock' -delete");
        return s.fieldnote("sync");
    }
    output
}

#[test]
#[expect(clippy::print_stderr, reason = "the figures of docs/reliability.md")]
fn a_sync_that_is_killed_is_ended_by_the_next() {
    if !has_strace() {
        return;
    }
    let start = start();
    let undisturbed = copy(&start);
    undisturbed
        .sh(&format!("strace -f -qq -o ../trace -e trace={CALLS} fieldnote sync"))
        .succeeds();
    let (before, after) = (state(&start), state(&undisturbed));
    let trace = visible(&undisturbed.bytes("../trace"));
    let is_long = std::env::var_os("FIELDNOTE_SWEEP").is_some();
    let mut kills = 0;
    for (nth, call) in crate::kill::calls_of_all(&trace).iter().enumerate() {
        if !is_long && nth % 17 != 0 {
            continue;
        }
        kills += 1;
        let (name, number) = call;
        let at = format!("killed at {name} {number}");
        let s = copy(&start);
        let inject = format!("-e trace={name} -e inject={name}:signal=SIGKILL:when={number}");
        s.sh(&format!("strace -f -qq -o ../trace {inject} fieldnote sync"));
        // git writes files in two steps: the two that are to come may be cut until the next run.
        for line in state(&s)[0].lines().filter(|line| !line.contains("customers/orbit/2026-03-0"))
        {
            assert!(before[0].lines().any(|known| known == line), "{at}: {line}");
        }
        s.git(&["fsck", "--strict", "--no-dangling"]);
        s.git(&["-C", "../hub.git", "fsck", "--strict", "--no-dangling"]);
        let output = sync(&s);
        assert_eq!(output.code, 0, "{at}: {output}\n{}", s.sh("git status").stdout);
        let now = state(&s);
        assert_eq!(now[..2], after[..2], "{at}: {output}");
    }
    if is_long {
        eprintln!("{kills} kills of `sync`");
    }
}
