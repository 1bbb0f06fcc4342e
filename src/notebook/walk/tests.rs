//! The walk by known names finds what the whole walk finds, whatever was done in between.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use tempfile::TempDir;

use super::{Look, sort, whole};
use crate::chance::cases;
use crate::config::Settings;
use crate::notebook::Notebook;
use crate::notebook::cache::notes::Found;

/// A notebook in a folder of a repository.
struct Ground {
    folder: TempDir,
    notebook: Notebook,
}

impl Ground {
    fn new() -> Ground {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path().canonicalize().unwrap();
        for path in ["top/.git/info", "top/notes", "away", "cache"] {
            fs::create_dir_all(top.join(path)).unwrap();
        }
        let notebook = Notebook {
            root: top.join("top/notes"),
            is_adopted: true,
            repo: None,
            settings: Settings::default(),
            cache_home: Some(top.join("cache")),
        };
        Ground { folder, notebook }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.notebook.root.join(path)
    }

    /// Waits until what changes next gets another time, and returns a time by which all that is there is settled.
    fn settled(&self) -> SystemTime {
        let probe = self.folder.path().join("probe");
        let tick = || {
            fs::write(&probe, "").unwrap();
            fs::metadata(&probe).unwrap().modified().unwrap()
        };
        let now = tick();
        while tick() == now {}
        SystemTime::now() + Duration::from_secs(1)
    }

    fn known(&self, look: Look, begun: SystemTime) -> Vec<Found> {
        let mut found = super::not_ignored(&self.notebook, look, begun);
        sort(&mut found);
        found
    }

    fn whole(&self, look: Look) -> Vec<Found> {
        let mut found = whole::notes(&self.notebook, look);
        sort(&mut found);
        found
    }

    /// Returns the cache; `None` if there is none.
    fn kept(&self) -> Option<Vec<u8>> {
        fs::read(self.notebook.cache_file("folders")?).ok()
    }
}

fn shown(found: &[Found]) -> Vec<String> {
    found.iter().map(|found| format!("{} {:?}", found.path, found.stamp)).collect()
}

const FOLDERS: [&str; 9] =
    ["", "a", "b", "a/a", "a/b", "b/a", "a/a/b", "customers", "customers/a.md"];
const FILES: [&str; 7] = ["x.md", "y.MD", "x.md/z.md", ".h.md", "x.txt", "README.md", "日.md"];
const RULES: [&str; 16] = [
    "x.md",
    "/x.md",
    "!x.md",
    "a/",
    "/a/b",
    "a/x.md",
    "!a/",
    "*",
    "!*.md",
    "!*/",
    "**/b",
    "b/**",
    "/notes/a",
    "notes/*/x.md",
    "*.MD",
    "!/a/a/x.md",
];

/// One change; the numbers choose among the lists above.
#[derive(Clone, Debug)]
enum Change {
    Write(usize, usize),
    Folder(usize),
    Remove(usize),
    RemoveFile(usize, usize),
    Rename(usize, usize),
    RenameFile(usize, usize, usize),
    Link(usize, usize),
    LinkFile(usize, usize),
    /// Rules for the folder, for the repository, for this clone.
    Rules(usize, Vec<usize>),
    NoRules(usize),
    Above(Vec<usize>),
    Exclude(Vec<usize>),
    /// A repository of its own, by git or by jj; by a link that leads nowhere yet.
    Git(usize),
    Jj(usize),
    DanglingGit(usize),
    Mend,
    NotGit(usize),
    /// The whole is no repository, or is one again.
    Top(bool),
}

fn change() -> impl Strategy<Value = Change> {
    let (folder, file) = (0..FOLDERS.len(), 0..FILES.len());
    let below = 1..FOLDERS.len();
    let rules = prop::collection::vec(0..RULES.len(), 0..4);
    prop_oneof![
        6 => (folder.clone(), file.clone()).prop_map(|(a, b)| Change::Write(a, b)),
        2 => below.clone().prop_map(Change::Folder),
        1 => below.clone().prop_map(Change::Remove),
        3 => (folder.clone(), file.clone()).prop_map(|(a, b)| Change::RemoveFile(a, b)),
        2 => (below.clone(), below.clone()).prop_map(|(a, b)| Change::Rename(a, b)),
        2 => (folder.clone(), file.clone(), file.clone())
            .prop_map(|(a, b, c)| Change::RenameFile(a, b, c)),
        1 => (below.clone(), folder.clone()).prop_map(|(a, b)| Change::Link(a, b)),
        1 => (folder.clone(), file).prop_map(|(a, b)| Change::LinkFile(a, b)),
        3 => (folder.clone(), rules.clone()).prop_map(|(a, b)| Change::Rules(a, b)),
        1 => folder.clone().prop_map(Change::NoRules),
        1 => rules.clone().prop_map(Change::Above),
        1 => rules.prop_map(Change::Exclude),
        1 => below.clone().prop_map(Change::Git),
        1 => below.clone().prop_map(Change::Jj),
        1 => below.clone().prop_map(Change::DanglingGit),
        1 => Just(Change::Mend),
        2 => below.prop_map(Change::NotGit),
        1 => any::<bool>().prop_map(Change::Top),
    ]
}

