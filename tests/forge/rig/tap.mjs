// What a client talks to: one listener for each world, which is the host of its API and of its repositories. Records
// every request, injects faults, and passes the rest on: to Prism (and so to the fake), or to git. Changes nothing of
// a request but how slashes inside one part of a path are written.

import { readFileSync } from "node:fs";
import http from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readAll } from "./fake/server.mjs";
import { answerGit, isGit } from "./git.mjs";
import { prismFor } from "./prism.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const described = new Map();

function operationsOf(description) {
  if (!described.has(description)) {
    const file = join(HERE, "descriptions/made", `${description}.operations.json`);
    const escape = (text) => text.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    const list = JSON.parse(readFileSync(file, "utf8")).map((operation) => {
      const source = escape(operation.path).replace(/\{[^}]+\}/g, "([^/]+)");
      const open = operation.open ? source.replace(/\(\[\^\/\]\+\)$/, "(.+)") : source;
      return { ...operation, expression: new RegExp(`^${open}$`) };
    });
    // Those whose last part takes slashes are looked at last.
    list.sort((one, other) => Number(one.open) - Number(other.open));
    described.set(description, list);
  }
  return described.get(description);
}

// A fault: { method, path, ordinal, nth, times, kind, status, headers, body }.
//   which   `ordinal`: the n-th request since the log was cleared; else the `nth` (1) one and the `times - 1` after it
//           of those with this `method` ("WRITE" is all but GET) whose path contains `path`; `git: false` or `true`
//           takes only the API's or only git's
//   what    reset: the connection ends before the request is passed on; answer: this answer instead of passing it on;
//           lost: passed on, and the connection ends; replaced: passed on, and this is the answer
function matches(fault, entry) {
  if (fault.ordinal !== undefined) return fault.ordinal === entry.ordinal;
  if (fault.git !== undefined && fault.git !== entry.git) return false;
  if (fault.method === "WRITE" ? !entry.writes : fault.method && fault.method !== entry.method) return false;
  if (fault.path && !entry.path.includes(fault.path)) return false;
  fault.seen = (fault.seen ?? 0) + 1;
  const first = fault.nth ?? 1;
  return fault.seen >= first && fault.seen < first + (fault.times ?? 1);
}

export class Tap {
  constructor(world, kind, upstream, folder) {
    Object.assign(this, { world, kind, upstream, folder, log: [], faults: [], ordinal: 0 });
    this.server = http.createServer((request, response) => {
      this.take(request, response).catch((error) => {
        console.error(`${request.method} ${request.url}:`, error);
        this.log.push({ method: request.method, path: request.url, status: 0, violations: [`the rig failed: ${error.message}`] });
        response.destroy();
      });
    });
  }

  listen() {
    return new Promise((done) => this.server.listen(0, "127.0.0.1", () => done(this.server.address().port)));
  }

  clear() {
    this.log = [];
    this.ordinal = 0;
  }

  async take(request, response) {
    const url = new URL(request.url, "http://rig");
    const body = await readAll(request);
    const git = isGit(url);
    this.ordinal += 1;
    const entry = {
      ordinal: this.ordinal,
      method: request.method,
      path: request.url,
      git,
      // git asks for what is there before it pushes.
      writes: git ? url.pathname.endsWith("/git-receive-pack") : request.method !== "GET",
      body: text(body, request.headers["content-type"]),
      headers: {
        accept: request.headers.accept ?? null,
        version: request.headers["x-github-api-version"] ?? null,
        agent: request.headers["user-agent"] ?? null,
        scheme: (request.headers.authorization ?? "").split(" ")[0] || null,
      },
      status: null,
      fault: null,
      violations: [],
      start: Date.now(),
      end: null,
    };
    this.log.push(entry);
    const fault = this.faults.find((one) => matches(one, entry)) ?? null;
    entry.fault = fault?.kind ?? null;
    let answer = null;
    if (fault === null || fault.kind === "lost" || fault.kind === "replaced") {
      answer = await this.pass(request, url, body, entry);
    }
    entry.end = Date.now();
    if (fault?.kind === "reset" || fault?.kind === "lost") {
      request.socket.resetAndDestroy();
      return;
    }
    if (fault) {
      const { status, headers = {}, body: instead = "" } = fault;
      answer = {
        status,
        headers: typeof instead === "string" ? headers : { "content-type": "application/json; charset=utf-8", ...headers },
        body: Buffer.from(typeof instead === "string" ? instead : JSON.stringify(instead)),
      };
    }
    entry.status = answer.status;
    response.writeHead(answer.status, { ...answer.headers, "content-length": answer.body.length });
    response.end(answer.body);
  }

