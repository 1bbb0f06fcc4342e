//! No words at all: what is left of a summary is the notes' and the cards' own, with blanks between.

use super::{Blocks, Header, Headings, Letter, Phrases};
use crate::render::page;
use crate::report::outward::BLANK;

pub static BARE: Phrases = Phrases {
    page: &page::BARE,
    letter: LETTER,
    head: HEADER,
    headings: Headings {
        in_my_words: BLANK,
        look_first: BLANK,
        follow_ups: BLANK,
        meetings: BLANK,
        decisions: BLANK,
        value: BLANK,
        risks: BLANK,
        asks: BLANK,
        quiet: BLANK,
        next_week: BLANK,
        quotes: BLANK,
        questions: BLANK,
    },
    blocks: Blocks {
        late: BLANK,
        moved: BLANK,
        waiting: BLANK,
        vanished: BLANK,
        closed: BLANK,
        written: BLANK,
        not_written: BLANK,
        written_late: BLANK,
        planned: BLANK,
    },
    placeholder: BLANK,
    sums: [BLANK; 10],
    kept: |_, _| BLANK.to_string(),
    unbalanced: |_| BLANK.to_string(),
    unbalanced_opening: BLANK,
    needs_commits: BLANK,
    matter: |_| BLANK,
    colon: BLANK,
    no_severity: BLANK,
    field: |_| BLANK,
    closed: |_| BLANK.to_string(),
    quoted: |text| format!("{BLANK}{text}{BLANK}"),
    // Who said something may be named, there and nowhere else.
    speaker: |_| BLANK.to_string(),
};

const HEADER: Header = Header {
    title: |_, _, writer, chosen| {
        let names = writer.into_iter().chain(chosen.iter().map(String::as_str));
        names.collect::<Vec<_>>().join(BLANK)
    },
    is_title: |_| false,
    days: |_, _| BLANK.to_string(),
    as_of: BLANK,
    commit: BLANK,
    no_commit: BLANK,
    instant: |_, _, _, _| BLANK.to_string(),
    remark: |_, _| BLANK.to_string(),
    uncommitted: |notes| notes.join(BLANK),
    is_remark: |_| false,
};

const LETTER: Letter = Letter {
    head: |_, _, _, _| BLANK.to_string(),
    mark: BLANK,
    escalations: BLANK,
    updates: BLANK,
    decisions: BLANK,
    we_owe: BLANK,
    we_need: BLANK,
    done: BLANK,
    next: BLANK,
    none: BLANK,
    no_date: BLANK,
    no_next: BLANK,
    comma: BLANK,
    day: |_, _| BLANK.to_string(),
    span: |_, _| BLANK.to_string(),
    aside: |text| format!("{BLANK}{text}{BLANK}"),
    since: |_| BLANK.to_string(),
    met: |_, _| BLANK.to_string(),
    about: |title| format!("{BLANK}{title}"),
    due: |_| BLANK.to_string(),
    was: |_| BLANK.to_string(),
    person: str::to_string,
    them: |_| BLANK.to_string(),
};
