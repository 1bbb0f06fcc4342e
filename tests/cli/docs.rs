//! What the documents say is what the program does. `SNAPSHOTS=overwrite cargo test` renews the help
//! texts, what is found in the examples of the format, and the README's transcript.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::sealed::Sealed;

#[test]
fn every_help_text_stands_in_commands_md() {
    let s = Sealed::empty();
    s.env("COLUMNS", "100");
    let mut page =
        "# Commands\n\nThe help text of every command, as `--help` prints it.\n".to_string();
    let mut commands = vec![Vec::new()];
    while let Some(command) = commands.pop() {
        let arguments: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let help = s.run(&arguments).succeeds().stdout;
        let name = [vec!["fieldnote".to_string()], command.clone()].concat().join(" ");
        let help = help.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        let _ = write!(page, "\n## {name}\n\n```text\n{}\n```\n", help.trim_end());
        for below in subcommands(&help).into_iter().rev() {
            commands.push([command.clone(), vec![below]].concat());
        }
    }
    is_page("docs/commands.md", page);
}

/// Returns the names under `Commands:` in a help text.
pub fn subcommands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let rows = lines.take_while(|line| !line.is_empty());
    let names = rows.filter(|row| row.starts_with("  ") && !row.starts_with("   "));
    let names = names.filter_map(|row| row.split_whitespace().next());
    names.filter(|name| *name != "help").map(String::from).collect()
}

#[test]
fn the_examples_of_the_format_are_read_as_it_says() {
    let page = read("docs/format.md");
    let s = Sealed::notebook();
    let mut note = None;
    let page = with_blocks(&page, &mut |kind, block| match kind {
        "note" => {
            note = Some(block.to_string());
            None
        }
        "found" => Some(found(&s, &note.take().expect("a note stands before what is found"))),
        _ => None,
    });
    is_page("docs/format.md", page);
}

/// Returns what is found in a note, one line for each item.
fn found(s: &Sealed, note: &str) -> String {
    const PATH: &str = "customers/minato/2026-03-04-example.md";
    s.write(PATH, note);
    let mut lines = Vec::new();
    for list in ["--all", "--skipped", "--unboxed"] {
        let items = json(&s.run(&["followups", list, "--json"]).succeeds().stdout);
        let own = items.iter().filter(|item| item["note"] == PATH);
        lines.extend(own.map(|item| (item["line"].as_u64(), described(item))));
    }
    lines.sort();
    lines.into_iter().map(|(_, line)| line + "\n").collect()
}

fn described(item: &Value) -> String {
    let text = |key: &str| item[key].as_str().map(String::from);
    if let Some(reason) = text("reason") {
        return format!("no follow-up ({reason}) · {}", text("text").unwrap_or_default());
    }
    let state = text("state").expect("a state");
    let mut parts =
        vec![if item["kind"] == "bullet" { format!("unboxed, {state}") } else { state }];
    let owners: Vec<&str> =
        item["owners"].as_array().expect("owners").iter().filter_map(Value::as_str).collect();
    if !owners.is_empty() {
        let side = text("side").unwrap_or("nobody known".to_string());
        parts.push(format!("{} ({side})", owners.join(", ")));
    }
    for key in ["due", "promised", "start", "closed"] {
        parts.extend(text(key).map(|date| format!("{key} {date}")));
    }
    if item["kind"] == "action" {
        parts.push("no box".to_string());
    }
    if item["internal"] == true {
        parts.push("internal".to_string());
    }
    parts.push(text("text").expect("a text"));
    parts.join(" · ")
}

#[test]
fn the_readme_shows_what_the_example_notebook_prints() {
    let s = Sealed::empty();
    s.env("COLUMNS", "100").env("VISUAL", "true").run(&["demo"]).succeeds();
    s.cd("fieldnote-demo");
    let page = with_blocks(&read("README.md"), &mut |kind, block| {
        let commands: Vec<&str> =
            block.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
        if kind != "console" {
            return None;
        }
        let shown = commands.iter().map(|command| {
            let output = s.sh(&format!("( {command} ) 2>&1")).succeeds();
            format!("$ {command}\n{}", output.stdout.replace("[COMMIT]", "1f2e3d4"))
        });
        Some(shown.collect())
    });
    is_page("README.md", page);
}

