//! `[pr]`: what pull requests are like. Opens none.

use super::read::{ConfigError, Section};
use super::table;
use crate::pr::remote::ForgeKind;

/// How fixes are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Group {
    /// By the transform that found them.
    #[default]
    Transform,
    /// By the finding of an audit that names them.
    Audit,
}

/// Who makes the commits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Commits {
    /// git, which pushes them: the same input gives the same commit.
    #[default]
    Git,
    /// The forge, which signs them.
    Api,
}

/// `[pr]`: pull requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrSettings {
    /// How fixes are put together.
    pub group: Group,
    /// The audit whose findings they are for, relative to the project's top.
    pub audit: Option<String>,
    /// The most files of one, where it can be cut.
    pub max_files: usize,
    /// The most hunks of one, where it can be cut.
    pub max_hunks: usize,
    /// The most that may be open.
    pub max_open: usize,
    /// The most that are opened in an hour.
    pub max_new_per_hour: usize,
    /// Labels that each gets.
    pub labels: Vec<String>,
    /// Users who are asked to review each.
    pub reviewers: Vec<String>,
    /// Teams that are asked to review each.
    pub team_reviewers: Vec<String>,
    /// Users that each is assigned to.
    pub assignees: Vec<String>,
    /// Whether they are opened as drafts.
    pub draft: bool,
    /// The milestone of each.
    pub milestone: Option<String>,
    /// Who the commits are by: `Name <mail>`.
    pub author: Option<String>,
    /// Who makes the commits.
    pub commits: Commits,
    /// Whether the token's user may get a fork, where branches go if the token may not push.
    pub fork: bool,
    /// Whether maintainers may push to the branches of a fork.
    pub maintainer_can_modify: bool,
    /// What runs on the remote's host, if its name does not tell.
    pub forge: Option<ForgeKind>,
    /// The template of the title.
    pub title: Option<String>,
    /// The file with the template of the body, relative to the project's top.
    pub body: Option<String>,
}

impl Default for PrSettings {
    fn default() -> Self {
        PrSettings {
            group: Group::default(),
            audit: None,
            max_files: 20,
            max_hunks: 40,
            max_open: 10,
            max_new_per_hour: 2,
            labels: Vec::new(),
            reviewers: Vec::new(),
            team_reviewers: Vec::new(),
            assignees: Vec::new(),
            draft: false,
            milestone: None,
            author: None,
            commits: Commits::default(),
            fork: true,
            maintainer_can_modify: true,
            forge: None,
            title: None,
            body: None,
        }
    }
}

impl PrSettings {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ConfigError> {
        section.only(&table::keys("pr"), |_| None)?;
        let mut settings = PrSettings::default();
        let words = [("transform", Group::Transform), ("audit", Group::Audit)];
        settings.group = section.choice("group", &words)?.unwrap_or_default();
        settings.audit = section.line("audit")?;
        if settings.audit.is_some() && settings.group != Group::Audit {
            return Err(section.error("audit", "counts only with `group = \"audit\"`"));
        }
        for (key, number) in [
            ("max-files", &mut settings.max_files),
            ("max-hunks", &mut settings.max_hunks),
            ("max-open", &mut settings.max_open),
            ("max-new-per-hour", &mut settings.max_new_per_hour),
        ] {
            match section.whole(key)? {
                Some(0) => return Err(section.error(key, "must be at least 1")),
                Some(given) => *number = given,
                None => {}
            }
        }
        for (key, list) in [
            ("labels", &mut settings.labels),
            ("reviewers", &mut settings.reviewers),
            ("team-reviewers", &mut settings.team_reviewers),
            ("assignees", &mut settings.assignees),
        ] {
            *list = section.strings(key)?.unwrap_or_default();
            if list.iter().any(|name| name.trim().is_empty() || name.contains(char::is_control)) {
                return Err(section.error(key, "holds a name that is empty or more than a line"));
            }
        }
        settings.draft = section.boolean("draft")?.unwrap_or_default();
        settings.milestone = section.line("milestone")?;
        settings.author = section.line("author")?;
        if let Some(author) = &settings.author
            && split_author(author).is_none()
        {
            return Err(section.error("author", "must be `Name <mail>`"));
        }
        let words = [("git", Commits::Git), ("api", Commits::Api)];
        settings.commits = section.choice("commits", &words)?.unwrap_or_default();
        settings.fork = section.choice("fork", &[("auto", true), ("never", false)])?.unwrap_or(true);
        settings.maintainer_can_modify = section.boolean("maintainer-can-modify")?.unwrap_or(true);
        settings.forge = section.choice("forge", &FORGES)?;
        settings.title = section.line("title")?;
        settings.body = section.line("body")?;
        Ok(settings)
    }
}

