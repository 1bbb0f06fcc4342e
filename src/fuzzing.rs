//! What must hold for whatever bytes somebody puts into a note, a setting or a merge. The programs in
//! `fuzz/` try it on bytes of a fuzzer's, the tests on those in `fuzz/seeds/`.

mod share;

use std::collections::BTreeMap;

use crate::calendar::{self, Reader, limits};
use crate::cells;
use crate::config::Settings;
use crate::date::{Date, Zone, parse_past, parse_phrase};
use crate::follow_up::{FollowUp, Mark, Place, State, Style, Verb};
use crate::front_matter::Header;
use crate::git::{self, Markers};
use crate::merge::{self, Versions};
use crate::note::{self, Note, NoteFile, Typed};
use crate::notebook::cache;
use crate::people::{Card, Directory, Present, read_team};
use crate::render::week::{kept_words, lost_lines};

/// A property of all bytes: it panics where it does not hold.
pub type Property = fn(&[u8]);

/// The properties, by the names of the fuzz targets.
pub const TARGETS: [(&str, Property); 11] = [
    ("note", note),
    ("line_editor", line_editor),
    ("front_matter", front_matter),
    ("config", config),
    ("merge", merge),
    ("own_words", own_words),
    ("words", words),
    ("cache", cache),
    ("index", index),
    ("share", share::share),
    ("calendar", calendar),
];

const PATH: &str = "customers/acme/2026-03-04-sync.md";

fn directory() -> Directory {
    let card = b"---\nname: Acme\n---\n\n## People\n\n- Yuki Sato (champion), yuki@acme.example\n";
    let mut directory =
        Directory { team: read_team(b"- Ann Lee @ann\n- Bo @bo\n"), ..Directory::default() };
    directory.cards.insert("acme".into(), Card::read("acme", card));
    directory
}

/// A note is read the same each time, and all that is found in it lies in it.
fn note(bytes: &[u8]) {
    let directory = directory();
    let (note, passages) = note::read_with_passages(PATH, bytes, &directory);
    let again = note::read(PATH, bytes, &directory);
    assert_eq!(format!("{note:?}"), format!("{again:?}"));
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    let of_boxes = note
        .follow_ups
        .iter()
        .chain(&note.unboxed)
        .chain(note.skipped.iter().map(|(item, _)| item));
    for line in of_boxes.map(|item| item.line).chain(note.typed.iter().map(|typed| typed.line)) {
        assert!((1..=lines).contains(&line), "line {line} of {lines}");
    }
    assert!(passages.len() <= 2 * lines + 2, "{} passages", passages.len());
}

/// Whatever is done to a follow-up changes the bytes of its own lines alone, and it alone is another when
/// the note is read again; what was closed comes back byte for byte.
fn line_editor(bytes: &[u8]) {
    let directory = directory();
    let file = NoteFile::read(PATH, bytes.to_vec(), &directory);
    let Some(day) = Date::new(2026, 3, 6) else { return };
    let mention = directory.mention("ann", &Present::default()).ok().flatten();
    for (at, item) in file.note.follow_ups.iter().enumerate().take(8) {
        let verbs = [
            Verb::Done(day),
            Verb::Drop { day, why: "no need".into() },
            Verb::Move(day),
            Verb::Assign(mention.iter().cloned().collect()),
            Verb::Reopen(Some(Mark::Empty)),
            Verb::Reopen(None),
        ];
        for (verb, style) in
            verbs.iter().flat_map(|verb| [(verb, Style::Plain), (verb, Style::Obsidian)])
        {
            let Ok(changed) = file.change(item, verb, style, &directory) else { continue };
            let after = NoteFile::read(PATH, changed, &directory);
            let place = &item.place;
            let end = place.paragraph.end.max(place.line.end);
            assert!(after.bytes.starts_with(&bytes[..place.line.start]), "{verb:?}: before");
            assert!(after.bytes.ends_with(&bytes[end..]), "{verb:?}: behind");
            assert_eq!(line_breaks(bytes), line_breaks(&after.bytes), "{verb:?}");
            assert_only_changed(&file.note, at, verb, &after.note);
            if verb.closes() {
                let (closed, mark) = (&after.note.follow_ups[at], item.mark());
                let back = after.change(closed, &Verb::Reopen(mark), style, &directory);
                assert!(back.is_ok_and(|back| back == bytes), "{verb:?} of line {}", item.line);
            }
        }
    }
}

