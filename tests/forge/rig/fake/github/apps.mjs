// GitHub Apps: signed tokens (JWT) that are checked, and the installation tokens that they buy.

import { createVerify, generateKeyPairSync, randomBytes } from "node:crypto";
import { Problem } from "../core.mjs";
import { userShape } from "./shapes.mjs";

// An app of the world, installed on some repositories; gives its private key, in the form that GitHub hands out.
export function addApp(world, { id, slug, permissions = {}, repos = [] }) {
  const login = `${slug}[bot]`;
  world.addUser(login, { type: "Bot" });
  const keys = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const app = {
    id,
    slug,
    login,
    permissions,
    repos,
    public_key: keys.publicKey,
    installation: world.id(),
    created_at: world.now(),
  };
  world.apps.set(String(id), app);
  for (const repo of repos) world.repo(repo).access.set(login.toLowerCase(), "write");
  return { login, installation: app.installation, private_key: keys.privateKey };
}

const part = (text) => JSON.parse(Buffer.from(text, "base64url").toString());

// The app that signed a token, as GitHub judges it; throws where GitHub says 401.
function appOf(context) {
  const denied = (message) => new Problem("unauthorised", message);
  const parts = (context.token ?? "").split(".");
  if (parts.length !== 3) throw denied("A JSON web token could not be decoded");
  let header, claims;
  try {
    [header, claims] = [part(parts[0]), part(parts[1])];
  } catch {
    throw denied("A JSON web token could not be decoded");
  }
  const app = context.world.apps.get(String(claims.iss));
  if (!app) throw denied("Integration not found");
  const now = Date.now() / 1000 + context.world.offset;
  if (header.alg !== "RS256") throw denied("A JSON web token could not be decoded");
  if (typeof claims.iat !== "number" || claims.iat > now + 5) {
    throw denied("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
  }
  if (typeof claims.exp !== "number" || claims.exp < now) {
    throw denied("'Expiration time' claim ('exp') must be a numeric value representing the future time");
  }
  if (claims.exp > now + 600) throw denied("'Expiration time' claim ('exp') is too far in the future");
  const verify = createVerify("RSA-SHA256").update(`${parts[0]}.${parts[1]}`);
  if (!verify.verify(app.public_key, Buffer.from(parts[2], "base64url"))) {
    throw denied("A JSON web token could not be decoded");
  }
  return app;
}

export const looksSigned = (context) => (context.token ?? "").split(".").length === 3;

function readApp(context) {
  const app = appOf(context);
  return {
    status: 200,
    body: {
      id: app.id,
      client_id: `Iv1.${app.id}`,
      slug: app.slug,
      node_id: `A_${app.id}`,
      owner: userShape(context, "acme"),
      name: app.slug,
      description: null,
      external_url: "https://example.org/",
      html_url: `${context.web}/apps/${app.slug}`,
      created_at: app.created_at,
      updated_at: app.created_at,
      permissions: app.permissions,
      events: [],
      installations_count: 1,
    },
  };
}

function readInstallation(context) {
  const app = appOf(context);
  const repo = context.world.repo(`${context.params.owner}/${context.params.repo}`);
  if (!repo || !app.repos.includes(repo.full_name)) throw new Problem("not-found", "Not Found");
  const url = `${context.base}/app/installations/${app.installation}`;
  return {
    status: 200,
    body: {
      id: app.installation,
      client_id: `Iv1.${app.id}`,
      account: userShape(context, repo.owner),
      repository_selection: "selected",
      access_tokens_url: `${url}/access_tokens`,
      repositories_url: `${context.base}/installation/repositories`,
      html_url: `${context.web}/settings/installations/${app.installation}`,
      app_id: app.id,
      app_slug: app.slug,
      target_id: context.world.user(repo.owner).id,
      target_type: "User",
      permissions: app.permissions,
      events: [],
      created_at: app.created_at,
      updated_at: app.created_at,
      single_file_name: null,
      has_multiple_single_files: false,
      single_file_paths: [],
      suspended_by: null,
      suspended_at: null,
    },
  };
}

const RANK = { none: 0, read: 1, write: 2, admin: 3 };

function makeToken(context) {
  const app = appOf(context);
  if (Number(context.params.installation) !== app.installation) throw new Problem("not-found", "Not Found");
  const { repositories, permissions = app.permissions } = context.body ?? {};
  const granted = app.repos.filter((full) => !repositories || repositories.includes(full.split("/")[1]));
  if (repositories && granted.length < repositories.length) {
    throw new Problem(
      "invalid",
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  }
  for (const [name, level] of Object.entries(permissions)) {
    if (RANK[level] > RANK[app.permissions[name] ?? "none"]) {
      throw new Problem("invalid", "The permissions requested are not granted to this installation.");
    }
  }
  const token = `ghs_${randomBytes(18).toString("hex")}`;
  context.world.addToken(token, { login: app.login, kind: "installation", repos: granted, permissions });
  const expires = new Date(Date.now() + context.world.offset * 1000 + 3600_000);
  return {
    status: 201,
    body: {
      token,
      expires_at: expires.toISOString().replace(/\.\d+Z$/, "Z"),
      permissions,
      repository_selection: repositories ? "selected" : "all",
    },
  };
}

export const routes = [
  ["GET", "/app", readApp],
  ["GET", "/repos/:owner/:repo/installation", readInstallation],
  ["POST", "/app/installations/:installation/access_tokens", makeToken],
];
