//! What people read in a terminal: aligned by display width, never wider than it, understandable
//! without colour. Note text passes [`cells::harmless`] before it gets here into a line.

mod narrow;

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::LazyLock;

use anstyle::{AnsiColor, Style};

use crate::cells;
use crate::clock::Left;
use crate::date::Date;
use crate::follow_up::{FollowUp, Kind, State};
use crate::parallel::{in_parts, on_all_cores};
use crate::people::Directory;
use crate::query::{Group, Row, group};
use crate::words;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
pub(super) const LATE: Style =
    Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
pub(super) const SOON: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));
pub(super) const ID: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));

/// Below this many cells for the text, a follow-up takes two lines: the second says where it stands
/// and whose it is.
pub(super) const LEAST_TEXT: usize = 36;
/// Owners take at most this many cells.
const MOST_OWNER: usize = 18;

/// How wide the output may be; `None` where nothing is cut (a pipe).
pub type Width = Option<usize>;

/// Returns a text between the codes of a style.
pub fn styled(style: Style, text: &str) -> String {
    let mut out = String::new();
    push_styled(&mut out, style, text);
    out
}

/// Appends a text between the codes of a style.
fn push_styled(out: &mut String, style: Style, text: &str) {
    /// Those of long lists, written once.
    static KNOWN: LazyLock<[Codes; 5]> =
        LazyLock::new(|| [BOLD, DIM, LATE, SOON, ID].map(Codes::new));
    if style.is_plain() || text.is_empty() {
        out.push_str(text);
    } else if let Some(codes) = KNOWN.iter().find(|known| known.style == style) {
        out.push_str(&codes.start);
        out.push_str(text);
        out.push_str(&codes.end);
    } else {
        let _ = write!(out, "{style}{text}{style:#}"); // a text takes all that is written
    }
}

/// What starts and ends a style.
struct Codes {
    style: Style,
    start: String,
    end: String,
}

impl Codes {
    fn new(style: Style) -> Codes {
        Codes { style, start: format!("{style}"), end: format!("{style:#}") }
    }
}

pub fn bold(text: &str) -> String {
    styled(BOLD, text)
}

pub fn dim(text: &str) -> String {
    styled(DIM, text)
}

/// The cells of one row before they are aligned.
#[derive(Default)]
pub(super) struct Cells<'a> {
    pub(super) mark: &'static str,
    pub(super) id: Cow<'a, str>,
    pub(super) when: String,
    /// The clock at the customer, such as `Tokyo 22:00`, where the deadline's day ends by it.
    pub(super) there: String,
    /// `promised`, where the deadline is what was said to the customer.
    pub(super) promised: &'static str,
    pub(super) owner: Cow<'a, str>,
    pub(super) text: Cow<'a, str>,
    pub(super) note: String,
    pub(super) place: String,
    pub(super) style: Style,
}

/// Returns the list of follow-ups, grouped if asked for, ending in a line break unless it is empty.
pub fn follow_ups(
    rows: &[Row],
    by: Option<Group>,
    directory: &Directory,
    today: Date,
    width: Width,
) -> String {
    let cells = on_all_cores(rows, |row| cells_of(row, today));
    let columns = Columns::of(&cells, width);
    let Some(by) = by else {
        return in_parts(&cells, |cells| columns.lines(cells)).concat();
    };
    let groups = group(rows, by, directory).into_iter().map(|(title, rows)| {
        let title = cells::harmless(&title);
        let count = words::count(rows.len(), "follow-up");
        let cells: Vec<Cells> = rows.iter().map(|row| cells_of(row, today)).collect();
        format!("{} {}\n{}", bold(&title), dim(&format!("· {count}")), columns.lines(&cells))
    });
    groups.collect::<Vec<_>>().join("\n")
}

pub(super) fn cells_of<'a>(row: &Row<'a>, today: Date) -> Cells<'a> {
    let item = row.item;
    let (mark, style) = match (item.state, row.late_days) {
        (State::Open, Some(_)) => ("!", LATE),
        (State::Open, None) if item.deadline() == Some(row.today) => (" ", SOON),
        (State::Open, None) => (" ", Style::new()),
        (State::Done, _) => ("x", DIM),
        (State::Dropped, _) => ("-", DIM),
    };
    let note = match (row.reason, item.kind) {
        (Some(reason), _) => format!(" [{}]", reason.word()),
        (None, Kind::Action) => " [no box]".to_string(),
        (None, Kind::Box | Kind::Bullet) => String::new(),
    };
    let has_id = row.reason.is_none() && item.kind != Kind::Bullet;
    Cells {
        mark: if row.reason.is_some() { " " } else { mark },
        id: if has_id { cells::shown(row.short_id) } else { Cow::default() },
        when: when(row, today),
        there: row.left.as_ref().map_or(String::new(), Left::there),
        promised: if is_promised(row) { "promised" } else { "" },
        owner: owners(item),
        text: match &item.priority {
            Some(sign) => format!("{} {}", cells::shown(sign), cells::shown(&item.text)).into(),
            None => cells::shown(&item.text),
        },
        note,
        place: [&cells::shown(&row.note.path), ":", &item.line.to_string()].concat(),
        style,
    }
}

