//! The terminal: the only module that prints, colours, pages, asks and opens the editor.
//!
//! stdout is what was asked for; stderr is what was done, and what went wrong. Texts may hold the
//! escapes of `anstyle`; they are taken out where colour is off. What comes from notes must be made
//! harmless (`cells::harmless`) by whoever puts it into a line.

mod editor;
mod pager;
mod progress;
mod prompt;
mod terminal;

use std::borrow::Cow;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};

use crate::cells::harmless;
use crate::config::{Color, Environment, UserConfig};
use crate::error::{self, Context, Error, Result};

pub use editor::Edited;
pub use progress::Progress;
use terminal::Terminal;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// What the command line says about the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// `--color`; `None` leaves it to the user's config.
    pub color: Option<Color>,
    /// `--quiet`: nothing on stderr but warnings and errors.
    pub quiet: bool,
}

/// The terminal, or what stands in for it.
#[derive(Debug)]
pub struct Ui {
    terminal: Terminal,
    quiet: bool,
    color: Color,
    environment: Environment,
    user: UserConfig,
}

/// The reader of stdout has gone (`fieldnote followups | head`): no error, the process ends with 0.
#[derive(Debug)]
struct ClosedPipe;

impl std::fmt::Display for ClosedPipe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the reader of the output has gone")
    }
}

impl std::error::Error for ClosedPipe {}

/// Returns whether an error only says that nobody reads the output any more.
pub fn is_closed_pipe(error: &Error) -> bool {
    error.chain().any(|cause| cause.is::<ClosedPipe>())
}

impl Ui {
    /// Looks at the terminal of this process.
    pub fn new(options: Options, environment: &Environment, user: &UserConfig) -> Ui {
        Ui {
            terminal: Terminal::look(environment),
            quiet: options.quiet,
            color: options.color.unwrap_or(user.color),
            environment: environment.clone(),
            user: user.clone(),
        }
    }

    /// Returns the display cells of a line: `COLUMNS`, else the terminal's, else 80; `None` where
    /// stdout is no terminal, so that nothing is cut in a pipe.
    pub fn width(&self) -> Option<usize> {
        self.terminal.width
    }

    /// Returns the lines of the terminal; `None` where stdout is none, so that nothing is left out in a
    /// pipe.
    pub fn height(&self) -> Option<usize> {
        self.terminal.height
    }

    /// Returns whether results are read on a terminal.
    pub fn is_terminal(&self) -> bool {
        self.terminal.stdout
    }

    /// Returns whether results are coloured.
    pub fn is_coloured(&self) -> bool {
        terminal::is_coloured(self.color, &self.environment, self.terminal.stdout)
    }

    /// Writes a result to stdout; the text brings its own line endings.
    ///
    /// # Errors
    /// A full disk; a closed pipe, see [`is_closed_pipe`].
    pub fn print(&self, text: &str) -> Result<()> {
        progress::hide();
        put(&mut io::stdout().lock(), painted(text, self.is_coloured()).as_bytes())
    }

    /// Writes bytes to stdout as they are: not for a terminal, which they could drive.
    ///
    /// # Errors
    /// As for [`Ui::print`].
    pub fn print_bytes(&self, bytes: &[u8]) -> Result<()> {
        progress::hide();
        put(&mut io::stdout().lock(), bytes)
    }

    /// Writes a result as [`Ui::print`] does, through a pager if it is taller than the terminal.
    ///
    /// # Errors
    /// As for [`Ui::print`]. Without a pager, the text is printed.
    pub fn page(&self, text: &str) -> Result<()> {
        if self.terminal.is_taller(text)
            && let Some(pager) = pager::choose(&self.environment, &self.user)
            && pager::show(pager, &painted(text, self.is_coloured()), &self.environment)
        {
            return Ok(());
        }
        self.print(text)
    }

    /// Says on stderr what was done, in one line.
    pub fn status(&self, text: &str) {
        if !self.quiet {
            self.say(&format!("{text}\n"));
        }
    }

    /// Says on stderr what the user should know.
    pub fn warn(&self, text: &str) {
        self.say(&format!("{WARNING}warning:{WARNING:#} {text}\n"));
    }

    /// Says on stderr what went wrong, and what to try next.
    pub fn error(&self, error: &Error) {
        self.say(&report(error));
    }

