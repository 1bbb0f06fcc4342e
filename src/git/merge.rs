//! git's own merge of three versions of a text, line by line, and how conflicts are written.

/// How conflicts are marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markers {
    /// How many characters long a marker is; git's default is 7.
    pub size: u16,
    pub style: Style,
    pub labels: Labels,
}

/// What `merge.conflictStyle` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Style {
    /// Both sides
    #[default]
    Merge,
    /// Both sides and what stood there before
    Diff3,
    /// As diff3, without what both sides begin or end with
    Zdiff3,
}

/// What stands behind the markers; git names commits or branches there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    pub base: String,
    pub ours: String,
    pub theirs: String,
}

/// What a merge came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub bytes: Vec<u8>,
    /// The number of places that somebody has to decide.
    pub conflicts: usize,
}

impl Default for Markers {
    fn default() -> Markers {
        let labels = Labels { base: "base".into(), ours: "ours".into(), theirs: "theirs".into() };
        Markers { size: 7, style: Style::default(), labels }
    }
}

impl Markers {
    /// Returns a marker's line without its ending: `<<<<<<< HEAD`.
    pub fn line(&self, sign: char, label: &str) -> String {
        let sign = sign.to_string().repeat(usize::from(self.size));
        let label = one_line(label);
        if label.is_empty() { sign } else { format!("{sign} {label}") }
    }
}

/// Returns what `git merge-file` makes of three versions of a text, byte for byte. No version may hold a
/// NUL: to git, that is no text.
pub fn merge_lines(base: &[u8], ours: &[u8], theirs: &[u8], markers: &Markers) -> Merged {
    super::start_library();
    let mut options = git2::MergeFileOptions::new();
    options
        .ancestor_label(one_line(&markers.labels.base))
        .our_label(one_line(&markers.labels.ours))
        .their_label(one_line(&markers.labels.theirs))
        .marker_size(markers.size);
    match markers.style {
        Style::Merge => options.style_standard(true),
        Style::Diff3 => options.style_diff3(true),
        Style::Zdiff3 => options.style_zdiff3(true),
    };
    let [base, own, other] = [base, ours, theirs].map(|bytes| {
        let mut input = git2::MergeFileInput::new();
        input.content(bytes).path("note.md");
        input
    });
    let merged = git2::merge_file(&base, &own, &other, Some(&mut options))
        .expect("merging bytes in memory cannot fail");
    let bytes = merged.content().to_vec();
    let conflicts = if merged.is_automergeable() { 0 } else { markers_in(&bytes, markers) };
    Merged { bytes, conflicts }
}

/// Returns the number of conflicts that are marked, 1 or more.
fn markers_in(bytes: &[u8], markers: &Markers) -> usize {
    let sign = vec![b'<'; usize::from(markers.size)];
    let lines = bytes.split(|byte| *byte == b'\n');
    let is_marker = |line: &&[u8]| {
        line.strip_prefix(sign.as_slice())
            .is_some_and(|rest| matches!(rest.first(), None | Some(b' ' | b'\r')))
    };
    lines.filter(is_marker).count().max(1)
}

/// Returns a label as it can stand on a line.
fn one_line(label: &str) -> String {
    label.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Markers, Style, merge_lines};

    #[test]
    fn lines_are_merged_as_git_does() {
        for (base, ours, theirs, expected, conflicts) in [
            ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n", 0),
            ("a\n", "A\n", "B\n", "<<<<<<< ours\nA\n=======\nB\n>>>>>>> theirs\n", 1),
            ("", "a\n", "b\n", "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n", 1),
            ("a\r\n", "A\r\n", "B", "<<<<<<< ours\r\nA\r\n=======\r\nB\r\n>>>>>>> theirs\r\n", 1),
            ("a\n", "", "B\n", "<<<<<<<\n=======\nB\n>>>>>>> theirs\n", 1),
        ] {
            let [one, two, three] = [base, ours, theirs].map(str::as_bytes);
            let merged = merge_lines(one, two, three, &Markers::default());
            let text = String::from_utf8(merged.bytes).expect("UTF-8");
            assert_eq!((text.as_str(), merged.conflicts), (expected, conflicts), "{base:?}");
        }
    }

    #[test]
    fn markers_are_as_they_are_asked_for() {
        let mut markers = Markers { size: 9, style: Style::Diff3, ..Markers::default() };
        markers.labels.ours = "my\nbranch\0".into();
        let merged = merge_lines(b"a\n", b"A\n", b"B\n", &markers);
        let expected = "<<<<<<<<< mybranch\nA\n||||||||| base\na\n=========\nB\n>>>>>>>>> theirs\n";
        assert_eq!(String::from_utf8_lossy(&merged.bytes), expected);
    }
}
