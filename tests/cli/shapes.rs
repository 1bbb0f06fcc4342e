//! Repositories of all forms and in all states: each command that writes works as git would, or refuses with
//! the reason before it touches anything. A form is a line in [`WORKING`] or [`REFUSED`].

use crate::sealed::{Output, Sealed};

/// What makes a repository in `notes`, which holds `a.md` and is a notebook, of a certain form.
const WORKING: &[(&str, &str)] = &[
    ("plain", ":"),
    ("packed refs only", "git pack-refs --all && git gc -q --prune=now"),
    ("a branch below a folder", "git switch -qc team/ann/notes"),
    ("a linked work tree", "git worktree add -q ../tree"),
    ("alternates", "cd .. && git clone -q --shared notes tree"),
    ("shallow", "cd .. && git clone -q --depth 1 file://$PWD/notes tree"),
    (
        "partial",
        "git config uploadpack.allowFilter true; cd .. && git clone -q --filter=blob:none file://$PWD/notes tree",
    ),
    ("index version 4", "git update-index --index-version 4"),
    ("split index", "git update-index --split-index"),
    ("untracked cache", "git update-index --untracked-cache"),
    (
        "sparse checkout",
        "mkdir far && echo x > far/x.txt && git add far && git commit -qm far && git sparse-checkout set --cone hands-on",
    ),
    (
        "sparse index",
        "mkdir far && echo x > far/x.txt && git add far && git commit -qm far && git sparse-checkout set --cone --sparse-index hands-on",
    ),
    ("no file mode", "git config core.fileMode false && chmod +x a.md"),
    ("an executable note", "chmod +x a.md && git add a.md && git commit -qm mode"),
    ("shared by a group", "git config core.sharedRepository group"),
    ("no logs", "git config core.logAllRefUpdates false && rm -rf .git/logs"),
    ("gc at each commit", "git config gc.auto 1"),
    ("commits in latin1", "git config i18n.commitEncoding latin1"),
    (
        "a cleanup that cuts",
        "git config commit.cleanup scissors && git config commit.template /dev/null",
    ),
    ("verbose commits", "git config commit.verbose true && git config commit.status false"),
    ("a comment sign that the subject has", "git config core.commentChar h"),
    ("autocrlf", "git config core.autocrlf input"),
    ("notes with returns", "git config core.autocrlf true && rm a.md && git checkout -q a.md"),
    (
        "line ends by attribute",
        "echo '*.md text eol=crlf' > .gitattributes && git add . && git commit -qm attributes && rm a.md && git checkout -q a.md",
    ),
    (
        "a filter",
        "git config filter.rot.clean 'tr a-z A-Z' && git config filter.rot.smudge 'tr A-Z a-z' && git config filter.rot.required true && echo '*.txt filter=rot' > .gitattributes && git add . && git commit -qm filter",
    ),
    (
        "a hook",
        "printf '#!/bin/sh\\nexit 0\\n' > .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit",
    ),
    (
        "hooks elsewhere",
        "mkdir ../hooks && printf '#!/bin/sh\\nexit 0\\n' > ../hooks/commit-msg && chmod +x ../hooks/commit-msg && git config core.hooksPath ../hooks",
    ),
    ("a note that is assumed unchanged", "git update-index --assume-unchanged fieldnote.toml"),
    (
        "a submodule beside",
        "git init -q ../sub && git -C ../sub commit -q --allow-empty -m s && git -c protocol.file.allow=always submodule --quiet add ../sub sub && git commit -qm sub",
    ),
    (
        "a note that is assumed unchanged, and a hook",
        "git update-index --assume-unchanged a.md; printf '#!/bin/sh\\nexit 0\\n' > .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit",
    ),
    (
        "notes behind a filter",
        "git config filter.rot.clean 'tr a-z A-Z' && git config filter.rot.smudge 'tr A-Z a-z' && git config filter.rot.required true && echo 'a.md filter=rot' > .gitattributes && git add --renormalize . && git add .gitattributes && git commit -qm filter",
    ),
    ("a stash", "echo x >> other.txt && git stash -q"),
    (
        "many branches",
        "for n in $(seq 300); do echo \"create refs/heads/b$n HEAD\"; done | git update-ref --stdin",
    ),
    ("replaced commits", "git replace HEAD $(git commit-tree -m replaced HEAD^{tree})"),
    ("the branch was renamed", "git branch -m trunk"),
    ("reftable", "git clone -q --ref-format=reftable . ../tree"),
    ("a git folder elsewhere", "git init -q --separate-git-dir ../far"),
    (
        "inside a submodule",
        "git init -q ../outer && cd ../outer && git -c protocol.file.allow=always submodule --quiet add ../notes sub && git commit -qm sub && ln -s outer/sub ../tree",
    ),
    (
        "a work tree that was moved",
        "git worktree add -q ../old && mv ../old ../tree && git worktree repair ../tree >/dev/null 2>&1",
    ),
    (
        "a work tree with a relative path",
        "git worktree add -q ../tree && echo 'gitdir: ../notes/.git/worktrees/tree' > ../tree/.git",
    ),
    (
        "settings of one work tree",
        "git config extensions.worktreeConfig true && git config --worktree commit.verbose true && git worktree add -q ../tree",
    ),
    (
        "signed with a key of ssh",
        "command -v ssh-keygen >/dev/null || exit 0; ssh-keygen -q -t ed25519 -N '' -f ../key && git config gpg.format ssh && git config user.signingKey $PWD/../key.pub && git config commit.gpgSign true",
    ),
    ("a monitor of files", "git config core.fsmonitor /bin/false"),
    ("the note is assumed unchanged", "git update-index --assume-unchanged a.md"),
    (
        "a squashed merge is staged",
        "git switch -qc b && echo x > b.txt && git add b.txt && git commit -qm b && git switch -q main && git merge -q --squash b",
    ),
    (
        "a cherry-pick is staged",
        "git switch -qc b && echo x > b.txt && git add b.txt && git commit -qm b && git switch -q main && git cherry-pick -n b",
    ),
    (
        "settings of other systems",
        "git config core.symlinks false && git config core.ignoreCase true && git config core.precomposeUnicode true && git config core.trustCtime false && git config transfer.fsckObjects true",
    ),
    ("a branch with a name of its own", "git switch -qc équipe/佐藤"),
    ("a note for one's own eyes", "chmod 600 a.md"),
    (
        "an ignored file beside",
        "echo '*.log' > .gitignore && git add . && git commit -qm ignore && echo x > x.log",
    ),
];

