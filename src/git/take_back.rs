//! Takes one change out of a later version of a file, line by line, and keeps every other byte.

use std::ops::Range;

use super::compare::{Hunk, hunks};

/// A later version without a change that was made before it.
#[derive(Debug, PartialEq, Eq)]
pub struct TakenBack {
    pub bytes: Vec<u8>,
    /// What differs from the later version, from top to bottom.
    pub places: Vec<Replaced>,
}

/// Lines that go, and the lines that come back in their place.
#[derive(Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Where that is once it is done, from 1; where the lines were if none come back.
    pub line: usize,
    pub gone: Vec<Vec<u8>>,
    pub back: Vec<Vec<u8>>,
}

/// A line of the change that is no longer what the change made of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Where it is in the later version, from 1.
    pub line: usize,
    /// What the change had written there, with its line ending; `None` if it only took lines away.
    pub wrote: Option<Vec<u8>>,
    /// What stands there now; `None` if nothing does.
    pub now: Option<Vec<u8>>,
}

/// An edit of the version in the middle: of the change, to be taken back, or a later one, to be kept.
struct Edit<'a> {
    at: Range<usize>,
    lines: &'a [&'a [u8]],
    /// The lines of the later version that are given up, if the edit takes something back.
    gone: Option<Range<usize>>,
}

/// Returns `current` without the change that made `after` of `before`. Lines next to the change may
/// have changed since, its own may not.
///
/// Where git stores `\n` for a file with `\r\n`, the lines that come back end as those of the file.
///
/// # Errors
/// The first line of the change that is no longer what the change made of it: nothing is taken back.
pub fn take_back(before: &[u8], after: &[u8], current: &[u8]) -> Result<TakenBack, Conflict> {
    let (before, after) = match stored_without_returns(after, current) {
        true => (with_returns(before), with_returns(after)),
        false => (before.to_vec(), after.to_vec()),
    };
    let (own, later) = (hunks(&before, &after), hunks(&after, current));
    let (before, after, current) = (lines(&before), lines(&after), lines(current));
    let mut edits: Vec<Edit> = later
        .iter()
        .map(|hunk| Edit { at: hunk.old.clone(), lines: &current[hunk.new.clone()], gone: None })
        .collect();
    for hunk in &own {
        if let Some(since) = later.iter().find(|later| meet(&hunk.new, &later.old)) {
            return Err(conflict(hunk, since, &after, &current));
        }
        let start = in_later(hunk.new.start, &later);
        edits.push(Edit {
            at: hunk.new.clone(),
            lines: &before[hunk.old.clone()],
            gone: Some(start..start + hunk.new.len()),
        });
    }
    // At one place, what comes back goes before what was written since.
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end, edit.gone.is_none()));
    applied(&edits, &after, &current)
}

/// Makes the edits, which do not overlap.
fn applied(edits: &[Edit], after: &[&[u8]], current: &[&[u8]]) -> Result<TakenBack, Conflict> {
    let mut made: Vec<&[u8]> = Vec::new();
    let mut places = Vec::new();
    let mut next = 0;
    for edit in edits {
        made.extend(&after[next..edit.at.start]);
        next = edit.at.end;
        if let Some(gone) = &edit.gone {
            let line = if edit.lines.is_empty() { gone.start } else { made.len() };
            places.push(Replaced {
                line: line + 1,
                gone: owned(&current[gone.clone()]),
                back: owned(edit.lines),
            });
        }
        made.extend(edit.lines);
    }
    made.extend(&after[next..]);
    // A last line without an ending can only be the last.
    let open = made.iter().position(|line| !line.ends_with(b"\n"));
    if let Some(at) = open.filter(|at| at + 1 < made.len()) {
        let line = at.min(current.len().saturating_sub(1));
        let now = current.get(line).map(|line| line.to_vec());
        return Err(Conflict { line: line + 1, wrote: None, now });
    }
    Ok(TakenBack { bytes: made.concat(), places })
}

/// Returns whether two ranges of lines overlap; an empty one lies between two lines. To touch is not to
/// overlap.
fn meet(one: &Range<usize>, two: &Range<usize>) -> bool {
    one.start < two.end && two.start < one.end && !(one.is_empty() && two.is_empty())
}

/// Returns where a line that did not change since is in the later version.
fn in_later(line: usize, later: &[Hunk]) -> usize {
    match later.iter().rev().find(|hunk| hunk.old.end <= line) {
        Some(hunk) => hunk.new.end + (line - hunk.old.end),
        None => line,
    }
}

