//! The histories are made by git itself, not by the code that reads them.

mod weeks;

use std::path::Path;
use std::process::Command;

use super::{Asked, Closed, History, week};
use crate::config::Found;
use crate::date::{Date, Moment, Week, Zone};
use crate::error::{Result, chain};
use crate::notebook::Notebook;
use crate::notebook::cache::changes::ChangesCache;
use crate::notebook::cache::contents::ContentsCache;
use crate::report::period::Remark;
use crate::report::week::{Frame, WeekReport, week as report};
use crate::report::whose::Whose;

const GIT: &str = "git";
const NOTE: &str = "customers/orbit/2026-02-20-sync.md";
const FRIDAY: &str = "2026-03-06T17:00:00Z";
const LATER: &str = "2026-05-01T12:00:00Z";

/// A notebook in a folder of its own, with git's own program to make commits.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        folder.git("2026-01-01T00:00:00Z", &["init", "--quiet", "-b", "main"]);
        folder.write("fieldnote.toml", "");
        folder
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn git(&self, time: &str, arguments: &[&str]) -> String {
        let output = Command::new(GIT)
            .args(["-c", "user.name=Dana", "-c", "user.email=dana@us.example"])
            .args(arguments)
            .current_dir(self.root())
            .env("GIT_AUTHOR_DATE", time)
            .env("GIT_COMMITTER_DATE", time)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_string()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn remove(&self, path: &str) {
        std::fs::remove_file(self.root().join(path)).unwrap();
    }

    /// Commits everything, and returns the commit.
    fn commit(&self, time: &str) -> String {
        self.git(time, &["add", "--all"]);
        self.git(time, &["commit", "--quiet", "--allow-empty", "-m", "x"]);
        self.git(time, &["rev-parse", "HEAD"])
    }

    fn notebook(&self) -> Notebook {
        Notebook::open(Found::Notebook(self.root().canonicalize().unwrap())).unwrap()
    }

    fn read(&self, now: &str, number: &str, at: Option<&str>) -> Result<History> {
        read(&self.notebook(), &asked(now, number, at))
    }

    /// Returns the history of week 10 (2 to 8 March 2026) as seen from an instant, and its summary.
    fn at(&self, now: &str) -> (History, WeekReport) {
        let history = self.read(now, "2026-W10", None).unwrap();
        let report = summary(&history, week_of("2026-W10"));
        (history, report)
    }
}

/// Reads a week, and checks that its summary needs no more of it than is read for a summary.
fn read(notebook: &Notebook, asked: &Asked) -> Result<History> {
    let whole = week(notebook, asked, Closed::All)?;
    let of_week = week(notebook, asked, Closed::OfWeek)?;
    let told = |history| serde_json::to_string(&summary(history, asked.week)).unwrap();
    assert_eq!(told(&of_week), told(&whole));
    Ok(whole)
}

fn week_of(text: &str) -> Week {
    Week::parse(text, Date::new(2026, 1, 1).unwrap()).unwrap()
}

fn asked<'a>(now: &str, number: &str, at: Option<&'a str>) -> Asked<'a> {
    let now = Moment::parse(now).unwrap();
    Asked { week: week_of(number), by_number: true, at, now, zone: Zone::UTC, me: Some("dana") }
}

fn summary(history: &History, week: Week) -> WeekReport {
    let frame = Frame {
        week,
        as_of: history.as_of,
        zone: Zone::UTC,
        directory: &history.directory,
        manager: None,
        commit: None,
        whose: &Whose::default(),
    };
    report(&frame, &history.period)
}

/// Open at the start, new, closed, vanished, open at the end.
fn sums(report: &WeekReport) -> [usize; 5] {
    let s = &report.sums;
    [s.open_at_start, s.new, s.closed, s.vanished, s.open_at_end]
}

