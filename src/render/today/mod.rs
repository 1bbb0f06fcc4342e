//! The day on one screen: a heading for each list that is not empty, one line for each row.

mod layout;

use crate::cells;
use crate::note::{MeetingState, Note};
use crate::query::Row;
use crate::render::terminal::{Cells, LATE, SOON, Width, bold, cells_cut, cells_of, dim};
use crate::report::booked::Booked;
use crate::report::today::{DAYS, Escalation, Meeting, Today};
use layout::{Layout, Line};

/// How large the screen is, and whose day it shows.
#[derive(Clone, Copy, Debug)]
pub struct Screen<'a> {
    /// In display cells.
    pub width: Width,
    /// In lines, with one for the prompt; `None` where nothing is left out (a pipe).
    pub height: Option<usize>,
    /// What the command line says of whose day it is, such as ` -c minato`.
    pub flags: &'a str,
}

struct Section<'a> {
    title: &'static str,
    lines: Vec<Line<'a>>,
    /// How many of the lines are shown.
    shown: usize,
    are_follow_ups: bool,
}

/// Returns the day as it fits on the screen, with a count of what was left out.
pub fn today(today: &Today, screen: Screen) -> String {
    let text = whole(today, screen);
    let Some(width) = screen.width else { return text };
    text.lines().map(|line| cells_cut(line, width) + "\n").collect()
}

/// Returns the day; its headings may be wider than the screen.
fn whole(today: &Today, screen: Screen) -> String {
    let date = bold(&format!("{} {}", today.date.weekday_name(), today.date.long()));
    let mut sections = sections(today);
    let rest = |sections: &[Section]| rest(sections, today.later, screen);
    match (sections.is_empty(), today.later) {
        (true, 0) => return format!("{date}: nothing is open. Enjoy the day.\n"),
        (true, _) => return format!("{date}: nothing for the next {DAYS} days.\n{}", rest(&[])),
        (false, _) => {}
    }
    let is_cut = fit(&mut sections, today.later > 0, screen.height);
    let gap = if is_cut { "" } else { "\n" };
    let shown = sections.iter().flat_map(|section| &section.lines[..section.shown]);
    let layout = Layout::of(shown, screen.width);
    let mut out = format!("{date}\n");
    for section in sections.iter().filter(|section| section.shown > 0) {
        let count = match section.left_out() {
            0 => String::new(),
            _ => dim(&format!(" {} of {}", section.shown, section.lines.len())),
        };
        out.push_str(&format!("{gap}{}{count}\n", bold(section.title)));
        out.extend(section.lines[..section.shown].iter().map(|line| layout.line(line)));
    }
    match rest(&sections) {
        rest if rest.is_empty() => out,
        rest => format!("{out}{gap}{rest}"),
    }
}

impl Section<'_> {
    fn left_out(&self) -> usize {
        self.lines.len() - self.shown
    }
}

fn sections<'a>(today: &'a Today) -> Vec<Section<'a>> {
    let of_rows = |title, rows: &'a [Row]| Section {
        title,
        lines: rows.iter().map(|row| follow_up(row, today)).collect(),
        shown: 0,
        are_follow_ups: true,
    };
    let of_notes = |title, lines| Section { title, lines, shown: 0, are_follow_ups: false };
    let mut promises = of_rows("Promises", &today.promises);
    // The heading says so already.
    promises.lines.iter_mut().for_each(|line| line.cells.promised = "");
    let meetings = today.meetings.iter().map(meeting).chain(today.to_come.iter().map(to_come));
    let missing = today.missing.iter().map(missing);
    let owed = missing.chain(today.not_written.iter().map(not_written));
    let sections = [
        promises,
        of_notes("Update owed", today.escalations.iter().map(escalation).collect()),
        of_rows("Late", &today.late),
        of_rows("Due within 7 days", &today.due),
        of_notes("Meetings today", meetings.collect()),
        of_notes("Not written up", owed.collect()),
    ];
    sections.into_iter().filter(|section| !section.lines.is_empty()).collect()
}

