//! A run of days that a list is narrowed to.

use crate::date::Date;

/// From a day to a day, both within; open at an end without one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Days {
    pub since: Option<Date>,
    pub until: Option<Date>,
}

impl Days {
    /// Returns whether both ends are open.
    pub fn are_all(&self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// Returns whether one of the days from `first` to `last` is within; what has no day is so only where
    /// no end is given.
    pub fn hold(&self, first: Option<Date>, last: Option<Date>) -> bool {
        let (Some(first), Some(last)) = (first, last.or(first)) else { return self.are_all() };
        self.since.is_none_or(|since| last >= since)
            && self.until.is_none_or(|until| first <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::Days;
    use crate::date::Date;

    #[test]
    fn days_are_within_from_the_first_to_the_last() {
        let day = |text: &str| Date::parse_iso(text);
        for (since, until, first, last, expected) in [
            ("", "", "", "", true),
            ("2026-03-02", "", "", "", false),
            ("", "2026-03-02", "", "", false),
            ("2026-03-02", "", "2026-03-02", "", true),
            ("2026-03-02", "", "2026-03-01", "", false),
            ("2026-03-02", "", "2026-03-01", "2026-03-03", true),
            ("", "2026-03-02", "2026-03-02", "", true),
            ("", "2026-03-02", "2026-03-03", "", false),
            ("", "2026-03-02", "2026-03-01", "2026-03-03", true),
            ("2026-03-02", "2026-03-04", "2026-03-03", "", true),
        ] {
            let days = Days { since: day(since), until: day(until) };
            let held = days.hold(day(first), day(last));
            assert_eq!(held, expected, "{first}–{last} in {since}–{until}");
        }
    }
}
