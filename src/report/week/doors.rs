//! The doors that finished summaries for others than the manager have to pass.

use super::{CompanyReport, CustomerReport, Frame};
use crate::note::Note;
use crate::report::outward::{Company, Door, Outward};
use crate::report::period::Period;

/// Returns the door to the customer that the frame chooses. `words` stop a text wherever they stand.
pub fn customer_door<'a>(
    frame: &Frame<'a>,
    period: &'a Period,
    words: &[String],
    report: &CustomerReport,
) -> Door<'a> {
    let slug = frame.whose.customer.as_deref().unwrap_or_default();
    let outward = Outward::new(all(period), frame.directory, words);
    let own = period.end.iter().map(|note| &**note).filter(|note| frame.is_chosen(note));
    Door::to_customer(outward, slug, own, &report.withheld)
}

/// Returns the door to the company. `words` stop a line wherever they stand.
pub fn company_door<'a>(
    frame: &Frame<'a>,
    period: &'a Period,
    words: &[String],
    report: &CompanyReport,
) -> Door<'a> {
    let company = Company::new(all(period), frame.directory, words);
    let paths = report.paths();
    let told = period.end.iter().map(|note| &**note);
    let told = told.filter(|note| paths.contains(note.path.as_str()));
    Door::to_company(company, frame.directory, told, &report.withheld)
}

fn all(period: &Period) -> impl Iterator<Item = &Note> + Clone {
    period.start.iter().chain(&period.end).map(|note| &**note)
}
