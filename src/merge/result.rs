//! The merged note: written out, and read again to see that it holds the follow-ups of both sides.

use std::collections::HashSet;

use super::item::{Said, three_way};
use super::version::Version;
use super::weave::{Conflict, Piece, Side, Weave, Woven};
use crate::follow_up::FollowUp;
use crate::git::{Markers, Style};
use crate::people::Directory;

/// A merged note in which every conflict is decided for one side.
pub(super) struct Resolved<'p, 'a> {
    bytes: Vec<u8>,
    /// For each line which it is; `None` within a conflict.
    lines: Vec<Option<&'p Woven<'a>>>,
}

impl<'p, 'a> Resolved<'p, 'a> {
    pub(super) fn of(
        pieces: &'p [Piece<'a>],
        weave: &Weave<'a, '_>,
        side: Side,
    ) -> Resolved<'p, 'a> {
        let mut text = Text::default();
        let mut lines = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Line(line) => {
                    text.push(&line.text, line.ending);
                    lines.push(Some(line));
                }
                Piece::Conflict(conflict) => {
                    let (version, range) = match side {
                        Side::Ours => (weave.ours, conflict.ours.clone()),
                        Side::Theirs => (weave.theirs, conflict.theirs.clone()),
                    };
                    lines.extend(range.clone().map(|_| None));
                    text.push_lines(version, range);
                }
            }
        }
        Resolved { bytes: text.bytes, lines }
    }

    /// Returns whether the note, read again, has on each line the follow-up that the versions give it, or
    /// none; and none that both sides wrote stands twice.
    pub(super) fn is_as_expected(&self, path: &str, weave: &Weave, directory: &Directory) -> bool {
        let read = Version::read(path, &self.bytes, directory);
        let errors = |version: &Version| {
            version.note.problems.iter().filter(|problem| problem.is_error).count()
        };
        if read.lines.len() != self.lines.len()
            || errors(&read) > errors(weave.ours).max(errors(weave.theirs))
        {
            return false;
        }
        let lines = self.lines.iter().enumerate();
        let mut known = lines.filter_map(|(at, line)| line.map(|line| (at, line)));
        known.all(|(at, line)| is_as_expected(line, read.follow_up(at), weave))
            && !self.doubles(&read)
    }

    /// Returns whether a follow-up that each side added, at different places, stands twice.
    fn doubles(&self, read: &Version) -> bool {
        let items = self.lines.iter().enumerate().filter(|(at, _)| read.follow_up(*at).is_some());
        let (mut ours, mut theirs) = (HashSet::new(), HashSet::new());
        for line in items.filter_map(|(_, line)| *line).filter(|line| line.base.is_none()) {
            match (line.ours, line.theirs) {
                (Some(_), None) => drop(ours.insert(line.text.trim_ascii())),
                (None, Some(_)) => drop(theirs.insert(line.text.trim_ascii())),
                _ => {}
            }
        }
        !ours.is_disjoint(&theirs)
    }
}

/// Returns whether a line of the merged note is read as it should be.
fn is_as_expected(line: &Woven, read: Option<&FollowUp>, weave: &Weave) -> bool {
    let of =
        |version: &Version, at: Option<usize>| at.and_then(|at| version.follow_up(at)).cloned();
    let (base, ours, theirs) =
        (of(weave.base, line.base), of(weave.ours, line.ours), of(weave.theirs, line.theirs));
    if let (Some(_), Some(_), Some(_)) = (line.base, line.ours, line.theirs) {
        let is_one = three_way(&base.is_some(), &ours.is_some(), &theirs.is_some());
        if is_one != Some(read.is_some()) {
            return false;
        }
        return match (base, ours, theirs, read) {
            (Some(base), Some(ours), Some(theirs), Some(read)) => {
                Said::merged(&base, &ours, &theirs).is_some_and(|said| said == Said::of(read))
            }
            (_, Some(one), None, Some(read)) | (_, None, Some(one), Some(read)) => {
                Said::of(&one).is_same_line(&Said::of(read))
            }
            (_, _, _, None) => true,
            _ => false,
        };
    }
    match (ours.or(theirs), read) {
        (Some(one), Some(read)) => Said::of(&one).is_same_line(&Said::of(read)),
        (None, None) => true,
        _ => false,
    }
}