#[test]
fn the_readme_has_one_command_to_try_and_one_to_test() {
    let page = read("README.md");
    let mut commands = Vec::new();
    with_blocks(&page, &mut |kind, block| {
        if kind == "sh" {
            commands.extend(block.lines().map(String::from));
        }
        None
    });
    assert_eq!(commands, ["cargo run --release -- demo", "cargo test"]);
    let ci = read(".ci/run");
    let last = ci.lines().last().expect("a command");
    assert!(last.starts_with("cargo test"), "the tests come last: {last}");
}

#[test]
fn the_keys_of_json_are_those_in_json_md() {
    let s = Sealed::empty();
    s.run(&["demo"]).succeeds();
    s.cd("fieldnote-demo");
    s.write(
        "work.ics",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260306T090000Z\nSUMMARY:Minato\nEND:VEVENT\n",
    );
    for (heading, arguments) in [
        ("## `followups --json`", vec!["followups", "--json"]),
        ("## `customer list --json`", vec!["customer", "list", "--json"]),
        ("## `week --json`", vec!["week", "--json"]),
        ("## `week --for company --json`", vec!["week", "--for", "company", "--json"]),
        (
            "## `week --for customer --json`",
            vec!["week", "--for", "customer", "--customer", "vista", "--json"],
        ),
        ("## `waiting --nudge --json`", vec!["waiting", "--nudge", "--json"]),
        ("## `today --json`", vec!["today", "--json"]),
        ("## `brief --json`", vec!["brief", "vista", "--json"]),
        ("## `handoff --json`", vec!["handoff", "--to", "ann", "--until", "+2w", "--json"]),
        ("## `promises --json`", vec!["promises", "--json"]),
        ("## `stats --json`", vec!["stats", "--json"]),
        ("## `find --json`", vec!["find", "guide", "--json"]),
        ("## `find --customers --json`", vec!["find", "guide", "--customers", "--json"]),
        ("## `show --json`", vec!["show", "minato", "--json"]),
        ("## `notes --json`", vec!["notes", "--json"]),
        ("## `asks --json`", vec!["asks", "--json"]),
        ("## `risks --json`", vec!["risks", "--json"]),
        ("## `decisions --json`", vec!["decisions", "--json"]),
        ("## `quiet --json`", vec!["quiet", "--json"]),
        ("## `calendar --json`", vec!["calendar", "../work.ics", "--json"]),
        ("## `log --json`", vec!["log", "--json"]),
        ("## `check --json`", vec!["check", "--json"]),
    ] {
        let printed = json(&s.run(&arguments).stdout);
        let keys: Vec<String> =
            printed[0].as_object().expect("an object").keys().cloned().collect();
        let mut documented = documented_keys(heading);
        documented.retain(|key| key != "reason"); // only of `--skipped`
        if heading == "## `check --json`" {
            documented.truncate(keys.len()); // below them stand the codes
        }
        assert_eq!(documented.into_iter().collect::<BTreeSet<_>>(), keys.into_iter().collect());
    }
    let skipped = json(&s.run(&["followups", "--skipped", "--json"]).succeeds().stdout);
    assert!(skipped[0]["reason"].is_string());
}

#[test]
fn the_codes_of_check_are_those_in_json_md() {
    let s = Sealed::notebook();
    s.fieldnote("person add orbit 'Ivo Lopes'").succeeds();
    s.write("fieldnote.toml", "colour = true\n")
        .write(
            "customers/orbit/README.md",
            "---\ncadence: often\n---\n## People\n- Ivo Pires\n- Ivo Lopes\n",
        )
        .write(
            "broken.md",
            "---\ndate: [\n---\n- [ ] @zed call by 2026-02-30\n- [ ]call\n<<<<<<< a\n>>>>>>> b\n",
        )
        .write("large.md", "- [ ] x\n".repeat(600_000))
        .write("deep.md", format!("{}x\n", ">".repeat(1_000)))
        .write("customers/orbit/2026-03-03-sync.md", "# Sync\n")
        .write("customers/orbit/2026-01-06-sync.md", "---\nsent: 2026-01-07\n---\nx\n")
        .write(
            "customers/orbit/2026-03-05-sync.md",
            "- [ ] @ivo call #Importer\n- [ ] @ann send the contract\n",
        )
        .write("../home/.config/fieldnote/config.toml", "calendars = [\"~/work.ics\"]\n")
        .write(
            "../home/work.ics",
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260303T090000Z\nSUMMARY:Minato\nEND:VEVENT\n",
        );
    let found = json(&s.run(&["check", "--json"]).stdout);
    let codes = found.iter().map(|finding| finding["code"].as_str().expect("a code").to_string());
    // The tests may run as somebody who may read everything.
    let codes: BTreeSet<String> = codes.chain(["unreadable".to_string()]).collect();
    let documented = documented_keys("## `check --json`").into_iter().collect::<BTreeSet<_>>();
    let keys = ["severity", "code", "note", "line", "message", "fix"].map(String::from);
    assert_eq!(
        documented.difference(&BTreeSet::from(keys)).cloned().collect::<BTreeSet<_>>(),
        codes
    );
}

