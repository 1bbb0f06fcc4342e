//! Each line of a saved summary can be followed to its note, and says what stands there.

use std::collections::BTreeSet;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// A notebook whose paths and texts hold whatever could break a line, a link or a terminal.
fn hostile() -> Sealed {
    let s = Sealed::empty();
    s.at("2026-02-23T12:00:00Z").fieldnote("init").succeeds();
    for line in [
        "customer add kaigi --name '会議室 (株) #1 | 100% `x` [y](z)' --timezone Asia/Tokyo",
        "customer add orbit --name '<b>Orbit & Söhne</b>'",
        "person add --team dana 'Dana *Reyes* _x_'",
    ] {
        s.fieldnote(line).succeeds();
    }
    s.write(
        "customers/kaigi/2026-02-24 (a) #1 100%.md",
        "---\nkind: sync\n---\n- [ ] @dana 見積もりを送る `a|b` [x](y) promised 2026-03-03\n\
         - [ ] @佐藤 **open** ports | 2049 & 4420 \u{202e}rtl by 2026-03-02\n- [ ] @them \u{1b}[31mred\u{7} `\n",
    );
    s.write(
        "customers/orbit/2026-02-25 `tick` | \"q\" 'r' *s* _t_ ~u~.md",
        "# <!-- a title\n\n- [ ] @dana a <!-- b\n- [ ] @dana see [c and ![d\n- [ ] @dana e \\\n\
         - [ ] @dana gone with `its note\n- [x] @dana f\n- Decision: go & <i>see</i> \u{2067}isolated\n",
    );
    s.write("hands-on/\u{202e}2026-02-26\u{1}日本 語.md", "- [ ] @dana [ ] ](x) by 2026-02-27\n");
    s.commit("the week before");
    s.at("2026-03-03T12:00:00Z").write(
        "customers/kaigi/2026-03-03-会議 {x} [y].md",
        "---\nkind: \"r & d `x` ](y)\"\n---\n決定：続ける `|` #x\n\n- Risk (high): 遅れ ](x) <script>\n\n\
         Ask (pain): [SSO](https://x.example/a(b)) #sso\n\n効果： 一日 \u{feff}短い\n",
    );
    s.write("customers/orbit/2026-03-02-\\ %41 &amp;.md", "---\nkind: sync\n---\n");
    s.sh("sed -i 's/2026-03-03/2026-03-10/' customers/kaigi/2026-02-24*").succeeds();
    s.commit("the week");
    s
}

/// What a line of a summary says: the names of what stands in it, and the paths of its links.
struct Said {
    section: String,
    line: String,
    links: Vec<String>,
}

/// Returns the items of a summary as Markdown has them, behind the writer's own words.
fn said(text: &str) -> Vec<Said> {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    let root = parse_document(&arena, text, &options);
    let lines: Vec<&str> = text.lines().collect();
    let (mut found, mut section) = (Vec::new(), String::new());
    for node in root.children() {
        let start = node.data.borrow().sourcepos.start.line;
        match &node.data.borrow().value {
            NodeValue::Heading(_) => {
                section = lines[start - 1].trim_start_matches('#').trim().into()
            }
            NodeValue::List(_) => {
                for item in node.children() {
                    let place = item.data.borrow().sourcepos;
                    let rest = &lines[place.start.line..place.end.line];
                    assert!(rest.iter().all(|line| line.is_empty()), "{rest:?}");
                    let links =
                        item.descendants().filter_map(|node| match &node.data.borrow().value {
                            NodeValue::Link(link) => Some(link.url.clone()),
                            _ => None,
                        });
                    let links = links.filter(|link| link.starts_with("../")).collect();
                    let line = lines[place.start.line - 1].to_string();
                    found.push(Said { section: section.clone(), line, links });
                }
            }
            _ => {}
        }
    }
    found
}