/// Returns the names of the owners, in at most as many cells as they may take.
fn owners(item: &FollowUp) -> Cow<'_, str> {
    let shown = match item.owners.as_slice() {
        [] => return Cow::default(),
        [owner] => cells::shown(&owner.name),
        owners => {
            let names: Vec<&str> = owners.iter().map(|owner| owner.name.as_str()).collect();
            cells::harmless(&names.join(", ")).into()
        }
    };
    if cells::width(&shown) <= MOST_OWNER { shown } else { cells::cut(&shown, MOST_OWNER).into() }
}

/// Returns whether the open deadline is what was said to the customer.
fn is_promised(row: &Row) -> bool {
    let item = row.item;
    item.is_open() && item.promised.is_some() && item.promised == item.deadline()
}

/// Returns the deadline in words: `5 Mar 3d late`, `today`, `2 h left` where the customer's clock is
/// not the user's; what closed it for closed ones.
pub(super) fn when(row: &Row, today: Date) -> String {
    let item = row.item;
    let day = |date: Date| {
        if date.year() == today.year() {
            date.short()
        } else {
            format!("{} {}", date.short(), date.year())
        }
    };
    match (item.state, item.closed) {
        (State::Open, _) => {}
        (State::Done, Some(date)) => return format!("done {}", day(date)),
        (State::Done, None) => return "done".to_string(),
        (State::Dropped, Some(date)) => return format!("dropped {}", day(date)),
        (State::Dropped, None) => return "dropped".to_string(),
    }
    let Some(deadline) = item.deadline() else { return String::new() };
    match (row.late_days, &row.left) {
        (Some(days), _) => format!("{} {days}d late", day(deadline)),
        (None, Some(left)) => left.span(),
        (None, None) if deadline == row.today => "today".to_string(),
        (None, None) => day(deadline),
    }
}

impl Cells<'_> {
    /// Returns the deadline with the customer's clock: `2 h left (Tokyo 22:00)`.
    pub(super) fn when_there(&self) -> Cow<'_, str> {
        match self.there.as_str() {
            "" => self.when.as_str().into(),
            there => format!("{} ({there})", self.when).into(),
        }
    }
}

/// The widths of the columns, and whether a row takes one line or two.
#[derive(Default)]
struct Columns {
    id: usize,
    when: usize,
    promised: usize,
    owner: usize,
    text: usize,
    width: Width,
    one_line: bool,
    /// Whether the customer's clock stands behind the deadline; else on the second line.
    clock: bool,
}

impl Columns {
    fn of(rows: &[Cells], width: Width) -> Columns {
        let mut columns =
            Columns { width, one_line: width.is_none(), clock: true, ..Columns::default() };
        let (mut place, mut narrow) = (0, 0);
        for cells in rows {
            columns.id = columns.id.max(cells::width(&cells.id));
            columns.when = columns.when.max(cells::width(&cells.when_there()));
            narrow = narrow.max(cells::width(&cells.when));
            columns.promised = columns.promised.max(cells::width(cells.promised));
            columns.owner = columns.owner.max(cells::width(&cells.owner));
            columns.text = columns.text.max(cells::width(&cells.text) + cells::width(&cells.note));
            place = place.max(cells::width(&cells.place));
        }
        if let Some(width) = width {
            let before = columns.before_owner() + gap(columns.promised) + gap(columns.owner);
            let beside = width.saturating_sub(before + place + 2);
            columns.one_line = beside >= LEAST_TEXT.min(columns.text);
            if !columns.one_line && columns.before_owner() + LEAST_TEXT > width {
                (columns.when, columns.clock) = (narrow, false);
            }
            columns.text = columns.text.min(if columns.one_line {
                beside
            } else {
                width.saturating_sub(columns.before_owner())
            });
        }
        columns
    }

    /// The cells of mark, id and deadline, with the gaps behind them.
    fn before_owner(&self) -> usize {
        self.indent() + gap(self.when)
    }

    /// The cells of mark and id, with the gaps behind them.
    fn indent(&self) -> usize {
        2 + gap(self.id)
    }

    /// Returns rows below each other.
    fn lines(&self, rows: &[Cells]) -> String {
        let mut lines = String::new();
        rows.iter().for_each(|cells| push_row(&mut lines, cells, self));
        lines
    }
}