/// One follow-up became what the verb says, and all else that was read is the same.
fn assert_only_changed(before: &Note, changed: usize, verb: &Verb, after: &Note) {
    // Bytes move, and so do the ids of those that have the same text as the changed one.
    let read = |item: &FollowUp| {
        let item = FollowUp { place: Place::default(), id: String::new(), ..item.clone() };
        format!("{item:?}")
    };
    // Of a typed line that has the box, the text has the dates and owners in it.
    let line = before.follow_ups[changed].line;
    let all = |note: &Note| {
        let skipped = note.skipped.iter().map(|(item, why)| format!("{why:?} {}", read(item)));
        let unboxed = note.unboxed.iter().map(read);
        let typed = note.typed.iter().map(|typed| {
            if typed.line != line {
                return format!("{typed:?}");
            }
            let (ticked, text, tag, link) = Default::default();
            format!("{:?}", Typed { ticked, text, tag, link, ..typed.clone() })
        });
        skipped.chain(unboxed).chain(typed).collect::<Vec<_>>()
    };
    assert_eq!(all(before), all(after), "{verb:?}");
    assert_eq!(before.follow_ups.len(), after.follow_ups.len(), "{verb:?}");
    let pairs = before.follow_ups.iter().zip(&after.follow_ups).enumerate();
    for (_, (old, new)) in pairs.filter(|(at, _)| *at != changed) {
        assert_eq!(read(old), read(new), "{verb:?}");
    }
    let (old, new) = (&before.follow_ups[changed], &after.follow_ups[changed]);
    let is_so = match verb {
        Verb::Done(day) => (new.state, new.closed) == (State::Done, Some(*day)),
        Verb::Drop { day, .. } => (new.state, new.closed) == (State::Dropped, Some(*day)),
        Verb::Reopen(_) => new.state == State::Open && new.closed.is_none(),
        Verb::Move(day) => new.promised.or(new.due) == Some(*day) && new.state == old.state,
        Verb::Assign(to) => {
            let owners = new.owners.iter().map(|owner| &owner.name);
            owners.eq(to.iter().map(|one| &one.name)) && new.state == old.state
        }
    };
    assert!(is_so, "{verb:?}: {new:?}");
    assert_eq!((old.line, &old.heading), (new.line, &new.heading), "{verb:?}");
}

fn line_breaks(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// A header is read or has problems, each with its line.
fn front_matter(bytes: &[u8]) {
    let header = Header::read(bytes);
    assert!(header.body <= bytes.len());
    let lines = 1 + line_breaks(bytes);
    for (line, problem) in &header.problems {
        assert!((1..=lines).contains(line) && !problem.is_empty(), "{line}: {problem}");
    }
    let _ = Card::read("acme", bytes);
    let _ = read_team(bytes);
}

/// Settings are read, or refused with the file's name.
fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(error) = Settings::parse(text) {
        let said = crate::error::chain(&error);
        assert!(said.contains("fieldnote.toml"), "{said}");
    }
}

/// Of three versions, apart at bytes 0xff: what one side alone changed is there; no new word of either
/// side is lost, be it in the result or between the markers of a conflict.
fn merge(bytes: &[u8]) {
    let mut parts = bytes.split(|byte| *byte == 0xff);
    let (Some(base), Some(ours), Some(theirs)) = (parts.next(), parts.next(), parts.next()) else {
        return;
    };
    let merge = |base, ours, theirs| {
        merge::merge(PATH, Versions { base, ours, theirs }, &Markers::default(), &directory())
    };
    let merged = merge(base, ours, theirs);
    assert_eq!(merge(base, base, theirs).bytes, theirs);
    assert_eq!(merge(base, ours, base).bytes, ours);
    assert_eq!(merge(base, ours, ours).bytes, ours);
    if [base, ours, theirs].iter().any(|version| version.contains(&0)) {
        return;
    }
    if merged.conflicts == 0 {
        assert!(note::conflict_marker(&merged.bytes).is_none());
    }
    let [in_base, in_ours, in_theirs] = [base, ours, theirs].map(words_by_line);
    let merged = words_by_line(&merged.bytes);
    for word in in_base.keys().chain(in_ours.keys()).chain(in_theirs.keys()) {
        let places = [&in_base, &in_ours, &in_theirs].map(|words| words.get(word));
        let (least, found) = (least_of(places), merged.get(word).map_or(0, |lines| sum(lines)));
        let shown = String::from_utf8_lossy(word);
        assert!(found >= least, "{shown:?} is there {found} times of {least}");
    }
}

/// How often a word stands in which lines.
type Places<'a> = BTreeMap<&'a [u8], usize>;

