//! Letters that ask for what is open: plain text, ready to be pasted. Nothing is cut to a width.

use serde::Serialize;

use super::json;
use crate::cells;
use crate::date::Date;
use crate::report::nudge::{Letter, Point, Recipient};

/// The fixed words of a letter in one language.
pub struct Phrases {
    opening: &'static str,
    closing: &'static str,
    /// What stands behind a person's name, and behind a company's.
    person: &'static str,
    company: &'static str,
    when: fn(&Point, today: Date) -> String,
}

pub const ENGLISH: Phrases = Phrases {
    opening: "Hello, this is to follow up on what is open on your side:",
    closing: "Could you let us know where this stands? Thank you.",
    person: "",
    company: "",
    when: |point, _| match (point.agreed, point.since) {
        (Some(day), _) => format!(" (agreed for {})", day.long()),
        (None, Some(day)) => format!(" (since {})", day.long()),
        (None, None) => String::new(),
    },
};

pub const JAPANESE: Phrases = Phrases {
    opening: "いつもお世話になっております。以下の件につきまして、その後の状況をお聞かせいただけますでしょうか。",
    closing: "行き違いでご対応済みの場合はご容赦ください。お忙しいところ恐れ入りますが、どうぞよろしくお願いいたします。",
    person: " 様",
    company: " 御中",
    when: |point, today| match (point.agreed, point.since) {
        (Some(day), _) => format!("（期限：{}）", japanese(day, today)),
        (None, Some(day)) => format!("（{}より）", japanese(day, today)),
        (None, None) => String::new(),
    },
};

/// Returns `3月9日`, in another year than today's `2027年3月9日`.
fn japanese(day: Date, today: Date) -> String {
    let year =
        if day.year() == today.year() { String::new() } else { format!("{}年", day.year()) };
    format!("{year}{}月{}日", day.month(), day.day())
}

/// Returns all letters, each under the line that says to whom it goes.
pub fn letters(letters: &[Letter], phrases: &Phrases, today: Date) -> String {
    let letters = letters.iter().map(|letter| {
        let to = cells::harmless(&address(&letter.to, phrases));
        let lines = body(letter, phrases, today);
        let lines = lines.lines().map(cells::harmless).collect::<Vec<_>>().join("\n");
        format!("To: {to}\n\n{lines}\n")
    });
    letters.collect::<Vec<_>>().join("\n\n")
}

/// Returns the letters as an array of objects, one a line.
pub fn as_json(letters: &[Letter], phrases: &Phrases, today: Date) -> String {
    #[derive(Serialize)]
    struct Row<'a> {
        to: &'a str,
        mail: Option<&'a str>,
        customer: Option<&'a str>,
        text: String,
    }
    let rows = letters.iter().map(|letter| {
        let (to, mail) = match &letter.to {
            Recipient::Person { name, mail } => (name, mail.as_deref()),
            Recipient::Company(name) => (name, None),
        };
        let customer = letter.customer.as_deref();
        json::to_text(&Row { to, mail, customer, text: body(letter, phrases, today) })
    });
    json::lines(&rows.collect::<Vec<_>>())
}

/// Returns `佐藤 健 様 <ken@minato.example>`.
fn address(to: &Recipient, phrases: &Phrases) -> String {
    let titled = |name: &str, title: &str| match name.ends_with(title.trim_start()) {
        true => name.to_string(),
        false => format!("{name}{title}"),
    };
    match to {
        Recipient::Person { name, mail: Some(mail) } => {
            format!("{} <{mail}>", titled(name, phrases.person))
        }
        Recipient::Person { name, mail: None } => titled(name, phrases.person),
        Recipient::Company(name) => titled(name, phrases.company),
    }
}

fn body(letter: &Letter, phrases: &Phrases, today: Date) -> String {
    let points = letter.points.iter();
    let points = points.map(|point| format!("- {}{}\n", point.text, (phrases.when)(point, today)));
    format!("{}\n\n{}\n{}", phrases.opening, points.collect::<String>(), phrases.closing)
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, JAPANESE, as_json, letters};
    use crate::date::Date;
    use crate::report::nudge::{Letter, Point, Recipient};

    fn day(text: &str) -> Option<Date> {
        Date::parse_iso(text)
    }

    fn letter(name: &str, mail: Option<&str>) -> Letter {
        let point = |text: &str, agreed, since| Point { text: text.into(), agreed, since };
        Letter {
            customer: Some("minato".into()),
            to: Recipient::Person { name: name.into(), mail: mail.map(String::from) },
            points: vec![
                point("見積もりを確認する", day("2026-03-09"), None),
                point("open \u{1b}[31mports", None, day("2025-12-02")),
                point("call", None, None),
            ],
        }
    }

    #[test]
    fn a_letter_in_english() {
        let shown = letters(&[letter("佐藤 健", None)], &ENGLISH, day("2026-03-06").unwrap());
        assert_eq!(
            shown,
            "To: 佐藤 健\n\nHello, this is to follow up on what is open on your side:\n\n\
             - 見積もりを確認する (agreed for 9 March 2026)\n\
             - open \\x1b[31mports (since 2 December 2025)\n- call\n\n\
             Could you let us know where this stands? Thank you.\n"
        );
    }

    #[test]
    fn letters_in_japanese() {
        let company = Recipient::Company("港物流".into());
        let all = [
            letter("佐藤 健", Some("ken@minato.example")),
            letter("佐藤様", None),
            Letter { to: company, ..letter("", None) },
        ];
        let shown = letters(&all, &JAPANESE, day("2026-03-06").unwrap());
        let to: Vec<&str> = shown.lines().filter(|line| line.starts_with("To:")).collect();
        assert_eq!(to, ["To: 佐藤 健 様 <ken@minato.example>", "To: 佐藤様", "To: 港物流 御中"]);
        let points: Vec<&str> = shown.lines().filter(|line| line.starts_with('-')).collect();
        assert_eq!(
            points[..3],
            [
                "- 見積もりを確認する（期限：3月9日）",
                "- open \\x1b[31mports（2025年12月2日より）",
                "- call"
            ]
        );
    }

    #[test]
    fn programs_read_the_name_alone() {
        let json = as_json(&[letter("佐藤 健", None)], &JAPANESE, day("2026-03-06").unwrap());
        let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!((&rows[0]["to"], &rows[0]["mail"]), (&"佐藤 健".into(), &().into()));
        assert!(rows[0]["text"].as_str().unwrap().starts_with(JAPANESE.opening));
    }
}
