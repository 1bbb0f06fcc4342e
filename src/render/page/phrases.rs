//! The fixed words of a page's lines, and how it writes days, in each language. Nobody's own words are
//! among them.

use crate::date::Date;
use crate::report::outward::BLANK;
use crate::words::count;

/// The words of the lines in one language.
pub struct Phrases {
    /// A day; without its year where that is the one given.
    pub day: fn(Date, year: i32) -> String,
    /// From a day to another.
    pub span: fn(first: &str, last: &str) -> String,
    pub comma: &'static str,
    pub none: &'static str,
    pub no_date: &'static str,
    /// What a follow-up without a date says in its place.
    pub no_deadline: &'static str,
    pub no_owner: &'static str,
    pub no_customer: &'static str,
    pub no_tag: &'static str,
    /// The owner `@them`: their side, and nobody is named.
    pub them: &'static str,
    pub late: fn(days: i64) -> String,
    pub written_late: fn(days: i64) -> String,
    /// A meeting by its kind or title and its days.
    pub meeting: fn(kind: &str, days: &str) -> String,
    /// Who asks, where there are several.
    pub customers: fn(&[String]) -> String,
    /// When a customer was met last, how many days ago that is, and the days from meeting to meeting.
    pub last_met: fn(last: &str, days: i64, cadence: Option<i64>) -> String,
    /// What stands before the next meeting, and where there is none.
    pub next: &'static str,
    pub no_next: &'static str,
    /// The texts of links.
    pub note: &'static str,
    pub card: &'static str,
    /// What stands behind the path of a note that is gone.
    pub gone: &'static str,
}

pub const ENGLISH: Phrases = Phrases {
    day: |date, year| {
        if date.year() == year { date.short() } else { format!("{} {}", date.short(), date.year()) }
    },
    span: |first, last| format!("{first} – {last}"),
    comma: ", ",
    none: "none",
    no_date: "no date",
    no_deadline: "no date",
    no_owner: "no owner",
    no_customer: "no customer",
    no_tag: "no tag",
    them: "them",
    late: in_days,
    written_late: |days| format!("written late, {}", in_days(days)),
    meeting: |kind, days| format!("{kind} of {days}"),
    customers: |names| format!("{}: {}", count(names.len(), "customer"), names.join(", ")),
    last_met: |last, days, cadence| {
        let cadence = cadence.map(|cadence| format!(", every {}", in_days(cadence)));
        format!("last met {last}, {} ago{}", in_days(days), cadence.unwrap_or_default())
    },
    next: "; next: ",
    no_next: "none",
    note: "note",
    card: "card",
    gone: "is gone",
};

pub const JAPANESE: Phrases = Phrases {
    day: japanese_day,
    span: |first, last| format!("{first}〜{last}"),
    comma: "、",
    none: "なし",
    no_date: "日付なし",
    no_deadline: "期限未定",
    no_owner: "担当未定",
    no_customer: "顧客なし",
    no_tag: "タグなし",
    them: "先方",
    late: |days| format!("{days}日超過"),
    written_late: |days| format!("{days}日遅れで記録"),
    meeting: |kind, days| format!("{days}の{kind}"),
    customers: |names| format!("{}社：{}", names.len(), names.join("、")),
    last_met: |last, days, cadence| {
        let cadence = cadence.map(|cadence| format!("、通常は{cadence}日ごと"));
        format!("前回の打ち合わせ：{last}、{days}日前{}", cadence.unwrap_or_default())
    },
    next: "；次回：",
    no_next: "未定",
    note: "メモ",
    card: "顧客カード",
    gone: "は削除済み",
};

/// Nothing but what is not the tool's own: names and texts, with blanks between them.
pub const BARE: Phrases = Phrases {
    day: |_, _| BLANK.to_string(),
    span: |_, _| BLANK.to_string(),
    comma: BLANK,
    none: BLANK,
    no_date: BLANK,
    no_deadline: BLANK,
    no_owner: BLANK,
    no_customer: BLANK,
    no_tag: BLANK,
    them: BLANK,
    late: |_| BLANK.to_string(),
    written_late: |_| BLANK.to_string(),
    meeting: |kind, _| kind.to_string(),
    customers: |names| names.join(BLANK),
    last_met: |_, _, _| BLANK.to_string(),
    next: BLANK,
    no_next: BLANK,
    note: BLANK,
    card: BLANK,
    gone: BLANK,
};

/// Returns `1 day`, `2 days`.
pub fn in_days(number: i64) -> String {
    count(number.unsigned_abs() as usize, "day")
}

/// Returns `3月6日（金）`, in another year `2027年3月6日（土）`.
pub fn japanese_day(date: Date, year: i32) -> String {
    if date.year() == year { without_year(date) } else { japanese_in_full(date) }
}

/// Returns `2026年3月6日（金）`.
pub fn japanese_in_full(date: Date) -> String {
    format!("{}年{}", date.year(), without_year(date))
}

fn without_year(date: Date) -> String {
    let weekday = ["月", "火", "水", "木", "金", "土", "日"][date.weekday() as usize - 1];
    format!("{}月{}日（{weekday}）", date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, JAPANESE};
    use crate::date::Date;

    #[test]
    fn days_bear_their_year_where_it_is_another() {
        for (date, year, english, japanese) in [
            ("2026-03-06", 2026, "6 Mar", "3月6日（金）"),
            ("2027-03-06", 2026, "6 Mar 2027", "2027年3月6日（土）"),
            ("2026-11-29", 2026, "29 Nov", "11月29日（日）"),
        ] {
            let date = Date::parse_iso(date).unwrap();
            assert_eq!((ENGLISH.day)(date, year), english);
            assert_eq!((JAPANESE.day)(date, year), japanese);
        }
    }
}
