//! Addresses of repositories, without what is secret in them.

/// Returns an address without its password, and a web address without all that may be a secret; `None` if it is not
/// clear where that ends. Of SSH, the user stays: there it tells one place from another.
pub(super) fn without_password(url: &str) -> Option<String> {
    let Some((scheme, rest)) = url.split_once("://") else { return Some(url.to_string()) };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, mut path) = rest.split_at(end);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~%!$&'()*+,;=:[]@".contains(c);
    if authority.matches('@').count() > 1 || !authority.chars().all(is_plain) {
        return None;
    }
    let (user, host) = authority.split_once('@').unwrap_or(("", authority));
    let user = match user.split(':').next() {
        Some(user) if scheme.contains("ssh") && !user.is_empty() => format!("{user}@"),
        _ => String::new(),
    };
    if scheme.contains("http") {
        path = path.split(['?', '#']).next().unwrap_or_default();
    }
    Some(format!("{scheme}://{user}{host}{path}"))
}

/// Returns the words of a program without passwords in the addresses that it names.
pub(super) fn without_passwords(words: &str) -> String {
    let is_end = |c: char| c.is_whitespace() || "'\"<>`".contains(c);
    let shown = |word: &str| match without_password(word.trim_end_matches(is_end)) {
        _ if !word.contains("://") => word.to_string(),
        Some(address) => address + &word[word.trim_end_matches(is_end).len()..],
        None => "…".to_string() + &word[word.trim_end_matches(is_end).len()..],
    };
    words.split_inclusive(is_end).map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::{without_password, without_passwords};

    #[test]
    fn no_password_is_shown() {
        for (url, expected) in [
            ("https://example.com/notes.git", Some("https://example.com/notes.git")),
            ("https://ann:s3cret@example.com/n", Some("https://example.com/n")),
            ("https://t0ken@example.com:8443/n", Some("https://example.com:8443/n")),
            ("https://example.com/n?token=s3cret", Some("https://example.com/n")),
            ("ssh://git:s3cret@example.com/n", Some("ssh://git@example.com/n")),
            ("ssh://git@[::1]:22/n", Some("ssh://git@[::1]:22/n")),
            ("git@example.com:a@b/n.git", Some("git@example.com:a@b/n.git")),
            ("file:///srv/a@b.git", Some("file:///srv/a@b.git")),
            ("../hub.git", Some("../hub.git")),
            // Where one program ends the user, another goes on.
            ("https://evil.example\\@example.com/n", None),
            ("https://a:b@evil.example@example.com/n", None),
        ] {
            assert_eq!(without_password(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn no_password_is_told() {
        for (words, expected) in [
            (
                "fatal: unable to access 'https://a:s3cret@x.example/n?t=s3cret/': no\nTo ../hub.git",
                "fatal: unable to access 'https://x.example/n': no\nTo ../hub.git",
            ),
            ("see https://x\\@y.example\n", "see …\n"),
            ("", ""),
        ] {
            assert_eq!(without_passwords(words), expected);
        }
    }
}
