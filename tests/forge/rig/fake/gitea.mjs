// A small stateful Gitea, and Forgejo, which differs in one parameter. Shapes have what clients are known to read and
// what the descriptions say of it.

import { Problem } from "./core.mjs";
import { paged as pagedBy } from "./server.mjs";

const DRAFT = /^(WIP:|\[WIP\])/i;

// The descriptions do not say where Go writes `null`: describe.mjs allows it for lists and times, and what would be an
// object is left out here.
function whole(shape) {
  return Object.fromEntries(Object.entries(shape).filter(([name, value]) => value !== null || /s$|_teams$|_at$|_on$|_date$|^(added|removed|modified)$/.test(name)));
}

const paged = (context, items) => pagedBy(context, items, { parameter: "limit" });

// Problems of core.mjs are as GitHub's; Gitea has another status for some.
const gone = (message) => new Problem("not-found", message);
const invalid = (message) => new Problem("invalid", message);

function userShape(context, login) {
  const user = context.world.user(login);
  if (user === null) return null;
  return {
    id: user.id,
    login: user.login,
    login_name: "",
    full_name: user.name,
    email: user.email,
    avatar_url: `${context.web}/avatars/${user.id}`,
    html_url: `${context.web}/${user.login}`,
    language: "",
    is_admin: false,
    created: user.created_at,
    active: false,
    visibility: "public",
  };
}

function repoShape(context, repo, { deep = true } = {}) {
  const may = (level) => context.world.may(repo, context.who, level);
  const parent = repo.parent === null ? null : context.world.repo(repo.parent);
  return whole({
    id: repo.id,
    owner: userShape(context, repo.owner),
    name: repo.name,
    full_name: repo.full_name,
    description: "",
    empty: repo.bare.branch(repo.default_branch) === null,
    private: repo.private,
    fork: parent !== null,
    template: false,
    parent: parent !== null && deep ? repoShape(context, parent, { deep: false }) : null,
    mirror: repo.mirror ?? false,
    html_url: `${context.web}/${repo.full_name}`,
    url: `${context.base}/repos/${repo.full_name}`,
    clone_url: `${context.web}/${repo.full_name}.git`,
    default_branch: repo.default_branch,
    archived: repo.archived,
    created_at: repo.created_at,
    updated_at: repo.created_at,
    permissions: { admin: may("admin"), push: may("write"), pull: may("read") },
    has_issues: true,
    has_pull_requests: repo.has_pull_requests ?? true,
    internal: false,
    object_format_name: "sha1",
  });
}

const labelShape = (label) => ({
  id: label.id,
  name: label.name,
  exclusive: false,
  is_archived: false,
  color: "00aabb",
  description: "",
});

const milestoneShape = (milestone) => ({
  id: milestone.id,
  title: milestone.title,
  description: "",
  state: milestone.state,
  open_issues: 0,
  closed_issues: 0,
  created_at: milestone.created_at,
  closed_at: null,
  due_on: null,
});

const organisationLabels = (context, owner) => context.world.user(owner)?.labels ?? [];

function labelOf(context, repo, name) {
  return [...repo.labels, ...organisationLabels(context, repo.owner)].find((label) => label.name === name);
}

// A branch that is gone is only in the label; `ref` is then where its last commit was kept.
function headShape(context, pull) {
  const from = context.world.repo(pull.head.repo);
  const is_there = from !== null && from.bare.branch(pull.head.ref) !== null;
  return whole({
    label: pull.head.ref,
    ref: is_there ? pull.head.ref : `refs/pull/${pull.number}/head`,
    sha: pull.head.sha,
    repo_id: from?.id ?? -1,
    repo: from === null ? null : repoShape(context, from),
  });
}

function pullShape(context, repo, pull) {
  const draft = DRAFT.test(pull.title);
  const milestone = repo.milestones.find((one) => one.number === pull.milestone);
  const page = `${context.web}/${repo.full_name}/pulls/${pull.number}`;
  return whole({
    id: pull.id,
    url: page,
    number: pull.number,
    user: userShape(context, pull.user),
    title: pull.title,
    body: pull.body,
    labels: pull.labels.map((name) => labelShape(labelOf(context, repo, name) ?? context.world.label(repo, name))),
    milestone: milestone ? milestoneShape(milestone) : null,
    assignee: pull.assignees.length > 0 ? userShape(context, pull.assignees[0]) : null,
    // `null` where it is none: nobody makes an empty list of nothing in Go.
    assignees: pull.assignees.length > 0 ? pull.assignees.map((login) => userShape(context, login)) : null,
    requested_reviewers: pull.reviewers.length > 0 ? pull.reviewers.map((login) => userShape(context, login)) : null,
    requested_reviewers_teams: pull.team_reviewers.length > 0 ? pull.team_reviewers.map((name, at) => ({ id: at + 1, name })) : null,
    state: pull.state,
    draft,
    is_locked: false,
    comments: pull.comments.length,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    // Not while it is looked at, nor while it is a draft.
    mergeable: context.world.mergeable(repo, pull) === true && !draft,
    merged: pull.merged_at !== null,
    merged_at: pull.merged_at,
    merge_commit_sha: pull.merge_commit ?? "",
    merged_by: pull.merged_at === null ? null : userShape(context, pull.closed_by),
    allow_maintainer_edit: pull.maintainer_can_modify,
    base: {
      label: pull.base.ref,
      ref: pull.base.ref,
      sha: pull.base.sha,
      repo_id: repo.id,
      repo: repoShape(context, repo),
    },
    head: headShape(context, pull),
    merge_base: repo.bare.base(pull.base.sha, pull.head.sha) ?? "",
    due_date: null,
    created_at: pull.created_at,
    updated_at: pull.updated_at,
    closed_at: pull.closed_at,
    pin_order: 0,
  });
}

