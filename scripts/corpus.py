#!/usr/bin/env python3
"""Runs amends on real packages and checks what comes out. Needs Python 3.11.4 or newer with pip, and git.

Every package of scripts/corpus.txt is downloaded into corpus/dl and unpacked into corpus/src (both are kept and
ignored by git). In a scratch copy, the patch of `amends diff --review .` must apply with `git apply`, every
changed file must still parse with CPython, and a second run must have nothing left to do. A table of what was
found is printed on stdout, progress on stderr. Exits with 1 if anything failed.
"""

from __future__ import annotations

import argparse
import ast
import collections
import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
VERDICTS = ("safe", "review", "manual", "fine")
TIMEOUT_SECONDS = 900
# `skipped: PATH: reason; what to do`, where PATH may end in a line number.
SKIPPED = re.compile(r"skipped: (?P<path>.+?)(?::\d+)?: (?P<reason>.*)")


class Failure(Exception):
    """Something that must not happen, in words."""


@dataclasses.dataclass
class Result:
    """What came out for one package."""

    name: str
    files: int = 0
    changed: int = 0
    seconds: float = 0.0
    sites: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    skipped: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    failures: list[str] = dataclasses.field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", metavar="NAME", action="append", help="only this package; may be repeated")
    parser.add_argument(
        "--amends", metavar="PATH", type=pathlib.Path, default=ROOT / "target/release/amends", help="the program"
    )
    parser.add_argument("--keep", metavar="DIR", type=pathlib.Path, help="keep copies, patches and logs here")
    options = parser.parse_args()
    if not hasattr(tarfile, "data_filter"):
        sys.exit("error: this Python cannot unpack archives safely; use 3.11.4 or newer")
    amends = options.amends.resolve()
    if not amends.is_file():
        sys.exit(f"error: there is no program at {amends}; run `make build`")
    packages = read_list(ROOT / "scripts/corpus.txt")
    if options.only:
        unknown = set(options.only) - {name for name, _ in packages}
        if unknown:
            sys.exit(f"error: scripts/corpus.txt has no {', '.join(sorted(unknown))}")
        packages = [package for package in packages if package[0] in options.only]

    results = []
    with tempfile.TemporaryDirectory(prefix="amends-corpus-") as scratch:
        for number, (name, version) in enumerate(packages, 1):
            progress(f"[{number}/{len(packages)}] {name} {version}")
            work = (options.keep or pathlib.Path(scratch)).resolve() / f"{name}-{version}"
            result = Result(f"{name} {version}")
            try:
                run_package(amends, fetch(name, version), work, result)
            except Failure as failure:
                result.failures.append(str(failure))
            for failure in result.failures:
                progress(f"    FAILED: {failure}")
            results.append(result)
            if not options.keep:
                shutil.rmtree(work, ignore_errors=True)
    print_table(results)
    return 1 if any(result.failures for result in results) else 0


def progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def read_list(path: pathlib.Path) -> list[tuple[str, str]]:
    packages = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = line.partition("#")[0].strip()
        if entry:
            name, separator, version = entry.partition("==")
            if not separator:
                sys.exit(f"error: {path}: `{entry}` is not NAME==VERSION")
            packages.append((name.strip(), version.strip()))
    return packages


# Getting the code.


def fetch(name: str, version: str) -> pathlib.Path:
    """The unpacked source of a package; downloads and unpacks what is not there yet."""
    source = CORPUS / "src" / f"{name}-{version}"
    if source.is_dir():
        return source
    archive = find_archive(name, version) or download(name, version)
    source.parent.mkdir(parents=True, exist_ok=True)
    # Unpacked beside its place and then moved, so that an interrupted run leaves no half of a package.
    with tempfile.TemporaryDirectory(prefix=".unpack-", dir=source.parent) as folder:
        inner = pathlib.Path(folder) / "content"
        inner.mkdir()
        unpack(archive, inner)
        entries = list(inner.iterdir())
        only_folder = len(entries) == 1 and entries[0].is_dir() and archive.suffix != ".whl"
        (entries[0] if only_folder else inner).rename(source)
    return source


def find_archive(name: str, version: str) -> pathlib.Path | None:
    wanted = f"{normal(name)}-{version.lower()}"
    for path in sorted((CORPUS / "dl").glob("*")):
        stem = path.name.lower().removesuffix(".gz").removesuffix(".tar").removesuffix(".zip")
        if path.suffix == ".whl":
            stem = "-".join(path.name.split("-")[:2]).lower()
        archive_name, _, archive_version = stem.rpartition("-")
        if path.is_file() and f"{normal(archive_name)}-{archive_version}" == wanted:
            return path
    return None


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def download(name: str, version: str) -> pathlib.Path:
    store = CORPUS / "dl"
    store.mkdir(parents=True, exist_ok=True)
    output = ""
    for kind in ("--no-binary", "--only-binary"):
        progress(f"    downloading ({'source' if kind == '--no-binary' else 'wheel'})")
        with tempfile.TemporaryDirectory(prefix=".download-", dir=store) as folder:
            command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet"]
            command += ["--no-deps", kind, ":all:", "--dest", folder, f"{name}=={version}"]
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            archives = list(pathlib.Path(folder).iterdir())
            if done.returncode == 0 and len(archives) == 1:
                return archives[0].rename(store / archives[0].name)
            output += done.stdout + done.stderr
    raise Failure(f"pip cannot download it:\n{output.strip()}")


