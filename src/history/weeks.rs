//! Weeks: each by its two ends and the versions between, read one after the other back in time. What two
//! of them share is read once.

use std::rc::Rc;

use super::ends::{self, End, Ends};
use super::line::Line;
use super::versions::Versions;
use super::{add_work_tree, arrivals, cut_off, notes_alone, past, steps};
use crate::date::{Moment, Week, Zone};
use crate::error::{Context, Hinted, Result, anyhow, bail};
use crate::git::{BlobId, CommitId, CommitInfo, Repo};
use crate::notebook::{Notebook, slug_of_card};
use crate::people::{self, Card, Directory};
use crate::report::period::{Period, Remark};

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

/// Which closed follow-ups are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    All,
    /// Those by which a week is summed up: none of notes that it did not touch, unless a promise in them may count.
    /// Of those notes, more is left out that no summary for a manager tells: quotes, who was there, the lines as they
    /// are written.
    OfWeek,
}

/// A week, read.
pub struct History {
    pub week: Week,
    pub period: Period,
    /// Everybody known at its end.
    pub directory: Rc<Directory>,
    pub as_of: Moment,
    /// The last commit of the period.
    pub commit: Option<CommitId>,
}

/// Reads a week from a notebook.
///
/// # Errors
/// A commit that is not there, a repository or a note that cannot be read.
pub fn week(notebook: &Notebook, asked: &Asked, closed: Closed) -> Result<History> {
    let mut weeks = Weeks::back_from(notebook, *asked)?;
    let bounds = weeks.find()?;
    if closed == Closed::OfWeek {
        weeks.spare_for(&bounds)?;
    }
    weeks.read(bounds)
}

/// A week, then the one before it, and so on without end: each as [`week`] reads it alone.
pub struct Weeks<'a> {
    pub(super) notebook: &'a Notebook,
    /// The week that comes next.
    asked: Asked<'a>,
    /// Everybody known in the work tree.
    pub(super) present: Rc<Directory>,
    /// The last commit, the line back from it, and what was read of it; `None` where there is no commit.
    past: Option<(CommitId, Line, Versions<'a>)>,
    /// Who was known at the commit that was read before.
    known: Option<Known>,
}

/// A week that is not read yet: where it starts and ends.
pub struct Bounds<'a> {
    pub(super) asked: Asked<'a>,
    /// `None` where there is no commit.
    pub(super) ends: Option<Ends>,
}

/// Who was known, and the files that said so.
struct Known {
    files: Vec<(String, BlobId)>,
    directory: Rc<Directory>,
}

impl<'a> Weeks<'a> {
    /// Starts with a week of a notebook; where it is to end with a commit, those before it are not.
    ///
    /// # Errors
    /// A repository, a card or `team.md` that cannot be read.
    pub fn back_from(notebook: &'a Notebook, asked: Asked<'a>) -> Result<Weeks<'a>> {
        let present = Rc::new(notebook.directory(asked.me)?);
        let head = notebook.repo.as_ref().map(Repo::head).transpose()?.flatten();
        let past = match notebook.repo.as_ref().zip(head) {
            Some((repo, head)) => {
                let line = Line::read(notebook, repo, head)?;
                Some((head, line, Versions::new(notebook, repo, Rc::clone(&present))))
            }
            None => None,
        };
        Ok(Weeks { notebook, asked, present, past, known: None })
    }

    /// Finds where the next week starts and ends; the one before it comes next.
    ///
    /// # Errors
    /// A commit that is not there, a repository that cannot be read.
    pub fn find(&mut self) -> Result<Bounds<'a>> {
        let asked = self.asked;
        self.asked = Asked { week: asked.week.previous(), at: None, ..asked };
        let ends = self.past.as_ref().map(|(head, line, versions)| {
            ends::find(self.notebook, versions.repo, (*head, line), &asked)
        });
        Ok(Bounds { asked, ends: ends.transpose()? })
    }

    /// Lets notes that a week does not touch be read in parts; no other week can be read then.
    fn spare_for(&mut self, bounds: &Bounds) -> Result<()> {
        let (Some((_, _, versions)), Some(ends)) = (&mut self.past, &bounds.ends) else {
            return Ok(());
        };
        let (End::WorkTree(end) | End::Commit(end)) = ends.end else { return Ok(()) };
        let line = between(versions.repo, ends.start, end)?;
        versions.spare(bounds.asked.week.monday(), (ends.start, end), &line)
    }

    /// Reads a week.
    ///
    /// # Errors
    /// A repository or a note that cannot be read.
    pub fn read(&mut self, bounds: Bounds) -> Result<History> {
        let asked = bounds.asked;
        let (Some((_, _, versions)), Some(ends)) = (&mut self.past, bounds.ends) else {
            return without_history(self.notebook, &asked, Rc::clone(&self.present));
        };
        let mut period = Period { remarks: ends.remarks.clone(), ..Period::default() };
        let (commit, directory) = match ends.end {
            End::WorkTree(id) => (Some(id), Rc::clone(&self.present)),
            End::Commit(id) => (Some(id), known_at(versions, id, &self.present, &mut self.known)?),
            End::Nothing => (None, Rc::clone(&self.present)),
        };
        versions.know(&directory);
        fill(&mut period, versions, &ends, &asked)
            .with_context(|| format!("failed to read the history of week {}", asked.week))?;
        Ok(History { week: asked.week, period, directory, as_of: ends.as_of, commit })
    }
}

