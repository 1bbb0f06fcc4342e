//! Two commands that run in alternation.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::notebook::Notebook;

/// A command of fieldnote's and its peer.
pub struct Pair {
    own: String,
    peer: String,
    /// What runs before each, untimed.
    before: [String; 2],
    name: String,
    peer_name: String,
}

impl Pair {
    /// `own` are the arguments of `fieldnote`, `peer` is a line of shell.
    pub fn of(own: &str, peer: &str) -> Pair {
        Pair {
            own: format!("fieldnote {own}"),
            peer: peer.to_string(),
            before: [String::new(), String::new()],
            name: own.to_string(),
            peer_name: format!("`{peer}`"),
        }
    }

    /// Sets what runs before the one and before the other.
    pub fn with(self, own: &str, peer: &str) -> Pair {
        Pair { before: [own.to_string(), peer.to_string()], ..self }
    }

    pub fn named(self, name: &str) -> Pair {
        Pair { name: name.to_string(), ..self }
    }

    pub fn called(self, peer: &str) -> Pair {
        Pair { peer_name: peer.to_string(), ..self }
    }

    /// Runs both and returns the row of the table.
    pub fn row(&self, notebook: &Notebook, rounds: usize) -> String {
        let (mut own, mut peer) = (Vec::new(), Vec::new());
        for round in 0..=rounds {
            let (one, other) = (
                self.time(notebook, &self.before[0], &self.own, round),
                self.time(notebook, &self.before[1], &self.peer, round),
            );
            if round > 0 {
                own.push(one); // the first round warms up
                peer.push(other);
            }
        }
        let (own, peer) = (median(own), median(peer));
        let ratio = own.as_secs_f64() / peer.as_secs_f64();
        let memory = self.memory(notebook, rounds + 1);
        let memory = memory.map_or("–".to_string(), |kb| format!("{:.0}", kb / 1024.0));
        let ms = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1000.0);
        format!(
            "| {} | {} | {} | {} | {} | {ratio:.2} | {memory} |",
            notebook.notes,
            self.name,
            ms(own),
            self.peer_name,
            ms(peer),
        )
    }

    fn time(&self, notebook: &Notebook, before: &str, line: &str, round: usize) -> Duration {
        let filled = |line: &str| notebook.filled(line, round);
        assert!(before.is_empty() || run(notebook, &filled(before)), "{before}");
        let mut command = shell(notebook, &filled(line));
        let start = Instant::now();
        let status = command.status().expect("a shell");
        let took = start.elapsed();
        // `rg` ends with 1 where it finds nothing.
        assert!(status.code().is_some_and(|code| code < 2), "{line}");
        took
    }

    /// Returns the peak memory in kB, where GNU time is there to tell it.
    fn memory(&self, notebook: &Notebook, round: usize) -> Option<f64> {
        run(notebook, &notebook.filled(&self.before[0], round));
        let line = notebook.filled(&self.own, round);
        let line = format!("/usr/bin/time -f %M -o ../memory {line}");
        shell(notebook, &line).status().ok().filter(|status| status.success())?;
        std::fs::read_to_string(notebook.folder.join("../memory")).ok()?.trim().parse().ok()
    }
}

/// Runs a line of shell in the notebook; returns whether it succeeded.
pub fn run(notebook: &Notebook, line: &str) -> bool {
    shell(notebook, line).status().is_ok_and(|status| status.success())
}

/// Returns a shell with `fieldnote` in its `PATH`, and nothing of the user's own but `PATH`.
fn shell(notebook: &Notebook, line: &str) -> Command {
    let own = std::path::Path::new(env!("CARGO_BIN_EXE_fieldnote")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("/bin/sh");
    command.args(["-c", line]).current_dir(&notebook.folder).env_clear();
    command.env("PATH", format!("{}:{path}", own.display())).env("HOME", &notebook.home);
    let now = "2026-02-27T17:00:00Z";
    for clock in ["FIELDNOTE_NOW", "GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
        command.env(clock, now);
    }
    command.env("LC_ALL", "C.UTF-8");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
