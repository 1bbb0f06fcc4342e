//! The time on a commit, as `GIT_AUTHOR_DATE` and `GIT_COMMITTER_DATE` write it.

use crate::date::Moment;

/// An instant and the clock that it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Seconds since 1970-01-01 UTC.
    pub(super) seconds: i64,
    /// Minutes east of UTC.
    pub(super) offset_minutes: i32,
}

impl Stamp {
    /// Returns the stamp as git's variables take it: `@1772816400 +0900`.
    pub(super) fn for_git(self) -> String {
        let minutes = self.offset_minutes.unsigned_abs();
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        format!("@{} {sign}{:02}{:02}", self.seconds, minutes / 60, minutes % 60)
    }

    pub(super) fn time(self) -> git2::Time {
        git2::Time::new(self.seconds, self.offset_minutes)
    }
}

/// Reads `@SECONDS +HHMM`, `SECONDS +HHMM` and ISO 8601 with a zone; `None` for what only git itself reads.
pub(super) fn parse(text: &str) -> Option<Stamp> {
    let text = text.trim();
    raw(text).or_else(|| iso(text))
}

fn raw(text: &str) -> Option<Stamp> {
    let (seconds, zone) = text.split_once(' ')?;
    let digits = seconds.strip_prefix('@').unwrap_or(seconds);
    // Fewer digits without `@` can be a year or a day to git.
    if !digits.bytes().all(|b| b.is_ascii_digit()) || (digits.len() < 9 && digits == seconds) {
        return None;
    }
    Some(Stamp { seconds: digits.parse().ok()?, offset_minutes: offset(zone)? })
}

fn iso(text: &str) -> Option<Stamp> {
    let (day, rest) = (text.get(..10)?, text.get(10..)?);
    let (clock, zone) = (rest.get(1..9)?, rest.get(9..)?.trim_start());
    if !rest.starts_with(['T', ' ']) {
        return None;
    }
    let offset_minutes = offset(zone)?;
    let local = Moment::parse(&format!("{day}T{clock}Z")).ok()?;
    Some(Stamp { seconds: local.seconds() - i64::from(offset_minutes) * 60, offset_minutes })
}

/// Reads `Z`, `+0900` and `+09:00` as minutes.
fn offset(zone: &str) -> Option<i32> {
    if zone == "Z" {
        return Some(0);
    }
    let sign = match zone.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits = zone[1..].replacen(':', "", 1);
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::{Stamp, parse};

    #[test]
    fn common_forms_of_git_dates_are_read() {
        for (text, expected) in [
            ("@1772787600 +0900", Some((1_772_787_600, 540))),
            ("1772787600 -0330", Some((1_772_787_600, -210))),
            ("@0 +0000", Some((0, 0))),
            ("2026-03-06T18:00:00+09:00", Some((1_772_787_600, 540))),
            ("2026-03-06 18:00:00 +0900", Some((1_772_787_600, 540))),
            ("2026-03-06T09:00:00Z", Some((1_772_787_600, 0))),
            ("2026-03-06 18:00:00", None),
            ("2026 +0000", None),
            ("yesterday", None),
            ("Fri, 6 Mar 2026 18:00:00 +0900", None),
            ("2026-03-06ü18:00:00Z", None),
            ("", None),
        ] {
            let expected =
                expected.map(|(seconds, offset_minutes)| Stamp { seconds, offset_minutes });
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn a_stamp_is_written_as_git_reads_it() {
        let stamp = Stamp { seconds: 1_772_787_600, offset_minutes: -210 };
        assert_eq!(stamp.for_git(), "@1772787600 -0330");
        assert_eq!(parse(&stamp.for_git()), Some(stamp));
    }
}