/// Returns the words of a text, each with the lines that it stands in.
fn words_by_line(text: &[u8]) -> BTreeMap<&[u8], Places<'_>> {
    let mut words: BTreeMap<&[u8], Places> = BTreeMap::new();
    for line in text.split(|byte| matches!(byte, b'\n' | b'\r')) {
        // Controls count as spaces: a vertical tab is one to Markdown.
        let is_apart = |byte: &u8| {
            byte.is_ascii_whitespace() || byte.is_ascii_control() || byte.is_ascii_punctuation()
        };
        for word in line.split(is_apart).filter(|word| !word.is_empty()) {
            *words.entry(word).or_default().entry(line.trim_ascii()).or_default() += 1;
        }
    }
    words
}

fn sum(places: &Places) -> usize {
    places.values().sum()
}

/// Returns how often a word of three versions must be in their merge: as often as in the base, without
/// the lines that a side took away or changed, and with those that it put there instead.
fn least_of(places: [Option<&Places>; 3]) -> usize {
    let none = Places::new();
    let [base, ours, theirs] = places.map(|places| places.unwrap_or(&none));
    let beyond = |one: &Places, other: &Places, line: &[u8]| {
        let count = |places: &Places| places.get(line).copied().unwrap_or(0);
        count(one).saturating_sub(count(other))
    };
    let added = |side: &Places| side.keys().map(|line| beyond(side, base, line)).sum::<usize>();
    let both_add = |line: &&&[u8]| beyond(ours, base, line) > 0 && beyond(theirs, base, line) > 0;
    if ours.keys().any(|line| both_add(&line)) {
        // Which of them stand for the same is not told by counting; but neither goes without a trace.
        return 1;
    }
    let gone = base.iter().map(|(line, count)| {
        let (here, there) = (beyond(base, ours, line), beyond(base, theirs, line));
        // What both changed is one and the same where there is but one.
        if *count == 1 { here.max(there) } else { (here + there).min(*count) }
    });
    // Where one side has fewer, it took a word out of a line that the other may have changed as well.
    if sum(ours) < sum(base) || sum(theirs) < sum(base) {
        return sum(base).saturating_sub(gone.sum());
    }
    sum(base).saturating_sub(gone.sum()) + added(ours).max(added(theirs))
}

/// Each line that the writer wrote into a summary is kept, or named as lost; what is kept stays the same.
fn own_words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let english = (SAVED, "## In my words\n\n", "\n## Look at this first\n\nnone\n");
    let japanese = (SAVED_IN_JAPANESE, "## 所感\n\n", "\n## 要確認事項\n\nなし\n");
    for ((head, own, rest), is_headed) in
        [(english, true), (english, false), (japanese, true), (japanese, false)]
    {
        let file = format!("{head}{}{}", if is_headed { own } else { "" }, signed(&text));
        let lost = lost_lines(&file);
        let lines = file.split_inclusive('\n').count();
        assert!(lost.iter().all(|line| (1..=lines).contains(line)));
        let kept = kept_words(&file).unwrap_or_default();
        for (number, line) in file.split_inclusive('\n').enumerate() {
            let is_kept = kept.contains(line.trim_end());
            let is_own = line.contains(SIGNATURE);
            assert!(!is_own || is_kept || lost.contains(&(number + 1)), "{line:?} is lost");
        }
        assert!(kept.lines().all(|line| file.contains(line)), "{kept:?}");
        if kept.is_empty() {
            continue;
        }
        let again = kept_words(&format!("{head}{own}{kept}{rest}"));
        assert_eq!(again.as_deref().map(str::trim), Some(kept.trim()));
    }
}

/// How a summary starts that was saved.
const SAVED: &str = "# Week 10 — Ann Lee\n\n2–8 March 2026 · as of Fri 6 Mar 17:00 Lisbon · commit 1f2e3d4\n<!-- fieldnote: week 2026-W10, commit 1f2e3d4c5b6a79880011223344556677889900aa, as of 2026-03-06T17:00:00Z -->\n\n";

const SAVED_IN_JAPANESE: &str = "# 第10週 週報 — Ann Lee\n\n2026年3月2日〜8日 · 集計時点：3月6日（金）17:00（Lisbon） · コミット：1f2e3d4\n<!-- fieldnote: week 2026-W10, commit 1f2e3d4c5b6a79880011223344556677889900aa, as of 2026-03-06T17:00:00Z -->\n\n";

/// What tells a line as the writer's: no summary has it.
const SIGNATURE: &str = "mine №";

