use std::fs;
use std::path::Path;

use super::{Cache, Found, HEADER, Kept, Tracked, body, listing};
use crate::note::{self, Note};
use crate::notebook::stamp::Stamp;
use crate::people::{Directory, read_team};

const ONE: &str = "---\ndate: 2026-03-02\ncustomer: orbit\n---\n# Sync\n\n- [ ] @dana call by 2026-03-05 #a\n- [x] b\n\n\
                   Decision: go\n\n> \"yes\" — Eve\n\n- [ ] TBD\n- [ ] c by friday\n";
const TWO: &str = "# Internal\n\n- [ ] d\n";

fn directory() -> Directory {
    Directory { team: read_team(b"- @dana \xe2\x80\x94 Dana Reyes\n"), ..Directory::default() }
}

/// A cache file with two notes, and those.
fn stored(folder: &Path) -> (Cache, Vec<Found>, Vec<Note>) {
    let directory = directory();
    let read = |path, text: &str| note::read(path, text.as_bytes(), &directory);
    let notes = vec![read("a/one.md", ONE), read("two.md", TWO)];
    let found: Vec<Found> = notes
        .iter()
        .map(|note| {
            let file = folder.join(note.path.replace('/', "-"));
            fs::write(&file, &note.title).unwrap();
            let stamp = Stamp::of(&fs::symlink_metadata(file).unwrap());
            Found { path: note.path.clone(), stamp }
        })
        .collect();
    let bodies: Vec<Vec<u8>> = notes.iter().map(|note| body(note).unwrap()).collect();
    let kept = found.iter().zip(&bodies).map(|(found, body)| {
        let stamp = found.stamp.unwrap();
        Kept { path: &found.path, stamp, body }
    });
    let kept: Vec<Kept> = kept.collect();
    let file = Some(folder.join("cache/notes"));
    let tracked = Tracked { listing: listing(&found), index: None, paths: vec!["x.md".into()] };
    Cache::open(file.clone(), &directory).store(&tracked, &kept).unwrap();
    (Cache::open(file, &directory), found, notes)
}

#[test]
fn what_is_kept_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (cache, mut found, notes) = stored(folder.path());
    assert!(notes[0].follow_ups.len() > 1 && !notes[0].skipped.is_empty());
    assert!(!notes[0].problems.is_empty() && !notes[0].typed.is_empty());
    let rows = cache.rows(&found);
    let read: Vec<Note> = rows.iter().map(|row| cache.note(&row.unwrap()).unwrap()).collect();
    assert_eq!(read, notes);
    let tracked = cache.tracked().unwrap();
    assert_eq!((tracked.paths, tracked.index), (vec!["x.md".to_string()], None));

    // A file that is not as it was, or that is new, has no row.
    found[1].stamp = found[0].stamp;
    found.insert(1, Found { path: "b.md".into(), stamp: found[0].stamp });
    let known: Vec<bool> = cache.rows(&found).iter().map(Option::is_some).collect();
    assert_eq!(known, [true, false, false]);
}

#[test]
fn with_other_people_nothing_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let (cache, found, _) = stored(folder.path());
    let mut others = directory();
    others.me = Some("dana".into());
    let cache = Cache::open(cache.file, &others);
    assert!(cache.tracked().is_none() && cache.rows(&found).iter().all(Option::is_none));
}

#[test]
fn a_damaged_cache_gives_the_notes_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let (cache, found, notes) = stored(folder.path());
    let file = cache.file.unwrap();
    let whole = fs::read(&file).unwrap();
    let check = |bytes: &[u8], at: usize| {
        fs::write(&file, bytes).unwrap();
        let cache = Cache::open(Some(file.clone()), &directory());
        let mut known = 0;
        for (row, note) in cache.rows(&found).iter().zip(&notes) {
            let read = row.as_ref().and_then(|row| cache.note(row));
            assert!(read.is_none() || read.as_ref() == Some(note), "{at}");
            known += usize::from(read.is_some());
        }
        known
    };
    assert_eq!(check(&whole, 0), 2);
    for at in 0..whole.len() {
        assert_eq!(check(&whole[..at], at), 0, "{at}");
        for bit in [1, 0x80] {
            let mut bytes = whole.clone();
            bytes[at] ^= bit;
            check(&bytes, at);
        }
    }
    // Lengths that no file has are not believed.
    for at in [HEADER - 16, HEADER - 8, HEADER + 4 + 40, HEADER + 4 + 44] {
        let mut bytes = whole.clone();
        bytes[at..at + 4].fill(0xff);
        assert_eq!(check(&bytes, at), 0);
    }
}

#[test]
fn a_link_is_not_written_through() {
    let folder = tempfile::tempdir().unwrap();
    let (cache, _, _) = stored(folder.path());
    let (precious, place) = (folder.path().join("precious"), folder.path().join("cache"));
    fs::write(&precious, "mine").unwrap();
    let tracked = Tracked { listing: 0, index: None, paths: Vec::new() };
    for name in ["notes.new", "notes.writing", "notes"] {
        let _ = fs::remove_file(place.join(name));
        std::os::unix::fs::symlink(&precious, place.join(name)).unwrap();
        let _ = cache.store(&tracked, &[]);
        let _ = fs::remove_file(place.join(name));
    }
    fs::rename(&place, folder.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("elsewhere"), &place).unwrap();
    assert!(cache.store(&tracked, &[]).is_err());
    assert_eq!(fs::read(&precious).unwrap(), b"mine");
}
