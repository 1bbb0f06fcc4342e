//! Promises in a terminal: a table of customers, then what was moved or missed.

use super::remarks::{NO_COMMITS, arrived, cut_off};
use super::terminal::{Width, bold, dim, end_of_place, table};
use crate::cells::{self, harmless};
use crate::date::Date;
use crate::report::period::Remark;
use crate::report::promises::{Became, Customer, Promise, Verdict};

/// Below this many cells for the text, where it stands goes to a line of its own.
const LEAST_TEXT: usize = 30;
const NOBODY: &str = "-";

/// Returns the table, and below it each promise that was not kept; nothing for no customers.
pub fn customers(found: &[Customer], today: Date, width: Width) -> String {
    if found.is_empty() {
        return String::new();
    }
    let heads = ["CUSTOMER", "KEPT", "MOVED", "MISSED", "OPEN", ""];
    let mut rows = vec![heads.map(String::from).to_vec()];
    rows.extend(found.iter().map(|one| {
        let sum = match one.due() {
            0 => "none due yet".to_string(),
            due => format!("kept {} of {due}", one.kept),
        };
        let counts = [one.kept, one.moved, one.missed, one.open].map(|count| count.to_string());
        [vec![name(one)], counts.to_vec(), vec![sum]].concat()
    }));
    let mut out = table(&rows, width);
    for one in found {
        let is_broken =
            |promise: &&Promise| matches!(promise.verdict, Verdict::Moved | Verdict::Missed);
        let broken: Vec<&Promise> = one.promises.iter().filter(is_broken).collect();
        if !broken.is_empty() {
            out.push_str(&format!("\n{}\n{}", bold(&name(one)), list(&broken, today, width)));
        }
    }
    out
}

/// Returns what a reader has to know about how the numbers came about, a line each.
pub fn remarks(remarks: &[Remark]) -> Vec<String> {
    let first_dates = remarks.iter().filter_map(|remark| match remark {
        Remark::NoHistory => {
            Some(format!("{NO_COMMITS}: first dates are those that stand in the notes"))
        }
        Remark::CutOff => Some(cut_off("first dates")),
        Remark::Arrived { .. }
        | Remark::OutOfOrder { .. }
        | Remark::Astray { .. }
        | Remark::Brought { .. }
        | Remark::SavedIgnored { .. } => None,
    });
    arrived(remarks).into_iter().chain(first_dates).collect()
}

fn name(customer: &Customer) -> String {
    customer.customer.as_deref().map_or_else(|| NOBODY.to_string(), harmless)
}

fn list(promises: &[&Promise], today: Date, width: Width) -> String {
    let became: Vec<String> = promises.iter().map(|promise| became(promise, today)).collect();
    let place = |promise: &Promise| format!("{}:{}", harmless(&promise.note), promise.line);
    let most = |widths: &mut dyn Iterator<Item = usize>| widths.max().unwrap_or(0);
    let column = most(&mut became.iter().map(|text| cells::width(text)));
    let texts = most(&mut promises.iter().map(|one| cells::width(&harmless(&one.text))));
    let places = most(&mut promises.iter().map(|one| cells::width(&place(one))));
    let left = width.map(|width| width.saturating_sub(column + 4));
    let beside = left.map(|left| left.saturating_sub(places + 2));
    let is_one_line = beside.is_none_or(|beside| beside >= LEAST_TEXT.min(texts));
    let mut out = String::new();
    for (promise, became) in promises.iter().zip(&became) {
        let (text, place) = (harmless(&promise.text), place(promise));
        let became = cells::pad(became, column);
        out.push_str(&match (is_one_line, width, left, beside) {
            (true, _, _, Some(beside)) => {
                let room = beside.min(texts);
                let text = cells::pad(&cells::cut(&text, room), room);
                format!("  {became}  {text}  {}\n", dim(&place))
            }
            (false, Some(width), Some(left), _) if left >= LEAST_TEXT / 2 => {
                let place = end_of_place(&place, width.saturating_sub(4));
                format!("  {became}  {}\n    {}\n", cells::cut(&text, left), dim(&place))
            }
            (false, Some(width), ..) => {
                let room = width.saturating_sub(4);
                let (became, text) = (cells::cut(became.trim_end(), room), cells::cut(&text, room));
                let place = end_of_place(&place, room);
                format!("  {became}\n    {text}\n    {}\n", dim(&place))
            }
            _ => format!("  {became}  {text}  {}\n", dim(&place)),
        });
    }
    out
}

