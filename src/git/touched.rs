//! The files in which two commits differ, and the bytes that git writes into the work tree for them.

use std::hash::{BuildHasher, Hasher, RandomState};

use memchr::memmem;

use crate::error::Result;

use super::{CommitId, Repo};

/// A file in which two commits differ.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Touched {
    /// The path from the work tree's root.
    pub(super) full: String,
    pub(super) old: Side,
    pub(super) new: Side,
}

/// What one commit has there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Side {
    mode: String,
    id: String,
}

impl Side {
    pub(super) fn is_there(&self) -> bool {
        self.mode != "000000"
    }

    /// Returns the id of the content; `None` for a submodule, and for nothing.
    pub(super) fn blob(&self) -> Option<&str> {
        (self.is_there() && self.mode != "160000").then_some(&self.id)
    }
}

impl Repo {
    /// Returns the files in which two commits differ; a rename is two of them.
    pub(super) fn touched(&self, old: CommitId, new: CommitId) -> Result<Vec<Touched>> {
        let (old, new) = (old.to_string(), new.to_string());
        let args = ["diff-tree", "-r", "-z", "--no-renames", "--raw", "--no-abbrev", &old, &new];
        let listed = self.program().ask(&args)?;
        Ok(read_raw(&String::from_utf8_lossy(&listed)))
    }

    /// Returns the bytes that git writes into the work tree for contents (id and path of each), in their order.
    pub(super) fn checked_out(&self, contents: &[(&str, &str)]) -> Result<Vec<Vec<u8>>> {
        if contents.is_empty() {
            return Ok(Vec::new());
        }
        // git gives the size before filters: only a line that nobody can foresee tells where one ends.
        let mark = format!("{:016x}{:016x}", random(), random());
        let args = ["cat-file", &format!("--batch={mark}"), "--filters", "-z"];
        let input: String = contents.iter().map(|(id, full)| format!("{id} {full}\0")).collect();
        let answer = self.program().write(&args, &input, &[])?;
        match between_marks(&answer.out, &mark) {
            Some(found) if answer.code == Some(0) && found.len() == contents.len() => Ok(found),
            _ => Err(answer.failure(&args)),
        }
    }
}

fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// Reads what `git diff-tree --raw -z` prints: `:MODE MODE ID ID STATUS`, then the path.
fn read_raw(listed: &str) -> Vec<Touched> {
    let mut fields = listed.split('\0');
    let mut touched = Vec::new();
    while let (Some(entry), Some(full)) = (fields.next(), fields.next()) {
        let parts: Vec<&str> = entry.trim_start_matches(':').split(' ').collect();
        let [old_mode, new_mode, old_id, new_id, _] = parts.as_slice() else { continue };
        let side = |mode: &str, id: &str| Side { mode: mode.to_string(), id: id.to_string() };
        let (old, new) = (side(old_mode, old_id), side(new_mode, new_id));
        touched.push(Touched { full: full.to_string(), old, new });
    }
    touched
}

/// Splits contents that each stand between a line with the mark and a line feed.
fn between_marks(out: &[u8], mark: &str) -> Option<Vec<Vec<u8>>> {
    let rest = out.strip_prefix(format!("{mark}\n").as_bytes())?.strip_suffix(b"\n")?;
    let line = format!("\n{mark}\n");
    let mut found = Vec::new();
    let mut start = 0;
    for at in memmem::find_iter(rest, &line) {
        found.push(rest.get(start..at)?.to_vec());
        start = at + line.len();
    }
    found.push(rest.get(start..)?.to_vec());
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::{between_marks, read_raw};

    #[test]
    fn what_git_says_of_two_commits_is_read() {
        let listed = ":000000 100644 0 1 A\0a b.md\0:100644 000000 2 0 D\0gone.md\0:160000 160000 3 4 M\0module\0";
        let read: Vec<_> = read_raw(listed)
            .into_iter()
            .map(|one| {
                let [old, new] = [&one.old, &one.new].map(|side| side.blob().map(str::to_string));
                (one.full, old, new, one.old.is_there())
            })
            .collect();
        let some = |id: &str| Some(id.to_string());
        assert_eq!(
            read,
            [
                ("a b.md".to_string(), None, some("1"), false),
                ("gone.md".to_string(), some("2"), None, true),
                ("module".to_string(), None, None, true),
            ]
        );
    }

    #[test]
    fn contents_end_where_the_mark_says() {
        for contents in [vec!["a\n", "", "b", "\n", "m\n"], vec![""], vec!["\n\n"]] {
            let out: String = contents.iter().map(|content| format!("xyz\n{content}\n")).collect();
            let found = between_marks(out.as_bytes(), "xyz").unwrap();
            let expected: Vec<Vec<u8>> = contents.iter().map(|one| one.as_bytes().into()).collect();
            assert_eq!(found, expected, "{contents:?}");
        }
        assert_eq!(between_marks(b"1f2e missing\n", "xyz"), None);
    }
}