impl Bounds<'_> {
    pub(super) fn as_of(&self) -> Moment {
        self.ends.as_ref().map_or(self.asked.now, |ends| ends.as_of)
    }

    /// Returns the commit that it ends with, or on top of which the work tree lies.
    pub(super) fn commit(&self) -> Option<CommitId> {
        match self.ends.as_ref()?.end {
            End::WorkTree(id) | End::Commit(id) => Some(id),
            End::Nothing => None,
        }
    }

    /// Returns what its ends give to remark.
    pub(super) fn remarks(&self) -> &[Remark] {
        self.ends.as_ref().map_or(&[], |ends| &ends.remarks)
    }
}

/// A folder without commits has its notes, and nothing that they were before.
///
/// # Errors
/// A week that is over: what the notes were then is not known.
fn without_history(
    notebook: &Notebook,
    asked: &Asked,
    directory: Rc<Directory>,
) -> Result<History> {
    if let Some(at) = asked.at {
        bail!("`{at}` names no commit: there is none here yet");
    }
    if asked.week < asked.now.date(asked.zone).week() {
        return Err(anyhow!("past weeks need commits, and there are none here")
            .hint("this week is told from the notes alone: `fieldnote week`"));
    }
    let period = notes_alone(notebook, &directory)?;
    Ok(History { week: asked.week, period, directory, as_of: asked.now, commit: None })
}

/// Returns who was known at a commit. Who the user is does not depend on it.
fn known_at(
    versions: &mut Versions,
    at: CommitId,
    present: &Directory,
    known: &mut Option<Known>,
) -> Result<Rc<Directory>> {
    let (notebook, repo) = (versions.notebook, versions.repo);
    let files = versions.files(at, |path| notebook.is_of_people(path))?;
    if let Some(known) = known.as_ref().filter(|known| known.files == files) {
        return Ok(Rc::clone(&known.directory));
    }
    let mut directory = Directory { me: present.me.clone(), ..Directory::default() };
    for (path, blob) in &files {
        let bytes = repo.blob(*blob)?;
        match slug_of_card(path) {
            Some(slug) => _ = directory.cards.insert(slug.to_string(), Card::read(slug, &bytes)),
            None => directory.team = people::read_team(&bytes),
        }
    }
    let known = known.insert(Known { files, directory: Rc::new(directory) });
    Ok(Rc::clone(&known.directory))
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
    let at_end = match &work {
        Some(work) => work.committed.clone(),
        None => versions.notes(end)?,
    };
    if work.is_none() {
        period.end = at_end.values().cloned().collect();
    }
    let mut at_start = at_end;
    for change in versions.changes(ends.start, end)?.iter() {
        match change.old {
            Some(blob) => {
                at_start.insert(change.path.clone(), versions.note(&change.path, blob)?);
            }
            None => _ = at_start.remove(&change.path),
        }
    }
    let line = between(versions.repo, ends.start, end)?;
    period.steps = steps(versions, ends.start, &line, &ends.line)?;
    period.remarks.extend(arrivals(versions.repo, &line, &ends.line)?);
    period.remarks.extend(ends.line.remarks(&line, asked.week));
    let found = past::of_promises(versions, at_start.values(), ends.start, asked.week)?;
    let first = match ends.start {
        Some(_) => found.first,
        None => line.last().map(|first| first.id),
    };
    period.past = found.dated(&ends.line);
    period.remarks.extend(cut_off(versions.repo, first));
    period.start = at_start.values().cloned().collect();
    if let Some(work) = work {
        let day = ends.as_of.date(asked.zone);
        add_work_tree(period, versions, end, work, day)?;
    }
    // The week before ends where this one starts.
    if let Some(start) = ends.start {
        versions.hold(start, at_start);
    }
    Ok(())
}

/// Returns the commits of the first-parent line from the end back to the start, newest first, without
/// the start. Where the start came in by a merge, that merge is the first to follow it.
fn between(repo: &Repo, start: Option<CommitId>, end: CommitId) -> Result<Vec<CommitInfo>> {
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
