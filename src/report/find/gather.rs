//! What all files hold, gathered: the newest first, or by customer.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::{Held, Hit, Source};
use crate::date::Date;

/// What was found, and in which way.
#[derive(Clone, Debug)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub way: Way,
}

/// How what was found holds what was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// All words in each passage.
    Together,
    /// All words in each note, in several passages.
    Apart,
    /// All words in each passage, some inside of others.
    Inside,
}

/// A customer whose notes hold what was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Use {
    pub customer: String,
    pub hits: usize,
    pub first: Option<Date>,
    pub last: Option<Date>,
    /// Where the last hit stands.
    pub note: String,
    pub line: usize,
}

/// Returns the hits of the first way in which there are any: the newest first, those of a day by path and
/// line, those without a date after them, cards and the team last. Where words stand apart, the hits of a
/// note stay together, in the order of their lines.
pub fn gather(held: Vec<Held>) -> Found {
    let mut ways = [Vec::new(), Vec::new(), Vec::new()];
    for one in held {
        ways[0].extend(one.together);
        ways[1].extend(one.apart);
        ways[2].extend(one.inside);
    }
    let kinds = [Way::Together, Way::Apart, Way::Inside];
    let found = kinds.into_iter().zip(ways).find(|(_, hits)| !hits.is_empty());
    let (way, mut hits) = found.unwrap_or((Way::Together, Vec::new()));
    let mut newest: HashMap<String, Option<Date>> = HashMap::new();
    if way == Way::Apart {
        for hit in &hits {
            let newest = newest.entry(hit.note.clone()).or_default();
            *newest = hit.date.max(*newest);
        }
    }
    hits.sort_by(|one, two| {
        let date = |hit: &Hit| newest.get(&hit.note).copied().unwrap_or(hit.date);
        let key = |hit: &Hit| (hit.source, Reverse(date(hit)));
        key(one).cmp(&key(two)).then_with(|| (&one.note, one.line).cmp(&(&two.note, two.line)))
    });
    Found { hits, way }
}

/// Returns the customers whose notes hold what was looked for, the one of the newest hit first, then by
/// slug; and how many hits are in notes without a customer. Cards and the team are no use of anything.
pub fn uses(found: &Found) -> (Vec<Use>, usize) {
    let mut uses: BTreeMap<&str, Use> = BTreeMap::new();
    let mut of_nobody = 0;
    for hit in found.hits.iter().filter(|hit| hit.source == Source::Note) {
        let Some(customer) = hit.customer.as_deref() else {
            of_nobody += 1;
            continue;
        };
        // The first hit of a customer is its newest.
        let one = uses.entry(customer).or_insert_with(|| Use {
            customer: customer.to_string(),
            hits: 0,
            first: hit.date,
            last: hit.date,
            note: hit.note.clone(),
            line: hit.line,
        });
        one.hits += 1;
        one.first = hit.date.or(one.first);
    }
    let mut uses: Vec<Use> = uses.into_values().collect();
    uses.sort_by_key(|one| Reverse(one.last));
    (uses, of_nobody)
}
