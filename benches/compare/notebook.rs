//! A notebook of any size with two years of history: half as many commits as notes, made of the same
//! numbers each time.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::pair::run;

pub struct Notebook {
    pub folder: PathBuf,
    pub home: PathBuf,
    pub notes: usize,
}

/// Two years of days, from Monday 4 March 2024.
const DAYS: usize = 724;
const FIRST_DAY: i64 = 1_709_510_400;
const DAY: i64 = 86_400;

/// Of one note in so many, our follow-ups are promised to the customer.
const PROMISED: usize = 20;

const WORDS: [&str; 24] = [
    "importer",
    "token",
    "contract",
    "pilot",
    "rollout",
    "latency",
    "dashboard",
    "invoice",
    "webhook",
    "schema",
    "region",
    "quota",
    "export",
    "login",
    "backup",
    "upgrade",
    "customer",
    "the",
    "their",
    "after",
    "with",
    "before",
    "review",
    "sync",
];

impl Notebook {
    /// Returns the notebook in a folder, made if it is not there.
    pub fn made(place: &Path, notes: usize) -> Notebook {
        let (folder, home) = (place.join("notes"), place.join("home"));
        let notebook = Notebook { folder, home, notes };
        if !place.join("made").exists() {
            let _ = fs::remove_dir_all(place);
            notebook.make();
            fs::write(place.join("made"), "").expect("a file");
        }
        notebook
    }

    fn make(&self) {
        fs::create_dir_all(&self.folder).expect("a folder");
        fs::create_dir_all(&self.home).expect("a folder");
        let identity = "[user]\n\tname = Ann Lee\n\temail = ann@us.example\n[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n";
        fs::write(self.home.join(".gitconfig"), identity).expect("a file");
        self.git(&["init", "-q"], "");
        self.git(&["fast-import", "--quiet"], &self.history());
        self.git(&["reset", "-q", "--hard"], "");
        self.git(&["repack", "-q", "-a", "-d"], "");
    }

    fn git(&self, arguments: &[&str], input: &str) {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(&self.folder).env("HOME", &self.home);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("git");
        child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("a pipe");
        assert!(child.wait().expect("git").success(), "git {arguments:?}");
    }

    /// Returns what `git fast-import` reads: a note appears on its day; from then on, now and then one of its
    /// boxes is ticked.
    fn history(&self) -> String {
        let (mut stream, mut numbers) = (String::new(), Numbers(1));
        let commits = (self.notes / 2).max(1);
        let mut texts: Vec<(String, String)> = Vec::new();
        for commit in 0..commits {
            let day = commit * DAYS / commits;
            let mut changed = Vec::new();
            while texts.len() < (commit + 1) * self.notes / commits {
                changed.push(texts.len());
                texts.push(note(texts.len(), day, &mut numbers));
            }
            for _ in 0..2 {
                let at = numbers.below(texts.len());
                let text = &mut texts[at].1;
                if text.contains("- [ ] ") && !changed.contains(&at) {
                    *text = text.replacen("- [ ] ", "- [x] ", 1);
                    changed.push(at);
                }
            }
            let when = FIRST_DAY + day as i64 * DAY + 36_000 + (commit % 600) as i64;
            let person = format!("Ann Lee <ann@us.example> {when} +0000");
            let message = format!("notes of day {day}\n");
            let _ = write!(
                stream,
                "commit refs/heads/main\ncommitter {person}\ndata {}\n{message}",
                message.len()
            );
            if commit == 0 {
                let team = "- @ann — Ann Lee\n- @bo — Bo Berg\n";
                for (path, text) in [("fieldnote.toml", ""), ("team.md", team)] {
                    let _ = write!(stream, "M 644 inline {path}\ndata {}\n{text}\n", text.len());
                }
            }
            for at in changed {
                let (path, text) = &texts[at];
                let _ = write!(stream, "M 644 inline {path}\ndata {}\n{text}\n", text.len());
            }
        }
        stream.push_str("done\n");
        stream
    }

