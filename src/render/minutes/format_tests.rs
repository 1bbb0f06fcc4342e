//! Each format of minutes, read back by parsers that know nothing of how it was written.

use std::collections::BTreeSet;

use html5gum::{Token, Tokenizer};
use mail_parser::{Address, HeaderName, Message, MessageParser, MimeHeaders};

use super::tests::{PATH, directory};
use super::{ENGLISH, Format, JAPANESE, Phrases, artefact, seen};
use crate::date::Moment;
use crate::report::minutes::{Asked, NoteText, Purpose, Why, share};

const NOTE: &str = "---\ntheirs: [佐藤 健, Lee]\nours: [dana]\n---\n# Minato — <b>&amp; R\"D\"\n\n## Notes\n\
    5 < 6 & \"quotes\" 'too' &lt;script&gt;alert(1)&lt;/script&gt;\n\n\
    - *a* **b** ~~c~~ `<i>d</i>` [e](https://x.example/?a=1&b=2) <https://x.example/f>\n\
    - [g](javascript:alert(1)) ![h](https://x.example/h.png) [i](../i.md \"j\")\n  1. k\n\n     l\n\n\
    > m\n> - n\n\n### o\n\n```html\n<p onclick=\"q()\">\n\t&amp;\n```\n\n| r | s \\| t |\n|---|---|\n| <u> | |\n\n\
    Ask (pain): v\n\n## Follow-ups\n- [ ] @dana w by 2026-03-11\n- [x] @佐藤 x (done 2026-03-05)\n";

/// Returns finished minutes of the note.
fn made(note: &str, format: Format, phrases: &Phrases) -> String {
    let directory = directory();
    let sections = ["Notes", "Follow-ups"].map(String::from);
    let asked = Asked { purpose: Purpose::Minutes, sections: &sections, words: &[], allowed: &[] };
    let shared = share(&[NoteText { path: PATH, bytes: note.as_bytes() }], asked, &directory, &[]);
    let shared = shared.unwrap_or_else(|refusals| panic!("{refusals:?}"));
    let now = Moment::parse("2026-03-05T09:00:00Z").unwrap();
    let finished = artefact(&shared, format, phrases, now);
    finished.unwrap_or_else(|refusals| panic!("{refusals:?}")).as_str().to_string()
}

/// What stands in the note of raw HTML is refused; here it is code or escaped.
fn plain_note() -> String {
    NOTE.replace("<b>&amp; ", "").replace("| <u> |", "| `<u>` |")
}

fn mail(note: &str) -> String {
    made(note, Format::Eml, &ENGLISH)
}

#[test]
fn a_page_holds_allowed_elements_and_attributes_alone() {
    const ELEMENTS: &str = " html head meta title style body main section h1 h2 h3 p ul ol li span strong em s code \
        pre blockquote div table tr th td a br ";
    let note = plain_note();
    let mail = mail(&note);
    let mail = MessageParser::default().parse(&mail).unwrap();
    let pages = [
        made(&note, Format::Html, &ENGLISH),
        made(&note, Format::Html, &JAPANESE),
        mail.body_html(0).unwrap().into_owned(),
    ];
    for page in pages {
        let mut open: Vec<String> = Vec::new();
        let mut targets = BTreeSet::new();
        for Ok(token) in Tokenizer::new(&page) {
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    assert!(ELEMENTS.contains(&format!(" {name} ")), "<{name}>");
                    for (key, value) in &tag.attributes {
                        let (key, value) =
                            (String::from_utf8_lossy(key), String::from_utf8_lossy(value));
                        let is_allowed = match (name.as_str(), &*key) {
                            ("a", "href") => {
                                targets.insert(value.to_string());
                                ["https://", "http://", "mailto:"]
                                    .iter()
                                    .any(|it| value.starts_with(it))
                            }
                            ("meta", "charset" | "name" | "content" | "http-equiv")
                            | ("html", "lang") => true,
                            (_, "class") => {
                                ["day", "present", "task", "box", "who", "wide"].contains(&&*value)
                            }
                            _ => false,
                        };
                        assert!(is_allowed, "<{name} {key}={value}>");
                    }
                    if !["meta", "br"].contains(&name.as_str()) {
                        open.push(name);
                    }
                }
                Token::EndTag(tag) => {
                    assert_eq!(open.pop().unwrap_or_default().as_bytes(), tag.name.as_slice());
                }
                Token::Comment(text) => panic!("{text:?}"),
                Token::Error(error) => panic!("{error:?}"),
                Token::String(_) | Token::Doctype(_) => {}
            }
        }
        assert_eq!(open, Vec::<String>::new());
        assert_eq!(Vec::from_iter(targets), ["https://x.example/?a=1&b=2", "https://x.example/f"]);
        assert!(!page.contains("url(") && !page.contains("@import"));
    }
}

