//! What we wait for: open follow-ups of theirs and of partners.

use crate::clock::Clock;
use crate::note::Note;
use crate::people::Side;
use crate::query::{self, Filter, Row};

/// Returns what they owe us: the oldest deadline first, then those without one by their note's date.
pub fn waiting<'a>(notes: &'a [Note], customer: Option<String>, clock: &Clock) -> Vec<Row<'a>> {
    let mut rows = query::select(notes, &Filter { customer, ..Filter::default() }, clock);
    rows.retain(|row| matches!(row.item.side(), Some(Side::Theirs | Side::Partner)));
    rows.sort_by_key(|row| {
        let deadline = row.item.deadline();
        let day = deadline.or(row.note.date);
        (deadline.is_none(), day.is_none(), day, &row.note.path, row.item.line)
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::waiting;
    use crate::clock::Clock;
    use crate::date::{Moment, Zone};
    use crate::note::{Note, read};
    use crate::people::{Directory, read_team};

    #[test]
    fn the_oldest_deadline_comes_first_then_the_oldest_note() {
        let team = read_team("- @dana — Dana Reyes\n".as_bytes());
        let directory = Directory { team, ..Directory::default() };
        let header = "---\ntheirs: [Ken Sato]\npartner: [Lea Roth]\n---\n";
        let texts = [
            (
                "b/2026-03-04.md",
                "- [ ] @ken b1 by 2026-03-09\n- [ ] @ken b2\n- [ ] @dana b3\n- [ ] b4\n",
            ),
            (
                "a/2026-03-02.md",
                "- [ ] @lea a1 promised 2026-03-08\n- [ ] @them a2\n- [x] @ken a3\n",
            ),
            ("a.md", "- [ ] @ken n1\n- [ ] @ken @dana n2\n- [ ] @ken n3 by 2026-03-09\n"),
        ];
        let notes: Vec<Note> = texts
            .iter()
            .map(|(path, text)| read(path, format!("{header}{text}").as_bytes(), &directory))
            .collect();
        let now = Moment::parse("2026-03-06T12:00:00Z").unwrap();
        let clock = Clock { now, zone: Zone::UTC, directory: &directory };
        let rows = waiting(&notes, None, &clock);
        let texts: Vec<&str> = rows.iter().map(|row| row.item.text.as_str()).collect();
        assert_eq!(texts, ["a1", "n3", "b1", "a2", "b2", "n1"]);
    }
}