const ok = (body, headers = {}) => ({ status: 200, body, headers });

function listOf(context, items, shape) {
  const page = paged(context, items);
  return ok(page.items.map(shape), { ...page.headers, "x-total-count": String(page.total) });
}

function readUser(context) {
  if (context.who === null) throw new Problem("unauthorised", "token is required");
  if (context.who.kind === "installation") {
    throw new Problem("forbidden", "token does not have at least one of required scope(s): [read:user]");
  }
  return ok(userShape(context, context.who.login));
}

const VERSIONS = { gitea: "1.23.1", forgejo: "11.0.1+gitea-1.22.0" };

function listForks(context) {
  const repo = context.repo();
  const forks = [...context.world.repos.values()].filter((one) => one.parent === repo.full_name && one.hidden <= 0);
  return listOf(context, forks, (one) => repoShape(context, one));
}

function makeFork(context) {
  const repo = context.repo();
  if (context.who === null) throw new Problem("unauthorised", "token is required");
  const name = context.body?.name ?? repo.name;
  const login = context.who.login;
  const forked = [...context.world.repos.values()].some((one) => one.parent === repo.full_name && one.owner === login);
  if (forked || context.world.repo(`${login}/${name}`)) {
    throw new Problem("conflict", "The repository with the same name already exists.");
  }
  return { status: 202, body: repoShape(context, context.world.fork(repo, login, { name })) };
}

function readBranch(context) {
  const repo = context.repo();
  const { branch } = context.params;
  const sha = repo.bare.branch(branch);
  if (sha === null) throw gone("The target couldn't be found.");
  const shown = repo.bare.show(sha);
  const person = ({ name, email }) => ({ name, email, username: accountOf(context, email) ?? "" });
  return ok({
    name: branch,
    commit: {
      id: sha,
      message: shown.message,
      url: `${context.web}/${repo.full_name}/commit/${sha}`,
      author: person(shown.author),
      committer: person(shown.committer),
      verification: { verified: false, reason: "gpg.error.not_signed_commit", signature: "", payload: "" },
      timestamp: shown.committer.date,
      added: null,
      removed: null,
      modified: null,
    },
    protected: false,
    required_approvals: 0,
    enable_status_check: false,
    status_check_contexts: [],
    user_can_push: context.world.may(repo, context.who, "write"),
    user_can_merge: context.world.may(repo, context.who, "write"),
    effective_branch_protection_name: "",
  });
}

function accountOf(context, email) {
  return [...context.world.users.values()].find((user) => user.email === email)?.login ?? null;
}

function readCommit(context) {
  const repo = context.repo();
  const shown = repo.bare.show(context.params.sha);
  if (shown === null) throw gone("The target couldn't be found.");
  const account = (email) => {
    const login = accountOf(context, email);
    return login === null ? null : userShape(context, login);
  };
  const url = `${context.base}/repos/${repo.full_name}/git/commits`;
  const commit = whole({
    url: `${url}/${shown.sha}`,
    sha: shown.sha,
    created: shown.committer.date,
    html_url: `${context.web}/${repo.full_name}/commit/${shown.sha}`,
    commit: {
      url: `${url}/${shown.sha}`,
      author: shown.author,
      committer: shown.committer,
      message: shown.message,
      tree: { url: `${context.base}/repos/${repo.full_name}/git/trees/${shown.tree}`, sha: shown.tree, created: shown.committer.date },
    },
    author: account(shown.author.email),
    committer: account(shown.committer.email),
    parents: shown.parents.map((sha) => ({ sha, url: `${url}/${sha}`, created: shown.committer.date })),
    files: null,
  });
  return ok(commit);
}