#[test]
fn every_format_says_the_same() {
    let note = plain_note();
    let words = |text: &str| {
        let text = text.replace("&amp;", "&");
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(String::from).collect::<Vec<_>>()
    };
    let mail = mail(&note);
    let mail = MessageParser::default().parse(&mail).unwrap();
    let text = mail.body_text(0).unwrap();
    for word in [
        "quotes",
        "script",
        "alert",
        "onclick",
        "Ask",
        "Dana Reyes",
        "佐藤 健",
        "11 Mar",
        "h",
        "i",
        "t",
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
    let links = ["https", "x", "example", "a", "1", "b", "2", "f"];
    let without_links = |text: &str| {
        words(text).into_iter().filter(|word| !links.contains(&word.as_str())).collect::<Vec<_>>()
    };
    let of_page = seen::of_html(&made(&note, Format::Html, &ENGLISH));
    let title = "Minato: R\"D\"\n";
    let of_page = of_page.replacen(title, "", 1);
    assert_eq!(without_links(&of_page), without_links(&text.replace("[ ]", "").replace("[x]", "")));
    assert_eq!(
        without_links(&seen::of_html(&mail.body_html(0).unwrap()).replacen(title, "", 1)),
        without_links(&of_page)
    );
}

fn addresses(list: Option<&Address>) -> String {
    let one = |one: &mail_parser::Addr| {
        format!("{} <{}>", one.name().unwrap_or_default(), one.address().unwrap_or_default())
    };
    list.map_or(String::new(), |list| list.iter().map(one).collect::<Vec<_>>().join(", "))
}

fn header<'a>(mail: &'a Message, name: &'static str) -> Option<&'a str> {
    mail.header(HeaderName::parse(name)?)?.as_text()
}

#[test]
fn a_mail_is_a_draft_to_those_who_were_there() {
    let text = mail(&plain_note());
    let mail = MessageParser::default().parse(&text).unwrap();
    assert_eq!(mail.subject(), Some("Minutes: Minato: R\"D\", 5 March 2026"));
    assert_eq!(addresses(mail.to()), "佐藤 健 <ken@minato.example>");
    assert_eq!(addresses(mail.cc()), "Dana Reyes <dana@us.example>");
    assert!(mail.from().is_none() && mail.bcc().is_none() && mail.reply_to().is_none());
    assert_eq!(header(&mail, "X-Unsent"), Some("1"));
    assert_eq!(mail.date().unwrap().to_rfc3339(), "2026-03-05T09:00:00Z");
    assert_eq!(
        (mail.text_body_count(), mail.html_body_count(), mail.attachment_count()),
        (1, 1, 0)
    );
    let kinds: Vec<_> = mail.parts.iter().map(|part| part.content_type().unwrap()).collect();
    let kinds: Vec<_> = kinds.iter().map(|kind| kind.subtype().unwrap_or_default()).collect();
    assert_eq!(kinds, ["alternative", "plain", "html"]);
    // Each line of a mail is ASCII, ends in CR LF and is short.
    for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
        assert!(line.len() <= 78 && line.is_ascii() && !line.contains(['\r', '\n']), "{line:?}");
    }
    let names = text.lines().take_while(|line| !line.is_empty());
    let names = names.filter(|line| !line.starts_with(' ')).filter_map(|line| line.split_once(':'));
    let names: Vec<&str> = names.map(|(name, _)| name).collect();
    let expected =
        ["X-Unsent", "Message-ID", "Date", "Subject", "To", "Cc", "MIME-Version", "Content-Type"];
    assert_eq!(names, expected);
    let id = mail.message_id().unwrap();
    assert!(id.ends_with("@minutes.invalid"), "{id}");
}

#[test]
fn the_guard_sees_all_that_a_program_can_show() {
    let note = plain_note();
    let mail = seen::of_mail(&mail(&note)).unwrap();
    for part in [
        "Minutes: Minato: R\"D\", 5 March 2026",
        "佐藤 健\nken@minato.example",
        "Dana Reyes\ndana@us.example",
        "Ask: v",
        "https://x.example/?a=1&b=2",
    ] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    let page = made(&note, Format::Html, &ENGLISH);
    assert!(seen::of_html(&page).contains("https://x.example/?a=1&b=2"));
    for (html, expected) in [
        ("a<b title='one'>b</b>c", "one"),
        ("a<!-- two -->b", "two"),
        ("<style>.three{}</style>", "three"),
        ("<style>a</style>four", "four"),
        ("<p>fi<em>v</em>e</p>", "five"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("&#115;ix", "six"),
        ("<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n\nb\n\n2. c"),
    ] {
        assert!(seen::of_html(html).contains(expected), "{html}: {:?}", seen::of_html(html));
    }
    assert_eq!(seen::of_html("<p class=\"day\">a</p>").trim(), "a");
    let attached = "Content-Type: application/pdf\r\n\r\nx";
    assert_eq!(seen::of_mail(attached), None);
}

#[test]
fn notes_of_two_customers_are_never_shared_together() {
    let directory = directory();
    let sections = ["Notes".to_string()];
    let asked = Asked { purpose: Purpose::Minutes, sections: &sections, words: &[], allowed: &[] };
    let other = NoteText { path: "customers/orbit/2026-03-05-sync.md", bytes: b"## Notes\nb\n" };
    let own = NoteText { path: PATH, bytes: b"## Notes\na\n" };
    let found = share(&[own, other], asked, &directory, &[]).err().unwrap();
    let found: Vec<_> = found.iter().map(|one| (one.note.as_str(), &one.why)).collect();
    assert!(found.contains(&(other.path, &Why::OtherNote)), "{found:?}");
}

#[test]
fn a_mail_depends_on_its_own_text_alone() {
    let note = plain_note();
    assert_eq!(mail(&note), mail(&(note.clone() + "\n## Internal\nzq\n")));
    assert_ne!(mail(&note), mail(&note.replace("quotes", "words")));
}

#[test]
fn no_name_or_title_writes_a_header_of_its_own() {
    let note = "---\ntheirs: [\"佐藤 健\\r\\nBcc: eve@x.example\", \"x\\ny\"]\ntitle: \"a\\r\\nBcc: eve@x.example\"\n---\n\
        ## Notes\na\n";
    let text = mail(note);
    let mail = MessageParser::default().parse(&text).unwrap();
    assert!(mail.bcc().is_none() && !text.to_ascii_lowercase().contains("\nbcc:"), "{text}");
}
