//! The trees of commits as git stores them: entries of a mode, a name and an id.
//!
//! A history is walked from commit to commit, and each tree of one is compared with that of the next: the trees
//! that were read last are kept.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

use git2::{ObjectType, Odb, Oid};

/// Above this many bytes, the trees that were read are let go.
const MOST: usize = 4 * 1024 * 1024;

/// The bytes of an id in a tree that git2 reads: SHA-1's.
const ID: usize = 20;

/// A tree, as it is stored. The default has nothing in it.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    bytes: Rc<[u8]>,
}

/// Entries of a tree in git's order, each read when it is asked for.
#[derive(Debug)]
pub struct Entries<'a> {
    rest: &'a [u8],
}

/// An entry of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    pub name: &'a [u8],
    pub kind: Kind,
    id: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Folder,
    File,
    /// A symbolic link or a submodule.
    Other,
}

/// The trees that were read last.
#[derive(Default)]
pub struct Trees {
    kept: RefCell<Kept>,
}

#[derive(Default)]
struct Kept {
    trees: HashMap<Oid, Tree>,
    /// How many bytes they are.
    bytes: usize,
}

impl Trees {
    /// Returns a tree.
    ///
    /// # Errors
    /// A tree that is not in the repository, or is damaged.
    pub fn read(&self, database: &Odb<'_>, id: Oid) -> Result<Tree, git2::Error> {
        if let Some(tree) = self.kept.borrow().trees.get(&id) {
            return Ok(tree.clone());
        }
        let object = database.read(id)?;
        let tree = Some(object.data()).filter(|_| object.kind() == ObjectType::Tree);
        let tree = tree.and_then(Tree::of).ok_or(git2::Error::from_str("it is damaged"))?;
        let mut kept = self.kept.borrow_mut();
        if kept.bytes > MOST {
            *kept = Kept::default();
        }
        kept.bytes += tree.bytes.len();
        kept.trees.insert(id, tree.clone());
        Ok(tree)
    }
}

impl Tree {
    /// Returns a tree out of its bytes; `None` if they are damaged.
    fn of(bytes: &[u8]) -> Option<Tree> {
        let mut rest = bytes;
        while !rest.is_empty() {
            (_, rest) = first(rest)?;
        }
        Some(Tree { bytes: bytes.into() })
    }

    pub fn entries(&self) -> Entries<'_> {
        Entries { rest: &self.bytes }
    }
}

impl<'a> Entries<'a> {
    /// Returns the next entry without stepping over it.
    pub fn peek(&self) -> Option<Entry<'a>> {
        first(self.rest).map(|(entry, _)| entry)
    }

    /// Steps over the entries with which both go on: bytes that are the same need not be taken apart.
    pub fn skip_equal(&mut self, other: &mut Entries) {
        if self.rest == other.rest {
            (self.rest, other.rest) = (&[], &[]);
        }
        while let Some(length) = length_of_first(self.rest)
            && other.rest.starts_with(&self.rest[..length])
        {
            (self.rest, other.rest) = (&self.rest[length..], &other.rest[length..]);
        }
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let (entry, rest) = first(self.rest)?;
        self.rest = rest;
        Some(entry)
    }
}

/// Returns the first entry of a tree's bytes, and those behind it.
fn first(bytes: &[u8]) -> Option<(Entry<'_>, &[u8])> {
    let (entry, rest) = bytes.split_at(length_of_first(bytes)?);
    let (start, id) = entry.split_at(entry.len() - ID);
    let space = start.iter().position(|byte| *byte == b' ')?;
    let (mode, name) = (octal(&start[..space])?, &start[space + 1..start.len() - 1]);
    (!name.is_empty()).then_some((Entry { name, kind: Kind::of(mode), id }, rest))
}

/// Returns how many bytes the first entry takes: a mode, a space, a name, a zero and an id.
fn length_of_first(bytes: &[u8]) -> Option<usize> {
    let length = memchr::memchr(0, bytes)? + 1 + ID;
    (length <= bytes.len()).then_some(length)
}

fn octal(digits: &[u8]) -> Option<u32> {
    let digits = Some(digits).filter(|digits| (1..=7).contains(&digits.len()))?;
    let digit = |digit: &u8| matches!(digit, b'0'..=b'7').then(|| u32::from(digit - b'0'));
    digits.iter().try_fold(0, |mode, next| Some(mode * 8 + digit(next)?))
}