/// Makes a change, as far as it can be made.
fn make(ground: &Ground, change: &Change) {
    let at = |folder: &usize| ground.path(FOLDERS[*folder]);
    let text = |rules: &[usize]| -> String {
        rules.iter().map(|rule| format!("{}\n", RULES[*rule])).collect()
    };
    let remove = |path: &Path| _ = fs::remove_dir_all(path).or_else(|_| fs::remove_file(path));
    let write = |path: &Path, text: &str| {
        let _ = fs::create_dir_all(path.parent().unwrap());
        let _ = fs::write(path, text);
    };
    match change {
        Change::Write(folder, file) => write(&at(folder).join(FILES[*file]), "- [ ] one\n"),
        Change::Folder(folder) => _ = fs::create_dir_all(at(folder)),
        Change::Remove(folder) => remove(&at(folder)),
        Change::RemoveFile(folder, file) => remove(&at(folder).join(FILES[*file])),
        Change::Rename(from, to) => _ = fs::rename(at(from), at(to)),
        Change::RenameFile(folder, from, to) => {
            let _ = fs::rename(at(folder).join(FILES[*from]), at(folder).join(FILES[*to]));
        }
        Change::Link(place, to) => {
            let _ = fs::rename(at(place), ground.folder.path().join("away/x"));
            let _ = symlink(at(to), at(place));
        }
        Change::LinkFile(folder, file) => {
            let place = at(folder).join(FILES[*file]);
            let _ = fs::remove_file(&place);
            let _ = symlink(ground.path("x.md"), place);
        }
        Change::Rules(folder, rules) => write(&at(folder).join(".gitignore"), &text(rules)),
        Change::NoRules(folder) => remove(&at(folder).join(".gitignore")),
        Change::Above(rules) => write(&ground.path("../.gitignore"), &text(rules)),
        Change::Exclude(rules) => write(&ground.path("../.git/info/exclude"), &text(rules)),
        Change::Git(folder) => _ = fs::create_dir(at(folder).join(".git")),
        Change::Jj(folder) => _ = fs::create_dir(at(folder).join(".jj")),
        Change::DanglingGit(folder) => {
            let _ = symlink(ground.folder.path().join("away/git"), at(folder).join(".git"));
        }
        Change::Mend => write(&ground.folder.path().join("away/git"), ""),
        Change::NotGit(folder) => {
            [".git", ".jj"].iter().for_each(|name| remove(&at(folder).join(name)))
        }
        Change::Top(is_one) => {
            let (git, away) = (ground.path("../.git"), ground.path("../not-git"));
            let _ = if *is_one { fs::rename(away, git) } else { fs::rename(git, away) };
        }
    }
}

/// Some changes, and whether the next run comes long after them.
fn step() -> impl Strategy<Value = (Vec<Change>, bool)> {
    (prop::collection::vec(change(), 0..5), prop::bool::weighted(0.8))
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn what_is_known_is_what_a_whole_walk_finds(
        first in prop::collection::vec(change(), 0..30),
        steps in prop::collection::vec(step(), 1..8),
    ) {
        let ground = Ground::new();
        for (changes, is_late) in [(first, true)].into_iter().chain(steps) {
            changes.iter().for_each(|change| make(&ground, change));
            let begun = if is_late { ground.settled() } else { SystemTime::now() };
            for look in [Look::Stamps, Look::Names, Look::Stamps] {
                let (known, whole) = (ground.known(look, begun), ground.whole(look));
                prop_assert_eq!(shown(&known), shown(&whole));
            }
        }
    }
}

#[test]
fn a_file_that_is_no_note_any_more_is_not_found_and_folders_are_listed_once() {
    let ground = Ground::new();
    for number in 0..FEW {
        make(&ground, &Change::Folder(number % FOLDERS.len()));
        let path = ground.path(FOLDERS[number % FOLDERS.len()]).join(format!("{number}.md"));
        fs::write(path, "").unwrap();
    }
    let begun = ground.settled();
    assert_eq!(ground.known(Look::Stamps, begun).len(), FEW);
    let Some(kept) = ground.kept() else { return }; // a file system that is not known
    assert_eq!(ground.known(Look::Names, begun).len(), FEW);
    assert_eq!(ground.kept().unwrap(), kept, "nothing is written anew");
    fs::remove_file(ground.path("9.md")).unwrap();
    symlink("18.md", ground.path("9.md")).unwrap();
    assert_eq!(ground.known(Look::Stamps, ground.settled()).len(), FEW - 1);
    assert_ne!(ground.kept().unwrap(), kept);
}

/// More than one thread's share.
const FEW: usize = 450;

#[test]
fn what_may_change_unseen_is_not_kept() {
    for spoil in [
        |ground: &Ground| make(ground, &Change::Jj(1)),
        |ground: &Ground| make(ground, &Change::DanglingGit(1)),
        |ground: &Ground| _ = fs::write(ground.path("../.git"), "gitdir: elsewhere\n"),
    ] {
        let ground = Ground::new();
        make(&ground, &Change::Write(1, 0));
        let _ = fs::remove_dir_all(ground.path("../.git"));
        spoil(&ground);
        assert_eq!(ground.known(Look::Names, ground.settled()).len(), 1);
        assert_eq!(ground.kept(), None);
    }
    let ground = Ground::new();
    make(&ground, &Change::Write(1, 0));
    ground.known(Look::Names, SystemTime::now());
    assert_eq!(ground.kept(), None, "it is too young");
}

#[test]
fn rules_that_change_in_their_place_are_seen() {
    for rules in ["a/.gitignore", ".gitignore", "../.gitignore", "../.git/info/exclude"] {
        let ground = Ground::new();
        make(&ground, &Change::Write(1, 0));
        for (text, expected) in [("y.md\n", 1), ("x.md\n", 0), ("z.md\n", 1)] {
            fs::write(ground.path(rules), text).unwrap();
            let begun = ground.settled();
            for _ in 0..2 {
                let found = ground.known(Look::Stamps, begun).len();
                assert_eq!(found, expected, "{rules}: {text}");
            }
        }
    }
}