    /// Writes to stderr. If nobody listens there, nobody can be told.
    fn say(&self, text: &str) {
        progress::hide();
        let coloured = terminal::is_coloured(self.color, &self.environment, self.terminal.stderr);
        let _ = put(&mut io::stderr().lock(), painted(text, coloured).as_bytes());
    }

    /// Returns whether there is a terminal for an editor, or `VISUAL` or `EDITOR` names one that may
    /// do without.
    pub fn can_edit(&self) -> bool {
        let named = self.environment.visual.is_some() || self.environment.editor.is_some();
        named || self.terminal.stdin && self.terminal.stdout
    }

    /// Opens a file in the editor and waits for its end. `core_editor` is git's `core.editor`.
    ///
    /// # Errors
    /// An editor that is missing or fails; the file is then as the editor left it.
    pub fn edit(&self, path: &Path, core_editor: Option<&str>) -> Result<Edited> {
        editor::edit(editor::choose(&self.environment, &self.user, core_editor), path)
    }
}

/// Returns the text without its styles if they are not wanted.
fn painted(text: &str, coloured: bool) -> Cow<'_, str> {
    if coloured { text.into() } else { without_styles(text).into() }
}

/// Returns the text without the codes of its styles, `ESC [ … m`. There are no other escapes in it: what comes
/// from notes is harmless.
fn without_styles(text: &str) -> String {
    let mut parts = text.split('\x1b');
    let mut plain = String::with_capacity(text.len());
    plain.push_str(parts.next().unwrap_or_default());
    parts.for_each(|part| plain.push_str(part.split_once('m').map_or(part, |(_, rest)| rest)));
    plain
}

fn put(out: &mut dyn Write, bytes: &[u8]) -> Result<()> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(ClosedPipe.into()),
        written => written.context("failed to write the output"),
    }
}

/// Returns the lines for an error and its hints. Its facts may quote a note or a path.
fn report(error: &Error) -> String {
    let harmless_lines = |text: &str| text.lines().map(harmless).collect::<Vec<_>>().join("\n");
    let facts = harmless_lines(&error::chain(error));
    let mut report = format!("{ERROR}error:{ERROR:#} {facts}\n");
    for hint in error::hints(error) {
        report.push_str(&format!("{HINT}hint:{HINT:#} {}\n", harmless_lines(hint)));
    }
    report
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::{self, ErrorKind, Write};

    use super::{Options, Ui, is_closed_pipe, painted, put, report};
    use crate::config::{Color, Environment, UserConfig};
    use crate::error::{Hinted, anyhow, chain};

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_no_error_but_a_full_disk_is() {
        let error = put(&mut Closed, b"text").expect_err("a closed pipe");
        assert!(is_closed_pipe(&error.context("printing")));
        if let Ok(mut full) = File::options().write(true).open("/dev/full") {
            let error = put(&mut full, b"text").expect_err("a full disk");
            assert!(!is_closed_pipe(&error));
            assert!(chain(&error).starts_with("failed to write the output: No space left"));
        }
    }

    #[test]
    fn styles_are_taken_out_where_colour_is_off() {
        let text = "a \u{1b}[1mbold\u{1b}[0m 佐藤\n\tb\n";
        assert_eq!(painted(text, false), "a bold 佐藤\n\tb\n");
        assert_eq!(painted(text, true), text);
    }

    #[test]
    fn an_error_is_its_facts_and_its_hints() {
        let error = anyhow!("no such \u{1b}[31mfile\none\ntwo")
            .context("failed to read `a.md`")
            .hint("look elsewhere");
        assert_eq!(
            painted(&report(&error), false),
            "error: failed to read `a.md`: no such \\x1b[31mfile\none\ntwo\nhint: look elsewhere\n"
        );
    }

    #[test]
    fn the_command_line_chooses_the_colour_before_the_config() {
        let user = UserConfig { color: Color::Never, ..UserConfig::default() };
        let no_color = Environment { no_color: true, ..Environment::default() };
        let ui = |color| Ui::new(Options { color, quiet: false }, &no_color, &user);
        assert!(ui(Some(Color::Always)).is_coloured());
        assert!(!ui(None).is_coloured());
        let always = UserConfig { color: Color::Always, ..UserConfig::default() };
        assert!(Ui::new(Options::default(), &no_color, &always).is_coloured());
    }

    #[test]
    fn an_editor_needs_a_terminal_or_a_name() {
        let visual = Environment { visual: Some("true".to_string()), ..Environment::default() };
        let ui = Ui::new(Options::default(), &visual, &UserConfig::default());
        assert!(ui.can_edit());
    }
}
