// A small stateful GitLab. There is no description of its API to check against, so this says itself what each
// request may hold: whatever is not listed here counts as a breach, as do values of another type.

import { Problem } from "./core.mjs";
import { paged } from "./server.mjs";

const DRAFT = /^(\[draft\]|\(draft\)|draft:)/i;
const STATE = { open: "opened", closed: "closed" };
const LEVEL = { none: 0, read: 10, triage: 20, write: 30, maintain: 40, admin: 50 };
const PAGES = ["page", "per_page"];

const isText = (value) => typeof value === "string";
const isFlag = (value) => typeof value === "boolean";
const isNumber = (value) => Number.isInteger(value);
const areNumbers = (value) => Array.isArray(value) && value.every(isNumber);

const gone = (what) => new Problem("not-found", `404 ${what} Not Found`);
const bad = (message) => Object.assign(new Problem("invalid", message), { status: 400 });

function userShape(context, login) {
  const user = context.world.user(login);
  if (user === null) return null;
  return {
    id: user.id,
    username: user.login,
    name: user.name,
    state: "active",
    locked: false,
    avatar_url: null,
    web_url: `${context.web}/${user.login}`,
  };
}

// How far a fork is; each question brings it on.
function importStatus(repo) {
  if (repo.parent === null) return "none";
  if (repo.hidden <= 0) return "finished";
  repo.hidden -= 1;
  return repo.hidden > 0 ? "scheduled" : "started";
}

function projectShape(context, repo) {
  const level = context.who === null ? "none" : context.world.level(repo, context.who);
  const is_member = repo.access.has(context.who?.login?.toLowerCase()) || level === "admin";
  const parent = repo.parent === null ? null : context.world.repo(repo.parent);
  const owner = context.world.user(repo.owner);
  return {
    id: repo.id,
    name: repo.name,
    path: repo.name,
    path_with_namespace: repo.full_name,
    default_branch: repo.bare.branch(repo.default_branch) === null ? null : repo.default_branch,
    empty_repo: repo.bare.branch(repo.default_branch) === null,
    archived: repo.archived,
    visibility: repo.private ? "private" : "public",
    web_url: `${context.web}/${repo.full_name}`,
    http_url_to_repo: `${context.web}/${repo.full_name}.git`,
    namespace: { id: owner.id, path: repo.owner, full_path: repo.owner, kind: owner.type === "Organization" ? "group" : "user" },
    merge_requests_enabled: repo.merge_requests ?? true,
    merge_requests_access_level: (repo.merge_requests ?? true) ? "enabled" : "disabled",
    import_status: importStatus(repo),
    ...(parent === null ? {} : { forked_from_project: { id: parent.id, path_with_namespace: parent.full_name } }),
    created_at: repo.created_at,
    permissions: {
      project_access: is_member ? { access_level: LEVEL[level], notification_level: 3 } : null,
      group_access: null,
    },
  };
}

const milestoneShape = (milestone) => ({
  id: milestone.id,
  iid: milestone.number,
  title: milestone.title,
  state: milestone.state === "open" ? "active" : "closed",
  created_at: milestone.created_at,
});

function requestShape(context, repo, pull) {
  const mergeable = context.world.mergeable(repo, pull);
  const milestone = repo.milestones.find((one) => one.number === pull.milestone);
  const status = mergeable === null ? "checking" : mergeable ? "can_be_merged" : "cannot_be_merged";
  const draft = DRAFT.test(pull.title);
  return {
    id: pull.id,
    iid: pull.number,
    project_id: repo.id,
    title: pull.title,
    description: pull.body,
    state: pull.merged_at === null ? STATE[pull.state] : "merged",
    created_at: pull.created_at.replace("Z", ".000Z"),
    updated_at: pull.updated_at.replace("Z", ".000Z"),
    merged_at: pull.merged_at,
    closed_at: pull.closed_at,
    source_branch: pull.head.ref,
    target_branch: pull.base.ref,
    source_project_id: context.world.repo(pull.head.repo)?.id ?? null,
    target_project_id: repo.id,
    author: userShape(context, pull.user),
    assignees: pull.assignees.map((login) => userShape(context, login)),
    reviewers: pull.reviewers.map((login) => userShape(context, login)),
    labels: pull.labels,
    milestone: milestone ? milestoneShape(milestone) : null,
    draft,
    work_in_progress: draft,
    merge_status: status,
    detailed_merge_status: mergeable === null ? "checking" : mergeable ? (draft ? "draft_status" : "mergeable") : "conflict",
    has_conflicts: mergeable === false,
    sha: pull.head.sha,
    merge_commit_sha: pull.merge_commit,
    user_notes_count: pull.comments.length,
    should_remove_source_branch: null,
    force_remove_source_branch: pull.remove_source_branch ?? false,
    allow_collaboration: pull.maintainer_can_modify,
    web_url: `${context.web}/${repo.full_name}/-/merge_requests/${pull.number}`,
  };
}

