//! The ids of commits and blobs. Their own type: git's SHA-256 ids do not fit into git2's.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Hinted, Result, anyhow};

/// The id of a commit. Shown as 40 hexadecimal digits (64 in a SHA-256 repository).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CommitId(Id);

/// The id of a file's content.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BlobId(Id);

/// 20 bytes of SHA-1 or 32 of SHA-256; the rest is zero.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Id {
    bytes: [u8; 32],
    len: u8,
}

/// The ids of empty content, in SHA-1 and SHA-256.
const EMPTY: [&str; 2] = [
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
];

impl CommitId {
    /// Returns the first 7 digits.
    pub fn short(self) -> String {
        self.to_string()[..7].to_string()
    }

    pub(super) fn from_hex(text: &str) -> Option<CommitId> {
        Id::from_hex(text).map(CommitId)
    }

    pub(super) fn oid(self) -> Result<git2::Oid> {
        self.0.oid()
    }
}

impl BlobId {
    /// Reads 40 or 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<BlobId> {
        Id::from_hex(text).map(BlobId)
    }

    /// Returns its 20 or 32 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0.bytes[..usize::from(self.0.len)]
    }

    /// Returns true for the id of empty content.
    pub(super) fn is_of_nothing(self) -> bool {
        EMPTY.contains(&self.to_string().as_str())
    }

    pub(super) fn oid(self) -> Result<git2::Oid> {
        self.0.oid()
    }
}

impl Id {
    fn of(oid: git2::Oid) -> Id {
        let mut id = Id { bytes: [0; 32], len: oid.as_bytes().len() as u8 };
        id.bytes[..oid.as_bytes().len()].copy_from_slice(oid.as_bytes());
        id
    }

    fn from_hex(text: &str) -> Option<Id> {
        let digits = text.as_bytes();
        if digits.len() != 40 && digits.len() != 64 {
            return None;
        }
        let mut id = Id { bytes: [0; 32], len: (digits.len() / 2) as u8 };
        for (byte, pair) in id.bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let high = (pair[0] as char).to_digit(16)?;
            let low = (pair[1] as char).to_digit(16)?;
            *byte = (high * 16 + low) as u8;
        }
        Some(id)
    }

    fn oid(self) -> Result<git2::Oid> {
        git2::Oid::from_bytes(&self.bytes[..usize::from(self.len)]).map_err(|_| {
            anyhow!("the history of a SHA-256 repository cannot be read")
                .hint("notes can be read and committed here; summaries need a SHA-1 repository")
        })
    }
}

impl From<git2::Oid> for CommitId {
    fn from(oid: git2::Oid) -> CommitId {
        CommitId(Id::of(oid))
    }
}

impl From<git2::Oid> for BlobId {
    fn from(oid: git2::Oid) -> BlobId {
        BlobId(Id::of(oid))
    }
}

impl From<Id> for String {
    fn from(id: Id) -> String {
        id.to_string()
    }
}

impl TryFrom<String> for Id {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Id, &'static str> {
        Id::from_hex(&text).ok_or("it is no id")
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in &self.bytes[..usize::from(self.len)] {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::CommitId;

    #[test]
    fn ids_are_read_and_shown_in_hexadecimal() {
        for text in ["1f2e3d4c5b6a79880011223344556677889900aa", &"0123456789abcdef".repeat(4)] {
            let id = CommitId::from_hex(text).unwrap();
            assert_eq!(id.to_string(), text);
            assert_eq!(id.short(), &text[..7]);
            assert_eq!(id.oid().is_ok(), text.len() == 40);
        }
        assert!(CommitId::from_hex("1f2e3d4").is_none());
        assert!(CommitId::from_hex(&"x".repeat(40)).is_none());
    }
}
