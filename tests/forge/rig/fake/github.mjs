// A small stateful GitHub: repositories, forks, pull requests and what hangs on them. The git data API and apps are in
// github/.

import { Problem } from "./core.mjs";
import { addApp, looksSigned, routes as apps } from "./github/apps.mjs";
import { routes as data } from "./github/data.mjs";
import { commentShape, issueShape, labelShape, milestoneShape, ownUserShape, pullShape, repoShape } from "./github/shapes.mjs";
import { paged } from "./server.mjs";

const LARGEST_BODY = 65536;

const invalid = (resource, field, more = {}) =>
  new Problem("invalid", "Validation Failed", [{ resource, field, code: "invalid", ...more }]);

function readUser(context) {
  if (context.who === null) throw new Problem("unauthorised", "Requires authentication");
  if (context.who.kind === "installation") throw new Problem("forbidden", "Resource not accessible by integration");
  return { status: 200, body: ownUserShape(context, context.who.login) };
}

function readRepo(context) {
  return { status: 200, body: repoShape(context, context.repo(), { whole: true }) };
}

function listForks(context) {
  const repo = context.repo();
  const forks = [...context.world.repos.values()].filter((one) => one.parent === repo.full_name && one.hidden <= 0);
  const page = paged(context, forks);
  return { status: 200, headers: page.headers, body: page.items.map((one) => repoShape(context, one)) };
}

function makeFork(context) {
  const repo = context.repo();
  if (context.who === null) throw new Problem("unauthorised", "Requires authentication");
  if (context.who.kind === "installation") throw new Problem("forbidden", "Resource not accessible by integration");
  const fork = context.world.fork(repo, context.body?.organization ?? context.who.login, {
    name: context.body?.name ?? repo.name,
  });
  return { status: 202, body: repoShape(context, fork, { whole: true }) };
}

function listPulls(context) {
  const repo = context.repo();
  const { query } = context;
  const state = query.get("state") ?? "open";
  const sort = query.get("sort") ?? "created";
  const direction = query.get("direction") ?? (sort === "created" || !query.get("sort") ? "desc" : "asc");
  let pulls = context.world.pulls(repo).filter((pull) => state === "all" || pull.state === state);
  const head = query.get("head");
  // Without an owner GitHub does not filter.
  if (head?.includes(":")) {
    const [owner, ref] = [head.slice(0, head.indexOf(":")), head.slice(head.indexOf(":") + 1)];
    pulls = pulls.filter((pull) => {
      const from = context.world.repo(pull.head.repo);
      return from.owner.toLowerCase() === owner.toLowerCase() && pull.head.ref === ref;
    });
  }
  if (query.get("base")) pulls = pulls.filter((pull) => pull.base.ref === query.get("base"));
  const key = sort === "updated" ? "updated_at" : "created_at";
  pulls.sort((one, other) => one[key].localeCompare(other[key]) || one.number - other.number);
  if (direction === "desc") pulls.reverse();
  const page = paged(context, pulls);
  return { status: 200, headers: page.headers, body: page.items.map((pull) => pullShape(context, repo, pull)) };
}

function checkBody(resource, body) {
  if (body && body.length > LARGEST_BODY) {
    throw invalid(resource, "body", { message: "body is too long (maximum is 65536 characters)", code: "custom" });
  }
}

function openPull(context) {
  const repo = context.repo("read", "pull_requests");
  const { title, body, head, base, draft, maintainer_can_modify } = context.body;
  if (!title) throw new Problem("invalid", "Validation Failed", [{ resource: "PullRequest", field: "title", code: "missing_field" }]);
  checkBody("PullRequest", body);
  const at = head.indexOf(":");
  const [owner, ref] = at < 0 ? [repo.owner, head] : [head.slice(0, at), head.slice(at + 1)];
  const from = [...context.world.repos.values()].find(
    (one) =>
      one.owner.toLowerCase() === owner.toLowerCase() && (one === repo || one.parent === repo.full_name || one.full_name === repo.parent),
  );
  if (!from || from.hidden > 0) throw invalid("PullRequest", "head");
  // Whoever may not push to where the branch lies may not open one from there.
  if (!context.world.may(from, context.who, "write") && from !== repo) throw invalid("PullRequest", "head");
  if (from === repo && !context.world.may(repo, context.who, "write")) {
    throw new Problem("invalid", "Validation Failed", [
      { resource: "PullRequest", code: "custom", message: "must be a collaborator" },
    ]);
  }
  if (draft && repo.no_drafts) {
    throw new Problem("invalid", "Draft pull requests are not supported in this repository.");
  }
  const pull = context.world.openPull(repo, context.who, {
    title,
    body: body ?? "",
    head: ref,
    from: from.full_name,
    base,
    draft: draft ?? false,
    maintainer_can_modify: maintainer_can_modify ?? false,
  });
  return { status: 201, body: pullShape(context, repo, pull, { whole: true }) };
}

