//! How much of calendars is read. Real ones stay far below; a hostile one ends here.

/// The longest unfolded line, in bytes; a longer one is left out.
pub const LONGEST_LINE: usize = 64 * 1024;

/// The longest event or time zone, in bytes, without what is not read of it (descriptions, attachments).
pub const LONGEST_COMPONENT: usize = 256 * 1024;

/// The most bytes of a file; what stands behind them is not read.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;

/// The most bytes of all files together.
pub const MOST_BYTES_IN_ALL: usize = 100 * 1024 * 1024;

/// The most events of all files together.
pub const MOST_EVENTS: usize = 100_000;

/// The most people of an event; the others are left out.
pub const MOST_ATTENDEES: usize = 200;

/// The longest title, place or name, in characters.
pub const LONGEST_TEXT: usize = 200;

/// The most occurrences of one series within the days that are asked for.
pub const MOST_OF_A_SERIES: usize = 1_000;

/// The most occurrences of all series within the days that are asked for.
pub const MOST_OCCURRENCES: usize = 10_000;

/// The most occurrences of a rule from its start on, and of dates that are listed one by one.
pub const MOST_OF_A_RULE: usize = 40_000;

/// The most times of day of a rule (`BYHOUR` × `BYMINUTE` × `BYSECOND`).
pub const MOST_TIMES_OF_DAY: usize = 24;

/// The most values of a rule's `BY…` parts.
pub const MOST_RULE_PARTS: usize = 400;

/// The most steps (days, weeks, months or years looked at) of all rules together.
pub const MOST_STEPS: usize = 4_000_000;

/// The most problems that are told one by one.
pub const MOST_PROBLEMS: usize = 20;
