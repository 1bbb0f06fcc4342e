//! `week`: the weekly summary, printed or saved.

use crate::cells::harmless;
use crate::commands::Writing;
use crate::commands::changes::say_hooks;
use crate::commands::summary::Summary;
use crate::context::Context;
use crate::date::Week;
use crate::error::{Context as _, Hinted, Result, anyhow, bail, misunderstood};
use crate::history::{self, Asked};
use crate::notebook::{Alone, Change, Committed, Notebook};
use crate::render::week::{kept_words, saved};
use crate::render::{json, terminal};
use crate::report::week::WeekReport;
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote week                 this week, up to now, with what is not committed
  fieldnote week last            the week before
  fieldnote week last --save     … as weekly/2026-W10.md, for others to read
  fieldnote week 2026-W10 --at v1.2
  fieldnote week --json | jq .sums

A week starts where the saved summary of the week before ended, else on Monday, and a past
week ends where its own saved summary ended, else on Sunday at 24:00: what is saved stays as
it is, and nothing falls between two summaries. What you wrote under \"In my words\" is kept
when a summary is saved again.";

/// Print or save the weekly summary
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The week: `2026-W10`, `last`, `this`
    #[arg(value_name = "WEEK", default_value = "this")]
    week: String,

    /// End the week with this commit, whatever came later
    #[arg(long, value_name = "COMMIT")]
    at: Option<String>,

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
    let asked = asked(context, &args)?;
    let notebook = if args.save { context.notebook_for_writing()? } else { context.notebook()? };
    if args.save {
        let alone = context.alone(&notebook)?;
        let summary = Summary::read(context, &notebook, &asked)?;
        return save(context, &notebook, &alone, &summary, !args.writing.no_commit);
    }
    let summary = Summary::read(context, &notebook, &asked)?;
    if args.json {
        return context.ui.print(&format!("{}\n", json::to_text(&summary.report)));
    }
    if !context.ui.is_terminal() {
        return context.ui.print(&summary.text(context, None, true));
    }
    let text = summary.text(context, None, false);
    context.ui.page(&terminal::document(&text, context.ui.width()))
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

fn save(
    context: &Context,
    notebook: &Notebook,
    alone: &Alone,
    summary: &Summary,
    commit: bool,
) -> Result<()> {
    let report = &summary.report;
    refuse_uncommitted(report)?;
    let path = history::saved_path(report.week);
    let old = notebook.bytes_if_there(&path)?;
    let kept = old.as_deref().map(|old| words_of(&path, old)).transpose()?.flatten();
    let text = summary.text(context, kept.as_deref(), true);
    let clearance = notebook.clear(std::slice::from_ref(&path), commit)?;
    let change = Change { path: path.clone(), before: old, after: Some(text.into_bytes()) };
    let operation = context.operation("week", format!("week {}", report.week));
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

/// A saved summary names its commit, so nothing in it may lie outside.
fn refuse_uncommitted(report: &WeekReport) -> Result<()> {
    if !report.uncommitted.is_empty() {
        let notes: Vec<String> =
            report.uncommitted.iter().map(|path| format!("`{}`", harmless(path))).collect();
        let (count, verb) = (notes.len(), if notes.len() == 1 { "is" } else { "are" });
        return Err(anyhow!(
            "{} {verb} not committed: {}",
            words::count(count, "note"),
            notes.join(", ")
        )
        .hint("commit them first: `fieldnote save`"));
    }
    if report.commit.is_none() {
        return Err(anyhow!("there is no commit that the summary could name")
            .hint("a summary is saved of a week with commits: `fieldnote save` makes one"));
    }
    Ok(())
}

/// Returns what the writer wrote into a saved summary.
///
/// # Errors
/// A file of that name that is no summary: it would be lost.
fn words_of(path: &str, old: &[u8]) -> Result<Option<String>> {
    let text = std::str::from_utf8(old).with_context(|| format!("failed to read `{path}`"))?;
    let kept = kept_words(text);
    if kept.is_none() && saved(text).is_none() && !text.trim().is_empty() {
        bail!("`{path}` is no summary of fieldnote's, and would be replaced");
    }
    Ok(kept)
}
