//! The history of the notes: over a week its two ends and the versions between; of one note all of its
//! versions; or all of it.
//!
//! Reads the repository and the work tree, writes neither. Only what differs is read; a version of a
//! note is read once.

mod ends;
mod note;
mod past;
mod renames;
mod versions;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::date::{Date, Moment, Week, Zone};
use crate::error::{Context, Result, bail};
use crate::git::{CommitId, CommitInfo, Repo};
use crate::notebook::{Notebook, TEAM_FILE};
use crate::people::{self, Card, Directory};
use crate::report::period::{Change, Period, Remark, Step};

use ends::{End, Ends};
pub use note::Versions as NoteVersions;
use versions::{Notes, Versions, WorkTree};

/// Which week, seen from when and where.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub week: Week,
    /// Whether the week was given by its number: with a commit, its summary then needs no clock.
    pub by_number: bool,
    /// The commit that ends the week, as the user names it.
    pub at: Option<&'a str>,
    pub now: Moment,
    pub zone: Zone,
    /// Who the user is, where their config says so.
    pub me: Option<&'a str>,
}

/// A week, read.
pub struct History {
    pub period: Period,
    /// Everybody known at its end.
    pub directory: Directory,
    pub as_of: Moment,
    /// The last commit of the period.
    pub commit: Option<CommitId>,
}

/// Reads a week from a notebook.
///
/// # Errors
/// A commit that is not there, a repository or a note that cannot be read.
pub fn week(notebook: &Notebook, asked: &Asked) -> Result<History> {
    let head = notebook.repo.as_ref().map(Repo::head).transpose()?.flatten();
    let (Some(repo), Some(head)) = (&notebook.repo, head) else {
        return without_history(notebook, asked);
    };
    let ends = ends::find(notebook, repo, head, asked)?;
    let directory = match ends.end {
        End::WorkTree(_) | End::Nothing => notebook.directory(asked.me)?,
        End::Commit(id) => directory_at(notebook, repo, id, asked.me)?,
    };
    let mut period = Period { remarks: ends.remarks.clone(), ..Period::default() };
    let mut versions = Versions::new(notebook, repo, &directory);
    fill(&mut period, &mut versions, &ends, asked)
        .with_context(|| format!("failed to read the history of week {}", asked.week))?;
    let commit = match ends.end {
        End::WorkTree(id) | End::Commit(id) => Some(id),
        End::Nothing => None,
    };
    Ok(History { period, as_of: ends.as_of, commit, directory })
}

/// Reads everything that the notes went through: from nothing, along the first parents, to the work
/// tree. `today` is the day of what is not committed.
///
/// # Errors
/// A repository or a note that cannot be read.
pub fn whole(notebook: &Notebook, directory: &Directory, today: Date) -> Result<Period> {
    let head = notebook.repo.as_ref().map(Repo::head).transpose()?.flatten();
    let (Some(repo), Some(head)) = (&notebook.repo, head) else {
        return notes_alone(notebook, directory);
    };
    let mut period = Period::default();
    let mut read = || -> Result<()> {
        let mut versions = Versions::new(notebook, repo, directory);
        let work = versions.read_work_tree(head)?;
        let at_end = versions.notes(head)?;
        let line: Vec<CommitInfo> = repo.first_parents(head).collect::<Result<_>>()?;
        versions.read_line(&line)?;
        period.steps = steps(&mut versions, None, &line)?;
        period.remarks = arrivals(repo, &line)?;
        period.remarks.extend(cut_off(repo, line.last().map(|first| first.id)));
        add_work_tree(&mut period, &versions, head, &at_end, work, today)
    };
    read().context("failed to read the history of the notes")?;
    Ok(period)
}

/// A folder without commits has its notes, and nothing that they were before.
fn without_history(notebook: &Notebook, asked: &Asked) -> Result<History> {
    if let Some(at) = asked.at {
        bail!("`{at}` names no commit: there is none here yet");
    }
    let directory = notebook.directory(asked.me)?;
    let period = notes_alone(notebook, &directory)?;
    let is_past = asked.week < asked.now.date(asked.zone).week();
    let as_of = if is_past { ends::sunday_24(asked) } else { asked.now };
    Ok(History { period, directory, as_of, commit: None })
}

fn notes_alone(notebook: &Notebook, directory: &Directory) -> Result<Period> {
    let notes = notebook.notes(directory)?;
    let uncommitted = match &notebook.repo {
        Some(_) => notes.iter().map(|note| note.path.clone()).collect(),
        None => Vec::new(),
    };
    Ok(Period {
        end: notes.into_iter().map(Rc::new).collect(),
        uncommitted,
        remarks: vec![Remark::NoHistory],
        ..Period::default()
    })
}

