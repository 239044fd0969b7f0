// Starts everything on free loopback ports: `node rig.mjs`. Prints one line of JSON, `{"control": PORT}`, and ends when
// its input does, so that it never outlives the tests.
//
// Control: POST / with { action, world, … } gives { result } or { error }. Actions: make (a world: kind, settings →
// name, host), drop, log, clear (the log, and faults if asked), faults, state, set (settings, offset of the clock), and
// all methods of World that scenarios use.

import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "./describe.mjs";
import { World } from "./fake/core.mjs";
import { kind as gitea } from "./fake/gitea.mjs";
import { kind as github } from "./fake/github.mjs";
import { kind as gitlab } from "./fake/gitlab.mjs";
import { readAll, serve } from "./fake/server.mjs";
import { stopAll } from "./prism.mjs";
import { Tap } from "./tap.mjs";

const kinds = {
  github,
  gitlab,
  gitea: { ...gitea, description: "gitea" },
  forgejo: { ...gitea, description: "forgejo" },
};

const METHODS = [
  "humanCommits",
  "humanDeletesBranch",
  "humanSetsState",
  "humanEdits",
  "humanComments",
  "humanMerges",
];

const root = mkdtempSync(join(tmpdir(), "amends-rig-"));
const worlds = new Map();
const taps = new Map();
const descriptions = new Map();
let made = 0;

const fakes = serve(worlds, kinds);
await new Promise((done) => fakes.listen(0, "127.0.0.1", done));
const upstream = fakes.address().port;

const actions = {
  async make({ kind, settings }) {
    const { description } = kinds[kind];
    if (description !== null) {
      if (!descriptions.has(description)) descriptions.set(description, describe(description));
      await descriptions.get(description);
    }
    made += 1;
    const world = new World({ name: `w${made}`, kind, folder: join(root, `w${made}`), settings });
    const tap = new Tap(world, kinds[kind], upstream, root);
    worlds.set(world.name, world);
    taps.set(world.name, tap);
    return { name: world.name, host: `127.0.0.1:${await tap.listen()}`, prefix: kinds[kind].prefix };
  },
  drop({ world }) {
    taps.get(world).server.close();
    taps.get(world).server.closeAllConnections();
    taps.delete(world);
    worlds.delete(world);
    rmSync(join(root, world), { recursive: true, force: true });
  },
  log: ({ world }) => taps.get(world).log,
  clear({ world, faults = true }) {
    taps.get(world).clear();
    if (faults) taps.get(world).faults = [];
  },
  faults({ world, faults }) {
    taps.get(world).faults = faults;
  },
  state: ({ world, repo }) => worlds.get(world).state(repo),
  set({ world, settings = {}, offset }) {
    Object.assign(worlds.get(world).settings, settings);
    if (offset !== undefined) worlds.get(world).offset = offset;
  },
  change({ world, repo, change }) {
    Object.assign(worlds.get(world).repo(repo), change);
  },
  allow({ world, repo, login, level }) {
    worlds.get(world).repo(repo).access.set(login.toLowerCase(), level);
  },
  addUser({ world, login, ...rest }) {
    worlds.get(world).addUser(login, rest);
  },
  addToken({ world, token, ...rest }) {
    worlds.get(world).addToken(token, rest);
  },
  addRepo({ world, ...rest }) {
    const repo = worlds.get(world).addRepo(rest);
    return { full_name: repo.full_name, folder: repo.bare.folder, head: repo.bare.branch(repo.default_branch) };
  },
};

async function control({ action, ...rest }) {
  if (actions[action]) return actions[action](rest);
  const world = worlds.get(rest.world);
  const own = kinds[world.kind].control?.[action];
  if (own) return own(world, rest);
  if (METHODS.includes(action)) return world[action](rest);
  throw new Error(`no action ${action}`);
}

const controls = http.createServer(async (request, response) => {
  let answer;
  try {
    answer = { result: (await control(JSON.parse((await readAll(request)).toString()))) ?? null };
  } catch (error) {
    answer = { error: error.stack };
  }
  const bytes = Buffer.from(JSON.stringify(answer));
  response.writeHead(200, { "content-type": "application/json", "content-length": bytes.length });
  response.end(bytes);
});
await new Promise((done) => controls.listen(0, "127.0.0.1", done));
console.log(JSON.stringify({ control: controls.address().port }));

async function end() {
  await stopAll();
  rmSync(root, { recursive: true, force: true });
  process.exit(0);
}
process.stdin.resume();
process.stdin.on("end", end).on("error", end);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
