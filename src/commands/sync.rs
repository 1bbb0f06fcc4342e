//! `sync`: what others did comes here, what was done here goes to them. The one command that reaches a network.
//!
//! Nothing is forced, thrown away or rewritten. The lock of the notebook is held only while branch and work
//! tree move, never while a server or somebody at the terminal is waited for.

mod address;
mod doubled;
mod preview;
mod undecided;

use crate::cells::harmless;
use crate::context::Context;
use crate::error::{Error, Hinted, Result, anyhow, chain};
use crate::git::{Apart, CommitId, Differing, MergedFiles, Pushed, Repo, Upstream};
use crate::notebook::{Notebook, Union};
use crate::ui::Progress;
use crate::words;

use doubled::say_doubled;
use preview::preview;
use undecided::undecided;

const EXAMPLES: &str = "\
Examples:
  fieldnote sync                 receive what others did, send what you did
  fieldnote sync --dry-run       what would come and go
  fieldnote sync --new-address   the shared repository has moved (`git remote set-url`)

It fetches, merges and pushes with git, as `git pull` and `git push` would: with your keys, hooks
and signature, between this branch and the one that it follows. It commits nothing of yours:
`fieldnote save` does. Ticks in neighbouring lines do not conflict (docs/merging.md).

If both sides changed the same thing in two ways, or a change that is not committed is in the way,
nothing changes here, and it says what to do. If somebody pushed in the meantime, it merges again.
Nothing is ever forced or taken out of the history. More than 20 notes that would be deleted,
here or there, are asked about first, and so is an address (`git remote get-url --push origin`) that
is not the one that the notes were sent to before. More: docs/sync.md";

/// Exchange notes with the others: pull, merge, push
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Look, and change neither notes nor branches
    #[arg(long, short = 'N')]
    dry_run: bool,

    /// Do not ask, also if many notes are deleted
    #[arg(long)]
    yes: bool,

    /// Send the notes also to another address than before
    #[arg(long)]
    new_address: bool,
}

/// How often to begin again where somebody else was faster.
const TRIES: usize = 5;

/// More notes than this that are deleted have to be agreed to.
const MOST_DELETED: usize = 20;

/// What is to be done.
struct Plan {
    here: CommitId,
    /// The last commit of the shared branch; `None` if nobody has sent it yet.
    there: Option<CommitId>,
    apart: Apart,
    step: Step,
}

impl Plan {
    /// Returns the number of commits to come, merges aside.
    fn to_come(&self, repo: &Repo) -> Result<usize> {
        self.there.map_or(Ok(0), |there| repo.count_between(Some(self.here), there))
    }
}

/// How the branch here moves.
enum Step {
    Stay,
    Forward(CommitId),
    Merge { there: CommitId, files: MergedFiles },
}

/// What has come and gone so far.
#[derive(Default)]
struct Told {
    /// How many deletions were agreed to.
    agreed: usize,
    is_anything: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook_for_writing()?;
    let Some(repo) = &notebook.repo else {
        return Err(anyhow!("`{}` is in no git repository", notebook.root.display())
            .hint("run `git init` there, and name the repository to share it with: `git remote add origin URL`"));
    };
    drop(context.alone(&notebook)?); // what an interrupted run has left is not taken for the user's
    repo.preflight(&[])?;
    let upstream = repo.upstream()?;
    let address = address::agreed(context, repo, &upstream, &args)?;
    say_uncommitted(context, &notebook)?;
    exchange(context, &notebook, repo, &upstream, &args)?;
    if !args.dry_run
        && let Err(error) = repo.remember_address(&address)
    {
        context.ui.warn(&chain(&error)); // all was sent
    }
    Ok(())
}