#[test]
fn the_week_starts_before_monday_on_each_commits_own_clock() {
    for (time, expected) in [
        ("2026-03-01T23:59:00Z", [1, 0, 0, 0, 1]),
        ("2026-03-02T00:00:00Z", [0, 1, 0, 0, 1]),
        // Monday in Tokyo, though Sunday in UTC, and the other way round.
        ("2026-03-02T08:00:00+09:00", [0, 1, 0, 0, 1]),
        ("2026-03-01T22:00:00-05:00", [1, 0, 0, 0, 1]),
    ] {
        let folder = Folder::new();
        folder.write(NOTE, "- [ ] call");
        folder.commit(time);
        assert_eq!(sums(&folder.at(FRIDAY).1), expected, "{time}");
        assert_eq!(sums(&folder.at(LATER).1), expected, "{time}");
    }
}

#[test]
fn this_week_ends_with_the_work_tree_and_a_past_one_with_its_last_commit() {
    let folder = Folder::new();
    folder.write(NOTE, "- [ ] call\n- [ ] send\n");
    folder.commit("2026-02-20T12:00:00Z");
    folder.write(NOTE, "- [x] call\n- [ ] send\n");
    let last = folder.commit("2026-03-08T23:00:00Z");
    folder.write(NOTE, "- [x] call\n- [x] send\n");
    let (history, report) = folder.at(FRIDAY);
    assert_eq!(sums(&report), [2, 0, 2, 0, 0]);
    assert_eq!(report.uncommitted, [NOTE]);
    assert_eq!(history.as_of.rfc3339(), FRIDAY);
    let (history, report) = folder.at(LATER);
    assert_eq!(sums(&report), [2, 0, 1, 0, 1]);
    assert_eq!(report.uncommitted, Vec::<String>::new());
    assert_eq!(history.commit.unwrap().to_string(), last);
    assert_eq!(history.as_of.rfc3339(), "2026-03-09T00:00:00Z");
}

#[test]
fn what_is_uncommitted_is_named_and_renamed() {
    let folder = Folder::new();
    folder.write(
        NOTE,
        "- [ ] @dana send the guide\n\nA line of text.\nA line of text.\nA line of text.\n",
    );
    folder.write("a.md", "- [ ] stays");
    folder.commit("2026-02-20T12:00:00Z");
    folder.remove(NOTE);
    folder.write(
        "moved.md",
        "- [ ] @dana send the new guide\n\nA line of text.\nA line of text.\nA line of text.\n",
    );
    folder.write("new.md", "- [ ] more");
    let (_, report) = folder.at(FRIDAY);
    assert_eq!(sums(&report), [2, 1, 0, 0, 3]);
    assert_eq!(report.uncommitted, [NOTE, "moved.md", "new.md"]);
}

#[test]
fn a_renamed_note_keeps_its_follow_ups() {
    let folder = Folder::new();
    folder.write(
        "a/x.md",
        "- [ ] @dana send the guide\n\nA line of text.\nA line of text.\nA line of text.\n",
    );
    folder.write("a/y.md", "- [ ] @dana call\n\nAnother line.\nAnother line.\nAnother line.\n");
    folder.commit("2026-02-20T12:00:00Z");
    folder.remove("a/x.md");
    folder.remove("a/y.md");
    folder.write(
        "b/x.md",
        "- [ ] @dana send the new guide\n\nA line of text.\nA line of text.\nA line of text.\n",
    );
    folder.write("b/z.md", "- [x] @dana call\n\nAnother line.\nAnother line.\nAnother line.\n");
    folder.commit("2026-03-03T12:00:00Z");
    assert_eq!(sums(&folder.at(FRIDAY).1), [2, 0, 1, 0, 1]);
}

#[test]
fn a_week_starts_where_the_saved_summary_before_it_ended() {
    let folder = Folder::new();
    folder.write(NOTE, "- [ ] one");
    let saved = folder.commit("2026-02-27T12:00:00Z");
    folder.write(
        "weekly/2026-W09.md",
        &format!("<!-- fieldnote: week 2026-W09, commit {saved}, as of 2026-02-27T13:00:00Z -->\n"),
    );
    folder.write(NOTE, "- [ ] one\n- [ ] on saturday");
    folder.commit("2026-02-28T12:00:00Z");
    folder.write(NOTE, "- [ ] one\n- [ ] on saturday\n- [ ] on tuesday");
    folder.commit("2026-03-03T12:00:00Z");
    assert_eq!(sums(&folder.at(FRIDAY).1), [1, 2, 0, 0, 3]);
    assert_eq!(sums(&folder.at(LATER).1), [1, 2, 0, 0, 3]);
    // The week before ends there too, as of then.
    let history = folder.read(FRIDAY, "2026-W09", None).unwrap();
    assert_eq!(history.commit.unwrap().to_string(), saved);
    assert_eq!(history.as_of.rfc3339(), "2026-02-27T13:00:00Z");
    assert_eq!(sums(&summary(&history, week_of("2026-W09"))), [0, 1, 0, 0, 1]);
}

