//! Branches on GitHub, and commits through its git data API: GitHub signs those that apps make there without naming an
//! author, so that they are shown as verified.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::GitHub;
use super::wire::{Commit, GitCommit, GitRef, Object, Person, Refs, oid};
use crate::forge::http::{Method, Repeat, Request, segment};
use crate::forge::{BranchDraft, CommitDraft, FileDraft, ForgeError, Signature};
use crate::git::Oid;

/// Text of at most so many bytes goes along with a tree; what is more is sent for itself, so that no request becomes
/// too long.
const MAX_INLINE: usize = 1 << 20;

impl GitHub {
    /// `git/get-ref`.
    pub(super) fn branch_tip(&mut self, branch: &str) -> Result<Option<Oid>, ForgeError> {
        if !self.exists {
            return Ok(None);
        }
        let request = Request::get(self.place_path(&format!("/git/ref/{}", head(branch))));
        let refs: Option<Refs> = match self.api.maybe(&request) {
            Ok(refs) => refs,
            // A repository without any commit.
            Err(ForgeError::Refused { status: 409, .. }) => None,
            Err(error) => return Err(error),
        };
        let found = refs.and_then(|refs| refs.exactly(&format!("refs/heads/{branch}")));
        found.map(|found| oid(&shown(&request), &found.object.sha)).transpose()
    }

    /// `repos/get-commit`. Of the commit's files, which come along, only one is asked for.
    pub(super) fn signature_of(&mut self, commit: &Oid) -> Result<Option<Signature>, ForgeError> {
        let rest = format!("/commits/{commit}");
        let path = if self.exists { self.place_path(&rest) } else { self.path(&rest) };
        let request = Request::get(path).with("per_page", "1");
        let found: Option<Commit> = match self.api.maybe(&request) {
            Ok(found) => found,
            // What GitHub says of names that it does not know, and in repositories without any commit.
            Err(ForgeError::Refused { status: 409 | 422, .. }) => None,
            Err(error) => return Err(error),
        };
        let Some(found) = found else { return Ok(None) };
        if oid(&shown(&request), &found.sha)? != *commit {
            return Err(super::wire::nonsense(&shown(&request), "it is another commit"));
        }
        Ok(Some(Signature {
            author: Person::shown(found.commit.author.as_ref()),
            committer: Person::shown(found.commit.committer.as_ref()),
            login: found.author.and_then(|account| account.login),
        }))
    }

    /// `git/get-commit`, then for each commit `git/create-blob`, `git/create-tree` and `git/create-commit`, and last
    /// `git/create-ref` or `git/update-ref`. Until that, nothing of it can be seen, so all else may be repeated.
    pub(super) fn commit_branch(
        &mut self,
        draft: &BranchDraft<'_>,
        from: Option<&Oid>,
    ) -> Result<Oid, ForgeError> {
        self.expect_tip(draft.branch, from)?;
        let request = Request::get(self.place_path(&format!("/git/commits/{}", draft.base)));
        let base: GitCommit = self.api.json(&request)?;
        let (mut tree, mut commit) = (base.tree.sha, draft.base.clone());
        for part in draft.commits {
            tree = self.make_tree(&tree, part)?;
            // No author and no committer: that is what makes GitHub sign.
            let body = json!({ "message": part.message, "tree": tree, "parents": [commit.as_str()] });
            commit = self.make("/git/commits", body)?;
        }
        self.expect_tip(draft.branch, from)?;
        self.move_branch(draft, from, &commit)?;
        Ok(commit)
    }

    /// Refuses if a branch is not where it is expected.
    fn expect_tip(&mut self, branch: &str, from: Option<&Oid>) -> Result<(), ForgeError> {
        if self.branch_tip(branch)?.as_ref() == from {
            Ok(())
        } else {
            Err(ForgeError::Moved { branch: branch.into() })
        }
    }

    fn make_tree(&mut self, base: &str, commit: &CommitDraft) -> Result<String, ForgeError> {
        let mut entries = Vec::new();
        let mut room = MAX_INLINE;
        for file in &commit.files {
            let mut entry = json!({ "path": file.path, "mode": file.mode, "type": "blob" });
            match inline(file).filter(|text| text.len() <= room) {
                Some(text) => {
                    room -= text.len();
                    entry["content"] = json!(text);
                }
                None => {
                    let body = json!({ "content": STANDARD.encode(&file.content), "encoding": "base64" });
                    entry["sha"] = json!(self.make("/git/blobs", body)?.as_str());
                }
            }
            entries.push(entry);
        }
        let tree = self.make("/git/trees", json!({ "base_tree": base, "tree": entries }))?;
        Ok(tree.as_str().into())
    }

    /// Makes an object of git; twice is as once.
    fn make(&mut self, rest: &str, body: Value) -> Result<Oid, ForgeError> {
        let path = self.place_path(rest);
        let request = format!("POST {path}");
        let made: Object = self.api.json(&Request::write(Method::Post, path, body, Repeat::Free))?;
        oid(&request, &made.sha)
    }

    /// `git/create-ref` or `git/update-ref`. If it is not known whether that was done, the branch tells.
    fn move_branch(
        &mut self,
        draft: &BranchDraft<'_>,
        from: Option<&Oid>,
        to: &Oid,
    ) -> Result<(), ForgeError> {
        let (method, path, body) = match from {
            None => {
                let name = format!("refs/heads/{}", draft.branch);
                let body = json!({ "ref": name, "sha": to.as_str() });
                (Method::Post, self.place_path("/git/refs"), body)
            }
            Some(from) => {
                let path = self.place_path(&format!("/git/refs/{}", head(draft.branch)));
                // Where the new commits follow the old ones GitHub itself sees to that nobody's are lost.
                let body = json!({ "sha": to.as_str(), "force": from != draft.base });
                (Method::Patch, path, body)
            }
        };
        let request = Request::write(method, path, body, Repeat::LookFirst);
        let error = match self.api.json::<GitRef>(&request) {
            Ok(_) => return Ok(()),
            Err(error) => error,
        };
        // 422: the branch is there already, is no longer, or does not lead to the new commit.
        if !matches!(error, ForgeError::Ambiguous { .. } | ForgeError::Refused { status: 422, .. }) {
            return Err(error);
        }
        match self.branch_tip(draft.branch)? {
            Some(tip) if tip == *to => Ok(()),
            tip if tip.as_ref() != from => Err(ForgeError::Moved { branch: draft.branch.into() }),
            _ if matches!(error, ForgeError::Ambiguous { .. }) => {
                self.api.json::<GitRef>(&request).map(|_| ())
            }
            _ => Err(error),
        }
    }
}

/// A file's text, if it survives being sent as such: a byte order mark or a NUL might not.
fn inline(file: &FileDraft) -> Option<&str> {
    let text = std::str::from_utf8(&file.content).ok()?;
    (!text.starts_with('\u{FEFF}') && !text.contains('\0')).then_some(text)
}

/// A branch as one part of a path.
fn head(branch: &str) -> String {
    segment(&format!("heads/{branch}"))
}

fn shown(request: &Request) -> String {
    format!("GET {}", request.path)
}
