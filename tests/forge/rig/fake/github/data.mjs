// GitHub's git data API: blobs, trees, commits and refs, made in the bare repositories on disk.

import { Problem } from "../core.mjs";
import { paged } from "../server.mjs";
import { userShape } from "./shapes.mjs";

const COMMITTER = { name: "GitHub", email: "noreply@github.com" };

const refused = (message, errors = []) => new Problem("invalid", message, errors);

// The account that a commit's mail belongs to.
export function accountOf(world, email) {
  if (email === COMMITTER.email) return "web-flow";
  const hidden = /^\d+\+(.+)@users\.noreply\.github\.com$/.exec(email);
  if (hidden) return hidden[1];
  return [...world.users.values()].find((user) => user.email === email)?.login ?? null;
}

function isSigned(shown) {
  return shown.committer.email === COMMITTER.email;
}

const verification = (shown) => ({
  verified: isSigned(shown),
  reason: isSigned(shown) ? "valid" : "unsigned",
  signature: isSigned(shown) ? "-----BEGIN PGP SIGNATURE-----" : null,
  payload: isSigned(shown) ? shown.message : null,
  verified_at: isSigned(shown) ? shown.committer.date : null,
});

export function refShape(context, repo, ref, sha) {
  return {
    ref,
    node_id: `REF_${ref}`,
    url: `${context.base}/repos/${repo.full_name}/git/${ref}`,
    object: { type: "commit", sha, url: `${context.base}/repos/${repo.full_name}/git/commits/${sha}` },
  };
}

function gitCommitShape(context, repo, shown) {
  const git = `${context.base}/repos/${repo.full_name}/git`;
  const html = `${context.web}/${repo.full_name}/commit`;
  return {
    sha: shown.sha,
    node_id: `C_${shown.sha}`,
    url: `${git}/commits/${shown.sha}`,
    html_url: `${html}/${shown.sha}`,
    author: shown.author,
    committer: shown.committer,
    tree: { sha: shown.tree, url: `${git}/trees/${shown.tree}` },
    message: shown.message.replace(/\n$/, ""),
    parents: shown.parents.map((sha) => ({ sha, url: `${git}/commits/${sha}`, html_url: `${html}/${sha}` })),
    verification: verification(shown),
  };
}

export function readCommit(context) {
  const repo = context.repo();
  const sha = repo.bare.resolve(context.params.ref) ?? repo.bare.branch(context.params.ref);
  if (sha === null) {
    throw refused(`No commit found for SHA: ${context.params.ref}`);
  }
  const shown = repo.bare.show(sha);
  const url = `${context.base}/repos/${repo.full_name}/commits`;
  const account = (email) => {
    const login = accountOf(context.world, email);
    return login === null ? null : userShape(context, login);
  };
  const files = repo.bare.changed(shown.parents[0] ?? "4b825dc642cb6eb9a060e54bf8d69288fbee4904", sha);
  const git = gitCommitShape(context, repo, shown);
  return {
    status: 200,
    body: {
      sha,
      node_id: `C_${sha}`,
      commit: {
        author: shown.author,
        committer: shown.committer,
        message: git.message,
        tree: git.tree,
        url: git.url,
        comment_count: 0,
        verification: git.verification,
      },
      url: `${url}/${sha}`,
      html_url: git.html_url,
      comments_url: `${url}/${sha}/comments`,
      author: account(shown.author.email),
      committer: account(shown.committer.email),
      parents: git.parents.map((parent) => ({ ...parent, url: `${url}/${parent.sha}` })),
      stats: { additions: 0, deletions: 0, total: files.length },
      files: files.map(([filename, additions, deletions]) => ({
        sha: repo.bare.resolve(`${sha}:${filename}`, "blob"),
        filename,
        status: "modified",
        additions,
        deletions,
        changes: additions + deletions,
        blob_url: `${context.web}/${repo.full_name}/blob/${sha}/${filename}`,
        raw_url: `${context.web}/${repo.full_name}/raw/${sha}/${filename}`,
        contents_url: `${context.base}/repos/${repo.full_name}/contents/${filename}?ref=${sha}`,
      })),
    },
  };
}

function readGitCommit(context) {
  const repo = context.repo();
  const shown = repo.bare.show(context.params.sha);
  if (shown === null) throw new Problem("not-found", "Not Found");
  return { status: 200, body: gitCommitShape(context, repo, shown) };
}

function makeBlob(context) {
  const repo = context.repo("write", "contents");
  const { content, encoding = "utf-8" } = context.body;
  if (!["utf-8", "base64"].includes(encoding)) throw refused("Invalid encoding");
  const sha = repo.bare.blob(Buffer.from(content, encoding === "base64" ? "base64" : "utf8"));
  return { status: 201, body: { sha, url: `${context.base}/repos/${repo.full_name}/git/blobs/${sha}` } };
}

