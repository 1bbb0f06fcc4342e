//! Where a week starts and ends.
//!
//! A week starts with the commit that the saved summary of the week before names, else with the one
//! before the first of Monday or later; it ends with the work tree, or, once it is over, with the commit
//! that its own saved summary names, else the one before the first that was made after it.

use crate::date::Moment;
use crate::error::Result;
use crate::git::{CommitId, Repo};
use crate::notebook::Notebook;
use crate::render::week::{Saved, saved};
use crate::report::period::Remark;

use super::Asked;
use super::line::Line;

pub struct Ends {
    /// `None`: there was nothing before.
    pub start: Option<CommitId>,
    pub end: End,
    pub as_of: Moment,
    /// The line back from the end: what came later has no say in it.
    pub line: Line,
    pub remarks: Vec<Remark>,
}

#[derive(Clone, Copy)]
pub enum End {
    /// What lies in the folder, on top of HEAD.
    WorkTree(CommitId),
    Commit(CommitId),
    /// The week was over before the first commit.
    Nothing,
}

/// Finds the ends of a week; `line` is the one back from `head`.
pub fn find(
    notebook: &Notebook,
    repo: &Repo,
    (head, line): (CommitId, &Line),
    asked: &Asked,
) -> Result<Ends> {
    let mut remarks = Vec::new();
    let (end, as_of) = end(notebook, repo, line, head, asked, &mut remarks)?;
    let line = match end {
        End::Commit(id) => match line.back_from(id) {
            Some(line) => line,
            None => Line::read(notebook, repo, id)?,
        },
        End::WorkTree(_) | End::Nothing => line.clone(),
    };
    let start = match end {
        End::WorkTree(id) | End::Commit(id) => {
            start(notebook, repo, &line, (end, id), asked, &mut remarks)?
        }
        End::Nothing => None,
    };
    Ok(Ends { start, end, as_of, line, remarks })
}

/// Returns the end of a week's Sunday.
pub fn sunday_24(asked: &Asked) -> Moment {
    Moment::start_of(asked.week.sunday().plus(1), asked.zone)
}

/// Returns the path of the summary that is saved of all: the only kind that is an end.
fn saved_path(week: crate::date::Week) -> String {
    format!("weekly/{week}.md")
}

fn end(
    notebook: &Notebook,
    repo: &Repo,
    line: &Line,
    head: CommitId,
    asked: &Asked,
    remarks: &mut Vec<Remark>,
) -> Result<(End, Moment)> {
    let is_past = asked.week < asked.now.date(asked.zone).week();
    if asked.at.is_none() && !is_past {
        return Ok((End::WorkTree(head), asked.now));
    }
    let file = saved_path(asked.week);
    let summary = read(notebook, notebook.bytes_if_there(&file)?);
    let summary = summary.map(|summary| (repo.find_commit(&summary.commit).ok(), summary));
    let as_of = |id: CommitId| {
        let of_commit = summary.as_ref().filter(|(named, _)| *named == Some(id));
        of_commit.and_then(|(_, summary)| summary.as_of)
    };
    if let Some(at) = asked.at {
        let id = repo.find_commit(at)?;
        let is_now = !is_past && !asked.by_number;
        let without_summary = if is_now { asked.now } else { sunday_24(asked) };
        return Ok((End::Commit(id), as_of(id).unwrap_or(without_summary)));
    }
    if let Some((named, summary)) = &summary {
        match *named {
            Some(id) if repo.is_ancestor(id, head)? => {
                return Ok((End::Commit(id), as_of(id).unwrap_or_else(|| sunday_24(asked))));
            }
            _ => remarks.push(Remark::SavedIgnored { file, commit: summary.commit.clone() }),
        }
    }
    let last = line.last_before(head, asked.week.sunday().plus(1));
    Ok((last.map_or(End::Nothing, End::Commit), sunday_24(asked)))
}

fn start(
    notebook: &Notebook,
    repo: &Repo,
    line: &Line,
    (end, end_id): (End, CommitId),
    asked: &Asked,
    remarks: &mut Vec<Remark>,
) -> Result<Option<CommitId>> {
    let file = saved_path(asked.week.previous());
    let bytes = match end {
        End::WorkTree(_) => notebook.bytes_if_there(&file)?,
        _ => repo.blob_at(end_id, &file)?,
    };
    if let Some(summary) = read(notebook, bytes) {
        match repo.find_commit(&summary.commit) {
            Ok(id) if repo.is_ancestor(id, end_id)? => return Ok(Some(id)),
            _ => remarks.push(Remark::SavedIgnored { file, commit: summary.commit }),
        }
    }
    Ok(line.last_before(end_id, asked.week.monday()))
}

/// Returns what a saved summary says; in a folder that is no notebook there are none.
fn read(notebook: &Notebook, bytes: Option<Vec<u8>>) -> Option<Saved> {
    let bytes = bytes.filter(|_| notebook.is_adopted)?;
    saved(&String::from_utf8_lossy(&bytes))
}
