//! The fixed words of minutes in each language. Nobody's own words are among them.

use crate::date::{Date, run_of_days};
use crate::note::Word;
use crate::people::Side;
use crate::render::page::{self, japanese_in_full};
use crate::report::minutes::{Head, Name, Purpose, Task, Title};
use crate::report::outward::BLANK;

use super::lines::plain;

/// The words of minutes in one language.
pub struct Phrases {
    /// The language, as BCP 47 names it.
    pub language: &'static str,
    pub page: &'static page::Phrases,
    pub minutes: &'static str,
    /// The subject of a mail: the title, and the days if they are known.
    pub subject: fn(&str, &str) -> String,
    pub present: &'static str,
    pub decisions: &'static str,
    pub follow_ups: &'static str,
    pub questions: &'static str,
    /// What was open before the meeting.
    pub still_open: &'static str,
    /// What stands behind the title of an agenda.
    pub agenda: &'static str,
    /// What a meeting is called that has no title.
    pub meeting: &'static str,
    /// What an agenda is called that has no title.
    pub agenda_alone: &'static str,
    /// The subject of a mail with an agenda, as `subject` is that of one with minutes.
    pub agenda_subject: fn(&str, &str) -> String,
    pub colon: &'static str,
    /// The customer that the minutes are for.
    pub customer: fn(&str) -> String,
    pub days: fn(Date, Date) -> String,
    /// A person's name by the side, as a customer reads it.
    pub person: fn(&str, Option<Side>) -> String,
    /// A partner in the list of who was there.
    pub partner: &'static str,
    /// A section's fixed name: the English and the Japanese one.
    pub fixed: fn((&'static str, &'static str)) -> &'static str,
    /// What stands before an ask and a value.
    pub word: fn(Word) -> &'static str,
    /// What a follow-up says behind its text.
    pub behind: fn(&str) -> String,
    pub done: fn(&str) -> String,
    pub due: fn(&str) -> String,
}

pub const ENGLISH: Phrases = Phrases {
    language: "en",
    page: &page::ENGLISH,
    minutes: "Minutes",
    subject: |title, days| match days {
        "" => format!("Minutes: {title}"),
        days => format!("Minutes: {title}, {days}"),
    },
    present: "Present",
    decisions: "Decisions",
    follow_ups: "Follow-ups",
    questions: "Open questions",
    still_open: "Still open",
    agenda: " — agenda",
    meeting: "Meeting",
    agenda_alone: "Agenda",
    agenda_subject: |title, days| match days {
        "" => title.to_string(),
        days => format!("{title}, {days}"),
    },
    colon: ": ",
    customer: str::to_string,
    days: run_of_days,
    person: |name, _| name.to_string(),
    partner: " (partner)",
    fixed: |(english, _)| english,
    word: |word| match word {
        Word::Ask => "Ask: ",
        Word::Value => "Value: ",
        _ => "",
    },
    behind: |parts| format!(" ({parts})"),
    done: |day| format!("done {day}"),
    due: str::to_string,
};

pub const JAPANESE: Phrases = Phrases {
    language: "ja",
    page: &page::JAPANESE,
    minutes: "議事録",
    subject: |title, days| match days {
        "" => format!("【議事録】{title}"),
        days => format!("【議事録】{title} {days}"),
    },
    present: "出席者",
    decisions: "決定事項",
    follow_ups: "宿題",
    questions: "未決事項",
    still_open: "前回までの宿題",
    agenda: "（議題）",
    meeting: "打ち合わせ",
    agenda_alone: "議題",
    agenda_subject: |title, days| match days {
        "" => title.to_string(),
        days => format!("{title} {days}"),
    },
    colon: "：",
    customer: str::to_string,
    days: |first, last| {
        let start = japanese_in_full(first);
        if first == last { start } else { format!("{start}〜{}", japanese_in_full(last)) }
    },
    person: |name, side| {
        let suffix = if side == Some(Side::Ours) { "" } else { " 様" };
        format!("{name}{suffix}")
    },
    partner: "（パートナー）",
    fixed: |(_, japanese)| japanese,
    word: |word| match word {
        Word::Ask => "要望：",
        Word::Value => "効果：",
        _ => "",
    },
    behind: |parts| format!("（{parts}）"),
    done: |day| format!("{day}完了"),
    due: |day| format!("期限：{day}"),
};

