//! A page of minutes in headless Chromium: its text can be seen, in light and dark, it loads nothing, says
//! nothing on the console, and prints on A4. Without a browser (`.ci/install-browser`) this is skipped.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::sealed::Sealed;

const NOTE: &str = "---\ntheirs: [佐藤 健]\nours: [dana]\n---\n# Minato Storage — sync\n\n## Notes\n\
    See [the plan](http://linked.example/plan) and `lsblk`.\n\n![chart](http://picture.example/a.png)\n\n\
    | host | ip |\n|---|---|\n| a | 10.0.0.1 |\n\n```\nzfs list\n```\n\n## Follow-ups\n- [ ] @dana send it by 2026-03-11\n";

/// A browser that reaches the network through us alone, and what it asked for.
struct Browser {
    program: &'static str,
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Browser {
    /// Returns a browser, or says why there is none.
    fn find() -> Option<Browser> {
        let is_there = |program: &&str| {
            let mut command = Command::new(program);
            command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        let Some(program) = ["chromium", "chromium-browser"].into_iter().find(is_there) else {
            // A test's own output is shown only if it fails.
            let word = "skipped: there is no Chromium; `.ci/install-browser` installs it\n";
            std::io::stderr().write_all(word.as_bytes()).expect("a word");
            return None;
        };
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        std::thread::spawn(move || listener.incoming().flatten().for_each(|s| answer(s, &seen)));
        Some(Browser { program, port, asked })
    }

    /// Opens a page with further options, and returns what the browser says.
    fn open(&self, home: &Path, page: &Path, options: &[String]) -> String {
        let output = Command::new(self.program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update"])
            .args(["--enable-logging=stderr", "--hide-scrollbars"])
            .arg(format!("--user-data-dir={}", home.join("browser").display()))
            .arg(format!("--proxy-server=http://127.0.0.1:{}", self.port))
            .args(options)
            .arg(format!("file://{}", page.display()))
            .env("HOME", home)
            .output()
            .expect("a browser");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// Returns whether the browser asked for something of this host.
    fn asked_for(&self, host: &str) -> bool {
        self.asked.lock().expect("no panic").iter().any(|line| line.contains(host))
    }
}

/// Notes the first line of a request, and refuses it.
fn answer(mut stream: TcpStream, seen: &Mutex<Vec<String>>) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let mut line = String::new();
    if BufReader::new(&stream).read_line(&mut line).is_ok() {
        seen.lock().expect("no panic").push(line);
    }
    let _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
}

/// Returns how many pixels of a picture are nearly black, nearly white, and neither.
fn pixels(file: &Path) -> [usize; 3] {
    let decoder = png::Decoder::new(BufReader::new(File::open(file).expect("a picture")));
    let mut reader = decoder.read_info().expect("a PNG");
    let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut bytes).expect("a frame");
    let mut counts = [0; 3];
    for pixel in bytes[..info.buffer_size()].chunks_exact(info.color_type.samples()) {
        let kind = match pixel[..3].iter().map(|part| u32::from(*part)).sum::<u32>() / 3 {
            ..=64 => 0,
            200.. => 1,
            _ => 2,
        };
        counts[kind] += 1;
    }
    counts
}

#[test]
fn a_page_is_seen_asks_for_nothing_and_prints_on_a4() {
    let Some(browser) = Browser::find() else { return };
    let s = Sealed::notebook();
    s.write("customers/minato/2026-03-05-sync.md", NOTE);
    assert_eq!(s.fieldnote("share minato -o ../page.html").code, 0);
    let (home, page) = (s.path("../home"), s.path("../page.html"));

    // The proxy sees what a page does load.
    let other = s.path("../other.html");
    fs::write(&other, "<img src='http://control.example/a.png'>").expect("a file");
    let picture = |name: &str| s.path(&format!("../{name}.png"));
    let shot = |name: &str| format!("--screenshot={}", picture(name).display());
    browser.open(&home, &other, &[shot("other")]);
    assert!(browser.asked_for("control.example"));

    let size = "--window-size=800,900".to_string();
    for (name, scheme) in [("dark", "0"), ("light", "1")] {
        let scheme = format!("--blink-settings=preferredColorScheme={scheme}");
        let said = browser.open(&home, &page, &[size.clone(), scheme, shot(name)]);
        assert!(!said.contains("CONSOLE"), "{said}");
        let [black, white, rest] = pixels(&picture(name));
        let (ink, paper) = if name == "dark" { (white, black) } else { (black, white) };
        assert!(ink > 2_000 && paper > 300_000, "{name}: {ink} of ink, {paper} of paper, {rest}");
    }

    let pdf = s.path("../page.pdf");
    let print = format!("--print-to-pdf={}", pdf.display());
    browser.open(&home, &page, &["--no-pdf-header-footer".to_string(), print]);
    let pdf = fs::read(&pdf).expect("a file");
    let pdf = String::from_utf8_lossy(&pdf);
    let (_, sheet) = pdf.split_once("/MediaBox [0 0 ").expect("a page");
    let (sheet, _) = sheet.split_once(']').expect("an end");
    let sheet: Vec<f64> = sheet.split(' ').filter_map(|number| number.parse().ok()).collect();
    // A4 in points, which are 1/72 of an inch.
    let is_a4 = (sheet[0] - 210.0 / 25.4 * 72.0).abs() < 1.0
        && (sheet[1] - 297.0 / 25.4 * 72.0).abs() < 1.0;
    assert!(is_a4, "{sheet:?}");

    for host in ["linked.example", "picture.example"] {
        assert!(!browser.asked_for(host), "{host}");
    }
}
