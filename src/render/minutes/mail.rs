//! Minutes as the draft of a mail: nothing is sent. A mail program opens it, its user reads and sends it.

use std::hash::Hash;

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::text::Text;
use mail_builder::mime::MimePart;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::lines::{Markup, plain};
use super::{Phrases, html, lines};
use crate::cells::harmless;
use crate::date::Moment;
use crate::people::Side;
use crate::report::minutes::{Attendee, Shareable};
use crate::report::outward::Cleared;

/// Returns a draft to their and the partner's addresses, with ours as copies; plain text and HTML say the
/// same. Nothing in it depends on the machine or on chance: its only number is made of its own text.
///
/// The form is RFC 5322 and RFC 2046; `X-Unsent` makes Outlook open it as a draft. Who sends it is left to
/// the mail program.
pub fn draft(minutes: &Shareable, phrases: &Phrases, now: Moment) -> String {
    let head = &minutes.head;
    let subject = harmless(&phrases.subject_of(head));
    let text = lines::page(minutes, phrases, Markup::None);
    let page = html::page(minutes, phrases, html::Place::Mail);
    let number = number(&[&subject, &text, &page]);
    let present = head.present.iter();
    let (ours, theirs): (Vec<&Attendee>, Vec<&Attendee>) =
        present.partition(|one| one.side == Side::Ours);
    let mut message = MessageBuilder::new()
        .header("X-Unsent", Text::new("1"))
        .message_id(format!("{number}@minutes.invalid"))
        .date(Date::new(now.seconds()))
        .subject(subject);
    for (field, people) in [("To", theirs), ("Cc", ours)] {
        let people: Vec<Address> = people.into_iter().filter_map(addressed).collect();
        if !people.is_empty() {
            message = message.header(field, Address::new_list(people));
        }
    }
    let alternatives =
        ContentType::new("multipart/alternative").attribute("boundary", format!("={number}="));
    let parts = vec![MimePart::new("text/plain", text), MimePart::new("text/html", page)];
    // What is written into a text has no errors to report.
    message.body(MimePart::new(alternatives, parts)).write_to_string().unwrap_or_default()
}

/// Returns whether a text can stand between the angle brackets of an address.
fn is_address(text: &str) -> bool {
    let is_of_one = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.@".contains(c);
    let parts = text.split_once('@');
    parts.is_some_and(|(name, domain)| {
        !name.is_empty() && domain.contains('.') && !domain.contains('@')
    }) && text.chars().all(is_of_one)
}

/// Returns the address of somebody, if there is one that a mail can go to.
pub fn address(one: &Attendee) -> Option<&str> {
    one.mail.as_ref().map(Cleared::as_str).filter(|mail| is_address(mail))
}

fn addressed(one: &Attendee) -> Option<Address<'static>> {
    Some(Address::new_address(Some(plain(&one.name)), address(one)?.to_string()))
}

/// Returns the names of those of them whom the draft cannot be sent to: nobody knows their address.
pub fn without_address(minutes: &Shareable) -> Vec<String> {
    let theirs = minutes.head.present.iter().filter(|one| one.side != Side::Ours);
    theirs.filter(|one| address(one).is_none()).map(|one| plain(&one.name)).collect()
}

fn number(texts: &[&str]) -> String {
    let mut hasher = SipHasher13::new();
    texts.hash(&mut hasher);
    format!("{:032x}", hasher.finish128().as_u128())
}
