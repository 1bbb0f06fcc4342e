//! What a reader has to know about the history behind some numbers: a line each, for stderr.

use crate::report::period::Remark;

/// What the numbers lack without it stands behind a colon.
pub const NO_COMMITS: &str = "no commits here";

/// Returns how many commits came by merges, if any did.
pub fn arrived<'a>(remarks: impl IntoIterator<Item = &'a Remark>) -> Option<String> {
    let commits = remarks.into_iter().map(|remark| match remark {
        Remark::Arrived { commits, .. } => *commits,
        _ => 0,
    });
    match commits.sum() {
        0 => None,
        1 => Some("1 commit of another day came by a merge: it counts on the merge's day".into()),
        commits => Some(format!(
            "{commits} commits of other days came by merges: they count on the merge's day"
        )),
    }
}

/// Returns that a shallow clone makes some numbers doubtful, and what mends it.
pub fn cut_off(numbers: &str) -> String {
    let why = "this clone does not hold the whole history";
    format!("{why}: {numbers} may be wrong (`git fetch --unshallow`)")
}
