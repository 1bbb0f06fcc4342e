//! Three versions of a note become one: line by line as git does it, with follow-ups understood.
//!
//! What git merges cleanly stays as git merges it, byte for byte. Where git sees a conflict, lines are
//! compared one by one, and a follow-up that both sides changed gets both changes, if they changed
//! different fields. The result is read again; unless it holds just the follow-ups that it should, it is
//! git's own conflict. Nothing is ever lost: a line that a side wrote is in the result, or between the
//! markers of a conflict.

mod added;
mod align;
mod header;
mod item;
mod likeness;
mod result;
mod token;
mod version;
mod weave;

use item::{Said, merged_lines};
use result::Resolved;
use version::Version;
use weave::{Piece, Side, Weave};

use crate::follow_up::FollowUp;
use crate::git::{self, Markers, Merged};
use crate::note;
use crate::people::Directory;

/// The bytes of a note before two people changed it, and what each made of it.
#[derive(Clone, Copy, Debug)]
pub struct Versions<'a> {
    pub base: &'a [u8],
    pub ours: &'a [u8],
    pub theirs: &'a [u8],
}

/// Merges a note; `path` is from the notebook's root, and `directory` tells who is who.
///
/// A result that holds conflict markers, be it that a version had them, counts as a conflict. A version with
/// a NUL is no text: ours is returned, as a conflict, which is what git does.
pub fn merge(path: &str, versions: Versions, markers: &Markers, directory: &Directory) -> Merged {
    let Versions { base, ours, theirs } = versions;
    if ours == theirs || base == theirs {
        return clean(ours.to_vec());
    }
    if base == ours {
        return clean(theirs.to_vec());
    }
    if [base, ours, theirs].iter().any(|bytes| bytes.contains(&0)) {
        return Merged { bytes: ours.to_vec(), conflicts: 1 };
    }
    let plain = git::merge_lines(base, ours, theirs, markers);
    if plain.conflicts == 0 {
        return clean(plain.bytes);
    }
    understood(path, versions, markers, directory).unwrap_or(plain)
}

fn clean(bytes: Vec<u8>) -> Merged {
    let conflicts = usize::from(note::conflict_marker(&bytes).is_some());
    Merged { bytes, conflicts }
}

/// Merges line by line with follow-ups understood; `None` where that cannot be trusted.
fn understood(
    path: &str,
    versions: Versions,
    markers: &Markers,
    directory: &Directory,
) -> Option<Merged> {
    let all = [versions.base, versions.ours, versions.theirs];
    // A base with markers is what git makes of several common ancestors.
    let are_marked = all[1..].iter().any(|bytes| note::conflict_marker(bytes).is_some());
    if all[0].is_empty() || are_marked || all.iter().any(|bytes| has_lone_returns(bytes)) {
        return None;
    }
    let [base, ours, theirs] = all.map(|bytes| Version::read(path, bytes, directory));
    if [&base, &ours, &theirs].iter().any(|version| version.is_unread()) {
        return None;
    }
    let of_item = |one: usize, two: usize, three: usize| {
        let lines = [(&base, one), (&ours, two), (&theirs, three)];
        follow_up(path, lines, directory)
    };
    let weave = Weave::of([&base, &ours, &theirs], &of_item);
    let pieces = weave.pieces();
    let conflicts = pieces.iter().filter(|piece| matches!(piece, Piece::Conflict(_))).count();
    for side in [Side::Ours, Side::Theirs] {
        let resolved = Resolved::of(&pieces, &weave, side);
        if !resolved.is_as_expected(path, &weave, directory) {
            return None;
        }
    }
    let bytes = result::written(&pieces, &weave, markers);
    Some(Merged { bytes, conflicts })
}

/// Returns whether Markdown sees lines that git does not.
fn has_lone_returns(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
}

/// Returns the first line of a follow-up with the changes of both sides; `None` if that is a conflict.
fn follow_up(
    path: &str,
    [base, ours, theirs]: [(&Version, usize); 3],
    directory: &Directory,
) -> Option<Vec<u8>> {
    let item = |(version, line): (&Version, usize)| version.follow_up(line).cloned();
    let (old, own, other) = (item(base)?, item(ours)?, item(theirs)?);
    let expected = Said::merged(&old, &own, &other)?;
    let text = |(version, line): (&Version, usize)| {
        std::str::from_utf8(version.text(line)).ok().map(String::from)
    };
    let (base_text, our_text, their_text) = (text(base)?, text(ours)?, text(theirs)?);
    let found = merged_lines((&base_text, &old), (&our_text, &own), (&their_text, &other));
    let is_one_line = [&old, &own, &other].iter().all(|item| spans_one_line(item));
    let says_so = |line: &String| {
        // Who is meant by a name may depend on what one side wrote elsewhere.
        [ours, theirs].iter().any(|(version, at)| {
            let bytes = version.with_line(*at, line.as_bytes());
            let changed = Version::read(path, &bytes, directory);
            changed.follow_up(*at).is_some_and(|item| Said::of(item) == expected)
        })
    };
    found.into_iter().find(|line| !is_one_line || says_so(line)).map(String::into_bytes)
}

fn spans_one_line(item: &FollowUp) -> bool {
    item.place.paragraph.end <= item.place.line.end
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