/// Returns the merged note with its conflicts marked.
pub(super) fn written(pieces: &[Piece], weave: &Weave, markers: &Markers) -> Vec<u8> {
    let mut text = Text::default();
    for piece in pieces {
        match piece {
            Piece::Line(line) => text.push(&line.text, line.ending),
            Piece::Conflict(conflict) => text.push_conflict(conflict, weave, markers),
        }
    }
    text.bytes
}

#[derive(Default)]
struct Text {
    bytes: Vec<u8>,
}

impl Text {
    /// Adds a line; one before it that had no ending gets one.
    fn push(&mut self, text: &[u8], ending: &[u8]) {
        self.end_line(ending);
        self.bytes.extend_from_slice(text);
        self.bytes.extend_from_slice(ending);
    }

    fn push_lines(&mut self, version: &Version, lines: std::ops::Range<usize>) {
        for line in lines {
            let line = version.lines[line];
            self.push(line.text, line.ending);
        }
    }

    fn push_conflict(&mut self, conflict: &Conflict, weave: &Weave, markers: &Markers) {
        let ending = self.ending_around(conflict, weave);
        let Conflict { base, mut ours, mut theirs } = conflict.clone();
        let mut same_end = ours.end..ours.end;
        // As git does: what both begin or end with stands outside of the markers, unless the base is shown.
        if markers.style != Style::Diff3 {
            let same = |one: usize, two: usize| weave.ours.lines[one] == weave.theirs.lines[two];
            while !ours.is_empty() && !theirs.is_empty() && same(ours.start, theirs.start) {
                self.push_lines(weave.ours, ours.start..ours.start + 1);
                (ours.start, theirs.start) = (ours.start + 1, theirs.start + 1);
            }
            while !ours.is_empty() && !theirs.is_empty() && same(ours.end - 1, theirs.end - 1) {
                (ours.end, theirs.end) = (ours.end - 1, theirs.end - 1);
                same_end.start = ours.end;
            }
        }
        let labels = &markers.labels;
        let mark = |text: &mut Text, sign: char, label: &str| {
            text.push(markers.line(sign, label).as_bytes(), ending);
        };
        mark(self, '<', &labels.ours);
        self.push_lines(weave.ours, ours);
        self.end_line(ending);
        if markers.style != Style::Merge {
            mark(self, '|', &labels.base);
            self.push_lines(weave.base, base);
            self.end_line(ending);
        }
        mark(self, '=', "");
        self.push_lines(weave.theirs, theirs);
        self.end_line(ending);
        mark(self, '>', &labels.theirs);
        self.push_lines(weave.ours, same_end);
    }

    /// Ends the last line, if it is not.
    fn end_line(&mut self, ending: &[u8]) {
        if self.bytes.last().is_some_and(|byte| *byte != b'\n') {
            self.bytes.extend_from_slice(if ending.is_empty() { b"\n" } else { ending });
        }
    }

    /// Returns the ending of the line before a conflict, else of a line in it.
    fn ending_around(&self, conflict: &Conflict, weave: &Weave) -> &'static [u8] {
        let before = self.bytes.ends_with(b"\r\n");
        let has_return = |version: &Version, lines: &std::ops::Range<usize>| {
            version.lines[lines.clone()].first().is_some_and(|line| line.ending == b"\r\n")
        };
        let within =
            || has_return(weave.ours, &conflict.ours) && has_return(weave.theirs, &conflict.theirs);
        if before || self.bytes.is_empty() && within() { b"\r\n" } else { b"\n" }
    }
}
