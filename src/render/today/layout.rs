//! The columns of the day: the same for all its lists, and as much in them as the screen is wide.

use crate::cells;
use crate::render::terminal::{Cells, ID, LEAST_TEXT, Width, dim, styled};

/// One line: the cells of the list of follow-ups, and the customer.
pub(super) struct Line<'a> {
    pub(super) cells: Cells<'a>,
    /// The days alone, such as `3d late`, where the screen is narrow.
    pub(super) short: String,
    pub(super) customer: String,
}

/// What a line holds, and how wide its columns are.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// Whether `promised` has a column.
    promised: bool,
    /// The most cells that an owner takes.
    most_owner: usize,
    /// Whether the note's path closes the line, else the customer.
    path: bool,
    /// The most cells that a customer takes.
    most_customer: usize,
    /// Whether date and days are told, and the clock at the customer behind them; else the days alone, and
    /// the time there beside the customer.
    whole: bool,
    /// What the texts need, if they are as long as that.
    least: usize,
    width: Width,
    id: usize,
    when: usize,
    owner: usize,
    text: usize,
    place: usize,
}

impl Layout {
    /// Returns the layout with the most in it that leaves enough room for the texts.
    pub(super) fn of<'a>(
        lines: impl Iterator<Item = &'a Line<'a>> + Clone,
        width: Width,
    ) -> Layout {
        let full = Layout {
            promised: true,
            most_owner: 18,
            path: true,
            most_customer: 24,
            whole: true,
            least: LEAST_TEXT,
            width,
            ..Layout::default()
        };
        let no_path = Layout { path: false, ..full.clone() };
        let no_promise = Layout { promised: false, ..no_path.clone() };
        let narrow = Layout {
            whole: false,
            most_owner: 10,
            most_customer: 16,
            least: 16,
            ..no_promise.clone()
        };
        let no_owner = Layout { most_owner: 0, most_customer: 14, ..narrow.clone() };
        let layouts = [full, no_path, no_promise, narrow, no_owner];
        let mut layouts = layouts.into_iter().map(|layout| layout.measured(lines.clone()));
        let last = layouts.next_back();
        layouts.find(|(_, fits)| *fits).or(last).map(|(layout, _)| layout).unwrap_or_default()
    }

    /// Returns the layout with the widths of its columns, and whether it leaves enough room for the texts.
    fn measured<'a>(mut self, lines: impl Iterator<Item = &'a Line<'a>>) -> (Layout, bool) {
        let mut has_promise = false;
        for line in lines {
            let cells = &line.cells;
            self.id = self.id.max(cells::width(&cells.id));
            self.when = self.when.max(cells::width(&self.when_of(line)));
            self.owner = self.owner.max(cells::width(&self.owner_of(line)));
            self.text = self.text.max(cells::width(&cells.text) + cells::width(&cells.note));
            self.place = self.place.max(cells::width(&self.place_of(line)));
            has_promise |= !cells.promised.is_empty();
        }
        self.promised &= has_promise;
        let Some(width) = self.width else { return (self, true) };
        let room = width.saturating_sub(self.before_text() + 2 + self.place);
        let fits = room >= self.least.min(self.text);
        self.text = self.text.min(room);
        (self, fits)
    }

    fn before_text(&self) -> usize {
        let columns = [self.id, self.when, if self.promised { 8 } else { 0 }, self.owner];
        2 + columns.into_iter().filter(|column| *column > 0).map(|column| column + 2).sum::<usize>()
    }

    fn when_of(&self, line: &Line) -> String {
        if self.whole { line.cells.when_there().into_owned() } else { line.short.clone() }
    }

    fn owner_of(&self, line: &Line) -> String {
        cells::cut(&line.cells.owner, self.most_owner)
    }

    /// Returns what closes a line: the path, or the customer with the time of day there.
    fn place_of(&self, line: &Line) -> String {
        let time = line.cells.there.rsplit(' ').next().filter(|time| !time.is_empty());
        let customer = |cells: usize| cells::cut(&line.customer, cells);
        match time {
            _ if self.path => line.cells.place.clone(),
            Some(time) if !self.whole => format!("{} {time}", customer(self.most_customer - 6)),
            _ => customer(self.most_customer),
        }
    }

    pub(super) fn line(&self, line: &Line) -> String {
        let cells = &line.cells;
        let column = |text: &str, width: usize| match width {
            0 => String::new(),
            _ => cells::pad(text, width) + "  ",
        };
        let mut out = styled(cells.style, cells.mark) + " ";
        out.push_str(&styled(ID, &column(&cells.id, self.id)));
        out.push_str(&styled(cells.style, &column(&self.when_of(line), self.when)));
        out.push_str(&column(cells.promised, if self.promised { 8 } else { 0 }));
        out.push_str(&column(&self.owner_of(line), self.owner));
        let text = match self.width {
            None => cells.text.clone(),
            Some(_) => {
                let room = self.text.saturating_sub(cells::width(&cells.note));
                cells::cut(&cells.text, room).into()
            }
        };
        let used = cells::width(&text) + cells::width(&cells.note);
        let gap = match self.width {
            None => 2,
            Some(_) => self.text.saturating_sub(used) + 2,
        };
        out.push_str(&text);
        out.push_str(&dim(&cells.note));
        out.push_str(&" ".repeat(gap));
        out.push_str(&dim(&self.place_of(line)));
        out + "\n"
    }
}