/// What forges are called.
pub const FORGES: [(&str, ForgeKind); 3] =
    [("github", ForgeKind::GitHub), ("gitlab", ForgeKind::GitLab), ("gitea", ForgeKind::Gitea)];

/// Name and mail of `Name <mail>`.
pub fn split_author(author: &str) -> Option<(&str, &str)> {
    let (name, mail) = author.strip_suffix('>')?.split_once('<')?;
    let name = name.trim();
    let is_good = !name.is_empty() && !mail.trim().is_empty() && !mail.contains(['<', '>', ' ']);
    (is_good && !name.contains(['<', '>'])).then_some((name, mail))
}

#[cfg(test)]
mod tests {
    use crate::config::Settings;

    use super::*;

    fn read(text: &str) -> Result<PrSettings, String> {
        let text = format!("[tool.amends.pr]\n{text}");
        Settings::from_toml(&text, "pyproject.toml")
            .map(|settings| settings.pr)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn all_keys_are_read() {
        assert_eq!(read(""), Ok(PrSettings::default()));
        // `--audit` may name it.
        assert_eq!(read("group = 'audit'"), Ok(PrSettings { group: Group::Audit, ..PrSettings::default() }));
        let all = read(
            "group = 'audit'\naudit = 'docs/AUDIT.md'\nmax-files = 1\nmax-hunks = 2\nmax-open = 3\nmax-new-per-hour = 4\n\
             labels = ['a', 'b']\nreviewers = ['c']\nteam-reviewers = ['d']\nassignees = ['e']\ndraft = true\n\
             milestone = 'f'\nauthor = 'G H <g@example.org>'\ncommits = 'api'\nfork = 'never'\n\
             maintainer-can-modify = false\nforge = 'gitea'\ntitle = '{{ subject }}'\nbody = '.github/pr.md'\n",
        );
        let names = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            all,
            Ok(PrSettings {
                group: Group::Audit,
                audit: Some("docs/AUDIT.md".into()),
                max_files: 1,
                max_hunks: 2,
                max_open: 3,
                max_new_per_hour: 4,
                labels: names(&["a", "b"]),
                reviewers: names(&["c"]),
                team_reviewers: names(&["d"]),
                assignees: names(&["e"]),
                draft: true,
                milestone: Some("f".into()),
                author: Some("G H <g@example.org>".into()),
                commits: Commits::Api,
                fork: false,
                maintainer_can_modify: false,
                forge: Some(ForgeKind::Gitea),
                title: Some("{{ subject }}".into()),
                body: Some(".github/pr.md".into()),
            })
        );
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, expected) in [
            (
                "label = ['a']",
                "pyproject.toml:2: there is no setting `tool.amends.pr.label`; did you mean `labels`?",
            ),
            ("max-open = 0", "pyproject.toml:2: `tool.amends.pr.max-open` must be at least 1"),
            (
                "labels = ['']",
                "pyproject.toml:2: `tool.amends.pr.labels` holds a name that is empty or more than a line",
            ),
            (
                "audit = 'AUDIT.md'",
                "pyproject.toml:2: `tool.amends.pr.audit` counts only with `group = \"audit\"`",
            ),
            ("draft = 1", "pyproject.toml:2: `tool.amends.pr.draft` must be true or false, not 1"),
            ("author = 'Ada'", "pyproject.toml:2: `tool.amends.pr.author` must be `Name <mail>`"),
            ("title = \"a\\nb\"", "pyproject.toml:2: `tool.amends.pr.title` must be a single line"),
        ] {
            assert_eq!(read(text), Err(expected.into()), "{text}");
        }
        for text in ["group = 'owner'", "commits = 'hub'", "fork = true", "forge = 'GitHub'"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
