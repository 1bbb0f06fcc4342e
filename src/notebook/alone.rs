//! One run at a time changes files; the next one looks after what a stopped one has left.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::sync::mpsc;
use std::time::Duration;

use super::Notebook;
use super::files::{Change, Files, PutBack};
use crate::config::SETTINGS_FILE;
use crate::error::{Context, Error, Hinted, Result, anyhow};
use crate::git::{Planned, Repo, Unfinished, Work};

/// The right to change files, given by [`Notebook::alone`]; the kernel takes it back from a process
/// that ends, however it does.
pub struct Alone {
    _file: Option<File>,
    /// What an earlier run had begun and this one has looked after, in a sentence.
    pub recovered: Vec<String>,
}

/// How long to wait for one other run.
const PATIENCE: Duration = Duration::from_secs(10);

impl Notebook {
    /// Waits until no other run changes what stands in files here, and keeps others waiting until the
    /// value is dropped. To be asked for before reading what will be changed, and never around an
    /// editor. What a run that was stopped has left is finished or taken back. Where the file system
    /// has no locks, there is none.
    ///
    /// # Errors
    /// One other run that does not end within ten seconds; what was left, but cannot be looked after.
    pub fn alone(&self) -> Result<Alone> {
        let file = match self.lock_file() {
            Some(file) => lock(file, PATIENCE)?,
            None => None,
        };
        let recovered = self.recover()?.into_iter().chain(self.take_back_step()?).collect();
        Ok(Alone { _file: file, recovered })
    }

    /// Returns the file to lock: one of the repository's, for all its work trees; else the settings.
    fn lock_file(&self) -> Option<File> {
        let own = self.repo.as_ref().and_then(|repo| repo.lock_file().ok());
        own.or_else(|| File::open(self.root.join(SETTINGS_FILE)).ok())
    }

    /// Takes back what a `sync` that was stopped had brought into the work tree; returns what that was.
    fn take_back_step(&self) -> Result<Option<String>> {
        let Some(repo) = &self.repo else { return Ok(None) };
        let is_taken_back =
            repo.take_back_step().context("failed to look after an interrupted sync")?;
        Ok(is_taken_back.then(|| "took back what an interrupted sync had begun".to_string()))
    }

    /// Finishes or takes back what a run that was stopped has left; returns what that was.
    fn recover(&self) -> Result<Option<String>> {
        let Some(repo) = &self.repo else { return Ok(None) };
        let Some(unfinished) = repo.unfinished()? else { return Ok(None) };
        let subject = unfinished.journal.subject.clone();
        let files = Files::new(repo.work_tree(), &unfinished.journal.op);
        unfinished.journal.files.iter().for_each(|file| files.sweep(&file.path));
        let said = if unfinished.has_landed() {
            format!("finished what an interrupted run had begun: {subject}")
        } else {
            let _held = unfinished.hold()?;
            unfinished.make_room();
            let mut kept = Vec::new();
            for file in unfinished.journal.files.iter().rev() {
                if take_back(&unfinished, &files, file)? == PutBack::Kept {
                    kept.push(format!("`{}`", file.path));
                }
            }
            for folder in unfinished.journal.folders.iter().rev() {
                let _ = fs::remove_dir(repo.work_tree().join(folder)); // unless something lies in it
            }
            match kept.as_slice() {
                [] => format!("took back what an interrupted run had begun: {subject}"),
                kept => {
                    let kept = kept.join(", ");
                    format!("an interrupted run had begun: {subject}; {kept} stays as it is by now")
                }
            }
        };
        unfinished.end()?;
        Ok(Some(said))
    }
}

/// Makes a file what it was before the operation, unless it is the user's by now.
fn take_back(unfinished: &Unfinished, files: &Files, file: &Planned) -> Result<PutBack> {
    let Work::Writes { before, after, .. } = &file.work else { return Ok(PutBack::Done) };
    let now = files.read(&file.path)?;
    if now == *before {
        return Ok(PutBack::Done);
    }
    if now.as_deref().map(Repo::hash) != *after || unfinished.is_adopted(file)? {
        return Ok(PutBack::Kept);
    }
    files.put_back(&Change { path: file.path.clone(), before: before.clone(), after: now })
}

