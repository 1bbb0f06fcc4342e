//! What each verb makes of a line: one table a verb, `before` and `after`.

use std::path::{Path, PathBuf};

use super::{NoteFile, read};
use crate::date::Date;
use crate::error::chain;
use crate::follow_up::{Mark, Style, Verb};
use crate::people::{Card, Directory, Mention, read_team};

const DAY: &str = "2026-03-12";

fn directory() -> Directory {
    let team = "- @dana — Dana Reyes\n- @priya — Priya Nair\n";
    let card = "## People\n\n- 佐藤 健 (Satō Ken) — lead\n";
    let mut directory = Directory { team: read_team(team.as_bytes()), ..Directory::default() };
    directory.cards.insert("minato".into(), Card::read("minato", card.as_bytes()));
    directory
}

fn day() -> Date {
    Date::parse_iso(DAY).expect("a day")
}

/// Changes the first follow-up of a text; returns the text, or why not.
fn changed(text: &str, verb: &Verb, style: Style) -> String {
    let path = "customers/minato/2026-03-04-sync.md";
    let file = NoteFile::read(path, text.as_bytes().to_vec(), &directory());
    match file.change(&file.note.follow_ups[0], verb, style, &directory()) {
        Ok(bytes) => String::from_utf8(bytes).expect("UTF-8"),
        Err(error) => chain(&error),
    }
}

#[track_caller]
fn check(verb: &Verb, style: Style, cases: &[(&str, &str)]) {
    for (before, after) in cases {
        let after = after.replace("DAY", DAY);
        assert_eq!(changed(before, verb, style), after, "{before}");
    }
}

#[test]
fn reopening_takes_away_what_closing_wrote() {
    check(
        &Verb::Reopen(Some(Mark::Empty)),
        Style::Plain,
        &[
            ("- [x] send (done 2026-03-05)\n", "- [ ] send\n"),
            ("- [X] send (done 2026-03-05)  \n", "- [ ] send  \n"),
            ("- [x] send by 2026-03-09 ✅ 2026-03-05\n", "- [ ] send by 2026-03-09\n"),
            ("- [x] send [completion:: 2026-03-05] ^k7\n", "- [ ] send ^k7\n"),
            ("- [x] send done:2026-03-05\r\n", "- [ ] send\r\n"),
            ("- [x] send", "- [ ] send"),
            ("- [-] send\n", "- [ ] send\n"),
            ("- [-] ~~send~~\n", "- [ ] send\n"),
            ("- [-] ~~send~~ (dropped 2026-03-05: no)\n", "- [ ] ~~send~~\n"),
            ("- [x] send (done 2026-03-01) (done 2026-03-05)\n", "- [ ] send (done 2026-03-01)\n"),
            ("- [-] send (dropped: no) ❌ 2026-03-01\n", "- [ ] send\n"),
            ("- [x] (done 2026-03-05) send\n", "- [ ] send\n"),
            ("- [x] (done 2026-03-05)send\n", "- [ ] send\n"),
            ("- [x] send (done 2026-03-05) the guide\n", "- [ ] send the guide\n"),
            ("- [x] send (done 2026-03-05)\n  the guide\n", "- [ ] send\n  the guide\n"),
            (
                "- [x] ~~@dana send by 2026-02-17~~ (dropped 2026-03-02: we (all) agreed)\n",
                "- [ ] @dana send by 2026-02-17\n",
            ),
            (
                "- [-] send (dropped: no need) 📅 2026-03-09 ❌ 2026-03-05\n",
                "- [ ] send 📅 2026-03-09\n",
            ),
            ("- [x] ~~send~~ (done 2026-03-05)\n", "- [ ] ~~send~~\n"),
            ("- [x] send ✅ (done 2026-03-05)\n", "- [ ] send ✅\n"),
            ("- ACTION: send (done)\n", "- ACTION: send\n"),
            ("- ACTION: ~~send~~\n", "- ACTION: send\n"),
            ("- ~~ACTION: send~~\n", "- ACTION: send\n"),
            ("- ACTION: send - Completed\n", "- ACTION: send\n"),
            ("- [ ] send\n", "\"send\" is open"),
        ],
    );
    check(
        &Verb::Reopen(Some(Mark::Started)),
        Style::Plain,
        &[("- [x] send (done 2026-03-05)\n", "- [/] send\n")],
    );
    check(
        &Verb::Reopen(None),
        Style::Plain,
        &[("- [x] ACTION: send (done 2026-03-05)\n", "- ACTION: send\n")],
    );
}

