//! `[audit]`: which transforms judge which findings of an audit, where that is not told by the audit itself.

use super::read::{ConfigError, Section};

/// `[audit]`: a finding's number, rule or a part of its title, and codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditSettings {
    /// In the order of the file; no code means that no transform judges the finding.
    pub ties: Vec<(String, Vec<String>)>,
}

impl AuditSettings {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ConfigError> {
        let mut ties = Vec::new();
        for finding in section.keys() {
            let codes = section.strings(finding)?.unwrap_or_default();
            let is_code = |code: &String| {
                code.len() == 5
                    && code.starts_with("AM")
                    && code[2..].bytes().all(|byte| byte.is_ascii_digit())
            };
            if let Some(wrong) = codes.iter().find(|code| !is_code(code)) {
                return Err(
                    section.error(finding, format!("holds \"{wrong}\", which is no code such as \"AM401\""))
                );
            }
            ties.push((finding.to_string(), codes));
        }
        Ok(AuditSettings { ties })
    }
}