/// The cells of a column and the gap behind it; an empty column takes none.
fn gap(column: usize) -> usize {
    if column == 0 { 0 } else { column + 2 }
}

/// Appends a row: one line, or two.
fn push_row(line: &mut String, cells: &Cells, columns: &Columns) {
    let start = line.len();
    push_styled(line, cells.style, cells.mark);
    line.push_str(if cells.mark.is_empty() { "  " } else { " " });
    push_column(line, &cells.id, columns.id, ID);
    let when = if columns.clock { cells.when_there() } else { cells.when.as_str().into() };
    push_column(line, &when, columns.when, cells.style);
    if !columns.one_line {
        let head = line.split_off(start);
        line.push_str(&two_lines(cells, columns, head));
        return;
    }
    push_column(line, cells.promised, columns.promised, Style::new());
    push_column(line, &cells.owner, columns.owner, Style::new());
    let note = cells::width(&cells.note);
    let (text, gap) = match columns.width {
        None => (Cow::from(&*cells.text), 2),
        Some(_) => {
            let text = cells::cut(&cells.text, columns.text.saturating_sub(note));
            let gap = columns.text.saturating_sub(cells::width(&text) + note) + 2;
            (Cow::from(text), gap)
        }
    };
    line.push_str(&text);
    push_styled(line, DIM, &cells.note);
    cells::push_blanks(line, gap);
    push_styled(line, DIM, &cells.place);
    line.push('\n');
}

/// Appends a cell, up to the width of its column, and the gap behind that; no column, no gap.
fn push_column(line: &mut String, cell: &str, width: usize, style: Style) {
    if width > 0 {
        push_styled(line, style, &cells::pad(cell, width));
        line.push_str("  ");
    }
}

/// Mark, id, deadline and text; below them where it stands and whose it is.
fn two_lines(cells: &Cells, columns: &Columns, head: String) -> String {
    let width = columns.width.unwrap_or(usize::MAX);
    let indent = " ".repeat(columns.indent());
    let room = width.saturating_sub(columns.indent());
    let there = if columns.clock { "" } else { cells.there.as_str() };
    let about = narrow::About { there, owner: &cells.owner, promised: cells.promised };
    let below = narrow::second(&cells.place, &about, room).into_iter();
    let second: String = below.map(|line| format!("{indent}{line}\n")).collect();
    const LEAST: usize = 12;
    if columns.before_owner() + LEAST > width {
        // A very narrow terminal: the text gets a line of its own.
        let text = cells::cut(&cells.text, room);
        return format!("{}\n{indent}{text}\n{second}", cells_cut(&head, width));
    }
    let text = cells::cut(&cells.text, columns.text.saturating_sub(cells::width(&cells.note)));
    format!("{head}{text}{}\n{second}", dim(&cells.note))
}

/// Returns as many of a place's last folders as fit: that is a `NOTE:LINE` still.
pub(super) fn end_of_place(place: &str, width: usize) -> String {
    let ends = place.match_indices('/').map(|(at, _)| &place[at + 1..]);
    let fits = std::iter::once(place).chain(ends).find(|end| cells::width(end) <= width);
    fits.map_or_else(|| cells::cut(place, width), String::from)
}

/// Cuts a line with styles in it, by leaving the styles out if it is too wide.
pub(super) fn cells_cut(text: &str, width: usize) -> String {
    let plain = anstream::adapter::strip_str(text).to_string();
    if cells::width(plain.trim_end()) <= width {
        text.trim_end().to_string()
    } else {
        cells::cut(&plain, width)
    }
}

/// Returns Markdown as it is read in a terminal: headings bold, lines wrapped between words and
/// indented below their bullet. Words stay whole, so that a `NOTE:LINE` can be clicked.
pub fn document(text: &str, width: Width) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let indent = if line.starts_with("- ") { "  " } else { "" };
        let options = textwrap::Options::new(width.unwrap_or(usize::MAX))
            .subsequent_indent(indent)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
        let is_heading = line.starts_with('#') || (line.starts_with("**") && line.ends_with("**"));
        for part in textwrap::wrap(line, options) {
            let part = part.trim_end();
            out.push_str(&if is_heading { bold(part) } else { part.to_string() });
            out.push('\n');
        }
    }
    out
}

/// Returns rows of cells as columns separated by two spaces; the last column is cut to the width.
pub fn table(rows: &[Vec<String>], width: Width) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cells::width(cell)).max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| cells::pad(cell, *width));
        let line = cells.collect::<Vec<_>>().join("  ");
        let line = line.trim_end();
        out.push_str(&width.map_or_else(|| line.to_string(), |width| cells::cut(line, width)));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests;
