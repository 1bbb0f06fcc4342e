use std::fs;
use std::path::Path;

use super::Extent;
use super::changes::{ChangesCache, Pair};
use super::contents::{Content, Contents, ContentsCache};
#[cfg(target_os = "linux")]
use super::folders::{self, Folder, FolderCache};
use super::line::LineCache;
use super::notes::{Found, NoteCache, Row};
use super::sums::{Key, Summed, SumsCache};
use super::tracked::{Tracked, TrackedCache};
use super::versions::VersionCache;
use crate::date::{Date, Moment};
use crate::follow_up::{FollowUp, Place};
use crate::git::{BlobId, Change, CommitId, CommitInfo};
use crate::note::{self, Note};
use crate::notebook::stamp::Stamp;
use crate::people::{Card, Circles, Directory, Present, read_team};
use crate::report::period::Remark;
use crate::report::week::Sums;

const ONE: &str = "---\ndate: 2026-03-02\ncustomer: orbit\nours: [dana]\n---\n# Sync\n\n- [ ] @dana call by 2026-03-05 #a\n- [x] b\n\n\
                   Decision: go\n\n> \"yes\" — Eve\n\n- [ ] TBD\n- [ ] c by friday\n";
const TWO: &str = "# Internal\n\n- [ ] d\n";

fn directory() -> Directory {
    Directory { team: read_team(b"- @dana \xe2\x80\x94 Dana Reyes\n"), ..Directory::default() }
}

fn open(file: &Path) -> NoteCache {
    NoteCache::open(Some(file.to_path_buf()), Circles::of(&directory()))
}

fn notes() -> Vec<Note> {
    let directory = directory();
    let read = |path, text: &str| note::read(path, text.as_bytes(), &directory);
    vec![read("a/one.md", ONE), read("two.md", TWO)]
}

fn commit(digit: &str) -> CommitId {
    serde_json::from_str(&format!("\"{}\"", digit.repeat(40))).unwrap()
}

/// A cache file with two notes, and those.
fn stored(file: &Path) -> (NoteCache, Vec<Found>, Vec<Note>) {
    let notes = notes();
    let stamp = Stamp::of(&fs::symlink_metadata(file.parent().unwrap()).unwrap()).unwrap();
    let found = notes.iter().map(|note| Found { path: note.path.clone(), stamp: Some(stamp) });
    let found: Vec<Found> = found.collect();
    let cache = open(file);
    let fresh: Vec<_> = notes.iter().map(|note| cache.fresh(stamp, note).unwrap()).collect();
    let paths = found.iter().map(|found| found.path.as_str());
    let kept: Vec<Row> = paths.zip(&fresh).map(|(path, one)| one.row(path)).collect();
    cache.store(&kept).unwrap();
    (open(file), found, notes)
}

#[test]
fn what_is_kept_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (cache, mut found, notes) = stored(&folder.path().join("notes"));
    assert!(notes[0].follow_ups.len() > 1 && !notes[0].skipped.is_empty());
    assert!(!notes[0].problems.is_empty() && !notes[0].typed.is_empty());
    let rows = cache.rows(&found);
    let read: Vec<Note> =
        rows.iter().map(|row| cache.note(&row.unwrap(), |_| Extent::Whole).unwrap()).collect();
    assert_eq!(read, notes);

    // A file that is not as it was, or that is new, has no row.
    found[1].stamp = None;
    found.insert(1, Found { path: "b.md".into(), stamp: found[0].stamp });
    let known: Vec<bool> = cache.rows(&found).iter().map(Option::is_some).collect();
    assert_eq!(known, [true, false, false]);
}

/// Returns what a list shows of a follow-up.
fn as_listed(item: &FollowUp) -> FollowUp {
    FollowUp { raw: String::new(), heading: None, place: Place::default(), ..item.clone() }
}

