//! fieldnote beside `rg` and `git`, in one run: how many times as long it takes.
//!
//! ```text
//! cargo bench                    notebooks of 1,000 and 10,000 notes
//! cargo bench -- 100000          of other sizes
//! ```
//!
//! Each pair runs in alternation, output to nowhere; the table gives medians, their ratio and the peak
//! memory. The notebooks lie below `target/bench`, and are made once. Times of different machines are not
//! comparable, and hardly those of one machine on different days: the ratios are.

mod notebook;
mod pair;

use std::path::{Path, PathBuf};

use notebook::Notebook;
use pair::{Pair, run};

/// How often each of a pair runs.
const ROUNDS: usize = 9;

#[expect(clippy::print_stdout, reason = "the table")]
fn main() {
    let mut arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [floor, folder] = arguments.as_slice()
        && floor == "floor"
    {
        return notebook::stat_all(Path::new(folder));
    }
    if arguments.is_empty() {
        arguments = ["1000", "10000"].map(String::from).to_vec();
    }
    println!("| Notes | This | ms | Against | ms | Ratio | Peak memory, MB |");
    println!("|--:|---|--:|---|--:|--:|--:|");
    for argument in arguments {
        let Ok(notes) = argument.parse() else { panic!("`{argument}` is no number of notes") };
        compare(&Notebook::made(&below_target(&argument), notes));
    }
}

fn below_target(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench").join(name)
}

#[expect(clippy::print_stdout, reason = "the table")]
fn compare(notebook: &Notebook) {
    let row = |pair: Pair| println!("{}", pair.row(notebook, ROUNDS));
    let floor = std::env::current_exe().expect("a path").display().to_string();
    let forget = "rm -rf .git/fieldnote/cache";
    let drop_pages = "sync; echo 3 > /proc/sys/vm/drop_caches";
    let (edit, commit) = ("echo >> NOTE", "git add NOTE && git commit -q -m x");

    run(notebook, "fieldnote followups && fieldnote week && fieldnote stats");
    row(Pair::of("followups", r"rg -n '^\s*- \[ \]'"));
    row(Pair::of("followups", &format!("{floor} floor .")).called("the floor: a stat of each note"));
    row(Pair::of("followups", "rg --files"));
    row(Pair::of("followups", "git grep -n -F -e '- [ ]'"));
    if notebook.is_given_to_task() {
        let pair = Pair::of("followups", "task rc:../taskrc status:pending minimal");
        row(pair.called("`task status:pending minimal`, with the same items"));
    }
    row(Pair::of("followups", "fieldnote followups")
        .with(edit, "true")
        .named("followups, one note edited"));
    row(Pair::of("followups", r"rg -n '^\s*- \[ \]'")
        .with(forget, "true")
        .named("followups, no cache yet"));
    if run(notebook, drop_pages) {
        let pair = Pair::of("followups", r"rg -n '^\s*- \[ \]'").with(drop_pages, drop_pages);
        row(pair.named("followups, cold disk"));
    }
    for other in ["today", "brief c1", "asks", "check", "find zebra", "notes"] {
        row(Pair::of(other, "fieldnote followups"));
    }
    let none = "git config core.fsync none";
    row(Pair::of("done NOTE:LINE", commit)
        .with(none, &format!("{none}; {edit}"))
        .named("done, with its commit, no fsync"));
    let all = "git config core.fsync all";
    row(Pair::of("done NOTE:LINE", commit)
        .with(all, &format!("{all}; {edit}"))
        .named("done, with its commit, all on the disk"));
    run(notebook, "git config --unset core.fsync");
    let log = "git log -p -U0 --since=2026-02-23 --until=2026-03-02";
    row(Pair::of("week 2026-W09", log));
    row(Pair::of("week 2026-W09", log).with(forget, "true").named("week, no cache yet"));
    let log = "git log -p -U0 --since=2025-12-08";
    row(Pair::of("stats", log).with(forget, "true").named("stats, no cache yet"));
    row(Pair::of("stats", log));
    row(Pair::of("stats", "git rev-list -1 HEAD")
        .with(&format!("{edit}; {commit}"), "true")
        .named("stats, after a commit"));
    row(Pair::of("promises", "git log -p -U0"));
    row(Pair::of("--version", "git --version"));
}