  async pass(request, url, body, entry) {
    if (entry.git) return answerGit(this.world, { method: request.method, url, headers: request.headers, body });
    const { prefix, description } = this.kind;
    if (!url.pathname.startsWith(`${prefix}/`)) {
      entry.violations.push(`${url.pathname} is neither the API nor a repository`);
      return { status: 404, headers: {}, body: Buffer.from("") };
    }
    let path = url.pathname.slice(prefix.length);
    let port = this.upstream;
    if (description !== null) {
      path = this.check(description, request.method, path, url.searchParams, entry);
      port = await prismFor(description, `http://127.0.0.1:${this.upstream}`, this.folder);
    }
    const answer = await forward(port, request, `${path}${url.search}`, body, {
      "x-rig-world": this.world.name,
      "x-rig-host": request.headers.host,
    });
    const found = answer.headers["sl-violations"];
    delete answer.headers["sl-violations"];
    if (found !== undefined) entry.violations.push(...violations(found));
    const failed = answer.headers["x-rig-failed"];
    if (failed !== undefined) entry.violations.push(`the fake failed: ${decodeURIComponent(failed)}`);
    if (/problem\+json/.test(answer.headers["content-type"] ?? "")) {
      entry.violations.push(`Prism failed: ${answer.body}`);
    }
    return answer;
  }

  // What Prism lets pass: names in the query. Gives the path as Prism knows it.
  check(description, method, path, query, entry) {
    for (const operation of operationsOf(description)) {
      const found = operation.method === method && operation.expression.exec(path);
      if (!found) continue;
      for (const name of new Set(query.keys())) {
        if (!operation.query.includes(name)) entry.violations.push(`the query's ${name} is not described`);
      }
      entry.operation = `${method} ${operation.path}`;
      const last = found[found.length - 1];
      if (!operation.open || !last.includes("/")) return path;
      return path.slice(0, path.length - last.length) + last.replaceAll("/", "%2F");
    }
    entry.violations.push(`${method} ${path} is not described, or not among what is spoken (describe.mjs)`);
    return path;
  }
}

// Statuses that a description does not list are no breach: descriptions list few refusals.
function violations(header) {
  let list;
  try {
    list = JSON.parse(header);
  } catch {
    return [header];
  }
  return list
    .filter(({ severity, message }) => !(severity === "Warning" && message.startsWith("Unable to match the returned status code")))
    .map(({ location, message }) => `${location.join(".")}: ${message}`);
}

function text(body, type) {
  if (body.length === 0) return null;
  if (!/json/.test(type ?? "")) return `${body.length} bytes of ${type}`;
  try {
    return JSON.parse(body.toString());
  } catch {
    return body.toString();
  }
}

function forward(port, request, path, body, more) {
  const { connection, host, "transfer-encoding": chunked, ...headers } = request.headers;
  return new Promise((done, failed) => {
    const sent = http.request(
      {
        host: "127.0.0.1",
        port,
        method: request.method,
        path,
        headers: { ...headers, ...more, ...(body.length > 0 ? { "content-length": body.length } : {}) },
        agent: false,
      },
      (response) => {
        readAll(response).then((bytes) => {
          const { connection: own, "transfer-encoding": other, "keep-alive": keep, "content-length": length, ...rest } = response.headers;
          done({ status: response.statusCode, headers: rest, body: bytes });
        }, failed);
      },
    );
    sent.once("error", failed);
    sent.end(body);
  });
}
