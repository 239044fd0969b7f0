// Makes the descriptions that Prism checks against, once, into descriptions/made/: `node describe.mjs`. GitHub's is cut
// down to the paths that are spoken, as Prism takes minutes for all of it; Gitea's and Forgejo's come out of the crates
// that ship them (descriptions/Cargo.toml) and are never copied into the project.
//
// Requests are held to more than the descriptions say: a body may hold nothing that is not described, and a query
// neither (`NAME.operations.json`, which the tap reads, as Prism lets unknown parameters pass). Every schema must
// compile: see compiles.mjs.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { failures } from "./compiles.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const MADE = join(HERE, "descriptions/made");
const METHODS = ["get", "put", "post", "patch", "delete"];

// What the clients speak; a request to anything else fails the test.
const GITHUB = {
  "/app": ["get"],
  "/app/installations/{installation_id}/access_tokens": ["post"],
  "/repos/{owner}/{repo}": ["get"],
  "/repos/{owner}/{repo}/commits/{ref}": ["get"],
  "/repos/{owner}/{repo}/forks": ["get", "post"],
  "/repos/{owner}/{repo}/git/blobs": ["post"],
  "/repos/{owner}/{repo}/git/commits": ["post"],
  "/repos/{owner}/{repo}/git/commits/{commit_sha}": ["get"],
  "/repos/{owner}/{repo}/git/matching-refs/{ref}": ["get"],
  "/repos/{owner}/{repo}/git/ref/{ref}": ["get"],
  "/repos/{owner}/{repo}/git/refs": ["post"],
  "/repos/{owner}/{repo}/git/refs/{ref}": ["patch"],
  "/repos/{owner}/{repo}/git/trees": ["post"],
  "/repos/{owner}/{repo}/installation": ["get"],
  "/repos/{owner}/{repo}/issues/{issue_number}": ["get", "patch"],
  "/repos/{owner}/{repo}/issues/{issue_number}/assignees": ["post"],
  "/repos/{owner}/{repo}/issues/{issue_number}/comments": ["get", "post"],
  "/repos/{owner}/{repo}/issues/{issue_number}/labels": ["post"],
  "/repos/{owner}/{repo}/milestones": ["get"],
  "/repos/{owner}/{repo}/pulls": ["get", "post"],
  "/repos/{owner}/{repo}/pulls/{pull_number}": ["get", "patch"],
  "/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers": ["post"],
  "/user": ["get"],
};

// Gitea and Forgejo speak the same in all that is used.
const GITEA = {
  "/orgs/{org}/labels": ["get"],
  "/repos/{owner}/{repo}": ["get"],
  "/repos/{owner}/{repo}/assignees": ["get"],
  "/repos/{owner}/{repo}/branches/{branch}": ["get"],
  "/repos/{owner}/{repo}/forks": ["get", "post"],
  "/repos/{owner}/{repo}/git/commits/{sha}": ["get"],
  "/repos/{owner}/{repo}/issues/{index}/comments": ["get", "post"],
  "/repos/{owner}/{repo}/labels": ["get"],
  "/repos/{owner}/{repo}/milestones": ["get"],
  "/repos/{owner}/{repo}/pulls": ["get", "post"],
  "/repos/{owner}/{repo}/pulls/{index}": ["get", "patch"],
  "/repos/{owner}/{repo}/pulls/{index}/requested_reviewers": ["post"],
  "/user": ["get"],
  "/version": ["get"],
};

const SOURCES = {
  github: { source: () => join(HERE, "node_modules/@octokit/openapi/generated/api.github.com.json"), paths: GITHUB },
  gitea: { source: () => fromCrate("gitea-sdk", "swagger.json"), paths: GITEA },
  forgejo: { source: () => fromCrate("forgejo-api", "swagger.v1.json"), paths: GITEA },
};

// A file of a crate, in the registry's package.
function fromCrate(crate, file) {
  const manifest = join(HERE, "descriptions/Cargo.toml");
  const run = (args) => {
    const ran = spawnSync("cargo", [...args, "--locked", "--manifest-path", manifest], { maxBuffer: 1 << 28 });
    if (ran.error || ran.status !== 0) throw new Error(`cargo ${args.join(" ")}: ${ran.error ?? ran.stderr}`);
    return ran.stdout.toString();
  };
  run(["fetch"]);
  const metadata = JSON.parse(run(["metadata", "--format-version", "1", "--offline"]));
  const found = metadata.packages.find((entry) => entry.name === crate);
  return join(dirname(found.manifest_path), file);
}

// Keeps the wanted operations and, again and again, what they point to.
function slim(whole, paths, name) {
  const slimmed = { ...whole, paths: {}, tags: undefined, "x-webhooks": undefined };
  const sections = whole.swagger ? ["definitions", "parameters", "responses"] : Object.keys(whole.components);
  const holder = (document) => (whole.swagger ? document : (document.components ??= {}));
  if (!whole.swagger) slimmed.components = {};
  for (const section of sections) if (holder(whole)[section]) holder(slimmed)[section] = {};
  for (const [path, methods] of Object.entries(paths)) {
    const described = whole.paths[path];
    if (!described) {
      console.warn(`${name}: ${path} is not described`);
      continue;
    }
    slimmed.paths[path] = described.parameters ? { parameters: described.parameters } : {};
    for (const method of methods) {
      if (described[method]) slimmed.paths[path][method] = described[method];
      else console.warn(`${name}: ${method} ${path} is not described`);
    }
  }
  if (whole.components?.securitySchemes) slimmed.components.securitySchemes = whole.components.securitySchemes;
  const open = [slimmed.paths];
  while (open.length > 0) {
    const value = open.pop();
    if (value === null || typeof value !== "object") continue;
    if (typeof value.$ref === "string" && value.$ref.startsWith("#/")) {
      const parts = value.$ref.slice(2).split("/").map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
      const last = parts.pop();
      const [from, into] = [whole, slimmed].map((document) => parts.reduce((at, part) => at?.[part], document));
      if (from?.[last] === undefined) throw new Error(`${name}: ${value.$ref} leads nowhere`);
      if (into[last] === undefined) {
        into[last] = from[last];
        open.push(from[last]);
      }
    }
    for (const [key, inner] of Object.entries(value)) {
      // Examples are most of the bulk and nothing is checked against them.
      if ((key === "example" || key === "examples") && !Array.isArray(value)) delete value[key];
      else open.push(inner);
    }
  }
  return slimmed;
}

