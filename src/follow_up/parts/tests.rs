use super::{Parts, parts};
use crate::people::{Attendee, Directory, Present, read_team};

fn read(text: &str) -> Parts {
    let directory = Directory {
        team: read_team("- @dana — Dana Reyes\n- @priya — Priya Nair\n".as_bytes()),
        ..Directory::default()
    };
    let attendee = Attendee { name: "Tom Dale".into(), initials: "TD".into() };
    let present =
        Present {
            attendees: vec![attendee], theirs: vec!["佐藤 健".into()], ..Present::default()
        };
    parts(text, &directory, &present)
}

/// Shows `owners | text | fields`.
fn check(text: &str, expected: &str) {
    let parts = read(text);
    let names: Vec<&str> = parts.owners.iter().map(|owner| owner.name.as_str()).collect();
    let mut fields = Vec::new();
    for (name, date) in [
        ("due", parts.due),
        ("promised", parts.promised),
        ("start", parts.start),
        ("done", parts.done),
        ("dropped", parts.dropped),
    ] {
        fields.extend(date.map(|date| format!("{name} {date}")));
    }
    fields.extend(parts.is_action.then(|| "action".to_string()));
    fields.extend((parts.marked_done && parts.done.is_none()).then(|| "marked".to_string()));
    fields.extend(parts.priority.map(|sign| format!("priority {sign}")));
    fields.extend(parts.repeats.then(|| "repeats".to_string()));
    fields.extend(parts.id.map(|id| format!("id {id}")));
    let shown = format!("{} | {} | {}", names.join("+"), parts.text, fields.join(", "));
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn owners_are_read_in_every_form() {
    for text in [
        "@dana send the guide",
        "@dana: send the guide",
        "@dana, send the guide",
        "@Dana send the guide",
        "＠dana send the guide",
        "＠dana　send the guide",
        "send the guide (＠dana)",
        "**@dana** send the guide",
        "**@dana:** send the guide",
        "Dana: send the guide",
        "Dana Reyes: send the guide",
        "**Dana**: send the guide",
        "**Dana:** send the guide",
        "Dana to send the guide",
        "Dana will send the guide",
        "send the guide (@dana)",
        "send the guide [owner:: dana]",
        "send the guide [owner:: @dana]",
        "Dana：send the guide",
    ] {
        check(text, "dana | send the guide | ");
    }
    for text in [
        "@dana @priya call",
        "@dana+@priya call",
        "@dana, @priya: call",
        "@dana and @priya call",
        "Dana & Priya to call",
        "call (@dana @priya)",
    ] {
        check(text, "dana+priya | call | ");
    }
    check("TD to call", "Tom Dale | call | ");
    check("@佐藤様 open ports by 2026-03-09", "佐藤 健 | open ports | due 2026-03-09");
    check("@them name a contact", "them | name a contact | ");
    check("@stranger: call", "stranger | call | ");
    check("Support to call", " | Support to call | ");
    check("Note: call", " | Note: call | ");
    check("call @dana back", " | call @dana back | ");
    check("@dana", "dana | @dana | ");
}

#[test]
fn fields_are_read_anywhere_and_cut_off_at_the_end() {
    check(
        "@dana send by 2026-03-05 promised 2026-03-04",
        "dana | send | due 2026-03-05, promised 2026-03-04",
    );
    check(
        "@dana run `make by 2026-01-01` by 2026-03-05",
        "dana | run `make by 2026-01-01` | due 2026-03-05",
    );
    check("`make` (done 2026-03-05)", " | `make` | done 2026-03-05");
    check(
        "@dana send <!-- by 2026-01-01 --> by 2026-03-05 <!-- x -->",
        "dana | send | due 2026-03-05",
    );
    check("@dana send by 2026-03-05.", "dana | send | due 2026-03-05");
    check(
        "@dana send by 2026-03-05 the guide",
        "dana | send by 2026-03-05 the guide | due 2026-03-05",
    );
    check("@dana send by 2026-03-05, by 2026-03-09", "dana | send | due 2026-03-09");
    check("📅 2026-03-05 @dana send ⏫", "dana | send | due 2026-03-05, priority ⏫");
    check("(A) @dana send due:2026-03-05", "dana | send | due 2026-03-05, priority (A)");
    check("(A) send", " | send | priority (A)");
    check("[priority:: high] send", " | [priority:: high] send | priority high");
    check("send #infra by 2026-03-05", " | send #infra | due 2026-03-05");
    check("send by 2026-03-05 #infra", " | send by 2026-03-05 #infra | due 2026-03-05");
    check("send from 2026-03-02 by 2026-03-05", " | send | due 2026-03-05, start 2026-03-02");
    check("numbers from 2026-03-02 are wrong", " | numbers from 2026-03-02 are wrong | ");
    check("send 🔁 every week 📅 2026-03-05 ^k7q2", " | send | due 2026-03-05, repeats, id k7q2");
    check("2026-03-05までに見積もりを送る", " | 2026-03-05までに見積もりを送る | due 2026-03-05");
}

#[test]
fn done_and_dropped_marks_are_read() {
    check("@dana send (done 2026-03-05)", "dana | send | done 2026-03-05");
    check("send by 2026-03-05 ✅ 2026-03-04", " | send | due 2026-03-05, done 2026-03-04");
    check(
        "~~@dana send by 2026-02-17~~ (dropped 2026-03-12: replaced by the CSV export)",
        "dana | send | due 2026-02-17, dropped 2026-03-12, marked",
    );
    check(
        "@dana by 2026-03-05 (done 2026-03-04)",
        "dana | @dana by 2026-03-05 | due 2026-03-05, done 2026-03-04",
    );
    check("~~send the guide~~", " | send the guide | marked");
    check("send (done)", " | send | marked");
    check("send (done 2026-03-05) the guide", " | send the guide | done 2026-03-05");
    check("send the guide - Completed", " | send the guide - Completed | marked");
    check("~~old~~ new", " | ~~old~~ new | ");
}

#[test]
fn many_fields_take_no_longer_than_few_each() {
    // Were a field looked up among all others, this would not end within a coffee break.
    let dates = "by 2026-03-05 ".repeat(100_000);
    assert!(read(&format!("send {dates}")).text == "send");
    let signs = "📅 2026-03-05 ".repeat(100_000);
    assert!(read(&format!("{signs}@dana send")).text == "send");
    let tags: String = (0..100_000).map(|n| format!("#a{n} ")).collect();
    assert_eq!(read(&tags).tags.len(), 100_000);
    assert_eq!(read(&"(".repeat(100_000)).text.len(), 100_000);
}

#[test]
fn labels_make_actions() {
    check("ACTION: @dana send", "dana | send | action");
    check("ACTION send the guide", " | send the guide | action");
    check("**ACTION ITEM** Dana: send", "dana | send | action");
    check("**Action item:** send", " | send | action");
    check("~~ACTION: @dana send~~", "dana | send | action, marked");
    check("[ACTION] Dana & Priya to send", "dana+priya | send | action");
    check("[ACTION: dana] send", "dana | send | action");
    check("AI: Dana - send", "dana | send | action");
    check("AI: @dana send", "dana | send | action");
    check("AI: will change everything", " | AI: will change everything | ");
    check("Todo: Dana to send", "dana | send | action");
    check("TODO @dana send", "dana | send | action");
    check("TODO send", " | TODO send | ");
    check(
        "[ACTION](https://example.com) is a link",
        " | [ACTION](https://example.com) is a link | ",
    );
    check("ACTIONS speak louder", " | ACTIONS speak louder | ");
    check("Action items: none", " | Action items: none | ");
}
