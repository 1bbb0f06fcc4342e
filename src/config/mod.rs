//! Settings: command line above environment above notebook above user's own above defaults.
//!
//! Reads the files that it is told to read and the environment once; knows no clock and prints
//! nothing. What a notebook's `fieldnote.toml` says is data only: nothing that runs a program is read
//! from it.

mod environment;
mod keys;
mod settings;
mod user;
mod discover;

pub use discover::{Found, discover};
pub use environment::Environment;
pub use settings::{Labels, SETTINGS_FILE, Settings, default_file};
pub use user::{Color, UserConfig};

use std::time::SystemTime;

use crate::date::{Moment, Zone};
use crate::error::{Context, Result};

/// Returns the user's zone: `TZ`, else `timezone` of the user's config, else the system's.
///
/// A `TZ` in a POSIX form that names no zone (`EST5EDT,M3.2.0,M11.1.0`) is left to the system.
pub fn zone(environment: &Environment, user: &UserConfig) -> Zone {
    match environment.tz.as_deref().map(|tz| tz.strip_prefix(':').unwrap_or(tz)) {
        Some("") => Zone::UTC,
        Some(name) => name.parse().unwrap_or(Zone::System),
        None => user.timezone.unwrap_or(Zone::System),
    }
}

/// Returns the instant of this run: `FIELDNOTE_NOW`, else what the system's clock says.
///
/// # Errors
/// A `FIELDNOTE_NOW` that is not RFC 3339.
pub fn now(environment: &Environment, system: SystemTime) -> Result<Moment> {
    match &environment.now {
        Some(text) => Moment::parse(text).context("failed to read `FIELDNOTE_NOW`"),
        None => Ok(Moment::from_system(system)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Environment, UserConfig, now, zone};
    use crate::date::Zone;
    use crate::error::{chain, hints};

    #[test]
    fn the_zone_is_the_environments_then_the_users() {
        let tokyo: Zone = "Asia/Tokyo".parse().expect("a zone");
        let lisbon: Zone = "Europe/Lisbon".parse().expect("a zone");
        let user = UserConfig { timezone: Some(lisbon), ..UserConfig::default() };
        for (tz, expected) in [
            (None, lisbon),
            (Some("Asia/Tokyo"), tokyo),
            (Some(":Asia/Tokyo"), tokyo),
            (Some(""), Zone::UTC),
            (Some(":"), Zone::UTC),
            (Some("UTC"), Zone::UTC),
            (Some("JST-9"), Zone::System),
            (Some(":/etc/localtime"), Zone::System),
        ] {
            let environment = Environment { tz: tz.map(str::to_string), ..Environment::default() };
            assert_eq!(zone(&environment, &user), expected, "{tz:?}");
        }
        assert_eq!(zone(&Environment::default(), &UserConfig::default()), Zone::System);
    }

    #[test]
    fn the_instant_can_be_set() {
        let clock = SystemTime::UNIX_EPOCH + Duration::from_secs(60);
        assert_eq!(now(&Environment::default(), clock).expect("a time").seconds(), 60);
        let at = |now: &str| Environment { now: Some(now.to_string()), ..Environment::default() };
        let moment = now(&at("1970-01-01T09:00:00+09:00"), clock).expect("a time");
        assert_eq!(moment.seconds(), 0);
        let error = now(&at("today"), clock).expect_err("no time");
        assert_eq!(chain(&error), "failed to read `FIELDNOTE_NOW`: `today` is no RFC 3339 time");
        assert_eq!(hints(&error), ["write it as `2026-03-06T17:00:00Z`"]);
    }
}