/// Chooses how many lines of each section are shown: the first of each, then as many as there is room
/// for, section by section. Where there is no room for the first of each, the last sections are left
/// out. Returns whether some lines are left out, and lines must not be wasted.
fn fit(sections: &mut [Section], has_rest: bool, height: Option<usize>) -> bool {
    let lines: usize = sections.iter().map(|section| section.lines.len()).sum();
    let all = 1 + 2 * sections.len() + lines + if has_rest { 2 } else { 0 };
    let is_cut = height.is_some_and(|height| all >= height);
    // Without the date, the last line, and the prompt.
    let room = height.filter(|_| is_cut).map(|height| height.saturating_sub(3));
    let shown = room.map_or(sections.len(), |room| (room / 2).clamp(1, sections.len()));
    let mut room = room.map_or(lines, |room| room.saturating_sub(2 * shown));
    for section in &mut sections[..shown] {
        let more = room.min(section.lines.len() - 1);
        section.shown = 1 + more;
        room -= more;
    }
    is_cut
}

/// Returns the last line: what was left out, what is open besides, and which command shows it; in the
/// longest form that fits.
fn rest(sections: &[Section], later: usize, screen: Screen) -> String {
    let more: usize = sections.iter().map(Section::left_out).sum();
    let are_follow_ups = sections.iter().all(|one| one.are_follow_ups || one.left_out() == 0);
    let (list, day) = (
        format!("fieldnote followups{}", screen.flags),
        format!("fieldnote today{} | less", screen.flags),
    );
    let forms = match (more, later) {
        (0, 0) => return String::new(),
        (0, later) => {
            vec![
                format!("{later} open later or without a date: {list}"),
                format!("{later} later: {list}"),
            ]
        }
        (more, 0) if are_follow_ups => vec![format!("… {more} more: {list}")],
        (more, later) if are_follow_ups => vec![
            format!("… {more} more, {later} later or without a date: {list}"),
            format!("… {more} more, {later} later: {list}"),
        ],
        (more, 0) => vec![format!("… {more} more: {day}")],
        (more, later) => vec![
            format!("… {more} more: {day} · {later} later or without a date: {list}"),
            format!("… {more} more: {day} · {later} later: {list}"),
            format!("… {more} more: {day} · {later} later"),
            format!("… {more} more: {day}"),
        ],
    };
    let width = screen.width.unwrap_or(usize::MAX);
    let fitting = forms.iter().find(|form| cells::width(form) <= width);
    let last = fitting.or(forms.last()).map_or(String::new(), |form| cells::cut(form, width));
    dim(&last) + "\n"
}

fn follow_up<'a>(row: &'a Row, today: &Today) -> Line<'a> {
    let cells = cells_of(row, today.date);
    let short = row.late_days.map_or(cells.when.clone(), |days| format!("{days}d late"));
    Line { customer: customer(row.note), short, cells }
}

fn escalation<'a>(one: &'a Escalation) -> Line<'a> {
    let severity = one.note.severity.as_deref().unwrap_or_default();
    let short = format!("{}d ago", one.days);
    let when = format!("{} {short}", one.last_update.short());
    note_line(one.note, short, Cells { mark: "!", style: LATE, when, ..about(one.note, severity) })
}

fn meeting<'a>(one: &'a Meeting) -> Line<'a> {
    let when = if one.first == one.last {
        "today".to_string()
    } else {
        let days = one.last.days_since(one.first) + 1;
        format!("day {} of {days}", one.today.days_since(one.first) + 1)
    };
    let is_written = one.state == MeetingState::Written;
    let note = if is_written { " [written]".to_string() } else { String::new() };
    note_line(
        one.note,
        when.clone(),
        Cells { mark: " ", when, note, ..about(one.note, kind(one.note)) },
    )
}

fn not_written<'a>(one: &'a Meeting) -> Line<'a> {
    let short = format!("{}d ago", one.today.days_since(one.last));
    let when = format!("{} {short}", one.last.short());
    note_line(
        one.note,
        short,
        Cells { mark: "!", style: SOON, when, ..about(one.note, kind(one.note)) },
    )
}

