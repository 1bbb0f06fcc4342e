//! The law of `src/lib.rs`: a module may use only those listed above it.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn modules_use_only_those_above_them() {
    let sources = sources();
    let map = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    let order = modules(&map);
    let breaches: Vec<String> =
        sources.iter().flat_map(|(path, text)| breaches(&order, path, text)).collect();
    assert!(sources.len() > 20 && order.len() > 10, "the sources are found");
    assert_eq!(breaches, Vec::<String>::new());
}

#[test]
fn a_breach_is_named_with_its_line() {
    let order = ["error", "date", "note", "git"].map(String::from);
    for (path, text, expected) in [
        ("date.rs", "use crate::error::Result;", ""),
        ("date.rs", "use crate::date::Date;", ""),
        ("date.rs", "\nuse crate::note::Note;", "date.rs:2: `date` may not use `note`"),
        ("note/mod.rs", "fn f() { crate::git::open() }", "note/mod.rs:1: `note` may not use `git`"),
        (
            "note/read.rs",
            "use crate::{error,\n  git::Repo};",
            "note/read.rs:2: `note` may not use `git`",
        ),
        ("note/read.rs", "use crate::{date::{Date, git}, error};", ""),
        ("note.rs", "// see crate::git\n/// crate::git", ""),
        ("note.rs", "use super::git::Repo;", "note.rs:1: `note` may not use `git`"),
        ("note/read.rs", "use super::git::Repo;", ""),
        ("note/read.rs", "use super::super::git;", "note/read.rs:1: `note` may not use `git`"),
        ("note.rs", "\nmod tests {\n    use super::git;\n}", ""),
        ("note.rs", "use crate::elsewhere;", "note.rs:1: `elsewhere` is not listed"),
        ("lost.rs", "", "lost.rs:1: `lost` is not listed"),
    ] {
        assert_eq!(breaches(&order, path, text).join("; "), expected, "{path}: {text}");
    }
}

#[test]
fn the_page_on_architecture_lists_the_modules_in_their_order() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).expect("the page");
    let table: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).skip(2).collect();
    let cells = table.iter().filter_map(|row| row.split('|').nth(2));
    let listed: Vec<&str> = cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(|name| name.trim_end_matches('/'))
        .collect();
    assert_eq!(
        listed,
        modules(&fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs"))
    );
}

/// Returns the modules in the order in which `lib.rs` lists them.
fn modules(lib: &str) -> Vec<String> {
    let names = lib.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    names.map(String::from).collect()
}

/// Returns the lines of a file (its path below `src`) that use a module listed below its own.
fn breaches(order: &[String], path: &str, text: &str) -> Vec<String> {
    let own = path.split('/').next().unwrap_or(path).trim_end_matches(".rs");
    let Some(floor) = order.iter().position(|name| name == own) else {
        return vec![format!("{path}:1: `{own}` is not listed")];
    };
    let breach = |(line, used): (usize, String)| match order.iter().position(|name| *name == used) {
        Some(place) if place <= floor => None,
        Some(_) => Some(format!("{path}:{line}: `{own}` may not use `{used}`")),
        None => Some(format!("{path}:{line}: `{used}` is not listed")),
    };
    uses(path, text).into_iter().filter_map(breach).collect()
}

/// Returns the modules that a file names by `crate::…`, or by enough `super::`, with their lines.
fn uses(path: &str, text: &str) -> Vec<(usize, String)> {
    let code: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
    let code = code.join("\n");
    let depth = path.split('/').filter(|part| *part != "mod.rs").count();
    let mut found = Vec::new();
    for (at, start) in code.match_indices("crate::").chain(code.match_indices("super::")) {
        let before = &code[..at];
        if before.ends_with(|c: char| c.is_alphanumeric() || "_:$".contains(c)) {
            continue;
        }
        let mut rest = &code[at..];
        if start == "super::" {
            let inline = usize::from(before.contains("\nmod ") && before.contains(" {\n"));
            let supers = rest.len() - rest.trim_start_matches("super::").len();
            if supers / start.len() < depth + inline {
                continue;
            }
            rest = &rest[supers - start.len()..];
        }
        let rest = &rest[start.len()..];
        let names = match rest.strip_prefix('{') {
            Some(group) => names_in_group(group),
            None => vec![(0, identifier(rest))],
        };
        let line = 1 + before.matches('\n').count();
        found.extend(names.into_iter().map(|(below, name)| (line + below, name)));
    }
    found.sort();
    found
}

/// Returns the first name of each path in `a::b, c}`, with the line breaks before it.
fn names_in_group(group: &str) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    let (mut depth, mut at_start, mut line) = (0, true, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            '\n' => line += 1,
            ',' if depth == 0 => at_start = true,
            c if at_start && depth == 0 && c.is_alphabetic() => {
                names.push((line, identifier(&group[at..])));
                at_start = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Returns the Rust files below `src` but `lib.rs` and `main.rs`, with their paths from there.
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut found = Vec::new();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let below = path.strip_prefix(&src).expect("below src").display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if below.ends_with(".rs") && !["lib.rs", "main.rs"].contains(&below.as_str()) {
                found.push((below, fs::read_to_string(&path).expect("a source")));
            }
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