const ok = (body, headers = {}) => ({ status: 200, body, headers });

function listOf(context, items, shape) {
  const page = paged(context, items, { standard: 20 });
  return ok(page.items.map(shape), { ...page.headers, "x-total": String(page.total) });
}

// Lines that GitLab would carry out.
function checkCommands(context, text) {
  for (const line of String(text ?? "").split("\n")) {
    if (/^\s*\/[a-z_]+/i.test(line)) context.breach(`a command is carried out: ${line.trim()}`);
  }
}

function readUser(context) {
  if (context.who.kind === "installation") throw new Problem("forbidden", "403 Forbidden");
  return ok({ ...userShape(context, context.who.login), email: context.world.user(context.who.login).email });
}

function listUsers(context) {
  const found = context.world.user(context.query.get("username"));
  return ok(found === null || found.type === "Organization" ? [] : [userShape(context, found.login)]);
}

function listForks(context) {
  const repo = context.project();
  const owned = context.query.get("owned") === "true";
  const isAsked = (one) => one.parent === repo.full_name && (!owned || one.owner === context.who?.login);
  return listOf(context, [...context.world.repos.values()].filter(isAsked), (one) => projectShape(context, one));
}

function makeFork(context) {
  const repo = context.project();
  const { login } = context.who;
  if (context.world.repo(`${login}/${repo.name}`)) {
    throw new Problem("conflict", "Name has already been taken, Path has already been taken");
  }
  return { status: 201, body: projectShape(context, context.world.fork(repo, login)) };
}

function readBranch(context) {
  const repo = context.project();
  const sha = repo.bare.branch(context.params.branch);
  if (sha === null) throw gone("Branch");
  return ok({ name: context.params.branch, merged: false, protected: false, default: false, commit: commitShape(repo, sha) });
}

function commitShape(repo, sha) {
  const shown = repo.bare.show(sha);
  return {
    id: shown.sha,
    short_id: shown.sha.slice(0, 8),
    parent_ids: shown.parents,
    title: shown.message.split("\n")[0],
    message: shown.message,
    author_name: shown.author.name,
    author_email: shown.author.email,
    authored_date: shown.author.date,
    committer_name: shown.committer.name,
    committer_email: shown.committer.email,
    committed_date: shown.committer.date,
  };
}

function readCommit(context) {
  const repo = context.project();
  if (repo.bare.show(context.params.sha) === null) throw gone("Commit");
  return ok(commitShape(repo, context.params.sha));
}

function listRequests(context) {
  const repo = context.project();
  const { query } = context;
  const [state, branch, after] = [query.get("state") ?? "all", query.get("source_branch"), query.get("created_after")];
  const stateOf = (pull) => (pull.merged_at === null ? STATE[pull.state] : "merged");
  const pulls = context.world.pulls(repo).filter((pull) => {
    if (state !== "all" && stateOf(pull) !== state) return false;
    if (branch !== null && pull.head.ref !== branch) return false;
    return after === null || Date.parse(pull.created_at) >= Date.parse(after);
  });
  return listOf(context, pulls.reverse(), (pull) => requestShape(context, repo, pull));
}

