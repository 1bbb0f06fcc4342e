//! What `done`, `reopen`, `drop`, `move` and `assign` share: from selectors to changed lines and one commit.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::cells::{self, harmless};
use crate::commands::{Writing, changes};
use crate::context::Context;
use crate::date::Date;
use crate::edit::{self, ChangedLines};
use crate::error::{Error, Hinted, Result, anyhow, bail};
use crate::follow_up::{FollowUp, Verb};
use crate::history::NoteVersions;
use crate::note::{Note, NoteFile, Reason};
use crate::notebook::{Change, Notebook};
use crate::people::Directory;
use crate::query::{self, Filter, Group, Row, Sort, States};
use crate::render::{lines, terminal};
use crate::selector::{self, Pick, Selected};
use crate::words;

/// What every command that changes lines takes.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Options {
    /// Show the lines before and after, and write nothing
    #[arg(long, short = 'N')]
    pub dry_run: bool,

    #[command(flatten)]
    pub writing: Writing,
}

/// What is asked for.
pub struct Request<'a> {
    /// The command's name, which its commit bears.
    pub name: &'static str,
    pub selectors: &'a [String],
    pub options: Options,
    /// Whether closed follow-ups are meant.
    pub closed: bool,
    /// The reason, for the commit.
    pub why: Option<String>,
    /// What is done to a follow-up of a note, on a day at its customer.
    pub choose: &'a Choose<'a>,
    /// What else there is to say of one that was changed, given its note's new bytes.
    pub remarks: Option<&'a Remarks<'a>>,
}

pub type Choose<'a> = dyn Fn(&Scene, &Note, &FollowUp, Date) -> Result<Verb> + 'a;
pub type Remarks<'a> = dyn Fn(&Scene, &Changed, &[u8]) -> Result<Vec<String>> + 'a;

impl<'a> Request<'a> {
    pub fn new(
        name: &'static str,
        selectors: &'a [String],
        options: Options,
        choose: &'a Choose<'a>,
    ) -> Request<'a> {
        Request { name, selectors, options, closed: false, why: None, choose, remarks: None }
    }
}

/// Where the follow-ups are.
pub struct Scene<'a> {
    pub context: &'a Context,
    pub notebook: &'a Notebook,
    pub directory: &'a Directory,
    versions: RefCell<BTreeMap<String, Rc<NoteVersions<'a>>>>,
}

impl<'a> Scene<'a> {
    /// Returns the committed versions of a note, read once however many of its lines are changed.
    ///
    /// # Errors
    /// A repository that cannot be read.
    pub fn versions(&self, path: &str) -> Result<Rc<NoteVersions<'a>>> {
        if let Some(known) = self.versions.borrow().get(path) {
            return Ok(Rc::clone(known));
        }
        let read = Rc::new(NoteVersions::of(self.notebook, self.directory, path)?);
        self.versions.borrow_mut().insert(path.to_string(), Rc::clone(&read));
        Ok(read)
    }
}

/// One follow-up that was changed.
pub struct Changed<'a> {
    pub note: &'a Note,
    /// As it was.
    pub item: &'a FollowUp,
    pub verb: Verb,
    lines: ChangedLines,
}

/// Does to each follow-up what the request chooses, all or none, in one commit.
///
/// # Errors
/// Selectors that name nothing or several, lines that cannot be changed, a commit that cannot land;
/// then nothing was changed.
pub fn run(context: &Context, request: &Request) -> Result<()> {
    let notebook = context.notebook_for_writing()?;
    let alone = context.alone(&notebook)?;
    let directory = context.directory(&notebook)?;
    let scene =
        Scene { context, notebook: &notebook, directory: &directory, versions: RefCell::default() };
    let picks = picks(&scene, request)?;
    let (changed, files) = change(&scene, request, &picks)?;
    let mut said = Vec::new();
    for one in &changed {
        said.push(one.said());
        let Some(remarks) = request.remarks else { continue };
        let file = files.iter().find(|file| file.path == one.note.path);
        let bytes = file.and_then(|file| file.after.as_deref()).unwrap_or_default();
        said.extend(remarks(&scene, one, bytes)?.into_iter().map(|line| format!("  {line}")));
    }
    if request.options.dry_run {
        let shown = changed.iter().map(|one| {
            let place = format!("{}:{}", one.note.path, one.lines.line);
            lines::changed(&place, &one.lines.old, &one.lines.new, context.ui.width())
        });
        context.ui.print(&shown.collect::<String>())?;
        said.iter().filter(|line| line.starts_with("  ")).for_each(|line| context.ui.status(line));
        context.ui.status("nothing was written");
        return Ok(());
    }
    let mut operation = context.operation(request.name, subject(request.name, &changed));
    operation.why.clone_from(&request.why);
    let written = changes::write(&notebook, &alone, &files, operation, request.options.writing)?;
    said.iter().for_each(|line| context.ui.status(line));
    written.say_rest(context);
    Ok(())
}

