//! What every command starts from: config, clock and terminal, read once; the notebook when asked for.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cells::harmless;
use crate::clock::Clock;
use crate::config::{self, Environment, Found, UserConfig};
use crate::date::{self, Date, Moment, Zone};
use crate::error::{Context as _, Error, Hinted, Result, anyhow, misunderstood};
use crate::note::Note;
use crate::notebook::{Alone, Notebook, Operation};
use crate::people::{Directory, Person};
use crate::selector::ends_with_path;
use crate::ui::{Options, Ui};
use crate::words;

/// What a progress line says of the notes.
const READING: &str = "reading the notes";

pub struct Context {
    pub ui: Ui,
    pub user: UserConfig,
    pub environment: Environment,
    /// The instant of this run.
    pub now: Moment,
    pub zone: Zone,
    /// `-C`.
    named: Option<PathBuf>,
    here: PathBuf,
}

impl Context {
    /// Reads environment, user's config and clock.
    ///
    /// # Errors
    /// A config or a `FIELDNOTE_NOW` that is not understood; a current folder that is gone.
    pub fn new(options: Options, named: Option<PathBuf>) -> Result<Context> {
        let environment = Environment::read();
        let user = UserConfig::read(&environment)?;
        let ui = Ui::new(options, &environment, &user);
        let now = config::now(&environment, SystemTime::now())?;
        let zone = config::zone(&environment, &user);
        let here = std::env::current_dir().context("failed to find the current folder")?;
        Ok(Context { ui, user, environment, now, zone, named, here })
    }

    /// Returns the notebook for reading.
    ///
    /// # Errors
    /// None was found, or it cannot be read.
    pub fn notebook(&self) -> Result<Notebook> {
        let notebook = self.notebook_in_silence()?;
        for problem in &notebook.settings.warnings {
            let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})"));
            self.ui.warn(&format!(
                "`{}` line {}: {}{hint}",
                problem.file, problem.line, problem.message
            ));
        }
        Ok(notebook)
    }

    /// Returns the notebook for reading, and says nothing of what is odd in its settings.
    ///
    /// # Errors
    /// None was found, or it cannot be read.
    pub fn notebook_in_silence(&self) -> Result<Notebook> {
        let cache_home = self.environment.cache_folder();
        Ok(Notebook { cache_home, ..Notebook::open(self.found()?)? })
    }

    /// Returns the notebook for writing.
    ///
    /// # Errors
    /// No `fieldnote.toml`, or an unknown key in it.
    pub fn notebook_for_writing(&self) -> Result<Notebook> {
        self.notebook_in_silence()?.for_writing()
    }

    fn found(&self) -> Result<Found> {
        config::discover(self.named.as_deref(), &self.here, &self.environment, &self.user)
    }

    /// Returns the folder that a command's own argument names, from where the command was started.
    pub fn folder(&self, named: Option<&Path>) -> PathBuf {
        match (named, &self.named) {
            (Some(named), _) => self.here.join(named),
            (None, Some(named)) => self.here.join(named),
            (None, None) => self.here.clone(),
        }
    }

    /// Returns the folder in which the command was started.
    pub fn here(&self) -> &Path {
        &self.here
    }

    /// Returns selectors in which `NOTE:LINE` names a file from the current folder by its path in the
    /// notebook, as `../orbit/2026-03-02-sync.md:16`; the others stay.
    pub fn selectors(&self, selectors: &[String], notebook: &Notebook) -> Vec<String> {
        let from_here = |selector: &String| {
            let (path, line) = selector.rsplit_once(':')?;
            line.parse::<usize>().ok()?;
            Some(format!("{}:{line}", notebook.path_of(&self.here.join(path))?))
        };
        selectors.iter().map(|one| from_here(one).unwrap_or_else(|| one.clone())).collect()
    }

    /// Returns everybody whom the notebook knows.
    ///
    /// # Errors
    /// A card or `team.md` that cannot be read.
    pub fn directory(&self, notebook: &Notebook) -> Result<Directory> {
        notebook.directory(self.user.me.as_deref())
    }

    /// Returns all notes of the notebook, read, and names those on stderr that were not. They stay to the end
    /// of the run, which then need not free them one by one.
    ///
    /// # Errors
    /// As for [`Notebook::notes`].
    pub fn notes(&self, notebook: &Notebook, directory: &Directory) -> Result<&'static [Note]> {
        self.say_and_keep(|| notebook.notes(directory))
    }

    /// Returns all notes, as [`Context::notes`] does, with what is open in them: closed follow-ups, typed
    /// lines and quotes may be left out.
    ///
    /// # Errors
    /// As for [`Notebook::notes`].
    pub fn open_notes(
        &self,
        notebook: &Notebook,
        directory: &Directory,
    ) -> Result<&'static [Note]> {
        self.say_and_keep(|| notebook.open_notes(directory))
    }

    /// Returns all notes, as [`Context::notes`] does, with what a list of open follow-ups shows of them.
    ///
    /// # Errors
    /// As for [`Notebook::notes`].
    pub fn listed_notes(
        &self,
        notebook: &Notebook,
        directory: &Directory,
    ) -> Result<&'static [Note]> {
        self.say_and_keep(|| notebook.listed_notes(directory))
    }

    /// Reads notes and names those that were not read.
    fn say_and_keep(&self, read: impl FnOnce() -> Result<Vec<Note>>) -> Result<&'static [Note]> {
        let reading = self.ui.progress(READING);
        let notes = read()?.leak();
        drop(reading);
        self.say_unread(&*notes);
        Ok(notes)
    }

    /// Returns all notes; of those that are not read, nothing is said.
    ///
    /// # Errors
    /// As for [`Notebook::notes`].
    pub fn read_notes(&self, notebook: &Notebook, directory: &Directory) -> Result<Vec<Note>> {
        let _reading = self.ui.progress(READING);
        notebook.notes(directory)
    }

    /// Names the notes on stderr that were not read, and why: what stands in them is in no list.
    pub fn say_unread<'n>(&self, notes: impl IntoIterator<Item = &'n Note>) {
        for note in notes {
            if let Some(why) = note.unread() {
                self.ui.warn(&format!("`{}` was {}", harmless(&note.path), harmless(&why.message)));
            }
        }
    }

    /// Returns the day at a customer; the user's own where the card gives no zone.
    pub fn today(&self, directory: &Directory, customer: Option<&str>) -> Date {
        self.clock(directory).today(customer)
    }

    /// Returns the clock of this run, for the customers of a directory.
    pub fn clock<'a>(&self, directory: &'a Directory) -> Clock<'a> {
        Clock { now: self.now, zone: self.zone, directory }
    }

    /// Returns the day here.
    pub fn today_here(&self) -> Date {
        self.now.date(self.zone)
    }

    /// Waits until no other run writes, and says what it looked after of one that was stopped.
    ///
    /// # Errors
    /// As for [`Notebook::alone`].
    pub fn alone(&self, notebook: &Notebook) -> Result<Alone> {
        let alone = notebook.alone()?;
        alone.recovered.iter().for_each(|recovered| self.ui.status(&harmless(recovered)));
        Ok(alone)
    }

    /// Returns one operation, for its commit.
    pub fn operation<'a>(&self, verb: &'a str, subject: String) -> Operation<'a> {
        Operation { verb, subject, why: None, trailers: Vec::new(), now: self.now, zone: self.zone }
    }
}

