//! From what somebody types to exactly one follow-up, or to the candidates.

use crate::follow_up::FollowUp;
use crate::note::Note;
use crate::people::Directory;
use crate::query::{has_whole_words, has_words};

/// A follow-up and its note.
pub type Pick<'a> = (&'a Note, &'a FollowUp);

/// What the selectors of a command line name.
#[derive(Debug)]
pub enum Selected<'a> {
    /// Each of them exactly one.
    These(Vec<Pick<'a>>),
    /// Several fit one selector: nothing may change.
    Ambiguous { asked: String, candidates: Vec<Pick<'a>> },
    /// Nothing fits.
    Nothing { asked: String },
}

/// Returns what is selected among the follow-ups that `fits` leaves in.
///
/// If every argument is an id (or the start of one) or `NOTE:LINE`, each names a follow-up of its own;
/// otherwise all arguments together are words of one. An id that is a whole word of another follow-up
/// is ambiguous.
pub fn select<'a>(
    arguments: &[String],
    notes: &'a [Note],
    directory: &Directory,
    fits: &dyn Fn(&FollowUp) -> bool,
) -> Selected<'a> {
    let items: Vec<Pick> = notes
        .iter()
        .flat_map(|note| note.follow_ups.iter().map(move |item| (note, item)))
        .filter(|(_, item)| fits(item))
        .collect();
    let asked = arguments.join(" ");
    // Without a single word nothing is meant, least of all everything: `done "$unset"`.
    let has_text =
        |argument: &String| argument.chars().any(|c| !(c.is_whitespace() || "@＠".contains(c)));
    if !arguments.iter().all(has_text) {
        return Selected::Nothing { asked };
    }
    // Whole words go before beginnings of words: `item1` is not `item10` as well.
    let fitting = |fits: fn(&Note, &FollowUp, &[String], &Directory) -> bool| -> Vec<Pick> {
        items
            .iter()
            .filter(|(note, item)| fits(note, item, arguments, directory))
            .copied()
            .collect()
    };
    let whole = fitting(has_whole_words);
    let named: Vec<Vec<Pick>> = arguments.iter().map(|argument| named(argument, &items)).collect();
    if named.iter().any(Vec::is_empty) {
        let by_words = if whole.is_empty() { fitting(has_words) } else { whole };
        return match by_words.as_slice() {
            [] => Selected::Nothing { asked: unknown(arguments, &named).unwrap_or(asked) },
            [one] => Selected::These(vec![*one]),
            _ => Selected::Ambiguous { asked, candidates: by_words },
        };
    }
    let mut these: Vec<Pick> = Vec::new();
    for (argument, found) in arguments.iter().zip(named) {
        let [one] = found.as_slice() else {
            return Selected::Ambiguous { asked: argument.clone(), candidates: found };
        };
        if !these.iter().any(|known| same(*known, *one)) {
            these.push(*one);
        }
    }
    let is_other = |pick: &Pick| !these.iter().any(|this| same(*this, *pick));
    let others: Vec<Pick> = whole.into_iter().filter(is_other).collect();
    if others.is_empty() {
        return Selected::These(these);
    }
    Selected::Ambiguous { asked, candidates: these.into_iter().chain(others).collect() }
}

/// Returns the arguments that name nothing, where some other is a place in a note and names one.
fn unknown(arguments: &[String], named: &[Vec<Pick>]) -> Option<String> {
    let pairs = || arguments.iter().zip(named);
    let names_a_place =
        |(argument, found): (&String, &Vec<Pick>)| place(argument).is_some() && !found.is_empty();
    let unknown: Vec<&str> =
        pairs().filter(|(_, found)| found.is_empty()).map(|(text, _)| text.as_str()).collect();
    pairs().any(names_a_place).then(|| unknown.join(" "))
}

fn same(one: Pick, two: Pick) -> bool {
    one.0.path == two.0.path && one.1.place == two.1.place
}

/// Returns the path and the line of `NOTE:LINE`.
pub fn place(argument: &str) -> Option<(&str, usize)> {
    let (path, line) = argument.rsplit_once(':')?;
    Some((path, line.parse().ok()?))
}

