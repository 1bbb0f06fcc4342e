//! Summaries in English.

use super::{Blocks, Header, Headings, Letter, Phrases};
use crate::cells::harmless;
use crate::date::{Date, run_of_days};
use crate::render::page;
use crate::report::period::Remark;
use crate::report::week::{Matter, Reader, Unbalanced};
use crate::words::count;

pub static ENGLISH: Phrases = Phrases {
    page: &page::ENGLISH,
    letter: LETTER,
    head: HEADER,
    headings: Headings {
        in_my_words: "In my words",
        look_first: "Look at this first",
        follow_ups: "Follow-ups",
        meetings: "Meetings",
        decisions: "Decisions",
        value: "Value",
        risks: "Risks",
        asks: "Asks by customers",
        quiet: "Gone quiet",
        next_week: "Next week",
        quotes: "What they said",
        questions: "Open questions",
    },
    blocks: Blocks {
        late: "Late",
        moved: "Moved",
        waiting: "Waiting on them",
        vanished: "Vanished",
        closed: "Closed",
        written: "Written",
        not_written: "Not written",
        written_late: "Written late",
        planned: "Planned",
    },
    placeholder: "\n<!-- yours: kept when this file is generated again -->\n\n",
    sums: [
        "Open on Monday",
        "New",
        "Reopened",
        "Closed",
        "Dropped",
        "Vanished",
        "Open now",
        "Late",
        "Waiting on them",
        "Promises kept",
    ],
    kept: |kept, due| format!("{kept} of {due}"),
    unbalanced,
    unbalanced_opening: "These sums do not add up",
    needs_commits: "needs commits: there are none here",
    matter: |matter| match matter {
        Matter::Escalation => "Escalation",
        Matter::PromiseMoved => "Promise moved",
        Matter::PromiseMissed => "Promise missed",
        Matter::Risk => "Risk (high)",
        Matter::NotWritten => "Not written up",
        Matter::Asked => "Asked of you",
    },
    colon: ":",
    no_severity: "no severity",
    field: |field| field,
    closed: |number| number.to_string(),
    quoted: |text| format!("\"{text}\""),
    speaker: str::to_string,
};

/// How remarks end that begin in the same way each time.
const ENDINGS: [&str; 6] = [
    ": counted in this week.",
    ": counted there, as a clock was wrong.",
    ": taken as if they had been there before.",
    ", which is not in this history: ignored.",
    ", and past weeks, need them.",
    ": the sums and first dates may be wrong.",
];

const HEADER: Header = Header {
    title: |number, reader, writer, chosen| {
        let reader = match reader {
            Reader::Manager => "",
            Reader::Company => " for the company",
            Reader::Customer => " for the customer",
        };
        let writer = writer.map(|name| format!(" — {name}")).unwrap_or_default();
        let chosen = match chosen {
            [] => String::new(),
            names => format!(" (only {})", names.join(", ")),
        };
        format!("# Week {number}{reader}{writer}{chosen}")
    },
    is_title: |line| line.starts_with("# Week "),
    days: run_of_days,
    as_of: " · as of ",
    commit: " · commit ",
    no_commit: " · no commit",
    instant: |day, year, clock, place| {
        let of_year = if day.year() == year { String::new() } else { format!(" {}", day.year()) };
        format!("{} {}{of_year} {clock} {place}", day.weekday_short(), day.short())
    },
    remark,
    uncommitted: |notes| {
        format!("Not committed: {}: {}", count(notes.len(), "note"), notes.join(", "))
    },
    is_remark: |line| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_of_commits = rest.starts_with(" commit of ") || rest.starts_with(" commits of ");
        let is_counted = rest.len() < line.len()
            && (is_of_commits || rest.starts_with(" notes of past meetings came at once on "));
        let is_of_file = line.starts_with("`weekly/") && line.contains(" names commit ");
        let openings = ["No commits here: ", "This clone does not hold "];
        let is_opening = openings.iter().any(|opening| line.starts_with(opening));
        let arrived = rest.rsplit_once(" arrived on ").filter(|_| is_of_commits);
        let is_arrival =
            arrived.is_some_and(|(_, day)| day.ends_with('.') && day.split(' ').count() <= 3);
        let notes = line.strip_prefix("Not committed: ").unwrap_or_default();
        is_arrival
            || notes.starts_with(|c: char| c.is_ascii_digit()) && notes.ends_with(')')
            || (is_counted || is_of_file || is_opening)
                && ENDINGS.iter().any(|ending| line.ends_with(ending))
    },
};

const LETTER: Letter = Letter {
    head: |name, start, end, day| {
        let as_of = format!("{}, {}", day.weekday_name(), day.long());
        format!("{name}: week of {}\nAs of {as_of}\n", run_of_days(start, end))
    },
    mark: "",
    escalations: "Open escalations",
    updates: "Updates of this week",
    decisions: "Decided",
    we_owe: "What we owe you",
    we_need: "What we need from you",
    done: "Done this week",
    next: "Next meeting",
    none: "none",
    no_date: "no date yet",
    no_next: "no date yet",
    comma: ", ",
    day: |date, year| without_year(date.long(), year),
    span: |first, last| format!("{first} – {last}"),
    aside: |text| format!(" ({text})"),
    since: |day| format!("since {day}"),
    met: |met, all| format!("{met} of {all} exit criteria met"),
    about: |title| format!(": {title}"),
    due: str::to_string,
    was: |day| format!("was {day}"),
    person: str::to_string,
    them: str::to_string,
};

fn remark(remark: &Remark, year: i32) -> String {
    let days = |first: Date, last: Date| without_year(run_of_days(first, last), year);
    let day = |day: Date| without_year(day.long(), year);
    let stand = |commits: usize| if commits == 1 { "stands" } else { "stand" };
    match remark {
        Remark::Arrived { commits, first, last, on } => format!(
            "{} of {} arrived on {}.",
            count(*commits, "commit"),
            days(*first, *last),
            day(*on)
        ),
        Remark::OutOfOrder { commits, first, last, behind } => format!(
            "{} of {} {} behind one of {}: counted in this week.",
            count(*commits, "commit"),
            days(*first, *last),
            stand(*commits),
            day(*behind)
        ),
        Remark::Astray { commits, first, last, on } => format!(
            "{} of {} {} among others of {}: counted there, as a clock was wrong.",
            count(*commits, "commit"),
            run_of_days(*first, *last),
            stand(*commits),
            day(*on)
        ),
        Remark::Brought { notes, on } => format!(
            "{} of past meetings came at once on {}: taken as if they had been there before.",
            count(*notes, "note"),
            day(*on)
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
    }
}

/// Returns days without their year where it is this one.
fn without_year(days: String, year: i32) -> String {
    days.strip_suffix(&format!(" {year}")).map_or(days.clone(), String::from)
}

fn unbalanced(sums: &Unbalanced) -> String {
    let off_by = match sums.off_by {
        0 => String::new(),
        number => format!(", by {}", number.abs()),
    };
    format!(
        "These sums do not add up{off_by}: in the notes {} were open at the start, and {} are at the \
         end. Please report it.",
        sums.open_at_start, sums.open_at_end
    )
}