// Forbids what is not described, at every level of a request's body that names properties.
function tighten(schema, document, seen = new Set()) {
  if (schema === null || typeof schema !== "object" || seen.has(schema)) return;
  seen.add(schema);
  if (schema.$ref) {
    const target = schema.$ref.slice(2).split("/").reduce((at, part) => at[part], document);
    tighten(target, document, seen);
    return;
  }
  if (schema.properties && schema.additionalProperties === undefined) schema.additionalProperties = false;
  for (const inner of Object.values(schema.properties ?? {})) tighten(inner, document, seen);
  for (const list of ["oneOf", "anyOf", "allOf"]) for (const inner of schema[list] ?? []) tighten(inner, document, seen);
  if (schema.items) tighten(schema.items, document, seen);
}

// What is null and nothing else.
const NULL = { not: { anyOf: ["object", "array", "string", "number", "boolean"].map((type) => ({ type })) } };

// `nullable` without a `type` is allowed, and Prism's validator refuses it: the same said otherwise.
function settleNullable(value) {
  if (value === null || typeof value !== "object") return;
  if (value.nullable === true && value.type === undefined) {
    const alternatives = value.oneOf ? "oneOf" : value.anyOf ? "anyOf" : null;
    if (alternatives) {
      value[alternatives] = [...value[alternatives], NULL];
    } else if (value.allOf || value.$ref) {
      const { nullable, ...rest } = value;
      for (const key of Object.keys(value)) delete value[key];
      value.anyOf = [rest, NULL];
    } else {
      value.type = "object";
      return;
    }
    delete value.nullable;
  }
  Object.values(value).forEach(settleNullable);
}

// GitHub's clients name this media type, and its answers do not.
const ALIAS = "application/vnd.github+json";

// What answers of Gitea and Forgejo are made of. Their descriptions do not say where a list or a time may be nothing,
// which Go writes as `null`.
const MAY_BE_NULL = ["Commit", "Milestone", "PayloadCommit", "PullRequest", "Repository"];

function settleGo(document) {
  for (const name of MAY_BE_NULL) {
    for (const property of Object.values(document.definitions[name].properties)) {
      if (property.type === "array" || property.format === "date-time") property["x-nullable"] = true;
    }
  }
  // Prism takes no address of this machine for a URL, and Forgejo sends empty ones where there is none.
  for (const definition of Object.values(document.definitions)) {
    for (const property of Object.values(definition.properties ?? {})) if (property.format === "url") delete property.format;
  }
}

function prepare(document) {
  settleNullable(document);
  if (document.swagger) settleGo(document);
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (!operation) continue;
      if (document.swagger) {
        for (const parameter of operation.parameters ?? []) if (parameter.in === "body") tighten(parameter.schema, document);
        continue;
      }
      const contents = [operation.requestBody?.content, ...Object.values(operation.responses).map((one) => one.content)];
      for (const media of Object.values(operation.requestBody?.content ?? {})) tighten(media.schema, document);
      for (const content of contents) {
        if (content?.["application/json"]) content[ALIAS] = content["application/json"];
      }
    }
  }
}

// What the tap needs: for each operation the names that its query may have, and which parts of its path may hold
// slashes (Prism would not know them for one part).
function operations(document) {
  const resolve = (value) =>
    value.$ref ? value.$ref.slice(2).split("/").reduce((at, part) => at[part], document) : value;
  const list = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      if (!item[method]) continue;
      const parameters = [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(resolve);
      list.push({
        method: method.toUpperCase(),
        path,
        query: parameters.filter((one) => one.in === "query").map((one) => one.name),
        open: /\/\{(ref|branch)\}$/.test(path),
      });
    }
  }
  return list;
}

export async function describe(name) {
  const { source, paths } = SOURCES[name];
  const [target, about] = [join(MADE, `${name}.json`), join(MADE, `${name}.operations.json`)];
  const inputs = ["describe.mjs", "compiles.mjs", "package-lock.json", "descriptions/Cargo.lock"];
  const newest = Math.max(...inputs.map((input) => statSync(join(HERE, input)).mtimeMs));
  if (existsSync(about) && statSync(about).mtimeMs > newest) return;
  const document = slim(JSON.parse(readFileSync(source(), "utf8")), paths, name);
  prepare(document);
  mkdirSync(MADE, { recursive: true });
  write(target, document);
  const bad = await failures(target);
  if (bad.length > 0) throw new Error(`${name} is described in a way that Prism would not check:\n${bad.join("\n")}`);
  // Last, as it says that all is there.
  write(about, operations(document));
}

function write(file, value) {
  writeFileSync(`${file}.new`, JSON.stringify(value, null, 1));
  renameSync(`${file}.new`, file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) for (const name of Object.keys(SOURCES)) await describe(name);