#[test]
fn dropping_strikes_the_line_and_says_why() {
    let verb = Verb::Drop { day: day(), why: "replaced (again) by the export".into() };
    check(
        &verb,
        Style::Plain,
        &[
            (
                "- [ ] @dana send by 2026-02-17\n",
                "- [x] ~~@dana send by 2026-02-17~~ (dropped DAY: replaced (again) by the export)\n",
            ),
            (
                "* [/] send ^k7q2\r\n",
                "* [x] ~~send~~ (dropped DAY: replaced (again) by the export) ^k7q2\r\n",
            ),
            (
                "- ACTION: @dana send\n",
                "- [x] ~~ACTION: @dana send~~ (dropped DAY: replaced (again) by the export)\n",
            ),
            (
                "- [ ] send ~~all~~ some",
                "- [x] send ~~all~~ some (dropped DAY: replaced (again) by the export)",
            ),
            (
                "- [ ] send\n  the guide\n",
                "- [x] send (dropped DAY: replaced (again) by the export)\n  the guide\n",
            ),
            (
                "- [ ] send (dropped 2026-03-01)\n",
                "- [x] ~~send (dropped 2026-03-01)~~ (dropped DAY: replaced (again) by the export)\n",
            ),
            (
                "- [ ] send\n  it (dropped 2026-03-12: no)\n",
                "- [x] send\n  it (dropped 2026-03-12: no) (dropped DAY: replaced (again) by the export)\n",
            ),
            ("- [ ] ~~send~~\n", "- [-] ~~send~~ (dropped DAY: replaced (again) by the export)\n"),
            (
                "- [ ] send by 2026-03-09.\n",
                "- [x] ~~send by 2026-03-09.~~ (dropped DAY: replaced (again) by the export)\n",
            ),
            (
                "- [ ] send 🔁 every week\n",
                "- [x] ~~send 🔁 every week~~ (dropped DAY: replaced (again) by the export)\n",
            ),
            ("- [x] send\n", "\"send\" is closed already"),
        ],
    );
    check(
        &verb,
        Style::Obsidian,
        &[
            (
                "- [ ] send 📅 2026-03-09 ^k7q2\n",
                "- [-] send (dropped: replaced (again) by the export) 📅 2026-03-09 ❌ DAY ^k7q2\n",
            ),
            ("- [ ] send\n", "- [-] send (dropped: replaced (again) by the export) ❌ DAY\n"),
        ],
    );
    for why in ["a smile :)", "(half"] {
        let verb = Verb::Drop { day: day(), why: why.into() };
        let refused = "the reason has a bracket without its other half, or is too long";
        assert_eq!(changed("- [ ] send\n", &verb, Style::Plain), refused);
    }
}

