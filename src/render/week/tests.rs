use super::phrases::LANGUAGES;
use super::{ENGLISH, JAPANESE, Look, Phrases, kept_words, lost_lines, manager, saved};
use crate::date::{Date, Moment, Zone};
use crate::report::period::{Period, Remark};
use crate::report::week::tests::{directory, period};
use crate::report::week::{Frame, Unbalanced, WeekReport, week};
use crate::report::whose::Whose;

const COMMIT: &str = "1f2e3d4c5b6a79880011223344556677889900aa";

fn rows() -> Vec<(&'static str, &'static str, &'static str)> {
    vec![
        (
            "start",
            "customers/orbit/2026-02-20-review.md",
            "- [ ] @dana send the migration plan promised 2026-03-05\n- [ ] @Ivo send the (old) access list by 2026-02-27\n",
        ),
        ("start", "customers/vista/2025-12-01 x.md", "- [ ] @dana call\n- [ ] @dana ask them\n"),
        ("start", "customers/vista/2026-01-20-sync.md", "- [ ] @dana gone with its note"),
        (
            "2026-03-03",
            "customers/orbit/2026-02-20-review.md",
            "- [ ] @dana send the migration plan promised 2026-03-11\n- [ ] @Ivo send the (old) access list by 2026-02-27\n",
        ),
        ("2026-03-03", "customers/vista/2025-12-01 x.md", "- [x] @dana call\n"),
        ("2026-03-03", "customers/vista/2026-01-20-sync.md", "gone"),
        (
            "2026-03-04",
            "customers/orbit/2026-03-02-sync.md",
            "---\nkind: sync\n---\nDecision: go with \u{1b}[31mNFS\n\nValue: saves a day\n\nAsk (blocker): SSO #sso\n\n- Risk (high): late parts\n",
        ),
        ("2026-03-05", "customers/vista/2026-03-05-demo.md", "---\nkind: demo\n---\n"),
        ("now", "customers/vista/2026-03-10-sync.md", "---\nkind: sync\n---\n"),
    ]
}

fn report(period: &Period, as_of: &str) -> WeekReport {
    let directory = directory();
    let frame = Frame {
        week: Date::parse_iso("2026-03-02").unwrap().week(),
        as_of: Moment::parse(as_of).unwrap(),
        zone: Zone::UTC,
        directory: &directory,
        manager: None,
        commit: Some(COMMIT),
        whose: &Whose::default(),
    };
    week(&frame, period)
}

fn text(report: &WeekReport, links: bool, kept_words: Option<&str>) -> String {
    text_in(&ENGLISH, report, links, kept_words)
}

fn text_in(
    phrases: &'static Phrases,
    report: &WeekReport,
    links: bool,
    kept_words: Option<&str>,
) -> String {
    let zone = "Europe/Lisbon".parse().unwrap();
    let whose = &Whose::default();
    let directory = &directory();
    let look = Look { directory, zone, writer: Some("ann"), whose, kept_words, links, phrases };
    manager(report, &look)
}

#[test]
fn a_summary_looks_like_this() {
    let mut period = period(&rows(), &directory());
    let day = |day| Date::new(2026, 3, day).unwrap();
    let arrived = Remark::Arrived { commits: 3, first: day(5), last: day(6), on: day(6) };
    period.remarks.push(arrived);
    let report = report(&period, "2026-03-06T17:00:00Z");
    for (phrases, expected) in
        [(&ENGLISH, include_str!("example.md")), (&JAPANESE, include_str!("example.ja.md"))]
    {
        assert_eq!(text_in(phrases, &report, true, None), expected);
    }
}

#[test]
fn in_a_terminal_lines_end_in_path_and_line() {
    let report = report(&period(&rows(), &directory()), "2026-03-06T17:00:00Z");
    let text = text(&report, false, None);
    assert!(!text.contains("](") && !text.contains("fieldnote:"), "{text}");
    let line = "- Orbit Foods — send the (old) access list — Ivo Pires, 27 Feb, 7 days · customers/orbit/2026-02-20-review.md:2\n";
    assert!(text.contains(line), "{text}");
}

