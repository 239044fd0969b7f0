// What all forges have in common: users, tokens, repositories, pull requests, comments, and what people do with them.
// Speaks no forge's API. Branches are read from the bare repositories on disk, so that pushes show up.

import { join } from "node:path";
import { Bare } from "./objects.mjs";

// Something that a forge refuses; each fake gives it its own form. `kind`: not-found, forbidden, unauthorised, invalid,
// conflict. `errors` are as GitHub's: { resource, code, field, message }.
export class Problem extends Error {
  constructor(kind, message, errors = []) {
    super(message);
    this.kind = kind;
    this.errors = errors;
  }
}

export const LEVELS = ["none", "read", "triage", "write", "maintain", "admin"];

// One forge with its own users and repositories. Tests share none, so that they can run at once.
export class World {
  constructor({ name, kind, folder, settings = {} }) {
    this.name = name;
    this.kind = kind;
    this.folder = folder;
    // page: the largest page of a list, whatever is asked for. mergeable_after: for so many questions after a change
    // the forge does not know yet whether a pull request conflicts. fork_after: for so many questions a new fork is
    // not there yet. search_delay: how many lists of pull requests do not show a new one yet.
    this.settings = { page: 100, mergeable_after: 1, fork_after: 2, ...settings };
    this.users = new Map();
    this.tokens = new Map();
    this.repos = new Map();
    this.apps = new Map();
    this.lastId = 1000;
    // Seconds that this forge's clock is ahead.
    this.offset = 0;
  }

  id() {
    this.lastId += 1;
    return this.lastId;
  }

  now() {
    return new Date(Date.now() + this.offset * 1000).toISOString().replace(/\.\d+Z$/, "Z");
  }

  // `type`: User, Bot, Organization.
  addUser(login, { type = "User", name = login, email = `${login}@example.org`, teams = [] } = {}) {
    const user = { id: this.id(), login, type, name, email, teams, created_at: this.now() };
    this.users.set(login.toLowerCase(), user);
    return user;
  }

  user(login) {
    return this.users.get(String(login).toLowerCase()) ?? null;
  }

  // `kind`: user, installation (of an app, or of Actions: those may not ask who they are). `repos` limits an
  // installation's token to some repositories.
  addToken(token, { login, kind = "user", repos = null, permissions = null }) {
    this.tokens.set(token, { token, login, kind, repos, permissions });
  }

  // Who a token belongs to; null if nobody.
  who(token) {
    return this.tokens.get(token) ?? null;
  }

  // `access`: { login: level }; `files`: { path: text or { text, mode } } makes a first commit.
  addRepo({ owner, name, default_branch = "main", access = {}, files = null, labels = [], milestones = [], ...rest }) {
    if (!this.user(owner)) this.addUser(owner, { type: rest.organization ? "Organization" : "User" });
    const full_name = `${owner}/${name}`;
    const folder = join(this.folder, owner, `${name}.git`);
    const bare = rest.bare ?? Bare.make(folder, default_branch);
    const repo = {
      id: this.id(),
      owner,
      name,
      full_name,
      default_branch,
      bare,
      parent: null,
      archived: false,
      private: false,
      allow_forking: true,
      access: new Map(),
      labels: labels.map((label) => ({ id: this.id(), name: label })),
      milestones: milestones.map((entry, at) => ({
        id: this.id(),
        number: at + 1,
        state: "open",
        created_at: this.now(),
        ...(typeof entry === "string" ? { title: entry } : entry),
      })),
      pulls: new Map(),
      // Issues and pull requests share their numbers.
      lastNumber: 0,
      // Further questions for which it is not there yet.
      hidden: 0,
      created_at: this.now(),
      ...rest,
    };
    repo.bare = bare;
    for (const [login, level] of Object.entries(access)) repo.access.set(login.toLowerCase(), level);
    this.repos.set(full_name.toLowerCase(), repo);
    if (files) this.humanCommits({ repo: full_name, branch: default_branch, files, message: "Begin" });
    return repo;
  }

