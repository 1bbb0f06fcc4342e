//! `followups`: what is open, across all notes.

use crate::clock::Clock;
use crate::context::{Context, customer_argument, date_argument, owner_argument};
use crate::error::Result;
use crate::note::Note;
use crate::people::{Directory, Side};
use crate::query::{self, Filter, Group, Sort, States};
use crate::render::due_dates::{As, due_dates};
use crate::render::{json, terminal};
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote f                          everything open, late ones first
  fieldnote f --owner me               what I owe
  fieldnote f minato guide             words of text, owner or customer
  fieldnote f --side theirs --overdue  what they owe us, late
  fieldnote f --due-before fri --group customer
  fieldnote f --skipped                boxes that are no follow-ups, and why
  fieldnote f --unboxed                bullets under \"Action items\" that lack a box
  fieldnote f --owner me --ics > ~/calendars/promises.ics
  fieldnote f --json | jq -r '.[].text'

In the list, `!` marks what is late, `x` what is done and `-` what was dropped. The code
behind the mark is the shortest id that `fieldnote done` understands.";

/// List follow-ups
#[derive(clap::Args, Debug, Default)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Words that must all occur in the text, the owner or the customer
    words: Vec<String>,

    /// Only those of this person; `me` is you
    #[arg(long, short, value_name = "WHO")]
    owner: Option<String>,

    /// Only those of this customer
    #[arg(long, short, value_name = "SLUG")]
    customer: Option<String>,

    /// Only those of one side: ours, theirs or partner
    #[arg(long, value_name = "SIDE", hide_possible_values = true)]
    side: Option<SideArgument>,

    /// Only those whose deadline has passed
    #[arg(long)]
    overdue: bool,

    /// Only those with a deadline before this day (`2026-03-05`, `fri`, `+3d`, `eow`)
    #[arg(long, value_name = "DATE")]
    due_before: Option<String>,

    /// Only those without an owner
    #[arg(long)]
    no_owner: bool,

    /// Only those without a deadline
    #[arg(long)]
    no_date: bool,

    /// Those that are done or dropped
    #[arg(long, conflicts_with_all = ["all", "skipped", "unboxed"])]
    closed: bool,

    /// Open and closed ones
    #[arg(long, conflicts_with_all = ["skipped", "unboxed"])]
    all: bool,

    /// Only the boxes that are no follow-ups, with the reason
    #[arg(long, conflicts_with = "unboxed")]
    skipped: bool,

    /// Only bullets that ask for a box: under headings such as "Action items", and near-boxes
    #[arg(long)]
    unboxed: bool,

    /// Order by date (late first), owner, customer or note
    #[arg(long, value_name = "KEY", hide_possible_values = true)]
    #[arg(value_enum, default_value_t, hide_default_value = true)]
    sort: Sort,

    /// Group by owner, customer, side or week (of the deadline)
    #[arg(long, value_name = "KEY", hide_possible_values = true)]
    group: Option<Group>,

    /// Print JSON (docs/json.md)
    #[arg(long)]
    json: bool,

    /// Print due dates and promises as a calendar (.ics), as events or tasks (docs/calendar.md)
    #[arg(long, value_name = "AS", value_enum, hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "events")]
    #[arg(conflicts_with_all = ["json", "group", "skipped", "unboxed"])]
    ics: Option<As>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum SideArgument {
    Ours,
    Theirs,
    Partner,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let notes = if args.needs_closed_ones() {
        context.notes(&notebook, &directory)?
    } else if args.json || args.ics.is_some() {
        context.open_notes(&notebook, &directory)?
    } else {
        context.listed_notes(&notebook, &directory)?
    };
    let filter = args.filter(context, &directory, notes);
    // Whoever is asked for may own none but closed ones.
    let filter = if filter.is_err() && args.owner.is_some() && !args.needs_closed_ones() {
        args.filter(context, &directory, &context.read_notes(&notebook, &directory)?)?
    } else {
        filter?
    };
    let clock = context.clock(&directory);
    let mut rows = query::select(notes, &filter, &clock);
    query::sort(&mut rows, args.sort);
    if let Some(form) = args.ics {
        let dated = rows.iter().filter(|row| row.item.deadline().is_some()).count();
        context.ui.print(&due_dates(&rows, form, &directory, context.now))?;
        if dated < rows.len() {
            let rest = words::count(rows.len() - dated, "follow-up");
            context.ui.status(&format!("{rest} without a date left out"));
        }
        return Ok(());
    }
    if args.json {
        if let Some(by) = args.group {
            let groups = query::group(&rows, by, &directory).into_iter();
            rows = groups.flat_map(|(_, rows)| rows).cloned().collect();
        }
        return context.ui.print(&json::follow_ups(&rows));
    }
    let width = context.ui.width();
    context.ui.page(&terminal::follow_ups(&rows, args.group, &directory, clock.here(), width))?;
    if rows.is_empty() {
        context.ui.status(nothing(&filter));
    }
    say_skipped(context, notes, &filter, &clock);
    Ok(())
}

impl Args {
    fn needs_closed_ones(&self) -> bool {
        self.closed || self.all
    }

    fn filter(&self, context: &Context, directory: &Directory, notes: &[Note]) -> Result<Filter> {
        let customer = self.customer.as_ref();
        let customer =
            customer.map(|text| customer_argument(text, directory, notes)).transpose()?;
        let owner = self.owner.as_ref();
        let owner = owner.map(|text| owner_argument(text, customer.as_deref(), directory, notes));
        let due_before = self.due_before.as_ref();
        let due_before = due_before.map(|text| date_argument(text, context.today_here()));
        Ok(Filter {
            words: self.words.clone(),
            owner: owner.transpose()?,
            customer,
            side: self.side.map(|side| match side {
                SideArgument::Ours => Side::Ours,
                SideArgument::Theirs => Side::Theirs,
                SideArgument::Partner => Side::Partner,
            }),
            states: match self {
                Args { closed: true, .. } => States::Closed,
                Args { all: true, .. } => States::All,
                Args { skipped: true, .. } => States::Skipped,
                Args { unboxed: true, .. } => States::Unboxed,
                _ => States::Open,
            },
            overdue: self.overdue,
            due_before: due_before.transpose()?,
            no_owner: self.no_owner,
            no_date: self.no_date,
        })
    }
}

fn nothing(filter: &Filter) -> &'static str {
    match filter.states {
        States::Open => "no open follow-ups",
        States::Closed => "no closed follow-ups",
        States::All => "no follow-ups",
        States::Skipped => "every box is a follow-up",
        States::Unboxed => "no bullet asks for a box",
    }
}

/// Names on stderr how many boxes are no follow-ups, of those that the same filter leaves in.
fn say_skipped(context: &Context, notes: &[Note], filter: &Filter, clock: &Clock) {
    if matches!(filter.states, States::Skipped | States::Unboxed) {
        return;
    }
    let filter = Filter { states: States::Skipped, ..filter.clone() };
    let skipped = query::count(notes, &filter, clock);
    if skipped > 0 {
        let verb = if skipped == 1 { "is no follow-up" } else { "are no follow-ups" };
        context.ui.status(&format!("{} {verb}: --skipped", words::count(skipped, "box")));
    }
}
