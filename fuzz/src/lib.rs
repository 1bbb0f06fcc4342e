//! The fuzz targets: each feeds one property of `fieldnote::TARGETS`.

/// Returns the property of a target.
///
/// # Panics
/// If there is none of that name.
pub fn property(name: &str) -> fn(&[u8]) {
    let found = fieldnote::TARGETS.iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("there is no property `{name}`")).1
}
