//! Weeks side by side: a table with a bar for what is open, or CSV.

use super::lines::wrapped;
use super::remarks::{NO_COMMITS, arrived, cut_off};
use super::terminal::{LATE, Width, bold, dim, styled};
use crate::cells::{self, harmless};
use crate::date::Week;
use crate::report::period::Remark;
use crate::report::stats::{WeekSums, total};
use crate::report::week::Sums;
use crate::words::count;

/// With less room than this many cells there are no bars.
const LEAST_BAR: usize = 10;
/// The bars have at most this many cells, and as many in a pipe.
const MOST_BAR: usize = 30;
const GAP: &str = "  ";

/// Returns the table of the weeks, oldest first, the last one being this week; below it what the bars mean.
/// Nothing if there never was a follow-up.
pub fn table(weeks: &[WeekSums], width: Width) -> String {
    let nothing = |sums: &Sums| Sums { lacks_start: sums.lacks_start, ..Sums::default() };
    if weeks.iter().all(|week| week.sums == nothing(&week.sums)) {
        return String::new();
    }
    let mut columns = columns(weeks);
    let left_out = width.map_or_else(Vec::new, |width| narrow(&mut columns, width));
    let room = width.map_or(MOST_BAR, |width| width.saturating_sub(cells_of(&columns)));
    let bars = Bars::of(weeks, room.min(MOST_BAR));
    let line = |cell: &dyn Fn(&Column) -> String, bar: &str| {
        let cells: Vec<String> =
            columns.iter().map(|column| column.aligned(&cell(column))).collect();
        let text = cells.join(GAP);
        let text = width.map_or(text.clone(), |width| cells::cut(&text, width));
        if bar.is_empty() { text.trim_end().to_string() } else { format!("{text}{GAP}{bar}") }
    };
    let mut lines = vec![bold(&line(&|column| column.head.to_string(), ""))];
    for (at, week) in weeks.iter().enumerate() {
        let bar = bars.as_ref().map_or_else(String::new, |bars| bars.bar(&week.sums));
        lines.push(line(&|column| column.cells[at].clone(), &bar));
    }
    if weeks.len() > 1 {
        lines.push(bold(&line(&|column| column.total.clone(), "")));
    }
    for part in legend(bars.as_ref(), weeks, &left_out) {
        let parts = wrapped(&part, width.unwrap_or(usize::MAX).max(1));
        lines.extend(parts.iter().map(|part| dim(part)));
    }
    lines.join("\n") + "\n"
}

/// A column of the table.
struct Column {
    head: &'static str,
    cells: Vec<String>,
    /// The sum of all weeks; empty where it would mean nothing.
    total: String,
    gives_way: GivesWay,
}

/// When a column is left out for want of room: of equal ones, the first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum GivesWay {
    /// To the bars.
    ToBars,
    /// Once there is no room for the bars either.
    ToOthers,
    Never,
}

/// Returns the columns. Those of what is rare are left out where they would be nothing but zeros.
fn columns(weeks: &[WeekSums]) -> Vec<Column> {
    use GivesWay::{Never, ToBars, ToOthers};
    let all = total(weeks);
    let text = |head, gives_way, of: &dyn Fn(&WeekSums) -> String, total: String| Column {
        head,
        cells: weeks.iter().map(of).collect(),
        total,
        gives_way,
    };
    let sum = |head, gives_way, of: fn(&Sums) -> usize| {
        let cell = |sums: &Sums| {
            sums.known(of(sums)).map_or("–".to_string(), |number| number.to_string())
        };
        text(head, gives_way, &|week| cell(&week.sums), cell(&all))
    };
    let at_end = |head, of: fn(&Sums) -> usize| {
        text(head, Never, &|week| of(&week.sums).to_string(), String::new())
    };
    let mut columns = vec![
        text("WEEK", Never, &|week| week.week.to_string(), count(weeks.len(), "week")),
        text("FROM", ToBars, &|week| week.start.short(), String::new()),
        sum("NEW", ToOthers, |sums| sums.new),
        sum("REOPENED", ToBars, |sums| sums.reopened),
        sum("CLOSED", ToOthers, |sums| sums.closed),
        sum("DROPPED", ToBars, |sums| sums.dropped),
        sum("VANISHED", ToBars, |sums| sums.vanished),
        text("KEPT", ToOthers, &|week| kept(&week.sums), kept(&all)),
        at_end("LATE", |sums| sums.late),
        at_end("OPEN", |sums| sums.open_at_end),
    ];
    let is_rare = |column: &Column| ["REOPENED", "DROPPED", "VANISHED"].contains(&column.head);
    columns.retain(|column| column.total != NONE && (column.total != "0" || !is_rare(column)));
    columns
}

/// Stands for the promises of a week in which none was due.
const NONE: &str = "-";

fn kept(sums: &Sums) -> String {
    match sums.promises_due {
        0 => NONE.to_string(),
        due => format!("{} of {due}", sums.promises_kept),
    }
}

/// Takes columns out until the table fits, with bars or at least without; returns their heads.
fn narrow(columns: &mut Vec<Column>, width: usize) -> Vec<&'static str> {
    let mut left_out = Vec::new();
    while let Some(at) = (0..columns.len()).min_by_key(|at| columns[*at].gives_way) {
        let needed = match columns[at].gives_way {
            GivesWay::ToBars => cells_of(columns) + LEAST_BAR,
            GivesWay::ToOthers => cells_of(columns).saturating_sub(GAP.len()),
            GivesWay::Never => break,
        };
        if needed <= width {
            break;
        }
        left_out.push(columns.remove(at).head);
    }
    left_out
}

/// Returns how many cells the columns take up, with the gap before the bars.
fn cells_of(columns: &[Column]) -> usize {
    columns.iter().map(|column| column.width() + GAP.len()).sum()
}