/// Returns who was known at a commit. Who the user is does not depend on it.
fn directory_at(
    notebook: &Notebook,
    repo: &Repo,
    at: CommitId,
    me: Option<&str>,
) -> Result<Directory> {
    let mut directory = Directory { me: notebook.directory(me)?.me, ..Directory::default() };
    if !notebook.is_adopted {
        return Ok(directory);
    }
    let slug_of = |path: &str| -> Option<String> {
        let (slug, file) = path.strip_prefix("customers/")?.split_once('/')?;
        (file == "README.md").then(|| slug.to_string())
    };
    for (path, blob) in repo.files(at, &|path| path == TEAM_FILE || slug_of(path).is_some())? {
        let bytes = repo.blob(blob)?;
        match slug_of(&path) {
            Some(slug) => _ = directory.cards.insert(slug.clone(), Card::read(&slug, &bytes)),
            None => directory.team = people::read_team(&bytes),
        }
    }
    Ok(directory)
}

fn fill(period: &mut Period, versions: &mut Versions, ends: &Ends, asked: &Asked) -> Result<()> {
    let end = match ends.end {
        End::WorkTree(id) | End::Commit(id) => id,
        End::Nothing => return Ok(()),
    };
    let work = match ends.end {
        End::WorkTree(_) => Some(versions.read_work_tree(end)?),
        _ => None,
    };
    let at_end = versions.notes(end)?;
    let mut at_start = at_end.clone();
    for change in versions.changes(ends.start, end)? {
        match change.old {
            Some(blob) => {
                at_start.insert(change.path.clone(), versions.note(&change.path, blob)?);
            }
            None => _ = at_start.remove(&change.path),
        }
    }
    let line = line(versions.repo, ends.start, end)?;
    period.steps = steps(versions, ends.start, &line)?;
    period.remarks.extend(arrivals(versions.repo, &line)?);
    let found = past::of_promises(versions, at_start.values(), ends.start, asked.week)?;
    let first = match ends.start {
        Some(_) => found.first,
        None => line.last().map(|first| first.id),
    };
    period.past = found.dated();
    period.remarks.extend(cut_off(versions.repo, first));
    period.start = at_start.into_values().collect();
    match work {
        Some(work) => {
            let day = ends.as_of.date(asked.zone);
            add_work_tree(period, versions, end, &at_end, work, day)?;
        }
        None => period.end = at_end.into_values().collect(),
    }
    Ok(())
}

/// Returns what the commits of a line (newest first) did to the notes, one after the other.
fn steps(
    versions: &mut Versions,
    start: Option<CommitId>,
    line: &[CommitInfo],
) -> Result<Vec<Step>> {
    let mut before = start;
    let steps = line.iter().rev().map(|commit| {
        let changes = renames::changes(versions, before.replace(commit.id), commit.id)?;
        Ok(Step { day: commit.day(), is_committed: true, changes })
    });
    steps.collect()
}

/// Ends a period with the work tree, on top of the notes of the last commit.
fn add_work_tree(
    period: &mut Period,
    versions: &Versions,
    head: CommitId,
    committed: &Notes,
    work: WorkTree,
    day: Date,
) -> Result<()> {
    let changes: Vec<Change> = renames::in_work_tree(versions, head, committed, &work)?;
    period.steps.push(Step { day, is_committed: false, changes });
    period.uncommitted = work.changed;
    period.end = work.notes.into_values().collect();
    Ok(())
}

/// Returns the commits of the first-parent line from the end back to the start, newest first, without
/// the start. Where the start came in by a merge, that merge is the first to follow it.
fn line(repo: &Repo, start: Option<CommitId>, end: CommitId) -> Result<Vec<CommitInfo>> {
    let Some(start) = start else { return repo.first_parents(end).collect() };
    let start_time = repo.commit_info(start)?.time;
    let mut line = Vec::new();
    for commit in repo.first_parents(end) {
        let commit = commit?;
        if commit.id == start {
            return Ok(line);
        }
        if commit.time <= start_time && repo.is_ancestor(commit.id, start)? {
            break;
        }
        line.push(commit);
    }
    let mut holding = 0;
    while holding < line.len() && repo.is_ancestor(start, line[holding].id)? {
        holding += 1;
    }
    line.truncate(holding);
    Ok(line)
}

/// Returns the remark that the history before the first commit of a period is not here, if it is not.
fn cut_off(repo: &Repo, first: Option<CommitId>) -> Option<Remark> {
    first.filter(|first| repo.is_end_of_clone(*first)).map(|_| Remark::CutOff)
}

/// Returns what merges brought that was made on other days, one remark for each day of arrival.
fn arrivals(repo: &Repo, line: &[CommitInfo]) -> Result<Vec<Remark>> {
    let mut days: BTreeMap<Date, Vec<Date>> = BTreeMap::new();
    for merge in line.iter().filter(|commit| commit.parents > 1) {
        let brought = repo.brought_by_merge(merge)?.into_iter().map(|commit| commit.day());
        let other: Vec<Date> = brought.filter(|day| *day != merge.day()).collect();
        if !other.is_empty() {
            days.entry(merge.day()).or_default().extend(other);
        }
    }
    let remarks = days.into_iter().filter_map(|(on, days)| {
        let (first, last) = (*days.iter().min()?, *days.iter().max()?);
        Some(Remark::Arrived { commits: days.len(), first, last, on })
    });
    Ok(remarks.collect())
}
