// Clones and pushes: `git http-backend` as CGI, with a token as the password. Decides only who may.

import { spawn } from "node:child_process";
import { gunzipSync } from "node:zlib";
import { GIT_ENVIRONMENT } from "./fake/objects.mjs";

const PATH = /^\/((?:[^/]+\/)+[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

// Whether a request is git's.
export function isGit(url) {
  return PATH.test(url.pathname);
}

function tokenOf(headers) {
  const [scheme, value] = (headers.authorization ?? " ").split(" ");
  if (scheme.toLowerCase() === "basic") {
    const text = Buffer.from(value, "base64").toString();
    return text.slice(text.indexOf(":") + 1);
  }
  return null;
}

const refuse = (status, text, headers = {}) => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  body: Buffer.from(`${text}\n`),
});

// Answers a request of git's: { status, headers, body }.
export async function answerGit(world, { method, url, headers, body }) {
  const [, full_name, service] = PATH.exec(url.pathname);
  const writes = service === "git-receive-pack" || url.searchParams.get("service") === "git-receive-pack";
  const token = tokenOf(headers);
  const who = token === null ? null : world.who(token);
  const challenge = { "www-authenticate": 'Basic realm="rig"' };
  if (token !== null && who === null) return refuse(401, "Invalid username or token.", challenge);
  const repo = world.repo(decodeURIComponent(full_name));
  if (!repo || repo.hidden > 0 || world.level(repo, who) === "none") {
    return who === null ? refuse(401, "Authentication required.", challenge) : refuse(404, "Repository not found.");
  }
  if (writes) {
    if (who === null) return refuse(401, "Authentication required.", challenge);
    const granted = who.permissions === null || who.permissions.contents === "write";
    if (repo.archived || !granted || !world.may(repo, who, "write")) {
      return refuse(403, `Permission to ${repo.full_name}.git denied to ${who.login}.`);
    }
  }
  return cgi(repo, who, { method, url, headers, body, service });
}

async function cgi(repo, who, { method, url, headers, body, service }) {
  const input = headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
  const child = spawn("git", ["http-backend"], {
    env: {
      ...GIT_ENVIRONMENT,
      GIT_PROJECT_ROOT: repo.bare.folder,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `/${service}`,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: method,
      CONTENT_TYPE: headers["content-type"] ?? "",
      CONTENT_LENGTH: String(input.length),
      GIT_PROTOCOL: headers["git-protocol"] ?? "",
      REMOTE_ADDR: "127.0.0.1",
      ...(who === null ? {} : { REMOTE_USER: who.login }),
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const parts = [];
  child.stdout.on("data", (part) => parts.push(part));
  // It may end before it has read all.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  await new Promise((done, failed) => child.once("close", done).once("error", failed));
  const whole = Buffer.concat(parts);
  const end = whole.indexOf("\r\n\r\n");
  const answer = { status: 200, headers: {}, body: whole.subarray(end + 4) };
  for (const line of whole.subarray(0, Math.max(end, 0)).toString().split("\r\n")) {
    const at = line.indexOf(":");
    const [name, value] = [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    if (name === "status") answer.status = Number.parseInt(value, 10);
    else if (at > 0) answer.headers[name] = value;
  }
  return answer;
}