def unpack(archive: pathlib.Path, folder: pathlib.Path) -> None:
    """Unpacks nothing outside of `folder`."""
    try:
        if archive.suffix in (".whl", ".zip"):
            with zipfile.ZipFile(archive) as content:
                for member in content.namelist():
                    if not (folder / member).resolve().is_relative_to(folder.resolve()):
                        raise Failure(f"{archive.name} holds a path outside of it: {member}")
                content.extractall(folder)
        else:
            with tarfile.open(archive) as content:
                content.extractall(folder, filter="data")
    except (tarfile.TarError, zipfile.BadZipFile, OSError) as error:
        raise Failure(f"{archive.name} cannot be unpacked: {error}") from error


# Running on it.


def run_package(amends: pathlib.Path, source: pathlib.Path, work: pathlib.Path, result: Result) -> None:
    copy = work / "copy"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    shutil.copytree(source, copy, symlinks=True)
    git(copy, "init", "--quiet")
    before = python_files(copy)
    result.files = len(before)

    checked = run(amends, ["check", "--all", "--format", "json", "."], copy, work, "check")
    for line in checked.stdout.splitlines():
        try:
            site = json.loads(line)
            result.sites[site["code"], site["verdict"]] += 1
        except (ValueError, KeyError, TypeError) as error:
            raise Failure(f"check printed a line that is no site ({error!r}): {line[:200]!r}") from error

    started = time.perf_counter()
    diff = run(amends, ["diff", "--review", "."], copy, work, "diff")
    result.seconds = time.perf_counter() - started
    for line in diff.stderr.decode("utf-8", "replace").splitlines():
        skipped = SKIPPED.fullmatch(line)
        if skipped:
            result.skipped.append((skipped["path"], skipped["reason"]))

    patch = work / "diff.patch"
    patch.write_bytes(diff.stdout)
    if diff.stdout:
        git(copy, "apply", "--whitespace=nowarn", str(patch))
    after = python_files(copy)
    changed = [path for path, content in after.items() if before.get(path) != content]
    result.changed = len(changed)
    if bool(changed) != bool(diff.stdout) or after.keys() != before.keys():
        result.failures.append("the patch does not change what it says")
    for path in changed:
        error = syntax_error(after[path])
        if error and not syntax_error(before[path]):
            result.failures.append(f"{path} no longer parses: {error}")

    again = run(amends, ["diff", "--review", "."], copy, work, "second")
    if again.stdout:
        files = re.findall(rb"^\+\+\+ (.*)$", again.stdout, re.MULTILINE)
        names = b", ".join(files[:5]).decode("utf-8", "replace")
        result.failures.append(f"the second run still changes {len(files)} files: {names}")


def run(
    amends: pathlib.Path, arguments: list[str], folder: pathlib.Path, work: pathlib.Path, log: str
) -> subprocess.CompletedProcess[bytes]:
    """Runs amends; its output is kept in `work`. Anything but a regular end is a failure."""
    words = " ".join(["amends", *arguments])
    try:
        done = subprocess.run(
            [amends, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Failure(f"`{words}` did not end in {TIMEOUT_SECONDS} seconds") from error
    except OSError as error:
        raise Failure(f"`{words}` cannot be run: {error}") from error
    (work / f"{log}.out").write_bytes(done.stdout)
    (work / f"{log}.err").write_bytes(done.stderr)
    text = done.stderr.decode("utf-8", "replace")
    # A caught panic and a broken law are told as skipped files, with the request to report them.
    for line in text.splitlines():
        if "panicked" in line or "this is a bug in amends" in line:
            raise Failure(f"`{words}`: {line}")
    if done.returncode not in (0, 1, 2):
        raise Failure(f"`{words}` ended with {done.returncode}: {text.strip()[-500:]}")
    return done


def git(folder: pathlib.Path, *arguments: str) -> None:
    # The settings of whoever runs this must not change what is applied.
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "LC_ALL": "C",
    }
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise Failure(f"git {arguments[0]} failed: {done.stderr.strip()[:1000]}")


def python_files(folder: pathlib.Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.py"))
        if path.is_file() and not path.is_symlink()
    }


def syntax_error(content: bytes) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(content)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            return f"{type(error).__name__}: {error}"
    return None


# Telling.


def print_table(results: list[Result]) -> None:
    total = Result("total")
    for result in results:
        total.files += result.files
        total.changed += result.changed
        total.seconds += result.seconds
        total.sites.update(result.sites)
        total.skipped += result.skipped
        total.failures += result.failures
    codes = sorted({code for code, _ in total.sites})
    rows = [["package", "files", "changed", "skipped", "seconds", *codes, "result"]]
    for result in [*results, total]:
        sites = ["/".join(str(result.sites[code, verdict]) for verdict in VERDICTS) for code in codes]
        outcome = f"{len(result.failures)} failed" if result.failures else "ok"
        rows.append(
            [
                result.name,
                str(result.files),
                str(result.changed),
                str(len(result.skipped)),
                f"{result.seconds:.2f}",
                *sites,
                outcome,
            ]
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    print(f"Sites are {'/'.join(VERDICTS)}; seconds are those of `amends diff --review`.\n")
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))]
        print("  ".join(cells))
    other = {verdict for _, verdict in total.sites} - set(VERDICTS)
    if other:
        print(f"\nverdicts that are not in the table: {', '.join(sorted(other))}")
    if total.skipped:
        print("\nSkipped files:")
        for result in results:
            for path, reason in result.skipped:
                print(f"  {result.name}: {path}: {reason}")
    if total.failures:
        print("\nFailures:")
        for result in results:
            for failure in result.failures:
                print(f"  {result.name}: {failure}")
    failed = sum(1 for result in results if result.failures)
    print(f"\n{len(results) - failed} packages passed, {failed} failed")


if __name__ == "__main__":
    sys.exit(main())