    /// Gives Taskwarrior the open follow-ups as its tasks; returns whether it is there and has them.
    pub fn is_given_to_task(&self) -> bool {
        let place = self.folder.parent().expect("a place of its own");
        if !run(self, "task --version") {
            return false;
        }
        if place.join("tasks").exists() {
            return true;
        }
        fs::write(
            place.join("taskrc"),
            "data.location=../tasks\nconfirmation=no\nnews.version=9\n",
        )
        .expect("a file");
        assert!(run(self, "fieldnote followups --json > ../open.json"), "a list");
        let open = fs::read(place.join("open.json")).expect("a list");
        let open: Vec<serde_json::Value> = serde_json::from_slice(&open).expect("JSON");
        let tasks: Vec<serde_json::Value> = open.iter().map(task).collect();
        fs::write(place.join("tasks.json"), serde_json::json!(tasks).to_string()).expect("a file");
        fs::create_dir(place.join("tasks")).expect("a folder");
        run(self, "task rc:../taskrc import ../tasks.json")
    }

    /// Returns a line in which `NOTE` is a note that is another in each round, and `LINE` an open box in it.
    pub fn filled(&self, line: &str, round: usize) -> String {
        if !line.contains("NOTE") {
            return line.to_string();
        }
        let (path, number) = self.open_box(round);
        line.replace("NOTE", &path).replace("LINE", &number.to_string())
    }

    /// Returns a note and the line of an open box in it.
    fn open_box(&self, round: usize) -> (String, usize) {
        let mut numbers = Numbers(0);
        let paths = (0..self.notes).map(|at| note(at, at * DAYS / self.notes, &mut numbers).0);
        let open = paths.skip(round * 7 % self.notes).filter_map(|path| {
            let text = fs::read_to_string(self.folder.join(&path)).ok()?;
            let at = text.lines().position(|line| line.starts_with("- [ ] "))?;
            Some((path, at + 1))
        });
        open.into_iter().next().expect("an open follow-up")
    }
}

/// Returns a follow-up as Taskwarrior imports it.
fn task(item: &serde_json::Value) -> serde_json::Value {
    let due = item["due"].as_str().map(|due| format!("{}T120000Z", due.replace('-', "")));
    serde_json::json!({
        "description": item["text"],
        "project": item["customer"],
        "status": "pending",
        "due": due.unwrap_or_else(|| "20260301T120000Z".to_string()),
    })
}

/// Returns the path and the text of a note.
fn note(number: usize, day: usize, numbers: &mut Numbers) -> (String, String) {
    let date = date(day);
    let slug = format!("c{}", number % 97);
    let mut text =
        format!("---\ndate: {date}\ncustomer: {slug}\nkind: sync\n---\n\n# Sync {number}\n");
    let mut words = |count: usize| {
        let words: Vec<&str> = (0..count).map(|_| WORDS[numbers.below(WORDS.len())]).collect();
        words.join(" ")
    };
    for heading in ["Notes", "Details", "Questions"] {
        let _ =
            write!(text, "\n## {heading}\n\n{}.\n\n- {}\n- {}\n", words(45), words(9), words(12));
    }
    let _ = write!(
        text,
        "\nDecision: {}\n\nAsk: {} #{}\n\n## Follow-ups\n\n",
        words(6),
        words(5),
        words(1)
    );
    for (mark, owner) in [(' ', "@ann"), ('x', "@bo"), ('x', "@ann")] {
        let _ = write!(text, "- [{mark}] {owner} {} by {date}", words(5));
        if owner == "@ann" && number.is_multiple_of(PROMISED) {
            let _ = write!(text, " promised {}", self::date(day + 14));
        }
        text.push('\n');
    }
    (format!("customers/{slug}/{date}-sync-{number}.md"), text)
}

/// Returns a day, counted from the first, as `YYYY-MM-DD`.
fn date(day: usize) -> String {
    let first = chrono::DateTime::from_timestamp(FIRST_DAY, 0).expect("a time").date_naive();
    (first + chrono::Days::new(day as u64)).to_string()
}

/// Numbers that are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Asks the system about each file, on all cores: what any list has to do at the least.
pub fn stat_all(folder: &Path) {
    let walk =
        ignore::WalkBuilder::new(folder).standard_filters(false).hidden(true).build_parallel();
    walk.run(|| {
        Box::new(|entry| {
            let entry = entry.expect("an entry");
            if entry.file_type().is_some_and(|kind| kind.is_file()) {
                entry.metadata().expect("a file");
            }
            ignore::WalkState::Continue
        })
    });
}
