//! The occurrences of a recurrence rule (RFC 5545, section 3.3.10), as times on one wall.
//!
//! calcard walks a rule in one go, so whatever could keep it walking is refused before.

use calcard::common::{CalendarScale, PartialDateTime, timezone::Tz};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarDay, ICalendarEntry,
    ICalendarFrequency, ICalendarProperty, ICalendarRecurrenceRule, ICalendarValue,
};

use super::limits::{MOST_OF_A_RULE, MOST_RULE_PARTS, MOST_STEPS, MOST_TIMES_OF_DAY};
use crate::date::Wall;

/// A rule without any occurrence is looked at this often before calcard gives up (its `MAX_ITER_LOOP`).
const BARREN: usize = 100_000;

/// A rule that comes true at all does so again within this many days: 29 February skips the year 2100.
const SPARSE_DAYS: i64 = 12 * 366;

/// How many steps are left for all rules.
#[derive(Debug)]
pub struct Steps(usize);

impl Steps {
    pub fn new() -> Steps {
        Steps(MOST_STEPS)
    }

    fn take(&mut self, steps: usize) -> Result<(), String> {
        if steps > self.0 {
            self.0 = 0;
            return Err(format!("the rules of all events take more than {MOST_STEPS} steps"));
        }
        self.0 -= steps;
        Ok(())
    }
}

/// Returns the occurrences of a rule from its start up to `until` (the rule's own, on its wall) and `end`,
/// sorted.
///
/// The start is one of them only if the rule says so: a start that is not in step with its rule is
/// undefined (section 3.8.5.3). A rule that ends before its start has the start alone.
///
/// # Errors
/// What is not read of rules, and what takes too long.
pub fn expand(
    rule: &ICalendarRecurrenceRule,
    start: Wall,
    until: Option<Wall>,
    end: Wall,
    steps: &mut Steps,
) -> Result<Vec<Wall>, String> {
    refuse(rule)?;
    if end < start {
        return Ok(Vec::new());
    }
    let until = until.unwrap_or(end).min(end);
    if until < start {
        return Ok(vec![start]);
    }
    steps.take(walked(rule, start, until))?;
    let byday = weekdays(rule);
    let rule = ICalendarRecurrenceRule { until: Some(partial(until)), byday, ..rule.clone() };
    let is_short = rule.count.map(|count| count as usize);
    let found = walk(rule, start)?;
    if found.len() > MOST_OF_A_RULE {
        return Err(format!("its rule has more than {MOST_OF_A_RULE} occurrences"));
    }
    let last = found.last().copied().unwrap_or(start);
    let may_be_barren = until.date().days_since(last.date()) > SPARSE_DAYS;
    if found.is_empty() || may_be_barren && is_short.is_none_or(|count| found.len() < count) {
        steps.take(BARREN)?;
    }
    Ok(found)
}

fn refuse(rule: &ICalendarRecurrenceRule) -> Result<(), String> {
    use ICalendarFrequency::{Hourly, Minutely, Secondly};
    if matches!(rule.freq, Hourly | Minutely | Secondly) {
        return Err("its rule repeats within a day".to_string());
    }
    if !matches!(rule.rscale, None | Some(CalendarScale::Gregorian)) {
        return Err("its rule is of another calendar than the Gregorian".to_string());
    }
    let times = [&rule.byhour, &rule.byminute, &rule.bysecond];
    let times = times.into_iter().map(|list| list.len().clamp(1, MOST_TIMES_OF_DAY + 1));
    if times.product::<usize>() > MOST_TIMES_OF_DAY {
        return Err(format!("its rule has more than {MOST_TIMES_OF_DAY} times of day"));
    }
    let parts = rule.byday.len()
        + rule.bymonthday.len()
        + rule.byyearday.len()
        + rule.byweekno.len()
        + rule.bymonth.len()
        + rule.bysetpos.len();
    if parts > MOST_RULE_PARTS {
        return Err(format!("its rule has more than {MOST_RULE_PARTS} parts"));
    }
    Ok(())
}

