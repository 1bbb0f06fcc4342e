//! The clock at the customer: which day it is there, and how long that day still lasts.
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

/// What is left of a day at a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Whole minutes to the end of the day, rounded down.
    pub minutes: i64,
    /// The city of the customer's zone, such as `Tokyo`.
    pub city: String,
    /// The time of day there, such as `22:00`.
    pub time: String,
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

    /// Returns what is left of `day` at a customer; `None` if another day is today there, or if their
    /// clock shows until its end what the user's shows.
    pub fn left(&self, day: Date, customer: Option<&str>) -> Option<Left> {
        let zone = self.zone_at(customer);
        let end = Moment::start_of(day.plus(1), zone);
        let is_ours = [self.now, end]
            .iter()
            .all(|moment| moment.offset_minutes(zone) == moment.offset_minutes(self.zone));
        if self.now.date(zone) != day || is_ours {
            return None;
        }
        Some(Left {
            minutes: (end.seconds() - self.now.seconds()).div_euclid(60),
            city: zone.city()?,
            time: self.now.clock(zone),
        })
    }

    /// Returns a customer's zone; the user's own where the card gives none.
    pub fn zone_at(&self, customer: Option<&str>) -> Zone {
        self.directory.zone(customer).unwrap_or(self.zone)
    }
}

impl Left {
    /// Returns the time that is left as `2 h left`, below one hour as `40 min left`.
    pub fn span(&self) -> String {
        match self.minutes {
            minutes @ ..60 => format!("{minutes} min left"),
            minutes => format!("{} h left", minutes / 60),
        }
    }

