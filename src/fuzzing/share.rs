//! Whatever stands in an internal part, no minutes tell of it.

use crate::date::Moment;
use crate::people::{Card, Directory};
use crate::render::minutes::{ENGLISH, Format, artefact};
use crate::report::minutes::{Asked, NoteText, Purpose, share as minutes_of};
use crate::words::look;

use super::{PATH, directory};

const CANARY: &str = "zqcanary";

/// Of public bytes and two internal parts, apart at bytes 0xff: all of them may be a note. If both parts are
/// internal, their minutes are the same, or one of the notes is refused; and a canary stays inside.
pub fn share(bytes: &[u8]) {
    let mut directory = directory();
    let card = b"---\nname: Orbit Foods\ndomains: [orbit.example]\n---\n";
    directory.cards.insert("orbit".into(), Card::read("orbit", card));
    minutes(bytes, &directory);
    let mut parts = bytes.split(|byte| *byte == 0xff);
    let (public, one) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let (one, two) = (below(one), below(parts.next().unwrap_or_default()));
    let [first, second] = [&one, &two].map(|part| minutes(&note(public, part), &directory));
    if let (Some(first), Some(second)) = (&first, &second) {
        assert_eq!(first, second);
    }
    if !letters(&String::from_utf8_lossy(public)).contains(CANARY) {
        let third = minutes(&note(public, &format!("{one}\n\n{CANARY}{two} {CANARY}")), &directory);
        for made in [first, second, third].into_iter().flatten() {
            assert!(!letters(&made).contains(CANARY), "{made}");
        }
    }
}

/// Returns the minutes of a note, or nothing if it is refused.
fn minutes(note: &[u8], directory: &Directory) -> Option<String> {
    let sections = ["Notes", "Next", "Follow-ups", "Decisions"].map(String::from);
    let words = ["confidential".to_string()];
    let asked =
        Asked { purpose: Purpose::Minutes, sections: &sections, words: &words, allowed: &[] };
    let text = NoteText { path: PATH, bytes: note };
    let shared = minutes_of(&[text], asked, directory, &[]).ok()?;
    let made = [Format::Md, Format::Html].map(|format| {
        let made = artefact(&shared, format, &ENGLISH, Moment::from_seconds(0));
        made.ok().map(|made| made.as_str().to_string())
    });
    let [text, page] = made;
    assert_eq!(text.is_some(), page.is_some());
    Some(text? + &page?)
}

/// Puts internal text between a public part and another one.
fn note(public: &[u8], internal: &str) -> Vec<u8> {
    let rest = format!("\n\n## Internal\n\n{internal}\n\n## Follow-ups\n\n- [ ] @ann end\n");
    [public, rest.as_bytes()].concat()
}

/// Returns a text as it can stand below a heading: without the headings, and the ends of front matter, that
/// would end its section.
fn below(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace('\r', "\n");
    let lines = text.split('\n').map(|line| {
        let bare = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '#');
        let is_ruler = !line.contains(char::is_alphanumeric);
        if bare.starts_with('#') || is_ruler { format!("x{line}") } else { line.to_string() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn letters(text: &str) -> String {
    look(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