/// Returns how many steps calcard takes at most to walk a rule that comes true now and then.
fn walked(rule: &ICalendarRecurrenceRule, start: Wall, until: Wall) -> usize {
    let (days, cost) = match rule.freq {
        ICalendarFrequency::Yearly => (365, 12 + rule.bysetpos.len()),
        ICalendarFrequency::Monthly => (28, 3 + rule.bysetpos.len()),
        ICalendarFrequency::Weekly => (7, 2 + rule.bysetpos.len()),
        _ => (1, 1 + rule.bysetpos.len()),
    };
    let interval = i64::from(rule.interval.unwrap_or(1).max(1));
    let mut span = until.date().days_since(start.date()) / (days * interval) + 1;
    if let Some(count) = rule.count.filter(|_| is_dense(rule)) {
        span = span.min(i64::from(count));
    }
    usize::try_from(span).unwrap_or(usize::MAX).saturating_mul(cost)
}

/// Returns whether each day, week, month or year of a rule has an occurrence.
fn is_dense(rule: &ICalendarRecurrenceRule) -> bool {
    let is_daily = rule.freq == ICalendarFrequency::Daily;
    rule.bymonth.is_empty()
        && rule.bymonthday.is_empty()
        && rule.byyearday.is_empty()
        && rule.byweekno.is_empty()
        && rule.bysetpos.is_empty()
        && (rule.byday.is_empty() || !is_daily && rule.byday.iter().all(|day| day.ordwk.is_none()))
}

/// Returns the weekdays of a rule. Beside `1MO`, calcard forgets what `FR` means: it becomes `1FR,2FR…`.
fn weekdays(rule: &ICalendarRecurrenceRule) -> Vec<ICalendarDay> {
    let most = if rule.freq == ICalendarFrequency::Monthly { 5 } else { 53 };
    let is_mixed = rule.byday.iter().any(|day| day.ordwk.is_some());
    let all = rule.byday.iter().flat_map(|day| {
        let numbers = if is_mixed && day.ordwk.is_none() { 1..=most } else { 0..=0 };
        let numbered = |number| ICalendarDay { ordwk: Some(number), ..*day };
        numbers.map(move |number| if number == 0 { *day } else { numbered(number) })
    });
    all.collect()
}

/// Walks a rule with calcard, on a wall without a zone.
fn walk(rule: ICalendarRecurrenceRule, start: Wall) -> Result<Vec<Wall>, String> {
    let entries = vec![
        ICalendarEntry::new(ICalendarProperty::Dtstart)
            .with_value(ICalendarValue::PartialDateTime(Box::new(partial(start)))),
        ICalendarEntry::new(ICalendarProperty::Rrule)
            .with_value(ICalendarValue::RecurrenceRule(Box::new(rule))),
    ];
    let event = ICalendarComponent {
        component_type: ICalendarComponentType::VEvent,
        entries,
        component_ids: Vec::new(),
    };
    let expanded =
        ICalendar { components: vec![event] }.expand_dates(Tz::Floating, MOST_OF_A_RULE + 1);
    if !expanded.errors.is_empty() {
        return Err("its rule is not understood".to_string());
    }
    let walls = expanded.events.iter().map(|event| Wall::from_seconds(event.start.timestamp()));
    let mut walls: Vec<Wall> = walls.collect();
    walls.sort_unstable();
    walls.dedup();
    Ok(walls)
}

fn partial(wall: Wall) -> PartialDateTime {
    let (day, (hour, minute, second)) = (wall.date(), wall.time());
    PartialDateTime {
        year: u16::try_from(day.year()).ok(),
        month: u8::try_from(day.month()).ok(),
        day: u8::try_from(day.day()).ok(),
        hour: Some(hour),
        minute: Some(minute),
        second: Some(second),
        ..PartialDateTime::default()
    }
}
