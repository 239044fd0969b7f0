//! Brings commits to a branch of the forge: with git, or through its API. Decides nothing.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::carry::Proposal;
use super::http::{Clock, Secret};
use super::{BranchDraft, Forge, ForgeError};
use crate::git::{Drafts, GitError, Login, Oid};

/// How branches get there.
pub trait Pusher {
    /// Writes: makes the branch of a proposal hold its commits, if it is at `from` (`None`: if there is none). Gives its
    /// last commit, which a forge that makes commits itself names otherwise.
    ///
    /// # Errors
    /// [`ForgeError::Moved`] if the branch is elsewhere; others as they are.
    fn push(
        &mut self,
        forge: &mut dyn Forge,
        proposal: &Proposal,
        from: Option<&Oid>,
    ) -> Result<Oid, ForgeError>;
}

/// Through the forge's API, which signs the commits.
#[derive(Clone, Copy, Debug)]
pub struct ByApi;

impl Pusher for ByApi {
    fn push(
        &mut self,
        forge: &mut dyn Forge,
        proposal: &Proposal,
        from: Option<&Oid>,
    ) -> Result<Oid, ForgeError> {
        let branch = proposal.wanted.branch();
        let draft = BranchDraft { branch: &branch, base: &proposal.marker.base, commits: &proposal.commits };
        forge.commit(&draft, from)
    }
}

/// How often a push is tried that fails for no reason of the repository's.
const TRIES: u32 = 3;
/// Between two writes, as in [`super::http`]: a push is one, too.
const PACE: Duration = Duration::from_secs(1);

/// With the git binary.
pub struct ByGit<'g> {
    /// Where the commits are.
    pub drafts: &'g Drafts,
    /// The repository, as in [`super::Target::push_url`].
    pub url: String,
    /// Who pushes.
    pub login: Option<Login>,
    /// To wait between writes and tries.
    pub clock: Box<dyn Clock>,
}

impl Pusher for ByGit<'_> {
    fn push(
        &mut self,
        forge: &mut dyn Forge,
        proposal: &Proposal,
        from: Option<&Oid>,
    ) -> Result<Oid, ForgeError> {
        let (branch, commit) = (proposal.wanted.branch(), &proposal.wanted.commit);
        if from == Some(commit) {
            return Ok(commit.clone());
        }
        let mut wait = PACE;
        for number in 1.. {
            self.clock.wait(wait, "between two writes");
            let result = self.drafts.push(&self.url, &branch, commit, from, self.login.as_ref());
            self.clock.wait(PACE, "between two writes");
            let Err(error) = result else { break };
            // The answer may have been lost, and a second try finds that the branch has moved: by us.
            let tip = forge.tip(&branch);
            if tip.as_ref().is_ok_and(|tip| tip.as_ref() == Some(commit)) {
                break;
            }
            let is_where_it_was = tip.is_ok_and(|tip| tip.as_ref() == from);
            match of_git(error, branch.clone()) {
                ForgeError::Unreachable { .. } if is_where_it_was && number < TRIES => {
                    wait = PACE * 4 * number
                }
                error => return Err(error),
            }
        }
        Ok(commit.clone())
    }
}

/// A token as HTTP's basic authentication has it (RFC 7617).
pub fn login(user: &str, token: &Secret) -> Login {
    let basic = STANDARD.encode(format!("{user}:{}", token.expose()));
    Login::new(format!("Authorization: Basic {basic}"), vec![basic, token.expose().to_string()])
}

/// What git says, as forges say it.
fn of_git(error: GitError, branch: String) -> ForgeError {
    let request = format!("git push to {branch}");
    match error {
        GitError::PushStale { .. } => ForgeError::Moved { branch },
        GitError::PushRefused { said, .. } => ForgeError::Refused { request, status: 403, message: said },
        other => ForgeError::Unreachable { request, reason: other.to_string() },
    }
}
