//! The ids of commits and blobs. Their own type: git's SHA-256 ids do not fit into git2's.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::{Hinted, Result, anyhow};

/// The id of a commit. Shown as 40 hexadecimal digits (64 in a SHA-256 repository).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CommitId(Id);

/// The id of a file's content.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BlobId(Id);

/// 20 bytes of SHA-1 or 32 of SHA-256; the rest is zero. Serialized, it is its digits, or its bytes in a form that
/// nobody reads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
        self.0.as_bytes()
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
        Id::from_bytes(oid.as_bytes()).expect("git2's ids have a length of git's")
    }

    fn from_bytes(bytes: &[u8]) -> Option<Id> {
        let mut id = Id { bytes: [0; 32], len: bytes.len() as u8 };
        id.bytes
            .get_mut(..bytes.len())
            .filter(|own| [20, 32].contains(&own.len()))?
            .copy_from_slice(bytes);
        Some(id)
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    fn from_hex(text: &str) -> Option<Id> {
        let digit = |digit: &u8| char::from(*digit).to_digit(16).map(|digit| digit as u8);
        let pair = |pair: &[u8; 2]| Some(digit(&pair[0])? << 4 | digit(&pair[1])?);
        let (pairs, rest) = text.as_bytes().as_chunks();
        let bytes: Option<Vec<u8>> = pairs.iter().map(pair).collect();
        Id::from_bytes(&bytes?).filter(|_| rest.is_empty())
    }

    fn oid(self) -> Result<git2::Oid> {
        git2::Oid::from_bytes(self.as_bytes()).map_err(|_| {
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

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serializer.is_human_readable() {
            true => serializer.collect_str(self),
            false => serializer.serialize_bytes(self.as_bytes()),
        }
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
        let id = match deserializer.is_human_readable() {
            true => Id::from_hex(&String::deserialize(deserializer)?),
            false => Id::from_bytes(<&[u8]>::deserialize(deserializer)?),
        };
        id.ok_or_else(|| de::Error::custom("it is no id"))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.as_bytes() {
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
        for text in ["", "1f2e3d4", &"x".repeat(40), &"1".repeat(41), &"1".repeat(66)] {
            assert!(CommitId::from_hex(text).is_none(), "{text}");
        }
    }

    #[test]
    fn an_id_comes_back_from_its_digits_and_its_bytes() {
        for digits in [40, 64] {
            let id = CommitId::from_hex(&"1f".repeat(digits / 2)).unwrap();
            let json = serde_json::to_string(&id).unwrap();
            assert_eq!(json, format!("\"{id}\""));
            assert_eq!(serde_json::from_str::<CommitId>(&json).unwrap(), id);
            let mut bytes = postcard::to_allocvec(&id).unwrap();
            assert_eq!(bytes.len(), digits / 2 + 1);
            assert_eq!(postcard::from_bytes::<CommitId>(&bytes).unwrap(), id);
            bytes[0] -= 1;
            assert!(postcard::from_bytes::<CommitId>(&bytes).is_err());
        }
    }
}
