//! What was meant as a box and is none: `- []`, `- [ ]text`, `- \[x\] text`.

/// Something at the start of a text that was meant as a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NearBox {
    pub(super) ticked: bool,
    /// Where the text goes on behind it, in bytes.
    pub(super) behind: usize,
}

/// Returns whether a text can start with a near-box; cheap.
pub(super) fn may_start_near_box(text: &[u8]) -> bool {
    matches!(text, [b'[', b' ' | b'x' | b'X' | b']', ..] | [b'\\', b'[', ..])
}

/// Reads `[]`, `[ ]text`, `[x]text`, `[ x ]`, `\[x\]` at the start of a text; no link
/// (`[x](…)`, `[x][…]`, `[x]: …`).
pub(super) fn near_box(text: &str) -> Option<NearBox> {
    let is_escaped = text.starts_with('\\');
    let inner = text.strip_prefix('\\').unwrap_or(text).strip_prefix('[')?;
    let close = inner.find(']').filter(|at| *at <= 3 + usize::from(is_escaped))?;
    let content = inner[..close].strip_suffix('\\').unwrap_or(&inner[..close]);
    let ticked = match content.trim() {
        "" => false,
        "x" | "X" => true,
        _ => return None,
    };
    let rest = &inner[close + 1..];
    let is_open = rest.is_empty() || rest.starts_with([' ', '\t', '\u{a0}']);
    let joins = rest.starts_with(|c: char| c.is_alphanumeric() || "@*_~`\"'#".contains(c));
    // `[]string` is code that somebody forgot to mark.
    let reads = is_open || joins && !content.is_empty();
    let behind = text.len() - rest.trim_start().len();
    (reads || is_escaped && joins).then_some(NearBox { ticked, behind })
}

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