/// Returns a text whose lines are signed, each by its number; headings, fences and what has no letters
/// stay as they are.
fn signed(text: &str) -> String {
    let sign = |(number, line): (usize, &str)| {
        let bare = line.trim_start_matches('\u{feff}').trim();
        let is_own = bare.starts_with(char::is_alphanumeric) && !line.contains(['\r', '<']);
        let ending = if line.ends_with('\n') { "\n" } else { "" };
        match is_own {
            true => format!("{} {SIGNATURE}{number}.{ending}", line.trim_end_matches('\n')),
            false => line.to_string(),
        }
    };
    text.split_inclusive('\n').enumerate().map(sign).collect()
}

/// Text that is shown drives no terminal; a date is read or refused.
fn words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let shown = cells::harmless(&text);
    assert!(!shown.chars().any(cells::is_harmful), "{shown:?}");
    assert_eq!(cells::harmless(&shown), shown);
    assert!(cells::width(&cells::cut(&shown, 20)) <= 20);
    let Some(today) = Date::new(2026, 3, 6) else { return };
    let _ = parse_phrase(&text, today);
    if let Ok(day) = parse_past(&text, today) {
        assert!(Date::parse_iso(&day.to_string()).is_some(), "{day}");
    }
}

/// Whatever stands in a cache, it is read or it is not; what was read can be kept again. A note comes back as
/// it was kept.
fn cache(bytes: &[u8]) {
    let read = [cache::notes::read_all(bytes), cache::versions::read_all(bytes)];
    let note = note::read(PATH, bytes, &directory());
    for note in read.iter().flatten().chain([&note]) {
        let kept = cache::again(note);
        let is_unreadable = note.problems.iter().any(|problem| problem.code == "unreadable");
        assert_eq!(kept.is_none(), is_unreadable);
        assert!(kept.is_none_or(|kept| Note { path: note.path.clone(), ..kept } == *note));
    }
    #[cfg(target_os = "linux")]
    folders(bytes);
}

/// A change of git's index leaves all other entries as they were; what is none of the common form is not changed.
fn index(bytes: &[u8]) {
    assert_ne!(git::others_stay(bytes), Some(false));
}

/// Folders come back as they were kept, and no name in them leads out of the notebook.
#[cfg(target_os = "linux")]
fn folders(bytes: &[u8]) {
    let Some((rules, folders)) = cache::folders::read_all(bytes) else { return };
    let kept = cache::folders::write_all(rules, &folders).expect("what was read can be kept");
    assert_eq!(cache::folders::read_all(&kept), Some((rules, folders.clone())));
    for folder in &folders {
        let pieces = folder.notes.pieces(3).flat_map(cache::folders::names);
        assert!(pieces.eq(folder.notes.iter()));
    }
    let paths = cache::folders::paths(&folders).unwrap_or_default();
    let names = folders.iter().flat_map(|folder| folder.notes.iter().chain(folder.others.iter()));
    for path in paths.iter().map(String::as_str).chain(names) {
        assert!(path.split('/').all(|part| !matches!(part, "." | "..")), "{path:?}");
    }
}

/// A calendar is read the same each time, within the limits; its meetings are of the days that were asked
/// for, and their texts are lines that drive no terminal.
fn calendar(bytes: &[u8]) {
    let (Some(first), Some(last)) = (Date::new(2026, 3, 1), Date::new(2026, 3, 31)) else { return };
    let read = || {
        let mut reader = Reader::new(calendar::Days { first, last }, Zone::UTC);
        reader.read("a.ics", bytes);
        reader.finish()
    };
    let found = read();
    assert_eq!(format!("{found:?}"), format!("{:?}", read()));
    assert!(found.occurrences.len() <= limits::MOST_OCCURRENCES);
    assert!(
        found.problems.len() <= limits::MOST_PROBLEMS
            && found.problems.len() >= found.untold.min(1)
    );
    for one in &found.occurrences {
        let day = one.start.date(Zone::UTC);
        assert!((first.plus(-1)..=last.plus(1)).contains(&day), "{day}");
        assert!(one.start.seconds() <= one.end.seconds(), "{one:?}");
        let details = &one.details;
        assert!(details.attendees.len() <= limits::MOST_ATTENDEES);
        let people = details.attendees.iter().chain(&details.organizer);
        let texts = people.flat_map(|person| [&person.name, &person.mail]);
        for text in texts.chain([&one.uid, &details.title, &details.place]) {
            assert!(!text.contains(char::is_control), "{text:?}");
            assert!(text.chars().count() <= 2 * limits::LONGEST_TEXT, "{text:?}");
        }
    }
}

#[cfg(test)]
mod tests;