/// Returns a meeting on the calendar that has no note yet.
fn to_come<'a>(one: &Booked) -> Line<'a> {
    let cells = Cells { mark: " ", when: "today".to_string(), ..about_booked(one) };
    Line { customer: cells::harmless(&one.customer), short: cells.when.clone(), cells }
}

/// Returns a meeting on the calendar that nobody started a note for.
fn missing<'a>(one: &Booked) -> Line<'a> {
    let last = one.until.unwrap_or(one.date);
    let short = format!("{}d ago", one.today.days_since(last));
    let when = format!("{} {short}", last.short());
    let cells = Cells { mark: "!", style: SOON, when, ..about_booked(one) };
    Line { customer: cells::harmless(&one.customer), short, cells }
}

fn about_booked<'a>(one: &Booked) -> Cells<'a> {
    Cells {
        owner: "no note".into(),
        text: cells::harmless(one.title).into(),
        place: cells::harmless(&one.customer),
        ..Cells::default()
    }
}

fn kind(note: &Note) -> &str {
    note.kind.as_deref().unwrap_or_default()
}

/// Returns the cells of a note: a word about it where follow-ups have their owner, and its title.
fn about<'a>(note: &'a Note, word: &str) -> Cells<'a> {
    const MOST: usize = 18;
    let title = if note.title.is_empty() { file_name(&note.path) } else { &note.title };
    Cells {
        owner: cells::cut(&cells::harmless(word), MOST).into(),
        text: cells::shown(title),
        place: cells::harmless(&note.path),
        ..Cells::default()
    }
}

fn note_line<'a>(note: &Note, short: String, cells: Cells<'a>) -> Line<'a> {
    Line { customer: customer(note), short, cells }
}

