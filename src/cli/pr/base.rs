//! Where pull requests start: the remote, the branch, and its last commit that this clone knows. Fetches nothing.

use anyhow::{Result, anyhow, bail};

use crate::cli::git_error;
use crate::git::{Git, Oid};
use crate::pr::remote::{ForgeKind, Remote};
use crate::report::printable;

/// The start of all branches.
pub(super) struct Base {
    /// The branch that pull requests are for.
    pub(super) branch: String,
    /// Its last commit.
    pub(super) commit: Oid,
    /// The name that this clone has for it: `origin/main`.
    label: String,
    /// The remote's name, and what its URL says.
    remote: Option<(String, Result<Remote, String>)>,
    /// Whether there is a remote that has not shown this branch.
    is_local: bool,
    /// Whether it is the branch that happens to be checked out: the user named none, and the remote's is not known.
    is_guess: bool,
}

impl Base {
    pub(super) fn of(git: &Git, remote: Option<&str>, branch: Option<&str>) -> Result<Self> {
        let name = remote_name(git, remote)?;
        let (branch, is_guess) = match branch {
            Some(branch) => (branch.to_string(), false),
            None => default_branch(git, name.as_deref())?,
        };
        let seen = match &name {
            Some(name) => git.remote_tip(name, &branch).map_err(git_error)?,
            None => None,
        };
        let is_local = name.is_some() && seen.is_none();
        let (commit, label) = match (seen, &name) {
            (Some(commit), Some(name)) => (commit, format!("{name}/{branch}")),
            _ => {
                let tip = git.branch_tip(&branch).map_err(git_error)?;
                let tip = tip.ok_or_else(|| {
                    let places = name.as_ref().map_or_else(String::new, |name| {
                        format!(", neither here nor, as far as this clone has seen, at {}", printable(name))
                    });
                    anyhow!(
                        "there is no branch `{}`{places}; fetch it, or name another with --base",
                        printable(&branch)
                    )
                })?;
                (tip, branch.clone())
            }
        };
        let remote = match name {
            Some(name) => {
                let url = git.remote_url(&name).map_err(git_error)?;
                // Neither the URL nor a part of it that is not understood is printed: there may be a token in it.
                Some((name, Remote::parse(&url).map_err(|problem| problem.to_string())))
            }
            None => None,
        };
        Ok(Base { branch, commit, label, remote, is_local, is_guess })
    }

    /// The repository on the forge, if the remote's URL names one.
    pub(super) fn remote(&self) -> Option<&Remote> {
        self.remote.as_ref()?.1.as_ref().ok()
    }

    /// That of which it is known what runs there: `kind` is the user's word.
    pub(super) fn known_as(&mut self, kind: Option<ForgeKind>) {
        if let (Some(kind), Some((_, Ok(remote)))) = (kind, &mut self.remote) {
            remote.kind = Some(kind);
        }
    }

    /// Why no pull request may start there, if so: it would hold commits that are not the bot's, or be for a branch that
    /// nobody has named. `main` is the forge's main branch.
    pub(super) fn refused(&self, main: &str) -> Option<String> {
        if let Some(note) = self.note() {
            return Some(format!("{note}; fetch it first"));
        }
        (self.is_guess && self.branch != main).then(|| {
            format!(
                "the main branch there is {}, and {} is checked out here: say with --base which one is meant",
                printable(main),
                printable(&self.branch)
            )
        })
    }

    /// `origin/main at 0123456789ab`.
    pub(super) fn shown(&self) -> String {
        format!("{} at {}", printable(&self.label), self.short())
    }

    /// The commit, cut short.
    pub(super) fn short(&self) -> &str {
        self.commit.as_str().get(..12).unwrap_or(self.commit.as_str())
    }

    /// Which forge it is, for people.
    pub(super) fn forge(&self) -> String {
        match &self.remote {
            None => "there is no remote".into(),
            Some((name, Ok(remote))) => {
                let kind =
                    remote.kind.map_or_else(|| "of unknown kind".into(), |kind| format!("probably {kind}"));
                format!("remote {} is {remote} ({kind})", printable(name))
            }
            Some((name, Err(problem))) => format!("the URL of the remote {} {problem}", printable(name)),
        }
    }

    /// What the user should know of where it starts.
    pub(super) fn note(&self) -> Option<String> {
        let (name, _) = self.remote.as_ref().filter(|_| self.is_local)?;
        Some(format!(
            "this clone has not seen the branch {} of {}, so the local one is taken; it may hold commits that are not \
             there",
            printable(&self.branch),
            printable(name)
        ))
    }
}

fn remote_name(git: &Git, given: Option<&str>) -> Result<Option<String>> {
    let known = git.remotes().map_err(git_error)?;
    let listed = || known.iter().map(|name| printable(name)).collect::<Vec<_>>().join(", ");
    match given {
        Some(name) if known.iter().any(|known| known == name) => Ok(Some(name.into())),
        Some(name) if known.is_empty() => bail!("there is no remote `{}`, nor any other", printable(name)),
        Some(name) => bail!("there is no remote `{}`; there are {}", printable(name), listed()),
        None => match known.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(only.clone())),
            _ if known.iter().any(|name| name == "origin") => Ok(Some("origin".into())),
            _ => bail!("which remote are pull requests for? Name one of {} with --remote", listed()),
        },
    }
}

/// And whether it is the current one.
fn default_branch(git: &Git, remote: Option<&str>) -> Result<(String, bool)> {
    if let Some(remote) = remote
        && let Some(branch) = git.remote_head(remote).map_err(git_error)?
    {
        return Ok((branch, false));
    }
    // Before anything else: an empty repository is better called that.
    git.head().map_err(git_error)?;
    let current = git.head_branch().map_err(git_error)?;
    let short = current.as_deref().and_then(|name| name.strip_prefix("refs/heads/"));
    short.map(|short| (short.to_string(), true)).ok_or_else(|| {
        anyhow!("no branch is checked out and the remote's main branch is not known; name it with --base")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_starts_where_others_commits_may_be() {
        let base = |branch: &str, is_local: bool, is_guess: bool| Base {
            branch: branch.into(),
            commit: Oid::parse(&"1".repeat(40)).expect("an id"),
            label: format!("origin/{branch}"),
            remote: Some((
                "origin".into(),
                Remote::parse("git@github.com:acme/relay").map_err(|_| String::new()),
            )),
            is_local,
            is_guess,
        };
        assert_eq!(base("main", false, false).refused("main"), None);
        assert_eq!(
            base("next", false, false).refused("main"),
            None,
            "the user has named it, or the clone knows it"
        );
        assert_eq!(base("main", false, true).refused("main"), None, "a lucky guess");
        let local = base("main", true, false).refused("main").expect("it is refused");
        assert!(local.contains("this clone has not seen the branch main of origin"), "{local}");
        let guess = base("topic", false, true).refused("main").expect("it is refused");
        assert!(guess.contains("the main branch there is main, and topic is checked out here"), "{guess}");
    }
}