/// The same, with what the refusal says.
const REFUSED: &[(&str, &str, &str)] = &[
    ("detached", "git checkout -q --detach", "HEAD is detached"),
    (
        "a merge to be made",
        "git switch -qc b && echo x > b.txt && git add b.txt && git commit -qm b && git switch -q - && git merge -q --no-commit --no-ff b",
        "merge",
    ),
    (
        "a conflict",
        "git switch -qc b && echo x > other.txt && git commit -qam b && git switch -q - && echo y > other.txt && git commit -qam c && ! git merge -q b",
        "merge",
    ),
    (
        "a cherry-pick",
        "git switch -qc b && echo x > other.txt && git commit -qam b && git switch -q - && echo y > other.txt && git commit -qam c && ! git cherry-pick b 2>/dev/null",
        "cherry-pick",
    ),
    (
        "a revert",
        "echo x > other.txt && git commit -qam b && echo y > other.txt && git commit -qam c && ! git revert --no-edit HEAD~1 2>/dev/null",
        "revert",
    ),
    (
        "a rebase",
        "git switch -qc b && echo x > other.txt && git commit -qam b && git switch -q - && echo y > other.txt && git commit -qam c && ! git rebase -q b 2>/dev/null",
        "rebas",
    ),
    (
        "a rebase that stops to edit",
        "GIT_SEQUENCE_EDITOR='sed -i s/^pick/edit/' git rebase -q -i HEAD~1 2>/dev/null",
        "a rebase is in progress",
    ),
    (
        "patches from mails",
        "git switch -qc b && echo x > other.txt && git commit -qam b && git format-patch -q -1 -o .. && git switch -q - && echo y > other.txt && git commit -qam c && ! git am -q ../0001-b.patch >/dev/null 2>&1",
        "`git am` is in progress",
    ),
    ("bare by mistake", "git config core.bare true", "bare repository"),
    (
        "a bisection",
        "git bisect start -q HEAD HEAD~1 2>/dev/null || git bisect start HEAD HEAD~1 >/dev/null",
        "a bisect is in progress",
    ),
    (
        "nobody's name",
        "git config --global --unset user.name; git config --global --unset user.email; git config --global user.useConfigOnly true",
        "name",
    ),
    (
        "ignored notes",
        "git rm -q --cached a.md && echo '*.md' > .git/info/exclude && git commit -qm out",
        "no open follow-up",
    ),
    ("skipped in the work tree", "git update-index --skip-worktree a.md", "sparse"),
    (
        "a version of its own",
        "cp a.md ../kept && echo staged >> a.md && git add a.md && cp ../kept a.md",
        "staged version",
    ),
    (
        "conflict markers",
        "printf '<<<<<<< a\\n=======\\n>>>>>>> b\\n' >> a.md && git commit -qam markers",
        "conflict",
    ),
    (
        "a signature that cannot be made",
        "git config commit.gpgSign true && git config gpg.program /nowhere/gpg",
        "gpg",
    ),
    (
        "a hook that says no",
        "printf '#!/bin/sh\\necho no way >&2; exit 1\\n' > .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit",
        "no way",
    ),
    ("an index that is locked", "touch .git/index.lock", "another program holds"),
    ("a branch that is locked", "touch .git/refs/heads/main.lock", "another program holds"),
    (
        "a required filter that is missing",
        "git config filter.crypt.clean /nowhere/crypt && git config filter.crypt.required true && echo '*.md filter=crypt' > .git/info/attributes",
        "crypt",
    ),
    (
        "a work tree that was moved by hand",
        "git worktree add -q ../first && mv ../first ../tree",
        "worktree repair",
    ),
    ("an empty index", ": > .git/index", "index"),
    (
        "an empty commit",
        "f=.git/objects/$(git rev-parse HEAD | sed 's,^..,&/,'); chmod +w $f; : > $f",
        "failed to read HEAD",
    ),
    (
        "an empty tree",
        "f=.git/objects/$(git rev-parse HEAD^{tree} | sed 's,^..,&/,'); chmod +w $f; : > $f",
        "failed to read HEAD's files",
    ),
    ("a damaged index", "printf DIRC > .git/index", "index"),
    ("a damaged HEAD", ": > .git/HEAD", "failed to read HEAD"),
    ("a branch of nothing", ": > .git/refs/heads/main", "failed to read HEAD"),
    (
        "a branch of a commit that is not there",
        "echo 1111111111111111111111111111111111111111 > .git/refs/heads/main",
        "failed to read HEAD",
    ),
    (
        "a pack that was cut",
        "git gc -q && chmod +w .git/objects/pack/*.pack && truncate -s 40 .git/objects/pack/*.pack",
        "failed to read HEAD",
    ),
];