/// Nothing but what is not the tool's own, with blanks between: what names and words are looked for in.
pub const BARE: Phrases = Phrases {
    language: "en",
    page: &page::BARE,
    minutes: BLANK,
    subject: |title, _| title.to_string(),
    present: BLANK,
    decisions: BLANK,
    follow_ups: BLANK,
    questions: BLANK,
    still_open: BLANK,
    agenda: BLANK,
    meeting: BLANK,
    agenda_alone: BLANK,
    agenda_subject: |title, _| title.to_string(),
    colon: BLANK,
    customer: |_| BLANK.to_string(),
    days: |_, _| BLANK.to_string(),
    person: |name, _| name.to_string(),
    partner: BLANK,
    fixed: |_| BLANK,
    word: |_| BLANK,
    behind: |parts| format!("{BLANK}{parts}{BLANK}"),
    done: |_| BLANK.to_string(),
    due: |_| BLANK.to_string(),
};

impl Phrases {
    /// Returns a section's title; `None` for what stands before the first.
    pub fn title(&self, title: &Title, year: i32) -> Option<String> {
        Some(match title {
            Title::None => return None,
            Title::Decisions => self.decisions.to_string(),
            Title::FollowUps => self.follow_ups.to_string(),
            Title::Questions => self.questions.to_string(),
            Title::StillOpen => self.still_open.to_string(),
            Title::Own(name) => self.own(name, year),
            Title::Meeting(title, day) => {
                let day = day.map(|day| (self.page.day)(day, year));
                let title = title.as_ref().map(plain);
                let parts: Vec<String> = day.into_iter().chain(title).collect();
                parts.join(self.colon)
            }
        })
    }

    /// Returns the title as plain text.
    pub fn title_of(&self, head: &Head) -> String {
        let title = head.title.as_ref().map_or(self.untitled(head).to_string(), plain);
        let customer = (self.customer)(&head.customer);
        format!("{customer}{}{title}{}", self.colon, self.behind_title(head))
    }

    /// Returns what stands in the place of a title.
    pub fn untitled(&self, head: &Head) -> &'static str {
        match head.purpose {
            Purpose::Minutes => self.minutes,
            Purpose::Agenda => self.agenda_alone,
            Purpose::Invitation => self.meeting,
        }
    }

    /// Returns what stands behind a title.
    pub fn behind_title(&self, head: &Head) -> &'static str {
        if head.purpose == Purpose::Agenda && head.title.is_some() { self.agenda } else { "" }
    }

    /// Returns the subject of a mail.
    pub fn subject_of(&self, head: &Head) -> String {
        let days = self.days_of(head).unwrap_or_default();
        let subject = match head.purpose {
            Purpose::Minutes => self.subject,
            Purpose::Agenda | Purpose::Invitation => self.agenda_subject,
        };
        subject(&self.title_of(head), &days)
    }

    /// Returns the day or days of the meeting.
    pub fn days_of(&self, head: &Head) -> Option<String> {
        Some((self.days)(head.first?, head.last?))
    }

    /// Returns who was there, if that is known.
    pub fn names_of(&self, head: &Head) -> Option<String> {
        let names = head.present.iter().map(|one| {
            let name = (self.person)(&plain(&one.name), Some(one.side));
            if one.side == Side::Partner { name + self.partner } else { name }
        });
        let names = names.collect::<Vec<_>>().join(self.page.comma);
        (!names.is_empty()).then_some(names)
    }

    /// Returns what stands behind the text of a follow-up: who, and by when.
    pub fn behind_task(&self, task: &Task, year: i32) -> String {
        let owners = task.owners.iter().map(|(name, side)| match name {
            Some(name) => (self.person)(&plain(name), *side),
            None => self.page.them.to_string(),
        });
        let day = task.date.map(|date| {
            let day = (self.page.day)(date, year);
            if task.is_done { (self.done)(&day) } else { (self.due)(&day) }
        });
        let parts: Vec<String> = owners.chain(day).collect();
        if parts.is_empty() { String::new() } else { (self.behind)(&parts.join(self.page.comma)) }
    }

    pub fn own(&self, name: &Name, year: i32) -> String {
        let text = name.fixed().map_or(name.text.as_str(), self.fixed);
        match name.date.map(|date| (self.page.day)(date, year)) {
            // The day of a visit is told by its date alone.
            Some(day) if name.is("Day") => day,
            Some(day) => format!("{day}{}{text}", self.colon),
            None => text.to_string(),
        }
    }
}
