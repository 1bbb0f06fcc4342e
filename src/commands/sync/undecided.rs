//! What `sync` says where both sides changed the same thing.

use crate::error::{Error, Hinted, anyhow};
use crate::git::Upstream;
use crate::notebook::Dispute;
use crate::words;

/// Returns the error that names what both sides changed, and what each has.
pub(super) fn undecided(upstream: &Upstream, disputes: &[Dispute]) -> Error {
    const MOST: usize = 5;
    let mut text = "the same was changed here and by others; nothing was changed".to_string();
    for dispute in disputes.iter().take(MOST) {
        match dispute {
            Dispute::File(said) => text.push_str(&format!("\n  {said}")),
            Dispute::Lines { path, line, here, there } => {
                let line = line.map_or(String::new(), |line| format!(":{line}"));
                text.push_str(&format!("\n  {path}{line}"));
                for (side, lines) in [("here ", here), ("there", there)] {
                    text.push_str(&format!("\n    {side}  {}", in_one(lines)));
                }
            }
        }
    }
    if disputes.len() > MOST {
        text.push_str(&format!("\n  and {} more", disputes.len() - MOST));
    }
    let name = upstream.name();
    anyhow!(text).hint(format!(
        "if theirs is right, write the same here, then `fieldnote save` and `fieldnote sync`. Else \
         `git merge {name}` marks each place in the file: decide in your editor, `git add`, `git commit`, then `fieldnote sync`"
    ))
}

/// Returns the first line, and how many more there are.
fn in_one(lines: &[String]) -> String {
    match lines {
        [] => "(nothing)".to_string(),
        [line] => line.trim_end().to_string(),
        [line, rest @ ..] => {
            format!("{} (and {})", line.trim_end(), words::count(rest.len(), "more line"))
        }
    }
}