  // A repository, whether or not someone may see it; null if there is none.
  repo(full_name) {
    return this.repos.get(String(full_name).toLowerCase()) ?? null;
  }

  // A repository as a caller sees it: throws not-found if it is not there or not to be seen. A new fork takes a while.
  seen(full_name, who) {
    const repo = this.repo(full_name);
    if (!repo || this.level(repo, who) === "none") throw new Problem("not-found", "Not Found");
    if (repo.hidden > 0) {
      repo.hidden -= 1;
      throw new Problem("not-found", "Not Found");
    }
    return repo;
  }

  // What a caller (from `who`, or null) may do with a repository: one of LEVELS.
  level(repo, who) {
    const open = repo.private ? "none" : "read";
    if (!who) return open;
    if (who.repos && !who.repos.includes(repo.full_name)) return open;
    const login = String(who.login).toLowerCase();
    if (login === repo.owner.toLowerCase()) return "admin";
    return repo.access.get(login) ?? open;
  }

  may(repo, who, level) {
    return LEVELS.indexOf(this.level(repo, who)) >= LEVELS.indexOf(level);
  }

  // Throws forbidden unless the caller may.
  need(repo, who, level) {
    if (repo.archived && level !== "read") {
      throw new Problem("forbidden", "Repository was archived so is read-only.");
    }
    if (!this.may(repo, who, level)) {
      throw new Problem(
        "forbidden",
        who?.kind === "installation"
          ? "Resource not accessible by integration"
          : "Must have push access to the repository.",
      );
    }
  }

  // Makes a fork for `login`, or gives the one that is there. `name` differs if that name is taken by something else.
  fork(repo, login, { name = repo.name } = {}) {
    for (const other of this.repos.values()) {
      if (other.parent === repo.full_name && other.owner.toLowerCase() === login.toLowerCase()) return other;
    }
    if (!repo.allow_forking) throw new Problem("forbidden", "The repository exists, but forking is disabled.");
    let free = name;
    for (let at = 1; this.repo(`${login}/${free}`); at += 1) free = `${name}-${at}`;
    const folder = join(this.folder, login, `${free}.git`);
    return this.addRepo({
      owner: login,
      name: free,
      default_branch: repo.default_branch,
      bare: Bare.fork(folder, repo.bare, repo.default_branch),
      parent: repo.full_name,
      hidden: this.settings.fork_after,
    });
  }

  // Brings what is known of a repository's pull requests up to date with the branches on disk, as a forge does after
  // each push: heads follow, a deleted head branch closes, and one whose commits are in its base is merged.
  sync(repo) {
    for (const pull of repo.pulls.values()) {
      if (pull.state !== "open") continue;
      const from = this.repo(pull.head.repo);
      const head = from?.bare.branch(pull.head.ref) ?? null;
      if (head === null) {
        this.settle(pull, { state: "closed", closed_by: null });
        continue;
      }
      const base = repo.bare.branch(pull.base.ref);
      if (head !== pull.head.sha || !repo.bare.has(head)) {
        if (from !== repo) repo.bare.fetch(from.bare, `refs/heads/${pull.head.ref}`, `refs/pull/${pull.number}/head`);
        else repo.bare.update(`refs/pull/${pull.number}/head`, head);
        pull.head.sha = head;
        pull.updated_at = this.now();
      }
      if (base !== null) pull.base.sha = base;
      const pair = `${head} ${base}`;
      if (pair !== pull.judged) {
        pull.judged = pair;
        pull.unknown = this.settings.mergeable_after;
        if (base !== null && repo.bare.isAncestor(head, base)) {
          this.settle(pull, { state: "closed", merged_at: this.now(), merge_commit: base });
        }
      }
    }
  }

  settle(pull, change) {
    Object.assign(pull, change, { updated_at: this.now() });
    pull.closed_at = pull.state === "closed" ? (pull.closed_at ?? this.now()) : null;
  }

