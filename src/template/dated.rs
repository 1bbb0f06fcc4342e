//! A day written into the front matter of a note that is there: one line, and every other byte stays.

use crate::date::Date;
use crate::edit::{Edit, Span, apply};
use crate::error::{Hinted, Result, anyhow};
use crate::front_matter::Header;
use crate::markdown::Lines;
use crate::template::FrontMatter;

/// Returns a note's bytes with a key of its front matter set to a day. A note without one gets it in this
/// form.
///
/// # Errors
/// Front matter that is broken, or that cannot be changed so that nothing else in it differs.
pub fn with_day(bytes: &[u8], key: &str, day: Date, form: FrontMatter) -> Result<Vec<u8>> {
    let before = Header::read(bytes);
    if let Some((line, problem)) = before.problems.first() {
        return Err(anyhow!("line {line}: {problem}").hint("mend it first: `fieldnote check`"));
    }
    for edit in edits(bytes, &before, key, day, form) {
        let after = apply(bytes, &[edit])?;
        let header = Header::read(&after);
        let is_day = header.text(key) == Some(day.to_string());
        if is_day && header.problems.is_empty() && header.differs_only_in(key, &before) {
            return Ok(after);
        }
    }
    Err(anyhow!("its front matter cannot be changed so that nothing else in it differs")
        .hint(format!("write `{key}: {day}` into it by hand")))
}

/// Returns the ways to write it, the best first.
fn edits(bytes: &[u8], header: &Header, key: &str, day: Date, form: FrontMatter) -> Vec<Edit> {
    let lines = Lines::of(bytes);
    let first = lines.span(1, bytes);
    let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let ending = match bytes.get(first.end..) {
        Some([b'\r', b'\n', ..]) => "\r\n",
        Some([b'\r', ..]) => "\r",
        _ => "\n",
    };
    let entry = |form: FrontMatter| match form {
        FrontMatter::Yaml => format!("{key}: {day}"),
        FrontMatter::Toml => format!("{key} = {day}"),
    };
    if header.body <= start {
        let fence = if form == FrontMatter::Yaml { "---" } else { "+++" };
        let text = [fence, &entry(form), fence, ""].join(ending);
        return vec![Edit::insert(start, text)];
    }
    let is_toml = bytes[start..].starts_with(b"+++");
    let entry = entry(if is_toml { FrontMatter::Toml } else { FrontMatter::Yaml });
    if header.holds(key) {
        let span = lines.span(header.line(key), bytes);
        // A value below its key is told by its own line.
        let is_whole = bytes[span.range()].starts_with(key.as_bytes());
        return is_whole.then(|| Edit::replace(span, entry)).into_iter().collect();
    }
    // At its end; where a table ends it, at its start.
    let last = lines.number(header.body - 1);
    let places = [last, 2].map(|line| lines.span(line, bytes));
    let line = format!("{entry}{ending}");
    places.map(|Span { start, .. }| Edit::insert(start, line.clone())).to_vec()
}

#[cfg(test)]
mod tests {
    use super::with_day;
    use crate::date::Date;
    use crate::template::FrontMatter;

    #[test]
    fn one_line_changes_and_no_other_byte() {
        let day = Date::new(2026, 3, 6).unwrap();
        for (before, after) in [
            ("---\na: b\n---\nx\n", "---\na: b\nsent: 2026-03-06\n---\nx\n"),
            ("---\r\na: b\r\n---\r\nx", "---\r\na: b\r\nsent: 2026-03-06\r\n---\r\nx"),
            ("---\n---\nx\n", "---\nsent: 2026-03-06\n---\nx\n"),
            ("---\nsent: 2026-03-01 # by mail\nb: c\n---\n", "---\nsent: 2026-03-06\nb: c\n---\n"),
            ("---\nsent:\nb: c\n---\n", "---\nsent: 2026-03-06\nb: c\n---\n"),
            ("---\na:\n  - b\n---\n", "---\na:\n  - b\nsent: 2026-03-06\n---\n"),
            ("---\na: |\n  sent: x\n---\n", "---\na: |\n  sent: x\nsent: 2026-03-06\n---\n"),
            ("+++\na = 1\n+++\nx\n", "+++\na = 1\nsent = 2026-03-06\n+++\nx\n"),
            ("+++\na = 1\n[b]\nc = 2\n+++\n", "+++\nsent = 2026-03-06\na = 1\n[b]\nc = 2\n+++\n"),
            ("# A\n", "---\nsent: 2026-03-06\n---\n# A\n"),
            ("\u{feff}# A\r\n", "\u{feff}---\r\nsent: 2026-03-06\r\n---\r\n# A\r\n"),
            ("", "---\nsent: 2026-03-06\n---\n"),
            ("---\n\nA line.\n", "---\nsent: 2026-03-06\n---\n---\n\nA line.\n"),
        ] {
            let made = with_day(before.as_bytes(), "sent", day, FrontMatter::Yaml);
            assert_eq!(String::from_utf8(made.unwrap()).unwrap(), after, "{before:?}");
        }
        let toml = with_day(b"x\n", "sent", day, FrontMatter::Toml).unwrap();
        assert_eq!(String::from_utf8(toml).unwrap(), "+++\nsent = 2026-03-06\n+++\nx\n");
    }

    #[test]
    fn what_would_change_more_is_refused() {
        let day = Date::new(2026, 3, 6).unwrap();
        for before in [
            "---\na: [\n---\n",
            "---\nsent: |\n  a\n  b\n---\n",
            "---\nsent:\n  - a\n---\n",
            "---\na: b\n",
            "---\n{a: b}\n---\n",
        ] {
            assert!(
                with_day(before.as_bytes(), "sent", day, FrontMatter::Yaml).is_err(),
                "{before}"
            );
        }
    }
}