#[test]
fn a_saved_summary_of_another_history_is_ignored() {
    let folder = Folder::new();
    folder.write(NOTE, "- [ ] one");
    folder.commit("2026-02-27T12:00:00Z");
    let commit = "1f2e3d4c5b6a79880011223344556677889900aa".to_string();
    folder.write(
        "weekly/2026-W09.md",
        &format!("<!-- fieldnote: week 2026-W09, commit {commit}, as of x -->"),
    );
    folder.write(NOTE, "- [ ] one\n- [ ] two");
    folder.commit("2026-03-03T12:00:00Z");
    let (history, report) = folder.at(FRIDAY);
    assert_eq!(sums(&report), [1, 1, 0, 0, 2]);
    let file = "weekly/2026-W09.md".to_string();
    assert_eq!(history.period.remarks, [Remark::SavedIgnored { file, commit }]);
}

#[test]
fn what_a_merge_brings_arrives_on_its_day() {
    let folder = Folder::new();
    folder.write(NOTE, "- [ ] one");
    folder.commit("2026-02-20T12:00:00Z");
    folder.git("2026-02-26T12:00:00Z", &["checkout", "--quiet", "-b", "side"]);
    folder.write("b.md", "- [ ] two");
    folder.commit("2026-02-26T12:00:00Z");
    folder.write("b.md", "- [ ] two\n- [ ] three");
    folder.commit("2026-02-27T12:00:00Z");
    folder.git("2026-02-27T12:00:00Z", &["checkout", "--quiet", "main"]);
    folder.write("c.md", "- [ ] four");
    folder.commit("2026-03-01T12:00:00Z");
    folder.git("2026-03-03T12:00:00Z", &["merge", "--quiet", "--no-ff", "-m", "merge", "side"]);
    let (history, report) = folder.at(FRIDAY);
    assert_eq!(sums(&report), [2, 2, 0, 0, 4]);
    let day = |month, day| Date::new(2026, month, day).unwrap();
    let arrived =
        Remark::Arrived { commits: 2, first: day(2, 26), last: day(2, 27), on: day(3, 3) };
    assert_eq!(history.period.remarks, [arrived]);
    // A summary may name a commit that came in by the merge.
    let side = folder.git(FRIDAY, &["rev-parse", "side"]);
    folder.write(
        "weekly/2026-W09.md",
        &format!("<!-- fieldnote: week 2026-W09, commit {side}, as of 2026-03-01T13:00:00Z -->\n"),
    );
    let (history, report) = folder.at(FRIDAY);
    assert_eq!(sums(&report), [3, 1, 0, 0, 4]);
    assert_eq!(history.period.steps.len(), 2, "the merge, and the work tree");
}

#[test]
fn first_dates_come_from_the_notes_own_history() {
    let folder = Folder::new();
    folder.write("orbit.md", "- [ ] @dana send it promised 2026-03-05\n\nA line of text.\nA line of text.\nA line of text.\n");
    folder.write("team.md", "- @dana — Dana Reyes\n");
    folder.commit("2026-02-10T12:00:00Z");
    folder.remove("orbit.md");
    folder.write(NOTE, "- [ ] @dana send it promised 2026-03-05\n\nA line of text.\nA line of text.\nA line of text.\n");
    folder.commit("2026-02-12T12:00:00Z");
    folder.write(NOTE, "- [ ] @dana send it promised 2026-03-20\n\nA line of text.\nA line of text.\nA line of text.\n");
    folder.commit("2026-02-13T12:00:00Z");
    folder.write("other.md", "x");
    folder.commit("2026-02-14T12:00:00Z");
    let (history, report) = folder.at(FRIDAY);
    assert_eq!(history.period.past[NOTE].len(), 3);
    assert_eq!((report.sums.promises_kept, report.sums.promises_due), (0, 1));
    assert_eq!(report.sums.moved, 0, "it was moved in another week");
}

