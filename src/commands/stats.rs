//! `stats`: the sums of the last weeks' summaries, side by side.

use crate::commands::summary::{Choice, frame, whose};
use crate::context::Context;
use crate::error::Result;
use crate::history::{Asked, History, KeptSums, Weeks};
use crate::notebook::Notebook;
use crate::render::{json, stats as page};
use crate::report::period::Remark;
use crate::report::stats::{WeekSums, leave_out_unknown};
use crate::report::week::sums;

const EXAMPLES: &str = "\
Examples:
  fieldnote stats                    twelve weeks: is it getting better or worse?
  fieldnote stats --weeks 52 --customer minato
  fieldnote stats --weeks 26 --csv > weeks.csv
  fieldnote stats --json | jq -r '.[] | \"\\(.week) \\(.late) of \\(.open_at_end)\"'

The figures of a week are those of its summary (`fieldnote week 2026-W10`): what was new,
reopened, closed, dropped or vanished in it, promises kept of those due, and what was late and
open when it ended. This week is told up to now. The last row adds up what happened; a column of
rare things is left out while all of it is 0. Weeks that were over before the first commit are
left out, as nothing is known of them.";

/// Show follow-ups and promises week by week
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// How many weeks, this one included: 1 to 520
    #[arg(long, value_name = "N", default_value_t = 12, hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=520))]
    weeks: u16,

    /// Only follow-ups of this person; `me` is you
    #[arg(long, short, value_name = "WHO")]
    owner: Option<String>,

    /// Only those of this customer
    #[arg(long, short, value_name = "SLUG")]
    customer: Option<String>,

    /// Print JSON (docs/json.md)
    #[arg(long, conflicts_with = "csv")]
    json: bool,

    /// Print CSV: a line of names, then a line for each week
    #[arg(long)]
    csv: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook()?;
    let choice = Choice { owner: args.owner.as_deref(), customer: args.customer.as_deref() };
    let mut told = {
        let _reading = context.ui.progress("reading the history");
        read(context, &notebook, usize::from(args.weeks), choice)?
    };
    let left_out = leave_out_unknown(&mut told.weeks);
    let weeks = &told.weeks;
    let table = page::table(weeks, context.ui.width());
    if args.json {
        let rows: Vec<String> = weeks.iter().map(json::to_text).collect();
        context.ui.print(&json::lines(&rows))?;
    } else if args.csv {
        context.ui.print(&page::csv(weeks))?;
    } else {
        context.ui.page(&table)?;
    }
    if table.is_empty() {
        context.ui.status("no follow-ups in these weeks: write one as `- [ ] @owner text`");
    }
    let first = weeks.first().map_or(context.today_here().week(), |first| first.week);
    let remarks = page::remarks(&told.remarks, left_out, first);
    remarks.iter().for_each(|remark| context.ui.status(remark));
    Ok(())
}

/// Weeks, oldest first, and what a reader has to know about them.
struct Told {
    weeks: Vec<WeekSums>,
    remarks: Vec<Remark>,
}

/// Reads so many weeks up to this one; this one alone where there is no commit.
fn read(context: &Context, notebook: &Notebook, count: usize, choice: Choice) -> Result<Told> {
    let asked = Asked {
        week: context.today_here().week(),
        by_number: false,
        at: None,
        now: context.now,
        zone: context.zone,
        me: context.user.me.as_deref(),
    };
    let mut weeks = Weeks::back_from(notebook, asked)?;
    let bounds = weeks.find()?;
    let newest = weeks.read(bounds)?;
    context.say_unread(newest.period.end.iter().map(|note| &**note));
    // Who is meant is asked once, of those who are known now.
    let whose = whose(choice, &newest)?;
    let sum = |history: &History| sums(&frame(context, history, None, &whose), &history.period);
    let commit = newest.commit.map(|id| id.to_string());
    let this_week = WeekSums::new(newest.week, newest.as_of, commit, sum(&newest));
    let mut told = Told { weeks: vec![this_week], remarks: newest.period.remarks };
    if told.remarks.contains(&Remark::NoHistory) {
        return Ok(told);
    }
    let mut kept = KeptSums::open(&weeks, &whose);
    for _ in 1..count {
        let bounds = weeks.find()?;
        let (week, remarks) = kept.of(&mut weeks, bounds, sum)?;
        told.weeks.push(week);
        told.remarks.splice(..0, remarks);
    }
    told.weeks.reverse();
    Ok(told)
}
