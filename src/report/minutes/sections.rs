//! The sections of the templates by their fixed names, in both languages.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::date::Date;
use crate::report::outward::Labels;
use crate::words::fold;

/// English names, each with the Japanese names by which it is known; the first of them is written.
const NAMES: [(&str, &[&str]); 30] = [
    ("Decisions", &["決定事項"]),
    ("Notes", &["議事メモ", "メモ", "議事内容"]),
    ("Agenda", &["議題", "アジェンダ"]),
    ("Next", &["次回", "今後の予定"]),
    ("Follow-ups", &["宿題", "アクション"]),
    ("Open questions", &["未決事項", "質問事項"]),
    ("The question", &["検証の問い"]),
    ("Success criteria", &["成功基準"]),
    ("Not part of it", &["対象外"]),
    ("Setup", &["構成"]),
    ("Plan", &["計画"]),
    ("Log", &["経過"]),
    ("Result", &["結果"]),
    ("What they cannot do", &["影響"]),
    ("Exit criteria", &["完了条件"]),
    ("One name each side", &["双方の窓口"]),
    ("Facts", &["事実関係"]),
    ("Update", &["状況報告"]),
    ("Afterwards", &["事後対応"]),
    ("Goals", &["目的"]),
    ("Who and where", &["参加者と場所"]),
    ("Day", &["日報"]),
    ("What we saw", &["所見"]),
    ("Exit meeting", &["クロージング", "終了時の打ち合わせ"]),
    ("Why they bought", &["導入の目的"]),
    ("Value since last time", &["前回からの効果"]),
    ("What we promised", &["お約束した事項"]),
    ("What they asked for", &["ご要望"]),
    ("Their next goals", &["次の目標"]),
    ("Open points", &["残課題"]),
];

/// A section's heading, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The date that it starts with.
    pub date: Option<Date>,
    /// What stands behind the date, as typed.
    pub text: String,
    /// The number of its fixed name, if it has one.
    fixed: Option<usize>,
}

impl Name {
    pub fn of(heading: &str) -> Name {
        let heading = heading.trim();
        let date = heading.get(..10).and_then(Date::parse_iso);
        let text = if date.is_some() { &heading[10..] } else { heading };
        let text = text.trim_matches([' ', '\u{3000}', '—', '–', ':', '：']);
        Name { date, text: text.to_string(), fixed: fixed(text) }
    }

    /// Returns whether it is one of the names in a list, in either language.
    pub fn is_one_of(&self, names: &[String]) -> bool {
        let own = fold(&self.text);
        let is_it = |name: &String| {
            let is_same = self.fixed.is_some() && fixed(name) == self.fixed;
            let is_date = own.is_empty() && self.date.is_some() && self.date == Name::of(name).date;
            is_same || is_date || (!own.is_empty() && fold(name.trim()) == own)
        };
        names.iter().any(is_it)
    }

    /// Returns whether it is a fixed name, given in English.
    pub fn is(&self, english: &str) -> bool {
        self.fixed.is_some_and(|at| NAMES[at].0 == english)
    }

    /// Returns the fixed name in English and in Japanese.
    pub fn fixed(&self) -> Option<(&'static str, &'static str)> {
        self.fixed.map(|at| (NAMES[at].0, NAMES[at].1[0]))
    }
}

/// The sections that are written before a meeting, and may be shown to those who are invited.
const OF_AGENDA: [&str; 6] =
    ["Agenda", "Goals", "Who and where", "The question", "Success criteria", "Plan"];

/// Returns those of the shared sections that belong to an agenda; a heading of the user's own may.
pub fn of_agenda(sections: &[String]) -> Vec<String> {
    let is_one = |heading: &&String| {
        let name = Name::of(heading);
        name.fixed().is_none() || OF_AGENDA.iter().any(|english| name.is(english))
    };
    sections.iter().filter(is_one).cloned().collect()
}

/// Returns all fixed names, of both languages, as the guard reads them.
pub fn all_labels() -> &'static Labels {
    static LABELS: LazyLock<Labels> = LazyLock::new(|| Labels::of(all().map(|(_, name)| name)));
    &LABELS
}

/// Returns the number of the fixed name that a text is, in either language.
fn fixed(text: &str) -> Option<usize> {
    static FOLDED: LazyLock<HashMap<String, usize>> =
        LazyLock::new(|| all().map(|(at, name)| (fold(name), at)).collect());
    FOLDED.get(&fold(text.trim())).copied()
}

fn all() -> impl Iterator<Item = (usize, &'static str)> {
    NAMES.iter().enumerate().flat_map(|(at, (english, japanese))| {
        [*english].into_iter().chain(japanese.iter().copied()).map(move |name| (at, name))
    })
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn a_heading_is_known_in_both_languages_and_with_a_date() {
        let listed = [
            "Notes".to_string(),
            "Day".into(),
            "決定事項".into(),
            "Our own".into(),
            "2026-03-05".into(),
        ];
        for (heading, expected) in [
            ("Notes", true),
            ("NOTES:", true),
            ("2026-03-04 Day", true),
            ("2026-03-04 — Notes", true),
            ("メモ", true),
            ("Decisions", true),
            ("our own", true),
            ("Notes on pricing", false),
            ("Notes #internal", false),
            ("Internal", false),
            ("2026-03-04", false),
            ("2026-03-05", true),
            ("", false),
        ] {
            assert_eq!(Name::of(heading).is_one_of(&listed), expected, "{heading}");
        }
    }
}
