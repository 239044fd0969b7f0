// Prism, the validating proxy in front of the fakes: one process for each description, started when it is first needed.

import { spawn } from "node:child_process";
import { copyFileSync } from "node:fs";
import net from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const PATIENCE = 120_000;
const running = new Map();

// Gives the port of the Prism for a description, in front of the fakes at `upstream`. It gets a copy in `folder`, as it
// starts again, and refuses connections meanwhile, when its file is written.
export function prismFor(description, upstream, folder) {
  if (!running.has(description)) running.set(description, start(description, upstream, folder));
  return running.get(description).then(({ port }) => port);
}

export async function stopAll() {
  for (const started of running.values()) (await started.catch(() => null))?.child.kill();
}

async function start(description, upstream, folder) {
  const document = join(folder, `${description}.json`);
  copyFileSync(join(HERE, "descriptions/made", `${description}.json`), document);
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      join(HERE, "node_modules/@stoplight/prism-cli/dist/index.js"),
      "proxy",
      document,
      upstream,
      ...["--host", "127.0.0.1", "--port", String(port), "--multiprocess=false", "--verboseLevel", "fatal"],
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  let ended = null;
  child.once("exit", (code) => (ended = code ?? "a signal"));
  for (const until = Date.now() + PATIENCE; Date.now() < until; ) {
    if (ended !== null) throw new Error(`Prism for ${description} ended with ${ended}`);
    if (await answers(port)) return { port, child };
    await new Promise((done) => setTimeout(done, 50));
  }
  child.kill();
  throw new Error(`Prism for ${description} did not start in ${PATIENCE / 1000} s`);
}

function freePort() {
  return new Promise((done, failed) => {
    const server = net.createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

function answers(port) {
  return new Promise((done) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => (socket.destroy(), done(true)));
    socket.once("error", () => done(false));
  });
}
