//! The fixed words of summaries in their languages. Nobody's own words are among them.

mod bare;
mod english;
mod japanese;

use crate::date::Date;
use crate::render::page;
use crate::report::period::Remark;
use crate::report::week::{Matter, Reader, Unbalanced};

pub use bare::BARE;
pub use english::ENGLISH;
pub use japanese::JAPANESE;

/// Every language in which a summary may have been saved.
pub static LANGUAGES: [&Phrases; 2] = [&ENGLISH, &JAPANESE];

/// The words of summaries in one language.
pub struct Phrases {
    /// Those of its lines.
    pub page: &'static page::Phrases,
    pub letter: Letter,
    pub head: Header,
    pub headings: Headings,
    pub blocks: Blocks,
    /// What stands under *In my words* until somebody writes there.
    pub placeholder: &'static str,
    /// The heads of the table of sums.
    pub sums: [&'static str; 10],
    /// How many promises were kept, of how many that were due.
    pub kept: fn(kept: usize, due: usize) -> String,
    pub unbalanced: fn(&Unbalanced) -> String,
    /// How [`Phrases::unbalanced`] begins.
    pub unbalanced_opening: &'static str,
    pub needs_commits: &'static str,
    /// What a line under *Look at this first* is about.
    pub matter: fn(Matter) -> &'static str,
    /// What stands behind such a word.
    pub colon: &'static str,
    pub no_severity: &'static str,
    /// The name of a follow-up's date: `due` or `promised`.
    pub field: fn(&'static str) -> &'static str,
    pub closed: fn(usize) -> String,
    /// A quote in its marks.
    pub quoted: fn(&str) -> String,
    /// Who said it, by name.
    pub speaker: fn(&str) -> String,
}

/// What stands above the first section.
pub struct Header {
    /// A whole title: the week's number, the reader, who writes, and the names of what was chosen.
    pub title: fn(number: u32, reader: Reader, writer: Option<&str>, chosen: &[String]) -> String,
    /// Returns whether a line is such a title.
    pub is_title: fn(&str) -> bool,
    /// The week's days.
    pub days: fn(start: Date, end: Date) -> String,
    /// What stands before the instant, before the commit, and where there is none.
    pub as_of: &'static str,
    pub commit: &'static str,
    pub no_commit: &'static str,
    /// An instant: its day, `17:00`, and the place whose clock that is.
    pub instant: fn(day: Date, year: i32, clock: &str, place: &str) -> String,
    /// How the summary came about; days of this year bear none.
    pub remark: fn(&Remark, year: i32) -> String,
    pub uncommitted: fn(notes: &[String]) -> String,
    /// Returns whether a line is one of the two above.
    pub is_remark: fn(&str) -> bool,
}

/// The titles of the sections.
pub struct Headings {
    pub in_my_words: &'static str,
    pub look_first: &'static str,
    pub follow_ups: &'static str,
    pub meetings: &'static str,
    pub decisions: &'static str,
    pub value: &'static str,
    pub risks: &'static str,
    pub asks: &'static str,
    pub quiet: &'static str,
    pub next_week: &'static str,
    pub quotes: &'static str,
    pub questions: &'static str,
}

/// What stands in bold above the lists of a section.
pub struct Blocks {
    pub late: &'static str,
    pub moved: &'static str,
    pub waiting: &'static str,
    pub vanished: &'static str,
    pub closed: &'static str,
    pub written: &'static str,
    pub not_written: &'static str,
    pub written_late: &'static str,
    pub planned: &'static str,
}

/// The words of a summary for a customer. Days are given with the year of the week: of that year they
/// bear none.
pub struct Letter {
    /// The first lines: the customer's name, the week's ends, and as of when it is told.
    pub head: fn(name: &str, start: Date, end: Date, day: Date) -> String,
    /// What stands before a section's title.
    pub mark: &'static str,
    pub escalations: &'static str,
    pub updates: &'static str,
    pub decisions: &'static str,
    pub we_owe: &'static str,
    pub we_need: &'static str,
    pub done: &'static str,
    pub next: &'static str,
    pub none: &'static str,
    pub no_date: &'static str,
    /// What is said where no next meeting is planned.
    pub no_next: &'static str,
    pub comma: &'static str,
    pub day: fn(Date, year: i32) -> String,
    /// From a day to another.
    pub span: fn(first: &str, last: &str) -> String,
    pub aside: fn(&str) -> String,
    pub since: fn(&str) -> String,
    pub met: fn(met: usize, all: usize) -> String,
    pub about: fn(&str) -> String,
    pub due: fn(&str) -> String,
    pub was: fn(&str) -> String,
    /// Somebody of theirs, by name.
    pub person: fn(&str) -> String,
    /// Their side, by the customer's name.
    pub them: fn(&str) -> String,
}

impl Headings {
    /// Returns those that a summary has besides the writer's own part.
    pub fn generated(&self) -> [&'static str; 11] {
        [
            self.look_first,
            self.follow_ups,
            self.meetings,
            self.decisions,
            self.value,
            self.risks,
            self.asks,
            self.quiet,
            self.next_week,
            self.quotes,
            self.questions,
        ]
    }

    /// Returns those right below the writer's own part: for a manager, and for the company.
    pub fn first(&self) -> [&'static str; 2] {
        [self.look_first, self.asks]
    }
}

impl Blocks {
    pub fn all(&self) -> [&'static str; 9] {
        [
            self.late,
            self.moved,
            self.waiting,
            self.vanished,
            self.closed,
            self.written,
            self.not_written,
            self.written_late,
            self.planned,
        ]
    }
}

impl Phrases {
    /// Returns the line that says that nothing is asked of the reader, without its bullet.
    pub fn nothing_asked(&self) -> String {
        format!("{} {}", self.label(Matter::Asked), self.page.none)
    }

    /// Returns `**Promise moved:**`.
    pub fn label(&self, matter: Matter) -> String {
        format!("**{}{}**", (self.matter)(matter), self.colon)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::LANGUAGES;

    /// Words under *In my words* in one language are not cut when the file is told in the other.
    #[test]
    fn no_title_stands_for_two_things() {
        let titles = LANGUAGES.iter().flat_map(|words| {
            let own = [words.headings.in_my_words];
            own.into_iter().chain(words.headings.generated()).chain(words.blocks.all())
        });
        let titles: Vec<&str> = titles.collect();
        let different: HashSet<&str> = titles.iter().copied().collect();
        assert_eq!(titles.len(), different.len(), "{titles:?}");
    }
}
