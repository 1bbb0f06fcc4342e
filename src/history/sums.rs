//! The sums of weeks that are over, kept from one run to the next: of those that were summed up before, nothing
//! is read but where they start and end.

use super::ends::End;
use super::weeks::{Bounds, History, Weeks};
use crate::error::Result;
use crate::notebook::cache::sums::{Key, Summed, SumsCache};
use crate::report::period::Remark;
use crate::report::stats::WeekSums;
use crate::report::week::Sums;
use crate::report::whose::Whose;

/// The weeks that this run and earlier ones have summed up.
pub struct KeptSums {
    cache: SumsCache,
    whose: Whose,
}

impl KeptSums {
    /// Reads what earlier runs have kept. Nothing is where the history is cut off: it may go on elsewhere tomorrow.
    pub fn open(weeks: &Weeks, whose: &Whose) -> KeptSums {
        let is_whole = weeks.notebook.repo.as_ref().is_some_and(|repo| !repo.is_cut_off());
        let file = is_whole.then(|| weeks.notebook.cache_file("sums")).flatten();
        KeptSums { cache: SumsCache::open(file), whose: whose.clone() }
    }

    /// Returns the sums of a week, and what a reader has to know about them: as they were kept, or as `sum` makes
    /// them of what is read.
    ///
    /// # Errors
    /// A repository or a note that cannot be read.
    pub fn of(
        &mut self,
        weeks: &mut Weeks,
        bounds: Bounds,
        sum: impl FnOnce(&History) -> Sums,
    ) -> Result<(WeekSums, Vec<Remark>)> {
        let key = key(weeks, &bounds, &self.whose);
        let (week, as_of, mut remarks) =
            (bounds.asked.week, bounds.as_of(), bounds.remarks().to_vec());
        let commit = bounds.commit().map(|id| id.to_string());
        let summed = match key.as_ref().and_then(|key| self.cache.get(key)) {
            Some(kept) => kept.clone(),
            None => {
                let history = weeks.read(bounds)?;
                let found = history.period.remarks[remarks.len()..].to_vec();
                let summed = Summed { sums: sum(&history), remarks: found };
                if let Some(key) = key {
                    self.cache.keep(key, summed.clone());
                }
                summed
            }
        };
        remarks.extend(summed.remarks);
        Ok((WeekSums::new(week, as_of, commit, summed.sums), remarks))
    }
}

impl Drop for KeptSums {
    fn drop(&mut self) {
        let _ = self.cache.store(); // where it cannot be written, all is summed up again
    }
}

/// Returns what the sums of a week follow from; `None` of a week that is not over.
fn key(weeks: &Weeks, bounds: &Bounds, whose: &Whose) -> Option<Key> {
    let (asked, ends) = (&bounds.asked, bounds.ends.as_ref()?);
    let is_over = asked.at.is_none() && asked.week < asked.now.date(asked.zone).week();
    let End::Commit(end) = ends.end else { return None };
    is_over.then(|| Key {
        monday: asked.week.monday(),
        start: ends.start,
        end,
        as_of: ends.as_of.seconds(),
        today: ends.as_of.date(asked.zone),
        me: weeks.present.me.clone(),
        is_adopted: weeks.notebook.is_adopted,
        owner: whose.owner.clone(),
        customer: whose.customer.clone(),
    })
}
