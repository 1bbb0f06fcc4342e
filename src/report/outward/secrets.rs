//! Keys, tokens and passwords by their well-known forms. What is found is never shown.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::words::{fold, look};

/// Prefixes of tokens, and how many letters at least follow one.
const TOKENS: [(&str, usize); 24] = [
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 30),
    ("ghp_", 20),
    ("gho_", 20),
    ("ghu_", 20),
    ("ghs_", 20),
    ("ghr_", 20),
    ("github_pat_", 20),
    ("glpat-", 16),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("xoxa-", 10),
    ("xoxs-", 10),
    ("xapp-", 10),
    ("sk-", 20),
    ("sk_live_", 10),
    ("rk_live_", 10),
    ("npm_", 20),
    ("pypi-", 20),
    ("hf_", 20),
    ("ya29.", 20),
    ("SG.", 20),
    ("AGE-SECRET-KEY-1", 10),
];

/// No token is shorter, in bytes.
const SHORTEST: usize = shortest();

/// Words behind which, after a colon or an equals sign, whatever stands is a secret.
const PASSWORDS: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "パスワード",
    "暗証番号",
    "密码",
    "contrasena",
    "mot de passe",
    "passwort",
    "kennwort",
    "senha",
    "пароль",
];

/// Words behind which a long value, or one with a digit, is a secret.
const KEYS: [&str; 11] = [
    "token",
    "secret",
    "api key",
    "api-key",
    "api_key",
    "apikey",
    "access key",
    "access_key",
    "secret key",
    "client_secret",
    "credentials",
];

/// What stands between such a word and the secret.
const SIGNS: [&str; 6] = [":", "=", "：", "＝", "is ", "は"];

/// Returns whether a text holds what looks like a key, a token or a password.
pub fn holds_secret(text: &str) -> bool {
    let folded = fold(text);
    has_key_block(&folded)
        || text.split(|c: char| !is_of_token(c)).any(is_token)
        || has_credentials_in_url(text)
        || has_value(&look(text))
}

fn has_key_block(folded: &str) -> bool {
    (folded.contains("-----begin") && folded.contains("private key"))
        || folded.contains("begin pgp private")
        || folded.contains("putty-user-key-file")
}

fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-.".contains(c)
}

fn is_token(word: &str) -> bool {
    let is_known = |(prefix, least): &(&str, usize)| {
        word.match_indices(prefix).any(|(at, _)| {
            let is_start = at == 0 || !word.as_bytes()[at - 1].is_ascii_alphanumeric();
            is_start && word.len() - at - prefix.len() >= *least
        })
    };
    // A JSON web token: three parts, of which two start as `{"` does in base64.
    let is_jwt = word.starts_with("eyJ") && word.matches(".eyJ").count() == 1 && word.len() > 30;
    word.len() >= SHORTEST && (TOKENS.iter().any(is_known) || is_jwt)
}

const fn shortest() -> usize {
    let mut shortest = usize::MAX;
    let mut at = 0;
    while at < TOKENS.len() {
        let (prefix, least) = TOKENS[at];
        if prefix.len() + least < shortest {
            shortest = prefix.len() + least;
        }
        at += 1;
    }
    shortest
}

/// Returns whether a name and a password stand in an address: `https://ann:hunter2@host`.
fn has_credentials_in_url(text: &str) -> bool {
    text.match_indices("://").any(|(at, found)| {
        let rest = &text[at + found.len()..];
        let end = rest.find(|c: char| c.is_whitespace() || "/?#<>\"'`".contains(c));
        let host = &rest[..end.unwrap_or(rest.len())];
        host.rsplit_once('@').is_some_and(|(user, _)| user.contains(':') && !user.ends_with(':'))
    })
}

fn has_value(folded: &str) -> bool {
    static FINDERS: LazyLock<Vec<Finder>> = LazyLock::new(|| {
        SIGNS.iter().chain(&["bearer"]).map(|sign| Finder::new(sign.as_bytes())).collect()
    });
    if !FINDERS.iter().any(|sign| sign.find(folded.as_bytes()).is_some()) {
        return false;
    }
    let mut passwords = PASSWORDS.iter().flat_map(|word| values(folded, word));
    let mut keys = KEYS.iter().flat_map(|word| values(folded, word));
    passwords.any(|value| value.chars().count() >= 3)
        || keys.any(|value| value.len() >= 16 || (value.len() >= 6 && has_digit(value)))
        || values(folded, "bearer").any(|value| value.len() >= 16)
}

fn has_digit(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_digit())
}

/// Returns what stands behind a word and a sign: `password: x`, `password=x`, `password is x`.
fn values<'a>(text: &'a str, word: &str) -> impl Iterator<Item = &'a str> {
    text.match_indices(word).filter_map(|(at, found)| {
        let rest = text[at + found.len()..].trim_start_matches(['*', '_', '`', '"', '\'', ' ']);
        let value = if found == "bearer" {
            rest
        } else {
            SIGNS.iter().find_map(|sign| rest.strip_prefix(sign))?
        };
        let value = value.trim_start_matches(['*', '_', '`', '"', '\'', ' ', '=']);
        let end = value.find(|c: char| c.is_whitespace() || "`\"',;".contains(c));
        Some(&value[..end.unwrap_or(value.len())])
    })
}

#[cfg(test)]
mod tests {
    use super::holds_secret;

    #[test]
    fn secrets_are_known_by_their_forms() {
        for text in [
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE",
            "key AKIAIOSFODNN7EXAMPLE here",
            "ghp_0123456789abcdefghij0123456789abcdef",
            "use `glpat-abcdefghij0123456789`",
            "xoxb-1234567890-abcdef",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmN",
            "https://ann:hunter2@host.example/x",
            "password: hunter2",
            "**Password:** hunter2",
            "Ｐａｓｓｗｏｒｄ：hunter2",
            "PWD=abc",
            "the password is swordfish",
            "パスワードは桜桜桜です",
            "api_key = 12ab34cd",
            "token: 0123456789abcdef",
            "Authorization: Bearer abcdefghijklmnop.qrst",
            "pаssword: hunter2",
        ] {
            assert!(holds_secret(text), "{text}");
        }
        for text in [
            "they forgot the password",
            "password rotation comes next week",
            "the token expires on Friday",
            "task-force-one and ask-me-anything-about-the-schedule",
            "https://host.example/a:b@c",
            "mailto:ken@minato.example",
            "api key by Friday",
            "BEGIN the migration",
            "a key AKIA of mine",
        ] {
            assert!(!holds_secret(text), "{text}");
        }
    }
}
