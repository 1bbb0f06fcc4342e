//! The text of a note that `new` starts.

use crate::commands::new::Plan;
use crate::context::{Context, person_argument, unknown_of};
use crate::error::{Result, anyhow};
use crate::note::Note;
use crate::notebook::Notebook;
use crate::people::{Directory, Person, Side};
use crate::template::{self, Meeting, Open};

/// Returns the text of a new note: its template, filled with the meeting.
///
/// # Errors
/// A kind that is none, a person whom nobody knows, and what is wrong with the template.
pub fn text(
    context: &Context,
    plan: &Plan,
    with: &[String],
    path: &str,
    notebook: &Notebook,
    directory: &Directory,
) -> Result<String> {
    let (name, source) = source(&plan.kind, notebook)?;
    let customer = plan.customer.as_deref();
    let invitation = plan.invitation.as_ref();
    let invited = invitation.map(|one| one.sides.clone()).unwrap_or_default();
    let nobody = invited.ours.is_empty();
    let me = directory.me.iter().filter(|_| nobody).cloned();
    let mut meeting = Meeting {
        customer,
        name: customer.map_or("", |slug| directory.customer_name(slug)),
        date: plan.date,
        until: plan.until,
        kind: &plan.kind,
        title: plan.title.as_deref(),
        ours: me.chain(invited.ours).collect(),
        theirs: invited.theirs,
        partner: invited.partner,
        place: invitation.and_then(|one| one.place.as_deref()),
        event: invitation.and_then(|one| one.event.as_deref()),
        open: Vec::new(),
    };
    for name in with.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        add_person(&mut meeting, person_argument(name, customer, directory)?);
    }
    if let Some(customer) = customer.filter(|_| source.contains("open")) {
        meeting.open = links(context, plan, path, customer, notebook, directory)?;
    }
    template::render(&name, &source, &meeting, notebook.settings.front_matter)
}

fn add_person(meeting: &mut Meeting, person: &Person) {
    let list = match person.side {
        Side::Ours => &mut meeting.ours,
        Side::Theirs => &mut meeting.theirs,
        Side::Partner => &mut meeting.partner,
    };
    let name = person.shown().to_string();
    if !list.contains(&name) {
        list.push(name);
    }
}

/// Returns a template's name and text: the notebook's own, else the built-in one.
fn source(kind: &str, notebook: &Notebook) -> Result<(String, String)> {
    let own = notebook.own_kinds();
    if own.iter().any(|known| known == kind) {
        let path = format!("templates/{kind}.md");
        let bytes = notebook.bytes_if_there(&path)?.unwrap_or_default();
        let text = String::from_utf8(bytes).map_err(|_| anyhow!("`{path}` is not UTF-8"))?;
        return Ok((path, text));
    }
    if let Some(text) = template::built_in(kind) {
        return Ok((format!("{kind}.md"), text.to_string()));
    }
    let mut known: Vec<&str> = template::built_in_kinds().to_vec();
    known.extend(own.iter().map(String::as_str));
    Err(unknown_of("kind", kind, &known))
}

/// Returns the customer's open follow-ups that are not internal, as links from the new note; of a meeting on
/// the calendar, the last one of its kind comes first.
fn links(
    context: &Context,
    plan: &Plan,
    path: &str,
    customer: &str,
    notebook: &Notebook,
    directory: &Directory,
) -> Result<Vec<Open>> {
    let notes = notebook.open_notes_of(customer, directory)?;
    context.say_unread(&notes);
    let depth = path.matches('/').count();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let link = |note: &Note| match note.path.strip_prefix(&format!("{folder}/")) {
        Some(name) => name.to_string(),
        None => format!("{}{}", "../".repeat(depth), note.path),
    };
    let today = context.today(directory, Some(customer));
    let open = notes.iter().flat_map(|note| {
        let items = note.follow_ups.iter().filter(|item| item.is_open() && !item.internal);
        items.map(move |item| (note, item))
    });
    let mut open: Vec<_> = open.collect();
    open.sort_by_key(|(note, item)| {
        let deadline = item.deadline();
        (-item.late_days(today).unwrap_or(0), deadline.is_none(), deadline, &note.path, item.line)
    });
    let is_before = |note: &&Note| {
        note.kind.as_deref() == Some(plan.kind.as_str())
            && note.date.is_some_and(|date| date < plan.date)
    };
    let last = notes.iter().filter(is_before).max_by_key(|note| (note.date, &note.path));
    let last = last.filter(|_| plan.invitation.is_some()).and_then(|note| {
        Some(Open { text: format!("{} of {}", plan.kind, note.date?.long()), link: link(note) })
    });
    let open =
        open.into_iter().map(|(note, item)| Open { text: item.text.clone(), link: link(note) });
    Ok(last.into_iter().chain(open).collect())
}
