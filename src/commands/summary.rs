//! What `week`, `stats` and `demo` share: a week read from the notebook, summed up, and put into words.

use crate::config::Labels;
use crate::context::{Context, customer_argument, owner_argument};
use crate::error::{Hinted, Result, anyhow};
use crate::history::{self, Asked, Closed, History};
use crate::notebook::Notebook;
use crate::render::page::{self, Page, Ways};
use crate::render::week::{self as render, Finished, Look, Phrases};
use crate::report::outward::{Door, Stop, Withheld};
use crate::report::week::{
    CompanyReport, CustomerReport, Frame, Head, Reader, WeekReport, company, company_door,
    customer, customer_door, week,
};
use crate::report::whose::Whose;

/// Returns what a week is summed up by: everybody known at its end, as of when it is told.
pub fn frame<'a>(
    context: &'a Context,
    history: &'a History,
    commit: Option<&'a str>,
    whose: &'a Whose,
) -> Frame<'a> {
    Frame {
        week: history.week,
        as_of: history.as_of,
        zone: context.zone,
        directory: &history.directory,
        manager: context.user.manager.as_deref(),
        commit,
        whose,
    }
}

/// A week, read, and what to tell of it.
pub struct Summary {
    pub history: History,
    pub whose: Whose,
    pub labels: Labels,
    commit: Option<String>,
}

/// A week as it is told to one reader.
pub enum Told<'a> {
    Manager(Box<WeekReport>),
    Company(Box<CompanyReport>, Box<Door<'a>>),
    Customer(Box<CustomerReport>, Box<Door<'a>>),
}

impl Told<'_> {
    pub fn head(&self) -> Head<'_> {
        match self {
            Told::Manager(report) => report.head(),
            Told::Company(report, _) => report.head(),
            Told::Customer(report, _) => report.head(),
        }
    }

    pub fn withheld(&self) -> &[Withheld] {
        match self {
            Told::Manager(_) => &[],
            Told::Company(report, _) => &report.withheld,
            Told::Customer(report, _) => &report.withheld,
        }
    }

    /// Returns one object on one line.
    ///
    /// # Errors
    /// Something stands in it that its reader must not see.
    pub fn json(&self) -> Result<Finished> {
        match self {
            Told::Manager(report) => Ok(render::manager_json(report)),
            Told::Company(report, door) => render::company_json(report, door).map_err(stopped),
            Told::Customer(report, door) => render::customer_json(report, door).map_err(stopped),
        }
    }
}

fn stopped(found: Vec<Stop>) -> anyhow::Error {
    let (lines, hint) = render::stops(&found);
    anyhow!("there is no summary that may go out\n{lines}").hint(hint)
}

/// What the command line chooses, as typed.
#[derive(Clone, Copy, Default)]
pub struct Choice<'a> {
    pub owner: Option<&'a str>,
    pub customer: Option<&'a str>,
}

impl Summary {
    /// Reads a week as its reader needs it.
    ///
    /// # Errors
    /// A commit that is not there, a repository that cannot be read; an owner or a customer whom nobody
    /// knew at either end of the week.
    pub fn read(
        notebook: &Notebook,
        asked: &Asked,
        choice: Choice,
        reader: Reader,
    ) -> Result<Summary> {
        // Whoever goes outside is looked for in all that is there; an owner may have nothing open.
        let is_of_week = reader == Reader::Manager && choice.owner.is_none();
        let closed = if is_of_week { Closed::OfWeek } else { Closed::All };
        let history = history::week(notebook, asked, closed)?;
        let whose = whose(choice, &history)?;
        let commit = history.commit.map(|id| id.to_string());
        let labels = notebook.settings.labels;
        Ok(Summary { history, whose, labels, commit })
    }

    /// Returns what a reader is told. `words` stop a line that goes further than to a manager.
    pub fn told<'a>(&'a self, reader: Reader, words: &[String], context: &'a Context) -> Told<'a> {
        let (frame, period) = (&self.frame(context), &self.history.period);
        match reader {
            Reader::Manager => Told::Manager(Box::new(week(frame, period))),
            Reader::Company => {
                let report = company(frame, period, words);
                let door = company_door(frame, period, words, &report);
                Told::Company(Box::new(report), Box::new(door))
            }
            Reader::Customer => {
                let report = customer(frame, period, words);
                let door = customer_door(frame, period, words, &report);
                Told::Customer(Box::new(report), Box::new(door))
            }
        }
    }

    /// Returns it as Markdown, with the writer's own words if there are some; `links` are for a file, without
    /// them each line names file and line.
    ///
    /// # Errors
    /// Something stands in it that its reader must not see.
    pub fn text(
        &self,
        told: &Told,
        context: &Context,
        kept_words: Option<&str>,
        links: bool,
    ) -> Result<Finished> {
        let look = self.look(context, kept_words, links);
        match told {
            Told::Manager(report) => Ok(render::to_manager(report, &look)),
            Told::Company(report, door) => render::to_company(report, door, &look).map_err(stopped),
            Told::Customer(report, door) => {
                render::to_customer(report, door, look.phrases).map_err(stopped)
            }
        }
    }

    fn frame<'a>(&'a self, context: &'a Context) -> Frame<'a> {
        frame(context, &self.history, self.commit.as_deref(), &self.whose)
    }

    /// Returns what is to be known of how it came about, where the text itself does not say it: for the
    /// writer, so in English as all that a command says.
    pub fn remarks(&self, told: &Told) -> Vec<String> {
        let head = Head { uncommitted: &self.history.period.uncommitted, ..told.head() };
        let directory = &self.history.directory;
        let (year, ways, phrases) = (head.end.year(), Ways::Places, &page::ENGLISH);
        let page = Page { directory, year, ways, phrases };
        render::remarks(&head, &page, &render::ENGLISH)
    }

    fn look<'a>(&'a self, context: &Context, kept_words: Option<&'a str>, links: bool) -> Look<'a> {
        let directory = &self.history.directory;
        let (whose, zone, writer) = (&self.whose, context.zone, directory.me.as_deref());
        let phrases = phrases(self.labels);
        Look { directory, zone, writer, whose, kept_words, links, phrases }
    }
}

fn phrases(labels: Labels) -> &'static Phrases {
    match labels {
        Labels::English => &render::ENGLISH,
        Labels::Japanese => &render::JAPANESE,
    }
}

/// Returns who and what is meant, by those who are known at the week's end and its notes at both ends.
///
/// # Errors
/// An owner or a customer whom nobody knew.
pub fn whose(choice: Choice, history: &History) -> Result<Whose> {
    let directory = &history.directory;
    let notes = || history.period.start.iter().chain(&history.period.end).map(|note| &**note);
    let customer = choice.customer.map(|text| customer_argument(text, directory, notes()));
    let customer = customer.transpose()?;
    let of_customer = customer.as_deref();
    let owner = choice.owner.map(|text| owner_argument(text, of_customer, directory, notes()));
    Ok(Whose { owner: owner.transpose()?, customer })
}
