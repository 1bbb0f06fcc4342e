//! Lines of notes before and after a change, and text wrapped between words.

use anstyle::{AnsiColor, Style};

use super::terminal::{Width, bold, styled};
use crate::cells::harmless;

const GONE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
const COME: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));

/// Returns lines that go (`-`) and lines that come in their place (`+`), below where that is. They are
/// not cut, as a line is judged by all of it; on a terminal they are wrapped.
pub fn changed(place: &str, gone: &[String], come: &[String], width: Width) -> String {
    let marked = |mark: &str, style: Style, text: &String| -> String {
        let room = width.map_or(usize::MAX, |width| width.saturating_sub(2).max(1));
        let parts = wrapped(&harmless(text), room).into_iter().enumerate().map(|(at, part)| {
            let mark = if at == 0 { mark } else { " " };
            styled(style, format!("{mark} {part}").trim_end()) + "\n"
        });
        parts.collect()
    };
    let gone = gone.iter().map(|text| marked("-", GONE, text));
    let come = come.iter().map(|text| marked("+", COME, text));
    format!("{}\n{}", bold(&harmless(place)), gone.chain(come).collect::<String>())
}

/// Returns a text as lines of at most `room` cells, broken between words where that is possible.
pub fn wrapped(text: &str, room: usize) -> Vec<String> {
    let options = textwrap::Options::new(room)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options).iter().map(|line| line.trim_end().to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn lines_are_shown_whole_and_harmless() {
        let lines = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        let shown = |gone: &[&str], come: &[&str], width| {
            let text = changed("a.md:3", &lines(gone), &lines(come), width);
            anstream::adapter::strip_str(&text).to_string()
        };
        assert_eq!(shown(&["- [x] \u{1b}a", ""], &[], None), "a.md:3\n- - [x] \\x1ba\n-\n");
        assert_eq!(
            shown(&["  - ACTION: send the guide"], &["  - [ ] ACTION: send the guide"], None),
            "a.md:3\n-   - ACTION: send the guide\n+   - [ ] ACTION: send the guide\n"
        );
        assert_eq!(
            shown(&["  - ACTION: send the guide"], &["  - [ ] ACTION: send the guide"], Some(22)),
            "a.md:3\n-   - ACTION: send the\n  guide\n+   - [ ] ACTION: send\n  the guide\n"
        );
    }
}