#[test]
fn of_a_note_as_much_comes_back_as_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (cache, found, notes) = stored(&folder.path().join("notes"));
    let row = cache.rows(&found)[0].unwrap();
    let whole = &notes[0];
    let open = Note {
        follow_ups: whole.follow_ups.iter().filter(|item| item.is_open()).cloned().collect(),
        ids_left_out: whole.follow_ups[1].id.clone(),
        typed: Vec::new(),
        quotes: Vec::new(),
        ..whole.clone()
    };
    assert!(!whole.quotes.is_empty() && whole.follow_ups[1].text == "b");
    assert_eq!(cache.note(&row, |_| Extent::Open), Some(open.clone()));
    let listed = Note {
        follow_ups: open.follow_ups.iter().map(as_listed).collect(),
        skipped: open.skipped.iter().map(|(item, why)| (as_listed(item), *why)).collect(),
        present: Present::default(),
        look_alikes: Vec::new(),
        ..open.clone()
    };
    assert!(open.follow_ups[0].heading.is_some() && !open.present.ours.is_empty());
    assert_eq!(cache.note(&row, |_| Extent::Listed), Some(listed.clone()));
    let since = Note { typed: whole.typed.clone(), ..listed.clone() };
    let day = |day| Date::new(2026, 3, day).unwrap();
    assert_eq!(cache.note(&row, |_| Extent::Since(day(1))), Some(since));
    let by_header = |note: &Note| {
        assert!(note.customer.is_some() && note.follow_ups.is_empty());
        Extent::Header
    };
    let header =
        Note { follow_ups: Vec::new(), ids_left_out: String::new(), skipped: Vec::new(), ..listed };
    assert_eq!(cache.note(&row, by_header), Some(header));
}

#[test]
fn where_a_promise_may_count_what_is_closed_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut cache = VersionCache::open(Some(folder.path().join("versions")));
    let (blob, circles) = (BlobId::from_hex(&"a".repeat(40)).unwrap(), Circles::of(&directory()));
    let texts = [
        ("- [x] a promised 2026-03-04\n- [ ] b by 2026-03-20\n- [x] c\n", 4),
        ("- [x] a promised 2026-03-04\n- [-] b promised 2026-03-05\n", 5),
        ("- [x] a\n- [ ] b promised 2026-02-01\n", 31),
    ];
    for (at, (text, last)) in texts.into_iter().enumerate() {
        let note = note::read(&format!("{at}.md"), text.as_bytes(), &directory());
        cache.keep(blob, &note, &circles);
        cache.store().unwrap();
        cache = VersionCache::open(Some(folder.path().join("versions")));
        for day in [1, 4, 5, 6, 31] {
            let since = Extent::Since(Date::new(2026, 3, day).unwrap());
            let read = cache.note(&note.path, blob, &circles, since).unwrap();
            assert_eq!(read == note, day <= last, "{text} {day}");
            assert!(read == note || read.follow_ups.iter().all(FollowUp::is_open));
        }
    }
}

#[test]
fn with_other_people_a_note_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes");
    let (_, found, notes) = stored(&file);
    let mut others = directory();
    let card = |people: &str| Card::read("orbit", format!("## People\n\n{people}").as_bytes());
    others.cards.insert("orbit".into(), card("- Eve Poe\n"));
    // The first note is orbit's, the second is nobody's: there, everybody can be meant.
    let known = |others: &Directory| -> Vec<Option<Note>> {
        let cache = NoteCache::open(Some(file.clone()), Circles::of(others));
        cache.rows(&found).iter().map(|row| cache.note(&row.unwrap(), |_| Extent::Whole)).collect()
    };
    assert_eq!(known(&others), [None, None]);
    others.cards = [("nadir".to_string(), card("- Bo Li\n"))].into();
    assert_eq!(known(&others), [Some(notes[0].clone()), None]);
    others = Directory { me: Some("dana".into()), ..directory() };
    assert_eq!(known(&others), [None, None]);
}

