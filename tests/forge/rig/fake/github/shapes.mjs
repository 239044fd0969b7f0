// How GitHub shows things, whole, so that its description holds for the answers. Decides nothing.

export function userShape(context, login) {
  const user = context.world.user(login) ?? { id: 1, login, type: "User" };
  const url = `${context.base}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: `U_${user.id}`,
    avatar_url: `${context.web}/avatars/u/${user.id}?v=4`,
    gravatar_id: "",
    url,
    html_url: `${context.web}/${encodeURIComponent(user.login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    user_view_type: "public",
    site_admin: false,
  };
}

// The account of a token, as `GET /user` shows it to itself.
export function ownUserShape(context, login) {
  const user = context.world.user(login);
  return {
    ...userShape(context, login),
    name: user.name,
    company: null,
    blog: "",
    location: null,
    email: user.email,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 1,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: user.created_at,
    updated_at: user.created_at,
    private_gists: 0,
    total_private_repos: 0,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
    plan: { name: "free", space: 1, private_repos: 0, collaborators: 0 },
  };
}

const TEMPLATES = {
  archive_url: "{archive_format}{/ref}",
  assignees_url: "assignees{/user}",
  blobs_url: "git/blobs{/sha}",
  branches_url: "branches{/branch}",
  collaborators_url: "collaborators{/collaborator}",
  comments_url: "comments{/number}",
  commits_url: "commits{/sha}",
  compare_url: "compare/{base}...{head}",
  contents_url: "contents/{+path}",
  contributors_url: "contributors",
  deployments_url: "deployments",
  downloads_url: "downloads",
  events_url: "events",
  forks_url: "forks",
  git_commits_url: "git/commits{/sha}",
  git_refs_url: "git/refs{/sha}",
  git_tags_url: "git/tags{/sha}",
  hooks_url: "hooks",
  issue_comment_url: "issues/comments{/number}",
  issue_events_url: "issues/events{/number}",
  issues_url: "issues{/number}",
  keys_url: "keys{/key_id}",
  labels_url: "labels{/name}",
  languages_url: "languages",
  merges_url: "merges",
  milestones_url: "milestones{/number}",
  notifications_url: "notifications{?since,all,participating}",
  pulls_url: "pulls{/number}",
  releases_url: "releases{/id}",
  stargazers_url: "stargazers",
  statuses_url: "statuses/{sha}",
  subscribers_url: "subscribers",
  subscription_url: "subscription",
  tags_url: "tags",
  teams_url: "teams",
  trees_url: "git/trees{/sha}",
};

export function repoShape(context, repo, { whole = false } = {}) {
  const { world, base, web } = context;
  const url = `${base}/repos/${repo.full_name}`;
  // Installations are told that they may nothing, whatever they may.
  const told = context.who?.kind !== "installation";
  const at = (least) => told && world.may(repo, context.who, least);
  const open = [...repo.pulls.values()].filter((pull) => pull.state === "open").length;
  const shape = {
    id: repo.id,
    node_id: `R_${repo.id}`,
    name: repo.name,
    full_name: repo.full_name,
    private: repo.private,
    owner: userShape(context, repo.owner),
    html_url: `${web}/${repo.full_name}`,
    description: null,
    fork: repo.parent !== null,
    url,
    ...Object.fromEntries(Object.entries(TEMPLATES).map(([key, path]) => [key, `${url}/${path}`])),
    created_at: repo.created_at,
    updated_at: repo.created_at,
    pushed_at: repo.created_at,
    git_url: `git://${web.replace(/^https?:\/\//, "")}/${repo.full_name}.git`,
    ssh_url: `git@127.0.0.1:${repo.full_name}.git`,
    clone_url: `${web}/${repo.full_name}.git`,
    svn_url: `${web}/${repo.full_name}`,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: "Python",
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repo.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: repo.allow_forking,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repo.private ? "private" : "public",
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repo.default_branch,
  };
  if (!whole) return shape;
  // Unasked callers are not told of permissions.
  if (context.who) {
    shape.permissions = {
      admin: at("admin"),
      maintain: at("maintain"),
      push: at("write"),
      triage: at("triage"),
      pull: at("read"),
    };
  }
  Object.assign(shape, { temp_clone_token: null, network_count: 0, subscribers_count: 0 });
  if (repo.parent) {
    const parent = world.repo(repo.parent);
    Object.assign(shape, { parent: repoShape(context, parent), source: repoShape(context, parent) });
  }
  return shape;
}

export function labelShape(context, repo, name) {
  const label = context.world.label(repo, name);
  return {
    id: label.id,
    node_id: `LA_${label.id}`,
    url: `${context.base}/repos/${repo.full_name}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: "ededed",
    default: false,
    description: "",
  };
}

export function milestoneShape(context, repo, milestone) {
  const url = `${context.base}/repos/${repo.full_name}/milestones/${milestone.number}`;
  return {
    url,
    html_url: `${context.web}/${repo.full_name}/milestone/${milestone.number}`,
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: `MI_${milestone.id}`,
    number: milestone.number,
    title: milestone.title,
    description: null,
    creator: userShape(context, repo.owner),
    open_issues: 0,
    closed_issues: 0,
    state: milestone.state,
    created_at: milestone.created_at,
    updated_at: milestone.created_at,
    due_on: null,
    closed_at: milestone.state === "closed" ? milestone.created_at : null,
  };
}

const milestoneOf = (context, repo, pull) => {
  const milestone = repo.milestones.find((one) => one.number === pull.milestone);
  return milestone ? milestoneShape(context, repo, milestone) : null;
};

function association(context, repo, login) {
  const level = context.world.level(repo, { login, kind: "user" });
  if (login.toLowerCase() === repo.owner.toLowerCase()) return "OWNER";
  return ["triage", "write", "maintain", "admin"].includes(level) ? "COLLABORATOR" : "NONE";
}

function teamShape(context, repo, slug) {
  const url = `${context.base}/organizations/1/team/1`;
  return {
    id: 1,
    node_id: "T_1",
    name: slug,
    slug,
    description: null,
    privacy: "closed",
    notification_setting: "notifications_enabled",
    permission: "pull",
    type: "organization",
    url,
    html_url: `${context.web}/orgs/${repo.owner}/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
  };
}

// As a list shows it; `whole` as it is shown alone.
export function pullShape(context, repo, pull, { whole = false, mergeable = null } = {}) {
  const url = `${context.base}/repos/${repo.full_name}/pulls/${pull.number}`;
  const issue = `${context.base}/repos/${repo.full_name}/issues/${pull.number}`;
  const html = `${context.web}/${repo.full_name}/pull/${pull.number}`;
  const statuses = `${context.base}/repos/${repo.full_name}/statuses/${pull.head.sha}`;
  const from = context.world.repo(pull.head.repo);
  const assignees = pull.assignees.map((login) => userShape(context, login));
  const shape = {
    url,
    id: pull.id,
    node_id: `PR_${pull.id}`,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userShape(context, pull.user),
    body: pull.body === "" ? null : pull.body,
    created_at: pull.created_at,
    updated_at: pull.updated_at,
    closed_at: pull.closed_at,
    merged_at: pull.merged_at,
    merge_commit_sha: pull.merge_commit,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: pull.reviewers.map((login) => userShape(context, login)),
    requested_teams: pull.team_reviewers.map((slug) => teamShape(context, repo, slug)),
    labels: pull.labels.map((name) => labelShape(context, repo, name)),
    milestone: milestoneOf(context, repo, pull),
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${context.base}/repos/${repo.full_name}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: {
      label: `${from.owner}:${pull.head.ref}`,
      ref: pull.head.ref,
      sha: pull.head.sha,
      user: userShape(context, from.owner),
      repo: repoShape(context, from),
    },
    base: {
      label: `${repo.owner}:${pull.base.ref}`,
      ref: pull.base.ref,
      sha: pull.base.sha,
      user: userShape(context, repo.owner),
      repo: repoShape(context, repo),
    },
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${context.base}/repos/${repo.full_name}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: association(context, repo, pull.user),
    auto_merge: null,
    active_lock_reason: null,
  };
  if (!whole) return shape;
  const base = repo.bare.base(pull.base.sha, pull.head.sha);
  const changed = base === null ? [] : repo.bare.changed(base, pull.head.sha);
  const sum = (at) => changed.reduce((all, file) => all + file[at], 0);
  return {
    ...shape,
    merged: pull.merged_at !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? "unknown" : mergeable ? "clean" : "dirty",
    merged_by: pull.merged_at && pull.closed_by ? userShape(context, pull.closed_by) : null,
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: from === repo ? false : pull.maintainer_can_modify,
    commits: repo.bare.between(pull.base.sha, pull.head.sha).length,
    additions: sum(1),
    deletions: sum(2),
    changed_files: changed.length,
  };
}

export function issueShape(context, repo, pull) {
  const url = `${context.base}/repos/${repo.full_name}/issues/${pull.number}`;
  const html = `${context.web}/${repo.full_name}/pull/${pull.number}`;
  const assignees = pull.assignees.map((login) => userShape(context, login));
  return {
    url,
    repository_url: `${context.base}/repos/${repo.full_name}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: pull.id,
    node_id: `PR_${pull.id}`,
    number: pull.number,
    title: pull.title,
    user: userShape(context, pull.user),
    labels: pull.labels.map((name) => labelShape(context, repo, name)),
    state: pull.state,
    locked: false,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: milestoneOf(context, repo, pull),
    comments: pull.comments.length,
    created_at: pull.created_at,
    updated_at: pull.updated_at,
    closed_at: pull.closed_at,
    author_association: association(context, repo, pull.user),
    active_lock_reason: null,
    draft: pull.draft,
    pull_request: {
      url: `${context.base}/repos/${repo.full_name}/pulls/${pull.number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: pull.merged_at,
    },
    body: pull.body === "" ? null : pull.body,
    closed_by: pull.closed_by ? userShape(context, pull.closed_by) : null,
    state_reason: null,
  };
}

export function commentShape(context, repo, pull, comment) {
  return {
    url: `${context.base}/repos/${repo.full_name}/issues/comments/${comment.id}`,
    html_url: `${context.web}/${repo.full_name}/pull/${pull.number}#issuecomment-${comment.id}`,
    issue_url: `${context.base}/repos/${repo.full_name}/issues/${pull.number}`,
    id: comment.id,
    node_id: `IC_${comment.id}`,
    user: userShape(context, comment.user),
    created_at: comment.created_at,
    updated_at: comment.updated_at,
    author_association: association(context, repo, comment.user),
    body: comment.body,
    performed_via_github_app: null,
  };
}