/// Receives and sends, again where somebody else was faster.
fn exchange(
    context: &Context,
    notebook: &Notebook,
    repo: &Repo,
    upstream: &Upstream,
    args: &Args,
) -> Result<()> {
    let mut told = Told::default();
    for _ in 0..TRIES {
        let plan = plan(context, notebook, repo, upstream)?;
        if args.dry_run {
            return preview(context, notebook, repo, upstream, &plan);
        }
        agree(context, notebook, repo, &plan, args, &mut told)?;
        let Some(now) = carry_out(context, notebook, repo, upstream, &plan, &mut told)? else {
            continue;
        };
        if plan.there == Some(now) {
            if !told.is_anything {
                context.ui.status(&format!("nothing new here or on {}", shown(upstream)));
            }
            return Ok(());
        }
        let pushed = {
            let _waiting = waiting(context, repo, "sending")?;
            repo.push(upstream, now)
        };
        let words = match pushed {
            Ok(Pushed::Done) => {
                say_sent(context, repo, upstream, &plan, now)?;
                return Ok(());
            }
            Ok(Pushed::Failed(words)) => words,
            Err(error) => return Err(kept(error)),
        };
        // Whatever it said: if the branch has moved there, somebody was faster.
        let there = repo.fetch(upstream).map_err(kept)?;
        if there == Some(now) {
            return say_sent(context, repo, upstream, &plan, now);
        }
        if there == plan.there {
            return Err(kept(refused(upstream, &words)));
        }
    }
    Err(kept(anyhow!("others sent to `{}` {TRIES} times in the meantime", upstream.name())))
}

/// Says that another repository is waited for, unless ssh may have a question of its own meanwhile.
fn waiting(context: &Context, repo: &Repo, what: &'static str) -> Result<Option<Progress>> {
    Ok((!repo.has_own_ssh()?).then(|| context.ui.progress(what)))
}

/// Returns what is to be done by now. Writes nothing but git's note of the shared branch.
fn plan(context: &Context, notebook: &Notebook, repo: &Repo, upstream: &Upstream) -> Result<Plan> {
    let there = {
        let _waiting = waiting(context, repo, "asking the shared repository")?;
        repo.fetch(upstream)?
    };
    let Some(here) = repo.head()? else {
        return Err(anyhow!("there is no commit here yet"));
    };
    let Some(there) = there else {
        let apart = Apart { here: repo.count_between(None, here)?, there: 0 };
        return Ok(Plan { here, there: None, apart, step: Step::Stay });
    };
    let apart = repo.apart(here, there)?;
    let step = match apart {
        Apart { there: 0, .. } => Step::Stay,
        Apart { here: 0, .. } => Step::Forward(there),
        _ => match notebook.join(repo, [there, here], &context.directory(notebook)?)? {
            Union::Clean(files) => Step::Merge { there, files },
            Union::Undecided(disputes) => return Err(undecided(upstream, &disputes)),
        },
    };
    Ok(Plan { here, there: Some(there), apart, step })
}

/// Moves branch and work tree, and returns the commit that is to be sent; `None` if a commit was made here
/// meanwhile, and the plan is none any more.
fn carry_out(
    context: &Context,
    notebook: &Notebook,
    repo: &Repo,
    upstream: &Upstream,
    plan: &Plan,
    told: &mut Told,
) -> Result<Option<CommitId>> {
    let _alone = context.alone(notebook)?;
    repo.preflight(&[])?;
    if repo.head()? != Some(plan.here) {
        return Ok(None);
    }
    let (now, is_merged) = match &plan.step {
        Step::Stay => return Ok(Some(plan.here)),
        Step::Forward(there) => (*there, false),
        Step::Merge { there, files } => {
            let own = commits(repo.count_between(Some(*there), plan.here)?);
            let subject = format!("merge {own} into {}", upstream.branch());
            let operation = context.operation("sync", subject);
            (notebook.commit_join(repo, files, [*there, plan.here], &operation)?, true)
        }
    };
    repo.advance(now)?;
    told.is_anything = true;
    let notes = noted(notebook, repo.differing(plan.here, now, Differing::All)?);
    let commits = commits(plan.to_come(repo)?);
    let merged = if is_merged { format!(", merged · {}", now.short()) } else { String::new() };
    context.ui.status(&format!("received {commits}, {}{merged}", changed(notes.len())));
    if let Step::Merge { there, .. } = plan.step {
        // The merge is made, and to be sent also where its notes cannot be read.
        let _ = say_doubled(context, notebook, repo, [there, plan.here], now);
    }
    Ok(Some(now))
}

