//! Workflow commands of an audit, which GitHub shows beside the code: one for each open site, with the finding that it
//! belongs to, and a notice for each finding of which it is not known whether it holds.

use super::Audit;
use super::told::{counts, locations, name, severity, status, told};
use crate::report::github::line;
use crate::report::model::Shown;
use crate::verdict::Severity;

/// All annotations, one on each line. Findings that do not hold are among them where `all` asks for them.
pub fn render(audit: &Audit<'_>, all: bool) -> String {
    let mut text = String::new();
    for one in told(audit).iter().filter(|one| all || counts(one.judged)) {
        let title = name(one.judged);
        for &at in &one.sites {
            let (file, located) = audit.site(at);
            let shown = Shown { file, located };
            let command = match severity(one.judged, Some(shown)) {
                Severity::High => "error",
                Severity::Medium => "warning",
                Severity::Low => "notice",
            };
            let properties = [
                ("file", file.path.clone()),
                ("line", located.line.to_string()),
                ("endLine", located.end_line.to_string()),
                ("title", title.clone()),
            ];
            let mut said = vec![format!("{}: {}", located.finding.code, located.finding.message)];
            said.extend(shown.details());
            text += &line(command, &properties, &said.join("\n"));
        }
        if one.sites.is_empty() {
            let mut properties = Vec::new();
            if let Some((path, lines)) = locations(audit, one.judged).first() {
                properties.push(("file", (*path).to_string()));
                properties.extend(lines.map(|(first, _)| ("line", first.to_string())));
            }
            properties.push(("title", title));
            text += &line("notice", &properties, &status(one.judged));
        }
    }
    text
}