/// Gives a check each way in which a file can be cut off, and one byte of it be another.
fn damage(file: &Path, check: impl Fn(usize) -> usize) {
    let whole = fs::read(file).unwrap();
    let all = check(0);
    assert!(all > 0);
    for at in 0..whole.len() {
        fs::write(file, &whole[..at]).unwrap();
        assert!(check(at) < all, "{at}");
        for bit in [1, 0x80] {
            let mut bytes = whole.clone();
            bytes[at] ^= bit;
            fs::write(file, &bytes).unwrap();
            check(at);
        }
        if at % 4 == 0 && at + 8 < whole.len() {
            let mut bytes = whole.clone();
            bytes[at..at + 8].fill(0xff); // lengths that no file has
            fs::write(file, &bytes).unwrap();
            check(at);
        }
    }
}

#[test]
fn a_damaged_cache_gives_the_notes_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes");
    let (_, found, notes) = stored(&file);
    damage(&file, |at| {
        let cache = open(&file);
        let rows = cache.rows(&found);
        let read =
            rows.iter().map(|row| row.as_ref().and_then(|row| cache.note(row, |_| Extent::Whole)));
        let known = read.zip(&notes).filter(|(read, note)| {
            assert!(read.is_none() || read.as_ref() == Some(*note), "{at}");
            read.is_some()
        });
        known.count()
    });
}

#[test]
fn what_the_index_knew_comes_back_and_damage_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tracked");
    let open = || TrackedCache::open(Some(file.clone()));
    let stamp = Stamp::of(&fs::symlink_metadata(folder.path()).unwrap());
    for (index, paths) in [(stamp, ["x.md", "日.md"].as_slice()), (None, &[]), (stamp, &["y.md"])]
    {
        let paths = paths.iter().map(|path| (*path).to_string()).collect();
        let tracked = Tracked { listing: u64::MAX, index, paths };
        open().store(&tracked).unwrap();
        assert_eq!(open().tracked(), Some(tracked));
    }
    let known = open().tracked();
    damage(&file, |at| {
        let read = open().tracked();
        assert!(read.is_none() || read == known, "{at}");
        usize::from(read.is_some())
    });
}

#[test]
fn changes_come_back_and_damage_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("changes");
    let blob = |digit: &str| BlobId::from_hex(&digit.repeat(40));
    let change = |path: &str, old, new| Change { path: path.into(), old, new };
    let pairs = [
        ((None, commit("a")), vec![change("日.md", None, blob("1"))]),
        ((Some(commit("a")), commit("b")), Vec::new()),
        ((Some(commit("b")), commit("c")), vec![change("x.md", blob("1"), blob("2"))]),
    ];
    let open = || ChangesCache::open(Some(file.clone()));
    let store = |pairs: &[(Pair, Vec<Change>)]| {
        open().store(true, pairs.iter().map(|(pair, changes)| (*pair, &**changes))).unwrap();
    };
    store(&pairs);
    assert_eq!(open().changes(false), [], "of a folder that was a notebook");
    damage(&file, |at| {
        let read = open().changes(true);
        assert!(read.is_empty() || read == pairs, "{at}");
        read.len()
    });
    // Neither a pair with very many changes is kept, nor more pairs than a run may need.
    let many = vec![change("x.md", blob("1"), blob("2")); 1001];
    store(&[((None, commit("a")), many)]);
    assert_eq!(open().changes(true), []);
    store(&vec![pairs[1].clone(); 50_001]);
    assert_eq!(open().changes(true).len(), 50_000);
}