function makeTree(context) {
  const repo = context.repo("write", "contents");
  const { base_tree = null, tree } = context.body;
  let base = null;
  if (base_tree !== null) {
    base = repo.bare.resolve(base_tree, "tree");
    if (base === null) throw refused("base_tree is not a tree");
  }
  const files = tree.map(({ path, mode, type, sha, content }) => {
    if (path.startsWith("/") || path.split("/").some((part) => ["", ".", "..", ".git"].includes(part))) {
      throw refused("tree.path contains a malformed path component");
    }
    if (!["100644", "100755", "120000"].includes(mode) || (type ?? "blob") !== "blob") {
      throw refused(`tree.mode ${mode} is not taken by this fake`);
    }
    if (sha === undefined && content === undefined) throw refused("Must supply either tree.sha or tree.content");
    if (sha !== undefined && content !== undefined) throw refused("Must not supply both tree.sha and tree.content");
    if (sha !== undefined && sha !== null && repo.bare.kind(sha) !== "blob") {
      throw refused(`tree.sha ${sha} is not a valid blob`);
    }
    return { path, mode, sha: sha === undefined ? repo.bare.blob(content) : sha };
  });
  const sha = repo.bare.tree(base, files);
  const git = `${context.base}/repos/${repo.full_name}/git`;
  const entries = repo.bare.entries(sha).map((entry) => ({
    ...entry,
    url: `${git}/${entry.type === "tree" ? "trees" : "blobs"}/${entry.sha}`,
  }));
  return { status: 201, body: { sha, url: `${git}/trees/${sha}`, tree: entries, truncated: false } };
}

// What GitHub signs: commits of apps (and of Actions) that name neither author nor committer.
function makeCommit(context) {
  const repo = context.repo("write", "contents");
  const { message, tree, parents = [], author, committer } = context.body;
  if (repo.bare.resolve(tree, "tree") === null) throw refused("Tree SHA does not exist");
  for (const parent of parents) {
    if (!/^[0-9a-f]{40}$/.test(parent) || repo.bare.resolve(parent) === null) {
      throw refused("Parent SHA does not exist or is not a commit object");
    }
  }
  const user = context.world.user(context.who.login);
  const now = new Date(Date.now() + context.world.offset * 1000).toISOString();
  const own = { name: user.name, email: `${user.id}+${user.login}@users.noreply.github.com`, date: now };
  const signs = context.who.kind === "installation" && !author && !committer;
  const made = author ? { date: now, ...author } : own;
  const sha = repo.bare.commit({
    tree,
    parents,
    message,
    author: made,
    committer: signs ? { ...COMMITTER, date: now } : committer ? { date: now, ...committer } : made,
  });
  return { status: 201, body: gitCommitShape(context, repo, repo.bare.show(sha)) };
}

function readRef(context) {
  const repo = context.repo();
  const sha = repo.bare.resolve(`refs/${context.params.ref}`);
  // Exactly this one: `heads/a` is not `heads/a/b`.
  if (sha === null || !/^(heads|tags)\/./.test(context.params.ref)) throw new Problem("not-found", "Not Found");
  return { status: 200, body: refShape(context, repo, `refs/${context.params.ref}`, sha) };
}

// Takes prefixes, unlike `git/ref`.
function matchingRefs(context) {
  const repo = context.repo();
  const start = `refs/${context.params.ref}`;
  const found = repo.bare.refs("refs/").filter(([ref]) => ref.startsWith(start));
  const page = paged(context, found);
  return {
    status: 200,
    headers: page.headers,
    body: page.items.map(([ref, sha]) => refShape(context, repo, ref, sha)),
  };
}

function makeRef(context) {
  const repo = context.repo("write", "contents");
  const { ref, sha } = context.body;
  if (!/^refs\/(heads|tags)\/./.test(ref)) throw refused("Reference name is not a valid ref");
  if (repo.bare.resolve(sha) === null) throw refused("Object does not exist");
  if (repo.bare.resolve(ref) !== null) throw refused("Reference already exists");
  // Neither `a` under `a/b` nor the other way round.
  const clash = repo.bare.refs("refs/").some(([other]) => other.startsWith(`${ref}/`) || ref.startsWith(`${other}/`));
  if (clash) throw refused("Reference update failed");
  repo.bare.update(ref, sha);
  return { status: 201, body: refShape(context, repo, ref, sha) };
}

function moveRef(context) {
  const repo = context.repo("write", "contents");
  const { sha, force = false } = context.body;
  const ref = `refs/${context.params.ref}`;
  const old = repo.bare.resolve(ref);
  if (old === null) throw refused("Reference does not exist");
  if (repo.bare.resolve(sha) === null) throw refused("Object does not exist");
  if (!force && !repo.bare.isAncestor(old, sha)) throw refused("Update is not a fast forward");
  repo.bare.update(ref, sha);
  return { status: 200, body: refShape(context, repo, ref, sha) };
}

const REPO = "/repos/:owner/:repo";

export const routes = [
  ["GET", `${REPO}/commits/:ref+`, readCommit],
  ["POST", `${REPO}/git/blobs`, makeBlob],
  ["POST", `${REPO}/git/trees`, makeTree],
  ["POST", `${REPO}/git/commits`, makeCommit],
  ["GET", `${REPO}/git/commits/:sha`, readGitCommit],
  ["GET", `${REPO}/git/ref/:ref+`, readRef],
  ["GET", `${REPO}/git/matching-refs/:ref+`, matchingRefs],
  ["POST", `${REPO}/git/refs`, makeRef],
  ["PATCH", `${REPO}/git/refs/:ref+`, moveRef],
];