#[test]
fn moving_changes_the_date_where_it_stands() {
    let verb = Verb::Move(day());
    check(
        &verb,
        Style::Plain,
        &[
            ("- [ ] send by 2026-03-05\n", "- [ ] send by DAY\n"),
            ("- [ ] send due:2026-03-05 #infra\n", "- [ ] send due:DAY #infra\n"),
            ("- [ ] send (due 2026-03-05).\n", "- [ ] send (due DAY).\n"),
            ("- [ ] send 📅 2026-03-05 ⏫\n", "- [ ] send 📅 DAY ⏫\n"),
            ("- [ ] send [due:: 2026-03-05]\n", "- [ ] send [due:: DAY]\n"),
            ("- [ ] 2026-03-05までに送る\n", "- [ ] DAYまでに送る\n"),
            ("- [ ] send by 2026-03-05 the guide\n", "- [ ] send by DAY the guide\n"),
            (
                "- [ ] @dana send by 2026-03-05 promised 2026-03-06\n",
                "- [ ] @dana send by 2026-03-05 promised DAY\n",
            ),
            ("- [ ] send [promised:: 2026-03-06]\n", "- [ ] send [promised:: DAY]\n"),
            ("- [ ] send by 2026-03-01 by 2026-03-05\n", "- [ ] send by 2026-03-01 by DAY\n"),
            ("- [ ] send\n", "- [ ] send by DAY\n"),
            ("- [ ] send ^k7\n", "- [ ] send by DAY ^k7\n"),
            ("- [ ] send\n  the guide by 2026-03-05\n", "- [ ] send\n  the guide by DAY\n"),
            ("- ACTION: send by 2026-03-05\r\n", "- ACTION: send by DAY\r\n"),
            ("- [ ] 🔁 every week 📅 2026-03-05\n", "- [ ] 🔁 every week 📅 DAY\n"),
            ("- [x] send by 2026-03-05\n", "\"send\" is closed already"),
        ],
    );
    check(
        &verb,
        Style::Obsidian,
        &[
            ("- [ ] send\n", "- [ ] send 📅 DAY\n"),
            ("- [ ] send by 2026-03-05\n", "- [ ] send by DAY\n"),
        ],
    );
}

#[test]
fn assigning_puts_a_name_where_one_stood() {
    let directory = directory();
    let present = super::Present { customer: Some("minato".into()), ..Default::default() };
    let mention = |name: &str| -> Mention {
        directory.mention(name, &present).expect("one person").expect("a known person")
    };
    check(
        &Verb::Assign(vec![mention("priya")]),
        Style::Plain,
        &[
            ("- [ ] @dana send\n", "- [ ] @priya send\n"),
            ("- [ ] @dana: send\n", "- [ ] @priya: send\n"),
            ("- [ ] ＠dana　send\n", "- [ ] ＠priya　send\n"),
            ("- [ ] send (＠dana)\n", "- [ ] send (＠priya)\n"),
            ("- [ ] **@dana** send\n", "- [ ] **@priya** send\n"),
            ("- [ ] @dana @佐藤 send\n", "- [ ] @priya send\n"),
            ("- [ ] @dana+@佐藤 send\n", "- [ ] @priya send\n"),
            ("- [ ] Dana: send\n", "- [ ] Priya: send\n"),
            ("- [ ] **Dana Reyes**: send\n", "- [ ] **Priya**: send\n"),
            ("- [ ] Dana to send\n", "- [ ] Priya to send\n"),
            ("- [ ] Ken will send\n", "- [ ] Priya will send\n"),
            ("- [ ] send (@dana)\n", "- [ ] send (@priya)\n"),
            (
                "- [ ] send [owner:: dana] by 2026-03-05\n",
                "- [ ] send [owner:: priya] by 2026-03-05\n",
            ),
            ("- [ ] @dana send (@佐藤)\n", "- [ ] @priya send\n"),
            ("- [ ] @nobody send\n", "- [ ] @priya send\n"),
            ("- [ ] send\n", "- [ ] @priya send\n"),
            ("- [ ] (A) send\n", "- [ ] (A) @priya send\n"),
            ("- [ ] 📅 2026-03-05 send\n", "- [ ] @priya 📅 2026-03-05 send\n"),
            ("- ACTION: send\n", "- ACTION: @priya send\n"),
            ("- [ ] TODO: send\n", "- [ ] TODO: @priya send\n"),
            ("- [ ] TODO send\n", "- [ ] TODO @priya send\n"),
            ("- [ ] AI: send\n", "- [ ] AI: @priya send\n"),
            ("- [ ] send [owner:: dana] the guide\n", "- [ ] send [owner:: priya] the guide\n"),
            ("- [ ] [owner:: dana] send\n", "- [ ] [owner:: priya] send\n"),
            ("- [ACTION: dana] send\n", "- [ACTION: Priya] send\n"),
            ("- ACTION: Dana - send\r\n", "- ACTION: Priya - send\r\n"),
            ("- AI: @dana send\n", "- AI: @priya send\n"),
            ("- [x] @dana send\n", "\"send\" is closed already"),
        ],
    );
    check(
        &Verb::Assign(vec![mention("them")]),
        Style::Plain,
        &[
            ("- [ ] **Dana:** send\n", "- [ ] **@them:** send\n"),
            ("- [ ] 健さん to send\n", "- [ ] @them send\n"),
            ("- [ ] @dana send\n", "- [ ] @them send\n"),
        ],
    );
    check(
        &Verb::Assign(vec![mention("priya"), mention("ken")]),
        Style::Plain,
        &[
            ("- [ ] @dana send\n", "- [ ] @priya @佐藤 send\n"),
            ("- [ ] Dana to send\n", "- [ ] Priya & 佐藤 to send\n"),
            ("- [ ] send (@dana)\n", "- [ ] send (@priya @佐藤)\n"),
        ],
    );
}