/// Returns the follow-ups that an id, the start of one, or `NOTE:LINE` names.
fn named<'a>(argument: &str, items: &[Pick<'a>]) -> Vec<Pick<'a>> {
    if argument.is_empty() {
        return Vec::new();
    }
    if let Some((path, line)) = place(argument) {
        let is_there = |(note, item): &&Pick| item.line == line && ends_with_path(&note.path, path);
        let mut found: Vec<Pick> = items.iter().filter(is_there).copied().collect();
        if found.iter().any(|(note, _)| note.path == path) {
            found.retain(|(note, _)| note.path == path);
        }
        return found;
    }
    let id = argument.trim_start_matches('^');
    if let Some(exact) = items.iter().find(|(_, item)| item.id == id) {
        let same = items.iter().filter(|(_, item)| item.id == exact.1.id);
        return same.copied().collect();
    }
    items.iter().filter(|(_, item)| item.id.starts_with(id)).copied().collect()
}

/// Returns whether a path is named by its end: `poc.md` is no end of `x-poc.md`.
pub fn ends_with_path(path: &str, end: &str) -> bool {
    let end = end.strip_prefix("./").unwrap_or(end);
    path.strip_suffix(end)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('/') || end.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::{Selected, ends_with_path, select};
    use crate::note::{Note, read};
    use crate::people::Directory;

    fn notes() -> Vec<Note> {
        let text = "- [ ] send\n- [ ] send contract\n- [ ] 見積もりを送る\n- [ ] twin\n- [ ] twin\n- [x] send old\n- [ ] a ^k7q2\n- [ ] k7q2 is free\n- [ ] item1\n- [ ] item10\n";
        vec![read("customers/minato/2026-03-04-poc.md", text.as_bytes(), &Directory::default())]
    }

    fn check(arguments: &[&str], expected: &str) {
        let notes = notes();
        let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_string()).collect();
        let lines = |picks: Vec<super::Pick>| {
            picks.iter().map(|(_, item)| item.line.to_string()).collect::<Vec<_>>().join(" ")
        };
        let shown = match select(&arguments, &notes, &Directory::default(), &|item| item.is_open())
        {
            Selected::These(picks) => lines(picks),
            Selected::Ambiguous { candidates, .. } => format!("? {}", lines(candidates)),
            Selected::Nothing { asked } => format!("nothing: {asked}"),
        };
        assert_eq!(shown, expected, "{arguments:?}");
    }

    #[test]
    fn words_must_fit_exactly_one() {
        check(&["send", "contract"], "2");
        check(&["contract send"], "2");
        check(&["send"], "? 1 2");
        check(&["item1"], "9");
        check(&["item"], "? 9 10");
        check(&["contr"], "2");
        check(&["free"], "8");
        check(&["fre"], "8");
        check(&["見積もり"], "3");
        check(&["twin"], "? 4 5");
        check(&["old"], "nothing: old");
        check(&["minato", "contract"], "2");
    }

    #[test]
    fn ids_and_places_name_one_each() {
        let notes = notes();
        let id = |line: usize| {
            notes[0].follow_ups.iter().find(|item| item.line == line).unwrap().id.clone()
        };
        check(&[&id(4)], "4");
        check(&[&id(4), &id(5)], "4 5");
        check(&[&id(4)[..6]], "4");
        check(&["2026-03-04-poc.md:2"], "2");
        check(&["minato/2026-03-04-poc.md:2", &id(3)], "2 3");
        check(&["poc.md:2"], "nothing: poc.md:2");
        check(&["2026-03-04-poc.md:99"], "nothing: 2026-03-04-poc.md:99");
        check(&["2026-03-04-poc.md:2", "2026-03-04-poc.md:99"], "nothing: 2026-03-04-poc.md:99");
        check(&["k7q2"], "? 7 8");
    }

    #[test]
    fn nothing_names_nothing() {
        let notes = [read("a.md", b"- [ ] the only one\n", &Directory::default())];
        for arguments in [&[""][..], &[" "], &["@"], &["only", ""]] {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            let selected = select(&arguments, &notes, &Directory::default(), &|_| true);
            assert!(matches!(selected, Selected::Nothing { .. }), "{arguments:?}: {selected:?}");
        }
    }

    #[test]
    fn a_whole_path_wins_over_the_end_of_one() {
        let directory = Directory::default();
        let notes = ["a.md", "deep/a.md"].map(|path| read(path, b"- [ ] x\n", &directory));
        let found =
            |argument: &str| match select(&[argument.to_string()], &notes, &directory, &|_| true) {
                Selected::These(picks) => picks[0].0.path.clone(),
                other => format!("{other:?}"),
            };
        assert_eq!(found("a.md:1"), "a.md");
        assert_eq!(found("deep/a.md:1"), "deep/a.md");
    }

    #[test]
    fn paths_are_named_by_their_end() {
        assert!(ends_with_path("a/b.md", "b.md") && ends_with_path("a/b.md", "./a/b.md"));
        assert!(!ends_with_path("a/xb.md", "b.md"));
    }
}