/// A notebook with a note and a file beside, made to be of a form; the command runs in `../tree` if that
/// is there.
fn of_form(script: &str) -> Sealed {
    let s = Sealed::init();
    s.write("a.md", "- [ ] one\n- [ ] two\n").write("other.txt", "other\n").commit("notes");
    let made = s.sh(&format!("set -e; {script}"));
    assert_eq!(made.code, 0, "{script}: {made}");
    if s.path("../tree").exists() {
        s.cd("../tree");
    }
    s
}

/// Everything that is not to change: what is staged, flags, branches, files.
fn all(s: &Sealed) -> String {
    s.sh("git ls-files -s -t -v 2>&1; git for-each-ref 2>&1; cat .git/HEAD 2>&1; git stash list 2>&1; ls -la --time-style=+ | sort; cat *.md")
        .stdout
}

fn run(s: &Sealed, form: &str, line: &str) -> Output {
    let output = s.fieldnote(line);
    assert_eq!(output.code, 0, "{form}: {line}: {output}");
    output
}

#[test]
fn repositories_of_many_forms_work() {
    for (form, script) in WORKING {
        let s = of_form(script);
        let others = "git ls-files -s -t -v | grep -v -e a.md -e hands-on/; git stash list; git for-each-ref | grep -v $(git symbolic-ref HEAD)$";
        let (before, status) = (s.sh(others).stdout, s.status());
        for (line, path) in [
            ("done one", "M␉a.md"),
            ("new hands-on --no-edit", "A␉hands-on/2026-03-06.md"),
            ("undo", "D␉hands-on/2026-03-06.md"),
            ("move fri two", "M␉a.md"),
        ] {
            run(&s, form, line);
            assert!(
                s.last_commit().ends_with(&format!("\n\n{path}\n")),
                "{form}: {line}: {}",
                s.last_commit()
            );
            assert_eq!(s.status(), status, "{form}: {line}");
        }
        for line in ["followups", "log", "week", "week last", "notes"] {
            run(&s, form, line);
        }
        assert_eq!(s.sh(others).stdout, before, "{form}");
        let file = s.sh("cat a.md").stdout.replace('␍', "");
        assert_eq!(file, "- [x] one (done 2026-03-06)\n- [ ] two by 2026-03-13\n", "{form}");
        s.git(&["fsck", "--strict", "--no-dangling"]);
        let is_signed = s.git(&["cat-file", "commit", "HEAD"]).contains("\ngpgsig ");
        assert_eq!(is_signed, s.path("../key").exists(), "{form}");
    }
}