impl Kind {
    fn of(mode: u32) -> Kind {
        match mode & 0o170_000 {
            0o040_000 => Kind::Folder,
            0o120_000 | 0o160_000 => Kind::Other,
            _ => Kind::File,
        }
    }
}

impl Entry<'_> {
    pub fn id(&self) -> Oid {
        Oid::from_bytes(self.id).expect("a tree's ids are of one length")
    }

    /// Returns the order of two entries in a tree: a folder is sorted as if its name ended in `/`.
    pub fn order(&self, other: &Entry) -> Ordering {
        let least = self.name.len().min(other.name.len());
        let at_end = |entry: &Entry| {
            let slash = (entry.kind == Kind::Folder).then_some(b'/');
            entry.name.get(least).copied().or(slash)
        };
        // Names hold no `/`: where one is the start of the other, what follows it decides.
        let start = self.name[..least].cmp(&other.name[..least]);
        start.then_with(|| at_end(self).cmp(&at_end(other)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Kind, Tree};

    fn bytes(rows: &[(&str, &str)]) -> Vec<u8> {
        let row = |(mode, name): &(&str, &str)| {
            [format!("{mode} {name}\0").as_bytes(), &[7; 20]].concat()
        };
        rows.iter().flat_map(row).collect()
    }

    fn tree(rows: &[(&str, &str)]) -> Tree {
        Tree::of(&bytes(rows)).expect("a tree")
    }

    #[test]
    fn entries_are_read_as_git_writes_them() {
        let rows = [
            ("100644", "a.md", Kind::File),
            ("100755", "b c", Kind::File),
            ("100664", "old", Kind::File),
            ("120000", "link", Kind::Other),
            ("160000", "module", Kind::Other),
            ("40000", "日本", Kind::Folder),
        ];
        let all = tree(&rows.map(|(mode, name, _)| (mode, name)));
        let read: Vec<(&[u8], Kind)> =
            all.entries().map(|entry| (entry.name, entry.kind)).collect();
        assert_eq!(read, rows.map(|(_, name, kind)| (name.as_bytes(), kind)));
        assert_eq!(tree(&[]).entries().count(), 0);
    }

    #[test]
    fn a_damaged_tree_has_none() {
        let whole = bytes(&[("100644", "a.md")]);
        assert!((1..whole.len()).all(|end| Tree::of(&whole[..end]).is_none()));
        for mode in ["", "x", "8", "77777777777777777777", "-1"] {
            assert!(Tree::of(&bytes(&[(mode, "a")])).is_none(), "{mode}");
        }
        assert!(Tree::of(&bytes(&[("100644", "")])).is_none());
    }

    #[test]
    fn a_folder_is_sorted_as_if_it_ended_in_a_slash() {
        let names = [("100644", "a.md"), ("40000", "a"), ("100644", "a0"), ("40000", "b")];
        let sorted = tree(&names);
        let sorted: Vec<Entry> = sorted.entries().collect();
        assert!(sorted.windows(2).all(|pair| pair[0].order(&pair[1]).is_lt()));
        assert!(sorted.iter().all(|entry| entry.order(entry).is_eq()));
        let pair = [tree(&[("100644", "a")]), tree(&[("40000", "a")])];
        let [file, folder] = pair.each_ref().map(|tree| tree.entries().next().expect("an entry"));
        assert!(file.order(&folder).is_lt() && folder.order(&file).is_gt());
    }

    #[test]
    fn what_goes_on_alike_in_both_is_skipped() {
        let names = |entries: &str| -> Tree {
            let rows: Vec<(&str, &str)> =
                entries.split_whitespace().map(|name| ("100644", name)).collect();
            tree(&rows)
        };
        for (old, new, expected) in [
            ("", "", ("", "")),
            ("a b", "a b", ("", "")),
            ("a b c", "a b d", ("c", "d")),
            ("a b c", "a c", ("b c", "c")),
            ("a", "a b", ("", "b")),
            ("a b", "ab b", ("a b", "ab b")),
        ] {
            let (old, new) = (names(old), names(new));
            let (mut old, mut new) = (old.entries(), new.entries());
            old.skip_equal(&mut new);
            let (old_left, new_left) = (names(expected.0), names(expected.1));
            assert!(old.eq(old_left.entries()) && new.eq(new_left.entries()), "{expected:?}");
        }
        // Another mode or id is another entry.
        let (old, new) = (tree(&[("100644", "a")]), tree(&[("100755", "a")]));
        let (mut old, mut new) = (old.entries(), new.entries());
        old.skip_equal(&mut new);
        assert!(old.peek().is_some() && new.peek().is_some());
    }
}
