//! Notes that are not read, and why: what stands in them is unknown, and every list has to say so.

use super::{Note, Problem};
use crate::markdown;

/// Notes above this many bytes are read for their header alone.
const LARGEST: usize = 4 * 1024 * 1024;

/// Returns why a note with these bytes is not read.
pub(super) fn why_not(bytes: &[u8]) -> Option<Problem> {
    if bytes.len() > LARGEST {
        const MB: usize = 1024 * 1024;
        // Rounded up, so that it is never the limit itself.
        let tenths = (bytes.len() * 10).div_ceil(MB);
        let (whole, tenth) = (tenths / 10, tenths % 10);
        let limit = LARGEST / MB;
        let reason = format!("{whole}.{tenth} MB, above the limit of {limit} MB; split it");
        return Some(Problem::unread(1, "too_large", &reason));
    }
    None
}

/// Returns why a note with such a line is not read.
pub(super) fn too_deep(line: usize) -> Problem {
    let reason = format!("line {line} is nested more than {} deep", markdown::DEEPEST);
    Problem::unread(line, "too_deep", &reason)
}

impl Problem {
    /// Returns the error of a note that is not read, in a line of which the reason stands.
    fn unread(line: usize, code: &'static str, reason: &str) -> Problem {
        Problem { is_error: true, ..Problem::warning(line, code, format!("not read: {reason}")) }
    }
}

impl Note {
    /// Returns why the note was not read, if it was not.
    pub fn unread(&self) -> Option<&Problem> {
        let is_why = |code: &str| matches!(code, "unreadable" | "too_large" | "too_deep");
        self.problems.iter().find(|problem| is_why(&problem.code))
    }

    /// Leaves it at what path and header say: whoever knows no more must not call it empty.
    pub(super) fn leave_unread(&mut self, why: Problem) {
        self.problems.push(why);
        self.has_text = true;
        self.name_itself();
    }

    /// Returns a note that the system does not let us read: what its path says.
    pub fn unreadable(path: &str, reason: &str) -> Note {
        let mut note = super::header::from_header(path, &mut Default::default());
        note.leave_unread(Problem::unread(1, "unreadable", reason));
        note
    }

    /// Takes the file's name for a title where nothing else gives one.
    pub(super) fn name_itself(&mut self) {
        if self.title.is_empty() {
            let name = self.path.rsplit('/').next().unwrap_or_default();
            self.title = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_string();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LARGEST;
    use crate::date::Date;
    use crate::note::{MeetingState, Note, read};
    use crate::people::Directory;

    #[track_caller]
    fn check(note: &Note, code: &str, message: &str) {
        let why = note.unread().expect("it is not read");
        assert_eq!((&*why.code, why.message.as_str()), (code, message));
        let next_day = Date::new(2026, 3, 5).expect("a day");
        assert_eq!(note.meeting_state(next_day), Some(MeetingState::Written));
        assert_eq!(note.title, "2026-03-04-sync");
    }

    const PATH: &str = "customers/acme/2026-03-04-sync.md";

    #[test]
    fn what_is_not_read_is_never_not_written() {
        let mut bytes = b"---\ninternal: true\n---\n".to_vec();
        bytes.resize(LARGEST + 1, b' ');
        let large = read(PATH, &bytes, &Directory::default());
        check(&large, "too_large", "not read: 4.1 MB, above the limit of 4 MB; split it");
        assert!(large.internal);
        let deep = format!("- [ ] a\n{}b\n", "> ".repeat(20_000));
        let deep = read(PATH, deep.as_bytes(), &Directory::default());
        check(&deep, "too_deep", "not read: line 2 is nested more than 500 deep");
        assert_eq!(deep.follow_ups, []);
        check(&Note::unreadable(PATH, "no"), "unreadable", "not read: no");
        let whole = read(PATH, &bytes[..LARGEST], &Directory::default());
        assert_eq!(whole.unread(), None);
    }
}
