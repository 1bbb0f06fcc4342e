//! Whatever a user has staged, changed or left lying about: an operation commits its own path, and all else
//! stays as it is. One repository goes from state to state; with `FIELDNOTE_SWEEP=all`, through 5,000.

use crate::sealed::Sealed;

/// What a user may do beside, each to a file of its own by number.
const DEEDS: [&str; 16] = [
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
];

const OPERATIONS: [&str; 6] = [
    "done a.md:LINE",
    "reopen a.md:LINE",
    "move +3d a.md:LINE",
    "add acme @ann call NUMBER",
    "undo",
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

/// The index with its flags, files with their bytes, modes and times, other branches, what is stashed.
fn all(s: &Sealed) -> String {
    let files =
        "find . -path ./.git -prune -o -type f -printf '%p %m %T@ ' -exec cksum {} ';' | sort";
    let git = "git ls-files -s -t -v; git ls-files -v; git for-each-ref | grep -v heads/main; git stash list";
    s.sh(&format!("{git}; {files}")).stdout
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
    s.commit("start");
    let mut numbers = Numbers(7);
    let (mut done, mut refused) = (0, 0);
    for number in 0..if is_long { 5_000 } else { 40 } {
        let deeds: Vec<String> = (0..=numbers.below(3))
            .map(|_| DEEDS[numbers.below(DEEDS.len())].replace('N', &numbers.below(6).to_string()))
            .collect();
        s.sh(&deeds.join("\n"));
        let operation = OPERATIONS[numbers.below(OPERATIONS.len())]
            .replace("LINE", &(1 + numbers.below(8)).to_string())
            .replace("NUMBER", &number.to_string());
        let at = format!("{number}: {deeds:?}; {operation}");
        let head = s.git(&["rev-parse", "HEAD"]);
        let before = all(&s);
        let output = s.fieldnote(&operation);
        if output.code != 0 {
            refused += 1;
            assert_eq!(all(&s), before, "{at}: {output}");
            assert_eq!(s.git(&["rev-parse", "HEAD"]), head, "{at}: {output}");
            continue;
        }
        done += 1;
        let changed =
            s.git(&["-c", "core.quotePath=false", "diff", "--name-only", head.trim(), "HEAD"]);
        let own: Vec<&str> = changed.lines().collect();
        let [own] = own.as_slice() else { panic!("{at}: {changed}{output}") };
        let without = |text: &str| {
            text.lines()
                .filter(|line| !line.contains(own))
                .map(|line| format!("{line}\n"))
                .collect::<String>()
        };
        assert_eq!(without(&all(&s)), without(&before), "{at}: {output}");
        let of_own = s.git(&["status", "--porcelain", "--", own]);
        assert_eq!(of_own, "", "{at}: {output}");
        assert_eq!(s.git(&["rev-parse", "HEAD~1"]), head, "{at}: {output}");
    }
    assert!(done > refused && refused > 0, "{done} done, {refused} refused");
    s.git(&["fsck", "--strict", "--no-dangling"]);
    if is_long {
        eprintln!("{done} operations done and {refused} refused in 5,000 states");
    }
}