#[test]
fn repositories_in_many_states_are_refused_before_anything_is_touched() {
    for (form, script, reason) in REFUSED {
        let s = of_form(script);
        let before = all(&s);
        let output = s.fieldnote("done one");
        assert_eq!(output.code, 1, "{form}: {output}");
        assert!(output.stderr.contains(reason), "{form}: {output}");
        assert!(output.stderr.contains("hint: "), "{form}: {output}");
        assert_eq!(all(&s), before, "{form}: {output}");
        let read = s.fieldnote("followups --json");
        assert!(!read.stderr.contains("panicked"), "{form}: {read}");
    }
}

/// What git leaves out of the work tree is neither deleted nor changed by hand.
#[test]
fn notes_outside_a_sparse_checkout_stay_what_they_are() {
    for form in ["--cone", "--cone --sparse-index"] {
        let s = of_form(&format!(
            "mkdir far near && printf -- '- [ ] beyond\n' > far/b.md && printf -- '- [ ] near\n' > near/c.md && \
             git add far near && git commit -qm far && git sparse-checkout set {form} near weekly"
        ));
        assert!(!s.path("far").exists(), "{form}");
        assert_eq!(s.fieldnote("save").to_string(), "2> nothing was changed by hand\nexit 0\n");
        let week = run(&s, form, "week").stdout;
        assert!(!week.contains("Not committed"), "{form}: {week}");
        let sums = week.lines().find(|line| line.starts_with("| 0 |")).unwrap_or_default();
        assert!(sums.starts_with("| 0 | 4 | 0 | 0 | 0 | 0 | 4 |"), "{form}: {week}");
        s.write("near/c.md", "- [ ] near\n- [ ] more\n");
        run(&s, form, "save");
        assert!(s.last_commit().ends_with("\n\nM␉near/c.md\n"), "{form}: {}", s.last_commit());
        run(&s, form, "week --save");
        assert_eq!(s.status(), "", "{form}");
    }
}