fn conflict(own: &Hunk, since: &Hunk, after: &[&[u8]], current: &[&[u8]]) -> Conflict {
    let first = own.new.start.max(since.old.start);
    let wrote = after.get(first).filter(|_| !own.new.is_empty());
    let below = (first - since.old.start).min(since.new.len().saturating_sub(1));
    let now = current[since.new.clone()].get(below);
    Conflict {
        line: since.new.start + below + 1,
        wrote: wrote.map(|line| line.to_vec()),
        now: now.map(|line| line.to_vec()),
    }
}

/// Returns whether a file has `\r\n` throughout and git stored it with `\n` alone.
fn stored_without_returns(stored: &[u8], file: &[u8]) -> bool {
    let all_return =
        lines(file).iter().all(|line| line.ends_with(b"\r\n") || !line.ends_with(b"\n"));
    all_return && !stored.contains(&b'\r') && file.contains(&b'\r')
}

fn with_returns(bytes: &[u8]) -> Vec<u8> {
    let lines = lines(bytes).into_iter().map(|line| match line.strip_suffix(b"\n") {
        Some(text) => [text, b"\r\n"].concat(),
        None => line.to_vec(),
    });
    lines.collect::<Vec<_>>().concat()
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

fn owned(lines: &[&[u8]]) -> Vec<Vec<u8>> {
    lines.iter().map(|line| line.to_vec()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Conflict, take_back};

    /// Returns what is made of the file, or the line that conflicts.
    fn taken(before: &str, after: &str, current: &str) -> Result<String, String> {
        match take_back(before.as_bytes(), after.as_bytes(), current.as_bytes()) {
            Ok(taken) => Ok(String::from_utf8(taken.bytes).unwrap()),
            Err(Conflict { line, wrote, now }) => {
                let text = |bytes: Option<Vec<u8>>| {
                    bytes.map_or("-".to_string(), |bytes| String::from_utf8(bytes).unwrap())
                };
                let (wrote, now) = (text(wrote), text(now));
                Err(format!("{line}: {} > {}", wrote.trim_end(), now.trim_end()))
            }
        }
    }

    #[test]
    fn own_lines_come_back_and_others_stay() {
        for (before, after, current, expected) in [
            // Nothing else changed.
            ("a\nb\nc\n", "a\nB\nc\n", "a\nB\nc\n", "a\nb\nc\n"),
            ("a\nc\n", "a\nb\nc\n", "a\nb\nc\n", "a\nc\n"),
            ("a\nb\nc\n", "a\nc\n", "a\nc\n", "a\nb\nc\n"),
            ("", "a\n", "a\n", ""),
            ("a\n", "", "", "a\n"),
            ("a\nb\nc\n", "A\nb\nC\n", "A\nb\nC\n", "a\nb\nc\n"),
            // Neighbours changed.
            ("a\nb\nc\n", "a\nB\nc\n", "x\nB\ny\n", "x\nb\ny\n"),
            ("a\nb\nc\n", "a\nB\nc\n", "B\n", "b\n"),
            ("a\nb\nc\n", "a\nB\nc\n", "a\nx\nB\ny\nc\n", "a\nx\nb\ny\nc\n"),
            ("a\nc\n", "a\nb\nc\n", "x\nb\ny\n", "x\ny\n"),
            ("a\nb\nc\n", "a\nc\n", "x\nc\n", "x\nb\nc\n"),
            ("a\nb\nc\n", "a\nc\n", "a\nx\nc\n", "a\nb\nx\nc\n"),
            // Far away.
            ("a\nb\nc\nd\n", "a\nb\nc\nD\n", "x\ny\na\nc\nD\n", "x\ny\na\nc\nd\n"),
            // Bytes as they are.
            ("a\r\nb\r\n", "a\r\nB\r\n", "a\r\nB\r\nc\r\n", "a\r\nb\r\nc\r\n"),
            ("a\nb", "a\nB", "a\nB", "a\nb"),
            ("a\nb", "A\nb", "A\nb\nc", "a\nb\nc"),
            ("a", "a\nb\n", "a\nb\n", "a"),
            ("a\0\n", "b\0\n", "b\0\nc\n", "a\0\nc\n"),
            // Stored with line feeds alone.
            ("a\nb\n", "a\nB\n", "a\r\nB\r\nc\r\n", "a\r\nb\r\nc\r\n"),
            ("a\nb", "a\nB", "a\r\nB", "a\r\nb"),
        ] {
            let found = taken(before, after, current);
            assert_eq!(found.as_deref(), Ok(expected), "{before:?} {after:?} {current:?}");
        }
    }

    #[test]
    fn a_line_that_changed_since_is_named() {
        for (before, after, current, expected) in [
            ("a\nb\nc\n", "a\nB\nc\n", "a\nX\nc\n", "2: B > X"),
            ("a\nb\nc\n", "a\nB\nc\n", "0\na\nX\nc\n", "3: B > X"),
            ("a\nb\nc\n", "a\nB\nc\n", "a\nb\nc\n", "2: B > b"),
            ("a\nb\nc\n", "a\nB\nc\n", "a\nc\n", "2: B > -"),
            ("a\n", "a\nb\nc\nd\n", "a\nb\nX\nd\n", "3: c > X"),
            ("a\n", "a\nb\nc\n", "a\nb\nX\nc\n", "3: c > X"),
            ("a\nb\nc\n", "a\nc\n", "x\ny\n", "2: - > y"),
            ("a\nb", "a\n", "a\nc\n", "2: - > c"),
            ("a\nb\n", "a\n", "a", "1: - > a"),
            ("a\r\nb\r\n", "a\r\nB\r\n", "a\nB\n", "2: B > B"),
        ] {
            let found = taken(before, after, current);
            assert_eq!(
                found.as_ref().map_err(String::as_str),
                Err(expected),
                "{before:?} {after:?} {current:?}"
            );
        }
    }

    #[test]
    fn places_are_lines_of_the_file() {
        let taken = take_back(b"a\nb\nc\nd\n", b"a\nB\nc\nd\ne\n", b"0\n1\na\nB\nd\ne\n").unwrap();
        let places: Vec<(usize, usize, usize)> =
            taken.places.iter().map(|at| (at.line, at.gone.len(), at.back.len())).collect();
        assert_eq!(taken.bytes, b"0\n1\na\nb\nd\n");
        assert_eq!(places, [(4, 1, 1), (6, 1, 0)]);
        assert_eq!(taken.places[1].gone, [b"e\n"]);
    }

    /// What becomes of a line: it stays, changes, goes, or gets one behind it.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Fate {
        Stays,
        Changes,
        Goes,
        Grows,
    }

    fn fates() -> impl Strategy<Value = Vec<Fate>> {
        let fate = prop_oneof![
            5 => Just(Fate::Stays), 1 => Just(Fate::Changes), 1 => Just(Fate::Goes), 1 => Just(Fate::Grows)
        ];
        prop::collection::vec(fate, 0..30)
    }

    fn told(lines: &[(usize, Fate)], by: &str) -> Vec<String> {
        let told = lines.iter().flat_map(|(line, fate)| match fate {
            Fate::Stays => vec![format!("line {line}\n")],
            Fate::Changes => vec![format!("line {line} {by}\n")],
            Fate::Goes => vec![],
            Fate::Grows => vec![format!("line {line}\n"), format!("behind {line} {by}\n")],
        });
        told.collect()
    }

    proptest! {
        #![proptest_config(crate::chance::cases(256))]

        // Each line has the fate of the change or a later one, never both, and a line that neither
        // touches stands between two that differ.
        #[test]
        fn what_was_written_since_stays(own in fates(), flips in prop::collection::vec(any::<bool>(), 30)) {
            let mut before = Vec::new();
            let (mut changed, mut since) = (Vec::new(), Vec::new());
            for (at, fate) in own.iter().enumerate() {
                let (mine, later) = if flips[at] { (*fate, Fate::Stays) } else { (Fate::Stays, *fate) };
                for (line, mine, later) in [(2 * at, mine, later), (2 * at + 1, Fate::Stays, Fate::Stays)] {
                    before.push((line, Fate::Stays));
                    changed.push((line, mine));
                    since.push((line, later));
                }
            }
            let both: Vec<String> = changed.iter().zip(&since).flat_map(|(mine, later)| {
                if later.1 == Fate::Stays { told(&[*mine], "own") } else { told(&[*later], "later") }
            }).collect();
            let text = |lines: Vec<String>| lines.concat();
            let found = taken(
                &text(told(&before, "")),
                &text(told(&changed, "own")),
                &text(both),
            );
            prop_assert_eq!(found, Ok(text(told(&since, "later"))));
        }

        #[test]
        fn alone_it_is_what_it_was(before in "[ab\r\n]{0,12}", after in "[ab\r\n]{0,12}") {
            prop_assert_eq!(taken(&before, &after, &after), Ok(before));
        }
    }
}