/// Returns a reason as it can stand on a line.
///
/// # Errors
/// One without a word, or with a character that no line should hold.
pub fn reason(text: &str) -> Result<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !line.chars().any(char::is_alphanumeric) {
        return Err(crate::error::misunderstood(
            anyhow!("there is no reason in `{text}`")
                .hint("say it as `--why \"they chose another\"`"),
        ));
    }
    if line.chars().any(cells::is_harmful) {
        bail!("the reason holds a character that could drive a terminal");
    }
    Ok(line)
}

fn picks(scene: &Scene, request: &Request) -> Result<Vec<Pick<'static>>> {
    let (context, notebook, directory) = (scene.context, scene.notebook, scene.directory);
    let selectors = context.selectors(request.selectors, notebook);
    let fits = |item: &FollowUp| item.is_open() != request.closed;
    if let Some(notes) = named_notes(scene, &selectors)
        && let Selected::These(picks) = selector::select(&selectors, notes, directory, &fits)
    {
        return Ok(picks);
    }
    let notes = if request.closed {
        context.notes(notebook, directory)?
    } else {
        context.open_notes(notebook, directory)?
    };
    match selector::select(&selectors, notes, directory, &fits) {
        Selected::These(picks) => Ok(picks),
        Selected::Ambiguous { asked, candidates } => {
            let list = candidate_list(scene, notes, &candidates);
            let several = words::count(candidates.len(), &format!("{} follow-up", state(request)));
            Err(anyhow!("`{asked}` fits {several}; nothing was changed\n{list}")
                .hint("name one by its id, or add a word"))
        }
        Selected::Nothing { asked } => {
            let all = notebook.notes(directory)?;
            Err(nothing_fits(scene, request, &asked, &selectors, &all))
        }
    }
}

/// Returns the committed notes that the selectors name, if each is a `NOTE:LINE` with a whole path: no other note
/// can be meant, and none need be read.
fn named_notes(scene: &Scene, selectors: &[String]) -> Option<&'static [Note]> {
    let (notebook, directory) = (scene.notebook, scene.directory);
    let repo = notebook.repo.as_ref()?;
    let head = repo.head().ok()??;
    let mut paths: Vec<&str> = Vec::new();
    for selector in selectors {
        let (path, _) = selector::place(selector).filter(|(path, _)| notebook.is_note(path))?;
        repo.blob_at(head, path).ok()??;
        paths.push(path);
    }
    paths.sort_unstable();
    paths.dedup();
    let read = |path: &&str| Some(notebook.note_file(path, directory).ok()?.note);
    Some(paths.iter().map(read).collect::<Option<Vec<Note>>>()?.leak())
}

fn state(request: &Request) -> &'static str {
    if request.closed { "closed" } else { "open" }
}

fn candidate_list(scene: &Scene, notes: &[Note], picks: &[Pick]) -> String {
    let context = scene.context;
    let filter = Filter { states: States::All, ..Filter::default() };
    let mut rows = query::select(notes, &filter, &context.clock(scene.directory));
    rows.retain(|row| {
        picks.iter().any(|(note, item)| note.path == row.note.path && item.place == row.item.place)
    });
    query::sort(&mut rows, Sort::Date);
    let (here, width) = (context.today_here(), context.ui.width());
    // The path tells the customer, but for notes that lie elsewhere.
    let is_told = |row: &Row| {
        let slug = row.note.customer.as_ref();
        slug.is_none_or(|slug| row.note.path.starts_with(&format!("customers/{slug}/")))
    };
    let by = if rows.iter().all(is_told) { None } else { Some(Group::Customer) };
    let list = terminal::follow_ups(&rows, by, scene.directory, here, width);
    anstream::adapter::strip_str(&list).to_string().trim_end().to_string()
}

/// Nothing fits: perhaps something in the other state does, or a line that is no follow-up.
fn nothing_fits(
    scene: &Scene,
    request: &Request,
    asked: &str,
    selectors: &[String],
    notes: &[Note],
) -> Error {
    let other = |item: &FollowUp| item.is_open() == request.closed;
    if let Selected::These(picks) = selector::select(selectors, notes, scene.directory, &other)
        && let [(note, item)] = picks.as_slice()
    {
        let place = format!("{}:{}", note.path, item.line);
        let state = if request.closed { "is open" } else { "is closed already" };
        return anyhow!("\"{}\" {state} ({place})", item.text);
    }
    if let Some(error) = no_follow_up(scene, asked, selectors, notes) {
        return error;
    }
    let list = if request.closed { "fieldnote followups --closed" } else { "fieldnote followups" };
    anyhow!("no {} follow-up fits `{asked}`", state(request))
        .hint(format!("`{list}` lists them with their ids"))
}

