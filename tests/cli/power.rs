//! A power cut at any moment: what was said to be done is there, what was not is there whole or not at all.
//!
//! The calls of a run are read with `strace`, and followed on a disk that keeps only what was pushed to
//! it. Then the disk is laid out as a cut after each of them may leave it. These tests draw some cuts;
//! the long run of docs/reliability.md tries all.

mod disk;

use disk::{Disk, Files, Left, files, lay_out, mixed};

use crate::kill::{LINES, Reach, State, copy, has_strace, start_of};
use crate::sealed::Sealed;

const CALLS: &str = "openat,write,pwrite64,ftruncate,copy_file_range,sendfile,fsync,fdatasync,rename,renameat,\
                     renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir";

/// How many cuts of each command are tried in a plain run of the tests.
const FEW: u64 = 4;

/// How lines start that tell what will be done.
const BEFOREHAND: [&[u8]; 4] = [b"from the calendar: ", b"customers/", b"- ", b"+ "];

/// A cut, as it leaves the disk.
struct Cut {
    at: String,
    files: Files,
    /// Whether the command had said that it is done.
    was_said: bool,
}

/// Returns each state of the disk that a cut during a run can leave, of those that are looked at.
fn cuts(line: &str, start: &Sealed, undisturbed: &Sealed) -> Vec<Cut> {
    let root = undisturbed.path("").canonicalize().expect("a path");
    let mut disk = Disk::of(&root);
    assert!(disk.seen() == files(&start.path("")));
    let trace = format!("strace -qq -xx -s 10000000 -o ../trace -e trace={CALLS} fieldnote {line}");
    undisturbed.sh(&trace).succeeds();
    let trace = String::from_utf8(undisturbed.bytes("../trace")).expect("ASCII");
    let mut cuts: Vec<Cut> = Vec::new();
    let mut was_said = false;
    for (number, call) in trace.lines().enumerate() {
        let said = disk.follow(call);
        was_said |=
            said.is_some_and(|said| !BEFOREHAND.iter().any(|start| said.starts_with(start)));
        if call.starts_with("openat(") && !call.contains("O_CREAT") {
            continue; // nothing has changed
        }
        let seeds = [1, 2].map(|seed| Left::Some(mixed(seed, number as u64)));
        let all = [Left::Nothing, Left::All, Left::Half, Left::NamesAlone];
        for left in all.into_iter().chain(seeds) {
            let files = disk.after_cut(left);
            // Of states that are alike, one after the other, the first is enough; and the first that was said.
            let last = cuts.last();
            if !last.is_some_and(|last| last.files == files && last.was_said == was_said) {
                let name = call.split('(').next().unwrap_or_default();
                let at = format!("{line}: cut after call {number}, {name}, {left:?}");
                cuts.push(Cut { at, files, was_said });
            }
            if disk.is_settled() {
                break;
            }
        }
    }
    assert!(was_said, "{line}");
    assert!(disk.seen() == files(&root), "{line}: the disk was not followed");
    cuts
}

fn check(
    line: &str,
    start: &Sealed,
    cut: &Cut,
    before: &State,
    after: &State,
) -> Result<(), String> {
    let s = copy(start);
    lay_out(&s.path(""), &cut.files);
    let fieldnote = |line: &str| s.sh(&format!("timeout -k 1 30 fieldnote {line}"));
    let read = fieldnote("followups");
    if read.code != 0 {
        return Err(format!("reading: {read}"));
    }
    let saved = fieldnote("save --quiet mine.txt");
    if !saved.stderr.contains("there is no note") {
        return Err(format!("the next command: {saved}"));
    }
    let now = State::of(&s, Reach::Children);
    if now != *after && (cut.was_said || now != *before) {
        return Err(format!("neither all nor nothing: {now:#?}\n{saved}"));
    }
    if now == *before {
        let again = fieldnote(line);
        if again.code != 0 {
            return Err(format!("the command again: {again}"));
        }
    }
    let now = State::of(&s, Reach::Children);
    if now != *after {
        return Err(format!("after the command again: {now:#?}"));
    }
    let left =
        s.sh("find . -name '*.lock' -o -name '.fieldnote-*'; ls -I cache .git/fieldnote").stdout;
    if left != "lock\n" {
        return Err(format!("left: {left}"));
    }
    let sound = s.sh("git fsck --strict --no-dangling 2>&1");
    if sound.code != 0 {
        return Err(format!("git fsck: {sound}"));
    }
    Ok(())
}

/// Tries the cuts of a line, all or a few of them, and returns what was wrong.
#[expect(clippy::print_stderr, reason = "the figures of docs/reliability.md")]
fn sweep(line: &str, number: u64) -> Vec<String> {
    let start = start_of(line);
    let undisturbed = copy(&start);
    let before = State::of(&start, Reach::Children);
    let cuts = cuts(line, &start, &undisturbed);
    let after = State::of(&undisturbed, Reach::Children);
    assert!(cuts.len() > 100, "{line}: {}", cuts.len());
    let few = (0..FEW).map(|few| mixed(number, few) as usize % cuts.len()).chain([cuts.len() - 1]);
    let is_long = std::env::var_os("FIELDNOTE_SWEEP").is_some();
    let drawn: Vec<usize> = if is_long { (0..cuts.len()).collect() } else { few.collect() };
    let failed = drawn.iter().map(|at| &cuts[*at]).filter_map(|cut| {
        let error = check(line, &start, cut, &before, &after).err()?;
        Some(format!("{}: {error}", cut.at))
    });
    let failed: Vec<String> = failed.collect();
    if is_long {
        eprintln!("{} power cuts of `{line}`: {} wrong", drawn.len(), failed.len());
        failed.iter().for_each(|error| eprintln!("{error}"));
    }
    failed
}

#[test]
fn a_power_cut_at_any_moment() {
    if !has_strace() {
        return;
    }
    // Without a commit there is nothing that could be there, or not.
    let lines: Vec<&str> = LINES.into_iter().filter(|line| !line.contains("--no-commit")).collect();
    let (some, others) = lines.split_at(lines.len() / 2);
    let all = |lines: &[&'static str]| -> Vec<String> {
        lines.iter().zip(0..).flat_map(|(line, number)| sweep(line, number)).collect()
    };
    let failures = std::thread::scope(|scope| {
        let others = scope.spawn(|| all(others));
        [all(some), others.join().expect("its own failures")].concat()
    });
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
}
