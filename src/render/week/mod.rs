//! The weekly summary as Markdown: a file for `weekly/`, or the same text for a terminal.
//!
//! Nobody's words are changed: note text stands as typed, except for what would break its line.

mod company;
mod customer;
mod lines;
mod own_words;
mod phrases;
mod saved;
#[cfg(test)]
mod private_tests;
#[cfg(test)]
mod tests;

use crate::cells::harmless;
use crate::date::{Date, Moment, Zone, run_of_days};
use crate::people::Directory;
use crate::render::page::{Page, Ways};
use crate::report::meetings::State;
use crate::report::period::Remark;
use crate::report::week::{Head, Reader, Sums, Unbalanced, WeekReport};
use crate::report::whose::Whose;
use crate::words::count;

pub use company::company;
pub use customer::customer;
use lines::Writer;
pub use own_words::{kept_words, lost_lines};
pub use phrases::{ENGLISH, JAPANESE, Letter};
pub use saved::{Saved, file_name, saved, scope};

/// How a summary is shown.
pub struct Look<'a> {
    pub directory: &'a Directory,
    /// The zone of the header's "as of".
    pub zone: Zone,
    /// Who writes it, as the title bears it: a handle or a name.
    pub writer: Option<&'a str>,
    /// What was chosen, as the title names it.
    pub whose: &'a Whose,
    /// What stands under *In my words*, as [`kept_words`] returns it.
    pub kept_words: Option<&'a str>,
    /// Links that resolve from `weekly/`; without, each line ends in `path:line` for a terminal.
    pub links: bool,
}

const IN_MY_WORDS: &str = "In my words";
const LOOK_FIRST: &str = "Look at this first";
const FOLLOW_UPS: &str = "Follow-ups";
const MEETINGS: &str = "Meetings";
const DECISIONS: &str = "Decisions";
const VALUE: &str = "Value";
const RISKS: &str = "Risks";
const ASKS: &str = "Asks by customers";
const QUIET: &str = "Gone quiet";
const NEXT_WEEK: &str = "Next week";
const QUOTES: &str = "What they said";
const QUESTIONS: &str = "Open questions";

/// The headings that a summary has besides the writer's own part.
const GENERATED: [&str; 11] = [
    LOOK_FIRST, FOLLOW_UPS, MEETINGS, DECISIONS, VALUE, RISKS, ASKS, QUIET, NEXT_WEEK, QUOTES,
    QUESTIONS,
];

/// What stands in bold above the lists of a section.
const BLOCKS: [&str; 9] = [
    "Late",
    "Moved",
    "Waiting on them",
    "Vanished",
    "Closed",
    "Written",
    "Not written",
    "Written late",
    "Planned",
];

const NO_WORDS: &str = "\n<!-- yours: kept when this file is generated again -->\n\n";

/// Returns the summary for a manager, ending in a line break.
pub fn manager(report: &WeekReport, look: &Look) -> String {
    let page = page(look, report.end);
    let writer = Writer { report, page };
    let mut out = head(&report.head(), Reader::Manager, look, &page);
    out.push_str(&format!("## {IN_MY_WORDS}\n{}", look.kept_words.unwrap_or(NO_WORDS)));
    section(&mut out, LOOK_FIRST, &writer.look_first());
    out.push_str(&format!("## {FOLLOW_UPS}\n\n{}\n", sums(&report.sums, look.links)));
    if let Some(unbalanced) = &report.unbalanced {
        out.push_str(&format!("{}\n\n", warning(unbalanced)));
    }
    block(&mut out, "Late", &report.late.iter().map(|i| page.item(i)).collect::<Vec<_>>());
    known_block(&mut out, "Moved", report.moved.as_deref(), |moved| writer.moved(moved));
    let waiting: Vec<String> = report.waiting.iter().map(|item| page.item(item)).collect();
    block(&mut out, "Waiting on them", &waiting);
    known_block(&mut out, "Vanished", report.vanished.as_deref(), |item| page.item(item));
    known_block(&mut out, "Closed", report.closed.as_deref(), |closed| writer.closed(closed));
    meetings(&mut out, &writer);
    for (title, lines) in
        [(DECISIONS, &report.decisions), (VALUE, &report.value), (RISKS, &report.risks)]
    {
        section(&mut out, title, &lines.iter().map(|l| page.typed(l)).collect::<Vec<_>>());
    }
    section(&mut out, ASKS, &report.asks.iter().map(|ask| page.ask(ask)).collect::<Vec<_>>());
    section(&mut out, QUIET, &report.quiet.iter().map(|q| page.quiet(q)).collect::<Vec<_>>());
    section(&mut out, NEXT_WEEK, &writer.next_week());
    finished(out)
}

