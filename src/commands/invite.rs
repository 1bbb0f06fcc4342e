//! `invite`: the invitation to a meeting, for a calendar program.

use std::hash::Hash;
use std::path::PathBuf;

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::calendar::When;
use crate::cells::harmless;
use crate::commands::outgoing;
use crate::config::Labels;
use crate::context::{Context, customer_argument, note_argument};
use crate::date::{Date, Wall, Zone};
use crate::error::{Hinted, Result, anyhow, misunderstood};
use crate::note::Note;
use crate::people::Directory;
use crate::render::minutes::{Slot, invitation, refusals};
use crate::report::minutes::{Asked, NoteText, Purpose, Refusal, share};

const EXAMPLES: &str = "\
Examples:
  fieldnote invite minato --at 10:00                    one hour, on the day of the next meeting's note
  fieldnote invite minato --at 16:30 --minutes 45 -o minato.ics
  fieldnote invite 2026-03-09-sync --place \"Shinagawa, 3rd floor\"   all day
  fieldnote new minato --date mon --no-edit && fieldnote invite minato --at 10:00 -o a.ics

The time is that on the customer's clock. Open the file in your calendar program: it shows a
meeting with those of the note's `theirs`, `partner` and `ours` whose addresses the cards and
`team.md` give, and sends the invitation when you save it. Its text is the note's agenda, as
`share --agenda` writes it; nothing internal is in it, and if anything is in doubt, nothing is
written. The same note gives the same meeting again, so that a new time moves it.";

/// Write the invitation to the next meeting, for your calendar program
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A path, the end of one, or a customer (its next meeting)
    #[arg(value_name = "CUSTOMER|NOTE")]
    note: String,

    /// When it starts on the customer's clock, such as 10:00; all day if left out
    #[arg(long, value_name = "HH:MM")]
    at: Option<String>,

    /// How long it is
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=1440), requires = "at")]
    minutes: u16,

    /// Where it is [default: `place` of the note]
    #[arg(long, value_name = "TEXT")]
    place: Option<String>,

    /// Write it to this file, which must not exist
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Let this text pass, whatever it names
    #[arg(long, value_name = "TEXT")]
    allow: Vec<String>,

    /// Language of headings and other fixed words [default: `labels` in `fieldnote.toml`]
    #[arg(long, value_name = "LANGUAGE", value_enum)]
    labels: Option<Labels>,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let notebook = context.notebook()?;
    let directory = context.directory(&notebook)?;
    let notes = context.open_notes(&notebook, &directory)?;
    let path = match customer_argument(&args.note, &directory, notes) {
        Ok(customer) => outgoing::next_note(context, &customer, &directory, notes)?.path.clone(),
        Err(_) => note_argument(context, &args.note, &notebook, &directory, notes)?,
    };
    let file = notebook.note_file(&path, &directory)?;
    let slot = slot(context, &args, &file.note, &directory)?;
    let settings = &notebook.settings;
    let asked = Asked {
        purpose: Purpose::Invitation,
        sections: &settings.share.sections,
        words: &settings.share.words,
        allowed: &args.allow,
    };
    let refused = |found: Vec<Refusal>| {
        let (lines, hint) = refusals(&found);
        anyhow!("no invitation to `{}`\n{lines}", harmless(&path)).hint(hint)
    };
    let text = NoteText { path: &path, bytes: &file.bytes };
    let minutes = share(&[text], asked, &directory, notes).map_err(refused)?;
    let phrases = outgoing::phrases(args.labels.unwrap_or(settings.labels));
    let made = invitation(&minutes, &slot, phrases, context.now).map_err(refused)?;
    outgoing::put(context, args.output.as_deref(), &made)?;
    context.ui.status(&times(context, &file.note, &slot, &directory));
    outgoing::say_without_address(context, &minutes);
    outgoing::say_beside(context, &minutes, &args.allow);
    Ok(())
}

/// Returns when it is, and where, and who invites.
fn slot(context: &Context, args: &Args, note: &Note, directory: &Directory) -> Result<Slot> {
    let (Some(first), Some(last)) = (note.date, note.last_day()) else {
        return Err(anyhow!("`{}` has no date", harmless(&note.path))
            .hint("write `date: 2026-03-09` into its front matter"));
    };
    let (start, end) = match &args.at {
        None => (When::On(first), When::On(last.plus(1))),
        Some(text) => {
            let start = time(text, first)?;
            let zone = zone(context, note, directory);
            let end = start.plus(i64::from(args.minutes) * 60);
            (When::At(start.moment(zone)), When::At(end.moment(zone)))
        }
    };
    let me = directory.me.as_deref().and_then(|me| directory.person(me, None).ok().flatten());
    let organizer = me.and_then(|me| Some((me.name.clone(), me.mail.clone()?)));
    let uid = note.event.clone().unwrap_or_else(|| {
        let mut hasher = SipHasher13::new();
        note.path.hash(&mut hasher);
        format!("{:032x}@meetings.fieldnote.invalid", hasher.finish128().as_u128())
    });
    Ok(Slot { uid, start, end, place: args.place.clone(), organizer })
}

fn zone(context: &Context, note: &Note, directory: &Directory) -> Zone {
    directory.zone(note.customer.as_deref()).unwrap_or(context.zone)
}

/// Reads a time of day.
fn time(text: &str, day: Date) -> Result<Wall> {
    let parts = text.split_once(':').filter(|(hour, minute)| !hour.is_empty() && minute.len() == 2);
    let wall = parts
        .and_then(|(hour, minute)| Wall::new(day, hour.parse().ok()?, minute.parse().ok()?, 0));
    wall.ok_or_else(|| {
        misunderstood(anyhow!("`{text}` is no time of day").hint("write it as `16:30`"))
    })
}

/// Returns when it is, at the customer and here.
fn times(context: &Context, note: &Note, slot: &Slot, directory: &Directory) -> String {
    let When::At(start) = slot.start else {
        return match note.date {
            Some(day) => format!("{} {}, all day", day.weekday_short(), day.short()),
            None => String::new(),
        };
    };
    let shown = |zone: Zone| {
        let day = start.date(zone);
        format!("{} {} {}", day.weekday_short(), day.short(), start.clock(zone))
    };
    let there = zone(context, note, directory);
    let there_city = there.city().map_or(String::new(), |city| format!(" in {city}"));
    let here = shown(context.zone);
    let there = shown(there);
    if here == there { there } else { format!("{there}{there_city} · {here} here") }
}
