//! The meeting on the user's calendar from which a note is started.

use std::path::Path;

use crate::calendar::Days;
use crate::cells::harmless;
use crate::commands::calendars;
use crate::context::{Context, date_argument};
use crate::date::Date;
use crate::error::{Error, Hinted, Result, anyhow, bail};
use crate::notebook::Notebook;
use crate::people::Directory;
use crate::report::booked::{Booked, agenda};
use crate::report::sides::{Sides, sides};
use crate::report::today::DAYS_BACK;
use crate::words::has_phrase;

/// What the command line says of it.
pub struct Asked<'a> {
    /// The calendar; those of the user's config where none is named.
    pub file: Option<&'a Path>,
    pub customer: Option<String>,
    /// The day; today at the customer where none is named.
    pub date: Option<&'a str>,
    /// Words of its title.
    pub title: Option<&'a str>,
}

/// A meeting on the calendar, as a note starts with it.
pub struct Invitation {
    pub customer: String,
    pub date: Date,
    pub until: Option<Date>,
    pub title: String,
    pub place: Option<String>,
    pub event: Option<String>,
    pub sides: Sides,
    /// Its note, where it has one already.
    pub note: Option<String>,
}

/// Returns the meeting that is asked for. Of several, somebody at a terminal is asked; else it is the first
/// that is not over, or the last one.
///
/// # Errors
/// No such meeting; a date or a calendar that is none.
pub fn pick(
    context: &Context,
    asked: Asked,
    notebook: &Notebook,
    directory: &Directory,
) -> Result<Invitation> {
    let here = context.today_here();
    let date = asked.date.map(|text| date_argument(text, here)).transpose()?;
    let day = date.unwrap_or(here);
    // A visit may have begun days ago; today at a customer can be tomorrow here.
    let (first, last) = (day.plus(-DAYS_BACK), day.plus(1));
    let files: Vec<_> = asked.file.iter().map(|file| file.to_path_buf()).collect();
    let Some(occurrences) = calendars::read(context, &files, Days { first, last })? else {
        return Err(calendars::none());
    };
    let notes = context.open_notes(notebook, directory)?;
    let clock = context.clock(directory);
    let found = agenda(&occurrences, notes, (first, last), &clock);
    let is_asked = |one: &Booked| {
        let day = date.unwrap_or(one.today);
        (one.date..=one.until.unwrap_or(one.date)).contains(&day)
            && asked.customer.as_ref().is_none_or(|slug| one.customer == *slug)
    };
    let mut meetings: Vec<&Booked> = found.meetings.iter().filter(|one| is_asked(one)).collect();
    meetings.sort_by_key(|one| (one.of.start.seconds(), one.customer.clone()));
    let all = meetings.clone();
    meetings.retain(|one| asked.title.is_none_or(|title| has_phrase(one.title, title)));
    let meeting = match meetings.as_slice() {
        [] => return Err(nothing(&asked, date, &all)),
        [one] => *one,
        several if context.ui.can_ask() => {
            let choices: Vec<String> = several.iter().map(|one| line(one, context)).collect();
            match context.ui.choose(&choices)? {
                Some(place) => several[place],
                None => bail!("no meeting was chosen"),
            }
        }
        several => next(several, context),
    };
    context.ui.status(&format!("from the calendar: {}", line(meeting, context)));
    let sides = sides(&meeting.of.details, &meeting.customer, directory);
    if !sides.guessed.is_empty() && meeting.note.is_none() {
        let names = harmless(&sides.guessed.join(", "));
        context.ui.status(&format!("on no card, so whose they are is a guess: {names}"));
    }
    let text = |text: &str| Some(text.to_string()).filter(|text| !text.is_empty());
    Ok(Invitation {
        customer: meeting.customer.clone(),
        date: meeting.date,
        until: meeting.until,
        title: meeting.title.to_string(),
        place: text(&meeting.of.details.place),
        event: meeting.event.map(String::from),
        sides,
        note: meeting.note.map(String::from),
    })
}

/// Returns the first that is not over; if all are, the last one.
fn next<'a>(meetings: &[&'a Booked<'a>], context: &Context) -> &'a Booked<'a> {
    // Whole days come last: what begins at an hour is what one is about to go to.
    let open = || meetings.iter().filter(|one| !one.is_over(context.now));
    let timed = open().find(|one| one.start.is_some());
    timed.or_else(|| open().next()).or(meetings.last()).expect("there are several")
}

/// Returns a meeting as `10:00  minato  Minato 定例`, at the hour here.
fn line(one: &Booked, context: &Context) -> String {
    let time = one.start.map_or("all day".to_string(), |start| start.clock(context.zone));
    let note = if one.note.is_some() { " (it has a note)" } else { "" };
    harmless(&format!("{time} {}, {}{note}", one.customer, one.title))
}

fn nothing(asked: &Asked, date: Option<Date>, all: &[&Booked]) -> Error {
    let day = date.map_or("today".to_string(), |date| format!("on {date}"));
    let whom = asked.customer.as_ref().map_or(String::new(), |slug| format!(" with {slug}"));
    let error = anyhow!("no meeting{} is on the calendar {day}", harmless(&whom));
    let titles: Vec<String> =
        all.iter().map(|one| format!("\"{}\"", harmless(one.title))).collect();
    match asked.title {
        Some(title) if !all.is_empty() => {
            anyhow!("no meeting {day} is named `{}`", harmless(title))
                .hint(format!("there is {}", titles.join(", ")))
        }
        _ => error.hint("`fieldnote calendar` lists those of other days: give one with `--date`"),
    }
}
