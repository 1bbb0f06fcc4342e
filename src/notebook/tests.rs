use super::{Change, Notebook, is_note, on_all_cores};
use crate::config::{Found, Settings};

fn folder() -> (tempfile::TempDir, Notebook) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let notebook = Notebook { root, is_adopted: true, repo: None, settings: Settings::default() };
    (folder, notebook)
}

#[test]
fn notes_are_markdown_outside_of_what_has_a_meaning_of_its_own() {
    for (path, expected) in [
        ("a.md", true),
        ("x/A.MD", true),
        ("customers/minato/2026-03-04-poc.md", true),
        ("customers/minato/README.md", false),
        ("customers/README.md", true),
        ("templates/sync.md", false),
        ("weekly/2026-W10.md", false),
        ("team.md", false),
        ("x/team.md", true),
        (".github/a.md", false),
        ("a.txt", false),
        (".md", false),
    ] {
        assert_eq!(is_note(path, true), expected, "{path}");
    }
    assert!(is_note("team.md", false) && is_note("templates/a.md", false));
}

#[test]
fn a_new_file_takes_nobodys_place() {
    let (_folder, notebook) = folder();
    notebook.create("customers/a/x.md", b"one").unwrap();
    assert!(notebook.create("customers/a/x.md", b"two").is_err());
    assert_eq!(notebook.bytes_if_there("customers/a/x.md").unwrap().unwrap(), b"one");
    for path in ["../x.md", "a//b.md", "/etc/x.md", "a/../../x.md"] {
        assert!(notebook.create(path, b"").is_err(), "{path}");
    }
}

#[test]
fn a_file_that_changed_meanwhile_is_not_replaced() {
    let (_folder, notebook) = folder();
    notebook.create("x.md", b"one").unwrap();
    assert!(notebook.replace("x.md", b"other", b"two").is_err());
    notebook.replace("x.md", b"one", b"two").unwrap();
    assert_eq!(notebook.bytes_if_there("x.md").unwrap().unwrap(), b"two");
    let left = std::fs::read_dir(&notebook.root).unwrap().count();
    assert_eq!(left, 1, "no temporary file is left");
}

#[test]
fn several_changes_are_made_all_or_none() {
    let (_folder, notebook) = folder();
    notebook.create("a.md", b"one").unwrap();
    notebook.create("b.md", b"two").unwrap();
    let change = |path: &str, before: Option<&[u8]>, after: Option<&[u8]>| Change {
        path: path.to_string(),
        before: before.map(<[u8]>::to_vec),
        after: after.map(<[u8]>::to_vec),
    };
    let first = [
        change("a.md", Some(b"one"), Some(b"1")),
        change("c.md", None, Some(b"3")),
        change("b.md", Some(b"two"), None),
    ];
    let read = |path: &str| notebook.bytes_if_there(path).unwrap();
    let stale = change("a.md", Some(b"other"), Some(b"x"));
    assert!(notebook.write_all(&[first.as_slice(), &[stale]].concat()).is_err());
    assert_eq!((read("a.md"), read("b.md")), (Some(b"one".to_vec()), Some(b"two".to_vec())));
    assert_eq!(read("c.md"), None);
    notebook.write_all(&first).unwrap();
    assert_eq!((read("a.md"), read("b.md")), (Some(b"1".to_vec()), None));
    assert_eq!(read("c.md"), Some(b"3".to_vec()));
}

#[test]
fn links_are_not_followed() {
    let (_folder, notebook) = folder();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.md"), "- [ ] secret").unwrap();
    std::os::unix::fs::symlink(outside.path(), notebook.root.join("linked")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret.md"), notebook.root.join("link.md"))
        .unwrap();
    assert_eq!(notebook.note_paths().unwrap(), Vec::<String>::new());
    assert!(notebook.bytes_if_there("link.md").is_err());
    assert!(notebook.create("linked/x.md", b"").is_err());
}

#[test]
fn discovered_folders_open() {
    let (folder, _) = folder();
    let found = Found::Plain(folder.path().canonicalize().unwrap());
    let notebook = Notebook::open(found).unwrap();
    assert!(notebook.for_writing().is_err());
}

#[test]
fn many_are_made_in_their_order() {
    let all: Vec<usize> = (0..1_001).collect();
    assert_eq!(on_all_cores(&all, |n| n * 2), all.iter().map(|n| n * 2).collect::<Vec<_>>());
}