function listPulls(context) {
  const repo = context.repo();
  const { query } = context;
  const state = query.get("state") ?? "open";
  let pulls = context.world.pulls(repo).filter((pull) => state === "all" || pull.state === state);
  const head = query.get("head");
  if (head && context.world.kind === "forgejo") pulls = pulls.filter((pull) => pull.head.ref === head);
  pulls.sort((one, other) => other.created_at.localeCompare(one.created_at) || other.number - one.number);
  return listOf(context, pulls, (pull) => pullShape(context, repo, pull));
}

function openPull(context) {
  const repo = context.repo("read");
  needLogin(context);
  const { title, body, head, base } = context.body;
  if (!title) throw invalid("[Title]: Required");
  if (!head || !base) throw invalid("[Head]: Required");
  const at = head.indexOf(":");
  const [owner, ref] = at < 0 ? [repo.owner, head] : [head.slice(0, at), head.slice(at + 1)];
  const from = [...context.world.repos.values()].find(
    (one) => one.owner.toLowerCase() === owner.toLowerCase() && (one === repo || one.parent === repo.full_name),
  );
  if (!from || from.hidden > 0 || from.bare.branch(ref) === null || repo.bare.branch(base) === null) {
    throw gone("The target couldn't be found.");
  }
  if (!context.world.may(from, context.who, "write") && from === repo) throw gone("The target couldn't be found.");
  for (const other of context.world.pulls(repo)) {
    if (other.state === "open" && other.head.repo === from.full_name && other.head.ref === ref && other.base.ref === base) {
      throw new Problem(
        "conflict",
        `pull request already exists for these targets [id: ${other.id}, issue_id: ${other.id}, head_repo_id: ${from.id}, base_repo_id: ${repo.id}, head_branch: ${ref}, base_branch: ${base}]`,
      );
    }
  }
  const pull = context.world.openPull(repo, context.who, { title, body: body ?? "", head: ref, from: from.full_name, base });
  return { status: 201, body: pullShape(context, repo, pull) };
}

function needLogin(context) {
  if (context.who === null) throw new Problem("unauthorised", "token is required");
}

function needHand(context, repo, pull) {
  needLogin(context);
  if (context.who.login !== pull.user) context.world.need(repo, context.who, "write");
}

function patchPull(context) {
  const repo = context.repo("read");
  const pull = context.world.pull(repo, context.params.number);
  needHand(context, repo, pull);
  const { title, body, state, labels, assignees, milestone, allow_maintainer_edit } = context.body;
  // Whoever may not write gets nothing of these, and no word about it.
  const writes = context.world.may(repo, context.who, "write");
  if (title) pull.title = title;
  if (body !== undefined) pull.body = body;
  if (assignees !== undefined && writes) {
    for (const login of assignees) {
      if (context.world.user(login) === null) throw invalid(`Assignee does not exist: [name: ${login}]`);
    }
    pull.assignees = assignees.map((login) => context.world.user(login).login);
  }
  if (milestone !== undefined && writes) {
    const found = repo.milestones.find((one) => one.id === milestone);
    if (!found) throw gone("The target couldn't be found.");
    pull.milestone = found.number;
  }
  if (labels !== undefined && writes) {
    const known = [...repo.labels, ...organisationLabels(context, repo.owner)];
    pull.labels = labels.flatMap((id) => known.find((label) => label.id === id)?.name ?? []);
  }
  if (state !== undefined) {
    if (pull.merged_at !== null) return { status: 412, body: refusal(context, "cannot change state of this pull request, it was already merged") };
    context.world.setState(repo, context.who, pull, state);
  }
  if (allow_maintainer_edit !== undefined) {
    const from = context.world.repo(pull.head.repo);
    if (!context.world.may(from, context.who, "write")) throw new Problem("forbidden", "user doesn't have permission to edit");
    pull.maintainer_can_modify = allow_maintainer_edit;
  }
  pull.updated_at = context.world.now();
  return { status: 201, body: pullShape(context, repo, pull) };
}

function readPull(context) {
  const repo = context.repo();
  return ok(pullShape(context, repo, context.world.pull(repo, context.params.number)));
}

const isOneOf = ({ world }, repo, login) =>
  world.user(login) !== null && (repo.access.has(login.toLowerCase()) || login.toLowerCase() === repo.owner.toLowerCase());