#[test]
fn a_commit_can_be_named_and_then_no_clock_is_needed() {
    let folder = Folder::new();
    folder.write(NOTE, "- [ ] one");
    folder.commit("2026-03-03T12:00:00Z");
    folder.write(NOTE, "- [x] one");
    folder.commit("2026-03-04T12:00:00Z");
    for now in ["2026-02-01T12:00:00Z", FRIDAY, LATER] {
        let history = folder.read(now, "2026-W10", Some("HEAD~1")).unwrap();
        assert_eq!(history.as_of.rfc3339(), "2026-03-09T00:00:00Z");
        assert_eq!(sums(&summary(&history, week_of("2026-W10"))), [0, 1, 0, 0, 1]);
    }
    let history = read(
        &folder.notebook(),
        &Asked { by_number: false, ..asked(FRIDAY, "2026-W10", Some("HEAD")) },
    );
    assert_eq!(history.unwrap().as_of.rfc3339(), FRIDAY);
    let error = folder.read(FRIDAY, "2026-W10", Some("nothing")).err().unwrap();
    assert_eq!(chain(&error), "`nothing` names no commit");
}

#[test]
fn who_is_known_is_read_at_the_end() {
    let folder = Folder::new();
    folder.write("team.md", "- @dana — Dana Reyes\n");
    folder.write("customers/orbit/README.md", "---\nname: Orbit\n---\n");
    folder.commit("2026-03-03T12:00:00Z");
    folder.write("customers/orbit/README.md", "---\nname: Orbit Foods\n---\n");
    folder.commit("2026-03-20T12:00:00Z");
    for (now, expected) in [(FRIDAY, "Orbit Foods"), (LATER, "Orbit")] {
        let directory = folder.at(now).0.directory;
        assert_eq!(directory.customer_name("orbit"), expected);
        assert_eq!((directory.team.len(), directory.me.as_deref()), (1, Some("dana")));
    }
}

#[test]
fn weeks_without_history_work() {
    let folder = Folder::new();
    folder.write(NOTE, "- [ ] one");
    // No commit yet.
    let (history, report) = folder.at(FRIDAY);
    assert_eq!(sums(&report), [0, 1, 0, 0, 1]);
    assert_eq!(report.uncommitted, [NOTE]);
    assert_eq!(history.period.remarks, [Remark::NoHistory]);
    assert!(folder.read(FRIDAY, "2026-W10", Some("HEAD")).is_err());
    // No repository.
    std::fs::remove_dir_all(folder.root().join(".git")).unwrap();
    let (history, report) = folder.at(FRIDAY);
    assert_eq!(sums(&report), [0, 1, 0, 0, 1]);
    assert_eq!(report.uncommitted, Vec::<String>::new());
    assert_eq!(
        (history.period.remarks.as_slice(), history.commit),
        (&[Remark::NoHistory][..], None)
    );
}

#[test]
fn a_week_before_the_first_commit_and_an_empty_one_work() {
    let folder = Folder::new();
    folder.write(NOTE, "- [ ] one");
    folder.commit("2026-03-20T12:00:00Z");
    let (history, report) = folder.at(LATER);
    assert_eq!(sums(&report), [0; 5]);
    assert_eq!(history.commit, None);
    let history = folder.read(LATER, "2026-W13", None).unwrap();
    assert_eq!(sums(&summary(&history, week_of("2026-W13"))), [1, 0, 0, 0, 1]);
    let history = folder.read(LATER, "2026-W53", None).unwrap();
    assert_eq!(sums(&summary(&history, week_of("2026-W53"))), [1, 0, 0, 0, 1]);
}

/// Returns the notes that a week tells to be uncommitted, out of what an earlier run has seen.
fn uncommitted(folder: &Folder) -> Vec<String> {
    folder.at(FRIDAY).0.period.uncommitted
}

