use super::{Bars, NAMES, csv, remarks, table};
use crate::cells;
use crate::date::{Date, Moment, Week};
use crate::report::period::Remark;
use crate::report::stats::WeekSums;
use crate::report::week::Sums;

fn week_of(text: &str) -> Week {
    Week::parse(text, Date::new(2026, 1, 1).unwrap()).unwrap()
}

/// Weeks up to 2026-W10.
fn weeks(sums: &[Sums]) -> Vec<WeekSums> {
    let mut week = week_of("2026-W10");
    let mut weeks = Vec::new();
    for sums in sums.iter().rev() {
        weeks.push(WeekSums {
            week,
            start: week.monday(),
            end: week.sunday(),
            as_of: Moment::parse("2026-03-06T17:00:00Z").unwrap(),
            commit: Some("1f2e3d4c5b6a79880011223344556677889900aa".to_string()),
            sums: *sums,
        });
        week = week.previous();
    }
    weeks.reverse();
    weeks
}

fn shown(sums: &[Sums], width: Option<usize>) -> String {
    anstream::adapter::strip_str(&table(&weeks(sums), width)).to_string()
}

/// Two weeks in which everything happened, and one in which nothing did.
fn all() -> [Sums; 3] {
    let rest = Sums { open_at_start: 9, moved: 1, waiting: 3, ..Sums::default() };
    let open = Sums { open_at_end: 12, late: 12, ..rest };
    [
        Sums { new: 10, reopened: 1, closed: 4, promises_due: 12, promises_kept: 10, ..open },
        Sums { open_at_end: 0, late: 0, ..rest },
        Sums { new: 7, dropped: 2, vanished: 1, open_at_end: 15, late: 3, ..rest },
    ]
}

#[test]
fn everything_is_told_where_there_is_room() {
    let expected = "\
WEEK        FROM  NEW  REOPENED  CLOSED  DROPPED  VANISHED      KEPT  LATE  OPEN
2026-W08  16 Feb   10         1       4        0         0  10 of 12    12    12  ████████████████████████
2026-W09  23 Feb    0         0       0        0         0         -     0     0
2026-W10   2 Mar    7         0       0        2         1         -     3    15  ██████░░░░░░░░░░░░░░░░░░░░░░░░
3 weeks            17         1       4        2         1  10 of 12
█ late, ░ open and not late · 2026-W10 is not over
";
    assert_eq!(shown(&all(), None), expected);
    assert_eq!(shown(&all(), Some(200)), expected);
}

