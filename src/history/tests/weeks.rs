//! Weeks that are read one after the other are those that are read alone.

use super::{FRIDAY, Folder, LATER, NOTE, asked, read};
use crate::error::Result;
use crate::history::History;
use crate::history::weeks::Weeks;
use crate::notebook::Notebook;

const TEXT: &str = "\nA line of text.\nA line of text.\nA line of text.\n";

/// Reads the next week.
fn next(weeks: &mut Weeks) -> Result<History> {
    let bounds = weeks.find()?;
    weeks.read(bounds)
}

/// Compares each of the last weeks, up to now, read in one go and alone.
#[track_caller]
fn are_as_read_alone(notebook: &Notebook, now: &str, number: &str) {
    let newest = asked(now, number, None);
    let mut weeks = Weeks::back_from(notebook, newest).unwrap();
    let mut number = newest.week;
    for _ in 0..16 {
        let together = next(&mut weeks).unwrap();
        let alone = read(notebook, &super::Asked { week: number, ..newest }).unwrap();
        let shown = |history: &super::History| {
            let (report, commit) = (super::summary(history, history.week), history.commit);
            format!("{:#?}\n{:#?}\n{report:#?} {commit:?}", history.period, history.directory)
        };
        assert!(shown(&together) == shown(&alone), "{number} differs");
        number = number.previous();
    }
}

/// January to March: renames, a merge, saved summaries of this and of another history, cards and a team
/// that change, promises that move, and what is not committed.
fn three_months() -> Folder {
    let folder = Folder::new();
    let card = "customers/orbit/README.md";
    folder.write("team.md", "- @dana — Dana Reyes\n");
    folder.write(card, "## People\n\n- Ivo Pires\n");
    folder.write("customers/minato/README.md", "---\ntimezone: Asia/Tokyo\n---\n");
    folder.write("orbit.md", &format!("- [ ] @dana send it promised 2026-01-20\n{TEXT}"));
    folder.write("customers/minato/1.md", "- [ ] @ken call by 2026-01-09\n- [ ] @sato sign\n");
    folder.commit("2026-01-06T12:00:00Z");
    folder.remove("orbit.md");
    folder.write(NOTE, &format!("- [ ] @dana send it promised 2026-01-20\n{TEXT}"));
    folder.commit("2026-01-13T12:00:00Z");
    folder.write(NOTE, &format!("- [ ] @dana send it promised 2026-02-20\n{TEXT}"));
    let saved = folder.commit("2026-01-15T12:00:00Z");
    let summary = |week: &str, commit: &str| {
        format!("<!-- fieldnote: week {week}, commit {commit}, as of 2026-01-16T13:00:00Z -->\n")
    };
    folder.write("weekly/2026-W03.md", &summary("2026-W03", &saved));
    folder.write("customers/orbit/2.md", "- [ ] @ivo answer by 2026-01-30\n- [ ] @priya call\n");
    folder.commit("2026-01-17T12:00:00Z");
    folder.git("2026-01-20T12:00:00Z", &["checkout", "--quiet", "-b", "side"]);
    folder.write("customers/minato/1.md", "- [x] @ken call by 2026-01-09\n- [ ] @sato sign\n");
    let side = folder.commit("2026-01-22T12:00:00Z");
    folder.git("2026-01-23T12:00:00Z", &["checkout", "--quiet", "main"]);
    folder.write("weekly/2026-W05.md", &summary("2026-W05", &side.replace(['a', 'b'], "c")));
    folder.write("hands-on/1.md", "- [ ] @ivo look promised 2026-02-03\n");
    folder.commit("2026-01-29T12:00:00Z");
    folder.git("2026-02-04T12:00:00Z", &["merge", "--quiet", "--no-ff", "-m", "merge", "side"]);
    folder.write("weekly/2026-W06.md", &summary("2026-W06", &side));
    folder.write("team.md", "- @dana — Dana Reyes\n- @priya — Priya Nair\n");
    folder.commit("2026-02-10T12:00:00Z");
    // Ivo goes over to a partner.
    folder.write(card, "## People\n\n- Ivo Pires — partner\n- Lu Chen\n");
    folder.commit("2026-02-18T12:00:00Z");
    folder.write("customers/minato/README.md", "## People\n\n- Ken Sato\n");
    folder.remove("customers/orbit/2.md");
    folder.commit("2026-03-03T12:00:00Z");
    folder.write(NOTE, &format!("- [x] @dana send it promised 2026-02-20\n{TEXT}"));
    folder.write("customers/orbit/3.md", "- [ ] @lu sign\n");
    folder
}

#[test]
fn weeks_in_one_go_are_the_weeks_alone() {
    let folder = three_months();
    let notebook = folder.notebook();
    are_as_read_alone(&notebook, FRIDAY, "2026-W10");
    are_as_read_alone(&notebook, LATER, "2026-W18");
    // From another week than the present one.
    are_as_read_alone(&notebook, LATER, "2026-W09");
    folder.commit("2026-03-06T12:00:00Z");
    are_as_read_alone(&notebook, FRIDAY, "2026-W10");
}

#[test]
fn a_commit_ends_the_first_week_only() {
    let folder = three_months();
    let notebook = folder.notebook();
    let newest = asked(FRIDAY, "2026-W10", Some("HEAD~2"));
    let mut weeks = Weeks::back_from(&notebook, newest).unwrap();
    assert_eq!(next(&mut weeks).unwrap().commit, read(&notebook, &newest).unwrap().commit);
    let before = read(&notebook, &asked(FRIDAY, "2026-W09", None)).unwrap();
    assert_eq!(next(&mut weeks).unwrap().commit, before.commit);
}

#[test]
fn weeks_without_commits_are_the_weeks_alone() {
    let folder = Folder::new();
    folder.write(NOTE, "- [ ] one");
    for is_repository in [true, false] {
        if !is_repository {
            std::fs::remove_dir_all(folder.root().join(".git")).unwrap();
        }
        let notebook = folder.notebook();
        let this_week = asked(FRIDAY, "2026-W10", None);
        let mut weeks = Weeks::back_from(&notebook, this_week).unwrap();
        let (first, alone) = (next(&mut weeks).unwrap(), read(&notebook, &this_week).unwrap());
        assert_eq!(format!("{:?}", first.period), format!("{:?}", alone.period));
        assert!(next(&mut weeks).is_err(), "past weeks need commits");
    }
}