fn page<'a>(look: &Look<'a>, end: Date) -> Page<'a> {
    let ways = if look.links { Ways::Links { from: "weekly" } } else { Ways::Places };
    Page { directory: look.directory, year: end.year(), ways }
}

/// Ends a text in one line break.
fn finished(mut out: String) -> String {
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn head(of: &Head, reader: Reader, look: &Look, page: &Page) -> String {
    let name = look.writer.map(|name| format!(" — {}", page.person(name)));
    let commit = match of.commit {
        Some(commit) => format!("commit {}", commit.get(..7).unwrap_or(commit)),
        None => "no commit".to_string(),
    };
    let reader_of = match reader {
        Reader::Manager => "",
        Reader::Company => " for the company",
        Reader::Customer => " for the customer",
    };
    let mut head = format!(
        "# Week {}{reader_of}{}{}\n\n{} · as of {} · {commit}\n",
        of.week.number(),
        name.unwrap_or_default(),
        chosen(look.whose, page),
        run_of_days(of.start, of.end),
        instant(of, look.zone),
    );
    if look.links {
        head.push_str(&saved::mark(of, &scope(reader, look.whose)));
    }
    head.push('\n');
    for remark in remarks(of, page) {
        head.push_str(&format!("{remark}\n\n"));
    }
    head
}

/// Returns ` (only Orbit Foods, Dana Reyes)`, or nothing.
fn chosen(whose: &Whose, page: &Page) -> String {
    let customer = whose.customer.as_deref().map(|slug| page.customer(Some(slug)));
    let names = customer.into_iter().chain(whose.owner.as_deref().map(|name| page.person(name)));
    match names.collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        names => format!(" (only {})", names.join(", ")),
    }
}

/// Returns `Fri 7 Aug 17:00 Lisbon`; the end of the week is its Sunday's `24:00`.
fn instant(of: &Head, zone: Zone) -> String {
    let (as_of, over) = (of.as_of, of.end.plus(1));
    let (day, clock) = if as_of == Moment::start_of(over, zone) {
        (of.end, "24:00".to_string())
    } else {
        (as_of.date(zone), as_of.clock(zone))
    };
    let place = zone.city().unwrap_or_else(|| {
        let minutes = as_of.offset_minutes(zone);
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    });
    let year = if day.year() == of.end.year() { String::new() } else { format!(" {}", day.year()) };
    format!("{} {}{year} {clock} {place}", day.weekday_short(), day.short())
}

/// Returns what a reader has to know about how the summary came about, a paragraph each.
pub fn remarks(of: &Head, page: &Page) -> Vec<String> {
    let plain = |days: String| {
        let year = format!(" {}", of.end.year());
        days.strip_suffix(&year).map_or(days.clone(), String::from)
    };
    let told = of.remarks.iter().map(|remark| match remark {
        Remark::Arrived { commits, first, last, on } => format!(
            "{} of {} arrived on {}.",
            count(*commits, "commit"),
            plain(run_of_days(*first, *last)),
            plain(on.long())
        ),
        Remark::OutOfOrder { commits, first, last, behind } => format!(
            "{} of {} {} behind one of {}: counted in this week.",
            count(*commits, "commit"),
            plain(run_of_days(*first, *last)),
            if *commits == 1 { "stands" } else { "stand" },
            plain(behind.long())
        ),
        Remark::Astray { commits, first, last, on } => format!(
            "{} of {} {} among others of {}: counted there, as a clock was wrong.",
            count(*commits, "commit"),
            run_of_days(*first, *last),
            if *commits == 1 { "stands" } else { "stand" },
            plain(on.long())
        ),
        Remark::Brought { notes, on } => format!(
            "{} of past meetings came at once on {}: taken as if they had been there before.",
            count(*notes, "note"),
            plain(on.long())
        ),
        Remark::SavedIgnored { file, commit } => format!(
            "`{file}` names commit {}, which is not in this history: ignored.",
            harmless(commit.get(..7).unwrap_or(commit))
        ),
        Remark::NoHistory => {
            "No commits here: what came, moved, closed or vanished, and past weeks, need them."
                .to_string()
        }
        Remark::CutOff => "This clone does not hold what was before (`git fetch --unshallow`): \
             the sums and first dates may be wrong."
            .to_string(),
    });
    let mut remarks: Vec<String> = told.collect();
    if !of.uncommitted.is_empty() {
        let notes: Vec<String> = of.uncommitted.iter().map(|path| page.path(path)).collect();
        let count = count(notes.len(), "note");
        remarks.push(format!("Not committed: {count}: {}", notes.join(", ")));
    }
    remarks
}

