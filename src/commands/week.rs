//! `week`: the weekly summary, printed or saved.

use crate::calendar::Days;
use crate::cells::harmless;
use crate::commands::changes::say_hooks;
use crate::commands::summary::{Choice, Summary, Told};
use crate::commands::{Writing, calendars};
use crate::config::Labels;
use crate::context::Context;
use crate::date::Week;
use crate::error::{Context as _, Hinted, Result, anyhow, bail, misunderstood};
use crate::history::Asked;
use crate::notebook::{Alone, Change, Committed, Notebook};
use crate::render::booked::beside_week;
use crate::render::terminal;
use crate::render::week::{file_name, kept_words, lost_lines, saved, scope};
use crate::render::withheld::withheld;
use crate::report::booked::agenda;
use crate::report::week::{Head, Reader};
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote week                 this week, up to now, with what is not committed
  fieldnote week last            the week before
  fieldnote week last --save     … as weekly/2026-W10.md, for others to read
  fieldnote week 2026-W10 --at v1.2
  fieldnote week -c minato       only what is of one customer; -o dana: of one of us
  fieldnote week --for company   what customers ask for and say; nothing internal, no tasks
  fieldnote week --for customer -c minato    what minato may read, ready to paste into a mail
  fieldnote week --labels ja     in Japanese: 決定事項, 宿題, 来週の予定; what you wrote stays as it is
  fieldnote week --json | jq .sums

A week starts where the saved summary of the week before ended, else on Monday, and a past
week ends where its own saved summary ended, else on Sunday at 24:00: what is saved stays as
it is, and nothing falls between two summaries. What you wrote under \"In my words\" is kept
when a summary is saved again.

A line that is not for its reader is left out whole, and told on stderr by its place: internal ones,
for the company those that name somebody of theirs, for a customer whatever is in doubt. Words are
never changed. A part of a week, and the company's, is saved beside the whole
(weekly/2026-W10-company.md), and no week starts or ends with it. A customer's is not saved: it is
sent. Read it before.";

/// Print or save the weekly summary
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The week: `2026-W10`, `last`, `this`
    #[arg(value_name = "WEEK", default_value = "this")]
    week: String,

    /// For whom it is told
    #[arg(long = "for", value_name = "READER", value_enum, default_value_t)]
    reader: Reader,

    /// Only what is this person's; `me` is you
    #[arg(long, short, value_name = "WHO")]
    owner: Option<String>,

    /// Only what is this customer's
    #[arg(long, short, value_name = "SLUG")]
    customer: Option<String>,

    /// End the week with this commit, whatever came later
    #[arg(long, value_name = "COMMIT")]
    at: Option<String>,

    /// Language of headings and other fixed words [default: `labels` in `fieldnote.toml`]
    #[arg(long, value_name = "LANGUAGE", value_enum)]
    labels: Option<Labels>,

    /// Write it to `weekly/` and commit it
    #[arg(long)]
    save: bool,

    /// Print JSON (docs/json.md)
    #[arg(long, conflicts_with = "save")]
    json: bool,

    #[command(flatten)]
    writing: Writing,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    refuse_flags(&args)?;
    let asked = asked(context, &args)?;
    let notebook = if args.save { context.notebook_for_writing()? } else { context.notebook()? };
    let alone = args.save.then(|| context.alone(&notebook)).transpose()?;
    let choice = Choice { owner: args.owner.as_deref(), customer: args.customer.as_deref() };
    let mut summary = {
        let _reading = context.ui.progress("reading the history");
        Summary::read(&notebook, &asked, choice, args.reader)?
    };
    summary.labels = args.labels.unwrap_or(summary.labels);
    refuse_what_makes_no_sense(args.reader, &summary)?;
    context.say_unread(summary.history.period.end.iter().map(|note| &**note));
    let told = summary.told(args.reader, &notebook.settings.share.words, context);
    if let Some(alone) = alone {
        save(context, &notebook, &alone, &summary, &told, &args)?;
    } else if args.json {
        context.ui.print(told.json()?.as_str())?;
    } else if args.reader == Reader::Customer {
        context.ui.page(summary.text(&told, context, None, false)?.as_str())?;
        summary.remarks(&told).iter().for_each(|remark| context.ui.status(remark));
    } else if context.ui.is_terminal() {
        let text = summary.text(&told, context, None, false)?;
        context.ui.page(&terminal::document(text.as_str(), context.ui.width()))?;
    } else {
        context.ui.print(summary.text(&told, context, None, true)?.as_str())?;
    }
    withheld(told.withheld(), "line").iter().for_each(|line| context.ui.status(line));
    let is_now = asked.week == context.today_here().week() && args.at.is_none();
    if is_now && args.reader == Reader::Manager && !context.user.calendars.is_empty() {
        say_of_calendar(context, &notebook, &summary)?;
    }
    Ok(())
}