function readPull(context) {
  const repo = context.repo();
  const pull = context.world.pull(repo, context.params.number);
  const mergeable = context.world.mergeable(repo, pull);
  return { status: 200, body: pullShape(context, repo, pull, { whole: true, mergeable }) };
}

// Authors may change their own; everybody else needs the right to push.
function needHand(context, repo, pull) {
  if (context.who?.login !== pull.user) context.world.need(repo, context.who, "write");
}

function patchPull(context) {
  const repo = context.repo("read", "pull_requests");
  const pull = context.world.pull(repo, context.params.number);
  needHand(context, repo, pull);
  const { title, body, state, base, maintainer_can_modify } = context.body;
  checkBody("PullRequest", body);
  if (base !== undefined && repo.bare.branch(base) === null) throw invalid("PullRequest", "base");
  if (state !== undefined) context.world.setState(repo, context.who, pull, state);
  if (title !== undefined) pull.title = title;
  if (body !== undefined) pull.body = body ?? "";
  if (base !== undefined) pull.base.ref = base;
  if (maintainer_can_modify !== undefined) pull.maintainer_can_modify = maintainer_can_modify;
  pull.updated_at = context.world.now();
  return { status: 200, body: pullShape(context, repo, pull, { whole: true }) };
}

const isOneOf = ({ world }, repo, login) =>
  world.user(login) !== null && (repo.access.has(login.toLowerCase()) || login.toLowerCase() === repo.owner.toLowerCase());

function requestReviewers(context) {
  const repo = context.repo("write", "pull_requests");
  const pull = context.world.pull(repo, context.params.number);
  const { reviewers = [], team_reviewers = [] } = context.body;
  if (reviewers.some((login) => login.toLowerCase() === pull.user.toLowerCase())) {
    throw new Problem("invalid", "Review cannot be requested from pull request author.");
  }
  const teams = context.world.user(repo.owner)?.teams ?? [];
  if (!reviewers.every((login) => isOneOf(context, repo, login)) || !team_reviewers.every((slug) => teams.includes(slug))) {
    throw new Problem(
      "invalid",
      `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${repo.full_name} repository.`,
    );
  }
  pull.reviewers = [...new Set([...pull.reviewers, ...reviewers])];
  pull.team_reviewers = [...new Set([...pull.team_reviewers, ...team_reviewers])];
  pull.updated_at = context.world.now();
  return { status: 201, body: pullShape(context, repo, pull) };
}

function readIssue(context) {
  const repo = context.repo();
  return { status: 200, body: issueShape(context, repo, context.world.pull(repo, context.params.number)) };
}

function patchIssue(context) {
  const repo = context.repo("read", "pull_requests");
  const pull = context.world.pull(repo, context.params.number);
  needHand(context, repo, pull);
  const { title, body, state, labels, assignees, milestone } = context.body;
  checkBody("Issue", body);
  // Without the right to, these are dropped in silence.
  if (context.world.may(repo, context.who, "triage")) {
    if (assignees !== undefined) {
      for (const login of assignees) {
        if (!isOneOf(context, repo, login)) throw invalid("Issue", "assignees", { value: login });
      }
    }
    if (milestone !== undefined && milestone !== null && !repo.milestones.some((one) => one.number === milestone)) {
      throw invalid("Issue", "milestone", { value: milestone });
    }
    if (assignees !== undefined) pull.assignees = assignees;
    if (milestone !== undefined) pull.milestone = milestone;
    if (labels !== undefined) {
      pull.labels = labels.map((label) => context.world.label(repo, typeof label === "string" ? label : label.name).name);
    }
  }
  if (title !== undefined) pull.title = title;
  if (body !== undefined) pull.body = body ?? "";
  if (state !== undefined) context.world.setState(repo, context.who, pull, state);
  pull.updated_at = context.world.now();
  return { status: 200, body: issueShape(context, repo, pull) };
}

function addLabels(context) {
  const repo = context.repo("triage", "pull_requests");
  const pull = context.world.pull(repo, context.params.number);
  const asked = Array.isArray(context.body) ? context.body : context.body.labels;
  const names = asked.map((label) => context.world.label(repo, typeof label === "string" ? label : label.name).name);
  pull.labels = [...new Set([...pull.labels, ...names])];
  pull.updated_at = context.world.now();
  return { status: 200, body: pull.labels.map((name) => labelShape(context, repo, name)) };
}

// Here, those who cannot be assigned are passed over in silence.
function addAssignees(context) {
  const repo = context.repo("triage", "pull_requests");
  const pull = context.world.pull(repo, context.params.number);
  const asked = context.body.assignees.filter((login) => isOneOf(context, repo, login));
  pull.assignees = [...new Set([...pull.assignees, ...asked])];
  pull.updated_at = context.world.now();
  return { status: 201, body: issueShape(context, repo, pull) };
}

