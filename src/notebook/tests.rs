use super::files::Files;
use super::{Notebook, is_note};
use crate::config::{Found, Settings};

fn folder() -> (tempfile::TempDir, Notebook) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let notebook = Notebook {
        root,
        is_adopted: true,
        repo: None,
        settings: Settings::default(),
        cache_home: None,
    };
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
fn links_are_not_followed() {
    let (_folder, notebook) = folder();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.md"), "- [ ] secret").unwrap();
    std::os::unix::fs::symlink(outside.path(), notebook.root.join("linked")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret.md"), notebook.root.join("link.md"))
        .unwrap();
    assert_eq!(notebook.note_paths().unwrap(), Vec::<String>::new());
    assert!(notebook.bytes_if_there("link.md").is_err());
    assert!(Files::new(&notebook.root, "op").create("linked/x.md", b"").is_err());
}

#[test]
fn discovered_folders_open() {
    let (folder, _) = folder();
    let found = Found::Plain(folder.path().canonicalize().unwrap());
    let notebook = Notebook::open(found).unwrap();
    assert!(notebook.for_writing().is_err());
}
