//! The fixed words of summaries in their languages. Nobody's own words are among them.

use crate::date::{Date, run_of_days};

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
    pub none: &'static str,
    pub no_date: &'static str,
    pub comma: &'static str,
    pub day: fn(Date, year: i32) -> String,
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

pub const ENGLISH: Letter = Letter {
    head: |name, start, end, day| {
        let as_of = format!("{}, {}", day.weekday_name(), day.long());
        format!("{name}: week of {}\nAs of {as_of}\n", run_of_days(start, end))
    },
    mark: "",
    escalations: "Open escalations",
    updates: "Updates of this week",
    decisions: "Decided",
    we_owe: "What we owe you",
    we_need: "What we need from you",
    done: "Done this week",
    none: "none",
    no_date: "no date yet",
    comma: ", ",
    day: |date, year| {
        let long = date.long();
        if date.year() == year { long[..long.len() - 5].to_string() } else { long }
    },
    aside: |text| format!(" ({text})"),
    since: |day| format!("since {day}"),
    met: |met, all| format!("{met} of {all} exit criteria met"),
    about: |title| format!(": {title}"),
    due: str::to_string,
    was: |day| format!("was {day}"),
    person: str::to_string,
    them: str::to_string,
};

pub const JAPANESE: Letter = Letter {
    head: |name, start, end, day| {
        let name =
            if name.ends_with("御中") { name.to_string() } else { format!("{name} 御中") };
        let days = format!("{}〜{}", in_full(start), japanese(end, start.year()));
        format!("{name}\n週次のご報告：{days}\n{}現在\n", in_full(day))
    },
    mark: "■ ",
    escalations: "対応中のエスカレーション",
    updates: "今週の経過",
    decisions: "決定事項",
    we_owe: "宿題（弊社）",
    we_need: "宿題（貴社・パートナー）",
    done: "今週の完了事項",
    none: "なし",
    no_date: "期限未定",
    comma: "、",
    day: japanese,
    aside: |text| format!("（{text}）"),
    since: |day| format!("{day}より"),
    met: |met, all| format!("完了条件{all}件中{met}件達成"),
    about: |title| format!("　{title}"),
    due: |day| format!("期限：{day}"),
    was: |day| format!("当初は{day}"),
    person: |name| {
        if name.ends_with('様') { name.to_string() } else { format!("{name} 様") }
    },
    them: |_| "貴社".to_string(),
};

/// Returns `3月6日（金）`, in another year `2027年3月6日（土）`.
fn japanese(date: Date, year: i32) -> String {
    if date.year() == year { without_year(date) } else { in_full(date) }
}

/// Returns `2026年3月6日（金）`.
fn in_full(date: Date) -> String {
    format!("{}年{}", date.year(), without_year(date))
}

fn without_year(date: Date) -> String {
    let weekday = ["月", "火", "水", "木", "金", "土", "日"][date.weekday() as usize - 1];
    format!("{}月{}日（{weekday}）", date.month(), date.day())
}