#[test]
fn contents_come_back_and_damage_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("contents");
    let stamp = Stamp::of(&fs::symlink_metadata(folder.path()).unwrap()).unwrap();
    let blob = |digit: &str| BlobId::from_hex(&digit.repeat(40)).unwrap();
    let commit = commit("c");
    let contents = [
        ("as-committed.md", Some(blob("a")), Some((stamp, blob("a")))),
        ("changed.md", Some(blob("a")), Some((stamp, blob("b")))),
        ("gone.md", Some(blob("a")), None),
        ("日.md", None, Some((stamp, blob("b")))),
    ];
    let contents = contents.map(|(path, committed, work)| {
        let content = Content { committed, work };
        (path.to_string(), content)
    });
    let contents = Contents::from(contents);
    let open = || ContentsCache::open(Some(file.clone()));
    open().store(true, Some(stamp), commit, &contents).unwrap();
    let stamp = Some(stamp);
    assert_eq!(open().contents(false, stamp), None, "of a folder that was a notebook");
    for (index, expected) in
        [(stamp, [true, true, false, true]), (None, [true, false, false, false])]
    {
        let read = open().contents(true, index).unwrap().1;
        assert_eq!(
            read.into_values().map(|content| content.work.is_some()).collect::<Vec<_>>(),
            expected
        );
    }
    damage(&file, |at| {
        let read = open().contents(true, stamp);
        assert!(read.is_none() || read == Some((commit, contents.clone())), "{at}");
        usize::from(read.is_some())
    });
}

#[cfg(target_os = "linux")]
#[test]
fn folders_come_back_and_damage_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("folders");
    let stamp = Stamp::of(&fs::symlink_metadata(folder.path()).unwrap());
    let mut folders =
        vec![Folder::new(0, "".into(), stamp, Some(7)), Folder::new(0, "a".into(), None, None)];
    folders[0].notes.push("x.md");
    folders[1].notes.push("日.md");
    folders[1].notes.push("y.md");
    folders[1].others.push("sub");
    let open = || FolderCache::open(Some(file.clone()));
    open().store(3, &folders).unwrap();
    assert_eq!(open().folders(4), [], "of other rules");
    assert_eq!(folders::paths(&folders).unwrap(), ["", "a"]);
    damage(&file, |at| {
        let cache = open();
        let read = cache.folders(3);
        assert!(read.is_empty() || read == folders, "{at}");
        read.len()
    });
    // None leads out of the folder, or lies in one that is not before it.
    for (parent, name) in [(0, ".."), (0, "a/b"), (0, ""), (1, "b"), (9, "b")] {
        let below = Folder::new(parent, name.into(), None, None);
        assert_eq!(folders::paths(&[folders[0].clone(), below]), None, "{parent} {name}");
    }
}

#[test]
fn commits_come_back_and_damage_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("line");
    let info = |hex: &str, seconds| {
        let id = commit(hex);
        let time = Moment::from_seconds(seconds);
        CommitInfo { id, time, offset_minutes: -90, parents: 2 }
    };
    let commits = format!("{:?}", [info("a", 1_772_400_000), info("0", -1)]);
    let open = || LineCache::open(Some(file.clone()));
    open().store(&[info("a", 1_772_400_000), info("0", -1)]).unwrap();
    damage(&file, |at| {
        let read = open().commits();
        assert!(read.is_empty() || format!("{read:?}") == commits, "{at}");
        read.len()
    });
}

