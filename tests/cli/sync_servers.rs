//! `sync` with servers that ask for a password, hang up, or are not there: the work stays, nobody is asked
//! and nothing is waited for. The servers are on this machine.

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::sealed::{Output, Sealed};
use crate::sync::shared;

/// Answers each connection with the same bytes, and hangs up. Returns its address.
fn server(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let Ok(mut connection) = connection else { return };
            let mut request = [0; 4096];
            let _ = connection.read(&mut request);
            let _ = connection.write_all(answer);
        }
    });
    format!("http://{address}/notes.git")
}

fn synced(s: &Sealed) -> Output {
    s.fieldnote("sync")
}

#[test]
fn a_server_that_does_not_serve_leaves_all_as_it_was() {
    let helper = std::process::Command::new("git").args(["remote-http"]).output();
    if helper.is_ok_and(|output| {
        String::from_utf8_lossy(&output.stderr).contains("is not a git command")
    }) {
        return; // a git without HTTP
    }
    let unauthorized: &[u8] =
        b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"notes\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let broken: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\nContent-Length: 5000\r\n\r\n001e# service=git-up";
    let wrong: &[u8] = b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let elsewhere: &[u8] =
        b"HTTP/1.1 302 Found\r\nLocation: ext::touch%20ran\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        format!("http://{}/notes.git", listener.local_addr().expect("an address"))
    };
    for (what, url, words) in [
        ("a password", server(unauthorized), "failed to reach `origin`"),
        ("it hangs up", server(b""), "failed to reach `origin`"),
        ("half an answer", server(broken), "failed to reach `origin`"),
        ("its own error", server(wrong), "500"),
        ("another address", server(elsewhere), "failed to reach `origin`"),
        ("nobody there", closed, "failed to reach `origin`"),
    ] {
        let s = shared();
        s.fieldnote("done contract").succeeds();
        s.git(&["config", "remote.origin.url", &url]);
        let state = "git log --format=%H; git for-each-ref; git ls-files -s; cat customers/*/*.md; git status --porcelain";
        let before = s.sh(state).stdout;
        let output = synced(&s);
        assert_eq!(output.code, 1, "{what}: {output}");
        assert!(output.stderr.contains(words), "{what}: {output}");
        assert!(output.stderr.contains("hint: what is committed here stays"), "{what}: {output}");
        assert_eq!(s.sh(state).stdout, before, "{what}");
        assert!(!s.path("ran").exists(), "{what}");
        s.git(&["config", "remote.origin.url", "../hub.git"]);
        synced(&s).succeeds();
        assert_eq!(s.git(&["status", "-sb"]), "## main...origin/main\n", "{what}");
    }
}