/// Does and undoes a verb that closes; returns the bytes that come of it, or `None` where it refuses.
pub fn there_and_back(bytes: &[u8], at: usize, verb: &Verb, style: Style) -> Option<Vec<u8>> {
    let directory = directory();
    let file = NoteFile::read("a.md", bytes.to_vec(), &directory);
    let mark = file.note.follow_ups[at].mark();
    let closed = file.change(&file.note.follow_ups[at], verb, style, &directory).ok()?;
    let file = NoteFile::read("a.md", closed, &directory);
    let open = file.change(&file.note.follow_ups[at], &Verb::Reopen(mark), style, &directory);
    Some(open.expect("what was closed can be opened again"))
}

/// Returns the Markdown files below a folder.
fn files(folder: PathBuf) -> Vec<PathBuf> {
    let (mut folders, mut found) = (vec![folder], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    found
}

/// Each open follow-up of the example notebook, of the examples of the format and of the other pages is
/// ticked off and opened again, dropped and opened again, and the note is what it was; so it is with
/// `\r\n`. `FIELDNOTE_CORPORA=DIR cargo test come_back` takes the notes of a folder as well.
#[test]
fn whole_notes_come_back_byte_for_byte() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = [files(own.join("src/demo")), files(own.join("docs"))].concat();
    paths.extend(
        std::env::var_os("FIELDNOTE_CORPORA").into_iter().flat_map(|dir| files(dir.into())),
    );
    let (mut items, mut refused) = (0, Vec::new());
    for path in &paths {
        let text = std::fs::read(path).expect("a file");
        // What stands in fences of the pages is notes, too.
        let bare = text.split_inclusive(|b| *b == b'\n').filter(|line| !line.starts_with(b"```"));
        let bare: Vec<u8> = bare.flatten().copied().collect();
        let returns = bare.split_inclusive(|b| *b == b'\n').map(|line| match line {
            [text @ .., b'\n'] if !text.ends_with(b"\r") => [text, b"\r\n"].concat(),
            line => line.to_vec(),
        });
        for bytes in [text.clone(), bare.clone(), returns.collect::<Vec<_>>().concat()] {
            let note = read("a.md", &bytes, &directory());
            for (at, item) in note.follow_ups.iter().enumerate().filter(|(_, i)| i.is_open()) {
                let drop = Verb::Drop { day: day(), why: "no need".into() };
                let verbs = [Verb::Done(day()), drop];
                for (verb, style) in
                    verbs.iter().flat_map(|verb| [(verb, Style::Plain), (verb, Style::Obsidian)])
                {
                    items += 1;
                    let place = format!("{}:{}", path.display(), item.line);
                    match there_and_back(&bytes, at, verb, style) {
                        Some(back) => assert!(back == bytes, "{verb:?} {place}"),
                        None if item.repeats && matches!(verb, Verb::Done(_)) => {}
                        None => refused.push(place),
                    }
                }
            }
        }
    }
    assert!(items > 500 && refused.is_empty(), "of {items} refused are {refused:?}");
}
