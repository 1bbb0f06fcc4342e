//! What was meant as a box and is none: `- []`, `- [ ]text`, `- \[x\] text`, `-[ ] text`, `- ［ ］ text`,
//! and a box with a full-width space behind it.

/// Something at the start of a text that was meant as a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NearBox {
    pub(super) ticked: bool,
    /// Where the text goes on behind it, in bytes.
    pub(super) behind: usize,
}

/// Returns whether a text can start with a near-box; cheap.
pub(super) fn may_start_near_box(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    matches!(text, [b'[', b' ' | b'x' | b'X' | b']' | 0xe3, ..] | [b'\\', b'[', ..])
        || text.starts_with("［".as_bytes())
}

/// Returns whether a line of a paragraph can start with a near-box; cheap.
pub(super) fn may_hold_near_boxes(paragraph: &[u8]) -> bool {
    let is_glued = |dash: usize| {
        let behind = &paragraph[dash + 1..];
        behind.starts_with(b"[") || behind.starts_with("［".as_bytes())
    };
    may_start_near_box(paragraph) || memchr::memchr_iter(b'-', paragraph).any(is_glued)
}

/// Returns whether a near-box hangs on the dash of its bullet: `-[ ] text`.
pub(super) fn is_glued(text: &[u8]) -> bool {
    text.starts_with(b"-") && may_start_near_box(text)
}

/// Reads `[]`, `[ ]text`, `[x]text`, `[ x ]`, `\[x\]`, `［ ］` at the start of a text, also right behind a
/// dash; no link (`[x](…)`, `[x][…]`, `[x]: …`).
pub(super) fn near_box(text: &str) -> Option<NearBox> {
    let undashed = text.strip_prefix('-').unwrap_or(text);
    let is_escaped = undashed.starts_with('\\');
    let inner = undashed.strip_prefix('\\').unwrap_or(undashed).strip_prefix(['[', '［'])?;
    let close = inner.char_indices().take(MOST_INSIDE + usize::from(is_escaped));
    let (close, bracket) = close.into_iter().find(|(_, c)| matches!(c, ']' | '］'))?;
    let content = inner[..close].strip_suffix('\\').unwrap_or(&inner[..close]);
    let ticked = match content.trim() {
        "" => false,
        "x" | "X" | "ｘ" | "Ｘ" => true,
        _ => return None,
    };
    let rest = &inner[close + bracket.len_utf8()..];
    let is_open = rest.is_empty() || rest.starts_with([' ', '\t', '\u{a0}', '\u{3000}']);
    let joins = rest.starts_with(|c: char| c.is_alphanumeric() || "@＠*_~`\"'#".contains(c));
    // `[]string` is code that somebody forgot to mark.
    let reads = is_open || joins && !content.is_empty();
    let behind = text.len() - rest.trim_start().len();
    (reads || is_escaped && joins).then_some(NearBox { ticked, behind })
}

/// A box has at most this many characters up to its closing bracket: `[ x ]`.
const MOST_INSIDE: usize = 4;

#[cfg(test)]
mod tests {
    use super::near_box;

    #[test]
    fn near_boxes_end_before_their_text() {
        for (text, expected) in [
            ("[] a", Some((false, 3))),
            ("[ ]a", Some((false, 3))),
            ("[x]a", Some((true, 3))),
            ("\\[x\\] a", Some((true, 6))),
            ("\\[x] a", Some((true, 5))),
            ("[ x ] a", Some((true, 6))),
            ("[ ]　a", Some((false, 6))),
            ("[　] a", Some((false, 6))),
            ("［ ］ a", Some((false, 8))),
            ("［x］a", Some((true, 7))),
            ("-[ ] a", Some((false, 5))),
            ("-[x](a.md)", None),
            ("［注］ a", None),
            ("[    ] a", None),
            ("[y]a", None),
            ("[x]: a", None),
            ("[x", None),
        ] {
            let found = near_box(text).map(|near| (near.ticked, near.behind));
            assert_eq!(found, expected, "{text}");
        }
    }
}