function listComments(context) {
  const repo = context.repo();
  const pull = context.world.pull(repo, context.params.number);
  const page = paged(context, pull.comments);
  const body = page.items.map((comment) => commentShape(context, repo, pull, comment));
  return { status: 200, headers: page.headers, body };
}

function makeComment(context) {
  const repo = context.repo("read", "pull_requests");
  if (context.who === null) throw new Problem("unauthorised", "Requires authentication");
  checkBody("IssueComment", context.body.body);
  const comment = context.world.comment(repo, context.who, context.params.number, context.body.body);
  const pull = context.world.pull(repo, context.params.number);
  return { status: 201, body: commentShape(context, repo, pull, comment) };
}

function listMilestones(context) {
  const repo = context.repo();
  const state = context.query.get("state") ?? "open";
  const page = paged(context, repo.milestones.filter((one) => state === "all" || one.state === state));
  const body = page.items.map((milestone) => milestoneShape(context, repo, milestone));
  return { status: 200, headers: page.headers, body };
}

const REPO = "/repos/:owner/:repo";
const ROUTES = [
  ["GET", "/user", readUser],
  ["GET", REPO, readRepo],
  ["GET", `${REPO}/forks`, listForks],
  ["POST", `${REPO}/forks`, makeFork],
  ["GET", `${REPO}/pulls`, listPulls],
  ["POST", `${REPO}/pulls`, openPull],
  ["GET", `${REPO}/pulls/:number`, readPull],
  ["PATCH", `${REPO}/pulls/:number`, patchPull],
  ["POST", `${REPO}/pulls/:number/requested_reviewers`, requestReviewers],
  ["GET", `${REPO}/issues/:number`, readIssue],
  ["PATCH", `${REPO}/issues/:number`, patchIssue],
  ["GET", `${REPO}/issues/:number/comments`, listComments],
  ["POST", `${REPO}/issues/:number/comments`, makeComment],
  ["POST", `${REPO}/issues/:number/labels`, addLabels],
  ["POST", `${REPO}/issues/:number/assignees`, addAssignees],
  ["GET", `${REPO}/milestones`, listMilestones],
  ...data,
  ...apps,
];

const STATUS = { "not-found": 404, forbidden: 403, unauthorised: 401, invalid: 422, conflict: 409 };
const RANK = { none: 0, read: 1, write: 2, admin: 3 };

// Gives the repository of the path, if the caller may do that with it.
function repoOf(context, level = "read", permission = null) {
  const { world, who } = context;
  const repo = world.seen(`${context.params.owner}/${context.params.repo}`, who);
  if (permission !== null) {
    if (who === null) throw new Problem("unauthorised", "Requires authentication");
    world.need(repo, who, repo.archived ? "write" : level);
    if (who.permissions && RANK[who.permissions[permission] ?? "none"] < RANK.write) {
      throw new Problem("forbidden", "Resource not accessible by integration");
    }
  }
  return repo;
}

export const kind = {
  prefix: "/api/v3",
  description: "github",
  token(headers) {
    const found = /^(?:bearer|token) (.+)$/i.exec(headers.authorization ?? "");
    return found ? found[1] : null;
  },
  // Signed tokens of apps are looked at where they are for.
  knows: looksSigned,
  routes: ROUTES.map(([method, path, handle]) => [
    method,
    path,
    (context) => {
      context.repo = (level, permission) => repoOf(context, level, permission);
      if (!context.headers["user-agent"]) throw new Problem("forbidden", "Request forbidden by administrative rules.");
      const version = context.headers["x-github-api-version"];
      if (version !== undefined && version !== "2022-11-28") {
        return { status: 400, body: { message: `Version '${version}' is not supported` } };
      }
      return handle(context);
    },
  ]),
  refusal(problem) {
    const body = {
      message: problem.message,
      documentation_url: "https://docs.github.com/rest",
      status: String(STATUS[problem.kind]),
    };
    if (problem.errors.length > 0) body.errors = problem.errors;
    return { status: STATUS[problem.kind], body };
  },
  headers(context) {
    const reset = Math.floor(Date.now() / 1000) + 3600;
    return {
      "x-github-media-type": "github.v3; format=json",
      "x-github-request-id": "RIG",
      "x-ratelimit-limit": "5000",
      "x-ratelimit-remaining": "4990",
      "x-ratelimit-reset": String(reset),
      "x-ratelimit-used": "10",
      "x-ratelimit-resource": "core",
    };
  },
  // What the control API can do beyond what all forges have.
  control: { addApp: (world, args) => addApp(world, args) },
};