function requestReviewers(context) {
  const repo = context.repo("read");
  const pull = context.world.pull(repo, context.params.number);
  needHand(context, repo, pull);
  const { reviewers = [], team_reviewers = [] } = context.body;
  for (const login of reviewers) {
    if (context.world.user(login) === null) throw gone(`UserNotExist: reviewer '${login}' not exist`);
    if (login.toLowerCase() === pull.user.toLowerCase()) throw invalid("poster of pr can't be reviewer");
    if (!isOneOf(context, repo, login)) throw invalid("Reviewer can't read");
  }
  const teams = context.world.user(repo.owner)?.teams ?? [];
  for (const name of team_reviewers) if (!teams.includes(name)) throw gone(`TeamNotExist: team reviewer '${name}' not exist`);
  const named = reviewers.map((login) => context.world.user(login).login);
  pull.reviewers = [...new Set([...pull.reviewers, ...named])];
  pull.team_reviewers = [...new Set([...pull.team_reviewers, ...team_reviewers])];
  return { status: 201, body: [] };
}

function commentShape(context, repo, pull, comment) {
  const page = `${context.web}/${repo.full_name}/pulls/${pull.number}`;
  return {
    id: comment.id,
    html_url: `${page}#issuecomment-${comment.id}`,
    pull_request_url: page,
    issue_url: "",
    user: userShape(context, comment.user),
    original_author: "",
    original_author_id: 0,
    body: comment.body,
    assets: [],
    created_at: comment.created_at,
    updated_at: comment.updated_at,
  };
}

// All of them: this list has no pages.
function listComments(context) {
  const repo = context.repo();
  const pull = context.world.pull(repo, context.params.number);
  return ok(pull.comments.map((comment) => commentShape(context, repo, pull, comment)));
}

function makeComment(context) {
  const repo = context.repo("read");
  needLogin(context);
  const comment = context.world.comment(repo, context.who, context.params.number, context.body.body);
  const pull = context.world.pull(repo, context.params.number);
  return { status: 201, body: commentShape(context, repo, pull, comment) };
}

function listMilestones(context) {
  const repo = context.repo();
  const [state, name] = [context.query.get("state") ?? "open", context.query.get("name") ?? ""];
  const isAsked = (one) => (state === "all" || one.state === state) && one.title.toLowerCase().includes(name.toLowerCase());
  return listOf(context, repo.milestones.filter(isAsked), milestoneShape);
}

function listAssignees(context) {
  const repo = context.repo();
  const logins = [...repo.access].filter(([, level]) => ["write", "maintain", "admin"].includes(level)).map(([login]) => login);
  return ok(logins.map((login) => userShape(context, login)));
}

function listOrganisationLabels(context) {
  const owner = context.world.user(context.params.org);
  if (owner?.type !== "Organization") throw gone("GetOrgByName");
  return listOf(context, owner.labels ?? [], labelShape);
}

const REPO = "/repos/:owner/:repo";
const ROUTES = [
  ["GET", "/user", readUser],
  ["GET", "/version", (context) => ok({ version: VERSIONS[context.world.kind] })],
  ["GET", "/orgs/:org/labels", listOrganisationLabels],
  ["GET", REPO, (context) => ok(repoShape(context, context.repo()))],
  ["GET", `${REPO}/assignees`, listAssignees],
  ["GET", `${REPO}/branches/:branch+`, readBranch],
  ["GET", `${REPO}/forks`, listForks],
  ["POST", `${REPO}/forks`, makeFork],
  ["GET", `${REPO}/git/commits/:sha`, readCommit],
  ["GET", `${REPO}/issues/:number/comments`, listComments],
  ["POST", `${REPO}/issues/:number/comments`, makeComment],
  ["GET", `${REPO}/labels`, (context) => listOf(context, context.repo().labels, labelShape)],
  ["GET", `${REPO}/milestones`, listMilestones],
  ["GET", `${REPO}/pulls`, listPulls],
  ["POST", `${REPO}/pulls`, openPull],
  ["GET", `${REPO}/pulls/:number`, readPull],
  ["PATCH", `${REPO}/pulls/:number`, patchPull],
  ["POST", `${REPO}/pulls/:number/requested_reviewers`, requestReviewers],
];

const STATUS = { "not-found": 404, forbidden: 403, unauthorised: 401, invalid: 422, conflict: 409 };

const refusal = (context, message) => ({ message, url: `${context.web}/api/swagger` });

export const kind = {
  prefix: "/api/v1",
  token(headers) {
    const found = /^(?:bearer|token) (.+)$/i.exec(headers.authorization ?? "");
    return found ? found[1] : null;
  },
  routes: ROUTES.map(([method, path, handle]) => [
    method,
    path,
    (context) => {
      context.repo = (level) => {
        const repo = context.world.seen(`${context.params.owner}/${context.params.repo}`, context.who);
        if (level && repo.archived) return context.world.need(repo, context.who, "write");
        return repo;
      };
      return handle(context);
    },
  ]),
  refusal: (problem, context) => ({ status: STATUS[problem.kind], body: refusal(context, problem.message) }),
  control: {
    addOrganisationLabels(world, { login, labels }) {
      world.user(login).labels = labels.map((name) => ({ id: world.id(), name }));
    },
  },
};
