//! What means something to us alone: paths, links to files, ids.

use memchr::memchr3;

use crate::markdown::Inline;
use crate::words::{has_phrase, is_unspaced};

/// What stands in links between notes, in their paths and in their ids, in small letters.
const OF_NOTES: [&str; 10] = [
    "[[",
    "customers/",
    "hands-on/",
    "speclets/",
    "weekly/",
    "🆔",
    "⛔",
    "[id::",
    "(id::",
    "dependson::",
];

/// What stands in paths of our machines, in small letters.
const OF_MACHINES: [&str; 7] = ["]]", "obsidian:", "file:", "/home/", "/users/", ":\\users", "~/"];

/// Returns whether a text holds a path, a link to a file or an id.
pub fn has_marks(text: &str, seen: &Inline) -> bool {
    let lower = text.to_lowercase();
    let is_file = |target: &String| {
        let target = target.to_ascii_lowercase();
        !["http://", "https://", "mailto:"].iter().any(|start| target.starts_with(start))
    };
    let bare = without_urls(text, ' ');
    has_phrase(text, ".md")
        || OF_NOTES.iter().chain(&["][", "<!--"]).any(|mark| lower.contains(mark))
        || seen.targets.iter().any(is_file)
        || lower.split("](").skip(1).any(|target| is_file(&target.trim_start_matches('<').into()))
        || bare.contains("://")
        || bare.to_ascii_lowercase().contains("file:")
        || has_path(&bare)
        || has_block_id(&bare)
}

/// Returns whether a text of minutes holds what leads into the notebook or onto our machines. A path of
/// theirs (`/etc/fstab`) is a matter of the meeting.
pub fn names_notebook(text: &str, seen: &Inline) -> bool {
    if seen.targets.is_empty() && has_no_signs(text) {
        return false;
    }
    let has_one = |text: &str| {
        let lower = text.to_lowercase();
        OF_NOTES.iter().chain(&OF_MACHINES).any(|mark| lower.contains(mark))
    };
    let bare = without_urls(text, ' ');
    // A target may be written with entities.
    has_phrase(&bare, ".md")
        || has_one(text)
        || seen.targets.iter().any(|target| has_one(target))
        || has_block_id(&bare)
}

/// Returns whether none of the signs stands in a text of which each mark of a notebook or a machine has one.
fn has_no_signs(text: &str) -> bool {
    let bytes = text.as_bytes();
    let signs = [[b'[', b']', b'('], [b'/', b':', b'\\'], [b'~', b'^', b'.']];
    text.is_ascii() && signs.iter().all(|[a, b, c]| memchr3(*a, *b, *c, bytes).is_none())
}

/// Returns the text with its web addresses replaced, byte for byte, by a character of one byte.
pub fn without_urls(text: &str, by: char) -> String {
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let next = |from: usize| {
        let starts = ["http://", "https://"].into_iter();
        starts.filter_map(|start| lower[from..].find(start)).min().map(|length| from + length)
    };
    while let Some(start) = next(at) {
        let ends = |c: char| {
            c.is_whitespace() || "<>\"`".contains(c) || is_unspaced(c) || "（）「」、。".contains(c)
        };
        let end = text[start..].find(ends).map_or(text.len(), |length| start + length);
        out.push_str(&text[at..start]);
        out.extend(std::iter::repeat_n(by, end - start));
        at = end;
    }
    out + &text[at..]
}

/// Returns whether a path stands in a text: `/home/x`, `../x`, `~/x`, `C:\x`, `\\host\x`, `files/x.pdf`.
/// A slash between words (`and/or`, `24/7`, `a /24`) makes none.
fn has_path(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "/\\.-_~:".contains(c);
    text.split(|c: char| !is_part(c)).any(|token| {
        // Behind a colon as in `see:/home/x`, and behind words without spaces, a path begins anew.
        let bare = token.trim_start_matches(is_unspaced);
        let bare = bare.rsplit_once(":/").map_or(bare.to_string(), |(_, rest)| format!("/{rest}"));
        let starts = ["../", "./", "~/", "..\\", ".\\", "\\\\"];
        let is_drive = token.split_once(":\\").is_some_and(|(drive, _)| drive.len() == 1);
        is_drive
            || starts.iter().any(|start| bare.starts_with(start))
            || bare
                .strip_prefix('/')
                .is_some_and(|rest| is_absolute(rest, bare.len() == token.len()))
            || is_file_of_a_folder(token)
    })
}

