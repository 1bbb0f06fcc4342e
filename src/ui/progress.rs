//! A line that says what takes so long.

use std::io::{self, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::Ui;

/// What is done sooner says nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// Says, while it lives, that something goes on. The line is gone when this is dropped.
#[must_use]
pub struct Progress {
    /// Dropped to end the thread.
    going_on: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Ui {
    /// Says on a terminal what goes on, such as `reading the notes`, once it has taken half a second. Nobody
    /// may be asked anything meanwhile.
    pub fn progress(&self, what: &'static str) -> Progress {
        if self.quiet || !self.terminal.stderr || !self.terminal.has_cursor {
            return Progress { going_on: None, thread: None };
        }
        let (going_on, end) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let start = Instant::now();
            let mut wait = PATIENCE;
            while let Err(RecvTimeoutError::Timeout) = end.recv_timeout(wait) {
                wait = Duration::from_secs(1);
                show(&line(what, start.elapsed()));
            }
            hide();
        });
        Progress { going_on: Some(going_on), thread: Some(thread) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.going_on = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Makes the line empty, with the cursor at its start (ECMA-48, EL 2).
const ERASED: &str = "\r\u{1b}[2K";

fn line(what: &str, since: Duration) -> String {
    match since.as_secs() {
        0 => format!("{ERASED}{what} …"),
        seconds => format!("{ERASED}{what} … {seconds} s"),
    }
}

/// Whether the line stands on the terminal; locked by whoever writes there.
static IS_SHOWN: Mutex<bool> = Mutex::new(false);

fn show(line: &str) {
    let mut is_shown = IS_SHOWN.lock().unwrap_or_else(PoisonError::into_inner);
    write(line);
    *is_shown = true;
}

/// Takes the line away before something else is written; it comes back if it still takes long.
pub(super) fn hide() {
    let mut is_shown = IS_SHOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if std::mem::take(&mut *is_shown) {
        write(ERASED);
    }
}

/// Writes to stderr. If nobody listens there, nobody can be told.
fn write(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::line;

    #[test]
    fn the_line_tells_how_long_it_takes() {
        assert_eq!(line("reading", Duration::from_millis(500)), "\r\u{1b}[2Kreading …");
        assert_eq!(line("reading", Duration::from_millis(2_500)), "\r\u{1b}[2Kreading … 2 s");
    }
}
