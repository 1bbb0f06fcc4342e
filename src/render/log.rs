//! What was done, in a terminal: lines that are put back.

use anstyle::{AnsiColor, Style};

use super::terminal::styled;
use crate::cells::harmless;

const GONE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
const BACK: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));

/// Returns lines that go (`-`) and lines that come in their place (`+`), below where that is. They are
/// not cut: a line is judged by all of it.
pub fn replaced(place: &str, gone: &[Vec<u8>], come: &[Vec<u8>]) -> String {
    let line = |mark: &str, style: Style, bytes: &Vec<u8>| {
        let text = String::from_utf8_lossy(bytes);
        let text = format!("{mark} {}", harmless(text.trim_end_matches(['\r', '\n'])));
        styled(style, text.trim_end()) + "\n"
    };
    let gone = gone.iter().map(|bytes| line("-", GONE, bytes));
    let come = come.iter().map(|bytes| line("+", BACK, bytes));
    format!("{}\n{}", harmless(place), gone.chain(come).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn lines_are_shown_whole_and_harmless() {
        let lines =
            |texts: &[&str]| texts.iter().map(|t| t.as_bytes().to_vec()).collect::<Vec<_>>();
        let text = replaced("a.md:3", &lines(&["- [x] \u{1b}a\r\n", "\n"]), &lines(&["- [ ] a"]));
        let text = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(text, "a.md:3\n- - [x] \\x1ba\n-\n+ - [ ] a\n");
    }
}