#[test]
fn sums_come_back_by_all_that_they_follow_from_and_damage_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sums");
    let day = |day| Date::new(2026, 3, day).unwrap();
    let key = Key {
        monday: day(2),
        start: Some(commit("a")),
        end: commit("b"),
        as_of: 1_772_755_200,
        today: day(8),
        me: None,
        is_adopted: true,
        owner: None,
        customer: None,
    };
    let name = || Some("ann".to_string());
    let others = [
        Key { monday: day(9), ..key.clone() },
        Key { start: None, ..key.clone() },
        Key { end: commit("a"), ..key.clone() },
        Key { as_of: 0, ..key.clone() },
        Key { today: day(9), ..key.clone() },
        Key { me: name(), ..key.clone() },
        Key { is_adopted: false, ..key.clone() },
        Key { owner: name(), ..key.clone() },
        Key { customer: name(), ..key.clone() },
    ];
    let summed = |new: usize| Summed {
        sums: Sums { new, closed: usize::MAX, promises_due: 3, ..Sums::default() },
        remarks: vec![Remark::Arrived { commits: 2, first: day(1), last: day(3), on: day(4) }],
    };
    let open = || SumsCache::open(Some(file.clone()));
    let mut cache = open();
    cache.keep(key.clone(), summed(0));
    cache.store().unwrap();
    assert_eq!(open().get(&key), Some(&summed(0)));
    for (at, other) in others.iter().enumerate() {
        let mut cache = open(); // what is there already is kept on
        assert_eq!(cache.get(other), None, "{other:?}");
        cache.keep(other.clone(), summed(at + 1));
        cache.store().unwrap();
    }
    let all = || [&key].into_iter().chain(&others).enumerate();
    assert!(all().all(|(at, key)| open().get(key) == Some(&summed(at))));
    damage(&file, |at| {
        let cache = open();
        let read = all().filter_map(|(new, key)| Some((new, cache.get(key)?)));
        read.inspect(|(new, read)| assert_eq!(**read, summed(*new), "{at}")).count()
    });
}

#[test]
fn versions_come_back_and_damage_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("versions");
    let blobs = ["a", "b"].map(|digit| BlobId::from_hex(&digit.repeat(40)).unwrap());
    let (circles, notes) = (Circles::of(&directory()), notes());
    let open = || VersionCache::open(Some(file.clone()));
    let known = |blob: BlobId, path: &str| open().note(path, blob, &circles, Extent::Whole);
    for (blob, note) in blobs.iter().zip(&notes) {
        let mut cache = open(); // what is there already is kept on
        assert_eq!(cache.note(&note.path, *blob, &circles, Extent::Whole), None);
        cache.keep(*blob, note, &circles);
        cache.store().unwrap();
    }
    assert_eq!(known(blobs[0], &notes[0].path), Some(notes[0].clone()));
    assert_eq!(known(blobs[1], &notes[1].path), Some(notes[1].clone()));
    assert_eq!(known(blobs[1], &notes[0].path), None);

    // The same version for others: both are kept.
    let others = Circles::of(&Directory { me: Some("dana".into()), ..directory() });
    let mut cache = open();
    assert_eq!(cache.note(&notes[0].path, blobs[0], &others, Extent::Whole), None);
    cache.keep(blobs[0], &notes[0], &others);
    cache.store().unwrap();
    for circles in [&circles, &others] {
        assert_eq!(
            open().note(&notes[0].path, blobs[0], circles, Extent::Whole),
            Some(notes[0].clone())
        );
    }
    damage(&file, |at| {
        let read = blobs.iter().zip(&notes).filter(|(blob, note)| {
            let read = known(**blob, &note.path);
            assert!(read.is_none() || read.as_ref() == Some(*note), "{at}");
            read.is_some()
        });
        read.count()
    });
}

#[test]
fn a_link_is_not_written_through() {
    let folder = tempfile::tempdir().unwrap();
    let (precious, place) = (folder.path().join("precious"), folder.path().join("cache"));
    fs::create_dir(&place).unwrap();
    let (cache, _, _) = stored(&place.join("notes"));
    fs::write(&precious, "mine").unwrap();
    for name in ["notes.new", "notes.writing", "notes"] {
        let _ = fs::remove_file(place.join(name));
        std::os::unix::fs::symlink(&precious, place.join(name)).unwrap();
        let _ = cache.store(&[]);
        let _ = fs::remove_file(place.join(name));
    }
    fs::rename(&place, folder.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("elsewhere"), &place).unwrap();
    assert!(cache.store(&[]).is_err());
    assert_eq!(fs::read(&precious).unwrap(), b"mine");
}