#[test]
fn what_was_compared_is_known_until_a_file_or_the_commit_changes() {
    const TIMES: usize = 12; // what was written just now is not kept yet
    let folder = Folder::new();
    folder.git(FRIDAY, &["config", "core.autocrlf", "true"]);
    let write = |note: &str, text: &str| {
        folder.write(note, text);
        // What is as young as the index may have changed since.
        let file = std::fs::File::options().append(true).open(folder.root().join(note)).unwrap();
        file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(9))
            .unwrap();
    };
    for note in ["a.md", "b.md", "c.md"] {
        write(note, "- [ ] @dana one\r\n- [ ] @dana two\r\n");
    }
    folder.commit("2026-02-20T09:00:00Z");
    for _ in 0..TIMES {
        assert_eq!(uncommitted(&folder), [""; 0]);
    }
    write("b.md", "# B\r\n- [x] @dana one\r\n- [ ] @dana two\r\n");
    write("d.md", "- [ ] @dana three\r\n");
    folder.remove("c.md");
    for _ in 0..TIMES {
        let (history, report) = folder.at(FRIDAY);
        assert_eq!(history.period.uncommitted, ["b.md", "c.md", "d.md"]);
        assert_eq!((report.sums.closed, report.sums.vanished, report.sums.new), (1, 2, 1));
    }
    folder.commit("2026-03-03T09:00:00Z");
    for _ in 0..TIMES {
        assert_eq!(uncommitted(&folder), [""; 0]);
    }
}

#[test]
fn the_commit_of_what_was_compared_may_be_gone() {
    let folder = Folder::new();
    folder.write(NOTE, "- [ ] @dana one\n");
    folder.commit("2026-02-20T09:00:00Z");
    folder.write("b.md", "- [ ] @dana two\n");
    folder.commit("2026-03-03T09:00:00Z");
    assert_eq!(uncommitted(&folder), [""; 0]);
    folder.git("2026-03-03T10:00:00Z", &["commit", "--quiet", "--amend", "-m", "another"]);
    folder.git("2026-03-03T10:00:00Z", &["reflog", "expire", "--expire=all", "--all"]);
    folder.git("2026-03-03T10:00:00Z", &["gc", "--quiet", "--prune=now"]);
    for _ in 0..2 {
        let (history, report) = folder.at(FRIDAY);
        assert_eq!(history.period.uncommitted, [""; 0]);
        assert_eq!((report.sums.open_at_start, report.sums.new), (1, 1));
    }
}

#[test]
fn what_was_changed_and_changed_back_is_told_from_all_that_it_was() {
    let folder = Folder::new();
    let versions = [
        ("2026-02-20T09:00:00Z", "- [x] @dana one by 2026-03-05\n"),
        ("2026-03-03T09:00:00Z", "- [ ] @dana one by 2026-03-05\n"),
        ("2026-03-03T10:00:00Z", "- [ ] @dana one by 2026-03-09\n"),
        ("2026-03-04T09:00:00Z", "- [x] @dana one by 2026-03-05\n"),
    ];
    for (time, text) in versions {
        folder.write(NOTE, text);
        folder.commit(time);
    }
    let (_, report) = folder.at(FRIDAY);
    assert_eq!(sums(&report), [0, 0, 0, 0, 0]);
    assert_eq!(report.sums.moved, 2, "it was there on Monday");
}

#[test]
fn what_a_week_has_compared_is_kept() {
    let folder = Folder::new();
    folder.write(NOTE, "- [ ] @dana one\n");
    folder.commit("2026-02-20T09:00:00Z");
    folder.write(NOTE, "- [x] @dana one\n");
    let last = folder.commit("2026-03-03T09:00:00Z");
    (0..12).for_each(|_| _ = folder.at(FRIDAY)); // what was written just now is not kept yet
    let notebook = folder.notebook();
    let contents = ContentsCache::open(notebook.cache_file("contents")).contents(true, None);
    let (commit, contents) = contents.unwrap();
    let content = contents[NOTE];
    assert_eq!(commit.to_string(), last);
    assert_eq!(content.work.map(|(_, blob)| blob), content.committed);
    let changes = ChangesCache::open(notebook.cache_file("changes")).changes(true);
    assert!(changes.iter().any(|((_, new), found)| *new == commit && found[0].path == NOTE));
}