/// Reads a date of the command line.
///
/// # Errors
/// A text that is no date: the command line is not understood.
pub fn date_argument(text: &str, today: Date) -> Result<Date> {
    date::parse_phrase(text, today).map_err(misunderstood)
}

/// Reads a date of the command line from which on something is told: it looks back.
///
/// # Errors
/// A text that is no date: the command line is not understood.
pub fn since_argument(text: &str, today: Date) -> Result<Date> {
    date::parse_past(text, today).map_err(misunderstood)
}

/// Returns the slug of a customer that the command line names by slug or name.
///
/// # Errors
/// No such customer: the nearest is named.
pub fn customer_argument<'n>(
    text: &str,
    directory: &'n Directory,
    notes: impl IntoIterator<Item = &'n Note>,
) -> Result<String> {
    let mut known: Vec<&str> = directory.cards.keys().map(String::as_str).collect();
    known.extend(notes.into_iter().filter_map(|note| note.customer.as_deref()));
    known.sort_unstable();
    known.dedup();
    let asked = words::fold(text);
    let is_meant = |slug: &&&str| {
        words::fold(slug) == asked || words::fold(directory.customer_name(slug)) == asked
    };
    if let Some(slug) = known.iter().find(is_meant) {
        return Ok((*slug).to_string());
    }
    Err(unknown("customer", text, known.iter().copied()).unwrap_or_else(|error| {
        if directory.cards.is_empty() {
            return error.hint("add one: `fieldnote customer add SLUG --name \"Its Name\"`");
        }
        error.hint(format!("known are {}", known.join(", ")))
    }))
}

