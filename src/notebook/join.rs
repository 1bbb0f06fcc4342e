//! Joining what others did with what was done here: git's merge of all files, with notes understood.

use crate::error::Result;
use crate::git::{Clash, CommitId, Labels, Markers, MergedFiles, Repo, Settled};
use crate::merge::{Versions, merge};
use crate::note::conflict_marker;
use crate::people::Directory;

use super::{Notebook, Operation, is_note};

/// What two lines of history come to.
#[derive(Debug)]
pub enum Union {
    /// All files of the merge.
    Clean(MergedFiles),
    /// What somebody has to decide.
    Undecided(Vec<Dispute>),
}

/// A place that was changed here and there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dispute {
    /// Lines of a file: its path, the line here (from 1), and what each side has, a line each.
    Lines { path: String, line: Option<usize>, here: Vec<String>, there: Vec<String> },
    /// A whole file, in words.
    File(String),
}

const HERE: &str = "here";
const THERE: &str = "there";

impl Notebook {
    /// Merges the files of the shared branch with those of here, and changes neither branch nor work tree.
    /// Where git sees a conflict in Markdown, follow-ups are understood as `merge-driver` does; files that
    /// `.gitattributes` gives to another driver are left to that one.
    ///
    /// # Errors
    /// Histories with nothing in common; a repository that cannot be written.
    pub fn join(
        &self,
        repo: &Repo,
        [there, here]: [CommitId; 2],
        directory: &Directory,
    ) -> Result<Union> {
        let joined = repo.join(there, here)?;
        let (mut settled, mut disputes) = (Vec::new(), Vec::new());
        for clash in joined.clashes {
            if !clash.is_of_content() {
                if !joined.others.iter().any(|said| said.contains(&clash.full)) {
                    disputes.push(Dispute::File(whole(repo, &clash)));
                }
                continue;
            }
            match of_content(repo, &clash, directory)? {
                Ok(bytes) => settled.push(Settled { clash, bytes }),
                Err(found) => disputes.extend(found),
            }
        }
        disputes.extend(joined.others.into_iter().map(Dispute::File));
        if !disputes.is_empty() {
            return Ok(Union::Undecided(disputes));
        }
        repo.with_settled(&joined.files, &settled).map(Union::Clean)
    }

    /// Makes the commit of a merge, whose first parent is the shared branch. No branch moves.
    ///
    /// # Errors
    /// A hook that refuses it, a signature that fails.
    pub fn commit_join(
        &self,
        repo: &Repo,
        files: &MergedFiles,
        [there, here]: [CommitId; 2],
        operation: &Operation,
    ) -> Result<CommitId> {
        let step = operation.step(Some(there));
        repo.commit_merge(files, [there, here], &step.message, step.when)
    }
}

/// Returns the merged bytes of a file, or what both sides have in each place of a conflict.
fn of_content(
    repo: &Repo,
    clash: &Clash,
    directory: &Directory,
) -> Result<Result<Vec<u8>, Vec<Dispute>>> {
    let bytes =
        |id: Option<_>| id.map(|id| repo.content(id)).transpose().map(Option::unwrap_or_default);
    let (base, there, here) = (bytes(clash.base)?, bytes(clash.there)?, bytes(clash.here)?);
    let Some(path) = repo.local(&clash.full) else {
        return Ok(Err(vec![Dispute::File(whole(repo, clash))]));
    };
    let attributes = repo.merge_attributes(&[path.to_string()])?;
    let is_ours =
        attributes.iter().all(|value| matches!(value.as_str(), "unspecified" | "fieldnote"));
    if !is_ours || !is_note(path, false) {
        return Ok(Err(vec![Dispute::File(whole(repo, clash))]));
    }
    let labels = Labels { base: "base".into(), ours: THERE.into(), theirs: HERE.into() };
    let markers = Markers { labels, ..Markers::default() };
    let versions = Versions { base: &base, ours: &there, theirs: &here };
    let merged = merge(path, versions, &markers, directory);
    if merged.conflicts == 0 && conflict_marker(&merged.bytes).is_none() {
        return Ok(Ok(merged.bytes));
    }
    let found = disputes(path, &merged.bytes, &here);
    match found.is_empty() {
        true => Ok(Err(vec![Dispute::File(whole(repo, clash))])),
        false => Ok(Err(found)),
    }
}

/// Returns what can be said of a conflict of a whole file.
fn whole(repo: &Repo, clash: &Clash) -> String {
    let path = repo.local(&clash.full).unwrap_or(&clash.full);
    match (clash.base, clash.there, clash.here) {
        (Some(_), Some(_), None) => format!("{path}: deleted here, changed by others"),
        (Some(_), None, Some(_)) => format!("{path}: changed here, deleted by others"),
        (None, Some(_), Some(_)) => format!("{path}: made here, and by others with other content"),
        _ => format!("{path}: changed here and by others"),
    }
}

/// Reads the places between conflict markers.
fn disputes(path: &str, merged: &[u8], own: &[u8]) -> Vec<Dispute> {
    let text = String::from_utf8_lossy(merged);
    let own = String::from_utf8_lossy(own);
    let own: Vec<&str> = own.lines().collect();
    let mut found = Vec::new();
    let mut sides: Option<(bool, Vec<String>, Vec<String>)> = None;
    for line in text.lines() {
        match &mut sides {
            None if line == format!("<<<<<<< {THERE}") => {
                sides = Some((false, Vec::new(), Vec::new()));
            }
            None => {}
            Some((is_here @ false, ..)) if line == "=======" => *is_here = true,
            Some((true, there, here)) if line == format!(">>>>>>> {HERE}") => {
                let is_first = |line: &&&str| here.first().is_some_and(|first| first == **line);
                let only = own.iter().filter(is_first).count() == 1;
                let at = own.iter().position(|line| is_first(&line)).filter(|_| only);
                found.push(Dispute::Lines {
                    path: path.to_string(),
                    line: at.map(|at| at + 1),
                    here: std::mem::take(here),
                    there: std::mem::take(there),
                });
                sides = None;
            }
            Some((false, there, _)) => there.push(line.to_string()),
            Some((true, _, here)) => here.push(line.to_string()),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Dispute, disputes};

    #[test]
    fn the_lines_of_both_sides_are_told() {
        let merged = b"a\n<<<<<<< there\nb1\n=======\nb2\nb3\n>>>>>>> here\nc\n<<<<<<< there\n=======\nd\n>>>>>>> here\n";
        let own = b"a\nb2\nb3\nc\nd\nd\n";
        let text = |lines: &[&str]| lines.iter().map(|line| line.to_string()).collect::<Vec<_>>();
        let lines = |line, here: &[&str], there: &[&str]| Dispute::Lines {
            path: "x.md".into(),
            line,
            here: text(here),
            there: text(there),
        };
        assert_eq!(
            disputes("x.md", merged, own),
            [lines(Some(2), &["b2", "b3"], &["b1"]), lines(None, &["d"], &[])]
        );
    }
}
