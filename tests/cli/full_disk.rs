//! A disk that is full, or nearly: what cannot be done is not begun, and what was begun is put back.

use crate::sealed::Sealed;

/// Runs `done` on a disk of its own that has so many 4 kB blocks left; prints the exit code, whether the note
/// and the history have changed, and what lies about in git's folder. The loop ends with the first success.
const SCRIPT: &str = r#"
mount -t tmpfs -o size=4m tmpfs ../disk || exit 77
for blocks in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    cp -a . ../disk/notes
    free=$(df -k --output=avail ../disk | tail -1)
    dd if=/dev/zero of=../disk/filler bs=1k count=$((free - 4 * blocks)) 2>/dev/null
    (cd ../disk/notes && fieldnote -q done contract >../../out 2>&1; echo $? >../../code)
    rm ../disk/filler
    note=$(cmp -s customers/orbit/2026-03-02-sync.md ../disk/notes/customers/orbit/2026-03-02-sync.md || echo changed)
    commits=$(git -C ../disk/notes rev-list HEAD --count)
    left=$(cd ../disk/notes && ls -I cache .git/fieldnote; find . -name '*.lock' -o -name '.fieldnote-*')
    echo $(cat ../code) ${note:-same} $((commits - $1)) $left: $(cat ../out)
    rm -r ../disk/notes
    [ $(cat ../code) = 0 ] && break
done
"#;

#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped must say so")]
fn with_any_room_left_all_happens_or_nothing() {
    let s = Sealed::notebook();
    s.fieldnote("done manual").succeeds();
    s.write("../disk/.keep", "").write("../script", SCRIPT);
    let commits = s.git(&["rev-list", "HEAD", "--count"]);
    let ran = s.sh(&format!("unshare --map-root-user --mount sh ../script {}", commits.trim()));
    if ran.code != 0 && ran.stdout.is_empty() {
        eprintln!("skipped: no file system can be mounted here: {}", ran.stderr);
        return;
    }
    let (last, failed) = ran.stdout.trim().rsplit_once('\n').map_or(("", ""), |(a, b)| (b, a));
    assert_eq!(last, "0 changed 1 lock:", "{}", ran.stdout);
    let failed: Vec<&str> = failed.lines().collect();
    assert!(failed.len() >= 5, "{}", ran.stdout);
    for line in failed {
        assert!(line.starts_with("1 same 0 lock: error: failed to "), "{}", ran.stdout);
    }
    for message in ["/journal`: No space left", "hint: nothing was changed"] {
        assert!(ran.stdout.contains(message), "{}", ran.stdout);
    }
}