/// Says on stderr which meetings of this week and the next are on the user's calendar and have no note. They
/// are not in the summary: it is the same for everybody, whatever their calendars say.
fn say_of_calendar(context: &Context, notebook: &Notebook, summary: &Summary) -> Result<()> {
    let here = context.today_here();
    let week = here.week();
    let days = (week.monday(), week.next().sunday());
    let occurrences = calendars::configured(context, Days { first: days.0, last: days.1 });
    let directory = &summary.history.directory;
    let notes = context.open_notes(notebook, directory)?;
    let agenda = agenda(&occurrences, notes, days, &context.clock(directory));
    let found = agenda.without_notes(&summary.whose, directory);
    beside_week(&found, week, here).iter().for_each(|line| context.ui.status(line));
    Ok(())
}

/// Returns which week is asked for.
///
/// # Errors
/// A text that is no week: the command line is not understood.
fn asked<'a>(context: &'a Context, args: &'a Args) -> Result<Asked<'a>> {
    let text = args.week.trim();
    Ok(Asked {
        week: Week::parse(text, context.today_here()).map_err(misunderstood)?,
        by_number: text.starts_with(|c: char| c.is_ascii_digit()),
        at: args.at.as_deref(),
        now: context.now,
        zone: context.zone,
        me: context.user.me.as_deref(),
    })
}

/// A customer's summary is of all that is between them and us, and it is sent, not kept.
fn refuse_flags(args: &Args) -> Result<()> {
    if args.reader != Reader::Customer {
        return Ok(());
    }
    let (what, hint) = if args.customer.is_none() {
        ("does not say for which", "name it: `fieldnote week --for customer --customer SLUG`")
    } else if args.owner.is_some() {
        ("is never of one person alone", "leave out `--owner`")
    } else if args.save {
        ("is sent, not kept in the notebook", "write it to a file of yours: `… > week.txt`")
    } else {
        return Ok(());
    };
    Err(misunderstood(anyhow!("a summary for a customer {what}").hint(hint)))
}

/// The company hears of nobody of theirs, so nothing is chosen by one of them; whom a customer's texts may
/// name is known from its card.
fn refuse_what_makes_no_sense(reader: Reader, summary: &Summary) -> Result<()> {
    let directory = &summary.history.directory;
    if let (Reader::Customer, Some(slug)) = (reader, &summary.whose.customer)
        && !directory.cards.contains_key(slug)
    {
        let shown = harmless(slug);
        return Err(anyhow!("`{shown}` has no card, so nobody knows what may go there")
            .hint(format!("write one: `fieldnote customer add {shown} --name \"Its Name\"`")));
    }
    let Some(owner) = summary.whose.owner.as_deref().filter(|_| reader == Reader::Company) else {
        return Ok(());
    };
    if directory.team.iter().all(|person| person.shown() != owner) {
        return Err(anyhow!(
            "`{}` is none of ours, and the company hears of nobody else",
            harmless(owner)
        )
        .hint("name somebody of `team.md`, or leave out `--owner`"));
    }
    Ok(())
}

