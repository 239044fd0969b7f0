//! What names say by themselves: constants, enums, configuration.

use crate::facts::{ClassRef, View};

/// Whether a class is an enum, by its bases.
pub(super) fn is_enum(view: &View<'_>, class: ClassRef) -> bool {
    let index = view.index(class.file);
    index
        .classes
        .get(class.class as usize)
        .is_some_and(|entry| entry.bases.iter().any(|(name, _)| enum_name(name)))
}

/// Whether a base class is an enum, by its name.
pub(super) fn enum_name(base: &str) -> bool {
    let last = base.rsplit('.').next().unwrap_or(base);
    matches!(last, "Enum" | "IntEnum" | "StrEnum" | "Flag" | "IntFlag")
}

/// PEP 8: constants are written in capital letters.
pub(super) fn constant_name(name: &str) -> bool {
    name.len() > 1
        && name.chars().any(|letter| letter.is_ascii_uppercase())
        && name.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_')
}

/// Whether an attribute chain goes through the configuration.
pub(super) fn configured(text: &str) -> bool {
    text.split('.').rev().skip(1).any(|part| {
        let part = part.trim_start_matches('_').to_lowercase();
        matches!(part.as_str(), "config" | "settings" | "options" | "cfg" | "conf" | "configuration")
    })
}
