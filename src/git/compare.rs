//! Two versions of a file: how alike they are, and how many lines changed.

use std::collections::HashMap;
use std::ops::Range;

/// Returns true if git would call `new` a renamed `old`: at least half of the larger one is in both.
///
/// The rule of git's `diffcore-rename.c` and `diffcore-delta.c`: chunks are lines, cut after 64 bytes.
pub fn similar(old: &[u8], new: &[u8]) -> bool {
    if old == new {
        return true;
    }
    let larger = old.len().max(new.len());
    let smaller = old.len().min(new.len());
    if smaller * 2 < larger {
        return false; // what is missing is more than half
    }
    let new_chunks = chunks(new);
    let in_both: usize = chunks(old)
        .into_iter()
        .map(|(chunk, bytes)| bytes.min(new_chunks.get(&chunk).copied().unwrap_or(0)))
        .sum();
    in_both * 2 >= larger
}

/// Returns how many bytes each different chunk takes up.
fn chunks(bytes: &[u8]) -> HashMap<Vec<u8>, usize> {
    let is_text = !bytes[..bytes.len().min(8000)].contains(&0);
    let mut found = HashMap::new();
    let mut chunk = Vec::with_capacity(64);
    let mut rest = bytes.iter().peekable();
    while let Some(&byte) = rest.next() {
        if is_text && byte == b'\r' && rest.peek() == Some(&&b'\n') {
            continue;
        }
        chunk.push(byte);
        if chunk.len() == 64 || byte == b'\n' {
            count(std::mem::take(&mut chunk), &mut found);
        }
    }
    count(chunk, &mut found);
    found
}

fn count(chunk: Vec<u8>, found: &mut HashMap<Vec<u8>, usize>) {
    let bytes = chunk.len();
    *found.entry(chunk).or_insert(0) += bytes;
}

/// Lines of one version in place of lines of another; from 0, and one of the two may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    pub old: Range<usize>,
    pub new: Range<usize>,
}

/// Returns where two versions differ, from top to bottom. A line is what ends in `\n`, with it.
pub fn hunks(old: &[u8], new: &[u8]) -> Vec<Hunk> {
    super::start_library();
    let mut options = git2::DiffOptions::new();
    options.context_lines(0).interhunk_lines(0).force_text(true);
    let patch = git2::Patch::from_buffers(old, None, new, None, Some(&mut options))
        .expect("comparing bytes in memory cannot fail");
    // Of no lines, git names the line that they would stand behind.
    let range = |start: u32, lines: u32| {
        let start = (start as usize).saturating_sub(usize::from(lines > 0));
        start..start + lines as usize
    };
    let hunks = (0..patch.num_hunks()).filter_map(|number| patch.hunk(number).ok());
    hunks
        .map(|(hunk, _)| Hunk {
            old: range(hunk.old_start(), hunk.old_lines()),
            new: range(hunk.new_start(), hunk.new_lines()),
        })
        .collect()
}

/// Returns the number of changed lines: of each hunk, the lines that went or the lines that came,
/// whichever are more.
pub fn changed_lines(old: &[u8], new: &[u8]) -> usize {
    hunks(old, new).iter().map(|hunk| hunk.old.len().max(hunk.new.len())).sum()
}

#[cfg(test)]
mod tests {
    use super::{changed_lines, similar};

    #[test]
    fn half_of_the_lines_make_a_rename() {
        for (old, new, expected) in [
            ("", "", true),
            ("a\nb\nc\nd\n", "a\nb\nc\nd\n", true),
            ("a\nb\nc\nd\n", "a\nb\nx\ny\n", true),
            ("a\nb\nc\nd\n", "a\nx\ny\nz\n", false),
            ("a\r\nb\r\nc\r\n", "a\nb\nc\n", true),
            ("a\na\na\na\n", "a\nb\nc\nd\n", false),
            ("a\n", "a\nb\nc\nd\n", false),
            ("", "a\n", false),
        ] {
            assert_eq!(similar(old.as_bytes(), new.as_bytes()), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn changed_lines_are_counted_per_hunk() {
        for (old, new, expected) in [
            ("a\nb\nc\n", "a\nb\nc\n", 0),
            ("a\nb\nc\n", "a\nx\nc\n", 1),
            ("a\nb\nc\n", "x\nb\ny\nz\n", 3),
            ("a\nb\nc\n", "", 3),
            ("", "a\nb\n", 2),
            ("a\n\0b\n", "a\n\0c\n", 1),
        ] {
            assert_eq!(changed_lines(old.as_bytes(), new.as_bytes()), expected, "{old:?} {new:?}");
        }
    }
}