/// Asks before many notes are deleted, here or there.
fn agree(
    context: &Context,
    notebook: &Notebook,
    repo: &Repo,
    plan: &Plan,
    args: &Args,
    told: &mut Told,
) -> Result<()> {
    let [arriving, leaving] = deleted(notebook, repo, plan)?;
    for (notes, where_) in [(arriving, "here"), (leaving, "for the others")] {
        if notes.len() <= MOST_DELETED.max(told.agreed) {
            continue;
        }
        let number = words::count(notes.len(), "note");
        let question = format!("{number} would be deleted {where_}");
        if !args.yes && !context.ui.can_ask() {
            return Err(anyhow!("{question}: {}; nothing was changed", first(&notes)).hint(
                "look at them with `fieldnote sync --dry-run`; `fieldnote sync --yes` goes on",
            ));
        }
        if !args.yes {
            context.ui.status(&format!("{question}: {}", first(&notes)));
            if !context.ui.confirm("Go on?")? {
                return Err(anyhow!("{number} stay as they are; nothing was changed"));
            }
        }
        told.agreed = notes.len();
    }
    Ok(())
}

/// Returns the notes that would be deleted here, and there.
fn deleted(notebook: &Notebook, repo: &Repo, plan: &Plan) -> Result<[Vec<String>; 2]> {
    let gone = |from: CommitId, to: CommitId| -> Result<Vec<String>> {
        Ok(noted(notebook, repo.differing(from, to, Differing::Deleted)?))
    };
    Ok(match (&plan.step, plan.there) {
        (Step::Stay, Some(there)) => [Vec::new(), gone(there, plan.here)?],
        (Step::Stay, None) => [Vec::new(), Vec::new()],
        (Step::Forward(there), _) => [gone(plan.here, *there)?, Vec::new()],
        (Step::Merge { there, files }, _) => {
            let gone = |from| repo.differing_files(from, files, Differing::Deleted);
            [noted(notebook, gone(plan.here)?), noted(notebook, gone(*there)?)]
        }
    })
}

fn say_sent(
    context: &Context,
    repo: &Repo,
    upstream: &Upstream,
    plan: &Plan,
    now: CommitId,
) -> Result<()> {
    let commits = commits(repo.count_between(plan.there, now)?);
    context.ui.status(&format!("sent {commits} to {}", shown(upstream)));
    Ok(())
}

/// Names the files that stay behind, since they are in no commit.
fn say_uncommitted(context: &Context, notebook: &Notebook) -> Result<()> {
    let changed = notebook.changed_files()?;
    let stay = match changed.as_slice() {
        [] => return Ok(()),
        [path] => format!("`{path}` holds changes that are not committed, and stays here"),
        paths => {
            format!(
                "{} are not committed, and stay here",
                words::count(paths.len(), "changed file")
            )
        }
    };
    context.ui.warn(&harmless(&format!("{stay}: `fieldnote save`")));
    Ok(())
}

/// Returns the error for what the server did not take.
fn refused(upstream: &Upstream, words: &str) -> Error {
    let gap = if words.starts_with('(') { " " } else { ": " };
    anyhow!("`{}` did not take what was sent{gap}{words}", upstream.name())
}

/// Adds what holds of all that fails after the network was reached.
fn kept(error: Error) -> Error {
    error.hint("what is committed here stays; run `fieldnote sync` again once the cause is gone")
}

fn noted(notebook: &Notebook, mut paths: Vec<String>) -> Vec<String> {
    paths.retain(|path| notebook.is_note(path));
    paths
}

/// Returns a number of commits, merges aside.
fn commits(number: usize) -> String {
    match number {
        0 => "a merge".to_string(),
        number => words::count(number, "commit"),
    }
}

fn changed(notes: usize) -> String {
    match notes {
        0 => "no notes changed".to_string(),
        notes => format!("{} changed", words::count(notes, "note")),
    }
}

/// Returns the first few paths.
fn first(paths: &[String]) -> String {
    const FEW: usize = 3;
    let named: Vec<String> = paths.iter().take(FEW).map(|path| harmless(path)).collect();
    format!("{} …", named.join(", "))
}

fn shown(upstream: &Upstream) -> String {
    harmless(upstream.name())
}
