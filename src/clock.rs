//! The clock at the customer: which day it is there.
//!
//! A deadline is over when its day is over at the customer, so whoever judges a day asks here. Nothing
//! here reads a clock: the instant comes from outside.

use crate::date::{Date, Moment, Zone};
use crate::people::Directory;

/// One instant, seen from where the user is and from where the customers are.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'a> {
    pub now: Moment,
    /// The user's zone; it stands in where a customer's card gives none.
    pub zone: Zone,
    pub directory: &'a Directory,
}

impl Clock<'_> {
    /// Returns the day here.
    pub fn here(&self) -> Date {
        self.now.date(self.zone)
    }

    /// Returns the day at a customer; the user's own where the card gives no zone.
    pub fn today(&self, customer: Option<&str>) -> Date {
        self.now.date(self.zone_at(customer))
    }

    fn zone_at(&self, customer: Option<&str>) -> Zone {
        self.directory.zone(customer).unwrap_or(self.zone)
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use crate::date::{Moment, Zone};
    use crate::people::{Card, Directory};

    #[test]
    fn the_day_is_the_customers_where_the_card_gives_a_zone() {
        let mut directory = Directory::default();
        let card = b"---\ntimezone: Asia/Tokyo\n---\n";
        directory.cards.insert("minato".into(), Card::read("minato", card));
        directory.cards.insert("orbit".into(), Card::read("orbit", b"# Orbit\n"));
        let now = Moment::parse("2026-03-06T15:00:00Z").unwrap();
        let clock = Clock { now, zone: Zone::UTC, directory: &directory };
        assert_eq!(clock.here().to_string(), "2026-03-06");
        for (customer, expected) in [
            (Some("minato"), "2026-03-07"),
            (Some("orbit"), "2026-03-06"),
            (Some("nobody"), "2026-03-06"),
            (None, "2026-03-06"),
        ] {
            assert_eq!(clock.today(customer).to_string(), expected, "{customer:?}");
        }
    }
}
