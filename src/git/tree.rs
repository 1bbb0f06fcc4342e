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

/// An entry of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    pub name: &'a [u8],
    pub id: Oid,
    pub kind: Kind,
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

    /// Returns its entries in git's order.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let mut rest = &*self.bytes;
        std::iter::from_fn(move || {
            let (entry, behind) = first(rest)?;
            rest = behind;
            Some(entry)
        })
    }
}

/// Returns the first entry of a tree's bytes, and those behind it.
fn first(bytes: &[u8]) -> Option<(Entry<'_>, &[u8])> {
    let space = bytes.iter().position(|byte| *byte == b' ')?;
    let (mode, rest) = (octal(&bytes[..space])?, &bytes[space + 1..]);
    let (name, rest) = rest.split_at(rest.iter().position(|byte| *byte == 0)?);
    let (id, rest) = rest.get(1..)?.split_at_checked(ID)?;
    let id = Oid::from_bytes(id).ok().filter(|_| !name.is_empty())?;
    Some((Entry { name, id, kind: Kind::of(mode) }, rest))
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
}
