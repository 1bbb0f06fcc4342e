//! The last look at `week --for company` and `week --for customer`: normal weeks pass, others are not printed.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

const NOTE: &str = "customers/minato/2026-03-05-sync.md";

#[test]
fn normal_weeks_pass_whatever_words_of_the_tool_stop_sharing() {
    let s = Sealed::notebook();
    let words = "['week', 'March', 'none', 'decided', 'next week', 'note', 'written', 'customer', '決定事項', '週']";
    s.write("fieldnote.toml", format!("[share]\nwords = {words}\n"));
    s.write(
        NOTE,
        "---\nkind: sync\ntheirs: [佐藤 健]\n---\n- Decision: start with one site\n- Ask: a quota report #quota\n\
         > \"It works\" — 佐藤 健\n\n- [ ] @dana send the plan by 2026-03-09\n\n## Internal\n- Decision: start with one site\n\
         - Ask: a quota report\n- [ ] @dana Minato Storage, 5 March\n- [ ] @dana send the plan\n",
    );
    s.commit("the week");
    for reader in ["company", "customer -c minato", "customer -c orbit"] {
        for week in ["last", "this"] {
            for flags in ["", " --json", " --labels ja"] {
                let command = format!("week {week} --for {reader}{flags}");
                let output = s.fieldnote(&command);
                assert_eq!(output.code, 0, "{command}: {output}");
            }
        }
    }
}

#[test]
fn a_summary_with_a_word_that_stops_sharing_is_not_there_at_all() {
    let s = Sealed::notebook();
    s.write("fieldnote.toml", "[share]\nwords = [\"Minato Storage\"]\n");
    s.write(NOTE, "- Decision: start with one site\n").commit("the week");
    for flags in ["", " --save"] {
        s.fieldnote(&format!("week --for company{flags}")).shows(str![[r#"
2> error: there is no summary that may go out
2> a word stands in it that stops sharing: Minato Storage
2> hint: word the line differently, or mark it internal: docs/format.md
exit 1

"#]]);
    }
    assert!(!s.path("weekly").exists());
}
