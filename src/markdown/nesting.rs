//! How deep a text is nested. The time that comrak takes for a line grows with the square of the marks
//! that open it, and with how many containers are open, so what nobody writes is not given to it.

use super::Lines;

/// Containers in each other; comrak itself opens no more than 100 lists in a line.
pub const DEEPEST: usize = 500;

/// Returns the number of the first line, from 1, that may be nested deeper than [`DEEPEST`]; of the lines that
/// end behind `body`.
///
/// Counted are the quote and list marks that open it, and two columns of indentation for a list.
pub(super) fn too_deep(bytes: &[u8], body: usize, lines: &Lines) -> Option<usize> {
    let is_too_deep = |number: &usize| {
        let start = lines.start(*number).max(body);
        // Almost all lines are too short to be.
        lines.start(number + 1).saturating_sub(start) > DEEPEST
            && depth(&bytes[start..lines.span(*number, bytes).end.max(start)]) > DEEPEST
    };
    (lines.number(body)..=lines.count()).find(is_too_deep)
}

/// Returns how many containers may be open behind the marks that open a line.
fn depth(line: &[u8]) -> usize {
    const COLUMNS_OF_A_TAB: usize = 4;
    let (mut marks, mut columns, mut at) = (0, 0, 0);
    while let Some(byte) = line.get(at) {
        let length = match byte {
            b' ' | b'\t' => {
                columns += if *byte == b' ' { 1 } else { COLUMNS_OF_A_TAB };
                at += 1;
                continue;
            }
            b'>' => 1,
            _ => list_mark(&line[at..]),
        };
        if length == 0 {
            break;
        }
        // The blank behind a mark is the mark's own.
        (marks, columns) = (marks + 1, columns.saturating_sub(1));
        at += length;
    }
    if at == line.len() && marks == 0 { 0 } else { marks + columns / 2 }
}

/// Returns the length of the list mark that a text starts with, or 0.
fn list_mark(text: &[u8]) -> usize {
    const MOST_DIGITS: usize = 9;
    let digits = text.iter().take(MOST_DIGITS + 1).take_while(|b| b.is_ascii_digit()).count();
    let is_mark = match text.get(digits) {
        Some(b'-' | b'*' | b'+') => digits == 0,
        Some(b'.' | b')') => (1..=MOST_DIGITS).contains(&digits),
        _ => false,
    };
    let is_free = matches!(text.get(digits + 1), None | Some(b' ' | b'\t'));
    if is_mark && is_free { digits + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    fn too_deep(text: &str) -> Option<usize> {
        super::too_deep(text.as_bytes(), 0, &Lines::of(text.as_bytes()))
    }

    #[test]
    fn what_nobody_writes_is_too_deep() {
        for mark in [">", "> ", "- ", "* ", "+ ", "1. ", "12) ", "> - ", "  ", "\t"] {
            let many = format!("- a\n{}- b\n", mark.repeat(1_100));
            assert_eq!(too_deep(&many), Some(2), "{mark:?}");
            let few = format!("- a\n{}- b\n", mark.repeat(100));
            assert_eq!(too_deep(&few), None, "{mark:?}");
        }
        for text in ["-", "a > ", "=", " ", "1", "12.", ">a", "a\r", "| "] {
            assert_eq!(too_deep(&text.repeat(2_000)), None, "{text:?}");
        }
    }
}
