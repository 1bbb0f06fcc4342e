//! A sealed home for one test: own folders, own git identity, a fixed clock, no terminal, no network.
//!
//! Nothing of the machine reaches the program but `PATH`. The clock stands at Friday 6 March 2026,
//! 17:00 in Lisbon, unless a test moves it with [`Sealed::at`].

use std::cell::RefCell;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use snapbox::IntoData;
use snapbox::data::Inline;
use tempfile::TempDir;

const NOW: &str = "2026-03-06T17:00:00Z";

/// A temporary folder, shown as `[ROOT]`: `home/` is the user's, `notes/` the notebook.
pub struct Sealed {
    _folder: TempDir,
    root: PathBuf,
    variables: RefCell<Vec<(String, String)>>,
    removed: RefCell<Vec<String>>,
    folder: RefCell<PathBuf>,
}

/// What a program wrote and how it ended.
#[derive(Debug)]
pub struct Output {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Sealed {
    /// An empty folder `notes`, no repository.
    pub fn empty() -> Sealed {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a path");
        for path in ["home", "notes", "tmp"] {
            fs::create_dir(root.join(path)).expect("a folder");
        }
        let identity = "[user]\n\tname = Ann Lee\n\temail = ann@us.example\n[init]\n\tdefaultBranch = main\n[core]\n\tfsync = none\n";
        fs::write(root.join("home/.gitconfig"), identity).expect("a file");
        let notes = root.join("notes");
        let sealed = Sealed {
            _folder: folder,
            root,
            variables: RefCell::default(),
            removed: RefCell::default(),
            folder: RefCell::new(notes),
        };
        sealed.at(NOW);
        sealed
    }

    /// A notebook after `init`, with nothing else in it.
    pub fn init() -> Sealed {
        static MADE: OnceLock<Files> = OnceLock::new();
        Sealed::with_files(MADE.get_or_init(|| {
            let sealed = Sealed::empty();
            sealed.run(&["init"]).succeeds();
            files(&sealed.path(""))
        }))
    }

    /// A notebook in use: customers minato (Tokyo) and orbit, their people, the team, four notes.
    ///
    /// ```text
    /// customers/minato/2026-02-18-sync.md   customers/orbit/2026-03-02-sync.md
    /// customers/minato/2026-03-04-poc.md    hands-on/2026-03-05.md
    /// ```
    pub fn notebook() -> Sealed {
        static MADE: OnceLock<Files> = OnceLock::new();
        Sealed::with_files(MADE.get_or_init(|| files(&make_notebook().path(""))))
    }

    fn with_files(files: &Files) -> Sealed {
        let sealed = Sealed::empty();
        for (path, bytes) in files {
            match bytes {
                Some(bytes) => fs::write(sealed.path(path), bytes).expect("a file"),
                None => fs::create_dir_all(sealed.path(path)).expect("a folder"),
            }
        }
        sealed
    }

    /// Sets the clock, for the program and for git.
    pub fn at(&self, now: &str) -> &Sealed {
        self.env("FIELDNOTE_NOW", now)
    }

    /// Sets a variable for what is run from now on.
    pub fn env(&self, name: &str, value: &str) -> &Sealed {
        let value = value.replace("[ROOT]", &self.root.display().to_string());
        self.variables.borrow_mut().push((name.to_string(), value));
        self
    }

    /// Takes a variable away.
    pub fn without(&self, name: &str) -> &Sealed {
        self.variables.borrow_mut().retain(|(known, _)| known != name);
        self.removed.borrow_mut().push(name.to_string());
        self
    }

    /// Runs from this folder of the notebook from now on (`..` leads out of it).
    pub fn cd(&self, folder: &str) -> &Sealed {
        *self.folder.borrow_mut() = self.path(folder);
        self
    }

    /// Runs `fieldnote`.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Output {
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_fieldnote")));
        command.args(arguments);
        self.output(command)
    }

    /// Runs `fieldnote` with the words of a line; `'…'` holds together what has spaces.
    pub fn fieldnote(&self, line: &str) -> Output {
        self.run(&words(line))
    }

    /// Runs lines of shell with `fieldnote` in `PATH`, both streams as they come.
    pub fn sh(&self, script: &str) -> Output {
        let mut command = self.command(Path::new("/bin/sh"));
        command.args(["-c", script]);
        self.output(command)
    }