#[test]
fn what_was_saved_is_read_back_and_stays() {
    let report = report(&period(&rows(), &directory()), "2026-03-09T00:00:00Z");
    let words = "\nMy own words.\n\n## Not one of the headings\n\n";
    for phrases in LANGUAGES {
        let file = text_in(phrases, &report, true, Some(words));
        assert_eq!(kept_words(&file).as_deref(), Some(words));
        let exact = saved(&file).unwrap();
        assert_eq!((exact.commit.as_str(), exact.as_of), (COMMIT, Some(report.as_of)));
        let bare: Vec<&str> = file.lines().filter(|line| !line.contains("fieldnote:")).collect();
        let bare = saved(&bare.join("\n")).unwrap();
        assert_eq!((bare.commit.as_str(), bare.as_of), (&COMMIT[..7], None));
        for other in LANGUAGES {
            let again = text_in(other, &report, true, kept_words(&file).as_deref());
            assert_eq!(again, text_in(other, &report, true, Some(words)));
            assert_eq!(lost_lines(&again), Vec::<usize>::new(), "{again}");
        }
    }
}

#[test]
fn none_of_a_summarys_own_lines_is_taken_for_the_writers() {
    let mut period = period(&rows(), &directory());
    let first = Date::new(2026, 3, 5).unwrap();
    let (last, on, behind) = (first, first, first);
    for commits in [1, 2] {
        period.remarks.extend([
            Remark::Arrived { commits, first, last, on },
            Remark::OutOfOrder { commits, first, last, behind },
            Remark::Astray { commits, first, last, on },
        ]);
    }
    period.remarks.push(Remark::SavedIgnored { file: "weekly/x.md".into(), commit: "1f2e".into() });
    period.remarks.extend([Remark::CutOff, Remark::Brought { notes: 25, on }]);
    for lacks_history in [false, true] {
        period.remarks.extend(lacks_history.then_some(Remark::NoHistory));
        let mut report = report(&period, "2026-03-06T17:00:00Z");
        report.unbalanced = Some(Unbalanced { off_by: 0, open_at_start: 5, open_at_end: 3 });
        for phrases in LANGUAGES {
            let text = text_in(phrases, &report, true, Some("\nMine.\n\n"));
            assert_eq!(lost_lines(&text), Vec::<usize>::new(), "{text}");
            let heading = format!("## {}\n", phrases.headings.in_my_words);
            let without = text.replacen(&heading, "", 1);
            assert_eq!(kept_words(&without).as_deref(), Some("\n\nMine.\n\n"));
        }
    }
}

#[test]
fn sums_that_do_not_add_up_say_so() {
    let mut report = report(&period(&rows(), &directory()), "2026-03-06T17:00:00Z");
    assert_eq!(report.unbalanced, None);
    for (off_by, expected) in [
        (
            -2,
            "These sums do not add up, by 2: in the notes 5 were open at the start, and 3 are at the end.",
        ),
        (
            0,
            "These sums do not add up: in the notes 5 were open at the start, and 3 are at the end.",
        ),
    ] {
        report.unbalanced = Some(Unbalanced { off_by, open_at_start: 5, open_at_end: 3 });
        for links in [true, false] {
            let text = text(&report, links, None);
            assert!(
                text.contains(&format!("\n\n{expected} Please report it.\n\n**Late**")),
                "{text}"
            );
        }
    }
}

#[test]
fn sunday_ends_at_24() {
    let as_of = Moment::start_of(Date::new(2026, 3, 9).unwrap(), "Europe/Lisbon".parse().unwrap());
    let report = report(&Period::default(), &as_of.rfc3339());
    let text = text(&report, true, None);
    assert!(
        text.contains("\n2–8 March 2026 · as of Sun 8 Mar 24:00 Lisbon · commit 1f2e3d4\n"),
        "{text}"
    );
}

#[test]
fn every_line_of_a_list_leads_to_its_note() {
    let report = report(&period(&rows(), &directory()), "2026-03-06T17:00:00Z");
    for phrases in LANGUAGES {
        let text = text_in(phrases, &report, true, None);
        let nothing_asked = format!("- {}", phrases.nothing_asked());
        for line in text.lines().filter(|line| line.starts_with("- ")) {
            assert!(line.ends_with(')') || line == nothing_asked, "{line}");
        }
    }
}