/// Returns what became of a promise: `moved   10 Mar → 16 Mar`, `missed  11 Mar, still open`.
fn became(promise: &Promise, today: Date) -> String {
    let day = |date: Date| match date.year() == today.year() {
        true => date.short(),
        false => format!("{} {}", date.short(), date.year()),
    };
    let on = |word: &str| match promise.closed {
        Some(date) => format!(", {word} {}", day(date)),
        None => format!(", {word}"),
    };
    let later = promise.now.filter(|now| *now > promise.first);
    let later = later.map_or(String::new(), |now| format!(" → {}", day(now)));
    let end = match (promise.verdict, promise.state) {
        (Verdict::Moved, Became::Open) if promise.now.is_some_and(|now| now >= today) => {
            String::new()
        }
        (_, Became::Open) if promise.now.is_none() => ", taken back".to_string(),
        (_, Became::Open) => ", still open".to_string(),
        (_, Became::Done) => on("done"),
        (_, Became::Dropped) => on("dropped"),
        (_, Became::Vanished) => ", vanished".to_string(),
    };
    let word = if promise.verdict == Verdict::Moved { "moved " } else { "missed" };
    format!("{word}  {}{later}{end}", day(promise.first))
}

#[cfg(test)]
mod tests {
    use super::{became, customers};
    use crate::cells;
    use crate::date::Date;
    use crate::report::promises::{Became, Customer, Promise, Verdict};

    fn day(text: &str) -> Date {
        Date::parse_iso(text).unwrap()
    }

    fn promise(text: &str, now: Option<&str>, verdict: Verdict, state: Became) -> Promise {
        Promise {
            text: text.to_string(),
            first: day("2026-03-05"),
            now: now.map(day),
            verdict,
            state,
            closed: (state == Became::Done).then(|| day("2025-12-31")),
            note: "customers/minato/2026-03-04-poc.md".to_string(),
            line: 17,
        }
    }

    fn shown(width: Option<usize>) -> String {
        let same = Some("2026-03-05");
        let promises = vec![
            promise("kept \u{1b}[31m", same, Verdict::Kept, Became::Done),
            promise(
                "見積もりを確認して全拠点の担当者へ返事を送る",
                Some("2026-03-12"),
                Verdict::Moved,
                Became::Open,
            ),
            promise("send \u{1b}[31mit", same, Verdict::Missed, Became::Open),
            promise("call", same, Verdict::Missed, Became::Done),
            promise("write", None, Verdict::Missed, Became::Open),
            promise("ask", Some("2026-03-12"), Verdict::Missed, Became::Vanished),
        ];
        let customer = Some("佐藤".to_string());
        let some = Customer { customer, kept: 1, moved: 1, missed: 4, open: 0, promises };
        let none = Customer {
            customer: None,
            kept: 0,
            moved: 0,
            missed: 0,
            open: 2,
            promises: Vec::new(),
        };
        let text = customers(&[some, none], day("2026-03-06"), width);
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in 30..=140 {
            for line in shown(Some(width)).lines() {
                assert!(cells::width(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn a_moved_promise_is_still_open_once_its_later_date_is_over_too() {
        let moved = promise("call", Some("2026-03-12"), Verdict::Moved, Became::Open);
        for (today, expected) in [
            ("2026-03-12", "moved   5 Mar → 12 Mar"),
            ("2026-03-13", "moved   5 Mar → 12 Mar, still open"),
        ] {
            assert_eq!(became(&moved, day(today)), expected);
        }
    }

    #[test]
    fn what_became_of_each_is_told() {
        assert_eq!(
            shown(None),
            "CUSTOMER  KEPT  MOVED  MISSED  OPEN\n\
             佐藤      1     1      4       0     kept 1 of 6\n\
             -         0     0      0       2     none due yet\n\
             \n\
             佐藤\n\
             \x20 moved   5 Mar → 12 Mar            見積もりを確認して全拠点の担当者へ返事を送る  customers/minato/2026-03-04-poc.md:17\n\
             \x20 missed  5 Mar, still open         send \\x1b[31mit  customers/minato/2026-03-04-poc.md:17\n\
             \x20 missed  5 Mar, done 31 Dec 2025   call  customers/minato/2026-03-04-poc.md:17\n\
             \x20 missed  5 Mar, taken back         write  customers/minato/2026-03-04-poc.md:17\n\
             \x20 missed  5 Mar → 12 Mar, vanished  ask  customers/minato/2026-03-04-poc.md:17\n"
        );
    }
}