/// Returns the customer's slug; without one, the note's folder, else its name.
fn customer(note: &Note) -> String {
    let folder = || note.path.split_once('/').map_or(note.path.as_str(), |(folder, _)| folder);
    cells::harmless(note.customer.as_deref().unwrap_or_else(folder))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::{Screen, today};
    use crate::cells;
    use crate::clock::Clock;
    use crate::date::{Moment, Zone};
    use crate::note::{Note, read};
    use crate::people::{Card, Directory, read_team};
    use crate::report::today::today as day;
    use crate::report::whose::Whose;

    /// Twelve promises, one update owed, twelve late ones, two due, two meetings, three not written, and
    /// `later` more.
    fn notes(directory: &Directory, later: usize) -> Vec<Note> {
        let mut text = "---\ncustomer: minato\ndate: 2026-03-06\n---\n".to_string();
        for n in 1..=12 {
            text.push_str(&format!(
                "- [ ] @dana 見積もりを全拠点の担当者へ送る {n} promised 2026-03-06\n"
            ));
            text.push_str(&format!(
                "- [ ] @ken answer \u{1b}[31mquestion {n} by 2026-03-0{}\n",
                1 + n % 5
            ));
        }
        text.push_str(&"- [ ] @ken call by 2026-03-10\n".repeat(2));
        text.push_str(&"- [ ] later\n".repeat(later));
        let sync =
            |day: &str| format!("---\ncustomer: minato\ndate: 2026-03-{day}\nkind: sync\n---\n");
        let escalation = "---\ncustomer: minato\ndate: 2026-03-02\nkind: escalation\nseverity: critical\n---\nIt stops.\n";
        let texts = [text, sync("06"), sync("03"), sync("04"), sync("05"), escalation.to_string()];
        let notes = texts.iter().enumerate();
        notes.map(|(at, text)| read(&format!("{at}.md"), text.as_bytes(), directory)).collect()
    }

    fn shown(width: Option<usize>, height: Option<usize>, later: usize) -> String {
        let team = read_team("- @dana — Dana Reyes\n".as_bytes());
        let mut directory = Directory { team, ..Directory::default() };
        let card = b"---\ntimezone: Asia/Tokyo\n---\n## People\n\n- Ken Sato\n";
        directory.cards.insert("minato".into(), Card::read("minato", card));
        let now = Moment::parse("2026-03-06T13:00:00Z").unwrap();
        let clock = Clock { now, zone: Zone::UTC, directory: &directory };
        let notes = notes(&directory, later);
        let text =
            today(&day(&notes, &Whose::default(), &clock), Screen { width, height, flags: "" });
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn it_fits_on_the_screen_and_leaves_a_line_for_the_prompt() {
        const HEADINGS: [&str; 6] =
            ["Promises", "Update owed", "Late", "Due within", "Meetings today", "Not written up"];
        for height in 5..60 {
            let text = shown(Some(80), Some(height), 3);
            assert!(text.lines().count() < height, "{height}:\n{text}");
            let room_for = ((height - 3) / 2).min(HEADINGS.len());
            for (place, heading) in HEADINGS.iter().enumerate() {
                let is_there = text.lines().any(|line| line.starts_with(heading));
                assert_eq!(is_there, place < room_for, "{height}:\n{text}");
            }
        }
        assert_eq!(shown(Some(80), Some(24), 3).lines().count(), 23);
        assert_eq!(shown(Some(80), Some(60), 3), shown(Some(80), None, 3));
    }

    #[test]
    fn the_first_line_of_each_is_shown_then_the_rest_in_order() {
        let text = shown(Some(80), Some(28), 3);
        let headings = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| line.starts_with(char::is_uppercase));
            lines.skip(1).map(String::from).collect()
        };
        let expected = [
            "Promises",
            "Update owed",
            "Late 3 of 12",
            "Due within 7 days 1 of 2",
            "Meetings today 1 of 2",
            "Not written up 1 of 3",
        ];
        assert_eq!(headings(&text), expected, "{text}");
        let least = [
            "Promises 1 of 12",
            "Update owed",
            "Late 1 of 12",
            "Due within 7 days 1 of 2",
            "Meetings today 1 of 2",
            "Not written up 1 of 3",
        ];
        assert_eq!(headings(&shown(Some(80), Some(15), 3)), least);
        assert_eq!(
            headings(&shown(Some(80), Some(14), 3)),
            [
                "Promises 2 of 12",
                "Update owed",
                "Late 1 of 12",
                "Due within 7 days 1 of 2",
                "Meetings today 1 of 2"
            ]
        );
        assert_eq!(headings(&shown(Some(80), Some(3), 3)), ["Promises 1 of 12"]);
    }

    #[test]
    fn the_last_line_counts_what_is_left_out() {
        for (width, height, later, expected) in [
            (80, 28, 3, "… 13 more: fieldnote today | less · 3 later: fieldnote followups"),
            (60, 28, 3, "… 13 more: fieldnote today | less · 3 later"),
            (40, 28, 3, "… 13 more: fieldnote today | less"),
            (30, 28, 3, "… 13 more: fieldnote today |…"),
            (80, 28, 0, "… 13 more: fieldnote today | less"),
            (80, 99, 3, "3 open later or without a date: fieldnote followups"),
            (40, 99, 3, "3 later: fieldnote followups"),
            (80, 5, 3, "… 31 more: fieldnote today | less · 3 later: fieldnote followups"),
            (80, 34, 3, "… 7 more: fieldnote today | less · 3 later: fieldnote followups"),
        ] {
            let text = shown(Some(width), Some(height), later);
            assert_eq!(text.lines().last(), Some(expected), "{text}");
        }
        assert!(!shown(None, None, 0).contains('…'));
    }

    #[test]
    fn no_line_is_wider_than_the_screen() {
        for width in 20..=160 {
            let text = shown(Some(width), Some(24), 3);
            for line in text.lines() {
                assert!(cells::width(line) <= width, "{width}: {line}");
                assert!(!line.contains('\u{1b}'), "{width}: {line}");
            }
        }
    }
}
