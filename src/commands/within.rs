//! `--since` and `--until`, which lists take.

use crate::context::{Context, since_argument};
use crate::error::{Hinted, Result, anyhow, misunderstood};
use crate::report::days::Days;

/// The days that a list is narrowed to.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Within {
    /// Only those of this day or a later one (`2026-03-05`; `mon`, `1 mar`, `2w` look back)
    #[arg(long, value_name = "DATE")]
    since: Option<String>,

    /// Only those of this day or an earlier one
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

impl Within {
    /// Returns the days, as they are meant today.
    ///
    /// # Errors
    /// A text that is no date; an end before the start.
    pub fn days(&self, context: &Context) -> Result<Days> {
        let day = |text: &Option<String>| {
            text.as_ref().map(|text| since_argument(text, context.today_here())).transpose()
        };
        let days = Days { since: day(&self.since)?, until: day(&self.until)? };
        match (days.since, days.until) {
            (Some(since), Some(until)) if until < since => Err(misunderstood(
                anyhow!("{until} is before {since}").hint("swap `--since` and `--until`"),
            )),
            _ => Ok(days),
        }
    }
}
