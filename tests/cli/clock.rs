//! The clock at the customer: what is left of a deadline's day, wherever the user is.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// The sizing guide is promised to Minato, in Tokyo, for 6 March.
fn guide(now: &str, zone: &str) -> String {
    let s = Sealed::notebook();
    let list = s.env("TZ", zone).at(now).fieldnote("f -q sizing guide").stdout;
    list.split("  promised").next().expect("a row").split("  ").last().expect("a date").to_string()
}

#[test]
fn a_promise_to_tokyo_dies_at_ten_in_new_york() {
    for (now, zone, expected) in [
        ("2026-03-04T12:00:00-05:00", "America/New_York", "6 Mar"),
        ("2026-03-05T09:59:00-05:00", "America/New_York", "6 Mar"),
        ("2026-03-05T10:00:00-05:00", "America/New_York", "24 h left (Tokyo 00:00)"),
        ("2026-03-06T08:00:00-05:00", "America/New_York", "2 h left (Tokyo 22:00)"),
        ("2026-03-06T09:20:00-05:00", "America/New_York", "40 min left (Tokyo 23:20)"),
        ("2026-03-06T09:59:00-05:00", "America/New_York", "1 min left (Tokyo 23:59)"),
        ("2026-03-06T10:00:00-05:00", "America/New_York", "6 Mar 1d late"),
        // The laptop travels; the deadline does not.
        ("2026-03-06T13:00:00Z", "Europe/Lisbon", "2 h left (Tokyo 22:00)"),
        ("2026-03-06T13:00:00Z", "Asia/Tokyo", "today"),
        ("2026-03-06T13:00:00Z", "Asia/Seoul", "today"),
        ("2026-03-06T13:00:00Z", "Pacific/Auckland", "2 h left (Tokyo 22:00)"),
        ("2026-03-06T13:00:00Z", "JST-9", "today"),
    ] {
        assert_eq!(guide(now, zone), expected, "{now} in {zone}");
    }
}

#[test]
fn the_columns_stay_tidy() {
    let s = Sealed::notebook();
    s.at("2026-03-06T13:20:00Z");
    s.env("COLUMNS", "80").fieldnote("f -q -c minato").shows(str![[r#"
! 7  27 Feb 7d late          見積もりを確認する
     customers/minato/2026-02-18-sync.md:13  佐藤 健
  f  1 h left (Tokyo 22:20)  send the sizing guide
     customers/minato/2026-03-04-poc.md:17  dana, promised
  8  9 Mar                   open ports 2049 and 4420
     customers/minato/2026-03-04-poc.md:18  佐藤 健
  r  13 Mar                  write the 🚀 launch checklist
     customers/minato/2026-03-04-poc.md:20  priya
  d  20 Mar                  rack the second node
     customers/minato/2026-03-04-poc.md:19  高橋 一郎
  s                          read the manual
     customers/minato/2026-03-04-poc.md:21
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("f -q -c minato").shows(str![[r#"
! 7  27 Feb 7d late  見積もりを確認する
     customers/minato/2026-02-18-sync.md:13  佐藤 健
  f  1 h left        send the sizing guide
     2026-03-04-poc.md:17  Tokyo 22:20, dana, promised
  8  9 Mar           open ports 2049 and 4420
     customers/minato/2026-03-04-poc.md:18  佐藤 健
  r  13 Mar          write the 🚀 launch checklist
     customers/minato/2026-03-04-poc.md:20  priya
  d  20 Mar          rack the second node
     customers/minato/2026-03-04-poc.md:19  高橋 一郎
  s                  read the manual
     customers/minato/2026-03-04-poc.md:21
exit 0

"#]]);
    s.without("COLUMNS").fieldnote("f -q -c minato").shows(str![[r#"
! 7  27 Feb 7d late                    佐藤 健    見積もりを確認する  customers/minato/2026-02-18-sync.md:13
  f  1 h left (Tokyo 22:20)  promised  dana       send the sizing guide  customers/minato/2026-03-04-poc.md:17
  8  9 Mar                             佐藤 健    open ports 2049 and 4420  customers/minato/2026-03-04-poc.md:18
  r  13 Mar                            priya      write the 🚀 launch checklist  customers/minato/2026-03-04-poc.md:20
  d  20 Mar                            高橋 一郎  rack the second node  customers/minato/2026-03-04-poc.md:19
  s                                               read the manual  customers/minato/2026-03-04-poc.md:21
exit 0

"#]]);
}