/// Returns the error for a name that nobody knows, with the nearest; `Err` with the bare error if
/// none is near.
fn unknown<'a>(
    what: &str,
    text: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<Error, Error> {
    let error = anyhow!("there is no {what} `{text}`");
    match words::nearest(text, known) {
        Some(near) => Ok(error.hint(format!("did you mean `{near}`?"))),
        None => Err(error),
    }
}

/// Returns the error for an unknown name, with the nearest known one or the whole list.
pub fn unknown_of(what: &str, text: &str, known: &[&str]) -> Error {
    unknown(what, text, known.iter().copied())
        .unwrap_or_else(|error| error.hint(format!("known are {}", known.join(", "))))
}

/// Returns the person whom the command line names: on the customer's card, in the team, then anywhere.
///
/// # Errors
/// Nobody of that name, or two.
pub fn person_argument<'a>(
    text: &str,
    customer: Option<&str>,
    directory: &'a Directory,
) -> Result<&'a Person> {
    match directory.person(text, customer) {
        Ok(Some(person)) => Ok(person),
        Ok(None) => {
            let known: Vec<&str> = directory.everybody().map(Person::shown).collect();
            Err(unknown("person", text, known.iter().copied())
                .unwrap_or_else(|error| error.hint("add them with `fieldnote person add`")))
        }
        Err(names) => Err(anyhow!("`{text}` can be {}", names.join(" or "))
            .hint("give the handle or the full name")),
    }
}

/// Returns the name by which an owner is listed: a known person's, else one that stands in a note.
///
/// # Errors
/// Nobody of that name, or two.
pub fn owner_argument<'n>(
    text: &str,
    customer: Option<&str>,
    directory: &Directory,
    notes: impl IntoIterator<Item = &'n Note>,
) -> Result<String> {
    let bare = words::fold(text.trim_start_matches('@'));
    let person = person_argument(text, customer, directory);
    if let Ok(person) = &person {
        return Ok(person.shown().to_string());
    }
    let items = notes.into_iter().flat_map(|note| note.follow_ups.iter().chain(&note.unboxed));
    let mut owners = items.flat_map(|item| &item.owners);
    match owners.find(|owner| words::fold(&owner.name) == bare) {
        Some(owner) => Ok(owner.name.clone()),
        None => person.map(|person| person.shown().to_string()),
    }
}

/// Returns the path of a note that the command line names: a path, the end of one, or a customer
/// (its latest note that is not after today).
///
/// # Errors
/// No such note, or several.
pub fn note_argument(
    context: &Context,
    text: &str,
    notebook: &Notebook,
    directory: &Directory,
    notes: &[Note],
) -> Result<String> {
    let from_here = notebook.path_of(&context.here.join(text));
    if let Some(path) = from_here.filter(|path| notes.iter().any(|note| note.path == *path)) {
        return Ok(path);
    }
    let named = |end: &str| -> Vec<&Note> {
        let whole = notes.iter().find(|note| note.path == end);
        let ends = || notes.iter().filter(|note| ends_with_path(&note.path, end)).collect();
        whole.map_or_else(ends, |note| vec![note])
    };
    let mut found = named(text);
    if found.is_empty() {
        found = named(&format!("{text}.md"));
    }
    match found.as_slice() {
        [one] => return Ok(one.path.clone()),
        [] => {}
        several => {
            let paths: Vec<&str> = several.iter().map(|note| note.path.as_str()).collect();
            return Err(
                anyhow!("`{text}` can be {}", paths.join(" or ")).hint("give more of the path")
            );
        }
    }
    let Ok(customer) = customer_argument(text, directory, notes) else {
        let names: Vec<&str> =
            notes.iter().filter_map(|note| note.path.rsplit('/').next()).collect();
        let error = anyhow!("there is no note or customer `{text}`");
        let customers = directory.cards.keys().map(String::as_str);
        return Err(match words::nearest(text, customers.chain(names)) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint("name a note by the end of its path, or a customer by its slug"),
        });
    };
    let today = context.today(directory, Some(&customer));
    let of_customer = notes.iter().filter(|note| note.customer.as_ref() == Some(&customer));
    let past = of_customer.filter(|note| note.date.is_some_and(|date| date <= today));
    match past.max_by_key(|note| (note.date, &note.path)) {
        Some(note) => Ok(note.path.clone()),
        None => Err(anyhow!("`{customer}` has no note up to today")
            .hint(format!("start one: `fieldnote new {customer}`"))),
    }
}