/// Returns the keys in the table under a heading of `docs/json.md`.
fn documented_keys(heading: &str) -> Vec<String> {
    let page = read("docs/json.md");
    let section = page.lines().skip_while(|line| *line != heading).skip(1);
    let section = section.take_while(|line| !line.starts_with("## "));
    let cells = section.filter_map(|line| line.strip_prefix("| `")?.split_once('|'));
    cells
        .flat_map(|(cell, _)| cell.split('`').step_by(2).map(String::from).collect::<Vec<_>>())
        .filter(|key| !key.trim().is_empty())
        .collect()
}

#[test]
fn the_page_on_templates_lists_the_kinds_and_their_sections() {
    let page = read("docs/templates.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let mut kinds = Vec::new();
    for (kind, rest) in rows.take_while(|(kind, _)| !kind.starts_with("{{")) {
        let template = read(&format!("templates/{kind}.md"));
        let has = |section: &str| {
            let headings = template.lines().filter_map(|line| line.strip_prefix("## "));
            headings.map(|heading| heading.trim_start_matches("{{date}} ")).any(|h| h == section)
                || section == "one section a day" && template.contains("{{days}}")
        };
        let (_, sections) = rest.split_once(" | ").expect("a list of sections");
        for section in sections.trim_end_matches(" |").split(", ") {
            assert!(has(section), "{kind} has no section \"{section}\"");
        }
        kinds.push(format!("{kind}.md"));
    }
    kinds.sort();
    let mut files: Vec<String> = fs::read_dir(root().join("templates"))
        .expect("the templates")
        .map(|entry| entry.expect("an entry").file_name().display().to_string())
        .collect();
    files.sort();
    assert_eq!(kinds, files);
}

#[test]
fn links_lead_somewhere() {
    for page in pages() {
        let text = read(&page);
        for link in links(&text) {
            if link.starts_with("https://") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((link.as_str(), ""));
            let folder = Path::new(&page).parent().expect("a folder");
            let target = if path.is_empty() { PathBuf::from(&page) } else { folder.join(path) };
            assert!(root().join(&target).exists(), "{page} links to {link}");
            if !anchor.is_empty() {
                let text = read(&target.display().to_string());
                assert!(anchors(&text).any(|known| known == anchor), "{page} links to {link}");
            }
        }
    }
}

/// Returns the documents, from the root.
fn pages() -> Vec<String> {
    let docs = fs::read_dir(root().join("docs")).expect("docs");
    let docs = docs.map(|entry| format!("docs/{}", entry.expect("an entry").file_name().display()));
    let mut pages = vec!["README.md".to_string(), "CHANGELOG.md".to_string()];
    pages.extend(docs.filter(|path| path.ends_with(".md")));
    pages
}

/// Returns the targets of the links in a page, without those in its fenced blocks.
fn links(text: &str) -> Vec<String> {
    let mut prose = String::new();
    let mut in_block = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    let targets = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    targets.map(|(target, _)| target.to_string()).collect()
}

/// Returns the anchors that GitHub makes of a page's headings.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(|heading| {
        let words = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        words.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
    })
}

/// Returns a page in which fenced blocks are replaced by what `change` makes of their kind and text.
fn with_blocks(page: &str, change: &mut dyn FnMut(&str, &str) -> Option<String>) -> String {
    let mut changed = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(changed, "{line}");
        let Some(kind) = line.strip_prefix("```") else { continue };
        let block: String = lines
            .by_ref()
            .take_while(|line| *line != "```")
            .map(|line| format!("{line}\n"))
            .collect();
        let _ = writeln!(changed, "{}```", change(kind, &block).unwrap_or(block));
    }
    changed
}

/// Compares a page with its file, as it stands: nothing in it is a pattern.
#[track_caller]
fn is_page(path: &str, page: String) {
    let file = snapbox::Data::read_from(&root().join(path), Some(snapbox::data::DataFormat::Text));
    snapbox::Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV).eq(page, file.raw());
}

/// Reads an array, or one object as an array of one.
fn json(text: &str) -> Vec<Value> {
    match serde_json::from_str(text).expect("JSON") {
        Value::Array(values) => values,
        value => vec![value],
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