/// Returns the sums as a table; without links, for a terminal, as a list of words and numbers.
fn sums(sums: &Sums, table: bool) -> String {
    let known =
        |number: usize| sums.known(number).map_or("–".to_string(), |number| number.to_string());
    let cells = [
        ("Open on Monday", known(sums.open_at_start)),
        ("New", known(sums.new)),
        ("Reopened", known(sums.reopened)),
        ("Closed", known(sums.closed)),
        ("Dropped", known(sums.dropped)),
        ("Vanished", known(sums.vanished)),
        ("Open now", sums.open_at_end.to_string()),
        ("Late", sums.late.to_string()),
        ("Waiting on them", sums.waiting.to_string()),
        ("Promises kept", format!("{} of {}", sums.promises_kept, sums.promises_due)),
    ];
    if !table {
        return cells.map(|(name, number)| format!("{name} {number}")).join(" · ") + "\n";
    }
    let row = |cells: [&str; 10]| format!("| {} |\n", cells.join(" | "));
    let names = row(cells.each_ref().map(|(name, _)| *name));
    let numbers = row(cells.each_ref().map(|(_, number)| number.as_str()));
    format!("{names}|{}\n{numbers}", "---:|".repeat(cells.len()))
}

/// Returns the line that says that the sums are wrong.
fn warning(unbalanced: &Unbalanced) -> String {
    let off_by = match unbalanced.off_by {
        0 => String::new(),
        number => format!(", by {}", number.abs()),
    };
    format!(
        "These sums do not add up{off_by}: in the notes {} were open at the start, and {} are at the \
         end. Please report it.",
        unbalanced.open_at_start, unbalanced.open_at_end
    )
}

fn meetings(out: &mut String, writer: &Writer) {
    out.push_str(&format!("## {MEETINGS}\n\n"));
    for (title, state) in [
        ("Written", State::Written),
        ("Not written", State::NotWritten),
        ("Written late", State::WrittenLate),
        ("Planned", State::Planned),
    ] {
        let of_state = writer.report.meetings.iter().filter(|meeting| meeting.state == state);
        let lines: Vec<String> = of_state.map(|meeting| writer.page.meeting(meeting)).collect();
        if state != State::Planned || !lines.is_empty() {
            block(out, title, &lines);
        }
    }
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    out.push_str(&format!("## {title}\n\n{}\n", list(lines)));
}

fn block(out: &mut String, title: &str, lines: &[String]) {
    out.push_str(&format!("**{title}**\n{}\n", list(lines)));
}

/// Writes a block that needs commits; `None` where there are none.
fn known_block<T>(out: &mut String, title: &str, rows: Option<&[T]>, line: impl Fn(&T) -> String) {
    match rows {
        Some(rows) => block(out, title, &rows.iter().map(line).collect::<Vec<_>>()),
        None => out.push_str(&format!("**{title}**\nneeds commits: there are none here\n\n")),
    }
}

fn list(lines: &[String]) -> String {
    if lines.is_empty() {
        return "none\n".to_string();
    }
    lines.iter().map(|line| format!("- {line}\n")).collect()
}
