//! Reading many dialects at once must not change what any single one means: for each part of a
//! follow-up, the forms of Obsidian Tasks (emoji and Dataview), todo.txt, nb, and plain text.
//!
//! The forms are those of each tool's own documents: Obsidian Tasks' *Tasks Emoji Format* and *Dataview
//! Format*, todo.txt's *format rules*, nb's *tasks*. What is read otherwise than by its own tool says so.

use super::read;
use crate::follow_up::State;
use crate::people::{Directory, read_team};

/// Reads one line and shows `state · owners · fields · id … · #tags · text`; `none` is no follow-up.
fn shown(line: &str) -> String {
    let team = read_team("- @dana — Dana Reyes\n- @priya — Priya Nair\n".as_bytes());
    let directory = Directory { team, ..Directory::default() };
    let header = "---\ntheirs: [佐藤 健]\nattendees: [Tom Dale]\n---\n";
    let note = read("a/2026-03-04.md", format!("{header}{line}\n").as_bytes(), &directory);
    let Some(item) = note.follow_ups.first() else { return "none".to_string() };
    let mut parts = vec![match item.state {
        State::Open if item.started => "started".to_string(),
        state => format!("{state:?}").to_lowercase(),
    }];
    let owners: Vec<&str> = item.owners.iter().map(|owner| owner.name.as_str()).collect();
    parts.extend((!owners.is_empty()).then(|| owners.join("+")));
    for (name, date) in [
        ("due", item.due),
        ("promised", item.promised),
        ("start", item.start),
        ("closed", item.closed),
    ] {
        parts.extend(date.map(|date| format!("{name} {}", &date.to_string()[5..])));
    }
    parts.extend(item.priority.clone());
    parts.extend(item.repeats.then(|| "repeats".to_string()));
    let made = crate::follow_up::id(&note.path, &item.text, 0, 1);
    parts.extend((item.id != made).then(|| format!("id {}", item.id)));
    parts.extend(item.tags.iter().map(|tag| format!("#{tag}")));
    parts.push(item.text.clone());
    parts.join(" · ")
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let wrong = cases.iter().map(|(line, expected)| (*line, *expected, shown(line)));
    let wrong: Vec<_> = wrong.filter(|(_, expected, shown)| expected != shown).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn owners() {
    check(&[
        // plain
        ("- [ ] @dana send", "open · dana · send"),
        ("- [ ] @dana: send", "open · dana · send"),
        ("- [ ] @dana, send", "open · dana · send"),
        ("- [ ] @dana @priya send", "open · dana+priya · send"),
        ("- [ ] @dana+@priya: send", "open · dana+priya · send"),
        ("- [ ] **Dana**: send", "open · dana · send"),
        ("- [ ] **Dana:** send", "open · dana · send"),
        ("- [ ] Dana Reyes: send", "open · dana · send"),
        ("- [ ] Dana to send", "open · dana · send"),
        ("- [ ] Dana will send", "open · dana · send"),
        ("- [ ] Dana & Priya to send", "open · dana+priya · send"),
        ("- [ ] TD to send", "open · Tom Dale · send"),
        ("- [ ] @佐藤様 送る", "open · 佐藤 健 · 送る"),
        ("- [ ] 佐藤: 送る", "open · 佐藤 健 · 送る"),
        ("- [ ] send (@dana)", "open · dana · send"),
        ("- [ ] send (@dana) by 2026-03-05", "open · dana · due 03-05 · send"),
        ("- [ ] send by 2026-03-05 (@dana)", "open · dana · due 03-05 · send"),
        ("- [ ] by 2026-03-05 @dana send", "open · dana · due 03-05 · send"),
        ("- [ ] ~~@dana send~~", "open · dana · send"),
        ("- [ ] @dana send (@priya)", "open · dana+priya · send"),
        ("- [ ] ask @dana to send", "open · ask @dana to send"),
        ("- [ ] send (with @dana) it", "open · send (with @dana) it"),
        ("- [ ] mail dana@us.example", "open · mail dana@us.example"),
        ("- [ ] Note: send", "open · Note: send"),
        ("- [ ] send to Dana", "open · send to Dana"),
        // Dataview
        ("- [ ] send [owner:: dana]", "open · dana · send"),
        ("- [ ] send (owner:: @dana)", "open · dana · send"),
        ("- [ ] [owner:: dana] send", "open · dana · [owner:: dana] send"),
        ("- [ ] send [owner:: dana] it", "open · dana · send [owner:: dana] it"),
        // Obsidian Tasks: owner before the fields
        ("- [ ] @dana send ⏫ 📅 2026-03-05", "open · dana · due 03-05 · ⏫ · send"),
        ("- [ ] 📅 2026-03-05 @dana send", "open · dana · due 03-05 · send"),
        // todo.txt: `@phone` is a context there; here whoever stands first is an owner, and no other.
        ("- [ ] @phone call Ann", "open · phone · call Ann"),
        ("- [ ] call Ann @phone", "open · call Ann @phone"),
        ("- [ ] (B) call +GarageSale @phone", "open · (B) · call +GarageSale @phone"),
        ("- [ ] (A) @dana call", "open · dana · (A) · call"),
        // nb has no owners.
        ("- [ ] task one", "open · task one"),
    ]);
}

#[test]
fn due() {
    check(&[
        // plain
        ("- [ ] send by 2026-03-05", "open · due 03-05 · send"),
        ("- [ ] send By 2026-03-05.", "open · due 03-05 · send"),
        ("- [ ] send due 2026-03-05", "open · due 03-05 · send"),
        ("- [ ] send (due 2026-03-05)", "open · due 03-05 · send"),
        ("- [ ] send (by 2026-03-05), thanks", "open · due 03-05 · send (by 2026-03-05), thanks"),
        ("- [ ] send by 2026-03-05 to all", "open · due 03-05 · send by 2026-03-05 to all"),
        ("- [ ] 2026-03-05までに送る", "open · due 03-05 · 2026-03-05までに送る"),
        ("- [ ] 送る 2026-03-05まで", "open · due 03-05 · 送る"),
        ("- [ ] send by 2026-03-05 by 2026-03-09", "open · due 03-09 · send"),
        (
            "- [ ] send by 2026-03-09, now due 2026-03-05",
            "open · due 03-05 · send by 2026-03-09, now",
        ),
        ("- [ ] send by 2026-02-30", "open · send by 2026-02-30"),
        ("- [ ] send by friday", "open · send by friday"),
        ("- [ ] run `x --by 2026-03-05`", "open · run `x --by 2026-03-05`"),
        ("- [ ] https://a.example/due:2026-03-05", "open · https://a.example/due:2026-03-05"),
        // Obsidian Tasks, emoji; a variation selector may follow, and a tag may stand anywhere.
        ("- [ ] send 📅 2026-03-05", "open · due 03-05 · send"),
        ("- [ ] send 📅2026-03-05", "open · due 03-05 · send"),
        ("- [ ] send 📆 2026-03-05", "open · due 03-05 · send"),
        ("- [ ] send 🗓\u{fe0f} 2026-03-05", "open · due 03-05 · send"),
        ("- [ ] send 📅 2026-03-05 📅 2026-03-09", "open · due 03-09 · send"),
        ("- [ ] send 📅 2026-03-05 #a", "open · due 03-05 · #a · send 📅 2026-03-05 #a"),
        // In its own tool text behind the emoji hides them; here they are read anywhere.
        ("- [ ] send 📅 2026-03-05 to all", "open · due 03-05 · send 📅 2026-03-05 to all"),
        ("- [ ] send 📅 tomorrow", "open · send 📅 tomorrow"),
        // Dataview
        ("- [ ] send [due:: 2026-03-05]", "open · due 03-05 · send"),
        ("- [ ] send (due:: 2026-03-05)", "open · due 03-05 · send"),
        (
            "- [ ] send  [due::2026-03-05],  [start:: 2026-03-02]",
            "open · due 03-05 · start 03-02 · send",
        ),
        (
            "- [ ] send [due:: 2026-03-05] to all",
            "open · due 03-05 · send [due:: 2026-03-05] to all",
        ),
        ("- [ ] send [due:: soon]", "open · send [due:: soon]"),
        // Without brackets it is no field of a task in Dataview either.
        ("- [ ] send due:: 2026-03-05", "open · send due:: 2026-03-05"),
        // todo.txt
        ("- [ ] send due:2026-03-05", "open · due 03-05 · send"),
        ("- [ ] (A) send due:2026-03-05 +x", "open · due 03-05 · (A) · send due:2026-03-05 +x"),
        ("- [ ] send overdue:2026-03-05", "open · send overdue:2026-03-05"),
        // mixed
        ("- [ ] send by 2026-03-09 📅 2026-03-05", "open · due 03-05 · send"),
        ("- [ ] send due:2026-03-09 [due:: 2026-03-05]", "open · due 03-05 · send"),
    ]);
}

#[test]
fn promise() {
    check(&[
        ("- [ ] send promised 2026-03-05", "open · promised 03-05 · send"),
        ("- [ ] send (promised 2026-03-05)", "open · promised 03-05 · send"),
        ("- [ ] send promised:2026-03-05", "open · promised 03-05 · send"),
        ("- [ ] send [promised:: 2026-03-05]", "open · promised 03-05 · send"),
        (
            "- [ ] send promised 2026-03-05 to them",
            "open · promised 03-05 · send promised 2026-03-05 to them",
        ),
        ("- [ ] send promised 2026-03-05 promised 2026-03-09", "open · promised 03-09 · send"),
        (
            "- [ ] send promised 2026-03-05 by 2026-03-04",
            "open · due 03-04 · promised 03-05 · send",
        ),
        ("- [ ] as promised, send", "open · as promised, send"),
    ]);
}

#[test]
fn done_and_dropped() {
    check(&[
        // plain
        ("- [x] send (done 2026-03-05)", "done · closed 03-05 · send"),
        ("- [X] send by 2026-03-06 (done 2026-03-05)", "done · due 03-06 · closed 03-05 · send"),
        ("- [x] send (done 2026-03-05) to all", "done · closed 03-05 · send to all"),
        (
            "- [x] ~~send~~ (dropped 2026-03-05: no (longer) needed)",
            "dropped · closed 03-05 · send",
        ),
        ("- [x] send (done 2026-03-05) (done 2026-03-06)", "done · closed 03-06 · send"),
        ("- [-] send", "dropped · send"),
        ("- [/] send", "started · send"),
        ("- [ ] send (done by the vendor)", "open · send (done by the vendor)"),
        // The box decides: a mark alone closes nothing.
        ("- [ ] send (done 2026-03-05)", "open · send"),
        ("- [ ] send ✅ 2026-03-05", "open · send"),
        // Obsidian Tasks
        ("- [x] send ✅ 2026-03-05", "done · closed 03-05 · send"),
        ("- [x] send 📅 2026-03-06 ✅ 2026-03-05", "done · due 03-06 · closed 03-05 · send"),
        ("- [-] send ❌ 2026-03-05", "dropped · closed 03-05 · send"),
        ("- [x] send ❌ 2026-03-05", "dropped · closed 03-05 · send"),
        // Dataview
        ("- [x] send [completion:: 2026-03-05]", "done · closed 03-05 · send"),
        ("- [-] send [cancelled:: 2026-03-05]", "dropped · closed 03-05 · send"),
        ("- [x] send (completion:: 2026-03-05)", "done · closed 03-05 · send"),
        // todo.txt: a line with `x` is no list item, and the dates behind it have no name.
        ("x 2026-03-05 2026-03-01 send", "none"),
        ("- [x] 2026-03-05 2026-03-01 send", "done · 2026-03-05 2026-03-01 send"),
        ("- [x] send done:2026-03-05", "done · closed 03-05 · send"),
        // nb: a todo is a heading there, and no list item.
        ("# [ ] send", "none"),
        ("# [x] send", "none"),
        ("- [x] task two", "done · task two"),
        // without a box
        ("- ACTION: send (done)", "done · send"),
        ("- ACTION: send [COMPLETE]", "done · send"),
        ("- ACTION: send ✅", "done · send"),
        ("- ~~ACTION: send~~", "done · send"),
    ]);
}

#[test]
fn start() {
    check(&[
        ("- [ ] send from 2026-03-02", "open · start 03-02 · send"),
        ("- [ ] send from 2026-03-02 by 2026-03-05", "open · due 03-05 · start 03-02 · send"),
        ("- [ ] the numbers from 2026-03-02 again", "open · the numbers from 2026-03-02 again"),
        ("- [ ] send 🛫 2026-03-02", "open · start 03-02 · send"),
        ("- [ ] send ⏳ 2026-03-02", "open · start 03-02 · send"),
        ("- [ ] send ⌛ 2026-03-02", "open · start 03-02 · send"),
        ("- [ ] send 🛫 2026-03-02 ⏳ 2026-03-03", "open · start 03-03 · send"),
        ("- [ ] send [start:: 2026-03-02]", "open · start 03-02 · send"),
        ("- [ ] send [scheduled:: 2026-03-02]", "open · start 03-02 · send"),
        ("- [ ] send t:2026-03-02", "open · start 03-02 · send"),
        ("- [ ] send t:2026-03-02 due:2026-03-05", "open · due 03-05 · start 03-02 · send"),
        // The day it was written down and a reminder are neither start nor due.
        ("- [ ] send ➕ 2026-03-01", "open · send"),
        ("- [ ] send [created:: 2026-03-01]", "open · send"),
        ("- [ ] send 📅 2026-03-05 ⏰ 2026-03-04", "open · due 03-05 · send"),
        ("- [ ] send ⏰ 2026-03-04 09:30 📅 2026-03-05", "open · due 03-05 · send"),
        ("- [ ] send [reminder:: 2026-03-04 09:30] [due:: 2026-03-05]", "open · due 03-05 · send"),
        // todo.txt has it in front, without a name: it stays.
        ("- [ ] (A) 2026-03-01 call", "open · (A) · 2026-03-01 call"),
    ]);
}

#[test]
fn priority_and_repetition() {
    check(&[
        ("- [ ] send 🔺", "open · 🔺 · send"),
        ("- [ ] send ⏫ 📅 2026-03-05", "open · due 03-05 · ⏫ · send"),
        ("- [ ] send ⏫\u{fe0f}", "open · ⏫ · send"),
        ("- [ ] send 🔼 it", "open · 🔼 · send 🔼 it"),
        ("- [ ] send [priority:: high]", "open · high · send"),
        ("- [ ] (A) send", "open · (A) · send"),
        // No priorities in todo.txt either.
        ("- [ ] (b) send", "open · (b) send"),
        ("- [ ] really (A) send", "open · really (A) send"),
        ("- [ ] (B)->send", "open · (B)->send"),
        ("- [ ] send 🔁 every week", "open · repeats · send"),
        (
            "- [ ] send 🔁 every 2 weeks on Monday, Friday when done 📅 2026-03-05",
            "open · due 03-05 · repeats · send",
        ),
        ("- [ ] send 🔁 every week by 2026-03-05", "open · due 03-05 · repeats · send"),
        ("- [ ] send 🔁 every week promised 2026-03-05", "open · promised 03-05 · repeats · send"),
        ("- [ ] send 🔁 every week due:2026-03-05", "open · due 03-05 · repeats · send"),
        ("- [ ] ~~send 🔁 every week~~", "open · repeats · send"),
        ("- [ ] send 🔁 every day 🏁 delete 📅 2026-03-05", "open · due 03-05 · repeats · send"),
        (
            "- [ ] send [repeat:: every week] [due:: 2026-03-05]",
            "open · due 03-05 · repeats · send",
        ),
        ("- [ ] send rec:+1w due:2026-03-05", "open · due 03-05 · repeats · send"),
        ("- [ ] send 🏁 keep", "open · send"),
        ("- [ ] send [onCompletion:: delete]", "open · send"),
    ]);
}

#[test]
fn ids() {
    check(&[
        ("- [ ] send 🆔 dcf64c", "open · id dcf64c · send"),
        ("- [ ] send 🆔 dcf64c, then call", "open · id dcf64c · send 🆔 dcf64c, then call"),
        ("- [ ] send 🆔 a-b_1 📅 2026-03-05", "open · due 03-05 · id a-b_1 · send"),
        ("- [ ] send [id:: dcf64c]", "open · id dcf64c · send"),
        ("- [ ] send ^k7q2", "open · id k7q2 · send"),
        ("- [ ] send 📅 2026-03-05 ^k7q2", "open · due 03-05 · id k7q2 · send"),
        ("- [ ] raise 2^10", "open · raise 2^10"),
        // What it depends on is no id of its own.
        ("- [ ] send ⛔ dcf64c", "open · send"),
        ("- [ ] send 🆔 abc ⛔ dcf64c,0h17ye", "open · id abc · send"),
        ("- [ ] send ⛔ dcf64c, 0h17ye 📅 2026-03-05", "open · due 03-05 · send"),
        ("- [ ] send [dependsOn:: dcf64c, 0h17ye]", "open · send"),
        // todo.txt knows no `id:` of its own: it stays.
        ("- [ ] send id:12", "open · send id:12"),
    ]);
}

#[test]
fn tags_and_links() {
    check(&[
        ("- [ ] send #infra", "open · #infra · send #infra"),
        (
            "- [ ] #task send #infra/net by 2026-03-05",
            "open · due 03-05 · #task · #infra/net · #task send #infra/net",
        ),
        ("- [ ] #task @dana send", "open · #task · #task @dana send"),
        ("- [ ] send #要望 #123", "open · #要望 · send #要望 #123"),
        ("- [ ] see https://a.example/x#y", "open · see https://a.example/x#y"),
        (
            "- [ ] see [[2026-03-02-sync]] and [a](b.md)",
            "open · see [[2026-03-02-sync]] and [a](b.md)",
        ),
        // todo.txt's projects stay as they are.
        ("- [ ] send +infra", "open · send +infra"),
        ("- [ ] send pri:A h:1", "open · send pri:A h:1"),
    ]);
}
