//! Whatever a user has staged, changed or left lying about: an operation commits its own path, and all else
//! stays as it is. One repository goes from state to state; with `FIELDNOTE_SWEEP=all`, through 5,000.

use crate::sealed::Sealed;

/// What a user may do: to files beside, by number, and to the note itself.
const DEEDS: [&str; 20] = [
    "echo N > fN.txt",
    "echo N >> fN.txt; git add fN.txt",
    "echo N > fN.txt; git add fN.txt; echo more >> fN.txt",
    "git add -N fN.txt 2>/dev/null",
    "git rm -q --cached --ignore-unmatch fN.txt",
    "rm -f fN.txt",
    "chmod +x fN.txt 2>/dev/null; git add fN.txt 2>/dev/null",
    "git mv -k fN.txt gN.txt 2>/dev/null",
    "git update-index --assume-unchanged fN.txt 2>/dev/null",
    "git update-index --no-assume-unchanged fN.txt 2>/dev/null",
    "git update-index --chmod=+x fN.txt 2>/dev/null",
    "git reset -q fN.txt 2>/dev/null",
    "git stash -q 2>/dev/null",
    "mkdir -p dN; echo N > dN/x.md; git add dN",
    "git commit -q -m mine 2>/dev/null",
    "touch -d '1 hour' fN.txt 2>/dev/null; git status >/dev/null",
    "echo typed N >> a.md",
    "echo typed N >> a.md; git add a.md",
    "echo typed N >> a.md; git add a.md; echo more >> a.md",
    // An undecided merge of one file.
    "id=$(git hash-object -w other.txt) && printf '0 %040d\tfN.txt\n100644 %s 2\tfN.txt\n100644 %s 3\tfN.txt\n' 0 $id $id | git update-index --index-info",
];

const OPERATIONS: [&str; 7] = [
    "done a.md:LINE",
    "reopen a.md:LINE",
    "move +3d a.md:LINE",
    "add acme @ann call NUMBER",
    "undo",
    "save a.md",
    "new speclet --no-edit --title tNUMBER",
];

/// Numbers that are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("a small number") % end
    }
}

/// What bars a commit: an undecided merge of any file; of the note, a staged version that is neither HEAD's
/// nor the file's.
const BARS: &str =
    "git ls-files -u; git diff --cached --quiet a.md || git diff --quiet a.md || echo a.md";

/// The index with its flags, files with their bytes, modes and times, other branches, what is stashed.
fn all(s: &Sealed) -> String {
    let files =
        "find . -path ./.git -prune -o -type f -printf '%p %m %T@ ' -exec cksum {} ';' | sort";
    let git = "git ls-files -s -t -v; git ls-files -v; git for-each-ref | grep -v heads/main; git stash list";
    s.sh(&format!("{git}; {files}")).stdout
}

/// Returns the lines that do not name a path.
fn without(text: &str, path: &str) -> String {
    text.lines().filter(|line| !line.contains(path)).map(|line| format!("{line}\n")).collect()
}

#[test]
#[expect(clippy::print_stderr, reason = "the figures of docs/reliability.md")]
fn nothing_but_its_own_path_is_touched() {
    let is_long = std::env::var_os("FIELDNOTE_SWEEP").is_some();
    let s = Sealed::init();
    s.fieldnote("customer add acme").succeeds();
    let lines: String = (1..=8).map(|line| format!("- [ ] item {line}\n")).collect();
    s.write("a.md", lines);
    (0..6).for_each(|file| _ = s.write(&format!("f{file}.txt"), "start\n"));
    s.write("other.txt", "other\n").commit("start");
    let mut numbers = Numbers(7);
    let (mut done, mut refused, mut idle) = (0, 0, 0);
    let mut again = "";
    for number in 0..if is_long { 5_000 } else { 60 } {
        let deeds: Vec<String> = (0..=numbers.below(3))
            .map(|_| DEEDS[numbers.below(DEEDS.len())].replace('N', &numbers.below(6).to_string()))
            .collect();
        s.sh(&format!("{again}\n{}", deeds.join("\n")));
        again = "";
        let operation = OPERATIONS[numbers.below(OPERATIONS.len())]
            .replace("LINE", &(1 + numbers.below(8)).to_string())
            .replace("NUMBER", &number.to_string());
        let at = format!("{number}: {deeds:?}; {operation}");
        let head = s.git(&["rev-parse", "HEAD"]);
        let before = all(&s);
        let bars = s.sh(BARS).stdout;
        let output = s.fieldnote(&operation);
        if output.code != 0 {
            refused += 1;
            assert!(output.code == 1 && output.stderr.starts_with("error: "), "{at}: {output}");
            again = "git reset -q"; // the user goes back to what can be committed
            assert_eq!(all(&s), before, "{at}: {output}");
            assert_eq!(s.git(&["rev-parse", "HEAD"]), head, "{at}: {output}");
            continue;
        }
        if s.git(&["rev-parse", "HEAD"]) == head {
            idle += 1;
            // What was taken back had been typed again: the file is HEAD's, and there is nothing to commit.
            if output.stderr.starts_with("undone: save a.md · ") {
                assert_eq!(s.git(&["diff", "--stat", "HEAD", "--", "a.md"]), "", "{at}");
                assert_eq!(without(&all(&s), "a.md"), without(&before, "a.md"), "{at}");
                continue;
            }
            assert_eq!(output.stderr, "nothing was changed by hand\n", "{at}");
            assert_eq!(all(&s), before, "{at}");
            continue;
        }
        done += 1;
        let changed =
            s.git(&["-c", "core.quotePath=false", "diff", "--name-only", head.trim(), "HEAD"]);
        let own: Vec<&str> = changed.lines().collect();
        let [own] = own.as_slice() else { panic!("{at}: {changed}{output}") };
        let is_barred = bars.lines().any(|bar| bar == *own || bar != "a.md");
        assert!(!is_barred, "{at}: {bars}{output}");
        assert_eq!(without(&all(&s), own), without(&before, own), "{at}: {output}");
        let of_own = s.git(&["status", "--porcelain", "--", own]);
        assert_eq!(of_own, "", "{at}: {output}");
        assert_eq!(s.git(&["rev-parse", "HEAD~1"]), head, "{at}: {output}");
    }
    assert!(done > refused / 4 && refused > 0, "{done} done, {refused} refused, {idle} idle");
    s.git(&["fsck", "--strict", "--no-dangling"]);
    if is_long {
        eprintln!(
            "{done} operations done, {refused} refused, {idle} with nothing to do, in 5,000 states"
        );
    }
}
