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
    let by_words: Vec<Pick> = items
        .iter()
        .filter(|(note, item)| has_words(note, item, arguments, directory))
        .copied()
        .collect();
    let named: Vec<Vec<Pick>> = arguments.iter().map(|argument| named(argument, &items)).collect();
    if named.iter().any(Vec::is_empty) {
        return match by_words.as_slice() {
            [] => Selected::Nothing { asked },
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
    let is_other = |pick: &Pick| {
        has_whole_words(pick.0, pick.1, arguments, directory)
            && !these.iter().any(|this| same(*this, *pick))
    };
    let others: Vec<Pick> = by_words.into_iter().filter(is_other).collect();
    if others.is_empty() {
        return Selected::These(these);
    }
    Selected::Ambiguous { asked, candidates: these.into_iter().chain(others).collect() }
}

fn same(one: Pick, two: Pick) -> bool {
    one.0.path == two.0.path && one.1.place == two.1.place
}

/// Returns the follow-ups that an id, the start of one, or `NOTE:LINE` names.
fn named<'a>(argument: &str, items: &[Pick<'a>]) -> Vec<Pick<'a>> {
    if argument.is_empty() {
        return Vec::new();
    }
    if let Some((path, line)) = argument.rsplit_once(':')
        && let Ok(line) = line.parse::<usize>()
    {
        let is_there = |(note, item): &&Pick| item.line == line && ends_with_path(&note.path, path);
        return items.iter().filter(is_there).copied().collect();
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
        let text = "- [ ] send\n- [ ] send contract\n- [ ] 見積もりを送る\n- [ ] twin\n- [ ] twin\n- [x] send old\n- [ ] a ^k7q2\n- [ ] k7q2 is free\n";
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
            Selected::Nothing { .. } => "nothing".to_string(),
        };
        assert_eq!(shown, expected, "{arguments:?}");
    }

    #[test]
    fn words_must_fit_exactly_one() {
        check(&["send", "contract"], "2");
        check(&["contract send"], "2");
        check(&["send"], "? 1 2");
        check(&["見積もり"], "3");
        check(&["twin"], "? 4 5");
        check(&["old"], "nothing");
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
        check(&["poc.md:2"], "nothing");
        check(&["2026-03-04-poc.md:99"], "nothing");
        check(&["k7q2"], "? 7 8");
    }

    #[test]
    fn paths_are_named_by_their_end() {
        assert!(ends_with_path("a/b.md", "b.md") && ends_with_path("a/b.md", "./a/b.md"));
        assert!(!ends_with_path("a/xb.md", "b.md"));
    }
}
