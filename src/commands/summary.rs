//! What `week`, `stats` and `demo` share: a week read from the notebook, summed up, and put into words.

use crate::context::Context;
use crate::error::Result;
use crate::history::{self, Asked, History};
use crate::notebook::Notebook;
use crate::render::week::{Look, markdown};
use crate::report::week::{Frame, WeekReport, week};

/// Returns what a week is summed up by: everybody known at its end, as of when it is told.
pub fn frame<'a>(context: &'a Context, history: &'a History, commit: Option<&'a str>) -> Frame<'a> {
    Frame {
        week: history.week,
        as_of: history.as_of,
        zone: context.zone,
        directory: &history.directory,
        manager: context.user.manager.as_deref(),
        commit,
    }
}

/// A week and its sums.
pub struct Summary {
    pub history: History,
    pub report: WeekReport,
}

impl Summary {
    /// Reads a week and sums it up.
    ///
    /// # Errors
    /// A commit that is not there, a repository that cannot be read.
    pub fn read(context: &Context, notebook: &Notebook, asked: &Asked) -> Result<Summary> {
        let history = history::week(notebook, asked)?;
        let commit = history.commit.map(|id| id.to_string());
        let report = week(&frame(context, &history, commit.as_deref()), &history.period);
        Ok(Summary { history, report })
    }

    /// Returns the summary as Markdown, with the writer's own words if there are some; `links` are for a
    /// file, without them each line names file and line.
    pub fn text(&self, context: &Context, kept_words: Option<&str>, links: bool) -> String {
        let directory = &self.history.directory;
        let writer = directory.me.as_deref();
        markdown(&self.report, &Look { directory, zone: context.zone, writer, kept_words, links })
    }
}