/// Returns a link's path from the notebook's root.
fn path_of(link: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = link.strip_prefix("../").expect("a link from weekly/").bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let hex: String = rest.by_ref().take(2).map(char::from).collect();
                bytes.push(u8::from_str_radix(&hex, 16).expect("two digits"));
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// Returns whether a character could drive a terminal or reorder a line.
fn is_harmful(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Returns a text as a summary may show it: harmful characters by their numbers, white space as one space.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        match u32::from(c) {
            _ if !is_harmful(c) => shown.push(c),
            number if number < 0x100 => shown.push_str(&format!("\\x{number:02x}")),
            number => shown.push_str(&format!("<U+{number:04X}>")),
        }
    }
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the words of a line that have to stand in its note.
fn words_of(said: &Said) -> Option<String> {
    let line = said.line.trim_start_matches("- ");
    let line = line.rfind(" · [").map_or(line, |end| &line[..end]);
    let line = line.rfind(" · `").map_or(line, |end| &line[..end]);
    let parts: Vec<&str> = line.split(" — ").collect();
    let middle = |from: usize| parts[from..parts.len() - 1].join(" — ");
    match said.section.as_str() {
        "Follow-ups" if parts.len() == 2 => None, // a count of what was closed
        "Follow-ups" | "Decisions" | "Value" | "Risks" | "Asks by customers" => Some(middle(1)),
        "Look at this first" if line.contains("Not written up") || line.contains("Escalation") => {
            None
        }
        "Look at this first" => Some(middle(0).split_once(":** ").expect("a word").1.to_string()),
        _ => None, // meetings and names
    }
}

/// Checks all lines of a saved summary, and returns the sections that had some.
fn check(s: &Sealed, week: &str) -> BTreeSet<String> {
    let text = String::from_utf8(s.bytes(&format!("weekly/{week}.md"))).expect("UTF-8");
    let (_, mark) = text.split_once(", commit ").expect("a mark");
    let commit = mark.split(',').next().expect("a commit");
    assert!(!text.contains(is_harmful), "{text:?}");
    let mut sections = BTreeSet::new();
    for said in said(&text) {
        if said.line == "- **Asked of you:** none" {
            continue;
        }
        let is_gone = said.line.contains("` is gone");
        assert!(is_gone || !said.links.is_empty(), "{}", said.line);
        let mut notes = String::new();
        for link in &said.links {
            let path = path_of(link);
            notes.push_str(&s.git(&["show", &format!("{commit}:{path}")]));
        }
        if let Some(words) = words_of(&said).filter(|_| !is_gone) {
            // What git printed is shown with its control characters made visible: read the blob again.
            let raw = said.links.iter().map(|link| blob(s, commit, &path_of(link)));
            let notes: String = raw.map(|note| shown(&note)).collect::<Vec<_>>().join("\n");
            assert!(notes.contains(&words), "{words:?} of {:?} is not in {notes:?}", said.line);
        }
        sections.insert(said.section);
    }
    sections
}

fn blob(s: &Sealed, commit: &str, path: &str) -> String {
    let out = s.path("../tmp/blob");
    let file = out.display().to_string();
    s.env("BLOB", &format!("{commit}:{path}")).env("OUT", &file);
    s.sh("git show \"$BLOB\" > \"$OUT\"").succeeds();
    std::fs::read_to_string(out).expect("UTF-8")
}

#[test]
fn each_line_of_the_example_says_what_its_note_says() {
    let s = Sealed::empty();
    s.fieldnote("demo").succeeds();
    s.cd("fieldnote-demo");
    let mut sections = BTreeSet::new();
    for week in 2..=10 {
        let week = format!("2026-W{week:02}");
        s.fieldnote(&format!("week {week} --save")).succeeds();
        s.sh(&format!("mkdir -p ../weekly && cp weekly/{week}.md ../weekly/")).succeeds();
        sections.extend(check(&s, &week));
    }
    let all = ["Look at this first", "Follow-ups", "Meetings", "Decisions", "Value", "Risks"];
    for section in all.into_iter().chain(["Asks by customers", "Gone quiet", "Next week"]) {
        assert!(sections.contains(section), "{section}");
    }
}

#[test]
fn hostile_words_and_paths_break_no_line() {
    let s = hostile();
    s.at("2026-03-06T12:00:00Z").fieldnote("week --save").succeeds();
    let mut sections = check(&s, "2026-W10");
    s.at("2026-03-09T12:00:00Z");
    s.sh("git mv customers/kaigi/2026-02-24* 'customers/kaigi/2026-02-24 renamed `|`.md'")
        .succeeds();
    s.sh("git rm -q customers/orbit/2026-02-25* && rm -f hands-on/*").succeeds();
    s.commit("renamed and deleted");
    s.fieldnote("week --save").succeeds();
    sections.extend(check(&s, "2026-W11"));
    assert!(sections.len() >= 7, "{sections:?}");
    let vanished = "sed -n '/Vanished..$/,/^$/p' weekly/2026-W11.md";
    s.sh(vanished).shows(str![[r#"
**Vanished**
- <b>Orbit & Söhne</b> — a — Dana *Reyes* _x_, no date · ``customers/orbit/2026-02-25 `tick` | "q" 'r' *s* _t_ ~u~.md`` is gone · [card](../customers/orbit/README.md)
- <b>Orbit & Söhne</b> — see [c and ![d — Dana *Reyes* _x_, no date · ``customers/orbit/2026-02-25 `tick` | "q" 'r' *s* _t_ ~u~.md`` is gone · [card](../customers/orbit/README.md)
- <b>Orbit & Söhne</b> — e \ — Dana *Reyes* _x_, no date · ``customers/orbit/2026-02-25 `tick` | "q" 'r' *s* _t_ ~u~.md`` is gone · [card](../customers/orbit/README.md)
- <b>Orbit & Söhne</b> — gone with `its note — Dana *Reyes* _x_, no date · ``customers/orbit/2026-02-25 `tick` | "q" 'r' *s* _t_ ~u~.md`` is gone · [card](../customers/orbit/README.md)
- no customer — [ ] ](x) — Dana *Reyes* _x_, 27 Feb · `hands-on/<U+202E>2026-02-26\x01日本 語.md` is gone

exit 0

"#]]);
}

#[test]
fn empty_blocks_say_none() {
    let s = Sealed::empty();
    s.fieldnote("init").succeeds();
    s.fieldnote("week --save").succeeds();
    let text = s.read("weekly/2026-W10.md");
    let blocks = text.lines().collect::<Vec<_>>();
    for (title, lines) in [("**", 1), ("## ", 2)] {
        let titles = blocks.iter().enumerate().filter(|(_, line)| line.starts_with(title));
        for (at, line) in titles {
            let first = blocks[at + lines];
            let is_told = first == "none" || first.starts_with("**") || first.starts_with('|');
            let is_other = line.contains("In my words") || line.contains("Look at this");
            assert!(is_told || is_other, "{line}: {first}");
        }
    }
}

#[test]
fn the_language_of_the_machine_changes_nothing() {
    let s = hostile();
    let told =
        |s: &Sealed| ["week", "week --json", "week last"].map(|line| s.fieldnote(line).stdout);
    let before = told(s.at("2026-03-06T12:00:00Z"));
    for locale in ["C", "POSIX", "C.UTF-8", "tr_TR.UTF-8", "ja_JP.UTF-8", "de_DE@euro", "nonsense"]
    {
        for name in ["LC_ALL", "LANG", "LC_COLLATE", "LC_TIME", "LANGUAGE"] {
            assert_eq!(told(s.env(name, locale)), before, "{name}={locale}");
        }
        s.without("LC_ALL");
    }
}

#[test]
fn what_is_yours_elsewhere_in_the_file_is_not_lost() {
    let s = hostile();
    s.at("2026-03-06T12:00:00Z").fieldnote("week --save").succeeds();
    s.sh("printf '\\n## Team\\n\\nLucía is back.\\n' >> weekly/2026-W10.md; fieldnote save")
        .succeeds();
    let before = s.bytes("weekly/2026-W10.md");
    s.fieldnote("week --save").shows(str![[r#"
2> error: `weekly/2026-W10.md` has 2 lines of yours outside *In my words*: 74: ## Team
2> hint: they would be lost: move them under that heading, or delete the file
exit 1

"#]]);
    assert_eq!(s.bytes("weekly/2026-W10.md"), before);
    s.sh("sed -i '/^## Team/,$d;s/^<!-- yours.*/## Team\\n\\nLucía is back./' weekly/2026-W10.md; fieldnote save");
    s.fieldnote("week --save").succeeds();
    s.sh("sed -n '/In my words/,/Look at/p' weekly/2026-W10.md").shows(str![[r#"
## In my words

## Team

Lucía is back.

## Look at this first
exit 0

"#]]);
}