    /// Returns the clock there as `Tokyo 22:00`.
    pub fn there(&self) -> String {
        format!("{} {}", self.city, self.time)
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use crate::date::{Date, Moment, Zone};
    use crate::people::{Card, Directory};

    /// What the day is here and at a customer in `there` (empty: the card gives no zone), and what is
    /// left of the day there.
    fn seen(now: &str, here: &str, there: &str) -> String {
        let mut directory = Directory::default();
        let card = format!("---\ntimezone: {there}\n---\n");
        directory.cards.insert("c".into(), Card::read("c", card.as_bytes()));
        let zone: Zone = here.parse().unwrap();
        let clock = Clock { now: Moment::parse(now).unwrap(), zone, directory: &directory };
        let today = clock.today(Some("c"));
        for other in [-1, 1] {
            assert_eq!(clock.left(today.plus(other), Some("c")), None, "only today has time left");
        }
        let left = clock.left(today, Some("c"));
        let left = left.map_or("-".into(), |left| format!("{} ({})", left.span(), left.there()));
        format!("{} {today} {left}", clock.here())
    }

    #[test]
    fn a_day_ends_where_the_customer_is() {
        const TOKYO: &str = "Asia/Tokyo";
        const YORK: &str = "America/New_York";
        for (now, here, there, expected) in [
            // A promise to Tokyo dies at 10:00 in New York.
            ("2026-03-06T14:59:00Z", YORK, TOKYO, "2026-03-06 2026-03-06 1 min left (Tokyo 23:59)"),
            ("2026-03-06T14:59:01Z", YORK, TOKYO, "2026-03-06 2026-03-06 0 min left (Tokyo 23:59)"),
            ("2026-03-06T15:00:00Z", YORK, TOKYO, "2026-03-06 2026-03-07 24 h left (Tokyo 00:00)"),
            ("2026-03-06T13:00:00Z", YORK, TOKYO, "2026-03-06 2026-03-06 2 h left (Tokyo 22:00)"),
            ("2026-03-06T14:00:00Z", YORK, TOKYO, "2026-03-06 2026-03-06 1 h left (Tokyo 23:00)"),
            (
                "2026-03-06T14:00:01Z",
                YORK,
                TOKYO,
                "2026-03-06 2026-03-06 59 min left (Tokyo 23:00)",
            ),
            // The laptop travels: the day here changes, the customer's does not.
            ("2026-03-06T23:30:00Z", YORK, TOKYO, "2026-03-06 2026-03-07 15 h left (Tokyo 08:30)"),
            (
                "2026-03-06T23:30:00Z",
                "Europe/Lisbon",
                TOKYO,
                "2026-03-06 2026-03-07 15 h left (Tokyo 08:30)",
            ),
            (
                "2026-03-06T23:30:00Z",
                "Europe/Berlin",
                TOKYO,
                "2026-03-07 2026-03-07 15 h left (Tokyo 08:30)",
            ),
            // Their clock is ours, by name or by what it shows.
            ("2026-03-06T23:30:00Z", TOKYO, TOKYO, "2026-03-07 2026-03-07 -"),
            ("2026-03-06T23:30:00Z", TOKYO, "Asia/Seoul", "2026-03-07 2026-03-07 -"),
            ("2026-03-06T23:30:00Z", "Europe/Lisbon", "", "2026-03-06 2026-03-06 -"),
            ("2026-03-06T23:30:00Z", "UTC", "Europe/Lisbon", "2026-03-06 2026-03-06 -"),
            // It is not, from this day's night on.
            (
                "2026-10-25T00:30:00Z",
                "Europe/Lisbon",
                "Africa/Casablanca",
                "2026-10-25 2026-10-25 22 h left (Casablanca 01:30)",
            ),
        ] {
            assert_eq!(seen(now, here, there), expected, "{now} {here} {there}");
        }
    }

    #[test]
    fn days_are_as_long_as_the_clocks_make_them() {
        for (now, there, expected) in [
            // Put forward and back at 01:00 UTC: 23 and 25 hours.
            ("2026-03-29T00:00:00Z", "Europe/Lisbon", "2026-03-29 23 h left (Lisbon 00:00)"),
            ("2026-10-24T23:00:00Z", "Europe/Lisbon", "2026-10-25 25 h left (Lisbon 00:00)"),
            ("2026-10-25T00:30:00Z", "Europe/Lisbon", "2026-10-25 23 h left (Lisbon 01:30)"),
            ("2026-10-25T01:30:00Z", "Europe/Lisbon", "2026-10-25 22 h left (Lisbon 01:30)"),
            ("2026-03-08T05:00:00Z", "America/New_York", "2026-03-08 23 h left (New York 00:00)"),
            ("2026-11-01T04:00:00Z", "America/New_York", "2026-11-01 25 h left (New York 00:00)"),
            // No midnight on 6 September; two of them lead to 5 April.
            ("2026-09-06T03:59:00Z", "America/Santiago", "2026-09-05 1 min left (Santiago 23:59)"),
            ("2026-09-06T04:00:00Z", "America/Santiago", "2026-09-06 23 h left (Santiago 01:00)"),
            ("2026-04-05T02:59:00Z", "America/Santiago", "2026-04-04 1 h left (Santiago 23:59)"),
            ("2026-04-05T03:30:00Z", "America/Santiago", "2026-04-04 30 min left (Santiago 23:30)"),
            // By half an hour.
            (
                "2026-10-03T13:30:00Z",
                "Australia/Lord_Howe",
                "2026-10-04 23 h left (Lord Howe 00:00)",
            ),
            (
                "2026-10-04T12:30:00Z",
                "Australia/Lord_Howe",
                "2026-10-04 30 min left (Lord Howe 23:30)",
            ),
            (
                "2026-04-04T13:00:00Z",
                "Australia/Lord_Howe",
                "2026-04-05 24 h left (Lord Howe 00:00)",
            ),
            (
                "2026-04-05T13:00:00Z",
                "Australia/Lord_Howe",
                "2026-04-05 30 min left (Lord Howe 23:30)",
            ),
            ("2026-03-06T10:00:00Z", "Pacific/Chatham", "2026-03-06 15 min left (Chatham 23:45)"),
            ("2026-03-06T10:15:00Z", "Pacific/Chatham", "2026-03-07 24 h left (Chatham 00:00)"),
            ("2026-07-06T11:00:00Z", "Pacific/Chatham", "2026-07-06 15 min left (Chatham 23:45)"),
            // There was no 30 December 2011.
            ("2011-12-30T09:30:00Z", "Pacific/Apia", "2011-12-29 30 min left (Apia 23:30)"),
            ("2011-12-30T10:00:00Z", "Pacific/Apia", "2011-12-31 24 h left (Apia 00:00)"),
        ] {
            assert_eq!(seen(now, "Asia/Kathmandu", there)[11..], *expected, "{now} {there}");
        }
    }

    #[test]
    fn a_day_that_never_was_has_nothing_left() {
        let mut directory = Directory::default();
        let card = b"---\ntimezone: Pacific/Apia\n---\n";
        directory.cards.insert("c".into(), Card::read("c", card));
        let skipped = Date::new(2011, 12, 30).unwrap();
        for now in ["2011-12-30T09:59:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"] {
            let now = Moment::parse(now).unwrap();
            let clock = Clock { now, zone: Zone::UTC, directory: &directory };
            assert_eq!(clock.left(skipped, Some("c")), None);
        }
    }
}