  // Whether a pull request merges: null while the forge does not know. Asking makes it find out.
  mergeable(repo, pull) {
    this.sync(repo);
    if (pull.state !== "open") return null;
    if (pull.unknown > 0) {
      pull.unknown -= 1;
      return null;
    }
    return repo.bare.merge(pull.base.sha, pull.head.sha).clean;
  }

  pull(repo, number) {
    this.sync(repo);
    const pull = repo.pulls.get(Number(number));
    if (!pull) throw new Problem("not-found", "Not Found");
    return pull;
  }

  // All of a repository, oldest first.
  pulls(repo) {
    this.sync(repo);
    return [...repo.pulls.values()];
  }

  // Opens one. `from` is the repository with the head branch (a full name). Refuses what forges refuse.
  openPull(repo, who, { title, body = "", head, from, base, draft = false, maintainer_can_modify = false, ...rest }) {
    this.sync(repo);
    const invalid = (entry) => new Problem("invalid", "Validation Failed", [{ resource: "PullRequest", ...entry }]);
    const source = this.repo(from);
    const sha = source?.bare.branch(head) ?? null;
    if (sha === null) throw invalid({ code: "invalid", field: "head" });
    const baseSha = repo.bare.branch(base);
    if (baseSha === null) throw invalid({ code: "invalid", field: "base" });
    for (const other of repo.pulls.values()) {
      if (other.state === "open" && other.head.repo === source.full_name && other.head.ref === head && other.base.ref === base) {
        throw invalid({ code: "custom", message: `A pull request already exists for ${source.owner}:${head}.` });
      }
    }
    const number = repo.lastNumber + 1;
    if (source !== repo) repo.bare.fetch(source.bare, `refs/heads/${head}`, `refs/pull/${number}/head`);
    if (repo.bare.isAncestor(sha, baseSha)) {
      throw invalid({ code: "custom", message: `No commits between ${base} and ${source.owner}:${head}` });
    }
    if (source === repo) repo.bare.update(`refs/pull/${number}/head`, sha);
    repo.lastNumber = number;
    const pull = {
      id: this.id(),
      number,
      title,
      body,
      state: "open",
      draft,
      maintainer_can_modify,
      user: who.login,
      head: { repo: source.full_name, ref: head, sha },
      base: { ref: base, sha: baseSha },
      labels: [],
      assignees: [],
      milestone: null,
      reviewers: [],
      team_reviewers: [],
      comments: [],
      merged_at: null,
      merge_commit: null,
      closed_at: null,
      closed_by: null,
      created_at: this.now(),
      updated_at: this.now(),
      judged: `${sha} ${baseSha}`,
      unknown: this.settings.mergeable_after,
      ...rest,
    };
    repo.pulls.set(number, pull);
    return pull;
  }

  comment(repo, who, number, body) {
    const pull = this.pull(repo, number);
    const comment = { id: this.id(), user: who.login, body, created_at: this.now(), updated_at: this.now() };
    pull.comments.push(comment);
    pull.updated_at = comment.created_at;
    return comment;
  }

  // A caller closes or opens one again.
  setState(repo, who, pull, state) {
    if (pull.state === state) return;
    if (state === "open") {
      const invalid = (message) =>
        new Problem("invalid", "Validation Failed", [
          { resource: "PullRequest", code: "invalid", field: "state", message },
        ]);
      if (pull.merged_at) throw invalid("state cannot be changed. The pull request was merged.");
      const head = this.repo(pull.head.repo)?.bare.branch(pull.head.ref) ?? null;
      if (head === null) throw invalid(`state cannot be changed. The ${pull.head.ref} branch has been deleted.`);
      // As on GitHub: not after a force-push while it was closed.
      const bare = this.repo(pull.head.repo).bare;
      if (head !== pull.head.sha && !bare.isAncestor(pull.head.sha, head)) {
        throw invalid(`state cannot be changed. The ${pull.head.ref} branch was force-pushed or recreated.`);
      }
      this.settle(pull, { state: "open", closed_by: null });
      this.sync(repo);
    } else {
      this.settle(pull, { state: "closed", closed_by: who?.login ?? null });
    }
  }

