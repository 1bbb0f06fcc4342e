//! The second line of a follow-up on a narrow terminal: where it stands, whose it is, and whether that
//! was promised.

use super::{dim, end_of_place};
use crate::cells;

/// What the second line says besides the place.
pub(super) struct About<'a> {
    /// The clock at the customer; empty where it stands elsewhere.
    pub(super) there: &'a str,
    pub(super) owner: &'a str,
    pub(super) promised: &'a str,
}

/// Below this many cells an owner says nothing, and is left out.
const LEAST_OWNER: usize = 4;

/// Returns the line, of at most `room` cells. Folders of the place go first, from the left; then the
/// owner is cut. The file with its line stays, and so do `promised` and the clock: where they do not
/// fit beside it, they get a line of their own.
pub(super) fn second(place: &str, about: &About, room: usize) -> Vec<String> {
    let file = place.rsplit('/').next().map_or(0, cells::width);
    let whole = cells::width(&about.with_owner(about.owner));
    let place = end_of_place(place, room.saturating_sub(whole + 2).max(file).min(room));
    let left = room.saturating_sub(cells::width(&place) + 2);
    let place = dim(&place);
    match (about.within(left), about.is_owner_alone()) {
        (Some(about), _) if about.is_empty() => vec![place],
        (Some(about), _) => vec![format!("{place}  {about}")],
        (None, true) => vec![place],
        (None, false) => {
            let whose = about.within(room).unwrap_or_else(|| cells::cut(about.promised, room));
            vec![place, whose]
        }
    }
}

impl About<'_> {
    fn is_owner_alone(&self) -> bool {
        self.there.is_empty() && self.promised.is_empty()
    }

    fn with_owner(&self, owner: &str) -> String {
        let parts = [self.there, owner, self.promised].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(", ")
    }

    /// Returns all of it in at most `room` cells, with as much of the owner as fits; `None` if not even
    /// the rest does.
    fn within(&self, room: usize) -> Option<String> {
        let whole = self.with_owner(self.owner);
        if cells::width(&whole) <= room {
            return Some(whole);
        }
        let others = cells::width(&whole) - cells::width(self.owner);
        let left = room.saturating_sub(others);
        if left >= LEAST_OWNER {
            return Some(self.with_owner(&cells::cut(self.owner, left)));
        }
        let rest = self.with_owner("");
        (!rest.is_empty() && cells::width(&rest) <= room).then_some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::{About, second};
    use crate::cells;

    const PLACE: &str = "customers/minato/2026-03-04-poc.md:18";

    fn check(room: usize, there: &str, owner: &str, promised: &str, expected: &[&str]) {
        let lines = second(PLACE, &About { there, owner, promised }, room);
        let plain: Vec<String> =
            lines.iter().map(|line| anstream::adapter::strip_str(line).to_string()).collect();
        assert_eq!(plain, expected, "{room} {there} {owner} {promised}");
    }

    #[test]
    fn folders_go_first_then_the_owner_and_the_promise_stays() {
        let (all, some, file) = (PLACE, "minato/2026-03-04-poc.md:18", "2026-03-04-poc.md:18");
        for (room, owner, promised, expected) in [
            (60, "dana", "promised", format!("{all}  dana, promised")),
            (53, "dana", "promised", format!("{all}  dana, promised")),
            (52, "dana", "promised", format!("{some}  dana, promised")),
            (42, "dana", "promised", format!("{file}  dana, promised")),
            (35, "佐藤健太郎", "promised", format!("{file}  promised")),
            (36, "佐藤健太郎", "promised", format!("{file}  佐…, promised")),
            (40, "佐藤健太郎", "promised", format!("{file}  佐藤健…, promised")),
            (30, "dana", "promised", format!("{file}  promised")),
            (27, "佐藤健太郎", "", format!("{file}  佐藤…")),
            (25, "dana", "", file.to_string()),
            (25, "", "", file.to_string()),
        ] {
            check(room, "", owner, promised, &[&expected]);
        }
        check(
            49,
            "Tokyo 22:00",
            "dana",
            "promised",
            &["2026-03-04-poc.md:18  Tokyo 22:00, dana, promised"],
        );
        check(
            45,
            "Tokyo 22:00",
            "dana",
            "promised",
            &["2026-03-04-poc.md:18  Tokyo 22:00, promised"],
        );
        check(29, "", "dana", "promised", &["2026-03-04-poc.md:18", "dana, promised"]);
        check(
            24,
            "Tokyo 22:00",
            "dana",
            "promised",
            &["2026-03-04-poc.md:18", "Tokyo 22:00, promised"],
        );
        check(12, "", "dana", "promised", &["customers/m…", "promised"]);
    }

    #[test]
    fn no_line_is_wider_than_its_room() {
        for (room, there) in (4..70).flat_map(|room| [(room, ""), (room, "Tokyo 22:00")]) {
            for line in
                second(PLACE, &About { there, owner: "佐藤健太郎", promised: "promised" }, room)
            {
                let line = anstream::adapter::strip_str(&line).to_string();
                assert!(cells::width(&line) <= room, "{room}: {line}");
            }
        }
    }
}
