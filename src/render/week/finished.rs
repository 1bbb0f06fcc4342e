//! Summaries as they are printed. One that leaves the team is a [`Finished`] only if its door let it pass.

use serde_json::Value;

use super::phrases::BARE;
use super::saved::OPENING;
use super::{Look, Phrases, company, customer, manager};
use crate::cells::harmless;
use crate::date::Date;
use crate::render::json;
use crate::render::withheld::objection;
use crate::report::outward::{BLANK, Door, Stop};
use crate::report::week::{CompanyReport, CustomerReport, WeekReport};

/// A finished summary, as a text or as JSON.
#[derive(Debug, PartialEq, Eq)]
pub struct Finished(String);

impl Finished {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns the summary for a manager, who may read all of it.
pub fn to_manager(report: &WeekReport, look: &Look) -> Finished {
    Finished(manager(report, look))
}

/// Returns the same as one object on one line.
pub fn manager_json(report: &WeekReport) -> Finished {
    Finished(format!("{}\n", json::to_text(report)))
}

/// Returns the summary for a customer.
///
/// # Errors
/// What stands in it that must not; then there is none.
pub fn to_customer(
    report: &CustomerReport,
    door: &Door,
    phrases: &Phrases,
) -> Result<Finished, Vec<Stop>> {
    let bare = customer::customer(report, &BARE.letter);
    door.check(pieces(&bare))?;
    Ok(Finished(customer::customer(report, &phrases.letter)))
}

/// Returns the same as one object on one line.
///
/// # Errors
/// What stands in it that must not; then there is none.
pub fn customer_json(report: &CustomerReport, door: &Door) -> Result<Finished, Vec<Stop>> {
    // The customer's own name stands there alone.
    checked_json(json::to_text(report), door, |keys| matches!(keys, ["name"]))
}

/// Returns the summary for the company; what the writer wrote into it is theirs.
///
/// # Errors
/// What stands in it that must not; then there is none.
pub fn to_company(report: &CompanyReport, door: &Door, look: &Look) -> Result<Finished, Vec<Stop>> {
    let bare = company::company(report, &Look { phrases: &BARE, kept_words: None, ..*look });
    door.check(pieces(&bare))?;
    Ok(Finished(company::company(report, look)))
}

/// Returns the same as one object on one line.
///
/// # Errors
/// What stands in it that must not; then there is none.
pub fn company_json(report: &CompanyReport, door: &Door) -> Result<Finished, Vec<Stop>> {
    // Who said something may be named, there and nowhere else.
    checked_json(json::to_text(report), door, |keys| matches!(keys, ["quotes", "name"]))
}

/// Returns a line for each reason why there is no summary, and what can be done.
pub fn stops(stops: &[Stop]) -> (String, &'static str) {
    let lines = stops.iter().map(|stop| match stop {
        Stop::Leak { note, line } => {
            format!("{}:{line}: words of this withheld line would stand in it", harmless(note))
        }
        Stop::Objection(one) => objection(one),
    });
    let hint = "word the line differently, or mark it internal: docs/format.md";
    (lines.collect::<Vec<_>>().join("\n"), hint)
}

/// Returns what of a bare text lies between its blanks, without the mark of a saved file: no line of a note's
/// starts like that.
fn pieces(bare: &str) -> impl Iterator<Item = &str> {
    let lines = bare.lines().filter(|line| !line.starts_with(OPENING));
    let pieces = lines.flat_map(|line| line.split(BLANK));
    pieces.filter(|piece| piece.contains(char::is_alphanumeric))
}

/// Looks at the values of a finished object, as a program reads them. `is_known` tells by its keys which is a
/// matter of its own.
fn checked_json(
    text: String,
    door: &Door,
    is_known: impl Fn(&[&str]) -> bool,
) -> Result<Finished, Vec<Stop>> {
    let value: Value = serde_json::from_str(&text).expect("what was written can be read");
    let mut found = Vec::new();
    values(&value, &mut Vec::new(), &mut |keys, text| {
        if !is_known(keys) && !is_own(keys, text) {
            found.push(text.to_string());
        }
    });
    door.check(found.iter().map(String::as_str))?;
    Ok(Finished(format!("{text}\n")))
}

/// Returns whether a value is the tool's own: the week, a day, an instant, a commit, a state.
fn is_own(keys: &[&str], text: &str) -> bool {
    let is_of_head = matches!(keys, ["week" | "start" | "end" | "as_of" | "commit"]);
    is_of_head || matches!(keys, [.., "state"]) || Date::parse_iso(text).is_some()
}

/// Visits all texts of a value, each with the keys that lead to it.
fn values<'v>(value: &'v Value, keys: &mut Vec<&'v str>, visit: &mut impl FnMut(&[&str], &str)) {
    match value {
        Value::String(text) => visit(keys, text),
        Value::Array(all) => all.iter().for_each(|one| values(one, keys, visit)),
        Value::Object(object) => {
            for (key, value) in object {
                keys.push(key);
                values(value, keys, visit);
                keys.pop();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
