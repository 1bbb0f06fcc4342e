//! A follow-up as a report shows it: what it is, and where it stands.

use serde::Serialize;

use crate::date::Date;
use crate::follow_up::{FollowUp, State};
use crate::note::Note;
use crate::people::Side;

/// A follow-up, apart from the note that it was read from.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    pub id: String,
    pub state: State,
    pub text: String,
    pub owners: Vec<String>,
    pub side: Option<Side>,
    pub due: Option<Date>,
    pub promised: Option<Date>,
    pub closed: Option<Date>,
    pub late_days: Option<i64>,
    pub customer: Option<String>,
    pub note: String,
    pub line: usize,
    pub internal: bool,
    /// Whether its note is there still.
    #[serde(skip)]
    pub has_note: bool,
}

impl Item {
    /// Returns a follow-up of a note that is there; `today` is the day at its customer.
    pub fn of(item: &FollowUp, note: &Note, today: Date) -> Item {
        Item {
            id: item.id.clone(),
            state: item.state,
            text: item.text.clone(),
            owners: item.owners.iter().map(|owner| owner.name.clone()).collect(),
            side: item.side(),
            due: item.due,
            promised: item.promised,
            closed: item.closed,
            late_days: item.late_days(today),
            customer: note.customer.clone(),
            note: note.path.clone(),
            line: item.line,
            internal: item.internal,
            has_note: true,
        }
    }

    /// Returns the earlier of the agreed and the promised date.
    pub fn deadline(&self) -> Option<Date> {
        self.due.into_iter().chain(self.promised).min()
    }
}