    /// Runs git, which must succeed, and returns its stdout.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        let mut command = self.command(Path::new("git"));
        let now = self.variable("FIELDNOTE_NOW");
        command.args(arguments).env("GIT_AUTHOR_DATE", &now).env("GIT_COMMITTER_DATE", &now);
        let output = self.output(command);
        assert_eq!(output.code, 0, "git {arguments:?}: {}", output.stderr);
        output.stdout
    }

    /// Commits everything with plain git.
    #[track_caller]
    pub fn commit(&self, subject: &str) -> &Sealed {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", subject]);
        self
    }

    /// Returns what git says is changed.
    #[track_caller]
    pub fn status(&self) -> String {
        self.git(&["status", "--porcelain", "-uall"])
    }

    /// Returns the subject and the paths of the last commit.
    #[track_caller]
    pub fn last_commit(&self) -> String {
        self.git(&["-c", "core.quotePath=false", "log", "-1", "--format=%s", "--name-status"])
    }

    /// Returns all subjects, the last first.
    #[track_caller]
    pub fn log(&self) -> String {
        self.git(&["log", "--format=%s"])
    }

    /// Writes a file of the notebook, with its folders.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Sealed {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        self
    }

    /// Returns a file of the notebook as bytes.
    #[track_caller]
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let path = self.path(path);
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Returns a file of the notebook as text in which every byte can be seen.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        visible(&self.bytes(path))
    }

    /// Returns a path below the notebook's folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join("notes").join(path)
    }

    /// Returns the shortest id of the follow-up with this text.
    #[track_caller]
    pub fn id(&self, text: &str) -> String {
        let list = self.run(&["followups", "--all", "--json"]).stdout;
        let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
        let mut items = list.as_array().expect("an array").iter();
        let item = items.find(|item| item["text"] == text).unwrap_or_else(|| panic!("no {text}"));
        item["id"].as_str().expect("an id").to_string()
    }

    fn variable(&self, name: &str) -> String {
        let variables = self.variables.borrow();
        let found = variables.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn command(&self, program: &Path) -> Command {
        let own = Path::new(env!("CARGO_BIN_EXE_fieldnote")).parent().expect("a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let home = self.root.join("home");
        let mut command = Command::new(program);
        command
            .env_clear()
            .current_dir(&*self.folder.borrow())
            .stdin(Stdio::null())
            .env("PATH", format!("{}:{path}", own.display()))
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("TMPDIR", self.root.join("tmp"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CEILING_DIRECTORIES", &self.root)
            .env("TZ", "Europe/Lisbon")
            .envs(self.variables.borrow().iter().cloned());
        self.removed.borrow().iter().for_each(|name| {
            command.env_remove(name);
        });
        command
    }

    fn output(&self, mut command: Command) -> Output {
        let output = command.output().expect("a program");
        let root = self.root.display().to_string();
        let text = |bytes: &[u8]| redacted(&visible(bytes).replace(&root, "[ROOT]"));
        Output {
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            code: output.status.code().unwrap_or(-1),
        }
    }
}

impl Output {
    #[track_caller]
    pub fn succeeds(self) -> Output {
        assert_eq!(self.code, 0, "{self}");
        self
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stdout)?;
        if !self.stdout.is_empty() && !self.stdout.ends_with('\n') {
            f.write_str("\\ no newline\n")?;
        }
        for line in self.stderr.lines() {
            writeln!(f, "2> {line}")?;
        }
        writeln!(f, "exit {}", self.code)
    }
}

/// Compares with an inline snapshot, as it stands: nothing in it is a pattern.
pub trait Shows {
    fn shows(&self, expected: Inline);
}

impl Shows for String {
    #[track_caller]
    fn shows(&self, expected: Inline) {
        snapbox::assert_data_eq!(self.clone(), expected.raw());
    }
}

impl Shows for Output {
    /// Compares stdout, then stderr (behind `2>`), then the exit code.
    #[track_caller]
    fn shows(&self, expected: Inline) {
        self.to_string().shows(expected);
    }
}

/// Returns bytes as text in which line endings, control characters and bytes that are no UTF-8 show.
pub fn visible(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\n' => text.push('\n'),
                '\r' => text.push('␍'),
                '\t' => text.push('␉'),
                '\u{a0}'
                | '\u{feff}'
                | '\u{fe0f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}' => {
                    text.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
                }
                c if c.is_control() => text.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
                c => text.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
    }
    text
}

/// Returns a text with `· 1f2e3d4` or `git show 1f2e3d4` at the end of a line as `· [COMMIT]`, and without
/// operations' ids.
fn redacted(text: &str) -> String {
    let is_id = |word: &str| word.len() >= 7 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let lines = text.split('\n').map(|line| match line.rsplit_once(" · ") {
        Some((before, id)) if is_id(id) => format!("{before} · [COMMIT]"),
        _ if line.contains(": git show ") => {
            let (before, _) = line.rsplit_once(' ').expect("a space");
            format!("{before} [COMMIT]")
        }
        _ if line.starts_with("Fieldnote-Op: ") => "Fieldnote-Op: [ID]".to_string(),
        _ => line.to_string(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Folders (without bytes) and files, folders before what lies in them.
pub type Files = Vec<(String, Option<Vec<u8>>)>;

pub fn files(root: &Path) -> Files {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(root).expect("a path below").display().to_string();
            if path.is_dir() {
                found.push((name, None));
                folders.push(path);
            } else {
                found.push((name, Some(fs::read(&path).expect("a file"))));
            }
        }
    }
    found
}

/// The notes that most tests read.
const NOTES: [(&str, &str, &str); 4] = [
    (
        "2026-02-18T12:00:00Z",
        "customers/minato/2026-02-18-sync.md",
        "---\ncustomer: minato\ndate: 2026-02-18\nkind: sync\nours: [dana]\ntheirs: [佐藤 健]\n---\n\
         # Minato Storage sync\n\n## Follow-ups\n\n\
         - [x] @dana send the agenda by 2026-02-17 (done 2026-02-17)\n\
         - [ ] @佐藤 見積もりを確認する by 2026-02-27\n\
         - [x] ~~@dana book the room~~ (dropped 2026-02-18: they come to us)\n",
    ),
    (
        "2026-03-02T18:00:00Z",
        "customers/orbit/2026-03-02-sync.md",
        "---\ncustomer: orbit\ndate: 2026-03-02\nkind: sync\nours: [ann, priya]\n---\n\
         # Orbit Foods sync\n\n## Attendees\n\n- [x] Ann Lee\n- [x] Priya Nair\n\n## Follow-ups\n\n\
         - [ ] @ann send the contract by 2026-03-05\n\
         - [ ] @ann send the migration plan promised 2026-03-11\n\
         - [ ] @priya demo the importer #importer\n\
         - [ ] @them name a contact for networking\n\
         - [ ] TODO\n",
    ),
    (
        "2026-03-04T12:00:00Z",
        "customers/minato/2026-03-04-poc.md",
        "---\ncustomer: minato\ndate: 2026-03-04\nkind: poc\nours: [dana, priya]\ntheirs: [佐藤 健]\n\
         partner: [高橋 一郎]\n---\n# Minato Storage PoC\n\n## Notes\n\nThroughput is fine.\n\n\
         ## Follow-ups\n\n\
         - [ ] @dana send the sizing guide promised 2026-03-06\n\
         - [ ] @佐藤 open ports 2049 and 4420 by 2026-03-09\n\
         - [ ] @高橋 rack the second node by 2026-03-20\n\
         - [/] @priya write the 🚀 launch checklist 📅 2026-03-13\n\
         - [ ] read the manual\n",
    ),
    (
        "2026-03-05T12:00:00Z",
        "hands-on/2026-03-05.md",
        "---\ndate: 2026-03-05\nkind: hands-on\n---\n# Nightly build\n\n- ACTION: Dana to file the crash\n",
    ),
];

fn make_notebook() -> Sealed {
    let sealed = Sealed::empty();
    sealed.at("2026-02-02T09:00:00Z").run(&["init"]).succeeds();
    for line in [
        "customer add minato --name 'Minato Storage' --timezone Asia/Tokyo --cadence 7d",
        "customer add orbit --name 'Orbit Foods'",
        "person add minato '佐藤 健' --alias 'Satō Ken' --role 'infrastructure lead' --champion --mail ken@minato.example",
        "person add minato '高橋 一郎' --partner",
        "person add orbit 'Ivo Pires' --role buyer",
        "person add --team dana 'Dana Reyes' --timezone America/New_York --mail dana@us.example",
        "person add --team priya 'Priya Nair'",
    ] {
        sealed.fieldnote(line).succeeds();
    }
    for (now, path, text) in NOTES {
        sealed.at(now).write(path, text).commit(&format!("notes of {}", &now[..10]));
    }
    sealed
}

/// Splits `a 'b c' d` into `a`, `b c`, `d`.
fn words(line: &str) -> Vec<&str> {
    let parts = line.split('\'').enumerate();
    parts
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().collect(),
            _ => vec![part],
        })
        .collect()
}
