//! What there is to write to: a terminal of some size, or none.

use std::io::{self, IsTerminal};

use terminal_size::{Height, Width, terminal_size_of};

use crate::cells;
use crate::config::{Color, Environment};

/// The streams of the process.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    pub(super) stdin: bool,
    pub(super) stdout: bool,
    pub(super) stderr: bool,
    /// Whether a line can be written over: `TERM` is there, and not `dumb`.
    pub(super) has_cursor: bool,
    /// In display cells; `None` is without limit.
    pub(super) width: Option<usize>,
    /// In lines; `None` is without limit.
    pub(super) height: Option<usize>,
}

impl Terminal {
    pub(super) fn look(environment: &Environment) -> Terminal {
        let stdout = io::stdout();
        let size = if stdout.is_terminal() { terminal_size_of(&stdout) } else { None };
        let (width, height) = match size {
            Some((Width(width), Height(height))) => (Some(width.into()), Some(height.into())),
            None => (None, None),
        };
        Terminal {
            stdin: io::stdin().is_terminal(),
            stdout: stdout.is_terminal(),
            stderr: io::stderr().is_terminal(),
            has_cursor: environment.term.as_deref().is_some_and(|term| term != "dumb"),
            width: width_of(environment.columns.as_deref(), width, stdout.is_terminal()),
            height: height.filter(|height| *height > 0),
        }
    }

    /// Returns whether a text does not fit on the terminal, with a line left for the prompt.
    pub(super) fn is_taller(&self, text: &str) -> bool {
        let (Some(height), true) = (self.height, self.stdout) else { return false };
        let rows = |line: &str| {
            let cells = cells::width(&anstream::adapter::strip_str(line).to_string());
            cells.div_ceil(self.width.unwrap_or(usize::MAX)).max(1)
        };
        text.lines().map(rows).sum::<usize>() >= height
    }
}

/// Returns the width of a line; a terminal or `COLUMNS` that says less than 20 is not believed.
fn width_of(columns: Option<&str>, terminal: Option<usize>, is_terminal: bool) -> Option<usize> {
    let columns = columns.and_then(|columns| columns.trim().parse().ok());
    let believed = |width: &usize| *width >= 20;
    columns.filter(believed).or(terminal.filter(believed)).or(if is_terminal {
        Some(80)
    } else {
        None
    })
}

/// Returns whether a stream is coloured: <https://no-color.org>, <https://bixense.com/clicolors>.
pub(super) fn is_coloured(color: Color, environment: &Environment, is_terminal: bool) -> bool {
    let knows_colour = environment.term.as_deref().is_some_and(|term| term != "dumb");
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if environment.no_color => false,
        Color::Auto if environment.clicolor_force => true,
        Color::Auto => is_terminal && knows_colour && !environment.no_clicolor,
    }
}

#[cfg(test)]
mod tests {
    use super::{Terminal, is_coloured, width_of};
    use crate::config::{Color, Environment};

    #[test]
    fn the_width_is_columns_then_the_terminals_then_80() {
        for (columns, terminal, is_terminal, expected) in [
            (Some("60"), Some(100), true, Some(60)),
            (Some("60"), None, false, Some(60)),
            (Some("19"), Some(100), true, Some(100)),
            (Some("wide"), Some(100), true, Some(100)),
            (Some("0"), None, true, Some(80)),
            (None, Some(0), true, Some(80)),
            (None, None, true, Some(80)),
            (None, None, false, None),
        ] {
            assert_eq!(width_of(columns, terminal, is_terminal), expected, "{columns:?}");
        }
    }

    #[test]
    fn colour_follows_the_flag_then_the_variables_then_the_terminal() {
        let term = || Environment { term: Some("xterm".to_string()), ..Environment::default() };
        let no_color = Environment { no_color: true, clicolor_force: true, ..term() };
        let force = Environment { clicolor_force: true, ..Environment::default() };
        let dumb = Environment { term: Some("dumb".to_string()), ..Environment::default() };
        let no_clicolor = Environment { no_clicolor: true, ..term() };
        for (color, environment, is_terminal, expected) in [
            (Color::Always, &no_color, false, true),
            (Color::Never, &force, true, false),
            (Color::Auto, &no_color, true, false),
            (Color::Auto, &force, false, true),
            (Color::Auto, &term(), true, true),
            (Color::Auto, &term(), false, false),
            (Color::Auto, &dumb, true, false),
            (Color::Auto, &no_clicolor, true, false),
            (Color::Auto, &Environment::default(), true, false),
        ] {
            assert_eq!(is_coloured(color, environment, is_terminal), expected, "{environment:?}");
        }
    }

    #[test]
    fn height_counts_wrapped_lines() {
        let terminal = Terminal {
            stdin: true,
            stdout: true,
            stderr: true,
            has_cursor: true,
            width: Some(20),
            height: Some(4),
        };
        assert!(!terminal.is_taller("a\nb\n\n"));
        assert!(terminal.is_taller("a\nb\nc\nd\n"));
        assert!(terminal.is_taller(&"佐".repeat(31)));
        assert!(!terminal.is_taller(&format!("\u{1b}[1m{}\u{1b}[0m", "a".repeat(60))));
        assert!(!Terminal { stdout: false, ..terminal }.is_taller("a\nb\nc\nd\n"));
        assert!(!Terminal { height: None, ..terminal }.is_taller("a\nb\nc\nd\n"));
    }
}
