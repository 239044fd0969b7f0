// A bare repository on disk, through git's plumbing. Knows no forge.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Nothing of the machine's settings may matter.
export const GIT_ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

export class Bare {
  constructor(folder) {
    this.folder = folder;
  }

  static make(folder, defaultBranch) {
    mkdirSync(folder, { recursive: true });
    const bare = new Bare(folder);
    bare.run(["init", "--quiet", "--bare", `--initial-branch=${defaultBranch}`, "."]);
    bare.settle();
    return bare;
  }

  // Shares the objects of `from`, as the forks of a forge do.
  static fork(folder, from, defaultBranch) {
    const bare = Bare.make(folder, defaultBranch);
    mkdirSync(join(folder, "objects/info"), { recursive: true });
    writeFileSync(join(folder, "objects/info/alternates"), `${from.folder}/objects\n`);
    for (const [ref, commit] of from.refs("refs/heads/")) bare.update(ref, commit);
    return bare;
  }

  settle() {
    this.run(["config", "http.receivepack", "true"]);
    this.run(["config", "uploadpack.allowAnySHA1InWant", "true"]);
    this.run(["config", "gc.auto", "0"]);
    this.run(["config", "receive.autogc", "false"]);
  }

  // Gives the status and what was printed, as bytes.
  try(args, input = "", environment = {}) {
    const ran = spawnSync("git", args, {
      cwd: this.folder,
      env: { ...GIT_ENVIRONMENT, ...environment },
      input,
      maxBuffer: 1 << 28,
    });
    if (ran.error) throw ran.error;
    return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr.toString() };
  }

  run(args, input, environment) {
    const ran = this.try(args, input, environment);
    if (ran.status !== 0) throw new Error(`git ${args.join(" ")}: ${ran.status}: ${ran.stderr}`);
    return ran.stdout;
  }

  runText(args, input, environment) {
    return this.run(args, input, environment).toString().trim();
  }

  // The object that a name (a ref, an id) stands for, or null.
  resolve(name, kind = "commit") {
    const ran = this.try(["rev-parse", "--quiet", "--verify", "--end-of-options", `${name}^{${kind}}`]);
    return ran.status === 0 ? ran.stdout.toString().trim() : null;
  }

  branch(name) {
    return this.resolve(`refs/heads/${name}`);
  }

  // Pairs of a full ref name and its object; `prefix` as git for-each-ref takes it.
  refs(prefix) {
    const text = this.runText(["for-each-ref", "--format=%(refname) %(objectname)", prefix]);
    return text === "" ? [] : text.split("\n").map((line) => line.split(" "));
  }

  // Moves a ref, makes it, or deletes it (`null`).
  update(ref, commit) {
    if (commit === null) this.run(["update-ref", "-d", ref]);
    else this.run(["update-ref", ref, commit]);
  }

  has(id) {
    return this.try(["cat-file", "-e", id]).status === 0;
  }

  kind(id) {
    const ran = this.try(["cat-file", "-t", id]);
    return ran.status === 0 ? ran.stdout.toString().trim() : null;
  }

  blob(bytes) {
    return this.runText(["hash-object", "-w", "--stdin"], bytes);
  }

  read(commit, path) {
    const ran = this.try(["cat-file", "blob", `${commit}:${path}`]);
    return ran.status === 0 ? ran.stdout : null;
  }

  // Entries of a tree: mode, type, sha, path; with sizes of blobs.
  entries(tree, recursive = false) {
    const args = ["ls-tree", "-l", "-z", ...(recursive ? ["-r", "-t"] : []), tree];
    return this.run(args)
      .toString()
      .split("\0")
      .filter((line) => line !== "")
      .map((line) => {
        const [head, path] = line.split("\t");
        const [mode, type, sha, size] = head.split(/ +/);
        return { mode, type, sha, path, ...(type === "blob" ? { size: Number(size) } : {}) };
      });
  }

  // The tree that `base` (a tree, or null) becomes with these files; `sha: null` deletes one.
  tree(base, files) {
    const index = { GIT_INDEX_FILE: `${this.folder}/rig-index-${process.pid}` };
    if (base === null) this.run(["read-tree", "--empty"], "", index);
    else this.run(["read-tree", base], "", index);
    const lines = files.map(({ mode, sha, path }) =>
      sha === null ? `0 ${"0".repeat(40)}\t${path}\0` : `${mode} ${sha}\t${path}\0`,
    );
    this.run(["update-index", "-z", "--index-info"], lines.join(""), index);
    return this.runText(["write-tree"], "", index);
  }

  // Makes a commit; `author` and `committer` are { name, email, date } with date as git reads it.
  commit({ tree, parents, message, author, committer }) {
    const who = (role, { name, email, date }) => ({
      [`GIT_${role}_NAME`]: name,
      [`GIT_${role}_EMAIL`]: email,
      [`GIT_${role}_DATE`]: date,
    });
    return this.runText(["commit-tree", ...parents.flatMap((parent) => ["-p", parent]), tree], message, {
      ...who("AUTHOR", author),
      ...who("COMMITTER", committer),
    });
  }

  // A commit's parts, or null.
  show(commit) {
    const id = this.resolve(commit);
    if (id === null) return null;
    const text = this.run(["cat-file", "commit", id]).toString();
    const at = text.indexOf("\n\n");
    const shown = { sha: id, parents: [], message: text.slice(at + 2) };
    for (const line of text.slice(0, at).split("\n")) {
      const [key, ...rest] = line.split(" ");
      if (key === "tree") shown.tree = rest[0];
      if (key === "parent") shown.parents.push(rest[0]);
      if (key === "author" || key === "committer") shown[key] = signature(rest.join(" "));
    }
    return shown;
  }

  isAncestor(old, young) {
    return this.try(["merge-base", "--is-ancestor", old, young]).status === 0;
  }

  // Whether the two merge without a conflict, and the tree that comes out.
  merge(ours, theirs) {
    const ran = this.try(["merge-tree", "--write-tree", "--allow-unrelated-histories", ours, theirs]);
    return { clean: ran.status === 0, tree: ran.stdout.toString().split("\n")[0] };
  }

  // Commits that are in `young` and not in `old`, newest first.
  between(old, young) {
    const text = this.runText(["rev-list", `${old}..${young}`]);
    return text === "" ? [] : text.split("\n");
  }

  // Files that differ between the two trees: [path, lines added, lines removed].
  changed(old, young) {
    const text = this.runText(["diff-tree", "-r", "--numstat", old, young]);
    if (text === "") return [];
    return text.split("\n").map((line) => {
      const [added, removed, path] = line.split("\t");
      return [path, Number(added) || 0, Number(removed) || 0];
    });
  }

  base(one, other) {
    const ran = this.try(["merge-base", one, other]);
    return ran.status === 0 ? ran.stdout.toString().trim() : null;
  }

  fetch(from, ref, into) {
    this.run(["fetch", "--quiet", "--no-tags", from.folder, `+${ref}:${into}`]);
  }
}

function signature(text) {
  const [, name, email, seconds] = /^(.*) <(.*)> (\d+) [+-]\d{4}$/.exec(text);
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z") };
}