/// Returns what to say of the one line that fits and is no follow-up: it has no box, or its box is for
/// something else.
fn no_follow_up(scene: &Scene, asked: &str, selectors: &[String], notes: &[Note]) -> Option<Error> {
    let others = |note: &Note| Note {
        follow_ups: note
            .skipped
            .iter()
            .map(|(item, _)| item)
            .chain(&note.unboxed)
            .cloned()
            .collect(),
        ..note.clone()
    };
    let others: Vec<Note> = notes.iter().map(others).collect();
    // Of several places, what is asked for is the one that names nothing.
    let selector = selectors.iter().find(|selector| *selector == asked);
    let selectors = selector.map_or(selectors, std::slice::from_ref);
    let picks = match selector::select(selectors, &others, scene.directory, &|_| true) {
        Selected::These(picks) => picks,
        _ => return None,
    };
    let [(note, item)] = picks.as_slice() else { return None };
    let is_it = |(skipped, _): &&(FollowUp, Reason)| skipped.place == item.place;
    Some(match note.skipped.iter().find(is_it) {
        Some((_, reason)) => {
            anyhow!("`{}:{}` is no follow-up ({})", note.path, item.line, reason.word())
                .hint("`fieldnote followups --skipped` lists such boxes")
        }
        None => anyhow!("line {} of `{}` has no box yet", item.line, note.path)
            .hint(format!("give it one: `fieldnote edit {}`", note.path)),
    })
}

/// Reads each note again and makes its changes on the fresh bytes; each line must still be there.
fn change<'a>(
    scene: &Scene,
    request: &Request,
    picks: &[Pick<'a>],
) -> Result<(Vec<Changed<'a>>, Vec<Change>)> {
    let (notebook, directory) = (scene.notebook, scene.directory);
    let mut changed = Vec::new();
    let mut files: Vec<Change> = Vec::new();
    for (note, item) in picks {
        let today = scene.context.today(directory, note.customer.as_deref());
        let verb = (request.choose)(scene, note, item, today)?;
        let at = match files.iter().position(|file| file.path == note.path) {
            Some(at) => at,
            None => {
                let before = Some(notebook.note_file(&note.path, directory)?.bytes);
                files.push(Change { path: note.path.clone(), after: before.clone(), before });
                files.len() - 1
            }
        };
        let bytes = files[at].after.take().unwrap_or_default();
        let file = NoteFile::read(&note.path, bytes, directory);
        let Some(fresh) = file.note.still(item) else {
            bail!("line {} of `{}` changed meanwhile; nothing was written", item.line, note.path);
        };
        let after = file.change(fresh, &verb, notebook.settings.style, directory)?;
        let lines = edit::changed_lines(&file.bytes, &after);
        files[at].after = Some(after);
        changed.push(Changed { note, item, verb, lines });
    }
    Ok((changed, files))
}

impl Changed<'_> {
    /// Returns what was done, in one line.
    fn said(&self) -> String {
        let text = harmless(&self.item.text);
        let place = harmless(&format!("{}:{}", self.note.path, self.item.line));
        match &self.verb {
            Verb::Done(_) => format!("done: {text} · {place}"),
            Verb::Reopen(_) => format!("reopened: {text} · {place}"),
            Verb::Drop { .. } => format!("dropped: {text} · {place}"),
            Verb::Move(day) => {
                let from = self.item.promised.or(self.item.due);
                let from = from.map_or("no date".to_string(), Date::short);
                format!("moved: {text} · {from} → {} · {place}", day.short())
            }
            Verb::Assign(to) => {
                let names: Vec<String> = to.iter().map(|one| harmless(&one.name)).collect();
                format!("assigned to {}: {text} · {place}", names.join(", "))
            }
        }
    }
}

/// Returns what the commit is about: `minato: move "send the guide" to 2026-03-12`.
fn subject(name: &str, changed: &[Changed]) -> String {
    let what = match changed {
        [one] => format!("\"{}\"", cells::cut(&one.item.text, 60)),
        several => words::count(several.len(), "follow-up"),
    };
    let prefix = shared(changed, |one| one.note.subject_prefix());
    let suffix = shared(changed, |one| match &one.verb {
        Verb::Move(day) => format!(" to {day}"),
        Verb::Assign(to) => {
            let names: Vec<&str> = to.iter().map(|one| one.name.as_str()).collect();
            format!(" to {}", names.join(", "))
        }
        _ => String::new(),
    });
    format!("{prefix}{name} {what}{suffix}")
}

/// Returns what all of them have in common, or nothing.
fn shared(changed: &[Changed], of: impl Fn(&Changed) -> String) -> String {
    let mut all = changed.iter().map(of);
    let first = all.next().unwrap_or_default();
    if all.all(|other| other == first) { first } else { String::new() }
}
