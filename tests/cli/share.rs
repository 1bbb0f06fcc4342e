//! `share`: what a customer reads of a note, what is left out, and what is refused.

use std::fs;
use std::path::Path;

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const NOTE: &str = "customers/minato/2026-03-05-sync.md";

fn shared(note: &str) -> Sealed {
    let s = Sealed::notebook();
    s.write(NOTE, note);
    s
}

#[test]
fn minutes_hold_what_was_agreed_and_nothing_else() {
    let s = shared(
        "---\nkind: sync\nours: [dana]\ntheirs: [佐藤 健]\npartner: [高橋 一郎]\n---\n# Minato Storage — sync\n\n\
         ## Since last time\n- [old](2026-02-18-sync.md)\n\n## Agenda\n<!-- theirs first -->\n- network\n- TBD\n\n\
         ## Notes\nThey *showed* `nvme list` and [the plan](https://minato.example/plan \"x\").\n\
         - Decision: start with one site\n- Risk: CHARLIE\n- Ask (blocker): single sign-on #sso\n\
         - @佐藤 explained the racks\n- price BRAVO #internal\n  - ECHO\n\n| host | ip |\n|---|---|\n| a | 10.0.0.1 |\n\n\
         ## Pricing\nDELTA\n\n## Follow-ups\n- [ ] @dana send the sizing guide promised 2026-03-11 ^k7q2\n\
         - [x] @佐藤 send the log (done 2026-03-05)\n- [ ] @dana ALPHA #internal\n- [x] ~~@dana old~~ (dropped 2026-03-05: FOXTROT)\n\n\
         ## Open questions\n- Question: which switch?\n\n## Internal\nGOLF\n",
    );
    s.fieldnote("share minato").shows(str![[r#"
# Minato Storage: sync

5 March 2026

Present: 佐藤 健, 高橋 一郎 (partner), Dana Reyes

## Decisions

- start with one site

## Follow-ups

- [ ] send the sizing guide (Dana Reyes, 11 Mar)
- [x] send the log (佐藤 健, done 5 Mar)

## Open questions

- which switch?

## Agenda

- network

## Notes

They *showed* `nvme list` and [the plan](https://minato.example/plan).

- Ask: single sign-on
- 佐藤 健 explained the racks

| host | ip |
| --- | --- |
| a | 10.0.0.1 |
2> left out 3 parts (internal): customers/minato/2026-03-05-sync.md:23-24, customers/minato/2026-03-05-sync.md:36, customers/minato/2026-03-05-sync.md:42-43
2> left out 2 parts (not in a section that is shared): customers/minato/2026-03-05-sync.md:9-10, customers/minato/2026-03-05-sync.md:30-31
2> left out 1 part (risks are for us): customers/minato/2026-03-05-sync.md:20
2> left out 1 part (dropped): customers/minato/2026-03-05-sync.md:37
exit 0

"#]]);
    s.fieldnote("share minato --labels ja -q").shows(str![[r#"
# Minato Storage：sync

2026年3月5日（木）

出席者：佐藤 健 様、高橋 一郎 様（パートナー）、Dana Reyes

## 決定事項

- start with one site

## 宿題

- [ ] send the sizing guide（Dana Reyes、期限：3月11日（水））
- [x] send the log（佐藤 健 様、3月5日（木）完了）

## 未決事項

- which switch?

## 議題

- network

## 議事メモ

They *showed* `nvme list` and [the plan](https://minato.example/plan).

- 要望：single sign-on
- 佐藤 健 explained the racks

| host | ip |
| --- | --- |
| a | 10.0.0.1 |
exit 0

"#]]);
}

#[test]
fn a_file_is_written_whole_and_never_over_another() {
    let s = shared("# Minato Storage — sync\n\n## Notes\na\n");
    s.fieldnote("share minato -o ../minutes.md").shows(str![[r#"
2> wrote ../minutes.md
exit 0

"#]]);
    s.fieldnote("share minato -o ../minutes.md").shows(str![[r#"
2> error: `../minutes.md` is there already
2> hint: give another name, or delete it
exit 1

"#]]);
    s.write(NOTE, "## Notes\nat Orbit Foods\n");
    s.fieldnote("share minato -o ../other.md").shows(str![[r#"
2> error: no minutes of `customers/minato/2026-03-05-sync.md`
2> customers/minato/2026-03-05-sync.md:2: another customer is named: orbit
2> hint: put it under *Internal*, tag it `#internal`, or let it pass with `--allow "TEXT"`
exit 1

"#]]);
    assert!(!s.path("../other.md").exists());
}

#[test]
fn the_ending_of_a_file_names_its_format() {
    let s = shared(
        "---\ntheirs: [佐藤 健, Lee]\n---\n# Minato Storage — sync\n\n## Notes\n5 < 6\n\n## Internal\nzq\n",
    );
    for (file, start, holds) in [
        ("a.html", "<!doctype html>\n<html lang=\"en\">", "<p>5 &lt; 6</p>"),
        ("b.HTM", "<!doctype html>", "<p>5 &lt; 6</p>"),
        ("c.eml", "X-Unsent: 1\r\n", "Content-Type: multipart/alternative"),
        ("d.md", "# Minato Storage: sync\n", "5 < 6"),
        ("e", "# Minato Storage: sync\n", "5 < 6"),
    ] {
        assert_eq!(s.fieldnote(&format!("share minato -o ../{file}")).code, 0);
        let text = fs::read_to_string(s.path(&format!("../{file}"))).unwrap();
        assert!(text.starts_with(start) && text.contains(holds) && !text.contains("zq"), "{text}");
    }
    s.fieldnote("share minato --to eml -o ../f.md").shows(str![[r#"
2> wrote ../f.md
2> no address is known for Lee
2> left out 1 part (internal): customers/minato/2026-03-05-sync.md:9-10
exit 0

"#]]);
    assert!(fs::read_to_string(s.path("../f.md")).unwrap().starts_with("X-Unsent"));
}

#[test]
fn what_cannot_be_written_leaves_no_file() {
    let s = shared("## Notes\na\n");
    s.fieldnote("share minato -o ../none/a.html").shows(str![[r#"
2> error: there is no folder for `../none/a.html`
2> hint: make it first
exit 1

"#]]);
    s.fieldnote("share minato -o ../home").shows(str![[r#"
2> error: `../home` is there already
2> hint: give another name, or delete it
exit 1

"#]]);
    assert!(!s.path("../none").exists());
    s.fieldnote("share minato -o ../a.html -q").succeeds();
    let mode = fs::metadata(s.path("../a.html")).unwrap().permissions();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777, 0o600);
}

#[test]
fn a_word_of_the_teams_own_stops_it() {
    let s = shared("## Notes\nit costs 4.2 M a year\n");
    s.write("fieldnote.toml", "[share]\nwords = [\"4.2M\"]\n");
    s.fieldnote("share minato").shows(str![[r#"
2> error: no minutes of `customers/minato/2026-03-05-sync.md`
2> customers/minato/2026-03-05-sync.md:2: a word stands in it that stops sharing: 4.2M
2> hint: put it under *Internal*, tag it `#internal`, or let it pass with `--allow "TEXT"`
exit 1

"#]]);
    s.write("fieldnote.toml", "[share]\nsections = []\n");
    s.fieldnote("share minato").shows(str![[r#"
2> error: no minutes of `customers/minato/2026-03-05-sync.md`
2> customers/minato/2026-03-05-sync.md:1: nothing in it is shared
2> hint: name a section with `--section "Heading"`, or in `share.sections` of `fieldnote.toml`
exit 1

"#]]);
    s.write("fieldnote.toml", "[share]\nsections = [\"Internal\", \"Notes\"]\n");
    s.write(NOTE, "## Notes\na\n\n## Internal\nALPHA\n");
    s.fieldnote("share minato --section internal -q").shows(str![[r#"
# Minato Storage: Minutes

5 March 2026

## Notes

a
exit 0

"#]]);
}

#[test]
fn what_is_refused_is_refused_in_every_format() {
    let s = shared("## Notes\nat Orbit Foods\n");
    for format in ["md", "html", "eml"] {
        let output = s.fieldnote(&format!("share minato --to {format}"));
        assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{format}");
    }
    let output = s.fieldnote("share minato --to pdf");
    assert_eq!((output.code, output.stdout.as_str()), (2, ""));
}

#[test]
fn what_is_in_doubt_is_refused_by_its_line() {
    let s = shared(
        "## Notes\nOrbit Foods does the same\n\npassword: hunter2\n\nthis is off the record\n\n<b>x</b>\n\n\
         ### Internal thoughts (Intеrnal)\n\n```\nx\n",
    );
    s.fieldnote("share minato").shows(str![[r#"
2> error: no minutes of `customers/minato/2026-03-05-sync.md`
2> customers/minato/2026-03-05-sync.md:2: another customer is named: orbit
2> customers/minato/2026-03-05-sync.md:4: it looks like a key, a token or a password
2> customers/minato/2026-03-05-sync.md:6: a word stands in it that stops sharing: off the record
2> customers/minato/2026-03-05-sync.md:8: a comment or HTML stands in it
2> customers/minato/2026-03-05-sync.md:12: a code fence is never closed
2> hint: put it under *Internal*, tag it `#internal`, or let it pass with `--allow "TEXT"`; take it out of the notes, and change it where it is used; take the HTML out, put it in backticks, or tag the line `#internal`; close it
exit 1

"#]]);
    s.write(NOTE, "---\ninternal: true\n---\n## Notes\na\n");
    s.fieldnote("share minato").shows(str![[r#"
2> error: no minutes of `customers/minato/2026-03-05-sync.md`
2> customers/minato/2026-03-05-sync.md:1: the whole note is internal
2> hint: take `internal: true` out of the front matter if it is not
exit 1

"#]]);
    s.write(NOTE, "## Other\na\n");
    s.fieldnote("share minato").shows(str![[r#"
2> error: no minutes of `customers/minato/2026-03-05-sync.md`
2> customers/minato/2026-03-05-sync.md:1: nothing in it is shared
2> hint: name a section with `--section "Heading"`, or in `share.sections` of `fieldnote.toml`
exit 1

"#]]);
    s.fieldnote("share minato --section other -q").shows(str![[r#"
# Minato Storage: Minutes

5 March 2026

## Other

a
exit 0

"#]]);
    s.fieldnote("share hands-on/2026-03-05").shows(str![[r#"
2> error: no minutes of `hands-on/2026-03-05.md`
2> hands-on/2026-03-05.md:1: its customer has no card, so nobody knows what may go there
2> hint: write one: `fieldnote customer add SLUG --name "Its Name"`
exit 1

"#]]);
}

#[test]
fn one_name_can_be_let_pass() {
    let s = shared("## Notes\nas Orbit Foods does\n");
    s.fieldnote("share minato").shows(str![[r#"
2> error: no minutes of `customers/minato/2026-03-05-sync.md`
2> customers/minato/2026-03-05-sync.md:2: another customer is named: orbit
2> hint: put it under *Internal*, tag it `#internal`, or let it pass with `--allow "TEXT"`
exit 1

"#]]);
    s.fieldnote("share minato --allow 'Orbit Foods'").shows(str![[r#"
# Minato Storage: Minutes

5 March 2026

## Notes

as Orbit Foods does
2> allowed: Orbit Foods
exit 0

"#]]);
    s.fieldnote("share minato --allow 'Orbit Foods' --allow 'orbit'").shows(str![[r#"
2> error: no minutes of `customers/minato/2026-03-05-sync.md`
2> customers/minato/2026-03-05-sync.md:1: what is allowed does not stand in it: orbit
2> hint: `--allow` takes the text as it stands in the minutes
exit 1

"#]]);
}

#[test]
fn words_that_are_told_inside_and_outside_are_named() {
    let s = shared(
        "## Notes\nthey want it in May for sure\n\n## Internal\nthey want it in May for sure\n",
    );
    s.fieldnote("share minato").shows(str![[r#"
# Minato Storage: Minutes

5 March 2026

## Notes

they want it in May for sure
2> left out 1 part (internal): customers/minato/2026-03-05-sync.md:4-5
2> warning: customers/minato/2026-03-05-sync.md:5 is internal, and its words also stand in what is shared
exit 0

"#]]);
}

#[test]
fn a_secret_never_passes() {
    let s = shared("## Notes\npassword: hunter2\n");
    let output = s.fieldnote("share minato --allow hunter2 --allow 'password: hunter2'");
    assert_eq!((output.code, output.stdout.as_str()), (1, ""));
    assert!(!output.stderr.contains("hunter2"), "{output}");
}

#[test]
fn what_cannot_be_read_for_sure_is_refused() {
    for note in
        ["---\nkind: [\n---\n## Notes\na\n", "## Notes\na\n\n<<<<<<< ours\nb\n>>>>>>> theirs\n"]
    {
        let s = shared(note);
        let output = s.fieldnote("share minato");
        assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{note}");
        assert!(output.stderr.contains("fieldnote check"), "{output}");
    }
}

/// A visit of two days, a workshop on its second day, and a note from before it.
fn visit() -> Sealed {
    let s = shared(
        "---\nkind: workshop\ntheirs: [佐藤 健]\n---\n# Minato Storage — sizing\n\n## Notes\n- racks\n- Decision: two racks\n\n\
         ## Internal\nALPHA\n",
    );
    s.write(
        "customers/minato/2026-03-04-onsite.md",
        "---\nkind: onsite\nuntil: 2026-03-05\nours: [dana]\n---\n# Minato Storage — on-site\n\n## Goals\nspeed\n\n\
         ## 2026-03-04 Day\nDone: cabled.\n\n## 2026-03-05 Day\nDone: copied. BRAVO #internal\n\n## Follow-ups\n\
         - [ ] @佐藤 open the ports by 2026-03-09\n",
    );
    s.write("customers/minato/2026-03-07-sync.md", "## Agenda\n- ports\n\n## Internal\nCHARLIE\n");
    s
}

#[test]
fn a_visit_is_told_with_all_notes_of_its_days() {
    let s = visit();
    fs::remove_file(s.path("customers/minato/2026-03-04-poc.md")).unwrap();
    s.fieldnote("share minato --trip").shows(str![[r#"
# Minato Storage: on-site

4–5 March 2026

Present: 佐藤 健, Dana Reyes

## Decisions

- two racks

## Follow-ups

- [ ] open the ports (佐藤 健, 9 Mar)

## Goals

speed

## 4 Mar

Done: cabled.

## 5 Mar: sizing

### Notes

- racks
2> left out 2 parts (internal): customers/minato/2026-03-04-onsite.md:15, customers/minato/2026-03-05-sync.md:11-12
exit 0

"#]]);
    s.fieldnote("share 2026-02-18-sync --trip").shows(str![[r#"
2> error: `customers/minato/2026-02-18-sync.md` is no visit
2> hint: a visit's note is `kind: onsite`, or has `until` in its front matter
exit 1

"#]]);
    s.fieldnote("share orbit --trip").shows(str![[r#"
2> error: `orbit` has no visit up to today
2> hint: a visit's note is `kind: onsite`, or has `until` in its front matter
exit 1

"#]]);
    s.write(NOTE, "## Notes\nas Orbit Foods does\n");
    s.fieldnote("share minato --trip").shows(str![[r#"
2> error: no minutes of `customers/minato/2026-03-04-onsite.md`
2> customers/minato/2026-03-05-sync.md:2: another customer is named: orbit
2> hint: put it under *Internal*, tag it `#internal`, or let it pass with `--allow "TEXT"`
exit 1

"#]]);
}

#[test]
fn an_agenda_is_what_it_is_about_and_what_is_still_open() {
    let s = visit();
    s.write(
        "customers/minato/2026-02-20-sync.md",
        "## Follow-ups\n- [ ] @dana DELTA #internal\n- [ ] @dana as for Orbit Foods\n- [x] @dana ECHO\n- [ ] @佐藤 send the list\n\n\
         ## Pricing\n- [ ] @dana FOXTROT\n",
    );
    s.write("customers/minato/2026-02-21-sync.md", "---\ninternal: true\n---\n- [ ] @dana GOLF\n");
    s.write("customers/minato/2026-02-22-sync.md", "## Follow-ups\n- [ ] @dana HOTEL\n\n```\n");
    s.fieldnote("share minato --agenda").shows(str![[r#"
# Minato Storage: Agenda

7 March 2026

## Agenda

- ports

## Still open

- [ ] 見積もりを確認する (佐藤 健, 27 Feb)
- [ ] send the list (佐藤 健)
- [ ] open the ports (佐藤 健, 9 Mar)
- [ ] send the sizing guide (Dana Reyes, 6 Mar)
- [ ] open ports 2049 and 4420 (佐藤 健, 9 Mar)
- [ ] rack the second node (高橋 一郎, 20 Mar)
- [ ] write the 🚀 launch checklist (Priya Nair, 13 Mar)
- [ ] read the manual
2> left out 2 parts (internal): customers/minato/2026-02-21-sync.md:1, customers/minato/2026-03-07-sync.md:4-5
2> left out 1 part (it looks internal, or stands below what does): customers/minato/2026-02-22-sync.md:2
2> left out 1 part (another customer is named): customers/minato/2026-02-20-sync.md:3
exit 0

"#]]);
    s.fieldnote("share minato --agenda --labels ja -q -o ../a.eml").shows(str![[r#"
exit 0

"#]]);
    let mail = fs::read_to_string(s.path("../a.eml")).unwrap();
    assert!(mail.contains("X-Unsent: 1") && mail.contains("multipart/alternative"));
    s.fieldnote("share orbit --agenda").shows(str![[r#"
2> error: `orbit` has no meeting from today on
2> hint: start its note: `fieldnote new orbit --date fri`
exit 1

"#]]);
    s.fieldnote("share minato --agenda --trip").shows(str![[r#"
2> error: the argument '--agenda' cannot be used with '--trip'
2> 
2> Usage: fieldnote share --agenda <CUSTOMER|NOTE>
2> 
2> For more information, try '--help'.
exit 2

"#]]);
}

#[test]
fn the_day_of_sending_is_written_down_and_ends_the_reminder() {
    let s = shared("---\nkind: sync\ntheirs: [佐藤 健] # both\n---\n## Notes\na\n");
    s.commit("notes");
    s.fieldnote("share minato --sent").shows(str![[r#"
2> sent on 2026-03-07 · customers/minato/2026-03-05-sync.md
exit 0

"#]]);
    assert_eq!(
        s.read(NOTE),
        "---\nkind: sync\ntheirs: [佐藤 健] # both\nsent: 2026-03-07\n---\n## Notes\na\n"
    );
    assert_eq!(s.last_commit(), format!("minato: sent sync 2026-03-05\n\nM␉{NOTE}\n"));
    assert_eq!(s.status(), "");
    s.fieldnote("share minato --sent").shows(str![[r#"
2> sent on 2026-03-07 already · customers/minato/2026-03-05-sync.md
exit 0

"#]]);
    s.fieldnote("share minato --sent=2026-03-06 --no-commit").shows(str![[r#"
2> sent on 2026-03-06 · customers/minato/2026-03-05-sync.md
2> not committed
exit 0

"#]]);
    s.fieldnote("check minato").shows(str![[r#"
customers/minato/2026-03-04-poc.md:1: warning: its minutes were not sent (fieldnote share customers/minato/2026-03-04-poc.md --sent)
customers/minato/2026-03-04-poc.md:21: warning: nobody owns "read the manual"
2> 0 errors, 2 warnings in 3 notes
exit 1

"#]]);
    s.fieldnote("notes --customer minato").shows(str![[r#"
5 Mar   minato  sync  sent             Notes  customers/minato/2026-03-05-sync.md
4 Mar   minato  poc   written  5 open  Minato Storage PoC  customers/minato/2026-03-04-poc.md
18 Feb  minato  sync  written  1 open  Minato Storage sync  customers/minato/2026-02-18-sync.md
exit 0

"#]]);
    s.fieldnote("share 2026-03-04-poc --sent=wed").shows(str![[r#"
2> sent on 2026-03-04 · customers/minato/2026-03-04-poc.md
exit 0

"#]]);
    assert!(!s.fieldnote("check minato").stdout.contains("were not sent"));
    s.fieldnote("undo").shows(str![[r#"
2> undone: sent poc 2026-03-04 · customers/minato/2026-03-04-poc.md:8
exit 0

"#]]);
    s.fieldnote("share minato --sent=+2d").shows(str![[r#"
2> error: 2026-03-09 has not come yet
2> hint: `--sent` alone means today
exit 1

"#]]);
    s.fieldnote("share minato --sent -o x.md").shows(str![[r#"
2> error: the argument '--sent[=<DATE>]' cannot be used with '--output <FILE>'
2> 
2> Usage: fieldnote share --sent[=<DATE>] <CUSTOMER|NOTE>
2> 
2> For more information, try '--help'.
exit 2

"#]]);
}

#[test]
fn minutes_have_one_road() {
    // Nobody else can take a `Shareable` apart, or make the text that is printed.
    let users = sources_with("::minutes::").into_iter().filter(|path| {
        !path.starts_with("report/minutes/") && !path.starts_with("render/minutes/")
    });
    let commands = ["commands/invite.rs", "commands/outgoing.rs", "commands/share.rs"];
    let expected: Vec<&str> = commands.into_iter().chain(["fuzzing/share.rs"]).collect();
    assert_eq!(users.collect::<Vec<_>>(), expected);
    let command = commands.map(source).concat();
    for part in ["Cleared", "minutes.sections", "minutes.head", "context.ui.print"] {
        assert!(!command.contains(part), "{part}");
    }
}

#[test]
fn summaries_that_leave_have_one_road() {
    for report in ["CompanyReport", "CustomerReport"] {
        let users = sources_with(report)
            .into_iter()
            .filter(|path| !path.starts_with("report/week/") && !path.starts_with("render/week/"));
        assert_eq!(users.collect::<Vec<_>>(), ["commands/summary.rs"]);
    }
    // A `Finished` has passed its door, and only there is one made.
    let makers = sources_with("Finished(").into_iter();
    assert_eq!(makers.collect::<Vec<_>>(), ["render/week/finished.rs"]);
    let command = source("commands/summary.rs") + &source("commands/week.rs");
    for part in ["json::", "serde_json", "report.decisions", "Cleared"] {
        assert!(!command.contains(part), "{part}");
    }
}

fn source(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path);
    fs::read_to_string(path).expect("a source")
}

/// Returns the sources that hold a text, by their paths from `src`, sorted.
fn sources_with(text: &str) -> Vec<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::read_to_string(&path).expect("a source").contains(text) {
                let path = path.strip_prefix(&source).expect("below it");
                found.push(path.display().to_string());
            }
        }
    }
    found.sort();
    found
}