impl Column {
    fn width(&self) -> usize {
        let texts = self.cells.iter().map(String::as_str).chain([self.head, &self.total]);
        texts.map(cells::width).max().unwrap_or_default()
    }

    /// Returns a cell as wide as the column: the week to the left, numbers to the right.
    fn aligned(&self, text: &str) -> String {
        if self.head == "WEEK" {
            return cells::pad(text, self.width());
        }
        " ".repeat(self.width().saturating_sub(cells::width(text))) + text
    }
}

/// How long the bars are: all to one scale.
struct Bars {
    /// The most that was open at the end of a week.
    most: usize,
    /// In cells.
    room: usize,
}

impl Bars {
    /// Returns the scale; `None` without room, or if nothing is open.
    fn of(weeks: &[WeekSums], room: usize) -> Option<Bars> {
        let most = weeks.iter().map(|week| week.sums.open_at_end).max()?;
        (most > 0 && room >= LEAST_BAR).then_some(Bars { most, room })
    }

    /// Returns a bar for what is open, the late ones first. What there is shows, be it ever so little.
    fn bar(&self, sums: &Sums) -> String {
        let open = self.cells(sums.open_at_end);
        let late = self.cells(sums.late).min(open);
        let is_all_late = sums.late >= sums.open_at_end;
        let late = if is_all_late || open < 2 { late } else { late.min(open - 1) };
        styled(LATE, &"█".repeat(late)) + &"░".repeat(open - late)
    }

    /// Returns the cells of a number: a whole number for each where there is room for that.
    fn cells(&self, number: usize) -> usize {
        match self.room / self.most {
            0 => ((number * self.room + self.most / 2) / self.most).max(number.min(1)),
            each => number * each,
        }
    }
}

/// Returns what has to be said below the table, a line each.
fn legend(bars: Option<&Bars>, weeks: &[WeekSums], left_out: &[&'static str]) -> Vec<String> {
    let bars = bars.map(|_| "█ late, ░ open and not late".to_string());
    let this_week = weeks.last().map(|last| format!("{} is not over", last.week));
    let mut lines = vec![bars.into_iter().chain(this_week).collect::<Vec<_>>().join(" · ")];
    let missing: Vec<&str> = left_out.iter().copied().filter(|head| *head != "FROM").collect();
    if !missing.is_empty() {
        let missing = missing.join(", ").to_lowercase();
        lines.push(format!("a wider terminal has room for {missing}"));
    }
    lines
}

/// The cells of a row of CSV: the names are those of the JSON.
const NAMES: [&str; 17] = [
    "week",
    "start",
    "end",
    "as_of",
    "commit",
    "open_at_start",
    "new",
    "reopened",
    "closed",
    "dropped",
    "vanished",
    "open_at_end",
    "late",
    "moved",
    "waiting",
    "promises_kept",
    "promises_due",
];

/// Returns the weeks as CSV: a line of names, then a line for each week.
///
/// Written by hand: a cell holds a week, a day, an instant, a commit or a count, never words of a note.
/// So nothing has to be quoted, and nothing can be taken for a formula (OWASP, *CSV Injection*).
pub fn csv(weeks: &[WeekSums]) -> String {
    let mut out = NAMES.join(",") + "\n";
    for week in weeks {
        let sums = &week.sums;
        let counts = [
            sums.known(sums.open_at_start),
            sums.known(sums.new),
            sums.known(sums.reopened),
            sums.known(sums.closed),
            sums.known(sums.dropped),
            sums.known(sums.vanished),
            Some(sums.open_at_end),
            Some(sums.late),
            sums.known(sums.moved),
            Some(sums.waiting),
            Some(sums.promises_kept),
            Some(sums.promises_due),
        ];
        let commit = week.commit.clone().unwrap_or_default();
        let days = [week.week.to_string(), week.start.to_string(), week.end.to_string()];
        let mut cells = [&days[..], &[week.as_of.rfc3339(), commit]].concat();
        cells.extend(counts.map(|count| count.map_or(String::new(), |count| count.to_string())));
        out.push_str(&(cells.join(",") + "\n"));
    }
    out
}

/// Returns what a reader has to know about how the numbers came about, a line each; `remarks` are those of
/// all weeks. `left_out` weeks were over before the first commit, which lies in `first`.
pub fn remarks(remarks: &[Remark], left_out: usize, first: Week) -> Vec<String> {
    let mut known: Vec<&Remark> = Vec::new();
    for remark in remarks {
        if !known.contains(&remark) {
            known.push(remark);
        }
    }
    let mut told = Vec::new();
    let is_cut_off = known.contains(&&Remark::CutOff);
    let verb = if left_out == 1 { "is" } else { "are" };
    let weeks = format!("{} before {first} {verb} left out", count(left_out, "week"));
    match (known.contains(&&Remark::NoHistory), left_out, is_cut_off) {
        (true, ..) => told.push(format!("{NO_COMMITS}: past weeks need them")),
        (false, 0, _) => {}
        (false, _, true) => told.push(format!("{weeks}: this clone does not hold them")),
        (false, _, false) => told.push(format!("{weeks}: no commit yet")),
    }
    if is_cut_off {
        told.push(cut_off("sums and first dates"));
    }
    let ignored = known.iter().filter_map(|remark| match remark {
        Remark::SavedIgnored { file, commit } => Some((file, commit.get(..7).unwrap_or(commit))),
        _ => None,
    });
    told.extend(ignored.map(|(file, commit)| {
        let (file, commit) = (harmless(file), harmless(commit));
        format!("`{file}` names commit {commit}, which is not in this history: ignored")
    }));
    told.extend(arrived(known));
    told
}

#[cfg(test)]
mod tests;
