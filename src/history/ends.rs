//! Where a week starts and ends.
//!
//! A commit belongs to the day on its committer's own clock. A week starts with the commit that the
//! saved summary of the week before names, else with the last one before Monday; it ends with the work
//! tree, or, once it is over, with the commit that its own saved summary names, else its last.

use crate::date::{Date, Moment};
use crate::error::Result;
use crate::git::{CommitId, Repo};
use crate::notebook::Notebook;
use crate::render::week::{Saved, saved};
use crate::report::period::Remark;

use super::Asked;

pub struct Ends {
    /// `None`: there was nothing before.
    pub start: Option<CommitId>,
    pub end: End,
    pub as_of: Moment,
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

pub fn find(notebook: &Notebook, repo: &Repo, head: CommitId, asked: &Asked) -> Result<Ends> {
    let mut remarks = Vec::new();
    let (end, as_of) = end(notebook, repo, head, asked, &mut remarks)?;
    let start = match end {
        End::WorkTree(id) | End::Commit(id) => start(notebook, repo, end, id, asked, &mut remarks)?,
        End::Nothing => None,
    };
    Ok(Ends { start, end, as_of, remarks })
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
    let last = last_before(repo, head, asked.week.sunday().plus(1))?;
    Ok((last.map_or(End::Nothing, End::Commit), sunday_24(asked)))
}

fn start(
    notebook: &Notebook,
    repo: &Repo,
    end: End,
    end_id: CommitId,
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
    last_before(repo, end_id, asked.week.monday())
}

/// Returns what a saved summary says; in a folder that is no notebook there are none.
fn read(notebook: &Notebook, bytes: Option<Vec<u8>>) -> Option<Saved> {
    let bytes = bytes.filter(|_| notebook.is_adopted)?;
    saved(&String::from_utf8_lossy(&bytes))
}

/// Returns the newest commit of the line that was made before a day.
fn last_before(repo: &Repo, from: CommitId, day: Date) -> Result<Option<CommitId>> {
    for commit in repo.first_parents(from) {
        let commit = commit?;
        if commit.day() < day {
            return Ok(Some(commit.id));
        }
    }
    Ok(None)
}