/// Locks a file, or returns `None` where the file system has no locks.
fn lock(mut file: File, patience: Duration) -> Result<Option<File>> {
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::Error(_)) => return Ok(None),
        Err(TryLockError::WouldBlock) => {
            let mut reader = file.try_clone()?;
            let (sender, receiver) = mpsc::channel();
            // The kernel wakes those who wait in their order; only a thread can be left waiting.
            std::thread::spawn(move || sender.send(file.lock().map(|()| file)));
            let mut before = holder(&mut reader);
            file = loop {
                match receiver.recv_timeout(patience) {
                    Ok(Ok(file)) => break file,
                    Ok(Err(_)) => return Ok(None),
                    Err(_) => {}
                }
                // Where the lock changes hands, our turn comes.
                let now = holder(&mut reader);
                if now.is_none() || now == before {
                    return Err(held(now, patience));
                }
                before = now;
            };
        }
    }
    let _ = name_holder(&mut file); // the settings are open for reading alone, and stay as they are
    Ok(Some(file))
}

/// Writes for those who wait which process has the lock; at each moment, some process stands in the first line.
fn name_holder(file: &mut File) -> io::Result<()> {
    let line = format!("{}\n", std::process::id());
    file.rewind()?; // whoever has waited has read from it
    file.write_all(line.as_bytes())?;
    file.set_len(line.len() as u64)
}

/// Returns the process that has the lock, as it says itself.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    let _ = file.rewind().and_then(|()| file.read_to_string(&mut text));
    text.lines().next()?.parse().ok()
}

fn held(process: Option<u32>, patience: Duration) -> Error {
    let (who, look) = match process {
        Some(process) => (format!(" (process {process})"), format!("ps -fp {process}")),
        None => (String::new(), "pgrep fieldnote".to_string()),
    };
    let seconds = patience.as_secs();
    anyhow!(
        "another fieldnote{who} is changing this notebook, and has not ended within {seconds} s"
    )
    .hint(format!("look at it with `{look}`; a git hook must not call fieldnote to write"))
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::Duration;

    use super::{holder, lock, name_holder};
    use crate::error::{chain, hints};

    #[test]
    fn who_holds_the_lock_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let own = || File::options().create(true).append(true).read(true).open(&path).unwrap();
        let held = lock(own(), Duration::ZERO).unwrap().unwrap();
        let error = lock(own(), Duration::from_millis(1)).unwrap_err();
        let process = std::process::id();
        assert_eq!(
            chain(&error),
            format!(
                "another fieldnote (process {process}) is changing this notebook, and has not ended within 0 s"
            )
        );
        assert!(hints(&error)[0].contains(&format!("`ps -fp {process}`")), "{:?}", hints(&error));
        drop(held);
        // The one that gave up may still stand before us in the kernel's queue.
        lock(own(), Duration::from_secs(20)).unwrap().unwrap();
    }

    #[test]
    fn whoever_has_waited_is_named_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        fs::write(&path, "4194304000\n").unwrap();
        let mut file = File::options().write(true).read(true).open(&path).unwrap();
        assert_eq!(holder(&mut file), Some(4_194_304_000)); // as those do who wait
        name_holder(&mut file).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("{}\n", std::process::id()));
    }

    #[test]
    fn a_file_that_is_only_read_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fieldnote.toml");
        fs::write(&path, "commit = true\n").unwrap();
        let held = lock(File::open(&path).unwrap(), Duration::ZERO).unwrap();
        assert!(held.is_some());
        let error = lock(File::open(&path).unwrap(), Duration::from_millis(1)).unwrap_err();
        assert!(hints(&error)[0].contains("pgrep fieldnote"), "{:?}", hints(&error));
        assert_eq!(fs::read_to_string(&path).unwrap(), "commit = true\n");
    }
}