function openRequest(context) {
  const from = context.project();
  const { title, description, source_branch, target_branch, target_project_id, allow_collaboration, remove_source_branch } = context.body;
  const repo = target_project_id === undefined ? from : context.projectOf(target_project_id);
  context.world.need(from, context.who, "write");
  if (repo !== from && from.parent !== repo.full_name) throw bad("target_project_id is no parent of the fork");
  if (repo.archived) throw new Problem("forbidden", "403 Forbidden");
  checkCommands(context, description);
  if (from.bare.branch(source_branch) === null || repo.bare.branch(target_branch) === null) {
    throw new Problem("invalid", ["Source branch or target branch does not exist"]);
  }
  for (const other of context.world.pulls(repo)) {
    if (other.state === "open" && other.head.repo === from.full_name && other.head.ref === source_branch && other.base.ref === target_branch) {
      throw new Problem("conflict", `Another open merge request already exists for this source branch: !${other.number}`);
    }
  }
  const pull = context.world.openPull(repo, context.who, {
    title,
    body: description ?? "",
    head: source_branch,
    from: from.full_name,
    base: target_branch,
    maintainer_can_modify: allow_collaboration ?? false,
    remove_source_branch: remove_source_branch ?? false,
  });
  return { status: 201, body: requestShape(context, repo, pull) };
}

function readRequest(context) {
  const repo = context.project();
  return ok(requestShape(context, repo, context.world.pull(repo, context.params.number)));
}

function changeRequest(context) {
  const repo = context.project();
  const pull = context.world.pull(repo, context.params.number);
  if (context.who.login !== pull.user) context.world.need(repo, context.who, "write");
  const { title, description, state_event, add_labels, assignee_ids, reviewer_ids, milestone_id } = context.body;
  checkCommands(context, description);
  const one_only = context.world.settings.edition === "ce";
  const logins = (ids) => {
    const users = ids.flatMap((id) => [...context.world.users.values()].find((user) => user.id === id)?.login ?? []);
    return one_only ? users.slice(0, 1) : users;
  };
  // Whoever may not is told nothing.
  if (context.world.may(repo, context.who, "triage")) {
    if (add_labels !== undefined) {
      pull.labels = [...new Set([...pull.labels, ...add_labels.split(",").map((name) => context.world.label(repo, name.trim()).name)])];
    }
    if (assignee_ids !== undefined) pull.assignees = logins(assignee_ids);
    if (reviewer_ids !== undefined) pull.reviewers = logins(reviewer_ids);
    const milestone = repo.milestones.find((one) => one.id === milestone_id);
    if (milestone) pull.milestone = milestone.number;
  }
  if (title !== undefined) pull.title = title;
  if (description !== undefined) pull.body = description;
  if (state_event !== undefined) {
    if (pull.merged_at !== null) throw bad("state_event does not have a valid value");
    context.world.setState(repo, context.who, pull, state_event === "close" ? "closed" : "open");
  }
  pull.updated_at = context.world.now();
  return ok(requestShape(context, repo, pull));
}

function noteShape(context, comment) {
  return { id: comment.id, body: comment.body, system: false, author: userShape(context, comment.user), created_at: comment.created_at };
}

// The forge writes some itself.
function listNotes(context) {
  const repo = context.project();
  const pull = context.world.pull(repo, context.params.number);
  const own = { id: 1, body: "added 1 commit", system: true, author: userShape(context, pull.user), created_at: pull.created_at };
  return listOf(context, [own, ...pull.comments.map((comment) => noteShape(context, comment))], (note) => note);
}

function makeNote(context) {
  const repo = context.project();
  checkCommands(context, context.body.body);
  return { status: 201, body: noteShape(context, context.world.comment(repo, context.who, context.params.number, context.body.body)) };
}

function listMilestones(context) {
  const repo = context.project();
  const [title, state] = [context.query.get("title"), context.query.get("state")];
  const shown = repo.milestones.map(milestoneShape);
  const isAsked = (one) => (title === null || one.title === title) && (state === null || one.state === state);
  return listOf(context, shown.filter(isAsked), (one) => one);
}

const PROJECT = "/projects/:id";
const REQUEST = `${PROJECT}/merge_requests/:number`;

