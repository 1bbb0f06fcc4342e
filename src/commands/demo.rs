//! `demo`: an example notebook to try things on, dated back from the clock.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cells::harmless;
use crate::commands::summary::{Choice, Summary};
use crate::config::Found;
use crate::context::Context;
use crate::date::{Date, Moment};
use crate::demo::{self, Commit};
use crate::error::{Context as _, Hinted, Result, anyhow, bail};
use crate::follow_up;
use crate::git::{self, CommitRequest, Example, Identity, Intention, Repo};
use crate::history::Asked;
use crate::notebook::{self, Notebook};
use crate::query::{self, Filter, Sort};
use crate::render::terminal;
use crate::report::week::Reader;
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote demo             write `fieldnote-demo` into this folder
  fieldnote demo /tmp/try

The notebook has four customers, eight weeks of notes and their history, dated back from today.
It is a repository of its own, with its own identity; nothing outside of the folder is written,
and nothing comes from the network. The same command again starts over: it replaces a folder
that it made itself and that holds no other files, and refuses any other that is not empty.";

/// Write an example notebook, and show its follow-ups and its week
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The folder
    #[arg(value_name = "DIR", default_value = "fieldnote-demo")]
    folder: PathBuf,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    git::refuse_environment()?;
    let folder = context.folder(Some(&args.folder));
    let shown = harmless(&args.folder.display().to_string());
    make_room(&folder, &shown)?;
    let commits = demo::commits(context.today_here());
    write(context, &folder, &commits)?;
    context.ui.status(&format!(
        "wrote the notebook of {}, a solutions engineer, into `{shown}`: {} since {}",
        demo::OWNER.0,
        words::count(commits.len(), "commit"),
        commits.first().map_or(String::new(), |first| first.day.to_string()),
    ));
    show(context, &folder)?;
    say_how_to_go_on(context, &shown);
    Ok(())
}

/// Empties a folder that an earlier `demo` made, and refuses any other that holds something.
fn make_room(folder: &Path, shown: &str) -> Result<()> {
    if folder.exists() && !folder.is_dir() {
        bail!("`{shown}` is no folder");
    }
    let failed = || format!("failed to make room in `{shown}`");
    fs::create_dir_all(folder).with_context(|| format!("failed to make `{shown}`"))?;
    let entries = fs::read_dir(folder).with_context(failed)?;
    let entries = entries.collect::<std::io::Result<Vec<_>>>().with_context(failed)?;
    if entries.is_empty() {
        return Ok(());
    }
    let Some(example) = Repo::example(folder)? else {
        return Err(anyhow!("`{shown}` is not empty, and no example notebook")
            .hint("name another folder: `fieldnote demo DIR`"));
    };
    if let Some(path) = file_of_the_user(folder, example)? {
        return Err(anyhow!("`{shown}` holds a file of yours: `{}`", harmless(&path))
            .hint("name another folder, or remove this one yourself"));
    }
    for entry in entries {
        let is_folder = entry.file_type().with_context(failed)?.is_dir();
        let path = entry.path();
        if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) }
            .with_context(failed)?;
    }
    Ok(())
}

/// Returns the path of a file that did not come with the example.
fn file_of_the_user(folder: &Path, example: Example) -> Result<Option<String>> {
    let Example::Made(last) = example else { return Ok(None) };
    let repo = Repo::discover(folder)?.context("the example's repository is not found")?;
    let own = repo.files(last, &|_| true)?;
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let failed = || format!("failed to read `{}`", next.display());
        for entry in fs::read_dir(&next).with_context(failed)? {
            let entry = entry.with_context(failed)?;
            let path = entry.path();
            let below = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
            if below == ".git" {
                continue;
            }
            if entry.file_type().with_context(failed)?.is_dir() {
                folders.push(path);
            } else if !own.iter().any(|(known, _)| *known == below) {
                return Ok(Some(below));
            }
        }
    }
    Ok(None)
}

/// Writes the files of one commit after the other and commits them at their time.
fn write(context: &Context, folder: &Path, commits: &[Commit]) -> Result<()> {
    let (name, email) = demo::OWNER;
    let owner = Identity { name: name.to_string(), email: email.to_string() };
    let repo = Repo::init_example(folder, &owner)?;
    for commit in commits {
        let paths: Vec<String> = commit.files.iter().map(|(path, _)| path.clone()).collect();
        let ready = repo.preflight(&paths)?;
        for (path, text) in &commit.files {
            let file = folder.join(path);
            let failed = || format!("failed to write `{}`", file.display());
            fs::create_dir_all(file.parent().unwrap_or(folder)).with_context(failed)?;
            fs::write(&file, text).with_context(failed)?;
        }
        let at = moment(context, commit.day, commit.clock)?;
        let operation = format!("{}-{}", at.seconds(), commit.subject);
        let id = follow_up::id(&operation, commit.verb, 0, 1);
        let message = notebook::message(&commit.subject, commit.verb, &id);
        let when = Some((at, at.offset_minutes(context.zone)));
        let (op, subject) = (id.as_str(), commit.subject.as_str());
        let begun =
            repo.begin(&Intention { op, subject, ready: Some(&ready), writes: Vec::new() })?;
        repo.commit(&ready, &CommitRequest { paths, message, when }, &begun)?;
        begun.end()?;
    }
    repo.finish_example()
}

/// Returns the instant of a time of day here.
fn moment(context: &Context, day: Date, clock: &str) -> Result<Moment> {
    let utc = Moment::parse(&format!("{day}T{clock}:00Z"))?.seconds();
    let offset = Moment::from_seconds(utc).offset_minutes(context.zone);
    Ok(Moment::from_seconds(utc - i64::from(offset) * 60))
}

/// Prints what the notebook is for: the open follow-ups, and the week.
fn show(context: &Context, folder: &Path) -> Result<()> {
    let notebook = Notebook::open(Found::Notebook(folder.to_path_buf()))?;
    let directory = context.directory(&notebook)?;
    let notes = notebook.notes(&directory)?;
    let mut rows = query::select(&notes, &Filter::default(), &context.clock(&directory));
    query::sort(&mut rows, Sort::Date);
    let (here, width) = (context.today_here(), context.ui.width());
    let list = terminal::follow_ups(&rows, None, &directory, here, width);
    context.ui.print(&format!("\n{}\n\n{list}\n", terminal::bold("$ fieldnote followups")))?;
    show_week(context, &notebook)
}

fn show_week(context: &Context, notebook: &Notebook) -> Result<()> {
    let (here, week) = (context.today_here(), demo::last_week(context.today_here()));
    let (now, zone) = (context.now, context.zone);
    let asked = Asked { week, by_number: false, at: None, now, zone, me: None };
    let summary = Summary::read(notebook, &asked, Choice::default(), Reader::Manager)?;
    let told = summary.told(Reader::Manager, &[], context);
    let text = summary.text(&told, context, None, false)?;
    let text = terminal::document(text.as_str(), context.ui.width());
    let which = if week == here.week() { "" } else { " last" };
    let command = terminal::bold(&format!("$ fieldnote week{which}"));
    context.ui.print(&format!("{command}\n\n{text}\n"))
}

fn say_how_to_go_on(context: &Context, shown: &str) {
    let shown = if shown.contains(' ') { format!("'{shown}'") } else { shown.to_string() };
    context.ui.status(&format!(
        "Go on:
  cd {shown}
  fieldnote followups minato    what is open at one customer
  fieldnote done quota report   tick one off; `git log -1 -p` shows the commit
  fieldnote new tern            start a note",
    ));
}
