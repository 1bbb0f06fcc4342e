//! Summaries in Japanese, as they are written in business.

use super::{Blocks, Header, Headings, Letter, Phrases};
use crate::cells::harmless;
use crate::date::Date;
use crate::render::page::{self, japanese_day, japanese_in_full};
use crate::report::period::Remark;
use crate::report::week::{Matter, Reader, Unbalanced};

pub static JAPANESE: Phrases = Phrases {
    page: &page::JAPANESE,
    letter: LETTER,
    head: HEADER,
    headings: Headings {
        in_my_words: "所感",
        look_first: "要確認事項",
        follow_ups: "宿題",
        meetings: "打ち合わせ",
        decisions: "決定事項",
        value: "効果",
        risks: "リスク",
        asks: "お客様からの要望",
        quiet: "しばらくお会いしていないお客様",
        next_week: "来週の予定",
        quotes: "お客様の声",
        questions: "未解決の質問",
    },
    blocks: Blocks {
        late: "期限超過",
        moved: "期日変更",
        waiting: "先方対応待ち",
        vanished: "記録から消えたもの",
        closed: "完了",
        written: "記録済み",
        not_written: "未記録",
        written_late: "記録遅れ",
        planned: "予定",
    },
    placeholder: "\n<!-- ご自身の言葉でお書きください。再作成しても残ります -->\n\n",
    sums: [
        "月曜時点の未完了",
        "新規",
        "再開",
        "完了",
        "取り下げ",
        "消失",
        "現在の未完了",
        "期限超過",
        "先方対応待ち",
        "守られた約束",
    ],
    kept: |kept, due| format!("{due}件中{kept}件"),
    unbalanced,
    unbalanced_opening: "集計が合いません",
    needs_commits: "コミットがないため集計できません",
    matter: |matter| match matter {
        Matter::Escalation => "エスカレーション",
        Matter::PromiseMoved => "約束の延期",
        Matter::PromiseMissed => "守られなかった約束",
        Matter::Risk => "リスク（高）",
        Matter::NotWritten => "未記録の打ち合わせ",
        Matter::Asked => "あなたへの依頼",
    },
    colon: "：",
    no_severity: "重大度未設定",
    field: |field| if field == "promised" { "約束日" } else { "期限" },
    closed: |number| format!("{number}件"),
    quoted: |text| format!("「{text}」"),
    speaker: str::to_string,
};

/// How every remark begins, so that it is known again.
const REMARK: &str = "注：";
const UNCOMMITTED: &str = "未コミットのメモ";
const ENDINGS: [&str; 7] = [
    "に取り込まれました。",
    "今週分として数えています。",
    "その位置で数えています。",
    "以前からあったものとして扱っています。",
    "この履歴にないため無視しました。",
    "コミットが必要です。",
    "正しくない可能性があります。",
];

const HEADER: Header = Header {
    title: |number, reader, writer, chosen| {
        let what = match reader {
            Reader::Manager => "週報",
            Reader::Company => "社内向け週報",
            Reader::Customer => "お客様向け週報",
        };
        let writer = writer.map(|name| format!(" — {name}")).unwrap_or_default();
        let chosen = match chosen {
            [] => String::new(),
            names => format!("（{}のみ）", names.join("、")),
        };
        format!("# 第{number}週 {what}{writer}{chosen}")
    },
    is_title: |line| {
        let rest = line.strip_prefix("# 第").unwrap_or_default();
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        behind.len() < rest.len() && behind.starts_with("週 ")
    },
    days,
    as_of: " · 集計時点：",
    commit: " · コミット：",
    no_commit: " · コミットなし",
    instant: |day, year, clock, place| format!("{}{clock}（{place}）", japanese_day(day, year)),
    remark,
    uncommitted: |notes| format!("{REMARK}{UNCOMMITTED}{}件：{}", notes.len(), notes.join("、")),
    is_remark: |line| {
        line.strip_prefix(REMARK).is_some_and(|rest| {
            rest.starts_with(UNCOMMITTED) || ENDINGS.iter().any(|ending| rest.ends_with(ending))
        })
    },
};

const LETTER: Letter = Letter {
    head: |name, start, end, day| {
        let name =
            if name.ends_with("御中") { name.to_string() } else { format!("{name} 御中") };
        let (days, day) = (days(start, end), japanese_in_full(day));
        format!("{name}\n週次のご報告：{days}\n{day}現在\n")
    },
    mark: "■ ",
    escalations: "対応中のエスカレーション",
    updates: "今週の経過",
    decisions: "決定事項",
    we_owe: "宿題（弊社）",
    we_need: "宿題（貴社・パートナー）",
    done: "今週の完了事項",
    next: "次回",
    none: "なし",
    no_date: "期限未定",
    no_next: "日程未定",
    comma: "、",
    day: japanese_day,
    span: |first, last| format!("{first}〜{last}"),
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

/// Returns `2026年3月2日（月）〜3月8日（日）`.
fn days(start: Date, end: Date) -> String {
    format!("{}〜{}", japanese_in_full(start), japanese_day(end, start.year()))
}

fn remark(remark: &Remark, year: i32) -> String {
    let day = |day: Date| japanese_day(day, year);
    let run = |first: Date, last: Date| match first == last {
        true => day(first),
        false => format!("{}〜{}", day(first), day(last)),
    };
    let told = match remark {
        Remark::Arrived { commits, first, last, on } => format!(
            "{}のコミット{commits}件が{}に取り込まれました。",
            run(*first, *last),
            day(*on)
        ),
        Remark::OutOfOrder { commits, first, last, behind } => format!(
            "{}のコミット{commits}件は、{}のコミットより後にあるため、今週分として数えています。",
            run(*first, *last),
            day(*behind)
        ),
        Remark::Astray { commits, first, last, on } => format!(
            "{}のコミット{commits}件は、{}のコミットの間にあります。時計の誤りとみなし、その位置で数えています。",
            run(*first, *last),
            day(*on)
        ),
        Remark::Brought { notes, on } => format!(
            "過去の打ち合わせのメモ{notes}件が{}にまとめて加わったため、以前からあったものとして扱っています。",
            day(*on)
        ),
        Remark::SavedIgnored { file, commit } => format!(
            "`{file}`が指すコミット{}は、この履歴にないため無視しました。",
            harmless(commit.get(..7).unwrap_or(commit))
        ),
        Remark::NoHistory => {
            "コミットがありません。新規・期日変更・完了・消失と過去の週を調べるには、コミットが必要です。"
                .to_string()
        }
        Remark::CutOff => "このクローンには以前の履歴がありません（`git fetch --unshallow`）。\
             集計と最初の期日は正しくない可能性があります。"
            .to_string(),
    };
    format!("{REMARK}{told}")
}

fn unbalanced(sums: &Unbalanced) -> String {
    let off_by = match sums.off_by {
        0 => String::new(),
        number => format!("（差：{}件）", number.abs()),
    };
    format!(
        "集計が合いません{off_by}。メモにある未完了は、開始時点{}件、終了時点{}件です。不具合としてご報告ください。",
        sums.open_at_start, sums.open_at_end
    )
}