fn save(
    context: &Context,
    notebook: &Notebook,
    alone: &Alone,
    summary: &Summary,
    told: &Told,
    args: &Args,
) -> Result<()> {
    let head = told.head();
    refuse_uncommitted(&head, &summary.history.period.uncommitted)?;
    let directory = &summary.history.directory;
    let path = file_name(head.week, args.reader, &summary.whose, directory);
    let own = scope(args.reader, &summary.whose);
    let old = notebook.bytes_if_there(&path)?;
    let kept = old.as_deref().map(|old| words_of(&path, old, &own)).transpose()?.flatten();
    let text = summary.text(told, context, kept.as_deref(), true)?;
    if kept != kept_words(text.as_str()) {
        return Err(anyhow!(
            "what you wrote in `{path}` has a heading that a summary has in this language"
        )
        .hint(
            "give that heading another name, or keep the language: `--labels en` or `--labels ja`",
        ));
    }
    let clearance = notebook.clear(std::slice::from_ref(&path), !args.writing.no_commit)?;
    let change = Change { path: path.clone(), before: old, after: Some(text.as_str().into()) };
    let operation = context.operation("week", format!("week {}{own}", head.week));
    let said = match notebook.carry_out(alone, clearance, &[change], &operation)? {
        Committed::As { id, by_hooks } => {
            say_hooks(context, &by_hooks);
            format!("{path} · {}", id.short())
        }
        Committed::Nothing => format!("{path} is as it was"),
        Committed::NotAsked => format!("{path}, not committed"),
    };
    context.ui.status(&said);
    Ok(())
}

/// A saved summary names its commit, so nothing in it may lie outside. All notes that do are named, also
/// those that the summary's readers may not know of.
fn refuse_uncommitted(of: &Head, uncommitted: &[String]) -> Result<()> {
    if !uncommitted.is_empty() {
        let notes: Vec<String> =
            uncommitted.iter().map(|path| format!("`{}`", harmless(path))).collect();
        let (count, verb) = (notes.len(), if notes.len() == 1 { "is" } else { "are" });
        return Err(anyhow!(
            "{} {verb} not committed: {}",
            words::count(count, "note"),
            notes.join(", ")
        )
        .hint("commit them first: `fieldnote save`"));
    }
    if of.commit.is_none() {
        return Err(anyhow!("there is no commit that the summary could name")
            .hint("a summary is saved of a week with commits: `fieldnote save` makes one"));
    }
    Ok(())
}

/// Returns what the writer wrote into a saved summary.
///
/// # Errors
/// A file of that name that is no summary, one of something else, or has words elsewhere: they would be
/// lost.
fn words_of(path: &str, old: &[u8], own: &str) -> Result<Option<String>> {
    let text = std::str::from_utf8(old).with_context(|| format!("failed to read `{path}`"))?;
    let (kept, saved) = (kept_words(text), saved(text));
    if kept.is_none() && saved.is_none() && !text.trim().is_empty() {
        bail!("`{path}` is no summary of fieldnote's, and would be replaced");
    }
    if let Some(other) = saved.and_then(|saved| saved.scope).filter(|scope| scope != own) {
        let other = other.trim_start_matches([',', ' ']);
        let what = if other.is_empty() { "all".to_string() } else { harmless(other) };
        return Err(anyhow!("`{path}` is the summary of {what}, and would be replaced")
            .hint("give it another name, or print this one and keep it yourself"));
    }
    let lost = lost_lines(text);
    if let Some(first) = lost.first() {
        let line = text.lines().nth(first - 1).unwrap_or_default();
        return Err(anyhow!(
            "`{path}` has {} of yours outside *In my words*: {first}: {}",
            words::count(lost.len(), "line"),
            harmless(line.trim())
        )
        .hint("they would be lost: move them under that heading, or delete the file"));
    }
    Ok(kept)
}