  label(repo, name) {
    let label = repo.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
    if (!label) {
      label = { id: this.id(), name };
      repo.labels.push(label);
    }
    return label;
  }

  // What people do, for scenarios.

  // A commit on a branch (made from `from`, else from the default branch, if it is not there). Gives its id. `files`:
  // { path: text | { text, mode } | null }. `force` puts the commit upon `from` whatever the branch holds.
  humanCommits({ repo: full_name, branch, files, message = "Change", author = {}, from = null, force = false }) {
    const repo = this.repo(full_name);
    const { bare } = repo;
    const start = from ?? repo.default_branch;
    const parent = (force ? null : bare.branch(branch)) ?? bare.branch(start) ?? bare.resolve(start);
    const entries = Object.entries(files).map(([path, file]) => {
      if (file === null) return { path, sha: null };
      const { text, mode = "100644" } = typeof file === "string" ? { text: file } : file;
      return { path, mode, sha: bare.blob(text) };
    });
    const tree = bare.tree(parent === null ? null : bare.resolve(parent, "tree"), entries);
    const date = `${Math.floor((Date.now() + this.offset * 1000) / 1000)} +0000`;
    const person = { name: "Ada", email: "ada@example.org", date, ...author };
    const commit = bare.commit({
      tree,
      parents: parent === null ? [] : [parent],
      message,
      author: person,
      committer: person,
    });
    bare.update(`refs/heads/${branch}`, commit);
    return commit;
  }

  humanDeletesBranch({ repo, branch }) {
    this.repo(repo).bare.update(`refs/heads/${branch}`, null);
    this.sync(this.repo(repo));
  }

  // `login` must not be the bot's for it to be a person.
  humanSetsState({ repo: full_name, number, state, login = "ada" }) {
    const repo = this.repo(full_name);
    this.setState(repo, { login }, this.pull(repo, number), state);
  }

  // Changes anything of a pull request: title, body, labels, created_at, …
  humanEdits({ repo: full_name, number, change }) {
    Object.assign(this.pull(this.repo(full_name), number), change, { updated_at: this.now() });
  }

  humanComments({ repo: full_name, number, body, login = "ada" }) {
    return this.comment(this.repo(full_name), { login }, number, body);
  }

  // Merges with a merge commit, or squashed into one commit (then the head is not in the base).
  humanMerges({ repo: full_name, number, squash = false, login = "ada" }) {
    const repo = this.repo(full_name);
    const pull = this.pull(repo, number);
    const { clean, tree } = repo.bare.merge(pull.base.sha, pull.head.sha);
    if (!clean) throw new Problem("conflict", "it conflicts");
    const date = `${Math.floor(Date.now() / 1000)} +0000`;
    const person = { name: login, email: `${login}@example.org`, date };
    const commit = repo.bare.commit({
      tree,
      parents: squash ? [pull.base.sha] : [pull.base.sha, pull.head.sha],
      message: `Merge pull request #${number}`,
      author: person,
      committer: person,
    });
    repo.bare.update(`refs/heads/${pull.base.ref}`, commit);
    this.settle(pull, { state: "closed", merged_at: this.now(), merge_commit: commit, closed_by: login });
    return commit;
  }

  // All that a test wants to see of a repository: pull requests with heads, comments, and branches.
  state(full_name) {
    const repo = this.repo(full_name);
    if (!repo) return null;
    return {
      full_name: repo.full_name,
      parent: repo.parent,
      pulls: this.pulls(repo).map(({ judged, unknown, ...pull }) => pull),
      branches: Object.fromEntries(
        repo.bare.refs("refs/heads/").map(([ref, commit]) => [ref.slice("refs/heads/".length), commit]),
      ),
    };
  }
}