#[test]
fn with_sha_256_notes_are_saved_and_exchanged() {
    let s = Sealed::empty();
    if s.sh("git init -q --object-format=sha256").code != 0 {
        return; // an older git
    }
    s.fieldnote("init").succeeds();
    s.write("a.md", "- [ ] one\n- [ ] two\n")
        .write("gone.md", "- [ ] gone\n")
        .write("c.txt", "c\n");
    s.commit("notes");
    s.write("a.md", "- [ ] one\n- [ ] two\n- [ ] three\n").write("b c.md", "- [ ] new\n");
    s.write(".hidden/d.md", "- [ ] hidden\n").write("c.txt", "mine\n");
    s.sh("rm gone.md; ln -s /etc/passwd link.md; mkfifo pipe.md; git add c.txt").succeeds();
    s.fieldnote("save").succeeds();
    assert!(s.last_commit().ends_with("\n\nM␉a.md\nA␉b c.md\nD␉gone.md\n"), "{}", s.last_commit());
    assert_eq!(s.status(), "M  c.txt\n?? .hidden/d.md\n?? link.md\n");
    assert_eq!(s.fieldnote("save").stderr, "nothing was changed by hand\n");

    s.sh("git init -q --bare --object-format=sha256 ../hub && git remote add origin ../hub && git push -q -u origin main && git clone -q ../hub ../other")
        .succeeds();
    run(&s, "here", "done one");
    run(&s, "here", "sync");
    s.cd("../other");
    run(&s, "there", "done two");
    let output = run(&s, "there", "sync");
    assert!(output.stderr.contains("merged"), "{output}");
    let both = "- [x] one (done 2026-03-06)\n- [x] two (done 2026-03-06)\n- [ ] three\n";
    assert_eq!(s.read("../other/a.md"), both);
    s.cd(".");
    run(&s, "here", "sync");
    assert_eq!(s.read("a.md"), both);
    assert_eq!(s.status(), "M  c.txt\n?? .hidden/d.md\n?? link.md\n");
}

/// What a filter encrypts is not kept in the repository as it is, not even to undo an operation.
#[test]
fn what_a_filter_hides_stays_hidden() {
    let (_, script) =
        WORKING.iter().find(|(form, _)| *form == "notes behind a filter").expect("a form");
    let s = of_form(script);
    s.sh("echo '- [ ] a secret line' >> a.md").succeeds();
    let output = run(&s, "a filter", "done one");
    assert!(output.stderr.contains("with other changes of a.md"), "{output}");
    // What git stores is no text to be compared with the note.
    let undone = s.fieldnote("undo");
    assert!(undone.code == 1 && undone.stderr.contains("nothing was undone"), "{undone}");
    let objects = "git cat-file --batch-all-objects --batch | grep -a -c 'a secret line'";
    assert_eq!(s.sh(objects).stdout, "0\n");
    assert_eq!(s.status(), "");
}

/// What keeps the note from being in a commit.
const UNCOMMITTED: [(&str, &str); 5] = [
    ("untracked", "git rm -q --cached a.md && git commit -qm out"),
    ("meant to be added", "git rm -q --cached a.md && git commit -qm out && git add -N a.md"),
    ("staged", "git rm -q --cached a.md && git commit -qm out && git add a.md"),
    ("a branch to come, nothing staged", "git checkout -q --orphan fresh && git rm -rq --cached ."),
    ("a branch to come, all staged", "git checkout -q --orphan fresh"),
];

#[test]
fn a_note_that_no_commit_has_is_added_alone() {
    let (_, hook) = WORKING.iter().find(|(form, _)| *form == "a hook").expect("a form");
    for (form, script) in UNCOMMITTED {
        for also in [":", *hook] {
            let s = of_form(&format!("{script}; {also}"));
            let others =
                "git ls-files -s -t -v | grep -v a.md; git status --porcelain | grep -v a.md";
            let before = s.sh(others).stdout;
            let output = run(&s, form, "done one");
            assert!(output.stderr.contains("with all of a.md"), "{form}: {output}");
            assert!(s.last_commit().ends_with("\n\nA␉a.md\n"), "{form}: {}", s.last_commit());
            assert_eq!(s.sh(others).stdout, before, "{form}; {also}");
            assert_eq!(s.git(&["status", "--porcelain", "a.md"]), "", "{form}; {also}");
        }
    }
}