#[test]
fn columns_give_way_to_the_bars_then_to_each_other() {
    let head = |width| {
        let text = shown(&all(), Some(width));
        let bar = if text.contains('█') { " | bar" } else { "" };
        let heads = text.lines().next().unwrap().split_whitespace().collect::<Vec<_>>();
        let legend: Vec<&str> = text.lines().skip(5).collect();
        let told = legend.join(" ");
        let told = told.split_once("room for ").map_or("", |(_, heads)| heads).to_string();
        format!("{}{bar} | {told}", heads.join(" "))
    };
    for (width, expected) in [
        (92, "WEEK FROM NEW REOPENED CLOSED DROPPED VANISHED KEPT LATE OPEN | bar | "),
        (91, "WEEK NEW REOPENED CLOSED DROPPED VANISHED KEPT LATE OPEN | bar | "),
        (83, "WEEK NEW CLOSED DROPPED VANISHED KEPT LATE OPEN | bar | reopened"),
        (73, "WEEK NEW CLOSED VANISHED KEPT LATE OPEN | bar | reopened, dropped"),
        (65, "WEEK NEW CLOSED VANISHED KEPT LATE OPEN | bar | reopened, dropped"),
        (64, "WEEK NEW CLOSED KEPT LATE OPEN | bar | reopened, dropped, vanished"),
        (60, "WEEK NEW CLOSED KEPT LATE OPEN | bar | reopened, dropped, vanished"),
        (50, "WEEK NEW CLOSED KEPT LATE OPEN | reopened, dropped, vanished"),
        (42, "WEEK CLOSED KEPT LATE OPEN | reopened, dropped, vanished, new"),
        (35, "WEEK KEPT LATE OPEN | reopened, dropped, vanished, new, closed"),
        (20, "WEEK LATE OPEN | reopened, dropped, vanished, new, closed, kept"),
    ] {
        assert_eq!(head(width), expected, "{width}");
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let many = Sums { new: 1_234, closed: 99_999, open_at_end: 11_617, late: 7_572, ..all()[2] };
    for sums in [&all()[..], &all()[2..], &[all()[0], many]] {
        for width in 10..=140 {
            for line in shown(sums, Some(width)).lines() {
                assert!(cells::width(line) <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn rare_things_that_never_happened_have_no_column_and_one_week_has_no_total() {
    let plain = Sums { open_at_end: 2, ..Sums::default() };
    assert_eq!(
        shown(&[plain], None),
        "WEEK       FROM  NEW  CLOSED  LATE  OPEN\n\
         2026-W10  2 Mar    0       0     0     2  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░\n\
         █ late, ░ open and not late · 2026-W10 is not over\n"
    );
    let closed = Sums { closed: 2, ..Sums::default() };
    assert_eq!(
        shown(&[Sums::default(), closed], None),
        "WEEK        FROM  NEW  CLOSED  LATE  OPEN\n\
         2026-W09  23 Feb    0       0     0     0\n\
         2026-W10   2 Mar    0       2     0     0\n\
         2 weeks             0       2\n\
         2026-W10 is not over\n"
    );
    assert_eq!(shown(&[Sums::default(), Sums::default()], None), "");
}

#[test]
fn a_bar_shows_what_there_is() {
    for (most, open, late, expected) in [
        (20, 10, 5, "█████░░░░░"),
        (20, 0, 0, ""),
        (20, 20, 20, "████████████████████"),
        // As many cells for each as there is room for.
        (5, 3, 1, "████░░░░░░░░"),
        // A little is not nothing, and almost all is not all.
        (1_000, 500, 1, "█░░░░░░░░░"),
        (1_000, 500, 499, "█████████░"),
        (1_000, 1, 1, "█"),
        (1_000, 1, 0, "░"),
        (1_000, 2, 1, "█"),
    ] {
        let sums = Sums { open_at_end: open, late, ..Sums::default() };
        let bar = Bars { most, room: 20 }.bar(&sums);
        assert_eq!(anstream::adapter::strip_str(&bar).to_string(), expected, "{open} {late}");
    }
}

#[test]
fn csv_has_the_names_of_the_json_and_nothing_that_a_sheet_would_run() {
    let mut weeks = weeks(&all());
    weeks[0].commit = None;
    let text = csv(&weeks);
    let mut lines = text.lines();
    let json = serde_json::to_string(&weeks[2]).unwrap();
    let pairs: Vec<(&str, String)> = json
        .trim_matches(['{', '}'])
        .split(",\"")
        .map(|pair| {
            let (name, value) = pair.trim_start_matches('"').split_once("\":").unwrap();
            (name, value.trim_matches('"').to_string())
        })
        .collect();
    assert_eq!(NAMES.to_vec(), pairs.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    assert_eq!(lines.next(), Some(NAMES.join(",").as_str()));
    let values: Vec<String> = pairs.into_iter().map(|(_, value)| value).collect();
    assert_eq!(lines.next_back(), Some(values.join(",").as_str()));
    assert_eq!(
        lines.next(),
        Some("2026-W08,2026-02-16,2026-02-22,2026-03-06T17:00:00Z,,9,10,1,4,0,0,12,12,1,3,10,12")
    );
    for cell in text.split(['\n', ',']) {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "_:-".contains(c);
        assert!(cell.chars().all(is_plain) && !cell.starts_with('-'), "{cell}");
    }
}

#[test]
fn each_remark_is_made_once() {
    let day = |day| Date::new(2026, 3, day).unwrap();
    let arrived = |commits, on| Remark::Arrived { commits, first: day(1), last: day(2), on };
    let ignored = Remark::SavedIgnored {
        file: "weekly/2026-W09.md".to_string(),
        commit: "1f2e3d4c5b6a".to_string(),
    };
    for (given, left_out, expected) in [
        (vec![], 0, vec![]),
        (vec![], 1, vec!["1 week before 2026-W10 is left out: no commit yet"]),
        (vec![Remark::NoHistory], 0, vec!["no commits here: past weeks need them"]),
        (
            vec![Remark::CutOff, Remark::CutOff],
            3,
            vec![
                "3 weeks before 2026-W10 are left out: this clone does not hold them",
                "this clone does not hold the whole history: sums and first dates may be wrong \
                 (`git fetch --unshallow`)",
            ],
        ),
        (
            vec![ignored.clone(), arrived(1, day(3)), ignored],
            0,
            vec![
                "`weekly/2026-W09.md` names commit 1f2e3d4, which is not in this history: ignored",
                "1 commit of another day came by a merge: it counts on the merge's day",
            ],
        ),
        (
            vec![arrived(1, day(3)), arrived(2, day(4)), arrived(1, day(3))],
            0,
            vec!["3 commits of other days came by merges: they count on the merge's day"],
        ),
    ] {
        assert_eq!(remarks(&given, left_out, week_of("2026-W10")), expected);
    }
}
