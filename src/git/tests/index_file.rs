//! The index as a file against git's own reading of it.

use std::fs;

use git2::{IndexEntry, IndexTime, Oid};
use proptest::prelude::*;

use super::Sandbox;
use crate::git::index_file::IndexFile;

fn parse(sandbox: &Sandbox) -> Option<IndexFile> {
    IndexFile::read(&sandbox.root.join(".git/index"))
}

fn store(sandbox: &Sandbox, index: &IndexFile) {
    fs::write(sandbox.root.join(".git/index"), index.to_bytes()).unwrap();
}

/// Returns an entry of a content that is there.
fn entry(sandbox: &Sandbox, path: &str, text: &str) -> IndexEntry {
    let library = git2::Repository::open(&sandbox.root).unwrap();
    let id = library.blob(text.as_bytes()).unwrap();
    IndexEntry {
        ctime: IndexTime::new(-1, 999_999_999),
        mtime: IndexTime::new(1_772_400_000, 7),
        dev: 1,
        ino: u32::MAX,
        mode: 0o100_644,
        uid: 2,
        gid: 3,
        file_size: text.len() as u32,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}

/// Returns all that git reads of the index.
fn told(sandbox: &Sandbox) -> String {
    sandbox.git(&["ls-files", "--stage", "--debug", "-v"])
}

#[test]
fn an_index_is_written_as_it_was_read() {
    let sandbox = Sandbox::with_notes();
    sandbox.git(&["update-index", "--assume-unchanged", "a.md"]);
    sandbox.git(&["update-index", "--skip-worktree", "b.md"]);
    sandbox.write("new.md", "");
    sandbox.git(&["add", "--intent-to-add", "new.md"]);
    let long = format!("{}x.md", "long-name/".repeat(450));
    let cached =
        format!("100644,{},{long}", Oid::hash_object(git2::ObjectType::Blob, b"a.md\n").unwrap());
    sandbox.git(&["update-index", "--add", "--cacheinfo", &cached]);
    let before = (told(&sandbox), fs::read(sandbox.root.join(".git/index")).unwrap());
    let index = parse(&sandbox).unwrap();
    assert_eq!(index.entries().count(), 5);
    assert!(index.get(b"b.md").unwrap().skips_worktree());
    assert_ne!(index.get(b"a.md").unwrap().assumed_unchanged(), 0);
    assert_eq!(index.get(long.as_bytes()).unwrap().path(), long.as_bytes());
    assert!(index.get(b"sub").is_none() && index.get(b"").is_none());
    assert_eq!(index.to_bytes(), before.1);
    store(&sandbox, &index);
    assert_eq!(told(&sandbox), before.0);
}

#[test]
fn an_index_of_another_form_is_left_alone() {
    let forms: [&[&str]; 3] = [
        &["update-index", "--index-version", "4"],
        &["update-index", "--split-index"],
        &["sparse-checkout", "set", "--cone", "--sparse-index", "elsewhere"],
    ];
    for form in forms {
        let sandbox = Sandbox::with_notes();
        assert!(parse(&sandbox).is_some());
        sandbox.git(form);
        assert!(parse(&sandbox).is_none(), "{form:?}");
    }
    let sandbox = Sandbox::with_notes();
    fs::remove_file(sandbox.root.join(".git/index")).unwrap();
    assert_eq!(parse(&sandbox).unwrap().entries().count(), 0);
    assert_eq!(told(&sandbox), "");
}

#[test]
fn damage_is_seen() {
    let sandbox = Sandbox::with_notes();
    let whole = fs::read(sandbox.root.join(".git/index")).unwrap();
    assert!(IndexFile::parse(whole.clone()).is_some());
    for at in 0..whole.len() {
        assert!(IndexFile::parse(whole[..at].to_vec()).is_none(), "{at}");
        // With zeros for a sum, as where git leaves it out, nothing but the form tells.
        for sum in [whole[whole.len() - 20..].to_vec(), vec![0; 20]] {
            let mut bytes = whole.clone();
            bytes.truncate(whole.len() - 20);
            bytes.extend(&sum);
            bytes[at] ^= 0x81;
            let is_told = sum != [0; 20] || at >= whole.len() - 20;
            if let Some(index) = IndexFile::parse(bytes) {
                assert!(!is_told, "{at}");
                let paths: Vec<&[u8]> = index.entries().map(|entry| entry.path()).collect();
                assert!(paths.is_sorted());
            }
        }
    }
}

#[test]
fn a_path_that_leads_elsewhere_is_none() {
    let sandbox = Sandbox::with_notes();
    for (name, is_path) in [
        ("../x.md", false),
        ("a/../x.md", false),
        ("a/..", false),
        ("a/./x.md", false),
        (".git/x.md", false),
        ("a/.GIT/x.md", false),
        ("/x.md", false),
        ("a//x.md", false),
        ("a/", false),
        (".x.md", true),
        ("a/..x.md", true),
        ("a/.gitignore", true),
        ("...", true),
    ] {
        let mut index = parse(&sandbox).unwrap();
        index.put(&entry(&sandbox, name, "x"));
        assert_eq!(IndexFile::parse(index.to_bytes()).is_some(), is_path, "{name}");
    }
}

/// A change of an index.
#[derive(Clone, Debug)]
enum Step {
    Put(&'static str, u8),
    Remove(&'static str),
    Smudge(&'static str),
    /// git writes the index, and the ids of all trees into it.
    Tree,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let path = || {
        prop::sample::select(vec![
            "a.md",
            "b.md",
            "sub/c.md",
            "sub/d.md",
            "sub/deep/e.md",
            "sub.md",
            "sub-x/f.md",
            "sub/deep.md",
            "会議/メモ.md",
            "z",
        ])
    };
    let step = prop_oneof![
        4 => (path(), any::<u8>()).prop_map(|(path, text)| Step::Put(path, text)),
        2 => path().prop_map(Step::Remove),
        1 => path().prop_map(Step::Smudge),
        2 => Just(Step::Tree),
    ];
    prop::collection::vec(step, 1..12)
}

proptest! {
    #![proptest_config(crate::chance::cases(24))]

    #[test]
    fn what_is_changed_is_what_libgit2_and_git_make_of_it(steps in steps()) {
        let sandbox = Sandbox::with_notes();
        let file = sandbox.root.join(".git/index");
        for step in steps {
            let mut index = parse(&sandbox).unwrap();
            let mut library = git2::Index::open(&file).unwrap();
            match step {
                Step::Put(path, text) => {
                    let entry = entry(&sandbox, path, &text.to_string());
                    index.put(&entry);
                    library.add(&entry).unwrap();
                }
                Step::Remove(path) => {
                    index.remove(path.as_bytes());
                    if library.get_path(path.as_ref(), 0).is_some() {
                        library.remove(path.as_ref(), 0).unwrap();
                    }
                }
                Step::Smudge(path) => {
                    index.smudge(path.as_bytes());
                    if let Some(entry) = library.get_path(path.as_ref(), 0) {
                        library.add(&IndexEntry { file_size: 0, ..entry }).unwrap();
                    }
                }
                Step::Tree => {
                    sandbox.git(&["write-tree"]);
                    continue;
                }
            }
            library.write().unwrap();
            let expected = told(&sandbox);
            store(&sandbox, &index);
            prop_assert_eq!(told(&sandbox), expected);
            // Without the trees that were remembered, git makes them of the entries.
            let remembered = sandbox.git(&["write-tree", "--missing-ok"]);
            fs::remove_file(&file).unwrap();
            let entries: Vec<IndexEntry> = git2::Index::open({
                store(&sandbox, &index);
                &file
            }).unwrap().iter().collect();
            let mut anew = git2::Index::new().unwrap();
            entries.iter().for_each(|entry| anew.add(entry).unwrap());
            let tree = anew.write_tree_to(&git2::Repository::open(&sandbox.root).unwrap()).unwrap();
            prop_assert_eq!(remembered.trim(), tree.to_string());
        }
    }
}
