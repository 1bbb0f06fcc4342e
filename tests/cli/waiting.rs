//! `waiting`: what they owe us, and letters in which nothing internal stands.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn what_they_owe_us_the_oldest_first() {
    let s = Sealed::notebook();
    s.fieldnote("waiting").shows(str![[r#"
! 7  27 Feb 8d late  佐藤 健    見積もりを確認する  customers/minato/2026-02-18-sync.md:13
  8  9 Mar           佐藤 健    open ports 2049 and 4420  customers/minato/2026-03-04-poc.md:18
  d  20 Mar          高橋 一郎  rack the second node  customers/minato/2026-03-04-poc.md:19
  b                  them       name a contact for networking  customers/orbit/2026-03-02-sync.md:19
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("waiting minato").shows(str![[r#"
! 7  27 Feb 8d late  見積もりを確認する
     customers/minato/2026-02-18-sync.md:13  佐藤 健
  8  9 Mar           open ports 2049 and 4420
     customers/minato/2026-03-04-poc.md:18  佐藤 健
  d  20 Mar          rack the second node
     customers/minato/2026-03-04-poc.md:19  高橋 一郎
exit 0

"#]]);
    s.without("COLUMNS").fieldnote("waiting 'Orbit Foods' --json").shows(str![[r#"
[
{"id":"btpj46h4","state":"open","text":"name a contact for networking","raw":"- [ ] @them name a contact for networking","owners":["them"],"side":"theirs","due":null,"promised":null,"start":null,"closed":null,"late_days":null,"customer":"orbit","note":"customers/orbit/2026-03-02-sync.md","line":19,"box":true,"kind":"box","heading":"Follow-ups","tags":[],"internal":false}
]
exit 0

"#]]);
    s.fieldnote("waiting mintao").shows(str![[r#"
2> error: there is no customer `mintao`
2> hint: did you mean `minato`?
exit 1

"#]]);
}

#[test]
fn nothing_is_owed() {
    let s = Sealed::init();
    s.fieldnote("waiting").shows(str![[r#"
2> nothing to wait for
exit 0

"#]]);
    s.fieldnote("waiting --nudge").shows(str![[r#"
2> nothing to ask for
exit 0

"#]]);
    s.fieldnote("waiting --nudge --json").shows(str![[r#"
[]
2> nothing to ask for
exit 0

"#]]);
}

#[test]
fn a_letter_to_each_of_them() {
    let s = Sealed::notebook();
    s.env("COLUMNS", "40").fieldnote("waiting --nudge").shows(str![[r#"
To: 佐藤 健 <ken@minato.example>

Hello, this is to follow up on what is open on your side:

- 見積もりを確認する (agreed for 27 February 2026)
- open ports 2049 and 4420 (agreed for 9 March 2026)

Could you let us know where this stands? Thank you.


To: 高橋 一郎

Hello, this is to follow up on what is open on your side:

- rack the second node (agreed for 20 March 2026)

Could you let us know where this stands? Thank you.


To: Orbit Foods

Hello, this is to follow up on what is open on your side:

- name a contact for networking (since 2 March 2026)

Could you let us know where this stands? Thank you.
exit 0

"#]]);
}

#[test]
fn letters_speak_the_language_of_the_labels() {
    let s = Sealed::notebook();
    s.write("fieldnote.toml", "labels = \"ja\"\n");
    s.fieldnote("waiting minato --nudge").shows(str![[r#"
To: 佐藤 健 様 <ken@minato.example>

いつもお世話になっております。以下の件につきまして、その後の状況をお聞かせいただけますでしょうか。

- 見積もりを確認する（期限：2月27日）
- open ports 2049 and 4420（期限：3月9日）

行き違いでご対応済みの場合はご容赦ください。お忙しいところ恐れ入りますが、どうぞよろしくお願いいたします。


To: 高橋 一郎 様

いつもお世話になっております。以下の件につきまして、その後の状況をお聞かせいただけますでしょうか。

- rack the second node（期限：3月20日）

行き違いでご対応済みの場合はご容赦ください。お忙しいところ恐れ入りますが、どうぞよろしくお願いいたします。
exit 0

"#]]);
    s.fieldnote("waiting orbit --nudge --json").shows(str![[r#"
[
{"to":"Orbit Foods","mail":null,"customer":"orbit","text":"いつもお世話になっております。以下の件につきまして、その後の状況をお聞かせいただけますでしょうか。\n\n- name a contact for networking（3月2日より）\n\n行き違いでご対応済みの場合はご容赦ください。お忙しいところ恐れ入りますが、どうぞよろしくお願いいたします。"}
]
exit 0

"#]]);
}

#[test]
fn nothing_internal_and_no_other_customer_is_ever_in_a_letter() {
    const SECRETS: &str = "BRAVO CHARLIE DELTA FOXTROT GOLF HOTEL INDIA";
    let s = Sealed::notebook();
    s.write(
        "customers/minato/2026-03-05-sync.md",
        "---\ntheirs: [佐藤 健]\n---\n- [ ] @佐藤 fine ALPHA\n- [ ] @佐藤 do as Orbit Foods, BRAVO\n\
         - [ ] @佐藤 CHARLIE #internal\n- [ ] @佐藤 DELTA #vs-rival\n- [ ] @佐藤 ECHO with @priya #infra ^k7q2\n\n\
         ## Internal\n\n- [ ] @佐藤 FOXTROT\n- [ ] @them GOLF\n",
    );
    s.write(
        "customers/minato/2026-03-05-review.md",
        "---\ninternal: true\n---\n- [ ] @佐藤 HOTEL\n- [ ] @them INDIA\n",
    );
    s.write("customers/orbit/2026-03-05-sync.md", "- [ ] @ivo JULIET\n- [ ] @them KILO\n");
    let output = s.fieldnote("waiting minato --nudge");
    let letters = &output.stdout;
    assert!(letters.contains("fine ALPHA (since 5 March 2026)"), "{output}");
    assert!(letters.contains("- ECHO with Priya Nair (since"), "{output}");
    let others = "JULIET KILO Orbit Ivo # @priya k7q2 .md customers 2026-";
    for secret in SECRETS.split(' ').chain(others.split(' ')) {
        assert!(!letters.contains(secret), "{secret}: {output}");
        assert!(!s.fieldnote("waiting minato --nudge --json").stdout.contains(secret), "{secret}");
    }
    output.stderr.shows(str![[r#"
left out 6 follow-ups (internal): customers/minato/2026-03-05-review.md:4, customers/minato/2026-03-05-review.md:5, customers/minato/2026-03-05-sync.md:6, customers/minato/2026-03-05-sync.md:7, customers/minato/2026-03-05-sync.md:12, customers/minato/2026-03-05-sync.md:13
left out 1 follow-up (another customer is named): customers/minato/2026-03-05-sync.md:5

"#]]);
    let all = s.fieldnote("waiting --nudge").stdout;
    for secret in SECRETS.split(' ') {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
    let of_minato = all.split("To: ").filter(|letter| letter.contains("ALPHA"));
    assert!(of_minato.clone().count() == 1 && !of_minato.clone().any(|l| l.contains("JULIET")));
}

#[test]
fn what_may_be_internal_is_left_out_and_told_by_its_place() {
    let s = Sealed::notebook();
    s.write(
        "customers/minato/2026-03-05-sync.md",
        "- [ ] @佐藤 ALPHA <b>BRAVO</b>\n- [ ] @佐藤 CHARLIE /home/dana/x\n\n## Notes (internal)\n\n\
         - [ ] @佐藤 DELTA\n\n## Next\n\n- [ ] @佐藤 ECHO\n\n**Internal**\n\n- [ ] @佐藤 FOXTROT\n",
    );
    let output = s.fieldnote("waiting minato --nudge");
    assert!(output.stdout.contains("- ECHO (since 5 March 2026)"), "{output}");
    for secret in ["ALPHA", "BRAVO", "CHARLIE", "DELTA", "FOXTROT"] {
        assert!(!output.stdout.contains(secret), "{secret}: {output}");
    }
    output.stderr.shows(str![[r#"
left out 2 follow-ups (it looks internal, or stands below what does): customers/minato/2026-03-05-sync.md:6, customers/minato/2026-03-05-sync.md:14
left out 1 follow-up (a comment or HTML stands in it): customers/minato/2026-03-05-sync.md:1
left out 1 follow-up (a path, a link to a note or an id stands in it): customers/minato/2026-03-05-sync.md:2

"#]]);
}