// [method, path, what handles it, names in the query, what the body may hold, what it must hold]
const ROUTES = [
  ["GET", "/user", readUser],
  ["GET", "/users", listUsers, ["username"]],
  ["GET", PROJECT, (context) => ok(projectShape(context, context.project()))],
  ["GET", `${PROJECT}/forks`, listForks, ["owned", ...PAGES]],
  ["POST", `${PROJECT}/fork`, makeFork, [], { name: isText, path: isText, namespace_path: isText }, []],
  ["GET", `${PROJECT}/milestones`, listMilestones, ["state", "title", "include_ancestors", "include_parent_milestones", ...PAGES]],
  ["GET", `${PROJECT}/repository/branches/:branch`, readBranch],
  ["GET", `${PROJECT}/repository/commits/:sha`, readCommit],
  ["GET", `${PROJECT}/merge_requests`, listRequests, ["state", "scope", "source_branch", "created_after", ...PAGES]],
  [
    "POST",
    `${PROJECT}/merge_requests`,
    openRequest,
    [],
    {
      title: isText,
      description: isText,
      source_branch: isText,
      target_branch: isText,
      target_project_id: isNumber,
      allow_collaboration: isFlag,
      remove_source_branch: isFlag,
    },
    ["title", "source_branch", "target_branch"],
  ],
  ["GET", REQUEST, readRequest],
  [
    "PUT",
    REQUEST,
    changeRequest,
    [],
    {
      title: isText,
      description: isText,
      state_event: (value) => ["close", "reopen"].includes(value),
      add_labels: isText,
      assignee_ids: areNumbers,
      reviewer_ids: areNumbers,
      milestone_id: isNumber,
    },
    [],
  ],
  ["GET", `${REQUEST}/notes`, listNotes, PAGES],
  ["POST", `${REQUEST}/notes`, makeNote, [], { body: isText }, ["body"]],
];

const VALUES = { state: ["opened", "closed", "merged", "all", "active"], scope: ["all"], owned: ["true", "false"] };

function check(context, queryNames, fields, needed) {
  for (const [name, value] of context.query) {
    if (!queryNames.includes(name)) context.breach(`the query's ${name} is not known here`);
    if (VALUES[name] && !VALUES[name].includes(value)) context.breach(`the query's ${name} is ${value}`);
  }
  if (fields === null) {
    if (context.body !== undefined) context.breach("a body where none belongs");
    return;
  }
  for (const [name, value] of Object.entries(context.body ?? {})) {
    if (!fields[name]) context.breach(`the body's ${name} is not known here`);
    else if (!fields[name](value)) context.breach(`the body's ${name} is of the wrong kind`);
  }
  for (const name of needed) if (context.body?.[name] === undefined) context.breach(`the body has no ${name}`);
}

const STATUS = { "not-found": 404, forbidden: 403, unauthorised: 401, invalid: 422, conflict: 409 };

function projectOf(context, id) {
  const repo = [...context.world.repos.values()].find((one) => String(one.id) === String(id)) ?? context.world.repo(id);
  if (!repo || context.world.level(repo, context.who) === "none") throw gone("Project");
  return repo;
}

export const kind = {
  prefix: "/api/v4",
  description: null,
  token(headers) {
    const found = /^bearer (.+)$/i.exec(headers.authorization ?? "");
    return found ? found[1] : (headers["private-token"] ?? null);
  },
  routes: ROUTES.map(([method, path, handle, queryNames = [], fields = null, needed = []]) => [
    method,
    path,
    (context) => {
      const breaches = [];
      context.breach = (message) => breaches.push({ location: ["request"], severity: "Error", message });
      context.projectOf = (id) => projectOf(context, id);
      context.project = () => projectOf(context, context.params.id);
      check(context, queryNames, fields, needed);
      // What the client may send at all is anybody's; all of this is for users.
      let answer;
      try {
        if (context.who === null) throw new Problem("unauthorised", "401 Unauthorized");
        answer = handle(context);
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        answer = kind.refusal(problem);
      }
      if (breaches.length === 0) return answer;
      return { ...answer, headers: { ...answer.headers, "sl-violations": JSON.stringify(breaches) } };
    },
  ]),
  // Refusals of what was sent have lists or maps; others have a text.
  refusal(problem) {
    const status = problem.status ?? STATUS[problem.kind];
    const message = problem.kind === "conflict" ? [problem.message] : problem.message;
    return { status, body: { message } };
  },
  headers() {
    return {
      "ratelimit-limit": "2000",
      "ratelimit-observed": "4",
      "ratelimit-remaining": "1996",
      "ratelimit-reset": String(Math.floor(Date.now() / 1000) + 60),
      "x-request-id": "RIG",
    };
  },
};