/// Returns whether what stands behind a first slash goes on as a path. Behind words without spaces
/// (`見積/PoC`) it needs a second slash.
fn is_absolute(rest: &str, stands_alone: bool) -> bool {
    let starts = rest.starts_with(|c: char| c.is_alphabetic() || "._~".contains(c));
    starts && (stands_alone || rest.contains('/'))
}

fn is_file_of_a_folder(token: &str) -> bool {
    let Some((_, name)) = token.trim_end_matches(['.', ':', '-']).rsplit_once(['/', '\\']) else {
        return false;
    };
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        let is_ending = ending.chars().all(|c| c.is_ascii_alphanumeric())
            && ending.starts_with(|c: char| c.is_ascii_alphabetic());
        !stem.is_empty() && is_ending && (2..=5).contains(&ending.len())
    })
}

/// Returns whether `^k7q2` stands in a text, wherever it is; `x^2` and the footnote `[^1]` are none.
fn has_block_id(text: &str) -> bool {
    text.match_indices('^').any(|(at, _)| {
        let is_letter = |c: char| c.is_alphanumeric() && !is_unspaced(c);
        !text[..at].ends_with(is_letter)
            && !text[..at].ends_with('[')
            && text[at + 1..].starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::{OF_MACHINES, OF_NOTES, has_marks, has_no_signs, names_notebook, without_urls};
    use crate::markdown::inline;

    #[test]
    fn paths_links_to_files_and_ids_are_marks() {
        for text in [
            "see /home/dana/notes/secret.txt",
            "see (/home/dana)",
            "see:/home/dana",
            "資料は/home/dana/x",
            "`~/notes`",
            "file:///srv/x",
            "<file:///srv/x>",
            "obsidian://open?vault=x",
            "[minutes][m]",
            "[minutes](../x)",
            "[minutes](x)",
            "../orbitfoods/plan",
            "./plan",
            "C:\\notes\\x",
            "\\\\host\\share",
            "files/prices.pptx",
            "⛔ k7q2",
            "🆔 k7q2",
            "^k7q2 more",
            "a ^k7q2 more",
            "確認^k7q2",
            "[dependsOn:: k7q2]",
        ] {
            assert!(has_marks(text, &inline(text)), "{text}");
        }
        for text in [
            "and/or, 24/7, TCP/IP, a /24 of 10.0.0.0/8",
            "10 GB / day",
            "見積/PoCの件",
            "https://x.example/home/dana/x.pdf",
            "[it](https://x.example/a.pdf), [us](mailto:dana@us.example)",
            "x^2 and 2^10, as said[^1]",
            "at 10:30",
            "v1.2/v1.3",
            "`@scope/pkg`",
        ] {
            assert!(!has_marks(text, &inline(text)), "{text}");
        }
    }

    #[test]
    fn of_paths_only_ours_are_left_out_of_minutes() {
        for text in [
            "see /home/dana/notes",
            "C:\\Users\\dana",
            "~/notes",
            "[[2026-03-04-poc]]",
            "[it](2026-03-04-poc.md)",
            "[it](../customers/orbit/x)",
            "[it](c&#117;stomers/orbit/x)",
            "[it](f&#105;le:///srv/x)",
            "obsidian://open?vault=x",
            "🆔 k7q2",
            "a ^k7q2 more",
        ] {
            assert!(names_notebook(text, &inline(text)), "{text}");
        }
        for text in ["/etc/fstab", "files/prices.pptx", "[it](plan.pdf)", "https://x.example/a.md"]
        {
            assert!(!names_notebook(text, &inline(text)), "{text}");
        }
    }

    #[test]
    fn every_mark_has_a_sign() {
        for mark in OF_NOTES.iter().chain(&OF_MACHINES).chain(&[".md", "^k7"]) {
            assert!(!has_no_signs(mark), "{mark}");
        }
        assert!(has_no_signs("24 hosts, today"));
    }

    #[test]
    fn addresses_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("a https://x.example/@b c", "a -------------------- c"),
            ("HTTP://x）b", "--------）b"),
            ("http://xを見る", "--------を見る"),
            ("none", "none"),
        ] {
            assert_eq!(without_urls(text, '-'), expected, "{text}");
        }
    }
}
