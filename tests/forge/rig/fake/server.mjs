// Serves the fakes over HTTP on one loopback port: finds the world (the tap names it in `x-rig-world`), the caller and
// the route, and turns what is thrown into that forge's form of an error. Knows no forge.
//
// A forge's module exports `kind` (see rig.mjs) with
//   prefix        where its API lies at a host: "/api/v3"
//   description   the name of the description that Prism checks it against, or null
//   token(headers) the token of a request, or null
//   routes        [[method, "/repos/:owner/:repo", (context) => answer], …]; `:name+` takes slashes, too
//   refusal(problem, context)  the answer for a Problem of core.mjs
//   headers(context)           headers of every answer
// An answer is { status, body, headers }; a body that is no string is sent as JSON. A context has world, who (or null),
// token, params, query (URLSearchParams), body (parsed JSON or undefined), base (the API's address, for links), web (the
// host's address), path.

import http from "node:http";
import { Problem } from "./core.mjs";

export class Router {
  constructor(routes) {
    this.routes = routes.map(([method, pattern, handle]) => {
      const names = [];
      const source = pattern.replace(/[.]/g, "\\.").replace(/:(\w+)(\+?)/g, (_, name, more) => {
        names.push(name);
        return more ? "(.+)" : "([^/]+)";
      });
      return { method, names, expression: new RegExp(`^${source}$`), handle };
    });
  }

  find(method, path) {
    for (const { method: own, names, expression, handle } of this.routes) {
      const found = own === method && expression.exec(path);
      if (found) {
        const params = Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(found[at + 1])]));
        return { params, handle };
      }
    }
    return null;
  }
}

// A page of a list and the Link header for it. The page is never larger than the world's setting.
export function paged(context, items, { query = context.query, parameter = "per_page", standard = 30 } = {}) {
  const asked = Number(query.get(parameter) ?? standard) || standard;
  const size = Math.max(1, Math.min(asked, 100, context.world.settings.page));
  const page = Math.max(1, Number(query.get("page") ?? 1) || 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (number, rel) => {
    const more = new URLSearchParams(query);
    more.set("page", String(number));
    return `<${context.base}${context.path}?${more}>; rel="${rel}"`;
  };
  const links = [];
  if (page > 1) links.push(link(1, "first"), link(page - 1, "prev"));
  if (page < last) links.push(link(page + 1, "next"), link(last, "last"));
  return {
    items: items.slice((page - 1) * size, page * size),
    headers: links.length > 0 ? { link: links.join(", ") } : {},
    page,
    last,
    size,
    total: items.length,
  };
}

export async function readAll(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

// `worlds`: name → World; `kinds`: name of a kind → its module's `kind`.
export function serve(worlds, kinds) {
  const routers = new Map(Object.entries(kinds).map(([name, kind]) => [name, new Router(kind.routes)]));
  return http.createServer(async (request, response) => {
    const world = worlds.get(request.headers["x-rig-world"]);
    const answer = world
      ? await answerOf(world, kinds[world.kind], routers.get(world.kind), request)
      : { status: 500, body: { message: "no such world" } };
    const { status, body, headers = {} } = answer;
    const bytes = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, {
      ...(body === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
      "content-length": Buffer.byteLength(bytes),
      ...headers,
    });
    response.end(bytes);
  });
}

async function answerOf(world, kind, router, request) {
  const url = new URL(request.url, "http://rig");
  const web = `http://${request.headers["x-rig-host"]}`;
  const token = kind.token(request.headers);
  const context = {
    world,
    token,
    who: token === null ? null : world.who(token),
    params: {},
    query: url.searchParams,
    path: url.pathname,
    web,
    base: `${web}${kind.prefix}`,
    headers: request.headers,
  };
  let answer;
  try {
    const bytes = await readAll(request);
    if (bytes.length > 0) context.body = JSON.parse(bytes.toString());
    const found = router.find(request.method, url.pathname);
    if (!found) throw new Problem("not-found", "Not Found");
    context.params = found.params;
    if (token !== null && context.who === null && !kind.knows?.(context)) {
      throw new Problem("unauthorised", "Bad credentials");
    }
    answer = await found.handle(context);
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      console.error(`${request.method} ${request.url}:`, problem);
      // The tap takes it for a breach: either the fake is wrong or the request was.
      const headers = { "x-rig-failed": encodeURIComponent(problem.message) };
      return { status: 500, headers, body: { message: "the fake failed" } };
    }
    answer = kind.refusal(problem, context);
  }
  return { ...answer, headers: { ...kind.headers?.(context, answer), ...answer.headers } };
}
